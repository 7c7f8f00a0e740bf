/*-------------------------------------------------------------------------
 *
 * value.c
 *		Arrays and texts, taken apart and put together.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/lsyscache.h"

#include "base/value.h"

/* Letters that nobody sees: controls and spaces, as Unicode has them. */
static const struct
{
	pg_wchar	first;
	pg_wchar	last;
}			unseen[] = {
	{0, ' '}, {0x7f, 0xa0}, {0xad, 0xad}, {0x1680, 0x1680}, {0x180e, 0x180e}, {0x2000, 0x200f},
	{0x2028, 0x202f}, {0x205f, 0x206f}, {0x3000, 0x3000}, {0xfeff, 0xfeff}
};

static bool is_unseen(const char *letter);

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
 * Takes for blank what a form sends when nothing was typed, and what a person
 * cannot see: spaces of all widths, line ends and control characters.
 */
bool
is_blank(const char *string)
{
	while (*string != '\0' && is_unseen(string))
		string += pg_mblen(string);
	return *string == '\0';
}

/*
 * Whether the first letter is one that nobody sees.  Beyond ASCII only UTF-8 is
 * looked at: what is blank in the old encodings, nothing sends.
 */
static bool
is_unseen(const char *letter)
{
	pg_wchar	code = (unsigned char) *letter;

	if (GetDatabaseEncoding() == PG_UTF8)
		code = utf8_to_unicode((const unsigned char *) letter);
	for (int i = 0; i < lengthof(unseen); i++)
		if (code >= unseen[i].first && code <= unseen[i].last)
			return true;
	return false;
}

/*
 * For names that people compare with their eyes.
 */
char *
seen_text(const char *string)
{
	char	   *result = palloc(strlen(string) + 1);
	char	   *end = result;
	bool		gap = false;
	int			length;

	for (; *string != '\0'; string += length)
	{
		length = pg_mblen(string);
		if (is_unseen(string))
		{
			gap = end > result;
			continue;
		}
		if (gap)
			*end++ = ' ';
		gap = false;
		memcpy(end, string, length);
		end += length;
	}
	*end = '\0';
	return result;
}

bool
has_controls(const char *string)
{
	for (; *string != '\0'; string++)
		if ((unsigned char) *string < ' ' || *string == 0x7f)
			return true;
	return false;
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
