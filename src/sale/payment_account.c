/*-------------------------------------------------------------------------
 *
 * payment_account.c
 *		Payments by ACCOUNT: credit in hand that pays for a sale, or that a
 *		refund gives.
 *
 * A customer has credit in hand when the balance is below 0.  The balance is
 * the sum of what is due and of the customer's entries; a payment by ACCOUNT
 * makes a sale's due less, so an entry of as much keeps the sum.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "base/money.h"
#include "sale/customer.h"
#include "sale/payment.h"

/*
 * Methods are in capitals.
 */
bool
payment_is_account(const char *method)
{
	return strcmp(method, "ACCOUNT") == 0;
}

/*
 * A walk-in has no account.
 */
void
payment_require_customer(const char *method, int64 customer_id)
{
	if (customer_id != 0 || !payment_is_account(method))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("the method ACCOUNT needs a customer"),
			 errdetail("It moves a customer's balance; the sale names none."),
			 errhint("Name the customer, or another method.")));
}

/*
 * Whether any of them moves the balance.  NULL is no payment.
 */
bool
payment_on_account(const Payments *payments)
{
	for (int i = 0; payments != NULL && i < payments->count; i++)
		if (payments->lines[i].amount != 0 && payment_is_account(payments->lines[i].method))
			return true;
	return false;
}

/*
 * Holds what all payments by ACCOUNT draw together against the credit in hand.
 * Those that give credit do not need any.
 */
void
payment_check_in_hand(const Payments *payments, const Customer *customer, Money due)
{
	Money		drawn = 0;

	for (int i = 0; i < payments->count; i++)
		if (payment_is_account(payments->lines[i].method))
			drawn = money_sum(drawn, payments->lines[i].amount);
	if (drawn > 0)
		customer_check_in_hand(customer, drawn, due);
}

/*
 * An entry each, of the sign of the payment.  The rows of the payments are
 * written, as the entries refer to them.
 */
void
payment_apply(Call *call, const Payments *payments, Customer *customer, const AuditEvent *why)
{
	for (int i = 0; i < payments->count; i++)
	{
		const PaymentLine *line = &payments->lines[i];
		CustomerEntry entry = {.type = ENTRY_APPLIED, .amount = line->amount, .payment_id = line->id};
		AuditEvent	event = *why;

		if (line->amount == 0 || !payment_is_account(line->method))
			continue;
		Assert(line->id != 0);
		event.payment_id = line->id;
		event.description = line->amount > 0 ? "credit in hand used" : "credit in hand given";
		customer_change_balance(call, customer, line->amount, &event);
		customer_enter(call, customer, &entry);
	}
}
