-- What a line costs is read below the executor; a query says the same of every mix of prices, units, outlets and names.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\set ECHO all
-- 128 mixes: each bit of n is something that the catalogue says of variation 100 + n, or does not.
INSERT INTO product (tenant_id, id, name, sku) SELECT 1, 100 + n, 'Product ' || n, CASE n % 3 WHEN 0 THEN 'P-' || n WHEN 1 THEN '' END FROM generate_series(0, 15) n;
INSERT INTO variation (tenant_id, id, product_id, name, sku, price, wholesale_price, minimum_wholesale_quantity, cost, tax_rate, track_inventory)
SELECT 1, 100 + n, 100 + n % 16, 'Size ' || n, CASE n % 5 WHEN 0 THEN '' WHEN 1 THEN 'V-' || n WHEN 2 THEN 'V ''' || n END,
	CASE WHEN n & 1 <> 0 THEN 10 + n * 0.0137 END, CASE WHEN n & 2 <> 0 THEN 5 + n * 0.0137 END, CASE WHEN n & 4 <> 0 THEN 11.5 END,
	CASE WHEN n % 7 > 0 THEN n * 0.0731 END, n % 26 * 0.7501, false
FROM generate_series(0, 127) n;
INSERT INTO outlet_variation (tenant_id, outlet_id, variation_id, price) SELECT 1, 1, 100 + n, CASE WHEN n % 11 > 0 THEN 9 + n * 0.0137 END FROM generate_series(0, 127) n WHERE n & 8 <> 0;
INSERT INTO outlet_variation (tenant_id, outlet_id, variation_id, price) SELECT 1, 2, 100 + n, 1000 FROM generate_series(0, 127, 3) n;
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator, denominator, price, wholesale_price)
SELECT 1, 100 + n, u.unit, u.numerator, u.denominator, CASE WHEN n & 32 <> 0 THEN 7 + n * 0.0137 END, CASE WHEN n & 64 <> 0 THEN 6 + n * 0.0137 END
FROM generate_series(0, 127) n, (VALUES ('case', 12, 1), ('gram', 1, 8)) u (unit, numerator, denominator) WHERE n & 16 <> 0;
-- The lines of a sale of all of them: of some a second time, so that there is enough for wholesale.
CREATE FUNCTION public.items(of_quantity numeric, given numeric) RETURNS jsonb LANGUAGE sql SET search_path = primeinv AS $$
	SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('variation_id', 100 + n, 'quantity', of_quantity, 'unit_price', given,
		'unit', CASE WHEN n & 16 <> 0 THEN CASE n % 2 WHEN 0 THEN 'case' ELSE 'gram' END END)) ORDER BY again, n * 37 % 128)
	FROM generate_series(0, 127) n, generate_series(0, 1) again WHERE again = 0 OR n % 4 = 0 $$;
-- What a sale's lines say otherwise than the tables do, and how many lines there are of each rule.
CREATE FUNCTION public.otherwise(of_sale bigint) RETURNS TABLE (line bigint, is text, due text) LANGUAGE sql SET search_path = primeinv AS $$
	WITH fact AS (
		SELECT i.*, s.type, concat(p.name, ' - ', v.name) AS name, COALESCE(CASE WHEN v.sku <> '' THEN v.sku END, p.sku) AS sku,
			v.tax_rate AS tax, COALESCE(v.cost, 0) AS cost, v.price AS v_price, v.wholesale_price AS v_wholesale, o.price AS o_price, u.price AS u_price,
			u.wholesale_price AS u_wholesale, COALESCE(u.numerator, 1)::numeric / COALESCE(u.denominator, 1) AS ratio,
			s.type = 'WHOLESALE' AND sum(i.base_quantity) OVER (PARTITION BY i.variation_id) >= COALESCE(v.minimum_wholesale_quantity, 0) AS wholesale
		FROM sale_item i JOIN sale s ON s.id = i.sale_id JOIN variation v ON v.id = i.variation_id JOIN product p ON p.id = v.product_id
			LEFT JOIN outlet_variation o ON o.outlet_id = s.outlet_id AND o.variation_id = v.id
			LEFT JOIN variation_unit u ON u.variation_id = v.id AND u.unit = i.unit
		WHERE s.id = of_sale
	), priced AS (
		SELECT f.*, r.rule, round(r.price, 4) AS price
		FROM fact f, LATERAL (
			SELECT * FROM (VALUES (1, 'unit wholesale', CASE WHEN wholesale THEN u_wholesale END), (2, 'wholesale', CASE WHEN wholesale THEN v_wholesale * ratio END),
				(3, 'unit', u_price), (4, 'outlet', o_price * ratio), (5, 'variation', v_price * ratio), (6, 'none', NULL)) x (rank, rule, price)
			WHERE price IS NOT NULL OR rule = 'none' ORDER BY rank LIMIT 1
		) r
	)
	SELECT id, (list_price, price_rule, unit_price, product_name, product_sku, tax_rate, unit_cost, base_quantity)::text,
		(price, rule, CASE WHEN price_given THEN unit_price ELSE price END, name, sku, tax, cost, round(quantity * ratio, 3))::text
	FROM priced
	WHERE (list_price, price_rule, unit_price, product_name, product_sku, tax_rate, unit_cost, base_quantity) IS DISTINCT FROM
		(price, rule, CASE WHEN price_given THEN unit_price ELSE price END, name, sku, tax, cost, round(quantity * ratio, 3)) $$;
-- Sells all of it in so many ways.
CREATE FUNCTION public.sell_all() RETURNS TABLE (sale bigint, type text, lines bigint, rules text, wrong bigint) LANGUAGE plpgsql SET search_path = primeinv, public AS $$
DECLARE
	s record;
BEGIN
	FOR s IN SELECT c.id FROM (VALUES (1, 'RETAIL', 8.0), (2, 'RETAIL', 24), (1, 'WHOLESALE', 8), (2, 'WHOLESALE', 0.016), (1, 'WHOLESALE', 16)) w (outlet, type, quantity),
		LATERAL checkout(w.outlet, items(w.quantity, 1), '[{"method": "CASH", "amount": 100000}]', type => w.type) c LOOP
		RETURN QUERY SELECT s.id, t.type, r.lines, r.rules, (SELECT count(*) FROM otherwise(s.id)) FROM sale t, LATERAL (
			SELECT sum(c)::bigint AS lines, string_agg(price_rule || ' ' || c, ', ' ORDER BY price_rule) AS rules
			FROM (SELECT price_rule, count(*) AS c FROM sale_item WHERE sale_id = s.id GROUP BY 1) g) r WHERE t.id = s.id;
	END LOOP;
END $$;
SELECT * FROM sell_all();
-- as the prices are now: changed by this session, by this transaction, moved to other places
UPDATE variation SET price = price + 1, wholesale_price = wholesale_price / 2, cost = cost * 2, sku = NULL WHERE id >= 100;
UPDATE product SET name = 'New ' || name, sku = 'N-' || id WHERE id >= 100;
SELECT sum(wrong) FROM sell_all();
BEGIN;
UPDATE outlet_variation SET price = price + 3 WHERE variation_id >= 100;
UPDATE variation_unit SET price = price - 1, numerator = numerator * 2 WHERE variation_id >= 100;
DELETE FROM outlet_variation WHERE variation_id % 10 = 3;
INSERT INTO outlet_variation (tenant_id, outlet_id, variation_id, price) VALUES (1, 2, 101, 0), (1, 1, 101, 0);
SELECT sum(wrong) FROM sell_all();
ROLLBACK;
SELECT sum(wrong) FROM sell_all();
VACUUM FULL variation;
VACUUM FULL product;
VACUUM FULL outlet_variation;
VACUUM FULL variation_unit;
SELECT sum(wrong) FROM sell_all();
BEGIN ISOLATION LEVEL SERIALIZABLE;
UPDATE variation SET price = price * 2 WHERE id >= 100 AND id % 2 = 0;
SELECT sum(wrong) FROM sell_all();
COMMIT;
-- what is not given follows the rule
SELECT id AS sale FROM checkout(1, (SELECT jsonb_agg(i) FROM jsonb_array_elements(items(8, NULL)) i WHERE (i -> 'variation_id')::int % 2 = 1), '[{"method": "CASH", "amount": 1000000}]') \gset
SELECT count(*), sum((unit_price = list_price)::int), (SELECT count(*) FROM otherwise(:sale)) AS wrong FROM sale_item WHERE sale_id = :sale;
SELECT * FROM check_promises();
DROP FUNCTION public.sell_all, public.otherwise, public.items(numeric, numeric);
\i :end
