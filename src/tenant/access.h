/*-------------------------------------------------------------------------
 *
 * access.h
 *		Whose record is this, and may this role touch it?
 *
 * Authority comes from the role that calls (GetUserId); the owner's identity
 * is taken only around table access, by access_become_owner.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_ACCESS_H
#define PRIMEINV_ACCESS_H

#include "base/identity.h"
#include "base/plan.h"
#include "tenant/catalogue.h"

typedef enum AccessLevel
{
	LEVEL_NONE,
	LEVEL_GUEST,				/* a web shop's visitors: what is sold and
								 * whether it is there */
	LEVEL_READER,
	LEVEL_APP,
	LEVEL_MANAGER,
	LEVEL_OWNER					/* the extension's owner and superusers */
} AccessLevel;

typedef Identity AccessIdentity;

/*
 * The record, if it exists and the caller may see its tenant; else P0002, in
 * the same words for both.  To be asked before call_begin takes the owner's
 * identity; afterwards only what compares with the call's tenant is safe.
 */
extern Outlet access_outlet(int64 id);
extern Outlet access_outlet_of(int64 id, int64 tenant_id);
extern Variation access_variation(int64 id, int64 tenant_id);
extern Variation access_any_variation(int64 id);
extern int64 access_tenant_of(Statement *plan, const char *what, int64 id);

/* The level with that name (text); 22023 if there is none. */
extern AccessLevel access_level_named(Datum name);

extern const char *access_level_name(AccessLevel level);

/* Whether the caller is the extension's owner or a superuser; before call_begin. */
extern bool access_is_owner(void);

/* 42501 unless the caller is the extension's owner or a superuser. */
extern void access_require_owner(void);

/* The highest level granted to the role itself, for any tenant. */
extern AccessLevel access_granted_anywhere(Oid role);

/* The caller's level for a tenant; before call_begin. */
extern AccessLevel access_level(int64 tenant_id);

/* 42501 if primeinv.tenant names none of the caller's tenants. */
extern void access_check_setting(void);

/* Ids (bigint[]) of the tenants for which the caller has at least that level. */
extern Datum access_visible_tenants(AccessLevel level);

/*
 * Whether the caller has at least that level for the tenant, as far as
 * primeinv.tenant leaves it.
 */
extern bool access_sees(int64 tenant_id, AccessLevel level);

/* Those tenants, palloc'd; their number, or -1 for whoever has all. */
extern int	access_list(AccessLevel level, int64 **ids);

/* 42501 if the caller's level for the tenant is less. */
extern void access_require(int64 tenant_id, AccessLevel level);

/* The level that a function needs, by rights.h. */
extern AccessLevel access_level_of_function(Oid function);

extern AccessIdentity access_become_owner(void);
extern void access_resume(AccessIdentity identity);

extern void no_such_record(const char *what, int64 id) pg_attribute_noreturn();

#endif							/* PRIMEINV_ACCESS_H */
