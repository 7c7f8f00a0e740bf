-- Giving roles their tenants.

CREATE FUNCTION primeinv.rights(OUT kind text, OUT name text, OUT level text, OUT rank integer)
RETURNS SETOF record
LANGUAGE c STABLE PARALLEL SAFE ROWS 100 AS 'MODULE_PATHNAME', 'primeinv_rights';
COMMENT ON FUNCTION primeinv.rights() IS
'The level that each function (kind function), each table that applications write (table), each of their columns that needs more (column) and each view that needs less than reader (view) asks for; rank orders levels: 1 guest, 2 reader, 3 app, 4 manager, 5 owner. What is not listed is the owner''s; reading any other table or view needs reader.';

CREATE FUNCTION primeinv.grant_tenant(role_name name, tenant_id bigint, level text,
	actor text DEFAULT NULL, request_id text DEFAULT NULL) RETURNS void
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_grant_tenant';
COMMENT ON FUNCTION primeinv.grant_tenant(name, bigint, text, text, text) IS
'Lets a database role, and its members, act for a tenant as guest, reader, app or manager, in place of the level that it had there; grants the SQL privileges that go with it. For the owner. 42704 no such role, 22023 unknown level, P0002 no such tenant.';

CREATE FUNCTION primeinv.revoke_tenant(role_name name, tenant_id bigint,
	actor text DEFAULT NULL, request_id text DEFAULT NULL) RETURNS void
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_revoke_tenant';
COMMENT ON FUNCTION primeinv.revoke_tenant(name, bigint, text, text) IS
'Takes a role''s grant for a tenant back, with the SQL privileges that no other grant of the role needs, from the next transaction of any session on; a WARNING if there is none. Before DROP ROLE, or for a role that is gone. For the owner. 42704 no such role, P0002 no such tenant.';

CREATE FUNCTION primeinv.refresh_grants() RETURNS integer
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_refresh_grants';
COMMENT ON FUNCTION primeinv.refresh_grants() IS
'Gives every role with a grant the SQL privileges of its level anew: for functions and tables that an upgrade has brought. Returns the number of roles. For the owner.';
