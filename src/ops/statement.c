/*-------------------------------------------------------------------------
 *
 * statement.c
 *		The statements of all rooms: defined here, and listed for the tests.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "base/plan.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"

#define DEFINE_STATEMENTS
#include "base/statements.h"
#include "tenant/statements.h"
#include "stock/statements.h"
#include "sale/statements.h"
#include "ops/statements.h"
#undef DEFINE_STATEMENTS

static Statement *const statements[] = {
#define LIST_STATEMENTS
#include "base/statements.h"
#include "tenant/statements.h"
#include "stock/statements.h"
#include "sale/statements.h"
#include "ops/statements.h"
#undef LIST_STATEMENTS
};

static Datum parameter_types(const Statement *statement);

SQL_FUNCTION(primeinv_statements);

/*
 * As a regtype[].
 */
static Datum
parameter_types(const Statement *statement)
{
	Datum		types[PLAN_MAX_PARAMETERS];
	int			count = 0;

	for (; count < PLAN_MAX_PARAMETERS && OidIsValid(statement->types[count]); count++)
		types[count] = ObjectIdGetDatum(statement->types[count]);
	return PointerGetDatum(construct_array(types, count, REGTYPEOID, sizeof(Oid), true, TYPALIGN_INT));
}

/*
 * Lists the statements with how often this session has planned each: the tests
 * read it to see that every name is qualified and that plans are kept.
 */
Datum
primeinv_statements(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < lengthof(statements); i++)
	{
		Datum		values[5];
		bool		nulls[5] = {false};

		values[0] = CStringGetTextDatum(statements[i]->name);
		values[1] = CStringGetTextDatum(statements[i]->text);
		values[2] = Int64GetDatum(plan_times_planned(statements[i]));
		values[3] = BoolGetDatum(statements[i]->sweeps);
		values[4] = parameter_types(statements[i]);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}
