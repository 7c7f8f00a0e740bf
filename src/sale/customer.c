/*-------------------------------------------------------------------------
 *
 * customer.c
 *		Customers: their credit and their balance.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "funcapi.h"
#include "utils/builtins.h"

#include "base/clock.h"
#include "base/money.h"
#include "base/quantity.h"
#include "base/value.h"
#include "sale/customer.h"
#include "sale/statements.h"
#include "sale/till.h"

static const char *const entry_words[] = {
	[ENTRY_OPENING] = "OPENING",
	[ENTRY_ADJUSTMENT] = "ADJUSTMENT",
	[ENTRY_PAYMENT] = "PAYMENT",
	[ENTRY_APPLIED] = "APPLIED"
};

typedef enum Verdict
{
	CREDIT_ALLOWED,
	CREDIT_INACTIVE,
	CREDIT_BLOCKED,
	CREDIT_OVER_LIMIT,
	CREDIT_OVERDUE,
	CREDIT_NOT_IN_HAND
} Verdict;

static Customer *customer_row(const Rows *rows, int64 customer_id);
static Customer *read_customer(int64 customer_id, int64 tenant_id);
static Money overdue(const Customer *customer, TimestampTz at);
static Verdict judge(const Customer *customer, Money amount, Money overdue_amount);
static char *verdict_text(const Customer *customer, Verdict verdict, Money amount, Money overdue_amount);
static char *refusal(const Customer *customer, Verdict verdict, Money amount, Money overdue_amount);
static void refuse_credit(const Customer *customer, Verdict verdict, Money amount,
						  Money overdue_amount) pg_attribute_noreturn();

SQL_FUNCTION(primeinv_can_purchase);
SQL_FUNCTION(primeinv_get_overdue_balance);

/*
 * FOR NO KEY UPDATE, so that sales which only refer to the customer need not
 * wait.
 */
Customer *
customer_lock(Call *call, int64 customer_id)
{
	Datum		values[2] = {Int64GetDatum(customer_id), Int64GetDatum(call->tenant_id)};

	return customer_row(plan_rows(&PLAN_CUSTOMER_LOCK, values, NULL), customer_id);
}

/*
 * Reads a customer for the statement that locks and for the one that only
 * reads: their columns must agree.  The result is palloc'd.
 */
static Customer *
customer_row(const Rows *rows, int64 customer_id)
{
	Customer   *customer = palloc0(sizeof(Customer));
	bool		no_limit;
	bool		isnull;
	Datum		limit;

	if (rows->count == 0)
		no_such_record("customer", customer_id);
	limit = rows_datum(rows, 0, CUSTOMER_ROW_LIMIT, &no_limit);
	customer->id = customer_id;
	customer->name = rows_text(rows, 0, CUSTOMER_ROW_NAME);
	customer->active = rows_bool(rows, 0, CUSTOMER_ROW_ACTIVE);
	customer->blocked = rows_bool(rows, 0, CUSTOMER_ROW_BLOCKED);
	customer->limited = !no_limit;
	customer->credit_limit = no_limit ? 0 : money_from_datum(limit);
	customer->terms_days = (int) rows_int64(rows, 0, CUSTOMER_ROW_TERMS);
	customer->balance = money_from_datum(rows_datum(rows, 0, CUSTOMER_ROW_BALANCE, &isnull));
	return customer;
}

/*
 * The clock is read here, after the lock: what fell due while the call waited
 * counts.
 */
bool
customer_check_credit(const Customer *customer, Money amount, bool override)
{
	Money		overdue_amount = overdue(customer, clock_now());
	Verdict		verdict = judge(customer, amount, overdue_amount);

	if (verdict == CREDIT_ALLOWED)
		return false;
	if (verdict == CREDIT_INACTIVE || !override)
		refuse_credit(customer, verdict, amount, overdue_amount);
	return true;
}

/*
 * The first reason against so much more on credit.
 */
static Verdict
judge(const Customer *customer, Money amount, Money overdue_amount)
{
	if (!customer->active)
		return CREDIT_INACTIVE;
	if (customer->blocked)
		return CREDIT_BLOCKED;
	if (customer->limited && money_sum(customer->balance, amount) > customer->credit_limit)
		return CREDIT_OVER_LIMIT;
	if (overdue_amount > 0)
		return CREDIT_OVERDUE;
	return CREDIT_ALLOWED;
}

/*
 * What should have been paid by the outlets' today.  Credit in hand counts
 * against it: nobody is behind who owes nothing.
 */
static Money
overdue(const Customer *customer, TimestampTz at)
{
	Datum		values[2] = {Int64GetDatum(customer->id), TimestampTzGetDatum(at)};
	bool		isnull;
	Rows	   *rows = plan_read(&PLAN_CUSTOMER_OVERDUE, values, NULL);

	return Min(money_from_datum(rows_datum(rows, 0, CUSTOMER_OVERDUE_AMOUNT, &isnull)), Max(customer->balance, 0));
}

/*
 * One wording for the error and for can_purchase, palloc'd.  The switch has no
 * default, so that the compiler points at a new verdict.
 */
static char *
verdict_text(const Customer *customer, Verdict verdict, Money amount, Money overdue_amount)
{
	switch (verdict)
	{
		case CREDIT_ALLOWED:
		case CREDIT_NOT_IN_HAND:
			break;
		case CREDIT_INACTIVE:
			return pstrdup("the customer is inactive");
		case CREDIT_BLOCKED:
			return pstrdup("the customer's credit is blocked");
		case CREDIT_OVER_LIMIT:
			return psprintf("over the credit limit: balance %s and %s more, limit %s",
							money_text(customer->balance), money_text(amount),
							money_text(customer->credit_limit));
		case CREDIT_OVERDUE:
			return psprintf("%s is overdue", money_text(overdue_amount));
	}
	return pstrdup("allowed");
}

/*
 * The message is for people.
 */
static void
refuse_credit(const Customer *customer, Verdict verdict, Money amount, Money overdue_amount)
{
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_REFUSED),
			 errmsg("\"%s\" may not buy %s on credit: %s", customer->name, money_text(amount),
					verdict_text(customer, verdict, amount, overdue_amount)),
			 errdetail("%s", refusal(customer, verdict, amount, overdue_amount)),
			 verdict == CREDIT_INACTIVE ? errhint("Take the payment now, or set the customer's is_active.") :
			 errhint("Take the payment now, or let a manager override it.")));
}

/*
 * JSON, so that a program need not read the message.
 */
static char *
refusal(const Customer *customer, Verdict verdict, Money amount, Money overdue_amount)
{
	static const char *const words[] = {
		[CREDIT_ALLOWED] = "",
		[CREDIT_INACTIVE] = "inactive",
		[CREDIT_BLOCKED] = "blocked",
		[CREDIT_OVER_LIMIT] = "over_limit",
		[CREDIT_OVERDUE] = "overdue",
		[CREDIT_NOT_IN_HAND] = "not_in_hand"
	};
	Jsonb	   *detail = audit_data("customer_id", AUDIT_ID, customer->id,
									"why", AUDIT_TEXT, words[verdict],
									"requested", AUDIT_AMOUNT, amount,
									"balance", AUDIT_AMOUNT, customer->balance,
									"overdue", AUDIT_AMOUNT, overdue_amount, NULL);

	return JsonbToCString(NULL, &detail->root, VARSIZE(detail));
}

/*
 * The struct follows the row, so that later steps of the call see the new
 * balance.  The audit trigger is silent for our own writing, so the event is
 * written here.
 */
void
customer_change_balance(Call *call, Customer *customer, Money change, const AuditEvent *why)
{
	AuditEvent	event = *why;
	Datum		values[2];

	if (change == 0)
		return;
	customer->balance += change;
	if (customer->balance > MONEY_MAX || customer->balance < -MONEY_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the balance of \"%s\" is too large", customer->name),
				 errdetail("It would be %s.", money_text(customer->balance)),
				 errhint("Check the amount.")));
	values[0] = Int64GetDatum(customer->id);
	values[1] = call_money(call, customer->balance);
	plan_rows(&PLAN_CUSTOMER_SET_BALANCE, values, NULL);
	event.event_type = "credit.adjusted";
	event.customer_id = customer->id;
	event.data = audit_data("change", AUDIT_MONEY, call_money(call, change),
							"balance", AUDIT_MONEY, call_money(call, customer->balance), NULL);
	audit_event(call->audit, &event);
}

/*
 * Credit in hand is what the balance is below 0.  A sale that is on the balance
 * already does not use it up before it is paid.
 */
void
customer_check_in_hand(const Customer *customer, Money amount, Money due)
{
	Money		in_hand = Max(due - customer->balance, 0);

	Assert(amount >= 0 && due >= 0);
	if (amount > in_hand)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_REFUSED),
				 errmsg("\"%s\" has %s of credit in hand, not %s", customer->name, money_text(in_hand),
						money_text(amount)),
				 errdetail("%s", refusal(customer, CREDIT_NOT_IN_HAND, amount, 0)),
				 errhint("Take the rest by another method.")));
}

/*
 * It notes the balance as it is now.
 */
void
customer_enter(Call *call, const Customer *customer, const CustomerEntry *entry)
{
	char		nulls[] = "           ";
	Datum		values[11];
	Till		till = {0};

	Assert(entry->amount != 0);
	if (entry->method != NULL)
		till = till_of_actor(call);
	values[0] = Int64GetDatum(call->tenant_id);
	values[1] = Int64GetDatum(customer->id);
	values[2] = CStringGetTextDatum(entry_words[entry->type]);
	values[3] = call_money(call, entry->amount);
	values[4] = CStringGetTextDatum(call->actor);
	values[5] = CStringGetTextDatum(call->db_role);
	values[6] = call_money(call, customer->balance);
	nulls[7] = entry->method == NULL ? 'n' : ' ';
	values[7] = entry->method == NULL ? (Datum) 0 : CStringGetTextDatum(entry->method);
	nulls[8] = entry->reference == NULL ? 'n' : ' ';
	values[8] = entry->reference == NULL ? (Datum) 0 : CStringGetTextDatum(entry->reference);
	nulls[9] = entry->payment_id == 0 ? 'n' : ' ';
	values[9] = Int64GetDatum(entry->payment_id);
	nulls[10] = till.id == 0 ? 'n' : ' ';
	values[10] = Int64GetDatum(till.id);
	plan_rows(&PLAN_CUSTOMER_ENTRY, values, nulls);
}

/*
 * OPENING and ADJUSTMENT may lower the balance as well; PAYMENT is given as
 * what was paid.  APPLIED comes of payments by ACCOUNT alone.
 */
EntryType
customer_entry_type(const char *word)
{
	int			type = word_index(word, entry_words, ENTRY_APPLIED);

	if (type < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("type \"%s\" does not change a balance", word),
				 errdetail("Types are \"OPENING\", \"ADJUSTMENT\" and \"PAYMENT\"."),
				 errhint("Sales, refunds and their payments have functions of their own.")));
	return (EntryType) type;
}

/*
 * A constant.
 */
const char *
customer_entry_word(EntryType type)
{
	Assert(type >= ENTRY_OPENING && type <= ENTRY_APPLIED);
	return entry_words[type];
}

/*
 * The customer for a function that only reads, if the caller may see it.
 */
static Customer *
read_customer(int64 customer_id, int64 tenant_id)
{
	Datum		values[2] = {Int64GetDatum(customer_id), Int64GetDatum(tenant_id)};

	return customer_row(plan_read(&PLAN_CUSTOMER_READ, values, NULL), customer_id);
}

/*
 * can_purchase(customer_id, amount, force): allowed, message
 */
Datum
primeinv_can_purchase(PG_FUNCTION_ARGS)
{
	AccessIdentity caller;
	Customer   *customer;
	Verdict		verdict;
	TupleDesc	desc;
	Datum		values[2];
	bool		nulls[2] = {false};
	int64		tenant_id;
	Money		amount;
	Money		overdue_amount;
	bool		allowed;

	call_required(fcinfo, 3);
	tenant_id = access_tenant_of(&PLAN_CUSTOMER_TENANT, "customer", PG_GETARG_INT64(0));
	access_require(tenant_id, LEVEL_READER);
	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "can_purchase must return a row");
	amount = cost_argument(PG_GETARG_NUMERIC(1), "amount");
	caller = access_become_owner();
	customer = read_customer(PG_GETARG_INT64(0), tenant_id);
	overdue_amount = overdue(customer, GetCurrentStatementStartTimestamp());
	access_resume(caller);
	verdict = judge(customer, amount, overdue_amount);
	allowed = verdict == CREDIT_ALLOWED || (PG_GETARG_BOOL(2) && verdict != CREDIT_INACTIVE);
	values[0] = BoolGetDatum(allowed);
	values[1] = PointerGetDatum(cstring_to_text(psprintf("%s%s",
														 allowed && verdict != CREDIT_ALLOWED ? "forced: " : "",
														 verdict_text(customer, verdict, amount, overdue_amount))));
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls)));
}

/*
 * get_overdue_balance(customer_id)
 */
Datum
primeinv_get_overdue_balance(PG_FUNCTION_ARGS)
{
	AccessIdentity caller;
	int64		tenant_id;
	Money		amount;
	int			decimals;

	call_required(fcinfo, 1);
	tenant_id = access_tenant_of(&PLAN_CUSTOMER_TENANT, "customer", PG_GETARG_INT64(0));
	access_require(tenant_id, LEVEL_READER);
	caller = access_become_owner();
	amount = overdue(read_customer(PG_GETARG_INT64(0), tenant_id),
					 GetCurrentStatementStartTimestamp());
	decimals = catalogue_decimals(tenant_id);
	access_resume(caller);
	PG_RETURN_DATUM(money_to_datum(amount, decimals));
}
