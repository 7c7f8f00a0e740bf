/**
 * Counting a piece where the database takes totals only: what the line has is read, and the sum is written. Two people who count the same
 * item in the same instant could overwrite each other; count_barcode() adds, so it is used where it is there.
 */
import { change, Refusal, row, rpc } from "../lib/api";
import { resolve } from "../scan/find";
import type { StockTake, StockTakeItem } from "../lib/types";
import type { Entry } from "./store";

export async function addToTotal(takeId: string, entry: Entry): Promise<void> {
  const what = entry.code
    ? await meant(takeId, entry.code)
    : { variation_id: entry.variation_id!, batch_id: null, quantity: entry.quantity };
  const line = await row<StockTakeItem>("stock_take_item", {
    stock_take_id: `eq.${takeId}`,
    variation_id: `eq.${what.variation_id}`,
    batch_id: what.batch_id ? `eq.${what.batch_id}` : "is.null",
  });
  try {
    const counted = Number((Number(line?.counted_quantity ?? 0) + Number(what.quantity)).toFixed(3));
    await change(
      "count_item",
      { stock_take_id: takeId, variation_id: what.variation_id, batch_id: what.batch_id, counted_quantity: String(counted) },
      entry.id,
    );
  } catch (error) {
    // This id is of this scan alone: used before with another sum, it has been counted, and only the answer was lost.
    if (!(error instanceof Refusal) || error.code !== "PI004") throw error;
  }
}

async function meant(takeId: string, code: string): Promise<{ variation_id: string; batch_id: string | null; quantity: string }> {
  const take = await row<StockTake>("stock_take", { id: `eq.${takeId}` });
  const [found, other] = await resolve(code, take?.outlet_id);
  if (!found || other) throw new Refusal(404, "P0002", `no goods have the code "${code}"`, null, null);
  const quantity = String(found.quantity ?? 1);
  const base = found.unit ? String(await rpc("to_base_units", { variation_id: found.variation_id, quantity, unit: found.unit })) : quantity;
  return { variation_id: found.variation_id, batch_id: found.batch_id ?? null, quantity: base };
}
