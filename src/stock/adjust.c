/*-------------------------------------------------------------------------
 *
 * adjust.c
 *		Corrections and damage: they reach whatever lies there.
 *
 * A correction is not a sale: it takes expired, held and reserved stock too,
 * first expired first, because it says what is true, not what may be sold.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "miscadmin.h"

#include "base/json.h"
#include "base/quantity.h"
#include "base/value.h"
#include "tenant/unit.h"
#include "stock/stock.h"
#include "stock/stock_overage.h"
#include "stock/stock_pick.h"
#include "stock/stock_shortage.h"

/* Arguments of adjust_stock and record_damage. */
enum
{
	ADJUST_VARIATION_ID,
	ADJUST_QUANTITY,
	ADJUST_OUTLET_ID,
	ADJUST_REASON,
	ADJUST_BATCH_ID,
	ADJUST_UNIT
};

/* Arguments of adjust_stock_bulk. */
enum
{
	ADJUST_BULK_OUTLET_ID,
	ADJUST_BULK_ITEMS,
	ADJUST_BULK_REASON
};

/* Arguments of set_stock_level and set_available_stock. */
enum
{
	LEVEL_VARIATION_ID,
	LEVEL_NEW_QUANTITY,
	LEVEL_OUTLET_ID,
	LEVEL_REASON
};

/* Keys of an item of adjust_stock_bulk. */
enum
{
	ITEM_VARIATION_ID,
	ITEM_QUANTITY,
	ITEM_BATCH_ID,
	ITEM_REASON,
	ITEM_UNIT
};

/* One correction. */
typedef struct AdjustLine
{
	int64		variation_id;
	const char *unit;			/* of the quantity as given; NULL: the base
								 * unit */
	Quantity	quantity;		/* signed */
	int64		batch_id;		/* 0: any, or a new one */
	LedgerNote	note;
	List	   *picks;			/* out */
} AdjustLine;

static Datum adjust_stock(Call *call, FunctionCallInfo fcinfo);
static Datum record_damage(Call *call, FunctionCallInfo fcinfo);
static Datum adjust_stock_bulk(Call *call, FunctionCallInfo fcinfo);
static Datum set_stock_level(Call *call, FunctionCallInfo fcinfo);
static Datum set_available_stock(Call *call, FunctionCallInfo fcinfo);
static Datum set_level(Call *call, FunctionCallInfo fcinfo, StockReach reach);
static List *make_up(Stock *stock, Location *location, Quantity difference, StockReach reach, const LedgerNote *note);
static Datum correct_one(Call *call, FunctionCallInfo fcinfo, MovementType type);
static void adjust(Call *call, const Outlet *outlet, AdjustLine *lines, int count);
static List *short_lines(Stock *stock, int64 outlet_id, const AdjustLine *lines, int count);
static void adjust_line(Stock *stock, int64 outlet_id, AdjustLine *line);
static StockPick *found(Stock *stock, Location *location, int64 batch_id, Quantity quantity);
static Quantity not_zero(Numeric value, const char *name);
static AdjustLine *bulk_lines(Jsonb *items, const char *reason, int *count);

SQL_FUNCTION(primeinv_adjust_stock);
SQL_FUNCTION(primeinv_adjust_stock_bulk);
SQL_FUNCTION(primeinv_set_stock_level);
SQL_FUNCTION(primeinv_set_available_stock);
SQL_FUNCTION(primeinv_record_damage);

/*
 * adjust_stock(variation_id, quantity, outlet_id, reason, batch_id, unit,
 * actor, request_id)
 */
Datum
primeinv_adjust_stock(PG_FUNCTION_ARGS)
{
	return call_at(fcinfo, ADJUST_OUTLET_ID + 1, ADJUST_OUTLET_ID, adjust_stock);
}

static Datum
adjust_stock(Call *call, FunctionCallInfo fcinfo)
{
	return correct_one(call, fcinfo, MOVEMENT_ADJUSTMENT);
}

/*
 * record_damage(variation_id, quantity, outlet_id, reason, batch_id, unit,
 * actor, request_id)
 */
Datum
primeinv_record_damage(PG_FUNCTION_ARGS)
{
	return call_at(fcinfo, ADJUST_OUTLET_ID + 1, ADJUST_OUTLET_ID, record_damage);
}

static Datum
record_damage(Call *call, FunctionCallInfo fcinfo)
{
	return correct_one(call, fcinfo, MOVEMENT_DAMAGE);
}

/*
 * One line: a correction of either sign, or what was damaged, which is gone.
 */
static Datum
correct_one(Call *call, FunctionCallInfo fcinfo, MovementType type)
{
	AdjustLine	line = {.note.movement_type = type};

	line.variation_id = PG_GETARG_INT64(ADJUST_VARIATION_ID);
	line.quantity = type == MOVEMENT_DAMAGE ? -quantity_positive(PG_GETARG_NUMERIC(ADJUST_QUANTITY), "quantity") :
		not_zero(PG_GETARG_NUMERIC(ADJUST_QUANTITY), "quantity");
	line.batch_id = call_id(fcinfo, ADJUST_BATCH_ID, "batch");
	line.note.reason = call_reason(fcinfo, ADJUST_REASON);
	line.unit = call_text(fcinfo, ADJUST_UNIT);
	adjust(call, &call->outlet, &line, 1);
	pick_rows(call, line.picks);
	return call_end_rows(call);
}

/*
 * adjust_stock_bulk(outlet_id, items, reason, actor, request_id)
 */
Datum
primeinv_adjust_stock_bulk(PG_FUNCTION_ARGS)
{
	return call_at(fcinfo, ADJUST_BULK_ITEMS + 1, ADJUST_BULK_OUTLET_ID, adjust_stock_bulk);
}

static Datum
adjust_stock_bulk(Call *call, FunctionCallInfo fcinfo)
{
	AdjustLine *lines;
	int			count;

	lines = bulk_lines(PG_GETARG_JSONB_P(ADJUST_BULK_ITEMS), call_reason(fcinfo, ADJUST_BULK_REASON), &count);
	adjust(call, &call->outlet, lines, count);
	for (int i = 0; i < count; i++)
		pick_rows_of_line(call, i + 1, lines[i].picks);
	return call_end_rows(call);
}

/*
 * set_stock_level(variation_id, new_quantity, outlet_id, reason, actor,
 * request_id): the difference is worked out under the lock.
 */
Datum
primeinv_set_stock_level(PG_FUNCTION_ARGS)
{
	return call_at(fcinfo, LEVEL_OUTLET_ID + 1, LEVEL_OUTLET_ID, set_stock_level);
}

static Datum
set_stock_level(Call *call, FunctionCallInfo fcinfo)
{
	return set_level(call, fcinfo, REACH_ALL);
}

/*
 * set_available_stock(variation_id, new_quantity, outlet_id, reason, actor,
 * request_id): what get_available_stock() then says.
 */
Datum
primeinv_set_available_stock(PG_FUNCTION_ARGS)
{
	return call_at(fcinfo, LEVEL_OUTLET_ID + 1, LEVEL_OUTLET_ID, set_available_stock);
}

static Datum
set_available_stock(Call *call, FunctionCallInfo fcinfo)
{
	return set_level(call, fcinfo, REACH_SELLABLE);
}

/*
 * On hand, or what is left of sellable stock once all holds are served.
 */
static Datum
set_level(Call *call, FunctionCallInfo fcinfo, StockReach reach)
{
	LedgerNote	note = {.movement_type = MOVEMENT_ADJUSTMENT};
	Location   *location;
	List	   *picks;
	Stock	   *stock;
	Place		place;
	Quantity	level;

	level = quantity_not_negative(PG_GETARG_NUMERIC(LEVEL_NEW_QUANTITY), "new_quantity");
	note.reason = call_reason(fcinfo, LEVEL_REASON);
	place = place_of(&call->outlet, PG_GETARG_INT64(LEVEL_VARIATION_ID));
	stock = stock_begin(call, &place, 1, true);
	location = stock_location(stock, call->outlet.id, place.variation_id);
	if (reach == REACH_SELLABLE)
		level = quantity_sum(level, location->reserved);
	picks = make_up(stock, location, level - stock_count(stock, location, reach), reach, &note);
	stock_end(stock);
	pick_rows(call, picks);
	return call_end_rows(call);
}

/*
 * More is found, in a batch that can be sold; less is taken first expired
 * first, from what was counted.
 */
static List *
make_up(Stock *stock, Location *location, Quantity difference, StockReach reach, const LedgerNote *note)
{
	int64		batch_id;

	if (difference == 0)
		return NIL;
	if (difference < 0)
		return stock_issue(stock, location, -difference, reach, note);
	batch_id = overage_receive(stock, location, 0, NULL, "ADJ-", difference, location->today, note);
	return list_make1(found(stock, location, batch_id, difference));
}

/*
 * A line's own reason goes before the call's.  Damage has no bulk form, so
 * every line is an adjustment.
 */
static AdjustLine *
bulk_lines(Jsonb *items, const char *reason, int *count)
{
	static const JsonKey keys[] = {
		{"variation_id", JSON_BIGINT, true},
		{"quantity", JSON_NUMERIC, true},
		{"batch_id", JSON_BIGINT, false},
		{"reason", JSON_TEXT, false},
		{"unit", JSON_TEXT, false}
	};
	JsonObject *objects = json_read_array(items, "items", keys, lengthof(keys), count);
	AdjustLine *lines = palloc0(sizeof(AdjustLine) * (*count + 1));

	for (int i = 0; i < *count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		lines[i].variation_id = DatumGetInt64(objects[i].values[ITEM_VARIATION_ID]);
		lines[i].quantity = not_zero(DatumGetNumeric(objects[i].values[ITEM_QUANTITY]),
									 psprintf("items[%d].quantity", i));
		lines[i].batch_id = stock_named_batch(objects[i].nulls[ITEM_BATCH_ID], objects[i].values[ITEM_BATCH_ID]);
		lines[i].unit = json_text(&objects[i], ITEM_UNIT);
		lines[i].note.movement_type = MOVEMENT_ADJUSTMENT;
		lines[i].note.reason = json_text(&objects[i], ITEM_REASON);
		if (lines[i].note.reason == NULL || is_blank(lines[i].note.reason))
			lines[i].note.reason = reason;
	}
	return lines;
}

/*
 * Locks, corrects and writes; all lines or none.  Lines of a named batch go
 * first, as in a basket.
 */
static void
adjust(Call *call, const Outlet *outlet, AdjustLine *lines, int count)
{
	Place	   *places = palloc(sizeof(Place) * (count + 1));
	List	   *shortages;
	Stock	   *stock;

	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		places[i] = place_of(outlet, lines[i].variation_id);
		lines[i].quantity = unit_to_base(lines[i].variation_id, lines[i].quantity, lines[i].unit);
	}
	stock = stock_begin(call, places, count, true);
	shortages = short_lines(stock, outlet->id, lines, count);
	if (shortages != NIL)
		shortage_error(shortages);
	for (int i = 0; i < count; i++)
		if (lines[i].batch_id != 0)
			adjust_line(stock, outlet->id, &lines[i]);
	for (int i = 0; i < count; i++)
		if (lines[i].batch_id == 0)
			adjust_line(stock, outlet->id, &lines[i]);
	stock_end(stock);
}

/*
 * Each line that takes more than lies there, in the order of the lines: what
 * an earlier line brings in, a later one may take.  A named batch that lies
 * elsewhere is no shortage but a mistake (P0002).
 */
static List *
short_lines(Stock *stock, int64 outlet_id, const AdjustLine *lines, int count)
{
	List	   *shortages = NIL;

	for (int i = 0; i < count; i++)
	{
		Location   *location = stock_location(stock, outlet_id, lines[i].variation_id);
		Quantity	left = location->quantity - location->promised;

		CHECK_FOR_INTERRUPTS();
		if (lines[i].batch_id != 0)
			left = Min(left, stock_batch_left(stock, location, lines[i].batch_id, REACH_ALL));
		if (lines[i].quantity < 0 && -lines[i].quantity > left)
		{
			Shortage   *shortage = palloc(sizeof(Shortage));

			*shortage = (Shortage) {i + 1, lines[i].variation_id, outlet_id, -lines[i].quantity, Max(left, 0)};
			shortages = lappend(shortages, shortage);
		}
		location->promised = quantity_sum(location->promised, -lines[i].quantity);
		if (lines[i].batch_id != 0)
			stock_batch_promise(stock, location, lines[i].batch_id, -lines[i].quantity);
	}
	return shortages;
}

/*
 * One line at its locked location, in either direction; the picks are what the
 * result shows.  It cannot be short: adjust() refuses what is, and a level is
 * reached from what lies there.
 */
static void
adjust_line(Stock *stock, int64 outlet_id, AdjustLine *line)
{
	Location   *location = stock_location(stock, outlet_id, line->variation_id);

	CHECK_FOR_INTERRUPTS();
	if (line->quantity > 0)
		line->picks = list_make1(found(stock, location,
									   overage_receive(stock, location, line->batch_id, NULL, "ADJ-",
													   line->quantity, location->today, &line->note),
									   line->quantity));
	else if (line->batch_id != 0)
		line->picks = list_make1(stock_issue_batch(stock, location, line->batch_id,
												   -line->quantity, REACH_ALL, &line->note));
	else
		line->picks = stock_issue(stock, location, -line->quantity, REACH_ALL, &line->note);
}

/*
 * What went into a batch, in the form of what is taken from one.
 */
static StockPick *
found(Stock *stock, Location *location, int64 batch_id, Quantity quantity)
{
	StockPick  *pick = stock_batch(stock, location, batch_id);

	pick->quantity = quantity;
	return pick;
}

/*
 * Both signs mean something here, but zero would be a correction that corrects
 * nothing.
 */
static Quantity
not_zero(Numeric value, const char *name)
{
	Quantity	quantity = quantity_argument(value, name);

	if (quantity == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must not be zero", name),
				 errdetail("A correction adds or removes something."),
				 errhint("Give a positive number to add, a negative one to remove.")));
	return quantity;
}
