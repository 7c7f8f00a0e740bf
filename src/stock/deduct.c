/*-------------------------------------------------------------------------
 *
 * deduct.c
 *		deduct_stock and its forms: sellable stock, first expired, first out.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "base/json.h"
#include "base/quantity.h"
#include "base/value.h"
#include "stock/stock_basket.h"
#include "stock/stock_pick.h"

static Datum deduct_stock(Call *call, FunctionCallInfo fcinfo);
static Datum deduct_stock_bulk(Call *call, FunctionCallInfo fcinfo);
static Datum deduct_stock_json(Call *call, FunctionCallInfo fcinfo);
static void deduct(Call *call, BasketLine *lines, int count, const LedgerNote *note);
static Outlet outlet_for(int64 outlet_id, const char *movement_type);
static MovementType type_argument(const char *word);
static BasketLine *bulk_lines(Datum variation_ids, Datum quantities, int *count);
static Datum deductions_json(const BasketLine *line);

/* Arguments of deduct_stock. */
enum
{
	DEDUCT_VARIATION_ID,
	DEDUCT_QUANTITY,
	DEDUCT_OUTLET_ID,
	DEDUCT_MOVEMENT_TYPE,
	DEDUCT_REASON,
	DEDUCT_REFERENCE_ID,
	DEDUCT_BATCH_ID
};

/* Arguments of deduct_stock_bulk. */
enum
{
	DEDUCT_BULK_OUTLET_ID,
	DEDUCT_BULK_VARIATION_IDS,
	DEDUCT_BULK_QUANTITIES,
	DEDUCT_BULK_MOVEMENT_TYPE,
	DEDUCT_BULK_REASON,
	DEDUCT_BULK_REFERENCE_ID
};

/* Keys of deduct_stock(jsonb), which are named and ordered as the arguments. */
static const JsonKey deduct_keys[] = {
	{"variation_id", JSON_BIGINT, true},
	{"quantity", JSON_NUMERIC, true},
	{"outlet_id", JSON_BIGINT, true},
	{"movement_type", JSON_TEXT, false},
	{"reason", JSON_TEXT, false},
	{"reference_id", JSON_TEXT, false},
	{"batch_id", JSON_BIGINT, false}
};

SQL_FUNCTION(primeinv_deduct_stock);
SQL_FUNCTION(primeinv_deduct_stock_json);
SQL_FUNCTION(primeinv_deduct_stock_bulk);
SQL_FUNCTION(primeinv_get_available_stock);

/*
 * deduct_stock(variation_id, quantity, outlet_id, movement_type, reason,
 * reference_id, batch_id, actor, request_id)
 */
Datum
primeinv_deduct_stock(PG_FUNCTION_ARGS)
{
	Outlet		outlet;

	call_required(fcinfo, DEDUCT_MOVEMENT_TYPE + 1);
	outlet = outlet_for(PG_GETARG_INT64(DEDUCT_OUTLET_ID), call_text(fcinfo, DEDUCT_MOVEMENT_TYPE));
	return call_in(fcinfo, &outlet, deduct_stock);
}

static Datum
deduct_stock(Call *call, FunctionCallInfo fcinfo)
{
	BasketLine	line = {.line = 1};
	LedgerNote	note = {0};

	line.variation_id = PG_GETARG_INT64(DEDUCT_VARIATION_ID);
	line.quantity = quantity_positive(PG_GETARG_NUMERIC(DEDUCT_QUANTITY), "quantity");
	line.batch_id = call_id(fcinfo, DEDUCT_BATCH_ID, "batch");
	note.movement_type = type_argument(call_text(fcinfo, DEDUCT_MOVEMENT_TYPE));
	note.reason = call_text(fcinfo, DEDUCT_REASON);
	note.reference_id = call_text(fcinfo, DEDUCT_REFERENCE_ID);
	deduct(call, &line, 1, &note);
	pick_rows(call, line.picks);
	return call_end_rows(call);
}

/*
 * deduct_stock_bulk(outlet_id, variation_ids, quantities, movement_type,
 * reason, reference_id, actor, request_id)
 */
Datum
primeinv_deduct_stock_bulk(PG_FUNCTION_ARGS)
{
	Outlet		outlet;

	call_required(fcinfo, DEDUCT_BULK_MOVEMENT_TYPE + 1);
	outlet = outlet_for(PG_GETARG_INT64(DEDUCT_BULK_OUTLET_ID), call_text(fcinfo, DEDUCT_BULK_MOVEMENT_TYPE));
	return call_in(fcinfo, &outlet, deduct_stock_bulk);
}

static Datum
deduct_stock_bulk(Call *call, FunctionCallInfo fcinfo)
{
	LedgerNote	note = {0};
	BasketLine *lines;
	int			count;

	lines = bulk_lines(PG_GETARG_DATUM(DEDUCT_BULK_VARIATION_IDS),
					   PG_GETARG_DATUM(DEDUCT_BULK_QUANTITIES), &count);
	note.movement_type = type_argument(call_text(fcinfo, DEDUCT_BULK_MOVEMENT_TYPE));
	note.reason = call_text(fcinfo, DEDUCT_BULK_REASON);
	note.reference_id = call_text(fcinfo, DEDUCT_BULK_REFERENCE_ID);
	deduct(call, lines, count, &note);
	for (int i = 0; i < count; i++)
		pick_rows_of_line(call, lines[i].line, lines[i].picks);
	return call_end_rows(call);
}

/*
 * deduct_stock(request jsonb)
 */
Datum
primeinv_deduct_stock_json(PG_FUNCTION_ARGS)
{
	CallJson	json = call_json_read(fcinfo, deduct_keys, lengthof(deduct_keys));
	Outlet		outlet = outlet_for(DatumGetInt64(json.object.values[DEDUCT_OUTLET_ID]),
									json_text(&json.object, DEDUCT_MOVEMENT_TYPE));

	return call_json_in(fcinfo, &json, &outlet, deduct_stock_json);
}

static Datum
deduct_stock_json(Call *call, FunctionCallInfo fcinfo)
{
	const JsonObject *json = call->json;
	BasketLine	line = {.line = 1};
	LedgerNote	note = {0};

	line.variation_id = DatumGetInt64(json->values[DEDUCT_VARIATION_ID]);
	line.quantity = quantity_positive(DatumGetNumeric(json->values[DEDUCT_QUANTITY]), "quantity");
	line.batch_id = stock_named_batch(json->nulls[DEDUCT_BATCH_ID], json->values[DEDUCT_BATCH_ID]);
	note.movement_type = json->nulls[DEDUCT_MOVEMENT_TYPE] ? MOVEMENT_SALE :
		type_argument(json_text(json, DEDUCT_MOVEMENT_TYPE));
	note.reason = json_text(json, DEDUCT_REASON);
	note.reference_id = json_text(json, DEDUCT_REFERENCE_ID);
	deduct(call, &line, 1, &note);
	return call_end_value(call, deductions_json(&line));
}

/*
 * Locks, takes and writes; the lines then have their picks.
 */
static void
deduct(Call *call, BasketLine *lines, int count, const LedgerNote *note)
{
	Place	   *places;
	Stock	   *stock;

	if (note->movement_type != MOVEMENT_SALE)
		call_check_reason(call->fcinfo, note->reason);
	places = basket_places(&call->outlet, lines, count, note->movement_type == MOVEMENT_SALE);
	stock = stock_begin(call, places, count, false);
	basket_issue(stock, call->outlet.id, lines, count, note);
	stock_end(stock);
}

/*
 * An adjustment is a manager's, as by adjust_stock; asked while the role is
 * still the caller's.
 */
static Outlet
outlet_for(int64 outlet_id, const char *movement_type)
{
	Outlet		outlet = access_outlet(outlet_id);

	if (movement_type != NULL && ledger_type_named(movement_type) == MOVEMENT_ADJUSTMENT)
		access_require(outlet.tenant_id, LEVEL_MANAGER);
	return outlet;
}

/*
 * What has a function of its own is refused: that one looks at more, and a
 * transfer from here would never arrive.
 */
static MovementType
type_argument(const char *word)
{
	MovementType type = ledger_type_named(word);

	if (type != MOVEMENT_SALE && type != MOVEMENT_DAMAGE && type != MOVEMENT_ADJUSTMENT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("movement type \"%s\" does not take stock out", word),
				 errdetail("Types are \"sale\", \"damage\" and \"adjustment\"."),
				 errhint("Transfers, write-offs and returns have functions of their own.")));
	return type;
}

/*
 * Two arrays of one length, none of whose elements is null.
 */
static BasketLine *
bulk_lines(Datum variation_ids, Datum quantities, int *count)
{
	Datum	   *ids;
	Datum	   *amounts;
	bool	   *null_ids;
	bool	   *null_amounts;
	int			amount_count = array_values(quantities, &amounts, &null_amounts);
	BasketLine *lines;

	*count = array_values(variation_ids, &ids, &null_ids);
	if (*count == 0 || *count != amount_count)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("variation_ids and quantities must have the same number of elements"),
				 errdetail("They have %d and %d.", *count, amount_count),
				 errhint("Give one quantity for each variation, and at least one.")));
	lines = palloc0(sizeof(BasketLine) * *count);
	for (int i = 0; i < *count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (null_ids[i] || null_amounts[i])
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("line %d is null", i + 1),
					 errdetail("Its variation or its quantity is null."),
					 errhint("Leave the line out of both arrays.")));
		lines[i].line = i + 1;
		lines[i].variation_id = DatumGetInt64(ids[i]);
		if (!quantity_is_positive(DatumGetNumeric(amounts[i]), &lines[i].quantity))
			(void) quantity_positive(DatumGetNumeric(amounts[i]), psprintf("quantity of line %d", i + 1));
	}
	return lines;
}

/*
 * {"success": true, "deductions": [{"batch", "quantity", "expiry"}]}
 */
static Datum
deductions_json(const BasketLine *line)
{
	JsonbParseState *state = NULL;
	ListCell   *cell;

	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	json_push_key(&state, "success");
	json_push_bool(&state, true);
	json_push_key(&state, "deductions");
	pushJsonbValue(&state, WJB_BEGIN_ARRAY, NULL);
	foreach(cell, line->picks)
	{
		StockPick  *pick = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
		json_push_key(&state, "batch");
		json_push_text(&state, pick->batch_number);
		json_push_key(&state, "quantity");
		json_push_quantity(&state, pick->quantity);
		json_push_key(&state, "expiry");
		json_push_date(&state, pick->expires, pick->expiry_date);
		pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	}
	pushJsonbValue(&state, WJB_END_ARRAY, NULL);
	return JsonbPGetDatum(JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL)));
}

/*
 * get_available_stock(variation_id, outlet_id): null where stock is not
 * tracked.  Only reads, so that it runs on a standby.
 */
Datum
primeinv_get_available_stock(PG_FUNCTION_ARGS)
{
	Outlet		outlet;
	Variation	variation;

	call_required(fcinfo, 2);
	outlet = access_outlet(PG_GETARG_INT64(1));
	variation = access_variation(PG_GETARG_INT64(0), outlet.tenant_id);
	access_require(outlet.tenant_id, LEVEL_GUEST);
	if (!variation.tracked)
		PG_RETURN_NULL();
	if (!variation.active || !outlet.active)
		PG_RETURN_DATUM(quantity_to_datum(0));
	PG_RETURN_DATUM(quantity_to_datum(location_read_available(&outlet, variation.id)));
}
