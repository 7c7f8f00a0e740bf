/*-------------------------------------------------------------------------
 *
 * import_stock.c
 *		Brings the batches of an import in, through the door.
 *
 * The stage "stock" is in the order of locks, and "history" in the same: the
 * two are read side by side, some thousand batches at a time, so that neither
 * is ever whole in memory.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/quantity.h"
#include "base/value.h"
#include "stock/stock.h"
#include "ops/import.h"
#include "ops/statements.h"

/* So many batches, or movements, are brought in together. */
#define LOT_SIZE	4000

/* Columns of the stage "stock". */
enum
{
	STOCK_N = 1,
	STOCK_TENANT_ID,
	STOCK_TENANT,
	STOCK_OUTLET_ID,
	STOCK_VARIATION_ID,
	STOCK_KEY,
	STOCK_BATCH_NUMBER,
	STOCK_EXPIRY_DATE,
	STOCK_COST_PRICE,
	STOCK_STATUS,
	STOCK_RECEIVED_AT,
	STOCK_KEEP_ID,
	STOCK_QUANTITY
};

/* Columns of the stage "history". */
enum
{
	HISTORY_N = 1,
	HISTORY_CREATED_AT,
	HISTORY_MOVEMENT_TYPE,
	HISTORY_QUANTITY,
	HISTORY_UNIT_COST,
	HISTORY_REASON,
	HISTORY_REFERENCE_ID,
	HISTORY_ACTOR
};

/* A stage that is read from its start to its end. */
typedef struct Reader
{
	Tuplestorestate *store;
	TupleTableSlot *slot;		/* the row that is next; empty: there is none */
} Reader;

/* A batch to be brought in. */
typedef struct Incoming
{
	int64		outlet_id;
	int64		variation_id;
	StockReceipt receipt;
	TimestampTz opened_at;		/* 0: now */
	int			first;			/* of its history, in the lot's */
	int			count;
} Incoming;

typedef struct Lot
{
	Incoming	batches[LOT_SIZE];
	int			count;
	int			of_view;		/* of them; the others are what locations have
								 * beyond */
	StockPast  *past;
	int			past_count;
	int			past_room;
} Lot;

static Reader read_stage(Import *import, const char *name);
static void read_next(Reader *reader);
static Datum column(Reader *reader, int number, bool *isnull);
static int64 column_int64(Reader *reader, int number);
static char *column_text(Reader *reader, int number);
static void fill(Lot *lot, Reader *stock, Reader *history, const Rows *sealed);
static void add_batch(Lot *lot, Reader *stock, const Rows *sealed);
static void add_history(Lot *lot, Reader *history, UnitCost unit_cost);
static bool is_sealed(const Rows *sealed, int64 tenant_id);
static void bring_in(Call *call, Lot *lot);
static void make_locations(const Lot *lot);
static Place *places_of(const Lot *lot);

/*
 * Returns how many of the view's batches came in.  What a user's triggers are to see of a lot
 * they see at its end.
 */
int64
import_stock(Import *import)
{
	Reader		stock = read_stage(import, "stock");
	Reader		history = read_stage(import, "history");
	Rows	   *sealed = plan_rows(&PLAN_IMPORT_SEALED, NULL, NULL);
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "primeinv import", ALLOCSET_DEFAULT_SIZES);
	int64		count = 0;

	while (!TupIsNull(stock.slot))
	{
		MemoryContext before = MemoryContextSwitchTo(context);
		Lot		   *lot = palloc0(sizeof(Lot));

		fill(lot, &stock, &history, sealed);
		bring_in(import->call, lot);
		call_fire(import->call);
		count += lot->of_view;
		MemoryContextSwitchTo(before);
		MemoryContextReset(context);
	}
	return count;
}

static Reader
read_stage(Import *import, const char *name)
{
	ImportStage *stage = import_find_stage(import, name);
	Reader		reader = {stage->store, MakeSingleTupleTableSlot(stage->desc, &TTSOpsMinimalTuple)};

	tuplestore_select_read_pointer(reader.store, 0);
	tuplestore_rescan(reader.store);
	read_next(&reader);
	return reader;
}

/*
 * The row is copied into the slot's own memory, which outlives the lot's.
 */
static void
read_next(Reader *reader)
{
	MemoryContext before = MemoryContextSwitchTo(reader->slot->tts_mcxt);

	CHECK_FOR_INTERRUPTS();
	tuplestore_select_read_pointer(reader->store, 0);
	if (!tuplestore_gettupleslot(reader->store, true, true, reader->slot))
		ExecClearTuple(reader->slot);
	MemoryContextSwitchTo(before);
}

static Datum
column(Reader *reader, int number, bool *isnull)
{
	return slot_getattr(reader->slot, number, isnull);
}

/*
 * A copy, palloc'd; NULL for null.
 */
static char *
column_text(Reader *reader, int number)
{
	bool		isnull;
	Datum		value = column(reader, number, &isnull);

	return isnull ? NULL : TextDatumGetCString(value);
}

static int64
column_int64(Reader *reader, int number)
{
	bool		isnull;
	Datum		value = column(reader, number, &isnull);

	return isnull ? 0 : DatumGetInt64(value);
}

/*
 * A batch and its history are in one lot.
 */
static void
fill(Lot *lot, Reader *stock, Reader *history, const Rows *sealed)
{
	while (!TupIsNull(stock->slot) && lot->count < LOT_SIZE && lot->past_count < LOT_SIZE)
	{
		int64		n = column_int64(stock, STOCK_N);
		Incoming   *batch = &lot->batches[lot->count];

		add_batch(lot, stock, sealed);
		batch->first = lot->past_count;
		while (!TupIsNull(history->slot) && column_int64(history, HISTORY_N) == n)
			add_history(lot, history, batch->receipt.unit_cost);
		batch->count = lot->past_count - batch->first;
		read_next(stock);
	}
}

/*
 * Dated by its receipt, but in a ledger that is sealed up to a moment nothing
 * may be dated before it.
 */
static void
add_batch(Lot *lot, Reader *stock, const Rows *sealed)
{
	Incoming   *batch = &lot->batches[lot->count++];
	StockReceipt *receipt = &batch->receipt;
	bool		isnull;

	batch->outlet_id = column_int64(stock, STOCK_OUTLET_ID);
	batch->variation_id = column_int64(stock, STOCK_VARIATION_ID);
	receipt->id = column_int64(stock, STOCK_KEEP_ID);
	receipt->external_id = column_text(stock, STOCK_KEY);
	lot->of_view += receipt->external_id != NULL;
	receipt->batch_number = column_text(stock, STOCK_BATCH_NUMBER);
	receipt->prefix = "LOT-";
	receipt->quantity = quantity_from_datum(column(stock, STOCK_QUANTITY, &isnull));
	receipt->unit_cost = cost_from_datum(column(stock, STOCK_COST_PRICE, &isnull));
	receipt->expiry_date = DatumGetDateADT(column(stock, STOCK_EXPIRY_DATE, &isnull));
	receipt->expiry_given = receipt->expires = !isnull;
	receipt->received_at = DatumGetTimestampTz(column(stock, STOCK_RECEIVED_AT, &isnull));
	receipt->status = stock_status_named(column(stock, STOCK_STATUS, &isnull));
	if (!is_sealed(sealed, column_int64(stock, STOCK_TENANT_ID)))
		batch->opened_at = receipt->received_at;
}

static void
add_history(Lot *lot, Reader *history, UnitCost unit_cost)
{
	StockPast  *past;
	bool		isnull;
	Datum		cost;

	if (lot->past_count == lot->past_room)
	{
		lot->past_room = Max(LOT_SIZE, 2 * lot->past_room);
		lot->past = lot->past == NULL ? palloc(sizeof(StockPast) * lot->past_room) :
			repalloc_huge(lot->past, sizeof(StockPast) * lot->past_room);
	}
	past = &lot->past[lot->past_count++];
	memset(past, 0, sizeof(StockPast));
	past->created_at = DatumGetTimestampTz(column(history, HISTORY_CREATED_AT, &isnull));
	past->quantity = quantity_from_datum(column(history, HISTORY_QUANTITY, &isnull));
	cost = column(history, HISTORY_UNIT_COST, &isnull);
	past->unit_cost = isnull ? unit_cost : cost_from_datum(cost);
	past->note.movement_type = ledger_type_named(column_text(history, HISTORY_MOVEMENT_TYPE));
	past->note.reason = column_text(history, HISTORY_REASON);
	past->note.reference_id = column_text(history, HISTORY_REFERENCE_ID);
	past->note.actor = column_text(history, HISTORY_ACTOR);
	read_next(history);
}

static bool
is_sealed(const Rows *sealed, int64 tenant_id)
{
	for (uint64 i = 0; i < sealed->count; i++)
		if (rows_int64(sealed, i, IMPORT_SEALED_TENANT) == tenant_id)
			return true;
	return false;
}

static void
bring_in(Call *call, Lot *lot)
{
	Stock	   *stock;

	make_locations(lot);
	stock = stock_begin(call, places_of(lot), lot->count, true);
	for (int i = 0; i < lot->count; i++)
	{
		Incoming   *batch = &lot->batches[i];

		CHECK_FOR_INTERRUPTS();
		stock_move_in(stock, stock_location(stock, batch->outlet_id, batch->variation_id), &batch->receipt,
					  batch->opened_at, lot->past + batch->first, batch->count);
	}
	stock_end(stock);
}

/*
 * Together, because stock_begin would make them one by one.
 */
static void
make_locations(const Lot *lot)
{
	int64	   *outlets = palloc(sizeof(int64) * lot->count);
	int64	   *variations = palloc(sizeof(int64) * lot->count);

	for (int i = 0; i < lot->count; i++)
	{
		outlets[i] = lot->batches[i].outlet_id;
		variations[i] = lot->batches[i].variation_id;
	}
	location_make(outlets, variations, lot->count);
}

/*
 * That they are of one tenant, and tracked, the stages have seen to.
 */
static Place *
places_of(const Lot *lot)
{
	Place	   *places = palloc(sizeof(Place) * lot->count);

	for (int i = 0; i < lot->count; i++)
	{
		const Incoming *batch = &lot->batches[i];

		places[i].variation_id = batch->variation_id;
		if (i > 0 && places[i - 1].outlet.id == batch->outlet_id)
			places[i].outlet = places[i - 1].outlet;
		else if (!catalogue_outlet(batch->outlet_id, &places[i].outlet))
			elog(ERROR, "outlet " INT64_FORMAT " is gone", batch->outlet_id);
	}
	return places;
}
