/*-------------------------------------------------------------------------
 *
 * job.c
 *		What pg_cron runs regularly.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "commands/dbcommands.h"
#include "commands/extension.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "base/clock.h"
#include "tenant/access.h"
#include "ops/statements.h"

static void require_cron(void);

SQL_FUNCTION(primeinv_schedule_jobs);
SQL_FUNCTION(primeinv_unschedule_jobs);
SQL_FUNCTION(primeinv_purge_requests);

/*
 * schedule_jobs(): under the role that calls, which is who cron will be.
 */
Datum
primeinv_schedule_jobs(PG_FUNCTION_ARGS)
{
	require_cron();
	PG_RETURN_INT64(plan_rows(&PLAN_JOB_SCHEDULE, NULL, NULL)->count);
}

/*
 * unschedule_jobs(): how many were taken back; wanted before DROP EXTENSION,
 * which would leave them to fail in pg_cron.
 */
Datum
primeinv_unschedule_jobs(PG_FUNCTION_ARGS)
{
	require_cron();
	PG_RETURN_INT64(plan_rows(&PLAN_JOB_UNSCHEDULE, NULL, NULL)->count);
}

/*
 * The jobs see all tenants, so they are the owner's; and pg_cron's functions
 * exist in one database of a server only.
 */
static void
require_cron(void)
{
	access_require_owner();
	PreventCommandIfReadOnly("scheduling jobs");
	if (OidIsValid(get_extension_oid("pg_cron", true)))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("pg_cron is not installed in database \"%s\"", get_database_name(MyDatabaseId)),
			 errdetail("Nothing depends on the jobs for correctness; any other scheduler can run what primeinv.jobs() lists."),
			 errhint("Install the package postgresql-" PG_MAJORVERSION "-cron, set shared_preload_libraries = 'pg_cron' and"
					 " cron.database_name = '%s', restart, and CREATE EXTENSION pg_cron. Where pg_cron lives in"
					 " another database, run there what the column elsewhere of primeinv.jobs() says.",
					 get_database_name(MyDatabaseId))));
}

/*
 * purge_requests(): how many were forgotten.  A retry that comes after that is
 * a new request, hence the days of retention.
 */
Datum
primeinv_purge_requests(PG_FUNCTION_ARGS)
{
	AccessIdentity caller;
	Datum		value;
	Rows	   *rows;

	access_require_owner();
	PreventCommandIfReadOnly("primeinv.purge_requests()");
	value = TimestampTzGetDatum(clock_now() - primeinv_request_retention * USECS_PER_DAY);
	caller = access_become_owner();
	rows = plan_rows(&PLAN_REQUEST_PURGE, &value, NULL);
	access_resume(caller);
	PG_RETURN_INT64(rows->count);
}
