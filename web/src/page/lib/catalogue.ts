/** Facts of the catalogue that several screens ask for. */
import { rows } from "./api";
import type { Product } from "./types";

let asked: Promise<string[]> | undefined;
let askedAt = 0;

/** The categories in use, each found by one step over an index of the names: PostgREST's conventions have no DISTINCT. */
export function categories(): Promise<string[]> {
  if (asked && Date.now() - askedAt < 300_000) return asked;
  askedAt = Date.now();
  asked = walk();
  asked.catch(() => (asked = undefined));
  return asked;
}

export function forgetCategories(): void {
  asked = undefined;
}

async function walk(most = 60): Promise<string[]> {
  const found: string[] = [];
  let after = "gt.";
  while (found.length < most) {
    const next = (await rows<Product>("product", { category: after, order: "category", limit: 1 }))[0]?.category;
    if (!next) break;
    found.push(next);
    after = `gt.${next}`;
  }
  return found;
}
