/*-------------------------------------------------------------------------
 *
 * unit.c
 *		Quantities in other units, converted exactly or refused.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "utils/builtins.h"

#include "base/quantity.h"
#include "tenant/access.h"
#include "tenant/call.h"
#include "tenant/statements.h"
#include "tenant/unit.h"

/* One unit is so many base units. */
typedef struct UnitRatio
{
	int64		numerator;
	int64		denominator;
} UnitRatio;

static bool is_base_unit(const char *unit);
static UnitRatio unit_ratio(int64 variation_id, const char *unit);

SQL_FUNCTION(primeinv_to_base_units);

/*
 * to_base_units(variation_id, quantity, unit).  Only reads.
 */
Datum
primeinv_to_base_units(PG_FUNCTION_ARGS)
{
	AccessIdentity caller;
	Variation	variation;
	Quantity	quantity;

	call_required(fcinfo, 2);
	variation = access_any_variation(PG_GETARG_INT64(0));
	access_require(variation.tenant_id, LEVEL_READER);
	quantity = quantity_argument(PG_GETARG_NUMERIC(1), "quantity");
	caller = access_become_owner();
	quantity = unit_to_base(variation.id, quantity, call_text(fcinfo, 2));
	access_resume(caller);
	PG_RETURN_DATUM(quantity_to_datum(quantity));
}

/*
 * The caller has taken the owner's identity.
 */
int64
unit_to_base(int64 variation_id, Quantity quantity, const char *unit)
{
	UnitRatio	ratio;

	if (is_base_unit(unit))
		return quantity;
	ratio = unit_ratio(variation_id, unit);
	return unit_convert(variation_id, quantity, unit, ratio.numerator, ratio.denominator);
}

/*
 * An average that was rounded would not add up to what was paid, so that 10.00
 * for a case of 12 is refused, like a quantity that does not fit.
 */
UnitCost
unit_cost_to_base(int64 variation_id, UnitCost cost, const char *unit)
{
	UnitRatio	ratio;
	int128		product;

	if (is_base_unit(unit))
		return cost;
	ratio = unit_ratio(variation_id, unit);
	product = (int128) cost * ratio.denominator;
	if (product % ratio.numerator != 0 || product / ratio.numerator > MONEY_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the cost of one \"%s\" of \"%s\" cannot be converted exactly",
						unit, catalogue_variation_name(variation_id)),
				 errdetail("One \"%s\" is " INT64_FORMAT "/" INT64_FORMAT " base units, whose cost has 4 decimals.",
						   unit, ratio.numerator, ratio.denominator),
				 errhint("Receive in base units, at the cost of a base unit.")));
	return (UnitCost) (product / ratio.numerator);
}

/*
 * Programs pass an empty field on as it is.
 */
static bool
is_base_unit(const char *unit)
{
	return unit == NULL || unit[0] == '\0';
}

/*
 * In the query's snapshot.
 */
static UnitRatio
unit_ratio(int64 variation_id, const char *unit)
{
	Datum		values[2] = {Int64GetDatum(variation_id), CStringGetTextDatum(unit)};
	Rows	   *rows = plan_read(&PLAN_UNIT_RATIO, values, NULL);

	if (rows->count == 0)
		unit_unknown(variation_id, unit);
	return (UnitRatio) {rows_int64(rows, 0, UNIT_RATIO_NUMERATOR), rows_int64(rows, 0, UNIT_RATIO_DENOMINATOR)};
}

/*
 * 128 bits hold the product of any two columns.
 */
int64
unit_convert(int64 variation_id, Quantity quantity, const char *unit,
			 int64 numerator, int64 denominator)
{
	int128		product = (int128) quantity * numerator;
	int128		converted = product / denominator;

	if (product % denominator != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s \"%s\" of \"%s\" cannot be converted exactly", quantity_text(quantity),
						unit, catalogue_variation_name(variation_id)),
				 errdetail("One \"%s\" is " INT64_FORMAT "/" INT64_FORMAT " base units, which have 3 decimals.",
						   unit, numerator, denominator),
				 errhint("Give the quantity in base units.")));
	if (converted > QUANTITY_MAX || converted < -QUANTITY_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("quantity is too large"),
				 errdetail("%s \"%s\" are more base units than can be held.", quantity_text(quantity), unit),
				 errhint("Use a smaller quantity.")));
	return (int64) converted;
}

/*
 * Raises 22023 with the names that would do.  The caller has taken the owner's
 * identity here, too.
 */
void
unit_unknown(int64 variation_id, const char *unit)
{
	Datum		value = Int64GetDatum(variation_id);
	char	   *known = rows_text(plan_read(&PLAN_UNIT_NAMES, &value, NULL), 0, UNIT_NAMES_NAMES);

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%s\" is not a unit of \"%s\"", unit, catalogue_variation_name(variation_id)),
			 known == NULL ? errdetail("It has no other units.") : errdetail("Its units are: %s.", known),
			 errhint("Leave the unit out for the base unit, or add a row to variation_unit.")));
}
