/*-------------------------------------------------------------------------
 *
 * deduct.c
 *		deduct_stock and its forms: sellable stock, first expired, first out.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "utils/builtins.h"

#include "base/json.h"
#include "base/quantity.h"
#include "base/value.h"
#include "stock/basket.h"
#include "stock/pick.h"

static void deduct(Call *call, const Outlet *outlet, BasketLine *lines, int count,
				   const LedgerNote *note);
static void require_level(const Outlet *outlet, const char *movement_type);
static void check_type(const char *movement_type);
static BasketLine *bulk_lines(Datum variation_ids, Datum quantities, int *count);
static Datum deductions_json(const BasketLine *line);

PG_FUNCTION_INFO_V1(primeinv_deduct_stock);
PG_FUNCTION_INFO_V1(primeinv_deduct_stock_json);
PG_FUNCTION_INFO_V1(primeinv_deduct_stock_bulk);
PG_FUNCTION_INFO_V1(primeinv_get_available_stock);

/*
 * deduct_stock(variation_id, quantity, outlet_id, movement_type, reason,
 * reference_id, batch_id, actor, request_id)
 */
Datum
primeinv_deduct_stock(PG_FUNCTION_ARGS)
{
	BasketLine	line = {.line = 1};
	LedgerNote	note = {0};
	Outlet		outlet;
	Call	   *call;

	call_required(fcinfo, 4);
	outlet = access_outlet(PG_GETARG_INT64(2));
	require_level(&outlet, call_text(fcinfo, 3));
	call = call_begin(fcinfo, outlet.tenant_id);
	if (call->replayed)
		return call_replay(call);
	line.variation_id = PG_GETARG_INT64(0);
	line.quantity = quantity_positive(PG_GETARG_NUMERIC(1), "quantity");
	line.batch_id = stock_named_batch(PG_ARGISNULL(6), PG_GETARG_DATUM(6));
	note.movement_type = call_text(fcinfo, 3);
	note.reason = call_text(fcinfo, 4);
	note.reference_id = call_text(fcinfo, 5);
	deduct(call, &outlet, &line, 1, &note);
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
	LedgerNote	note = {0};
	BasketLine *lines;
	Outlet		outlet;
	Call	   *call;
	int			count;

	call_required(fcinfo, 4);
	outlet = access_outlet(PG_GETARG_INT64(0));
	require_level(&outlet, call_text(fcinfo, 3));
	call = call_begin(fcinfo, outlet.tenant_id);
	if (call->replayed)
		return call_replay(call);
	lines = bulk_lines(PG_GETARG_DATUM(1), PG_GETARG_DATUM(2), &count);
	note.movement_type = call_text(fcinfo, 3);
	note.reason = call_text(fcinfo, 4);
	note.reference_id = call_text(fcinfo, 5);
	deduct(call, &outlet, lines, count, &note);
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
	static const JsonKey keys[] = {
		{"variation_id", JSON_BIGINT, true},
		{"quantity", JSON_NUMERIC, true},
		{"outlet_id", JSON_BIGINT, true},
		{"movement_type", JSON_TEXT, false},
		{"reason", JSON_TEXT, false},
		{"reference_id", JSON_TEXT, false},
		{"batch_id", JSON_BIGINT, false},
		{"actor", JSON_TEXT, false},
		{"request_id", JSON_TEXT, false}
	};
	BasketLine	line = {.line = 1};
	LedgerNote	note = {0};
	JsonObject	request;
	Outlet		outlet;
	Call	   *call;

	call_required(fcinfo, 1);
	request = json_read_object(PG_GETARG_JSONB_P(0), "", keys, lengthof(keys));
	outlet = access_outlet(DatumGetInt64(request.values[2]));
	require_level(&outlet, json_text(&request, 3));
	call = call_begin_json(fcinfo, outlet.tenant_id, json_text(&request, 7), json_text(&request, 8));
	if (call->replayed)
		return call_replay(call);
	line.variation_id = DatumGetInt64(request.values[0]);
	line.quantity = quantity_positive(DatumGetNumeric(request.values[1]), "quantity");
	line.batch_id = stock_named_batch(request.nulls[6], request.values[6]);
	note.movement_type = request.nulls[3] ? "sale" : json_text(&request, 3);
	note.reason = json_text(&request, 4);
	note.reference_id = json_text(&request, 5);
	deduct(call, &outlet, &line, 1, &note);
	return call_end_value(call, deductions_json(&line));
}

/*
 * Locks, takes and writes; the lines then have their picks.
 */
static void
deduct(Call *call, const Outlet *outlet, BasketLine *lines, int count,
	   const LedgerNote *note)
{
	Place	   *places;
	Stock	   *stock;

	check_type(note->movement_type);
	places = basket_places(outlet, lines, count, strcmp(note->movement_type, "sale") == 0);
	stock = stock_begin(call, places, count, false);
	basket_issue(stock, outlet->id, lines, count, note);
	stock_end(stock);
}

/*
 * An adjustment is a manager's, as by adjust_stock.
 */
static void
require_level(const Outlet *outlet, const char *movement_type)
{
	if (movement_type != NULL && strcmp(movement_type, "adjustment") == 0)
		access_require(outlet->tenant_id, LEVEL_MANAGER);
}

/*
 * What has a function of its own is refused: that one looks at more, and a
 * transfer from here would never arrive.
 */
static void
check_type(const char *movement_type)
{
	static const char *const types[] = {"sale", "damage", "adjustment"};

	for (int i = 0; i < lengthof(types); i++)
		if (strcmp(movement_type, types[i]) == 0)
			return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("movement type \"%s\" does not take stock out", movement_type),
			 errdetail("Types are \"sale\", \"damage\" and \"adjustment\"."),
			 errhint("Transfers, write-offs and returns have functions of their own.")));
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
		if (null_ids[i] || null_amounts[i])
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("line %d is null", i + 1),
					 errdetail("Its variation or its quantity is null."),
					 errhint("Leave the line out of both arrays.")));
		lines[i].line = i + 1;
		lines[i].variation_id = DatumGetInt64(ids[i]);
		lines[i].quantity = quantity_positive(DatumGetNumeric(amounts[i]),
											  psprintf("quantity of line %d", i + 1));
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

		pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
		json_push_key(&state, "batch");
		json_push_text(&state, pick->batch_number);
		json_push_key(&state, "quantity");
		json_push_number(&state, DatumGetNumeric(DirectFunctionCall1(numeric_trim_scale,
																	 quantity_to_datum(pick->quantity))));
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
	access_require(outlet.tenant_id, LEVEL_READER);
	if (!variation.tracked)
		PG_RETURN_NULL();
	if (!variation.active || !outlet.active)
		PG_RETURN_DATUM(quantity_to_datum(0));
	PG_RETURN_DATUM(quantity_to_datum(location_read_available(&outlet, variation.id)));
}
