/*-------------------------------------------------------------------------
 *
 * direct_append.c
 *		Index entries of many rows that belong at the end of a b-tree.
 *
 * Most entries that a sale makes have the highest key there is: ids that were
 * just drawn, of its lines, movements and events.  PostgreSQL takes each down
 * from the root and writes a record to the WAL for it, which is two fifths of
 * the instructions of a checkout and as much of its WAL.  Here those of one
 * index go to its last page together, in one record.
 *
 * It is what PostgreSQL itself does with one entry that comes after all others
 * where it knows the last page, under the same conditions: the page is the last
 * leaf, has room, and the entry is greater than the last on it.  All that is
 * greater lies behind it, so that nothing equal can be anywhere else.  Whatever
 * is not so simple, a split above all, is left to PostgreSQL.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/nbtree.h"
#include "access/rmgr.h"
#include "access/xloginsert.h"
#include "catalog/index.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "storage/predicate.h"

#include "base/compat.h"
#include "base/direct_append.h"

/* A part of a page, as a generic record has them: this, and then its bytes. */
typedef struct Piece
{
	OffsetNumber offset;
	OffsetNumber length;
} Piece;

StaticAssertDecl(GENERIC_RECORDS_ARE_PIECES, "generic_xlog.c reads a block's data as pieces");

static IndexTuple *form_entries(Relation index, IndexInfo *info, EState *estate,
								TupleTableSlot **slots, int count);
static int	append(Relation index, Buffer buffer, IndexTuple *entries, int count, bool unique);
static Buffer last_page(Relation index);
static Buffer lock_last(Relation index, BlockNumber block);
static bool is_last(Page page);
static BlockNumber find_last(Relation index);
static IndexTuple entry_of(Relation index, IndexInfo *info, EState *estate, TupleTableSlot *slot);
static bool add(Relation index, Page page, IndexTuple entry, bool unique);
static bool goes_last(Relation index, Page page, IndexTuple entry, bool unique);
static void write_page(Relation index, Buffer buffer, const char *copy);
static void log_pieces(Buffer buffer, Piece *pieces, int count);

/*
 * Entries are formed before the page is locked: what forming one may call, or
 * wait for, is then nobody else's affair.
 */
int
append_entries(Relation index, IndexInfo *info, EState *estate,
			   TupleTableSlot **slots, int count, bool unique)
{
	IndexTuple *entries;
	Buffer		buffer;
	int			added = 0;

	if (count < APPEND_AT_LEAST)
		return 0;
	count = Min(count, MaxIndexTuplesPerPage);
	entries = form_entries(index, info, estate, slots, count);
	buffer = last_page(index);
	if (BufferIsValid(buffer))
	{
		added = append(index, buffer, entries, count, unique);
		UnlockReleaseBuffer(buffer);
	}
	for (int i = 0; i < count; i++)
		pfree(entries[i]);
	pfree(entries);
	return added;
}

static IndexTuple *
form_entries(Relation index, IndexInfo *info, EState *estate,
			 TupleTableSlot **slots, int count)
{
	IndexTuple *entries = palloc_array(IndexTuple, count);

	for (int i = 0; i < count; i++)
		entries[i] = entry_of(index, info, estate, slots[i]);
	return entries;
}

/*
 * They are put on a copy of the page first, as comparing them may fail.
 */
static int
append(Relation index, Buffer buffer, IndexTuple *entries, int count, bool unique)
{
	PGAlignedBlock copy;
	int			added = 0;

	memcpy(copy.data, BufferGetPage(buffer), BLCKSZ);
	while (added < count && add(index, copy.data, entries[added], unique))
		added++;
	if (added > 0)
	{
		CheckForSerializableConflictIn(index, NULL, BufferGetBlockNumber(buffer));
		write_page(index, buffer, copy.data);
	}
	return added;
}

/*
 * Locked for writing; invalid if the index is empty.  Which page it is,
 * PostgreSQL remembers with the file, for its own short cut, until the file is
 * another; it may have been split since.
 */
static Buffer
last_page(Relation index)
{
	BlockNumber block = RelationGetTargetBlock(index);
	Buffer		buffer = BlockNumberIsValid(block) ? lock_last(index, block) : InvalidBuffer;

	if (BufferIsValid(buffer))
		return buffer;
	block = find_last(index);
	if (!BlockNumberIsValid(block))
		return InvalidBuffer;
	RelationSetTargetBlock(index, block);
	return lock_last(index, block);
}

/*
 * Invalid if it is not the last page, or not any more.
 */
static Buffer
lock_last(Relation index, BlockNumber block)
{
	Buffer		buffer = ReadBuffer(index, block);

	LockBuffer(buffer, BUFFER_LOCK_EXCLUSIVE);
	if (is_last(BufferGetPage(buffer)))
		return buffer;
	UnlockReleaseBuffer(buffer);
	return InvalidBuffer;
}

/*
 * With something on it to compare with, and without marks that PostgreSQL does
 * not log, as those of dead entries and of a split while VACUUM runs: a generic
 * record is held against the page as it is, where they would be missed.
 */
static bool
is_last(Page page)
{
	BTPageOpaque opaque;

	if (PageIsNew(page))
		return false;
	opaque = BTPageGetOpaque(page);
	return P_ISLEAF(opaque) && P_RIGHTMOST(opaque) && !P_IGNORE(opaque) &&
		(opaque->btpo_flags & (BTP_HAS_GARBAGE | BTP_SPLIT_END)) == 0 && opaque->btpo_cycleid == 0 &&
		PageGetMaxOffsetNumber(page) >= P_FIRSTDATAKEY(opaque);
}

static BlockNumber
find_last(Relation index)
{
	Buffer		buffer = rightmost_leaf(index);
	BlockNumber block;

	if (!BufferIsValid(buffer))
		return InvalidBlockNumber;
	block = BufferGetBlockNumber(buffer);
	_bt_relbuf(index, buffer);
	return block;
}

static IndexTuple
entry_of(Relation index, IndexInfo *info, EState *estate, TupleTableSlot *slot)
{
	Datum		values[INDEX_MAX_KEYS];
	bool		nulls[INDEX_MAX_KEYS];
	IndexTuple	entry;

	GetPerTupleExprContext(estate)->ecxt_scantuple = slot;
	FormIndexDatum(info, slot, estate, values, nulls);
	entry = index_form_tuple(RelationGetDescr(index), values, nulls);
	entry->t_tid = slot->tts_tid;
	ResetPerTupleExprContext(estate);
	return entry;
}

/*
 * False if it does not belong there, or has no room.  A large one, which none of
 * our keys makes, is left to PostgreSQL: it has a limit to them.
 */
static bool
add(Relation index, Page page, IndexTuple entry, bool unique)
{
	Size		size = MAXALIGN(IndexTupleSize(entry));
	OffsetNumber at = OffsetNumberNext(PageGetMaxOffsetNumber(page));

	return size <= APPEND_AT_MOST && PageGetFreeSpace(page) >= size && goes_last(index, page, entry, unique) &&
		PageAddItem(page, (Item) entry, size, at, false, false) == at;
}

/*
 * Whether it is greater than the last on the page.  Of equal keys the row's place
 * decides, but not where the key is to be unique: an equal one is then left to
 * PostgreSQL, which says whether it is a duplicate.  So is a null.
 */
static bool
goes_last(Relation index, Page page, IndexTuple entry, bool unique)
{
	BTScanInsert key = _bt_mkscankey(index, entry);
	bool		greater;

	if (unique)
		key->scantid = NULL;
	greater = key->heapkeyspace && !key->anynullkeys &&
		_bt_compare(index, key, page, PageGetMaxOffsetNumber(page)) > 0;
	pfree(key);
	return greater;
}

/*
 * Takes over from the copy what was added, and logs just that: where the free
 * space lies, the pointers in front of it and the entries behind.  PostgreSQL's
 * functions for generic records compare the whole page to find these, which takes
 * twice as long as all the rest here.
 */
static void
write_page(Relation index, Buffer buffer, const char *copy)
{
	Page		page = BufferGetPage(buffer);
	PageHeader	old = (PageHeader) page;
	const PageHeaderData *new = (const PageHeaderData *) copy;
	Piece		pieces[] = {
		{offsetof(PageHeaderData, pd_lower), sizeof(old->pd_lower) + sizeof(old->pd_upper)},
		{old->pd_lower, new->pd_lower - old->pd_lower},
		{new->pd_upper, old->pd_upper - new->pd_upper}
	};

	START_CRIT_SECTION();
	for (int i = 0; i < lengthof(pieces); i++)
		memcpy(page + pieces[i].offset, copy + pieces[i].offset, pieces[i].length);
	MarkBufferDirty(buffer);
	if (RelationNeedsWAL(index))
		log_pieces(buffer, pieces, lengthof(pieces));
	END_CRIT_SECTION();
}

static void
log_pieces(Buffer buffer, Piece *pieces, int count)
{
	Page		page = BufferGetPage(buffer);
	XLogRecPtr	end;

	XLogBeginInsert();
	XLogRegisterBuffer(0, buffer, REGBUF_STANDARD);
	for (int i = 0; i < count; i++)
	{
		XLogRegisterBufData(0, (char *) &pieces[i], sizeof(Piece));
		XLogRegisterBufData(0, page + pieces[i].offset, pieces[i].length);
	}
	end = XLogInsert(RM_GENERIC_ID, 0);
	PageSetLSN(page, end);
}
