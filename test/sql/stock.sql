-- Readers of stock: the order of taking, the dry run, what expires soon, the recall list.
\set VERBOSITY terse
CREATE EXTENSION primeinv;
SET search_path = primeinv, public;
SET client_min_messages = error; -- add_stock warns of expired goods
INSERT INTO tenant (id, name) VALUES (1, 'One'), (2, 'Two');
INSERT INTO outlet (tenant_id, id, name, time_zone) VALUES (1, 11, 'Vienna', 'Europe/Vienna'), (1, 12, 'Line Islands', 'Pacific/Kiritimati'),
	(1, 13, 'Samoa', 'Pacific/Pago_Pago'), (1, 14, 'Empty', 'UTC'), (2, 21, 'Other', 'UTC');
INSERT INTO product (tenant_id, id, name) VALUES (1, 101, 'Rice'), (2, 201, 'Milk');
INSERT INTO variation (tenant_id, id, product_id, name, cost) VALUES (1, 1001, 101, '5kg Bag', 6), (1, 1002, 101, '1kg Bag', 2), (2, 2001, 201, 'Bottle', 1);
INSERT INTO customer (tenant_id, id, name) VALUES (1, 31, 'Anna');

-- by the outlet's date: 'later' expires in 20 of its days
SELECT count(*) FROM (
	SELECT add_stock(1001, q, 11, n, today + d, c)
	FROM outlet_today, (VALUES ('late', 20, 4, 1.5), ('old', -3, 2, 1), ('never', NULL, 8, 2), ('soon', 1, 5, 1), ('today', 0, 3, 1), ('stopped', 10, 6, 1)) AS v (n, d, q, c)
	WHERE outlet_id = 11) AS added;
SELECT set_batch_status(id, 'quarantine', 'smells') FROM batch WHERE batch_number = 'stopped' \g /dev/null
SELECT add_stock(1001, 1, 11, 'empty') \g /dev/null
SELECT batch FROM deduct_stock(1001, 1, 11, batch_id => (SELECT id FROM batch WHERE batch_number = 'empty'));

SELECT batch_number, quantity FROM get_fifo_batches(1001, 11);
SELECT batch, quantity, take, cost, status, reason FROM explain_deduction(1001, 6, 11);
SELECT batch, take, reason FROM explain_deduction(1001, 17, 11);
SELECT batch, take, reason FROM explain_deduction(1001, 18, 11);
-- what others hold
SELECT reserve_stock(1001, 10, 11, 'cart') > 0 AS held;
SELECT batch, take, reason FROM explain_deduction(1001, 7, 11);
SELECT batch, take, reason FROM explain_deduction(1001, 8, 11);
-- it foretells what deduct_stock does
CREATE TEMP TABLE told AS SELECT batch_id, batch, take AS quantity, expiry, cost FROM explain_deduction(1001, 6.5, 11) WHERE take > 0;
SELECT (SELECT count(*) FROM told) AS told, count(*) AS differ FROM (
	(SELECT * FROM deduct_stock(1001, 6.5, 11) EXCEPT ALL TABLE told)) AS d;
SELECT batch_number, quantity FROM get_fifo_batches(1001, 11);
SELECT sum(take) FROM explain_deduction(1001, 100, 11);
SELECT get_available_stock(1001, 11);
-- what is inactive is not sold
UPDATE product SET is_active = false WHERE id = 101;
SELECT count(*) FROM get_fifo_batches(1001, 11);
SELECT batch, take, reason FROM explain_deduction(1001, 1, 11);
UPDATE product SET is_active = true WHERE id = 101;

-- one instant, three dates: each expires tomorrow at its outlet
SELECT count(*) FROM (SELECT add_stock(1002, 1, outlet_id, 'tomorrow', today + 1) FROM outlet_today WHERE outlet_id IN (11, 12, 13)) AS added;
SELECT max(expiry_date) > min(expiry_date) AS dates_differ FROM batch WHERE batch_number = 'tomorrow';
SET TimeZone = 'Pacific/Kiritimati';
SELECT outlet_id, batch_number FROM get_expiring_soon(1, 1002) ORDER BY 1;
SELECT o.outlet_id, count(*) FROM outlet_today o, get_fifo_batches(1002, o.outlet_id) GROUP BY 1 ORDER BY 1;
SET TimeZone = 'Pacific/Pago_Pago';
SELECT outlet_id, batch_number FROM get_expiring_soon(1, 1002) ORDER BY 1;
SELECT o.outlet_id, count(*) FROM outlet_today o, get_fifo_batches(1002, o.outlet_id) GROUP BY 1 ORDER BY 1;
RESET TimeZone;
SELECT outlet_id, batch_number FROM get_expiring_soon(0);
SELECT batch_number FROM get_expiring_soon(9, outlet_id => 11);
SELECT batch_number, status FROM get_expiring_soon(variation_id => 1001);
SELECT batch_number FROM get_expiring_soon(outlet_id => 14);

-- the recall list
SELECT id AS batch FROM batch WHERE batch_number = 'soon' \gset
SELECT movement_id > 0 AS has_id, movement_type, quantity, sale_id, receipt_number, customer_id, customer_name FROM trace_batch(:batch);
SELECT id AS batch FROM batch WHERE batch_number = 'never' \gset
-- a movement of a sale, as complete_sale writes it
BEGIN;
INSERT INTO sale (tenant_id, id, outlet_id, customer_id, receipt_number, status, actor) VALUES (1, 51, 11, 31, '11-20260101-0001', 'COMPLETED', 'till');
INSERT INTO sale_item (tenant_id, id, sale_id, variation_id, quantity, base_quantity, unit_price, product_name) VALUES (1, 61, 51, 1001, 1, 1, 9, 'Rice');
INSERT INTO stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role, sale_item_id)
SELECT 1, 1001, 11, :batch, 'sale', -1, quantity - 1, 2, 'till', 'till', 61 FROM batch WHERE id = :batch;
SELECT movement_type, quantity, sale_id, receipt_number, customer_id, customer_name FROM trace_batch(:batch);
ROLLBACK;

-- mistakes are errors, not empty results
\set SHOW_CONTEXT never
\set VERBOSITY default
SELECT * FROM get_fifo_batches(1001, 99);
\set VERBOSITY terse
SELECT * FROM get_fifo_batches(99, 14);
SELECT * FROM get_fifo_batches(2001, 14);
SELECT * FROM get_fifo_batches(1001, NULL);
SELECT * FROM explain_deduction(1001, 1, 99);
SELECT * FROM explain_deduction(2001, 1, 11);
SELECT * FROM get_expiring_soon(1, 99);
SELECT * FROM get_expiring_soon(1, NULL, 99);
SELECT * FROM get_expiring_soon(1, 2001, 11);
SELECT * FROM trace_batch(99999999);
SELECT * FROM trace_batch(NULL);
\set VERBOSITY default
SELECT * FROM get_expiring_soon(-1);
\set VERBOSITY sqlstate
SELECT * FROM get_expiring_soon(NULL);
SELECT * FROM explain_deduction(1001, 0, 11);
SELECT * FROM explain_deduction(1001, 'NaN', 11);
SELECT * FROM explain_deduction(1001, 1.0001, 11);
SELECT * FROM explain_deduction(1001, NULL, 11);
SELECT * FROM explain_deduction(NULL, 1, 11);
SELECT * FROM explain_deduction(1001, 1, NULL);
SELECT * FROM get_fifo_batches(NULL, 11);
-- a batch of another tenant is none
CREATE ROLE regress_stock;
SELECT grant_tenant('regress_stock', 2, 'reader');
SET ROLE regress_stock;
SELECT * FROM trace_batch(:batch);
SELECT * FROM get_fifo_batches(1001, 11);
SELECT count(*) FROM get_expiring_soon();
SELECT * FROM get_fifo_batches(2001, 21);
SET primeinv.tenant = '1';
SELECT * FROM get_expiring_soon();
RESET primeinv.tenant;
RESET ROLE;

SELECT * FROM check_promises();
SELECT revoke_tenant('regress_stock', 2);
DROP ROLE regress_stock;
DROP EXTENSION primeinv;
