-- # What lies where, and how it came to this
-- The reports are views. available is what the next customer can get, whatever else is on the shelf.
\set ECHO queries
SELECT outlet, product, variation, on_hand, expired, held, reserved, available, value, level
FROM stock_level WHERE tenant_id = :tenant ORDER BY outlet_id, product;
SELECT outlet, items, low_stock, expiring_7, expiring_30, expired, total_value, currency
FROM stock_dashboard WHERE tenant_id = :tenant ORDER BY outlet_id;
-- The outlet's day in the audit report: opening and net change make closing.
SELECT item, opening, purchases, sales, adjustments, damage, expired, transfers_out, net_change, closing
FROM outlet_today o, LATERAL audit_report(o.today, o.today, o.outlet_id) r WHERE o.outlet_id = :main;
\set ECHO none
