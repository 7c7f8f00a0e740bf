/*-------------------------------------------------------------------------
 *
 * spread.h
 *		Ids, spread over the places of a table in memory.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_SPREAD_H
#define PRIMEINV_SPREAD_H

/*
 * Ids of one server of several go in steps of up to 1024, and their low bits are
 * always the same ones.  The golden ratio, of 2^64, spreads them over all bits.
 */
static inline uint32
spread(uint64 id)
{
	return id * UINT64CONST(0x9E3779B97F4A7C15) >> 32;
}

#endif							/* PRIMEINV_SPREAD_H */
