// What the page must know of its user: tenants with the level there, outlets, and what the catalog lets the role call and write.
import type { Catalog } from "./catalog.js";
import type { Database, Scope } from "./database.js";
import { refuse } from "./errors.js";

const LEVELS = ["manager", "app", "reader"];

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const ROLE = `
SELECT r.rolsuper OR pg_has_role(e.extowner, 'MEMBER'), has_schema_privilege(n.oid, 'USAGE'),
	json_build_object('user', r.rolname, 'version', e.extversion,
		'functions', (SELECT coalesce(json_agg(DISTINCT p.proname ORDER BY p.proname), '[]') FROM pg_proc p
			WHERE p.pronamespace = n.oid AND p.prokind = 'f' AND has_function_privilege(p.oid, 'EXECUTE')),
		'relations', (SELECT coalesce(json_agg(c.relname ORDER BY c.relname), '[]') FROM pg_class c
			WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm') AND has_any_column_privilege(c.oid, 'SELECT')),
		'writes', (SELECT coalesce(json_object_agg(w.relname, w.columns), '{}') FROM
			(SELECT c.relname, json_agg(a.attname ORDER BY a.attnum) AS columns FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
			WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
				AND has_column_privilege(c.oid, a.attnum, 'UPDATE') GROUP BY c.relname) AS w))
FROM pg_roles r, pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE r.rolname = current_user AND e.extname = 'primeinv'`;

/** Tenants and outlets as tables have them; a guest, who may not read those, learns its tenants' ids. */
function placesQuery(schema: string, mayRead: boolean): string {
  if (!mayRead)
    return `SELECT json_build_object('outlets', '[]'::json, 'tenants', (SELECT coalesce(json_agg(json_build_object('id', t::text, 'level', 'guest')
		ORDER BY t), '[]') FROM unnest(${schema}.visible_tenants('guest')) AS t))`;
  const level = LEVELS.map((name) => `WHEN t.id = ANY (${schema}.visible_tenants('${name}')) THEN '${name}'`).join(" ");
  return `
SELECT json_build_object(
	'tenants', (SELECT coalesce(json_agg(to_jsonb(t) || jsonb_build_object('id', t.id::text, 'level', CASE ${level} ELSE 'guest' END)
		ORDER BY t.id), '[]') FROM ${schema}.tenant t),
	'outlets', (SELECT coalesce(json_agg(to_jsonb(o) || jsonb_build_object('id', o.id::text, 'tenant_id', o.tenant_id::text)
		ORDER BY o.tenant_id, o.name), '[]') FROM ${schema}.outlet o))`;
}

/** The user as JSON, read as the user. Superusers and the extension's owner do their work in psql, not here. */
export async function whoIs(database: Database, catalog: Catalog, scope: Scope, timeout: number): Promise<string> {
  const ask = async (text: string) => (await database.run(scope, { text, values: [] }, { read: true, timeout, repeatable: true })).rows[0] ?? [];
  const [powerful, mayEnter, role] = await ask(ROLE);
  if (powerful !== "f" || role == null)
    throw refuse(403, "42501", "superusers and the owner of the extension do not work through the gateway", "Use psql, or a role with a tenant's level.");
  const { relations } = JSON.parse(role) as { relations: string[] };
  const [places] = mayEnter === "t" ? await ask(placesQuery(quote(catalog.schema), relations.includes("tenant") && relations.includes("outlet"))) : [];
  const { tenants = [], outlets = [] } = JSON.parse(places ?? "{}") as { tenants?: unknown[]; outlets?: unknown[] };
  if (tenants.length === 0)
    throw refuse(403, "42501", `"${scope.role}" has no tenant`, "The owner gives it one: SELECT primeinv.grant_tenant(role, tenant, level).");
  return JSON.stringify({ ...(JSON.parse(role) as object), tenants, outlets });
}
