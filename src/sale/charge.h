/*-------------------------------------------------------------------------
 *
 * charge.h
 *		What the lines of a sale come to: discounts, tax, totals.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_CHARGE_H
#define PRIMEINV_CHARGE_H

#include "sale/sale.h"

/*
 * Works out the amounts of every line from its quantity, price, discount and
 * tax rate, and the sale's as their sums.  A discount on the sale that is more
 * than the lines come to is as much as they do; charge_check refuses it.
 */
extern void charge_sale(Sale *sale);
extern void charge_check(const Sale *sale);

#endif							/* PRIMEINV_CHARGE_H */
