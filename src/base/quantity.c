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
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "base/quantity.h"

#define QUANTITY_SCALE	3
#define COST_SCALE		4

/* What numeric(15,3) and numeric(15,4) can hold, in our units. */
#define SCALED_LIMIT	(QUANTITY_MAX + 1)

/*
 * A numeric in memory: a word with its sign, decimals shown and weight (the
 * power of 10000 of its first digit), or two words where these are large; then
 * its digits to the base 10000.
 */
#define NUMERIC_BASE			10000
#define NUMERIC_DIGITS			4	/* decimal ones in one of them */
#define NUMERIC_SPECIAL			0xC000	/* both: no number, or infinity */
#define NUMERIC_MINUS			0x4000
#define NUMERIC_BRIEF			0x8000	/* one word, which has besides: */
#define NUMERIC_BRIEF_MINUS		0x2000
#define NUMERIC_BRIEF_SCALE		7	/* bits behind the decimals shown */
#define NUMERIC_BRIEF_BELOW		0x0040	/* the weight, less 64 */
#define NUMERIC_BRIEF_WEIGHT	0x003F

static const int64 powers[] = {
	1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
	INT64CONST(10000000000), INT64CONST(100000000000), INT64CONST(1000000000000),
	INT64CONST(10000000000000), INT64CONST(100000000000000), INT64CONST(1000000000000000),
	INT64CONST(10000000000000000), INT64CONST(100000000000000000), INT64CONST(1000000000000000000)
};

static int64 scaled_argument(Numeric value, int scale, const char *name);
static bool is_argument(Numeric value, int scale, int64 *scaled);
static int64 scaled_from_datum(Datum value, int scale);
static bool scaled_from_numeric(const struct varlena *value, int scale, int64 *scaled, bool *exact);
static uint16 word_at(const char *bytes);
static bool add_digit(int64 *sum, int64 digit, int exponent, bool *exact);
static Datum trimmed(int64 scaled, int scale);
static Datum numeric_of(bool minus, int scale, int weight, const uint16 *digits, int count);

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
 * For a line of many: its name is only put together for a message.
 */
bool
quantity_is_positive(Numeric value, Quantity *quantity)
{
	return is_argument(value, QUANTITY_SCALE, quantity) && *quantity > 0;
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

	if (is_argument(value, scale, &scaled))
		return scaled;
	if (numeric_is_nan(value) || numeric_is_inf(value))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be a finite number", name),
				 errdetail("It is %s.", numeric_normalize(value)),
				 errhint("Give a number with at most %d decimals.", scale)));
	if (DatumGetInt32(DirectFunctionCall1(numeric_min_scale, NumericGetDatum(value))) > scale)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must have at most %d decimals", name, scale),
				 errdetail("%s cannot be held exactly.", numeric_normalize(value)),
				 errhint("Round it yourself, or use a smaller base unit.")));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s is too large", name),
			 errdetail("%s has more than %d digits before the decimal point.",
					   numeric_normalize(value), 15 - scale),
			 errhint("Use a larger base unit.")));
}

/*
 * Any number that a bigint can hold, whatever its notation.
 */
bool
whole_number(Numeric value, int64 *whole)
{
	bool		exact;

	return scaled_from_numeric((struct varlena *) value, 0, whole, &exact) && exact;
}

static bool
is_argument(Numeric value, int scale, int64 *scaled)
{
	bool		exact;

	return scaled_from_numeric((struct varlena *) value, scale, scaled, &exact) && exact &&
		*scaled < SCALED_LIMIT && *scaled > -SCALED_LIMIT;
}

/*
 * What is stored is within bounds, by its column's type.
 */
static int64
scaled_from_datum(Datum value, int scale)
{
	bool		exact;
	int64		scaled;

	if (!scaled_from_numeric(PG_DETOAST_DATUM_PACKED(value), scale, &scaled, &exact))
		elog(ERROR, "stored number is out of range");
	return scaled;
}

/*
 * A number times 10^scale, cut off behind that: exact tells whether anything
 * was.  False if it is none or does not fit.  The digits are read where they
 * lie: a numeric in memory is as it is on disk, so that no version of
 * PostgreSQL may change it, and its own functions take ten times as long.
 */
static bool
scaled_from_numeric(const struct varlena *value, int scale, int64 *scaled, bool *exact)
{
	const char *body = VARDATA_ANY(value);
	uint16		head = word_at(body);
	bool		brief = (head & NUMERIC_BRIEF) != 0;
	int			weight = brief ? (head & NUMERIC_BRIEF_WEIGHT) - (head & NUMERIC_BRIEF_BELOW) : (int16) word_at(body + 2);
	int			begin = brief ? 2 : 4;
	int64		sum = 0;

	*exact = true;
	if ((head & NUMERIC_SPECIAL) == NUMERIC_SPECIAL)
		return false;
	for (int at = begin; at < VARSIZE_ANY_EXHDR(value); at += 2, weight--)
		if (!add_digit(&sum, word_at(body + at), NUMERIC_DIGITS * weight + scale, exact))
			return false;
	*scaled = head & (brief ? NUMERIC_BRIEF_MINUS : NUMERIC_MINUS) ? -sum : sum;
	return true;
}

/*
 * Two bytes, which may lie anywhere: what comes from a row need not be aligned.
 */
static uint16
word_at(const char *bytes)
{
	uint16		word;

	memcpy(&word, bytes, sizeof(word));
	return word;
}

/*
 * Adds a digit to the base 10000, times 10^exponent.
 */
static bool
add_digit(int64 *sum, int64 digit, int exponent, bool *exact)
{
	if (exponent < -NUMERIC_DIGITS || exponent >= (int) lengthof(powers))
	{
		*exact = *exact && digit == 0;
		return digit == 0 || exponent < 0;
	}
	if (exponent < 0)
	{
		*exact = *exact && digit % powers[-exponent] == 0;
		digit /= powers[-exponent];
	}
	else if (pg_mul_s64_overflow(digit, powers[exponent], &digit))
		return false;
	return !pg_add_s64_overflow(*sum, digit, sum);
}

/*
 * The other way, as PostgreSQL would make it: without zeros in front or behind,
 * but with all decimals shown.  Any int64 fits the short form.
 */
Datum
scaled_to_datum(int64 scaled, int scale)
{
	uint64		whole = scaled < 0 ? -(uint64) scaled : (uint64) scaled;
	uint16		digits[7];
	int			first = lengthof(digits);
	int			end = lengthof(digits);
	int			weight = -1;

	digits[--first] = (uint16) (whole % powers[scale] * powers[NUMERIC_DIGITS - scale]);
	for (whole /= powers[scale]; whole > 0; whole /= NUMERIC_BASE, weight++)
		digits[--first] = (uint16) (whole % NUMERIC_BASE);
	while (end > first && digits[end - 1] == 0)
		end--;
	if (end == first)
		weight = 0;
	return numeric_of(scaled < 0, scale, weight, &digits[first], end - first);
}

static Datum
numeric_of(bool minus, int scale, int weight, const uint16 *digits, int count)
{
	Size		size = VARHDRSZ + sizeof(uint16) * (1 + count);
	char	   *value = palloc(size);
	uint16		head = NUMERIC_BRIEF | scale << NUMERIC_BRIEF_SCALE |
	(weight & (NUMERIC_BRIEF_WEIGHT | NUMERIC_BRIEF_BELOW));

	if (minus)
		head |= NUMERIC_BRIEF_MINUS;
	SET_VARSIZE(value, size);
	memcpy(VARDATA(value), &head, sizeof(head));
	memcpy(VARDATA(value) + sizeof(head), digits, sizeof(uint16) * count);
	return PointerGetDatum(value);
}

/*
 * Checks nothing, because the column's type has kept what is stored to three
 * decimals and within bounds.
 */
Quantity
quantity_from_datum(Datum value)
{
	return scaled_from_datum(value, QUANTITY_SCALE);
}

/*
 * Writes three decimals, always, as the column's type would: below the
 * executor nobody coerces a value.
 */
Datum
quantity_to_datum(Quantity quantity)
{
	return scaled_to_datum(quantity, QUANTITY_SCALE);
}

/*
 * As quantity_from_datum, with the four decimals of a cost.
 */
UnitCost
cost_from_datum(Datum value)
{
	return scaled_from_datum(value, COST_SCALE);
}

/*
 * As quantity_to_datum, with the four decimals of a cost.
 */
Datum
cost_to_datum(UnitCost cost)
{
	return scaled_to_datum(cost, COST_SCALE);
}

/*
 * As quantity_to_datum and cost_to_datum.
 */
Datum
quantity_to_datum_trimmed(Quantity quantity)
{
	return trimmed(quantity, QUANTITY_SCALE);
}

Datum
cost_to_datum_trimmed(UnitCost cost)
{
	return trimmed(cost, COST_SCALE);
}

static Datum
trimmed(int64 scaled, int scale)
{
	while (scale > 0 && scaled % 10 == 0)
	{
		scaled /= 10;
		scale--;
	}
	return scaled_to_datum(scaled, scale);
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
