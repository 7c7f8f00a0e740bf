/*-------------------------------------------------------------------------
 *
 * refund_restock.h
 *		Goods that come back go into the very batches that they came from.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_REFUND_RESTOCK_H
#define PRIMEINV_REFUND_RESTOCK_H

#include "tenant/call.h"

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
	Quantity	quantity;		/* base units, thousandths */
} RestockLine;

/*
 * Takes the lines' goods back at the cost at which they left.  The sale's row
 * is locked, so that no other return of it happens meanwhile; lines that had
 * no stock (services) give none back.  refund_id is 0 for a void.
 */
extern void restock(Call *call, const RestockLine *lines, int count,
					Disposition disposition, int64 refund_id, const char *reason);

#endif							/* PRIMEINV_REFUND_RESTOCK_H */
