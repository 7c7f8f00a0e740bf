-- A database of so many tenants, one of which has a large outlet; the role "many" may act for all of them.
SELECT :tenants AS tenants \gset
SET client_min_messages = error;
INSERT INTO primeinv.tenant (id, name) SELECT n, 'Tenant ' || n FROM generate_series(2, :tenants) n;
INSERT INTO primeinv.outlet (tenant_id, id, name) SELECT n, n, 'Outlet ' || n FROM generate_series(2, :tenants) n;
INSERT INTO primeinv.product (tenant_id, id, name) SELECT n, 1000000 + n, 'Product ' || n FROM generate_series(2, :tenants) n;
INSERT INTO primeinv.variation (tenant_id, id, product_id, name) SELECT n, 1000000 + 10 * n + k, 1000000 + n, 'Variation ' || k FROM generate_series(2, :tenants) n, generate_series(1, 3) k;
SELECT primeinv.sync_ids();
SELECT count(primeinv.add_stock(v.id, 100, v.tenant_id, 'L' || k, current_date + 30 * k, 2)) FROM primeinv.variation v, generate_series(1, 2) k WHERE v.id > 1000000;
SELECT primeinv.grant_tenant('many', 1, 'app');
INSERT INTO primeinv.tenant_grant (tenant_id, role_name, level) SELECT n, 'many', 'app' FROM generate_series(2, :tenants) n;
VACUUM ANALYZE;
