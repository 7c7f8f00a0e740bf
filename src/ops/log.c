/*-------------------------------------------------------------------------
 *
 * log.c
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

#define EVENT_TYPE_MAX	200
#define EVENT_DEPTH_MAX	32

static Datum log_event(Call *call, FunctionCallInfo fcinfo);
static void check_event_type(const char *event_type);
static bool is_event_type(const char *text);
static Jsonb *check_event_data(Jsonb *data);
static int64 own_record(Call *call, FunctionCallInfo fcinfo, int arg, Statement *tenant_of, const char *what);

SQL_FUNCTION(primeinv_log_event);

/*
 * log_event(tenant_id, event_type, sale_id, customer_id, event_data,
 * description, sale_item_id, payment_id, refund_id, actor, request_id)
 */
enum LogArgument
{
	LOG_TENANT,
	LOG_TYPE,
	LOG_SALE,
	LOG_CUSTOMER,
	LOG_DATA,
	LOG_DESCRIPTION,
	LOG_SALE_ITEM,
	LOG_PAYMENT,
	LOG_REFUND
};

/*
 * The event's id.
 */
Datum
primeinv_log_event(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 2, &PLAN_TENANT_ID, "tenant", log_event);
}

/*
 * Every record that the event names must be the tenant's.
 */
static Datum
log_event(Call *call, FunctionCallInfo fcinfo)
{
	AuditEvent	event = {.event_type = call_text(fcinfo, LOG_TYPE)};

	check_event_type(event.event_type);
	event.data = PG_ARGISNULL(LOG_DATA) ? NULL : check_event_data(PG_GETARG_JSONB_P(LOG_DATA));
	event.description = call_text(fcinfo, LOG_DESCRIPTION);
	event.sale_id = own_record(call, fcinfo, LOG_SALE, &PLAN_SALE_TENANT, "sale");
	event.customer_id = own_record(call, fcinfo, LOG_CUSTOMER, &PLAN_CUSTOMER_TENANT, "customer");
	event.sale_item_id = own_record(call, fcinfo, LOG_SALE_ITEM, &PLAN_SALE_ITEM_TENANT, "sale item");
	event.payment_id = own_record(call, fcinfo, LOG_PAYMENT, &PLAN_PAYMENT_TENANT, "payment");
	event.refund_id = own_record(call, fcinfo, LOG_REFUND, &PLAN_REFUND_TENANT, "refund");
	return call_end_value(call, Int64GetDatum(audit_event(call->audit, &event)));
}

/*
 * Refuses the types that our functions write, so that nobody can put into the
 * log what did not happen, nor what looks like it.
 */
static void
check_event_type(const char *event_type)
{
	if (!is_event_type(event_type))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is not a type of event", pnstrdup(event_type, EVENT_TYPE_MAX)),
				 errdetail("It must be words of a to z, 0 to 9 and _ with points between them, and have at most %d letters.",
						   EVENT_TYPE_MAX),
				 errhint("Give a type of your own, such as \"till.opened\".")));
	if (audit_is_builtin(event_type))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("event type \"%s\" is built in", event_type),
				 errdetail("Only the function that does such a thing writes it."),
				 errhint("Give a type of your own, such as \"till.opened\".")));
}

/*
 * ^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$
 */
static bool
is_event_type(const char *text)
{
	static const char *const letters = "abcdefghijklmnopqrstuvwxyz0123456789_";
	int			points = 0;

	if (text[0] < 'a' || text[0] > 'z' || strlen(text) > EVENT_TYPE_MAX)
		return false;
	for (;;)
	{
		size_t		length = strspn(text, letters);

		if (length == 0)
			return false;
		if (text[length] == '\0')
			return points > 0;
		if (text[length] != '.')
			return false;
		points++;
		text += length + 1;
	}
}

/*
 * What is nested too deep cannot be read back by a restore.
 */
static Jsonb *
check_event_data(Jsonb *data)
{
	JsonbIterator *iterator = JsonbIteratorInit(&data->root);
	JsonbIteratorToken token;
	JsonbValue	value;
	int			depth = 0;

	if (VARSIZE(data) > TEXT_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("event_data is too large"),
				 errdetail("It has %zu bytes; it may have %d.", (size_t) VARSIZE(data), TEXT_MAX),
				 errhint("Keep the document elsewhere, and give its address.")));
	while ((token = JsonbIteratorNext(&iterator, &value, false)) != WJB_DONE)
	{
		depth += token == WJB_BEGIN_ARRAY || token == WJB_BEGIN_OBJECT;
		depth -= token == WJB_END_ARRAY || token == WJB_END_OBJECT;
		if (depth > EVENT_DEPTH_MAX)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("event_data is nested too deep"),
					 errdetail("It may have %d levels.", EVENT_DEPTH_MAX),
					 errhint("Make it flatter.")));
	}
	return data;
}

/*
 * The id that an argument gives, 0 for none.  As the owner the statement finds
 * every tenant's records, so their tenant is compared.
 */
static int64
own_record(Call *call, FunctionCallInfo fcinfo, int arg, Statement *tenant_of, const char *what)
{
	int64		id = call_id(fcinfo, arg, what);
	Datum		value = Int64GetDatum(id);
	Rows	   *rows;

	if (id == 0)
		return 0;
	rows = plan_rows(tenant_of, &value, NULL);
	if (rows->count == 0 || rows_int64(rows, 0, 1) != call->tenant_id)
		no_such_record(what, id);
	return id;
}
