/*-------------------------------------------------------------------------
 *
 * batch.h
 *		Single batches, named by their ids.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_BATCH_H
#define PRIMEINV_BATCH_H

#include "stock/location.h"

/*
 * Where a batch lies, which never changes, so that it may be read before the
 * lock.
 */
extern Place batch_place(int64 batch_id, int64 tenant_id);

#endif							/* PRIMEINV_BATCH_H */
