/** Alerts as they come: the gateway sends each one as it is raised; what is open already is read once. */
import { effect, signal } from "@preact/signals";
import { rows } from "./api";
import { session } from "./session";
import type { Alert } from "./types";

export const openAlerts = signal<readonly Alert[]>([]);
export const listening = signal(false);
/** Called with each alert that was raised while the page was open. */
export const onAlert = new Set<(alert: Alert) => void>();

let source: EventSource | undefined;

export async function readAlerts(): Promise<void> {
  openAlerts.value = await rows<Alert>("stock_alert", { resolved_at: "is.null", order: "id.desc", limit: 300 });
}

effect(() => {
  const user = session.value && session.value.level !== "guest" ? session.value.user : undefined;
  source?.close();
  source = undefined;
  listening.value = false;
  if (!user) {
    openAlerts.value = [];
    return;
  }
  readAlerts().catch(() => undefined);
  source = new EventSource("/events");
  source.onopen = () => (listening.value = true);
  source.onerror = () => (listening.value = false);
  source.addEventListener("alert", (event) => {
    const alert = JSON.parse((event as MessageEvent<string>).data) as Alert;
    const others = openAlerts.peek().filter((one) => one.id !== alert.id);
    const isNew = others.length === openAlerts.peek().length;
    openAlerts.value = alert.resolved_at ? others : [alert, ...others];
    if (isNew && !alert.resolved_at) for (const tell of onAlert) tell(alert);
  });
});
