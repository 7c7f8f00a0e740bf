// The database: a pool of connections of the gateway's own role, and transactions that are one round trip.
import pg from "pg";
import { type DriverError, isConflict, isDisconnect, isStale, refuse } from "./errors.js";

/** Whom a transaction acts for. */
export interface Scope {
  role: string;
  tenant: string;
  actor: string;
  address: string;
  agent: string;
}

export interface Statement {
  text: string;
  values: (string | null)[];
}

/** The last statement's columns and rows, values as PostgreSQL's text. */
export interface Answer {
  fields: pg.FieldDef[];
  rows: (string | null)[][];
  /** How many rows an INSERT, UPDATE or SELECT says it touched. */
  count: number;
  warnings: string[];
}

/** What every connection begins with: the gateway's statements lean on no setting of a database or a role. */
const SETTINGS = {
  search_path: "pg_catalog",
  TimeZone: "UTC",
  DateStyle: "ISO,YMD",
  IntervalStyle: "postgres",
  client_min_messages: "warning",
  default_transaction_isolation: "read\\ committed",
  lock_timeout: "10s",
  idle_in_transaction_session_timeout: "30s",
};

const BEGIN_READ = "BEGIN READ ONLY";
const BEGIN_WRITE = "BEGIN READ WRITE";
const ASSUME =
  "SELECT set_config('primeinv.tenant', $1, true), set_config('primeinv.actor', $2, true)," +
  " set_config('primeinv.client_ip', $3, true), set_config('primeinv.user_agent', $4, true)," +
  " set_config('statement_timeout', $5, true), set_config('role', $6, true)";
const COMMIT = "COMMIT";

/** At most this many different statements stay prepared on a connection; the rest are parsed anew each time. */
const PREPARED_LIMIT = 300;

/** A connection's prepared statements: names of those the server has, texts in the order sent of those it has yet to confirm. */
class Prepared {
  readonly names = new Map<string, string>();
  readonly pending: string[] = [];
  private next = 0;

  nameOf(text: string): { name: string; known: boolean } {
    const name = this.names.get(text);
    if (name !== undefined) return { name, known: true };
    return { name: this.names.size + this.pending.length < PREPARED_LIMIT ? `s${this.next++}` : "", known: false };
  }
}

const prepared = new WeakMap<object, Prepared>();

function preparedOf(connection: pg.Connection): Prepared {
  let state = prepared.get(connection);
  if (!state) prepared.set(connection, (state = new Prepared()));
  return state;
}

/**
 * Several statements sent at once with one Sync at the end: the server runs them in turn and, after an error, none of the rest.
 * The last but one is the request's; its rows are kept.
 */
class Batch implements pg.Submittable {
  private sent: { text: string; name: string }[] = [];
  private at = 0;
  private error: DriverError | undefined;
  private tag = "";
  readonly answer: Answer = { fields: [], rows: [], count: 0, warnings: [] };

  constructor(
    private readonly statements: Statement[],
    private readonly done: (error: DriverError | undefined, at: number, tag: string) => void,
  ) {}

  submit(connection: pg.Connection): void {
    const wire = connection as unknown as Wire;
    const state = preparedOf(connection);
    wire.stream.cork();
    try {
      this.statements.forEach((statement, index) => this.send(wire, state, statement, index === this.statements.length - 2));
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
  }

  private send(wire: Wire, state: Prepared, { text, values }: Statement, describe: boolean): void {
    const { name, known } = state.nameOf(text);
    if (!known) {
      wire.parse({ name, text, types: [] });
      state.pending.push(name === "" ? "" : `${name} ${text}`);
    }
    wire.bind({ portal: "", statement: name, values, binary: false, valueMapper: (value: unknown) => value });
    if (describe) wire.describe({ type: "P", name: "" });
    wire.execute({ portal: "", rows: 0 });
    this.sent.push({ text, name });
  }

  handleRowDescription(message: { fields: pg.FieldDef[] }): void {
    this.answer.fields = message.fields;
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    if (this.at === this.statements.length - 2) this.answer.rows.push(message.fields);
  }

  handleCommandComplete(message: { text: string }): void {
    if (this.at === this.statements.length - 2) this.answer.count = Number(/\d+$/.exec(message.text)?.[0] ?? 0);
    this.tag = message.text;
    this.at++;
  }

  handleEmptyQuery(): void {}

  handlePortalSuspended(): void {}

  handleError(error: DriverError, connection: pg.Connection): void {
    preparedOf(connection).pending.length = 0;
    this.finish(error);
  }

  handleReadyForQuery(): void {
    this.finish(undefined);
  }

  private finish(error: DriverError | undefined): void {
    if (this.error) return;
    if (error) this.error = error;
    this.done(error, this.at, this.tag);
  }
}

/** The part of the driver's connection that sends messages of the extended protocol. */
interface Wire {
  stream: { cork(): void; uncork(): void };
  parse(query: { name: string; text: string; types: number[] }): void;
  bind(config: { portal: string; statement: string; values: unknown[]; binary: boolean; valueMapper: (value: unknown) => unknown }): void;
  describe(message: { type: "P" | "S"; name: string }): void;
  execute(config: { portal: string; rows: number }): void;
  sync(): void;
}

export interface Options {
  read: boolean;
  timeout: number;
  /** Whether it may be sent again though nobody knows if it has happened: it only reads, or the database knows it by its request_id. */
  repeatable: boolean;
}

/** The role may not be assumed: it is gone, or no longer the gateway's to act for. */
export class NotAssumed extends Error {}

/** SET ROLE refused: no membership, no such role. */
const NOT_ASSUMED = /^(42501|22023|42704)$/;

const ATTEMPTS = 6;

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

export class Database {
  private readonly pool: pg.Pool;
  /** Conflicts after which a request was run again, since the start. */
  retries = 0;

  constructor(connections: number, complain: (what: string, error: unknown) => void) {
    this.pool = new pg.Pool({
      max: connections,
      connectionTimeoutMillis: 5000,
      idleTimeoutMillis: 0,
      keepAlive: true,
      application_name: "primeinv gateway",
      options: Object.entries(SETTINGS).map(([name, value]) => `-c ${name}=${value}`).join(" "),
    });
    this.pool.on("connect", (client) => this.watch(client));
    this.pool.on("error", (error) => complain("a connection to the database is lost", error));
  }

  /** Notes which prepared statements the server has confirmed, and collects warnings for the answer under way. */
  private watch(client: pg.PoolClient): void {
    const connection = (client as unknown as { connection: pg.Connection & NodeJS.EventEmitter }).connection;
    const state = preparedOf(connection);
    connection.on("parseComplete", () => {
      const entry = state.pending.shift();
      if (entry) state.names.set(entry.slice(entry.indexOf(" ") + 1), entry.slice(0, entry.indexOf(" ")));
    });
    client.on("error", () => {}); // the pool, or whoever waits for an answer, is told as well
  }

  /** Runs statements of the gateway's own role, which has no rights but what PUBLIC has in pg_catalog. */
  async plain(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return (await this.pool.query(text, values)).rows;
      } catch (error) {
        if (!isDisconnect(error) || attempt >= 2) throw error;
      }
    }
  }

  /** Runs one statement as the scope's role in a transaction of its own; again, where only that helps. */
  async run(scope: Scope, statement: Statement, options: Options): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      let sent = false;
      try {
        const client = await this.connect();
        sent = true;
        return await this.attempt(client, scope, statement, options);
      } catch (error) {
        if (attempt >= ATTEMPTS || !(await this.mayRepeat(error, sent, attempt, options))) throw error;
      }
    }
  }

  private async mayRepeat(error: unknown, sent: boolean, attempt: number, options: Options): Promise<boolean> {
    if (isConflict(error)) {
      this.retries++;
      await pause(Math.random() * 10 * 2 ** attempt);
      return true;
    }
    if (isStale(error)) return true;
    if (!isDisconnect(error)) return false;
    if (sent && !options.repeatable)
      throw refuse(503, "08007", "the connection to the database was lost, and it is not known whether the change was made",
        "Look before you try again; with a request_id the gateway tries again itself.");
    await pause(100 * attempt);
    return true;
  }

  private async connect(): Promise<pg.PoolClient> {
    try {
      return await this.pool.connect();
    } catch (error) {
      if (/timeout exceeded/.test((error as Error).message))
        throw refuse(503, "53300", "the gateway is busy", "Try again with the same request_id.", { "Retry-After": "1" });
      throw error;
    }
  }

  private attempt(client: pg.PoolClient, scope: Scope, statement: Statement, options: Options): Promise<Answer> {
    const assume = [scope.tenant, scope.actor, scope.address, scope.agent, String(options.timeout), scope.role];
    const statements = [
      { text: options.read ? BEGIN_READ : BEGIN_WRITE, values: [] },
      { text: ASSUME, values: assume },
      statement,
      { text: COMMIT, values: [] },
    ];
    return new Promise((resolve, reject) => {
      const notice = (message: { severity?: string | undefined; message?: string | undefined }) => {
        if (message.severity === "WARNING") batch.answer.warnings.push(message.message ?? "");
      };
      const batch = new Batch(statements, (error, at, tag) => {
        client.removeListener("notice", notice);
        if (!error) {
          client.release();
          return tag === COMMIT ? resolve(batch.answer) : reject(new Error("the transaction did not commit"));
        }
        this.clear(client, error);
        reject(at === 1 && NOT_ASSUMED.test(error.code ?? "") ? new NotAssumed(error.message) : error);
      });
      client.on("notice", notice);
      client.query(batch);
    });
  }

  /** After an error: the transaction is rolled back before the connection serves again, or the connection goes. */
  private clear(client: pg.PoolClient, error: DriverError): void {
    if (isDisconnect(error) || isStale(error)) return client.release(true);
    client.query("ROLLBACK").then(
      () => client.release(),
      () => client.release(true),
    );
  }

  async end(): Promise<void> {
    await this.pool.end();
  }
}
