/*-------------------------------------------------------------------------
 *
 * sale.c
 *		A sale and its lines, from the cart to the receipt.
 *
 * All lines are read and written with one statement each, whatever their
 * number.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/rel.h"

#include "base/direct.h"
#include "base/money.h"
#include "base/quantity.h"
#include "base/tables.h"
#include "base/value.h"
#include "tenant/unit.h"
#include "stock/statements.h"
#include "sale/charge.h"
#include "sale/price.h"
#include "sale/sale.h"
#include "sale/statements.h"

/* Arrays of line columns for one statement. */
typedef struct LineArrays
{
	Datum	   *values;
	bool	   *nulls;
	int			count;
} LineArrays;

typedef Datum (*LineColumn) (const Sale *sale, const SaleLine *line, bool *isnull);

PG_FUNCTION_INFO_V1(primeinv_fix_money);

static void read_lines(Sale *sale);
static SaleLine read_line(const Rows *rows, uint64 row, int64 tenant_id);
static int64 amount_column(const Rows *rows, uint64 row, int column);
static int64 not_negative(Numeric value, const char *name);
static int64 percentage(Numeric value, const char *name);
static void read_facts(Call *call, Sale *sale, PriceFacts *facts);
static Rows *fact_rows(const Sale *sale);
static void keep_untracked(const Sale *sale);
static void set_price(const Sale *sale, SaleLine *line, const PriceFacts *facts);
static void line_row(Call *call, const Sale *sale, const SaleLine *line, Datum *row, bool *nulls);
static Datum column_array(const Sale *sale, int from, Oid type, LineColumn column);

/*
 * The first lock of every change of a sale.  The tenant is read along
 * unlocked: once it has a sale, its decimals are fixed (primeinv_fix_money).
 * The call uses them from here on.
 */
Sale *
sale_lock(Call *call, int64 sale_id)
{
	Datum		values[2] = {Int64GetDatum(sale_id), Int64GetDatum(call->tenant_id)};
	Rows	   *rows = plan_rows(&PLAN_SALE_LOCK, values, NULL);
	Sale	   *sale = palloc0(sizeof(Sale));
	bool		isnull;

	if (rows->count == 0)
		no_such_record("sale", sale_id);
	sale->id = sale_id;
	sale->outlet = access_outlet_of(rows_int64(rows, 0, 1), call->tenant_id);
	sale->customer_id = rows_int64(rows, 0, 2);
	sale->type = rows_text(rows, 0, 3);
	sale->status = rows_text(rows, 0, 4);
	sale->cart = rows_text(rows, 0, 5);
	sale->hold = DatumGetIntervalP(rows_datum(rows, 0, 6, &isnull));
	sale->sale_discount = amount_column(rows, 0, 7);
	sale->decimals = call->decimals = (int) rows_int64(rows, 0, 8);
	sale->tax_included = rows_bool(rows, 0, 9);
	read_lines(sale);
	return sale;
}

/*
 * To be read under the sale's lock, without which lines come and go; by id,
 * the order in which they came in.
 */
static void
read_lines(Sale *sale)
{
	Datum		value = Int64GetDatum(sale->id);
	Rows	   *rows = plan_rows(&PLAN_SALE_LINES, &value, NULL);

	sale->lines = palloc0(sizeof(SaleLine) * (rows->count + 1));
	sale->count = (int) rows->count;
	for (uint64 i = 0; i < rows->count; i++)
		sale->lines[i] = read_line(rows, i, sale->outlet.tenant_id);
}

/*
 * What a line kept from when it came in counts as given, such as its tax
 * rate.  It is not fresh: its price is asked anew only where a change says so.
 */
static SaleLine
read_line(const Rows *rows, uint64 row, int64 tenant_id)
{
	SaleLine	line = {0};
	bool		isnull;

	line.id = rows_int64(rows, row, 1);
	line.variation_id = rows_int64(rows, row, 2);
	line.tracked = access_variation(line.variation_id, tenant_id).tracked;
	line.quantity = quantity_from_datum(rows_datum(rows, row, 3, &isnull));
	line.unit = rows_text(rows, row, 4);
	line.base_quantity = quantity_from_datum(rows_datum(rows, row, 5, &isnull));
	line.list_price = amount_column(rows, row, 6);
	line.unit_price = amount_column(rows, row, 7);
	line.price_given = rows_bool(rows, row, 8);
	line.price_rule = rows_text(rows, row, 9);
	line.discount_percentage = amount_column(rows, row, 10);
	line.tax_rate = amount_column(rows, row, 11);
	line.tax_given = true;
	line.batch_id = rows_int64(rows, row, 12);
	line.product_name = rows_text(rows, row, 13);
	line.product_sku = rows_text(rows, row, 14);
	line.unit_cost = amount_column(rows, row, 15);
	return line;
}

/*
 * Null becomes NO_PRICE, because zero is a price, too.
 */
static int64
amount_column(const Rows *rows, uint64 row, int column)
{
	bool		isnull;
	Datum		value = rows_datum(rows, row, column, &isnull);

	return isnull ? NO_PRICE : money_from_datum(value);
}

/*
 * To be asked under the sale's lock; what completes "cannot be".
 */
void
sale_require_draft(const Sale *sale, const char *what)
{
	if (strcmp(sale->status, "DRAFT") == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("sale " INT64_FORMAT " cannot be %s: it is %s", sale->id, what, sale->status),
			 errdetail("Only a draft can."),
			 errhint("Use refund_sale() or void_sale() for what was sold.")));
}

/*
 * The id is drawn at once: the cart is named after it, and checkout writes
 * lines and movements before the sale's own row.
 */
Sale *
sale_new(Call *call, const Outlet *outlet, int64 customer_id, char *type)
{
	Datum		value = Int64GetDatum(call->tenant_id);
	Rows	   *rows = plan_rows(&PLAN_TENANT_MONEY, &value, NULL);
	Sale	   *sale = palloc0(sizeof(Sale));

	place_must_be_open(outlet);
	sale->id = direct_nextval(DIRECT_SALE_SEQUENCE);
	sale->outlet = *outlet;
	sale->customer_id = customer_id;
	sale->type = sale_type(type);
	sale->status = "DRAFT";
	sale->cart = psprintf(INT64_FORMAT, sale->id);
	sale->decimals = call->decimals = (int) rows_int64(rows, 0, 1);
	sale->tax_included = rows_bool(rows, 0, 2);
	sale->lines = palloc0(sizeof(SaleLine));
	return sale;
}

/*
 * Returns the caller's own string or a constant, so that nobody may free or
 * change it.
 */
char *
sale_type(char *given)
{
	if (given == NULL)
		return "RETAIL";
	if (strcmp(given, "RETAIL") != 0 && strcmp(given, "WHOLESALE") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is not a type of sale", given),
				 errdetail("Types are \"RETAIL\" and \"WHOLESALE\"."),
				 errhint("Leave the type out for \"RETAIL\".")));
	return given;
}

/*
 * The row as a draft.  A customer of another tenant does not exist (P0002).
 */
void
sale_insert(Call *call, Sale *sale)
{
	Datum		values[10];
	char		nulls[10];

	memset(nulls, ' ', sizeof(nulls));
	values[0] = Int64GetDatum(call->tenant_id);
	values[1] = Int64GetDatum(sale->id);
	values[2] = Int64GetDatum(sale->outlet.id);
	values[3] = Int64GetDatum(sale->customer_id);
	nulls[3] = sale->customer_id == 0 ? 'n' : ' ';
	values[4] = CStringGetTextDatum(sale->type);
	values[5] = CStringGetTextDatum(sale->cart);
	values[6] = CStringGetTextDatum(call->actor);
	values[7] = IntervalPGetDatum(sale->hold);
	nulls[7] = sale->hold == NULL ? 'n' : ' ';
	values[8] = CStringGetTextDatum(call->db_role);
	values[9] = money_to_datum(0, sale->decimals);
	if (plan_rows(&PLAN_SALE_INSERT, values, nulls)->count == 0)
		no_such_record("customer", sale->customer_id);
	sale_event(call, sale, "sale.created", NULL);
}

/*
 * The array may move: a line's address is good until the next line is added.
 * A new line is fresh, for sale_price to fill in.
 */
SaleLine *
sale_add_line(Sale *sale)
{
	SaleLine   *line;

	if (sale->count >= sale->room)
	{
		sale->room = 2 * sale->count + 8;
		sale->lines = repalloc(sale->lines, sizeof(SaleLine) * sale->room);
	}
	line = &sale->lines[sale->count++];
	memset(line, 0, sizeof(SaleLine));
	line->id = direct_nextval(DIRECT_SALE_ITEM_SEQUENCE);
	line->fresh = true;
	return line;
}

/*
 * Knows the lines of this sale only; the address is good until a line is added or
 * taken out.
 */
SaleLine *
sale_line(Sale *sale, int64 line_id)
{
	for (int i = 0; i < sale->count; i++)
		if (sale->lines[i].id == line_id)
			return &sale->lines[i];
	no_such_record("sale item", line_id);
}

/*
 * Makes the line fresh, because the price rule may depend on the quantity.
 */
void
line_quantity(SaleLine *line, Numeric value, const char *name)
{
	line->quantity = quantity_positive(value, name);
	line->fresh = true;
}

/*
 * A given price stays when the rule is asked again.  The line is fresh all the
 * same, so that the list price is kept beside it.
 */
void
line_price(SaleLine *line, Numeric value, const char *name)
{
	line->unit_price = not_negative(value, name);
	line->price_given = true;
	line->fresh = true;
}

/*
 * Needs no fresh price: it comes off whatever price applies, and amounts are
 * worked out for every line anyway.
 */
void
line_discount(SaleLine *line, Numeric value, const char *name)
{
	line->discount_percentage = percentage(value, name);
}

/*
 * A given rate goes before the catalogue's, a rate of zero as well.
 */
void
line_tax(SaleLine *line, Numeric value, const char *name)
{
	line->tax_rate = percentage(value, name);
	line->tax_given = true;
}

/*
 * An empty unit is the base unit.  Whether the variation has the unit shows
 * when the line is priced.
 */
void
line_unit(SaleLine *line, char *unit)
{
	line->unit = unit == NULL || unit[0] == '\0' ? NULL : unit;
}

/*
 * A batch that does not lie there, or is of something else, does not exist
 * for this line (P0002).
 */
void
line_batch(const Sale *sale, SaleLine *line, int64 batch_id)
{
	Datum		value = Int64GetDatum(batch_id);
	Rows	   *rows = plan_rows(&PLAN_BATCH_PLACE, &value, NULL);

	if (rows->count == 0 || rows_int64(rows, 0, 1) != sale->outlet.id ||
		rows_int64(rows, 0, 2) != line->variation_id)
		no_such_record("batch", batch_id);
	line->batch_id = batch_id;
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

	if (share > 1000000)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be at most 100", name),
				 errdetail("It is %s.", money_text(share)),
				 errhint("It is a percentage.")));
	return share;
}

/*
 * Lines that are not fresh keep their prices, but the amounts of all are
 * worked out anew: each line's share of the sale's discount depends on the
 * others.
 */
void
sale_price(Call *call, Sale *sale)
{
	PriceFacts *facts = palloc(sizeof(PriceFacts) * (sale->count + 1));
	bool		fresh = false;

	for (int i = 0; i < sale->count; i++)
		fresh = fresh || sale->lines[i].fresh;
	if (fresh)
	{
		read_facts(call, sale, facts);
		for (int i = 0; i < sale->count; i++)
			if (sale->lines[i].fresh)
				set_price(sale, &sale->lines[i], &facts[i]);
	}
	charge_sale(sale);
}

/*
 * What the catalogue says now.  Names, SKU, tax rate and cost are kept from
 * when the line came into the sale.
 */
static void
read_facts(Call *call, Sale *sale, PriceFacts *facts)
{
	Rows	   *rows;

	for (int i = 0; i < sale->count; i++)
		if (sale->lines[i].product_name == NULL)
			sale->lines[i].tracked = place_sold(&sale->outlet, sale->lines[i].variation_id).tracked;
	rows = fact_rows(sale);
	for (int i = 0; i < sale->count; i++)
	{
		SaleLine   *line = &sale->lines[i];

		facts[i] = price_facts(rows, i, 5);
		if (line->unit != NULL && facts[i].numerator == 0)
			unit_unknown(line->variation_id, line->unit);
		if (facts[i].numerator == 0)
			facts[i].numerator = facts[i].denominator = 1;
		line->base_quantity = unit_convert(line->variation_id, line->quantity,
										   line->unit == NULL ? "unit" : line->unit,
										   facts[i].numerator, facts[i].denominator);
		if (line->product_name != NULL)
			continue;
		line->product_name = rows_text(rows, i, 1);
		line->product_sku = rows_text(rows, i, 2);
		if (!line->tax_given)
			line->tax_rate = amount_column(rows, i, 3);
		line->unit_cost = line->tracked ? NO_PRICE : amount_column(rows, i, 4);
	}
	keep_untracked(sale);
}

/*
 * One row for each line, in their order.  The joins lose a line whose
 * variation is gone, hence the count.
 */
static Rows *
fact_rows(const Sale *sale)
{
	Datum	   *ids = palloc(sizeof(Datum) * sale->count);
	Datum	   *units = palloc(sizeof(Datum) * sale->count);
	bool	   *nulls = palloc(sizeof(bool) * sale->count);
	Datum		values[3];
	Rows	   *rows;

	for (int i = 0; i < sale->count; i++)
	{
		ids[i] = Int64GetDatum(sale->lines[i].variation_id);
		nulls[i] = sale->lines[i].unit == NULL;
		units[i] = nulls[i] ? (Datum) 0 : CStringGetTextDatum(sale->lines[i].unit);
	}
	values[0] = array_of(INT8OID, ids, NULL, sale->count);
	values[1] = array_of(TEXTOID, units, nulls, sale->count);
	values[2] = Int64GetDatum(sale->outlet.id);
	rows = plan_rows(&PLAN_SALE_LINE_FACTS, values, NULL);
	if (rows->count != sale->count)
		elog(ERROR, "a variation of the sale is gone");
	return rows;
}

/*
 * A variation without stock has no location whose lock would keep it there.
 */
static void
keep_untracked(const Sale *sale)
{
	int64	   *ids = palloc(sizeof(int64) * sale->count);
	Datum		value;
	int			count = 0;

	for (int i = 0; i < sale->count; i++)
		if (!sale->lines[i].tracked)
			ids[count++] = sale->lines[i].variation_id;
	if (count == 0)
		return;
	value = array_of_int64(ids, count);
	plan_rows(&PLAN_VARIATION_KEEP, &value, NULL);
}

/*
 * What the price rule chooses is kept beside what is charged.
 */
static void
set_price(const Sale *sale, SaleLine *line, const PriceFacts *facts)
{
	int64		in_sale = 0;

	for (int i = 0; i < sale->count; i++)
		if (sale->lines[i].variation_id == line->variation_id)
			in_sale += sale->lines[i].base_quantity;
	line->list_price = price_choose(facts, strcmp(sale->type, "WHOLESALE") == 0, in_sale,
									&line->price_rule);
	line->fresh = false;
	if (line->price_given)
		return;
	if (line->list_price == NO_PRICE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" has no price", catalogue_variation_name(line->variation_id)),
				 errdetail("Neither the variation nor the outlet sets one, and unit_price was left out."),
				 errhint("Give unit_price, or set a price.")));
	line->unit_price = line->list_price;
}

/*
 * Trigger of tenant: its WHEN has found that decimals or the meaning of prices
 * would change; sales and balances that were made by the old ones would not add up.
 */
Datum
primeinv_fix_money(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	Datum		value;
	bool		isnull;

	if (!CALLED_AS_TRIGGER(fcinfo))
		elog(ERROR, "fix_money must be called as a trigger");
	value = SPI_getbinval(trigger->tg_trigtuple, trigger->tg_relation->rd_att,
						  SPI_fnumber(trigger->tg_relation->rd_att, "id"), &isnull);
	if (plan_rows(&PLAN_MONEY_OF_TENANT, &value, NULL)->count > 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("money_decimals and prices_include_tax of tenant " INT64_FORMAT " are fixed",
						DatumGetInt64(value)),
				 errdetail("The tenant has sales, or entries on its customers' accounts."),
				 errhint("Make a new tenant.")));
	PG_RETURN_POINTER(trigger->tg_newtuple);
}

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
ID_COLUMN(column_variation, variation_id)
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

/*
 * The lines from that one on, for one column of a statement that takes them
 * all.  No flag is set before a column sets it: most are never null.
 */
static Datum
column_array(const Sale *sale, int from, Oid type, LineColumn column)
{
	int			count = sale->count - from;
	Datum	   *values = palloc(sizeof(Datum) * (count + 1));
	bool	   *nulls = palloc0(sizeof(bool) * (count + 1));

	for (int i = 0; i < count; i++)
		values[i] = column(sale, &sale->lines[from + i], &nulls[i]);
	return array_of(type, values, nulls, count);
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
sale_insert_lines(Call *call, Sale *sale, int from, Direct *direct)
{
	int			count = sale->count - from;
	Datum	  **rows = palloc(sizeof(Datum *) * count);
	bool	  **nulls = palloc(sizeof(bool *) * count);
	Direct	   *own = NULL;

	for (int i = 0; i < count; i++)
	{
		rows[i] = palloc(sizeof(Datum) * Natts_sale_item);
		nulls[i] = palloc0(sizeof(bool) * Natts_sale_item);
		line_row(call, sale, &sale->lines[from + i], rows[i], nulls[i]);
	}
	if (direct == NULL)
		direct = own = call_direct(call);
	direct_insert(direct, DIRECT_SALE_ITEM, rows, nulls, count, Natts_sale_item);
	if (own != NULL)
		direct_end(own);
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
	for (int i = 0; i < Natts_sale_item; i++)
		if (line_columns[i] != NULL)
			row[i] = line_columns[i] (sale, line, &nulls[i]);
}

/*
 * What may have changed in lines of a draft; rows that stay are not written.
 */
void
sale_update_lines(Sale *sale)
{
	Datum		values[13];
	int			i = 0;

	values[i++] = column_array(sale, 0, INT8OID, column_id);
	values[i++] = column_array(sale, 0, NUMERICOID, column_quantity);
	values[i++] = column_array(sale, 0, NUMERICOID, column_base_quantity);
	values[i++] = column_array(sale, 0, NUMERICOID, column_list_price);
	values[i++] = column_array(sale, 0, NUMERICOID, column_unit_price);
	values[i++] = column_array(sale, 0, TEXTOID, column_price_rule);
	values[i++] = column_array(sale, 0, BOOLOID, column_price_given);
	values[i++] = column_array(sale, 0, NUMERICOID, column_discount_percentage);
	values[i++] = column_array(sale, 0, NUMERICOID, column_discount_amount);
	values[i++] = column_array(sale, 0, NUMERICOID, column_tax_amount);
	values[i++] = column_array(sale, 0, NUMERICOID, column_total_price);
	values[i++] = column_array(sale, 0, NUMERICOID, column_subtotal);
	values[i++] = column_array(sale, 0, NUMERICOID, column_sale_discount);
	Assert(i == lengthof(values));
	plan_rows(&PLAN_SALE_ITEM_UPDATE, values, NULL);
}

/*
 * For a draft, whose lines were written before their batches were known;
 * checkout inserts its lines with the cost.
 */
void
sale_update_costs(Sale *sale)
{
	Datum		values[2];

	values[0] = column_array(sale, 0, INT8OID, column_id);
	values[1] = column_array(sale, 0, NUMERICOID, column_unit_cost);
	plan_rows(&PLAN_SALE_ITEM_COSTS, values, NULL);
}

/*
 * What may have changed in a draft.
 */
void
sale_update(Sale *sale)
{
	Datum		values[8];
	char		nulls[8];

	memset(nulls, ' ', sizeof(nulls));
	values[0] = Int64GetDatum(sale->id);
	values[1] = Int64GetDatum(sale->customer_id);
	nulls[1] = sale->customer_id == 0 ? 'n' : ' ';
	values[2] = CStringGetTextDatum(sale->type);
	values[3] = money_to_datum(sale->sale_discount, sale->decimals);
	values[4] = money_to_datum(sale->subtotal, sale->decimals);
	values[5] = money_to_datum(sale->discount_amount, sale->decimals);
	values[6] = money_to_datum(sale->tax_amount, sale->decimals);
	values[7] = money_to_datum(sale->total_amount, sale->decimals);
	if (plan_rows(&PLAN_SALE_UPDATE, values, nulls)->count == 0)
		no_such_record("customer", sale->customer_id);
}

/*
 * Tells the amounts as they are in memory, so that they must have been worked
 * out before.
 */
void
sale_event(Call *call, const Sale *sale, const char *event_type, const char *description)
{
	AuditEvent	event = {.event_type = event_type,.sale_id = sale->id,
	.customer_id = sale->customer_id,.description = description};

	event.data = audit_data("outlet_id", AUDIT_ID, sale->outlet.id,
							"type", AUDIT_TEXT, sale->type,
							"discount_amount", AUDIT_MONEY, money_to_datum(sale->discount_amount, sale->decimals),
							"total_amount", AUDIT_MONEY, money_to_datum(sale->total_amount, sale->decimals), NULL);
	audit_event(call->audit, &event);
}

/*
 * Names sale and customer beside the line, so that the log of each of them
 * shows it.
 */
void
sale_line_event(Call *call, const Sale *sale, const SaleLine *line, const char *event_type)
{
	AuditEvent	event = {.event_type = event_type,.sale_id = sale->id,.sale_item_id = line->id,
	.customer_id = sale->customer_id};

	event.data = audit_data("variation_id", AUDIT_ID, line->variation_id,
							"quantity", AUDIT_QUANTITY, line->quantity,
							"unit", AUDIT_TEXT, line->unit,
							"unit_price", AUDIT_AMOUNT, line->unit_price,
							"total_price", AUDIT_MONEY, money_to_datum(line->total_price, sale->decimals), NULL);
	audit_event(call->audit, &event);
}
