-- The cart: a draft whose lines hold their stock.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
CREATE VIEW public.cart AS
	SELECT i.sale_id AS sale, i.id, i.variation_id AS variation, i.quantity, i.unit, i.base_quantity, i.list_price, i.unit_price, i.price_rule, i.price_given,
		i.total_price, (SELECT sum(r.quantity) FROM stock_reservation r WHERE r.sale_item_id = i.id AND r.status = 'ACTIVE' AND r.expires_at > clock_timestamp()) AS held
	FROM sale_item i ORDER BY i.id;
CREATE VIEW public.sums AS SELECT id, status, subtotal, discount_amount, tax_amount, total_amount, amount_due FROM sale ORDER BY id;
\pset format unaligned
\pset tuples_only on
\set ECHO all
UPDATE variation SET price = 10, wholesale_price = 8, minimum_wholesale_quantity = 12, tax_rate = 10 WHERE id = 1;
UPDATE variation SET price = 1.5 WHERE id = 2;
UPDATE variation SET price = 5 WHERE id = 4;
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator, denominator, price, wholesale_price) VALUES
	(1, 1, 'case', 6, 1, 55, 45), (1, 1, 'third', 1, 3, NULL, NULL), (1, 2, 'glass', 1, 4, NULL, NULL);
INSERT INTO customer (tenant_id, id, name) VALUES (1, 1, 'Acme'), (2, 9, 'Theirs');
SELECT add_stock(1, 30, 1, 'A', '2998-01-01', 2), add_stock(1, 30, 1, 'B', '2999-01-01', 3), add_stock(2, 8, 1, 'M', '2999-01-01', 1);

-- A line holds its stock, another quantity holds another, none holds none.
SELECT create_sale(1, actor => 'ann');
SELECT add_sale_item(1, 1, 4), add_sale_item(1, 2, 2.5), add_sale_item(1, 4, 1);
SELECT * FROM cart;
SELECT get_available_stock(1, 1), get_available_stock(2, 1);
SELECT * FROM sums;
SELECT quantity, total_price FROM update_sale_item(1, 6);
SELECT quantity, total_price FROM update_sale_item(2, 1.5, unit_price => 2, discount_percentage => 10);
SELECT remove_sale_item(3);
SELECT * FROM cart;
SELECT get_available_stock(1, 1), get_available_stock(2, 1);
SELECT * FROM sums;

-- All of it or nothing: what cannot be held changes nothing.
SELECT try('update_sale_item(2, 8.001)');
SELECT try('add_sale_item(1, 2, 7)');
SELECT try('add_sale_item(1, 1, 100)');
-- its own hold never stands in its way
SELECT quantity FROM update_sale_item(2, 8);
SELECT get_available_stock(2, 1);
SELECT try('reserve_stock(2, 0.001, 1, ''other'')');
SELECT try('deduct_stock(2, 0.001, 1)');
SELECT * FROM cart;
-- a hold of a draft is complete_sale's
SELECT try('commit_reservation((SELECT min(id) FROM stock_reservation WHERE status = ''ACTIVE''))');
SELECT try('commit_cart(1, ''1'')');
SELECT quantity FROM update_sale_item(2, 1);

-- Prices: wholesale from 12 on, counted over the lines; the unit's own; the outlet's.
SELECT type, total_amount FROM update_sale(1, type => 'WHOLESALE');
SELECT * FROM cart;
SELECT add_sale_item(1, 1, 6);
SELECT * FROM cart;
SELECT add_sale_item(1, 1, 1, unit => 'case'), add_sale_item(1, 1, 3, unit => 'third'), add_sale_item(1, 2, 2, unit => 'glass');
SELECT * FROM cart;
SELECT type FROM update_sale(1, type => 'RETAIL');
SELECT * FROM cart;
INSERT INTO outlet_variation (tenant_id, outlet_id, variation_id, price) VALUES (1, 1, 1, 9.5);
SELECT * FROM cart WHERE id = 1;
SELECT unit_price, price_rule FROM update_sale_item(1, 7);
SELECT unit_price, list_price, price_rule, price_given FROM update_sale_item(1, unit_price => 0);
BEGIN;
SELECT type FROM update_sale(1, type => 'WHOLESALE');
SELECT unit_price, list_price, price_rule, price_given FROM sale_item WHERE id = 1;
ROLLBACK;
SELECT remove_sale_item(id) FROM cart WHERE id > 2 \g /dev/null
SELECT to_base_units(1, 2, 'case'), to_base_units(1, 3, 'third'), to_base_units(1, -1, 'case'), to_base_units(1, 1.5, NULL), to_base_units(1, 2, '');
SELECT try('to_base_units(1, 1, ''third'')');
SELECT try('to_base_units(1, 1, ''box'')');
SELECT try('to_base_units(4, 1, ''box'')');
SELECT try('to_base_units(1, 999999999999.999, ''case'')');
SELECT try('to_base_units(77, 1, ''case'')');
SELECT try('add_sale_item(1, 1, 1, unit => ''third'')');
SELECT try('add_sale_item(1, 1, 1, unit => ''box'')');

-- Customer and discount of the sale.
SELECT customer_id, type, discount_amount, total_amount FROM update_sale(1, customer_id => 1, discount_amount => 0.35);
SELECT customer_id, discount_amount, total_amount FROM update_sale(1, discount_amount => 0);
SELECT try('update_sale(1, customer_id => 9)');
SELECT try('update_sale(1, customer_id => 77)');
SELECT try('update_sale(1, discount_amount => -1)');
SELECT try('update_sale(1, discount_amount => 0.001)');
SELECT try('update_sale(1, type => ''BULK'')');

-- One batch.
SELECT add_sale_item(1, 1, 2, batch_id => 2);
SELECT try('add_sale_item(1, 1, 31, batch_id => 2)');
SELECT try('add_sale_item(1, 1, 1, batch_id => 3)');
SELECT set_batch_status(1, 'hold', 'to be looked at') \g /dev/null
SELECT try('add_sale_item(1, 1, 1, batch_id => 1)');
SELECT set_batch_status(1, 'available', 'looked at') \g /dev/null

-- A hold is on the variation: a till may sell the batch that a cart names. Then others are offered, and nothing is sold.
BEGIN;
SELECT create_sale(1) AS named \gset
SELECT FROM (SELECT add_sale_item(:named, 1, 3, batch_id => 2)) a;
SELECT FROM (SELECT deduct_stock(1, (SELECT quantity - 1 FROM batch WHERE id = 2), 1, batch_id => 2)) d;
SELECT try('complete_sale(' || :named || ', ''[{"method":"CASH","amount":1000}]'')');
SELECT status FROM sale WHERE id = :named;
SELECT * FROM check_promises();
ROLLBACK;

-- Completed: what the lines hold, from the first batches and the named one.
SELECT status, right(receipt_number, 5), payment_type, total_amount, amount_paid, amount_due, cart_session_id
FROM complete_sale(1, '[{"method":"CARD","amount":"21.00","reference":"slip 7"},{"method":"cash","amount":20}]');
SELECT method, amount, tendered, change_given, reference FROM payment ORDER BY id;
SELECT id, movement_type, batch_id, quantity, sale_item_id, reference_id FROM stock_movement WHERE id > 3 ORDER BY id;
SELECT id, unit_cost FROM sale_item ORDER BY id;
SELECT status, count(*), count(sale_item_id) FROM stock_reservation GROUP BY 1 ORDER BY 1;
SELECT get_available_stock(1, 1), get_available_stock(2, 1);
SELECT try('complete_sale(1)');
SELECT try('add_sale_item(1, 1, 1)');
SELECT try('update_sale_item(1, 1)');
SELECT try('remove_sale_item(1)');
SELECT try('update_sale(1)');
SELECT try('cancel_sale(1)');

-- Cancelled: everything is given back.
SELECT create_sale(1, 1) AS s \gset
SELECT add_sale_item(:s, 1, 5), add_sale_item(:s, 2, 2) \g /dev/null
SELECT get_available_stock(1, 1), get_available_stock(2, 1);
SELECT status, closed_by, close_reason FROM cancel_sale(:s, 'went home', actor => 'ann');
SELECT get_available_stock(1, 1), get_available_stock(2, 1);
SELECT try('cancel_sale(' || :s || ')');
SELECT try('complete_sale(' || :s || ')');
-- one that was given out and not paid goes back as by a void
UPDATE customer SET credit_limit = 1000 WHERE id = 1;
SELECT create_sale(1, 1) AS s \gset
SELECT add_sale_item(:s, 1, 5) \g /dev/null
SELECT status, amount_due FROM complete_sale(:s);
SELECT outstanding_balance FROM customer WHERE id = 1;
SELECT status, amount_due, refunded_amount, close_reason FROM cancel_sale(:s);
SELECT outstanding_balance FROM customer WHERE id = 1;
SELECT get_available_stock(1, 1);

-- Holds that the application made for the cart serve its lines.
SELECT reserve_stock(2, 5, 1, 'phone') \g /dev/null
SELECT create_sale(1, cart_session_id => 'phone') AS s \gset
SELECT get_available_stock(2, 1) AS free \gset
SELECT add_sale_item(:s, 2, 4);
SELECT get_available_stock(2, 1) - :free;
SELECT quantity, sale_item_id IS NULL AS loose, status FROM stock_reservation WHERE cart_session_id = 'phone' ORDER BY id;
SELECT quantity FROM update_sale_item((SELECT max(id) FROM sale_item), 6.5);
SELECT get_available_stock(2, 1) - :free;
SELECT quantity, sale_item_id IS NULL AS loose, status FROM stock_reservation WHERE cart_session_id = 'phone' ORDER BY id;
SELECT status FROM cancel_sale(:s);

-- An expired cart still sells what is there; what is gone, it does not.
SELECT create_sale(1, hold => '0.05 seconds') AS s \gset
SELECT add_sale_item(:s, 1, 5), add_sale_item(:s, 2, 2) \g /dev/null
SELECT pg_sleep(0.06) \g /dev/null
SELECT get_available_stock(2, 1) AS rest \gset
SELECT reserve_stock(2, :rest - 1, 1, 'faster') AS r \gset
-- the others of the cart may be changed, and what cannot be held is not
SELECT add_sale_item(:s, 1, 1) > 0;
SELECT try('complete_sale(' || :s || ', ''[{"method":"CASH","amount":100}]'')');
SELECT release_reservation(:r) \g /dev/null
SELECT status, total_amount FROM complete_sale(:s, '[{"method":"CASH","amount":100}]');
SELECT count(*) FROM stock_reservation WHERE status = 'ACTIVE' AND sale_item_id IN (SELECT id FROM sale_item WHERE sale_id = :s);

-- Every change renews all holds.
SELECT create_sale(1, hold => '1 hour') AS s \gset
SELECT add_sale_item(:s, 1, 1) AS i \gset
SELECT expires_at AS before FROM stock_reservation WHERE sale_item_id = :i \gset
SELECT add_sale_item(:s, 2, 1) \g /dev/null
SELECT expires_at > :'before' AS renewed FROM stock_reservation WHERE sale_item_id = :i;
SELECT status FROM cancel_sale(:s);

-- A cart that was not told how long it holds goes by the tenant's setting as it is then.
SELECT create_sale(1) AS s \gset
SELECT hold FROM sale WHERE id = :s;
SELECT add_sale_item(:s, 1, 1) AS i \gset
SELECT round(extract(epoch FROM expires_at - created_at) / 60) AS minutes FROM stock_reservation WHERE sale_item_id = :i;
UPDATE tenant SET hold_minutes = 90 WHERE id = 1;
SELECT quantity FROM update_sale_item(:i, 2);
SELECT round(extract(epoch FROM expires_at - clock_timestamp()) / 60) AS minutes FROM stock_reservation WHERE sale_item_id = :i AND status = 'ACTIVE';
UPDATE tenant SET hold_minutes = 30 WHERE id = 1;
SELECT status FROM cancel_sale(:s);

-- Exactly once.
SELECT create_sale(1, request_id => 'a') AS s \gset
SELECT create_sale(1, request_id => 'a') = :s;
SELECT add_sale_item(:s, 1, 1, request_id => 'b') AS i \gset
SELECT add_sale_item(:s, 1, 1.0, request_id => 'b') = :i;
SELECT try('add_sale_item(' || :s || ', 1, 2, request_id => ''b'')');
SELECT quantity FROM update_sale_item(:i, 2, request_id => 'c');
SELECT quantity FROM update_sale_item(:i, 3);
SELECT quantity FROM update_sale_item(:i, 2, request_id => 'c');
SELECT status, total_amount FROM complete_sale(:s, '[{"method":"CASH","amount":40}]', request_id => 'd');
SELECT status, total_amount FROM complete_sale(:s, '[{"method":"CASH","amount":40.00}]', request_id => 'd');
SELECT count(*) FROM payment WHERE sale_id = :s;
SELECT create_sale(1) AS s \gset
SELECT add_sale_item(:s, 1, 1) AS i \gset
SELECT remove_sale_item(:i, request_id => 'e');
SELECT remove_sale_item(:i, request_id => 'e');

-- Bad arguments.
SELECT try('create_sale(77)');
SELECT try('create_sale(3)');
SELECT try('create_sale(1, 77)');
SELECT try('create_sale(1, 9)');
SELECT try('create_sale(1, type => ''BULK'')');
SELECT try('create_sale(1, hold => ''-1 hour'')');
SELECT try('add_sale_item(7777, 1, 1)');
SELECT try('add_sale_item(' || :s || ', 77, 1)');
SELECT try('add_sale_item(' || :s || ', 9, 1)');
SELECT try('add_sale_item(' || :s || ', 3, 1)');
SELECT try('add_sale_item(' || :s || ', 5, 1)');
SELECT try('add_sale_item(' || :s || ', 1, 0)');
SELECT try('add_sale_item(' || :s || ', 1, -1)');
SELECT try('add_sale_item(' || :s || ', 1, 1, unit_price => -1)');
SELECT try('add_sale_item(' || :s || ', 1, 1, unit_price => ''NaN'')');
SELECT try('add_sale_item(' || :s || ', 1, 1, unit_price => 0.00001)');
SELECT try('add_sale_item(' || :s || ', 1, 1, discount_percentage => 100.5)');
SELECT try('add_sale_item(' || :s || ', 1, 1, tax_rate => -1)');
SELECT try('add_sale_item(' || :s || ', 1, 999999999999, unit_price => 99999999999)');
SELECT try('update_sale_item(7777, 1)');
SELECT try('remove_sale_item(7777)');
SELECT try('complete_sale(' || :s || ')');
SELECT try('complete_sale(7777)');
UPDATE variation SET price = NULL WHERE id = 2;
SELECT try('add_sale_item(' || :s || ', 2, 1)');
SELECT add_sale_item(:s, 2, 1, unit_price => 1.25) AS i \gset
SELECT list_price, unit_price, price_rule FROM sale_item WHERE id = :i;
-- what is not active is not sold, though it lay in the cart; the rest may go on
UPDATE variation SET is_active = false WHERE id = 2;
SELECT try('complete_sale(' || :s || ', ''[{"method":"CASH","amount":2}]'')');
SELECT remove_sale_item(:i);
BEGIN READ ONLY;
SELECT try('create_sale(1)');
SELECT to_base_units(1, 2, 'case');
ROLLBACK;

-- a hold of a year at most, and none whose parts cannot be read back
SELECT count(create_sale(1, hold => h)) FROM unnest('{1 year,366 days,1 microsecond}'::interval[]) h;
SELECT try('create_sale(1, hold => ''367 days'')');
SELECT try('create_sale(1, hold => ''178956970 years -65364533760 days 1 second'')') ~ '^22' AS refused;
SELECT try('create_sale(1, hold => ''13 months'')');
SELECT try('create_sale(1, hold => make_interval(days => 2147483647, months => -70584960))');
SELECT bool_or(line ~ '^22') AS refused FROM try('create_sale(1, hold => ''infinity'')') AS line;

SELECT event_type, count(*) FROM audit_log WHERE event_type NOT LIKE 'stock.%' GROUP BY 1 ORDER BY 1;
SELECT event_type, sale_item_id, actor, event_data, description FROM audit_log WHERE sale_id = 1 AND event_type NOT LIKE 'stock.%' ORDER BY id LIMIT 8;
SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
