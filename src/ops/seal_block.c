/*-------------------------------------------------------------------------
 *
 * seal_block.c
 *		Blocks as they are kept: ids as differences, prints, rows of ledger_seal.
 *
 * Ids are written as the difference to the one before, from low_id on, seven
 * bits a byte, the lowest first; the highest bit says that more follow.  Most
 * ids of a tenant lie close together, so that most take one byte.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "utils/builtins.h"

#include "ops/seal.h"
#include "ops/statements.h"

/* Bytes of each leaf that are kept, to name the row that is wrong. */
#define PRINT_LENGTH	4

static int	append_varint(uint8 *to, uint64 value);
static uint64 read_varint(const Seal *seal, int *offset);

static int
append_varint(uint8 *to, uint64 value)
{
	int			length = 0;

	do
	{
		to[length] = value & 0x7f;
		value >>= 7;
		if (value != 0)
			to[length] |= 0x80;
		length++;
	} while (value != 0);
	return length;
}

/*
 * Ids must rise.
 */
bytea *
seal_ids_encode(const int64 *ids, int64 count)
{
	bytea	   *encoded = palloc(VARHDRSZ + count * 10);
	int			length = 0;

	for (int64 i = 1; i < count; i++)
	{
		Assert(ids[i] > ids[i - 1]);
		length += append_varint((uint8 *) VARDATA(encoded) + length, ids[i] - ids[i - 1]);
	}
	SET_VARSIZE(encoded, VARHDRSZ + length);
	return encoded;
}

/*
 * A superuser may have written anything there, so that it ends with the bytes.
 */
static uint64
read_varint(const Seal *seal, int *offset)
{
	const uint8 *bytes = (const uint8 *) VARDATA_ANY(seal->ids);
	uint64		value = 0;

	for (int shift = 0; *offset < VARSIZE_ANY_EXHDR(seal->ids) && shift < 64; shift += 7)
	{
		uint8		byte = bytes[(*offset)++];

		value |= (uint64) (byte & 0x7f) << shift;
		if ((byte & 0x80) == 0)
			break;
	}
	return value;
}

void
seal_cursor_begin(SealCursor *cursor, Seal *seal)
{
	*cursor = (SealCursor) {.seal = seal, .id = seal->low_id};
}

/*
 * False behind the last id, and where a superuser has written what is no rising
 * id: the number of rows alone may say 2^63.
 */
bool
seal_cursor_next(SealCursor *cursor)
{
	uint64		step;

	if (++cursor->position >= cursor->seal->rows)
		return false;
	step = read_varint(cursor->seal, &cursor->offset);
	if (step == 0 || step > (uint64) PG_INT64_MAX - (uint64) cursor->id)
		return false;
	cursor->id += step;
	return true;
}

/*
 * Whether the block has as many ids and prints as it says that it has rows, so
 * that memory can be asked for by their number.
 */
bool
seal_is_whole(const Seal *seal)
{
	int64		length = seal_print_length(seal->kind);
	int64		prints = VARSIZE_ANY_EXHDR(seal->prints);

	return prints % length == 0 && prints / length == seal->rows &&
		seal->rows - 1 <= (int64) VARSIZE_ANY_EXHDR(seal->ids) &&
		VARSIZE_ANY_EXHDR(seal->root) == SEAL_HASH_LENGTH;
}

/*
 * The state of a sale changes, so that a block of them cannot be worked out
 * again as a whole: each state has its full digest in the block.
 */
int
seal_print_length(SealKind kind)
{
	return kind == SEAL_SALE ? SEAL_HASH_LENGTH : PRINT_LENGTH;
}

/*
 * NULL where a superuser has shortened them.
 */
const uint8 *
seal_print(const Seal *seal, int64 position)
{
	int			length = seal_print_length(seal->kind);

	if ((position + 1) * length > VARSIZE_ANY_EXHDR(seal->prints))
		return NULL;
	return (const uint8 *) VARDATA_ANY(seal->prints) + position * length;
}

/*
 * Null, which a superuser may have allowed, reads as empty.
 */
bytea *
seal_bytea(const Rows *rows, uint64 row, int column)
{
	bool		isnull;
	Datum		value = rows_datum(rows, row, column, &isnull);

	return isnull ? seal_bytes("", 0) : DatumGetByteaPP(value);
}

/*
 * Of SEAL_READ.
 */
Seal *
seals_of_rows(const Rows *rows)
{
	Seal	   *seals = palloc0(sizeof(Seal) * (rows->count + 1));

	for (uint64 i = 0; i < rows->count; i++)
	{
		Seal	   *seal = &seals[i];
		char	   *kind = rows_text(rows, i, SEAL_READ_KIND);
		bool		undated;

		seal->tenant_id = rows_int64(rows, i, SEAL_READ_TENANT);
		seal->number = rows_int64(rows, i, SEAL_READ_NUMBER);
		seal->kind = seal_kind_named(kind == NULL ? "" : kind);
		seal->version = (int) rows_int64(rows, i, SEAL_READ_VERSION);
		seal->sealed_at = rows_int64(rows, i, SEAL_READ_SEALED_AT);
		seal->not_before = DatumGetTimestampTz(rows_datum(rows, i, SEAL_READ_NOT_BEFORE, &undated));
		seal->dated = !undated;
		seal->rows = rows_int64(rows, i, SEAL_READ_ROWS);
		seal->low_id = rows_int64(rows, i, SEAL_READ_LOW_ID);
		seal->high_id = rows_int64(rows, i, SEAL_READ_HIGH_ID);
		seal->ids = seal_bytea(rows, i, SEAL_READ_IDS);
		seal->prints = seal_bytea(rows, i, SEAL_READ_PRINTS);
		seal->root = seal_bytea(rows, i, SEAL_READ_ROOT);
	}
	return seals;
}

bytea *
seal_bytes(const void *data, int64 length)
{
	bytea	   *value = palloc(VARHDRSZ + length);

	SET_VARSIZE(value, VARHDRSZ + length);
	memcpy(VARDATA(value), data, length);
	return value;
}
