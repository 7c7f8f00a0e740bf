-- Sales line by line, summed up, what is owed by age, and what a cart would earn. Figures in comments are worked out by hand.
\set VERBOSITY terse
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\set ECHO all
SET client_min_messages = warning;
UPDATE tenant SET currency = 'EUR' WHERE id = 1;
UPDATE outlet SET time_zone = 'Pacific/Kiritimati' WHERE id = 2; -- UTC+14
UPDATE product SET category = 'Grains' WHERE id = 1;
UPDATE variation SET price = 10, tax_rate = 10 WHERE id = 1;
UPDATE variation SET price = 4, tax_rate = 20 WHERE id = 2;
INSERT INTO customer (tenant_id, id, name, credit_limit) VALUES (1, 31, 'Anna', NULL), (1, 32, 'Ben', NULL), (1, 33, 'Carl', NULL), (2, 39, 'Rival''s', NULL);

-- A history, as a migration writes it. Sale 51 at outlet 1, Monday 2 March 2026, 23:59 there: 3 bags of rice, of which 1 came back, and 2 of milk.
-- Sale 52 at outlet 2, its 3 March 00:01, which is UTC's 2 March 10:01: on credit. Sale 53 the same day, voided.
INSERT INTO batch (tenant_id, id, outlet_id, variation_id, batch_number, quantity, cost_price, received_at) VALUES
	(1, 1, 1, 1, 'A', 8, 6, '2026-03-01 10:00Z'), (1, 2, 1, 1, 'B', 9, 7, '2026-03-01 11:00Z'), (1, 3, 1, 2, 'M', 8, 1.005, '2026-03-01 11:00Z'), (1, 4, 2, 1, 'C', 5, 6.5, '2026-03-01 10:00Z');
INSERT INTO sale (tenant_id, id, outlet_id, customer_id, receipt_number, status, payment_type, actor, created_at, completed_at, completed_on, due_date, subtotal, discount_amount, sale_discount, tax_amount, total_amount, amount_paid, refunded_amount, closed_at, closed_by, close_reason) VALUES
	(1, 51, 1, NULL, '1-20260302-0001', 'COMPLETED', 'CASH', 'ann', '2026-03-02 23:50Z', '2026-03-02 23:59Z', '2026-03-02', NULL, 38, 2, 0, 4.4, 40.4, 29.4, 11, NULL, NULL, NULL),
	(1, 52, 2, 31, '2-20260303-0001', 'PENDING', 'CREDIT', 'bob', '2026-03-02 10:01Z', '2026-03-02 10:01Z', '2026-03-03', '2026-04-02', 20, 0, 0, 2, 22, 0, 0, NULL, NULL, NULL),
	(1, 53, 2, NULL, '2-20260303-0002', 'VOIDED', 'CARD', 'bob', '2026-03-02 12:00Z', '2026-03-02 12:00Z', '2026-03-03', NULL, 10, 0, 0, 1, 11, 0, 11, '2026-03-03 12:00Z', 'ann', 'wrong goods');
INSERT INTO receipt_counter (tenant_id, outlet_id, day, last) VALUES (1, 1, '2026-03-02', 1), (1, 2, '2026-03-03', 2);
INSERT INTO sale_item (tenant_id, id, sale_id, variation_id, quantity, base_quantity, unit_price, list_price, discount_percentage, discount_amount, subtotal, tax_rate, tax_amount, total_price, unit_cost, product_name, product_sku) VALUES
	(1, 61, 51, 1, 3, 3, 10, 10, 0, 0, 30, 10, 3, 33, 6.3333, 'Rice - 5kg Bag', 'R5'), (1, 62, 51, 2, 2, 2, 4, 4, 25, 2, 8, 20, 1.4, 7.4, 1.005, 'Milk - Litre', NULL),
	(1, 63, 52, 1, 2, 2, 10, 10, 0, 0, 20, 10, 2, 22, 6.5, 'Rice - 5kg Bag', 'R5'), (1, 64, 53, 1, 1, 1, 10, 10, 0, 0, 10, 10, 1, 11, 6.5, 'Rice - 5kg Bag', 'R5');
INSERT INTO refund (tenant_id, id, sale_id, status, reason, amount, method, actor, processed_at) VALUES (1, 71, 51, 'PROCESSED', 'torn', 11, 'CASH', 'ann', '2026-03-04 12:00Z');
INSERT INTO refund_item (tenant_id, refund_id, sale_item_id, quantity, base_quantity, amount, tax_amount) VALUES (1, 71, 61, 1, 1, 11, 1);
INSERT INTO payment (tenant_id, id, sale_id, refund_id, method, amount, tendered, change_given, actor, created_at) VALUES
	(1, 81, 51, NULL, 'CASH', 40.4, 50, 9.6, 'ann', '2026-03-02 23:59Z'), (1, 82, 51, 71, 'CASH', -11, NULL, NULL, 'ann', '2026-03-04 12:00Z'),
	(1, 83, 53, NULL, 'CARD', 11, 11, 0, 'bob', '2026-03-02 12:00Z'), (1, 84, 53, NULL, 'CARD', -11, NULL, NULL, 'ann', '2026-03-03 12:00Z');
INSERT INTO stock_movement (tenant_id, created_at, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role, sale_item_id, reference_id) VALUES
	(1, '2026-03-01 10:00Z', 1, 1, 1, 'purchase', 10, 10, 6, 'x', 'x', NULL, NULL), (1, '2026-03-01 11:00Z', 1, 1, 2, 'purchase', 9, 9, 7, 'x', 'x', NULL, NULL),
	(1, '2026-03-01 11:00Z', 2, 1, 3, 'purchase', 10, 10, 1.005, 'x', 'x', NULL, NULL), (1, '2026-03-01 10:00Z', 1, 2, 4, 'purchase', 7, 7, 6.5, 'x', 'x', NULL, NULL),
	(1, '2026-03-02 23:59Z', 1, 1, 1, 'sale', -2, 8, 6, 'ann', 'x', 61, '51'), (1, '2026-03-02 23:59Z', 1, 1, 2, 'sale', -1, 8, 7, 'ann', 'x', 61, '51'),
	(1, '2026-03-02 23:59Z', 2, 1, 3, 'sale', -2, 8, 1.005, 'ann', 'x', 62, '51'),
	(1, '2026-03-02 10:01Z', 1, 2, 4, 'sale', -2, 5, 6.5, 'bob', 'x', 63, '52'), (1, '2026-03-02 12:00Z', 1, 2, 4, 'sale', -1, 4, 6.5, 'bob', 'x', 64, '53'),
	(1, '2026-03-03 12:00Z', 1, 2, 4, 'return', 1, 5, 6.5, 'ann', 'x', 64, 'void_53'), (1, '2026-03-04 12:00Z', 1, 1, 2, 'return', 1, 9, 7, 'ann', 'x', 61, 'refund_71');
UPDATE customer SET outstanding_balance = 22 WHERE id = 31;
SELECT sync_ids() > 0 AS synced;
SELECT * FROM check_promises();

-- Rice of sale 51 cost 2 at 6 and 1 at 7: 19; milk 2.01.
SELECT day, outlet, customer, receipt_number, category, product, variation, quantity, net, tax, gross, cost, margin, refunded FROM sale_line ORDER BY sale_item_id;
SELECT refunded_quantity, discount, tax_rate, type, status, payment_type, actor, local_time, currency, product_id FROM sale_line ORDER BY sale_item_id;

-- By whatever it is summed, it sums up to the same: 68 before discounts, 66 after them.
SELECT b.by, r.* FROM unnest('{day,hour,weekday,product,category,actor,outlet,method}'::text[]) AS b (by), sales_by('2026-03-02', '2026-03-03', b.by) r;
SELECT b.by, sum(quantity) AS quantity, sum(net) AS net, sum(tax) AS tax, sum(gross) AS gross, sum(cost) AS cost, sum(margin) AS margin, sum(refunded) AS refunded
FROM unnest('{day,hour,weekday,product,category,actor,outlet,method}'::text[]) AS b (by), sales_by('2026-03-01', '2026-03-31', b.by) r GROUP BY 1 ORDER BY 1;
SELECT key, gross FROM sales_by('2026-03-02', '2026-03-02', 'day');
SELECT key, gross FROM sales_by('2026-03-03', '2026-03-03', 'day');
SELECT key, gross FROM sales_by('2026-03-01', '2026-03-31', 'day', 1);
SELECT key FROM sales_by('2026-03-01', '2026-03-31', 'day', 3);
SET TimeZone = 'Pacific/Kiritimati';
SELECT key, gross FROM sales_by('2026-03-01', '2026-03-31', 'hour', 1);
RESET TimeZone;
-- as daily_sales has it
SELECT d.day, d.outlet_id, d.tax = l.tax AS tax, d.gross - d.discount + d.tax = l.gross AS gross
FROM daily_sales d JOIN (SELECT day, outlet_id, sum(tax) AS tax, sum(gross) AS gross FROM sale_line GROUP BY 1, 2) l USING (day, outlet_id) ORDER BY 1, 2;
SELECT * FROM try('sales_by(''2026-03-02'', ''2026-03-03'', ''moon'')');
SELECT * FROM try('sales_by(''2026-03-02'', ''2026-03-03'', NULL)');
SELECT * FROM try('sales_by(''2026-03-02'', ''2026-03-01'', ''day'')');
SELECT * FROM try('sales_by(''2026-03-02'', NULL, ''day'')');
SELECT * FROM try('sales_by(''-infinity'', ''2026-03-01'', ''day'')');
SELECT * FROM try('sales_by(''2026-03-02'', ''2026-03-02'', ''day'', 77)');
SELECT count(*) FROM sales_by('0001-01-01', '9999-12-31', 'day');

-- What is owed, by the outlet's dates. Ben's dues are due 0, 1, 30, 31, 60, 61, 90 and 91 days ago, each 1 more than the one before; Carl has credit in hand.
BEGIN;
INSERT INTO sale (tenant_id, outlet_id, customer_id, receipt_number, status, payment_type, actor, completed_at, completed_on, due_date, subtotal, total_amount)
SELECT 1, 1, 32, 'old ' || ago, 'PENDING', 'CREDIT', 'ann', o.today - ago - 30 + interval '12 hours', o.today - ago - 30, o.today - ago, n, n
FROM outlet_today o, unnest('{0,1,30,31,60,61,90,91}'::integer[]) WITH ORDINALITY AS a (ago, n) WHERE o.outlet_id = 1;
UPDATE customer SET outstanding_balance = 36 + 4 WHERE id = 32;
SELECT update_balance(33, -5, 'ADJUSTMENT');
SELECT customer_id, customer, not_due, days_1_30, days_31_60, days_61_90, older, due_on_sales, on_account, balance, sales, oldest_due - o.today AS oldest
FROM receivables_ageing, outlet_today o WHERE o.outlet_id = 1 AND customer_id <> 31 ORDER BY 1;
SELECT customer, due_on_sales, balance, oldest_due, currency FROM receivables_ageing WHERE customer_id = 31;
SELECT r.customer_id, r.balance = c.balance AND r.due_on_sales = c.due_on_sales AND r.days_1_30 + r.days_31_60 + r.days_61_90 + r.older = c.overdue AS agrees
FROM receivables_ageing r JOIN customer_credit c USING (customer_id) ORDER BY 1;
ROLLBACK;

-- A cart: what it would earn. 12 bags: 8 at 6 and 4 at 7, the delivery costs nothing that is known; the rice of batch B costs 7.
SELECT create_sale(1) AS cart \gset
SELECT add_sale_item(:cart, 1, 12), add_sale_item(:cart, 4, 1, unit_price => 5), add_sale_item(:cart, 1, 2, batch_id => 2) \g /dev/null
SELECT product_name, quantity, base_amount, unit_cost, profit_amount, profit_margin, total_profit_amount, status, completed_at FROM sale_item_profit WHERE sale_id = :cart ORDER BY sale_item_id;
SELECT set_batch_status(1, 'hold', 'look at it') \g /dev/null
SELECT product_name, unit_cost FROM sale_item_profit WHERE sale_id = :cart ORDER BY sale_item_id;
SELECT set_batch_status(1, 'available', 'fine') \g /dev/null
SELECT count(*) FROM sale_line WHERE sale_id = :cart;
SELECT status FROM cancel_sale(:cart);
SELECT count(*) FROM sale_item_profit WHERE sale_id = :cart;
SELECT sale_item_id, quantity, base_amount, unit_cost, total_profit_amount FROM sale_item_profit ORDER BY sale_item_id;

-- The receipts. Sale 51 as it is by now, with its refund; the cart is none; the voided one says so.
SELECT jsonb_pretty(receipt(51));
SELECT receipt_text(51);
SELECT receipt_text(52, 24);
SELECT receipt_text(53, 32);
SELECT receipt(52) -> 'customer' AS customer, receipt(52) -> 'due' AS due, receipt(52) -> 'due_date' AS due_date, receipt(52) -> 'payments' AS payments, receipt(52) ->> 'local_time' AS local_time;
SELECT split_part(receipt_text(:cart), E'\n', 4) AS cart, receipt(:cart) -> 'receipt_number' AS number, receipt(:cart) -> 'due' AS due;
-- no line is wider than the paper, whatever names hold; no control character reaches the printer
UPDATE sale_item SET product_name = repeat('a very long name ', 6) || E'\x1b@\tof rice\n' WHERE id = 61;
UPDATE outlet SET name = repeat('wide ', 30) WHERE id = 1;
SELECT w, max(length(l)) <= w AS fits, bool_or(l ~ '[[:cntrl:]]') AS control FROM unnest('{24,42,80,200}'::integer[]) AS w, string_to_table(receipt_text(51, w), E'\n') AS l GROUP BY 1 ORDER BY 1;
SELECT receipt_text(51, 30);
UPDATE outlet SET name = 'Main Store' WHERE id = 1;
UPDATE sale_item SET product_name = 'Rice - 5kg Bag' WHERE id = 61;
-- items, totals and taxes of every receipt add up
SELECT s.id, (SELECT sum((i ->> 'total')::numeric) FROM jsonb_array_elements(r -> 'items') i) = (r ->> 'total')::numeric AS items,
	(SELECT sum((i ->> 'tax')::numeric) FROM jsonb_array_elements(r -> 'tax_by_rate') i) = (r ->> 'tax')::numeric AS tax,
	(r ->> 'total')::numeric - (r ->> 'refunded')::numeric - (r ->> 'paid')::numeric = s.amount_due AS due
FROM sale s, LATERAL receipt(s.id) r WHERE s.completed_at IS NOT NULL ORDER BY 1;
SELECT * FROM try('receipt(77)');
SELECT * FROM try('receipt(NULL)');
SELECT * FROM try('receipt_text(77)');
SELECT * FROM try('receipt_text(51, 23)');
SELECT * FROM try('receipt_text(51, NULL)');
SELECT * FROM try('receipt_text(51, 2147483647)');

-- prices that contain the tax, and no decimals
INSERT INTO tenant (id, name, currency, money_decimals, prices_include_tax) VALUES (3, 'Kiosk', 'JPY', 0, true);
INSERT INTO outlet (tenant_id, id, name, time_zone) VALUES (3, 7, 'Ueno', 'Asia/Tokyo');
INSERT INTO product (tenant_id, id, name) VALUES (3, 7, 'Tea');
INSERT INTO variation (tenant_id, id, product_id, name, price, tax_rate) VALUES (3, 7, 7, 'Can', 132, 10), (3, 8, 7, 'Box', 1080, 8);
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator) VALUES (3, 7, 'tray', 24);
SELECT add_stock(7, 100, 7), add_stock(8, 10, 7) \g /dev/null
SELECT id AS tea FROM checkout(7, '[{"variation_id":7,"quantity":1,"unit":"tray"},{"variation_id":8,"quantity":2,"discount_percentage":50}]', '[{"method":"CARD","amount":3000,"reference":"slip 9"},{"method":"CASH","amount":2000}]', discount_amount => 100, actor => 'kim') \gset
SELECT regexp_replace(receipt_text(:tea), '\d{4}-?\d\d-?\d\d( \d\d:\d\d)?', '<day>', 'g');
SELECT id AS gift FROM checkout(7, '[{"variation_id":7,"quantity":1,"unit_price":0}]') \gset
SELECT regexp_replace(receipt_text(:gift), '\d{4}-?\d\d-?\d\d( \d\d:\d\d)?', '<day>', 'g');

-- a reader sees its own
CREATE ROLE regress_sales;
SELECT grant_tenant('regress_sales', 2, 'reader');
SET ROLE regress_sales;
SELECT count(*) FROM sale_line;
SELECT count(*) FROM receivables_ageing;
SELECT count(*) FROM sales_by('2026-03-01', '2026-03-31', 'day');
SELECT * FROM try('sales_by(''2026-03-01'', ''2026-03-31'', ''day'', 1)');
SELECT * FROM try('receipt(51)');
RESET ROLE;
SELECT revoke_tenant('regress_sales', 2);
DROP ROLE regress_sales;

SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
