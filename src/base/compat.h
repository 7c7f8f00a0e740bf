/*-------------------------------------------------------------------------
 *
 * compat.h
 *		The differences between PostgreSQL 15 and 18 that primeinv meets.
 *
 * No other file asks PG_VERSION_NUM.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_COMPAT_H
#define PRIMEINV_COMPAT_H

#include "access/genam.h"
#include "access/tableam.h"
#include "executor/executor.h"
#include "parser/parse_relation.h"

#if PG_VERSION_NUM < 150000
#error "primeinv needs PostgreSQL 15 or newer"
#endif

/*
 * What table_tuple_update says of the indexes: since 16 also that only
 * summarizing ones (BRIN) need the new tuple.  No table has one that we update,
 * but one that somebody is making meanwhile, which takes no rows yet.
 */
#if PG_VERSION_NUM >= 160000
typedef TU_UpdateIndexes IndexesToUpdate;
#define NO_INDEXES TU_None
#define ALL_INDEXES TU_All
#else
typedef bool IndexesToUpdate;
#define NO_INDEXES false
#define ALL_INDEXES true
#endif

/* Pins a page where it was lately, if it is still there. */
#if PG_VERSION_NUM >= 160000
#define read_recent_buffer(rel, block, buffer) \
	ReadRecentBuffer((rel)->rd_locator, MAIN_FORKNUM, block, buffer)
#else
#define read_recent_buffer(rel, block, buffer) \
	ReadRecentBuffer((rel)->rd_node, MAIN_FORKNUM, block, buffer)
#endif

/* Since 18 there is pg_noreturn, which stands in front, instead. */
#ifndef pg_attribute_noreturn
#define pg_attribute_noreturn() __attribute__((noreturn))
#endif

/* Since 17 an index may keep pages pinned from insert to insert; BRIN does. */
#if PG_VERSION_NUM >= 170000
#define end_index_inserts(index, info) index_insert_cleanup(index, info)
#else
#define end_index_inserts(index, info) ((void) 0)
#endif

/* index_beginscan takes a place for statistics since 18. */
#if PG_VERSION_NUM >= 180000
#define begin_index_scan(rel, index, snapshot, nkeys) \
	index_beginscan(rel, index, snapshot, NULL, nkeys, 0)
#else
#define begin_index_scan(rel, index, snapshot, nkeys) \
	index_beginscan(rel, index, snapshot, nkeys, 0)
#endif

/* The last leaf of a b-tree, locked for reading; it took a snapshot until 16. */
#if PG_VERSION_NUM >= 170000
#define rightmost_leaf(index) _bt_get_endpoint(index, 0, true)
#else
#define rightmost_leaf(index) _bt_get_endpoint(index, 0, true, NULL)
#endif

/*
 * A generic record's data for a block are pieces of it: an offset, a length and
 * so many bytes.  To be looked at again for each version, as it is the server's
 * own affair; test/t/append.pl has it replayed and compared.
 */
#define GENERIC_RECORDS_ARE_PIECES (PG_VERSION_NUM < 190000)

/* Base64 is made of bytes since 18, of characters before. */
#if PG_VERSION_NUM >= 180000
#define encode_base64(data, length, to, space) \
	pg_b64_encode((const uint8 *) (data), length, to, space)
#else
#define encode_base64(data, length, to, space) pg_b64_encode(data, length, to, space)
#endif

/* What a backend says of itself, from 1; since 16 by another name. */
#if PG_VERSION_NUM >= 160000
#define backend_status(n) pgstat_get_local_beentry_by_index(n)
#else
#define backend_status(n) pgstat_fetch_stat_local_beentry(n)
#endif

/*
 * The range table of a table that is written without a plan.  Since 16 what is
 * updated stands beside it, with the privileges.
 */
#if PG_VERSION_NUM >= 180000
#define init_range_table(estate, entry, permissions) \
	ExecInitRangeTable(estate, list_make1(entry), permissions, bms_make_singleton(1))
#elif PG_VERSION_NUM >= 160000
#define init_range_table(estate, entry, permissions) \
	ExecInitRangeTable(estate, list_make1(entry), permissions)
#else
#define init_range_table(estate, entry, permissions) \
	((void) (permissions), ExecInitRangeTable(estate, list_make1(entry)))
#endif
/* Since 18 a deferred trigger runs as the role that wrote the row. */
#define DEFERRED_RUN_AS_WRITER (PG_VERSION_NUM >= 180000)

#if PG_VERSION_NUM >= 160000
#define add_permissions(permissions, entry) addRTEPermissionInfo(permissions, entry)
#define init_recheck(epqstate, estate) EvalPlanQualInit(epqstate, estate, NULL, NIL, -1, NIL)
#else
#define add_permissions(permissions, entry) (entry)
#define init_recheck(epqstate, estate) EvalPlanQualInit(epqstate, estate, NULL, NIL, -1)
#endif

/*
 * Since 16 it takes what the planner knows, which a parser's caller has not.
 */
#if PG_VERSION_NUM >= 160000
#define compat_flatten_join_alias_vars(query, node) flatten_join_alias_vars(NULL, query, node)
#else
#define compat_flatten_join_alias_vars(query, node) flatten_join_alias_vars(query, node)
#endif

#endif							/* PRIMEINV_COMPAT_H */
