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
 * For a table of which the first so many columns are ours; what a user has put
 * behind them gets its defaults.  0A000 for rules and for triggers that are not
 * of single rows.
 */
extern Executor *executor_begin(DirectId id, Relation rel, int columns);

/* 27000 if a user's trigger changes or leaves out what is to be written. */
extern void executor_insert(Executor *executor, const Datum *values, const bool *nulls);

/*
 * Replaces columns of a row that the caller has locked, and returns the new
 * version.
 */
extern HeapTuple executor_update(Executor *executor, HeapTuple old, HeapTuple new,
								 const bool *replace);

extern void executor_end(Executor *executor);

#endif							/* PRIMEINV_EXECUTOR_H */
