/*-------------------------------------------------------------------------
 *
 * cart_hold.c
 *		What a draft sale holds.
 *
 * Each tracked line has one hold of its base quantity.  A change of the cart
 * renews them all.  A hold that has expired meanwhile is made again where the
 * stock is still to be had; only the line that the change is about must get
 * what it asks for.  Holds that the application made for the same cart
 * without a line (loose ones) go over to the lines that need them.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "stock/stock_shortage.h"
#include "sale/cart.h"

static void release_line(Call *call, Stock *stock, const Sale *sale, const SaleLine *line);
static List *loose_holds(const Sale *sale);
static Hold *live_hold(Call *call, Stock *stock, Location *location, const Sale *sale, int64 line_id);
static void cover_line(Call *call, Stock *stock, Sale *sale, const SaleLine *line, List *loose,
					   bool must);
static Quantity adopt(Call *call, Stock *stock, Location *location, const Sale *sale, List *loose,
					  Quantity need, CartEnd end);
static void line_short(const Sale *sale, const SaleLine *line, Quantity available) pg_attribute_noreturn();
static void check_batch(Stock *stock, Location *location, const Sale *sale, const SaleLine *line);

static const HoldStatus hold_ends[] = {
	[CART_GIVEN_UP] = HOLD_RELEASED,
	[CART_SOLD] = HOLD_COMMITTED
};

/*
 * A line that leaves the sale is among the places, too, so that what it held
 * is given back under its location's lock.
 */
void
cart_hold(Call *call, Sale *sale, const SaleLine *must, const SaleLine *removed)
{
	Place	   *places = palloc(sizeof(Place) * (sale->count + 1));
	int			count = cart_places(sale, places);
	Stock	   *stock;
	List	   *loose;

	if (removed != NULL && removed->variation.tracked)
		places[count++] = (Place) {sale->outlet, removed->variation.id};
	if (count == 0)
		return;
	stock = stock_begin(call, places, count, false);
	if (removed != NULL && removed->variation.tracked)
		release_line(call, stock, sale, removed);
	loose = loose_holds(sale);
	for (int i = 0; i < sale->count; i++)
		if (sale->lines[i].variation.tracked)
			cover_line(call, stock, sale, &sale->lines[i], loose, &sale->lines[i] == must);
	stock_end(stock);
}

/*
 * In the order of the lines.  Untracked lines have no location, so the places
 * may be fewer than the lines.
 */
int
cart_places(const Sale *sale, Place *places)
{
	int			count = 0;

	for (int i = 0; i < sale->count; i++)
		if (sale->lines[i].variation.tracked)
			places[count++] = (Place) {sale->outlet, sale->lines[i].variation.id};
	return count;
}

/*
 * A cart that is cancelled leaves loose holds alone: the application made them
 * and gives them up itself.
 */
void
cart_give_up(Call *call, Stock *stock, const Sale *sale, CartEnd end)
{
	List	   *loose = end == CART_SOLD ? loose_holds(sale) : NIL;

	for (int i = 0; i < sale->count; i++)
	{
		const SaleLine *line = &sale->lines[i];
		Location   *location;
		Hold	   *hold;

		if (!line->variation.tracked)
			continue;
		location = stock_location(stock, sale->outlet.id, line->variation.id);
		hold = live_hold(call, stock, location, sale, line->id);
		if (hold != NULL)
			hold_resolve(call, stock, location, hold, hold_ends[end], sale->id);
		if (end == CART_SOLD)
			adopt(call, stock, location, sale, loose,
				  line->base_quantity - (hold == NULL ? 0 : hold->quantity), end);
	}
}

/*
 * The line is no longer among the sale's, so the caller has begun its place
 * beside theirs.
 */
static void
release_line(Call *call, Stock *stock, const Sale *sale, const SaleLine *line)
{
	Location   *location = stock_location(stock, sale->outlet.id, line->variation.id);
	Hold	   *hold = live_hold(call, stock, location, sale, line->id);

	if (hold != NULL)
		hold_resolve(call, stock, location, hold, hold_ends[CART_GIVEN_UP], sale->id);
}

/*
 * Reads the holds.  Call it once the places are locked, because before that
 * somebody else may still resolve one.
 */
static List *
loose_holds(const Sale *sale)
{
	List	   *loose = NIL;
	ListCell   *cell;

	foreach(cell, hold_of_cart(sale->outlet.id, sale->cart))
	{
		Hold	   *hold = lfirst(cell);

		if (hold->sale_item_id == 0)
			loose = lappend(loose, hold);
	}
	return loose;
}

/*
 * The line's hold, or NULL; one that has expired is tidied up.
 */
static Hold *
live_hold(Call *call, Stock *stock, Location *location, const Sale *sale, int64 line_id)
{
	Hold	   *live = NULL;
	ListCell   *cell;

	foreach(cell, hold_of_line(line_id))
	{
		Hold	   *hold = lfirst(cell);

		if (hold_is_live(hold, location))
			live = hold;
		else
			hold_resolve(call, stock, location, hold, hold_ends[CART_GIVEN_UP], sale->id);
	}
	return live;
}

/*
 * Renews a line's hold, or makes it.
 */
static void
cover_line(Call *call, Stock *stock, Sale *sale, const SaleLine *line, List *loose, bool must)
{
	Location   *location = stock_location(stock, sale->outlet.id, line->variation.id);
	Hold	   *hold = live_hold(call, stock, location, sale, line->id);
	Quantity	has = hold == NULL ? 0 : hold->quantity;
	Quantity	own = location->own;
	Quantity	more;
	TimestampTz expires_at = hold_end(location, sale->hold);

	if (must)
		check_batch(stock, location, sale, line);
	adopt(call, stock, location, sale, loose, line->base_quantity - has, CART_GIVEN_UP);
	more = line->base_quantity - has;
	if (more > location_available(location))
	{
		if (must)
			line_short(sale, line, has + location_available(location));
		return;
	}
	location->own = own;
	if (hold != NULL)
		hold_change(call, stock, location, hold, line->base_quantity, expires_at, sale->id);
	else
	{
		Hold		wanted = {.quantity = line->base_quantity, .cart = sale->cart,
		.sale_item_id = line->id, .expires_at = expires_at};

		hold_make(call, stock, location, &wanted, sale->id);
	}
}

/*
 * Gives up loose holds of the location's variation, as far as they are needed;
 * returns how much that was.
 */
static Quantity
adopt(Call *call, Stock *stock, Location *location, const Sale *sale, List *loose,
	  Quantity need, CartEnd end)
{
	Quantity	adopted = 0;
	ListCell   *cell;

	foreach(cell, loose)
	{
		Hold	   *hold = lfirst(cell);
		Quantity	part = Min(need - adopted, hold->quantity);

		if (part <= 0)
			break;
		if (hold->variation_id != location->variation_id || !hold_is_live(hold, location))
			continue;
		if (part == hold->quantity)
			hold_resolve(call, stock, location, hold, hold_ends[end], sale->id);
		else
		{
			hold_change(call, stock, location, hold, hold->quantity - part, hold->expires_at, sale->id);
			location->own += part;
		}
		adopted += part;
	}
	return adopted;
}

/*
 * PI001 with the line's place in the sale.
 */
static void
line_short(const Sale *sale, const SaleLine *line, Quantity available)
{
	Shortage   *shortage = palloc(sizeof(Shortage));

	*shortage = (Shortage) {line - sale->lines + 1, line->variation.id, sale->outlet.id,
							 line->base_quantity, available};
	shortage_error(list_make1(shortage));
}

/*
 * A line of one batch: the batch must be one that is sold, and have as much.
 */
static void
check_batch(Stock *stock, Location *location, const Sale *sale, const SaleLine *line)
{
	Quantity	sellable;

	if (line->batch_id == 0)
		return;
	sellable = stock_batch_left(stock, location, line->batch_id, REACH_SELLABLE);
	if (sellable < line->base_quantity)
		line_short(sale, line, sellable);
}
