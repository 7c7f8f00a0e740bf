/*-------------------------------------------------------------------------
 *
 * seal.c
 *		seal_ledger: the job that seals what has come since its last run.
 *
 * Nothing in the hot path says which rows are sealed.  Ids are drawn in order,
 * so a run takes what lies above its mark, and remembers the ids below the new
 * mark that it did not see: an open transaction may fill them yet.  Whoever
 * could has an xid below the next one that was read after the snapshot; once
 * the oldest running transaction is that one or later, the gap is closed.  (The
 * snapshot's own xmax will not do: it is the latest completed xid plus one, and
 * an open transaction can have a higher one.)
 *
 * A run commits a chunk at a time, because a long transaction would keep the
 * whole server from pruning.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/transam.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "tcop/utility.h"
#include "utils/backend_status.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/xid8.h"

#include "base/clock.h"
#include "base/value.h"
#include "tenant/access.h"
#include "ops/job.h"
#include "ops/seal.h"
#include "ops/statements.h"

#define MIN_CHUNK	100
#define MAX_CHUNK	100000

SQL_FUNCTION(primeinv_seal_ledger);

/* A row, or a state of a sale, that goes into a block. */
typedef struct Sealed
{
	int64		tenant_id;
	int64		id;
	SealHash	leaf;
} Sealed;

/* A list of int64 that grows. */
typedef struct Ids
{
	int64		count;
	int64		space;
	int64	   *ids;
} Ids;

/* Rows dated before it had all been sealed when it became known. */
typedef struct SealBound
{
	bool		known;
	TimestampTz not_before;
	TimestampTz at;
} SealBound;

/* One transaction of the job. */
typedef struct Chunk
{
	SealKind	kind;
	int64		limit;			/* rows */
	pg_cryptohash_ctx *hash;
	Snapshot	snapshot;
	FullTransactionId next;		/* read after the snapshot */
	TimestampTz now;
	bool		dated;			/* the oldest transaction's start is known */
	TimestampTz oldest;
	int64		mark;
	int64		began_at;		/* the mark when the chunk began */
	int64		check_below;
	SealBound	bound;			/* of rows above the mark and in gaps */
	SealBound	all_bound;		/* of rows that were passed by */
	int64		last;			/* of the sequence */
	int64		step;
	int64		reached;		/* of seal_passed_by: the id behind which it
								 * goes on */
	SealBound	began;			/* what was known when the run began */
	int64		count;
	Sealed	   *rows;
	Ids			sales;			/* that sealed events name */
	Ids			gap_low;
	Ids			gap_high;
} Chunk;

/* What a step of the job does; true: there is more to do. */
typedef bool (*Step) (Chunk *chunk);

static void seals_ran(bool everything);
static void run(SealKind kind, int64 limit, Step step, bool atomic);
static bool seal_new(Chunk *chunk);
static bool seal_passed_by(Chunk *chunk);
static void begin_chunk(Chunk *chunk, SealKind kind, int64 limit);
static void end_chunk(Chunk *chunk);
static bool oldest_start(TimestampTz *oldest);
static void read_mark(Chunk *chunk);
static SealBound bound_of(const Rows *rows, int not_before, int at);
static void read_sequence(Chunk *chunk);
static bool take_filled(Chunk *chunk);
static bool take_new(Chunk *chunk);
static void take_rows(Chunk *chunk, const Rows *rows, const bool *skip);
static bool *sealed_before(Chunk *chunk, const Rows *rows);
static Datum ids_of_rows(const Rows *rows, int column);
static void note_gaps(Chunk *chunk, const Rows *rows);
static void write_gaps(Chunk *chunk);
static void write_mark(Chunk *chunk, bool nothing_left);
static void seal_sales(Chunk *chunk, Ids *sales);
static void write_blocks(Chunk *chunk, SealKind kind);
static void write_block(Chunk *chunk, SealKind kind, Sealed *rows, int64 count);
static int64 without_sealed(Chunk *chunk, SealKind kind, Sealed *rows, int64 count);
static SealLog read_log(Chunk *chunk, int64 tenant_id);
static SealBound bound_of_block(const Chunk *chunk, const Rows *dates, bool all_ours);
static Seal make_block(Chunk *chunk, SealKind kind, const Sealed *rows, int64 count);
static void insert_block(const Seal *seal);
static void seal_ids(Chunk *chunk, Datum ids);
static void write_all_bound(Chunk *chunk);
static int	by_tenant_and_id(const void *a, const void *b);
static int	by_id(const void *a, const void *b);
static void ids_add(Ids *list, int64 id);
static FullTransactionId oldest_running(const Chunk *chunk);

/*
 * seal_ledger(chunk, everything).  Within a transaction of the caller's, where
 * it cannot commit, it is one transaction with all it does.
 */
Datum
primeinv_seal_ledger(PG_FUNCTION_ARGS)
{
	bool		atomic = fcinfo->context == NULL || !IsA(fcinfo->context, CallContext) ||
	castNode(CallContext, fcinfo->context)->atomic;
	int32		limit = PG_ARGISNULL(0) ? 0 : PG_GETARG_INT32(0);

	access_require_owner();
	PreventCommandIfReadOnly("primeinv.seal_ledger()");
	if (limit < MIN_CHUNK || limit > MAX_CHUNK)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("chunk must be from %d to %d", MIN_CHUNK, MAX_CHUNK),
				 errdetail("So many rows are sealed in one transaction."),
				 errhint("Leave it out for 20000.")));
	if (SPI_connect_ext(atomic ? 0 : SPI_OPT_NONATOMIC) != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	for (SealKind kind = 0; kind < SEAL_SALE; kind++)
		run(kind, limit, seal_new, atomic);
	for (SealKind kind = 0; kind < SEAL_KINDS && !PG_ARGISNULL(1) && PG_GETARG_BOOL(1); kind++)
		run(kind, limit, seal_passed_by, atomic);
	seals_ran(!PG_ARGISNULL(1) && PG_GETARG_BOOL(1));
	SPI_finish();
	PG_RETURN_VOID();
}

/*
 * Who looked through everything has sealed what is new, too.
 */
static void
seals_ran(bool everything)
{
	AccessIdentity caller = access_become_owner();

	job_ran("seals");
	if (everything)
		job_ran("seals_of_all");
	access_resume(caller);
}

/*
 * The identity is given back before each commit: a transaction begins as it
 * stands.
 */
static void
run(SealKind kind, int64 limit, Step step, bool atomic)
{
	bool		more = true;
	int64		reached = 0;
	SealBound	began = {0};

	while (more)
	{
		MemoryContext memory = AllocSetContextCreate(PortalContext, "seals", ALLOCSET_DEFAULT_SIZES);
		MemoryContext old = MemoryContextSwitchTo(memory);
		AccessIdentity caller = access_become_owner();
		Chunk		chunk;

		CHECK_FOR_INTERRUPTS();
		begin_chunk(&chunk, kind, limit);
		if (began.at == 0)
			began = (SealBound) {chunk.dated, chunk.oldest, chunk.now};
		chunk.began = began;
		chunk.reached = reached;
		more = step(&chunk);
		reached = chunk.reached;
		end_chunk(&chunk);
		access_resume(caller);
		MemoryContextSwitchTo(old);
		MemoryContextDelete(memory);
		if (!atomic)
			SPI_commit();
	}
}

/*
 * Two jobs take turns, chunk by chunk: of all kinds, because a tenant's blocks
 * are numbered across them.  The oldest start is read before the snapshot, and
 * the next xid after it.
 */
static void
begin_chunk(Chunk *chunk, SealKind kind, int64 limit)
{
	memset(chunk, 0, sizeof(Chunk));
	chunk->kind = kind;
	chunk->limit = limit;
	plan_rows(&PLAN_SEAL_LOCK, NULL, NULL);
	if (kind != SEAL_SALE)
		read_mark(chunk);
	chunk->dated = oldest_start(&chunk->oldest);
	CommandCounterIncrement();
	chunk->snapshot = RegisterSnapshot(GetLatestSnapshot());
	chunk->next = ReadNextFullTransactionId();
	chunk->now = clock_now();
	if (kind != SEAL_SALE)
		read_sequence(chunk);
	chunk->hash = seal_hash_begin();
}

static void
end_chunk(Chunk *chunk)
{
	pg_cryptohash_free(chunk->hash);
	UnregisterSnapshot(chunk->snapshot);
}

/*
 * Of all transactions of the server; false if it cannot be known: because one
 * is prepared, which keeps the moment of its PREPARE only, or because a session
 * does not tell (track_activities).
 */
static bool
oldest_start(TimestampTz *oldest)
{
	*oldest = GetCurrentTransactionStartTimestamp();
	pgstat_clear_backend_activity_snapshot();
	for (int i = 1; i <= pgstat_fetch_stat_numbackends(); i++)
	{
		LocalPgBackendStatus *backend = backend_status(i);
		TimestampTz start = backend == NULL ? 0 : backend->backendStatus.st_xact_start_timestamp;

		if (start != 0 && start < *oldest)
			*oldest = start;
		if (backend != NULL && backend->backendStatus.st_state == STATE_DISABLED)
			return false;
	}
	return plan_rows(&PLAN_SEAL_PREPARED, NULL, NULL)->count == 0;
}

/*
 * Where there is none, as at first or after a restore, it begins at 0, and what
 * seals there are is asked up to their last id.
 */
static void
read_mark(Chunk *chunk)
{
	Datum		kind = CStringGetTextDatum(seal_kind_name(chunk->kind));
	Rows	   *rows = plan_latest(&PLAN_SEAL_MARK, &kind, NULL);

	if (rows->count == 0)
	{
		plan_rows(&PLAN_SEAL_MARK_MAKE, &kind, NULL);
		rows = plan_latest(&PLAN_SEAL_MARK, &kind, NULL);
	}
	chunk->mark = chunk->began_at = rows_int64(rows, 0, SEAL_MARK_HIGH_ID);
	chunk->check_below = rows_int64(rows, 0, SEAL_MARK_CHECK_BELOW);
	chunk->bound = bound_of(rows, SEAL_MARK_NOT_BEFORE, SEAL_MARK_KNOWN_AT);
	chunk->all_bound = bound_of(rows, SEAL_MARK_ALL_NOT_BEFORE, SEAL_MARK_ALL_KNOWN_AT);
}

static SealBound
bound_of(const Rows *rows, int not_before, int at)
{
	bool		isnull;
	SealBound	bound;

	bound.not_before = rows_int64(rows, 0, not_before);
	bound.at = DatumGetTimestampTz(rows_datum(rows, 0, at, &isnull));
	bound.known = !isnull;
	return bound;
}

/*
 * What lies above the sequence's value has been given explicitly and must not
 * move the mark: the sequence will come to ids below it later.
 */
static void
read_sequence(Chunk *chunk)
{
	static Statement *const statements[] = {
		[SEAL_MOVEMENT] = &PLAN_SEAL_SEQUENCE_MOVEMENT,
		[SEAL_AUDIT] = &PLAN_SEAL_SEQUENCE_AUDIT,
		[SEAL_ENTRY] = &PLAN_SEAL_SEQUENCE_ENTRY
	};
	Rows	   *rows = plan_rows(statements[chunk->kind], NULL, NULL);

	chunk->last = rows_int64(rows, 0, SEAL_SEQUENCE_LAST);
	chunk->step = rows_int64(rows, 0, SEAL_SEQUENCE_STEP);
}

/*
 * First what lies in gaps: a chunk that they fill leaves the rest for the next.
 */
static bool
seal_new(Chunk *chunk)
{
	bool		more = take_filled(chunk) || take_new(chunk);

	write_blocks(chunk, chunk->kind);
	write_gaps(chunk);
	seal_sales(chunk, &chunk->sales);
	write_mark(chunk, !more);
	return more;
}

/*
 * Rows in gaps, which have become visible since.  When all are taken, gaps that
 * nobody can fill any more are dropped.
 */
static bool
take_filled(Chunk *chunk)
{
	static Statement *const statements[] = {
		[SEAL_MOVEMENT] = &PLAN_SEAL_FILLED_MOVEMENT,
		[SEAL_AUDIT] = &PLAN_SEAL_FILLED_AUDIT,
		[SEAL_ENTRY] = &PLAN_SEAL_FILLED_ENTRY
	};
	Datum		values[2] = {Int64GetDatum(chunk->limit)};
	Rows	   *found = plan_snapshot(statements[chunk->kind], values, NULL, chunk->snapshot);

	values[0] = CStringGetTextDatum(seal_kind_name(chunk->kind));
	if (found->count > 0)
	{
		values[1] = ids_of_rows(found, 1);
		take_rows(chunk, seal_rows_of(chunk->kind, values[1], chunk->snapshot), NULL);
		plan_rows(&PLAN_SEAL_GAPS_FILL, values, NULL);
	}
	if (found->count == chunk->limit)
		return true;
	values[1] = FullTransactionIdGetDatum(oldest_running(chunk));
	plan_rows(&PLAN_SEAL_GAPS_DROP, values, NULL);
	return false;
}

/*
 * Rows above the mark.
 */
static bool
take_new(Chunk *chunk)
{
	Rows	   *rows = seal_rows_from(chunk->kind, chunk->mark, chunk->last, 0, chunk->limit, chunk->snapshot);

	if (rows->count == 0)
		return false;
	take_rows(chunk, rows, chunk->mark < chunk->check_below ? sealed_before(chunk, rows) : NULL);
	note_gaps(chunk, rows);
	chunk->mark = seal_row_id(rows, rows->count - 1);
	return rows->count == chunk->limit;
}

/*
 * Adds rows to those that the chunk seals, and the sales that they name to
 * those whose state it seals.
 */
static void
take_rows(Chunk *chunk, const Rows *rows, const bool *skip)
{
	StringInfoData text;

	if (chunk->rows == NULL)
		chunk->rows = palloc_extended(sizeof(Sealed) * (rows->count + chunk->limit), MCXT_ALLOC_HUGE);
	initStringInfo(&text);
	for (uint64 i = 0; i < rows->count; i++)
	{
		Sealed	   *row = &chunk->rows[chunk->count];

		if (skip != NULL && skip[i])
			continue;
		resetStringInfo(&text);
		seal_text(&text, chunk->kind, rows, i);
		row->tenant_id = seal_row_tenant(rows, i);
		row->id = seal_row_id(rows, i);
		row->leaf = seal_leaf(chunk->hash, text.data, text.len);
		chunk->count++;
		if (chunk->kind == SEAL_AUDIT && rows_int64(rows, i, SEAL_AUDIT_SALE) != 0)
			ids_add(&chunk->sales, rows_int64(rows, i, SEAL_AUDIT_SALE));
	}
}

/*
 * After a restore the seals are there and the mark is not.
 */
static bool *
sealed_before(Chunk *chunk, const Rows *rows)
{
	SealMerge  *merge = seal_merge_begin(chunk->kind, 0, rows->count == 0 ? 0 : seal_row_id(rows, 0), chunk->snapshot);
	bool	   *sealed = palloc(rows->count + 1);

	for (uint64 i = 0; i < rows->count; i++)
		sealed[i] = seal_merge_has(merge, seal_row_id(rows, i));
	return sealed;
}

static Datum
ids_of_rows(const Rows *rows, int column)
{
	int64	   *ids = palloc(sizeof(int64) * (rows->count + 1));

	for (uint64 i = 0; i < rows->count; i++)
		ids[i] = rows_int64(rows, i, column);
	return array_of_int64(ids, rows->count);
}

/*
 * Ids between the mark and the rows that are not there.  With a sequence that
 * counts by more than one, those between belong to other servers.
 */
static void
note_gaps(Chunk *chunk, const Rows *rows)
{
	int64		before = chunk->mark;

	for (uint64 i = 0; i < rows->count; i++)
	{
		int64		id = seal_row_id(rows, i);

		if (id - before > chunk->step)
		{
			ids_add(&chunk->gap_low, before + 1);
			ids_add(&chunk->gap_high, id - 1);
		}
		before = id;
	}
}

static void
write_gaps(Chunk *chunk)
{
	Datum		values[4];

	if (chunk->gap_low.count == 0)
		return;
	values[0] = CStringGetTextDatum(seal_kind_name(chunk->kind));
	values[1] = array_of_int64(chunk->gap_low.ids, chunk->gap_low.count);
	values[2] = array_of_int64(chunk->gap_high.ids, chunk->gap_high.count);
	values[3] = FullTransactionIdGetDatum(chunk->next);
	plan_rows(&PLAN_SEAL_GAPS_MAKE, values, NULL);
}

/*
 * When a run leaves nothing over, every row of a transaction that had ended by
 * the snapshot is sealed: what comes later is of one that began at the oldest
 * start or after it, and dated accordingly.
 */
static void
write_mark(Chunk *chunk, bool nothing_left)
{
	bool		known = nothing_left && chunk->dated;
	Datum		values[] = {CStringGetTextDatum(seal_kind_name(chunk->kind)), Int64GetDatum(chunk->mark),
	TimestampTzGetDatum(chunk->oldest), TimestampTzGetDatum(chunk->now), TimestampTzGetDatum(chunk->now)};

	plan_rows(&PLAN_SEAL_MARK_WRITE, values, known ? "     " : "  nn ");
}

/*
 * The states of sales as of the snapshot; what changes them later leaves
 * another event.
 */
static void
seal_sales(Chunk *chunk, Ids *sales)
{
	SaleStates *states;
	int64		distinct = 0;

	if (sales->count == 0)
		return;
	qsort(sales->ids, sales->count, sizeof(int64), by_id);
	for (int64 i = 0; i < sales->count; i++)
		if (i == 0 || sales->ids[i] != sales->ids[i - 1])
			sales->ids[distinct++] = sales->ids[i];
	states = seal_sale_states(chunk->hash, array_of_int64(sales->ids, distinct), chunk->snapshot, false);
	chunk->rows = palloc_extended(sizeof(Sealed) * (states->count + 1), MCXT_ALLOC_HUGE);
	chunk->count = states->count;
	for (int64 i = 0; i < states->count; i++)
		chunk->rows[i] = (Sealed) {states->tenant_ids[i], states->ids[i], states->leaves[i]};
	write_blocks(chunk, SEAL_SALE);
}

/*
 * One block a tenant.
 */
static void
write_blocks(Chunk *chunk, SealKind kind)
{
	int64		from = 0;

	if (chunk->count == 0)
		return;
	qsort(chunk->rows, chunk->count, sizeof(Sealed), by_tenant_and_id);
	for (int64 i = 1; i <= chunk->count; i++)
	{
		if (i < chunk->count && chunk->rows[i].tenant_id == chunk->rows[from].tenant_id)
			continue;
		write_block(chunk, kind, &chunk->rows[from], i - from);
		from = i;
	}
}

/*
 * The next block of the tenant's log.  Rows of a tenant that has moved here may
 * have come with their seals.
 */
static void
write_block(Chunk *chunk, SealKind kind, Sealed *rows, int64 count)
{
	SealLog		log = read_log(chunk, rows[0].tenant_id);
	Datum		values[] = {Int64GetDatum(rows[0].tenant_id), CStringGetTextDatum(seal_kind_name(kind)), Int64GetDatum(chunk->began_at)};
	Rows	   *dates = kind == SEAL_SALE ? NULL : plan_rows(&PLAN_SEAL_DATES, values, NULL);
	SealBound	bound = dates == NULL ? (SealBound) {0} : bound_of_block(chunk, dates, log.made == log.last);
	Seal		seal;

	if (log.last == PG_INT64_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("the log of tenant " INT64_FORMAT " has no number left", rows[0].tenant_id),
				 errdetail("Its last seal has the number " INT64_FORMAT ", which the job has not given.", log.last),
				 errhint("verify_seals() names the seals; a backup has them.")));
	if (dates != NULL && rows_bool(dates, 0, SEAL_DATES_AHEAD))
		count = without_sealed(chunk, kind, rows, count);
	if (count == 0)
		return;
	seal = make_block(chunk, kind, rows, count);
	seal.number = log.last + 1;
	seal.dated = bound.known;
	seal.not_before = bound.not_before;
	insert_block(&seal);
	seal_log_add(chunk->hash, &log, &seal);
	seal_log_keep(seal.tenant_id, &log);
}

/*
 * Keeps those above the mark that no block of the tenant has; what lies in gaps
 * was drawn here.  Returns how many are left.
 */
static int64
without_sealed(Chunk *chunk, SealKind kind, Sealed *rows, int64 count)
{
	SealMerge  *merge = seal_merge_begin(kind, rows[0].tenant_id, chunk->began_at + 1, chunk->snapshot);
	int64		left = 0;

	for (int64 i = 0; i < count; i++)
		if (rows[i].id <= chunk->began_at || !seal_merge_has(merge, rows[i].id))
			rows[left++] = rows[i];
	return left;
}

/*
 * With what this transaction has written.
 */
static SealLog
read_log(Chunk *chunk, int64 tenant_id)
{
	Snapshot	snapshot;
	SealLog		log;

	CommandCounterIncrement();
	snapshot = RegisterSnapshot(GetLatestSnapshot());
	log = seal_log_read(chunk->hash, tenant_id, snapshot);
	UnregisterSnapshot(snapshot);
	return log;
}

/*
 * A tenant's first run says nothing of the dates before it: an import brings
 * old ones.  After that the mark knows, as far as this server has made the
 * tenant's blocks.  Where it has not, as after a restore or a move, or a
 * superuser has set the mark back, the seals know, too: everything is gone through
 * nightly, so that what is older by a day than the bound of the last one must be
 * sealed.  One that is of a time to come, by a clock that was wrong, says nothing.
 */
static SealBound
bound_of_block(const Chunk *chunk, const Rows *dates, bool all_ours)
{
	SealBound	bound = chunk->bound;
	TimestampTz not_before;
	bool		isnull;

	if (!all_ours || rows_int64(dates, 0, SEAL_DATES_FIRST_AT) > bound.at ||
		(rows_datum(dates, 0, SEAL_DATES_FIRST_AT, &isnull), isnull))
		bound.known = false;
	not_before = DatumGetTimestampTz(rows_datum(dates, 0, SEAL_DATES_NOT_BEFORE, &isnull));
	if (isnull || TIMESTAMP_NOT_FINITE(not_before) || not_before > chunk->now ||
		rows_int64(dates, 0, SEAL_DATES_SEALED_AT) > chunk->now)
		return bound;
	not_before -= USECS_PER_DAY;
	if (!bound.known || bound.not_before < not_before)
		bound = (SealBound) {.known = true, .not_before = not_before};
	return bound;
}

/*
 * All but its place in the log and its bound.
 */
static Seal
make_block(Chunk *chunk, SealKind kind, const Sealed *rows, int64 count)
{
	int			print = seal_print_length(kind);
	uint8	   *prints = palloc(count * print);
	int64	   *ids = palloc(count * sizeof(int64));
	SealTree	tree = {0};
	SealHash	root;

	for (int64 i = 0; i < count; i++)
	{
		ids[i] = rows[i].id;
		memcpy(prints + i * print, rows[i].leaf.bytes, print);
		seal_tree_add(chunk->hash, &tree, rows[i].leaf);
	}
	root = seal_tree_root(chunk->hash, &tree);
	return (Seal)
	{
		.tenant_id = rows[0].tenant_id, .kind = kind, .version = SEAL_VERSION, .sealed_at = chunk->now,
			.rows = count, .low_id = ids[0], .high_id = ids[count - 1], .ids = seal_ids_encode(ids, count),
			.prints = seal_bytes(prints, count * print), .root = seal_bytes(root.bytes, SEAL_HASH_LENGTH)
	};
}

static void
insert_block(const Seal *seal)
{
	Datum		values[] = {Int64GetDatum(seal->tenant_id), Int64GetDatum(seal->number),
		CStringGetTextDatum(seal_kind_name(seal->kind)), Int32GetDatum(seal->version),
		TimestampTzGetDatum(seal->sealed_at), TimestampTzGetDatum(seal->not_before),
		Int64GetDatum(seal->rows), Int64GetDatum(seal->low_id), Int64GetDatum(seal->high_id),
		PointerGetDatum(seal->ids), PointerGetDatum(seal->prints), PointerGetDatum(seal->root)
	};

	plan_rows(&PLAN_SEAL_INSERT, values, seal->dated ? NULL : "     n      ");
}

/*
 * Rows below the mark that no seal has, and that lie in no gap: they came with
 * ids that the sequence had not given, or without a mark.  What is known of
 * their dates is what the last such run knew.
 */
static bool
seal_passed_by(Chunk *chunk)
{
	static Statement *const statements[] = {
		[SEAL_MOVEMENT] = &PLAN_SEAL_IDS_MOVEMENT,
		[SEAL_AUDIT] = &PLAN_SEAL_IDS_AUDIT,
		[SEAL_ENTRY] = &PLAN_SEAL_IDS_ENTRY,
		[SEAL_SALE] = &PLAN_SEAL_IDS_SALE
	};
	Datum		values[] = {Int64GetDatum(chunk->reached), Int64GetDatum(chunk->kind == SEAL_SALE ? 0 : PG_INT64_MAX), Int64GetDatum(chunk->limit)};
	Rows	   *rows = plan_snapshot(statements[chunk->kind], values, NULL, chunk->snapshot);
	bool	   *sealed = sealed_before(chunk, rows);
	Ids			without = {0};

	for (uint64 i = 0; i < rows->count; i++)
		if (!sealed[i])
			ids_add(&without, seal_row_id(rows, i));
	if (rows->count > 0)
		chunk->reached = seal_row_id(rows, rows->count - 1);
	chunk->bound = chunk->all_bound;
	if (chunk->kind == SEAL_SALE)
		seal_sales(chunk, &without);
	else if (without.count > 0)
		seal_ids(chunk, array_of_int64(without.ids, without.count));
	if (rows->count == chunk->limit)
		return true;
	if (chunk->kind != SEAL_SALE && chunk->began.known)
		write_all_bound(chunk);
	return false;
}

/*
 * Leaves to the next run what it will come to: ids in gaps, and between the
 * mark and the sequence.
 */
static void
seal_ids(Chunk *chunk, Datum ids)
{
	Datum		gap[] = {CStringGetTextDatum(seal_kind_name(chunk->kind)), ids};
	Rows	   *pending = plan_rows(&PLAN_SEAL_GAP_HAS, gap, NULL);
	Rows	   *rows = seal_rows_of(chunk->kind, ids, chunk->snapshot);
	bool	   *skip = palloc0(rows->count + 1);
	uint64		p = 0;

	for (uint64 i = 0; i < rows->count; i++)
	{
		int64		id = seal_row_id(rows, i);

		while (p < pending->count && rows_int64(pending, p, 1) < id)
			p++;
		skip[i] = (p < pending->count && rows_int64(pending, p, 1) == id) ||
			(id > chunk->mark && id <= chunk->last);
	}
	take_rows(chunk, rows, skip);
	write_blocks(chunk, chunk->kind);
	seal_sales(chunk, &chunk->sales);
}

static void
write_all_bound(Chunk *chunk)
{
	Datum		values[] = {CStringGetTextDatum(seal_kind_name(chunk->kind)),
	TimestampTzGetDatum(chunk->began.not_before), TimestampTzGetDatum(chunk->began.at)};

	plan_rows(&PLAN_SEAL_MARK_ALL, values, NULL);
}

static int
by_tenant_and_id(const void *a, const void *b)
{
	const Sealed *left = a;
	const Sealed *right = b;

	if (left->tenant_id != right->tenant_id)
		return left->tenant_id < right->tenant_id ? -1 : 1;
	return left->id < right->id ? -1 : left->id > right->id;
}

static int
by_id(const void *a, const void *b)
{
	int64		left = *(const int64 *) a;
	int64		right = *(const int64 *) b;

	return left < right ? -1 : left > right;
}

static void
ids_add(Ids *list, int64 id)
{
	if (list->count == list->space)
	{
		list->space = list->space == 0 ? 64 : list->space * 2;
		list->ids = list->ids == NULL ? palloc(list->space * sizeof(int64)) :
			repalloc_huge(list->ids, list->space * sizeof(int64));
	}
	list->ids[list->count++] = id;
}

/*
 * The snapshot's xmin with its epoch: a 32-bit xid above the next one is of the
 * epoch before.
 */
static FullTransactionId
oldest_running(const Chunk *chunk)
{
	TransactionId xmin = chunk->snapshot->xmin;
	uint32		epoch = EpochFromFullTransactionId(chunk->next);

	if (xmin > XidFromFullTransactionId(chunk->next))
		epoch--;
	return FullTransactionIdFromEpochAndXid(epoch, xmin);
}
