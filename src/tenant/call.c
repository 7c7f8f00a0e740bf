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

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "base/direct.h"
#include "base/money.h"
#include "base/value.h"
#include "tenant/call.h"
#include "tenant/request.h"

static Call *begin(FunctionCallInfo fcinfo, int64 tenant_id, const char *actor);
static const char *argument_name(FunctionCallInfo fcinfo, int arg);
static bool is_check(FunctionCallInfo fcinfo);

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
 * As the caller, for what a user has put on the log runs as whoever begins it.
 */
Audit *
call_audit(Call *call, int64 tenant_id)
{
	AccessIdentity owner;
	Audit	   *audit;

	GetUserIdAndSecContext(&owner.role, &owner.context);
	access_resume(call->caller);
	audit = audit_begin(tenant_id, call->actor, call->db_role);
	access_resume(owner);
	return audit;
}

/*
 * Read when first needed, because most calls have to do with no money.
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
 * The rows of a sale, its lines and its payments share one, so that triggers
 * wait for all of them; whoever begins it calls direct_end.
 */
struct Direct *
call_direct(Call *call)
{
	Direct	   *direct = direct_begin();

	direct_caller(direct, call->caller.role, call->caller.context);
	return direct;
}

/*
 * Only for functions that return a set, whose tuplestore begin() has made.
 * The row is copied, for the result and for retries.
 */
void
call_row(Call *call, Datum *values, bool *nulls)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) call->fcinfo->resultinfo;

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
	audit_flush(call->audit);
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
	return PG_ARGISNULL(arg) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(arg));
}

/*
 * We say 0 for "none", so a 0 that the caller gives must not pass for it: no
 * record has that id (P0002).
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
 * The first so many arguments must be there.  A reader's check is not named:
 * the caller knows nothing of it.
 */
void
call_required(FunctionCallInfo fcinfo, int args)
{
	for (int i = 0; i < args; i++)
		if (PG_ARGISNULL(i))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s must not be null", argument_name(fcinfo, i)),
					 is_check(fcinfo) ? errdetail("The function needs it.") :
					 errdetail("%s() needs it.", get_func_name(fcinfo->flinfo->fn_oid)),
					 errhint("Give a value.")));
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

	if (reason == NULL || is_blank(reason))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a reason is required"),
				 errdetail("%s() keeps it with what it changes.",
						   get_func_name(fcinfo->flinfo->fn_oid)),
				 errhint("Say why, for whoever reads the ledger.")));
	return reason;
}

/*
 * By its declared name, as callers write it; by number if the function was
 * declared without names.
 */
static const char *
argument_name(FunctionCallInfo fcinfo, int arg)
{
	char	  **names;

	names = request_argument_names(fcinfo->flinfo->fn_oid, NULL, NULL);
	return names != NULL ? names[arg] : psprintf("argument %d", arg + 1);
}
