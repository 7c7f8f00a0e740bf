/** Where the page is: #/stock?q=milk. The part before the # belongs to the gateway, whose views have names there. */
import { signal } from "@preact/signals";

export interface Route {
  readonly screen: string;
  readonly id: string | undefined;
  readonly params: URLSearchParams;
}

/** An address that somebody has cut short may not be well-formed: then it is taken as it is, and leads nowhere. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function read(): Route {
  const [path = "", search = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [screen = "", id] = path.split("/").map(decoded);
  return { screen: screen || "dashboard", id: id || undefined, params: new URLSearchParams(search) };
}

export const route = signal<Route>(read());
addEventListener("hashchange", () => (route.value = read()));

type Params = Record<string, string | number | undefined>;

export function href(screen: string, id?: string | number, params: Params = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) if (value !== undefined && value !== "") search.set(key, String(value));
  const query = search.toString();
  return `#/${screen}${id === undefined ? "" : `/${encodeURIComponent(id)}`}${query ? `?${query}` : ""}`;
}

export function go(screen: string, id?: string | number, params: Params = {}): void {
  location.hash = href(screen, id, params);
}

/** As go(), where the place before is none to come back to: it would lead here again. */
export function instead(screen: string, id?: string | number, params: Params = {}): void {
  history.replaceState(null, "", href(screen, id, params));
  route.value = read();
}

/** A page's number in the address; whatever else stands there is the first page. */
export function pageOf(params: URLSearchParams): number {
  const page = Number(params.get("page") ?? 0);
  return Number.isSafeInteger(page) && page > 0 && page < 1_000_000 ? page : 0;
}

/** Changes parameters of the place without a step in the browser's history: a filter is not a page. */
export function amend(params: Params): void {
  const { screen, id, params: old } = route.peek();
  const merged: Params = { ...Object.fromEntries(old), ...params };
  history.replaceState(null, "", href(screen, id, merged));
  route.value = read();
}
