/*-------------------------------------------------------------------------
 *
 * quantity.c
 *		Exact numbers: quantities in thousandths, costs in ten-thousandths.
 *
 * Nothing that a caller gives is ever rounded: what cannot be held exactly is
 * refused.  The one rounding here is that of an average cost.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "common/int.h"
#include "port/pg_bswap.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "base/quantity.h"

#define QUANTITY_SCALE	3
#define COST_SCALE		4

/* What numeric(15,3) and numeric(15,4) can hold, in our units. */
#define SCALED_LIMIT	(QUANTITY_MAX + 1)

static int64 scaled_argument(Numeric value, int scale, const char *name);
static int64 scaled_from_numeric(Numeric value, int scale);
static int64 scaled_digit(int64 digit, int exponent);

/*
 * A quantity as the caller gave it, of any sign, zero included.
 */
Quantity
quantity_argument(Numeric value, const char *name)
{
	return scaled_argument(value, QUANTITY_SCALE, name);
}

/*
 * A quantity that must be more than nothing.
 */
Quantity
quantity_positive(Numeric value, const char *name)
{
	Quantity	quantity = quantity_argument(value, name);

	if (quantity <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be greater than zero", name),
				 errdetail("It is %s.", quantity_text(quantity)),
				 errhint("Give the number of base units as a positive number.")));
	return quantity;
}

/*
 * A quantity that may be nothing, such as a count.
 */
Quantity
quantity_not_negative(Numeric value, const char *name)
{
	Quantity	quantity = quantity_argument(value, name);

	if (quantity < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must not be negative", name),
				 errdetail("It is %s.", quantity_text(quantity)),
				 errhint("Give zero or a positive number of base units.")));
	return quantity;
}

/*
 * Refuses a sum that its column could not hold.
 */
void
quantity_total(Quantity quantity)
{
	if (quantity < SCALED_LIMIT)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("quantity is too large"),
			 errdetail("With it %s would lie at the outlet, which is more than %d digits before the decimal point.",
					   quantity_text(quantity), 15 - QUANTITY_SCALE),
			 errhint("Use a larger base unit.")));
}

/*
 * Adds two numbers that are within bounds, and raises 22023 if the sum is not,
 * so that many can be added one by one without a wrap.
 */
Quantity
quantity_sum(Quantity a, Quantity b)
{
	Quantity	sum;

	if (pg_add_s64_overflow(a, b, &sum) || sum > QUANTITY_MAX || sum < -QUANTITY_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("quantity is too large"),
				 errdetail("%s and %s are together more than %d digits before the decimal point.",
						   quantity_text(a), quantity_text(b), 15 - QUANTITY_SCALE),
				 errhint("Use a larger base unit, or several calls.")));
	return sum;
}

/*
 * A cost as the caller gave it; never negative.
 */
UnitCost
cost_argument(Numeric value, const char *name)
{
	UnitCost	cost = scaled_argument(value, COST_SCALE, name);

	if (cost < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must not be negative", name),
				 errdetail("It is %s.", numeric_normalize(value)),
				 errhint("Give the cost of one base unit.")));
	return cost;
}

/*
 * An amount in the scale of a cost, of any sign, zero included.
 */
Money
amount_argument(Numeric value, const char *name)
{
	return scaled_argument(value, COST_SCALE, name);
}

/*
 * Refuses what has more decimals than we keep, what is no number, and what
 * does not fit its column; the rest comes back exactly.
 */
static int64
scaled_argument(Numeric value, int scale, const char *name)
{
	int64		scaled;

	if (numeric_is_nan(value) || numeric_is_inf(value))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be a finite number", name),
				 errdetail("It is %s.", numeric_normalize(value)),
				 errhint("Give a number with at most %d decimals.", scale)));
	if (DatumGetInt32(DirectFunctionCall1(numeric_min_scale,
										  NumericGetDatum(value))) > scale)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must have at most %d decimals", name, scale),
				 errdetail("%s cannot be held exactly.", numeric_normalize(value)),
				 errhint("Round it yourself, or use a smaller base unit.")));
	if (DatumGetBool(DirectFunctionCall2(numeric_ge,
										 DirectFunctionCall1(numeric_abs, NumericGetDatum(value)),
										 NumericGetDatum(int64_to_numeric(SCALED_LIMIT)))))
		scaled = SCALED_LIMIT;
	else
		scaled = scaled_from_numeric(value, scale);
	if (scaled >= SCALED_LIMIT || scaled <= -SCALED_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s is too large", name),
				 errdetail("%s has more than %d digits before the decimal point.",
						   numeric_normalize(value), 15 - scale),
				 errhint("Use a larger base unit.")));
	return scaled;
}

/*
 * A number known to have no more than scale decimals, times 10^scale.  It is
 * put together from the digits of the binary wire format (numeric_send: count,
 * weight, sign and scale, then digits to the base 10000), which takes a third
 * of the instructions of multiplying and converting it.
 */
static int64
scaled_from_numeric(Numeric value, int scale)
{
	bytea	   *wire = DatumGetByteaP(DirectFunctionCall1(numeric_send, NumericGetDatum(value)));
	const uint16 *words = (const uint16 *) VARDATA(wire);
	int			count = pg_ntoh16(words[0]);
	int			weight = (int16) pg_ntoh16(words[1]);
	int64		scaled = 0;

	for (int i = 0; i < count; i++)
		scaled += scaled_digit(pg_ntoh16(words[4 + i]), 4 * (weight - i) + scale);
	return pg_ntoh16(words[2]) == 0 ? scaled : -scaled;
}

/*
 * A digit to the base 10000, times 10^exponent.
 */
static int64
scaled_digit(int64 digit, int exponent)
{
	for (; exponent > 0; exponent--)
		digit *= 10;
	for (; exponent < 0; exponent++)
		digit /= 10;
	return digit;
}

/*
 * Checks nothing, because the column's type has kept what is stored to three
 * decimals and within bounds.
 */
Quantity
quantity_from_datum(Datum value)
{
	return scaled_from_numeric(DatumGetNumeric(value), QUANTITY_SCALE);
}

/*
 * Writes three decimals, always, as the column's type would: below the
 * executor nobody coerces a value.
 */
Datum
quantity_to_datum(Quantity quantity)
{
	return NumericGetDatum(int64_div_fast_to_numeric(quantity, QUANTITY_SCALE));
}

/*
 * As quantity_from_datum, with the four decimals of a cost.
 */
UnitCost
cost_from_datum(Datum value)
{
	return scaled_from_numeric(DatumGetNumeric(value), COST_SCALE);
}

/*
 * As quantity_to_datum, with the four decimals of a cost.
 */
Datum
cost_to_datum(UnitCost cost)
{
	return NumericGetDatum(int64_div_fast_to_numeric(cost, COST_SCALE));
}

/*
 * A quantity for a person: 5 and 2.5, not 5.000 and 2.500.
 */
char *
quantity_text(Quantity quantity)
{
	return numeric_normalize(DatumGetNumeric(quantity_to_datum(quantity)));
}

/*
 * The weighted average cost of two lots.
 */
UnitCost
cost_average(Quantity quantity1, UnitCost cost1, Quantity quantity2, UnitCost cost2)
{
	if (quantity1 == 0 || cost1 == cost2)
		return cost2;
	return cost_of_one(DirectFunctionCall2(numeric_add, cost_total(quantity1, cost1),
										   cost_total(quantity2, cost2)),
					   quantity1 + quantity2);
}

/*
 * What a lot costs, exactly; numeric, because the product does not fit 64
 * bits.
 */
Datum
cost_total(Quantity quantity, UnitCost cost)
{
	return DirectFunctionCall2(numeric_mul, quantity_to_datum(quantity), cost_to_datum(cost));
}

/*
 * A total spread over a quantity, rounded half away from zero to the four
 * decimals of a cost.
 */
UnitCost
cost_of_one(Datum total, Quantity quantity)
{
	Datum		value = DirectFunctionCall2(numeric_div, total, quantity_to_datum(quantity));

	return cost_from_datum(DirectFunctionCall2(numeric_round, value, Int32GetDatum(COST_SCALE)));
}
