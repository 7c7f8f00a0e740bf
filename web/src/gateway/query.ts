// From a URL's query and a body to a statement. Names come from the catalog, values are parameters, words from fixed lists.
import type { Catalog, Column, Relation, Routine } from "./catalog.js";
import type { Statement } from "./database.js";
import { refuse } from "./errors.js";

/** PostgreSQL's quoting. Every name quoted here came from the catalog or is an alias checked against NAME. */
function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;
const RESERVED = new Set(["select", "order", "limit", "offset", "and", "or", "not.and", "not.or", "columns"]);

const COMPARE: Record<string, string> = {
  eq: "=",
  neq: "<>",
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
  match: "~",
  imatch: "~*",
  cs: "@>",
  cd: "<@",
  isdistinct: "IS DISTINCT FROM",
};
const IS: Record<string, string> = {
  null: "IS NULL",
  not_null: "IS NOT NULL",
  true: "IS TRUE",
  false: "IS FALSE",
  unknown: "IS UNKNOWN",
};

/** Bounds on what one request may ask, so that no query of a thousand conditions is planned. */
const MOST_CONDITIONS = 50;
const MOST_DEPTH = 5;
const MOST_VALUES = 2000;

function bad(message: string, hint: string | null = null) {
  return refuse(400, "PGRST100", message, hint);
}

/** A list's elements at the top level of its parentheses and quotes: a,"b,c",and(d,e). */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let inQuotes = false;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inQuotes && char === "\\") i++;
    else if (char === '"') inQuotes = !inQuotes;
    else if (inQuotes) continue;
    else if (char === "(") depth++;
    else if (char === ")") depth--;
    else if (char === "," && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
    if (depth < 0) break;
  }
  if (depth !== 0 || inQuotes) throw bad(`unbalanced parentheses or quotes in "${text.slice(0, 100)}"`);
  parts.push(text.slice(start));
  return parts;
}

/** A list's element without its quotes. */
function unquote(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, "$1") : text;
}

function inParentheses(text: string, what: string): string[] {
  if (!text.startsWith("(") || !text.endsWith(")")) throw bad(`${what} takes a list in parentheses, not "${text.slice(0, 100)}"`);
  const inside = text.slice(1, -1);
  return inside === "" ? [] : split(inside);
}

/** An array's text of these values. */
function arrayText(values: string[]): string {
  return `{${values.map((value) => `"${value.replace(/(["\\])/g, "\\$1")}"`).join(",")}}`;
}

/** Writes conditions with their values as parameters. */
class Conditions {
  private count = 0;

  constructor(
    private readonly columns: Map<string, Column>,
    private readonly values: (string | null)[],
    private readonly alias: string,
  ) {}

  column(name: string): string {
    const column = this.columns.get(name);
    if (!column) throw refuse(400, "42703", `there is no column "${name.slice(0, 100)}"`, `The columns are ${[...this.columns.keys()].join(", ")}.`);
    return `${this.alias}.${quote(column.name)}`;
  }

  private parameter(value: string): string {
    return `$${this.values.push(value)}`;
  }

  /** col=not.eq.5 */
  one(name: string, text: string): string {
    if (++this.count > MOST_CONDITIONS) throw bad(`more than ${MOST_CONDITIONS} conditions`);
    const column = this.column(name);
    const negated = text.startsWith("not.");
    const rest = negated ? text.slice(4) : text;
    const dot = rest.indexOf(".");
    const operator = dot < 0 ? rest : rest.slice(0, dot);
    const condition = this.compare(name, column, operator, dot < 0 ? "" : rest.slice(dot + 1));
    return negated ? `NOT (${condition})` : condition;
  }

  private compare(name: string, column: string, operator: string, value: string): string {
    if (Object.hasOwn(COMPARE, operator)) return `${column} ${COMPARE[operator]} ${this.parameter(value)}`;
    switch (operator) {
      case "like":
      case "ilike":
        return `${column}::text ${operator === "like" ? "LIKE" : "ILIKE"} ${this.parameter(value.replaceAll("*", "%"))}`;
      case "is":
        if (Object.hasOwn(IS, value.toLowerCase())) return `${column} ${IS[value.toLowerCase()]}`;
        throw bad(`"is" takes null, not_null, true, false or unknown, not "${value.slice(0, 100)}"`);
      case "in": {
        const list = inParentheses(value, `"in" of column "${name}"`).map(unquote);
        if (list.length > MOST_VALUES) throw bad(`more than ${MOST_VALUES} values in a list`);
        return `${column} = ANY (${this.parameter(arrayText(list))}::${this.columns.get(name)!.type}[])`;
      }
      default:
        throw bad(`unknown operator "${operator.slice(0, 100)}" of column "${name}"`,
          `The operators are ${[...Object.keys(COMPARE), "like", "ilike", "is", "in"].join(", ")}, and "not." before them.`);
    }
  }

  /** or=(a.eq.1,and(b.is.null,c.not.in.(2,3))) */
  group(word: string, text: string, depth = 1): string {
    if (depth > MOST_DEPTH) throw bad(`conditions are nested more than ${MOST_DEPTH} deep`);
    const negated = word.startsWith("not.");
    const joint = (negated ? word.slice(4) : word) === "or" ? " OR " : " AND ";
    const parts = inParentheses(text, `"${word}"`).map((part) => this.part(part, depth));
    if (parts.length === 0) throw bad(`"${word}" is empty`);
    const joined = `(${parts.join(joint)})`;
    return negated ? `NOT ${joined}` : joined;
  }

  private part(part: string, depth: number): string {
    const nested = /^(not\.)?(and|or)\(/.exec(part);
    if (nested) return this.group(`${nested[1] ?? ""}${nested[2]}`, part.slice(nested[0].length - 1), depth + 1);
    const dot = part.indexOf(".");
    if (dot < 1) throw bad(`"${part.slice(0, 100)}" is no condition such as column.eq.value`);
    const value = part.slice(dot + 1);
    const last = /^((?:not\.)?[a-z]+\.)(".*")$/s.exec(value);
    return this.one(part.slice(0, dot), last ? last[1] + unquote(last[2]!) : value);
  }
}

function selected(text: string | undefined, columns: Map<string, Column>, alias: string): string {
  if (text === undefined || text === "" || text === "*") return `${alias}.*`;
  const named = split(text).map((part) => {
    if (part === "*") return `${alias}.*`;
    const colon = part.indexOf(":");
    const name = colon < 0 ? part : part.slice(colon + 1);
    const label = colon < 0 ? "" : part.slice(0, colon);
    const column = columns.get(name);
    if (!column) throw refuse(400, "42703", `there is no column "${name.slice(0, 100)}"`, `The columns are ${[...columns.keys()].join(", ")}.`);
    if (label !== "" && !NAME.test(label)) throw bad(`"${label.slice(0, 100)}" is no name for a column`);
    return `${alias}.${quote(name)}${label === "" ? "" : ` AS ${quote(label)}`}`;
  });
  if (named.length > MOST_CONDITIONS * 2) throw bad("too many columns");
  return named.join(", ");
}

function ordered(text: string | undefined, conditions: Conditions): string {
  if (text === undefined || text === "") return "";
  const parts = split(text).map((part) => {
    const [name = "", ...words] = part.split(".");
    const direction = words[0] === "asc" || words[0] === "desc" ? words.shift()! : "asc";
    const nulls = words.shift();
    if (words.length > 0 || (nulls !== undefined && nulls !== "nullsfirst" && nulls !== "nullslast"))
      throw bad(`"${part.slice(0, 100)}" is no order such as column.desc.nullslast`);
    return `${conditions.column(name)} ${direction.toUpperCase()}${nulls === undefined ? "" : nulls === "nullsfirst" ? " NULLS FIRST" : " NULLS LAST"}`;
  });
  return ` ORDER BY ${parts.join(", ")}`;
}

function whole(text: string | undefined, what: string): number | undefined {
  if (text === undefined || text === "") return undefined;
  if (!/^\d{1,15}$/.test(text)) throw bad(`${what} must be a whole number from 0 on, not "${text.slice(0, 100)}"`);
  return Number(text);
}

/** What a URL's query asks of rows. Keys that are not reserved are conditions on columns. */
export interface Shape {
  where: string;
  select: string;
  order: string;
  limit: number;
  offset: number;
}

export type Query = [string, string][];

function first(query: Query, key: string): string | undefined {
  return query.find(([name]) => name === key)?.[1];
}

function shape(query: Query, columns: Map<string, Column>, values: (string | null)[], alias: string, maxRows: number): Shape {
  const conditions = new Conditions(columns, values, alias);
  const where: string[] = [];
  for (const [key, value] of query) {
    if (/^(not\.)?(and|or)$/.test(key)) where.push(conditions.group(key, value));
    else if (!RESERVED.has(key)) where.push(conditions.one(key, value));
  }
  return {
    where: where.length > 0 ? ` WHERE ${where.join(" AND ")}` : "",
    select: selected(first(query, "select"), columns, alias),
    order: ordered(first(query, "order"), conditions),
    limit: Math.min(whole(first(query, "limit"), "limit") ?? maxRows, maxRows),
    offset: whole(first(query, "offset"), "offset") ?? 0,
  };
}

/** Rows of a table or view, and the statement that counts them all. */
export function readRelation(catalog: Catalog, relation: Relation, query: Query, maxRows: number) {
  const values: (string | null)[] = [];
  const { where, select, order, limit, offset } = shape(query, relation.columns, values, "r", maxRows);
  const from = ` FROM ${quote(catalog.schema)}.${quote(relation.name)} AS r${where}`;
  const counted = [...values];
  const rows = `SELECT ${select}${from}${order} LIMIT $${values.push(String(limit))} OFFSET $${values.push(String(offset))}`;
  return {
    offset,
    rows: { text: rows, values },
    count: { text: `SELECT count(*)${from}`, values: counted },
  };
}

/** The columns that a body's objects name, as a record's definition: all objects must name the same. */
function bodyColumns(relation: Relation, body: unknown): Column[] {
  const objects = Array.isArray(body) ? body : [body];
  if (objects.length === 0 || objects.some((object) => object === null || typeof object !== "object" || Array.isArray(object)))
    throw refuse(400, "PGRST102", "the body must be an object, or an array of objects, of columns and values");
  const names = Object.keys(objects[0] as object);
  const wanted = [...names].sort().join("\0");
  if (objects.some((object) => Object.keys(object as object).sort().join("\0") !== wanted))
    throw refuse(400, "PGRST102", "all objects must have the same keys");
  if (names.length === 0) throw refuse(400, "PGRST102", "the body names no column");
  return names.map((name) => {
    const column = relation.columns.get(name);
    if (!column)
      throw refuse(400, "PGRST204", `there is no column "${name.slice(0, 100)}" of "${relation.name}"`, `The columns are ${[...relation.columns.keys()].join(", ")}.`);
    return column;
  });
}

function record(columns: Column[]): string {
  return columns.map(({ name, type }) => `${quote(name)} ${type}`).join(", ");
}

/** An INSERT of a body's object or objects, which travel as one parameter and are taken apart by the database: numbers stay exact. */
export function insertRelation(catalog: Catalog, relation: Relation, query: Query, body: unknown, text: string): Statement {
  const columns = bodyColumns(relation, body);
  const names = columns.map(({ name }) => quote(name)).join(", ");
  const unpack = Array.isArray(body) ? "json_to_recordset" : "json_to_record";
  const returning = selected(first(query, "select"), relation.columns, "r");
  return {
    text:
      `INSERT INTO ${quote(catalog.schema)}.${quote(relation.name)} AS r (${names})` +
      ` SELECT ${names} FROM ${unpack}($1) AS b (${record(columns)}) RETURNING ${returning}`,
    values: [text],
  };
}

/** An UPDATE of the rows that the query's conditions name; without a condition it is refused. */
export function updateRelation(catalog: Catalog, relation: Relation, query: Query, body: unknown, text: string): Statement {
  if (Array.isArray(body)) throw refuse(400, "PGRST102", "the body of a PATCH must be one object");
  const columns = bodyColumns(relation, body);
  const values: (string | null)[] = [text];
  const { where, select } = shape(query, relation.columns, values, "r", 0);
  if (where === "") throw refuse(400, "21000", "an UPDATE needs a condition", "Name the row, as in ?id=eq.5.");
  const set = columns.map(({ name }) => `${quote(name)} = b.${quote(name)}`).join(", ");
  return {
    text:
      `UPDATE ${quote(catalog.schema)}.${quote(relation.name)} AS r SET ${set}` +
      ` FROM json_to_record($1) AS b (${record(columns)})${where} RETURNING ${select}`,
    values,
  };
}

const DOCUMENT = /^jsonb?$/;

/** How well a value suits a parameter's type, for overloads with the same names: a document to json, else text. */
function suits(routine: Routine, body: Record<string, unknown>): boolean {
  return Object.entries(body).every(([name, value]) => {
    const isDocument = typeof value === "object" && value !== null;
    const { type } = routine.parameters.get(name)!;
    return isDocument ? DOCUMENT.test(type) || type.endsWith("[]") : !DOCUMENT.test(type);
  });
}

/** The overload that takes just these names, and no other. */
export function chooseRoutine(overloads: Routine[], body: Record<string, unknown>): Routine {
  const names = Object.keys(body);
  const name = overloads[0]!.name;
  let fitting = overloads.filter(
    ({ parameters }) =>
      names.every((given) => parameters.has(given)) &&
      [...parameters.values()].every((parameter) => !parameter.required || Object.hasOwn(body, parameter.name)),
  );
  if (fitting.length > 1) fitting = fitting.filter((routine) => suits(routine, body));
  if (fitting.length > 1) throw refuse(300, "PGRST203", `more than one function "${name}" takes these parameters`);
  if (fitting.length === 1) return fitting[0]!;
  const forms = overloads.map(({ parameters }) =>
    `${name}(${[...parameters.values()].map((p) => (p.required ? p.name : `${p.name}?`)).join(", ")})`);
  throw refuse(404, "PGRST202", `there is no function "${name}" with the parameters ${names.length > 0 ? names.join(", ").slice(0, 300) : "(none)"}`,
    `There is ${forms.join("; ")}.`);
}

/** A call with named arguments, which travel as one JSON parameter and are taken apart by the database: numbers stay exact. */
export function callRoutine(catalog: Catalog, routine: Routine, names: string[], text: string, query: Query, maxRows: number): Statement {
  const given = names.map((name) => routine.parameters.get(name)!);
  const call = `${quote(catalog.schema)}.${quote(routine.name)}(${given.map(({ name }) => `${quote(name)} => a.${quote(name)}`).join(", ")})`;
  const values: (string | null)[] = given.length > 0 ? [text] : [];
  const from = given.length > 0 ? `json_to_record($1) AS a (${record(given)})` : "(SELECT) AS a";
  if (!routine.columns) return plainCall(routine, call, from, values, query, maxRows);
  const { where, select, order, limit, offset } = shape(query, routine.columns, values, "f", maxRows);
  const page = routine.set ? ` LIMIT $${values.push(String(limit))} OFFSET $${values.push(String(offset))}` : "";
  return { text: `SELECT ${select} FROM ${from}, LATERAL ${call} AS f${where}${order}${page}`, values };
}

function plainCall(routine: Routine, call: string, from: string, values: (string | null)[], query: Query, maxRows: number): Statement {
  const filter = query.find(([key]) => !RESERVED.has(key));
  if (filter) throw bad(`the result of "${routine.name}" has no column "${filter[0].slice(0, 100)}"`);
  if (!routine.set) return { text: `SELECT ${call} AS result FROM ${from}`, values };
  return { text: `SELECT f FROM ${from}, LATERAL ${call} AS f LIMIT $${values.push(String(maxRows))}`, values };
}
