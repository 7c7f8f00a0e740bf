/** Finding a variation: by words as somebody types, by a whole code as a scanner reads it. Both ask the database. */
import { rpc, Refusal } from "../lib/api";
import type { Found } from "../lib/types";

export const find = (text: string): Promise<Found[]> => rpc<Found[]>("find_variation", { search: text, max_rows: 12 });

/** What a code or a SKU means: one variation if it is clear, several to choose from, or none. */
export async function resolve(code: string, outletId?: string, forSale = false): Promise<Found[]> {
  let malformed: Refusal | undefined;
  if (outletId) {
    try {
      const scanned = await rpc<Found[]>("scan", { outlet_id: outletId, code, for_sale: forSale });
      if (scanned.length) return scanned.map((one) => ({ ...one, code }));
    } catch (error) {
      // It is no well-formed code: it may still be a name or an SKU.
      if (!(error instanceof Refusal) || error.code !== "22023") throw error;
      malformed = error;
    }
  }
  const found = await rpc<Found[]>("find_variation", { search: code, max_rows: 12 });
  if (!found.length && malformed && /\d{6}/.test(code)) throw malformed;
  const exact = found.filter((one) => Number(one.rank) === 1 || one.sku?.toLowerCase() === code.toLowerCase());
  return exact.length === 1 ? exact : found;
}
