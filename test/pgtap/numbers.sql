-- The library reads and makes numerics by itself: they must be, to the bit, those that PostgreSQL's own arithmetic makes.
BEGIN;
SELECT no_plan();

INSERT INTO primeinv.tenant (id, name) VALUES (902, 'Corner');
INSERT INTO primeinv.outlet (id, tenant_id, name) VALUES (902, 902, 'Here');
INSERT INTO primeinv.product (id, tenant_id, name) VALUES (902, 902, 'Rice');
INSERT INTO primeinv.variation (id, tenant_id, product_id, name) VALUES (902, 902, 902, 'Bag');

CREATE TEMP TABLE number AS
	SELECT DISTINCT sign * (whole + part) AS n
	FROM unnest(ARRAY[0, 1, 9, 10, 99, 1234, 9999, 10000, 10001, 99990000, 100000000, 123456789012, 999999999999]::numeric[]) whole,
		unnest(ARRAY[0, 0.001, 0.01, 0.1, 0.009, 0.09, 0.9, 0.012, 0.999]) part, unnest(ARRAY[-1, 1]) sign
	UNION
	SELECT round((random() * 10 ^ (random() * 13 - 3))::numeric, 3) * CASE WHEN random() < 0.5 THEN -1 ELSE 1 END FROM generate_series(1, 5000);
DELETE FROM number WHERE abs(n) > 999999999999.999;

-- With more digits behind the point, and of another origin, the same number is another numeric.
SELECT is_empty($$
	SELECT n FROM number, LATERAL (VALUES (n), (n * 1.000000000), (n * 3 / 3), (n::text::numeric), (trim_scale(n))) AS written (w)
	WHERE numeric_send(primeinv.to_base_units(902, w, NULL)) <> numeric_send(n::numeric(15,3))
		OR pg_column_size(primeinv.to_base_units(902, w, NULL)) <> pg_column_size(n::numeric(15,3))$$,
	'a quantity comes back as it went in, with three decimals');

SELECT count(primeinv.add_stock(902, abs(n), 902, 'N' || at, NULL, abs(n) / 1000)) FROM (
	SELECT n, row_number() OVER () AS at FROM number WHERE n <> 0 AND abs(n) < 1000000 AND scale(trim_scale(n / 1000)) <= 4 LIMIT 500) t \g /dev/null
SELECT is_empty($$
	SELECT b.id FROM primeinv.batch b JOIN primeinv.stock_movement m ON m.batch_id = b.id
	WHERE b.outlet_id = 902 AND (numeric_send(b.quantity) <> numeric_send(m.quantity + 0) OR numeric_send(b.quantity) <> numeric_send(b.quantity::text::numeric(15,3))
		OR numeric_send(b.cost_price) <> numeric_send(b.cost_price::text::numeric(15,4)) OR pg_column_size(b.cost_price + 0) <> pg_column_size(b.cost_price::text::numeric(15,4)))$$,
	'so do what is stored and its cost, with four');

CREATE FUNCTION pg_temp.said(call text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE 'SELECT ' || call;
	RETURN 'nothing';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLERRM;
END $$;
CREATE TEMP TABLE refused (n text, because text);
INSERT INTO refused VALUES ('''NaN''', 'finite'), ('''Infinity''', 'finite'), ('''-Infinity''', 'finite'), ('0.0001', '3 decimals'), ('-1.00001', '3 decimals'),
	('1e-16383', '3 decimals'), ('123456789.0000000001', '3 decimals'), ('1000000000000', 'too large'), ('-1000000000000', 'too large'),
	('1e15', 'too large'), ('9223372036854775.807', 'too large'), ('9223372036854775808', 'too large'), ('1e131071', 'too large'), ('1e16 + 0.0001', '3 decimals');
SELECT is_empty($$SELECT n FROM refused WHERE pg_temp.said(format('primeinv.to_base_units(902, %s, NULL)', n)) NOT LIKE '%' || because || '%'$$,
	'what is no number, not exact or too large is refused as that');

-- Ids in JSON.
CREATE TEMP TABLE id (n text, because text);
INSERT INTO id VALUES ('1e0', 'variation 1 does'), ('"1.0"', 'variation 1 does'), ('10000', 'variation 10000 does'), ('123456789012', 'variation 123456789012 does'),
	('9223372036854775807', 'variation 9223372036854775807 does'), ('-9223372036854775808', 'variation -9223372036854775808 does'),
	('-40000', 'variation -40000 does'), ('9223372036854775808', '"items[1].variation_id" must be a whole number'),
	('1.5', '"items[1].variation_id" must be a whole number'), ('1e400', '"items[1].variation_id" must be a whole number');
DELETE FROM id WHERE EXISTS (SELECT FROM primeinv.variation v WHERE v.tenant_id = 902 AND because = format('variation %s does', v.id));
SELECT is_empty($$SELECT n, pg_temp.said(format('primeinv.add_stock_bulk(902, ''[{"variation_id": 902, "quantity": 1}, {"variation_id": %s, "quantity": 1}]'')', n))
	FROM id WHERE pg_temp.said(format('primeinv.add_stock_bulk(902, ''[{"variation_id": 902, "quantity": 1}, {"variation_id": %s, "quantity": 1}]'')', n)) NOT LIKE because || '%'$$,
	'whole numbers are read whole, and refused where they are not');
SELECT is_empty('SELECT * FROM primeinv.check_promises()', 'all promises hold');

SELECT * FROM finish();
ROLLBACK;
