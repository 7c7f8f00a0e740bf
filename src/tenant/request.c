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
 * Results are kept as texts, those of rows by column, because a later version
 * may have more columns.
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
#include "utils/typcache.h"

#include "base/json.h"
#include "base/value.h"
#include "tenant/request.h"
#include "tenant/statements.h"

struct Request
{
	int64		row;			/* id in the table */
	Oid			type;			/* of the function's result */
	bool		known;
	Jsonb	   *kept;			/* the result of the first call */
	JsonbParseState *results;	/* of this call: an array of rows, or of one
								 * value */
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
static void begin_results(Request *request);
static void push_row(JsonbParseState **state, TupleDesc desc, Datum *values, bool *nulls);
static void push_composite(JsonbParseState **state, Datum value);
static JsonbValue text_value(char *text);
static HeapTuple kept_row(JsonbValue *row, TupleDesc desc);
static Datum kept_value(JsonbValue *text, Oid type, int32 typmod);
static HeapTuple old_row(JsonbValue *row, TupleDesc desc);
static int	columns_of(const JsonbValue *row);
static char *value_text(Oid type, Datum value);

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
	Datum		result;
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
	result = rows_datum(rows, 0, REQUEST_KNOWN_RESULT, &isnull);
	if (isnull)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("request id \"%s\" is under way in this transaction", id),
				 errdetail("A trigger of that call calls again with its id."),
				 errhint("Give the inner call an id of its own.")));
	request->kept = DatumGetJsonbP(result);
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
	MemoryContext before = MemoryContextSwitchTo(request->context);

	begin_results(request);
	push_row(&request->results, desc, values, nulls);
	MemoryContextSwitchTo(before);
}

/*
 * The one element of the array, so that an empty array can stand for a null.
 */
void
request_add_value(Request *request, Datum value)
{
	MemoryContext before = MemoryContextSwitchTo(request->context);

	begin_results(request);
	if (type_is_rowtype(request->type))
		push_composite(&request->results, value);
	else
	{
		JsonbValue	text = text_value(value_text(request->type, value));

		pushJsonbValue(&request->results, WJB_ELEM, &text);
	}
	MemoryContextSwitchTo(before);
}

/*
 * Begun at the first row or value.
 */
static void
begin_results(Request *request)
{
	if (request->results == NULL)
		pushJsonbValue(&request->results, WJB_BEGIN_ARRAY, NULL);
}

/*
 * An object of the columns that are not null, by name, as texts.
 */
static void
push_row(JsonbParseState **state, TupleDesc desc, Datum *values, bool *nulls)
{
	pushJsonbValue(state, WJB_BEGIN_OBJECT, NULL);
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(desc, i);
		JsonbValue	name = text_value(NameStr(column->attname));
		JsonbValue	text;

		if (column->attisdropped || nulls[i])
			continue;
		text = text_value(value_text(column->atttypid, values[i]));
		pushJsonbValue(state, WJB_KEY, &name);
		pushJsonbValue(state, WJB_VALUE, &text);
	}
	pushJsonbValue(state, WJB_END_OBJECT, NULL);
}

/*
 * A value that is a row, such as a sale.
 */
static void
push_composite(JsonbParseState **state, Datum value)
{
	HeapTupleHeader header = DatumGetHeapTupleHeader(value);
	TupleDesc	desc = lookup_rowtype_tupdesc_copy(HeapTupleHeaderGetTypeId(header),
												   HeapTupleHeaderGetTypMod(header));
	HeapTupleData tuple = {.t_len = HeapTupleHeaderGetDatumLength(header), .t_data = header};
	Datum	   *values = palloc(sizeof(Datum) * desc->natts);
	bool	   *nulls = palloc(sizeof(bool) * desc->natts);

	heap_deform_tuple(&tuple, desc, values, nulls);
	push_row(state, desc, values, nulls);
}

/*
 * Not copied: it lives as long as the text.
 */
static JsonbValue
text_value(char *text)
{
	JsonbValue	value;

	value.type = jbvString;
	value.val.string.val = text;
	value.val.string.len = strlen(text);
	return value;
}

/*
 * Keeps the result beside the id.
 */
void
request_end(Request *request)
{
	Datum		values[2];

	begin_results(request);
	values[0] = Int64GetDatum(request->row);
	values[1] = JsonbPGetDatum(JsonbValueToJsonb(pushJsonbValue(&request->results, WJB_END_ARRAY, NULL)));
	plan_rows(&PLAN_REQUEST_RESULT, values, NULL);
}

/*
 * The tuples are copied into the store.
 */
void
request_replay_rows(Request *request, TupleDesc desc, Tuplestorestate *store)
{
	uint32		count = JsonContainerSize(&request->kept->root);

	for (uint32 i = 0; i < count; i++)
		tuplestore_puttuple(store, kept_row(getIthJsonbValueFromContainer(&request->kept->root, i), desc));
}

/*
 * No element at all is a null, as call_end_null leaves it.
 */
Datum
request_replay_value(Request *request, bool *isnull)
{
	JsonbValue *value;
	TupleDesc	desc;

	*isnull = JsonContainerSize(&request->kept->root) == 0;
	if (*isnull)
		return (Datum) 0;
	value = getIthJsonbValueFromContainer(&request->kept->root, 0);
	if (!type_is_rowtype(request->type))
		return kept_value(value, request->type, -1);
	desc = lookup_rowtype_tupdesc_copy(request->type, -1);
	return HeapTupleGetDatum(kept_row(value, desc));
}

/*
 * A column that was not kept is null: it was, or there was none.  Version 1.0
 * kept the text of the whole row, a string.
 */
static HeapTuple
kept_row(JsonbValue *row, TupleDesc desc)
{
	Datum	   *values = palloc0(sizeof(Datum) * desc->natts);
	bool	   *nulls = palloc(sizeof(bool) * desc->natts);

	if (row->type == jbvString)
		return old_row(row, desc);
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(desc, i);
		JsonbValue *kept = column->attisdropped ? NULL :
		getKeyJsonValueFromContainer(row->val.binary.data, NameStr(column->attname),
									 strlen(NameStr(column->attname)), NULL);

		nulls[i] = kept == NULL;
		if (kept != NULL)
			values[i] = kept_value(kept, column->atttypid, column->atttypmod);
	}
	return heap_form_tuple(BlessTupleDesc(desc), values, nulls);
}

/*
 * By the type's input function.
 */
static Datum
kept_value(JsonbValue *text, Oid type, int32 typmod)
{
	Oid			input,
				param;

	getTypeInputInfo(type, &input, &param);
	return OidInputFunctionCall(input, pnstrdup(text->val.string.val, text->val.string.len), param, typmod);
}

/*
 * The row's text has as many columns as there were then, which are the first
 * ones now; record_in wants all of them.
 */
static HeapTuple
old_row(JsonbValue *row, TupleDesc desc)
{
	StringInfoData text;
	HeapTupleHeader header;
	HeapTuple	tuple;
	int			missing = desc->natts - columns_of(row);

	initStringInfo(&text);
	appendBinaryStringInfo(&text, row->val.string.val, row->val.string.len - 1);
	for (int i = 0; i < missing; i++)
		appendStringInfoChar(&text, ',');
	appendStringInfoChar(&text, ')');
	BlessTupleDesc(desc);
	header = DatumGetHeapTupleHeader(OidInputFunctionCall(F_RECORD_IN, text.data, desc->tdtypeid, desc->tdtypmod));
	tuple = palloc(HEAPTUPLESIZE);
	*tuple = (HeapTupleData) {.t_len = HeapTupleHeaderGetDatumLength(header), .t_data = header};
	return tuple;
}

/*
 * Commas outside quotation marks, plus one; within them a backslash or a mark
 * doubles.
 */
static int
columns_of(const JsonbValue *row)
{
	bool		quoted = false;
	int			columns = 1;

	for (int i = 0; i < row->val.string.len; i++)
	{
		char		c = row->val.string.val[i];

		if (c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (c == ',' && !quoted)
			columns++;
	}
	return columns;
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
