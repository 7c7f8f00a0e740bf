-- # A shop
-- "Green Valley" has two outlets, each with the date of its own time zone, and sells rice by the bag and milk.
\set ECHO none
INSERT INTO tenant (name, currency) VALUES ('Green Valley', 'EUR') RETURNING id AS tenant \gset
INSERT INTO outlet (tenant_id, name, time_zone) VALUES (:tenant, 'Main Street', 'Europe/Vienna') RETURNING id AS main \gset
INSERT INTO outlet (tenant_id, name, time_zone) VALUES (:tenant, 'Harbour', 'Europe/Lisbon') RETURNING id AS harbour \gset
INSERT INTO product (tenant_id, name, category) VALUES (:tenant, 'Rice', 'Grains') RETURNING id AS rice_product \gset
INSERT INTO product (tenant_id, name, category) VALUES (:tenant, 'Milk', 'Dairy') RETURNING id AS milk_product \gset
INSERT INTO variation (tenant_id, product_id, name, sku, price, cost) VALUES (:tenant, :rice_product, '5kg Bag', 'RICE-5', 9.90, 6.00) RETURNING id AS rice \gset
INSERT INTO variation (tenant_id, product_id, name, sku, price, cost) VALUES (:tenant, :milk_product, '1l Bottle', 'MILK-1', 1.90, 1.10) RETURNING id AS milk \gset
SELECT o.name AS outlet, p.name || ' - ' || v.name AS sells, v.sku, v.price, v.cost
FROM outlet o, product p JOIN variation v ON v.product_id = p.id
WHERE o.tenant_id = :tenant AND p.tenant_id = :tenant
ORDER BY o.id, v.id;
