/*-------------------------------------------------------------------------
 *
 * sale_item.c
 *		What callers say of the lines of a sale.
 *
 * The functions of a cart say it by arguments, a checkout in JSON; both come
 * here as values in the order of SaleItemKey.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "miscadmin.h"

#include "base/direct.h"
#include "base/money.h"
#include "base/quantity.h"
#include "sale/sale.h"
#include "sale/statements.h"
#include "stock/statements.h"

static const JsonKey item_keys[ITEM_KEYS] = {
	[ITEM_VARIATION] = {"variation_id", JSON_BIGINT, true},
	[ITEM_QUANTITY] = {"quantity", JSON_NUMERIC, true},
	[ITEM_UNIT_PRICE] = {"unit_price", JSON_NUMERIC, false},
	[ITEM_DISCOUNT_PERCENTAGE] = {"discount_percentage", JSON_NUMERIC, false},
	[ITEM_TAX_RATE] = {"tax_rate", JSON_NUMERIC, false},
	[ITEM_UNIT] = {"unit", JSON_TEXT, false},
	[ITEM_BATCH] = {"batch_id", JSON_BIGINT, false}
};

static const char *key_path(const char *path, SaleItemKey key);
static int64 named_batch(const Sale *sale, int64 variation_id, int64 batch_id);
static int64 not_negative(Numeric value, const char *name);
static int64 percentage(Numeric value, const char *name);

/*
 * As if they had come in JSON.  What the function has no argument for is null.
 */
JsonObject
sale_item_arguments(FunctionCallInfo fcinfo, int first, int count)
{
	JsonObject	item;

	Assert(first + count <= PG_NARGS() && count <= ITEM_KEYS);
	item.values = palloc0(sizeof(Datum) * ITEM_KEYS);
	item.nulls = palloc(sizeof(bool) * ITEM_KEYS);
	for (int i = 0; i < ITEM_KEYS; i++)
	{
		item.nulls[i] = i >= count || PG_ARGISNULL(first + i);
		if (!item.nulls[i])
			item.values[i] = PG_GETARG_DATUM(first + i);
	}
	return item;
}

/*
 * The lines of a checkout, in their order.
 */
void
sale_item_add_all(Sale *sale, Jsonb *items)
{
	int			count;
	JsonObject *objects = json_read_array(items, "items", item_keys, ITEM_KEYS, &count);

	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		sale_item_add(sale, &objects[i], json_element_path("items", i));
	}
}

/*
 * A line at the end of the sale.  Its variation is looked up here and nowhere
 * else, and must be sold there; an empty unit is the base unit.  Whether the
 * variation has the unit shows when the line is priced.
 */
SaleLine *
sale_item_add(Sale *sale, const JsonObject *item, const char *path)
{
	SaleLine   *line = sale_item_more(sale);
	char	   *unit = json_text(item, ITEM_UNIT);

	Assert(!item->nulls[ITEM_VARIATION] && !item->nulls[ITEM_QUANTITY]);
	sale_item_change(line, item, path);
	line->unit = unit == NULL || unit[0] == '\0' ? NULL : unit;
	line->variation = place_sold(&sale->outlet, DatumGetInt64(item->values[ITEM_VARIATION]));
	if (!item->nulls[ITEM_BATCH])
		line->batch_id = named_batch(sale, line->variation.id, DatumGetInt64(item->values[ITEM_BATCH]));
	return line;
}

/*
 * The array may move: a line's address is good until the next line is added.
 * A new line is fresh, for price_choose to fill in.
 */
SaleLine *
sale_item_more(Sale *sale)
{
	SaleLine   *line;

	if (sale->count >= sale->room)
	{
		sale->room = 2 * sale->count + 8;
		sale->lines = repalloc_huge(sale->lines, sizeof(SaleLine) * sale->room);
	}
	line = &sale->lines[sale->count++];
	memset(line, 0, sizeof(SaleLine));
	line->id = direct_nextval(DIRECT_SALE_ITEM_SEQUENCE);
	line->fresh = true;
	return line;
}

/*
 * What may change in a line.  A quantity makes it fresh, because the price rule
 * may depend on it.  A given price stays when the rule is asked again, but the
 * list price is kept beside it.  A discount comes off whatever price applies.  A
 * given tax rate goes before the catalogue's, a rate of zero as well.
 */
void
sale_item_change(SaleLine *line, const JsonObject *item, const char *path)
{
	const bool *nulls = item->nulls;
	const Datum *values = item->values;

	line->fresh = line->fresh || !nulls[ITEM_QUANTITY] || !nulls[ITEM_UNIT_PRICE];
	if (!nulls[ITEM_QUANTITY])
		line->quantity = quantity_positive(DatumGetNumeric(values[ITEM_QUANTITY]),
										   key_path(path, ITEM_QUANTITY));
	if (!nulls[ITEM_UNIT_PRICE])
	{
		line->unit_price = not_negative(DatumGetNumeric(values[ITEM_UNIT_PRICE]),
										key_path(path, ITEM_UNIT_PRICE));
		line->price_given = true;
	}
	if (!nulls[ITEM_DISCOUNT_PERCENTAGE])
		line->discount_percentage = percentage(DatumGetNumeric(values[ITEM_DISCOUNT_PERCENTAGE]),
											   key_path(path, ITEM_DISCOUNT_PERCENTAGE));
	if (!nulls[ITEM_TAX_RATE])
	{
		line->tax_rate = percentage(DatumGetNumeric(values[ITEM_TAX_RATE]), key_path(path, ITEM_TAX_RATE));
		line->tax_given = true;
	}
}

/*
 * The name by which messages call a value: an argument's, or a path in JSON.
 */
static const char *
key_path(const char *path, SaleItemKey key)
{
	return path == NULL ? item_keys[key].name : json_key_path(path, item_keys[key].name);
}

/*
 * A batch that does not lie there, or is of something else, does not exist
 * for this line (P0002).
 */
static int64
named_batch(const Sale *sale, int64 variation_id, int64 batch_id)
{
	Datum		value = Int64GetDatum(batch_id);
	Rows	   *rows = plan_rows(&PLAN_BATCH_PLACE, &value, NULL);

	if (rows->count == 0 || rows_int64(rows, 0, 1) != sale->outlet.id ||
		rows_int64(rows, 0, 2) != variation_id)
		no_such_record("batch", batch_id);
	return batch_id;
}

/*
 * Knows the lines of this sale only; the address is good until a line is added or
 * taken out.
 */
SaleLine *
sale_item_find(Sale *sale, int64 line_id)
{
	for (int i = 0; i < sale->count; i++)
		if (sale->lines[i].id == line_id)
			return &sale->lines[i];
	no_such_record("sale item", line_id);
}

/*
 * A discount on a sale as a whole.
 */
int64
sale_discount(Numeric value, int decimals)
{
	not_negative(value, "discount_amount");
	return money_argument(value, decimals, "discount_amount");
}

/*
 * 22023 below zero.  Exact to four decimals, whatever the tenant's amounts
 * have: it may be the price of a small unit, or a percentage.
 */
static int64
not_negative(Numeric value, const char *name)
{
	int64		amount = amount_argument(value, name);

	if (amount < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must not be negative", name),
				 errdetail("It is %s.", money_text(amount)),
				 errhint("Give zero or more.")));
	return amount;
}

/*
 * Zero to a hundred, for discounts and tax rates alike; a hundred is a million
 * here.
 */
static int64
percentage(Numeric value, const char *name)
{
	int64		share = not_negative(value, name);

	if (share > PERCENT_100)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be at most 100", name),
				 errdetail("It is %s.", money_text(share)),
				 errhint("It is a percentage.")));
	return share;
}
