/*-------------------------------------------------------------------------
 *
 * health.c
 *		What a monitoring system asks, and who may be one.
 *
 * A monitoring role has no tenant, so rights.h does not know it: its right is
 * EXECUTE on health() itself, and that right is asked by PostgreSQL before we
 * are called.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "commands/extension.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "utils/acl.h"
#include "utils/builtins.h"

#include "tenant/access.h"
#include "tenant/call.h"
#include "ops/statements.h"

static void put_rows(ReturnSetInfo *rsinfo, const Rows *rows);
static void grant_to(const char *role, ObjectType type, Node *object, const char *privilege);
static ObjectWithArgs *health_function(void);

SQL_FUNCTION(primeinv_health);
SQL_FUNCTION(primeinv_grant_monitor);

/*
 * health(): the checks read all tenants' rows, hence the owner's identity;
 * what they return names none.  What pg_cron has registered is known only in
 * the database where it lives.
 */
Datum
primeinv_health(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Datum		library = CStringGetTextDatum(PRIMEINV_VERSION);
	AccessIdentity caller;
	bool		cron;

	InitMaterializedSRF(fcinfo, 0);
	caller = access_become_owner();
	put_rows(rsinfo, plan_read(&PLAN_HEALTH, &library, NULL));
	cron = OidIsValid(get_extension_oid("pg_cron", true));
	put_rows(rsinfo, plan_read(cron ? &PLAN_HEALTH_CRON_JOBS : &PLAN_HEALTH_JOBS, NULL, NULL));
	access_resume(caller);
	return (Datum) 0;
}

/*
 * The statements return the columns of health() in its order.
 */
static void
put_rows(ReturnSetInfo *rsinfo, const Rows *rows)
{
	for (uint64 i = 0; i < rows->count; i++)
		tuplestore_puttuple(rsinfo->setResult, rows->tuples[i]);
}

/*
 * grant_monitor(role_name): by parse trees, so that no name can break out of a
 * text.
 */
Datum
primeinv_grant_monitor(PG_FUNCTION_ARGS)
{
	AccessIdentity caller;
	char	   *role;

	call_required(fcinfo, 1);
	access_require_owner();
	PreventCommandIfReadOnly("primeinv.grant_monitor()");
	role = NameStr(*PG_GETARG_NAME(0));
	get_role_oid(role, false);
	caller = access_become_owner();
	grant_to(role, OBJECT_SCHEMA, (Node *) makeString(pstrdup(PRIMEINV_SCHEMA)), "usage");
	grant_to(role, OBJECT_FUNCTION, (Node *) health_function(), "execute");
	access_resume(caller);
	PG_RETURN_VOID();
}

/*
 * One GRANT.
 */
static void
grant_to(const char *role, ObjectType type, Node *object, const char *privilege)
{
	GrantStmt  *statement = makeNode(GrantStmt);
	RoleSpec   *grantee = makeNode(RoleSpec);
	AccessPriv *granted = makeNode(AccessPriv);

	grantee->roletype = ROLESPEC_CSTRING;
	grantee->rolename = pstrdup(role);
	grantee->location = -1;
	granted->priv_name = pstrdup(privilege);
	statement->is_grant = true;
	statement->targtype = ACL_TARGET_OBJECT;
	statement->objtype = type;
	statement->objects = list_make1(object);
	statement->privileges = list_make1(granted);
	statement->grantees = list_make1(grantee);
	statement->behavior = DROP_RESTRICT;
	ExecuteGrantStmt(statement);
	CommandCounterIncrement();
}

/*
 * It has no arguments.
 */
static ObjectWithArgs *
health_function(void)
{
	ObjectWithArgs *function = makeNode(ObjectWithArgs);

	function->objname = list_make2(makeString(pstrdup(PRIMEINV_SCHEMA)), makeString(pstrdup("health")));
	return function;
}
