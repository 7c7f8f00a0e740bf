/*-------------------------------------------------------------------------
 *
 * seal_proof.c
 *		Digests and proofs: what is kept and checked outside the database.
 *
 * Hashes are hexadecimal, the written forms are base64: they may hold anything.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "common/base64.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/snapmgr.h"

#include "base/json.h"
#include "base/value.h"
#include "tenant/access.h"
#include "tenant/call.h"
#include "tenant/statements.h"
#include "ops/seal.h"
#include "ops/statements.h"

SQL_FUNCTION(primeinv_ledger_digest);
SQL_FUNCTION(primeinv_ledger_proof);
SQL_FUNCTION(primeinv_ledger_consistency);

/* Where a row is sealed, and what was hashed of it. */
typedef struct Place
{
	int64		tenant_id;
	char	   *text;
	int			length;
	Seal	   *seal;
	int64		position;
	SealHash   *leaves;			/* of the block */
} Place;

/* The log of a tenant as it was with so many seals. */
typedef struct Log
{
	int64		size;
	SealHash   *leaves;
	SealHash	head;
} Log;

static void digest_row(ReturnSetInfo *rsinfo, int64 tenant_id, Snapshot snapshot);
static Place read_row(pg_cryptohash_ctx *context, SealKind kind, int64 id, Snapshot snapshot);
static Log	read_log(pg_cryptohash_ctx *context, int64 tenant_id, bool all, int64 size, Snapshot snapshot);
static void find_seal(Place *place, SealKind kind, int64 id, int64 size, Snapshot snapshot);
static void read_block(pg_cryptohash_ctx *context, Place *place, Snapshot snapshot);
static Datum block_ids(Seal *seal);
static void check_block(pg_cryptohash_ctx *context, const Place *place);
static void not_as_sealed(const Place *place) pg_attribute_noreturn();
static void not_of_log(pg_cryptohash_ctx *context, int64 tenant_id, int64 size, int64 whole, Snapshot snapshot) pg_attribute_noreturn();
static void check_sizes(int64 old_size, int64 new_size);
static Datum proof(pg_cryptohash_ctx *context, const Place *place, const Log *log);
static void push_hash(JsonbParseState **state, const char *key, const SealHash *hash);
static void push_path(JsonbParseState **state, const char *key, List *path);
static void push_base64(JsonbParseState **state, const char *key, const char *data, int length);
static void push_int64(JsonbParseState **state, const char *key, int64 value);
static char *hex(const SealHash *hash);

/*
 * ledger_digest(tenant_id)
 */
Datum
primeinv_ledger_digest(PG_FUNCTION_ARGS)
{
	Scope		scope = seal_scope(fcinfo);
	AccessIdentity caller;

	InitMaterializedSRF(fcinfo, 0);
	caller = access_become_owner();
	for (int i = 0; i < scope.count; i++)
		digest_row((ReturnSetInfo *) fcinfo->resultinfo, scope.tenant_ids[i], GetActiveSnapshot());
	access_resume(caller);
	return (Datum) 0;
}

/*
 * Of all tenants without an argument, else of the one, as the caller may see.
 */
Scope
seal_scope(FunctionCallInfo fcinfo)
{
	int64		tenant_id;

	if (PG_ARGISNULL(0))
		return call_scope_all(fcinfo);
	tenant_id = access_tenant_of(&PLAN_TENANT_ID, "tenant", PG_GETARG_INT64(0));
	access_require(tenant_id, LEVEL_READER);
	return call_scope_of(tenant_id);
}

/*
 * A tenant without seals has the size 0 and no head.
 */
static void
digest_row(ReturnSetInfo *rsinfo, int64 tenant_id, Snapshot snapshot)
{
	pg_cryptohash_ctx *context = seal_hash_begin();
	SealLog		log = seal_log_read(context, tenant_id, snapshot);
	Datum		values[] = {Int64GetDatum(tenant_id), Int64GetDatum(log.tree.count), TimestampTzGetDatum(log.sealed_at), (Datum) 0};
	bool		nulls[] = {false, false, log.tree.count == 0, log.tree.count == 0};

	if (log.tree.count > 0)
	{
		SealHash	head = seal_tree_root(context, &log.tree);

		values[3] = PointerGetDatum(seal_bytes(head.bytes, SEAL_HASH_LENGTH));
	}
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	pg_cryptohash_free(context);
}

/*
 * ledger_proof(kind, id, size)
 */
Datum
primeinv_ledger_proof(PG_FUNCTION_ARGS)
{
	Snapshot	snapshot = GetActiveSnapshot();
	AccessIdentity caller;
	pg_cryptohash_ctx *context;
	SealKind	kind;
	Place		place;
	Log			log;
	Datum		result;

	call_required(fcinfo, 2);
	access_check_setting();
	kind = seal_kind_named(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	context = seal_hash_begin();
	caller = access_become_owner();
	place = read_row(context, kind, PG_GETARG_INT64(1), snapshot);
	access_resume(caller);
	if (place.text == NULL || access_level(place.tenant_id) < LEVEL_READER)
		no_such_record(seal_kind_name(kind), PG_GETARG_INT64(1));
	caller = access_become_owner();
	log = read_log(context, place.tenant_id, PG_ARGISNULL(2), PG_GETARG_INT64(2), snapshot);
	find_seal(&place, kind, PG_GETARG_INT64(1), log.size, snapshot);
	read_block(context, &place, snapshot);
	check_block(context, &place);
	result = proof(context, &place, &log);
	access_resume(caller);
	pg_cryptohash_free(context);
	return result;
}

/*
 * The row's written form; none if there is no such row.
 */
static Place
read_row(pg_cryptohash_ctx *context, SealKind kind, int64 id, Snapshot snapshot)
{
	Place		place = {0};
	Datum		ids = array_of_int64(&id, 1);
	StringInfoData text;
	Rows	   *rows;

	if (kind == SEAL_SALE)
	{
		SaleStates *states = seal_sale_states(context, ids, snapshot, true);

		if (states->count > 0)
			place = (Place) {states->tenant_ids[0], states->texts[0].data, states->texts[0].len};
		return place;
	}
	rows = seal_rows_of(kind, ids, snapshot);
	if (rows->count == 0)
		return place;
	initStringInfo(&text);
	seal_text(&text, kind, rows, 0);
	return (Place) {seal_row_tenant(rows, 0), text.data, text.len};
}

/*
 * All seals that there are, or the first ones.
 */
static Log
read_log(pg_cryptohash_ctx *context, int64 tenant_id, bool all, int64 size, Snapshot snapshot)
{
	SealLeaves	leaves = seal_leaves_read(context, tenant_id, all ? PG_INT64_MAX : size, snapshot);
	Log			log;

	if (all && leaves.count == 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("tenant " INT64_FORMAT " has no seals yet", tenant_id),
				 errdetail("Rows are sealed by a job."),
				 errhint("CALL primeinv.seal_ledger(), or wait for the job.")));
	log.size = all ? leaves.count : size;
	if (log.size < 1 || log.size > leaves.whole)
		not_of_log(context, tenant_id, log.size, leaves.whole, snapshot);
	log.leaves = leaves.leaves;
	log.head = seal_root_of(context, log.leaves, log.size);
	return log;
}

/*
 * There are fewer seals, or one is missing.
 */
static void
not_of_log(pg_cryptohash_ctx *context, int64 tenant_id, int64 size, int64 whole, Snapshot snapshot)
{
	int64		last = seal_log_read(context, tenant_id, snapshot).last;

	if (size < 1 || size > last)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a size of " INT64_FORMAT " is not one of the tenant's log", size),
				 errdetail("The log has " INT64_FORMAT " seals.", last),
				 errhint("Give a size from 1 to that number, as a digest has it.")));
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("seal " INT64_FORMAT " of tenant " INT64_FORMAT " is missing", whole + 1, tenant_id),
			 errdetail("There is no proof that would hold."),
			 errhint("verify_seals() names the seals; a backup has them.")));
}

/*
 * The newest block that has the row: of a sale, its last state.
 */
static void
find_seal(Place *place, SealKind kind, int64 id, int64 size, Snapshot snapshot)
{
	Datum		values[] = {Int64GetDatum(place->tenant_id), CStringGetTextDatum(seal_kind_name(kind)),
	Int64GetDatum(id), Int64GetDatum(size)};
	Rows	   *rows = plan_snapshot(&PLAN_SEAL_BLOCKS_OF, values, NULL, snapshot);
	Seal	   *seals = seals_of_rows(rows);

	for (uint64 i = 0; i < rows->count; i++)
	{
		SealCursor	cursor;
		bool		more = true;

		for (seal_cursor_begin(&cursor, &seals[i]); more && cursor.id <= id; more = seal_cursor_next(&cursor))
			if (cursor.id == id)
			{
				place->seal = &seals[i];
				place->position = cursor.position;
				return;
			}
	}
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("row " INT64_FORMAT " of %s is not among the first " INT64_FORMAT " seals", id, seal_kind_name(kind), size),
			 errdetail("It was sealed later, or is not sealed yet."),
			 errhint("CALL primeinv.seal_ledger(), or ask with a larger size.")));
}

/*
 * The leaves of the row's block: those of sales stand in it, others are worked
 * out from the rows.
 */
static void
read_block(pg_cryptohash_ctx *context, Place *place, Snapshot snapshot)
{
	Seal	   *seal = place->seal;
	StringInfoData text;
	Rows	   *rows;

	if (!seal_is_whole(seal))
		not_as_sealed(place);
	place->leaves = palloc0(sizeof(SealHash) * seal->rows);
	if (seal->kind == SEAL_SALE)
	{
		for (int64 i = 0; i < seal->rows && seal_print(seal, i) != NULL; i++)
			memcpy(place->leaves[i].bytes, seal_print(seal, i), SEAL_HASH_LENGTH);
		return;
	}
	initStringInfo(&text);
	rows = seal_rows_of(seal->kind, block_ids(seal), snapshot);
	for (uint64 i = 0; i < rows->count && i < seal->rows; i++)
	{
		resetStringInfo(&text);
		seal_text(&text, seal->kind, rows, i);
		place->leaves[i] = seal_leaf(context, text.data, text.len);
	}
}

static Datum
block_ids(Seal *seal)
{
	int64	   *ids = palloc(sizeof(int64) * seal->rows);
	SealCursor	cursor;

	seal_cursor_begin(&cursor, seal);
	do
		ids[cursor.position] = cursor.id;
	while (seal_cursor_next(&cursor));
	return array_of_int64(ids, cursor.position);
}

/*
 * A proof that does not hold is refused here, where more can be said than by
 * whoever checks it.
 */
static void
check_block(pg_cryptohash_ctx *context, const Place *place)
{
	SealHash	leaf = seal_leaf(context, place->text, place->length);
	SealHash	root = seal_root_of(context, place->leaves, place->seal->rows);
	bool		changed = memcmp(&leaf, &place->leaves[place->position], SEAL_HASH_LENGTH) != 0;

	if (changed && place->seal->kind == SEAL_SALE)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the sale is not in the state that was sealed"),
				 errdetail("Its last seal is number " INT64_FORMAT " of the tenant.", place->seal->number),
				 errhint("If it has changed since, CALL primeinv.seal_ledger(); what verify_seals() shows has not changed by the functions.")));
	if (changed ||
		memcmp(&root, VARDATA_ANY(place->seal->root), SEAL_HASH_LENGTH) != 0)
		not_as_sealed(place);
}

static void
not_as_sealed(const Place *place)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("the rows of seal " INT64_FORMAT " of tenant " INT64_FORMAT " are not those that were sealed",
					place->seal->number, place->tenant_id),
			 errdetail("There is no proof that would hold."),
			 errhint("verify_seals() names the rows.")));
}

static Datum
proof(pg_cryptohash_ctx *context, const Place *place, const Log *log)
{
	JsonbParseState *state = NULL;
	StringInfoData header;

	initStringInfo(&header);
	seal_header(&header, place->seal);
	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	push_int64(&state, "tenant_id", place->tenant_id);
	push_int64(&state, "size", log->size);
	push_hash(&state, "head", &log->head);
	push_base64(&state, "row", place->text, place->length);
	push_int64(&state, "position", place->position);
	push_int64(&state, "rows", place->seal->rows);
	push_path(&state, "row_path", seal_path(context, place->leaves, place->seal->rows, place->position));
	push_base64(&state, "header", header.data, header.len);
	push_int64(&state, "number", place->seal->number);
	push_path(&state, "seal_path", seal_path(context, log->leaves, log->size, place->seal->number - 1));
	return JsonbPGetDatum(JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL)));
}

/*
 * ledger_consistency(tenant_id, old_size, new_size)
 */
Datum
primeinv_ledger_consistency(PG_FUNCTION_ARGS)
{
	Snapshot	snapshot = GetActiveSnapshot();
	JsonbParseState *state = NULL;
	pg_cryptohash_ctx *context;
	AccessIdentity caller;
	Scope		scope;
	SealHash	old;
	Log			log;

	call_required(fcinfo, 3);
	scope = seal_scope(fcinfo);
	context = seal_hash_begin();
	caller = access_become_owner();
	check_sizes(PG_GETARG_INT64(1), PG_GETARG_INT64(2));
	log = read_log(context, scope.tenant_ids[0], false, PG_GETARG_INT64(2), snapshot);
	old = seal_root_of(context, log.leaves, PG_GETARG_INT64(1));
	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	push_int64(&state, "tenant_id", scope.tenant_ids[0]);
	push_int64(&state, "old_size", PG_GETARG_INT64(1));
	push_hash(&state, "old_head", &old);
	push_int64(&state, "new_size", log.size);
	push_hash(&state, "new_head", &log.head);
	push_path(&state, "path", seal_consistency(context, log.leaves, log.size, PG_GETARG_INT64(1)));
	access_resume(caller);
	pg_cryptohash_free(context);
	PG_RETURN_JSONB_P(JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL)));
}

static void
check_sizes(int64 old_size, int64 new_size)
{
	if (old_size < 1 || old_size > new_size)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a log of " INT64_FORMAT " seals cannot have grown from one of " INT64_FORMAT, new_size, old_size),
				 errdetail("Sizes begin at 1, and the older one is not the larger one."),
				 errhint("Give the older digest's size first.")));
}

static void
push_hash(JsonbParseState **state, const char *key, const SealHash *hash)
{
	json_push_key(state, key);
	json_push_text(state, hex(hash));
}

static void
push_path(JsonbParseState **state, const char *key, List *path)
{
	ListCell   *cell;

	json_push_key(state, key);
	pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
	foreach(cell, path)
	{
		JsonbValue	value = {.type = jbvString};

		value.val.string.val = hex((SealHash *) lfirst(cell));
		value.val.string.len = SEAL_HASH_LENGTH * 2;
		pushJsonbValue(state, WJB_ELEM, &value);
	}
	pushJsonbValue(state, WJB_END_ARRAY, NULL);
}

/*
 * In one line, as programs take it.
 */
static void
push_base64(JsonbParseState **state, const char *key, const char *data, int length)
{
	int			space = pg_b64_enc_len(length);
	char	   *encoded = palloc(space + 1);
	int			written = encode_base64(data, length, encoded, space);

	if (written < 0)
		elog(ERROR, "could not encode %d bytes", length);
	encoded[written] = '\0';
	json_push_key(state, key);
	json_push_text(state, encoded);
}

static void
push_int64(JsonbParseState **state, const char *key, int64 value)
{
	json_push_key(state, key);
	json_push_int64(state, value);
}

static char *
hex(const SealHash *hash)
{
	char	   *text = palloc(SEAL_HASH_LENGTH * 2 + 1);

	text[hex_encode((const char *) hash->bytes, SEAL_HASH_LENGTH, text)] = '\0';
	return text;
}
