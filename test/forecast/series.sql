-- Daily demand to forecast: what was sold (truth) and whether there was stock. The generated ones are the same at every run.
CREATE TABLE series (kind text, item integer, truth double precision[], PRIMARY KEY (kind, item));

-- The receipts in the order in which they were written, cut into 120 slices, each taken for a day.
INSERT INTO series
SELECT 'receipts, 120 slices', dense_rank() OVER (ORDER BY g.goods), array_agg(coalesce(s.sold, 0) ORDER BY d.day)
FROM (SELECT DISTINCT goods FROM line) g CROSS JOIN generate_series(0, 119) AS d (day)
	LEFT JOIN (SELECT goods, ((basket - 1) * 120 / (SELECT max(basket) FROM till)) AS day, count(*)::double precision AS sold FROM line GROUP BY 1, 2) s ON s.goods = g.goods AND s.day = d.day
GROUP BY g.goods;

-- A Poisson number, by Knuth's method.
CREATE FUNCTION poisson(mean double precision) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
	k integer := 0; p double precision := random(); l double precision := exp(-mean);
BEGIN
	WHILE p > l LOOP k := k + 1; p := p * random(); END LOOP;
	RETURN k;
END $$;
CREATE FUNCTION weekday_part(n integer) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$ SELECT ('{0.6,0.7,0.8,1.0,1.4,1.7,0.8}'::double precision[])[(n - 1) % 7 + 1] $$;

-- 547 days each: half a year to learn from, and a year.
SET max_parallel_workers_per_gather = 0;
SELECT setseed(0.4711) \g /dev/null
INSERT INTO series
SELECT k.kind, i, ARRAY(
	SELECT CASE k.kind
		WHEN 'daily, with weekdays' THEN poisson((2 + i) * weekday_part(n))
		WHEN 'intermittent' THEN CASE WHEN random() < (0.03 + 0.02 * i) THEN 1 + poisson(1.0) ELSE 0 END
		WHEN 'lumpy' THEN CASE WHEN random() < 0.1 + 0.01 * i THEN ceil(-ln(random()) * (4 + i)) ELSE 0 END
		WHEN 'intermittent, with weekdays' THEN CASE WHEN random() < 0.05 * i / 3.0 * weekday_part(n) THEN 1 + poisson(0.5) ELSE 0 END
		WHEN 'ends within the year' THEN CASE WHEN n < 182 + 15 * i AND random() < 0.4 THEN 1 + poisson(2.0) ELSE 0 END
		ELSE poisson((1 + i / 4.0) * weekday_part(n) * (1 + n / 365.0))
	END
	FROM generate_series(1, 547) AS n ORDER BY n)::double precision[]
FROM unnest('{"daily, with weekdays",intermittent,lumpy,"intermittent, with weekdays","ends within the year",growing}'::text[]) AS k (kind), generate_series(1, 12) AS i
ORDER BY 1, 2;
-- A shop that is shut on Sundays, which has goods on them nevertheless.
SELECT setseed(0.4712) \g /dev/null
INSERT INTO series
SELECT 'shut on Sundays', i, ARRAY(SELECT CASE WHEN n % 7 = 0 THEN 0 ELSE poisson(0.5 * i) END FROM generate_series(1, 547) AS n ORDER BY n)::double precision[]
FROM generate_series(1, 12) AS i ORDER BY 2;
SELECT kind, count(*) AS series, round(avg((SELECT avg(t) FROM unnest(truth) t))::numeric, 2) AS mean_a_day, round(avg((SELECT avg((t > 0)::int) FROM unnest(truth) t)), 2) AS days_with_demand
FROM series GROUP BY 1 ORDER BY 1;
