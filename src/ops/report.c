/*-------------------------------------------------------------------------
 *
 * report.c
 *		What reports written in SQL must have checked.
 *
 * As stock_read.c for the readers of stock: a SQL function cannot raise an
 * error, and a report of nothing must not be the answer to a slip of the key.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "base/value.h"
#include "tenant/access.h"
#include "tenant/call.h"
#include "stock/statements.h"
#include "sale/statements.h"

static Datum require_record(FunctionCallInfo fcinfo, Statement *plan, const char *what);
static char *listed(Datum *words, int count);

SQL_FUNCTION(primeinv_require_sale);
SQL_FUNCTION(primeinv_require_stock_take);
SQL_FUNCTION(primeinv_require_word);
SQL_FUNCTION(primeinv_require_between);

/*
 * require_sale(sale_id): the id, if the caller may see the sale's tenant.
 */
Datum
primeinv_require_sale(PG_FUNCTION_ARGS)
{
	return require_record(fcinfo, &PLAN_SALE_TENANT, "sale");
}

/*
 * require_stock_take(stock_take_id): the same of a stock take.
 */
Datum
primeinv_require_stock_take(PG_FUNCTION_ARGS)
{
	return require_record(fcinfo, &PLAN_STOCK_TAKE_TENANT, "stock take");
}

/*
 * P0002 unless the record that the first argument names is of one of the
 * caller's tenants.
 */
static Datum
require_record(FunctionCallInfo fcinfo, Statement *plan, const char *what)
{
	call_required(fcinfo, 1);
	access_require(access_tenant_of(plan, what, PG_GETARG_INT64(0)), LEVEL_READER);
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/*
 * require_word(what, word, words): the word, if it is one of these.  A null
 * word passes as null: whether it may be left out is the report's affair.
 */
Datum
primeinv_require_word(PG_FUNCTION_ARGS)
{
	Datum	   *words;
	int			count;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	count = array_values(PG_GETARG_DATUM(2), &words, NULL);
	for (int i = 0; i < count; i++)
		if (text_is(PG_GETARG_DATUM(1), TextDatumGetCString(words[i])))
			PG_RETURN_DATUM(PG_GETARG_DATUM(1));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized value for \"%s\": \"%s\"", TextDatumGetCString(PG_GETARG_DATUM(0)),
					TextDatumGetCString(PG_GETARG_DATUM(1))),
			 errdetail("Known are %s.", listed(words, count)),
			 errhint("Words are written in just this way, capitals too.")));
}

/*
 * The words in quotes, with commas.
 */
static char *
listed(Datum *words, int count)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; i < count; i++)
		appendStringInfo(&list, "%s\"%s\"", i > 0 ? ", " : "", TextDatumGetCString(words[i]));
	return list.data;
}

/*
 * require_between(what, number, lowest, highest): the number, if it is there
 * and between the two.  NaN is above all numbers, so it is refused, too.
 */
Datum
primeinv_require_between(PG_FUNCTION_ARGS)
{
	Datum		number = PG_GETARG_DATUM(1);
	bool		fits = false;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(2) || PG_ARGISNULL(3))
		PG_RETURN_NULL();
	if (!PG_ARGISNULL(1))
		fits = DatumGetBool(DirectFunctionCall2(numeric_ge, number, PG_GETARG_DATUM(2))) &&
			DatumGetBool(DirectFunctionCall2(numeric_le, number, PG_GETARG_DATUM(3)));
	if (fits)
		PG_RETURN_DATUM(number);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s is out of range: %s", TextDatumGetCString(PG_GETARG_DATUM(0)),
					PG_ARGISNULL(1) ? "null" :
					DatumGetCString(DirectFunctionCall1(numeric_out, number))),
			 errdetail("It may be from %s to %s.",
					   DatumGetCString(DirectFunctionCall1(numeric_out, PG_GETARG_DATUM(2))),
					   DatumGetCString(DirectFunctionCall1(numeric_out, PG_GETARG_DATUM(3)))),
			 errhint("Leave it out for the usual value.")));
}
