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

#include "base/clock.h"
#include "base/quantity.h"
#include "base/trigger.h"
#include "tenant/audit.h"
#include "stock/batch.h"
#include "stock/statements.h"
#include "stock/stock.h"
#include "stock/stock_pick.h"

static Datum return_to_supplier(Call *call, FunctionCallInfo fcinfo);
static Datum set_batch_status(Call *call, FunctionCallInfo fcinfo);
static Datum expire_batches(Call *call, FunctionCallInfo fcinfo);
static Scope expiry_scope(FunctionCallInfo fcinfo);
static Place *expired_places(const Call *call, FunctionCallInfo fcinfo, int *count);
static int64 write_off(Call *call, Place *places, int count);
static char *status_of_batch(int64 batch_id);
static void journal_update(TriggerData *trigger);
static void audit_update(TriggerData *trigger);

/* Arguments of return_to_supplier. */
enum
{
	RETURN_BATCH_ID,
	RETURN_QUANTITY,
	RETURN_REASON,
	RETURN_REFERENCE_ID
};

/* Arguments of set_batch_status. */
enum
{
	STATUS_BATCH_ID,
	STATUS_STATUS,
	STATUS_REASON
};

/* Arguments of expire_batches. */
enum
{
	EXPIRE_OUTLET_ID,
	EXPIRE_VARIATION_ID
};

SQL_FUNCTION(primeinv_return_to_supplier);
SQL_FUNCTION(primeinv_set_batch_status);
SQL_FUNCTION(primeinv_expire_batches);
SQL_FUNCTION(primeinv_sync_batch);
SQL_FUNCTION(primeinv_refuse_move);

/*
 * return_to_supplier(batch_id, quantity, reason, reference_id, actor,
 * request_id): from a batch of any status.
 */
Datum
primeinv_return_to_supplier(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, RETURN_QUANTITY + 1, &PLAN_BATCH_TENANT, "batch", return_to_supplier);
}

static Datum
return_to_supplier(Call *call, FunctionCallInfo fcinfo)
{
	LedgerNote	note = {.movement_type = MOVEMENT_SUPPLIER_RETURN};
	int64		batch_id = PG_GETARG_INT64(RETURN_BATCH_ID);
	Quantity	quantity;
	Location   *location;
	Place		place;
	Stock	   *stock;

	quantity = quantity_positive(PG_GETARG_NUMERIC(RETURN_QUANTITY), "quantity");
	note.reason = call_reason(fcinfo, RETURN_REASON);
	note.reference_id = call_text(fcinfo, RETURN_REFERENCE_ID);
	place = batch_place(batch_id, call->tenant_id);
	stock = stock_begin(call, &place, 1, false);
	location = stock_location(stock, place.outlet.id, place.variation_id);
	pick_rows(call, list_make1(stock_issue_batch(stock, location, batch_id, quantity, REACH_ALL, &note)));
	stock_end(stock);
	return call_end_rows(call);
}

/*
 * set_batch_status(batch_id, status, reason, actor, request_id)
 */
Datum
primeinv_set_batch_status(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, STATUS_STATUS + 1, &PLAN_BATCH_TENANT, "batch", set_batch_status);
}

static Datum
set_batch_status(Call *call, FunctionCallInfo fcinfo)
{
	AuditEvent	event = {.event_type = "batch.status_changed"};
	int64		batch_id = PG_GETARG_INT64(STATUS_BATCH_ID);
	BatchStatus status = stock_status_argument(call_text(fcinfo, STATUS_STATUS));
	char	   *before;
	Place		place;
	Stock	   *stock;

	event.description = call_reason(fcinfo, STATUS_REASON);
	place = batch_place(batch_id, call->tenant_id);
	stock = stock_begin(call, &place, 1, false);
	before = status_of_batch(batch_id);
	stock_set_status(stock, stock_location(stock, place.outlet.id, place.variation_id), batch_id, status);
	stock_end(stock);
	event.data = audit_data("batch_id", AUDIT_ID, batch_id,
							"from", AUDIT_TEXT, before, "to", AUDIT_TEXT, stock_status_name(status), NULL);
	audit_event(call->audit, &event);
	return call_end_null(call);
}

/*
 * expire_batches(outlet_id, variation_id, actor, request_id): null means all,
 * of the tenants for whom the caller may do so.
 */
Datum
primeinv_expire_batches(PG_FUNCTION_ARGS)
{
	Scope		scope = expiry_scope(fcinfo);

	return call_over(fcinfo, &scope, expire_batches);
}

static Datum
expire_batches(Call *call, FunctionCallInfo fcinfo)
{
	int			count;
	Place	   *places = expired_places(call, fcinfo, &count);

	return call_end_value(call, Int64GetDatum(write_off(call, places, count)));
}

/*
 * A variation without an outlet tells the tenant as well.
 */
static Scope
expiry_scope(FunctionCallInfo fcinfo)
{
	Scope		scope;

	if (PG_ARGISNULL(EXPIRE_OUTLET_ID) && !PG_ARGISNULL(EXPIRE_VARIATION_ID))
		return call_scope_of(access_any_variation(PG_GETARG_INT64(EXPIRE_VARIATION_ID)).tenant_id);
	scope = call_scope(fcinfo);
	if (!PG_ARGISNULL(EXPIRE_VARIATION_ID))
		access_variation(PG_GETARG_INT64(EXPIRE_VARIATION_ID), scope.tenant_ids[0]);
	return scope;
}

/*
 * Where something seems to have expired; it is looked at again under the
 * locks.  Over all tenants what somebody has locked is left for the next time:
 * nobody waits for another tenant while this call holds his rows.
 */
static Place *
expired_places(const Call *call, FunctionCallInfo fcinfo, int *count)
{
	Datum		values[3];
	char		nulls[3];
	Statement  *statement = call->scope.outlet_id != 0 ? &PLAN_EXPIRED_PLACES_AT :
	call->scope.all ? &PLAN_EXPIRED_PLACES_FREE : &PLAN_EXPIRED_PLACES;
	Rows	   *rows;
	Place	   *places;

	call_scope_values(&call->scope, values, nulls);
	values[2] = PG_GETARG_DATUM(EXPIRE_VARIATION_ID);
	nulls[2] = PG_ARGISNULL(EXPIRE_VARIATION_ID) ? 'n' : ' ';
	rows = plan_rows(statement, values, nulls);
	places = palloc(sizeof(Place) * (rows->count + 1));
	*count = rows->count;
	for (int i = 0; i < *count; i++)
	{
		Place	   *place = &places[i];

		CHECK_FOR_INTERRUPTS();
		if (!catalogue_outlet(rows_int64(rows, i, EXPIRED_PLACES_OUTLET), &place->outlet))
			no_such_record("outlet", rows_int64(rows, i, EXPIRED_PLACES_OUTLET));
		place->variation_id = rows_int64(rows, i, EXPIRED_PLACES_VARIATION);
	}
	return places;
}

/*
 * Takes everything that has expired, whatever its status; returns how many
 * batches that were.
 */
static int64
write_off(Call *call, Place *places, int count)
{
	LedgerNote	note = {.movement_type = MOVEMENT_EXPIRY, .reason = "expired"};
	Stock	   *stock = stock_begin(call, places, count, false);
	int64		batches = 0;

	for (int i = 0; i < count; i++)
	{
		Location   *location = stock_location(stock, places[i].outlet.id, places[i].variation_id);
		Quantity	expired = stock_count(stock, location, REACH_EXPIRED);

		CHECK_FOR_INTERRUPTS();
		note.reference_id = psprintf("expiry_%s", clock_date_text(location->today));
		if (expired > 0)
			batches += list_length(stock_issue(stock, location, expired, REACH_EXPIRED, &note));
	}
	stock_end(stock);
	return batches;
}

/*
 * Where a batch lies.  That never changes, so it may be read before the lock.
 */
Place
batch_place(int64 batch_id, int64 tenant_id)
{
	Datum		value = Int64GetDatum(batch_id);
	Rows	   *rows = plan_rows(&PLAN_BATCH_PLACE, &value, NULL);
	Outlet		outlet = access_outlet_of(rows_int64(rows, 0, BATCH_PLACE_OUTLET), tenant_id);

	return place_of(&outlet, rows_int64(rows, 0, BATCH_PLACE_VARIATION));
}

/*
 * For the audit log; read under the lock.
 */
static char *
status_of_batch(int64 batch_id)
{
	Datum		value = Int64GetDatum(batch_id);

	return rows_text(plan_rows(&PLAN_BATCH_PLACE, &value, NULL), 0, BATCH_PLACE_STATUS);
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
	TriggerData *trigger = trigger_data(fcinfo, TRIGGER_TYPE_INSERT | TRIGGER_TYPE_UPDATE | TRIGGER_TYPE_DELETE,
										"batch", NULL);

	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
	{
		journal_update(trigger);
		audit_update(trigger);
	}
	location_recount_changed(trigger, TRIGGER_FIRED_BY_DELETE(trigger->tg_event) ?
							 &PLAN_BATCH_PLACES_OLD : &PLAN_BATCH_PLACES_NEW);
	PG_RETURN_POINTER(NULL);
}

/*
 * What an UPDATE did to quantities becomes adjustments that name who did it;
 * what it did to prices and costs is kept, too.
 */
static void
journal_update(TriggerData *trigger)
{
	char	   *db_role = GetUserNameFromId(GetUserId(), false);
	Datum		values[2];

	values[0] = CStringGetTextDatum(call_actor(NULL, db_role));
	values[1] = CStringGetTextDatum(db_role);
	plan_trigger(&PLAN_BATCH_JOURNAL, trigger, values, NULL);
	plan_trigger(&PLAN_BATCH_PRICES_UPDATED, trigger, values, NULL);
}

/*
 * What else it did is logged: who sold by the old expiry date or cost wants to
 * know who changed it.  Events of a tenant are written together.
 */
static void
audit_update(TriggerData *trigger)
{
	Rows	   *rows = plan_trigger(&PLAN_BATCH_UPDATED, trigger, NULL, NULL);
	char	   *db_role = GetUserNameFromId(GetUserId(), false);
	Audit	   *audit = NULL;
	int64		tenant_id = 0;

	for (uint64 i = 0; i < rows->count; i++)
	{
		AuditEvent	event = {.event_type = "batch.updated"};
		bool		isnull;

		CHECK_FOR_INTERRUPTS();
		if (audit == NULL || tenant_id != rows_int64(rows, i, BATCH_UPDATED_TENANT))
		{
			if (audit != NULL)
				audit_flush(audit, NULL);
			tenant_id = rows_int64(rows, i, BATCH_UPDATED_TENANT);
			audit = audit_begin(tenant_id, call_actor(NULL, db_role), db_role);
		}
		event.data = DatumGetJsonbP(rows_datum(rows, i, BATCH_UPDATED_DATA, &isnull));
		audit_event(audit, &event);
	}
	if (audit != NULL)
		audit_flush(audit, NULL);
}

/*
 * Trigger of batch: its WHEN has found that the batch would be moved.
 */
Datum
primeinv_refuse_move(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_data(fcinfo, TRIGGER_TYPE_ROW | TRIGGER_TYPE_BEFORE | TRIGGER_TYPE_UPDATE,
										"batch", NULL);

	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("batch %s cannot change its id, tenant, outlet or variation",
					SPI_getvalue(trigger->tg_trigtuple, trigger->tg_relation->rd_att,
								 SPI_fnumber(trigger->tg_relation->rd_att, "id"))),
			 errdetail("Its movements belong where it lies."),
			 errhint("Use transfer_stock() to move stock to another outlet.")));
}
