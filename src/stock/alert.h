/*-------------------------------------------------------------------------
 *
 * alert.h
 *		Rows of stock_alert, with a NOTIFY each.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_ALERT_H
#define PRIMEINV_ALERT_H

#include "stock/location.h"

/*
 * For a locked location whose holders were promised more than is left: an
 * alert for each hold that will go short, the newest first.
 */
extern void alert_reservations_at_risk(const Location *location);

/*
 * For runs of reconcile (an array of their ids): an alert where more than 5
 * percent are off; those of places without a variance are over.
 */
extern void alert_variances(Datum run_ids);

/* The same runs have set location stock right. */
extern void alert_variances_mended(Datum run_ids);

#endif							/* PRIMEINV_ALERT_H */
