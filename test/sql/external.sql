-- What programs that keep a copy need: other systems' ids, when a row was changed, what prices were; grants for all tenants.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\pset format unaligned
\pset tuples_only on
UPDATE variation SET price = 4, external_id = 'sku-1' WHERE id = 1;
UPDATE outlet SET external_id = 'shop-1' WHERE id IN (1, 9);
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator, price, external_id) VALUES (1, 1, 'case', 6, 20, 'case-1');
INSERT INTO outlet_variation (tenant_id, outlet_id, variation_id, price, external_id) VALUES (1, 1, 1, 4.5, 'ov-1');
INSERT INTO customer (tenant_id, name, external_id) VALUES (1, 'Ann', 'cust-1');
UPDATE product SET external_id = 'prod-1' WHERE id = 1;
SELECT add_stock(1, 10, 1, 'B', '2999-01-01', 2) AS batch, add_stock(9, 10, 9, 'B') AS theirs \gset
SELECT id AS sale FROM checkout(1, '[{"variation_id": 1, "quantity": 1}]', '[{"method": "CASH", "amount": 4.5}]') \gset
\set ECHO all

-- The owner says which id another system has; it is unique per tenant.
UPDATE batch SET external_id = 'b-1' WHERE id IN (:batch, :theirs);
UPDATE sale SET external_id = 's-1' WHERE id = :sale;
SELECT id_of('outlet', 1, 'shop-1'), id_of('outlet', 2, 'shop-1'), id_of('product', 1, 'prod-1'), id_of('variation', 1, 'sku-1');
SELECT id_of('variation_unit', 1, 'case-1') IS NOT NULL, id_of('outlet_variation', 1, 'ov-1') IS NOT NULL, id_of('customer', 1, 'cust-1') IS NOT NULL;
SELECT id_of('batch', 1, 'b-1') = :batch, id_of('batch', 2, 'b-1') = :theirs, id_of('sale', 1, 's-1') = :sale;
SELECT id_of('sale', 2, 's-1'), id_of('batch', 1, 'none'), id_of('batch', 1, NULL);
SELECT * FROM try('id_of(''movement'', 1, ''x'')');
SELECT * FROM try('id_of(NULL, 1, ''x'')');
SELECT * FROM try('id_of(''batch'', NULL, ''x'')');
SELECT * FROM try('id_of(''batch'', 77, ''x'')');
SELECT count(add_stock(1, 1, 1, 'C')), count(add_stock(1, 1, 1, 'D'));
UPDATE batch SET external_id = 'b-1' WHERE batch_number = 'C' AND outlet_id = 1;
\set VERBOSITY terse
UPDATE batch SET external_id = repeat('x', 201) WHERE batch_number = 'C' AND outlet_id = 1;
UPDATE sale SET external_id = repeat('x', 201) WHERE id = :sale;
\set VERBOSITY default

-- When a row was last changed, by whatever way; who writes the same again changes nothing.
CREATE TABLE public.before (name text, at timestamptz);
CREATE VIEW public.now AS SELECT 'batch' AS name, updated_at AS at FROM batch WHERE batch_number = 'B' AND outlet_id = 1
	UNION ALL SELECT 'sale', updated_at FROM sale UNION ALL SELECT 'sale item', updated_at FROM sale_item UNION ALL SELECT 'outlet', updated_at FROM outlet WHERE id = 1
	UNION ALL SELECT 'product', updated_at FROM product WHERE id = 1 UNION ALL SELECT 'variation', updated_at FROM variation WHERE id = 1 UNION ALL SELECT 'customer', updated_at FROM customer;
CREATE VIEW public.changed AS SELECT string_agg(n.name, ', ' ORDER BY n.name) FROM now n JOIN before b USING (name) WHERE n.at > b.at AND n.at <= clock_timestamp();
INSERT INTO before TABLE now;
SELECT count(*) FROM now;
SELECT count(*) FROM deduct_stock(1, 1, 1);
TABLE changed;
UPDATE outlet SET name = name; UPDATE product SET name = name; UPDATE variation SET name = name; UPDATE customer SET name = name;
TABLE changed;
UPDATE outlet SET name = 'Main'; UPDATE product SET name = 'Rice!' WHERE id = 1; UPDATE variation SET price = 5 WHERE id = 1; UPDATE customer SET name = 'Anna', updated_at = '2000-01-01';
TABLE changed;
SELECT * FROM try('void_sale(' || :sale || ', ''slip'')') \g /dev/null
UPDATE sale_item SET product_sku = 'X';
TABLE changed;
TRUNCATE before;
INSERT INTO before TABLE now;
UPDATE batch SET expiry_date = '2999-02-02' WHERE batch_number = 'B' AND outlet_id = 1;
TABLE changed;
SELECT event_data -> 'columns' FROM audit_log WHERE event_type = 'customer.updated';
SELECT bool_and(created_at <= clock_timestamp() AND created_at <= updated_at) FROM (SELECT created_at, updated_at FROM batch UNION ALL SELECT created_at, updated_at FROM sale
	UNION ALL SELECT created_at, updated_at FROM sale_item UNION ALL SELECT created_at, updated_at FROM outlet) r;

-- What prices were: a row a change, none for what stays.
SELECT max(id) AS last FROM price_change \gset
SET primeinv.actor = 'pat';
UPDATE variation SET price = 6, cost = NULL, tax_rate = 20, name = 'Sack' WHERE id = 1;
UPDATE variation SET price = 6 WHERE id = 1;
UPDATE variation SET wholesale_price = 3 WHERE id IN (1, 2);
UPDATE variation_unit SET price = 22, wholesale_price = 18 WHERE unit = 'case';
UPDATE variation_unit SET price = NULL WHERE unit = 'case';
SELECT tenant_id, variation_id, unit, column_name, old, new, actor, db_role = current_user, changed_at <= clock_timestamp() FROM price_change WHERE id > :last ORDER BY id;
RESET primeinv.actor;
UPDATE price_change SET new = 1;
DELETE FROM price_change;
TRUNCATE price_change;

-- A grant for all tenants, also those that are made later.
CREATE ROLE x_all;
CREATE ROLE x_one;
SELECT grant_tenant('x_all', NULL, 'reader'), grant_tenant('x_one', 1, 'app');
SET ROLE x_all;
SELECT array_agg(id ORDER BY id) FROM tenant;
SELECT visible_tenants('reader'), visible_tenants('app');
SELECT id_of('outlet', 2, 'shop-1');
SELECT * FROM try('add_stock(1, 1, 1)');
SET primeinv.tenant = 2;
SELECT array_agg(id ORDER BY id) FROM tenant;
SELECT * FROM try('id_of(''outlet'', 1, ''shop-1'')');
SET primeinv.tenant = 'x';
SELECT array_agg(id ORDER BY id) FROM tenant;
SELECT * FROM try('id_of(''outlet'', 1, ''shop-1'')');
RESET primeinv.tenant;
RESET ROLE;
INSERT INTO tenant (id, name) VALUES (3, 'Third');
SET ROLE x_all;
SELECT array_agg(id ORDER BY id) FROM tenant;
RESET ROLE;
SELECT grant_tenant('x_all', 1, 'manager'), grant_tenant('x_all', NULL, 'guest');
SET ROLE x_all;
SELECT visible_tenants('guest'), visible_tenants('reader'), visible_tenants('manager');
RESET ROLE;
SELECT grant_tenant('x_all', NULL, 'app');
SET ROLE x_all;
SELECT visible_tenants('app'), visible_tenants('manager');
SELECT count(add_stock(9, 1, 9));
RESET ROLE;
-- an app of one tenant sets ids of what it may write, and no times; it reads its own changes of prices
SET ROLE x_one;
UPDATE variation SET external_id = 'mine', price = 7 WHERE id = 1;
SELECT count(*) FROM price_change WHERE tenant_id <> 1;
SELECT column_name, old, new, actor FROM price_change ORDER BY id DESC LIMIT 1;
INSERT INTO price_change (tenant_id, variation_id, column_name, actor, db_role) VALUES (1, 1, 'price', 'x', 'x');
UPDATE variation SET updated_at = now() WHERE id = 1;
INSERT INTO product (tenant_id, name, created_at) VALUES (1, 'x', now());
SELECT * FROM try('id_of(''outlet'', 2, ''shop-1'')');
SELECT grant_tenant('x_one', NULL, 'manager');
RESET ROLE;
SELECT tenant_id, event_type, event_data ->> 'level' FROM audit_log WHERE event_type LIKE 'access.%' ORDER BY id;
SELECT * FROM try('grant_tenant(''x_all'', NULL, NULL)');
SELECT * FROM try('grant_tenant(''x_all'', NULL, ''king'')');
SELECT * FROM try('grant_tenant(''x_all'', NULL, ''app'', request_id => ''r'')');
SELECT revoke_tenant('x_all', NULL);
SELECT revoke_tenant('x_all', NULL);
SET ROLE x_all;
SELECT visible_tenants('guest');
RESET ROLE;
SELECT revoke_tenant('x_all', 1), revoke_tenant('x_one', 1);
DROP ROLE x_all;
DROP ROLE x_one;

SELECT * FROM check_promises();
\set ECHO none
DROP VIEW public.changed, public.now;
DROP TABLE public.before;
\i :end
\set ECHO all
