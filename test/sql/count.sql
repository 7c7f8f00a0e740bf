-- What to count next, the sheet for it, and what counts have shown. Figures in comments are worked out by hand.
\set VERBOSITY terse
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\set ECHO all
SET client_min_messages = error;
UPDATE tenant SET currency = 'EUR' WHERE id = 1;
UPDATE product SET category = 'Food' WHERE id = 1;
INSERT INTO product (tenant_id, id, name, category) SELECT 1, 10 + n, 'Goods ' || n, CASE WHEN n <= 3 THEN 'Small' END FROM generate_series(1, 6) n;
INSERT INTO variation (tenant_id, id, product_id, name, cost, sku, barcode) SELECT 1, 10 + n, 10 + n, 'One', 1, 'G' || n, '400' || n FROM generate_series(1, 6) n;
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator, barcode) VALUES (1, 11, 'case', 12, '5001'), (1, 11, 'bag', 3, NULL);
-- Sold at cost 1 in the last days: 70, 15, 8, 5, 2 and none of 100. A is 70 and 15, which crosses the 80; B is 8 and 5, which crosses the 95; C the rest.
SELECT count(*) FROM generate_series(1, 6) n, LATERAL add_stock(10 + n, 100, 1, 'L' || n, NULL, 1) b;
SELECT count(*) FROM unnest('{70,15,8,5,2}'::numeric[]) WITH ORDINALITY AS s (q, n), LATERAL deduct_stock(10 + n, q, 1) d;
SELECT a.* FROM outlet_today o, abc_class(o.today, o.today, 1) a WHERE o.outlet_id = 1;
SELECT class, count(*), sum(share) FROM outlet_today o, abc_class(o.today - 30, o.today) WHERE o.outlet_id = 1 GROUP BY 1 ORDER BY 1;
SELECT class, count(*), sum(share) FROM abc_class('2026-01-01', '2026-01-31', 1) GROUP BY 1;
SELECT count(*) FROM abc_class('2026-01-01', '2026-01-31', 2);

-- Nothing was ever counted: all is due.
SELECT variation_id, product, sku, barcode, category, class, last_counted, days_overdue FROM count_due(1);
-- 11 was counted 30 days ago (due today), 12 29, 13 90, 14 89, 15 180, 16 179; by the day of the count at the outlet
BEGIN;
INSERT INTO stock_take (tenant_id, id, outlet_id, status, operating_date, actor, created_at, completed_at) SELECT 1, 50 + n, 1, 'completed', o.today - d, 'ann',
	(o.today - d + time '12:00') AT TIME ZONE 'UTC', (o.today - d + time '12:30') AT TIME ZONE 'UTC' FROM outlet_today o, unnest('{30,29,90,89,180,179}'::integer[]) WITH ORDINALITY AS a (d, n) WHERE o.outlet_id = 1;
INSERT INTO stock_take_item (tenant_id, stock_take_id, variation_id, expected_quantity, counted_quantity, counted_at, actor)
SELECT 1, t.id, t.id - 40, 10, 10, t.created_at, 'ann' FROM stock_take t;
SELECT variation_id, class, o.today - last_counted AS ago, o.today - due_on AS since, days_overdue FROM outlet_today o, count_due(1) WHERE o.outlet_id = 1;
SELECT variation_id, class, days_overdue FROM count_due(1, 29, 89, 179);
SELECT count(*) FROM count_due(1, 31, 91, 181);
UPDATE stock_take SET status = 'cancelled' WHERE id = 52;
SELECT variation_id, last_counted FROM count_due(1, 31, 91, 181);
UPDATE variation SET is_active = false WHERE id = 12;
SELECT variation_id FROM count_due(1, 31, 91, 181);
SELECT set_stock_level(12, 0, 1, 'all gone') \g /dev/null
SELECT count(*) FROM count_due(1, 31, 91, 181);
ROLLBACK;

-- Elsewhere, one thing is all that is sold: it is A. Then equals: of 40, 40 and 20 the second reaches the 80, and the third begins there.
-- What is counted there, also in a count that is not finished, is due no more; here it is.
BEGIN;
SELECT count(*) FROM generate_series(11, 13) v, LATERAL add_stock(v, 100, 2, 'E' || v, NULL, 1) b;
SELECT count(*) FROM deduct_stock(11, 40, 2);
SELECT a.variation_id, share, cumulative_share, class FROM outlet_today o, abc_class(o.today, o.today, 2) a WHERE o.outlet_id = 2;
SELECT count(*) FROM unnest('{40,20}'::numeric[]) WITH ORDINALITY AS s (q, n), LATERAL deduct_stock(11 + n, q, 2) d;
SELECT a.variation_id, share, cumulative_share, class FROM outlet_today o, abc_class(o.today, o.today, 2) a WHERE o.outlet_id = 2;
SELECT count_item(create_stock_take(2), 12, 60) > 0 AS counted;
SELECT (SELECT array_agg(variation_id) FROM count_due(2)) AS there, 12 IN (SELECT variation_id FROM count_due(1)) AS here;
ROLLBACK;

-- The sheet says what to count, not how much should be there.
SELECT add_stock(11, 5, 1, 'OLD', current_date - 3, 1) > 0 AS expired;
SELECT line, variation_id, product, variation, sku, barcode, category, units, jsonb_path_query_array(batches, '$[*].batch_number') AS batches FROM count_sheet(1);
SELECT variation_id FROM count_sheet(1, 'Small');
SELECT variation_id FROM count_sheet(1, class => 'A'); -- with A's 70 and 15
SELECT variation_id FROM count_sheet(1, 'Small', 'B');
SELECT count(*) FROM count_sheet(1, 'Nothing');
SELECT count(*) FROM count_sheet(2);

-- A count: 2 too few of what cost 1, 3 too many of a batch that cost 5 (and the variation 1).
SELECT add_stock(14, 10, 1, 'DEAR', NULL, 5) AS dear \gset
SELECT create_stock_take(1, 'the shelf', actor => 'ann') AS take \gset
SELECT count_item(:take, 13, 90, actor => 'ann') AS thirteen, count_item(:take, 14, 13, :dear, 'behind the freezer', actor => 'ben') AS fourteen, count_item(:take, 15, 98) AS fifteen \gset
-- while it is a draft the counter is not told
SELECT jsonb_pretty(stock_take_json(:take) #- '{created_at}' #- '{operating_date}' #- '{items,0,counted_at}' #- '{items,1,counted_at}' #- '{items,2,counted_at}');
SELECT complete_stock_take(:take) >= 0 AS completed;
SELECT product, batch, expected, counted, variance, value, currency, reason FROM stock_take_variance WHERE stock_take_id = :take ORDER BY stock_take_item_id;
SELECT reconcile_stock_take(:take, jsonb_build_array(jsonb_build_object('id', :thirteen, 'variance_reason', 'stolen')));
SELECT i ->> 'id' IS NOT NULL AS has_id, i - '{id,batch_id,counted_at}'::text[] AS item FROM jsonb_array_elements(stock_take_json(:take) -> 'items') i;
SELECT stock_take_json(:take) -> 'variance_summary' AS summary, stock_take_json(:take) ->> 'status' AS status, stock_take_json(:take) ->> 'outlet' AS outlet, stock_take_json(:take) ->> 'description' AS description;
-- of nothing at all
SELECT create_stock_take(1) AS empty \gset
SELECT stock_take_json(:empty) -> 'items' AS items, stock_take_json(:empty) -> 'variance_summary' AS summary;
SELECT cancel_stock_take(:empty);

-- two takes of a day and one of another outlet
SELECT create_stock_take(1) AS second \gset
SELECT count_item(:second, 13, 91), complete_stock_take(:second) \g /dev/null
SELECT add_stock(13, 4, 2, 'T', NULL, 2.5) > 0 AS received, create_stock_take(2) AS third \gset
SELECT count_item(:third, 13, 4), complete_stock_take(:third) \g /dev/null
SELECT t.outlet, stock_takes, lines, lines_with_variance, accuracy, positive_variance, negative_variance, net_variance, value, absolute_value, t.day = o.today AS today
FROM count_variance_trend t JOIN outlet_today o USING (outlet_id) ORDER BY t.outlet_id;
-- what was said of them, each reason once; of a line without a variance it does not count
SELECT set_variance_reason(i.id, CASE i.variation_id WHEN 13 THEN 'miscounted' ELSE 'theft' END) FROM stock_take_item i WHERE i.stock_take_id IN (:second, :third) ORDER BY i.id \g /dev/null
SELECT outlet, reason FROM count_variance_trend ORDER BY outlet_id;

SELECT * FROM try('abc_class(''2026-03-02'', ''2026-03-01'')');
SELECT * FROM try('abc_class(''2026-03-01'', ''2026-03-01'', 77)');
SELECT * FROM try('count_due(77)');
SELECT * FROM try('count_due(NULL)');
SELECT * FROM try('count_due(1, 0)');
SELECT * FROM try('count_due(1, 30, -1)');
SELECT * FROM try('count_due(1, 30, 90, NULL)');
SELECT * FROM try('count_sheet(77)');
SELECT * FROM try('count_sheet(NULL)');
SELECT * FROM try('count_sheet(1, NULL, ''D'')');
SELECT * FROM try('stock_take_json(77)');
SELECT * FROM try('stock_take_json(NULL)');

-- another tenant's reader
CREATE ROLE regress_count;
SELECT grant_tenant('regress_count', 2, 'reader');
SET ROLE regress_count;
SELECT (SELECT count(*) FROM count_variance_trend) AS trend, (SELECT count(*) FROM abc_class('2000-01-01', '2999-01-01')) AS classes;
SELECT * FROM try('count_due(1)');
SELECT * FROM try('count_sheet(1)');
SELECT * FROM try(format('stock_take_json(%s)', :take));
RESET ROLE;
SELECT revoke_tenant('regress_count', 2);
DROP ROLE regress_count;

SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
