/*-------------------------------------------------------------------------
 *
 * price_facts.c
 *		What the catalogue says of the lines of a sale.
 *
 * Every line of every sale asks for four rows by their keys, so they are read
 * below the executor, where a session knows where it has seen most of them
 * (direct_recall.c).  Prices are not remembered: the row is asked each time.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/stratnum.h"
#include "catalog/pg_collation.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/snapmgr.h"

#include "base/direct.h"
#include "base/quantity.h"
#include "base/tables.h"
#include "sale/price_facts.h"

/* Look-ups that each line makes; the tables stay open for the next one. */
typedef struct FactScans
{
	Snapshot	snapshot;
	DirectScan *variation;
	DirectScan *product;
	DirectScan *outlet;
	DirectScan *unit;			/* NULL: no line has named one yet */
	ScanKeyData variation_key;
	ScanKeyData product_key;
	ScanKeyData outlet_keys[2];
	ScanKeyData unit_keys[2];
} FactScans;

static void begin(FactScans *scans, int64 outlet_id);
static void end(FactScans *scans);
static void read_variation(FactScans *scans, const SaleLine *line, PriceFacts *facts);
static void read_product(FactScans *scans, TupleTableSlot *variation, PriceFacts *facts);
static char *name_of(const char *product, const char *variation);
static void read_outlet(FactScans *scans, int64 variation_id, PriceFacts *facts);
static void read_unit(FactScans *scans, const SaleLine *line, PriceFacts *facts);
static bool found(DirectScan *scan);
static UnitCost price_in(TupleTableSlot *slot, AttrNumber column);
static char *text_in(TupleTableSlot *slot, AttrNumber column);

/*
 * With a snapshot of its own, so that what a wait for the customer's row has
 * brought is seen.
 */
PriceFacts *
price_facts(const Sale *sale)
{
	PriceFacts *facts = palloc_extended(sizeof(PriceFacts) * (sale->count + 1), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	FactScans	scans;

	begin(&scans, sale->outlet.id);
	for (int i = 0; i < sale->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		read_variation(&scans, &sale->lines[i], &facts[i]);
		read_outlet(&scans, sale->lines[i].variation.id, &facts[i]);
		read_unit(&scans, &sale->lines[i], &facts[i]);
	}
	end(&scans);
	return facts;
}

static void
begin(FactScans *scans, int64 outlet_id)
{
	ScanKeyInit(&scans->variation_key, 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(0));
	ScanKeyInit(&scans->product_key, 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(0));
	ScanKeyInit(&scans->outlet_keys[0], 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(outlet_id));
	ScanKeyInit(&scans->outlet_keys[1], 2, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(0));
	ScanKeyInit(&scans->unit_keys[0], 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(0));
	ScanKeyEntryInitialize(&scans->unit_keys[1], 0, 2, BTEqualStrategyNumber, InvalidOid,
						   DEFAULT_COLLATION_OID, F_TEXTEQ, (Datum) 0);
	scans->snapshot = direct_snapshot();
	scans->variation = direct_scan_begin(NULL, DIRECT_VARIATION, DIRECT_VARIATION_PKEY,
										 scans->snapshot, &scans->variation_key, 1);
	scans->product = direct_scan_begin(NULL, DIRECT_PRODUCT, DIRECT_PRODUCT_PKEY,
									   scans->snapshot, &scans->product_key, 1);
	scans->outlet = direct_scan_begin(NULL, DIRECT_OUTLET_VARIATION, DIRECT_OUTLET_VARIATION_KEY,
									  scans->snapshot, scans->outlet_keys, 2);
	scans->unit = NULL;
}

static void
end(FactScans *scans)
{
	if (scans->unit != NULL)
		direct_scan_end(scans->unit);
	direct_scan_end(scans->outlet);
	direct_scan_end(scans->product);
	direct_scan_end(scans->variation);
	UnregisterSnapshot(scans->snapshot);
}

/*
 * Nobody can remove a variation that has stock or is kept; one of a line that
 * has neither may be gone.
 */
static void
read_variation(FactScans *scans, const SaleLine *line, PriceFacts *facts)
{
	TupleTableSlot *slot = scans->variation->slot;
	Datum		minimum;
	bool		isnull;

	scans->variation_key.sk_argument = Int64GetDatum(line->variation.id);
	if (!found(scans->variation))
		elog(ERROR, "a variation of the sale is gone");
	facts->price = price_in(slot, Anum_variation_price);
	facts->wholesale_price = price_in(slot, Anum_variation_wholesale_price);
	minimum = slot_getattr(slot, Anum_variation_minimum_wholesale_quantity, &isnull);
	facts->minimum_wholesale_quantity = isnull ? 0 : quantity_from_datum(minimum);
	facts->cost = Max(price_in(slot, Anum_variation_cost), 0);
	facts->tax_rate = price_in(slot, Anum_variation_tax_rate);
	if (line->product_name == NULL)
		read_product(scans, slot, facts);
}

/*
 * An empty SKU is none.
 */
static void
read_product(FactScans *scans, TupleTableSlot *variation, PriceFacts *facts)
{
	bool		isnull;

	scans->product_key.sk_argument = slot_getattr(variation, Anum_variation_product_id, &isnull);
	if (!found(scans->product))
		elog(ERROR, "a product of the sale is gone");
	facts->name = name_of(text_in(scans->product->slot, Anum_product_name),
						  text_in(variation, Anum_variation_name));
	facts->sku = text_in(variation, Anum_variation_sku);
	if (facts->sku == NULL || facts->sku[0] == '\0')
		facts->sku = text_in(scans->product->slot, Anum_product_sku);
}

/*
 * A name is null only where somebody has taken the NOT NULL off.
 */
static char *
name_of(const char *product, const char *variation)
{
	return psprintf("%s - %s", product == NULL ? "" : product, variation == NULL ? "" : variation);
}

/*
 * Most outlets sell most things at the variation's price, and have no row.
 */
static void
read_outlet(FactScans *scans, int64 variation_id, PriceFacts *facts)
{
	scans->outlet_keys[1].sk_argument = Int64GetDatum(variation_id);
	facts->outlet_price = found(scans->outlet) ?
		price_in(scans->outlet->slot, Anum_outlet_variation_price) : NO_PRICE;
}

static void
read_unit(FactScans *scans, const SaleLine *line, PriceFacts *facts)
{
	TupleTableSlot *slot;
	bool		isnull;

	facts->unit_price = facts->unit_wholesale_price = NO_PRICE;
	if (line->unit == NULL)
		return;
	if (scans->unit == NULL)
		scans->unit = direct_scan_begin(NULL, DIRECT_UNIT, DIRECT_UNIT_KEY, scans->snapshot, scans->unit_keys, 2);
	scans->unit_keys[0].sk_argument = Int64GetDatum(line->variation.id);
	scans->unit_keys[1].sk_argument = CStringGetTextDatum(line->unit);
	if (!found(scans->unit))
		return;
	slot = scans->unit->slot;
	facts->unit_price = price_in(slot, Anum_unit_price);
	facts->unit_wholesale_price = price_in(slot, Anum_unit_wholesale_price);
	facts->numerator = DatumGetInt64(slot_getattr(slot, Anum_unit_numerator, &isnull));
	facts->denominator = DatumGetInt64(slot_getattr(slot, Anum_unit_denominator, &isnull));
}

/*
 * By the keys as they are now.
 */
static bool
found(DirectScan *scan)
{
	direct_scan_again(scan);
	return direct_scan_next(scan);
}

/*
 * Zero is a price, of what is given away; only null is none.
 */
static UnitCost
price_in(TupleTableSlot *slot, AttrNumber column)
{
	bool		isnull;
	Datum		value = slot_getattr(slot, column, &isnull);

	return isnull ? NO_PRICE : cost_from_datum(value);
}

/*
 * A copy, as the row is good until the next one is asked for; NULL for null.
 */
static char *
text_in(TupleTableSlot *slot, AttrNumber column)
{
	bool		isnull;
	Datum		value = slot_getattr(slot, column, &isnull);

	return isnull ? NULL : TextDatumGetCString(value);
}
