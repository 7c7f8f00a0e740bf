/*-------------------------------------------------------------------------
 *
 * grant.c
 *		Giving roles their tenants: grant_tenant and revoke_tenant.
 *
 * A grant is a row of tenant_grant, which access.c and row-level security
 * ask, and the SQL privileges without which a role does not even come so far.
 * Those are the role's, not the tenant's, so they follow from the highest
 * level that it has anywhere.  Only the difference between what it has and
 * what it should have is granted or revoked, and nothing that rights.h does
 * not speak of: what an administrator granted by hand stays.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "catalog/pg_collation.h"
#include "commands/extension.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "storage/lmgr.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/formatting.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "base/direct.h"
#include "base/trigger.h"
#include "base/value.h"
#include "tenant/audit.h"
#include "tenant/call.h"
#include "tenant/statements.h"

/* The kinds of object in statement RIGHTS_DUE. */
enum
{
	DUE_SCHEMA = 1,
	DUE_FUNCTION,
	DUE_TABLE
};

static Datum grant_tenant(Call *call, FunctionCallInfo fcinfo);
static Datum revoke_tenant(Call *call, FunctionCallInfo fcinfo);
static Datum change_grants(FunctionCallInfo fcinfo, CallBody body);
static void lock_grants(void);
static void forget_namesake(const char *name, Oid role);
static void audit_grant(Call *call, const char *event_type, const char *role, const char *level);
static void set_privileges(const char *role);
static void set_privilege(const char *role, const Rows *rows, uint64 row);
static void execute_grant(GrantStmt *statement);
static void take_row_types(void);
static void due_object(GrantStmt *statement, int kind, Oid object);
static ObjectWithArgs *function_named(Oid function);
static AccessPriv *due_privilege(const Rows *rows, uint64 row);
static void put_right(ReturnSetInfo *rsinfo, const char *kind, const char *name, AccessLevel level);

/* Arguments of grant_tenant and revoke_tenant. */
enum
{
	GRANT_ROLE,
	GRANT_TENANT_ID,
	GRANT_LEVEL
};

SQL_FUNCTION(primeinv_grant_tenant);
SQL_FUNCTION(primeinv_revoke_tenant);
SQL_FUNCTION(primeinv_refresh_grants);
SQL_FUNCTION(primeinv_know_role);
SQL_FUNCTION(primeinv_rights);

/*
 * grant_tenant(role_name, tenant_id, level, actor, request_id)
 */
Datum
primeinv_grant_tenant(PG_FUNCTION_ARGS)
{
	call_required(fcinfo, GRANT_ROLE + 1);
	if (PG_ARGISNULL(GRANT_LEVEL))
		call_required(fcinfo, GRANT_LEVEL + 1);
	return change_grants(fcinfo, grant_tenant);
}

static Datum
grant_tenant(Call *call, FunctionCallInfo fcinfo)
{
	Datum		values[3];
	char	   *role = NameStr(*PG_GETARG_NAME(GRANT_ROLE));

	lock_grants();
	forget_namesake(role, get_role_oid(role, false));
	access_level_named(PG_GETARG_DATUM(GRANT_LEVEL));
	values[0] = PG_GETARG_DATUM(GRANT_TENANT_ID);
	values[1] = PG_GETARG_DATUM(GRANT_ROLE);
	values[2] = PG_GETARG_DATUM(GRANT_LEVEL);
	plan_rows(&PLAN_GRANT_SET, values, PG_ARGISNULL(GRANT_TENANT_ID) ? "n  " : NULL);
	set_privileges(role);
	audit_grant(call, "access.granted", role, call_text(fcinfo, GRANT_LEVEL));
	return call_end_null(call);
}

/*
 * revoke_tenant(role_name, tenant_id, actor, request_id): also for a role that
 * is gone, whose rows are left.
 */
Datum
primeinv_revoke_tenant(PG_FUNCTION_ARGS)
{
	call_required(fcinfo, GRANT_ROLE + 1);
	return change_grants(fcinfo, revoke_tenant);
}

static Datum
revoke_tenant(Call *call, FunctionCallInfo fcinfo)
{
	Datum		values[2] = {PG_GETARG_DATUM(GRANT_TENANT_ID), PG_GETARG_DATUM(GRANT_ROLE)};
	char	   *role = NameStr(*PG_GETARG_NAME(GRANT_ROLE));

	lock_grants();
	if (plan_rows(&PLAN_GRANT_REMOVE, values, PG_ARGISNULL(GRANT_TENANT_ID) ? "n " : NULL)->count == 0)
	{
		get_role_oid(role, false);
		ereport(WARNING,
				(PG_ARGISNULL(GRANT_TENANT_ID) ? errmsg("role \"%s\" has no grant for all tenants", role) :
				 errmsg("role \"%s\" has no grant for tenant " INT64_FORMAT, role, PG_GETARG_INT64(GRANT_TENANT_ID)),
				 errdetail("Nothing was revoked."),
				 errhint("It may be a member of a role that has one.")));
	}
	else
		audit_grant(call, "access.revoked", role, NULL);
	if (OidIsValid(get_role_oid(role, true)))
		set_privileges(role);
	return call_end_null(call);
}

/*
 * The tenant is the second argument of both; null: all, and those to come.
 */
static Datum
change_grants(FunctionCallInfo fcinfo, CallBody body)
{
	Scope		scope;

	if (PG_ARGISNULL(GRANT_TENANT_ID))
	{
		access_require_owner();
		scope = call_scope_all(fcinfo);
		return call_over(fcinfo, &scope, body);
	}
	return call_for(fcinfo, access_tenant_of(&PLAN_TENANT_ID, "tenant", PG_GETARG_INT64(GRANT_TENANT_ID)), body);
}

/*
 * Grants are changed one at a time: two that write the same catalog rows would
 * fail with "tuple concurrently updated".
 */
static void
lock_grants(void)
{
	LockRelationOid(direct_relid(DIRECT_GRANT), ShareRowExclusiveLock);
}

/*
 * Rows that name a role without any right to the schema were another role's,
 * which was dropped: the new one of that name must not come into its tenants.
 */
static void
forget_namesake(const char *name, Oid role)
{
	Datum		values[2] = {CStringGetDatum(name), ObjectIdGetDatum(role)};
	uint64		forgotten = plan_rows(&PLAN_GRANT_FORGET, values, NULL)->count;

	if (forgotten > 0)
		ereport(WARNING,
				(errmsg("role \"%s\" does not inherit what a role of that name was granted before", name),
				 errdetail("That role was dropped; it had " UINT64_FORMAT " tenants.", forgotten),
				 errhint("Grant the new role its tenants one by one.")));
}

/*
 * level is NULL for a revocation.  The role is logged by name, because the log
 * outlives it.
 */
static void
audit_grant(Call *call, const char *event_type, const char *role, const char *level)
{
	AuditEvent	event = {.event_type = event_type};

	event.data = audit_data("role", AUDIT_TEXT, role, "level", AUDIT_TEXT, level, NULL);
	if (call->tenant_id != 0)
		audit_event(call->audit, &event);
	else
		for (int i = 0; i < call->scope.count; i++)
		{
			Audit	   *audit = call_audit(call, call->scope.tenant_ids[i]);

			CHECK_FOR_INTERRUPTS();
			audit_event(audit, &event);
			audit_flush(audit, NULL);
		}
}

/*
 * refresh_grants(): after an upgrade has brought functions or tables, or after
 * roles that a restore did not find have been made; returns the number of
 * roles.  A name that is no role any more, or another one's, is passed over.
 */
Datum
primeinv_refresh_grants(PG_FUNCTION_ARGS)
{
	AccessIdentity caller;
	Rows	   *rows;
	int			count = 0;

	PreventCommandIfReadOnly("primeinv.refresh_grants()");
	access_require_owner();
	caller = access_become_owner();
	LockRelationOid(direct_relid(DIRECT_GRANT), ShareRowExclusiveLock);
	plan_rows(&PLAN_GRANT_KNOW, NULL, NULL);
	rows = plan_rows(&PLAN_GRANT_ROLES, NULL, NULL);
	for (uint64 i = 0; i < rows->count; i++)
	{
		char	   *role = rows_text(rows, i, GRANT_ROLES_ROLE);

		CHECK_FOR_INTERRUPTS();
		set_privileges(role);
		count++;
	}
	access_resume(caller);
	PG_RETURN_INT32(count);
}

/*
 * Trigger of tenant_grant: which role it is, beside its name.
 */
Datum
primeinv_know_role(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_data(fcinfo, TRIGGER_TYPE_ROW | TRIGGER_TYPE_BEFORE |
										TRIGGER_TYPE_INSERT | TRIGGER_TYPE_UPDATE, "tenant_grant", NULL);
	HeapTuple	row = TRIGGER_FIRED_BY_INSERT(trigger->tg_event) ? trigger->tg_trigtuple : trigger->tg_newtuple;
	TupleDesc	desc = RelationGetDescr(trigger->tg_relation);
	int			column = SPI_fnumber(desc, "role_oid");
	bool		isnull;
	Datum		name = heap_getattr(row, SPI_fnumber(desc, "role_name"), desc, &isnull);
	Oid			role = isnull ? InvalidOid : get_role_oid(NameStr(*DatumGetName(name)), true);
	Datum		value = ObjectIdGetDatum(role);

	isnull = !OidIsValid(role);
	return PointerGetDatum(heap_modify_tuple_by_cols(row, desc, 1, &column, &value, &isnull));
}

/*
 * Brings the role's privileges to those of its highest level.
 */
static void
set_privileges(const char *role)
{
	Oid			oid = get_role_oid(role, false);
	Datum		values[3];
	Rows	   *rows;

	CommandCounterIncrement();
	take_row_types();
	values[0] = ObjectIdGetDatum(oid);
	values[1] = Int32GetDatum(access_granted_anywhere(oid));
	values[2] = Int32GetDatum(LEVEL_READER);
	rows = plan_rows(&PLAN_RIGHTS_DUE, values, NULL);
	for (uint64 i = 0; i < rows->count; i++)
		set_privilege(role, rows, i);
}

/*
 * One GRANT or REVOKE, as a parse tree: there is no text that a name could
 * break out of.
 */
static void
set_privilege(const char *role, const Rows *rows, uint64 row)
{
	GrantStmt  *statement = makeNode(GrantStmt);
	RoleSpec   *grantee = makeNode(RoleSpec);

	grantee->roletype = ROLESPEC_CSTRING;
	grantee->rolename = pstrdup(role);
	grantee->location = -1;
	statement->is_grant = rows_bool(rows, row, RIGHTS_DUE_GIVEN);
	statement->targtype = ACL_TARGET_OBJECT;
	due_object(statement, rows_int64(rows, row, RIGHTS_DUE_KIND), rows_int64(rows, row, RIGHTS_DUE_OBJECT));
	statement->privileges = list_make1(due_privilege(rows, row));
	statement->grantees = list_make1(grantee);
	statement->behavior = DROP_RESTRICT;
	execute_grant(statement);
}

/*
 * Also where an update of the extension calls: a role's privileges are no part
 * of the extension, which pg_dump would leave out.
 */
static void
execute_grant(GrantStmt *statement)
{
	bool		script = creating_extension;

	creating_extension = false;
	ExecuteGrantStmt(statement);
	creating_extension = script;
	CommandCounterIncrement();
}

/*
 * A column of a table's row type would forbid to change that table, and every
 * role may use every type unless that is taken from PUBLIC.  It is taken here,
 * before anybody can name the types, and not by the install script: pg_dump 15
 * warns of each at every run if the extension was made so.
 */
static void
take_row_types(void)
{
	Rows	   *rows = plan_rows(&PLAN_GRANT_ROW_TYPES, NULL, NULL);
	GrantStmt  *statement = makeNode(GrantStmt);
	RoleSpec   *public_role = makeNode(RoleSpec);

	if (rows->count == 0)
		return;
	public_role->roletype = ROLESPEC_PUBLIC;
	public_role->location = -1;
	statement->targtype = ACL_TARGET_OBJECT;
	statement->objtype = OBJECT_TYPE;
	for (uint64 i = 0; i < rows->count; i++)
		statement->objects = lappend(statement->objects,
									 list_make2(makeString(pstrdup(PRIMEINV_SCHEMA)),
												makeString(rows_text(rows, i, GRANT_ROW_TYPES_TYPE))));
	statement->grantees = list_make1(public_role);
	statement->behavior = DROP_RESTRICT;
	execute_grant(statement);
}

/*
 * A GrantStmt knows objects by name, not by OID.  All are the extension's own,
 * so the names are qualified by its schema, whatever the caller's search_path
 * is.
 */
static void
due_object(GrantStmt *statement, int kind, Oid object)
{
	switch (kind)
	{
		case DUE_SCHEMA:
			statement->objtype = OBJECT_SCHEMA;
			statement->objects = list_make1(makeString(get_namespace_name(object)));
			break;
		case DUE_FUNCTION:
			statement->objtype = OBJECT_ROUTINE;
			statement->objects = list_make1(function_named(object));
			break;
		default:
			statement->objtype = OBJECT_TABLE;
			statement->objects = list_make1(makeRangeVar(pstrdup(PRIMEINV_SCHEMA), get_rel_name(object), -1));
	}
}

/*
 * With the types of its arguments, because several functions have more than
 * one form.
 */
static ObjectWithArgs *
function_named(Oid function)
{
	ObjectWithArgs *named = makeNode(ObjectWithArgs);
	Oid		   *types;
	int			count;

	get_func_signature(function, &types, &count);
	named->objname = list_make2(makeString(pstrdup(PRIMEINV_SCHEMA)),
								makeString(get_func_name(function)));
	for (int i = 0; i < count; i++)
		named->objargs = lappend(named->objargs, makeTypeNameFromOid(types[i], -1));
	return named;
}

/*
 * The privilege, for the whole object or some columns.
 */
static AccessPriv *
due_privilege(const Rows *rows, uint64 row)
{
	AccessPriv *privilege = makeNode(AccessPriv);
	bool		whole;
	Datum		columns = rows_datum(rows, row, RIGHTS_DUE_COLUMNS, &whole);
	Datum	   *names;
	int			count = whole ? 0 : array_values(columns, &names, NULL);
	char	   *word = rows_text(rows, row, RIGHTS_DUE_PRIVILEGE);

	privilege->priv_name = str_tolower(word, strlen(word), C_COLLATION_OID);
	for (int i = 0; i < count; i++)
		privilege->cols = lappend(privilege->cols, makeString(TextDatumGetCString(names[i])));
	return privilege;
}

/*
 * rights(): rights.h as rows.
 */
Datum
primeinv_rights(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
#define RIGHT(function, level) put_right(rsinfo, "function", #function, level);
#define READABLE(view, level) put_right(rsinfo, "view", #view, level);
#define WRITABLE(table, level) put_right(rsinfo, "table", #table, level);
#define COLUMN(table, column, level) put_right(rsinfo, "column", #table "." #column, level);
#include "tenant/rights.h"
	return (Datum) 0;
}

/*
 * The level by name for people, and as a number for the statements that
 * compare it.
 */
static void
put_right(ReturnSetInfo *rsinfo, const char *kind, const char *name, AccessLevel level)
{
	Datum		values[4];
	bool		nulls[4] = {false};

	values[0] = CStringGetTextDatum(kind);
	values[1] = CStringGetTextDatum(name);
	values[2] = CStringGetTextDatum(access_level_name(level));
	values[3] = Int32GetDatum(level);
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
}
