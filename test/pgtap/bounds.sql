-- Whatever a tenant's role may write into a table has a bound: its extremes are refused, or fit any sum, date and dump. The columns
-- are asked of the catalog, so that a new one is tried without anybody's doing.
BEGIN;
SELECT no_plan();

INSERT INTO primeinv.tenant (id, name) VALUES (901, 'Corner');
CREATE ROLE b_manager;
SELECT primeinv.grant_tenant('b_manager', 901, 'manager');
SET ROLE b_manager;
INSERT INTO primeinv.outlet (tenant_id, name) VALUES (901, 'Here');
INSERT INTO primeinv.product (tenant_id, name) VALUES (901, 'Rice');
INSERT INTO primeinv.variation (tenant_id, product_id, name) SELECT 901, id, 'Bag' FROM primeinv.product WHERE tenant_id = 901;
INSERT INTO primeinv.variation_unit (tenant_id, variation_id, unit, numerator) SELECT 901, id, 'case', 12 FROM primeinv.variation WHERE tenant_id = 901;
INSERT INTO primeinv.outlet_variation (tenant_id, outlet_id, variation_id) SELECT 901, o.id, v.id FROM primeinv.outlet o, primeinv.variation v WHERE o.tenant_id = 901 AND v.tenant_id = 901;
INSERT INTO primeinv.customer (tenant_id, name) VALUES (901, 'She');
RESET ROLE;

CREATE TEMP TABLE writable AS
	SELECT c.oid::regclass AS rel, a.attname AS name, t.typname AS type, a.atttypmod AS typmod
	FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type t ON t.oid = a.atttypid
	WHERE c.relnamespace = 'primeinv'::regnamespace AND has_column_privilege('b_manager', c.oid, a.attnum, 'UPDATE');
SELECT cmp_ok((SELECT count(*) FROM writable), '>', 40::bigint, 'there are columns to write');
SELECT set_eq('SELECT DISTINCT type FROM writable', ARRAY['bool', 'int4', 'int8', 'numeric', 'text'],
	'their types are known here: for another one, say below what its extremes are');

-- The extremes of each type; numeric columns with a scale cannot hold theirs.
CREATE TEMP TABLE extreme (type text, value text);
INSERT INTO extreme VALUES ('int4', '2147483647'), ('int4', '-2147483648'), ('int8', '9223372036854775807'), ('int8', '-9223372036854775808'),
	('numeric', '1e130000'), ('numeric', '-1e130000'), ('numeric', '''NaN'''), ('numeric', '''Infinity'''), ('numeric', '1e-16000'),
	('text', 'repeat(''x'', 70000)'), ('text', 'repeat(chr(8364), 5000)');

CREATE FUNCTION pg_temp.written(rel regclass, name name, value text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('UPDATE %s SET %I = %s WHERE tenant_id = 901', rel, name, value);
	EXECUTE format('SELECT left(%I::text, 40) FROM %s WHERE tenant_id = 901', name, rel) INTO STRICT value;
	RAISE EXCEPTION 'undo' USING ERRCODE = 'UNDO1', DETAIL = coalesce(value, 'null');
EXCEPTION
	WHEN SQLSTATE 'UNDO1' THEN
		GET STACKED DIAGNOSTICS value = PG_EXCEPTION_DETAIL;
		RETURN value;
	WHEN integrity_constraint_violation OR data_exception OR insufficient_privilege THEN
		RETURN NULL;
END $$;
GRANT SELECT ON writable, extreme TO b_manager;
SET ROLE b_manager;
-- What is stored all the same is small: a numeric was rounded to the scale of its column.
SELECT is_empty($q$
	SELECT w.rel, w.name, e.value, pg_temp.written(w.rel, w.name, e.value) AS stored FROM writable w JOIN extreme e USING (type)
	WHERE pg_temp.written(w.rel, w.name, e.value) !~ '^0(\.0*)?$'$q$, 'no extreme is stored');
RESET ROLE;

-- The same for what functions write: a text that is given is refused above 64 KiB, and where an index has it above 200 letters.
SELECT throws_ok($$SELECT primeinv.add_stock(v.id, 1, o.id, repeat('x', 201)) FROM primeinv.variation v, primeinv.outlet o WHERE v.tenant_id = 901 AND o.tenant_id = 901$$,
	'22023', 'batch_number is too long', 'a batch number is short');
SELECT throws_ok($$SELECT primeinv.add_stock_bulk(o.id, jsonb_build_array(jsonb_build_object('variation_id', v.id, 'quantity', 1, 'batch_number', repeat('x', 201)))) FROM primeinv.variation v, primeinv.outlet o WHERE v.tenant_id = 901 AND o.tenant_id = 901$$,
	'22023', 'batch_number is too long', 'in a delivery, too');
SELECT lives_ok($$SELECT primeinv.add_stock(v.id, 1, o.id, repeat(chr(8364), 200)) FROM primeinv.variation v, primeinv.outlet o WHERE v.tenant_id = 901 AND o.tenant_id = 901$$,
	'200 letters of any kind are not');
SELECT throws_ok($$SELECT primeinv.reserve_stock(v.id, 1, o.id, repeat('x', 201)) FROM primeinv.variation v, primeinv.outlet o WHERE v.tenant_id = 901 AND o.tenant_id = 901$$,
	'22023', 'cart_session_id is too long', 'so is a cart''s name');
SELECT is_empty('SELECT * FROM primeinv.check_promises()', 'all promises hold');

SELECT * FROM finish();
ROLLBACK;
