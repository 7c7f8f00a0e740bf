/*-------------------------------------------------------------------------
 *
 * stock_pick.h
 *		What was taken from which batch, as rows of a result.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_STOCK_PICK_H
#define PRIMEINV_STOCK_PICK_H

#include "stock/stock.h"

/* batch_id, batch, quantity, expiry, cost; the other with line first. */
extern void pick_rows(Call *call, List *picks);
extern void pick_rows_of_line(Call *call, int line, List *picks);

/* What a base unit of the picks cost together, rounded once. */
extern UnitCost pick_cost(const List *picks);

/* What was taken, with its cost and dates, as what comes in under that number. */
extern StockReceipt pick_receipt(const StockPick *pick, const char *batch_number);

#endif							/* PRIMEINV_STOCK_PICK_H */
