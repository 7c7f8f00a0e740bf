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
		  "SELECT h.check, h.status, h.value, h.detail FROM primeinv.health_checks($1) h",
		  TEXTOID)
STATEMENT(HEALTH_JOBS,
		  "SELECT h.check, h.status, h.value, h.detail FROM primeinv.jobs() ours"
		  " LEFT JOIN primeinv.job_run r ON r.task = ours.task"
		  " CROSS JOIN LATERAL primeinv.health_of_job(ours.task, ours.schedule, NULL,"
		  " extract(epoch FROM statement_timestamp() - r.ended_at)) h"
		  " ORDER BY h.check")
STATEMENT(HEALTH_CRON_JOBS,
		  "SELECT h.check, h.status, h.value, h.detail FROM primeinv.jobs() ours"
		  " LEFT JOIN primeinv.job_run r ON r.task = ours.task"
		  " CROSS JOIN LATERAL primeinv.health_of_job(ours.task, ours.schedule,"
		  " EXISTS (SELECT FROM cron.job j WHERE j.jobname::text = ours.name AND j.database = current_database()::text AND j.active),"
		  " extract(epoch FROM statement_timestamp() - r.ended_at)) h"
		  " ORDER BY h.check")

/* sync */
SWEEP(SYNC_SEQUENCES,
		  "SELECT format('%I.%I', n.nspname, t.relname), format('%I.%I', n.nspname, s.relname), q.seqincrement"
		  " FROM pg_class s JOIN pg_sequence q ON q.seqrelid = s.oid"
		  " JOIN pg_depend d ON d.objid = s.oid"
		  " AND d.classid = 'pg_class'::regclass"
		  " AND d.refclassid = d.classid AND d.deptype = 'i'"
		  " JOIN pg_class t ON t.oid = d.refobjid"
		  " JOIN pg_namespace n ON n.oid = t.relnamespace"
		  " AND n.oid = s.relnamespace"
		  " WHERE s.relkind = 'S' AND n.nspname = 'primeinv' ORDER BY 1")
COLUMNS(SYNC_TABLE, SYNC_SEQUENCE, SYNC_STEP)

/* shard */
STATEMENT(SHARD,
		  "SELECT s.number, s.of FROM primeinv.shard s")
COLUMNS(SHARD_NUMBER, SHARD_OF)
STATEMENT(SHARD_INSERT,
		  "INSERT INTO primeinv.shard (number, of) VALUES ($1, $2)",
		  INT4OID, INT4OID)

/* job: what is to be done, one by one, and how */
SWEEP(JOB_ONCE,
	  "SELECT 0::bigint, NULL::bigint, ''")
COLUMNS(JOB_UNIT_ID, JOB_UNIT_TENANT, JOB_UNIT_NAME)
SWEEP(JOB_OUTLETS,
	  "SELECT o.id, o.tenant_id, o.name FROM primeinv.outlet o ORDER BY o.id")
SWEEP(JOB_NEW_DAYS,
	  "SELECT o.id, o.tenant_id, o.name FROM primeinv.outlet o LEFT JOIN primeinv.outlet_day d ON d.outlet_id = o.id"
	  " WHERE d.day IS NULL OR d.day < timezone(o.time_zone, clock_timestamp())::date ORDER BY o.id")
SWEEP(JOB_DRAFT_OUTLETS,
	  "SELECT o.id, o.tenant_id, o.name FROM primeinv.outlet o JOIN primeinv.tenant t ON t.id = o.tenant_id"
	  " WHERE EXISTS (SELECT FROM primeinv.sale s WHERE s.outlet_id = o.id AND s.status = 'DRAFT'"
	  " AND s.created_at < clock_timestamp() - make_interval(days => t.draft_days)) ORDER BY o.id")
STATEMENT(JOB_RESERVATIONS,
		  "SELECT primeinv.release_expired_reservations() WHERE $1 IS NOT NULL",
		  INT8OID)
STATEMENT(JOB_ALERTS,
		  "SELECT primeinv.refresh_alerts($1)",
		  INT8OID)
STATEMENT(JOB_DAY,
		  "WITH d AS (INSERT INTO primeinv.outlet_day AS d (tenant_id, outlet_id, day)"
		  " SELECT o.tenant_id, o.id, timezone(o.time_zone, clock_timestamp())::date FROM primeinv.outlet o WHERE o.id = $1"
		  " ON CONFLICT (outlet_id) DO UPDATE SET day = EXCLUDED.day WHERE d.day < EXCLUDED.day RETURNING d.outlet_id),"
		  " e AS MATERIALIZED (SELECT d.outlet_id, primeinv.expire_batches(d.outlet_id) AS batches FROM d)"
		  " SELECT primeinv.run_reconcile(e.outlet_id) FROM e WHERE e.batches >= 0",
		  INT8OID)
STATEMENT(JOB_DRAFTS,
		  "SELECT primeinv.cancel_sale(s.id, 'abandoned') FROM ("
		  "SELECT s.id FROM primeinv.sale s JOIN primeinv.tenant t ON t.id = s.tenant_id"
		  " WHERE s.outlet_id = $1 AND s.status = 'DRAFT'"
		  " AND s.created_at < clock_timestamp() - make_interval(days => t.draft_days)"
		  " AND NOT EXISTS (SELECT FROM primeinv.sale_item i JOIN primeinv.stock_reservation r ON r.sale_item_id = i.id"
		  " WHERE i.sale_id = s.id AND r.status = 'ACTIVE' AND r.expires_at > clock_timestamp())"
		  " ORDER BY s.id LIMIT 1000) s",
		  INT8OID)
STATEMENT(JOB_OVERDUE,
		  "WITH due AS MATERIALIZED ("
		  "SELECT o.tenant_id, o.id AS outlet_id, format('Sales of %s that should have been paid: %s, %s in all, the oldest by %s',"
		  " o.name, count(*), sum(s.amount_due), to_char(min(s.due_date), 'YYYY-MM-DD')) AS detail"
		  " FROM primeinv.outlet o JOIN primeinv.sale s ON s.outlet_id = o.id"
		  " WHERE o.id = $1 AND s.status IN ('PENDING', 'PARTIAL')"
		  " AND s.due_date < timezone(o.time_zone, clock_timestamp())::date GROUP BY o.id"
		  "), raised AS ("
		  "INSERT INTO primeinv.stock_alert (tenant_id, kind, outlet_id, detail)"
		  " SELECT d.tenant_id, 'overdue', d.outlet_id, d.detail FROM due d WHERE NOT EXISTS ("
		  "SELECT FROM primeinv.stock_alert a WHERE a.outlet_id = $1 AND a.kind = 'overdue' AND a.resolved_at IS NULL)"
		  " ON CONFLICT (outlet_id, variation_id, kind, batch_id, reservation_id, tenant_id, subject) WHERE resolved_at IS NULL"
		  " DO NOTHING RETURNING id"
		  "), again AS ("
		  "UPDATE primeinv.stock_alert a SET detail = d.detail FROM due d WHERE a.outlet_id = $1 AND a.kind = 'overdue'"
		  " AND a.resolved_at IS NULL AND a.detail <> d.detail"
		  "), over AS ("
		  "UPDATE primeinv.stock_alert a SET resolved_at = clock_timestamp() WHERE a.outlet_id = $1 AND a.kind = 'overdue'"
		  " AND a.resolved_at IS NULL AND NOT EXISTS (SELECT FROM due)"
		  ") SELECT pg_notify('primeinv_alert', r.id::text) FROM raised r",
		  INT8OID)
SWEEP(JOB_CHECK,
	  "WITH found AS MATERIALIZED ("
	  "SELECT p.tenant_id, left(format('promise %s: %s', p.promise, p.subject), 500) AS subject, left(p.detail, 2000) AS detail"
	  " FROM primeinv.check_promises() p"
	  " UNION ALL SELECT l.tenant_id, format('ledger: outlet %s, variation %s, batch %s', l.outlet_id, l.variation_id, l.batch_id),"
	  " l.detail FROM (SELECT o.tenant_id, v.outlet_id, v.variation_id, v.batch_id, left(to_jsonb(v)::text, 2000) AS detail"
	  " FROM primeinv.verify_ledger() v JOIN primeinv.outlet o ON o.id = v.outlet_id) l"
	  "), of_tenant AS MATERIALIZED ("
	  "SELECT t.id AS tenant_id, f.subject, min(f.detail) AS detail FROM found f"
	  " JOIN primeinv.tenant t ON t.id = f.tenant_id OR f.tenant_id IS NULL GROUP BY t.id, f.subject"
	  "), raised AS ("
	  "INSERT INTO primeinv.stock_alert (tenant_id, kind, subject, detail)"
	  " SELECT f.tenant_id, 'promise', f.subject, f.detail FROM of_tenant f WHERE $1 IS NOT NULL ORDER BY f.tenant_id, f.subject LIMIT 1000"
	  " ON CONFLICT (outlet_id, variation_id, kind, batch_id, reservation_id, tenant_id, subject) WHERE resolved_at IS NULL"
	  " DO NOTHING RETURNING id"
	  "), over AS ("
	  "UPDATE primeinv.stock_alert a SET resolved_at = clock_timestamp() WHERE a.kind = 'promise' AND a.resolved_at IS NULL"
	  " AND NOT EXISTS (SELECT FROM of_tenant f WHERE f.tenant_id = a.tenant_id AND f.subject = a.subject)"
	  ") SELECT pg_notify('primeinv_alert', r.id::text) FROM raised r",
	  INT8OID)
STATEMENT(JOB_REQUESTS,
		  "SELECT primeinv.purge_requests() WHERE $1 IS NOT NULL",
		  INT8OID)
SWEEP(JOB_FAILED,
	  "WITH raised AS (INSERT INTO primeinv.stock_alert (tenant_id, kind, subject, detail)"
	  " SELECT t.id, 'job', $2, $3 FROM primeinv.tenant t WHERE t.id = $1 OR $1 IS NULL"
	  " ON CONFLICT (outlet_id, variation_id, kind, batch_id, reservation_id, tenant_id, subject) WHERE resolved_at IS NULL"
	  " DO NOTHING RETURNING id"
	  ") SELECT pg_notify('primeinv_alert', r.id::text) FROM raised r",
	  INT8OID, TEXTOID, TEXTOID)
SWEEP(JOB_WORKED,
	  "UPDATE primeinv.stock_alert a SET resolved_at = clock_timestamp()"
	  " WHERE a.kind = 'job' AND a.subject = $1 AND a.resolved_at IS NULL",
	  TEXTOID)
SWEEP(JOB_FAILURES,
	  "SELECT a.subject FROM primeinv.stock_alert a WHERE a.kind = 'job' AND a.resolved_at IS NULL")
COLUMNS(JOB_FAILURES_SUBJECT)
STATEMENT(JOB_RAN,
		  "INSERT INTO primeinv.job_run AS r (task, ended_at) VALUES ($1, clock_timestamp())"
		  " ON CONFLICT (task) DO UPDATE SET ended_at = EXCLUDED.ended_at",
		  TEXTOID)

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

/* seal: the columns of version 1, in the order in which they are written */
#define SEAL_MOVEMENT_COLUMNS \
	"m.tenant_id, m.id, m.created_at, m.variation_id, m.outlet_id, m.batch_id, m.movement_type, m.quantity," \
	" m.balance_after, m.unit_cost, m.reason, m.reference_id, m.actor, m.db_role, m.sale_item_id, m.stock_take_item_id"
#define SEAL_AUDIT_COLUMNS \
	"a.tenant_id, a.id, a.created_at, a.event_type, a.sale_id, a.sale_item_id, a.customer_id, a.payment_id," \
	" a.refund_id, a.actor, a.db_role, a.ip_address, a.user_agent, a.event_data, a.description"
#define SEAL_ENTRY_COLUMNS \
	"e.tenant_id, e.id, e.created_at, e.customer_id, e.type, e.amount, e.actor, e.db_role, e.balance_after," \
	" e.method, e.reference, e.payment_id, e.till_session_id"
SWEEP(SEAL_MOVEMENTS,
	  "SELECT " SEAL_MOVEMENT_COLUMNS " FROM primeinv.stock_movement m"
	  " WHERE m.id > $1 AND m.id <= $2 AND ($3 = 0 OR m.tenant_id = $3) ORDER BY m.id LIMIT $4",
	  INT8OID, INT8OID, INT8OID, INT8OID)
COLUMNS(SEAL_ROW_TENANT, SEAL_ROW_ID, SEAL_ROW_CREATED_AT)
SWEEP(SEAL_AUDIT,
	  "SELECT " SEAL_AUDIT_COLUMNS " FROM primeinv.audit_log a"
	  " WHERE a.id > $1 AND a.id <= $2 AND ($3 = 0 OR a.tenant_id = $3) ORDER BY a.id LIMIT $4",
	  INT8OID, INT8OID, INT8OID, INT8OID)
COLUMNS(SEAL_AUDIT_TENANT, SEAL_AUDIT_ID, SEAL_AUDIT_CREATED_AT, SEAL_AUDIT_EVENT_TYPE, SEAL_AUDIT_SALE)
SWEEP(SEAL_ENTRIES,
	  "SELECT " SEAL_ENTRY_COLUMNS " FROM primeinv.customer_entry e"
	  " WHERE e.id > $1 AND e.id <= $2 AND ($3 = 0 OR e.tenant_id = $3) ORDER BY e.id LIMIT $4",
	  INT8OID, INT8OID, INT8OID, INT8OID)
STATEMENT(SEAL_MOVEMENTS_OF,
		  "SELECT " SEAL_MOVEMENT_COLUMNS " FROM primeinv.stock_movement m WHERE m.id = ANY ($1) ORDER BY m.id",
		  INT8ARRAYOID)
STATEMENT(SEAL_AUDIT_OF,
		  "SELECT " SEAL_AUDIT_COLUMNS " FROM primeinv.audit_log a WHERE a.id = ANY ($1) ORDER BY a.id",
		  INT8ARRAYOID)
STATEMENT(SEAL_ENTRIES_OF,
		  "SELECT " SEAL_ENTRY_COLUMNS " FROM primeinv.customer_entry e WHERE e.id = ANY ($1) ORDER BY e.id",
		  INT8ARRAYOID)
STATEMENT(SEAL_SALES,
		  "SELECT s.tenant_id, s.id, s.created_at, s.outlet_id, s.customer_id, s.receipt_number, s.type, s.status, s.payment_type,"
		  " s.subtotal, s.discount_amount, s.tax_amount, s.total_amount, s.amount_paid, s.refunded_amount, s.amount_due,"
		  " s.manager_override, s.override_reason, s.override_by, s.cart_session_id, s.actor, s.completed_at, s.due_date,"
		  " s.sale_discount, s.db_role, s.completed_on, s.closed_at, s.closed_by, s.close_reason"
		  " FROM primeinv.sale s WHERE s.id = ANY ($1) ORDER BY s.id",
		  INT8ARRAYOID)
STATEMENT(SEAL_SALE_ITEMS,
		  "SELECT i.sale_id, i.id, i.variation_id, i.quantity, i.unit, i.base_quantity, i.list_price, i.unit_price,"
		  " i.discount_percentage, i.discount_amount, i.tax_rate, i.tax_amount, i.total_price, i.unit_cost, i.product_name,"
		  " i.product_sku, i.batch_id, i.price_rule, i.price_given, i.subtotal, i.sale_discount, i.created_at, i.tenant_id"
		  " FROM primeinv.sale_item i WHERE i.sale_id = ANY ($1) ORDER BY i.sale_id, i.id",
		  INT8ARRAYOID)
STATEMENT(SEAL_PAYMENTS,
		  "SELECT p.sale_id, p.id, p.refund_id, p.method, p.amount, p.tendered, p.change_given, p.reference, p.status, p.actor,"
		  " p.created_at, p.db_role, p.reversed_by, p.reversed_at, p.reversal_reason, p.till_session_id, p.outlet_id, p.tenant_id"
		  " FROM primeinv.payment p WHERE p.sale_id = ANY ($1) ORDER BY p.sale_id, p.id",
		  INT8ARRAYOID)
STATEMENT(SEAL_REFUNDS,
		  "SELECT r.sale_id, r.id, r.status, r.reason, r.disposition, r.amount, r.method, r.actor, r.created_at, r.db_role,"
		  " r.decided_by, r.decided_at, r.decision_reason, r.processed_by, r.processed_at, r.outlet_id, r.tenant_id"
		  " FROM primeinv.refund r WHERE r.sale_id = ANY ($1) ORDER BY r.sale_id, r.id",
		  INT8ARRAYOID)
STATEMENT(SEAL_REFUND_ITEMS,
		  "SELECT r.sale_id, i.id, i.refund_id, i.sale_item_id, i.quantity, i.base_quantity, i.amount, i.unit, i.tax_amount, i.tenant_id"
		  " FROM primeinv.refund r JOIN primeinv.refund_item i ON i.refund_id = r.id"
		  " WHERE r.sale_id = ANY ($1) ORDER BY r.sale_id, i.id",
		  INT8ARRAYOID)

/* seal: the blocks */
#define SEAL_COLUMNS \
	"s.tenant_id, s.number, s.kind, s.version, s.sealed_at, s.not_before, s.rows, s.low_id, s.high_id, s.ids, s.prints, s.root"
STATEMENT(SEAL_READ,
		  "SELECT " SEAL_COLUMNS " FROM primeinv.ledger_seal s WHERE s.tenant_id = $1 AND s.number > $2 AND s.number <= $3"
		  " ORDER BY s.number LIMIT $4",
		  INT8OID, INT8OID, INT8OID, INT8OID)
COLUMNS(SEAL_READ_TENANT, SEAL_READ_NUMBER, SEAL_READ_KIND, SEAL_READ_VERSION, SEAL_READ_SEALED_AT, SEAL_READ_NOT_BEFORE,
		SEAL_READ_ROWS, SEAL_READ_LOW_ID, SEAL_READ_HIGH_ID, SEAL_READ_IDS, SEAL_READ_PRINTS, SEAL_READ_ROOT)
STATEMENT(SEAL_BLOCK,
		  "SELECT " SEAL_COLUMNS " FROM primeinv.ledger_seal s WHERE s.tenant_id = $1 AND s.number = $2",
		  INT8OID, INT8OID)
STATEMENT(SEAL_BLOCKS_OF,
		  "SELECT " SEAL_COLUMNS " FROM primeinv.ledger_seal s WHERE s.tenant_id = $1 AND s.kind = $2"
		  " AND s.low_id <= $3 AND s.high_id >= $3 AND s.number <= $4 ORDER BY s.number DESC",
		  INT8OID, TEXTOID, INT8OID, INT8OID)
SWEEP(SEAL_BLOCKS,
	  "SELECT s.tenant_id, s.number, s.low_id FROM primeinv.ledger_seal s"
	  " WHERE s.kind = $1 AND ($2 = 0 OR s.tenant_id = $2) AND s.high_id >= $3 ORDER BY s.low_id DESC",
	  TEXTOID, INT8OID, INT8OID)
COLUMNS(SEAL_BLOCKS_TENANT, SEAL_BLOCKS_NUMBER, SEAL_BLOCKS_LOW_ID)
STATEMENT(SEAL_DATES,
		  "SELECT (SELECT s.sealed_at FROM primeinv.ledger_seal s WHERE s.tenant_id = $1 ORDER BY s.number LIMIT 1) AS first_at,"
		  " b.not_before, b.sealed_at, EXISTS (SELECT FROM primeinv.ledger_seal s WHERE s.tenant_id = $1 AND s.kind = $2"
		  " AND s.high_id > $3) AS ahead FROM (SELECT) one LEFT JOIN LATERAL ("
		  "SELECT s.not_before, s.sealed_at FROM primeinv.ledger_seal s WHERE s.tenant_id = $1 AND s.kind = $2"
		  " AND s.not_before IS NOT NULL ORDER BY s.high_id DESC, s.low_id DESC LIMIT 1) b ON true",
		  INT8OID, TEXTOID, INT8OID)
COLUMNS(SEAL_DATES_FIRST_AT, SEAL_DATES_NOT_BEFORE, SEAL_DATES_SEALED_AT, SEAL_DATES_AHEAD)
STATEMENT(SEAL_INSERT,
		  "INSERT INTO primeinv.ledger_seal (tenant_id, number, kind, version, sealed_at, not_before, rows, low_id, high_id,"
		  " ids, prints, root) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
		  INT8OID, INT8OID, TEXTOID, INT4OID, TIMESTAMPTZOID, TIMESTAMPTZOID, INT8OID, INT8OID, INT8OID,
		  BYTEAOID, BYTEAOID, BYTEAOID)

/* seal: the log */
STATEMENT(SEAL_LOG_READ,
		  "SELECT l.size, l.sealed_at, l.edge FROM primeinv.seal_log l WHERE l.tenant_id = $1",
		  INT8OID)
COLUMNS(SEAL_LOG_READ_SIZE, SEAL_LOG_READ_SEALED_AT, SEAL_LOG_READ_EDGE)
STATEMENT(SEAL_LOG_KEEP,
		  "INSERT INTO primeinv.seal_log (tenant_id, size, sealed_at, edge) VALUES ($1, $2, $3, $4)"
		  " ON CONFLICT (tenant_id) DO UPDATE SET size = excluded.size, sealed_at = excluded.sealed_at, edge = excluded.edge",
		  INT8OID, INT8OID, TIMESTAMPTZOID, BYTEAOID)

/* seal: how far the job has come */
STATEMENT(SEAL_LOCK,
		  "LOCK TABLE primeinv.seal_mark IN SHARE ROW EXCLUSIVE MODE")
STATEMENT(SEAL_MARK_MAKE,
		  "INSERT INTO primeinv.seal_mark (kind, high_id, check_below, sealed_at)"
		  " SELECT $1, 0, COALESCE(max(s.high_id), 0), clock_timestamp() FROM primeinv.ledger_seal s WHERE s.kind = $1",
		  TEXTOID)
STATEMENT(SEAL_MARK,
		  "SELECT m.high_id, m.check_below, m.not_before, m.known_at, m.all_not_before, m.all_known_at"
		  " FROM primeinv.seal_mark m WHERE m.kind = $1",
		  TEXTOID)
COLUMNS(SEAL_MARK_HIGH_ID, SEAL_MARK_CHECK_BELOW, SEAL_MARK_NOT_BEFORE, SEAL_MARK_KNOWN_AT, SEAL_MARK_ALL_NOT_BEFORE,
		SEAL_MARK_ALL_KNOWN_AT)
STATEMENT(SEAL_MARK_ALL,
		  "UPDATE primeinv.seal_mark SET all_not_before = $2, all_known_at = $3 WHERE kind = $1",
		  TEXTOID, TIMESTAMPTZOID, TIMESTAMPTZOID)
STATEMENT(SEAL_MARK_WRITE,
		  "UPDATE primeinv.seal_mark SET high_id = $2, not_before = COALESCE($3, not_before),"
		  " known_at = COALESCE($4, known_at), sealed_at = $5 WHERE kind = $1",
		  TEXTOID, INT8OID, TIMESTAMPTZOID, TIMESTAMPTZOID, TIMESTAMPTZOID)
STATEMENT(SEAL_MARK_READ,
		  "SELECT m.high_id, m.not_before FROM primeinv.seal_mark m WHERE m.kind = $1 AND $2 >= 0",
		  TEXTOID, INT8OID)
COLUMNS(SEAL_MARK_READ_HIGH_ID, SEAL_MARK_READ_NOT_BEFORE)
STATEMENT(SEAL_BOUND,
		  "SELECT max(s.not_before) FROM primeinv.ledger_seal s WHERE s.kind = $1 AND ($2 = 0 OR s.tenant_id = $2)",
		  TEXTOID, INT8OID)
STATEMENT(SEAL_SEQUENCE_MOVEMENT,
		  "SELECT s.last_value, q.seqincrement FROM primeinv.stock_movement_id_seq s, pg_sequence q"
		  " WHERE q.seqrelid = 'primeinv.stock_movement_id_seq'::regclass")
COLUMNS(SEAL_SEQUENCE_LAST, SEAL_SEQUENCE_STEP)
STATEMENT(SEAL_SEQUENCE_AUDIT,
		  "SELECT s.last_value, q.seqincrement FROM primeinv.audit_log_id_seq s, pg_sequence q"
		  " WHERE q.seqrelid = 'primeinv.audit_log_id_seq'::regclass")
STATEMENT(SEAL_SEQUENCE_ENTRY,
		  "SELECT s.last_value, q.seqincrement FROM primeinv.customer_entry_id_seq s, pg_sequence q"
		  " WHERE q.seqrelid = 'primeinv.customer_entry_id_seq'::regclass")
/* gap by gap: a join would be planned the other way round, through the whole table, where there are few gaps */
STATEMENT(SEAL_FILLED_MOVEMENT,
		  "SELECT f.id FROM primeinv.seal_gap g, LATERAL ("
		  "SELECT m.id FROM primeinv.stock_movement m WHERE m.id BETWEEN g.low_id AND g.high_id ORDER BY m.id LIMIT $1) f"
		  " WHERE g.kind = 'stock_movement' LIMIT $1",
		  INT8OID)
STATEMENT(SEAL_FILLED_AUDIT,
		  "SELECT f.id FROM primeinv.seal_gap g, LATERAL ("
		  "SELECT a.id FROM primeinv.audit_log a WHERE a.id BETWEEN g.low_id AND g.high_id ORDER BY a.id LIMIT $1) f"
		  " WHERE g.kind = 'audit_log' LIMIT $1",
		  INT8OID)
STATEMENT(SEAL_FILLED_ENTRY,
		  "SELECT f.id FROM primeinv.seal_gap g, LATERAL ("
		  "SELECT e.id FROM primeinv.customer_entry e WHERE e.id BETWEEN g.low_id AND g.high_id ORDER BY e.id LIMIT $1) f"
		  " WHERE g.kind = 'customer_entry' LIMIT $1",
		  INT8OID)
STATEMENT(SEAL_GAPS_FILL,
		  "WITH hit AS ("
		  "SELECT g.low_id, range_agg(int8range(f.id, f.id, '[]')) AS ids FROM unnest($2) AS f (id), LATERAL ("
		  "SELECT g.low_id FROM primeinv.seal_gap g WHERE g.kind = $1 AND g.low_id <= f.id ORDER BY g.low_id DESC LIMIT 1) g"
		  " GROUP BY g.low_id"
		  "), touched AS ("
		  "DELETE FROM primeinv.seal_gap g USING hit h WHERE g.kind = $1 AND g.low_id = h.low_id"
		  " RETURNING g.low_id, g.high_id, g.until, h.ids"
		  ") INSERT INTO primeinv.seal_gap (kind, low_id, high_id, until)"
		  " SELECT $1, lower(r.rest), upper(r.rest) - 1, t.until FROM touched t,"
		  " LATERAL unnest(int8multirange(int8range(t.low_id, t.high_id, '[]')) - t.ids) AS r (rest)",
		  TEXTOID, INT8ARRAYOID)
STATEMENT(SEAL_GAPS_MAKE,
		  "INSERT INTO primeinv.seal_gap (kind, low_id, high_id, until)"
		  " SELECT $1, g.low_id, g.high_id, $4 FROM ROWS FROM (unnest($2), unnest($3)) AS g (low_id, high_id)",
		  TEXTOID, INT8ARRAYOID, INT8ARRAYOID, XID8OID)
STATEMENT(SEAL_GAPS_DROP,
		  "DELETE FROM primeinv.seal_gap WHERE kind = $1 AND until <= $2",
		  TEXTOID, XID8OID)
STATEMENT(SEAL_GAP_HAS,
		  "SELECT f.id FROM unnest($2) AS f (id) WHERE EXISTS ("
		  "SELECT FROM (SELECT g.high_id FROM primeinv.seal_gap g WHERE g.kind = $1 AND g.low_id <= f.id"
		  " ORDER BY g.low_id DESC LIMIT 1) g WHERE f.id <= g.high_id)",
		  TEXTOID, INT8ARRAYOID)
STATEMENT(SEAL_PREPARED,
		  "SELECT FROM pg_prepared_xacts p WHERE p.database = current_database() LIMIT 1")
SWEEP(SEAL_IDS_MOVEMENT,
	  "SELECT m.tenant_id, m.id, m.created_at FROM primeinv.stock_movement m WHERE m.id > $1 AND m.id <= $2 ORDER BY m.id LIMIT $3",
	  INT8OID, INT8OID, INT8OID)
SWEEP(SEAL_IDS_AUDIT,
	  "SELECT a.tenant_id, a.id, a.created_at FROM primeinv.audit_log a WHERE a.id > $1 AND a.id <= $2 ORDER BY a.id LIMIT $3",
	  INT8OID, INT8OID, INT8OID)
SWEEP(SEAL_IDS_ENTRY,
	  "SELECT e.tenant_id, e.id, e.created_at FROM primeinv.customer_entry e WHERE e.id > $1 AND e.id <= $2 ORDER BY e.id LIMIT $3",
	  INT8OID, INT8OID, INT8OID)
SWEEP(SEAL_IDS_SALE,
	  "SELECT s.tenant_id, s.id, s.created_at FROM primeinv.sale s WHERE s.id > $1 AND ($2 = 0 OR s.tenant_id = $2)"
	  " ORDER BY s.id LIMIT $3",
	  INT8OID, INT8OID, INT8OID)

/* import */
STATEMENT(IMPORT_DECIDE,
		  "INSERT INTO primeinv.import_decision AS d (problem, action, actor, db_role) VALUES ($1, $2, $3, $4)"
		  " ON CONFLICT (problem) DO UPDATE SET action = EXCLUDED.action, actor = EXCLUDED.actor, db_role = EXCLUDED.db_role,"
		  " decided_at = clock_timestamp()",
		  TEXTOID, TEXTOID, TEXTOID, TEXTOID)
STATEMENT(IMPORT_UNDECIDE,
		  "DELETE FROM primeinv.import_decision d WHERE d.problem = $1",
		  TEXTOID)
STATEMENT(IMPORT_SEALED,
		  "SELECT s.tenant_id FROM primeinv.ledger_seal s WHERE s.number = 1")
COLUMNS(IMPORT_SEALED_TENANT)
STATEMENT(IMPORT_SHADOW_PLACE,
		  "SELECT COALESCE(b.outlet_id, o.id), COALESCE(b.variation_id, v.id), b.id FROM primeinv.tenant t"
		  " LEFT JOIN primeinv.outlet o ON o.tenant_id = t.id AND o.external_id = $2"
		  " LEFT JOIN primeinv.variation v ON v.tenant_id = t.id AND v.external_id = $3"
		  " LEFT JOIN primeinv.batch b ON b.tenant_id = t.id AND b.external_id = $4 WHERE t.external_id = $1",
		  TEXTOID, TEXTOID, TEXTOID, TEXTOID)
COLUMNS(SHADOW_PLACE_OUTLET, SHADOW_PLACE_VARIATION, SHADOW_PLACE_BATCH)
SWEEP(IMPORT_SHADOW_GONE,
	  "SELECT b.outlet_id, b.variation_id, b.id, t.external_id, o.external_id FROM primeinv.tenant t CROSS JOIN LATERAL ("
	  "SELECT b.outlet_id, b.variation_id, b.id FROM primeinv.batch b WHERE b.tenant_id = t.id AND b.external_id = $1 OFFSET 0) b"
	  " JOIN primeinv.outlet o ON o.id = b.outlet_id WHERE t.external_id IS NOT NULL LIMIT 2",
	  TEXTOID)
COLUMNS(SHADOW_GONE_OUTLET, SHADOW_GONE_VARIATION, SHADOW_GONE_BATCH, SHADOW_GONE_TENANT_KEY, SHADOW_GONE_OUTLET_KEY)
STATEMENT(IMPORT_REFUSE,
		  "INSERT INTO primeinv.import_refusal (schema_name, direction, view_name, key, theirs, ours, sqlstate, message)"
		  " VALUES ($1, $2, $3, left($4, 200), $5, $6, $7, left($8, 2000))",
		  TEXTOID, TEXTOID, TEXTOID, TEXTOID, NUMERICOID, NUMERICOID, TEXTOID, TEXTOID)
STATEMENT(IMPORT_EXPORTED,
		  "SELECT FROM pg_trigger t WHERE t.tgrelid = 'primeinv.batch'::regclass AND t.tgname = $1 AND NOT t.tgisinternal",
		  TEXTOID)
STATEMENT(IMPORT_SHADOWED,
		  "SELECT t.tgrelid::regclass::text FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
		  " WHERE p.pronamespace = 'primeinv'::regnamespace AND p.proname = 'book_shadow' AND t.tgname = $1 LIMIT 1",
		  TEXTOID)
STATEMENT(IMPORT_BATCH_KEY,
		  "UPDATE primeinv.batch SET external_id = $2 WHERE id = $1 AND external_id IS NULL",
		  INT8OID, TEXTOID)
STATEMENT(IMPORT_EXPORT_ROW,
		  "SELECT t.external_id, o.external_id, v.external_id, l.quantity FROM primeinv.tenant t"
		  " JOIN primeinv.outlet o ON o.id = $2 JOIN primeinv.variation v ON v.id = $3"
		  " LEFT JOIN primeinv.location_stock l ON l.outlet_id = o.id AND l.variation_id = v.id WHERE t.id = $1",
		  INT8OID, INT8OID, INT8OID)
COLUMNS(EXPORT_ROW_TENANT, EXPORT_ROW_OUTLET, EXPORT_ROW_VARIATION, EXPORT_ROW_ON_HAND)
STATEMENT(IMPORT_WRITABLE,
		  "SELECT CASE WHEN c.relkind IN ('r', 'p') THEN true"
		  " ELSE pg_relation_is_updatable(c.oid, true) & 4 <> 0 AND ("
		  "EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type = '2' AND r.is_instead)"
		  " OR EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgtype & 80 = 80)"
		  " OR pg_column_is_updatable(c.oid, (SELECT a.attnum FROM pg_attribute a"
		  " WHERE a.attrelid = c.oid AND a.attname = 'quantity'), true)) END"
		  " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2",
		  TEXTOID, TEXTOID)
STATEMENT(IMPORT_TRIGGER,
		  "SELECT FROM pg_trigger t WHERE t.tgrelid = to_regclass($1) AND t.tgname = $2 AND NOT t.tgisinternal",
		  TEXTOID, TEXTOID)
