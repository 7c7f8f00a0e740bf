/*-------------------------------------------------------------------------
 *
 * reconcile.c
 *		Batches, location stock and ledger compared, and the run kept.
 *
 * One statement compares everything in one snapshot and keeps what it found.
 * Mending comes after it and counts again under the locks, so that what has
 * changed meanwhile is not overwritten by what the snapshot saw.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "base/clock.h"
#include "base/value.h"
#include "tenant/call.h"
#include "stock/alert.h"
#include "stock/rebuild.h"
#include "stock/statements.h"

static Datum run_reconcile(Call *call, FunctionCallInfo fcinfo);
static bool fixes(FunctionCallInfo fcinfo);
static int64 *compare(const Scope *scope, bool fix, int *count);
static void tell(const Rows *rows, uint64 row);
static void mend(Call *call, Datum run_ids);
static void finish(Datum run_ids);

PG_FUNCTION_INFO_V1(primeinv_run_reconcile);

/*
 * run_reconcile(outlet_id, fix, actor, request_id)
 */
Datum
primeinv_run_reconcile(PG_FUNCTION_ARGS)
{
	Scope		scope = call_scope(fcinfo);

	for (int i = 0; fixes(fcinfo) && i < scope.count; i++)
		access_require(scope.tenant_ids[i], LEVEL_MANAGER);
	return call_over(fcinfo, &scope, run_reconcile);
}

static Datum
run_reconcile(Call *call, FunctionCallInfo fcinfo)
{
	bool		fix = fixes(fcinfo);
	int64	   *runs;
	Datum		run_ids;
	int			count;

	runs = compare(&call->scope, fix, &count);
	run_ids = array_of_int64(runs, count);
	alert_variances(run_ids);
	if (fix)
		mend(call, run_ids);
	finish(run_ids);
	for (int i = 0; i < count; i++)
	{
		Datum		value = Int64GetDatum(runs[i]);
		bool		isnull = false;

		call_row(call, &value, &isnull);
	}
	return call_end_rows(call);
}

/*
 * Null is no: a mending must be asked for.
 */
static bool
fixes(FunctionCallInfo fcinfo)
{
	return !PG_ARGISNULL(1) && PG_GETARG_BOOL(1);
}

/*
 * Compares and keeps; returns the runs, one a tenant.
 */
static int64 *
compare(const Scope *scope, bool fix, int *count)
{
	Datum		values[4];
	char		nulls[4] = {' ', ' ', ' ', ' '};
	int64	   *runs = palloc(sizeof(int64) * (scope->count + 1));
	Rows	   *rows;

	call_scope_values(scope, values, nulls);
	values[2] = BoolGetDatum(fix);
	values[3] = TimestampTzGetDatum(clock_now());
	rows = plan_rows(&PLAN_RECONCILE_RUN, values, nulls);
	*count = 0;
	for (uint64 i = 0; i < rows->count; i++)
	{
		if (*count == 0 || runs[*count - 1] != rows_int64(rows, i, 1))
			runs[(*count)++] = rows_int64(rows, i, 1);
		tell(rows, i);
	}
	return runs;
}

/*
 * For whoever runs it by hand; programs read the run's rows.
 */
static void
tell(const Rows *rows, uint64 row)
{
	if (rows_text(rows, row, 2) == NULL)
		return;					/* a tenant without outlets */
	ereport(NOTICE,
			(errmsg("\"%s\": " INT64_FORMAT " variations checked, " INT64_FORMAT " variances",
					rows_text(rows, row, 2), rows_int64(rows, row, 3), rows_int64(rows, row, 4))));
}

/*
 * Location stock that was wrong is counted anew.  The alert of a place that is
 * right again is over.
 */
static void
mend(Call *call, Datum run_ids)
{
	rebuild_locations(call, plan_rows(&PLAN_RECONCILE_WRONG, &run_ids, NULL));
	alert_variances_mended(run_ids);
}

/*
 * Last of all, so that the time of the run has the alerts and the mending in
 * it.
 */
static void
finish(Datum run_ids)
{
	Datum		values[2] = {run_ids, TimestampTzGetDatum(clock_now())};

	plan_rows(&PLAN_RECONCILE_FINISH, values, NULL);
}
