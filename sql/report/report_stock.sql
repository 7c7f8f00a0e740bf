-- Reports: views for analysts and for the dashboards that they feed.  Days are
-- the outlet's.  A value is rounded once, per batch or movement, and then only
-- added up, so that reports of the same stock agree to the last decimal.

-- The groups are the outlets themselves: so the date is worked out once an
-- outlet, not once a row of what is joined to it, and a condition on the outlet
-- goes before, so that of 5,000 outlets one is read (OFFSET 0 would not let it).
CREATE VIEW primeinv.outlet_today WITH (security_invoker = true) AS
SELECT o.tenant_id, o.id AS outlet_id, o.name AS outlet, o.time_zone,
	(statement_timestamp() AT TIME ZONE o.time_zone)::date AS today,
	o.is_active, t.currency, t.money_decimals, t.critical_days, t.warning_days
FROM primeinv.outlet o JOIN primeinv.tenant t ON t.id = o.tenant_id
GROUP BY o.id, t.id;

COMMENT ON VIEW primeinv.outlet_today IS 'Each outlet with today''s date there.';
COMMENT ON COLUMN primeinv.outlet_today.tenant_id IS 'The tenant.';
COMMENT ON COLUMN primeinv.outlet_today.outlet_id IS 'The outlet.';
COMMENT ON COLUMN primeinv.outlet_today.outlet IS 'Its name.';
COMMENT ON COLUMN primeinv.outlet_today.time_zone IS 'Its time zone.';
COMMENT ON COLUMN primeinv.outlet_today.today IS 'The date there when the statement began.';
COMMENT ON COLUMN primeinv.outlet_today.is_active IS 'Whether it sells.';
COMMENT ON COLUMN primeinv.outlet_today.currency IS 'The tenant''s currency.';
COMMENT ON COLUMN primeinv.outlet_today.money_decimals IS 'Decimals of money in that currency.';
COMMENT ON COLUMN primeinv.outlet_today.critical_days IS 'The tenant''s: days before its expiry in which a batch is critical.';
COMMENT ON COLUMN primeinv.outlet_today.warning_days IS 'The tenant''s: days before its expiry in which a batch is a warning.';

-- What is available comes from the counters that the functions themselves go
-- by, with what has expired since they were worked out; expired, held and value
-- from the batches.  Who does not ask for these does not pay for them: the
-- planner leaves out a join to groups of which no column is wanted.  A row's
-- batches are looked up for that row: joined to groups of all of an outlet's, a
-- page far down a list of 20,000 became a nested loop over them.  No outlet's
-- date, then or now, is more than two days after UTC's: that bound is for the index.
-- Whether a product is active is asked of those that are not, which are few and
-- have an index of their own: who does not want its name reads no product.
CREATE VIEW primeinv.stock_level WITH (security_invoker = true) AS
SELECT l.tenant_id, l.outlet_id, o.outlet, l.variation_id, p.name AS product, v.name AS variation,
	l.quantity AS on_hand, COALESCE(b.expired, 0.000) AS expired, COALESCE(b.held, 0.000) AS held,
	COALESCE(d.reserved, 0.000) AS reserved, a.available, COALESCE(b.value, round(0.0, o.money_decimals)) AS value,
	CASE
		WHEN NOT k.is_active THEN NULL
		WHEN a.available = 0 THEN 'out'
		WHEN a.available <= k.threshold THEN 'low'
		WHEN l.quantity > ov.maximum_stock THEN 'high'
		ELSE 'normal'
	END AS level,
	k.threshold, ov.maximum_stock, k.is_active, v.sku, p.category,
	COALESCE(b.expiring_7, 0) AS expiring_7, COALESCE(b.expiring_30, 0) AS expiring_30,
	COALESCE(b.expired_batches, 0) AS expired_batches
FROM (
		SELECT l.tenant_id, l.outlet_id, l.variation_id, l.quantity, l.sellable FROM primeinv.location_stock l
		UNION ALL
		SELECT ov.tenant_id, ov.outlet_id, ov.variation_id, 0.000, 0.000 FROM primeinv.outlet_variation ov
		WHERE NOT EXISTS (SELECT FROM primeinv.location_stock l WHERE l.outlet_id = ov.outlet_id AND l.variation_id = ov.variation_id)
	) l
	JOIN primeinv.outlet_today o ON o.outlet_id = l.outlet_id
	JOIN primeinv.variation v ON v.id = l.variation_id AND v.track_inventory
	LEFT JOIN primeinv.product p ON p.id = v.product_id
	LEFT JOIN primeinv.product i ON i.id = v.product_id AND NOT i.is_active
	LEFT JOIN primeinv.outlet_variation ov ON ov.outlet_id = l.outlet_id AND ov.variation_id = l.variation_id
	LEFT JOIN LATERAL (
		SELECT
			sum(b.quantity) FILTER (WHERE primeinv.is_expired(b.expiry_date, o.today)) AS expired,
			sum(b.quantity) FILTER (WHERE b.status <> 'available' AND primeinv.is_expired(b.expiry_date, o.today) IS NOT TRUE) AS held,
			sum(round(b.quantity * b.cost_price, o.money_decimals)) AS value,
			count(*) FILTER (WHERE primeinv.expires_within(b.expiry_date, o.today, 7)) AS expiring_7,
			count(*) FILTER (WHERE primeinv.expires_within(b.expiry_date, o.today, 30)) AS expiring_30,
			count(*) FILTER (WHERE primeinv.is_expired(b.expiry_date, o.today)) AS expired_batches
		FROM primeinv.batch b
		WHERE b.outlet_id = l.outlet_id AND b.variation_id = l.variation_id AND b.is_open
	) b ON true
	LEFT JOIN (
		-- what has come or gone with the date, and what is held: one look-up for both
		SELECT d.outlet_id, d.variation_id, sum(d.sellable) AS sellable, sum(d.reserved) AS reserved
		FROM (
				SELECT b.outlet_id, b.variation_id, CASE WHEN primeinv.is_expired(b.expiry_date, o.today) THEN -b.quantity ELSE b.quantity END AS sellable,
					NULL::numeric AS reserved
				FROM primeinv.batch b
					JOIN primeinv.outlet_today o ON o.outlet_id = b.outlet_id
					JOIN primeinv.location_stock l ON l.outlet_id = b.outlet_id AND l.variation_id = b.variation_id
				WHERE b.is_open AND b.status = 'available' AND b.expiry_date <= (statement_timestamp() AT TIME ZONE 'UTC')::date + 2
					AND primeinv.is_expired(b.expiry_date, o.today) <> primeinv.is_expired(b.expiry_date, l.sellable_on)
				UNION ALL
				SELECT r.outlet_id, r.variation_id, NULL, r.quantity
				FROM primeinv.stock_reservation r
				WHERE r.status = 'ACTIVE' AND r.expires_at > statement_timestamp()
			) d
		GROUP BY d.outlet_id, d.variation_id
	) d ON d.outlet_id = l.outlet_id AND d.variation_id = l.variation_id
	CROSS JOIN LATERAL (
		SELECT o.is_active AND v.is_active AND i.id IS NULL AS is_active,
			COALESCE(ov.low_stock_threshold, v.low_stock_threshold) AS threshold
	) k
	CROSS JOIN LATERAL (
		SELECT CASE
			WHEN NOT k.is_active THEN 0.000
			WHEN d.sellable IS NULL AND d.reserved IS NULL THEN l.sellable -- nearly always: reckoning with numerics takes longer
			ELSE GREATEST(l.sellable + COALESCE(d.sellable, 0.000) - COALESCE(d.reserved, 0.000), 0.000)
		END AS available
	) a;

COMMENT ON VIEW primeinv.stock_level IS 'What lies where, and what can still be sold of it: a row per variation and outlet that ever received it or has settings for it, in base units.';
COMMENT ON COLUMN primeinv.stock_level.tenant_id IS 'The tenant.';
COMMENT ON COLUMN primeinv.stock_level.outlet_id IS 'The outlet.';
COMMENT ON COLUMN primeinv.stock_level.outlet IS 'Its name.';
COMMENT ON COLUMN primeinv.stock_level.variation_id IS 'The variation.';
COMMENT ON COLUMN primeinv.stock_level.product IS 'Name of its product.';
COMMENT ON COLUMN primeinv.stock_level.variation IS 'Its name.';
COMMENT ON COLUMN primeinv.stock_level.on_hand IS 'Units in all batches, whatever their state.';
COMMENT ON COLUMN primeinv.stock_level.expired IS 'Of these, units in expired batches.';
COMMENT ON COLUMN primeinv.stock_level.held IS 'Units in batches on hold, in quarantine or recalled, and not expired.';
COMMENT ON COLUMN primeinv.stock_level.reserved IS 'Units held by active reservations that have not expired.';
COMMENT ON COLUMN primeinv.stock_level.available IS 'What a new customer can still get: on hand less expired, held and reserved, never below 0; 0 for what is inactive.';
COMMENT ON COLUMN primeinv.stock_level.value IS 'Value on hand at the batches'' cost, in the tenant''s currency, each batch rounded.';
COMMENT ON COLUMN primeinv.stock_level.level IS 'out (nothing available), low (at or below the threshold), high (on hand above the maximum), normal; null for what is inactive.';
COMMENT ON COLUMN primeinv.stock_level.threshold IS 'Units at or below which it is low: the outlet''s, else the variation''s; null: none.';
COMMENT ON COLUMN primeinv.stock_level.maximum_stock IS 'Units on hand above which it is high; null: no such mark.';
COMMENT ON COLUMN primeinv.stock_level.is_active IS 'Whether the outlet, the product and the variation are active.';
COMMENT ON COLUMN primeinv.stock_level.sku IS 'The variation''s stock keeping unit.';
COMMENT ON COLUMN primeinv.stock_level.category IS 'The product''s category.';
COMMENT ON COLUMN primeinv.stock_level.expiring_7 IS 'Batches with stock that expire within 7 days, not counting expired ones.';
COMMENT ON COLUMN primeinv.stock_level.expiring_30 IS 'Batches with stock that expire within 30 days, those of the next 7 included.';
COMMENT ON COLUMN primeinv.stock_level.expired_batches IS 'Batches with stock that have expired.';

CREATE VIEW primeinv.stock_dashboard WITH (security_invoker = true) AS
SELECT o.outlet_id, o.outlet, COALESCE(s.items, 0) AS items, COALESCE(s.low_stock, 0) AS low_stock,
	COALESCE(b.expiring_7, 0) AS expiring_7, COALESCE(b.expiring_30, 0) AS expiring_30,
	COALESCE(b.expired, 0) AS expired, COALESCE(b.total_value, round(0.0, o.money_decimals)) AS total_value,
	COALESCE(s.out_of_stock, 0) AS out_of_stock, o.currency, o.today, o.tenant_id
FROM primeinv.outlet_today o
	LEFT JOIN (
		SELECT s.outlet_id,
			count(*) FILTER (WHERE s.is_active OR s.on_hand > 0) AS items,
			count(*) FILTER (WHERE s.is_active AND s.available <= s.threshold) AS low_stock,
			count(*) FILTER (WHERE s.is_active AND s.available = 0) AS out_of_stock
		FROM primeinv.stock_level s
		GROUP BY s.outlet_id
	) s ON s.outlet_id = o.outlet_id
	LEFT JOIN (
		SELECT b.outlet_id,
			count(*) FILTER (WHERE primeinv.expires_within(b.expiry_date, o.today, 7)) AS expiring_7,
			count(*) FILTER (WHERE primeinv.expires_within(b.expiry_date, o.today, 30)) AS expiring_30,
			count(*) FILTER (WHERE primeinv.is_expired(b.expiry_date, o.today)) AS expired,
			sum(round(b.quantity * b.cost_price, o.money_decimals)) AS total_value
		FROM primeinv.batch b JOIN primeinv.outlet_today o ON o.outlet_id = b.outlet_id
		WHERE b.is_open
		GROUP BY b.outlet_id
	) b ON b.outlet_id = o.outlet_id;

COMMENT ON VIEW primeinv.stock_dashboard IS 'An outlet''s stock in one row.';
COMMENT ON COLUMN primeinv.stock_dashboard.outlet_id IS 'The outlet.';
COMMENT ON COLUMN primeinv.stock_dashboard.outlet IS 'Its name.';
COMMENT ON COLUMN primeinv.stock_dashboard.items IS 'Variations kept there: the active ones, and others that still lie there.';
COMMENT ON COLUMN primeinv.stock_dashboard.low_stock IS 'Active variations at or below their threshold: the rows of low_stock.';
COMMENT ON COLUMN primeinv.stock_dashboard.expiring_7 IS 'Batches with stock that expire within 7 days, not counting expired ones.';
COMMENT ON COLUMN primeinv.stock_dashboard.expiring_30 IS 'Batches with stock that expire within 30 days, those of the next 7 included.';
COMMENT ON COLUMN primeinv.stock_dashboard.expired IS 'Batches with stock that have expired.';
COMMENT ON COLUMN primeinv.stock_dashboard.total_value IS 'Value on hand at the batches'' cost, expired and held stock included.';
COMMENT ON COLUMN primeinv.stock_dashboard.out_of_stock IS 'Active variations of which nothing is available, with or without a threshold.';
COMMENT ON COLUMN primeinv.stock_dashboard.currency IS 'Of the value.';
COMMENT ON COLUMN primeinv.stock_dashboard.today IS 'The outlet''s date.';
COMMENT ON COLUMN primeinv.stock_dashboard.tenant_id IS 'The tenant.';

CREATE VIEW primeinv.low_stock WITH (security_invoker = true) AS
SELECT s.outlet_id, s.variation_id, s.available, s.threshold, s.maximum_stock,
	s.threshold - s.available AS shortfall, s.level, s.outlet, s.product, s.variation, s.sku,
	s.maximum_stock - s.available AS to_maximum, s.tenant_id
FROM primeinv.stock_level s
WHERE s.is_active AND s.available <= s.threshold;

COMMENT ON VIEW primeinv.low_stock IS 'What is at or below its threshold and wants ordering. What has no threshold is not here; stock_level shows it.';
COMMENT ON COLUMN primeinv.low_stock.outlet_id IS 'The outlet.';
COMMENT ON COLUMN primeinv.low_stock.variation_id IS 'The variation.';
COMMENT ON COLUMN primeinv.low_stock.available IS 'Base units that can still be sold.';
COMMENT ON COLUMN primeinv.low_stock.threshold IS 'The outlet''s, else the variation''s.';
COMMENT ON COLUMN primeinv.low_stock.maximum_stock IS 'The outlet''s mark for too much; null: none.';
COMMENT ON COLUMN primeinv.low_stock.shortfall IS 'Units below the threshold; 0 at it.';
COMMENT ON COLUMN primeinv.low_stock.level IS 'out or low.';
COMMENT ON COLUMN primeinv.low_stock.outlet IS 'The outlet''s name.';
COMMENT ON COLUMN primeinv.low_stock.product IS 'The product''s name.';
COMMENT ON COLUMN primeinv.low_stock.variation IS 'The variation''s name.';
COMMENT ON COLUMN primeinv.low_stock.sku IS 'The variation''s stock keeping unit.';
COMMENT ON COLUMN primeinv.low_stock.to_maximum IS 'Units that may be ordered without going over the maximum; null: none is set.';
COMMENT ON COLUMN primeinv.low_stock.tenant_id IS 'The tenant.';

CREATE VIEW primeinv.batch_status WITH (security_invoker = true) AS
SELECT b.id AS batch_id, b.outlet_id, b.variation_id, b.batch_number, b.expiry_date,
	b.expiry_date - o.today AS days_to_expiry, b.quantity, b.cost_price,
	round(b.quantity * b.cost_price, o.money_decimals) AS value, b.status, l.level,
	CASE l.level WHEN 'expired' THEN 'black' WHEN 'critical' THEN 'red' WHEN 'warning' THEN 'yellow' ELSE 'green' END AS colour,
	o.outlet, p.name AS product, v.name AS variation, b.received_at, b.tenant_id,
	CASE WHEN b.status = 'available' AND l.level <> 'expired' THEN b.quantity ELSE 0.000 END AS sellable_quantity, b.price
FROM primeinv.batch b
	JOIN primeinv.outlet_today o ON o.outlet_id = b.outlet_id
	JOIN primeinv.variation v ON v.id = b.variation_id
	JOIN primeinv.product p ON p.id = v.product_id
	CROSS JOIN LATERAL (
		SELECT CASE
			WHEN primeinv.is_expired(b.expiry_date, o.today) THEN 'expired'
			WHEN primeinv.expires_within(b.expiry_date, o.today, o.critical_days) THEN 'critical'
			WHEN primeinv.expires_within(b.expiry_date, o.today, o.warning_days) THEN 'warning'
			ELSE 'ok'
		END AS level
	) l
WHERE b.is_open;

COMMENT ON VIEW primeinv.batch_status IS 'Batches with stock left, and how near they are to their expiry.';
COMMENT ON COLUMN primeinv.batch_status.batch_id IS 'The batch.';
COMMENT ON COLUMN primeinv.batch_status.outlet_id IS 'Where it lies.';
COMMENT ON COLUMN primeinv.batch_status.variation_id IS 'What it is a batch of.';
COMMENT ON COLUMN primeinv.batch_status.batch_number IS 'The lot number.';
COMMENT ON COLUMN primeinv.batch_status.expiry_date IS 'First day on which it is not sold any more; null: never expires.';
COMMENT ON COLUMN primeinv.batch_status.days_to_expiry IS 'Days from the outlet''s today to that date; 0 or less: expired.';
COMMENT ON COLUMN primeinv.batch_status.quantity IS 'Base units left.';
COMMENT ON COLUMN primeinv.batch_status.cost_price IS 'Cost of a base unit.';
COMMENT ON COLUMN primeinv.batch_status.value IS 'quantity times cost_price, rounded to the tenant''s decimals.';
COMMENT ON COLUMN primeinv.batch_status.status IS 'available, hold, quarantine or recalled.';
COMMENT ON COLUMN primeinv.batch_status.level IS 'expired; critical: within the tenant''s critical_days (7 unless set); warning: within its warning_days (30); ok.';
COMMENT ON COLUMN primeinv.batch_status.colour IS 'The level as a screen would show it: black, red, yellow, green.';
COMMENT ON COLUMN primeinv.batch_status.outlet IS 'The outlet''s name.';
COMMENT ON COLUMN primeinv.batch_status.product IS 'The product''s name.';
COMMENT ON COLUMN primeinv.batch_status.variation IS 'The variation''s name.';
COMMENT ON COLUMN primeinv.batch_status.received_at IS 'When it came in.';
COMMENT ON COLUMN primeinv.batch_status.tenant_id IS 'The tenant.';
COMMENT ON COLUMN primeinv.batch_status.sellable_quantity IS 'Base units of it that may be sold: all of an available batch that has not expired, else 0; some may be reserved.';
COMMENT ON COLUMN primeinv.batch_status.price IS 'Price of a base unit sold from it, set by set_batch_price(); null: the catalogue''s.';

CREATE VIEW primeinv.stock_valuation WITH (security_invoker = true) AS
SELECT s.outlet_id, s.variation_id, s.quantity, s.value_at_cost,
	round(s.exact / s.quantity, 4) AS weighted_average_cost,
	round(s.quantity * round(s.exact / s.quantity, 4), o.money_decimals) AS value_at_average,
	o.outlet, p.name AS product, v.name AS variation, p.category, o.currency, o.tenant_id
FROM (
		SELECT b.outlet_id, b.variation_id, sum(b.quantity) AS quantity,
			sum(b.quantity * b.cost_price) AS exact,
			sum(round(b.quantity * b.cost_price, o.money_decimals)) AS value_at_cost
		FROM primeinv.batch b JOIN primeinv.outlet_today o ON o.outlet_id = b.outlet_id
		WHERE b.is_open
		GROUP BY b.outlet_id, b.variation_id
	) s
	JOIN primeinv.outlet_today o ON o.outlet_id = s.outlet_id
	JOIN primeinv.variation v ON v.id = s.variation_id
	JOIN primeinv.product p ON p.id = v.product_id;

COMMENT ON VIEW primeinv.stock_valuation IS 'What the stock on hand is worth, expired and held stock included.';
COMMENT ON COLUMN primeinv.stock_valuation.outlet_id IS 'The outlet.';
COMMENT ON COLUMN primeinv.stock_valuation.variation_id IS 'The variation.';
COMMENT ON COLUMN primeinv.stock_valuation.quantity IS 'Base units on hand.';
COMMENT ON COLUMN primeinv.stock_valuation.value_at_cost IS 'Each batch at its own cost, rounded to the tenant''s decimals.';
COMMENT ON COLUMN primeinv.stock_valuation.weighted_average_cost IS 'Cost of a base unit, the batches on hand weighted by their quantity; 4 decimals.';
COMMENT ON COLUMN primeinv.stock_valuation.value_at_average IS 'quantity times weighted_average_cost, rounded to the tenant''s decimals.';
COMMENT ON COLUMN primeinv.stock_valuation.outlet IS 'The outlet''s name.';
COMMENT ON COLUMN primeinv.stock_valuation.product IS 'The product''s name.';
COMMENT ON COLUMN primeinv.stock_valuation.variation IS 'The variation''s name.';
COMMENT ON COLUMN primeinv.stock_valuation.category IS 'The product''s category.';
COMMENT ON COLUMN primeinv.stock_valuation.currency IS 'Of the values.';
COMMENT ON COLUMN primeinv.stock_valuation.tenant_id IS 'The tenant.';
