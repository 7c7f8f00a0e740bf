/*-------------------------------------------------------------------------
 *
 * direct_recall.c
 *		Where a session has last seen the rows that it looks up by key.
 *
 * While somebody holds an old snapshot, no version of a row can be removed,
 * and each look-up by index visits all versions since; a hot row has tens of
 * thousands.  So the session remembers where the index led to.  From there the
 * links between versions lead to the newest, past those alone that have come
 * since.  Where no snapshot is held, the way through the index is saved.
 *
 * Nobody needs to tell that a row has moved or gone, or that its table was
 * written anew.  What is found, by whatever way, is a row that the snapshot
 * sees and that has the key; and the key is unique, so that it is the row.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/heapam.h"
#include "access/htup_details.h"
#include "access/xact.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "utils/memutils.h"

#include "base/compat.h"
#include "base/direct_recall.h"
#include "base/value.h"

#define FEWEST_MEMORIES	1024
#define MOST_MEMORIES	65536
#define RECENT_PAGES	8192
#define LITTLE_ROOM		(BLCKSZ / 10)
#define LONG_WAY		16		/* versions, on a page that is not tidied for
								 * long */

/* Where a row was seen. */
typedef struct Memory
{
	RecallKey	key;
	ItemPointerData root;		/* invalid: nothing is remembered */
	ItemPointerData latest;		/* the version that was seen last */
} Memory;

/*
 * Each key has one place, which another key may take: what was not asked for
 * lately is forgotten.
 */
static Memory *memories = NULL;
static uint32 room = 0;
static uint32 displaced = 0;	/* keys, since there was room made */

/*
 * The buffers in which pages were lately.  Whether one still has the page,
 * whichever it was, PostgreSQL says when it is pinned.
 */
static Buffer recent[RECENT_PAGES];

static Memory *place_of(const RecallKey *key);
static bool from_latest(Relation rel, Memory *memory, Snapshot snapshot, TupleTableSlot *slot);
static bool find_from(Relation rel, const RecallKey *key, ItemPointer root, Snapshot snapshot,
					  TupleTableSlot *slot, int *way);
static bool same_key(const RecallKey *a, const RecallKey *b);
static void make_room(void);
static bool follow(Relation rel, ItemPointer root, Snapshot snapshot, TupleTableSlot *slot, int *way);
static bool follow_on_page(Relation rel, Buffer buffer, Snapshot snapshot, HeapTuple tuple,
						   ItemPointer at, TransactionId *made_by, int *way);
static void tidy(Relation rel, Buffer buffer);
static bool read_version(Page page, ItemPointer at, HeapTuple tuple, TransactionId made_by);
static void next_version(HeapTuple tuple, ItemPointer at, TransactionId *made_by);
static bool has_key(TupleTableSlot *slot, const RecallKey *key);

/*
 * From where the index led to when it was asked last.
 */
bool
recall_fetch(Relation rel, const RecallKey *key, ItemPointer root, Snapshot snapshot, TupleTableSlot *slot)
{
	Memory	   *memory = memories == NULL ? NULL : place_of(key);
	int			way;

	if (memory == NULL || !ItemPointerIsValid(&memory->root) || !same_key(&memory->key, key))
		return false;
	if (!from_latest(rel, memory, snapshot, slot) &&
		!find_from(rel, key, &memory->root, snapshot, slot, &way))
		return false;
	memory->latest = slot->tts_tid;
	*root = memory->root;
	return true;
}

/*
 * Saves the way through the versions between, as long as that one has not been
 * removed.
 */
static bool
from_latest(Relation rel, Memory *memory, Snapshot snapshot, TupleTableSlot *slot)
{
	ItemPointerData at = memory->latest;
	int			way;

	if (!find_from(rel, &memory->key, &at, snapshot, slot, &way))
		return false;
	if (ItemPointerGetBlockNumber(&at) != ItemPointerGetBlockNumber(&memory->root))
		memory->root = at;
	return true;
}

/*
 * Many versions on the way are a sign that none can be removed; then one of
 * them is as good a place as the root, and nearer.
 */
bool
recall_from(Relation rel, const RecallKey *key, ItemPointer root, Snapshot snapshot, TupleTableSlot *slot)
{
	int			way;

	if (!ItemPointerIsValid(root) || !find_from(rel, key, root, snapshot, slot, &way))
		return false;
	if (way > LONG_WAY)
		*root = slot->tts_tid;
	return true;
}

/*
 * A SERIALIZABLE transaction goes by the index, which notes what it has read.
 * The root moves on with the row.
 */
static bool
find_from(Relation rel, const RecallKey *key, ItemPointer root, Snapshot snapshot,
		  TupleTableSlot *slot, int *way)
{
	if (IsolationIsSerializable())
		return false;
	if (follow(rel, root, snapshot, slot, way) && has_key(slot, key))
		return true;
	ExecClearTuple(slot);
	return false;
}

/*
 * The root is where index entries point: it stays while versions behind it are
 * pruned.
 */
void
recall_keep(const RecallKey *key, ItemPointer root)
{
	Memory	   *memory;

	if (memories == NULL || (displaced > room / 8 && room < MOST_MEMORIES))
		make_room();
	memory = place_of(key);
	if (ItemPointerIsValid(&memory->root) && !same_key(&memory->key, key))
		displaced++;
	memory->key = *key;
	memory->root = memory->latest = *root;
}

static Memory *
place_of(const RecallKey *key)
{
	uint64		hash = hash_combine64(hash_combine64(key->index, key->values[0]), key->values[1]);

	return &memories[spread(hash) & (room - 1)];
}

static bool
same_key(const RecallKey *a, const RecallKey *b)
{
	return a->index == b->index && a->values[0] == b->values[0] && a->values[1] == b->values[1];
}

/*
 * Grows with what is asked for: a session that sells a few things needs little.
 */
static void
make_room(void)
{
	Memory	   *old = memories;
	uint32		old_room = room;

	memories = MemoryContextAllocZero(TopMemoryContext, sizeof(Memory) * Max(2 * old_room, FEWEST_MEMORIES));
	room = Max(2 * old_room, FEWEST_MEMORIES);
	displaced = 0;
	for (uint32 i = 0; i < old_room; i++)
		if (ItemPointerIsValid(&old[i].root))
			*place_of(&old[i].key) = old[i];
	if (old != NULL)
		pfree(old);
}

/*
 * Follows the row from page to page.  The slot keeps the last one pinned.
 */
static bool
follow(Relation rel, ItemPointer root, Snapshot snapshot, TupleTableSlot *slot, int *way)
{
	HeapTuple	tuple = &((BufferHeapTupleTableSlot *) slot)->base.tupdata;
	TransactionId made_by = InvalidTransactionId;
	ItemPointerData at = *root;

	*way = 0;
	while (ItemPointerIsValid(&at))
	{
		ItemPointerData here = at;
		Buffer		buffer = recall_page(rel, ItemPointerGetBlockNumber(&here));

		CHECK_FOR_INTERRUPTS();
		if (!BufferIsValid(buffer))
			break;
		if (follow_on_page(rel, buffer, snapshot, tuple, &at, &made_by, way))
		{
			ExecStorePinnedBufferHeapTuple(tuple, slot, buffer);
			*root = here;
			return true;
		}
		ReleaseBuffer(buffer);
	}
	return false;
}

/*
 * Invalid if the page has been cut off.  Whoever cuts pages off waits for our
 * lock on the table, so that it does not happen now.
 */
Buffer
recall_page(Relation rel, BlockNumber block)
{
	Buffer	   *buffer = &recent[hash_combine(RelationGetRelid(rel), block) % RECENT_PAGES];

	if (BufferIsValid(*buffer) && read_recent_buffer(rel, block, *buffer))
		return *buffer;
	if (block >= RelationGetNumberOfBlocks(rel))
		return InvalidBuffer;
	return *buffer = ReadBuffer(rel, block);
}

/*
 * True with the version that the snapshot sees.  Else "at" is where the row
 * goes on, on another page, or invalid.
 */
static bool
follow_on_page(Relation rel, Buffer buffer, Snapshot snapshot, HeapTuple tuple,
			   ItemPointer at, TransactionId *made_by, int *way)
{
	BlockNumber block = BufferGetBlockNumber(buffer);
	bool		found = false;

	tidy(rel, buffer);
	LockBuffer(buffer, BUFFER_LOCK_SHARE);
	tuple->t_tableOid = RelationGetRelid(rel);
	while (!found && ItemPointerGetBlockNumberNoCheck(at) == block)
	{
		(*way)++;
		if (!read_version(BufferGetPage(buffer), at, tuple, *made_by))
			ItemPointerSetInvalid(at);
		else if (HeapTupleSatisfiesVisibility(tuple, snapshot, buffer))
			found = true;
		else
			next_version(tuple, at, made_by);
	}
	LockBuffer(buffer, BUFFER_LOCK_UNLOCK);
	return found;
}

/*
 * Has old versions removed where there is little room for new ones.  Whoever
 * comes by an index does so as soon as less is left than the fillfactor
 * reserves: after each update of a page that is as full as it may be.
 */
static void
tidy(Relation rel, Buffer buffer)
{
	Page		page = BufferGetPage(buffer);

	if (PageIsFull(page) || PageGetHeapFreeSpace(page) < LITTLE_ROOM)
		heap_page_prune_opt(rel, buffer);
}

/*
 * What lies at a line pointer, if it is the version that this transaction made
 * (any, where the way begins: that may be a root whose version was pruned).  So
 * only links that hold are followed, and these never lead back.
 */
static bool
read_version(Page page, ItemPointer at, HeapTuple tuple, TransactionId made_by)
{
	ItemId		item;

	if (ItemPointerGetOffsetNumberNoCheck(at) > PageGetMaxOffsetNumber(page))
		return false;
	item = PageGetItemId(page, ItemPointerGetOffsetNumber(at));
	if (ItemIdIsRedirected(item) && !TransactionIdIsValid(made_by))
	{
		ItemPointerSetOffsetNumber(at, ItemIdGetRedirect(item));
		item = PageGetItemId(page, ItemPointerGetOffsetNumber(at));
	}
	if (!ItemIdIsNormal(item))
		return false;
	tuple->t_self = *at;
	tuple->t_data = (HeapTupleHeader) PageGetItem(page, item);
	tuple->t_len = ItemIdGetLength(item);
	return !TransactionIdIsValid(made_by) ||
		TransactionIdEquals(HeapTupleHeaderGetXmin(tuple->t_data), made_by);
}

/*
 * The newest version's link leads to itself.
 */
static void
next_version(HeapTuple tuple, ItemPointer at, TransactionId *made_by)
{
	*made_by = HeapTupleHeaderGetUpdateXid(tuple->t_data);
	if (TransactionIdIsValid(*made_by) && !ItemPointerEquals(&tuple->t_data->t_ctid, at))
		*at = tuple->t_data->t_ctid;
	else
		ItemPointerSetInvalid(at);
}

/*
 * The root may have become another row's.
 */
static bool
has_key(TupleTableSlot *slot, const RecallKey *key)
{
	bool		isnull;

	for (int i = 0; i < key->columns; i++)
		if (slot_getattr(slot, key->attributes[i], &isnull) != key->values[i])
			return false;
	return true;
}
