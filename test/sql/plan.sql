-- A session that starts with empty tables must not go on reading them from end to end as they grow.
CREATE EXTENSION primeinv;

INSERT INTO primeinv.tenant (name) VALUES ('Growing');
INSERT INTO primeinv.outlet (tenant_id, name) VALUES (1, 'Shop');
INSERT INTO primeinv.product (tenant_id, name) VALUES (1, 'Rice');
INSERT INTO primeinv.variation (tenant_id, product_id, name) VALUES (1, 1, 'Bag');

-- The planner believes an analyzed empty table, and reads it from end to end.
ANALYZE;
BEGIN;
SELECT count(primeinv.add_stock(1, 2, 1, 'LOT-' || n, request_id => 'in ' || n)) FROM generate_series(1, 500) n;
SELECT count(*) FROM generate_series(1, 500) n, primeinv.deduct_stock(1, 1, 1, request_id => 'out ' || n);
SELECT count(primeinv.reserve_stock(1, 1, 1, 'cart ' || n, request_id => 'hold ' || n)) FROM generate_series(1, 400) n;
SELECT count(*) FROM primeinv.stock_reservation r, primeinv.commit_reservation(r.id, request_id => 'sold ' || r.id) WHERE r.id <= 200;

-- Rows read by sequential scans: the queries above and foreign keys to the one tenant, outlet and variation may.
SELECT relname FROM pg_stat_xact_user_tables WHERE schemaname = 'primeinv' AND seq_tup_read > 10000 ORDER BY 1;
COMMIT;

-- One outlet costs the same among many: a job that goes from each to the next must not read the stock and the ledger of all of them each time.
-- Ten, so that each statement is planned for an outlet, and then for any.
BEGIN;
SET LOCAL session_replication_role = replica;
INSERT INTO primeinv.tenant (name) SELECT 'Tenant ' || n FROM generate_series(2, 1000) n;
INSERT INTO primeinv.outlet (tenant_id, name) SELECT n, 'Outlet' FROM generate_series(2, 1000) n;
INSERT INTO primeinv.product (tenant_id, name) SELECT n, 'Product' FROM generate_series(2, 1000) n;
INSERT INTO primeinv.variation (tenant_id, product_id, name) SELECT n, n, 'Variation' FROM generate_series(2, 1000) n;
INSERT INTO primeinv.batch (tenant_id, id, variation_id, outlet_id, batch_number, expiry_date, quantity, received_at)
SELECT n, 10000 + n, n, n, 'B', current_date - 1, 10, now() - interval '9 days' FROM generate_series(2, 1000) n;
INSERT INTO primeinv.stock_movement (tenant_id, created_at, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role)
SELECT n, now() - interval '9 days', n, n, 10000 + n, 'purchase', 1, k, 0, 'a', 'a' FROM generate_series(1, 10) k, generate_series(2, 1000) n ORDER BY k, n;
COMMIT;
SELECT primeinv.rebuild_location_stock();
ANALYZE;
BEGIN;
SET LOCAL client_min_messages = warning;
SELECT sum(primeinv.rebuild_location_stock(n)), sum(primeinv.rebuild_batches(n)), sum(primeinv.expire_batches(n)), sum(primeinv.refresh_alerts(n))
FROM generate_series(11, 20) n;
SELECT count(*), count(r), count(v) FROM generate_series(11, 20) n, primeinv.run_reconcile(n)
LEFT JOIN primeinv.reconcile_outlet(n) r ON true LEFT JOIN primeinv.verify_ledger(n) v ON true;
SELECT relname, seq_tup_read FROM pg_stat_xact_user_tables
WHERE relname IN ('stock_movement', 'batch', 'location_stock') AND seq_tup_read > 0 ORDER BY 1;
COMMIT;

-- Versions that cannot be removed yet fill pages; a row that finds no room on its page moves to one that it does not fill soon.
INSERT INTO primeinv.variation (tenant_id, product_id, name) SELECT 1, 1, 'No. ' || n FROM generate_series(1, 60) n;
SELECT count(primeinv.add_stock(id, 100, 1)) FROM primeinv.variation WHERE name LIKE 'No. %';
SELECT pg_stat_force_next_flush(); -- what is counted below is of the transaction only
BEGIN;
SELECT count(*) FROM (SELECT v.id FROM generate_series(1, 50) n, primeinv.variation v WHERE v.name LIKE 'No. %' ORDER BY n, v.id) in_turn,
	LATERAL primeinv.deduct_stock(id, 1, 1);
SELECT relname, n_tup_upd >= 3000 AS updated, n_tup_hot_upd >= n_tup_upd * 0.85 AS mostly_hot FROM pg_stat_xact_user_tables
WHERE relname IN ('batch', 'location_stock') ORDER BY 1;
COMMIT;
SELECT * FROM primeinv.check_promises();
DROP EXTENSION primeinv;
