-- tenant.tax_rounding: the tax of each line, or once a rate on the invoice; and checkout_json, which returns the receipt.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
CREATE FUNCTION public.by_rate(sale bigint) RETURNS TABLE (rate text, net text, tax text, gross text) LANGUAGE sql SET search_path = primeinv AS
$$ SELECT x ->> 'rate', x ->> 'net', x ->> 'tax', x ->> 'gross' FROM jsonb_array_elements(receipt(sale) -> 'tax_by_rate') x $$;
-- sells so many lines of some price and rate, and says what the lines and the sale come to
CREATE FUNCTION public.sold(outlet bigint, price numeric, rate numeric, lines int) RETURNS TABLE (sale bigint, taxes numeric[], tax numeric, total numeric) LANGUAGE sql SET search_path = primeinv AS $$
	WITH s AS (SELECT id, tax_amount, total_amount FROM checkout(outlet, (SELECT jsonb_agg(jsonb_build_object('variation_id', CASE outlet WHEN 1 THEN 4 ELSE 40 END, 'quantity', 1, 'unit_price', price, 'tax_rate', rate)) FROM generate_series(1, lines)), '[{"method": "CASH", "amount": 1000}]'))
	SELECT id, NULL::numeric[], tax_amount, total_amount FROM s $$;
CREATE FUNCTION public.taxes(sale bigint) RETURNS numeric[] LANGUAGE sql SET search_path = primeinv AS $$ SELECT array_agg(tax_amount ORDER BY id) FROM sale_item WHERE sale_id = sale $$;
\set ECHO all
UPDATE tenant SET prices_include_tax = false, tax_rounding = 'invoice' WHERE id = 1;
INSERT INTO variation (tenant_id, id, product_id, name, track_inventory) VALUES (2, 40, 9, 'Service', false);
-- seven lines of 0.99 at 7.7 %: 0.0762 each, 0.53361 together
SELECT sale, tax, total, taxes(sale) FROM sold(1, 0.99, 7.7, 7);
SELECT sale, tax, total, taxes(sale) FROM sold(9, 0.99, 7.7, 7);
SELECT * FROM by_rate(1);
-- two rates, in whatever order, are rounded each; a line of nothing bears none
SELECT id, tax_amount, total_amount FROM checkout(1, '[{"variation_id": 4, "quantity": 1, "unit_price": 0.05, "tax_rate": 10}, {"variation_id": 4, "quantity": 1, "unit_price": 0.05, "tax_rate": 20},
	{"variation_id": 4, "quantity": 1, "unit_price": 0.04, "tax_rate": 10}, {"variation_id": 4, "quantity": 1, "unit_price": 0, "tax_rate": 10}, {"variation_id": 4, "quantity": 1, "unit_price": 0.07, "tax_rate": 20},
	{"variation_id": 4, "quantity": 1, "unit_price": 1, "tax_rate": 0}]', '[{"method": "CASH", "amount": 100}]', discount_amount => 0.03);
SELECT tax_rate, subtotal, sale_discount, tax_amount, total_price FROM sale_item WHERE sale_id = 3 ORDER BY id;
SELECT * FROM by_rate(3);
-- parts of it that come back add up to what was charged, tax and all
SELECT amount FROM refund_sale(1, (SELECT jsonb_agg(jsonb_build_object('sale_item_id', id, 'quantity', 0.5)) FROM sale_item WHERE sale_id = 1), 'halves');
SELECT amount FROM refund_sale(1, NULL, 'the rest');
SELECT s.total_amount, s.refunded_amount, s.tax_amount, sum(r.amount) AS given_back, sum(r.tax_amount) AS tax_in_it
FROM sale s JOIN sale_item i ON i.sale_id = s.id JOIN refund_item r ON r.sale_item_id = i.id WHERE s.id = 1 GROUP BY s.id;
-- a cart's lines share the tax anew at every change
SELECT create_sale(1) AS sale \gset
SELECT add_sale_item(:sale, 4, 1, 0.99, tax_rate => 7.7) AS first, add_sale_item(:sale, 4, 1, 0.99, tax_rate => 7.7) AS second, add_sale_item(:sale, 4, 1, 0.99, tax_rate => 7.7) AS third \gset
SELECT taxes(:sale), tax_amount, total_amount FROM sale WHERE id = :sale;
SELECT remove_sale_item(:first);
SELECT taxes(:sale), tax_amount, total_amount FROM sale WHERE id = :sale;
SELECT tax_amount FROM update_sale_item(:third, 10);
SELECT taxes(:sale), tax_amount, total_amount FROM complete_sale(:sale, '[{"method": "CASH", "amount": 20}]');
-- the day's end is the sum of the sales
SELECT d.sales, d.gross, d.discount, d.tax, d.refunds, d.net, d.tax = (SELECT sum(tax_amount) FROM sale WHERE outlet_id = 1 AND completed_at IS NOT NULL) AS agrees FROM daily_sales d WHERE outlet_id = 1;
SELECT sum(tax) AS tax, sum(gross) AS gross FROM sale_line WHERE outlet_id = 1;
SELECT * FROM check_promises();
-- tax that the prices contain is what is shared, never what is paid
INSERT INTO tenant (id, name, prices_include_tax, tax_rounding) VALUES (3, 'Contained', true, 'invoice');
INSERT INTO outlet (tenant_id, id, name) VALUES (3, 31, 'Stall');
INSERT INTO product (tenant_id, id, name) VALUES (3, 31, 'Thing');
INSERT INTO variation (tenant_id, id, product_id, name, track_inventory) VALUES (3, 31, 31, 'Small', false);
SELECT id, taxes(id), tax_amount, total_amount FROM checkout(31, (SELECT jsonb_agg(jsonb_build_object('variation_id', 31, 'quantity', 1, 'unit_price', 0.10, 'tax_rate', 19)) FROM generate_series(1, 6)), '[{"method": "CASH", "amount": 0.60}]');
SELECT * FROM by_rate(5);
-- fixed by the first sale, for whoever changes it
UPDATE tenant SET tax_rounding = 'line' WHERE id = 1;
UPDATE tenant SET tax_rounding = 'invoice' WHERE id = 2;
UPDATE tenant SET tax_rounding = 'none' WHERE id = 3;
UPDATE tenant SET tax_rounding = 'invoice', name = 'Corner Shop' WHERE id = 1;

-- checkout_json: checkout's keys, the receipt back
SET primeinv.actor = 'till';
SELECT add_stock(1, 10, 1, 'A', '2999-01-01', 2) \g /dev/null
UPDATE variation SET price = 10, tax_rate = 10 WHERE id = 1;
INSERT INTO customer (tenant_id, id, name, credit_limit) VALUES (1, 1, 'Acme', 20);
SELECT checkout_json('{"outlet_id": 1, "items": [{"variation_id": 1, "quantity": "2"}], "payments": [{"method": "cash", "amount": 30}], "discount_amount": "1.00", "actor": "ann", "request_id": "j1"}') AS receipt \gset
SELECT r -> 'total' AS total, r -> 'tax_by_rate' AS tax, r -> 'cashier' AS cashier, r -> 'payments' -> 0 -> 'change' AS change, jsonb_array_length(r -> 'items') AS items, r = receipt((r -> 'sale_id')::bigint) AS same
FROM (SELECT :'receipt'::jsonb) AS x (r);
-- once, and the first receipt again, whatever came back since
SELECT amount FROM refund_sale((:'receipt'::jsonb -> 'sale_id')::bigint, NULL, 'back');
SELECT checkout_json('{"request_id": "j1", "outlet_id": "1", "payments": [{"method": "cash", "amount": "30.00"}], "items": [{"variation_id": 1, "quantity": 2}], "discount_amount": 1}') = :'receipt'::jsonb AS first;
SELECT count(*) FROM sale WHERE id > (:'receipt'::jsonb -> 'sale_id')::bigint;
SELECT checkout_json('{"outlet_id": 1, "customer_id": 1, "type": "RETAIL", "items": [{"variation_id": 1, "quantity": 2}], "manager_override": true, "override_reason": "friend", "override_by": "Boss"}') -> 'due' AS due;
\pset format unaligned
\pset tuples_only on
SELECT * FROM try($$checkout_json('{"outlet_id": 1, "items": [{"variation_id": 1, "quantity": 3}], "request_id": "j1"}')$$);
SELECT * FROM try($$checkout_json('{"outlet_id": 1, "items": [], "tip": 1}')$$);
SELECT * FROM try($$checkout_json('{"outlet_id": 1, "items": [{"variation_id": 1, "quantity": 1, "tip": 1}]}')$$);
SELECT * FROM try($$checkout_json('{"outlet_id": 1}')$$);
SELECT * FROM try($$checkout_json('{"outlet_id": 1, "items": []}')$$);
SELECT * FROM try($$checkout_json('{"outlet_id": 1, "items": {"variation_id": 1}}')$$);
SELECT * FROM try($$checkout_json('[1]')$$);
SELECT * FROM try($$checkout_json(NULL)$$);
SELECT * FROM try($$checkout_json('{"outlet_id": 77, "items": []}')$$);
SELECT * FROM try($$checkout_json('{"outlet_id": 1, "customer_id": 0, "items": [{"variation_id": 1, "quantity": 1}]}')$$);
SELECT * FROM try($$checkout_json('{"outlet_id": 1, "items": [{"variation_id": 1, "quantity": 1}]}')$$);
SELECT * FROM try($$checkout_json('{"outlet_id": 1, "items": [{"variation_id": 1, "quantity": 1}], "manager_override": "yes"}')$$);
SELECT * FROM try($$checkout_json('{"outlet_id": 1, "items": [{"variation_id": 1, "quantity": 1}], "manager_override": true}')$$);
SELECT * FROM try($$checkout_json('{"outlet_id": 1, "items": [{"variation_id": 1, "quantity": 100}]}')$$);
CREATE ROLE regress_price_app;
SELECT grant_tenant('regress_price_app', 1, 'app') \g /dev/null
SET ROLE regress_price_app;
SELECT primeinv.checkout_json('{"outlet_id": 1, "items": [{"variation_id": 1, "quantity": 1}], "payments": [{"method": "CASH", "amount": 11}]}') -> 'total';
SELECT primeinv.checkout_json('{"outlet_id": 1, "items": [{"variation_id": 1, "quantity": 1}], "manager_override": true, "override_reason": "x", "override_by": "y"}');
SELECT primeinv.checkout_json('{"outlet_id": 9, "items": [{"variation_id": 9, "quantity": 1}]}');
RESET ROLE;
DROP OWNED BY regress_price_app;
DROP ROLE regress_price_app;
SELECT * FROM check_promises();
DROP FUNCTION public.by_rate, public.sold, public.taxes;
\set ECHO none
\i :end
