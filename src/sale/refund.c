/*-------------------------------------------------------------------------
 *
 * refund.c
 *		Goods and money that go back: refunds step by step or at once, and
 *		voids.
 *
 * The sale's row is locked first, then the refund's; so refunds and voids of
 * one sale meet one after the other, and each sees what those before it took
 * back.  What a request asks for is checked when it is made and again when it
 * is processed: another may have come between.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "utils/builtins.h"

#include "base/money.h"
#include "base/quantity.h"
#include "sale/account.h"
#include "sale/payment.h"
#include "sale/refund.h"
#include "sale/refund_line.h"
#include "sale/restock.h"
#include "sale/statements.h"

/* A refund's row, locked, with its sale's account. */
typedef struct Refund
{
	int64		id;
	Account		account;
	char	   *status;
	char	   *reason;
	Disposition disposition;
	char	   *method;			/* NULL: as it was paid */
} Refund;

static Disposition disposition_of(const char *name);
static char *optional_disposition(FunctionCallInfo fcinfo, int arg);
static char *optional_method(FunctionCallInfo fcinfo, int arg);
static int64 insert_refund(Call *call, const Account *account, RefundLines *lines, const char *reason,
						   const char *disposition, const char *method);
static void insert_items(Call *call, int64 refund_id, const RefundLines *lines, bool anew);
static void refund_event(Call *call, const char *event_type, int64 refund_id, const Account *account,
						 Jsonb *data, const char *description);
static Refund lock_refund(Call *call, int64 refund_id);
static void require_status(const Refund *refund, const char *needed, const char *what);
static void decide(Call *call, Refund *refund, const char *status, const char *reason);
static void process(Call *call, Refund *refund, RefundLines *lines);
static void take_goods(Call *call, const RefundLines *lines, Disposition disposition,
					   int64 refund_id, const char *reason);
static int64 give_back(Call *call, Account *account, int64 amount, int64 refund_id, const char *method);
static Datum refund_row(int64 refund_id);

PG_FUNCTION_INFO_V1(primeinv_request_refund);
PG_FUNCTION_INFO_V1(primeinv_approve_refund);
PG_FUNCTION_INFO_V1(primeinv_reject_refund);
PG_FUNCTION_INFO_V1(primeinv_process_refund);
PG_FUNCTION_INFO_V1(primeinv_refund_sale);
PG_FUNCTION_INFO_V1(primeinv_void_sale);

/*
 * request_refund(sale_id, items, reason, disposition, method, actor,
 * request_id): the refund's id
 */
Datum
primeinv_request_refund(PG_FUNCTION_ARGS)
{
	Account		account;
	SoldLines  *sold;
	RefundLines *lines;
	char	   *reason;
	char	   *disposition;
	char	   *method;
	Call	   *call;

	call_required(fcinfo, 2);
	call = call_begin(fcinfo, access_tenant_of(&PLAN_SALE_TENANT, "sale", PG_GETARG_INT64(0)));
	if (call->replayed)
		return call_replay(call);
	reason = call_reason(fcinfo, 2);
	disposition = optional_disposition(fcinfo, 3);
	disposition_of(disposition);
	method = optional_method(fcinfo, 4);
	account = account_lock(call, PG_GETARG_INT64(0));
	account_require_open(&account, "refunded");
	sold = refund_line_sold(account.sale_id);
	lines = refund_line_read(PG_GETARG_JSONB_P(1), sold);
	refund_line_value(lines, sold, call_decimals(call));
	return call_end_value(call, Int64GetDatum(insert_refund(call, &account, lines, reason,
															disposition, method)));
}

/*
 * approve_refund(refund_id, actor, request_id): the refund's row
 */
Datum
primeinv_approve_refund(PG_FUNCTION_ARGS)
{
	Refund		refund;
	Call	   *call;

	call_required(fcinfo, 1);
	call = call_begin(fcinfo, access_tenant_of(&PLAN_REFUND_TENANT, "refund", PG_GETARG_INT64(0)));
	if (call->replayed)
		return call_replay(call);
	refund = lock_refund(call, PG_GETARG_INT64(0));
	require_status(&refund, "REQUESTED", "approved");
	account_require_open(&refund.account, "refunded");
	decide(call, &refund, "APPROVED", NULL);
	return call_end_value(call, refund_row(refund.id));
}

/*
 * reject_refund(refund_id, reason, actor, request_id): the refund's row
 */
Datum
primeinv_reject_refund(PG_FUNCTION_ARGS)
{
	Refund		refund;
	char	   *reason;
	Call	   *call;

	call_required(fcinfo, 1);
	call = call_begin(fcinfo, access_tenant_of(&PLAN_REFUND_TENANT, "refund", PG_GETARG_INT64(0)));
	if (call->replayed)
		return call_replay(call);
	reason = call_reason(fcinfo, 1);
	refund = lock_refund(call, PG_GETARG_INT64(0));
	if (strcmp(refund.status, "APPROVED") != 0)
		require_status(&refund, "REQUESTED", "rejected");
	decide(call, &refund, "REJECTED", reason);
	return call_end_value(call, refund_row(refund.id));
}

/*
 * process_refund(refund_id, actor, request_id): the refund's row
 */
Datum
primeinv_process_refund(PG_FUNCTION_ARGS)
{
	Refund		refund;
	SoldLines  *sold;
	RefundLines *lines;
	Call	   *call;

	call_required(fcinfo, 1);
	call = call_begin(fcinfo, access_tenant_of(&PLAN_REFUND_TENANT, "refund", PG_GETARG_INT64(0)));
	if (call->replayed)
		return call_replay(call);
	refund = lock_refund(call, PG_GETARG_INT64(0));
	require_status(&refund, "APPROVED", "processed");
	account_require_open(&refund.account, "refunded");
	sold = refund_line_sold(refund.account.sale_id);
	lines = refund_line_of(refund.id, sold);
	refund_line_value(lines, sold, call_decimals(call));
	insert_items(call, refund.id, lines, false);
	process(call, &refund, lines);
	return call_end_value(call, refund_row(refund.id));
}

/*
 * refund_sale(sale_id, items, reason, disposition, method, actor,
 * request_id): all the steps at once; the refund's row
 */
Datum
primeinv_refund_sale(PG_FUNCTION_ARGS)
{
	Refund		refund = {0};
	SoldLines  *sold;
	RefundLines *lines;
	char	   *disposition;
	Call	   *call;

	call_required(fcinfo, 1);
	call = call_begin(fcinfo, access_tenant_of(&PLAN_SALE_TENANT, "sale", PG_GETARG_INT64(0)));
	if (call->replayed)
		return call_replay(call);
	refund.reason = call_reason(fcinfo, 2);
	disposition = optional_disposition(fcinfo, 3);
	refund.disposition = disposition_of(disposition);
	refund.method = optional_method(fcinfo, 4);
	refund.account = account_lock(call, PG_GETARG_INT64(0));
	account_require_open(&refund.account, "refunded");
	sold = refund_line_sold(refund.account.sale_id);
	lines = PG_ARGISNULL(1) ? refund_line_rest(sold) : refund_line_read(PG_GETARG_JSONB_P(1), sold);
	refund_line_value(lines, sold, call_decimals(call));
	refund.id = insert_refund(call, &refund.account, lines, refund.reason,
							  disposition, refund.method);
	decide(call, &refund, "APPROVED", NULL);
	process(call, &refund, lines);
	return call_end_value(call, refund_row(refund.id));
}

/*
 * void_sale(sale_id, reason, actor, request_id): the sale's row
 */
Datum
primeinv_void_sale(PG_FUNCTION_ARGS)
{
	Account		account;
	char	   *reason;
	Call	   *call;

	call_required(fcinfo, 1);
	call = call_begin(fcinfo, access_tenant_of(&PLAN_SALE_TENANT, "sale", PG_GETARG_INT64(0)));
	if (call->replayed)
		return call_replay(call);
	reason = call_reason(fcinfo, 1);
	account = account_lock(call, PG_GETARG_INT64(0));
	account_require_open(&account, "voided");
	refund_void(call, &account, "VOIDED", "sale.voided", reason);
	return call_end_value(call, account_row(account.sale_id));
}

/*
 * The goods come before the money, because locations are locked before the
 * customer.  The amount is the account's whole rest, not a sum over lines, so
 * that neither a debt nor a payment remains.
 */
void
refund_void(Call *call, Account *account, const char *status, const char *event_type,
			const char *reason)
{
	AuditEvent	event = {
		.event_type = event_type,
		.sale_id = account->sale_id,
		.customer_id = account->customer_id,
		.description = reason
	};
	RefundLines *rest = refund_line_rest(refund_line_sold(account->sale_id));
	int64		amount = account->total - account->refunded;
	int64		paid_out;

	take_goods(call, rest, DISPOSITION_RESTOCK, 0, reason);
	paid_out = give_back(call, account, amount, 0, NULL);
	event.data = audit_data("receipt_number", AUDIT_TEXT, account->receipt_number,
							"amount", AUDIT_MONEY, call_money(call, amount),
							"paid_out", AUDIT_MONEY, call_money(call, paid_out), NULL);
	audit_event(call->audit, &event);
	account_save(call, account, status, reason, &event);
}

/*
 * A name from a caller or from a row, in the order of the enum; 22023 for any
 * other.
 */
static Disposition
disposition_of(const char *name)
{
	static const char *const names[] = {"restock", "quarantine", "destroy"};

	for (int i = 0; i < lengthof(names); i++)
		if (strcmp(name, names[i]) == 0)
			return (Disposition) i;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unknown disposition \"%s\"", name),
			 errdetail("Dispositions are \"restock\", \"quarantine\" and \"destroy\"."),
			 errhint("Say what becomes of the goods.")));
}

/*
 * Goods go back on sale unless the caller says otherwise.  It stays a name
 * here, because the refund's row keeps the name.
 */
static char *
optional_disposition(FunctionCallInfo fcinfo, int arg)
{
	return PG_ARGISNULL(arg) ? pstrdup("restock") : call_text(fcinfo, arg);
}

/*
 * NULL stands for the ways in which the sale was paid, which are looked up
 * only when money is paid out.
 */
static char *
optional_method(FunctionCallInfo fcinfo, int arg)
{
	return PG_ARGISNULL(arg) ? NULL : payment_method(call_text(fcinfo, arg), "method");
}

/*
 * A request, with its items.
 */
static int64
insert_refund(Call *call, const Account *account, RefundLines *lines, const char *reason,
			  const char *disposition, const char *method)
{
	char		nulls[] = "        ";
	Datum		values[8];
	int64		refund_id;

	values[0] = Int64GetDatum(call->tenant_id);
	values[1] = Int64GetDatum(account->sale_id);
	values[2] = CStringGetTextDatum(reason);
	values[3] = CStringGetTextDatum(disposition);
	values[4] = call_money(call, lines->amount);
	values[5] = method == NULL ? (Datum) 0 : CStringGetTextDatum(method);
	nulls[5] = method == NULL ? 'n' : ' ';
	values[6] = CStringGetTextDatum(call->actor);
	values[7] = CStringGetTextDatum(call->db_role);
	refund_id = rows_int64(plan_rows(&PLAN_REFUND_INSERT, values, nulls), 0, 1);
	insert_items(call, refund_id, lines, true);
	refund_event(call, "refund.requested", refund_id, account,
				 audit_data("amount", AUDIT_MONEY, call_money(call, lines->amount),
							"lines", AUDIT_COUNT, lines->count,
							"disposition", AUDIT_TEXT, disposition, NULL), reason);
	return refund_id;
}

/*
 * Writes what the lines are worth: with new rows, or into those of the
 * request.
 */
static void
insert_items(Call *call, int64 refund_id, const RefundLines *lines, bool anew)
{
	for (int i = 0; i < lines->count; i++)
	{
		const RefundLine *line = &lines->lines[i];
		char		nulls[] = "        ";
		Datum		values[8];

		values[0] = Int64GetDatum(call->tenant_id);
		values[1] = Int64GetDatum(refund_id);
		values[2] = Int64GetDatum(line->sold->sale_item_id);
		values[3] = call_money(call, line->amount);
		values[4] = call_money(call, line->tax);
		values[5] = quantity_to_datum(line->quantity);
		values[6] = quantity_to_datum(line->base_quantity);
		values[7] = line->unit == NULL ? (Datum) 0 : CStringGetTextDatum(line->unit);
		nulls[7] = line->unit == NULL ? 'n' : ' ';
		plan_rows(anew ? &PLAN_REFUND_ITEM_INSERT : &PLAN_REFUND_ITEM_VALUE, values, nulls);
	}
}

/*
 * Each step is an event of its own, so that the log tells who asked, who
 * decided and who gave the money back.
 */
static void
refund_event(Call *call, const char *event_type, int64 refund_id, const Account *account,
			 Jsonb *data, const char *description)
{
	AuditEvent	event = {
		.event_type = event_type,
		.sale_id = account->sale_id,
		.customer_id = account->customer_id,
		.refund_id = refund_id,
		.data = data,
		.description = description
	};

	audit_event(call->audit, &event);
}

/*
 * The sale before its refund, the order in which everybody takes the two.  A
 * refund never moves to another sale, so that its sale may be looked up
 * unlocked; all else is read under both locks.
 */
static Refund
lock_refund(Call *call, int64 refund_id)
{
	Refund		refund = {.id = refund_id};
	Datum		value = Int64GetDatum(refund_id);
	Rows	   *rows;

	refund.account = account_lock(call, rows_int64(plan_rows(&PLAN_REFUND_SALE, &value, NULL), 0, 1));
	rows = plan_rows(&PLAN_REFUND_LOCK, &value, NULL);
	refund.status = rows_text(rows, 0, 1);
	refund.reason = rows_text(rows, 0, 2);
	refund.disposition = disposition_of(rows_text(rows, 0, 3));
	refund.method = rows_text(rows, 0, 4);
	return refund;
}

/*
 * 55000 unless the refund stands where the step begins.  To be asked under the
 * locks; what completes "cannot be".
 */
static void
require_status(const Refund *refund, const char *needed, const char *what)
{
	if (strcmp(refund->status, needed) == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("refund " INT64_FORMAT " cannot be %s: it is %s", refund->id, what, refund->status),
			 errdetail("It must be %s.", needed),
			 strcmp(refund->status, "REQUESTED") == 0 ? errhint("Approve it first.") :
			 errhint("Request a new refund.")));
}

/*
 * Approves or rejects; reason is NULL for an approval.
 */
static void
decide(Call *call, Refund *refund, const char *status, const char *reason)
{
	Datum		values[4];

	values[0] = Int64GetDatum(refund->id);
	values[1] = CStringGetTextDatum(status);
	values[2] = CStringGetTextDatum(call->actor);
	values[3] = CStringGetTextDatum(reason == NULL ? "" : reason);
	plan_rows(&PLAN_REFUND_DECIDE, values, reason == NULL ? "   n" : "    ");
	refund_event(call, reason == NULL ? "refund.approved" : "refund.rejected", refund->id,
				 &refund->account, NULL, reason);
}

/*
 * Takes the goods back and gives the money back.
 */
static void
process(Call *call, Refund *refund, RefundLines *lines)
{
	AuditEvent	why = {
		.sale_id = refund->account.sale_id,
		.refund_id = refund->id,
		.description = refund->reason
	};
	Datum		values[3];
	int64		paid_out;

	take_goods(call, lines, refund->disposition, refund->id, refund->reason);
	values[0] = Int64GetDatum(refund->id);
	values[1] = call_money(call, lines->amount);
	values[2] = CStringGetTextDatum(call->actor);
	plan_rows(&PLAN_REFUND_PROCESSED, values, NULL);
	paid_out = give_back(call, &refund->account, lines->amount, refund->id, refund->method);
	refund_event(call, "refund.processed", refund->id, &refund->account,
				 audit_data("amount", AUDIT_MONEY, call_money(call, lines->amount),
							"paid_out", AUDIT_MONEY, call_money(call, paid_out), NULL), refund->reason);
	account_save(call, &refund->account, lines->last ? "REFUNDED" : NULL, NULL, &why);
}

/*
 * For stock a line is its id, by which the ledger finds the batches, and its
 * base units.  Lines of services go along: the ledger knows nothing of them.
 * refund_id is 0 for a void.
 */
static void
take_goods(Call *call, const RefundLines *lines, Disposition disposition, int64 refund_id,
		   const char *reason)
{
	RestockLine *goods = palloc(sizeof(RestockLine) * (lines->count + 1));

	for (int i = 0; i < lines->count; i++)
	{
		goods[i].sale_item_id = lines->lines[i].sold->sale_item_id;
		goods[i].quantity = lines->lines[i].base_quantity;
	}
	restock(call, goods, lines->count, disposition, refund_id, reason);
}

/*
 * Takes an amount off the account: off what is due first, and the rest is paid
 * out.  Returns what was paid out; the caller saves the account.
 */
static int64
give_back(Call *call, Account *account, int64 amount, int64 refund_id, const char *method)
{
	int64		paid_out = amount - Min(amount, account_due(account));

	if (paid_out > 0)
		payment_pay_out(call, account->sale_id, account->customer_id, refund_id, method, paid_out);
	account->refunded += amount;
	account->paid -= paid_out;
	return paid_out;
}

/*
 * For the result: read when all is written, so that it shows what defaults and
 * a user's triggers have made of it.
 */
static Datum
refund_row(int64 refund_id)
{
	Datum		value = Int64GetDatum(refund_id);
	bool		isnull;

	return rows_datum(plan_rows(&PLAN_REFUND_ROW, &value, NULL), 0, 1, &isnull);
}
