/*-------------------------------------------------------------------------
 *
 * balance.c
 *		update_balance: what moves a customer's balance other than sales, and
 *		payments that are made on the account as a whole.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "utils/builtins.h"

#include "base/money.h"
#include "base/quantity.h"
#include "sale/account.h"
#include "sale/payment.h"
#include "sale/statements.h"

static void check_type(const char *type);
static void check_not_zero(int64 amount);
static int64 pay_due_sales(Call *call, const Customer *customer, Account *accounts,
						   int count, int64 amount);
static void write_entry(Call *call, const Customer *customer, const char *type, int64 amount);

PG_FUNCTION_INFO_V1(primeinv_update_balance);

/*
 * update_balance(customer_id, amount, type, actor, request_id): the new
 * balance.  The sales are locked before the customer, as everywhere.
 */
Datum
primeinv_update_balance(PG_FUNCTION_ARGS)
{
	AuditEvent	why = {0};
	Customer   *customer;
	Account    *accounts = NULL;
	int64		customer_id;
	int64		change;
	int64		entry;
	char	   *type;
	int			count = 0;
	Call	   *call;

	call_required(fcinfo, 3);
	customer_id = PG_GETARG_INT64(0);
	call = call_begin(fcinfo, access_tenant_of(&PLAN_CUSTOMER_TENANT, "customer", customer_id));
	if (call->replayed)
		return call_replay(call);
	type = call_text(fcinfo, 2);
	check_type(type);
	change = money_argument(PG_GETARG_NUMERIC(1), call_decimals(call), "amount");
	check_not_zero(change);
	if (strcmp(type, "PAYMENT") == 0)
	{
		change = -money_positive(PG_GETARG_NUMERIC(1), call_decimals(call), "amount");
		accounts = account_lock_due(call, customer_id, &count);
	}
	customer = customer_lock(call, customer_id);
	entry = change + pay_due_sales(call, customer, accounts, count, -change);
	why.description = psprintf("update_balance %s", type);
	customer_change_balance(call, customer, change, &why);
	if (entry != 0)
		write_entry(call, customer, type, entry);
	return call_end_value(call, call_money(call, customer->balance));
}

/*
 * OPENING and ADJUSTMENT may lower the balance as well; PAYMENT is given as
 * what was paid.
 */
static void
check_type(const char *type)
{
	static const char *const types[] = {"OPENING", "ADJUSTMENT", "PAYMENT"};

	for (int i = 0; i < lengthof(types); i++)
		if (strcmp(type, types[i]) == 0)
			return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("type \"%s\" does not change a balance", type),
			 errdetail("Types are \"OPENING\", \"ADJUSTMENT\" and \"PAYMENT\"."),
			 errhint("Sales, refunds and their payments have functions of their own.")));
}

/*
 * Either sign is an entry of the account, but zero would be an entry that says
 * nothing.
 */
static void
check_not_zero(int64 amount)
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
static int64
pay_due_sales(Call *call, const Customer *customer, Account *accounts, int count, int64 amount)
{
	int64		used = 0;

	for (int i = 0; i < count && used < amount; i++)
	{
		Account    *account = &accounts[i];
		int64		part = Min(account_due(account), amount - used);
		Payments   *payments = payment_one("ACCOUNT", part, NULL);

		payment_settle(payments, part);
		payment_write(call, payments, account->sale_id, customer->id, 0, NULL);
		account->paid += part;
		account_write(call, account, customer, NULL, NULL);
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
write_entry(Call *call, const Customer *customer, const char *type, int64 amount)
{
	Datum		values[7];

	values[0] = Int64GetDatum(call->tenant_id);
	values[1] = Int64GetDatum(customer->id);
	values[2] = CStringGetTextDatum(type);
	values[3] = call_money(call, amount);
	values[4] = CStringGetTextDatum(call->actor);
	values[5] = CStringGetTextDatum(call->db_role);
	values[6] = call_money(call, customer->balance);
	plan_rows(&PLAN_CUSTOMER_ENTRY, values, NULL);
}
