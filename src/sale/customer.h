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

/*
 * Whether the locked customer has so much credit in hand: PI003 if not.  due is
 * what of the balance is the sale's that is paid, and so does not count.
 */
extern void customer_check_in_hand(const Customer *customer, Money amount, Money due);

/*
 * Writes what no sale accounts for, so that the balance remains the sum of what
 * is due and the entries; the balance has been changed before.
 */
typedef enum EntryType
{
	ENTRY_OPENING,
	ENTRY_ADJUSTMENT,
	ENTRY_PAYMENT,
	ENTRY_APPLIED
} EntryType;

typedef struct CustomerEntry
{
	EntryType	type;
	Money		amount;
	const char *method;			/* of a PAYMENT */
	const char *reference;		/* NULL: none */
	int64		payment_id;		/* of an APPLIED */
} CustomerEntry;

extern void customer_enter(Call *call, const Customer *customer, const CustomerEntry *entry);

/* The type of that name, if update_balance takes it (22023). */
extern EntryType customer_entry_type(const char *word);
extern const char *customer_entry_word(EntryType type);

#endif							/* PRIMEINV_CUSTOMER_H */
