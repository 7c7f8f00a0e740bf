/*-------------------------------------------------------------------------
 *
 * price.c
 *		What a line costs.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "base/money.h"
#include "base/quantity.h"
#include "base/value.h"
#include "tenant/unit.h"
#include "sale/price.h"
#include "sale/price_facts.h"
#include "sale/statements.h"

/* How much of a variation the sale has in all its lines. */
typedef struct InSale
{
	int64		variation_id;	/* hash key, must be first */
	Quantity	quantity;
} InSale;

static void take_facts(Sale *sale, PriceFacts *facts);
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
	PriceFacts *facts;
	HTAB	   *in_sale;
	bool		fresh = false;

	for (int i = 0; i < sale->count; i++)
		fresh = fresh || sale->lines[i].fresh;
	if (!fresh)
		return;
	facts = price_facts(sale);
	take_facts(sale, facts);
	in_sale = count_variations(sale);
	for (int i = 0; i < sale->count; i++)
		if (sale->lines[i].fresh)
			set_price(sale, &sale->lines[i], &facts[i], in_sale);
	hash_destroy(in_sale);
}

/*
 * Names, SKU, tax rate and cost are kept from when the line came into the sale.
 */
static void
take_facts(Sale *sale, PriceFacts *facts)
{
	for (int i = 0; i < sale->count; i++)
	{
		SaleLine   *line = &sale->lines[i];

		CHECK_FOR_INTERRUPTS();
		if (line->unit != NULL && facts[i].numerator == 0)
			unit_unknown(line->variation.id, line->unit);
		if (facts[i].numerator == 0)
			facts[i].numerator = facts[i].denominator = 1;
		line->base_quantity = unit_convert(line->variation.id, line->quantity,
										   line->unit == NULL ? "unit" : line->unit,
										   facts[i].numerator, facts[i].denominator);
		if (line->product_name != NULL)
			continue;
		line->product_name = facts[i].name;
		line->product_sku = facts[i].sku;
		if (!line->tax_given)
			line->tax_rate = facts[i].tax_rate;
		line->unit_cost = line->variation.tracked ? NO_PRICE : facts[i].cost;
	}
	keep_untracked(sale);
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
