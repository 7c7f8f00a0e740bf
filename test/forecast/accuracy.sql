-- One day ahead, every third day: the error of forecast() beside that of the naive forecast (as yesterday), a moving average of 28 days and
-- Croston's method as corrected by Syntetos and Boylan (SBA, constant 0.1). Errors are scaled by the mean error of the naive forecast
-- over the days that were learned from (MASE); RMSSE is the same of squares, which rewards the mean, as stock wants it.
CREATE FUNCTION sba(q double precision[]) RETURNS double precision LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
	z double precision; v double precision; since integer := 1;
BEGIN
	FOR i IN 1 .. cardinality(q) LOOP
		IF q[i] > 0 THEN
			z := coalesce(z + 0.1 * (q[i] - z), q[i]); v := coalesce(v + 0.1 * (since - v), since); since := 1;
		ELSE since := since + 1;
		END IF;
	END LOOP;
	RETURN coalesce(z / v * 0.95, 0);
END $$;

CREATE TABLE error AS
	SELECT s.kind, s.item, o.origin, s.truth[o.origin] AS truth,
		(SELECT mean::double precision FROM primeinv.forecast_of(h.history, array_fill(true, ARRAY[cardinality(h.history)]), date '2025-01-06' + GREATEST(0, o.origin - 183), 1)) AS tsb,
		s.truth[o.origin - 1] AS naive,
		(SELECT avg(t) FROM unnest(s.truth[o.origin - 28 : o.origin - 1]) t) AS average,
		sba(s.truth[1 : o.origin - 1]) AS sba
	FROM series s CROSS JOIN LATERAL generate_series(cardinality(truth) / 2, cardinality(truth), 3) AS o (origin)
		CROSS JOIN LATERAL (SELECT s.truth[GREATEST(1, o.origin - 182) : o.origin - 1] AS history) h;
CREATE TABLE scale AS
	SELECT s.kind, s.item, avg(abs(t - before)) AS absolute, avg((t - before) ^ 2) AS squared
	FROM series s, LATERAL (SELECT t, lag(t) OVER (ORDER BY n) AS before FROM unnest(s.truth[1 : cardinality(truth) / 2 - 1]) WITH ORDINALITY AS u (t, n)) d
	GROUP BY 1, 2;

\pset format unaligned
\pset fieldsep ' | '
\pset tuples_only on
\echo '| demand | series | MASE: forecast | naive | average of 28 days | SBA | RMSSE: forecast | naive | average of 28 days | SBA |'
\echo '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |'
SELECT '| ' || e.kind, count(*), round(avg(tsb / absolute)::numeric, 2), round(avg(naive / absolute)::numeric, 2), round(avg(average / absolute)::numeric, 2), round(avg(sba / absolute)::numeric, 2),
	round(avg(sqrt(tsb2 / squared))::numeric, 2), round(avg(sqrt(naive2 / squared))::numeric, 2), round(avg(sqrt(average2 / squared))::numeric, 2), round(avg(sqrt(sba2 / squared))::numeric, 2) || ' |'
FROM (SELECT kind, item, avg(abs(truth - tsb)) AS tsb, avg(abs(truth - naive)) AS naive, avg(abs(truth - average)) AS average, avg(abs(truth - sba)) AS sba,
		avg((truth - tsb) ^ 2) AS tsb2, avg((truth - naive) ^ 2) AS naive2, avg((truth - average) ^ 2) AS average2, avg((truth - sba) ^ 2) AS sba2
	FROM error GROUP BY 1, 2) e JOIN scale s ON s.kind = e.kind AND s.item = e.item AND s.absolute > 0
GROUP BY e.kind ORDER BY e.kind;
