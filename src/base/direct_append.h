/*-------------------------------------------------------------------------
 *
 * direct_append.h
 *		Index entries of many rows that belong at the end of a b-tree.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_DIRECT_APPEND_H
#define PRIMEINV_DIRECT_APPEND_H

#include "executor/tuptable.h"
#include "nodes/execnodes.h"
#include "utils/rel.h"

/* A single entry is shorter in the WAL as PostgreSQL writes it. */
#define APPEND_AT_LEAST	2

/* Bytes of an entry; PostgreSQL takes up to a third of a page. */
#define APPEND_AT_MOST	512

/*
 * Makes the entries of the first of these rows, as many as belong behind all
 * that the b-tree has and find room on its last page, and returns of how many;
 * the caller makes the others one by one.  The rows stand in the order of the
 * index, and each belongs into it.  Where it is asked to be unique, what it makes is.
 */
extern int	append_entries(Relation index, IndexInfo *info, EState *estate,
						   TupleTableSlot **slots, int count, bool unique);

#endif							/* PRIMEINV_DIRECT_APPEND_H */
