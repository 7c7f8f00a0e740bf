/** What a count keeps in the browser: entries that the database has not taken yet, the takes they belong to, and what can be counted. */
import { signal } from "@preact/signals";

/** One thing that somebody counted. Its id is the request id: sent twice, it is booked once. */
export interface Entry {
  seq?: number;
  id: string;
  user: string;
  tenant: string;
  /** Key of the take: its id in the database, or `local-…` until it has one. */
  take: string;
  kind: "create" | "scan" | "set" | "uncount";
  code?: string;
  variation_id?: string;
  batch_id?: string | null;
  item_id?: string;
  quantity: string;
  /** Base units that one piece of what was scanned makes, as far as this device knows. */
  factor?: number;
  label: string;
  at: string;
  state: "waiting" | "sent" | "refused";
  problem?: string;
  sqlstate?: string;
}

export interface LocalTake {
  key: string;
  user: string;
  tenant: string;
  outlet_id: string;
  description: string;
  operating_date: string;
  /** Its id in the database, once it has one. */
  id?: string;
  lines: LocalLine[];
}

export interface LocalLine {
  id: string;
  variation_id: string;
  batch_id: string | null;
  counted_quantity: number;
  counted_at: string;
  actor: string;
}

export interface SheetItem {
  variation_id: string;
  product: string;
  variation: string;
  sku: string | null;
  barcode: string | null;
  category: string | null;
  unit: string | null;
  factor: number;
}

export interface Sheet {
  outlet_id: string;
  tenant: string;
  at: number;
  items: SheetItem[];
}

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("primeinv-count", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("entry", { keyPath: "seq", autoIncrement: true }).createIndex("id", "id", { unique: true });
      request.result.createObjectStore("take", { keyPath: "key" });
      request.result.createObjectStore("sheet", { keyPath: "outlet_id" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
  });
  return opened;
}

type StoreName = "entry" | "take" | "sheet";

/** Runs in one transaction and resolves when it is on disk. */
async function within<T>(store: StoreName, mode: IDBTransactionMode, work: (objects: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode, { durability: "strict" });
    const request = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB"));
  });
}

/** Every entry on this device, in the order in which it was made. */
export const entries = signal<readonly Entry[]>([]);
const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("primeinv-count");
if (channel) channel.onmessage = () => void refresh();

export async function refresh(): Promise<void> {
  entries.value = await within<Entry[]>("entry", "readonly", (store) => store.getAll());
}

async function changed(): Promise<void> {
  await refresh();
  channel?.postMessage("changed");
}

export async function addEntry(entry: Entry): Promise<void> {
  await within("entry", "readwrite", (store) => store.add(entry));
  await changed();
}

export async function putEntry(entry: Entry): Promise<void> {
  await within("entry", "readwrite", (store) => store.put(entry));
  await changed();
}

export async function dropEntries(seqs: readonly number[]): Promise<void> {
  if (!seqs.length) return;
  await within<undefined>("entry", "readwrite", (store) => {
    let last = store.delete(seqs[0]!);
    for (const seq of seqs.slice(1)) last = store.delete(seq);
    return last;
  });
  await changed();
}

/** The next entry that waits, with the newest state of the store: another tab may have sent it. */
export async function nextWaiting(user: string, tenant: string): Promise<Entry | undefined> {
  const all = await within<Entry[]>("entry", "readonly", (store) => store.getAll());
  return all.find((one) => one.state === "waiting" && one.user === user && one.tenant === tenant);
}

export const takes = signal<readonly LocalTake[]>([]);
/** False until the device has been asked for the first time: before that nobody knows whether anything waits here. */
export const asked = signal(false);

export async function refreshAll(): Promise<void> {
  await Promise.all([refresh(), refreshTakes()]);
  asked.value = true;
}

export async function refreshTakes(): Promise<void> {
  takes.value = await within<LocalTake[]>("take", "readonly", (store) => store.getAll());
}

export async function putTake(take: LocalTake): Promise<void> {
  await within("take", "readwrite", (store) => store.put(take));
  await refreshTakes();
}

export async function dropTake(key: string): Promise<void> {
  await within<undefined>("take", "readwrite", (store) => store.delete(key));
  await refreshTakes();
}

export const getSheet = (outletId: string): Promise<Sheet | undefined> =>
  within<Sheet | undefined>("sheet", "readonly", (store) => store.get(outletId));
export const putSheet = (sheet: Sheet): Promise<IDBValidKey> => within("sheet", "readwrite", (store) => store.put(sheet));
