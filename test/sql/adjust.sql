-- adjust_stock, adjust_stock_bulk, set_stock_level and record_damage: corrections.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\pset format unaligned
\pset tuples_only on
\set ECHO all

SELECT add_stock(1, 5, 1, 'A', '2998-01-01', 1), add_stock(1, 5, 1, 'B', '2999-01-01', 2), add_stock(1, 5, 1, 'HELD', '2997-01-01', 3);
SET client_min_messages = error;
SELECT add_stock(1, 5, 1, 'OLD', '2001-01-01', 4);
RESET client_min_messages;
SELECT set_batch_status(3, 'hold', 'looks odd');
INSERT INTO stock_reservation (tenant_id, variation_id, outlet_id, quantity, cart_session_id, actor, expires_at)
VALUES (1, 1, 1, 9, 'cart', 'ann', '2999-01-01');
SELECT get_available_stock(1, 1);

-- Down: expired first, then held and reserved; up: into the named batch, or a new one that expires with the soonest.
SELECT * FROM adjust_stock(1, -7, 1, 'counted');
SELECT * FROM adjust_stock(1, 2, 1, 'found');
SELECT batch_number LIKE 'ADJ-%', expiry_date, quantity, cost_price FROM batch ORDER BY id DESC LIMIT 1;
SELECT * FROM adjust_stock(1, 0.5, 1, 'found', 4);
SELECT * FROM adjust_stock(1, -1, 1, 'lost', 2, actor => 'ann');
SELECT * FROM ledger_from(5);
SELECT get_available_stock(1, 1), quantity FROM location_stock;
-- no unexpired batch: the shelf life, the usual cost
SELECT * FROM adjust_stock(1, 1, 2, 'found');
SELECT b.expiry_date, b.cost_price FROM batch b ORDER BY id DESC LIMIT 1;
SELECT quantity, cost FROM adjust_stock(2, 1, 2, 'found');
SELECT b.expiry_date - timezone('Asia/Tokyo', received_at)::date, b.cost_price FROM batch b ORDER BY id DESC LIMIT 1;
-- it may leave less than is held: nothing is available then, and the newest hold is told
SELECT * FROM adjust_stock(1, -5, 1, 'stolen');
SELECT get_available_stock(1, 1), quantity, sellable, reserved FROM location_stock WHERE outlet_id = 1;
SELECT kind, reservation_id, detail FROM stock_alert;
SELECT * FROM record_damage(1, 1, 1, 'dropped');
SELECT kind, reservation_id FROM stock_alert;

SELECT try('adjust_stock(1, 0, 1, ''r'')');
SELECT try('adjust_stock(1, -0.0001, 1, ''r'')');
SELECT try('adjust_stock(1, ''NaN'', 1, ''r'')');
SELECT try('adjust_stock(1, ''-Infinity'', 1, ''r'')');
SELECT try('adjust_stock(1, -1e20, 1, ''r'')');
SELECT try('adjust_stock(1, 1, 1, NULL)');
SELECT try('adjust_stock(1, 1, 1, '' '')');
SELECT try('adjust_stock(1, 1, 1, E''\u00A0\u200B'')');
SELECT try('adjust_stock(1, 1, 1, ''r'', 0)');
SELECT try('adjust_stock(1, 1, 1, ''r'', 77)');
SELECT try('adjust_stock(2, 1, 1, ''r'', 2)');
SELECT try('adjust_stock(1, -100, 1, ''r'')');
SELECT try('adjust_stock(1, -100, 1, ''r'', 2)');
SELECT try('adjust_stock(4, 1, 1, ''r'')');
SELECT try('adjust_stock(9, 1, 1, ''r'')');
SELECT try('adjust_stock(1, 1, 77, ''r'')');
SELECT try('adjust_stock(NULL, 1, 1, ''r'')');
-- inactive goods are counted still
SELECT quantity, cost FROM adjust_stock(3, 1, 1, 'found');

-- Damage: the same reach, another type; positive only.
SELECT add_stock(1, 5, 1, 'C', '2999-01-01', 2);
SELECT * FROM record_damage(1, 0.5, 1, 'wet', 9);
SELECT movement_type, quantity, reason FROM stock_movement ORDER BY id DESC LIMIT 1;
SELECT try('record_damage(1, 0, 1, ''r'')');
SELECT try('record_damage(1, -1, 1, ''r'')');
SELECT try('record_damage(1, 1, 1, '''')');
SELECT try('record_damage(1, 100, 1, ''r'')');
SELECT try('record_damage(1, 1, 1, ''r'', 3)');
SELECT try('record_damage(4, 1, 1, ''r'')');

-- To an on-hand total.
SELECT quantity FROM location_stock WHERE outlet_id = 1 AND variation_id = 1;
SELECT * FROM set_stock_level(1, 3, 1, 'counted');
SELECT quantity, batch LIKE 'ADJ-%' FROM set_stock_level(1, 4.125, 1, 'counted');
SELECT * FROM set_stock_level(1, 4.125, 1, 'counted again');
SELECT quantity FROM set_stock_level(1, 0, 1, 'fire');
SELECT quantity FROM location_stock WHERE outlet_id = 1 AND variation_id = 1;
SELECT try('set_stock_level(1, -1, 1, ''r'')');
SELECT try('set_stock_level(1, ''NaN'', 1, ''r'')');
SELECT try('set_stock_level(1, 1.0005, 1, ''r'')');
SELECT try('set_stock_level(1, 1, 1, NULL)');
SELECT try('set_stock_level(4, 1, 1, ''r'')');
SELECT try('set_stock_level(77, 1, 1, ''r'')');

-- Many lines, all or none; what an earlier line brings, a later one may take; a named batch is not emptied by another line.
SELECT count(add_stock(v, 5, 1, 'N' || n, '2999-01-01', 1)) FROM generate_series(1, 2) v, generate_series(1, 2) n;
SELECT line, batch, quantity FROM adjust_stock_bulk(1, '[{"variation_id":1,"quantity":-5},{"variation_id":1,"quantity":-5,"batch_id":11},
	{"variation_id":2,"quantity":"1.5","batch_id":13,"reason":"own"},{"variation_id":2,"quantity":-2.5}]', 'stock room');
SELECT movement_type, batch_id, quantity, reason FROM stock_movement ORDER BY id DESC LIMIT 4;
SELECT try('adjust_stock_bulk(1, ''[{"variation_id":1,"quantity":2},{"variation_id":1,"quantity":-3},{"variation_id":2,"quantity":-99}]'', ''r'')');
SELECT try('adjust_stock_bulk(1, ''[{"variation_id":2,"quantity":-3,"batch_id":14},{"variation_id":2,"quantity":-3,"batch_id":14}]'', ''r'')');
SELECT try('adjust_stock_bulk(1, ''[{"variation_id":1,"quantity":0}]'', ''r'')');
SELECT try('adjust_stock_bulk(1, ''[{"variation_id":1,"quantity":1,"batch_id":0}]'', ''r'')');
SELECT try('adjust_stock_bulk(1, ''[{"variation_id":1,"quantity":1,"batch":1}]'', ''r'')');
SELECT try('adjust_stock_bulk(1, ''[{"variation_id":1,"quantity":1}]'', NULL)');
SELECT try('adjust_stock_bulk(1, ''[{"variation_id":1,"quantity":1,"reason":" "}]'', ''r'')');
SELECT reason FROM stock_movement ORDER BY id DESC LIMIT 1;
SELECT try('adjust_stock_bulk(1, ''[{"variation_id":1,"quantity":-99},{"variation_id":1,"quantity":5},{"variation_id":1,"quantity":-1}]'', ''r'')');
SELECT try('adjust_stock_bulk(1, ''[]'', ''r'')');
SELECT sum(quantity) FROM location_stock;

-- one object in, one out
SELECT adjust_stock_json('{"variation_id": 1, "outlet_id": "1", "quantity": "1.5", "reason": "found", "request_id": "aj1"}') ->> 'success' AS success;
SELECT adjust_stock_json('{"variation_id": 1, "outlet_id": 1, "quantity": 1.50, "reason": "found", "request_id": "aj1"}') #- '{adjustments,0,batch}' AS once;
SELECT * FROM try('adjust_stock_json(''{"variation_id": 1, "outlet_id": 1, "quantity": -1e9, "reason": "lost"}'')');
SELECT * FROM try('adjust_stock_json(''{"variation_id": 1, "outlet_id": 1, "quantity": 1}'')');
SELECT * FROM try('adjust_stock_json(''{"variation_id": 1, "outlet_id": 1, "quantity": 1, "reason": " "}'')');
SELECT * FROM try('adjust_stock_json(''{"variation": 1}'')');
SELECT * FROM try('adjust_stock_json(''[1]'')');
SELECT * FROM try('adjust_stock_json(NULL)');

-- To what can be sold beyond all holds: expired and held stock is not touched.
SET client_min_messages = error;
INSERT INTO variation (tenant_id, id, product_id, name, cost) VALUES (1, 31, 1, 'Level', 2);
SELECT add_stock(31, 5, 1, 'L1', '2999-01-01', 3), add_stock(31, 4, 1, 'L2', '2999-02-01', 4), add_stock(31, 7, 1, 'LOLD', '2001-01-01'),
	add_stock(31, 6, 1, 'LHELD', '2999-01-01', status => 'hold'), reserve_stock(31, 2, 1, 'level') \g /dev/null
RESET client_min_messages;
SELECT get_available_stock(31, 1);
SELECT batch, quantity FROM set_available_stock(31, 1, 1, 'shelf is nearly empty');
SELECT get_available_stock(31, 1);
SELECT batch ~ '^ADJ-', quantity, expiry, cost FROM set_available_stock(31, 10.5, 1, 'found a box');
SELECT get_available_stock(31, 1);
SELECT count(*) FROM set_available_stock(31, 10.500, 1, 'as it is');
SELECT batch ~ '^(L|ADJ-)', quantity FROM set_available_stock(31, 0, 1, 'none');
SELECT get_available_stock(31, 1), quantity, sellable, reserved FROM location_stock WHERE variation_id = 31;
-- where less lies there than is held, the holders come first
SELECT set_batch_status(b.id, 'hold', 'look') FROM batch b WHERE b.variation_id = 31 AND b.status = 'available';
SELECT quantity FROM set_available_stock(31, 3, 1, 'found');
SELECT get_available_stock(31, 1);
-- where nothing ever was
SELECT quantity, expiry FROM set_available_stock(31, 2, 2, 'first');
SELECT try('set_available_stock(31, -1, 1, ''r'')');
SELECT try('set_available_stock(31, ''NaN'', 1, ''r'')');
SELECT try('set_available_stock(31, 999999999999.999, 1, ''r'')');
SELECT try('set_available_stock(31, 1, 1, '''')');
SELECT try('set_available_stock(4, 1, 1, ''r'')');
SELECT try('set_available_stock(9, 1, 1, ''r'')');
SELECT try('set_available_stock(31, 1, 9, ''r'')');
SELECT try('set_available_stock(31, NULL, 1, ''r'')');

-- In another unit, exactly.
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator, denominator) VALUES (1, 1, 'case', 12, 1), (1, 1, 'third', 1, 3);
SELECT quantity FROM adjust_stock(1, 2, 1, 'found', unit => 'case');
SELECT sum(quantity) FROM adjust_stock(1, -0.5, 1, 'lost', unit => 'case');
SELECT sum(quantity) FROM record_damage(1, 1, 1, 'wet', unit => 'case');
SELECT line, quantity FROM adjust_stock_bulk(1, '[{"variation_id":1,"quantity":1,"unit":"case"},{"variation_id":1,"quantity":-1}]', 'counted');
SELECT adjust_stock_json('{"variation_id":1,"quantity":1.5,"outlet_id":1,"reason":"found","unit":"third"}') -> 'adjustments' -> 0 -> 'quantity';
SELECT try('adjust_stock(1, 1, 1, ''found'', unit => ''third'')');
SELECT try('record_damage(1, 1, 1, ''wet'', unit => ''crate'')');
SELECT try('record_damage(1, 100000, 1, ''wet'', unit => ''case'')');
SELECT try('adjust_stock_bulk(1, ''[{"variation_id":9,"quantity":1,"unit":"case"}]'', ''found'')');

-- Lines that take and bring in by turns walk past what they have emptied once, not each of them.
INSERT INTO variation (tenant_id, id, product_id, name, cost) VALUES (1, 32, 1, 'By turns', 2);
SELECT count(*) FROM add_stock_bulk(1, (SELECT jsonb_agg(jsonb_build_object('variation_id', 32, 'quantity', 1, 'batch_number', 'T' || n, 'expiry_date', date '2999-01-01' + n / 2))
	FROM generate_series(1, 500) n));
BEGIN;
SELECT pg_stat_get_xact_tuples_returned('batch_pick'::regclass) AS was \gset
SELECT sum(quantity), count(DISTINCT batch) FROM adjust_stock_bulk(1, (SELECT jsonb_agg(jsonb_build_object('variation_id', 32, 'quantity', CASE n % 2 WHEN 0 THEN 1 ELSE -2 END) ORDER BY n)
	FROM generate_series(1, 500) n), 'by turns');
SELECT pg_stat_get_xact_tuples_returned('batch_pick'::regclass) - :was < 10 * 500 AS linear;
COMMIT;
SELECT batch_number ~ '^ADJ-' AS adjusted, expiry_date, sum(quantity) FROM batch WHERE variation_id = 32 AND is_open GROUP BY 1, 2 ORDER BY 2, 1 LIMIT 4;

SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
