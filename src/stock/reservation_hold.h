/*-------------------------------------------------------------------------
 *
 * reservation_hold.h
 *		Rows of stock_reservation, and the counter that they move.
 *
 * A hold is read again under its location's lock before anything is decided
 * by it, and changed only under that lock, together with the counter.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_RESERVATION_HOLD_H
#define PRIMEINV_RESERVATION_HOLD_H

#include "utils/timestamp.h"

#include "stock/stock.h"

/* In the order of hold_status_name's words. */
typedef enum HoldStatus
{
	HOLD_ACTIVE,
	HOLD_COMMITTED,
	HOLD_RELEASED,
	HOLD_CANCELLED
} HoldStatus;

extern const char *hold_status_name(HoldStatus status);

typedef struct Hold
{
	HeapTuple	row;
	int64		id;
	int64		variation_id;
	int64		outlet_id;
	Quantity	quantity;
	int64		sale_item_id;	/* 0: none */
	char	   *cart;
	HoldStatus	status;			/* ACTIVE may have expired: see hold_is_live */
	TimestampTz created_at;
	TimestampTz expires_at;
} Hold;

/* The hold as it is now, or NULL; and the active ones of a cart or a line, by id. */
extern Hold *hold_find(int64 id);
extern List *hold_of_cart(int64 outlet_id, const char *cart);
extern List *hold_of_line(int64 sale_item_id);

/*
 * Tells whether the hold is active and has not expired at the location's
 * instant.
 */
extern bool hold_is_live(const Hold *hold, const Location *location);

/*
 * Returns when a hold of this length ends.  22023 if the length is not
 * positive.
 */
extern Interval *hold_length(FunctionCallInfo fcinfo, int arg);
extern TimestampTz hold_end(const Location *location, Interval *length);

/*
 * Makes a hold and returns its id.  The caller has checked that so much is
 * free.
 */
extern int64 hold_make(Call *call, Stock *stock, Location *location, const Hold *wanted,
					   int64 sale_id);

/* Changes quantity and end of a live hold. */
extern void hold_change(Call *call, Stock *stock, Location *location, Hold *hold,
						Quantity quantity, TimestampTz expires_at, int64 sale_id);

/*
 * Ends an active hold: COMMITTED, RELEASED or CANCELLED.  What a live one held
 * is then the caller's own to take in this call.
 */
extern void hold_resolve(Call *call, Stock *stock, Location *location, Hold *hold,
						 HoldStatus status, int64 sale_id);

#endif							/* PRIMEINV_RESERVATION_HOLD_H */
