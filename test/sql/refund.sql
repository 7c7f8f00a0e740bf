-- Refunds and voids: into the very batches, at their cost, money off what is due first.
\set VERBOSITY terse
CREATE EXTENSION primeinv;
SET search_path = primeinv, public;

INSERT INTO tenant (id, name) VALUES (1, 'Corner Shops');
INSERT INTO outlet (tenant_id, id, name) VALUES (1, 1, 'Main Store');
INSERT INTO product (tenant_id, id, name) VALUES (1, 1, 'Rice'), (1, 2, 'Water'), (1, 3, 'Delivery');
INSERT INTO variation (tenant_id, id, product_id, name, price, tax_rate, track_inventory) VALUES
	(1, 1, 1, '5kg Bag', 10, 0, true), (1, 2, 2, '1l Bottle', 1.10, 7, true), (1, 3, 3, 'In town', 5, 0, false);
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator, denominator, price) VALUES (1, 2, 'case', 12, 1, 11.99), (1, 2, 'third', 1, 3, NULL);
INSERT INTO customer (tenant_id, id, name, credit_limit) VALUES (1, 1, 'Acme', 1000);
SELECT add_stock(1, 4, 1, 'A', current_date + 20, 5), add_stock(1, 100, 1, 'B', current_date + 40, 6), add_stock(2, 1000, 1, 'W', NULL, 0.40);
CREATE VIEW batches AS SELECT variation_id, batch_number, quantity, cost_price, status FROM batch ORDER BY variation_id, id;
CREATE VIEW moved AS SELECT id, movement_type, (SELECT batch_number FROM batch b WHERE b.id = batch_id) AS batch, quantity, balance_after, unit_cost, reason, reference_id FROM stock_movement ORDER BY id;
CREATE FUNCTION item(sale bigint, n integer DEFAULT 1) RETURNS bigint LANGUAGE sql RETURN (SELECT id FROM sale_item WHERE sale_id = sale ORDER BY id OFFSET n - 1 LIMIT 1);
CREATE FUNCTION items(sale bigint, quantity numeric, unit text DEFAULT NULL, n integer DEFAULT 1) RETURNS jsonb LANGUAGE sql
	RETURN jsonb_build_array(jsonb_build_object('sale_item_id', item(sale, n), 'quantity', quantity, 'unit', unit));

-- six bags out of two batches; step by step two come back, what was taken last first
SELECT id AS sale FROM checkout(1, '[{"variation_id":1,"quantity":6}]', '[{"method":"CASH","amount":60}]') \gset
SELECT * FROM moved OFFSET 3;
SELECT base_amount, gross_amount, unit_cost, profit_amount, profit_margin, total_profit_amount FROM sale_item_profit WHERE sale_id = :sale;
SELECT request_refund(:sale, items(:sale, 3), 'torn', actor => 'Cashier', request_id => 'q1') AS refund \gset
SELECT request_refund(:sale, items(:sale, 3), 'torn', actor => 'Cashier', request_id => 'q1') = :refund AS once;
SELECT status, amount, disposition, method, actor, decided_by FROM refund;
SELECT status, decided_by FROM approve_refund(:refund, 'Boss');
SELECT * FROM batches WHERE variation_id = 1;
SELECT status, amount, decided_by, processed_by FROM process_refund(:refund, 'Cashier', 'p1');
SELECT status, amount, decided_by, processed_by FROM process_refund(:refund, 'Cashier', 'p1');
SELECT * FROM batches WHERE variation_id = 1;
SELECT status, amount_paid, refunded_amount, amount_due FROM sale WHERE id = :sale;
SELECT quantity, base_amount, unit_cost, profit_amount, profit_margin, total_profit_amount FROM sale_item_profit WHERE sale_id = :sale;
-- no more than is left, and the rest makes it REFUNDED
\set VERBOSITY default
SELECT refund_sale(:sale, items(:sale, 4), 'too many');
\set VERBOSITY terse
SELECT status, amount FROM refund_sale(:sale, reason => 'all of it');
SELECT status, amount_paid, refunded_amount, amount_due FROM sale WHERE id = :sale;
SELECT * FROM batches WHERE variation_id = 1;
SELECT method, amount, tendered, refund_id IS NOT NULL AS for_refund FROM payment WHERE sale_id = :sale ORDER BY id;
SELECT quantity, base_amount, unit_cost, profit_amount, profit_margin, total_profit_amount FROM sale_item_profit WHERE sale_id = :sale;
\set VERBOSITY sqlstate
SELECT refund_sale(:sale, reason => 'once more');
SELECT void_sale(:sale, 'once more');
SELECT record_payment(:sale, 1, 'CASH');
SELECT reverse_payment((SELECT min(id) FROM payment WHERE sale_id = :sale), 'bounced');
SELECT reverse_payment((SELECT max(id) FROM payment WHERE sale_id = :sale), 'a payout');
\set VERBOSITY terse

-- what is due is lowered first, the rest is paid out; thirds of an amount add up
SELECT id AS sale FROM checkout(1, '[{"variation_id":1,"quantity":3}]', '[{"method":"CARD","amount":15}]', customer_id => 1, discount_amount => 10.01) \gset
SELECT total_amount, amount_paid, amount_due, status FROM sale WHERE id = :sale;
SELECT amount FROM refund_sale(:sale, items(:sale, 1), 'one');
SELECT amount_paid, refunded_amount, amount_due, status FROM sale WHERE id = :sale;
SELECT amount FROM refund_sale(:sale, items(:sale, 1), 'two', method => 'cash');
SELECT amount_paid, refunded_amount, amount_due, status FROM sale WHERE id = :sale;
SELECT amount FROM refund_sale(:sale, items(:sale, 1), 'three');
SELECT amount_paid, refunded_amount, amount_due, status FROM sale WHERE id = :sale;
SELECT method, amount FROM payment WHERE sale_id = :sale ORDER BY id;
SELECT outstanding_balance FROM customer;

-- one bottle of a case; the case is worth what it was when it was sold
SELECT id AS sale FROM checkout(1, '[{"variation_id":2,"quantity":2,"unit":"case"},{"variation_id":3,"quantity":1}]', '[{"method":"CASH","amount":50}]') \gset
SELECT quantity, unit, base_quantity, tax_amount, total_price FROM sale_item WHERE sale_id = :sale ORDER BY id;
SELECT amount FROM refund_sale(:sale, items(:sale, 1, 'base'), 'one bottle');
SELECT amount FROM refund_sale(:sale, items(:sale, 3, 'third'), 'three thirds');
UPDATE variation_unit SET numerator = 6 WHERE unit = 'case';
SELECT amount FROM refund_sale(:sale, items(:sale, 1), 'a case');
UPDATE variation_unit SET numerator = 12 WHERE unit = 'case';
SELECT quantity, unit, base_quantity, amount, tax_amount FROM refund_item WHERE sale_item_id = item(:sale) ORDER BY id;
-- a service has no stock to come back
SELECT amount FROM refund_sale(:sale, items(:sale, 1, NULL, 2), 'not delivered');
SELECT amount FROM refund_sale(:sale, reason => 'the rest');
SELECT quantity, unit, base_quantity, amount, tax_amount FROM refund_item WHERE sale_item_id = item(:sale) ORDER BY id;
SELECT status, total_amount, refunded_amount, amount_paid FROM sale WHERE id = :sale;
SELECT * FROM batches WHERE variation_id = 2;

-- quarantine: back, but not to be sold; destroy: back and written off
SELECT id AS sale FROM checkout(1, '[{"variation_id":1,"quantity":5}]', '[{"method":"CASH","amount":50}]') \gset
SELECT get_available_stock(1, 1) AS available, max(id) AS before FROM stock_movement \gset
SELECT id AS refund FROM refund_sale(:sale, items(:sale, 2), 'opened', 'quarantine') \gset
SELECT id AS refund2 FROM refund_sale(:sale, items(:sale, 1), 'wet', 'destroy') \gset
SELECT get_available_stock(1, 1) = :available AS nothing_to_sell;
SELECT movement_type, replace(batch, :'refund', '<refund>') AS batch, quantity, unit_cost, regexp_replace(reason, '[0-9]+-[0-9]{8}-[0-9]+', 'RECEIPT') AS reason, reference_id = 'refund_' || :refund AS of_the_first FROM moved WHERE id > :before;
SELECT replace(batch_number, :'refund', '<refund>') AS batch_number, quantity, cost_price, status FROM batches WHERE variation_id = 1;
\set VERBOSITY sqlstate
SELECT deduct_stock(1, 1, 1, batch_id => (SELECT max(id) FROM batch));
\set VERBOSITY terse
SELECT set_batch_status((SELECT max(id) FROM batch), 'available', 'looked at');
SELECT get_available_stock(1, 1) - :available AS sellable_again;

-- a batch that was recalled or has expired meanwhile takes its units back and does not sell them
SELECT id AS sale FROM checkout(1, '[{"variation_id":1,"quantity":5,"batch_id":2}]', '[{"method":"CASH","amount":50}]') \gset
SELECT set_batch_status(2, 'recalled', 'glass');
SELECT get_available_stock(1, 1) AS available \gset
SELECT status FROM refund_sale(:sale, items(:sale, 2), 'recall');
SELECT get_available_stock(1, 1) = :available AS nothing_to_sell;
UPDATE batch SET status = 'available', expiry_date = current_date WHERE id = 2;
SELECT get_available_stock(1, 1) AS available \gset
SELECT status, refunded_amount, amount_paid, amount_due, close_reason, closed_by FROM void_sale(:sale, 'all back', 'Boss', 'v1');
SELECT status FROM void_sale(:sale, 'all back', 'Boss', 'v1');
SELECT get_available_stock(1, 1) = :available AS nothing_to_sell;
SELECT quantity FROM batch WHERE id = 2;
SELECT quantity, base_amount, gross_amount, total_profit_amount FROM sale_item_profit WHERE sale_id = :sale;

-- a void of a sale on credit
SELECT id AS sale FROM checkout(1, '[{"variation_id":2,"quantity":10},{"variation_id":1,"quantity":1}]', '[{"method":"CARD","amount":3},{"method":"CASH","amount":4}]', customer_id => 1) \gset
SELECT outstanding_balance FROM customer;
SELECT status, amount_due, amount_paid, refunded_amount, total_amount FROM void_sale(:sale, 'wrong customer');
SELECT method, amount FROM payment WHERE sale_id = :sale ORDER BY id;
SELECT outstanding_balance FROM customer;
-- cancel of what was given out and not paid is as a void
SELECT id AS sale FROM checkout(1, '[{"variation_id":2,"quantity":10}]', customer_id => 1) \gset
SELECT status, amount_due, refunded_amount FROM cancel_sale(:sale, 'not wanted');
SELECT outstanding_balance FROM customer;

-- requests of one sale, of which one is turned down
SELECT id AS sale FROM checkout(1, '[{"variation_id":2,"quantity":10}]', '[{"method":"CARD","amount":11.77}]') \gset
SELECT request_refund(:sale, items(:sale, 7), 'first') AS first \gset
SELECT request_refund(:sale, items(:sale, 3), 'second') AS second \gset
SELECT status FROM approve_refund(:first);
SELECT status FROM approve_refund(:second);
SELECT status FROM process_refund(:second);
SELECT status, decision_reason FROM reject_refund(:first, 'not spoilt after all');

-- refused, and changes nothing
\set VERBOSITY sqlstate
SELECT approve_refund(:first);
SELECT process_refund(:first);
SELECT process_refund(:second);
SELECT reject_refund(:second, 'no');
SELECT reject_refund(request_refund(:sale, items(:sale, 1), 'x'), '');
SELECT process_refund(max(id)) FROM refund;
SELECT request_refund(:sale, items(:sale, 8), 'too many');
SELECT request_refund(:sale, items(:sale, 1), NULL);
SELECT request_refund(:sale, items(:sale, 1), ' ');
SELECT refund_sale(:sale);
SELECT refund_sale(:sale, '[]', 'nothing');
SELECT refund_sale(:sale, NULL, 'x', 'resell');
SELECT refund_sale(:sale, NULL, 'x', method => 'MIXED');
SELECT refund_sale(:sale, items(:sale, 0), 'x');
SELECT refund_sale(:sale, items(:sale, -1), 'x');
SELECT refund_sale(:sale, items(:sale, 1.0005), 'x');
SELECT refund_sale(:sale, items(:sale, 1, 'pallet'), 'x');
SELECT refund_sale(:sale, items(:sale, 1, 'third'), 'x');
SELECT refund_sale(:sale, items(:sale, 1) || items(:sale, 1), 'x');
SELECT refund_sale(:sale, '[{"sale_item_id":1,"quantity":1}]', 'a line of another sale');
SELECT refund_sale(:sale, '[{"sale_item":1}]', 'x');
SELECT refund_sale(99, NULL, 'x');
SELECT refund_sale(create_sale(1), NULL, 'x');
SELECT approve_refund(99);
SELECT void_sale(99, 'x');
SELECT void_sale(:sale, NULL);
SELECT void_sale(create_sale(1), 'x');
SELECT process_refund(:second, request_id => 'p1');
BEGIN READ ONLY;
SELECT refund_sale(:sale, NULL, 'x');
ROLLBACK;
BEGIN READ ONLY;
SELECT void_sale(:sale, 'x');
ROLLBACK;
\set VERBOSITY terse
SELECT status, refunded_amount FROM sale WHERE id = :sale;

SELECT sales, gross, discount, tax, refunds, voids, net FROM daily_sales;
SELECT method, amount FROM daily_payments ORDER BY 1, 2;
SELECT sum(total_amount - refunded_amount) AS net, sum(amount_paid) AS paid FROM sale WHERE completed_at IS NOT NULL;
SELECT sale_id, refund_id, event_type, actor = current_user AS me, description FROM audit_log
WHERE event_type LIKE 'refund.%' OR event_type IN ('sale.voided', 'sale.cancelled') ORDER BY id LIMIT 20;

-- what is requested or approved binds: no two refunds for the same goods
INSERT INTO variation (tenant_id, id, product_id, name, price, cost) SELECT 1, 50, min(id), 'Bound', 10, 4 FROM product;
SELECT add_stock(50, 10, 1, 'BOUND', NULL, 3) IS NOT NULL AS received;
SELECT id AS bound FROM checkout(1, '[{"variation_id":50,"quantity":3}]', '[{"method":"CASH","amount":30}]') \gset
SELECT request_refund(:bound, items(:bound, 2), 'two of three') AS two \gset
\set VERBOSITY default
SELECT request_refund(:bound, items(:bound, 2), 'two more');
\set VERBOSITY sqlstate
SELECT refund_sale(:bound, items(:bound, 2), 'two more');
\set VERBOSITY terse
SELECT status FROM approve_refund(:two);
SELECT request_refund(:bound, items(:bound, 2), 'two more');
SELECT request_refund(:bound, items(:bound, 1), 'the third') AS third \gset
\set VERBOSITY default
SELECT refund_sale(:bound, reason => 'all that is left');
\set VERBOSITY terse
SELECT status FROM reject_refund(:third, 'not spoilt');
SELECT status, amount FROM refund_sale(:bound, reason => 'all that is left');
SELECT status, amount FROM process_refund(:two);
SELECT status, refunded_amount, amount_paid FROM sale WHERE id = :bound;
-- a void takes back what is asked for, too; the request is then void as well
SELECT id AS bound FROM checkout(1, '[{"variation_id":50,"quantity":3}]', '[{"method":"CASH","amount":30}]') \gset
SELECT request_refund(:bound, items(:bound, 2), 'two of three') AS two \gset
SELECT status, refunded_amount FROM void_sale(:bound, 'all of it');
SELECT approve_refund(:two);
SELECT status FROM reject_refund(:two, 'voided');
SELECT sum(quantity) FROM batch WHERE variation_id = 50;
-- reference and reason of what comes back: of one kind each
SELECT movement_type, quantity, reference_id ~ '^(void|refund)_[0-9]+$|^[0-9]+$' AS referenced, reference_type,
	replace(reason, receipt_number, 'RECEIPT') AS reason, receipt_number IS NOT NULL AS receipt
FROM stock_movement_history WHERE variation_id = 50 ORDER BY movement_id;

-- a sale that was imported: its goods are not in the ledger, and come back into a batch of their own
INSERT INTO sale (tenant_id, id, outlet_id, receipt_number, status, payment_type, subtotal, total_amount, amount_paid,
	actor, completed_at, completed_on)
VALUES (1, 9001, 1, 'OLD-1', 'COMPLETED', 'CASH', 50, 50, 50, 'import', '2026-01-05 10:00Z', '2026-01-05'),
	(1, 9002, 1, 'OLD-2', 'COMPLETED', 'CASH', 20, 20, 20, 'import', '2026-01-05 10:00Z', '2026-01-05');
INSERT INTO sale_item (tenant_id, id, sale_id, variation_id, quantity, base_quantity, unit_price, subtotal, total_price, unit_cost, product_name)
VALUES (1, 9001, 9001, 50, 5, 5, 10, 50, 50, 2.5, 'Bound'), (1, 9002, 9002, 50, 2, 2, 10, 20, 20, NULL, 'Bound');
INSERT INTO payment (tenant_id, sale_id, method, amount, actor) VALUES (1, 9001, 'CASH', 50, 'import'), (1, 9002, 'CASH', 20, 'import');
SELECT status, amount, id AS back FROM refund_sale(9001, items(9001, 2), 'old but good') \gset
SELECT batch_number = 'RETURN-' || :back AS of_refund, quantity, cost_price, expiry_date, status FROM batch
WHERE variation_id = 50 ORDER BY id DESC LIMIT 1;
SELECT amount FROM refund_sale(9001, items(9001, 1), 'old and bad', 'quarantine');
SELECT amount FROM refund_sale(9001, items(9001, 2), 'old and broken', 'destroy');
SELECT status FROM void_sale(9002, 'never was');
SELECT regexp_replace(batch_number, '[0-9]+', 'N', 'g') AS number, quantity, cost_price, status FROM batch
WHERE variation_id = 50 ORDER BY id;
SELECT movement_type, quantity, sale_item_id, reference_type, reason, receipt_number FROM stock_movement_history
WHERE variation_id = 50 AND reason LIKE '%OLD%' ORDER BY movement_id;
-- one object in, one out
SELECT id AS told FROM checkout(1, '[{"variation_id":50,"quantity":3}]', '[{"method":"CASH","amount":30}]') \gset
SELECT j ->> 'status' AS status, j -> 'amount' AS amount, j ->> 'disposition' AS disposition, j ->> 'actor' AS actor FROM refund_sale_json(jsonb_build_object(
	'sale_id', :told, 'items', items(:told, 1), 'reason', 'spoilt', 'disposition', 'destroy', 'actor', 'Ann', 'request_id', 'told')) j;
SELECT count(DISTINCT j -> 'id') FROM (SELECT refund_sale_json(jsonb_build_object('sale_id', :'told'::text, 'items', items(:told, 1), 'reason', 'spoilt',
	'disposition', 'destroy', 'request_id', 'told')) FROM generate_series(1, 2)) AS x (j);
SELECT j ->> 'status' AS status, j -> 'refunded_amount' AS refunded FROM void_sale_json(jsonb_build_object('sale_id', :told, 'reason', 'never was')) j;
\set VERBOSITY sqlstate
SELECT void_sale_json(jsonb_build_object('sale_id', :told, 'reason', 'never was'));
SELECT void_sale_json('{"sale_id": 1}');
SELECT void_sale_json('{"sale_id": 999999, "reason": "x"}');
SELECT void_sale_json('{"sale_id": 1, "reason": "x", "why": "y"}');
SELECT refund_sale_json('{"sale_id": 1}');
SELECT refund_sale_json('{"sale_id": true, "reason": "x"}');
SELECT refund_sale_json('7');
BEGIN READ ONLY;
SELECT void_sale_json('{"sale_id": 1, "reason": "x"}');
ROLLBACK;
\set VERBOSITY terse

-- receipt numbers of another form are not ours to count
INSERT INTO sale (tenant_id, id, outlet_id, receipt_number, status, actor, completed_at, completed_on)
SELECT 1, 9010 + n, 1, number, 'COMPLETED', 'import', '2026-01-05 10:00Z', '2026-01-05'
FROM unnest('{RCP-00000040,1-20260105-,1-20260105-x7,1-20260105-99999999999999999999,""}'::text[]) WITH ORDINALITY AS u (number, n);
SELECT * FROM check_promises();
BEGIN;
INSERT INTO sale (tenant_id, outlet_id, receipt_number, status, actor, completed_at, completed_on)
VALUES (1, 1, NULL, 'COMPLETED', 'me', '2026-01-05 10:00Z', '2026-01-05'), (1, 1, '1-20260105-0002', 'COMPLETED', 'me', '2026-01-05 10:00Z', '2026-01-05');
SELECT promise, subject, detail FROM check_promises();
ROLLBACK;

-- nobody removes rows of sales, payments, refunds and stock takes; the functions remove lines of drafts
\set VERBOSITY default
DELETE FROM payment WHERE id = 1;
\set VERBOSITY sqlstate
SELECT create_sale(1) AS draft \gset
SELECT add_sale_item(:draft, 50, 1) AS line \gset
SELECT create_stock_take(1) IS NOT NULL AS counting;
DELETE FROM sale; DELETE FROM sale_item; DELETE FROM refund; DELETE FROM refund_item; DELETE FROM stock_take; DELETE FROM stock_take_item;
DELETE FROM sale WHERE false;
SET client_min_messages = warning;
TRUNCATE sale CASCADE; TRUNCATE payment CASCADE; TRUNCATE refund CASCADE; TRUNCATE stock_take CASCADE; TRUNCATE stock_take_item;
RESET client_min_messages;
DELETE FROM sale_item WHERE id = :line;
SET session_replication_role = replica;
DELETE FROM payment; DELETE FROM sale_item;
RESET session_replication_role;
CREATE TABLE public.parent (LIKE primeinv.payment);
ALTER TABLE primeinv.payment INHERIT public.parent;
DELETE FROM public.parent;
ALTER TABLE primeinv.payment NO INHERIT public.parent;
DROP TABLE public.parent;
\set VERBOSITY terse
SELECT remove_sale_item(:line);
SELECT count(*) FROM sale_item WHERE id = :line;

SELECT * FROM check_promises();
DROP EXTENSION primeinv CASCADE;
