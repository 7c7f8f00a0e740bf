-- More outlets with the stock that setup.sql has given to the first, :outlets in all.
INSERT INTO primeinv.outlet (tenant_id, name, time_zone) SELECT 1, 'Store ' || n, 'UTC' FROM generate_series(2, :outlets) n;
INSERT INTO primeinv.batch (tenant_id, variation_id, outlet_id, batch_number, quantity, expiry_date, cost_price)
SELECT 1, b.variation_id, n, b.batch_number, 1000, b.expiry_date, b.cost_price
FROM generate_series(2, :outlets) n, primeinv.batch b WHERE b.outlet_id = 1
ORDER BY n, b.id;
INSERT INTO primeinv.stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role)
SELECT tenant_id, variation_id, outlet_id, id, 'opening', quantity, quantity, cost_price, 'bench', 'bench' FROM primeinv.batch WHERE outlet_id > 1;
