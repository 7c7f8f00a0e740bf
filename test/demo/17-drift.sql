-- # Somebody tampers with the books
-- A superuser can switch triggers off. One changes a batch, another what the shelf is said to hold.
\set ECHO queries
SET session_replication_role = replica;
UPDATE batch SET quantity = quantity + 5 WHERE id = :milk_b;
RESET session_replication_role;
UPDATE location_stock SET quantity = quantity - 3 WHERE outlet_id = :main AND variation_id = :rice;
-- The nightly run finds both, and raises an alert where more than 5 percent are off.
SET client_min_messages = warning;
CALL reconcile();
RESET client_min_messages;
SELECT p.name AS product, v.batch_total, v.location_stock, v.ledger_total, v.variance, v.variance_pct, v.flagged
FROM reconciliation_variance v JOIN variation USING (tenant_id) JOIN product p ON p.id = variation.product_id
WHERE variation.id = v.variation_id ORDER BY p.name;
SELECT kind, detail, resolved_at IS NULL AS open FROM stock_alert WHERE kind = 'variance' ORDER BY id;
-- The ledger says where each went wrong.
SELECT batch_id IS NOT NULL AS is_batch, batch_quantity, ledger_quantity, location_quantity, detail FROM verify_ledger();
-- The ledger is the truth: batches are rebuilt from it, the shelf from the batches. What was mended is in the audit log.
SELECT rebuild_batches(actor => 'DBA') AS batches, rebuild_location_stock(actor => 'DBA') AS locations;
SELECT event_type, actor, event_data - 'movement_id' AS event_data FROM audit_log WHERE event_type IN ('batch.rebuilt', 'location.rebuilt') ORDER BY id;
SET client_min_messages = warning;
CALL reconcile();
RESET client_min_messages;
SELECT outlet, runs, checked, variances, units FROM variance_trend ORDER BY outlet_id;
SELECT kind, resolved_at IS NULL AS open FROM stock_alert WHERE kind = 'variance' ORDER BY id;
\set ECHO none
