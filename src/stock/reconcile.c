/*-------------------------------------------------------------------------
 *
 * reconcile.c
 *		Batches, location stock and ledger compared, the run kept, and mended
 *		what is derived from the others.
 *
 * One statement compares everything in one snapshot and keeps what it found.
 * Mending comes after it and counts again under the locks, so that what has
 * changed meanwhile is not overwritten by what the snapshot saw.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "miscadmin.h"

#include "base/clock.h"
#include "base/quantity.h"
#include "base/value.h"
#include "tenant/call.h"
#include "stock/alert.h"
#include "stock/reservation_past.h"
#include "stock/statements.h"
#include "stock/stock.h"

/* A batch that was found wrong before it was locked. */
typedef struct WrongBatch
{
	int64		id;
	Place		place;
} WrongBatch;

static Datum run_reconcile(Call *call, FunctionCallInfo fcinfo);
static bool fixes(FunctionCallInfo fcinfo);
static int64 *compare(const Call *call, bool fix, int *count);
static void tell(const Rows *rows, uint64 row);
static void mend(Call *call, Datum run_ids);
static void finish(Datum run_ids);
static int64 rebuild_locations(Call *call, const Rows *places);
static bool *free_of(const Call *call, const Rows *places, int outlet_column, int variation_column);
static Datum rebuild_location_stock(Call *call, FunctionCallInfo fcinfo);
static Datum rebuild_batches(Call *call, FunctionCallInfo fcinfo);
static Audit *audit_of(Call *call, Audit *audit, int64 tenant_id, int64 *current);
static void log_location(Audit *audit, const Rows *places, uint64 row);
static WrongBatch *wrong_batches(const Call *call, int *count);
static Place *places_of(const WrongBatch *wrong, int count);
static bool rebuild_batch(Call *call, Stock *stock, const WrongBatch *wrong);
static void note_rebuilt(Call *call, int64 tenant_id, int64 batch_id, int64 movement_id,
						 Quantity was, Quantity quantity);

SQL_FUNCTION(primeinv_run_reconcile);
SQL_FUNCTION(primeinv_rebuild_location_stock);
SQL_FUNCTION(primeinv_rebuild_batches);

/*
 * run_reconcile(outlet_id, fix, actor, request_id)
 */
Datum
primeinv_run_reconcile(PG_FUNCTION_ARGS)
{
	Scope		scope = call_scope(fcinfo);

	for (int i = 0; fixes(fcinfo) && i < scope.count; i++)
		access_require(scope.tenant_ids[i], LEVEL_MANAGER);
	return call_over(fcinfo, &scope, run_reconcile);
}

static Datum
run_reconcile(Call *call, FunctionCallInfo fcinfo)
{
	bool		fix = fixes(fcinfo);
	int64	   *runs;
	Datum		run_ids;
	int			count;

	runs = compare(call, fix, &count);
	run_ids = array_of_int64(runs, count);
	alert_variances(run_ids);
	if (fix)
		mend(call, run_ids);
	finish(run_ids);
	for (int i = 0; i < count; i++)
	{
		Datum		value = Int64GetDatum(runs[i]);
		bool		isnull = false;

		CHECK_FOR_INTERRUPTS();
		call_row(call, &value, &isnull);
	}
	return call_end_rows(call);
}

/*
 * Null is no: a mending must be asked for.
 */
static bool
fixes(FunctionCallInfo fcinfo)
{
	return !PG_ARGISNULL(1) && PG_GETARG_BOOL(1);
}

/*
 * Compares and keeps; returns the runs, one a tenant.
 */
static int64 *
compare(const Call *call, bool fix, int *count)
{
	Datum		values[6];
	char		nulls[6] = {' ', ' ', ' ', ' ', ' ', call->scope.all ? 'n' : ' '};
	int64	   *runs = palloc(sizeof(int64) * (call->scope.count + 1));
	Rows	   *rows;

	call_scope_values(&call->scope, values, nulls);
	values[2] = BoolGetDatum(fix);
	values[3] = TimestampTzGetDatum(clock_now());
	values[4] = alert_lock_outlets(call);
	values[5] = values[4];
	rows = plan_rows(&PLAN_RECONCILE_RUN, values, nulls);
	*count = 0;
	for (uint64 i = 0; i < rows->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (*count == 0 || runs[*count - 1] != rows_int64(rows, i, RECONCILE_RUN_ID))
			runs[(*count)++] = rows_int64(rows, i, RECONCILE_RUN_ID);
		tell(rows, i);
	}
	return runs;
}

/*
 * For whoever runs it by hand; programs read the run's rows.
 */
static void
tell(const Rows *rows, uint64 row)
{
	if (rows_text(rows, row, RECONCILE_RUN_OUTLET) == NULL)
		return;					/* a tenant without outlets */
	ereport(NOTICE,
			(errmsg("\"%s\": " INT64_FORMAT " variations checked, " INT64_FORMAT " variances",
					rows_text(rows, row, RECONCILE_RUN_OUTLET), rows_int64(rows, row, RECONCILE_RUN_CHECKED), rows_int64(rows, row, RECONCILE_RUN_FOUND))));
}

/*
 * Location stock that was wrong is counted anew.  The alert of a place that is
 * right again is over.
 */
static void
mend(Call *call, Datum run_ids)
{
	rebuild_locations(call, plan_rows(&PLAN_RECONCILE_WRONG, &run_ids, NULL));
	alert_variances_mended(run_ids);
}

/*
 * Last of all, so that the time of the run has the alerts and the mending in
 * it.
 */
static void
finish(Datum run_ids)
{
	Datum		values[2] = {run_ids, TimestampTzGetDatum(clock_now())};

	plan_rows(&PLAN_RECONCILE_FINISH, values, NULL);
}

/*
 * rebuild_location_stock(outlet_id, actor, request_id).  What sessions know of
 * reservations may be as wrong as the counters.
 */
Datum
primeinv_rebuild_location_stock(PG_FUNCTION_ARGS)
{
	Scope		scope = call_scope(fcinfo);

	return call_over(fcinfo, &scope, rebuild_location_stock);
}

static Datum
rebuild_location_stock(Call *call, FunctionCallInfo fcinfo)
{
	Datum		values[2];
	char		nulls[2];

	past_forget();
	call_scope_values(&call->scope, values, nulls);
	return call_end_value(call, Int64GetDatum(rebuild_locations(call, plan_rows(&PLAN_REBUILD_WRONG_LOCATIONS, values, nulls))));
}

/*
 * Counts all in one statement under their locks, logs them after it, and
 * returns how many.  The log tells what was found wrong, which is why the
 * places come with their old quantities.
 */
static int64
rebuild_locations(Call *call, const Rows *places)
{
	bool	   *free = free_of(call, places, WRONG_OUTLET, WRONG_VARIATION);
	int64	   *outlet_ids = palloc(sizeof(int64) * (places->count + 1));
	int64	   *variation_ids = palloc(sizeof(int64) * (places->count + 1));
	Audit	   *audit = NULL;
	int64		tenant_id = 0;
	int			count = 0;

	for (uint64 i = 0; i < places->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (!free[i])
			continue;
		outlet_ids[count] = rows_int64(places, i, WRONG_OUTLET);
		variation_ids[count++] = rows_int64(places, i, WRONG_VARIATION);
	}
	location_recount(outlet_ids, variation_ids, count);
	for (uint64 i = 0; i < places->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (!free[i])
			continue;
		audit = audit_of(call, audit, rows_int64(places, i, WRONG_TENANT), &tenant_id);
		log_location(audit, places, i);
	}
	if (audit != NULL)
		audit_flush(audit, call->direct);
	return count;
}

/*
 * Which of the places are to be mended: over all outlets only those that could
 * be locked at once, because such a call must not wait for one tenant while it
 * holds another's rows.  A place without a row is nobody's.
 */
static bool *
free_of(const Call *call, const Rows *places, int outlet_column, int variation_column)
{
	bool	   *free = palloc(sizeof(bool) * (places->count + 1));
	int64	   *outlet_ids = palloc(sizeof(int64) * (places->count + 1));
	int64	   *variation_ids = palloc(sizeof(int64) * (places->count + 1));
	Datum		values[2];
	Rows	   *rows;
	int			left = 0;

	memset(free, true, sizeof(bool) * places->count);
	if (!call->scope.all || places->count == 0)
		return free;
	for (uint64 i = 0; i < places->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		outlet_ids[i] = rows_int64(places, i, outlet_column);
		variation_ids[i] = rows_int64(places, i, variation_column);
	}
	values[0] = array_of_int64(outlet_ids, places->count);
	values[1] = array_of_int64(variation_ids, places->count);
	rows = plan_rows(&PLAN_REBUILD_FREE, values, NULL);
	for (uint64 i = 0; i < rows->count; i++)
		left += !(free[i] = rows_bool(rows, i, REBUILD_FREE_FREE));
	if (left > 0)
		ereport(WARNING,
				(errmsg_plural("%d location was left as it is", "%d locations were left as they are", left, left),
				 errdetail("Somebody is at work there, and a call over all outlets waits for nobody."),
				 errhint("Name the outlet, or run this again.")));
	return free;
}

/*
 * A call over all outlets writes the events of each tenant apart.
 */
static Audit *
audit_of(Call *call, Audit *audit, int64 tenant_id, int64 *current)
{
	if (audit != NULL && *current == tenant_id)
		return audit;
	if (audit != NULL)
		audit_flush(audit, call->direct);
	*current = tenant_id;
	return call_audit(call, tenant_id);
}

/*
 * A row that was missing is logged as having held nothing.
 */
static void
log_location(Audit *audit, const Rows *places, uint64 row)
{
	bool		isnull;
	Datum		was = rows_datum(places, row, WRONG_WAS, &isnull);
	Quantity	quantity = isnull ? 0 : quantity_from_datum(was);
	AuditEvent	event = {
		.event_type = "location.rebuilt",
		.data = audit_data("outlet_id", AUDIT_ID, rows_int64(places, row, WRONG_OUTLET),
						   "variation_id", AUDIT_ID, rows_int64(places, row, WRONG_VARIATION),
						   "was", AUDIT_QUANTITY, quantity,
						   "batch_total", AUDIT_QUANTITY, quantity_from_datum(rows_datum(places, row, WRONG_BATCH_TOTAL, &isnull)),
						   NULL)
	};

	audit_event(audit, &event);
}

/*
 * rebuild_batches(outlet_id, actor, request_id)
 */
Datum
primeinv_rebuild_batches(PG_FUNCTION_ARGS)
{
	Scope		scope = call_scope(fcinfo);

	return call_over(fcinfo, &scope, rebuild_batches);
}

static Datum
rebuild_batches(Call *call, FunctionCallInfo fcinfo)
{
	WrongBatch *wrong;
	Place	   *places;
	Stock	   *stock;
	int64		rebuilt = 0;
	int			count;

	wrong = wrong_batches(call, &count);
	places = places_of(wrong, count);
	stock = stock_begin(call, places, count, true);
	for (int i = 0; i < count; i++)
		if (rebuild_batch(call, stock, &wrong[i]))
			rebuilt++;
	stock_end(stock);
	return call_end_value(call, Int64GetDatum(rebuilt));
}

/*
 * Found without a lock, so rebuild_batch looks again.  The scope has been cut
 * down to what the caller may mend, so that the outlets need no further look
 * at rights.
 */
static WrongBatch *
wrong_batches(const Call *call, int *count)
{
	Datum		values[2];
	char		nulls[2];
	WrongBatch *wrong;
	Rows	   *rows;
	bool	   *free;

	call_scope_values(&call->scope, values, nulls);
	rows = plan_rows(call->scope.outlet_id == 0 ? &PLAN_REBUILD_WRONG_BATCHES : &PLAN_REBUILD_WRONG_BATCHES_AT, values, nulls);
	free = free_of(call, rows, REBUILD_WRONG_BATCHES_OUTLET, REBUILD_WRONG_BATCHES_VARIATION);
	wrong = palloc(sizeof(WrongBatch) * (rows->count + 1));
	*count = 0;
	for (uint64 i = 0; i < rows->count; i++)
	{
		WrongBatch *next = &wrong[*count];

		CHECK_FOR_INTERRUPTS();
		if (!free[i])
			continue;
		next->id = rows_int64(rows, i, REBUILD_WRONG_BATCHES_ID);
		if (!catalogue_outlet(rows_int64(rows, i, REBUILD_WRONG_BATCHES_OUTLET), &next->place.outlet))
			no_such_record("outlet", rows_int64(rows, i, REBUILD_WRONG_BATCHES_OUTLET));
		next->place.variation_id = rows_int64(rows, i, REBUILD_WRONG_BATCHES_VARIATION);
		(*count)++;
	}
	return wrong;
}

/*
 * Where the batches lie.  What wrote a batch past the triggers may have left
 * its location behind, so the locations are locked and counted first, and the
 * door then moves both together.
 */
static Place *
places_of(const WrongBatch *wrong, int count)
{
	Place	   *places = palloc(sizeof(Place) * (count + 1));
	int64	   *outlet_ids = palloc(sizeof(int64) * (count + 1));
	int64	   *variation_ids = palloc(sizeof(int64) * (count + 1));
	int			distinct = 0;

	for (int i = 0; i < count; i++)
		places[i] = wrong[i].place;
	places_sort(places, count);
	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (i > 0 && place_order(&places[i - 1], &places[i]) == 0)
			continue;
		outlet_ids[distinct] = places[i].outlet.id;
		variation_ids[distinct++] = places[i].variation_id;
	}
	location_recount(outlet_ids, variation_ids, distinct);
	return places;
}

/*
 * Looks again under the lock; false if the batch is right now or cannot be
 * mended.
 */
static bool
rebuild_batch(Call *call, Stock *stock, const WrongBatch *wrong)
{
	Datum		value = Int64GetDatum(wrong->id);
	Rows	   *rows = plan_rows(&PLAN_REBUILD_LEDGER_OF, &value, NULL);
	Location   *location = stock_location(stock, wrong->place.outlet.id, wrong->place.variation_id);
	Quantity	quantity;
	Quantity	was;
	bool		isnull;

	if (rows->count == 0)
		return false;
	was = quantity_from_datum(rows_datum(rows, 0, REBUILD_LEDGER_OF_WAS, &isnull));
	quantity = quantity_from_datum(rows_datum(rows, 0, REBUILD_LEDGER_OF_QUANTITY, &isnull));
	if (quantity < 0)
	{
		ereport(WARNING,
				(errmsg("batch " INT64_FORMAT " is left alone", wrong->id),
				 errdetail("Its movements add up to %s.", quantity_text(quantity)),
				 errhint("verify_ledger() names the first movement that is wrong.")));
		return false;
	}
	stock_restate(stock, location, wrong->id, quantity);
	note_rebuilt(call, rows_int64(rows, 0, REBUILD_LEDGER_OF_TENANT), wrong->id, rows_int64(rows, 0, REBUILD_LEDGER_OF_MOVEMENT), was, quantity);
	return true;
}

/*
 * The note lets the ledger's balances carry on from the new quantity; without
 * it the next movement would look broken.  Batches of several tenants come
 * mixed, so each event is written at once.
 */
static void
note_rebuilt(Call *call, int64 tenant_id, int64 batch_id, int64 movement_id,
			 Quantity was, Quantity quantity)
{
	Audit	   *audit = call_audit(call, tenant_id);
	AuditEvent	event = {
		.event_type = "batch.rebuilt",
		.data = audit_data("batch_id", AUDIT_ID, batch_id,
						   "movement_id", AUDIT_ID, movement_id,
						   "was", AUDIT_QUANTITY, was,
						   "quantity", AUDIT_QUANTITY, quantity, NULL)
	};
	Datum		values[4] = {
		Int64GetDatum(tenant_id),
		Int64GetDatum(batch_id),
		Int64GetDatum(movement_id),
		quantity_to_datum(quantity)
	};

	plan_rows(&PLAN_REBUILD_NOTE, values, NULL);
	audit_event(audit, &event);
	audit_flush(audit, call->direct);
}
