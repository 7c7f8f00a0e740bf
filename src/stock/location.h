/*-------------------------------------------------------------------------
 *
 * location.h
 *		The stock of a variation at an outlet, and the lock on it.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_LOCATION_H
#define PRIMEINV_LOCATION_H

#include "base/direct.h"
#include "base/plan.h"
#include "tenant/access.h"

/* Where stock changes, checked, before anything is locked. */
typedef struct Place
{
	Outlet		outlet;
	int64		variation_id;
} Place;

/*
 * The place, if the variation is of the outlet's tenant (P0002) and its stock
 * is tracked (22023); for a sale also active, and the outlet, too (22023).
 */
extern Place place_of(const Outlet *outlet, int64 variation_id);
extern Place place_of_sale(const Outlet *outlet, int64 variation_id);

/* The variation, if it is sold there: of the tenant, and all of it active. */
extern Variation place_sold(const Outlet *outlet, int64 variation_id);
extern void place_must_be_open(const Outlet *outlet);
extern void place_must_be_sold(const Variation *variation);

/* By outlet and variation, the order of locks. */
static inline int
place_order(const void *a, const void *b)
{
	const Place *p = a;
	const Place *q = b;

	if (p->outlet.id != q->outlet.id)
		return p->outlet.id < q->outlet.id ? -1 : 1;
	if (p->variation_id != q->variation_id)
		return p->variation_id < q->variation_id ? -1 : 1;
	return 0;
}

extern void places_sort(Place *places, int count);

/* A location_stock row, locked and rolled forward to now. */
typedef struct Location
{
	int64		tenant_id;
	int64		outlet_id;
	int64		variation_id;
	pg_tz	   *zone;
	HeapTuple	row;			/* as locked */
	bool		known;			/* false: nothing was ever received here */
	TimestampTz now;			/* the change's instant */
	DateADT		today;			/* the outlet's, at that instant */
	Quantity	quantity;		/* on hand */
	Quantity	sellable;
	Quantity	reserved;
	TimestampTz reserved_at;	/* the instant for which that was worked out */
	int64		first_batch_id; /* no batch that can be sold comes before it;
								 * 0: not known */
	ItemPointerData first_batch_at; /* where its row lies; a hint */
	Quantity	own;			/* holds of the caller, given back in this
								 * call */
	struct BatchCursor *cursor; /* what its batches offer next: stock_batch.c */
	List	   *reopened;		/* BatchRow: empty before this call, filled by
								 * it */
	Quantity	promised;		/* to lines of a basket that are not issued
								 * yet */
	struct OverageGuess *guess; /* what was found here may be: stock_overage.c */
} Location;

/* Fills two keys, of the first columns of each index that begins with the place. */
extern void location_keys(ScanKey keys, int64 outlet_id, int64 variation_id);

/* Locks the row; with create, makes it if there is none. */
extern void location_lock(Direct *direct, Location *location, Snapshot snapshot, bool create);

/*
 * Brings the counters to this instant; snapshot was taken after the lock.
 * direct is NULL where nothing is locked and the result is only read.
 */
extern void location_roll(Direct *direct, Location *location, TimestampTz now,
						  Snapshot snapshot);
extern void location_write(Direct *direct, Location *location);

/* Returns what the caller may take: what is sellable and nobody else holds. */
extern Quantity location_available(const Location *location);

/*
 * Reads the same without a lock, in the query's snapshot and as of its start.
 */
extern Quantity location_read_available(const Outlet *outlet, int64 variation_id);

/* Makes the rows that are missing, of places that receive their first stock. */
extern void location_make(const int64 *outlet_ids, const int64 *variation_ids, int count);

/*
 * Counts rows anew from batches and reservations, and makes those that are
 * missing.  Arrays are of one length.
 */
extern void location_recount(const int64 *outlet_ids, const int64 *variation_ids, int count);

/*
 * Counts anew the places that a statement has changed, for the statement
 * triggers.  The plan returns outlets and variations from the transition
 * tables.
 */
extern void location_recount_changed(TriggerData *trigger, Statement *places);

#endif							/* PRIMEINV_LOCATION_H */
