-- The plain client among as many tenants: the tables of copy.sql behind policies as people write them, and its sale, told the batch.
DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['batch', 'location_stock', 'stock_movement'] LOOP
		EXECUTE format('ALTER TABLE bench_plain.%I ENABLE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY own ON bench_plain.%I USING (tenant_id = current_setting(''app.tenant'')::bigint)', t);
		EXECUTE format('GRANT SELECT, INSERT, UPDATE ON bench_plain.%I TO many', t);
	END LOOP;
END $$;
GRANT USAGE ON SCHEMA bench_plain TO many;

CREATE FUNCTION bench_plain.deduct(v bigint) RETURNS SETOF bigint LANGUAGE sql AS $$
	WITH taken AS (
		UPDATE bench_plain.batch SET quantity = quantity - 1 WHERE id = 3 * v - 2 AND quantity >= 1 RETURNING *
	), location AS (
		UPDATE bench_plain.location_stock l SET quantity = l.quantity - 1 FROM taken WHERE l.outlet_id = 1 AND l.variation_id = v
	)
	INSERT INTO bench_plain.stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after,
		unit_cost, actor, db_role)
	SELECT tenant_id, variation_id, outlet_id, id, 'sale', -1, quantity, cost_price, current_user, current_user FROM taken
	RETURNING id
$$;
VACUUM ANALYZE;
