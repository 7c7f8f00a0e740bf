/** What can be counted at an outlet, kept on the device, so that a scan has a name at once and without a network. */
import { allRows, Unreachable } from "../lib/api";
import type { Found, Product, Unit, Variation } from "../lib/types";
import { getSheet, putSheet, type Sheet, type SheetItem } from "./store";

const fresh = 10 * 60_000;

export class Catalogue {
  private readonly codes = new Map<string, SheetItem[]>();
  private readonly byId = new Map<string, SheetItem>();
  private readonly words: string[];

  constructor(readonly items: readonly SheetItem[]) {
    for (const item of items) {
      if (!item.unit) this.byId.set(item.variation_id, item);
      for (const code of [item.barcode, item.unit ? null : item.sku])
        if (code) this.codes.set(code.toLowerCase(), [...(this.codes.get(code.toLowerCase()) ?? []), item]);
    }
    this.words = items.map((item) => `${item.product} ${item.variation} ${item.sku ?? ""} ${item.barcode ?? ""}`.toLowerCase());
  }

  byCode = (code: string): SheetItem[] => this.codes.get(code.toLowerCase()) ?? [];
  of = (variationId: string): SheetItem | undefined => this.byId.get(variationId);

  /** All words in any order, at most a dozen. */
  search(text: string): SheetItem[] {
    const parts = text.toLowerCase().split(/\s+/).filter(Boolean);
    const found: SheetItem[] = [];
    for (let index = 0; index < this.items.length && found.length < 12; index++)
      if (parts.every((part) => this.words[index]!.includes(part))) found.push(this.items[index]!);
    return found;
  }
}

export const asFound = (item: SheetItem): Found => ({
  variation_id: item.variation_id,
  unit: item.unit,
  product: item.product,
  variation: item.variation,
  sku: item.sku,
  barcode: item.barcode,
  price: null,
});

/** The catalogue from the device, and from the database when that is older than a while or there is none. */
export async function catalogue(outletId: string, tenant: string, onNewer: (newer: Catalogue) => void): Promise<Catalogue> {
  const kept = await getSheet(outletId);
  const usable = kept?.tenant === tenant ? kept : undefined;
  if (usable && Date.now() - usable.at < fresh) return new Catalogue(usable.items);
  const newer = fetchSheet(outletId, tenant).then(async (sheet) => {
    await putSheet(sheet);
    return new Catalogue(sheet.items);
  });
  if (usable) {
    newer.then(onNewer, () => undefined);
    return new Catalogue(usable.items);
  }
  return newer.catch((error: unknown) => {
    if (error instanceof Unreachable) return new Catalogue([]);
    throw error;
  });
}

async function fetchSheet(outletId: string, tenant: string): Promise<Sheet> {
  const [variations, products, units] = await Promise.all([
    allRows<Variation>("variation", { tenant_id: `eq.${tenant}`, order: "id" }),
    allRows<Product>("product", { tenant_id: `eq.${tenant}`, order: "id" }),
    allRows<Unit>("variation_unit", { tenant_id: `eq.${tenant}`, order: "id" }),
  ]);
  const productOf = new Map(products.map((one) => [one.id, one]));
  const items = variations
    .filter((one) => one.track_inventory)
    .map((one): SheetItem => {
      const product = productOf.get(one.product_id);
      return {
        variation_id: one.id,
        product: product?.name ?? "",
        variation: one.name,
        sku: one.sku,
        barcode: one.barcode,
        category: product?.category ?? null,
        unit: null,
        factor: 1,
      };
    });
  const itemOf = new Map(items.map((item) => [item.variation_id, item]));
  const inUnits = units.flatMap((one): SheetItem[] => {
    const item = itemOf.get(one.variation_id);
    return item && one.barcode
      ? [{ ...item, unit: one.unit, barcode: one.barcode, factor: Number(one.numerator) / Number(one.denominator) }]
      : [];
  });
  return { outlet_id: outletId, tenant, at: Date.now(), items: [...items, ...inUnits] };
}
