-- add_stock and add_stock_bulk: what comes in.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\pset format unaligned
\pset tuples_only on
\set ECHO all

-- A new batch: its own number or LOT-<id>, the variation's cost unless one is given, no expiry unless one is given.
SELECT add_stock(1, 10, 1);
SELECT add_stock(1, 2.5, 1, 'B-1', '2999-01-01', 3.1234, 'opening', 'start', 'DOC-1', actor => 'ann');
SELECT add_stock(2, 1, 1, 'B-2');
SELECT add_stock(2, 1, 2, 'B-1', '2999-01-01', 0, 'return', 'brought back');
SELECT * FROM on_hand;
SELECT * FROM ledger_from(1);

-- More of a known batch: its cost is the average, the movement keeps its own; the date may be left out, not changed.
SELECT add_stock(1, 2.5, 1, 'B-1', cost_price => 4);
SELECT add_stock(1, 5, 1, 'B-1', '2999-01-01', 3.5617);
SELECT try('add_stock(1, 5, 1, ''B-1'', ''2999-01-02'')');
SELECT try('add_stock(1, 5, 1, ''LOT-1'', ''2999-01-02'')');
SELECT batch, quantity, cost FROM deduct_stock(1, 10, 1);
SELECT add_stock(1, 1, 1, 'B-1', '2999-01-01', 9);
SELECT * FROM on_hand WHERE id = 2;
SELECT * FROM ledger_from(5);
-- half away from zero: (1 x 0.0001 + 1 x 0.0002) / 2
SELECT add_stock(1, 1, 2, 'HALF', cost_price => 0.0001), add_stock(1, 1, 2, 'HALF', cost_price => 0.0002);
SELECT cost_price FROM batch WHERE batch_number = 'HALF';

-- A date that has passed is taken, with a warning, and not sold.
SELECT add_stock(1, 4, 1, 'OLD', '2001-02-03');
SELECT get_available_stock(1, 1), quantity FROM location_stock WHERE outlet_id = 1 AND variation_id = 1;

-- An own number that looks like a generated one does not stop the next.
SELECT last_value + 2 AS next FROM batch_id_seq \gset
SELECT add_stock(1, 1, 1, 'LOT-' || :next) = :next - 1;
SELECT add_stock(1, 1, 1) = :next + 1;
SELECT batch_number = 'LOT-' || id FROM batch ORDER BY id DESC LIMIT 1;

-- What is refused.
SELECT try('add_stock(1, 0, 1)');
SELECT try('add_stock(1, -1, 1)');
SELECT try('add_stock(1, 0.0005, 1)');
SELECT try('add_stock(1, ''NaN'', 1)');
SELECT try('add_stock(1, ''Infinity'', 1)');
SELECT try('add_stock(1, 1e12, 1)');
SELECT try('add_stock(1, 1, 1, cost_price => -0.01)');
SELECT try('add_stock(1, 1, 1, cost_price => 0.00001)');
SELECT try('add_stock(1, 1, 1, cost_price => ''NaN'')');
SELECT try('add_stock(1, 1, 1, cost_price => ''Infinity'')');
SELECT try('add_stock(1, 1, 1, cost_price => 1e11)');
SELECT try('add_stock(1, 1, 1, expiry_date => ''infinity'')');
SELECT try('add_stock(1, 1, 1, expiry_date => ''-infinity'')');
SELECT try('add_stock(1, 1, 1, '''')');
SELECT try('add_stock(1, 1, 1, ''X'', movement_type => ''sale'')');
SELECT try('add_stock(1, 1, 1, ''X'', movement_type => ''adjustment'')');
SELECT try('add_stock(4, 1, 1)');
SELECT try('add_stock(77, 1, 1)');
SELECT try('add_stock(1, 1, 77)');
SELECT try('add_stock(9, 1, 1)');
SELECT try('add_stock(NULL, 1, 1)');
SELECT try('add_stock(1, NULL, 1)');
SELECT try('add_stock(1, 1, NULL)');
-- what would not fit its column
SELECT try('add_stock(1, 999999999999.999, 1, ''B-1'')');
SELECT count(add_stock(5, 999999999999.999, 1, 'HUGE'));
SELECT try('add_stock(5, 0.001, 1, ''HUGE'')');
SELECT try('add_stock(5, 0.001, 1, ''SMALL'')');
-- inactive goods are still received
SELECT count(add_stock(3, 1, 1)), count(add_stock(1, 1, 3));

-- Many lines: all or none.
SELECT (add_stock_bulk(1, '[{"variation_id":1,"quantity":1,"batch_number":"BULK","expiry_date":"2999-05-06","cost_price":2},
	{"variation_id":2,"quantity":"1.5"},
	{"variation_id":1,"quantity":3,"batch_number":"BULK","cost_price":"4.0","movement_type":"return","reason":"own","reference_id":"OWN"}]',
	'opening', 'delivery', 'PO-1')).line;
SELECT batch_number, expiry_date, quantity, cost_price FROM batch WHERE batch_number = 'BULK';
SELECT movement_type, quantity, balance_after, unit_cost, reason, reference_id FROM stock_movement ORDER BY id DESC LIMIT 3;
SELECT max(id) + 1 AS last FROM stock_movement \gset
SELECT try('add_stock_bulk(1, ''[{"variation_id":1,"quantity":1},{"variation_id":1,"quantity":0}]'')');
SELECT try('add_stock_bulk(1, ''[{"variation_id":1,"quantity":1},{"variation_id":9,"quantity":1}]'')');
SELECT try('add_stock_bulk(1, ''[{"variation_id":1,"quantity":1},{"variation_id":4,"quantity":1}]'')');
SELECT try('add_stock_bulk(1, ''[{"variation_id":1,"quantity":1,"batch_number":"BULK","expiry_date":"2999-05-07"}]'')');
SELECT try('add_stock_bulk(1, ''[{"variation_id":1,"quantity":1,"price":1}]'')');
SELECT try('add_stock_bulk(1, ''[{"variation_id":1}]'')');
SELECT try('add_stock_bulk(1, ''[{"variation_id":1,"quantity":1,"cost_price":-1}]'')');
SELECT try('add_stock_bulk(1, ''[{"variation_id":1,"quantity":1,"expiry_date":"06/05/2999"}]'')');
SELECT try('add_stock_bulk(1, ''[{"variation_id":1,"quantity":1,"expiry_date":"2999-02-29"}]'')');
SELECT try('add_stock_bulk(1, ''[{"variation_id":1,"quantity":1,"expiry_date":"2999- 2-20"}]'')');
SELECT try('add_stock_bulk(1, ''[{"variation_id":1,"quantity":1,"movement_type":"sale"}]'')');
SELECT try('add_stock_bulk(1, ''[{"variation_id":1,"quantity":1,"batch_number":""}]'')');
SELECT try('add_stock_bulk(1, ''[1]'')');
SELECT try('add_stock_bulk(1, ''{}'')');
SELECT try('add_stock_bulk(1, ''[]'')');
SELECT try('add_stock_bulk(1, ''"x"'')');
SELECT try('add_stock_bulk(1, NULL)');
SELECT try('add_stock_bulk(77, ''[{"variation_id":1,"quantity":1}]'')');
SELECT * FROM ledger_from(:last);
BEGIN READ ONLY;
SELECT try('add_stock(1, 1, 1)');
SELECT try('add_stock_bulk(1, ''[{"variation_id":1,"quantity":1}]'')');
ROLLBACK;

SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
