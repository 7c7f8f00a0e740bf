/*-------------------------------------------------------------------------
 *
 * find.c
 *		find_variation: what a scanner read, or somebody typed.
 *
 * Under row-level security only leakproof operators may use an index, and
 * those of text search are not.  So the tenants that the caller may see are
 * worked out first, and then the owner searches among them.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "commands/extension.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/formatting.h"
#include "utils/guc.h"

#include "tenant/access.h"
#include "ops/statements.h"

static Rows *search_catalogue(Datum tenants, const char *search, Datum max_rows, bool all);
static Rows *search_similar(Datum tenants, const char *search, Datum max_rows, bool all);
static int	lower_threshold(void);
static char *similar_text(const char *schema);
static char *trimmed(const text *search);
static char *longest_word(const char *search);
static char *after_start(const char *start);

SQL_FUNCTION(primeinv_find_variation);

/*
 * find_variation(search, max_rows)
 */
Datum
primeinv_find_variation(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	bool		all = PG_ARGISNULL(1);
	Datum		max_rows = all ? (Datum) 0 : PG_GETARG_DATUM(1);
	char	   *search;
	Datum		tenants;
	Rows	   *rows;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	access_check_setting();
	search = trimmed(PG_GETARG_TEXT_PP(0));
	if (search[0] == '\0')
		return (Datum) 0;
	tenants = access_visible_tenants(LEVEL_READER);
	rows = search_catalogue(tenants, search, max_rows, all);
	if (rows->count == 0 && OidIsValid(get_extension_oid("pg_trgm", true)))
		rows = search_similar(tenants, search, max_rows, all);
	for (uint64 i = 0; i < rows->count; i++)
		tuplestore_puttuple(rsinfo->setResult, rows->tuples[i]);
	return (Datum) 0;
}

/*
 * The owner searches, whom row security does not bind: the list of tenants is
 * the only fence.  The lower-case form is made as the indexes on lower(sku)
 * make theirs.
 */
static Rows *
search_catalogue(Datum tenants, const char *search, Datum max_rows, bool all)
{
	char	   *start = str_tolower(search, strlen(search), DEFAULT_COLLATION_OID);
	Datum		values[5] = {
		tenants,
		CStringGetTextDatum(search),
		CStringGetTextDatum(start),
		CStringGetTextDatum(after_start(start)),
		max_rows
	};
	AccessIdentity caller = access_become_owner();
	Rows	   *rows = plan_read(&PLAN_FIND_VARIATION, values, all ? "    n" : NULL);

	access_resume(caller);
	return rows;
}

/*
 * Names like what was typed, for whoever mistypes.  The extension pg_trgm may
 * live in any schema, or not at all, so this cannot be a kept statement.  The
 * longest word tells most; an index on the product's name for it is the
 * administrator's to add, and is used if it is there.
 */
static Rows *
search_similar(Datum tenants, const char *search, Datum max_rows, bool all)
{
	Oid			types[4] = {INT8ARRAYOID, TEXTOID, INT4OID, TEXTOID};
	Datum		values[4] = {
		tenants,
		CStringGetTextDatum(search),
		max_rows,
		CStringGetTextDatum(longest_word(search))
	};
	int			settings = lower_threshold();
	AccessIdentity caller = access_become_owner();
	Datum		role = ObjectIdGetDatum(caller.role);
	Rows	   *schema = plan_read(&PLAN_FIND_TRIGRAM_SCHEMA, &role, NULL);
	Rows	   *rows = palloc0(sizeof(Rows));
	bool		seen = schema->count > 0;	/* not by a snapshot from before
											 * it */
	bool		as_owner = seen && rows_bool(schema, 0, TRIGRAM_SCHEMA_SAFE);

	if (!as_owner)
		access_resume(caller);
	if (as_owner || (seen && rows_bool(schema, 0, TRIGRAM_SCHEMA_USABLE)))
		rows = plan_read_text(similar_text(rows_text(schema, 0, TRIGRAM_SCHEMA_NAME)), 4, types,
							  values, all ? "  n " : NULL);
	access_resume(caller);
	AtEOXact_GUC(true, settings);
	return rows;
}

/*
 * A slip in a word of eight letters costs three of its nine trigrams or more;
 * pg_trgm would by itself ask for six tenths to agree.  The settings' level is
 * to be ended by the caller, or by an error.
 */
static int
lower_threshold(void)
{
	int			settings = NewGUCNestLevel();

	(void) set_config_option("pg_trgm.word_similarity_threshold", "0.4",
							 PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	return settings;
}

/*
 * The text of that search, for pg_trgm in this schema.
 */
static char *
similar_text(const char *schema)
{
	const char *name = quote_identifier(schema);

	return psprintf("SELECT v.id, NULL::text, p.name, v.name, v.sku, v.barcode,"
					" v.price::numeric,"
					" round((0.3 * s.likeness)::numeric, 3),"
					" v.is_active AND p.is_active, v.tenant_id"
					" FROM primeinv.product p"
					" JOIN primeinv.variation v ON v.product_id = p.id"
					" CROSS JOIN LATERAL (SELECT %s.word_similarity($2,"
					" concat(p.name, ' ', v.name)) AS likeness) s"
					" WHERE p.name OPERATOR(%s.%%>) $4"
					" AND p.tenant_id = ANY ($1)"
					" ORDER BY s.likeness DESC, p.name, v.name, v.id LIMIT $3",
					name, name);
}

/*
 * Without the blanks around it, which a scanner or a form may add.
 */
static char *
trimmed(const text *search)
{
	return TextDatumGetCString(DirectFunctionCall2(btrim, PointerGetDatum(search),
												   CStringGetTextDatum(" \t\r\n")));
}

/*
 * The first, if several are as long; palloc'd.  Length is in bytes, which is
 * exact enough to choose what is searched for.
 */
static char *
longest_word(const char *search)
{
	const char *longest = search;
	int			length = 0;

	for (const char *word = search; *word != '\0';)
	{
		int			size = strcspn(word, " \t\n");

		if (size > length)
		{
			longest = word;
			length = size;
		}
		word += size;
		word += strspn(word, " \t\n");
	}
	return pnstrdup(longest, length);
}

/*
 * A text that sorts, by bytes, after all that begin with this one.
 */
static char *
after_start(const char *start)
{
	return psprintf("%s%s", start, GetDatabaseEncoding() == PG_UTF8 ? "\xF4\x8F\xBF\xBF" : "\xFF");
}
