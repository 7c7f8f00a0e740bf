/*-------------------------------------------------------------------------
 *
 * table.h
 *		Whether our tables are as the install script made them.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_TABLE_H
#define PRIMEINV_TABLE_H

#include "utils/rel.h"

#include "base/direct.h"
#include "base/table_layout.h"

/*
 * Whether the table is exactly the install script's, so that nothing needs to
 * be asked of it but what we know.  55000 if it has not got the columns that the
 * library was made for.
 */
extern bool table_is_ours(DirectId id, Relation rel);

/* Of a table of which that was asked; NULL if our columns are its first. */
extern const TableLayout *table_layout(DirectId id);

/* 55000 unless an index is the one that the library was made for. */
extern void table_check_index(Oid index);

/* Called by a relcache callback: it only clears what is remembered. */
extern void table_forget(DirectId id);

/*
 * Whether a trigger has nothing to do where a function of ours writes: one that
 * runs a function of ours, whatever its name, and a foreign key of ours where a
 * locked row vouches for it.
 */
extern bool table_trigger_rests(DirectId id, Relation rel, const Trigger *trigger);

/*
 * 55000 if the catalog is of another version than the library.  Asked when a
 * session loads the library, at its first look at our tables, and after each
 * change of one of them.
 */
extern void table_check_version(void);

#endif							/* PRIMEINV_TABLE_H */
