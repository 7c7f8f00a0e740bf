/*-------------------------------------------------------------------------
 *
 * request.h
 *		Exactly once: a request id is answered with the first call's result.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_REQUEST_H
#define PRIMEINV_REQUEST_H

#include "utils/tuplestore.h"

typedef struct Request Request;

/*
 * Registers the id, waiting for a call with the same id that is under way.
 * PI004 if it was used with other arguments.
 */
extern Request *request_begin(FunctionCallInfo fcinfo, int64 tenant_id, const char *id);

/* Whether an earlier call has the result. */
extern bool request_is_known(const Request *request);

extern void request_add_row(Request *request, TupleDesc desc, Datum *values, bool *nulls);
extern void request_add_value(Request *request, Datum value);
extern void request_end(Request *request);

extern void request_replay_rows(Request *request, TupleDesc desc, Tuplestorestate *store);
extern Datum request_replay_value(Request *request, bool *isnull);

/* Names of a function's arguments, in order; count and types may be NULL. */
extern char **request_argument_names(Oid function, int *count, Oid **types);

#endif							/* PRIMEINV_REQUEST_H */
