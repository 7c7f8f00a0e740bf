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

/* From a caller: exact in the tenant's decimals, or 22023; never rounded. */
extern int64 money_argument(Numeric value, int decimals, const char *name);
extern int64 money_positive(Numeric value, int decimals, const char *name);

/* amount * part / whole, rounded half away from zero to the decimals. */
extern int64 money_share(int64 amount, int64 part, int64 whole, int decimals);

/* From our columns as a cost; to them with the tenant's decimals: 26.50. */
#define money_from_datum(value) cost_from_datum(value)
extern Datum money_to_datum(int64 amount, int decimals);

/* For messages: without trailing zeros, palloc'd. */
extern char *money_text(int64 amount);

#endif							/* PRIMEINV_MONEY_H */
