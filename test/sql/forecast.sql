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
-- however few and lumpy: 0.999 is reached; what was sold once by the million has no terms by the million
SELECT count(*), count(demand_quantile(m, v * m, l)) AS reached FROM unnest('{0.001,0.05,1,8,60}'::double precision[]) m, unnest('{0.5,3,100,1000,100000}'::double precision[]) v, unnest('{0.5,0.95,0.999}'::double precision[]) l;
SELECT l.level, round(demand_quantile(30, 6e4, l.level)::numeric) AS lumpy, round(demand_quantile(50, 1e12, l.level)::numeric) AS once FROM unnest('{0.5,0.95,0.999}'::double precision[]) AS l (level);
SELECT demand_quantile(0, 0, 0.95), demand_quantile(60, 600, 0.999) > 60, demand_quantile(59.9, 5000, 0.95) BETWEEN 150 AND 260;

-- The same every day; nothing; nothing known; each day of the week its own, which is believed since nothing speaks against it.
SELECT * FROM forecast_of(array_fill(3::double precision, ARRAY[28]), array_fill(true, ARRAY[28]), '2026-03-02', 2);
SELECT * FROM forecast_of(array_fill(0::double precision, ARRAY[28]), array_fill(true, ARRAY[28]), '2026-03-02', 1);
SELECT * FROM forecast_of('{}', '{}', '2026-03-02', 1);
SELECT day, extract(isodow FROM day) AS weekday, mean FROM forecast_of(ARRAY(SELECT (n % 7)::double precision FROM generate_series(1, 84) n), array_fill(true, ARRAY[84]), '2026-03-02', 7);
-- A shop with goods on all days that is shut on Sundays, or on Mondays and Tuesdays, and sells 10 on the others: 10 it is (and nearly nothing).
SELECT shut, extract(isodow FROM day) AS weekday, mean FROM unnest('{{0,0},{1,2}}'::integer[]) WITH ORDINALITY AS s (shut, n)
	CROSS JOIN LATERAL forecast_of(ARRAY(SELECT CASE WHEN d % 7 = s.shut THEN 0 ELSE 10 END FROM generate_series(1, 182) d), array_fill(true, ARRAY[182]), '2026-03-02', 7) WHERE n IN (1, 3);
-- known for three days; once in half a year, and long ago; for longer than weights have digits
SELECT 'new' AS goods, round(mean, 1) AS mean FROM forecast_of('{2,0,4}', '{t,t,t}', '2026-03-02', 1)
UNION ALL SELECT 'once', mean FROM forecast_of(array_fill(0::double precision, ARRAY[3]) || 6::double precision || array_fill(0::double precision, ARRAY[178]), array_fill(true, ARRAY[182]), '2026-03-02', 1)
UNION ALL SELECT 'ever', round(mean) FROM forecast_of(array_fill(5::double precision, ARRAY[20000]), array_fill(true, ARRAY[20000]), '1970-01-05', 1);
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

-- Milk, 5 a day for 15 days: 30 are left that can be sold for three days more, which takes 15 of them, and 20 that keep. 35 count.
INSERT INTO batch (tenant_id, id, outlet_id, variation_id, batch_number, quantity, cost_price, received_at, expiry_date)
SELECT 1, b.id, 1, 2, b.id, b.left, 1, (o.today - 15 + time '08:00') AT TIME ZONE 'UTC', o.today + b.keeps FROM outlet_today o, (VALUES (20, 30, 3), (21, 20, 40)) AS b (id, "left", keeps) WHERE o.outlet_id = 1;
INSERT INTO stock_movement (tenant_id, created_at, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role)
SELECT 1, (o.today - 15 + m.day + time '12:00') AT TIME ZONE 'UTC', 2, 1, m.batch, CASE WHEN m.quantity > 0 THEN 'purchase' ELSE 'sale' END, m.quantity, m.balance, 1, 'x', 'x'
FROM outlet_today o, (SELECT n AS day, 20 AS batch, -5 AS quantity, 100 - 5 * n AS balance FROM generate_series(0, 14) n UNION ALL VALUES (0, 20, 105, 105), (0, 21, 20, 20)) m WHERE o.outlet_id = 1 ORDER BY m.balance DESC;
SELECT sync_ids() > 0 AS synced;
SELECT available, expiring, forecast, reorder_point, proposed FROM reorder_proposal(1);
-- of a delivery that comes before they expire, of one at once, of one in a year; and 45 that a cart holds are sold first
INSERT INTO outlet_variation (tenant_id, outlet_id, variation_id, lead_time_days) VALUES (1, 1, 2, 2);
SELECT available, expiring, forecast, reorder_point, proposed FROM reorder_proposal(1);
UPDATE outlet_variation SET lead_time_days = 0 WHERE variation_id = 2;
SELECT available, expiring, forecast, reorder_point, proposed FROM reorder_proposal(1);
UPDATE outlet_variation SET lead_time_days = 358 WHERE variation_id = 2;
SELECT available, expiring, forecast, reorder_point >= forecast AS covered, proposed > 1700 AS much FROM reorder_proposal(1);
UPDATE outlet_variation SET lead_time_days = NULL WHERE variation_id = 2;
BEGIN;
SELECT reserve_stock(2, 45, 1, 'cart') > 0 AS reserved;
SELECT available, expiring, proposed FROM reorder_proposal(1);
ROLLBACK;
-- 20 that are recalled are not there, and were there until today
SELECT set_batch_status(21, 'recalled', 'glass') \g /dev/null
SELECT available, expiring, proposed FROM reorder_proposal(1);
SELECT count(*) FILTER (WHERE without_stock) AS without_stock, min(opening) AS least FROM outlet_today o, demand(1, 2, o.today - 10, o.today) WHERE o.outlet_id = 1;
-- what is held for five days now could not be sold on four of them
INSERT INTO batch (tenant_id, id, outlet_id, variation_id, batch_number, quantity, cost_price, status, received_at, updated_at)
SELECT 1, 22, 2, 2, 'H', 8, 1, 'quarantine', (o.today - 20 + time '03:00') AT TIME ZONE 'UTC', (o.today - 5 + time '03:00') AT TIME ZONE 'UTC' FROM outlet_today o WHERE o.outlet_id = 2;
INSERT INTO stock_movement (tenant_id, created_at, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role)
SELECT 1, (o.today - 20 + time '03:00') AT TIME ZONE 'UTC', 2, 2, 22, 'purchase', 8, 8, 1, 'x', 'x' FROM outlet_today o WHERE o.outlet_id = 2;
SELECT count(*) FILTER (WHERE NOT without_stock) AS with_stock, o.today - max(day) FILTER (WHERE NOT without_stock) AS last, max(opening) FROM outlet_today o, demand(2, 2, o.today - 30, o.today - 1) WHERE o.outlet_id = 2 GROUP BY o.today;

-- As much as a batch can hold at the highest cost, twice on a day: no report fails by it.
INSERT INTO product (tenant_id, id, name) VALUES (1, 21, 'Sugar');
INSERT INTO variation (tenant_id, id, product_id, name) VALUES (1, 21, 21, 'Loose');
INSERT INTO batch (tenant_id, id, outlet_id, variation_id, batch_number, quantity, cost_price, received_at)
SELECT 1, 30 + n, 2, 21, n, 0, 99999999999.9999, (o.today - 4 + time '03:00') AT TIME ZONE 'UTC' FROM outlet_today o, generate_series(1, 2) n WHERE o.outlet_id = 2;
INSERT INTO stock_movement (tenant_id, created_at, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role)
SELECT 1, (o.today - 4 + time '03:00') AT TIME ZONE 'UTC', 21, 2, 30 + n, t.type, t.sign * 999999999999.999, CASE t.sign WHEN 1 THEN 999999999999.999 ELSE 0 END, 99999999999.9999, 'x', 'x'
FROM outlet_today o, generate_series(1, 2) n, (VALUES ('purchase', 1), ('sale', -1)) AS t (type, sign) WHERE o.outlet_id = 2 ORDER BY n, t.sign DESC;
SELECT sync_ids() > 0 AS synced;
SELECT sum(d.quantity) FROM outlet_today o, demand(2, 21, o.today - 9, o.today) d WHERE o.outlet_id = 2;
INSERT INTO outlet_variation (tenant_id, outlet_id, variation_id, lead_time_days, pack_size) VALUES (1, 2, 21, 358, 0.001);
SELECT proposed > 1e14 AS much, pack_size FROM reorder_proposal(2) WHERE variation_id = 21;
UPDATE outlet_variation SET pack_size = 999999999999.999, lead_time_days = 0 WHERE variation_id = 21;
SELECT proposed > 1e13 AS much, pack_size FROM reorder_proposal(2) WHERE variation_id = 21;
UPDATE outlet_variation SET pack_size = 5, maximum_stock = 0 WHERE variation_id = 21;
SELECT proposed FROM reorder_proposal(2) WHERE variation_id = 21;
SELECT a.units_sold, a.class, a.cost_of_goods_sold > 1e23 AS dear FROM outlet_today o, abc_class(o.today - 9, o.today, 2) a WHERE o.outlet_id = 2 AND a.variation_id = 21;
SELECT t.units_sold, t.turnover IS NULL AS never_lay, t.days_of_stock FROM outlet_today o, stock_turnover(o.today - 9, o.today, 2) t WHERE o.outlet_id = 2 AND t.variation_id = 21;
SELECT (SELECT count(*) FROM count_due(2)) AS due, (SELECT count(*) FROM slow_movers(1, 2)) AS slow, (SELECT count(*) > 5 FROM outlet_today o, kpi(o.today - 9, o.today, 2) WHERE o.outlet_id = 2) AS measures;

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
SELECT * FROM try('reorder_proposal(1, 0)');
SELECT * FROM try('reorder_proposal(1, 0.4)');
SELECT * FROM try('reorder_proposal(1, 0.9999999)');
SELECT * FROM try('reorder_proposal(1, 1)');
SELECT * FROM try('reorder_proposal(1, NULL)');
SELECT * FROM try('reorder_proposal(1, ''NaN'')');
-- another tenant's reader, and a guest
CREATE ROLE regress_forecast;
SET ROLE regress_forecast;
SELECT * FROM try('primeinv.reorder_proposal(1)');
RESET ROLE;
SELECT grant_tenant('regress_forecast', 2, 'reader');
SET ROLE regress_forecast;
SELECT * FROM try('reorder_proposal(1)');
SELECT * FROM try('forecast(1, 1)');
SELECT * FROM try('demand(1, 1, ''2026-03-01'', ''2026-03-02'')');
SELECT count(*) FROM reorder_proposal(9);
RESET ROLE;
SELECT revoke_tenant('regress_forecast', 2);
DROP ROLE regress_forecast;
SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
