-- Amounts: each rule of rounding, with tax added or contained, two decimals or none.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
INSERT INTO tenant (id, name, currency, money_decimals, prices_include_tax) VALUES
	(11, 'Added', 'EUR', 2, false), (12, 'Contained', 'EUR', 2, true), (13, 'Yen added', 'JPY', 0, false),
	(14, 'Yen contained', 'JPY', 0, true), (15, 'Dinar', 'KWD', 3, true), (16, 'Four', 'XTS', 4, false);
INSERT INTO outlet (tenant_id, id, name) SELECT id, id, name FROM tenant WHERE id > 10;
INSERT INTO product (tenant_id, id, name) SELECT id, id, 'Work' FROM tenant WHERE id > 10;
INSERT INTO variation (tenant_id, id, product_id, name, track_inventory, tax_rate) SELECT id, id, id, 'Hour', false, 10 FROM tenant WHERE id > 10;
-- Sells lines of price, quantity, discount and tax at an outlet, paid in full, and shows what they come to.
CREATE FUNCTION public.sold(shop bigint, discount numeric, VARIADIC lines numeric[]) RETURNS TABLE (subtotal numeric, discount_amount numeric, tax numeric, total numeric)
LANGUAGE plpgsql SET search_path = primeinv, public AS $$
DECLARE
	items jsonb; made sale;
BEGIN
	SELECT jsonb_agg(jsonb_build_object('variation_id', shop, 'unit_price', lines[n], 'quantity', lines[n + 1], 'discount_percentage', lines[n + 2], 'tax_rate', lines[n + 3]) ORDER BY n)
		INTO items FROM generate_series(1, cardinality(lines), 4) n;
	made := checkout(shop, items, '[{"method":"CASH","amount":99999999}]', discount_amount => discount);
	RETURN QUERY SELECT trim_scale(i.subtotal), trim_scale(i.discount_amount), trim_scale(i.tax_amount), trim_scale(i.total_price) FROM sale_item i WHERE i.sale_id = made.id ORDER BY i.id;
	RETURN QUERY SELECT trim_scale(made.subtotal), trim_scale(made.discount_amount), trim_scale(made.tax_amount), trim_scale(made.total_amount);
END $$;
\pset format unaligned
\pset tuples_only on
\set ECHO all

-- Quantity times price, half away from zero: 2.5 x 0.01, 1.5 x 0.03, 0.125 x 0.04
SELECT * FROM sold(11, 0, 0.01, 2.5, 0, 0, 0.03, 1.5, 0, 0, 0.04, 0.125, 0, 0);
-- prices have four decimals, whatever the money has: 100 g at 0.0125
SELECT * FROM sold(11, 0, 0.0125, 100, 0, 0);
-- a line's discount, then the tax on what is left: 9.99 - 0.3333 %, 12.5 %
SELECT * FROM sold(11, 0, 9.99, 1, 3.3333, 12.5);
SELECT * FROM sold(11, 0, 0.05, 1, 50, 10);
-- contained in it: the total is the discounted amount, the tax a part of it
SELECT * FROM sold(12, 0, 9.99, 1, 3.3333, 12.5);
SELECT * FROM sold(12, 0, 11, 1, 0, 10);
SELECT * FROM sold(12, 0, 0.05, 1, 50, 10);
SELECT * FROM sold(12, 0, 0.06, 1, 0, 100);
-- no decimals, three, four
SELECT * FROM sold(13, 0, 99.5, 1, 0, 8, 12.5, 2, 10, 8);
SELECT * FROM sold(14, 0, 99.5, 1, 0, 8, 12.5, 2, 10, 8);
SELECT * FROM sold(15, 0, 1.2345, 1, 0, 5);
SELECT * FROM sold(16, 0, 0.3333, 0.333, 33.3333, 7.7);
SELECT * FROM sold(13, 0, 0.4, 1, 0, 10);

-- A sale's discount is shared by what the lines come to; the remainder is the largest's.
SELECT * FROM sold(11, 1, 10, 1, 0, 0, 10, 1, 0, 0, 10, 1, 0, 0);
SELECT * FROM sold(11, 0.10, 1, 1, 0, 10, 2, 1, 0, 10, 4, 1, 0, 10);
SELECT * FROM sold(11, 0.05, 5, 1, 0, 0, 5, 1, 0, 0);
SELECT * FROM sold(12, 1, 10, 1, 50, 20, 10, 1, 0, 5, 3, 1, 0, 0);
SELECT * FROM sold(13, 7, 33, 1, 0, 10, 33, 1, 0, 10, 34, 1, 0, 10);
-- not more than a line comes to, nor less than nothing: ten lines of a cent
SELECT sum(discount_amount) / 2, min(total), max(total) FROM sold(11, 0.04, 0.01, 1, 0, 0, 0.01, 1, 0, 0, 0.01, 1, 0, 0, 0.01, 1, 0, 0, 0.01, 1, 0, 0, 0.01, 1, 0, 0, 0.01, 1, 0, 0, 0.01, 1, 0, 0, 0.01, 1, 0, 0, 0.01, 1, 0, 0);
SELECT sum(discount_amount) / 2, min(total), max(total) FROM sold(11, 0.06, 0.01, 1, 0, 0, 0.01, 1, 0, 0, 0.01, 1, 0, 0, 0.01, 1, 0, 0, 0.01, 1, 0, 0, 0.01, 1, 0, 0, 0.01, 1, 0, 0, 0.01, 1, 0, 0, 0.01, 1, 0, 0, 0.01, 1, 0, 0);
-- all of it
SELECT * FROM sold(11, 6, 1, 1, 0, 10, 2, 1, 0, 10, 3, 1, 0, 10);
SELECT try('sold(11, 6.01, 1, 1, 0, 10, 2, 1, 0, 10, 3, 1, 0, 10)');
SELECT try('sold(13, 0.5, 10, 1, 0, 10)');

-- Too large.
SELECT try('sold(11, 0, 99999999999, 2, 0, 0)');
SELECT try('sold(11, 0, 99999999999, 1, 0, 0, 99999999999, 1, 0, 0)');
SELECT try('sold(11, 0, 100000000000, 1, 0, 0)');

-- Against numeric arithmetic: a few hundred sales of random lines.
SELECT setseed(0.5) \g /dev/null
CREATE TEMP TABLE drawn AS
	SELECT shop, round((random() * 20)::numeric, (SELECT money_decimals FROM tenant WHERE id = shop)) AS discount, n,
		array_agg(v ORDER BY line, k) AS lines
	FROM generate_series(11, 16) shop, generate_series(1, 40) n, generate_series(1, 4) line,
		LATERAL (VALUES (1, round((20 + random() * 500)::numeric, 4)), (2, round((random() * 9 + 0.5)::numeric, 3)),
			(3, CASE WHEN random() < 0.5 THEN 0 ELSE round((random() * 50)::numeric, 4) END),
			(4, CASE WHEN random() < 0.2 THEN 0 ELSE round((random() * 25)::numeric, 2) END)) AS x (k, v)
	GROUP BY 1, 3;
SELECT count(*) FROM drawn, sold(shop, drawn.discount, VARIADIC lines) AS x;
CREATE TEMP VIEW recomputed AS
	SELECT i.*, t.prices_include_tax AS contained, t.money_decimals AS d,
		round(i.quantity * i.unit_price, t.money_decimals) AS subtotal_,
		round(round(i.quantity * i.unit_price, t.money_decimals) * i.discount_percentage / 100, t.money_decimals) AS own_discount
	FROM sale_item i JOIN tenant t ON t.id = i.tenant_id;
SELECT count(*) FROM recomputed WHERE subtotal <> subtotal_ OR discount_amount - sale_discount <> own_discount
	OR tax_amount <> CASE WHEN contained THEN round((subtotal_ - discount_amount) * tax_rate / (100 + tax_rate), d) ELSE round((subtotal_ - discount_amount) * tax_rate / 100, d) END
	OR total_price <> subtotal_ - discount_amount + CASE WHEN contained THEN 0 ELSE tax_amount END;
-- shares: off by rounding alone, but for the largest line's
SELECT count(*) FROM (
	SELECT r.sale_discount, r.d, s.sale_discount * (subtotal_ - own_discount) / sum(subtotal_ - own_discount) OVER sale AS exact,
		row_number() OVER (PARTITION BY r.sale_id ORDER BY subtotal_ - own_discount DESC, r.id) = 1 AS largest
	FROM recomputed r JOIN sale s ON s.id = r.sale_id WHERE s.sale_discount > 1 AND s.subtotal > 40
	WINDOW sale AS (PARTITION BY r.sale_id)) x
WHERE abs(sale_discount - exact) > CASE WHEN largest THEN 2.5 ELSE 0.5 END * 10.0 ^ -d;
SELECT count(*) FROM sale s WHERE sale_discount <> (SELECT sum(i.sale_discount) FROM sale_item i WHERE i.sale_id = s.id)
	OR (subtotal, discount_amount, tax_amount, total_amount) IS DISTINCT FROM
	(SELECT (sum(i.subtotal), sum(i.discount_amount), sum(i.tax_amount), sum(i.total_price)) FROM sale_item i WHERE i.sale_id = s.id);
-- and all of it has just the tenant's decimals
SELECT count(*) FROM sale s JOIN tenant t ON t.id = s.tenant_id JOIN sale_item i ON i.sale_id = s.id JOIN payment p ON p.sale_id = s.id, LATERAL unnest(ARRAY[
	s.subtotal, s.discount_amount, s.tax_amount, s.total_amount, s.amount_paid, s.refunded_amount, s.amount_due, s.sale_discount,
	i.subtotal, i.discount_amount, i.tax_amount, i.total_price, i.sale_discount, p.amount, p.tendered, p.change_given]) AS money
WHERE scale(money) <> money_decimals;
SELECT count(*) FROM daily_sales d JOIN tenant t ON t.id = d.tenant_id, LATERAL unnest(ARRAY[gross, discount, tax, refunds, voids, net]) AS money WHERE scale(money) <> money_decimals;
SELECT * FROM check_promises();
\set ECHO none
DROP FUNCTION public.sold;
\i :end
\set ECHO all
