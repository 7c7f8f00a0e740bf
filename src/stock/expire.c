/*-------------------------------------------------------------------------
 *
 * expire.c
 *		expire_batches: writes off what has expired.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "tenant/statements.h"
#include "stock/statements.h"
#include "stock/stock.h"

static Place *expired_places(FunctionCallInfo fcinfo, int *count);
static int64 write_off(Call *call, Place *places, int count);

PG_FUNCTION_INFO_V1(primeinv_expire_batches);

/*
 * expire_batches(outlet_id, variation_id, actor, request_id): null means all,
 * of the tenants for whom the caller may do so.
 */
Datum
primeinv_expire_batches(PG_FUNCTION_ARGS)
{
	int64		tenant_id = 0;
	Place	   *places;
	Call	   *call;
	int			count;

	if (!PG_ARGISNULL(0))
		tenant_id = access_outlet(PG_GETARG_INT64(0)).tenant_id;
	if (!PG_ARGISNULL(1) && tenant_id != 0)
		access_variation(PG_GETARG_INT64(1), tenant_id);
	else if (!PG_ARGISNULL(1))
		tenant_id = access_tenant_of(&PLAN_VARIATION_TENANT, "variation", PG_GETARG_INT64(1));
	places = expired_places(fcinfo, &count);
	call = tenant_id != 0 ? call_begin(fcinfo, tenant_id) : call_begin_all(fcinfo);
	if (call->replayed)
		return call_replay(call);
	return call_end_value(call, Int64GetDatum(write_off(call, places, count)));
}

/*
 * Where something seems to have expired, as far as the caller has the right;
 * it is looked at again under the locks.
 */
static Place *
expired_places(FunctionCallInfo fcinfo, int *count)
{
	AccessLevel level = access_level_of_function(fcinfo->flinfo->fn_oid);
	Datum		values[2] = {PG_GETARG_DATUM(0), PG_GETARG_DATUM(1)};
	char		nulls[2] = {PG_ARGISNULL(0) ? 'n' : ' ', PG_ARGISNULL(1) ? 'n' : ' '};
	AccessIdentity caller = access_become_owner();
	Rows	   *rows = plan_read(&PLAN_EXPIRED_PLACES, values, nulls);
	Place	   *places = palloc(sizeof(Place) * (rows->count + 1));

	access_resume(caller);
	*count = 0;
	for (uint64 i = 0; i < rows->count; i++)
	{
		Place	   *place = &places[*count];

		if (!catalogue_outlet(rows_int64(rows, i, 1), &place->outlet) ||
			access_level(place->outlet.tenant_id) < level)
			continue;
		place->variation_id = rows_int64(rows, i, 2);
		(*count)++;
	}
	return places;
}

/*
 * Takes everything that has expired, whatever its status; returns how many
 * batches that were.
 */
static int64
write_off(Call *call, Place *places, int count)
{
	LedgerNote	note = {.movement_type = "expiry",.reason = "expired"};
	Stock	   *stock = stock_begin(call, places, count, false);
	int64		batches = 0;

	for (int i = 0; i < count; i++)
	{
		Location   *location = stock_location(stock, places[i].outlet.id, places[i].variation_id);
		int64		expired = stock_count(stock, location, REACH_EXPIRED);

		if (expired > 0)
			batches += list_length(stock_issue(stock, location, expired, REACH_EXPIRED, &note));
	}
	stock_end(stock);
	return batches;
}
