\set v random(1, :skus)
\set b 3 * :v - 2
WITH taken AS (
	UPDATE batch SET quantity = quantity - 1 WHERE id = :b AND quantity >= 1 RETURNING *
), location AS (
	UPDATE location_stock l SET quantity = l.quantity - 1 FROM taken
	WHERE l.outlet_id = 1 AND l.variation_id = :v
)
INSERT INTO stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity,
	balance_after, unit_cost, reference_id, actor, db_role)
SELECT tenant_id, variation_id, outlet_id, id, 'sale', -1, quantity, cost_price, 'till', current_user, current_user
FROM taken;
