/*-------------------------------------------------------------------------
 *
 * stock_take.c
 *		Physical counts: begun, counted, completed or given up.
 *
 * A line keeps what the books said at the moment of its count, read under the
 * location's lock, so that every movement lies clearly before or after it.
 * Nothing is frozen: shops sell while they count.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/quantity.h"
#include "base/value.h"
#include "stock/location.h"
#include "stock/statements.h"
#include "stock/stock_take.h"

static Datum create_stock_take(Call *call, FunctionCallInfo fcinfo);
static Datum create_stock_take_json(Call *call, FunctionCallInfo fcinfo);
static Datum complete_stock_take(Call *call, FunctionCallInfo fcinfo);
static Datum cancel_stock_take(Call *call, FunctionCallInfo fcinfo);
static int64 create_take(Call *call, const char *description);
static void log_step(Call *call, const char *event_type, const StockTake *take);
static Datum reopen_stock_take(Call *call, FunctionCallInfo fcinfo);
static Datum update_stock_take(Call *call, FunctionCallInfo fcinfo);
static int64 not_counted(const StockTake *take);
static Datum take_json(const StockTake *take, const CountLine *lines, int count);

/* Arguments of create_stock_take, and keys of create_stock_take(jsonb). */
enum
{
	CREATE_OUTLET_ID,
	CREATE_DESCRIPTION,
	CREATE_ITEMS
};

static const char *const status_names[] = {"draft", "completed", "reconciled", "cancelled"};

StaticAssertDecl(lengthof(status_names) == TAKE_CANCELLED + 1, "one word for each status");

static const JsonKey create_keys[] = {
	{"outlet_id", JSON_BIGINT, true},
	{"description", JSON_TEXT, false},
	{"items", JSON_ANY, true}
};

SQL_FUNCTION(primeinv_create_stock_take);
SQL_FUNCTION(primeinv_create_stock_take_json);
SQL_FUNCTION(primeinv_complete_stock_take);
SQL_FUNCTION(primeinv_cancel_stock_take);
SQL_FUNCTION(primeinv_reopen_stock_take);
SQL_FUNCTION(primeinv_update_stock_take);

/*
 * create_stock_take(outlet_id, description, items, actor, request_id): the new
 * draft's id, with a first count if there are items.
 */
Datum
primeinv_create_stock_take(PG_FUNCTION_ARGS)
{
	return call_at(fcinfo, CREATE_OUTLET_ID + 1, CREATE_OUTLET_ID, create_stock_take);
}

static Datum
create_stock_take(Call *call, FunctionCallInfo fcinfo)
{
	StockTake	take = {.outlet = call->outlet};

	take.id = create_take(call, call_text(fcinfo, CREATE_DESCRIPTION));
	if (!PG_ARGISNULL(CREATE_ITEMS))
	{
		int			count;
		CountLine  *lines = count_read_items(PG_GETARG_JSONB_P(CREATE_ITEMS), &count);

		count_record(call, &take, lines, count);
	}
	return call_end_value(call, Int64GetDatum(take.id));
}

/*
 * create_stock_take(request jsonb): a count made elsewhere, all at once.
 */
Datum
primeinv_create_stock_take_json(PG_FUNCTION_ARGS)
{
	CallJson	json = call_json_read(fcinfo, create_keys, lengthof(create_keys));
	Outlet		outlet = access_outlet(DatumGetInt64(json.object.values[CREATE_OUTLET_ID]));

	return call_json_in(fcinfo, &json, &outlet, create_stock_take_json);
}

static Datum
create_stock_take_json(Call *call, FunctionCallInfo fcinfo)
{
	StockTake	take = {.outlet = call->outlet};
	int			count;
	CountLine  *lines = count_read_items(DatumGetJsonbP(call->json->values[CREATE_ITEMS]), &count);

	take.id = create_take(call, json_text(call->json, CREATE_DESCRIPTION));
	count_record(call, &take, lines, count);
	stock_take_set_status(&take, TAKE_COMPLETED);
	log_step(call, "stock_take.completed", &take);
	return call_end_value(call, take_json(&take, lines, count));
}

/*
 * The operating date is the outlet's at this moment, and a count that goes on
 * past midnight keeps it.
 */
static int64
create_take(Call *call, const char *description)
{
	const Outlet *outlet = &call->outlet;
	TimestampTz now = clock_now();
	Datum		values[6] = {
		Int64GetDatum(outlet->tenant_id),
		Int64GetDatum(outlet->id),
		description == NULL ? (Datum) 0 : CStringGetTextDatum(description),
		DateADTGetDatum(clock_date(now, outlet->zone)),
		CStringGetTextDatum(call->actor),
		TimestampTzGetDatum(now)
	};
	char		nulls[6] = {' ', ' ', description == NULL ? 'n' : ' ', ' ', ' ', ' '};

	int64		id = rows_int64(plan_rows(&PLAN_STOCK_TAKE_CREATE, values, nulls), 0, STOCK_TAKE_CREATE_ID);

	stock_take_log(call, "stock_take.created", audit_data("stock_take_id", AUDIT_ID, id,
														  "outlet_id", AUDIT_ID, outlet->id,
														  "description", AUDIT_TEXT, description, NULL));
	return id;
}

/*
 * What is said of a step stands in its data.
 */
void
stock_take_log(Call *call, const char *event_type, Jsonb *data)
{
	AuditEvent	event = {.event_type = event_type, .data = data};

	audit_event(call->audit, &event);
}

/*
 * A step that says no more than which stock take it was.
 */
static void
log_step(Call *call, const char *event_type, const StockTake *take)
{
	stock_take_log(call, event_type, audit_data("stock_take_id", AUDIT_ID, take->id,
												"outlet_id", AUDIT_ID, take->outlet.id, NULL));
}

/*
 * complete_stock_take(stock_take_id, actor, request_id): how many open batches
 * were not counted; that is a warning, for a count of a part is a count.
 */
Datum
primeinv_complete_stock_take(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 1, &PLAN_STOCK_TAKE_TENANT, "stock take", complete_stock_take);
}

static Datum
complete_stock_take(Call *call, FunctionCallInfo fcinfo)
{
	StockTake	take;
	int64		left;

	take = stock_take_lock(call, PG_GETARG_INT64(0), false);
	stock_take_require(&take, TAKE_DRAFT, "completed");
	stock_take_set_status(&take, TAKE_COMPLETED);
	log_step(call, "stock_take.completed", &take);
	left = not_counted(&take);
	if (left > 0)
		ereport(WARNING,
				(errmsg_plural("%lld open batch of the outlet was not counted",
							   "%lld open batches of the outlet were not counted",
							   left, (long long) left),
				 errdetail("What was not counted is left as it is."),
				 errhint("Count it in another stock take.")));
	return call_end_value(call, Int64GetDatum(left));
}

/*
 * Only open batches: an empty one has nothing to count.  A variation that was
 * counted as a whole covers all of its batches.
 */
static int64
not_counted(const StockTake *take)
{
	Datum		values[2] = {Int64GetDatum(take->id), Int64GetDatum(take->outlet.id)};

	return rows_int64(plan_latest(&PLAN_STOCK_TAKE_NOT_COUNTED, values, NULL), 0, STOCK_TAKE_NOT_COUNTED_BATCHES);
}

/*
 * cancel_stock_take(stock_take_id, actor, request_id): stock stays as it is,
 * since a count changes none before it is reconciled.
 */
Datum
primeinv_cancel_stock_take(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 1, &PLAN_STOCK_TAKE_TENANT, "stock take", cancel_stock_take);
}

static Datum
cancel_stock_take(Call *call, FunctionCallInfo fcinfo)
{
	StockTake	take;

	take = stock_take_lock(call, PG_GETARG_INT64(0), false);
	stock_take_require_open(&take, "cancelled");
	stock_take_set_status(&take, TAKE_CANCELLED);
	log_step(call, "stock_take.cancelled", &take);
	return call_end_value(call, (Datum) 0);
}

/*
 * reopen_stock_take(stock_take_id, actor, request_id): back to counting, for
 * one bad line must not strand a whole count.
 */
Datum
primeinv_reopen_stock_take(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 1, &PLAN_STOCK_TAKE_TENANT, "stock take", reopen_stock_take);
}

static Datum
reopen_stock_take(Call *call, FunctionCallInfo fcinfo)
{
	StockTake	take = stock_take_lock(call, PG_GETARG_INT64(0), false);

	stock_take_require(&take, TAKE_COMPLETED, "reopened");
	stock_take_set_status(&take, TAKE_DRAFT);
	log_step(call, "stock_take.reopened", &take);
	return call_end_null(call);
}

/*
 * update_stock_take(stock_take_id, description, actor, request_id): until it
 * is reconciled or cancelled, when it belongs to the records.
 */
Datum
primeinv_update_stock_take(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 1, &PLAN_STOCK_TAKE_TENANT, "stock take", update_stock_take);
}

static Datum
update_stock_take(Call *call, FunctionCallInfo fcinfo)
{
	StockTake	take = stock_take_lock(call, PG_GETARG_INT64(0), false);
	char	   *description = call_text(fcinfo, 1);
	Datum		values[2] = {
		Int64GetDatum(take.id),
		description == NULL ? (Datum) 0 : CStringGetTextDatum(description)
	};

	stock_take_require_open(&take, "changed");
	plan_rows(&PLAN_STOCK_TAKE_DESCRIBE, values, description == NULL ? " n" : NULL);
	stock_take_log(call, "stock_take.updated", audit_data("stock_take_id", AUDIT_ID, take.id,
														  "outlet_id", AUDIT_ID, take.outlet.id,
														  "description", AUDIT_TEXT, description, NULL));
	return call_end_null(call);
}

/*
 * Counters share the lock and do not wait for each other; who completes,
 * cancels or reconciles waits for them, so that no count comes in behind its
 * back.
 */
StockTake
stock_take_lock(const Call *call, int64 id, bool shared)
{
	Datum		value = Int64GetDatum(id);
	Rows	   *rows = plan_rows(shared ? &PLAN_STOCK_TAKE_SHARE : &PLAN_STOCK_TAKE_LOCK, &value, NULL);
	StockTake	take = {.id = id};

	if (rows->count == 0)
		no_such_record("stock take", id);
	take.outlet = access_outlet_of(rows_int64(rows, 0, STOCK_TAKE_OUTLET), call->tenant_id);
	take.status = word_index(rows_text(rows, 0, STOCK_TAKE_STATE), status_names, lengthof(status_names));
	return take;
}

/*
 * Asked under the lock, for another may have taken the step meanwhile; doing
 * completes "cannot be".
 */
void
stock_take_require(const StockTake *take, TakeStatus status, const char *doing)
{
	if (take->status == status)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("stock take " INT64_FORMAT " is %s and cannot be %s", take->id,
					take->status == TAKE_DRAFT ? "a draft" : status_names[take->status], doing),
			 errdetail("A draft is counted into, a completed one is reconciled; what is reconciled or cancelled stays so."),
			 take->status == TAKE_DRAFT ? errhint("Complete it first.") :
			 take->status == TAKE_COMPLETED ? errhint("Take it back to a draft with reopen_stock_take().") :
			 errhint("Begin another one.")));
}

/*
 * Until it is reconciled or cancelled.
 */
void
stock_take_require_open(const StockTake *take, const char *doing)
{
	if (take->status != TAKE_COMPLETED)
		stock_take_require(take, TAKE_DRAFT, doing);
}

/*
 * The caller holds the lock, or has just made the row.  The time of the step
 * is the clock's, after any wait, not that of the transaction's start; and it
 * is not before what it has moved, for which a location may be ahead of the
 * clock: who looks for corrections looks for stock takes of their time.
 */
void
stock_take_set_status(const StockTake *take, TakeStatus status)
{
	Datum		values[3] = {
		Int64GetDatum(take->id),
		CStringGetTextDatum(status_names[status]),
		TimestampTzGetDatum(Max(clock_now(), take->applied_at))
	};

	plan_rows(&PLAN_STOCK_TAKE_STATUS, values, NULL);
}

/*
 * {"id", "outlet_id", "status", "items": [{"id", "variation_id", "expected",
 * "counted", "variance"}]}
 */
static Datum
take_json(const StockTake *take, const CountLine *lines, int count)
{
	JsonbParseState *state = NULL;

	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	json_push_key(&state, "id");
	json_push_int64(&state, take->id);
	json_push_key(&state, "outlet_id");
	json_push_int64(&state, take->outlet.id);
	json_push_key(&state, "status");
	json_push_text(&state, status_names[TAKE_COMPLETED]);
	json_push_key(&state, "items");
	pushJsonbValue(&state, WJB_BEGIN_ARRAY, NULL);
	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
		json_push_key(&state, "id");
		json_push_int64(&state, lines[i].id);
		json_push_key(&state, "variation_id");
		json_push_int64(&state, lines[i].variation_id);
		json_push_key(&state, "expected");
		json_push_quantity(&state, lines[i].expected);
		json_push_key(&state, "counted");
		json_push_quantity(&state, lines[i].counted);
		json_push_key(&state, "variance");
		json_push_quantity(&state, lines[i].counted - lines[i].expected);
		pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	}
	pushJsonbValue(&state, WJB_END_ARRAY, NULL);
	return JsonbPGetDatum(JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL)));
}
