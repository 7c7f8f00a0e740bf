-- Fills the tables of schema.sql in the current schema with an old shop, the same for the same seed and day, with everything that
-- such code does to its own data; then keys.sql puts Django's constraints and indexes on it. What was planted, and how often, is
-- left in the table planted, which no view of the importer looks at.
-- psql -v variations=1200 -v seed=1 -v today=2026-01-01: 2 batches a product and 5 movements a batch. variations: 1,200 or more.
\set QUIET 1
\if :{?variations}
\else
\set variations 1200
\endif
\if :{?seed}
\else
\set seed 1
\endif
\if :{?today}
\else
SELECT (now() AT TIME ZONE 'UTC')::date AS today \gset
\endif
SET client_min_messages = warning;

-- A number below size that looks like chance, of n and a salt.
SELECT format('CREATE FUNCTION noise(n bigint, salt integer, size integer) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN ((hashint8extended(n, %s + salt) %% size + size) %% size)::integer', :seed * 1000) \gexec
SELECT format('CREATE FUNCTION day_before(days integer) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN (DATE %L - days)::timestamp AT TIME ZONE ''UTC'' + interval ''9 hours''', :'today') \gexec

-- --- A shop as it should be

INSERT INTO tenants_tenant (name, type, currency, is_active, created_at, updated_at)
SELECT name, 'retail', currency, true, day_before(1000), day_before(1000)
FROM (VALUES ('Corner shop', 'MWK'), ('Three shops', 'KES'), ('Eight shops', 'EUR')) t (name, currency);

INSERT INTO outlets_outlet (tenant_id, name, address, phone, is_active, created_at, updated_at)
SELECT CASE WHEN o = 1 THEN 1 WHEN o <= 4 THEN 2 ELSE 3 END, 'Outlet ' || o, '', '', true, day_before(1000), day_before(1000) FROM generate_series(1, 12) o;

INSERT INTO accounts_user (password, username, email, tenant_id)
SELECT '!', 'cashier' || u, 'cashier' || u || '@example.com', 1 + u % 3 FROM generate_series(0, 5) u;

INSERT INTO products_category (tenant_id, name, created_at)
SELECT t, name, day_before(1000) FROM generate_series(1, 3) t, unnest('{Dairy,Dry goods,Drinks,Household}'::text[]) name;

-- Product p lies at outlet 1 + p % 12 and nowhere else: the same goods at two outlets are two products.
INSERT INTO products_product (id, tenant_id, outlet_id, category_id, name, sku, barcode, retail_price, cost, wholesale_price, wholesale_enabled,
	minimum_wholesale_quantity, stock, low_stock_threshold, unit, track_expiration, image, is_active, created_at, updated_at)
SELECT p, o.tenant_id, o.id, (SELECT min(id) FROM products_category c WHERE c.tenant_id = o.tenant_id) + noise(p, 1, 4),
	(ARRAY['Milk','Rice','Beans','Juice','Soap','Flour','Tea','Candles'])[1 + noise(p, 2, 8)] || ' ' || (1 + noise(p, 3, 9)) || ' x ' || p,
	CASE WHEN noise(p, 4, 20) > 0 THEN 'SKU' || lpad(p::text, 8, '0') END, CASE WHEN noise(p, 5, 10) > 0 THEN (500000000000 + p)::text ELSE '' END,
	1.5 * cost, cost, CASE WHEN noise(p, 6, 5) = 0 THEN 1.3 * cost END, noise(p, 6, 5) = 0, 1 + 11 * (noise(p, 6, 5) = 0)::integer,
	0, noise(p, 7, 12), 'pcs', noise(p, 2, 8) IN (0, 3), NULL, noise(p, 8, 50) > 0, day_before(500), day_before(500)
FROM generate_series(1, :variations) p JOIN outlets_outlet o ON o.id = 1 + p % 12,
LATERAL (SELECT (100 + noise(p, 9, 4000)) / 100.0 AS cost) c;

INSERT INTO products_productunit (product_id, unit_name, conversion_factor, retail_price, wholesale_price, is_active, sort_order, created_at, updated_at)
SELECT p.id, u.name, u.factor, round(p.retail_price * u.factor * 0.98, 2), NULL, true, u.factor, day_before(500), day_before(500)
FROM products_product p, (VALUES ('piece', 1, 0), ('dozen', 12, 3), ('crate', 24, 7)) u (name, factor, share)
WHERE u.share = 0 OR p.id % u.share = 0;

INSERT INTO customers_customer (tenant_id, outlet_id, name, email, phone, total_spent, credit_enabled, credit_limit, payment_terms_days,
	credit_status, outstanding_balance, is_active, created_at, updated_at)
SELECT 1 + c % 3, NULL, 'Customer ' || c, '', '+265 ' || c, 0, true, 100000, 30, 'active', 0, true, day_before(500), day_before(500)
FROM generate_series(1, greatest(60, :variations / 50)) c;

-- Two batches a product. Batch 2p expires after 2p - 1. Goods that never go off have a date that nobody lives to see: the column wants one.
INSERT INTO inventory_batch (id, tenant_id, outlet_id, product_id, batch_number, expiry_date, quantity, cost_price, created_at, updated_at)
SELECT b, p.tenant_id, p.outlet_id, p.id, 'B' || lpad(b::text, 8, '0'),
	CASE WHEN p.track_expiration THEN DATE :'today' + 20 + noise(b, 10, 60) + 100 * ((b + 1) % 2)::integer ELSE DATE '2099-12-31' END, 0,
	greatest(0.01, p.cost + (noise(b, 11, 21) - 10) / 100.0), day_before(200 + noise(b, 12, 100)) + b % 28800 * interval '1 second', day_before(1)
FROM products_product p, LATERAL (VALUES (2 * p.id - 1), (2 * p.id)) AS two (b);

-- Five movements a batch. None has a sign: the type has it, and a correction downwards is one that refers to ADJ-...
INSERT INTO inventory_stockmovement (id, tenant_id, batch_id, product_id, outlet_id, user_id, movement_type, quantity, reason, reference_id, created_at)
SELECT 5 * b.id - 4 + n, b.tenant_id, b.id, b.product_id, b.outlet_id, 1 + noise(b.id, 13, 6), t.type, CASE n WHEN 0 THEN 40 + noise(b.id, 14, 100) ELSE 1 + noise(5 * b.id + n, 15, 8) END,
	CASE t.type WHEN 'sale' THEN 'Sale ' || (1000000 + noise(5 * b.id + n, 16, :variations)) ELSE initcap(t.type) END,
	CASE t.type WHEN 'sale' THEN noise(5 * b.id + n, 16, :variations)::text WHEN 'adjustment' THEN 'ADJ-20250101-' || b.product_id ELSE '' END,
	b.created_at + n * interval '30 days'
FROM inventory_batch b, generate_series(0, 4) n,
LATERAL (SELECT CASE WHEN n = 0 THEN 'purchase' ELSE (ARRAY['return','damage','adjustment','transfer_in','transfer_out'])[1 + noise(5 * b.id + n, 17, 30)] END) AS k (type),
LATERAL (SELECT COALESCE(k.type, 'sale')) AS t (type);

-- Sales by receipt number, a line or two each; one in ten of a customer's on credit, half of those partly paid.
INSERT INTO sales_sale (id, tenant_id, outlet_id, user_id, customer_id, receipt_number, subtotal, tax, discount, total, payment_method, status, due_date,
	amount_paid, payment_status, is_void, void_reason, notes, created_at, updated_at)
SELECT s, o.tenant_id, o.id, 1 + noise(s, 20, 6), c.id, (1000000 + s)::text, total, 0, 0, total, CASE WHEN credit THEN 'credit' ELSE 'cash' END,
	CASE WHEN credit THEN 'pending' ELSE 'completed' END, CASE WHEN credit THEN at + interval '30 days' END,
	CASE WHEN NOT credit THEN total WHEN s % 2 = 0 THEN round(total / 4, 2) ELSE 0 END,
	CASE WHEN NOT credit THEN 'paid' WHEN s % 2 = 0 THEN 'partially_paid' ELSE 'unpaid' END, false, '', '', at, at
FROM generate_series(1, :variations / 2) s JOIN outlets_outlet o ON o.id = 1 + s % 12,
LATERAL (SELECT noise(s, 21, 10) = 0 AS credit, (500 + noise(s, 22, 20000)) / 100.0 AS total, day_before(1 + noise(s, 23, 150)) + s % 28800 * interval '1 second' AS at) v
LEFT JOIN LATERAL (SELECT o.tenant_id - 1 + 3 * (1 + noise(s, 24, 18)) AS id) c ON v.credit;

INSERT INTO sales_saleitem (sale_id, product_id, unit_id, product_name, unit_name, quantity, quantity_in_base_units, price, cost, discount, total, created_at)
SELECT s.id, p.id, NULL, p.name, 'piece', 1, 1, s.total / 2, p.cost, 0, s.total / 2, s.created_at
FROM sales_sale s, generate_series(0, 1) i JOIN LATERAL (SELECT 12 * (1 + noise(s.id, 25 + i, :variations / 12 - 1)) + s.outlet_id - 1 AS id) q ON true JOIN products_product p ON p.id = q.id;

-- --- What goes wrong

-- A slot is twelve products, 12 j to 12 j + 11, one an outlet; each thing that goes wrong has slots of its own, so that none hides another.
CREATE TABLE planted (anomaly text PRIMARY KEY, rows bigint NOT NULL, what text NOT NULL);
CREATE TABLE victim (anomaly text, j integer PRIMARY KEY);
INSERT INTO victim
SELECT anomaly, row_number() OVER (ORDER BY n, copy)
FROM unnest(ARRAY[
	'duplicate_sku', 'duplicate_barcode', 'same_sku_elsewhere', 'negative_quantity', 'null_quantity', 'missing_expiry', 'missing_cost',
	'negative_cost', 'location_out_of_step', 'expired_on_shelf', 'location_missing', 'location_without_batches', 'orphan_movement',
	'movement_elsewhere', 'movement_without_quantity', 'movement_unknown', 'ledger_gap', 'inexact_factor', 'refund_batch', 'batch_elsewhere',
	'batch_of_nobody', 'blank_batch_number', 'blank_product_name'
]) WITH ORDINALITY AS a (anomaly, n),
LATERAL generate_series(1, (2 + n % 3) * greatest(1, (:variations / 12 - 1) / 99)) AS copy;

-- What Django's constraints would not let in, but hand-made migrations have left.
ALTER TABLE inventory_batch ALTER quantity DROP NOT NULL, ALTER expiry_date DROP NOT NULL;
ALTER TABLE inventory_stockmovement ALTER quantity DROP NOT NULL;

-- The catalogue.
WITH made AS (
	UPDATE products_product p SET sku = 'TWICE-' || v.j FROM victim v WHERE v.anomaly = 'duplicate_sku' AND p.id IN (12 * v.j + 4, 12 * v.j + 5) RETURNING 1)
INSERT INTO planted SELECT 'duplicate_sku', count(*) / 2, 'two products of a tenant, at two outlets, have one SKU' FROM made;
WITH made AS (
	UPDATE products_product p SET barcode = '7' || lpad(v.j::text, 11, '0') FROM victim v
	WHERE v.anomaly = 'duplicate_barcode' AND p.id IN (12 * v.j + 4, 12 * v.j + 5) RETURNING 1)
INSERT INTO planted SELECT 'duplicate_barcode', count(*) / 2, 'two products of a tenant, at two outlets, have one barcode' FROM made;
UPDATE products_product p SET sku = 'BOTH-' || v.j FROM victim v WHERE v.anomaly = 'same_sku_elsewhere' AND p.id IN (12 * v.j, 12 * v.j + 4);
INSERT INTO planted SELECT 'same_sku_elsewhere', 0, 'two tenants use one SKU, which is their right';
WITH made AS (UPDATE products_product p SET name = '' FROM victim v WHERE v.anomaly = 'blank_product_name' AND p.id = 12 * v.j + 1 RETURNING 1)
INSERT INTO planted SELECT 'blank_product_name', count(*), 'a product without a name' FROM made;
WITH made AS (
	INSERT INTO products_productunit (product_id, unit_name, conversion_factor, retail_price, wholesale_price, is_active, sort_order, created_at, updated_at)
	SELECT 12 * j + 2, 'a third of ten', 3.3333, 5, NULL, true, 9, day_before(400), day_before(400) FROM victim WHERE anomaly = 'inexact_factor' RETURNING 1)
INSERT INTO planted SELECT 'inexact_factor', count(*), 'a unit of 3.3333 pieces that means ten thirds' FROM made;

-- Batches and their movements. b is the first batch of the product.
CREATE TEMP VIEW hurt AS SELECT v.anomaly, v.j, p.id AS product, 2 * p.id - 1 AS b, p.tenant_id, p.outlet_id, p.cost
FROM victim v JOIN products_product p ON p.id = 12 * v.j + v.j % 4;
CREATE FUNCTION signed(type text, quantity integer, reference text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN type IN ('purchase', 'return', 'transfer_in') OR type = 'adjustment' AND reference NOT LIKE 'ADJ-%' THEN quantity ELSE -quantity END;

WITH made AS (
	UPDATE inventory_stockmovement m SET movement_type = 'sale', reference_id = '0', reason = 'Sale twice',
		quantity = 3 + (SELECT sum(signed(o.movement_type, o.quantity, o.reference_id)) FROM inventory_stockmovement o WHERE o.batch_id = h.b AND o.id < m.id)
	FROM hurt h WHERE h.anomaly = 'negative_quantity' AND m.id = 5 * h.b RETURNING 1)
INSERT INTO planted SELECT 'negative_quantity', count(*), 'two tills sold the same three pieces' FROM made;

UPDATE inventory_batch b SET quantity = m.left_over
FROM (SELECT batch_id, sum(signed(movement_type, quantity, reference_id)) AS left_over FROM inventory_stockmovement GROUP BY batch_id) m WHERE m.batch_id = b.id;

WITH made AS (UPDATE inventory_batch b SET quantity = NULL FROM hurt h WHERE h.anomaly = 'null_quantity' AND b.id = h.b RETURNING 1)
INSERT INTO planted SELECT 'null_quantity', count(*), 'a batch with no quantity at all' FROM made;
WITH made AS (UPDATE inventory_batch b SET expiry_date = NULL FROM hurt h WHERE h.anomaly = 'missing_expiry' AND b.id = h.b RETURNING b.product_id),
	other AS (UPDATE inventory_batch b SET expiry_date = DATE :'today' + 50 FROM hurt h WHERE h.anomaly = 'missing_expiry' AND b.id = h.b + 1),
	goods AS (UPDATE products_product p SET track_expiration = true FROM made WHERE p.id = made.product_id RETURNING 1)
INSERT INTO planted SELECT 'missing_expiry', count(*), 'a batch without a date, of goods that expire' FROM goods;
WITH made AS (UPDATE inventory_batch b SET cost_price = NULL FROM hurt h WHERE h.anomaly = 'missing_cost' AND b.id = h.b RETURNING b.product_id),
	goods AS (UPDATE products_product p SET cost = NULL FROM made WHERE p.id = made.product_id RETURNING 1)
INSERT INTO planted SELECT 'missing_cost', count(*), 'a batch without a cost, of a product without one' FROM goods;
WITH made AS (UPDATE inventory_batch b SET cost_price = -1 FROM hurt h WHERE h.anomaly = 'negative_cost' AND b.id = h.b RETURNING 1)
INSERT INTO planted SELECT 'negative_cost', count(*), 'a batch whose cost is below nothing' FROM made;
WITH made AS (
	UPDATE inventory_batch b SET expiry_date = DATE :'today' - 5 FROM hurt h WHERE h.anomaly = 'expired_on_shelf' AND b.id = h.b RETURNING b.product_id),
	other AS (UPDATE inventory_batch b SET expiry_date = DATE :'today' + 50 FROM hurt h WHERE h.anomaly = 'expired_on_shelf' AND b.id = h.b + 1),
	goods AS (UPDATE products_product p SET track_expiration = true FROM made WHERE p.id = made.product_id RETURNING 1)
INSERT INTO planted SELECT 'expired_on_shelf', count(*), 'a batch that has expired and lies there: the location leaves it out' FROM goods;
WITH made AS (UPDATE inventory_batch b SET quantity = quantity + 5 FROM hurt h WHERE h.anomaly = 'ledger_gap' AND b.id = h.b RETURNING 1)
INSERT INTO planted SELECT 'ledger_gap', count(*), 'a batch that was changed without a movement' FROM made;
WITH made AS (UPDATE inventory_batch b SET batch_number = '' FROM hurt h WHERE h.anomaly = 'blank_batch_number' AND b.id = h.b RETURNING 1)
INSERT INTO planted SELECT 'blank_batch_number', count(*), 'a batch without a number' FROM made;

DELETE FROM inventory_stockmovement m USING hurt h WHERE h.anomaly = 'location_without_batches' AND m.product_id = h.product;
DELETE FROM inventory_batch b USING hurt h WHERE h.anomaly = 'location_without_batches' AND b.product_id = h.product;

-- Batches that come on top, each with the movement that made it.
CREATE TEMP TABLE extra AS
SELECT 2 * :variations + 12 + row_number() OVER (ORDER BY h.j) AS id, h.anomaly, CASE h.anomaly WHEN 'batch_elsewhere' THEN 1 + h.tenant_id % 3 ELSE h.tenant_id END AS tenant_id,
	CASE h.anomaly WHEN 'batch_elsewhere' THEN CASE WHEN h.tenant_id = 1 THEN 2 ELSE 1 END ELSE h.outlet_id END AS outlet_id,
	CASE h.anomaly WHEN 'batch_of_nobody' THEN NULL ELSE h.product END AS product_id,
	CASE h.anomaly WHEN 'refund_batch' THEN 'REFUND-' || (1000000 + h.j) ELSE 'X' || h.j END AS batch_number
FROM hurt h WHERE h.anomaly IN ('refund_batch', 'batch_elsewhere', 'batch_of_nobody');
UPDATE extra SET tenant_id = (SELECT tenant_id FROM outlets_outlet o WHERE o.id = outlet_id);
INSERT INTO inventory_batch (id, tenant_id, outlet_id, product_id, batch_number, expiry_date, quantity, cost_price, created_at, updated_at)
SELECT id, tenant_id, outlet_id, product_id, batch_number, DATE :'today' + 30, 4, CASE WHEN anomaly <> 'refund_batch' THEN 3 END, day_before(3), day_before(3) FROM extra;
WITH dated AS (UPDATE inventory_batch b SET expiry_date = DATE :'today' + 40 FROM extra x WHERE x.anomaly = 'refund_batch' AND b.product_id = x.product_id AND b.id <> x.id)
UPDATE products_product p SET track_expiration = true FROM extra x WHERE x.anomaly = 'refund_batch' AND p.id = x.product_id;
INSERT INTO planted SELECT 'refund_batch', count(*), 'goods that came back, in a batch with a made-up date' FROM extra WHERE anomaly = 'refund_batch';
INSERT INTO planted SELECT 'batch_elsewhere', count(*), 'a batch at another tenant''s outlet' FROM extra WHERE anomaly = 'batch_elsewhere';
INSERT INTO planted SELECT 'batch_of_nobody', count(*), 'a batch of no product' FROM extra WHERE anomaly = 'batch_of_nobody';

INSERT INTO inventory_stockmovement (id, tenant_id, batch_id, product_id, outlet_id, user_id, movement_type, quantity, reason, reference_id, created_at)
SELECT (SELECT max(id) FROM inventory_stockmovement) + row_number() OVER (ORDER BY anomaly, id), m.tenant_id, m.batch, m.product_id, m.outlet_id, 1, m.type, m.quantity, 'Late', '', day_before(2)
FROM (
	SELECT anomaly, id, tenant_id, id AS batch, product_id, outlet_id, 'purchase' AS type, 4 AS quantity FROM extra
	UNION ALL SELECT anomaly, b, tenant_id, NULL, product, outlet_id, 'sale', 2 FROM hurt WHERE anomaly = 'orphan_movement'
	UNION ALL SELECT anomaly, b, tenant_id, b, product, outlet_id, 'sale', NULL FROM hurt WHERE anomaly = 'movement_without_quantity'
	UNION ALL SELECT anomaly, b, tenant_id, b, product, outlet_id, 'correction', 2 FROM hurt WHERE anomaly = 'movement_unknown'
) m;
INSERT INTO planted SELECT anomaly, count(*), CASE anomaly WHEN 'orphan_movement' THEN 'a movement whose batch was deleted'
	WHEN 'movement_without_quantity' THEN 'a movement of nothing' ELSE 'a movement of a type that nobody knows' END
FROM victim WHERE anomaly IN ('orphan_movement', 'movement_without_quantity', 'movement_unknown') GROUP BY anomaly;
WITH made AS (
	UPDATE inventory_stockmovement m SET outlet_id = 12 FROM hurt h WHERE h.anomaly = 'movement_elsewhere' AND m.id = 5 * h.b - 2 RETURNING 1)
INSERT INTO planted SELECT 'movement_elsewhere', count(*), 'a movement at another tenant''s outlet' FROM made;

-- The location's total is what was sellable when it was last brought up to date.
INSERT INTO inventory_locationstock (tenant_id, outlet_id, product_id, quantity, updated_at)
SELECT tenant_id, outlet_id, product_id, COALESCE(sum(quantity) FILTER (WHERE quantity > 0 AND COALESCE(expiry_date > :'today', true)), 0), day_before(1)
FROM inventory_batch WHERE product_id IS NOT NULL GROUP BY tenant_id, outlet_id, product_id ORDER BY product_id, outlet_id;
UPDATE inventory_locationstock l SET quantity = 0 FROM extra x WHERE x.anomaly = 'batch_elsewhere' AND (l.product_id, l.outlet_id) = (x.product_id, x.outlet_id);
WITH made AS (UPDATE inventory_locationstock l SET quantity = quantity + 7 FROM hurt h WHERE h.anomaly = 'location_out_of_step' AND l.product_id = h.product RETURNING 1)
INSERT INTO planted SELECT 'location_out_of_step', count(*), 'a location that has seven pieces more than its batches' FROM made;
WITH made AS (DELETE FROM inventory_locationstock l USING hurt h WHERE h.anomaly = 'location_missing' AND l.product_id = h.product RETURNING 1)
INSERT INTO planted SELECT 'location_missing', count(*), 'batches without a location' FROM made;
WITH made AS (
	INSERT INTO inventory_locationstock (tenant_id, outlet_id, product_id, quantity, updated_at)
	SELECT tenant_id, outlet_id, product, 9, day_before(1) FROM hurt WHERE anomaly = 'location_without_batches' RETURNING 1)
INSERT INTO planted SELECT 'location_without_batches', count(*), 'stock from before there were batches' FROM made;
UPDATE products_product p SET stock = l.quantity FROM inventory_locationstock l WHERE l.product_id = p.id AND l.outlet_id = p.outlet_id;

-- Sales. Copies of a kind: 3, or more in a large shop.
SELECT 3 * greatest(1, (:variations / 12 - 1) / 99) AS sales \gset
INSERT INTO sales_sale (id, tenant_id, outlet_id, user_id, customer_id, receipt_number, subtotal, tax, discount, total, payment_method, status, due_date,
	amount_paid, payment_status, is_void, void_reason, notes, created_at, updated_at)
SELECT (SELECT max(id) FROM sales_sale) + row_number() OVER (ORDER BY k.anomaly, n, twin), 3, 5 + twin, 5, CASE k.anomaly WHEN 'due_without_customer' THEN NULL WHEN 'due_of_another_tenants_customer' THEN 1 ELSE 2 + 3 * (n % 15) END,
	CASE k.anomaly WHEN 'receipt_twice' THEN 'T' || n WHEN 'receipt_like_ours' THEN '5-20260101-' || lpad(n::text, 4, '0') ELSE left(k.anomaly, 20) || '-' || n END,
	50, 0, 0, 50, 'credit', CASE k.anomaly WHEN 'voided_due' THEN 'completed' WHEN 'refunded_due' THEN 'refunded' ELSE 'pending' END,
	CASE WHEN k.anomaly <> 'due_without_date' THEN day_before(0) + interval '10 days' END,
	CASE k.anomaly WHEN 'overpaid_due' THEN 60 ELSE 0 END, CASE k.anomaly WHEN 'overpaid_due' THEN 'partially_paid' ELSE 'unpaid' END,
	k.anomaly = 'voided_due', CASE k.anomaly WHEN 'voided_due' THEN 'wrong customer' ELSE '' END, '', day_before(20), day_before(20)
FROM unnest('{voided_due,refunded_due,overpaid_due,due_without_customer,due_without_date,receipt_twice,receipt_like_ours,due_of_another_tenants_customer}'::text[]) AS k (anomaly),
	generate_series(1, :sales) n, generate_series(0, (k.anomaly = 'receipt_twice')::integer) twin;
INSERT INTO planted SELECT anomaly, :sales, what FROM (VALUES
	('voided_due', 'a voided sale on credit that says it is unpaid'), ('refunded_due', 'a refunded sale on credit that says it is unpaid'),
	('overpaid_due', 'a due that was paid with more than it is'), ('due_without_customer', 'a sale on credit to nobody'),
	('due_without_date', 'a due without a date'), ('receipt_twice', 'a receipt number that two outlets gave'),
	('receipt_like_ours', 'a receipt number of the form that primeinv gives'), ('due_of_another_tenants_customer', 'a due of another tenant''s customer')) v (anomaly, what);

-- What a customer owes, as the application adds it up.
UPDATE customers_customer c SET outstanding_balance = d.due
FROM (SELECT customer_id, sum(total - amount_paid) AS due FROM sales_sale WHERE payment_method = 'credit' AND status IN ('completed', 'pending')
	AND payment_status IN ('unpaid', 'partially_paid', 'overdue') AND NOT is_void GROUP BY customer_id) d WHERE d.customer_id = c.id;
UPDATE customers_customer SET outstanding_balance = outstanding_balance + 11 WHERE id IN (3, 4, 57, 58);
INSERT INTO planted SELECT 'balance_not_dues', count(*), 'a balance that is not what the customer''s open sales come to; overpaid ones and another tenant''s count in it, too'
FROM customers_customer c LEFT JOIN (SELECT tenant_id, customer_id, sum(total - amount_paid) AS due FROM sales_sale WHERE payment_method = 'credit'
	AND status = 'pending' AND amount_paid < total GROUP BY tenant_id, customer_id) d ON d.customer_id = c.id AND d.tenant_id = c.tenant_id
WHERE c.outstanding_balance <> COALESCE(d.due, 0);

SELECT format('SELECT setval(pg_get_serial_sequence(%L, %L), (SELECT COALESCE(max(id), 1) FROM %I))', t, 'id', t)
FROM unnest('{products_product,inventory_batch,inventory_stockmovement,sales_sale}'::text[]) t \gexec
DROP VIEW hurt;
DROP FUNCTION noise, day_before, signed;
