/*-------------------------------------------------------------------------
 *
 * request.c
 *		Exactly once: a request id is answered with the first call's result.
 *
 * The row of an id is inserted before anything else is done and committed
 * with it, so that a second call with the same id waits for the first on the
 * unique index, and a failed call leaves nothing.  Arguments are kept as
 * jsonb, whose numbers are equal by value (3 = 3.000); what has a notation
 * that depends on settings (dates, intervals) is brought to one form first.
 * Results are kept as texts of the result's type.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/fmgrprotos.h"
#include "utils/guc.h"
#include "utils/json.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "base/json.h"
#include "base/value.h"
#include "tenant/request.h"
#include "tenant/statements.h"

struct Request
{
	int64		row;			/* id in the table */
	Oid			type;			/* of the function's result */
	bool		known;
	Datum		kept;			/* text[]: the result of the first call */
	ArrayBuildState *results;	/* of this call */
	MemoryContext context;
};

static char *function_key(Oid function);
static Jsonb *arguments(FunctionCallInfo fcinfo);
static bool is_an_argument(const char *name);
static void push_argument(JsonbParseState **state, Oid type, Datum value);
static void push_scalar(JsonbParseState **state, Oid type, Datum value, bool isnull);
static JsonbValue number_value(Datum number);
static Jsonb *without_caller(Jsonb *request);
static void known_request(Request *request, Datum *key, const char *id);
static char *value_text(Oid type, Datum value);
static Datum row_datum(TupleDesc desc, Datum *values, bool *nulls);

/*
 * The tenant, the function and the id are the key: one id may serve two
 * functions.  The caller's right is looked at before, since a known id is
 * answered with what the first call returned.
 */
Request *
request_begin(FunctionCallInfo fcinfo, int64 tenant_id, const char *id)
{
	Request    *request = palloc0(sizeof(Request));
	Datum		key[4];
	Rows	   *rows;

	if (id[0] == '\0' || strlen(id) > 200)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("request_id must have 1 to 200 bytes"),
				 errdetail("It has %zu.", strlen(id)),
				 errhint("Use a UUID that the client makes once a request.")));
	request->context = CurrentMemoryContext;
	request->type = get_func_rettype(fcinfo->flinfo->fn_oid);
	key[0] = Int64GetDatum(tenant_id);
	key[1] = CStringGetTextDatum(function_key(fcinfo->flinfo->fn_oid));
	key[2] = CStringGetTextDatum(id);
	key[3] = JsonbPGetDatum(arguments(fcinfo));
	if (VARSIZE_ANY(DatumGetPointer(key[3])) > REQUEST_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the arguments are too large to be remembered"),
				 errdetail("They have %zu bytes; with a request_id they may have %d.",
						   (size_t) VARSIZE_ANY(DatumGetPointer(key[3])), REQUEST_MAX),
				 errhint("Make it several calls, or leave request_id out.")));
	rows = plan_rows(&PLAN_REQUEST_REGISTER, key, NULL);
	if (rows->count > 0)
		request->row = rows_int64(rows, 0, REQUEST_REGISTER_ID);
	else
		known_request(request, key, id);
	return request;
}

/*
 * A function's name.  The JSON form of the same name answers in another shape,
 * so that its ids are its own.
 */
static char *
function_key(Oid function)
{
	char	   *name = get_func_name(function);

	return get_func_rettype(function) == JSONBOID ? psprintf("%s(jsonb)", name) : name;
}

/*
 * Takes the kept result, if the arguments are the same.
 */
static void
known_request(Request *request, Datum *key, const char *id)
{
	Rows	   *rows = plan_rows(&PLAN_REQUEST_KNOWN, key, NULL);
	StringInfoData quoted;
	bool		isnull;

	if (rows->count == 0)
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("request id \"%s\" is being purged", id),
				 errdetail("It is older than primeinv.request_retention days."),
				 errhint("Run the transaction again.")));
	initStringInfo(&quoted);
	escape_json(&quoted, id);
	if (!rows_bool(rows, 0, REQUEST_KNOWN_SAME))
		ereport(ERROR,
				(errcode(ERRCODE_REQUEST_REUSED),
				 errmsg("request id \"%s\" was used before with other arguments", id),
				 errdetail("{\"request_id\": %s, \"function\": \"%s\"}",
						   quoted.data, TextDatumGetCString(key[1])),
				 errhint("A retry repeats the arguments; another request needs an id of its own.")));
	request->known = true;
	request->kept = rows_datum(rows, 0, REQUEST_KNOWN_RESULT, &isnull);
	if (isnull)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("request id \"%s\" is under way in this transaction", id),
				 errdetail("A trigger of that call calls again with its id."),
				 errhint("Give the inner call an id of its own.")));
}

/*
 * If so, the call may change nothing and ends by call_replay.
 */
bool
request_is_known(const Request *request)
{
	return request->known;
}

/*
 * The call's arguments but for actor and request_id, as one jsonb object;
 * nulls are left out.
 */
static Jsonb *
arguments(FunctionCallInfo fcinfo)
{
	int			count;
	Oid		   *types;
	char	  **names = request_argument_names(fcinfo->flinfo->fn_oid, &count, &types);
	JsonbParseState *state = NULL;

	if (count == 1 && types[0] == JSONBOID)
		return without_caller(PG_GETARG_JSONB_P(0));
	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	for (int i = 0; i < count; i++)
	{
		JsonbValue	name;

		if (PG_ARGISNULL(i) || !is_an_argument(names[i]))
			continue;
		name.type = jbvString;
		name.val.string.val = names[i];
		name.val.string.len = strlen(names[i]);
		pushJsonbValue(&state, WJB_KEY, &name);
		push_argument(&state, types[i], PG_GETARG_DATUM(i));
	}
	return JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL));
}

/*
 * Who calls, and under which id, is no part of what is asked: a retry may come
 * from another actor.
 */
static bool
is_an_argument(const char *name)
{
	return strcmp(name, "actor") != 0 && strcmp(name, "request_id") != 0;
}

/*
 * Only the first count entries are arguments: those of a function's result
 * columns may follow in the same arrays.  All are palloc'd.
 */
char **
request_argument_names(Oid function, int *count, Oid **types)
{
	HeapTuple	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
	char	  **names;
	Oid		   *all_types;
	char	   *modes;
	int			inputs;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for function %u", function);
	get_func_arg_info(tuple, &all_types, &names, &modes);
	inputs = ((Form_pg_proc) GETSTRUCT(tuple))->pronargs;
	ReleaseSysCache(tuple);
	if (count != NULL)
		*count = inputs;
	if (types != NULL)
		*types = all_types;
	return names;
}

/*
 * An array is pushed flat, whatever its dimensions, and by its elements, so
 * that these are compared by value as single arguments are.
 */
static void
push_argument(JsonbParseState **state, Oid type, Datum value)
{
	Oid			element = get_element_type(type);
	Datum	   *values;
	bool	   *nulls;
	int			count;

	if (!OidIsValid(element))
	{
		push_scalar(state, type, value, false);
		return;
	}
	count = array_values(value, &values, &nulls);
	pushJsonbValue(state, WJB_BEGIN_ARRAY, NULL);
	for (int i = 0; i < count; i++)
		push_scalar(state, element, values[i], nulls[i]);
	pushJsonbValue(state, WJB_END_ARRAY, NULL);
}

/*
 * One value: numbers and booleans as such, an interval as its seconds, a date
 * in ISO notation, jsonb in its one form, all else as its text.  Inside an array the
 * value is an element, else it is the value of a key.
 */
static void
push_scalar(JsonbParseState **state, Oid type, Datum value, bool isnull)
{
	JsonbIteratorToken token = (*state)->contVal.type == jbvArray ? WJB_ELEM : WJB_VALUE;
	JsonbValue	json;

	if (isnull)
		json.type = jbvNull;
	else if (type == BOOLOID)
	{
		json.type = jbvBool;
		json.val.boolean = DatumGetBool(value);
	}
	else if (type == INT8OID)
		json = number_value(NumericGetDatum(int64_to_numeric(DatumGetInt64(value))));
	else if (type == INT4OID)
		json = number_value(NumericGetDatum(int64_to_numeric(DatumGetInt32(value))));
	else if (type == NUMERICOID)
		json = number_value(value);
	else if (type == INTERVALOID)
		json = number_value(DirectFunctionCall2(extract_interval,
												CStringGetTextDatum("epoch"), value));
	else if (type == JSONBOID)
	{
		Jsonb	   *canonical = json_canonical(DatumGetJsonbP(value));

		json.type = jbvBinary;
		json.val.binary.data = &canonical->root;
		json.val.binary.len = VARSIZE(canonical) - VARHDRSZ;
	}
	else
	{
		json.type = jbvString;
		json.val.string.val = type == DATEOID ?
			JsonEncodeDateTime(NULL, value, type, NULL) : value_text(type, value);
		json.val.string.len = strlen(json.val.string.val);
	}
	pushJsonbValue(state, token, &json);
}

/*
 * jsonb has no NaN and no infinity; they become strings, and the function
 * refuses them.
 */
static JsonbValue
number_value(Datum number)
{
	JsonbValue	json;

	if (numeric_is_nan(DatumGetNumeric(number)) || numeric_is_inf(DatumGetNumeric(number)))
	{
		json.type = jbvString;
		json.val.string.val = value_text(NUMERICOID, number);
		json.val.string.len = strlen(json.val.string.val);
		return json;
	}
	json.type = jbvNumeric;
	json.val.numeric = DatumGetNumeric(number);
	return json;
}

/*
 * A JSON request without who sends it and under which id.
 */
static Jsonb *
without_caller(Jsonb *request)
{
	Datum		json = JsonbPGetDatum(request);

	json = DirectFunctionCall2(jsonb_delete, json, CStringGetTextDatum("actor"));
	json = DirectFunctionCall2(jsonb_delete, json, CStringGetTextDatum("request_id"));
	return json_canonical(DatumGetJsonbP(json));
}

/*
 * Results gather in the context in which the request began: the caller may add
 * rows from one that does not last.
 */
void
request_add_row(Request *request, TupleDesc desc, Datum *values, bool *nulls)
{
	request->results = accumArrayResult(request->results,
										CStringGetTextDatum(value_text(RECORDOID, row_datum(desc, values, nulls))),
										false, TEXTOID, request->context);
}

/*
 * The one text of the array, so that an empty array can stand for a null.
 */
void
request_add_value(Request *request, Datum value)
{
	request->results = accumArrayResult(request->results,
										CStringGetTextDatum(value_text(request->type, value)),
										false, TEXTOID, request->context);
}

/*
 * Keeps the result beside the id.
 */
void
request_end(Request *request)
{
	Datum		values[2];

	values[0] = Int64GetDatum(request->row);
	values[1] = request->results == NULL ?
		PointerGetDatum(construct_empty_array(TEXTOID)) :
		makeArrayResult(request->results, CurrentMemoryContext);
	plan_rows(&PLAN_REQUEST_RESULT, values, NULL);
}

/*
 * The type of the rows must be blessed before record_in can read one; the
 * tuples are copied into the store.
 */
void
request_replay_rows(Request *request, TupleDesc desc, Tuplestorestate *store)
{
	Datum	   *texts;
	int			count;

	BlessTupleDesc(desc);
	count = array_values(request->kept, &texts, NULL);
	for (int i = 0; i < count; i++)
	{
		Datum		row = OidInputFunctionCall(F_RECORD_IN, TextDatumGetCString(texts[i]),
											   desc->tdtypeid, desc->tdtypmod);
		HeapTupleHeader header = DatumGetHeapTupleHeader(row);
		HeapTupleData tuple = {.t_len = HeapTupleHeaderGetDatumLength(header), .t_data = header};

		tuplestore_puttuple(store, &tuple);
	}
}

/*
 * No text at all is a null, as call_end_null leaves it.
 */
Datum
request_replay_value(Request *request, bool *isnull)
{
	Datum	   *texts;
	int			count;
	Oid			input,
				param;

	count = array_values(request->kept, &texts, NULL);
	*isnull = count == 0;
	if (*isnull)
		return (Datum) 0;
	getTypeInputInfo(request->type, &input, &param);
	return OidInputFunctionCall(input, TextDatumGetCString(texts[0]), param, -1);
}

/*
 * Writes it in ISO notation, because the session that reads it may have other
 * settings.
 */
static char *
value_text(Oid type, Datum value)
{
	int			settings = NewGUCNestLevel();
	Oid			output;
	bool		varlena;
	char	   *text;

	if (DateStyle != USE_ISO_DATES)
		set_config_option("datestyle", "ISO", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	if (IntervalStyle != INTSTYLE_POSTGRES)
		set_config_option("intervalstyle", "postgres", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	getTypeOutputInfo(type, &output, &varlena);
	text = OidOutputFunctionCall(output, value);
	AtEOXact_GUC(true, settings);
	return text;
}

/*
 * Blessed, because the output function looks up the columns by the row's type.
 */
static Datum
row_datum(TupleDesc desc, Datum *values, bool *nulls)
{
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls));
}
