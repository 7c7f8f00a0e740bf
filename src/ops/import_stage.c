/*-------------------------------------------------------------------------
 *
 * import_stage.c
 *		Results of statements that later statements name.
 *
 * A stage is a tuplestore, which goes to disk when it is larger than work_mem,
 * and is known to the parser by its name while the import lasts.  So a million
 * rows need no memory and leave no table behind.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "executor/spi.h"
#include "executor/tstoreReceiver.h"
#include "miscadmin.h"
#include "utils/plancache.h"

#include "ops/import.h"

/* Of a stage, in kilobytes: there are some twenty, and what is more is on disk. */
#define STAGE_MEMORY	4096

static void make(Import *import, const char *name, const char *text, bool read_only);
static uint64 run(const char *text, bool read_only);

/*
 * Runs a SELECT and keeps what it returns; a load must see what it has written.
 */
void
import_stage(Import *import, const char *name, const char *text)
{
	make(import, name, text, import->task != IMPORT_LOAD);
}

void
import_restage(Import *import, const char *name, const char *text)
{
	ListCell   *cell;

	foreach(cell, import->stages)
		if (strcmp(((ImportStage *) lfirst(cell))->name, name) == 0)
	{
		import_drop_stage(import, name);
		break;
	}
	import_stage(import, name, text);
}

/*
 * The same in the snapshot of the statement that called, for a user's views.
 */
void
import_read_stage(Import *import, const char *name, const char *text)
{
	make(import, name, text, true);
}

/*
 * A text runs once a load, so its plan is not kept.  What is stored outside of
 * a row is brought in: the rows of the old tables may be gone when it is read.
 */
static void
make(Import *import, const char *name, const char *text, bool read_only)
{
	ImportStage *stage = palloc0(sizeof(ImportStage));
	SPIPlanPtr	plan = SPI_prepare(text, 0, NULL);
	SPIExecuteOptions options = {.read_only = read_only};
	EphemeralNamedRelation relation = palloc0(sizeof(EphemeralNamedRelationData));

	if (plan == NULL)
		elog(ERROR, "stage %s cannot be prepared: %s", name, SPI_result_code_string(SPI_result));
	stage->name = pstrdup(name);
	stage->desc = CreateTupleDescCopy(((CachedPlanSource *) linitial(SPI_plan_get_plan_sources(plan)))->resultDesc);
	stage->store = tuplestore_begin_heap(true, false, STAGE_MEMORY);
	options.dest = CreateTuplestoreDestReceiver();
	SetTuplestoreDestReceiverParams(options.dest, stage->store, CurrentMemoryContext, true, NULL, NULL);
	if (SPI_execute_plan_extended(plan, &options) != SPI_OK_SELECT)
		elog(ERROR, "stage %s is no query", name);
	SPI_freeplan(plan);
	relation->md.name = stage->name;
	relation->md.reliddesc = InvalidOid;
	relation->md.tupdesc = stage->desc;
	relation->md.enrtype = ENR_NAMED_TUPLESTORE;
	relation->md.enrtuples = tuplestore_tuple_count(stage->store);
	relation->reldata = stage->store;
	if (SPI_register_relation(relation) != SPI_OK_REL_REGISTER)
		elog(ERROR, "stage %s cannot be named", name);
	import->stages = lappend(import->stages, stage);
}

ImportStage *
import_find_stage(Import *import, const char *name)
{
	ListCell   *cell;

	foreach(cell, import->stages)
		if (strcmp(((ImportStage *) lfirst(cell))->name, name) == 0)
		return lfirst(cell);
	elog(ERROR, "there is no stage %s", name);
}

/*
 * What no later statement needs makes room.
 */
void
import_drop_stage(Import *import, const char *name)
{
	ImportStage *stage = import_find_stage(import, name);

	SPI_unregister_relation(name);
	tuplestore_end(stage->store);
	import->stages = list_delete_ptr(import->stages, stage);
}

void
import_drop_stages(Import *import)
{
	while (import->stages != NIL)
		import_drop_stage(import, ((ImportStage *) llast(import->stages))->name);
}

/*
 * Runs a statement that writes, and returns how many rows it wrote.
 */
uint64
import_execute(Import *import, const char *text)
{
	return run(text, false);
}

/*
 * Runs a query whose few rows are then in SPI_tuptable.
 */
uint64
import_select(Import *import, const char *text)
{
	return run(text, import->task != IMPORT_LOAD);
}

static uint64
run(const char *text, bool read_only)
{
	CHECK_FOR_INTERRUPTS();
	if (SPI_execute(text, read_only, 0) < 0)
		elog(ERROR, "statement failed: %s", SPI_result_code_string(SPI_result));
	return SPI_processed;
}
