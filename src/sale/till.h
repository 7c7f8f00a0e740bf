/*-------------------------------------------------------------------------
 *
 * till.h
 *		Who has which drawer, from the float to the count.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_TILL_H
#define PRIMEINV_TILL_H

#include "tenant/call.h"

/* The open session of an actor; id 0: none. */
typedef struct Till
{
	int64		id;
	int64		outlet_id;
} Till;

/* That of the call's actor; it stays open until the transaction ends. */
extern Till till_of_actor(Call *call);

#endif							/* PRIMEINV_TILL_H */
