/*-------------------------------------------------------------------------
 *
 * refund_restock.c
 *		Goods that come back go into the very batches that they came from, or
 *		at another outlet into those of the same numbers.
 *
 * The ledger tells which: the movements that served a line carry its id, as do
 * those of its returns.  What was taken last comes back first, wherever, so that
 * the ledger alone says how much of each batch is still with the customer.
 * Every return is a movement into such a batch, whatever becomes of the goods
 * then: for quarantine they go on by a pair of adjustments into a batch of their
 * own, to be destroyed as damage.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "miscadmin.h"

#include "base/quantity.h"
#include "base/value.h"
#include "stock/stock_overage.h"
#include "stock/stock_pick.h"
#include "sale/refund_restock.h"
#include "sale/sale.h"
#include "sale/statements.h"

/* What of a line a batch gave and has not got back. */
typedef struct Source
{
	int64		sale_item_id;
	int64		batch_id;
	int64		outlet_id;
	int64		variation_id;
	Quantity	quantity;
	UnitCost	unit_cost;
} Source;

static Source *read_sources(const RestockLine *lines, int count, int *found);
static void leave_rest(Source *sources, const Rows *rows);
static int	source_places(const Restock *restock, const Source *sources, int count, int64 tenant_id, Place *places);
static Source *first_source(Source *sources, int count, int64 sale_item_id);
static void return_line(Restock *restock, const RestockLine *line, Source *sources, int count);
static void take_unknown(Restock *restock, const RestockLine *line);
static void take_back(Restock *restock, const Source *source, Quantity quantity);
static StockReceipt receipt_there(Restock *restock, Location *there, const Source *source);
static bool fits(Restock *restock, Location *there, const StockReceipt *receipt);
static void pass_on(Restock *restock, Location *location, int64 batch_id, Quantity quantity);
static void quarantine(Restock *restock, Location *location, const StockPick *pick);

/*
 * What each batch still lacks is read before the locations are locked: only
 * returns of this sale change it, and the sale's lock keeps those out.
 */
void
refund_restock(Call *call, Restock *restock, const RestockLine *lines, int count)
{
	int			found;
	Source	   *sources = read_sources(lines, count, &found);
	Place	   *places = palloc_extended(sizeof(Place) * (2 * found + count + 1), MCXT_ALLOC_HUGE);
	int			used = source_places(restock, sources, found, call->tenant_id, places);
	bool	   *unknown = palloc0(sizeof(bool) * (count + 1));

	for (int i = 0; i < count; i++)
	{
		unknown[i] = first_source(sources, found, lines[i].sale_item_id) == NULL &&
			access_variation(lines[i].variation_id, call->tenant_id).tracked;
		if (unknown[i])
			places[used++] = (Place) {restock->outlet, lines[i].variation_id};
	}
	if (used == 0)
		return;
	restock->stock = stock_begin(call, places, used, true);
	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (unknown[i])
			take_unknown(restock, &lines[i]);
		else
			return_line(restock, &lines[i], sources, found);
	}
	stock_end(restock->stock);
}

/*
 * Line by line; what was taken last stands first.
 */
static Source *
read_sources(const RestockLine *lines, int count, int *found)
{
	int64	   *ids = palloc(sizeof(int64) * (count + 1));
	Source	   *sources;
	Datum		value;
	Rows	   *rows;
	bool		isnull;

	for (int i = 0; i < count; i++)
		ids[i] = lines[i].sale_item_id;
	value = array_of_int64(ids, count);
	rows = plan_rows(&PLAN_RESTOCK_SOURCES, &value, NULL);
	sources = palloc(sizeof(Source) * (rows->count + 1));
	for (uint64 i = 0; i < rows->count; i++)
	{
		sources[i].sale_item_id = rows_int64(rows, i, SOURCE_SALE_ITEM);
		sources[i].batch_id = rows_int64(rows, i, SOURCE_BATCH);
		sources[i].outlet_id = rows_int64(rows, i, SOURCE_OUTLET);
		sources[i].variation_id = rows_int64(rows, i, SOURCE_VARIATION);
		sources[i].quantity = quantity_from_datum(rows_datum(rows, i, SOURCE_QUANTITY, &isnull));
		sources[i].unit_cost = cost_from_datum(rows_datum(rows, i, SOURCE_UNIT_COST, &isnull));
	}
	*found = (int) rows->count;
	leave_rest(sources, rows);
	return sources;
}

/*
 * Takes off what has come back of each line before, in the order in which it
 * did.
 */
static void
leave_rest(Source *sources, const Rows *rows)
{
	Quantity	returned = 0;
	bool		isnull;

	for (uint64 i = 0; i < rows->count; i++)
	{
		Quantity	part;

		if (i == 0 || sources[i].sale_item_id != sources[i - 1].sale_item_id)
			returned = quantity_from_datum(rows_datum(rows, i, SOURCE_RETURNED, &isnull));
		part = Min(returned, sources[i].quantity);
		sources[i].quantity -= part;
		returned -= part;
	}
}

/*
 * No check but the tenant's: what is not sold or counted any more comes back
 * all the same.  Where the goods come from is locked even if they go to another
 * outlet, so that they meet a recall either here or there.
 */
static int
source_places(const Restock *restock, const Source *sources, int count, int64 tenant_id, Place *places)
{
	int			used = 0;

	for (int i = 0; i < count; i++)
	{
		places[used++] = (Place) {access_outlet_of(sources[i].outlet_id, tenant_id), sources[i].variation_id};
		if (restock->outlet.id != restock->sold_at)
			places[used++] = (Place) {restock->outlet, sources[i].variation_id};
	}
	return used;
}

/*
 * The sources of a line stand together; NULL if there are none.
 */
static Source *
first_source(Source *sources, int count, int64 sale_item_id)
{
	int			low = 0;
	int			high = count;

	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (sources[middle].sale_item_id < sale_item_id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && sources[low].sale_item_id == sale_item_id ? &sources[low] : NULL;
}

/*
 * Uses up the sources, in their order.  A line without any had no stock; one
 * whose sources do not suffice shows that ledger and refunds disagree, and
 * then nothing may be guessed.
 */
static void
return_line(Restock *restock, const RestockLine *line, Source *sources, int count)
{
	Quantity	left = line->quantity;
	Source	   *source = first_source(sources, count, line->sale_item_id);

	if (source == NULL)
		return;
	for (; left > 0 && source < sources + count && source->sale_item_id == line->sale_item_id; source++)
	{
		Quantity	part = Min(left, source->quantity);

		if (part == 0)
			continue;
		take_back(restock, source, part);
		source->quantity -= part;
		left -= part;
	}
	if (left > 0)
		elog(ERROR, "the ledger has not given out what comes back of sale item " INT64_FORMAT,
			 line->sale_item_id);
}

/*
 * The ledger does not know these goods, so the movement names no line: what was
 * given out and what came back of a line are compared.  Their expiry is guessed
 * from what lies there, as that of goods that a count finds.
 */
static void
take_unknown(Restock *restock, const RestockLine *line)
{
	Location   *location = stock_location(restock->stock, restock->outlet.id, line->variation_id);
	StockReceipt receipt = {.batch_number = restock->return_number, .quantity = line->quantity};
	LedgerNote	note = restock->note;
	int64		batch_id;

	note.movement_type = MOVEMENT_RETURN;
	overage_guess(location, location->today, &receipt);
	if (line->unit_cost != NO_PRICE)
		receipt.unit_cost = line->unit_cost;
	batch_id = stock_receive(restock->stock, location, &receipt, &note);
	pass_on(restock, location, batch_id, line->quantity);
}

/*
 * A batch that has expired or been recalled meanwhile takes its units back,
 * too; its status and date keep them from being sold.
 */
static void
take_back(Restock *restock, const Source *source, Quantity quantity)
{
	bool		elsewhere = restock->outlet.id != restock->sold_at;
	Location   *location = stock_location(restock->stock, elsewhere ? restock->outlet.id : source->outlet_id,
										  source->variation_id);
	StockReceipt receipt = {.batch_id = source->batch_id};
	LedgerNote	note = restock->note;
	int64		batch_id;

	if (elsewhere)
		receipt = receipt_there(restock, location, source);
	receipt.quantity = quantity;
	receipt.unit_cost = source->unit_cost;
	note.movement_type = MOVEMENT_RETURN;
	note.sale_item_id = source->sale_item_id;
	batch_id = stock_receive(restock->stock, location, &receipt, &note);
	pass_on(restock, location, batch_id, quantity);
}

/*
 * At another outlet the goods keep what is printed on them, number and date,
 * and their batch's state: what was recalled where it was sold is not sold
 * where it comes back.  A batch of that number there may be others' goods, or
 * be for sale; then the outlet that sold them is put behind the number, as when
 * goods are transferred.
 */
static StockReceipt
receipt_there(Restock *restock, Location *there, const Source *source)
{
	Location   *here = stock_location(restock->stock, source->outlet_id, source->variation_id);
	const StockPick *batch = stock_batch(restock->stock, here, source->batch_id);
	StockReceipt receipt = {
		.batch_number = batch->batch_number,
		.expiry_given = true,
		.expires = batch->expires,
		.expiry_date = batch->expiry_date,
		.received_at = batch->received_at,
		.status = stock_batch_status(restock->stock, here, source->batch_id),
		.priced = batch->price != NO_PRICE,
		.price = batch->price
	};

	receipt.status_given = receipt.status != BATCH_AVAILABLE;
	while (!fits(restock, there, &receipt))
		receipt.batch_number = psprintf("%s/" INT64_FORMAT, receipt.batch_number, source->outlet_id);
	return receipt;
}

/*
 * Whether stock_receive would take it.
 */
static bool
fits(Restock *restock, Location *there, const StockReceipt *receipt)
{
	return stock_accepts(restock->stock, there, receipt->batch_number, receipt->expires, receipt->expiry_date) &&
		(!receipt->status_given ||
		 stock_accepts_status(restock->stock, there, receipt->batch_number, receipt->status));
}

/*
 * What becomes of goods that have come back into a batch.
 */
static void
pass_on(Restock *restock, Location *location, int64 batch_id, Quantity quantity)
{
	LedgerNote	note = restock->note;

	if (restock->disposition == DISPOSITION_RESTOCK)
		return;
	note.movement_type = restock->disposition == DISPOSITION_DESTROY ? MOVEMENT_DAMAGE : MOVEMENT_ADJUSTMENT;
	quarantine(restock, location,
			   stock_issue_batch(restock->stock, location, batch_id, quantity, REACH_ALL, &note));
}

/*
 * Into a batch of this refund's own, so that each return is looked at by
 * itself: set_batch_status makes it sellable, record_damage writes it off.
 */
static void
quarantine(Restock *restock, Location *location, const StockPick *pick)
{
	LedgerNote	note = restock->note;
	char	   *number = psprintf("%s/Q" INT64_FORMAT, pick->batch_number, restock->refund_id);
	StockReceipt receipt = pick_receipt(pick, number);
	int64		batch_id;

	if (restock->disposition != DISPOSITION_QUARANTINE)
		return;
	note.movement_type = MOVEMENT_ADJUSTMENT;
	batch_id = stock_receive(restock->stock, location, &receipt, &note);
	stock_set_status(restock->stock, location, batch_id, BATCH_QUARANTINE);
}
