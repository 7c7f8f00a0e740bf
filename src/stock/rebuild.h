/*-------------------------------------------------------------------------
 *
 * rebuild.h
 *		Location stock and batches, mended from what they are derived from.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_REBUILD_H
#define PRIMEINV_REBUILD_H

#include "base/plan.h"
#include "tenant/call.h"

/*
 * Counts the places anew and writes each to the audit log.  Rows: tenant,
 * outlet, variation, quantity as it was (or null), quantity of the batches.
 */
extern void rebuild_locations(Call *call, const Rows *places);

#endif							/* PRIMEINV_REBUILD_H */
