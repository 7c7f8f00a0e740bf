/*-------------------------------------------------------------------------
 *
 * customer.h
 *		Customers: their credit and their balance.
 *
 * outstanding_balance = what is due on the customer's sales + the customer's
 * entries.  Whoever changes one of the two changes the balance in the same
 * call, under the customer's row lock.  Lock order: sales, stock, then the
 * customer, then the receipt counter.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_CUSTOMER_H
#define PRIMEINV_CUSTOMER_H

#include "tenant/call.h"

/* A customer's row, locked or as read. */
typedef struct Customer
{
	int64		id;
	char	   *name;
	bool		active;
	bool		blocked;
	bool		limited;		/* has a credit limit */
	Money		credit_limit;
	int			terms_days;
	Money		balance;
} Customer;

/* The customer with its row locked until the transaction ends, else P0002. */
extern Customer *customer_lock(Call *call, int64 customer_id);

/*
 * Whether so much more may be due by the locked customer: PI003 if not.  A
 * manager's override passes all but an inactive customer; returns whether it
 * was needed.
 */
extern bool customer_check_credit(const Customer *customer, Money amount, bool override);

/*
 * Changes the locked customer's balance and writes credit.adjusted; why names
 * the sale, payment or refund, and the reason as description.  No change is
 * no event.
 */
extern void customer_change_balance(Call *call, Customer *customer, Money change,
									const AuditEvent *why);

#endif							/* PRIMEINV_CUSTOMER_H */
