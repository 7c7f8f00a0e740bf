/*-------------------------------------------------------------------------
 *
 * stock.c
 *		The one door through which every quantity changes.
 *
 * Lock, pick, apply, journal.  The lock is the location's row; batches and
 * the clock are read only after it is held, with a snapshot taken then, because
 * what READ COMMITTED read before a wait is stale.  A batch, its movement and
 * the location are written in the same call, so that they cannot part.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "access/stratnum.h"
#include "access/xact.h"
#include "catalog/pg_collation.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/json.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "base/clock.h"
#include "base/quantity.h"
#include "base/tables.h"
#include "base/value.h"
#include "stock/alert.h"
#include "stock/stock.h"
#include "stock/stock_batch.h"
#include "stock/stock_shortage.h"

/* So many batches are named instead of one that is short. */
#define BATCHES_OFFERED	20

struct Stock
{
	Direct	   *direct;
	Ledger	   *ledger;
	Batches    *batches;
	Location   *locations;		/* sorted by outlet and variation */
	int			count;
};

static const char *const status_names[] = {"available", "hold", "quarantine", "recalled"};

StaticAssertDecl(lengthof(status_names) == BATCH_RECALLED + 1, "one word for each status");

static StockPick *pick_of(const BatchRow *batch, Quantity quantity);
static StockPick *take_from(Stock *stock, BatchRow *batch, Quantity quantity, const LedgerNote *note);
static int	journal(Stock *stock, const Location *location, int64 batch_id, Quantity quantity,
					Quantity balance_after, UnitCost unit_cost, const LedgerNote *note);
static int	journal_at(Stock *stock, const Location *location, TimestampTz at, int64 batch_id, Quantity quantity,
					   Quantity balance_after, UnitCost unit_cost, const LedgerNote *note);
static void refuse_known(Stock *stock, Location *location, const char *batch_number);
static void not_sellable(const BatchRow *batch) pg_attribute_noreturn();
static const char *held_as(const BatchRow *batch);
static void receive_into(Stock *stock, BatchRow *batch, const StockReceipt *receipt,
						 const LedgerNote *note);
static bool same_expiry(const BatchRow *batch, bool expires, DateADT expiry_date);
static void check_expiry(const BatchRow *batch, const StockReceipt *receipt);
static void check_status(const BatchRow *batch, const StockReceipt *receipt);

/*
 * A constant: not to be freed.
 */
const char *
stock_status_name(BatchStatus status)
{
	Assert(status > BATCH_UNKNOWN && status < lengthof(status_names));
	return status_names[status];
}

/*
 * "expired" is none of them: it follows from the date and the outlet's day,
 * and nobody sets it.
 */
BatchStatus
stock_status_named(Datum word)
{
	return (BatchStatus) text_index(word, status_names, lengthof(status_names));
}

/*
 * Lists the words, as "expired" is what callers try.
 */
BatchStatus
stock_status_argument(const char *word)
{
	BatchStatus status = (BatchStatus) word_index(word, status_names, lengthof(status_names));

	if (status == BATCH_UNKNOWN)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is not a status of a batch", word),
				 errdetail("A batch is \"available\", \"hold\", \"quarantine\" or \"recalled\"."),
				 errhint("Use \"hold\" for goods that wait for a decision, \"available\" to sell them again.")));
	return status;
}

/*
 * Sorts the caller's array itself, and callers count on that.  The lookup
 * snapshot may only lead to rows; the one for batches is taken after the last
 * lock, and all counters are rolled to one reading of the clock.
 */
Stock *
stock_begin(Call *call, Place *places, int count, bool create)
{
	Stock	   *stock = palloc0(sizeof(Stock));
	Snapshot	lookup = direct_snapshot();
	TimestampTz now;

	stock->direct = call_direct(call);
	stock->ledger = ledger_begin(call->actor, call->db_role);
	stock->locations = palloc0(sizeof(Location) * count);
	if (count > 1)
		places_sort(places, count);
	for (int i = 0; i < count; i++)
	{
		Location   *location = &stock->locations[stock->count];

		CHECK_FOR_INTERRUPTS();
		if (i > 0 && place_order(&places[i - 1], &places[i]) == 0)
			continue;
		location->tenant_id = places[i].outlet.tenant_id;
		location->outlet_id = places[i].outlet.id;
		location->zone = places[i].outlet.zone;
		location->variation_id = places[i].variation_id;
		location_lock(stock->direct, location, lookup, create);
		stock->count++;
	}
	UnregisterSnapshot(lookup);
	stock->batches = batches_begin(stock->direct);
	now = clock_now();
	for (int i = 0; i < stock->count; i++)
		location_roll(stock->direct, &stock->locations[i], now, batches_snapshot(stock->batches));
	return stock;
}

/*
 * Each location has a moment of its own, for it may be ahead of the clock.
 */
TimestampTz
stock_latest(const Stock *stock)
{
	TimestampTz latest = 0;

	for (int i = 0; i < stock->count; i++)
		latest = Max(latest, stock->locations[i].now);
	return latest;
}

/*
 * Looks by halves, because a bulk call asks for each of its lines.  A place
 * that was not locked is our mistake, never the caller's.
 */
Location *
stock_location(Stock *stock, int64 outlet_id, int64 variation_id)
{
	int			low = 0;
	int			high = stock->count - 1;

	while (low <= high)
	{
		int			middle = (low + high) / 2;
		Location   *location = &stock->locations[middle];

		if (location->outlet_id == outlet_id && location->variation_id == variation_id)
			return location;
		if (location->outlet_id < outlet_id ||
			(location->outlet_id == outlet_id && location->variation_id < variation_id))
			low = middle + 1;
		else
			high = middle - 1;
	}
	elog(ERROR, "location of outlet " INT64_FORMAT " and variation " INT64_FORMAT " is not locked",
		 outlet_id, variation_id);
}

/*
 * It is stock_end that closes it, not who asks for it.
 */
Direct *
stock_direct(Stock *stock)
{
	return stock->direct;
}

/*
 * Finds all before it takes anything, so that PI001 can say how much there is.
 * It does not look at holds: basket_issue does that for sales, and corrections
 * go past them.
 */
List *
stock_issue(Stock *stock, Location *location, Quantity quantity, StockReach reach,
			const LedgerNote *note)
{
	List	   *batches = batches_pick(stock->batches, location, quantity, reach);
	List	   *picks = NIL;
	Quantity	left = quantity;
	Quantity	found = 0;
	ListCell   *cell;

	foreach(cell, batches)
		found += ((BatchRow *) lfirst(cell))->now.quantity;
	if (found < quantity)
		shortage_of(location, quantity, found);
	foreach(cell, batches)
	{
		BatchRow   *batch = lfirst(cell);
		StockPick  *pick = take_from(stock, batch, Min(left, batch->now.quantity), note);

		left -= pick->quantity;
		picks = lappend(picks, pick);
	}
	Assert(left == 0);
	return picks;
}

/*
 * Reports a batch that may not be touched before one that holds too little,
 * because more of that one would not help.
 */
StockPick *
stock_issue_batch(Stock *stock, Location *location, int64 batch_id, Quantity quantity,
				  StockReach reach, const LedgerNote *note)
{
	BatchRow   *batch = batches_find(stock->batches, location, batch_id);

	if (!batch_in_reach(batch, reach))
		not_sellable(batch);
	if (batch->now.quantity < quantity)
		shortage_of(location, quantity, batch->now.quantity);
	return take_from(stock, batch, quantity, note);
}

/*
 * The pick is the caller's own and may be changed.
 */
StockPick *
stock_batch(Stock *stock, Location *location, int64 batch_id)
{
	BatchRow   *batch = batches_find(stock->batches, location, batch_id);

	return pick_of(batch, batch->now.quantity);
}

/*
 * 0 means internally that any batch will do, so a 0 from outside is rejected
 * (P0002).
 */
int64
stock_named_batch(bool isnull, Datum id)
{
	if (!isnull && DatumGetInt64(id) == 0)
		no_such_record("batch", 0);
	return isnull ? 0 : DatumGetInt64(id);
}

/*
 * Does not subtract holds, because they lie on the location, not on a batch.
 */
Quantity
stock_batch_left(Stock *stock, Location *location, int64 batch_id, StockReach reach)
{
	BatchRow   *batch = batches_find(stock->batches, location, batch_id);

	if (!batch_in_reach(batch, reach))
		not_sellable(batch);
	return batch->now.quantity - batch->promised;
}

/*
 * Promises are the caller's reckoning; nothing else looks at them.
 */
void
stock_batch_promise(Stock *stock, Location *location, int64 batch_id, Quantity quantity)
{
	BatchRow   *batch = batches_find(stock->batches, location, batch_id);

	batch->promised = quantity_sum(batch->promised, quantity);
}

/*
 * DETAIL tells the program which batches to offer instead, in the order in
 * which they expire.
 */
void
stock_batch_short(Stock *stock, Location *location, int64 batch_id, Quantity wanted)
{
	BatchRow   *batch = batches_find(stock->batches, location, batch_id);
	Quantity	left = Max(batch->now.quantity - batch->promised, 0);
	StringInfoData detail;
	ListCell   *cell;
	int			offered = 0;

	initStringInfo(&detail);
	appendStringInfo(&detail, "{\"batch_id\":" INT64_FORMAT ",\"batch\":", batch->id);
	escape_json(&detail, batch->batch_number);
	appendStringInfo(&detail, ",\"why\":\"short\",\"requested\":%s,\"available\":%s,\"batches\":[",
					 quantity_text(wanted), quantity_text(left));
	foreach(cell, batches_pick(stock->batches, location, PG_INT64_MAX, REACH_SELLABLE))
	{
		BatchRow   *other = lfirst(cell);

		if (other == batch || other->now.quantity <= other->promised || offered == BATCHES_OFFERED)
			continue;
		appendStringInfo(&detail, "%s{\"batch_id\":" INT64_FORMAT ",\"batch\":", offered++ > 0 ? "," : "", other->id);
		escape_json(&detail, other->batch_number);
		appendStringInfo(&detail, ",\"quantity\":%s}", quantity_text(other->now.quantity - other->promised));
	}
	appendStringInfoString(&detail, "]}");
	ereport(ERROR,
			(errcode(ERRCODE_BATCH_NOT_SELLABLE),
			 errmsg("batch \"%s\" of \"%s\" at \"%s\" has only %s left of %s",
					batch->batch_number, catalogue_variation_name(location->variation_id),
					catalogue_outlet_name(location->outlet_id), quantity_text(left), quantity_text(wanted)),
			 errdetail_internal("%s", detail.data),
			 errhint("Take the line out, and add it again without the batch or with one of these.")));
}

/*
 * Adds up the batches, not the location's counters, so that the sum is one
 * that stock_issue can take to the last unit.
 */
Quantity
stock_count(Stock *stock, Location *location, StockReach reach)
{
	Quantity	count = 0;
	ListCell   *cell;

	foreach(cell, batches_pick(stock->batches, location, PG_INT64_MAX, reach))
		count += ((BatchRow *) lfirst(cell))->now.quantity;
	return count;
}

/*
 * Writes batch and movement in one step, so that they cannot part.
 */
static StockPick *
take_from(Stock *stock, BatchRow *batch, Quantity quantity, const LedgerNote *note)
{
	BatchState	to = batch->now;
	StockPick  *pick;

	to.quantity -= quantity;
	batches_change(stock->batches, batch, to);
	pick = pick_of(batch, quantity);
	pick->movement = journal(stock, batch->location, batch->id, -quantity, to.quantity, to.cost_price, note);
	return pick;
}

/*
 * Shares the batch's number with it; both live as long as the call.
 */
static StockPick *
pick_of(const BatchRow *batch, Quantity quantity)
{
	StockPick  *pick = palloc(sizeof(StockPick));

	pick->batch_id = batch->id;
	pick->batch_number = batch->batch_number;
	pick->quantity = quantity;
	pick->unit_cost = batch->now.cost_price;
	pick->expires = batch->now.expires;
	pick->expiry_date = batch->now.expiry_date;
	pick->received_at = batch->now.received_at;
	pick->price = batch->now.price;
	pick->movement = -1;
	return pick;
}

/*
 * At the location's instant, as all that the call does there.  unit_cost is
 * that of these very units, which for a receipt is not the batch's average.
 */
static int
journal(Stock *stock, const Location *location, int64 batch_id, Quantity quantity,
		Quantity balance_after, UnitCost unit_cost, const LedgerNote *note)
{
	return journal_at(stock, location, location->now, batch_id, quantity, balance_after, unit_cost, note);
}

static int
journal_at(Stock *stock, const Location *location, TimestampTz at, int64 batch_id, Quantity quantity,
		   Quantity balance_after, UnitCost unit_cost, const LedgerNote *note)
{
	Movement	movement = {
		.tenant_id = location->tenant_id,
		.variation_id = location->variation_id,
		.outlet_id = location->outlet_id,
		.batch_id = batch_id,
		.created_at = at,
		.quantity = quantity,
		.balance_after = balance_after,
		.unit_cost = unit_cost
	};

	return ledger_append(stock->ledger, &movement, note);
}

/*
 * Says why a batch cannot be sold; the program is told "held" for each of the
 * three statuses that hold it back.
 */
static void
not_sellable(const BatchRow *batch)
{
	const Location *location = batch->location;
	bool		expired = batch_is_expired(batch);
	StringInfoData number;

	initStringInfo(&number);
	escape_json(&number, batch->batch_number);
	ereport(ERROR,
			(errcode(ERRCODE_BATCH_NOT_SELLABLE),
			 errmsg("batch \"%s\" of \"%s\" at \"%s\" cannot be sold: it is %s",
					batch->batch_number,
					catalogue_variation_name(location->variation_id),
					catalogue_outlet_name(location->outlet_id),
					expired ? "expired" : held_as(batch)),
			 errdetail("{\"batch_id\":" INT64_FORMAT ",\"batch\":%s,\"why\":\"%s\"}",
					   batch->id, number.data, expired ? "expired" : "held"),
			 errhint("Write it off or return it to the supplier.")));
}

/*
 * Puts the status into the words of a sentence.  A row's status is one of the
 * words, by its CHECK.
 */
static const char *
held_as(const BatchRow *batch)
{
	if (batch->now.status == BATCH_HOLD)
		return "on hold";
	return batch->now.status == BATCH_QUARANTINE ? "in quarantine" : "recalled";
}

/*
 * Keeps the location's total within its column (22023), because whatever comes
 * in comes through here.
 */
int64
stock_receive(Stock *stock, Location *location, const StockReceipt *receipt,
			  const LedgerNote *note)
{
	BatchRow   *batch = NULL;
	int64		batch_id;

	Assert(receipt->quantity > 0);
	if (receipt->batch_id != 0)
		batch = batches_find(stock->batches, location, receipt->batch_id);
	else if (receipt->batch_number != NULL)
		batch = batches_find_number(stock->batches, location, receipt->batch_number);
	if (batch != NULL)
	{
		receive_into(stock, batch, receipt, note);
		batch_id = batch->id;
	}
	else
	{
		batch_id = batches_insert(stock->batches, location, receipt);
		journal(stock, location, batch_id, receipt->quantity, receipt->quantity,
				receipt->unit_cost, note);
	}
	quantity_total(location->quantity);
	return batch_id;
}

/*
 * Adds to a known batch: its cost becomes the average, and the movement keeps
 * what was paid this time.
 */
static void
receive_into(Stock *stock, BatchRow *batch, const StockReceipt *receipt, const LedgerNote *note)
{
	BatchState	to = batch->now;

	check_expiry(batch, receipt);
	check_status(batch, receipt);
	to.quantity += receipt->quantity;	/* both fit a column; the total is
										 * asked later */
	to.cost_price = cost_average(batch->now.quantity, batch->now.cost_price,
								 receipt->quantity, receipt->unit_cost);
	if (receipt->received_at != 0)
		to.received_at = Min(to.received_at, receipt->received_at);
	batches_change(stock->batches, batch, to);
	journal(stock, batch->location, batch->id, receipt->quantity, to.quantity,
			receipt->unit_cost, note);
}

/*
 * The batch is written once, as it is now; the ledger tells how it came to
 * that.  One that is empty and has no history has no movement.
 */
int64
stock_move_in(Stock *stock, Location *location, const StockReceipt *receipt,
			  TimestampTz opened_at, const StockPast *past, int count)
{
	LedgerNote	opening = {.movement_type = MOVEMENT_OPENING, .reason = "Moved in"};
	Quantity	balance = 0;
	int64		batch_id;

	refuse_known(stock, location, receipt->batch_number);
	batch_id = batches_insert(stock->batches, location, receipt);
	for (int i = 0; i < count; i++)
	{
		balance += past[i].quantity;
		journal_at(stock, location, past[i].created_at, batch_id, past[i].quantity, balance,
				   past[i].unit_cost, &past[i].note);
	}
	if (count == 0 && receipt->quantity > 0)
		journal_at(stock, location, opened_at != 0 ? opened_at : location->now, batch_id,
				   receipt->quantity, balance = receipt->quantity, receipt->unit_cost, &opening);
	if (balance != receipt->quantity)
		elog(ERROR, "history of batch " INT64_FORMAT " does not come to its quantity", batch_id);
	quantity_total(location->quantity);
	return batch_id;
}

/*
 * Two lots with a number each had before must not become one without a word.
 */
static void
refuse_known(Stock *stock, Location *location, const char *batch_number)
{
	if (batch_number == NULL || batches_find_number(stock->batches, location, batch_number) == NULL)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_UNIQUE_VIOLATION),
			 errmsg("\"%s\" at \"%s\" has a batch \"%s\" already",
					catalogue_variation_name(location->variation_id),
					catalogue_outlet_name(location->outlet_id), batch_number),
			 errdetail("The number is unique for a variation at an outlet."),
			 errhint("Show another number in the view.")));
}

/*
 * Tells whether stock_receive would take this number, so that a caller can
 * choose another one.
 */
bool
stock_accepts(Stock *stock, Location *location, const char *batch_number,
			  bool expires, DateADT expiry_date)
{
	BatchRow   *batch = batches_find_number(stock->batches, location, batch_number);

	return batch == NULL || same_expiry(batch, expires, expiry_date);
}

bool
stock_accepts_status(Stock *stock, Location *location, const char *batch_number, BatchStatus status)
{
	BatchRow   *batch = batches_find_number(stock->batches, location, batch_number);

	return batch == NULL || batch->now.status == status;
}

/*
 * Compares two expiry dates; the date of a batch that never expires means
 * nothing.
 */
static bool
same_expiry(const BatchRow *batch, bool expires, DateADT expiry_date)
{
	return batch->now.expires == expires &&
		(!expires || batch->now.expiry_date == expiry_date);
}

/*
 * Rejects another expiry date than the batch's (22023), because a batch has
 * one.  A receipt that gives none takes the batch's.
 */
static void
check_expiry(const BatchRow *batch, const StockReceipt *receipt)
{
	if (!receipt->expiry_given ||
		same_expiry(batch, receipt->expires, receipt->expiry_date))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("batch \"%s\" is known with another expiry date", batch->batch_number),
			 batch->now.expires ? errdetail("It expires on %s.", clock_date_text(batch->now.expiry_date)) :
			 errdetail("It never expires."),
			 errhint("Leave the date out to receive into it, or use another batch number.")));
}

/*
 * One batch has one status, too (22023).
 */
static void
check_status(const BatchRow *batch, const StockReceipt *receipt)
{
	if (!receipt->status_given || receipt->status == batch->now.status)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("batch \"%s\" is known with another status", batch->batch_number),
			 errdetail("Its status is \"%s\".", stock_status_name(batch->now.status)),
			 errhint("Leave the status out to receive into it, or use another batch number.")));
}

/*
 * Sets the status without a movement, because nothing came or went.  What is
 * sellable changes, and stock_end tells the holders who go short by it.
 */
void
stock_set_status(Stock *stock, Location *location, int64 batch_id, BatchStatus status)
{
	BatchRow   *batch = batches_find(stock->batches, location, batch_id);
	BatchState	to = batch->now;

	to.status = status;
	batches_change(stock->batches, batch, to);
}

/*
 * Nothing came or went, so there is no movement; that the location is written
 * all the same tells REPEATABLE READ sessions.
 */
UnitCost
stock_set_price(Stock *stock, Location *location, int64 batch_id, UnitCost price)
{
	BatchRow   *batch = batches_find(stock->batches, location, batch_id);
	UnitCost	before = batch->now.price;
	BatchState	to = batch->now;

	to.price = price;
	batches_change(stock->batches, batch, to);
	return before;
}

/*
 * The movement is noted and not written yet, so that nothing that was written
 * is changed.
 */
void
stock_serve(Stock *stock, const StockPick *pick, int64 sale_item_id)
{
	ledger_serve(stock->ledger, pick->movement, sale_item_id);
}

BatchStatus
stock_batch_status(Stock *stock, Location *location, int64 batch_id)
{
	return batches_find(stock->batches, location, batch_id)->now.status;
}

bool
stock_knows(Stock *stock, Location *location, const char *batch_number)
{
	return batches_find_number(stock->batches, location, batch_number) != NULL;
}

/*
 * Sets what a slip of the key got wrong, without a movement.  What has been
 * sold keeps its cost in the ledger.  Nothing may be picked here in the same
 * call: the index still has the old date.
 */
StockPick *
stock_correct(Stock *stock, Location *location, int64 batch_id, const StockCorrection *correction)
{
	BatchRow   *batch = batches_find(stock->batches, location, batch_id);
	StockPick  *before = pick_of(batch, batch->now.quantity);
	BatchState	to = batch->now;

	if (correction->expiry_given)
	{
		to.expires = correction->expires;
		to.expiry_date = correction->expires ? correction->expiry_date : 0;
	}
	if (correction->cost_given)
		to.cost_price = correction->unit_cost;
	batches_change(stock->batches, batch, to);
	return before;
}

/*
 * The location's counters move by the difference, so that they must be right
 * for the batch as it stands.
 */
void
stock_restate(Stock *stock, Location *location, int64 batch_id, Quantity quantity)
{
	BatchRow   *batch = batches_find(stock->batches, location, batch_id);
	BatchState	to = batch->now;

	to.quantity = quantity;
	batches_change(stock->batches, batch, to);
}

/*
 * Moves the counter in memory; whether so much is free was the caller's
 * question.
 */
void
stock_reserve(Stock *stock, Location *location, Quantity quantity)
{
	location->reserved += quantity;
}

/*
 * Writes batches, locations and the ledger.  Where less is left than is held, the
 * holders who will go short are told.
 */
void
stock_end(Stock *stock)
{
	batches_end(stock->batches);
	for (int i = 0; i < stock->count; i++)
		location_write(stock->direct, &stock->locations[i]);
	ledger_flush(stock->ledger, stock->direct);
	CommandCounterIncrement();
	for (int i = 0; i < stock->count; i++)
		if (stock->locations[i].sellable < stock->locations[i].reserved)
			alert_reservations_at_risk(&stock->locations[i]);
	pfree(stock);
}
