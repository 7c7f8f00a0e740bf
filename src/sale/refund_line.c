/*-------------------------------------------------------------------------
 *
 * refund_line.c
 *		What of each line of a sale can still come back, and what for.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "miscadmin.h"

#include "base/json.h"
#include "base/money.h"
#include "base/quantity.h"
#include "tenant/unit.h"
#include "sale/refund_line.h"
#include "sale/sale.h"
#include "sale/statements.h"

enum ItemKey
{
	KEY_SALE_ITEM,
	KEY_QUANTITY,
	KEY_UNIT
};

static Quantity quantity_of(const Rows *rows, uint64 row, int column);
static Money money_of(const Rows *rows, uint64 row, int column);
static UnitCost cost_of(const Rows *rows, uint64 row, int column);
static Quantity left_of(const SoldLine *line);
static SoldLine *find_line(SoldLines *sold, int64 sale_item_id);
static int	by_id(const void *a, const void *b);
static RefundLine read_item(const JsonObject *item, int number, SoldLines *sold);
static bool same_unit(const char *unit, const SoldLine *sold);
static Quantity base_of(const SoldLine *sold, const char *unit, Quantity quantity);
static void refuse_twice(SoldLine *line, int number);
static Money share_left(Money whole, Money gone, Quantity part, const SoldLine *sold, int decimals);
static void too_much(const RefundLine *line) pg_attribute_noreturn();

/*
 * Money is shared by what processed refunds took.  Those that are requested or
 * approved bind their goods, so that no two are approved for the same.  A request
 * leaves the row of its sale as it is, so the newest are read at any isolation
 * level.
 */
SoldLines *
refund_line_sold(int64 sale_id, int64 refund_id)
{
	Datum		values[2] = {Int64GetDatum(sale_id), Int64GetDatum(refund_id)};
	Rows	   *rows = plan_latest(&PLAN_REFUND_SOLD, values, NULL);
	SoldLines  *sold = palloc(sizeof(SoldLines));

	sold->lines = palloc0(sizeof(SoldLine) * (rows->count + 1));
	sold->count = (int) rows->count;
	for (int i = 0; i < sold->count; i++)
	{
		SoldLine   *line = &sold->lines[i];

		line->sale_item_id = rows_int64(rows, i, SOLD_ID);
		line->variation_id = rows_int64(rows, i, SOLD_VARIATION);
		line->name = rows_text(rows, i, SOLD_NAME);
		line->unit = rows_text(rows, i, SOLD_UNIT);
		line->quantity = quantity_of(rows, i, SOLD_QUANTITY);
		line->base_quantity = quantity_of(rows, i, SOLD_BASE_QUANTITY);
		line->total = money_of(rows, i, SOLD_TOTAL);
		line->tax = money_of(rows, i, SOLD_TAX);
		line->refunded_base = quantity_of(rows, i, SOLD_REFUNDED_BASE);
		line->refunded_total = money_of(rows, i, SOLD_REFUNDED_TOTAL);
		line->refunded_tax = money_of(rows, i, SOLD_REFUNDED_TAX);
		line->asked_for = quantity_of(rows, i, SOLD_ASKED_FOR);
		line->unit_cost = cost_of(rows, i, SOLD_UNIT_COST);
	}
	return sold;
}

/*
 * For columns that are never null: no null is looked for.
 */
static Quantity
quantity_of(const Rows *rows, uint64 row, int column)
{
	bool		isnull;

	return quantity_from_datum(rows_datum(rows, row, column, &isnull));
}

/*
 * Likewise never null; in ten-thousandths.
 */
static Money
money_of(const Rows *rows, uint64 row, int column)
{
	bool		isnull;

	return money_from_datum(rows_datum(rows, row, column, &isnull));
}

/*
 * Null becomes NO_PRICE.
 */
static UnitCost
cost_of(const Rows *rows, uint64 row, int column)
{
	bool		isnull;
	Datum		value = rows_datum(rows, row, column, &isnull);

	return isnull ? NO_PRICE : cost_from_datum(value);
}

/*
 * What may still be asked for of a line.
 */
static Quantity
left_of(const SoldLine *line)
{
	return line->base_quantity - line->refunded_base - line->asked_for;
}

/*
 * The lines point into sold, which must live as long.  How much of each is
 * left is not asked here but by refund_line_value, which a stored request
 * comes to as well.
 */
RefundLines *
refund_line_read(Jsonb *items, SoldLines *sold)
{
	static const JsonKey keys[] = {
		[KEY_SALE_ITEM] = {"sale_item_id", JSON_BIGINT, true},
		[KEY_QUANTITY] = {"quantity", JSON_NUMERIC, true},
		[KEY_UNIT] = {"unit", JSON_TEXT, false}
	};
	RefundLines *refund = palloc0(sizeof(RefundLines));
	JsonObject *objects = json_read_array(items, "items", keys, lengthof(keys), &refund->count);

	if (refund->count == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"items\" must not be empty"),
				 errdetail("A refund takes something back."),
				 errhint("Name the lines of the sale and how many of each.")));
	refund->lines = palloc(sizeof(RefundLine) * refund->count);
	for (int i = 0; i < refund->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		refund->lines[i] = read_item(&objects[i], i, sold);
		refuse_twice(refund->lines[i].sold, i);
	}
	return refund;
}

/*
 * No unit is the line's; '' and 'base' are the base unit.
 */
static RefundLine
read_item(const JsonObject *item, int number, SoldLines *sold)
{
	RefundLine	line = {.sold = find_line(sold, DatumGetInt64(item->values[KEY_SALE_ITEM]))};

	line.quantity = quantity_positive(DatumGetNumeric(item->values[KEY_QUANTITY]),
									  psprintf("items[%d].quantity", number));
	line.unit = item->nulls[KEY_UNIT] ? line.sold->unit : json_text(item, KEY_UNIT);
	if (line.unit != NULL && !same_unit(line.unit, line.sold) &&
		(line.unit[0] == '\0' || strcmp(line.unit, "base") == 0))
		line.unit = NULL;
	line.base_quantity = base_of(line.sold, line.unit, line.quantity);
	return line;
}

/*
 * A line of another sale is as unknown here as one that does not exist
 * (P0002).  The lines are in the order of their ids.
 */
static SoldLine *
find_line(SoldLines *sold, int64 sale_item_id)
{
	SoldLine	key = {.sale_item_id = sale_item_id};
	SoldLine   *line = bsearch(&key, sold->lines, sold->count, sizeof(SoldLine), by_id);

	if (line == NULL)
		no_such_record("sale item", sale_item_id);
	return line;
}

/*
 * For bsearch.
 */
static int
by_id(const void *a, const void *b)
{
	const SoldLine *p = a;
	const SoldLine *q = b;

	return p->sale_item_id < q->sale_item_id ? -1 : p->sale_item_id > q->sale_item_id ? 1 : 0;
}

/*
 * refund_line_value measures each item against all that is left of its line;
 * two items of one line could pass that and be too much together.
 */
static void
refuse_twice(SoldLine *line, int number)
{
	if (line->item != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"items[%d].sale_item_id\" names a line for the second time", number),
				 errdetail("It is the line of items[%d].", line->item - 1),
				 errhint("Give the line's whole quantity at once.")));
	line->item = number + 1;
}

/*
 * NULL is the base unit, and equal to no name.
 */
static bool
same_unit(const char *unit, const SoldLine *sold)
{
	return unit == NULL ? sold->unit == NULL :
		sold->unit != NULL && strcmp(unit, sold->unit) == 0;
}

/*
 * The quantity in base units, exactly, or 22023.  The line's own unit is worth
 * what it was when it was sold.
 */
static Quantity
base_of(const SoldLine *sold, const char *unit, Quantity quantity)
{
	if (unit != NULL && same_unit(unit, sold))
		return unit_convert(sold->variation_id, quantity, unit, sold->base_quantity, sold->quantity);
	return unit_to_base(sold->variation_id, quantity, unit);
}

/*
 * In the line's own unit, if that is exact.
 */
RefundLines *
refund_line_rest(SoldLines *sold, bool everything)
{
	RefundLines *refund = palloc0(sizeof(RefundLines));

	refund->lines = palloc(sizeof(RefundLine) * (sold->count + 1));
	for (int i = 0; i < sold->count; i++)
	{
		SoldLine   *line = &sold->lines[i];
		Quantity	rest = left_of(line) + (everything ? line->asked_for : 0);
		bool		exact = (int128) rest * line->quantity % line->base_quantity == 0;

		if (rest == 0)
			continue;
		refund->lines[refund->count++] = (RefundLine)
		{
			.sold = line,
				.unit = exact ? line->unit : NULL,
				.quantity = exact ? (int64) ((int128) rest * line->quantity / line->base_quantity) : rest,
				.base_quantity = rest
		};
	}
	return refund;
}

/*
 * Only the quantities are read.  What they are worth is worked out anew when
 * the refund is processed: another may have come between.
 */
RefundLines *
refund_line_of(int64 refund_id, SoldLines *sold)
{
	Datum		value = Int64GetDatum(refund_id);
	Rows	   *rows = plan_rows(&PLAN_REFUND_ITEMS, &value, NULL);
	RefundLines *refund = palloc0(sizeof(RefundLines));

	refund->count = (int) rows->count;
	refund->lines = palloc0(sizeof(RefundLine) * (rows->count + 1));
	for (int i = 0; i < refund->count; i++)
	{
		refund->lines[i].sold = find_line(sold, rows_int64(rows, i, REFUND_ITEMS_SALE_ITEM));
		refund->lines[i].unit = rows_text(rows, i, REFUND_ITEMS_UNIT);
		refund->lines[i].quantity = quantity_of(rows, i, REFUND_ITEMS_QUANTITY);
		refund->lines[i].base_quantity = quantity_of(rows, i, REFUND_ITEMS_BASE_QUANTITY);
	}
	return refund;
}

/*
 * Whether the refund is the last is told by the goods of all lines, not by the
 * money: a line may have cost nothing.
 */
void
refund_line_value(RefundLines *refund, SoldLines *sold, int decimals)
{
	int64		left = 0;

	refund->amount = 0;
	for (int i = 0; i < sold->count; i++)
		left += sold->lines[i].base_quantity - sold->lines[i].refunded_base;
	for (int i = 0; i < refund->count; i++)
	{
		RefundLine *line = &refund->lines[i];
		SoldLine   *of = line->sold;

		if (line->base_quantity > left_of(of))
			too_much(line);
		line->amount = share_left(of->total, of->refunded_total, line->base_quantity, of, decimals);
		line->tax = share_left(of->tax, of->refunded_tax, line->base_quantity, of, decimals);
		refund->amount = money_sum(refund->amount, line->amount);
		left -= line->base_quantity;
	}
	refund->last = left == 0;
}

/*
 * A part of what the line charged: pro rata, never more than is left, and all
 * that is left with the last of the goods.
 */
static Money
share_left(Money whole, Money gone, Quantity part, const SoldLine *sold, int decimals)
{
	if (part == sold->base_quantity - sold->refunded_base)
		return whole - gone;
	return Min(money_share(whole, part, sold->base_quantity, decimals), whole - gone);
}

/*
 * In base units, because the refunds of one line may have been given in
 * several units.
 */
static void
too_much(const RefundLine *line)
{
	const SoldLine *sold = line->sold;

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("only %s of \"%s\" is left to refund, not %s",
					quantity_text(left_of(sold)), sold->name,
					quantity_text(line->base_quantity)),
			 errdetail("Line " INT64_FORMAT " sold %s base units; %s were refunded before, and for %s a refund is requested.",
					   sold->sale_item_id, quantity_text(sold->base_quantity),
					   quantity_text(sold->refunded_base), quantity_text(sold->asked_for)),
			 errhint("Refund no more than is left, or reject the request.")));
}
