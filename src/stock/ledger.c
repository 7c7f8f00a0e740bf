/*-------------------------------------------------------------------------
 *
 * ledger.c
 *		Movements: appended, never changed.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "commands/trigger.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/rel.h"

#include "base/quantity.h"
#include "base/tables.h"
#include "base/trigger.h"
#include "base/value.h"
#include "stock/ledger.h"

struct Ledger
{
	Datum		actor;
	Datum		db_role;
	Datum	  **rows;
	bool	  **nulls;
	int			count;
	int			room;
};

static const char *const type_names[] = {
	"opening", "purchase", "sale", "return", "adjustment", "damage", "expiry",
	"transfer_in", "transfer_out", "supplier_return"
};

StaticAssertDecl(lengthof(type_names) == MOVEMENT_SUPPLIER_RETURN + 1, "one word for each type");

static Datum optional_text(const char *text, bool *isnull);

SQL_FUNCTION(primeinv_refuse_change);

/*
 * A constant: not to be freed.
 */
const char *
ledger_type_name(MovementType type)
{
	Assert(type > MOVEMENT_NONE && type < lengthof(type_names));
	return type_names[type];
}

/*
 * Returns MOVEMENT_NONE for any other word; who asks says which would do.
 */
MovementType
ledger_type_named(const char *word)
{
	return (MovementType) word_index(word, type_names, lengthof(type_names));
}

/*
 * The actor and the role are the same in all movements of a call, so they are
 * made once and shared by the rows.
 */
Ledger *
ledger_begin(const char *actor, const char *db_role)
{
	Ledger	   *ledger = palloc0(sizeof(Ledger));

	ledger->actor = CStringGetTextDatum(actor);
	ledger->db_role = CStringGetTextDatum(db_role);
	ledger->room = 4;
	ledger->rows = palloc(sizeof(Datum *) * ledger->room);
	ledger->nulls = palloc(sizeof(bool *) * ledger->room);
	return ledger;
}

/*
 * Notes a movement.  Its id is drawn here, under the location's lock, so that
 * the ids of a batch's movements are in the order of its changes.
 */
int
ledger_append(Ledger *ledger, const Movement *movement, const LedgerNote *note)
{
	Datum	   *row = palloc(sizeof(Datum) * Natts_movement);
	bool	   *nulls = palloc0(sizeof(bool) * Natts_movement);

	CHECK_FOR_INTERRUPTS();
	if (ledger->count == ledger->room)
	{
		ledger->room *= 2;
		ledger->rows = repalloc(ledger->rows, sizeof(Datum *) * ledger->room);
		ledger->nulls = repalloc(ledger->nulls, sizeof(bool *) * ledger->room);
	}
	ledger->rows[ledger->count] = row;
	ledger->nulls[ledger->count++] = nulls;

	row[Anum_movement_tenant_id - 1] = Int64GetDatum(movement->tenant_id);
	row[Anum_movement_id - 1] = Int64GetDatum(direct_nextval(DIRECT_MOVEMENT_SEQUENCE));
	row[Anum_movement_created_at - 1] = TimestampTzGetDatum(movement->created_at);
	row[Anum_movement_variation_id - 1] = Int64GetDatum(movement->variation_id);
	row[Anum_movement_outlet_id - 1] = Int64GetDatum(movement->outlet_id);
	row[Anum_movement_batch_id - 1] = Int64GetDatum(movement->batch_id);
	row[Anum_movement_movement_type - 1] = CStringGetTextDatum(ledger_type_name(note->movement_type));
	row[Anum_movement_quantity - 1] = quantity_to_datum(movement->quantity);
	row[Anum_movement_balance_after - 1] = quantity_to_datum(movement->balance_after);
	row[Anum_movement_unit_cost - 1] = cost_to_datum(movement->unit_cost);
	row[Anum_movement_reason - 1] = optional_text(note->reason, &nulls[Anum_movement_reason - 1]);
	row[Anum_movement_reference_id - 1] = optional_text(note->reference_id, &nulls[Anum_movement_reference_id - 1]);
	row[Anum_movement_actor - 1] = note->actor == NULL ? ledger->actor : CStringGetTextDatum(note->actor);
	row[Anum_movement_db_role - 1] = ledger->db_role;
	row[Anum_movement_sale_item_id - 1] = Int64GetDatum(note->sale_item_id);
	nulls[Anum_movement_sale_item_id - 1] = note->sale_item_id == 0;
	row[Anum_movement_stock_take_item_id - 1] = Int64GetDatum(note->stock_take_item_id);
	nulls[Anum_movement_stock_take_item_id - 1] = note->stock_take_item_id == 0;
	return ledger->count - 1;
}

/*
 * Changes what ledger_flush will write.
 */
void
ledger_serve(Ledger *ledger, int movement, int64 sale_item_id)
{
	Assert(movement >= 0 && movement < ledger->count);
	ledger->rows[movement][Anum_movement_sale_item_id - 1] = Int64GetDatum(sale_item_id);
	ledger->nulls[movement][Anum_movement_sale_item_id - 1] = sale_item_id == 0;
}

/*
 * A column that may be null: isnull is that column's place in the row's nulls.
 */
static Datum
optional_text(const char *text, bool *isnull)
{
	*isnull = text == NULL;
	return text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
}

/*
 * Writes what was noted.
 */
void
ledger_flush(Ledger *ledger, Direct *direct)
{
	if (ledger->count > 0)
		direct_insert(direct, DIRECT_MOVEMENT, ledger->rows, ledger->nulls,
					  ledger->count, Natts_movement);
	ledger->count = 0;
}

/*
 * Trigger of the append-only tables: refuses whatever is not an INSERT.
 */
Datum
primeinv_refuse_change(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo))
		trigger_misplaced(fcinfo);
	ereport(ERROR,
			(errcode(ERRCODE_APPEND_ONLY),
			 errmsg("rows of \"%s\" cannot be changed or removed",
					RelationGetRelationName(trigger->tg_relation)),
			 errdetail("{\"table\": \"%s\"}", RelationGetRelationName(trigger->tg_relation)),
			 errhint("Correct it by a new row, with the functions.")));
}
