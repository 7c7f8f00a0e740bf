/*-------------------------------------------------------------------------
 *
 * value.h
 *		Arrays and texts, taken apart and put together; ids, spread.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_VALUE_H
#define PRIMEINV_VALUE_H

#include "utils/array.h"

/* nulls may be NULL where no element may be null. */
extern int	array_values(Datum array, Datum **values, bool **nulls);

/* Palloc'd; nulls may be NULL where no element is null. */
extern Datum array_of(Oid type, Datum *values, bool *nulls, int count);
extern Datum array_of_int64(const int64 *values, int count);

/* Nothing that can be seen. */
extern bool is_blank(const char *string);

/* A copy in which whatever cannot be seen is one space, and nothing at the ends. */
extern char *seen_text(const char *string);

/* A tab, a line end, or another control character of ASCII. */
extern bool has_controls(const char *string);

/* Whether a text is this string. */
extern bool text_is(Datum value, const char *string);

/* Which of these words it is, or -1; the words are an enum's, in its order. */
extern int	word_index(const char *word, const char *const *words, int count);
extern int	text_index(Datum value, const char *const *words, int count);

/*
 * Ids of one server of several go in steps of up to 1024, and their low bits are
 * always the same ones.  The golden ratio, of 2^64, spreads them over all bits.
 */
static inline uint32
spread(uint64 id)
{
	return id * UINT64CONST(0x9E3779B97F4A7C15) >> 32;
}

#endif							/* PRIMEINV_VALUE_H */
