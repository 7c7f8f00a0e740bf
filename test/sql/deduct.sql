-- deduct_stock in its three forms, and get_available_stock.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
UPDATE variation SET shelf_life_days = NULL WHERE id = 2;
\pset format unaligned
\pset tuples_only on
\set ECHO all

-- Order: expiry date, never last; then received, then id. The ids say nothing.
INSERT INTO batch (tenant_id, variation_id, outlet_id, batch_number, expiry_date, quantity, cost_price, received_at) VALUES
	(1, 1, 1, 'NEVER', NULL, 5, 1, '2020-01-01'), (1, 1, 1, 'LATE', '2999-12-31', 5, 2, '2020-01-01'),
	(1, 1, 1, 'SOON-2', '2998-01-01', 5, 3, '2020-01-02'), (1, 1, 1, 'SOON-1', '2998-01-01', 5, 4, '2020-01-01'),
	(1, 1, 1, 'SOON-3', '2998-01-01', 5, 5, '2020-01-02'), (1, 1, 1, 'GONE', '2001-01-01', 5, 6, '2020-01-01'),
	(1, 1, 1, 'HELD', '2997-01-01', 5, 7, '2020-01-01');
INSERT INTO stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role)
SELECT tenant_id, variation_id, outlet_id, id, 'opening', quantity, quantity, cost_price, 'tester', 'owner' FROM batch ORDER BY id;
UPDATE batch SET status = 'hold' WHERE batch_number = 'HELD';
SELECT get_available_stock(1, 1);
SELECT * FROM deduct_stock(1, 7, 1);
SELECT * FROM deduct_stock(1, 0.125, 1, 'damage', 'dropped', 'DOC-1', actor => 'ann');
SELECT * FROM deduct_stock(1, 9.875, 1, movement_type => 'adjustment', reason => 'lost');
SELECT * FROM deduct_stock(variation_id => 1, quantity => 3.000, outlet_id => 1, reference_id => 'DOC-2');
SELECT * FROM ledger_from(8);
SELECT get_available_stock(1, 1), l.quantity, l.sellable, l.reserved FROM location_stock l WHERE variation_id = 1 AND outlet_id = 1;

-- Not enough: nothing is taken, and expired and held stock does not count.
SELECT try('deduct_stock(1, 5.001, 1)');
SELECT try('deduct_stock(1, 100, 2)');
SELECT get_available_stock(1, 1), get_available_stock(1, 2);

-- A named batch, and batches that cannot be sold.
SELECT * FROM deduct_stock(1, 1, 1, batch_id => 1);
SELECT try('deduct_stock(1, 4.5, 1, batch_id => 1)');
SELECT try('deduct_stock(1, 1, 1, batch_id => 6)');
SELECT try('deduct_stock(1, 1, 1, batch_id => 7)');
SELECT try('deduct_stock(1, 1, 1, ''damage'', ''torn'', batch_id => 6)');
-- goods that do not leave by a sale leave for a reason
SELECT try('deduct_stock(1, 1, 1, ''damage'')');
SELECT try('deduct_stock(1, 1, 1, ''adjustment'', '' '')');
SELECT try('deduct_stock_bulk(1, ''{1}'', ''{1}'', ''damage'')');
SELECT try('deduct_stock(''{"variation_id": 1, "quantity": 1, "outlet_id": 1, "movement_type": "adjustment"}''::jsonb)');
SELECT try('deduct_stock(1, 1, 1, batch_id => 0)');
SELECT try('deduct_stock(1, 1, 1, batch_id => 77)');
SELECT try('deduct_stock(2, 1, 1, batch_id => 1)');
SELECT try('deduct_stock(1, 1, 2, batch_id => 1)');
UPDATE batch SET batch_number = 'HE"LD\' WHERE id = 7;
SELECT try('deduct_stock(1, 1, 1, batch_id => 7)');

-- What others have reserved stays; what has expired holds nothing.
INSERT INTO stock_reservation (tenant_id, variation_id, outlet_id, quantity, cart_session_id, actor, expires_at) VALUES
	(1, 1, 1, 3, 'cart', 'ann', '2999-01-01'), (1, 1, 1, 1, 'old cart', 'ann', '2020-01-01');
SELECT get_available_stock(1, 1);
SELECT try('deduct_stock(1, 1.5, 1)');
SELECT try('deduct_stock(1, 1.5, 1, batch_id => 1)');
SELECT * FROM deduct_stock(1, 1, 1);
SELECT get_available_stock(1, 1);
DELETE FROM stock_reservation;
SELECT get_available_stock(1, 1);

-- Numbers are exact or refused.
SELECT try('deduct_stock(1, 0, 1)');
SELECT try('deduct_stock(1, -1, 1)');
SELECT try('deduct_stock(1, 0.0001, 1)');
SELECT try('deduct_stock(1, 1.0005, 1)');
SELECT try('deduct_stock(1, ''NaN'', 1)');
SELECT try('deduct_stock(1, ''Infinity'', 1)');
SELECT try('deduct_stock(1, ''-Infinity'', 1)');
SELECT try('deduct_stock(1, 1e20, 1)');
SELECT try('deduct_stock(1, 999999999999.999, 1)');
SELECT try('deduct_stock(1, 1000000000000, 1)');
SELECT try('deduct_stock(1, 0.' || repeat('3', 100) || ', 1)');
SELECT try('deduct_stock(1, ' || repeat('9', 100) || ', 1)');
SELECT * FROM deduct_stock(1, 0.5000000000000000, 1);

-- Other bad arguments.
SELECT try('deduct_stock(NULL, 1, 1)');
SELECT try('deduct_stock(1, NULL, 1)');
SELECT try('deduct_stock(1, 1, NULL)');
SELECT try('deduct_stock(1, 1, 1, NULL)');
SELECT try('deduct_stock(1, 1, 1, ''purchase'')');
SELECT try('deduct_stock(1, 1, 1, ''transfer_out'')');
SELECT try('deduct_stock(77, 1, 1)');
SELECT try('deduct_stock(1, 1, 77)');
SELECT try('deduct_stock(9, 1, 1)');
SELECT try('deduct_stock(1, 1, 9)');
SELECT try('get_available_stock(9, 1)');
SELECT try('get_available_stock(1, 77)');
SELECT try('get_available_stock(NULL, 1)');

-- Not tracked, not active.
SELECT try('deduct_stock(4, 1, 1)');
SELECT try('get_available_stock(4, 1)');
SELECT count(add_stock(v, 10, o, 'B', '2999-01-01', 1)) FROM unnest('{1,3,5}'::int[]) v, unnest('{1,3}'::int[]) o;
SELECT try('deduct_stock(3, 1, 1)');
SELECT try('deduct_stock(5, 1, 1)');
SELECT try('deduct_stock(1, 1, 3)');
SELECT get_available_stock(3, 1), get_available_stock(5, 1), get_available_stock(1, 3);
SELECT batch, quantity FROM deduct_stock(3, 1, 1, 'damage', 'torn');
SELECT batch, quantity FROM deduct_stock(5, 1, 1, 'adjustment', 'lost');
SELECT batch, quantity FROM deduct_stock(1, 1, 3, 'damage', 'torn');

-- JSON: exactly these keys, numbers may be strings.
SELECT add_stock(2, 3, 1, 'BATCH-001', '2999-02-15'), add_stock(2, 10, 1, 'BATCH-002'), add_stock(2, 2.50, 1, 'BATCH-003', '2999-03-01');
SELECT deduct_stock('{"variation_id":2,"quantity":5,"outlet_id":1,"movement_type":"sale","reason":"till","reference_id":"R-1"}');
SELECT deduct_stock('{"variation_id":"2","quantity":"1.50","outlet_id":"1","reference_id":15,"batch_id":null,"actor":"bob"}');
SELECT deduct_stock('{"variation_id":2,"quantity":1e0,"outlet_id":1.0,"batch_id":15}');
SELECT movement_type, m.quantity, reason, reference_id, actor FROM stock_movement m WHERE variation_id = 2 AND movement_type = 'sale' ORDER BY id;
SELECT try('deduct_stock(''{"variation_id":2,"quantity":50,"outlet_id":1}''::jsonb)');
SELECT try('deduct_stock(''{"variation_id":2,"quantity":5}''::jsonb)');
SELECT try('deduct_stock(''{"variation_id":2,"quantity":5,"outlet_id":null}''::jsonb)');
SELECT try('deduct_stock(''{"variation_id":2,"quantity":5,"outlet_id":1,"quantty":1}''::jsonb)');
SELECT try('deduct_stock(''{"variation_id":2,"quantity":"much","outlet_id":1}''::jsonb)');
SELECT try('deduct_stock(''{"variation_id":2,"quantity":"1-2","outlet_id":1}''::jsonb)');
SELECT try('deduct_stock(''{"variation_id":2,"quantity":"NaN","outlet_id":1}''::jsonb)');
SELECT try('deduct_stock(''{"variation_id":2,"quantity":"","outlet_id":1}''::jsonb)');
SELECT try('deduct_stock(''{"variation_id":2,"quantity":true,"outlet_id":1}''::jsonb)');
SELECT try('deduct_stock(''{"variation_id":2,"quantity":[1],"outlet_id":1}''::jsonb)');
SELECT try('deduct_stock(''{"variation_id":2,"quantity":"1e99999","outlet_id":1}''::jsonb)');
SELECT left(try, 60) FROM try('deduct_stock(''{"variation_id":2,"quantity":1e400,"outlet_id":1}''::jsonb)');
SELECT try('deduct_stock(''{"variation_id":2,"quantity":1.0005,"outlet_id":1}''::jsonb)');
SELECT try('deduct_stock(''{"variation_id":2.5,"quantity":1,"outlet_id":1}''::jsonb)');
SELECT try('deduct_stock(''{"variation_id":1e30,"quantity":1,"outlet_id":1}''::jsonb)');
SELECT try('deduct_stock(''{"variation_id":2,"quantity":1,"outlet_id":1,"reason":{}}''::jsonb)');
SELECT try('deduct_stock(''{"variation_id":2,"quantity":1,"outlet_id":1,"batch_id":0}''::jsonb)');
SELECT try('deduct_stock(''[]''::jsonb)');
SELECT try('deduct_stock(''5''::jsonb)');
SELECT try('deduct_stock(''null''::jsonb)');
SELECT try('deduct_stock(NULL::jsonb)');
-- jsonb keeps the last of two equal keys
SELECT deduct_stock('{"variation_id":2,"quantity":5,"quantity":0.25,"outlet_id":1}');

-- Many lines: all or none, and every short line is named.
SELECT get_available_stock(1, 1), get_available_stock(2, 1);
SELECT * FROM deduct_stock_bulk(1, '{1,2,1}', '{1,2,0.5}', reason => 'basket');
SELECT try('deduct_stock_bulk(1, ''{1,2,1,2}'', ''{8,3,4,6.5}'')');
SELECT try('deduct_stock_bulk(1, ''{1,2}'', ''{100,100}'')');
SELECT get_available_stock(1, 1), get_available_stock(2, 1);
SELECT try('deduct_stock_bulk(1, ''{1,2}'', ''{1}'')');
SELECT try('deduct_stock_bulk(1, ''{}'', ''{}'')');
SELECT try('deduct_stock_bulk(1, ''{1,NULL}'', ''{1,1}'')');
SELECT try('deduct_stock_bulk(1, ''{1,2}'', ''{1,NULL}'')');
SELECT try('deduct_stock_bulk(1, ''{1,2}'', ''{1,0}'')');
SELECT try('deduct_stock_bulk(1, ''{1,2}'', ''{1,1.0001}'')');
SELECT try('deduct_stock_bulk(1, ''{1,9}'', ''{1,1}'')');
SELECT try('deduct_stock_bulk(1, ''{1,4}'', ''{1,1}'')');
SELECT try('deduct_stock_bulk(1, ''{1,3}'', ''{1,1}'')');
SELECT try('deduct_stock_bulk(1, NULL, ''{1}'')');
SELECT try('deduct_stock_bulk(1, ''{1}'', ''{1}'', ''opening'')');
SELECT get_available_stock(1, 1), get_available_stock(2, 1);

SELECT add_stock(1, 20, 1, 'MORE', '2999-06-01', 1);

-- However it is called: twice in a statement, from a cursor, from COPY, in PL/pgSQL that catches, in a loop.
SELECT (SELECT sum(quantity) FROM deduct_stock(1, 1, 1)), (SELECT sum(quantity) FROM deduct_stock(1, 1, 1)), get_available_stock(1, 1);
SELECT get_available_stock(1, 1);
BEGIN;
DECLARE till CURSOR FOR SELECT n, batch, quantity FROM generate_series(1, 3) n, deduct_stock(1, n * 0.25, 1);
FETCH 2 FROM till;
FETCH ALL FROM till;
COMMIT;
COPY (SELECT batch, quantity FROM deduct_stock(1, 0.25, 1)) TO stdout;
DO $$
DECLARE
	short int := 0;
BEGIN
	FOR i IN 1..3 LOOP
		BEGIN
			PERFORM deduct_stock(1, 3, 1);
			PERFORM deduct_stock(1, 100, 1);
		EXCEPTION WHEN SQLSTATE 'PI001' THEN
			short := short + 1;
		END;
	END LOOP;
	RAISE NOTICE '% times short', short;
END $$;
SELECT get_available_stock(1, 1);
BEGIN;
SAVEPOINT a;
SELECT batch, quantity FROM deduct_stock(1, 2, 1);
ROLLBACK TO a;
SELECT batch, quantity FROM deduct_stock(1, 2, 1);
SELECT get_available_stock(1, 1);
ROLLBACK;
SELECT get_available_stock(1, 1);
-- a call, its lines and the next call see each other at the higher levels, too
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT line, batch, quantity FROM deduct_stock_bulk(1, '{1,1,2,1}', '{1,1,0.25,1}');
SAVEPOINT a;
SELECT (SELECT sum(quantity) FROM deduct_stock(1, 1, 1)), (SELECT sum(quantity) FROM deduct_stock(1, 1, 1));
ROLLBACK TO a;
SELECT add_stock(1, 5, 1, 'EARLIER', '2996-01-01'), (SELECT batch FROM deduct_stock(1, 2, 1));
SELECT batch, quantity FROM deduct_stock(1, 4, 1);
COMMIT;
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT line, batch, quantity FROM deduct_stock_bulk(1, '{1,1,2,1}', '{1,1,0.25,1}');
SELECT (SELECT sum(quantity) FROM deduct_stock(1, 1, 1)), (SELECT sum(quantity) FROM deduct_stock(1, 1, 1));
SELECT get_available_stock(1, 1);
COMMIT;
SELECT get_available_stock(1, 1), get_available_stock(2, 1);
BEGIN READ ONLY;
SELECT get_available_stock(1, 1);
SELECT try('deduct_stock(1, 1, 1)');
SELECT try('deduct_stock_bulk(1, ''{1}'', ''{1}'')');
SELECT try('deduct_stock(''{"variation_id":1,"quantity":1,"outlet_id":1}''::jsonb)');
ROLLBACK;

-- Many lines of one variation: each batch is written once, whatever the number of lines, and a line can be interrupted.
SELECT add_stock(1, 1500, 1, 'LINES-1', '2998-07-01') AS first, add_stock(1, 9000, 1, 'LINES-2', '2998-08-01') AS second \gset
BEGIN;
SELECT pg_stat_get_xact_tuples_updated('batch'::regclass) AS was \gset
SELECT count(*), count(DISTINCT line), sum(quantity) FROM deduct_stock_bulk(1, array_fill(1::bigint, ARRAY[3000]), array_fill(1::numeric, ARRAY[3000]));
SELECT pg_stat_get_xact_tuples_updated('batch'::regclass) - :was AS batches_written;
SELECT count(*) FROM add_stock_bulk(1, (SELECT jsonb_agg(jsonb_build_object('variation_id', 1, 'quantity', 0.5, 'batch_number', 'LINES-1')) FROM generate_series(1, 3000)));
SELECT pg_stat_get_xact_tuples_updated('batch'::regclass) - :was AS batches_written;
SELECT count(*) FROM adjust_stock_bulk(1, (SELECT jsonb_agg(jsonb_build_object('variation_id', 1, 'quantity', CASE WHEN n % 2 = 0 THEN -1 ELSE 1 END, 'batch_id', :first)) FROM generate_series(1, 3000) n), 'to and fro');
SELECT pg_stat_get_xact_tuples_updated('batch'::regclass) - :was AS batches_written;
SELECT count(*) FROM batch b WHERE b.quantity <> (SELECT sum(m.quantity) FROM stock_movement m WHERE m.batch_id = b.id);
SELECT count(*) FROM (SELECT balance_after - quantity - lag(balance_after) OVER (PARTITION BY batch_id ORDER BY id) AS parted FROM stock_movement WHERE batch_id IN (:first, :second)) m WHERE parted <> 0;
SELECT * FROM check_promises();
ROLLBACK;
-- what is filled and emptied in one call, in the order of the lines
BEGIN;
SELECT count(*) FROM deduct_stock(1, 1500, 1, batch_id => :first);
SELECT line, batch, quantity FROM adjust_stock_bulk(1, jsonb_build_array(jsonb_build_object('variation_id', 1, 'quantity', 7, 'batch_id', :first),
	jsonb_build_object('variation_id', 1, 'quantity', -(SELECT quantity FROM location_stock WHERE outlet_id = 1 AND variation_id = 1))), 'filled again');
SELECT quantity, sellable FROM location_stock WHERE outlet_id = 1 AND variation_id = 1;
SELECT * FROM check_promises();
ROLLBACK;
SET statement_timeout = '100ms';
\set VERBOSITY sqlstate
SELECT count(*) FROM deduct_stock_bulk(1, array_fill(1::bigint, ARRAY[500000]), array_fill(0.001, ARRAY[500000]));
SELECT count(*) FROM add_stock_bulk(1, (SELECT jsonb_agg(jsonb_build_object('variation_id', 1, 'quantity', 0.001)) FROM generate_series(1, 20000)));
\set VERBOSITY default
RESET statement_timeout;
SELECT count(*) FROM adjust_stock_bulk(1, jsonb_build_array(jsonb_build_object('variation_id', 1, 'quantity', -1500, 'batch_id', :first), jsonb_build_object('variation_id', 1, 'quantity', -9000, 'batch_id', :second)), 'over');

-- A long row whose page is full, where little of a page may be filled
BEGIN;
ALTER TABLE batch SET (fillfactor = 10);
SELECT add_stock(2, 100, 2, repeat(chr(128512), 200)) AS long \gset
SELECT count(*) FROM generate_series(1, 12) n, LATERAL deduct_stock(2, n, 2, batch_id => :long);
SELECT quantity, pg_column_size(batch.*) > 900 AS long FROM batch WHERE id = :long;
ROLLBACK;

-- A parallel plan may read.
SELECT set_config(name, 'on', false) FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query') \g /dev/null
SELECT get_available_stock(1, 1);
SELECT set_config(name, 'off', false) FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query') \g /dev/null

SELECT * FROM on_hand WHERE batch_number NOT LIKE 'LINES-%';
SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
