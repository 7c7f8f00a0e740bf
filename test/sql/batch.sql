-- set_batch_status, return_to_supplier, expire_batches, and the readers of batches.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\pset format unaligned
\pset tuples_only on
\set ECHO all

SELECT add_stock(1, 5, 1, 'A', '2998-01-01', 1), add_stock(1, 5, 1, 'B', '2999-01-01', 2), add_stock(1, 5, 2, 'C', NULL, 3);
SET client_min_messages = error;
SELECT add_stock(1, 4, 1, 'OLD', '2001-01-01', 4), add_stock(2, 4, 1, 'OLD', '2001-01-01', 4), add_stock(1, 4, 2, 'OLD', '2001-01-01', 4),
	add_stock(9, 4, 9, 'OLD', '2001-01-01', 4);
RESET client_min_messages;

-- Held, quarantined and recalled stock is not sold; made available again, it is.
SELECT get_available_stock(1, 1);
SELECT set_batch_status(1, 'hold', 'looks odd');
SELECT get_available_stock(1, 1), (SELECT batch FROM deduct_stock(1, 1, 1));
SELECT set_batch_status(1, 'recalled', 'maker says so', actor => 'ann');
SELECT set_batch_status(1, 'recalled', 'maker says so twice');
SELECT get_available_stock(1, 1);
SELECT set_batch_status(1, 'quarantine', 'to be looked at');
SELECT get_available_stock(1, 1), quantity FROM location_stock WHERE outlet_id = 1 AND variation_id = 1;
SELECT set_batch_status(1, 'available', 'fine');
SELECT get_available_stock(1, 1), (SELECT batch FROM deduct_stock(1, 1, 1));
-- making what has expired available does not put it on sale
SELECT set_batch_status(4, 'hold', 'x'), set_batch_status(4, 'available', 'y');
SELECT get_available_stock(1, 1);
SELECT event_type, actor, event_data, description FROM audit_log ORDER BY id;
SELECT count(*) FROM stock_movement WHERE movement_type NOT IN ('purchase', 'sale');
SELECT try('set_batch_status(1, ''sold'', ''r'')');
SELECT try('set_batch_status(1, ''HOLD'', ''r'')');
SELECT try('set_batch_status(1, NULL, ''r'')');
SELECT try('set_batch_status(1, ''hold'', NULL)');
SELECT try('set_batch_status(1, ''hold'', '' '')');
SELECT try('set_batch_status(77, ''hold'', ''r'')');
SELECT try('set_batch_status(NULL, ''hold'', ''r'')');

-- What a hold leaves the carts short of is told.
INSERT INTO stock_reservation (tenant_id, variation_id, outlet_id, quantity, cart_session_id, actor, expires_at) VALUES
	(1, 1, 1, 2, 'cart', 'ann', '2999-01-01'), (1, 1, 1, 5, 'cart', 'ann', '2999-01-01');
SELECT set_batch_status(2, 'hold', 'looks odd');
SELECT kind, reservation_id, detail, resolved_at FROM stock_alert;
SELECT get_available_stock(1, 1);
SELECT set_batch_status(2, 'available', 'fine');
DELETE FROM stock_alert;
DELETE FROM stock_reservation;

-- The readers.
SELECT id, batch_number, quantity FROM get_fifo_batches(1, 1);
SELECT * FROM explain_deduction(1, 6, 1);
SELECT id FROM get_fifo_batches(4, 1);
SELECT try('get_fifo_batches(9, 1)');
SELECT try('get_fifo_batches(1, 77)');
SELECT count(*) FROM get_expiring_soon();
SELECT id, batch_number FROM get_expiring_soon(999999);
SELECT id FROM get_expiring_soon(999999, 1, 2);
SELECT try('get_expiring_soon(-1)');

-- Back to the supplier, from a batch of any status; not more than there is.
SELECT set_batch_status(1, 'recalled', 'maker says so');
SELECT * FROM return_to_supplier(1, 1.5, 'recalled', 'RMA-1', actor => 'ann');
SELECT * FROM return_to_supplier(4, 1, 'late');
SELECT movement_type, batch_id, quantity, balance_after, reason, reference_id, actor FROM stock_movement WHERE movement_type = 'supplier_return' ORDER BY id;
SELECT try('return_to_supplier(1, 100, ''r'')');
SELECT try('return_to_supplier(1, 0, ''r'')');
SELECT try('return_to_supplier(1, -1, ''r'')');
SELECT try('return_to_supplier(1, 0.0001, ''r'')');
SELECT try('return_to_supplier(1, 1, NULL)');
SELECT try('return_to_supplier(77, 1, ''r'')');
SELECT try('return_to_supplier(NULL, 1, ''r'')');

-- Written off: what has expired, whatever its status; one outlet, one variation, or all.
SELECT set_batch_status(4, 'hold', 'r');
SELECT expire_batches(1, 1);
SELECT expire_batches(1, 1);
SELECT expire_batches(2);
SELECT expire_batches(variation_id => 9);
SELECT expire_batches();
SELECT expire_batches();
SELECT tenant_id, batch_id, quantity, balance_after, reason FROM stock_movement WHERE movement_type = 'expiry' ORDER BY id;
SELECT try('expire_batches(77)');
SELECT try('expire_batches(1, 77)');
SELECT try('expire_batches(1, 9)');
SELECT try('expire_batches(request_id => ''r'')');
BEGIN READ ONLY;
SELECT try('expire_batches()');
SELECT try('set_batch_status(1, ''hold'', ''r'')');
SELECT try('return_to_supplier(1, 1, ''r'')');
ROLLBACK;

SELECT * FROM on_hand;
SELECT * FROM check_promises();
-- What an owner changes of a batch past the functions is in the log, column by column.
SET primeinv.actor = 'dba';
UPDATE batch SET expiry_date = '2999-02-02', cost_price = 3.5 WHERE id = 1;
UPDATE batch SET expiry_date = NULL, status = 'recalled', batch_number = batch_number || '/x' WHERE id = 1;
UPDATE batch SET quantity = quantity WHERE id = 1;
SELECT event_type, event_data, actor FROM audit_log WHERE event_type = 'batch.updated' ORDER BY id;
SELECT try('log_event(1, ''batch.updated'')');
RESET primeinv.actor;

-- A load is counted in one go, whatever the statistics say: no place is read again for each other.
BEGIN;
INSERT INTO variation (tenant_id, id, product_id, name) SELECT 1, 5000 + n, 1, 'Load ' || n FROM generate_series(1, 5000) n;
SELECT pg_stat_get_xact_tuples_fetched('location_stock'::regclass) AS fetched, pg_stat_get_xact_tuples_returned('location_stock'::regclass) AS returned \gset
INSERT INTO batch (tenant_id, variation_id, outlet_id, batch_number, quantity) SELECT 1, 5000 + n, 1, 'L', 1 FROM generate_series(1, 5000) n;
SELECT pg_stat_get_xact_tuples_fetched('location_stock'::regclass) + pg_stat_get_xact_tuples_returned('location_stock'::regclass) - :fetched - :returned < 20 * 5000 AS linear;
SELECT count(*), sum(quantity), sum(sellable) FROM location_stock WHERE variation_id > 5000;
UPDATE batch SET quantity = 2, cost_price = 1 WHERE variation_id > 5000;
SELECT count(*), sum(quantity), sum(sellable) FROM location_stock WHERE variation_id > 5000;
SELECT count(*), sum(quantity) FROM stock_movement WHERE variation_id > 5000;
ROLLBACK;

\set ECHO none
\i :end
\set ECHO all
