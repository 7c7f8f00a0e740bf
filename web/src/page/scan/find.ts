/** Finding a variation: by words as somebody types, by a whole code as a scanner reads it. Both ask the database. */
import { rpc, Refusal } from "../lib/api";
import { may } from "../lib/session";
import type { Found } from "../lib/types";

export const find = (text: string): Promise<Found[]> => rpc<Found[]>("find_variation", { search: text, max_rows: 12 });

/** What a code or a SKU means: one variation if it is clear, several to choose from, or none. */
export async function resolve(code: string, outletId?: string): Promise<Found[]> {
  if (may("scan") && outletId) {
    try {
      const scanned = await rpc<Found | Found[]>("scan", { outlet_id: outletId, code });
      const found = (Array.isArray(scanned) ? scanned : [scanned]).filter((one) => one?.variation_id);
      if (found.length) return found.map((one) => ({ ...one, code }));
    } catch (error) {
      // No such code, or none at all: it may still be a name.
      if (!(error instanceof Refusal) || !["P0002", "22023"].includes(error.code)) throw error;
    }
  }
  const found = await rpc<Found[]>("find_variation", { search: code, max_rows: 12 });
  const exact = found.filter((one) => Number(one.rank) === 1 || one.sku?.toLowerCase() === code.toLowerCase());
  return exact.length === 1 ? exact : found;
}
