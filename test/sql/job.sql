-- The regular tasks: outlet by outlet, a commit after each, and what fails is told.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\set ECHO all
\pset format unaligned
\pset tuples_only on
\set VERBOSITY terse
CREATE VIEW public.alerts AS SELECT tenant_id, kind, outlet_id, variation_id, subject, detail, resolved_at IS NULL AS open FROM stock_alert ORDER BY id;

-- each as it is registered, several times
SELECT command FROM jobs() \gexec
SELECT command FROM jobs() \gexec
SELECT outlet_id, day = (clock_timestamp() AT TIME ZONE o.time_zone)::date AS today FROM outlet_day d JOIN outlet o ON o.id = d.outlet_id ORDER BY 1;
SELECT count(*) FROM alerts;

-- a day begins: what has expired is written off, with that day for a reference
SELECT add_stock(1, 5, 1, 'OLD', current_date + 1) IS NOT NULL AS received;
UPDATE batch SET expiry_date = current_date - 1 WHERE batch_number = 'OLD';
CALL run_job('expiry_and_reconcile');
SELECT quantity FROM batch WHERE batch_number = 'OLD';
UPDATE outlet_day SET day = day - 1 WHERE outlet_id = 1;
CALL run_job('expiry_and_reconcile');
SELECT quantity FROM batch WHERE batch_number = 'OLD';
SELECT movement_type, quantity, reference_id = 'expiry_' || to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS dated FROM stock_movement ORDER BY id DESC LIMIT 1;

-- one outlet fails: it is told, the others are done, and it is over when it works
CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'out of order' USING ERRCODE = 'XX001'; END $$;
CREATE TRIGGER fail BEFORE UPDATE ON outlet_day FOR EACH ROW WHEN (NEW.outlet_id = 1) EXECUTE FUNCTION public.fail();
UPDATE outlet_day SET day = day - 1 WHERE outlet_id > 1;
ALTER TABLE outlet_day DISABLE TRIGGER fail;
UPDATE outlet_day SET day = day - 1;
ALTER TABLE outlet_day ENABLE TRIGGER fail;
CALL run_job('expiry_and_reconcile');
CALL run_job('expiry_and_reconcile');
SELECT outlet_id, day = (clock_timestamp() AT TIME ZONE o.time_zone)::date AS today FROM outlet_day d JOIN outlet o ON o.id = d.outlet_id ORDER BY 1;
SELECT * FROM alerts;
DROP TRIGGER fail ON outlet_day;
CALL run_job('expiry_and_reconcile');
SELECT * FROM alerts;

-- drafts that hold nothing are cancelled when they are old
SELECT add_stock(1, 50, 1, 'NEW') IS NOT NULL AS received;
SELECT create_sale(1) AS young, create_sale(1) AS old, create_sale(1, hold => '1 year') AS held \gset
SELECT count(add_sale_item(sale, 1, 2, 10)) FROM unnest(ARRAY[:young, :old, :held]) AS sale;
UPDATE sale SET created_at = created_at - interval '31 days' WHERE id IN (:old, :held);
UPDATE stock_reservation SET created_at = created_at - interval '31 days', expires_at = now() - interval '30 days' WHERE sale_item_id IN (SELECT id FROM sale_item WHERE sale_id = :old);
SELECT rebuild_location_stock() >= 0 AS counted;
CALL run_job('drafts');
SELECT status, close_reason FROM sale WHERE id IN (:young, :old, :held) ORDER BY id;
UPDATE tenant SET draft_days = 40 WHERE id = 1;
UPDATE tenant SET draft_days = 0 WHERE id = 1;
SELECT status FROM cancel_sale(:held);
SELECT status FROM cancel_sale(:young);

-- sales that should have been paid
INSERT INTO customer (tenant_id, id, name, credit_limit, credit_terms_days) VALUES (1, 1, 'Late', NULL, 0);
SELECT id AS owed FROM checkout(1, '[{"variation_id": 1, "quantity": 2, "unit_price": 10}]', customer_id => 1) \gset
CALL run_job('overdue');
SELECT count(*) FROM alerts WHERE kind = 'overdue';
UPDATE sale SET due_date = '2026-01-01' WHERE id = :owed;
CALL run_job('overdue');
CALL run_job('overdue');
SELECT outlet_id, detail, open FROM alerts WHERE kind = 'overdue';
SELECT record_payment(:owed, 5, 'CASH') IS NOT NULL AS paid;
CALL run_job('overdue');
SELECT outlet_id, detail, open FROM alerts WHERE kind = 'overdue';
SELECT record_payment(:owed, 15, 'CASH') IS NOT NULL AS paid;
CALL run_job('overdue');
SELECT outlet_id, open FROM alerts WHERE kind = 'overdue';

-- what the promises' check and the ledger's find
UPDATE location_stock SET quantity = quantity + 7 WHERE outlet_id = 1 AND variation_id = 1;
CALL run_job('check');
CALL run_job('check');
SELECT tenant_id, subject, detail ~ '57|quantity' AS figures, open FROM alerts WHERE kind = 'promise';
SELECT rebuild_location_stock();
CALL run_job('check');
SELECT count(*), count(*) FILTER (WHERE open) FROM alerts WHERE kind = 'promise';

-- in a transaction block nothing is committed before its end
BEGIN;
UPDATE outlet_day SET day = day - 1;
CALL run_job('expiry_and_reconcile');
ROLLBACK;
-- by whom, and which
\set VERBOSITY default
CALL run_job('everything');
\set VERBOSITY sqlstate
CALL run_job(NULL);
CREATE ROLE regress_jobs;
SELECT grant_tenant('regress_jobs', 1, 'manager');
GRANT EXECUTE ON PROCEDURE run_job(text) TO regress_jobs;
SET ROLE regress_jobs;
CALL run_job('alerts');
SELECT count(*) FROM stock_alert WHERE kind = 'job';
RESET ROLE;
SELECT revoke_tenant('regress_jobs', 1);
REVOKE ALL ON PROCEDURE run_job(text) FROM regress_jobs;
DROP ROLE regress_jobs;
\set VERBOSITY terse
SELECT * FROM check_promises();
DROP VIEW public.alerts;
DROP FUNCTION public.fail;
\set ECHO none
\i :end
