/*-------------------------------------------------------------------------
 *
 * ledger.h
 *		Movements: appended, never changed.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_LEDGER_H
#define PRIMEINV_LEDGER_H

#include "base/direct.h"

/* What a change is, as its movements tell. */
typedef struct LedgerNote
{
	const char *movement_type;
	const char *reason;			/* NULL: none */
	const char *reference_id;	/* NULL: none */
	int64		sale_item_id;	/* 0: none */
} LedgerNote;

typedef struct Movement
{
	int64		tenant_id;
	int64		variation_id;
	int64		outlet_id;
	int64		batch_id;
	TimestampTz created_at;
	int64		quantity;		/* thousandths, signed */
	int64		balance_after;	/* thousandths */
	int64		unit_cost;		/* ten-thousandths */
} Movement;

typedef struct Ledger Ledger;

/* Movements of one call, written together by ledger_flush. */
extern Ledger *ledger_begin(const char *actor, const char *db_role);
extern void ledger_append(Ledger *ledger, const Movement *movement,
						  const LedgerNote *note);
extern void ledger_flush(Ledger *ledger, Direct *direct);

#endif							/* PRIMEINV_LEDGER_H */
