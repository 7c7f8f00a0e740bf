-- # Two people count the milk with scanners, and then receive by one
-- The case in the cellar and the bottles on the shelf are scanned at once, each scan adds to one line. A GS1 code would choose the batch by its lot.
\set ECHO none
UPDATE variation SET barcode = '4006381333931' WHERE id = :milk;
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator, barcode) VALUES (:tenant, :milk, 'case of 6', 6, '10614141000415');
SELECT create_stock_take(:main, 'milk', actor => 'Ann') AS take \gset
SELECT ceil(quantity / 6 - 1)::int AS cases, quantity - 6 * ceil(quantity / 6 - 1) AS bottles FROM location_stock WHERE outlet_id = :main AND variation_id = :milk \gset
\set ECHO queries
SELECT count_barcode(:take, '10614141000415', :cases, actor => 'Ann') AS line \gset
SELECT count_barcode(:take, '4006381333931', :bottles, actor => 'Ben') = :line AS same_line;
-- Ben's thumb slips, and he scans a bottle twice; after a look at the log the count is set right.
SELECT count_barcode(:take, '4006381333931', actor => 'Ben') = :line AS same_line;
SELECT event_type, actor, event_data -> 'from' AS "from", event_data -> 'to' AS "to" FROM audit_log
WHERE (event_data ->> 'stock_take_id')::bigint = :take AND event_type = 'stock_take.counted' ORDER BY id;
SELECT count_item(:take, :milk, -1 + (SELECT counted_quantity FROM stock_take_item WHERE id = :line), notes => 'one scanned twice', actor => 'Ben') = :line AS same_line;
\set ECHO none
SET client_min_messages = error;
\set ECHO queries
SELECT complete_stock_take(:take, actor => 'Ann') > 0 AS others_were_not_counted;
SELECT reconcile_stock_take(:take, actor => 'Mo') AS adjustments;
-- New milk comes in: lot and date are in the code, nobody types them.
SELECT receive_scan(:main, '(01)10614141000415(17)' || to_char(current_date + 8, 'YYMMDD') || '(10)L-77', 2, 6.60) AS scanned \gset
SELECT batch_number, expiry_date - current_date AS days, quantity, cost_price FROM batch WHERE id = :scanned;
-- One case is crushed: it is split off, and cannot be sold.
SELECT split_batch(:scanned, 6, 'L-77/B', 'crushed', 'quarantine', actor => 'Mo') AS crushed \gset
SELECT batch_number, quantity, status FROM batch WHERE id IN (:scanned, :crushed) ORDER BY id;
\set ECHO none
SELECT return_to_supplier(:crushed, 6, 'crushed'), deduct_stock(:milk, 6, :main, 'adjustment', 'taken back', batch_id => :scanned) \g /dev/null
RESET client_min_messages;
\set ECHO none
