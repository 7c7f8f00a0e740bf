/*-------------------------------------------------------------------------
 *
 * value.c
 *		Arrays and texts, taken apart and put together.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "catalog/pg_type.h"
#include "utils/lsyscache.h"

#include "base/value.h"

/*
 * The elements, palloc'd, whatever the dimensions; returns how many.
 */
int
array_values(Datum array, Datum **values, bool **nulls)
{
	ArrayType  *elements = DatumGetArrayTypeP(array);
	int16		length;
	bool		byval;
	char		align;
	int			count;

	get_typlenbyvalalign(ARR_ELEMTYPE(elements), &length, &byval, &align);
	deconstruct_array(elements, ARR_ELEMTYPE(elements), length, byval, align,
					  values, nulls, &count);
	return count;
}

/*
 * One dimension from 1, as SQL makes them; the elements are copied.
 */
Datum
array_of(Oid type, Datum *values, bool *nulls, int count)
{
	int			dimension = count;
	int			bound = 1;
	int16		length;
	bool		byval;
	char		align;

	get_typlenbyvalalign(type, &length, &byval, &align);
	return PointerGetDatum(construct_md_array(values, nulls, 1, &dimension, &bound,
											  type, length, byval, align));
}

/*
 * Converts each element through its Datum, because int64 is not passed by
 * value everywhere.
 */
Datum
array_of_int64(const int64 *values, int count)
{
	Datum	   *datums = palloc(sizeof(Datum) * (count + 1));

	for (int i = 0; i < count; i++)
		datums[i] = Int64GetDatum(values[i]);
	return PointerGetDatum(construct_array(datums, count, INT8OID, sizeof(int64),
										   FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

/*
 * Compares letter by letter: our columns' words are in one case, and a
 * caller's must be in the same.
 */
int
value_word(const char *word, const char *const *words, int count)
{
	for (int i = 0; i < count; i++)
		if (strcmp(word, words[i]) == 0)
			return i;
	return -1;
}

/*
 * Takes for blank what a form sends when nothing was typed: nothing, or only
 * spaces, tabs and line ends.
 */
bool
is_blank(const char *string)
{
	return string[strspn(string, " \t\r\n")] == '\0';
}

/*
 * Compares byte by byte, whatever the collation, and without a copy, because
 * it is asked of row after row.
 */
bool
text_is(Datum value, const char *string)
{
	text	   *given = DatumGetTextPP(value);
	Size		length = strlen(string);

	return VARSIZE_ANY_EXHDR(given) == length &&
		memcmp(VARDATA_ANY(given), string, length) == 0;
}

/*
 * Words of a table are few, and compared when a row is read, not in a loop
 * over rows.
 */
int
word_index(const char *word, const char *const *words, int count)
{
	for (int i = 0; i < count; i++)
		if (strcmp(word, words[i]) == 0)
			return i;
	return -1;
}

/*
 * The same without a copy of the text.
 */
int
text_index(Datum value, const char *const *words, int count)
{
	for (int i = 0; i < count; i++)
		if (text_is(value, words[i]))
			return i;
	return -1;
}
