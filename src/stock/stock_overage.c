/*-------------------------------------------------------------------------
 *
 * stock_overage.c
 *		More than was expected: which batch it goes to.
 *
 * Nobody knows where a find came from, so it is taken for the goods that
 * expire soonest: a later date than the true one could put bad food on sale.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "base/quantity.h"
#include "stock/statements.h"
#include "stock/stock_overage.h"

/* What overage_guess said last. */
typedef struct OverageGuess
{
	DateADT		found_on;
	StockReceipt receipt;
} OverageGuess;

static void guess_once(Location *location, DateADT found_on, StockReceipt *receipt);

/*
 * Brings in what was found in a known batch at that batch's cost, so that its
 * average cost stays as it was.
 */
int64
overage_receive(Stock *stock, Location *location, int64 batch_id,
				const char *batch_number, const char *prefix, Quantity quantity,
				DateADT found_on, const LedgerNote *note)
{
	StockReceipt receipt = {
		.batch_id = batch_id,
		.batch_number = batch_number,
		.prefix = prefix,
		.quantity = quantity
	};

	if (batch_id != 0)
		receipt.unit_cost = stock_batch(stock, location, batch_id)->unit_cost;
	else
		guess_once(location, found_on, &receipt);
	return stock_receive(stock, location, &receipt, note);
}

/*
 * What a line has made of a guess says the same to the next one, so that the
 * batches there, which the lines make more, are not read for each.
 */
static void
guess_once(Location *location, DateADT found_on, StockReceipt *receipt)
{
	if (location->guess == NULL || location->guess->found_on != found_on)
	{
		overage_guess(location, found_on, receipt);
		location->guess = palloc(sizeof(OverageGuess));
		*location->guess = (OverageGuess) {found_on, *receipt};
	}
	receipt->expires = location->guess->receipt.expires;
	receipt->expiry_date = location->guess->receipt.expiry_date;
	receipt->unit_cost = location->guess->receipt.unit_cost;
}

/*
 * The soonest expiry among the unexpired batches there, with that batch's
 * cost; without one, that day and the shelf life (none: never), with the
 * variation's usual cost.
 */
void
overage_guess(const Location *location, DateADT found_on, StockReceipt *receipt)
{
	Datum		values[4] = {
		Int64GetDatum(location->outlet_id),
		Int64GetDatum(location->variation_id),
		DateADTGetDatum(location->today),
		DateADTGetDatum(found_on)
	};
	Rows	   *rows = plan_rows(&PLAN_OVERAGE_GUESS, values, NULL);
	bool		isnull;
	Datum		date = rows_datum(rows, 0, OVERAGE_GUESS_EXPIRY, &isnull);

	receipt->expires = !isnull;
	if (receipt->expires)
		receipt->expiry_date = DatumGetDateADT(date);
	receipt->unit_cost = cost_from_datum(rows_datum(rows, 0, OVERAGE_GUESS_COST, &isnull));
}
