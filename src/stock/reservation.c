/*-------------------------------------------------------------------------
 *
 * reservation.c
 *		reserve_stock and what becomes of a reservation.
 *
 * A reservation resolves once: its location's lock is taken first, then it is
 * read again, and only then judged.  That it has expired is a fact of the
 * clock; the sweeper merely tidies rows up.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "commands/trigger.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "base/clock.h"
#include "base/quantity.h"
#include "base/trigger.h"
#include "tenant/unit.h"
#include "stock/reservation_hold.h"
#include "stock/reservation_past.h"
#include "stock/statements.h"
#include "stock/stock_basket.h"
#include "stock/stock_pick.h"
#include "stock/stock_shortage.h"

/* Arguments of reserve_stock. */
enum
{
	RESERVE_VARIATION_ID,
	RESERVE_QUANTITY,
	RESERVE_OUTLET_ID,
	RESERVE_CART,
	RESERVE_EXPIRES_IN,
	RESERVE_UNIT
};

/* Arguments of commit_reservation; extend_reservation has the first two. */
enum
{
	RESERVATION_ID,
	RESERVATION_REASON,
	RESERVATION_EXPIRES_IN = RESERVATION_REASON,
	RESERVATION_REFERENCE_ID
};

/* Arguments of release_cart and commit_cart. */
enum
{
	CART_OUTLET_ID,
	CART_SESSION_ID,
	CART_REASON,
	CART_REFERENCE_ID
};

/* A reservation with its location, locked. */
typedef struct Reserved
{
	Stock	   *stock;
	Location   *location;
	Hold	   *hold;
} Reserved;

static Datum reserve_stock(Call *call, FunctionCallInfo fcinfo);
static Datum extend_reservation(Call *call, FunctionCallInfo fcinfo);
static Datum release_reservation(Call *call, FunctionCallInfo fcinfo);
static Datum cancel_reservation(Call *call, FunctionCallInfo fcinfo);
static Datum commit_reservation(Call *call, FunctionCallInfo fcinfo);
static Datum release_cart(Call *call, FunctionCallInfo fcinfo);
static Datum commit_cart(Call *call, FunctionCallInfo fcinfo);
static Datum release_expired_reservations(Call *call, FunctionCallInfo fcinfo);
static char *cart_argument(FunctionCallInfo fcinfo, int arg);
static Hold *known_hold(int64 id);
static Reserved reservation_lock(Call *call, int64 id, bool for_sale);
static void must_be_active(const Hold *hold);
static void must_be_live(const Hold *hold, const Location *location);
static void must_be_loose(const Hold *hold);
static void unusable(const Hold *hold, const char *why) pg_attribute_noreturn();
static Datum give_back(Call *call, int64 id, HoldStatus status);
static Place *hold_places(const Outlet *outlet, List *holds, bool for_sale);
static List *locked_holds(List *holds, const Place *places, int count);
static int	release_all(Call *call, Stock *stock, List *holds);
static List *commit_all(Call *call, Stock *stock, const Outlet *outlet, List *holds, const LedgerNote *note);
static void must_all_be_live(Stock *stock, int64 outlet_id, const char *cart, List *holds);
static void no_such_cart(int64 outlet_id, const char *cart) pg_attribute_noreturn();
static void check_max_rows(int max_rows);
static int	tidy_up(Call *call, int64 tenant_id, int max_rows);

SQL_FUNCTION(primeinv_reserve_stock);
SQL_FUNCTION(primeinv_extend_reservation);
SQL_FUNCTION(primeinv_release_reservation);
SQL_FUNCTION(primeinv_cancel_reservation);
SQL_FUNCTION(primeinv_commit_reservation);
SQL_FUNCTION(primeinv_release_cart);
SQL_FUNCTION(primeinv_commit_cart);
SQL_FUNCTION(primeinv_release_expired_reservations);
SQL_FUNCTION(primeinv_sync_reservation);

/*
 * reserve_stock(variation_id, quantity, outlet_id, cart_session_id,
 * expires_in, unit, actor, request_id): the id of the hold.  What is free is
 * looked at under the lock, so that no two holds promise the same unit.
 */
Datum
primeinv_reserve_stock(PG_FUNCTION_ARGS)
{
	return call_at(fcinfo, RESERVE_CART + 1, RESERVE_OUTLET_ID, reserve_stock);
}

static Datum
reserve_stock(Call *call, FunctionCallInfo fcinfo)
{
	Hold		wanted = {0};
	Location   *location;
	Interval   *length;
	Place		place;
	Stock	   *stock;

	wanted.quantity = quantity_positive(PG_GETARG_NUMERIC(RESERVE_QUANTITY), "quantity");
	wanted.cart = cart_argument(fcinfo, RESERVE_CART);
	length = PG_ARGISNULL(RESERVE_EXPIRES_IN) ? catalogue_hold(call->tenant_id) : hold_length(fcinfo, RESERVE_EXPIRES_IN);
	place = place_of_sale(&call->outlet, PG_GETARG_INT64(RESERVE_VARIATION_ID));
	wanted.quantity = unit_to_base(place.variation_id, wanted.quantity, call_text(fcinfo, RESERVE_UNIT));
	stock = stock_begin(call, &place, 1, false);
	location = stock_location(stock, call->outlet.id, place.variation_id);
	if (location_available(location) < wanted.quantity)
		shortage_of(location, wanted.quantity, location_available(location));
	wanted.expires_at = hold_end(location, length);
	wanted.id = hold_make(call, stock, location, &wanted, 0);
	stock_end(stock);
	return call_end_value(call, Int64GetDatum(wanted.id));
}

/*
 * The caller has refused a null.  An empty name would put the holds of all who
 * forget theirs into one cart.
 */
static char *
cart_argument(FunctionCallInfo fcinfo, int arg)
{
	char	   *cart = call_text(fcinfo, arg);

	if (cart[0] == '\0')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cart_session_id must not be empty"),
				 errdetail("It tells the holds of one cart from those of another."),
				 errhint("Use the session's id in the application.")));
	call_short(cart, "cart_session_id");
	return cart;
}

/*
 * extend_reservation(reservation_id, expires_in, actor, request_id): from now.
 */
Datum
primeinv_extend_reservation(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, RESERVATION_EXPIRES_IN + 1, &PLAN_RESERVATION_TENANT, "reservation",
				   extend_reservation);
}

static Datum
extend_reservation(Call *call, FunctionCallInfo fcinfo)
{
	Reserved	r = reservation_lock(call, PG_GETARG_INT64(RESERVATION_ID), false);
	TimestampTz end;

	must_be_live(r.hold, r.location);
	end = hold_end(r.location, hold_length(fcinfo, RESERVATION_EXPIRES_IN));
	hold_change(call, r.stock, r.location, r.hold, r.hold->quantity, end, 0);
	stock_end(r.stock);
	return call_end_value(call, TimestampTzGetDatum(end));
}

/*
 * release_reservation(reservation_id, actor, request_id): ends it RELEASED.
 */
Datum
primeinv_release_reservation(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, RESERVATION_ID + 1, &PLAN_RESERVATION_TENANT, "reservation",
				   release_reservation);
}

static Datum
release_reservation(Call *call, FunctionCallInfo fcinfo)
{
	return give_back(call, PG_GETARG_INT64(RESERVATION_ID), HOLD_RELEASED);
}

/*
 * cancel_reservation(reservation_id, actor, request_id): ends it CANCELLED.
 */
Datum
primeinv_cancel_reservation(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, RESERVATION_ID + 1, &PLAN_RESERVATION_TENANT, "reservation",
				   cancel_reservation);
}

static Datum
cancel_reservation(Call *call, FunctionCallInfo fcinfo)
{
	return give_back(call, PG_GETARG_INT64(RESERVATION_ID), HOLD_CANCELLED);
}

/*
 * Release and cancel differ only in what the row tells afterwards.  A hold
 * that has expired is refused (PI002): its stock is free already, perhaps with
 * somebody else.
 */
static Datum
give_back(Call *call, int64 id, HoldStatus status)
{
	Reserved	r = reservation_lock(call, id, false);

	must_be_live(r.hold, r.location);
	hold_resolve(call, r.stock, r.location, r.hold, status, 0);
	stock_end(r.stock);
	return call_end_null(call);
}

/*
 * commit_reservation(reservation_id, reason, reference_id, actor, request_id):
 * the batches taken.  The hold is given up before the stock is taken, which it
 * would else keep from its own holder.
 */
Datum
primeinv_commit_reservation(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, RESERVATION_ID + 1, &PLAN_RESERVATION_TENANT, "reservation",
				   commit_reservation);
}

static Datum
commit_reservation(Call *call, FunctionCallInfo fcinfo)
{
	BasketLine	line = {.line = 1};
	LedgerNote	note = {.movement_type = MOVEMENT_SALE};
	Reserved	r = reservation_lock(call, PG_GETARG_INT64(RESERVATION_ID), true);

	note.reason = call_text(fcinfo, RESERVATION_REASON);
	note.reference_id = call_text(fcinfo, RESERVATION_REFERENCE_ID);
	must_be_active(r.hold);
	must_be_loose(r.hold);
	must_be_live(r.hold, r.location);
	hold_resolve(call, r.stock, r.location, r.hold, HOLD_COMMITTED, 0);
	line.variation_id = r.hold->variation_id;
	line.quantity = r.hold->quantity;
	basket_issue(r.stock, r.hold->outlet_id, &line, 1, &note);
	stock_end(r.stock);
	pick_rows(call, line.picks);
	return call_end_rows(call);
}

/*
 * Where the reservation lies is read, that place locked, and the reservation
 * read again.
 */
static Reserved
reservation_lock(Call *call, int64 id, bool for_sale)
{
	Hold	   *hold = known_hold(id);
	Outlet		outlet = access_outlet_of(hold->outlet_id, call->tenant_id);
	Reserved	r;
	Place		place;

	if (for_sale)
		must_be_active(hold);
	place = for_sale ? place_of_sale(&outlet, hold->variation_id) :
		(Place) {outlet, hold->variation_id};
	r.stock = stock_begin(call, &place, 1, false);
	r.location = stock_location(r.stock, outlet.id, place.variation_id);
	r.hold = known_hold(id);
	return r;
}

/*
 * As it is now: before the lock it tells where the hold lies, and only after
 * the lock what may be done with it.
 */
static Hold *
known_hold(int64 id)
{
	Hold	   *hold = hold_find(id);

	if (hold == NULL)
		no_such_record("reservation", id);
	return hold;
}

/*
 * PI002 for a resolved hold.  May be asked before the lock, too, since no
 * function makes a hold active again.
 */
static void
must_be_active(const Hold *hold)
{
	if (hold->status != HOLD_ACTIVE)
		unusable(hold, "resolved");
}

/*
 * Only under the lock: whether a hold has expired is decided at the location's
 * instant, by which its counter was rolled forward.
 */
static void
must_be_live(const Hold *hold, const Location *location)
{
	must_be_active(hold);
	if (!hold_is_live(hold, location))
		unusable(hold, "expired");
}

/*
 * What a draft's line holds is for that sale alone: a movement from here would
 * not name the line, and no refund could find its batches.
 */
static void
must_be_loose(const Hold *hold)
{
	if (hold->sale_item_id == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("reservation " INT64_FORMAT " belongs to a draft sale", hold->id),
			 errdetail("It holds stock for line " INT64_FORMAT " of the sale.", hold->sale_item_id),
			 errhint("Use complete_sale().")));
}

/*
 * PI002.  DETAIL tells a program whether the hold ran out, which one may try
 * again, or was used up.
 */
static void
unusable(const Hold *hold, const char *why)
{
	bool		expired = strcmp(why, "expired") == 0;

	ereport(ERROR,
			(errcode(ERRCODE_RESERVATION_RESOLVED),
			 expired ? errmsg("reservation " INT64_FORMAT " has expired", hold->id) :
			 errmsg("reservation " INT64_FORMAT " is already resolved: %s", hold->id, hold_status_name(hold->status)),
			 errdetail("{\"reservation_id\":" INT64_FORMAT ",\"status\":\"%s\",\"why\":\"%s\"}",
					   hold->id, hold_status_name(hold->status), why),
			 expired ? errhint("Reserve the stock again, if it is still there.") :
			 errhint("A reservation resolves once.")));
}

/*
 * release_cart(outlet_id, cart_session_id, actor, request_id): how many holds
 * were given back.
 */
Datum
primeinv_release_cart(PG_FUNCTION_ARGS)
{
	return call_at(fcinfo, CART_SESSION_ID + 1, CART_OUTLET_ID, release_cart);
}

static Datum
release_cart(Call *call, FunctionCallInfo fcinfo)
{
	char	   *cart = cart_argument(fcinfo, CART_SESSION_ID);
	List	   *holds = hold_of_cart(call->outlet.id, cart);
	int			released = 0;

	if (holds != NIL)
	{
		Place	   *places = hold_places(&call->outlet, holds, false);
		int			count = list_length(holds);
		Stock	   *stock = stock_begin(call, places, count, false);

		holds = locked_holds(hold_of_cart(call->outlet.id, cart), places, count);
		released = release_all(call, stock, holds);
		stock_end(stock);
	}
	return call_end_value(call, Int32GetDatum(released));
}

/*
 * Counts only the live ones: one that has expired is tidied up, but its stock
 * was free before.
 */
static int
release_all(Call *call, Stock *stock, List *holds)
{
	int			released = 0;
	ListCell   *cell;

	foreach(cell, holds)
	{
		Hold	   *hold = lfirst(cell);
		Location   *location = stock_location(stock, hold->outlet_id, hold->variation_id);

		CHECK_FOR_INTERRUPTS();
		if (hold_is_live(hold, location))
			released++;
		hold_resolve(call, stock, location, hold, HOLD_RELEASED, 0);
	}
	return released;
}

/*
 * commit_cart(outlet_id, cart_session_id, reason, reference_id, actor,
 * request_id): all of the cart or nothing.
 */
Datum
primeinv_commit_cart(PG_FUNCTION_ARGS)
{
	return call_at(fcinfo, CART_SESSION_ID + 1, CART_OUTLET_ID, commit_cart);
}

static Datum
commit_cart(Call *call, FunctionCallInfo fcinfo)
{
	LedgerNote	note = {.movement_type = MOVEMENT_SALE};
	const Outlet *outlet = &call->outlet;
	char	   *cart = cart_argument(fcinfo, CART_SESSION_ID);
	List	   *holds = hold_of_cart(outlet->id, cart);
	int			count = list_length(holds);
	Place	   *places;
	Stock	   *stock;

	note.reason = call_text(fcinfo, CART_REASON);
	note.reference_id = call_text(fcinfo, CART_REFERENCE_ID);
	if (holds == NIL)
		no_such_cart(outlet->id, cart);
	places = hold_places(outlet, holds, true);
	stock = stock_begin(call, places, count, false);
	holds = locked_holds(hold_of_cart(outlet->id, cart), places, count);
	must_all_be_live(stock, outlet->id, cart, holds);
	pick_rows(call, commit_all(call, stock, outlet, holds, &note));
	stock_end(stock);
	return call_end_rows(call);
}

/*
 * Where the holds lie.  What is being sold must be active and tracked; what is
 * given back need not.
 */
static Place *
hold_places(const Outlet *outlet, List *holds, bool for_sale)
{
	Place	   *places = palloc(sizeof(Place) * list_length(holds));
	ListCell   *cell;
	int			count = 0;

	foreach(cell, holds)
	{
		Hold	   *hold = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		places[count++] = for_sale ? place_of_sale(outlet, hold->variation_id) :
			(Place) {*outlet, hold->variation_id};
	}
	return places;
}

/*
 * Of holds read again under the locks, those that lie at the (sorted) places.
 * A hold that came into the cart while this call waited, and lies elsewhere,
 * came after it.
 */
static List *
locked_holds(List *holds, const Place *places, int count)
{
	List	   *locked = NIL;
	ListCell   *cell;

	foreach(cell, holds)
	{
		Hold	   *hold = lfirst(cell);
		Place		place = {.outlet = {.id = hold->outlet_id}, .variation_id = hold->variation_id};

		CHECK_FOR_INTERRUPTS();
		if (bsearch(&place, places, count, sizeof(Place), place_order) != NULL)
			locked = lappend(locked, hold);
	}
	return locked;
}

/*
 * None of the cart's holds may have expired; the sweeper may have tidied up
 * one that expired while the others were held.  What has not expired by now was
 * not, and is not looked at: where carts share a name, it is what others held
 * in the last half hour.
 */
static void
must_all_be_live(Stock *stock, int64 outlet_id, const char *cart, List *holds)
{
	TimestampTz first = PG_INT64_MAX;
	Datum		values[4];
	ListCell   *cell;
	Rows	   *swept;

	if (holds == NIL)
		no_such_cart(outlet_id, cart);
	foreach(cell, holds)
	{
		Hold	   *hold = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		must_be_loose(hold);
		must_be_live(hold, stock_location(stock, hold->outlet_id, hold->variation_id));
		first = Min(first, hold->created_at);
	}
	values[0] = Int64GetDatum(outlet_id);
	values[1] = CStringGetTextDatum(cart);
	values[2] = TimestampTzGetDatum(first);
	values[3] = TimestampTzGetDatum(clock_now());
	swept = plan_rows(&PLAN_RESERVATION_SWEPT, values, NULL);
	if (swept->count > 0)
		unusable(known_hold(rows_int64(swept, 0, RESERVATION_SWEPT_ID)), "expired");
}

/*
 * Gives up all holds before it takes anything, because each line may need what
 * another of the same cart held.
 */
static List *
commit_all(Call *call, Stock *stock, const Outlet *outlet, List *holds, const LedgerNote *note)
{
	BasketLine *lines = palloc0(sizeof(BasketLine) * list_length(holds));
	List	   *picks = NIL;
	ListCell   *cell;
	int			count = 0;

	foreach(cell, holds)
	{
		Hold	   *hold = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		hold_resolve(call, stock, stock_location(stock, outlet->id, hold->variation_id), hold,
					 HOLD_COMMITTED, 0);
		lines[count].line = count + 1;
		lines[count].variation_id = hold->variation_id;
		lines[count++].quantity = hold->quantity;
	}
	basket_issue(stock, outlet->id, lines, count, note);
	for (int i = 0; i < count; i++)
		picks = list_concat(picks, lines[i].picks);
	return picks;
}

/*
 * A cart without holds: PI002 if its last hold has been resolved, else it is
 * not known.
 */
static void
no_such_cart(int64 outlet_id, const char *cart)
{
	Datum		values[2] = {Int64GetDatum(outlet_id), CStringGetTextDatum(cart)};
	Rows	   *last = plan_rows(&PLAN_RESERVATION_LAST, values, NULL);

	if (last->count > 0)
		unusable(known_hold(rows_int64(last, 0, RESERVATION_LAST_ID)), rows_bool(last, 0, RESERVATION_LAST_EXPIRED) ? "expired" : "resolved");
	ereport(ERROR,
			(errcode(ERRCODE_NO_SUCH_RECORD),
			 errmsg("cart \"%s\" holds nothing at \"%s\"", cart, catalogue_outlet_name(outlet_id)),
			 errdetail("There is no reservation with that cart_session_id."),
			 errhint("Reserve stock for it first.")));
}

/*
 * release_expired_reservations(max_rows, actor, request_id): tidies up for all
 * tenants for whom the caller may do so; how many.
 */
Datum
primeinv_release_expired_reservations(PG_FUNCTION_ARGS)
{
	Scope		scope;

	call_required(fcinfo, 1);
	check_max_rows(PG_GETARG_INT32(0));
	scope = call_scope_all(fcinfo);
	return call_over(fcinfo, &scope, release_expired_reservations);
}

static Datum
release_expired_reservations(Call *call, FunctionCallInfo fcinfo)
{
	int			max_rows = PG_GETARG_INT32(0);
	int			released = 0;

	for (int i = 0; i < call->scope.count && released < max_rows; i++)
		released += tidy_up(call, call->scope.tenant_ids[i], max_rows - released);
	return call_end_value(call, Int32GetDatum(released));
}

/*
 * Rejects zero, which would tidy up nothing and look like a database without
 * expired holds.
 */
static void
check_max_rows(int max_rows)
{
	if (max_rows > 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("max_rows must be positive"),
			 errdetail("It is %d.", max_rows),
			 errhint("Leave it out for 10000.")));
}

/*
 * Marks a tenant's expired holds released, where nobody is at work.  The
 * location is locked and rolled forward first: a hold that is marked while its
 * location's counter still holds it would stay counted for ever.
 */
static int
tidy_up(Call *call, int64 tenant_id, int max_rows)
{
	Datum		values[3] = {Int64GetDatum(tenant_id), Int32GetDatum(max_rows)};
	Rows	   *due = plan_rows(&PLAN_RESERVATION_SWEEP, values, NULL);
	Place	   *places = palloc(sizeof(Place) * (due->count + 1));
	int			released = 0;
	Stock	   *stock;

	if (due->count == 0)
		return 0;
	call->audit = call_audit(call, tenant_id);
	for (uint64 i = 0; i < due->count; i++)
		places[i] = (Place) {access_outlet_of(rows_int64(due, i, RESERVATION_SWEEP_OUTLET), tenant_id), rows_int64(due, i, RESERVATION_SWEEP_VARIATION)};
	stock = stock_begin(call, places, due->count, false);
	for (uint64 i = 0; i < due->count; i++)
	{
		Hold	   *hold = hold_find(rows_int64(due, i, RESERVATION_SWEEP_ID));
		Location   *location = stock_location(stock, rows_int64(due, i, RESERVATION_SWEEP_OUTLET), rows_int64(due, i, RESERVATION_SWEEP_VARIATION));

		CHECK_FOR_INTERRUPTS();
		if (hold == NULL || hold->status != HOLD_ACTIVE || hold_is_live(hold, location))
			continue;
		hold_resolve(call, stock, location, hold, HOLD_RELEASED, 0);
		released++;
	}
	stock_end(stock);
	audit_flush(call->audit, call->direct);
	return released;
}

/*
 * Trigger of stock_reservation, for statements that go round the functions
 * (the functions write below the executor and do not meet it): counts the
 * locations anew, so that a restore's COPY builds them.
 */
Datum
primeinv_sync_reservation(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_data(fcinfo, TRIGGER_TYPE_INSERT | TRIGGER_TYPE_UPDATE | TRIGGER_TYPE_DELETE,
										"stock_reservation", NULL);

	past_changed(trigger);
	location_recount_changed(trigger,
							 TRIGGER_FIRED_BY_INSERT(trigger->tg_event) ? &PLAN_RESERVATION_PLACES_NEW :
							 TRIGGER_FIRED_BY_DELETE(trigger->tg_event) ? &PLAN_RESERVATION_PLACES_OLD :
							 &PLAN_RESERVATION_PLACES_BOTH);
	PG_RETURN_POINTER(NULL);
}
