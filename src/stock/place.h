/*-------------------------------------------------------------------------
 *
 * place.h
 *		Where stock changes: a variation at an outlet, checked.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_PLACE_H
#define PRIMEINV_PLACE_H

#include "tenant/access.h"

typedef struct Place
{
	Outlet		outlet;
	int64		variation_id;
} Place;

/*
 * The place, if the variation is of the outlet's tenant (P0002) and its stock
 * is tracked (22023); for a sale also active, and the outlet, too (22023).
 */
extern Place place_of(const Outlet *outlet, int64 variation_id);
extern Place place_of_sale(const Outlet *outlet, int64 variation_id);

/* The variation, if it is sold there: of the tenant, and all of it active. */
extern Variation place_sold(const Outlet *outlet, int64 variation_id);
extern void place_must_be_open(const Outlet *outlet);

/* For qsort: by outlet and variation, the order of locks. */
extern int	place_order(const void *a, const void *b);

#endif							/* PRIMEINV_PLACE_H */
