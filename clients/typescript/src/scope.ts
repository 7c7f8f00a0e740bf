// A transaction for one tenant and one person, behind any pooler: settings are SET LOCAL.
import { call, statement, type ArgumentList, type Queryable } from "./call.js";
import type { Args, FunctionName, Result } from "./functions.js";
import { isConflict, isConnectionLoss, primeinvError } from "./told.js";
import { types } from "./values.js";

/** A connection out of a pool. release(true) throws it away. */
export interface PooledClient extends Queryable {
  on?(event: "error", listener: (error: Error) => void): unknown;
  removeListener?(event: "error", listener: (error: Error) => void): unknown;
  release(destroy?: Error | boolean): void;
}

/** node-postgres's Pool, or whatever hands out connections like it. */
export interface ConnectionPool {
  connect(): Promise<PooledClient>;
}

export interface ScopeOptions {
  /** The tenant that the transaction is narrowed to; none: all of the role's. */
  readonly tenant?: number | string | null | undefined;
  /** Who acts, for ledger and audit log; none: the database role. */
  readonly actor?: string | null | undefined;
  /** The address and the program of that person, for the audit log. */
  readonly clientIp?: string | null | undefined;
  readonly userAgent?: string | null | undefined;
  readonly isolation?: "read committed" | "repeatable read" | "serializable" | undefined;
  readonly readOnly?: boolean | undefined;
  /**
   * How often the transaction is tried at most (1). It is tried again after 40001 and 40P01, and after a lost connection if each
   * change in it had a request_id: then what was done before is not done twice. (A query() counts as a change, unless the
   * transaction is readOnly.) fn runs again, so let it do nothing else.
   */
  readonly attempts?: number | undefined;
}

/** What runs in a scope. */
export interface Scope {
  /** As call(), in this transaction. */
  call<K extends FunctionName, A extends Args<K>>(name: K, ...args: ArgumentList<K, A>): Promise<Result<K, A>>;
  /** Any statement; ids come as numbers, quantities and dates as strings. */
  query<R = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<{ rows: R[] }>;
  /** Runs fn behind a savepoint: if it fails, what it did is undone and this transaction can go on (without: 25P02). */
  savepoint<T>(fn: () => Promise<T>): Promise<T>;
  /** The connection itself. */
  readonly client: PooledClient;
}

interface Tried {
  /** Whether all of it may be sent again though nobody knows whether it was done. */
  repeatable: boolean;
  readonly readOnly: boolean;
}

/**
 * Runs fn in a transaction with primeinv.tenant and primeinv.actor set for just that: committed if it returns, rolled back if it
 * throws. An error with one of primeinv's SQLSTATEs comes as its class.
 */
export async function withScope<T>(pool: ConnectionPool, options: ScopeOptions, fn: (scope: Scope) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const tried: Tried = { repeatable: true, readOnly: options.readOnly ?? false };
    try {
      return await once(pool, options, fn, tried);
    } catch (error) {
      const again = isConflict(error) || (isConnectionLoss(error) && tried.repeatable);
      if (!again || attempt >= (options.attempts ?? 1)) throw primeinvError(error) ?? error;
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** Math.min(attempt, 6)));
  }
}

async function once<T>(pool: ConnectionPool, options: ScopeOptions, fn: (scope: Scope) => Promise<T>, tried: Tried): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  client.on?.("error", heardAlready);
  try {
    await begin(client, options);
    const value = await fn(scopeOf(client, tried));
    const { command } = await client.query({ text: "COMMIT" });
    if (command === "ROLLBACK") throw aborted();
    return value;
  } catch (error) {
    broken = isConnectionLoss(error) || !(await rolledBack(client));
    throw error;
  } finally {
    if (!broken) client.removeListener?.("error", heardAlready);
    client.release(broken);
  }
}

/**
 * A connection that breaks while somebody has it tells so twice: the statement fails, and the client emits an event that ends the
 * process if nobody listens. The first is enough.
 */
function heardAlready(): void {}

/** The server answers ROLLBACK to the COMMIT of a transaction in which a statement failed, and calls that no error. */
function aborted(): Error {
  return Object.assign(new Error("nothing was committed: a statement failed, and its error was caught without a savepoint"), {
    code: "25P02",
  });
}

async function rolledBack(client: Queryable): Promise<boolean> {
  try {
    await client.query({ text: "ROLLBACK" });
    return true;
  } catch {
    return false;
  }
}

const SETTINGS = [
  ["primeinv.tenant", "tenant"],
  ["primeinv.actor", "actor"],
  ["primeinv.client_ip", "clientIp"],
  ["primeinv.user_agent", "userAgent"],
] as const;

/** As values.ts reads them, whatever the server writes otherwise. */
const STYLES = ["'datestyle', 'ISO'", "'intervalstyle', 'postgres'", "'bytea_output', 'hex'"];

async function begin(client: Queryable, options: ScopeOptions): Promise<void> {
  const isolation = options.isolation ? ` ISOLATION LEVEL ${isolationLevel(options.isolation)}` : "";
  await client.query({ text: `BEGIN${isolation}${options.readOnly ? " READ ONLY" : ""}` });
  const set = SETTINGS.flatMap(([name, key]) => (options[key] == null ? [] : [[name, String(options[key])] as const]));
  const names = [...STYLES, ...set.map(([name], i) => `'${name}', $${i + 1}`)];
  await client.query({
    text: `SELECT ${names.map((name) => `set_config(${name}, true)`).join(", ")}`,
    values: set.map(([, value]) => value),
  });
}

function isolationLevel(level: string): string {
  if (!["read committed", "repeatable read", "serializable"].includes(level)) throw new TypeError(`no isolation level ${level}`);
  return level.toUpperCase();
}

function scopeOf(client: PooledClient, tried: Tried): Scope {
  let savepoints = 0;
  return {
    client,
    call(name, ...args) {
      const { signature } = statement(name, args[0]);
      const requestId = (args[0] as { request_id?: unknown } | undefined)?.request_id;
      if (signature.changes && requestId == null) tried.repeatable = false;
      return call(client, name, ...args);
    },
    async query<R>(text: string, values: readonly unknown[] = []) {
      if (!tried.readOnly) tried.repeatable = false;
      try {
        return (await client.query({ text, values: [...values], types })) as { rows: R[] };
      } catch (error) {
        throw primeinvError(error) ?? error;
      }
    },
    async savepoint(fn) {
      const name = `primeinv_${++savepoints}`;
      await client.query({ text: `SAVEPOINT ${name}` });
      try {
        const value = await fn();
        await client.query({ text: `RELEASE SAVEPOINT ${name}` });
        return value;
      } catch (error) {
        await client.query({ text: `ROLLBACK TO SAVEPOINT ${name}` });
        throw error;
      }
    },
  };
}
