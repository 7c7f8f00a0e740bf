-- api() and errors(): what those who write clients read.
\set VERBOSITY terse
CREATE EXTENSION primeinv;
SET search_path = primeinv, public;
CREATE TEMP TABLE described AS SELECT api() AS api;
SELECT string_agg(key, ', ' ORDER BY key) AS keys FROM described, jsonb_object_keys(api) key;

-- functions: with parameters, types and defaults, what they return, level and comment
CREATE TEMP VIEW function AS SELECT f->>'name' AS name, f FROM described, jsonb_array_elements(api->'functions') f;
SELECT jsonb_pretty(f - 'comment') AS get_available_stock FROM function WHERE name = 'get_available_stock';
SELECT name, f->>'level' AS level, f->>'changes' AS changes, f->'returns' AS returns FROM function
WHERE name IN ('checkout', 'get_fifo_batches', 'can_purchase', 'count_items', 'set_batch_status', 'sync_ids') ORDER BY name;
SELECT f->>'kind' AS kind, f ? 'returns' AS returns, p AS parameter FROM function, jsonb_array_elements(f->'parameters') p WHERE name = 'reconcile';
SELECT p FROM function, jsonb_array_elements(f->'parameters') p WHERE name = 'reserve_stock' AND p->>'name' IN ('quantity', 'expires_in');

-- all of them, each overload once, none of a user's and none of a trigger's
CREATE FUNCTION primeinv.own_function() RETURNS integer LANGUAGE sql RETURN 1;
SELECT count(*) FILTER (WHERE f IS NULL) AS missing, count(*) FILTER (WHERE p.oid IS NULL) AS invented, count(*) FILTER (WHERE f->>'comment' = '') AS mute
FROM (SELECT p.oid, p.proname::text AS name, p.pronargs FROM pg_proc p JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
		JOIN pg_extension x ON x.oid = d.refobjid AND x.extname = 'primeinv' WHERE p.prokind IN ('f', 'p') AND p.prorettype NOT IN ('trigger'::regtype, 'internal'::regtype)) p
	FULL JOIN function f ON f.name = p.name AND jsonb_array_length(f->'parameters') = p.pronargs;
SELECT count(*) AS own FROM jsonb_array_elements(api()->'functions') f WHERE f->>'name' = 'own_function';
DROP FUNCTION primeinv.own_function();

-- tables and views: columns with types, values, what they refer to, and who may write them
CREATE TEMP VIEW described_column AS SELECT t->>'name' AS relation, t->>'kind' AS kind, c->>'name' AS name, c - 'comment' AS c
	FROM described, jsonb_array_elements(api->'tables') t, jsonb_array_elements(t->'columns') c;
SELECT c FROM described_column WHERE (relation, name) IN (('batch', 'status'), ('batch', 'is_open'), ('batch', 'variation_id'), ('customer', 'name'), ('customer', 'credit_limit'),
	('customer', 'outstanding_balance'), ('customer', 'id'), ('batch_status', 'status'), ('stock_level', 'level')) ORDER BY relation, name;
SELECT count(*) FILTER (WHERE d.c IS NULL) AS missing, count(*) FILTER (WHERE i.table_name IS NULL) AS invented
FROM (SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'primeinv') i
	FULL JOIN described_column d ON d.relation = i.table_name AND d.name = i.column_name;

-- values of states and types: those of every CHECK that lists some, and of nothing else
SELECT api->'values'->'sale.status' AS "sale.status", api->'values'->'stock_movement.movement_type' AS "stock_movement.movement_type" FROM described;
SELECT conrelid::regclass AS missing, conname FROM described, pg_constraint
WHERE connamespace = 'primeinv'::regnamespace AND contype = 'c' AND cardinality(conkey) = 1 AND pg_get_constraintdef(oid) ~ '= ANY' AND NOT api->'values' ?
	(SELECT relname || '.' || attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.oid = conrelid AND attnum = conkey[1]);
ALTER TABLE batch DROP CONSTRAINT batch_status_check, ADD CONSTRAINT batch_status_check CHECK (status IS NULL OR status IN ('it''s here', 'a, b'));
SELECT api()->'values'->'batch.status' AS changed;

-- the same words whatever the caller's search_path
SET search_path = '';
SELECT primeinv.api() #- '{values,batch.status}' #- '{functions}' #- '{tables}' = (SELECT api #- '{values,batch.status}' #- '{functions}' #- '{tables}' FROM pg_temp.described) AS same,
	primeinv.api()->'functions' = (SELECT api->'functions' FROM pg_temp.described) AS same_functions;
SET search_path = primeinv, public;

-- errors: a row each, DETAIL's shape where it is an object
SELECT sqlstate, name, detail FROM errors();
SELECT count(*) = count(DISTINCT name) AND bool_and(sqlstate ~ '^[0-9A-Z]{5}$' AND meaning <> '' AND remedy <> '') AS well_formed FROM errors();
SELECT key, value FROM errors(), jsonb_each_text(detail) WHERE value ~ '^\w+\.\w+$' AND NOT api()->'values' ? value;

-- for readers
CREATE ROLE regress_api;
INSERT INTO tenant (id, name) VALUES (1, 'One');
SELECT grant_tenant('regress_api', 1, 'guest');
SET ROLE regress_api;
SELECT count(*) FROM errors();
SELECT length(api()::text) > 0;
RESET ROLE;
SELECT grant_tenant('regress_api', 1, 'reader');
SET ROLE regress_api;
SELECT api() = (SELECT api() FROM (SELECT 1) one) AS readable;
RESET ROLE;
SELECT revoke_tenant('regress_api', 1);
SELECT * FROM check_promises();
SET client_min_messages = warning;
DROP EXTENSION primeinv CASCADE;
DROP ROLE regress_api;
