/*-------------------------------------------------------------------------
 *
 * direct_room.c
 *		Where a row goes that finds no room on its page.
 *
 * While somebody holds an old snapshot, no version of a row can be removed, and
 * those of the rows that are sold most fill one page after the other.
 * PostgreSQL puts a row whose page is full on any page that is not filled up
 * to the fillfactor.  There it shares what is left with fifty others and soon
 * has to move again; and each move makes entries in all indexes of the table.
 * So it goes to a page that is as good as empty.  The pages are filled all the
 * same: what fills them is versions.
 *
 * Each session has such a page for a table.  It is a hint: a page that others
 * have filled, or that was cut off, is left for another.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "storage/bufmgr.h"
#include "storage/freespace.h"
#include "storage/lmgr.h"

#include "base/direct.h"
#include "base/direct_recall.h"
#include "base/direct_room.h"

/*
 * So much of a page is free where rows move to.  With a tenth filled, one
 * update in fifteen moves a row under an old snapshot, where PostgreSQL's 70 of
 * 100 make it two in five.
 */
#define PLENTY	(BLCKSZ / 10 * 9)

/* One more than the number of the page, so that 0 is none. */
static BlockNumber rooms[DIRECT_TABLES];

static Size room_on(Relation rel, BlockNumber block);
static BlockNumber find_room(Relation rel, Size wanted);
static BlockNumber new_page(Relation rel);

/*
 * Only looks, and without a lock, whether there is room: heap_update decides.
 * A low fillfactor may leave less of a page than a long row needs; such a row
 * gets a page of its own, as it does from PostgreSQL.
 */
BlockNumber
room_begin(int table, Relation rel, HeapTuple old, HeapTuple new)
{
	BlockNumber before = RelationGetTargetBlock(rel);
	Size		length = MAXALIGN(new->t_len);
	Size		wanted;

	if (room_on(rel, ItemPointerGetBlockNumber(&old->t_self)) >= length)
		return before;
	wanted = Max(PLENTY, length + RelationGetTargetPageFreeSpace(rel, HEAP_DEFAULT_FILLFACTOR));
	wanted = Min(wanted, MaxHeapTupleSize);
	if (rooms[table] == 0 || room_on(rel, rooms[table] - 1) < wanted)
		rooms[table] = find_room(rel, wanted) + 1;
	RelationSetTargetBlock(rel, rooms[table] - 1);
	return before;
}

/*
 * Rows that are inserted go where they would have gone.
 */
void
room_end(Relation rel, BlockNumber before)
{
	if (RelationGetTargetBlock(rel) != before)
		RelationSetTargetBlock(rel, before);
}

/*
 * None where there is no such page any more.
 */
static Size
room_on(Relation rel, BlockNumber block)
{
	Buffer		buffer = recall_page(rel, block);
	Size		room;

	if (!BufferIsValid(buffer))
		return 0;
	room = PageGetHeapFreeSpace(BufferGetPage(buffer));
	ReleaseBuffer(buffer);
	return room;
}

/*
 * What VACUUM has emptied since an earlier snapshot of that kind is used again.
 * It is taken off the map, so that others do not move there too.
 */
static BlockNumber
find_room(Relation rel, Size wanted)
{
	BlockNumber block = GetPageWithFreeSpace(rel, wanted);

	if (!BlockNumberIsValid(block))
		return new_page(rel);
	RecordPageWithFreeSpace(rel, block, 0);
	return room_on(rel, block) >= wanted ? block : new_page(rel);
}

/*
 * As heap_insert adds one.  It is not on the map until VACUUM comes by.
 */
static BlockNumber
new_page(Relation rel)
{
	BlockNumber block;
	Buffer		buffer;

	LockRelationForExtension(rel, ExclusiveLock);
	buffer = ReadBufferExtended(rel, MAIN_FORKNUM, P_NEW, RBM_ZERO_AND_LOCK, NULL);
	block = BufferGetBlockNumber(buffer);
	UnlockRelationForExtension(rel, ExclusiveLock);
	PageInit(BufferGetPage(buffer), BLCKSZ, 0);
	MarkBufferDirty(buffer);
	UnlockReleaseBuffer(buffer);
	return block;
}
