/*-------------------------------------------------------------------------
 *
 * price.c
 *		What a line costs.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "base/money.h"
#include "base/quantity.h"
#include "base/value.h"
#include "tenant/unit.h"
#include "sale/price.h"
#include "sale/statements.h"

/* What the catalogue says of a line's variation, its unit and its outlet. */
typedef struct PriceFacts
{
	UnitCost	price;			/* of a base unit; NO_PRICE: none */
	UnitCost	wholesale_price;
	Quantity	minimum_wholesale_quantity; /* 0: from the first */
	UnitCost	outlet_price;
	UnitCost	unit_price;		/* of one unit */
	UnitCost	unit_wholesale_price;
	int64		numerator;		/* one unit in base units; 1/1 for the base
								 * unit */
	int64		denominator;
} PriceFacts;

/* How much of a variation the sale has in all its lines. */
typedef struct InSale
{
	int64		variation_id;	/* hash key, must be first */
	Quantity	quantity;
} InSale;

static void read_facts(Sale *sale, PriceFacts *facts);
static Rows *fact_rows(const Sale *sale);
static PriceFacts price_facts(const Rows *rows, uint64 row);
static UnitCost price_column(const Rows *rows, uint64 row, int column);
static void keep_untracked(const Sale *sale);
static HTAB *count_variations(const Sale *sale);
static void set_price(const Sale *sale, SaleLine *line, const PriceFacts *facts, HTAB *in_sale);
static UnitCost choose(const PriceFacts *facts, bool wholesale, Quantity in_sale, const char **rule);
static UnitCost in_units(const PriceFacts *facts, UnitCost base_price);

/*
 * Lines that are not fresh keep their prices, whatever the catalogue says by
 * now.
 */
void
price_choose(Sale *sale)
{
	PriceFacts *facts = palloc_extended(sizeof(PriceFacts) * (sale->count + 1), MCXT_ALLOC_HUGE);
	HTAB	   *in_sale;
	bool		fresh = false;

	for (int i = 0; i < sale->count; i++)
		fresh = fresh || sale->lines[i].fresh;
	if (!fresh)
		return;
	read_facts(sale, facts);
	in_sale = count_variations(sale);
	for (int i = 0; i < sale->count; i++)
		if (sale->lines[i].fresh)
			set_price(sale, &sale->lines[i], &facts[i], in_sale);
	hash_destroy(in_sale);
}

/*
 * What the catalogue says now.  Names, SKU, tax rate and cost are kept from
 * when the line came into the sale.
 */
static void
read_facts(Sale *sale, PriceFacts *facts)
{
	Rows	   *rows = fact_rows(sale);

	for (int i = 0; i < sale->count; i++)
	{
		SaleLine   *line = &sale->lines[i];

		CHECK_FOR_INTERRUPTS();
		facts[i] = price_facts(rows, i);
		if (line->unit != NULL && facts[i].numerator == 0)
			unit_unknown(line->variation.id, line->unit);
		if (facts[i].numerator == 0)
			facts[i].numerator = facts[i].denominator = 1;
		line->base_quantity = unit_convert(line->variation.id, line->quantity,
										   line->unit == NULL ? "unit" : line->unit,
										   facts[i].numerator, facts[i].denominator);
		if (line->product_name != NULL)
			continue;
		line->product_name = rows_text(rows, i, FACT_NAME);
		line->product_sku = rows_text(rows, i, FACT_SKU);
		if (!line->tax_given)
			line->tax_rate = price_column(rows, i, FACT_TAX_RATE);
		line->unit_cost = line->variation.tracked ? NO_PRICE : price_column(rows, i, FACT_COST);
	}
	keep_untracked(sale);
}

/*
 * One row for each line, in their order.  The joins lose a line whose
 * variation is gone, hence the count.
 */
static Rows *
fact_rows(const Sale *sale)
{
	Datum	   *ids = palloc(sizeof(Datum) * sale->count);
	Datum	   *units = palloc(sizeof(Datum) * sale->count);
	bool	   *nulls = palloc(sizeof(bool) * sale->count);
	Datum		values[3];
	Rows	   *rows;

	for (int i = 0; i < sale->count; i++)
	{
		ids[i] = Int64GetDatum(sale->lines[i].variation.id);
		nulls[i] = sale->lines[i].unit == NULL;
		units[i] = nulls[i] ? (Datum) 0 : CStringGetTextDatum(sale->lines[i].unit);
	}
	values[0] = array_of(INT8OID, ids, NULL, sale->count);
	values[1] = array_of(TEXTOID, units, nulls, sale->count);
	values[2] = Int64GetDatum(sale->outlet.id);
	rows = plan_rows(&PLAN_SALE_LINE_FACTS, values, NULL);
	if (rows->count != sale->count)
		elog(ERROR, "a variation of the sale is gone");
	return rows;
}

/*
 * Numerator and denominator are 0 if the line names no unit or an unknown one:
 * the caller tells which, and sets them before a price is divided.
 */
static PriceFacts
price_facts(const Rows *rows, uint64 row)
{
	PriceFacts	facts;
	bool		isnull;
	Datum		minimum = rows_datum(rows, row, FACT_MINIMUM_WHOLESALE, &isnull);

	facts.price = price_column(rows, row, FACT_PRICE);
	facts.wholesale_price = price_column(rows, row, FACT_WHOLESALE_PRICE);
	facts.minimum_wholesale_quantity = isnull ? 0 : quantity_from_datum(minimum);
	facts.outlet_price = price_column(rows, row, FACT_OUTLET_PRICE);
	facts.unit_price = price_column(rows, row, FACT_UNIT_PRICE);
	facts.unit_wholesale_price = price_column(rows, row, FACT_UNIT_WHOLESALE_PRICE);
	facts.numerator = rows_int64(rows, row, FACT_NUMERATOR);
	facts.denominator = rows_int64(rows, row, FACT_DENOMINATOR);
	return facts;
}

/*
 * Zero is a price, of what is given away; only null is none.
 */
static UnitCost
price_column(const Rows *rows, uint64 row, int column)
{
	bool		isnull;
	Datum		value = rows_datum(rows, row, column, &isnull);

	return isnull ? NO_PRICE : cost_from_datum(value);
}

/*
 * A variation without stock has no location whose lock would keep it there.
 */
static void
keep_untracked(const Sale *sale)
{
	int64	   *ids = palloc(sizeof(int64) * sale->count);
	Datum		value;
	int			count = 0;

	for (int i = 0; i < sale->count; i++)
		if (!sale->lines[i].variation.tracked)
			ids[count++] = sale->lines[i].variation.id;
	if (count == 0)
		return;
	value = array_of_int64(ids, count);
	plan_rows(&PLAN_VARIATION_KEEP, &value, NULL);
}

/*
 * A table of them, so that a long sale is not searched once for each line.
 */
static HTAB *
count_variations(const Sale *sale)
{
	HASHCTL		control = {.keysize = sizeof(int64), .entrysize = sizeof(InSale), .hcxt = CurrentMemoryContext};
	HTAB	   *in_sale = hash_create("variations of a sale", Max(sale->count, 8), &control,
									  HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);

	for (int i = 0; i < sale->count; i++)
	{
		bool		found;
		InSale	   *entry = hash_search(in_sale, &sale->lines[i].variation.id, HASH_ENTER, &found);

		entry->quantity = quantity_sum(found ? entry->quantity : 0, sale->lines[i].base_quantity);
	}
	return in_sale;
}

/*
 * What the price rule chooses is kept beside what is charged.  Without any it
 * may still come from a batch that has a price of its own.
 */
static void
set_price(const Sale *sale, SaleLine *line, const PriceFacts *facts, HTAB *in_sale)
{
	InSale	   *all = hash_search(in_sale, &line->variation.id, HASH_FIND, NULL);

	Assert(all != NULL);
	line->list_price = choose(facts, sale->type == SALE_WHOLESALE, all->quantity, &line->price_rule);
	line->fresh = false;
	if (!line->price_given)
		line->unit_price = line->list_price;
}

/*
 * Wholesale, if the sale is and there is enough of the variation in it; else
 * the outlet's price, else the variation's.  A unit's own price stands for the
 * base unit's times the ratio.
 */
static UnitCost
choose(const PriceFacts *facts, bool wholesale, Quantity in_sale, const char **rule)
{
	if (wholesale && in_sale >= facts->minimum_wholesale_quantity)
	{
		if (facts->unit_wholesale_price != NO_PRICE)
			return *rule = "unit wholesale", facts->unit_wholesale_price;
		if (facts->wholesale_price != NO_PRICE)
			return *rule = "wholesale", in_units(facts, facts->wholesale_price);
	}
	if (facts->unit_price != NO_PRICE)
		return *rule = "unit", facts->unit_price;
	if (facts->outlet_price != NO_PRICE)
		return *rule = "outlet", in_units(facts, facts->outlet_price);
	if (facts->price != NO_PRICE)
		return *rule = "variation", in_units(facts, facts->price);
	return *rule = "none", NO_PRICE;
}

/*
 * A price keeps four decimals, whatever the tenant's amounts have: a gram may
 * cost less than the smallest coin.
 */
static UnitCost
in_units(const PriceFacts *facts, UnitCost base_price)
{
	return money_share(base_price, facts->numerator, facts->denominator, 4);
}
