/*-------------------------------------------------------------------------
 *
 * executor.c
 *		The executor's own way of writing our tables.
 *
 * As the logical replication worker writes (execReplication.c): a row at a
 * time, without a plan.  CHECKs, generated columns, indexes, foreign keys and
 * triggers are PostgreSQL's business; only our own triggers are put to rest,
 * because what they do for whoever goes round the functions the functions do
 * themselves.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "access/sysattr.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_trigger.h"
#include "commands/trigger.h"
#include "parser/parse_coerce.h"
#include "rewrite/rewriteHandler.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

#include "base/executor.h"
#include "base/identity.h"
#include "base/table.h"
#include "base/value.h"

struct Executor
{
	DirectId	id;
	Relation	rel;
	int			columns;		/* ours */
	const TableLayout *layout;	/* where they stand */
	bool		before;			/* a user has triggers before rows are written */
	EState	   *estate;			/* NULL: not made */
	Bitmapset  *updated;		/* columns that the state is made for */
	EPQState	recheck;
	ResultRelInfo *info;
	ExprState **defaults;		/* of the columns that are not ours; NULL: not
								 * made yet */
	TupleTableSlot *old;
	TupleTableSlot *new;
};

static void make_state(Executor *executor, Bitmapset *updated);
static void free_state(Executor *executor);
static void rest_triggers(Executor *executor);
static void refuse_rules(Relation rel);
static void refuse_trigger(const Trigger *trigger, Relation rel);
static void refuse_open_path(const Trigger *trigger, Relation rel);
static void fill_defaults(Executor *executor, TupleTableSlot *slot);
static void make_defaults(Executor *executor, TupleDesc desc);
static bool is_own(Executor *executor, int place);
static ExprState *default_of(Executor *executor, Form_pg_attribute column);
static void check_domains(Executor *executor, TupleTableSlot *slot, const bool *written);
static TupleTableSlot *begin_write(Executor *executor, Bitmapset *updated);
static void end_write(Executor *executor, TupleTableSlot *slot, const Datum *values, const bool *nulls,
					  const TableLayout *layout);
static Bitmapset *updated_columns(Executor *executor, const bool *replace);

/*
 * The table is open, with a writer's lock.
 */
Executor *
executor_begin(DirectId id, Relation rel, int columns, const TableLayout *layout)
{
	Executor   *executor = palloc0(sizeof(Executor));

	refuse_rules(rel);
	executor->id = id;
	executor->rel = rel;
	executor->columns = columns;
	executor->layout = layout;
	return executor;
}

/*
 * Everything else than our columns is filled in as INSERT would.
 */
void
executor_insert(Executor *executor, const Datum *values, const bool *nulls)
{
	TupleTableSlot *slot = begin_write(executor, NULL);

	for (int i = 0; i < executor->columns; i++)
	{
		slot->tts_values[layout_place(executor->layout, i)] = values[i];
		slot->tts_isnull[layout_place(executor->layout, i)] = nulls[i];
	}
	fill_defaults(executor, slot);
	check_domains(executor, slot, NULL);
	ExecStoreVirtualTuple(slot);
	slot->tts_tableOid = RelationGetRelid(executor->rel);
	ItemPointerSetInvalid(&slot->tts_tid);
	ExecSimpleRelationInsert(executor->info, executor->estate, slot);
	end_write(executor, slot, values, nulls, NULL);
}

/*
 * Where nothing has written the row, its place is the old one's still.
 */
HeapTuple
executor_update(Executor *executor, HeapTuple old, HeapTuple new, const bool *replace)
{
	int			natts = RelationGetDescr(executor->rel)->natts;
	Datum	   *values = palloc(sizeof(Datum) * natts);
	bool	   *nulls = palloc(sizeof(bool) * natts);
	TupleTableSlot *slot = begin_write(executor, updated_columns(executor, replace));

	heap_deform_tuple(new, RelationGetDescr(executor->rel), values, nulls);
	ExecStoreHeapTuple(old, executor->old, false);
	memcpy(slot->tts_values, values, sizeof(Datum) * natts);
	memcpy(slot->tts_isnull, nulls, sizeof(bool) * natts);
	check_domains(executor, slot, replace);
	ExecStoreVirtualTuple(slot);
	slot->tts_tableOid = RelationGetRelid(executor->rel);
	slot->tts_tid = old->t_self;
	ExecSimpleRelationUpdate(executor->info, executor->estate, &executor->recheck, executor->old, slot);
	if (ItemPointerEquals(&slot->tts_tid, &old->t_self))
		ItemPointerSetInvalid(&slot->tts_tid);
	end_write(executor, slot, values, nulls, executor->layout);
	new = ExecCopySlotHeapTuple(slot);
	new->t_self = slot->tts_tid;
	return new;
}

/*
 * Triggers that were queued fire later; they need nothing of this.
 */
void
executor_end(Executor *executor)
{
	if (executor->estate != NULL)
		free_state(executor);
	pfree(executor);
}

/*
 * What the executor would make of a plan that updates these columns; none for
 * inserts.  It lives as long as the executor, where the caller may be in memory
 * that lasts for some rows.
 */
static void
make_state(Executor *executor, Bitmapset *updated)
{
	MemoryContext before = MemoryContextSwitchTo(GetMemoryChunkContext(executor));
	EState	   *estate = CreateExecutorState();
	RangeTblEntry *entry = makeNode(RangeTblEntry);
	List	   *permissions = NIL;

	MemoryContextSwitchTo(estate->es_query_cxt);
	executor->estate = estate;
	executor->updated = bms_copy(updated);
	executor->defaults = NULL;
	entry->rtekind = RTE_RELATION;
	entry->relid = RelationGetRelid(executor->rel);
	entry->relkind = executor->rel->rd_rel->relkind;
	entry->rellockmode = RowExclusiveLock;
	add_permissions(&permissions, entry)->updatedCols = executor->updated;
	init_range_table(estate, entry, permissions);
	init_recheck(&executor->recheck, estate);
	executor->info = makeNode(ResultRelInfo);
	InitResultRelInfo(executor->info, executor->rel, 1, NULL, 0);
	rest_triggers(executor);
	ExecOpenIndices(executor->info, false);
	executor->old = MakeSingleTupleTableSlot(RelationGetDescr(executor->rel), &TTSOpsHeapTuple);
	executor->new = MakeSingleTupleTableSlot(RelationGetDescr(executor->rel), &TTSOpsVirtual);
	MemoryContextSwitchTo(before);
}

static void
free_state(Executor *executor)
{
	ExecDropSingleTupleTableSlot(executor->old);
	ExecDropSingleTupleTableSlot(executor->new);
	EvalPlanQualEnd(&executor->recheck);
	ExecCloseIndices(executor->info);
	ExecResetTupleTable(executor->estate->es_tupleTable, false);
	FreeExecutorState(executor->estate);
	executor->estate = NULL;
}

/*
 * In the state's own copy of what the table has.
 */
static void
rest_triggers(Executor *executor)
{
	TriggerDesc *desc = executor->info->ri_TrigDesc;

	executor->before = false;
	for (int i = 0; desc != NULL && i < desc->numtriggers; i++)
	{
		Trigger    *trigger = &desc->triggers[i];

		if (table_trigger_rests(executor->id, executor->rel, trigger))
			trigger->tgenabled = TRIGGER_DISABLED;
		if (trigger->tgisinternal || trigger->tgenabled == TRIGGER_DISABLED)
			continue;
		refuse_trigger(trigger, executor->rel);
		if (DEFERRED_RUN_AS_WRITER && trigger->tgdeferrable)
			refuse_open_path(trigger, executor->rel);
		executor->before = executor->before || TRIGGER_FOR_BEFORE(trigger->tgtype);
	}
}

/*
 * What a rule makes of a statement cannot be asked for, where there is none.
 */
static void
refuse_rules(Relation rel)
{
	if (rel->rd_rules == NULL)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("rules on table \"%s\" are not supported", RelationGetRelationName(rel)),
			 errdetail("Stock functions write the table below the rule system."),
			 errhint("Make it an AFTER ROW trigger, or drop it.")));
}

/*
 * The same goes for triggers of whole statements.  TRUNCATE is none of ours.
 */
static void
refuse_trigger(const Trigger *trigger, Relation rel)
{
	if (!TRIGGER_FOR_INSERT(trigger->tgtype) && !TRIGGER_FOR_UPDATE(trigger->tgtype))
		return;
	if (TRIGGER_FOR_ROW(trigger->tgtype) && trigger->tgoldtable == NULL && trigger->tgnewtable == NULL)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("trigger \"%s\" on table \"%s\" is not supported",
					trigger->tgname, RelationGetRelationName(rel)),
			 errdetail("Stock functions fire row triggers without transition tables only."),
			 errhint("Make it an AFTER ROW trigger, or drop it.")));
}

/*
 * It would run as the owner, at a COMMIT under the caller's path, in which the
 * caller may have put functions of their own.
 */
static void
refuse_open_path(const Trigger *trigger, Relation rel)
{
	HeapTuple	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(trigger->tgfoid));
	bool		unset;
	bool		set = false;
	Datum	   *settings;
	int			count = 0;
	Datum		config;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for function %u", trigger->tgfoid);
	config = SysCacheGetAttr(PROCOID, tuple, Anum_pg_proc_proconfig, &unset);
	if (!unset)
		count = array_values(config, &settings, NULL);
	for (int i = 0; i < count; i++)
		if (strncmp(TextDatumGetCString(settings[i]), "search_path=", strlen("search_path=")) == 0)
			set = true;
	ReleaseSysCache(tuple);
	if (set)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("trigger \"%s\" on table \"%s\" is not supported",
					trigger->tgname, RelationGetRelationName(rel)),
			 errdetail("It can be deferred, and would then run as the owner with the path of whoever commits."),
			 errhint("Give its function a SET search_path, or make the trigger NOT DEFERRABLE.")));
}

/*
 * What they return lives until the row is written.
 */
static void
fill_defaults(Executor *executor, TupleTableSlot *slot)
{
	TupleDesc	desc = slot->tts_tupleDescriptor;
	ExprContext *context = GetPerTupleExprContext(executor->estate);

	if (executor->defaults == NULL)
		make_defaults(executor, desc);
	for (int i = 0; i < desc->natts; i++)
	{
		if (is_own(executor, i))
			continue;
		slot->tts_values[i] = (Datum) 0;
		slot->tts_isnull[i] = true;
		if (executor->defaults[i] != NULL)
			slot->tts_values[i] = ExecEvalExprSwitchContext(executor->defaults[i], context, &slot->tts_isnull[i]);
	}
}

static void
make_defaults(Executor *executor, TupleDesc desc)
{
	executor->defaults = MemoryContextAllocZero(executor->estate->es_query_cxt, sizeof(ExprState *) * desc->natts);
	for (int i = 0; i < desc->natts; i++)
		if (!is_own(executor, i))
			executor->defaults[i] = default_of(executor, TupleDescAttr(desc, i));
}

/*
 * Whether the column at this place of the table is ours.
 */
static bool
is_own(Executor *executor, int place)
{
	if (executor->layout == NULL)
		return place < executor->columns;
	for (int i = 0; i < executor->columns; i++)
		if (executor->layout->at[i] == place + 1)
			return true;
	return false;
}

/*
 * NULL for what is null anyway.  A domain has its say about that as well.
 */
static ExprState *
default_of(Executor *executor, Form_pg_attribute column)
{
	Node	   *value;

	if (column->attisdropped || column->attgenerated != '\0')
		return NULL;
	value = build_column_default(executor->rel, column->attnum);
	if (value == NULL && get_typtype(column->atttypid) == TYPTYPE_DOMAIN)
		value = coerce_null_to_domain(column->atttypid, column->atttypmod, column->attcollation,
									  column->attlen, column->attbyval);
	return value == NULL ? NULL : ExecPrepareExpr((Expr *) value, executor->estate);
}

/*
 * A user may have given a column of ours a domain over its type: in a statement
 * it is the cast that would ask it.
 */
static void
check_domains(Executor *executor, TupleTableSlot *slot, const bool *written)
{
	for (int i = 0; i < executor->columns; i++)
	{
		int			place = layout_place(executor->layout, i);
		Oid			type = TupleDescAttr(slot->tts_tupleDescriptor, place)->atttypid;

		if ((written == NULL || written[i]) && get_typtype(type) == TYPTYPE_DOMAIN)
			domain_check(slot->tts_values[place], slot->tts_isnull[place], type, NULL, NULL);
	}
}

/*
 * The slot for a row.  Which columns are updated decides on triggers "UPDATE
 * OF" and on generated columns, and PostgreSQL keeps the latter with its state:
 * another set gets another state.  The path is shut for every row, because the
 * state may have been made before the identity was last taken.
 */
static TupleTableSlot *
begin_write(Executor *executor, Bitmapset *updated)
{
	(void) path_shut();
	if (executor->estate != NULL && !bms_equal(updated, executor->updated))
		free_state(executor);
	if (executor->estate == NULL)
		make_state(executor, updated);
	executor->estate->es_snapshot = GetActiveSnapshot();
	executor->estate->es_output_cid = GetCurrentCommandId(true);
	return ExecClearTuple(executor->new);
}

/*
 * Our own columns must have been written as we have them in memory, in the order
 * of that layout, else the promises would break one row later.
 */
static void
end_write(Executor *executor, TupleTableSlot *slot, const Datum *values, const bool *nulls,
		  const TableLayout *layout)
{
	const char *changed = ItemPointerIsValid(&slot->tts_tid) ? NULL : "the row";

	for (int i = 0; executor->before && changed == NULL && i < executor->columns; i++)
	{
		int			place = layout_place(executor->layout, i);
		int			given = layout_place(layout, i);
		Form_pg_attribute column = TupleDescAttr(slot->tts_tupleDescriptor, place);
		bool		isnull;
		Datum		value = slot_getattr(slot, place + 1, &isnull);

		if (column->attgenerated == '\0' &&
			(isnull != nulls[given] ||
			 (!isnull && !datum_image_eq(value, values[given], column->attbyval, column->attlen))))
			changed = NameStr(column->attname);
	}
	if (changed != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_TRIGGERED_DATA_CHANGE_VIOLATION),
				 errmsg("a trigger on table \"%s\" interferes with a stock function",
						RelationGetRelationName(executor->rel)),
				 errdetail("It changes or leaves out \"%s\", which the function counts on.", changed),
				 errhint("Let triggers change columns of your own only, or raise an error.")));
	ResetPerTupleExprContext(executor->estate);
}

/*
 * As PostgreSQL numbers them in its sets.  It works out itself which generated
 * ones follow.
 */
static Bitmapset *
updated_columns(Executor *executor, const bool *replace)
{
	Bitmapset  *updated = NULL;

	for (int i = 0; i < executor->columns; i++)
	{
		int			place = layout_place(executor->layout, i);

		if (replace[i] && TupleDescAttr(RelationGetDescr(executor->rel), place)->attgenerated == '\0')
			updated = bms_add_member(updated, place + 1 - FirstLowInvalidHeapAttributeNumber);
	}
	return updated;
}
