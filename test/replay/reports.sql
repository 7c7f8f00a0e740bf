-- After the replay: what the reports say against the file itself, which was counted by other programs into the table counted.
-- Of each kind of goods as many were received as were sold, ten more that expire in 40 days, and five that expired 3 days ago, at 1.25.
\pset footer off
ANALYZE;
SET search_path = public, primeinv;
SELECT id AS outlet, time_zone FROM outlet \gset
SELECT today FROM outlet_today \gset
SELECT count(*) AS kinds, sum(sold) AS sold FROM counted \gset
SELECT max(created_at) AS received FROM stock_movement WHERE movement_type = 'purchase' \gset
CREATE TEMP TABLE fact AS
	SELECT v.id AS variation_id, c.goods, c.sold, c.sold + 15 AS received FROM counted c JOIN product p ON p.name = c.goods JOIN variation v ON v.product_id = p.id;

-- A report's rows against the facts' rows: what only one of them has.
CREATE TEMP TABLE difference (report text, row_of_report text);
CREATE TEMP TABLE asked (report text);
CREATE FUNCTION pg_temp.compare(report text, says text, facts text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO asked VALUES (report);
	EXECUTE format('INSERT INTO difference SELECT %L, r::text FROM ((%s) EXCEPT ALL (%s)) r UNION ALL SELECT %L, r::text FROM ((%s) EXCEPT ALL (%s)) r',
		report, says, facts, report || ', missing', facts, says);
END $$;

SET client_min_messages = warning;
SELECT pg_temp.compare('the goods', 'SELECT goods, sold FROM fact', 'TABLE counted') \g /dev/null
SELECT pg_temp.compare('stock_level', 'SELECT variation_id, product, on_hand, expired, held, reserved, available, value, level FROM stock_level',
	'SELECT variation_id, goods, 15.0, 5.0, 0.0, 0.0, 10.0, 18.75, ''normal'' FROM fact') \g /dev/null
SELECT pg_temp.compare('stock_dashboard', 'SELECT items, low_stock, out_of_stock, expiring_7, expiring_30, expired, total_value FROM stock_dashboard',
	'SELECT count(*), 0, 0, 0, 0, count(*), count(*) * 18.75 FROM fact') \g /dev/null
SELECT pg_temp.compare('batch_status', 'SELECT variation_id, quantity, days_to_expiry, value, level FROM batch_status',
	'SELECT variation_id, 10.0, 40, 12.50, ''ok'' FROM fact UNION ALL SELECT variation_id, 5.0, -3, 6.25, ''expired'' FROM fact') \g /dev/null
SELECT pg_temp.compare('get_expiring_soon', 'SELECT variation_id, quantity FROM get_expiring_soon(40)', 'SELECT variation_id, 10.0 FROM fact') \g /dev/null
SELECT pg_temp.compare('get_fifo_batches', 'SELECT f.variation_id, b.quantity FROM fact f, get_fifo_batches(f.variation_id, ' || :outlet || ') b', 'SELECT variation_id, 10.0 FROM fact') \g /dev/null
SELECT pg_temp.compare('explain_deduction', 'SELECT f.variation_id, b.take, b.reason FROM fact f, explain_deduction(f.variation_id, 4, ' || :outlet || ') b',
	'SELECT variation_id, 0.0, ''expired'' FROM fact UNION ALL SELECT variation_id, 4.0, NULL FROM fact') \g /dev/null
SELECT pg_temp.compare('stock_valuation', 'SELECT variation_id, quantity, value_at_cost, weighted_average_cost, value_at_average FROM stock_valuation',
	'SELECT variation_id, 15.0, 18.75, 1.25, 18.75 FROM fact') \g /dev/null
SELECT pg_temp.compare('audit_report', format('SELECT * FROM audit_report(%L, %L, %s)', :'today'::date - 1, :'today'::date + 1, :outlet),
	'SELECT goods || '' - Piece'', 0, received, sold, 0, 0, 0, 0, 0, 0, 0, received - sold, 15, variation_id FROM fact') \g /dev/null
SELECT pg_temp.compare('audit_report_json', format('SELECT key, value FROM jsonb_each(audit_report_json(%L, %L))', :'today'::date - 1, :'today'::date + 1),
	'SELECT goods || '' - Piece'', jsonb_build_object(''opening'', 0, ''purchases'', received, ''sales'', sold, ''returns'', 0, ''adjustments'', 0, ''damage'', 0,
		''expired'', 0, ''transfers_in'', 0, ''transfers_out'', 0, ''supplier_returns'', 0, ''net_change'', received - sold, ''closing'', 15) FROM fact') \g /dev/null
SELECT pg_temp.compare('stock_as_of now', 'SELECT variation_id, quantity, value FROM stock_as_of(clock_timestamp())', 'SELECT variation_id, 15, 18.75 FROM fact') \g /dev/null
SELECT pg_temp.compare('stock_as_of before the first sale', format('SELECT variation_id, quantity, value FROM stock_as_of(%L)', :'received'),
	'SELECT variation_id, received, received * 1.25 FROM fact') \g /dev/null
SELECT pg_temp.compare('stock_movement_history', 'SELECT product, movement_type, sum(quantity), sum(value) FROM stock_movement_history GROUP BY 1, 2',
	'SELECT goods, ''purchase'', received, received * 1.25 FROM fact UNION ALL SELECT goods, ''sale'', -sold, -sold * 1.25 FROM fact') \g /dev/null
SELECT pg_temp.compare('cogs_by_batch', 'SELECT product, sum(units_sold), sum(cost_of_goods_sold), sum(units_without_price) FROM cogs_by_batch GROUP BY 1',
	'SELECT goods, sold, sold * 1.25, sold FROM fact') \g /dev/null
SELECT pg_temp.compare('trace_batch', 'SELECT b.variation_id, sum(t.quantity), -sum(t.quantity) FILTER (WHERE t.movement_type = ''sale'') FROM batch b, trace_batch(b.id) t GROUP BY 1',
	'SELECT variation_id, 15.0, sold FROM fact') \g /dev/null
SELECT pg_temp.compare('movement_completeness', 'SELECT changes - (SELECT count(*) FROM batch), movements, missing, completeness_pct FROM movement_completeness',
	'SELECT sum(sold), sum(sold) + (SELECT count(*) FROM batch), 0, 100 FROM fact') \g /dev/null
SELECT pg_temp.compare('find_variation', 'SELECT f.goods, (SELECT product FROM find_variation(f.goods) LIMIT 1) FROM fact f', 'SELECT goods, goods FROM fact') \g /dev/null
SELECT pg_temp.compare('low_stock, no thresholds', 'SELECT variation_id FROM low_stock', 'SELECT variation_id FROM fact WHERE false') \g /dev/null

-- and what they say once there are thresholds, and the expired ones are written off
UPDATE variation SET low_stock_threshold = 12 WHERE id % 2 = 0;
SELECT pg_temp.compare('low_stock', 'SELECT variation_id, available, threshold, shortfall, level FROM low_stock', 'SELECT variation_id, 10, 12, 2, ''low'' FROM fact WHERE variation_id % 2 = 0') \g /dev/null
SELECT expire_batches(:outlet) AS written_off \gset
SELECT pg_temp.compare('expiry_waste', 'SELECT product, month, units, value, share_of_purchases FROM expiry_waste',
	format('SELECT goods, date_trunc(''month'', %L::date)::date, 5, 6.25, round(100 * 6.25 / (received * 1.25), 2) FROM fact', :'today')) \g /dev/null
SELECT pg_temp.compare('audit_report with the write-off', format('SELECT sum(expired), sum(net_change), sum(closing), count(*) FROM audit_report(%L, %L)', :'today'::date - 1, :'today'::date + 1),
	'SELECT 5 * count(*), 10 * count(*), 10 * count(*), count(*) FROM fact') \g /dev/null
RESET client_min_messages;

SELECT (SELECT count(*) FROM asked) AS reports_compared, :kinds AS kinds_of_goods, :sold AS sold_by_the_file, (SELECT count(*) FROM difference) AS differences;
SELECT count(*) > 0 AS broken FROM difference \gset
\if :broken
SELECT * FROM difference ORDER BY 1, 2 LIMIT 40;
DO $$ BEGIN RAISE 'reports and file differ'; END $$;
\endif
