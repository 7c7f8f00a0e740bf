/** Facts of the catalogue that several screens ask for. */
import { among, rows } from "./api";
import type { Product, Variation } from "./types";

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

/** Variations with their products, by id. */
export async function withProducts(ids: readonly string[]): Promise<{ variation: Variation; product: string }[]> {
  if (!ids.length) return [];
  const variations = await rows<Variation>("variation", { id: among(ids) });
  const products = await rows<Product>("product", { id: among([...new Set(variations.map((one) => one.product_id))]) });
  const names = new Map(products.map((one) => [one.id, one.name]));
  return variations.map((variation) => ({ variation, product: names.get(variation.product_id) ?? "" }));
}

/** What variations are called in full, by id. */
export const itemNames = async (ids: readonly string[]): Promise<Map<string, string>> =>
  new Map((await withProducts(ids)).map(({ variation, product }) => [variation.id, `${product} – ${variation.name}`]));

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
