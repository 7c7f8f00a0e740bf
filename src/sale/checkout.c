/*-------------------------------------------------------------------------
 *
 * checkout.c
 *		complete_sale and checkout: a cart becomes a sale, in one transaction.
 *
 * In the order of locks: the sale, the locations of its lines (sorted), their
 * holds and batches, the customer, and last the receipt counter, which is
 * held until the commit, so that a rolled back sale leaves no gap.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/money.h"
#include "base/quantity.h"
#include "base/tables.h"
#include "sale/account.h"
#include "sale/cart.h"
#include "sale/charge.h"
#include "sale/customer.h"
#include "sale/payment.h"
#include "sale/statements.h"

/* How a sale is completed, beside what is sold. */
typedef struct Completion
{
	Payments   *payments;
	bool		manager_override;
	char	   *override_reason;
	char	   *override_by;
	TimestampTz at;				/* after the stock's locks */
	DateADT		day;			/* the outlet's */
	int64		due;			/* what is not paid */
	bool		terms;			/* a due date */
	DateADT		due_date;
	char	   *receipt;
} Completion;

static void read_items(Sale *sale, Jsonb *items);
static Completion read_completion(FunctionCallInfo fcinfo, int first);
static void may_override(FunctionCallInfo fcinfo, int arg, int64 tenant_id);
static bool said(const char *text);
static void complete(Call *call, Sale *sale, Completion *completion, bool draft);
static void take_stock(Call *call, Sale *sale, Completion *completion, bool draft);
static BasketLine *basket_of(const Sale *sale, int *count);
static Place *sold_places(const Sale *sale, int count);
static void set_costs(Sale *sale, const BasketLine *lines);
static int64 average_cost(const BasketLine *line);
static void charge_customer(Call *call, Sale *sale, Completion *completion);
static void next_receipt(Call *call, const Sale *sale, Completion *completion);
static void write_completion(Sale *sale, const Completion *completion);
static void keep_customer(Call *call, int64 customer_id);
static void insert_completed(Call *call, const Sale *sale, const Completion *completion, Direct *direct);
static void complete_new(Call *call, Sale *sale, Completion *completion);
static void completed_sale(Call *call, const Sale *sale, const Completion *completion,
						   Datum *row, bool *nulls);
static void completed_money(const Sale *sale, const Completion *completion, Datum *row);

PG_FUNCTION_INFO_V1(primeinv_checkout);
PG_FUNCTION_INFO_V1(primeinv_complete_sale);

/*
 * checkout(outlet_id, items, payments, customer_id, type, discount_amount,
 * manager_override, override_reason, override_by, actor, request_id)
 */
Datum
primeinv_checkout(PG_FUNCTION_ARGS)
{
	Completion	completion;
	Outlet		outlet;
	Sale	   *sale;
	Call	   *call;

	call_required(fcinfo, 2);
	outlet = access_outlet(PG_GETARG_INT64(0));
	may_override(fcinfo, 6, outlet.tenant_id);
	call = call_begin(fcinfo, outlet.tenant_id);
	if (call->replayed)
		return call_replay(call);
	sale = sale_new(call, &outlet, call_id(fcinfo, 3, "customer"), call_text(fcinfo, 4));
	if (!PG_ARGISNULL(5))
		sale->sale_discount = sale_discount(PG_GETARG_NUMERIC(5), sale->decimals);
	keep_customer(call, sale->customer_id);
	completion = read_completion(fcinfo, 6);
	completion.payments = payment_read(PG_ARGISNULL(2) ? NULL : PG_GETARG_JSONB_P(2), sale->decimals);
	read_items(sale, PG_GETARG_JSONB_P(1));
	sale_price(call, sale);
	complete(call, sale, &completion, false);
	return call_end_value(call, account_row(sale->id));
}

/*
 * complete_sale(sale_id, payments, manager_override, override_reason,
 * override_by, actor, request_id)
 */
Datum
primeinv_complete_sale(PG_FUNCTION_ARGS)
{
	Completion	completion;
	int64		tenant_id;
	Sale	   *sale;
	Call	   *call;

	call_required(fcinfo, 1);
	tenant_id = access_tenant_of(&PLAN_SALE_TENANT, "sale", PG_GETARG_INT64(0));
	may_override(fcinfo, 2, tenant_id);
	call = call_begin(fcinfo, tenant_id);
	if (call->replayed)
		return call_replay(call);
	completion = read_completion(fcinfo, 2);
	sale = sale_lock(call, PG_GETARG_INT64(0));
	sale_require_draft(sale, "completed");
	completion.payments = payment_read(PG_ARGISNULL(1) ? NULL : PG_GETARG_JSONB_P(1), sale->decimals);
	place_must_be_open(&sale->outlet);
	charge_sale(sale);
	complete(call, sale, &completion, true);
	return call_end_value(call, account_row(sale->id));
}

/*
 * The lines of a checkout; keys as add_sale_item's parameters.
 */
static void
read_items(Sale *sale, Jsonb *items)
{
	static const JsonKey keys[] = {
		{"variation_id", JSON_BIGINT, true},
		{"quantity", JSON_NUMERIC, true},
		{"unit_price", JSON_NUMERIC, false},
		{"discount_percentage", JSON_NUMERIC, false},
		{"tax_rate", JSON_NUMERIC, false},
		{"unit", JSON_TEXT, false},
		{"batch_id", JSON_BIGINT, false}
	};
	int			count;
	JsonObject *objects = json_read_array(items, "items", keys, lengthof(keys), &count);

	for (int i = 0; i < count; i++)
	{
		JsonObject *item = &objects[i];
		SaleLine   *line = sale_add_line(sale);

		line->variation_id = DatumGetInt64(item->values[0]);
		line_quantity(line, DatumGetNumeric(item->values[1]), psprintf("items[%d].quantity", i));
		if (!item->nulls[2])
			line_price(line, DatumGetNumeric(item->values[2]), psprintf("items[%d].unit_price", i));
		if (!item->nulls[3])
			line_discount(line, DatumGetNumeric(item->values[3]),
						  psprintf("items[%d].discount_percentage", i));
		if (!item->nulls[4])
			line_tax(line, DatumGetNumeric(item->values[4]), psprintf("items[%d].tax_rate", i));
		line_unit(line, json_text(item, 5));
		place_sold(&sale->outlet, line->variation_id);
		if (!item->nulls[6])
			line_batch(sale, line, DatumGetInt64(item->values[6]));
	}
}

/*
 * manager_override, override_reason and override_by.  An override needs its
 * reason and its manager's name.
 */
static Completion
read_completion(FunctionCallInfo fcinfo, int first)
{
	Completion	completion = {0};

	completion.manager_override = !PG_ARGISNULL(first) && PG_GETARG_BOOL(first);
	completion.override_reason = call_text(fcinfo, first + 1);
	completion.override_by = call_text(fcinfo, first + 2);
	if (completion.manager_override &&
		(!said(completion.override_reason) || !said(completion.override_by)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("an override needs override_reason and override_by"),
				 errdetail("Both are kept with the sale."),
				 errhint("Say why, and which manager.")));
	return completion;
}

/*
 * Blanks say nothing to whoever looks the override up later.
 */
static bool
said(const char *text)
{
	return text != NULL && strspn(text, " \t\n") < strlen(text);
}

/*
 * An override is a manager's; asked before the owner's identity is taken.
 */
static void
may_override(FunctionCallInfo fcinfo, int arg, int64 tenant_id)
{
	if (!PG_ARGISNULL(arg) && PG_GETARG_BOOL(arg))
		access_require(tenant_id, LEVEL_MANAGER);
}

/*
 * Completes a draft, whose row is locked, or a sale of which nothing is written
 * yet.
 */
static void
complete(Call *call, Sale *sale, Completion *completion, bool draft)
{
	if (sale->count == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a sale needs at least one item"),
				 errdetail("Nothing is in it."),
				 errhint("Add items, or cancel the draft.")));
	charge_check(sale);
	payment_settle(completion->payments, sale->total_amount);
	completion->due = sale->total_amount - completion->payments->paid;
	if (draft)
	{
		take_stock(call, sale, completion, true);
		sale_update_costs(sale);
		payment_write(call, completion->payments, sale->id, sale->customer_id, 0, NULL);
		charge_customer(call, sale, completion);
		next_receipt(call, sale, completion);
		write_completion(sale, completion);
	}
	else
		complete_new(call, sale, completion);
	sale_event(call, sale, "sale.completed", completion->receipt);
}

/*
 * A sale of which nothing is written yet.  Its own row comes last, whole, so
 * that it is not updated and the receipt counter is not held for longer than
 * it must be; triggers of a user fire when all rows are there.
 */
static void
complete_new(Call *call, Sale *sale, Completion *completion)
{
	Direct	   *direct;

	sale_event(call, sale, "sale.created", NULL);
	take_stock(call, sale, completion, false);
	direct = call_direct(call);
	sale_insert_lines(call, sale, 0, direct);
	payment_write(call, completion->payments, sale->id, sale->customer_id, 0, direct);
	charge_customer(call, sale, completion);
	next_receipt(call, sale, completion);
	insert_completed(call, sale, completion, direct);
	direct_end(direct);
}

/*
 * Takes what is sold, after the holds of the sale itself have been given up,
 * and reads the clock.
 */
static void
take_stock(Call *call, Sale *sale, Completion *completion, bool draft)
{
	LedgerNote	note = {.movement_type = "sale",.reference_id = psprintf(INT64_FORMAT, sale->id)};
	int			count;
	BasketLine *lines = basket_of(sale, &count);

	for (int i = 0; i < sale->count; i++)
		place_sold(&sale->outlet, sale->lines[i].variation_id);
	if (count > 0)
	{
		Stock	   *stock = stock_begin(call, sold_places(sale, count), count, false);

		if (draft)
			cart_give_up(call, stock, sale, "COMMITTED");
		basket_issue(stock, sale->outlet.id, lines, count, &note);
		stock_end(stock);
		set_costs(sale, lines);
	}
	completion->at = clock_now();
	completion->day = clock_date(completion->at, sale->outlet.zone);
}

/*
 * The tracked lines, numbered as they stand in the sale.
 */
static BasketLine *
basket_of(const Sale *sale, int *count)
{
	BasketLine *lines = palloc0(sizeof(BasketLine) * sale->count);

	*count = 0;
	for (int i = 0; i < sale->count; i++)
	{
		const SaleLine *line = &sale->lines[i];

		if (line->tracked)
			lines[(*count)++] = (BasketLine) {.line = i + 1,.variation_id = line->variation_id,
			.quantity = line->base_quantity,.batch_id = line->batch_id,.sale_item_id = line->id};
	}
	return lines;
}

/*
 * count is basket_of's: both go through the tracked lines only.
 */
static Place *
sold_places(const Sale *sale, int count)
{
	Place	   *places = palloc(sizeof(Place) * count);

	cart_places(sale, places);
	return places;
}

/*
 * The basket's lines are the tracked ones in the sale's order.  The others
 * keep NO_PRICE, as no batch tells their cost.
 */
static void
set_costs(Sale *sale, const BasketLine *lines)
{
	int			taken = 0;

	for (int i = 0; i < sale->count; i++)
		if (sale->lines[i].tracked)
			sale->lines[i].unit_cost = average_cost(&lines[taken++]);
}

/*
 * Of the very batches that served the line; rounded once, whatever their
 * number.
 */
static int64
average_cost(const BasketLine *line)
{
	Datum		total = cost_total(0, 0);
	int64		quantity = 0;
	ListCell   *cell;

	if (list_length(line->picks) == 1)
		return ((StockPick *) linitial(line->picks))->unit_cost;
	foreach(cell, line->picks)
	{
		StockPick  *pick = lfirst(cell);

		total = DirectFunctionCall2(numeric_add, total, cost_total(pick->quantity, pick->unit_cost));
		quantity += pick->quantity;
	}
	return cost_of_one(total, quantity);
}

/*
 * What stays due needs a customer who may buy on credit (PI003).
 */
static void
charge_customer(Call *call, Sale *sale, Completion *completion)
{
	AuditEvent	why = {.sale_id = sale->id,.description = "sale"};
	Customer   *customer;

	if (completion->due == 0)
		return;
	if (sale->customer_id == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s of the sale is not paid", money_text(completion->due)),
				 errdetail("Only a sale to a customer can stay due; this one names none."),
				 errhint("Give payments for all of it, or a customer.")));
	customer = customer_lock(call, sale->customer_id);
	customer_check_credit(customer, completion->due, completion->manager_override);
	completion->terms = true;
	completion->due_date = completion->day + customer->terms_days;
	customer_change_balance(call, customer, completion->due, &why);
}

/*
 * Locks the counter of the outlet and day until the transaction ends: from
 * here on other checkouts there wait, so it comes as late as can be.
 */
static void
next_receipt(Call *call, const Sale *sale, Completion *completion)
{
	Datum		values[3] = {
		Int64GetDatum(call->tenant_id),
		Int64GetDatum(sale->outlet.id),
		DateADTGetDatum(completion->day)
	};

	completion->receipt = rows_text(plan_rows(&PLAN_RECEIPT_NEXT, values, NULL), 0, 1);
}

/*
 * The row of a draft, in one update.  A reason or a manager's name without an
 * override is not kept.
 */
static void
write_completion(Sale *sale, const Completion *completion)
{
	const Payments *payments = completion->payments;
	Datum		values[16];
	char		nulls[16];

	memset(nulls, ' ', sizeof(nulls));
	values[0] = Int64GetDatum(sale->id);
	values[1] = CStringGetTextDatum(account_status(sale->total_amount, 0, payments->paid));
	values[2] = CStringGetTextDatum(completion->receipt);
	values[3] = CStringGetTextDatum(payments->type);
	values[4] = money_to_datum(sale->sale_discount, sale->decimals);
	values[5] = money_to_datum(sale->subtotal, sale->decimals);
	values[6] = money_to_datum(sale->discount_amount, sale->decimals);
	values[7] = money_to_datum(sale->tax_amount, sale->decimals);
	values[8] = money_to_datum(sale->total_amount, sale->decimals);
	values[9] = money_to_datum(payments->paid, sale->decimals);
	values[10] = BoolGetDatum(completion->manager_override);
	values[11] = completion->manager_override ? CStringGetTextDatum(completion->override_reason) : (Datum) 0;
	values[12] = completion->manager_override ? CStringGetTextDatum(completion->override_by) : (Datum) 0;
	nulls[11] = nulls[12] = completion->manager_override ? ' ' : 'n';
	values[13] = TimestampTzGetDatum(completion->at);
	values[14] = DateADTGetDatum(completion->day);
	values[15] = DateADTGetDatum(completion->due_date);
	nulls[15] = completion->terms ? ' ' : 'n';
	plan_rows(&PLAN_SALE_COMPLETE, values, nulls);
}

/*
 * A customer of the call's tenant (P0002), who stays until the sale refers to
 * it.
 */
static void
keep_customer(Call *call, int64 customer_id)
{
	Datum		values[2] = {Int64GetDatum(customer_id), Int64GetDatum(call->tenant_id)};

	if (customer_id != 0 && plan_rows(&PLAN_CUSTOMER_KEEP, values, NULL)->count == 0)
		no_such_record("customer", customer_id);
}

/*
 * The row of a sale that never was a cart, written below the executor.  The
 * outlet stays because the receipt counter refers to it, and is locked.
 */
static void
insert_completed(Call *call, const Sale *sale, const Completion *completion, Direct *direct)
{
	Datum		values[Natts_sale] = {0};
	bool		nulls[Natts_sale] = {false};
	Datum	   *row = values;
	bool	   *row_nulls = nulls;

	completed_sale(call, sale, completion, values, nulls);
	completed_money(sale, completion, values);
	direct_insert(direct, DIRECT_SALE, &row, &row_nulls, 1, Natts_sale);
}

/*
 * Sets every column that is not completed_money's: below the executor our
 * columns get no defaults.  The row must look as a draft's does after its
 * completion.
 */
static void
completed_sale(Call *call, const Sale *sale, const Completion *completion, Datum *row, bool *nulls)
{
	static Interval usual_hold = {.time = 30 * USECS_PER_MINUTE};
	bool		override = completion->manager_override;

	row[Anum_sale_tenant_id - 1] = Int64GetDatum(call->tenant_id);
	row[Anum_sale_id - 1] = Int64GetDatum(sale->id);
	row[Anum_sale_outlet_id - 1] = Int64GetDatum(sale->outlet.id);
	row[Anum_sale_customer_id - 1] = Int64GetDatum(sale->customer_id);
	nulls[Anum_sale_customer_id - 1] = sale->customer_id == 0;
	row[Anum_sale_receipt_number - 1] = CStringGetTextDatum(completion->receipt);
	row[Anum_sale_type - 1] = CStringGetTextDatum(sale->type);
	row[Anum_sale_status - 1] =
		CStringGetTextDatum(account_status(sale->total_amount, 0, completion->payments->paid));
	row[Anum_sale_payment_type - 1] = CStringGetTextDatum(completion->payments->type);
	row[Anum_sale_manager_override - 1] = BoolGetDatum(override);
	row[Anum_sale_override_reason - 1] = override ? CStringGetTextDatum(completion->override_reason) : (Datum) 0;
	row[Anum_sale_override_by - 1] = override ? CStringGetTextDatum(completion->override_by) : (Datum) 0;
	nulls[Anum_sale_override_reason - 1] = nulls[Anum_sale_override_by - 1] = !override;
	row[Anum_sale_cart_session_id - 1] = CStringGetTextDatum(sale->cart);
	row[Anum_sale_actor - 1] = CStringGetTextDatum(call->actor);
	row[Anum_sale_created_at - 1] = TimestampTzGetDatum(completion->at);
	row[Anum_sale_completed_at - 1] = TimestampTzGetDatum(completion->at);
	row[Anum_sale_completed_on - 1] = DateADTGetDatum(completion->day);
	row[Anum_sale_due_date - 1] = DateADTGetDatum(completion->due_date);
	nulls[Anum_sale_due_date - 1] = !completion->terms;
	row[Anum_sale_hold - 1] = IntervalPGetDatum(&usual_hold);
	row[Anum_sale_db_role - 1] = CStringGetTextDatum(call->db_role);
	nulls[Anum_sale_closed_at - 1] = true;
	nulls[Anum_sale_closed_by - 1] = true;
	nulls[Anum_sale_close_reason - 1] = true;
}

/*
 * amount_due, a generated column, is worked out here.
 */
static void
completed_money(const Sale *sale, const Completion *completion, Datum *row)
{
	row[Anum_sale_subtotal - 1] = money_to_datum(sale->subtotal, sale->decimals);
	row[Anum_sale_discount_amount - 1] = money_to_datum(sale->discount_amount, sale->decimals);
	row[Anum_sale_tax_amount - 1] = money_to_datum(sale->tax_amount, sale->decimals);
	row[Anum_sale_total_amount - 1] = money_to_datum(sale->total_amount, sale->decimals);
	row[Anum_sale_amount_paid - 1] = money_to_datum(completion->payments->paid, sale->decimals);
	row[Anum_sale_refunded_amount - 1] = money_to_datum(0, sale->decimals);
	row[Anum_sale_amount_due - 1] = money_to_datum(completion->due, sale->decimals);
	row[Anum_sale_sale_discount - 1] = money_to_datum(sale->sale_discount, sale->decimals);
}
