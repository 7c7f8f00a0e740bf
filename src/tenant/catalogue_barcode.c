/*-------------------------------------------------------------------------
 *
 * catalogue_barcode.c
 *		A barcode means one thing to a tenant: a variation, or a unit of one.
 *
 * Within each of the two tables an index holds that.  Across them each side
 * looks at the other under a lock on the tenant's row, so that of two
 * transactions which give out the same code one sees the other's.  The lock lets
 * rows refer to the tenant, so that only such changes wait for each other.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "base/trigger.h"
#include "base/value.h"
#include "tenant/access.h"
#include "tenant/statements.h"

static Statement *codes_of(const TriggerData *trigger, bool is_unit);
static void check_codes(const Rows *codes, bool is_unit);
static void taken(const Rows *clash) pg_attribute_noreturn();

SQL_FUNCTION(primeinv_check_barcode);

/*
 * Trigger of variation and variation_unit, once a statement.
 */
Datum
primeinv_check_barcode(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_data(fcinfo, TRIGGER_TYPE_INSERT | TRIGGER_TYPE_UPDATE,
										"variation", "variation_unit");
	bool		is_unit = trigger_is_of(trigger, "variation_unit");
	AccessIdentity caller = access_become_owner();
	Rows	   *codes = plan_trigger(codes_of(trigger, is_unit), trigger, NULL, NULL);

	if (codes->count > 0)
		check_codes(codes, is_unit);
	access_resume(caller);
	return PointerGetDatum(NULL);
}

/*
 * Which barcodes the statement has given out.  Each table has its own statements:
 * their transition tables bear one name, and a kept plan is of one of them.
 */
static Statement *
codes_of(const TriggerData *trigger, bool is_unit)
{
	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		return is_unit ? &PLAN_BARCODE_UNIT_NEW : &PLAN_BARCODE_VARIATION_NEW;
	return is_unit ? &PLAN_BARCODE_UNIT_CHANGED : &PLAN_BARCODE_VARIATION_CHANGED;
}

/*
 * The newest rows are looked at, whatever the isolation level: the lock does not
 * change the tenant's row, so that no conflict would tell of what came between.
 */
static void
check_codes(const Rows *codes, bool is_unit)
{
	Datum	   *tenants = palloc_extended(sizeof(Datum) * codes->count, MCXT_ALLOC_HUGE);
	Datum	   *texts = palloc_extended(sizeof(Datum) * codes->count, MCXT_ALLOC_HUGE);
	Datum		values[2];
	Rows	   *clash;
	bool		isnull;

	for (uint64 i = 0; i < codes->count; i++)
	{
		tenants[i] = Int64GetDatum(rows_int64(codes, i, BARCODE_TENANT));
		texts[i] = rows_datum(codes, i, BARCODE_CODE, &isnull);
	}
	values[0] = array_of(INT8OID, tenants, NULL, (int) codes->count);
	values[1] = array_of(TEXTOID, texts, NULL, (int) codes->count);
	plan_rows(&PLAN_BARCODE_LOCK, values, NULL);
	clash = plan_latest(is_unit ? &PLAN_BARCODE_OF_VARIATION : &PLAN_BARCODE_OF_UNIT, values, NULL);
	if (clash->count > 0)
		taken(clash);
}

/*
 * As a unique index would say it.
 */
static void
taken(const Rows *clash)
{
	int64		variation_id = rows_int64(clash, 0, BARCODE_CLASH_VARIATION);
	char	   *unit = rows_text(clash, 0, BARCODE_CLASH_UNIT);

	ereport(ERROR,
			(errcode(ERRCODE_UNIQUE_VIOLATION),
			 errmsg("barcode \"%s\" is in use", rows_text(clash, 0, BARCODE_CLASH_CODE)),
			 unit == NULL ? errdetail("It is that of variation " INT64_FORMAT ".", variation_id) :
			 errdetail("It is that of the unit \"%s\" of variation " INT64_FORMAT ".", unit, variation_id),
			 errhint("A barcode is unique over a tenant's variations and their units.")));
}
