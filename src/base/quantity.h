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

/*
 * Reads a caller's number exactly, or raises 22023 with the argument's name.
 */
extern Quantity quantity_argument(Numeric value, const char *name);
extern Quantity quantity_positive(Numeric value, const char *name);
extern bool quantity_is_positive(Numeric value, Quantity *quantity);
extern void quantity_total(Quantity quantity);
extern Quantity quantity_not_negative(Numeric value, const char *name);
extern UnitCost cost_argument(Numeric value, const char *name);
extern Money amount_argument(Numeric value, const char *name);	/* of any sign */

/* Convert from and to our own columns.  Results are palloc'd. */
extern Quantity quantity_from_datum(Datum value);
extern Datum quantity_to_datum(Quantity quantity);
extern UnitCost cost_from_datum(Datum value);
extern Datum cost_to_datum(UnitCost cost);

/* The same numbers without trailing zeros, for JSON. */
extern Datum quantity_to_datum_trimmed(Quantity quantity);
extern Datum cost_to_datum_trimmed(UnitCost cost);

/* A number of units of 10^-scale, for a scale up to 4; all decimals are shown. */
extern Datum scaled_to_datum(int64 scaled, int scale);

/* False if it has decimals or does not fit; the smallest bigint may be refused. */
extern bool whole_number(Numeric value, int64 *whole);

/* A sum, or 22023 where it is more than a column can hold. */
extern Quantity quantity_sum(Quantity a, Quantity b);

/* For messages: without trailing zeros, palloc'd. */
extern char *quantity_text(Quantity quantity);

extern UnitCost cost_average(Quantity quantity1, UnitCost cost1,
							 Quantity quantity2, UnitCost cost2);

/*
 * Work out an average: what a lot costs, and a total divided by the quantity.
 */
extern Datum cost_total(Quantity quantity, UnitCost cost);
extern UnitCost cost_of_one(Datum total, Quantity quantity);

#endif							/* PRIMEINV_QUANTITY_H */
