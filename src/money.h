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

/* The decimals of a tenant's amounts, 0 to 4. */
extern int	money_decimals(int64 tenant_id);

/* From a caller: exact in the tenant's decimals, or 22023; never rounded. */
extern int64 money_argument(Numeric value, int decimals, const char *name);
extern int64 money_positive(Numeric value, int decimals, const char *name);

/* amount * part / whole, rounded half away from zero to the decimals. */
extern int64 money_share(int64 amount, int64 part, int64 whole, int decimals);

/* From and to our columns; the same as a cost's. */
#define money_from_datum(value) cost_from_datum(value)
#define money_to_datum(amount) cost_to_datum(amount)

/* For messages: without trailing zeros, palloc'd. */
extern char *money_text(int64 amount);

#endif							/* PRIMEINV_MONEY_H */
