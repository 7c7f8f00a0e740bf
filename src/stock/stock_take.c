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

/* One count. */
typedef struct CountLine
{
	int			line;			/* from 1, as the caller counts */
	int64		variation_id;
	int64		batch_id;		/* 0: all of the variation */
	Quantity	counted;
	const char *notes;			/* NULL: none */
	int64		id;				/* out */
	Quantity	expected;		/* out */
} CountLine;

static Datum create_stock_take(Call *call, FunctionCallInfo fcinfo);
static Datum create_stock_take_json(Call *call, FunctionCallInfo fcinfo);
static Datum count_item(Call *call, FunctionCallInfo fcinfo);
static Datum count_items(Call *call, FunctionCallInfo fcinfo);
static Datum complete_stock_take(Call *call, FunctionCallInfo fcinfo);
static Datum cancel_stock_take(Call *call, FunctionCallInfo fcinfo);
static int64 create_take(Call *call, const char *description);
static CountLine *read_items(Jsonb *items, int *count);
static Quantity read_count(const JsonObject *item, int line);
static void count_lines(Call *call, const StockTake *take, CountLine *lines, int count);
static void check_lines(const CountLine *lines, int count);
static int	line_order(const void *a, const void *b);
static void lock_places(const Outlet *outlet, const CountLine *lines, int count);
static void check_against_take(const StockTake *take, Datum variation_ids, Datum batch_ids);
static void counted_twice(int64 variation_id) pg_attribute_noreturn();
static void write_lines(Call *call, const StockTake *take, CountLine *lines, int count);
static int64 not_counted(const StockTake *take);
static Datum take_json(const StockTake *take, const CountLine *lines, int count);

/* Arguments of create_stock_take, and keys of create_stock_take(jsonb). */
enum
{
	CREATE_OUTLET_ID,
	CREATE_DESCRIPTION,
	CREATE_ITEMS
};

/* Arguments of count_item. */
enum
{
	COUNT_STOCK_TAKE_ID,
	COUNT_VARIATION_ID,
	COUNT_QUANTITY,
	COUNT_BATCH_ID,
	COUNT_NOTES
};

/* Keys of an item that is counted. */
enum
{
	ITEM_VARIATION_ID,
	ITEM_COUNTED_QUANTITY,
	ITEM_PHYSICAL_COUNT,
	ITEM_BATCH_ID,
	ITEM_NOTES
};

static const char *const status_names[] = {"draft", "completed", "reconciled", "cancelled"};

StaticAssertDecl(lengthof(status_names) == TAKE_CANCELLED + 1, "one word for each status");

static const JsonKey create_keys[] = {
	{"outlet_id", JSON_BIGINT, true},
	{"description", JSON_TEXT, false},
	{"items", JSON_ANY, true}
};

PG_FUNCTION_INFO_V1(primeinv_create_stock_take);
PG_FUNCTION_INFO_V1(primeinv_create_stock_take_json);
PG_FUNCTION_INFO_V1(primeinv_count_item);
PG_FUNCTION_INFO_V1(primeinv_count_items);
PG_FUNCTION_INFO_V1(primeinv_complete_stock_take);
PG_FUNCTION_INFO_V1(primeinv_cancel_stock_take);

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
		CountLine  *lines = read_items(PG_GETARG_JSONB_P(CREATE_ITEMS), &count);

		count_lines(call, &take, lines, count);
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
	CountLine  *lines = read_items(DatumGetJsonbP(call->json->values[CREATE_ITEMS]), &count);

	take.id = create_take(call, json_text(call->json, CREATE_DESCRIPTION));
	count_lines(call, &take, lines, count);
	stock_take_set_status(&take, TAKE_COMPLETED);
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

	return rows_int64(plan_rows(&PLAN_STOCK_TAKE_CREATE, values, nulls), 0, STOCK_TAKE_CREATE_ID);
}

/*
 * count_item(stock_take_id, variation_id, counted_quantity, batch_id, notes,
 * actor, request_id): the line's id.  A second count of the same replaces
 * the first.
 */
Datum
primeinv_count_item(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, COUNT_QUANTITY + 1, &PLAN_STOCK_TAKE_TENANT, "stock take", count_item);
}

static Datum
count_item(Call *call, FunctionCallInfo fcinfo)
{
	CountLine	line = {.line = 1};
	StockTake	take;

	line.variation_id = PG_GETARG_INT64(COUNT_VARIATION_ID);
	line.counted = quantity_not_negative(PG_GETARG_NUMERIC(COUNT_QUANTITY), "counted_quantity");
	line.batch_id = call_id(fcinfo, COUNT_BATCH_ID, "batch");
	line.notes = call_text(fcinfo, COUNT_NOTES);
	take = stock_take_lock(call, PG_GETARG_INT64(COUNT_STOCK_TAKE_ID), true);
	stock_take_require(&take, TAKE_DRAFT, "counted into");
	count_lines(call, &take, &line, 1);
	return call_end_value(call, Int64GetDatum(line.id));
}

/*
 * count_items(stock_take_id, items, actor, request_id): the lines' ids, all
 * or none.
 */
Datum
primeinv_count_items(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 2, &PLAN_STOCK_TAKE_TENANT, "stock take", count_items);
}

static Datum
count_items(Call *call, FunctionCallInfo fcinfo)
{
	StockTake	take;
	CountLine  *lines;
	int			count;

	lines = read_items(PG_GETARG_JSONB_P(1), &count);
	take = stock_take_lock(call, PG_GETARG_INT64(0), true);
	stock_take_require(&take, TAKE_DRAFT, "counted into");
	count_lines(call, &take, lines, count);
	for (int i = 0; i < count; i++)
	{
		Datum		values[2] = {Int32GetDatum(lines[i].line), Int64GetDatum(lines[i].id)};
		bool		nulls[2] = {false, false};

		CHECK_FOR_INTERRUPTS();
		call_row(call, values, nulls);
	}
	return call_end_rows(call);
}

/*
 * A line is numbered from 1, as callers count; a message about a key counts
 * from 0, as JSON does.
 */
static CountLine *
read_items(Jsonb *items, int *count)
{
	static const JsonKey keys[] = {
		{"variation_id", JSON_BIGINT, true},
		{"counted_quantity", JSON_NUMERIC, false},
		{"physical_count", JSON_NUMERIC, false},
		{"batch_id", JSON_BIGINT, false},
		{"notes", JSON_TEXT, false}
	};
	JsonObject *objects = json_read_array(items, "items", keys, lengthof(keys), count);
	CountLine  *lines = palloc0(sizeof(CountLine) * (*count + 1));

	for (int i = 0; i < *count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		lines[i].line = i + 1;
		lines[i].variation_id = DatumGetInt64(objects[i].values[ITEM_VARIATION_ID]);
		lines[i].counted = read_count(&objects[i], i);
		lines[i].batch_id = DatumGetInt64(objects[i].values[ITEM_BATCH_ID]);
		lines[i].notes = json_text(&objects[i], ITEM_NOTES);
	}
	return lines;
}

/*
 * The count goes by two names; it must be there under one of them.
 */
static Quantity
read_count(const JsonObject *item, int line)
{
	int			key = item->nulls[ITEM_COUNTED_QUANTITY] ? ITEM_PHYSICAL_COUNT : ITEM_COUNTED_QUANTITY;

	if (item->nulls[ITEM_COUNTED_QUANTITY] == item->nulls[ITEM_PHYSICAL_COUNT])
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg(item->nulls[ITEM_COUNTED_QUANTITY] ? "key \"items[%d].counted_quantity\" is missing" :
						"keys \"items[%d].counted_quantity\" and physical_count are both there", line),
				 errdetail("The count stands under counted_quantity or under physical_count."),
				 errhint("Give one of them.")));
	return quantity_not_negative(DatumGetNumeric(item->values[key]),
								 psprintf("items[%d].%s", line,
										  key == ITEM_COUNTED_QUANTITY ? "counted_quantity" : "physical_count"));
}

/*
 * Records the lines beside what the books say under the locks.
 */
static void
count_lines(Call *call, const StockTake *take, CountLine *lines, int count)
{
	if (count == 0)
		return;
	check_lines(lines, count);
	lock_places(&take->outlet, lines, count);
	write_lines(call, take, lines, count);
}

/*
 * Rejects a line that is there twice, and a variation that is counted both
 * whole and by batch, because its difference would be applied twice.
 */
static void
check_lines(const CountLine *lines, int count)
{
	CountLine  *sorted = palloc(sizeof(CountLine) * count);

	memcpy(sorted, lines, sizeof(CountLine) * count);
	qsort(sorted, count, sizeof(CountLine), line_order);
	for (int i = 1; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (sorted[i].variation_id != sorted[i - 1].variation_id)
			continue;
		if (sorted[i].batch_id == sorted[i - 1].batch_id)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("lines %d and %d count the same",
							Min(sorted[i].line, sorted[i - 1].line),
							Max(sorted[i].line, sorted[i - 1].line)),
					 errdetail("Both count \"%s\".", catalogue_variation_name(sorted[i].variation_id)),
					 errhint("Add them up first, or count again in a later call.")));
		if (sorted[i - 1].batch_id == 0)
			counted_twice(sorted[i].variation_id);
	}
	pfree(sorted);
}

/*
 * Brings the lines of a variation together, the one that counts it as a whole
 * (batch 0) first, as check_lines needs them.
 */
static int
line_order(const void *a, const void *b)
{
	const CountLine *p = a;
	const CountLine *q = b;

	if (p->variation_id != q->variation_id)
		return p->variation_id < q->variation_id ? -1 : 1;
	if (p->batch_id != q->batch_id)
		return p->batch_id < q->batch_id ? -1 : 1;
	return 0;
}

/*
 * 55000, be the other count in this call or an earlier one of the stock take.
 */
static void
counted_twice(int64 variation_id)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("\"%s\" is counted both as a whole and by batch",
					catalogue_variation_name(variation_id)),
			 errdetail("Its difference would be applied twice."),
			 errhint("Count a variation one way in a stock take.")));
}

/*
 * Locks the locations in their order, making those that are missing, so that
 * two counters of an item that the outlet does not know do not meet either.
 */
static void
lock_places(const Outlet *outlet, const CountLine *lines, int count)
{
	int64	   *outlet_ids = palloc(sizeof(int64) * count);
	int64	   *variation_ids = palloc(sizeof(int64) * count);
	Datum		values[2];

	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		outlet_ids[i] = outlet->id;
		variation_ids[i] = place_of(outlet, lines[i].variation_id).variation_id;
	}
	values[0] = array_of_int64(outlet_ids, count);
	values[1] = array_of_int64(variation_ids, count);
	plan_rows(&PLAN_LOCATION_CREATE_MANY, values, NULL);
	plan_rows(&PLAN_LOCATION_LOCK_MANY, values, NULL);
}

/*
 * The locations are locked, so that what the statement reads as expected lies
 * between two movements.  It returns the lines in the order in which they were
 * given.
 */
static void
write_lines(Call *call, const StockTake *take, CountLine *lines, int count)
{
	Datum	   *columns[4];
	bool	   *no_notes = palloc(sizeof(bool) * count);
	Datum		values[9];
	Rows	   *rows;

	for (int i = 0; i < lengthof(columns); i++)
		columns[i] = palloc(sizeof(Datum) * count);
	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		columns[0][i] = Int64GetDatum(lines[i].variation_id);
		columns[1][i] = Int64GetDatum(lines[i].batch_id);
		columns[2][i] = quantity_to_datum(lines[i].counted);
		no_notes[i] = lines[i].notes == NULL;
		columns[3][i] = no_notes[i] ? (Datum) 0 : CStringGetTextDatum(lines[i].notes);
	}
	values[0] = Int64GetDatum(take->outlet.tenant_id);
	values[1] = Int64GetDatum(take->id);
	values[2] = Int64GetDatum(take->outlet.id);
	values[3] = array_of(INT8OID, columns[0], NULL, count);
	values[4] = array_of(INT8OID, columns[1], NULL, count);
	values[5] = array_of(NUMERICOID, columns[2], NULL, count);
	values[6] = array_of(TEXTOID, columns[3], no_notes, count);
	values[7] = CStringGetTextDatum(call->actor);
	values[8] = TimestampTzGetDatum(clock_now());
	check_against_take(take, values[3], values[4]);
	rows = plan_rows(&PLAN_STOCK_TAKE_COUNT, values, NULL);
	for (int i = 0; i < count; i++)
	{
		bool		isnull;

		CHECK_FOR_INTERRUPTS();
		lines[i].id = rows_int64(rows, i, STOCK_TAKE_COUNT_ID);
		lines[i].expected = quantity_from_datum(rows_datum(rows, i, STOCK_TAKE_COUNT_EXPECTED, &isnull));
	}
}

/*
 * Batches must lie at the outlet and be of their line's variation; what was
 * counted before must have been counted the same way, though this transaction's
 * snapshot may be older than that count.
 */
static void
check_against_take(const StockTake *take, Datum variation_ids, Datum batch_ids)
{
	Datum		values[4] = {
		Int64GetDatum(take->id),
		Int64GetDatum(take->outlet.id),
		variation_ids,
		batch_ids
	};
	Rows	   *rows = plan_rows(&PLAN_STOCK_TAKE_STRANGE_BATCH, values + 1, NULL);

	if (rows->count > 0)
		no_such_record("batch", rows_int64(rows, 0, STOCK_TAKE_STRANGE_BATCH_BATCH));
	values[1] = variation_ids;
	values[2] = batch_ids;
	rows = plan_latest(&PLAN_STOCK_TAKE_OTHER_WAY, values, NULL);
	if (rows->count > 0)
		counted_twice(rows_int64(rows, 0, STOCK_TAKE_OTHER_WAY_VARIATION));
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
	if (take.status != TAKE_COMPLETED)
		stock_take_require(&take, TAKE_DRAFT, "cancelled");
	stock_take_set_status(&take, TAKE_CANCELLED);
	return call_end_value(call, (Datum) 0);
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
			 errhint(take->status == TAKE_DRAFT ? "Complete it first." : "Begin another one.")));
}

/*
 * The caller holds the lock, or has just made the row.  The time of the step
 * is the clock's, after any wait, not that of the transaction's start.
 */
void
stock_take_set_status(const StockTake *take, TakeStatus status)
{
	Datum		values[3] = {
		Int64GetDatum(take->id),
		CStringGetTextDatum(status_names[status]),
		TimestampTzGetDatum(clock_now())
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
