-- A reader that needs an argument refuses a null one also where the planner knows that it is null, as PostgreSQL 18 does for functions in
-- SQL: "= NULL" must not make the plan empty before anybody has asked. Here a prepared statement with a custom plan stands for it.
BEGIN;
SELECT no_plan();

CREATE FUNCTION pg_temp.outcome(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE statement;
	RETURN 'done';
EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE;
END $$;

-- The body of a function as a statement with parameters
CREATE FUNCTION pg_temp.body(function oid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	p record;
	text text := regexp_replace(regexp_replace(pg_get_function_sqlbody(function), '^\s*(BEGIN ATOMIC|RETURN)\s', CASE WHEN pg_get_function_sqlbody(function) ~ '^\s*RETURN' THEN 'SELECT ' ELSE '' END), ';?\s*(END)?\s*$', '');
BEGIN
	FOR p IN SELECT f.proname, n, name FROM pg_proc f, unnest(f.proargnames[1:f.pronargs]) WITH ORDINALITY u (name, n) WHERE f.oid = function ORDER BY length(name) DESC LOOP
		text := regexp_replace(text, format('\m%s\.("%s"|%s\M)', p.proname, p.name, p.name), '$' || p.n, 'g');
	END LOOP;
	RETURN text;
END $$;

CREATE TEMP TABLE reader AS
SELECT p.oid, p.proname, p.pronargs,
	(SELECT string_agg(t::regtype::text, ', ' ORDER BY n) FROM unnest(p.proargtypes) WITH ORDINALITY u (t, n)) AS types,
	(SELECT string_agg('NULL::' || t::regtype, ', ' ORDER BY n) FROM unnest(p.proargtypes) WITH ORDINALITY u (t, n)) AS nulls
FROM pg_proc p WHERE pronamespace = 'primeinv'::regnamespace AND prosqlbody IS NOT NULL AND pronargs > 0 AND prokind = 'f'
	AND pg_get_function_sqlbody(p.oid) ~ 'require_';

INSERT INTO primeinv.tenant (id, name) VALUES (1, 'x');
INSERT INTO primeinv.outlet (tenant_id, id, name) VALUES (1, 1, 'x');
SELECT cmp_ok((SELECT count(*)::int FROM reader), '>', 10, 'there are readers that check their arguments');
SET LOCAL plan_cache_mode = force_custom_plan;
SELECT pg_temp.outcome(format('PREPARE "%s" (%s) AS %s', oid, types, pg_temp.body(oid))) AS prepared, proname INTO TEMP prepared FROM reader;
SELECT is((SELECT string_agg(proname || ' ' || prepared, ', ') FROM prepared WHERE prepared <> 'done'), NULL, 'their bodies can be prepared');
SELECT is((SELECT string_agg(format('%s: %s, not %s', proname, known, called), '; ') FROM reader,
	LATERAL (SELECT pg_temp.outcome(format('EXECUTE "%s" (%s)', oid, nulls)) AS known, pg_temp.outcome(format('SELECT count(*) FROM primeinv.%I(%s)', proname, nulls)) AS called) o
	WHERE known <> called), NULL, 'a null that the planner knows is refused like any other');

SELECT * FROM finish();
ROLLBACK;
