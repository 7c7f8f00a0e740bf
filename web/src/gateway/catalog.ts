// What the extension's schema holds, read from the catalog: the only source of names that ever stand in a statement.
import type { Database } from "./database.js";
import { SCHEMA_OF } from "./names.js";

export interface Column {
  name: string;
  type: string;
}

export interface Relation {
  name: string;
  columns: Map<string, Column>;
}

export interface Parameter extends Column {
  required: boolean;
}

export interface Routine {
  name: string;
  parameters: Map<string, Parameter>;
  /** Rows or a single value or row. */
  set: boolean;
  /** Columns of a result that is rows of a table or record; null: a plain value, or nothing. */
  columns: Map<string, Column> | null;
  nothing: boolean;
  reads: boolean;
}

export interface Catalog {
  schema: string;
  version: string;
  relations: Map<string, Relation>;
  routines: Map<string, Routine[]>;
}

const EXTENSION = `
SELECT n.nspname AS schema, e.extversion AS version
FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname = $1`;

const RELATIONS = `
SELECT c.relname AS relation, a.attname AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1)
	AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY c.relname, a.attnum`;

// A result's columns are those of its table, else its OUT and TABLE parameters; a plain value has none.
const ROUTINES = `
SELECT p.oid::text AS id, p.proname AS name, p.proretset AS set, p.prorettype = 'pg_catalog.void'::pg_catalog.regtype AS nothing,
	p.provolatile <> 'v' AS reads,
	(SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('name', p.proargnames[i], 'type', pg_catalog.format_type(t.type, NULL),
			'required', i <= p.pronargs - p.pronargdefaults) ORDER BY i)
		FROM pg_catalog.unnest(p.proargtypes::pg_catalog.oid[]) WITH ORDINALITY AS t (type, i)) AS parameters,
	CASE WHEN r.typtype = 'c' THEN
		(SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
		FROM pg_catalog.pg_attribute a WHERE a.attrelid = r.typrelid AND a.attnum > 0 AND NOT a.attisdropped)
	WHEN r.oid = 'pg_catalog.record'::pg_catalog.regtype THEN
		(SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('name', p.proargnames[i], 'type', pg_catalog.format_type(t.type, NULL)) ORDER BY i)
		FROM unnest(p.proallargtypes, p.proargmodes) WITH ORDINALITY AS t (type, mode, i) WHERE t.mode IN ('o', 'b', 't')) END AS columns
FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_type r ON r.oid = p.prorettype
WHERE p.pronamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1) AND p.prokind = 'f'
	AND r.oid NOT IN ('pg_catalog.trigger'::pg_catalog.regtype, 'pg_catalog.event_trigger'::pg_catalog.regtype)
	AND NOT p.proargtypes::pg_catalog.oid[] && ARRAY['pg_catalog.internal'::pg_catalog.regtype::pg_catalog.oid]
	AND (p.proargmodes IS NULL OR NOT p.proargmodes && ARRAY['v', 'b']::"char"[])
	AND (p.pronargs = 0 OR NOT EXISTS (SELECT FROM pg_catalog.unnest(p.proargnames[1:p.pronargs]) AS n WHERE n = '') AND p.proargnames IS NOT NULL)
ORDER BY p.proname, p.oid`;

function columnMap<T extends Column>(columns: T[] | null): Map<string, T> {
  return new Map((columns ?? []).map((column) => [column.name, column]));
}

export async function readCatalog(database: Database): Promise<Catalog> {
  const [extension] = await database.plain(EXTENSION, [SCHEMA_OF]);
  if (!extension) throw new Error("the extension primeinv is not installed in this database: CREATE EXTENSION primeinv");
  const schema = extension.schema as string;
  const relations = new Map<string, Relation>();
  for (const row of await database.plain(RELATIONS, [schema])) {
    const name = row.relation as string;
    let relation = relations.get(name);
    if (!relation) relations.set(name, (relation = { name, columns: new Map() }));
    relation.columns.set(row.name as string, { name: row.name as string, type: row.type as string });
  }
  const routines = new Map<string, Routine[]>();
  for (const row of await database.plain(ROUTINES, [schema])) {
    const routine: Routine = {
      name: row.name as string,
      parameters: columnMap(row.parameters as Parameter[] | null),
      set: row.set as boolean,
      columns: row.columns ? columnMap(row.columns as Column[]) : null,
      nothing: row.nothing as boolean,
      reads: row.reads as boolean,
    };
    routines.set(routine.name, [...(routines.get(routine.name) ?? []), routine]);
  }
  return { schema, version: extension.version as string, relations, routines };
}

/** The catalog as it was last read. It is read again when it seems to have changed, at most once a second. */
export class CatalogCache {
  private catalog: Catalog | undefined;
  private reading: Promise<Catalog> | undefined;
  private readAt = 0;

  constructor(private readonly database: Database) {}

  async get(): Promise<Catalog> {
    return this.catalog ?? this.read();
  }

  /** What somebody asked for is not there: perhaps the extension has been updated meanwhile. */
  async again(): Promise<Catalog> {
    return this.catalog && Date.now() - this.readAt < 1000 ? this.catalog : this.read();
  }

  async read(): Promise<Catalog> {
    this.reading ??= readCatalog(this.database).finally(() => (this.reading = undefined));
    this.catalog = await this.reading;
    this.readAt = Date.now();
    return this.catalog;
  }
}
