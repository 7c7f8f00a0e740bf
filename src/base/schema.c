/*-------------------------------------------------------------------------
 *
 * schema.c
 *		Nobody else may have a say in our schema.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "base/statements.h"

SQL_FUNCTION(primeinv_check_schema);
SQL_FUNCTION(primeinv_settle);
SQL_FUNCTION(primeinv_refuse_update);

/*
 * check_schema(): called by the install script and dropped by it.  CREATE
 * EXTENSION takes a schema of that name as it finds it; whoever owns it, may
 * create in it or has something there could later stand in for a function of
 * ours, or drop them all.  (A restore makes the schema first, as the role that
 * then installs.)
 */
Datum
primeinv_check_schema(PG_FUNCTION_ARGS)
{
	Datum		installer = ObjectIdGetDatum(GetUserId());
	Rows	   *strangers = plan_rows(&PLAN_SCHEMA_STRANGERS, &installer, NULL);

	if (strangers->count > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("schema \"%s\" is also of role \"%s\"", PRIMEINV_SCHEMA,
						rows_text(strangers, 0, SCHEMA_STRANGERS_ROLE)),
				 errdetail("That role owns the schema, may create in it, or owns something in it."),
				 errhint("Before CREATE EXTENSION drop the schema: it is made anew. Before ALTER EXTENSION UPDATE take the role's objects out of it. Where ALTER DEFAULT PRIVILEGES gives CREATE on new schemas, take that back first.")));
	PG_RETURN_VOID();
}

/*
 * settle(): called by the install script and by updates when all is made, and
 * dropped by them.  What became a member of the extension in this transaction is
 * new: it becomes the extension's owner's and nobody else's.  ALTER DEFAULT PRIVILEGES of who runs
 * the script would leave others with rights that nobody has given them here,
 * TRUNCATE and TRIGGER among them.
 */
Datum
primeinv_settle(PG_FUNCTION_ARGS)
{
	Rows	   *commands = plan_rows(&PLAN_SCHEMA_SETTLE, NULL, NULL);

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	for (uint64 i = 0; i < commands->count; i++)
		SPI_execute(rows_text(commands, i, SCHEMA_SETTLE_COMMAND), false, 0);
	SPI_finish();
	PG_RETURN_VOID();
}

/*
 * refuse_update(rows): called by an update that has found rows which the new
 * version does not allow, and dropped by it.  A CHECK would name none of them.
 */
Datum
primeinv_refuse_update(PG_FUNCTION_ARGS)
{
	ereport(ERROR,
			(errcode(ERRCODE_CHECK_VIOLATION),
			 errmsg("version %s of primeinv does not allow some of the rows", PRIMEINV_VERSION),
			 errdetail_internal("%s", text_to_cstring(PG_GETARG_TEXT_PP(0))),
			 errhint("ALTER TABLE ... DISABLE TRIGGER USER, change them, and update again; the update enables our triggers.")));
	PG_RETURN_VOID();
}
