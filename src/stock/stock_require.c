/*-------------------------------------------------------------------------
 *
 * stock_require.c
 *		What readers written in SQL must have checked.
 *
 * A SQL function shows nothing for a record that is not there; a caller who
 * mistypes an id is owed the error that the changing functions give.  These
 * raise it, and otherwise return their argument, or the outlet's date, which
 * the reader wants anyway.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/xact.h"
#include "utils/builtins.h"

#include "base/clock.h"
#include "base/quantity.h"
#include "tenant/access.h"
#include "tenant/call.h"
#include "stock/statements.h"

SQL_FUNCTION(primeinv_require_place);
SQL_FUNCTION(primeinv_require_batch);
SQL_FUNCTION(primeinv_require_quantity);
SQL_FUNCTION(primeinv_require_days);
SQL_FUNCTION(primeinv_require_instant);
SQL_FUNCTION(primeinv_require_period);

/*
 * require_place(outlet_id, variation_id, required): the outlet's today.  The
 * first so many ids must be there; others may be null, where a reader takes
 * all.
 */
Datum
primeinv_require_place(PG_FUNCTION_ARGS)
{
	int			required = PG_ARGISNULL(2) ? 0 : PG_GETARG_INT32(2);
	Outlet		outlet;

	access_check_setting();
	call_required(fcinfo, Min(required, 2));	/* whoever may read may call
												 * it with any number */
	if (PG_ARGISNULL(0))
	{
		if (!PG_ARGISNULL(1))
			access_require(access_any_variation(PG_GETARG_INT64(1)).tenant_id, LEVEL_READER);
		PG_RETURN_NULL();
	}
	outlet = access_outlet(PG_GETARG_INT64(0));
	access_require(outlet.tenant_id, LEVEL_READER);
	if (!PG_ARGISNULL(1))
		access_variation(PG_GETARG_INT64(1), outlet.tenant_id);
	PG_RETURN_DATEADT(clock_date(GetCurrentStatementStartTimestamp(), outlet.zone));
}

/*
 * require_batch(batch_id): the id, if the caller may see the batch's tenant.
 */
Datum
primeinv_require_batch(PG_FUNCTION_ARGS)
{
	call_required(fcinfo, 1);
	access_require(access_tenant_of(&PLAN_BATCH_TENANT, "batch", PG_GETARG_INT64(0)), LEVEL_READER);
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/*
 * require_quantity(quantity): the quantity, if it is positive and exact.
 */
Datum
primeinv_require_quantity(PG_FUNCTION_ARGS)
{
	call_required(fcinfo, 1);
	quantity_positive(PG_GETARG_NUMERIC(0), "quantity");
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/*
 * require_days(days): the days, if they do not count into the past.
 */
Datum
primeinv_require_days(PG_FUNCTION_ARGS)
{
	call_required(fcinfo, 1);
	if (PG_GETARG_INT32(0) < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("days must not be negative: %d", PG_GETARG_INT32(0)),
				 errdetail("It counts from the outlet's today into the future."),
				 errhint("0 means today.")));
	PG_RETURN_INT32(PG_GETARG_INT32(0));
}

/*
 * require_instant(at): the instant, which must be given: a null would find
 * nothing and look like an empty stock.
 */
Datum
primeinv_require_instant(PG_FUNCTION_ARGS)
{
	call_required(fcinfo, 1);
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/*
 * require_period(start_date, end_date): both days belong to it.
 */
Datum
primeinv_require_period(PG_FUNCTION_ARGS)
{
	DateADT		start;
	DateADT		end;

	call_required(fcinfo, 2);
	start = PG_GETARG_DATEADT(0);
	end = PG_GETARG_DATEADT(1);
	if (DATE_NOT_FINITE(start) || DATE_NOT_FINITE(end) || start > end)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("not a period: %s to %s",
						DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(start))),
						DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(end)))),
				 errdetail("The start must not be after the end, and neither infinite."),
				 errhint("Both days belong to the period; one day is a period.")));
	PG_RETURN_DATEADT(start);
}
