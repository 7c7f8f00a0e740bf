-- Counting: what to count, the sheet for it, and what counts have shown.

CREATE VIEW primeinv.count_variance_trend WITH (security_invoker = true) AS
SELECT v.outlet_id, v.outlet, v.operating_date AS day, count(DISTINCT v.stock_take_id) AS stock_takes,
	count(*) AS lines, count(*) FILTER (WHERE v.variance <> 0) AS lines_with_variance,
	round(100.0 * count(*) FILTER (WHERE v.variance = 0) / count(*), 2) AS accuracy,
	COALESCE(sum(v.variance) FILTER (WHERE v.variance > 0), 0.000) AS positive_variance,
	COALESCE(sum(v.variance) FILTER (WHERE v.variance < 0), 0.000) AS negative_variance,
	sum(v.variance) AS net_variance, sum(v.value) AS value, sum(abs(v.value)) AS absolute_value,
	v.tenant_id, string_agg(DISTINCT v.reason, '; ' ORDER BY v.reason) FILTER (WHERE v.variance <> 0) AS reason
FROM primeinv.stock_take_variance v
GROUP BY v.tenant_id, v.outlet_id, v.outlet, v.operating_date;

COMMENT ON VIEW primeinv.count_variance_trend IS 'What completed and reconciled stock takes found, by outlet and day.';
COMMENT ON COLUMN primeinv.count_variance_trend.outlet_id IS 'The outlet that was counted.';
COMMENT ON COLUMN primeinv.count_variance_trend.outlet IS 'Its name.';
COMMENT ON COLUMN primeinv.count_variance_trend.day IS 'The outlet''s date when the stock takes began.';
COMMENT ON COLUMN primeinv.count_variance_trend.stock_takes IS 'Stock takes of that day.';
COMMENT ON COLUMN primeinv.count_variance_trend.lines IS 'Their lines.';
COMMENT ON COLUMN primeinv.count_variance_trend.lines_with_variance IS 'Those among them where the count was not what was expected.';
COMMENT ON COLUMN primeinv.count_variance_trend.accuracy IS 'Lines without a variance, in percent.';
COMMENT ON COLUMN primeinv.count_variance_trend.positive_variance IS 'Base units found beyond what was expected.';
COMMENT ON COLUMN primeinv.count_variance_trend.negative_variance IS 'Base units missing; negative.';
COMMENT ON COLUMN primeinv.count_variance_trend.net_variance IS 'The two together.';
COMMENT ON COLUMN primeinv.count_variance_trend.value IS 'The variances'' value at cost, with its sign, as in stock_take_variance.';
COMMENT ON COLUMN primeinv.count_variance_trend.absolute_value IS 'The same without signs: what was found does not make up for what was missing.';
COMMENT ON COLUMN primeinv.count_variance_trend.tenant_id IS 'The tenant.';
COMMENT ON COLUMN primeinv.count_variance_trend.reason IS 'What was said of the variances: each reason once; null: nothing.';

CREATE FUNCTION primeinv.abc_class("from" date, "to" date, outlet_id bigint DEFAULT NULL)
RETURNS TABLE (variation_id bigint, product text, variation text, units_sold numeric, cost_of_goods_sold numeric,
	share numeric, cumulative_share numeric, class text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000
BEGIN ATOMIC
	SELECT r.*
	FROM (SELECT primeinv.require_place(abc_class.outlet_id, NULL) AS today,
			primeinv.require_period(abc_class."from", abc_class."to") AS first OFFSET 0) asked
		CROSS JOIN LATERAL (
			WITH place AS MATERIALIZED (
				SELECT o.outlet_id, o.time_zone, o.money_decimals
				FROM primeinv.outlet_today o
				WHERE (abc_class.outlet_id IS NULL OR o.outlet_id = abc_class.outlet_id) AND (asked.today IS NULL) = (abc_class.outlet_id IS NULL)
			), sold AS (
				SELECT s.variation_id, -sum(s.quantity) AS units, -sum(s.value) AS cost
				FROM (
					SELECT m.variation_id, m.quantity, round(m.quantity * m.unit_cost, p.money_decimals) AS value,
						(m.created_at AT TIME ZONE p.time_zone)::date AS day
					FROM place p
						JOIN primeinv.stock_movement m ON m.outlet_id = p.outlet_id
							AND m.created_at >= (asked.first - interval '14 hours') AT TIME ZONE 'UTC'
							AND m.created_at < (abc_class."to" + interval '38 hours') AT TIME ZONE 'UTC'
					WHERE m.movement_type = 'sale' OR m.movement_type = 'return' AND m.sale_item_id IS NOT NULL
					OFFSET 0) s
				WHERE s.day BETWEEN asked.first AND abc_class."to"
				GROUP BY s.variation_id
			), kept AS (
				SELECT l.variation_id, COALESCE(s.units, 0.000) AS units, GREATEST(COALESCE(s.cost, 0), 0) AS cost
				FROM (
						SELECT l.variation_id FROM place p JOIN primeinv.location_stock l ON l.outlet_id = p.outlet_id GROUP BY l.variation_id
					) l
					LEFT JOIN sold s ON s.variation_id = l.variation_id
			), ranked AS (
				SELECT k.*, sum(k.cost) OVER () AS total, sum(k.cost) OVER (ORDER BY k.cost DESC, k.variation_id) AS running
				FROM kept k
			)
			SELECT k.variation_id, p.name, v.name, k.units, k.cost,
				round(100 * k.cost / NULLIF(k.total, 0), 2), round(100 * k.running / NULLIF(k.total, 0), 2),
				CASE
					WHEN k.cost > 0 AND k.running - k.cost < 0.80 * k.total THEN 'A'
					WHEN k.cost > 0 AND k.running - k.cost < 0.95 * k.total THEN 'B'
					ELSE 'C'
				END
			FROM ranked k
				JOIN primeinv.variation v ON v.id = k.variation_id
				JOIN primeinv.product p ON p.id = v.product_id
			ORDER BY k.cost DESC, k.variation_id
			OFFSET 0) r;
END;
COMMENT ON FUNCTION primeinv.abc_class(date, date, bigint) IS
'What the variations contribute to the cost of goods sold (net of what came back from sales) on the outlet''s days from the first to the last, the most first: class A makes the first 80 percent of it, with the one that crosses the mark, B goes to 95, C is the rest and what was not sold at all. A row per variation that an outlet ever received; shares in percent, null where nothing was sold at all. Over all outlets unless one is named. P0002 no such outlet, 22023 not a period.';

-- By location, so that what is due is known also of what was never sold; class by the last 90 days.
CREATE FUNCTION primeinv.count_due(outlet_id bigint, a_days integer DEFAULT 30, b_days integer DEFAULT 90, c_days integer DEFAULT 180)
RETURNS TABLE (variation_id bigint, product text, variation text, sku text, barcode text, category text, class text,
	last_counted date, due_on date, days_overdue integer)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000
BEGIN ATOMIC
	SELECT r.*
	FROM (SELECT primeinv.require_place(count_due.outlet_id, NULL, 1) AS today,
			primeinv.require_between('a_days', count_due.a_days, 1, 3650)::integer AS a_days,
			primeinv.require_between('b_days', count_due.b_days, 1, 3650)::integer AS b_days,
			primeinv.require_between('c_days', count_due.c_days, 1, 3650)::integer AS c_days OFFSET 0) asked
		CROSS JOIN LATERAL (
			WITH counted AS (
				SELECT i.variation_id, max(i.counted_at) AS at
				FROM primeinv.stock_take t JOIN primeinv.stock_take_item i ON i.stock_take_id = t.id
				WHERE t.outlet_id = coalesce(count_due.outlet_id, 0) AND t.status <> 'cancelled'
				GROUP BY i.variation_id
			)
			SELECT a.variation_id, a.product, a.variation, v.sku, v.barcode, p.category, a.class, d.last_counted, d.due_on, asked.today - d.due_on
			FROM primeinv.abc_class(asked.today - 89, asked.today, count_due.outlet_id) a
				JOIN primeinv.variation v ON v.id = a.variation_id AND v.track_inventory
				JOIN primeinv.product p ON p.id = v.product_id
				JOIN primeinv.outlet o ON o.id = coalesce(count_due.outlet_id, 0)
				JOIN primeinv.location_stock l ON l.outlet_id = o.id AND l.variation_id = v.id
				LEFT JOIN counted c ON c.variation_id = a.variation_id
				CROSS JOIN LATERAL (SELECT (c.at AT TIME ZONE o.time_zone)::date AS last_counted) k
				CROSS JOIN LATERAL (SELECT k.last_counted, COALESCE(
					k.last_counted + CASE a.class WHEN 'A' THEN asked.a_days WHEN 'B' THEN asked.b_days ELSE asked.c_days END, asked.today) AS due_on) d
			WHERE d.due_on <= asked.today AND (l.quantity > 0 OR v.is_active AND p.is_active)
			ORDER BY a.class, d.last_counted NULLS FIRST, a.product, a.variation, a.variation_id
			OFFSET 0) r;
END;
COMMENT ON FUNCTION primeinv.count_due(bigint, integer, integer, integer) IS
'What an outlet should count next: variations that were last counted there a_days, b_days or c_days ago or longer, by their class (abc_class of the last 90 days), or never; class A first, then what has waited longest. What lies there or is still sold; not how much should be there. P0002 no such outlet, 22023 days not from 1 to 3650.';

-- Class costs a look at 90 days of the ledger, so it is worked out only where it is asked for.
CREATE FUNCTION primeinv.count_sheet(outlet_id bigint, category text DEFAULT NULL, class text DEFAULT NULL)
RETURNS TABLE (line bigint, variation_id bigint, product text, variation text, sku text, barcode text, category text, units jsonb, batches jsonb)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000
BEGIN ATOMIC
	SELECT r.*
	FROM (SELECT primeinv.require_place(count_sheet.outlet_id, NULL, 1) AS today,
			primeinv.require_word('class', count_sheet.class, '{A,B,C}') AS class OFFSET 0) asked
		CROSS JOIN LATERAL (
			SELECT row_number() OVER (ORDER BY p.category, p.name, v.name, v.id), v.id, p.name, v.name, v.sku, v.barcode, p.category,
				(SELECT jsonb_agg(jsonb_build_object('unit', u.unit, 'barcode', u.barcode) ORDER BY u.unit)
					FROM primeinv.variation_unit u WHERE u.variation_id = v.id),
				(SELECT jsonb_agg(jsonb_build_object('batch_id', b.id, 'batch_number', b.batch_number, 'expiry_date', b.expiry_date) ORDER BY b.expiry_date, b.received_at, b.id)
					FROM primeinv.batch b WHERE b.outlet_id = l.outlet_id AND b.variation_id = v.id AND b.is_open)
			FROM primeinv.location_stock l
				JOIN primeinv.variation v ON v.id = l.variation_id AND v.track_inventory
				JOIN primeinv.product p ON p.id = v.product_id
			WHERE l.outlet_id = coalesce(count_sheet.outlet_id, 0) AND (l.quantity > 0 OR v.is_active AND p.is_active)
				AND (count_sheet.category IS NULL OR p.category = count_sheet.category)
				AND (asked.class IS NULL OR v.id IN (
					SELECT a.variation_id FROM primeinv.abc_class(asked.today - 89, asked.today, count_sheet.outlet_id) a WHERE a.class = asked.class))
			ORDER BY 1
			OFFSET 0) r;
END;
COMMENT ON FUNCTION primeinv.count_sheet(bigint, text, text) IS
'What is to be counted at an outlet, in the order of category and name, of one category or one class (A, B or C: abc_class of the last 90 days) if that is said: units are the other units in which it may be counted, batches the open ones (batch_id, batch_number, expiry_date). How much should be there is not on it, so that it is counted and not copied. P0002 no such outlet, 22023 unknown class.';

CREATE FUNCTION primeinv.stock_take_json(stock_take_id bigint) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT r.stock_take
	FROM (SELECT primeinv.require_stock_take(stock_take_json.stock_take_id) AS id OFFSET 0) asked
		CROSS JOIN LATERAL (
			SELECT jsonb_build_object('id', t.id, 'outlet_id', t.outlet_id, 'outlet', o.name, 'status', t.status, 'description', t.description,
				'operating_date', t.operating_date, 'actor', t.actor, 'created_at', t.created_at, 'completed_at', t.completed_at, 'reconciled_at', t.reconciled_at,
				'items', COALESCE((
					SELECT jsonb_agg(jsonb_build_object('id', i.id, 'variation_id', i.variation_id, 'product', p.name, 'variation', v.name,
						'sku', v.sku, 'barcode', v.barcode, 'batch_id', i.batch_id, 'batch', b.batch_number,
						'expected', CASE WHEN d.shown THEN trim_scale(i.expected_quantity) END, 'counted', trim_scale(i.counted_quantity),
						'variance', CASE WHEN d.shown THEN trim_scale(i.difference) END, 'value', x.value,
						'system_quantity', CASE WHEN d.shown THEN trim_scale(CASE WHEN i.batch_id IS NULL THEN COALESCE(l.quantity, 0) ELSE b.quantity END) END,
						'variance_reason', i.variance_reason, 'notes', i.notes, 'counted_at', i.counted_at, 'actor', i.actor) ORDER BY i.id)
					FROM primeinv.stock_take_item i
						JOIN primeinv.variation v ON v.id = i.variation_id
						JOIN primeinv.product p ON p.id = v.product_id
						LEFT JOIN primeinv.batch b ON b.id = i.batch_id
						LEFT JOIN primeinv.location_stock l ON l.outlet_id = t.outlet_id AND l.variation_id = i.variation_id
						LEFT JOIN primeinv.stock_take_variance x ON x.stock_take_id = t.id AND x.stock_take_item_id = i.id
					WHERE i.stock_take_id = t.id), '[]'),
				'variance_summary', (
					SELECT jsonb_build_object('total_items_counted', count(*),
						'items_with_variance', CASE WHEN d.shown THEN count(*) FILTER (WHERE i.difference <> 0) END,
						'positive_variance', CASE WHEN d.shown THEN trim_scale(COALESCE(sum(i.difference) FILTER (WHERE i.difference > 0), 0)) END,
						'negative_variance', CASE WHEN d.shown THEN trim_scale(COALESCE(sum(i.difference) FILTER (WHERE i.difference < 0), 0)) END,
						'value', CASE WHEN d.shown THEN COALESCE((SELECT sum(x.value) FROM primeinv.stock_take_variance x WHERE x.stock_take_id = t.id), 0) END)
					FROM primeinv.stock_take_item i
					WHERE i.stock_take_id = t.id)) AS stock_take
			FROM primeinv.stock_take t
				JOIN primeinv.outlet o ON o.id = t.outlet_id
				CROSS JOIN LATERAL (SELECT t.status <> 'draft' AS shown) d
			WHERE t.id = asked.id
			OFFSET 0) r;
END;
COMMENT ON FUNCTION primeinv.stock_take_json(bigint) IS
'A stock take as one object: its header, items (id, variation_id, product, variation, sku, barcode, batch_id, batch, expected, counted, variance, value, system_quantity: what the books say now, variance_reason, notes, counted_at, actor) and variance_summary (total_items_counted, items_with_variance, positive_variance, negative_variance, value). While it is a draft what the books say is null: who counts is not told. value, at cost, is of completed and reconciled ones. P0002 no such stock take, 22023 no id.';
