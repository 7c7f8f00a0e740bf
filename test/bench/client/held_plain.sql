\set v random_zipfian(1, :skus, 1.1)
WITH location AS (
	UPDATE location_stock SET quantity = quantity - 1 WHERE outlet_id = 1 AND variation_id = :v RETURNING *
)
INSERT INTO stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role)
SELECT tenant_id, variation_id, outlet_id, 3 * :v - 2, 'sale', -1, quantity, 1, current_user, current_user FROM location;
