/*-------------------------------------------------------------------------
 *
 * customer_balance.c
 *		update_balance: what moves a customer's balance other than sales, and
 *		payments that are made on the account as a whole.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "utils/builtins.h"

#include "base/money.h"
#include "base/value.h"
#include "sale/payment.h"
#include "sale/sale_account.h"
#include "sale/statements.h"

typedef enum EntryType
{
	ENTRY_OPENING,
	ENTRY_ADJUSTMENT,
	ENTRY_PAYMENT
} EntryType;

static const char *const entry_words[] = {
	[ENTRY_OPENING] = "OPENING",
	[ENTRY_ADJUSTMENT] = "ADJUSTMENT",
	[ENTRY_PAYMENT] = "PAYMENT"
};

static Datum update_balance(Call *call, FunctionCallInfo fcinfo);
static EntryType entry_type_of(const char *word);
static void check_not_zero(Money amount);
static Money pay_due_sales(Call *call, const Customer *customer, Account *accounts,
						   int count, Money amount);
static void write_entry(Call *call, const Customer *customer, EntryType type, Money amount);

PG_FUNCTION_INFO_V1(primeinv_update_balance);

/* update_balance(customer_id, amount, type, actor, request_id) */
enum BalanceArgument
{
	BALANCE_CUSTOMER,
	BALANCE_AMOUNT,
	BALANCE_TYPE
};

/*
 * The new balance.
 */
Datum
primeinv_update_balance(PG_FUNCTION_ARGS)
{
	return call_of(fcinfo, 3, &PLAN_CUSTOMER_TENANT, "customer", update_balance);
}

/*
 * The sales are locked before the customer, as everywhere.
 */
static Datum
update_balance(Call *call, FunctionCallInfo fcinfo)
{
	AuditEvent	why = {0};
	EntryType	type = entry_type_of(call_text(fcinfo, BALANCE_TYPE));
	Numeric		given = PG_GETARG_NUMERIC(BALANCE_AMOUNT);
	Money		change = money_argument(given, call_decimals(call), "amount");
	Account    *accounts = NULL;
	int			count = 0;
	Customer   *customer;
	Money		entry;

	check_not_zero(change);
	if (type == ENTRY_PAYMENT)
	{
		change = -money_positive(given, call_decimals(call), "amount");
		accounts = account_lock_due(call, PG_GETARG_INT64(BALANCE_CUSTOMER), &count);
	}
	customer = customer_lock(call, PG_GETARG_INT64(BALANCE_CUSTOMER));
	entry = change + pay_due_sales(call, customer, accounts, count, -change);
	why.description = psprintf("update_balance %s", entry_words[type]);
	customer_change_balance(call, customer, change, &why);
	if (entry != 0)
		write_entry(call, customer, type, entry);
	return call_end_value(call, call_money(call, customer->balance));
}

/*
 * OPENING and ADJUSTMENT may lower the balance as well; PAYMENT is given as
 * what was paid.
 */
static EntryType
entry_type_of(const char *word)
{
	int			type = value_word(word, entry_words, lengthof(entry_words));

	if (type < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("type \"%s\" does not change a balance", word),
				 errdetail("Types are \"OPENING\", \"ADJUSTMENT\" and \"PAYMENT\"."),
				 errhint("Sales, refunds and their payments have functions of their own.")));
	return (EntryType) type;
}

/*
 * Either sign is an entry of the account, but zero would be an entry that says
 * nothing.
 */
static void
check_not_zero(Money amount)
{
	if (amount != 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("amount must not be zero"),
			 errdetail("It would change nothing."),
			 errhint("Give a positive amount for what the customer owes more, a negative for less.")));
}

/*
 * Pays the sales in their order; returns what they took.  The rest is credit
 * in hand, an entry of the customer.
 */
static Money
pay_due_sales(Call *call, const Customer *customer, Account *accounts, int count, int64 amount)
{
	Money		used = 0;

	for (int i = 0; i < count && used < amount; i++)
	{
		Account    *account = &accounts[i];
		Money		part = Min(account_due(account), amount - used);
		Payments   *payments = payment_one("ACCOUNT", part, NULL);

		payment_settle(payments, part);
		payment_write(call, payments, account->sale_id, customer->id, 0, NULL);
		account->paid += part;
		account_write(call, account, customer, account_follow(account), NULL);
		used += part;
	}
	return used;
}

/*
 * What no sale accounts for, so that the balance remains the sum of what is
 * due and the entries.  Comes after the balance is changed, as it notes the
 * new one.
 */
static void
write_entry(Call *call, const Customer *customer, EntryType type, Money amount)
{
	Datum		values[7];

	values[0] = Int64GetDatum(call->tenant_id);
	values[1] = Int64GetDatum(customer->id);
	values[2] = CStringGetTextDatum(entry_words[type]);
	values[3] = call_money(call, amount);
	values[4] = CStringGetTextDatum(call->actor);
	values[5] = CStringGetTextDatum(call->db_role);
	values[6] = call_money(call, customer->balance);
	plan_rows(&PLAN_CUSTOMER_ENTRY, values, NULL);
}
