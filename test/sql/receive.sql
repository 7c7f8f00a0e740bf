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
SELECT add_stock(2, 1, 1, 'B-2', '2999-02-02');
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
-- One warning a call, however many lines have expired.
SELECT count(*) FROM add_stock_bulk(1, '[{"variation_id":3,"quantity":1,"expiry_date":"2999-01-01"},{"variation_id":3,"quantity":1,"expiry_date":"2001-02-03"},
	{"variation_id":1,"quantity":1,"expiry_date":"2001-02-04"}]');

-- In another unit: quantity and cost are of that unit, exactly or not at all.
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator, denominator) VALUES (1, 1, 'case', 12, 1), (1, 1, 'third', 1, 3), (1, 1, 'pallet', 1000000000000, 1), (2, 9, 'secret', 2, 1);
SELECT add_stock(1, 2, 1, 'CASES', '2999-01-01', 30, unit => 'case') AS cases, add_stock(1, 1.5, 1, 'THIRDS', '2999-01-01', 0.1, unit => 'third') AS thirds,
	add_stock(1, 1, 1, 'USUAL', '2999-01-01', unit => 'case') AS usual, add_stock(1, 7, 1, 'NONE', '2999-01-01', unit => '') AS none \gset
SELECT batch_number, quantity, cost_price FROM batch WHERE id IN (:cases, :thirds, :usual, :none) ORDER BY id;
SELECT line FROM add_stock_bulk(1, '[{"variation_id":1,"quantity":"0.5","batch_number":"CASES","cost_price":"18","unit":"case"},{"variation_id":1,"quantity":3,"batch_number":"CASES","cost_price":"1"}]');
SELECT quantity, cost_price FROM batch WHERE id = :cases;
SELECT try('add_stock(1, 1, 1, cost_price => 10, unit => ''case'')');
SELECT try('add_stock(1, 1, 1, unit => ''third'')');
SELECT try('add_stock(1, 1, 1, unit => ''pallet'')');
SELECT try('add_stock(1, 1.5, 1, cost_price => 50000000000, unit => ''third'')');
SELECT try('add_stock(1, 1, 1, unit => ''Case'')');
SELECT try('add_stock(2, 1, 1, unit => ''case'')');
SELECT try('add_stock(9, 1, 1, unit => ''no'')');
SELECT try('add_stock_bulk(1, ''[{"variation_id":9,"quantity":1,"unit":"no"}]'')');
SELECT try('add_stock_bulk(1, ''[{"variation_id":1,"quantity":1,"unit":7}]'')');

-- Without a date: the shelf life from the day on which it was received at the outlet; a known batch's date; else never.
SELECT add_stock(2, 1, 1, 'FRESH') AS fresh, add_stock(2, 1, 1, 'OLDER', received_at => now() - interval '3 days') AS older,
	add_stock(1, 1, 1, 'KEEPS') AS keeps, add_stock(2, 1, 2, 'THERE') AS there \gset
SELECT batch_number, expiry_date - (now() AT TIME ZONE o.time_zone)::date AS days, received_at < now() - interval '1 day' AS earlier
FROM batch b JOIN outlet o ON o.id = b.outlet_id WHERE b.id IN (:fresh, :older, :keeps, :there) ORDER BY b.id;
SELECT add_stock(2, 1, 1, 'DATED', '2999-01-01') AS dated \gset
SELECT add_stock(2, 1, 1, 'DATED') = :dated, expiry_date FROM batch WHERE id = :dated;
-- the movement is of now, the batch of then; an earlier time wins
SELECT add_stock(1, 1, 1, 'KEEPS', received_at => now() - interval '9 days') = :keeps;
SELECT now() - received_at > interval '9 days', m.created_at > now() - interval '1 hour' FROM batch b JOIN stock_movement m ON m.batch_id = b.id WHERE b.id = :keeps ORDER BY m.id DESC LIMIT 1;
SELECT line FROM add_stock_bulk(1, '[{"variation_id":1,"quantity":1,"batch_number":"THEN","received_at":"2021-02-01T10:30:00.25+05:30"},{"variation_id":1,"quantity":1,"batch_number":"ZULU","received_at":"2021-02-01 10:30:00Z"}]');
SELECT received_at AT TIME ZONE 'UTC' FROM batch WHERE batch_number IN ('THEN', 'ZULU') ORDER BY id;
SET TimeZone = UTC;
SELECT try('add_stock(1, 1, 1, received_at => ''2999-01-01 UTC'')');
SELECT try('add_stock(1, 1, 1, received_at => ''infinity'')');
SELECT try('add_stock(1, 1, 1, received_at => ''-infinity'')');
SELECT try('add_stock(1, 1, 1, received_at => ''4713-01-01 12:00+00 BC'')');
RESET TimeZone;
SELECT instant, try(format('add_stock_bulk(1, %L)', jsonb_build_array(jsonb_build_object('variation_id', 1, 'quantity', 1, 'received_at', instant)))) FROM unnest('{2021-02-01,2021-02-01T10:30:00,2021-02-30T10:30:00Z,
	2021-02-01T24:00:00Z,2021-02-01T10:60:00Z,2021-02-01T10:30:60Z,2021-02-01T10:30:00+5,2021-02-01T10:30:00+16:00,2021-02-01T10:30:00+05:30x,now,"",2021-02-01T10:30:00.Z}'::text[]) AS instant;

-- Received into quarantine: there, and not for sale; a known batch has one status.
SELECT get_available_stock(5, 1), get_available_stock(2, 1) AS before, add_stock(2, 4, 1, 'QUARANTINED', status => 'quarantine') AS held \gset
SELECT get_available_stock(2, 1) - :before, status, quantity FROM batch WHERE id = :held;
SELECT add_stock(2, 1, 1, 'QUARANTINED') = :held, add_stock(2, 1, 1, 'QUARANTINED', status => 'quarantine') = :held;
SELECT get_available_stock(2, 1) - :before;
SELECT try('add_stock(2, 1, 1, ''QUARANTINED'', status => ''available'')');
SELECT try('add_stock(2, 1, 1, ''FRESH'', status => ''hold'')');
SELECT try('add_stock(2, 1, 1, status => ''expired'')');
SELECT try('add_stock(2, 1, 1, status => '''')');
SELECT line FROM add_stock_bulk(1, '[{"variation_id":2,"quantity":1,"status":"recalled"}]');
SELECT try('add_stock_bulk(1, ''[{"variation_id":2,"quantity":1,"status":"gone"}]'')');
-- exactly once, with the new arguments
SELECT add_stock(1, 1, 1, 'ONCE', unit => 'case', status => 'hold', received_at => '2021-02-01 UTC', request_id => 'u1') = add_stock(1, 1.0, 1, 'ONCE', unit => 'case', status => 'hold', received_at => '2021-02-01 UTC', request_id => 'u1');
SELECT count(*) FROM try('add_stock(1, 1, 1, ''ONCE'', status => ''hold'', received_at => ''2021-02-01 UTC'', request_id => ''u1'')') AS said WHERE said ~ 'PI004';
BEGIN READ ONLY;
SELECT try('add_stock(1, 1, 1)');
SELECT try('add_stock_bulk(1, ''[{"variation_id":1,"quantity":1}]'')');
ROLLBACK;

SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
