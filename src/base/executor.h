/*-------------------------------------------------------------------------
 *
 * executor.h
 *		The executor's own way of writing our tables.
 *
 * For a table on which a user has put something: whatever it is, PostgreSQL's
 * code honours it, at a price (docs/own-objects.md).  All of it runs as
 * the extension's owner, with the path shut.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_EXECUTOR_H
#define PRIMEINV_EXECUTOR_H

#include "access/htup.h"
#include "utils/rel.h"

#include "base/direct.h"

typedef struct Executor Executor;

/*
 * For a table of which so many columns are ours, the first ones or where the
 * layout says; what a user has added gets its defaults.  0A000 for rules and for
 * triggers that are not of single rows.
 */
extern Executor *executor_begin(DirectId id, Relation rel, int columns, const TableLayout *layout);

/* 27000 if a user's trigger changes or leaves out what is to be written. */
extern void executor_insert(Executor *executor, const Datum *values, const bool *nulls);

/*
 * Replaces columns of a row that the caller has locked, and returns the new
 * version.  Both rows are the table's; replace goes by our numbers, as the values
 * of an insert do.
 */
extern HeapTuple executor_update(Executor *executor, HeapTuple old, HeapTuple new,
								 const bool *replace);

extern void executor_end(Executor *executor);

#endif							/* PRIMEINV_EXECUTOR_H */
