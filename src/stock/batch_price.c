/*-------------------------------------------------------------------------
 *
 * batch_price.c
 *		A batch's own price, such as of short-dated goods.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "utils/builtins.h"

#include "base/json.h"
#include "base/money.h"
#include "base/quantity.h"
#include "tenant/audit.h"
#include "stock/batch.h"
#include "stock/statements.h"
#include "stock/stock.h"

static Datum set_batch_price(Call *call, FunctionCallInfo fcinfo);
static UnitCost price_argument(FunctionCallInfo fcinfo);
static Jsonb *price_data(int64 batch_id, UnitCost from, UnitCost to);
static void push_price(JsonbParseState **state, const char *key, UnitCost price);

/* Arguments of set_batch_price. */
enum
{
	PRICE_BATCH_ID,
	PRICE_PRICE,
	PRICE_REASON
};

SQL_FUNCTION(primeinv_set_batch_price);

/*
 * set_batch_price(batch_id, price, reason, actor, request_id)
 */
Datum
primeinv_set_batch_price(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, PRICE_BATCH_ID + 1, &PLAN_BATCH_TENANT, "batch", set_batch_price);
}

/*
 * Whatever is sold there at the same time costs either the one or the other:
 * the price is read and written under the location's lock.
 */
static Datum
set_batch_price(Call *call, FunctionCallInfo fcinfo)
{
	AuditEvent	event = {.event_type = "batch.price_changed"};
	int64		batch_id = PG_GETARG_INT64(PRICE_BATCH_ID);
	UnitCost	to = price_argument(fcinfo);
	UnitCost	from;
	Stock	   *stock;
	Place		place;

	event.description = call_reason(fcinfo, PRICE_REASON);
	place = batch_place(batch_id, call->tenant_id);
	stock = stock_begin(call, &place, 1, false);
	from = stock_set_price(stock, stock_location(stock, place.outlet.id, place.variation_id), batch_id, to);
	stock_end(stock);
	batch_note_price(call, &place, batch_id, "price", from, to);
	event.data = price_data(batch_id, from, to);
	audit_event(call->audit, &event);
	return call_end_null(call);
}

/*
 * Under the location's lock, so that by their times the changes stand between
 * the movements of the batch where they happened.
 */
void
batch_note_price(Call *call, const Place *place, int64 batch_id, const char *column,
				 UnitCost from, UnitCost to)
{
	char		nulls[] = "        ";
	Datum		values[8];

	if (from == to)
		return;
	values[0] = Int64GetDatum(call->tenant_id);
	values[1] = Int64GetDatum(place->variation_id);
	values[2] = Int64GetDatum(batch_id);
	values[3] = CStringGetTextDatum(column);
	values[4] = from == NO_PRICE ? (Datum) 0 : cost_to_datum(from);
	nulls[4] = from == NO_PRICE ? 'n' : ' ';
	values[5] = to == NO_PRICE ? (Datum) 0 : cost_to_datum(to);
	nulls[5] = to == NO_PRICE ? 'n' : ' ';
	values[6] = CStringGetTextDatum(call->actor);
	values[7] = CStringGetTextDatum(call->db_role);
	plan_rows(&PLAN_BATCH_PRICE_CHANGED, values, nulls);
}

/*
 * Zero is a price, of what is given away.
 */
static UnitCost
price_argument(FunctionCallInfo fcinfo)
{
	Money		price;

	if (PG_ARGISNULL(PRICE_PRICE))
		return NO_PRICE;
	price = amount_argument(PG_GETARG_NUMERIC(PRICE_PRICE), "price");
	if (price < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("price must not be negative"),
				 errdetail("It is %s.", money_text(price)),
				 errhint("Give the price of one base unit, or null for the catalogue's.")));
	return price;
}

/*
 * {"batch_id", "price": {"from", "to"}}; null: none of its own.
 */
static Jsonb *
price_data(int64 batch_id, UnitCost from, UnitCost to)
{
	JsonbParseState *state = NULL;

	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	json_push_key(&state, "batch_id");
	json_push_int64(&state, batch_id);
	json_push_key(&state, "price");
	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	push_price(&state, "from", from);
	push_price(&state, "to", to);
	pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	return JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL));
}

static void
push_price(JsonbParseState **state, const char *key, UnitCost price)
{
	json_push_key(state, key);
	if (price == NO_PRICE)
		json_push_text(state, NULL);
	else
		json_push_number(state, DatumGetNumeric(cost_to_datum(price)));
}
