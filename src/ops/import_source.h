/*-------------------------------------------------------------------------
 *
 * import_source.h
 *		What both shadows need: the table behind a view, and notes of refusals.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_IMPORT_SOURCE_H
#define PRIMEINV_IMPORT_SOURCE_H

#include "utils/elog.h"
#include "utils/numeric.h"

#include "ops/import.h"

/* A table's column that a view shows as it is. */
typedef struct ImportSource
{
	Oid			relid;
	char	   *table;			/* qualified and quoted */
	char	   *column;
} ImportSource;

/* 0A000 unless it is a plain column of a local table. */
extern ImportSource import_column_source(Oid view, const char *column);

/* 42P01: there is no view "batch". */
extern void import_no_batches(const Import *import) pg_attribute_noreturn();

/* The trigger's name: one for each schema, so that some outlets can be ahead of others. */
extern char *import_trigger_name(bool exporting, const char *schema);

/* 55000 if the schema's shadow the other way is on. */
extern void import_check_one_way(bool exporting, const char *schema);

/* Whether the schema is of this outlet. */
extern bool import_shows_outlet(Import *import, const char *tenant, const char *outlet);

/* While a shadow writes, no other follows it: it would write what is there, or a new batch once more. */
extern void import_set_following(bool following);
extern bool import_is_following(void);

/* The table's name is qualified and quoted. */
extern bool import_has_trigger(const char *table, const char *name);

/* Runs a utility statement; a query of one parameter, or of several. */
extern void import_utility(const char *text);
extern Rows *import_rows(const char *text, int count, Oid *types, Datum *values, const char *nulls);

/* Notes what could not be done; an error, which is raised again if it is no matter of rows. */
extern void import_refuse(const char *schema, const char *direction, const char *view, const char *key,
						  Numeric theirs, Numeric ours, int sqlstate, const char *message);
extern void import_note_refusal(const char *schema, const char *direction, const char *view,
								const char *key, ErrorData *error);

#endif							/* PRIMEINV_IMPORT_SOURCE_H */
