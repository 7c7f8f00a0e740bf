/*-------------------------------------------------------------------------
 *
 * access.c
 *		Whose record is this, and may this role touch it?
 *
 * The calling role is asked, not the owner that a SECURITY DEFINER function
 * would hide it behind.  Grants are rows of tenant_grant by role name, and
 * reach every role that is a member of the named one.  What a role may do is
 * remembered until grants, roles or memberships change.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/xact.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_class.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

#include "base/direct.h"
#include "base/tables.h"
#include "base/value.h"
#include "tenant/access.h"
#include "tenant/statements.h"

typedef struct TenantGrant
{
	int64		tenant_id;
	AccessLevel level;
} TenantGrant;

/* What one role may do: the levels of its tenants, sorted by tenant. */
typedef struct RoleGrants
{
	Oid			role;			/* hash key, must be first */
	bool		owner;			/* may do everything; no list then */
	AccessLevel everywhere;		/* for all tenants, also future ones */
	int			count;
	TenantGrant *grants;
} RoleGrants;

/* In place of a tenant's id, in a grant for all of them. */
#define ALL_TENANTS	PG_INT64_MIN

static const char *const level_names[] = {"none", "guest", "reader", "app", "manager", "owner"};

static HTAB *remembered = NULL;
static RoleGrants *last_asked = NULL;	/* in it */
static MemoryContext memory = NULL; /* of the lists in it */
static uint64 times_forgotten = 0;
static Oid	owner = InvalidOid;

static bool narrowed(const RoleGrants *grants, int64 *chosen);
static AccessLevel level_in(const RoleGrants *grants, int64 tenant_id);
static const RoleGrants *grants_of(Oid role);
static void read_grants(RoleGrants *grants);
static bool next_grant(DirectScan *scan, TenantGrant *grant, Oid *grantee);
static void add_grant(RoleGrants *grants, TenantGrant grant);
static AccessLevel level_named(Datum name);
static RoleGrants *remember(const RoleGrants *grants);
static void watch_changes(void);
static void forget_grants(Datum arg, Oid relid);
static void forget_roles(Datum arg, int cache, uint32 hash);
static Oid	owner_role(void);
static Datum all_tenants(void);

SQL_FUNCTION(primeinv_visible_tenants);

/*
 * A role without a level for the tenant is told that the outlet is missing,
 * not that it is forbidden: ids cannot be tried out across tenants.
 */
Outlet
access_outlet(int64 id)
{
	Outlet		outlet;

	access_check_setting();
	if (!catalogue_outlet(id, &outlet) ||
		access_level(outlet.tenant_id) == LEVEL_NONE)
		no_such_record("outlet", id);
	return outlet;
}

/*
 * For an outlet that a locked row or a second argument names.  No level is
 * asked: under the owner's identity every tenant would pass, so the tenant
 * that was already proved decides.
 */
Outlet
access_outlet_of(int64 id, int64 tenant_id)
{
	Outlet		outlet;

	if (!catalogue_outlet(id, &outlet) || outlet.tenant_id != tenant_id)
		no_such_record("outlet", id);
	return outlet;
}

/*
 * The tenant is that of the outlet that the caller has proved; what belongs to
 * another one is missing here.
 */
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

	access_check_setting();
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
access_tenant_of(Statement *plan, const char *what, int64 id)
{
	Datum		value = Int64GetDatum(id);
	AccessIdentity caller;
	Rows	   *rows;

	access_check_setting();
	caller = access_become_owner();
	rows = plan_read(plan, &value, NULL);
	if (rows->count == 0 && !IsInParallelMode())
		rows = plan_rows(plan, &value, NULL);	/* made by this very
												 * statement? */
	access_resume(caller);
	if (rows->count == 0 || access_level(rows_int64(rows, 0, TENANT_OF)) == LEVEL_NONE)
		no_such_record(what, id);
	return rows_int64(rows, 0, TENANT_OF);
}

/*
 * Asks the current role, so it always passes under the owner's identity.  A
 * tenant that does not exist is answered like one for which the role has no
 * level.
 */
void
access_require(int64 tenant_id, AccessLevel level)
{
	AccessLevel has = access_level(tenant_id);

	if (has >= level)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("permission denied for tenant " INT64_FORMAT, tenant_id),
			 errdetail("The call needs the level \"%s\"; role \"%s\" has \"%s\".",
					   level_names[level], GetUserNameFromId(GetUserId(), false), level_names[has]),
			 errhint("Ask the extension's owner for grant_tenant().")));
}

/*
 * Repeats the id and never a name, as the record may be another tenant's.
 */
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
	const RoleGrants *grants;
	int64		chosen;

	access_check_setting();
	grants = grants_of(GetUserId());
	if (narrowed(grants, &chosen) && chosen != tenant_id)
		return LEVEL_NONE;
	return level_in(grants, tenant_id);
}

/*
 * A setting that is not one of the role's tenants closes every function
 * (42501).  Asked before a record is looked for: the answer must not depend on
 * whether it exists.
 */
void
access_check_setting(void)
{
	Oid			role = GetUserId();
	int64		chosen;

	if (!narrowed(grants_of(role), &chosen) || chosen != 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("permission denied for tenant \"%s\"", primeinv_tenant),
			 errdetail("primeinv.tenant is not the id of a tenant of role \"%s\".",
					   GetUserNameFromId(role, false)),
			 errhint("Set it to one of the role's tenants, or reset it.")));
}

/*
 * Whether primeinv.tenant leaves the role one tenant only, which is 0 if it is
 * none of the role's.  The owner is not narrowed.
 */
static bool
narrowed(const RoleGrants *grants, int64 *chosen)
{
	char	   *end;

	if (grants->owner || primeinv_tenant == NULL || primeinv_tenant[0] == '\0')
		return false;
	errno = 0;
	*chosen = strtoi64(primeinv_tenant, &end, 10);
	if (errno != 0 || *end != '\0' || level_in(grants, *chosen) == LEVEL_NONE)
		*chosen = 0;
	return true;
}

/*
 * By bisection, as a role may have many tenants.  primeinv.tenant is not
 * looked at: narrowed() itself asks here.
 */
static AccessLevel
level_in(const RoleGrants *grants, int64 tenant_id)
{
	int			low = 0;
	int			high = grants->count;

	if (grants->owner)
		return LEVEL_OWNER;
	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (grants->grants[middle].tenant_id == tenant_id)
			return Max(grants->grants[middle].level, grants->everywhere);
		if (grants->grants[middle].tenant_id < tenant_id)
			low = middle + 1;
		else
			high = middle;
	}
	return grants->everywhere;
}

/*
 * What the role may do, to be used before anything else is asked: an
 * invalidation may drop it.  What was read while one came in is not
 * remembered, as it may be older than what the message told.
 */
static const RoleGrants *
grants_of(Oid role)
{
#ifdef PRIMEINV_ACCESS_ALWAYS	/* for the bench alone: what the check costs */
	static const RoleGrants always = {.owner = true};

	return &always;
#else
	RoleGrants *grants = NULL;
	uint64		before;

	if (last_asked != NULL && last_asked->role == role)
		return last_asked;
	if (remembered != NULL)
		grants = hash_search(remembered, &role, HASH_FIND, NULL);
	if (grants != NULL)
		return last_asked = grants;
	watch_changes();
	before = times_forgotten;
	grants = palloc0(sizeof(RoleGrants));
	grants->role = role;
	grants->owner = superuser_arg(role) || has_privs_of_role(role, owner_role());
	if (!grants->owner)
		read_grants(grants);
	return times_forgotten == before ? remember(grants) : grants;
#endif
}

/*
 * The highest level for each tenant that was granted to the role or to one
 * whose rights it has.  The snapshot is the newest, whatever the isolation
 * level: an old transaction must not bring a revoked grant back.  (A catalog
 * snapshot is one that parallel mode allows, too.)
 */
static void
read_grants(RoleGrants *grants)
{
	Snapshot	snapshot = RegisterSnapshot(GetCatalogSnapshot(direct_relid(DIRECT_GRANT)));
	DirectScan *scan;
	TenantGrant grant;
	Oid			grantee;

	scan = direct_scan_begin(NULL, DIRECT_GRANT, DIRECT_GRANT_KEY, snapshot, NULL, 0);
	while (next_grant(scan, &grant, &grantee))
		if (has_privs_of_role(grants->role, grantee))
			add_grant(grants, grant);
	direct_scan_end(scan);
	UnregisterSnapshot(snapshot);
}

/*
 * The next grant, or false at the end.  The name alone would let another role
 * in that is made under a dropped one's name; the number alone, one that a
 * restore finds under it.
 */
static bool
next_grant(DirectScan *scan, TenantGrant *grant, Oid *grantee)
{
	while (direct_scan_next(scan))
	{
		bool		isnull;
		bool		unknown;
		Name		name = DatumGetName(slot_getattr(scan->slot, Anum_grant_role_name, &isnull));

		*grantee = DatumGetObjectId(slot_getattr(scan->slot, Anum_grant_role_oid, &unknown));
		if (unknown || get_role_oid(NameStr(*name), true) != *grantee)
			continue;
		grant->tenant_id = DatumGetInt64(slot_getattr(scan->slot, Anum_grant_tenant_id, &isnull));
		if (isnull)
			grant->tenant_id = ALL_TENANTS;
		grant->level = level_named(slot_getattr(scan->slot, Anum_grant_level, &isnull));
		return true;
	}
	return false;
}

/*
 * Grants come sorted by tenant; of several for one the highest counts.
 */
static void
add_grant(RoleGrants *grants, TenantGrant grant)
{
	TenantGrant *last = grants->count > 0 ? &grants->grants[grants->count - 1] : NULL;

	if (grant.tenant_id == ALL_TENANTS)
	{
		grants->everywhere = Max(grants->everywhere, grant.level);
		return;
	}
	if (last != NULL && last->tenant_id == grant.tenant_id)
	{
		last->level = Max(last->level, grant.level);
		return;
	}
	if (grants->count == 0)
		grants->grants = palloc(sizeof(TenantGrant) * 8);
	else if (grants->count >= 8 && (grants->count & (grants->count - 1)) == 0)
		grants->grants = repalloc(grants->grants, sizeof(TenantGrant) * 2 * grants->count);
	grants->grants[grants->count++] = grant;
}

/*
 * The highest level granted to the role itself, for any tenant.
 */
AccessLevel
access_granted_anywhere(Oid role)
{
	Snapshot	snapshot = RegisterSnapshot(GetCatalogSnapshot(direct_relid(DIRECT_GRANT)));
	AccessLevel level = LEVEL_NONE;
	DirectScan *scan;
	TenantGrant grant;
	Oid			grantee;

	scan = direct_scan_begin(NULL, DIRECT_GRANT, DIRECT_GRANT_KEY, snapshot, NULL, 0);
	while (next_grant(scan, &grant, &grantee))
		if (grantee == role)
			level = Max(level, grant.level);
	direct_scan_end(scan);
	UnregisterSnapshot(snapshot);
	return level;
}

/*
 * LEVEL_NONE for a word that is no level that can be granted.
 */
static AccessLevel
level_named(Datum name)
{
	for (AccessLevel level = LEVEL_GUEST; level <= LEVEL_MANAGER; level++)
		if (text_is(name, level_names[level]))
			return level;
	return LEVEL_NONE;
}

/*
 * Copies the list into a context of its own, which forget_grants drops as a
 * whole; the caller's is in the memory of a query.
 */
static RoleGrants *
remember(const RoleGrants *grants)
{
	HASHCTL		control = {.keysize = sizeof(Oid), .entrysize = sizeof(RoleGrants)};
	RoleGrants *entry;
	TenantGrant *list;

	if (remembered == NULL)
	{
		memory = AllocSetContextCreate(TopMemoryContext, "primeinv grants", ALLOCSET_SMALL_SIZES);
		control.hcxt = memory;
		remembered = hash_create("primeinv grants", 16, &control,
								 HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	}
	list = MemoryContextAlloc(memory, sizeof(TenantGrant) * (grants->count + 1));
	if (grants->count > 0)
		memcpy(list, grants->grants, sizeof(TenantGrant) * grants->count);
	entry = hash_search(remembered, &grants->role, HASH_ENTER, NULL);
	*entry = *grants;
	entry->grants = list;
	return entry;
}

/*
 * Sees to it that changes of grants, of roles and of who owns our tables reach
 * us from here on.
 */
static void
watch_changes(void)
{
	static bool registered = false;

	if (!registered)
	{
		CacheRegisterRelcacheCallback(forget_grants, (Datum) 0);
		CacheRegisterSyscacheCallback(AUTHOID, forget_roles, (Datum) 0);
		CacheRegisterSyscacheCallback(AUTHMEMROLEMEM, forget_roles, (Datum) 0);
		registered = true;
	}
	direct_relid(DIRECT_GRANT);
	direct_relid(DIRECT_BATCH);
}

/*
 * Relcache callback.  The table batch is watched because its owner is the
 * extension's.  All roles are forgotten together: a grant reaches members of
 * the role that it names, which nobody keeps a list of.
 */
static void
forget_grants(Datum arg, Oid relid)
{
	if (OidIsValid(relid) && !direct_is(DIRECT_GRANT, relid) && !direct_is(DIRECT_BATCH, relid))
		return;
	times_forgotten++;
	remembered = NULL;
	last_asked = NULL;
	if (memory != NULL)
		MemoryContextDelete(memory);
	memory = NULL;
	owner = InvalidOid;
}

/*
 * Syscache callback of roles and memberships.  The hash is of the row that
 * changed, but its effect reaches members of members, so everything goes.
 */
static void
forget_roles(Datum arg, int cache, uint32 hash)
{
	forget_grants(arg, InvalidOid);
}

/*
 * visible_tenants(min_level): row-level security asks it.  A setting that
 * names none of the role's tenants shows nothing.
 */
Datum
primeinv_visible_tenants(PG_FUNCTION_ARGS)
{
	return access_visible_tenants(access_level_named(PG_GETARG_DATUM(0)));
}

/*
 * The answer comes from what is remembered; only the owner's takes a query.
 */
Datum
access_visible_tenants(AccessLevel level)
{
	int64	   *ids;
	int			count = access_list(level, &ids);

	return count < 0 ? all_tenants() : array_of_int64(ids, count);
}

/*
 * A copy, since an invalidation may drop what is remembered.
 */
int
access_list(AccessLevel level, int64 **ids)
{
	const RoleGrants *grants = grants_of(GetUserId());
	int64		chosen;
	int			count = 0;
	bool		one;

	if (grants->owner)
		return -1;
	one = narrowed(grants, &chosen);
	*ids = palloc(sizeof(int64) * (grants->count + 1));
	if (grants->everywhere >= level && one)
	{
		**ids = chosen;
		return chosen == 0 ? 0 : 1;
	}
	if (grants->everywhere >= level)
		return -1;
	for (int i = 0; i < grants->count; i++)
		if (grants->grants[i].level >= level &&
			(!one || grants->grants[i].tenant_id == chosen))
			(*ids)[count++] = grants->grants[i].tenant_id;
	return count;
}

/*
 * As access_level, but silent where primeinv.tenant names none of the role's:
 * that shows nothing.
 */
bool
access_sees(int64 tenant_id, AccessLevel level)
{
	const RoleGrants *grants = grants_of(GetUserId());
	int64		chosen;

	if (narrowed(grants, &chosen) && chosen != tenant_id)
		return false;
	return level_in(grants, tenant_id) >= level;
}

/*
 * The owner has no list of grants, so the table is read, in the query's own
 * snapshot and under the identity that kept plans need.
 */
static Datum
all_tenants(void)
{
	AccessIdentity caller = access_become_owner();
	Rows	   *rows = plan_read(&PLAN_TENANTS, NULL, NULL);
	int64	   *ids = palloc(sizeof(int64) * (rows->count + 1));

	access_resume(caller);
	for (uint64 i = 0; i < rows->count; i++)
		ids[i] = rows_int64(rows, i, TENANTS_ID);
	return array_of_int64(ids, rows->count);
}

/*
 * LEVEL_OWNER comes with ownership and cannot be granted, so its name is
 * refused like any other word.
 */
AccessLevel
access_level_named(Datum name)
{
	AccessLevel level = level_named(name);

	if (level == LEVEL_NONE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is not a level", TextDatumGetCString(name)),
				 errdetail("Levels are \"guest\", \"reader\", \"app\" and \"manager\"."),
				 errhint("Each includes the one before.")));
	return level;
}

/*
 * Asks whoever is the current role.
 */
bool
access_is_owner(void)
{
	return grants_of(GetUserId())->owner;
}

/*
 * Asks whoever is the current role: once the owner's identity is taken
 * everybody passes, so it must come before.
 */
void
access_require_owner(void)
{
	if (access_is_owner())
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("permission denied for role \"%s\"", GetUserNameFromId(GetUserId(), false)),
			 errdetail("Only the extension's owner and superusers may do that."),
			 errhint("Ask one of them.")));
}

/*
 * A constant: not to be freed.  "none" and "owner" are for messages only, as
 * tenant_grant has no such rows.
 */
const char *
access_level_name(AccessLevel level)
{
	return level_names[level];
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

		tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(direct_relid(DIRECT_BATCH)));
		if (!HeapTupleIsValid(tuple))
			elog(ERROR, "cache lookup failed for table \"batch\"");
		owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
		ReleaseSysCache(tuple);
	}
	return owner;
}

/*
 * The owner's, with the path shut: see identity.h.
 */
AccessIdentity
access_become_owner(void)
{
	return identity_become(owner_role());
}

/*
 * Calls may be nested, so each gives back what it was given.
 */
void
access_resume(AccessIdentity caller)
{
	identity_resume(caller);
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
#include "tenant/rights.h"
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
