/** Alerts as they come: the gateway sends each one as it is raised; what is open already is read once. */
import { computed, effect, signal } from "@preact/signals";
import { rows } from "./api";
import { session } from "./session";
import type { Alert } from "./types";

export const openAlerts = signal<readonly Alert[]>([]);
export const listening = signal(false);
/** Called with each alert that was raised while the page was open. */
export const onAlert = new Set<(alert: Alert) => void>();

export async function readAlerts(): Promise<void> {
  openAlerts.value = await rows<Alert>("stock_alert", { resolved_at: "is.null", order: "id.desc", limit: 300 });
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
    source.onopen = () => (listening.value = true);
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
  const others = openAlerts.peek().filter((one) => one.id !== alert.id);
  const isNew = others.length === openAlerts.peek().length;
  openAlerts.value = alert.resolved_at ? others : [alert, ...others];
  if (isNew && !alert.resolved_at) for (const tell of onAlert) tell(alert);
}

/** Who is told, and of which business: nothing else of the session is worth a new stream. */
const reader = computed(() => {
  const who = session.value;
  return who && who.level !== "guest" ? `${who.user} ${who.tenants.length > 1 ? who.tenant.id : ""}` : undefined;
});

effect(() => {
  if (reader.value === undefined) {
    openAlerts.value = [];
    return undefined;
  }
  readAlerts().catch(() => undefined);
  return listen(reader.value.split(" ").at(-1) || undefined);
});
