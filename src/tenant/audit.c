/*-------------------------------------------------------------------------
 *
 * audit.c
 *		The audit log: who did what, from where.
 *
 * A checkout of ten lines writes a dozen events, so they are collected and
 * written with one insert of many rows.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/fmgrprotos.h"
#include "utils/guc.h"
#include "utils/inet.h"
#include "utils/memutils.h"
#include <sys/socket.h>

#include "base/direct.h"
#include "base/json.h"
#include "base/quantity.h"
#include "base/tables.h"
#include "tenant/audit.h"

struct Audit
{
	int64		tenant_id;
	const char *actor;
	const char *db_role;
	Datum	  **rows;
	bool	  **nulls;
	int			count;
	int			room;
};

static void add_row(Audit *audit, Datum *row, bool *nulls);
static Datum optional_id(int64 id, bool *isnull);
static Datum optional_text(const char *text, bool *isnull);
static void push_value(JsonbParseState **state, const char *name, AuditValue type, va_list *args);
static bool is_address(const char *text);

/*
 * Events live in the memory context in which this is called, and the names must
 * as long.
 */
Audit *
audit_begin(int64 tenant_id, const char *actor, const char *db_role)
{
	Audit	   *audit = palloc0(sizeof(Audit));

	audit->tenant_id = tenant_id;
	audit->actor = actor;
	audit->db_role = db_role;
	return audit;
}

/*
 * Notes an event.  It is copied to where the call lives, so that the caller
 * may be in a shorter context.
 */
int64
audit_event(Audit *audit, const AuditEvent *event)
{
	MemoryContext old = MemoryContextSwitchTo(GetMemoryChunkContext(audit));
	Datum	   *row = palloc0(sizeof(Datum) * Natts_audit);
	bool	   *nulls = palloc0(sizeof(bool) * Natts_audit);
	int64		id = direct_nextval(DIRECT_AUDIT_SEQUENCE);

	row[Anum_audit_tenant_id - 1] = Int64GetDatum(audit->tenant_id);
	row[Anum_audit_id - 1] = Int64GetDatum(id);
	row[Anum_audit_event_type - 1] = CStringGetTextDatum(event->event_type);
	row[Anum_audit_sale_id - 1] = optional_id(event->sale_id, &nulls[Anum_audit_sale_id - 1]);
	row[Anum_audit_sale_item_id - 1] = optional_id(event->sale_item_id, &nulls[Anum_audit_sale_item_id - 1]);
	row[Anum_audit_customer_id - 1] = optional_id(event->customer_id, &nulls[Anum_audit_customer_id - 1]);
	row[Anum_audit_payment_id - 1] = optional_id(event->payment_id, &nulls[Anum_audit_payment_id - 1]);
	row[Anum_audit_refund_id - 1] = optional_id(event->refund_id, &nulls[Anum_audit_refund_id - 1]);
	nulls[Anum_audit_event_data - 1] = event->data == NULL;
	if (event->data != NULL)
		row[Anum_audit_event_data - 1] = datumCopy(JsonbPGetDatum(event->data), false, -1);
	row[Anum_audit_description - 1] = optional_text(event->description, &nulls[Anum_audit_description - 1]);
	add_row(audit, row, nulls);
	MemoryContextSwitchTo(old);
	return id;
}

/*
 * Takes the row over; the caller is in the audit's context.  The arrays are
 * made with the first event, as many calls have none.
 */
static void
add_row(Audit *audit, Datum *row, bool *nulls)
{
	if (audit->room == 0)
	{
		audit->room = 8;
		audit->rows = palloc(sizeof(Datum *) * audit->room);
		audit->nulls = palloc(sizeof(bool *) * audit->room);
	}
	else if (audit->count == audit->room)
	{
		audit->room *= 2;
		audit->rows = repalloc(audit->rows, sizeof(Datum *) * audit->room);
		audit->nulls = repalloc(audit->nulls, sizeof(bool *) * audit->room);
	}
	audit->rows[audit->count] = row;
	audit->nulls[audit->count++] = nulls;
}

/*
 * No record has the id 0, so it can stand for none.
 */
static Datum
optional_id(int64 id, bool *isnull)
{
	*isnull = id == 0;
	return Int64GetDatum(id);
}

/*
 * Copies into the current context, which must be the audit's.
 */
static Datum
optional_text(const char *text, bool *isnull)
{
	*isnull = text == NULL;
	return text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
}

/*
 * Writes what was noted, with the moment, who did it and where the session comes
 * from.
 */
void
audit_flush(Audit *audit, Direct *direct)
{
	Datum		now;
	Datum		actor;
	Datum		db_role;
	bool		no_ip;
	bool		no_agent;
	Datum		ip;
	Datum		agent;
	Direct	   *own = NULL;

	if (audit->count == 0)
		return;
	now = TimestampTzGetDatum(GetCurrentTimestamp());
	actor = CStringGetTextDatum(audit->actor);
	db_role = CStringGetTextDatum(audit->db_role);
	ip = audit_ip_address(&no_ip);
	agent = audit_user_agent(&no_agent);
	for (int i = 0; i < audit->count; i++)
	{
		audit->rows[i][Anum_audit_actor - 1] = actor;
		audit->rows[i][Anum_audit_db_role - 1] = db_role;
		audit->rows[i][Anum_audit_ip_address - 1] = ip;
		audit->nulls[i][Anum_audit_ip_address - 1] = no_ip;
		audit->rows[i][Anum_audit_user_agent - 1] = agent;
		audit->nulls[i][Anum_audit_user_agent - 1] = no_agent;
		audit->rows[i][Anum_audit_created_at - 1] = now;
	}
	if (direct == NULL)
		direct = own = direct_begin();
	direct_insert(direct, DIRECT_AUDIT, audit->rows, audit->nulls, audit->count, Natts_audit);
	audit->count = 0;
	if (own != NULL)
		direct_end(own);
}

/*
 * The compiler cannot check the values: each must have the very C type that
 * its AuditValue says, so a plain 0 is no AUDIT_ID.
 */
Jsonb *
audit_data(const char *name,...)
{
	JsonbParseState *state = NULL;
	va_list		args;

	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	va_start(args, name);
	for (; name != NULL; name = va_arg(args, const char *))
	{
		AuditValue	type = va_arg(args, int);

		push_value(&state, name, type, &args);
	}
	va_end(args);
	return JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL));
}

/*
 * Takes its value off the list even if it is then left out, or the next name
 * would be read from the wrong place.  An id or a text may be left out, an
 * amount of zero never: it is news.
 */
static void
push_value(JsonbParseState **state, const char *name, AuditValue type, va_list *args)
{
	const char *text;
	int64		number;

	switch (type)
	{
		case AUDIT_TEXT:
			text = va_arg(*args, const char *);
			if (text == NULL)
				break;
			json_push_key(state, name);
			json_push_text(state, text);
			break;
		case AUDIT_ID:
			number = va_arg(*args, int64);
			if (number == 0)
				break;
			json_push_key(state, name);
			json_push_int64(state, number);
			break;
		case AUDIT_COUNT:
			json_push_key(state, name);
			json_push_int64(state, va_arg(*args, int));
			break;
		case AUDIT_BOOL:
			json_push_key(state, name);
			json_push_bool(state, va_arg(*args, int) != 0);
			break;
		case AUDIT_QUANTITY:
			json_push_key(state, name);
			json_push_quantity(state, va_arg(*args, int64));
			break;
		case AUDIT_AMOUNT:
			json_push_key(state, name);
			json_push_number(state, DatumGetNumeric(cost_to_datum_trimmed(va_arg(*args, int64))));
			break;
		case AUDIT_MONEY:
			json_push_key(state, name);
			json_push_number(state, DatumGetNumeric(va_arg(*args, Datum)));
			break;
	}
}

/*
 * Every event type that primeinv itself writes stands here.
 */
bool
audit_is_builtin(const char *event_type)
{
	static const char *const types[] = {
		"sale.created", "sale.updated", "sale.completed", "sale.cancelled", "sale.voided",
		"sale_item.added", "sale_item.updated", "sale_item.removed",
		"payment.created", "payment.updated",
		"refund.requested", "refund.approved", "refund.rejected", "refund.processed",
		"stock.reserved", "stock.committed", "stock.released",
		"customer.created", "customer.updated", "customer.deleted",
		"credit.adjusted", "batch.status_changed", "batch.updated", "batch.corrected", "batch.price_changed",
		"stock_take.created", "stock_take.updated", "stock_take.counted", "stock_take.uncounted", "stock_take.reason_set",
		"stock_take.completed", "stock_take.reopened", "stock_take.reconciled", "stock_take.cancelled",
		"access.granted", "access.revoked",
		"location.rebuilt", "batch.rebuilt", "till_session.opened", "till_session.closed"
	};

	for (int i = 0; i < lengthof(types); i++)
		if (strcmp(event_type, types[i]) == 0)
			return true;
	return false;
}

/*
 * primeinv.client_ip if it is an address, else the connection's; none for a
 * local socket.  What is no address is passed over: a proxy's slip must not
 * stop a sale.
 */
Datum
audit_ip_address(bool *isnull)
{
	LOCAL_FCINFO(fcinfo, 0);
	Datum		address;

	*isnull = false;
	if (primeinv_client_ip != NULL && is_address(primeinv_client_ip))
		return DirectFunctionCall1(inet_in, CStringGetDatum(primeinv_client_ip));
	InitFunctionCallInfoData(*fcinfo, NULL, 0, InvalidOid, NULL, NULL);
	address = inet_client_addr(fcinfo);
	*isnull = fcinfo->isnull;
	return address;
}

/*
 * Whether inet_in would take the text.
 */
static bool
is_address(const char *text)
{
	unsigned char bytes[16];
	int			family = strchr(text, ':') != NULL ? PGSQL_AF_INET6 : PGSQL_AF_INET;

	return pg_inet_net_pton(family, text, bytes, -1) >= 0;
}

/*
 * primeinv.user_agent if it says anything, else application_name.
 */
Datum
audit_user_agent(bool *isnull)
{
	const char *agent = primeinv_user_agent;

	if (agent == NULL || agent[0] == '\0')
		agent = application_name;
	*isnull = agent == NULL || agent[0] == '\0';
	return *isnull ? (Datum) 0 : CStringGetTextDatum(agent);
}
