/*-------------------------------------------------------------------------
 *
 * seal_merge.c
 *		All blocks of a kind side by side, in the order of ids.
 *
 * The rows of a table come by id, too, so that one pass over both tells which
 * rows have a seal and which seals have lost a row.  A block is read when its
 * first id is reached and forgotten behind its last: at any moment memory holds
 * the few that lie across one place.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "lib/binaryheap.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "ops/seal.h"
#include "ops/statements.h"

struct SealMerge
{
	Snapshot	snapshot;
	Rows	   *waiting;		/* blocks by low_id, the lowest last */
	uint64		left;			/* of them */
	binaryheap *open;			/* cursors, the lowest id on top */
	MemoryContext memory;		/* of whoever began */
};

static int	lowest_first(Datum a, Datum b, void *arg);
static void open_block(SealMerge *merge);

SealMerge *
seal_merge_begin(SealKind kind, int64 tenant_id, int64 first, Snapshot snapshot)
{
	SealMerge  *merge = palloc(sizeof(SealMerge));
	Datum		values[] = {CStringGetTextDatum(seal_kind_name(kind)), Int64GetDatum(tenant_id), Int64GetDatum(first)};

	merge->snapshot = snapshot;
	merge->waiting = plan_snapshot(&PLAN_SEAL_BLOCKS, values, NULL, snapshot);
	merge->left = merge->waiting->count;
	merge->open = binaryheap_allocate((int) merge->left + 1, lowest_first, NULL);
	merge->memory = CurrentMemoryContext;
	return merge;
}

/*
 * The heap has the greatest on top; of two cursors at one id, the one of the
 * lower number.
 */
static int
lowest_first(Datum a, Datum b, void *arg)
{
	const SealCursor *left = (const SealCursor *) DatumGetPointer(a);
	const SealCursor *right = (const SealCursor *) DatumGetPointer(b);

	if (left->id != right->id)
		return left->id < right->id ? 1 : -1;
	return left->seal->number < right->seal->number ? 1 : -1;
}

/*
 * Opens blocks until the lowest id is one of an open block.
 */
SealCursor *
seal_merge_lowest(SealMerge *merge)
{
	while (merge->left > 0 &&
		   (binaryheap_empty(merge->open) ||
			((SealCursor *) DatumGetPointer(binaryheap_first(merge->open)))->id >=
			rows_int64(merge->waiting, merge->left - 1, SEAL_BLOCKS_LOW_ID)))
		open_block(merge);
	return binaryheap_empty(merge->open) ? NULL :
		(SealCursor *) DatumGetPointer(binaryheap_first(merge->open));
}

/*
 * Each block has a memory context of its own, which goes with it.
 */
static void
open_block(SealMerge *merge)
{
	MemoryContext memory = AllocSetContextCreate(merge->memory, "seal", ALLOCSET_SMALL_SIZES);
	MemoryContext old = MemoryContextSwitchTo(memory);
	uint64		row = --merge->left;
	SealCursor *cursor = palloc(sizeof(SealCursor));
	Datum		values[2];
	Rows	   *rows;

	values[0] = Int64GetDatum(rows_int64(merge->waiting, row, SEAL_BLOCKS_TENANT));
	values[1] = Int64GetDatum(rows_int64(merge->waiting, row, SEAL_BLOCKS_NUMBER));
	rows = plan_snapshot(&PLAN_SEAL_BLOCK, values, NULL, merge->snapshot);
	if (rows->count != 1)
		elog(ERROR, "seal " INT64_FORMAT " of tenant " INT64_FORMAT " cannot be found",
			 DatumGetInt64(values[1]), DatumGetInt64(values[0]));
	seal_cursor_begin(cursor, seals_of_rows(rows));
	cursor->memory = memory;
	binaryheap_add(merge->open, PointerGetDatum(cursor));
	MemoryContextSwitchTo(old);
}

/*
 * Behind its last id a block leaves the merge; the caller releases it when it
 * has looked at it once more.
 */
bool
seal_merge_advance(SealMerge *merge)
{
	SealCursor *cursor = (SealCursor *) DatumGetPointer(binaryheap_first(merge->open));

	if (seal_cursor_next(cursor))
	{
		binaryheap_replace_first(merge->open, PointerGetDatum(cursor));
		return true;
	}
	(void) binaryheap_remove_first(merge->open);
	return false;
}

void
seal_merge_release(SealCursor *ended)
{
	MemoryContextDelete(ended->memory);
}

/*
 * Ids must be asked for as they rise.
 */
bool
seal_merge_has(SealMerge *merge, int64 id)
{
	bool		found = false;
	SealCursor *cursor;

	while ((cursor = seal_merge_lowest(merge)) != NULL && cursor->id <= id)
	{
		found = found || cursor->id == id;
		if (!seal_merge_advance(merge))
			seal_merge_release(cursor);
	}
	return found;
}
