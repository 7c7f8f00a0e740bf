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
 * That is for tables as the install script made them.  What is ours on them
 * needs no asking: CHECKs and generated columns hold by our own code, and so do
 * foreign keys, because callers hold a row locked that vouches for them: a
 * batch has the same as its location, a movement as its batch.  An inserted
 * reservation is the exception, and fires them.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/genam.h"
#include "access/heapam.h"
#include "access/heaptoast.h"
#include "access/htup_details.h"
#include "access/relscan.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/index.h"
#include "catalog/namespace.h"
#include "catalog/pg_am.h"
#include "catalog/pg_trigger.h"
#include "catalog/pg_type.h"
#include "commands/sequence.h"
#include "commands/trigger.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "base/direct.h"
#include "base/direct_append.h"
#include "base/executor.h"
#include "base/identity.h"
#include "base/direct_recall.h"
#include "base/direct_room.h"
#include "base/table.h"
#include "base/tables.h"

/* So many rows are inserted at once. */
#define ROWS_AT_ONCE	1000

/* A table opened for writing. */
typedef struct DirectTable
{
	Relation	rel;			/* NULL: not opened */
	bool		ours;			/* exactly the install script's */
	const TableLayout *layout;	/* NULL: our columns are the first */
	int			columns;		/* ours; what stands behind them is a user's */
	ResultRelInfo *info;
	bool		indexed;		/* info has the indexes */
	TupleTableSlot *written;	/* a row's new version; NULL: none yet */
	TupleTableSlot **slots;		/* for rows to insert */
	int			nslots;
	TupleDesc	desc;			/* of all of them but the first */
	Executor   *executor;		/* where it is not ours */
} DirectTable;

/* A row to insert and its key in an index. */
typedef struct KeyedSlot
{
	int64		key;
	int			at;				/* its number among the rows */
} KeyedSlot;

struct Direct
{
	MemoryContext memory;		/* as long as it lives */
	EState	   *estate;
	DirectTable tables[DIRECT_TABLES];
	DirectScan *scans[DIRECT_IDS - DIRECT_TABLES];	/* of indexes; NULL: not
													 * asked yet */
};

static const char *const names[DIRECT_IDS] = {
	[DIRECT_BATCH] = "batch",
	[DIRECT_LOCATION] = "location_stock",
	[DIRECT_MOVEMENT] = "stock_movement",
	[DIRECT_RESERVATION] = "stock_reservation",
	[DIRECT_AUDIT] = "audit_log",
	[DIRECT_SALE] = "sale",
	[DIRECT_SALE_ITEM] = "sale_item",
	[DIRECT_PAYMENT] = "payment",
	[DIRECT_RECEIPT] = "receipt_counter",
	[DIRECT_OUTLET] = "outlet",
	[DIRECT_PRODUCT] = "product",
	[DIRECT_VARIATION] = "variation",
	[DIRECT_GRANT] = "tenant_grant",
	[DIRECT_OUTLET_VARIATION] = "outlet_variation",
	[DIRECT_UNIT] = "variation_unit",
	[DIRECT_TILL] = "till_session",
	[DIRECT_TENANT] = "tenant",
	[DIRECT_BATCH_PKEY] = "batch_pkey",
	[DIRECT_BATCH_PICK] = "batch_pick",
	[DIRECT_BATCH_NUMBER] = "batch_outlet_id_variation_id_batch_number_key",
	[DIRECT_LOCATION_KEY] = "location_stock_outlet_id_variation_id_key",
	[DIRECT_RESERVATION_PKEY] = "stock_reservation_pkey",
	[DIRECT_RESERVATION_EXPIRY] = "stock_reservation_expiry",
	[DIRECT_RESERVATION_CART] = "stock_reservation_cart",
	[DIRECT_RESERVATION_SALE_ITEM] = "stock_reservation_sale_item",
	[DIRECT_RECEIPT_KEY] = "receipt_counter_outlet_id_day_key",
	[DIRECT_OUTLET_PKEY] = "outlet_pkey",
	[DIRECT_PRODUCT_PKEY] = "product_pkey",
	[DIRECT_VARIATION_PKEY] = "variation_pkey",
	[DIRECT_GRANT_KEY] = "tenant_grant_tenant_id_role_name_key",
	[DIRECT_OUTLET_VARIATION_KEY] = "outlet_variation_outlet_id_variation_id_key",
	[DIRECT_UNIT_KEY] = "variation_unit_variation_id_unit_key",
	[DIRECT_TILL_ACTOR] = "till_session_actor",
	[DIRECT_TENANT_PKEY] = "tenant_pkey",
	[DIRECT_SALE_PKEY] = "sale_pkey",
	[DIRECT_MOVEMENT_SEQUENCE] = "stock_movement_id_seq",
	[DIRECT_BATCH_SEQUENCE] = "batch_id_seq",
	[DIRECT_RESERVATION_SEQUENCE] = "stock_reservation_id_seq",
	[DIRECT_SALE_SEQUENCE] = "sale_id_seq",
	[DIRECT_SALE_ITEM_SEQUENCE] = "sale_item_id_seq",
	[DIRECT_PAYMENT_SEQUENCE] = "payment_id_seq",
	[DIRECT_AUDIT_SEQUENCE] = "audit_log_id_seq",
};

/* How many columns are ours, of the tables that are written or locked directly. */
static const int own_columns[DIRECT_TABLES] = {
	[DIRECT_BATCH] = Natts_batch,
	[DIRECT_LOCATION] = Natts_location,
	[DIRECT_MOVEMENT] = Natts_movement,
	[DIRECT_RESERVATION] = Natts_reservation,
	[DIRECT_AUDIT] = Natts_audit,
	[DIRECT_SALE] = Natts_sale,
	[DIRECT_SALE_ITEM] = Natts_sale_item,
	[DIRECT_PAYMENT] = Natts_payment,
	[DIRECT_RECEIPT] = Natts_receipt,
	[DIRECT_TILL] = Natts_till,
};

/*
 * Rows that are looked up by their whole key again and again, and whose places
 * are therefore remembered: the columns of the key.
 */
static const AttrNumber unique_columns[DIRECT_IDS][2] = {
	[DIRECT_BATCH_PKEY] = {Anum_batch_id},
	[DIRECT_LOCATION_KEY] = {Anum_location_outlet_id, Anum_location_variation_id},
	[DIRECT_RECEIPT_KEY] = {Anum_receipt_outlet_id, Anum_receipt_day},
	[DIRECT_TENANT_PKEY] = {Anum_tenant_id},
	[DIRECT_PRODUCT_PKEY] = {Anum_product_id},
	[DIRECT_VARIATION_PKEY] = {Anum_variation_id},
	[DIRECT_OUTLET_VARIATION_KEY] = {Anum_outlet_variation_outlet_id, Anum_outlet_variation_variation_id},
};

static Oid	known[DIRECT_IDS];	/* until the relation changes */
static Oid	seen[DIRECT_IDS];	/* last known OIDs, see direct_is */

static void forget(Datum arg, Oid relid);
static void close_scan(DirectScan *scan);
static void open_indexes(Direct *direct, DirectTable *table);
static void close_table(DirectTable *table);
static DirectTable *opened(Direct *direct, DirectId id);
static DirectScan *kept_scan(Direct *direct, DirectId index);
static void open_scan(Direct *direct, DirectScan *scan, DirectId table, DirectId index);
static RecallKey unique_key(DirectId index, const TableLayout *layout, ScanKey keys, int nkeys);
static bool next_row(DirectScan *scan);
static bool next_by_index(DirectScan *scan);
static void begin_index(DirectScan *scan);
static bool find_by_index(DirectScan *scan);
static Oid	find_relation(DirectId id);
static TupleTableSlot *find_and_lock(Direct *direct, DirectId table, DirectId index, Snapshot snapshot,
									 ScanKey keys, int nkeys, LockTupleMode mode);
static bool lock_at(DirectScan *scan, ItemPointer tid, LockTupleMode mode);
static TupleTableSlot *new_version(Direct *direct, DirectTable *table, HeapTuple new);
static HeapTuple modified(DirectTable *table, HeapTuple old, const Datum *values,
						  const bool *nulls, const bool *replace);
static HeapTuple update_own(Direct *direct, DirectId id, HeapTuple old, HeapTuple new);
static HeapTuple update_changed(DirectTable *table, DirectId id, HeapTuple old, const Datum *values,
								const bool *nulls, const bool *replace);
static Executor *executor_of(DirectTable *table, DirectId id);
static void store_row(TupleTableSlot *slot, const Datum *values, const bool *nulls, int columns);
static void insert_own(Direct *direct, DirectTable *table, Datum **rows, bool **nulls,
					   int count, bool foreign_keys);
static TupleTableSlot **insert_slots(Direct *direct, DirectTable *table, int count);
static void index_rows(Direct *direct, DirectTable *table, int number, TupleTableSlot **slots, int count);
static bool may_append(Direct *direct, Relation index, IndexInfo *info, TupleTableSlot **slots, int count);
static bool index_row(Direct *direct, DirectTable *table, int number, IndexUniqueCheck check,
					  TupleTableSlot *last, TupleTableSlot *slot);
static bool has_primary_key(const ResultRelInfo *info, int number);
static TupleTableSlot **in_order(const IndexInfo *info, TupleTableSlot **slots, int count);
static int64 key_of(const TupleTableSlot *slot, int column);
static int	key_order(const void *a, const void *b);
static bool is_summarized(Relation index, const IndexInfo *info, TupleTableSlot *last, TupleTableSlot *slot);
static void index_version(Direct *direct, DirectTable *table, HeapTuple old, TupleTableSlot *slot);
static bool index_has(Direct *direct, IndexInfo *info, TupleTableSlot *slot);
static AttrNumber not_null_column(List *predicate);
static void queue_foreign_keys(Direct *direct, DirectTable *table, TupleTableSlot *slot);
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
		CacheRegisterRelcacheCallback(forget, (Datum) 0);
		registered = true;
	}
	if (!OidIsValid(known[id]))
		known[id] = seen[id] = find_relation(id);
	return known[id];
}

/*
 * The first look of a session, and each after a change: the moment to see that
 * the library and what it finds belong together.
 */
static Oid
find_relation(DirectId id)
{
	Oid			relid = get_relname_relid(names[id], get_namespace_oid(PRIMEINV_SCHEMA, false));

	if (!OidIsValid(relid))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation \"%s.%s\" does not exist", PRIMEINV_SCHEMA, names[id]),
				 errdetail("The stock functions reach it directly, by its name."),
				 errhint("The extension's own tables and indexes must keep their names.")));
	table_check_version();
	if (id >= DIRECT_TABLES && id < DIRECT_MOVEMENT_SEQUENCE)
		table_check_index(relid);
	return relid;
}

/*
 * Whether this is the relation, without looking at the catalogs: for relcache
 * callbacks, which may not.  OIDs stay in seen[] when they are forgotten.
 */
bool
direct_is(DirectId id, Oid relid)
{
	return seen[id] == relid;
}

/*
 * Relcache callback: it comes at any moment, also in the middle of a change,
 * so it only drops what is remembered.  An invalid OID stands for every
 * relation.  An OID that is forgotten already counts all the same: its table may
 * have been looked at since, while it was open.
 */
static void
forget(Datum arg, Oid relid)
{
	for (int i = 0; i < DIRECT_IDS; i++)
	{
		if (OidIsValid(relid) && seen[i] != relid)
			continue;
		known[i] = InvalidOid;
		if (i < DIRECT_TABLES)
			table_forget(i);
	}
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
	DirectScan *scan = direct != NULL ? kept_scan(direct, index) : palloc0(sizeof(DirectScan));

	if (scan->rel == NULL)
		open_scan(direct, scan, table, index);
	scan->snapshot = snapshot;
	scan->keys = keys;
	scan->nkeys = nkeys;
	direct_scan_again(scan);
	return scan;
}

/*
 * Tables and indexes stay open, so that one look-up a line costs no more than
 * that.
 */
void
direct_scan_again(DirectScan *scan)
{
	scan->key = unique_key(scan->id, scan->layout, scan->keys, scan->nkeys);
	scan->begun = false;
	scan->passed = 0;
	ItemPointerSetInvalid(&scan->hint);
}

/*
 * Made when it is first asked for: most calls ask few of the indexes.
 */
static DirectScan *
kept_scan(Direct *direct, DirectId index)
{
	DirectScan **scan = &direct->scans[index - DIRECT_TABLES];

	if (*scan == NULL)
		*scan = MemoryContextAllocZero(direct->memory, sizeof(DirectScan));
	return *scan;
}

/*
 * A kept scan shares the table with its Direct.
 */
static void
open_scan(Direct *direct, DirectScan *scan, DirectId table, DirectId index)
{
	MemoryContext before;

	scan->id = index;
	scan->kept = direct != NULL;
	scan->memory = scan->kept ? direct->memory : CurrentMemoryContext;
	if (scan->kept)
		scan->rel = opened(direct, table)->rel;
	else
	{
		scan->rel = table_open(direct_relid(table), AccessShareLock);
		(void) table_is_ours(table, scan->rel);
	}
	scan->layout = table_layout(table);
	before = MemoryContextSwitchTo(scan->memory);
	scan->row = table_slot_create(scan->rel, NULL);
	scan->slot = scan->layout == NULL ? scan->row : layout_slot(scan->layout);
	MemoryContextSwitchTo(before);
}

/*
 * The whole key of one row, where it is worth remembering where that lies.
 */
static RecallKey
unique_key(DirectId index, const TableLayout *layout, ScanKey keys, int nkeys)
{
	RecallKey	key = {.index = index};

	while (key.columns < lengthof(key.attributes) && unique_columns[index][key.columns] != 0)
	{
		key.attributes[key.columns] = layout_place(layout, unique_columns[index][key.columns] - 1) + 1;
		key.columns++;
	}
	Assert(key.columns == 0 || key.columns == nkeys);
	for (int i = 0; i < key.columns; i++)
		key.values[i] = keys[i].sk_argument;
	return key;
}

/*
 * False at the end.  Rows come in the order of the index, which callers rely
 * on instead of sorting.
 */
bool
direct_scan_next(DirectScan *scan)
{
	bool		found = next_row(scan);

	if (found && scan->layout != NULL)
		layout_show(scan->layout, scan->row, scan->slot);
	return found;
}

static bool
next_row(DirectScan *scan)
{
	if (scan->key.columns == 0)
	{
		if (!scan->begun)
			begin_index(scan);
		return next_by_index(scan);
	}
	if (scan->begun)
		return false;
	scan->begun = true;
	return recall_from(scan->rel, &scan->key, &scan->hint, scan->snapshot, scan->row) ||
		recall_fetch(scan->rel, &scan->key, &scan->hint, scan->snapshot, scan->row) || find_by_index(scan);
}

/*
 * An old snapshot may keep many entries of rows that have changed since.
 */
static bool
next_by_index(DirectScan *scan)
{
	while (index_getnext_tid(scan->scan, ForwardScanDirection) != NULL)
	{
		if (index_fetch_heap(scan->scan, scan->row))
			return true;
		scan->passed++;
		CHECK_FOR_INTERRUPTS();
	}
	return false;
}

/*
 * A kept scan that fits goes on with new keys.
 */
static void
begin_index(DirectScan *scan)
{
	MemoryContext before = MemoryContextSwitchTo(scan->memory);

	scan->begun = true;
	if (scan->index == NULL)
		scan->index = index_open(direct_relid(scan->id), AccessShareLock);
	if (scan->scan != NULL &&
		(scan->scan->xs_snapshot != scan->snapshot || scan->scan->numberOfKeys != scan->nkeys))
	{
		index_endscan(scan->scan);
		scan->scan = NULL;
	}
	if (scan->scan == NULL)
		scan->scan = begin_index_scan(scan->rel, scan->index, scan->snapshot, scan->nkeys);
	index_rescan(scan->scan, scan->keys, scan->nkeys, NULL, 0);
	MemoryContextSwitchTo(before);
}

/*
 * Backwards: entries of one key lie in the order of their rows' places, and new
 * versions are mostly put behind old ones.
 */
static bool
find_by_index(DirectScan *scan)
{
	ItemPointer tid;

	begin_index(scan);
	while ((tid = index_getnext_tid(scan->scan, BackwardScanDirection)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		scan->hint = *tid;
		if (!index_fetch_heap(scan->scan, scan->row))
			continue;
		recall_keep(&scan->key, &scan->hint);
		return true;
	}
	return false;
}

/*
 * With a user's columns, and nothing that lies elsewhere: who gets it may keep
 * it.
 */
Datum
direct_scan_record(DirectScan *scan)
{
	TupleTableSlot *slot = scan->row;

	slot_getallattrs(slot);
	return HeapTupleGetDatum(toast_build_flattened_tuple(slot->tts_tupleDescriptor, slot->tts_values,
														 slot->tts_isnull));
}

/*
 * A kept scan lets go of its pages only.
 */
void
direct_scan_end(DirectScan *scan)
{
	if (scan->kept)
	{
		ExecClearTuple(scan->row);
		ExecClearTuple(scan->slot);
		if (scan->scan != NULL)
			index_rescan(scan->scan, NULL, scan->scan->numberOfKeys, NULL, 0);
		return;
	}
	close_scan(scan);
	table_close(scan->rel, NoLock);
	pfree(scan);
}

/*
 * Leaves the table open: a kept scan shares it with its Direct, which closes
 * it later.
 */
static void
close_scan(DirectScan *scan)
{
	if (scan->scan != NULL)
		index_endscan(scan->scan);
	if (scan->layout != NULL)
		ExecDropSingleTupleTableSlot(scan->slot);
	ExecDropSingleTupleTableSlot(scan->row);
	if (scan->index != NULL)
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
	ItemPointerData hint;

	ItemPointerSetInvalid(&hint);
	return direct_fetch_from(direct, table, index, snapshot, keys, nkeys, &hint, desc);
}

/*
 * As direct_fetch.
 */
HeapTuple
direct_fetch_from(Direct *direct, DirectId table, DirectId index, Snapshot snapshot,
				  ScanKey keys, int nkeys, ItemPointer hint, TupleDesc *desc)
{
	DirectScan *scan = direct_scan_begin(direct, table, index, snapshot, keys, nkeys);
	HeapTuple	tuple = NULL;

	scan->hint = *hint;
	if (direct_scan_next(scan))
		tuple = ExecCopySlotHeapTuple(scan->slot);
	*hint = scan->hint;
	if (desc != NULL)
		*desc = scan->slot->tts_tupleDescriptor;
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

	direct->memory = CurrentMemoryContext;
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

/*
 * A table is opened at its first use, for a scan with a writer's lock, too: a
 * weaker lock would have to be raised later, where two sessions may wait for
 * each other.
 */
static DirectTable *
opened(Direct *direct, DirectId id)
{
	DirectTable *table = &direct->tables[id];
	MemoryContext before;

	if (table->rel != NULL)
		return table;
	Assert(own_columns[id] > 0);
	table->rel = table_open(direct_relid(id), RowExclusiveLock);
	table->ours = table_is_ours(id, table->rel);
	table->layout = table_layout(id);
	table->columns = own_columns[id];
	if (id == DIRECT_BATCH || id == DIRECT_LOCATION || id == DIRECT_RESERVATION || id == DIRECT_RECEIPT)
		CheckCmdReplicaIdentity(table->rel, CMD_UPDATE);	/* 55000 or 42P10, as
															 * for an UPDATE */
	before = MemoryContextSwitchTo(direct->memory);
	table->info = makeNode(ResultRelInfo);
	table->info->ri_RelationDesc = table->rel;
	MemoryContextSwitchTo(before);
	return table;
}

/*
 * A HOT update needs no index, so they are opened when the first row is to get
 * entries.
 */
static void
open_indexes(Direct *direct, DirectTable *table)
{
	MemoryContext before;

	if (table->indexed)
		return;
	before = MemoryContextSwitchTo(direct->memory);
	ExecOpenIndices(table->info, false);
	MemoryContextSwitchTo(before);
	table->indexed = true;
}

/*
 * The locks stay until the transaction ends, as those on tables do: the next
 * call finds them held.
 */
static void
close_table(DirectTable *table)
{
	if (table->executor != NULL)
		executor_end(table->executor);
	if (table->written != NULL)
		ExecDropSingleTupleTableSlot(table->written);
	for (int i = 0; i < table->nslots; i++)
		ExecDropSingleTupleTableSlot(table->slots[i]);
	for (int i = 0; i < table->info->ri_NumIndices; i++)
	{
		end_index_inserts(table->info->ri_IndexRelationDescs[i], table->info->ri_IndexRelationInfo[i]);
		index_close(table->info->ri_IndexRelationDescs[i], NoLock);
	}
	table_close(table->rel, NoLock);
}

/*
 * The lock is one that foreign key checks do not wait for.
 */
TupleTableSlot *
direct_lock(Direct *direct, DirectId table, DirectId index, Snapshot snapshot,
			ScanKey keys, int nkeys)
{
	return find_and_lock(direct, table, index, snapshot, keys, nkeys, LockTupleNoKeyExclusive);
}

/*
 * As FOR SHARE.
 */
TupleTableSlot *
direct_share(Direct *direct, DirectId table, DirectId index, Snapshot snapshot,
			 ScanKey keys, int nkeys)
{
	return find_and_lock(direct, table, index, snapshot, keys, nkeys, LockTupleShare);
}

/*
 * The scan ends before the wait, so that no page stays pinned in it; its slot
 * then has the row.
 */
static TupleTableSlot *
find_and_lock(Direct *direct, DirectId table, DirectId index, Snapshot snapshot,
			  ScanKey keys, int nkeys, LockTupleMode mode)
{
	DirectScan *scan = direct_scan_begin(direct, table, index, snapshot, keys, nkeys);
	bool		found = direct_scan_next(scan);
	ItemPointerData tid = scan->slot->tts_tid;

	direct_scan_end(scan);
	return found && lock_at(scan, &tid, mode) ? scan->slot : NULL;
}

/*
 * Locks a row that a scan has found and puts its newest version into the scan's
 * slot; false if it is gone.  Above READ COMMITTED a row that has changed since
 * the snapshot is a serialization failure.
 */
static bool
lock_at(DirectScan *scan, ItemPointer tid, LockTupleMode mode)
{
	TM_FailureData failure;
	TM_Result	result;

	result = table_tuple_lock(scan->rel, tid, scan->snapshot, scan->row,
							  GetCurrentCommandId(false), mode, LockWaitBlock,
							  IsolationUsesXactSnapshot() ? 0 : TUPLE_LOCK_FLAG_FIND_LAST_VERSION,
							  &failure);
	if (result == TM_Ok && scan->layout != NULL)
		layout_show(scan->layout, scan->row, scan->slot);
	if (result != TM_Ok && (result != TM_Deleted || IsolationUsesXactSnapshot()))
		conflict(result, scan->rel);
	return result == TM_Ok;
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

	if (!table->ours)
		return update_changed(table, id, old, values, nulls, replace);
	return update_own(direct, id, old, modified(table, old, values, nulls, replace));
}

/*
 * A table of which we know everything.
 */
static HeapTuple
update_own(Direct *direct, DirectId id, HeapTuple old, HeapTuple new)
{
	DirectTable *table = &direct->tables[id];
	IndexesToUpdate indexes = NO_INDEXES;
	BlockNumber target = room_begin(id, table->rel, old, new);
	TupleTableSlot *written = new_version(direct, table, new);
	LockTupleMode mode;
	TM_FailureData failure;
	TM_Result	result;

	result = table_tuple_update(table->rel, &old->t_self, written,
								GetCurrentCommandId(true), GetActiveSnapshot(), InvalidSnapshot,
								true, &failure, &mode, &indexes);
	room_end(table->rel, target);
	if (result != TM_Ok)
		conflict(result, table->rel);
	if (indexes == ALL_INDEXES)
		index_version(direct, table, old, written);
	new->t_self = written->tts_tid;
	ResetPerTupleExprContext(direct->estate);
	return new;
}

/*
 * In the table's slot for it, which many tables never need.
 */
static TupleTableSlot *
new_version(Direct *direct, DirectTable *table, HeapTuple new)
{
	MemoryContext before = MemoryContextSwitchTo(direct->memory);

	if (table->written == NULL)
		table->written = MakeSingleTupleTableSlot(RelationGetDescr(table->rel), &TTSOpsHeapTuple);
	MemoryContextSwitchTo(before);
	return ExecStoreHeapTuple(new, table->written, false);
}

/*
 * The executor would not say what is wrong with a row that cannot be updated,
 * so it is locked first.  Where the caller has been shown a row in our own order,
 * that is the moment to get the real one.
 */
static HeapTuple
update_changed(DirectTable *table, DirectId id, HeapTuple old, const Datum *values,
			   const bool *nulls, const bool *replace)
{
	TupleTableSlot *locked = table_slot_create(table->rel, NULL);
	TM_FailureData failure;
	TM_Result	result;
	HeapTuple	new;

	result = table_tuple_lock(table->rel, &old->t_self, GetActiveSnapshot(), locked,
							  GetCurrentCommandId(false), LockTupleNoKeyExclusive, LockWaitBlock,
							  0, &failure);
	if (result != TM_Ok)
		conflict(result, table->rel);
	if (table->layout != NULL)
		old = ExecCopySlotHeapTuple(locked);
	ExecDropSingleTupleTableSlot(locked);
	new = executor_update(executor_of(table, id), old, modified(table, old, values, nulls, replace), replace);
	return table->layout == NULL ? new : layout_row(table->layout, RelationGetDescr(table->rel), new);
}

/*
 * Made at the first row that is written.
 */
static Executor *
executor_of(DirectTable *table, DirectId id)
{
	MemoryContext before = MemoryContextSwitchTo(GetMemoryChunkContext(table->info));

	if (table->executor == NULL)
		table->executor = executor_begin(id, table->rel, table->columns, table->layout);
	MemoryContextSwitchTo(before);
	return table->executor;
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
		for (int i = 0; i < table->columns; i++)
		{
			int			place = layout_place(table->layout, i);

			all_values[place] = values[i];
			all_nulls[place] = nulls[i];
			all_replace[place] = replace[i];
		}
	}
	return heap_modify_tuple(old, desc, all_values, all_nulls, all_replace);
}

/*
 * Makes the index entries of a row's new version.  Nobody is asked whether they
 * are unique: the row is locked and no unique key of ours changes, and to ask
 * would visit all versions that an old snapshot keeps.  Nor is a full page of an
 * index searched for old versions of the row while none can be removed.
 */
static void
index_version(Direct *direct, DirectTable *table, HeapTuple old, TupleTableSlot *slot)
{
	ResultRelInfo *info = table->info;
	bool		removable = GlobalVisCheckRemovableXid(table->rel, HeapTupleHeaderGetXmin(old->t_data));

	open_indexes(direct, table);
	GetPerTupleExprContext(direct->estate)->ecxt_scantuple = slot;
	for (int i = 0; i < info->ri_NumIndices; i++)
	{
		Datum		values[INDEX_MAX_KEYS];
		bool		nulls[INDEX_MAX_KEYS];

		if (!index_has(direct, info->ri_IndexRelationInfo[i], slot))
			continue;
		FormIndexDatum(info->ri_IndexRelationInfo[i], slot, direct->estate, values, nulls);
		index_insert(info->ri_IndexRelationDescs[i], values, nulls, &slot->tts_tid, table->rel,
					 UNIQUE_CHECK_NO, removable, info->ri_IndexRelationInfo[i]);
	}
}

/*
 * Whether the row belongs into an index, which may be partial or still be made.
 * Most that are partial leave out nulls: that is asked without the executor,
 * which would take longer to get ready for the question than it takes to make
 * an entry.
 */
static bool
index_has(Direct *direct, IndexInfo *info, TupleTableSlot *slot)
{
	AttrNumber	column = not_null_column(info->ii_Predicate);

	if (!info->ii_ReadyForInserts)
		return false;
	if (info->ii_Predicate == NIL || column > 0)
		return column <= 0 || !slot_attisnull(slot, column);
	if (info->ii_PredicateState == NULL)
		info->ii_PredicateState = ExecPrepareQual(info->ii_Predicate, direct->estate);
	return ExecQual(info->ii_PredicateState, GetPerTupleExprContext(direct->estate));
}

/*
 * The column of a predicate "column IS NOT NULL"; 0 for any other.
 */
static AttrNumber
not_null_column(List *predicate)
{
	NullTest   *test;

	if (list_length(predicate) != 1 || !IsA(linitial(predicate), NullTest))
		return 0;
	test = linitial_node(NullTest, predicate);
	if (test->nulltesttype != IS_NOT_NULL || test->argisrow || !IsA(test->arg, Var))
		return 0;
	return Max(((Var *) test->arg)->varattno, 0);
}

/*
 * Inserts rows of the given number of columns; columns that a user has added
 * get their defaults.
 */
void
direct_insert(Direct *direct, DirectId id, Datum **rows, bool **nulls,
			  int count, int columns)
{
	DirectTable *table = opened(direct, id);

	Assert(columns == table->columns);
	if (!table->ours)
		for (int i = 0; i < count; i++)
			executor_insert(executor_of(table, id), rows[i], nulls[i]);
	else
		for (int from = 0; from < count; from += ROWS_AT_ONCE)
			insert_own(direct, table, rows + from, nulls + from, Min(count - from, ROWS_AT_ONCE),
					   id == DIRECT_RESERVATION);
}

/*
 * All at once, into a table of which we know everything.
 */
static void
insert_own(Direct *direct, DirectTable *table, Datum **rows, bool **nulls,
		   int count, bool foreign_keys)
{
	TupleTableSlot **slots = insert_slots(direct, table, count);

	for (int i = 0; i < count; i++)
		store_row(slots[i], rows[i], nulls[i], table->columns);
	if (count == 1)				/* a shorter record in the WAL */
		table_tuple_insert(table->rel, slots[0], GetCurrentCommandId(true), 0, NULL);
	else
		table_multi_insert(table->rel, slots, count, GetCurrentCommandId(true), 0, NULL);
	open_indexes(direct, table);
	for (int i = 0; i < table->info->ri_NumIndices; i++)
		index_rows(direct, table, i, slots, count);
	for (int i = 0; i < count; i++)
	{
		if (foreign_keys)
			queue_foreign_keys(direct, table, slots[i]);
		ExecClearTuple(slots[i]);
	}
}

/*
 * Forms the row, and leaves its columns in the slot for the indexes.  Of columns
 * alone the slot would make a copy, to be formed then.
 */
static void
store_row(TupleTableSlot *slot, const Datum *values, const bool *nulls, int columns)
{
	TupleDesc	desc = slot->tts_tupleDescriptor;

	memcpy(slot->tts_values, values, sizeof(Datum) * columns);
	memset(slot->tts_isnull, true, sizeof(bool) * desc->natts); /* columns that a user
																 * dropped */
	memcpy(slot->tts_isnull, nulls, sizeof(bool) * columns);
	ExecStoreHeapTuple(heap_form_tuple(desc, slot->tts_values, slot->tts_isnull), slot, true);
	slot->tts_nvalid = desc->natts;
}

/*
 * Kept for the next rows of the table.  Each slot but the first has a
 * description of its own to share: pins of the table's would be as many to
 * search when they are let go of.
 */
static TupleTableSlot **
insert_slots(Direct *direct, DirectTable *table, int count)
{
	MemoryContext before = MemoryContextSwitchTo(direct->memory);

	if (table->nslots == 0)
		table->slots = palloc(sizeof(TupleTableSlot *) * count);
	else if (table->nslots < count)
		table->slots = repalloc(table->slots, sizeof(TupleTableSlot *) * count);
	if (count > 1 && table->desc == NULL)
		table->desc = CreateTupleDescCopy(RelationGetDescr(table->rel));
	for (; table->nslots < count; table->nslots++)
		table->slots[table->nslots] =
			MakeSingleTupleTableSlot(table->nslots == 0 ? RelationGetDescr(table->rel) : table->desc, &TTSOpsHeapTuple);
	MemoryContextSwitchTo(before);
	return table->slots;
}

/*
 * Entries of many rows are made in the order of the index, as neighbours lie on
 * one page; at its end, together.
 */
static void
index_rows(Direct *direct, DirectTable *table, int number, TupleTableSlot **slots, int count)
{
	Relation	index = table->info->ri_IndexRelationDescs[number];
	IndexInfo  *info = table->info->ri_IndexRelationInfo[number];
	IndexUniqueCheck check = info->ii_Unique && !has_primary_key(table->info, number) ? UNIQUE_CHECK_YES : UNIQUE_CHECK_NO;
	TupleTableSlot *last = NULL;
	TupleTableSlot **ordered = in_order(info, slots, count);
	bool		at_end = may_append(direct, index, info, slots, count);

	for (int i = 0; i < count; i++)
	{
		int			appended = at_end ? append_entries(index, info, direct->estate, ordered + i, count - i,
													   check == UNIQUE_CHECK_YES) : 0;

		at_end = appended > 0;
		i += appended;
		if (i < count && index_row(direct, table, number, check, last, ordered[i]))
			last = ordered[i];
	}
	if (ordered != slots)
		pfree(ordered);
}

/*
 * Whether entries may be put at the end of the index together: it is a b-tree,
 * and all rows belong into it.
 */
static bool
may_append(Direct *direct, Relation index, IndexInfo *info, TupleTableSlot **slots, int count)
{
	if (count < APPEND_AT_LEAST || index->rd_rel->relam != BTREE_AM_OID)
		return false;
	for (int i = 0; i < count; i++)
	{
		GetPerTupleExprContext(direct->estate)->ecxt_scantuple = slots[i];
		if (!index_has(direct, info, slots[i]))
			return false;
	}
	return true;
}

/*
 * False if the row has nothing to tell the index; last is the one before it that
 * had.
 */
static bool
index_row(Direct *direct, DirectTable *table, int number, IndexUniqueCheck check,
		  TupleTableSlot *last, TupleTableSlot *slot)
{
	Relation	index = table->info->ri_IndexRelationDescs[number];
	IndexInfo  *info = table->info->ri_IndexRelationInfo[number];
	Datum		values[INDEX_MAX_KEYS];
	bool		nulls[INDEX_MAX_KEYS];

	GetPerTupleExprContext(direct->estate)->ecxt_scantuple = slot;
	if (!index_has(direct, info, slot) || (last != NULL && is_summarized(index, info, last, slot)))
		return false;
	FormIndexDatum(info, slot, direct->estate, values, nulls);
	index_insert(index, values, nulls, &slot->tts_tid, table->rel, check, false, info);
	ResetPerTupleExprContext(direct->estate);
	return true;
}

/*
 * Whether an index, not the primary key itself, has that key among its columns:
 * then it need not be asked whether a row is unique, as the key is.  All of
 * ours are an id.
 */
static bool
has_primary_key(const ResultRelInfo *info, int number)
{
	for (int i = 0; i < info->ri_NumIndices; i++)
	{
		const IndexInfo *key = info->ri_IndexRelationInfo[i];

		if (!info->ri_IndexRelationDescs[i]->rd_index->indisprimary || i == number || key->ii_NumIndexKeyAttrs != 1)
			continue;
		for (int column = 0; column < info->ri_IndexRelationInfo[number]->ii_NumIndexKeyAttrs; column++)
			if (info->ri_IndexRelationInfo[number]->ii_IndexAttrNumbers[column] == key->ii_IndexAttrNumbers[0])
				return true;
	}
	return false;
}

/*
 * By the first column of the index, if that is a bigint; the rows that have the
 * same stay as they are.
 */
static TupleTableSlot **
in_order(const IndexInfo *info, TupleTableSlot **slots, int count)
{
	int			column = info->ii_IndexAttrNumbers[0] - 1;
	TupleTableSlot **ordered = slots;
	KeyedSlot  *keyed;
	int			i = 1;

	if (count < 2 || column < 0 || TupleDescAttr(slots[0]->tts_tupleDescriptor, column)->atttypid != INT8OID)
		return slots;
	while (i < count && key_of(slots[i - 1], column) <= key_of(slots[i], column))
		i++;
	if (i == count)
		return slots;
	keyed = palloc(sizeof(KeyedSlot) * count);
	for (i = 0; i < count; i++)
		keyed[i] = (KeyedSlot) {key_of(slots[i], column), i};
	qsort(keyed, count, sizeof(KeyedSlot), key_order);
	ordered = palloc(sizeof(TupleTableSlot *) * count);
	for (i = 0; i < count; i++)
		ordered[i] = slots[keyed[i].at];
	pfree(keyed);
	return ordered;
}

static int64
key_of(const TupleTableSlot *slot, int column)
{
	return slot->tts_isnull[column] ? PG_INT64_MAX : DatumGetInt64(slot->tts_values[column]);
}

static int
key_order(const void *a, const void *b)
{
	const KeyedSlot *p = a;
	const KeyedSlot *q = b;

	if (p->key != q->key)
		return p->key < q->key ? -1 : 1;
	return p->at - q->at;
}

/*
 * A BRIN index knows of ranges of pages what lies in them, so that a row on the
 * same page as the last one, with the same values, tells it nothing.
 */
static bool
is_summarized(Relation index, const IndexInfo *info, TupleTableSlot *last, TupleTableSlot *slot)
{
	if (index->rd_rel->relam != BRIN_AM_OID ||
		ItemPointerGetBlockNumber(&last->tts_tid) != ItemPointerGetBlockNumber(&slot->tts_tid))
		return false;
	for (int i = 0; i < info->ii_NumIndexKeyAttrs; i++)
	{
		int			column = info->ii_IndexAttrNumbers[i] - 1;

		if (column < 0 || !TupleDescAttr(slot->tts_tupleDescriptor, column)->attbyval ||
			last->tts_isnull[column] || slot->tts_isnull[column] ||
			last->tts_values[column] != slot->tts_values[column])
			return false;
	}
	return true;
}

/*
 * Their triggers are PostgreSQL's own; those of ours have nothing to do.
 */
static void
queue_foreign_keys(Direct *direct, DirectTable *table, TupleTableSlot *slot)
{
	ResultRelInfo *info = table->info;

	if (info->ri_TrigDesc == NULL)
	{
		MemoryContext before = MemoryContextSwitchTo(direct->memory);

		info->ri_TrigDesc = CopyTriggerDesc(table->rel->trigdesc);
		info->ri_TrigWhenExprs = palloc0(sizeof(ExprState *) * info->ri_TrigDesc->numtriggers);
		for (int i = 0; i < info->ri_TrigDesc->numtriggers; i++)
			if (!info->ri_TrigDesc->triggers[i].tgisinternal)
				info->ri_TrigDesc->triggers[i].tgenabled = TRIGGER_DISABLED;
		MemoryContextSwitchTo(before);
	}
	ExecARInsertTriggers(direct->estate, info, slot, NIL, NULL);
}

/*
 * Fires what is queued and closes the tables.  A user's triggers run as the
 * owner and with the path shut, as they do where a statement fires them.
 */
void
direct_end(Direct *direct)
{
	EState	   *estate = direct->estate;

	CommandCounterIncrement();
	for (int i = 0; i < DIRECT_TABLES; i++)
		if (direct->tables[i].executor != NULL)
			(void) path_shut();
	AfterTriggerEndQuery(estate);
	for (int i = 0; i < lengthof(direct->scans); i++)
		if (direct->scans[i] != NULL)
		{
			close_scan(direct->scans[i]);
			pfree(direct->scans[i]);
		}
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
				 errdetail("A row of \"%s\" has changed since this transaction read it.",
						   RelationGetRelationName(rel)),
				 errhint("Run the transaction again.")));
	if (result == TM_SelfModified)
		ereport(ERROR,
				(errcode(ERRCODE_TRIGGERED_DATA_CHANGE_VIOLATION),
				 errmsg("a row of \"%s\" was changed by the statement that calls",
						RelationGetRelationName(rel)),
				 errdetail("Both would write one version of the row."),
				 errhint("Change stock by functions alone, or in another statement.")));
	elog(ERROR, "unexpected result %d on a row of \"%s\"",
		 (int) result, RelationGetRelationName(rel));
}
