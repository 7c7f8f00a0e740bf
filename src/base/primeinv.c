/*-------------------------------------------------------------------------
 *
 * primeinv.c
 *		The library's entrance: its magic block and its settings.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/xact.h"
#include "miscadmin.h"
#include "utils/guc.h"

#include "base/table.h"

PG_MODULE_MAGIC;

char	   *primeinv_tenant = NULL;
char	   *primeinv_actor = NULL;
char	   *primeinv_client_ip = NULL;
char	   *primeinv_user_agent = NULL;
int			primeinv_request_retention = 30;

#define SETTING_MAX	1000

void		_PG_init(void);
static bool check_length(char **value, void **extra, GucSource source);

/*
 * An older catalog calls functions with other arguments, so the library is not
 * even loaded for it, but where pg_upgrade makes one; a preloaded library asks when
 * it first looks at a table.
 *
 * All settings are strings that any user may set: none of them grants
 * anything.  primeinv.tenant has no check hook on purpose: a value set before
 * the library was loaded would escape one, so access.c judges it when it is
 * used.
 */
void
_PG_init(void)
{
	if (IsTransactionState() && IsNormalProcessingMode() && !IsBinaryUpgrade)
		table_check_version();
	DefineCustomStringVariable("primeinv.tenant",
							   "Narrows the session to this one of the role's tenants.",
							   "An id; empty: all of them. It never widens.",
							   &primeinv_tenant, "", PGC_USERSET, 0,
							   NULL, NULL, NULL);
	DefineCustomStringVariable("primeinv.actor",
							   "Who acts, where a call does not say.",
							   "Empty: the database role.",
							   &primeinv_actor, "", PGC_USERSET, 0,
							   check_length, NULL, NULL);
	DefineCustomStringVariable("primeinv.client_ip",
							   "The client's address for the audit log.",
							   "Empty: the address of the connection.",
							   &primeinv_client_ip, "", PGC_USERSET, 0,
							   check_length, NULL, NULL);
	DefineCustomStringVariable("primeinv.user_agent",
							   "The client's program for the audit log.",
							   "Empty: application_name.",
							   &primeinv_user_agent, "", PGC_USERSET, 0,
							   check_length, NULL, NULL);
	DefineCustomIntVariable("primeinv.request_retention",
							"Days for which request ids are remembered.",
							NULL,
							&primeinv_request_retention, 30, 30, 36500,
							PGC_SUSET, 0, NULL, NULL, NULL);
	MarkGUCPrefixReserved("primeinv");
}

/*
 * These are kept with whatever a session does, row by row.
 */
static bool
check_length(char **value, void **extra, GucSource source)
{
	if (*value == NULL || strlen(*value) <= SETTING_MAX)
		return true;
	GUC_check_errdetail("It has more than %d bytes.", SETTING_MAX);
	return false;
}
