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

#include "miscadmin.h"
#include "utils/builtins.h"

#include "base/clock.h"
#include "base/money.h"
#include "base/quantity.h"
#include "base/value.h"
#include "sale/cart.h"
#include "sale/checkout.h"
#include "sale/customer.h"
#include "sale/price.h"
#include "sale/sale_account.h"
#include "sale/statements.h"
#include "stock/stock_pick.h"

static Datum checkout(Call *call, FunctionCallInfo fcinfo);
static Datum checkout_json(Call *call, FunctionCallInfo fcinfo);
static Sale *sell(Call *call, FunctionCallInfo fcinfo);
static Datum complete_sale(Call *call, FunctionCallInfo fcinfo);
static void may_override(FunctionCallInfo fcinfo, int arg, int64 tenant_id);
static Completion read_completion(Call *call, FunctionCallInfo fcinfo, int first);
static Payments *read_payments(Call *call, FunctionCallInfo fcinfo, int arg, const Sale *sale);
static bool is_given(const Call *call, FunctionCallInfo fcinfo, int arg);
static Datum given(const Call *call, FunctionCallInfo fcinfo, int arg);
static char *given_text(const Call *call, FunctionCallInfo fcinfo, int arg);
static int64 given_customer(const Call *call, FunctionCallInfo fcinfo);
static void require_items(const Sale *sale);
static void settle(Sale *sale, Completion *completion);
static void complete_new(Call *call, Sale *sale, Completion *completion);
static void complete_draft(Call *call, Sale *sale, Completion *completion);
static void take_stock(Call *call, Sale *sale, Completion *completion, bool cart);
static BasketLine *basket_of(const Sale *sale, int *count);
static Place *sold_places(const Sale *sale, int count);
static void set_costs(Sale *sale, const BasketLine *lines);
static void write_repriced(Call *call, Sale *sale, int known);
static void charge_customer(Call *call, Sale *sale, Completion *completion);
static void keep_customer(Call *call, int64 customer_id);

SQL_FUNCTION(primeinv_checkout);
SQL_FUNCTION(primeinv_checkout_json);
SQL_FUNCTION(primeinv_complete_sale);

/*
 * checkout(outlet_id, items, payments, customer_id, type, discount_amount,
 * manager_override, override_reason, override_by, actor, request_id)
 */
enum CheckoutArgument
{
	CHECKOUT_OUTLET,
	CHECKOUT_ITEMS,
	CHECKOUT_PAYMENTS,
	CHECKOUT_CUSTOMER,
	CHECKOUT_TYPE,
	CHECKOUT_DISCOUNT,
	CHECKOUT_OVERRIDE,
	CHECKOUT_OVERRIDE_REASON,
	CHECKOUT_OVERRIDE_BY
};

/*
 * complete_sale(sale_id, payments, manager_override, override_reason,
 * override_by, actor, request_id)
 */
enum CompleteArgument
{
	COMPLETE_SALE,
	COMPLETE_PAYMENTS,
	COMPLETE_OVERRIDE
};

/* An override's arguments stand together in both. */
enum OverrideArgument
{
	OVERRIDE_GIVEN,
	OVERRIDE_REASON,
	OVERRIDE_BY
};

/*
 * The sale's row.  An override is a manager's, asked of the caller before
 * anything else is.
 */
Datum
primeinv_checkout(PG_FUNCTION_ARGS)
{
	Outlet		outlet;

	call_required(fcinfo, 2);
	outlet = access_outlet(PG_GETARG_INT64(CHECKOUT_OUTLET));
	may_override(fcinfo, CHECKOUT_OVERRIDE, outlet.tenant_id);
	return call_in(fcinfo, &outlet, checkout);
}

static Datum
checkout(Call *call, FunctionCallInfo fcinfo)
{
	return call_end_value(call, account_row(sell(call, fcinfo)->id));
}

/*
 * checkout_json(request): the receipt.  The keys stand in the order of
 * checkout's arguments.
 */
Datum
primeinv_checkout_json(PG_FUNCTION_ARGS)
{
	static const JsonKey keys[] = {
		[CHECKOUT_OUTLET] = {"outlet_id", JSON_BIGINT, true},
		[CHECKOUT_ITEMS] = {"items", JSON_ANY, true},
		[CHECKOUT_PAYMENTS] = {"payments", JSON_ANY, false},
		[CHECKOUT_CUSTOMER] = {"customer_id", JSON_BIGINT, false},
		[CHECKOUT_TYPE] = {"type", JSON_TEXT, false},
		[CHECKOUT_DISCOUNT] = {"discount_amount", JSON_NUMERIC, false},
		[CHECKOUT_OVERRIDE] = {"manager_override", JSON_BOOLEAN, false},
		[CHECKOUT_OVERRIDE_REASON] = {"override_reason", JSON_TEXT, false},
		[CHECKOUT_OVERRIDE_BY] = {"override_by", JSON_TEXT, false}
	};
	CallJson	json = call_json_read(fcinfo, keys, lengthof(keys));
	Outlet		outlet = access_outlet(DatumGetInt64(json.object.values[CHECKOUT_OUTLET]));

	if (!json.object.nulls[CHECKOUT_OVERRIDE] && DatumGetBool(json.object.values[CHECKOUT_OVERRIDE]))
		access_require(outlet.tenant_id, LEVEL_MANAGER);
	return call_json_in(fcinfo, &json, &outlet, checkout_json);
}

/*
 * The receipt is kept for retries as it was, whatever comes back of the sale
 * in the meantime.
 */
static Datum
checkout_json(Call *call, FunctionCallInfo fcinfo)
{
	Datum		value = Int64GetDatum(sell(call, fcinfo)->id);
	bool		isnull;

	return call_end_value(call, rows_datum(plan_rows(&PLAN_SALE_RECEIPT, &value, NULL), 0, 1, &isnull));
}

/*
 * The customer's row is kept before anything is read of the catalogue, so that
 * what a wait for it brings is seen.
 */
static Sale *
sell(Call *call, FunctionCallInfo fcinfo)
{
	Completion	completion = read_completion(call, fcinfo, CHECKOUT_OVERRIDE);
	Sale	   *sale = sale_new(call, &call->outlet, given_customer(call, fcinfo),
								sale_type_of(given_text(call, fcinfo, CHECKOUT_TYPE)));

	if (is_given(call, fcinfo, CHECKOUT_DISCOUNT))
		sale->sale_discount = sale_discount(DatumGetNumeric(given(call, fcinfo, CHECKOUT_DISCOUNT)), sale->decimals);
	keep_customer(call, sale->customer_id);
	completion.payments = read_payments(call, fcinfo, CHECKOUT_PAYMENTS, sale);
	sale_item_add_all(sale, DatumGetJsonbP(given(call, fcinfo, CHECKOUT_ITEMS)));
	require_items(sale);
	price_choose(sale);
	complete_new(call, sale, &completion);
	sale_event(call, sale, "sale.completed", completion.receipt);
	return sale;
}

/*
 * The sale's row.
 */
Datum
primeinv_complete_sale(PG_FUNCTION_ARGS)
{
	int64		tenant_id;

	call_required(fcinfo, 1);
	tenant_id = access_tenant_of(&PLAN_SALE_TENANT, "sale", PG_GETARG_INT64(COMPLETE_SALE));
	may_override(fcinfo, COMPLETE_OVERRIDE, tenant_id);
	return call_for(fcinfo, tenant_id, complete_sale);
}

/*
 * The outlet and what is in the cart may have been closed since they came in.
 */
static Datum
complete_sale(Call *call, FunctionCallInfo fcinfo)
{
	Completion	completion = read_completion(call, fcinfo, COMPLETE_OVERRIDE);
	Sale	   *sale = sale_lock_draft(call, PG_GETARG_INT64(COMPLETE_SALE));

	completion.payments = read_payments(call, fcinfo, COMPLETE_PAYMENTS, sale);
	place_must_be_open(&sale->outlet);
	for (int i = 0; i < sale->count; i++)
		place_must_be_sold(&sale->lines[i].variation);
	require_items(sale);
	price_choose(sale);
	complete_draft(call, sale, &completion);
	sale_event(call, sale, "sale.completed", completion.receipt);
	return call_end_value(call, account_row(sale->id));
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
 * Rejects an override without its reason and its manager's name.  Blanks count
 * as none, because they say nothing to whoever looks it up later.
 */
static Completion
read_completion(Call *call, FunctionCallInfo fcinfo, int first)
{
	Completion	completion = {0};

	completion.manager_override = is_given(call, fcinfo, first + OVERRIDE_GIVEN) &&
		DatumGetBool(given(call, fcinfo, first + OVERRIDE_GIVEN));
	completion.override_reason = given_text(call, fcinfo, first + OVERRIDE_REASON);
	completion.override_by = given_text(call, fcinfo, first + OVERRIDE_BY);
	if (completion.manager_override &&
		(completion.override_reason == NULL || is_blank(completion.override_reason) ||
		 completion.override_by == NULL || is_blank(completion.override_by)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("an override needs override_reason and override_by"),
				 errdetail("Both are kept with the sale."),
				 errhint("Say why, and which manager.")));
	return completion;
}

/*
 * No payments are none: all stays due.
 */
static Payments *
read_payments(Call *call, FunctionCallInfo fcinfo, int arg, const Sale *sale)
{
	return payment_read(is_given(call, fcinfo, arg) ? DatumGetJsonbP(given(call, fcinfo, arg)) : NULL, sale->decimals);
}

/*
 * What the caller said, by an argument or by a key of its object.
 */
static bool
is_given(const Call *call, FunctionCallInfo fcinfo, int arg)
{
	return !(call->json != NULL ? call->json->nulls[arg] : PG_ARGISNULL(arg));
}

/*
 * Not to be asked unless it is given.
 */
static Datum
given(const Call *call, FunctionCallInfo fcinfo, int arg)
{
	return call->json != NULL ? call->json->values[arg] : PG_GETARG_DATUM(arg);
}

/*
 * NULL if it is not given.
 */
static char *
given_text(const Call *call, FunctionCallInfo fcinfo, int arg)
{
	return call->json != NULL ? json_text(call->json, arg) : call_text(fcinfo, arg);
}

/*
 * 0 for a walk-in; a 0 that the caller gives is nobody (P0002).
 */
static int64
given_customer(const Call *call, FunctionCallInfo fcinfo)
{
	int64		customer_id = is_given(call, fcinfo, CHECKOUT_CUSTOMER) ?
	DatumGetInt64(given(call, fcinfo, CHECKOUT_CUSTOMER)) : 0;

	if (customer_id == 0 && is_given(call, fcinfo, CHECKOUT_CUSTOMER))
		no_such_record("customer", 0);
	return customer_id;
}

/*
 * To be asked before anything is locked.
 */
static void
require_items(const Sale *sale)
{
	if (sale->count == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a sale needs at least one item"),
				 errdetail("Nothing is in it."),
				 errhint("Add items, or cancel the draft.")));
}

/*
 * What is paid and what stays due.  The batches are known by now, and with them
 * the prices; little has been written.
 */
static void
settle(Sale *sale, Completion *completion)
{
	price_charge(sale);
	price_check(sale);
	payment_settle(completion->payments, sale->total_amount);
	completion->due = sale->total_amount - completion->payments->paid;
}

/*
 * A sale of which nothing is written yet.  Its own row comes last, whole, so
 * that it is not updated and the receipt counter is not held for longer than
 * it must be; triggers of a user fire when all rows are there.
 */
static void
complete_new(Call *call, Sale *sale, Completion *completion)
{
	PaymentFor	what = {.sale_id = sale->id, .outlet_id = sale->outlet.id, .customer_id = sale->customer_id};
	Direct	   *direct;

	take_stock(call, sale, completion, false);
	settle(sale, completion);
	sale_event(call, sale, "sale.created", NULL);
	direct = call_direct(call);
	sale_write_new(call, sale, 0, direct);
	payment_write(call, completion->payments, &what, direct);
	charge_customer(call, sale, completion);
	completion->receipt = checkout_receipt(call, sale->outlet.id, completion->day);
	checkout_insert(call, sale, completion, direct);
}

/*
 * A draft, whose row is locked.
 */
static void
complete_draft(Call *call, Sale *sale, Completion *completion)
{
	PaymentFor	what = {.sale_id = sale->id, .outlet_id = sale->outlet.id, .customer_id = sale->customer_id};
	int			known = sale->count;

	take_stock(call, sale, completion, true);
	settle(sale, completion);
	sale_write_costs(sale);
	if (sale->repriced)
		write_repriced(call, sale, known);
	payment_write(call, completion->payments, &what, NULL);
	charge_customer(call, sale, completion);
	completion->receipt = checkout_receipt(call, sale->outlet.id, completion->day);
	checkout_update(sale, completion);
}

/*
 * The first lines are in the cart; behind them are those that they were split
 * into.
 */
static void
write_repriced(Call *call, Sale *sale, int known)
{
	sale_write_lines(sale);
	for (int i = 0; i < known; i++)
	{
		Datum		value = Int64GetDatum(sale->lines[i].id);

		if (!sale->lines[i].repriced)
			continue;
		if (sale->lines[i].unit == NULL)
			plan_rows(&PLAN_SALE_ITEM_BASE_UNIT, &value, NULL);
		sale_line_event(call, sale, &sale->lines[i], "sale_item.updated");
	}
	if (sale->count > known)
		sale_write_new(call, sale, known, NULL);
}

/*
 * Takes what is sold, after the holds of the cart have been given up, and
 * reads the clock.
 */
static void
take_stock(Call *call, Sale *sale, Completion *completion, bool cart)
{
	LedgerNote	note = {.movement_type = MOVEMENT_SALE, .reference_id = psprintf(INT64_FORMAT, sale->id)};
	int			count;
	BasketLine *lines = basket_of(sale, &count);

	if (count > 0)
	{
		Stock	   *stock = stock_begin(call, sold_places(sale, count), count, false);

		if (cart)
			cart_give_up(call, stock, sale, CART_SOLD);
		basket_issue(stock, sale->outlet.id, lines, count, &note);
		set_costs(sale, lines);
		price_taken(sale, stock, lines, count);
		stock_end(stock);
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

		if (line->variation.tracked)
			lines[(*count)++] = (BasketLine) {.line = i + 1, .variation_id = line->variation.id,
											   .quantity = line->base_quantity, .batch_id = line->batch_id, .sale_item_id = line->id};
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
 * Of the very batches that served each.  The basket's lines are the tracked ones
 * in the sale's order.  The others keep NO_PRICE, as no batch tells their cost.
 */
static void
set_costs(Sale *sale, const BasketLine *lines)
{
	int			taken = 0;

	for (int i = 0; i < sale->count; i++)
		if (sale->lines[i].variation.tracked)
			sale->lines[i].unit_cost = pick_cost(lines[taken++].picks);
}

/*
 * Moves the balance by what is drawn from credit in hand and by what stays
 * due.  Only if there is either is the customer locked.
 */
static void
charge_customer(Call *call, Sale *sale, Completion *completion)
{
	AuditEvent	why = {.sale_id = sale->id, .description = "sale"};
	bool		applies = payment_on_account(completion->payments);
	Customer   *customer;

	if (completion->due == 0 && !applies)
		return;
	if (sale->customer_id == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s of the sale is not paid", money_text(completion->due)),
				 errdetail("Only a sale to a customer can stay due; this one names none."),
				 errhint("Give payments for all of it, or a customer.")));
	customer = customer_lock(call, sale->customer_id);
	payment_check_in_hand(completion->payments, customer, 0);
	payment_apply(call, completion->payments, customer, &why);
	if (completion->due == 0)
		return;
	customer_check_credit(customer, completion->due, completion->manager_override);
	completion->terms = true;
	completion->due_date = completion->day + customer->terms_days;
	customer_change_balance(call, customer, completion->due, &why);
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
