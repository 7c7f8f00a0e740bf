/*-------------------------------------------------------------------------
 *
 * catalogue_price.c
 *		What prices, costs and tax rates were.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "base/trigger.h"
#include "tenant/access.h"
#include "tenant/call.h"
#include "tenant/statements.h"

SQL_FUNCTION(primeinv_note_price);

/*
 * Trigger of variation and variation_unit.  The table is the owner's to write,
 * whoever changes a price.
 */
Datum
primeinv_note_price(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_data(fcinfo, TRIGGER_TYPE_UPDATE, "variation", "variation_unit");
	char	   *db_role = GetUserNameFromId(GetUserId(), false);
	Datum		values[2] = {
		CStringGetTextDatum(call_actor(NULL, db_role)),
		CStringGetTextDatum(db_role)
	};
	AccessIdentity caller = access_become_owner();

	plan_trigger(trigger_is_of(trigger, "variation") ? &PLAN_PRICE_VARIATION : &PLAN_PRICE_UNIT, trigger, values, NULL);
	access_resume(caller);
	return PointerGetDatum(NULL);
}
