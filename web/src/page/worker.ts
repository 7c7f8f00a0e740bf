/** Serves the page without a network: all of its files, as one version, and nothing else. Data never goes through here. */
declare const __ASSETS__: readonly string[];
declare const __VERSION__: string;

/** The few parts of a service worker's world that are used here: TypeScript's own library for it cannot stand beside the page's. */
interface World {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: { waitUntil(work: Promise<unknown>): void }) => void): void;
  addEventListener(
    type: "fetch",
    listener: (event: { readonly request: Request; respondWith(answer: Promise<Response>): void }) => void,
  ): void;
}
const world = globalThis as unknown as World;

const prefix = "primeinv-page-";
const cacheName = `${prefix}${Date.now()}-${__VERSION__}`;
const ours = new Set(__ASSETS__);

world.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll(__ASSETS__.map((path) => new Request(path, { cache: "no-cache" }))))
      .then(() => world.skipWaiting()),
  );
});

/* The version before stays: a page that is still open may fetch a part of it. Names sort by time. */
world.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((keys) =>
        keys
          .filter((key) => key.startsWith(prefix))
          .sort()
          .slice(0, -2),
      )
      .then((old) => Promise.all(old.map((key) => caches.delete(key))))
      .then(() => world.clients.claim()),
  );
});

world.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== world.location.origin) return;
  if (ours.has(url.pathname) || url.pathname.startsWith("/assets/")) event.respondWith(fromCache(event.request, url.pathname));
});

async function fromCache(request: Request, path: string): Promise<Response> {
  const newest = (await caches.keys())
    .filter((key) => key.startsWith(prefix))
    .sort()
    .reverse();
  for (const key of newest) {
    const kept = await (await caches.open(key)).match(path);
    if (kept) return kept;
  }
  return fetch(request);
}

export {};
