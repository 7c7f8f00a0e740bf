/*-------------------------------------------------------------------------
 *
 * access.c
 *		Whose record is this, and may this role touch it?
 *
 * The calling role is asked, not the owner that a SECURITY DEFINER function
 * would hide it behind.  Grants are rows of tenant_grant by role name, and
 * reach every role that is a member of the named one.  The answer is
 * remembered per role and tenant until grants, roles or memberships change.
 *
 *-------------------------------------------------------------------------
 */
#include "primeinv.h"

#include "access.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_class.h"
#include "direct.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

typedef struct GrantKey
{
	int64		tenant_id;
	Oid			role;
	int32		zero;			/* no padding in a hashed key */
} GrantKey;

typedef struct GrantEntry
{
	GrantKey	key;
	AccessLevel level;
} GrantEntry;

static HTAB *grants = NULL;
static Oid	owner = InvalidOid;

static bool narrowed_away(int64 tenant_id, Oid role);
static AccessLevel granted_level(Oid role, int64 tenant_id);
static AccessLevel read_level(Oid role, int64 tenant_id);
static HTAB *remembered_grants(void);
static void forget_grants(Datum arg, Oid relid);
static void forget_roles(Datum arg, int cache, uint32 hash);
static Oid	owner_role(void);

Outlet
access_outlet(int64 id)
{
	Outlet		outlet;

	if (!catalogue_outlet(id, &outlet) ||
		access_level(outlet.tenant_id) == LEVEL_NONE)
		no_such_record("outlet", id);
	return outlet;
}

Outlet
access_outlet_of(int64 id, int64 tenant_id)
{
	Outlet		outlet;

	if (!catalogue_outlet(id, &outlet) || outlet.tenant_id != tenant_id)
		no_such_record("outlet", id);
	return outlet;
}

Variation
access_variation(int64 id, int64 tenant_id)
{
	Variation	variation;

	if (!catalogue_variation(id, &variation) || variation.tenant_id != tenant_id)
		no_such_record("variation", id);
	return variation;
}

/*
 * A variation that is named without an outlet.
 */
Variation
access_any_variation(int64 id)
{
	Variation	variation;

	if (!catalogue_variation(id, &variation) ||
		access_level(variation.tenant_id) == LEVEL_NONE)
		no_such_record("variation", id);
	return variation;
}

/*
 * The tenant of a record, by a statement that takes its id and returns the
 * tenant's.
 */
int64
access_tenant_of(PlanId plan, const char *what, int64 id)
{
	Datum		value = Int64GetDatum(id);
	AccessIdentity caller = access_become_owner();
	Rows	   *rows = plan_read(plan, &value, NULL);

	access_resume(caller);
	if (rows->count == 0 || access_level(rows_int64(rows, 0, 1)) == LEVEL_NONE)
		no_such_record(what, id);
	return rows_int64(rows, 0, 1);
}

void
access_require(int64 tenant_id, AccessLevel level)
{
	static const char *const names[] = {"none", "reader", "app", "manager", "owner"};
	AccessLevel has = access_level(tenant_id);

	if (has >= level)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("permission denied for tenant " INT64_FORMAT, tenant_id),
			 errdetail("The call needs the level \"%s\"; role \"%s\" has \"%s\".",
					   names[level], GetUserNameFromId(GetUserId(), false), names[has]),
			 errhint("Ask the extension's owner for grant_tenant().")));
}

void
no_such_record(const char *what, int64 id)
{
	ereport(ERROR,
			(errcode(ERRCODE_NO_SUCH_RECORD),
			 errmsg("%s " INT64_FORMAT " does not exist", what, id),
			 errdetail("There is no such %s, or it belongs to another tenant.", what),
			 errhint("Check the id, and primeinv.tenant if it is set.")));
}

/*
 * What the calling role may do for the tenant, as far as primeinv.tenant
 * leaves it.
 */
AccessLevel
access_level(int64 tenant_id)
{
	Oid			role = GetUserId();
	AccessLevel level = granted_level(role, tenant_id);

#ifdef PRIMEINV_ACCESS_ALWAYS	/* for the bench alone: what the check costs */
	return LEVEL_OWNER;
#endif
	if (level != LEVEL_OWNER && primeinv_tenant != NULL && primeinv_tenant[0] != '\0' &&
		narrowed_away(tenant_id, role))
		return LEVEL_NONE;
	return level;
}

/*
 * Whether primeinv.tenant names another tenant.  A setting that is not one of
 * the role's tenants closes everything (42501).
 */
static bool
narrowed_away(int64 tenant_id, Oid role)
{
	char	   *end;
	int64		chosen;

	errno = 0;
	chosen = strtoi64(primeinv_tenant, &end, 10);
	if (errno != 0 || *end != '\0' || chosen <= 0 ||
		granted_level(role, chosen) == LEVEL_NONE)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied for tenant \"%s\"", primeinv_tenant),
				 errdetail("primeinv.tenant is not the id of a tenant of role \"%s\".",
						   GetUserNameFromId(role, false)),
				 errhint("Set it to one of the role's tenants, or reset it.")));
	return chosen != tenant_id;
}

static AccessLevel
granted_level(Oid role, int64 tenant_id)
{
	GrantKey	key = {tenant_id, role, 0};
	GrantEntry *entry = hash_search(remembered_grants(), &key, HASH_FIND, NULL);
	AccessLevel level;

	if (entry != NULL)
		return entry->level;
	level = read_level(role, tenant_id);
	entry = hash_search(remembered_grants(), &key, HASH_ENTER, NULL);
	entry->level = level;
	return level;
}

/*
 * The highest level granted to the role or to one whose rights it has.
 */
static AccessLevel
read_level(Oid role, int64 tenant_id)
{
	AccessLevel level = LEVEL_NONE;
	Datum		value = Int64GetDatum(tenant_id);
	AccessIdentity caller;
	Rows	   *rows;

	if (superuser_arg(role) || has_privs_of_role(role, owner_role()))
		return LEVEL_OWNER;
	caller = access_become_owner();
	rows = plan_rows(PLAN_TENANT_GRANTS, &value, NULL);
	access_resume(caller);
	for (uint64 i = 0; i < rows->count; i++)
	{
		Oid			grantee = get_role_oid(rows_text(rows, i, 1), true);

		if (OidIsValid(grantee) && has_privs_of_role(role, grantee))
			level = Max(level, (AccessLevel) rows_int64(rows, i, 2));
	}
	return level;
}

/*
 * What is remembered of grants, made if there is nothing.  Reading grants may
 * process an invalidation that drops it, so callers ask again after reading.
 */
static HTAB *
remembered_grants(void)
{
	static bool registered = false;
	HASHCTL		control = {.keysize = sizeof(GrantKey),.entrysize = sizeof(GrantEntry)};

	if (!registered)
	{
		CacheRegisterRelcacheCallback(forget_grants, (Datum) 0);
		CacheRegisterSyscacheCallback(AUTHOID, forget_roles, (Datum) 0);
		CacheRegisterSyscacheCallback(AUTHMEMROLEMEM, forget_roles, (Datum) 0);
		registered = true;
	}
	if (grants == NULL)
		grants = hash_create("primeinv grants", 64, &control, HASH_ELEM | HASH_BLOBS);
	return grants;
}

static void
forget_grants(Datum arg, Oid relid)
{
	if (OidIsValid(relid) && !direct_is(DIRECT_GRANT, relid) && !direct_is(DIRECT_BATCH, relid))
		return;
	if (grants != NULL)
		hash_destroy(grants);
	grants = NULL;
	owner = InvalidOid;
}

static void
forget_roles(Datum arg, int cache, uint32 hash)
{
	forget_grants(arg, InvalidOid);
}

/*
 * The role that owns our tables, which is the extension's owner.
 */
static Oid
owner_role(void)
{
	if (!OidIsValid(owner))
	{
		HeapTuple	tuple;

		direct_relid(DIRECT_GRANT); /* so that its changes are noticed */
		tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(direct_relid(DIRECT_BATCH)));
		if (!HeapTupleIsValid(tuple))
			elog(ERROR, "cache lookup failed for table \"batch\"");
		owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
		ReleaseSysCache(tuple);
	}
	return owner;
}

/*
 * Takes the owner's identity, as ri_triggers.c does for its queries.  An error
 * gives it back by itself, with the transaction.
 */
AccessIdentity
access_become_owner(void)
{
	AccessIdentity caller;

	GetUserIdAndSecContext(&caller.role, &caller.context);
	SetUserIdAndSecContext(owner_role(), caller.context |
						   SECURITY_LOCAL_USERID_CHANGE | SECURITY_NOFORCE_RLS);
	return caller;
}

void
access_resume(AccessIdentity caller)
{
	SetUserIdAndSecContext(caller.role, caller.context);
}

/*
 * The level that rights.h gives a function, found by its name: overloads have
 * one.
 */
AccessLevel
access_level_of_function(Oid function)
{
	static const struct
	{
		const char *name;
		AccessLevel level;
	}			rights[] = {
#define RIGHT(name, level) {#name, level},
#include "rights.h"
#undef RIGHT
	};
	static Oid	last_function = InvalidOid;
	static AccessLevel last_level = LEVEL_OWNER;
	char	   *name;

	if (function == last_function)
		return last_level;
	name = get_func_name(function);
	last_level = LEVEL_OWNER;
	for (int i = 0; name != NULL && i < lengthof(rights); i++)
		if (strcmp(name, rights[i].name) == 0)
			last_level = rights[i].level;
	last_function = function;
	return last_level;
}
