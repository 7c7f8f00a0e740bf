/*-------------------------------------------------------------------------
 *
 * audit.h
 *		The audit log: who did what, from where.
 *
 * A call collects its events in call->audit and writes them together when it
 * ends.  The caller holds the owner's identity when they are written.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_AUDIT_H
#define PRIMEINV_AUDIT_H

#include "utils/jsonb.h"

typedef struct Audit Audit;
struct Direct;

/* What happened.  Ids that are 0 are left null. */
typedef struct AuditEvent
{
	const char *event_type;
	int64		sale_id;
	int64		sale_item_id;
	int64		customer_id;
	int64		payment_id;
	int64		refund_id;
	Jsonb	   *data;			/* NULL: none; see audit_data */
	const char *description;	/* NULL: none */
} AuditEvent;

/* Types of the values of audit_data. */
typedef enum AuditValue
{
	AUDIT_TEXT,					/* const char *; NULL is left out */
	AUDIT_ID,					/* int64; 0 is left out */
	AUDIT_COUNT,				/* int */
	AUDIT_BOOL,					/* int, as C promotes a bool */
	AUDIT_QUANTITY,				/* int64 thousandths */
	AUDIT_AMOUNT,				/* int64 ten-thousandths */
	AUDIT_MONEY					/* Datum: numeric, as it stands in its column */
} AuditValue;

/* Under the caller's identity; see call_audit. */
extern Audit *audit_begin(int64 tenant_id, const char *actor, const char *db_role);

/* Notes an event and returns its id. */
extern int64 audit_event(Audit *audit, const AuditEvent *event);

/* With the change of which the events are; NULL: as one of its own. */
extern void audit_flush(Audit *audit, struct Direct *direct);

/*
 * An object of name, type, value triples that end with a NULL name:
 * audit_data("quantity", AUDIT_QUANTITY, line->quantity, NULL).
 */
extern Jsonb *audit_data(const char *name,...);

/* Whether our own functions and triggers write events of this type. */
extern bool audit_is_builtin(const char *event_type);

/* Where the session comes from, for statements that write events themselves. */
extern Datum audit_ip_address(bool *isnull);
extern Datum audit_user_agent(bool *isnull);

#endif							/* PRIMEINV_AUDIT_H */
