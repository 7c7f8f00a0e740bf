-- The views of docs/migration.md over a Django back end with a product for each outlet, batches, location stock, movements without a
-- sign, customers and sales, its tables named as Django names them.
--   psql -f deploy/import/django.sql                  the tables are in the schema public of this database
--   psql -v old=erp -v zone=Africa/Blantyre -f ...    they are in the schema erp; the outlets' zone (the application has none: UTC)
--   psql -v schema=wave1 -v outlets='{1,2}' -f ...    views in the schema wave1, of these outlets only: to switch some before the others
\if :{?old}
\else
\set old public
\endif
\if :{?zone}
\else
\set zone UTC
\endif
\if :{?schema}
\else
\set schema import
\endif
\if :{?outlets}
SELECT format('= ANY (%L::bigint[])', :'outlets') AS of_those \gset
\else
\set of_those 'IS NOT NULL'
\endif
BEGIN;
CREATE SCHEMA :"schema";
CREATE VIEW :"schema".tenant AS SELECT id AS key, id AS keep_id, name, currency FROM :"old".tenants_tenant;
CREATE VIEW :"schema".outlet AS SELECT tenant_id AS tenant, id AS key, id AS keep_id, name, :'zone' AS time_zone, is_active FROM :"old".outlets_outlet WHERE id :of_those;

-- What has one SKU at several outlets is one product here, with a variation for each: the stock stays where it is, and every product
-- keeps its id as that of a variation.
CREATE VIEW :"schema".product AS
SELECT DISTINCT ON (p.tenant_id, COALESCE(NULLIF(p.sku, ''), p.id::text)) p.tenant_id AS tenant, p.id AS key, p.name, c.name AS category, NULLIF(p.image, '') AS image
FROM :"old".products_product p LEFT JOIN :"old".products_category c ON c.id = p.category_id ORDER BY p.tenant_id, COALESCE(NULLIF(p.sku, ''), p.id::text), p.id;
CREATE VIEW :"schema".variation AS
SELECT tenant_id AS tenant, id AS key, id AS keep_id, min(id) OVER (PARTITION BY tenant_id, COALESCE(NULLIF(sku, ''), id::text)) AS product, name, sku, barcode,
	retail_price AS price, CASE WHEN wholesale_enabled THEN wholesale_price END AS wholesale_price, minimum_wholesale_quantity, cost, low_stock_threshold, is_active
FROM :"old".products_product;
CREATE VIEW :"schema".unit AS
SELECT p.tenant_id AS tenant, u.id AS key, u.product_id AS variation, u.unit_name AS unit, u.conversion_factor AS factor, u.retail_price AS price, u.wholesale_price
FROM :"old".products_productunit u JOIN :"old".products_product p ON p.id = u.product_id;

CREATE VIEW :"schema".customer AS
SELECT tenant_id AS tenant, id AS key, id AS keep_id, name, phone, email, CASE WHEN credit_enabled THEN credit_limit ELSE 0 END AS credit_limit,
	payment_terms_days AS credit_terms_days, credit_status <> 'active' AS credit_blocked, outstanding_balance AS balance, is_active
FROM :"old".customers_customer;

-- The column wants a date of goods that never go off, too: from 2099 on it means none.
CREATE VIEW :"schema".batch AS
SELECT tenant_id AS tenant, id AS key, id AS keep_id, outlet_id AS outlet, product_id AS variation, quantity, batch_number,
	CASE WHEN expiry_date < '2099-01-01' THEN expiry_date END AS expiry_date, cost_price, created_at AS received_at
FROM :"old".inventory_batch WHERE outlet_id :of_those;
CREATE VIEW :"schema".location AS
SELECT tenant_id AS tenant, outlet_id AS outlet, product_id AS variation, quantity FROM :"old".inventory_locationstock WHERE outlet_id :of_those;

-- The type has the sign; a correction downwards is one that refers to an adjustment. (Where a version of the application has quantity_delta, that is
-- the quantity.)
CREATE VIEW :"schema".movement AS
SELECT m.tenant_id AS tenant, m.id AS key, m.outlet_id AS outlet, m.product_id AS variation, m.batch_id AS batch, m.movement_type,
	CASE WHEN m.movement_type IN ('sale', 'damage', 'expiry', 'transfer_out') OR m.movement_type = 'adjustment' AND m.reference_id LIKE 'ADJ-%'
		THEN -m.quantity ELSE m.quantity END AS quantity, m.created_at, m.reason, NULLIF(m.reference_id, '') AS reference_id, u.username AS actor
FROM :"old".inventory_stockmovement m LEFT JOIN :"old".accounts_user u ON u.id = m.user_id WHERE m.outlet_id :of_those;

-- A sale on credit is open until it is paid, voided, refunded or cancelled, whatever payment_status still says of those.
CREATE VIEW :"schema".due AS
SELECT tenant_id AS tenant, id AS key, id AS keep_id, outlet_id AS outlet, customer_id AS customer, total - amount_paid AS amount, receipt_number,
	created_at AS sold_at, (due_date AT TIME ZONE :'zone')::date AS due_date
FROM :"old".sales_sale WHERE payment_method IN ('credit', 'tab') AND NOT is_void AND status IN ('completed', 'pending') AND payment_status <> 'paid' AND outlet_id :of_those;
CREATE VIEW :"schema".past_sale AS
SELECT s.tenant_id AS tenant, s.id AS key, s.outlet_id AS outlet, s.customer_id AS customer, s.created_at AS sold_at, s.receipt_number,
	CASE WHEN s.is_void THEN 'voided' ELSE s.status END AS status, s.payment_method AS payment_type, u.username AS actor, s.total AS total_amount,
	s.tax AS tax_amount, s.discount AS discount_amount, s.amount_paid, i.items
FROM :"old".sales_sale s LEFT JOIN :"old".accounts_user u ON u.id = s.user_id
LEFT JOIN (SELECT sale_id, jsonb_agg(jsonb_build_object('variation', product_id, 'name', product_name, 'quantity', quantity, 'unit', unit_name,
	'price', price, 'discount', discount, 'total', total) ORDER BY id) AS items FROM :"old".sales_saleitem GROUP BY sale_id) i ON i.sale_id = s.id
WHERE s.outlet_id :of_those;

-- After the switch, for export_shadow(): a batch that is made here gets its row there.
CREATE RULE new_batch AS ON INSERT TO :"schema".batch DO INSTEAD
INSERT INTO :"old".inventory_batch (tenant_id, outlet_id, product_id, batch_number, expiry_date, quantity, cost_price, created_at, updated_at)
VALUES (NEW.tenant, NEW.outlet, NEW.variation, NEW.batch_number, COALESCE(NEW.expiry_date, '2099-12-31'), NEW.quantity, round(NEW.cost_price, 2), COALESCE(NEW.received_at, now()), now())
RETURNING tenant_id, id, id, outlet_id, product_id, quantity, batch_number, expiry_date, cost_price, created_at;
COMMIT;
