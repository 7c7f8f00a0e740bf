-- Alerts: a row once a threshold is crossed, resolved when it is over.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
UPDATE variation SET shelf_life_days = NULL WHERE id = 2;
\pset format unaligned
\pset tuples_only on
CREATE VIEW public.alerts AS SELECT id, kind, outlet_id, variation_id, batch_id, reservation_id,
	regexp_replace(detail, '\d{4}-\d\d-\d\d', 'DATE') AS detail, resolved_at IS NULL AS open FROM stock_alert ORDER BY id;
SET client_min_messages = error;
\set ECHO all

-- Low stock: the variation's threshold, an outlet's own, none
UPDATE variation SET low_stock_threshold = 5 WHERE id IN (1, 3);
INSERT INTO outlet_variation (tenant_id, outlet_id, variation_id, low_stock_threshold) VALUES (1, 2, 1, 20);
SELECT add_stock(1, 10, 1), add_stock(1, 15, 2), add_stock(2, 10, 1), add_stock(3, 1, 1);
SELECT refresh_alerts();
SELECT * FROM alerts;
-- crossed once, however often it is looked at and however many are sold; holds count
SELECT reserve_stock(1, 4, 1, 'cart');
SELECT refresh_alerts();
SELECT deduct_stock(1, 1, 1);
SELECT refresh_alerts(1), refresh_alerts(1);
SELECT deduct_stock(1, 1, 1);
SELECT refresh_alerts();
SELECT * FROM alerts;
-- over, and crossed again
SELECT FROM (SELECT add_stock(1, 50, 1)) a;
SELECT refresh_alerts();
SELECT deduct_stock(1, 50, 1);
SELECT refresh_alerts();
SELECT * FROM alerts;
-- an outlet alone
SELECT FROM (SELECT add_stock(1, 10, 2)) a;
SELECT refresh_alerts(1);
SELECT open FROM alerts WHERE outlet_id = 2;
SELECT refresh_alerts(2);
SELECT open FROM alerts WHERE outlet_id = 2;

-- Expiry, by the outlet's date and its days of warning
TRUNCATE stock_alert;
UPDATE outlet SET expiry_alert_days = 3 WHERE id = 2;
SELECT add_stock(2, 1, 2, 'IN 3', (now() AT TIME ZONE 'Asia/Tokyo')::date + 3) AS b3, add_stock(2, 1, 2, 'IN 4', (now() AT TIME ZONE 'Asia/Tokyo')::date + 4) AS b4,
	add_stock(2, 1, 2, 'TODAY', (now() AT TIME ZONE 'Asia/Tokyo')::date) AS today \gset
SELECT refresh_alerts(2), refresh_alerts(2);
SELECT kind, detail, open FROM alerts ORDER BY detail;
-- expiring becomes expired; what is written off is over
UPDATE batch SET expiry_date = (now() AT TIME ZONE 'Asia/Tokyo')::date - 1 WHERE id = :b3;
SELECT expire_batches(2);
SELECT refresh_alerts();
SELECT add_stock(2, 1, 2, 'IN 3');
SELECT refresh_alerts();
SELECT kind, detail, open FROM alerts WHERE outlet_id = 2 ORDER BY id, detail;

-- Reservations at risk: the newest first, resolved as soon as it is safe or gone
TRUNCATE stock_alert;
SELECT adjust_stock(1, 2, 1, 'to have 6') \g /dev/null
SELECT reserve_stock(1, 1, 1, 'second'), reserve_stock(1, 1, 1, 'third');
SELECT adjust_stock(1, -5, 1, 'flood') \g /dev/null
SELECT * FROM alerts;
SELECT adjust_stock(1, -1, 1, 'flood') \g /dev/null
SELECT kind, reservation_id FROM alerts;
SELECT cancel_reservation(reservation_id) FROM (SELECT max(reservation_id) AS reservation_id FROM alerts) a;
SELECT refresh_alerts(1) > 0;
SELECT kind, reservation_id, open FROM alerts WHERE kind = 'reservation_at_risk';
SELECT FROM (SELECT add_stock(1, 9, 1)) a;
SELECT refresh_alerts(1);
SELECT kind, reservation_id, open FROM alerts WHERE kind = 'reservation_at_risk';

-- Each day once at each outlet, whatever the hour here
TRUNCATE stock_alert;
SELECT FROM (SELECT add_stock(2, 4, 1, 'OLD', '2001-01-01')) a;
CALL run_job('expiry_and_reconcile');
CALL run_job('expiry_and_reconcile');
SELECT quantity FROM batch WHERE batch_number = 'OLD';
SELECT d.outlet_id, d.day = (now() AT TIME ZONE o.time_zone)::date FROM outlet_day d JOIN outlet o ON o.id = d.outlet_id ORDER BY 1;
SELECT outlet_id, count(*) FROM reconciliation_run GROUP BY 1 ORDER BY 1;
UPDATE outlet_day SET day = day - 3 WHERE outlet_id = 2;
CALL run_job('expiry_and_reconcile');

-- Old request ids are forgotten
SELECT FROM (SELECT add_stock(2, 4, 1, request_id => 'new')) a;
INSERT INTO request (tenant_id, function, request_id, arguments, result, created_at)
SELECT 1, 'add_stock', 'old ' || d, '{}', '{}', now() - make_interval(days => d) FROM generate_series(29, 32) d;
SELECT purge_requests();
SELECT request_id FROM request ORDER BY id;
SET primeinv.request_retention = 31;
SELECT purge_requests();
SET primeinv.request_retention = 29;

-- What is refused
SELECT * FROM try('refresh_alerts(77)');
SELECT * FROM try('refresh_alerts(request_id => ''x'')');
CREATE ROLE regress_alert;
SELECT grant_tenant('regress_alert', 1, 'app');
SET SESSION AUTHORIZATION regress_alert;
SELECT refresh_alerts();
SELECT count(*) FROM stock_alert;
SELECT * FROM try('refresh_alerts(9)');
SELECT * FROM try('purge_requests()');
SELECT * FROM try('schedule_jobs()');
RESET SESSION AUTHORIZATION;
SELECT revoke_tenant('regress_alert', 1);
SELECT name, schedule, command, elsewhere FROM jobs();
SELECT * FROM check_promises();
\set ECHO none
DROP VIEW public.alerts;
DROP OWNED BY regress_alert;
\i :end
DROP ROLE regress_alert;
