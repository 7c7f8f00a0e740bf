-- request_id: exactly once.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\pset format unaligned
\pset tuples_only on
\set ECHO all

SELECT add_stock(1, 10, 1, 'A', '2999-02-03', 1, request_id => 'r1');
SELECT add_stock(1, 10, 1, 'A', '2999-02-03', 1, request_id => 'r1');
SELECT add_stock(1, 10.000, 1, 'A', '2999-02-03', 1.0, actor => 'somebody else', request_id => 'r1');
SELECT quantity FROM location_stock;

-- Other arguments are another request.
SELECT try('add_stock(1, 11, 1, ''A'', ''2999-02-03'', 1, request_id => ''r1'')');
SELECT try('add_stock(1, 10, 1, ''A'', ''2999-02-03'', request_id => ''r1'')');
SELECT try('add_stock(1, 10, 1, ''A'', ''2999-02-03'', 1, reason => '''', request_id => ''r1'')');
SELECT try('add_stock(1, 10, 2, ''A'', ''2999-02-03'', 1, request_id => ''r1'')');
SELECT try('add_stock(1, 10, 1, ''A'', ''2999-02-03'', 1, request_id => ''r"1\'')');
SELECT try('add_stock(1, 11, 1, ''A'', ''2999-02-03'', 1, request_id => ''r"1\'')');
SELECT try('add_stock(1, 1, 1, request_id => '''')');
SELECT try('add_stock(1, 1, 1, request_id => repeat(''x'', 201))');
-- of another function or tenant it is another id
SELECT * FROM deduct_stock(1, 1, 1, request_id => 'r1');
SELECT try('add_stock(9, 1, 9, ''A'', request_id => ''r1'')');

-- Rows come again as they were, whatever the session's notations are now.
SELECT add_stock(1, 5, 1, 'B', NULL, 2);
SELECT * FROM deduct_stock_bulk(1, '{1,1}', '{18,3}', reason => 'x', request_id => 'r2');
SET datestyle = 'SQL, DMY';
SELECT * FROM deduct_stock_bulk(1, '{1,1}', '{18.0,3.00}', reason => 'x', request_id => 'r2');
SELECT add_stock(1, 1, 1, 'D', '1/2/2999', 1, request_id => 'r3');
SELECT batch, expiry FROM deduct_stock(1, 1, 1, reference_id => 'x', request_id => 'r4');
SET datestyle = 'SQL, MDY';
SELECT batch, expiry FROM deduct_stock(1, 1, 1, reference_id => 'x', request_id => 'r4');
SELECT try('add_stock(1, 1, 1, ''D'', ''1/2/2999'', 1, request_id => ''r3'')');
SELECT add_stock(1, 1, 1, 'D', '2/1/2999', 1, request_id => 'r3');
SET datestyle = ISO;
SELECT expiry FROM deduct_stock(1, 1, 1, reference_id => 'x', request_id => 'r4');
SELECT * FROM deduct_stock_bulk(1, '{1,1}', '{18,3}', reason => 'x', request_id => 'r2');
SELECT try('deduct_stock_bulk(1, ''{1,1}'', ''{3,18}'', reason => ''x'', request_id => ''r2'')');
SELECT quantity FROM location_stock WHERE outlet_id = 1;

-- Nothing and no rows are results too.
SELECT coalesce(set_batch_status(1, 'hold', 'x', request_id => 'r5')::text, '(null)');
SELECT set_batch_status(1, 'available', 'x');
SELECT coalesce(set_batch_status(1, 'hold', 'x', request_id => 'r5')::text, '(null)');
SELECT status FROM batch WHERE id = 1;
SELECT count(*) FROM set_stock_level(1, (SELECT quantity FROM location_stock WHERE outlet_id = 1), 1, 'x', request_id => 'r6');
SELECT add_stock(1, 3, 1, 'B');
SELECT count(*) FROM set_stock_level(1, (SELECT quantity - 3 FROM location_stock WHERE outlet_id = 1), 1, 'x', request_id => 'r6');
SELECT expire_batches(1, request_id => 'r7');
SET client_min_messages = error;
SELECT count(add_stock(1, 1, 1, 'OLD', '2001-01-01'));
RESET client_min_messages;
SELECT expire_batches(1, request_id => 'r7');
SELECT expire_batches(1);

-- JSON: the id is a key; the order of keys, nulls and actor do not matter.
SELECT deduct_stock('{"variation_id":1,"quantity":1,"outlet_id":1,"request_id":"j1"}');
SELECT deduct_stock('{"outlet_id":1,"request_id":"j1","reason":null,"actor":"ann","quantity":1.00,"variation_id":1}');
SELECT deduct_stock('{"variation_id":"1","quantity":"1.000","outlet_id":1,"request_id":"j1"}');
SELECT try('deduct_stock(''{"variation_id":1,"quantity":2,"outlet_id":1,"request_id":"j1"}''::jsonb)');
SELECT try('deduct_stock(''{"variation_id":1,"quantity":"2","outlet_id":1,"request_id":"j1"}''::jsonb)');
SELECT try('deduct_stock(''{"variation_id":1,"quantity":1,"outlet_id":1,"reference_id":"1","request_id":"j1"}''::jsonb)');
SELECT try('deduct_stock(''{"variation_id":1,"quantity":2,"outlet_id":1,"request_id":""}''::jsonb)');
SELECT (add_stock_bulk(1, '[{"variation_id":1,"quantity":1,"batch_number":"J"}]', request_id => 'j2')).*;
SELECT (add_stock_bulk(1, '[{"batch_number":"J","quantity":1.0,"variation_id":1}]', request_id => 'j2')).*;
SELECT (add_stock_bulk(1, '[{"batch_number":"J","quantity":"1.0","variation_id":"1","expiry_date":null}]', request_id => 'j2')).*;
SELECT try('add_stock_bulk(1, ''[{"batch_number":"J","quantity":"1.1","variation_id":"1"}]'', request_id => ''j2'')');
SELECT quantity FROM batch WHERE batch_number = 'J';

-- A call that failed is forgotten; so is one that was rolled back.
SELECT try('deduct_stock(1, 100, 1, request_id => ''f1'')');
SELECT add_stock(1, 100, 1, 'F');
SELECT batch, quantity FROM deduct_stock(1, 100, 1, request_id => 'f1');
SELECT batch, quantity FROM deduct_stock(1, 100, 1, request_id => 'f1');
BEGIN;
SELECT batch, quantity FROM deduct_stock(1, 1, 1, request_id => 'f2');
ROLLBACK;
SELECT count(*) FROM request WHERE request_id = 'f2';
SELECT batch, quantity FROM deduct_stock(1, 2, 1, request_id => 'f2');
-- twice in one transaction and in one statement
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT batch, quantity FROM deduct_stock(1, 1, 1, request_id => 'f3');
SELECT batch, quantity FROM deduct_stock(1, 1, 1, request_id => 'f3');
COMMIT;
SELECT (SELECT sum(quantity) FROM deduct_stock(1, 1, 1, request_id => 'f4')), (SELECT sum(quantity) FROM deduct_stock(1, 1, 1, request_id => 'f4'));
SELECT count(*), sum(quantity) FROM stock_movement WHERE movement_type = 'sale' AND id > (SELECT max(id) - 3 FROM stock_movement);
BEGIN READ ONLY;
SELECT try('deduct_stock(1, 1, 1, request_id => ''f4'')');
ROLLBACK;
-- (f()).* calls f once a column: each is a sale of its own, and all of them one where they have an id
SELECT count(*) FROM (SELECT (checkout(1, '[{"variation_id": 4, "quantity": 1, "unit_price": 1}]', '[{"method": "CASH", "amount": 1}]', request_id => 'star')).* OFFSET 0) s;
SELECT count(*) FROM sale;
SELECT count(*) FROM (SELECT (checkout(1, '[{"variation_id": 4, "quantity": 1, "unit_price": 1}]', '[{"method": "CASH", "amount": 1}]')).* OFFSET 0) s;
SELECT count(*) - 1 = (SELECT count(*) FROM pg_attribute WHERE attrelid = 'sale'::regclass AND attnum > 0 AND NOT attisdropped) AS a_sale_a_column FROM sale;
-- a trigger that calls again with the id of its own call
CREATE FUNCTION again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM primeinv.deduct_stock(1, 1, 1, request_id => 't1');
	RETURN NULL;
END $$;
CREATE TRIGGER again AFTER INSERT ON stock_movement FOR EACH ROW EXECUTE FUNCTION again();
SELECT try('deduct_stock(1, 1, 1, request_id => ''t1'')');
DROP FUNCTION again CASCADE;
-- what was kept is replayed after a table has got another column, and what version 1.0 kept: the text of a row
SELECT id, receipt_number IS NOT NULL AS sold, total_amount, override_reason FROM checkout(1, '[{"variation_id": 4, "quantity": 1, "unit_price": 1}]',
	'[{"method": "CASH", "amount": 1}]', request_id => 'kept') \gset kept_
SELECT batch, quantity FROM deduct_stock(1, 1, 1, request_id => 'old');
ALTER TABLE sale ADD COLUMN colour text;
SELECT id = :kept_id AS same, total_amount, override_reason, colour FROM checkout(1, '[{"variation_id": 4, "quantity": 1, "unit_price": 1}]', '[{"method": "CASH", "amount": 1}]', request_id => 'kept');
UPDATE request SET result = to_jsonb(ARRAY[(SELECT s::text FROM sale s WHERE id = :kept_id)]) WHERE request_id = 'kept';
ALTER TABLE sale ADD COLUMN shape text, ADD COLUMN size int;
SELECT id = :kept_id AS same, total_amount, override_reason, colour, shape, size FROM checkout(1, '[{"variation_id": 4, "quantity": 1, "unit_price": 1}]', '[{"method": "CASH", "amount": 1}]', request_id => 'kept');
ALTER TABLE sale DROP COLUMN colour, DROP COLUMN shape, DROP COLUMN size;
UPDATE request SET result = to_jsonb(ARRAY['(6,"a ""quoted"", \\\\ name",1.5,,2.5)', '(7,B,2,,3)']) WHERE request_id = 'old';
SELECT * FROM deduct_stock(1, 1, 1, request_id => 'old');
-- every function that changes something has it
SELECT p.oid::regprocedure FROM pg_proc p WHERE pronamespace = 'primeinv'::regnamespace AND provolatile = 'v' AND prorettype <> 'trigger'::regtype
	AND 'actor' = ANY (proargnames) AND proargnames[pronargs] <> 'request_id';

SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
