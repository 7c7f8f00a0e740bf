-- What lies where: levels, dashboard, low stock, batches, value. The figures in comments are worked out by hand.
\set VERBOSITY terse
CREATE EXTENSION primeinv;
SET search_path = primeinv, public;
SET client_min_messages = error; -- add_stock warns of expired goods
INSERT INTO tenant (id, name, currency, money_decimals) VALUES (1, 'One', 'EUR', 2), (2, 'Two', 'JPY', 0);
INSERT INTO outlet (tenant_id, id, name, time_zone) VALUES (1, 11, 'Line Islands', 'Pacific/Kiritimati'),
	(1, 12, 'Samoa', 'Pacific/Pago_Pago'), (1, 13, 'Empty', 'UTC'), (2, 21, 'Tokyo', 'Asia/Tokyo');
INSERT INTO product (tenant_id, id, name, category) VALUES (1, 101, 'Rice', 'Grains'), (1, 102, 'Tea', 'Drinks'), (2, 201, 'Milk', 'Dairy');
INSERT INTO variation (tenant_id, id, product_id, name, sku, cost, low_stock_threshold, track_inventory) VALUES
	(1, 1001, 101, '5kg Bag', 'R5', 6, 10, true), (1, 1002, 101, '1kg Bag', 'R1', 2, NULL, true), (1, 1003, 102, 'Green', 'TG', 3, 5, true),
	(1, 1004, 102, 'Black', 'TB', 3, 5, true), (1, 1005, 102, 'Tasting', NULL, NULL, 1, false), (2, 2001, 201, 'Bottle', 'M', 1, 100, true);
INSERT INTO outlet_variation (tenant_id, outlet_id, variation_id, low_stock_threshold, maximum_stock) VALUES
	(1, 11, 1003, 2, 20), (1, 12, 1001, NULL, 30), (1, 12, 1004, NULL, 12), (1, 11, 1005, 1, NULL);

-- receives at the outlet's date and d days
CREATE FUNCTION pg_temp.receive(variation bigint, quantity numeric, place bigint, number text, d integer, cost numeric) RETURNS void LANGUAGE sql
	AS 'SELECT primeinv.add_stock(variation, quantity, place, number, today + d, cost) FROM primeinv.outlet_today WHERE outlet_id = place';
SELECT pg_temp.receive(1001, 4, 11, 'A', -1, 6.005), pg_temp.receive(1001, 3, 11, 'B', 0, 6), pg_temp.receive(1001, 5, 11, 'C', 1, 6.333),
	pg_temp.receive(1001, 2.5, 11, 'D', 7, 6.2), pg_temp.receive(1001, 6, 11, 'E', 8, 6), pg_temp.receive(1001, 7, 11, 'F', 30, 6),
	pg_temp.receive(1001, 1, 11, 'G', 31, 6), pg_temp.receive(1001, 9, 11, 'H', NULL, 6) \g /dev/null
SELECT set_batch_status(id, 'hold', 'count it') FROM batch WHERE batch_number IN ('B', 'E') \g /dev/null
SELECT reserve_stock(1001, 1.5, 11, 'cart'), reserve_stock(1001, 2, 11, 'cart', '1 microsecond') \g /dev/null
SELECT pg_temp.receive(1002, 1, 11, 'A', NULL, 2) \g /dev/null
SELECT deduct_stock(1002, 1, 11) \g /dev/null
SELECT pg_temp.receive(1003, 21, 11, 'A', 400, 3) \g /dev/null
SELECT pg_temp.receive(1001, 10, 12, 'A', 1, 5), pg_temp.receive(1003, 3, 12, 'A', 1, 5), pg_temp.receive(1002, 3, 12, 'A', 0, 5) \g /dev/null
SELECT pg_temp.receive(2001, 3, 21, 'A', 3, 99.5), pg_temp.receive(2001, 3, 21, 'B', 3, 99.4) \g /dev/null

-- Rice 5kg at 11: 37.5 on hand; expired A 4 and B 3; held E 6; 24.5 sellable, of which 1.5 held for a cart: 23 available.
-- Its value: 24.02 + 18 + 31.67 (31.665, rounded) + 15.5 + 36 + 42 + 6 + 54 = 227.19.
SELECT outlet_id, outlet, product, variation, on_hand, expired, held, reserved, available, value, level FROM stock_level ORDER BY outlet_id, variation_id;
SELECT outlet_id, variation_id, threshold, maximum_stock, is_active, sku, category, expiring_7, expiring_30, expired_batches FROM stock_level ORDER BY 1, 2;
-- what of each batch may be sold: nothing of the expired, held, quarantined and recalled ones
SELECT batch_number, status, level, quantity, sellable_quantity FROM batch_status WHERE outlet_id = 11 ORDER BY batch_id;
SELECT s.variation_id, s.on_hand, sum(b.sellable_quantity) AS sellable, sum(b.sellable_quantity) = s.available + s.reserved AS agrees
FROM stock_level s JOIN batch_status b ON b.outlet_id = s.outlet_id AND b.variation_id = s.variation_id WHERE s.outlet_id = 11 GROUP BY s.variation_id, s.on_hand, s.available, s.reserved ORDER BY 1;
-- as deduct_stock sees it
SELECT count(*) AS rows, count(*) FILTER (WHERE available IS DISTINCT FROM get_available_stock(variation_id, outlet_id)) AS differ FROM stock_level;
SELECT count(*) FROM stock_level s JOIN location_stock l USING (outlet_id, variation_id) WHERE s.on_hand <> l.quantity OR s.on_hand - s.expired - s.held <> l.sellable;

-- At 11: three items (rice twice, tea; a tasting is no stock), none low but the rice that is out has no threshold.
-- At 12: rice 10 <= 10 is low, tea 3 <= 5 too, and the black tea, which never came, is out.
SELECT outlet_id, outlet, items, low_stock, expiring_7, expiring_30, expired, total_value, out_of_stock, currency FROM stock_dashboard ORDER BY 1;
SELECT outlet_id, variation_id, available, threshold, maximum_stock, shortfall, level, to_maximum FROM low_stock ORDER BY 1, 2;
SELECT outlet_id, batch_number, days_to_expiry, quantity, cost_price, value, status, level, colour FROM batch_status ORDER BY outlet_id, variation_id, days_to_expiry, batch_number;
-- Rice 5kg at 11: exactly 227.185 over 37.5 is 6.0583 (6.058266...), times 37.5 is 227.19 (227.18625).
SELECT outlet_id, variation_id, quantity, value_at_cost, weighted_average_cost, value_at_average, currency FROM stock_valuation ORDER BY 1, 2;

-- all of them say the same of the same stock
SELECT d.outlet_id, d.total_value = l.value AND d.total_value = b.value AND d.total_value = v.value AS agree
FROM stock_dashboard d, LATERAL (SELECT sum(value) AS value FROM stock_level WHERE outlet_id = d.outlet_id) l,
	LATERAL (SELECT sum(value) AS value FROM batch_status WHERE outlet_id = d.outlet_id) b,
	LATERAL (SELECT sum(value_at_cost) AS value FROM stock_valuation WHERE outlet_id = d.outlet_id) v
WHERE d.outlet_id <> 13 ORDER BY 1;
SELECT d.outlet_id, d.expiring_7 = (SELECT count(*) FROM get_expiring_soon(7, NULL, d.outlet_id))
	AND d.expiring_30 = (SELECT count(*) FROM get_expiring_soon(30, NULL, d.outlet_id))
	AND d.low_stock = (SELECT count(*) FROM low_stock l WHERE l.outlet_id = d.outlet_id) AS agree
FROM stock_dashboard d ORDER BY 1;

-- the session's zone is nobody's date
CREATE TEMP TABLE seen AS SELECT s.*, d.total_value, d.expired AS d_expired, d.expiring_7 AS d_7 FROM stock_level s JOIN stock_dashboard d USING (outlet_id);
CREATE TEMP TABLE seen_batches AS SELECT batch_id, days_to_expiry, level FROM batch_status;
SET TimeZone = 'Pacific/Kiritimati';
SELECT count(*) FROM (TABLE seen EXCEPT SELECT s.*, d.total_value, d.expired, d.expiring_7 FROM stock_level s JOIN stock_dashboard d USING (outlet_id)) AS differ;
SELECT count(*) FROM (TABLE seen_batches EXCEPT SELECT batch_id, days_to_expiry, level FROM batch_status) AS differ;
SET TimeZone = 'Pacific/Pago_Pago';
SELECT count(*) FROM (TABLE seen EXCEPT SELECT s.*, d.total_value, d.expired, d.expiring_7 FROM stock_level s JOIN stock_dashboard d USING (outlet_id)) AS differ;
SELECT count(*) FROM (TABLE seen_batches EXCEPT SELECT batch_id, days_to_expiry, level FROM batch_status) AS differ;
RESET TimeZone;

-- An outlet moves to another zone: its day changes, and with it what has expired, whether or not its counters were touched since.
UPDATE outlet SET time_zone = 'Pacific/Kiritimati' WHERE id = 12;
SELECT variation_id, on_hand, expired, available, available = get_available_stock(variation_id, 12) AS agrees FROM stock_level WHERE outlet_id = 12 ORDER BY 1;
SELECT add_stock(1003, 1, 12, 'B', NULL, 5), add_stock(1001, 1, 12, 'B', NULL, 5) \g /dev/null
SELECT variation_id, on_hand, expired, available, available = get_available_stock(variation_id, 12) AS agrees FROM stock_level WHERE outlet_id = 12 ORDER BY 1;
UPDATE outlet SET time_zone = 'Pacific/Pago_Pago' WHERE id = 12;
SELECT variation_id, on_hand, expired, available, available = get_available_stock(variation_id, 12) AS agrees FROM stock_level WHERE outlet_id = 12 ORDER BY 1;

-- what is inactive is not low, and no item once it is gone
UPDATE variation SET is_active = false WHERE id IN (1002, 1004);
UPDATE outlet SET is_active = false WHERE id = 12;
SELECT outlet_id, variation_id, on_hand, available, level FROM stock_level WHERE NOT is_active ORDER BY 1, 2;
SELECT outlet_id, items, low_stock, out_of_stock, total_value FROM stock_dashboard ORDER BY 1;
SELECT count(*) FROM low_stock WHERE outlet_id = 12;

-- what is soon is the tenant's to say; what has a number in its name is that number
UPDATE tenant SET critical_days = 2, warning_days = 7 WHERE id = 1;
SELECT batch_number, days_to_expiry, level, colour FROM batch_status WHERE outlet_id = 11 AND variation_id = 1001 ORDER BY 2, 1;
SELECT expiring_7, expiring_30 FROM stock_level WHERE outlet_id = 11 AND variation_id = 1001;
UPDATE tenant SET critical_days = 8 WHERE id = 1;
UPDATE tenant SET warning_days = 36501 WHERE id = 1;
UPDATE tenant SET critical_days = -1 WHERE id = 1;
SELECT expires_within('2026-03-08', '2026-03-01', 7), expires_within('2026-03-09', '2026-03-01', 7), expires_within('2026-03-01', '2026-03-01', 7), expires_within(NULL, '2026-03-01', 2147483647);

-- a reader sees its tenant's
CREATE ROLE regress_report;
SELECT grant_tenant('regress_report', 2, 'reader');
SET ROLE regress_report;
SELECT outlet_id, total_value, today - (statement_timestamp() AT TIME ZONE 'Asia/Tokyo')::date AS off FROM stock_dashboard;
SELECT DISTINCT tenant_id FROM stock_level UNION SELECT tenant_id FROM batch_status UNION SELECT tenant_id FROM stock_valuation UNION SELECT tenant_id FROM low_stock;
RESET ROLE;

SELECT * FROM check_promises();
SELECT revoke_tenant('regress_report', 2);
DROP ROLE regress_report;
DROP EXTENSION primeinv;
