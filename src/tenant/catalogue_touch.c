/*-------------------------------------------------------------------------
 *
 * catalogue_touch.c
 *		When a row was last changed.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "executor/spi.h"
#include "utils/rel.h"

#include "base/clock.h"
#include "base/trigger.h"

SQL_FUNCTION(primeinv_touch);

static bool is_touched(const TriggerData *trigger);
static bool is_same(HeapTuple old, HeapTuple new);

/*
 * Trigger of the tables below, for rows that an UPDATE changes.  What is
 * written below the executor sets the column itself.
 */
Datum
primeinv_touch(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	TupleDesc	desc;
	int			column;
	Datum		now = TimestampTzGetDatum(clock_now());
	bool		isnull = false;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_BEFORE(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event) || !TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ||
		!is_touched(trigger))
		trigger_misplaced(fcinfo);
	if (is_same(trigger->tg_trigtuple, trigger->tg_newtuple))
		return PointerGetDatum(trigger->tg_newtuple);
	desc = trigger->tg_relation->rd_att;
	column = SPI_fnumber(desc, "updated_at");
	return PointerGetDatum(heap_modify_tuple_by_cols(trigger->tg_newtuple, desc, 1, &column, &now, &isnull));
}

static bool
is_touched(const TriggerData *trigger)
{
	static const char *const tables[] = {
		"outlet", "product", "variation", "customer", "batch", "sale", "sale_item"
	};

	for (int i = 0; i < lengthof(tables); i++)
		if (trigger_is_of(trigger, tables[i]))
			return true;
	return false;
}

/*
 * Byte by byte, as suppress_redundant_updates_trigger() does.  In a table with
 * a generated column, which the new row lacks as yet, no two are the same.
 */
static bool
is_same(HeapTuple old, HeapTuple new)
{
	return old->t_len == new->t_len &&
		HeapTupleHeaderGetNatts(old->t_data) == HeapTupleHeaderGetNatts(new->t_data) &&
		old->t_data->t_hoff == new->t_data->t_hoff &&
		(old->t_data->t_infomask & ~HEAP_XACT_MASK) == (new->t_data->t_infomask & ~HEAP_XACT_MASK) &&
		memcmp((char *) old->t_data + SizeofHeapTupleHeader, (char *) new->t_data + SizeofHeapTupleHeader,
			   old->t_len - SizeofHeapTupleHeader) == 0;
}
