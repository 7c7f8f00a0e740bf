/*-------------------------------------------------------------------------
 *
 * import.c
 *		import_check, import_load and import_compare.
 *
 * All three go through the views in one order and judge and mend their rows
 * alike; what a load writes in between, the others only imagine.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/xact.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/guc.h"

#include "base/identity.h"
#include "base/value.h"
#include "ops/import.h"
#include "ops/import_statements.h"
#include "ops/shard.h"

/* Of import_load: (schema_name, history, dry_run, actor, request_id). */
enum LoadArgument
{
	LOAD_SCHEMA_NAME,
	LOAD_HISTORY,
	LOAD_DRY_RUN
};

static Datum only_read(FunctionCallInfo fcinfo, ImportTask task);
static void run_as_owner(Import *import);
static void run(Import *import);
static int	change_settings(void);
static void make_setting(Import *import);
static void do_view(Import *import, ImportView view);
static void check_given(Import *import);
static bool is_needed(Import *import, ImportView view);
static void know(Import *import, ImportView view);
static void stop_undecided(Import *import);
static void load(Import *import, bool dry_run);
static bool history_argument(const char *word);
static void show_counts(Import *import);

/* What other views refer to, of each view; NULL: nothing refers to it. */
static const char *const known[IMPORT_VIEWS] = {
	[IMPORT_TENANT] = KNOWN_TENANT,
	[IMPORT_OUTLET] = KNOWN_OUTLET,
	[IMPORT_PRODUCT] = KNOWN_PRODUCT,
	[IMPORT_VARIATION] = KNOWN_VARIATION,
	[IMPORT_CUSTOMER] = KNOWN_CUSTOMER
};

SQL_FUNCTION(primeinv_import_check);
SQL_FUNCTION(primeinv_import_compare);
SQL_FUNCTION(primeinv_import_load);

/*
 * import_check(schema_name)
 */
Datum
primeinv_import_check(PG_FUNCTION_ARGS)
{
	return only_read(fcinfo, IMPORT_CHECK);
}

/*
 * import_compare(schema_name)
 */
Datum
primeinv_import_compare(PG_FUNCTION_ARGS)
{
	return only_read(fcinfo, IMPORT_COMPARE);
}

static Datum
only_read(FunctionCallInfo fcinfo, ImportTask task)
{
	Import		import = {.task = task, .planned = true};
	AccessIdentity caller;

	access_require_owner();
	call_required(fcinfo, 1);
	import.schema = call_text(fcinfo, 0);
	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	import.result = (ReturnSetInfo *) fcinfo->resultinfo;
	caller = access_become_owner();
	run_as_owner(&import);
	access_resume(caller);
	return (Datum) 0;
}

/*
 * import_load(schema_name, history, dry_run, actor, request_id)
 */
Datum
primeinv_import_load(PG_FUNCTION_ARGS)
{
	Import		import = {.task = IMPORT_LOAD};
	bool		dry_run;

	access_require_owner();
	call_required(fcinfo, LOAD_DRY_RUN + 1);
	import.schema = call_text(fcinfo, LOAD_SCHEMA_NAME);
	import.ledger = history_argument(call_text(fcinfo, LOAD_HISTORY));
	dry_run = PG_GETARG_BOOL(LOAD_DRY_RUN);
	import.call = call_begin_all(fcinfo);
	load(&import, dry_run);
	show_counts(&import);
	return call_end_rows(import.call);
}

static bool
history_argument(const char *word)
{
	static const char *const words[] = {"aside", "ledger"};
	int			index = word_index(word, words, lengthof(words));

	if (index < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is not where history goes", word),
				 errdetail("It goes \"aside\" or, for batches that it fits, to the \"ledger\"."),
				 errhint("Begin with \"aside\": stock is the same.")));
	return index == 1;
}

/*
 * A dry run is all of it, in a subtransaction that is undone: by us, whatever
 * happens in it, since who called knows nothing of it.
 */
static void
load(Import *import, bool dry_run)
{
	MemoryContext context = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	ErrorData  *volatile error = NULL;

	if (!dry_run)
	{
		run_as_owner(import);
		return;
	}
	BeginInternalSubTransaction("import_load");
	MemoryContextSwitchTo(context);
	PG_TRY();
	{
		run_as_owner(import);
		call_fire(import->call);
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(context);
		error = CopyErrorData();
		FlushErrorState();
	}
	PG_END_TRY();
	RollbackAndReleaseCurrentSubTransaction();
	MemoryContextSwitchTo(context);
	CurrentResourceOwner = owner;
	if (error != NULL)
		ReThrowError(error);
}

/*
 * The settings hold for our statements alone: those of a view's functions are
 * put back after each view.
 */
static void
run_as_owner(Import *import)
{
	int			path = path_shut();
	int			settings = change_settings();

	import_open(import);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	run(import);
	import_drop_stages(import);
	SPI_finish();
	AtEOXact_GUC(true, settings);
	path_give_back(path);
}

/*
 * The stages have no statistics, so that a loop over one within another, or a
 * merge by the tenant alone, could look cheap; with hash joins nothing is worse
 * than linear.
 */
static int
change_settings(void)
{
	static const struct
	{
		const char *name;
		const char *value;
	}			settings[] = {{"enable_nestloop", "off"}, {"enable_mergejoin", "off"}, {"jit", "off"}, {"max_parallel_workers_per_gather", "0"}};
	int			level = NewGUCNestLevel();

	for (int i = 0; i < lengthof(settings); i++)
		(void) set_config_option(settings[i].name, settings[i].value, PGC_USERSET, PGC_S_SESSION,
								 GUC_ACTION_SAVE, true, 0, false);
	if (work_mem < maintenance_work_mem)
		(void) set_config_option("work_mem", psprintf("%d", maintenance_work_mem), PGC_USERSET, PGC_S_SESSION,
								 GUC_ACTION_SAVE, true, 0, false);
	return level;
}

/*
 * One load at a time, and no id that somebody has given out by hand meets it.
 * All views are read first, so that they are of one moment
 * as far as they can be: a foreign server's snapshot is taken at its first.
 */
static void
run(Import *import)
{
	if (import->task == IMPORT_LOAD)
	{
		import_execute(import, "LOCK TABLE primeinv.import_decision IN SHARE ROW EXCLUSIVE MODE");
		import_execute(import, "SELECT primeinv.sync_ids()");
	}
	for (ImportView view = 0; view < IMPORT_VIEWS; view++)
		if (is_needed(import, view) && view != IMPORT_BALANCE && view != IMPORT_HISTORY)
			import_read(import, view);
	check_given(import);
	make_setting(import);
	import_decisions(import);
	for (ImportView view = 0; view < IMPORT_VIEWS; view++)
		if (is_needed(import, view))
			do_view(import, view);
	if (import->task == IMPORT_COMPARE)
		import_compare(import);
	else
		stop_undecided(import);
}

/*
 * A view less is a thing less to load, but no view at all is the wrong schema.
 */
static void
check_given(Import *import)
{
	for (ImportView view = 0; view < IMPORT_VIEWS; view++)
		if (import->counts[view].given)
			return;
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_TABLE),
			 errmsg("schema \"%s\" has none of the views that are read", import->schema),
			 errdetail("They are tenant, outlet, product, variation, unit, customer, due, batch, location, movement and past_sale."),
			 errhint("docs/migration.md says what they show.")));
}

/*
 * A comparison is of what is now, and units do not change it.
 */
static bool
is_needed(Import *import, ImportView view)
{
	if (import->task == IMPORT_COMPARE)
		return view < IMPORT_MOVEMENT && view != IMPORT_UNIT;
	return true;
}

/*
 * What the statements must know of the call.
 */
static void
make_setting(Import *import)
{
	Shard		shard = shard_of_server();

	import_restage(import, "setting",
				   psprintf("SELECT %s AS planned, %s AS has_batches, %s AS has_dues, %d AS number, %d AS of, statement_timestamp() AS clock,"
							" %s::text AS actor, %s::text AS db_role",
							import->planned ? "true" : "false", import->counts[IMPORT_BATCH].given ? "true" : "false",
							import->counts[IMPORT_DUE].given ? "true" : "false",
							shard.number, shard.of,
							import->call == NULL ? "NULL" : quote_literal_cstr(import->call->actor),
							import->call == NULL ? "NULL" : quote_literal_cstr(import->call->db_role)));
}

/*
 * What is undecided stops the load, but the views behind it are looked at
 * still, so that one run tells of all.
 */
static void
do_view(Import *import, ImportView view)
{
	if (view == IMPORT_HISTORY)
		import_stage(import, "stock", STOCK);
	import_judge(import, view);
	if (import->undecided != NIL && !import->planned)
	{
		import->planned = true;
		make_setting(import);
	}
	import_mend(import, view);
	if (!import->planned)
		import_load_view(import, view);
	know(import, view);
}

static void
know(Import *import, ImportView view)
{
	if (known[view] != NULL)
		import_stage(import, psprintf("known_%s", import_view_name(view)), known[view]);
}

static void
stop_undecided(Import *import)
{
	StringInfoData list;
	ListCell   *cell;

	if (import->undecided == NIL)
		return;
	initStringInfo(&list);
	foreach(cell, import->undecided)
		appendStringInfo(&list, "%s%s", list.len > 0 ? ", " : "", (char *) lfirst(cell));
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg_plural("%d problem is to be decided before anything is loaded",
						   "%d problems are to be decided before anything is loaded",
						   list_length(import->undecided), list_length(import->undecided)),
			 errdetail("%s.", list.data),
			 errhint("import_check() shows the rows, import_decide() says what becomes of them.")));
}

/*
 * The rows of import_load()'s result.
 */
static void
show_counts(Import *import)
{
	for (ImportView view = 0; view < IMPORT_VIEWS; view++)
	{
		ImportCount *count = &import->counts[view];
		Datum		values[] = {CStringGetTextDatum(import_view_name(view)), Int64GetDatum(count->read),
		Int64GetDatum(count->loaded), Int64GetDatum(count->read - count->loaded)};
		bool		nulls[lengthof(values)] = {false};

		if (count->given)
			call_row(import->call, values, nulls);
	}
}

/*
 * All rows of a stage are the result.
 */
void
import_show(Import *import, const char *name)
{
	ImportStage *stage = import_find_stage(import, name);
	TupleTableSlot *slot = MakeSingleTupleTableSlot(stage->desc, &TTSOpsMinimalTuple);

	tuplestore_select_read_pointer(stage->store, 0);
	tuplestore_rescan(stage->store);
	while (tuplestore_gettupleslot(stage->store, true, false, slot))
		tuplestore_puttupleslot(import->result->setResult, slot);
	ExecDropSingleTupleTableSlot(slot);
}

/*
 * A row of what a reader returns.
 */
void
import_row(Import *import, Datum *values, bool *nulls)
{
	tuplestore_putvalues(import->result->setResult, import->result->setDesc, values, nulls);
}
