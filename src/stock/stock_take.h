/*-------------------------------------------------------------------------
 *
 * stock_take.h
 *		A stock take and its state, for those that change it.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_STOCK_TAKE_H
#define PRIMEINV_STOCK_TAKE_H

#include "tenant/call.h"

/* In the order of stock_take_status_name's words. */
typedef enum TakeStatus
{
	TAKE_DRAFT,
	TAKE_COMPLETED,
	TAKE_RECONCILED,
	TAKE_CANCELLED
} TakeStatus;

typedef struct StockTake
{
	int64		id;
	Outlet		outlet;
	TakeStatus	status;
} StockTake;

/*
 * Locks the stock take, shared for a count, and refuses it (55000) if it is
 * not in the state that doing this to it needs.
 */
extern StockTake stock_take_lock(const Call *call, int64 id, bool shared);
extern void stock_take_require(const StockTake *take, TakeStatus status, const char *doing);
extern void stock_take_set_status(const StockTake *take, TakeStatus status);

#endif							/* PRIMEINV_STOCK_TAKE_H */
