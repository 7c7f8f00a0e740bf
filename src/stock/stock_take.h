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
	TimestampTz applied_at;		/* of its latest movement; 0: none */
} StockTake;

/* One count. */
typedef struct CountLine
{
	int			line;			/* from 1, as the caller counts */
	int64		variation_id;
	int64		batch_id;		/* 0: all of the variation */
	const char *unit;			/* of what was counted; NULL: the base unit */
	Quantity	counted;		/* in base units once it is recorded */
	bool		add;			/* to what the line has */
	const char *notes;			/* NULL: none */
	int64		take_id;		/* of a line that is there already */
	bool		again;			/* out: it was counted before, */
	Quantity	before;			/* as so many */
	int64		id;				/* out */
	Quantity	expected;		/* out */
} CountLine;

/*
 * Reads items of counts from a caller's argument, and records counts beside
 * what the books say under the locks of the locations (stock_take_count.c).
 */
extern CountLine *count_read_items(Jsonb *items, int *count);
extern void count_record(Call *call, const StockTake *take, CountLine *lines, int count);

/*
 * Locks the stock take, shared for a count, and refuses it (55000) if it is
 * not in the state that doing this to it needs.
 */
extern StockTake stock_take_lock(const Call *call, int64 id, bool shared);
extern void stock_take_require(const StockTake *take, TakeStatus status, const char *doing);
extern void stock_take_require_open(const StockTake *take, const char *doing);
extern void stock_take_log(Call *call, const char *event_type, Jsonb *data);
extern void stock_take_set_status(const StockTake *take, TakeStatus status);

#endif							/* PRIMEINV_STOCK_TAKE_H */
