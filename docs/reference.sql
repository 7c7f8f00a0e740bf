-- Writes docs/reference.md from the comments in the catalog. Run by `make docs`: psql -XqAt -f docs/reference.sql
\pset recordsep '\n'
\pset tuples_only on
\pset format unaligned
SET search_path = pg_catalog;
LOAD 'primeinv';

-- What belongs to the extension, by kind.
CREATE TEMP VIEW member AS
	SELECT d.classid, d.objid
	FROM pg_depend d JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
	WHERE e.extname = 'primeinv' AND d.deptype = 'e';

CREATE TEMP VIEW member_function AS
	SELECT p.oid, p.proname::text COLLATE "C" AS name, p.prokind,
		pg_get_function_arguments(p.oid) AS arguments,
		CASE WHEN p.prokind = 'f' THEN pg_get_function_result(p.oid) END AS result,
		obj_description(p.oid, 'pg_proc') AS comment
	FROM pg_proc p JOIN member m ON m.classid = 'pg_proc'::regclass AND m.objid = p.oid
	WHERE p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype);

CREATE TEMP VIEW member_relation AS
	SELECT c.oid, c.relname::text COLLATE "C" AS name, c.relkind, obj_description(c.oid, 'pg_class') AS comment
	FROM pg_class c JOIN member m ON m.classid = 'pg_class'::regclass AND m.objid = c.oid
	WHERE c.relkind IN ('r', 'v', 'm', 'p');

-- Text that Markdown takes for no tag.
CREATE FUNCTION pg_temp.prose(txt text) RETURNS text LANGUAGE sql IMMUTABLE
	RETURN replace(coalesce(txt, ''), '<', '\<');

-- Text within a cell of a table.
CREATE FUNCTION pg_temp.cell(txt text) RETURNS text LANGUAGE sql IMMUTABLE
	RETURN replace(regexp_replace(pg_temp.prose(txt), '\s*\n\s*', ' ', 'g'), '|', '\|');

-- A list of arguments or columns, one a line where it is long.
CREATE FUNCTION pg_temp.broken(list text) RETURNS text LANGUAGE sql IMMUTABLE
	RETURN CASE WHEN length(list) <= 90 THEN list
		ELSE E'\n    ' || regexp_replace(list, ', (?=\w+ |OUT |VARIADIC )', E',\n    ', 'g') || E'\n' END;

CREATE FUNCTION pg_temp.signature(f member_function) RETURNS text LANGUAGE sql STABLE
	RETURN CASE f.prokind WHEN 'p' THEN 'CALL ' ELSE '' END || 'primeinv.' || f.name || '(' || pg_temp.broken(f.arguments) || ')'
		|| CASE
			WHEN f.result IS NULL THEN ''
			WHEN f.result LIKE 'TABLE(%' THEN E'\n  RETURNS TABLE (' || pg_temp.broken(substr(f.result, 7, length(f.result) - 7)) || ')'
			ELSE E'\n  RETURNS ' || f.result END;

CREATE FUNCTION pg_temp.relations(kinds "char"[]) RETURNS SETOF text LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT E'### ' || r.name || E'\n\n' || pg_temp.prose(r.comment) || E'\n\n| column | type | |\n| --- | --- | --- |\n'
		|| string_agg('| `' || a.attname || '` | ' || format_type(a.atttypid, a.atttypmod)
			|| CASE WHEN r.relkind = 'r' AND NOT a.attnotnull THEN ', may be null' ELSE '' END
			|| ' | ' || pg_temp.cell(col_description(r.oid, a.attnum)) || ' |', E'\n' ORDER BY a.attnum) || E'\n'
	FROM member_relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
	WHERE r.relkind = ANY (kinds)
	GROUP BY r.oid, r.name, r.comment, r.relkind
	ORDER BY r.name;
END;

\echo '# Reference'
\echo
\echo 'Written by `make docs` from the comments in the catalog; do not edit. The same text is in psql: `\\df+ primeinv.*`, `\\d+ primeinv.batch`.'
\echo
\echo '> [!CAUTION]'
\echo '> Call functions in `FROM`: `SELECT * FROM checkout(...)`. PostgreSQL reads `SELECT (checkout(...)).*` as one call for each column'
\echo '> of the result, and each call is a sale of its own, unless it has a `request_id`.'
\echo
SELECT 'Functions: ' || string_agg(format('[%s](#%s)', name, name), ', ' ORDER BY name) || E'\n' FROM (SELECT DISTINCT name FROM member_function) f;
SELECT 'Tables: ' || string_agg(format('[%s](#%s)', name, name), ', ' ORDER BY name) || E'\n' FROM member_relation WHERE relkind IN ('r', 'p');
SELECT 'Views: ' || string_agg(format('[%s](#%s)', name, name), ', ' ORDER BY name) || E'\n' FROM member_relation WHERE relkind IN ('v', 'm');

\echo '## Functions'
\echo
SELECT E'### ' || name || E'\n\n'
	|| string_agg(E'```\n' || pg_temp.signature(f) || E'\n```\n\n' || pg_temp.prose(comment) || E'\n', E'\n' ORDER BY arguments COLLATE "C")
FROM member_function f GROUP BY name ORDER BY name;

\echo '## Tables'
\echo
SELECT * FROM pg_temp.relations('{r,p}');

\echo '## Views'
\echo
SELECT * FROM pg_temp.relations('{v,m}');

\echo '## Settings'
\echo
\echo '| setting | default | who may set it | |'
\echo '| --- | --- | --- | --- |'
SELECT '| `' || name || '` | ' || CASE WHEN boot_val = '' THEN '(empty)' ELSE boot_val || coalesce(' ' || unit, '') END || ' | ' || CASE context WHEN 'user' THEN 'anybody' WHEN 'superuser' THEN 'superuser' ELSE context END
	|| ' | ' || pg_temp.cell(concat_ws('. ', short_desc, extra_desc)) || ' |'
FROM pg_settings WHERE name LIKE 'primeinv.%' ORDER BY name COLLATE "C";
