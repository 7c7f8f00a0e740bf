/*-------------------------------------------------------------------------
 *
 * catalogue.c
 *		What a call needs to know of outlets, products and variations.
 *
 * A session remembers the few columns that every call asks for.  A trigger on
 * each row of the tables sends a relcache invalidation when one of those columns
 * changes, which reaches every session at the commit; rows are read with a
 * fresh snapshot, so that an old transaction cannot remember an old row.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "commands/trigger.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/hsearch.h"
#include "utils/inval.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "base/clock.h"
#include "base/direct.h"
#include "base/tables.h"
#include "base/trigger.h"
#include "tenant/catalogue.h"
#include "tenant/statements.h"

/* More than this many variations are forgotten together. */
#define MOST_REMEMBERED 200000

static HTAB *outlets = NULL;
static HTAB *variations = NULL;
static uint64 times_forgotten = 0;

static void *find(HTAB **table, Size size, int64 id);
static HTAB *remembered(HTAB **table, Size size);
static void forget(Datum arg, Oid relid);
static bool read_outlet(Outlet *outlet, bool *lasting);
static bool read_variation(Variation *variation, bool *lasting);
static HeapTuple read_row(DirectId table, DirectId index, int64 id,
						  TupleDesc *desc, bool *lasting);
static Rows *tenant_setting(Statement *plan, int64 tenant_id);
static char *name_of(Statement *plan, int64 id);

SQL_FUNCTION(primeinv_forget_catalogue);

/*
 * Fills a copy, as any invalidation may drop what is remembered.  Whose outlet
 * it is, access.c asks.
 */
bool
catalogue_outlet(int64 id, Outlet *outlet)
{
	Outlet	   *entry = find(&outlets, sizeof(Outlet), id);
	bool		lasting;

	if (entry != NULL)
	{
		*outlet = *entry;
		return true;
	}
	outlet->id = id;
	if (!read_outlet(outlet, &lasting))
		return false;
	if (lasting)
		*(Outlet *) hash_search(remembered(&outlets, sizeof(Outlet)), &id, HASH_ENTER, NULL) = *outlet;
	return true;
}

/*
 * As catalogue_outlet.  An inactive or untracked variation is found, too: what
 * may be done with it depends on the call.
 */
bool
catalogue_variation(int64 id, Variation *variation)
{
	Variation  *entry = find(&variations, sizeof(Variation), id);
	bool		lasting;

	if (entry != NULL)
	{
		*variation = *entry;
		return true;
	}
	variation->id = id;
	if (!read_variation(variation, &lasting))
		return false;
	if (lasting)
		*(Variation *) hash_search(remembered(&variations, sizeof(Variation)), &id, HASH_ENTER, NULL) = *variation;
	return true;
}

/*
 * What is remembered of it, if anything.  Messages are taken in first: locks
 * do so, but in a transaction that has them already nobody would.  A
 * SERIALIZABLE transaction reads the row, so that PostgreSQL knows what it
 * stands on.
 */
static void *
find(HTAB **table, Size size, int64 id)
{
	AcceptInvalidationMessages();
	if (IsolationIsSerializable())
		return NULL;
	return hash_search(remembered(table, size), &id, HASH_FIND, NULL);
}

/*
 * The table of what is remembered, made if there is none.  Reading a row may
 * process an invalidation that drops it, so callers ask again after reading.
 */
static HTAB *
remembered(HTAB **table, Size size)
{
	static bool registered = false;
	HASHCTL		control = {.keysize = sizeof(int64), .entrysize = size};

	if (!registered)
	{
		CacheRegisterRelcacheCallback(forget, (Datum) 0);
		registered = true;
	}
	if (*table != NULL && hash_get_num_entries(*table) >= MOST_REMEMBERED)
	{
		hash_destroy(*table);
		*table = NULL;
	}
	if (*table == NULL)
		*table = hash_create("primeinv catalogue", 256, &control, HASH_ELEM | HASH_BLOBS);
	return *table;
}

/*
 * Relcache callback: one of the tables, or all, may have changed.
 */
static void
forget(Datum arg, Oid relid)
{
	if (OidIsValid(relid) && !direct_is(DIRECT_OUTLET, relid) &&
		!direct_is(DIRECT_VARIATION, relid) && !direct_is(DIRECT_PRODUCT, relid))
		return;
	times_forgotten++;
	if (outlets != NULL &&
		(!OidIsValid(relid) || direct_is(DIRECT_OUTLET, relid)))
	{
		hash_destroy(outlets);
		outlets = NULL;
	}
	if (variations != NULL &&
		(!OidIsValid(relid) || direct_is(DIRECT_VARIATION, relid) ||
		 direct_is(DIRECT_PRODUCT, relid)))
	{
		hash_destroy(variations);
		variations = NULL;
	}
}

/*
 * Fills all but the id, which the caller has set.  The zone lives as long as
 * the session, so it may be remembered.
 */
static bool
read_outlet(Outlet *outlet, bool *lasting)
{
	TupleDesc	desc;
	bool		isnull;
	HeapTuple	tuple = read_row(DIRECT_OUTLET, DIRECT_OUTLET_PKEY, outlet->id, &desc, lasting);

	if (tuple == NULL)
		return false;
	outlet->tenant_id = DatumGetInt64(heap_getattr(tuple, Anum_outlet_tenant_id, desc, &isnull));
	outlet->active = DatumGetBool(heap_getattr(tuple, Anum_outlet_is_active, desc, &isnull));
	outlet->zone = clock_zone(TextDatumGetCString(heap_getattr(tuple, Anum_outlet_time_zone, desc, &isnull)));
	return true;
}

/*
 * Two rows decide, the variation's and its product's.  It lasts only if both
 * do and nothing was forgotten from before the first to after the second.
 */
static bool
read_variation(Variation *variation, bool *lasting)
{
	TupleDesc	desc;
	bool		isnull;
	int64		product_id;
	bool		product_lasting = true;
	uint64		before = times_forgotten;
	HeapTuple	tuple = read_row(DIRECT_VARIATION, DIRECT_VARIATION_PKEY, variation->id, &desc, lasting);

	if (tuple == NULL)
		return false;
	variation->tenant_id = DatumGetInt64(heap_getattr(tuple, Anum_variation_tenant_id, desc, &isnull));
	variation->active = DatumGetBool(heap_getattr(tuple, Anum_variation_is_active, desc, &isnull));
	variation->tracked = DatumGetBool(heap_getattr(tuple, Anum_variation_track_inventory, desc, &isnull));
	product_id = DatumGetInt64(heap_getattr(tuple, Anum_variation_product_id, desc, &isnull));
	tuple = read_row(DIRECT_PRODUCT, DIRECT_PRODUCT_PKEY, product_id, &desc, &product_lasting);
	*lasting = *lasting && product_lasting && before == times_forgotten;
	variation->active = variation->active && tuple != NULL &&
		DatumGetBool(heap_getattr(tuple, Anum_product_is_active, desc, &isnull));
	return true;
}

/*
 * The newest committed row (or our own) with this id, whatever the isolation
 * level: what is remembered outlives the transaction.  A row of our own may
 * yet be rolled back, so it is not to be remembered; nor is one that was read
 * while an invalidation came in, which may be older than what that told.  (A
 * catalog snapshot is the newest, too, and parallel mode allows it.)
 */
static HeapTuple
read_row(DirectId table, DirectId index, int64 id, TupleDesc *desc, bool *lasting)
{
	Snapshot	snapshot = RegisterSnapshot(IsolationIsSerializable() ? GetTransactionSnapshot() :
											GetCatalogSnapshot(direct_relid(table)));
	uint64		before = times_forgotten;
	ScanKeyData key;
	HeapTuple	tuple;

	ScanKeyInit(&key, 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(id));
	tuple = direct_fetch(NULL, table, index, snapshot, &key, 1, desc);
	UnregisterSnapshot(snapshot);
	*lasting = tuple != NULL && before == times_forgotten && !IsolationIsSerializable() &&
		!TransactionIdIsCurrentTransactionId(HeapTupleHeaderGetXmin(tuple->t_data));
	return tuple;
}

/*
 * Trigger: tells every session to forget this table when the transaction
 * commits, and this one at once.
 */
Datum
primeinv_forget_catalogue(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo) ||
		!(trigger_is_of(trigger, "outlet") || trigger_is_of(trigger, "product") ||
		  trigger_is_of(trigger, "variation") || trigger_is_of(trigger, "tenant_grant")))
		trigger_misplaced(fcinfo);
	CacheInvalidateRelcache(trigger->tg_relation);
	PG_RETURN_POINTER(NULL);
}

/*
 * Reads the row each time: the setting of a tenant is no part of what the
 * session remembers.
 */
int
catalogue_decimals(int64 tenant_id)
{
	return (int) rows_int64(tenant_setting(&PLAN_TENANT_DECIMALS, tenant_id), 0, TENANT_DECIMALS_DECIMALS);
}

/*
 * As catalogue_decimals.
 */
Interval *
catalogue_hold(int64 tenant_id)
{
	bool		isnull;

	return DatumGetIntervalP(rows_datum(tenant_setting(&PLAN_TENANT_HOLD, tenant_id), 0, TENANT_HOLD_LENGTH, &isnull));
}

/*
 * A tenant that is missing is an internal error: the caller has found a record
 * of it.
 */
static Rows *
tenant_setting(Statement *plan, int64 tenant_id)
{
	Datum		value = Int64GetDatum(tenant_id);
	Rows	   *rows = plan_read(plan, &value, NULL);

	if (rows->count == 0)
		elog(ERROR, "tenant " INT64_FORMAT " does not exist", tenant_id);
	return rows;
}

/*
 * Names are not remembered: only what is refused needs them.
 */
char *
catalogue_outlet_name(int64 id)
{
	return name_of(&PLAN_OUTLET_NAME, id);
}

/*
 * Puts the product's name in front, because a variation's own, such as a size,
 * says too little alone.
 */
char *
catalogue_variation_name(int64 id)
{
	return name_of(&PLAN_VARIATION_NAME, id);
}

/*
 * Returns the id where there is no row, because an error must not be replaced
 * by one about its wording.
 */
static char *
name_of(Statement *plan, int64 id)
{
	Datum		value = Int64GetDatum(id);
	Rows	   *rows = plan_rows(plan, &value, NULL);

	return rows->count > 0 ? rows_text(rows, 0, RECORD_NAME) : psprintf(INT64_FORMAT, id);
}
