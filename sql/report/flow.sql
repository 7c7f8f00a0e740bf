-- How stock flows: what was wasted, how fast it turns, what was asked for, and
-- the card of one variation.  Like the reports in report_ledger.sql these read
-- the ledger from the first day asked for, by its BRIN index, and work back
-- from what lies there now; those of one variation read it through its batches.

CREATE FUNCTION primeinv.waste("from" date, "to" date, outlet_id bigint DEFAULT NULL)
RETURNS TABLE (product text, variation text, kind text, reason text, units numeric, value numeric, share numeric, variation_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
	SELECT r.*
	FROM (SELECT primeinv.require_place(waste.outlet_id, NULL) AS today,
			primeinv.require_period(waste."from", waste."to") AS first OFFSET 0) asked
		CROSS JOIN LATERAL (
			WITH place AS MATERIALIZED (
				SELECT o.outlet_id, o.time_zone, o.money_decimals
				FROM primeinv.outlet_today o
				WHERE (waste.outlet_id IS NULL OR o.outlet_id = waste.outlet_id) AND (asked.today IS NULL) = (waste.outlet_id IS NULL)
			), lost AS (
				SELECT m.variation_id, -m.quantity AS units, -round(m.quantity * m.unit_cost, p.money_decimals) AS value,
					CASE
						WHEN m.movement_type = 'expiry' THEN 'expiry'
						WHEN m.reference_id ~ '^refund[_ ]\d+$' THEN 'refund'
						ELSE 'damage'
					END AS kind, m.reason,
					(m.created_at AT TIME ZONE p.time_zone)::date AS day
				FROM place p
					JOIN primeinv.stock_movement m ON m.outlet_id = p.outlet_id
						AND m.created_at >= (asked.first - interval '14 hours') AT TIME ZONE 'UTC'
						AND m.created_at < (waste."to" + interval '38 hours') AT TIME ZONE 'UTC'
				WHERE m.movement_type IN ('expiry', 'damage')
				OFFSET 0
			)
			SELECT p.name AS product, v.name AS variation, l.kind, l.reason, l.units, l.value,
				round(100 * l.value / NULLIF(sum(l.value) OVER (), 0), 2), v.id
			FROM (
					SELECT l.variation_id, l.kind, l.reason, sum(l.units) AS units, sum(l.value) AS value
					FROM lost l
					WHERE l.day BETWEEN asked.first AND waste."to"
					GROUP BY l.variation_id, l.kind, l.reason
				) l
				JOIN primeinv.variation v ON v.id = l.variation_id
				JOIN primeinv.product p ON p.id = v.product_id
			ORDER BY l.value DESC, p.name, v.name, v.id, l.kind, l.reason
			OFFSET 0) r;
END;
COMMENT ON FUNCTION primeinv.waste(date, date, bigint) IS
'What was lost on the outlet''s days from the first to the last, by variation, kind and reason, the dearest first: kind expiry (written off), damage, or refund (goods that came back and were destroyed); units are base units, value their cost in the tenant''s currency, each movement rounded, share percent of the value of all rows. All outlets unless one is named. P0002 no such outlet, 22023 not a period.';

-- The average is that of the values at each day's end: a movement counts for as
-- many of the days as were left when it happened, so one pass does.
CREATE FUNCTION primeinv.stock_turnover("from" date, "to" date, outlet_id bigint DEFAULT NULL)
RETURNS TABLE (outlet_id bigint, variation_id bigint, product text, variation text, units_sold numeric,
	cost_of_goods_sold numeric, average_stock numeric, closing_stock numeric, turnover numeric, days_of_stock numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000
BEGIN ATOMIC
	SELECT r.*
	FROM (SELECT primeinv.require_place(stock_turnover.outlet_id, NULL) AS today,
			primeinv.require_period(stock_turnover."from", stock_turnover."to") AS first OFFSET 0) asked
		CROSS JOIN LATERAL (
			WITH place AS MATERIALIZED (
				SELECT o.outlet_id, o.time_zone, o.money_decimals, LEAST(stock_turnover."to", o.today) AS last
				FROM primeinv.outlet_today o
				WHERE (stock_turnover.outlet_id IS NULL OR o.outlet_id = stock_turnover.outlet_id) AND (asked.today IS NULL) = (stock_turnover.outlet_id IS NULL)
			), moved AS (
				SELECT s.outlet_id, s.variation_id, sum(s.value) AS since,
					sum(s.value * GREATEST(s.last - s.day + 1, 0)) AS value_days,
					sum(s.value) FILTER (WHERE s.day > s.last) AS later,
					-sum(s.quantity) FILTER (WHERE s.sold AND s.day <= s.last) AS units_sold,
					-sum(round(s.value, s.money_decimals)) FILTER (WHERE s.sold AND s.day <= s.last) AS cost
				FROM (
					SELECT m.outlet_id, m.variation_id, m.quantity, m.quantity * m.unit_cost AS value, p.last, p.money_decimals,
						m.movement_type = 'sale' OR m.movement_type = 'return' AND m.sale_item_id IS NOT NULL AS sold,
						(m.created_at AT TIME ZONE p.time_zone)::date AS day
					FROM place p
						JOIN primeinv.stock_movement m ON m.outlet_id = p.outlet_id
							AND m.created_at >= (asked.first - interval '14 hours') AT TIME ZONE 'UTC'
					OFFSET 0) s
				WHERE s.day >= asked.first
				GROUP BY s.outlet_id, s.variation_id
			), held AS (
				SELECT b.outlet_id, b.variation_id, sum(b.quantity * b.cost_price) AS value
				FROM place p JOIN primeinv.batch b ON b.outlet_id = p.outlet_id
				WHERE b.is_open
				GROUP BY b.outlet_id, b.variation_id
			), summed AS (
				SELECT COALESCE(h.outlet_id, m.outlet_id) AS outlet_id, COALESCE(h.variation_id, m.variation_id) AS variation_id,
					COALESCE(h.value, 0) AS now, COALESCE(m.since, 0) AS since, COALESCE(m.later, 0) AS later,
					COALESCE(m.value_days, 0) AS value_days, COALESCE(m.units_sold, 0.000) AS units_sold, COALESCE(m.cost, 0) AS cost
				FROM held h FULL JOIN moved m ON m.outlet_id = h.outlet_id AND m.variation_id = h.variation_id
			), worked_out AS (
				SELECT s.outlet_id, s.variation_id, s.units_sold, s.cost, d.days, p.money_decimals,
					GREATEST(s.now - s.since + s.value_days / NULLIF(d.days, 0), 0) AS average, GREATEST(s.now - s.later, 0) AS closing
				FROM summed s
					JOIN place p ON p.outlet_id = s.outlet_id
					CROSS JOIN LATERAL (SELECT GREATEST(p.last - asked.first + 1, 0) AS days) d
			)
			SELECT w.outlet_id, w.variation_id, p.name, v.name, w.units_sold, round(w.cost, w.money_decimals),
				round(w.average, w.money_decimals), round(w.closing, w.money_decimals),
				round(w.cost / NULLIF(w.average, 0), 2), round(w.average * w.days / NULLIF(w.cost, 0), 1)
			FROM worked_out w
				JOIN primeinv.variation v ON v.id = w.variation_id
				JOIN primeinv.product p ON p.id = v.product_id
			WHERE w.average <> 0 OR w.closing <> 0 OR w.units_sold <> 0
			ORDER BY w.outlet_id, w.cost / NULLIF(w.average, 0) DESC NULLS LAST, p.name, v.name, w.variation_id
			OFFSET 0) r;
END;
COMMENT ON FUNCTION primeinv.stock_turnover(date, date, bigint) IS
'How fast stock turned on the outlet''s days from the first to the last, or to today if that is earlier: a row per outlet and variation, the fastest first. cost_of_goods_sold is net of what came back from sales; average_stock is the mean of the stock''s value at each day''s end, at cost; turnover is the one over the other, for the period (null: nothing lay there), days_of_stock how many days the average would last at the pace of the period (null: nothing was sold). All outlets unless one is named. P0002 no such outlet, 22023 not a period.';

CREATE FUNCTION primeinv.slow_movers(days integer DEFAULT 90, outlet_id bigint DEFAULT NULL)
RETURNS TABLE (outlet_id bigint, variation_id bigint, product text, variation text, on_hand numeric, value numeric,
	units_sold numeric, last_sold date, days_of_stock numeric, oldest_received date)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000
BEGIN ATOMIC
	SELECT r.*
	FROM (SELECT primeinv.require_place(slow_movers.outlet_id, NULL) AS today,
			primeinv.require_between('days', slow_movers.days, 1, 3650)::integer AS days OFFSET 0) asked
		CROSS JOIN LATERAL (
			WITH place AS MATERIALIZED (
				SELECT o.outlet_id, o.time_zone, o.money_decimals, o.today, o.today - asked.days AS since
				FROM primeinv.outlet_today o
				WHERE (slow_movers.outlet_id IS NULL OR o.outlet_id = slow_movers.outlet_id) AND (asked.today IS NULL) = (slow_movers.outlet_id IS NULL)
			), sold AS (
				SELECT s.outlet_id, s.variation_id, -sum(s.quantity) AS units, max(s.day) FILTER (WHERE s.quantity < 0) AS last
				FROM (
					SELECT m.outlet_id, m.variation_id, m.quantity, p.since, (m.created_at AT TIME ZONE p.time_zone)::date AS day
					FROM place p
						JOIN primeinv.stock_movement m ON m.outlet_id = p.outlet_id
							AND m.created_at >= statement_timestamp() - (asked.days + 1) * interval '24 hours'
					WHERE m.movement_type = 'sale' OR m.movement_type = 'return' AND m.sale_item_id IS NOT NULL
					OFFSET 0) s
				WHERE s.day > s.since
				GROUP BY s.outlet_id, s.variation_id
			), held AS (
				SELECT b.outlet_id, b.variation_id, sum(b.quantity) AS quantity,
					sum(round(b.quantity * b.cost_price, p.money_decimals)) AS value,
					min((b.received_at AT TIME ZONE p.time_zone)::date) AS oldest
				FROM place p JOIN primeinv.batch b ON b.outlet_id = p.outlet_id
				WHERE b.is_open
				GROUP BY b.outlet_id, b.variation_id
			)
			SELECT h.outlet_id, h.variation_id, p.name, v.name, h.quantity, h.value, COALESCE(GREATEST(s.units, 0), 0.000), s.last,
				round(h.quantity * asked.days / NULLIF(GREATEST(s.units, 0), 0), 1), h.oldest
			FROM held h
				JOIN place o ON o.outlet_id = h.outlet_id
				LEFT JOIN sold s ON s.outlet_id = h.outlet_id AND s.variation_id = h.variation_id
				JOIN primeinv.variation v ON v.id = h.variation_id
				JOIN primeinv.product p ON p.id = v.product_id
			WHERE h.quantity > COALESCE(s.units, 0) AND h.oldest <= o.since
			ORDER BY h.value DESC, h.outlet_id, p.name, v.name, h.variation_id
			OFFSET 0) r;
END;
COMMENT ON FUNCTION primeinv.slow_movers(integer, bigint) IS
'What has lain at an outlet for at least that many days and would last longer than as many again at the pace of these days: a row per outlet and variation, the dearest first. value is at cost; units_sold are of those days, net of what came back; last_sold is the last day of a sale among them (null: none); days_of_stock how long it would last (null: for ever). All outlets unless one is named. P0002 no such outlet, 22023 days not from 1 to 3650.';

-- Batches that were gone before the first day are left out without reading
-- their movements; a lateral look-up a batch reads those of the others by the
-- ledger's index, however long it is.  A voided sale was no demand.
CREATE FUNCTION primeinv.demand(outlet_id bigint, variation_id bigint, "from" date, "to" date)
RETURNS TABLE (day date, quantity numeric, without_sale boolean, without_stock boolean, opening numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 90
BEGIN ATOMIC
	SELECT r.*
	FROM (SELECT primeinv.require_place(demand.outlet_id, demand.variation_id, 2) AS today,
			primeinv.require_period(demand."from", demand."to") AS first,
			primeinv.require_between('days', demand."to" - demand."from" + 1, 1, 3660) AS days OFFSET 0) asked
		CROSS JOIN LATERAL (
			WITH place AS MATERIALIZED (
				SELECT o.id AS outlet_id, o.time_zone, LEAST(demand."to", asked.today) AS last
				FROM primeinv.outlet o
				WHERE o.id = coalesce(demand.outlet_id, 0)
			), lot AS MATERIALIZED (
				-- held since it was last touched at the latest, as nothing is sold of it since
				SELECT b.id, b.quantity, LEAST(COALESCE(b.expiry_date - 1, 'infinity'),
					CASE WHEN b.status <> 'available' THEN (b.updated_at AT TIME ZONE p.time_zone)::date END) AS sold_until
				FROM place p
					JOIN primeinv.batch b ON b.outlet_id = p.outlet_id AND b.variation_id = coalesce(demand.variation_id, 0)
				WHERE b.is_open OR (
					SELECT m.created_at FROM primeinv.stock_movement m WHERE m.batch_id = b.id ORDER BY m.id DESC LIMIT 1
				) >= (asked.first - interval '14 hours') AT TIME ZONE 'UTC'
			), moved AS MATERIALIZED (
				SELECT (m.created_at AT TIME ZONE p.time_zone)::date AS day, l.sold_until, m.quantity,
					CASE WHEN m.movement_type = 'sale' AND s.status IS DISTINCT FROM 'VOIDED' AND s.status IS DISTINCT FROM 'CANCELLED' THEN -m.quantity ELSE 0 END AS sold
				FROM place p CROSS JOIN lot l
					CROSS JOIN LATERAL (
						-- by the batch alone: the BRIN index on the instant is read whole each time
						SELECT m.created_at, m.quantity, m.movement_type, m.sale_item_id
						FROM primeinv.stock_movement m
						WHERE m.batch_id = l.id
						OFFSET 0
					) m
					LEFT JOIN primeinv.sale_item i ON i.id = m.sale_item_id
					LEFT JOIN primeinv.sale s ON s.id = i.sale_id
				WHERE m.created_at >= (asked.first - interval '14 hours') AT TIME ZONE 'UTC'
			), by_day AS MATERIALIZED (
				-- A day began with what lies there now, less what came since, of the batches that could still be sold on it: each batch
				-- counts until its last such day, and so does what takes a movement back, so one running sum over the days does.
				SELECT x.day, sum(x.held) AS held, sum(x.came) AS came, sum(x.sold) AS sold
				FROM (
					SELECT LEAST(l.sold_until, p.last) AS day, l.quantity AS held, NULL::numeric AS came, NULL::numeric AS sold FROM lot l, place p
					UNION ALL
					SELECT LEAST(m.day, m.sold_until, p.last), -m.quantity, NULL, NULL FROM moved m, place p
					UNION ALL
					SELECT m.day, NULL, CASE WHEN m.quantity > 0 AND m.day <= m.sold_until THEN m.quantity END, m.sold FROM moved m
				) x
				GROUP BY x.day
			), days AS (
				SELECT asked.first + n AS day, round(COALESCE(d.sold, 0), 3) AS sold, COALESCE(d.came, 0) AS came,
					round(COALESCE(sum(d.held) OVER (ORDER BY n DESC), 0), 3) AS opening
				FROM place p
					CROSS JOIN generate_series(0, p.last - asked.first) AS n
					LEFT JOIN by_day d ON d.day = asked.first + n
			)
			SELECT g.day, g.sold, g.sold = 0, g.opening + g.came = 0 AND g.sold = 0, g.opening
			FROM days g
			WHERE asked.days > 0
			ORDER BY g.day
			OFFSET 0) r;
END;
COMMENT ON FUNCTION primeinv.demand(bigint, bigint, date, date) IS
'What was sold of a variation at an outlet, a row for each of the outlet''s days from the first to the last, or to today: quantity in base units, refunds not taken off (the customer had asked for it), voided sales left out; without_sale where nothing was sold, without_stock where nothing could be: no unexpired unit was there when the day began, and none came; a batch that is held or recalled was there until it was last touched. A day on which all was sold counts with what was sold. opening is what lay there unexpired when the day began. P0002 no such record, 22023 not a period, or one of more than 3,660 days.';

CREATE FUNCTION primeinv.stock_card(variation_id bigint, outlet_id bigint, "from" date, "to" date)
RETURNS TABLE (entry text, created_at timestamptz, local_time timestamp, movement_type text, reference_type text, reference_id text,
	receipt_number text, reason text, batch_number text, quantity numeric, balance numeric, unit_cost numeric, actor text, movement_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
	SELECT r.*
	FROM (SELECT primeinv.require_place(stock_card.outlet_id, stock_card.variation_id, 2) AS today,
			primeinv.require_period(stock_card."from", stock_card."to") AS first OFFSET 0) asked
		CROSS JOIN LATERAL (
			WITH lot AS MATERIALIZED (
				SELECT b.id, b.quantity
				FROM primeinv.batch b
				WHERE asked.today IS NOT NULL AND b.outlet_id = coalesce(stock_card.outlet_id, 0) AND b.variation_id = coalesce(stock_card.variation_id, 0)
					AND (b.is_open OR (
						SELECT m.created_at FROM primeinv.stock_movement m WHERE m.batch_id = b.id ORDER BY m.id DESC LIMIT 1
					) >= (asked.first - interval '14 hours') AT TIME ZONE 'UTC')
			), moved AS MATERIALIZED (
				SELECT h.*, h.day > stock_card."to" AS later
				FROM lot l
					CROSS JOIN LATERAL (
						SELECT h.*
						FROM primeinv.stock_movement_history h
						WHERE h.batch_id = l.id AND h.outlet_id = stock_card.outlet_id
							AND h.created_at >= (asked.first - interval '14 hours') AT TIME ZONE 'UTC'
						OFFSET 0
					) h
				WHERE h.day >= asked.first
			), ends AS (
				SELECT b.quantity - COALESCE(m.since, 0) AS opening, b.quantity - COALESCE(m.later, 0) AS closing
				FROM (SELECT COALESCE(sum(l.quantity), 0.000) AS quantity FROM lot l) b,
					(SELECT sum(m.quantity) AS since, sum(m.quantity) FILTER (WHERE m.later) AS later FROM moved m) m
			)
			SELECT c.entry, c.created_at, c.local_time, c.movement_type, c.reference_type, c.reference_id, c.receipt_number, c.reason,
				c.batch_number, c.quantity, c.balance, c.unit_cost, c.actor, c.movement_id
			FROM (
				SELECT 0 AS place, 'opening' AS entry, NULL::timestamptz AS created_at, asked.first::timestamp AS local_time, NULL AS movement_type,
					NULL AS reference_type, NULL AS reference_id, NULL AS receipt_number, NULL AS reason, NULL AS batch_number, NULL::numeric AS quantity,
					e.opening AS balance, NULL::numeric AS unit_cost, NULL AS actor, NULL::bigint AS movement_id
				FROM ends e
				UNION ALL
				SELECT 1, 'movement', m.created_at, m.local_time, m.movement_type, m.reference_type, m.reference_id, m.receipt_number, m.reason,
					m.batch_number, m.quantity, e.opening + sum(m.quantity) OVER (ORDER BY m.movement_id), m.unit_cost, m.actor, m.movement_id
				FROM moved m, ends e
				WHERE NOT m.later
				UNION ALL
				SELECT 2, 'closing', NULL, (stock_card."to" + 1)::timestamp, NULL, NULL, NULL, NULL, NULL, NULL, e.closing - e.opening, e.closing, NULL, NULL, NULL
				FROM ends e
			) c
			ORDER BY c.place, c.movement_id
			OFFSET 0) r;
END;
COMMENT ON FUNCTION primeinv.stock_card(bigint, bigint, date, date) IS
'The card of a variation at an outlet for the outlet''s days from the first to the last: entry opening (the balance when the first day began), a movement each in the order in which they happened, with what it refers to as in stock_movement_history and the balance of the place after it, and closing (the balance when the last day ended; quantity there is the net change). Base units. P0002 no such record, 22023 not a period.';
