/*-------------------------------------------------------------------------
 *
 * shard.c
 *		One server of several: ids that no two of them make alike.
 *
 * A tenant can then move from one server to another with its ids, and the
 * movements of its batches stay in order.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "commands/trigger.h"
#include "executor/spi.h"
#include "miscadmin.h"

#include "tenant/access.h"
#include "tenant/call.h"
#include "tenant/statements.h"
#include "ops/shard.h"
#include "ops/statements.h"

#define MAX_SHARDS	1024

SQL_FUNCTION(primeinv_set_shard);
SQL_FUNCTION(primeinv_interleave_ids);

/* set_shard(number, of, actor, request_id) */
enum ShardArgument
{
	ARGUMENT_NUMBER,
	ARGUMENT_OF
};

static void check_numbers(int32 number, int32 of);
static void lock_tenants(void);
static void check_empty(void);
static int64 tell_sequences(Shard shard, bool restart);

/*
 * How many sequences were set.  The table's trigger sets their steps; only here
 * they begin anew.
 */
Datum
primeinv_set_shard(PG_FUNCTION_ARGS)
{
	Call	   *call;
	Shard		shard;
	Datum		values[2];

	access_require(0, LEVEL_OWNER);
	call_required(fcinfo, 2);
	shard = (Shard) {PG_GETARG_INT32(ARGUMENT_NUMBER), PG_GETARG_INT32(ARGUMENT_OF)};
	check_numbers(shard.number, shard.of);
	call = call_begin_all(fcinfo);
	lock_tenants();
	check_empty();
	values[0] = Int32GetDatum(shard.number);
	values[1] = Int32GetDatum(shard.of);
	plan_rows(&PLAN_SHARD_INSERT, values, NULL);
	return call_end_value(call, Int64GetDatum(tell_sequences(shard, true)));
}

static void
check_numbers(int32 number, int32 of)
{
	if (of >= 1 && of <= MAX_SHARDS && number >= 1 && number <= of)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("there is no server %d of %d", number, of),
			 errdetail("There are 1 to %d servers, with numbers from 1 on.", MAX_SHARDS),
			 errhint("Give each server a number of its own, and all of them the same \"of\".")));
}

/*
 * What others are about to write is waited for: a tenant, or the number.
 */
static void
lock_tenants(void)
{
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute("LOCK TABLE primeinv.tenant IN SHARE ROW EXCLUSIVE MODE", false, 0) != SPI_OK_UTILITY)
		elog(ERROR, "tenants cannot be locked");
	SPI_finish();
}

/*
 * An id that was made before could be another server's.
 */
static void
check_empty(void)
{
	Shard		shard = shard_of_server();

	if (shard.number != 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("this server is number %d of %d", shard.number, shard.of),
				 errdetail("Its number is set once, before the first row."),
				 errhint("Make a new database for another number, and move the tenants.")));
	if (plan_latest(&PLAN_TENANTS, NULL, NULL)->count > 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("this server has tenants already"),
				 errdetail("Their ids could be those of another server."),
				 errhint("Call set_shard() right after CREATE EXTENSION, and move the tenants there.")));
}

/*
 * Number 0: the server is the only one.
 */
Shard
shard_of_server(void)
{
	Rows	   *rows = plan_latest(&PLAN_SHARD, NULL, NULL);

	if (rows->count == 0)
		return (Shard) {0, 1};
	return (Shard) {(int) rows_int64(rows, 0, SHARD_NUMBER), (int) rows_int64(rows, 0, SHARD_OF)};
}

/*
 * Trigger of shard: a restore's COPY comes here, too, and its sequences go on
 * from where the dump sets them.
 */
Datum
primeinv_interleave_ids(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	AccessIdentity caller;

	if (!CALLED_AS_TRIGGER(fcinfo) ||
		strcmp(SPI_getrelname(trigger->tg_relation), "shard") != 0 ||
		!TRIGGER_FIRED_AFTER(trigger->tg_event) || !TRIGGER_FIRED_BY_INSERT(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("interleave_ids() must be called as the trigger of table shard"),
				 errdetail("It is an AFTER INSERT trigger for each row."),
				 errhint("It is not for other tables.")));
	access_require_owner();
	caller = access_become_owner();
	shard_keep_steps(shard_of_server());
	access_resume(caller);
	return PointerGetDatum(NULL);
}

/*
 * Where the trigger of shard was at rest, as in a restore of data alone, the
 * steps are those of a server by itself.
 */
void
shard_keep_steps(Shard shard)
{
	(void) tell_sequences(shard, false);
}

/*
 * Names come quoted from the catalog.  A sequence that has the step already is
 * left alone, unless it is to begin anew: ALTER SEQUENCE keeps others waiting.
 */
static int64
tell_sequences(Shard shard, bool restart)
{
	Rows	   *rows = plan_rows(&PLAN_SYNC_SEQUENCES, NULL, NULL);

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	for (uint64 i = 0; i < rows->count; i++)
	{
		char	   *text;

		if (!restart && rows_int64(rows, i, SYNC_STEP) == shard.of)
			continue;
		text = psprintf("ALTER SEQUENCE %s INCREMENT BY %d START WITH %d%s",
						rows_text(rows, i, SYNC_SEQUENCE), shard.of, shard.number, restart ? " RESTART" : "");
		if (SPI_execute(text, false, 0) != SPI_OK_UTILITY)
			elog(ERROR, "sequence %s cannot be altered", rows_text(rows, i, SYNC_SEQUENCE));
	}
	SPI_finish();
	return rows->count;
}
