-- A year of a chain: :variations variations, each at two of ten outlets, three batches at each, nine movements a batch.
-- Written as one writes a migration, by the owner, with sets: 100,000 variations make 5,400,000 movements.
SET search_path = primeinv, public;
SET session_replication_role = replica; -- no triggers: what is derived is written here, too
SET work_mem = '512MB';

INSERT INTO tenant (name, currency) VALUES ('Chain', 'EUR');
INSERT INTO outlet (tenant_id, name, time_zone)
SELECT 1, 'Outlet ' || i, ('{Europe/Vienna,Pacific/Kiritimati,America/New_York,UTC,Pacific/Pago_Pago}'::text[])[i % 5 + 1] FROM generate_series(1, 10) AS i;
INSERT INTO product (tenant_id, name, category, sku)
SELECT 1, concat_ws(' ', ('{Rice,Milk,Bread,Chocolate,Tea,Coffee,Soap,Pasta,Juice,Cheese,Oil}'::text[])[i % 11 + 1],
	('{Organic,Premium,Family,Classic,Royal,Golden,Fresh,Daily}'::text[])[i % 8 + 1], substr(md5(i::text), 1, 6)), 'Category ' || i % 30, 'P' || i
FROM generate_series(1, :variations / 5) AS i;
INSERT INTO variation (tenant_id, product_id, name, sku, barcode, price, cost, low_stock_threshold)
SELECT 1, (i - 1) / 5 + 1, ('{100g,250g,500g,1kg,5kg Bag}'::text[])[i % 5 + 1], 'SKU-' || i, (4000000000000 + i)::text, 1 + i % 100, 0.5 + i % 50,
	CASE WHEN i % 2 = 0 THEN 190 - i % 10 END
FROM generate_series(1, :variations) AS i;

-- The first batch of each place is sold in part and then written off, the others are still being sold.
INSERT INTO batch (tenant_id, variation_id, outlet_id, batch_number, expiry_date, quantity, cost_price, received_at)
SELECT 1, v, (v + o) % 10 + 1, 'B' || n, current_date + CASE n WHEN 0 THEN -20 ELSE (v * 7 + n * 31 + o) % 200 - CASE WHEN v % 50 = 0 THEN 10 ELSE 0 END END,
	CASE n WHEN 0 THEN 0 ELSE 92 END, 0.5 + v % 50, now() - interval '1 day' * ((v * 13 + n * 97) % 330 + 30)
FROM generate_series(1, :variations) AS v, unnest('{0,3}'::int[]) AS o, generate_series(0, 2) AS n;
INSERT INTO stock_movement (tenant_id, created_at, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role)
SELECT 1, b.received_at + (now() - b.received_at) * (k / 8.3::float8), b.variation_id, b.outlet_id, b.id,
	CASE WHEN k = 0 THEN 'purchase' WHEN k = 8 AND b.batch_number = 'B0' THEN 'expiry' WHEN k = 5 AND b.id % 40 = 0 THEN 'damage' ELSE 'sale' END,
	CASE WHEN k = 0 THEN 100 WHEN k = 8 AND b.batch_number = 'B0' THEN -93 ELSE -1 END,
	CASE WHEN k = 8 AND b.batch_number = 'B0' THEN 0 ELSE 100 - k END, b.cost_price, 'till', 'till'
FROM batch b, generate_series(0, 8) AS k
ORDER BY 2, k;
INSERT INTO stock_reservation (tenant_id, variation_id, outlet_id, quantity, cart_session_id, actor, expires_at)
SELECT 1, v, v % 10 + 1, 1, 'cart ' || v, 'web', now() + interval '1 day' FROM generate_series(1, :variations / 20) AS v;
RESET session_replication_role;
SELECT rebuild_location_stock() AS locations;
VACUUM (ANALYZE);
SELECT count(*) AS movements, pg_size_pretty(pg_total_relation_size('stock_movement')) AS ledger, pg_size_pretty(pg_table_size('stock_movement')) AS without_indexes
FROM stock_movement;
