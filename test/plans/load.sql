-- A year of a chain: :variations variations, each at two of ten outlets, three batches at each, nine movements a batch.
-- Written as one writes a migration, by the owner, with sets: 100,000 variations make 5,400,000 movements. What was sold in the last 30 days
-- is lines of sales, three to a receipt.
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
CREATE TEMP TABLE line AS
	SELECT l.*, row_number() OVER (ORDER BY at, batch_id) AS item_id, dense_rank() OVER (ORDER BY outlet_id, turn) AS sale_id
	FROM (
		SELECT b.id AS batch_id, k, b.outlet_id, b.variation_id, b.cost_price, a.at, (row_number() OVER (PARTITION BY b.outlet_id ORDER BY a.at, b.id) - 1) / 3 AS turn
		FROM batch b, generate_series(1, 8) AS k, LATERAL (SELECT b.received_at + (now() - b.received_at) * (k / 8.3::float8) AS at) a
		WHERE a.at >= now() - interval '30 days' AND NOT (k = 8 AND b.batch_number = 'B0' OR k = 5 AND b.id % 40 = 0)) l;
INSERT INTO customer (tenant_id, name, phone, email) SELECT 1, 'Customer ' || i, '+43 ' || 600000 + i, 'c' || i || '@example.com' FROM generate_series(1, 10000) AS i;
INSERT INTO sale (tenant_id, id, outlet_id, customer_id, receipt_number, status, payment_type, actor, created_at, completed_at, completed_on, due_date, subtotal, tax_amount, total_amount, amount_paid)
SELECT 1, sale_id, outlet_id, CASE WHEN sale_id % 20 = 0 THEN sale_id % 10000 + 1 END, outlet_id || '-' || sale_id, CASE WHEN sale_id % 100 = 0 THEN 'PENDING' ELSE 'COMPLETED' END,
	CASE WHEN sale_id % 100 = 0 THEN 'CREDIT' ELSE 'CASH' END, 'till ' || sale_id % 30, max(at), max(at), (max(at) AT TIME ZONE 'UTC')::date, (max(at) AT TIME ZONE 'UTC')::date + 14,
	10 * count(*), count(*), 11 * count(*), CASE WHEN sale_id % 100 = 0 THEN 0 ELSE 11 * count(*) END
FROM line GROUP BY sale_id, outlet_id;
INSERT INTO sale_item (tenant_id, id, sale_id, variation_id, quantity, base_quantity, list_price, unit_price, subtotal, tax_rate, tax_amount, total_price, unit_cost, product_name)
SELECT 1, item_id, sale_id, variation_id, 1, 1, 10, 10, 10, 10, 1, 11, cost_price, 'thing ' || variation_id FROM line ORDER BY item_id;
INSERT INTO payment (tenant_id, sale_id, method, amount, tendered, change_given, actor, created_at)
SELECT 1, id, 'CASH', amount_paid, amount_paid, 0, actor, completed_at FROM sale WHERE amount_paid > 0 ORDER BY id;
INSERT INTO stock_movement (tenant_id, created_at, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role, sale_item_id)
SELECT 1, b.received_at + (now() - b.received_at) * (k.k / 8.3::float8), b.variation_id, b.outlet_id, b.id,
	CASE WHEN k.k = 0 THEN 'purchase' WHEN k.k = 8 AND b.batch_number = 'B0' THEN 'expiry' WHEN k.k = 5 AND b.id % 40 = 0 THEN 'damage' ELSE 'sale' END,
	CASE WHEN k.k = 0 THEN 100 WHEN k.k = 8 AND b.batch_number = 'B0' THEN -93 ELSE -1 END,
	CASE WHEN k.k = 8 AND b.batch_number = 'B0' THEN 0 ELSE 100 - k.k END, b.cost_price, 'till', 'till', l.item_id
FROM batch b CROSS JOIN generate_series(0, 8) AS k (k) LEFT JOIN line l ON l.batch_id = b.id AND l.k = k.k
ORDER BY 2, k.k;
INSERT INTO stock_reservation (tenant_id, variation_id, outlet_id, quantity, cart_session_id, actor, expires_at)
SELECT 1, v, v % 10 + 1, 1, 'cart ' || v, 'web', now() + interval '1 day' FROM generate_series(1, :variations / 20) AS v;
RESET session_replication_role;
SELECT rebuild_location_stock() AS locations;
VACUUM (ANALYZE);
SELECT count(*) AS movements, pg_size_pretty(pg_total_relation_size('stock_movement')) AS ledger, pg_size_pretty(pg_table_size('stock_movement')) AS without_indexes
FROM stock_movement;
