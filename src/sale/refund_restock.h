/*-------------------------------------------------------------------------
 *
 * refund_restock.h
 *		Goods that come back go into the very batches that they came from, or
 *		at another outlet into those of the same numbers.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_REFUND_RESTOCK_H
#define PRIMEINV_REFUND_RESTOCK_H

#include "stock/stock.h"

typedef enum Disposition
{
	DISPOSITION_RESTOCK,		/* into the batch, to be sold if it may be */
	DISPOSITION_QUARANTINE,		/* on to a batch of its own, not sellable */
	DISPOSITION_DESTROY			/* on as damage */
} Disposition;

/* How much of a line of a sale comes back. */
typedef struct RestockLine
{
	int64		sale_item_id;
	int64		variation_id;
	Quantity	quantity;		/* base units */
	UnitCost	unit_cost;		/* NO_PRICE: not known */
} RestockLine;

/* One call's return; the first members are the caller's. */
typedef struct Restock
{
	Outlet		outlet;			/* that takes them back */
	int64		sold_at;		/* the sale's outlet */
	Disposition disposition;
	int64		refund_id;		/* 0: a void */
	LedgerNote	note;
	const char *return_number;	/* of the batch for what the ledger does not
								 * know */
	Stock	   *stock;
} Restock;

/*
 * Takes the lines' goods back at the cost at which they left.  The sale's row
 * is locked, so that no other return of it happens meanwhile.  Goods that the
 * ledger has not given out (of a sale that was imported) go into a batch of
 * their own; lines of what is not tracked (services) give none back.
 */
extern void refund_restock(Call *call, Restock *restock, const RestockLine *lines, int count);

#endif							/* PRIMEINV_REFUND_RESTOCK_H */
