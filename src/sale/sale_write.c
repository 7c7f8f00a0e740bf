/*-------------------------------------------------------------------------
 *
 * sale_write.c
 *		Writes a sale's lines.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "base/clock.h"
#include "base/direct.h"
#include "base/money.h"
#include "base/quantity.h"
#include "base/tables.h"
#include "base/value.h"
#include "sale/sale.h"
#include "sale/statements.h"

/* A column of a line, for rows and for the arrays of a statement. */
typedef Datum (*LineColumn) (const Sale *sale, const SaleLine *line, bool *isnull);

static void line_row(Call *call, const Sale *sale, const SaleLine *line, Datum *row, bool *nulls);
static Datum column_array(const Sale *sale, Oid type, LineColumn column);

/* The columns of a line, for the arrays of a statement. */
#define ID_COLUMN(name, member) \
static Datum name(const Sale *sale, const SaleLine *line, bool *isnull) \
{ \
	*isnull = line->member == 0; \
	return Int64GetDatum(line->member); \
}
#define QUANTITY_COLUMN(name, member) \
static Datum name(const Sale *sale, const SaleLine *line, bool *isnull) \
{ \
	return quantity_to_datum(line->member); \
}
#define PRICE_COLUMN(name, member) \
static Datum name(const Sale *sale, const SaleLine *line, bool *isnull) \
{ \
	*isnull = line->member == NO_PRICE; \
	return cost_to_datum(line->member); \
}
#define AMOUNT_COLUMN(name, member) \
static Datum name(const Sale *sale, const SaleLine *line, bool *isnull) \
{ \
	return money_to_datum(line->member, sale->decimals); \
}
#define TEXT_COLUMN(name, member) \
static Datum name(const Sale *sale, const SaleLine *line, bool *isnull) \
{ \
	*isnull = line->member == NULL; \
	return *isnull ? (Datum) 0 : CStringGetTextDatum(line->member); \
}

ID_COLUMN(column_id, id)
ID_COLUMN(column_variation, variation.id)
ID_COLUMN(column_batch, batch_id)
QUANTITY_COLUMN(column_quantity, quantity)
QUANTITY_COLUMN(column_base_quantity, base_quantity)
PRICE_COLUMN(column_list_price, list_price)
PRICE_COLUMN(column_unit_price, unit_price)
PRICE_COLUMN(column_discount_percentage, discount_percentage)
AMOUNT_COLUMN(column_discount_amount, discount_amount)
PRICE_COLUMN(column_tax_rate, tax_rate)
AMOUNT_COLUMN(column_tax_amount, tax_amount)
AMOUNT_COLUMN(column_total_price, total_price)
PRICE_COLUMN(column_unit_cost, unit_cost)
AMOUNT_COLUMN(column_subtotal, subtotal)
AMOUNT_COLUMN(column_sale_discount, sale_discount)
TEXT_COLUMN(column_unit, unit)
TEXT_COLUMN(column_product_name, product_name)
TEXT_COLUMN(column_product_sku, product_sku)
TEXT_COLUMN(column_price_rule, price_rule)

/*
 * Never null: isnull stays as the caller cleared it.
 */
static Datum
column_price_given(const Sale *sale, const SaleLine *line, bool *isnull)
{
	return BoolGetDatum(line->price_given);
}

static const LineColumn line_columns[Natts_sale_item] = {
	[Anum_sale_item_id - 1] = column_id,
	[Anum_sale_item_variation_id - 1] = column_variation,
	[Anum_sale_item_quantity - 1] = column_quantity,
	[Anum_sale_item_unit - 1] = column_unit,
	[Anum_sale_item_base_quantity - 1] = column_base_quantity,
	[Anum_sale_item_list_price - 1] = column_list_price,
	[Anum_sale_item_unit_price - 1] = column_unit_price,
	[Anum_sale_item_discount_percentage - 1] = column_discount_percentage,
	[Anum_sale_item_discount_amount - 1] = column_discount_amount,
	[Anum_sale_item_tax_rate - 1] = column_tax_rate,
	[Anum_sale_item_tax_amount - 1] = column_tax_amount,
	[Anum_sale_item_total_price - 1] = column_total_price,
	[Anum_sale_item_unit_cost - 1] = column_unit_cost,
	[Anum_sale_item_product_name - 1] = column_product_name,
	[Anum_sale_item_product_sku - 1] = column_product_sku,
	[Anum_sale_item_batch_id - 1] = column_batch,
	[Anum_sale_item_price_rule - 1] = column_price_rule,
	[Anum_sale_item_price_given - 1] = column_price_given,
	[Anum_sale_item_subtotal - 1] = column_subtotal,
	[Anum_sale_item_sale_discount - 1] = column_sale_discount
};

/*
 * Writes the lines from that one on, below the executor: of all that a sale
 * writes, they are the most.  The sale's row is ours, a location or a key
 * share keeps each variation, and the batch has been looked at, so that no
 * foreign key needs to be asked.  unit_cost stays null in a draft: it is known
 * once the stock has been taken.
 */
void
sale_write_new(Call *call, Sale *sale, int from, Direct *direct)
{
	int			count = sale->count - from;
	Datum	  **rows = palloc(sizeof(Datum *) * count);
	bool	  **nulls = palloc(sizeof(bool *) * count);

	Assert(from >= 0 && from <= sale->count);
	for (int i = 0; i < count; i++)
	{
		rows[i] = palloc(sizeof(Datum) * Natts_sale_item);
		nulls[i] = palloc0(sizeof(bool) * Natts_sale_item);
		line_row(call, sale, &sale->lines[from + i], rows[i], nulls[i]);
	}
	if (direct == NULL)
		direct = call_direct(call);
	direct_insert(direct, DIRECT_SALE_ITEM, rows, nulls, count, Natts_sale_item);
	CommandCounterIncrement();
	for (int line = from; line < sale->count; line++)
		sale_line_event(call, sale, &sale->lines[line], "sale_item.added");
}

/*
 * Fills every column that is ours: a row written below the executor gets no
 * default for them.
 */
static void
line_row(Call *call, const Sale *sale, const SaleLine *line, Datum *row, bool *nulls)
{
	row[Anum_sale_item_tenant_id - 1] = Int64GetDatum(call->tenant_id);
	row[Anum_sale_item_sale_id - 1] = Int64GetDatum(sale->id);
	row[Anum_sale_item_created_at - 1] = row[Anum_sale_item_updated_at - 1] = TimestampTzGetDatum(clock_now());
	for (int i = 0; i < Natts_sale_item; i++)
		if (line_columns[i] != NULL)
			row[i] = line_columns[i] (sale, line, &nulls[i]);
}

/*
 * All lines, for one column of a statement that takes them together.  No flag is set before a column sets it: most are never null.
 */
static Datum
column_array(const Sale *sale, Oid type, LineColumn column)
{
	Datum	   *values = palloc(sizeof(Datum) * (sale->count + 1));
	bool	   *nulls = palloc0(sizeof(bool) * (sale->count + 1));

	for (int i = 0; i < sale->count; i++)
		values[i] = column(sale, &sale->lines[i], &nulls[i]);
	return array_of(type, values, nulls, sale->count);
}

/*
 * What may have changed in lines of a draft; rows that stay are not written.
 */
void
sale_write_lines(Sale *sale)
{
	Datum		values[13];
	int			i = 0;

	values[i++] = column_array(sale, INT8OID, column_id);
	values[i++] = column_array(sale, NUMERICOID, column_quantity);
	values[i++] = column_array(sale, NUMERICOID, column_base_quantity);
	values[i++] = column_array(sale, NUMERICOID, column_list_price);
	values[i++] = column_array(sale, NUMERICOID, column_unit_price);
	values[i++] = column_array(sale, TEXTOID, column_price_rule);
	values[i++] = column_array(sale, BOOLOID, column_price_given);
	values[i++] = column_array(sale, NUMERICOID, column_discount_percentage);
	values[i++] = column_array(sale, NUMERICOID, column_discount_amount);
	values[i++] = column_array(sale, NUMERICOID, column_tax_amount);
	values[i++] = column_array(sale, NUMERICOID, column_total_price);
	values[i++] = column_array(sale, NUMERICOID, column_subtotal);
	values[i++] = column_array(sale, NUMERICOID, column_sale_discount);
	Assert(i == lengthof(values));
	plan_rows(&PLAN_SALE_ITEM_UPDATE, values, NULL);
}

/*
 * For a draft, whose lines were written before their batches were known;
 * checkout inserts its lines with the cost.
 */
void
sale_write_costs(Sale *sale)
{
	Datum		values[2];

	values[0] = column_array(sale, INT8OID, column_id);
	values[1] = column_array(sale, NUMERICOID, column_unit_cost);
	plan_rows(&PLAN_SALE_ITEM_COSTS, values, NULL);
}
