-- A shop of :many variations with a batch each, and what calls of :few and of :many lines say of them, in random order.
SELECT setseed(0.5) \g /dev/null
INSERT INTO primeinv.product (tenant_id, name) VALUES (1, 'Many') RETURNING id AS product \gset
INSERT INTO primeinv.variation (tenant_id, product_id, name, price, cost)
SELECT 1, :product, 'No. ' || v, 2.50, 1.25 FROM generate_series(1, :many) v;
SELECT min(id) AS first FROM primeinv.variation WHERE product_id = :product \gset
INSERT INTO primeinv.batch (tenant_id, variation_id, outlet_id, batch_number, quantity, expiry_date, cost_price)
SELECT 1, :first + v - 1, 1, 'B1', 10000000, current_date + 90, 1.25 FROM generate_series(1, :many) v;
INSERT INTO primeinv.stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after,
	unit_cost, actor, db_role)
SELECT tenant_id, variation_id, outlet_id, id, 'opening', quantity, quantity, cost_price, 'bench', 'bench'
FROM primeinv.batch WHERE variation_id >= :first ORDER BY id;

CREATE TABLE bench.part (lines bigint, n bigint, variations bigint[], same bigint[], quantities numeric[], items jsonb, same_items jsonb);
WITH line AS MATERIALIZED (
	SELECT v, (row_number() OVER (ORDER BY random()) - 1) AS at FROM generate_series(:first, :first + :many - 1) v
)
INSERT INTO bench.part
SELECT lines, at / lines + 1, array_agg(v), array_agg(:first), array_agg(0.001),
	jsonb_agg(jsonb_build_object('variation_id', v, 'quantity', 0.001, 'batch_number', 'B1')),
	jsonb_agg(jsonb_build_object('variation_id', :first, 'quantity', 0.001, 'batch_number', 'B1'))
FROM unnest(ARRAY[:few, :many]) lines, line
GROUP BY lines, at / lines;
VACUUM ANALYZE;
