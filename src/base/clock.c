/*-------------------------------------------------------------------------
 *
 * clock.c
 *		The outlet's now and today.
 *
 * "Today" is the outlet's whatever the session's TimeZone.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datetime.h"

#include "base/clock.h"
#include "base/statements.h"
#include "base/trigger.h"

static bool is_place_name(const char *name);
static void check_other_name(const char *name);
static DateADT date_at(TimestampTz at, pg_tz *zone);

SQL_FUNCTION(primeinv_check_time_zone);

/*
 * The zone of an outlet; its name was checked when it was stored.  The result
 * lives as long as the session.
 */
pg_tz *
clock_zone(const char *name)
{
	pg_tz	   *zone = pg_tzset(name);

	if (zone == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("time zone \"%s\" is not known to this server", name),
				 errdetail("An outlet is set to it."),
				 errhint("Install the server's time zone data, or change the outlet.")));
	return zone;
}

/*
 * The calendar date at an instant, in a zone.  The last answer is remembered:
 * a call asks for each of its lines, at one instant.
 */
DateADT
clock_date(TimestampTz at, pg_tz *zone)
{
	static TimestampTz last_at;
	static pg_tz *last_zone = NULL;
	static DateADT last_date;

	if (zone != last_zone || at != last_at)
	{
		last_date = date_at(at, zone);
		last_zone = zone;
		last_at = at;
	}
	return last_date;
}

static DateADT
date_at(TimestampTz at, pg_tz *zone)
{
	struct pg_tm tm;
	fsec_t		fsec;
	int			tz;
	const char *abbreviation;

	if (timestamp2tm(at, &tz, &tm, &fsec, &abbreviation, zone) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("timestamp out of range"),
				 errdetail("It has no date in the outlet's time zone."),
				 errhint("Check the server's clock, or give an earlier instant.")));
	return date2j(tm.tm_year, tm.tm_mon, tm.tm_mday) - POSTGRES_EPOCH_JDATE;
}

/*
 * For what is stored: date_out follows the session's DateStyle.
 */
char *
clock_date_text(DateADT date)
{
	char		text[MAXDATELEN + 1];
	struct pg_tm tm;

	Assert(!DATE_NOT_FINITE(date));
	j2date(date + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
	EncodeDateOnly(&tm, USE_ISO_DATES, text);
	return pstrdup(text);
}

/*
 * Trigger of outlet: takes only the names of pg_timezone_names, because
 * PostgreSQL itself would take any POSIX zone, and of those only what means the
 * same everywhere.
 */
Datum
primeinv_check_time_zone(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_data(fcinfo, TRIGGER_TYPE_ROW | TRIGGER_TYPE_BEFORE |
										TRIGGER_TYPE_INSERT | TRIGGER_TYPE_UPDATE, "outlet", NULL);
	HeapTuple	tuple = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ?
	trigger->tg_newtuple : trigger->tg_trigtuple;
	char	   *zone = SPI_getvalue(tuple, trigger->tg_relation->rd_att,
									SPI_fnumber(trigger->tg_relation->rd_att, "time_zone"));

	if (zone != NULL && !is_place_name(zone))	/* a null meets NOT NULL */
		check_other_name(zone);
	PG_RETURN_POINTER(tuple);
}

/*
 * "Europe/Paris" and the like, without asking pg_timezone_names, which reads
 * every zone's file.  Of a POSIX zone PostgreSQL makes capitals, and of a file's
 * name the name, so that one with other letters is a file's.  No abbreviation
 * has a slash.
 */
static bool
is_place_name(const char *name)
{
	pg_tz	   *zone;

	if (strchr(name, '/') == NULL || strlen(name) > TZ_STRLEN_MAX)
		return false;
	zone = pg_tzset(name);
	return zone != NULL && pg_tz_acceptable(zone) &&
		strcmp(pg_get_timezone_name(zone), name) == 0 &&
		strpbrk(name, "abcdefghijklmnopqrstuvwxyz") != NULL;
}

/*
 * A name without a slash, such as UTC, Japan or CET.  SQL takes it for an
 * abbreviation first, where there is one, and that knows no summer: only UTC
 * is the same both ways.  The last one is remembered, for loads; an empty name is
 * none that was.
 */
static void
check_other_name(const char *name)
{
	static char last[TZ_STRLEN_MAX + 1] = "";
	Datum		value = CStringGetTextDatum(name);
	Rows	   *rows;

	if (name[0] != '\0' && strcmp(name, last) == 0)
		return;
	rows = plan_rows(&PLAN_TIME_ZONE_KNOWN, &value, NULL);
	if (rows->count == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is not a time zone", name),
				 errdetail("An outlet's time zone must be a name of pg_timezone_names."),
				 errhint("Use an IANA name such as \"Europe/Paris\".")));
	if (rows_bool(rows, 0, TIME_ZONE_KNOWN_AMBIGUOUS))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is a time zone and an abbreviation", name),
				 errdetail("SQL would take it for the abbreviation, which has no daylight saving time."),
				 errhint("Use the name of a place, such as \"Europe/Paris\".")));
	strlcpy(last, name, sizeof(last));
}
