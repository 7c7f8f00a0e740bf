/*-------------------------------------------------------------------------
 *
 * direct.c
 *		Direct access to our own tables, below the executor.
 *
 * The stock door writes three tables at every call; over SPI the executor's
 * start and the triggers cost more than the work.  Here rows are found by
 * index, locked, updated and inserted through the table access method, with
 * their index entries, as the logical replication worker does
 * (execReplication.c).
 *
 * Foreign keys are not asked, because callers hold a row locked that vouches
 * for them: a movement's batch has been updated by this transaction.  An
 * inserted batch or reservation is the exception, and fires them.
 *
 *-------------------------------------------------------------------------
 */
#include "primeinv.h"

#include "access/genam.h"
#include "access/heapam.h"
#include "access/relscan.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_trigger.h"
#include "commands/sequence.h"
#include "commands/trigger.h"
#include "direct.h"
#include "optimizer/optimizer.h"
#include "rewrite/rewriteHandler.h"
#include "utils/datum.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

/* What a session remembers of a relation until its definition changes. */
typedef struct DirectFacts
{
	Oid			relid;
	bool		examined;
	bool		user_checks;	/* has CHECK constraints that are not ours */
	bool		user_triggers;	/* has after-row triggers that are not ours */
} DirectFacts;

/* A table opened for writing. */
typedef struct DirectTable
{
	Relation	rel;			/* NULL: not opened */
	ResultRelInfo *info;
	bool		indexed;		/* info has the indexes */
	TupleTableSlot *locked;
	TupleTableSlot *written;
} DirectTable;

struct Direct
{
	EState	   *estate;
	DirectTable tables[DIRECT_TABLES];
};

static const char *const names[DIRECT_IDS] = {
	[DIRECT_BATCH] = "batch",
	[DIRECT_LOCATION] = "location_stock",
	[DIRECT_MOVEMENT] = "stock_movement",
	[DIRECT_RESERVATION] = "stock_reservation",
	[DIRECT_AUDIT] = "audit_log",
	[DIRECT_OUTLET] = "outlet",
	[DIRECT_PRODUCT] = "product",
	[DIRECT_VARIATION] = "variation",
	[DIRECT_GRANT] = "tenant_grant",
	[DIRECT_BATCH_PKEY] = "batch_pkey",
	[DIRECT_BATCH_PICK] = "batch_pick",
	[DIRECT_BATCH_NUMBER] = "batch_outlet_id_variation_id_batch_number_key",
	[DIRECT_LOCATION_KEY] = "location_stock_outlet_id_variation_id_key",
	[DIRECT_RESERVATION_PKEY] = "stock_reservation_pkey",
	[DIRECT_RESERVATION_EXPIRY] = "stock_reservation_expiry",
	[DIRECT_RESERVATION_CART] = "stock_reservation_cart",
	[DIRECT_RESERVATION_SALE_ITEM] = "stock_reservation_sale_item",
	[DIRECT_OUTLET_PKEY] = "outlet_pkey",
	[DIRECT_PRODUCT_PKEY] = "product_pkey",
	[DIRECT_VARIATION_PKEY] = "variation_pkey",
	[DIRECT_MOVEMENT_SEQUENCE] = "stock_movement_id_seq",
	[DIRECT_BATCH_SEQUENCE] = "batch_id_seq",
	[DIRECT_RESERVATION_SEQUENCE] = "stock_reservation_id_seq",
	[DIRECT_AUDIT_SEQUENCE] = "audit_log_id_seq",
};

/*
 * The CHECK constraints of the install script on the tables that we write.
 * Our own code keeps them, so that they need no evaluation.
 */
static const char *const own_checks[] = {
	"batch_batch_number_check", "batch_cost_price_check",
	"batch_expiry_date_check", "batch_quantity_check", "batch_status_check",
	"stock_movement_balance_after_check", "stock_movement_movement_type_check",
	"stock_movement_quantity_check", "stock_movement_unit_cost_check",
	"stock_reservation_quantity_check", "stock_reservation_status_check",
	"audit_log_event_type_check",
};

/* Our own triggers' names begin so. */
#define OWN_TRIGGER "primeinv_"

static DirectFacts facts[DIRECT_IDS];
static Oid	seen[DIRECT_IDS];	/* last known OIDs, see direct_is */

static void forget_facts(Datum arg, Oid relid);
static void open_indexes(DirectTable *table);
static void close_table(DirectTable *table);
static DirectFacts *examine(DirectId id, Relation rel);
static bool own_check(const char *name);
static bool own_trigger(const Trigger *trigger);
static bool user_triggers(Relation rel);
static DirectTable *opened(Direct *direct, DirectId id);
static TriggerDesc *triggers_to_fire(Relation rel, bool foreign_keys, HeapTuple old, HeapTuple new);
static bool column_changed(const Trigger *trigger, TupleDesc desc, HeapTuple old, HeapTuple new);
static void fill_defaults(Direct *direct, Relation rel, TupleTableSlot *slot, int from);
static void conflict(TM_Result result, Relation rel);

/*
 * The OID of one of our relations.  Remembered until a relation that we
 * remember is changed or dropped (a rebuilt index has another OID).
 */
Oid
direct_relid(DirectId id)
{
	static bool registered = false;

	if (!registered)
	{
		CacheRegisterRelcacheCallback(forget_facts, (Datum) 0);
		registered = true;
	}
	if (!OidIsValid(facts[id].relid))
	{
		Oid			relid = get_relname_relid(names[id], get_namespace_oid(PRIMEINV_SCHEMA, false));

		if (!OidIsValid(relid))
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_TABLE),
					 errmsg("relation \"%s.%s\" does not exist", PRIMEINV_SCHEMA, names[id]),
					 errhint("The extension's own tables and indexes must keep their names.")));
		facts[id].relid = seen[id] = relid;
	}
	return facts[id].relid;
}

/*
 * Whether this is the relation, without looking at the catalogs: for relcache
 * callbacks, which may not.  OIDs stay in seen[] when facts are forgotten.
 */
bool
direct_is(DirectId id, Oid relid)
{
	return seen[id] == relid;
}

static void
forget_facts(Datum arg, Oid relid)
{
	for (int i = 0; i < DIRECT_IDS; i++)
		if (!OidIsValid(relid) || facts[i].relid == relid)
			memset(&facts[i], 0, sizeof(DirectFacts));
}

/*
 * The next id.  The caller holds the lock under which ids must rise.
 */
int64
direct_nextval(DirectId sequence)
{
	return nextval_internal(direct_relid(sequence), false);
}

/*
 * READ COMMITTED: everything committed until now, lock waits included.  Above
 * it: the transaction's snapshot, so that a row changed since is a conflict.
 */
Snapshot
direct_snapshot(void)
{
	return RegisterSnapshot(IsolationUsesXactSnapshot() ?
							GetTransactionSnapshot() : GetLatestSnapshot());
}

/*
 * Starts a scan of an index in its order.  The locks on relations stay until
 * the transaction ends, as the executor's do.
 */
void
direct_scan_begin(DirectScan *scan, DirectId table, DirectId index,
				  Snapshot snapshot, ScanKey keys, int nkeys)
{
	scan->rel = table_open(direct_relid(table), AccessShareLock);
	scan->index = index_open(direct_relid(index), AccessShareLock);
	scan->slot = table_slot_create(scan->rel, NULL);
	scan->scan = begin_index_scan(scan->rel, scan->index, snapshot, nkeys);
	index_rescan(scan->scan, keys, nkeys, NULL, 0);
}

bool
direct_scan_next(DirectScan *scan)
{
	return index_getnext_slot(scan->scan, ForwardScanDirection, scan->slot);
}

void
direct_scan_end(DirectScan *scan)
{
	index_endscan(scan->scan);
	ExecDropSingleTupleTableSlot(scan->slot);
	index_close(scan->index, NoLock);
	table_close(scan->rel, NoLock);
}

/*
 * A copy of the one row with these keys, or NULL.  *desc may be NULL; it is
 * the relation's own, good while the relation is not changed.
 */
HeapTuple
direct_fetch(DirectId table, DirectId index, Snapshot snapshot,
			 ScanKey keys, int nkeys, TupleDesc *desc)
{
	DirectScan	scan;
	HeapTuple	tuple = NULL;

	direct_scan_begin(&scan, table, index, snapshot, keys, nkeys);
	if (direct_scan_next(&scan))
		tuple = ExecCopySlotHeapTuple(scan.slot);
	if (desc != NULL)
		*desc = RelationGetDescr(scan.rel);
	direct_scan_end(&scan);
	return tuple;
}

/*
 * Begins a change.  Triggers queued in it fire at direct_end, when the change
 * is whole: a user's trigger may call our functions itself.
 */
Direct *
direct_begin(void)
{
	Direct	   *direct = palloc0(sizeof(Direct));

	direct->estate = CreateExecutorState();
	AfterTriggerBeginQuery();
	return direct;
}

/*
 * One of the tables, opened for writing for as long as the change lasts.
 */
Relation
direct_relation(Direct *direct, DirectId table)
{
	return opened(direct, table)->rel;
}

static DirectTable *
opened(Direct *direct, DirectId id)
{
	DirectTable *table = &direct->tables[id];

	if (table->rel != NULL)
		return table;
	table->rel = table_open(direct_relid(id), RowExclusiveLock);
	examine(id, table->rel);
	table->info = makeNode(ResultRelInfo);
	table->info->ri_RelationDesc = table->rel;
	table->locked = table_slot_create(table->rel, NULL);
	table->written = MakeSingleTupleTableSlot(RelationGetDescr(table->rel), &TTSOpsHeapTuple);
	return table;
}

/*
 * A HOT update needs no index, so they are opened when the first row is to get
 * entries.
 */
static void
open_indexes(DirectTable *table)
{
	if (!table->indexed)
		ExecOpenIndices(table->info, false);
	table->indexed = true;
}

/*
 * The locks stay until the transaction ends, as those on tables do: the next
 * call finds them held.
 */
static void
close_table(DirectTable *table)
{
	ExecDropSingleTupleTableSlot(table->locked);
	ExecDropSingleTupleTableSlot(table->written);
	for (int i = 0; i < table->info->ri_NumIndices; i++)
		index_close(table->info->ri_IndexRelationDescs[i], NoLock);
	table_close(table->rel, NoLock);
}

/*
 * What the definition of a table asks of us; refuses (0A000) what writing
 * below the executor would pass over.
 */
static DirectFacts *
examine(DirectId id, Relation rel)
{
	DirectFacts *fact = &facts[id];
	TupleConstr *constraints = RelationGetDescr(rel)->constr;

	if (fact->examined && fact->relid == RelationGetRelid(rel))
		return fact;
	fact->user_checks = false;
	for (int i = 0; constraints != NULL && i < constraints->num_check; i++)
		if (!own_check(constraints->check[i].ccname))
			fact->user_checks = true;
	fact->user_triggers = user_triggers(rel);
	fact->relid = RelationGetRelid(rel);
	fact->examined = true;
	return fact;
}

static bool
own_check(const char *name)
{
	for (int i = 0; i < lengthof(own_checks); i++)
		if (strcmp(name, own_checks[i]) == 0)
			return true;
	return false;
}

static bool
own_trigger(const Trigger *trigger)
{
	return strncmp(trigger->tgname, OWN_TRIGGER, strlen(OWN_TRIGGER)) == 0;
}

/*
 * Whether a user has put triggers on the table that we must fire; those that
 * we cannot fire (BEFORE, statement, transition tables) are refused by name
 * rather than silently passed over.
 */
static bool
user_triggers(Relation rel)
{
	bool		found = false;

	for (int i = 0; rel->trigdesc != NULL && i < rel->trigdesc->numtriggers; i++)
	{
		Trigger    *trigger = &rel->trigdesc->triggers[i];

		if (trigger->tgisinternal || own_trigger(trigger) ||
			trigger->tgenabled == TRIGGER_DISABLED)
			continue;
		if (!TRIGGER_FOR_ROW(trigger->tgtype) || !TRIGGER_FOR_AFTER(trigger->tgtype) ||
			trigger->tgoldtable != NULL || trigger->tgnewtable != NULL)
			ereport(ERROR,
					(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
					 errmsg("trigger \"%s\" on table \"%s\" is not supported",
							trigger->tgname, RelationGetRelationName(rel)),
					 errdetail("Stock functions fire AFTER ROW triggers without transition tables only."),
					 errhint("Make it an AFTER ROW trigger, or drop it.")));
		found = true;
	}
	return found;
}

/*
 * Locks a row that was found in this snapshot and returns a copy of its newest
 * version, or NULL if it is gone.  Above READ COMMITTED a row that has changed
 * since the snapshot is a serialization failure.
 */
HeapTuple
direct_lock(Direct *direct, DirectId id, ItemPointer tid, Snapshot snapshot,
			LockTupleMode mode)
{
	DirectTable *table = opened(direct, id);
	TM_FailureData failure;
	TM_Result	result;

	result = table_tuple_lock(table->rel, tid, snapshot, table->locked,
							  GetCurrentCommandId(false), mode, LockWaitBlock,
							  IsolationUsesXactSnapshot() ? 0 : TUPLE_LOCK_FLAG_FIND_LAST_VERSION,
							  &failure);
	if (result == TM_Ok)
		return ExecCopySlotHeapTuple(table->locked);
	if (result != TM_Deleted || IsolationUsesXactSnapshot())
		conflict(result, table->rel);
	return NULL;
}

/*
 * Replaces columns of a row and returns its new version.  The row cannot have
 * changed since it was read, because all changes meet the location's lock; a
 * change that went round it (replica role) is a serialization failure here,
 * not overwritten.
 */
HeapTuple
direct_update(Direct *direct, DirectId id, HeapTuple old, const Datum *values,
			  const bool *nulls, const bool *replace)
{
	DirectTable *table = opened(direct, id);
	HeapTuple	new = heap_modify_tuple(old, RelationGetDescr(table->rel),
										(Datum *) values, (bool *) nulls, (bool *) replace);
	IndexesToUpdate indexes = NO_INDEXES;
	LockTupleMode mode;
	TM_FailureData failure;
	TM_Result	result;

	ExecStoreHeapTuple(new, table->written, false);
	table->written->tts_tableOid = RelationGetRelid(table->rel);
	if (facts[id].user_checks)
		ExecConstraints(table->info, table->written, direct->estate);
	result = table_tuple_update(table->rel, &old->t_self, table->written,
								GetCurrentCommandId(true), GetActiveSnapshot(), InvalidSnapshot,
								true, &failure, &mode, &indexes);
	if (result != TM_Ok)
		conflict(result, table->rel);
	if (indexes != NO_INDEXES)
	{
		open_indexes(table);
		insert_index_entries(table->info, table->written, direct->estate, true, indexes);
	}
	if (facts[id].user_triggers)
	{
		table->info->ri_TrigDesc = triggers_to_fire(table->rel, false, old, new);
		ExecARUpdateTriggers(direct->estate, table->info, NULL, NULL, &old->t_self, NULL,
							 table->written, NIL, NULL, false);
		table->info->ri_TrigDesc = NULL;
	}
	ResetPerTupleExprContext(direct->estate);
	return new;
}

/*
 * Inserts rows of the given number of columns, all at once; columns that a
 * user has added get their defaults.
 */
void
direct_insert(Direct *direct, DirectId id, Datum **rows, bool **nulls,
			  int count, int columns)
{
	DirectTable *table = opened(direct, id);
	TupleDesc	desc = RelationGetDescr(table->rel);
	TupleTableSlot **slots = palloc(sizeof(TupleTableSlot *) * count);
	bool		foreign_keys = id == DIRECT_BATCH || id == DIRECT_RESERVATION;

	for (int i = 0; i < count; i++)
	{
		slots[i] = MakeSingleTupleTableSlot(desc, &TTSOpsVirtual);
		memcpy(slots[i]->tts_values, rows[i], sizeof(Datum) * columns);
		memcpy(slots[i]->tts_isnull, nulls[i], sizeof(bool) * columns);
		if (desc->natts > columns)
			fill_defaults(direct, table->rel, slots[i], columns);
		ExecStoreVirtualTuple(slots[i]);
		slots[i]->tts_tableOid = RelationGetRelid(table->rel);
		if (facts[id].user_checks)
			ExecConstraints(table->info, slots[i], direct->estate);
	}
	open_indexes(table);
	table_multi_insert(table->rel, slots, count, GetCurrentCommandId(true), 0, NULL);
	if (foreign_keys || facts[id].user_triggers)
		table->info->ri_TrigDesc = triggers_to_fire(table->rel, foreign_keys, NULL, NULL);
	for (int i = 0; i < count; i++)
	{
		insert_index_entries(table->info, slots[i], direct->estate, false, ALL_INDEXES);
		if (table->info->ri_TrigDesc != NULL)
			ExecARInsertTriggers(direct->estate, table->info, slots[i], NIL, NULL);
		ResetPerTupleExprContext(direct->estate);
		ExecDropSingleTupleTableSlot(slots[i]);
	}
	table->info->ri_TrigDesc = NULL;
	pfree(slots);
}

/*
 * Gives the columns behind ours their defaults, as INSERT would.
 */
static void
fill_defaults(Direct *direct, Relation rel, TupleTableSlot *slot, int from)
{
	for (int i = from; i < slot->tts_tupleDescriptor->natts; i++)
	{
		Node	   *expr = TupleDescAttr(slot->tts_tupleDescriptor, i)->attisdropped ?
			NULL : build_column_default(rel, i + 1);

		slot->tts_isnull[i] = true;
		slot->tts_values[i] = (Datum) 0;
		if (expr != NULL)
			slot->tts_values[i] = ExecEvalExpr(ExecPrepareExpr((Expr *) expr, direct->estate),
											   CreateStandaloneExprContext(),
											   &slot->tts_isnull[i]);
	}
}

/*
 * The table's triggers without ours, with the foreign keys' only where they
 * are to be asked, and those of single columns only where one has changed.
 */
static TriggerDesc *
triggers_to_fire(Relation rel, bool foreign_keys, HeapTuple old, HeapTuple new)
{
	TriggerDesc *desc = CopyTriggerDesc(rel->trigdesc);
	int			kept = 0;

	for (int i = 0; desc != NULL && i < desc->numtriggers; i++)
	{
		Trigger    *trigger = &desc->triggers[i];

		if (trigger->tgisinternal ? !foreign_keys : own_trigger(trigger))
			continue;
		if (old != NULL && !column_changed(trigger, RelationGetDescr(rel), old, new))
			continue;
		desc->triggers[kept] = *trigger;
		desc->triggers[kept++].tgnattr = 0; /* asked already */
	}
	if (kept == 0)
		return NULL;
	desc->numtriggers = kept;
	return desc;
}

/*
 * Whether a trigger of single columns (UPDATE OF) has one that changed.  We
 * have no SET list, so the values decide.
 */
static bool
column_changed(const Trigger *trigger, TupleDesc desc, HeapTuple old, HeapTuple new)
{
	for (int i = 0; i < trigger->tgnattr; i++)
	{
		int			attnum = trigger->tgattr[i];
		Form_pg_attribute att = TupleDescAttr(desc, attnum - 1);
		bool		was_null,
					is_null;
		Datum		was = heap_getattr(old, attnum, desc, &was_null);
		Datum		is = heap_getattr(new, attnum, desc, &is_null);

		if (was_null != is_null ||
			(!is_null && !datumIsEqual(was, is, att->attbyval, att->attlen)))
			return true;
	}
	return trigger->tgnattr == 0;
}

/*
 * Fires what is queued and closes the tables.
 */
void
direct_end(Direct *direct)
{
	EState	   *estate = direct->estate;

	CommandCounterIncrement();
	AfterTriggerEndQuery(estate);
	for (int i = 0; i < DIRECT_TABLES; i++)
		if (direct->tables[i].rel != NULL)
			close_table(&direct->tables[i]);
	ExecCloseResultRelations(estate);
	ExecResetTupleTable(estate->es_tupleTable, false);
	FreeExecutorState(estate);
	pfree(direct);
}

/*
 * Says why a row could not be locked or changed.
 */
static void
conflict(TM_Result result, Relation rel)
{
	if (result == TM_Updated || result == TM_Deleted)
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("could not serialize access due to concurrent update"),
				 errhint("Run the transaction again.")));
	elog(ERROR, "unexpected result %d on a row of \"%s\"",
		 (int) result, RelationGetRelationName(rel));
}
