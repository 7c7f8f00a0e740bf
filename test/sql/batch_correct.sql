-- correct_batch and split_batch: batches that were keyed in wrong, or that turn out to be two.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\pset format unaligned
\pset tuples_only on
\set ECHO all

-- A date: the shelf's counter follows, and the number takes receipts of the right date only.
SELECT add_stock(1, 10, 1, 'SLIP', '2999-01-01', 25) AS slip, add_stock(1, 4, 1, 'OTHER', '2999-06-01', 3) AS other \gset
SELECT quantity, cost FROM deduct_stock(1, 2, 1);
SELECT correct_batch(:slip, 'typed 2999 for 2998', '2998-01-01');
SELECT try('add_stock(1, 1, 1, ''SLIP'', ''2999-01-01'')');
SELECT add_stock(1, 2, 1, 'SLIP', '2998-01-01', 25) = :slip;
SELECT correct_batch(:slip, 'it has expired', '2001-01-01');
SELECT get_available_stock(1, 1), quantity, sellable FROM location_stock WHERE outlet_id = 1 AND variation_id = 1;
SELECT try('deduct_stock(1, 5, 1)');
SELECT correct_batch(:slip, 'never', never_expires => true);
SELECT get_available_stock(1, 1);
SELECT batch FROM deduct_stock(1, 1, 1);
SELECT batch_number FROM get_fifo_batches(1, 1);
SELECT correct_batch(:slip, 'before the other one', '2999-05-31');
SELECT batch FROM deduct_stock(1, 1, 1);

-- A cost: what was sold keeps its own, what is sold from now on has the new one.
SELECT correct_batch(:slip, 'it is 2.50', cost_price => 2.5);
SELECT cost FROM deduct_stock(1, 1, 1);
SELECT m.unit_cost, m.quantity FROM stock_movement m WHERE m.batch_id = :slip ORDER BY m.id;
SELECT correct_batch(:slip, 'both', '2999-04-30', 2.75, false);
SELECT quantity, cost_price, expiry_date, status FROM batch WHERE id = :slip;
-- and what it cost at an instant is what goes out then
SELECT count(*) FROM deduct_stock(1, 0.5, 1, batch_id => :slip);
SELECT batch_cost_as_of(:slip, clock_timestamp());
-- a receipt that directly follows a correction, and the shelf's value at each instant: 10 at 5, then at 6, then 20 at 7, then 20 at 9
SELECT add_stock(1, 10, 2, 'VALUE', '2999-01-01', 5) AS value \gset
SELECT clock_timestamp() AS bought \gset
SELECT correct_batch(:value, 'wrong invoice', cost_price => 6);
SELECT clock_timestamp() AS corrected \gset
SELECT add_stock(1, 10, 2, 'VALUE', cost_price => 8) = :value AS same;
SELECT clock_timestamp() AS more \gset
SELECT cost_price FROM batch WHERE id = :value;
SELECT correct_batch(:value, 'dearer freight', cost_price => 9);
SELECT n, (stock_as_of(at, 2)).* FROM (VALUES (1, timestamptz :'bought'), (2, :'corrected'), (3, :'more'), (4, clock_timestamp())) v (n, at) ORDER BY n;
SELECT quantity, cost FROM deduct_stock(1, 1, 2);
SELECT n, (stock_as_of(at, 2)).value FROM (VALUES (1, timestamptz :'bought'), (2, :'corrected'), (3, :'more'), (4, clock_timestamp())) v (n, at) ORDER BY n;
-- and when all of it is gone and comes again
SELECT count(*) FROM deduct_stock(1, 19, 2);
SELECT correct_batch(:value, 'of what comes next', cost_price => 4);
SELECT add_stock(1, 2, 2, 'VALUE', cost_price => 3) = :value AS same;
SELECT cost_price, batch_cost_as_of(id, clock_timestamp()) FROM batch WHERE id = :value;
SELECT n, (stock_as_of(at, 2)).value FROM (VALUES (1, timestamptz :'bought'), (2, :'corrected'), (3, :'more'), (4, clock_timestamp())) v (n, at) ORDER BY n;
SELECT column_name, old, new FROM price_change WHERE batch_id = :value ORDER BY id;
-- an owner's UPDATE, too
UPDATE batch SET cost_price = 2.5 WHERE id = :value;
SELECT batch_cost_as_of(:value, clock_timestamp()), (SELECT count(*) FROM price_change WHERE batch_id = :value) AS changes;
-- no movement is written, but the log has all
SELECT count(*) FROM stock_movement WHERE batch_id = :slip;
SELECT description, actor, event_data - 'batch_id' FROM audit_log WHERE event_type = 'batch.corrected' ORDER BY id;
SELECT count(*) FROM audit_log WHERE event_type = 'batch.corrected' AND (event_data ->> 'batch_id')::bigint <> :slip;

-- Held, empty and expired batches are corrected, too; holds that go short are told of.
SELECT set_batch_status(:other, 'hold', 'look');
SELECT correct_batch(:other, 'held', '2999-07-01');
SELECT get_available_stock(1, 1);
SELECT set_batch_status(:other, 'available', 'looked');
SELECT quantity FROM return_to_supplier(:other, 3, 'all of it');
SELECT correct_batch(:other, 'empty', '2001-07-01', 4);
SELECT sellable, quantity FROM location_stock WHERE outlet_id = 1 AND variation_id = 1;
SELECT reserve_stock(1, 3, 1, 'cart') > 0;
SELECT correct_batch(:slip, 'expired after all', '2001-01-01');
SELECT kind, detail FROM stock_alert;
SELECT try('commit_cart(1, ''cart'')');
SELECT expire_batches(1);
SELECT correct_batch(:slip, 'it had not', '2999-01-01');

-- What is refused.
SELECT try('correct_batch(' || :slip || ', '' '', ''2999-01-01'')');
SELECT try('correct_batch(' || :slip || ', NULL, ''2999-01-01'')');
SELECT try('correct_batch(' || :slip || ', ''why'')');
SELECT try('correct_batch(' || :slip || ', ''why'', never_expires => NULL)');
SELECT try('correct_batch(' || :slip || ', ''why'', ''2999-01-01'', never_expires => true)');
SELECT try('correct_batch(' || :slip || ', ''why'', ''infinity'')');
SELECT try('correct_batch(' || :slip || ', ''why'', cost_price => -1)');
SELECT try('correct_batch(' || :slip || ', ''why'', cost_price => ''NaN'')');
SELECT try('correct_batch(' || :slip || ', ''why'', cost_price => 0.00001)');
SELECT try('correct_batch(0, ''why'', cost_price => 1)');
SELECT try('correct_batch(NULL, ''why'', cost_price => 1)');
BEGIN READ ONLY;
SELECT try('correct_batch(' || :slip || ', ''why'', cost_price => 1)');
SELECT try('split_batch(' || :slip || ', 1, ''X'', ''why'')');
ROLLBACK;

-- A split: the part goes out of one and into the other at cost; the sum stays.
SELECT add_stock(3, 10, 1, 'DELIVERY', '2999-01-01', 1.5, received_at => '2021-02-01 UTC') AS whole \gset
SELECT max(id) + 1 AS next FROM stock_movement \gset
SELECT split_batch(:whole, 2.5, 'DELIVERY/B', 'crushed', 'quarantine') AS part \gset
SELECT batch_number, quantity, cost_price, expiry_date, status, received_at AT TIME ZONE 'UTC' FROM batch WHERE id IN (:whole, :part) ORDER BY id;
SELECT movement_type, quantity, balance_after, unit_cost, reason, reference_id = 'split_' || :whole FROM ledger_from(:next);
SELECT quantity, sellable FROM location_stock WHERE outlet_id = 1 AND variation_id = 3;
-- without a status: the batch's; of a held and of an expired one, and all of one
SELECT split_batch(:part, 2.5, 'DELIVERY/C', 'other shelf') AS last \gset
SELECT batch_number, quantity, status FROM batch WHERE id IN (:part, :last) ORDER BY id;
SELECT correct_batch(:last, 'old', '2001-01-01');
SELECT split_batch(:last, 1, 'DELIVERY/D', 'to see', 'available') AS old \gset
SELECT status, expiry_date FROM batch WHERE id = :old;
SELECT quantity, sellable FROM location_stock WHERE outlet_id = 1 AND variation_id = 3;
-- holds that go short are told of
UPDATE variation SET is_active = true WHERE id = 3;
SELECT reserve_stock(3, 7, 1, 'three') > 0;
SELECT split_batch(:whole, 3, 'DELIVERY/E', 'wet', 'recalled') > 0;
SELECT kind, detail FROM stock_alert WHERE variation_id = 3;
-- exactly once
SELECT split_batch(:whole, 0.5, 'DELIVERY/F', 'one', request_id => 's1') = split_batch(:whole, 0.500, 'DELIVERY/F', 'one', request_id => 's1');
SELECT correct_batch(:whole, 'one', cost_price => 2, request_id => 's1'), correct_batch(:whole, 'one', cost_price => 2.0, request_id => 's1');
SELECT count(*) FROM audit_log WHERE event_type = 'batch.corrected' AND description = 'one';
SELECT try('split_batch(' || :whole || ', 100, ''X'', ''why'')');
SELECT try('split_batch(' || :whole || ', 0, ''X'', ''why'')');
SELECT try('split_batch(' || :whole || ', -1, ''X'', ''why'')');
SELECT try('split_batch(' || :whole || ', 0.0001, ''X'', ''why'')');
SELECT try('split_batch(' || :whole || ', 1, ''DELIVERY'', ''why'')');
SELECT try('split_batch(' || :whole || ', 1, ''DELIVERY/C'', ''why'')');
SELECT try('split_batch(' || :whole || ', 1, '''', ''why'')');
SELECT try('split_batch(' || :whole || ', 1, repeat(''x'', 300), ''why'')');
SELECT try('split_batch(' || :whole || ', 1, ''X'', '''')');
SELECT try('split_batch(' || :whole || ', 1, ''X'', ''why'', ''expired'')');
SELECT try('split_batch(' || :whole || ', NULL, ''X'', ''why'')');
SELECT try('split_batch(77777, 1, ''X'', ''why'')');
-- only a manager
CREATE ROLE c_app;
SELECT grant_tenant('c_app', 1, 'app');
SET ROLE c_app;
SELECT correct_batch(:whole, 'why', cost_price => 1);
SELECT split_batch(:whole, 1, 'X', 'why');
SELECT count(*) FROM set_available_stock(3, 1, 1, 'why');
RESET ROLE;
SELECT revoke_tenant('c_app', 1);
DROP ROLE c_app;

SELECT * FROM check_promises();
SELECT * FROM verify_ledger();
\set ECHO none
\i :end
\set ECHO all
