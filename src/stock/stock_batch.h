/*-------------------------------------------------------------------------
 *
 * stock_batch.h
 *		Batches as a call has them: for the door alone.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_STOCK_BATCH_H
#define PRIMEINV_STOCK_BATCH_H

#include "stock/stock.h"

/* What a call may change in a batch. */
typedef struct BatchState
{
	Quantity	quantity;
	UnitCost	cost_price;
	TimestampTz received_at;
	BatchStatus status;
	bool		expires;
	DateADT		expiry_date;	/* if it expires, else 0 */
	UnitCost	price;			/* NO_PRICE: the catalogue's */
} BatchState;

/*
 * A batch as it was read under its location's lock, with what the call has
 * changed since.  It stays the same object until the call ends.
 */
typedef struct BatchRow
{
	HeapTuple	tuple;			/* as stored */
	ItemPointerData at;			/* leads to it, also after updates on its page */
	BatchState	stored;
	BatchState	now;
	int64		id;
	char	   *batch_number;
	bool		changed;		/* by this call, be it back and forth */
	bool		reopened;		/* it is in its location's list of those */
	Quantity	promised;		/* to lines of a basket that are not issued
								 * yet */
	Location   *location;
} BatchRow;

typedef struct Batches Batches;

extern Batches *batches_begin(Direct *direct);

/* Newer than the locks, for what else is read of batches. */
extern Snapshot batches_snapshot(Batches *batches);

/*
 * A batch of the location by its id (P0002 if it lies elsewhere), and by its
 * number (NULL if there is none).
 */
extern BatchRow *batches_find(Batches *batches, Location *location, int64 batch_id);
extern BatchRow *batches_find_number(Batches *batches, Location *location, const char *batch_number);

/*
 * The first batches (BatchRow) that together hold the quantity, in the order
 * of expiry date (never last), receipt and id; fewer if there is not so much.
 */
extern List *batches_pick(Batches *batches, Location *location, Quantity quantity, StockReach reach);

/* The location's counters move with the batch, which is written at the end. */
extern void batches_change(Batches *batches, BatchRow *batch, BatchState to);

/* A new batch, written at once. */
extern int64 batches_insert(Batches *batches, Location *location, const StockReceipt *receipt);

extern bool batch_is_expired(const BatchRow *batch);
extern bool batch_is_sellable(const BatchRow *batch);
extern bool batch_in_reach(const BatchRow *batch, StockReach reach);

/* Writes each changed batch once. */
extern void batches_end(Batches *batches);

#endif							/* PRIMEINV_STOCK_BATCH_H */
