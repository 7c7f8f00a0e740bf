/*-------------------------------------------------------------------------
 *
 * call_json.c
 *		Functions for callers that speak JSON: one object in, one out.
 *
 * FUNCTION_json(request jsonb) calls FUNCTION with the request's keys for its
 * arguments.  It is the caller who calls: rights, a known request id and all
 * else are FUNCTION's own matter.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/catcache.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "base/json.h"
#include "tenant/call.h"
#include "tenant/request.h"

#define JSON_SUFFIX	"_json"

/* The function that is to be called. */
typedef struct Target
{
	char	   *name;
	Oid			oid;
	int			count;			/* of its arguments */
	int			required;		/* that have no default */
	bool		rows;			/* it returns any number of them */
	char	  **names;
	Oid		   *types;
} Target;

static Target target_of(Oid function);
static JsonType key_type(Oid type);
static Datum run_target(const Target *target, const JsonObject *given);
static char *statement_of(const Target *target, const JsonObject *given);

SQL_FUNCTION(primeinv_call_json);

/*
 * FUNCTION_json(request jsonb)
 */
Datum
primeinv_call_json(PG_FUNCTION_ARGS)
{
	Target		target = target_of(fcinfo->flinfo->fn_oid);
	JsonKey    *keys = palloc(sizeof(JsonKey) * target.count);
	JsonObject	given;

	call_required(fcinfo, 1);
	for (int i = 0; i < target.count; i++)
		keys[i] = (JsonKey) {target.names[i], key_type(target.types[i]), i < target.required};
	given = json_read_object(PG_GETARG_JSONB_P(0), "", keys, target.count);
	PG_RETURN_DATUM(run_target(&target, &given));
}

/*
 * The function of that name without the suffix.  Twins of one argument (a
 * request as jsonb or text) are not meant.
 */
static Target
target_of(Oid function)
{
	char	   *name = get_func_name(function);
	Target		target = {.name = pnstrdup(name, strlen(name) - strlen(JSON_SUFFIX))};
	CatCList   *twins = SearchSysCacheList1(PROCNAMEARGSNSP, CStringGetDatum(target.name));

	for (int i = 0; i < twins->n_members; i++)
	{
		Form_pg_proc twin = (Form_pg_proc) GETSTRUCT(&twins->members[i]->tuple);

		if (twin->pronamespace != get_func_namespace(function) || twin->pronargs < 2)
			continue;
		target.oid = twin->oid;
		target.required = twin->pronargs - twin->pronargdefaults;
		target.rows = twin->proretset;
	}
	ReleaseSysCacheList(twins);
	if (!OidIsValid(target.oid))
		elog(ERROR, "there is no function %s.%s", PRIMEINV_SCHEMA, target.name);
	target.names = request_argument_names(target.oid, &target.count, &target.types);
	return target;
}

/*
 * How an argument of this type stands in a request.
 */
static JsonType
key_type(Oid type)
{
	switch (type)
	{
		case INT8OID:
			return JSON_BIGINT;
		case NUMERICOID:
			return JSON_NUMERIC;
		case DATEOID:
			return JSON_DATE;
		case BOOLOID:
			return JSON_BOOLEAN;
		case JSONBOID:
			return JSON_ANY;
		case TEXTOID:
			return JSON_TEXT;
	}
	elog(ERROR, "an argument of type %u has no form in JSON", type);
}

/*
 * As the caller and with its settings, as if it had called the function
 * itself.
 */
static Datum
run_target(const Target *target, const JsonObject *given)
{
	Oid		   *types = palloc(sizeof(Oid) * target->count);
	Datum	   *values = palloc(sizeof(Datum) * target->count);
	int			count = 0;
	bool		isnull;
	Datum		result;

	for (int i = 0; i < target->count; i++)
		if (!given->nulls[i])
		{
			types[count] = target->types[i];
			values[count++] = given->values[i];
		}
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute_with_args(statement_of(target, given), count, types, values, NULL, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "%s cannot be called", target->name);
	result = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull);
	Assert(!isnull);
	result = SPI_datumTransfer(result, false, -1);
	SPI_finish();
	return result;
}

/*
 * Keys that were left out get the function's defaults.  A row is an object of
 * its columns; of rows those columns are told that deduct_stock(jsonb) tells.
 */
static char *
statement_of(const Target *target, const JsonObject *given)
{
	StringInfoData text;
	int			count = 0;

	initStringInfo(&text);
	appendStringInfoString(&text, target->rows ?
						   "SELECT pg_catalog.jsonb_build_object('success', true, 'adjustments', COALESCE("
						   "pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('batch', f.batch,"
						   " 'quantity', pg_catalog.trim_scale(f.quantity), 'expiry', f.expiry)), '[]'))" :
						   "SELECT pg_catalog.to_jsonb(f)");
	appendStringInfo(&text, " FROM %s.%s(", PRIMEINV_SCHEMA, quote_identifier(target->name));
	for (int i = 0; i < target->count; i++)
		if (!given->nulls[i])
		{
			appendStringInfo(&text, "%s%s => $%d", count == 0 ? "" : ", ",
							 quote_identifier(target->names[i]), count + 1);
			count++;
		}
	appendStringInfoString(&text, ") f");
	return text.data;
}
