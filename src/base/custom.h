/*-------------------------------------------------------------------------
 *
 * custom.h
 *		What a user has put on our tables, honoured by direct.c.
 *
 * Only direct.c and custom.c know what a Direct is made of.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_CUSTOM_H
#define PRIMEINV_CUSTOM_H

#include "base/direct.h"

/* What a session remembers of a table until its definition changes. */
typedef struct CustomFacts
{
	Oid			relid;
	bool		examined;
	bool		user_checks;	/* has CHECK or NOT NULL constraints that are
								 * not ours */
	bool		user_generated; /* has generated columns that are not ours */
	bool		user_triggers;	/* has after-row triggers that are not ours */
} CustomFacts;

/*
 * A table opened for writing.  It keeps its facts, because what the session
 * remembers may be forgotten while the call lasts (VACUUM suffices); the lock
 * on the table keeps them true.
 */
typedef struct DirectTable
{
	Relation	rel;			/* NULL: not opened */
	CustomFacts facts;
	int			columns;		/* ours; what stands behind them is a user's */
	ExprState **defaults;		/* of the columns behind ours; made when
								 * needed */
	ResultRelInfo *info;
	bool		indexed;		/* info has the indexes */
	TupleTableSlot *locked;
	TupleTableSlot *written;
} DirectTable;

/* The identity under which the tables are written. */
typedef struct CustomOwner
{
	Oid			role;
	int			context;
} CustomOwner;

struct Direct
{
	EState	   *estate;
	Oid			role;			/* whom a user's code runs as */
	int			context;
	DirectTable tables[DIRECT_TABLES];
	DirectScan	scans[DIRECT_IDS - DIRECT_TABLES];	/* of indexes */
};

/* How many columns the install script gives a table. */
extern int	custom_own_columns(DirectId id);

/* The table's facts; 0A000 for what writing below the executor would pass over. */
extern CustomFacts custom_facts(DirectId id, Relation rel);
extern void custom_forget(DirectId id);

/* custom_leave_owner returns what custom_resume_owner takes. */
extern CustomOwner custom_leave_owner(const Direct *direct);
extern void custom_resume_owner(CustomOwner owner);

extern void custom_fill_defaults(Direct *direct, DirectTable *table, TupleTableSlot *slot);
extern void custom_keep_rules(Direct *direct, DirectTable *table, TupleTableSlot *slot);
extern void custom_queue_triggers(Direct *direct, DirectTable *table, TupleTableSlot *slot,
								  HeapTuple old, HeapTuple new, List *recheck, bool foreign_keys);

#endif							/* PRIMEINV_CUSTOM_H */
