/*-------------------------------------------------------------------------
 *
 * refund.h
 *		Goods and money that go back.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_REFUND_H
#define PRIMEINV_REFUND_H

#include "sale/sale_account.h"

/*
 * Takes back all that is left of a sale that was given out: the goods into
 * their batches, the money to the customer.  The account is locked and open
 * (account_require_open); event_type says what becomes of it: status.
 */
extern void refund_void(Call *call, Account *account, SaleStatus status,
						const char *event_type, const char *reason);

#endif							/* PRIMEINV_REFUND_H */
