/*-------------------------------------------------------------------------
 *
 * import_load.c
 *		Writes what was read, judged and mended, and compares it later.
 *
 * The catalogue, customers and dues are plain INSERTs, which every trigger of
 * ours and of a user's sees; stock comes in through its door (import_stock.c).
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "executor/spi.h"
#include "utils/builtins.h"

#include "ops/import.h"
#include "ops/import_statements.h"

#define MOST_STATEMENTS	6

/*
 * What is written of a view.  The first statement's rows are those loaded, into
 * a table that foreign keys of what comes after look up.
 */
static const struct
{
	const char *skip_ids;		/* NULL: none are kept */
	const char *statements[MOST_STATEMENTS];
	const char *looked_up;		/* NULL: by nobody */
}			loads[IMPORT_VIEWS] = {
	[IMPORT_TENANT] = {SKIP_IDS("tenant", "ok_tenant", OF_NEW), {LOAD_TENANT}, "tenant"},
	[IMPORT_OUTLET] = {SKIP_IDS("outlet", "ok_outlet", OF_NEW), {LOAD_OUTLET}, "outlet"},
	[IMPORT_PRODUCT] = {SKIP_IDS("product", "ok_product", OF_NEW), {LOAD_PRODUCT}, "product"},
	[IMPORT_VARIATION] = {SKIP_IDS("variation", "ok_variation", OF_NEW), {LOAD_VARIATION}, "variation"},
	[IMPORT_UNIT] = {SKIP_IDS("variation_unit", "ok_unit", OF_NEW), {LOAD_UNIT}},
	[IMPORT_CUSTOMER] = {SKIP_IDS("customer", "ok_customer", OF_NEW), {LOAD_CUSTOMER, LOAD_CUSTOMER_EVENT}, "customer"},
	[IMPORT_DUE] = {SKIP_IDS("sale", "ok_due", OF_NEW),
	{LOAD_DUE, LOAD_DUE_PRODUCT, LOAD_DUE_VARIATION, LOAD_DUE_ITEM, LOAD_DUE_EVENT}, "sale"},
	[IMPORT_BALANCE] = {NULL, {LOAD_BALANCE_ENTRY, LOAD_BALANCE, LOAD_BALANCE_EVENT}},
	[IMPORT_LOCATION] = {NULL, {LOAD_LOCATION}}
};

static void count_rows(Import *import, const char *table);
static void analyze(Import *import, ImportView view);
static void load_history(Import *import);
static void load_past_sales(Import *import);
static void tell(Import *import, ImportView view);

/*
 * Each view is whole before the next one is judged, whose rows refer to it.
 */
void
import_load_view(Import *import, ImportView view)
{
	if (loads[view].skip_ids != NULL)
		import_select(import, loads[view].skip_ids);
	for (int i = 0; i < MOST_STATEMENTS && loads[view].statements[i] != NULL; i++)
	{
		uint64		rows = import_execute(import, loads[view].statements[i]);

		if (i > 0)
			continue;
		import->counts[view].loaded = rows;
		if (rows > 0 && loads[view].looked_up != NULL)
			count_rows(import, loads[view].looked_up);
	}
	analyze(import, view);
	if (view == IMPORT_LOCATION)
		import->counts[view].loaded = import_select(import, NEW_LOCATIONS);
	if (view == IMPORT_HISTORY)
		load_history(import);
	if (view == IMPORT_PAST_SALE)
		load_past_sales(import);
	tell(import, view);
}

/*
 * Foreign keys are checked by plans that must not take the table for an empty
 * one, which all indexes serve alike: after a dry run an autovacuum may have
 * found nothing but dead rows, and none of ours before we commit.  The lock
 * keeps it away from now on.
 */
static void
count_rows(Import *import, const char *table)
{
	import_execute(import, psprintf("ANALYZE primeinv.%s", table));
}

/*
 * What refers to the new rows looks them up by plans that the session keeps: one
 * made while the table is thought to be empty, as after a dry run and a vacuum,
 * would read all of it for each row.
 */
static void
analyze(Import *import, ImportView view)
{
	static const char *const statements[IMPORT_VIEWS] = {
		[IMPORT_TENANT] = "ANALYZE primeinv.tenant",
		[IMPORT_OUTLET] = "ANALYZE primeinv.outlet",
		[IMPORT_PRODUCT] = "ANALYZE primeinv.product",
		[IMPORT_VARIATION] = "ANALYZE primeinv.variation",
		[IMPORT_CUSTOMER] = "ANALYZE primeinv.customer",
		[IMPORT_DUE] = "ANALYZE primeinv.sale"
	};

	if (statements[view] != NULL && import->counts[view].loaded > 0)
		import_execute(import, statements[view]);
}

/*
 * Batches come in when their movements have been looked at: with history
 * "ledger" they come together.
 */
static void
load_history(Import *import)
{
	int64		told;

	import_execute(import, SKIP_IDS("batch", "stock", ""));
	import_stage(import, "history", HISTORY);
	told = tuplestore_tuple_count(import_find_stage(import, "history")->store);
	import->counts[IMPORT_BATCH].loaded = import_stock(import);
	tell(import, IMPORT_BATCH);
	import->counts[IMPORT_MOVEMENT].loaded = told +
		import_execute(import, psprintf(LOAD_MOVEMENT, import_skipped(IMPORT_MOVEMENT)));
	import_drop_stage(import, "judged_movement");
	tell(import, IMPORT_MOVEMENT);
}

static void
load_past_sales(Import *import)
{
	import->counts[IMPORT_PAST_SALE].loaded =
		import_execute(import, psprintf(LOAD_PAST_SALE, import_skipped(IMPORT_PAST_SALE)));
	import_execute(import, LOAD_PAST_DUE);
	import_execute(import, LOAD_RECEIPT_COUNTER);
}

/*
 * How far it has come.  Batches and movements are told of when they are there.
 */
static void
tell(Import *import, ImportView view)
{
	const ImportCount *count = &import->counts[view];

	if (count->given && (count->loaded > 0 || (view != IMPORT_BATCH && view != IMPORT_MOVEMENT)))
		ereport(NOTICE,
				(errmsg("import: %s: " INT64_FORMAT " rows read, " INT64_FORMAT " loaded",
						import_view_name(view), count->read, count->loaded)));
}

/*
 * The rows of import_compare()'s result.
 */
void
import_compare(Import *import)
{
	import_stage(import, "expected", EXPECTED);
	import_stage(import, "difference", DIFFERENCES);
	import_show(import, "difference");
}
