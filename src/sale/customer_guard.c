/*-------------------------------------------------------------------------
 *
 * customer_guard.c
 *		Rights that a column privilege cannot express.
 *
 * Column privileges are the role's.  A role that is manager of one tenant and
 * app of another has them for both, so a trigger asks for which tenant the
 * row is.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "utils/rel.h"

#include "tenant/access.h"

PG_FUNCTION_INFO_V1(primeinv_guard_credit);

/*
 * Trigger of customer: its WHEN has found that a credit limit or block would
 * be set or changed, or carried to another tenant.
 */
Datum
primeinv_guard_credit(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	HeapTuple	row;
	bool		isnull;
	Datum		tenant_id;

	if (!CALLED_AS_TRIGGER(fcinfo))
		elog(ERROR, "guard_credit must be called as a trigger");
	row = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ?
		trigger->tg_newtuple : trigger->tg_trigtuple;
	tenant_id = heap_getattr(row, SPI_fnumber(RelationGetDescr(trigger->tg_relation), "tenant_id"),
							 RelationGetDescr(trigger->tg_relation), &isnull);
	if (!isnull)				/* else the column's NOT NULL refuses it */
		access_require(DatumGetInt64(tenant_id), LEVEL_MANAGER);
	return PointerGetDatum(row);
}
