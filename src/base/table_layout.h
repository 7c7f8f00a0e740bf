/*-------------------------------------------------------------------------
 *
 * table_layout.h
 *		Tables whose columns do not stand at the numbers that the library has
 *		for them.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_TABLE_LAYOUT_H
#define PRIMEINV_TABLE_LAYOUT_H

#include "executor/tuptable.h"
#include "utils/rel.h"

/* Where our columns stand in a table; lasts as long as the session. */
typedef struct TableLayout
{
	TupleDesc	ours;			/* as the library numbers them */
	AttrNumber	at[FLEXIBLE_ARRAY_MEMBER];	/* number in the table, by ours */
} TableLayout;

/* The layout of a table of which the first "numbers" are those of our columns. */
extern const TableLayout *layout_make(Relation rel, const AttrNumber *numbers, int columns);

/* Where the column with our number (from 0) stands, from 0; no layout: there. */
#define layout_place(layout, i) ((layout) == NULL ? (i) : (layout)->at[i] - 1)

/*
 * A row of the table as the library numbers its columns, a copy, with its place
 * and who made it.
 */
extern HeapTuple layout_row(const TableLayout *layout, TupleDesc desc, HeapTuple row);

/* The same, from a table's slot into one that layout_slot has made. */
extern TupleTableSlot *layout_slot(const TableLayout *layout);
extern void layout_show(const TableLayout *layout, TupleTableSlot *from, TupleTableSlot *to);

#endif							/* PRIMEINV_TABLE_LAYOUT_H */
