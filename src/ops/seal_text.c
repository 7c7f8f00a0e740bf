/*-------------------------------------------------------------------------
 *
 * seal_text.c
 *		The written form of a row, which is what a seal covers.
 *
 * primeinv/<kind>/<version>, a newline, then each column in the order of the
 * kind's statement: "-" for null, else its length in bytes, a colon and its
 * UTF-8 bytes.  bigint and integer in decimal, instants as microseconds since
 * 1970, dates as YYYY-MM-DD, boolean as t or f, numeric, jsonb and inet as
 * they are put out: so DateStyle, TimeZone and the encodings do not matter.
 *
 * A column that is added to a table later must not enter a statement of this
 * version: it begins another.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/fmgrprotos.h"

#include "base/value.h"
#include "ops/seal.h"
#include "ops/statements.h"

static void append_text(StringInfo out, const char *value);
static void append_datum(StringInfo out, Oid type, Datum value);
static void append_date(StringInfo out, DateADT date);
static char *instant_text(TimestampTz at);
static void append_columns(StringInfo out, const Rows *rows, uint64 row);
static uint64 append_children(StringInfo out, const char *name, const Rows *rows, uint64 row,
							  int64 sale_id);
static Rows *of_sales(Statement *statement, Datum sale_ids, Snapshot snapshot);

static const char *const kind_names[] = {
	[SEAL_MOVEMENT] = "stock_movement",
	[SEAL_AUDIT] = "audit_log",
	[SEAL_ENTRY] = "customer_entry",
	[SEAL_SALE] = "sale"
};

const char *
seal_kind_name(SealKind kind)
{
	return kind_names[kind];
}

SealKind
seal_kind_named(const char *name)
{
	for (SealKind kind = 0; kind < SEAL_KINDS; kind++)
		if (strcmp(kind_names[kind], name) == 0)
			return kind;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%.*s\" is not sealed", pg_mbcliplen(name, strlen(name), 40), name),
			 errdetail("Kinds of rows that are sealed: stock_movement, audit_log, customer_entry, sale."),
			 errhint("Name one of them.")));
}

/*
 * The text is in the database's encoding; what is hashed is UTF-8.  A database
 * of SQL_ASCII does not say what its bytes mean, so they are hashed as they
 * are: one that is no UTF-8 would keep all that follows from being sealed.
 */
static void
append_text(StringInfo out, const char *value)
{
	int			length = strlen(value);
	char	   *utf8 = GetDatabaseEncoding() == PG_SQL_ASCII ? unconstify(char *, value) :
	pg_server_to_any(value, length, PG_UTF8);

	if (utf8 != value)
		length = strlen(utf8);
	appendStringInfo(out, "%d:", length);
	appendBinaryStringInfo(out, utf8, length);
	if (utf8 != value)
		pfree(utf8);
}

static void
append_datum(StringInfo out, Oid type, Datum value)
{
	char		digits[MAXINT8LEN + 1];

	switch (type)
	{
		case INT8OID:
			pg_lltoa(DatumGetInt64(value), digits);
			append_text(out, digits);
			break;
		case INT4OID:
			pg_ltoa(DatumGetInt32(value), digits);
			append_text(out, digits);
			break;
		case BOOLOID:
			append_text(out, DatumGetBool(value) ? "t" : "f");
			break;
		case TIMESTAMPTZOID:
			append_text(out, instant_text(DatumGetTimestampTz(value)));
			break;
		case DATEOID:
			append_date(out, DatumGetDateADT(value));
			break;
		case TEXTOID:
			append_text(out, TextDatumGetCString(value));
			break;
		case NUMERICOID:
			append_text(out, DatumGetCString(DirectFunctionCall1(numeric_out, value)));
			break;
		case JSONBOID:
			append_text(out, DatumGetCString(DirectFunctionCall1(jsonb_out, value)));
			break;
		case INETOID:
			append_text(out, DatumGetCString(DirectFunctionCall1(inet_out, value)));
			break;
		default:
			elog(ERROR, "a column of type %u has no written form", type);
	}
}

static void
append_date(StringInfo out, DateADT date)
{
	int			year;
	int			month;
	int			day;

	if (DATE_NOT_FINITE(date))
	{
		append_text(out, DATE_IS_NOBEGIN(date) ? "-infinity" : "infinity");
		return;
	}
	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	append_text(out, psprintf("%04d-%02d-%02d", year, month, day));
}

/*
 * 64 bits have room for it: PostgreSQL's own range ends long before.
 */
static char *
instant_text(TimestampTz at)
{
	if (TIMESTAMP_NOT_FINITE(at))
		return TIMESTAMP_IS_NOBEGIN(at) ? "-infinity" : "infinity";
	return psprintf(INT64_FORMAT, at + (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * USECS_PER_DAY);
}

static void
append_columns(StringInfo out, const Rows *rows, uint64 row)
{
	Datum		values[MaxTupleAttributeNumber];
	bool		nulls[MaxTupleAttributeNumber];

	heap_deform_tuple(rows->tuples[row], rows->desc, values, nulls);
	for (int i = 0; i < rows->desc->natts; i++)
	{
		if (nulls[i])
			appendStringInfoChar(out, '-');
		else
			append_datum(out, TupleDescAttr(rows->desc, i)->atttypid, values[i]);
	}
}

void
seal_text(StringInfo out, SealKind kind, const Rows *rows, uint64 row)
{
	appendStringInfo(out, "primeinv/%s/%d\n", kind_names[kind], SEAL_VERSION);
	append_columns(out, rows, row);
}

/*
 * All of a block but what the log makes of it.
 */
void
seal_header(StringInfo out, const Seal *seal)
{
	const bytea *parts[] = {seal->ids, seal->prints, seal->root};

	appendStringInfo(out, "primeinv/ledger_seal/%d\n", seal->version);
	append_datum(out, INT8OID, Int64GetDatum(seal->tenant_id));
	append_datum(out, INT8OID, Int64GetDatum(seal->number));
	append_text(out, kind_names[seal->kind]);
	append_datum(out, INT4OID, Int32GetDatum(seal->version));
	append_text(out, instant_text(seal->sealed_at));
	if (seal->dated)
		append_text(out, instant_text(seal->not_before));
	else
		appendStringInfoChar(out, '-');
	append_datum(out, INT8OID, Int64GetDatum(seal->rows));
	append_datum(out, INT8OID, Int64GetDatum(seal->low_id));
	append_datum(out, INT8OID, Int64GetDatum(seal->high_id));
	for (int i = 0; i < lengthof(parts); i++)
	{
		appendStringInfo(out, "%d:", (int) VARSIZE_ANY_EXHDR(parts[i]));
		appendBinaryStringInfo(out, VARDATA_ANY(parts[i]), VARSIZE_ANY_EXHDR(parts[i]));
	}
}

Rows *
seal_rows_from(SealKind kind, int64 after, int64 until, int64 tenant_id, int64 limit, Snapshot snapshot)
{
	static Statement *const statements[] = {
		[SEAL_MOVEMENT] = &PLAN_SEAL_MOVEMENTS,
		[SEAL_AUDIT] = &PLAN_SEAL_AUDIT,
		[SEAL_ENTRY] = &PLAN_SEAL_ENTRIES
	};
	Datum		values[] = {Int64GetDatum(after), Int64GetDatum(until), Int64GetDatum(tenant_id), Int64GetDatum(limit)};

	Assert(kind < lengthof(statements));
	return plan_snapshot(statements[kind], values, NULL, snapshot);
}

Rows *
seal_rows_of(SealKind kind, Datum ids, Snapshot snapshot)
{
	static Statement *const statements[] = {
		[SEAL_MOVEMENT] = &PLAN_SEAL_MOVEMENTS_OF,
		[SEAL_AUDIT] = &PLAN_SEAL_AUDIT_OF,
		[SEAL_ENTRY] = &PLAN_SEAL_ENTRIES_OF
	};

	Assert(kind < lengthof(statements));
	return plan_snapshot(statements[kind], &ids, NULL, snapshot);
}

int64
seal_row_tenant(const Rows *rows, uint64 row)
{
	return rows_int64(rows, row, SEAL_ROW_TENANT);
}

int64
seal_row_id(const Rows *rows, uint64 row)
{
	return rows_int64(rows, row, SEAL_ROW_ID);
}

TimestampTz
seal_row_created_at(const Rows *rows, uint64 row)
{
	return rows_int64(rows, row, SEAL_ROW_CREATED_AT);
}

/*
 * A sale's own columns, then its lines, payments, refunds and their lines: of
 * each the count, so that none can be taken off or put on.
 */
SaleStates *
seal_sale_states(pg_cryptohash_ctx *context, Datum sale_ids, Snapshot snapshot, bool keep_texts)
{
	Rows	   *sales = of_sales(&PLAN_SEAL_SALES, sale_ids, snapshot);
	Rows	   *items = of_sales(&PLAN_SEAL_SALE_ITEMS, sale_ids, snapshot);
	Rows	   *payments = of_sales(&PLAN_SEAL_PAYMENTS, sale_ids, snapshot);
	Rows	   *refunds = of_sales(&PLAN_SEAL_REFUNDS, sale_ids, snapshot);
	Rows	   *refund_items = of_sales(&PLAN_SEAL_REFUND_ITEMS, sale_ids, snapshot);
	uint64		item = 0,
				payment = 0,
				refund = 0,
				refund_item = 0;
	SaleStates *states = palloc0(sizeof(SaleStates));
	StringInfoData text;

	initStringInfo(&text);
	states->count = sales->count;
	states->tenant_ids = palloc(sizeof(int64) * (sales->count + 1));
	states->ids = palloc(sizeof(int64) * (sales->count + 1));
	states->created_at = palloc(sizeof(TimestampTz) * (sales->count + 1));
	states->leaves = palloc(sizeof(SealHash) * (sales->count + 1));
	states->texts = keep_texts ? palloc(sizeof(StringInfoData) * (sales->count + 1)) : NULL;
	for (uint64 i = 0; i < sales->count; i++)
	{
		int64		id = seal_row_id(sales, i);

		resetStringInfo(&text);
		seal_text(&text, SEAL_SALE, sales, i);
		item = append_children(&text, "sale_item", items, item, id);
		payment = append_children(&text, "payment", payments, payment, id);
		refund = append_children(&text, "refund", refunds, refund, id);
		refund_item = append_children(&text, "refund_item", refund_items, refund_item, id);
		states->tenant_ids[i] = seal_row_tenant(sales, i);
		states->ids[i] = id;
		states->created_at[i] = seal_row_created_at(sales, i);
		states->leaves[i] = seal_leaf(context, text.data, text.len);
		if (keep_texts)
		{
			initStringInfo(&states->texts[i]);
			appendBinaryStringInfo(&states->texts[i], text.data, text.len);
		}
	}
	return states;
}

/*
 * Rows come by sale and id, and the first column says of which sale; those of
 * a sale that is gone are passed over.  Returns where the next sale's begin.
 */
static uint64
append_children(StringInfo out, const char *name, const Rows *rows, uint64 row, int64 sale_id)
{
	uint64		end;

	while (row < rows->count && rows_int64(rows, row, 1) < sale_id)
		row++;
	end = row;
	while (end < rows->count && rows_int64(rows, end, 1) == sale_id)
		end++;
	appendStringInfo(out, "\n%s/" UINT64_FORMAT "\n", name, end - row);
	for (; row < end; row++)
		append_columns(out, rows, row);
	return end;
}

static Rows *
of_sales(Statement *statement, Datum sale_ids, Snapshot snapshot)
{
	return plan_snapshot(statement, &sale_ids, NULL, snapshot);
}
