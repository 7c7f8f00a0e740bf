// The routes, and what every request passes before it reaches one.
import { Hono, type Context, type MiddlewareHandler } from "hono";
import type { HttpBindings } from "@hono/node-server";
import type { IncomingMessage } from "node:http";
import { CatalogCache, type Catalog, type Relation, type Routine } from "./catalog.js";
import type { Config } from "./config.js";
import { type Answer, Database, NotAssumed, type Scope, type Statement } from "./database.js";
import { isStale, refuse, Refusal, toRefusal } from "./errors.js";
import { Events } from "./events.js";
import { encodeRows, encodeValues } from "./json.js";
import { LoginThrottle, RateLimit } from "./limits.js";
import { checkPassword } from "./login.js";
import { servePage } from "./page.js";
import { callRoutine, chooseRoutine, insertRelation, type Query, readRelation, updateRelation } from "./query.js";
import { type Session, Sessions } from "./sessions.js";
import { whoIs } from "./who.js";

const CHECK_AGAIN = 30000; // milliseconds after which a session's user is looked up again
const MOST_LOGINS_AT_ONCE = 16;
const HEARTBEAT = 15000; // milliseconds between signs of life of a stream

interface Variables {
  session: Session;
  scope: Scope;
}
export type Env = { Bindings: HttpBindings; Variables: Variables };
type Here = Context<Env>;

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "media-src 'self' blob:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS: Record<string, string> = {
  "Content-Security-Policy": POLICY,
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cache-Control": "no-store",
  "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
};

/** A header as Node has it: twice the same is one, joined by commas, or the first where that would make no sense. */
function header(c: Here, name: string): string | undefined {
  const value = c.env.incoming.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** A request's body; null if it is larger than the limit, which is known before all of it has come. */
function readBytes(incoming: IncomingMessage, limit: number): Promise<Buffer | null> {
  if (Number(incoming.headers["content-length"] ?? 0) > limit) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) return resolve(null);
      chunks.push(chunk);
    });
    incoming.on("end", () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    incoming.on("error", reject);
    incoming.on("close", () => incoming.complete || reject(refuse(400, "PGRST102", "the body ended before its end")));
  });
}

export interface Gateway {
  app: Hono<Env>;
  start(): Promise<void>;
  /** Ends what would never end by itself, so that the rest can. */
  stopStreams(): void;
  stop(): Promise<void>;
  database: Database;
}

export function makeGateway(config: Config, log: (entry: Record<string, unknown>) => void): Gateway {
  const complain = (what: string, error: unknown) => log({ level: "error", what, error: (error as Error)?.message ?? String(error) });
  const database = new Database(config.connections, complain);
  const catalogs = new CatalogCache(database);
  const sessions = new Sessions(config.sessionIdle, config.sessionLife, config.sessionFile);
  const events = new Events(database, () => catalogs.get(), config.readTimeout, Math.min(HEARTBEAT, config.stallTimeout / 2), (key) => sessions.alive(key), complain);
  const limit = new RateLimit(config.rate);
  const throttle = new LoginThrottle(MOST_LOGINS_AT_ONCE);
  const cookieName = config.secureCookie ? "__Host-primeinv" : "primeinv";
  const origins = new Set(config.origins);
  const app = new Hono<Env>();
  sessions.onEnd((key) => events.closeSession(key));

  /** The client's address: the connection's, or what the nearest of the proxies that we have been told of says. */
  function addressOf(c: Here): string {
    const forwarded = (header(c, "x-forwarded-for") ?? "").split(",").map((word) => word.trim());
    const said = config.proxies > 0 ? forwarded[forwarded.length - config.proxies] : undefined;
    const address = said || c.env.incoming?.socket?.remoteAddress || "";
    return address.replace(/^::ffff:(?=\d+\.)/, "").replace(/%.*$/, "").slice(0, 64);
  }

  function agentOf(c: Here): string {
      return (header(c, "user-agent") ?? "").replace(/[\u0000-\u001f\u007f]/g, " ").slice(0, 300);
  }

  function tenantOf(text: string): string {
    if (/^([1-9]\d{0,18})?$/.test(text)) return text;
    throw refuse(400, "22023", "Primeinv-Tenant must be a tenant's id");
  }

  function scopeOf(c: Here, user: string): Scope {
    const tenant = tenantOf(header(c, "primeinv-tenant") ?? "");
    return { role: user, tenant, actor: user, address: addressOf(c), agent: agentOf(c) };
  }

  function tokenOf(c: Here): string | undefined {
    const prefix = `${cookieName}=`;
    return header(c, "cookie")?.split(/;\s*/).find((pair) => pair.startsWith(prefix))?.slice(prefix.length);
  }

  function setCookie(c: Here, value: string, age: number): void {
    const secure = config.secureCookie ? "; Secure" : "";
    c.env.outgoing.setHeader("Set-Cookie", `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${age}${secure}`);
  }

  const headers = new Map(Object.entries({ ...HEADERS, ...(config.secureCookie ? { "Strict-Transport-Security": "max-age=31536000" } : {}) }));

  /** What every answer bears, set before there is one, on Node's own object, which is a fifth of the work of Response's headers. */
  const common: MiddlewareHandler<Env> = (c, next) => {
    c.env.outgoing.setHeaders(headers);
    return next();
  };

  /** A page of somebody else's must not act, nor read, in the user's name: beside SameSite, the browser's own words are asked. */
  const sameOrigin: MiddlewareHandler<Env> = async (c, next) => {
    const changes = c.req.method !== "GET" && c.req.method !== "HEAD";
    const origin = header(c, "origin");
    const site = header(c, "sec-fetch-site");
    const foreign =
      (origin !== undefined && !origins.has(origin)) ||
      (site !== undefined && site !== "same-origin" && (changes || site !== "none"));
    if (foreign)
      throw refuse(403, "42501", "this request comes from another site", `The gateway answers pages from ${config.origins.join(", ")}: WEB_ORIGIN.`);
    if (changes && hasBody(c) && !/^application\/json(\s*;|$)/i.test(header(c, "content-type") ?? ""))
      throw refuse(415, "PGRST102", "the body must be application/json");
    await next();
  };

  const loggedIn: MiddlewareHandler<Env> = async (c, next) => {
    const session = sessions.find(tokenOf(c));
    if (!session) {
      limit.take(`address ${addressOf(c)}`);
      throw refuse(401, "28000", "you are not logged in", "POST /login with user and password.");
    }
    limit.take(`session ${session.key}`);
    await checkUser(session);
    c.set("session", session);
    c.set("scope", scopeOf(c, session.user));
    await next();
  };

  /** Now and then: has the user lost the right to log in since? (Whether the gateway may act for it, each transaction asks.) */
  async function checkUser(session: Session): Promise<void> {
    const now = Date.now();
    if (now - session.checkedAt < CHECK_AGAIN) return;
    const [found] = await database.plain(
      "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = $1 AND rolcanlogin AND (rolvaliduntil IS NULL OR rolvaliduntil > pg_catalog.now())",
      [session.user],
    );
    session.checkedAt = now;
    if (found) return;
    sessions.end(session.key);
    throw refuse(401, "28000", "you are not logged in", "POST /login with user and password.");
  }

  /** A request without a body, as of /logout, needs no type; one that has a type is held to it. */
  function hasBody(c: Here): boolean {
    return header(c, "content-type") !== undefined || header(c, "transfer-encoding") !== undefined || Number(header(c, "content-length") ?? 0) > 0;
  }

  /** The body's text and what it says, within the limit, in UTF-8. */
  async function readBody(c: Here): Promise<{ text: string; value: unknown }> {
    const bytes = await readBytes(c.env.incoming, config.bodyLimit);
    if (bytes === null) throw tooLarge();
    try {
      const text = utf8.decode(bytes);
      return text === "" ? { text: "{}", value: {} } : { text, value: JSON.parse(text) };
    } catch {
      throw refuse(400, "PGRST102", "the body is not JSON in UTF-8");
    }
  }

  function tooLarge() {
    return refuse(413, "54000", `the body is larger than ${config.bodyLimit} bytes`, null, { Connection: "close" });
  }

  function queryOf(c: Here): Query {
    return [...new URL(c.req.url).searchParams];
  }

  async function relationOf(name: string): Promise<[Catalog, Relation]> {
    let catalog = await catalogs.get();
    if (!catalog.relations.has(name)) catalog = await catalogs.again();
    const relation = catalog.relations.get(name);
    if (!relation) throw refuse(404, "42P01", `there is no table or view "${name.slice(0, 100)}"`);
    return [catalog, relation];
  }

  async function routinesOf(name: string): Promise<[Catalog, Routine[]]> {
    let catalog = await catalogs.get();
    if (!catalog.routines.has(name)) catalog = await catalogs.again();
    const routines = catalog.routines.get(name);
    if (!routines) throw refuse(404, "42883", `there is no function "${name.slice(0, 100)}"`);
    return [catalog, routines];
  }

  async function run(c: Here, statement: Statement, read: boolean, repeatable: boolean): Promise<Answer> {
    try {
      return await database.run(c.get("scope"), statement, { read, repeatable, timeout: read ? config.readTimeout : config.writeTimeout });
    } catch (error) {
      if (error instanceof NotAssumed) throw isOut(c);
      if (isStale(error) || /^42(883|703|P01)$/.test((error as { code?: string }).code ?? "")) void catalogs.again().catch(() => {});
      throw error;
    }
  }

  function isOut(c: Here): Refusal {
    sessions.end(c.get("session").key);
    return refuse(401, "28000", "the gateway may no longer act for this user", "GRANT the user to the gateway's role, then log in again.");
  }

  /** Warnings travel in a header, as many as fit into one. */
  function warn(c: Here, { warnings }: Answer): void {
    for (let count = Math.min(10, warnings.length); count > 0; count--) {
      const text = encodeURIComponent(JSON.stringify(warnings.slice(0, count)));
      if (text.length <= 4000) return void c.env.outgoing.setHeader("Primeinv-Warning", text);
    }
  }

  function json(body: string, status = 200): Response {
    return new Response(body, { status, headers: { "Content-Type": "application/json; charset=utf-8" } }); // the server writes into it
  }

  async function call(c: Here, read: boolean): Promise<Response> {
    const [catalog, overloads] = await routinesOf(c.req.param("name") ?? "");
    let query = queryOf(c);
    let text: string;
    let body: unknown;
    if (read) {
      const known = new Set(overloads.flatMap((routine) => [...routine.parameters.keys()]));
      body = argumentsOf(overloads, query.filter(([key]) => known.has(key)));
      text = JSON.stringify(body);
      query = query.filter(([key]) => !known.has(key));
    } else ({ text, value: body } = await readBody(c));
    if (body === null || typeof body !== "object" || Array.isArray(body))
      throw refuse(400, "PGRST102", "the body must be an object of the function's named arguments");
    const named = body as Record<string, unknown>;
    const routine = chooseRoutine(overloads, named);
    const statement = callRoutine(catalog, routine, Object.keys(named), text, query, config.maxRows);
    const repeatable = read || routine.reads || typeof named.request_id === "string";
    const answer = await run(c, statement, read, repeatable);
    warn(c, answer);
    return result(routine, answer);
  }

  /** A URL's arguments are text, which the database reads as the parameter's type; documents and arrays are JSON. */
  function argumentsOf(overloads: Routine[], pairs: Query): Record<string, unknown> {
    const types = new Map(overloads.flatMap((routine) => [...routine.parameters].map(([name, { type }]) => [name, type])));
    const named: Record<string, unknown> = {};
    for (const [name, value] of pairs) {
      try {
        named[name] = /^jsonb?$/.test(types.get(name)!) ? JSON.parse(value) : value;
      } catch {
        throw refuse(400, "22P02", `parameter "${name}" is not JSON`);
      }
    }
    return named;
  }

  function result(routine: Routine, { fields, rows }: Answer): Response {
    if (routine.nothing) return new Response(null, { status: 204 });
    if (routine.columns === null) {
      const values = encodeValues(fields, rows);
      return json(routine.set ? `[${values.join(",")}]` : (values[0] ?? "null"));
    }
    const objects = encodeRows(fields, rows);
    return json(routine.set ? `[${objects.join(",")}]` : (objects[0] ?? "null"));
  }

  async function list(c: Here): Promise<Response> {
    const [catalog, relation] = await relationOf(c.req.param("relation") ?? "");
    const { rows, count, offset } = readRelation(catalog, relation, queryOf(c), config.maxRows);
    const answer = await run(c, rows, true, true);
    const last = answer.rows.length > 0 ? `${offset}-${offset + answer.rows.length - 1}` : "*";
    let total = "*";
    if (/\bcount=exact\b/.test(header(c, "prefer") ?? "")) total = (await run(c, count, true, true)).rows[0]![0]!;
    c.env.outgoing.setHeader("Content-Range", `${last}/${total}`);
    const body = `[${encodeRows(answer.fields, answer.rows).join(",")}]`;
    return json(body, total !== "*" && answer.rows.length < Number(total) ? 206 : 200);
  }

  async function write(c: Here, update: boolean): Promise<Response> {
    const [catalog, relation] = await relationOf(c.req.param("relation") ?? "");
    const { text, value } = await readBody(c);
    const statement = (update ? updateRelation : insertRelation)(catalog, relation, queryOf(c), value, text);
    const answer = await run(c, statement, false, false);
    warn(c, answer);
    c.env.outgoing.setHeader("Content-Range", update ? `${answer.count > 0 ? `0-${answer.count - 1}` : "*"}/*` : "*/*");
    if (!/\breturn=representation\b/.test(header(c, "prefer") ?? "")) return new Response(null, { status: update ? 204 : 201 });
    return json(`[${encodeRows(answer.fields, answer.rows).join(",")}]`, update ? 200 : 201);
  }

  async function login(c: Here): Promise<Response> {
    const { value } = await readBody(c);
    const { user, password } = (value ?? {}) as Record<string, unknown>;
    if (typeof user !== "string" || typeof password !== "string" || user === "" || Buffer.byteLength(user) > 63 || password.length > 1024 || /\0/.test(user + password))
      throw refuse(400, "22023", "user and password are wanted, as strings");
    const address = addressOf(c);
    limit.take(`address ${address}`);
    const ok = await throttle.attempt(user, address, async () => (await checkPassword(user, password)) || null);
    log({ level: "info", what: ok ? "login" : "login refused", user, address });
    if (!ok) throw refuse(401, "28P01", "wrong user or password");
    const who = await whoAmI(c, user);
    const old = sessions.find(tokenOf(c));
    if (old) sessions.end(old.key); // a token never changes hands
    setCookie(c, sessions.begin(user), Math.floor(config.sessionLife / 1000));
    return json(who);
  }

  async function whoAmI(c: Here, user: string): Promise<string> {
    try {
      return await whoIs(database, await catalogs.get(), scopeOf(c, user), config.readTimeout);
    } catch (error) {
      if (error instanceof NotAssumed)
        throw refuse(403, "42501", `the gateway may not act for "${user}"`, "GRANT the user to the gateway's role.");
      throw error;
    }
  }

  function logout(c: Here): Response {
    const session = sessions.find(tokenOf(c));
    if (session) sessions.end(session.key);
    setCookie(c, "", 0);
    return c.body(null, 204);
  }

  /** Asked at most once a second, and by one at a time: who needs no login must not fill the queue for the connections. */
  let health: { until: number; ok: Promise<boolean> } = { until: 0, ok: Promise.resolve(false) };
  function isHealthy(): Promise<boolean> {
    if (Date.now() < health.until) return health.ok;
    const asked = { until: Infinity, ok: database.plain("SELECT 1").then(() => true, () => false) };
    void asked.ok.then(() => (asked.until = Date.now() + 1000));
    health = asked;
    return asked.ok;
  }

  app.use(common);
  app.onError((error, c) => {
    const refusal = toRefusal(error);
    if (refusal.status >= 500 && !(error instanceof Refusal))
      log({ level: "error", what: `${c.req.method} ${c.req.path}`.slice(0, 200), code: refusal.problem.code, error: error.message });
    for (const [name, value] of Object.entries(refusal.headers)) c.header(name, value);
    return c.json(refusal.problem, refusal.status as 400);
  });
  app.notFound((c) => c.json({ code: "PGRST125", message: "there is nothing at this address", details: null, hint: null }, 404));

  app.get("/health", async (c) => {
    const ok = await isHealthy();
    return c.json({ status: ok ? "ok" : "unavailable" }, ok ? 200 : 503);
  });
  servePage(app, config.page);

  app.use("*", sameOrigin);
  app.post("/login", login);
  app.post("/logout", logout);

  app.use("*", loggedIn);
  app.get("/session", async (c) => json(await whoAmI(c, c.get("session").user)));
  app.get("/events", async (c) => {
    const tenant = c.req.query("tenant"); // an EventSource sends no headers of one's own
    const scope = tenant === undefined ? c.get("scope") : { ...c.get("scope"), tenant: tenantOf(tenant) };
    const lastId = header(c, "last-event-id") ?? c.req.query("last_event_id");
    const stream = await events.open(c.get("session").key, scope, lastId).catch((error) => {
      throw error instanceof NotAssumed ? isOut(c) : error;
    });
    if (!stream) throw refuse(503, "53300", "too many listeners", null, { "Retry-After": "5" });
    c.header("Content-Type", "text/event-stream; charset=utf-8");
    c.header("X-Accel-Buffering", "no");
    return c.body(stream);
  });
  app.post("/rpc/:name", (c) => call(c, false));
  app.get("/rpc/:name", (c) => call(c, true));
  app.get("/:relation", list);
  app.post("/:relation", (c) => write(c, false));
  app.patch("/:relation", (c) => write(c, true));
  app.all("/:relation", () => {
    throw refuse(405, "PGRST117", "this method is not supported here");
  });
  app.all("/rpc/:name", () => {
    throw refuse(405, "PGRST117", "this method is not supported here");
  });

  return {
    app,
    database,
    async start() {
      await catalogs.read();
      void events.listen();
    },
    stopStreams: () => events.closeAll(),
    async stop() {
      await events.stop();
      sessions.close();
      await database.end();
    },
  };
}
