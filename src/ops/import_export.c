/*-------------------------------------------------------------------------
 *
 * import_export.c
 *		What is done to our batches is written back to the old tables.
 *
 * After the switch, so that the old system can take over again.  A trigger on
 * batch, made as a user would make it, writes to the views: whatever PostgreSQL
 * updates through them (by itself, by a rule or an INSTEAD OF trigger) is
 * written, with the rights of the view's owner.  We lead: an error is noted.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "base/quantity.h"
#include "base/trigger.h"
#include "base/value.h"
#include "ops/import.h"
#include "ops/import_source.h"
#include "ops/import_statements.h"
#include "ops/statements.h"

/* export_shadow(schema_name, on, actor, request_id) */
enum ExportArgument
{
	EXPORT_SCHEMA_NAME,
	EXPORT_ON
};

/* A batch of ours that has changed. */
typedef struct Exported
{
	const char *schema;
	int64		id;
	HeapTuple	row;
	TupleDesc	desc;
	char	   *key;			/* of the old row; NULL: there is none yet */
	Rows	   *place;
} Exported;

static void turn_on(Import *import);
static void check_writable(Import *import, Oid relid);
static bool is_writable(Import *import, ImportView view);
static void write_noted(Exported *exported);
static void write_batch(Exported *exported);
static void update_row(Import *import, Exported *exported, Oid relid);
static void insert_row(Import *import, Exported *exported, Oid relid);
static void write_location(Import *import, Exported *exported);
static Datum column_of(const Exported *exported, const char *name, bool *isnull);

SQL_FUNCTION(primeinv_export_shadow);
SQL_FUNCTION(primeinv_write_back);

/*
 * export_shadow(schema_name, on, actor, request_id)
 */
Datum
primeinv_export_shadow(PG_FUNCTION_ARGS)
{
	Import		import = {.task = IMPORT_CHECK};
	Call	   *call;
	const char *name;

	access_require_owner();
	call_required(fcinfo, EXPORT_ON + 1);
	import.schema = call_text(fcinfo, EXPORT_SCHEMA_NAME);
	call = call_begin_all(fcinfo);
	name = import_trigger_name(true, import.schema);
	if (import_has_trigger("primeinv.batch", name))
		import_utility(psprintf("DROP TRIGGER %s ON primeinv.batch", quote_identifier(name)));
	if (PG_GETARG_BOOL(EXPORT_ON))
		turn_on(&import);
	return call_end_null(call);
}

/*
 * Of quantities only: what else changes is no stock.
 */
static void
turn_on(Import *import)
{
	Oid			relid;

	import_open(import);
	relid = import_open_view(import, IMPORT_BATCH);
	if (!OidIsValid(relid))
		import_no_batches(import);
	check_writable(import, relid);
	import_check_one_way(true, import->schema);
	import_utility(psprintf("CREATE TRIGGER %s AFTER INSERT OR UPDATE OF quantity ON primeinv.batch"
							" FOR EACH ROW EXECUTE FUNCTION primeinv.write_back(%s)",
							quote_identifier(import_trigger_name(true, import->schema)),
							quote_literal_cstr(import->schema)));
}

static void
check_writable(Import *import, Oid relid)
{
	if (is_writable(import, IMPORT_BATCH))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("\"%s.batch\" cannot be updated in \"quantity\"", import->schema),
			 errdetail("What is done here is written back through the view."),
			 errhint("Show the quantity as the old table has it, or create a rule or an INSTEAD OF trigger for UPDATE.")));
}

/*
 * Whether PostgreSQL can update the quantity through the view.
 */
static bool
is_writable(Import *import, ImportView view)
{
	Datum		values[] = {CStringGetTextDatum(import->schema), CStringGetTextDatum(import_view_name(view))};

	return rows_bool(plan_rows(&PLAN_IMPORT_WRITABLE, values, NULL), 0, 1);
}

/*
 * Trigger of batch.  It runs when the call has written everything.
 */
Datum
primeinv_write_back(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_data(fcinfo, TRIGGER_TYPE_ROW | TRIGGER_TYPE_INSERT | TRIGGER_TYPE_UPDATE, "batch", NULL);
	Exported	exported = {.desc = RelationGetDescr(trigger->tg_relation)};
	AccessIdentity caller;
	bool		isnull;
	Datum		key;

	if (trigger->tg_trigger->tgnargs != 1)
		trigger_misplaced(fcinfo);
	if (import_is_following())
		return PointerGetDatum(NULL);
	exported.schema = trigger->tg_trigger->tgargs[0];
	exported.row = TRIGGER_FIRED_BY_INSERT(trigger->tg_event) ? trigger->tg_trigtuple : trigger->tg_newtuple;
	exported.id = DatumGetInt64(column_of(&exported, "id", &isnull));
	key = column_of(&exported, "external_id", &isnull);
	exported.key = isnull ? NULL : TextDatumGetCString(key);
	caller = access_become_owner();
	write_noted(&exported);
	access_resume(caller);
	return PointerGetDatum(NULL);
}

static Datum
column_of(const Exported *exported, const char *name, bool *isnull)
{
	return heap_getattr(exported->row, SPI_fnumber(exported->desc, name), exported->desc, isnull);
}

/*
 * As a shadow of the old system books here.
 */
static void
write_noted(Exported *exported)
{
	MemoryContext context = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;

	BeginInternalSubTransaction("write_back");
	MemoryContextSwitchTo(context);
	import_set_following(true);
	PG_TRY();
	{
		write_batch(exported);
		import_set_following(false);
		ReleaseCurrentSubTransaction();
	}
	PG_CATCH();
	{
		ErrorData  *error;

		import_set_following(false);
		MemoryContextSwitchTo(context);
		error = CopyErrorData();
		FlushErrorState();
		RollbackAndReleaseCurrentSubTransaction();
		MemoryContextSwitchTo(context);
		CurrentResourceOwner = owner;
		import_note_refusal(exported->schema, "export", "batch",
							exported->key != NULL ? exported->key : psprintf("batch " INT64_FORMAT, exported->id), error);
	}
	PG_END_TRY();
	MemoryContextSwitchTo(context);
	CurrentResourceOwner = owner;
}

/*
 * A batch whose variation the old system does not know is of no use to it; one
 * at an outlet of which the schema is not is another schema's, or nobody's.
 */
static void
write_batch(Exported *exported)
{
	Import		import = {.task = IMPORT_CHECK, .schema = exported->schema};
	bool		isnull;
	Datum		values[] = {column_of(exported, "tenant_id", &isnull), column_of(exported, "outlet_id", &isnull),
	column_of(exported, "variation_id", &isnull)};
	Oid			relid;

	exported->place = plan_rows(&PLAN_IMPORT_EXPORT_ROW, values, NULL);
	if (rows_text(exported->place, 0, EXPORT_ROW_TENANT) == NULL || rows_text(exported->place, 0, EXPORT_ROW_OUTLET) == NULL ||
		rows_text(exported->place, 0, EXPORT_ROW_VARIATION) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_NO_SUCH_RECORD),
				 errmsg("the tenant, outlet or variation of batch " INT64_FORMAT " is not in the old system", exported->id),
				 errdetail("It has no external_id."),
				 errhint("Set it, if the old system has it.")));
	import_open(&import);
	if (!import_shows_outlet(&import, rows_text(exported->place, 0, EXPORT_ROW_TENANT), rows_text(exported->place, 0, EXPORT_ROW_OUTLET)))
		return;
	relid = import_open_view(&import, IMPORT_BATCH);
	if (!OidIsValid(relid))
		import_no_batches(&import);
	if (exported->key != NULL)
		update_row(&import, exported, relid);
	else
		insert_row(&import, exported, relid);
	write_location(&import, exported);
}

/*
 * The key in its own type, so that an index of the old table serves.
 */
static void
update_row(Import *import, Exported *exported, Oid relid)
{
	char	   *view = quote_qualified_identifier(import->schema, "batch");
	char	   *text = psprintf("UPDATE %s SET quantity = $1 WHERE key = %s::%s", view, quote_literal_cstr(exported->key),
								format_type_be_qualified(get_atttype(relid, get_attnum(relid, "key"))));
	Oid			type = NUMERICOID;
	bool		isnull;
	Datum		quantity = column_of(exported, "quantity", &isnull);
	ImportWriter caller = import_become_writer(relid, false);
	Rows	   *rows = import_rows(text, 1, &type, &quantity, NULL);

	import_resume(caller);
	if (rows->count == 0)
		ereport(ERROR,
				(errcode(ERRCODE_NO_SUCH_RECORD),
				 errmsg("the old system has no batch \"%s\" any more", exported->key),
				 errdetail("Nothing was updated through the view."),
				 errhint("Look for it in the old table.")));
}

/*
 * What the rule or the view returns as the key is the batch's from now on.
 */
static void
insert_row(Import *import, Exported *exported, Oid relid)
{
	static const char *const columns[] = {"quantity", "batch_number", "expiry_date", "cost_price",
	"received_at"};
	static Oid	types[] = {TEXTOID, TEXTOID, TEXTOID, NUMERICOID, TEXTOID, DATEOID, NUMERICOID, TIMESTAMPTZOID};
	Datum		values[lengthof(types)];
	char		nulls[lengthof(types)];
	bool		isnull;
	char	   *text = psprintf(EXPORT_BATCH, quote_qualified_identifier(import->schema, "batch"),
								format_type_be_qualified(get_atttype(relid, get_attnum(relid, "tenant"))),
								format_type_be_qualified(get_atttype(relid, get_attnum(relid, "outlet"))),
								format_type_be_qualified(get_atttype(relid, get_attnum(relid, "variation"))));
	ImportWriter caller;
	Rows	   *rows;

	for (int i = 0; i < 3; i++)
	{
		values[i] = rows_datum(exported->place, 0, EXPORT_ROW_TENANT + i, &isnull);
		nulls[i] = ' ';
	}
	for (int i = 0; i < lengthof(columns); i++)
	{
		values[3 + i] = column_of(exported, columns[i], &isnull);
		nulls[3 + i] = isnull ? 'n' : ' ';
	}
	caller = import_become_writer(relid, false);
	rows = import_rows(text, lengthof(types), types, values, nulls);
	import_resume(caller);
	if (rows->count > 0 && rows->desc != NULL)
	{
		Datum		key[] = {Int64GetDatum(exported->id), rows_datum(rows, 0, 1, &isnull)};

		if (!isnull)
			plan_rows(&PLAN_IMPORT_BATCH_KEY, key, NULL);
	}
}

/*
 * Where the old system keeps locations, and lets us write them.
 */
static void
write_location(Import *import, Exported *exported)
{
	static Oid	types[] = {NUMERICOID};
	Oid			relid = import_open_view(import, IMPORT_LOCATION);
	bool		isnull;
	Datum		on_hand = rows_datum(exported->place, 0, EXPORT_ROW_ON_HAND, &isnull);
	char	   *names[3];
	char	   *text;
	ImportWriter caller;

	if (!OidIsValid(relid) || isnull || !is_writable(import, IMPORT_LOCATION))
		return;
	for (int i = 0; i < 3; i++)
	{
		static const char *const columns[] = {"tenant", "outlet", "variation"};

		names[i] = psprintf("%s = %s::%s", columns[i], quote_literal_cstr(rows_text(exported->place, 0, EXPORT_ROW_TENANT + i)),
							format_type_be_qualified(get_atttype(relid, get_attnum(relid, columns[i]))));
	}
	text = psprintf("UPDATE %s SET quantity = $1 WHERE %s AND %s AND %s",
					quote_qualified_identifier(import->schema, "location"), names[0], names[1], names[2]);
	caller = import_become_writer(relid, false);
	import_rows(text, 1, types, &on_hand, NULL);
	import_resume(caller);
}
