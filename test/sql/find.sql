-- find_variation: barcode, SKU, words; the best first; only the caller's tenants.
\set VERBOSITY terse
CREATE EXTENSION primeinv;
SET search_path = primeinv, public;
INSERT INTO tenant (id, name) VALUES (1, 'One'), (2, 'Two');
INSERT INTO product (tenant_id, id, name, sku) VALUES (1, 101, 'Chocolate Bar', 'CHO'), (1, 102, 'Dark Chocolate', ''), (1, 103, 'Rice', NULL),
	(1, 104, E'Crème d''Or\\ "Extra" & Co', NULL), (2, 201, 'Chocolate Bar', 'CHO');
INSERT INTO variation (tenant_id, id, product_id, name, sku, barcode, price) VALUES (1, 1001, 101, '100g', 'CHO-100', '4001', 1.5), (1, 1002, 101, '250g', 'cho-250', '4002', 2.5),
	(1, 1003, 102, '100g', 'DC-1', '4003', 1.75), (1, 1004, 103, '5kg Bag', NULL, NULL, 9.9), (1, 1005, 103, '1kg', '', '', 2.2), (1, 1006, 104, 'Jar', '4001-X', NULL, NULL),
	(2, 2001, 201, '100g', 'CHO-100', '4001', 3);
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator, denominator, barcode, price) VALUES (1, 1001, 'case', 12, 1, '5001', NULL),
	(1, 1002, 'box', 6, 1, '5002', 14), (1, 1004, 'cup', 1, 3, '5003', NULL);
CREATE ROLE regress_find;
SELECT grant_tenant('regress_find', 1, 'reader');
SET ROLE regress_find;

-- a barcode, a unit's: its price, or the base unit's times the ratio
SELECT variation_id, unit, product, variation, sku, barcode, price, rank FROM find_variation('4001');
SELECT variation_id, unit, barcode, price, rank FROM find_variation(E' 5001\r\n') UNION ALL SELECT variation_id, unit, barcode, price, rank FROM find_variation('5002')
UNION ALL SELECT variation_id, unit, barcode, price, rank FROM find_variation('5003');
SELECT count(*) FROM find_variation('400');
-- a SKU, whole or its start, in any case; then names
SELECT variation_id, sku, rank FROM find_variation('CHO-100');
SELECT variation_id, sku, rank FROM find_variation('cho-');
SELECT variation_id, product, variation, rank FROM find_variation('Cho');
-- words and their starts, in any order, of product and variation
SELECT variation_id, rank FROM find_variation('chocolate 100g');
SELECT variation_id, rank FROM find_variation('100 DARK');
SELECT variation_id FROM find_variation('rice');
SELECT variation_id FROM find_variation('bag rice 5');
SELECT variation_id FROM find_variation('rice jar');
SELECT variation_id FROM find_variation('crème');
SELECT variation_id FROM find_variation(E'd''or\\ "extra" &');
SELECT variation_id FROM find_variation('colate');
SELECT count(*) FROM find_variation('%');
SELECT count(*) FROM find_variation('');
SELECT count(*) FROM find_variation(E' \t ');
SELECT count(*) FROM find_variation(NULL);
SELECT count(*) FROM find_variation('''; DROP TABLE variation; --');
SELECT count(*) FROM find_variation(repeat('chocolate ', 1000));
SELECT count(*) FROM find_variation((SELECT string_agg('w' || i, ' ') FROM generate_series(1, 200) AS i));
SELECT variation_id FROM find_variation('chocolate', 2);
SELECT count(*) FROM find_variation('chocolate', NULL);
SELECT count(*) FROM find_variation('chocolate', 0);

-- what is inactive comes last
RESET ROLE;
UPDATE variation SET is_active = false WHERE id = 1001;
SET ROLE regress_find;
SELECT variation_id, is_active, rank FROM find_variation('chocolate');
SELECT variation_id, is_active, rank FROM find_variation('4001');

-- a slip: nothing without pg_trgm, the nearest with it, wherever it lives
SELECT count(*) FROM find_variation('choclate');
RESET ROLE;
CREATE SCHEMA "Odd schema";
CREATE EXTENSION pg_trgm SCHEMA "Odd schema";
SET ROLE regress_find;
SELECT variation_id, product, variation, rank FROM find_variation('choclate 250g');
SELECT count(*) FROM find_variation('xyzzy');
SHOW pg_trgm.word_similarity_threshold;
RESET ROLE;
DROP EXTENSION pg_trgm;
DROP SCHEMA "Odd schema";
SET ROLE regress_find;

-- only one's own, and only what the setting leaves
SELECT DISTINCT tenant_id FROM find_variation('chocolate');
SET primeinv.tenant = '2';
SELECT count(*) FROM find_variation('chocolate');
RESET primeinv.tenant;
\set VERBOSITY sqlstate
SELECT * FROM search_catalogue('{2}', 'chocolate', 'chocolate', 'chocolatf', 10);
\set VERBOSITY terse
RESET ROLE;
SELECT tenant_id, count(*) FROM find_variation('chocolate') GROUP BY 1 ORDER BY 1;
SET primeinv.tenant = '2';
SELECT tenant_id, count(*) FROM find_variation('chocolate') GROUP BY 1 ORDER BY 1; -- the owner is not narrowed
RESET primeinv.tenant;
-- and a search path cannot lead it astray
CREATE SCHEMA astray;
CREATE FUNCTION astray.lower(text) RETURNS text LANGUAGE sql AS 'SELECT ''x''';
CREATE TABLE astray.variation (id bigint);
SET search_path = astray, pg_catalog;
SELECT count(*) FROM primeinv.find_variation('cho-100');
SET search_path = primeinv, public;
DROP SCHEMA astray CASCADE;

SELECT * FROM check_promises();
SELECT revoke_tenant('regress_find', 1);
DROP ROLE regress_find;
DROP EXTENSION primeinv;
