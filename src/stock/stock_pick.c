/*-------------------------------------------------------------------------
 *
 * stock_pick.c
 *		What was taken from which batch, as rows of a result.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "base/quantity.h"
#include "stock/stock_pick.h"

#define PICK_COLUMNS 5

static void read_pick(const StockPick *pick, Datum *values, bool *nulls);

/*
 * Returns the picks in the order taken, which shows the caller what went out
 * first.
 */
void
pick_rows(Call *call, List *picks)
{
	ListCell   *cell;

	foreach(cell, picks)
	{
		Datum		values[PICK_COLUMNS];
		bool		nulls[PICK_COLUMNS];

		read_pick(lfirst(cell), values, nulls);
		call_row(call, values, nulls);
	}
}

/*
 * Returns the rows of one line.  A bulk call asks line by line, so its rows
 * come in the order of its lines.
 */
void
pick_rows_of_line(Call *call, int line, List *picks)
{
	ListCell   *cell;

	foreach(cell, picks)
	{
		Datum		values[1 + PICK_COLUMNS];
		bool		nulls[1 + PICK_COLUMNS];

		values[0] = Int32GetDatum(line);
		nulls[0] = false;
		read_pick(lfirst(cell), values + 1, nulls + 1);
		call_row(call, values, nulls);
	}
}

/*
 * Most are one, whose cost needs no division.
 */
UnitCost
pick_cost(const List *picks)
{
	Datum		total = cost_total(0, 0);
	Quantity	quantity = 0;
	ListCell   *cell;

	if (list_length(picks) == 1)
		return ((StockPick *) linitial(picks))->unit_cost;
	foreach(cell, picks)
	{
		StockPick  *pick = lfirst(cell);

		total = DirectFunctionCall2(numeric_add, total, cost_total(pick->quantity, pick->unit_cost));
		quantity = quantity_sum(quantity, pick->quantity);
	}
	return cost_of_one(total, quantity);
}

/*
 * values and nulls have room for all PICK_COLUMNS; a batch that never expires
 * has a null there.
 */
static void
read_pick(const StockPick *pick, Datum *values, bool *nulls)
{
	memset(nulls, false, sizeof(bool) * PICK_COLUMNS);
	values[0] = Int64GetDatum(pick->batch_id);
	values[1] = CStringGetTextDatum(pick->batch_number);
	values[2] = quantity_to_datum(pick->quantity);
	values[3] = DateADTGetDatum(pick->expiry_date);
	nulls[3] = !pick->expires;
	values[4] = cost_to_datum(pick->unit_cost);
}

/*
 * The dates are given, so that they must agree with those of a batch that has
 * the number already.
 */
StockReceipt
pick_receipt(const StockPick *pick, const char *batch_number)
{
	StockReceipt receipt = {
		.batch_number = batch_number,
		.quantity = pick->quantity,
		.unit_cost = pick->unit_cost,
		.expiry_given = true,
		.expires = pick->expires,
		.expiry_date = pick->expiry_date,
		.received_at = pick->received_at,
		.priced = pick->price != NO_PRICE,
		.price = pick->price
	};

	return receipt;
}
