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
#include "sale/payment.h"
#include "sale/sale_account.h"
#include "sale/statements.h"

static Datum update_balance(Call *call, FunctionCallInfo fcinfo);
static char *payment_way(FunctionCallInfo fcinfo, EntryType type);
static void check_not_zero(Money amount);
static Money pay_due_sales(Call *call, const Customer *customer, Account *accounts,
						   int count, const CustomerEntry *entry, Money amount);

SQL_FUNCTION(primeinv_update_balance);

/* update_balance(customer_id, amount, type, method, reference, actor, request_id) */
enum BalanceArgument
{
	BALANCE_CUSTOMER,
	BALANCE_AMOUNT,
	BALANCE_TYPE,
	BALANCE_METHOD,
	BALANCE_REFERENCE
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
 * Locks the sales before the customer, as everywhere.
 */
static Datum
update_balance(Call *call, FunctionCallInfo fcinfo)
{
	AuditEvent	why = {0};
	CustomerEntry entry = {.type = customer_entry_type(call_text(fcinfo, BALANCE_TYPE))};
	Numeric		given = PG_GETARG_NUMERIC(BALANCE_AMOUNT);
	Money		change = money_argument(given, call_decimals(call), "amount");
	Account    *accounts = NULL;
	int			count = 0;
	Customer   *customer;

	check_not_zero(change);
	entry.method = payment_way(fcinfo, entry.type);
	entry.reference = call_text(fcinfo, BALANCE_REFERENCE);
	if (entry.type == ENTRY_PAYMENT)
	{
		change = -money_positive(given, call_decimals(call), "amount");
		accounts = account_lock_due(call, PG_GETARG_INT64(BALANCE_CUSTOMER), &count);
	}
	customer = customer_lock(call, PG_GETARG_INT64(BALANCE_CUSTOMER));
	entry.amount = change + pay_due_sales(call, customer, accounts, count, &entry, -change);
	why.description = psprintf("update_balance %s", customer_entry_word(entry.type));
	customer_change_balance(call, customer, change, &why);
	if (entry.amount != 0)
		customer_enter(call, customer, &entry);
	return call_end_value(call, call_money(call, customer->balance));
}

/*
 * How a PAYMENT was paid; the others are no money.  NULL for those.
 */
static char *
payment_way(FunctionCallInfo fcinfo, EntryType type)
{
	char	   *given = call_text(fcinfo, BALANCE_METHOD);
	char	   *method;

	if (type != ENTRY_PAYMENT && (given != NULL || !PG_ARGISNULL(BALANCE_REFERENCE)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("only a PAYMENT has a method and a reference"),
				 errdetail("%s moves the balance without money.", customer_entry_word(type)),
				 errhint("Leave method and reference out, or enter a PAYMENT.")));
	if (type != ENTRY_PAYMENT)
		return NULL;
	method = payment_method(given == NULL ? "CASH" : given, "method");
	if (payment_is_account(method))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a payment on account cannot be made by ACCOUNT"),
				 errdetail("It would take from the balance what it adds to it."),
				 errhint("Pay a sale by ACCOUNT with record_payment(), or name how the money came in.")));
	return method;
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
pay_due_sales(Call *call, const Customer *customer, Account *accounts, int count,
			  const CustomerEntry *entry, Money amount)
{
	Money		used = 0;

	for (int i = 0; i < count && used < amount; i++)
	{
		Account    *account = &accounts[i];
		Money		part = Min(account_due(account), amount - used);
		Payments   *payments = payment_one(entry->method, part, entry->reference);
		PaymentFor	what = account_payments(account);

		payment_settle(payments, part);
		payment_write(call, payments, &what, NULL);
		account->paid += part;
		account_write(call, account, customer, account_follow(account), NULL);
		used += part;
	}
	return used;
}
