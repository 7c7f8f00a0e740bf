/*-------------------------------------------------------------------------
 *
 * sync.c
 *		sync_ids: moves the sequences behind the ids that are there.
 *
 * Rows with explicit ids (a migration, a load) do not move the sequences; the
 * next generated id would meet them.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "executor/spi.h"
#include "utils/builtins.h"

#include "tenant/call.h"
#include "ops/shard.h"
#include "ops/statements.h"

/* So many ids must be left behind the highest. */
#define IDS_LEFT	INT64CONST(1000000)

static bool move_sequence(const char *table, const char *sequence, Shard shard);
static int64 highest_id(const char *table);

SQL_FUNCTION(primeinv_sync_ids);

/*
 * sync_ids(actor, request_id): returns how many sequences were moved.  Only
 * the owner has it, since it sees the tables of all tenants.
 */
Datum
primeinv_sync_ids(PG_FUNCTION_ARGS)
{
	Call	   *call;
	Rows	   *rows;
	Shard		shard;
	int64		moved = 0;

	access_require(0, LEVEL_OWNER);
	call = call_begin_all(fcinfo);
	shard = shard_of_server();
	if (shard.number != 0)
		shard_keep_steps(shard);
	rows = plan_rows(&PLAN_SYNC_SEQUENCES, NULL, NULL);
	for (uint64 i = 0; i < rows->count; i++)
		if (move_sequence(rows_text(rows, i, SYNC_TABLE), rows_text(rows, i, SYNC_SEQUENCE), shard))
			moved++;
	return call_end_value(call, Int64GetDatum(moved));
}

/*
 * Never moves a sequence back, and of several servers' stops where the next id
 * is this one's: behind the highest, whose server may be another.  The two
 * statements are not in the table of statements, because they name a table;
 * both names come quoted and qualified from the catalog.
 */
static bool
move_sequence(const char *table, const char *sequence, Shard shard)
{
	int64		highest = highest_id(table);
	char	   *text = psprintf("SELECT setval('%s', h.id + mod(mod(%d - h.id, %d) + %d, %d))"
								" FROM (SELECT " INT64_FORMAT "::bigint AS id) h, %s s"
								" WHERE h.id > s.last_value OR (h.id = s.last_value AND NOT s.is_called)",
								sequence, shard.number, shard.of, shard.of, shard.of, highest, sequence);
	bool		moved;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute(text, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "sequence %s cannot be moved", sequence);
	moved = SPI_processed > 0;
	SPI_finish();
	return moved;
}

/*
 * 0 where there is none above.  Refused is one so high that no id would be left
 * behind it: each row that is made without an id would fail later on.
 */
static int64
highest_id(const char *table)
{
	char	   *text = psprintf("SELECT GREATEST(max(id), 0) FROM %s", table);
	bool		isnull;
	int64		highest;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute(text, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "ids of %s cannot be read", table);
	highest = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
	SPI_finish();
	if (highest > PG_INT64_MAX - IDS_LEFT)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s has an id behind which no others are left", table),
				 errdetail("The highest is " INT64_FORMAT "; generated ids go on from there, up to " INT64_FORMAT ".", highest, PG_INT64_MAX),
				 errhint("Give that row a lower id, and call sync_ids() again.")));
	return highest;
}
