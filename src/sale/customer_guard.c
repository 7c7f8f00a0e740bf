/*-------------------------------------------------------------------------
 *
 * customer_guard.c
 *		What happens when an application writes a customer's row with SQL.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/rel.h"
#include "utils/rls.h"

#include "base/money.h"
#include "base/quantity.h"
#include "base/trigger.h"
#include "tenant/call.h"
#include "tenant/statements.h"
#include "sale/statements.h"

#define BEFORE_EACH_ROW	(TRIGGER_TYPE_ROW | TRIGGER_TYPE_BEFORE | TRIGGER_TYPE_INSERT | TRIGGER_TYPE_UPDATE)

static bool is_restore(void);
static HeapTuple fit_column(HeapTuple row, TupleDesc desc, const char *name, int decimals);
static void audit_rows(TriggerData *trigger, Statement *plan, const char *db_role);

SQL_FUNCTION(primeinv_guard_credit);
SQL_FUNCTION(primeinv_fit_credit);
SQL_FUNCTION(primeinv_audit_customer);

/*
 * Trigger of customer: its WHEN has found that a credit limit or block would
 * be set or changed, or carried to another tenant.  Column privileges are the
 * role's: a role that is manager of one tenant and app of another has them for
 * both, so it is asked for which tenant the row is.
 */
Datum
primeinv_guard_credit(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_data(fcinfo, BEFORE_EACH_ROW, "customer", NULL);
	HeapTuple	row;
	bool		isnull;
	Datum		tenant_id;

	row = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ?
		trigger->tg_newtuple : trigger->tg_trigtuple;
	tenant_id = heap_getattr(row, SPI_fnumber(RelationGetDescr(trigger->tg_relation), "tenant_id"),
							 RelationGetDescr(trigger->tg_relation), &isnull);
	if (!isnull)				/* else the column's NOT NULL refuses it */
		access_require(DatumGetInt64(tenant_id), LEVEL_MANAGER);
	return PointerGetDatum(row);
}

/*
 * Trigger of customer: what an application writes gets the tenant's decimals
 * (22023 if it has more).  Row security may hide the tenant from a caller whose
 * row it then refuses.
 */
Datum
primeinv_fit_credit(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_data(fcinfo, BEFORE_EACH_ROW, "customer", NULL);
	HeapTuple	row;
	TupleDesc	desc;
	Datum		tenant;
	bool		isnull;
	Rows	   *rows;

	row = TRIGGER_FIRED_BY_INSERT(trigger->tg_event) ? trigger->tg_trigtuple : trigger->tg_newtuple;
	desc = trigger->tg_relation->rd_att;
	tenant = SPI_getbinval(row, desc, SPI_fnumber(desc, "tenant_id"), &isnull);
	if (isnull)
		return PointerGetDatum(row);
	rows = plan_read(&PLAN_TENANT_DECIMALS, &tenant, NULL);
	if (rows->count == 0)
		return PointerGetDatum(row);
	row = fit_column(row, desc, "credit_limit", (int) rows_int64(rows, 0, 1));
	return PointerGetDatum(fit_column(row, desc, "outstanding_balance", (int) rows_int64(rows, 0, 1)));
}

/*
 * Returns the row itself if the column is null, else a copy of it in the
 * current context.
 */
static HeapTuple
fit_column(HeapTuple row, TupleDesc desc, const char *name, int decimals)
{
	int			column = SPI_fnumber(desc, name);
	bool		isnull;
	Datum		value = SPI_getbinval(row, desc, column, &isnull);

	if (isnull)
		return row;
	value = money_to_datum(money_argument(DatumGetNumeric(value), decimals, name), decimals);
	return heap_modify_tuple_by_cols(row, desc, 1, &column, &value, &isnull);
}

/*
 * Trigger of customer: created, updated (which columns, never their values),
 * deleted; a balance that somebody writes past the functions, too.  Silent for
 * our own functions, which write their own events, and for a restore.
 */
Datum
primeinv_audit_customer(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_data(fcinfo, TRIGGER_TYPE_INSERT | TRIGGER_TYPE_UPDATE | TRIGGER_TYPE_DELETE,
										"customer", NULL);
	AccessIdentity caller;
	char	   *db_role;

	GetUserIdAndSecContext(&caller.role, &caller.context);
	if ((caller.context & SECURITY_NOFORCE_RLS) != 0 || is_restore())
		return PointerGetDatum(NULL);
	db_role = GetUserNameFromId(caller.role, false);
	caller = access_become_owner();
	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		audit_rows(trigger, &PLAN_CUSTOMER_AUDIT_INSERT, db_role);
	else if (TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		audit_rows(trigger, &PLAN_CUSTOMER_AUDIT_DELETE, db_role);
	else
	{
		audit_rows(trigger, &PLAN_CUSTOMER_AUDIT_UPDATE, db_role);
		audit_rows(trigger, &PLAN_CUSTOMER_AUDIT_BALANCE, db_role);
	}
	access_resume(caller);
	return PointerGetDatum(NULL);
}

/*
 * The log is restored itself, and a restore sets row_security off for its whole
 * session.  The setting alone says nothing: anybody can turn it off, even in
 * the midst of a statement that is over before row security would complain.  So
 * it counts only for the owner, whom row security does not bind.
 */
static bool
is_restore(void)
{
	return !row_security && access_is_owner();
}

/*
 * One statement for all rows of the trigger's statement.  There is no actor
 * argument here, so the setting or the role is named.
 */
static void
audit_rows(TriggerData *trigger, Statement *plan, const char *db_role)
{
	Datum		values[4];
	bool		no_ip;
	bool		no_agent;
	char		nulls[] = "    ";

	values[0] = CStringGetTextDatum(call_actor(NULL, db_role));
	values[1] = CStringGetTextDatum(db_role);
	values[2] = audit_ip_address(&no_ip);
	values[3] = audit_user_agent(&no_agent);
	nulls[2] = no_ip ? 'n' : ' ';
	nulls[3] = no_agent ? 'n' : ' ';
	plan_trigger(plan, trigger, values, nulls);
}
