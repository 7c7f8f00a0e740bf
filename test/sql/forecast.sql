-- Forecasts and proposals to order. Figures in comments are worked out by hand; how good they are is in docs/forecast.md.
\set VERBOSITY terse
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\set ECHO all
SET client_min_messages = error;
-- the quantiles, against tables: of the normal distribution, of Poisson's with mean 2 and 0.05, of the negative binomial with mean 2 and variance 6 (size 1: geometric)
SELECT round(normal_quantile(0.95)::numeric, 3) AS z95, round(normal_quantile(0.99)::numeric, 3) AS z99, round(normal_quantile(0.25)::numeric, 3) AS z25, round(normal_quantile(0.5)::numeric, 3) AS z50;
SELECT l.level, demand_quantile(2, 2, l.level) AS poisson, demand_quantile(0.05, 0.05, l.level) AS rare, demand_quantile(2, 6, l.level) AS geometric, round(demand_quantile(100, 400, l.level)::numeric, 1) AS normal
FROM unnest('{0.5,0.9,0.95,0.99,0.999}'::double precision[]) AS l (level);
SELECT demand_quantile(0, 0, 0.95), demand_quantile(60, 600, 0.999) > 60, demand_quantile(59.9, 5000, 0.95) BETWEEN 150 AND 260;

-- The same every day; nothing; nothing known; each day of the week its own, which is believed since nothing speaks against it.
SELECT * FROM forecast_of(array_fill(3::double precision, ARRAY[28]), array_fill(true, ARRAY[28]), '2026-03-02', 2);
SELECT * FROM forecast_of(array_fill(0::double precision, ARRAY[28]), array_fill(true, ARRAY[28]), '2026-03-02', 1);
SELECT * FROM forecast_of('{}', '{}', '2026-03-02', 1);
SELECT day, extract(isodow FROM day) AS weekday, mean FROM forecast_of(ARRAY(SELECT (n % 7)::double precision FROM generate_series(1, 84) n), array_fill(true, ARRAY[84]), '2026-03-02', 7);
-- days without stock are left out: the mean is what was sold on the others
SELECT mean FROM forecast_of('{4,0,4,0,4,0,4,0}', '{t,f,t,f,t,f,t,f}', '2026-03-02', 1);
-- a sale on a day without any stock at its beginning was seen
SELECT mean > 0 AS seen FROM forecast_of('{4,0}', '{f,f}', '2026-03-02', 1);
-- TSB: with every day without demand the mean is 0.95 of what it was; here after 10 and 40 of them
SELECT round(b.mean / a.mean, 2) AS after_10, round(c.mean / a.mean, 2) AS after_40
FROM forecast_of(array_fill(2::double precision, ARRAY[140]), array_fill(true, ARRAY[140]), '2026-03-02', 1) a,
	forecast_of(array_fill(2::double precision, ARRAY[140]) || array_fill(0::double precision, ARRAY[10]), array_fill(true, ARRAY[150]), '2026-03-02', 1) b,
	forecast_of(array_fill(2::double precision, ARRAY[140]) || array_fill(0::double precision, ARRAY[40]), array_fill(true, ARRAY[180]), '2026-03-02', 1) c;

-- 4 a day for 50 days at outlet 1, and none was there on the last 10: 4 a day is still the forecast.
INSERT INTO batch (tenant_id, id, outlet_id, variation_id, batch_number, quantity, cost_price, received_at) SELECT 1, 1, 1, 1, 'A', 0, 2, (o.today - 60 + time '08:00') AT TIME ZONE 'UTC' FROM outlet_today o WHERE o.outlet_id = 1;
INSERT INTO stock_movement (tenant_id, created_at, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role)
SELECT 1, CASE n WHEN 0 THEN (o.today - 60 + time '08:00') AT TIME ZONE 'UTC' ELSE (o.today - 61 + n + time '12:00') AT TIME ZONE 'UTC' END, 1, 1, 1, CASE n WHEN 0 THEN 'purchase' ELSE 'sale' END, CASE n WHEN 0 THEN 200 ELSE -4 END, 200 - 4 * n, 2, 'x', 'x'
FROM outlet_today o, generate_series(0, 50) AS n WHERE o.outlet_id = 1;
SELECT sync_ids() > 0 AS synced;
SELECT count(*), min(day) - o.today AS first, max(mean) AS highest, min(mean) AS lowest, max(standard_deviation) AS deviation FROM outlet_today o, forecast(1, 1) WHERE o.outlet_id = 1 GROUP BY o.today;
SELECT count(*) FROM forecast(1, 1, 366);
SELECT max(mean) FROM forecast(1, 2, 1);
SELECT max(mean) FROM forecast(2, 1, 1);

-- 8 days at 4 and no spread: 32, and Poisson has 42 for it at 0.95. A week more is 28.
SELECT variation_id, available, incoming, forecast, safety_stock, reorder_point, proposed, pack_size, lead_time_days, maximum_stock, product, variation FROM reorder_proposal(1);
INSERT INTO outlet_variation (tenant_id, outlet_id, variation_id, lead_time_days, pack_size) VALUES (1, 1, 1, 2, 12);
SELECT forecast, reorder_point, proposed, pack_size, lead_time_days FROM reorder_proposal(1);
SELECT forecast, reorder_point, proposed FROM reorder_proposal(1, 0.5);
SELECT forecast, reorder_point, proposed FROM reorder_proposal(1, 0.999);
-- no more than there is room for, nor what is on its way already
UPDATE outlet_variation SET maximum_stock = 40 WHERE variation_id = 1;
SELECT reorder_point, proposed, maximum_stock FROM reorder_proposal(1);
UPDATE outlet_variation SET on_order = 10 WHERE variation_id = 1;
SELECT available, incoming, reorder_point, proposed FROM reorder_proposal(1);
UPDATE outlet_variation SET on_order = 18 WHERE variation_id = 1;
SELECT incoming, reorder_point, proposed FROM reorder_proposal(1);
UPDATE outlet_variation SET on_order = NULL, maximum_stock = 5 WHERE variation_id = 1;
SELECT proposed FROM reorder_proposal(1);
SELECT add_stock(1, 13, 1) > 0 AS received;
SELECT available, proposed FROM reorder_proposal(1);
SELECT count(*) FROM reorder_proposal(2);
UPDATE variation SET is_active = false WHERE id = 1;
SELECT count(*) FROM reorder_proposal(1);

-- what the catalogue takes
INSERT INTO outlet_variation (tenant_id, outlet_id, variation_id, lead_time_days) VALUES (1, 2, 1, -1);
INSERT INTO outlet_variation (tenant_id, outlet_id, variation_id, lead_time_days) VALUES (1, 2, 1, 359);
INSERT INTO outlet_variation (tenant_id, outlet_id, variation_id, pack_size) VALUES (1, 2, 1, 0);
INSERT INTO outlet_variation (tenant_id, outlet_id, variation_id, pack_size) VALUES (1, 2, 1, 'NaN');
INSERT INTO outlet_variation (tenant_id, outlet_id, variation_id, on_order) VALUES (1, 2, 1, -1);

SELECT * FROM try('forecast(1, 77)');
SELECT * FROM try('forecast(77, 1)');
SELECT * FROM try('forecast(1, 9)');
SELECT * FROM try('forecast(NULL, 1)');
SELECT * FROM try('forecast(1, 1, 0)');
SELECT * FROM try('forecast(1, 1, 367)');
SELECT * FROM try('forecast(1, 1, NULL)');
SELECT * FROM try('reorder_proposal(77)');
SELECT * FROM try('reorder_proposal(NULL)');
SELECT * FROM try('reorder_proposal(1, 0.4)');
SELECT * FROM try('reorder_proposal(1, 1)');
SELECT * FROM try('reorder_proposal(1, NULL)');
SELECT * FROM try('reorder_proposal(1, ''NaN'')');
SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
