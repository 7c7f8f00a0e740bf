/*-------------------------------------------------------------------------
 *
 * transfer.c
 *		transfer_stock: sellable stock from one outlet to another.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "base/quantity.h"
#include "stock/stock.h"
#include "stock/stock_basket.h"
#include "stock/stock_pick.h"

static Datum transfer_stock(Call *call, FunctionCallInfo fcinfo);
static void transfer(Call *call, const Outlet *to, BasketLine *line, LedgerNote *note);
static void receive_pick(Stock *stock, Location *there, int64 from_outlet,
						 const StockPick *pick, const LedgerNote *note);

/* Arguments of transfer_stock. */
enum
{
	TRANSFER_VARIATION_ID,
	TRANSFER_QUANTITY,
	TRANSFER_FROM,
	TRANSFER_TO,
	TRANSFER_REASON,
	TRANSFER_REFERENCE_ID
};

SQL_FUNCTION(primeinv_transfer_stock);

/*
 * transfer_stock(variation_id, quantity, from_outlet_id, to_outlet_id, reason,
 * reference_id, actor, request_id): the batches taken.  Both outlets are of one
 * tenant: goods do not pass from one tenant to another.
 */
Datum
primeinv_transfer_stock(PG_FUNCTION_ARGS)
{
	Outlet		from;

	call_required(fcinfo, TRANSFER_TO + 1);
	from = access_outlet(PG_GETARG_INT64(TRANSFER_FROM));
	access_outlet_of(PG_GETARG_INT64(TRANSFER_TO), from.tenant_id);
	return call_in(fcinfo, &from, transfer_stock);
}

static Datum
transfer_stock(Call *call, FunctionCallInfo fcinfo)
{
	BasketLine	line = {.line = 1};
	LedgerNote	note = {0};
	Outlet		to = access_outlet_of(PG_GETARG_INT64(TRANSFER_TO), call->tenant_id);

	if (call->outlet.id == to.id)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the outlets of a transfer must differ"),
				 errdetail("Both are outlet " INT64_FORMAT ".", to.id),
				 errhint("Name the outlet that receives.")));
	line.variation_id = PG_GETARG_INT64(TRANSFER_VARIATION_ID);
	line.quantity = quantity_positive(PG_GETARG_NUMERIC(TRANSFER_QUANTITY), "quantity");
	note.reason = call_text(fcinfo, TRANSFER_REASON);
	note.reference_id = call_text(fcinfo, TRANSFER_REFERENCE_ID);
	transfer(call, &to, &line, &note);
	pick_rows(call, line.picks);
	return call_end_rows(call);
}

/*
 * Both locations are locked before anything is taken, in the one order of
 * locks, so that transfers in opposite directions do not meet in a deadlock.
 */
static void
transfer(Call *call, const Outlet *to, BasketLine *line, LedgerNote *note)
{
	const Outlet *from = &call->outlet;
	Place		places[2] = {
		place_of(from, line->variation_id),
		place_of(to, line->variation_id)
	};
	Stock	   *stock = stock_begin(call, places, 2, true);
	ListCell   *cell;

	note->movement_type = MOVEMENT_TRANSFER_OUT;
	basket_issue(stock, from->id, line, 1, note);
	note->movement_type = MOVEMENT_TRANSFER_IN;
	foreach(cell, line->picks)
		receive_pick(stock, stock_location(stock, to->id, line->variation_id),
					 from->id, lfirst(cell), note);
	stock_end(stock);
}

/*
 * The batch travels with its number, expiry, cost and received time.  Where
 * the number is taken by goods of another expiry, the outlet it came from is
 * put behind it.
 */
static void
receive_pick(Stock *stock, Location *there, int64 from_outlet,
			 const StockPick *pick, const LedgerNote *note)
{
	StockReceipt receipt = pick_receipt(pick, pick->batch_number);

	while (!stock_accepts(stock, there, receipt.batch_number, pick->expires, pick->expiry_date))
		receipt.batch_number = psprintf("%s/" INT64_FORMAT, receipt.batch_number, from_outlet);
	stock_receive(stock, there, &receipt, note);
}
