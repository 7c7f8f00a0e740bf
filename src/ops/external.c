/*-------------------------------------------------------------------------
 *
 * external.c
 *		A check of a tenant's id, for readers written in SQL.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "tenant/call.h"
#include "tenant/statements.h"

SQL_FUNCTION(primeinv_require_tenant);

/*
 * require_tenant(tenant_id): the id, if the caller may read that tenant's
 * rows.
 */
Datum
primeinv_require_tenant(PG_FUNCTION_ARGS)
{
	int64		tenant_id;

	call_required(fcinfo, 1);
	tenant_id = access_tenant_of(&PLAN_TENANT_ID, "tenant", PG_GETARG_INT64(0));
	access_require(tenant_id, LEVEL_READER);
	PG_RETURN_INT64(tenant_id);
}
