/** Alerts as they come: the gateway sends each one as it is raised; what is open already is read once. */
import { computed, effect, signal } from "@preact/signals";
import { among, rows } from "./api";
import { itemNames } from "./catalogue";
import { date } from "./format";
import { session } from "./session";
import { isKey, language, t } from "./texts";
import type { Alert, BatchHead } from "./types";

/** Undefined while nobody has read them yet. */
export const openAlerts = signal<readonly Alert[] | undefined>(undefined);
export const listening = signal(false);
/** Called with each alert that was raised while the page was open. */
export const onAlert = new Set<(alert: Alert) => void>();

let turn = 0;
/** What the stream has told since the question that is being answered. */
let news: Alert[] = [];

export async function readAlerts(): Promise<void> {
  const mine = ++turn;
  news = [];
  const found = await rows<Alert>("stock_alert", { resolved_at: "is.null", order: "id.desc", limit: 300 });
  if (mine !== turn) return;
  const told = new Set(news.map((one) => one.id));
  openAlerts.value = [...news.filter((one) => !one.resolved_at), ...found.filter((one) => !told.has(one.id))];
}

/** What alerts are about, by the names and dates of now. */
export interface Subjects {
  readonly items: ReadonlyMap<string, string>;
  readonly batches: ReadonlyMap<string, BatchHead>;
}

/** Who reads English has the database's sentences, and needs nothing else unless there is none. */
const ownWords = (alert: Alert): boolean => language.value === "en" && !!alert.detail;

export async function subjectsOf(alerts: readonly Alert[]): Promise<Subjects> {
  const others = alerts.filter((one) => !ownWords(one));
  const ids = (key: "variation_id" | "batch_id"): string[] => [...new Set(others.flatMap((one) => one[key] ?? []))];
  const [items, batches] = await Promise.all([
    itemNames(ids("variation_id")),
    ids("batch_id").length ? rows<BatchHead>("batch", { id: among(ids("batch_id")) }) : [],
  ]);
  return { items, batches: new Map(batches.map((one) => [one.id, one])) };
}

/** An alert in the reader's language, from its kind and what it is about; undefined where the database's words have to do. */
export function alertWords(alert: Alert, subjects: Subjects | undefined): string | undefined {
  const key = `alerts.${alert.kind}`;
  const item = subjects?.items.get(alert.variation_id ?? "");
  const batch = subjects?.batches.get(alert.batch_id ?? "");
  if (ownWords(alert) || !isKey(key) || (alert.variation_id && !item) || (alert.batch_id && !batch)) return undefined;
  return t(key, { item, batch: batch?.batch_number, date: date(batch?.expiry_date) });
}

const pauseBefore = 10_000;

/** Listens until it is told to stop. A browser comes back by itself unless it was given another answer than a stream: then we do. */
function listen(tenant: string | undefined): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let newest = "";
  const open = (): void => {
    const query = new URLSearchParams({ ...(tenant ? { tenant } : {}), ...(newest ? { last_event_id: newest } : {}) }).toString();
    source = new EventSource(query ? `/events?${query}` : "/events");
    source.onopen = () => {
      listening.value = true;
      readAlerts().catch(() => undefined); // what was raised before it listened
    };
    source.onerror = () => {
      listening.value = false;
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, pauseBefore);
    };
    source.addEventListener("alert", (event) => {
      newest = (event as MessageEvent<string>).lastEventId;
      take(JSON.parse((event as MessageEvent<string>).data) as Alert);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
    listening.value = false;
  };
}

function take(alert: Alert): void {
  const known = openAlerts.peek() ?? [];
  const others = known.filter((one) => one.id !== alert.id);
  const isNew = others.length === known.length;
  news = [alert, ...news.filter((one) => one.id !== alert.id)];
  if (openAlerts.peek()) openAlerts.value = alert.resolved_at ? others : [alert, ...others];
  if (isNew && !alert.resolved_at) for (const tell of onAlert) tell(alert);
}

/** Who is told, and of which business: nothing else of the session is worth a new stream. */
const reader = computed(() => {
  const who = session.value;
  return who && who.level !== "guest" ? `${who.user} ${who.tenants.length > 1 ? who.tenant.id : ""}` : undefined;
});

effect(() => {
  turn++;
  openAlerts.value = undefined;
  if (reader.value === undefined) return undefined;
  readAlerts().catch(() => undefined);
  return listen(reader.value.split(" ").at(-1) || undefined);
});
