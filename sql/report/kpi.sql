-- A shop's figures on one page.

-- Each measure is a scalar of its own; the ledger from the first day on is read
-- once for all of them.  A gap between the balances of two movements of a batch
-- is a change that nobody wrote down, as in movement_completeness.
CREATE FUNCTION primeinv.kpi("from" date, "to" date, outlet_id bigint DEFAULT NULL)
RETURNS TABLE (measure text, value numeric, unit text, meaning text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
BEGIN ATOMIC
	SELECT r.*
	FROM (SELECT primeinv.require_place(kpi.outlet_id, NULL) AS today,
			primeinv.require_period(kpi."from", kpi."to") AS first OFFSET 0) asked
		CROSS JOIN LATERAL (
			WITH place AS MATERIALIZED (
				SELECT o.outlet_id, o.time_zone, o.money_decimals, o.currency
				FROM primeinv.outlet_today o
				WHERE (kpi.outlet_id IS NULL OR o.outlet_id = kpi.outlet_id) AND (asked.today IS NULL) = (kpi.outlet_id IS NULL)
			), moved AS (
				SELECT m.batch_id, m.id, m.movement_type, m.quantity, m.balance_after, m.sale_item_id,
					round(m.quantity * m.unit_cost, p.money_decimals) AS value, d.day, d.day BETWEEN asked.first AND kpi."to" AS inside
				FROM place p
					JOIN primeinv.stock_movement m ON m.outlet_id = p.outlet_id
						AND m.created_at >= (asked.first - interval '14 hours') AT TIME ZONE 'UTC'
					CROSS JOIN LATERAL (SELECT (m.created_at AT TIME ZONE p.time_zone)::date AS day OFFSET 0) d
			), chained AS (
				SELECT m.*, lag(m.balance_after) OVER chain IS DISTINCT FROM m.balance_after - m.quantity AND lag(m.id) OVER chain IS NOT NULL AS gap,
					lead(m.id) OVER chain IS NULL AS last
				FROM moved m
				WINDOW chain AS (PARTITION BY m.batch_id ORDER BY m.id)
			), flow AS (
				SELECT count(*) FILTER (WHERE c.inside) AS movements,
					count(*) FILTER (WHERE c.gap AND c.inside) + count(*) FILTER (WHERE c.last AND c.balance_after <> b.quantity) AS missing,
					COALESCE(-sum(c.quantity) FILTER (WHERE c.inside AND c.movement_type = 'sale' AND primeinv.is_expired(b.expiry_date, c.day)), 0.000) AS expired_sold,
					COALESCE(-sum(c.value) FILTER (WHERE c.inside AND c.movement_type IN ('expiry', 'damage')), 0) AS wasted,
					COALESCE(-sum(c.value) FILTER (WHERE c.inside AND (c.movement_type = 'sale' OR c.movement_type = 'return' AND c.sale_item_id IS NOT NULL)), 0) AS cost
				FROM chained c JOIN primeinv.batch b ON b.id = c.batch_id
			), counted AS (
				SELECT count(*) AS lines, count(*) FILTER (WHERE v.variance = 0) AS right_lines, sum(abs(v.variance)) AS off,
					sum(GREATEST(v.expected, v.counted)) AS units, sum(v.value) AS value
				FROM place p JOIN primeinv.stock_take_variance v ON v.outlet_id = p.outlet_id AND v.operating_date BETWEEN asked.first AND kpi."to"
			), took AS (
				SELECT avg(extract(epoch FROM t.completed_at - t.created_at) / 60) AS minutes, count(*) AS takes
				FROM place p JOIN primeinv.stock_take t ON t.outlet_id = p.outlet_id AND t.operating_date BETWEEN asked.first AND kpi."to"
					AND t.status IN ('completed', 'reconciled')
			), level AS (
				SELECT count(*) AS items, count(*) FILTER (WHERE s.available > 0) AS available
				FROM place p JOIN primeinv.stock_level s ON s.outlet_id = p.outlet_id
				WHERE s.is_active
			), sold AS (
				SELECT count(*) AS sales, sum(s.total_amount - s.tax_amount) AS net, sum(s.total_amount) AS gross
				FROM place p JOIN primeinv.sale s ON s.outlet_id = p.outlet_id
					AND s.completed_at >= (asked.first - interval '14 hours') AT TIME ZONE 'UTC' AND s.completed_at < (kpi."to" + interval '38 hours') AT TIME ZONE 'UTC'
				WHERE s.completed_on BETWEEN asked.first AND kpi."to" AND s.status NOT IN ('VOIDED', 'CANCELLED')
			)
			SELECT m.measure, m.value, m.unit, m.meaning
			FROM flow f, counted c, took k, level l, sold s,
				(SELECT string_agg(DISTINCT p.currency, ', ') AS currency FROM place p) y
				CROSS JOIN LATERAL (VALUES
					(1, 'stock_accuracy', round(100 * (1 - c.off / NULLIF(c.units, 0)), 2), 'percent', 'Units that stock takes found as expected, of those expected or counted; null: nothing was counted.'),
					(2, 'count_lines_right', round(100.0 * c.right_lines / NULLIF(c.lines, 0), 2), 'percent', 'Lines of stock takes without a variance.'),
					(3, 'count_variance', COALESCE(c.off, 0.000), 'units', 'Units that stock takes found too many or too few, without sign.'),
					(4, 'count_variance_value', COALESCE(c.value, 0), y.currency, 'What that is worth at cost, with its sign.'),
					(5, 'count_time', round(k.minutes::numeric, 1), 'minutes', 'From the beginning of a stock take to its completion, on average; null: there was none.'),
					(6, 'movement_completeness', COALESCE(trunc(100.0 * f.movements / NULLIF(f.movements + f.missing, 0), 2), 100.00), 'percent', 'Movements of the ledger, of the changes that balances prove: 100.00 only if none is missing.'),
					(7, 'expired_units_sold', f.expired_sold, 'units', 'Units sold on or after the expiry date of their batch; promised: 0.'),
					(8, 'waste', f.wasted, y.currency, 'Cost of what expired or was damaged, destroyed refunds too.'),
					(9, 'waste_share', round(100 * f.wasted / NULLIF(f.wasted + f.cost, 0), 2), 'percent', 'The same, of all that went out at cost: waste and goods sold.'),
					(10, 'cost_of_goods_sold', f.cost, y.currency, 'Cost of what was sold, net of what came back.'),
					(11, 'availability', round(100.0 * l.available / NULLIF(l.items, 0), 2), 'percent', 'Active items of the outlets of which something can be had now.'),
					(12, 'out_of_stock', l.items - l.available, 'items', 'Those of which nothing can be had now.'),
					(13, 'sales', s.sales, 'sales', 'Sales completed and not voided.'),
					(14, 'net_sales', COALESCE(s.net, 0), y.currency, 'What they were made for, after discounts and without tax, before refunds.'),
					(15, 'average_sale', round(s.gross / NULLIF(s.sales, 0), 2), y.currency, 'Tax included, on average.')
				) AS m (place, measure, value, unit, meaning)
			ORDER BY m.place
			OFFSET 0) r;
END;
COMMENT ON FUNCTION primeinv.kpi(date, date, bigint) IS
'The figures by which a shop is judged, a row each, for the outlet''s days from the first to the last: stock_accuracy, count_lines_right, count_variance, count_variance_value, count_time, movement_completeness, expired_units_sold (promised: 0), waste, waste_share, cost_of_goods_sold, availability and out_of_stock (as of now), sales, net_sales, average_sale. meaning says what each is, unit its unit or currency. All outlets unless one is named. P0002 no such outlet, 22023 not a period.';
