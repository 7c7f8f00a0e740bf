/*-------------------------------------------------------------------------
 *
 * custom.c
 *		What a user has put on our tables, honoured by direct.c.
 *
 * CHECK and NOT NULL constraints, columns with defaults or generated, and
 * AFTER ROW triggers that are not of the install script.  What a session
 * learns of a table is remembered until the table's definition changes.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_trigger.h"
#include "commands/trigger.h"
#include "executor/nodeModifyTable.h"
#include "miscadmin.h"
#include "optimizer/optimizer.h"
#include "rewrite/rewriteHandler.h"
#include "utils/datum.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "base/custom.h"
#include "base/tables.h"

/*
 * The CHECK constraints of the install script on the tables that we write.
 * Our own code keeps them, so that they need no evaluation.
 */
static const struct
{
	DirectId	table;
	const char *name;
}			own_checks[] = {
	{DIRECT_BATCH, "batch_batch_number_check"},
	{DIRECT_BATCH, "batch_cost_price_check"},
	{DIRECT_BATCH, "batch_expiry_date_check"},
	{DIRECT_BATCH, "batch_quantity_check"},
	{DIRECT_BATCH, "batch_status_check"},
	{DIRECT_MOVEMENT, "stock_movement_balance_after_check"},
	{DIRECT_MOVEMENT, "stock_movement_movement_type_check"},
	{DIRECT_MOVEMENT, "stock_movement_quantity_check"},
	{DIRECT_MOVEMENT, "stock_movement_unit_cost_check"},
	{DIRECT_RESERVATION, "stock_reservation_quantity_check"},
	{DIRECT_RESERVATION, "stock_reservation_status_check"},
	{DIRECT_AUDIT, "audit_log_event_type_check"},
	{DIRECT_SALE, "sale_amount_due_check"},
	{DIRECT_SALE, "sale_amount_paid_check"},
	{DIRECT_SALE, "sale_check"},
	{DIRECT_SALE, "sale_discount_amount_check"},
	{DIRECT_SALE, "sale_sale_discount_check"},
	{DIRECT_SALE, "sale_status_check"},
	{DIRECT_SALE, "sale_subtotal_check"},
	{DIRECT_SALE, "sale_tax_amount_check"},
	{DIRECT_SALE, "sale_total_amount_check"},
	{DIRECT_SALE, "sale_type_check"},
	{DIRECT_SALE_ITEM, "sale_item_base_quantity_check"},
	{DIRECT_SALE_ITEM, "sale_item_discount_amount_check"},
	{DIRECT_SALE_ITEM, "sale_item_discount_percentage_check"},
	{DIRECT_SALE_ITEM, "sale_item_list_price_check"},
	{DIRECT_SALE_ITEM, "sale_item_price_rule_check"},
	{DIRECT_SALE_ITEM, "sale_item_quantity_check"},
	{DIRECT_SALE_ITEM, "sale_item_sale_discount_check"},
	{DIRECT_SALE_ITEM, "sale_item_subtotal_check"},
	{DIRECT_SALE_ITEM, "sale_item_tax_amount_check"},
	{DIRECT_SALE_ITEM, "sale_item_tax_rate_check"},
	{DIRECT_SALE_ITEM, "sale_item_total_price_check"},
	{DIRECT_SALE_ITEM, "sale_item_unit_cost_check"},
	{DIRECT_SALE_ITEM, "sale_item_unit_price_check"},
	{DIRECT_PAYMENT, "payment_amount_check"},
	{DIRECT_PAYMENT, "payment_check"},
	{DIRECT_PAYMENT, "payment_check1"},
	{DIRECT_PAYMENT, "payment_method_check"},
	{DIRECT_PAYMENT, "payment_status_check"},
};

/* How many columns the install script gives the tables that we write. */
static const int own_columns[DIRECT_TABLES] = {
	[DIRECT_BATCH] = Natts_batch,
	[DIRECT_LOCATION] = Natts_location,
	[DIRECT_MOVEMENT] = Natts_movement,
	[DIRECT_RESERVATION] = Natts_reservation,
	[DIRECT_AUDIT] = Natts_audit,
	[DIRECT_SALE] = Natts_sale,
	[DIRECT_SALE_ITEM] = Natts_sale_item,
	[DIRECT_PAYMENT] = Natts_payment,
};

/* Their columns that may be null, as bits; all others are NOT NULL. */
#define COLUMN(attnum) (1 << ((attnum) - 1))
static const int own_nullable[DIRECT_TABLES] = {
	[DIRECT_BATCH] = COLUMN(Anum_batch_expiry_date),
	[DIRECT_MOVEMENT] = COLUMN(Anum_movement_reason) |
	COLUMN(Anum_movement_reference_id) | COLUMN(Anum_movement_sale_item_id) |
	COLUMN(Anum_movement_stock_take_item_id),
	[DIRECT_RESERVATION] = COLUMN(Anum_reservation_sale_item_id) |
	COLUMN(Anum_reservation_released_at),
	[DIRECT_AUDIT] = COLUMN(Anum_audit_sale_id) | COLUMN(Anum_audit_sale_item_id) |
	COLUMN(Anum_audit_customer_id) | COLUMN(Anum_audit_payment_id) |
	COLUMN(Anum_audit_refund_id) | COLUMN(Anum_audit_ip_address) |
	COLUMN(Anum_audit_user_agent) | COLUMN(Anum_audit_event_data) |
	COLUMN(Anum_audit_description),
	[DIRECT_SALE] = COLUMN(Anum_sale_customer_id) | COLUMN(Anum_sale_receipt_number) |
	COLUMN(Anum_sale_payment_type) | COLUMN(Anum_sale_override_reason) |
	COLUMN(Anum_sale_override_by) | COLUMN(Anum_sale_cart_session_id) |
	COLUMN(Anum_sale_completed_at) | COLUMN(Anum_sale_due_date) |
	COLUMN(Anum_sale_completed_on) | COLUMN(Anum_sale_closed_at) |
	COLUMN(Anum_sale_closed_by) | COLUMN(Anum_sale_close_reason),
	[DIRECT_PAYMENT] = COLUMN(Anum_payment_refund_id) | COLUMN(Anum_payment_tendered) |
	COLUMN(Anum_payment_change_given) | COLUMN(Anum_payment_reference) |
	COLUMN(Anum_payment_reversed_by) | COLUMN(Anum_payment_reversed_at) |
	COLUMN(Anum_payment_reversal_reason),
	[DIRECT_SALE_ITEM] = COLUMN(Anum_sale_item_unit) | COLUMN(Anum_sale_item_list_price) |
	COLUMN(Anum_sale_item_unit_cost) | COLUMN(Anum_sale_item_product_sku) |
	COLUMN(Anum_sale_item_batch_id),
};

static CustomFacts facts[DIRECT_TABLES];

static void examine_column(CustomFacts *fact, DirectId id, Form_pg_attribute column);
static bool own_check(DirectId id, const char *name);
static bool user_triggers(Relation rel);
static bool to_fire(const Trigger *trigger, bool foreign_keys, List *recheck);
static void prepare_defaults(Direct *direct, DirectTable *table);
static TriggerDesc *triggers_to_fire(Relation rel, bool foreign_keys, List *recheck,
									 HeapTuple old, HeapTuple new);
static bool column_changed(const Trigger *trigger, TupleDesc desc, HeapTuple old, HeapTuple new);

/*
 * Columns behind these are a user's.  0 for tables that are only read
 * directly.
 */
int
custom_own_columns(DirectId id)
{
	return own_columns[id];
}

/*
 * Worked out aside: looking at the catalogs may make the session forget.
 */
CustomFacts
custom_facts(DirectId id, Relation rel)
{
	CustomFacts fact = {.relid = RelationGetRelid(rel), .examined = true};
	TupleDesc	desc = RelationGetDescr(rel);
	TupleConstr *constraints = desc->constr;

	if (facts[id].examined && facts[id].relid == fact.relid)
		return facts[id];
	for (int i = 0; constraints != NULL && i < constraints->num_check; i++)
		if (!own_check(id, constraints->check[i].ccname))
			fact.user_checks = true;
	for (int i = 0; i < desc->natts; i++)
		examine_column(&fact, id, TupleDescAttr(desc, i));
	fact.user_triggers = user_triggers(rel);
	if (id == DIRECT_BATCH || id == DIRECT_LOCATION || id == DIRECT_RESERVATION)
		CheckCmdReplicaIdentity(rel, CMD_UPDATE);	/* 55000 or 42P10, as for
													 * an UPDATE */
	facts[id] = fact;
	return fact;
}

/*
 * Called by a relcache callback, so it may do no more than clear memory.
 */
void
custom_forget(DirectId id)
{
	memset(&facts[id], 0, sizeof(CustomFacts));
}

/*
 * A user may have made one of our columns NOT NULL, or added columns.
 */
static void
examine_column(CustomFacts *fact, DirectId id, Form_pg_attribute column)
{
	bool		added = column->attnum > own_columns[id];

	if (column->attisdropped)
		return;
	if (column->attnotnull && (added || (own_nullable[id] & COLUMN(column->attnum)) != 0))
		fact->user_checks = true;
	if (added && column->attgenerated == ATTRIBUTE_GENERATED_STORED)
		fact->user_generated = true;
}

/*
 * By name, which a dump and a restore keep; OIDs and expressions would not
 * compare.
 */
static bool
own_check(DirectId id, const char *name)
{
	for (int i = 0; i < lengthof(own_checks); i++)
		if (own_checks[i].table == id && strcmp(name, own_checks[i].name) == 0)
			return true;
	return false;
}

/*
 * Whether a user has put triggers on the table that we must fire; those that
 * we cannot fire (BEFORE, statement, transition tables) are refused by name
 * rather than silently passed over.
 */
static bool
user_triggers(Relation rel)
{
	bool		found = false;

	if (rel->rd_rules != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("rules on table \"%s\" are not supported", RelationGetRelationName(rel)),
				 errdetail("Stock functions write the table below the rule system."),
				 errhint("Make it an AFTER ROW trigger, or drop it.")));
	for (int i = 0; rel->trigdesc != NULL && i < rel->trigdesc->numtriggers; i++)
	{
		Trigger    *trigger = &rel->trigdesc->triggers[i];

		if (trigger->tgenabled == TRIGGER_DISABLED ||
			!to_fire(trigger, false, NIL))
			continue;
		if (!trigger->tgisinternal &&
			(!TRIGGER_FOR_ROW(trigger->tgtype) || !TRIGGER_FOR_AFTER(trigger->tgtype) ||
			 trigger->tgoldtable != NULL || trigger->tgnewtable != NULL))
			ereport(ERROR,
					(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
					 errmsg("trigger \"%s\" on table \"%s\" is not supported",
							trigger->tgname, RelationGetRelationName(rel)),
					 errdetail("Stock functions fire AFTER ROW triggers without transition tables only."),
					 errhint("Make it an AFTER ROW trigger, or drop it.")));
		found = true;
	}
	return found;
}

/*
 * Whether a trigger is to fire: a user's; a foreign key's where nothing
 * vouches for the row that it refers to, or where it leads out of our schema;
 * that of a deferrable unique constraint whose index found a likely double.
 * Keys of ours that others refer to never change.
 */
static bool
to_fire(const Trigger *trigger, bool foreign_keys, List *recheck)
{
	if (!trigger->tgisinternal)
		return strncmp(trigger->tgname, PRIMEINV_TRIGGER, strlen(PRIMEINV_TRIGGER)) != 0;
	if (trigger->tgfoid == F_UNIQUE_KEY_RECHECK)
		return list_member_oid(recheck, trigger->tgconstrindid);
	if (RI_FKey_trigger_type(trigger->tgfoid) != RI_TRIGGER_FK)
		return false;
	return foreign_keys || get_rel_namespace(trigger->tgconstrrelid) !=
		get_namespace_oid(PRIMEINV_SCHEMA, false);
}

/*
 * Triggers, defaults, checks and index expressions that a user has put on our
 * tables run with the caller's rights, as in an INSERT of the caller's: with
 * the owner's they would lend them to whatever the caller's search_path leads
 * to.  custom_leave_owner returns what custom_resume_owner takes; an error restores the
 * identity by itself.
 */
CustomOwner
custom_leave_owner(const Direct *direct)
{
	CustomOwner owner;

	GetUserIdAndSecContext(&owner.role, &owner.context);
	SetUserIdAndSecContext(direct->role, direct->context);
	return owner;
}

/*
 * To be called before our own writing goes on: the caller may have no right to
 * the table.
 */
void
custom_resume_owner(CustomOwner owner)
{
	SetUserIdAndSecContext(owner.role, owner.context);
}

/*
 * What a user's definition asks of a row before it is written: generated
 * columns worked out, constraints met.
 */
void
custom_keep_rules(Direct *direct, DirectTable *table, TupleTableSlot *slot)
{
	CustomOwner owner;

	slot->tts_tableOid = RelationGetRelid(table->rel);
	if (!table->facts.user_generated && !table->facts.user_checks)
		return;
	owner = custom_leave_owner(direct);
	if (table->facts.user_generated)
		ExecComputeStoredGenerated(table->info, direct->estate, slot, CMD_INSERT);
	slot->tts_tableOid = RelationGetRelid(table->rel);
	if (table->facts.user_checks)
		ExecConstraints(table->info, slot, direct->estate);
	custom_resume_owner(owner);
}

/*
 * Gives the columns behind ours their defaults, as INSERT would.
 */
void
custom_fill_defaults(Direct *direct, DirectTable *table, TupleTableSlot *slot)
{
	TupleDesc	desc = slot->tts_tupleDescriptor;
	ExprContext *context = GetPerTupleExprContext(direct->estate);
	CustomOwner owner = custom_leave_owner(direct);

	if (table->defaults == NULL)
		prepare_defaults(direct, table);
	for (int i = table->columns; i < desc->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(desc, i);
		ExprState  *expr = table->defaults[i - table->columns];

		slot->tts_isnull[i] = true;
		slot->tts_values[i] = (Datum) 0;
		if (expr != NULL)
			slot->tts_values[i] = ExecEvalExprSwitchContext(expr, context, &slot->tts_isnull[i]);
		if (!slot->tts_isnull[i])
			slot->tts_values[i] = datumCopy(slot->tts_values[i], column->attbyval, column->attlen);
	}
	custom_resume_owner(owner);
	ResetPerTupleExprContext(direct->estate);
}

/*
 * Once for all rows of the change, and under the caller's identity, as
 * preparing may run functions already.  Generated columns are left to
 * custom_keep_rules.
 */
static void
prepare_defaults(Direct *direct, DirectTable *table)
{
	TupleDesc	desc = RelationGetDescr(table->rel);

	table->defaults = palloc0(sizeof(ExprState *) * (desc->natts - table->columns));
	for (int i = table->columns; i < desc->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(desc, i);
		Node	   *expr = column->attisdropped || column->attgenerated != '\0' ?
		NULL : build_column_default(table->rel, column->attnum);

		if (expr != NULL)
			table->defaults[i - table->columns] = ExecPrepareExpr((Expr *) expr, direct->estate);
	}
}

/*
 * Queues the after-row triggers of a row that was updated or, with old NULL,
 * inserted.
 */
void
custom_queue_triggers(Direct *direct, DirectTable *table, TupleTableSlot *slot,
					  HeapTuple old, HeapTuple new, List *recheck, bool foreign_keys)
{
	ResultRelInfo *info = table->info;
	MemoryContext context;
	CustomOwner owner;

	if (!table->facts.user_triggers && !foreign_keys && recheck == NIL)
		return;
	context = MemoryContextSwitchTo(GetPerTupleMemoryContext(direct->estate));
	info->ri_TrigDesc = triggers_to_fire(table->rel, foreign_keys, recheck, old, new);
	if (info->ri_TrigDesc != NULL)
		info->ri_TrigWhenExprs = palloc0(sizeof(ExprState *) * info->ri_TrigDesc->numtriggers);
	MemoryContextSwitchTo(context);
	if (info->ri_TrigDesc == NULL)
		return;
	owner = custom_leave_owner(direct);
	if (old == NULL)
		ExecARInsertTriggers(direct->estate, info, slot, recheck, NULL);
	else
		ExecARUpdateTriggers(direct->estate, info, NULL, NULL, &old->t_self, NULL,
							 slot, recheck, NULL, false);
	custom_resume_owner(owner);
	info->ri_TrigDesc = NULL;
	info->ri_TrigWhenExprs = NULL;
}

/*
 * The table's triggers that are to fire, those of single columns only where
 * one has changed.
 */
static TriggerDesc *
triggers_to_fire(Relation rel, bool foreign_keys, List *recheck, HeapTuple old, HeapTuple new)
{
	TriggerDesc *desc = CopyTriggerDesc(rel->trigdesc);
	int			kept = 0;

	for (int i = 0; desc != NULL && i < desc->numtriggers; i++)
	{
		Trigger    *trigger = &desc->triggers[i];

		if (!to_fire(trigger, foreign_keys, recheck))
			continue;
		if (old != NULL && !column_changed(trigger, RelationGetDescr(rel), old, new))
			continue;
		desc->triggers[kept] = *trigger;
		desc->triggers[kept++].tgnattr = 0; /* asked already */
	}
	if (kept == 0)
		return NULL;
	desc->numtriggers = kept;
	return desc;
}

/*
 * Whether a trigger of single columns (UPDATE OF) has one that changed.  We
 * have no SET list, so the values decide.
 */
static bool
column_changed(const Trigger *trigger, TupleDesc desc, HeapTuple old, HeapTuple new)
{
	for (int i = 0; i < trigger->tgnattr; i++)
	{
		int			attnum = trigger->tgattr[i];
		Form_pg_attribute att = TupleDescAttr(desc, attnum - 1);
		bool		was_null,
					is_null;
		Datum		was = heap_getattr(old, attnum, desc, &was_null);
		Datum		is = heap_getattr(new, attnum, desc, &is_null);

		if (was_null != is_null ||
			(!is_null && !datumIsEqual(was, is, att->attbyval, att->attlen)))
			return true;
	}
	return trigger->tgnattr == 0;
}
