/*-------------------------------------------------------------------------
 *
 * stock.h
 *		The one door through which every quantity changes.
 *
 * A Stock is a set of locked locations.  stock_begin locks them in one order,
 * then everything that the call does to them happens, then stock_end writes
 * locations and movements.  Nothing else writes batch, stock_movement or
 * location_stock.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_STOCK_H
#define PRIMEINV_STOCK_H

#include "nodes/pg_list.h"

#include "tenant/call.h"
#include "stock/ledger.h"
#include "stock/location.h"

typedef struct Stock Stock;

#define NO_PRICE (-1)			/* where zero is a price */

/* What may be done with a batch; in the order of stock_status_name's words. */
typedef enum BatchStatus
{
	BATCH_UNKNOWN = -1,			/* no such word */
	BATCH_AVAILABLE,
	BATCH_HOLD,
	BATCH_QUARANTINE,
	BATCH_RECALLED
} BatchStatus;

/* The word of a status, and the status of a word (text). */
extern const char *stock_status_name(BatchStatus status);
extern BatchStatus stock_status_named(Datum word);

/* The same for a caller's argument: 22023 for another word. */
extern BatchStatus stock_status_argument(const char *word);

/* Which batches a change may take from. */
typedef enum StockReach
{
	REACH_SELLABLE,				/* available and not expired: what is sold */
	REACH_ALL,					/* whatever lies there: corrections, damage */
	REACH_EXPIRED				/* expired only: what is written off */
} StockReach;

/* What was taken from one batch. */
typedef struct StockPick
{
	int64		batch_id;
	char	   *batch_number;
	Quantity	quantity;
	UnitCost	unit_cost;
	bool		expires;
	DateADT		expiry_date;	/* if it expires */
	TimestampTz received_at;
	UnitCost	price;			/* of a base unit; NO_PRICE: the catalogue's */
	int			movement;		/* the ledger's number of it */
} StockPick;

/* What is mended in a batch. */
typedef struct StockCorrection
{
	bool		expiry_given;
	bool		expires;
	DateADT		expiry_date;	/* if it expires */
	bool		cost_given;
	UnitCost	unit_cost;
} StockCorrection;

/* What comes in. */
typedef struct StockReceipt
{
	int64		batch_id;		/* into this batch; 0: by batch_number */
	const char *batch_number;	/* NULL: prefix and the new batch's id */
	const char *prefix;			/* "LOT-", "ADJ-" */
	Quantity	quantity;
	UnitCost	unit_cost;
	bool		expiry_given;	/* must then agree with a known batch's */
	bool		expires;
	DateADT		expiry_date;	/* if it expires */
	TimestampTz received_at;	/* 0: now; an earlier one than a known batch's
								 * wins */
	bool		status_given;	/* must then agree with a known batch's */
	BatchStatus status;			/* of a new batch */
	bool		priced;			/* a new batch has a price of its own: */
	UnitCost	price;
	int64		id;				/* of a new batch; 0: the next */
	const char *external_id;	/* of a new batch; NULL: none */
} StockReceipt;

/* A change of a batch before it came here. */
typedef struct StockPast
{
	TimestampTz created_at;
	Quantity	quantity;		/* signed */
	UnitCost	unit_cost;
	LedgerNote	note;
} StockPast;

/*
 * Locks the places in the order of outlet and variation, whatever order they
 * come in, and reads the clock once the last wait is over.  With create, a
 * place where nothing was ever received gets its row.
 */
extern Stock *stock_begin(Call *call, Place *places, int count, bool create);
extern Location *stock_location(Stock *stock, int64 outlet_id, int64 variation_id);

/* Returns the latest moment of its locations, which movements are given. */
extern TimestampTz stock_latest(const Stock *stock);

/*
 * Takes stock first expired, first out, or from one batch; the picks are
 * StockPick, in the order taken.  Less than asked for is PI001.
 */
extern List *stock_issue(Stock *stock, Location *location, Quantity quantity,
						 StockReach reach, const LedgerNote *note);
extern StockPick *stock_issue_batch(Stock *stock, Location *location, int64 batch_id,
									Quantity quantity, StockReach reach,
									const LedgerNote *note);

/*
 * Reads a batch id from an argument.  Returns 0 for null, and rejects a
 * caller's 0 (P0002), because 0 means "no batch" in here.
 */
extern int64 stock_named_batch(bool isnull, Datum id);

/* Describes a whole batch as a pick, without taking anything. */
extern StockPick *stock_batch(Stock *stock, Location *location, int64 batch_id);

/*
 * Returns how much of a batch could be taken, less what is promised to other
 * lines of the call.  PI006 if it is out of reach.
 */
extern Quantity stock_batch_left(Stock *stock, Location *location, int64 batch_id, StockReach reach);

/* Notes what a line of the call will take, or (negative) has taken. */
extern void stock_batch_promise(Stock *stock, Location *location, int64 batch_id, Quantity quantity);

/* PI006: the batch has less than a line wants, and these batches have it. */
extern void stock_batch_short(Stock *stock, Location *location, int64 batch_id, Quantity wanted) pg_attribute_noreturn();

/* Counts what stock_issue could take, without taking it. */
extern Quantity stock_count(Stock *stock, Location *location, StockReach reach);

/*
 * Tells whether a batch of this number and expiry date could be received:
 * either no batch has the number, or the one that has it has the same expiry
 * date.
 */
extern bool stock_accepts(Stock *stock, Location *location, const char *batch_number,
						  bool expires, DateADT expiry_date);

/* The same of its status. */
extern bool stock_accepts_status(Stock *stock, Location *location, const char *batch_number,
								 BatchStatus status);

/* Brings stock in and returns the batch's id. */
extern int64 stock_receive(Stock *stock, Location *location,
						   const StockReceipt *receipt, const LedgerNote *note);

/*
 * Brings in a batch of another system, which may be empty, with its history or,
 * where there is none, an opening at that instant (0: now).  The history must
 * come to its quantity.  23505 if the place has a batch of that number.
 */
extern int64 stock_move_in(Stock *stock, Location *location, const StockReceipt *receipt,
						   TimestampTz opened_at, const StockPast *past, int count);

extern void stock_set_status(Stock *stock, Location *location, int64 batch_id,
							 BatchStatus status);

/*
 * Mends a batch's expiry date or cost, and returns it as it was.
 */
extern StockPick *stock_correct(Stock *stock, Location *location, int64 batch_id,
								const StockCorrection *correction);

/* Sets what a base unit sold from the batch costs, or NO_PRICE, and returns what it did. */
extern UnitCost stock_set_price(Stock *stock, Location *location, int64 batch_id, UnitCost price);

/*
 * Says which line of a sale a pick of this change has served, where that is
 * known only after it was taken.
 */
extern void stock_serve(Stock *stock, const StockPick *pick, int64 sale_item_id);

/* What a batch's status is. */
extern BatchStatus stock_batch_status(Stock *stock, Location *location, int64 batch_id);

/*
 * Tells whether a batch of the location has this number.
 */
extern bool stock_knows(Stock *stock, Location *location, const char *batch_number);

/*
 * Sets a batch to what the ledger says, without writing a movement.  Only the
 * functions that mend batches use it.
 */
extern void stock_restate(Stock *stock, Location *location, int64 batch_id, Quantity quantity);

/*
 * Moves the reserved counter: up for a hold, down for one given back.  The
 * caller changes the reservation's row in the same call.
 */
extern void stock_reserve(Stock *stock, Location *location, Quantity quantity);

/* The Direct of this change, for writing rows that belong to it. */
extern Direct *stock_direct(Stock *stock);

extern void stock_end(Stock *stock);

#endif							/* PRIMEINV_STOCK_H */
