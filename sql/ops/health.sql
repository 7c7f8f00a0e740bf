-- Whether all is well with the database itself, for a monitoring system: no
-- names and nobody's data.  The checks run as the owner, whoever asks health().

CREATE FUNCTION primeinv.health_status(value numeric, warning numeric, critical numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN value >= critical THEN 'critical' WHEN value >= warning THEN 'warning' ELSE 'ok' END;
END;
COMMENT ON FUNCTION primeinv.health_status(numeric, numeric, numeric) IS 'ok, warning or critical: which of the two marks the value has reached; ok if there is none. For the owner.';

-- What a job is expected to do within three of its turns and five minutes.
CREATE FUNCTION primeinv.health_of_job(task text, schedule text, registered boolean, seconds numeric)
RETURNS TABLE ("check" text, status text, value numeric, detail text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
	SELECT 'job_' || health_of_job.task,
		CASE WHEN s.status = 'ok' AND (NOT health_of_job.registered OR health_of_job.seconds IS NULL) THEN 'warning' ELSE s.status END,
		round(health_of_job.seconds),
		CASE
			WHEN NOT health_of_job.registered THEN 'not registered with pg_cron (schedule_jobs() does it), or not active'
			WHEN health_of_job.seconds IS NULL THEN 'no good run is known here'
			ELSE 'seconds since the last good run ended'
		END
	FROM (SELECT CASE
			WHEN health_of_job.schedule ~ '^\* ' THEN 60
			WHEN health_of_job.schedule ~ '^\*/\d+ ' THEN 60 * substring(health_of_job.schedule FROM '^\*/(\d+) ')::integer
			WHEN health_of_job.schedule ~ '^\d+ \* ' THEN 3600
			ELSE 86400
		END AS turn) t,
		LATERAL (SELECT primeinv.health_status(health_of_job.seconds, 3 * t.turn + 300, 10 * t.turn + 3600) AS status) s;
END;
COMMENT ON FUNCTION primeinv.health_of_job(text, text, boolean, numeric) IS 'The row of health() for a job: whether it is registered with pg_cron (null: not known, pg_cron lives elsewhere), and how many seconds ago its last good run ended. For the owner.';

CREATE FUNCTION primeinv.health_checks(library text)
RETURNS TABLE ("check" text, status text, value numeric, detail text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
BEGIN ATOMIC
	-- what the jobs leave behind, whoever runs them
	SELECT 'day_begun', primeinv.health_status(max(d.late), 3600, 4 * 3600), COALESCE(max(d.late), 0),
		concat('seconds since midnight at the outlet that has waited longest for its day to begin; outlets that wait: ', count(d.late))
	FROM (
		SELECT round(extract(epoch FROM (statement_timestamp() AT TIME ZONE o.time_zone) - GREATEST(COALESCE(d.day + 1, '-infinity'), (statement_timestamp() AT TIME ZONE o.time_zone)::date))) AS late
		FROM primeinv.outlet o LEFT JOIN primeinv.outlet_day d ON d.outlet_id = o.id
		WHERE o.is_active AND COALESCE(d.day, '-infinity') < (statement_timestamp() AT TIME ZONE o.time_zone)::date
	) d
	UNION ALL
	SELECT 'holds_tidied', primeinv.health_status(h.age, 900, 4 * 3600), h.age, 'seconds since the oldest hold expired that is not tidied up; it holds nothing'
	FROM (SELECT COALESCE(round(extract(epoch FROM statement_timestamp() - min(r.expires_at))), 0) AS age
		FROM primeinv.stock_reservation r WHERE r.status = 'ACTIVE' AND r.expires_at < statement_timestamp()) h
	UNION ALL
	SELECT 'requests_purged', primeinv.health_status(r.days, k.days + 2, k.days + 30), r.days, 'days since the oldest request id that is still remembered'
	FROM (SELECT COALESCE(round(extract(epoch FROM statement_timestamp() - (
				SELECT q.created_at FROM primeinv.request q ORDER BY q.id LIMIT 1)) / 86400), 0) AS days) r,
		(SELECT current_setting('primeinv.request_retention')::numeric AS days) k
	UNION ALL
	SELECT 'seals', primeinv.health_status(s.lag, 300, 4 * 3600), s.lag,
		CASE WHEN s.marks = 0 THEN 'nothing has been sealed; seconds from the first movement to the newest' ELSE 'seconds from the last sealing to the newest movement, which is not sealed' END
	FROM (
		SELECT count(*) AS marks, GREATEST(round(extract(epoch FROM (
				SELECT m.created_at FROM primeinv.stock_movement m ORDER BY m.id DESC LIMIT 1
			) - COALESCE(min(k.sealed_at), (
				SELECT m.created_at FROM primeinv.stock_movement m ORDER BY m.id LIMIT 1
			)))), 0) AS lag
		FROM primeinv.seal_mark k WHERE k.kind = 'stock_movement') s

	-- what they found
	UNION ALL
	SELECT 'promises', CASE WHEN count(*) > 0 THEN 'critical' ELSE 'ok' END, count(*), concat('promises found broken at the last check and not yet mended; tenants: ', count(DISTINCT a.tenant_id))
	FROM primeinv.stock_alert a
	WHERE a.kind = 'promise' AND a.resolved_at IS NULL
	UNION ALL
	SELECT 'alerts_' || k.kind, CASE WHEN k.kind IN ('variance', 'job', 'overdue', 'reservation_at_risk') AND count(a.id) > 0 THEN 'warning' ELSE 'ok' END, count(a.id), 'open alerts of this kind'
	FROM unnest('{low_stock,expiring_soon,expired,variance,reservation_at_risk,stock_take,overdue,job}'::text[]) k (kind)
		LEFT JOIN primeinv.stock_alert a ON a.kind = k.kind AND a.resolved_at IS NULL
	GROUP BY k.kind

	-- what keeps VACUUM from its work
	UNION ALL
	SELECT 'oldest_transaction', primeinv.health_status(t.age, 300, 3600), t.age, 'seconds since the oldest open transaction of the server began, prepared ones too'
	FROM (SELECT COALESCE(round(extract(epoch FROM statement_timestamp() - min(x.began))), 0) AS age
		FROM (SELECT a.xact_start AS began FROM pg_stat_activity a WHERE a.pid <> pg_backend_pid() AND a.backend_type = 'client backend'
			UNION ALL SELECT p.prepared FROM pg_prepared_xacts p) x) t
	UNION ALL
	SELECT 'oldest_snapshot', primeinv.health_status(s.age, 1000000, 100000000), s.age, 'transactions since the oldest snapshot that a session, a prepared transaction, a slot or a standby holds'
	FROM (SELECT COALESCE(max(age(x.xmin)), 0)::numeric AS age
		FROM (SELECT a.backend_xmin AS xmin FROM pg_stat_activity a WHERE a.pid <> pg_backend_pid()
			UNION ALL SELECT p.transaction FROM pg_prepared_xacts p
			UNION ALL SELECT l.xmin FROM pg_replication_slots l
			UNION ALL SELECT r.backend_xmin FROM pg_stat_replication r) x) s
	UNION ALL
	SELECT 'dead_' || t.relname, CASE WHEN t.n_dead_tup > 10000 THEN primeinv.health_status(round(100.0 * t.n_dead_tup / NULLIF(t.n_live_tup + t.n_dead_tup, 0)), 30, 70) ELSE 'ok' END,
		round(100.0 * t.n_dead_tup / NULLIF(t.n_live_tup + t.n_dead_tup, 0), 1), concat('percent of the rows are dead: ', t.n_dead_tup)
	FROM pg_stat_user_tables t
	WHERE t.schemaname = 'primeinv' AND t.relname IN ('batch', 'location_stock')
	UNION ALL
	SELECT 'hot_' || t.relname, CASE WHEN t.n_tup_upd > 10000 AND t.n_tup_hot_upd < 0.5 * t.n_tup_upd THEN 'warning' ELSE 'ok' END,
		round(100.0 * t.n_tup_hot_upd / NULLIF(t.n_tup_upd, 0), 1), 'percent of the updates touched no index (HOT)'
	FROM pg_stat_user_tables t
	WHERE t.schemaname = 'primeinv' AND t.relname IN ('batch', 'location_stock')

	-- what runs out, and what differs
	UNION ALL
	SELECT 'ids_left', CASE WHEN min(s.left) < 10 THEN 'critical' WHEN min(s.left) < 50 THEN 'warning' ELSE 'ok' END, min(s.left), 'percent of the ids are left where fewest are'
	FROM (SELECT round(100 * (1 - COALESCE(q.last_value, 0)::numeric / q.max_value), 2) AS left FROM pg_sequences q WHERE q.schemaname = 'primeinv') s
	UNION ALL
	SELECT 'version', CASE WHEN e.extversion <> health_checks.library THEN 'critical' WHEN e.extversion <> a.default_version THEN 'warning' ELSE 'ok' END, NULL,
		format('catalog %s, library %s, installed files %s%s', e.extversion, health_checks.library, a.default_version,
			CASE WHEN e.extversion <> health_checks.library OR e.extversion <> a.default_version THEN ': ALTER EXTENSION primeinv UPDATE' END)
	FROM pg_extension e JOIN pg_available_extensions a ON a.name = e.extname
	WHERE e.extname = 'primeinv'
	UNION ALL
	SELECT 'replication', CASE WHEN r.lag < 30 AND r.unread > 0 THEN 'warning' ELSE primeinv.health_status(r.lag, 30, 300) END, r.lag,
		CASE WHEN pg_is_in_recovery() THEN 'seconds since the last transaction that this standby has replayed'
			ELSE concat('seconds that the slowest standby is behind; standbys: ', r.standbys) END
			|| concat('; slots that nobody reads: ', r.unread)
	FROM (
		SELECT round(COALESCE(CASE
				WHEN NOT pg_is_in_recovery() THEN extract(epoch FROM max(s.replay_lag))
				WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
				ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
			END, 0)) AS lag, count(s.pid) AS standbys,
			(SELECT count(*) FROM pg_replication_slots l WHERE NOT l.active) AS unread
		FROM pg_stat_replication s) r;
END;
COMMENT ON FUNCTION primeinv.health_checks(text) IS 'The rows of health() but for the jobs'', told the library''s version. For the owner.';

CREATE FUNCTION primeinv.health()
RETURNS TABLE ("check" text, status text, value numeric, detail text)
LANGUAGE c STABLE PARALLEL RESTRICTED ROWS 25 AS 'MODULE_PATHNAME', 'primeinv_health';
COMMENT ON FUNCTION primeinv.health() IS
'Whether all is well, a row a check: status ok, warning or critical, value a figure, detail what it counts. Age of each job''s last good run, whoever runs them, and what they leave behind; how far sealing is behind; broken promises and open alerts by kind; oldest transaction and snapshot; dead rows and HOT share of batch and location_stock; ids left; versions; replication lag. No names, no customer''s data. For the owner and roles with grant_monitor().';

CREATE FUNCTION primeinv.grant_monitor(role_name name) RETURNS void
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_grant_monitor';
COMMENT ON FUNCTION primeinv.grant_monitor(name) IS
'Lets a database role, and its members, call health(), and nothing else; taken back by REVOKE EXECUTE ON FUNCTION primeinv.health() and, from a role without a tenant, REVOKE USAGE ON SCHEMA primeinv. For the owner. 42704 no such role, 22023 null.';
