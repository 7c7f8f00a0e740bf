/*-------------------------------------------------------------------------
 *
 * table_layout.c
 *		Tables whose columns do not stand at the numbers that the library has
 *		for them.
 *
 * In a new installation what a user adds stands behind our columns.  In one that
 * was upgraded, columns of ours that are newer stand behind a user's, and behind
 * the gap that a dropped one leaves.  PostgreSQL cannot move columns.  So rows
 * of such a table are shown to the library in its own order, and the executor
 * writes them.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "utils/memutils.h"

#include "base/table_layout.h"

/*
 * In memory that lasts, because whoever reads or writes the table holds on to
 * it, whatever becomes known of the table meanwhile.
 */
const TableLayout *
layout_make(Relation rel, const AttrNumber *numbers, int columns)
{
	MemoryContext before = MemoryContextSwitchTo(TopMemoryContext);
	TableLayout *layout = palloc(offsetof(TableLayout, at) + sizeof(AttrNumber) * columns);

	layout->ours = CreateTemplateTupleDesc(columns);
	for (int i = 0; i < columns; i++)
	{
		layout->at[i] = numbers[i];
		TupleDescCopyEntry(layout->ours, i + 1, RelationGetDescr(rel), numbers[i]);
	}
	MemoryContextSwitchTo(before);
	return layout;
}

/*
 * What says who made the row stands in one piece of its header.
 */
HeapTuple
layout_row(const TableLayout *layout, TupleDesc desc, HeapTuple row)
{
	int			columns = layout->ours->natts;
	Datum	   *all = palloc(sizeof(Datum) * (desc->natts + columns));
	bool	   *all_nulls = palloc(sizeof(bool) * (desc->natts + columns));
	Datum	   *values = all + desc->natts;
	bool	   *nulls = all_nulls + desc->natts;
	HeapTuple	shown;

	heap_deform_tuple(row, desc, all, all_nulls);
	for (int i = 0; i < columns; i++)
	{
		values[i] = all[layout->at[i] - 1];
		nulls[i] = all_nulls[layout->at[i] - 1];
	}
	shown = heap_form_tuple(layout->ours, values, nulls);
	shown->t_self = row->t_self;
	shown->t_tableOid = row->t_tableOid;
	HeapTupleHeaderSetXmin(shown->t_data, HeapTupleHeaderGetXmin(row->t_data));
	pfree(all);
	pfree(all_nulls);
	return shown;
}

TupleTableSlot *
layout_slot(const TableLayout *layout)
{
	return MakeSingleTupleTableSlot(layout->ours, &TTSOpsHeapTuple);
}

/*
 * The row lives as long as the slot holds it, whatever memory the caller is in.
 */
void
layout_show(const TableLayout *layout, TupleTableSlot *from, TupleTableSlot *to)
{
	MemoryContext before = MemoryContextSwitchTo(to->tts_mcxt);
	HeapTuple	row = ExecFetchSlotHeapTuple(from, false, NULL);

	ExecStoreHeapTuple(layout_row(layout, from->tts_tupleDescriptor, row), to, true);
	to->tts_tableOid = row->t_tableOid;
	MemoryContextSwitchTo(before);
}
