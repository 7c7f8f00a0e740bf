-- set_batch_price: what is sold from the batch costs that, also when first expired, first out takes part of a line from it.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
CREATE VIEW public.lines AS SELECT sale_id AS sale, id, variation_id AS v, trim_scale(quantity) AS q, unit, trim_scale(base_quantity) AS base, trim_scale(list_price) AS list,
	trim_scale(unit_price) AS price, price_rule AS rule, subtotal, discount_amount AS discount, tax_amount AS tax, total_price AS total, trim_scale(unit_cost) AS cost FROM sale_item ORDER BY id;
CREATE VIEW public.taken AS SELECT id, batch_id AS batch, trim_scale(quantity) AS q, sale_item_id AS line FROM stock_movement WHERE movement_type IN ('sale', 'return') ORDER BY id;
\set ECHO all
UPDATE variation SET price = 10, wholesale_price = 8, tax_rate = 10 WHERE id = 1;
UPDATE variation SET price = 2 WHERE id = 2;
UPDATE variation SET price = 5, cost = 2 WHERE id = 4;
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator, denominator, price) VALUES (1, 1, 'case', 4, 1, 36), (1, 2, 'glass', 1, 4, NULL);
INSERT INTO customer (tenant_id, id, name, credit_limit) VALUES (1, 1, 'Acme', 1000);
SELECT add_stock(1, 3, 1, 'OLD', current_date + 3, 2) AS old, add_stock(1, 20, 1, 'NEW', current_date + 90, 3) AS new, add_stock(2, 10, 1, 'MILK', current_date + 2, 1) AS milk \gset

-- what it costs: the batch's price, else the catalogue's
SELECT set_batch_price(:old, 6.50, 'short-dated', 'Boss', 'p1');
SELECT set_batch_price(:old, 6.5, 'short-dated', 'Boss', 'p1');
SELECT event_type, actor, description, event_data - 'batch_id' AS data FROM audit_log WHERE event_type = 'batch.price_changed';
SELECT batch_number, price, price IS NULL AS none FROM get_fifo_batches(1, 1);
SELECT batch_number, price FROM batch_status WHERE variation_id = 1 ORDER BY batch_id;
SELECT variation_id, unit, price, list_price FROM product_availability WHERE outlet_id = 1 AND variation_id < 4 ORDER BY 1, 2;
UPDATE variation SET barcode = '4006381333931' WHERE id = 1;
SELECT unit, price, list_price FROM scan(1, '4006381333931');
SELECT batch_id = :old AS old, price, list_price FROM scan(1, '010400638133393110OLD');
SELECT batch_id = :new AS new, price, list_price FROM scan(1, '010400638133393110NEW');

-- a line of five takes three from the one and two from the other: a line a price
SELECT status, subtotal, tax_amount, total_amount FROM checkout(1, '[{"variation_id": 1, "quantity": 5, "discount_percentage": 10}, {"variation_id": 4, "quantity": 1}]',
	'[{"method": "CASH", "amount": 50}]', discount_amount => 2);
SELECT * FROM lines;
SELECT * FROM taken;
SELECT method, amount, change_given FROM payment;
SELECT item ->> 'name' AS name, item ->> 'quantity' AS quantity, item ->> 'unit_price' AS price, item ->> 'subtotal' AS subtotal FROM receipt(1), jsonb_array_elements(receipt -> 'items') item;
SELECT quantity, base_amount, unit_cost, total_profit_amount FROM sale_item_profit WHERE variation_id = 1 ORDER BY sale_item_id;
-- a refund gives back what each was sold for, into its own batch
SELECT amount FROM refund_sale(1, jsonb_build_array(jsonb_build_object('sale_item_id', 3, 'quantity', 2)), 'too much');
SELECT amount FROM refund_sale(1, NULL, 'all of it');
SELECT refunded_amount = total_amount AS whole FROM sale;
SELECT batch_number, quantity, price FROM batch WHERE variation_id = 1 ORDER BY id;

-- units: a case that comes from two batches is sold in base units, what comes from one is a case still
SELECT total_amount FROM checkout(1, '[{"variation_id": 1, "quantity": 1, "unit": "case", "tax_rate": 0}]', '[{"method": "CASH", "amount": 28.50}]');
SELECT q, unit, base, price, rule, subtotal, cost FROM lines WHERE sale = 2;
SELECT set_batch_price(:new, 7, 'campaign');
SELECT total_amount FROM checkout(1, '[{"variation_id": 1, "quantity": 1, "unit": "case", "tax_rate": 0}]', '[{"method": "CASH", "amount": 28}]');
SELECT q, unit, base, price, rule, subtotal FROM lines WHERE sale = 3;
SELECT set_batch_price(:milk, 0.05, 'sour');
SELECT total_amount FROM checkout(1, '[{"variation_id": 2, "quantity": 3, "unit": "glass"}]', '[{"method": "CASH", "amount": 0.04}]');
SELECT q, unit, base, price, rule, subtotal FROM lines WHERE sale = 4;
-- it goes before wholesale prices, not before a price that is given; a named batch has its own
SELECT total_amount FROM checkout(1, '[{"variation_id": 1, "quantity": 1, "tax_rate": 0}, {"variation_id": 1, "quantity": 1, "unit_price": 9, "tax_rate": 0}]', NULL, 1, 'WHOLESALE');
SELECT q, list, price, rule FROM lines WHERE sale = 5;
SELECT set_batch_price(:new, NULL, 'campaign over');
SELECT set_batch_price(:milk, NULL, 'fresh');
SELECT add_stock(1, 2, 1, 'SHORT', current_date + 1, 2) AS short \gset
SELECT set_batch_price(:short, 0, 'to give away');
SELECT total_amount FROM checkout(1, jsonb_build_array(jsonb_build_object('variation_id', 1, 'quantity', 1, 'tax_rate', 0),
	jsonb_build_object('variation_id', 1, 'quantity', 1, 'tax_rate', 0, 'batch_id', :short), jsonb_build_object('variation_id', 1, 'quantity', 2, 'tax_rate', 0, 'batch_id', :new)), NULL, 1);
SELECT q, list, price, rule FROM lines WHERE sale = 6;
-- without a price in the catalogue, it is the only one
UPDATE variation SET price = NULL, wholesale_price = NULL WHERE id = 1;
SELECT add_stock(1, 2, 1, 'ONLY', current_date + 1, 2) AS only \gset
SELECT set_batch_price(:only, 4, 'test');
SELECT total_amount FROM checkout(1, '[{"variation_id": 1, "quantity": 2, "tax_rate": 0}]', '[{"method": "CASH", "amount": 8}]');
SELECT * FROM try($$checkout(1, '[{"variation_id": 1, "quantity": 1}]')$$);
UPDATE variation SET price = 10, wholesale_price = 8 WHERE id = 1;

-- a cart shows what it would come to now, to the last unit, and is charged so
SELECT set_batch_price(:new, NULL, 'none'), add_stock(1, 3, 1, 'CART', current_date + 2, 2) AS cart \gset
SELECT set_batch_price(:cart, 3.33, 'short-dated');
SELECT create_sale(1) AS sale \gset
SELECT add_sale_item(:sale, 1, 5, discount_percentage => 7) AS line \gset
SELECT q, list, price, rule, subtotal, discount, tax, total FROM lines WHERE sale = :sale;
SELECT total_amount FROM sale WHERE id = :sale;
SELECT total_amount, amount_due FROM complete_sale(:sale, (SELECT jsonb_build_array(jsonb_build_object('method', 'CARD', 'amount', total_amount)) FROM sale WHERE id = :sale));
SELECT q, list, price, rule, subtotal, discount, tax, total, cost FROM lines WHERE sale = :sale;
SELECT event_type, event_data -> 'quantity' AS quantity, event_data -> 'unit_price' AS price FROM audit_log WHERE sale_id = :sale AND event_type LIKE 'sale_item%' ORDER BY id;
-- what somebody else takes meanwhile is not the cart's any more, and the other way round
SELECT add_stock(1, 1, 1, 'LAST', current_date + 2, 2) AS last \gset
SELECT set_batch_price(:last, 1, 'last one');
SELECT create_sale(1) AS sale \gset
SELECT add_sale_item(:sale, 1, 1, tax_rate => 0) AS line \gset
SELECT price, rule, total FROM lines WHERE sale = :sale;
SELECT total_amount FROM checkout(1, '[{"variation_id": 1, "quantity": 1, "tax_rate": 0}]', '[{"method": "CASH", "amount": 1}]');
SELECT * FROM try(format($$complete_sale(%s, '[{"method": "CASH", "amount": 1}]')$$, :sale));
SELECT total_amount FROM update_sale(:sale);
SELECT total_amount FROM complete_sale(:sale, '[{"method": "CASH", "amount": 10}]');
SELECT price, rule, total FROM lines WHERE sale = :sale;
SELECT create_sale(1) AS sale \gset
SELECT add_sale_item(:sale, 1, 1, tax_rate => 0, unit => 'case') AS line \gset
SELECT add_stock(1, 1, 1, 'COME', current_date + 2, 2) AS come \gset
SELECT set_batch_price(:come, 1.5, 'came later');
SELECT total_amount FROM complete_sale(:sale, '[{"method": "CASH", "amount": 40}]');
SELECT q, unit, base, price, rule, total FROM lines WHERE sale = :sale;
-- a line can be taken out and changed whatever prices did
SELECT create_sale(1) AS sale \gset
SELECT set_batch_price(:new, 5, 'now');
SELECT add_sale_item(:sale, 1, 2, tax_rate => 0) AS line, add_sale_item(:sale, 4, 1) AS other \gset
SELECT set_batch_price(:new, NULL, 'no more');
SELECT trim_scale(unit_price), price_rule FROM update_sale_item(:line, 3);
SELECT remove_sale_item(:line);
SELECT total_amount FROM sale WHERE id = :sale;
SELECT status FROM cancel_sale(:sale);

-- the price travels with the goods into a batch that is new, and a part keeps it
SELECT set_batch_price(:new, 5.5, 'travels');
SELECT quantity FROM transfer_stock(1, 2, 1, 2);
SELECT split_batch(:new, 1, 'PART', 'split') \g /dev/null
SELECT outlet_id, batch_number, price FROM batch WHERE price = 5.5 ORDER BY id;
-- an owner's UPDATE that goes round is in the log
SET client_min_messages = warning;
UPDATE batch SET price = 2 WHERE id = :milk;
SELECT event_data - 'batch_id' AS data FROM audit_log WHERE event_type = 'batch.updated';
\set VERBOSITY terse
UPDATE batch SET price = -1 WHERE id = :milk;
UPDATE batch SET price = 'NaN' WHERE id = :milk;

-- refused
\pset format unaligned
\pset tuples_only on
SELECT * FROM try('set_batch_price(NULL, 1, $$x$$)');
SELECT * FROM try('set_batch_price(99, 1, $$x$$)');
SELECT * FROM try('set_batch_price(0, 1, $$x$$)');
SELECT * FROM try(format('set_batch_price(%s, -0.01, $$x$$)', :milk));
SELECT * FROM try(format('set_batch_price(%s, 0.00001, $$x$$)', :milk));
SELECT * FROM try(format('set_batch_price(%s, $$NaN$$, $$x$$)', :milk));
SELECT * FROM try(format('set_batch_price(%s, $$Infinity$$, $$x$$)', :milk));
SELECT * FROM try(format('set_batch_price(%s, 100000000000, $$x$$)', :milk));
SELECT * FROM try(format('set_batch_price(%s, 1)', :milk));
SELECT * FROM try(format('set_batch_price(%s, 1, $$ $$)', :milk));
SELECT * FROM try(format('set_batch_price(%s, 2, $$other$$, NULL, $$p1$$)', :old));
CREATE ROLE regress_price_app;
SELECT grant_tenant('regress_price_app', 1, 'app');
SET ROLE regress_price_app;
SELECT * FROM primeinv.set_batch_price(1, 1, 'x');
RESET ROLE;
DROP OWNED BY regress_price_app;
DROP ROLE regress_price_app;
SELECT * FROM check_promises();
DROP VIEW public.lines, public.taken;
\set ECHO none
\i :end
