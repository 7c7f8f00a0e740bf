-- The lines of a stock take: counted in units, piece by piece, by scanning; taken out, explained; a stock take reopened.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\pset format unaligned
\pset tuples_only on
UPDATE tenant SET scale_barcodes = '20IIIIIPPPPPC 21IIIIIWWWWWC' WHERE id = 1;
UPDATE variation SET barcode = '4006381333931' WHERE id = 1;
UPDATE variation SET barcode = '09521234543213' WHERE id = 2;
INSERT INTO variation (tenant_id, id, product_id, name, barcode, price) VALUES (1, 20, 1, 'Loose', '2112345000008', 4);
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator, denominator, barcode) VALUES (1, 1, 'case', 6, 1, '10614141000415'), (1, 1, 'third', 1, 3, '95200002');
SELECT add_stock(1, 20, 1, 'R', '2999-01-01', 2) AS r, add_stock(2, 10, 1, 'ABC123', '2999-01-01', 1) AS abc, add_stock(2, 4, 1, 'XYZ', '2999-02-01', 1) AS xyz, add_stock(20, 3, 1, 'L') AS loose \gset
SELECT create_stock_take(1, 'shelves') AS take \gset
CREATE VIEW public.counted AS SELECT variation_id, batch_id, counted_quantity, expected_quantity, notes, variance_reason, actor FROM stock_take_item WHERE stock_take_id = (SELECT max(id) FROM stock_take) ORDER BY id;
\set ECHO all

-- In a unit; again replaces, add adds, and the last one's moment counts.
SELECT count_item(:take, 1, 2, unit => 'case', notes => 'top shelf') AS line \gset
SELECT * FROM counted;
SELECT count(*) FROM deduct_stock(1, 3, 1);
SELECT count_item(:take, 1, 1.5, add => true, actor => 'ben') = :line;
SELECT * FROM counted;
SELECT count_item(:take, 1, 0, add => true, notes => 'and the floor') = :line;
SELECT * FROM counted;
SELECT count_item(:take, 1, 17, add => NULL) = :line;
SELECT * FROM counted;
SELECT * FROM try(format('count_items(%s, ''[{"variation_id":1,"counted_quantity":2,"unit":"case","add":true},{"variation_id":20,"counted_quantity":1,"add":false}]'')', :take));
SELECT * FROM counted;
SELECT * FROM try('count_item(' || :take || ', 1, 1, unit => ''third'')');
SELECT * FROM try('count_item(' || :take || ', 1, 1, unit => ''crate'')');
SELECT * FROM try('count_item(' || :take || ', 1, 999999999999.999, add => true)');
SELECT * FROM try('count_item(' || :take || ', 9, 1, unit => ''crate'')');
SELECT * FROM try('count_items(' || :take || ', ''[{"variation_id":1,"counted_quantity":2,"add":"yes"}]'')');

-- What a scanner read is added: a barcode, a unit's, a weight, a price; a lot chooses the batch.
SELECT uncount_item(:line);
SELECT count_barcode(:take, '4006381333931') AS line \gset
SELECT count_barcode(:take, '4006381333931') = :line, count_barcode(:take, '10614141000415', 2) = :line;
SELECT count_barcode(:take, '2112345012346') > 0, count_barcode(:take, '2112345012346', 2) > 0;
SELECT count_barcode(:take, '(01)09521234543213(17)290101(10)ABC123') > 0, count_barcode(:take, '(01)09521234543213(17)290101(10)ABC123(30)5') > 0;
SELECT count_barcode(:take, 'https://id.example.org/01/09521234543213/10/XYZ?17=290101') > 0;
SELECT * FROM counted;
SELECT * FROM try('count_barcode(' || :take || ', ''(01)09521234543213(10)NEW'')');
SELECT * FROM try('count_barcode(' || :take || ', ''9521234543213'')');
SELECT * FROM try('count_barcode(' || :take || ', ''nothing'')');
SELECT * FROM try('count_barcode(' || :take || ', '''')');
SELECT * FROM try('count_barcode(' || :take || ', ''(01)09521234543210'')');
SELECT * FROM try('count_barcode(' || :take || ', repeat(''7'', 3000))');
SELECT * FROM try('count_barcode(' || :take || ', ''4006381333931'', 0)');
SELECT * FROM try('count_barcode(' || :take || ', ''4006381333931'', -1)');
SELECT * FROM try('count_barcode(' || :take || ', ''4006381333931'', NULL)');
SELECT * FROM try('count_barcode(' || :take || ', ''95200002'')');
SELECT * FROM try('count_barcode(' || :take || ', ''2112345012346'', 0.001)');
SELECT * FROM try('count_barcode(' || :take || ', ''2112345012346'', 999999999999)');
SELECT * FROM try('count_barcode(' || :take || ', NULL)');
SELECT * FROM try('count_barcode(77, ''4006381333931'')');
-- once, though the reply was lost
SELECT count_barcode(:take, '4006381333931', request_id => 'c1') = count_barcode(:take, '4006381333931', request_id => 'c1');
SELECT counted_quantity FROM stock_take_item WHERE id = :line;

-- Taken out, explained, described.
SELECT count_item(:take, 3, 7) AS wrong \gset
SELECT set_variance_reason(:wrong, 'miscounted'), set_variance_reason(:line, 'one behind the shelf');
SELECT uncount_item(:wrong, actor => 'cleo', request_id => 'u1');
SELECT uncount_item(:wrong, request_id => 'u1');
SELECT * FROM try('uncount_item(' || :wrong || ')');
SELECT * FROM try('set_variance_reason(' || :wrong || ', ''x'')');
SELECT * FROM try('set_variance_reason(' || :line || ', '' '')');
SELECT * FROM try('set_variance_reason(' || :line || ', NULL)');
SELECT * FROM try('uncount_item(NULL)');
SELECT update_stock_take(:take, 'shelves and floor');
SELECT description FROM stock_take WHERE id = :take;
SELECT update_stock_take(:take, NULL);
SELECT description IS NULL FROM stock_take WHERE id = :take;
SELECT update_stock_take(:take, 'shelves');
SELECT * FROM try('update_stock_take(77, ''x'')');
SELECT * FROM try('reopen_stock_take(' || :take || ')');
SET client_min_messages = error;
SELECT complete_stock_take(:take);
RESET client_min_messages;
SELECT * FROM try('uncount_item(' || :line || ')');
SELECT * FROM try('count_barcode(' || :take || ', ''4006381333931'')');
SELECT set_variance_reason(:line, 'behind the shelf');
SELECT reopen_stock_take(:take);
SELECT status, completed_at IS NULL FROM stock_take WHERE id = :take;
SELECT * FROM try('reconcile_stock_take(' || :take || ')');
SELECT count_barcode(:take, '4006381333931') = :line;
SET client_min_messages = error;
SELECT complete_stock_take(:take);
RESET client_min_messages;
-- What was said of a line before goes to the ledger, unless it is said otherwise now.
SELECT id AS lot FROM stock_take_item WHERE batch_id = :abc \gset
SELECT set_variance_reason(:lot, 'not this') \g /dev/null
SELECT reconcile_stock_take(:take, jsonb_build_array(jsonb_build_object('id', :lot, 'variance_reason', 'broken')));
SELECT variation_id, quantity, reason FROM stock_movement WHERE reference_id = 'stocktake_' || :take ORDER BY id;
SELECT variation_id, applied_quantity, variance_reason FROM stock_take_item WHERE stock_take_id = :take ORDER BY id;
SELECT * FROM try('reopen_stock_take(' || :take || ')');
SELECT * FROM try('update_stock_take(' || :take || ', ''x'')');
SELECT * FROM try('set_variance_reason(' || :line || ', ''x'')');
DELETE FROM stock_take_item WHERE id = :line;

-- Each step is in the log, with old and new count and without what was expected.
SELECT event_type, actor, event_data - 'stock_take_id' - 'stock_take_item_id' - 'outlet_id' FROM audit_log WHERE event_type LIKE 'stock_take.%' ORDER BY id;
SELECT count(*) FROM audit_log WHERE event_type LIKE 'stock_take.%' AND (event_data ->> 'stock_take_id')::bigint <> :take;
SELECT * FROM try('log_event(1, ''stock_take.counted'')');
SELECT create_stock_take(1) AS other \gset
SELECT cancel_stock_take(:other);
SELECT event_type FROM audit_log ORDER BY id DESC LIMIT 2;
-- Reconciling raises an alert, one an outlet.
SELECT kind, outlet_id, variation_id, detail, resolved_at IS NULL FROM stock_alert WHERE kind = 'stock_take';
SELECT (create_stock_take('{"outlet_id": 1, "items": [{"variation_id": 1, "physical_count": 16}, {"variation_id": 3, "physical_count": 0}]}'::jsonb) ->> 'id')::bigint AS last \gset
SELECT reconcile_stock_take(:last);
SELECT kind, outlet_id, detail FROM stock_alert WHERE kind = 'stock_take';
SELECT event_type FROM audit_log WHERE (event_data ->> 'stock_take_id')::bigint = :last ORDER BY id;
BEGIN READ ONLY;
SELECT * FROM try('uncount_item(' || :line || ')');
ROLLBACK;

SELECT * FROM check_promises();
\set ECHO none
DROP VIEW public.counted;
\i :end
\set ECHO all
