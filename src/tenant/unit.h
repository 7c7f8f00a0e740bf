/*-------------------------------------------------------------------------
 *
 * unit.h
 *		Quantities in other units, converted exactly or refused.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_UNIT_H
#define PRIMEINV_UNIT_H

/*
 * So many of a unit of the variation in base units, in thousandths.  unit is
 * NULL or empty for the base unit; an unknown unit, or a quantity that would
 * have to be rounded, is 22023.
 */
extern int64 unit_to_base(int64 variation_id, Quantity quantity, const char *unit);

/* The same where the ratio is known: one unit is numerator/denominator. */
extern int64 unit_convert(int64 variation_id, Quantity quantity, const char *unit,
						  int64 numerator, int64 denominator);

extern void unit_unknown(int64 variation_id, const char *unit) pg_attribute_noreturn();

#endif							/* PRIMEINV_UNIT_H */
