-- Adds :batches batches, four a variation, each received once.
SET session_replication_role = replica;
INSERT INTO primeinv.variation (tenant_id, product_id, name)
SELECT 1, 1, 'Size ' || n FROM generate_series(1, :batches / 4) n;
INSERT INTO primeinv.batch (tenant_id, variation_id, outlet_id, batch_number, quantity, cost_price)
SELECT 1, v.id, 1, 'B' || k, 10, 1 FROM primeinv.variation v, generate_series(1, 4) k WHERE v.name LIKE 'Size %';
INSERT INTO primeinv.stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after,
	unit_cost, actor, db_role)
SELECT tenant_id, variation_id, outlet_id, id, 'opening', quantity, quantity, cost_price, 'bench', 'bench'
FROM primeinv.batch WHERE id > 3 * :skus;
RESET session_replication_role;
SELECT primeinv.rebuild_location_stock(1) \g /dev/null
VACUUM ANALYZE;
