-- transfer_stock: sellable stock from one outlet to another.
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
SELECT set_batch_status(3, 'quarantine', 'looks odd');

-- Number, expiry, cost and received time travel along.
SELECT * FROM transfer_stock(1, 7, 1, 2, 'shelf empty', 'T-1');
SELECT * FROM on_hand;
SELECT * FROM ledger_from(5);
SELECT count(DISTINCT received_at) FROM batch WHERE batch_number = 'A';

-- The same number with the same expiry merges, cost averaged, the earlier received time kept.
UPDATE batch SET received_at = '2020-01-01' WHERE id = 2;
SELECT add_stock(1, 2, 2, 'B', cost_price => 5);
SELECT * FROM transfer_stock(1, 2, 1, 2);
SELECT quantity, cost_price, received_at = '2020-01-01' FROM batch WHERE outlet_id = 2 AND batch_number = 'B';
-- With another expiry it becomes <number>/<outlet>.
SELECT add_stock(1, 1, 1, 'SAME', '2999-01-01', 1), add_stock(1, 1, 2, 'SAME', '2999-01-02', 1);
SELECT batch FROM transfer_stock(1, 2, 1, 2);
SELECT batch_number, expiry_date, quantity FROM batch WHERE outlet_id = 2 ORDER BY batch_number;
SELECT add_stock(1, 1, 1, 'SAME', '2999-01-01', 1), add_stock(1, 1, 1, 'NEVER'), add_stock(1, 1, 2, 'NEVER', '2999-01-01');
SELECT batch FROM transfer_stock(1, 2, 1, 2);
SELECT batch_number, expiry_date, quantity FROM batch WHERE outlet_id = 2 ORDER BY batch_number;

-- No more than is available: not expired, not held, not reserved.
INSERT INTO stock_reservation (tenant_id, variation_id, outlet_id, quantity, cart_session_id, actor, expires_at)
VALUES (1, 1, 2, 4, 'cart', 'ann', '2999-01-01');
SELECT get_available_stock(1, 1), get_available_stock(1, 2);
SELECT try('transfer_stock(1, 1, 1, 2)');
SELECT try('transfer_stock(1, 100, 2, 1)');
SELECT quantity FROM transfer_stock(1, get_available_stock(1, 2), 2, 1);
SELECT get_available_stock(1, 2);
SELECT try('transfer_stock(1, 0.001, 2, 1)');

SELECT try('transfer_stock(1, 1, 1, 1)');
SELECT try('transfer_stock(1, 0, 1, 2)');
SELECT try('transfer_stock(1, -1, 1, 2)');
SELECT try('transfer_stock(1, 0.0001, 1, 2)');
SELECT try('transfer_stock(1, ''NaN'', 1, 2)');
SELECT try('transfer_stock(4, 1, 1, 2)');
SELECT try('transfer_stock(9, 1, 1, 2)');
SELECT try('transfer_stock(1, 1, 1, 9)');
SELECT try('transfer_stock(1, 1, 9, 1)');
SELECT try('transfer_stock(1, 1, 77, 1)');
SELECT try('transfer_stock(1, 1, NULL, 1)');
SELECT try('transfer_stock(1, 1, 1, NULL)');
SELECT try('transfer_stock(NULL, 1, 1, 2)');
-- out of and into an outlet that is closed; inactive goods
SELECT batch, quantity FROM transfer_stock(1, 1, 1, 3);
SELECT batch, quantity FROM transfer_stock(1, 1, 3, 1);
SELECT count(add_stock(3, 1, 1, 'R')), count(t) FROM transfer_stock(1, 1, 1, 2) t;
SELECT batch, quantity FROM transfer_stock(3, 1, 1, 2);
BEGIN READ ONLY;
SELECT try('transfer_stock(1, 1, 1, 2)');
ROLLBACK;

SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
