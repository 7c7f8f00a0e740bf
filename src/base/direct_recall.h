/*-------------------------------------------------------------------------
 *
 * direct_recall.h
 *		Where a session has last seen the rows that it looks up by key.
 *
 * What is remembered is a hint: a row that is found by it is the one that the
 * index would have led to, and where the hint does not lead to it, the index
 * is asked.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_DIRECT_RECALL_H
#define PRIMEINV_DIRECT_RECALL_H

#include "executor/tuptable.h"
#include "storage/buf.h"
#include "utils/rel.h"
#include "utils/snapshot.h"

/* A unique key of at most two columns that are passed by value; what is not used is 0. */
typedef struct RecallKey
{
	int			index;			/* whose key it is: a DirectId */
	int			columns;
	AttrNumber	attributes[2];	/* of the table */
	Datum		values[2];
} RecallKey;

/*
 * The row with this key, as the snapshot sees it, in the table's slot, which
 * holds its page.  False where the index has to be asked.  From a place where a
 * version of it was: root is moved on to the page on which the row was found,
 * and past many versions.
 */
extern bool recall_from(Relation rel, const RecallKey *key, ItemPointer root,
						Snapshot snapshot, TupleTableSlot *slot);

/* The same, from what is remembered, which root becomes. */
extern bool recall_fetch(Relation rel, const RecallKey *key, ItemPointer root,
						 Snapshot snapshot, TupleTableSlot *slot);

/* Remembers where an index has led to for this key. */
extern void recall_keep(const RecallKey *key, ItemPointer root);

/* A page of the table, pinned; invalid if there is no such page. */
extern Buffer recall_page(Relation rel, BlockNumber block);

#endif							/* PRIMEINV_DIRECT_RECALL_H */
