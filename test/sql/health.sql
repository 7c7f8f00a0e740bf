-- health(): each check in good and in bad times, and who may ask.
\set VERBOSITY terse
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\set ECHO all
SET client_min_messages = error;
CALL run_job('expiry_and_reconcile');
SELECT "check", status FROM health() WHERE "check" !~ '^(job_|oldest_|hot_|dead_)' ORDER BY 1;
SELECT "check", status IN ('ok', 'warning', 'critical') AS known FROM health() WHERE "check" ~ '^(oldest_|dead_|hot_)' ORDER BY 1;
SELECT value, detail FROM health() WHERE "check" IN ('ids_left', 'replication') ORDER BY "check";

-- bad times
BEGIN;
-- a day that has not begun; midnight is never more than a day ago
UPDATE outlet_day SET day = day - 1 WHERE outlet_id = 1;
UPDATE outlet SET time_zone = (SELECT z FROM unnest('{Pacific/Kiritimati,Asia/Tokyo,Europe/Vienna,America/New_York,Pacific/Honolulu}'::text[]) z
	WHERE extract(hour FROM statement_timestamp() AT TIME ZONE z) BETWEEN 5 AND 22 LIMIT 1) WHERE id = 1;
UPDATE outlet_day SET day = (SELECT today - 1 FROM outlet_today WHERE outlet_id = 1) WHERE outlet_id = 1;
SELECT status, value BETWEEN 5 * 3600 AND 23 * 3600 AS waited, detail FROM health() WHERE "check" = 'day_begun';
UPDATE outlet SET is_active = false WHERE id = 1;
SELECT status, value, detail FROM health() WHERE "check" = 'day_begun';
-- holds that nobody tidies up
SELECT add_stock(1, 5, 2) > 0 AS added;
SELECT reserve_stock(1, 1, 2, 'cart') > 0 AS held;
SELECT status, value FROM health() WHERE "check" = 'holds_tidied';
UPDATE stock_reservation SET created_at = now() - interval '2 hours', expires_at = now() - interval '1 hour';
SELECT status, round(value / 60) FROM health() WHERE "check" = 'holds_tidied';
UPDATE stock_reservation SET expires_at = now() - interval '9 hours';
SELECT status FROM health() WHERE "check" = 'holds_tidied';
-- requests
SELECT add_stock(1, 5, 2, request_id => 'one') > 0 AS added;
UPDATE request SET created_at = now() - interval '33 days';
SELECT status, value FROM health() WHERE "check" = 'requests_purged';
-- seals
SELECT status, value < 60 AS new, detail FROM health() WHERE "check" = 'seals';
ALTER TABLE stock_movement DISABLE TRIGGER USER;
UPDATE stock_movement SET created_at = created_at - interval '1 day' WHERE id = 1;
ALTER TABLE stock_movement ENABLE TRIGGER USER;
SELECT status, round(value / 3600) AS hours FROM health() WHERE "check" = 'seals';
INSERT INTO seal_mark (kind, high_id, sealed_at) VALUES ('stock_movement', 1, now() - interval '1 hour');
SELECT status, round(value / 60) AS minutes, detail FROM health() WHERE "check" = 'seals';
-- alerts
INSERT INTO stock_alert (tenant_id, kind, outlet_id, variation_id, resolved_at) VALUES (1, 'variance', 2, 1, NULL), (1, 'low_stock', 2, 1, NULL), (1, 'low_stock', 2, 2, NULL), (1, 'expired', 2, 1, now());
SELECT "check", status, value FROM health() WHERE "check" IN ('alerts_variance', 'alerts_low_stock', 'alerts_expired') ORDER BY 1;
-- ids that run out
SELECT setval('batch_id_seq', 9223372036854775807 / 10 * 6) > 0 AS set;
SELECT status, value FROM health() WHERE "check" = 'ids_left';
SELECT setval('batch_id_seq', 9223372036854775807 / 100 * 95) > 0 AS set;
SELECT status, value FROM health() WHERE "check" = 'ids_left';
-- slots that nobody reads
SELECT slot_name FROM pg_create_physical_replication_slot('regress_health');
SELECT status, value, detail FROM health() WHERE "check" = 'replication';
SELECT pg_drop_replication_slot('regress_health');
-- another version, of the catalog and of the library
SELECT status, detail ~ '^catalog .*, library 0.9, installed files .*: ALTER EXTENSION primeinv UPDATE$' AS says FROM health_checks('0.9') WHERE "check" = 'version';
UPDATE pg_extension SET extversion = '0.9' WHERE extname = 'primeinv';
SELECT status, detail ~ '^catalog 0.9, library .*, installed files .*: ALTER EXTENSION primeinv UPDATE$' AS says FROM health() WHERE "check" = 'version';
SELECT status, detail ~ '^catalog 0.9, library 0.9, installed files .*: ALTER EXTENSION primeinv UPDATE$' AS says FROM health_checks('0.9') WHERE "check" = 'version';
ROLLBACK;
SELECT h.mark, h.status FROM (SELECT v.mark, health_status(v.mark, 10, 20) AS status FROM (VALUES (NULL), (9.9), (10), (19.9), (20)) AS v (mark)) h;
-- jobs, by how often they run; registered is null where pg_cron lives elsewhere
SELECT j.schedule, j.registered, j.seconds, h.* FROM (VALUES ('* * * * *', true, 100), ('* * * * *', NULL, 481), ('* * * * *', true, 5000), ('*/5 * * * *', true, 1300), ('23 * * * *', NULL, 9000), ('23 * * * *', true, 12000),
	('5 2 * * *', true, 90000), ('5 2 * * *', true, 270000), ('5 2 * * *', true, NULL), ('5 2 * * *', NULL, NULL), ('5 2 * * *', false, NULL), ('* * * * *', false, 10), ('* * * * *', false, 5000)) AS j (schedule, registered, seconds),
	health_of_job('some_job', schedule, registered, seconds) h;
-- and what they keep of their runs, whoever runs them
TRUNCATE job_run;
SELECT count(*) = (SELECT count(*) FROM jobs()) AS every_job, bool_and(status = 'warning' AND value IS NULL AND detail IN ('no good run is known here', 'not registered with pg_cron (schedule_jobs() does it), or not active')) AS unknown FROM health() WHERE "check" ~ '^job_';
CALL run_job('check');
CALL run_job('overdue');
CALL seal_ledger(everything => true);
SELECT "check", value < 60 AS new FROM health() WHERE "check" ~ '^job_' AND value IS NOT NULL ORDER BY 1;
SELECT task FROM jobs() EXCEPT SELECT substring("check" FROM '^job_(.*)') FROM health();
-- a run of which nothing came is none
TRUNCATE job_run;
ALTER TABLE request RENAME TO request_gone;
CALL run_job('requests');
ALTER TABLE request_gone RENAME TO request;
SELECT task FROM job_run;
SELECT status, value FROM health() WHERE "check" = 'alerts_job';
CALL run_job('requests');
SELECT task FROM job_run;
SELECT status, value FROM health() WHERE "check" = 'alerts_job';

-- who may ask
CREATE ROLE regress_monitor;
CREATE ROLE regress_reader;
SELECT grant_tenant('regress_reader', 1, 'manager');
SET ROLE regress_reader;
SELECT * FROM try('(SELECT count(*) FROM primeinv.health())');
SELECT * FROM try('grant_monitor(''regress_reader'')');
RESET ROLE;
SELECT grant_monitor('regress_monitor');
SELECT grant_monitor('regress_monitor');
SET ROLE regress_monitor;
SELECT count(*) > 15 AS answered, bool_or(detail ~ '(Corner|Rival|Main Store|Rice)') AS tells FROM primeinv.health();
SELECT * FROM try('(SELECT count(*) FROM primeinv.outlet)');
SELECT * FROM try('(SELECT count(*) FROM primeinv.health_checks(''1''))');
SELECT * FROM try('primeinv.visible_tenants(''reader'')');
-- of all that is in the schema, only the one function
SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'primeinv'::regnamespace AND has_function_privilege(p.oid, 'EXECUTE');
SELECT c.oid::regclass FROM pg_class c WHERE c.relnamespace = 'primeinv'::regnamespace AND CASE
	WHEN c.relkind IN ('r', 'v', 'm', 'p', 'f') THEN has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') OR has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')
	WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid, 'USAGE, SELECT, UPDATE') END;
SELECT has_schema_privilege('primeinv', 'CREATE') AS creates;
RESET ROLE;
-- a tenant given and taken back leaves the right to ask
SELECT grant_tenant('regress_monitor', 1, 'reader'), revoke_tenant('regress_monitor', 1);
SET ROLE regress_monitor;
SELECT count(*) > 15 AS answered FROM primeinv.health();
RESET ROLE;
BEGIN READ ONLY;
SELECT count(*) > 15 AS answered FROM health();
SELECT grant_monitor('regress_monitor');
ROLLBACK;
SELECT * FROM try('grant_monitor(''nobody here'')');
SELECT * FROM try('grant_monitor(NULL)');
SELECT * FROM try('grant_monitor(''public'')');

DROP OWNED BY regress_monitor, regress_reader;
SELECT revoke_tenant('regress_reader', 1);
DROP ROLE regress_monitor, regress_reader;
SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
