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
#include "executor/nodeModifyTable.h"
#include "miscadmin.h"
#include "optimizer/optimizer.h"
#include "rewrite/rewriteHandler.h"
#include "tables.h"
#include "utils/datum.h"
#include "utils/fmgroids.h"
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
	bool		user_checks;	/* has CHECK or NOT NULL constraints that are not ours */
	bool		user_generated; /* has generated columns that are not ours */
	bool		user_triggers;	/* has after-row triggers that are not ours */
} DirectFacts;

/*
 * A table opened for writing.  It keeps its facts, because what the session
 * remembers may be forgotten while the call lasts (VACUUM suffices); the lock
 * on the table keeps them true.
 */
typedef struct DirectTable
{
	Relation	rel;			/* NULL: not opened */
	DirectFacts facts;
	int			columns;		/* ours; what stands behind them is a user's */
	ExprState **defaults;		/* of the columns behind ours; made when needed */
	ResultRelInfo *info;
	bool		indexed;		/* info has the indexes */
	TupleTableSlot *locked;
	TupleTableSlot *written;
} DirectTable;

/* The identity under which the tables are written. */
typedef struct DirectOwner
{
	Oid			role;
	int			context;
} DirectOwner;

struct Direct
{
	EState	   *estate;
	Oid			role;			/* whom a user's code runs as */
	int			context;
	DirectTable tables[DIRECT_TABLES];
	DirectScan	scans[DIRECT_IDS - DIRECT_TABLES];	/* of indexes */
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
	[DIRECT_GRANT_KEY] = "tenant_grant_tenant_id_role_name_key",
	[DIRECT_MOVEMENT_SEQUENCE] = "stock_movement_id_seq",
	[DIRECT_BATCH_SEQUENCE] = "batch_id_seq",
	[DIRECT_RESERVATION_SEQUENCE] = "stock_reservation_id_seq",
	[DIRECT_SALE_SEQUENCE] = "sale_id_seq",
	[DIRECT_SALE_ITEM_SEQUENCE] = "sale_item_id_seq",
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

/* How many columns the install script gives the tables that we write. */
static const int own_columns[DIRECT_TABLES] = {
	[DIRECT_BATCH] = Natts_batch,
	[DIRECT_LOCATION] = Natts_location,
	[DIRECT_MOVEMENT] = Natts_movement,
	[DIRECT_RESERVATION] = Natts_reservation,
	[DIRECT_AUDIT] = Natts_audit,
};

/* Their columns that may be null, as bits; all others are NOT NULL. */
#define COLUMN(attnum) (1 << ((attnum) - 1))
static const int own_nullable[DIRECT_TABLES] = {
	[DIRECT_BATCH] = COLUMN(Anum_batch_expiry_date),
	[DIRECT_MOVEMENT] = COLUMN(Anum_movement_reason) |
	COLUMN(Anum_movement_reference_id) | COLUMN(Anum_movement_sale_item_id),
	[DIRECT_RESERVATION] = COLUMN(Anum_reservation_sale_item_id) |
	COLUMN(Anum_reservation_released_at),
	[DIRECT_AUDIT] = COLUMN(Anum_audit_sale_id) | COLUMN(Anum_audit_sale_item_id) |
	COLUMN(Anum_audit_customer_id) | COLUMN(Anum_audit_payment_id) |
	COLUMN(Anum_audit_refund_id) | COLUMN(Anum_audit_ip_address) |
	COLUMN(Anum_audit_user_agent) | COLUMN(Anum_audit_event_data) |
	COLUMN(Anum_audit_description),
};

/* Our own triggers' names begin so. */
#define OWN_TRIGGER "primeinv_"

static DirectFacts facts[DIRECT_IDS];
static Oid	seen[DIRECT_IDS];	/* last known OIDs, see direct_is */

static void forget_facts(Datum arg, Oid relid);
static DirectOwner leave_owner(const Direct *direct);
static void resume_owner(DirectOwner owner);
static void close_scan(DirectScan *scan);
static void open_indexes(DirectTable *table);
static void close_table(DirectTable *table);
static DirectFacts *examine(DirectId id, Relation rel);
static bool own_check(const char *name);
static void examine_column(DirectFacts *fact, DirectId id, Form_pg_attribute column);
static bool to_fire(const Trigger *trigger, bool foreign_keys, List *recheck);
static bool user_triggers(Relation rel);
static DirectTable *opened(Direct *direct, DirectId id);
static HeapTuple modified(DirectTable *table, HeapTuple old, const Datum *values,
						  const bool *nulls, const bool *replace);
static void keep_rules(Direct *direct, DirectTable *table, TupleTableSlot *slot);
static List *index_row(Direct *direct, DirectTable *table, TupleTableSlot *slot, bool update,
					   IndexesToUpdate indexes);
static void queue_triggers(Direct *direct, DirectTable *table, TupleTableSlot *slot,
						   HeapTuple old, HeapTuple new, List *recheck, bool foreign_keys);
static TriggerDesc *triggers_to_fire(Relation rel, bool foreign_keys, List *recheck,
									 HeapTuple old, HeapTuple new);
static bool column_changed(const Trigger *trigger, TupleDesc desc, HeapTuple old, HeapTuple new);
static void fill_defaults(Direct *direct, DirectTable *table, TupleTableSlot *slot);
static void prepare_defaults(Direct *direct, DirectTable *table);
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
	CommandCounterIncrement();
	return RegisterSnapshot(IsolationUsesXactSnapshot() ?
							GetTransactionSnapshot() : GetLatestSnapshot());
}

/*
 * Starts a scan of an index in its order.  The locks on relations stay until
 * the transaction ends, as the executor's do.
 */
DirectScan *
direct_scan_begin(Direct *direct, DirectId table, DirectId index,
				  Snapshot snapshot, ScanKey keys, int nkeys)
{
	DirectScan *scan = direct != NULL ? &direct->scans[index - DIRECT_TABLES] :
		palloc0(sizeof(DirectScan));

	if (scan->rel == NULL)
	{
		scan->kept = direct != NULL;
		scan->rel = scan->kept ? opened(direct, table)->rel :
			table_open(direct_relid(table), AccessShareLock);
		scan->index = index_open(direct_relid(index), AccessShareLock);
		scan->slot = table_slot_create(scan->rel, NULL);
	}
	if (scan->scan != NULL &&
		(scan->scan->xs_snapshot != snapshot || scan->scan->numberOfKeys != nkeys))
	{
		index_endscan(scan->scan);
		scan->scan = NULL;
	}
	if (scan->scan == NULL)
		scan->scan = begin_index_scan(scan->rel, scan->index, snapshot, nkeys);
	index_rescan(scan->scan, keys, nkeys, NULL, 0);
	return scan;
}

bool
direct_scan_next(DirectScan *scan)
{
	return index_getnext_slot(scan->scan, ForwardScanDirection, scan->slot);
}

/*
 * A kept scan lets go of its pages only.
 */
void
direct_scan_end(DirectScan *scan)
{
	if (scan->kept)
	{
		ExecClearTuple(scan->slot);
		index_rescan(scan->scan, NULL, scan->scan->numberOfKeys, NULL, 0);
		return;
	}
	close_scan(scan);
	table_close(scan->rel, NoLock);
	pfree(scan);
}

static void
close_scan(DirectScan *scan)
{
	index_endscan(scan->scan);
	ExecDropSingleTupleTableSlot(scan->slot);
	index_close(scan->index, NoLock);
}

/*
 * A copy of the one row with these keys, or NULL.  *desc may be NULL; it is
 * the relation's own, good while the relation is not changed.
 */
HeapTuple
direct_fetch(Direct *direct, DirectId table, DirectId index, Snapshot snapshot,
			 ScanKey keys, int nkeys, TupleDesc *desc)
{
	DirectScan *scan = direct_scan_begin(direct, table, index, snapshot, keys, nkeys);
	HeapTuple	tuple = NULL;

	if (direct_scan_next(scan))
		tuple = ExecCopySlotHeapTuple(scan->slot);
	if (desc != NULL)
		*desc = RelationGetDescr(scan->rel);
	direct_scan_end(scan);
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
	GetUserIdAndSecContext(&direct->role, &direct->context);
	AfterTriggerBeginQuery();
	return direct;
}

void
direct_caller(Direct *direct, Oid role, int context)
{
	direct->role = role;
	direct->context = context;
}

/*
 * Triggers, defaults, checks and index expressions that a user has put on our
 * tables run with the caller's rights, as in an INSERT of the caller's: with
 * the owner's they would lend them to whatever the caller's search_path leads
 * to.  leave_owner returns what resume_owner takes; an error restores the
 * identity by itself.
 */
static DirectOwner
leave_owner(const Direct *direct)
{
	DirectOwner owner;

	GetUserIdAndSecContext(&owner.role, &owner.context);
	SetUserIdAndSecContext(direct->role, direct->context);
	return owner;
}

static void
resume_owner(DirectOwner owner)
{
	SetUserIdAndSecContext(owner.role, owner.context);
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
	table->facts = *examine(id, table->rel);
	table->columns = own_columns[id];
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
	{
		end_index_inserts(table->info->ri_IndexRelationDescs[i], table->info->ri_IndexRelationInfo[i]);
		index_close(table->info->ri_IndexRelationDescs[i], NoLock);
	}
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
	TupleDesc	desc = RelationGetDescr(rel);
	TupleConstr *constraints = desc->constr;

	if (fact->examined && fact->relid == RelationGetRelid(rel))
		return fact;
	fact->user_checks = false;
	fact->user_generated = false;
	for (int i = 0; constraints != NULL && i < constraints->num_check; i++)
		if (!own_check(constraints->check[i].ccname))
			fact->user_checks = true;
	for (int i = 0; i < desc->natts; i++)
		examine_column(fact, id, TupleDescAttr(desc, i));
	fact->user_triggers = user_triggers(rel);
	fact->relid = RelationGetRelid(rel);
	fact->examined = true;
	return fact;
}

/*
 * A user may have made one of our columns NOT NULL, or added columns.
 */
static void
examine_column(DirectFacts *fact, DirectId id, Form_pg_attribute column)
{
	bool		added = column->attnum > own_columns[id];

	if (column->attisdropped)
		return;
	if (column->attnotnull && (added || (own_nullable[id] & COLUMN(column->attnum)) != 0))
		fact->user_checks = true;
	if (added && column->attgenerated == ATTRIBUTE_GENERATED_STORED)
		fact->user_generated = true;
}

static bool
own_check(const char *name)
{
	for (int i = 0; i < lengthof(own_checks); i++)
		if (strcmp(name, own_checks[i]) == 0)
			return true;
	return false;
}

/*
 * Whether a trigger is to fire: a user's; a foreign key's where nothing
 * vouches for the row that it refers to, or where it leads out of our schema;
 * that of a deferrable unique constraint whose index found a likely double.
 * Keys of ours that others refer to never change.
 */
static bool
to_fire(const Trigger *trigger, bool foreign_keys, List *recheck)
{
	if (!trigger->tgisinternal)
		return strncmp(trigger->tgname, OWN_TRIGGER, strlen(OWN_TRIGGER)) != 0;
	if (trigger->tgfoid == F_UNIQUE_KEY_RECHECK)
		return list_member_oid(recheck, trigger->tgconstrindid);
	if (RI_FKey_trigger_type(trigger->tgfoid) != RI_TRIGGER_FK)
		return false;
	return foreign_keys || get_rel_namespace(trigger->tgconstrrelid) !=
		get_namespace_oid(PRIMEINV_SCHEMA, false);
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

	if (rel->rd_rules != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("rules on table \"%s\" are not supported", RelationGetRelationName(rel)),
				 errdetail("Stock functions write the table below the rule system."),
				 errhint("Make it an AFTER ROW trigger, or drop it.")));
	for (int i = 0; rel->trigdesc != NULL && i < rel->trigdesc->numtriggers; i++)
	{
		Trigger    *trigger = &rel->trigdesc->triggers[i];

		if (trigger->tgenabled == TRIGGER_DISABLED ||
			!to_fire(trigger, false, NIL))
			continue;
		if (!trigger->tgisinternal &&
			(!TRIGGER_FOR_ROW(trigger->tgtype) || !TRIGGER_FOR_AFTER(trigger->tgtype) ||
			 trigger->tgoldtable != NULL || trigger->tgnewtable != NULL))
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
 * Locks a row that was found in this snapshot and returns its newest version,
 * good until the next lock in this table, or NULL if it is gone.  Above READ
 * COMMITTED a row that has changed since the snapshot is a serialization
 * failure.
 */
TupleTableSlot *
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
		return table->locked;
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
	HeapTuple	new = modified(table, old, values, nulls, replace);
	IndexesToUpdate indexes = NO_INDEXES;
	List	   *recheck = NIL;
	LockTupleMode mode;
	TM_FailureData failure;
	TM_Result	result;

	ExecStoreHeapTuple(new, table->written, false);
	keep_rules(direct, table, table->written);
	result = table_tuple_update(table->rel, &old->t_self, table->written,
								GetCurrentCommandId(true), GetActiveSnapshot(), InvalidSnapshot,
								true, &failure, &mode, &indexes);
	if (result != TM_Ok)
		conflict(result, table->rel);
	if (indexes != NO_INDEXES)
		recheck = index_row(direct, table, table->written, true, indexes);
	if (table->facts.user_generated)
		new = ExecCopySlotHeapTuple(table->written);
	new->t_self = table->written->tts_tid;
	queue_triggers(direct, table, table->written, old, new, recheck, false);
	ResetPerTupleExprContext(direct->estate);
	return new;
}

/*
 * The row with columns of ours replaced.
 */
static HeapTuple
modified(DirectTable *table, HeapTuple old, const Datum *values,
		 const bool *nulls, const bool *replace)
{
	TupleDesc	desc = RelationGetDescr(table->rel);
	Datum	   *all_values = (Datum *) values;
	bool	   *all_nulls = (bool *) nulls;
	bool	   *all_replace = (bool *) replace;

	if (desc->natts > table->columns)
	{
		all_values = palloc0(sizeof(Datum) * desc->natts);
		all_nulls = palloc0(sizeof(bool) * desc->natts);
		all_replace = palloc0(sizeof(bool) * desc->natts);
		memcpy(all_values, values, sizeof(Datum) * table->columns);
		memcpy(all_nulls, nulls, sizeof(bool) * table->columns);
		memcpy(all_replace, replace, sizeof(bool) * table->columns);
	}
	return heap_modify_tuple(old, desc, all_values, all_nulls, all_replace);
}

/*
 * What a user's definition asks of a row before it is written: generated
 * columns worked out, constraints met.
 */
static void
keep_rules(Direct *direct, DirectTable *table, TupleTableSlot *slot)
{
	DirectOwner owner;

	slot->tts_tableOid = RelationGetRelid(table->rel);
	if (!table->facts.user_generated && !table->facts.user_checks)
		return;
	owner = leave_owner(direct);
	if (table->facts.user_generated)
		ExecComputeStoredGenerated(table->info, direct->estate, slot, CMD_INSERT);
	slot->tts_tableOid = RelationGetRelid(table->rel);
	if (table->facts.user_checks)
		ExecConstraints(table->info, slot, direct->estate);
	resume_owner(owner);
}

/*
 * Makes a row's index entries; returns the deferrable indexes that are to be
 * looked at again.
 */
static List *
index_row(Direct *direct, DirectTable *table, TupleTableSlot *slot, bool update,
		  IndexesToUpdate indexes)
{
	DirectOwner owner;
	List	   *recheck;

	open_indexes(table);
	owner = leave_owner(direct);
	recheck = insert_index_entries(table->info, slot, direct->estate, update, indexes);
	resume_owner(owner);
	return recheck;
}

/*
 * Queues the after-row triggers of a row that was updated or, with old NULL,
 * inserted.
 */
static void
queue_triggers(Direct *direct, DirectTable *table, TupleTableSlot *slot,
			   HeapTuple old, HeapTuple new, List *recheck, bool foreign_keys)
{
	ResultRelInfo *info = table->info;
	MemoryContext context;
	DirectOwner owner;

	if (!table->facts.user_triggers && !foreign_keys && recheck == NIL)
		return;
	context = MemoryContextSwitchTo(GetPerTupleMemoryContext(direct->estate));
	info->ri_TrigDesc = triggers_to_fire(table->rel, foreign_keys, recheck, old, new);
	if (info->ri_TrigDesc != NULL)
		info->ri_TrigWhenExprs = palloc0(sizeof(ExprState *) * info->ri_TrigDesc->numtriggers);
	MemoryContextSwitchTo(context);
	if (info->ri_TrigDesc == NULL)
		return;
	owner = leave_owner(direct);
	if (old == NULL)
		ExecARInsertTriggers(direct->estate, info, slot, recheck, NULL);
	else
		ExecARUpdateTriggers(direct->estate, info, NULL, NULL, &old->t_self, NULL,
							 slot, recheck, NULL, false);
	resume_owner(owner);
	info->ri_TrigDesc = NULL;
	info->ri_TrigWhenExprs = NULL;
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

	Assert(columns == table->columns);
	for (int i = 0; i < count; i++)
	{
		slots[i] = MakeSingleTupleTableSlot(desc, &TTSOpsVirtual);
		memcpy(slots[i]->tts_values, rows[i], sizeof(Datum) * columns);
		memcpy(slots[i]->tts_isnull, nulls[i], sizeof(bool) * columns);
		if (desc->natts > columns)
			fill_defaults(direct, table, slots[i]);
		ExecStoreVirtualTuple(slots[i]);
		keep_rules(direct, table, slots[i]);
	}
	table_multi_insert(table->rel, slots, count, GetCurrentCommandId(true), 0, NULL);
	for (int i = 0; i < count; i++)
	{
		List	   *recheck = index_row(direct, table, slots[i], false, ALL_INDEXES);

		queue_triggers(direct, table, slots[i], NULL, NULL, recheck, foreign_keys);
		ResetPerTupleExprContext(direct->estate);
		ExecDropSingleTupleTableSlot(slots[i]);
	}
	pfree(slots);
}

/*
 * Gives the columns behind ours their defaults, as INSERT would.
 */
static void
fill_defaults(Direct *direct, DirectTable *table, TupleTableSlot *slot)
{
	TupleDesc	desc = slot->tts_tupleDescriptor;
	ExprContext *context = GetPerTupleExprContext(direct->estate);
	DirectOwner owner = leave_owner(direct);

	if (table->defaults == NULL)
		prepare_defaults(direct, table);
	for (int i = table->columns; i < desc->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(desc, i);
		ExprState  *expr = table->defaults[i - table->columns];

		slot->tts_isnull[i] = true;
		slot->tts_values[i] = (Datum) 0;
		if (expr != NULL)
			slot->tts_values[i] = ExecEvalExprSwitchContext(expr, context, &slot->tts_isnull[i]);
		if (!slot->tts_isnull[i])
			slot->tts_values[i] = datumCopy(slot->tts_values[i], column->attbyval, column->attlen);
	}
	resume_owner(owner);
	ResetPerTupleExprContext(direct->estate);
}

static void
prepare_defaults(Direct *direct, DirectTable *table)
{
	TupleDesc	desc = RelationGetDescr(table->rel);

	table->defaults = palloc0(sizeof(ExprState *) * (desc->natts - table->columns));
	for (int i = table->columns; i < desc->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(desc, i);
		Node	   *expr = column->attisdropped || column->attgenerated != '\0' ?
			NULL : build_column_default(table->rel, column->attnum);

		if (expr != NULL)
			table->defaults[i - table->columns] = ExecPrepareExpr((Expr *) expr, direct->estate);
	}
}

/*
 * The table's triggers that are to fire, those of single columns only where
 * one has changed.
 */
static TriggerDesc *
triggers_to_fire(Relation rel, bool foreign_keys, List *recheck, HeapTuple old, HeapTuple new)
{
	TriggerDesc *desc = CopyTriggerDesc(rel->trigdesc);
	int			kept = 0;

	for (int i = 0; desc != NULL && i < desc->numtriggers; i++)
	{
		Trigger    *trigger = &desc->triggers[i];

		if (!to_fire(trigger, foreign_keys, recheck))
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
	DirectOwner owner;

	CommandCounterIncrement();
	owner = leave_owner(direct);
	AfterTriggerEndQuery(estate);
	resume_owner(owner);
	for (int i = 0; i < lengthof(direct->scans); i++)
		if (direct->scans[i].rel != NULL)
			close_scan(&direct->scans[i]);
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
	if (result == TM_SelfModified)
		ereport(ERROR,
				(errcode(ERRCODE_TRIGGERED_DATA_CHANGE_VIOLATION),
				 errmsg("a row of \"%s\" was changed by the statement that calls",
						RelationGetRelationName(rel)),
				 errhint("Change stock by functions alone, or in another statement.")));
	elog(ERROR, "unexpected result %d on a row of \"%s\"",
		 (int) result, RelationGetRelationName(rel));
}
