/*-------------------------------------------------------------------------
 *
 * alert.c
 *		Rows of stock_alert, with a NOTIFY each.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "base/quantity.h"
#include "base/value.h"
#include "tenant/call.h"
#include "stock/alert.h"
#include "stock/statements.h"

static Datum refresh_alerts(Call *call, FunctionCallInfo fcinfo);

SQL_FUNCTION(primeinv_refresh_alerts);

/*
 * Raises an alert for each hold that goes short.  It is called when the change
 * is written, because it reads the holds from their table.  A hold with an
 * open alert gets no second one.
 */
void
alert_reservations_at_risk(const Location *location)
{
	Datum		values[5] = {
		Int64GetDatum(location->tenant_id),
		Int64GetDatum(location->outlet_id),
		Int64GetDatum(location->variation_id),
		quantity_to_datum(location->sellable),
		TimestampTzGetDatum(location->now)
	};

	plan_rows(&PLAN_ALERT_AT_RISK, values, NULL);
}

/*
 * An alert that is still open is left as it is, so that a job that finds the
 * same variance each night does not repeat it.
 */
void
alert_variances(Datum run_ids)
{
	plan_rows(&PLAN_ALERT_VARIANCES, &run_ids, NULL);
}

/*
 * Resolves alerts only where ledger and batches agree: location stock is
 * counted from batches, so a difference between those two is still there.
 */
void
alert_variances_mended(Datum run_ids)
{
	plan_rows(&PLAN_ALERT_VARIANCES_MENDED, &run_ids, NULL);
}

/*
 * Nothing ends such an alert by itself, so that the outlet has one at most.
 */
void
alert_stock_take(int64 outlet_id, int64 take_id, int64 corrected, int64 lines)
{
	Datum		values[4] = {
		Int64GetDatum(outlet_id),
		Int64GetDatum(take_id),
		Int64GetDatum(corrected),
		Int64GetDatum(lines)
	};

	plan_rows(&PLAN_ALERT_STOCK_TAKE, values, NULL);
}

/*
 * refresh_alerts(outlet_id, actor, request_id): what sales would have to look
 * at each time is looked at by a job instead.
 */
Datum
primeinv_refresh_alerts(PG_FUNCTION_ARGS)
{
	Scope		scope = call_scope(fcinfo);

	return call_over(fcinfo, &scope, refresh_alerts);
}

static Datum
refresh_alerts(Call *call, FunctionCallInfo fcinfo)
{
	Datum		outlets = alert_lock_outlets(call);
	Rows	   *rows = plan_rows(call->scope.all ? &PLAN_ALERT_REFRESH : &PLAN_ALERT_REFRESH_ONE, &outlets, NULL);

	return call_end_value(call, Int64GetDatum(rows_int64(rows, 0, ALERT_REFRESH_RAISED)));
}

/*
 * Two that find the same would else meet in the index of open alerts, and one
 * wait there for the other's transaction to end.
 */
Datum
alert_lock_outlets(const Call *call)
{
	Datum		values[2];
	char		nulls[2];
	Rows	   *rows;
	int64	   *ids;

	call_scope_values(&call->scope, values, nulls);
	rows = plan_rows(call->scope.all ? &PLAN_ALERT_OUTLETS : &PLAN_ALERT_OUTLET, values, nulls);
	ids = palloc(sizeof(int64) * (rows->count + 1));
	for (uint64 i = 0; i < rows->count; i++)
		ids[i] = rows_int64(rows, i, ALERT_OUTLETS_ID);
	return array_of_int64(ids, rows->count);
}
