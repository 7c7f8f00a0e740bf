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

static bool move_sequence(const char *table, const char *sequence, Shard shard);

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
	rows = plan_rows(&PLAN_SYNC_SEQUENCES, NULL, NULL);
	for (uint64 i = 0; i < rows->count; i++)
		if (move_sequence(rows_text(rows, i, SYNC_TABLE), rows_text(rows, i, SYNC_SEQUENCE), shard))
			moved++;
	return call_end_value(call, Int64GetDatum(moved));
}

/*
 * Never moves a sequence back, and of several servers' stops where the next id
 * is this one's: behind the highest, whose server may be another.  The one
 * statement that is not in the table of statements, because it names a table;
 * both names come quoted and qualified from the catalog.
 */
static bool
move_sequence(const char *table, const char *sequence, Shard shard)
{
	char	   *text = psprintf("SELECT setval('%s', m.id) FROM"
								" (SELECT h.id + mod(mod(%d - h.id, %d) + %d, %d) AS id, h.id AS highest"
								" FROM (SELECT max(id) AS id FROM %s) h) m, %s s"
								" WHERE m.highest > s.last_value"
								" OR (m.highest = s.last_value AND NOT s.is_called)",
								sequence, shard.number, shard.of, shard.of, shard.of, table, sequence);
	bool		moved;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute(text, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "sequence %s cannot be moved", sequence);
	moved = SPI_processed > 0;
	SPI_finish();
	return moved;
}
