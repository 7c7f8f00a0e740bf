/*-------------------------------------------------------------------------
 *
 * batch.c
 *		Single batches: their status, and what goes round the functions.
 *
 *-------------------------------------------------------------------------
 */
#include "primeinv.h"

#include "access.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "location.h"
#include "miscadmin.h"
#include "plan.h"
#include "utils/builtins.h"
#include "utils/rel.h"

static void journal_update(TriggerData *trigger);
static void recount_places(TriggerData *trigger);

PG_FUNCTION_INFO_V1(primeinv_sync_batch);
PG_FUNCTION_INFO_V1(primeinv_refuse_move);

/*
 * Trigger of batch, for statements that go round the functions (the functions
 * write below the executor and do not meet it).  An UPDATE is written to the
 * ledger; after any statement the locations are counted anew, so that a
 * restore's COPY builds them.
 */
Datum
primeinv_sync_batch(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo))
		elog(ERROR, "sync_batch must be called as a trigger");
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
		journal_update(trigger);
	recount_places(trigger);
	PG_RETURN_POINTER(NULL);
}

/*
 * What an UPDATE did to quantities becomes adjustments that name who did it.
 */
static void
journal_update(TriggerData *trigger)
{
	char	   *db_role = GetUserNameFromId(GetUserId(), false);
	Datum		values[2];

	values[0] = CStringGetTextDatum(primeinv_actor != NULL && primeinv_actor[0] != '\0' ?
									primeinv_actor : db_role);
	values[1] = CStringGetTextDatum(db_role);
	plan_trigger(PLAN_BATCH_JOURNAL, trigger, values, NULL);
}

static void
recount_places(TriggerData *trigger)
{
	Rows	   *places = plan_trigger(TRIGGER_FIRED_BY_DELETE(trigger->tg_event) ?
									  PLAN_BATCH_PLACES_OLD : PLAN_BATCH_PLACES_NEW,
									  trigger, NULL, NULL);
	int64	   *outlet_ids = palloc(sizeof(int64) * (places->count + 1));
	int64	   *variation_ids = palloc(sizeof(int64) * (places->count + 1));

	for (uint64 i = 0; i < places->count; i++)
	{
		outlet_ids[i] = rows_int64(places, i, 1);
		variation_ids[i] = rows_int64(places, i, 2);
	}
	location_recount(outlet_ids, variation_ids, places->count);
}

/*
 * Trigger of batch: its WHEN has found that the batch would be moved.
 */
Datum
primeinv_refuse_move(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo))
		elog(ERROR, "refuse_move must be called as a trigger");
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("batch %s cannot change its id, tenant, outlet or variation",
					SPI_getvalue(trigger->tg_trigtuple, trigger->tg_relation->rd_att,
								 SPI_fnumber(trigger->tg_relation->rd_att, "id"))),
			 errdetail("Its movements belong where it lies."),
			 errhint("Use transfer_stock() to move stock to another outlet.")));
}
