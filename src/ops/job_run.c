/*-------------------------------------------------------------------------
 *
 * job_run.c
 *		The regular tasks, outlet by outlet.
 *
 * Each outlet is done in a transaction of its own: what one tenant has locked,
 * or has written that no job can cope with, is skipped after a while and told,
 * and nobody else waits for it.  The work of one outlet is a subtransaction, so
 * that its failure is undone and the alert is written in the same transaction.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/xact.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "storage/proc.h"
#include "tcop/pquery.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/portal.h"
#include "utils/resowner.h"

#include "tenant/access.h"
#include "tenant/call.h"
#include "ops/job.h"
#include "ops/statements.h"

/* A regular task: what it goes through, and what it does with each. */
typedef struct Task
{
	const char *name;
	Statement  *units;			/* id, tenant, name */
	Statement  *work;			/* $1: the id */
} Task;

/* One outlet, or everything at once (id 0). */
typedef struct Unit
{
	int64		id;
	int64		tenant_id;		/* 0: all of them */
	char	   *subject;		/* of an alert, for programs */
	char	   *title;			/* for a person */
} Unit;

typedef struct Units
{
	Unit	   *items;
	uint64		count;
	List	   *failed;			/* subjects with an open alert */
} Units;

static const Task tasks[] = {
	{"reservations", &PLAN_JOB_ONCE, &PLAN_JOB_RESERVATIONS},
	{"alerts", &PLAN_JOB_OUTLETS, &PLAN_JOB_ALERTS},
	{"expiry_and_reconcile", &PLAN_JOB_NEW_DAYS, &PLAN_JOB_DAY},
	{"drafts", &PLAN_JOB_DRAFT_OUTLETS, &PLAN_JOB_DRAFTS},
	{"overdue", &PLAN_JOB_OUTLETS, &PLAN_JOB_OVERDUE},
	{"check", &PLAN_JOB_ONCE, &PLAN_JOB_CHECK},
	{"requests", &PLAN_JOB_ONCE, &PLAN_JOB_REQUESTS}
};

static const Task *task_of(const char *name);
static Units read_units(const Task *task);
static bool do_unit(const Task *task, const Units *units, const Unit *unit);
static char *try_unit(const Task *task, const Unit *unit);
static char *failure(MemoryContext context);
static void tell(const Unit *unit, const char *message);
static void worked(const Units *units, const Unit *unit);
static void limit_waits(void);

SQL_FUNCTION(primeinv_run_job);

/*
 * run_job(task).  What it goes through is read first and lives as long as the
 * CALL does, beyond the transactions in between.
 */
Datum
primeinv_run_job(PG_FUNCTION_ARGS)
{
	bool		atomic = fcinfo->context == NULL || !IsA(fcinfo->context, CallContext) ||
	castNode(CallContext, fcinfo->context)->atomic;
	MemoryContext old;
	const Task *task;
	Units		units;
	uint64		failures = 0;

	call_required(fcinfo, 1);
	access_require_owner();
	PreventCommandIfReadOnly("primeinv.run_job()");
	task = task_of(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	old = MemoryContextSwitchTo(PortalContext);
	if (SPI_connect_ext(atomic ? 0 : SPI_OPT_NONATOMIC) != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect_ext failed");
	MemoryContextSwitchTo(PortalContext);
	units = read_units(task);
	for (uint64 i = 0; i < units.count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		failures += !do_unit(task, &units, &units.items[i]);
		if (!atomic && TransactionIdIsValid(GetTopTransactionIdIfAny()))
			SPI_commit();
	}
	if (failures == 0 || failures < units.count)
		job_ran(task->name);
	SPI_finish();
	MemoryContextSwitchTo(old);
	if (failures > 0)
		ereport(WARNING,
				(errmsg("job %s failed " UINT64_FORMAT " of " UINT64_FORMAT " times", task->name, failures, units.count),
				 errdetail("Alerts of kind job tell where and why.")));
	PG_RETURN_VOID();
}

/*
 * 22023, with the names that there are.
 */
static const Task *
task_of(const char *name)
{
	StringInfoData known;

	for (int i = 0; i < lengthof(tasks); i++)
		if (strcmp(tasks[i].name, name) == 0)
			return &tasks[i];
	initStringInfo(&known);
	for (int i = 0; i < lengthof(tasks); i++)
		appendStringInfo(&known, "%s%s", i > 0 ? ", " : "", tasks[i].name);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("there is no task \"%s\"", name),
			 errdetail("Tasks are %s.", known.data),
			 errhint("primeinv.jobs() tells when each is to be run.")));
}

/*
 * With the alerts that are open, so that a unit that works has nothing to look
 * up.
 */
static Units
read_units(const Task *task)
{
	Rows	   *rows = plan_rows(task->units, NULL, NULL);
	Rows	   *failures = plan_rows(&PLAN_JOB_FAILURES, NULL, NULL);
	Units		units = {.count = rows->count};

	units.items = palloc_extended(sizeof(Unit) * (rows->count + 1), MCXT_ALLOC_HUGE);
	for (uint64 i = 0; i < rows->count; i++)
	{
		Unit	   *unit = &units.items[i];

		unit->id = rows_int64(rows, i, JOB_UNIT_ID);
		unit->tenant_id = rows_int64(rows, i, JOB_UNIT_TENANT);
		unit->subject = unit->id == 0 ? pstrdup(task->name) :
			psprintf("%s of outlet " INT64_FORMAT, task->name, unit->id);
		unit->title = unit->id == 0 ? pstrdup(task->name) :
			psprintf("%s of %s", task->name, rows_text(rows, i, JOB_UNIT_NAME));
	}
	for (uint64 i = 0; i < failures->count; i++)
		units.failed = lappend(units.failed, rows_text(failures, i, JOB_FAILURES_SUBJECT));
	return units;
}

/*
 * Whether it worked.  What can go wrong with the alert is only warned of.
 */
static bool
do_unit(const Task *task, const Units *units, const Unit *unit)
{
	char	   *message;

	EnsurePortalSnapshotExists();
	limit_waits();
	message = try_unit(task, unit);
	if (message == NULL)
		worked(units, unit);
	else
		tell(unit, message);
	return message == NULL;
}

/*
 * NULL if it worked, else why not; palloc'd.
 */
static char *
try_unit(const Task *task, const Unit *unit)
{
	MemoryContext context = CurrentMemoryContext;
	MemoryContext scratch = AllocSetContextCreate(context, "unit of a job", ALLOCSET_DEFAULT_SIZES);
	ResourceOwner resources = CurrentResourceOwner;
	char	   *volatile message = NULL;

	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(context);
	PG_TRY();
	{
		Datum		value = Int64GetDatum(unit->id);

		MemoryContextSwitchTo(scratch);
		plan_rows(task->work, &value, NULL);
		MemoryContextSwitchTo(context);
		ReleaseCurrentSubTransaction();
	}
	PG_CATCH();
	{
		message = failure(context);
		RollbackAndReleaseCurrentSubTransaction();
	}
	PG_END_TRY();
	MemoryContextSwitchTo(context);
	MemoryContextDelete(scratch);
	CurrentResourceOwner = resources;
	return message;
}

/*
 * Takes the error.  Who cancels the job, or shuts the server down, means all of
 * it.
 */
static char *
failure(MemoryContext context)
{
	ErrorData  *error;

	MemoryContextSwitchTo(context);
	error = CopyErrorData();
	if (error->sqlerrcode == ERRCODE_QUERY_CANCELED || ERRCODE_TO_CATEGORY(error->sqlerrcode) == ERRCODE_OPERATOR_INTERVENTION)
		PG_RE_THROW();
	FlushErrorState();
	return psprintf("%s (SQLSTATE %s)", error->message, unpack_sql_state(error->sqlerrcode));
}

/*
 * The alert names no outlet: a reference would need the lock that the job may
 * have failed for.
 */
static void
tell(const Unit *unit, const char *message)
{
	Datum		values[3] = {
		Int64GetDatum(unit->tenant_id),
		CStringGetTextDatum(unit->subject),
		CStringGetTextDatum(psprintf("Job %s failed: %s", unit->title, message))
	};

	plan_rows(&PLAN_JOB_FAILED, values, unit->tenant_id == 0 ? "n  " : NULL);
	ereport(WARNING,
			(errmsg("job %s failed", unit->subject),
			 errdetail("%s", message)));
}

/*
 * An alert that it failed before is over.
 */
static void
worked(const Units *units, const Unit *unit)
{
	ListCell   *cell;
	Datum		value;

	foreach(cell, units->failed)
		if (strcmp(lfirst(cell), unit->subject) == 0)
		break;
	if (cell == NULL)
		return;
	value = CStringGetTextDatum(unit->subject);
	plan_rows(&PLAN_JOB_WORKED, &value, NULL);
}

/*
 * For this transaction, unless somebody has set a limit.
 */
static void
limit_waits(void)
{
	if (LockTimeout == 0)
		(void) set_config_option("lock_timeout", "2s", PGC_USERSET, PGC_S_SESSION,
								 GUC_ACTION_LOCAL, true, 0, false);
}

/*
 * For health(): it came to its end, in a transaction that a commit may just
 * have begun.
 */
void
job_ran(const char *task)
{
	Datum		value = CStringGetTextDatum(task);

	EnsurePortalSnapshotExists();
	plan_rows(&PLAN_JOB_RAN, &value, NULL);
}
