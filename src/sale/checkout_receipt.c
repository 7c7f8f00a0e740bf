/*-------------------------------------------------------------------------
 *
 * checkout_receipt.c
 *		The number on a receipt.
 *
 * The counter of an outlet's day is the hottest row that a shop has, next to
 * its best seller's: every sale changes it.  So it is reached below the
 * executor, where an old snapshot costs little (direct_recall.c).
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/stratnum.h"
#include "utils/datetime.h"
#include "utils/fmgroids.h"
#include "utils/snapmgr.h"

#include "base/direct.h"
#include "base/tables.h"
#include "sale/checkout.h"
#include "sale/statements.h"

static int64 draw(Call *call, Direct *direct, int64 outlet_id, DateADT day);
static int64 count_on(Direct *direct, int64 outlet_id, DateADT day);
static bool begin_counter(Call *call, int64 outlet_id, DateADT day);

/*
 * Four digits at least; the number is the outlet's, the day's and the sale's.
 */
char *
checkout_receipt(Call *call, int64 outlet_id, DateADT day)
{
	int64		number = draw(call, call_direct(call), outlet_id, day);
	int			year;
	int			month;
	int			day_of_month;

	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &day_of_month);
	return psprintf(INT64_FORMAT "-%04d%02d%02d-%04lld", outlet_id, year, month, day_of_month, (long long) number);
}

/*
 * The day's first sale makes the counter; of two that try, the second waits and
 * counts on.
 */
static int64
draw(Call *call, Direct *direct, int64 outlet_id, DateADT day)
{
	int64		number = count_on(direct, outlet_id, day);

	if (number == 0 && begin_counter(call, outlet_id, day))
		number = 1;
	if (number == 0)
		number = count_on(direct, outlet_id, day);
	if (number == 0)
		elog(ERROR, "receipt counter of outlet " INT64_FORMAT " vanished", outlet_id);
	return number;
}

/*
 * 0 if there is no counter yet.
 */
static int64
count_on(Direct *direct, int64 outlet_id, DateADT day)
{
	Snapshot	snapshot = direct_snapshot();
	ScanKeyData keys[2];
	Datum		values[Natts_receipt] = {0};
	bool		nulls[Natts_receipt] = {false};
	bool		replace[Natts_receipt] = {false};
	TupleTableSlot *slot;
	int64		last;

	ScanKeyInit(&keys[0], 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(outlet_id));
	ScanKeyInit(&keys[1], 2, BTEqualStrategyNumber, F_DATE_EQ, DateADTGetDatum(day));
	slot = direct_lock(direct, DIRECT_RECEIPT, DIRECT_RECEIPT_KEY, snapshot, keys, 2);
	UnregisterSnapshot(snapshot);
	if (slot == NULL)
		return 0;
	last = DatumGetInt64(slot_getattr(slot, Anum_receipt_last, &nulls[0])) + 1;
	values[Anum_receipt_last - 1] = Int64GetDatum(last);
	replace[Anum_receipt_last - 1] = true;
	direct_update(direct, DIRECT_RECEIPT, ExecCopySlotHeapTuple(slot), values, nulls, replace);
	return last;
}

/*
 * False if another call was faster.
 */
static bool
begin_counter(Call *call, int64 outlet_id, DateADT day)
{
	Datum		values[3] = {
		Int64GetDatum(call->tenant_id),
		Int64GetDatum(outlet_id),
		DateADTGetDatum(day)
	};

	return plan_rows(&PLAN_RECEIPT_BEGIN, values, NULL)->count > 0;
}
