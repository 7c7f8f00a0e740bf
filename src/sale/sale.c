/*-------------------------------------------------------------------------
 *
 * sale.c
 *		A sale: its row, its words and its events.
 *
 * All lines are read and written with one statement each, whatever their
 * number.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "access/stratnum.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "base/direct.h"
#include "base/money.h"
#include "base/quantity.h"
#include "base/tables.h"
#include "base/trigger.h"
#include "base/value.h"
#include "sale/sale.h"
#include "sale/statements.h"

static const char *const status_words[] = {
	[SALE_DRAFT] = "DRAFT",
	[SALE_PENDING] = "PENDING",
	[SALE_PARTIAL] = "PARTIAL",
	[SALE_COMPLETED] = "COMPLETED",
	[SALE_REFUNDED] = "REFUNDED",
	[SALE_CANCELLED] = "CANCELLED",
	[SALE_VOIDED] = "VOIDED"
};

static const char *const type_words[] = {
	[SALE_RETAIL] = "RETAIL",
	[SALE_WHOLESALE] = "WHOLESALE"
};

SQL_FUNCTION(primeinv_fix_money);

static void read_money(Call *call, Sale *sale);
static void read_lines(Sale *sale);
static SaleLine read_line(const Rows *rows, uint64 row, int64 tenant_id);
static int64 price_column(const Rows *rows, uint64 row, int column);

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
	sale->outlet = access_outlet_of(rows_int64(rows, 0, SALE_LOCK_OUTLET), call->tenant_id);
	sale->customer_id = rows_int64(rows, 0, SALE_LOCK_CUSTOMER);
	sale->type = sale_type_of(rows_text(rows, 0, SALE_LOCK_TYPE));
	sale->status = sale_status_of(rows_text(rows, 0, SALE_LOCK_STATUS));
	sale->cart = rows_text(rows, 0, SALE_LOCK_CART);
	sale->hold = DatumGetIntervalP(rows_datum(rows, 0, SALE_LOCK_HOLD, &isnull));
	sale->sale_discount = price_column(rows, 0, SALE_LOCK_DISCOUNT);
	sale->decimals = call->decimals = (int) rows_int64(rows, 0, SALE_LOCK_DECIMALS);
	sale->tax_included = rows_bool(rows, 0, SALE_LOCK_TAX_INCLUDED);
	sale->tax_on_invoice = rows_bool(rows, 0, SALE_LOCK_TAX_ON_INVOICE);
	read_lines(sale);
	return sale;
}

/*
 * The state is asked under the lock: before it another call might complete the
 * sale after the answer.
 */
Sale *
sale_lock_draft(Call *call, int64 sale_id)
{
	Sale	   *sale = sale_lock(call, sale_id);

	sale_require_draft(sale);
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
	{
		sale->lines[i] = read_line(rows, i, sale->outlet.tenant_id);
		sale->repriced = sale->repriced || sale->lines[i].repriced;
	}
}

/*
 * What a line kept from when it came in counts as given, such as its tax
 * rate.  Its price is asked anew only where a change says so, or where it was
 * that of a batch, which somebody else may have got meanwhile.
 */
static SaleLine
read_line(const Rows *rows, uint64 row, int64 tenant_id)
{
	SaleLine	line = {0};
	bool		isnull;

	line.id = rows_int64(rows, row, LINE_ID);
	line.variation = access_variation(rows_int64(rows, row, LINE_VARIATION), tenant_id);
	line.quantity = quantity_from_datum(rows_datum(rows, row, LINE_QUANTITY, &isnull));
	line.unit = rows_text(rows, row, LINE_UNIT);
	line.base_quantity = quantity_from_datum(rows_datum(rows, row, LINE_BASE_QUANTITY, &isnull));
	line.list_price = price_column(rows, row, LINE_LIST_PRICE);
	line.unit_price = price_column(rows, row, LINE_UNIT_PRICE);
	line.price_given = rows_bool(rows, row, LINE_PRICE_GIVEN);
	line.price_rule = rows_text(rows, row, LINE_PRICE_RULE);
	line.discount_percentage = price_column(rows, row, LINE_DISCOUNT_PERCENTAGE);
	line.tax_rate = price_column(rows, row, LINE_TAX_RATE);
	line.tax_given = true;
	line.batch_id = rows_int64(rows, row, LINE_BATCH);
	line.product_name = rows_text(rows, row, LINE_PRODUCT_NAME);
	line.product_sku = rows_text(rows, row, LINE_PRODUCT_SKU);
	line.unit_cost = price_column(rows, row, LINE_UNIT_COST);
	line.fresh = line.repriced = !line.price_given && strcmp(line.price_rule, PRICE_RULE_BATCH) == 0;
	return line;
}

/*
 * Null becomes NO_PRICE, because zero is a price, too.
 */
static int64
price_column(const Rows *rows, uint64 row, int column)
{
	bool		isnull;
	Datum		value = rows_datum(rows, row, column, &isnull);

	return isnull ? NO_PRICE : money_from_datum(value);
}

/*
 * To be asked under the sale's lock.
 */
void
sale_require_draft(const Sale *sale)
{
	if (sale->status == SALE_DRAFT)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("sale " INT64_FORMAT " is %s, no longer a draft", sale->id, sale_status_word(sale->status)),
			 errdetail("Only a draft can be changed, completed or cancelled."),
			 errhint("Use refund_sale() or void_sale() for what was sold.")));
}

/*
 * The id is drawn at once: the cart is named after it, and checkout writes
 * lines and movements before the sale's own row.
 */
Sale *
sale_new(Call *call, const Outlet *outlet, int64 customer_id, SaleType type)
{
	Sale	   *sale = palloc0(sizeof(Sale));

	place_must_be_open(outlet);
	sale->id = direct_nextval(DIRECT_SALE_SEQUENCE);
	sale->outlet = *outlet;
	sale->customer_id = customer_id;
	sale->type = type;
	sale->status = SALE_DRAFT;
	sale->cart = psprintf(INT64_FORMAT, sale->id);
	read_money(call, sale);
	sale->lines = palloc0(sizeof(SaleLine));
	return sale;
}

/*
 * How the tenant reckons, which the call uses from here on.
 */
static void
read_money(Call *call, Sale *sale)
{
	Snapshot	snapshot = direct_snapshot();
	ScanKeyData key;
	TupleDesc	desc;
	HeapTuple	tuple;
	bool		isnull;

	ScanKeyInit(&key, 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(call->tenant_id));
	tuple = direct_fetch(NULL, DIRECT_TENANT, DIRECT_TENANT_PKEY, snapshot, &key, 1, &desc);
	UnregisterSnapshot(snapshot);
	if (tuple == NULL)
		elog(ERROR, "tenant " INT64_FORMAT " does not exist", call->tenant_id);
	sale->decimals = call->decimals = DatumGetInt32(heap_getattr(tuple, Anum_tenant_money_decimals, desc, &isnull));
	sale->tax_included = DatumGetBool(heap_getattr(tuple, Anum_tenant_prices_include_tax, desc, &isnull));
	sale->tax_on_invoice = text_is(heap_getattr(tuple, Anum_tenant_tax_rounding, desc, &isnull), "invoice");
}

/*
 * A constant: nobody may free or change it.
 */
const char *
sale_status_word(SaleStatus status)
{
	Assert(status >= SALE_DRAFT && status <= SALE_VOIDED);
	return status_words[status];
}

/*
 * Reads our own column, whose CHECK lets no other word in.
 */
SaleStatus
sale_status_of(const char *word)
{
	int			status = word_index(word, status_words, lengthof(status_words));

	if (status < 0)
		elog(ERROR, "a sale has the status \"%s\"", word);
	return (SaleStatus) status;
}

/*
 * A constant, as a status's word is.
 */
const char *
sale_type_word(SaleType type)
{
	Assert(type == SALE_RETAIL || type == SALE_WHOLESALE);
	return type_words[type];
}

/*
 * Capitals only, as they stand in the column.
 */
SaleType
sale_type_of(const char *word)
{
	int			type = word == NULL ? SALE_RETAIL : word_index(word, type_words, lengthof(type_words));

	if (type < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is not a type of sale", word),
				 errdetail("Types are \"RETAIL\" and \"WHOLESALE\"."),
				 errhint("Leave the type out for \"RETAIL\".")));
	return (SaleType) type;
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
	values[4] = CStringGetTextDatum(sale_type_word(sale->type));
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
	values[2] = CStringGetTextDatum(sale_type_word(sale->type));
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
	AuditEvent	event = {.event_type = event_type, .sale_id = sale->id,
	.customer_id = sale->customer_id, .description = description};

	event.data = audit_data("outlet_id", AUDIT_ID, sale->outlet.id,
							"type", AUDIT_TEXT, sale_type_word(sale->type),
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
	AuditEvent	event = {.event_type = event_type, .sale_id = sale->id, .sale_item_id = line->id,
	.customer_id = sale->customer_id};

	event.data = audit_data("variation_id", AUDIT_ID, line->variation.id,
							"quantity", AUDIT_QUANTITY, line->quantity,
							"unit", AUDIT_TEXT, line->unit,
							"unit_price", AUDIT_AMOUNT, line->unit_price,
							"total_price", AUDIT_MONEY, money_to_datum(line->total_price, sale->decimals), NULL);
	audit_event(call->audit, &event);
}

/*
 * Trigger of tenant: its WHEN has found that decimals, the meaning of prices or
 * the rounding of tax would change; sales and balances that were made by the old ones would not add up.
 */
Datum
primeinv_fix_money(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_data(fcinfo, TRIGGER_TYPE_ROW | TRIGGER_TYPE_BEFORE | TRIGGER_TYPE_UPDATE, "tenant", NULL);
	Datum		value;
	bool		isnull;

	value = SPI_getbinval(trigger->tg_trigtuple, trigger->tg_relation->rd_att,
						  SPI_fnumber(trigger->tg_relation->rd_att, "id"), &isnull);
	if (plan_rows(&PLAN_MONEY_OF_TENANT, &value, NULL)->count > 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("money_decimals, prices_include_tax and tax_rounding of tenant " INT64_FORMAT " are fixed",
						DatumGetInt64(value)),
				 errdetail("The tenant has sales, or entries on its customers' accounts."),
				 errhint("Make a new tenant.")));
	PG_RETURN_POINTER(trigger->tg_newtuple);
}
