-- Moving in: views over old tables are checked, decided about, loaded and compared.
\i test/include/shop.sql
SET client_min_messages = warning;
CREATE SCHEMA old;
CREATE SCHEMA import;
SET search_path = primeinv, public;

-- What an application has: keys of its own, and nobody who looked after them.
CREATE TABLE old.shop (code text, name text, zone text);
INSERT INTO old.shop VALUES ('H', 'Harbour', 'Europe/Lisbon'), ('S', '', 'Atlantis/Capital'), ('H', 'Harbour again', 'UTC');
CREATE TABLE old.item (id int, title text, sku text, barcode text, price numeric, cost numeric, shelf int, tracked boolean);
INSERT INTO old.item VALUES (10, 'Milk', 'M1', '4006381333931', 1.2, 0.8, 7, NULL), (20, 'Rice', 'R1', '4006381333931', 3, 2, NULL, NULL), (30, 'Soap', 'R1', NULL, 0, 0, NULL, NULL),
	(40, NULL, NULL, NULL, -1, 'NaN', NULL, NULL), (50, 'Delivery', '', '', 1.23456, NULL, NULL, false), (60, repeat('x', 600), NULL, NULL, 2, 1, -4, true);
CREATE TABLE old.stock (id serial, shop text, item int, lot text, best date, left_over numeric, cost numeric, came timestamptz DEFAULT '2026-01-05 09:00+00', state text);
INSERT INTO old.stock (shop, item, lot, best, left_over, cost, state) VALUES
	('H', 10, 'A', '2199-12-31', 10, 0.7, NULL), ('H', 10, 'A', '2199-11-30', 4.5, 0.7, 'HOLD'), ('H', 10, 'B', NULL, 3, NULL, NULL), ('H', 10, 'C', '2020-01-01', 2, 1, NULL),
	('H', 20, NULL, NULL, 7, 2, NULL), ('H', 20, 'N', NULL, -5, 2, NULL), ('H', 20, 'O', NULL, NULL, 2, NULL), ('H', 20, 'P', 'infinity', 1, 'NaN', 'lost'),
	('H', 20, 'REFUND-7', NULL, 1, 0, NULL), ('H', 99, 'X', NULL, 1, 1, NULL), ('X', 20, 'X', NULL, 1, 1, NULL), ('H', 50, 'D', NULL, 1, 1, NULL), ('H', 20, 'Z', NULL, 0, 2, NULL),
	('H', 30, 'S', NULL, 1.2345, 0, NULL), ('H', 30, 'T', NULL, 'Infinity', 1, NULL);
UPDATE old.stock SET came = '2526-01-01' WHERE lot = 'S';
CREATE TABLE old.ledger (id int, stock int, kind text, qty numeric, at timestamptz);
INSERT INTO old.ledger VALUES (9, 1, 'purchase', 15, '2026-01-05 09:00+00'), (10, 1, 'sale', -5, '2026-01-05 09:00+00'), (11, 5, 'purchase', 9, '2026-01-06'),
	(12, 777, 'purchase', 1, '2026-01-07'), (13, 5, 'gift', -2, NULL), (14, 13, 'purchase', 2, '2026-01-08'), (15, 13, 'sale', -2, '2026-01-09');

CREATE VIEW import.tenant AS SELECT 'acme' AS key, 'Acme' AS name, 'EUR' AS currency, 500 AS keep_id;
CREATE VIEW import.outlet AS SELECT 'acme' AS tenant, code AS key, name, zone AS time_zone, CASE code WHEN 'H' THEN 1 ELSE 70 END AS keep_id FROM old.shop;
CREATE VIEW import.product AS SELECT 'acme' AS tenant, id AS key, title AS name FROM old.item;
CREATE VIEW import.variation AS SELECT 'acme' AS tenant, id AS key, id AS product, NULL::text AS name, sku, barcode, price, cost, shelf AS shelf_life_days, tracked AS track_inventory FROM old.item;
CREATE VIEW import.unit AS SELECT 'acme' AS tenant, 10 AS variation, u AS unit, f AS factor
	FROM (VALUES ('case', 12), ('third', 0.3333), ('odd', 1.1111), ('none', 0), ('case', 24)) AS u (u, f);
CREATE VIEW import.customer AS SELECT 'acme' AS tenant, k AS key, n AS name, b AS balance, t AS customer_type, 30::smallint AS credit_terms_days
	FROM (VALUES ('a', 'Ann', 100.00, 'wholesale'), ('b', 'Bob', 70.5, 'VIP'), ('c', 'Cleo', -20, NULL)) AS c (k, n, b, t);
CREATE VIEW import.due AS SELECT 'acme' AS tenant, k AS key, 'H'::text AS outlet, c AS customer, a AS amount, r AS receipt_number, '2026-10-01 23:30+00'::timestamptz AS sold_at
	FROM (VALUES (1, 'a', 60, 'R-1'), (2, 'a', 40, 'R-1'), (3, 'b', 50, NULL), (4, 'nobody', 5, 'R-4'), (5, 'a', 0, 'R-5'), (6, 'a', 0.001, 'R-6')) AS d (k, c, a, r);
CREATE VIEW import.batch AS SELECT 'acme' AS tenant, id AS key, shop AS outlet, item AS variation, lot AS batch_number, best AS expiry_date, left_over AS quantity,
	cost AS cost_price, came AS received_at, state AS status FROM old.stock;
CREATE VIEW import.location AS SELECT 'acme' AS tenant, 'H' AS outlet, i AS variation, q AS quantity, 5 AS low_stock_threshold
	FROM (VALUES (10, 18), (20, 9), (30, 1.235)) AS l (i, q);
CREATE VIEW import.movement AS SELECT 'acme' AS tenant, id AS key, stock AS batch, kind AS movement_type, qty AS quantity, at AS created_at, 'old ' || id AS actor FROM old.ledger;
CREATE VIEW import.past_sale AS SELECT 'acme' AS tenant, k AS key, CASE k WHEN 92 THEN now() ELSE '2026-10-01 23:30+00' END AS sold_at, t AS total_amount, '[1]'::jsonb AS items, 'H' AS outlet
	, CASE k WHEN 90 THEN 's'::text END AS customer, CASE k WHEN 92 THEN 72 || to_char(now() AT TIME ZONE 'Europe/Lisbon', '-YYYYMMDD-') || '0042' END AS receipt_number
	FROM (VALUES (1, 80), (90, 12), (91, NULL), (92, 7)) AS s (k, t);

-- Everything is said at once, and nothing is done.
SELECT severity, problem, rows, example FROM import_check();
SELECT * FROM try('import_load()');
SELECT count(*) FROM tenant WHERE external_id IS NOT NULL;
-- A word for each, and what can be done about it.
SELECT count(*), count(DISTINCT problem), count(*) FILTER (WHERE severity = 'error') FROM import_problems();
SELECT * FROM import_problems() WHERE severity NOT IN ('error', 'warning', 'info') OR cardinality(actions) = 0 OR meaning = '';
SELECT * FROM try('import_decide(''batch_quantity_negativ'', ''zero'')');
SELECT * FROM try('import_decide(''batch_quantity_negative'', ''one'')');
SELECT * FROM try('import_decide(NULL, ''zero'')');
SELECT * FROM try('import_load(''nowhere'')');
SELECT * FROM try('import_load(''public'')');
SELECT * FROM try('import_load(history => ''gone'')');
SELECT * FROM try('import_load(request_id => ''x'')');

SELECT problem, import_decide(problem, CASE problem
	WHEN 'outlet_key_duplicate' THEN 'skip' WHEN 'outlet_keep_id_taken' THEN 'new' WHEN 'outlet_time_zone_unknown' THEN 'utc'
	WHEN 'variation_barcode_duplicate' THEN 'first' WHEN 'variation_price_malformed' THEN 'none' WHEN 'variation_price_inexact' THEN 'round'
	WHEN 'variation_cost_malformed' THEN 'none' WHEN 'unit_inexact' THEN 'ratio' WHEN 'customer_balance_differs' THEN 'entry'
	WHEN 'due_amount_inexact' THEN 'round'
	WHEN 'batch_quantity_missing' THEN 'zero' WHEN 'batch_quantity_negative' THEN 'zero' WHEN 'batch_quantity_inexact' THEN 'round'
	WHEN 'batch_cost_malformed' THEN 'variation' WHEN 'batch_expiry_missing' THEN 'shelf_life' WHEN 'batch_expiry_malformed' THEN 'hold'
	WHEN 'batch_refund' THEN 'hold' WHEN 'location_differs' THEN 'location' ELSE 'skip' END)
FROM import_check() WHERE severity = 'error' ORDER BY problem;
SELECT severity, count(*) FROM import_check() GROUP BY severity ORDER BY severity;

-- A dry run tells what would be, and leaves nothing.
SELECT * FROM import_load(dry_run => true, history => 'ledger');
SELECT count(*) FROM outlet WHERE external_id IS NOT NULL;
SET client_min_messages = notice;
SELECT * FROM import_load(history => 'ledger');
SET client_min_messages = warning;
SELECT id, name, currency, external_id FROM tenant WHERE external_id IS NOT NULL;
SELECT tenant_id, external_id, name, time_zone, id = 1 AS kept FROM outlet WHERE external_id IS NOT NULL ORDER BY id;
SELECT external_id, left(name, 20) AS name, sku, barcode, price, cost, shelf_life_days, track_inventory FROM variation WHERE external_id IS NOT NULL ORDER BY id;
SELECT unit, numerator, denominator FROM variation_unit ORDER BY id;
SELECT b.external_id, v.external_id AS item, batch_number !~ '^LOT-' AS named, left(batch_number, 10) AS number, expiry_date, quantity, b.cost_price, status,
	CASE WHEN received_at < '2026-02-01' THEN received_at END AS received
FROM batch b JOIN variation v ON v.id = b.variation_id ORDER BY b.id;
SELECT b.external_id, m.movement_type, m.quantity, m.balance_after, CASE WHEN m.created_at < '2026-02-01' THEN m.created_at END AS at, m.actor
FROM stock_movement m JOIN batch b ON b.id = m.batch_id ORDER BY m.id;
SELECT p.external_id, movement_type, p.quantity, b.external_id AS batch FROM past_movement p LEFT JOIN batch b ON b.id = p.batch_id ORDER BY p.id;
SELECT external_id, receipt_number, type, status, total_amount, amount_due, completed_on, due_date FROM sale ORDER BY id;
SELECT p.external_id, p.total_amount, substring(p.receipt_number FROM '^R.*|^O.*|[0-9]{4}$') AS receipt_number, p.status, p.items, s.external_id AS due FROM past_sale p LEFT JOIN sale s ON s.id = p.sale_id ORDER BY p.id;
SELECT name, customer_type, outstanding_balance FROM customer ORDER BY id;
SELECT type, amount, balance_after FROM customer_entry ORDER BY id;
SELECT event_type, count(*) FROM audit_log WHERE tenant_id = 500 GROUP BY 1 ORDER BY 1;
SELECT low_stock_threshold FROM outlet_variation;
SELECT id_of('batch', 500, '1') IS NOT NULL AS batch, id_of('sale', 500, '3') IS NOT NULL AS sale;

-- Both agree, and what is due can be paid.
SELECT * FROM import_compare();
SELECT * FROM verify_ledger();
SELECT record_payment((SELECT id FROM sale WHERE external_id = '1'), 60, 'CASH') \g /dev/null
SELECT status, amount_due FROM sale WHERE external_id = '1';

-- Rows of a new tenant are older than its first seal, and no finding.
CALL seal_ledger();
SELECT * FROM verify_seals();
-- Old numbers of our form go on; ours of the same day come behind them.
SELECT substring(receipt_number FROM '[0-9]+$') AS number, receipt_number = format('%s-%s-%s', outlet_id, to_char(now() AT TIME ZONE 'Europe/Lisbon', 'YYYYMMDD'), '0043') AS follows
	FROM checkout(id_of('outlet', 500, 'H'), jsonb_build_array(jsonb_build_object('variation_id', id_of('variation', 500, '50'), 'quantity', 1)), '[{"method":"CASH","amount":2}]');

-- Again: only what is new, and dated now: its tenant is sealed.
INSERT INTO old.stock (shop, item, lot, left_over, cost) VALUES ('H', 20, 'NEW', 4, 2);
SELECT * FROM import_load(history => 'ledger') WHERE loaded > 0;
CALL seal_ledger();
SELECT * FROM verify_seals();
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT sum(loaded) FROM import_load();
ROLLBACK;
BEGIN READ ONLY;
SELECT count(*) > 30 AS found FROM import_check();
SELECT * FROM try('import_load()');
ROLLBACK;
-- Both at once: what they differ by is found, and nothing else.
UPDATE old.stock SET left_over = left_over + 1 WHERE lot = 'NEW';
UPDATE old.item SET price = 9 WHERE id = 10;
INSERT INTO old.item VALUES (70, 'Late', NULL, NULL, 1, 1, NULL);
INSERT INTO old.stock (shop, item, lot, left_over, cost) VALUES ('H', 70, 'L', 4, 2);
SELECT outlet_id, v.external_id, what, theirs, ours FROM import_compare() LEFT JOIN variation v ON v.id = variation_id;
DELETE FROM old.stock WHERE item = 70;
SELECT * FROM check_promises();

-- Views that are not as they should be.
CREATE VIEW import.tenants AS SELECT 1;
ALTER VIEW import.tenant RENAME TO spare;
CREATE VIEW import.tenant AS SELECT 'acme' AS key;
SELECT * FROM try('import_check()');
DROP VIEW import.tenant;
CREATE VIEW import.tenant AS SELECT 'acme' AS key, 'Acme' AS name, 'EUR' AS curency;
SELECT * FROM try('import_check()');
DROP VIEW import.tenant;
CREATE VIEW import.tenant AS SELECT 'acme' AS key, 'Acme' AS name, '2' AS money_decimals;
SELECT * FROM try('import_check()');
DROP VIEW import.tenant;
CREATE SEQUENCE import.tenant;
SELECT * FROM try('import_check()');
DROP SEQUENCE import.tenant;
CREATE TABLE old.touched (at timestamptz);
CREATE FUNCTION old.touch() RETURNS text LANGUAGE sql VOLATILE AS $$ INSERT INTO old.touched VALUES (now()); SELECT 'acme' $$;
CREATE VIEW import.tenant AS SELECT old.touch() AS key, 'Acme' AS name;
SELECT * FROM try('import_check()');
DROP VIEW import.tenant;
-- A view of somebody else is not read; one's own is read with one's own rights.
CREATE ROLE t_import_writer;
CREATE VIEW import.tenant AS SELECT 'acme' AS key, current_user::text AS name;
ALTER VIEW import.tenant OWNER TO t_import_writer;
SELECT * FROM try('import_check()');
ALTER SCHEMA import OWNER TO t_import_writer;
SELECT count(*) > 30 AS read FROM import_check();
DROP VIEW import.batch, import.location, import.movement, import.due, import.past_sale, import.customer, import.unit, import.variation, import.product, import.outlet;
BEGIN;
DELETE FROM import_decision;
UPDATE tenant SET external_id = NULL WHERE external_id = 'acme';
SELECT entity, loaded FROM import_load();
SELECT name FROM tenant WHERE external_id = 'acme';
ROLLBACK;
-- Only the owner.
SET ROLE t_import_writer;
SELECT primeinv.import_check();
RESET ROLE;
SELECT * FROM check_promises();
DROP SCHEMA import CASCADE;
DROP SCHEMA old CASCADE;
DROP ROLE t_import_writer;
\i test/include/end.sql
