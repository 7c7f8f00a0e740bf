-- What a level may do is what rights.h says, for every table and function that the extension has.
BEGIN;
SELECT no_plan();

CREATE TEMP VIEW member AS
	SELECT d.classid, d.objid
	FROM pg_depend d JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
	WHERE e.extname = 'primeinv' AND d.deptype = 'e';
CREATE TEMP VIEW member_function AS SELECT p.* FROM pg_proc p JOIN member m ON m.classid = 'pg_proc'::regclass AND m.objid = p.oid;
CREATE TEMP VIEW member_relation AS SELECT c.* FROM pg_class c JOIN member m ON m.classid = 'pg_class'::regclass AND m.objid = c.oid;

-- Functions that nobody but the owner calls; every other one must stand in rights.h.
CREATE TEMP TABLE owners_own (name text PRIMARY KEY, why text);
INSERT INTO owners_own VALUES
	('grant_tenant', 'only the owner grants'), ('revoke_tenant', 'only the owner grants'), ('refresh_grants', 'only the owner grants'),
	('statements', 'for tests and the curious owner'), ('sees_tenant_plan', 'the planner calls it'), ('table_definition', 'the same'), ('sync_ids', 'sees the ids of all tenants'), ('search_catalogue', 'searches the tenants that it is given'),
	('rights_due', 'what grant_tenant has to do'), ('wrong_locations', 'looks at the tenants that it is given'),
	('jobs', 'jobs serve all tenants'), ('run_job', 'jobs serve all tenants'), ('purge_requests', 'jobs serve all tenants'),
	('schedule_jobs', 'jobs serve all tenants'), ('unschedule_jobs', 'jobs serve all tenants');
INSERT INTO owners_own VALUES ('seal_ledger', 'a job over all tenants'), ('set_shard', 'for the owner, before the first row'), ('health', 'grant_monitor() grants it'), ('grant_monitor', 'only the owner grants'), ('import_problems', 'only the owner imports'), ('import_decide', 'the same'), ('import_check', 'the same'), ('import_load', 'the same'), ('import_compare', 'the same'), ('import_shadow', 'the same'), ('export_shadow', 'the same'), ('health_checks', 'sees all tenants'), ('health_of_job', 'part of it'), ('health_status', 'part of it');
INSERT INTO owners_own SELECT DISTINCT proname, 'trigger' FROM member_function WHERE prorettype = 'trigger'::regtype;

-- Row-level security
SELECT is_empty($$SELECT oid::regclass FROM member_relation WHERE relkind = 'r' AND (NOT relrowsecurity OR relforcerowsecurity)$$,
	'every table has row-level security, which its owner passes by');
SELECT is_empty($$SELECT r.oid::regclass FROM member_relation r WHERE relkind = 'r' AND relname NOT IN ('shard', 'seal_mark', 'seal_gap', 'import_decision', 'import_refusal', 'seal_log', 'job_run') -- the owner's
	AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = r.oid AND p.polcmd = 'r' AND p.polpermissive)$$,
	'every table has a policy for reading');
SELECT is_empty($$SELECT polrelid::regclass, polname FROM pg_policy p JOIN member_relation r ON r.oid = p.polrelid,
	unnest(ARRAY[pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)]) AS e (text)
	WHERE e.text IS NOT NULL AND e.text !~ '^\(*primeinv\.sees_tenant\((tenant_id|id), ''(reader|app)''::text\)'$$,
	'every policy asks sees_tenant');
SELECT is_empty($$SELECT r.oid::regclass, p.polcmd FROM pg_policy p JOIN member_relation r ON r.oid = p.polrelid
	WHERE p.polcmd <> 'r' AND r.relname NOT IN (SELECT name FROM primeinv.rights() WHERE kind = 'table')$$,
	'only tables that rights.h calls writable have policies for writing');
SELECT is_empty($$SELECT r.name, c.cmd FROM primeinv.rights() r, unnest('{a,w,d}'::"char"[]) AS c (cmd) WHERE r.kind = 'table'
	AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = ('primeinv.' || r.name)::regclass AND p.polcmd = c.cmd)$$,
	'all of those have');
SELECT is_empty($$SELECT polrelid::regclass FROM pg_policy WHERE polcmd = '*'$$, 'no policy is for all commands');

-- An application may put any id into the columns of a unique index that is not by tenant; the policy must have looked first.
SELECT is_empty($$SELECT i.indexrelid::regclass, p.polcmd FROM pg_index i JOIN member_relation r ON r.oid = i.indrelid
	JOIN primeinv.rights() w ON w.kind = 'table' AND w.name = r.relname CROSS JOIN unnest('{a,w}'::"char"[]) AS c (cmd)
	LEFT JOIN pg_policy p ON p.polrelid = r.oid AND p.polcmd = c.cmd AND pg_get_expr(p.polwithcheck, r.oid) ~ 'EXISTS'
	WHERE i.indisunique AND NOT i.indisprimary AND p.oid IS NULL
	AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = r.oid AND a.attname = 'tenant_id' AND a.attnum = ANY (i.indkey))$$,
	'no unique index tells of another tenant''s rows');

-- PUBLIC
SELECT is_empty($$SELECT m.objid::regtype FROM member m JOIN pg_type t ON t.oid = m.objid, aclexplode(coalesce(t.typacl, acldefault('T', t.typowner))) a
	WHERE m.classid = 'pg_type'::regclass AND t.typrelid = 0 AND t.typelem = 0 AND a.grantee = 0$$,
	'PUBLIC may use no type but the tables'' own, which the first grant takes from it');
SELECT is_empty($$SELECT n.nspname, a.privilege_type FROM pg_namespace n, aclexplode(n.nspacl) a WHERE n.nspname = 'primeinv' AND a.grantee <> n.nspowner AND a.privilege_type = 'CREATE'$$,
	'nobody else makes things in the schema');
SELECT is_empty($$SELECT a.defaclobjtype FROM pg_default_acl a WHERE a.defaclnamespace = 'primeinv'::regnamespace$$, 'no default privileges');

-- rights.h
SELECT is_empty($$SELECT DISTINCT proname FROM member_function WHERE proname NOT IN (SELECT name FROM primeinv.rights() WHERE kind = 'function')
	AND proname NOT IN (SELECT name FROM owners_own)$$,
	'every function stands in rights.h or is the owner''s own');
SELECT is_empty($$SELECT name FROM owners_own WHERE name IN (SELECT name FROM primeinv.rights())$$, 'none is both');
SELECT is_empty($$SELECT name FROM primeinv.rights() WHERE kind = 'function' AND name NOT IN (SELECT proname FROM member_function)$$,
	'rights.h names no function that is not there');
SELECT is_empty($$SELECT name FROM primeinv.rights() WHERE kind = 'table' AND name NOT IN (SELECT relname FROM member_relation WHERE relkind = 'r')$$,
	'nor table');
SELECT is_empty($$SELECT r.name FROM primeinv.rights() r WHERE kind = 'column' AND NOT EXISTS (SELECT FROM pg_attribute a JOIN member_relation c ON c.oid = a.attrelid
	WHERE c.relname || '.' || a.attname = r.name)$$,
	'nor column');
SELECT is_empty($$SELECT kind, name FROM primeinv.rights() GROUP BY 1, 2 HAVING count(*) > 1$$, 'nothing stands there twice');

-- What a grant grants
CREATE ROLE t_guest;
CREATE ROLE t_reader;
CREATE ROLE t_app;
CREATE ROLE t_manager;
CREATE ROLE t_none;
CREATE TEMP TABLE role_rank (role name, rank integer);
INSERT INTO role_rank VALUES ('t_none', 0), ('t_guest', 1), ('t_reader', 2), ('t_app', 3), ('t_manager', 4);
INSERT INTO primeinv.tenant (id, name) VALUES (900001, 'A'), (900002, 'B');
SELECT lives_ok($$SELECT primeinv.grant_tenant(role, 900001, (ARRAY['guest', 'reader', 'app', 'manager'])[rank]) FROM role_rank WHERE rank > 0$$, 'grants are made');
SELECT is_empty($$SELECT role, rank FROM role_rank WHERE has_schema_privilege(role, 'primeinv', 'USAGE') <> (rank > 0)$$, 'a grant opens the schema');
CREATE TEMP VIEW wrong_function AS
	SELECT k.role, f.oid::regprocedure AS function FROM role_rank k, member_function f LEFT JOIN primeinv.rights() r ON r.kind = 'function' AND r.name = f.proname
	WHERE has_function_privilege(k.role, f.oid, 'EXECUTE') <> (k.rank >= coalesce(r.rank, 5));
SELECT is_empty('TABLE wrong_function', 'a role may call the functions of its level and no other');
CREATE TEMP VIEW wrong_select AS
	SELECT k.role, r.oid::regclass AS relation FROM role_rank k, member_relation r LEFT JOIN primeinv.rights() v ON v.kind = 'view' AND v.name = r.relname
	WHERE r.relkind IN ('r', 'v') AND has_table_privilege(k.role, r.oid, 'SELECT') <> (k.rank >= coalesce(v.rank, 2));
SELECT is_empty('TABLE wrong_select', 'and from reader on read every table and view');
SELECT results_eq($$SELECT r.oid::regclass::text FROM member_relation r WHERE r.relkind IN ('r', 'v', 'm', 'S') AND (has_table_privilege('t_guest', r.oid, 'SELECT, INSERT, UPDATE, DELETE')
	OR has_any_column_privilege('t_guest', r.oid, 'SELECT, INSERT, UPDATE'))$$, $$VALUES ('primeinv.product_availability')$$, 'a guest reads one view and writes nothing');
SELECT results_eq($$SELECT f.proname::text COLLATE "C" FROM member_function f WHERE has_function_privilege('t_guest', f.oid, 'EXECUTE') ORDER BY 1$$,
	$$VALUES ('get_available_stock'::text COLLATE "C"), ('sees_tenant'), ('visible_tenants')$$, 'and calls three functions');
CREATE TEMP VIEW wrong_table AS
	SELECT k.role, r.oid::regclass AS relation, p.privilege FROM role_rank k, member_relation r, unnest('{INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS p (privilege)
	WHERE r.relkind IN ('r', 'v') AND has_table_privilege(k.role, r.oid, p.privilege);
SELECT is_empty('TABLE wrong_table', 'but write none as a whole, nor delete, truncate, refer to it or put triggers on it');
CREATE TEMP VIEW wrong_column AS
	SELECT k.role, r.oid::regclass AS relation, a.attname, p.privilege FROM role_rank k, member_relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
	LEFT JOIN primeinv.rights() t ON t.kind = 'table' AND t.name = r.relname LEFT JOIN primeinv.rights() c ON c.kind = 'column' AND c.name = r.relname || '.' || a.attname,
	unnest('{INSERT,UPDATE,REFERENCES}'::text[]) AS p (privilege)
	WHERE r.relkind IN ('r', 'v') AND has_column_privilege(k.role, r.oid, a.attnum, p.privilege)
		<> (p.privilege <> 'REFERENCES' AND a.attname <> 'id' AND k.rank >= coalesce(c.rank, t.rank, 5));
SELECT is_empty('TABLE wrong_column', 'and write the columns of the catalogue that their level may, ids never');
CREATE TEMP VIEW wrong_sequence AS
	SELECT k.role, r.oid::regclass AS relation FROM role_rank k, member_relation r WHERE r.relkind = 'S' AND has_sequence_privilege(k.role, r.oid, 'USAGE, SELECT, UPDATE');
SELECT is_empty('TABLE wrong_sequence', 'and touch no sequence');
SELECT is_empty($$SELECT role FROM role_rank, unnest('{credit_limit,credit_blocked,outstanding_balance,id}'::text[]) AS c (name)
	WHERE role = 't_app' AND has_column_privilege(role, 'primeinv.customer', c.name, 'INSERT, UPDATE')$$,
	'an app touches neither limit nor block nor balance nor id');

-- The highest level counts; a revoke takes what no other grant needs
SELECT lives_ok($$SELECT primeinv.grant_tenant('t_app', 900002, 'manager')$$, 'manager of another tenant');
SELECT is(has_function_privilege('t_app', 'primeinv.set_batch_status(bigint, text, text, text, text)', 'EXECUTE'), true, 'has a manager''s functions');
SELECT lives_ok($$SELECT primeinv.grant_tenant('t_app', 900002, 'reader')$$, 'reader there instead');
SELECT is_empty('TABLE wrong_function UNION ALL SELECT role, NULL FROM wrong_column', 'has an app''s again');
SELECT lives_ok($$SELECT primeinv.revoke_tenant('t_app', 900001)$$, 'no app any more');
UPDATE role_rank SET rank = 2 WHERE role = 't_app';
SELECT is_empty('TABLE wrong_function UNION ALL SELECT role, NULL FROM wrong_column', 'has a reader''s');
SELECT lives_ok($$SELECT primeinv.revoke_tenant('t_app', 900002)$$, 'no reader any more');
UPDATE role_rank SET rank = 0 WHERE role = 't_app';
SELECT is_empty('TABLE wrong_function UNION ALL SELECT role, NULL FROM wrong_select UNION ALL SELECT role, NULL FROM wrong_column', 'has nothing');
SELECT lives_ok('DROP ROLE t_app', 'and can be dropped');

-- What an administrator granted by hand stays; what an upgrade brings comes by refresh_grants
GRANT EXECUTE ON FUNCTION primeinv.statements() TO t_reader;
REVOKE EXECUTE ON FUNCTION primeinv.get_available_stock(bigint, bigint) FROM t_reader;
SELECT cmp_ok(primeinv.refresh_grants(), '>=', 2, 'grants are refreshed');
SELECT is(has_function_privilege('t_reader', 'primeinv.get_available_stock(bigint, bigint)', 'EXECUTE'), true, 'what is due is there');
SELECT is(has_function_privilege('t_reader', 'primeinv.statements()', 'EXECUTE'), true, 'what was granted by hand, too');

-- A name is a name, whatever it looks like
CREATE ROLE "T'); DROP TABLE ""x""; --";
SELECT lives_ok($$SELECT primeinv.grant_tenant($r$T'); DROP TABLE "x"; --$r$, 900001, 'app')$$, 'a role of an odd name');
SELECT is(has_function_privilege($r$T'); DROP TABLE "x"; --$r$, 'primeinv.deduct_stock(jsonb)', 'EXECUTE'), true, 'has what it was granted');
SELECT lives_ok($$SELECT primeinv.revoke_tenant($r$T'); DROP TABLE "x"; --$r$, 900001)$$, 'and loses it');
SELECT lives_ok($$DROP ROLE "T'); DROP TABLE ""x""; --"$$, 'wholly');
-- A role that is gone with DROP OWNED leaves its row, which revoke_tenant takes
CREATE ROLE t_gone;
SELECT primeinv.grant_tenant('t_gone', 900001, 'app');
DROP OWNED BY t_gone;
DROP ROLE t_gone;
SELECT lives_ok('SELECT primeinv.refresh_grants()', 'refresh_grants passes over a role that is gone');
SELECT lives_ok($$SELECT primeinv.revoke_tenant('t_gone', 900001)$$, 'revoke_tenant removes it');
SELECT is_empty($$SELECT FROM primeinv.tenant_grant WHERE role_name = 't_gone'$$, 'nothing is left');

-- Bad input
SELECT throws_ok($$SELECT primeinv.grant_tenant('nobody here', 900001, 'app')$$, '42704', NULL, 'no such role');
SELECT throws_ok($$SELECT primeinv.grant_tenant('public', 900001, 'app')$$, '42704', NULL, 'PUBLIC is none');
SELECT throws_ok($$SELECT primeinv.grant_tenant('t_none', 900003, 'app')$$, 'P0002', NULL, 'no such tenant');
SELECT throws_ok($$SELECT primeinv.grant_tenant('t_none', 900001, 'boss')$$, '22023', NULL, 'no such level');
SELECT throws_ok($$SELECT primeinv.grant_tenant('t_none', 900001, 'owner')$$, '22023', NULL, 'owner is not for granting');
SELECT throws_ok($$SELECT primeinv.grant_tenant('t_none', NULL, NULL)$$, '22023', NULL, 'level null');
SELECT throws_ok($$SELECT primeinv.revoke_tenant('nobody here', 900001)$$, '42704', NULL, 'revoke: no such role');
SELECT throws_ok($$SELECT primeinv.revoke_tenant('t_none', 900003)$$, 'P0002', NULL, 'revoke: no such tenant');
SELECT throws_ok($$SELECT primeinv.visible_tenants('boss')$$, '22023', NULL, 'visible_tenants: no such level');
SELECT is_empty($$SELECT FROM primeinv.tenant_grant WHERE role_name = 't_none'$$, 'nothing was changed');
SELECT results_eq($$SELECT event_type, event_data ->> 'role', event_data ->> 'level' FROM primeinv.audit_log WHERE tenant_id = 900002 ORDER BY id$$,
	$$VALUES ('access.granted', 't_app', 'manager'), ('access.granted', 't_app', 'reader'), ('access.revoked', 't_app', NULL)$$,
	'the audit log has every grant');

SELECT is_empty('SELECT * FROM primeinv.check_promises()', 'all promises hold');
SELECT * FROM finish();
ROLLBACK;
