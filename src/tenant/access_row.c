/*-------------------------------------------------------------------------
 *
 * access_row.c
 *		Row-level security's question, row by row: may the role see it?
 *
 * A role may have thousands of tenants.  Comparing a row's tenant with an array
 * of them takes as many steps as there are, and the planner, who takes any
 * such array for a short one, would rather enter each tenant's rows than the
 * outlet's that the query names.  So the rows are asked one by one, by
 * bisection, and only a role of few tenants, as it is when the plan is made,
 * gets an index condition.  That is for speed alone: the question is asked all
 * the same.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/stratnum.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/supportnodes.h"
#include "parser/parse_func.h"
#include "utils/lsyscache.h"

#include "tenant/access.h"

/* A role with more tenants than this gets no index condition. */
#define FEW_TENANTS	64

/* What a query was told last. */
typedef struct Answer
{
	AccessLevel level;
	bool		fixed;			/* the level is the same in every row */
	bool		known;
	int64		tenant_id;
	bool		sees;
} Answer;

static Node *index_condition(SupportRequestIndexCondition *request);
static Oid	visible_tenants(void);
static int	visible(List *args, int64 **ids);

SQL_FUNCTION(primeinv_sees_tenant);
SQL_FUNCTION(primeinv_sees_tenant_plan);

/*
 * sees_tenant(tenant_id, min_level).  Rows of a tenant come together, mostly;
 * what was answered for the last one holds as long as the query.
 */
Datum
primeinv_sees_tenant(PG_FUNCTION_ARGS)
{
	Answer	   *last = fcinfo->flinfo->fn_extra;
	int64		tenant_id = PG_GETARG_INT64(0);

	if (last == NULL)
	{
		last = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(Answer));
		last->fixed = get_fn_expr_arg_stable(fcinfo->flinfo, 1);
		last->level = access_level_named(PG_GETARG_DATUM(1));
		fcinfo->flinfo->fn_extra = last;
	}
	else if (!last->fixed)
		last->level = access_level_named(PG_GETARG_DATUM(1));
	else if (last->known && last->tenant_id == tenant_id)
		PG_RETURN_BOOL(last->sees);
	last->sees = access_sees(tenant_id, last->level);
	last->tenant_id = tenant_id;
	last->known = true;
	PG_RETURN_BOOL(last->sees);
}

/*
 * Tells the planner of sees_tenant that all rows pass, and how few tenants'
 * rows are found by an index.  A query that names an outlet has named the
 * tenant with it; were the two reckoned as independent of each other, a report
 * of 2,000 rows would be planned as one of none, as loops within loops.
 */
Datum
primeinv_sees_tenant_plan(PG_FUNCTION_ARGS)
{
	Node	   *request = (Node *) PG_GETARG_POINTER(0);
	Node	   *answer = NULL;

	if (IsA(request, SupportRequestSelectivity))
	{
		((SupportRequestSelectivity *) request)->selectivity = 1;
		answer = request;
	}
	else if (IsA(request, SupportRequestIndexCondition))
		answer = index_condition((SupportRequestIndexCondition *) request);
	PG_RETURN_POINTER(answer);
}

/*
 * tenant_id = ANY (visible_tenants(min_level)), for the first column of an
 * index: further back it would break the order in which rows come, which the
 * planner counts on.
 */
static Node *
index_condition(SupportRequestIndexCondition *request)
{
	FuncExpr   *call = (FuncExpr *) request->node;
	Oid			equal = get_opfamily_member(request->opfamily, INT8OID, INT8OID, BTEqualStrategyNumber);
	ScalarArrayOpExpr *any;
	int64	   *ids;
	int			mine;

	if (!IsA(request->node, FuncExpr) || request->indexarg != 0 || request->indexcol != 0 || !OidIsValid(equal))
		return NULL;
	mine = visible(call->args, &ids);
	if (mine < 0 || mine > FEW_TENANTS)
		return NULL;
	any = makeNode(ScalarArrayOpExpr);
	any->opno = equal;
	any->opfuncid = get_opcode(equal);
	any->useOr = true;
	any->args = list_make2(copyObject(linitial(call->args)),
						   makeFuncExpr(visible_tenants(), INT8ARRAYOID, list_make1(copyObject(lsecond(call->args))),
										InvalidOid, DEFAULT_COLLATION_OID, COERCE_EXPLICIT_CALL));
	any->location = -1;
	request->lossy = true;
	return (Node *) list_make1(any);
}

static Oid
visible_tenants(void)
{
	Oid			type = TEXTOID;
	List	   *name = list_make2(makeString(pstrdup(PRIMEINV_SCHEMA)), makeString(pstrdup("visible_tenants")));

	return LookupFuncName(name, 1, &type, false);
}

/*
 * The tenants that the role sees as the plan is made.  -1 if that cannot be
 * told: the level is no constant, or the role sees all.
 */
static int
visible(List *args, int64 **ids)
{
	Const	   *level = lsecond(args);

	if (!IsA(level, Const) || level->constisnull)
		return -1;
	return access_list(access_level_named(level->constvalue), ids);
}
