/*-------------------------------------------------------------------------
 *
 * alert.h
 *		Rows of stock_alert, with a NOTIFY each.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_ALERT_H
#define PRIMEINV_ALERT_H

#include "location.h"

/*
 * For a locked location whose holders were promised more than is left: an
 * alert for each hold that will go short, the newest first.
 */
extern void alert_reservations_at_risk(const Location *location);

#endif							/* PRIMEINV_ALERT_H */
