/*-------------------------------------------------------------------------
 *
 * stock.c
 *		The one door through which every quantity changes.
 *
 * Lock, pick, apply, journal.  The lock is the location's row; batches and
 * the clock are read only after it is held, with a snapshot taken then, because
 * what READ COMMITTED read before a wait is stale.  A batch, its movement and
 * the location are written in the same call, so that they cannot part.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "access/stratnum.h"
#include "access/xact.h"
#include "catalog/pg_collation.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/json.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "base/clock.h"
#include "base/quantity.h"
#include "base/tables.h"
#include "base/value.h"
#include "stock/alert.h"
#include "stock/stock.h"
#include "stock/stock_shortage.h"

struct Stock
{
	Direct	   *direct;
	Ledger	   *ledger;
	Snapshot	snapshot;		/* taken after the locks */
	int			epoch;			/* of the snapshot */
	Location   *locations;		/* sorted by outlet and variation */
	int			count;
};

/* A batch as it was read under the lock; all memory is our own. */
typedef struct BatchRow
{
	HeapTuple	tuple;
	int64		id;
	char	   *batch_number;
	Quantity	quantity;
	UnitCost	cost_price;
	BatchStatus status;
	bool		expires;
	DateADT		expiry_date;
	TimestampTz received_at;
} BatchRow;

/* What changes in a batch; members that stay are copied from the row. */
typedef struct BatchChange
{
	Quantity	quantity;
	UnitCost	cost_price;
	TimestampTz received_at;
	BatchStatus status;
} BatchChange;

static const char *const status_names[] = {"available", "hold", "quarantine", "recalled"};

StaticAssertDecl(lengthof(status_names) == BATCH_RECALLED + 1, "one word for each status");

static Snapshot stock_snapshot(Stock *stock, const Location *location);
static void batch_written(Stock *stock, Location *location);
static List *pick_batches(Stock *stock, Location *location, Quantity quantity, StockReach reach);
static Quantity scan_batches(Stock *stock, Location *location, ScanKey keys, int nkeys,
							 Quantity quantity, StockReach reach, List **picked);
static BatchRow *read_batch(HeapTuple tuple, TupleDesc desc);
static BatchRow *find_batch(Stock *stock, Location *location, int64 batch_id);
static BatchRow *find_number(Stock *stock, Location *location, const char *batch_number);
static bool is_expired(const Location *location, const BatchRow *batch);
static bool is_sellable(const Location *location, const BatchRow *batch);
static bool in_reach(const Location *location, const BatchRow *batch, StockReach reach);
static StockPick *pick_of(const BatchRow *batch, Quantity quantity);
static StockPick *take_from(Stock *stock, Location *location, BatchRow *batch,
							Quantity quantity, const LedgerNote *note);
static void change_batch(Stock *stock, Location *location, BatchRow *batch, BatchChange change);
static void journal(Stock *stock, Location *location, int64 batch_id, Quantity quantity,
					Quantity balance_after, UnitCost unit_cost, const LedgerNote *note);
static void not_sellable(const Location *location, const BatchRow *batch) pg_attribute_noreturn();
static const char *held_as(const BatchRow *batch);
static void receive_into(Stock *stock, Location *location, BatchRow *batch,
						 const StockReceipt *receipt, const LedgerNote *note);
static bool same_expiry(const BatchRow *batch, bool expires, DateADT expiry_date);
static void check_expiry(const BatchRow *batch, const StockReceipt *receipt);
static int64 receive_new(Stock *stock, Location *location, const StockReceipt *receipt,
						 const LedgerNote *note);

/*
 * A constant: not to be freed.
 */
const char *
stock_status_name(BatchStatus status)
{
	Assert(status > BATCH_UNKNOWN && status < lengthof(status_names));
	return status_names[status];
}

/*
 * "expired" is none of them: it follows from the date and the outlet's day,
 * and nobody sets it.
 */
BatchStatus
stock_status_named(Datum word)
{
	return (BatchStatus) text_index(word, status_names, lengthof(status_names));
}

/*
 * Sorts the caller's array itself, and callers count on that.  The lookup
 * snapshot may only lead to rows; the one for batches is taken after the last
 * lock, and all counters are rolled to one reading of the clock.
 */
Stock *
stock_begin(Call *call, Place *places, int count, bool create)
{
	Stock	   *stock = palloc0(sizeof(Stock));
	Snapshot	lookup = direct_snapshot();
	TimestampTz now;

	stock->direct = call_direct(call);
	stock->ledger = ledger_begin(call->actor, call->db_role);
	stock->locations = palloc0(sizeof(Location) * count);
	if (count > 1)
		qsort(places, count, sizeof(Place), place_order);
	for (int i = 0; i < count; i++)
	{
		Location   *location = &stock->locations[stock->count];

		if (i > 0 && place_order(&places[i - 1], &places[i]) == 0)
			continue;
		location->tenant_id = places[i].outlet.tenant_id;
		location->outlet_id = places[i].outlet.id;
		location->zone = places[i].outlet.zone;
		location->variation_id = places[i].variation_id;
		location_lock(stock->direct, location, lookup, create);
		stock->count++;
	}
	UnregisterSnapshot(lookup);
	stock->snapshot = direct_snapshot();
	stock->epoch = 1;
	now = clock_now();
	for (int i = 0; i < stock->count; i++)
		location_roll(stock->direct, &stock->locations[i], now, stock->snapshot);
	return stock;
}

/*
 * By halves, because a bulk call asks for each of its lines.  A place that was
 * not locked is our mistake, never the caller's.
 */
Location *
stock_location(Stock *stock, int64 outlet_id, int64 variation_id)
{
	int			low = 0;
	int			high = stock->count - 1;

	while (low <= high)
	{
		int			middle = (low + high) / 2;
		Location   *location = &stock->locations[middle];

		if (location->outlet_id == outlet_id && location->variation_id == variation_id)
			return location;
		if (location->outlet_id < outlet_id ||
			(location->outlet_id == outlet_id && location->variation_id < variation_id))
			low = middle + 1;
		else
			high = middle - 1;
	}
	elog(ERROR, "location of outlet " INT64_FORMAT " and variation " INT64_FORMAT " is not locked",
		 outlet_id, variation_id);
}

/*
 * It is stock_end that closes it, not who asks for it.
 */
Direct *
stock_direct(Stock *stock)
{
	return stock->direct;
}

/*
 * The snapshot for reading a location's batches: newer than the lock, and than
 * what this call has written of them.  One serves all locations of a basket.
 */
static Snapshot
stock_snapshot(Stock *stock, const Location *location)
{
	if (location->written == stock->epoch)
	{
		UnregisterSnapshot(stock->snapshot);
		stock->snapshot = direct_snapshot();
		stock->epoch++;
	}
	return stock->snapshot;
}

/*
 * Later reads of this location's batches need a new snapshot.
 */
static void
batch_written(Stock *stock, Location *location)
{
	location->written = stock->epoch;
}

/*
 * All is found before anything is taken, so that PI001 can say how much there
 * is.  Holds are not looked at: basket_issue does that for sales, and
 * corrections go past them.
 */
List *
stock_issue(Stock *stock, Location *location, Quantity quantity, StockReach reach,
			const LedgerNote *note)
{
	List	   *batches = pick_batches(stock, location, quantity, reach);
	List	   *picks = NIL;
	Quantity	left = quantity;
	Quantity	found = 0;
	ListCell   *cell;

	foreach(cell, batches)
		found += ((BatchRow *) lfirst(cell))->quantity;
	if (found < quantity)
		shortage_of(location, quantity, found);
	foreach(cell, batches)
	{
		BatchRow   *batch = lfirst(cell);
		StockPick  *pick = take_from(stock, location, batch, Min(left, batch->quantity), note);

		left -= pick->quantity;
		picks = lappend(picks, pick);
	}
	batch_written(stock, location);
	return picks;
}

/*
 * A batch that may not be touched is named before one that holds too little:
 * more of it would not help.
 */
StockPick *
stock_issue_batch(Stock *stock, Location *location, int64 batch_id, Quantity quantity,
				  StockReach reach, const LedgerNote *note)
{
	BatchRow   *batch = find_batch(stock, location, batch_id);
	StockPick  *pick;

	if (!in_reach(location, batch, reach))
		not_sellable(location, batch);
	if (batch->quantity < quantity)
		shortage_of(location, quantity, batch->quantity);
	pick = take_from(stock, location, batch, quantity, note);
	batch_written(stock, location);
	return pick;
}

/*
 * The pick is the caller's own and may be changed.
 */
StockPick *
stock_batch(Stock *stock, Location *location, int64 batch_id)
{
	BatchRow   *batch = find_batch(stock, location, batch_id);

	return pick_of(batch, batch->quantity);
}

/*
 * Inside, 0 means that any batch will do; a 0 from outside must not come to
 * mean that (P0002).
 */
int64
stock_named_batch(bool isnull, Datum id)
{
	if (!isnull && DatumGetInt64(id) == 0)
		no_such_record("batch", 0);
	return isnull ? 0 : DatumGetInt64(id);
}

/*
 * Holds are not subtracted: they lie on the location, not on a batch.
 */
Quantity
stock_batch_sellable(Stock *stock, Location *location, int64 batch_id)
{
	BatchRow   *batch = find_batch(stock, location, batch_id);

	if (!is_sellable(location, batch))
		not_sellable(location, batch);
	return batch->quantity;
}

/*
 * Adds up the batches, not the location's counters, so that the sum is one
 * that stock_issue can take to the last unit.
 */
Quantity
stock_count(Stock *stock, Location *location, StockReach reach)
{
	Quantity	count = 0;
	ListCell   *cell;

	foreach(cell, pick_batches(stock, location, PG_INT64_MAX, reach))
		count += ((BatchRow *) lfirst(cell))->quantity;
	return count;
}

/*
 * The first open batches, in the order of expiry date (never last), receipt
 * and id, that together hold the quantity.  For a sale the scan starts behind
 * today, so that batches which expired unsold cost nothing, and comes to those
 * that never expire only if it must.
 */
static List *
pick_batches(Stock *stock, Location *location, Quantity quantity, StockReach reach)
{
	List	   *picked = NIL;
	ScanKeyData keys[3];

	ScanKeyInit(&keys[0], 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(location->outlet_id));
	ScanKeyInit(&keys[1], 2, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(location->variation_id));
	if (reach == REACH_ALL)
	{
		scan_batches(stock, location, keys, 2, quantity, reach, &picked);
		return picked;
	}
	if (reach == REACH_SELLABLE)
		ScanKeyInit(&keys[2], 3, BTGreaterStrategyNumber, F_DATE_GT, DateADTGetDatum(location->today));
	else
		ScanKeyInit(&keys[2], 3, BTLessEqualStrategyNumber, F_DATE_LE, DateADTGetDatum(location->today));
	quantity -= scan_batches(stock, location, keys, 3, quantity, reach, &picked);
	if (reach == REACH_SELLABLE && quantity > 0)
	{
		ScanKeyEntryInitialize(&keys[2], SK_ISNULL | SK_SEARCHNULL, 3, InvalidStrategy,
							   InvalidOid, InvalidOid, InvalidOid, (Datum) 0);
		scan_batches(stock, location, keys, 3, quantity, reach, &picked);
	}
	return picked;
}

/*
 * Appends batches of a range of the index until they hold the quantity;
 * returns what they hold.  Rows are copied out: a Datum taken from the scan's
 * slot dangles when the scan moves on.
 */
static Quantity
scan_batches(Stock *stock, Location *location, ScanKey keys, int nkeys,
			 Quantity quantity, StockReach reach, List **picked)
{
	DirectScan *scan = direct_scan_begin(stock->direct, DIRECT_BATCH, DIRECT_BATCH_PICK,
										 stock_snapshot(stock, location), keys, nkeys);
	Quantity	found = 0;

	while (found < quantity && direct_scan_next(scan))
	{
		BatchRow   *batch = read_batch(ExecCopySlotHeapTuple(scan->slot),
									   RelationGetDescr(scan->rel));

		if (!in_reach(location, batch, reach))
			continue;
		found += batch->quantity;
		*picked = lappend(*picked, batch);
	}
	direct_scan_end(scan);
	return found;
}

/*
 * Keeps the tuple, which must be a copy: the next version of the row is made
 * from it.
 */
static BatchRow *
read_batch(HeapTuple tuple, TupleDesc desc)
{
	BatchRow   *batch = palloc(sizeof(BatchRow));
	Datum		values[MaxHeapAttributeNumber]; /* a user may have added
												 * columns */
	bool		nulls[MaxHeapAttributeNumber];

	heap_deform_tuple(tuple, desc, values, nulls);
	batch->tuple = tuple;
	batch->id = DatumGetInt64(values[Anum_batch_id - 1]);
	batch->batch_number = TextDatumGetCString(values[Anum_batch_batch_number - 1]);
	batch->quantity = quantity_from_datum(values[Anum_batch_quantity - 1]);
	batch->cost_price = cost_from_datum(values[Anum_batch_cost_price - 1]);
	batch->status = stock_status_named(values[Anum_batch_status - 1]);
	batch->expires = !nulls[Anum_batch_expiry_date - 1];
	batch->expiry_date = batch->expires ? DatumGetDateADT(values[Anum_batch_expiry_date - 1]) : 0;
	batch->received_at = DatumGetTimestampTz(values[Anum_batch_received_at - 1]);
	return batch;
}

/*
 * A batch of the location by its id; one that lies elsewhere does not exist
 * here (P0002).
 */
static BatchRow *
find_batch(Stock *stock, Location *location, int64 batch_id)
{
	ScanKeyData key;
	TupleDesc	desc;
	HeapTuple	tuple;
	bool		isnull;

	ScanKeyInit(&key, 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(batch_id));
	tuple = direct_fetch(stock->direct, DIRECT_BATCH, DIRECT_BATCH_PKEY, stock_snapshot(stock, location), &key, 1, &desc);
	if (tuple == NULL ||
		DatumGetInt64(heap_getattr(tuple, Anum_batch_outlet_id, desc, &isnull)) != location->outlet_id ||
		DatumGetInt64(heap_getattr(tuple, Anum_batch_variation_id, desc, &isnull)) != location->variation_id)
		no_such_record("batch", batch_id);
	return read_batch(tuple, desc);
}

/*
 * A batch of the location by its number, or NULL.
 */
static BatchRow *
find_number(Stock *stock, Location *location, const char *batch_number)
{
	ScanKeyData keys[3];
	TupleDesc	desc;
	HeapTuple	tuple;

	ScanKeyInit(&keys[0], 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(location->outlet_id));
	ScanKeyInit(&keys[1], 2, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(location->variation_id));
	ScanKeyEntryInitialize(&keys[2], 0, 3, BTEqualStrategyNumber, InvalidOid,
						   DEFAULT_COLLATION_OID, F_TEXTEQ, CStringGetTextDatum(batch_number));
	tuple = direct_fetch(stock->direct, DIRECT_BATCH, DIRECT_BATCH_NUMBER, stock_snapshot(stock, location), keys, 3, &desc);
	return tuple == NULL ? NULL : read_batch(tuple, desc);
}

/*
 * On its expiry date a batch is expired already.  The day is the outlet's, at
 * the instant that followed the locks.
 */
static bool
is_expired(const Location *location, const BatchRow *batch)
{
	return batch->expires && clock_expired(batch->expiry_date, location->today);
}

/*
 * The one meaning of the word: what the location counts as sellable and what a
 * sale may take must be the same batches.
 */
static bool
is_sellable(const Location *location, const BatchRow *batch)
{
	return batch->status == BATCH_AVAILABLE && !is_expired(location, batch);
}

/*
 * What has expired is in reach of a write-off whatever its status: held goods
 * expire, too.
 */
static bool
in_reach(const Location *location, const BatchRow *batch, StockReach reach)
{
	switch (reach)
	{
		case REACH_SELLABLE:
			return is_sellable(location, batch);
		case REACH_EXPIRED:
			return is_expired(location, batch);
		case REACH_ALL:
			break;
	}
	return true;
}

/*
 * Batch and movement in one step, so that they cannot part.  The BatchRow is
 * used up by it: another change must read the batch again.
 */
static StockPick *
take_from(Stock *stock, Location *location, BatchRow *batch, Quantity quantity,
		  const LedgerNote *note)
{
	change_batch(stock, location, batch,
				 (BatchChange) {batch->quantity - quantity, batch->cost_price, batch->received_at, batch->status});
	journal(stock, location, batch->id, -quantity, batch->quantity - quantity,
			batch->cost_price, note);
	return pick_of(batch, quantity);
}

/*
 * Shares the batch's number with it; both live as long as the call.
 */
static StockPick *
pick_of(const BatchRow *batch, Quantity quantity)
{
	StockPick  *pick = palloc(sizeof(StockPick));

	pick->batch_id = batch->id;
	pick->batch_number = batch->batch_number;
	pick->quantity = quantity;
	pick->unit_cost = batch->cost_price;
	pick->expires = batch->expires;
	pick->expiry_date = batch->expiry_date;
	pick->received_at = batch->received_at;
	return pick;
}

/*
 * Writes a batch and moves the location's counters with it.  The generated
 * column is worked out here, because the executor that would do so is not
 * asked.
 */
static void
change_batch(Stock *stock, Location *location, BatchRow *batch, BatchChange change)
{
	Datum		values[Natts_batch];
	bool		nulls[Natts_batch] = {false};
	bool		replace[Natts_batch] = {false};

	if (change.quantity < 0)
		elog(ERROR, "batch " INT64_FORMAT " would become negative", batch->id);
	values[Anum_batch_quantity - 1] = quantity_to_datum(change.quantity);
	values[Anum_batch_is_open - 1] = BoolGetDatum(change.quantity > 0);
	values[Anum_batch_cost_price - 1] = cost_to_datum(change.cost_price);
	values[Anum_batch_received_at - 1] = TimestampTzGetDatum(change.received_at);
	replace[Anum_batch_quantity - 1] = true;
	replace[Anum_batch_is_open - 1] = true;
	replace[Anum_batch_cost_price - 1] = change.cost_price != batch->cost_price;
	replace[Anum_batch_received_at - 1] = change.received_at != batch->received_at;
	replace[Anum_batch_status - 1] = change.status != batch->status;
	if (replace[Anum_batch_status - 1])
		values[Anum_batch_status - 1] = CStringGetTextDatum(stock_status_name(change.status));
	direct_update(stock->direct, DIRECT_BATCH, batch->tuple, values, nulls, replace);

	location->quantity += change.quantity - batch->quantity;
	if (is_sellable(location, batch))
		location->sellable -= batch->quantity;
	batch->status = change.status;
	if (is_sellable(location, batch))
		location->sellable += change.quantity;
}

/*
 * At the location's instant, as all that the call does there.  unit_cost is
 * that of these very units, which for a receipt is not the batch's average.
 */
static void
journal(Stock *stock, Location *location, int64 batch_id, Quantity quantity,
		Quantity balance_after, UnitCost unit_cost, const LedgerNote *note)
{
	Movement	movement = {
		.tenant_id = location->tenant_id,
		.variation_id = location->variation_id,
		.outlet_id = location->outlet_id,
		.batch_id = batch_id,
		.created_at = location->now,
		.quantity = quantity,
		.balance_after = balance_after,
		.unit_cost = unit_cost
	};

	ledger_append(stock->ledger, &movement, note);
}

/*
 * Says why a batch cannot be sold; the program is told "held" for each of the
 * three statuses that hold it back.
 */
static void
not_sellable(const Location *location, const BatchRow *batch)
{
	bool		expired = is_expired(location, batch);
	StringInfoData number;

	initStringInfo(&number);
	escape_json(&number, batch->batch_number);
	ereport(ERROR,
			(errcode(ERRCODE_BATCH_NOT_SELLABLE),
			 errmsg("batch \"%s\" of \"%s\" at \"%s\" cannot be sold: it is %s",
					batch->batch_number,
					catalogue_variation_name(location->variation_id),
					catalogue_outlet_name(location->outlet_id),
					expired ? "expired" : held_as(batch)),
			 errdetail("{\"batch_id\":" INT64_FORMAT ",\"batch\":%s,\"why\":\"%s\"}",
					   batch->id, number.data, expired ? "expired" : "held"),
			 errhint("Write it off or return it to the supplier.")));
}

/*
 * In the words of a sentence.  A row's status is one of the words, by its
 * CHECK.
 */
static const char *
held_as(const BatchRow *batch)
{
	if (batch->status == BATCH_HOLD)
		return "on hold";
	return batch->status == BATCH_QUARANTINE ? "in quarantine" : "recalled";
}

/*
 * Whatever comes in comes through here, so here the location's total is kept
 * within its column (22023).
 */
int64
stock_receive(Stock *stock, Location *location, const StockReceipt *receipt,
			  const LedgerNote *note)
{
	BatchRow   *batch = NULL;
	int64		batch_id;

	if (receipt->batch_id != 0)
		batch = find_batch(stock, location, receipt->batch_id);
	else if (receipt->batch_number != NULL)
		batch = find_number(stock, location, receipt->batch_number);
	if (batch != NULL)
	{
		receive_into(stock, location, batch, receipt, note);
		batch_id = batch->id;
	}
	else
		batch_id = receive_new(stock, location, receipt, note);
	quantity_total(location->quantity);
	batch_written(stock, location);
	return batch_id;
}

/*
 * More of a known batch: its cost becomes the average, the movement keeps what
 * was paid this time.
 */
static void
receive_into(Stock *stock, Location *location, BatchRow *batch,
			 const StockReceipt *receipt, const LedgerNote *note)
{
	BatchChange change;

	check_expiry(batch, receipt);
	change.quantity = batch->quantity + receipt->quantity;
	change.cost_price = cost_average(batch->quantity, batch->cost_price,
									 receipt->quantity, receipt->unit_cost);
	change.received_at = receipt->received_at == 0 ? batch->received_at :
		Min(batch->received_at, receipt->received_at);
	change.status = batch->status;
	change_batch(stock, location, batch, change);
	journal(stock, location, batch->id, receipt->quantity, change.quantity,
			receipt->unit_cost, note);
}

/*
 * Lets a caller choose another number, where stock_receive would refuse this
 * one.
 */
bool
stock_accepts(Stock *stock, Location *location, const char *batch_number,
			  bool expires, DateADT expiry_date)
{
	BatchRow   *batch = find_number(stock, location, batch_number);

	return batch == NULL || same_expiry(batch, expires, expiry_date);
}

/*
 * The date means nothing where a batch never expires, and is not compared
 * then.
 */
static bool
same_expiry(const BatchRow *batch, bool expires, DateADT expiry_date)
{
	return batch->expires == expires &&
		(!expires || batch->expiry_date == expiry_date);
}

/*
 * One batch has one expiry date (22023); a receipt that gives none takes the
 * batch's.
 */
static void
check_expiry(const BatchRow *batch, const StockReceipt *receipt)
{
	if (!receipt->expiry_given ||
		same_expiry(batch, receipt->expires, receipt->expiry_date))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("batch \"%s\" is known with another expiry date", batch->batch_number),
			 errdetail("It %s%s.", batch->expires ? "expires on " : "never expires",
					   batch->expires ? DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(batch->expiry_date))) : ""),
			 errhint("Leave the date out to receive into it, or use another batch number.")));
}

/*
 * A generated number ends in the batch's id; where somebody has given just
 * that number before, the next id is drawn.  The generated column is worked
 * out here, as in change_batch.
 */
static int64
receive_new(Stock *stock, Location *location, const StockReceipt *receipt,
			const LedgerNote *note)
{
	Datum		values[Natts_batch];
	bool		nulls[Natts_batch] = {false};
	Datum	   *row = values;
	bool	   *row_nulls = nulls;
	const char *number = receipt->batch_number;
	int64		id;

	do
	{
		id = direct_nextval(DIRECT_BATCH_SEQUENCE);
		if (receipt->batch_number == NULL)
			number = psprintf("%s" INT64_FORMAT, receipt->prefix, id);
	} while (receipt->batch_number == NULL && find_number(stock, location, number) != NULL);
	values[Anum_batch_tenant_id - 1] = Int64GetDatum(location->tenant_id);
	values[Anum_batch_id - 1] = Int64GetDatum(id);
	values[Anum_batch_variation_id - 1] = Int64GetDatum(location->variation_id);
	values[Anum_batch_outlet_id - 1] = Int64GetDatum(location->outlet_id);
	values[Anum_batch_batch_number - 1] = CStringGetTextDatum(number);
	values[Anum_batch_expiry_date - 1] = DateADTGetDatum(receipt->expiry_date);
	nulls[Anum_batch_expiry_date - 1] = !receipt->expires;
	values[Anum_batch_quantity - 1] = quantity_to_datum(receipt->quantity);
	values[Anum_batch_cost_price - 1] = cost_to_datum(receipt->unit_cost);
	values[Anum_batch_status - 1] = CStringGetTextDatum(stock_status_name(BATCH_AVAILABLE));
	values[Anum_batch_received_at - 1] =
		TimestampTzGetDatum(receipt->received_at != 0 ? receipt->received_at : location->now);
	values[Anum_batch_is_open - 1] = BoolGetDatum(true);
	direct_insert(stock->direct, DIRECT_BATCH, &row, &row_nulls, 1, Natts_batch);

	location->quantity += receipt->quantity;
	if (!receipt->expires || !clock_expired(receipt->expiry_date, location->today))
		location->sellable += receipt->quantity;
	journal(stock, location, id, receipt->quantity, receipt->quantity, receipt->unit_cost, note);
	return id;
}

/*
 * Without a movement, since nothing came or went.  What is sellable changes,
 * and stock_end tells the holders who go short by it.
 */
void
stock_set_status(Stock *stock, Location *location, int64 batch_id, BatchStatus status)
{
	BatchRow   *batch = find_batch(stock, location, batch_id);
	BatchChange change = {batch->quantity, batch->cost_price, batch->received_at, status};

	change_batch(stock, location, batch, change);
	batch_written(stock, location);
}

/*
 * The location's counters move by the difference, so that they must be right
 * for the batch as it stands.
 */
void
stock_restate(Stock *stock, Location *location, int64 batch_id, Quantity quantity)
{
	BatchRow   *batch = find_batch(stock, location, batch_id);

	change_batch(stock, location, batch,
				 (BatchChange) {quantity, batch->cost_price, batch->received_at, batch->status});
	batch_written(stock, location);
}

/*
 * Moves the counter in memory; whether so much is free was the caller's
 * question.
 */
void
stock_reserve(Stock *stock, Location *location, Quantity quantity)
{
	location->reserved += quantity;
}

/*
 * Writes the locations and the ledger.  Where less is left than is held, the
 * holders who will go short are told.
 */
void
stock_end(Stock *stock)
{
	for (int i = 0; i < stock->count; i++)
		location_write(stock->direct, &stock->locations[i]);
	ledger_flush(stock->ledger, stock->direct);
	UnregisterSnapshot(stock->snapshot);
	direct_end(stock->direct);
	for (int i = 0; i < stock->count; i++)
		if (stock->locations[i].sellable < stock->locations[i].reserved)
			alert_reservations_at_risk(&stock->locations[i]);
	pfree(stock);
}
