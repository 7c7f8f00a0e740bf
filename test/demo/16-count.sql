-- # The shop is counted while it sells
-- Each line keeps what the books said at the moment of its count; the counter is not told. What is sold afterwards does not disturb it.
\set ECHO none
SELECT create_stock_take(:main, 'month end', actor => 'Ann') AS take \gset
\set ECHO queries
SELECT count_item(:take, :milk, 38, actor => 'Ann') AS line;
SELECT count_item(:take, :rice, 22, notes => 'one bag behind the freezer', actor => 'Ben') AS line;
SELECT batch, quantity FROM deduct_stock(:milk, 2, :main, reference_id => 'till 1');
SELECT complete_stock_take(:take) AS open_batches_not_counted;
SELECT product, expected, counted, variance, variance_pct FROM stock_take_variance WHERE stock_take_id = :take ORDER BY product;
-- Reconciling applies the differences, with the reasons given, to the stock as it is now.
SELECT reconcile_stock_take(:take, (SELECT jsonb_agg(jsonb_build_object('id', i.id, 'variance_reason', CASE WHEN i.difference > 0 THEN 'found' ELSE 'stolen or broken' END))
	FROM stock_take_item i WHERE i.stock_take_id = :take AND i.difference <> 0)) AS adjustments;
SELECT p.name AS product, b.batch_number AS batch, m.quantity, m.reason
FROM stock_movement m JOIN batch b ON b.id = m.batch_id JOIN variation v ON v.id = m.variation_id JOIN product p ON p.id = v.product_id
WHERE m.reference_id = 'stocktake_' || :'take' AND m.movement_type = 'adjustment' ORDER BY m.id;
SELECT outlet, lines, lines_without_variance, accuracy FROM count_accuracy;
\set ECHO none
