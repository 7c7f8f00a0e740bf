\set v random(1, :skus)
BEGIN;
SELECT id, quantity, cost_price FROM batch
WHERE outlet_id = 1 AND variation_id = :v AND is_open AND status = 'available'
	AND (expiry_date IS NULL OR expiry_date > current_date)
ORDER BY expiry_date, received_at, id LIMIT 1 FOR UPDATE \gset
UPDATE batch SET quantity = quantity - 1 WHERE id = :id;
INSERT INTO stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity,
	balance_after, unit_cost, reference_id, actor, db_role)
VALUES (1, :v, 1, :id, 'sale', -1, :quantity::numeric - 1, :cost_price, 'till', current_user, current_user);
UPDATE location_stock SET quantity = quantity - 1 WHERE outlet_id = 1 AND variation_id = :v;
COMMIT;
