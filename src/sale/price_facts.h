/*-------------------------------------------------------------------------
 *
 * price_facts.h
 *		What the catalogue says of the lines of a sale.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_PRICE_FACTS_H
#define PRIMEINV_PRICE_FACTS_H

#include "sale/sale.h"

/* Of a line's variation, its unit and its outlet. */
typedef struct PriceFacts
{
	char	   *name;			/* of product and variation; NULL, as all of
								 * the product's, if the line has one */
	char	   *sku;			/* the variation's, else the product's; NULL:
								 * none */
	UnitCost	tax_rate;
	UnitCost	cost;			/* of a base unit; 0: none is said */
	UnitCost	price;			/* of a base unit; NO_PRICE: none */
	UnitCost	wholesale_price;
	Quantity	minimum_wholesale_quantity; /* 0: from the first */
	UnitCost	outlet_price;
	UnitCost	unit_price;		/* of one unit */
	UnitCost	unit_wholesale_price;
	int64		numerator;		/* one unit in base units; 0/0 if the line
								 * names none or an unknown one */
	int64		denominator;
} PriceFacts;

/* As they are now, for each line. */
extern PriceFacts *price_facts(const Sale *sale);

#endif							/* PRIMEINV_PRICE_FACTS_H */
