/*-------------------------------------------------------------------------
 *
 * import_source.c
 *		What both shadows need: the table behind a view, and notes of refusals.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/relation.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "commands/defrem.h"
#include "executor/spi.h"
#include "nodes/parsenodes.h"
#include "optimizer/optimizer.h"
#include "parser/parsetree.h"
#include "rewrite/rewriteHandler.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "ops/import_source.h"
#include "ops/statements.h"

static bool is_following = false;

static bool look_through(ImportSource *source, Relation rel);
static bool find_column(ImportSource *source, const Query *query);

/*
 * Follows the column through views of views.
 */
ImportSource
import_column_source(Oid view, const char *column)
{
	ImportSource source = {.relid = view, .column = pstrdup(column)};
	bool		found = true;
	char		kind;

	while (found && (kind = get_rel_relkind(source.relid)) == RELKIND_VIEW)
	{
		Relation	rel = relation_open(source.relid, AccessShareLock);

		found = look_through(&source, rel);
		relation_close(rel, NoLock);
	}
	if (!found || (kind != RELKIND_RELATION && kind != RELKIND_PARTITIONED_TABLE))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("\"%s\" of view \"%s\" is no plain column of a local table", column, get_rel_name(view)),
				 errdetail("A trigger on that table is to tell what has changed."),
				 errhint("Show the column as it is, without a cast or a function, where the old tables are.")));
	source.table = quote_qualified_identifier(get_namespace_name(get_rel_namespace(source.relid)),
											  get_rel_name(source.relid));
	return source;
}

/*
 * One view further down.
 */
static bool
look_through(ImportSource *source, Relation rel)
{
	const Query *query = get_view_query(rel);

	if (query->setOperations != NULL || query->groupClause != NIL || query->distinctClause != NIL)
		return false;
	return find_column(source, query);
}

static bool
find_column(ImportSource *source, const Query *query)
{
	ListCell   *cell;

	foreach(cell, query->targetList)
	{
		TargetEntry *entry = lfirst(cell);
		Node	   *expression;
		Var		   *var;
		RangeTblEntry *table;

		if (entry->resjunk || strcmp(entry->resname, source->column) != 0)
			continue;
		expression = compat_flatten_join_alias_vars((Query *) query, (Node *) entry->expr);
		if (!IsA(expression, Var))
			return false;
		var = (Var *) expression;
		table = rt_fetch(var->varno, query->rtable);
		if (table->rtekind != RTE_RELATION || var->varattno <= 0)
			return false;
		source->relid = table->relid;
		source->column = get_attname(table->relid, var->varattno, false);
		return true;
	}
	return false;
}

void
import_no_batches(const Import *import)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_TABLE),
			 errmsg("schema \"%s\" has no view \"batch\"", import->schema),
			 errdetail("A shadow is of batches."),
			 errhint("docs/migration.md says what it shows.")));
}

char *
import_trigger_name(bool exporting, const char *schema)
{
	return makeObjectName(exporting ? "primeinv_write_back" : "primeinv_shadow", schema, NULL);
}

/*
 * One system leads: whoever wants both ways has forgotten to turn one off.
 */
void
import_check_one_way(bool exporting, const char *schema)
{
	Datum		name = CStringGetTextDatum(import_trigger_name(!exporting, schema));
	Rows	   *rows = plan_rows(exporting ? &PLAN_IMPORT_SHADOWED : &PLAN_IMPORT_EXPORTED, &name, NULL);

	if (rows->count == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("a shadow the other way is on"),
			 errdetail("One system leads, and the other follows."),
			 exporting ? errhint("Turn import_shadow() off first.") : errhint("Turn export_shadow() off first.")));
}

/*
 * A schema without a view "outlet" is of all.
 */
bool
import_shows_outlet(Import *import, const char *tenant, const char *outlet)
{
	static Oid	types[] = {TEXTOID, TEXTOID};
	Datum		values[] = {CStringGetTextDatum(tenant), CStringGetTextDatum(outlet)};
	Oid			relid = import_open_view(import, IMPORT_OUTLET);
	char	   *text;
	ImportWriter caller;
	Rows	   *rows;

	if (!OidIsValid(relid))
		return true;
	text = psprintf("SELECT FROM %s v WHERE v.tenant::text = $1 AND v.key::text = $2",
					quote_qualified_identifier(import->schema, "outlet"));
	caller = import_become_writer(relid, true);
	rows = import_rows(text, lengthof(types), types, values, NULL);
	import_resume(caller);
	return rows->count > 0;
}

void
import_set_following(bool following)
{
	is_following = following;
}

bool
import_is_following(void)
{
	return is_following;
}

/*
 * So that none is dropped that is not there, with a notice.
 */
bool
import_has_trigger(const char *table, const char *name)
{
	Datum		values[] = {CStringGetTextDatum(table), CStringGetTextDatum(name)};

	return plan_rows(&PLAN_IMPORT_TRIGGER, values, NULL)->count > 0;
}

void
import_utility(const char *text)
{
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute(text, false, 0) != SPI_OK_UTILITY)
		elog(ERROR, "utility statement failed: %s", text);
	SPI_finish();
}

/*
 * The result is the caller's.  With a new snapshot, so that what fired us is
 * seen.
 */
Rows *
import_rows(const char *text, int count, Oid *types, Datum *values, const char *nulls)
{
	Rows	   *rows;
	MemoryContext spi;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute_with_args(text, count, types, values, nulls, false, 0) < 0)
		elog(ERROR, "statement failed: %s", SPI_result_code_string(SPI_result));
	rows = SPI_palloc(sizeof(Rows));
	rows->count = SPI_processed;
	rows->desc = NULL;
	rows->tuples = NULL;
	if (SPI_tuptable != NULL)
	{
		rows->tuples = SPI_palloc(sizeof(HeapTuple) * (SPI_processed + 1));
		for (uint64 i = 0; i < SPI_processed; i++)
			rows->tuples[i] = SPI_copytuple(SPI_tuptable->vals[i]);
		spi = MemoryContextSwitchTo(GetMemoryChunkContext(rows));
		rows->desc = CreateTupleDescCopy(SPI_tuptable->tupdesc);
		MemoryContextSwitchTo(spi);
	}
	SPI_finish();
	return rows;
}

/*
 * One note for each time, so that it shows how often.
 */
void
import_refuse(const char *schema, const char *direction, const char *view, const char *key,
			  Numeric theirs, Numeric ours, int sqlstate, const char *message)
{
	Datum		values[] = {CStringGetTextDatum(schema), CStringGetTextDatum(direction), CStringGetTextDatum(view),
		key == NULL ? (Datum) 0 : CStringGetTextDatum(key),
		NumericGetDatum(theirs), NumericGetDatum(ours),
		CStringGetTextDatum(unpack_sql_state(sqlstate)), CStringGetTextDatum(message)
	};
	char		nulls[] = {' ', ' ', ' ', key == NULL ? 'n' : ' ', theirs == NULL ? 'n' : ' ',
	ours == NULL ? 'n' : ' ', ' ', ' '};

	plan_rows(&PLAN_IMPORT_REFUSE, values, nulls);
}

/*
 * Who cancels the statement, or shuts the server down, means it.
 */
void
import_note_refusal(const char *schema, const char *direction, const char *view,
					const char *key, ErrorData *error)
{
	if (error->sqlerrcode == ERRCODE_QUERY_CANCELED || error->sqlerrcode == ERRCODE_ADMIN_SHUTDOWN ||
		error->sqlerrcode == ERRCODE_CRASH_SHUTDOWN || ERRCODE_TO_CATEGORY(error->sqlerrcode) == ERRCODE_INTERNAL_ERROR)
		ReThrowError(error);
	import_refuse(schema, direction, view, key, NULL, NULL, error->sqlerrcode, error->message);
}
