/*-------------------------------------------------------------------------
 *
 * statements.h
 *		The statements of this room.
 *
 * STATEMENT(name, text, parameter types...) finds its rows by key, SWEEP(...)
 * reads much of a table; base/plan.c plans them accordingly and runs them with
 * the search path shut, so they are plain SQL that names our schema.
 * COLUMNS(...) names what a statement returns.
 *
 *-------------------------------------------------------------------------
 */
#include "base/statement_macros.h"

/* schema */
STATEMENT(SCHEMA_STRANGERS,
		  "SELECT COALESCE(r.rolname, 'public')::text FROM pg_namespace n CROSS JOIN LATERAL ("
		  "SELECT n.nspowner AS role"
		  " UNION ALL SELECT a.grantee FROM aclexplode(n.nspacl) a WHERE a.privilege_type = 'CREATE'"
		  " UNION ALL SELECT p.proowner FROM pg_proc p WHERE p.pronamespace = n.oid"
		  " UNION ALL SELECT c.relowner FROM pg_class c WHERE c.relnamespace = n.oid"
		  " UNION ALL SELECT t.typowner FROM pg_type t WHERE t.typnamespace = n.oid"
		  " UNION ALL SELECT o.oprowner FROM pg_operator o WHERE o.oprnamespace = n.oid"
		  ") x LEFT JOIN pg_roles r ON r.oid = x.role"
		  " WHERE n.nspname = 'primeinv'"
		  " AND (r.oid IS NULL OR NOT (r.rolsuper OR r.oid = $1 OR r.oid = (SELECT e.extowner FROM pg_extension e WHERE e.extname = 'primeinv'))) ORDER BY 1 LIMIT 1",
		  OIDOID)
COLUMNS(SCHEMA_STRANGERS_ROLE)

STATEMENT(SCHEMA_SETTLE,
		  "WITH member AS (SELECT d.classid, d.objid, e.extowner,"
		  " age(d.xmin) > age(pg_current_xact_id()::xid) AS known" /* by another transaction, before */
		  " FROM pg_extension e JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'"
		  " WHERE e.extname = 'primeinv'"
		  "), object AS (SELECT m.extowner, m.known, o.kind, o.name, o.owner, o.acl, 'PUBLIC' AS anybody FROM member m JOIN ("
		  "SELECT 'pg_proc'::regclass AS class, p.oid, 'ROUTINE' AS kind, p.oid::regprocedure::text AS name, p.proowner AS owner, p.proacl AS acl"
		  " FROM pg_proc p"
		  " UNION ALL SELECT 'pg_class'::regclass, c.oid, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,"
		  " c.oid::regclass::text, c.relowner, c.relacl FROM pg_class c WHERE c.relkind IN ('r', 'v', 'S')"
		  ") o ON o.class = m.classid AND o.oid = m.objid"
		  " UNION ALL SELECT NULL, (SELECT bool_or(m.known) FROM member m), 'SCHEMA', n.nspname, n.nspowner, n.nspacl, NULL"
		  " FROM pg_namespace n WHERE n.nspname = 'primeinv'"
		  ") SELECT c.command FROM object o CROSS JOIN LATERAL (VALUES"
		  " (1, CASE WHEN o.owner <> o.extowner AND o.kind <> 'SEQUENCE'" /* which goes with its table */
		  " THEN format('ALTER %s %s OWNER TO %s', o.kind, o.name, o.extowner::regrole) END),"
		  " (2, (SELECT format('REVOKE ALL ON %s %s FROM %s CASCADE', o.kind, o.name, string_agg(DISTINCT x.role, ', ')) FROM ("
		  "SELECT a.grantee::regrole::text FROM aclexplode(o.acl) a WHERE a.grantee NOT IN (0, o.owner) UNION ALL SELECT o.anybody"
		  ") x (role) HAVING count(x.role) > 0))"
		  ") c (turn, command) WHERE NOT o.known AND c.command IS NOT NULL ORDER BY c.turn, o.kind, o.name")
COLUMNS(SCHEMA_SETTLE_COMMAND)

/* clock */
SWEEP(TIME_ZONE_KNOWN,
	  "SELECT z.name NOT IN ('UTC', 'UCT', 'GMT', 'Zulu')"
	  " AND EXISTS (SELECT FROM pg_timezone_abbrevs a WHERE upper(a.abbrev) = upper(z.name))"
	  " FROM pg_timezone_names z WHERE z.name = $1 LIMIT 1",
	  TEXTOID)
COLUMNS(TIME_ZONE_KNOWN_AMBIGUOUS)
