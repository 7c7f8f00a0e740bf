/*-------------------------------------------------------------------------
 *
 * cart.h
 *		What a draft sale holds.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_CART_H
#define PRIMEINV_CART_H

#include "stock/reservation_hold.h"
#include "sale/sale.h"

/*
 * Brings the holds in step with the lines.  must is the line that the change
 * is about and must get its stock (PI001); removed one that leaves the sale.
 */
extern void cart_hold(Call *call, Sale *sale, const SaleLine *must, const SaleLine *removed);

/* How the holds of a cart end. */
typedef enum CartEnd
{
	CART_GIVEN_UP,
	CART_SOLD
} CartEnd;

/*
 * Ends the holds of the sale's lines at locked places, so that what they held
 * can be taken.  When sold, loose holds of the same cart serve lines whose own
 * have expired.
 */
extern void cart_give_up(Call *call, Stock *stock, const Sale *sale, CartEnd end);

/* The places of the sale's tracked lines; places has room for all. */
extern int	cart_places(const Sale *sale, Place *places);

#endif							/* PRIMEINV_CART_H */
