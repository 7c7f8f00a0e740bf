/*-------------------------------------------------------------------------
 *
 * checkout.h
 *		How a sale is completed, beside what is sold.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_CHECKOUT_H
#define PRIMEINV_CHECKOUT_H

#include "sale/payment.h"
#include "sale/sale.h"

typedef struct Completion
{
	Payments   *payments;
	bool		manager_override;
	char	   *override_reason;
	char	   *override_by;
	TimestampTz at;				/* after the stock's locks */
	DateADT		day;			/* the outlet's */
	Money		due;			/* what is not paid */
	bool		terms;			/* a due date */
	DateADT		due_date;
	char	   *receipt;
} Completion;

/*
 * The next number of the outlet's day.  Its counter stays locked until the
 * transaction ends, so that it comes as late as can be.
 */
extern char *checkout_receipt(Call *call, int64 outlet_id, DateADT day);

/* Writes the row of a sale that never was a cart, or completes that of a draft. */
extern void checkout_insert(Call *call, const Sale *sale, const Completion *completion, Direct *direct);
extern void checkout_update(const Sale *sale, const Completion *completion);

#endif							/* PRIMEINV_CHECKOUT_H */
