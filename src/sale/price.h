/*-------------------------------------------------------------------------
 *
 * price.h
 *		Which price applies where the caller gives none.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_PRICE_H
#define PRIMEINV_PRICE_H

#include "base/plan.h"

#define NO_PRICE (-1)

/* What the catalogue says of a line's variation, its unit and its outlet. */
typedef struct PriceFacts
{
	int64		price;			/* of a base unit; NO_PRICE: none */
	int64		wholesale_price;
	int64		minimum_wholesale_quantity; /* 0: from the first */
	int64		outlet_price;
	int64		unit_price;		/* of one unit */
	int64		unit_wholesale_price;
	int64		numerator;		/* one unit in base units; 1/1 for the base unit */
	int64		denominator;
} PriceFacts;

/* Reads them from eight columns of a row, the first of which is given. */
extern PriceFacts price_facts(const Rows *rows, uint64 row, int column);

/*
 * The price of one unit sold, and which one it is (sale_item.price_rule).
 * wholesale says that the sale's type is, base_in_sale how much of the
 * variation the sale has in all.
 */
extern int64 price_choose(const PriceFacts *facts, bool wholesale,
						  int64 base_in_sale, const char **rule);

#endif							/* PRIMEINV_PRICE_H */
