/*-------------------------------------------------------------------------
 *
 * refund_restock.c
 *		Goods that come back go into the very batches that they came from.
 *
 * The ledger tells which: the movements that served a line carry its id.  What
 * was taken last comes back first.  Every return is a movement into the batch
 * that gave the goods, whatever becomes of them then, so that the ledger alone
 * says how much of each batch is still with the customer: goods for quarantine
 * go on by a pair of adjustments into a batch of their own, goods to destroy
 * as damage.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "base/quantity.h"
#include "base/value.h"
#include "stock/stock.h"
#include "sale/refund_restock.h"
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

/* One call's return. */
typedef struct Restock
{
	Stock	   *stock;
	Disposition disposition;
	int64		refund_id;
	LedgerNote	note;
} Restock;

static Source *read_sources(const RestockLine *lines, int count, int *found);
static Place *source_places(const Source *sources, int count, int64 tenant_id);
static void return_line(Restock *restock, const RestockLine *line, Source *sources, int count);
static void take_back(Restock *restock, const Source *source, Quantity quantity);
static void quarantine(Restock *restock, Location *location, const StockPick *pick);

/*
 * What each batch still lacks is read before the locations are locked: only
 * returns of this sale change it, and the sale's lock keeps those out.
 */
void
restock(Call *call, const RestockLine *lines, int count, Disposition disposition,
		int64 refund_id, const char *reason)
{
	Restock		restock = {.disposition = disposition, .refund_id = refund_id};
	int			found;
	Source	   *sources = read_sources(lines, count, &found);

	if (found == 0)
		return;
	restock.note.reason = reason;
	restock.note.reference_id = refund_id == 0 ? NULL : psprintf("refund " INT64_FORMAT, refund_id);
	restock.stock = stock_begin(call, source_places(sources, found, call->tenant_id), found, true);
	for (int i = 0; i < count; i++)
		return_line(&restock, &lines[i], sources, found);
	stock_end(restock.stock);
}

/*
 * What was taken last stands first.
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
	return sources;
}

/*
 * No check but the tenant's: what is not sold or counted any more comes back
 * all the same.
 */
static Place *
source_places(const Source *sources, int count, int64 tenant_id)
{
	Place	   *places = palloc(sizeof(Place) * count);

	for (int i = 0; i < count; i++)
	{
		places[i].outlet = access_outlet_of(sources[i].outlet_id, tenant_id);
		places[i].variation_id = sources[i].variation_id;
	}
	return places;
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
	bool		served = false;

	for (int i = 0; i < count && left > 0; i++)
	{
		Quantity	part = Min(left, sources[i].quantity);

		if (sources[i].sale_item_id != line->sale_item_id)
			continue;
		served = true;
		if (part == 0)
			continue;
		take_back(restock, &sources[i], part);
		sources[i].quantity -= part;
		left -= part;
	}
	if (served && left > 0)
		elog(ERROR, "the ledger has not given out what comes back of sale item " INT64_FORMAT,
			 line->sale_item_id);
}

/*
 * A batch that has expired or been recalled meanwhile takes its units back,
 * too; its status and date keep them from being sold.
 */
static void
take_back(Restock *restock, const Source *source, Quantity quantity)
{
	Location   *location = stock_location(restock->stock, source->outlet_id, source->variation_id);
	StockReceipt receipt = {
		.batch_id = source->batch_id,
		.quantity = quantity,
		.unit_cost = source->unit_cost
	};
	LedgerNote	note = restock->note;

	note.movement_type = MOVEMENT_RETURN;
	note.sale_item_id = source->sale_item_id;
	stock_receive(restock->stock, location, &receipt, &note);
	if (restock->disposition == DISPOSITION_RESTOCK)
		return;
	note.sale_item_id = 0;
	note.movement_type = restock->disposition == DISPOSITION_DESTROY ? MOVEMENT_DAMAGE : MOVEMENT_ADJUSTMENT;
	quarantine(restock, location,
			   stock_issue_batch(restock->stock, location, source->batch_id, quantity, REACH_ALL, &note));
}

/*
 * Into a batch of this refund's own, so that each return is looked at by
 * itself: set_batch_status makes it sellable, record_damage writes it off.
 */
static void
quarantine(Restock *restock, Location *location, const StockPick *pick)
{
	LedgerNote	note = restock->note;
	StockReceipt receipt = {
		.batch_number = psprintf("%s/Q" INT64_FORMAT, pick->batch_number, restock->refund_id),
		.quantity = pick->quantity,
		.unit_cost = pick->unit_cost,
		.expiry_given = true,
		.expires = pick->expires,
		.expiry_date = pick->expiry_date,
		.received_at = pick->received_at
	};
	int64		batch_id;

	if (restock->disposition != DISPOSITION_QUARANTINE)
		return;
	note.movement_type = MOVEMENT_ADJUSTMENT;
	batch_id = stock_receive(restock->stock, location, &receipt, &note);
	stock_set_status(restock->stock, location, batch_id, BATCH_QUARANTINE);
}
