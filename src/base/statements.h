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
		  " AND (r.oid IS NULL OR NOT (r.rolsuper OR r.oid = $1)) ORDER BY 1 LIMIT 1",
		  OIDOID)
COLUMNS(SCHEMA_STRANGERS_ROLE)

STATEMENT(SCHEMA_GRANTEES,
		  "SELECT DISTINCT x.grantee::regrole::text FROM ("
		  "SELECT (aclexplode(n.nspacl)).grantee, n.nspowner AS owner FROM pg_namespace n WHERE n.nspname = 'primeinv'"
		  " UNION ALL SELECT (aclexplode(c.relacl)).grantee, c.relowner FROM pg_class c"
		  " WHERE c.relnamespace = 'primeinv'::regnamespace"
		  " UNION ALL SELECT (aclexplode(p.proacl)).grantee, p.proowner FROM pg_proc p"
		  " WHERE p.pronamespace = 'primeinv'::regnamespace"
		  ") x WHERE x.grantee <> 0 AND x.grantee <> x.owner ORDER BY 1")
COLUMNS(SCHEMA_GRANTEES_ROLE)

/* clock */
SWEEP(TIME_ZONE_KNOWN,
	  "SELECT z.name NOT IN ('UTC', 'UCT', 'GMT', 'Zulu')"
	  " AND EXISTS (SELECT FROM pg_timezone_abbrevs a WHERE upper(a.abbrev) = upper(z.name))"
	  " FROM pg_timezone_names z WHERE z.name = $1 LIMIT 1",
	  TEXTOID)
COLUMNS(TIME_ZONE_KNOWN_AMBIGUOUS)
