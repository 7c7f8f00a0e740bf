/** What can be counted at an outlet, kept on the device, so that a scan has a name at once and without a network. */
import { allOf, allRows } from "../lib/api";
import type { Found, Unit } from "../lib/types";
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

/** The catalogue from the device, and from the database when that is older than a while or there is none: then it may be out of reach. */
export async function catalogue(outletId: string, tenant: string, onNewer: (newer: Catalogue) => void): Promise<Catalogue> {
  const kept = await getSheet(outletId);
  const usable = kept?.tenant === tenant ? kept : undefined;
  if (usable && Math.abs(Date.now() - usable.at) < fresh) return new Catalogue(usable.items);
  const newer = fetchSheet(outletId, tenant).then(async (sheet) => {
    await putSheet(sheet);
    return new Catalogue(sheet.items);
  });
  if (usable) {
    newer.then(onNewer, () => undefined);
    return new Catalogue(usable.items);
  }
  return newer;
}

interface SheetRow {
  variation_id: string;
  product: string;
  variation: string;
  sku: string | null;
  barcode: string | null;
  category: string | null;
}

async function fetchSheet(outletId: string, tenant: string): Promise<Sheet> {
  const [rows, units] = await Promise.all([
    allOf<SheetRow>("count_sheet", { outlet_id: outletId }, "line"),
    allRows<Unit>("variation_unit", { tenant_id: `eq.${tenant}`, order: "id" }),
  ]);
  const items = rows.map(({ variation_id, product, variation, sku, barcode, category }): SheetItem => ({
    variation_id,
    product,
    variation,
    sku,
    barcode,
    category,
    unit: null,
    factor: 1,
  }));
  const itemOf = new Map(items.map((item) => [item.variation_id, item]));
  const inUnits = units.flatMap((one): SheetItem[] => {
    const item = itemOf.get(one.variation_id);
    return item && one.barcode
      ? [{ ...item, unit: one.unit, barcode: one.barcode, factor: Number(one.numerator) / Number(one.denominator) }]
      : [];
  });
  return { outlet_id: outletId, tenant, at: Date.now(), items: [...items, ...inUnits] };
}
