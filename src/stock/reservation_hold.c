/*-------------------------------------------------------------------------
 *
 * reservation_hold.c
 *		Rows of stock_reservation, and the counter that they move.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "access/stratnum.h"
#include "catalog/pg_collation.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/fmgrprotos.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "base/quantity.h"
#include "base/tables.h"
#include "base/value.h"
#include "stock/reservation_hold.h"
#include "stock/reservation_past.h"

static bool in_a_year(const Interval *length);
static const char *const status_names[] = {"ACTIVE", "COMMITTED", "RELEASED", "CANCELLED"};

StaticAssertDecl(lengthof(status_names) == HOLD_CANCELLED + 1, "one word for each status");

static Hold *read_hold(HeapTuple tuple, TupleDesc desc);
static List *active_holds(DirectScan *scan);
static int	by_id(const ListCell *a, const ListCell *b);
static void write_hold(Stock *stock, Hold *hold, const Datum *values, const int *columns, int count);
static void note_event(Call *call, const Hold *hold, const char *event_type, const char *why,
					   int64 sale_id);

/*
 * A constant: not to be freed.
 */
const char *
hold_status_name(HoldStatus status)
{
	Assert(status < lengthof(status_names));
	return status_names[status];
}

/*
 * Takes a new snapshot at each call, because the second look, under the
 * location's lock, must see what others did while this call waited.
 */
Hold *
hold_find(int64 id)
{
	Snapshot	snapshot = direct_snapshot();
	ScanKeyData key;
	TupleDesc	desc;
	HeapTuple	tuple;

	ScanKeyInit(&key, 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(id));
	tuple = direct_fetch(NULL, DIRECT_RESERVATION, DIRECT_RESERVATION_PKEY, snapshot, &key, 1, &desc);
	UnregisterSnapshot(snapshot);
	return tuple == NULL ? NULL : read_hold(tuple, desc);
}

/*
 * The hold keeps the tuple, for hold_change and hold_resolve to replace; so
 * the tuple must be a copy that outlives the scan.
 */
static Hold *
read_hold(HeapTuple tuple, TupleDesc desc)
{
	Hold	   *hold = palloc(sizeof(Hold));
	Datum		values[Natts_reservation];
	bool		nulls[Natts_reservation];
	bool		isnull;

	for (int i = 0; i < Natts_reservation; i++)
		values[i] = heap_getattr(tuple, i + 1, desc, &nulls[i]);
	hold->row = tuple;
	hold->id = DatumGetInt64(values[Anum_reservation_id - 1]);
	hold->variation_id = DatumGetInt64(values[Anum_reservation_variation_id - 1]);
	hold->outlet_id = DatumGetInt64(values[Anum_reservation_outlet_id - 1]);
	hold->quantity = quantity_from_datum(values[Anum_reservation_quantity - 1]);
	isnull = nulls[Anum_reservation_sale_item_id - 1];
	hold->sale_item_id = isnull ? 0 : DatumGetInt64(values[Anum_reservation_sale_item_id - 1]);
	hold->cart = TextDatumGetCString(values[Anum_reservation_cart_session_id - 1]);
	hold->status = text_index(values[Anum_reservation_status - 1], status_names, lengthof(status_names));
	hold->created_at = DatumGetTimestampTz(values[Anum_reservation_created_at - 1]);
	hold->expires_at = DatumGetTimestampTz(values[Anum_reservation_expires_at - 1]);
	return hold;
}

/*
 * Holds of lines are among them, because a draft shares the cart's name;
 * sale_item_id tells them apart.  Where the look begins is asked when the table
 * is open, and so locked.
 */
List *
hold_of_cart(int64 outlet_id, const char *cart)
{
	PastLook	look = {.snapshot = direct_snapshot(), .lowest = PG_INT64_MAX, .highest = PG_INT64_MIN};
	ScanKeyData keys[3];
	DirectScan *scan = direct_scan_begin(NULL, DIRECT_RESERVATION, DIRECT_RESERVATION_CART, look.snapshot, keys, 3);
	List	   *holds;

	ScanKeyInit(&keys[0], 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(outlet_id));
	ScanKeyEntryInitialize(&keys[1], 0, 2, BTEqualStrategyNumber, InvalidOid,
						   DEFAULT_COLLATION_OID, F_TEXTEQ, CStringGetTextDatum(cart));
	ScanKeyInit(&keys[2], 3, BTGreaterEqualStrategyNumber, F_INT8GE, Int64GetDatum(past_first(outlet_id, cart)));
	holds = active_holds(scan);
	if (holds != NIL)
	{
		look.lowest = ((Hold *) linitial(holds))->id;
		look.highest = ((Hold *) llast(holds))->id;
	}
	look.passed = scan->passed;
	past_looked(outlet_id, cart, &look);
	direct_scan_end(scan);
	UnregisterSnapshot(look.snapshot);
	return holds;
}

/*
 * Returns also expired holds that nobody has tidied up; ask hold_is_live.
 */
List *
hold_of_line(int64 sale_item_id)
{
	Snapshot	snapshot = direct_snapshot();
	ScanKeyData key;
	DirectScan *scan = direct_scan_begin(NULL, DIRECT_RESERVATION, DIRECT_RESERVATION_SALE_ITEM, snapshot, &key, 1);
	List	   *holds;

	ScanKeyInit(&key, 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(sale_item_id));
	holds = active_holds(scan);
	direct_scan_end(scan);
	UnregisterSnapshot(snapshot);
	return holds;
}

/*
 * Rows are copied out before the scan moves on.
 */
static List *
active_holds(DirectScan *scan)
{
	List	   *holds = NIL;

	while (direct_scan_next(scan))
	{
		Hold	   *hold = read_hold(ExecCopySlotHeapTuple(scan->slot), scan->slot->tts_tupleDescriptor);

		if (hold->status == HOLD_ACTIVE)
			holds = lappend(holds, hold);
	}
	list_sort(holds, by_id);
	return holds;
}

/*
 * Sorts them by id, so that what a call does with several holds does not
 * depend on the order of a scan.
 */
static int
by_id(const ListCell *a, const ListCell *b)
{
	const Hold *p = lfirst(a);
	const Hold *q = lfirst(b);

	return p->id < q->id ? -1 : p->id > q->id;
}

/*
 * At the very instant of its end a hold is over, as location_roll counts it:
 * both must agree, or its quantity would be given back twice.
 */
bool
hold_is_live(const Hold *hold, const Location *location)
{
	return hold->status == HOLD_ACTIVE && hold->expires_at > location->now;
}

/*
 * An argument for how long to hold.  Its sign is asked of the whole, because
 * '1 day -1 hour' is positive.
 */
Interval *
hold_length(FunctionCallInfo fcinfo, int arg)
{
	Interval   *length = PG_GETARG_INTERVAL_P(arg);
	Interval	zero = {0};

	if (DatumGetInt32(DirectFunctionCall2(interval_cmp, IntervalPGetDatum(length),
										  IntervalPGetDatum(&zero))) <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("stock must be held for longer than no time"),
				 errdetail("It would be held for %s.",
						   DatumGetCString(DirectFunctionCall1(interval_out, IntervalPGetDatum(length)))),
				 errhint("Give a positive interval such as '30 minutes'.")));
	if (!in_a_year(length))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("stock can be held for a year at most"),
				 errdetail("Months, days and time are looked at one by one."),
				 errhint("Give a shorter interval, and extend it when it is needed.")));
	return length;
}

/*
 * Part by part: together parts of both signs can come to little, and be more than
 * interval_in can read back.
 */
static bool
in_a_year(const Interval *length)
{
	return length->month <= 12 && length->month >= -12 && length->day <= 366 && length->day >= -366 &&
		length->time <= 366 * USECS_PER_DAY && length->time >= -366 * USECS_PER_DAY;
}

/*
 * Counts from the location's instant, which is read after the wait for its
 * lock, so the wait does not shorten the hold.
 */
TimestampTz
hold_end(const Location *location, Interval *length)
{
	TimestampTz end = DatumGetTimestampTz(DirectFunctionCall2(timestamptz_pl_interval,
															  TimestampTzGetDatum(location->now),
															  IntervalPGetDatum(length)));

	if (end <= location->now || TIMESTAMP_NOT_FINITE(end))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("stock cannot be held for that long"),
				 errdetail("The hold would never expire, or before it began."),
				 errhint("Give a shorter interval.")));
	return end;
}

/*
 * Where and when it is comes from the location, not from wanted.  Row and
 * counter are written by one change, or the counter would not agree with the
 * rows.
 */
int64
hold_make(Call *call, Stock *stock, Location *location, const Hold *wanted, int64 sale_id)
{
	Datum		values[Natts_reservation];
	bool		nulls[Natts_reservation] = {false};
	Datum	   *row = values;
	bool	   *row_nulls = nulls;
	Hold		made = *wanted;

	made.id = past_draw();
	values[Anum_reservation_tenant_id - 1] = Int64GetDatum(location->tenant_id);
	values[Anum_reservation_id - 1] = Int64GetDatum(made.id);
	values[Anum_reservation_variation_id - 1] = Int64GetDatum(location->variation_id);
	values[Anum_reservation_outlet_id - 1] = Int64GetDatum(location->outlet_id);
	values[Anum_reservation_quantity - 1] = quantity_to_datum(wanted->quantity);
	values[Anum_reservation_cart_session_id - 1] = CStringGetTextDatum(wanted->cart);
	values[Anum_reservation_sale_item_id - 1] = Int64GetDatum(wanted->sale_item_id);
	nulls[Anum_reservation_sale_item_id - 1] = wanted->sale_item_id == 0;
	values[Anum_reservation_status - 1] = CStringGetTextDatum(hold_status_name(HOLD_ACTIVE));
	values[Anum_reservation_actor - 1] = CStringGetTextDatum(call->actor);
	values[Anum_reservation_created_at - 1] = TimestampTzGetDatum(location->now);
	values[Anum_reservation_expires_at - 1] = TimestampTzGetDatum(wanted->expires_at);
	nulls[Anum_reservation_released_at - 1] = true;
	direct_insert(stock_direct(stock), DIRECT_RESERVATION, &row, &row_nulls, 1, Natts_reservation);
	stock_reserve(stock, location, wanted->quantity);
	made.variation_id = location->variation_id;
	made.outlet_id = location->outlet_id;
	note_event(call, &made, "stock.reserved", NULL, sale_id);
	return made.id;
}

/*
 * Moves the counter by the difference; the caller has looked whether more is
 * free.  A new end alone is no event, because nothing was reserved or
 * released.
 */
void
hold_change(Call *call, Stock *stock, Location *location, Hold *hold, Quantity quantity,
			TimestampTz expires_at, int64 sale_id)
{
	static const int columns[] = {Anum_reservation_quantity, Anum_reservation_expires_at};
	Datum		values[2] = {quantity_to_datum(quantity), TimestampTzGetDatum(expires_at)};
	Quantity	more = quantity - hold->quantity;

	Assert(hold_is_live(hold, location));
	write_hold(stock, hold, values, columns, 2);
	stock_reserve(stock, location, more);
	hold->quantity = quantity;
	hold->expires_at = expires_at;
	if (more > 0)
		note_event(call, hold, "stock.reserved", NULL, sale_id);
	else if (more < 0)
		note_event(call, hold, "stock.released", "less is needed", sale_id);
}

/*
 * One that has expired left the counter when the location was rolled forward,
 * so that nothing is given back for it.
 */
void
hold_resolve(Call *call, Stock *stock, Location *location, Hold *hold, HoldStatus status,
			 int64 sale_id)
{
	static const int columns[] = {Anum_reservation_status, Anum_reservation_released_at};
	Datum		values[2] = {CStringGetTextDatum(hold_status_name(status)), TimestampTzGetDatum(location->now)};
	bool		committed = status == HOLD_COMMITTED;
	bool		live = hold_is_live(hold, location);

	if (live)
	{
		stock_reserve(stock, location, -hold->quantity);
		location->own += hold->quantity;
	}
	past_resolve(hold->id);
	write_hold(stock, hold, values, columns, 2);
	hold->status = status;
	note_event(call, hold, committed ? "stock.committed" : "stock.released",
			   committed ? NULL : !live ? "expired" : status == HOLD_CANCELLED ? "cancelled" : "released",
			   sale_id);
}

/*
 * Keeps the new version of the row, so that the hold may be changed again in
 * the same call.
 */
static void
write_hold(Stock *stock, Hold *hold, const Datum *values, const int *columns, int count)
{
	Datum		all[Natts_reservation];
	bool		nulls[Natts_reservation] = {false};
	bool		replace[Natts_reservation] = {false};

	for (int i = 0; i < count; i++)
	{
		all[columns[i] - 1] = values[i];
		replace[columns[i] - 1] = true;
	}
	hold->row = direct_update(stock_direct(stock), DIRECT_RESERVATION, hold->row, all, nulls, replace);
}

/*
 * A hold that begins or ends is always logged, whichever function did it; why
 * (NULL: none) tells an expiry from a release that was asked for.
 */
static void
note_event(Call *call, const Hold *hold, const char *event_type, const char *why, int64 sale_id)
{
	AuditEvent	event = {.event_type = event_type, .sale_id = sale_id, .sale_item_id = hold->sale_item_id};

	event.data = audit_data("reservation_id", AUDIT_ID, hold->id,
							"outlet_id", AUDIT_ID, hold->outlet_id,
							"variation_id", AUDIT_ID, hold->variation_id,
							"quantity", AUDIT_QUANTITY, hold->quantity,
							"cart_session_id", AUDIT_TEXT, hold->cart,
							"why", AUDIT_TEXT, why, NULL);
	audit_event(call->audit, &event);
}
