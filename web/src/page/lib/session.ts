/** Who works here, for which business, and what they may do: as the database says it. */
import { computed, signal } from "@preact/signals";
import { gateway, Refusal, rows, rpc, tenantHeader, Unreachable, whenUnauthorised } from "./api";
import { kept, read, write } from "./kept";
import type { Id, Outlet, Tenant } from "./types";

export type Level = "guest" | "reader" | "app" | "manager";

/** What the gateway's /session says. */
interface Who {
  user: string;
  tenants: (Tenant & { level: Level })[];
  functions: string[];
  writes: Record<string, string[]>;
  version: string;
}

export interface Session {
  readonly user: string;
  readonly tenant: Tenant;
  readonly tenants: readonly Tenant[];
  readonly level: Level;
  readonly functions: readonly string[];
  /** Columns that may be written, by table. */
  readonly writes: Readonly<Record<string, readonly string[]>>;
  readonly outlets: readonly Outlet[];
  readonly version: string;
}

interface Right {
  kind: "function" | "table" | "column";
  name: string;
  level: string;
  rank: number;
}

export const session = signal<Session | undefined>(undefined);
/** False while the page does not know yet whether somebody is logged in. */
export const known = signal(false);
/** True while the page goes on with what it knew of the session before the network went. */
export const offline = signal(!navigator.onLine);
addEventListener("online", () => (offline.value = false));
addEventListener("offline", () => (offline.value = true));

const allowed = computed(() => new Set(session.value?.functions ?? []));
/** Whether the user may call a function. */
export const may = (name: string): boolean => allowed.value.has(name);
/** Whether the user may write a table of the catalogue, or one column of it. */
export const mayWrite = (table: string, column?: string): boolean => {
  const columns = session.value?.writes[table] ?? [];
  return column === undefined ? columns.length > 0 : columns.includes(column);
};

const chosen = kept<Id>("outlet", "");
export const outlet = computed<Outlet | undefined>(() => {
  const all = session.value?.outlets ?? [];
  return all.find((one) => one.outlet_id === chosen.value) ?? all.find((one) => one.is_active) ?? all[0];
});
export const chooseOutlet = (id: Id): void => void (chosen.value = id);

export const currency = computed(() => ({
  code: session.value?.tenant.currency ?? "XXX",
  decimals: session.value?.tenant.money_decimals ?? 2,
}));

const chosenTenant = kept<Id>("tenant", "");

/** A role's rights in the catalog are those of its best tenant; with several, the level of the chosen one narrows them. */
async function learn(who: Who): Promise<Session> {
  const tenant = who.tenants.find((one) => one.id === chosenTenant.value) ?? who.tenants[0];
  if (!tenant) throw new Refusal(403, "42501", "this user has no business to work for", null, null);
  tenantHeader(who.tenants.length > 1 ? tenant.id : undefined);
  const [outlets, rights] = await Promise.all([
    tenant.level === "guest" ? [] : rows<Outlet>("outlet_today", { tenant_id: `eq.${tenant.id}`, order: "outlet" }),
    who.tenants.length > 1 && tenant.level !== "guest" ? rpc<Right[]>("rights") : undefined,
  ]);
  const { user, version } = who;
  const base = { user, version, tenant, tenants: who.tenants, level: tenant.level, outlets };
  if (!rights) return { ...base, functions: who.functions, writes: who.writes };
  const rank = rights.find((one) => one.level === tenant.level)?.rank ?? 0;
  const above = (kind: Right["kind"]): Set<string> =>
    new Set(rights.filter((one) => one.kind === kind && one.rank > rank).map((one) => one.name));
  const [functions, tables, columns] = [above("function"), above("table"), above("column")];
  return {
    ...base,
    functions: who.functions.filter((name) => !functions.has(name)),
    writes: Object.fromEntries(
      Object.entries(who.writes)
        .filter(([table]) => !tables.has(table))
        .map(([table, names]) => [table, names.filter((name) => !columns.has(`${table}.${name}`))]),
    ),
  };
}

let turn = 0;

/** Answers come as they like: who works here is what was asked last, and an older answer is none. */
async function enter(asked: Promise<Who>): Promise<void> {
  const mine = ++turn;
  try {
    const now = await learn(await asked);
    if (mine !== turn) return;
    session.value = now;
    write("session", now);
  } catch (error) {
    if (mine === turn) throw error;
  }
}

export async function chooseTenant(id: Id): Promise<void> {
  chosenTenant.value = id;
  await renew();
}

/** Finds out at the start: logged in, not, or (no network) as it was when the page was last here. */
export async function begin(): Promise<void> {
  try {
    await enter(gateway.session<Who>());
  } catch (error) {
    if (error instanceof Unreachable) {
      offline.value = true;
      session.value = read<Session>("session");
    } else session.value = undefined;
  }
  known.value = true;
}

/** Asks again who is logged in, after the network came back or the session was lost; who is just logging in will be told anyway. */
export async function renew(): Promise<void> {
  if (loggingIn) return;
  try {
    await enter(gateway.session<Who>());
    offline.value = false;
  } catch (error) {
    if (!(error instanceof Unreachable)) session.value = undefined;
  }
}

let loggingIn = false;

export async function login(user: string, password: string): Promise<void> {
  loggingIn = true;
  try {
    await enter(gateway.login<Who>(user, password));
  } finally {
    loggingIn = false;
  }
}

export async function logout(): Promise<void> {
  turn++;
  write("session", null);
  try {
    await gateway.logout();
  } finally {
    session.value = undefined;
  }
}

/** It may be the answer to what was asked before the last login: the gateway knows. */
whenUnauthorised(() => void (session.peek() && renew()));
