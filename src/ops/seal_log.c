/*-------------------------------------------------------------------------
 *
 * seal_log.c
 *		A tenant's log: its blocks in order, and the tree over them.
 *
 * A busy tenant has some thousand blocks more each day.  The table seal_log
 * keeps what the next block and the head need of the tree: its right edge, which
 * are the roots of the full subtrees.  It is not dumped; blocks that it does not
 * know, as after a restore or on a logical replica, are read.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "ops/seal.h"
#include "ops/statements.h"

/* Blocks read at a time. */
#define PAGE	500

typedef struct Growing
{
	pg_cryptohash_ctx *context;
	SealLog    *log;
} Growing;

static void grow(const Seal *seal, const SealHash *leaf, void *arg);
static void add_leaf(const Seal *seal, const SealHash *leaf, void *arg);

/*
 * As the server has made it, without what others have added; empty where it has
 * made none.  A superuser may have written anything there: an edge that is none
 * of that size counts for nothing.
 */
SealLog
seal_log_kept(int64 tenant_id, Snapshot snapshot)
{
	Datum		value = Int64GetDatum(tenant_id);
	Rows	   *rows = plan_snapshot(&PLAN_SEAL_LOG_READ, &value, NULL, snapshot);
	SealLog		log = {0};
	bytea	   *edge;
	int			height;

	if (rows->count == 0)
		return log;
	edge = seal_bytea(rows, 0, SEAL_LOG_READ_EDGE);
	height = pg_popcount64(rows_int64(rows, 0, SEAL_LOG_READ_SIZE));
	if (height == 0 || VARSIZE_ANY_EXHDR(edge) != height * SEAL_HASH_LENGTH)
		return log;
	log.last = log.made = rows_int64(rows, 0, SEAL_LOG_READ_SIZE);
	log.sealed_at = rows_int64(rows, 0, SEAL_LOG_READ_SEALED_AT);
	log.tree.count = log.last;
	log.tree.height = height;
	memcpy(log.tree.roots, VARDATA_ANY(edge), height * SEAL_HASH_LENGTH);
	return log;
}

/*
 * With the blocks behind what is kept.
 */
SealLog
seal_log_read(pg_cryptohash_ctx *context, int64 tenant_id, Snapshot snapshot)
{
	SealLog		log = seal_log_kept(tenant_id, snapshot);
	Growing		growing = {context, &log};

	seals_visit(context, tenant_id, log.last, PG_INT64_MAX, snapshot, grow, &growing);
	return log;
}

static void
grow(const Seal *seal, const SealHash *leaf, void *arg)
{
	Growing    *growing = arg;

	seal_tree_add(growing->context, &growing->log->tree, *leaf);
	growing->log->last = seal->number;
	growing->log->sealed_at = seal->sealed_at;
}

void
seal_log_add(pg_cryptohash_ctx *context, SealLog *log, const Seal *seal)
{
	SealHash	leaf = seal_header_leaf(context, seal);
	Growing		growing = {context, log};

	grow(seal, &leaf, &growing);
}

/*
 * Where a superuser has taken out a block, the log is one that nobody made, and
 * is not kept.
 */
void
seal_log_keep(int64 tenant_id, const SealLog *log)
{
	Datum		values[] = {Int64GetDatum(tenant_id), Int64GetDatum(log->last), TimestampTzGetDatum(log->sealed_at),
	PointerGetDatum(seal_bytes(log->tree.roots, log->tree.height * SEAL_HASH_LENGTH))};

	if (log->tree.count == log->last)
		plan_rows(&PLAN_SEAL_LOG_KEEP, values, NULL);
}

/*
 * A tenant's blocks behind a number and up to another, in order, a page in
 * memory at a time.
 */
void
seals_visit(pg_cryptohash_ctx *context, int64 tenant_id, int64 after, int64 until, Snapshot snapshot,
			SealVisitor visit, void *arg)
{
	uint64		count;

	do
	{
		MemoryContext page = AllocSetContextCreate(CurrentMemoryContext, "seals", ALLOCSET_DEFAULT_SIZES);
		MemoryContext old = MemoryContextSwitchTo(page);
		Datum		values[] = {Int64GetDatum(tenant_id), Int64GetDatum(after), Int64GetDatum(until), Int64GetDatum(PAGE)};
		Rows	   *rows = plan_snapshot(&PLAN_SEAL_READ, values, NULL, snapshot);
		Seal	   *seals = seals_of_rows(rows);

		CHECK_FOR_INTERRUPTS();
		count = rows->count;
		for (uint64 i = 0; i < count; i++)
		{
			SealHash	leaf = seal_header_leaf(context, &seals[i]);

			MemoryContextSwitchTo(old);
			visit(&seals[i], &leaf, arg);
			MemoryContextSwitchTo(page);
			after = seals[i].number;
		}
		MemoryContextSwitchTo(old);
		MemoryContextDelete(page);
	} while (count == PAGE);
}

/*
 * The leaves of the log up to a number.
 */
SealLeaves
seal_leaves_read(pg_cryptohash_ctx *context, int64 tenant_id, int64 until, Snapshot snapshot)
{
	SealLeaves	leaves = {0};

	seals_visit(context, tenant_id, PG_INT64_MIN, until, snapshot, add_leaf, &leaves);
	return leaves;
}

static void
add_leaf(const Seal *seal, const SealHash *leaf, void *arg)
{
	seal_leaves_add(arg, seal, leaf);
}

void
seal_leaves_add(SealLeaves *leaves, const Seal *seal, const SealHash *leaf)
{
	if (leaves->count == leaves->space)
	{
		leaves->space = leaves->space == 0 ? 256 : leaves->space * 2;
		leaves->leaves = leaves->leaves == NULL ? palloc(leaves->space * sizeof(SealHash)) :
			repalloc_huge(leaves->leaves, leaves->space * sizeof(SealHash));
	}
	leaves->leaves[leaves->count] = *leaf;
	if (leaves->whole == leaves->count && seal->number == leaves->count + 1)
		leaves->whole++;
	leaves->count++;
}

/*
 * Of a block that is about to be written, too.
 */
SealHash
seal_header_leaf(pg_cryptohash_ctx *context, const Seal *seal)
{
	StringInfoData text;
	SealHash	leaf;

	initStringInfo(&text);
	seal_header(&text, seal);
	leaf = seal_leaf(context, text.data, text.len);
	pfree(text.data);
	return leaf;
}
