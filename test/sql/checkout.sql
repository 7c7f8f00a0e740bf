-- checkout and complete_sale: stock, credit, receipt, payments, all or nothing.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
CREATE VIEW public.sums AS SELECT id, status, type, payment_type, customer_id AS customer, total_amount, amount_paid, amount_due FROM sale ORDER BY id;
\pset format unaligned
\pset tuples_only on
\set ECHO all
UPDATE variation SET price = 10 WHERE id = 1;
UPDATE variation SET price = 1.5 WHERE id = 2;
UPDATE variation SET price = 5, cost = 2 WHERE id = 4;
INSERT INTO customer (tenant_id, id, name, credit_limit) VALUES (1, 1, 'Acme', 100), (1, 2, 'Cash only', 0), (2, 9, 'Theirs', 100);
SELECT add_stock(1, 5, 1, 'A', '2998-01-01', 2), add_stock(1, 5, 1, 'B', '2999-01-01', 3), add_stock(2, 8, 1, 'M', '2999-01-01', 1),
	add_stock(2, 3, 1, 'N', '2999-06-01', 1.25) \g /dev/null

-- Several variations, twice the same, a service; first expired, first out within each.
SELECT status, right(receipt_number, 5), receipt_number LIKE '1-20______-0001' AND substr(receipt_number, 3, 8) = to_char(completed_on, 'YYYYMMDD'),
	payment_type, subtotal, total_amount, amount_paid, amount_due, actor, completed_at IS NOT NULL, due_date
FROM checkout(1, '[{"variation_id":2,"quantity":2},{"variation_id":1,"quantity":"4"},{"variation_id":4,"quantity":1},{"variation_id":1,"quantity":2}]',
	'[{"method":"CASH","amount":100}]', actor => 'ann');
SELECT id, variation_id, quantity, unit_price, total_price, unit_cost, product_name FROM sale_item ORDER BY id;
SELECT id, batch_id, quantity, unit_cost, sale_item_id FROM stock_movement WHERE movement_type = 'sale' ORDER BY id;
SELECT method, amount, tendered, change_given FROM payment;
SELECT event_type, sale_item_id, payment_id, event_data FROM audit_log WHERE sale_id = 1 ORDER BY id;
-- prices, units, discounts, batches as add_sale_item's parameters
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator, price) VALUES (1, 2, 'crate', 4, 5.5);
SELECT total_amount FROM checkout(1, '[{"variation_id":2,"quantity":1,"unit":"crate","discount_percentage":10,"tax_rate":"20"},{"variation_id":2,"quantity":1,"unit_price":2,"batch_id":4}]',
	'[{"method":"CASH","amount":7.94}]');
SELECT variation_id, quantity, unit, base_quantity, list_price, unit_price, price_rule, price_given, discount_amount, tax_amount, total_price, unit_cost, batch_id
FROM sale_item WHERE sale_id = 2 ORDER BY id;

-- Short lines: all of them are named, nothing is changed, not even a number of a receipt.
SELECT try('checkout(1, ''[{"variation_id":1,"quantity":3},{"variation_id":2,"quantity":1},{"variation_id":1,"quantity":2},{"variation_id":2,"quantity":9.5}]'', ''[{"method":"CASH","amount":1000}]'')');
SELECT * FROM sums;
SELECT last FROM receipt_counter;
-- what others hold is not to be had
SELECT reserve_stock(1, 3, 1, 'other') AS r \gset
SELECT try('checkout(1, ''[{"variation_id":1,"quantity":2}]'', ''[{"method":"CASH","amount":1000}]'')');
SELECT release_reservation(:r) \g /dev/null
-- nor what has expired, or is held
SELECT set_batch_status(2, 'quarantine', 'mice') \g /dev/null
SELECT try('checkout(1, ''[{"variation_id":1,"quantity":2}]'', ''[{"method":"CASH","amount":1000}]'')');
SELECT try('checkout(1, ''[{"variation_id":1,"quantity":2,"batch_id":2}]'', ''[{"method":"CASH","amount":1000}]'')');
SELECT set_batch_status(2, 'available', 'no mice') \g /dev/null
SELECT add_stock(1, 50, 1, 'OLD', '2001-01-01') \g /dev/null
SELECT try('checkout(1, ''[{"variation_id":1,"quantity":10}]'', ''[{"method":"CASH","amount":1000}]'')');

-- Receipts: by outlet and its day.
SELECT add_stock(1, 100, 2, 'T', '2999-01-01', 2) \g /dev/null
SELECT right(receipt_number, 5), receipt_number LIKE '2-%', completed_on = (completed_at AT TIME ZONE 'Asia/Tokyo')::date
FROM checkout(2, '[{"variation_id":1,"quantity":1}]', '[{"method":"CARD","amount":10}]');
SELECT right(receipt_number, 5) FROM checkout(2, '[{"variation_id":1,"quantity":1}]', '[{"method":"CARD","amount":10}]');
BEGIN;
UPDATE receipt_counter SET last = 9998 WHERE outlet_id = 2;
SELECT receipt_number ~ '-9999$' FROM checkout(2, '[{"variation_id":1,"quantity":1}]', '[{"method":"CARD","amount":10}]');
SELECT receipt_number ~ '-10000$' FROM checkout(2, '[{"variation_id":1,"quantity":1}]', '[{"method":"CARD","amount":10}]');
ROLLBACK;
SELECT right(receipt_number, 5) FROM checkout(2, '[{"variation_id":1,"quantity":1}]', '[{"method":"CARD","amount":10}]');

-- Payments: several, change from cash only, what stays due.
SELECT status, payment_type, amount_paid, amount_due FROM checkout(2, '[{"variation_id":1,"quantity":2}]',
	'[{"method":"CARD","amount":12.5,"reference":"slip 1"},{"method":"CASH","amount":5},{"method":"CASH","amount":5}]');
SELECT method, amount, tendered, change_given, reference FROM payment ORDER BY id DESC LIMIT 3;
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":2}]'', ''[{"method":"CARD","amount":20.01}]'')');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":2}]'', ''[{"method":"CARD","amount":20.001}]'')');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":2}]'', ''[{"method":"CASH","amount":0}]'')');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":2}]'', ''[{"method":"CASH","amount":-5}]'')');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":2}]'', ''[{"method":"","amount":5}]'')');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":2}]'', ''[{"amount":5}]'')');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":2}]'', ''{"method":"CASH","amount":5}'')');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":2}]'')');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":2}]'', ''[{"method":"CASH","amount":19.99}]'')');
SELECT status, payment_type, amount_due FROM checkout(2, '[{"variation_id":1,"quantity":2,"discount_percentage":100}]');

-- Credit: only what stays due is asked about, and of a customer.
SELECT status, payment_type, amount_paid, amount_due, due_date - completed_on AS terms FROM checkout(2, '[{"variation_id":1,"quantity":6}]', '[{"method":"CARD","amount":20}]', customer_id => 1);
SELECT status, payment_type, amount_paid, amount_due, due_date - completed_on AS terms FROM checkout(2, '[{"variation_id":1,"quantity":6}]', customer_id => 1);
SELECT outstanding_balance FROM customer WHERE id = 1;
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":1}]'', customer_id => 1)');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":1}]'', customer_id => 2)');
SELECT status, amount_due FROM checkout(2, '[{"variation_id":1,"quantity":1}]', '[{"method":"CASH","amount":10}]', customer_id => 2);
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":1}]'', customer_id => 1, manager_override => true)');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":1}]'', customer_id => 1, manager_override => true, override_reason => ''old friend'', override_by => '' '')');
SELECT status, amount_due, manager_override, override_reason, override_by
FROM checkout(2, '[{"variation_id":1,"quantity":1}]', customer_id => 1, manager_override => true, override_reason => 'old friend', override_by => 'Ms Boss');
UPDATE customer SET is_active = false WHERE id = 1;
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":1}]'', customer_id => 1, manager_override => true, override_reason => ''old friend'', override_by => ''Ms Boss'')');
SELECT outstanding_balance FROM customer WHERE id = 1;
SELECT event_type, event_data FROM audit_log WHERE event_type = 'credit.adjusted' ORDER BY id;

-- Wholesale, and a discount on the sale.
UPDATE variation SET wholesale_price = 8, minimum_wholesale_quantity = 5 WHERE id = 1;
SELECT type, subtotal, discount_amount, total_amount FROM checkout(2, '[{"variation_id":1,"quantity":3},{"variation_id":1,"quantity":2}]', '[{"method":"CASH","amount":40}]', type => 'WHOLESALE', discount_amount => 0.05);
SELECT unit_price, price_rule, discount_amount, total_price FROM sale_item WHERE sale_id = (SELECT max(id) FROM sale) ORDER BY id;
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":1}]'', ''[{"method":"CASH","amount":40}]'', discount_amount => 10.01)');
SELECT total_amount, amount_paid FROM checkout(2, '[{"variation_id":1,"quantity":1}]', discount_amount => 10);

-- Exactly once.
SELECT id AS s FROM checkout(2, '[{"variation_id":1,"quantity":1}]', '[{"method":"CASH","amount":10}]', request_id => 'c1') \gset
SELECT id = :s, status, amount_paid FROM checkout(2, '[{"variation_id":1.0,"quantity":1.000}]', '[{"amount":10.00,"method":"CASH"}]', actor => 'again', request_id => 'c1');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":2}]'', ''[{"method":"CASH","amount":10}]'', request_id => ''c1'')');
SELECT count(*) FROM sale WHERE id >= :s;

-- Bad items.
SELECT try('checkout(2, ''[]'')');
SELECT try('checkout(2, ''{}'')');
SELECT try('checkout(2, NULL)');
SELECT try('checkout(2, ''[{"variation_id":1}]'')');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":0}]'')');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":1},{"variation_id":1,"quantity":"much"}]'')');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":1,"colour":"red"}]'')');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":1,"unit":"box"}]'')');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":1,"unit_price":-1}]'')');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":1,"discount_percentage":101}]'')');
SELECT try('checkout(2, ''[{"variation_id":9,"quantity":1}]'')');
SELECT try('checkout(2, ''[{"variation_id":3,"quantity":1}]'')');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":1,"batch_id":1}]'')');
SELECT try('checkout(3, ''[{"variation_id":1,"quantity":1}]'')');
SELECT try('checkout(77, ''[{"variation_id":1,"quantity":1}]'')');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":1}]'', customer_id => 9)');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":1}]'', type => ''BULK'')');
SELECT try('checkout(2, ''[{"variation_id":1,"quantity":1}]'', discount_amount => -1)');

-- What a tenant's money is, is fixed by its first sale.
UPDATE tenant SET money_decimals = 0 WHERE id = 1;
UPDATE tenant SET prices_include_tax = true WHERE id = 1;
UPDATE tenant SET name = 'Corner Shop', money_decimals = 2 WHERE id = 1;
UPDATE tenant SET money_decimals = 0, prices_include_tax = true WHERE id = 2;
BEGIN;
INSERT INTO tenant (id, name, currency) VALUES (8, 'Opening', 'EUR');
INSERT INTO customer (tenant_id, id, name) VALUES (8, 88, 'Opened');
UPDATE tenant SET money_decimals = 3 WHERE id = 8;
SELECT update_balance(88, 0.125, 'OPENING');
UPDATE tenant SET money_decimals = 2 WHERE id = 8;
ROLLBACK;

-- The cost of a line from many batches is rounded once: 0.0004 / 3, not 0.0001 and 0.0002 first.
SELECT count(add_stock(1, 1, 2, 'COST-' || n, '2996-01-01'::date + n, 0.0001 * (1 + n % 2))) FROM generate_series(0, 2) n;
SELECT id AS sale FROM checkout(2, '[{"variation_id":1,"quantity":3,"unit_price":1}]', '[{"method":"CASH","amount":100}]') \gset
SELECT unit_cost, base_quantity FROM sale_item WHERE sale_id = :sale;
SELECT quantity, unit_cost FROM stock_movement ORDER BY id DESC LIMIT 3;

-- What a user has put on the tables of sales is honoured, though they are written below the executor.
CREATE TABLE public.heard (what text, row_id bigint, status text);
CREATE FUNCTION public.hear() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO public.heard SELECT TG_TABLE_NAME, NEW.id, s.status FROM primeinv.sale s WHERE s.id = coalesce((to_jsonb(NEW) ->> 'sale_id')::bigint, NEW.id);
	RETURN NULL;
END $$;
CREATE TRIGGER hear AFTER INSERT ON sale FOR EACH ROW EXECUTE FUNCTION public.hear();
CREATE TRIGGER hear AFTER INSERT ON sale_item FOR EACH ROW EXECUTE FUNCTION public.hear();
CREATE TRIGGER hear AFTER INSERT ON payment FOR EACH ROW EXECUTE FUNCTION public.hear();
ALTER TABLE sale ADD season text DEFAULT 'spring';
ALTER TABLE sale_item ADD no_bulk boolean GENERATED ALWAYS AS (quantity < 20) STORED, ADD CHECK (quantity < 30);
CREATE UNIQUE INDEX slip ON payment (reference) WHERE method = 'CARD';
SELECT status, season, amount_due FROM checkout(2, '[{"variation_id":1,"quantity":1},{"variation_id":4,"quantity":25}]', '[{"method":"CARD","amount":135,"reference":"slip 99"}]');
SELECT what, status, count(*) FROM public.heard GROUP BY 1, 2 ORDER BY 1;
SELECT variation_id, no_bulk FROM sale_item WHERE sale_id = (SELECT max(id) FROM sale) ORDER BY id;
SELECT split_part(said, ' (', 1) FROM try('checkout(2, ''[{"variation_id":4,"quantity":30}]'', ''[{"method":"CASH","amount":150}]'')') said;
SELECT try('checkout(2, ''[{"variation_id":4,"quantity":1}]'', ''[{"method":"CARD","amount":5,"reference":"slip 99"}]'')');
CREATE TRIGGER before BEFORE INSERT ON sale_item FOR EACH ROW EXECUTE FUNCTION public.hear();
SELECT try('checkout(2, ''[{"variation_id":4,"quantity":1}]'', ''[{"method":"CASH","amount":5}]'')');
DROP TRIGGER before ON sale_item;
DROP TRIGGER hear ON sale;
DROP TRIGGER hear ON sale_item;
DROP TRIGGER hear ON payment;
SELECT count(*) FROM public.heard;
DROP TABLE public.heard;
DROP FUNCTION public.hear;
DROP INDEX slip;

-- The sums, and that receipts have no gap.
SELECT count(*), sum(total_amount), bool_and(amount_due = total_amount - refunded_amount - amount_paid) FROM sale WHERE status <> 'DRAFT';
SELECT outlet_id, count(*), max(substr(receipt_number, 12)::int), (SELECT last FROM receipt_counter r WHERE r.outlet_id = s.outlet_id) FROM sale s GROUP BY 1 ORDER BY 1;
SELECT id FROM sale s WHERE (subtotal, discount_amount, tax_amount, total_amount) IS DISTINCT FROM
	(SELECT (sum(i.subtotal), sum(i.discount_amount), sum(i.tax_amount), sum(i.total_price)) FROM sale_item i WHERE i.sale_id = s.id);
SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
