/*-------------------------------------------------------------------------
 *
 * price_batch.c
 *		What is sold from a batch with a price of its own costs that.
 *
 * Which batches serve a line is known when it is sold.  A line that comes from
 * batches of several prices is then split, a line a price, so that quantity
 * times price is what each line says.  A cart shows what it would come to now:
 * its lines stay as they are, and are charged as if they had been split.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "utils/builtins.h"

#include "base/clock.h"
#include "base/money.h"
#include "base/quantity.h"
#include "base/value.h"
#include "sale/price.h"
#include "sale/statements.h"
#include "stock/stock_pick.h"

#define WHOLE INT64CONST(1000)	/* one, in thousandths */

/* What of a line costs the same. */
typedef struct Part
{
	Quantity	base_quantity;
	UnitCost	price;			/* of a base unit; NO_PRICE: the line's */
	List	   *picks;			/* StockPick; NIL in a cart */
} Part;

/* A batch that a cart might be served from. */
typedef struct Offer
{
	int64		variation_id;
	int64		batch_id;
	Quantity	left;
	UnitCost	price;
} Offer;

static bool has_price(const List *picks);
static void split_line(Sale *sale, Stock *stock, int index, const List *picks);
static Part *part_of(List **parts, UnitCost price);
static SaleLine part_line(const SaleLine *line, const Part *part);
static void price_part(SaleLine *own, const SaleLine *line, UnitCost price, bool in_unit);
static Offer *read_offers(const Sale *sale, int *count);
static int64 *variations_of(const Sale *sale, int *count);
static List *expected_parts(const SaleLine *line, Offer *offers, int count);
static Offer *first_offer(Offer *offers, int count, int64 variation_id);
static void charge_parts(Sale *sale, List **parts);
static void fold_line(SaleLine *line, const SaleLine *parts, int count);

/*
 * Under the locks of the lines' locations, after they were issued and before
 * the change is written.
 */
void
price_taken(Sale *sale, Stock *stock, const BasketLine *lines, int count)
{
	for (int i = 0; i < count; i++)
	{
		int			index = lines[i].line - 1;

		if (!sale->lines[index].price_given && has_price(lines[i].picks))
			split_line(sale, stock, index, lines[i].picks);
	}
}

/*
 * Asked of every line of every checkout; most have a pick or two.
 */
static bool
has_price(const List *picks)
{
	ListCell   *cell;

	foreach(cell, picks)
		if (((StockPick *) lfirst(cell))->price != NO_PRICE)
		return true;
	return false;
}

/*
 * The first price keeps the line's id, which holds and events of a cart know.
 */
static void
split_line(Sale *sale, Stock *stock, int index, const List *picks)
{
	SaleLine	whole = sale->lines[index];
	List	   *parts = NIL;
	ListCell   *cell;

	foreach(cell, picks)
	{
		StockPick  *pick = lfirst(cell);
		Part	   *part = part_of(&parts, pick->price);

		CHECK_FOR_INTERRUPTS();
		part->base_quantity += pick->quantity;
		part->picks = lappend(part->picks, pick);
	}
	foreach(cell, parts)
	{
		const Part *part = lfirst(cell);
		SaleLine   *line = cell == list_head(parts) ? &sale->lines[index] : sale_item_more(sale);
		int64		id = line->id;
		ListCell   *served;

		*line = part_line(&whole, part);
		line->id = id;
		line->repriced = true;
		line->unit_cost = pick_cost(part->picks);
		if (id != whole.id)
			foreach(served, part->picks)
				stock_serve(stock, lfirst(served), id);
	}
	sale->repriced = true;
}

/*
 * Prices stand in the order in which they are first met.
 */
static Part *
part_of(List **parts, UnitCost price)
{
	Part	   *part;
	ListCell   *cell;

	foreach(cell, *parts)
	{
		part = lfirst(cell);
		if (part->price == price)
			return part;
	}
	part = palloc0(sizeof(Part));
	part->price = price;
	*parts = lappend(*parts, part);
	return part;
}

/*
 * In the line's unit, if so much of it can be said exactly and no whole unit is
 * broken, else in base units: of a case of twelve, five.
 */
static SaleLine
part_line(const SaleLine *line, const Part *part)
{
	SaleLine	own = *line;
	int128		scaled = (int128) part->base_quantity * line->quantity;
	Quantity	quantity = (Quantity) (scaled / line->base_quantity);
	bool		in_unit = scaled % line->base_quantity == 0 && (quantity % WHOLE == 0 || line->quantity % WHOLE != 0);

	own.base_quantity = part->base_quantity;
	own.quantity = in_unit ? quantity : part->base_quantity;
	if (!in_unit)
		own.unit = NULL;
	own.fresh = false;
	price_part(&own, line, part->price, in_unit);
	return own;
}

/*
 * Sets what the part costs a unit: the batch's price, or the line's own.
 */
static void
price_part(SaleLine *own, const SaleLine *line, UnitCost price, bool in_unit)
{
	if (price != NO_PRICE)
	{
		own->price_rule = PRICE_RULE_BATCH;
		own->unit_price = in_unit ? money_share(price, line->base_quantity, line->quantity, 4) : price;
		own->list_price = own->unit_price;
	}
	else if (!in_unit && line->unit_price != NO_PRICE)
		own->unit_price = own->list_price = money_share(line->unit_price, line->quantity, line->base_quantity, 4);
}

/*
 * The price of what somebody else takes in the meantime is not the cart's any
 * more, so this is no promise: complete_sale charges what it takes.
 */
void
price_sale(Sale *sale)
{
	Offer	   *offers;
	List	  **parts;
	int			count;

	price_choose(sale);
	offers = read_offers(sale, &count);
	if (count == 0)
	{
		price_charge(sale);
		return;
	}
	parts = palloc0(sizeof(List *) * sale->count);
	for (int i = 0; i < sale->count; i++)
		if (sale->lines[i].batch_id != 0)
			parts[i] = expected_parts(&sale->lines[i], offers, count);
	for (int i = 0; i < sale->count; i++)
		if (sale->lines[i].batch_id == 0)
			parts[i] = expected_parts(&sale->lines[i], offers, count);
	charge_parts(sale, parts);
}

/*
 * The sellable batches of those of the sale's variations of which one has a
 * price; none for most sales.
 */
static Offer *
read_offers(const Sale *sale, int *count)
{
	Datum		values[3];
	Rows	   *rows;
	Offer	   *offers;
	bool		isnull;
	int			variations;
	int64	   *ids = variations_of(sale, &variations);

	*count = 0;
	if (variations == 0)
		return NULL;
	values[0] = Int64GetDatum(sale->outlet.id);
	values[1] = array_of_int64(ids, variations);
	values[2] = DateADTGetDatum(clock_date(clock_now(), sale->outlet.zone));
	rows = plan_rows(&PLAN_BATCH_PRICES, values, NULL);
	offers = palloc(sizeof(Offer) * (rows->count + 1));
	*count = (int) rows->count;
	for (int i = 0; i < *count; i++)
	{
		Datum		price = rows_datum(rows, i, BATCH_PRICES_PRICE, &isnull);

		offers[i].price = isnull ? NO_PRICE : cost_from_datum(price);
		offers[i].variation_id = rows_int64(rows, i, BATCH_PRICES_VARIATION);
		offers[i].batch_id = rows_int64(rows, i, BATCH_PRICES_BATCH);
		offers[i].left = quantity_from_datum(rows_datum(rows, i, BATCH_PRICES_QUANTITY, &isnull));
	}
	return offers;
}

/*
 * Those of tracked lines; services come from no batch.
 */
static int64 *
variations_of(const Sale *sale, int *count)
{
	int64	   *ids = palloc(sizeof(int64) * (sale->count + 1));

	*count = 0;
	for (int i = 0; i < sale->count; i++)
		if (sale->lines[i].variation.tracked)
			ids[(*count)++] = sale->lines[i].variation.id;
	return ids;
}

/*
 * Takes from the offers what a sale would take now, first expired first.  What
 * is not there any more has no batch's price.  NIL: the line has its own price.
 */
static List *
expected_parts(const SaleLine *line, Offer *offers, int count)
{
	List	   *parts = NIL;
	Quantity	left = line->base_quantity;
	bool		priced = false;
	Offer	   *offer = first_offer(offers, count, line->variation.id);

	for (; left > 0 && offer < offers + count && offer->variation_id == line->variation.id; offer++)
	{
		Quantity	taken = Min(left, offer->left);

		CHECK_FOR_INTERRUPTS();
		if (line->batch_id != 0 && offer->batch_id != line->batch_id)
			continue;
		offer->left -= taken;
		if (line->batch_id != 0)	/* all of it is that batch's, be it there
									 * or not */
			taken = left;
		if (taken == 0)
			continue;
		part_of(&parts, offer->price)->base_quantity += taken;
		priced = priced || offer->price != NO_PRICE;
		left -= taken;
	}
	if (left > 0)
		part_of(&parts, NO_PRICE)->base_quantity += left;
	return priced && !line->price_given ? parts : NIL;
}

/*
 * They are sorted by their variations; the end if there is none.
 */
static Offer *
first_offer(Offer *offers, int count, int64 variation_id)
{
	int			low = 0;
	int			high = count;

	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (offers[middle].variation_id < variation_id)
			low = middle + 1;
		else
			high = middle;
	}
	return &offers[low];
}

/*
 * Charges a sale that has a line for each part, and adds these up again.
 */
static void
charge_parts(Sale *sale, List **parts)
{
	Sale		split = *sale;
	int			at = 0;

	split.count = 0;
	for (int i = 0; i < sale->count; i++)
		split.count += Max(list_length(parts[i]), 1);
	split.lines = palloc_extended(sizeof(SaleLine) * (split.count + 1), MCXT_ALLOC_HUGE);
	for (int i = 0; i < sale->count; i++)
	{
		ListCell   *cell;

		CHECK_FOR_INTERRUPTS();
		if (parts[i] == NIL)
			split.lines[at++] = sale->lines[i];
		foreach(cell, parts[i])
			split.lines[at++] = part_line(&sale->lines[i], lfirst(cell));
	}
	price_charge(&split);
	at = 0;
	for (int i = 0; i < sale->count; i++)
	{
		int			count = Max(list_length(parts[i]), 1);

		fold_line(&sale->lines[i], &split.lines[at], count);
		at += count;
	}
	sale->subtotal = split.subtotal;
	sale->discount_amount = split.discount_amount;
	sale->tax_amount = split.tax_amount;
	sale->total_amount = split.total_amount;
}

/*
 * A line of several prices shows their average while it is in the cart.
 */
static void
fold_line(SaleLine *line, const SaleLine *parts, int count)
{
	line->subtotal = line->sale_discount = line->discount_amount = line->tax_amount = line->total_price = 0;
	for (int i = 0; i < count; i++)
	{
		line->subtotal += parts[i].subtotal;
		line->sale_discount += parts[i].sale_discount;
		line->discount_amount += parts[i].discount_amount;
		line->tax_amount += parts[i].tax_amount;
		line->total_price += parts[i].total_price;
	}
	if (count == 1)
	{
		line->list_price = parts->list_price;
		line->unit_price = parts->unit_price;
		line->price_rule = parts->price_rule;
		return;
	}
	line->price_rule = PRICE_RULE_BATCH;
	line->unit_price = line->list_price = money_share(line->subtotal, 1000, line->quantity, 4);
}
