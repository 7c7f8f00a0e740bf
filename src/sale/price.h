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
 * Works out names, units, prices and amounts of the lines that are fresh, and
 * the amounts of the sale.
 */
extern void price_sale(Call *call, Sale *sale);

/*
 * Works out the amounts of every line from its quantity, price, discount and
 * tax rate, and the sale's as their sums.  A discount on the sale that is more
 * than the lines come to is as much as they do; price_check refuses it.
 */
extern void price_charge(Sale *sale);
extern void price_check(const Sale *sale);

#endif							/* PRIMEINV_PRICE_H */
