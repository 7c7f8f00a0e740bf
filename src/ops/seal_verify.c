/*-------------------------------------------------------------------------
 *
 * seal_verify.c
 *		verify_seals: rows held against seals, seals against digests.
 *
 * One pass over each table by id with the blocks beside it (seal_merge.c); each
 * block's tree grows as its rows come by.  Everything is read in one snapshot,
 * so that what is being sealed meanwhile is no finding.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "base/json.h"
#include "base/value.h"
#include "tenant/access.h"
#include "tenant/call.h"
#include "ops/seal.h"
#include "ops/statements.h"

/* Rows read at a time. */
#define PAGE	20000

/* Seals of a gap that are named one by one. */
#define MAX_MISSING	1000

SQL_FUNCTION(primeinv_verify_seals);

/* The columns of a finding. */
enum
{
	FINDING_TENANT,
	FINDING_NUMBER,
	FINDING_KIND,
	FINDING_ROW,
	FINDING_TEXT,
	FINDING_COLUMNS
};

/* The keys of a digest. */
enum
{
	DIGEST_TENANT,
	DIGEST_SIZE,
	DIGEST_SEALED_AT,
	DIGEST_HEAD
};

typedef struct Verify
{
	ReturnSetInfo *rsinfo;
	Snapshot	snapshot;
	pg_cryptohash_ctx *hash;
	int64		tenant_id;		/* 0: all */
	Scope		scope;			/* whose findings are shown */
	SealKind	kind;
	SealMerge  *merge;
	int64		mark;			/* what lies above it the job has not come to;
								 * -1: not known */
	bool		dated;
	TimestampTz not_before;		/* where the mark is not known: what is dated
								 * before it must be sealed */
	HTAB	   *pending;		/* sales that unsealed events name: int64 */
} Verify;

/* A tenant's log while its blocks go by. */
typedef struct Log
{
	Verify	   *verify;
	int64		next;			/* the number that is due */
	SealLeaves	leaves;
} Log;

static JsonObject *read_digests(FunctionCallInfo fcinfo, int *count);
static void check_digest(const JsonObject *digest);
static void verify_gone_tenants(Verify *verify, const JsonObject *digests, int count);
static void verify_log(Verify *verify, int64 tenant_id, const JsonObject *digests, int count);
static void meet_block(const Seal *seal, const SealHash *leaf, void *arg);
static void missing_seals(Verify *verify, int64 tenant_id, int64 from, int64 before);
static void check_root_of_sales(Verify *verify, const Seal *seal);
static bool verify_digest(Verify *verify, const JsonObject *digest, const SealLeaves *leaves);
static void verify_kept(Verify *verify, int64 tenant_id, const SealLeaves *leaves);
static bool is_head(const JsonObject *digest, const SealHash *head);
static void verify_kind(Verify *verify, SealKind kind);
static void read_mark(Verify *verify);
static void verify_page(Verify *verify, const Rows *rows);
static void verify_row(Verify *verify, const Rows *rows, uint64 row, const SealHash *leaf);
static void pass_missing(Verify *verify, int64 before);
static void step(Verify *verify);
static void check_root(Verify *verify, SealCursor *cursor);
static bool is_pending(Verify *verify, const Rows *rows, uint64 row);
static void verify_sales(Verify *verify);
static int64 verify_sale_page(Verify *verify, const Rows *rows);
static void verify_sale(Verify *verify, const Rows *rows, uint64 row, const Seal *seal, const SealHash *sealed, const SaleStates *states, int64 *at);
static void finding(Verify *verify, int64 tenant_id, int64 number, SealKind kind, int64 row_id, const char *text);
static bool is_asked_for(const Verify *verify, int64 tenant_id);
static void add_finding(Verify *verify, int64 tenant_id, int64 number, SealKind kind, int64 row_id, const char *text);

/*
 * verify_seals(tenant_id, digests)
 */
Datum
primeinv_verify_seals(PG_FUNCTION_ARGS)
{
	int			count;
	JsonObject *digests = read_digests(fcinfo, &count);
	HASHCTL		ctl = {.keysize = sizeof(int64), .entrysize = sizeof(int64), .hcxt = CurrentMemoryContext};
	Verify		verify = {.snapshot = GetActiveSnapshot(), .scope = seal_scope(fcinfo)};
	AccessIdentity caller;

	InitMaterializedSRF(fcinfo, 0);
	verify.rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	verify.tenant_id = verify.scope.count == 1 ? verify.scope.tenant_ids[0] : 0;
	verify.pending = hash_create("sales with unsealed events", 256, &ctl, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	verify.hash = seal_hash_begin();
	if (verify.scope.all && access_is_owner())
		verify_gone_tenants(&verify, digests, count);
	caller = access_become_owner();
	for (int i = 0; i < verify.scope.count; i++)
		verify_log(&verify, verify.scope.tenant_ids[i], digests, count);
	if (verify.scope.count > 0)
	{
		for (SealKind kind = 0; kind < SEAL_SALE; kind++)
			verify_kind(&verify, kind);
		verify_sales(&verify);
	}
	access_resume(caller);
	pg_cryptohash_free(verify.hash);
	return (Datum) 0;
}

/*
 * Digests of tenants that are not there any more.  Only of the owner's, who sees
 * them all: to others a tenant that is gone looks like one of somebody else.
 */
static void
verify_gone_tenants(Verify *verify, const JsonObject *digests, int count)
{
	for (int i = 0; i < count; i++)
	{
		int64		tenant_id = DatumGetInt64(digests[i].values[DIGEST_TENANT]);

		if (DatumGetInt64(digests[i].values[DIGEST_SIZE]) > 0 && !is_asked_for(verify, tenant_id))
			add_finding(verify, tenant_id, DatumGetInt64(digests[i].values[DIGEST_SIZE]), SEAL_KINDS, 0,
						"there are fewer seals than the digest counts: the tenant is gone");
	}
}

/*
 * An array of what ledger_digest returns; one of a tenant that is not asked for
 * is passed over.
 */
static JsonObject *
read_digests(FunctionCallInfo fcinfo, int *count)
{
	static const JsonKey keys[] = {
		[DIGEST_TENANT] = {"tenant_id", JSON_BIGINT, true},
		[DIGEST_SIZE] = {"size", JSON_BIGINT, true},
		[DIGEST_SEALED_AT] = {"sealed_at", JSON_TEXT, false},
		[DIGEST_HEAD] = {"head", JSON_TEXT, false}
	};

	JsonObject *digests;

	*count = 0;
	if (PG_ARGISNULL(1))
		return NULL;
	digests = json_read_array(PG_GETARG_JSONB_P(1), "digests", keys, lengthof(keys), count);
	for (int i = 0; i < *count; i++)
		check_digest(&digests[i]);
	return digests;
}

static void
check_digest(const JsonObject *digest)
{
	int64		size = DatumGetInt64(digest->values[DIGEST_SIZE]);

	if (size < 0 || (size > 0 && digest->nulls[DIGEST_HEAD]))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a digest of tenant " INT64_FORMAT " is malformed", DatumGetInt64(digest->values[DIGEST_TENANT])),
				 errdetail("Its size is " INT64_FORMAT "; one that counts seals has a head, too.", size),
				 errhint("Give digests as ledger_digest() has returned them.")));
}

/*
 * The chain of a tenant's blocks: numbers without gaps, and the heads that were
 * kept, elsewhere or by the job.
 */
static void
verify_log(Verify *verify, int64 tenant_id, const JsonObject *digests, int count)
{
	MemoryContext memory = AllocSetContextCreate(CurrentMemoryContext, "log", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(memory);
	Log			log = {verify, 1};
	bool		holds = true;

	seals_visit(verify->hash, tenant_id, PG_INT64_MIN, PG_INT64_MAX, verify->snapshot, meet_block, &log);
	for (int i = 0; i < count; i++)
		if (DatumGetInt64(digests[i].values[DIGEST_TENANT]) == tenant_id)
			holds &= verify_digest(verify, &digests[i], &log.leaves);
	if (holds)
		verify_kept(verify, tenant_id, &log.leaves);
	MemoryContextSwitchTo(old);
	MemoryContextDelete(memory);
}

static void
meet_block(const Seal *seal, const SealHash *leaf, void *arg)
{
	Log		   *log = arg;

	missing_seals(log->verify, seal->tenant_id, log->next, seal->number);
	log->next = seal->number == PG_INT64_MAX ? seal->number : seal->number + 1;
	seal_leaves_add(&log->leaves, seal, leaf);
	if (seal->kind == SEAL_SALE)
		check_root_of_sales(log->verify, seal);
}

/*
 * From one number up to another.  Of many the last one stands for the rest: a
 * superuser may have written any number.
 */
static void
missing_seals(Verify *verify, int64 tenant_id, int64 from, int64 before)
{
	CHECK_FOR_INTERRUPTS();
	for (int named = 0; from < before && named < MAX_MISSING; from++, named++)
		finding(verify, tenant_id, from, SEAL_KINDS, 0, "the seal is missing");
	if (from < before)
		finding(verify, tenant_id, before - 1, SEAL_KINDS, 0, "the seals up to this one are missing");
}

/*
 * The other kinds' roots are worked out from the rows, later.
 */
static void
check_root_of_sales(Verify *verify, const Seal *seal)
{
	SealHash	root;

	if (seal_is_whole(seal))
	{
		root = seal_root_of(verify->hash, (const SealHash *) VARDATA_ANY(seal->prints), seal->rows);
		if (memcmp(&root, VARDATA_ANY(seal->root), SEAL_HASH_LENGTH) == 0)
			return;
	}
	finding(verify, seal->tenant_id, seal->number, SEAL_SALE, 0, "the seal was changed: its root is not that of its prints");
}

static bool
verify_digest(Verify *verify, const JsonObject *digest, const SealLeaves *leaves)
{
	int64		tenant_id = DatumGetInt64(digest->values[DIGEST_TENANT]);
	int64		size = DatumGetInt64(digest->values[DIGEST_SIZE]);
	SealHash	head;

	if (size > leaves->count)
	{
		finding(verify, tenant_id, size, SEAL_KINDS, 0, "there are fewer seals than the digest counts");
		return false;
	}
	if (size == 0)
		return true;
	head = seal_root_of(verify->hash, leaves->leaves, size);
	if (size <= leaves->whole && is_head(digest, &head))
		return true;
	finding(verify, tenant_id, size, SEAL_KINDS, 0, "the head is not the digest's: seals up to this one were changed");
	return false;
}

/*
 * What the job remembers of its own seals lies in the same database: a digest
 * that is kept there tells of whoever did not think of it.  Where one that is
 * kept elsewhere has told it, that is no news.
 */
static void
verify_kept(Verify *verify, int64 tenant_id, const SealLeaves *leaves)
{
	SealLog		kept = seal_log_kept(tenant_id, verify->snapshot);
	SealHash	made;
	SealHash	head;

	if (kept.last > leaves->count)
		finding(verify, tenant_id, kept.last, SEAL_KINDS, 0, "there are fewer seals than the job has made");
	if (kept.last == 0 || kept.last > leaves->count)
		return;
	made = seal_tree_root(verify->hash, &kept.tree);
	head = seal_root_of(verify->hash, leaves->leaves, kept.last);
	if (memcmp(&made, &head, SEAL_HASH_LENGTH) != 0)
		finding(verify, tenant_id, kept.last, SEAL_KINDS, 0, "the head is not that of the seals that the job has made: seals up to this one were changed");
}

/*
 * Hexadecimal, with or without the \x of bytea.
 */
static bool
is_head(const JsonObject *digest, const SealHash *head)
{
	char	   *given = json_text(digest, DIGEST_HEAD);
	char		expected[SEAL_HASH_LENGTH * 2 + 1];

	if (strncmp(given, "\\x", 2) == 0)
		given += 2;
	expected[hex_encode((const char *) head->bytes, SEAL_HASH_LENGTH, expected)] = '\0';
	return pg_strcasecmp(given, expected) == 0;
}

/*
 * All rows of a kind, a page at a time, and what seals are left behind the
 * last.
 */
static void
verify_kind(Verify *verify, SealKind kind)
{
	int64		after = PG_INT64_MIN;
	uint64		count;

	verify->kind = kind;
	verify->merge = seal_merge_begin(kind, verify->tenant_id, PG_INT64_MIN, verify->snapshot);
	read_mark(verify);
	do
	{
		MemoryContext page = AllocSetContextCreate(CurrentMemoryContext, "page", ALLOCSET_DEFAULT_SIZES);
		MemoryContext old = MemoryContextSwitchTo(page);
		Rows	   *rows = seal_rows_from(kind, after, PG_INT64_MAX, verify->tenant_id, PAGE, verify->snapshot);

		CHECK_FOR_INTERRUPTS();
		verify_page(verify, rows);
		count = rows->count;
		if (count > 0)
			after = seal_row_id(rows, count - 1);
		MemoryContextSwitchTo(old);
		MemoryContextDelete(page);
	} while (count == PAGE);
	pass_missing(verify, PG_INT64_MAX);
}

/*
 * A logical replica has no mark: what is dated before the last seals' bound had
 * been sealed by then.
 */
static void
read_mark(Verify *verify)
{
	Datum		values[] = {CStringGetTextDatum(seal_kind_name(verify->kind)), Int64GetDatum(verify->tenant_id)};
	Rows	   *mark = plan_snapshot(&PLAN_SEAL_MARK_READ, values, NULL, verify->snapshot);
	Rows	   *bound;
	bool		isnull;

	verify->mark = mark->count == 0 ? -1 : rows_int64(mark, 0, SEAL_MARK_READ_HIGH_ID);
	if (mark->count > 0)
		return;
	bound = plan_snapshot(&PLAN_SEAL_BOUND, values, NULL, verify->snapshot);
	verify->not_before = DatumGetTimestampTz(rows_datum(bound, 0, 1, &isnull));
	verify->dated = !isnull;
}

static void
verify_page(Verify *verify, const Rows *rows)
{
	StringInfoData text;

	initStringInfo(&text);
	for (uint64 i = 0; i < rows->count; i++)
	{
		SealHash	leaf;

		resetStringInfo(&text);
		seal_text(&text, verify->kind, rows, i);
		leaf = seal_leaf(verify->hash, text.data, text.len);
		pass_missing(verify, seal_row_id(rows, i));
		verify_row(verify, rows, i, &leaf);
	}
}

/*
 * The row against each block that has its id; a tenant's block that has
 * another's row has lost its own.
 */
static void
verify_row(Verify *verify, const Rows *rows, uint64 row, const SealHash *leaf)
{
	int64		tenant_id = seal_row_tenant(rows, row);
	int64		id = seal_row_id(rows, row);
	bool		sealed = false;
	SealCursor *cursor;

	while ((cursor = seal_merge_lowest(verify->merge)) != NULL && cursor->id == id)
	{
		const Seal *seal = cursor->seal;
		const uint8 *print = seal_print(seal, cursor->position);

		if (cursor->tree == NULL)
			cursor->tree = MemoryContextAllocZero(cursor->memory, sizeof(SealTree));
		if (seal->tenant_id != tenant_id || print == NULL || memcmp(print, leaf->bytes, seal_print_length(seal->kind)) != 0)
		{
			cursor->broken = true;
			finding(verify, seal->tenant_id, seal->number, seal->kind, id,
					seal->tenant_id != tenant_id ? "the row is another tenant's" : "the row was changed");
		}
		else if (seal->dated && seal_row_created_at(rows, row) < seal->not_before)
			finding(verify, tenant_id, seal->number, seal->kind, id, "the row is back-dated");
		seal_tree_add(verify->hash, cursor->tree, *leaf);
		sealed = sealed || seal->tenant_id == tenant_id;
		step(verify);
	}
	if (!sealed && !is_pending(verify, rows, row))
		finding(verify, tenant_id, 0, verify->kind, id, "the row was never sealed");
}

/*
 * Ids of seals that no row has.
 */
static void
pass_missing(Verify *verify, int64 before)
{
	SealCursor *cursor;

	while ((cursor = seal_merge_lowest(verify->merge)) != NULL && cursor->id < before)
	{
		cursor->broken = true;
		finding(verify, cursor->seal->tenant_id, cursor->seal->number, cursor->seal->kind, cursor->id, "the row is missing");
		step(verify);
	}
}

/*
 * On to the next id; behind its last a block is checked as a whole.
 */
static void
step(Verify *verify)
{
	SealCursor *cursor = seal_merge_lowest(verify->merge);

	CHECK_FOR_INTERRUPTS();
	if (seal_merge_advance(verify->merge))
		return;
	check_root(verify, cursor);
	seal_merge_release(cursor);
}

/*
 * Where a row was named already, that the root differs is no news.
 */
static void
check_root(Verify *verify, SealCursor *cursor)
{
	const Seal *seal = cursor->seal;
	SealHash	root;

	if (cursor->broken)
		return;
	root = seal_tree_root(verify->hash, cursor->tree);
	if (seal_is_whole(seal) && cursor->tree->count == seal->rows && cursor->id == seal->high_id &&
		memcmp(&root, VARDATA_ANY(seal->root), SEAL_HASH_LENGTH) == 0)
		return;
	finding(verify, seal->tenant_id, seal->number, seal->kind, 0, "the seal or one of its rows was changed: the root is not that of the rows");
}

/*
 * What the job has not come to yet; the sales that it names are not held
 * against their seals.
 */
static bool
is_pending(Verify *verify, const Rows *rows, uint64 row)
{
	int64		id = seal_row_id(rows, row);
	bool		pending;

	if (verify->mark >= 0)
	{
		Datum		gap[] = {CStringGetTextDatum(seal_kind_name(verify->kind)), array_of_int64(&id, 1)};

		pending = id > verify->mark ||
			plan_snapshot(&PLAN_SEAL_GAP_HAS, gap, NULL, verify->snapshot)->count > 0;
	}
	else
		pending = !verify->dated || seal_row_created_at(rows, row) >= verify->not_before;
	if (pending && verify->kind == SEAL_AUDIT && rows_int64(rows, row, SEAL_AUDIT_SALE) != 0)
	{
		int64		sale = rows_int64(rows, row, SEAL_AUDIT_SALE);

		(void) hash_search(verify->pending, &sale, HASH_ENTER, NULL);
	}
	return pending;
}

/*
 * Each sale against its last sealed state.
 */
static void
verify_sales(Verify *verify)
{
	int64		after = PG_INT64_MIN;
	bool		more = true;

	verify->kind = SEAL_SALE;
	verify->merge = seal_merge_begin(SEAL_SALE, verify->tenant_id, PG_INT64_MIN, verify->snapshot);
	while (more)
	{
		MemoryContext page = AllocSetContextCreate(CurrentMemoryContext, "page", ALLOCSET_DEFAULT_SIZES);
		MemoryContext old = MemoryContextSwitchTo(page);
		Datum		values[] = {Int64GetDatum(after), Int64GetDatum(verify->tenant_id), Int64GetDatum(PAGE)};
		Rows	   *rows = plan_snapshot(&PLAN_SEAL_IDS_SALE, values, NULL, verify->snapshot);

		CHECK_FOR_INTERRUPTS();
		more = rows->count == PAGE;
		if (rows->count > 0)
			after = verify_sale_page(verify, rows);
		MemoryContextSwitchTo(old);
		MemoryContextDelete(page);
	}
	for (SealCursor *cursor; (cursor = seal_merge_lowest(verify->merge)) != NULL;)
	{
		finding(verify, cursor->seal->tenant_id, cursor->seal->number, SEAL_SALE, cursor->id, "the row is missing");
		if (!seal_merge_advance(verify->merge))
			seal_merge_release(cursor);
	}
}

/*
 * Returns the last id.  Of the blocks that have a sale the one of the highest
 * number counts.
 */
static int64
verify_sale_page(Verify *verify, const Rows *rows)
{
	int64	   *ids = palloc(sizeof(int64) * rows->count);
	SaleStates *states;
	int64		at = 0;

	for (uint64 i = 0; i < rows->count; i++)
		ids[i] = seal_row_id(rows, i);
	states = seal_sale_states(verify->hash, array_of_int64(ids, rows->count), verify->snapshot, false);
	for (uint64 i = 0; i < rows->count; i++)
	{
		Seal		last = {0};
		SealHash	sealed = {0};
		SealCursor *cursor;

		while ((cursor = seal_merge_lowest(verify->merge)) != NULL && cursor->id <= ids[i])
		{
			if (cursor->id < ids[i])
				finding(verify, cursor->seal->tenant_id, cursor->seal->number, SEAL_SALE, cursor->id, "the row is missing");
			else if (cursor->seal->number > last.number)
			{
				last = *cursor->seal;
				if (seal_print(cursor->seal, cursor->position) != NULL)
					memcpy(&sealed, seal_print(cursor->seal, cursor->position), SEAL_HASH_LENGTH);
			}
			if (!seal_merge_advance(verify->merge))
				seal_merge_release(cursor);
		}
		verify_sale(verify, rows, i, last.number > 0 ? &last : NULL, &sealed, states, &at);
	}
	return ids[rows->count - 1];
}

/*
 * A sale without a seal has an event that the job has not come to, or the job
 * has not run since it was made.
 */
static void
verify_sale(Verify *verify, const Rows *rows, uint64 row, const Seal *seal,
			const SealHash *sealed, const SaleStates *states, int64 *at)
{
	int64		id = seal_row_id(rows, row);

	if (hash_search(verify->pending, &id, HASH_FIND, NULL) != NULL)
		return;
	while (*at < states->count && states->ids[*at] < id)
		(*at)++;
	if (seal == NULL)
		finding(verify, seal_row_tenant(rows, row), 0, SEAL_SALE, id, "the row was never sealed");
	else if (*at >= states->count || states->ids[*at] != id ||
			 memcmp(&states->leaves[*at], sealed, SEAL_HASH_LENGTH) != 0)
		finding(verify, seal->tenant_id, seal->number, SEAL_SALE, id,
				"the sale, a line, a payment or a refund of it was changed");
}

/*
 * One of a tenant that was not asked for is not told.
 */
static void
finding(Verify *verify, int64 tenant_id, int64 number, SealKind kind, int64 row_id, const char *text)
{
	if (is_asked_for(verify, tenant_id))
		add_finding(verify, tenant_id, number, kind, row_id, text);
}

static bool
is_asked_for(const Verify *verify, int64 tenant_id)
{
	for (int i = 0; i < verify->scope.count; i++)
		if (verify->scope.tenant_ids[i] == tenant_id)
			return true;
	return false;
}

/*
 * number and row_id 0 and SEAL_KINDS are null.
 */
static void
add_finding(Verify *verify, int64 tenant_id, int64 number, SealKind kind, int64 row_id, const char *text)
{
	Datum		values[FINDING_COLUMNS] = {Int64GetDatum(tenant_id), Int64GetDatum(number), (Datum) 0, Int64GetDatum(row_id), CStringGetTextDatum(text)};
	bool		nulls[FINDING_COLUMNS] = {false, number == 0, kind == SEAL_KINDS, row_id == 0, false};

	if (kind != SEAL_KINDS)
		values[FINDING_KIND] = CStringGetTextDatum(seal_kind_name(kind));
	tuplestore_putvalues(verify->rsinfo->setResult, verify->rsinfo->setDesc, values, nulls);
}
