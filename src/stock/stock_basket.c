/*-------------------------------------------------------------------------
 *
 * stock_basket.c
 *		Lines that are sold together: all of them or none.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "miscadmin.h"

#include "base/quantity.h"
#include "stock/stock_basket.h"
#include "stock/stock_shortage.h"

static List *short_lines(Stock *stock, int64 outlet_id, const BasketLine *lines, int count);
static Quantity left_of_batch(Stock *stock, Location *location, const BasketLine *line, Quantity left);
static void issue_line(Stock *stock, int64 outlet_id, BasketLine *line, const LedgerNote *note);

/*
 * Checks the lines before any location is locked, so that a bad line makes
 * nobody wait.  A variation may come twice: stock_begin sorts the places and
 * locks each once.
 */
Place *
basket_places(const Outlet *outlet, const BasketLine *lines, int count, bool for_sale)
{
	Place	   *places = palloc(sizeof(Place) * (count + 1));

	for (int i = 0; i < count; i++)
		places[i] = for_sale ? place_of_sale(outlet, lines[i].variation_id) :
			place_of(outlet, lines[i].variation_id);
	return places;
}

/*
 * Takes the lines of a named batch first, because the others can take from any
 * batch and must not empty the named one before its line comes.
 */
void
basket_issue(Stock *stock, int64 outlet_id, BasketLine *lines, int count,
			 const LedgerNote *note)
{
	List	   *shortages = short_lines(stock, outlet_id, lines, count);

	if (shortages != NIL)
		shortage_error(shortages);
	for (int i = 0; i < count; i++)
		if (lines[i].batch_id != 0)
			issue_line(stock, outlet_id, &lines[i], note);
	for (int i = 0; i < count; i++)
		if (lines[i].batch_id == 0)
			issue_line(stock, outlet_id, &lines[i], note);
}

/*
 * Holds each line against what the lines before it leave of its variation, and
 * a named batch first of all against its own state (PI006).
 */
static List *
short_lines(Stock *stock, int64 outlet_id, const BasketLine *lines, int count)
{
	List	   *shortages = NIL;

	for (int i = 0; i < count; i++)
	{
		Location   *location = stock_location(stock, outlet_id, lines[i].variation_id);
		Quantity	left = location_available(location) - location->promised;

		CHECK_FOR_INTERRUPTS();
		if (lines[i].batch_id != 0)
			left = left_of_batch(stock, location, &lines[i], left);
		if (lines[i].quantity > left)
		{
			Shortage   *shortage = palloc(sizeof(Shortage));

			*shortage = (Shortage) {lines[i].line, lines[i].variation_id, outlet_id, lines[i].quantity, Max(left, 0)};
			shortages = lappend(shortages, shortage);
		}
		location->promised = quantity_sum(location->promised, lines[i].quantity);
		if (lines[i].batch_id != 0)
			stock_batch_promise(stock, location, lines[i].batch_id, lines[i].quantity);
	}
	return shortages;
}

/*
 * Of the batch that a line names.  A hold is on the variation, not on a batch,
 * so a sale's line may find its batch gone where others still have enough: that
 * is no shortage, and naming another batch helps (PI006).
 */
static Quantity
left_of_batch(Stock *stock, Location *location, const BasketLine *line, Quantity left)
{
	Quantity	in_batch = stock_batch_left(stock, location, line->batch_id, REACH_SELLABLE);

	if (line->sale_item_id != 0 && in_batch < line->quantity && line->quantity <= left)
		stock_batch_short(stock, location, line->batch_id, line->quantity);
	return Min(left, in_batch);
}

/*
 * Takes one line, which short_lines has found to be there, and gives back the
 * promise that was made for it.
 */
static void
issue_line(Stock *stock, int64 outlet_id, BasketLine *line, const LedgerNote *note)
{
	Location   *location = stock_location(stock, outlet_id, line->variation_id);
	LedgerNote	own = *note;

	CHECK_FOR_INTERRUPTS();
	own.sale_item_id = line->sale_item_id;
	if (line->batch_id != 0)
		line->picks = list_make1(stock_issue_batch(stock, location, line->batch_id,
												   line->quantity, REACH_SELLABLE, &own));
	else
		line->picks = stock_issue(stock, location, line->quantity, REACH_SELLABLE, &own);
	location->promised -= line->quantity;
	if (line->batch_id != 0)
		stock_batch_promise(stock, location, line->batch_id, -line->quantity);
}
