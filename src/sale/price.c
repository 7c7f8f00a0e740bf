/*-------------------------------------------------------------------------
 *
 * price.c
 *		Which price applies where the caller gives none.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "base/money.h"
#include "base/quantity.h"
#include "sale/price.h"

static int64 price_column(const Rows *rows, uint64 row, int column);
static int64 in_units(const PriceFacts *facts, int64 base_price);

/*
 * Numerator and denominator are 0 if the line names no unit or an unknown one:
 * the caller tells which, and sets them before a price is divided.
 */
PriceFacts
price_facts(const Rows *rows, uint64 row, int column)
{
	PriceFacts	facts;
	bool		isnull;
	Datum		minimum = rows_datum(rows, row, column + 2, &isnull);

	facts.price = price_column(rows, row, column);
	facts.wholesale_price = price_column(rows, row, column + 1);
	facts.minimum_wholesale_quantity = isnull ? 0 : quantity_from_datum(minimum);
	facts.outlet_price = price_column(rows, row, column + 3);
	facts.unit_price = price_column(rows, row, column + 4);
	facts.unit_wholesale_price = price_column(rows, row, column + 5);
	facts.numerator = rows_int64(rows, row, column + 6);
	facts.denominator = rows_int64(rows, row, column + 7);
	return facts;
}

/*
 * Zero is a price, of what is given away; only null is none.
 */
static int64
price_column(const Rows *rows, uint64 row, int column)
{
	bool		isnull;
	Datum		value = rows_datum(rows, row, column, &isnull);

	return isnull ? NO_PRICE : cost_from_datum(value);
}

/*
 * Wholesale, if the sale is and there is enough of the variation in it; else
 * the outlet's price, else the variation's.  A unit's own price stands for the
 * base unit's times the ratio.
 */
int64
price_choose(const PriceFacts *facts, bool wholesale, int64 base_in_sale, const char **rule)
{
	if (wholesale && base_in_sale >= facts->minimum_wholesale_quantity)
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
static int64
in_units(const PriceFacts *facts, int64 base_price)
{
	return money_share(base_price, facts->numerator, facts->denominator, 4);
}
