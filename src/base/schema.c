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

#include "base/statements.h"

PG_FUNCTION_INFO_V1(primeinv_check_schema);
PG_FUNCTION_INFO_V1(primeinv_revoke_defaults);

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
				 errhint("Drop the schema; CREATE EXTENSION makes it. Where ALTER DEFAULT PRIVILEGES gives CREATE on new schemas, take that back first.")));
	PG_RETURN_VOID();
}

/*
 * revoke_defaults(): called by the install script when all is made, and dropped
 * by it.  ALTER DEFAULT PRIVILEGES of the installing role would leave others
 * with rights that nobody has given them here, TRUNCATE and TRIGGER among them.
 */
Datum
primeinv_revoke_defaults(PG_FUNCTION_ARGS)
{
	static const char *const what[] = {
		"ALL TABLES IN SCHEMA", "ALL SEQUENCES IN SCHEMA", "ALL ROUTINES IN SCHEMA", "SCHEMA"
	};
	Rows	   *roles = plan_rows(&PLAN_SCHEMA_GRANTEES, NULL, NULL);

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	for (uint64 i = 0; i < roles->count; i++)
		for (int k = 0; k < lengthof(what); k++)
			SPI_execute(psprintf("REVOKE ALL ON %s %s FROM %s CASCADE", what[k], PRIMEINV_SCHEMA,
								 rows_text(roles, i, SCHEMA_GRANTEES_ROLE)), false, 0);
	SPI_finish();
	PG_RETURN_VOID();
}
