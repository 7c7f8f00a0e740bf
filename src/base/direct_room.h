/*-------------------------------------------------------------------------
 *
 * direct_room.h
 *		Where a row goes that finds no room on its page.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_DIRECT_ROOM_H
#define PRIMEINV_DIRECT_ROOM_H

#include "access/htup.h"
#include "utils/rel.h"

/*
 * Before an update of a row: where its page is full, makes PostgreSQL put the new
 * version on a page with more room than it would look for.  room_end takes what
 * room_begin has returned, when the row is written.
 */
extern BlockNumber room_begin(int table, Relation rel, HeapTuple old, HeapTuple new);
extern void room_end(Relation rel, BlockNumber before);

#endif							/* PRIMEINV_DIRECT_ROOM_H */
