/*-------------------------------------------------------------------------
 *
 * stock_take_apply.c
 *		reconcile_stock_take: a count's differences become adjustments.
 *
 * What is applied is the difference of each line, not its count: what was
 * sold or received since the count has changed the books and the shelf alike.
 * But what another stock take has corrected since has changed the books alone:
 * both have found the same, and it is applied once.
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
#include "tenant/audit.h"
#include "stock/alert.h"
#include "stock/location.h"
#include "stock/statements.h"
#include "stock/stock.h"
#include "stock/stock_overage.h"
#include "stock/stock_shortage.h"
#include "stock/stock_take.h"

/* A counted line. */
typedef struct TakeLine
{
	int			line;			/* from 1, in the order of the lines' ids */
	int64		id;
	int64		variation_id;
	int64		batch_id;		/* 0: counted as a whole */
	Quantity	difference;		/* counted less expected */
	Quantity	corrected;		/* since then, by other stock takes */
	Quantity	applied;		/* the rest */
	bool		locked;
	DateADT		counted_on;		/* the outlet's date */
	bool		said;			/* the reason, in this call */
	const char *reason;			/* NULL: none said */
} TakeLine;

static Datum reconcile_stock_take(Call *call, FunctionCallInfo fcinfo);
static Datum reconcile_stock_take_json(Call *call, FunctionCallInfo fcinfo);
static int64 reconcile(Call *call, int64 take_id, Jsonb *reasons, const char *path);
static TakeLine *read_lines(const StockTake *take, int *count);
static void read_reasons(Jsonb *reasons, const char *path, TakeLine *lines, int count);
static TakeLine *find_line(TakeLine *lines, int count, int64 id);
static int64 apply_lines(Call *call, StockTake *take, TakeLine *lines, int count);
static void read_corrected(const StockTake *take, TakeLine *lines, int count);
static void keep_lines(const TakeLine *lines, int count);
static List *short_lines(Stock *stock, const StockTake *take, const TakeLine *lines, int count);
static void apply_line(Stock *stock, const StockTake *take, const TakeLine *line);
static void log_reconciled(Call *call, const StockTake *take, int64 adjustments);

SQL_FUNCTION(primeinv_reconcile_stock_take);
SQL_FUNCTION(primeinv_reconcile_stock_take_json);

/*
 * reconcile_stock_take(stock_take_id, reasons, actor, request_id): how many
 * lines changed stock.
 */
Datum
primeinv_reconcile_stock_take(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 1, &PLAN_STOCK_TAKE_TENANT, "stock take", reconcile_stock_take);
}

static Datum
reconcile_stock_take(Call *call, FunctionCallInfo fcinfo)
{
	return call_end_value(call, Int64GetDatum(reconcile(call, PG_GETARG_INT64(0),
														PG_ARGISNULL(1) ? NULL : PG_GETARG_JSONB_P(1),
														"reasons")));
}

/*
 * reconcile_stock_take(request jsonb): the same, answered in JSON.
 */
Datum
primeinv_reconcile_stock_take_json(PG_FUNCTION_ARGS)
{
	static const JsonKey keys[] = {
		{"stock_take_id", JSON_BIGINT, true},
		{"items", JSON_ANY, false}
	};
	CallJson	json = call_json_read(fcinfo, keys, lengthof(keys));

	return call_json_for(fcinfo, &json,
						 access_tenant_of(&PLAN_STOCK_TAKE_TENANT, "stock take", DatumGetInt64(json.object.values[0])),
						 reconcile_stock_take_json);
}

static Datum
reconcile_stock_take_json(Call *call, FunctionCallInfo fcinfo)
{
	const JsonObject *json = call->json;
	JsonbParseState *state = NULL;
	int64		adjustments;

	adjustments = reconcile(call, DatumGetInt64(json->values[0]),
							json->nulls[1] ? NULL : DatumGetJsonbP(json->values[1]), "items");
	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	json_push_key(&state, "detail");
	json_push_text(&state, "Stock take reconciled");
	json_push_key(&state, "adjustments_made");
	json_push_int64(&state, adjustments);
	return call_end_value(call, JsonbPGetDatum(JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL))));
}

/*
 * Applies a completed stock take; returns how many lines changed stock.
 */
static int64
reconcile(Call *call, int64 take_id, Jsonb *reasons, const char *path)
{
	StockTake	take = stock_take_lock(call, take_id, false);
	TakeLine   *lines;
	int64		adjustments;
	int			count;

	stock_take_require(&take, TAKE_COMPLETED, "reconciled");
	lines = read_lines(&take, &count);
	if (reasons != NULL)
		read_reasons(reasons, path, lines, count);
	adjustments = apply_lines(call, &take, lines, count);
	keep_lines(lines, count);
	stock_take_set_status(&take, TAKE_RECONCILED);
	log_reconciled(call, &take, adjustments);
	alert_stock_take(take.outlet.id, take.id, adjustments, count);
	return adjustments;
}

/*
 * All lines, also one that was counted after this transaction had taken its
 * snapshot and before it completed the stock take.
 */
static TakeLine *
read_lines(const StockTake *take, int *count)
{
	Datum		value = Int64GetDatum(take->id);
	Rows	   *rows = plan_latest(&PLAN_STOCK_TAKE_LINES, &value, NULL);
	TakeLine   *lines = palloc0(sizeof(TakeLine) * (rows->count + 1));
	bool		isnull;

	*count = rows->count;
	for (int i = 0; i < *count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		lines[i].line = i + 1;
		lines[i].id = rows_int64(rows, i, STOCK_TAKE_LINES_ID);
		lines[i].variation_id = rows_int64(rows, i, STOCK_TAKE_LINES_VARIATION);
		lines[i].batch_id = rows_int64(rows, i, STOCK_TAKE_LINES_BATCH);
		lines[i].difference = quantity_from_datum(rows_datum(rows, i, STOCK_TAKE_LINES_DIFFERENCE, &isnull));
		lines[i].reason = rows_text(rows, i, STOCK_TAKE_LINES_REASON);
		lines[i].counted_on = clock_date(DatumGetTimestampTz(rows_datum(rows, i, STOCK_TAKE_LINES_COUNTED_AT, &isnull)),
										 take->outlet.zone);
	}
	return lines;
}

/*
 * path is what the caller's argument is called, for messages.  Lines without a
 * reason may be left out.
 */
static void
read_reasons(Jsonb *reasons, const char *path, TakeLine *lines, int count)
{
	static const JsonKey keys[] = {
		{"id", JSON_BIGINT, true},
		{"variance_reason", JSON_TEXT, false}
	};
	int			given;
	JsonObject *objects = json_read_array(reasons, path, keys, lengthof(keys), &given);

	for (int i = 0; i < given; i++)
	{
		TakeLine   *line = find_line(lines, count, DatumGetInt64(objects[i].values[0]));

		CHECK_FOR_INTERRUPTS();
		if (line->said)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("\"%s[%d].id\" names line " INT64_FORMAT " again", path, i, line->id),
					 errdetail("A line has one reason."),
					 errhint("Put both into one text.")));
		line->said = !objects[i].nulls[1];
		if (line->said)
			line->reason = json_text(&objects[i], 1);
	}
}

/*
 * Looks by halves, because the lines come sorted by id.  A line of another
 * stock take does not exist here (P0002).
 */
static TakeLine *
find_line(TakeLine *lines, int count, int64 id)
{
	int			low = 0;
	int			high = count - 1;

	while (low <= high)
	{
		int			middle = (low + high) / 2;

		if (lines[middle].id == id)
			return &lines[middle];
		if (lines[middle].id < id)
			low = middle + 1;
		else
			high = middle - 1;
	}
	no_such_record("stock take line", id);
}

/*
 * What is left to apply of all lines, or nothing: whatever is short is named at
 * once.  What others have corrected is read twice: first to know which
 * locations to lock, then under their locks.  A correction that another stock
 * take makes meanwhile of something that is not locked comes after this one.
 */
static int64
apply_lines(Call *call, StockTake *take, TakeLine *lines, int count)
{
	Place	   *places = palloc(sizeof(Place) * (count + 1));
	int64		adjustments = 0;
	int			locked = 0;
	List	   *shortages;
	Stock	   *stock;

	read_corrected(take, lines, count);
	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		lines[i].locked = lines[i].difference != 0 || lines[i].corrected != 0;
		if (lines[i].locked)
			places[locked++] = place_of(&take->outlet, lines[i].variation_id);
	}
	if (locked == 0)
		return 0;
	stock = stock_begin(call, places, locked, true);
	take->applied_at = stock_latest(stock);
	read_corrected(take, lines, count);
	for (int i = 0; i < count; i++)
		lines[i].applied = lines[i].locked ? lines[i].difference - lines[i].corrected : 0;
	shortages = short_lines(stock, take, lines, count);
	if (shortages != NIL)
		shortage_error(shortages);
	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (lines[i].applied == 0)
			continue;
		apply_line(stock, take, &lines[i]);
		adjustments++;
	}
	stock_end(stock);
	return adjustments;
}

/*
 * Corrections of the same goods, be it by lines of the variation or of its
 * batches; the ledger knows which line a movement corrects.  Counts and
 * corrections happen under the location's lock, so that each lies clearly
 * before or after the other.
 */
static void
read_corrected(const StockTake *take, TakeLine *lines, int count)
{
	Datum		values[2] = {Int64GetDatum(take->id), Int64GetDatum(take->outlet.id)};
	Rows	   *rows = plan_latest(&PLAN_STOCK_TAKE_CORRECTED, values, NULL);

	for (int i = 0; i < count; i++)
		lines[i].corrected = 0;
	for (uint64 i = 0; i < rows->count; i++)
	{
		TakeLine   *line = find_line(lines, count, rows_int64(rows, i, STOCK_TAKE_CORRECTED_ID));
		bool		isnull;

		CHECK_FOR_INTERRUPTS();
		line->corrected = quantity_from_datum(rows_datum(rows, i, STOCK_TAKE_CORRECTED_QUANTITY, &isnull));
	}
}

/*
 * An older snapshot cannot update a line that was counted after it, though
 * plan_latest has read it; fewer rows than lines tell that, and only a new
 * transaction helps.
 */
static void
keep_lines(const TakeLine *lines, int count)
{
	Datum	   *ids = palloc(sizeof(Datum) * (count + 1));
	Datum	   *applied = palloc(sizeof(Datum) * (count + 1));
	Datum	   *reasons = palloc(sizeof(Datum) * (count + 1));
	bool	   *no_reasons = palloc(sizeof(bool) * (count + 1));
	Datum		values[3];

	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		ids[i] = Int64GetDatum(lines[i].id);
		applied[i] = quantity_to_datum(lines[i].applied);
		no_reasons[i] = lines[i].reason == NULL;
		reasons[i] = no_reasons[i] ? (Datum) 0 : CStringGetTextDatum(lines[i].reason);
	}
	values[0] = array_of(INT8OID, ids, NULL, count);
	values[1] = array_of(NUMERICOID, applied, NULL, count);
	values[2] = array_of(TEXTOID, reasons, no_reasons, count);
	if (plan_rows(&PLAN_STOCK_TAKE_APPLIED, values, NULL)->count < count)
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("could not serialize access due to concurrent update"),
				 errdetail("A line was counted after this transaction began."),
				 errhint("Run the transaction again.")));
}

/*
 * Lines that lack more than is left.  A variation is counted one way only, so
 * no two lines share stock.
 */
static List *
short_lines(Stock *stock, const StockTake *take, const TakeLine *lines, int count)
{
	List	   *shortages = NIL;

	for (int i = 0; i < count; i++)
	{
		const TakeLine *line = &lines[i];
		Location   *location;
		Quantity	left;

		CHECK_FOR_INTERRUPTS();
		if (line->applied >= 0)
			continue;
		location = stock_location(stock, take->outlet.id, line->variation_id);
		left = line->batch_id == 0 ? location->quantity :
			stock_batch(stock, location, line->batch_id)->quantity;
		if (-line->applied > left)
		{
			Shortage   *shortage = palloc(sizeof(Shortage));

			*shortage = (Shortage) {line->line, line->variation_id, take->outlet.id, -line->applied, left};
			shortages = lappend(shortages, shortage);
		}
	}
	return shortages;
}

/*
 * A shortage is taken from whatever lies there, an overage goes to the batch
 * that was counted, or to one of its own.
 */
static void
apply_line(Stock *stock, const StockTake *take, const TakeLine *line)
{
	Location   *location = stock_location(stock, take->outlet.id, line->variation_id);
	LedgerNote	note = {
		.movement_type = MOVEMENT_ADJUSTMENT,
		.reason = line->reason == NULL ? "stock take" : psprintf("stock take: %s", line->reason),
		.reference_id = psprintf("stocktake_" INT64_FORMAT, take->id),
		.stock_take_item_id = line->id
	};

	if (line->applied > 0)
		overage_receive(stock, location, line->batch_id,
						psprintf("RECON-" INT64_FORMAT "-" INT64_FORMAT, take->id, line->id), NULL,
						line->applied, line->counted_on, &note);
	else if (line->batch_id != 0)
		stock_issue_batch(stock, location, line->batch_id, -line->applied, REACH_ALL, &note);
	else
		stock_issue(stock, location, -line->applied, REACH_ALL, &note);
}

/*
 * The adjustments themselves stand in the ledger; the log keeps who applied
 * the count, and how many lines it changed.
 */
static void
log_reconciled(Call *call, const StockTake *take, int64 adjustments)
{
	AuditEvent	event = {
		.event_type = "stock_take.reconciled",
		.data = audit_data("stock_take_id", AUDIT_ID, take->id,
						   "outlet_id", AUDIT_ID, take->outlet.id,
						   "adjustments", AUDIT_COUNT, (int) adjustments, NULL)
	};

	audit_event(call->audit, &event);
}
