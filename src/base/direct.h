/*-------------------------------------------------------------------------
 *
 * direct.h
 *		Direct access to our own tables, below the executor.
 *
 * Nothing here asks for privileges, row security or READ ONLY: callers have
 * done so (access.c, call.c), and hold the owner's identity.  A table on which
 * a user has put something is written by the executor (executor.h), which
 * honours it; its triggers after a row fire at direct_end, when the change is
 * whole.  None of our own triggers fires.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_DIRECT_H
#define PRIMEINV_DIRECT_H

#include "access/skey.h"
#include "executor/tuptable.h"
#include "nodes/execnodes.h"
#include "utils/snapshot.h"

#include "base/direct_recall.h"
#include "base/table_layout.h"

/* The tables and indexes that are reached directly. */
typedef enum DirectId
{
	DIRECT_BATCH,
	DIRECT_LOCATION,
	DIRECT_MOVEMENT,
	DIRECT_RESERVATION,
	DIRECT_AUDIT,
	DIRECT_SALE,
	DIRECT_SALE_ITEM,
	DIRECT_PAYMENT,
	DIRECT_RECEIPT,
	DIRECT_OUTLET,
	DIRECT_PRODUCT,
	DIRECT_VARIATION,
	DIRECT_GRANT,
	DIRECT_OUTLET_VARIATION,
	DIRECT_UNIT,
	DIRECT_TILL,
	DIRECT_TENANT,
	DIRECT_TABLES,				/* end of the tables */
	DIRECT_BATCH_PKEY = DIRECT_TABLES,
	DIRECT_BATCH_PICK,
	DIRECT_BATCH_NUMBER,
	DIRECT_LOCATION_KEY,
	DIRECT_RESERVATION_PKEY,
	DIRECT_RESERVATION_EXPIRY,
	DIRECT_RESERVATION_CART,
	DIRECT_RESERVATION_SALE_ITEM,
	DIRECT_RECEIPT_KEY,
	DIRECT_OUTLET_PKEY,
	DIRECT_PRODUCT_PKEY,
	DIRECT_VARIATION_PKEY,
	DIRECT_GRANT_KEY,
	DIRECT_OUTLET_VARIATION_KEY,
	DIRECT_UNIT_KEY,
	DIRECT_TILL_ACTOR,
	DIRECT_TENANT_PKEY,
	DIRECT_SALE_PKEY,
	DIRECT_MOVEMENT_SEQUENCE,
	DIRECT_BATCH_SEQUENCE,
	DIRECT_RESERVATION_SEQUENCE,
	DIRECT_SALE_SEQUENCE,
	DIRECT_SALE_ITEM_SEQUENCE,
	DIRECT_PAYMENT_SEQUENCE,
	DIRECT_AUDIT_SEQUENCE,
	DIRECT_IDS
} DirectId;

typedef struct Direct Direct;

/*
 * A scan of an index; slot is the current row, valid until the next call, with
 * our columns at our numbers.
 */
typedef struct DirectScan
{
	Relation	rel;
	TupleTableSlot *slot;
	TupleTableSlot *row;		/* as the table has it: mostly the same slot */
	const TableLayout *layout;
	bool		kept;			/* by a Direct, for the next scan of the index */
	MemoryContext memory;		/* of what it opens */
	DirectId	id;				/* of the index, which is opened when it is
								 * needed */
	Relation	index;
	struct IndexScanDescData *scan;
	Snapshot	snapshot;
	ScanKey		keys;
	int			nkeys;
	RecallKey	key;			/* without columns if several rows may have
								 * the keys */
	ItemPointerData hint;		/* where a version of the row was, then is */
	bool		begun;
	int			passed;			/* entries of an index without a row that the
								 * snapshot sees, since the scan began */
} DirectScan;

extern Oid	direct_relid(DirectId id);
extern bool direct_is(DirectId id, Oid relid);	/* as far as remembered */
extern int64 direct_nextval(DirectId sequence);

/*
 * The newest state (READ COMMITTED) or the transaction's, with what we have
 * written ourselves; registered.
 */
extern Snapshot direct_snapshot(void);

/*
 * Reads.  With a Direct they use the tables and indexes that it keeps open;
 * without (NULL) they open and close them.  The keys must last as long as the
 * scan.
 */
extern DirectScan *direct_scan_begin(Direct *direct, DirectId table, DirectId index,
									 Snapshot snapshot, ScanKey keys, int nkeys);
extern bool direct_scan_next(DirectScan *scan);

/* Begins anew, with what the keys' arguments are by now. */
extern void direct_scan_again(DirectScan *scan);

/* The current row as a value of the table's row type; palloc'd. */
extern Datum direct_scan_record(DirectScan *scan);
extern void direct_scan_end(DirectScan *scan);
extern HeapTuple direct_fetch(Direct *direct, DirectId table, DirectId index,
							  Snapshot snapshot, ScanKey keys, int nkeys,
							  TupleDesc *desc);

/*
 * The same, with a place where a version of the row was, if it is still true.
 * The hint becomes a place that leads to the row for as long as it stays on its
 * page.
 */
extern HeapTuple direct_fetch_from(Direct *direct, DirectId table, DirectId index,
								   Snapshot snapshot, ScanKey keys, int nkeys,
								   ItemPointer hint, TupleDesc *desc);

/* Writes. */
extern Direct *direct_begin(void);
extern Relation direct_relation(Direct *direct, DirectId table);

/*
 * The one row with these keys, locked for an update, in its newest version:
 * good until that index is asked again.  NULL if there is none.  The snapshot
 * only has to lead to it.
 */
extern TupleTableSlot *direct_lock(Direct *direct, DirectId table, DirectId index, Snapshot snapshot,
								   ScanKey keys, int nkeys);

/* The same, shared with others that keep the row as it is. */
extern TupleTableSlot *direct_share(Direct *direct, DirectId table, DirectId index, Snapshot snapshot,
									ScanKey keys, int nkeys);
extern HeapTuple direct_update(Direct *direct, DirectId table, HeapTuple old,
							   const Datum *values, const bool *nulls,
							   const bool *replace);
extern void direct_insert(Direct *direct, DirectId table,
						  Datum **rows, bool **nulls, int count, int columns);
extern void direct_end(Direct *direct);

#endif							/* PRIMEINV_DIRECT_H */
