/*-------------------------------------------------------------------------
 *
 * draft.c
 *		create_sale and the changes of a cart.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "utils/builtins.h"

#include "base/money.h"
#include "base/quantity.h"
#include "sale/account.h"
#include "sale/cart.h"
#include "sale/charge.h"
#include "sale/refund.h"
#include "sale/statements.h"

static void cancel_pending(Call *call, const Sale *sale, AccessLevel level, const char *reason);
static void cancel_draft(Call *call, Sale *sale, const char *reason);
static void keep_cart(Call *call, Sale *sale);
static void price_alike(Sale *sale, int64 variation_id);
static Call *item_begin(FunctionCallInfo fcinfo, int64 *sale_id);
static int64 removed_tenant(FunctionCallInfo fcinfo);
static SaleLine take_line(Sale *sale, int64 line_id);
static Datum item_row(int64 line_id);

PG_FUNCTION_INFO_V1(primeinv_create_sale);
PG_FUNCTION_INFO_V1(primeinv_add_sale_item);
PG_FUNCTION_INFO_V1(primeinv_update_sale_item);
PG_FUNCTION_INFO_V1(primeinv_remove_sale_item);
PG_FUNCTION_INFO_V1(primeinv_update_sale);
PG_FUNCTION_INFO_V1(primeinv_cancel_sale);

/*
 * create_sale(outlet_id, customer_id, type, cart_session_id, hold, actor,
 * request_id)
 */
Datum
primeinv_create_sale(PG_FUNCTION_ARGS)
{
	Outlet		outlet;
	Sale	   *sale;
	Call	   *call;

	call = call_begin_at(fcinfo, 1, 0, &outlet);
	if (call->replayed)
		return call_replay(call);
	sale = sale_new(call, &outlet, call_id(fcinfo, 1, "customer"), call_text(fcinfo, 2));
	if (!PG_ARGISNULL(3) && call_text(fcinfo, 3)[0] != '\0')
		sale->cart = call_text(fcinfo, 3);
	if (!PG_ARGISNULL(4))
		sale->hold = hold_length(fcinfo, 4);
	sale_insert(call, sale);
	return call_end_value(call, Int64GetDatum(sale->id));
}

/*
 * add_sale_item(sale_id, variation_id, quantity, unit_price,
 * discount_percentage, tax_rate, unit, batch_id, actor, request_id)
 */
Datum
primeinv_add_sale_item(PG_FUNCTION_ARGS)
{
	SaleLine   *line;
	Sale	   *sale;
	Call	   *call;

	call_required(fcinfo, 3);
	call = call_begin(fcinfo, access_tenant_of(&PLAN_SALE_TENANT, "sale", PG_GETARG_INT64(0)));
	if (call->replayed)
		return call_replay(call);
	sale = sale_lock(call, PG_GETARG_INT64(0));
	sale_require_draft(sale, "changed");
	line = sale_add_line(sale);
	line->variation_id = PG_GETARG_INT64(1);
	line_quantity(line, PG_GETARG_NUMERIC(2), "quantity");
	if (!PG_ARGISNULL(3))
		line_price(line, PG_GETARG_NUMERIC(3), "unit_price");
	if (!PG_ARGISNULL(4))
		line_discount(line, PG_GETARG_NUMERIC(4), "discount_percentage");
	if (!PG_ARGISNULL(5))
		line_tax(line, PG_GETARG_NUMERIC(5), "tax_rate");
	line_unit(line, call_text(fcinfo, 6));
	place_sold(&sale->outlet, line->variation_id);
	if (!PG_ARGISNULL(7))
		line_batch(sale, line, PG_GETARG_INT64(7));
	price_alike(sale, line->variation_id);
	sale_price(call, sale);
	sale_insert_lines(call, sale, sale->count - 1, NULL);
	cart_hold(call, sale, line, NULL);
	keep_cart(call, sale);
	return call_end_value(call, Int64GetDatum(line->id));
}

/*
 * update_sale_item(sale_item_id, quantity, unit_price, discount_percentage,
 * actor, request_id): null leaves a thing as it is.
 */
Datum
primeinv_update_sale_item(PG_FUNCTION_ARGS)
{
	int64		sale_id;
	SaleLine   *line;
	Sale	   *sale;
	Call	   *call;

	call_required(fcinfo, 1);
	call = item_begin(fcinfo, &sale_id);
	if (call->replayed)
		return call_replay(call);
	sale = sale_lock(call, sale_id);
	sale_require_draft(sale, "changed");
	line = sale_line(sale, PG_GETARG_INT64(0));
	if (!PG_ARGISNULL(1))
	{
		line_quantity(line, PG_GETARG_NUMERIC(1), "quantity");
		price_alike(sale, line->variation_id);
	}
	if (!PG_ARGISNULL(2))
		line_price(line, PG_GETARG_NUMERIC(2), "unit_price");
	if (!PG_ARGISNULL(3))
		line_discount(line, PG_GETARG_NUMERIC(3), "discount_percentage");
	sale_price(call, sale);
	cart_hold(call, sale, line, NULL);
	keep_cart(call, sale);
	sale_line_event(call, sale, line, "sale_item.updated");
	return call_end_value(call, item_row(line->id));
}

/*
 * remove_sale_item(sale_item_id, actor, request_id)
 */
Datum
primeinv_remove_sale_item(PG_FUNCTION_ARGS)
{
	int64		sale_id;
	SaleLine	line;
	Sale	   *sale;
	Call	   *call;
	Datum		value;

	call_required(fcinfo, 1);
	call = item_begin(fcinfo, &sale_id);
	if (call->replayed)
		return call_replay(call);
	sale = sale_lock(call, sale_id);
	sale_require_draft(sale, "changed");
	charge_sale(sale);
	line = take_line(sale, PG_GETARG_INT64(0));
	price_alike(sale, line.variation_id);
	sale_price(call, sale);
	cart_hold(call, sale, NULL, &line);
	value = Int64GetDatum(line.id);
	plan_rows(&PLAN_SALE_ITEM_DELETE, &value, NULL);
	keep_cart(call, sale);
	sale_line_event(call, sale, &line, "sale_item.removed");
	return call_end_null(call);
}

/*
 * update_sale(sale_id, customer_id, type, discount_amount, actor, request_id):
 * null leaves a thing as it is.
 */
Datum
primeinv_update_sale(PG_FUNCTION_ARGS)
{
	Sale	   *sale;
	Call	   *call;

	call_required(fcinfo, 1);
	call = call_begin(fcinfo, access_tenant_of(&PLAN_SALE_TENANT, "sale", PG_GETARG_INT64(0)));
	if (call->replayed)
		return call_replay(call);
	sale = sale_lock(call, PG_GETARG_INT64(0));
	sale_require_draft(sale, "changed");
	if (!PG_ARGISNULL(1))
		sale->customer_id = call_id(fcinfo, 1, "customer");
	if (!PG_ARGISNULL(2) && strcmp(sale->type, sale_type(call_text(fcinfo, 2))) != 0)
	{
		sale->type = call_text(fcinfo, 2);
		price_alike(sale, 0);
	}
	if (!PG_ARGISNULL(3))
		sale->sale_discount = sale_discount(PG_GETARG_NUMERIC(3), sale->decimals);
	sale_price(call, sale);
	cart_hold(call, sale, NULL, NULL);
	keep_cart(call, sale);
	sale_event(call, sale, "sale.updated", NULL);
	return call_end_value(call, account_row(sale->id));
}

/*
 * cancel_sale(sale_id, reason, actor, request_id): a draft, or a sale that was
 * given out and on which nothing was paid.  The latter is a void, and a
 * manager's.
 */
Datum
primeinv_cancel_sale(PG_FUNCTION_ARGS)
{
	AccessLevel level;
	int64		tenant_id;
	char	   *reason = call_text(fcinfo, 1);
	Sale	   *sale;
	Call	   *call;

	call_required(fcinfo, 1);
	tenant_id = access_tenant_of(&PLAN_SALE_TENANT, "sale", PG_GETARG_INT64(0));
	level = access_level(tenant_id);
	call = call_begin(fcinfo, tenant_id);
	if (call->replayed)
		return call_replay(call);
	sale = sale_lock(call, PG_GETARG_INT64(0));
	if (strcmp(sale->status, "PENDING") == 0)
		cancel_pending(call, sale, level, reason);
	else
		cancel_draft(call, sale, reason);
	return call_end_value(call, account_row(sale->id));
}

/*
 * That it takes a manager is known only here, under the sale's lock and the
 * owner's identity; the level was read before.  access_require refuses in the
 * caller's name, so the caller's identity comes back first (and goes again, if
 * it was made a manager meanwhile).
 */
static void
cancel_pending(Call *call, const Sale *sale, AccessLevel level, const char *reason)
{
	Account		account;

	if (level < LEVEL_MANAGER)
	{
		access_resume(call->caller);
		access_require(call->tenant_id, LEVEL_MANAGER);
		access_become_owner();
	}
	account = account_lock(call, sale->id);
	refund_void(call, &account, "CANCELLED", "sale.cancelled",
				reason == NULL ? "cancelled" : reason);
}

/*
 * The caller holds the sale's row, so no line joins meanwhile.  A cart without
 * tracked lines holds nothing, and no location is locked for it.
 */
static void
cancel_draft(Call *call, Sale *sale, const char *reason)
{
	char		nulls[] = "   ";
	Place	   *places = palloc(sizeof(Place) * (sale->count + 1));
	int			count = cart_places(sale, places);
	Datum		values[3];

	sale_require_draft(sale, "cancelled");
	if (count > 0)
	{
		Stock	   *stock = stock_begin(call, places, count, false);

		cart_give_up(call, stock, sale, "RELEASED");
		stock_end(stock);
	}
	values[0] = Int64GetDatum(sale->id);
	values[1] = CStringGetTextDatum(call->actor);
	nulls[2] = reason == NULL ? 'n' : ' ';
	values[2] = reason == NULL ? (Datum) 0 : CStringGetTextDatum(reason);
	plan_rows(&PLAN_SALE_CANCEL, values, nulls);
	sale_event(call, sale, "sale.cancelled", reason);
}

/*
 * Writes what a change of the cart may have changed.
 */
static void
keep_cart(Call *call, Sale *sale)
{
	sale_update_lines(sale);
	sale_update(sale);
}

/*
 * The price rule is asked anew when what it depends on has changed: for the
 * lines of the variation, or (0) for all.  A price that was given stays.
 */
static void
price_alike(Sale *sale, int64 variation_id)
{
	for (int i = 0; i < sale->count; i++)
		if (variation_id == 0 || sale->lines[i].variation_id == variation_id)
			sale->lines[i].fresh = true;
}

/*
 * Begins a call that names a line by its first argument.  A retry of
 * remove_sale_item finds its line gone, but its request known.
 */
static Call *
item_begin(FunctionCallInfo fcinfo, int64 *sale_id)
{
	Datum		value = PG_GETARG_DATUM(0);
	int64		tenant_id = removed_tenant(fcinfo);
	Rows	   *rows;
	Call	   *call;

	if (tenant_id == 0)
		tenant_id = access_tenant_of(&PLAN_SALE_ITEM_SALE, "sale item", PG_GETARG_INT64(0));
	call = call_begin(fcinfo, tenant_id);
	if (call->replayed)
		return call;
	rows = plan_rows(&PLAN_SALE_ITEM_SALE, &value, NULL);
	if (rows->count == 0)
		no_such_record("sale item", PG_GETARG_INT64(0));
	*sale_id = rows_int64(rows, 0, 2);
	return call;
}

/*
 * The tenant of a line that a request of this id has removed, if the caller
 * may see it; else 0.
 */
static int64
removed_tenant(FunctionCallInfo fcinfo)
{
	Datum		values[2] = {PG_GETARG_DATUM(0), PG_GETARG_DATUM(PG_NARGS() - 1)};
	AccessIdentity caller;
	Rows	   *rows;

	if (PG_ARGISNULL(PG_NARGS() - 1))
		return 0;
	caller = access_become_owner();
	rows = plan_rows(&PLAN_SALE_ITEM_REMOVED, values, NULL);
	access_resume(caller);
	if (rows->count == 0 || access_level(rows_int64(rows, 0, 1)) == LEVEL_NONE)
		return 0;
	return rows_int64(rows, 0, 1);
}

/*
 * Takes a line out of the sale.
 */
static SaleLine
take_line(Sale *sale, int64 line_id)
{
	SaleLine   *place = sale_line(sale, line_id);
	SaleLine	line = *place;

	memmove(place, place + 1, sizeof(SaleLine) * (&sale->lines[sale->count] - place - 1));
	sale->count--;
	return line;
}

/*
 * The line as stored, with any columns that a user has added; so it is read
 * back once all is written.
 */
static Datum
item_row(int64 line_id)
{
	Datum		value = Int64GetDatum(line_id);
	bool		isnull;

	return rows_datum(plan_rows(&PLAN_SALE_ITEM_ROW, &value, NULL), 0, 1, &isnull);
}
