/*-------------------------------------------------------------------------
 *
 * scope.c
 *		What a call that may name an outlet is about: it, or all.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "base/value.h"
#include "tenant/scope.h"
#include "tenant/statements.h"

/*
 * To be asked before the call begins, while the role is still the caller's;
 * the owner's identity is taken only for the list of tenants, which no caller
 * may see whole.
 */
Scope
scope_of(FunctionCallInfo fcinfo)
{
	AccessLevel level = access_level_of_function(fcinfo->flinfo->fn_oid);
	Scope		scope = {0};
	AccessIdentity caller;
	Rows	   *tenants;

	if (!PG_ARGISNULL(0))
	{
		scope.outlet_id = PG_GETARG_INT64(0);
		scope.tenant_ids = palloc(sizeof(int64));
		scope.tenant_ids[scope.count++] = access_outlet(scope.outlet_id).tenant_id;
		return scope;
	}
	caller = access_become_owner();
	tenants = plan_read(&PLAN_TENANTS, NULL, NULL);
	access_resume(caller);
	scope.tenant_ids = palloc(sizeof(int64) * (tenants->count + 1));
	for (uint64 i = 0; i < tenants->count; i++)
		if (access_level(rows_int64(tenants, i, 1)) >= level)
			scope.tenant_ids[scope.count++] = rows_int64(tenants, i, 1);
	return scope;
}

/*
 * For all tenants the rights have been looked at already, by scope_of.
 */
Call *
scope_begin(FunctionCallInfo fcinfo, const Scope *scope)
{
	return scope->outlet_id != 0 ? call_begin(fcinfo, scope->tenant_ids[0]) : call_begin_all(fcinfo);
}

/*
 * The tenants as bigint[], the outlet as null for all; what parameters follow
 * is the caller's to fill.
 */
void
scope_values(const Scope *scope, Datum *values, char *nulls)
{
	values[0] = array_of_int64(scope->tenant_ids, scope->count);
	nulls[0] = ' ';
	values[1] = Int64GetDatum(scope->outlet_id);
	nulls[1] = scope->outlet_id == 0 ? 'n' : ' ';
}
