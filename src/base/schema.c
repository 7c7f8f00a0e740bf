/*-------------------------------------------------------------------------
 *
 * schema.c
 *		Nobody else may have a say in our schema.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "miscadmin.h"

#include "base/statements.h"

PG_FUNCTION_INFO_V1(primeinv_check_schema);

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
				 errhint("Drop the schema; CREATE EXTENSION makes it.")));
	PG_RETURN_VOID();
}
