/*-------------------------------------------------------------------------
 *
 * import.h
 *		Moving in: a shop's old data, through views that its owner has written.
 *
 * The views are read once each, into tuplestores, and named ("raw_batch") in
 * the statements of import_statements.h: judged ("judged_batch": each row with
 * what is wrong with it), then mended as was decided ("ok_batch").
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_IMPORT_H
#define PRIMEINV_IMPORT_H

#include "nodes/pg_list.h"
#include "utils/tuplestore.h"

#include "tenant/call.h"

/* The views, in the order in which they are read and loaded. */
typedef enum ImportView
{
	IMPORT_TENANT,
	IMPORT_OUTLET,
	IMPORT_PRODUCT,
	IMPORT_VARIATION,
	IMPORT_UNIT,
	IMPORT_CUSTOMER,
	IMPORT_DUE,
	IMPORT_BALANCE,				/* no view: what customers owe, against dues */
	IMPORT_BATCH,
	IMPORT_LOCATION,
	IMPORT_MOVEMENT,
	IMPORT_HISTORY,				/* no view: a batch's movements, against it */
	IMPORT_PAST_SALE
} ImportView;

#define IMPORT_VIEWS	(IMPORT_PAST_SALE + 1)

typedef enum ImportTask
{
	IMPORT_CHECK,
	IMPORT_COMPARE,
	IMPORT_LOAD
} ImportTask;

/* What a view came to. */
typedef struct ImportCount
{
	bool		given;			/* there is such a view */
	int64		read;
	int64		loaded;
} ImportCount;

typedef struct Import
{
	ImportTask	task;
	Call	   *call;			/* of a load */
	ReturnSetInfo *result;		/* of the others */
	const char *schema;
	Oid			schema_id;
	Oid			owner;			/* of the schema */
	bool		planned;		/* nothing is written: a check, a comparison,
								 * or a load that has met something undecided */
	bool		ledger;			/* history goes to the ledger where it fits */
	ImportCount counts[IMPORT_VIEWS];
	List	   *stages;			/* of ImportStage */
	List	   *undecided;		/* words of what stops the load */
} Import;

/* A tuplestore that statements can name. */
typedef struct ImportStage
{
	char	   *name;
	Tuplestorestate *store;
	TupleDesc	desc;
} ImportStage;

/* Who we were before we took the identity of a view's owner. */
typedef struct ImportWriter
{
	Oid			role;
	int			context;
	int			settings;
	bool		read_only;
} ImportWriter;

/* What may be wrong with a view's rows, and what can be done about it. */
typedef struct ImportProblem
{
	ImportView	view;
	const char *word;
	const char *severity;		/* error, warning, info */
	const char *actions;		/* with blanks between; the first is the
								 * default unless it is an error */
	const char *found;			/* SQL: whether the row r has it */
	const char *shows;			/* SQL: what of the row shows it */
	const char *meaning;
} ImportProblem;

extern const ImportProblem import_problems[];
extern const int import_problem_count;

extern const char *import_view_name(ImportView view);

/* What a reader returns: a row, or a stage's rows. */
extern void import_row(Import *import, Datum *values, bool *nulls);
extern void import_show(Import *import, const char *name);

/*
 * Reading.  import_open finds the schema; import_read makes raw_<view>, or
 * refuses a view that is not as it should be.
 */
extern void import_open(Import *import);
extern void import_read(Import *import, ImportView view);

/* The view, locked and as it should be, if there is one; the query that reads it. */
extern Oid	import_open_view(Import *import, ImportView view);
extern char *import_read_text(Import *import, ImportView view, Oid relid);

/*
 * Takes the identity of who has written a view, with the path shut; read-only
 * as REFRESH MATERIALIZED VIEW does and so that nothing can be written.
 */
extern ImportWriter import_become_writer(Oid relid, bool read_only);
extern void import_resume(ImportWriter caller);

/* The stage of that name; a text's rows as a stage; one anew; one no more. */
extern ImportStage *import_find_stage(Import *import, const char *name);
extern void import_stage(Import *import, const char *name, const char *text);
extern void import_restage(Import *import, const char *name, const char *text);
extern void import_read_stage(Import *import, const char *name, const char *text);
extern void import_drop_stage(Import *import, const char *name);
extern void import_drop_stages(Import *import);

/* Statements that name stages; they return the number of rows. */
extern uint64 import_execute(Import *import, const char *text);
extern uint64 import_select(Import *import, const char *text);

/* Makes judged_<view> and says what was found; makes ok_<view> of it. */
extern void import_decisions(Import *import);
extern void import_judge(Import *import, ImportView view);
extern void import_mend(Import *import, ImportView view);

/* An SQL condition: the judged row r is left out. */
extern char *import_skipped(ImportView view);

/* Writes what is mended; the batches, of which it returns the number. */
extern void import_load_view(Import *import, ImportView view);
extern int64 import_stock(Import *import);

/* Finds where the views and we differ. */
extern void import_compare(Import *import);

#endif							/* PRIMEINV_IMPORT_H */
