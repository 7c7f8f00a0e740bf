/*-------------------------------------------------------------------------
 *
 * reservation_past.c
 *		Up to which id the holds of a cart are resolved for good.
 *
 * Active holds of a cart stand in an index, in the order of their ids.  While
 * somebody holds an old snapshot, the entries of those that were resolved since
 * cannot be removed, and who looks walks past all of them; a till that calls
 * all its carts by one name has them by the thousand.  So a session remembers,
 * of carts for which it has walked far, an id below which no hold is active,
 * nor will be, and begins there.
 *
 * That there will be none follows from how ids are drawn.  They rise, and who
 * draws one has a transaction's number already.  So whoever drew an id below
 * one that is known now has a number below the next one.  Once all these
 * transactions have ended, a look sees whatever they left, and below the lowest
 * active hold that it sees there is none; nor does a resolved one become active
 * again.  Until then the bound stays where it is.
 *
 * A statement that goes round the functions may put a hold anywhere; the
 * table's trigger then has all sessions forget, and where no trigger fired,
 * rebuild_location_stock, which is called for.  It is for READ COMMITTED alone:
 * other transactions may look at what was before.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/htup_details.h"
#include "access/transam.h"
#include "access/xact.h"
#include "catalog/pg_sequence.h"
#include "common/hashfn.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/syscache.h"
#include "utils/tuplestore.h"

#include "base/direct.h"
#include "stock/reservation_hold.h"
#include "stock/reservation_past.h"

#define MOST_PASTS	256
#define LONG_WAY	8			/* entries; a cart that has a name of its own
								 * has not as many */

/* Of a cart. */
typedef struct Past
{
	int64		outlet_id;
	char	   *cart;			/* NULL: of none */
	int64		first;			/* none is active below */
	int64		next;			/* ids below were drawn ... */
	TransactionId before;		/* ... by transactions with lower numbers */
} Past;

/* Each cart has one place, which another may take. */
static Past *pasts = NULL;

static int64 last_drawn = PG_INT64_MIN;

/* The lowest hold that a transaction has resolved. */
static TransactionId resolved_by = InvalidTransactionId;
static int64 resolved = PG_INT64_MAX;

static Past *past_of(int64 outlet_id, const char *cart);
static bool is_of(const Past *past, int64 outlet_id, const char *cart);
static Past *take_place(int64 outlet_id, const char *cart);
static void make_places(void);
static void advance(Past *past, const PastLook *look);
static int64 lowest_resolved(void);
static bool ids_rise(void);
static bool has_active(Tuplestorestate *rows, TupleDesc desc);
static void forget(Datum arg, Oid relid);
static void forget_past(Past *past);

/*
 * Messages are taken in first: locks do so, but in a transaction that has them
 * already nobody would.
 */
int64
past_first(int64 outlet_id, const char *cart)
{
	Past	   *past;

	if (pasts == NULL || IsolationUsesXactSnapshot())
		return PG_INT64_MIN;
	AcceptInvalidationMessages();
	past = past_of(outlet_id, cart);
	return is_of(past, outlet_id, cart) ? past->first : PG_INT64_MIN;
}

/*
 * Costs a cart nothing that has few entries to pass.
 */
void
past_looked(int64 outlet_id, const char *cart, const PastLook *look)
{
	if (look->passed > LONG_WAY && !IsolationUsesXactSnapshot() && ids_rise())
		advance(take_place(outlet_id, cart), look);
}

static Past *
past_of(int64 outlet_id, const char *cart)
{
	uint32		hash = hash_combine(hash_bytes((const unsigned char *) cart, strlen(cart)), (uint32) outlet_id);

	return &pasts[hash % MOST_PASTS];
}

static bool
is_of(const Past *past, int64 outlet_id, const char *cart)
{
	return past->cart != NULL && past->outlet_id == outlet_id && strcmp(past->cart, cart) == 0;
}

/*
 * Its place, which is emptied if it was another's.
 */
static Past *
take_place(int64 outlet_id, const char *cart)
{
	Past	   *past;

	if (pasts == NULL)
		make_places();
	past = past_of(outlet_id, cart);
	if (is_of(past, outlet_id, cart))
		return past;
	forget_past(past);
	past->cart = MemoryContextStrdup(TopMemoryContext, cart);
	past->outlet_id = outlet_id;
	past->first = past->next = PG_INT64_MIN;
	return past;
}

/*
 * The callback stays for good: it does nothing where there is nothing to
 * forget.
 */
static void
make_places(void)
{
	pasts = MemoryContextAllocZero(TopMemoryContext, sizeof(Past) * MOST_PASTS);
	CacheRegisterRelcacheCallback(forget, (Datum) 0);
}

/*
 * All who drew an id below "next" have ended where the snapshot has no running
 * transaction as old as them.  What this transaction has resolved may become
 * active again.
 */
static void
advance(Past *past, const PastLook *look)
{
	int64		drawn = Max(look->highest, last_drawn);

	if (past->next > past->first)
	{
		if (!TransactionIdFollowsOrEquals(look->snapshot->xmin, past->before))
			return;
		past->first = Max(past->first, Min(past->next, Min(look->lowest, lowest_resolved())));
	}
	if (drawn < past->first)
		return;
	past->next = drawn + 1;
	past->before = ReadNextTransactionId();
}

static int64
lowest_resolved(void)
{
	return TransactionIdIsValid(resolved_by) && resolved_by == GetTopTransactionIdIfAny() ? resolved : PG_INT64_MAX;
}

/*
 * They would not, if sessions drew them in advance.
 */
static bool
ids_rise(void)
{
	HeapTuple	tuple = SearchSysCache1(SEQRELID, ObjectIdGetDatum(direct_relid(DIRECT_RESERVATION_SEQUENCE)));
	Form_pg_sequence sequence;
	bool		rise;

	if (!HeapTupleIsValid(tuple))
		return false;
	sequence = (Form_pg_sequence) GETSTRUCT(tuple);
	rise = sequence->seqcache == 1 && sequence->seqincrement > 0 && !sequence->seqcycle;
	ReleaseSysCache(tuple);
	return rise;
}

/*
 * The number comes first: see above.  From the first id on, what makes ids
 * begin anew is heard of.
 */
int64
past_draw(void)
{
	if (pasts == NULL)
		make_places();
	(void) GetTopTransactionId();
	return last_drawn = direct_nextval(DIRECT_RESERVATION_SEQUENCE);
}

void
past_resolve(int64 id)
{
	TransactionId mine = GetTopTransactionId();

	resolved = resolved_by == mine ? Min(resolved, id) : id;
	resolved_by = mine;
}

/*
 * A line that is removed from a cart is taken off its resolved holds by a
 * statement of a foreign key, which is no reason to forget.
 */
void
past_changed(TriggerData *trigger)
{
	TupleDesc	desc = RelationGetDescr(trigger->tg_relation);

	if (has_active(trigger->tg_newtable, desc) || has_active(trigger->tg_oldtable, desc))
		past_forget();
}

void
past_forget(void)
{
	CacheInvalidateRelcacheByRelid(direct_relid(DIRECT_RESERVATION));
}

static bool
has_active(Tuplestorestate *rows, TupleDesc desc)
{
	TupleTableSlot *slot;
	int			column = SPI_fnumber(desc, "status");
	bool		found = false;

	if (rows == NULL)
		return false;
	slot = MakeSingleTupleTableSlot(desc, &TTSOpsMinimalTuple);
	tuplestore_select_read_pointer(rows, 0);
	tuplestore_rescan(rows);
	while (!found && tuplestore_gettupleslot(rows, true, false, slot))
	{
		bool		isnull;
		text	   *status = DatumGetTextPP(slot_getattr(slot, column, &isnull));

		CHECK_FOR_INTERRUPTS();
		found = strcmp(text_to_cstring(status), hold_status_name(HOLD_ACTIVE)) == 0;
	}
	ExecDropSingleTupleTableSlot(slot);
	return found;
}

/*
 * Relcache callback: of the table, or of the sequence, whose numbers may begin
 * anew; an invalid OID stands for every relation.
 */
static void
forget(Datum arg, Oid relid)
{
	if (OidIsValid(relid) && !direct_is(DIRECT_RESERVATION, relid) && !direct_is(DIRECT_RESERVATION_SEQUENCE, relid))
		return;
	for (int i = 0; i < MOST_PASTS; i++)
		forget_past(&pasts[i]);
	last_drawn = PG_INT64_MIN;
}

static void
forget_past(Past *past)
{
	if (past->cart != NULL)
		pfree(past->cart);
	*past = (Past) {0};
}
