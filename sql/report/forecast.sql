-- What will be asked for, and what to order for it.

-- Teunter, Syntetos and Babai's method (TSB, European Journal of Operational
-- Research 214, 2011): the chance that a day brings any demand and the size of
-- such a demand are smoothed apart, the one with every day, the other with every
-- demand, so that goods which sell once a month have a forecast that is not
-- thrown about by each sale, and one that dies out with what is not asked for any
-- more.  Smoothing is by normalized exponential weights, which need no
-- beginning.  Before it the weekdays' pattern is taken out, each weekday's part
-- drawn towards the others' as far as chance could have made it (empirical Bayes):
-- of the chance and of the size each its own, for a shop that is shut on Sundays
-- sells on fewer days, not less on each.  Weights older than the 4,000th are kept
-- at that one's, which is next to nothing: smaller ones have no double precision.
CREATE FUNCTION primeinv.forecast_of(quantities double precision[], observed boolean[], first date, days integer)
RETURNS TABLE (day date, mean numeric, standard_deviation numeric)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 14
BEGIN ATOMIC
	WITH seen AS MATERIALIZED (
		SELECT u.n, u.q, extract(isodow FROM forecast_of.first + (u.n - 1)::integer)::integer AS weekday
		FROM unnest(forecast_of.quantities, forecast_of.observed) WITH ORDINALITY AS u (q, o, n)
		WHERE u.o OR u.q > 0
	), by_weekday AS MATERIALIZED (
		SELECT s.weekday, count(*) AS n, avg(s.q) AS mean, count(*) * var_pop(s.q) AS squares,
			count(*) FILTER (WHERE s.q > 0) / count(*)::double precision AS often
		FROM seen s
		GROUP BY s.weekday
	), whole AS MATERIALIZED (
		SELECT sum(n * mean) / sum(n) AS mean, sum(squares) / GREATEST(sum(n) - count(*), 1) AS variance,
			sum(n * often) / sum(n) AS often, sum(n * often * (1 - often)) / GREATEST(sum(n) - count(*), 1) AS often_variance
		FROM by_weekday
	), raw AS (
		SELECT w.weekday,
			GREATEST(COALESCE(1 + (s.mean / NULLIF(a.mean, 0) - 1) * 0.1 / (0.1 + a.variance / (s.n * NULLIF(a.mean, 0) ^ 2)), 1), 0.05) AS part,
			GREATEST(COALESCE(1 + (s.often / NULLIF(a.often, 0) - 1) * 0.1 / (0.1 + a.often_variance / (s.n * NULLIF(a.often, 0) ^ 2)), 1), 0.05) AS often
		FROM whole a CROSS JOIN generate_series(1, 7) AS w (weekday)
			LEFT JOIN by_weekday s ON s.weekday = w.weekday
	), pattern AS MATERIALIZED (
		SELECT r.weekday, 7 * r.part / sum(r.part) OVER () AS part, 7 * r.often / sum(r.often) OVER () AS often FROM raw r
	), aged AS MATERIALIZED (
		SELECT s.q, p.part, p.often, 0.95::double precision ^ LEAST(row_number() OVER (ORDER BY s.n DESC) - 1, 4000)::double precision AS weight,
			0.85::double precision ^ LEAST(count(*) FILTER (WHERE s.q > 0) OVER (ORDER BY s.n DESC) - 1, 4000)::double precision AS size_weight
		FROM seen s JOIN pattern p ON p.weekday = s.weekday
	), smoothed AS MATERIALIZED (
		SELECT COALESCE(sum(a.weight) FILTER (WHERE a.q > 0) / sum(a.weight * a.often)
			* sum(a.q * a.size_weight) FILTER (WHERE a.q > 0) / sum(a.part / a.often * a.size_weight) FILTER (WHERE a.q > 0), 0) AS mean
		FROM aged a
	), spread AS (
		SELECT COALESCE(sum(a.weight * (a.q - a.part * s.mean) ^ 2) / sum(a.weight), 0) AS variance
		FROM aged a, smoothed s
	)
	SELECT d.day, round((s.mean * p.part)::numeric, 3), round(sqrt(v.variance * p.part)::numeric, 3)
	FROM smoothed s CROSS JOIN spread v
		CROSS JOIN LATERAL (SELECT forecast_of.first + cardinality(forecast_of.quantities) + n AS day FROM generate_series(0, least(forecast_of.days, 36500) - 1) AS n) d
		JOIN pattern p ON p.weekday = extract(isodow FROM d.day)
	ORDER BY d.day;
END;
COMMENT ON FUNCTION primeinv.forecast_of(double precision[], boolean[], date, integer) IS
'Forecast from a series of daily quantities that begins on the first day, by TSB with weekdays: mean and standard deviation of each of the days that follow it. Days that were not observed (no stock) are left out. What forecast() works with.';

CREATE FUNCTION primeinv.forecast(outlet_id bigint, variation_id bigint, days integer DEFAULT 14)
RETURNS TABLE (day date, mean numeric, standard_deviation numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 14
BEGIN ATOMIC
	SELECT f.*
	FROM (SELECT primeinv.require_place(forecast.outlet_id, forecast.variation_id, 2) AS today,
			primeinv.require_between('days', forecast.days, 1, 366)::integer AS days OFFSET 0) asked
		CROSS JOIN LATERAL (
			SELECT array_agg(d.quantity::double precision ORDER BY d.day) AS quantities, array_agg(NOT d.without_stock ORDER BY d.day) AS observed
			FROM primeinv.demand(forecast.outlet_id, forecast.variation_id, asked.today - 182, asked.today - 1) d
			OFFSET 0
		) h
		CROSS JOIN LATERAL primeinv.forecast_of(h.quantities, h.observed, asked.today - 182, asked.days) f;
END;
COMMENT ON FUNCTION primeinv.forecast(bigint, bigint, integer) IS
'What is likely to be asked for of a variation at an outlet, a row a day from the outlet''s today on: mean and standard deviation in base units, by the method of Teunter, Syntetos and Babai (TSB) with weekdays, from demand() of the 182 days before today; days without stock are left out, as nobody could buy. 0 where nothing was ever sold. P0002 no such record, 22023 days not from 1 to 366.';

-- Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.23; off by less than 0.00045.
CREATE FUNCTION primeinv.normal_quantile(level double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT sign(normal_quantile.level - 0.5) * (t - (2.515517 + 0.802853 * t + 0.010328 * t ^ 2) / (1 + 1.432788 * t + 0.189269 * t ^ 2 + 0.001308 * t ^ 3))
	FROM (SELECT sqrt(-2 * ln(LEAST(normal_quantile.level, 1 - normal_quantile.level))) AS t) x;
END;
COMMENT ON FUNCTION primeinv.normal_quantile(double precision) IS 'How many standard deviations above its mean a normally distributed value lies at most with that probability (between 0 and 1, not either).';

-- Few units are not spread normally: their number is taken for negative
-- binomial, or Poisson where the variance is not above the mean.  Each term
-- follows from the one before, so logarithms are added up, as far as Cantelli's
-- inequality says that the quantile can lie; from 0.9975 on it says more than 20
-- deviations, which no negative binomial needs up to 0.999.  Where a deviation is
-- above 100 units, they are counted in hundredths of it, as what was sold once by
-- the million would have terms by the million.
CREATE FUNCTION primeinv.demand_quantile(mean double precision, variance double precision, level double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE
		WHEN demand_quantile.mean <= 0 THEN 0
		WHEN demand_quantile.mean > 60 THEN demand_quantile.mean + primeinv.normal_quantile(demand_quantile.level) * sqrt(demand_quantile.variance)
		ELSE (
			SELECT min(c.k) * u.units
			FROM (SELECT GREATEST(sqrt(demand_quantile.variance) / 100, 1) AS units) u
				CROSS JOIN LATERAL (SELECT demand_quantile.mean / u.units AS mean, demand_quantile.variance / u.units ^ 2 AS variance) d
				CROSS JOIN LATERAL (
					SELECT t.k, sum(exp(t.log_term)) OVER (ORDER BY t.k) AS until
					FROM (
						SELECT k, sum(CASE
								WHEN s.size IS NULL AND k = 0 THEN -d.mean
								WHEN s.size IS NULL THEN ln(d.mean / k)
								WHEN k = 0 THEN s.size * ln(s.size / (s.size + d.mean))
								ELSE ln((s.size + k - 1) / k * d.mean / (s.size + d.mean))
							END) OVER (ORDER BY k) AS log_term
						FROM (SELECT CASE WHEN d.variance > 1.001 * d.mean THEN d.mean ^ 2 / (d.variance - d.mean) END AS size) s
							CROSS JOIN generate_series(0, ceil(d.mean + LEAST(sqrt(demand_quantile.level / NULLIF(1 - demand_quantile.level, 0)), 20) * sqrt(GREATEST(d.variance, d.mean)) + 10)::integer) AS k
					) t
				) c
			WHERE c.until >= demand_quantile.level
			GROUP BY u.units
		)
	END;
END;
COMMENT ON FUNCTION primeinv.demand_quantile(double precision, double precision, double precision) IS 'The units that a demand of that mean and variance does not exceed with that probability: negative binomial or Poisson up to a mean of 60, normal above.';

CREATE FUNCTION primeinv.reorder_proposal(outlet_id bigint, service_level numeric DEFAULT 0.95)
RETURNS TABLE (variation_id bigint, available numeric, incoming numeric, forecast numeric, safety_stock numeric,
	reorder_point numeric, proposed numeric, pack_size numeric, lead_time_days integer, maximum_stock numeric,
	product text, variation text, sku text, expiring numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000
BEGIN ATOMIC
	SELECT r.*
	FROM (SELECT primeinv.require_place(reorder_proposal.outlet_id, NULL, 1) AS today,
			primeinv.require_between('service_level', reorder_proposal.service_level, 0.5, 0.999) AS level OFFSET 0) asked
		CROSS JOIN LATERAL (
			WITH item AS MATERIALIZED (
				SELECT s.variation_id, s.available, s.reserved, s.product, s.variation, s.sku, COALESCE(ov.on_order, 0.000) AS incoming,
					COALESCE(ov.lead_time_days, 7) AS lead_time_days, COALESCE(ov.pack_size, 1.000) AS pack_size, ov.maximum_stock
				FROM primeinv.stock_level s
					LEFT JOIN primeinv.outlet_variation ov ON ov.outlet_id = s.outlet_id AND ov.variation_id = s.variation_id
				WHERE s.outlet_id = coalesce(reorder_proposal.outlet_id, 0) AND s.is_active AND asked.today IS NOT NULL
			), expected AS MATERIALIZED (
				SELECT i.*, f.mean, f.variance, f.week, LEAST(f.expiring, i.available) AS expiring, i.available - LEAST(f.expiring, i.available) + i.incoming AS usable
				FROM item i
					CROSS JOIN LATERAL (
						WITH f AS MATERIALIZED (
							SELECT * FROM primeinv.forecast(reorder_proposal.outlet_id, i.variation_id, LEAST(i.lead_time_days + 8, 366))
						)
						SELECT sum(f.mean) FILTER (WHERE f.day <= asked.today + i.lead_time_days) AS mean,
							sum(f.standard_deviation ^ 2) FILTER (WHERE f.day <= asked.today + i.lead_time_days) AS variance, sum(f.mean) AS week,
							COALESCE((
								-- Sold by expiry date, first to those who hold some: of what expires by some day, that is left which is more than is asked for until then.
								SELECT GREATEST(max(x.until - (SELECT sum(f.mean) FROM f WHERE f.day < x.expiry_date)) - i.reserved, 0)
								FROM (
									SELECT b.expiry_date, sum(b.quantity) OVER (ORDER BY b.expiry_date) AS until
									FROM primeinv.batch b
									WHERE b.outlet_id = coalesce(reorder_proposal.outlet_id, 0) AND b.variation_id = i.variation_id AND b.is_open AND b.status = 'available'
										AND b.expiry_date > asked.today AND b.expiry_date <= asked.today + i.lead_time_days
								) x), 0.000) AS expiring
						FROM f
						OFFSET 0
					) f
			), pointed AS MATERIALIZED ( -- the quantile costs most, and is named five times
				SELECT e.*, GREATEST(ceil(primeinv.demand_quantile(e.mean::double precision, e.variance::double precision, asked.level::double precision)), e.mean)::numeric AS reorder_point
				FROM expected e
				WHERE e.mean > 0
			)
			SELECT p.variation_id, p.available, p.incoming, round(p.mean, 3), round(p.reorder_point - p.mean, 3), round(p.reorder_point, 3),
				CASE WHEN p.usable <= p.reorder_point THEN round(GREATEST(p.pack_size * CASE
						WHEN p.maximum_stock IS NULL THEN ceil((p.reorder_point + p.week - p.mean - p.usable) / p.pack_size)
						ELSE floor((p.maximum_stock - p.usable) / p.pack_size)
					END, 0), 3) ELSE 0.000 END,
				p.pack_size, p.lead_time_days, p.maximum_stock, p.product, p.variation, p.sku, round(p.expiring, 3)
			FROM pointed p
			ORDER BY p.usable / p.mean, p.product, p.variation, p.variation_id
			OFFSET 0) r;
END;
COMMENT ON FUNCTION primeinv.reorder_proposal(bigint, numeric) IS
'What an outlet should order, a row per active variation with a forecast, what will be gone soonest first: available now, incoming (on_order of outlet_variation), forecast of today and the lead_time_days (7 unless said), safety_stock, and reorder_point: what the demand of that time does not exceed with the probability service_level. expiring is what of available will not be sold before it expires, within that time and at the forecast''s pace: it does not count. proposed is 0 above that point; at or below it, what brings stock a week above it, in whole packs (pack_size, 1 unless said), or as many packs as maximum_stock has room for. Base units. P0002 no such outlet, 22023 service_level not from 0.5 to 0.999.';
