/*-------------------------------------------------------------------------
 *
 * primeinv.h
 *		What every file of primeinv shares: error codes, units and settings.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_H
#define PRIMEINV_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/date.h"
#include "utils/timestamp.h"

#include "base/compat.h"

#define PRIMEINV_SCHEMA "primeinv"

/*
 * The most bytes of a text, and of a request's arguments, that a caller may have
 * us keep: a row that pg_dump cannot write out stops the dump of all tenants.
 */
#define TEXT_MAX	65536
#define REQUEST_MAX	(32 * 1024 * 1024)

/*
 * Numbers as the library reckons with them: exact, and wide enough for our
 * columns (numeric(15,3), numeric(15,4)).  What a name says is the unit.
 */
typedef int64 Quantity;			/* thousandths of a base unit */
typedef int64 UnitCost;			/* ten-thousandths of the currency (Cost is
								 * the planner's) */
typedef int64 Money;			/* the same, whole in the tenant's decimals */

/* Our own triggers' names begin so; others are a user's. */
#define PRIMEINV_TRIGGER "primeinv_"

#define ERRCODE_INSUFFICIENT_STOCK	MAKE_SQLSTATE('P', 'I', '0', '0', '1')
#define ERRCODE_RESERVATION_RESOLVED	MAKE_SQLSTATE('P', 'I', '0', '0', '2')
#define ERRCODE_CREDIT_REFUSED		MAKE_SQLSTATE('P', 'I', '0', '0', '3')
#define ERRCODE_REQUEST_REUSED		MAKE_SQLSTATE('P', 'I', '0', '0', '4')
#define ERRCODE_APPEND_ONLY			MAKE_SQLSTATE('P', 'I', '0', '0', '5')
#define ERRCODE_BATCH_NOT_SELLABLE	MAKE_SQLSTATE('P', 'I', '0', '0', '6')

/*
 * A function that SQL calls.  The library of version 1.0 does not ask which
 * version the catalog is of (table.c does), and a session may have it loaded
 * when the catalog is updated; so catalogs since 1.1 call by names that it does
 * not have.  By the other name a catalog of 1.0 is made (pg_upgrade), not called.
 */
#define SQL_FUNCTION(name) SQL_FUNCTION_AS(name, name##_1_1)
#define SQL_FUNCTION_AS(name, symbol) \
	PG_FUNCTION_INFO_V1(name); \
	PG_FUNCTION_INFO_V1(symbol); \
	Datum symbol(PG_FUNCTION_ARGS) \
	{ \
		return name(fcinfo); \
	} \
	extern int	no_such_variable

/* P0002, which PL/pgSQL calls no_data_found: no such tenant, outlet, ... */
#define ERRCODE_NO_SUCH_RECORD		MAKE_SQLSTATE('P', '0', '0', '0', '2')

/* Settings; what they mean stands where they are defined, in primeinv.c. */
extern char *primeinv_tenant;
extern char *primeinv_actor;
extern char *primeinv_client_ip;
extern char *primeinv_user_agent;
extern int	primeinv_request_retention;

#endif							/* PRIMEINV_H */
