/*-------------------------------------------------------------------------
 *
 * statements.h
 *		The statements of this room.
 *
 * STATEMENT(name, text, parameter types...) finds its rows by key, SWEEP(...)
 * reads much of a table; base/plan.c plans them accordingly and runs them with
 * the search path shut, so they are plain SQL that names our schema.
 *
 *-------------------------------------------------------------------------
 */
#include "base/statement_macros.h"

/* find */
SWEEP(FIND_VARIATION,
		  "SELECT f.* FROM primeinv.search_catalogue($1, $2, $3, $4, $5) f",
		  INT8ARRAYOID, TEXTOID, TEXTOID, TEXTOID, INT4OID)
SWEEP(FIND_TRIGRAM_SCHEMA,
		  "SELECT n.nspname::text, e_owner.rolsuper AND (n_owner.rolsuper"
		  " OR (n_owner.rolname = 'pg_database_owner' AND d_owner.rolsuper)),"
		  " has_schema_privilege($1, n.oid, 'USAGE')"
		  " FROM pg_extension e"
		  " JOIN pg_namespace n ON n.oid = e.extnamespace"
		  " JOIN pg_database d ON d.datname = current_database()"
		  " JOIN pg_roles e_owner ON e_owner.oid = e.extowner"
		  " JOIN pg_roles n_owner ON n_owner.oid = n.nspowner"
		  " JOIN pg_roles d_owner ON d_owner.oid = d.datdba"
		  " WHERE e.extname = 'pg_trgm'",
		  OIDOID)
COLUMNS(TRIGRAM_SCHEMA_NAME, TRIGRAM_SCHEMA_SAFE, TRIGRAM_SCHEMA_USABLE)

/* health */
SWEEP(HEALTH,
		  "SELECT h.check, h.status, h.value, h.detail FROM primeinv.health_checks() h")
SWEEP(HEALTH_JOBS,
		  "SELECT h.check, h.status, h.value, h.detail FROM primeinv.jobs() ours"
		  " LEFT JOIN cron.job j ON j.jobname::text = ours.name AND j.database = current_database()::text"
		  " LEFT JOIN LATERAL ("
		  "SELECT extract(epoch FROM statement_timestamp() - max(d.end_time)) AS seconds"
		  " FROM cron.job_run_details d WHERE d.jobid = j.jobid AND d.status = 'succeeded'"
		  ") r ON true"
		  " CROSS JOIN LATERAL primeinv.health_of_job(ours.name, ours.schedule, j.jobid IS NOT NULL, r.seconds) h"
		  " ORDER BY h.check")

/* sync */
SWEEP(SYNC_SEQUENCES,
		  "SELECT format('%I.%I', n.nspname, t.relname), format('%I.%I', n.nspname, s.relname)"
		  " FROM pg_class s"
		  " JOIN pg_depend d ON d.objid = s.oid"
		  " AND d.classid = 'pg_class'::regclass"
		  " AND d.refclassid = d.classid AND d.deptype = 'i'"
		  " JOIN pg_class t ON t.oid = d.refobjid"
		  " JOIN pg_namespace n ON n.oid = t.relnamespace"
		  " AND n.oid = s.relnamespace"
		  " WHERE s.relkind = 'S' AND n.nspname = 'primeinv' ORDER BY 1")
COLUMNS(SYNC_TABLE, SYNC_SEQUENCE)

/* job */
STATEMENT(JOB_SCHEDULE,
		  "SELECT cron.schedule(j.name, j.schedule, j.command) FROM primeinv.jobs() j ORDER BY j.name")
STATEMENT(JOB_UNSCHEDULE,
		  "SELECT cron.unschedule(c.jobid) FROM cron.job c JOIN primeinv.jobs() j"
		  " ON j.name = c.jobname::text"
		  " WHERE c.database = current_database()::text ORDER BY c.jobid")
STATEMENT(REQUEST_PURGE,
		  "DELETE FROM primeinv.request r WHERE r.created_at < $1",
		  TIMESTAMPTZOID)

/* log */
STATEMENT(SALE_ITEM_TENANT,
		  "SELECT i.tenant_id FROM primeinv.sale_item i WHERE i.id = $1",
		  INT8OID)
