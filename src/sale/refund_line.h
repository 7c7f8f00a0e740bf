/*-------------------------------------------------------------------------
 *
 * refund_line.h
 *		What of each line of a sale can still come back, and what for.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_REFUND_LINE_H
#define PRIMEINV_REFUND_LINE_H

#include "tenant/call.h"

/* A line of the sale, with what was refunded before. */
typedef struct SoldLine
{
	int64		sale_item_id;
	int64		variation_id;
	char	   *name;
	char	   *unit;			/* NULL: base unit */
	Quantity	quantity;		/* in unit */
	Quantity	base_quantity;
	Money		total;
	Money		tax;
	Quantity	refunded_base;
	Money		refunded_total;
	Money		refunded_tax;
	Quantity	asked_for;		/* base units that other refunds have been
								 * requested for */
	UnitCost	unit_cost;		/* NO_PRICE: not known */
	int			item;			/* which item of the caller names it, from 1 */
} SoldLine;

typedef struct SoldLines
{
	SoldLine   *lines;
	int			count;
} SoldLines;

/* How much of a line a refund takes back. */
typedef struct RefundLine
{
	SoldLine   *sold;
	char	   *unit;			/* NULL: base unit */
	Quantity	quantity;		/* in unit */
	Quantity	base_quantity;
	Money		amount;			/* set by refund_line_value */
	Money		tax;
} RefundLine;

typedef struct RefundLines
{
	RefundLine *lines;
	int			count;
	Money		amount;			/* set by refund_line_value */
	bool		last;			/* nothing is left after it; likewise */
} RefundLines;

/*
 * The sale's lines; read under the sale's lock.  refund_id is the refund that
 * is asked about, 0 for a new one.
 */
extern SoldLines *refund_line_sold(int64 sale_id, int64 refund_id);

/*
 * [{"sale_item_id": 1, "quantity": 2, "unit": "case"}]; or all that is left, or
 * (everything) also what other refunds have been requested for.
 */
extern RefundLines *refund_line_read(Jsonb *items, SoldLines *sold);
extern RefundLines *refund_line_rest(SoldLines *sold, bool everything);

/* The items of a refund that was requested before. */
extern RefundLines *refund_line_of(int64 refund_id, SoldLines *sold);

/*
 * Sets what each line is worth; 22023 if one is more than is left.  The value
 * is pro rata of what the line charged, the last refund's is the rest.
 */
extern void refund_line_value(RefundLines *refund, SoldLines *sold, int decimals);

#endif							/* PRIMEINV_REFUND_LINE_H */
