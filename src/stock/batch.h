/*-------------------------------------------------------------------------
 *
 * batch.h
 *		Single batches, named by their ids.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_BATCH_H
#define PRIMEINV_BATCH_H

#include "tenant/call.h"

#include "stock/location.h"

/*
 * Where a batch lies, which never changes, so that it may be read before the
 * lock.
 */
extern Place batch_place(int64 batch_id, int64 tenant_id);

/* Keeps in price_change what a batch's price or cost (column) was; NO_PRICE: none. */
extern void batch_note_price(Call *call, const Place *place, int64 batch_id, const char *column,
							 UnitCost from, UnitCost to);

#endif							/* PRIMEINV_BATCH_H */
