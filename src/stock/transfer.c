/*-------------------------------------------------------------------------
 *
 * transfer.c
 *		transfer_stock: sellable stock from one outlet to another.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "base/quantity.h"
#include "stock/basket.h"
#include "stock/pick.h"
#include "stock/stock.h"

static void transfer(Call *call, const Outlet *from, const Outlet *to,
					 BasketLine *line, LedgerNote *note);
static void receive_pick(Stock *stock, Location *there, int64 from_outlet,
						 const StockPick *pick, const LedgerNote *note);

PG_FUNCTION_INFO_V1(primeinv_transfer_stock);

/*
 * transfer_stock(variation_id, quantity, from_outlet_id, to_outlet_id, reason,
 * reference_id, actor, request_id): the batches taken.  Both outlets are of one
 * tenant: goods do not pass from one tenant to another.
 */
Datum
primeinv_transfer_stock(PG_FUNCTION_ARGS)
{
	BasketLine	line = {.line = 1};
	LedgerNote	note = {0};
	Outlet		from;
	Outlet		to;
	Call	   *call;

	call_required(fcinfo, 4);
	from = access_outlet(PG_GETARG_INT64(2));
	to = access_outlet_of(PG_GETARG_INT64(3), from.tenant_id);
	call = call_begin(fcinfo, from.tenant_id);
	if (call->replayed)
		return call_replay(call);
	if (from.id == to.id)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the outlets of a transfer must differ"),
				 errdetail("Both are outlet " INT64_FORMAT ".", from.id),
				 errhint("Name the outlet that receives.")));
	line.variation_id = PG_GETARG_INT64(0);
	line.quantity = quantity_positive(PG_GETARG_NUMERIC(1), "quantity");
	note.reason = call_text(fcinfo, 4);
	note.reference_id = call_text(fcinfo, 5);
	transfer(call, &from, &to, &line, &note);
	pick_rows(call, line.picks);
	return call_end_rows(call);
}

/*
 * Both locations are locked before anything is taken, in the one order of
 * locks, so that transfers in opposite directions do not meet in a deadlock.
 */
static void
transfer(Call *call, const Outlet *from, const Outlet *to, BasketLine *line,
		 LedgerNote *note)
{
	Place		places[2] = {
		place_of(from, line->variation_id),
		place_of(to, line->variation_id)
	};
	Stock	   *stock = stock_begin(call, places, 2, true);
	ListCell   *cell;

	note->movement_type = "transfer_out";
	basket_issue(stock, from->id, line, 1, note);
	note->movement_type = "transfer_in";
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
	StockReceipt receipt = {
		.batch_number = pick->batch_number,
		.quantity = pick->quantity,
		.unit_cost = pick->unit_cost,
		.expiry_given = true,
		.expires = pick->expires,
		.expiry_date = pick->expiry_date,
		.received_at = pick->received_at
	};

	while (!stock_accepts(stock, there, receipt.batch_number, pick->expires, pick->expiry_date))
		receipt.batch_number = psprintf("%s/" INT64_FORMAT, receipt.batch_number, from_outlet);
	stock_receive(stock, there, &receipt, note);
}
