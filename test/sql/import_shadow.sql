-- Both at once: the old system's changes are booked here, and after the switch ours are written back.
\i test/include/shop.sql
SET client_min_messages = warning;
CREATE SCHEMA old;
CREATE SCHEMA import;
CREATE ROLE t_import_clerk;
GRANT USAGE ON SCHEMA old, public TO t_import_clerk;
CREATE TABLE old.batch (id serial PRIMARY KEY, item int, shop int, lot text, best date, left_over numeric, cost numeric, came timestamptz DEFAULT '2026-01-05 09:00+00');
CREATE TABLE old.place (item int, shop int, left_over numeric);
CREATE TABLE old.item (id int);
INSERT INTO old.item VALUES (1), (2), (3);
INSERT INTO old.batch (item, shop, lot, best, left_over, cost) VALUES (1, 1, 'A', '2199-01-01', 10, 1.5), (1, 1, 'B', '2199-02-01', 5, 1.5), (3, 2, 'C', NULL, 0, 2);
INSERT INTO old.place SELECT item, shop, sum(left_over) FROM old.batch GROUP BY 1, 2;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA old TO t_import_clerk;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA old TO t_import_clerk;
CREATE VIEW import.tenant AS SELECT 'acme' AS key, 'Acme' AS name, 500 AS keep_id;
CREATE VIEW import.outlet AS SELECT 'acme' AS tenant, x AS key, 'Outlet ' || x AS name, 'UTC' AS time_zone, 100 + x AS keep_id FROM generate_series(1, 2) x;
CREATE VIEW import.product AS SELECT 'acme' AS tenant, id AS key, 'Item ' || id AS name FROM old.item;
CREATE VIEW import.variation AS SELECT 'acme' AS tenant, id AS key, id AS product, 'Each' AS name, 5.5 AS price, 3.2 AS cost, 100 + id AS keep_id FROM old.item;
CREATE VIEW import.batch AS SELECT 'acme' AS tenant, b.id AS key, shop AS outlet, i.id AS variation, lot AS batch_number, best AS expiry_date, left_over AS quantity, cost AS cost_price, came AS received_at
	FROM old.batch b JOIN old.item i ON i.id = b.item ORDER BY b.id;
CREATE VIEW import.location AS SELECT 'acme' AS tenant, shop AS outlet, item AS variation, left_over AS quantity FROM old.place;
SELECT entity, loaded FROM import_load();

-- The old system leads.
SELECT import_shadow('import', true);
SELECT import_shadow('import', true);
SET ROLE t_import_clerk;
UPDATE old.batch SET left_over = left_over - 3 WHERE id = 1;
UPDATE old.batch SET lot = 'A*' WHERE id = 1;
INSERT INTO old.batch (item, shop, lot, best, left_over, cost) VALUES (2, 1, 'N', '2199-01-01', 7, 1.5), (1, 1, 'A', '2199-03-01', 2, 1);
DELETE FROM old.batch WHERE id = 4;
BEGIN;
UPDATE old.batch SET left_over = 0;
ROLLBACK;
-- What cannot be had here is noted, and the old system goes on.
UPDATE old.batch SET left_over = -1 WHERE id = 2;
INSERT INTO old.batch (item, shop, lot, left_over, cost) VALUES (3, 9, 'X', 1, 1);
UPDATE old.batch SET id = 66 WHERE id = 6;
RESET ROLE;
-- A key that is gone, and that two tenants have, is nobody's.
UPDATE tenant SET external_id = 'other' WHERE id = 1;
SELECT add_stock(1, 3, 1) > 0 AS added;
UPDATE batch SET external_id = '5' WHERE tenant_id = 1;
DELETE FROM old.batch WHERE id = 5;
INSERT INTO old.batch VALUES (5, 1, 1, 'A', '2199-03-01', 2, 1);
SELECT id, outlet_id, variation_id, batch_number, expiry_date, quantity, external_id FROM batch WHERE tenant_id = 500 ORDER BY id;
SELECT external_id, movement_type, m.quantity, balance_after, reason, reference_id, actor, db_role FROM stock_movement m JOIN batch b ON b.id = m.batch_id ORDER BY m.id;
SELECT id, direction, key, theirs, ours, sqlstate, message FROM import_refusal ORDER BY id;
SELECT * FROM import_compare();
SELECT * FROM try('export_shadow(''import'', true)');
SELECT import_shadow('import', false);
UPDATE old.batch SET left_over = 0 WHERE id = 2;
DELETE FROM old.batch WHERE shop = 9;
UPDATE old.place p SET left_over = (SELECT sum(b.left_over) FROM old.batch b WHERE b.item = p.item AND b.shop = p.shop);

-- After the switch: we lead.  New batches go where the view can be inserted into.
SELECT * FROM try('export_shadow(''import'', true)');
CREATE RULE change AS ON UPDATE TO import.batch DO INSTEAD UPDATE old.batch SET left_over = NEW.quantity WHERE id = OLD.key;
CREATE RULE add AS ON INSERT TO import.batch DO INSTEAD INSERT INTO old.batch (item, shop, lot, best, left_over, cost, came)
	VALUES (NEW.variation, NEW.outlet, NEW.batch_number, NEW.expiry_date, NEW.quantity, NEW.cost_price, NEW.received_at)
	RETURNING 'acme', id, shop, item, lot, best, left_over, cost, came;
SELECT export_shadow('import', true);
SELECT export_shadow('import', true);
SELECT * FROM try('import_shadow(''import'', true)');
SELECT grant_tenant('t_import_clerk', 500, 'app');
GRANT USAGE ON SCHEMA primeinv TO t_import_clerk;
REVOKE ALL ON ALL TABLES IN SCHEMA old FROM t_import_clerk;
SET ROLE t_import_clerk;
SELECT batch, quantity FROM deduct_stock(101, 8, 101);
SELECT add_stock(103, 4, 102, 'FRESH', '2199-04-01', 2.5) > 0 AS added;
SELECT add_stock(103, 4, 102, 'C') > 0 AS added;
SELECT status FROM checkout(101, '[{"variation_id":101,"quantity":1}]', '[{"method":"CASH","amount":5.5}]');
SELECT add_stock(103, 1, 102, 'FRESH') > 0 AS added;
BEGIN;
SELECT record_damage(103, 1, 102, 'dropped') IS NOT NULL AS done;
ROLLBACK;
RESET ROLE;
SELECT id, item, shop, lot, best, left_over, cost FROM old.batch ORDER BY id;
SELECT * FROM old.place ORDER BY item;
SELECT * FROM import_compare();
-- What cannot be written is noted, and sales go on.
ALTER TABLE old.batch ADD CHECK (left_over <> 4) NOT VALID;
SELECT batch, quantity FROM deduct_stock(103, 1, 102);
SELECT quantity FROM batch WHERE batch_number = 'FRESH';
INSERT INTO product (tenant_id, id, name) VALUES (500, 900, 'Ours');
INSERT INTO variation (tenant_id, id, product_id, name) VALUES (500, 900, 900, 'alone');
SELECT add_stock(900, 1, 102) > 0 AS added;
SELECT direction, key, sqlstate, message FROM import_refusal WHERE direction = 'export' ORDER BY id;
SELECT export_shadow('import', false);
SELECT batch, quantity FROM deduct_stock(103, 1, 102);
SELECT quantity FROM import.batch WHERE batch_number = 'FRESH';
SELECT tgname FROM pg_trigger WHERE tgname ~ '^primeinv_(shadow|write_back)';

-- Views that have no one table behind them.
SELECT * FROM try('import_shadow(''nowhere'', true)');
SELECT * FROM try('import_shadow(''import'', NULL)');
DROP VIEW import.batch;
SELECT * FROM try('import_shadow(''import'', true)');
SELECT * FROM try('export_shadow(''import'', true)');
CREATE VIEW import.batch AS SELECT 'acme' AS tenant, id::text AS key, shop AS outlet, item AS variation, left_over AS quantity FROM old.batch;
SELECT * FROM try('import_shadow(''import'', true)');
DROP VIEW import.batch;
CREATE VIEW import.batch AS SELECT 'acme' AS tenant, b.id AS key, b.shop AS outlet, b.item AS variation, p.left_over AS quantity FROM old.batch b JOIN old.place p ON p.item = b.item;
SELECT * FROM try('import_shadow(''import'', true)');
DROP VIEW import.batch;
CREATE VIEW old.inner AS SELECT id AS k, shop, item, left_over FROM old.batch;
CREATE VIEW import.batch AS SELECT 'acme' AS tenant, k AS key, shop AS outlet, item AS variation, left_over AS quantity FROM old.inner;
SELECT import_shadow('import', true);
SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = 'primeinv_shadow_import';
-- The triggers are not for others, nor for other tables.
CREATE TRIGGER own AFTER INSERT ON old.item FOR EACH ROW EXECUTE FUNCTION primeinv.book_shadow();
INSERT INTO old.item VALUES (4);
DROP TRIGGER own ON old.item;
CREATE TRIGGER own AFTER INSERT ON old.item FOR EACH ROW EXECUTE FUNCTION primeinv.write_back('import');
INSERT INTO old.item VALUES (4);
SELECT * FROM check_promises();
SELECT * FROM verify_ledger();
DROP SCHEMA import CASCADE;
DROP SCHEMA old CASCADE;
\i test/include/end.sql
DROP OWNED BY t_import_clerk;
DROP ROLE t_import_clerk;
