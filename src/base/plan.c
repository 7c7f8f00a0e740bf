/*-------------------------------------------------------------------------
 *
 * plan.c
 *		The statements that the library runs, with their kept plans.
 *
 * A statement is prepared at its first use in a session and kept for good.  It
 * is remembered only after SPI_keepplan has succeeded, so an error never leaves
 * a dangling one.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "nodes/params.h"
#include "optimizer/cost.h"
#include "tcop/dest.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/plancache.h"
#include "utils/resowner.h"
#include "utils/rls.h"
#include "utils/snapmgr.h"

#include "base/identity.h"
#include "base/plan.h"

/* What plan_read_each gives to the executor. */
typedef struct Taker
{
	DestReceiver receiver;		/* must be first */
	PlanTaker	take;
	void	   *state;
} Taker;

static Rows *plan_run(Statement *statement, TriggerData *trigger, Datum *values,
					  const char *nulls, bool read_only);
static SPIPlanPtr kept_plan(Statement *statement);
static SPIPlanPtr prepared_plan(Statement *statement);
static int	count_parameters(const Statement *statement);
static void plan_by_key(SPIPlanPtr plan);
static PlanBasis plan_basis(void);
static ParamListInfo parameters(const Statement *statement, const Datum *values);
static bool take_row(TupleTableSlot *slot, DestReceiver *self);
static void begin_rows(DestReceiver *self, int operation, TupleDesc desc);
static void end_rows(DestReceiver *self);
static Rows *copy_rows(void);

/*
 * Not read-only to SPI, so that it sees what the call itself has written and,
 * in READ COMMITTED, what the one whose lock it waited for has committed.
 */
Rows *
plan_rows(Statement *statement, Datum *values, const char *nulls)
{
	return plan_run(statement, NULL, values, nulls, false);
}

/*
 * The transition tables belong to the SPI connection, so only the statement
 * run here can name them.
 */
Rows *
plan_trigger(Statement *statement, TriggerData *trigger, Datum *values, const char *nulls)
{
	return plan_run(statement, trigger, values, nulls, false);
}

/*
 * Does not see what this call has written since the query began.
 */
Rows *
plan_read(Statement *statement, Datum *values, const char *nulls)
{
	return plan_run(statement, NULL, values, nulls, true);
}

/*
 * Takes a new snapshot even in REPEATABLE READ, where plan_rows would answer
 * from the transaction's.  What it reads stays true only as long as the
 * caller's lock.
 */
Rows *
plan_latest(Statement *statement, Datum *values, const char *nulls)
{
	Snapshot	snapshot;
	Rows	   *rows;

	CommandCounterIncrement();
	snapshot = RegisterSnapshot(GetLatestSnapshot());
	rows = plan_snapshot(statement, values, nulls, snapshot);
	UnregisterSnapshot(snapshot);
	return rows;
}

/*
 * For whoever must see one state in several statements.
 */
Rows *
plan_snapshot(Statement *statement, Datum *values, const char *nulls, Snapshot snapshot)
{
	Rows	   *rows;
	int			settings;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	settings = path_shut();
	if (SPI_execute_snapshot(kept_plan(statement), values, nulls, snapshot,
							 InvalidSnapshot, true, false, 0) < 0)
		elog(ERROR, "statement %s failed: %s", statement->name,
			 SPI_result_code_string(SPI_result));
	path_give_back(settings);
	rows = copy_rows();
	SPI_finish();
	return rows;
}

/*
 * No row is copied, and none is kept: copy_rows would need memory for all.
 */
void
plan_read_each(Statement *statement, Datum *values, PlanTaker take, void *state)
{
	Taker		taker = {{take_row, begin_rows, end_rows, end_rows, DestNone}, take, state};
	SPIExecuteOptions options = {.read_only = true, .dest = &taker.receiver};
	int			settings;
	int			result;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	settings = path_shut();
	options.params = parameters(statement, values);
	result = SPI_execute_plan_extended(kept_plan(statement), &options);
	path_give_back(settings);
	if (result < 0)
		elog(ERROR, "statement %s failed: %s", statement->name, SPI_result_code_string(result));
	SPI_finish();
}

static ParamListInfo
parameters(const Statement *statement, const Datum *values)
{
	int			count = count_parameters(statement);
	ParamListInfo list = makeParamList(count);

	for (int i = 0; i < count; i++)
	{
		list->params[i].value = values[i];
		list->params[i].isnull = false;
		list->params[i].pflags = PARAM_FLAG_CONST;
		list->params[i].ptype = statement->types[i];
	}
	return list;
}

static bool
take_row(TupleTableSlot *slot, DestReceiver *self)
{
	Taker	   *taker = (Taker *) self;

	slot_getallattrs(slot);
	taker->take(slot, taker->state);
	return true;
}

static void
begin_rows(DestReceiver *self, int operation, TupleDesc desc)
{
}

static void
end_rows(DestReceiver *self)
{
}

/*
 * Whoever makes the text quotes what is not constant.
 */
Rows *
plan_read_text(const char *text, int count, Oid *types, Datum *values, const char *nulls)
{
	Rows	   *rows;
	int			settings;
	int			result;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	settings = path_shut();
	result = SPI_execute_with_args(text, count, types, values, nulls, true, 0);
	path_give_back(settings);
	if (result < 0)
		elog(ERROR, "statement failed: %s", SPI_result_code_string(result));
	rows = copy_rows();
	SPI_finish();
	return rows;
}

/*
 * Runs one statement in an SPI connection of its own, so that what it
 * allocates is gone when it returns.
 */
static Rows *
plan_run(Statement *statement, TriggerData *trigger, Datum *values, const char *nulls,
		 bool read_only)
{
	Rows	   *rows;
	int			settings;
	int			result;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (trigger != NULL && SPI_register_trigger_data(trigger) != SPI_OK_TD_REGISTER)
		elog(ERROR, "SPI_register_trigger_data failed");
	settings = path_shut();
	result = SPI_execute_plan(kept_plan(statement), values, nulls, read_only, 0);
	path_give_back(settings);
	if (result < 0)
		elog(ERROR, "statement %s failed: %s", statement->name,
			 SPI_result_code_string(result));
	rows = copy_rows();
	SPI_finish();
	return rows;
}

/*
 * The statement's plan, prepared if this session has none.  One that no longer
 * holds is made anew where it is and never freed: a trigger of a user's, or a
 * function that it calls, may have brought us here from the middle of its run.
 */
static SPIPlanPtr
kept_plan(Statement *statement)
{
	PlanBasis	basis = plan_basis();

	if (statement->plan == NULL)
		statement->plan = prepared_plan(statement);
	else if (SPI_plan_is_valid(statement->plan) &&
			 memcmp(&basis, &statement->basis, sizeof(basis)) == 0)
		return statement->plan;
	if (!statement->sweeps)
		plan_by_key(statement->plan);
	statement->basis = basis;
	return statement->plan;
}

/*
 * A sweep is left to the planner, which may look at the values; a statement by
 * key gets one plan for all of them.
 */
static SPIPlanPtr
prepared_plan(Statement *statement)
{
	SPIPlanPtr	plan;
	int			count = count_parameters(statement);

	plan = SPI_prepare_cursor(statement->text, count, statement->types,
							  statement->sweeps ? 0 : CURSOR_OPT_GENERIC_PLAN);
	if (plan == NULL)
		elog(ERROR, "statement %s cannot be prepared: %s", statement->name,
			 SPI_result_code_string(SPI_result));
	if (SPI_keepplan(plan) != 0)
		elog(ERROR, "plan of statement %s cannot be kept", statement->name);
	return plan;
}

static int
count_parameters(const Statement *statement)
{
	int			count = 0;

	while (count < PLAN_MAX_PARAMETERS && OidIsValid(statement->types[count]))
		count++;
	return count;
}

/*
 * Plans a statement that finds its rows by key, for good: through an index,
 * also while the table is so small that the planner would rather read it from
 * end to end.  A session may keep the plan while the table grows, until ANALYZE
 * next comes by; what the session has just set against loops would be kept, too.
 */
static void
plan_by_key(SPIPlanPtr plan)
{
	bool		was = enable_seqscan;
	bool		loops = enable_nestloop;

	enable_seqscan = false;
	enable_nestloop = true;
	PG_TRY();
	{
		ReleaseCachedPlan(SPI_plan_get_cached_plan(plan), CurrentResourceOwner);
	}
	PG_FINALLY();
	{
		enable_seqscan = was;
		enable_nestloop = loops;
	}
	PG_END_TRY();
}

/*
 * PostgreSQL plans anew, without our setting, where one of these has changed:
 * a first temporary table changes what "pg_temp" in the path is, and the other
 * two decide on row security.  So we see to it before.
 */
static PlanBasis
plan_basis(void)
{
	PlanBasis	basis;
	Oid			toast;

	memset(&basis, 0, sizeof(basis));
	GetTempNamespaceState(&basis.temporary, &toast);
	basis.role = GetUserId();
	basis.row_security = row_security;
	return basis;
}

/*
 * How often a plan was made for it: once, unless something that it stands on
 * has changed.
 */
int
plan_times_planned(const Statement *statement)
{
	CachedPlanSource *source;

	if (statement->plan == NULL)
		return 0;
	source = linitial(SPI_plan_get_plan_sources(statement->plan));
	return source->generation;
}

/*
 * The result of the statement just run, in the memory of the caller of SPI.
 */
static Rows *
copy_rows(void)
{
	Rows	   *rows = SPI_palloc(sizeof(Rows));
	MemoryContext spi;

	rows->count = SPI_processed;
	rows->desc = NULL;
	rows->tuples = NULL;
	if (SPI_tuptable == NULL)
		return rows;
	rows->tuples = SPI_palloc(sizeof(HeapTuple) * (SPI_processed + 1));
	for (uint64 i = 0; i < SPI_processed; i++)
		rows->tuples[i] = SPI_copytuple(SPI_tuptable->vals[i]);
	spi = MemoryContextSwitchTo(GetMemoryChunkContext(rows));
	rows->desc = CreateTupleDescCopy(SPI_tuptable->tupdesc);
	MemoryContextSwitchTo(spi);
	return rows;
}

/*
 * Points into the row if it is passed by reference: good as long as the rows
 * are.
 */
Datum
rows_datum(const Rows *rows, uint64 row, int column, bool *isnull)
{
	return SPI_getbinval(rows->tuples[row], rows->desc, column, isnull);
}

/*
 * A bigint or integer that is not null by the statement's own making; null
 * reads as 0.
 */
int64
rows_int64(const Rows *rows, uint64 row, int column)
{
	bool		isnull;
	Datum		value = rows_datum(rows, row, column, &isnull);

	if (isnull)
		return 0;
	return TupleDescAttr(rows->desc, column - 1)->attlen == 4 ?
		DatumGetInt32(value) : DatumGetInt64(value);
}

/*
 * Null reads as false.
 */
bool
rows_bool(const Rows *rows, uint64 row, int column)
{
	bool		isnull;
	Datum		value = rows_datum(rows, row, column, &isnull);

	return !isnull && DatumGetBool(value);
}

/*
 * In its output form, so that it serves a column of any type; palloc'd.
 */
char *
rows_text(const Rows *rows, uint64 row, int column)
{
	return SPI_getvalue(rows->tuples[row], rows->desc, column);
}
