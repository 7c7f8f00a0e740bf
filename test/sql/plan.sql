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
SELECT * FROM primeinv.check_promises();
DROP EXTENSION primeinv;
