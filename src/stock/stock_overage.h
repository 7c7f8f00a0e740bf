/*-------------------------------------------------------------------------
 *
 * stock_overage.h
 *		More than was expected: which batch it goes to.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_STOCK_OVERAGE_H
#define PRIMEINV_STOCK_OVERAGE_H

#include "stock/stock.h"

/*
 * Brings in what was found: into the batch, or (0) into a new one of this
 * number (NULL: prefix and id) whose expiry and cost are guessed from what
 * lies there; found_on is when its shelf life began.  Returns the batch's id.
 */
extern int64 overage_receive(Stock *stock, Location *location, int64 batch_id,
							 const char *batch_number, const char *prefix,
							 Quantity quantity, DateADT found_on, const LedgerNote *note);

/* Sets expiry date and cost of a receipt by what lies at the location. */
extern void overage_guess(const Location *location, DateADT found_on, StockReceipt *receipt);

#endif							/* PRIMEINV_STOCK_OVERAGE_H */
