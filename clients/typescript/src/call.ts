// Calling a function of primeinv by its name, with named arguments.
import type { Args, FunctionName, Result } from "./functions.js";
import { SIGNATURES, type Signature } from "./signatures.js";
import { primeinvError } from "./told.js";
import { encode, types } from "./values.js";

type KeyOf<T> = T extends unknown ? keyof T : never;
/** The arguments, and none that no form of the function has. */
export type Given<K extends FunctionName, A> = A & { readonly [P in Exclude<keyof A, KeyOf<Args<K>>>]: never };
/** The arguments' place in a call: it may be empty where nothing is required. */
export type ArgumentList<K extends FunctionName, A> = Record<string, never> extends A ? [args?: Given<K, A>] : [args: Given<K, A>];

/** What this client needs of a connection: node-postgres's Client, PoolClient or Pool. */
export interface Queryable {
  query(config: { text: string; values?: unknown[]; types?: typeof types }): Promise<{ rows: unknown[]; command?: string }>;
}

export interface Statement {
  readonly text: string;
  readonly values: unknown[];
  readonly signature: Signature;
}

/** The form of a function that takes these arguments; null where it has none of the kind, so that the message can say what it has. */
function chosen(forms: readonly Signature[], given: readonly string[]): Signature | undefined {
  return forms.find(
    (form) => given.every((name) => Object.hasOwn(form.parameters, name)) && form.required.every((name) => given.includes(name)),
  );
}

/** The statement of a call. An argument that is undefined is left out, so its default holds; null is null. */
export function statement(name: string, args: Readonly<Record<string, unknown>> = {}): Statement {
  const forms = Object.hasOwn(SIGNATURES, name) ? SIGNATURES[name] : undefined;
  if (!forms) throw new TypeError(`primeinv has no function ${name}()`);
  const given = Object.keys(args).filter((key) => args[key] !== undefined);
  const signature = chosen(forms, given);
  if (!signature) {
    const known = forms.map((form) => `${name}(${Object.keys(form.parameters).join(", ")})`).join(" or ");
    throw new TypeError(`${name}() does not take (${given.join(", ")}); it is ${known}`);
  }
  const values = given.map((key) => encode(args[key], signature.parameters[key] ?? "text"));
  const list = given.map((key, i) => `"${key}" => $${i + 1}::${signature.parameters[key]}`).join(", ");
  return { text: `${signature.kind === "procedure" ? "CALL" : "SELECT * FROM"} primeinv.${name}(${list})`, values, signature };
}

function result(rows: readonly unknown[], returns: Signature["returns"]): unknown {
  const first = (row: unknown) => Object.values(row as object)[0];
  switch (returns) {
    case "rows":
      return rows;
    case "row":
      return rows[0];
    case "values":
      return rows.map(first);
    case "value":
      return first(rows[0]);
    case "nothing":
      return undefined;
  }
}

/**
 * Calls a function: call(db, "add_stock", { variation_id: 1, quantity: "20", outlet_id: 1 }).
 * Returns rows, a row or a value, as its result type says. An error with one of primeinv's SQLSTATEs comes as its class.
 */
export async function call<K extends FunctionName, A extends Args<K>>(
  db: Queryable,
  name: K,
  ...[args]: ArgumentList<K, A>
): Promise<Result<K, A>> {
  const { text, values, signature } = statement(name, args);
  try {
    const { rows } = await db.query({ text, values, types });
    return result(rows, signature.returns) as Result<K, A>;
  } catch (error) {
    throw primeinvError(error) ?? error;
  }
}
