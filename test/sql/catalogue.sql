-- The catalogue: what applications write with SQL.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\set ECHO all
\pset format unaligned
\pset tuples_only on

-- a barcode is unique over variations and units of a tenant
UPDATE variation SET barcode = '4006381333931' WHERE id = 1;
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator, barcode) VALUES
	(1, 1, 'case', 12, '5000112637939'), (1, 2, 'tray', 6, ''), (1, 2, 'box', 24, NULL), (2, 9, 'case', 12, '4006381333931');
\set VERBOSITY default
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator, barcode) VALUES (1, 2, 'case', 12, '4006381333931');
INSERT INTO variation (tenant_id, id, product_id, name, barcode) VALUES (1, 20, 1, 'Other', '5000112637939');
\set VERBOSITY sqlstate
INSERT INTO variation (tenant_id, id, product_id, name, barcode) VALUES (1, 20, 1, 'Other', '4006381333931');
UPDATE variation_unit SET barcode = '4006381333931' WHERE unit = 'tray';
UPDATE variation SET barcode = '5000112637939' WHERE id = 2;
UPDATE variation SET barcode = '5000112637939' WHERE id = 1;
INSERT INTO variation (tenant_id, id, product_id, name, barcode) SELECT 1, 100 + n, 1, 'No. ' || n, 5000112637900 + n FROM generate_series(1, 100) n;
UPDATE variation SET barcode = barcode, price = 3, sku = 'S-1' WHERE id = 1;
UPDATE variation_unit SET barcode = barcode, price = 30 WHERE unit = 'case' AND tenant_id = 1;
-- given up by one, taken by the other
UPDATE variation SET barcode = '' WHERE id = 1;
UPDATE variation_unit SET barcode = '4006381333931' WHERE unit = 'tray';
UPDATE variation SET barcode = '4006381333931' WHERE id = 1;
SELECT unit, barcode FROM variation_unit WHERE tenant_id = 1 ORDER BY unit;
SELECT count(*) FROM variation WHERE barcode <> '';
-- an application's role is held to it, too
SELECT sync_ids() > 0 AS moved;
CREATE ROLE regress_barcode;
SELECT grant_tenant('regress_barcode', 1, 'app');
SET ROLE regress_barcode;
INSERT INTO variation (tenant_id, product_id, name, barcode) VALUES (1, 1, 'Mine', '4006381333931');
INSERT INTO variation (tenant_id, product_id, name, barcode) VALUES (1, 1, 'Mine', '96385074');
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator, barcode) VALUES (1, 2, 'jar', 12, '96385074');
RESET ROLE;
SELECT revoke_tenant('regress_barcode', 1);
DROP ROLE regress_barcode;

SELECT * FROM check_promises();
\set ECHO none
\i :end
