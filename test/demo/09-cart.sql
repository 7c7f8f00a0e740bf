-- # A cart is left behind
-- What lies in a cart is held for it: others cannot have it. This one's holds last a second. Then the customer walks away; nobody
-- cleans up and no job runs: the clock gives the rice back, and its row is tidied up when somebody gets round to it.
\set ECHO queries
SELECT create_sale(:main, hold => '1 second') AS cart \gset
SELECT get_available_stock(:rice, :main) AS before;
SELECT add_sale_item(:cart, :rice, 3) AS line \gset
SELECT get_available_stock(:rice, :main) AS while_it_is_held;
SELECT pg_sleep(1.1);
SELECT get_available_stock(:rice, :main) AS when_it_has_expired;
SELECT quantity, status, expires_at < now() AS expired FROM stock_reservation ORDER BY id DESC LIMIT 1;
SELECT release_expired_reservations();
SELECT status FROM cancel_sale(:cart, 'left behind');
\set ECHO none
