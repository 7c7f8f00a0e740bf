/*-------------------------------------------------------------------------
 *
 * plan.h
 *		The statements that the library runs, with their kept plans.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_PLAN_H
#define PRIMEINV_PLAN_H

#include "access/htup.h"
#include "access/tupdesc.h"
#include "commands/trigger.h"
#include "executor/tuptable.h"

#define PLAN_MAX_PARAMETERS 24

/* What a plan stands on, beside the catalog. */
typedef struct PlanBasis
{
	Oid			temporary;		/* schema of temporary tables, if there is one */
	Oid			role;
	bool		row_security;
} PlanBasis;

/* A statement of a room's statements.h, with its plan in this session. */
typedef struct Statement
{
	const char *name;
	const char *text;
	bool		sweeps;			/* reads much of a table, not a few rows by
								 * key */
	Oid			types[PLAN_MAX_PARAMETERS]; /* ends with InvalidOid */
	struct _SPI_plan *plan;		/* NULL: not prepared yet */
	PlanBasis	basis;			/* of the plan */
} Statement;

/* What a statement returned, copied into the caller's memory context. */
typedef struct Rows
{
	uint64		count;			/* rows returned or, without RETURNING,
								 * changed */
	TupleDesc	desc;			/* NULL if it returns no rows */
	HeapTuple  *tuples;
} Rows;

/*
 * Runs a statement with a fresh snapshot (in READ COMMITTED) and returns its
 * rows.  nulls is NULL or as for SPI_execute_plan.  The caller must own the
 * rights: call it under the owner's identity.  The search path is shut while it
 * runs (identity.h), so that no name in it, or in what it fires, can be somebody
 * else's.
 */
extern Rows *plan_rows(Statement *id, Datum *values, const char *nulls);

/* The same for a trigger: the statement may name its transition tables. */
extern Rows *plan_trigger(Statement *id, TriggerData *trigger,
						  Datum *values, const char *nulls);

/* The same in the query's own snapshot, for functions that only read. */
extern Rows *plan_read(Statement *id, Datum *values, const char *nulls);

/*
 * Reads everything committed until now, at any isolation level: for what is
 * decided under a lock whose row does not tell that something has changed.
 */
extern Rows *plan_latest(Statement *id, Datum *values, const char *nulls);

/*
 * The same for a result that is too long to be kept: gives each row to a
 * function as soon as it is found.  The slot is good until that returns.
 */
typedef void (*PlanTaker) (TupleTableSlot *row, void *state);
extern void plan_read_each(Statement *id, Datum *values, PlanTaker take, void *state);

/* Reads in a registered snapshot, whatever has been written since. */
extern Rows *plan_snapshot(Statement *statement, Datum *values, const char *nulls,
						   struct SnapshotData *snapshot);

/* The same for a text that cannot be in the table; it is planned at each call. */
extern Rows *plan_read_text(const char *text, int count, Oid *types,
							Datum *values, const char *nulls);

/* How many times this session has planned it. */
extern int	plan_times_planned(const Statement *statement);

/* Column (from 1) of a row (from 0). */
extern Datum rows_datum(const Rows *rows, uint64 row, int column, bool *isnull);
extern int64 rows_int64(const Rows *rows, uint64 row, int column);
extern bool rows_bool(const Rows *rows, uint64 row, int column);
extern char *rows_text(const Rows *rows, uint64 row, int column);	/* NULL for null */

#endif							/* PRIMEINV_PLAN_H */
