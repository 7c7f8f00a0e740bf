/*-------------------------------------------------------------------------
 *
 * stock_take_count.c
 *		The lines of a stock take: counted, counted again, taken out.
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
#include "tenant/statements.h"
#include "tenant/unit.h"
#include "stock/location.h"
#include "stock/scan.h"
#include "stock/statements.h"
#include "stock/stock_take.h"

static Datum count_item(Call *call, FunctionCallInfo fcinfo);
static Datum count_items(Call *call, FunctionCallInfo fcinfo);
static Datum count_barcode(Call *call, FunctionCallInfo fcinfo);
static Datum uncount_item(Call *call, FunctionCallInfo fcinfo);
static Datum set_variance_reason(Call *call, FunctionCallInfo fcinfo);
static Quantity read_count(const JsonObject *item, int line);
static void check_lines(const CountLine *lines, int count);
static int	line_order(const void *a, const void *b);
static void counted_twice(int64 variation_id) pg_attribute_noreturn();
static void lock_places(const Outlet *outlet, const CountLine *lines, int count);
static void write_lines(Call *call, const StockTake *take, CountLine *lines, int count);
static void check_against_take(const StockTake *take, Datum variation_ids, Datum batch_ids);
static void line_ids(const CountLine *lines, int count, Datum *variation_ids, Datum *batch_ids);
static void line_counts(const CountLine *lines, int count, Datum *counted, Datum *notes);
static void read_before(const StockTake *take, CountLine *lines, int count, Datum variation_ids, Datum batch_ids);
static void log_count(Call *call, const StockTake *take, const CountLine *line);
static CountLine read_line(int64 id);

/* Arguments of count_item. */
enum
{
	COUNT_STOCK_TAKE_ID,
	COUNT_VARIATION_ID,
	COUNT_QUANTITY,
	COUNT_BATCH_ID,
	COUNT_NOTES,
	COUNT_UNIT,
	COUNT_ADD
};

/* Arguments of count_barcode. */
enum
{
	SCANNED_STOCK_TAKE_ID,
	SCANNED_CODE,
	SCANNED_QUANTITY
};

/* Keys of an item that is counted. */
enum
{
	ITEM_VARIATION_ID,
	ITEM_COUNTED_QUANTITY,
	ITEM_PHYSICAL_COUNT,
	ITEM_BATCH_ID,
	ITEM_NOTES,
	ITEM_UNIT,
	ITEM_ADD
};

SQL_FUNCTION(primeinv_count_item);
SQL_FUNCTION(primeinv_count_items);
SQL_FUNCTION(primeinv_count_barcode);
SQL_FUNCTION(primeinv_uncount_item);
SQL_FUNCTION(primeinv_set_variance_reason);

/*
 * count_item(stock_take_id, variation_id, counted_quantity, batch_id, notes,
 * unit, add, actor, request_id): the line's id.  A second count of the same replaces
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
	line.unit = call_text(fcinfo, COUNT_UNIT);
	line.add = !PG_ARGISNULL(COUNT_ADD) && PG_GETARG_BOOL(COUNT_ADD);
	take = stock_take_lock(call, PG_GETARG_INT64(COUNT_STOCK_TAKE_ID), true);
	stock_take_require(&take, TAKE_DRAFT, "counted into");
	count_record(call, &take, &line, 1);
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

	lines = count_read_items(PG_GETARG_JSONB_P(1), &count);
	take = stock_take_lock(call, PG_GETARG_INT64(0), true);
	stock_take_require(&take, TAKE_DRAFT, "counted into");
	count_record(call, &take, lines, count);
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
CountLine *
count_read_items(Jsonb *items, int *count)
{
	static const JsonKey keys[] = {
		{"variation_id", JSON_BIGINT, true},
		{"counted_quantity", JSON_NUMERIC, false},
		{"physical_count", JSON_NUMERIC, false},
		{"batch_id", JSON_BIGINT, false},
		{"notes", JSON_TEXT, false},
		{"unit", JSON_TEXT, false},
		{"add", JSON_BOOLEAN, false}
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
		lines[i].unit = json_text(&objects[i], ITEM_UNIT);
		lines[i].add = !objects[i].nulls[ITEM_ADD] && DatumGetBool(objects[i].values[ITEM_ADD]);
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
void
count_record(Call *call, const StockTake *take, CountLine *lines, int count)
{
	if (count == 0)
		return;
	check_lines(lines, count);
	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		place_of(&take->outlet, lines[i].variation_id);
		lines[i].counted = unit_to_base(lines[i].variation_id, lines[i].counted, lines[i].unit);
	}
	lock_places(&take->outlet, lines, count);
	write_lines(call, take, lines, count);
	for (int i = 0; i < count; i++)
		log_count(call, take, &lines[i]);
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
		variation_ids[i] = lines[i].variation_id;
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
	Datum		values[9];
	Rows	   *rows;

	values[0] = Int64GetDatum(take->outlet.tenant_id);
	values[1] = Int64GetDatum(take->id);
	values[2] = Int64GetDatum(take->outlet.id);
	line_ids(lines, count, &values[3], &values[4]);
	check_against_take(take, values[3], values[4]);
	read_before(take, lines, count, values[3], values[4]);
	line_counts(lines, count, &values[5], &values[6]);
	values[7] = CStringGetTextDatum(call->actor);
	values[8] = TimestampTzGetDatum(clock_now());
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
 * Variations and batches of the lines, as arrays.
 */
static void
line_ids(const CountLine *lines, int count, Datum *variation_ids, Datum *batch_ids)
{
	int64	   *variations = palloc(sizeof(int64) * count);
	int64	   *batches = palloc(sizeof(int64) * count);

	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		variations[i] = lines[i].variation_id;
		batches[i] = lines[i].batch_id;
	}
	*variation_ids = array_of_int64(variations, count);
	*batch_ids = array_of_int64(batches, count);
}

/*
 * What is counted and noted, as arrays.
 */
static void
line_counts(const CountLine *lines, int count, Datum *counted, Datum *notes)
{
	Datum	   *quantities = palloc(sizeof(Datum) * count);
	Datum	   *texts = palloc(sizeof(Datum) * count);
	bool	   *no_text = palloc(sizeof(bool) * count);

	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		quantities[i] = quantity_to_datum(lines[i].counted);
		no_text[i] = lines[i].notes == NULL;
		texts[i] = no_text[i] ? (Datum) 0 : CStringGetTextDatum(lines[i].notes);
	}
	*counted = array_of(NUMERICOID, quantities, NULL, count);
	*notes = array_of(TEXTOID, texts, no_text, count);
}

/*
 * What the lines had before, under the locks that two counters of the same
 * goods take in turn.  What is added keeps the line's notes.
 */
static void
read_before(const StockTake *take, CountLine *lines, int count, Datum variation_ids, Datum batch_ids)
{
	Datum		values[3] = {Int64GetDatum(take->id), variation_ids, batch_ids};
	Rows	   *rows = plan_latest(&PLAN_STOCK_TAKE_COUNTED, values, NULL);
	bool		isnull;

	for (uint64 i = 0; i < rows->count; i++)
	{
		CountLine  *line = &lines[rows_int64(rows, i, STOCK_TAKE_COUNTED_LINE) - 1];

		CHECK_FOR_INTERRUPTS();
		line->again = true;
		line->before = quantity_from_datum(rows_datum(rows, i, STOCK_TAKE_COUNTED_QUANTITY, &isnull));
		if (!line->add)
			continue;
		line->counted = quantity_sum(line->before, line->counted);
		if (line->notes == NULL)
			line->notes = rows_text(rows, i, STOCK_TAKE_COUNTED_NOTES);
	}
}

/*
 * Old and new count, and not what was expected: who counts may read the log.
 */
static void
log_count(Call *call, const StockTake *take, const CountLine *line)
{
	Jsonb	   *data;

	CHECK_FOR_INTERRUPTS();
	if (line->again)
		data = audit_data("stock_take_id", AUDIT_ID, take->id, "stock_take_item_id", AUDIT_ID, line->id,
						  "variation_id", AUDIT_ID, line->variation_id, "batch_id", AUDIT_ID, line->batch_id,
						  "from", AUDIT_QUANTITY, line->before, "to", AUDIT_QUANTITY, line->counted, NULL);
	else
		data = audit_data("stock_take_id", AUDIT_ID, take->id, "stock_take_item_id", AUDIT_ID, line->id,
						  "variation_id", AUDIT_ID, line->variation_id, "batch_id", AUDIT_ID, line->batch_id,
						  "to", AUDIT_QUANTITY, line->counted, NULL);
	stock_take_log(call, "stock_take.counted", data);
}

/*
 * count_barcode(stock_take_id, barcode, quantity, actor, request_id): the
 * line's id.  Whoever scans piece by piece adds to the line.
 */
Datum
primeinv_count_barcode(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, SCANNED_QUANTITY + 1, &PLAN_STOCK_TAKE_TENANT, "stock take", count_barcode);
}

static Datum
count_barcode(Call *call, FunctionCallInfo fcinfo)
{
	CountLine	line = {.line = 1, .add = true};
	Quantity	times = quantity_positive(PG_GETARG_NUMERIC(SCANNED_QUANTITY), "quantity");
	StockTake	take = stock_take_lock(call, PG_GETARG_INT64(SCANNED_STOCK_TAKE_ID), true);
	Scanned		scanned;

	stock_take_require(&take, TAKE_DRAFT, "counted into");
	scanned = scan_goods(&take.outlet, call_text(fcinfo, SCANNED_CODE));
	line.variation_id = scanned.variation_id;
	line.unit = scanned.unit;
	line.counted = scan_quantity(&scanned, times);
	if (scanned.lot != NULL && scanned.batch_id == 0)
		ereport(ERROR,
				(errcode(ERRCODE_NO_SUCH_RECORD),
				 errmsg("lot \"%s\" of \"%s\" is not known at \"%s\"", scanned.lot,
						catalogue_variation_name(scanned.variation_id), catalogue_outlet_name(take.outlet.id)),
				 errdetail("The code names a lot, and no batch there has its number."),
				 errhint("Receive it with receive_scan(), or count the goods without the lot with count_item().")));
	line.batch_id = scanned.batch_id;
	count_record(call, &take, &line, 1);
	return call_end_value(call, Int64GetDatum(line.id));
}

/*
 * uncount_item(stock_take_item_id, actor, request_id): the line is gone, as if
 * it had not been counted.
 */
Datum
primeinv_uncount_item(PG_FUNCTION_ARGS)
{
	call_required(fcinfo, 1);
	return call_for(fcinfo, call_tenant_of_removed(fcinfo, &PLAN_STOCK_TAKE_ITEM_TENANT, &PLAN_STOCK_TAKE_UNCOUNTED, "stock take line"),
					uncount_item);
}

/*
 * The location is locked before the line, as by those who count.
 */
static Datum
uncount_item(Call *call, FunctionCallInfo fcinfo)
{
	int64		id = PG_GETARG_INT64(0);
	CountLine	line = read_line(id);
	StockTake	take = stock_take_lock(call, line.take_id, true);
	Datum		value = Int64GetDatum(id);
	Rows	   *rows;
	bool		isnull;

	stock_take_require(&take, TAKE_DRAFT, "counted into");
	lock_places(&take.outlet, &line, 1);
	rows = plan_rows(&PLAN_STOCK_TAKE_UNCOUNT, &value, NULL);
	if (rows->count == 0)
		no_such_record("stock take line", id);
	stock_take_log(call, "stock_take.uncounted",
				   audit_data("stock_take_id", AUDIT_ID, take.id, "stock_take_item_id", AUDIT_ID, id,
							  "variation_id", AUDIT_ID, line.variation_id, "batch_id", AUDIT_ID, line.batch_id,
							  "from", AUDIT_QUANTITY,
							  quantity_from_datum(rows_datum(rows, 0, STOCK_TAKE_UNCOUNT_QUANTITY, &isnull)), NULL));
	return call_end_null(call);
}

/*
 * Where a line belongs, which never changes; it may have been taken out since
 * its tenant was asked for.
 */
static CountLine
read_line(int64 id)
{
	Datum		value = Int64GetDatum(id);
	Rows	   *rows = plan_rows(&PLAN_STOCK_TAKE_ITEM, &value, NULL);
	CountLine	line = {.id = id};

	if (rows->count == 0)
		no_such_record("stock take line", id);
	line.take_id = rows_int64(rows, 0, STOCK_TAKE_ITEM_TAKE);
	line.variation_id = rows_int64(rows, 0, STOCK_TAKE_ITEM_VARIATION);
	line.batch_id = rows_int64(rows, 0, STOCK_TAKE_ITEM_BATCH);
	return line;
}

/*
 * set_variance_reason(stock_take_item_id, reason, actor, request_id): before
 * or after completion, so that who counts may say what they saw.
 */
Datum
primeinv_set_variance_reason(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 2, &PLAN_STOCK_TAKE_ITEM_TENANT, "stock take line", set_variance_reason);
}

static Datum
set_variance_reason(Call *call, FunctionCallInfo fcinfo)
{
	int64		id = PG_GETARG_INT64(0);
	char	   *reason = call_reason(fcinfo, 1);
	CountLine	line = read_line(id);
	StockTake	take = stock_take_lock(call, line.take_id, true);
	Datum		values[2] = {Int64GetDatum(id), CStringGetTextDatum(reason)};

	stock_take_require_open(&take, "changed");
	if (plan_rows(&PLAN_STOCK_TAKE_REASON, values, NULL)->count == 0)
		no_such_record("stock take line", id);
	stock_take_log(call, "stock_take.reason_set",
				   audit_data("stock_take_id", AUDIT_ID, take.id, "stock_take_item_id", AUDIT_ID, id,
							  "reason", AUDIT_TEXT, reason, NULL));
	return call_end_null(call);
}
