-- Stock takes: counting, completing, reconciling; both forms.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\pset format unaligned
\pset tuples_only on
SET timezone = 'America/Lima';
\set ECHO all

-- 1: a batch that never expires, 2: three batches of which one has expired and one is held
SELECT add_stock(1, 40, 1, 'A', NULL, 2);
SELECT add_stock(2, 10, 1, 'MAY', '2998-05-01', 1.5), add_stock(2, 10, 1, 'JUNE', '2998-06-01', 1.8);
SET client_min_messages = error;
SELECT add_stock(2, 4, 1, 'OLD', '2001-01-01', 1);
RESET client_min_messages;
SELECT set_batch_status(3, 'hold', 'looks odd');

-- A count by the whole: what is expected contains all that lies there, and the counter is not told.
SELECT create_stock_take(1, 'monday', actor => 'ann') AS take \gset
SELECT count_item(:take, 1, 45, notes => 'two shelves', actor => 'ann');
SELECT count_item(:take, 2, 20);
SELECT status, description, actor, operating_date = (now() AT TIME ZONE 'UTC')::date FROM stock_take;
SELECT id, variation_id, batch_id, expected_quantity, counted_quantity, difference, notes, actor FROM stock_take_item ORDER BY id;
-- drafts are not in the views
SELECT count(*) FROM stock_take_variance;
-- Again: replaced, and what is expected is that of now.
SELECT batch, quantity FROM deduct_stock(1, 3, 1);
SELECT count_item(:take, 1, 40);
SELECT id, expected_quantity, counted_quantity, notes, actor FROM stock_take_item WHERE variation_id = 1;
-- Counting goes on, and so does selling.
SELECT batch, quantity FROM deduct_stock(1, 30, 1);
SELECT complete_stock_take(:take);
SELECT stock_take_item_id, outlet, status, product, variation, batch, expected, counted, variance, variance_pct, reason, notes, total_items_counted, items_with_variance, positive_variance, negative_variance
FROM stock_take_variance ORDER BY stock_take_item_id;
SELECT outlet, stock_take_id, lines, lines_without_variance, accuracy FROM count_accuracy;
SELECT reconcile_stock_take(:take, '[{"id": 1, "variance_reason": "found in the cellar"}]');
SELECT status, completed_at >= created_at, reconciled_at >= completed_at FROM stock_take;
-- 7 were left, 3 were found: into a batch of its own, with the expiry and cost of what lies there; the shortage takes what expires first
SELECT * FROM on_hand;
SELECT * FROM ledger_from(7);
SELECT variance_reason FROM stock_take_item ORDER BY id;
SELECT event_type, event_data FROM audit_log WHERE event_type LIKE 'stock_take%';

-- By batch: each line moves its own batch, the expired one too.
SELECT create_stock_take(1, items => '[{"variation_id": 2, "batch_id": 2, "counted_quantity": "12.5"},
	{"variation_id": 2, "batch_id": 3, "physical_count": 8, "notes": "on hold"}, {"variation_id": 1, "counted_quantity": 10}]') AS take \gset
SELECT complete_stock_take(:take);
SELECT reconcile_stock_take(:take);
SELECT * FROM on_hand;
SELECT batch, expected, counted, variance, variance_pct, total_items_counted, items_with_variance, positive_variance, negative_variance
FROM stock_take_variance WHERE stock_take_id = :take ORDER BY stock_take_item_id;

-- An item that the outlet does not know: the shelf life from the day of the count there, the usual cost.
SELECT create_stock_take(2) AS take \gset
SELECT count_item(:take, 2, 6), count_item(:take, 1, 5);
SELECT complete_stock_take(:take);
SELECT reconcile_stock_take(:take);
SELECT variation_id, batch_number, expiry_date - (now() AT TIME ZONE 'Asia/Tokyo')::date, cost_price, quantity FROM batch WHERE outlet_id = 2 ORDER BY id;
-- Among those that have not expired, the soonest; retired goods are counted, too.
SET client_min_messages = error;
SELECT add_stock(3, 1, 1, 'LONG', '2998-09-01', 3), add_stock(3, 1, 1, 'SHORT', '2998-08-01', 4), add_stock(3, 1, 1, 'GONE', '2001-08-01', 5);
RESET client_min_messages;
SELECT create_stock_take(1, items => '[{"variation_id": 3, "counted_quantity": 4}]') AS take \gset
SET client_min_messages = error;
SELECT complete_stock_take(:take), reconcile_stock_take(:take);
RESET client_min_messages;
SELECT batch_number LIKE 'RECON-' || :take || '-%', expiry_date, cost_price, quantity FROM batch ORDER BY id DESC LIMIT 1;

-- A total loss, and a second take on the same day.
SELECT create_stock_take(1) AS take \gset
SELECT count_item(:take, 3, 0);
SELECT complete_stock_take(:take);
SELECT reconcile_stock_take(:take);
SELECT quantity FROM location_stock WHERE outlet_id = 1 AND variation_id = 3;

-- The shortage is more than is left: every such line, and nothing changes.
SELECT create_stock_take(1, items => '[{"variation_id": 1, "counted_quantity": 1}, {"variation_id": 3, "counted_quantity": 2},
	{"variation_id": 2, "batch_id": 2, "counted_quantity": 0.5}]') AS take \gset
SELECT complete_stock_take(:take);
SELECT count(*) FROM deduct_stock(1, 4, 1);
SELECT count(*) FROM deduct_stock(2, 2, 1);
SELECT * FROM try('reconcile_stock_take(' || :take || ')');
SELECT status FROM stock_take WHERE id = :take;
SELECT count(*) FROM stock_movement WHERE reference_id = 'stocktake_' || :take;
SELECT cancel_stock_take(:take);

-- Below what carts hold: applied, and the newest holds are told of.
INSERT INTO stock_reservation (tenant_id, variation_id, outlet_id, quantity, cart_session_id, actor, expires_at)
VALUES (1, 1, 1, 3, 'early', 'ann', '2999-01-01');
INSERT INTO stock_reservation (tenant_id, variation_id, outlet_id, quantity, cart_session_id, actor, expires_at)
VALUES (1, 1, 1, 2, 'late', 'ann', '2999-01-01');
SELECT create_stock_take(1, items => '[{"variation_id": 1, "counted_quantity": 4}]') AS take \gset
SET client_min_messages = error;
SELECT complete_stock_take(:take), reconcile_stock_take(:take);
RESET client_min_messages;
SELECT quantity, sellable, reserved FROM location_stock WHERE outlet_id = 1 AND variation_id = 1;
SELECT kind, reservation_id, detail FROM stock_alert;
SELECT get_available_stock(1, 1);

-- The JSON forms
SELECT create_stock_take('{"outlet_id": 2, "items": [{"variation_id": 1, "physical_count": 4.5}, {"variation_id": "2", "counted_quantity": "6"}]}'::jsonb);
SELECT max(id) AS take FROM stock_take \gset
SELECT min(id) AS line FROM stock_take_item WHERE stock_take_id = :take \gset
SELECT reconcile_stock_take(jsonb_build_object('stock_take_id', :take, 'items', jsonb_build_array(jsonb_build_object('id', :line, 'variance_reason', 'spilt'))));
SELECT movement_type, quantity, reason, reference_id = 'stocktake_' || :take FROM stock_movement ORDER BY id DESC LIMIT 1;
-- as a literal without a type
SELECT create_stock_take('{"outlet_id": 2, "items": []}') ->> 'status';
SELECT max(id) AS take FROM stock_take \gset
SELECT reconcile_stock_take('{"stock_take_id": ' || :take || '}');

-- Exactly once
SELECT create_stock_take(2, 'once', request_id => 'r1') = create_stock_take(2, 'once', request_id => 'r1');
SELECT max(id) AS take FROM stock_take \gset
SELECT count_item(:take, 1, 9, request_id => 'r1') = count_item(:take, 1, 9.000, request_id => 'r1');
SELECT * FROM count_items(:take, '[{"variation_id": 2, "counted_quantity": 1}]', request_id => 'r1');
SELECT * FROM count_items(:take, '[{"variation_id": 2, "counted_quantity": 1.0}]', request_id => 'r1');
SELECT * FROM try('count_item(' || :take || ', 1, 8, request_id => ''r1'')');
SELECT complete_stock_take(:take, request_id => 'r1'), complete_stock_take(:take, request_id => 'r1');
SELECT reconcile_stock_take(:take, request_id => 'r1'), reconcile_stock_take(:take, request_id => 'r1');
SELECT count(*) FROM stock_movement WHERE reference_id = 'stocktake_' || :take;
SELECT (create_stock_take('{"outlet_id": 2, "items": [], "request_id": "j1"}') -> 'id') = (create_stock_take('{"outlet_id": 2, "items": [], "request_id": "j1"}') -> 'id');

-- Counted twice, applied once: what another stock take has corrected since the count is in the books already.
INSERT INTO variation (tenant_id, id, product_id, name) VALUES (1, 21, 1, 'Twice'), (1, 22, 1, 'Twice by batch');
SELECT add_stock(21, 3, 1, 'T') AS t, add_stock(22, 5, 1, 'U') AS u, add_stock(22, 5, 1, 'V') AS v \gset
CREATE VIEW public.both_taken AS SELECT t.description, i.variation_id, b.batch_number, i.difference, i.applied_quantity
FROM stock_take_item i JOIN stock_take t ON t.id = i.stock_take_id LEFT JOIN batch b ON b.id = i.batch_id WHERE i.variation_id IN (21, 22) ORDER BY i.id;
SET client_min_messages = error;
SELECT create_stock_take(1, 'first', '[{"variation_id": 21, "counted_quantity": 10}]') AS first,
	create_stock_take(1, 'second', '[{"variation_id": 21, "counted_quantity": 10}]') AS second,
	create_stock_take(1, 'third', '[{"variation_id": 21, "counted_quantity": 11}]') AS third \gset
SELECT complete_stock_take(:first), complete_stock_take(:second), complete_stock_take(:third) \g /dev/null
SELECT reconcile_stock_take(:first), (SELECT quantity FROM location_stock WHERE outlet_id = 1 AND variation_id = 21);
SELECT count(*) FROM deduct_stock(21, 4, 1);
SELECT reconcile_stock_take(:second);
SELECT reconcile_stock_take(:third);
SELECT quantity FROM location_stock WHERE outlet_id = 1 AND variation_id = 21;
-- a count after the correction expects it, one that found no difference then takes the correction back
SELECT create_stock_take(1, 'after', '[{"variation_id": 21, "counted_quantity": 6}]') AS after, create_stock_take(1, 'none', '[{"variation_id": 21, "counted_quantity": 7}]') AS none \gset
SELECT complete_stock_take(:after), complete_stock_take(:none) \g /dev/null
SELECT reconcile_stock_take(:after);
SELECT reconcile_stock_take(:none);
-- by batch and as a whole: of its own batch, and of all
SELECT create_stock_take(1, 'batches', jsonb_build_array(jsonb_build_object('variation_id', 22, 'batch_id', :u, 'counted_quantity', 4), jsonb_build_object('variation_id', 22, 'batch_id', :v, 'counted_quantity', 7))) AS batches,
	create_stock_take(1, 'one batch', jsonb_build_array(jsonb_build_object('variation_id', 22, 'batch_id', :u, 'counted_quantity', 3))) AS one,
	create_stock_take(1, 'whole', '[{"variation_id": 22, "counted_quantity": 11}]') AS whole \gset
SELECT complete_stock_take(:batches), complete_stock_take(:one), complete_stock_take(:whole) \g /dev/null
SELECT reconcile_stock_take(:batches), reconcile_stock_take(:whole), reconcile_stock_take(:one);
RESET client_min_messages;
SELECT * FROM both_taken;
SELECT batch_number, quantity FROM batch WHERE variation_id IN (21, 22) ORDER BY id;
DROP VIEW public.both_taken;

-- What is refused
SELECT create_stock_take(1) AS draft \gset
SELECT create_stock_take(2) AS other \gset
SELECT complete_stock_take(:other);
SELECT * FROM try('create_stock_take(77)');
SELECT * FROM try('create_stock_take(NULL::bigint)');
SELECT * FROM try('create_stock_take(9, items => ''[{"variation_id": 1, "counted_quantity": 1}]'')');
SELECT * FROM try('create_stock_take(1, items => ''{}'')');
SELECT * FROM try('create_stock_take(''{"outlet_id": 1}''::jsonb)');
SELECT * FROM try('create_stock_take(''{"outlet_id": 1, "items": [], "status": "draft"}''::jsonb)');
SELECT * FROM try('create_stock_take(''{"outlet_id": 1, "items": [{"variation_id": 1, "count": 2}]}''::jsonb)');
SELECT * FROM try('count_item(999, 1, 1)');
SELECT * FROM try('count_item(' || :draft || ', 9, 1)');
SELECT * FROM try('count_item(' || :draft || ', 4, 1)');
SELECT * FROM try('count_item(' || :draft || ', 1, -1)');
SELECT * FROM try('count_item(' || :draft || ', 1, 1.0001)');
SELECT * FROM try('count_item(' || :draft || ', 1, ''NaN'')');
SELECT * FROM try('count_item(' || :draft || ', 1, NULL)');
SELECT * FROM try('count_item(' || :draft || ', 1, 1, 2)');
SELECT * FROM try('count_item(' || :draft || ', 1, 1, 999)');
SELECT * FROM try('count_item(' || :draft || ', 1, 1, 0)');
SELECT * FROM try('count_items(' || :draft || ', ''[{"variation_id": 1}]'')');
SELECT * FROM try('count_items(' || :draft || ', ''[{"variation_id": 1, "counted_quantity": 1, "physical_count": 1}]'')');
SELECT * FROM try('count_items(' || :draft || ', ''[{"variation_id": 1, "counted_quantity": 1}, {"variation_id": 2, "counted_quantity": 1}, {"variation_id": 1, "counted_quantity": 2}]'')');
SELECT * FROM try('count_items(' || :draft || ', ''[{"variation_id": 2, "counted_quantity": 1}, {"variation_id": 2, "batch_id": 2, "counted_quantity": 1}]'')');
SELECT count_item(:draft, 2, 1, 2);
SELECT * FROM try('count_item(' || :draft || ', 2, 1)');
SELECT * FROM try('count_item(' || :other || ', 2, 1)');
SELECT * FROM try('complete_stock_take(' || :other || ')');
SELECT * FROM try('complete_stock_take(999)');
SELECT * FROM try('reconcile_stock_take(' || :draft || ')');
SELECT * FROM try('reconcile_stock_take(' || :take || ')');
SELECT * FROM try('cancel_stock_take(' || :take || ')');
SELECT cancel_stock_take(:draft);
SELECT * FROM try('cancel_stock_take(' || :draft || ')');
SELECT * FROM try('count_item(' || :draft || ', 2, 1, 2)');
SELECT * FROM try('reconcile_stock_take(' || :other || ', ''[{"id": 1, "variance_reason": "x"}]'')');
SELECT create_stock_take('{"outlet_id": 2, "items": [{"variation_id": 1, "physical_count": 1}]}') -> 'items' -> 0 ->> 'id' AS line \gset
SELECT max(id) AS other FROM stock_take \gset
SELECT * FROM try('reconcile_stock_take(' || :other || ', ''[{"id": ' || :line || ', "variance_reason": "x"}, {"id": ' || :line || ', "variance_reason": "y"}]'')');
SELECT * FROM try('reconcile_stock_take(''{"stock_take_id": 999}''::jsonb)');
\set VERBOSITY sqlstate
BEGIN READ ONLY;
SELECT create_stock_take(1);
ROLLBACK;
\set VERBOSITY default

-- an id whose type nobody says; names of their own for JSON
PREPARE by_id AS SELECT create_stock_take($1);
EXECUTE by_id('2') \gset take_
SELECT jsonb_typeof(:'take_create_stock_take') AS bare, outlet_id, status FROM stock_take WHERE id = :take_create_stock_take;
SELECT cancel_stock_take(:take_create_stock_take) IS NOT NULL AS done;
SELECT create_stock_take_json('{"outlet_id": 2, "items": []}') ->> 'id' AS take \gset
SELECT reconcile_stock_take(:'take');
SELECT create_stock_take_json('{"outlet_id": 2, "items": [], "request_id": "j2"}') = create_stock_take('{"outlet_id": 2, "items": [], "request_id": "j2"}') AS once;
SELECT reconcile_stock_take_json(jsonb_build_object('stock_take_id', max(id))) FROM stock_take;
SELECT * FROM try('create_stock_take('' 999 '')');
SELECT * FROM try('create_stock_take(''-1'')');
SELECT * FROM try('create_stock_take(''99999999999999999999'')');
SELECT * FROM try('create_stock_take(NULL)');
SELECT * FROM try('reconcile_stock_take(NULL)');
SELECT * FROM try('create_stock_take_json(NULL)');
SELECT * FROM try('reconcile_stock_take_json(''{"stock_take": 1}'')');

-- 1,000 lines in one call
INSERT INTO variation (tenant_id, id, product_id, name) SELECT 1, 1000 + n, 1, 'No. ' || n FROM generate_series(1, 1000) n;
SELECT count(*) FROM add_stock_bulk(1, (SELECT jsonb_agg(jsonb_build_object('variation_id', 1000 + n, 'quantity', 10)) FROM generate_series(1, 900) n));
SELECT (create_stock_take(jsonb_build_object('outlet_id', 1, 'items', (SELECT jsonb_agg(jsonb_build_object('variation_id', 1000 + n, 'physical_count', 5 + n % 11)
	ORDER BY n DESC) FROM generate_series(1, 1000) n))) -> 'id') AS take \gset
SELECT total_items_counted, items_with_variance, positive_variance, negative_variance FROM stock_take_variance WHERE stock_take_id = :take LIMIT 1;
SELECT reconcile_stock_take(:take);
SELECT count(*) FROM location_stock l JOIN stock_take_item i USING (variation_id)
WHERE l.outlet_id = 1 AND i.stock_take_id = :take AND l.quantity <> i.counted_quantity;

-- the clock has been set back: a location is ahead of it, and so is what is counted and corrected there
SELECT create_stock_take(1) AS first \gset
SELECT create_stock_take(1) AS second \gset
SELECT count_item(:first, 1001, 2), count_item(:second, 1001, 2) \gset ahead_
UPDATE location_stock SET reserved_at = clock_timestamp() + '2 hours' WHERE outlet_id = 1 AND variation_id = 1001;
UPDATE stock_take_item SET counted_at = clock_timestamp() + '1 hour' WHERE stock_take_id IN (:first, :second);
SELECT complete_stock_take(:first), complete_stock_take(:second) \gset ahead_
SELECT reconcile_stock_take(:first) AS first, reconcile_stock_take(:second) AS second;
SELECT quantity FROM location_stock WHERE outlet_id = 1 AND variation_id = 1001;

SELECT * FROM verify_ledger();
SELECT * FROM check_promises();
\set ECHO none
\i :end
