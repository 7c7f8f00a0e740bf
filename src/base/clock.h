/*-------------------------------------------------------------------------
 *
 * clock.h
 *		The outlet's now and today.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_CLOCK_H
#define PRIMEINV_CLOCK_H

#include "pgtime.h"

/* The instant of a change; read it after the last lock wait. */
#define clock_now() GetCurrentTimestamp()

extern pg_tz *clock_zone(const char *name);

/*
 * The one rule of expiry: goods dated today are not sold any more.  What has
 * that date or an earlier one has expired; scans of an index look by it.  In SQL
 * the rule is primeinv.is_expired(expiry_date, today).
 */
static inline DateADT
clock_last_expired(DateADT today)
{
	return today;
}

static inline bool
clock_expired(DateADT expiry_date, DateADT today)
{
	return expiry_date <= clock_last_expired(today);
}

extern DateADT clock_date(TimestampTz at, pg_tz *zone);

/* As 2026-02-28, whatever the session's DateStyle; palloc'd. */
extern char *clock_date_text(DateADT date);

#endif							/* PRIMEINV_CLOCK_H */
