-- Adds :batches batches, four a variation, each received once; and a second outlet that keeps every fifth variation, twice as many as
-- there are SKUs (of a small bench each), in three batches each, of which the first is empty.
SET session_replication_role = replica;
INSERT INTO primeinv.variation (tenant_id, product_id, name)
SELECT 1, 1, 'Size ' || n FROM generate_series(1, :batches / 4) n;
INSERT INTO primeinv.batch (tenant_id, variation_id, outlet_id, batch_number, quantity, cost_price)
SELECT 1, v.id, 1, 'B' || k, 10, 1 FROM primeinv.variation v, generate_series(1, 4) k WHERE v.name LIKE 'Size %';
INSERT INTO primeinv.outlet (tenant_id, name, time_zone) VALUES (1, 'Second Store', 'UTC');
INSERT INTO primeinv.batch (tenant_id, variation_id, outlet_id, batch_number, quantity, cost_price, expiry_date)
SELECT 1, LEAST(5, (:batches / 4 + :skus) / (2 * :skus)) * v, 2, 'B' || k, CASE k WHEN 0 THEN 0 ELSE 92 END, 0.5 + v % 50, current_date + (v * 7 + k * 31) % 200 + 3
FROM generate_series(1, 2 * :skus) v, generate_series(0, 2) k
ORDER BY k, v;
UPDATE primeinv.variation SET low_stock_threshold = 180 + id % 10 WHERE id % 2 = 0;
INSERT INTO primeinv.stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after,
	unit_cost, actor, db_role)
SELECT tenant_id, variation_id, outlet_id, id, 'opening', quantity, quantity, cost_price, 'bench', 'bench'
FROM primeinv.batch WHERE id > 3 * :skus AND quantity > 0;
RESET session_replication_role;
SELECT primeinv.rebuild_location_stock() \g /dev/null
VACUUM ANALYZE;
