/*-------------------------------------------------------------------------
 *
 * quantity.h
 *		Exact numbers: quantities in thousandths, costs in ten-thousandths.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_QUANTITY_H
#define PRIMEINV_QUANTITY_H

#include "utils/numeric.h"

/* The most that numeric(15,3) and numeric(15,4) can hold, in our units. */
#define QUANTITY_MAX	INT64CONST(999999999999999)
#define MONEY_MAX		QUANTITY_MAX

/* From a caller: exact, or an error (22023) that names the argument. */
extern int64 quantity_argument(Numeric value, const char *name);
extern int64 quantity_positive(Numeric value, const char *name);
extern void quantity_total(int64 quantity);
extern int64 quantity_not_negative(Numeric value, const char *name);
extern int64 cost_argument(Numeric value, const char *name);
extern int64 amount_argument(Numeric value, const char *name);	/* of any sign */

/* From and to our own columns; results are palloc'd. */
extern int64 quantity_from_datum(Datum value);
extern Datum quantity_to_datum(int64 quantity);
extern int64 cost_from_datum(Datum value);
extern Datum cost_to_datum(int64 cost);

/* For messages: without trailing zeros, palloc'd. */
extern char *quantity_text(int64 quantity);

extern int64 cost_average(int64 quantity1, int64 cost1,
						  int64 quantity2, int64 cost2);

/* For the average of many: what a lot costs, and a total by the unit. */
extern Datum cost_total(int64 quantity, int64 cost);
extern int64 cost_of_one(Datum total, int64 quantity);

#endif							/* PRIMEINV_QUANTITY_H */
