/*-------------------------------------------------------------------------
 *
 * batch.c
 *		Single batches: status, return to the supplier, and the triggers for
 *		what goes round the functions.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "commands/trigger.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/rel.h"

#include "base/quantity.h"
#include "tenant/audit.h"
#include "stock/pick.h"
#include "stock/statements.h"
#include "stock/stock.h"

static Place place_of_batch(int64 batch_id, int64 tenant_id);
static char *status_of_batch(int64 batch_id);
static void check_status(const char *status);
static void journal_update(TriggerData *trigger);

PG_FUNCTION_INFO_V1(primeinv_return_to_supplier);
PG_FUNCTION_INFO_V1(primeinv_set_batch_status);
PG_FUNCTION_INFO_V1(primeinv_sync_batch);
PG_FUNCTION_INFO_V1(primeinv_refuse_move);

/*
 * return_to_supplier(batch_id, quantity, reason, reference_id, actor,
 * request_id): from a batch of any status.
 */
Datum
primeinv_return_to_supplier(PG_FUNCTION_ARGS)
{
	LedgerNote	note = {.movement_type = "supplier_return"};
	int64		tenant_id;
	int64		quantity;
	Location   *location;
	Place		place;
	Stock	   *stock;
	Call	   *call;

	call_required(fcinfo, 2);
	tenant_id = access_tenant_of(&PLAN_BATCH_TENANT, "batch", PG_GETARG_INT64(0));
	call = call_begin(fcinfo, tenant_id);
	if (call->replayed)
		return call_replay(call);
	quantity = quantity_positive(PG_GETARG_NUMERIC(1), "quantity");
	note.reason = call_reason(fcinfo, 2);
	note.reference_id = call_text(fcinfo, 3);
	place = place_of_batch(PG_GETARG_INT64(0), tenant_id);
	stock = stock_begin(call, &place, 1, false);
	location = stock_location(stock, place.outlet.id, place.variation_id);
	pick_rows(call, list_make1(stock_issue_batch(stock, location, PG_GETARG_INT64(0),
												 quantity, REACH_ALL, &note)));
	stock_end(stock);
	return call_end_rows(call);
}

/*
 * set_batch_status(batch_id, status, reason, actor, request_id)
 */
Datum
primeinv_set_batch_status(PG_FUNCTION_ARGS)
{
	AuditEvent	event = {.event_type = "batch.status_changed"};
	int64		tenant_id;
	char	   *status;
	char	   *before;
	Place		place;
	Stock	   *stock;
	Call	   *call;

	call_required(fcinfo, 2);
	tenant_id = access_tenant_of(&PLAN_BATCH_TENANT, "batch", PG_GETARG_INT64(0));
	call = call_begin(fcinfo, tenant_id);
	if (call->replayed)
		return call_replay(call);
	status = call_text(fcinfo, 1);
	check_status(status);
	event.description = call_reason(fcinfo, 2);
	place = place_of_batch(PG_GETARG_INT64(0), tenant_id);
	stock = stock_begin(call, &place, 1, false);
	before = status_of_batch(PG_GETARG_INT64(0));
	stock_set_status(stock, stock_location(stock, place.outlet.id, place.variation_id),
					 PG_GETARG_INT64(0), status);
	stock_end(stock);
	event.data = audit_data("batch_id", AUDIT_ID, PG_GETARG_INT64(0),
							"from", AUDIT_TEXT, before, "to", AUDIT_TEXT, status, NULL);
	audit_event(call->audit, &event);
	return call_end_null(call);
}

/*
 * Where a batch lies.  That never changes, so it may be read before the lock.
 */
static Place
place_of_batch(int64 batch_id, int64 tenant_id)
{
	Datum		value = Int64GetDatum(batch_id);
	Rows	   *rows = plan_rows(&PLAN_BATCH_PLACE, &value, NULL);
	Outlet		outlet = access_outlet_of(rows_int64(rows, 0, 1), tenant_id);

	return place_of(&outlet, rows_int64(rows, 0, 2));
}

/*
 * For the audit log; read under the lock.
 */
static char *
status_of_batch(int64 batch_id)
{
	Datum		value = Int64GetDatum(batch_id);

	return rows_text(plan_rows(&PLAN_BATCH_PLACE, &value, NULL), 0, 3);
}

/*
 * "expired" is none of them: it follows from the date and the outlet's day,
 * and nobody sets it.
 */
static void
check_status(const char *status)
{
	static const char *const known[] = {"available", "hold", "quarantine", "recalled"};

	for (int i = 0; i < lengthof(known); i++)
		if (strcmp(status, known[i]) == 0)
			return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%s\" is not a status of a batch", status),
			 errdetail("A batch is \"available\", \"hold\", \"quarantine\" or \"recalled\"."),
			 errhint("Use one of these.")));
}

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
	location_recount_changed(trigger, TRIGGER_FIRED_BY_DELETE(trigger->tg_event) ?
							 &PLAN_BATCH_PLACES_OLD : &PLAN_BATCH_PLACES_NEW);
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
	plan_trigger(&PLAN_BATCH_JOURNAL, trigger, values, NULL);
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
