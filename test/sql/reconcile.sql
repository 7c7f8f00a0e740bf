-- Drift of every kind: found, named, mended; and runs that are kept.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\pset format unaligned
\pset tuples_only on
\set ECHO all

SELECT v, add_stock(v, 50, 1, 'A', '2998-01-01', 2) FROM generate_series(1, 3) v;
INSERT INTO variation (tenant_id, id, product_id, name) SELECT 1, n, 1, 'No. ' || n FROM generate_series(11, 16) n;
SELECT v, add_stock(v, 50, 1, 'A', '2998-01-01', 2) FROM generate_series(11, 16) v;
SELECT add_stock(1, 5, 2), add_stock(9, 5, 9);
SELECT v, count(*) FROM generate_series(11, 16) v, deduct_stock(v, 5, 1) GROUP BY v ORDER BY v;
SELECT v, count(*) FROM generate_series(11, 16) v, deduct_stock(v, 2, 1) GROUP BY v ORDER BY v;

-- Nothing is wrong.
SELECT * FROM reconcile_stock(1, 1);
SELECT * FROM reconcile_stock(16, 2);
SELECT * FROM reconcile_outlet(1);
SELECT * FROM reconcile_all();
CALL reconcile();
SELECT tenant_id, outlet_id, fixed, total_variations_checked, variances_found, finished_at >= started_at FROM reconciliation_run ORDER BY id;

-- Location stock: by 25 %, by less than 5 %, a row that is gone, one that should be empty
UPDATE location_stock SET quantity = 40 WHERE outlet_id = 1 AND variation_id = 1;
UPDATE location_stock SET quantity = 49 WHERE outlet_id = 1 AND variation_id = 2;
DELETE FROM location_stock WHERE outlet_id = 1 AND variation_id = 3;
INSERT INTO location_stock (tenant_id, variation_id, outlet_id, quantity) VALUES (1, 11, 2, 1);
-- what is sellable and what is reserved
UPDATE location_stock SET sellable = 4, reserved = 1 WHERE outlet_id = 2 AND variation_id = 1;
-- a batch, by one whom the triggers do not see
SET session_replication_role = replica;
UPDATE batch SET quantity = 60 WHERE variation_id = 11;
RESET session_replication_role;
-- movements that are missing: the last one, and one between
ALTER TABLE stock_movement DISABLE TRIGGER primeinv_refuse, DISABLE TRIGGER primeinv_refuse_row;
DELETE FROM stock_movement WHERE id = (SELECT max(id) FROM stock_movement WHERE variation_id = 12);
DELETE FROM stock_movement WHERE id = (SELECT max(id) FROM stock_movement WHERE variation_id = 13 AND balance_after = 45);
-- one that was changed
UPDATE stock_movement SET quantity = -4 WHERE variation_id = 14 AND quantity = -5;
SELECT * FROM check_promises() WHERE promise = 6;
ALTER TABLE stock_movement ENABLE ALWAYS TRIGGER primeinv_refuse, ENABLE ALWAYS TRIGGER primeinv_refuse_row;
-- movements written by hand: one that fits the ledger but not the batch, one that fits neither
INSERT INTO stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role)
SELECT 1, variation_id, 1, id, 'purchase', 7, CASE variation_id WHEN 15 THEN 50 ELSE 7 END, 0, 'nobody', 'nobody' FROM batch WHERE variation_id IN (15, 16) ORDER BY id;
-- a batch of which the ledger knows nothing
INSERT INTO batch (tenant_id, variation_id, outlet_id, batch_number, quantity) VALUES (1, 2, 2, 'GHOST', 3);

SELECT * FROM check_promises() ORDER BY promise, subject, detail;
SELECT * FROM verify_ledger();
SELECT DISTINCT outlet_id FROM verify_ledger(2);
SELECT * FROM try('verify_ledger(77)');

-- The figures, and what a run keeps of them
SELECT * FROM reconcile_stock(1, 1);
SELECT * FROM reconcile_stock(12, 1);
SELECT * FROM reconcile_outlet(2);
SELECT * FROM reconcile_all();
SELECT * FROM try('reconcile_outlet(77)');
SELECT * FROM try('reconcile_outlet(NULL)');
SELECT * FROM try('reconcile_stock(NULL, 1)');
SELECT * FROM try('reconcile_stock(9, 1)');
SELECT run_reconcile(1, actor => 'ann') AS run \gset
SELECT outlet_id, fixed, total_variations_checked, variances_found FROM reconciliation_run WHERE id = :run;
SELECT variation_id, batch_total, location_stock, ledger_total, variance, variance_pct, flagged FROM reconciliation_variance WHERE run_id = :run ORDER BY id;
SELECT kind, variation_id, detail, resolved_at IS NULL FROM stock_alert ORDER BY id;
-- how much is too much is the tenant's to say
SELECT variation_id, variance_pct, flagged FROM stock_reconciliation WHERE outlet_id = 1 AND differs ORDER BY 1;
UPDATE tenant SET variance_percent = 100 WHERE id = 1;
SELECT variation_id, variance_pct, flagged FROM stock_reconciliation WHERE outlet_id = 1 AND differs ORDER BY 1;
UPDATE tenant SET variance_percent = 0 WHERE id = 1;
SELECT variation_id, variance_pct, flagged FROM stock_reconciliation WHERE outlet_id = 1 AND differs ORDER BY 1;
UPDATE tenant SET variance_percent = 5 WHERE id = 1;
-- again: no second alert
SELECT count(*) FROM run_reconcile(1);
SELECT count(*) FROM stock_alert;
SELECT outlet, checked, variances, flagged, units, share FROM outlet_reconciliation WHERE run_id = :run;
SELECT outlet, runs, checked, variances, units, share FROM variance_trend ORDER BY outlet_id;

-- Fix sets location stock to what the batches say; the ledger is another matter.
CALL reconcile(1, fix => true, actor => 'ann');
SELECT fixed FROM reconciliation_run ORDER BY id DESC LIMIT 1;
SELECT * FROM reconcile_outlet(1) WHERE variance <> 0;
SELECT variation_id, resolved_at IS NULL FROM stock_alert ORDER BY id;
SELECT event_type, event_data, actor FROM audit_log WHERE actor = 'ann' ORDER BY id;
-- the rest of location stock
SELECT * FROM rebuild_location_stock(1);
SELECT * FROM rebuild_location_stock(actor => 'bob');
SELECT * FROM rebuild_location_stock();
SELECT event_type, event_data FROM audit_log WHERE actor = 'bob' ORDER BY id;
-- batches, from the ledger
SELECT rebuild_batches(2, actor => 'bob', request_id => 'b1');
SELECT rebuild_batches(2, actor => 'bob', request_id => 'b1');
SELECT rebuild_batches();
SELECT rebuild_batches();
SELECT event_type, event_data FROM audit_log WHERE event_type = 'batch.rebuilt' ORDER BY id;
SELECT variation_id, quantity FROM batch ORDER BY variation_id, id;
SELECT * FROM check_promises();
SELECT * FROM verify_ledger();
-- and it goes on from there
SELECT v, count(*) FROM generate_series(11, 16) v, deduct_stock(v, 1, 1) GROUP BY v ORDER BY v;
SELECT * FROM check_promises();
CALL reconcile(1);
SELECT variation_id, resolved_at IS NULL FROM stock_alert ORDER BY id;
-- a break that comes after a rebuild is found again
INSERT INTO stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role)
SELECT 1, variation_id, 1, id, 'purchase', 1, 5, 0, 'nobody', 'nobody' FROM batch WHERE variation_id = 13;
SELECT batch_quantity, ledger_quantity, detail FROM verify_ledger();
SELECT rebuild_batches(1);
-- a ledger that says less than nothing cannot be followed
ALTER TABLE stock_movement DISABLE TRIGGER primeinv_refuse, DISABLE TRIGGER primeinv_refuse_row;
UPDATE stock_movement SET quantity = 3, balance_after = 3 WHERE variation_id = 14 AND movement_type = 'purchase';
SELECT rebuild_batches(1);
UPDATE stock_movement SET quantity = 50, balance_after = 50 WHERE variation_id = 14 AND movement_type = 'purchase';
ALTER TABLE stock_movement ENABLE ALWAYS TRIGGER primeinv_refuse, ENABLE ALWAYS TRIGGER primeinv_refuse_row;
-- a batch that was carried elsewhere by one whom the triggers do not see, and back
SET session_replication_role = replica;
UPDATE batch SET outlet_id = 2 WHERE variation_id = 3;
RESET session_replication_role;
SELECT batch_id IS NULL AS location, outlet_id, batch_quantity, ledger_quantity, location_quantity, movement_id, detail FROM verify_ledger();
SELECT count(*) FROM verify_ledger(2) WHERE batch_id IS NOT NULL;
SELECT * FROM reconcile_stock(3, 2);
SELECT * FROM reconcile_outlet(2);
SELECT * FROM check_promises() ORDER BY promise, subject, detail;
SET session_replication_role = replica;
UPDATE batch SET outlet_id = 1 WHERE variation_id = 3;
RESET session_replication_role;

-- Who may: an app compares, a manager mends; each its own tenants.
CREATE ROLE regress_count_app;
CREATE ROLE regress_count_manager;
SELECT grant_tenant('regress_count_app', 1, 'app'), grant_tenant('regress_count_manager', 2, 'manager');
SET SESSION AUTHORIZATION regress_count_app;
SELECT * FROM check_promises();
SELECT count(*) FROM run_reconcile();
SELECT * FROM try('run_reconcile(1, true)');
SELECT * FROM try('run_reconcile(fix => true)');
SELECT * FROM try('run_reconcile(9)');
SELECT * FROM try('rebuild_batches()');
SELECT * FROM try('rebuild_batches(1)');
SET SESSION AUTHORIZATION regress_count_manager;
SELECT run_reconcile(fix => true) AS run \gset
SELECT tenant_id, outlet_id, total_variations_checked FROM reconciliation_run WHERE id = :run;
SELECT rebuild_batches(), rebuild_location_stock(), rebuild_location_stock(9);
SELECT * FROM try('rebuild_batches(1)');
SELECT * FROM verify_ledger();
RESET SESSION AUTHORIZATION;
SELECT revoke_tenant('regress_count_app', 1), revoke_tenant('regress_count_manager', 2);
\set VERBOSITY sqlstate
BEGIN READ ONLY;
CALL reconcile(1);
ROLLBACK;
SELECT run_reconcile(request_id => 'x');
\set VERBOSITY default

SELECT * FROM verify_ledger();
SELECT * FROM check_promises();
\set ECHO none
DROP OWNED BY regress_count_app, regress_count_manager;
\i :end
DROP ROLE regress_count_app, regress_count_manager;
