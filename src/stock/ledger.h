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

/* In the order of ledger_type_name's words. */
typedef enum MovementType
{
	MOVEMENT_NONE = -1,			/* no such word */
	MOVEMENT_OPENING,
	MOVEMENT_PURCHASE,
	MOVEMENT_SALE,
	MOVEMENT_RETURN,
	MOVEMENT_ADJUSTMENT,
	MOVEMENT_DAMAGE,
	MOVEMENT_EXPIRY,
	MOVEMENT_TRANSFER_IN,
	MOVEMENT_TRANSFER_OUT,
	MOVEMENT_SUPPLIER_RETURN
} MovementType;

/* The word of a type, as it stands in the ledger, and the type of a word. */
extern const char *ledger_type_name(MovementType type);
extern MovementType ledger_type_named(const char *word);

/* What a change is, as its movements tell. */
typedef struct LedgerNote
{
	MovementType movement_type;
	const char *reason;			/* NULL: none */
	const char *reference_id;	/* NULL: none */
	int64		sale_item_id;	/* 0: none */
	int64		stock_take_item_id; /* 0: none */
	const char *actor;			/* NULL: the call's */
} LedgerNote;

typedef struct Movement
{
	int64		tenant_id;
	int64		variation_id;
	int64		outlet_id;
	int64		batch_id;
	TimestampTz created_at;
	Quantity	quantity;		/* signed */
	Quantity	balance_after;
	UnitCost	unit_cost;
} Movement;

typedef struct Ledger Ledger;

/* Movements of one call, written together by ledger_flush. */
extern Ledger *ledger_begin(const char *actor, const char *db_role);
extern int	ledger_append(Ledger *ledger, const Movement *movement,
						  const LedgerNote *note);

/* Another line of a sale for a movement that is noted; by what ledger_append returned. */
extern void ledger_serve(Ledger *ledger, int movement, int64 sale_item_id);
extern void ledger_flush(Ledger *ledger, Direct *direct);

#endif							/* PRIMEINV_LEDGER_H */
