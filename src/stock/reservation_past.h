/*-------------------------------------------------------------------------
 *
 * reservation_past.h
 *		Up to which id the holds of a cart are resolved for good.
 *
 * It is a bound and no list: what a look finds from there on is read and judged
 * as ever.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_RESERVATION_PAST_H
#define PRIMEINV_RESERVATION_PAST_H

#include "commands/trigger.h"
#include "utils/snapshot.h"

/* What a look at a cart's active holds has met. */
typedef struct PastLook
{
	Snapshot	snapshot;
	int64		lowest;			/* id of an active hold; PG_INT64_MAX: none */
	int64		highest;		/* PG_INT64_MIN: none */
	int			passed;			/* index entries without a hold to be seen */
} PastLook;

/*
 * No active hold of the cart has a lower id.  Ask while the table is locked;
 * PG_INT64_MIN where nothing is known.
 */
extern int64 past_first(int64 outlet_id, const char *cart);

/* A look from past_first on, to its end: what follows of it is remembered. */
extern void past_looked(int64 outlet_id, const char *cart, const PastLook *look);

/* The next id of a hold, which is drawn by a transaction that has its number. */
extern int64 past_draw(void);

/* This transaction, which may still be rolled back, resolves the hold. */
extern void past_resolve(int64 id);

/*
 * A statement has gone round the functions.  Where it concerns active holds,
 * all sessions forget what they remember.
 */
extern void past_changed(TriggerData *trigger);

/* They do so when this transaction has committed. */
extern void past_forget(void);

#endif							/* PRIMEINV_RESERVATION_PAST_H */
