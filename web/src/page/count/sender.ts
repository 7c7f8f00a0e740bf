/**
 * Sends what was counted, in its order, one at a time, from one tab: an entry leaves the device only when the database has answered for
 * it, and bears its request id, so that a lost answer, a reload or a second tab cannot book it twice.
 */
import { signal } from "@preact/signals";
import { change, Refusal, Unreachable } from "../lib/api";
import { offline, session } from "../lib/session";
import { addEntry, dropEntries, entries, nextWaiting, putEntry, putTake, refresh, takes, type Entry } from "./store";

export const sending = signal(false);
/** Rises with every entry that the database has taken: lines are to be read again. */
export const taken = signal(0);

let timer: ReturnType<typeof setTimeout> | undefined;
let wait = 2000;

export async function count(entry: Entry): Promise<void> {
  await addEntry(entry);
  kick();
}

export function kick(): void {
  clearTimeout(timer);
  const run = (): Promise<void> => sendAll().catch(() => undefined);
  if (navigator.locks) void navigator.locks.request("primeinv-count-send", { ifAvailable: true }, (lock) => (lock ? run() : later()));
  else if (!sending.value) void run();
}

function later(): void {
  clearTimeout(timer);
  timer = setTimeout(kick, wait);
}

async function sendAll(): Promise<void> {
  const who = session.value;
  if (!who) return;
  sending.value = true;
  try {
    for (;;) {
      const entry = await nextWaiting(who.user, who.tenant.id);
      if (!entry || session.value?.user !== who.user) break; // somebody else has logged in meanwhile
      await sendOne(entry);
      wait = 2000;
      offline.value = false;
    }
  } catch (error) {
    if (error instanceof Unreachable) offline.value = true;
    if (session.value) later();
    wait = Math.min(wait * 2, 30_000);
  } finally {
    sending.value = false;
    await refresh();
  }
}

/** Takes an answer of the database, also a refusal, as the end of it; without an answer the entry stays. */
async function sendOne(entry: Entry): Promise<void> {
  try {
    await perform(entry);
    await putEntry({ ...entry, state: "sent" });
    taken.value++;
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 401 || error.status === 429) throw error;
    await putEntry({ ...entry, state: "refused", problem: error.message, sqlstate: error.code });
  }
}

async function perform(entry: Entry): Promise<void> {
  const take = takes.value.find((one) => one.key === entry.take);
  if (entry.kind === "create") {
    if (!take) return;
    const id = await change<string>("create_stock_take", { outlet_id: take.outlet_id, description: take.description }, entry.id);
    await putTake({ ...take, id: id });
    return;
  }
  const id = take?.id ?? entry.take;
  if (!/^\d+$/.test(id)) throw new Refusal(404, "P0002", "this count was never begun in the database", null, null);
  const common = { stock_take_id: id };
  if (entry.kind === "uncount") await change("uncount_item", { stock_take_item_id: entry.item_id }, entry.id);
  else if (entry.kind === "set")
    await change(
      "count_item",
      { ...common, variation_id: entry.variation_id, batch_id: entry.batch_id, counted_quantity: entry.quantity },
      entry.id,
    );
  else if (entry.code) await change("count_barcode", { ...common, barcode: entry.code, quantity: entry.quantity }, entry.id);
  else await change("count_item", { ...common, variation_id: entry.variation_id, counted_quantity: entry.quantity, add: true }, entry.id);
}

/** Sent entries stay in the sums until the lines that contain them have been read. */
export async function forgetSent(seqs: readonly number[]): Promise<void> {
  await dropEntries(seqs);
}

export const sentSeqs = (): number[] => entries.value.filter((one) => one.state === "sent").map((one) => one.seq!);

addEventListener("online", () => kick());
