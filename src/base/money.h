/*-------------------------------------------------------------------------
 *
 * money.h
 *		Amounts of money: int64 ten-thousandths of the tenant's currency,
 *		always whole in the tenant's decimals.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_MONEY_H
#define PRIMEINV_MONEY_H

#include "utils/numeric.h"

/*
 * Read a caller's amount exactly in the tenant's decimals, or raise 22023;
 * nothing is rounded.
 */
extern Money money_argument(Numeric value, int decimals, const char *name);
extern Money money_positive(Numeric value, int decimals, const char *name);

/*
 * Returns amount * part / whole, rounded half away from zero to the decimals.
 */
extern Money money_share(Money amount, int64 part, int64 whole, int decimals);

/* A sum, or 22023 where it is more than a column can hold. */
extern Money money_sum(Money a, Money b);

/* From our columns as a cost; to them with the tenant's decimals: 26.50. */
#define money_from_datum(value) cost_from_datum(value)
extern Datum money_to_datum(Money amount, int decimals);

/* Writes the number for a message: without trailing zeros, palloc'd. */
extern char *money_text(Money amount);

#endif							/* PRIMEINV_MONEY_H */
