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
 * Converts a quantity of a unit of the variation to base units, exactly.  A
 * NULL or empty unit is the base unit.  22023 if there is no such unit, or if
 * the result would have to be rounded.
 */
extern int64 unit_to_base(int64 variation_id, Quantity quantity, const char *unit);

/*
 * Converts by a ratio that is known: one unit is numerator/denominator base
 * units.
 */
extern int64 unit_convert(int64 variation_id, Quantity quantity, const char *unit,
						  int64 numerator, int64 denominator);

/*
 * Converts a cost of one such unit to that of a base unit, as exactly.
 */
extern UnitCost unit_cost_to_base(int64 variation_id, UnitCost cost, const char *unit);

extern void unit_unknown(int64 variation_id, const char *unit) pg_attribute_noreturn();

#endif							/* PRIMEINV_UNIT_H */
