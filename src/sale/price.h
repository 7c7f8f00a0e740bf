/*-------------------------------------------------------------------------
 *
 * price.h
 *		What a line costs, and what the lines of a sale come to.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_PRICE_H
#define PRIMEINV_PRICE_H

#include "sale/sale.h"

/*
 * Works out names, units and the catalogue's prices of the lines that are
 * fresh; NO_PRICE where it has none.
 */
extern void price_choose(Sale *sale);

/*
 * The same for a cart, with the prices of the batches that would be taken now,
 * and all amounts.
 */
extern void price_sale(Sale *sale);

/*
 * Charges lines by the prices of the batches that they were taken from.  A line
 * that comes from batches of several prices becomes several; those that are
 * added stand behind the others.  lines are the basket that was issued.
 */
extern void price_taken(Sale *sale, Stock *stock, const BasketLine *lines, int count);

/*
 * Works out the amounts of every line from its quantity, price, discount and
 * tax rate, and the sale's as their sums.  22023 for a line without a price.  A discount on the sale that is more
 * than the lines come to is as much as they do; price_check refuses it.
 */
extern void price_charge(Sale *sale);
extern void price_check(const Sale *sale);

#endif							/* PRIMEINV_PRICE_H */
