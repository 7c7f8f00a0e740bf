-- The level guest: what a web shop or a price checker sees, and nothing else.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\set ECHO all
SET client_min_messages = error; -- add_stock warns of expired goods
UPDATE variation SET price = 10, barcode = '4001' WHERE id = 1;
UPDATE variation SET price = 2, barcode = '4002' WHERE id = 2;
UPDATE variation SET price = 5 WHERE id = 4;
UPDATE variation SET price = 1, barcode = '4001' WHERE id = 9;
INSERT INTO outlet_variation (tenant_id, outlet_id, variation_id, price) VALUES (1, 2, 1, 11);
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator, denominator, barcode, price) VALUES
	(1, 1, 'pallet', 12, 1, '4003', NULL), (1, 2, 'crate', 6, 1, '4004', 11), (1, 2, 'glass', 1, 4, NULL, NULL);
SELECT add_stock(1, 30, 1, 'A', NULL, 3), add_stock(1, 9, 1, 'B', current_date - 1, 3), add_stock(2, 6.5, 1, 'A', NULL, 1),
	add_stock(2, 4, 2, 'A', NULL, 1), add_stock(9, 5, 9, 'A', NULL, 1) \g /dev/null
SELECT reserve_stock(2, 0.75, 1, 'cart'), reserve_stock(1, 7, 1, 'cart') \g /dev/null
CREATE ROLE regress_guest;
CREATE ROLE regress_rival;
SELECT grant_tenant('regress_guest', 1, 'guest'), grant_tenant('regress_rival', 2, 'reader'), grant_tenant('regress_rival', 1, 'guest');

-- Rice: 30 less 7 held, expired ones do not count: 23, capped at 10, and one pallet of 12.
-- Milk: 5.75 at 1: no whole crate, 23 glasses. What is inactive, or at an inactive outlet, is not there at all.
SET ROLE regress_guest;
SELECT outlet_id, variation_id, product, variation, unit, price, barcode, in_stock, available FROM product_availability ORDER BY outlet_id, variation_id, unit NULLS FIRST;
SELECT outlet, category, image, currency, tenant_id FROM product_availability WHERE outlet_id = 1 AND barcode = '4003';
SELECT get_available_stock(1, 1), get_available_stock(2, 1), get_available_stock(4, 1);
SELECT * FROM try('get_available_stock(9, 9)');
SELECT * FROM try('get_available_stock(1, 9)');

-- nothing else
SELECT * FROM try('(SELECT count(*) FROM primeinv.variation)');
SELECT * FROM try('(SELECT count(*) FROM primeinv.stock_level)');
SELECT * FROM try('find_variation(''rice'')');
SELECT * FROM try('deduct_stock(1, 1, 1)');
SELECT * FROM try('explain_deduction(1, 1, 1)');
RESET ROLE;

-- A guest here who is a reader elsewhere has the reader's functions, but no rows and no answers of this tenant.
SET ROLE regress_rival;
SELECT tenant_id, count(*) FROM product_availability GROUP BY 1 ORDER BY 1;
SELECT (SELECT array_agg(DISTINCT tenant_id) FROM stock_level) AS levels, (SELECT array_agg(id) FROM tenant) AS tenants,
	(SELECT array_agg(DISTINCT tenant_id) FROM batch) AS batches, visible_tenants('guest') AS guest, visible_tenants('reader') AS reader;
SELECT get_available_stock(1, 1);
SELECT * FROM try('explain_deduction(1, 1, 1)');
SELECT * FROM try('to_base_units(2, 1, ''crate'')');
SELECT * FROM try('get_expiring_soon(outlet_id => 1)');
SELECT * FROM try('verify_ledger(1)');
SELECT count(*) FROM find_variation('milk');
-- narrowed to a tenant, or to one that is none of the role's
SET primeinv.tenant = '2';
SELECT DISTINCT tenant_id FROM product_availability;
SET primeinv.tenant = '3';
SELECT count(*) FROM product_availability;
RESET primeinv.tenant;
-- a function of the caller's own is asked only of rows that it may see
CREATE FUNCTION pg_temp.peep(text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$ BEGIN RAISE NOTICE 'saw %', $1; RETURN true; END $$;
SET client_min_messages = notice;
SET primeinv.tenant = '2';
SELECT count(*) FROM product_availability WHERE pg_temp.peep(product);
RESET primeinv.tenant;
SET client_min_messages = error;
RESET ROLE;

-- the key of a bar code is found by its index, whoever asks
CREATE FUNCTION pg_temp.plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || query; END $$;
SET enable_seqscan = off;
SET ROLE regress_guest;
SELECT regexp_replace(trim(p), 'ANY \((\$\d+|\(InitPlan \d\)\.col1)\)', 'ANY (tenants)') AS line FROM pg_temp.plan('SELECT * FROM product_availability WHERE barcode = ''4004'' AND outlet_id = 1') p WHERE p ~ '(Index Cond|Filter): .*barcode';
RESET ROLE;
RESET enable_seqscan;

-- levels by name
SELECT * FROM try('grant_tenant(''regress_guest'', 1, ''visitor'')');
SELECT * FROM try('visible_tenants(''none'')');
SELECT kind, name FROM rights() WHERE level = 'guest' ORDER BY 1, 2;

SELECT * FROM check_promises();
SELECT revoke_tenant('regress_guest', 1), revoke_tenant('regress_rival', 1), revoke_tenant('regress_rival', 2);
DROP ROLE regress_guest;
DROP OWNED BY regress_rival;
DROP ROLE regress_rival;
\set ECHO none
\i :end
\set ECHO all
