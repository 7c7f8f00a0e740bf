-- After the replay of sales: what the reports of sales say against the file, counted by other programs: a row for each thing in a basket.
-- Prices and taxes are those that price.sql gave; all were sold at a cost of 1.25, and five of each kind had expired.
\pset footer off
ANALYZE;
SET search_path = public, primeinv;
SELECT id AS outlet FROM outlet \gset
SELECT today FROM outlet_today \gset
CREATE TEMP TABLE fact AS
	SELECT c.basket, c.goods, p.category, v.id AS variation_id, v.price AS net, round(v.price * v.tax_rate / 100, 2) AS tax, c.basket % 40 = 11 AS credit
	FROM counted c JOIN product p ON p.name = c.goods JOIN variation v ON v.product_id = p.id;
CREATE TEMP TABLE fact_goods AS
	SELECT goods, category, variation_id, count(*) AS sold, sum(net) AS net, sum(tax) AS tax, sum(net + tax) AS gross, sum(1.25) AS cost FROM fact GROUP BY 1, 2, 3;

CREATE TEMP TABLE difference (report text, row_of_report text);
CREATE TEMP TABLE asked (report text);
CREATE FUNCTION pg_temp.compare(report text, says text, facts text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO asked VALUES (report);
	EXECUTE format('INSERT INTO difference SELECT %L, r::text FROM ((%s) EXCEPT ALL (%s)) r UNION ALL SELECT %L, r::text FROM ((%s) EXCEPT ALL (%s)) r',
		report, says, facts, report || ', missing', facts, says);
END $$;

SET client_min_messages = warning;
SELECT expire_batches(:outlet) \g /dev/null
SELECT pg_temp.compare('sale_line', 'SELECT product, category, sum(quantity), sum(net), sum(tax), sum(gross), sum(cost), sum(margin) FROM sale_line GROUP BY 1, 2',
	'SELECT goods, category, sold, net, tax, gross, cost, net - cost FROM fact_goods') \g /dev/null
SELECT pg_temp.compare('sales_by product', format('SELECT key, quantity, net, tax, gross, cost, margin, margin_pct FROM sales_by(%L::date - 1, %L, ''product'')', :'today', :'today'),
	'SELECT goods, sold, net, tax, gross, cost, net - cost, round(100 * (net - cost) / net, 2) FROM fact_goods') \g /dev/null
SELECT pg_temp.compare('sales_by category', format('SELECT key, quantity, net, gross, margin FROM sales_by(%L::date - 1, %L, ''category'', %s)', :'today', :'today', :outlet),
	'SELECT category, sum(sold), sum(net), sum(gross), sum(net - cost) FROM fact_goods GROUP BY 1') \g /dev/null
SELECT pg_temp.compare('sales_by method', format('SELECT key, sales, gross FROM sales_by(%L::date - 1, %L, ''method'')', :'today', :'today'),
	'SELECT CASE WHEN credit THEN ''CREDIT'' ELSE ''CASH'' END, count(DISTINCT basket), sum(net + tax) FROM fact GROUP BY 1') \g /dev/null
SELECT pg_temp.compare('sales_by ' || b.by || ', in all', format('SELECT sum(quantity), sum(net), sum(tax), sum(gross), sum(cost), sum(margin) FROM sales_by(%L::date - 1, %L, %L)', :'today', :'today', b.by),
	'SELECT sum(sold), sum(net), sum(tax), sum(gross), sum(cost), sum(net - cost) FROM fact_goods')
FROM unnest('{day,hour,weekday,actor,outlet}'::text[]) AS b (by) \g /dev/null
SELECT pg_temp.compare('daily_sales', 'SELECT sum(sales), sum(gross), sum(tax) FROM daily_sales', 'SELECT count(DISTINCT basket), sum(net), sum(tax) FROM fact') \g /dev/null
SELECT pg_temp.compare('receivables_ageing', 'SELECT count(*), sum(not_due), sum(balance), sum(sales) FROM receivables_ageing',
	'SELECT 5, sum(net + tax), sum(net + tax), count(DISTINCT basket) FROM fact WHERE credit') \g /dev/null
SELECT pg_temp.compare('waste', format('SELECT product, kind, units, value FROM waste(%L::date - 1, %L)', :'today', :'today'), 'SELECT p.name, ''expiry'', 5, 6.25 FROM product p') \g /dev/null
SELECT pg_temp.compare('receipts', 'SELECT count(*), sum((r ->> ''total'')::numeric), sum(jsonb_array_length(r -> ''items'')) FROM sale s, LATERAL receipt(s.id) r WHERE s.completed_at IS NOT NULL',
	'SELECT count(DISTINCT basket), sum(net + tax), count(*) FROM fact') \g /dev/null
SELECT pg_temp.compare('demand', format('SELECT f.variation_id, sum(d.quantity) FROM fact_goods f, LATERAL demand(%s, f.variation_id, %L::date - 1, %L) d GROUP BY 1', :outlet, :'today', :'today'), 'SELECT variation_id, sold FROM fact_goods') \g /dev/null
SELECT pg_temp.compare('abc_class', format('SELECT count(*), round(sum(units_sold)) FROM abc_class(%L::date - 1, %L)', :'today', :'today'),
	'SELECT (SELECT count(*) FROM product), count(*) - (SELECT sum(base_quantity) FROM refund_item) FROM fact') \g /dev/null
SELECT pg_temp.compare('kpi', format('SELECT measure, value FROM kpi(%L::date - 1, %L) WHERE measure IN (''sales'', ''net_sales'', ''movement_completeness'', ''expired_units_sold'', ''waste'')', :'today', :'today'),
	'SELECT ''sales'', count(DISTINCT basket)::numeric FROM fact UNION ALL SELECT ''net_sales'', sum(net) FROM fact UNION ALL SELECT ''movement_completeness'', 100 UNION ALL SELECT ''expired_units_sold'', 0
	UNION ALL SELECT ''waste'', 6.25 * count(*) FROM product') \g /dev/null
-- A rise, after all was sold: the dairy's goods by five percent.
UPDATE variation v SET price = round(v.price * 1.05, 2) FROM product p WHERE p.id = v.product_id AND p.category = 'Dairy';
SELECT pg_temp.compare('price_change', 'SELECT p.name, c.old, c.new FROM price_change c JOIN variation v ON v.id = c.variation_id JOIN product p ON p.id = v.product_id WHERE c.column_name = ''price''',
	'SELECT p.name, NULL::numeric, f.price FROM product p JOIN variation v ON v.product_id = p.id, LATERAL (SELECT (50 + v.id * 37 % 900) / 100.0 AS price) f
	UNION ALL SELECT p.name, f.price, round(f.price * 1.05, 2) FROM product p JOIN variation v ON v.product_id = p.id, LATERAL (SELECT (50 + v.id * 37 % 900) / 100.0 AS price) f WHERE p.category = ''Dairy''') \g /dev/null
RESET client_min_messages;

SELECT (SELECT count(*) FROM asked) AS reports_compared, (SELECT count(DISTINCT basket) FROM fact) AS sales_by_the_file, (SELECT sum(gross) FROM fact_goods) AS gross_by_the_file,
	(SELECT count(*) FROM difference) AS differences;
SELECT count(*) > 0 AS broken FROM difference \gset
\if :broken
SELECT * FROM difference ORDER BY 1, 2 LIMIT 40;
DO $$ BEGIN RAISE 'reports and file differ'; END $$;
\endif
