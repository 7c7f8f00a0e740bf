/*-------------------------------------------------------------------------
 *
 * payment.h
 *		Money that comes in for a sale, or is paid out.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_PAYMENT_H
#define PRIMEINV_PAYMENT_H

#include "sale/customer.h"

/* One payment as it was offered and as it counts. */
typedef struct PaymentLine
{
	char	   *method;			/* in capitals */
	Money		tendered;		/* what was handed over */
	Money		amount;			/* what counts; negative: paid out */
	char	   *reference;		/* NULL: none */
	int64		id;				/* out: the row's */
} PaymentLine;

typedef struct Payments
{
	PaymentLine *lines;
	int			count;
	Money		paid;			/* what all count together */
	Money		change;			/* what goes back to the customer */
	const char *type;			/* the one method, MIXED, or CREDIT: none */
} Payments;

/* What payments are for. */
typedef struct PaymentFor
{
	int64		sale_id;
	int64		outlet_id;		/* where it was sold */
	int64		customer_id;	/* 0: a walk-in */
	int64		refund_id;		/* what they pay out; 0: none */
	int64		elsewhere;		/* the outlet that pays, if another one; else
								 * 0 */
} PaymentFor;

/*
 * Reads [{"method": "CASH", "amount": 100, "reference": "..."}]; NULL is no
 * payment.  22023 names the path of what is wrong.
 */
extern Payments *payment_read(Jsonb *json, int decimals);
extern Payments *payment_one(const char *method, Money amount, const char *reference);

/*
 * Sets what each counts towards so much that is due.  CASH may exceed it, and
 * the excess is change; anything else must not (22023).
 */
extern void payment_settle(Payments *payments, Money due);

/*
 * Inserts the rows, each with its payment.created.  The sale's amount_paid,
 * status and balance are the caller's.  direct: the change that they are part
 * of, else NULL.
 */
extern void payment_write(Call *call, Payments *payments, const PaymentFor *what, struct Direct *direct);

/*
 * Pays out so much of what was paid for the sale, by that method or, if it is
 * NULL, as it was paid.  Returns the payouts.
 */
extern Payments *payment_pay_out(Call *call, const PaymentFor *what, const char *method, Money amount);

/*
 * Payments by ACCOUNT draw on the credit that the customer has in hand, payouts
 * by ACCOUNT give some.  They need a customer (22023), whom payment_apply takes
 * locked.  due is what of the balance was the sale's own before (PI003).
 */
extern bool payment_is_account(const char *method);
extern void payment_require_customer(const char *method, int64 customer_id);
extern bool payment_on_account(const Payments *payments);
extern void payment_check_in_hand(const Payments *payments, const Customer *customer, Money due);
extern void payment_apply(Call *call, const Payments *payments, Customer *customer,
						  const AuditEvent *why);

/* A method of payment in capitals, if it is one (22023). */
extern char *payment_method(const char *given, const char *path);

#endif							/* PRIMEINV_PAYMENT_H */
