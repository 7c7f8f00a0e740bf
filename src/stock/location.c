/*-------------------------------------------------------------------------
 *
 * location.c
 *		The stock of a variation at an outlet, and the lock on it.
 *
 * Two of a location's counters depend on time: what is sellable shrinks when
 * a date passes, what is reserved when a hold expires.  Each is kept with the
 * moment for which it was worked out and rolled forward under the lock, by a
 * scan of just what has expired between.  So no job is needed for the truth,
 * and a location with thousands of batches or carts costs what one with ten
 * does.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "access/stratnum.h"
#include "access/xact.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "base/clock.h"
#include "base/quantity.h"
#include "base/tables.h"
#include "base/value.h"
#include "stock/location.h"
#include "stock/statements.h"

/* Sorts with the comparison in place: a call may have a place for each of 100,000 lines. */
#define ST_SORT sort_places
#define ST_ELEMENT_TYPE Place
#define ST_COMPARE(a, b) place_order(a, b)
#define ST_SCOPE static
#define ST_DECLARE
#define ST_DEFINE
#include "lib/sort_template.h"

static Place checked(const Outlet *outlet, int64 variation_id, bool for_sale);
static void require_nowhere(const Location *location);
static bool find_and_lock(Direct *direct, Location *location, Snapshot snapshot);
static void read_counters(Location *location, TupleTableSlot *slot);
static void read_first_batch(Location *location, TupleTableSlot *slot);
static Quantity expired_batches(Direct *direct, const Location *location, DateADT from, DateADT to, Snapshot snapshot);
static Quantity expired_holds(Direct *direct, const Location *location, TimestampTz from, TimestampTz to, Snapshot snapshot);
static Quantity sum_range(Direct *direct, DirectId table, DirectId index, ScanKey keys, int quantity_column,
						  int status_column, Snapshot snapshot);

/*
 * Does not ask whether anything there is active, because what lies there must
 * be counted and written off also when it is no longer sold.
 */
Place
place_of(const Outlet *outlet, int64 variation_id)
{
	return checked(outlet, variation_id, false);
}

/*
 * Serves sales that take stock; place_sold serves those that may also be of
 * something untracked.
 */
Place
place_of_sale(const Outlet *outlet, int64 variation_id)
{
	place_must_be_open(outlet);
	return checked(outlet, variation_id, true);
}

/*
 * Refuses a closed outlet.  It is asked when a sale is made and again when it
 * is completed, because an outlet may be closed in between.
 */
void
place_must_be_open(const Outlet *outlet)
{
	if (outlet->active)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("outlet \"%s\" is not active", catalogue_outlet_name(outlet->id)),
			 errdetail("Nothing is sold at an inactive outlet."),
			 errhint("Set its is_active, or sell elsewhere.")));
}

/*
 * Refuses what is not tracked: it has no stock to change, and to accept it
 * would begin a count that nobody keeps.
 */
static Place
checked(const Outlet *outlet, int64 variation_id, bool for_sale)
{
	Variation	variation = access_variation(variation_id, outlet->tenant_id);
	Place		place = {*outlet, variation_id};

	CHECK_FOR_INTERRUPTS();
	if (!variation.tracked)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("stock of \"%s\" is not tracked", catalogue_variation_name(variation_id)),
				 errdetail("Its track_inventory is false."),
				 errhint("Sell it with the functions for sales, or set track_inventory.")));
	if (for_sale)
		place_must_be_sold(&variation);
	return place;
}

/*
 * Finds the variation, tracked or not: the caller looks at that, to know
 * whether the sale takes stock.
 */
Variation
place_sold(const Outlet *outlet, int64 variation_id)
{
	Variation	variation = access_variation(variation_id, outlet->tenant_id);

	place_must_be_open(outlet);
	place_must_be_sold(&variation);
	return variation;
}

/*
 * For sales only; see place_of.
 */
void
place_must_be_sold(const Variation *variation)
{
	if (variation->active)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%s\" is not sold", catalogue_variation_name(variation->id)),
			 errdetail("The variation or its product is not active."),
			 errhint("Set is_active, or write the stock off.")));
}

/*
 * Brings places into the order in which whoever locks several locations locks
 * them, so that no two wait for each other.
 */
void
places_sort(Place *places, int count)
{
	sort_places(places, count);
}

/*
 * Locks the location's row and reads it as it is after any wait.  This is the
 * lock under which stock is promised; where a row is missing and not to be
 * made, nothing was ever received, and there is nothing to lock.  The snapshot
 * may be older than other waits of the call: it only has to lead to a version
 * of the row, and where it leads to none, a new one is asked.
 */
void
location_lock(Direct *direct, Location *location, Snapshot snapshot, bool create)
{
	Datum		values[3] = {
		Int64GetDatum(location->tenant_id),
		Int64GetDatum(location->variation_id),
		Int64GetDatum(location->outlet_id)
	};

	if (find_and_lock(direct, location, snapshot))
		return;
	if (create)
		plan_rows(&PLAN_LOCATION_CREATE, values, NULL);
	snapshot = direct_snapshot();
	if (!find_and_lock(direct, location, snapshot))
	{
		if (create)
			elog(ERROR, "location_stock row vanished");
		if (IsolationUsesXactSnapshot())
			require_nowhere(location);
	}
	UnregisterSnapshot(snapshot);
}

/*
 * To an older snapshot a place that was made after it looks as if nothing had
 * ever been received there; that is a conflict, not a shortage.
 */
static void
require_nowhere(const Location *location)
{
	Snapshot	latest = RegisterSnapshot(GetLatestSnapshot());
	ScanKeyData keys[2];
	TupleDesc	desc;

	location_keys(keys, location->outlet_id, location->variation_id);
	if (direct_fetch(NULL, DIRECT_LOCATION, DIRECT_LOCATION_KEY, latest, keys, 2, &desc) != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("could not serialize access due to concurrent update"),
				 errdetail("The first stock of a variation was received after this transaction began."),
				 errhint("Run the transaction again.")));
	UnregisterSnapshot(latest);
}

/*
 * False if the snapshot knows no row, or it is gone.
 */
static bool
find_and_lock(Direct *direct, Location *location, Snapshot snapshot)
{
	ScanKeyData keys[2];
	TupleTableSlot *slot;

	location_keys(keys, location->outlet_id, location->variation_id);
	slot = direct_lock(direct, DIRECT_LOCATION, DIRECT_LOCATION_KEY, snapshot, keys, 2);
	if (slot == NULL)
		return false;
	location->row = ExecCopySlotHeapTuple(slot);
	read_counters(location, slot);
	location->quantity = quantity_from_datum(slot->tts_values[Anum_location_quantity - 1]);
	read_first_batch(location, slot);
	return true;
}

void
location_keys(ScanKey keys, int64 outlet_id, int64 variation_id)
{
	ScanKeyInit(&keys[0], 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(outlet_id));
	ScanKeyInit(&keys[1], 2, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(variation_id));
}

/*
 * For who takes stock.  Where the batch lies means nothing without it.
 */
static void
read_first_batch(Location *location, TupleTableSlot *slot)
{
	Datum	   *values = slot->tts_values;
	bool	   *nulls = slot->tts_isnull;

	ItemPointerSetInvalid(&location->first_batch_at);
	location->first_batch_id = nulls[Anum_location_first_batch_id - 1] ? 0 :
		DatumGetInt64(values[Anum_location_first_batch_id - 1]);
	if (!nulls[Anum_location_first_batch_at - 1])
		location->first_batch_at = *(ItemPointer) DatumGetPointer(values[Anum_location_first_batch_at - 1]);
}

/*
 * What tells what is available; the total on hand is only for who changes it.
 */
static void
read_counters(Location *location, TupleTableSlot *slot)
{
	Datum	   *values;

	slot_getsomeattrs(slot, Natts_location);
	values = slot->tts_values;
	location->sellable = quantity_from_datum(values[Anum_location_sellable - 1]);
	location->reserved = quantity_from_datum(values[Anum_location_reserved - 1]);
	location->today = DatumGetDateADT(values[Anum_location_sellable_on - 1]);
	location->reserved_at = DatumGetTimestampTz(values[Anum_location_reserved_at - 1]);
	location->known = true;
}

/*
 * Subtracts what has expired since the counters were last worked out.  The
 * instant never goes back: a hold that was once counted as expired stays so.  It
 * stays while nothing is reserved.  The date may go back, when an outlet is
 * moved to another zone; batches that could not be sold then can be again.
 */
void
location_roll(Direct *direct, Location *location, TimestampTz now, Snapshot snapshot)
{
	DateADT		then = location->today;
	DateADT		today = clock_date(now, location->zone);

	location->now = location->known ? Max(now, location->reserved_at) : now;
	if (location->reserved > 0 && now > location->reserved_at)
	{
		location->reserved -= expired_holds(direct, location, location->reserved_at, now, snapshot);
		location->reserved_at = now;
	}
	if (location->known && then < today)
		location->sellable -= expired_batches(direct, location, then, today, snapshot);
	else if (location->known && then > today)
	{
		location->sellable += expired_batches(direct, location, today, then, snapshot);
		location->first_batch_id = 0;
	}
	location->today = today;
}

/*
 * Units in open, available batches that had not expired on the one day, and
 * have on the other.
 */
static Quantity
expired_batches(Direct *direct, const Location *location, DateADT from, DateADT to, Snapshot snapshot)
{
	ScanKeyData keys[4];

	location_keys(keys, location->outlet_id, location->variation_id);
	ScanKeyInit(&keys[2], 3, BTGreaterStrategyNumber, F_DATE_GT, DateADTGetDatum(clock_last_expired(from)));
	ScanKeyInit(&keys[3], 3, BTLessEqualStrategyNumber, F_DATE_LE, DateADTGetDatum(clock_last_expired(to)));
	return sum_range(direct, DIRECT_BATCH, DIRECT_BATCH_PICK, keys, Anum_batch_quantity,
					 Anum_batch_status, snapshot);
}

/*
 * Units in holds, still marked active, that expired after the one instant and
 * not after the other.
 */
static Quantity
expired_holds(Direct *direct, const Location *location, TimestampTz from, TimestampTz to, Snapshot snapshot)
{
	ScanKeyData keys[4];

	location_keys(keys, location->outlet_id, location->variation_id);
	ScanKeyInit(&keys[2], 3, BTGreaterStrategyNumber, F_TIMESTAMPTZ_GT, TimestampTzGetDatum(from));
	ScanKeyInit(&keys[3], 3, BTLessEqualStrategyNumber, F_TIMESTAMPTZ_LE, TimestampTzGetDatum(to));
	return sum_range(direct, DIRECT_RESERVATION, DIRECT_RESERVATION_EXPIRY, keys,
					 Anum_reservation_quantity, 0, snapshot);
}

/*
 * The sum of a quantity over a range of an index; with a status column, of the
 * rows that are available.
 */
static Quantity
sum_range(Direct *direct, DirectId table, DirectId index, ScanKey keys, int quantity_column,
		  int status_column, Snapshot snapshot)
{
	DirectScan *scan = direct_scan_begin(direct, table, index, snapshot, keys, 4);
	Quantity	sum = 0;
	bool		isnull;

	while (direct_scan_next(scan))
		if (status_column == 0 ||
			text_is(slot_getattr(scan->slot, status_column, &isnull), "available"))
			sum += quantity_from_datum(slot_getattr(scan->slot, quantity_column, &isnull));
	direct_scan_end(scan);
	return sum;
}

/*
 * Writes the counters, changed or not: the new version of the row tells a
 * REPEATABLE READ session that something here is not as in its snapshot.
 */
void
location_write(Direct *direct, Location *location)
{
	Datum		values[Natts_location];
	bool		nulls[Natts_location] = {false};
	bool		replace[Natts_location] = {false};

	CHECK_FOR_INTERRUPTS();
	if (!location->known)
		return;
	values[Anum_location_quantity - 1] = quantity_to_datum(location->quantity);
	values[Anum_location_sellable - 1] = quantity_to_datum(location->sellable);
	values[Anum_location_sellable_on - 1] = DateADTGetDatum(location->today);
	values[Anum_location_reserved - 1] = quantity_to_datum(location->reserved);
	values[Anum_location_reserved_at - 1] = TimestampTzGetDatum(location->reserved_at);
	values[Anum_location_first_batch_id - 1] = Int64GetDatum(location->first_batch_id);
	nulls[Anum_location_first_batch_id - 1] = location->first_batch_id == 0;
	values[Anum_location_first_batch_at - 1] = PointerGetDatum(&location->first_batch_at);
	nulls[Anum_location_first_batch_at - 1] = location->first_batch_id == 0 || !ItemPointerIsValid(&location->first_batch_at);
	for (int i = Anum_location_quantity - 1; i < Natts_location; i++)
		replace[i] = true;
	location->row = direct_update(direct, DIRECT_LOCATION, location->row,
								  values, nulls, replace);
}

/*
 * What nobody else holds, and not less than what the caller itself held, as
 * far as it is there: when a count or a date has left less than all holders
 * were promised, the first of them to come is served.
 */
Quantity
location_available(const Location *location)
{
	Quantity	unreserved = location->sellable - location->reserved;
	Quantity	own = Min(location->own, location->sellable);

	return Max(Max(unreserved, own), 0);
}

/*
 * Reads the counters as stored, less what has expired between then and the
 * start of the statement, so it needs no lock and works on a standby.
 */
Quantity
location_read_available(const Outlet *outlet, int64 variation_id)
{
	Snapshot	snapshot = GetActiveSnapshot();
	Location	location = {.outlet_id = outlet->id, .variation_id = variation_id, .zone = outlet->zone};
	ScanKeyData keys[2];
	DirectScan *scan;

	location_keys(keys, outlet->id, variation_id);
	scan = direct_scan_begin(NULL, DIRECT_LOCATION, DIRECT_LOCATION_KEY, snapshot, keys, 2);
	if (direct_scan_next(scan))
		read_counters(&location, scan->slot);
	direct_scan_end(scan);
	if (!location.known)
		return 0;
	location_roll(NULL, &location, GetCurrentStatementStartTimestamp(), snapshot);
	return location_available(&location);
}

/*
 * In the order of locks, as everybody.
 */
void
location_make(const int64 *outlet_ids, const int64 *variation_ids, int count)
{
	Datum		values[2] = {array_of_int64(outlet_ids, count), array_of_int64(variation_ids, count)};

	plan_rows(&PLAN_LOCATION_CREATE_MANY, values, NULL);
}

/*
 * Makes all rows, locks them in the order that everybody keeps, and only then
 * reads the clock and counts, so that the instant is after the last wait and
 * the count sees what others committed during it.
 */
void
location_recount(const int64 *outlet_ids, const int64 *variation_ids, int count)
{
	Datum		values[3];

	if (count == 0)
		return;
	values[0] = array_of_int64(outlet_ids, count);
	values[1] = array_of_int64(variation_ids, count);
	plan_rows(&PLAN_LOCATION_CREATE_MANY, values, NULL);
	plan_rows(&PLAN_LOCATION_LOCK_MANY, values, NULL);
	values[2] = TimestampTzGetDatum(clock_now());
	plan_rows(&PLAN_LOCATION_RECOUNT, values, NULL);
}

/*
 * For a statement, not for a row: a restore or a bulk change counts each place
 * once.
 */
void
location_recount_changed(TriggerData *trigger, Statement *places)
{
	Rows	   *rows = plan_trigger(places, trigger, NULL, NULL);
	int64	   *outlet_ids = palloc(sizeof(int64) * (rows->count + 1));
	int64	   *variation_ids = palloc(sizeof(int64) * (rows->count + 1));

	for (uint64 i = 0; i < rows->count; i++)
	{
		outlet_ids[i] = rows_int64(rows, i, PLACE_OUTLET);
		variation_ids[i] = rows_int64(rows, i, PLACE_VARIATION);
	}
	location_recount(outlet_ids, variation_ids, rows->count);
}
