-- What happened: audit report, stock as of an instant, waste, cost of goods, completeness. Figures in comments are worked out by hand.
\set VERBOSITY terse
CREATE EXTENSION primeinv;
SET search_path = primeinv, public;
INSERT INTO tenant (id, name, currency) VALUES (1, 'One', 'EUR'), (2, 'Two', 'EUR');
INSERT INTO outlet (tenant_id, id, name, time_zone) VALUES (1, 11, 'Line Islands', 'Pacific/Kiritimati'), -- UTC+14
	(1, 12, 'Samoa', 'Pacific/Pago_Pago'), (1, 13, 'Azores', 'Atlantic/Azores'), (2, 21, 'Other', 'UTC'); -- UTC-11
INSERT INTO product (tenant_id, id, name, category) VALUES (1, 101, 'Rice', 'Grains'), (1, 102, 'Tea', 'Drinks');
INSERT INTO variation (tenant_id, id, product_id, name, sku, cost) VALUES (1, 1001, 101, '5kg Bag', 'R5', 2), (1, 1002, 101, '1kg Bag', 'R1', 1),
	(1, 1003, 102, 'Green', 'TG-1', 3), (1, 1004, 102, 'Green', 'TG-2', 3), (1, 1005, 102, 'Green', NULL, 3), (1, 1006, 102, 'Green', '', 3);

-- A history, as a migration writes it: the owner's INSERT is not journaled. Times are the outlet's clock.
INSERT INTO batch (tenant_id, id, outlet_id, variation_id, batch_number, expiry_date, quantity, cost_price, received_at) VALUES
	(1, 1, 11, 1001, 'A', NULL, 84, 2, '2026-02-27 10:00+14'), (1, 2, 11, 1001, 'B', '2026-03-20', 0, 3, '2026-03-02 09:00+14'),
	(1, 3, 12, 1001, 'C', '2026-04-10', 0, 2.5, '2026-02-28 23:30-11'), (1, 4, 11, 1001, 'C', '2026-04-10', 4, 2.5, '2026-02-28 23:30-11'),
	(1, 5, 12, 1002, 'D', NULL, 13, 1, '2026-03-10 08:00-11');
-- a sale of 10 for 50 and 5 tax, of which 2 came back
INSERT INTO sale (tenant_id, id, outlet_id, receipt_number, status, payment_type, actor, created_at, completed_at, completed_on, subtotal, tax_amount, total_amount, amount_paid, refunded_amount)
	VALUES (1, 51, 11, '11-20260305-0001', 'COMPLETED', 'CASH', 'till', '2026-03-05 12:00+14', '2026-03-05 12:00+14', '2026-03-05', 50, 5, 55, 44, 11);
INSERT INTO receipt_counter (tenant_id, outlet_id, day, last) VALUES (1, 11, '2026-03-05', 1);
INSERT INTO sale_item (tenant_id, id, sale_id, variation_id, quantity, base_quantity, unit_price, subtotal, tax_amount, total_price, unit_cost, product_name)
	VALUES (1, 61, 51, 1001, 10, 10, 5, 50, 5, 55, 3, 'Rice - 5kg Bag');
INSERT INTO refund (tenant_id, id, sale_id, status, reason, amount, method, actor, processed_at) VALUES (1, 71, 51, 'PROCESSED', 'torn', 11, 'CASH', 'till', '2026-03-06 12:00+14');
INSERT INTO refund_item (tenant_id, refund_id, sale_item_id, quantity, base_quantity, amount, tax_amount) VALUES (1, 71, 61, 2, 2, 11, 1);
INSERT INTO payment (tenant_id, sale_id, refund_id, method, amount, actor) VALUES (1, 51, NULL, 'CASH', 55, 'till'), (1, 51, 71, 'CASH', -11, 'till');
CREATE TEMP TABLE history (batch bigint, at timestamptz, type text, quantity numeric, item bigint);
INSERT INTO history VALUES
	(1, '2026-02-27 10:00+14', 'opening', 100, NULL), (1, '2026-02-28 23:30+14', 'sale', -5, NULL), (1, '2026-03-01 00:10+14', 'sale', -3, NULL),
	(1, '2026-03-31 23:30+14', 'sale', -7, NULL), (1, '2026-04-01 00:00+14', 'damage', -1, NULL),
	(2, '2026-03-02 09:00+14', 'purchase', 40, NULL), (2, '2026-03-05 12:00+14', 'sale', -10, 61), (2, '2026-03-06 12:00+14', 'return', 2, 61),
	(2, '2026-03-20 00:05+14', 'expiry', -32, NULL),
	(3, '2026-02-28 23:30-11', 'purchase', 20, NULL), (3, '2026-03-01 00:00-11', 'sale', -1, NULL), (3, '2026-03-15 10:00-11', 'transfer_out', -4, NULL),
	(4, '2026-03-15 10:00-11', 'transfer_in', 4, NULL), (3, '2026-03-31 23:59-11', 'adjustment', -2, NULL), (3, '2026-04-01 00:00-11', 'supplier_return', -3, NULL),
	(3, '2026-04-10 00:05-11', 'expiry', -10, NULL), (5, '2026-03-10 08:00-11', 'opening', 10, NULL), (5, '2026-03-11 08:00-11', 'adjustment', 3, NULL);
INSERT INTO stock_movement (tenant_id, created_at, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role, sale_item_id)
SELECT 1, at, variation_id, outlet_id, b.id, type, h.quantity, sum(h.quantity) OVER (PARTITION BY b.id ORDER BY at), cost_price, 'till', 'till', item
FROM history h JOIN batch b ON b.id = h.batch ORDER BY at, h.batch;
SELECT sync_ids();
SELECT * FROM check_promises();

-- March at 11: 95 lay there; + 40 bought - 20 sold (3, 7, 10) + 2 back - 32 expired + 4 came over = 89.
SELECT * FROM audit_report('2026-03-01', '2026-03-31', 11) \gx
-- March at 12: 20 came on 28 February, half an hour before its midnight; a sale at midnight is March's, a correction a minute before April too.
-- The opening balance booked within the month stands under opening.
SELECT item, opening, purchases, sales, adjustments, transfers_out, supplier_returns, net_change, closing FROM audit_report('2026-03-01', '2026-03-31', 12);
SELECT item, opening, purchases, sales, returns, adjustments, damage, expired, transfers_in, transfers_out, supplier_returns, net_change, closing FROM audit_report('2026-03-01', '2026-03-31');
-- day by day
SELECT d.day, r.outlet, r.opening, r.sales, r.damage, r.supplier_returns, r.net_change, r.closing
FROM (VALUES (date '2026-02-28'), ('2026-03-01'), ('2026-03-31'), ('2026-04-01')) AS d (day),
	LATERAL (SELECT 11 AS outlet, * FROM audit_report(d.day, d.day, 11) UNION ALL SELECT 12, * FROM audit_report(d.day, d.day, 12)) r
WHERE r.item = 'Rice - 5kg Bag' ORDER BY 1, 2;
-- what was all gone before is not there
SELECT item, opening, closing FROM audit_report('2026-05-01', '2026-05-01');
SELECT item FROM audit_report('2026-01-01', '2026-01-31');
SELECT jsonb_pretty(audit_report_json('2026-03-01', '2026-03-31', 12));
SELECT audit_report_json('2026-01-01', '2026-01-31');
-- it adds up: by outlet, by day, whatever the session's zone
CREATE FUNCTION pg_temp.all_of_it() RETURNS TABLE (line text) LANGUAGE sql AS
	'SELECT format(''%s %s'', d::date, r) FROM generate_series(timestamp ''2026-02-26'', ''2026-04-12'', ''1 day'') AS d, LATERAL primeinv.audit_report(d::date, d::date, 11) r
	UNION ALL SELECT format(''%s %s'', d::date, r) FROM generate_series(timestamp ''2026-02-26'', ''2026-04-12'', ''1 day'') AS d, LATERAL primeinv.audit_report(d::date, d::date, 12) r
	UNION ALL SELECT format(''%s'', w) FROM primeinv.expiry_waste w UNION ALL SELECT format(''%s %s %s'', movement_id, day, local_time) FROM primeinv.stock_movement_history';
SET TimeZone = 'Pacific/Kiritimati';
CREATE TEMP TABLE told AS SELECT * FROM pg_temp.all_of_it();
SET TimeZone = 'Pacific/Pago_Pago';
SELECT count(*) > 80 AS lines, count(*) FILTER (WHERE line NOT IN (TABLE told)) AS differ FROM pg_temp.all_of_it();
RESET TimeZone;
SELECT count(*) AS days, count(*) FILTER (WHERE r.opening + r.net_change <> r.closing OR r.opening <> r.closing_before) AS wrong
FROM (SELECT r.*, lag(r.closing, 1, r.opening) OVER (PARTITION BY o, variation_id ORDER BY d) AS closing_before
	FROM (VALUES (11), (12)) AS o (o), generate_series(timestamp '2026-03-12', '2026-04-09', '1 day') AS d, LATERAL audit_report(d::date, d::date, o) r) r;

-- stock as of an instant
SELECT outlet_id, variation_id, quantity, value FROM stock_as_of('2026-02-28 23:59:59+14', 11); -- 95 at 2
SELECT outlet_id, variation_id, quantity, value FROM stock_as_of('2026-03-20 00:00+14'); -- at 11: 92 at 2, 32 at 3, 4 at 2.5; at 12: 15 at 2.5 and 13 at 1
SELECT outlet_id, variation_id, quantity, value FROM stock_as_of('2026-04-10 00:05-11'); -- the write-off of that instant is in it
SELECT count(*) FROM stock_as_of('2026-02-27 09:59+14');

-- waste: at 11 in March 32 of 40 at 3; at 12 in April 10 at 2.5, and nothing bought
SELECT outlet_id, product, month, units, value, share_of_purchases, purchased, category FROM expiry_waste ORDER BY month, outlet_id;
SELECT outlet_id, units FROM expiry_waste WHERE month = '2026-04-01';
-- sold of A 15 at 2, no price known; of B 10 less 2 at 3, for 50 net a line of 10
SELECT batch_id, batch_number, units_sold, cost_of_goods_sold, revenue, gross_profit, units_without_price FROM cogs_by_batch ORDER BY 1;
SELECT outlet_id, batches, movements, changes, missing, missing_units, completeness_pct FROM movement_completeness ORDER BY 1;
SELECT day, local_time, product, variation, batch_number, movement_type, quantity, balance_after, value FROM stock_movement_history WHERE batch_id = 2 ORDER BY movement_id;
-- changes that no movement tells of: 4 units between two movements, 2 after the last, a batch of 6 without any
BEGIN;
SET LOCAL session_replication_role = replica;
INSERT INTO stock_movement (tenant_id, created_at, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role)
VALUES (1, '2026-04-02 00:00+14', 1001, 11, 1, 'sale', -1, 79, 2, 'till', 'till');
UPDATE batch SET quantity = 77 WHERE id = 1;
INSERT INTO batch (tenant_id, outlet_id, variation_id, batch_number, quantity, cost_price) VALUES (1, 11, 1002, 'X', 6, 1);
SELECT outlet_id, batches, movements, changes, missing, missing_units, completeness_pct FROM movement_completeness WHERE outlet_id = 11;
ROLLBACK;

-- The Azores' clocks go back from 1:00 to 0:00: the hour after midnight comes twice, and both are of the new day.
BEGIN;
INSERT INTO batch (tenant_id, id, outlet_id, variation_id, batch_number, quantity, cost_price) VALUES (1, 9, 13, 1001, 'Z', 7, 1);
INSERT INTO stock_movement (tenant_id, created_at, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role) VALUES
	(1, '2026-10-24 23:59:59+00', 1001, 13, 9, 'purchase', 10, 10, 1, 'till', 'till'), (1, '2026-10-25 00:30+00', 1001, 13, 9, 'sale', -1, 9, 1, 'till', 'till'),
	(1, '2026-10-25 01:30+00', 1001, 13, 9, 'sale', -2, 7, 1, 'till', 'till');
SELECT day, local_time, quantity FROM stock_movement_history WHERE outlet_id = 13 ORDER BY movement_id;
SELECT opening, sales, closing FROM audit_report('2026-10-25', '2026-10-25', 13);
ROLLBACK;

-- today: a snapshot, trade goes on, and stock_as_of says what stock_level said
SET client_min_messages = error;
SELECT add_stock(1003, 10, 11, 'T1', NULL, 3), add_stock(1004, 5, 11, 'T2', (SELECT today FROM outlet_today WHERE outlet_id = 11), 4.3333), add_stock(1005, 3, 12, 'T3', NULL, 7),
	add_stock(1006, 3, 12, 'T4', NULL, 7) \g /dev/null
SELECT reserve_stock(1003, 1, 11, 'cart') AS hold \gset
CREATE TEMP TABLE seen AS SELECT outlet_id, variation_id, on_hand, value FROM stock_level;
SELECT clock_timestamp() AS then \gset
SELECT add_stock(1003, 7, 11, 'T1', NULL, 3.7777) \g /dev/null
SELECT deduct_stock(1003, 4, 11), add_stock(1003, 2, 11, 'T1', NULL, 9) \g /dev/null
SELECT commit_reservation(:hold), transfer_stock(1003, 3, 11, 12), record_damage(1005, 1, 12, 'wet'), adjust_stock(1005, 2, 12, 'found'), expire_batches(11) \g /dev/null
SELECT deduct_stock(1006, 3, 12), return_to_supplier((SELECT id FROM batch WHERE batch_number = 'T3' AND outlet_id = 12), 1, 'late') \g /dev/null
UPDATE batch SET quantity = quantity - 1 WHERE batch_number = 'D'; -- round the functions
SELECT count(*) FROM (SELECT outlet_id, variation_id, on_hand FROM stock_level EXCEPT SELECT outlet_id, variation_id, on_hand FROM seen) AS changed;
SELECT count(*) FROM ((TABLE seen EXCEPT SELECT * FROM stock_as_of(:'then')) UNION ALL (SELECT * FROM stock_as_of(:'then') EXCEPT TABLE seen)) AS differ;
SELECT count(*) FROM ((SELECT outlet_id, variation_id, on_hand, value FROM stock_level EXCEPT SELECT * FROM stock_as_of('infinity'))
	UNION ALL (SELECT * FROM stock_as_of(now()) EXCEPT SELECT outlet_id, variation_id, on_hand, value FROM stock_level)) AS differ;
-- four teas of one name: two have SKUs
SELECT item, opening, purchases, sales, adjustments, damage, expired, transfers_in, transfers_out, supplier_returns, net_change, closing
FROM outlet_today o, audit_report(o.today, o.today + 1, 11) WHERE o.outlet_id = 11;
SELECT count(*) AS items, count(*) = (SELECT count(*) FROM jsonb_object_keys(audit_report_json('2026-01-01', current_date + 2))) AS none_lost,
	sum(closing) = (SELECT sum(quantity) FROM batch) AS closing_is_the_batches
FROM audit_report('2026-01-01', current_date + 2);
SELECT item FROM audit_report('2026-01-01', current_date + 2);

-- reading changes nothing: a standby can do it
BEGIN READ ONLY;
SELECT (SELECT count(*) FROM stock_level) > 0 AND (SELECT count(*) FROM stock_dashboard) > 0 AND (SELECT count(*) FROM batch_status) > 0
	AND (SELECT count(*) FROM stock_valuation) > 0 AND (SELECT count(*) FROM stock_movement_history) > 0 AND (SELECT count(*) FROM cogs_by_batch) > 0
	AND (SELECT count(*) FROM expiry_waste) > 0 AND (SELECT count(*) FROM movement_completeness) > 0 AND (SELECT count(*) FROM low_stock) = 0
	AND (SELECT count(*) FROM audit_report('2026-03-01', '2026-03-31')) > 0 AND (SELECT count(*) FROM stock_as_of(now())) > 0
	AND (SELECT count(*) FROM find_variation('rice')) > 0 AND (SELECT count(*) FROM trace_batch(1)) > 0
	AND (SELECT count(*) FROM explain_deduction(1001, 1, 11)) > 0 AND (SELECT count(*) FROM get_fifo_batches(1001, 11)) > 0
	AND (SELECT count(*) FROM get_expiring_soon()) = 0 AS all_read;
COMMIT;

-- mistakes
SELECT * FROM audit_report('2026-03-01', '2026-03-31', 99);
\set VERBOSITY default
SELECT * FROM audit_report('2026-03-31', '2026-03-01');
\set VERBOSITY sqlstate
SELECT * FROM audit_report(NULL, '2026-03-01');
SELECT * FROM audit_report('2026-03-31', 'infinity');
SELECT audit_report_json('2026-03-31', '2026-03-01');
SELECT * FROM stock_as_of(NULL);
SELECT * FROM stock_as_of(now(), 99);
-- another tenant's
CREATE ROLE regress_report;
SELECT grant_tenant('regress_report', 2, 'reader');
SET ROLE regress_report;
SELECT * FROM audit_report('2026-03-01', '2026-03-31', 11);
SELECT * FROM stock_as_of(now(), 11);
SELECT count(*) FROM audit_report('2026-03-01', '2026-03-31');
SELECT count(*) FROM stock_as_of(now());
SELECT (SELECT count(*) FROM expiry_waste) + (SELECT count(*) FROM cogs_by_batch) + (SELECT count(*) FROM stock_movement_history) AS rows;
SELECT outlet_id, completeness_pct FROM movement_completeness;
SET primeinv.tenant = '1';
SELECT * FROM audit_report('2026-03-01', '2026-03-31');
RESET primeinv.tenant;
RESET ROLE;

SELECT * FROM check_promises();
SELECT revoke_tenant('regress_report', 2);
DROP ROLE regress_report;
DROP EXTENSION primeinv;
