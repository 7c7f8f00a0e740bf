-- Lengthens the ledger: the first :batches batches have each been sold and taken back :each times (an even number), so
-- that every promise still holds.
SET session_replication_role = replica;
INSERT INTO primeinv.stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after,
	unit_cost, reason, actor, db_role)
SELECT tenant_id, variation_id, outlet_id, id, CASE n % 2 WHEN 1 THEN 'sale' ELSE 'return' END,
	CASE n % 2 WHEN 1 THEN -1 ELSE 1 END, quantity - n % 2, cost_price, 'bench', 'bench', 'bench'
FROM generate_series(1, :each) n, primeinv.batch
WHERE id <= :batches
ORDER BY n, id;
RESET session_replication_role;
VACUUM ANALYZE;
CHECKPOINT;
