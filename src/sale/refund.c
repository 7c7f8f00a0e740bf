/*-------------------------------------------------------------------------
 *
 * refund.c
 *		Goods and money that go back: refunds step by step or at once, and
 *		voids.
 *
 * The sale's row is locked first, then the refund's; so refunds and voids of
 * one sale meet one after the other, and each sees what those before it took
 * back.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "utils/builtins.h"

#include "base/money.h"
#include "base/quantity.h"
#include "base/value.h"
#include "sale/payment.h"
#include "sale/refund.h"
#include "sale/refund_line.h"
#include "sale/refund_restock.h"
#include "sale/sale_account.h"
#include "sale/statements.h"

typedef enum RefundStatus
{
	REFUND_REQUESTED,
	REFUND_APPROVED,
	REFUND_REJECTED,
	REFUND_PROCESSED
} RefundStatus;

/* A refund's row, locked, with its sale's account. */
typedef struct Refund
{
	int64		id;
	Account		account;
	RefundStatus status;
	char	   *reason;
	Disposition disposition;
	char	   *method;			/* NULL: as it was paid */
	Outlet		outlet;			/* that takes it back */
} Refund;

static const char *const status_words[] = {
	[REFUND_REQUESTED] = "REQUESTED",
	[REFUND_APPROVED] = "APPROVED",
	[REFUND_REJECTED] = "REJECTED",
	[REFUND_PROCESSED] = "PROCESSED"
};

static const char *const disposition_words[] = {
	[DISPOSITION_RESTOCK] = "restock",
	[DISPOSITION_QUARANTINE] = "quarantine",
	[DISPOSITION_DESTROY] = "destroy"
};

static Datum request_refund(Call *call, FunctionCallInfo fcinfo);
static Datum approve_refund(Call *call, FunctionCallInfo fcinfo);
static Datum reject_refund(Call *call, FunctionCallInfo fcinfo);
static Datum process_refund(Call *call, FunctionCallInfo fcinfo);
static Datum refund_sale(Call *call, FunctionCallInfo fcinfo);
static Datum return_items(Call *call, FunctionCallInfo fcinfo);
static Datum refund_at_once(Call *call, Refund *refund, Jsonb *items);
static Datum void_sale(Call *call, FunctionCallInfo fcinfo);
static Refund read_request(FunctionCallInfo fcinfo, int reason_arg);
static void lock_sale(Call *call, Refund *refund, int64 sale_id);
static void nothing_left(const Account *account) pg_attribute_noreturn();
static Disposition disposition_of(const char *word);
static void insert_refund(Call *call, Refund *refund, const RefundLines *lines);
static void write_items(Call *call, int64 refund_id, const RefundLines *lines, Statement *statement);
static void refund_event(Call *call, const char *event_type, const Refund *refund,
						 Jsonb *data, const char *description);
static Refund lock_refund(Call *call, int64 refund_id);
static void wrong_status(const Refund *refund) pg_attribute_noreturn();
static void decide(Call *call, Refund *refund, RefundStatus status, const char *reason);
static void process(Call *call, Refund *refund, RefundLines *lines);
static void take_goods(Call *call, const Refund *refund, const RefundLines *lines);
static Money give_back(Call *call, Refund *refund, Money amount);
static int64 elsewhere(const Refund *refund);
static Datum refund_row(int64 refund_id);

SQL_FUNCTION(primeinv_request_refund);
SQL_FUNCTION(primeinv_approve_refund);
SQL_FUNCTION(primeinv_reject_refund);
SQL_FUNCTION(primeinv_process_refund);
SQL_FUNCTION(primeinv_refund_sale);
SQL_FUNCTION(primeinv_return_items);
SQL_FUNCTION(primeinv_void_sale);

/*
 * request_refund and refund_sale(sale_id, items, reason, disposition, method,
 * actor, request_id)
 */
enum RefundArgument
{
	REFUND_SALE,
	REFUND_ITEMS,
	REFUND_REASON,
	REFUND_DISPOSITION,
	REFUND_METHOD
};

/*
 * return_items(outlet_id, sale_id, items, reason, disposition, method, actor,
 * request_id)
 */
enum ReturnArgument
{
	RETURN_OUTLET,
	RETURN_SALE,
	RETURN_ITEMS,
	RETURN_REASON
};

/*
 * The refund's id.
 */
Datum
primeinv_request_refund(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 2, &PLAN_SALE_TENANT, "sale", request_refund);
}

/*
 * What it is worth is written down as of now, and worked out anew when it is
 * processed.
 */
static Datum
request_refund(Call *call, FunctionCallInfo fcinfo)
{
	Refund		refund = read_request(fcinfo, REFUND_REASON);
	SoldLines  *sold;
	RefundLines *lines;

	lock_sale(call, &refund, PG_GETARG_INT64(REFUND_SALE));
	account_require_open(&refund.account);
	if (refund.method != NULL)
		payment_require_customer(refund.method, refund.account.customer_id);
	sold = refund_line_sold(refund.account.sale_id, refund.id);
	lines = refund_line_read(PG_GETARG_JSONB_P(REFUND_ITEMS), sold);
	refund_line_value(lines, sold, call_decimals(call));
	insert_refund(call, &refund, lines);
	return call_end_value(call, Int64GetDatum(refund.id));
}

/*
 * approve_refund(refund_id, actor, request_id): the refund's row
 */
Datum
primeinv_approve_refund(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 1, &PLAN_REFUND_TENANT, "refund", approve_refund);
}

/*
 * The sale may have been taken back since the request.
 */
static Datum
approve_refund(Call *call, FunctionCallInfo fcinfo)
{
	Refund		refund = lock_refund(call, PG_GETARG_INT64(0));

	if (refund.status != REFUND_REQUESTED)
		wrong_status(&refund);
	account_require_open(&refund.account);
	decide(call, &refund, REFUND_APPROVED, NULL);
	return call_end_value(call, refund_row(refund.id));
}

/*
 * reject_refund(refund_id, reason, actor, request_id): the refund's row
 */
Datum
primeinv_reject_refund(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 1, &PLAN_REFUND_TENANT, "refund", reject_refund);
}

/*
 * Of a sale of any state: what was asked for must not stay open for ever.
 */
static Datum
reject_refund(Call *call, FunctionCallInfo fcinfo)
{
	char	   *reason = call_reason(fcinfo, 1);
	Refund		refund = lock_refund(call, PG_GETARG_INT64(0));

	if (refund.status != REFUND_REQUESTED && refund.status != REFUND_APPROVED)
		wrong_status(&refund);
	decide(call, &refund, REFUND_REJECTED, reason);
	return call_end_value(call, refund_row(refund.id));
}

/*
 * process_refund(refund_id, actor, request_id): the refund's row
 */
Datum
primeinv_process_refund(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 1, &PLAN_REFUND_TENANT, "refund", process_refund);
}

/*
 * Worth is worked out anew, because another refund may have come between.
 */
static Datum
process_refund(Call *call, FunctionCallInfo fcinfo)
{
	Refund		refund = lock_refund(call, PG_GETARG_INT64(0));
	SoldLines  *sold;
	RefundLines *lines;

	if (refund.status != REFUND_APPROVED)
		wrong_status(&refund);
	account_require_open(&refund.account);
	sold = refund_line_sold(refund.account.sale_id, refund.id);
	lines = refund_line_of(refund.id, sold);
	refund_line_value(lines, sold, call_decimals(call));
	write_items(call, refund.id, lines, &PLAN_REFUND_ITEM_VALUE);
	process(call, &refund, lines);
	return call_end_value(call, refund_row(refund.id));
}

/*
 * All the steps at once: the refund's row.
 */
Datum
primeinv_refund_sale(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 1, &PLAN_SALE_TENANT, "sale", refund_sale);
}

static Datum
refund_sale(Call *call, FunctionCallInfo fcinfo)
{
	Refund		refund = read_request(fcinfo, REFUND_REASON);

	lock_sale(call, &refund, PG_GETARG_INT64(REFUND_SALE));
	return refund_at_once(call, &refund, PG_ARGISNULL(REFUND_ITEMS) ? NULL : PG_GETARG_JSONB_P(REFUND_ITEMS));
}

/*
 * The same at another outlet: the refund's row.  A role that may refund a sale
 * of the tenant may do so at any of its outlets, as rights are a tenant's.
 */
Datum
primeinv_return_items(PG_FUNCTION_ARGS)
{
	Outlet		outlet;

	call_required(fcinfo, RETURN_SALE + 1);
	outlet = access_outlet(PG_GETARG_INT64(RETURN_OUTLET));
	if (access_tenant_of(&PLAN_SALE_TENANT, "sale", PG_GETARG_INT64(RETURN_SALE)) != outlet.tenant_id)
		no_such_record("sale", PG_GETARG_INT64(RETURN_SALE));
	return call_in(fcinfo, &outlet, return_items);
}

/*
 * A shop that is closed takes nothing back; that it sold the goods is no
 * matter.
 */
static Datum
return_items(Call *call, FunctionCallInfo fcinfo)
{
	Refund		refund = read_request(fcinfo, RETURN_REASON);

	place_must_be_open(&call->outlet);
	lock_sale(call, &refund, PG_GETARG_INT64(RETURN_SALE));
	refund.outlet = call->outlet;
	return refund_at_once(call, &refund, PG_ARGISNULL(RETURN_ITEMS) ? NULL : PG_GETARG_JSONB_P(RETURN_ITEMS));
}

/*
 * No items are everything that is left.
 */
static Datum
refund_at_once(Call *call, Refund *refund, Jsonb *items)
{
	SoldLines  *sold;
	RefundLines *lines;

	account_require_open(&refund->account);
	sold = refund_line_sold(refund->account.sale_id, refund->id);
	lines = items == NULL ? refund_line_rest(sold, false) : refund_line_read(items, sold);
	if (lines->count == 0)
		nothing_left(&refund->account);
	refund_line_value(lines, sold, call_decimals(call));
	insert_refund(call, refund, lines);
	decide(call, refund, REFUND_APPROVED, NULL);
	process(call, refund, lines);
	return call_end_value(call, refund_row(refund->id));
}

/*
 * Unless the caller says otherwise, the outlet that sold takes it back.
 */
static void
lock_sale(Call *call, Refund *refund, int64 sale_id)
{
	refund->account = account_lock(call, sale_id);
	refund->outlet = access_outlet_of(refund->account.outlet_id, call->tenant_id);
}

/*
 * Every line is refunded, or asked for by a refund that is not processed yet.
 */
static void
nothing_left(const Account *account)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("nothing is left to refund of sale " INT64_FORMAT, account->sale_id),
			 errdetail("Refunds are requested for all of it."),
			 errhint("Process or reject those.")));
}

/*
 * void_sale(sale_id, reason, actor, request_id): the sale's row
 */
Datum
primeinv_void_sale(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 1, &PLAN_SALE_TENANT, "sale", void_sale);
}

/*
 * Whether it may be voided is asked under the sale's lock.
 */
static Datum
void_sale(Call *call, FunctionCallInfo fcinfo)
{
	char	   *reason = call_reason(fcinfo, 1);
	Account		account = account_lock(call, PG_GETARG_INT64(0));

	account_require_open(&account);
	refund_void(call, &account, SALE_VOIDED, "sale.voided", reason);
	return call_end_value(call, account_row(account.sale_id));
}

/*
 * The goods come before the money, because locations are locked before the
 * customer.  The amount is the account's whole rest, not a sum over lines, so
 * that neither a debt nor a payment remains.
 */
void
refund_void(Call *call, Account *account, SaleStatus status, const char *event_type,
			const char *reason)
{
	AuditEvent	event = {
		.event_type = event_type,
		.sale_id = account->sale_id,
		.customer_id = account->customer_id,
		.description = reason
	};
	RefundLines *rest = refund_line_rest(refund_line_sold(account->sale_id, 0), true);
	Refund		refund = {.account = *account, .disposition = DISPOSITION_RESTOCK, .reason = (char *) reason};
	Money		amount = account->total - account->refunded;
	Money		paid_out;

	Assert(status == SALE_VOIDED || status == SALE_CANCELLED);
	refund.outlet = access_outlet_of(account->outlet_id, call->tenant_id);
	take_goods(call, &refund, rest);
	paid_out = give_back(call, &refund, amount);
	*account = refund.account;
	event.data = audit_data("receipt_number", AUDIT_TEXT, account->receipt_number,
							"amount", AUDIT_MONEY, call_money(call, amount),
							"paid_out", AUDIT_MONEY, call_money(call, paid_out), NULL);
	audit_event(call->audit, &event);
	account_save(call, account, status, reason, &event);
}

/*
 * What a caller says of a refund, beside its items, from the reason on.  Goods go back on sale
 * unless it says otherwise, and money as it was paid.
 */
static Refund
read_request(FunctionCallInfo fcinfo, int reason_arg)
{
	Refund		refund = {.reason = call_reason(fcinfo, reason_arg)};
	char	   *disposition = call_text(fcinfo, reason_arg + REFUND_DISPOSITION - REFUND_REASON);
	char	   *method = call_text(fcinfo, reason_arg + REFUND_METHOD - REFUND_REASON);

	refund.disposition = disposition == NULL ? DISPOSITION_RESTOCK : disposition_of(disposition);
	refund.method = method == NULL ? NULL : payment_method(method, "method");
	return refund;
}

/*
 * A word from a caller or from a row; 22023 for any other.
 */
static Disposition
disposition_of(const char *word)
{
	int			disposition = word_index(word, disposition_words, lengthof(disposition_words));

	if (disposition < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown disposition \"%s\"", word),
				 errdetail("Dispositions are \"restock\", \"quarantine\" and \"destroy\"."),
				 errhint("Leave it out to put the goods back on sale.")));
	return (Disposition) disposition;
}

/*
 * A request, with its items; sets the refund's id.
 */
static void
insert_refund(Call *call, Refund *refund, const RefundLines *lines)
{
	char		nulls[] = "         ";
	Datum		values[9];

	values[0] = Int64GetDatum(call->tenant_id);
	values[1] = Int64GetDatum(refund->account.sale_id);
	values[2] = CStringGetTextDatum(refund->reason);
	values[3] = CStringGetTextDatum(disposition_words[refund->disposition]);
	values[4] = call_money(call, lines->amount);
	values[5] = refund->method == NULL ? (Datum) 0 : CStringGetTextDatum(refund->method);
	nulls[5] = refund->method == NULL ? 'n' : ' ';
	values[6] = CStringGetTextDatum(call->actor);
	values[7] = CStringGetTextDatum(call->db_role);
	values[8] = Int64GetDatum(elsewhere(refund));
	nulls[8] = elsewhere(refund) == 0 ? 'n' : ' ';
	refund->id = rows_int64(plan_rows(&PLAN_REFUND_INSERT, values, nulls), 0, REFUND_INSERT_ID);
	write_items(call, refund->id, lines, &PLAN_REFUND_ITEM_INSERT);
	refund_event(call, "refund.requested", refund,
				 audit_data("amount", AUDIT_MONEY, call_money(call, lines->amount),
							"lines", AUDIT_COUNT, lines->count,
							"disposition", AUDIT_TEXT, disposition_words[refund->disposition],
							"outlet_id", AUDIT_ID, elsewhere(refund), NULL),
				 refund->reason);
}

/*
 * Writes what the lines are worth: with new rows, or into those of the
 * request.
 */
static void
write_items(Call *call, int64 refund_id, const RefundLines *lines, Statement *statement)
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
		plan_rows(statement, values, nulls);
	}
}

/*
 * Each step is an event of its own, so that the log tells who asked, who
 * decided and who gave the money back.
 */
static void
refund_event(Call *call, const char *event_type, const Refund *refund,
			 Jsonb *data, const char *description)
{
	AuditEvent	event = {
		.event_type = event_type,
		.sale_id = refund->account.sale_id,
		.customer_id = refund->account.customer_id,
		.refund_id = refund->id,
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
	int			status;

	lock_sale(call, &refund, rows_int64(plan_rows(&PLAN_REFUND_SALE, &value, NULL), 0, REFUND_SALE_ID));
	rows = plan_rows(&PLAN_REFUND_LOCK, &value, NULL);
	status = word_index(rows_text(rows, 0, REFUND_LOCK_STATUS), status_words, lengthof(status_words));
	Assert(status >= 0);
	refund.status = (RefundStatus) status;
	refund.reason = rows_text(rows, 0, REFUND_LOCK_REASON);
	refund.disposition = disposition_of(rows_text(rows, 0, REFUND_LOCK_DISPOSITION));
	refund.method = rows_text(rows, 0, REFUND_LOCK_METHOD);
	return refund;
}

/*
 * To be asked under the locks.
 */
static void
wrong_status(const Refund *refund)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("refund " INT64_FORMAT " is %s", refund->id, status_words[refund->status]),
			 errdetail("A refund can be approved while it is REQUESTED, processed once it is APPROVED, and rejected until it is processed."),
			 refund->status == REFUND_REQUESTED ? errhint("Approve it first.") :
			 errhint("Request a new refund.")));
}

/*
 * Approves or rejects; reason is NULL for an approval.
 */
static void
decide(Call *call, Refund *refund, RefundStatus status, const char *reason)
{
	Datum		values[4];

	values[0] = Int64GetDatum(refund->id);
	values[1] = CStringGetTextDatum(status_words[status]);
	values[2] = CStringGetTextDatum(call->actor);
	values[3] = CStringGetTextDatum(reason == NULL ? "" : reason);
	Assert((status == REFUND_APPROVED) == (reason == NULL));
	plan_rows(&PLAN_REFUND_DECIDE, values, reason == NULL ? "   n" : "    ");
	refund_event(call, status == REFUND_APPROVED ? "refund.approved" : "refund.rejected", refund,
				 NULL, reason);
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
	Money		paid_out;

	take_goods(call, refund, lines);
	values[0] = Int64GetDatum(refund->id);
	values[1] = call_money(call, lines->amount);
	values[2] = CStringGetTextDatum(call->actor);
	plan_rows(&PLAN_REFUND_PROCESSED, values, NULL);
	paid_out = give_back(call, refund, lines->amount);
	refund_event(call, "refund.processed", refund,
				 audit_data("amount", AUDIT_MONEY, call_money(call, lines->amount),
							"paid_out", AUDIT_MONEY, call_money(call, paid_out),
							"outlet_id", AUDIT_ID, elsewhere(refund), NULL), refund->reason);
	account_save(call, &refund->account, lines->last ? SALE_REFUNDED : account_follow(&refund->account), NULL, &why);
}

/*
 * For stock a line is its id, by which the ledger finds the batches, and its
 * base units.  Lines of services go along: the ledger knows nothing of them.
 * A void has no id.
 */
static void
take_goods(Call *call, const Refund *refund, const RefundLines *lines)
{
	const Account *account = &refund->account;
	Restock		restock = {
		.outlet = refund->outlet,
		.sold_at = account->outlet_id,
		.disposition = refund->disposition,
		.refund_id = refund->id,
		.note.reason = psprintf("Refund for sale %s: %s", account->receipt_number, refund->reason),
		.note.reference_id = refund->id == 0 ? psprintf("void_" INT64_FORMAT, account->sale_id) :
		psprintf("refund_" INT64_FORMAT, refund->id),
		.return_number = refund->id == 0 ? psprintf("RETURN-VOID-" INT64_FORMAT, account->sale_id) :
		psprintf("RETURN-" INT64_FORMAT, refund->id)
	};
	RestockLine *goods = palloc(sizeof(RestockLine) * (lines->count + 1));

	for (int i = 0; i < lines->count; i++)
	{
		const SoldLine *sold = lines->lines[i].sold;

		goods[i] = (RestockLine) {sold->sale_item_id, sold->variation_id,
								   lines->lines[i].base_quantity, sold->unit_cost};
	}
	refund_restock(call, &restock, goods, lines->count);
}

/*
 * Takes an amount off the account: off what is due first, and the rest is paid
 * out.  Returns what was paid out; the caller saves the account.
 */
static Money
give_back(Call *call, Refund *refund, Money amount)
{
	Account    *account = &refund->account;
	PaymentFor	what = account_payments(account);
	Money		paid_out = amount - Min(amount, account_due(account));

	what.refund_id = refund->id;
	what.elsewhere = elsewhere(refund);
	if (paid_out > 0)
		account->applied = payment_pay_out(call, &what, refund->method, paid_out);
	account->refunded += amount;
	account->paid -= paid_out;
	return paid_out;
}

/*
 * The outlet that takes it back, if that is another one than sold it; else 0.
 */
static int64
elsewhere(const Refund *refund)
{
	return refund->outlet.id == refund->account.outlet_id ? 0 : refund->outlet.id;
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

	return rows_datum(plan_rows(&PLAN_REFUND_ROW, &value, NULL), 0, REFUND_ROW_RECORD, &isnull);
}
