/*-------------------------------------------------------------------------
 *
 * stock_basket.h
 *		Lines that are sold together: all of them or none.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_STOCK_BASKET_H
#define PRIMEINV_STOCK_BASKET_H

#include "stock/stock.h"

typedef struct BasketLine
{
	int			line;			/* from 1, as the caller counts */
	int64		variation_id;
	Quantity	quantity;		/* positive */
	int64		batch_id;		/* 0: first expired, first out */
	int64		sale_item_id;	/* 0: none */
	List	   *picks;			/* out: StockPick */
} BasketLine;

/*
 * The places of the lines, each variation checked: of the outlet's tenant,
 * tracked and, for_sale, active (P0002, 22023).
 */
extern Place *basket_places(const Outlet *outlet, const BasketLine *lines,
							int count, bool for_sale);

/*
 * Takes every line's quantity from sellable stock that nobody else holds, or
 * raises PI001 with every short line.  The places are locked.  note's
 * sale_item_id is that of each line.
 */
extern void basket_issue(Stock *stock, int64 outlet_id, BasketLine *lines,
						 int count, const LedgerNote *note);

#endif							/* PRIMEINV_STOCK_BASKET_H */
