-- The ledger is append-only, for its owner too; what goes round the functions is journaled, counted or refused.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\pset format unaligned
\pset tuples_only on
\set ECHO all

SELECT add_stock(1, 5, 1, 'A', '2998-01-01', 1), add_stock(1, 5, 1, 'B', '2999-01-01', 2), add_stock(2, 9, 1, 'M'), add_stock(1, 4, 2, 'C');
SELECT set_batch_status(2, 'hold', 'x');

\set VERBOSITY sqlstate
SET client_min_messages = warning;
UPDATE stock_movement SET quantity = 1;
UPDATE stock_movement SET reason = 'x' WHERE false;
DELETE FROM stock_movement WHERE id = 1;
TRUNCATE stock_movement;
TRUNCATE batch CASCADE;
INSERT INTO stock_movement SELECT * FROM stock_movement WHERE id = 1 ON CONFLICT (id) DO UPDATE SET quantity = 7;
MERGE INTO stock_movement m USING batch b ON m.batch_id = b.id WHEN MATCHED THEN UPDATE SET quantity = 7;
MERGE INTO stock_movement m USING batch b ON m.batch_id = b.id WHEN MATCHED THEN DELETE;
UPDATE audit_log SET actor = 'x';
DELETE FROM audit_log;
TRUNCATE audit_log;
SET session_replication_role = replica;
UPDATE stock_movement SET quantity = 1;
DELETE FROM stock_movement;
TRUNCATE stock_movement;
TRUNCATE batch CASCADE;
UPDATE audit_log SET actor = 'x';
DELETE FROM audit_log;
TRUNCATE audit_log;
RESET session_replication_role;
RESET client_min_messages;
-- through a parent of a user's, whose own triggers are the ones that a statement fires
CREATE TABLE public.parent (id bigint, reason text);
ALTER TABLE stock_movement INHERIT parent;
UPDATE parent SET reason = 'x';
DELETE FROM parent;
SET session_replication_role = replica;
UPDATE parent SET reason = 'x';
RESET session_replication_role;
ALTER TABLE stock_movement NO INHERIT parent;
DROP TABLE parent;
CREATE FUNCTION public.erase() RETURNS void LANGUAGE sql AS 'DELETE FROM primeinv.stock_movement';
SELECT try('erase()');
DROP FUNCTION erase;
SELECT count(*), sum(quantity) FROM stock_movement;

-- The owner's UPDATE of a quantity is journaled, whoever does it and however many rows.
UPDATE batch SET quantity = 7 WHERE id = 1;
SELECT set_config('primeinv.actor', '', false);
UPDATE batch SET quantity = quantity + 1, cost_price = 9 WHERE outlet_id = 1;
SELECT set_config('primeinv.actor', 'tester', false);
UPDATE batch SET quantity = quantity;
UPDATE batch SET cost_price = 8, status = 'recalled' WHERE id = 4;
UPDATE batch SET quantity = 0 WHERE id = 3;
SELECT id, batch_id, movement_type, quantity, balance_after, unit_cost, reason, actor = current_user AS role, db_role = current_user FROM stock_movement WHERE id > 4 ORDER BY id;
SELECT outlet_id, variation_id, quantity, sellable FROM location_stock ORDER BY 1, 2;
SELECT * FROM check_promises();
-- by MERGE and in a WITH
MERGE INTO batch b USING (VALUES (1, 3.5), (2, 2.25)) v (id, quantity) ON b.id = v.id WHEN MATCHED THEN UPDATE SET quantity = v.quantity;
WITH u AS (UPDATE batch SET quantity = 4 WHERE id = 1 RETURNING id) SELECT * FROM u;
SELECT id, batch_id, quantity, balance_after FROM stock_movement WHERE id > 9 ORDER BY id;
SELECT * FROM check_promises();
UPDATE batch SET quantity = -1 WHERE id = 1;
UPDATE batch SET quantity = 'NaN' WHERE id = 1;
UPDATE batch SET status = 'lost' WHERE id = 1;
UPDATE batch SET expiry_date = 'infinity' WHERE id = 1;
UPDATE batch SET is_open = false WHERE id = 1;

-- A batch stays where it is.
CREATE FUNCTION public.run(command text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN EXECUTE command; RETURN 'done'; END $$;
SELECT try('run(''UPDATE batch SET outlet_id = 2 WHERE id = 1'')');
SELECT try('run(''UPDATE batch SET variation_id = 2 WHERE id = 1'')');
SELECT try('run(''UPDATE batch SET tenant_id = 2 WHERE id = 1'')');
SELECT try('run(''UPDATE batch SET id = 99 WHERE id = 1'')');
SELECT try('run(''DELETE FROM stock_movement'')');
SELECT try('run(''UPDATE stock_movement SET quantity = 1'')');
SELECT try('run(''TRUNCATE stock_movement'')');
SELECT try('run(''UPDATE batch SET quantity = -1'')') LIMIT 1;
SELECT try('run(''UPDATE batch SET outlet_id = outlet_id, batch_number = batch_number || 1 WHERE id = 1'')');

-- INSERT and DELETE are counted, not journaled; the checks tell.
INSERT INTO batch (tenant_id, variation_id, outlet_id, batch_number, quantity) VALUES (1, 1, 1, 'SMUGGLED', 3);
SELECT quantity, sellable FROM location_stock WHERE outlet_id = 1 AND variation_id = 1;
SELECT promise, tenant_id, subject FROM check_promises();
DELETE FROM batch WHERE batch_number = 'SMUGGLED';
SELECT quantity, sellable FROM location_stock WHERE outlet_id = 1 AND variation_id = 1;
SELECT * FROM check_promises();
DELETE FROM batch WHERE id = 1;
-- a batch of another tenant's outlet or variation cannot be
INSERT INTO batch (tenant_id, variation_id, outlet_id, batch_number, quantity) VALUES (1, 1, 9, 'X', 3);
INSERT INTO batch (tenant_id, variation_id, outlet_id, batch_number, quantity) VALUES (1, 9, 1, 'X', 3);
INSERT INTO batch (tenant_id, variation_id, outlet_id, batch_number, quantity) VALUES (2, 1, 1, 'X', 3);
INSERT INTO stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role)
VALUES (2, 9, 9, 1, 'opening', 1, 1, 1, 'x', 'x');

-- What nobody journaled is found: under the replica role no trigger is asked.
SET session_replication_role = replica;
UPDATE batch SET quantity = quantity + 1 WHERE id = 1;
RESET session_replication_role;
SELECT promise, tenant_id, subject, detail FROM check_promises();
SET session_replication_role = replica;
UPDATE batch SET quantity = quantity - 1 WHERE id = 1;
UPDATE location_stock SET quantity = quantity + 1 WHERE outlet_id = 2 AND variation_id = 1;
RESET session_replication_role;
SELECT promise, tenant_id, subject, detail FROM check_promises();
SET session_replication_role = replica;
UPDATE location_stock SET quantity = quantity - 1 WHERE outlet_id = 2 AND variation_id = 1;
RESET session_replication_role;

SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
DROP FUNCTION run;
