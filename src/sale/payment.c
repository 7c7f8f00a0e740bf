/*-------------------------------------------------------------------------
 *
 * payment.c
 *		Money that comes in for a sale, or is paid out.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/xact.h"
#include "utils/builtins.h"

#include "base/clock.h"
#include "base/direct.h"
#include "base/json.h"
#include "base/money.h"
#include "base/quantity.h"
#include "base/tables.h"
#include "base/value.h"
#include "sale/sale_account.h"
#include "sale/payment.h"
#include "sale/statements.h"
#include "sale/till.h"

static bool is_cash(const PaymentLine *line);
static const char *type_of(const Payments *payments);

/* Keys of a payment in JSON. */
enum PaymentKey
{
	KEY_METHOD,
	KEY_AMOUNT,
	KEY_REFERENCE
};

static Datum record_payment(Call *call, FunctionCallInfo fcinfo);
static Datum reverse_payment(Call *call, FunctionCallInfo fcinfo);
static void nothing_due(const Account *account) pg_attribute_noreturn();
static void overpaid(Money offered, Money due) pg_attribute_noreturn();
static void payment_row(Call *call, PaymentLine *line, const PaymentFor *what, Datum *row, bool *nulls);
static void payment_place(const PaymentFor *what, const Till *till, Datum *row, bool *nulls);
static void payment_created(Call *call, const PaymentLine *line, const PaymentFor *what);
static void require_reversible(const Rows *rows, int64 payment_id, const Account *account);

SQL_FUNCTION(primeinv_record_payment);
SQL_FUNCTION(primeinv_reverse_payment);

/*
 * Only what was offered is filled in; what of it counts is not known before
 * payment_settle.
 */
Payments *
payment_read(Jsonb *json, int decimals)
{
	static const JsonKey keys[] = {
		[KEY_METHOD] = {"method", JSON_TEXT, true},
		[KEY_AMOUNT] = {"amount", JSON_NUMERIC, true},
		[KEY_REFERENCE] = {"reference", JSON_TEXT, false}
	};
	Payments   *payments = palloc0(sizeof(Payments));
	JsonObject *objects;

	if (json == NULL)
		return payments;
	objects = json_read_array(json, "payments", keys, lengthof(keys), &payments->count);
	payments->lines = palloc0(sizeof(PaymentLine) * (payments->count + 1));
	for (int i = 0; i < payments->count; i++)
	{
		PaymentLine *line = &payments->lines[i];
		char	   *path = json_element_path("payments", i);

		line->method = payment_method(json_text(&objects[i], KEY_METHOD), json_key_path(path, keys[KEY_METHOD].name));
		line->tendered = money_positive(DatumGetNumeric(objects[i].values[KEY_AMOUNT]), decimals,
										json_key_path(path, keys[KEY_AMOUNT].name));
		line->reference = json_text(&objects[i], KEY_REFERENCE);
	}
	return payments;
}

/*
 * The caller has checked the amount.  The strings are copies, and last as long
 * as the call.
 */
Payments *
payment_one(const char *method, Money amount, const char *reference)
{
	Payments   *payments = palloc0(sizeof(Payments));

	payments->lines = palloc0(sizeof(PaymentLine));
	payments->lines->method = payment_method(method, "method");
	payments->lines->tendered = amount;
	payments->lines->reference = reference == NULL ? NULL : pstrdup(reference);
	payments->count = 1;
	return payments;
}

/*
 * MIXED and CREDIT say of a sale how it was paid; no single payment is either.
 * Capitals are those of ASCII, so that CREDIT is CREDIT in a Turkish database,
 * too.
 */
char *
payment_method(const char *given, const char *path)
{
	char	   *method = pstrdup(given);

	for (char *letter = method; *letter != '\0'; letter++)
		*letter = pg_ascii_toupper((unsigned char) *letter);

	if (is_blank(method))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" must not be empty", path),
				 errdetail("It says how it is paid."),
				 errhint("Give a method such as CASH or CARD.")));
	if (has_controls(method))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" must not contain control characters", path),
				 errdetail("Reports list payments by this word."),
				 errhint("Give a method such as CASH or CARD.")));
	if (strcmp(method, "MIXED") == 0 || strcmp(method, "CREDIT") == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" must not be %s", path, method),
				 errdetail("It is no method of payment."),
				 errhint("Leave out what stays due, and give each payment a method of its own.")));
	return method;
}

/*
 * What is not cash counts in full; cash pays the rest, in the order given.
 */
void
payment_settle(Payments *payments, Money due)
{
	Money		left = due;
	Money		fixed = 0;

	for (int i = 0; i < payments->count; i++)
		if (!is_cash(&payments->lines[i]))
			fixed = money_sum(fixed, payments->lines[i].tendered);
	if (fixed > due)
		overpaid(fixed, due);
	left = due - fixed;
	payments->paid = fixed;
	for (int i = 0; i < payments->count; i++)
	{
		PaymentLine *line = &payments->lines[i];

		line->amount = line->tendered;
		if (!is_cash(line))
			continue;
		line->amount = Min(line->tendered, left);
		left -= line->amount;
		payments->paid += line->amount;
		payments->change = money_sum(payments->change, line->tendered - line->amount);
	}
	payments->type = type_of(payments);
}

/*
 * Cash alone may be more than is due.  Methods are in capitals.
 */
static bool
is_cash(const PaymentLine *line)
{
	return strcmp(line->method, "CASH") == 0;
}

/*
 * The one method of what counts, MIXED, or CREDIT for nothing.
 */
static const char *
type_of(const Payments *payments)
{
	const char *type = "CREDIT";

	for (int i = 0; i < payments->count; i++)
	{
		const PaymentLine *line = &payments->lines[i];

		if (line->amount == 0)
			continue;
		if (strcmp(type, "CREDIT") != 0 && strcmp(type, line->method) != 0)
			return "MIXED";
		type = line->method;
	}
	return type;
}

/*
 * The sale stays as it is.
 */
static void
overpaid(Money offered, Money due)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("payments of %s exceed what is due: %s", money_text(offered), money_text(due)),
			 errdetail("Only CASH may be more than is due; the excess is change."),
			 errhint("Charge what is due.")));
}

/*
 * Cash that is change alone is no payment and gets no row.  The rows are
 * written below the executor; the sale is locked or made by this call, and so
 * is a refund, so that no foreign key needs to be asked.
 */
void
payment_write(Call *call, Payments *payments, const PaymentFor *what, Direct *direct)
{
	Payments	counted = *payments;
	Till		till;
	Datum	  **rows;
	bool	  **nulls;

	counted.lines = palloc(sizeof(PaymentLine) * (payments->count + 1));
	counted.count = 0;
	for (int i = 0; i < payments->count; i++)
		payment_require_customer(payments->lines[i].method, what->customer_id);
	for (int i = 0; i < payments->count; i++)
		if (payments->lines[i].amount != 0)
			counted.lines[counted.count++] = payments->lines[i];
	if (counted.count == 0)
		return;
	till = till_of_actor(call);
	rows = palloc(sizeof(Datum *) * counted.count);
	nulls = palloc(sizeof(bool *) * counted.count);
	for (int i = 0; i < counted.count; i++)
	{
		rows[i] = palloc0(sizeof(Datum) * Natts_payment);
		nulls[i] = palloc0(sizeof(bool) * Natts_payment);
		payment_row(call, &counted.lines[i], what, rows[i], nulls[i]);
		payment_place(what, &till, rows[i], nulls[i]);
		payment_created(call, &counted.lines[i], what);
	}
	if (direct == NULL)
		direct = call_direct(call);
	direct_insert(direct, DIRECT_PAYMENT, rows, nulls, counted.count, Natts_payment);
	CommandCounterIncrement();
	payments->lines = counted.lines;
	payments->count = counted.count;
}

/*
 * A row, and the payment's id.  What was tendered and what change was given
 * are not known of a payout.
 */
static void
payment_row(Call *call, PaymentLine *line, const PaymentFor *what, Datum *row, bool *nulls)
{
	int			decimals = call_decimals(call);

	line->id = direct_nextval(DIRECT_PAYMENT_SEQUENCE);
	row[Anum_payment_tenant_id - 1] = Int64GetDatum(call->tenant_id);
	row[Anum_payment_id - 1] = Int64GetDatum(line->id);
	row[Anum_payment_sale_id - 1] = Int64GetDatum(what->sale_id);
	row[Anum_payment_refund_id - 1] = Int64GetDatum(what->refund_id);
	nulls[Anum_payment_refund_id - 1] = what->refund_id == 0;
	row[Anum_payment_method - 1] = CStringGetTextDatum(line->method);
	row[Anum_payment_amount - 1] = money_to_datum(line->amount, decimals);
	row[Anum_payment_tendered - 1] = money_to_datum(line->tendered, decimals);
	row[Anum_payment_change_given - 1] = money_to_datum(line->tendered - line->amount, decimals);
	nulls[Anum_payment_tendered - 1] = nulls[Anum_payment_change_given - 1] = line->amount < 0;
	nulls[Anum_payment_reference - 1] = line->reference == NULL;
	if (line->reference != NULL)
		row[Anum_payment_reference - 1] = CStringGetTextDatum(line->reference);
	row[Anum_payment_status - 1] = CStringGetTextDatum("COMPLETED");
	row[Anum_payment_actor - 1] = CStringGetTextDatum(call->actor);
	row[Anum_payment_created_at - 1] = TimestampTzGetDatum(clock_now());
	row[Anum_payment_db_role - 1] = CStringGetTextDatum(call->db_role);
	nulls[Anum_payment_reversed_by - 1] = true;
	nulls[Anum_payment_reversed_at - 1] = true;
	nulls[Anum_payment_reversal_reason - 1] = true;
}

/*
 * Where the money is: what another outlet pays out is that one's, and else it
 * is where the actor has a till open, be it for a sale of another outlet.  A
 * till that stands elsewhere than the outlet that pays has nothing to do with
 * it.
 */
static void
payment_place(const PaymentFor *what, const Till *till, Datum *row, bool *nulls)
{
	bool		in_till = till->id != 0 && (what->elsewhere == 0 || what->elsewhere == till->outlet_id);
	int64		outlet_id = what->elsewhere != 0 ? what->elsewhere : in_till ? till->outlet_id : what->outlet_id;

	row[Anum_payment_till_session_id - 1] = Int64GetDatum(till->id);
	nulls[Anum_payment_till_session_id - 1] = !in_till;
	row[Anum_payment_outlet_id - 1] = Int64GetDatum(outlet_id);
	nulls[Anum_payment_outlet_id - 1] = outlet_id == what->outlet_id;
}

/*
 * Of a payout neither what was tendered nor change is told, as in its row.
 */
static void
payment_created(Call *call, const PaymentLine *line, const PaymentFor *what)
{
	AuditEvent	event = {
		.event_type = "payment.created",
		.sale_id = what->sale_id,
		.customer_id = what->customer_id,
		.payment_id = line->id,
		.refund_id = what->refund_id
	};

	if (line->amount < 0)
		event.data = audit_data("method", AUDIT_TEXT, line->method,
								"amount", AUDIT_MONEY, call_money(call, line->amount),
								"outlet_id", AUDIT_ID, what->elsewhere, NULL);
	else
		event.data = audit_data("method", AUDIT_TEXT, line->method,
								"amount", AUDIT_MONEY, call_money(call, line->amount),
								"tendered", AUDIT_MONEY, call_money(call, line->tendered),
								"change_given", AUDIT_MONEY, call_money(call, line->tendered - line->amount),
								"reference", AUDIT_TEXT, line->reference, NULL);
	audit_event(call->audit, &event);
}

/*
 * By the method that was asked for, or else the way it was paid: what was paid
 * last goes back first, by its own method, no more by a method than came in.
 */
Payments *
payment_pay_out(Call *call, const PaymentFor *what, const char *method, Money amount)
{
	Payments   *payouts = palloc0(sizeof(Payments));
	Datum		value = Int64GetDatum(what->sale_id);
	Rows	   *rows = plan_rows(&PLAN_PAYMENT_METHODS, &value, NULL);
	bool		isnull;

	payouts->lines = palloc0(sizeof(PaymentLine) * (rows->count + 1));
	if (method != NULL)
	{
		payouts->lines[payouts->count++] = (PaymentLine) {.method = pstrdup(method), .amount = -amount};
		amount = 0;
	}
	for (uint64 i = 0; i < rows->count && amount > 0; i++)
	{
		Money		part = Min(amount, money_from_datum(rows_datum(rows, i, PAYMENT_METHODS_AMOUNT, &isnull)));

		payouts->lines[payouts->count++] = (PaymentLine) {.method = rows_text(rows, i, PAYMENT_METHODS_METHOD), .amount = -part};
		amount -= part;
	}
	if (amount != 0)
		elog(ERROR, "sale " INT64_FORMAT " was paid less than is to be paid out", what->sale_id);
	payment_write(call, payouts, what, NULL);
	return payouts;
}

/* record_payment(sale_id, amount, method, reference, actor, request_id) */
enum RecordArgument
{
	RECORD_SALE,
	RECORD_AMOUNT,
	RECORD_METHOD,
	RECORD_REFERENCE
};

/*
 * The payment's id.
 */
Datum
primeinv_record_payment(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 3, &PLAN_SALE_TENANT, "sale", record_payment);
}

/*
 * What is due is known only under the sale's lock.
 */
static Datum
record_payment(Call *call, FunctionCallInfo fcinfo)
{
	AuditEvent	why = {.description = "payment"};
	Money		amount = money_positive(PG_GETARG_NUMERIC(RECORD_AMOUNT), call_decimals(call), "amount");
	Payments   *payments = payment_one(call_text(fcinfo, RECORD_METHOD), amount,
									   call_text(fcinfo, RECORD_REFERENCE));
	Account		account = account_lock(call, PG_GETARG_INT64(RECORD_SALE));
	PaymentFor	what;

	account_require_open(&account);
	if (account_due(&account) == 0)
		nothing_due(&account);
	payment_settle(payments, account_due(&account));
	what = account_payments(&account);
	payment_write(call, payments, &what, NULL);
	account.paid += payments->paid;
	account.applied = payments;
	why.sale_id = account.sale_id;
	why.payment_id = payments->lines[0].id;
	account_save(call, &account, account_follow(&account), NULL, &why);
	return call_end_value(call, Int64GetDatum(payments->lines[0].id));
}

/*
 * Cash, too, would be change alone here, and leave no row to return.
 */
static void
nothing_due(const Account *account)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("nothing is due on sale " INT64_FORMAT, account->sale_id),
			 errdetail("It came to %s, and that is paid or taken back.", money_text(account->total)),
			 errhint("Name the sale that is paid for, or enter money on account with update_balance().")));
}

/*
 * reverse_payment(payment_id, reason, actor, request_id): the sale's row
 */
Datum
primeinv_reverse_payment(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 1, &PLAN_PAYMENT_TENANT, "payment", reverse_payment);
}

/*
 * Keeps the payment, as REVERSED, and makes what it paid due again.  Its till
 * is kept from being closed, or is closed before the reversal is dated: what a
 * till's report has shown does not change.
 */
static Datum
reverse_payment(Call *call, FunctionCallInfo fcinfo)
{
	AuditEvent	event = {.event_type = "payment.updated", .description = call_reason(fcinfo, 1)};
	Datum		values[3] = {PG_GETARG_DATUM(0), CStringGetTextDatum(call->actor),
	CStringGetTextDatum(event.description)};
	Account		account = account_lock(call, rows_int64(plan_rows(&PLAN_PAYMENT_SALE, values, NULL),
														0, PAYMENT_SALE_ID));
	Rows	   *rows = plan_rows(&PLAN_PAYMENT_READ, values, NULL);
	bool		isnull;
	Money		amount = money_from_datum(rows_datum(rows, 0, PAYMENT_READ_AMOUNT, &isnull));
	PaymentLine line = {.id = PG_GETARG_INT64(0), .method = rows_text(rows, 0, PAYMENT_READ_METHOD), .amount = -amount};
	Payments	undone = {.lines = &line, .count = 1};

	require_reversible(rows, PG_GETARG_INT64(0), &account);
	plan_rows(&PLAN_PAYMENT_TILL_LOCK, values, NULL);
	plan_rows(&PLAN_PAYMENT_REVERSE, values, NULL);
	event.sale_id = account.sale_id;
	event.customer_id = account.customer_id;
	event.payment_id = PG_GETARG_INT64(0);
	event.data = audit_data("status", AUDIT_TEXT, "REVERSED", "amount", AUDIT_MONEY, call_money(call, amount), NULL);
	audit_event(call->audit, &event);
	account.paid -= amount;
	account.applied = &undone;
	account_save(call, &account, account_follow(&account), NULL, &event);
	return call_end_value(call, account_row(account.sale_id));
}

/*
 * Only what came in, still counts, and has not been paid out since.
 */
static void
require_reversible(const Rows *rows, int64 payment_id, const Account *account)
{
	bool		isnull;
	Money		amount = money_from_datum(rows_datum(rows, 0, PAYMENT_READ_AMOUNT, &isnull));
	bool		counts = strcmp(rows_text(rows, 0, PAYMENT_READ_STATUS), "COMPLETED") == 0;

	if (!counts || amount < 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 counts ? errmsg("payment " INT64_FORMAT " is a payout", payment_id) :
				 errmsg("payment " INT64_FORMAT " is REVERSED already", payment_id),
				 errdetail("A payment that came in is reversed once."),
				 errhint("Record what was paid in its place with record_payment().")));
	account_require_open(account);
	if (account->paid < amount)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("payment " INT64_FORMAT " cannot be reversed: part of it was paid out", payment_id),
				 errdetail("%s of it is left on sale " INT64_FORMAT " after refunds; it was %s.",
						   money_text(account->paid), account->sale_id, money_text(amount)),
				 errhint("Enter what the customer owes with update_balance().")));
}
