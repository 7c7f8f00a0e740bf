/*-------------------------------------------------------------------------
 *
 * trigger.c
 *		Trigger functions of ours run where the install script has put them.
 *
 * Whoever may execute such a function can put it on a table of their own, whose
 * columns are of other types; and what it then writes would be forged.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "base/trigger.h"

#define SHAPE	(TRIGGER_TYPE_ROW | TRIGGER_TYPE_TIMING_MASK)

/*
 * A trigger for fewer events is fine: each is one that the function knows.
 */
TriggerData *
trigger_data(FunctionCallInfo fcinfo, int16 type, const char *table, const char *other_table)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	int16		is;

	if (!CALLED_AS_TRIGGER(fcinfo))
		trigger_misplaced(fcinfo);
	is = trigger->tg_trigger->tgtype;
	if ((is & SHAPE) != (type & SHAPE) || (is & ~SHAPE & ~type) != 0)
		trigger_misplaced(fcinfo);
	if (!trigger_is_of(trigger, table) && (other_table == NULL || !trigger_is_of(trigger, other_table)))
		trigger_misplaced(fcinfo);
	return trigger;
}

/*
 * By name: nobody else may make tables in our schema (primeinv_check_schema),
 * and a name costs less to compare than it costs to look up an oid.
 */
bool
trigger_is_of(const TriggerData *trigger, const char *table)
{
	Relation	rel = trigger->tg_relation;
	char	   *schema;

	if (strcmp(RelationGetRelationName(rel), table) != 0)
		return false;
	schema = get_namespace_name(RelationGetNamespace(rel));
	return schema != NULL && strcmp(schema, PRIMEINV_SCHEMA) == 0;
}

/*
 * Called by hand, or on another table, another event or level.
 */
void
trigger_misplaced(FunctionCallInfo fcinfo)
{
	ereport(ERROR,
			(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
			 errmsg("%s.%s() runs only as the trigger that primeinv has made of it",
					PRIMEINV_SCHEMA, get_func_name(fcinfo->flinfo->fn_oid)),
			 errdetail("It knows no other table, event or level."),
			 errhint("Drop the trigger.")));
}
