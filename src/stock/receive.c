/*-------------------------------------------------------------------------
 *
 * receive.c
 *		add_stock, add_stock_bulk and receive_scan: what comes in.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/quantity.h"
#include "base/value.h"
#include "tenant/statements.h"
#include "tenant/unit.h"
#include "stock/scan.h"
#include "stock/stock.h"

/* A century: no goods are older. */
#define MOST_DAYS_AGO	36500

/* One receipt as the caller asked for it. */
typedef struct ReceiveLine
{
	int64		variation_id;
	const char *unit;			/* of quantity and cost; NULL: the base unit */
	bool		cost_given;
	StockReceipt receipt;		/* in base units once it is completed */
	LedgerNote	note;
	int64		made;			/* out: the batch's id */
} ReceiveLine;

/* What the catalogue says of a variation's receipts. */
typedef struct Usual
{
	int64		variation_id;
	UnitCost	cost;
	bool		keeps;			/* it has no shelf life */
	int			shelf_life;		/* days */
} Usual;

static Datum add_stock(Call *call, FunctionCallInfo fcinfo);
static Datum add_stock_bulk(Call *call, FunctionCallInfo fcinfo);
static Datum receive_scan(Call *call, FunctionCallInfo fcinfo);
static void receive(Call *call, ReceiveLine *lines, int count);
static ReceiveLine *bulk_lines(Jsonb *items, const LedgerNote *note, int *count);
static MovementType type_argument(const char *word);
static void check_number(const char *batch_number);
static Usual *read_usual(const ReceiveLine *lines, int count, int *known);
static int	usual_order(const void *a, const void *b);
static void complete(const Location *location, ReceiveLine *line, const Usual *usual, int known);
static void warn_expired(const ReceiveLine *lines, int count, const Location *location);
static void set_expiry(StockReceipt *receipt, bool isnull, Datum date);
static void set_received(StockReceipt *receipt, bool isnull, Datum instant);
static void set_status(StockReceipt *receipt, const char *word);

/* Arguments of add_stock. */
enum
{
	RECEIVE_VARIATION_ID,
	RECEIVE_QUANTITY,
	RECEIVE_OUTLET_ID,
	RECEIVE_BATCH_NUMBER,
	RECEIVE_EXPIRY_DATE,
	RECEIVE_COST_PRICE,
	RECEIVE_MOVEMENT_TYPE,
	RECEIVE_REASON,
	RECEIVE_REFERENCE_ID,
	RECEIVE_UNIT,
	RECEIVE_RECEIVED_AT,
	RECEIVE_STATUS
};

/* Arguments of add_stock_bulk. */
enum
{
	RECEIVE_BULK_OUTLET_ID,
	RECEIVE_BULK_ITEMS,
	RECEIVE_BULK_MOVEMENT_TYPE,
	RECEIVE_BULK_REASON,
	RECEIVE_BULK_REFERENCE_ID
};

/* Arguments of receive_scan. */
enum
{
	SCAN_OUTLET_ID,
	SCAN_CODE,
	SCAN_QUANTITY,
	SCAN_COST
};

/* Keys of an item of add_stock_bulk. */
enum
{
	ITEM_VARIATION_ID,
	ITEM_QUANTITY,
	ITEM_BATCH_NUMBER,
	ITEM_EXPIRY_DATE,
	ITEM_COST_PRICE,
	ITEM_MOVEMENT_TYPE,
	ITEM_REASON,
	ITEM_REFERENCE_ID,
	ITEM_UNIT,
	ITEM_RECEIVED_AT,
	ITEM_STATUS
};

SQL_FUNCTION(primeinv_add_stock);
SQL_FUNCTION(primeinv_add_stock_bulk);
SQL_FUNCTION(primeinv_receive_scan);

/*
 * add_stock(variation_id, quantity, outlet_id, batch_number, expiry_date,
 * cost_price, movement_type, reason, reference_id, unit, received_at, status,
 * actor, request_id)
 */
Datum
primeinv_add_stock(PG_FUNCTION_ARGS)
{
	return call_at(fcinfo, RECEIVE_OUTLET_ID + 1, RECEIVE_OUTLET_ID, add_stock);
}

static Datum
add_stock(Call *call, FunctionCallInfo fcinfo)
{
	ReceiveLine line = {0};

	line.variation_id = PG_GETARG_INT64(RECEIVE_VARIATION_ID);
	line.receipt.quantity = quantity_positive(PG_GETARG_NUMERIC(RECEIVE_QUANTITY), "quantity");
	line.receipt.batch_number = call_text(fcinfo, RECEIVE_BATCH_NUMBER);
	set_expiry(&line.receipt, PG_ARGISNULL(RECEIVE_EXPIRY_DATE), PG_GETARG_DATUM(RECEIVE_EXPIRY_DATE));
	line.cost_given = !PG_ARGISNULL(RECEIVE_COST_PRICE);
	if (line.cost_given)
		line.receipt.unit_cost = cost_argument(PG_GETARG_NUMERIC(RECEIVE_COST_PRICE), "cost_price");
	line.note.movement_type = type_argument(call_text(fcinfo, RECEIVE_MOVEMENT_TYPE));
	line.note.reason = call_text(fcinfo, RECEIVE_REASON);
	line.note.reference_id = call_text(fcinfo, RECEIVE_REFERENCE_ID);
	line.unit = call_text(fcinfo, RECEIVE_UNIT);
	set_received(&line.receipt, PG_ARGISNULL(RECEIVE_RECEIVED_AT), PG_GETARG_DATUM(RECEIVE_RECEIVED_AT));
	set_status(&line.receipt, call_text(fcinfo, RECEIVE_STATUS));
	receive(call, &line, 1);
	return call_end_value(call, Int64GetDatum(line.made));
}

/*
 * add_stock_bulk(outlet_id, items, movement_type, reason, reference_id, actor,
 * request_id)
 */
Datum
primeinv_add_stock_bulk(PG_FUNCTION_ARGS)
{
	return call_at(fcinfo, RECEIVE_BULK_ITEMS + 1, RECEIVE_BULK_OUTLET_ID, add_stock_bulk);
}

static Datum
add_stock_bulk(Call *call, FunctionCallInfo fcinfo)
{
	LedgerNote	note = {0};
	ReceiveLine *lines;
	int			count;

	note.movement_type = type_argument(call_text(fcinfo, RECEIVE_BULK_MOVEMENT_TYPE));
	note.reason = call_text(fcinfo, RECEIVE_BULK_REASON);
	note.reference_id = call_text(fcinfo, RECEIVE_BULK_REFERENCE_ID);
	lines = bulk_lines(PG_GETARG_JSONB_P(RECEIVE_BULK_ITEMS), &note, &count);
	receive(call, lines, count);
	for (int i = 0; i < count; i++)
	{
		Datum		values[2] = {Int32GetDatum(i + 1), Int64GetDatum(lines[i].made)};
		bool		nulls[2] = {false, false};

		CHECK_FOR_INTERRUPTS();
		call_row(call, values, nulls);
	}
	return call_end_rows(call);
}

/*
 * What an item says of itself goes before what the call says of all.  Numbers
 * are checked with the item's path, because one bad item refuses the whole
 * delivery.
 */
static ReceiveLine *
bulk_lines(Jsonb *items, const LedgerNote *note, int *count)
{
	static const JsonKey keys[] = {
		{"variation_id", JSON_BIGINT, true},
		{"quantity", JSON_NUMERIC, true},
		{"batch_number", JSON_TEXT, false},
		{"expiry_date", JSON_DATE, false},
		{"cost_price", JSON_NUMERIC, false},
		{"movement_type", JSON_TEXT, false},
		{"reason", JSON_TEXT, false},
		{"reference_id", JSON_TEXT, false},
		{"unit", JSON_TEXT, false},
		{"received_at", JSON_INSTANT, false},
		{"status", JSON_TEXT, false}
	};
	JsonObject *objects = json_read_array(items, "items", keys, lengthof(keys), count);
	ReceiveLine *lines = palloc0(sizeof(ReceiveLine) * (*count + 1));

	for (int i = 0; i < *count; i++)
	{
		JsonObject *item = &objects[i];
		ReceiveLine *line = &lines[i];

		CHECK_FOR_INTERRUPTS();
		line->variation_id = DatumGetInt64(item->values[ITEM_VARIATION_ID]);
		if (!quantity_is_positive(DatumGetNumeric(item->values[ITEM_QUANTITY]), &line->receipt.quantity))
			(void) quantity_positive(DatumGetNumeric(item->values[ITEM_QUANTITY]), psprintf("items[%d].quantity", i));
		line->receipt.batch_number = json_text(item, ITEM_BATCH_NUMBER);
		set_expiry(&line->receipt, item->nulls[ITEM_EXPIRY_DATE], item->values[ITEM_EXPIRY_DATE]);
		line->cost_given = !item->nulls[ITEM_COST_PRICE];
		if (line->cost_given)
			line->receipt.unit_cost = cost_argument(DatumGetNumeric(item->values[ITEM_COST_PRICE]),
													psprintf("items[%d].cost_price", i));
		line->note.movement_type = item->nulls[ITEM_MOVEMENT_TYPE] ? note->movement_type : type_argument(json_text(item, ITEM_MOVEMENT_TYPE));
		line->note.reason = item->nulls[ITEM_REASON] ? note->reason : json_text(item, ITEM_REASON);
		line->note.reference_id = item->nulls[ITEM_REFERENCE_ID] ? note->reference_id : json_text(item, ITEM_REFERENCE_ID);
		line->unit = json_text(item, ITEM_UNIT);
		set_received(&line->receipt, item->nulls[ITEM_RECEIVED_AT], item->values[ITEM_RECEIVED_AT]);
		set_status(&line->receipt, json_text(item, ITEM_STATUS));
	}
	return lines;
}

/*
 * receive_scan(outlet_id, code, quantity, cost, actor, request_id): the
 * batch's id.  Lot and date are the code's, so that nobody types them.
 */
Datum
primeinv_receive_scan(PG_FUNCTION_ARGS)
{
	return call_at(fcinfo, SCAN_QUANTITY + 1, SCAN_OUTLET_ID, receive_scan);
}

static Datum
receive_scan(Call *call, FunctionCallInfo fcinfo)
{
	ReceiveLine line = {.note.movement_type = MOVEMENT_PURCHASE};
	Quantity	times = quantity_positive(PG_GETARG_NUMERIC(SCAN_QUANTITY), "quantity");
	Scanned		scanned;

	line.cost_given = !PG_ARGISNULL(SCAN_COST);
	if (line.cost_given)
		line.receipt.unit_cost = cost_argument(PG_GETARG_NUMERIC(SCAN_COST), "cost");
	scanned = scan_goods(&call->outlet, call_text(fcinfo, SCAN_CODE));
	line.variation_id = scanned.variation_id;
	line.unit = scanned.unit;
	line.receipt.quantity = scan_quantity(&scanned, times);
	line.receipt.batch_number = scanned.lot;
	line.receipt.expiry_given = line.receipt.expires = scanned.expires;
	line.receipt.expiry_date = scanned.expiry_date;
	receive(call, &line, 1);
	return call_end_value(call, Int64GetDatum(line.made));
}

/*
 * Locks, brings in and writes; the lines then have their batches.
 */
static void
receive(Call *call, ReceiveLine *lines, int count)
{
	Place	   *places = palloc(sizeof(Place) * (count + 1));
	Usual	   *usual;
	Stock	   *stock;
	int			known;

	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		check_number(lines[i].receipt.batch_number);
		places[i] = place_of(&call->outlet, lines[i].variation_id);
	}
	stock = stock_begin(call, places, count, true);
	usual = read_usual(lines, count, &known);
	for (int i = 0; i < count; i++)
	{
		Location   *location = stock_location(stock, call->outlet.id, lines[i].variation_id);

		CHECK_FOR_INTERRUPTS();
		complete(location, &lines[i], usual, known);
		lines[i].made = stock_receive(stock, location, &lines[i].receipt, &lines[i].note);
	}
	if (count > 0)
		warn_expired(lines, count, stock_location(stock, call->outlet.id, lines[0].variation_id));
	stock_end(stock);
}

/*
 * Of all variations for which a line leaves something out, sorted: one
 * statement, as there may be many.
 */
static Usual *
read_usual(const ReceiveLine *lines, int count, int *known)
{
	int64	   *ids = palloc(sizeof(int64) * (count + 1));
	int			asked = 0;
	Usual	   *usual;
	Rows	   *rows;
	Datum		value;
	bool		isnull;

	for (int i = 0; i < count; i++)
		if (!lines[i].cost_given || !lines[i].receipt.expiry_given)
			ids[asked++] = lines[i].variation_id;
	*known = 0;
	if (asked == 0)
		return NULL;
	value = array_of_int64(ids, asked);
	rows = plan_rows(&PLAN_VARIATION_RECEIPT, &value, NULL);
	usual = palloc(sizeof(Usual) * (rows->count + 1));
	for (; *known < rows->count; (*known)++)
	{
		Usual	   *next = &usual[*known];

		CHECK_FOR_INTERRUPTS();
		next->variation_id = rows_int64(rows, *known, VARIATION_RECEIPT_ID);
		value = rows_datum(rows, *known, VARIATION_RECEIPT_COST, &isnull);
		next->cost = isnull ? 0 : cost_from_datum(value);
		value = rows_datum(rows, *known, VARIATION_RECEIPT_SHELF_LIFE, &next->keeps);
		next->shelf_life = next->keeps ? 0 : DatumGetInt32(value);
	}
	return usual;
}

static int
usual_order(const void *a, const void *b)
{
	const Usual *p = a;
	const Usual *q = b;

	return p->variation_id < q->variation_id ? -1 : p->variation_id > q->variation_id;
}

/*
 * What the caller left out, and base units for what was given in others.  The
 * variation is known to be of the caller's tenant by now, else an error about
 * its units would tell of another's.
 */
static void
complete(const Location *location, ReceiveLine *line, const Usual *usual, int known)
{
	StockReceipt *receipt = &line->receipt;
	Usual		wanted = {.variation_id = line->variation_id};

	receipt->prefix = "LOT-";
	receipt->quantity = unit_to_base(line->variation_id, receipt->quantity, line->unit);
	if (line->cost_given)
		receipt->unit_cost = unit_cost_to_base(line->variation_id, receipt->unit_cost, line->unit);
	if (line->cost_given && receipt->expiry_given)
		return;
	usual = bsearch(&wanted, usual, known, sizeof(Usual), usual_order);
	if (usual == NULL)
		elog(ERROR, "variation " INT64_FORMAT " vanished", line->variation_id);
	if (!line->cost_given)
		receipt->unit_cost = usual->cost;
	if (receipt->expiry_given)
		return;
	receipt->expires = !usual->keeps;
	if (receipt->expires)
		receipt->expiry_date = usual->shelf_life +
			(receipt->received_at == 0 ? location->today : clock_date(receipt->received_at, location->zone));
}

/*
 * What has a function of its own is refused: a transfer needs its other half,
 * an adjustment a manager.
 */
static MovementType
type_argument(const char *word)
{
	MovementType type = word == NULL ? MOVEMENT_PURCHASE : ledger_type_named(word);

	if (type != MOVEMENT_OPENING && type != MOVEMENT_PURCHASE && type != MOVEMENT_RETURN)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("movement type \"%s\" does not bring stock in", word),
				 errdetail("Types are \"opening\", \"purchase\" and \"return\"."),
				 errhint("Transfers and adjustments have functions of their own.")));
	return type;
}

/*
 * The column's own check is not asked below the executor.  It leaves room for
 * the outlet that a transfer may put behind the number.
 */
static void
check_number(const char *batch_number)
{
	if (batch_number == NULL)
		return;
	if (batch_number[0] == '\0')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("batch_number must not be empty"),
				 errdetail("Every batch has a number."),
				 errhint("Leave it out to have one made.")));
	call_short(batch_number, "batch_number");
}

/*
 * Goods that came in too late are booked, because they are there, but somebody
 * should know: once a call, for a delivery has many lines.
 */
static void
warn_expired(const ReceiveLine *lines, int count, const Location *location)
{
	int			expired = 0;
	int			first = 0;

	for (int i = count - 1; i >= 0; i--)
		if (lines[i].receipt.expiry_given && lines[i].receipt.expires &&
			clock_expired(lines[i].receipt.expiry_date, location->today))
		{
			expired++;
			first = i;
		}
	if (expired > 0)
		ereport(WARNING,
				(count == 1 ? errmsg("the goods have expired: %s is not after today",
									 clock_date_text(lines[first].receipt.expiry_date)) :
				 errmsg_plural("the goods of %d line have expired", "the goods of %d lines have expired",
							   expired, expired),
				 count == 1 ? errdetail("They are received, but cannot be sold.") :
				 errdetail("They are received, but cannot be sold. Line %d is of %s.",
						   first + 1, clock_date_text(lines[first].receipt.expiry_date)),
				 errhint("Return them to the supplier or write them off.")));
}

/*
 * A date left out says nothing of goods that join a known batch; for a new
 * batch it follows from the variation's shelf life, see complete().
 */
static void
set_expiry(StockReceipt *receipt, bool isnull, Datum date)
{
	receipt->expiry_given = receipt->expires = !isnull;
	if (isnull)
		return;
	receipt->expiry_date = DatumGetDateADT(date);
	if (DATE_NOT_FINITE(receipt->expiry_date))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("expiry_date must be a date"),
				 errdetail("It is infinite."),
				 errhint("Leave it out for goods that never expire.")));
}

/*
 * Goods may be booked after they came, also years later by who moves in, but
 * not before.
 */
static void
set_received(StockReceipt *receipt, bool isnull, Datum instant)
{
	TimestampTz now;

	if (isnull)
		return;
	now = clock_now();
	receipt->received_at = DatumGetTimestampTz(instant);
	if (receipt->received_at > now || receipt->received_at < now - MOST_DAYS_AGO * USECS_PER_DAY)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("received_at must not be in the future, nor more than %d days ago", MOST_DAYS_AGO),
				 errdetail("It is %s.", timestamptz_to_str(receipt->received_at)),
				 errhint("Leave it out for goods that come in now.")));
}

/*
 * A status left out is the known batch's, and "available" for a new one.
 */
static void
set_status(StockReceipt *receipt, const char *word)
{
	receipt->status_given = word != NULL;
	if (word != NULL)
		receipt->status = stock_status_argument(word);
}
