/*-------------------------------------------------------------------------
 *
 * import_shadow.c
 *		What the old system does to its batches is booked here, while both run.
 *
 * A trigger on the table behind the view "batch" tells which key has changed;
 * what is then booked is what the view shows of that key.  The old system leads:
 * an error of ours is noted, never raised.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "base/quantity.h"
#include "base/trigger.h"
#include "stock/stock.h"
#include "ops/import.h"
#include "ops/import_source.h"
#include "ops/import_statements.h"
#include "ops/statements.h"

/* import_shadow(schema_name, on, actor, request_id) */
enum ShadowArgument
{
	SHADOW_SCHEMA_NAME,
	SHADOW_ON
};

/* Arguments of the trigger. */
enum
{
	TRIGGER_SCHEMA,
	TRIGGER_KEY,
	TRIGGER_QUANTITY,
	TRIGGER_ARGUMENTS
};

/* Columns of what the view shows of a key. */
enum
{
	SHOWN_TENANT = 1,
	SHOWN_OUTLET,
	SHOWN_VARIATION,
	SHOWN_KEY,
	SHOWN_QUANTITY,
	SHOWN_TARGET,
	SHOWN_NUMBER,
	SHOWN_EXPIRY_DATE,
	SHOWN_COST,
	SHOWN_STATUS,
	SHOWN_RECEIVED_AT
};

/* A batch that the old system has changed, as we are to have it. */
typedef struct Shadowed
{
	const char *key;
	int64		batch_id;		/* 0: there is none here yet */
	Place		place;
	StockReceipt receipt;
	Numeric		theirs;			/* NULL: not said */
} Shadowed;

static void turn_on(Import *import, Oid relid);
static void turn_off(const Import *import, const char *table);
static char *changed_key(TriggerData *trigger, HeapTuple tuple, Datum *value, Oid *type);
static bool is_changed(TriggerData *trigger, const char *column);
static void book_noted(Call *call, TriggerData *trigger, HeapTuple tuple);
static void book(Call *call, const char *schema, const char *key, Datum value, Oid type);
static bool read_shown(Import *import, Shadowed *shadowed, Datum value, Oid type);
static Rows *show(Import *import, Datum value, Oid type);
static void find_place(Shadowed *shadowed, const Rows *rows);
static bool find_gone(Import *import, Shadowed *shadowed);
static void move(Call *call, Shadowed *shadowed);
static void make(Stock *stock, Location *location, Shadowed *shadowed);
static void check_bent(const char *schema, const Shadowed *shadowed);

SQL_FUNCTION(primeinv_import_shadow);
SQL_FUNCTION(primeinv_book_shadow);

/*
 * import_shadow(schema_name, on, actor, request_id)
 */
Datum
primeinv_import_shadow(PG_FUNCTION_ARGS)
{
	Import		import = {.task = IMPORT_CHECK};
	Call	   *call;
	Oid			relid;

	access_require_owner();
	call_required(fcinfo, SHADOW_ON + 1);
	import.schema = call_text(fcinfo, SHADOW_SCHEMA_NAME);
	call = call_begin_all(fcinfo);
	import_open(&import);
	relid = import_open_view(&import, IMPORT_BATCH);
	if (!OidIsValid(relid))
		import_no_batches(&import);
	if (PG_GETARG_BOOL(SHADOW_ON))
		turn_on(&import, relid);
	else
		turn_off(&import, import_column_source(relid, "key").table);
	return call_end_null(call);
}

/*
 * Quantities and keys must be of the same table: what changes one must fire the
 * trigger.
 */
static void
turn_on(Import *import, Oid relid)
{
	ImportSource key = import_column_source(relid, "key");
	ImportSource quantity = import_column_source(relid, "quantity");

	if (key.relid != quantity.relid)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("\"key\" and \"quantity\" of \"%s.batch\" are columns of two tables", import->schema),
				 errdetail("They are of %s and %s.", key.table, quantity.table),
				 errhint("A shadow needs both of the table whose rows are the batches.")));
	import_check_one_way(false, import->schema);
	turn_off(import, key.table);
	import_utility(psprintf("CREATE TRIGGER %s AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW"
							" EXECUTE FUNCTION primeinv.book_shadow(%s, %s, %s)",
							quote_identifier(import_trigger_name(false, import->schema)), key.table,
							quote_literal_cstr(import->schema), quote_literal_cstr(key.column),
							quote_literal_cstr(quantity.column)));
}

/*
 * The table's name comes quoted from the catalog.
 */
static void
turn_off(const Import *import, const char *table)
{
	const char *name = import_trigger_name(false, import->schema);

	if (import_has_trigger(table, name))
		import_utility(psprintf("DROP TRIGGER %s ON %s", quote_identifier(name), table));
}

/*
 * Trigger of the old table.
 */
Datum
primeinv_book_shadow(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	Call	   *call;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_FOR_ROW(trigger->tg_event) ||
		!TRIGGER_FIRED_AFTER(trigger->tg_event) || trigger->tg_trigger->tgnargs != TRIGGER_ARGUMENTS)
		trigger_misplaced(fcinfo);
	if (import_is_following())
		return PointerGetDatum(NULL);
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) &&
		!is_changed(trigger, trigger->tg_trigger->tgargs[TRIGGER_KEY]) &&
		!is_changed(trigger, trigger->tg_trigger->tgargs[TRIGGER_QUANTITY]))
		return PointerGetDatum(NULL);
	call = call_begin_trigger(fcinfo);
	book_noted(call, trigger, trigger->tg_trigtuple);
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) &&
		is_changed(trigger, trigger->tg_trigger->tgargs[TRIGGER_KEY]))
		book_noted(call, trigger, trigger->tg_newtuple);
	call_end_rows(call);
	return PointerGetDatum(NULL);
}

/*
 * By their texts, so that a column of any type will do.
 */
static bool
is_changed(TriggerData *trigger, const char *column)
{
	TupleDesc	desc = RelationGetDescr(trigger->tg_relation);
	int			number = SPI_fnumber(desc, column);
	char	   *before;
	char	   *after;

	if (number <= 0)
		return true;
	before = SPI_getvalue(trigger->tg_trigtuple, desc, number);
	after = SPI_getvalue(trigger->tg_newtuple, desc, number);
	return before == NULL || after == NULL ? before != after : strcmp(before, after) != 0;
}

/*
 * In a subtransaction, so that an error of ours is undone and noted.  Who has
 * cancelled the statement is obeyed.
 */
static void
book_noted(Call *call, TriggerData *trigger, HeapTuple tuple)
{
	MemoryContext context = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	const char *schema = trigger->tg_trigger->tgargs[TRIGGER_SCHEMA];
	Datum		value;
	Oid			type;
	char	   *key = changed_key(trigger, tuple, &value, &type);

	BeginInternalSubTransaction("book_shadow");
	MemoryContextSwitchTo(context);
	import_set_following(true);
	PG_TRY();
	{
		book(call, schema, key, value, type);
		call_fire(call);
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
		call->direct = NULL;
		import_note_refusal(schema, "import", "batch", key, error);
	}
	PG_END_TRY();
	MemoryContextSwitchTo(context);
	CurrentResourceOwner = owner;
}

/*
 * The key as the table has it, and its text.
 */
static char *
changed_key(TriggerData *trigger, HeapTuple tuple, Datum *value, Oid *type)
{
	TupleDesc	desc = RelationGetDescr(trigger->tg_relation);
	int			number = SPI_fnumber(desc, trigger->tg_trigger->tgargs[TRIGGER_KEY]);
	bool		isnull = true;

	*type = InvalidOid;
	*value = (Datum) 0;
	if (number <= 0)
		return NULL;
	*type = SPI_gettypeid(desc, number);
	*value = SPI_getbinval(tuple, desc, number, &isnull);
	return isnull ? NULL : SPI_getvalue(tuple, desc, number);
}

/*
 * What the view shows now is what we are to have: whatever the statement was,
 * and however often it fires.
 */
static void
book(Call *call, const char *schema, const char *key, Datum value, Oid type)
{
	Import		import = {.task = IMPORT_CHECK, .schema = schema};
	Shadowed	shadowed = {.key = key};

	if (key == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("a batch of the old system has no key"),
				 errdetail("The trigger's column is null or gone."),
				 errhint("Call import_shadow() again when the view \"batch\" has changed.")));
	import_open(&import);
	if (read_shown(&import, &shadowed, value, type) || find_gone(&import, &shadowed))
		move(call, &shadowed);
	check_bent(schema, &shadowed);
}

/*
 * False if the view shows nothing of the key: it is gone.
 */
static bool
read_shown(Import *import, Shadowed *shadowed, Datum value, Oid type)
{
	Rows	   *rows = show(import, value, type);
	StockReceipt *receipt = &shadowed->receipt;
	Datum		status;
	bool		isnull;

	if (rows->count == 0)
		return false;
	find_place(shadowed, rows);
	shadowed->theirs = DatumGetNumeric(rows_datum(rows, 0, SHOWN_QUANTITY, &isnull));
	if (isnull)
		shadowed->theirs = NULL;
	receipt->quantity = quantity_from_datum(rows_datum(rows, 0, SHOWN_TARGET, &isnull));
	receipt->batch_number = rows_text(rows, 0, SHOWN_NUMBER);
	receipt->prefix = "LOT-";
	receipt->external_id = shadowed->key;
	receipt->expiry_date = DatumGetDateADT(rows_datum(rows, 0, SHOWN_EXPIRY_DATE, &isnull));
	receipt->expires = receipt->expiry_given = !isnull;
	receipt->unit_cost = cost_from_datum(rows_datum(rows, 0, SHOWN_COST, &isnull));
	receipt->received_at = DatumGetTimestampTz(rows_datum(rows, 0, SHOWN_RECEIVED_AT, &isnull));
	if (isnull)
		receipt->received_at = 0;
	status = rows_datum(rows, 0, SHOWN_STATUS, &isnull);
	receipt->status = isnull ? BATCH_AVAILABLE : stock_status_argument(TextDatumGetCString(status));
	return true;
}

/*
 * With the key in its own type, so that an index of the old table serves.
 */
static Rows *
show(Import *import, Datum value, Oid type)
{
	Oid			relid = import_open_view(import, IMPORT_BATCH);
	char	   *text;
	ImportWriter caller;
	Rows	   *rows;

	if (!OidIsValid(relid))
		import_no_batches(import);
	text = psprintf(SHOWN_BATCH, import_read_text(import, IMPORT_BATCH, relid));
	caller = import_become_writer(relid, true);
	rows = import_rows(text, 1, &type, &value, NULL);
	import_resume(caller);
	return rows;
}

/*
 * A batch that is known stays where it lies here: the old system may have moved
 * the row, which is a transfer that it has not told of.
 */
static void
find_place(Shadowed *shadowed, const Rows *rows)
{
	bool		isnull;
	Datum		values[] = {rows_datum(rows, 0, SHOWN_TENANT, &isnull), rows_datum(rows, 0, SHOWN_OUTLET, &isnull),
		rows_datum(rows, 0, SHOWN_VARIATION, &isnull), rows_datum(rows, 0, SHOWN_KEY, &isnull)
	};
	Rows	   *place = plan_rows(&PLAN_IMPORT_SHADOW_PLACE, values, NULL);

	if (place->count == 0 || rows_int64(place, 0, SHADOW_PLACE_OUTLET) == 0 || rows_int64(place, 0, SHADOW_PLACE_VARIATION) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_NO_SUCH_RECORD),
				 errmsg("the tenant, outlet or variation of batch \"%s\" is not here", shadowed->key),
				 errdetail("They are found by their external_id."),
				 errhint("import_load() brings what is new.")));
	shadowed->batch_id = rows_int64(place, 0, SHADOW_PLACE_BATCH);
	shadowed->place.variation_id = rows_int64(place, 0, SHADOW_PLACE_VARIATION);
	shadowed->place.outlet = access_outlet(rows_int64(place, 0, SHADOW_PLACE_OUTLET));
}

/*
 * A row that is gone holds nothing; one at an outlet of which the schema is not
 * is none of its business.  Keys are unique per tenant: one that two have is
 * left alone.
 */
static bool
find_gone(Import *import, Shadowed *shadowed)
{
	Datum		value = CStringGetTextDatum(shadowed->key);
	Rows	   *rows = plan_rows(&PLAN_IMPORT_SHADOW_GONE, &value, NULL);
	char	   *outlet;

	if (rows->count == 0)
		return false;
	if (rows->count > 1)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("several tenants have a batch \"%s\"", shadowed->key),
				 errdetail("The view \"batch\" shows none of them any more."),
				 errhint("Empty the one that is gone by adjust_stock().")));
	outlet = rows_text(rows, 0, SHADOW_GONE_OUTLET_KEY);
	if (outlet == NULL || !import_shows_outlet(import, rows_text(rows, 0, SHADOW_GONE_TENANT_KEY), outlet))
		return false;
	shadowed->batch_id = rows_int64(rows, 0, SHADOW_GONE_BATCH);
	shadowed->place.variation_id = rows_int64(rows, 0, SHADOW_GONE_VARIATION);
	shadowed->place.outlet = access_outlet(rows_int64(rows, 0, SHADOW_GONE_OUTLET));
	return true;
}

/*
 * Brings the batch to the old system's quantity, by a correction of what
 * differs.
 */
static void
move(Call *call, Shadowed *shadowed)
{
	LedgerNote	note = {.movement_type = MOVEMENT_ADJUSTMENT, .reason = "Old system", .reference_id = shadowed->key};
	Stock	   *stock = stock_begin(call, &shadowed->place, 1, true);
	Location   *location = stock_location(stock, shadowed->place.outlet.id, shadowed->place.variation_id);
	Quantity	target = shadowed->receipt.quantity;

	if (shadowed->batch_id == 0)
		make(stock, location, shadowed);
	else
	{
		StockPick  *before = stock_batch(stock, location, shadowed->batch_id);
		StockReceipt more = {.batch_id = shadowed->batch_id, .quantity = target - before->quantity,
		.unit_cost = before->unit_cost};

		if (target < before->quantity)
			stock_issue_batch(stock, location, shadowed->batch_id, before->quantity - target, REACH_ALL, &note);
		else if (target > before->quantity)
			stock_receive(stock, location, &more, &note);
	}
	stock_end(stock);
}

/*
 * A new batch opens now: it has just come in.
 */
static void
make(Stock *stock, Location *location, Shadowed *shadowed)
{
	StockReceipt *receipt = &shadowed->receipt;

	if (receipt->batch_number != NULL && stock_knows(stock, location, receipt->batch_number))
		receipt->batch_number = psprintf("%s/%s", receipt->batch_number, shadowed->key);
	stock_move_in(stock, location, receipt, 0, NULL, 0);
}

/*
 * Noted, not undone: we have come as near as can be.
 */
static void
check_bent(const char *schema, const Shadowed *shadowed)
{
	Datum		ours = quantity_to_datum(shadowed->receipt.quantity);

	if (shadowed->receipt.external_id == NULL ||
		(shadowed->theirs != NULL && DatumGetBool(DirectFunctionCall2(numeric_eq, NumericGetDatum(shadowed->theirs), ours))))
		return;
	import_refuse(schema, "import", "batch", shadowed->key, shadowed->theirs, DatumGetNumeric(ours),
				  ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE, "a batch has 0 or more base units, with three decimals");
}
