-- Reservations: held, extended, given back, committed, expired.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
CREATE VIEW public.holds AS
	SELECT id, outlet_id AS outlet, variation_id AS variation, quantity, cart_session_id AS cart, sale_item_id AS item, status, actor,
		CASE WHEN released_at IS NULL THEN 'open' WHEN released_at < expires_at THEN 'in time' ELSE 'late' END AS resolved
	FROM stock_reservation ORDER BY id;
CREATE VIEW public.stock_events AS
	SELECT event_type, actor, event_data FROM audit_log WHERE event_type LIKE 'stock.%' ORDER BY id;
\pset format unaligned
\pset tuples_only on
\set ECHO all
SELECT add_stock(1, 10, 1, 'A', '2998-01-01', 2), add_stock(1, 10, 1, 'B', '2999-01-01', 3), add_stock(2, 5, 1, 'M', '2999-01-01', 1);

-- What is held is not for others, and is still on hand.
SELECT reserve_stock(1, 12.5, 1, 'ann');
SELECT get_available_stock(1, 1), quantity, sellable, reserved FROM location_stock WHERE variation_id = 1;
SELECT try('reserve_stock(1, 7.501, 1, ''ben'')');
SELECT try('deduct_stock(1, 8, 1)');
SELECT try('transfer_stock(1, 8, 1, 2)');
SELECT reserve_stock(1, 7.5, 1, 'ben', actor => 'ben');
SELECT get_available_stock(1, 1);

-- Sold first expired, first out, once.
SELECT * FROM commit_reservation(1, 'picked up', 'ORDER-1');
SELECT try('commit_reservation(1)');
SELECT try('release_reservation(1)');
SELECT try('cancel_reservation(1)');
SELECT try('extend_reservation(1, ''1 hour'')');
SELECT * FROM ledger_from(4);
SELECT get_available_stock(1, 1), quantity, sellable, reserved FROM location_stock WHERE variation_id = 1;

-- Given back.
SELECT release_reservation(2, actor => 'ben');
SELECT get_available_stock(1, 1);
SELECT reserve_stock(1, 7.5, 1, 'ben');
SELECT cancel_reservation(3);
SELECT try('cancel_reservation(3)');
SELECT get_available_stock(1, 1);

-- Extended from now on; shorter, too.
SELECT reserve_stock(1, 1, 1, 'cat', '1 minute');
SELECT extend_reservation(4, '2 days') > now() + interval '47 hours', extend_reservation(4, '1 day') < now() + interval '25 hours';
SELECT quantity, reserved FROM location_stock WHERE variation_id = 1;

-- A cart: all of it or nothing.
SELECT reserve_stock(1, 2, 1, 'dan'), reserve_stock(2, 3, 1, 'dan'), reserve_stock(1, 1, 1, 'dan');
SELECT * FROM commit_cart(1, 'dan', reference_id => 'ORDER-2');
SELECT try('commit_cart(1, ''dan'')');
SELECT try('commit_cart(1, ''nobody'')');
SELECT reserve_stock(1, 2, 1, 'eve'), reserve_stock(2, 2, 1, 'eve');
SELECT release_cart(1, 'eve');
SELECT release_cart(1, 'eve');
SELECT try('commit_cart(1, ''eve'')');
SELECT * FROM holds;

-- It expires by the clock: nobody has tidied up.
SELECT reserve_stock(1, 2, 1, 'fay', '0.1 seconds'), reserve_stock(2, 1, 1, 'fay', '1 hour');
SELECT pg_sleep(0.11) \g /dev/null
SELECT get_available_stock(1, 1), get_available_stock(2, 1), reserved FROM location_stock WHERE variation_id = 1;
SELECT try('commit_reservation(10)');
SELECT try('extend_reservation(10, ''1 hour'')');
SELECT try('release_reservation(10)');
SELECT try('commit_cart(1, ''fay'')');
SELECT * FROM deduct_stock(1, 3, 1);
SELECT get_available_stock(1, 1), reserved FROM location_stock WHERE variation_id = 1;
-- tidied up, nothing is as if it had not been
SELECT release_expired_reservations(), release_expired_reservations();
SELECT try('commit_reservation(10)');
SELECT try('commit_cart(1, ''fay'')');
SELECT release_cart(1, 'fay');
-- a session used again is another cart
SELECT reserve_stock(2, 1, 1, 'fay');
SELECT * FROM commit_cart(1, 'fay');
-- a few at a time
SELECT count(reserve_stock(2, 0.001, 1, 'gil' || n, '0.01 seconds')) FROM generate_series(1, 7) n;
SELECT pg_sleep(0.02) \g /dev/null
SELECT release_expired_reservations(3), release_expired_reservations(3), release_expired_reservations(3), release_expired_reservations(3);
-- in passing: the counter is right before and after
SELECT status, count(*) FROM stock_reservation GROUP BY 1 ORDER BY 1;

-- A count leaves less than was promised: the first to commit is served.
SELECT add_stock(1, 10, 2, 'T', '2999-01-01');
SELECT reserve_stock(1, 6, 2, 'one'), reserve_stock(1, 4, 2, 'two') \gset
SELECT adjust_stock(1, -5, 2, 'counted');
SELECT get_available_stock(1, 2);
SELECT kind, reservation_id = (SELECT max(id) FROM stock_reservation) AS the_newest, detail FROM stock_alert ORDER BY id;
SELECT try('deduct_stock(1, 1, 2)');
SELECT try('commit_cart(2, ''one'')');
SELECT * FROM commit_cart(2, 'two');
SELECT try('commit_cart(2, ''one'')');
SELECT release_cart(2, 'one');
SELECT get_available_stock(1, 2);
-- what is held is not set aside batch by batch: quarantine may take it
SELECT reserve_stock(1, 1, 2, 'three') AS r \gset
SELECT set_batch_status(id, 'recalled', 'supplier') FROM batch WHERE batch_number = 'T' \g /dev/null
SELECT try('commit_cart(2, ''three'')');

-- Exactly once.
SELECT add_stock(1, 10, 1, 'C');
SELECT reserve_stock(1, 1, 1, 'hal', request_id => 'h') AS r \gset
SELECT reserve_stock(1, 1.000, 1, 'hal', NULL, request_id => 'h') = :r;
SELECT try('reserve_stock(1, 2, 1, ''hal'', request_id => ''h'')');
SELECT batch, quantity FROM commit_reservation(:r, request_id => 'c');
SELECT batch, quantity FROM commit_reservation(:r, request_id => 'c');
SELECT release_reservation(reserve_stock(1, 1, 1, 'hal'), request_id => 'g');

-- Bad arguments change nothing.
SELECT try('reserve_stock(1, 0, 1, ''x'')');
SELECT try('reserve_stock(1, -1, 1, ''x'')');
SELECT try('reserve_stock(1, 1.0001, 1, ''x'')');
SELECT try('reserve_stock(1, ''NaN'', 1, ''x'')');
SELECT try('reserve_stock(1, ''Infinity'', 1, ''x'')');
SELECT try('reserve_stock(1, 1, 1, '''')');
SELECT try('reserve_stock(1, 1, 1, NULL)');
SELECT try('reserve_stock(1, 1, 1, ''x'', ''0'')');
SELECT try('reserve_stock(1, 1, 1, ''x'', ''-1 hour'')');
SELECT try('reserve_stock(3, 1, 1, ''x'')');
SELECT try('reserve_stock(4, 1, 1, ''x'')');
SELECT try('reserve_stock(5, 1, 1, ''x'')');
SELECT try('reserve_stock(1, 1, 3, ''x'')');
SELECT try('reserve_stock(9, 1, 1, ''x'')');
SELECT try('reserve_stock(1, 1, 77, ''x'')');
SELECT try('reserve_stock(1, 1, 9, ''x'')');
SELECT try('commit_reservation(7777)');
SELECT try('release_reservation(NULL)');
SELECT try('extend_reservation(4, ''-1 minute'')');
SELECT try('release_cart(1, '''')');
SELECT try('release_expired_reservations(0)');
SELECT try('release_expired_reservations(request_id => ''x'')');
BEGIN READ ONLY;
SELECT try('reserve_stock(1, 1, 1, ''x'')');
SELECT try('release_expired_reservations()');
ROLLBACK;

-- Round the functions: the owner's own statements are counted.
SELECT get_available_stock(1, 1) AS had \gset
UPDATE stock_reservation SET quantity = quantity + 1 WHERE id = 4;
SELECT get_available_stock(1, 1) - :had;
UPDATE stock_reservation SET variation_id = 2 WHERE id = 4;
SELECT get_available_stock(1, 1) - :had, reserved FROM location_stock WHERE variation_id = 2 AND outlet_id = 1;
DELETE FROM stock_reservation WHERE id = 4;
SELECT get_available_stock(1, 1) - :had, reserved FROM location_stock WHERE variation_id = 2 AND outlet_id = 1;
INSERT INTO stock_reservation (tenant_id, variation_id, outlet_id, quantity, cart_session_id, actor, expires_at)
VALUES (1, 1, 1, 0.5, 'by hand', 'owner', '2999-01-01'), (1, 1, 1, 0.5, 'by hand', 'owner', '2001-01-01');
SELECT get_available_stock(1, 1) - :had, reserved FROM location_stock WHERE variation_id = 1 AND outlet_id = 1;
SELECT release_cart(1, 'by hand');
INSERT INTO stock_reservation (tenant_id, variation_id, outlet_id, quantity, cart_session_id, actor, expires_at)
VALUES (1, 9, 1, 1, 'across', 'owner', '2999-01-01');

SELECT event_type, count(*) FROM stock_events GROUP BY 1 ORDER BY 1;
SELECT * FROM stock_events WHERE event_data->>'cart_session_id' IN ('ann', 'ben', 'fay');
-- In another unit, exactly.
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator, denominator) VALUES (1, 2, 'case', 12, 1), (1, 2, 'third', 1, 3);
SELECT add_stock(2, 2, 1, 'CASE', unit => 'case') > 0;
SELECT reserve_stock(2, 1, 1, 'by the case', unit => 'case') AS by_case \gset
SELECT quantity FROM stock_reservation WHERE id = :by_case;
SELECT try('reserve_stock(2, 1, 1, ''by the case'', unit => ''third'')');
SELECT try('reserve_stock(2, 1, 1, ''by the case'', unit => ''crate'')');
SELECT try('reserve_stock(2, 1000, 1, ''by the case'', unit => ''case'')');
SELECT try('reserve_stock(9, 1, 1, ''by the case'', unit => ''case'')');

-- Where the call does not say for how long, the tenant does.
SELECT reserve_stock(1, 0.5, 1, 'usual') AS usual \gset
UPDATE tenant SET hold_minutes = 5 WHERE id = 1;
SELECT reserve_stock(1, 0.5, 1, 'short') AS short, reserve_stock(1, 0.5, 1, 'null', NULL) AS null_ \gset
SELECT cart_session_id, round(extract(epoch FROM expires_at - created_at) / 60) AS minutes FROM stock_reservation WHERE id IN (:usual, :short, :null_) ORDER BY id;
\set VERBOSITY terse
UPDATE tenant SET hold_minutes = 0 WHERE id = 1;
UPDATE tenant SET hold_minutes = 525601 WHERE id = 1;
UPDATE tenant SET hold_minutes = 30 WHERE id = 1;
\set VERBOSITY default

SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
