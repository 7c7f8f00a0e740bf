-- What every object of the extension owes: a comment, no rights for PUBLIC, a place in the dump, keys that name the tenant.
BEGIN;
SELECT no_plan();

CREATE TEMP VIEW member AS
	SELECT d.classid, d.objid
	FROM pg_depend d JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
	WHERE e.extname = 'primeinv' AND d.deptype = 'e';
CREATE TEMP VIEW member_function AS SELECT p.* FROM pg_proc p JOIN member m ON m.classid = 'pg_proc'::regclass AND m.objid = p.oid;
CREATE TEMP VIEW member_relation AS SELECT c.* FROM pg_class c JOIN member m ON m.classid = 'pg_class'::regclass AND m.objid = c.oid;
CREATE TEMP VIEW member_table AS SELECT * FROM member_relation WHERE relkind IN ('r', 'p');

-- Derived tables are rebuilt from others and not dumped.
CREATE TEMP TABLE derived AS SELECT unnest('{primeinv.location_stock,primeinv.seal_mark,primeinv.seal_gap,primeinv.seal_log,primeinv.job_run}'::regclass[])::oid AS oid;

SELECT cmp_ok((SELECT count(*) FROM member_function), '>', 20::bigint, 'the extension has functions');
SELECT cmp_ok((SELECT count(*) FROM member_table), '>', 8::bigint, 'the extension has tables');

-- Comments
SELECT is_empty($$SELECT oid::regprocedure FROM member_function WHERE length(coalesce(obj_description(oid, 'pg_proc'), '')) < 10$$,
	'every function has a comment');
SELECT is_empty($$SELECT oid::regclass FROM member_relation WHERE relkind IN ('r', 'p', 'v', 'm') AND length(coalesce(obj_description(oid, 'pg_class'), '')) < 10$$,
	'every table and view has a comment');
SELECT is_empty($$SELECT r.oid::regclass, a.attname FROM member_relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
	WHERE r.relkind IN ('r', 'p', 'v', 'm') AND coalesce(col_description(r.oid, a.attnum), '') = ''$$,
	'every column has a comment');

-- Rights
SELECT is_empty($$SELECT f.oid::regprocedure FROM member_function f, aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a WHERE a.grantee = 0$$,
	'PUBLIC may call no function');
SELECT is_empty($$SELECT r.oid::regclass, a.privilege_type FROM member_relation r, aclexplode(r.relacl) a WHERE a.grantee = 0$$,
	'PUBLIC may read or write no table, view or sequence');
SELECT is_empty($$SELECT a.privilege_type FROM pg_namespace n, aclexplode(n.nspacl) a WHERE n.nspname = 'primeinv' AND a.grantee = 0$$,
	'PUBLIC may not use the schema');
SELECT is_empty($$SELECT oid::regprocedure FROM member_function WHERE prosecdef$$, 'no function is SECURITY DEFINER');
SELECT is_empty($$SELECT oid::regclass FROM member_relation WHERE relkind = 'v' AND relname <> 'product_availability' AND NOT 'security_invoker=true' = ANY (coalesce(reloptions, '{}'))
		AND NOT 'security_invoker=on' = ANY (coalesce(reloptions, '{}'))$$,
	'every view reads with the rights of who asks');
SELECT is((SELECT reloptions FROM member_relation WHERE relname = 'product_availability'), '{security_barrier=true}', 'but the guest''s, which is a barrier');

-- How functions are written
SELECT is_empty($$SELECT f.oid::regprocedure FROM member_function f JOIN pg_language l ON l.oid = f.prolang WHERE f.prokind <> 'a' AND l.lanname NOT IN ('c', 'sql')$$,
	'functions are written in C or SQL');
SELECT is_empty($$SELECT f.oid::regprocedure FROM member_function f JOIN pg_language l ON l.oid = f.prolang WHERE l.lanname = 'sql' AND f.prosqlbody IS NULL$$,
	'functions in SQL are parsed when they are created');
SELECT is_empty($$SELECT oid::regprocedure FROM member_function WHERE 'request_id' = ANY (proargnames) AND (provolatile <> 'v' OR proparallel <> 'u')$$,
	'functions that change something are VOLATILE and PARALLEL UNSAFE');
SELECT is_empty($$SELECT f.oid::regprocedure FROM member_function f
	WHERE 'request_id' = ANY (proargnames) AND (proargnames[pronargs - 1 : pronargs] <> '{actor,request_id}' OR pronargdefaults < 2)$$,
	'actor and request_id stand last and have defaults');
SELECT is_empty($$SELECT classid::regclass, objid FROM member WHERE classid = 'pg_type'::regclass AND (SELECT typtype FROM pg_type WHERE oid = objid) = 'e'$$,
	'no enums: types and states are text');

-- Dump
SELECT is_empty($$SELECT oid::regclass FROM member_table EXCEPT SELECT unnest(extconfig)::regclass FROM pg_extension WHERE extname = 'primeinv' EXCEPT SELECT oid::regclass FROM derived$$,
	'every table is dumped or derived');
SELECT is_empty($$SELECT oid::regclass FROM derived INTERSECT SELECT unnest(extconfig)::regclass FROM pg_extension WHERE extname = 'primeinv'$$,
	'no derived table is dumped');
SELECT is_empty($$SELECT s.oid::regclass FROM pg_class s WHERE s.relkind = 'S' AND s.relnamespace = 'primeinv'::regnamespace AND NOT EXISTS (
		SELECT FROM pg_depend d JOIN derived t ON d.refobjid = t.oid WHERE d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.refclassid = 'pg_class'::regclass)
	EXCEPT SELECT unnest(extconfig)::regclass FROM pg_extension WHERE extname = 'primeinv'$$,
	'every sequence but a derived table''s is dumped');
SELECT is_empty($$SELECT 1 FROM pg_extension, unnest(extcondition) AS c WHERE extname = 'primeinv' AND c <> ''$$, 'tables are dumped whole');

-- Keys
SELECT is_empty($$SELECT t.oid::regclass FROM member_table t WHERE t.oid NOT IN (SELECT oid FROM derived)
	AND t.oid NOT IN ('primeinv.ledger_seal'::regclass, 'primeinv.shard'::regclass) -- numbered within its tenant; one row
	AND NOT EXISTS (
		SELECT FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1] AND a.attname = 'id'
		WHERE c.conrelid = t.oid AND c.contype = 'p' AND cardinality(c.conkey) = 1)$$,
	'the primary key of every table is id');
SELECT is_empty($$SELECT t.oid::regclass FROM member_table t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'id'
	WHERE a.attidentity <> 'd' OR a.atttypid <> 'bigint'::regtype$$,
	'ids are generated unless the owner gives one');
SELECT is_empty($$SELECT t.oid::regclass FROM member_table t WHERE t.relname NOT IN ('tenant', 'seal_mark', 'seal_gap', 'job_run', 'shard', 'import_decision', 'import_refusal', 'tenant_grant') AND NOT EXISTS (
		SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'tenant_id' AND a.attnotnull)$$,
	'every table says whose its rows are; a grant may be for all');
SELECT is_empty($$SELECT DISTINCT f.confrelid::regclass FROM pg_constraint f JOIN member_table t ON t.oid = f.conrelid
	WHERE f.contype = 'f' AND f.confrelid <> 'primeinv.tenant'::regclass AND NOT EXISTS (
		SELECT FROM pg_constraint c WHERE c.conrelid = f.confrelid AND c.contype IN ('u', 'p') AND cardinality(c.conkey) = 2
			AND (SELECT array_agg(attname::text ORDER BY attname) FROM pg_attribute WHERE attrelid = c.conrelid AND attnum = ANY (c.conkey)) = '{id,tenant_id}')$$,
	'a table that others refer to is unique by tenant and id');
SELECT is_empty($$SELECT f.conrelid::regclass, f.conname FROM pg_constraint f JOIN member_table t ON t.oid = f.conrelid
	WHERE f.contype = 'f' AND NOT EXISTS (
		SELECT FROM unnest(f.conkey, f.confkey) AS k (here, there)
			JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.here
			JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = k.there
		WHERE a.attname = 'tenant_id' AND b.attname = CASE WHEN f.confrelid = 'primeinv.tenant'::regclass THEN 'id' ELSE 'tenant_id' END)$$,
	'every foreign key carries the tenant');

-- Promises that triggers keep
SELECT is_empty($$SELECT t.name, e.event FROM unnest('{stock_movement,audit_log,customer_entry}'::text[]) AS t (name), (VALUES ('DELETE', 8), ('UPDATE', 16), ('TRUNCATE', 32)) AS e (event, bit)
	WHERE to_regclass('primeinv.' || t.name) IS NOT NULL AND NOT EXISTS (
		SELECT FROM pg_trigger g WHERE g.tgrelid = to_regclass('primeinv.' || t.name) AND g.tgenabled = 'A' AND (g.tgtype & e.bit) <> 0)$$,
	'what is append-only refuses the rest, whatever session_replication_role says');

SELECT is_empty('SELECT * FROM primeinv.check_promises()', 'all promises hold');
SELECT * FROM finish();
ROLLBACK;
