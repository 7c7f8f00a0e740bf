/*-------------------------------------------------------------------------
 *
 * import_read.c
 *		Reads the views that a user has written over the old tables.
 *
 * Each is read once, from end to end, in the snapshot of the statement that
 * called, and with the rights of its owner: a view runs the functions in it as
 * whoever reads it, and that is not to be us.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "access/relation.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#include "catalog/pg_namespace.h"
#include "ops/import.h"

/* Texts are read no further: the longest column here has 2,000 letters. */
#define TEXT_READ	2001

/* A column that a view may have. */
typedef struct ImportColumn
{
	const char *name;
	Oid			type;
	bool		required;
} ImportColumn;

#define MAX_COLUMNS	20

static const ImportColumn columns_of[IMPORT_VIEWS][MAX_COLUMNS] = {
	[IMPORT_TENANT] = {
		{"key", TEXTOID, true}, {"name", TEXTOID, true}, {"currency", TEXTOID}, {"money_decimals", INT8OID},
		{"prices_include_tax", BOOLOID}, {"keep_id", INT8OID}
	},
	[IMPORT_OUTLET] = {
		{"tenant", TEXTOID, true}, {"key", TEXTOID, true}, {"name", TEXTOID, true}, {"time_zone", TEXTOID, true},
		{"currency", TEXTOID}, {"is_active", BOOLOID}, {"keep_id", INT8OID}
	},
	[IMPORT_PRODUCT] = {
		{"tenant", TEXTOID, true}, {"key", TEXTOID, true}, {"name", TEXTOID, true}, {"sku", TEXTOID},
		{"category", TEXTOID}, {"image", TEXTOID}, {"is_active", BOOLOID}, {"keep_id", INT8OID}
	},
	[IMPORT_VARIATION] = {
		{"tenant", TEXTOID, true}, {"key", TEXTOID, true}, {"product", TEXTOID, true}, {"name", TEXTOID},
		{"sku", TEXTOID}, {"barcode", TEXTOID}, {"price", NUMERICOID}, {"wholesale_price", NUMERICOID},
		{"minimum_wholesale_quantity", NUMERICOID}, {"cost", NUMERICOID}, {"tax_rate", NUMERICOID},
		{"track_inventory", BOOLOID}, {"low_stock_threshold", NUMERICOID}, {"shelf_life_days", INT8OID},
		{"is_active", BOOLOID}, {"keep_id", INT8OID}
	},
	[IMPORT_UNIT] = {
		{"tenant", TEXTOID, true}, {"variation", TEXTOID, true}, {"unit", TEXTOID, true}, {"factor", NUMERICOID},
		{"numerator", INT8OID}, {"denominator", INT8OID}, {"key", TEXTOID}, {"barcode", TEXTOID},
		{"price", NUMERICOID}, {"wholesale_price", NUMERICOID}, {"keep_id", INT8OID}
	},
	[IMPORT_CUSTOMER] = {
		{"tenant", TEXTOID, true}, {"key", TEXTOID, true}, {"name", TEXTOID, true}, {"phone", TEXTOID},
		{"email", TEXTOID}, {"contact_person", TEXTOID}, {"customer_type", TEXTOID}, {"credit_limit", NUMERICOID},
		{"credit_terms_days", INT8OID}, {"credit_blocked", BOOLOID}, {"balance", NUMERICOID},
		{"is_active", BOOLOID}, {"keep_id", INT8OID}
	},
	[IMPORT_DUE] = {
		{"tenant", TEXTOID, true}, {"key", TEXTOID, true}, {"outlet", TEXTOID, true}, {"customer", TEXTOID, true},
		{"amount", NUMERICOID, true}, {"receipt_number", TEXTOID}, {"sold_at", TIMESTAMPTZOID, true},
		{"due_date", DATEOID}, {"type", TEXTOID}, {"currency", TEXTOID}, {"keep_id", INT8OID}
	},
	[IMPORT_BATCH] = {
		{"tenant", TEXTOID, true}, {"key", TEXTOID, true}, {"outlet", TEXTOID, true}, {"variation", TEXTOID, true},
		{"quantity", NUMERICOID, true}, {"batch_number", TEXTOID}, {"expiry_date", DATEOID},
		{"cost_price", NUMERICOID}, {"status", TEXTOID}, {"received_at", TIMESTAMPTZOID}, {"keep_id", INT8OID}
	},
	[IMPORT_LOCATION] = {
		{"tenant", TEXTOID, true}, {"outlet", TEXTOID, true}, {"variation", TEXTOID, true}, {"quantity", NUMERICOID},
		{"low_stock_threshold", NUMERICOID}, {"maximum_stock", NUMERICOID}, {"price", NUMERICOID}
	},
	[IMPORT_MOVEMENT] = {
		{"tenant", TEXTOID, true}, {"key", TEXTOID, true}, {"outlet", TEXTOID}, {"variation", TEXTOID},
		{"batch", TEXTOID}, {"movement_type", TEXTOID, true}, {"quantity", NUMERICOID, true},
		{"created_at", TIMESTAMPTZOID, true}, {"unit_cost", NUMERICOID}, {"reason", TEXTOID},
		{"reference_id", TEXTOID}, {"actor", TEXTOID}
	},
	[IMPORT_PAST_SALE] = {
		{"tenant", TEXTOID, true}, {"key", TEXTOID, true}, {"sold_at", TIMESTAMPTZOID, true}, {"outlet", TEXTOID},
		{"customer", TEXTOID}, {"receipt_number", TEXTOID}, {"status", TEXTOID}, {"payment_type", TEXTOID},
		{"actor", TEXTOID}, {"total_amount", NUMERICOID, true}, {"tax_amount", NUMERICOID},
		{"discount_amount", NUMERICOID}, {"amount_paid", NUMERICOID}, {"currency", TEXTOID}, {"items", JSONBOID}
	}
};

static void check_owner(Import *import, ImportView view, const Relation rel);
static void check_columns(ImportView view, Relation rel);
static void check_type(const ImportColumn *column, Form_pg_attribute attribute, Relation rel);
static const ImportColumn *column_named(ImportView view, const char *name);
static bool is_read_as(Oid type, Oid as);
static void append_column(StringInfo text, const ImportColumn *column, bool there);

/*
 * Finds the schema; who owns it is who answers for the views.
 */
void
import_open(Import *import)
{
	HeapTuple	tuple;

	import->schema_id = get_namespace_oid(import->schema, true);
	if (!OidIsValid(import->schema_id))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_SCHEMA),
				 errmsg("schema \"%s\" does not exist", import->schema),
				 errdetail("The views over the old tables are looked for there."),
				 errhint("Create it and the views: docs/migration.md says which columns they have.")));
	tuple = SearchSysCache1(NAMESPACEOID, ObjectIdGetDatum(import->schema_id));
	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for schema %u", import->schema_id);
	import->owner = ((Form_pg_namespace) GETSTRUCT(tuple))->nspowner;
	ReleaseSysCache(tuple);
}

/*
 * Makes the stage raw_<view>: without rows if there is no such view.
 */
void
import_read(Import *import, ImportView view)
{
	Oid			relid = import_open_view(import, view);
	char	   *text = import_read_text(import, view, relid);
	char	   *name = psprintf("raw_%s", import_view_name(view));

	import->counts[view].given = OidIsValid(relid);
	if (OidIsValid(relid))
	{
		ImportWriter caller = import_become_writer(relid, true);

		import_read_stage(import, name, text);
		import_resume(caller);
	}
	else
		import_read_stage(import, name, text);
	import->counts[view].read = tuplestore_tuple_count(import_find_stage(import, name)->store);
}

/*
 * The lock keeps it what it is until the transaction ends.
 */
Oid
import_open_view(Import *import, ImportView view)
{
	RangeVar   *name = makeRangeVar(pstrdup(import->schema), pstrdup(import_view_name(view)), -1);
	Oid			relid = RangeVarGetRelid(name, AccessShareLock, true);
	Relation	rel;

	if (!OidIsValid(relid))
		return InvalidOid;
	rel = relation_open(relid, NoLock);
	check_owner(import, view, rel);
	check_columns(view, rel);
	relation_close(rel, NoLock);
	return relid;
}

/*
 * Somebody who may create relations in the schema must not slip a view among
 * the others.
 */
static void
check_owner(Import *import, ImportView view, const Relation rel)
{
	Oid			owner = rel->rd_rel->relowner;
	char		kind = rel->rd_rel->relkind;

	if (kind != RELKIND_VIEW && kind != RELKIND_MATVIEW && kind != RELKIND_RELATION &&
		kind != RELKIND_FOREIGN_TABLE && kind != RELKIND_PARTITIONED_TABLE)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s.%s\" is neither a view nor a table", import->schema, import_view_name(view)),
				 errdetail("The old rows are read from it."),
				 errhint("Name it otherwise, and create a view of this name.")));
	if (owner == import->owner || owner == GetUserId() || superuser_arg(owner))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("\"%s.%s\" is not of the owner of its schema", import->schema, import_view_name(view)),
			 errdetail("It belongs to \"%s\", the schema to \"%s\".", GetUserNameFromId(owner, false),
					   GetUserNameFromId(import->owner, false)),
			 errhint("Look at it, and change its owner.")));
}

static void
check_columns(ImportView view, Relation rel)
{
	TupleDesc	desc = RelationGetDescr(rel);

	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(desc, i);
		const ImportColumn *column;

		if (attribute->attisdropped)
			continue;
		column = column_named(view, NameStr(attribute->attname));
		if (column == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("view \"%s\" has a column \"%s\", which is not among those that are read",
							RelationGetRelationName(rel), NameStr(attribute->attname)),
					 errdetail("It might be one of them, written wrong."),
					 errhint("Name it as docs/migration.md does, or leave it out.")));
		check_type(column, attribute, rel);
	}
	for (const ImportColumn *column = columns_of[view]; column->name != NULL; column++)
		if (column->required && get_attnum(RelationGetRelid(rel), column->name) == InvalidAttrNumber)
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("view \"%s\" has no column \"%s\"", RelationGetRelationName(rel), column->name),
					 errdetail("It is required."),
					 errhint("docs/migration.md says what it is.")));
}

/*
 * Only what converts without loss and without a setting: a timestamp means
 * something only with a zone, and which one is known to the view's writer alone.
 */
static void
check_type(const ImportColumn *column, Form_pg_attribute attribute, Relation rel)
{
	if (is_read_as(getBaseType(attribute->atttypid), column->type))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("column \"%s\" of view \"%s\" is of type %s",
					column->name, RelationGetRelationName(rel), format_type_be(attribute->atttypid)),
			 errdetail("It must be of type %s.", format_type_be(column->type)),
			 attribute->atttypid == TIMESTAMPOID && column->type == TIMESTAMPTZOID ?
			 errhint("Say in which zone it is: AT TIME ZONE 'UTC'.") : errhint("Cast it in the view.")));
}

static const ImportColumn *
column_named(ImportView view, const char *name)
{
	for (const ImportColumn *column = columns_of[view]; column->name != NULL; column++)
		if (strcmp(column->name, name) == 0)
			return column;
	return NULL;
}

static bool
is_read_as(Oid type, Oid as)
{
	if (type == as || as == TEXTOID)
		return true;
	if (as == INT8OID)
		return type == INT4OID || type == INT2OID;
	if (as == NUMERICOID)
		return type == INT2OID || type == INT4OID || type == INT8OID || type == FLOAT4OID || type == FLOAT8OID;
	return false;
}

/*
 * Rows are numbered as they come, so that of two alike one is the first.
 */
char *
import_read_text(Import *import, ImportView view, Oid relid)
{
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfoString(&text, "SELECT row_number() OVER () AS n");
	for (const ImportColumn *column = columns_of[view]; column->name != NULL; column++)
		append_column(&text, column, OidIsValid(relid) && get_attnum(relid, column->name) != InvalidAttrNumber);
	if (OidIsValid(relid))
		appendStringInfo(&text, " FROM %s v", quote_qualified_identifier(import->schema, import_view_name(view)));
	else
		appendStringInfoString(&text, " WHERE false");
	return text.data;
}

/*
 * With the collation of our own columns, whatever the old ones have: they are
 * compared.
 */
static void
append_column(StringInfo text, const ImportColumn *column, bool there)
{
	const char *value = there ? psprintf("v.%s", quote_identifier(column->name)) : "NULL";

	if (column->type == TEXTOID)
		appendStringInfo(text, ", left(%s::text, %d) COLLATE pg_catalog.\"default\"", value, TEXT_READ);
	else
		appendStringInfo(text, ", %s::%s", value, format_type_be(column->type));
	appendStringInfo(text, " AS %s", quote_identifier(column->name));
}

/*
 * The settings that a function changes are put back at the end.
 */
ImportWriter
import_become_writer(Oid relid, bool read_only)
{
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relid));
	ImportWriter caller = {.settings = NewGUCNestLevel(), .read_only = XactReadOnly};
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for relation %u", relid);
	owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
	ReleaseSysCache(tuple);
	(void) set_config_option("search_path", "pg_catalog, pg_temp", PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
	/* No setting to be saved since 16. */
	XactReadOnly = XactReadOnly || read_only;
	GetUserIdAndSecContext(&caller.role, &caller.context);
	SetUserIdAndSecContext(owner, (caller.context & ~SECURITY_NOFORCE_RLS) | SECURITY_LOCAL_USERID_CHANGE |
						   (read_only ? SECURITY_RESTRICTED_OPERATION : 0));
	return caller;
}

void
import_resume(ImportWriter caller)
{
	SetUserIdAndSecContext(caller.role, caller.context);
	XactReadOnly = caller.read_only;
	AtEOXact_GUC(false, caller.settings);
}
