/*-------------------------------------------------------------------------
 *
 * scope.h
 *		What a call that may name an outlet is about: it, or all.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_SCOPE_H
#define PRIMEINV_SCOPE_H

#include "tenant/call.h"

typedef struct Scope
{
	int64		outlet_id;		/* 0: all outlets */
	int64	   *tenant_ids;
	int			count;
} Scope;

/*
 * The tenant of the outlet that is the function's first argument or, if it is
 * null, all for whom the caller has the function's right.
 */
extern Scope scope_of(FunctionCallInfo fcinfo);

/* Begins the call: for the one tenant, or for all without a request id. */
extern Call *scope_begin(FunctionCallInfo fcinfo, const Scope *scope);

/* The first two parameters of a statement over a scope. */
extern void scope_values(const Scope *scope, Datum *values, char *nulls);

#endif							/* PRIMEINV_SCOPE_H */
