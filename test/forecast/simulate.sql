-- A year of a shop: each evening it orders what reorder_proposal() would, the goods come a week later, what is not there is not sold and not
-- seen either, and a day without stock is left out of what is learned. Beside it the rule of thumb: a fixed point of so many weeks of the
-- half-year before, for a week's demand at a time.
CREATE FUNCTION simulate(truth double precision[], level double precision, weeks double precision, OUT wanted double precision, OUT sold double precision, OUT stock double precision, OUT orders integer)
LANGUAGE plpgsql AS $$
DECLARE
	lead constant integer := 7; learned constant integer := 182;
	seen double precision[] := truth[1 : learned]; observed boolean[] := array_fill(true, ARRAY[learned]);
	arriving double precision[] := array_fill(0::double precision, ARRAY[cardinality(truth) + lead + 1]);
	average double precision := (SELECT avg(t) FROM unnest(truth[1 : learned]) t);
	on_hand double precision := ceil(average * 14) + 1; on_order double precision := 0; today double precision;
	mean double precision; variance double precision; week double precision; point double precision; had boolean;
BEGIN
	wanted := 0; sold := 0; stock := 0; orders := 0;
	FOR day IN learned + 1 .. cardinality(truth) LOOP
		on_hand := on_hand + arriving[day]; on_order := on_order - arriving[day];
		had := on_hand > 0;
		today := LEAST(truth[day], on_hand);
		on_hand := on_hand - today;
		wanted := wanted + truth[day]; sold := sold + today; stock := stock + on_hand;
		seen := seen || today; observed := observed || had;
		IF level IS NULL THEN
			point := ceil(average * 7 * weeks); week := average * 7; mean := 0;
		ELSE
			SELECT sum(f.mean) FILTER (WHERE f.n <= lead + 1), sum(f.standard_deviation ^ 2) FILTER (WHERE f.n <= lead + 1), sum(f.mean) INTO mean, variance, week
			FROM primeinv.forecast_of(seen[day - 181 : day], observed[day - 181 : day], date '2025-01-06' + day - 182, lead + 8) WITH ORDINALITY AS f (day, mean, standard_deviation, n);
			point := GREATEST(ceil(primeinv.demand_quantile(mean, variance, level)), mean);
		END IF;
		IF on_hand + on_order <= point AND (level IS NULL OR mean > 0) THEN
			today := GREATEST(ceil(point + week - mean - on_hand - on_order), 0);
			arriving[day + lead + 1] := today; on_order := on_order + today; orders := orders + (today > 0)::int;
		END IF;
	END LOOP;
	stock := stock / (cardinality(truth) - learned);
END $$;

CREATE TABLE run AS
	SELECT s.kind, s.item, p.level, p.weeks, r.*
	FROM series s CROSS JOIN (VALUES (0.90, NULL), (0.95, NULL), (0.98, NULL), (NULL, 1.0), (NULL, 1.5), (NULL, 2.0), (NULL, 3.0)) AS p (level, weeks)
		CROSS JOIN LATERAL simulate(s.truth, p.level, p.weeks) r
	WHERE cardinality(s.truth) = 547;

\pset format unaligned
\pset fieldsep ' | '
\pset tuples_only on
\echo '| demand | policy | fill rate, percent | average stock, units | orders a year |'
\echo '| --- | --- | --- | --- | --- |'
SELECT '| ' || kind, coalesce('forecast, service level ' || level, 'fixed point, ' || weeks || ' weeks'), round((100 * sum(sold) / sum(wanted))::numeric, 1), round(avg(stock)::numeric, 1), round(avg(orders), 0) || ' |'
FROM run GROUP BY kind, level, weeks ORDER BY kind, level NULLS LAST, weeks;
SELECT '| all', coalesce('forecast, service level ' || level, 'fixed point, ' || weeks || ' weeks'), round(avg(100 * sold / wanted)::numeric, 1), round(avg(stock)::numeric, 1), round(avg(orders), 0) || ' |'
FROM run WHERE wanted > 0 GROUP BY level, weeks ORDER BY level NULLS LAST, weeks;
