/*-------------------------------------------------------------------------
 *
 * scan.h
 *		Goods that a scanned code stands for.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_SCAN_H
#define PRIMEINV_SCAN_H

#include "utils/date.h"

#include "tenant/catalogue.h"

typedef struct Scanned
{
	int64		variation_id;
	char	   *unit;			/* NULL: the base unit */
	char	   *lot;			/* NULL: the code names none */
	int64		batch_id;		/* the lot's at the outlet; 0: none */
	bool		expires;		/* the code says when: */
	DateADT		expiry_date;
	Quantity	quantity;		/* of the unit, in one scan */
} Scanned;

/*
 * Looks the code up in the catalogue of the outlet's tenant, under the owner's
 * identity.  P0002 if no goods have it, 22023 if it is malformed.
 */
extern Scanned scan_goods(const Outlet *outlet, const char *code);

/* What so many scans come to, exactly, or 22023. */
extern Quantity scan_quantity(const Scanned *scanned, Quantity times);

#endif							/* PRIMEINV_SCAN_H */
