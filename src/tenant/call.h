/*-------------------------------------------------------------------------
 *
 * call.h
 *		What every call that changes something does first and last.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_CALL_H
#define PRIMEINV_CALL_H

#include "utils/jsonb.h"

#include "tenant/access.h"
#include "tenant/audit.h"

typedef struct Call
{
	FunctionCallInfo fcinfo;
	int64		tenant_id;
	char	   *actor;			/* who, as the caller said */
	char	   *db_role;		/* the role that called */
	int			decimals;		/* of the tenant's money; -1: not read yet */
	bool		replayed;		/* a retry: return call_replay() and change nothing */
	AccessIdentity caller;
	struct Request *request;	/* NULL: no request id */
	Audit	   *audit;			/* events, written when the call ends */
} Call;

/*
 * Refuses READ ONLY transactions and callers without the function's right,
 * replays a known request id, and takes the owner's identity.  actor and
 * request_id are the last two arguments.
 */
extern Call *call_begin(FunctionCallInfo fcinfo, int64 tenant_id);

/*
 * Most calls begin so: the first arguments must not be null, and that one is
 * the outlet whose tenant decides.
 */
extern Call *call_begin_at(FunctionCallInfo fcinfo, int required, int outlet_arg,
						   Outlet *outlet);

/*
 * The same for a call that names no tenant's record: the caller looks at the
 * rights itself.  Such a call cannot have a request id.
 */
extern Call *call_begin_all(FunctionCallInfo fcinfo);

/* The same for a function of one jsonb, with its keys actor and request_id. */
extern Call *call_begin_json(FunctionCallInfo fcinfo, int64 tenant_id,
							 const char *actor, const char *request_id);

/* Of one tenant more, in a call over all. */
extern Audit *call_audit(Call *call, int64 tenant_id);

/* A change below the executor, in which a user's triggers run as the caller. */
extern struct Direct *call_direct(Call *call);

/* A row of a set-returning function's result. */
extern void call_row(Call *call, Datum *values, bool *nulls);

/* Each ends the call: keeps the result for retries, gives the identity back. */
extern Datum call_end_rows(Call *call);
extern Datum call_end_value(Call *call, Datum value);
extern Datum call_end_null(Call *call);
extern Datum call_replay(Call *call);

/* The decimals of the tenant's amounts, 0 to 4, and an amount for a column. */
extern int	call_decimals(Call *call);
extern Datum call_money(Call *call, int64 amount);

/* Who acts: as given, else primeinv.actor, else the role. */
extern char *call_actor(const char *given, const char *db_role);

/*
 * Arguments: C strings (NULL for null), ids of a kind of record (0 for null)
 * and such as must not be null.
 */
extern char *call_text(FunctionCallInfo fcinfo, int arg);
extern int64 call_id(FunctionCallInfo fcinfo, int arg, const char *what);
extern void call_required(FunctionCallInfo fcinfo, int args);
extern char *call_reason(FunctionCallInfo fcinfo, int arg);

#endif							/* PRIMEINV_CALL_H */
