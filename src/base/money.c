/*-------------------------------------------------------------------------
 *
 * money.c
 *		Amounts of money: int64 ten-thousandths of the tenant's currency.
 *
 * Rounding is half away from zero to the tenant's decimals, and happens here
 * alone: wherever money is multiplied or divided.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "common/int.h"
#include "utils/fmgrprotos.h"

#include "base/money.h"
#include "base/quantity.h"

#define MONEY_SCALE	4

static Money unit_of(int decimals);

/*
 * Refuses in two steps: what no column could hold, then what is finer than the
 * tenant's smallest coin.
 */
Money
money_argument(Numeric value, int decimals, const char *name)
{
	Money		amount = amount_argument(value, name);

	if (amount % unit_of(decimals) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must have at most %d decimals", name, decimals),
				 errdetail("It is %s; the tenant's money_decimals is %d.", money_text(amount), decimals),
				 errhint("Round it yourself.")));
	return amount;
}

/*
 * Zero is refused as well: a row about no money would say that something was
 * paid.
 */
Money
money_positive(Numeric value, int decimals, const char *name)
{
	Money		amount = money_argument(value, decimals, name);

	if (amount <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be greater than zero", name),
				 errdetail("It is %s.", money_text(amount)),
				 errhint("Give a positive amount.")));
	return amount;
}

/*
 * Reckons in 128 bits, because the product of an amount and a quantity does
 * not fit 64.
 */
Money
money_share(Money amount, int64 part, int64 whole, int decimals)
{
	int128		divisor = (int128) whole * unit_of(decimals);
	int128		product = (int128) amount * part;
	int128		half = divisor / 2;
	int128		share;

	Assert(whole > 0 && part >= 0);
	/* an odd divisor has no exact half, so its floor decides alike */
	share = (product < 0 ? -((-product + half) / divisor) : (product + half) / divisor) * unit_of(decimals);
	if (share > MONEY_MAX || share < -MONEY_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("an amount of money is too large"),
				 errdetail("It has more than 11 digits before the decimal point."),
				 errhint("Check quantity and price.")));
	return (Money) share;
}

/*
 * Both within bounds, so that many can be added one by one without a wrap.
 */
Money
money_sum(Money a, Money b)
{
	Money		sum;

	if (pg_add_s64_overflow(a, b, &sum) || sum > MONEY_MAX || sum < -MONEY_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("an amount of money is too large"),
				 errdetail("%s and %s are together more than 11 digits before the decimal point.",
						   money_text(a), money_text(b)),
				 errhint("Check quantities and prices.")));
	return sum;
}

/*
 * Cuts off what is beyond the decimals, which loses nothing: amounts are whole
 * in them.
 */
Datum
money_to_datum(Money amount, int decimals)
{
	return scaled_to_datum(amount / unit_of(decimals), decimals);
}

/*
 * Leaves out trailing zeros, so it need not know the tenant's decimals.
 */
char *
money_text(Money amount)
{
	return numeric_normalize(DatumGetNumeric(cost_to_datum(amount)));
}

/*
 * The smallest amount of a tenant's money, in ten-thousandths.
 */
static Money
unit_of(int decimals)
{
	Money		unit = 1;

	for (int i = decimals; i < MONEY_SCALE; i++)
		unit *= 10;
	return unit;
}
