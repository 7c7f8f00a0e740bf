// What the page must know of its user: tenants with the level there, outlets, and what the catalog lets the role call and write.
import type { Catalog } from "./catalog.js";
import type { Database, Scope } from "./database.js";
import { refuse } from "./errors.js";

const LEVELS = ["manager", "app", "reader"];

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The user as JSON, read as the user. Superusers and the extension's owner do their work in psql, not here. */
export async function whoIs(database: Database, catalog: Catalog, scope: Scope, timeout: number): Promise<string> {
  const schema = quote(catalog.schema);
  const level = LEVELS.map((name) => `WHEN t.id = ANY (${schema}.visible_tenants('${name}')) THEN '${name}'`).join(" ");
  const text = `
SELECT (r.rolsuper OR pg_has_role(e.extowner, 'MEMBER'))::text,
	json_build_object('user', r.rolname,
		'tenants', (SELECT coalesce(json_agg(to_jsonb(t) || jsonb_build_object('id', t.id::text,
			'level', CASE ${level} ELSE 'guest' END) ORDER BY t.id), '[]') FROM ${schema}.tenant t),
		'outlets', (SELECT coalesce(json_agg(to_jsonb(o) || jsonb_build_object('id', o.id::text, 'tenant_id', o.tenant_id::text)
			ORDER BY o.tenant_id, o.name), '[]') FROM ${schema}.outlet o),
		'functions', (SELECT coalesce(json_agg(DISTINCT p.proname ORDER BY p.proname), '[]') FROM pg_proc p
			WHERE p.pronamespace = n.oid AND p.prokind = 'f' AND has_function_privilege(p.oid, 'EXECUTE')),
		'relations', (SELECT coalesce(json_agg(c.relname ORDER BY c.relname), '[]') FROM pg_class c
			WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm') AND has_any_column_privilege(c.oid, 'SELECT')),
		'writes', (SELECT coalesce(json_object_agg(w.relname, w.columns), '{}') FROM
			(SELECT c.relname, json_agg(a.attname ORDER BY a.attnum) AS columns FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
			WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
				AND has_column_privilege(c.oid, a.attnum, 'UPDATE') GROUP BY c.relname) AS w),
		'version', e.extversion)
FROM pg_roles r, pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE r.rolname = current_user AND e.extname = 'primeinv'`;
  const answer = await database.run(scope, { text, values: [] }, { read: true, timeout, repeatable: true });
  const [powerful, json] = answer.rows[0] ?? [];
  if (powerful !== "false" || json == null)
    throw refuse(403, "42501", "superusers and the owner of the extension do not work through the gateway", "Use psql, or a role with a tenant's level.");
  return json;
}
