-- Giving roles their tenants.

CREATE FUNCTION primeinv.rights(OUT kind text, OUT name text, OUT level text, OUT rank integer)
RETURNS SETOF record
LANGUAGE c STABLE PARALLEL SAFE ROWS 100 AS 'MODULE_PATHNAME', 'primeinv_rights';
COMMENT ON FUNCTION primeinv.rights() IS
'The level that each function (kind function), each table that applications write (table), each of their columns that needs more (column) and each view that needs less than reader (view) asks for; rank orders levels: 1 guest, 2 reader, 3 app, 4 manager, 5 owner. What is not listed is the owner''s; reading any other table or view needs reader.';

-- The schema is 1 in kind, a function 2, a table or view 3; columns are those of a table that is not granted whole.
CREATE FUNCTION primeinv.rights_due(role oid, role_rank integer, reader_rank integer)
RETURNS TABLE (kind integer, object oid, privilege text, given boolean, columns text[])
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
BEGIN ATOMIC
	WITH member AS (
		SELECT d.classid, d.objid
		FROM pg_depend d
		JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
		WHERE e.extname = 'primeinv' AND d.deptype = 'e'
	), relation AS (
		SELECT c.oid, c.relname, c.relacl
		FROM member m
		JOIN pg_class c ON m.classid = 'pg_class'::regclass AND m.objid = c.oid
		WHERE c.relkind IN ('r', 'v')
	), due AS (
		SELECT 1 AS kind, n.oid AS object, NULL::name AS attname, 'USAGE' AS privilege, CASE WHEN EXISTS ( -- who may ask health() keeps it
				SELECT FROM pg_proc p, aclexplode(p.proacl) a
				WHERE p.pronamespace = n.oid AND p.proname = 'health' AND a.grantee = rights_due.role
			) THEN 0 ELSE 1 END AS rank, n.nspacl AS acl
		FROM pg_namespace n
		WHERE n.nspname = 'primeinv'
		UNION ALL
		SELECT 2, p.oid, NULL, 'EXECUTE', r.rank, p.proacl
		FROM member m
		JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND m.objid = p.oid
		JOIN primeinv.rights() r ON r.kind = 'function' AND r.name = p.proname
		UNION ALL
		SELECT 3, c.oid, NULL, 'SELECT', coalesce(r.rank, rights_due.reader_rank), c.relacl
		FROM relation c
		LEFT JOIN primeinv.rights() r ON r.kind = 'view' AND r.name = c.relname
		UNION ALL
		SELECT 3, c.oid, a.attname, w.privilege, coalesce(k.rank, r.rank), a.attacl
		FROM primeinv.rights() r
		JOIN relation c ON r.name = c.relname
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attidentity = ''
		CROSS JOIN (VALUES ('INSERT'), ('UPDATE')) AS w (privilege)
		LEFT JOIN primeinv.rights() k ON k.kind = 'column' AND k.name = concat(c.relname, '.', a.attname)
		WHERE r.kind = 'table'
	)
	SELECT d.kind, d.object, d.privilege, d.rank <= rights_due.role_rank,
		array_agg(d.attname::text) FILTER (WHERE d.attname IS NOT NULL)
	FROM due d
	WHERE (d.rank <= rights_due.role_rank) <> EXISTS (
		SELECT FROM aclexplode(d.acl) x
		WHERE x.grantee = rights_due.role AND x.privilege_type = d.privilege)
	GROUP BY d.kind, d.object, d.attname IS NULL, d.privilege, d.rank <= rights_due.role_rank
	ORDER BY d.kind, d.object;
END;
COMMENT ON FUNCTION primeinv.rights_due(oid, integer, integer) IS
'Privileges that a role whose highest level has that rank has and should not have, or should have (given) and has not. For the owner.';

CREATE FUNCTION primeinv.grant_tenant(role_name name, tenant_id bigint, level text,
	actor text DEFAULT NULL, request_id text DEFAULT NULL) RETURNS void
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_grant_tenant';
COMMENT ON FUNCTION primeinv.grant_tenant(name, bigint, text, text, text) IS
'Lets a database role, and its members, act for a tenant (null: for all, also those that are made later) as guest, reader, app or manager, in place of the level that it had there; grants the SQL privileges that go with it. For the owner. 42704 no such role, 22023 unknown level, P0002 no such tenant.';

CREATE FUNCTION primeinv.revoke_tenant(role_name name, tenant_id bigint,
	actor text DEFAULT NULL, request_id text DEFAULT NULL) RETURNS void
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_revoke_tenant';
COMMENT ON FUNCTION primeinv.revoke_tenant(name, bigint, text, text) IS
'Takes a role''s grant for a tenant, or the one for all (null), back, with the SQL privileges that no other grant of the role needs, from the next transaction of any session on; a WARNING if there is none. Before DROP ROLE, or for a role that is gone. For the owner. 42704 no such role, P0002 no such tenant.';

CREATE FUNCTION primeinv.refresh_grants() RETURNS integer
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_refresh_grants';
COMMENT ON FUNCTION primeinv.refresh_grants() IS
'Gives every role with a grant the SQL privileges of its level anew: for functions and tables that an upgrade has brought. Returns the number of roles. For the owner.';
