/*-------------------------------------------------------------------------
 *
 * reconcile_compare.c
 *		Batches, location stock and ledger, added up by place and compared.
 *
 * Each table is read once, in the order in which it lies.  The executor would
 * join and group millions of rows in several passes, each of which goes to
 * disk; an ordered merge would fetch the ledger row by row from all over the
 * table.  Here a batch is found by its id in one table in memory, and its place
 * is added up at once.
 *
 * What is read is far more than what is told of it: a row where the three are
 * not the same, and one for each outlet.  Where the places do not fit into
 * maintenance_work_mem, all rows are first dealt out to files by their places,
 * and then added up file by file.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/table.h"
#include "common/hashfn.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "optimizer/plancat.h"
#include "storage/buffile.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"

#include "base/direct.h"
#include "base/quantity.h"
#include "base/value.h"
#include "stock/statements.h"

/* What a batch and a place take in memory, with the room that tables keep. */
#define BATCH_MEMORY	32
#define PLACE_MEMORY	112
#define MOST_PARTS		256

/* Where no more than one in so many is asked for, the ledger is read by batch. */
#define FEW_BATCHES		8

typedef enum Kind
{
	BATCH,
	LOCATION,
	MOVEMENT,
	KINDS
} Kind;

/* A row of one of the tables. */
typedef struct StockRow
{
	int64		tenant_id;
	int64		outlet_id;
	int64		variation_id;
	int64		batch_id;		/* of a location: 0 */
	Quantity	quantity;
} StockRow;

/*
 * A place.  Its sums are wider than a column, because whatever was written past
 * all checks must be added up, too.
 */
typedef struct Total
{
	int64		tenant_id;
	int64		outlet_id;
	int64		variation_id;
	int128		sums[KINDS];
} Total;

/* Where a place stands among the totals; below, where a batch's does. */
typedef struct PlaceEntry
{
	uint32		total;
	uint32		hash;
	char		status;			/* simplehash's */
} PlaceEntry;

typedef struct BatchEntry
{
	int64		id;
	uint32		total;
	char		status;			/* simplehash's */
} BatchEntry;

typedef struct OutletEntry
{
	int64		id;
	int64		tenant_id;
	int64		places;
	char		status;			/* simplehash's */
} OutletEntry;

static uint32 place_hash(const Total *total);
static bool same_place(const Total *a, const Total *b);
static uint32 id_hash(int64 id);

#define SH_PREFIX place_table
#define SH_ELEMENT_TYPE PlaceEntry
#define SH_KEY_TYPE uint32
#define SH_KEY total
#define SH_HASH_KEY(tb, key) place_hash(&((Total *) (tb)->private_data)[key])
#define SH_EQUAL(tb, a, b) same_place(&((Total *) (tb)->private_data)[a], &((Total *) (tb)->private_data)[b])
#define SH_STORE_HASH
#define SH_GET_HASH(tb, a) (a)->hash
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

#define SH_PREFIX batch_table
#define SH_ELEMENT_TYPE BatchEntry
#define SH_KEY_TYPE int64
#define SH_KEY id
#define SH_HASH_KEY(tb, key) id_hash(key)
#define SH_EQUAL(tb, a, b) ((a) == (b))
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

#define SH_PREFIX outlet_table
#define SH_ELEMENT_TYPE OutletEntry
#define SH_KEY_TYPE int64
#define SH_KEY id
#define SH_HASH_KEY(tb, key) id_hash(key)
#define SH_EQUAL(tb, a, b) ((a) == (b))
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

typedef struct Comparison
{
	Kind		kind;			/* of the rows that are read */
	int			parts;
	BufFile   **files[KINDS];	/* as many as parts, if these are several */
	Total	   *totals;
	uint32		count;			/* of them */
	uint32		room;			/* for them, and for one to look up */
	place_table_hash *places;
	batch_table_hash *batches;
	outlet_table_hash *outlets;
	ReturnSetInfo *result;
} Comparison;

static Comparison *comparison_begin(double batches, double places);
static void read_all(Comparison *comparison, Datum *outlets, bool whole_ledger);
static double rows_in(DirectId table);
static void take_row(TupleTableSlot *slot, void *state);
static void deal_out(Comparison *comparison, const StockRow *row);
static void add_up_part(Comparison *comparison, int part);
static void add_row(Comparison *comparison, const StockRow *row);
static Total *total_of(Comparison *comparison, const StockRow *row);
static void tell_part(Comparison *comparison);
static void tell_place(Comparison *comparison, const Total *total);
static void tell_outlets(Comparison *comparison);
static Datum sum_to_datum(int128 sum);

SQL_FUNCTION(primeinv_compare_stock);

/*
 * compare_stock(outlet_ids): of all that the caller sees, if they are null.  With
 * the caller's rights, in the query's own snapshot.  How many rows there are is
 * asked for memory and for the choice of how to read; those who name outlets may
 * name the largest of all, so theirs are counted.
 */
Datum
primeinv_compare_stock(PG_FUNCTION_ARGS)
{
	Datum		outlets = PG_ARGISNULL(0) ? (Datum) 0 : PG_GETARG_DATUM(0);
	double		all = rows_in(DIRECT_BATCH);
	Rows	   *counts = PG_ARGISNULL(0) ? NULL : plan_read(&PLAN_COMPARE_COUNT, &outlets, NULL);
	double		batches = counts == NULL ? all : rows_int64(counts, 0, COMPARE_COUNT_BATCHES);
	double		places = counts == NULL ? rows_in(DIRECT_LOCATION) : rows_int64(counts, 0, COMPARE_COUNT_PLACES);
	Comparison *comparison = comparison_begin(batches, places);

	InitMaterializedSRF(fcinfo, 0);
	comparison->result = (ReturnSetInfo *) fcinfo->resultinfo;
	read_all(comparison, PG_ARGISNULL(0) ? NULL : &outlets, batches > all / FEW_BATCHES);
	for (int part = 0; part < comparison->parts; part++)
	{
		if (comparison->parts > 1)
			add_up_part(comparison, part);
		tell_part(comparison);
	}
	tell_outlets(comparison);
	return (Datum) 0;
}

/*
 * Places need memory of their own: a shop that has counted what it has none of
 * has more of them than batches.
 */
static Comparison *
comparison_begin(double batches, double places)
{
	Comparison *comparison = palloc0(sizeof(Comparison));
	double		parts = 1 + (batches * BATCH_MEMORY + places * PLACE_MEMORY) / (maintenance_work_mem * 1024.0);

	comparison->parts = Min(parts, MOST_PARTS);
	comparison->room = 1024;
	comparison->totals = palloc(sizeof(Total) * comparison->room);
	comparison->places = place_table_create(CurrentMemoryContext, 1024, comparison->totals);
	comparison->batches = batch_table_create(CurrentMemoryContext, batches / comparison->parts + 1024, NULL);
	comparison->outlets = outlet_table_create(CurrentMemoryContext, 64, NULL);
	for (Kind kind = BATCH; kind < KINDS && comparison->parts > 1; kind++)
	{
		comparison->files[kind] = palloc(sizeof(BufFile *) * comparison->parts);
		for (int part = 0; part < comparison->parts; part++)
			comparison->files[kind][part] = BufFileCreateTemp(false);
	}
	return comparison;
}

/* As the planner guesses it, from the table's size today. */
static double
rows_in(DirectId table)
{
	Relation	rel = table_open(direct_relid(table), AccessShareLock);
	BlockNumber pages;
	double		rows;
	double		all_visible;

	estimate_rel_size(rel, NULL, &pages, &rows, &all_visible);
	table_close(rel, NoLock);
	return rows;
}

/*
 * The ledger of a few outlets is read by their batches; of many, all of it: the
 * rows of batches that are not known are passed over.
 */
static void
read_all(Comparison *comparison, Datum *outlets, bool whole_ledger)
{
	comparison->kind = BATCH;
	plan_read_each(outlets == NULL ? &PLAN_COMPARE_BATCHES : &PLAN_COMPARE_BATCHES_AT, outlets, take_row, comparison);
	comparison->kind = LOCATION;
	plan_read_each(outlets == NULL ? &PLAN_COMPARE_LOCATIONS : &PLAN_COMPARE_LOCATIONS_AT, outlets, take_row, comparison);
	comparison->kind = MOVEMENT;
	plan_read_each(outlets == NULL || whole_ledger ? &PLAN_COMPARE_MOVEMENTS : &PLAN_COMPARE_MOVEMENTS_AT, outlets, take_row, comparison);
}

/*
 * A quantity is null only where somebody has taken the column's NOT NULL away.
 */
static void
take_row(TupleTableSlot *slot, void *state)
{
	Comparison *comparison = state;
	Datum	   *values = slot->tts_values;
	StockRow	row = {
		.tenant_id = DatumGetInt64(values[COMPARE_TENANT - 1]),
		.outlet_id = DatumGetInt64(values[COMPARE_OUTLET - 1]),
		.variation_id = DatumGetInt64(values[COMPARE_VARIATION - 1]),
		.batch_id = DatumGetInt64(values[COMPARE_BATCH - 1]),
		.quantity = slot->tts_isnull[COMPARE_QUANTITY - 1] ? 0 : quantity_from_datum(values[COMPARE_QUANTITY - 1])
	};

	if (comparison->parts > 1)
		deal_out(comparison, &row);
	else
		add_row(comparison, &row);
}

/*
 * A movement goes where its own place goes: if it names another than its batch
 * does, it meets no batch there, and counts nowhere, as it should.
 */
static void
deal_out(Comparison *comparison, const StockRow *row)
{
	uint32		hash = spread(hash_combine64(row->outlet_id, row->variation_id));
	BufFile    *file = comparison->files[comparison->kind][hash % comparison->parts];

	BufFileWrite(file, unconstify(StockRow *, row), sizeof(StockRow));
}

static void
add_up_part(Comparison *comparison, int part)
{
	StockRow	row;

	place_table_reset(comparison->places);
	batch_table_reset(comparison->batches);
	comparison->count = 0;
	for (comparison->kind = BATCH; comparison->kind < KINDS; comparison->kind++)
	{
		BufFile    *file = comparison->files[comparison->kind][part];

		if (BufFileSeek(file, 0, 0, SEEK_SET) != 0)
			ereport(ERROR,
					(errcode_for_file_access(),
					 errmsg("could not rewind temporary file: %m")));
		while (BufFileRead(file, &row, sizeof(row)) == sizeof(row))
		{
			CHECK_FOR_INTERRUPTS();
			add_row(comparison, &row);
		}
		BufFileClose(file);
	}
}

/*
 * Batches come first, so that each movement finds its batch.
 */
static void
add_row(Comparison *comparison, const StockRow *row)
{
	Total	   *total;
	bool		found;

	if (comparison->kind == MOVEMENT)
	{
		BatchEntry *batch = batch_table_lookup(comparison->batches, row->batch_id);

		if (batch == NULL)
			return;
		total = &comparison->totals[batch->total];
		if (total->outlet_id != row->outlet_id || total->variation_id != row->variation_id)
			return;
	}
	else
		total = total_of(comparison, row);
	if (comparison->kind == BATCH)
		batch_table_insert(comparison->batches, row->batch_id, &found)->total = total - comparison->totals;
	total->sums[comparison->kind] += row->quantity;
}

/*
 * The one that is looked up stands behind the last, where it stays if it is new.
 */
static Total *
total_of(Comparison *comparison, const StockRow *row)
{
	Total	   *last = &comparison->totals[comparison->count];
	PlaceEntry *entry;
	bool		found;

	last->tenant_id = row->tenant_id;
	last->outlet_id = row->outlet_id;
	last->variation_id = row->variation_id;
	entry = place_table_insert(comparison->places, comparison->count, &found);
	if (found)
		return &comparison->totals[entry->total];
	memset(last->sums, 0, sizeof(last->sums));
	if (++comparison->count == comparison->room)
	{
		comparison->room *= 2;
		comparison->totals = repalloc_huge(comparison->totals, sizeof(Total) * comparison->room);
		comparison->places->private_data = comparison->totals;
	}
	return &comparison->totals[comparison->count - 1];
}

static uint32
place_hash(const Total *total)
{
	return id_hash(total->variation_id + (uint64) total->outlet_id * UINT64CONST(0xD6E8FEB86659FD93));
}

static bool
same_place(const Total *a, const Total *b)
{
	return a->variation_id == b->variation_id && a->outlet_id == b->outlet_id && a->tenant_id == b->tenant_id;
}

/*
 * Ids that follow one another stay together, as many as a line of the
 * processor's cache has entries; these lines are spread.
 */
static uint32
id_hash(int64 id)
{
	return spread((uint64) id >> 2) << 2 | (id & 3);
}

static void
tell_part(Comparison *comparison)
{
	for (uint32 i = 0; i < comparison->count; i++)
	{
		Total	   *total = &comparison->totals[i];
		OutletEntry *outlet;
		bool		found;

		CHECK_FOR_INTERRUPTS();
		outlet = outlet_table_insert(comparison->outlets, total->outlet_id, &found);
		outlet->tenant_id = total->tenant_id;
		outlet->places = found ? outlet->places + 1 : 1;
		if (total->sums[BATCH] != total->sums[LOCATION] || total->sums[BATCH] != total->sums[MOVEMENT])
			tell_place(comparison, total);
	}
}

static void
tell_place(Comparison *comparison, const Total *total)
{
	Datum		values[] = {
		Int64GetDatum(total->tenant_id),
		Int64GetDatum(total->outlet_id),
		Int64GetDatum(total->variation_id),
		sum_to_datum(total->sums[BATCH]),
		sum_to_datum(total->sums[LOCATION]),
		sum_to_datum(total->sums[MOVEMENT]),
		(Datum) 0
	};
	bool		nulls[] = {false, false, false, false, false, false, true};

	tuplestore_putvalues(comparison->result->setResult, comparison->result->setDesc, values, nulls);
}

static void
tell_outlets(Comparison *comparison)
{
	outlet_table_iterator iterator;
	OutletEntry *outlet;
	bool		nulls[] = {false, false, true, true, true, true, false};

	outlet_table_start_iterate(comparison->outlets, &iterator);
	while ((outlet = outlet_table_iterate(comparison->outlets, &iterator)) != NULL)
	{
		Datum		values[] = {
			Int64GetDatum(outlet->tenant_id), Int64GetDatum(outlet->id),
			(Datum) 0, (Datum) 0, (Datum) 0, (Datum) 0, Int64GetDatum(outlet->places)
		};

		tuplestore_putvalues(comparison->result->setResult, comparison->result->setDesc, values, nulls);
	}
}

/*
 * In two parts that a Quantity can hold.
 */
static Datum
sum_to_datum(int128 sum)
{
	int128		unit = QUANTITY_MAX + 1;
	Datum		high = DirectFunctionCall2(numeric_mul, NumericGetDatum(int64_to_numeric((int64) (sum / unit))),
										   quantity_to_datum((Quantity) unit));

	return DirectFunctionCall2(numeric_add, high, quantity_to_datum((Quantity) (sum % unit)));
}
