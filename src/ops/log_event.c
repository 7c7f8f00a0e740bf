/*-------------------------------------------------------------------------
 *
 * log_event.c
 *		log_event: an application's own entries in the audit log.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "utils/builtins.h"

#include "tenant/call.h"
#include "tenant/statements.h"
#include "sale/statements.h"
#include "ops/statements.h"

static void check_event_type(const char *event_type);
static void check_record(Statement *plan, const char *what, int64 id, int64 tenant_id);

PG_FUNCTION_INFO_V1(primeinv_log_event);

/*
 * log_event(tenant_id, event_type, sale_id, customer_id, event_data,
 * description, sale_item_id, payment_id, refund_id, actor, request_id)
 */
Datum
primeinv_log_event(PG_FUNCTION_ARGS)
{
	AuditEvent	event = {0};
	Call	   *call;

	call_required(fcinfo, 2);
	call = call_begin(fcinfo, access_tenant_of(&PLAN_TENANT_ID, "tenant", PG_GETARG_INT64(0)));
	if (call->replayed)
		return call_replay(call);
	event.event_type = call_text(fcinfo, 1);
	check_event_type(event.event_type);
	event.sale_id = call_id(fcinfo, 2, "sale");
	event.customer_id = call_id(fcinfo, 3, "customer");
	event.data = PG_ARGISNULL(4) ? NULL : PG_GETARG_JSONB_P(4);
	event.description = call_text(fcinfo, 5);
	event.sale_item_id = call_id(fcinfo, 6, "sale item");
	event.payment_id = call_id(fcinfo, 7, "payment");
	event.refund_id = call_id(fcinfo, 8, "refund");
	check_record(&PLAN_SALE_TENANT, "sale", event.sale_id, call->tenant_id);
	check_record(&PLAN_CUSTOMER_TENANT, "customer", event.customer_id, call->tenant_id);
	check_record(&PLAN_SALE_ITEM_TENANT, "sale item", event.sale_item_id, call->tenant_id);
	check_record(&PLAN_PAYMENT_TENANT, "payment", event.payment_id, call->tenant_id);
	check_record(&PLAN_REFUND_TENANT, "refund", event.refund_id, call->tenant_id);
	return call_end_value(call, Int64GetDatum(audit_event(call->audit, &event)));
}

/*
 * Refuses the types that our functions write, so that nobody can put into the
 * log what did not happen.
 */
static void
check_event_type(const char *event_type)
{
	if (event_type[0] == '\0')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("event_type must not be empty"),
				 errdetail("An event says what happened."),
				 errhint("Give a type of your own, such as \"till.opened\".")));
	if (audit_is_builtin(event_type))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("event type \"%s\" is built in", event_type),
				 errdetail("Only the function that does such a thing writes it."),
				 errhint("Give a type of your own, such as \"till.opened\".")));
}

/*
 * A record that the event names must be the tenant's.
 */
static void
check_record(Statement *plan, const char *what, int64 id, int64 tenant_id)
{
	Datum		value = Int64GetDatum(id);
	Rows	   *rows;

	if (id == 0)
		return;
	rows = plan_rows(plan, &value, NULL);
	if (rows->count == 0 || rows_int64(rows, 0, 1) != tenant_id)
		no_such_record(what, id);
}
