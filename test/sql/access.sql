-- Rows: which a role sees, that indexes still find them, and that a plan is nobody's own.
\set VERBOSITY terse
SET client_min_messages = warning;
CREATE EXTENSION primeinv;
CREATE ROLE regress_reader;
CREATE ROLE regress_app;
CREATE ROLE regress_member IN ROLE regress_app;
CREATE ROLE regress_twofold;
CREATE ROLE regress_none;
INSERT INTO primeinv.tenant (id, name) VALUES (1, 'Corner Shops'), (2, 'Elsewhere'), (3, 'Third');
INSERT INTO primeinv.outlet (tenant_id, id, name) VALUES (1, 1, 'Main Store'), (2, 2, 'Far Away'), (3, 3, 'There');
INSERT INTO primeinv.product (tenant_id, id, name) SELECT 1 + n % 3, n, 'Thing ' || n FROM generate_series(1, 3000) n;
INSERT INTO primeinv.variation (tenant_id, id, product_id, name, sku, barcode) SELECT tenant_id, id, id, 'one', 'SKU' || id, 'B' || id FROM primeinv.product;
SELECT count(primeinv.add_stock(id, 10, tenant_id, 'LOT')) FROM primeinv.variation WHERE id <= 1000;
SELECT count(*) FROM primeinv.variation v, primeinv.deduct_stock(v.id, 1, v.tenant_id) WHERE v.id <= 1000;
SELECT primeinv.sync_ids() > 0 AS synced;
ANALYZE;
SELECT primeinv.grant_tenant('regress_reader', 1, 'reader'), primeinv.grant_tenant('regress_app', 1, 'app'),
	primeinv.grant_tenant('regress_twofold', 1, 'manager'), primeinv.grant_tenant('regress_twofold', 2, 'reader');

-- A grant is one row, of the last level.
SELECT primeinv.grant_tenant('regress_reader', 1, 'app'), primeinv.grant_tenant('regress_reader', 1, 'reader');
SELECT tenant_id, role_name, level FROM primeinv.tenant_grant ORDER BY 1, 2;

-- What each sees; members see what the role does.
CREATE FUNCTION pg_temp.look() RETURNS TABLE (who name, reader bigint[], app bigint[], outlets bigint, batches bigint, movements bigint, levels bigint) LANGUAGE sql AS $$
	SELECT current_user, primeinv.visible_tenants('reader'), primeinv.visible_tenants('app'), (SELECT count(*) FROM primeinv.outlet),
		(SELECT count(*) FROM primeinv.batch), (SELECT count(*) FROM primeinv.stock_movement), (SELECT count(*) FROM primeinv.stock_level WHERE on_hand > 0) $$;
SELECT * FROM pg_temp.look();
SET ROLE regress_reader; SELECT * FROM pg_temp.look();
SET ROLE regress_member; SELECT * FROM pg_temp.look();
SET ROLE regress_twofold; SELECT * FROM pg_temp.look();
SET ROLE regress_none; SELECT * FROM primeinv.outlet;

-- Narrowed, for a transaction or a session; to a tenant of somebody else's, or to nonsense: nothing.
SET ROLE regress_twofold;
BEGIN; SET LOCAL primeinv.tenant = 2; SELECT * FROM pg_temp.look(); COMMIT;
SELECT reader FROM pg_temp.look();
SET primeinv.tenant = '3'; SELECT * FROM pg_temp.look();
SELECT primeinv.get_available_stock(3, 1);
SET primeinv.tenant = 'one'; SELECT * FROM pg_temp.look();
SELECT primeinv.get_available_stock(3, 1);
SET primeinv.tenant = '1'; SELECT primeinv.get_available_stock(3, 1);
RESET primeinv.tenant;
-- the owner is not narrowed
RESET ROLE; SET primeinv.tenant = 'one'; SELECT outlets FROM pg_temp.look(); RESET primeinv.tenant;

-- Writing the catalogue: of tenants where one is app.
SET ROLE regress_app;
INSERT INTO primeinv.product (tenant_id, name) VALUES (1, 'New') RETURNING tenant_id, name;
INSERT INTO primeinv.product (tenant_id, name) VALUES (2, 'New');
UPDATE primeinv.product SET name = 'Newer' WHERE name IN ('New', 'Thing 1', 'Thing 3') RETURNING tenant_id, name;
UPDATE primeinv.product SET tenant_id = 2 WHERE name = 'Newer';
INSERT INTO primeinv.variation (tenant_id, product_id, name) VALUES (1, 1, 'of another tenant''s product');
SET ROLE regress_reader;
INSERT INTO primeinv.product (tenant_id, name) VALUES (1, 'Read');
SET ROLE regress_twofold;
UPDATE primeinv.outlet SET name = name || '!' RETURNING id, name;
INSERT INTO primeinv.outlet (tenant_id, name) VALUES (2, 'mine to read only');
RESET ROLE;

-- Plans: the function is asked once a query, in an InitPlan, and indexes find the rows.
CREATE FUNCTION pg_temp.plan(query text, analyze_it boolean DEFAULT false) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF' || CASE WHEN analyze_it THEN ', ANALYZE, TIMING OFF, SUMMARY OFF' ELSE '' END || ') ' || query LOOP
		-- as PostgreSQL 15 and later versions write it
		line := regexp_replace(line, ' \(returns \$\d+\)', '');
		line := regexp_replace(line, 'ANY \((\$\d+|\(InitPlan \d\)\.col1)\)', 'ANY (tenants)', 'g');
		RETURN NEXT regexp_replace(line, '(rows=\d+)\.00', '\1');
	END LOOP;
END $$;
-- Which index, and whether the tenants are a condition of it or a filter after it, the planner's version decides.
CREATE FUNCTION pg_temp.planned(query text, condition text, OUT by_index boolean, OUT tenants_checked boolean) AS $$
	SELECT bool_or(strpos(line, condition) > 0 AND line ~ 'Index Cond:'), bool_or(line ~ 'sees_tenant\(tenant_id')
	FROM pg_temp.plan(query) AS line
$$ LANGUAGE sql;
SET ROLE regress_reader;
SELECT * FROM pg_temp.plan('SELECT * FROM primeinv.batch WHERE id = 3');
SELECT * FROM pg_temp.plan('SELECT * FROM primeinv.variation WHERE tenant_id = 1 AND barcode = ''B3''');
SELECT * FROM pg_temp.planned('SELECT * FROM primeinv.location_stock WHERE outlet_id = 1 AND variation_id = 3', 'variation_id = 3');
SELECT * FROM pg_temp.planned('SELECT * FROM primeinv.stock_movement WHERE batch_id = 3', 'batch_id = 3');
SELECT * FROM pg_temp.plan('SELECT count(*) FROM primeinv.product', true) AS plan WHERE plan ~ 'Scan|Filter';
RESET ROLE;

-- A prepared plan, also a generic one, shows each role its own rows.
PREPARE seen AS SELECT tenant_id, count(*) FROM primeinv.variation GROUP BY 1 ORDER BY 1;
PREPARE one(bigint) AS SELECT tenant_id, id FROM primeinv.variation WHERE id = $1;
SET plan_cache_mode = force_generic_plan;
EXECUTE seen; EXECUTE one(4);
SET ROLE regress_reader; EXECUTE seen; EXECUTE one(3); EXECUTE one(4);
SET ROLE regress_twofold; EXECUTE seen; EXECUTE one(3); EXECUTE one(4);
SET primeinv.tenant = '2'; EXECUTE seen; EXECUTE one(3); EXECUTE one(4);
RESET primeinv.tenant;
SET ROLE regress_none; EXECUTE seen;
RESET ROLE; EXECUTE one(5);
SET ROLE regress_reader; EXECUTE seen; EXECUTE one(5);
-- so does a function's own plan
RESET ROLE;
CREATE FUNCTION public.counted() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM primeinv.outlet); END';
SELECT public.counted();
SET ROLE regress_reader; SELECT public.counted();
SET ROLE regress_twofold; SELECT public.counted();
RESET ROLE; DROP FUNCTION public.counted();
RESET plan_cache_mode;

-- Parallel workers ask with the same identity and setting.
SELECT count(set_config(name, 'on', false)) FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query');
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
SET ROLE regress_twofold; SET primeinv.tenant = '2';
SELECT count(*), min(tenant_id), max(tenant_id) FROM primeinv.variation;
SELECT count(*) FROM primeinv.variation WHERE primeinv.get_available_stock(id, 2) = 9;
RESET primeinv.tenant; RESET ROLE;
SELECT count(set_config(name, 'off', false)) FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query');
RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size;

-- The JSON form's request ids are its own: it answers in another shape.
SELECT batch, quantity FROM primeinv.deduct_stock(3, 1, 1, request_id => 'r');
SELECT primeinv.deduct_stock('{"variation_id": 3, "quantity": 1, "outlet_id": 1, "request_id": "r"}'::jsonb);
SELECT primeinv.deduct_stock('{"variation_id": 3, "quantity": 1, "outlet_id": 1, "request_id": "r"}'::jsonb);
-- and a result is the same whatever the settings of who asks again
SELECT primeinv.add_stock(3, 5, 1, 'DATED', '2099-02-01');
SET datestyle = 'SQL, DMY';
SELECT expiry - '2099-02-01'::date AS days FROM primeinv.deduct_stock(3, 1, 1, batch_id => (SELECT id FROM primeinv.batch WHERE batch_number = 'DATED'), request_id => 'dated');
SET datestyle = 'SQL, MDY';
SELECT expiry - '2099-02-01'::date AS days FROM primeinv.deduct_stock(3, 1, 1, batch_id => (SELECT id FROM primeinv.batch WHERE batch_number = 'DATED'), request_id => 'dated');
RESET datestyle;

-- A role of many tenants: the outlet that a query names leads, not the list of tenants; narrowed to one, the tenant leads.
BEGIN;
INSERT INTO primeinv.tenant (id, name) SELECT 1000 + n, 'Of many ' || n FROM generate_series(1, 100) n;
INSERT INTO primeinv.tenant_grant (tenant_id, role_name, level) SELECT 1000 + n, 'regress_app', 'app' FROM generate_series(1, 100) n;
SET enable_seqscan = off;
SET LOCAL ROLE regress_app;
SELECT * FROM pg_temp.planned('SELECT * FROM primeinv.batch WHERE outlet_id = 1', '(outlet_id = 1)');
SELECT count(*) AS lists FROM pg_temp.plan('SELECT * FROM primeinv.batch WHERE outlet_id = 1') AS line WHERE line ~ 'visible_tenants';
SET LOCAL primeinv.tenant = '1001';
SELECT * FROM pg_temp.planned('SELECT * FROM primeinv.sale WHERE total_amount > 0', 'visible_tenants');
SELECT count(*) FROM primeinv.batch;
ROLLBACK;

-- A role that is dropped and made again under its name starts with nothing.
CREATE ROLE regress_again;
SELECT primeinv.grant_tenant('regress_again', 1, 'manager');
DROP OWNED BY regress_again; DROP ROLE regress_again; CREATE ROLE regress_again;
SELECT primeinv.grant_tenant('regress_again', 2, 'reader');
SELECT tenant_id, level FROM primeinv.tenant_grant WHERE role_name = 'regress_again';
SELECT primeinv.revoke_tenant('regress_again', 2);
DROP ROLE regress_again;

-- Before anybody grants it anything, too: it is another role, whatever its name.
CREATE ROLE regress_again;
SELECT primeinv.grant_tenant('regress_again', 1, 'manager');
SET ROLE regress_again; SELECT count(*) > 0 AS sees FROM primeinv.outlet; RESET ROLE;
DROP OWNED BY regress_again; DROP ROLE regress_again; CREATE ROLE regress_again; GRANT USAGE ON SCHEMA primeinv TO PUBLIC; GRANT SELECT ON primeinv.outlet TO regress_again; GRANT EXECUTE ON FUNCTION primeinv.visible_tenants(text), primeinv.sees_tenant(bigint, text) TO regress_again;
SET ROLE regress_again; SELECT count(*) AS seen FROM primeinv.outlet; SELECT primeinv.visible_tenants('reader'); RESET ROLE;
REVOKE USAGE ON SCHEMA primeinv FROM PUBLIC;
SELECT primeinv.refresh_grants() \g /dev/null
SELECT has_schema_privilege('regress_again', 'primeinv', 'USAGE') AS let_in;
SELECT primeinv.revoke_tenant('regress_again', 1);
DROP OWNED BY regress_again; DROP ROLE regress_again;

-- Promises as a reader sees them: what is not shown must not look broken.
SET ROLE regress_reader; SELECT * FROM primeinv.check_promises(); SELECT * FROM primeinv.verify_ledger();
SET ROLE regress_twofold; SET primeinv.tenant = '2'; SELECT * FROM primeinv.check_promises(); RESET primeinv.tenant; RESET ROLE;
SELECT * FROM primeinv.check_promises();
DROP EXTENSION primeinv CASCADE;
DROP OWNED BY regress_reader, regress_app, regress_member, regress_twofold, regress_none;
DROP ROLE regress_member, regress_reader, regress_app, regress_twofold, regress_none;
