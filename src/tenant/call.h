/*-------------------------------------------------------------------------
 *
 * call.h
 *		What every call that changes something does first and last.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_CALL_H
#define PRIMEINV_CALL_H

#include "base/json.h"
#include "tenant/access.h"
#include "tenant/audit.h"

/* What a call is about that need not name an outlet. */
typedef struct Scope
{
	bool		all;			/* tenants, as far as the caller has the right */
	int64		outlet_id;		/* 0: all outlets */
	int64	   *tenant_ids;
	int			count;
} Scope;

typedef struct Call
{
	FunctionCallInfo fcinfo;
	int64		tenant_id;		/* 0: several, see scope */
	Outlet		outlet;			/* where the call was begun with one */
	Scope		scope;			/* of call_over */
	const JsonObject *json;		/* of a function of one jsonb */
	char	   *actor;			/* who, as the caller said */
	char	   *db_role;		/* the role that called */
	int			decimals;		/* of the tenant's money; -1: not read yet */
	bool		replayed;		/* a retry: return call_replay() and change
								 * nothing */
	AccessIdentity caller;
	struct Request *request;	/* NULL: no request id */
	struct Direct *direct;		/* NULL: nothing was changed below the
								 * executor */
	Audit	   *audit;			/* events, written when the call ends */
} Call;

/*
 * What a call changes.  It runs under the owner's identity, and ends by one of
 * call_end_...  It stands below its entry point, which says what the arguments
 * are, and is named like it.
 */
typedef Datum (*CallBody) (Call *call, FunctionCallInfo fcinfo);

/*
 * Each of these is a whole call: it refuses READ ONLY transactions and callers
 * without the function's right, answers a known request id with the first
 * call's result, and else runs the body.  actor and request_id are the last
 * two arguments; the first so many arguments must not be null.
 */

/* The tenant is that of the outlet which an argument names. */
extern Datum call_at(FunctionCallInfo fcinfo, int required, int outlet_arg, CallBody body);

/* The tenant is that of the record which the first argument names. */
extern Datum call_of(FunctionCallInfo fcinfo, int required, Statement *tenant_of,
					 const char *what, CallBody body);

/* The caller has looked up the outlet, or the tenant, already. */
extern Datum call_in(FunctionCallInfo fcinfo, const Outlet *outlet, CallBody body);
extern Datum call_for(FunctionCallInfo fcinfo, int64 tenant_id, CallBody body);

/*
 * The tenant of the record that the first argument names, by the statement
 * tenant_of; removed finds it for a retry, whose record is gone but whose
 * request is known.  P0002 if there is neither.
 */
extern int64 call_tenant_of_removed(FunctionCallInfo fcinfo, Statement *tenant_of,
									Statement *removed, const char *what);

/*
 * One tenant or all; over all there is no request id.  The scope is that of
 * the outlet that the first argument names or, if it is null, all for which
 * the caller has the function's right; or of one tenant.
 */
extern Datum call_over(FunctionCallInfo fcinfo, const Scope *scope, CallBody body);
extern Scope call_scope(FunctionCallInfo fcinfo);
extern Scope call_scope_all(FunctionCallInfo fcinfo);
extern Scope call_scope_of(int64 tenant_id);

/* The first two parameters of a statement over a scope: bigint[], bigint. */
extern void call_scope_values(const Scope *scope, Datum *values, char *nulls);

/*
 * A function of one jsonb.  The keys actor and request_id are added to those
 * given, whose values the body finds in call->json.
 */
typedef struct CallJson
{
	JsonObject	object;
	char	   *actor;
	char	   *request_id;
} CallJson;

extern CallJson call_json_read(FunctionCallInfo fcinfo, const JsonKey *keys, int count);
extern Datum call_json_in(FunctionCallInfo fcinfo, const CallJson *json, const Outlet *outlet,
						  CallBody body);
extern Datum call_json_for(FunctionCallInfo fcinfo, const CallJson *json, int64 tenant_id,
						   CallBody body);

/* In a body, where only there a higher right turns out to be needed (42501). */
extern void call_require(Call *call, AccessLevel level);

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

/* For a trigger of ours that changes stock, whoever fires it. */
extern Call *call_begin_trigger(FunctionCallInfo fcinfo);

/* The same for a function of one jsonb, with its keys actor and request_id. */
extern Call *call_begin_json(FunctionCallInfo fcinfo, int64 tenant_id,
							 const char *actor, const char *request_id);

/* Of one tenant more, in a call over all. */
extern Audit *call_audit(Call *call, int64 tenant_id);

/*
 * What the call changes below the executor; users' triggers fire when it ends.
 * A call that commits on the way fires them before each COMMIT.
 */
extern struct Direct *call_direct(Call *call);
extern void call_fire(Call *call);

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

/* 22023 for a reason that says nothing. */
extern void call_check_reason(FunctionCallInfo fcinfo, const char *reason);

/* 22023 for a text that is too long for what is looked up by it: 200 letters. */
extern void call_short(const char *text, const char *name);

#endif							/* PRIMEINV_CALL_H */
