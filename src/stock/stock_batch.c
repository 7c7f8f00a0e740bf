/*-------------------------------------------------------------------------
 *
 * stock_batch.c
 *		Batches as a call has them: for the door alone.
 *
 * A call may change a batch for each of 100,000 lines.  So a batch is read
 * once, changed in memory, and written once when the call ends: each version
 * of a row that a transaction has made would have to be walked past by the
 * next.  Batches that are new are written at once, so that indexes find them.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "access/stratnum.h"
#include "catalog/pg_collation.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "base/clock.h"
#include "base/quantity.h"
#include "base/tables.h"
#include "stock/stock_batch.h"

/* The batches of a call by their ids. */
typedef struct BatchEntry
{
	int64		id;
	BatchRow   *row;
	char		status;			/* simplehash's */
} BatchEntry;

#define SH_PREFIX batch_table
#define SH_ELEMENT_TYPE BatchEntry
#define SH_KEY_TYPE int64
#define SH_KEY id
#define SH_HASH_KEY(tb, key) murmurhash32((uint32) (key) ^ (uint32) ((key) >> 32))
#define SH_EQUAL(tb, a, b) ((a) == (b))
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

struct Batches
{
	Direct	   *direct;
	Snapshot	snapshot;		/* newer than what has been inserted */
	bool		stale;			/* something has been inserted since */
	batch_table_hash *table;
	List	   *changed;		/* BatchRow, in the order of their first
								 * change */
};

/*
 * What a location's batches offer to the next line: those that a scan has
 * brought, from the first that still holds something.
 */
typedef struct BatchCursor
{
	StockReach	reach;
	BatchRow  **rows;
	int			count;
	int			next;
	bool		complete;		/* there are no others */
} BatchCursor;

static const ItemPointerData nowhere = {{0xFFFF, 0xFFFF}, InvalidOffsetNumber};

static BatchRow *find_row(Batches *batches, Location *location, int64 batch_id,
						  const ItemPointerData *hint);
static BatchRow *known_row(Batches *batches, Location *location, HeapTuple tuple, TupleDesc desc);
static BatchRow *read_row(Location *location, HeapTuple tuple, TupleDesc desc);
static void load(Batches *batches, Location *location, BatchCursor *cursor, Quantity quantity);
static void load_sellable(Batches *batches, Location *location, BatchCursor *cursor,
						  Quantity quantity, int at_least);
static Quantity scan_range(Batches *batches, Location *location, BatchCursor *cursor,
						   ScanKey keys, int nkeys, Quantity quantity, int at_least);
static void add_row(BatchCursor *cursor, BatchRow *row);
static void offer_new(Batches *batches, Location *location, int64 batch_id);
static int	place_in(const BatchCursor *cursor, BatchRow *row);
static bool add_reopened(Location *location, BatchCursor *cursor);
static bool was_reopened(const BatchRow *batch);
static bool same_state(const BatchState *a, const BatchState *b);
static int	pick_order(const void *a, const void *b);
static bool moves(const BatchState *from, const BatchState *to);
static void note_first(Batches *batches, const BatchRow *batch);
static void set_first(Location *location, const BatchRow *batch);
static void pass_emptied(Location *location);
static BatchRow *first_row(Batches *batches, Location *location);
static void write_row(Batches *batches, BatchRow *batch);

/*
 * The locations are locked already: what the snapshot shows of their batches
 * stays true.
 */
Batches *
batches_begin(Direct *direct)
{
	Batches    *batches = palloc0(sizeof(Batches));

	batches->direct = direct;
	batches->snapshot = direct_snapshot();
	batches->table = batch_table_create(CurrentMemoryContext, 8, NULL);
	return batches;
}

/*
 * Taken anew only where an insert has made the last one too old, as each costs
 * more than a deduction's own reads.
 */
Snapshot
batches_snapshot(Batches *batches)
{
	if (batches->stale)
	{
		UnregisterSnapshot(batches->snapshot);
		batches->snapshot = direct_snapshot();
		batches->stale = false;
	}
	return batches->snapshot;
}

BatchRow *
batches_find(Batches *batches, Location *location, int64 batch_id)
{
	BatchRow   *batch = find_row(batches, location, batch_id, &nowhere);

	if (batch == NULL)
		no_such_record("batch", batch_id);
	return batch;
}

/*
 * By the index only where the call has not met it yet.
 */
static BatchRow *
find_row(Batches *batches, Location *location, int64 batch_id, const ItemPointerData *hint)
{
	BatchEntry *entry = batch_table_lookup(batches->table, batch_id);
	BatchRow   *batch = entry == NULL ? NULL : entry->row;

	if (batch == NULL)
	{
		ItemPointerData at = *hint;
		ScanKeyData key;
		TupleDesc	desc;
		HeapTuple	tuple;
		bool		isnull;

		ScanKeyInit(&key, 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(batch_id));
		tuple = direct_fetch_from(batches->direct, DIRECT_BATCH, DIRECT_BATCH_PKEY,
								  batches_snapshot(batches), &key, 1, &at, &desc);
		if (tuple != NULL &&
			DatumGetInt64(heap_getattr(tuple, Anum_batch_outlet_id, desc, &isnull)) == location->outlet_id &&
			DatumGetInt64(heap_getattr(tuple, Anum_batch_variation_id, desc, &isnull)) == location->variation_id)
		{
			batch = known_row(batches, location, tuple, desc);
			batch->at = at;
		}
	}
	return batch == NULL || batch->location != location ? NULL : batch;
}

/*
 * The number never changes, so that the index is right about it whatever the
 * call has changed.
 */
BatchRow *
batches_find_number(Batches *batches, Location *location, const char *batch_number)
{
	ScanKeyData keys[3];
	TupleDesc	desc;
	HeapTuple	tuple;

	location_keys(keys, location->outlet_id, location->variation_id);
	ScanKeyEntryInitialize(&keys[2], 0, 3, BTEqualStrategyNumber, InvalidOid,
						   DEFAULT_COLLATION_OID, F_TEXTEQ, CStringGetTextDatum(batch_number));
	tuple = direct_fetch(batches->direct, DIRECT_BATCH, DIRECT_BATCH_NUMBER,
						 batches_snapshot(batches), keys, 3, &desc);
	return tuple == NULL ? NULL : known_row(batches, location, tuple, desc);
}

/*
 * The object that the call has of this row, made from a copy of the tuple at
 * the first meeting.
 */
static BatchRow *
known_row(Batches *batches, Location *location, HeapTuple tuple, TupleDesc desc)
{
	bool		isnull;
	int64		id = DatumGetInt64(heap_getattr(tuple, Anum_batch_id, desc, &isnull));
	bool		found;
	BatchEntry *entry = batch_table_insert(batches->table, id, &found);

	if (!found)
		entry->row = read_row(location, tuple, desc);
	return entry->row;
}

/*
 * Keeps the tuple: the next version of the row is made from it.
 */
static BatchRow *
read_row(Location *location, HeapTuple tuple, TupleDesc desc)
{
	BatchRow   *batch = palloc0(sizeof(BatchRow));
	Datum		values[MaxHeapAttributeNumber]; /* a user may have added
												 * columns */
	bool		nulls[MaxHeapAttributeNumber];

	heap_deform_tuple(tuple, desc, values, nulls);
	batch->tuple = tuple;
	batch->at = tuple->t_self;
	batch->location = location;
	batch->id = DatumGetInt64(values[Anum_batch_id - 1]);
	batch->batch_number = TextDatumGetCString(values[Anum_batch_batch_number - 1]);
	batch->stored.expires = !nulls[Anum_batch_expiry_date - 1];
	batch->stored.expiry_date = batch->stored.expires ? DatumGetDateADT(values[Anum_batch_expiry_date - 1]) : 0;
	batch->stored.quantity = quantity_from_datum(values[Anum_batch_quantity - 1]);
	batch->stored.cost_price = cost_from_datum(values[Anum_batch_cost_price - 1]);
	batch->stored.status = stock_status_named(values[Anum_batch_status - 1]);
	batch->stored.received_at = DatumGetTimestampTz(values[Anum_batch_received_at - 1]);
	batch->stored.price = nulls[Anum_batch_price - 1] ? NO_PRICE : cost_from_datum(values[Anum_batch_price - 1]);
	batch->now = batch->stored;
	return batch;
}

/*
 * The day is the outlet's, at the instant that followed the locks.
 */
bool
batch_is_expired(const BatchRow *batch)
{
	return batch->now.expires && clock_expired(batch->now.expiry_date, batch->location->today);
}

/*
 * The one meaning of the word: what the location counts as sellable and what a
 * sale may take must be the same batches.
 */
bool
batch_is_sellable(const BatchRow *batch)
{
	return batch->now.status == BATCH_AVAILABLE && !batch_is_expired(batch);
}

/*
 * What has expired is in reach of a write-off whatever its status: held goods
 * expire, too.
 */
bool
batch_in_reach(const BatchRow *batch, StockReach reach)
{
	switch (reach)
	{
		case REACH_SELLABLE:
			return batch_is_sellable(batch);
		case REACH_EXPIRED:
			return batch_is_expired(batch);
		case REACH_ALL:
			break;
	}
	return true;
}

/*
 * Goes on where the last pick at this location ended.  The cursor is loaded as
 * far as it is needed: a location with 500 open batches must not cost more
 * than one with five.
 */
List *
batches_pick(Batches *batches, Location *location, Quantity quantity, StockReach reach)
{
	BatchCursor *cursor = location->cursor;
	List	   *picked = NIL;
	Quantity	found = 0;

	if (cursor == NULL || cursor->reach != reach)
	{
		cursor = location->cursor = palloc0(sizeof(BatchCursor));
		cursor->reach = reach;
	}
	while (cursor->next < cursor->count && cursor->rows[cursor->next]->now.quantity == 0)
		cursor->next++;
	for (int at = cursor->next; found < quantity; at++)
	{
		if (at == cursor->count && !cursor->complete)
		{
			load(batches, location, cursor, quantity);
			list_free(picked);
			picked = NIL;
			found = 0;
			at = 0;
		}
		if (at >= cursor->count)
			break;
		if (cursor->rows[at]->now.quantity == 0)
			continue;
		found += cursor->rows[at]->now.quantity;
		picked = lappend(picked, cursor->rows[at]);
	}
	return picked;
}

/*
 * Scans from the start, for at least twice as many batches as the cursor had:
 * so the work of all loads together is that of one scan.
 */
static void
load(Batches *batches, Location *location, BatchCursor *cursor, Quantity quantity)
{
	int			at_least = 2 * cursor->count;
	bool		reopened;
	ScanKeyData keys[3];

	cursor->count = cursor->next = 0;
	cursor->complete = true;	/* scan_range denies it */
	reopened = add_reopened(location, cursor);
	if (reopened)				/* they may belong before any other */
		quantity = PG_INT64_MAX;
	switch (cursor->reach)
	{
		case REACH_ALL:
			scan_range(batches, location, cursor, keys, 2, quantity, at_least);
			break;
		case REACH_EXPIRED:
			ScanKeyInit(&keys[2], 3, BTLessEqualStrategyNumber, F_DATE_LE, DateADTGetDatum(clock_last_expired(location->today)));
			scan_range(batches, location, cursor, keys, 3, quantity, at_least);
			break;
		case REACH_SELLABLE:
			load_sellable(batches, location, cursor, quantity, at_least);
			break;
	}
	if (reopened)
		qsort(cursor->rows, cursor->count, sizeof(BatchRow *), pick_order);
	if (cursor->reach == REACH_SELLABLE && cursor->count > 0)
		set_first(location, cursor->rows[0]);
}

/*
 * What a sale may take.  Mostly the location's first batch has enough, and no
 * index is asked.  Else the scan starts there, behind what was emptied (an old
 * snapshot keeps it in the index), and behind today, so that batches which
 * expired unsold cost nothing; it comes to those that never expire only if it
 * must.
 */
static void
load_sellable(Batches *batches, Location *location, BatchCursor *cursor, Quantity quantity, int at_least)
{
	BatchRow   *first = first_row(batches, location);
	bool		never = first != NULL && !first->now.expires;
	DateADT		after = clock_last_expired(location->today);
	ScanKeyData keys[4];

	if (first != NULL && cursor->count == 0 && at_least == 0 &&
		batch_is_sellable(first) && first->now.quantity >= quantity)
	{
		add_row(cursor, first);
		cursor->complete = false;
		return;
	}
	if (first != NULL)
		ScanKeyInit(&keys[3], 4, BTGreaterEqualStrategyNumber, F_TIMESTAMPTZ_GE,
					TimestampTzGetDatum(first->now.received_at));
	if (first != NULL && !never && !batch_is_expired(first))
	{
		after = first->now.expiry_date;
		ScanKeyInit(&keys[2], 3, BTEqualStrategyNumber, F_DATE_EQ, DateADTGetDatum(after));
		quantity -= scan_range(batches, location, cursor, keys, 4, quantity, at_least);
	}
	if (cursor->complete && !never)
	{
		ScanKeyInit(&keys[2], 3, BTGreaterStrategyNumber, F_DATE_GT, DateADTGetDatum(after));
		quantity -= scan_range(batches, location, cursor, keys, 3, quantity, at_least);
	}
	if (cursor->complete)
	{
		ScanKeyEntryInitialize(&keys[2], SK_ISNULL | SK_SEARCHNULL, 3, InvalidStrategy,
							   InvalidOid, InvalidOid, InvalidOid, (Datum) 0);
		scan_range(batches, location, cursor, keys, never ? 4 : 3, quantity, at_least);
	}
}

/*
 * Adds what a range of the index offers until it holds the quantity; returns
 * what it holds.  The first two keys are the location's.  Rows are copied out: a
 * Datum taken from the scan's slot dangles when the scan moves on.
 */
static Quantity
scan_range(Batches *batches, Location *location, BatchCursor *cursor, ScanKey keys, int nkeys,
		   Quantity quantity, int at_least)
{
	DirectScan *scan;
	Quantity	found = 0;

	location_keys(keys, location->outlet_id, location->variation_id);
	scan = direct_scan_begin(batches->direct, DIRECT_BATCH, DIRECT_BATCH_PICK,
							 batches_snapshot(batches), keys, nkeys);
	while (found < quantity || cursor->count < at_least)
	{
		BatchEntry *entry;
		BatchRow   *batch;
		bool		isnull;

		if (!direct_scan_next(scan))
		{
			direct_scan_end(scan);
			return found;
		}
		entry = batch_table_lookup(batches->table, DatumGetInt64(slot_getattr(scan->slot, Anum_batch_id, &isnull)));
		batch = entry != NULL ? entry->row :
			known_row(batches, location, ExecCopySlotHeapTuple(scan->slot), scan->slot->tts_tupleDescriptor);
		if (batch->now.quantity == 0 || !batch_in_reach(batch, cursor->reach))
			continue;
		found += batch->now.quantity;
		add_row(cursor, batch);
	}
	cursor->complete = false;
	direct_scan_end(scan);
	return found;
}

/*
 * The array grows by doubling, as most calls need a batch or two.
 */
static void
add_row(BatchCursor *cursor, BatchRow *row)
{
	if (cursor->rows == NULL)
		cursor->rows = palloc(sizeof(BatchRow *) * 4);
	else if (cursor->count >= 4 && (cursor->count & (cursor->count - 1)) == 0)
		cursor->rows = repalloc_huge(cursor->rows, sizeof(BatchRow *) * 2 * cursor->count);
	cursor->rows[cursor->count++] = row;
}

/*
 * A new batch takes its place among those that the cursor has, which need not be
 * read again: they come after as many as the call has emptied, each of which is
 * still in the index.  Behind them all, the index has it for a later scan.
 */
static void
offer_new(Batches *batches, Location *location, int64 batch_id)
{
	BatchCursor *cursor = location->cursor;
	BatchRow   *row = find_row(batches, location, batch_id, &nowhere);
	int			at;

	if (row == NULL || row->now.quantity == 0 || !batch_in_reach(row, cursor->reach))
		return;
	at = place_in(cursor, row);
	if (at == cursor->count && !cursor->complete)
		return;
	if (cursor->next > 0 && at - cursor->next < cursor->count - at)
	{
		cursor->next--;
		at--;
		memmove(&cursor->rows[cursor->next], &cursor->rows[cursor->next + 1], sizeof(BatchRow *) * (at - cursor->next));
	}
	else
	{
		add_row(cursor, row);
		memmove(&cursor->rows[at + 1], &cursor->rows[at], sizeof(BatchRow *) * (cursor->count - 1 - at));
	}
	cursor->rows[at] = row;
}

/*
 * Before which row a new one comes.  Those before the next are empty.
 */
static int
place_in(const BatchCursor *cursor, BatchRow *row)
{
	int			low = cursor->next;
	int			high = cursor->count;

	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (pick_order(&cursor->rows[middle], &row) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * What was empty, and has been filled by this call, is in no index of open
 * batches yet.
 */
static bool
add_reopened(Location *location, BatchCursor *cursor)
{
	ListCell   *cell;

	foreach(cell, location->reopened)
	{
		BatchRow   *batch = lfirst(cell);

		if (was_reopened(batch) && batch_in_reach(batch, cursor->reach))
			add_row(cursor, batch);
	}
	return cursor->count > 0;
}

static bool
was_reopened(const BatchRow *batch)
{
	return batch->stored.quantity == 0 && batch->now.quantity > 0;
}

static bool
same_state(const BatchState *a, const BatchState *b)
{
	return a->quantity == b->quantity && a->cost_price == b->cost_price &&
		a->status == b->status && a->price == b->price && !moves(a, b);
}

/*
 * As the index has it: expiry date (never last), receipt and id.
 */
static int
pick_order(const void *a, const void *b)
{
	const BatchRow *p = *(BatchRow *const *) a;
	const BatchRow *q = *(BatchRow *const *) b;

	if (p->now.expires != q->now.expires)
		return p->now.expires ? -1 : 1;
	if (p->now.expires && p->now.expiry_date != q->now.expiry_date)
		return p->now.expiry_date < q->now.expiry_date ? -1 : 1;
	if (p->now.received_at != q->now.received_at)
		return p->now.received_at < q->now.received_at ? -1 : 1;
	return p->id < q->id ? -1 : p->id > q->id;
}

/*
 * What a cursor offers changes where more comes in or a status changes; that a
 * batch gives something out it sees by itself.
 */
void
batches_change(Batches *batches, BatchRow *batch, BatchState to)
{
	Location   *location = batch->location;
	bool		offers = to.quantity > batch->now.quantity || to.status != batch->now.status ||
	moves(&batch->now, &to);

	if (to.quantity < 0)
		elog(ERROR, "batch " INT64_FORMAT " would become negative", batch->id);
	if (!batch->changed)
		batches->changed = lappend(batches->changed, batch);
	batch->changed = true;
	if (batch->id == location->first_batch_id && moves(&batch->now, &to))
		location->first_batch_id = 0;
	location->quantity += to.quantity - batch->now.quantity;
	if (batch_is_sellable(batch))
		location->sellable -= batch->now.quantity;
	batch->now = to;
	if (was_reopened(batch) && !batch->reopened)
	{
		location->reopened = lappend(location->reopened, batch);
		batch->reopened = true;
	}
	if (batch_is_sellable(batch))
		location->sellable += batch->now.quantity;
	if (!offers)
		return;
	location->cursor = NULL;
	note_first(batches, batch);
}

/*
 * Whether the batch comes elsewhere in the order in which stock is taken.
 */
static bool
moves(const BatchState *from, const BatchState *to)
{
	return from->received_at != to->received_at || from->expires != to->expires ||
		from->expiry_date != to->expiry_date;
}

/*
 * A batch that offers something, now or more than before, may come before the
 * location's first.
 */
static void
note_first(Batches *batches, const BatchRow *batch)
{
	Location   *location = batch->location;
	BatchRow   *first;

	if (location->first_batch_id == 0 || batch->now.quantity == 0 || batch->now.status != BATCH_AVAILABLE)
		return;
	first = first_row(batches, location);
	if (first == NULL)
		location->first_batch_id = 0;
	else if (pick_order(&batch, &first) < 0)
		set_first(location, batch);
}

/*
 * The location's row changes less if the place stays, and with it what is
 * written to the WAL.
 */
static void
set_first(Location *location, const BatchRow *batch)
{
	location->first_batch_id = batch->id;
	location->first_batch_at = batch->at;
}

/*
 * Moves on from a first batch that this call has emptied, as far as the cursor
 * knows what comes next: the next sale need not walk past what was emptied.
 */
static void
pass_emptied(Location *location)
{
	const BatchCursor *cursor = location->cursor;
	int			next = 0;

	if (cursor == NULL || cursor->reach != REACH_SELLABLE || cursor->count == 0)
		return;
	while (next < cursor->count - 1 && cursor->rows[next]->now.quantity == 0)
		next++;
	set_first(location, cursor->rows[next]);
}

/*
 * NULL if it is not known, or gone by a way that went round the functions.
 */
static BatchRow *
first_row(Batches *batches, Location *location)
{
	if (location->first_batch_id == 0)
		return NULL;
	return find_row(batches, location, location->first_batch_id, &location->first_batch_at);
}

/*
 * A generated number ends in the batch's id; where somebody has given just
 * that number before, the next id is drawn.  The generated column is worked
 * out here, because the executor that would do so is not asked.
 */
int64
batches_insert(Batches *batches, Location *location, const StockReceipt *receipt)
{
	Datum		values[Natts_batch];
	bool		nulls[Natts_batch] = {false};
	Datum	   *row = values;
	bool	   *row_nulls = nulls;
	const char *number = receipt->batch_number;
	BatchRow	made = {
		.now = {
			.quantity = receipt->quantity, .received_at = receipt->received_at, .status = receipt->status,
			.expires = receipt->expires, .expiry_date = receipt->expiry_date
		},
		.location = location
	};

	Assert(location->known);	/* its locked row vouches for the foreign keys */
	ItemPointerSetInvalid(&made.at);
	do
	{
		made.id = receipt->id != 0 ? receipt->id : direct_nextval(DIRECT_BATCH_SEQUENCE);
		if (receipt->batch_number == NULL)
			number = psprintf("%s" INT64_FORMAT, receipt->prefix, made.id);
	} while (receipt->batch_number == NULL && receipt->id == 0 &&
			 batches_find_number(batches, location, number) != NULL);
	if (receipt->received_at == 0)
		made.now.received_at = location->now;
	values[Anum_batch_tenant_id - 1] = Int64GetDatum(location->tenant_id);
	values[Anum_batch_id - 1] = Int64GetDatum(made.id);
	values[Anum_batch_variation_id - 1] = Int64GetDatum(location->variation_id);
	values[Anum_batch_outlet_id - 1] = Int64GetDatum(location->outlet_id);
	values[Anum_batch_batch_number - 1] = CStringGetTextDatum(number);
	values[Anum_batch_expiry_date - 1] = DateADTGetDatum(receipt->expiry_date);
	nulls[Anum_batch_expiry_date - 1] = !receipt->expires;
	values[Anum_batch_quantity - 1] = quantity_to_datum(receipt->quantity);
	values[Anum_batch_cost_price - 1] = cost_to_datum(receipt->unit_cost);
	values[Anum_batch_status - 1] = CStringGetTextDatum(stock_status_name(receipt->status));
	values[Anum_batch_received_at - 1] = TimestampTzGetDatum(made.now.received_at);
	values[Anum_batch_is_open - 1] = BoolGetDatum(receipt->quantity > 0);
	values[Anum_batch_created_at - 1] = values[Anum_batch_updated_at - 1] = TimestampTzGetDatum(location->now);
	nulls[Anum_batch_price - 1] = !receipt->priced;
	values[Anum_batch_price - 1] = receipt->priced ? cost_to_datum(receipt->price) : (Datum) 0;
	nulls[Anum_batch_external_id - 1] = receipt->external_id == NULL;
	if (receipt->external_id != NULL)
		values[Anum_batch_external_id - 1] = CStringGetTextDatum(receipt->external_id);
	direct_insert(batches->direct, DIRECT_BATCH, &row, &row_nulls, 1, Natts_batch);
	batches->stale = true;
	if (location->cursor != NULL)
		offer_new(batches, location, made.id);
	location->quantity += receipt->quantity;
	if (batch_is_sellable(&made))
		location->sellable += receipt->quantity;
	note_first(batches, &made);
	return made.id;
}

/*
 * A batch that has come back to what it was is not written: its movements say
 * what happened.
 */
void
batches_end(Batches *batches)
{
	ListCell   *cell;

	foreach(cell, batches->changed)
	{
		BatchRow   *batch = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		if (batch->id == batch->location->first_batch_id && batch->now.quantity == 0)
			pass_emptied(batch->location);
		if (!same_state(&batch->now, &batch->stored))
			write_row(batches, batch);
	}
	UnregisterSnapshot(batches->snapshot);
	batch_table_destroy(batches->table);
}

/*
 * The generated column is worked out here, as in batches_insert.
 */
static void
write_row(Batches *batches, BatchRow *batch)
{
	Datum		values[Natts_batch];
	bool		nulls[Natts_batch] = {false};
	bool		replace[Natts_batch] = {false};

	values[Anum_batch_quantity - 1] = quantity_to_datum(batch->now.quantity);
	values[Anum_batch_is_open - 1] = BoolGetDatum(batch->now.quantity > 0);
	values[Anum_batch_updated_at - 1] = TimestampTzGetDatum(batch->location->now);
	replace[Anum_batch_quantity - 1] = replace[Anum_batch_is_open - 1] = replace[Anum_batch_updated_at - 1] = true;
	values[Anum_batch_cost_price - 1] = cost_to_datum(batch->now.cost_price);
	replace[Anum_batch_cost_price - 1] = batch->now.cost_price != batch->stored.cost_price;
	values[Anum_batch_received_at - 1] = TimestampTzGetDatum(batch->now.received_at);
	replace[Anum_batch_received_at - 1] = batch->now.received_at != batch->stored.received_at;
	replace[Anum_batch_status - 1] = batch->now.status != batch->stored.status;
	if (replace[Anum_batch_status - 1])
		values[Anum_batch_status - 1] = CStringGetTextDatum(stock_status_name(batch->now.status));
	values[Anum_batch_expiry_date - 1] = DateADTGetDatum(batch->now.expiry_date);
	nulls[Anum_batch_expiry_date - 1] = !batch->now.expires;
	replace[Anum_batch_expiry_date - 1] = batch->now.expires != batch->stored.expires ||
		batch->now.expiry_date != batch->stored.expiry_date;
	replace[Anum_batch_price - 1] = batch->now.price != batch->stored.price;
	nulls[Anum_batch_price - 1] = batch->now.price == NO_PRICE;
	if (replace[Anum_batch_price - 1] && batch->now.price != NO_PRICE)
		values[Anum_batch_price - 1] = cost_to_datum(batch->now.price);
	batch->tuple = direct_update(batches->direct, DIRECT_BATCH, batch->tuple, values, nulls, replace);
	batch->stored = batch->now;
	if (ItemPointerGetBlockNumberNoCheck(&batch->at) != ItemPointerGetBlockNumber(&batch->tuple->t_self))
		batch->at = batch->tuple->t_self;
	if (batch->id == batch->location->first_batch_id)
		set_first(batch->location, batch);
}
