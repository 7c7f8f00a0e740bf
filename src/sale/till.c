/*-------------------------------------------------------------------------
 *
 * till.c
 *		Who has which drawer, from the float to the count.
 *
 * Money belongs to the session that its actor has open.  The session's row is
 * share-locked by every payment, so that one that is closed is complete:
 * closing waits for payments that are being made or reversed.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/stratnum.h"
#include "access/xact.h"
#include "catalog/pg_collation.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "nodes/value.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"
#include "utils/snapmgr.h"

#include "base/direct.h"
#include "base/json.h"
#include "base/money.h"
#include "base/tables.h"
#include "base/value.h"
#include "tenant/access.h"
#include "tenant/audit.h"
#include "tenant/call.h"
#include "stock/location.h"
#include "sale/payment.h"
#include "sale/statements.h"
#include "sale/till.h"

#define MAX_NAME	100
#define MAX_METHODS 50
#define MAX_DIGITS	40

SQL_FUNCTION(primeinv_open_till);
SQL_FUNCTION(primeinv_close_till);
SQL_FUNCTION(primeinv_require_till);

static Datum open_till(Call *call, FunctionCallInfo fcinfo);
static char *till_name(FunctionCallInfo fcinfo, int arg);
static void till_is_taken(Call *call, const char *name) pg_attribute_noreturn();
static Datum close_till(Call *call, FunctionCallInfo fcinfo);
static Jsonb *closing(int64 session_id);
static Jsonb *read_counted(Call *call, Jsonb *json);
static void not_counts(void) pg_attribute_noreturn();
static TupleTableSlot *lock_till(Call *call);
static Money count_of(Call *call, const char *method, JsonbValue *value);

/* open_till(outlet_id, name, float, actor, request_id) */
enum OpenArgument
{
	OPEN_OUTLET,
	OPEN_NAME,
	OPEN_FLOAT
};

/*
 * The session's id.
 */
Datum
primeinv_open_till(PG_FUNCTION_ARGS)
{
	return call_at(fcinfo, 3, OPEN_OUTLET, open_till);
}

/*
 * Either of two unique indexes may stand in the way; which one is asked
 * afterwards, for the error.
 */
static Datum
open_till(Call *call, FunctionCallInfo fcinfo)
{
	char	   *name = till_name(fcinfo, OPEN_NAME);
	Money		cash = money_argument(PG_GETARG_NUMERIC(OPEN_FLOAT), call_decimals(call), "float");
	AuditEvent	event = {.event_type = "till_session.opened"};
	Datum		values[6];
	Rows	   *rows;
	int64		id;

	place_must_be_open(&call->outlet);
	call_short(call->actor, "actor");
	if (cash < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("float must not be negative"),
				 errdetail("It is %s.", money_text(cash)),
				 errhint("Give the cash that lies in the drawer; 0 for none.")));
	values[0] = Int64GetDatum(call->tenant_id);
	values[1] = Int64GetDatum(call->outlet.id);
	values[2] = CStringGetTextDatum(name);
	values[3] = CStringGetTextDatum(call->actor);
	values[4] = CStringGetTextDatum(call->db_role);
	values[5] = call_money(call, cash);
	rows = plan_rows(&PLAN_TILL_OPEN, values, NULL);
	if (rows->count == 0)
		till_is_taken(call, name);
	id = rows_int64(rows, 0, 1);
	event.data = audit_data("till_session_id", AUDIT_ID, id, "outlet_id", AUDIT_ID, call->outlet.id,
							"name", AUDIT_TEXT, name, "float", AUDIT_MONEY, values[5], NULL);
	audit_event(call->audit, &event);
	return call_end_value(call, Int64GetDatum(id));
}

/*
 * What two people read alike is one till: letters are compared by the index in
 * lower case, and here spaces and how an accent is written go.
 */
static char *
till_name(FunctionCallInfo fcinfo, int arg)
{
	char	   *given = call_text(fcinfo, arg);
	char	   *name = seen_text(given);

	if (GetDatabaseEncoding() == PG_UTF8)
		name = TextDatumGetCString(DirectFunctionCall2(unicode_normalize_func, CStringGetTextDatum(name),
													   CStringGetTextDatum("NFC")));
	if (name[0] == '\0' || pg_mbstrlen(name) > MAX_NAME)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a till's name has 1 to %d characters that can be seen", MAX_NAME),
				 errdetail("This one has %d.", pg_mbstrlen(given)),
				 errhint("Give what stands on the till, such as 'Till 1'.")));
	return name;
}

static void
till_is_taken(Call *call, const char *name)
{
	Datum		values[] = {Int64GetDatum(call->tenant_id), Int64GetDatum(call->outlet.id),
	CStringGetTextDatum(name), CStringGetTextDatum(call->actor)};
	Rows	   *rows = plan_latest(&PLAN_TILL_IN_THE_WAY, values, NULL);

	if (rows->count > 0 && !rows_bool(rows, 0, TILL_IN_THE_WAY_SAME))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("\"%s\" has another till open: \"%s\"", call->actor, rows_text(rows, 0, TILL_IN_THE_WAY_NAME)),
				 errdetail("Its session is " INT64_FORMAT ".", rows_int64(rows, 0, TILL_IN_THE_WAY_ID)),
				 errhint("Close it first, so that it is clear where the money is.")));
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("till \"%s\" is open already", name),
			 rows->count == 0 ? errdetail("Its session has been closed in the meantime.") :
			 errdetail("\"%s\" has it; its session is " INT64_FORMAT ".",
					   rows_text(rows, 0, TILL_IN_THE_WAY_ACTOR), rows_int64(rows, 0, TILL_IN_THE_WAY_ID)),
			 errhint("Count and close it before somebody else takes it.")));
}

/* close_till(till_session_id, counted, actor, request_id) */
enum CloseArgument
{
	CLOSE_SESSION,
	CLOSE_COUNTED
};

/*
 * The session's row.
 */
Datum
primeinv_close_till(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 2, &PLAN_TILL_TENANT, "till session", close_till);
}

/*
 * Locked first, so that it is closed after whatever it has waited for.
 */
static Datum
close_till(Call *call, FunctionCallInfo fcinfo)
{
	Jsonb	   *counted = read_counted(call, PG_GETARG_JSONB_P(CLOSE_COUNTED));
	AuditEvent	event = {.event_type = "till_session.closed"};
	Datum		values[4];
	Rows	   *rows;
	bool		isnull;

	values[0] = PG_GETARG_DATUM(CLOSE_SESSION);
	values[1] = Int64GetDatum(call->tenant_id);
	values[2] = CStringGetTextDatum(call->actor);
	values[3] = JsonbPGetDatum(counted);
	plan_rows(&PLAN_TILL_LOCK, values, NULL);
	rows = plan_rows(&PLAN_TILL_CLOSE, values, NULL);
	if (rows->count == 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("till session " INT64_FORMAT " is closed", PG_GETARG_INT64(CLOSE_SESSION)),
				 errdetail("What was counted then stands."),
				 errhint("till_report() shows it; a new session is opened by open_till().")));
	event.data = closing(PG_GETARG_INT64(CLOSE_SESSION));
	audit_event(call->audit, &event);
	return call_end_value(call, rows_datum(rows, 0, 1, &isnull));
}

/*
 * What was counted and what should have been there go into the log, which is
 * sealed.  Payments do not change the session's row: that a snapshot is too old
 * to show them all is seen only by asking for the newest ones as well.
 */
static Jsonb *
closing(int64 session_id)
{
	Datum		value = Int64GetDatum(session_id);
	bool		isnull;
	Datum		seen = rows_datum(plan_rows(&PLAN_TILL_CLOSED, &value, NULL), 0, 1, &isnull);

	if (IsolationUsesXactSnapshot() &&
		!DatumGetBool(DirectFunctionCall2(jsonb_eq, seen,
										  rows_datum(plan_latest(&PLAN_TILL_CLOSED, &value, NULL), 0, 1, &isnull))))
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("could not serialize access due to payments of till session " INT64_FORMAT, session_id),
				 errdetail("Some were made or reversed since this transaction began, and its report would lack them."),
				 errhint("Run the transaction again.")));
	return DatumGetJsonbP(seen);
}

/*
 * Methods in capitals with amounts of money; a method twice is added up by
 * nobody, so it is refused.
 */
static Jsonb *
read_counted(Call *call, Jsonb *json)
{
	JsonbParseState *state = NULL;
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue	value;
	List	   *methods = NIL;

	if (!JB_ROOT_IS_OBJECT(json) || JB_ROOT_COUNT(json) > MAX_METHODS || VARSIZE(json) > TEXT_MAX)
		not_counts();
	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	iterator = JsonbIteratorInit(&json->root);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
	{
		char	   *method;

		if (token != WJB_KEY)
			continue;
		method = payment_method(pnstrdup(value.val.string.val, value.val.string.len), "counted");
		if (list_member(methods, makeString(method)))
			not_counts();
		methods = lappend(methods, makeString(method));
		(void) JsonbIteratorNext(&iterator, &value, true);
		json_push_key(&state, method);
		json_push_number(&state, DatumGetNumeric(call_money(call, count_of(call, method, &value))));
	}
	return JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL));
}

static void
not_counts(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"counted\" must be an object of methods and amounts"),
			 errdetail("It has at most %d methods, each once, in capitals or not, with an amount that is not negative.", MAX_METHODS),
			 errhint("Give what lies in the drawer: {\"CASH\": 512.40, \"CARD\": 80}.")));
}

/*
 * A number, also as a string.
 */
static Money
count_of(Call *call, const char *method, JsonbValue *value)
{
	Money		amount;

	if (value->type == jbvString)
	{
		char	   *text = pnstrdup(value->val.string.val, value->val.string.len);

		if (text[0] == '\0' || strlen(text) > MAX_DIGITS || text[strspn(text, "0123456789.")] != '\0' || strspn(text, ".") == strlen(text) ||
			strchr(text, '.') != strrchr(text, '.'))
			not_counts();
		value->val.numeric = DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(text),
																 ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
	}
	else if (value->type != jbvNumeric)
		not_counts();
	amount = money_argument(value->val.numeric, call_decimals(call), method);
	if (amount < 0)
		not_counts();
	return amount;
}

/*
 * Asked at every payment, and below the executor, as most have none.  The lock
 * is what keeps a closed session's sums; one that was closed while we waited for
 * it is not the actor's any more, who may have opened another one by now.
 */
Till
till_of_actor(Call *call)
{
	Till		till = {0};
	TupleTableSlot *slot;
	bool		open = false;
	bool		isnull;

	do
	{
		CHECK_FOR_INTERRUPTS();
		slot = lock_till(call);
		if (slot != NULL)
			(void) slot_getattr(slot, Anum_till_closed_at, &open);
	} while (slot != NULL && !open);
	if (open)
	{
		till.id = DatumGetInt64(slot_getattr(slot, Anum_till_id, &isnull));
		till.outlet_id = DatumGetInt64(slot_getattr(slot, Anum_till_outlet_id, &isnull));
	}
	return till;
}

/*
 * The newest version of what was the actor's open session when the scan began,
 * or NULL.
 */
static TupleTableSlot *
lock_till(Call *call)
{
	Snapshot	snapshot = direct_snapshot();
	ScanKeyData keys[2];
	TupleTableSlot *slot;

	ScanKeyInit(&keys[0], 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(call->tenant_id));
	ScanKeyEntryInitialize(&keys[1], 0, 2, BTEqualStrategyNumber, InvalidOid,
						   DEFAULT_COLLATION_OID, F_TEXTEQ, CStringGetTextDatum(call->actor));
	slot = direct_share(call_direct(call), DIRECT_TILL, DIRECT_TILL_ACTOR, snapshot, keys, 2);
	UnregisterSnapshot(snapshot);
	return slot;
}

/*
 * require_till(till_session_id): the id, for readers written in SQL.
 */
Datum
primeinv_require_till(PG_FUNCTION_ARGS)
{
	call_required(fcinfo, 1);
	access_require(access_tenant_of(&PLAN_TILL_TENANT, "till session", PG_GETARG_INT64(0)), LEVEL_READER);
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}
