/*-------------------------------------------------------------------------
 *
 * batch_correct.c
 *		Batches that were keyed in wrong, or that turn out to be two.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "utils/builtins.h"
#include "utils/date.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/quantity.h"
#include "tenant/audit.h"
#include "stock/batch.h"
#include "stock/statements.h"
#include "stock/stock.h"

static Datum correct_batch(Call *call, FunctionCallInfo fcinfo);
static Datum split_batch(Call *call, FunctionCallInfo fcinfo);
static StockCorrection correction_argument(FunctionCallInfo fcinfo);
static void check_correction(const StockCorrection *correction, bool both);
static Jsonb *correction_data(int64 batch_id, const StockPick *before, const StockCorrection *to);
static void push_dates(JsonbParseState **state, const StockPick *before, const StockCorrection *to);
static void push_costs(JsonbParseState **state, UnitCost from, UnitCost to);
static char *new_number(FunctionCallInfo fcinfo, int arg);
static void check_unknown(Stock *stock, Location *location, const char *batch_number);

/* Arguments of correct_batch. */
enum
{
	CORRECT_BATCH_ID,
	CORRECT_REASON,
	CORRECT_EXPIRY_DATE,
	CORRECT_COST_PRICE,
	CORRECT_NEVER_EXPIRES
};

/* Arguments of split_batch. */
enum
{
	SPLIT_BATCH_ID,
	SPLIT_QUANTITY,
	SPLIT_NEW_NUMBER,
	SPLIT_REASON,
	SPLIT_STATUS
};

SQL_FUNCTION(primeinv_correct_batch);
SQL_FUNCTION(primeinv_split_batch);

/*
 * correct_batch(batch_id, reason, expiry_date, cost_price, never_expires,
 * actor, request_id)
 */
Datum
primeinv_correct_batch(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, CORRECT_REASON + 1, &PLAN_BATCH_TENANT, "batch", correct_batch);
}

static Datum
correct_batch(Call *call, FunctionCallInfo fcinfo)
{
	AuditEvent	event = {.event_type = "batch.corrected"};
	int64		batch_id = PG_GETARG_INT64(CORRECT_BATCH_ID);
	StockCorrection to = correction_argument(fcinfo);
	StockPick  *before;
	Stock	   *stock;
	Place		place;

	event.description = call_reason(fcinfo, CORRECT_REASON);
	place = batch_place(batch_id, call->tenant_id);
	stock = stock_begin(call, &place, 1, false);
	before = stock_correct(stock, stock_location(stock, place.outlet.id, place.variation_id), batch_id, &to);
	stock_end(stock);
	if (to.cost_given)
		batch_note_price(call, &place, batch_id, "cost", before->unit_cost, to.unit_cost);
	event.data = correction_data(batch_id, before, &to);
	audit_event(call->audit, &event);
	return call_end_null(call);
}

/*
 * A date that is left out stays as it is, so that "never" needs an argument of
 * its own.
 */
static StockCorrection
correction_argument(FunctionCallInfo fcinfo)
{
	StockCorrection to = {0};
	bool		never = !PG_ARGISNULL(CORRECT_NEVER_EXPIRES) && PG_GETARG_BOOL(CORRECT_NEVER_EXPIRES);

	to.expires = !PG_ARGISNULL(CORRECT_EXPIRY_DATE);
	to.expiry_given = to.expires || never;
	if (to.expires)
		to.expiry_date = PG_GETARG_DATEADT(CORRECT_EXPIRY_DATE);
	to.cost_given = !PG_ARGISNULL(CORRECT_COST_PRICE);
	if (to.cost_given)
		to.unit_cost = cost_argument(PG_GETARG_NUMERIC(CORRECT_COST_PRICE), "cost_price");
	check_correction(&to, to.expires && never);
	return to;
}

/*
 * 22023 for a correction that says nothing, or two things at once.
 */
static void
check_correction(const StockCorrection *correction, bool both)
{
	if (both)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("expiry_date and never_expires are both given"),
				 errdetail("A batch expires on a date or never."),
				 errhint("Leave one of them out.")));
	if (correction->expires && DATE_NOT_FINITE(correction->expiry_date))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("expiry_date must be a date"),
				 errdetail("It is infinite."),
				 errhint("Use never_expires for goods that never expire.")));
	if (!correction->expiry_given && !correction->cost_given)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("there is nothing to correct"),
				 errdetail("Neither expiry_date, never_expires nor cost_price is given."),
				 errhint("Give what should be different. Quantities are corrected by adjust_stock().")));
}

/*
 * {"batch_id", "expiry_date": {"from", "to"}, "cost_price": {"from", "to"}}:
 * what was corrected, be it to what it was.
 */
static Jsonb *
correction_data(int64 batch_id, const StockPick *before, const StockCorrection *to)
{
	JsonbParseState *state = NULL;

	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	json_push_key(&state, "batch_id");
	json_push_int64(&state, batch_id);
	if (to->expiry_given)
		push_dates(&state, before, to);
	if (to->cost_given)
		push_costs(&state, before->unit_cost, to->unit_cost);
	return JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL));
}

static void
push_dates(JsonbParseState **state, const StockPick *before, const StockCorrection *to)
{
	json_push_key(state, "expiry_date");
	pushJsonbValue(state, WJB_BEGIN_OBJECT, NULL);
	json_push_key(state, "from");
	json_push_date(state, before->expires, before->expiry_date);
	json_push_key(state, "to");
	json_push_date(state, to->expires, to->expiry_date);
	pushJsonbValue(state, WJB_END_OBJECT, NULL);
}

static void
push_costs(JsonbParseState **state, UnitCost from, UnitCost to)
{
	json_push_key(state, "cost_price");
	pushJsonbValue(state, WJB_BEGIN_OBJECT, NULL);
	json_push_key(state, "from");
	json_push_number(state, DatumGetNumeric(cost_to_datum(from)));
	json_push_key(state, "to");
	json_push_number(state, DatumGetNumeric(cost_to_datum(to)));
	pushJsonbValue(state, WJB_END_OBJECT, NULL);
}

/*
 * split_batch(batch_id, quantity, new_batch_number, reason, status, actor,
 * request_id): the new batch's id.
 */
Datum
primeinv_split_batch(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, SPLIT_REASON + 1, &PLAN_BATCH_TENANT, "batch", split_batch);
}

/*
 * The parts have everything in common but number and status, and together what
 * the whole had: it goes out of one and into the other at the batch's cost.
 */
static Datum
split_batch(Call *call, FunctionCallInfo fcinfo)
{
	StockReceipt receipt = {.expiry_given = true, .status_given = true};
	LedgerNote	note = {.movement_type = MOVEMENT_TRANSFER_OUT};
	int64		batch_id = PG_GETARG_INT64(SPLIT_BATCH_ID);
	char	   *status = call_text(fcinfo, SPLIT_STATUS);
	Location   *location;
	StockPick  *part;
	Place		place;
	Stock	   *stock;

	receipt.quantity = quantity_positive(PG_GETARG_NUMERIC(SPLIT_QUANTITY), "quantity");
	receipt.batch_number = new_number(fcinfo, SPLIT_NEW_NUMBER);
	note.reason = call_reason(fcinfo, SPLIT_REASON);
	if (status != NULL)
		receipt.status = stock_status_argument(status);
	place = batch_place(batch_id, call->tenant_id);
	stock = stock_begin(call, &place, 1, false);
	location = stock_location(stock, place.outlet.id, place.variation_id);
	check_unknown(stock, location, receipt.batch_number);
	if (status == NULL)
		receipt.status = stock_batch_status(stock, location, batch_id);
	note.reference_id = psprintf("split_" INT64_FORMAT, batch_id);
	part = stock_issue_batch(stock, location, batch_id, receipt.quantity, REACH_ALL, &note);
	receipt.unit_cost = part->unit_cost;
	receipt.expires = part->expires;
	receipt.expiry_date = part->expiry_date;
	receipt.received_at = part->received_at;
	receipt.priced = part->price != NO_PRICE;
	receipt.price = part->price;
	note.movement_type = MOVEMENT_TRANSFER_IN;
	batch_id = stock_receive(stock, location, &receipt, &note);
	stock_end(stock);
	return call_end_value(call, Int64GetDatum(batch_id));
}

/*
 * The number of a batch must say something.
 */
static char *
new_number(FunctionCallInfo fcinfo, int arg)
{
	char	   *number = call_text(fcinfo, arg);

	if (number[0] == '\0')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("new_batch_number must not be empty"),
				 errdetail("Every batch has a number."),
				 errhint("The old number and \"/B\" would do.")));
	call_short(number, "new_batch_number");
	return number;
}

/*
 * Into a batch that is there already, the part would be merged.
 */
static void
check_unknown(Stock *stock, Location *location, const char *batch_number)
{
	if (stock_knows(stock, location, batch_number))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("batch \"%s\" of \"%s\" at \"%s\" is there already", batch_number,
						catalogue_variation_name(location->variation_id),
						catalogue_outlet_name(location->outlet_id)),
				 errdetail("A part that is split off gets a number of its own."),
				 errhint("Choose another new_batch_number.")));
}
