/*-------------------------------------------------------------------------
 *
 * table.c
 *		Whether our tables are as the install script made them.
 *
 * PostgreSQL says what a table is, as psql shows it: columns, constraints,
 * indexes, triggers.  tables_made.h has what it said of a new installation.
 * Where the two are alike nobody has put anything on the table.  Names do not
 * decide: a user's CHECK may bear the name of one of ours.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/parallel.h"
#include "access/relation.h"
#include "access/tableam.h"
#include "access/table.h"
#include "catalog/dependency.h"
#include "catalog/indexing.h"
#include "catalog/pg_constraint.h"
#include "catalog/pg_extension.h"
#include "catalog/pg_proc.h"
#include "commands/extension.h"
#include "commands/trigger.h"
#include "nodes/nodes.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/ruleutils.h"
#include "utils/syscache.h"

#include "base/identity.h"
#include "base/table.h"
#include "base/tables_made.h"

typedef enum Known
{
	UNKNOWN,					/* not looked at, or changed since */
	OURS,
	CHANGED						/* by a user */
} Known;

static Known known[DIRECT_TABLES];
static const TableLayout *layouts[DIRECT_TABLES];	/* of what was looked at
													 * last */
static MemoryContext resting_memory[DIRECT_TABLES];
static List *resting[DIRECT_TABLES];	/* OIDs of triggers; NIL: not looked
										 * at */
static uint64 times_forgotten = 0;

static List *find_resting(DirectId id, Relation rel);
static bool writes_back(Oid function);
static bool rests(DirectId id, const Trigger *trigger);
static char *definition(Relation rel);
static void describe_columns(StringInfo text, Relation rel);
static void describe_rest_of_column(StringInfo text, Relation rel, Form_pg_attribute column);
static char *column_default(Relation rel, int attnum);
static List *constraints(Oid relid);
static List *indexes(Relation rel);
static List *triggers(Relation rel);
static List *add_line(List *lines, const char *what, Oid function, Oid object);
static void append_sorted(StringInfo text, List *lines);
static int	line_order(const ListCell *a, const ListCell *b);
static void check_storage(Relation rel);
static const TableLayout *find_layout(DirectId id, Relation rel);
static AttrNumber find_column(Relation rel, const char *made);
static char *column_line(Form_pg_attribute column);
static char *first_line(const char *text);
static char *catalog_version(void);

SQL_FUNCTION(primeinv_table_definition);

/*
 * Remembered until the table is changed.  What was found out while a message of
 * a change came in is not: it may be older than the change.
 */
bool
table_is_ours(DirectId id, Relation rel)
{
	uint64		before = times_forgotten;
	char	   *is;
	bool		ours;

	if (known[id] != UNKNOWN)
		return known[id] == OURS;
	check_storage(rel);
	layouts[id] = find_layout(id, rel);
	is = definition(rel);
	ours = layouts[id] == NULL && strcmp(is, tables_made[id]) == 0;
	if (before == times_forgotten)
		known[id] = ours ? OURS : CHANGED;
	pfree(is);
	return ours;
}

/*
 * Nothing but a look at the table changes it.
 */
const TableLayout *
table_layout(DirectId id)
{
	return layouts[id];
}

/*
 * It comes at any moment, also in the middle of a change.
 */
void
table_forget(DirectId id)
{
	known[id] = UNKNOWN;
	resting[id] = NIL;
	times_forgotten++;
}

/*
 * A scan counts on its columns and its order.
 */
void
table_check_index(Oid index)
{
	HeapTuple	tuple = SearchSysCache1(INDEXRELID, ObjectIdGetDatum(index));
	bool		valid = HeapTupleIsValid(tuple) && ((Form_pg_index) GETSTRUCT(tuple))->indisvalid;
	int			settings = path_shut();
	char	   *line = linitial(add_line(NIL, "index", F_PG_GET_INDEXDEF_OID, index));

	if (HeapTupleIsValid(tuple))
		ReleaseSysCache(tuple);
	path_give_back(settings);
	for (int i = 0; valid && i < DIRECT_TABLES; i++)
		if (strstr(tables_made[i], line) != NULL)
			return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("index \"%s\" is not the one that primeinv made", get_rel_name(index)),
			 valid ? errdetail("It is: %s.", pnstrdup(line + strlen("index "), strlen(line) - strlen("index \n"))) : errdetail("It is not valid."),
			 errhint("Drop it, and make it again as in a new database with the extension.")));
}

/*
 * Remembered as a list, because the catalogs take as long as the whole change.
 */
bool
table_trigger_rests(DirectId id, Relation rel, const Trigger *trigger)
{
	if (resting[id] == NIL)
		resting[id] = find_resting(id, rel);
	return list_member_oid(resting[id], trigger->tgoid);
}

/*
 * Invalid OID stands in front, so that no list is empty.  Freed here and not
 * when the table changes: that comes at any moment.
 */
static List *
find_resting(DirectId id, Relation rel)
{
	MemoryContext before;
	List	   *found = list_make1_oid(InvalidOid);

	for (int i = 0; rel->trigdesc != NULL && i < rel->trigdesc->numtriggers; i++)
		if (rests(id, &rel->trigdesc->triggers[i]))
			found = lappend_oid(found, rel->trigdesc->triggers[i].tgoid);
	if (resting_memory[id] == NULL)
		resting_memory[id] = AllocSetContextCreate(TopMemoryContext, "primeinv triggers", ALLOCSET_SMALL_SIZES);
	MemoryContextReset(resting_memory[id]);
	before = MemoryContextSwitchTo(resting_memory[id]);
	found = list_copy(found);
	MemoryContextSwitchTo(before);
	return found;
}

/*
 * The one function of ours that has something to do: export_shadow() puts it on
 * a table, as a user would.
 */
static bool
writes_back(Oid function)
{
	char	   *name = get_func_name(function);

	return name != NULL && strcmp(name, "write_back") == 0;
}

/*
 * Dependencies tell members of an extension: functions are, triggers are not.
 * A foreign key is ours if it says what one of ours says.
 */
static bool
rests(DirectId id, const Trigger *trigger)
{
	char	   *line;

	if (!trigger->tgisinternal)
		return getExtensionOfObject(ProcedureRelationId, trigger->tgfoid) ==
			get_extension_oid("primeinv", true) && !writes_back(trigger->tgfoid);
	if (id == DIRECT_RESERVATION || RI_FKey_trigger_type(trigger->tgfoid) != RI_TRIGGER_FK)
		return false;
	line = linitial(add_line(NIL, "constraint", F_PG_GET_CONSTRAINTDEF_OID, trigger->tgconstraint));
	return strstr(tables_made[id], line) != NULL;
}

/*
 * While a script of the extension runs, the catalog is on its way; a parallel
 * worker, which may be that script's, leaves it to the session that it works for.
 */
void
table_check_version(void)
{
	char	   *version;

	if (creating_extension || IsParallelWorker())
		return;
	version = catalog_version();
	if (version == NULL || strcmp(version, PRIMEINV_VERSION) == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("primeinv is of version %s here, and its library of version %s",
					version, PRIMEINV_VERSION),
			 errdetail("The library does not guess what another version's tables mean."),
			 errhint("ALTER EXTENSION primeinv UPDATE; or begin a new session, if that has been done.")));
}

/*
 * NULL while there is no such extension.
 */
static char *
catalog_version(void)
{
	Relation	rel = table_open(ExtensionRelationId, AccessShareLock);
	char	   *version = NULL;
	SysScanDesc scan;
	ScanKeyData key;
	HeapTuple	tuple;
	bool		isnull;

	ScanKeyInit(&key, Anum_pg_extension_extname, BTEqualStrategyNumber, F_NAMEEQ,
				CStringGetDatum("primeinv"));
	scan = systable_beginscan(rel, ExtensionNameIndexId, true, NULL, 1, &key);
	tuple = systable_getnext(scan);
	if (HeapTupleIsValid(tuple))
		version = TextDatumGetCString(heap_getattr(tuple, Anum_pg_extension_extversion,
												   RelationGetDescr(rel), &isnull));
	systable_endscan(scan);
	table_close(rel, AccessShareLock);
	return version;
}

/*
 * table_definition(table): what this file compares, to make tables_made.h from
 * and to see what somebody has changed.
 */
Datum
primeinv_table_definition(PG_FUNCTION_ARGS)
{
	Relation	rel = try_relation_open(PG_GETARG_OID(0), AccessShareLock);
	char	   *text;

	if (rel == NULL)
		PG_RETURN_NULL();		/* no such table */
	text = definition(rel);
	relation_close(rel, AccessShareLock);
	PG_RETURN_TEXT_P(cstring_to_text(text));
}

/*
 * The path is shut so that names come out the same for every caller.
 */
static char *
definition(Relation rel)
{
	int			settings = path_shut();
	StringInfoData text;

	initStringInfo(&text);
	describe_columns(&text, rel);
	append_sorted(&text, constraints(RelationGetRelid(rel)));
	append_sorted(&text, indexes(rel));
	append_sorted(&text, triggers(rel));
	if (rel->rd_rules != NULL)
		appendStringInfoString(&text, "rules\n");
	if (rel->rd_rel->relkind != RELKIND_RELATION)
		appendStringInfo(&text, "relkind %c\n", rel->rd_rel->relkind);
	path_give_back(settings);
	return text.data;
}

/*
 * First what the library cannot do without, a line a column.  A column that was
 * dropped leaves no trace.  What else is said of columns comes behind an empty line.
 */
static void
describe_columns(StringInfo text, Relation rel)
{
	TupleDesc	desc = RelationGetDescr(rel);

	for (int i = 0; i < desc->natts; i++)
		if (!TupleDescAttr(desc, i)->attisdropped)
			appendStringInfo(text, "%s\n", column_line(TupleDescAttr(desc, i)));
	appendStringInfoChar(text, '\n');
	for (int i = 0; i < desc->natts; i++)
		if (!TupleDescAttr(desc, i)->attisdropped)
			describe_rest_of_column(text, rel, TupleDescAttr(desc, i));
}

/*
 * Nothing for a column that has none of it.
 */
static void
describe_rest_of_column(StringInfo text, Relation rel, Form_pg_attribute column)
{
	char	   *value = column->atthasdef ? column_default(rel, column->attnum) : NULL;
	bool		domain = get_typtype(column->atttypid) == TYPTYPE_DOMAIN;

	if (!column->attnotnull && value == NULL && !domain && column->attidentity == '\0')
		return;
	appendStringInfo(text, "%s:", NameStr(column->attname));
	if (domain)
		appendStringInfo(text, " domain %s", format_type_be_qualified(column->atttypid));
	if (column->attnotnull)
		appendStringInfoString(text, " not null");
	if (column->attidentity != '\0')
		appendStringInfo(text, " identity %c", column->attidentity);
	if (value != NULL)
		appendStringInfo(text, " %s %s", column->attgenerated != '\0' ? "generated" : "default", value);
	appendStringInfoChar(text, '\n');
}

/*
 * As text, or NULL.
 */
static char *
column_default(Relation rel, int attnum)
{
	TupleConstr *constr = RelationGetDescr(rel)->constr;
	List	   *context = deparse_context_for(RelationGetRelationName(rel), RelationGetRelid(rel));

	for (int i = 0; i < constr->num_defval; i++)
		if (constr->defval[i].adnum == attnum)
			return deparse_expression(stringToNode(constr->defval[i].adbin), context, false, false);
	return NULL;
}

/*
 * All but NOT NULL, which stands with the columns (only newer versions of
 * PostgreSQL keep it here).
 */
static List *
constraints(Oid relid)
{
	Relation	rel = table_open(ConstraintRelationId, AccessShareLock);
	List	   *lines = NIL;
	SysScanDesc scan;
	ScanKeyData key;
	HeapTuple	tuple;

	ScanKeyInit(&key, Anum_pg_constraint_conrelid, BTEqualStrategyNumber, F_OIDEQ,
				ObjectIdGetDatum(relid));
	scan = systable_beginscan(rel, ConstraintRelidTypidNameIndexId, true, NULL, 1, &key);
	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		Form_pg_constraint constraint = (Form_pg_constraint) GETSTRUCT(tuple);

		if (constraint->contype != 'n')
			lines = add_line(lines, "constraint", F_PG_GET_CONSTRAINTDEF_OID, constraint->oid);
	}
	systable_endscan(scan);
	table_close(rel, AccessShareLock);
	return lines;
}

/*
 * With their names, by which they are reached.
 */
static List *
indexes(Relation rel)
{
	List	   *lines = NIL;
	List	   *oids = RelationGetIndexList(rel);
	ListCell   *cell;

	foreach(cell, oids)
		lines = add_line(lines, "index", F_PG_GET_INDEXDEF_OID, lfirst_oid(cell));
	list_free(oids);
	return lines;
}

/*
 * Those of constraints are told with them.
 */
static List *
triggers(Relation rel)
{
	List	   *lines = NIL;

	for (int i = 0; rel->trigdesc != NULL && i < rel->trigdesc->numtriggers; i++)
	{
		Trigger    *trigger = &rel->trigdesc->triggers[i];

		if (!trigger->tgisinternal)
			lines = add_line(lines, psprintf("enabled %c", trigger->tgenabled),
							 F_PG_GET_TRIGGERDEF_OID, trigger->tgoid);
	}
	return lines;
}

/*
 * What one of PostgreSQL's own functions says of an object.  They look with
 * the transaction's snapshot, in which it may not be yet: then it is none of
 * ours.
 */
static List *
add_line(List *lines, const char *what, Oid function, Oid object)
{
	LOCAL_FCINFO(fcinfo, 1);
	FmgrInfo	finfo;
	Datum		said;

	fmgr_info(function, &finfo);
	InitFunctionCallInfoData(*fcinfo, &finfo, 1, InvalidOid, NULL, NULL);
	fcinfo->args[0].value = ObjectIdGetDatum(object);
	fcinfo->args[0].isnull = false;
	said = FunctionCallInvoke(fcinfo);
	return lappend(lines, psprintf("%s %s\n", what, fcinfo->isnull ? "?" : TextDatumGetCString(said)));
}

/*
 * Sorted, because PostgreSQL lists them by OID or name.
 */
static void
append_sorted(StringInfo text, List *lines)
{
	ListCell   *cell;

	list_sort(lines, line_order);
	foreach(cell, lines)
		appendStringInfoString(text, lfirst(cell));
	list_free_deep(lines);
}

static int
line_order(const ListCell *a, const ListCell *b)
{
	return strcmp(lfirst(a), lfirst(b));
}

/*
 * Pages of a table that another access method keeps are not to be read as the
 * library reads them.  It comes of default_table_access_method, mostly.
 */
static void
check_storage(Relation rel)
{
	if (rel->rd_tableam == GetHeapamTableAmRoutine())
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("table \"%s\" is not one that this library of primeinv can write",
					RelationGetRelationName(rel)),
			 errdetail("Its access method is not heap."),
			 errhint("ALTER TABLE ... SET ACCESS METHOD heap.")));
}

/*
 * Ours must be what the library reads and writes.  One layout is kept for good,
 * so that another is made only for another table.  The path is shut so that types
 * are called the same for every caller.
 */
static const TableLayout *
find_layout(DirectId id, Relation rel)
{
	int			settings = path_shut();
	AttrNumber	numbers[MaxHeapAttributeNumber];
	int			columns = 0;
	bool		moved = false;

	for (const char *made = tables_made[id]; *made != '\n'; made = strchr(made, '\n') + 1)
	{
		numbers[columns] = find_column(rel, made);
		moved = moved || numbers[columns] != columns + 1;
		columns++;
	}
	path_give_back(settings);
	if (!moved)
		return NULL;
	if (layouts[id] != NULL && memcmp(layouts[id]->at, numbers, sizeof(AttrNumber) * columns) == 0)
		return layouts[id];
	return layout_make(rel, numbers, columns);
}

/*
 * The number of the column that a line of ours is of.
 */
static AttrNumber
find_column(Relation rel, const char *made)
{
	TupleDesc	desc = RelationGetDescr(rel);
	char	   *ours = first_line(made);
	char	   *there = "no such column";

	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(desc, i);
		char	   *line = column->attisdropped ? "" : column_line(column);

		if (strcmp(line, ours) == 0)
			return i + 1;
		if (!column->attisdropped && strncmp(ours, line, strlen("column ") + strlen(NameStr(column->attname)) + 1) == 0)
			there = psprintf("\"%s\"", line);
	}
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("table \"%s\" is not one that this library of primeinv can write",
					RelationGetRelationName(rel)),
			 errdetail("Where it needs \"%s\" there is %s.", ours, there),
			 errhint("ALTER EXTENSION primeinv UPDATE, or take the change of the table back.")));
}

/*
 * A domain counts as its base type.
 */
static char *
column_line(Form_pg_attribute column)
{
	int32		typmod = column->atttypmod;
	Oid			type = getBaseTypeAndTypmod(column->atttypid, &typmod);

	return psprintf("column %s %s", NameStr(column->attname), format_type_with_typemod(type, typmod));
}

/*
 * A copy, without what ends it.
 */
static char *
first_line(const char *text)
{
	return pnstrdup(text, strchr(text, '\n') - text);
}
