/*-------------------------------------------------------------------------
 *
 * stock_shortage.h
 *		Not enough stock: which lines, and by how much.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_STOCK_SHORTAGE_H
#define PRIMEINV_STOCK_SHORTAGE_H

#include "nodes/pg_list.h"

#include "stock/location.h"

typedef struct Shortage
{
	int			line;			/* from 1 */
	int64		variation_id;
	int64		outlet_id;
	Quantity	requested;
	Quantity	available;
} Shortage;

/* Raises PI001 with every Shortage of the list. */
extern void shortage_error(List *shortages) pg_attribute_noreturn();

/* Raises PI001 for one line. */
extern void shortage_of(const Location *location, Quantity requested, Quantity available) pg_attribute_noreturn();

#endif							/* PRIMEINV_STOCK_SHORTAGE_H */
