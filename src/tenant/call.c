/*-------------------------------------------------------------------------
 *
 * call.c
 *		What every call that changes something does first and last.
 *
 * The order matters: the right is asked of the calling role before a known
 * request id is answered, and both before the owner's identity is taken.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "catalog/pg_proc.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "base/direct.h"
#include "base/money.h"
#include "base/value.h"
#include "tenant/call.h"
#include "tenant/request.h"
#include "tenant/statements.h"

#define SHORT_TEXT_MAX	200

static Datum run(Call *call, CallBody body);
static Call *begin(FunctionCallInfo fcinfo, int64 tenant_id, const char *actor);
static const char *argument_name(FunctionCallInfo fcinfo, int arg);
static bool has_default(FunctionCallInfo fcinfo, int arg);
static bool is_check(FunctionCallInfo fcinfo);

/*
 * Refuses nulls before it reads the outlet's argument, and looks the outlet up
 * as the caller, before the identity changes.
 */
Datum
call_at(FunctionCallInfo fcinfo, int required, int outlet_arg, CallBody body)
{
	Outlet		outlet;

	call_required(fcinfo, required);
	outlet = access_outlet(PG_GETARG_INT64(outlet_arg));
	return call_in(fcinfo, &outlet, body);
}

/*
 * Looks the record up as the caller, too, and does not lock it: the body reads
 * it again.
 */
Datum
call_of(FunctionCallInfo fcinfo, int required, Statement *tenant_of, const char *what,
		CallBody body)
{
	Assert(required >= 1);
	call_required(fcinfo, required);
	return call_for(fcinfo, access_tenant_of(tenant_of, what, PG_GETARG_INT64(0)), body);
}

/*
 * A request of a tenant that the caller may not see is as if it were not known.
 */
int64
call_tenant_of_removed(FunctionCallInfo fcinfo, Statement *tenant_of, Statement *removed,
					   const char *what)
{
	int			request_id = PG_NARGS() - 1;
	Datum		values[2] = {PG_GETARG_DATUM(0), PG_GETARG_DATUM(request_id)};
	AccessIdentity caller;
	Rows	   *rows;

	if (!PG_ARGISNULL(request_id))
	{
		caller = access_become_owner();
		rows = plan_rows(removed, values, NULL);
		access_resume(caller);
		if (rows->count > 0 && access_level(rows_int64(rows, 0, TENANT_OF)) != LEVEL_NONE)
			return rows_int64(rows, 0, TENANT_OF);
	}
	return access_tenant_of(tenant_of, what, PG_GETARG_INT64(0));
}

/*
 * Serves entry points whose right depends on another argument, which they ask
 * first.
 */
Datum
call_in(FunctionCallInfo fcinfo, const Outlet *outlet, CallBody body)
{
	Call	   *call = call_begin(fcinfo, outlet->tenant_id);

	call->outlet = *outlet;
	return run(call, body);
}

/*
 * The tenant must have been looked up as the caller, who else could learn from
 * the error that it exists.
 */
Datum
call_for(FunctionCallInfo fcinfo, int64 tenant_id, CallBody body)
{
	return run(call_begin(fcinfo, tenant_id), body);
}

/*
 * Over all tenants the rights have been looked at already, by call_scope_all.
 */
Datum
call_over(FunctionCallInfo fcinfo, const Scope *scope, CallBody body)
{
	Call	   *call = scope->all ? call_begin_all(fcinfo) : call_begin(fcinfo, scope->tenant_ids[0]);

	Assert(scope->all || scope->count == 1);
	call->scope = *scope;
	return run(call, body);
}

/*
 * As call_in, for the object that call_json_read has read.
 */
Datum
call_json_in(FunctionCallInfo fcinfo, const CallJson *json, const Outlet *outlet, CallBody body)
{
	Call	   *call = call_begin_json(fcinfo, outlet->tenant_id, json->actor, json->request_id);

	call->outlet = *outlet;
	call->json = &json->object;
	return run(call, body);
}

/*
 * As call_for, for the object that call_json_read has read.
 */
Datum
call_json_for(FunctionCallInfo fcinfo, const CallJson *json, int64 tenant_id, CallBody body)
{
	Call	   *call = call_begin_json(fcinfo, tenant_id, json->actor, json->request_id);

	call->json = &json->object;
	return run(call, body);
}

/*
 * The one place where a retry is told from a call.
 */
static Datum
run(Call *call, CallBody body)
{
	return call->replayed ? call_replay(call) : body(call, call->fcinfo);
}

/*
 * The two keys that every such function has stand behind those given, so that
 * the body's own numbering holds.
 */
CallJson
call_json_read(FunctionCallInfo fcinfo, const JsonKey *keys, int count)
{
	static const JsonKey of_every_call[] = {
		{"actor", JSON_TEXT, false},
		{"request_id", JSON_TEXT, false}
	};
	JsonKey    *all = palloc(sizeof(JsonKey) * (count + lengthof(of_every_call)));
	CallJson	json;

	call_required(fcinfo, 1);
	memcpy(all, keys, sizeof(JsonKey) * count);
	memcpy(all + count, of_every_call, sizeof(of_every_call));
	json.object = json_read_object(PG_GETARG_JSONB_P(0), "", all, count + lengthof(of_every_call));
	json.actor = json_text(&json.object, count);
	json.request_id = json_text(&json.object, count + 1);
	return json;
}

/*
 * Asks as the caller, whose identity comes back for it: as the owner everybody
 * would pass.
 */
void
call_require(Call *call, AccessLevel level)
{
	access_resume(call->caller);
	access_require(call->tenant_id, level);
	access_become_owner();
}

/*
 * To be asked before the call begins, while the role is still the caller's.
 */
Scope
call_scope(FunctionCallInfo fcinfo)
{
	Scope		scope;

	if (PG_ARGISNULL(0))
		return call_scope_all(fcinfo);
	scope = call_scope_of(access_outlet(PG_GETARG_INT64(0)).tenant_id);
	scope.outlet_id = PG_GETARG_INT64(0);
	return scope;
}

/*
 * The owner's identity is taken only for the list of tenants, which no caller
 * may see whole.
 */
Scope
call_scope_all(FunctionCallInfo fcinfo)
{
	AccessLevel level = access_level_of_function(fcinfo->flinfo->fn_oid);
	AccessIdentity caller = access_become_owner();
	Rows	   *tenants = plan_read(&PLAN_TENANTS, NULL, NULL);
	Scope		scope = {.all = true};

	access_resume(caller);
	scope.tenant_ids = palloc(sizeof(int64) * (tenants->count + 1));
	for (uint64 i = 0; i < tenants->count; i++)
		if (access_level(rows_int64(tenants, i, TENANTS_ID)) >= level)
			scope.tenant_ids[scope.count++] = rows_int64(tenants, i, TENANTS_ID);
	return scope;
}

/*
 * All outlets of one tenant, whose right the call asks when it begins.
 */
Scope
call_scope_of(int64 tenant_id)
{
	Scope		scope = {.tenant_ids = palloc(sizeof(int64)), .count = 1};

	scope.tenant_ids[0] = tenant_id;
	return scope;
}

/*
 * The outlet is null for all; what parameters follow is the caller's to fill.
 */
void
call_scope_values(const Scope *scope, Datum *values, char *nulls)
{
	values[0] = array_of_int64(scope->tenant_ids, scope->count);
	nulls[0] = ' ';
	values[1] = Int64GetDatum(scope->outlet_id);
	nulls[1] = scope->outlet_id == 0 ? 'n' : ' ';
}

/*
 * Actor and request id are found from the end, so that overloads with more
 * arguments share the code.
 */
Call *
call_begin(FunctionCallInfo fcinfo, int64 tenant_id)
{
	return call_begin_json(fcinfo, tenant_id,
						   call_text(fcinfo, PG_NARGS() - 2),
						   call_text(fcinfo, PG_NARGS() - 1));
}

/*
 * The request comes after begin(), whose identity its table needs.  A known
 * one is still refused to a caller who has lost the right.
 */
Call *
call_begin_json(FunctionCallInfo fcinfo, int64 tenant_id, const char *actor,
				const char *request_id)
{
	Call	   *call;

	access_require(tenant_id, access_level_of_function(fcinfo->flinfo->fn_oid));
	call = begin(fcinfo, tenant_id, actor);
	if (request_id != NULL)
	{
		call->request = request_begin(fcinfo, tenant_id, request_id);
		call->replayed = request_is_known(call->request);
	}
	return call;
}

/*
 * Nulls are refused before the outlet's argument is read, and the outlet is
 * looked up as the caller, before the identity changes.
 */
Call *
call_begin_at(FunctionCallInfo fcinfo, int required, int outlet_arg, Outlet *outlet)
{
	call_required(fcinfo, required);
	*outlet = access_outlet(PG_GETARG_INT64(outlet_arg));
	return call_begin(fcinfo, outlet->tenant_id);
}

/*
 * The call's own audit has no tenant: events are noted with call_audit, for
 * one tenant at a time.
 */
Call *
call_begin_all(FunctionCallInfo fcinfo)
{
	if (!PG_ARGISNULL(PG_NARGS() - 1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("request_id needs a tenant"),
				 errdetail("Request ids are kept per tenant, and the call names none."),
				 errhint("Name an outlet, or leave request_id out.")));
	return begin(fcinfo, 0, call_text(fcinfo, PG_NARGS() - 2));
}

/*
 * No right is asked: only the owner can have made the trigger.
 */
Call *
call_begin_trigger(FunctionCallInfo fcinfo)
{
	return begin(fcinfo, 0, NULL);
}

/*
 * What is the same with and without a tenant (0).
 */
static Call *
begin(FunctionCallInfo fcinfo, int64 tenant_id, const char *actor)
{
	Call	   *call = palloc0(sizeof(Call));

	if (XactReadOnly)
		PreventCommandIfReadOnly(psprintf("%s.%s()", PRIMEINV_SCHEMA,
										  get_func_name(fcinfo->flinfo->fn_oid)));
	if (fcinfo->flinfo->fn_retset)
		InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	call->fcinfo = fcinfo;
	call->tenant_id = tenant_id;
	call->decimals = -1;
	call->db_role = GetUserNameFromId(GetUserId(), false);
	call->actor = call_actor(actor, call->db_role);
	call->audit = audit_begin(tenant_id, call->actor, call->db_role);
	call->caller = access_become_owner();
	return call;
}

/*
 * A call over all outlets writes the events of each tenant apart.
 */
Audit *
call_audit(Call *call, int64 tenant_id)
{
	return audit_begin(tenant_id, call->actor, call->db_role);
}

/*
 * Reads them when first asked for, because most calls have nothing to do with
 * money.
 */
int
call_decimals(Call *call)
{
	if (call->decimals < 0)
		call->decimals = catalogue_decimals(call->tenant_id);
	return call->decimals;
}

/*
 * With the decimals that the tenant's amounts have everywhere: 26.50.
 */
Datum
call_money(Call *call, int64 amount)
{
	return money_to_datum(amount, call_decimals(call));
}

/*
 * What was given, the setting or the role's name.  Empty counts as not given, as
 * a program may pass on a field that nobody filled in.  The setting is copied,
 * because a user's trigger may change it while the call lasts.
 */
char *
call_actor(const char *given, const char *db_role)
{
	if (given != NULL && given[0] != '\0')
		return (char *) given;
	if (primeinv_actor != NULL && primeinv_actor[0] != '\0')
		return pstrdup(primeinv_actor);
	return (char *) db_role;
}

/*
 * All that a call changes below the executor shares one, so that a user's
 * triggers wait for the whole of it: a movement's fires when the sale is there
 * as well.
 */
struct Direct *
call_direct(Call *call)
{
	MemoryContext before;

	if (call->direct != NULL)
		return call->direct;
	before = MemoryContextSwitchTo(GetMemoryChunkContext(call));
	call->direct = direct_begin();
	MemoryContextSwitchTo(before);
	return call->direct;
}

/*
 * Triggers of a user's fire here, and may call us again.
 */
void
call_fire(Call *call)
{
	Direct	   *direct = call->direct;

	call->direct = NULL;
	if (direct != NULL)
		direct_end(direct);
}

/*
 * Only for functions that return a set, whose tuplestore begin() has made.
 * The row is copied, for the result and for retries.
 */
void
call_row(Call *call, Datum *values, bool *nulls)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) call->fcinfo->resultinfo;

	CHECK_FOR_INTERRUPTS();
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	if (call->request != NULL)
		request_add_row(call->request, rsinfo->setDesc, values, nulls);
}

/*
 * Events and the request's result are written while the identity is the
 * owner's, which is given back last.  The rows are in the tuplestore; the
 * Datum means nothing.
 */
Datum
call_end_rows(Call *call)
{
	audit_flush(call->audit, call->direct);
	call_fire(call);
	if (call->request != NULL)
		request_end(call->request);
	access_resume(call->caller);
	return (Datum) 0;
}

/*
 * The value is kept as text for retries and returned as it is, so it must live
 * in the function's own context.
 */
Datum
call_end_value(Call *call, Datum value)
{
	if (call->request != NULL)
		request_add_value(call->request, value);
	return call_end_rows(call), value;
}

/*
 * Nothing is added to the request: a result without a value is replayed as
 * null.
 */
Datum
call_end_null(Call *call)
{
	call->fcinfo->isnull = true;
	return call_end_rows(call);
}

/*
 * The first call's result again.
 */
Datum
call_replay(Call *call)
{
	FunctionCallInfo fcinfo = call->fcinfo;
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Datum		value = (Datum) 0;

	if (fcinfo->flinfo->fn_retset)
		request_replay_rows(call->request, rsinfo->setDesc, rsinfo->setResult);
	else
		value = request_replay_value(call->request, &fcinfo->isnull);
	access_resume(call->caller);
	return value;
}

/*
 * A copy, palloc'd.
 */
char *
call_text(FunctionCallInfo fcinfo, int arg)
{
	char	   *string = PG_ARGISNULL(arg) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(arg));

	if (string != NULL && strlen(string) > TEXT_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s is too long", argument_name(fcinfo, arg)),
				 errdetail("It has %zu bytes; a text has at most %d.", strlen(string), TEXT_MAX),
				 errhint("Keep the document elsewhere, and give its address.")));
	return string;
}

/*
 * Rejects a 0 that a caller gives (P0002), because 0 means "none" in here and
 * no record has that id.
 */
int64
call_id(FunctionCallInfo fcinfo, int arg, const char *what)
{
	if (PG_ARGISNULL(arg))
		return 0;
	if (PG_GETARG_INT64(arg) == 0)
		no_such_record(what, 0);
	return PG_GETARG_INT64(arg);
}

/*
 * Rejects nulls among the first so many arguments (22023).  The message does
 * not name a reader's check, of which the caller knows nothing.
 */
void
call_required(FunctionCallInfo fcinfo, int args)
{
	Assert(args <= PG_NARGS());
	for (int i = 0; i < args; i++)
		if (PG_ARGISNULL(i))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s must not be null", argument_name(fcinfo, i)),
					 is_check(fcinfo) ? errdetail("The function needs it.") :
					 errdetail("%s() needs it.", get_func_name(fcinfo->flinfo->fn_oid)),
					 has_default(fcinfo, i) ? errhint("Leave it out for its default.") :
					 errhint("Look where the value comes from: a query that finds no row, or an empty field, gives null.")));
}

/*
 * Whether the function was declared with a default for the argument.
 */
static bool
has_default(FunctionCallInfo fcinfo, int arg)
{
	HeapTuple	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(fcinfo->flinfo->fn_oid));
	Form_pg_proc function;
	bool		result;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for function %u", fcinfo->flinfo->fn_oid);
	function = (Form_pg_proc) GETSTRUCT(tuple);
	result = arg >= function->pronargs - function->pronargdefaults;
	ReleaseSysCache(tuple);
	return result;
}

/*
 * The checks that readers written in SQL call are all named require_..., and
 * nothing that a user calls is.
 */
static bool
is_check(FunctionCallInfo fcinfo)
{
	return strncmp(get_func_name(fcinfo->flinfo->fn_oid), "require_", strlen("require_")) == 0;
}

/*
 * A reason that must be given, and not only blanks.
 */
char *
call_reason(FunctionCallInfo fcinfo, int arg)
{
	char	   *reason = call_text(fcinfo, arg);

	call_check_reason(fcinfo, reason);
	return reason;
}

/*
 * For a reason that only some calls of a function need.
 */
void
call_check_reason(FunctionCallInfo fcinfo, const char *reason)
{
	if (reason == NULL || is_blank(reason))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a reason is required"),
				 errdetail("%s() keeps it with what it changes.",
						   get_func_name(fcinfo->flinfo->fn_oid)),
				 errhint("Say why, for whoever reads the ledger.")));
}

/*
 * Names an argument as it is declared, which is how callers write it, or by
 * its number if the function was declared without names.
 */
static const char *
argument_name(FunctionCallInfo fcinfo, int arg)
{
	char	  **names;

	names = request_argument_names(fcinfo->flinfo->fn_oid, NULL, NULL);
	return names != NULL && names[arg][0] != '\0' ? names[arg] : psprintf("argument %d", arg + 1);
}

/*
 * Numbers of batches and names of carts stand in indexes, whose rows have
 * little room.
 */
void
call_short(const char *text, const char *name)
{
	int			length = pg_mbstrlen(text);

	if (length <= SHORT_TEXT_MAX)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s is too long", name),
			 errdetail("It has %d letters; it may have %d.", length, SHORT_TEXT_MAX),
			 errhint("Use a shorter name, and keep the rest with the reason.")));
}
