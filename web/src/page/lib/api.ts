/**
 * How the page talks: PostgREST's conventions and nothing else. A function is POST /rpc/<name> with named arguments, a view is
 * GET /<view>?column=op.value, a catalogue row is POST /<table> and PATCH /<table>?id=eq.N. What is refused comes as {code, message, details, hint}.
 */

import { learnTime, serverNow } from "./clock";

/** The database (or the gateway for it) said no. Its words are for the person, its code is for the program. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: string | null,
    readonly hint: string | null,
  ) {
    super(message);
    this.name = "Refusal";
  }
}

/** No answer: the network is gone, or the gateway cannot reach the database just now. The call may or may not have been carried out. */
export class Unreachable extends Error {
  constructor(message = "unreachable") {
    super(message);
    this.name = "Unreachable";
  }
}

/** Called when the gateway says that nobody is logged in. */
let onUnauthorised: () => void = () => undefined;
export function whenUnauthorised(handler: () => void): void {
  onUnauthorised = handler;
}

/** Called with what the database warns of though it did what was asked. */
let onWarning: (text: string) => void = () => undefined;
export function whenWarned(handler: (text: string) => void): void {
  onWarning = handler;
}

function warn(header: string | null): void {
  if (!header) return;
  try {
    for (const text of JSON.parse(decodeURIComponent(header)) as string[]) onWarning(text);
  } catch {
    // A header cut short by a proxy: the call itself went well.
  }
}

/** For a user with several businesses: which one this page works for. */
let tenant: string | undefined;
export const tenantHeader = (id: string | undefined): void => void (tenant = id);

const patience = 20_000;

/** An id that no other call has: the database carries out what bears it once. Without a secure context there is no randomUUID. */
export function newRequestId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function send(path: string, init: RequestInit, quiet = false): Promise<Response> {
  const headers = tenant === undefined ? init.headers : { ...init.headers, "Primeinv-Tenant": tenant };
  let response: Response;
  for (let attempt = 1; ; attempt++) {
    const asked = Date.now();
    try {
      response = await fetch(path, {
        credentials: "same-origin",
        cache: "no-store",
        signal: AbortSignal.timeout(patience),
        ...init,
        ...(headers ? { headers } : {}),
      });
    } catch {
      throw new Unreachable();
    }
    learnTime(response.headers.get("Date"), asked, Date.now());
    if (response.status !== 429 || attempt === 4 || path === "/login") break;
    await pause(Number(response.headers.get("Retry-After") ?? 1) * 1000);
  }
  if (response.ok) {
    warn(response.headers.get("Primeinv-Warning"));
    return response;
  }
  const text = await response.text().catch(() => "");
  let body: Record<string, unknown> = {};
  try {
    body = JSON.parse(text) as Record<string, unknown>;
  } catch {
    // A proxy's own page: the status has to do.
  }
  const said = (key: string): string | null => (typeof body[key] === "string" ? body[key] : null);
  if (response.status === 502 || response.status === 503 || response.status === 504) throw new Unreachable(said("message") ?? undefined);
  if (response.status === 401 && !quiet) onUnauthorised();
  throw new Refusal(
    response.status,
    said("code") ?? String(response.status),
    said("message") ?? `HTTP ${response.status}`,
    said("details"),
    said("hint"),
  );
}

async function answer<T>(response: Response): Promise<T> {
  const text = await response.text();
  return (text === "" ? null : JSON.parse(text)) as T;
}

const asJson = (body: unknown): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json", Accept: "application/json" },
  body: JSON.stringify(body),
});

export type Arguments = Record<string, unknown>;

/** Leaves out what is not given, so that the function's own default holds. */
function given(args: Arguments): Arguments {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined && value !== null && value !== ""));
}

/** Calls a function that only reads. */
export async function rpc<T>(name: string, args: Arguments = {}): Promise<T> {
  return answer<T>(await send(`/rpc/${name}`, asJson(given(args))));
}

/** Calls a function that changes something; without an answer it asks again under the same request id, so it is done once. */
export async function change<T>(name: string, args: Arguments, requestId: string = newRequestId()): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rpc<T>(name, { ...args, request_id: requestId });
    } catch (error) {
      if (!(error instanceof Unreachable) || attempt === 3 || !navigator.onLine) throw error;
      await pause(250 * attempt);
    }
  }
}

export type Query = Record<string, string | number | undefined>;

function query(parts: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(parts)) if (value !== undefined && value !== "") search.append(key, String(value));
  return search.toString();
}

/** Rows of a view or table: rows('batch_status', {outlet_id: 'eq.1', order: 'expiry_date'}). */
export async function rows<T>(view: string, parts: Query = {}): Promise<T[]> {
  return answer<T[]>(await send(`/${view}?${query(parts)}`, { headers: { Accept: "application/json" } }));
}

/** The one row of that id. */
export async function row<T>(view: string, parts: Query): Promise<T | undefined> {
  return (await rows<T>(view, { ...parts, limit: 1 }))[0];
}

/** All rows, page by page: `order` must name a unique order. */
export async function allRows<T>(view: string, parts: Query, page = 1000): Promise<T[]> {
  const all: T[] = [];
  for (;;) {
    const some = await rows<T>(view, { ...parts, limit: page, offset: all.length });
    all.push(...some);
    if (some.length < page) return all;
  }
}

/** The first rows of a function, in the order in which it gives them. */
export async function firstOf<T>(name: string, args: Arguments, limit: number): Promise<T[]> {
  return answer<T[]>(await send(`/rpc/${name}?${query({ limit })}`, asJson(given(args))));
}

/** All rows of a function that may have many, page by page. */
export async function allOf<T>(name: string, args: Arguments, order: string, page = 5000): Promise<T[]> {
  const all: T[] = [];
  for (;;) {
    const some = await answer<T[]>(await send(`/rpc/${name}?${query({ order, limit: page, offset: all.length })}`, asJson(given(args))));
    all.push(...some);
    if (some.length < page) return all;
  }
}

/** Rows of the catalogue whose answer was lost, by what they were asked under: since when to look for them. */
const lost = new Map<string, string>();
/** Tables that may have two rows alike; of the others, keys of their own let there be one. */
const dated = new Set(["product", "variation", "customer"]);

/**
 * Makes a row of the catalogue and returns it as it is kept. The database knows no request ids here, so after a lost answer the same
 * request looks first whether just this row was made meanwhile.
 */
export async function insert<T>(table: string, values: Arguments, request: string): Promise<T> {
  const wanted = given(values);
  const key = `${request} ${table}`;
  const since = lost.get(key);
  if (since !== undefined) {
    const alike = Object.fromEntries(Object.entries(wanted).map(([column, value]) => [column, `eq.${String(value)}`]));
    const made = await row<T>(table, { ...alike, ...(dated.has(table) ? { created_at: `gte.${since}` } : {}), order: "id.desc" });
    if (made !== undefined) return made;
  }
  const init = asJson(wanted);
  const asked = new Date(serverNow() - 5000).toISOString();
  try {
    const made = await answer<T | T[]>(await send(`/${table}`, { ...init, headers: { ...init.headers, Prefer: "return=representation" } }));
    lost.delete(key);
    return Array.isArray(made) ? (made[0] as T) : made;
  } catch (error) {
    if (error instanceof Unreachable) lost.set(key, since ?? asked);
    throw error;
  }
}

/** Changes columns of one row of the catalogue and returns it as it is kept. */
export async function update<T>(table: string, id: string, values: Arguments): Promise<T> {
  const changed = await answer<T | T[]>(
    await send(`/${table}?id=eq.${encodeURIComponent(id)}`, {
      method: "PATCH",
      headers: { "Content-Type": "application/json", Accept: "application/json", Prefer: "return=representation" },
      body: JSON.stringify(values),
    }),
  );
  return Array.isArray(changed) ? (changed[0] as T) : changed;
}

/** The gateway's own: who is logged in, in and out, how it is. */
export const gateway = {
  session: async <T>(): Promise<T> => answer<T>(await send("/session", { headers: { Accept: "application/json" } }, true)),
  login: async <T>(user: string, password: string): Promise<T> => answer<T>(await send("/login", asJson({ user, password }), true)),
  logout: async (): Promise<void> => void (await send("/logout", asJson({}), true)),
  health: async <T>(): Promise<T> => answer<T>(await send("/health", { headers: { Accept: "application/json" } }, true)),
};

/** `in.(...)` of a list of ids; an empty list finds nothing. */
export const among = (ids: readonly string[]): string => `in.(${ids.length ? ids.join(",") : "-1"})`;
