-- What the shop of the demo needs beside its story to be looked at in a browser: users, and goods with bar codes.
SET client_min_messages = warning;
SET password_encryption = 'scram-sha-256';
CREATE ROLE gateway LOGIN NOINHERIT;
CREATE ROLE clerk LOGIN PASSWORD 'demo';
CREATE ROLE manager LOGIN PASSWORD 'demo';
CREATE ROLE analyst LOGIN PASSWORD 'demo';
GRANT clerk, manager, analyst TO gateway;
SELECT primeinv.grant_tenant('clerk', id, 'app'), primeinv.grant_tenant('manager', id, 'manager'),
	primeinv.grant_tenant('analyst', id, 'reader')
FROM primeinv.tenant WHERE name = 'Green Valley'
\g (format=unaligned tuples_only=on) /dev/null

CREATE TEMPORARY TABLE goods (category text, product text, variation text, sku text, barcode text, price numeric, cost numeric,
	low numeric, days integer, received numeric);
INSERT INTO goods VALUES
	('Dairy', 'Yoghurt', 'Plain 500g', 'YOG-500', '4008400202037', 1.29, 0.70, 12, 21, 48),
	('Dairy', 'Butter', '250g', 'BUT-250', '4012345678901', 2.49, 1.55, 10, 40, 30),
	('Dairy', 'Gouda', 'Sliced 200g', 'GOU-200', '5901234123457', 2.99, 1.80, 8, 6, 14),
	('Bakery', 'Rye bread', '1kg', 'RYE-1', '9780201379624', 3.40, 1.60, 6, 4, 12),
	('Bakery', 'Croissant', 'Butter', 'CRO-1', '8711000000014', 1.10, 0.45, 20, 2, 40),
	('Produce', 'Apples', 'Braeburn 1kg', 'APP-1', '3017620422003', 2.80, 1.40, 15, 25, 60),
	('Produce', 'Bananas', '1kg', 'BAN-1', '7622210449283', 1.99, 0.95, 15, 8, 45),
	('Produce', 'Tomatoes', 'Vine 500g', 'TOM-500', '5000112637922', 2.20, 1.10, 10, 7, 9),
	('Grains', 'Pasta', 'Spaghetti 500g', 'PAS-500', '8076809513692', 1.49, 0.62, 20, 700, 80),
	('Grains', 'Flour', 'Wheat 1kg', 'FLO-1', '4000521002749', 0.99, 0.41, 15, 300, 50),
	('Drinks', 'Orange juice', '1l', 'OJ-1', '5449000000996', 2.59, 1.35, 12, 60, 36),
	('Drinks', 'Mineral water', '6 x 1.5l', 'WAT-6', '3068320055008', 3.30, 1.90, 10, NULL, 24),
	('Drinks', 'Coffee', 'Ground 500g', 'COF-500', '8000070038028', 6.90, 4.20, 8, 400, 20),
	('Household', 'Dish soap', '750ml', 'SOAP-750', '8001090595621', 1.79, 0.80, 6, NULL, 18),
	('Household', 'Kitchen roll', '4 rolls', 'ROLL-4', '7322540575316', 2.95, 1.60, 6, NULL, 3),
	('Household', 'Bin bags', '35l x 20', 'BAG-35', '4009900482011', 1.95, 0.75, 6, NULL, 16);

WITH tenant AS (SELECT id FROM primeinv.tenant WHERE name = 'Green Valley'),
products AS (
	INSERT INTO primeinv.product (tenant_id, name, category)
	SELECT tenant.id, product, category FROM goods, tenant RETURNING tenant_id, id, name)
INSERT INTO primeinv.variation (tenant_id, product_id, name, sku, barcode, price, cost, low_stock_threshold, tax_rate)
SELECT p.tenant_id, p.id, g.variation, g.sku, g.barcode, g.price, g.cost, g.low, CASE WHEN g.category = 'Household' THEN 20 ELSE 10 END
FROM goods g JOIN products p ON p.name = g.product;

SELECT count(primeinv.add_stock(v.id, CASE WHEN o.name = 'Harbour' THEN ceil(g.received / 2) ELSE g.received END, o.id,
	g.sku || '-A', current_date + g.days, g.cost, reason => 'first delivery'))
FROM goods g JOIN primeinv.variation v ON v.sku = g.sku JOIN primeinv.outlet o ON o.tenant_id = v.tenant_id
\g (format=unaligned tuples_only=on) /dev/null
SELECT count(primeinv.add_stock(v.id, 12, o.id, g.sku || '-B', current_date + g.days + 30, g.cost * 1.05, reason => 'second delivery'))
FROM goods g JOIN primeinv.variation v ON v.sku = g.sku JOIN primeinv.outlet o ON o.tenant_id = v.tenant_id
WHERE g.days > 20 AND o.name = 'Main Street'
\g (format=unaligned tuples_only=on) /dev/null
SELECT primeinv.refresh_alerts()
\g (format=unaligned tuples_only=on) /dev/null
