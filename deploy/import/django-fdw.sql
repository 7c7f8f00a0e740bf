-- The same views where the old tables are in another database: postgres_fdw shows them in a schema old_shop, and django.sql does the
-- rest. The role needs SELECT there (for export_shadow() UPDATE and INSERT, too), here the right to make the extension.
--   psql -v host=old.example -v port=5432 -v dbname=erp -v user=reader -v password=... -v zone=Africa/Blantyre -f deploy/import/django-fdw.sql
\if :{?port}
\else
\set port 5432
\endif
\if :{?password}
\else
\set password ''
\endif
\if :{?remote}
\else
\set remote public
\endif
BEGIN;
CREATE EXTENSION IF NOT EXISTS postgres_fdw;
CREATE SERVER old_shop FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host :'host', port :'port', dbname :'dbname', fetch_size '10000');
CREATE USER MAPPING FOR CURRENT_USER SERVER old_shop OPTIONS (user :'user', password :'password');
CREATE SCHEMA old_shop;
IMPORT FOREIGN SCHEMA :"remote" LIMIT TO (tenants_tenant, accounts_user, outlets_outlet, products_category, products_product, products_productunit,
	customers_customer, inventory_batch, inventory_stockmovement, inventory_locationstock, sales_sale, sales_saleitem) FROM SERVER old_shop INTO old_shop;
-- Defaults are not imported: a batch that export_shadow() makes there has an id far from those that the old application draws.
CREATE SEQUENCE old_shop.new_batch_id START 1000000000;
ALTER FOREIGN TABLE old_shop.inventory_batch ALTER COLUMN id SET DEFAULT nextval('old_shop.new_batch_id');
COMMIT;
\set old old_shop
\ir django.sql
