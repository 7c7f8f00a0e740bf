/*-------------------------------------------------------------------------
 *
 * cart.c
 *		create_sale and the changes of a cart, which is a sale's draft.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "utils/builtins.h"

#include "base/money.h"
#include "sale/cart.h"
#include "sale/price.h"
#include "sale/refund.h"
#include "sale/sale_account.h"
#include "sale/statements.h"

#define ALL_VARIATIONS	0

static Datum create_sale(Call *call, FunctionCallInfo fcinfo);
static Datum add_sale_item(Call *call, FunctionCallInfo fcinfo);
static Datum update_sale_item(Call *call, FunctionCallInfo fcinfo);
static Datum remove_sale_item(Call *call, FunctionCallInfo fcinfo);
static Datum update_sale(Call *call, FunctionCallInfo fcinfo);
static Datum cancel_sale(Call *call, FunctionCallInfo fcinfo);
static void cancel_pending(Call *call, const Sale *sale, const char *reason);
static void cancel_draft(Call *call, Sale *sale, const char *reason);
static void keep_cart(Call *call, Sale *sale);
static void price_alike(Sale *sale, int64 variation_id);
static int64 item_tenant(FunctionCallInfo fcinfo);
static Sale *lock_item_sale(Call *call, FunctionCallInfo fcinfo);
static SaleLine take_line(Sale *sale, int64 line_id);
static Datum item_row(int64 line_id);

SQL_FUNCTION(primeinv_create_sale);
SQL_FUNCTION(primeinv_add_sale_item);
SQL_FUNCTION(primeinv_update_sale_item);
SQL_FUNCTION(primeinv_remove_sale_item);
SQL_FUNCTION(primeinv_update_sale);
SQL_FUNCTION(primeinv_cancel_sale);

/* create_sale(outlet_id, customer_id, type, cart_session_id, hold, actor, request_id) */
enum CreateArgument
{
	CREATE_OUTLET,
	CREATE_CUSTOMER,
	CREATE_TYPE,
	CREATE_CART,
	CREATE_HOLD
};

/*
 * The draft's id.
 */
Datum
primeinv_create_sale(PG_FUNCTION_ARGS)
{
	return call_at(fcinfo, 1, CREATE_OUTLET, create_sale);
}

/*
 * An empty cart id counts as left out: then the cart is named after the sale.
 */
static Datum
create_sale(Call *call, FunctionCallInfo fcinfo)
{
	char	   *cart = call_text(fcinfo, CREATE_CART);
	Sale	   *sale = sale_new(call, &call->outlet, call_id(fcinfo, CREATE_CUSTOMER, "customer"),
								sale_type_of(call_text(fcinfo, CREATE_TYPE)));

	if (cart != NULL && cart[0] != '\0')
		sale->cart = cart;
	if (!PG_ARGISNULL(CREATE_HOLD))
		sale->hold = hold_length(fcinfo, CREATE_HOLD);
	sale_insert(call, sale);
	return call_end_value(call, Int64GetDatum(sale->id));
}

/*
 * add_sale_item(sale_id, variation_id, quantity, unit_price,
 * discount_percentage, tax_rate, unit, batch_id, actor, request_id): the
 * line's id
 */
Datum
primeinv_add_sale_item(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 3, &PLAN_SALE_TENANT, "sale", add_sale_item);
}

/*
 * Prices the other lines of the variation again, because with this one there
 * may be enough for the wholesale price.
 */
static Datum
add_sale_item(Call *call, FunctionCallInfo fcinfo)
{
	JsonObject	item = sale_item_arguments(fcinfo, 1, ITEM_KEYS);
	Sale	   *sale = sale_lock_draft(call, PG_GETARG_INT64(0));
	SaleLine   *line = sale_item_add(sale, &item, NULL);

	price_alike(sale, line->variation.id);
	price_sale(sale);
	sale_write_new(call, sale, sale->count - 1, NULL);
	cart_hold(call, sale, line, NULL);
	keep_cart(call, sale);
	return call_end_value(call, Int64GetDatum(line->id));
}

/* update_sale_item(sale_item_id, quantity, unit_price, discount_percentage, actor, request_id) */
enum UpdateItemArgument
{
	UPDATE_ITEM_ID,
	UPDATE_ITEM_QUANTITY,
	UPDATE_ITEM_UNIT_PRICE,
	UPDATE_ITEM_DISCOUNT,
	UPDATE_ITEM_END
};

/*
 * The line's row.  Null leaves a thing as it is.
 */
Datum
primeinv_update_sale_item(PG_FUNCTION_ARGS)
{
	call_required(fcinfo, 1);
	return call_for(fcinfo, item_tenant(fcinfo), update_sale_item);
}

/*
 * The arguments stand in the order of a line's keys, from its quantity on.
 */
static Datum
update_sale_item(Call *call, FunctionCallInfo fcinfo)
{
	JsonObject	item = sale_item_arguments(fcinfo, UPDATE_ITEM_ID, UPDATE_ITEM_END);
	Sale	   *sale = lock_item_sale(call, fcinfo);
	SaleLine   *line = sale_item_find(sale, PG_GETARG_INT64(UPDATE_ITEM_ID));

	StaticAssertStmt((int) ITEM_QUANTITY == (int) UPDATE_ITEM_QUANTITY &&
					 (int) ITEM_DISCOUNT_PERCENTAGE == (int) UPDATE_ITEM_DISCOUNT,
					 "arguments of update_sale_item are in another order than a line's keys");
	sale_item_change(line, &item, NULL);
	if (!PG_ARGISNULL(UPDATE_ITEM_QUANTITY))
		price_alike(sale, line->variation.id);
	price_sale(sale);
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
	call_required(fcinfo, 1);
	return call_for(fcinfo, item_tenant(fcinfo), remove_sale_item);
}

/*
 * The amounts are worked out before the line is taken out as well, because its
 * event tells them.
 */
static Datum
remove_sale_item(Call *call, FunctionCallInfo fcinfo)
{
	Sale	   *sale = lock_item_sale(call, fcinfo);
	SaleLine	line;
	Datum		value;

	price_charge(sale);
	line = take_line(sale, PG_GETARG_INT64(0));
	price_alike(sale, line.variation.id);
	price_sale(sale);
	cart_hold(call, sale, NULL, &line);
	value = Int64GetDatum(line.id);
	plan_rows(&PLAN_SALE_ITEM_DELETE, &value, NULL);
	keep_cart(call, sale);
	sale_line_event(call, sale, &line, "sale_item.removed");
	return call_end_null(call);
}

/* update_sale(sale_id, customer_id, type, discount_amount, actor, request_id) */
enum UpdateArgument
{
	UPDATE_SALE,
	UPDATE_CUSTOMER,
	UPDATE_TYPE,
	UPDATE_DISCOUNT
};

/*
 * The sale's row.  Null leaves a thing as it is.
 */
Datum
primeinv_update_sale(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 1, &PLAN_SALE_TENANT, "sale", update_sale);
}

/*
 * Another type is another price rule for all lines.
 */
static Datum
update_sale(Call *call, FunctionCallInfo fcinfo)
{
	Sale	   *sale = sale_lock_draft(call, PG_GETARG_INT64(UPDATE_SALE));

	if (!PG_ARGISNULL(UPDATE_CUSTOMER))
		sale->customer_id = call_id(fcinfo, UPDATE_CUSTOMER, "customer");
	if (!PG_ARGISNULL(UPDATE_TYPE) && sale->type != sale_type_of(call_text(fcinfo, UPDATE_TYPE)))
	{
		sale->type = sale_type_of(call_text(fcinfo, UPDATE_TYPE));
		price_alike(sale, ALL_VARIATIONS);
	}
	if (!PG_ARGISNULL(UPDATE_DISCOUNT))
		sale->sale_discount = sale_discount(PG_GETARG_NUMERIC(UPDATE_DISCOUNT), sale->decimals);
	price_sale(sale);
	cart_hold(call, sale, NULL, NULL);
	keep_cart(call, sale);
	sale_event(call, sale, "sale.updated", NULL);
	return call_end_value(call, account_row(sale->id));
}

/*
 * cancel_sale(sale_id, reason, actor, request_id): the sale's row
 */
Datum
primeinv_cancel_sale(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 1, &PLAN_SALE_TENANT, "sale", cancel_sale);
}

/*
 * A draft, or a sale that was given out and on which nothing was paid.  The
 * latter is a void, and a manager's; which it is shows under the sale's lock.
 */
static Datum
cancel_sale(Call *call, FunctionCallInfo fcinfo)
{
	char	   *reason = call_text(fcinfo, 1);
	Sale	   *sale = sale_lock(call, PG_GETARG_INT64(0));

	if (sale->status == SALE_PENDING)
		cancel_pending(call, sale, reason);
	else
		cancel_draft(call, sale, reason);
	return call_end_value(call, account_row(sale->id));
}

/*
 * Asks for the right in the caller's name, because the call runs as the owner.
 */
static void
cancel_pending(Call *call, const Sale *sale, const char *reason)
{
	Account		account;

	call_require(call, LEVEL_MANAGER);
	account = account_lock(call, sale->id);
	refund_void(call, &account, SALE_CANCELLED, "sale.cancelled",
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

	sale_require_draft(sale);
	if (count > 0)
	{
		Stock	   *stock = stock_begin(call, places, count, false);

		cart_give_up(call, stock, sale, CART_GIVEN_UP);
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
	sale_write_lines(sale);
	sale_update(sale);
}

/*
 * Marks the lines of the variation, or of ALL_VARIATIONS, to be priced anew,
 * because what their price rule depends on has changed.  A price that was
 * given stays.
 */
static void
price_alike(Sale *sale, int64 variation_id)
{
	for (int i = 0; i < sale->count; i++)
		if (variation_id == ALL_VARIATIONS || sale->lines[i].variation.id == variation_id)
			sale->lines[i].fresh = true;
}

/*
 * Finds the tenant of the line that the first argument names.  A retry of
 * remove_sale_item finds its line gone, but its request known.
 */
static int64
item_tenant(FunctionCallInfo fcinfo)
{
	return call_tenant_of_removed(fcinfo, &PLAN_SALE_ITEM_SALE, &PLAN_SALE_ITEM_REMOVED, "sale item");
}

/*
 * The draft of the line that the first argument names.  A line never moves to
 * another sale, so that its sale may be looked up unlocked.
 */
static Sale *
lock_item_sale(Call *call, FunctionCallInfo fcinfo)
{
	Datum		value = PG_GETARG_DATUM(0);
	Rows	   *rows = plan_rows(&PLAN_SALE_ITEM_SALE, &value, NULL);

	if (rows->count == 0)
		no_such_record("sale item", PG_GETARG_INT64(0));
	return sale_lock_draft(call, rows_int64(rows, 0, SALE_ITEM_SALE_ID));
}

/*
 * Moves the lines after it up, so the caller must not keep addresses of lines.
 */
static SaleLine
take_line(Sale *sale, int64 line_id)
{
	SaleLine   *place = sale_item_find(sale, line_id);
	SaleLine	line = *place;

	memmove(place, place + 1, sizeof(SaleLine) * (&sale->lines[sale->count] - place - 1));
	sale->count--;
	return line;
}

/*
 * Reads the line back once all is written, so that the result has the columns
 * that a user has added.
 */
static Datum
item_row(int64 line_id)
{
	Datum		value = Int64GetDatum(line_id);
	bool		isnull;

	return rows_datum(plan_rows(&PLAN_SALE_ITEM_ROW, &value, NULL), 0, SALE_ITEM_ROW_RECORD, &isnull);
}
