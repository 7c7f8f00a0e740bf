/*-------------------------------------------------------------------------
 *
 * audit_keep.c
 *		Rows that are not removed: what was sold, paid, taken back, counted.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "miscadmin.h"
#include "utils/rel.h"

#include "base/trigger.h"

SQL_FUNCTION(primeinv_refuse_delete);

/*
 * Trigger: refuses DELETE and TRUNCATE, to the owner too.  Our own functions may
 * remove lines of a draft or of a count; they are told by the identity that they
 * have taken, which no statement of a user's has.
 */
Datum
primeinv_refuse_delete(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	Oid			role;
	int			context;

	if (!CALLED_AS_TRIGGER(fcinfo))
		trigger_misplaced(fcinfo);
	GetUserIdAndSecContext(&role, &context);
	if (TRIGGER_FIRED_BY_DELETE(trigger->tg_event) && (context & SECURITY_NOFORCE_RLS) != 0)
		return PointerGetDatum(TRIGGER_FIRED_FOR_ROW(trigger->tg_event) ? trigger->tg_trigtuple : NULL);
	ereport(ERROR,
			(errcode(ERRCODE_APPEND_ONLY),
			 errmsg("rows of \"%s\" cannot be removed", RelationGetRelationName(trigger->tg_relation)),
			 errdetail("{\"table\": \"%s\"}", RelationGetRelationName(trigger->tg_relation)),
			 errhint("Cancel it, void it or take it back, with the functions.")));
}
