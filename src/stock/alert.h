/*-------------------------------------------------------------------------
 *
 * alert.h
 *		Rows of stock_alert, with a NOTIFY each.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_ALERT_H
#define PRIMEINV_ALERT_H

#include "tenant/call.h"
#include "stock/location.h"

/*
 * Raises an alert for each hold that will go short, the newest first.  The
 * location is locked, and its holders were promised more than is left.
 */
extern void alert_reservations_at_risk(const Location *location);

/*
 * Raises an alert for each place of these runs of reconcile where more than 5
 * percent are off, and resolves those of places without a variance.
 */
extern void alert_variances(Datum run_ids);

/*
 * Tells that a stock take has corrected so many of its lines; an open alert of
 * an earlier one at the outlet becomes this one.
 */
extern void alert_stock_take(int64 outlet_id, int64 take_id, int64 corrected, int64 lines);

/* Resolves the alerts of these runs, which have set location stock right. */
extern void alert_variances_mended(Datum run_ids);

/*
 * Locks the outlets of a call's scope against others that write alerts of them,
 * and returns their ids (bigint[]).  Over all tenants those that somebody has
 * locked are left out.
 */
extern Datum alert_lock_outlets(const Call *call);

#endif							/* PRIMEINV_ALERT_H */
