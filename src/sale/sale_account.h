/*-------------------------------------------------------------------------
 *
 * sale_account.h
 *		What a completed sale has cost, what was paid and what came back.
 *
 * The sale's row is locked first of all, so that payments, refunds and a void
 * of one sale meet one after the other.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_SALE_ACCOUNT_H
#define PRIMEINV_SALE_ACCOUNT_H

#include "sale/customer.h"
#include "sale/payment.h"
#include "sale/sale.h"

typedef struct Account
{
	int64		sale_id;
	int64		outlet_id;
	int64		customer_id;	/* 0: a walk-in */
	char	   *receipt_number;
	SaleStatus	status;
	Money		total;
	Money		refunded;
	Money		paid;
	Money		was_due;		/* when it was read */
	Payments   *applied;		/* of this call: may be by ACCOUNT; NULL: none */
} Account;

/* The status of a sale that was given out and not wholly taken back. */
extern SaleStatus account_status(Money total, Money refunded, Money paid);

/* Locks the sale of the call's tenant, else P0002. */
extern Account account_lock(Call *call, int64 sale_id);

/* Locks all sales on which the customer owes; oldest due first. */
extern Account *account_lock_due(Call *call, int64 customer_id, int *count);

/* What its payments are for. */
extern PaymentFor account_payments(const Account *account);

/* 55000 unless the sale was given out and not taken back since. */
extern void account_require_open(const Account *account);

#define account_due(account) ((account)->total - (account)->refunded - (account)->paid)
#define account_follow(account) account_status((account)->total, (account)->refunded, (account)->paid)

/*
 * Writes the changed account with the status that follows from the amounts
 * (account_follow), or one that says how it ended; reason is why the sale is cancelled or voided, else NULL.  customer is the
 * sale's, locked, or NULL for a walk-in; its balance is the caller's.
 */
extern void account_write(Call *call, Account *account, const Customer *customer,
						  SaleStatus status, const char *reason);

/* The same, and locks the sale's customer and moves the balance, also by ACCOUNT. */
extern void account_save(Call *call, Account *account, SaleStatus status,
						 const char *reason, const AuditEvent *why);

/* The sale's row, for a result. */
extern Datum account_row(int64 sale_id);

#endif							/* PRIMEINV_SALE_ACCOUNT_H */
