/*-------------------------------------------------------------------------
 *
 * catalogue.h
 *		What a call needs to know of outlets, products and variations.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_CATALOGUE_H
#define PRIMEINV_CATALOGUE_H

#include "pgtime.h"
#include "utils/timestamp.h"

typedef struct Outlet
{
	int64		id;				/* hash key, must be first */
	int64		tenant_id;
	pg_tz	   *zone;
	bool		active;
} Outlet;

typedef struct Variation
{
	int64		id;				/* hash key, must be first */
	int64		tenant_id;
	bool		active;			/* and its product, too */
	bool		tracked;
} Variation;

/* False if there is none. */
extern bool catalogue_outlet(int64 id, Outlet *outlet);
extern bool catalogue_variation(int64 id, Variation *variation);

/* The decimals of a tenant's amounts, 0 to 4. */
extern int	catalogue_decimals(int64 tenant_id);

/* How long a tenant's holds last where the call does not say; palloc'd. */
extern Interval *catalogue_hold(int64 tenant_id);

/* For messages: the name, or the id if it is gone; palloc'd. */
extern char *catalogue_outlet_name(int64 id);
extern char *catalogue_variation_name(int64 id);

#endif							/* PRIMEINV_CATALOGUE_H */
