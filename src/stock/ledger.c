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

/* So many movements are formed and written at a time: more need no more memory. */
#define MOVEMENTS_AT_ONCE	1000

/* A movement as it waits to be written. */
typedef struct Entry
{
	Movement	movement;
	int64		id;
	MovementType type;
	Datum		reason;			/* 0: none */
	Datum		reference_id;	/* 0: none */
	Datum		actor;
	int64		sale_item_id;	/* 0: none */
	int64		stock_take_item_id; /* 0: none */
} Entry;

struct Ledger
{
	Datum		actor;
	Datum		db_role;
	Datum		reason;			/* of the last movement, as texts; 0: none */
	Datum		reference_id;
	Entry	   *entries;
	int			count;
	int			room;
};

static const char *const type_names[] = {
	"opening", "purchase", "sale", "return", "adjustment", "damage", "expiry",
	"transfer_in", "transfer_out", "supplier_return"
};

StaticAssertDecl(lengthof(type_names) == MOVEMENT_SUPPLIER_RETURN + 1, "one word for each type");

static Datum text_again(Datum last, const char *string);
static void write_entries(const Ledger *ledger, Direct *direct, int from, int count);
static void form_row(const Ledger *ledger, const Entry *entry, Datum *row, bool *nulls);

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
	ledger->entries = palloc(sizeof(Entry) * ledger->room);
	return ledger;
}

/*
 * Notes a movement.  Its id is drawn here, under the location's lock, so that
 * the ids of a batch's movements are in the order of its changes.
 */
int
ledger_append(Ledger *ledger, const Movement *movement, const LedgerNote *note)
{
	Entry	   *entry;

	CHECK_FOR_INTERRUPTS();
	if (ledger->count == ledger->room)
	{
		ledger->room *= 2;
		ledger->entries = repalloc_huge(ledger->entries, sizeof(Entry) * ledger->room);
	}
	ledger->reason = text_again(ledger->reason, note->reason);
	ledger->reference_id = text_again(ledger->reference_id, note->reference_id);
	entry = &ledger->entries[ledger->count];
	entry->movement = *movement;
	entry->id = direct_nextval(DIRECT_MOVEMENT_SEQUENCE);
	entry->type = note->movement_type;
	entry->reason = ledger->reason;
	entry->reference_id = ledger->reference_id;
	entry->actor = note->actor == NULL ? ledger->actor : CStringGetTextDatum(note->actor);
	entry->sale_item_id = note->sale_item_id;
	entry->stock_take_item_id = note->stock_take_item_id;
	return ledger->count++;
}

/*
 * Lines of one call mostly say the same.
 */
static Datum
text_again(Datum last, const char *string)
{
	if (string == NULL)
		return (Datum) 0;
	return last != (Datum) 0 && text_is(last, string) ? last : CStringGetTextDatum(string);
}

/*
 * Changes what ledger_flush will write.
 */
void
ledger_serve(Ledger *ledger, int movement, int64 sale_item_id)
{
	Assert(movement >= 0 && movement < ledger->count);
	ledger->entries[movement].sale_item_id = sale_item_id;
}

/*
 * Writes what was noted.
 */
void
ledger_flush(Ledger *ledger, Direct *direct)
{
	MemoryContext memory;
	MemoryContext before;

	if (ledger->count <= MOVEMENTS_AT_ONCE)
	{
		if (ledger->count > 0)
			write_entries(ledger, direct, 0, ledger->count);
		ledger->count = 0;
		return;
	}
	memory = AllocSetContextCreate(CurrentMemoryContext, "primeinv movements", ALLOCSET_DEFAULT_SIZES);
	before = MemoryContextSwitchTo(memory);
	for (int from = 0; from < ledger->count; from += MOVEMENTS_AT_ONCE)
	{
		CHECK_FOR_INTERRUPTS();
		write_entries(ledger, direct, from, Min(ledger->count - from, MOVEMENTS_AT_ONCE));
		MemoryContextReset(memory);
	}
	MemoryContextSwitchTo(before);
	MemoryContextDelete(memory);
	ledger->count = 0;
}

static void
write_entries(const Ledger *ledger, Direct *direct, int from, int count)
{
	Datum	  **rows = palloc(sizeof(Datum *) * count);
	bool	  **nulls = palloc(sizeof(bool *) * count);
	Datum	   *values = palloc(sizeof(Datum) * count * Natts_movement);
	bool	   *absent = palloc0(sizeof(bool) * count * Natts_movement);

	for (int i = 0; i < count; i++)
	{
		rows[i] = &values[i * Natts_movement];
		nulls[i] = &absent[i * Natts_movement];
		form_row(ledger, &ledger->entries[from + i], rows[i], nulls[i]);
	}
	direct_insert(direct, DIRECT_MOVEMENT, rows, nulls, count, Natts_movement);
}

static void
form_row(const Ledger *ledger, const Entry *entry, Datum *row, bool *nulls)
{
	const Movement *movement = &entry->movement;

	row[Anum_movement_tenant_id - 1] = Int64GetDatum(movement->tenant_id);
	row[Anum_movement_id - 1] = Int64GetDatum(entry->id);
	row[Anum_movement_created_at - 1] = TimestampTzGetDatum(movement->created_at);
	row[Anum_movement_variation_id - 1] = Int64GetDatum(movement->variation_id);
	row[Anum_movement_outlet_id - 1] = Int64GetDatum(movement->outlet_id);
	row[Anum_movement_batch_id - 1] = Int64GetDatum(movement->batch_id);
	row[Anum_movement_movement_type - 1] = CStringGetTextDatum(ledger_type_name(entry->type));
	row[Anum_movement_quantity - 1] = quantity_to_datum(movement->quantity);
	row[Anum_movement_balance_after - 1] = quantity_to_datum(movement->balance_after);
	row[Anum_movement_unit_cost - 1] = cost_to_datum(movement->unit_cost);
	row[Anum_movement_reason - 1] = entry->reason;
	nulls[Anum_movement_reason - 1] = entry->reason == (Datum) 0;
	row[Anum_movement_reference_id - 1] = entry->reference_id;
	nulls[Anum_movement_reference_id - 1] = entry->reference_id == (Datum) 0;
	row[Anum_movement_actor - 1] = entry->actor;
	row[Anum_movement_db_role - 1] = ledger->db_role;
	row[Anum_movement_sale_item_id - 1] = Int64GetDatum(entry->sale_item_id);
	nulls[Anum_movement_sale_item_id - 1] = entry->sale_item_id == 0;
	row[Anum_movement_stock_take_item_id - 1] = Int64GetDatum(entry->stock_take_item_id);
	nulls[Anum_movement_stock_take_item_id - 1] = entry->stock_take_item_id == 0;
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
