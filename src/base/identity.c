/*-------------------------------------------------------------------------
 *
 * identity.c
 *		The owner's identity and, with it, a search path that is nobody's.
 *
 * Setting the path costs as much as a fifth of a small statement, so a call
 * does it once, before the first statement that it runs, and not at all where
 * it runs none.  That takes a note of which identities are taken and whether
 * the path has been shut for them.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "miscadmin.h"
#include "utils/guc.h"
#include "utils/memutils.h"

#include "base/identity.h"

#define SHUT_PATH "pg_catalog, pg_temp"

/* An identity that is taken now. */
typedef struct Taken
{
	SubTransactionId subxact;	/* in which it was taken */
	int			settings;		/* level of settings with the path; 0: not
								 * shut */
} Taken;

static Taken *taken = NULL;
static int	depth = 0;
static int	room = 0;

static void make_room(void);
static void forget_aborted(SubXactEvent event, SubTransactionId subxact,
						   SubTransactionId parent, void *arg);
static void forget_all(XactEvent event, void *arg);

/*
 * As ri_triggers.c takes a table owner's for its queries.
 */
Identity
identity_become(Oid owner)
{
	Identity	caller;

	if (depth == room)
		make_room();
	GetUserIdAndSecContext(&caller.role, &caller.context);
	caller.depth = depth;
	taken[depth++] = (Taken) {GetCurrentSubTransactionId(), 0};
	SetUserIdAndSecContext(owner, caller.context |
						   SECURITY_LOCAL_USERID_CHANGE | SECURITY_NOFORCE_RLS);
	return caller;
}

/*
 * Ends the outermost level of settings that was opened since: levels nest, so
 * that ends the inner ones with it.
 */
void
identity_resume(Identity caller)
{
	int			settings = 0;

	Assert(caller.depth >= 0 && caller.depth <= depth);
	while (depth > caller.depth)
		if (taken[--depth].settings != 0)
			settings = taken[depth].settings;
	path_give_back(settings);
	SetUserIdAndSecContext(caller.role, caller.context);
}

/*
 * A level opened in a deeper subtransaction than the identity was taken in
 * would end with it, so that one is the caller's to end.
 */
int
path_shut(void)
{
	Taken	   *last = depth > 0 ? &taken[depth - 1] : NULL;
	int			settings;

	if (strcmp(namespace_search_path, SHUT_PATH) == 0)
		return 0;
	settings = NewGUCNestLevel();
	(void) set_config_option("search_path", SHUT_PATH, PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
	if (last == NULL || last->subxact != GetCurrentSubTransactionId())
		return settings;
	if (last->settings == 0)
		last->settings = settings;
	return 0;
}

/*
 * 0 leaves it as it is.
 */
void
path_give_back(int settings)
{
	if (settings != 0)
		AtEOXact_GUC(true, settings);
}

/*
 * Identities nest as deep as functions and triggers do, so the array grows.
 */
static void
make_room(void)
{
	if (taken == NULL)
	{
		RegisterSubXactCallback(forget_aborted, NULL);
		RegisterXactCallback(forget_all, NULL);
		taken = MemoryContextAlloc(TopMemoryContext, sizeof(Taken) * (room = 16));
		return;
	}
	taken = repalloc(taken, sizeof(Taken) * 2 * room);
	room *= 2;
}

/*
 * What was taken in a subtransaction that fails was given back by PostgreSQL,
 * settings and all.  (Later subtransactions have higher numbers.)
 */
static void
forget_aborted(SubXactEvent event, SubTransactionId subxact, SubTransactionId parent, void *arg)
{
	if (event == SUBXACT_EVENT_ABORT_SUB)
		while (depth > 0 && taken[depth - 1].subxact >= subxact)
			depth--;
}

/*
 * None survives its transaction.
 */
static void
forget_all(XactEvent event, void *arg)
{
	if (event != XACT_EVENT_PRE_COMMIT && event != XACT_EVENT_PRE_PREPARE)
		depth = 0;
}
