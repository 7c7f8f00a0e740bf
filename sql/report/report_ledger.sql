-- Reports of what happened, from the ledger.  Days are the outlet's; see report_stock.sql.

-- What a movement refers to is joined here and not stored with it: that costs
-- the till nothing, and who does not ask for it, neither.  References of the
-- first version ("refund 17", none for a void, a stock take's bare id) are known, too.
-- An id within a text becomes a column by OFFSET 0: under row-level security an
-- index serves a column, not what is computed from one.

CREATE VIEW primeinv.stock_movement_history WITH (security_invoker = true) AS
SELECT m.id AS movement_id, m.created_at, d.local_time::date AS day, m.outlet_id, o.name AS outlet,
	m.variation_id, p.name AS product, v.name AS variation, m.batch_id, b.batch_number,
	m.movement_type, m.quantity, m.balance_after, m.unit_cost,
	round(m.quantity * m.unit_cost, t.money_decimals) AS value,
	CASE WHEN r.reference_type = 'sale' THEN concat('Sale ', s.receipt_number) ELSE m.reason END AS reason,
	m.reference_id, m.actor, m.db_role, m.sale_item_id, d.local_time, v.sku, m.tenant_id,
	r.reference_type, COALESCE(s.receipt_number, x.receipt_number) AS receipt_number
FROM primeinv.stock_movement m
	JOIN primeinv.outlet o ON o.id = m.outlet_id
	JOIN primeinv.tenant t ON t.id = o.tenant_id
	JOIN primeinv.variation v ON v.id = m.variation_id
	JOIN primeinv.product p ON p.id = v.product_id
	JOIN primeinv.batch b ON b.id = m.batch_id
	CROSS JOIN LATERAL (SELECT m.created_at AT TIME ZONE o.time_zone AS local_time) d
	LEFT JOIN primeinv.sale_item i ON i.id = m.sale_item_id
	LEFT JOIN primeinv.sale s ON s.id = i.sale_id
	LEFT JOIN LATERAL (
		SELECT min(b.kind) AS kind, min(b.receipt_number) AS receipt_number
		FROM (
				SELECT CASE WHEN m.sale_item_id IS NULL AND m.reference_id ~ '^refund[_ ]\d{1,18}$' THEN substr(m.reference_id, 8)::bigint END AS refund_id,
					CASE WHEN m.sale_item_id IS NULL AND m.movement_type = 'return' AND m.reference_id ~ '^void_\d{1,18}$' THEN substr(m.reference_id, 6)::bigint END AS sale_id
				OFFSET 0
			) k
			CROSS JOIN LATERAL (
				SELECT 'refund' AS kind, s.receipt_number
				FROM primeinv.refund f JOIN primeinv.sale s ON s.id = f.sale_id
				WHERE f.id = k.refund_id AND f.tenant_id = m.tenant_id
				UNION ALL
				SELECT 'void', s.receipt_number
				FROM primeinv.sale s
				WHERE s.id = k.sale_id AND s.tenant_id = m.tenant_id
			) b
	) x ON true
	CROSS JOIN LATERAL (SELECT CASE
			WHEN i.id IS NOT NULL AND m.movement_type = 'sale' THEN 'sale'
			WHEN i.id IS NOT NULL AND (m.reference_id IS NULL OR m.reference_id ~ '^void_') THEN 'void'
			WHEN i.id IS NOT NULL THEN 'refund'
			WHEN x.kind IS NOT NULL THEN x.kind
			WHEN m.movement_type IN ('transfer_in', 'transfer_out') THEN 'transfer'
			WHEN m.movement_type = 'adjustment' AND m.reference_id ~ '^(stocktake_)?\d+$' AND m.reason ~ '^stock take' THEN 'stock_take'
			ELSE 'other'
		END AS reference_type) r;

COMMENT ON VIEW primeinv.stock_movement_history IS 'The ledger with names. Over a long ledger, filter by batch_id, or by created_at against instants (timestamptz): a date, as the column day, finds no index.';
COMMENT ON COLUMN primeinv.stock_movement_history.movement_id IS 'The movement; of one batch, in the order of its changes.';
COMMENT ON COLUMN primeinv.stock_movement_history.created_at IS 'When it happened.';
COMMENT ON COLUMN primeinv.stock_movement_history.day IS 'The outlet''s date then.';
COMMENT ON COLUMN primeinv.stock_movement_history.outlet_id IS 'The outlet.';
COMMENT ON COLUMN primeinv.stock_movement_history.outlet IS 'Its name.';
COMMENT ON COLUMN primeinv.stock_movement_history.variation_id IS 'The variation.';
COMMENT ON COLUMN primeinv.stock_movement_history.product IS 'Name of its product.';
COMMENT ON COLUMN primeinv.stock_movement_history.variation IS 'Its name.';
COMMENT ON COLUMN primeinv.stock_movement_history.batch_id IS 'The batch that changed.';
COMMENT ON COLUMN primeinv.stock_movement_history.batch_number IS 'Its lot number.';
COMMENT ON COLUMN primeinv.stock_movement_history.movement_type IS 'As in stock_movement.';
COMMENT ON COLUMN primeinv.stock_movement_history.quantity IS 'Base units, positive in, negative out.';
COMMENT ON COLUMN primeinv.stock_movement_history.balance_after IS 'Running balance: what the batch held after the movement.';
COMMENT ON COLUMN primeinv.stock_movement_history.unit_cost IS 'Cost of a base unit.';
COMMENT ON COLUMN primeinv.stock_movement_history.value IS 'quantity times unit_cost, signed, rounded to the tenant''s decimals.';
COMMENT ON COLUMN primeinv.stock_movement_history.reason IS 'Why, as the caller said; of a sale: Sale, and its receipt''s number.';
COMMENT ON COLUMN primeinv.stock_movement_history.reference_id IS 'The caller''s document; else the sale''s id, void_ and the sale''s, refund_ and the refund''s, stocktake_ and the stock take''s, expiry_ and the outlet''s date.';
COMMENT ON COLUMN primeinv.stock_movement_history.actor IS 'Who did it.';
COMMENT ON COLUMN primeinv.stock_movement_history.db_role IS 'The database role that did it.';
COMMENT ON COLUMN primeinv.stock_movement_history.sale_item_id IS 'The line of a sale that it served or gave back.';
COMMENT ON COLUMN primeinv.stock_movement_history.local_time IS 'The outlet''s clock then.';
COMMENT ON COLUMN primeinv.stock_movement_history.sku IS 'The variation''s stock keeping unit.';
COMMENT ON COLUMN primeinv.stock_movement_history.tenant_id IS 'The tenant.';
COMMENT ON COLUMN primeinv.stock_movement_history.reference_type IS 'What it belongs to: sale, void, refund, stock_take, transfer; other: only reference_id may tell.';
COMMENT ON COLUMN primeinv.stock_movement_history.receipt_number IS 'Of the sale that it served, or that it took back; null: none.';

-- A lateral look-up a batch reads what the asked for batches need, by the
-- ledger's batch index.
CREATE VIEW primeinv.cogs_by_batch WITH (security_invoker = true) AS
SELECT b.id AS batch_id, b.outlet_id, o.name AS outlet, b.variation_id, p.name AS product, v.name AS variation,
	b.batch_number, b.expiry_date, s.units_sold, s.cost_of_goods_sold, s.revenue,
	s.revenue - s.cost_of_goods_sold AS gross_profit, s.units_without_price, t.currency, b.tenant_id
FROM primeinv.batch b
	JOIN primeinv.outlet o ON o.id = b.outlet_id
	JOIN primeinv.tenant t ON t.id = o.tenant_id
	JOIN primeinv.variation v ON v.id = b.variation_id
	JOIN primeinv.product p ON p.id = v.product_id
	CROSS JOIN LATERAL (
		SELECT -sum(m.quantity) AS units_sold,
			-sum(round(m.quantity * m.unit_cost, t.money_decimals)) AS cost_of_goods_sold,
			round(-sum(m.quantity * (i.total_price - i.tax_amount) / i.base_quantity), t.money_decimals) AS revenue,
			COALESCE(-sum(m.quantity) FILTER (WHERE i.id IS NULL), 0.000) AS units_without_price
		FROM primeinv.stock_movement m LEFT JOIN primeinv.sale_item i ON i.id = m.sale_item_id
		WHERE m.batch_id = b.id AND (m.movement_type = 'sale' OR m.movement_type = 'return' AND m.sale_item_id IS NOT NULL)
		HAVING count(*) > 0
	) s;

COMMENT ON VIEW primeinv.cogs_by_batch IS 'What was sold of each batch, what it had cost and what it brought in, net of what came back from sales. A row per batch that was sold from.';
COMMENT ON COLUMN primeinv.cogs_by_batch.batch_id IS 'The batch.';
COMMENT ON COLUMN primeinv.cogs_by_batch.outlet_id IS 'The outlet.';
COMMENT ON COLUMN primeinv.cogs_by_batch.outlet IS 'Its name.';
COMMENT ON COLUMN primeinv.cogs_by_batch.variation_id IS 'The variation.';
COMMENT ON COLUMN primeinv.cogs_by_batch.product IS 'Name of its product.';
COMMENT ON COLUMN primeinv.cogs_by_batch.variation IS 'Its name.';
COMMENT ON COLUMN primeinv.cogs_by_batch.batch_number IS 'The lot number.';
COMMENT ON COLUMN primeinv.cogs_by_batch.expiry_date IS 'Its expiry date; null: never expires.';
COMMENT ON COLUMN primeinv.cogs_by_batch.units_sold IS 'Base units sold, less those that came back from a refund or a voided sale.';
COMMENT ON COLUMN primeinv.cogs_by_batch.cost_of_goods_sold IS 'Their cost as it was when they were sold, each movement rounded to the tenant''s decimals.';
COMMENT ON COLUMN primeinv.cogs_by_batch.revenue IS 'Their share of what the sales'' lines charged, after discounts and before tax, rounded once a batch, so that the batches of a line may make a cent more or less than it; null where no sale told a price.';
COMMENT ON COLUMN primeinv.cogs_by_batch.gross_profit IS 'revenue less cost_of_goods_sold; means little where units_without_price is not 0.';
COMMENT ON COLUMN primeinv.cogs_by_batch.units_without_price IS 'Of the units sold, those taken by deduct_stock or a committed reservation, which name no price.';
COMMENT ON COLUMN primeinv.cogs_by_batch.currency IS 'Of the amounts.';
COMMENT ON COLUMN primeinv.cogs_by_batch.tenant_id IS 'The tenant.';

-- Month by month, so that a condition on month reads that month's part of the
-- ledger by its BRIN index.  OFFSET 0 keeps the instants as columns: under
-- row-level security an index serves a column, not what is computed from one.  A month at some outlet lies within 14 hours of
-- UTC's.  No movement is older than the first batch.
CREATE VIEW primeinv.expiry_waste WITH (security_invoker = true) AS
SELECT w.outlet_id, p.name AS product, n.month, w.units, w.value,
	round(100 * w.value / NULLIF(w.purchased, 0), 2) AS share_of_purchases, w.purchased,
	w.outlet, p.id AS product_id, p.category, w.currency, w.tenant_id
FROM (
		SELECT month::date AS month, (month - interval '14 hours') AT TIME ZONE 'UTC' AS opens,
			(month + interval '1 month 14 hours') AT TIME ZONE 'UTC' AS closes
		FROM generate_series(
			(SELECT date_trunc('month', min(b.received_at) AT TIME ZONE 'UTC' - interval '14 hours') FROM primeinv.batch b),
			statement_timestamp() AT TIME ZONE 'UTC' + interval '14 hours', interval '1 month') AS month
		OFFSET 0
	) n
	CROSS JOIN LATERAL (
		SELECT m.tenant_id, m.outlet_id, o.outlet, o.currency, v.product_id,
			-sum(m.quantity) FILTER (WHERE m.movement_type = 'expiry') AS units,
			-sum(round(m.quantity * m.unit_cost, o.money_decimals)) FILTER (WHERE m.movement_type = 'expiry') AS value,
			COALESCE(sum(round(m.quantity * m.unit_cost, o.money_decimals)) FILTER (WHERE m.movement_type = 'purchase'), round(0.0, o.money_decimals)) AS purchased
		FROM primeinv.stock_movement m
			JOIN primeinv.outlet_today o ON o.outlet_id = m.outlet_id
			JOIN primeinv.variation v ON v.id = m.variation_id
		WHERE m.movement_type IN ('expiry', 'purchase')
			AND m.created_at >= n.opens AND m.created_at < n.closes
			AND date_trunc('month', m.created_at AT TIME ZONE o.time_zone) = n.month
		GROUP BY m.tenant_id, m.outlet_id, o.outlet, o.currency, o.money_decimals, v.product_id
		HAVING bool_or(m.movement_type = 'expiry')
	) w
	JOIN primeinv.product p ON p.id = w.product_id;

COMMENT ON VIEW primeinv.expiry_waste IS 'What was written off because it had expired, by outlet, product and month of the outlet''s calendar.';
COMMENT ON COLUMN primeinv.expiry_waste.outlet_id IS 'The outlet.';
COMMENT ON COLUMN primeinv.expiry_waste.product IS 'Name of the product, all its variations together.';
COMMENT ON COLUMN primeinv.expiry_waste.month IS 'First day of the month.';
COMMENT ON COLUMN primeinv.expiry_waste.units IS 'Base units written off.';
COMMENT ON COLUMN primeinv.expiry_waste.value IS 'Their cost, each movement rounded to the tenant''s decimals.';
COMMENT ON COLUMN primeinv.expiry_waste.share_of_purchases IS 'value in percent of what was purchased of the product there in that month; null where nothing was.';
COMMENT ON COLUMN primeinv.expiry_waste.purchased IS 'Cost of what was purchased of the product there in that month.';
COMMENT ON COLUMN primeinv.expiry_waste.outlet IS 'The outlet''s name.';
COMMENT ON COLUMN primeinv.expiry_waste.product_id IS 'The product.';
COMMENT ON COLUMN primeinv.expiry_waste.category IS 'Its category.';
COMMENT ON COLUMN primeinv.expiry_waste.currency IS 'Of the values.';
COMMENT ON COLUMN primeinv.expiry_waste.tenant_id IS 'The tenant.';

-- Each movement says the balance after it, so a change that was not written
-- leaves a gap between two movements, or after the last.
CREATE VIEW primeinv.movement_completeness WITH (security_invoker = true) AS
SELECT o.outlet_id, o.outlet, count(b.id) AS batches,
	COALESCE(sum(c.movements), 0)::bigint AS movements,
	COALESCE(sum(c.movements + c.missing), 0)::bigint AS changes,
	COALESCE(sum(c.missing), 0)::bigint AS missing,
	COALESCE(sum(c.missing_units), 0.000) AS missing_units,
	COALESCE(trunc(100 * sum(c.movements) / NULLIF(sum(c.movements + c.missing), 0), 2), 100.00) AS completeness_pct,
	o.tenant_id
FROM primeinv.outlet_today o
	LEFT JOIN primeinv.batch b ON b.outlet_id = o.outlet_id
	LEFT JOIN LATERAL (
		SELECT COALESCE(sum(k.movements), 0) AS movements,
			COALESCE(sum(k.gaps), 0) + (b.quantity <> COALESCE(max(k.last_balance), 0))::int AS missing,
			COALESCE(sum(k.gap_units), 0) + abs(b.quantity - COALESCE(max(k.last_balance), 0)) AS missing_units
		FROM (
			SELECT count(*) AS movements, count(*) FILTER (WHERE before <> balance_after - quantity) AS gaps,
				sum(abs(balance_after - quantity - before)) AS gap_units,
				(array_agg(balance_after ORDER BY id DESC))[1] AS last_balance
			FROM (
				SELECT m.id, m.quantity, m.balance_after, lag(m.balance_after, 1, 0::numeric) OVER (ORDER BY m.id) AS before
				FROM primeinv.stock_movement m WHERE m.batch_id = b.id
			) m
		) k
	) c ON b.id IS NOT NULL
GROUP BY o.tenant_id, o.outlet_id, o.outlet;

COMMENT ON VIEW primeinv.movement_completeness IS 'Whether every change of a batch is in the ledger: movements against the changes that the balances prove. Reads the whole ledger of the outlets asked for.';
COMMENT ON COLUMN primeinv.movement_completeness.outlet_id IS 'The outlet.';
COMMENT ON COLUMN primeinv.movement_completeness.outlet IS 'Its name.';
COMMENT ON COLUMN primeinv.movement_completeness.batches IS 'Batches there, empty ones included.';
COMMENT ON COLUMN primeinv.movement_completeness.movements IS 'Their movements in the ledger.';
COMMENT ON COLUMN primeinv.movement_completeness.changes IS 'Changes that there must have been: the movements, and one for each gap between two balances.';
COMMENT ON COLUMN primeinv.movement_completeness.missing IS 'The gaps.';
COMMENT ON COLUMN primeinv.movement_completeness.missing_units IS 'Base units in the gaps, up and down added.';
COMMENT ON COLUMN primeinv.movement_completeness.completeness_pct IS 'Movements in percent of changes, cut off after two decimals: 100.00 only if nothing is missing.';
COMMENT ON COLUMN primeinv.movement_completeness.tenant_id IS 'The tenant.';

-- The whole ledger since the period's start is read, by its BRIN index: what
-- lies there now, less what came later, is what lay there then.  The checks
-- come first, and what hangs on them is kept apart from them by OFFSET 0: else
-- an empty ledger would hide them.
CREATE FUNCTION primeinv.audit_report(start_date date, end_date date, outlet_id bigint DEFAULT NULL)
RETURNS TABLE (item text, opening numeric, purchases numeric, sales numeric, returns numeric, adjustments numeric,
	damage numeric, expired numeric, transfers_in numeric, transfers_out numeric, supplier_returns numeric,
	net_change numeric, closing numeric, variation_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000
BEGIN ATOMIC
	SELECT r.*
	FROM (SELECT primeinv.require_place(audit_report.outlet_id, NULL) AS today,
			primeinv.require_period(audit_report.start_date, audit_report.end_date) AS start_date OFFSET 0) asked
		CROSS JOIN LATERAL (
			WITH place AS MATERIALIZED (
				SELECT o.outlet_id, o.time_zone
				FROM primeinv.outlet_today o
				WHERE (audit_report.outlet_id IS NULL OR o.outlet_id = audit_report.outlet_id) AND (asked.today IS NULL) = (audit_report.outlet_id IS NULL)
			), moved AS (
				SELECT s.variation_id, s.movement_type, s.day > audit_report.end_date AS later, sum(s.quantity) AS quantity
				FROM (
					SELECT m.variation_id, m.movement_type, m.quantity,
						(m.created_at AT TIME ZONE p.time_zone)::date AS day
					FROM place p
						JOIN primeinv.stock_movement m ON m.outlet_id = p.outlet_id
							AND m.created_at >= (audit_report.start_date - interval '14 hours') AT TIME ZONE 'UTC'
					OFFSET 0) s
				WHERE s.day >= asked.start_date
				GROUP BY s.variation_id, s.movement_type, later
			), summed AS (
				SELECT m.variation_id, bool_or(NOT later) AS moved,
					sum(quantity) FILTER (WHERE later) AS later,
					sum(quantity) FILTER (WHERE NOT later AND movement_type <> 'opening') AS net_change,
					sum(quantity) FILTER (WHERE NOT later AND movement_type = 'purchase') AS purchases,
					-sum(quantity) FILTER (WHERE NOT later AND movement_type = 'sale') AS sales,
					sum(quantity) FILTER (WHERE NOT later AND movement_type = 'return') AS returns,
					sum(quantity) FILTER (WHERE NOT later AND movement_type = 'adjustment') AS adjustments,
					-sum(quantity) FILTER (WHERE NOT later AND movement_type = 'damage') AS damage,
					-sum(quantity) FILTER (WHERE NOT later AND movement_type = 'expiry') AS expired,
					sum(quantity) FILTER (WHERE NOT later AND movement_type = 'transfer_in') AS transfers_in,
					-sum(quantity) FILTER (WHERE NOT later AND movement_type = 'transfer_out') AS transfers_out,
					-sum(quantity) FILTER (WHERE NOT later AND movement_type = 'supplier_return') AS supplier_returns
				FROM moved m
				GROUP BY m.variation_id
			), held AS (
				SELECT b.variation_id, sum(b.quantity) AS quantity
				FROM place p JOIN primeinv.batch b ON b.outlet_id = p.outlet_id
				WHERE b.is_open
				GROUP BY b.variation_id
			), closed AS (
				SELECT COALESCE(h.variation_id, s.variation_id) AS variation_id, s.moved,
					COALESCE(h.quantity, 0.000) - COALESCE(s.later, 0.000) AS closing, COALESCE(s.net_change, 0.000) AS net_change,
					COALESCE(s.purchases, 0.000) AS purchases, COALESCE(s.sales, 0.000) AS sales, COALESCE(s.returns, 0.000) AS returns,
					COALESCE(s.adjustments, 0.000) AS adjustments, COALESCE(s.damage, 0.000) AS damage, COALESCE(s.expired, 0.000) AS expired,
					COALESCE(s.transfers_in, 0.000) AS transfers_in, COALESCE(s.transfers_out, 0.000) AS transfers_out,
					COALESCE(s.supplier_returns, 0.000) AS supplier_returns
				FROM held h FULL JOIN summed s ON s.variation_id = h.variation_id
			), named AS (
				SELECT c.*, n.name, CASE
						WHEN count(*) OVER (PARTITION BY n.name) = 1 THEN n.name
						ELSE format('%s (%s)', n.name, COALESCE(NULLIF(v.sku, ''), '#' || v.id))
					END AS item
				FROM closed c
					JOIN primeinv.variation v ON v.id = c.variation_id
					JOIN primeinv.product p ON p.id = v.product_id
					CROSS JOIN LATERAL (SELECT concat(p.name, ' - ', v.name) AS name) n
				WHERE c.moved OR c.closing <> 0
			)
			SELECT CASE
					WHEN count(*) OVER (PARTITION BY n.item) = 1 THEN n.item
					ELSE format('%s (#%s)', n.item, n.variation_id)
				END AS item,
				n.closing - n.net_change, n.purchases, n.sales, n.returns, n.adjustments, n.damage, n.expired,
				n.transfers_in, n.transfers_out, n.supplier_returns, n.net_change, n.closing, n.variation_id
			FROM named n
			ORDER BY item, n.variation_id
			OFFSET 0) r;
END;
COMMENT ON FUNCTION primeinv.audit_report(date, date, bigint) IS
'How the stock at the start of the first day became that at the end of the last, both days the outlet''s: a row per variation with stock or movements, in base units, over all outlets unless one is named. Sales, damage, expired, transfers out and supplier returns are positive, adjustments and net change signed. opening contains opening balances booked within the period; opening + net_change = closing. P0002 no such outlet, 22023 not a period.';

CREATE FUNCTION primeinv.audit_report_json(start_date date, end_date date, outlet_id bigint DEFAULT NULL) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT COALESCE(jsonb_object_agg(r.item, jsonb_build_object(
			'opening', trim_scale(r.opening), 'purchases', trim_scale(r.purchases), 'sales', trim_scale(r.sales),
			'returns', trim_scale(r.returns), 'adjustments', trim_scale(r.adjustments), 'damage', trim_scale(r.damage),
			'expired', trim_scale(r.expired), 'transfers_in', trim_scale(r.transfers_in),
			'transfers_out', trim_scale(r.transfers_out), 'supplier_returns', trim_scale(r.supplier_returns),
			'net_change', trim_scale(r.net_change), 'closing', trim_scale(r.closing))), '{}')
	FROM primeinv.audit_report(audit_report_json.start_date, audit_report_json.end_date, audit_report_json.outlet_id) r;
END;
COMMENT ON FUNCTION primeinv.audit_report_json(date, date, bigint) IS
'audit_report as one JSON object, a key per item, each an object of the report''s columns. Errors as its.';

-- A batch's cost changes when more comes in: it becomes the average.
CREATE FUNCTION primeinv.average_cost_after(cost numeric, quantity numeric, balance_after numeric, unit_cost numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE
		WHEN cost IS NULL OR (quantity > 0 AND balance_after = quantity) THEN unit_cost
		WHEN quantity < 0 THEN unit_cost -- what goes out, goes at the batch's cost, which an owner may have changed
		WHEN cost = unit_cost THEN cost
		ELSE round(((balance_after - quantity) * cost + quantity * unit_cost) / balance_after, 4)
	END;
END;
COMMENT ON FUNCTION primeinv.average_cost_after(numeric, numeric, numeric, numeric) IS 'A batch''s cost after a movement, from its cost before.';

CREATE AGGREGATE primeinv.average_cost(quantity numeric, balance_after numeric, unit_cost numeric) (
	SFUNC = primeinv.average_cost_after, STYPE = numeric, PARALLEL = SAFE
);
COMMENT ON AGGREGATE primeinv.average_cost(numeric, numeric, numeric) IS 'A batch''s cost after these movements, in their order (ORDER BY id).';

CREATE FUNCTION primeinv.batch_cost_as_of(batch_id bigint, at timestamptz) RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH movement AS MATERIALIZED (
		SELECT m.id, m.created_at, m.quantity, m.balance_after, m.unit_cost
		FROM primeinv.stock_movement m
		WHERE m.batch_id = batch_cost_as_of.batch_id
		OFFSET 0
	)
	SELECT primeinv.average_cost(x.quantity, x.balance_after, x.unit_cost ORDER BY x.place, x.movement, x.id)
	FROM (
		SELECT m.id AS place, true AS movement, m.id, m.quantity, m.balance_after, m.unit_cost
		FROM movement m
		WHERE m.created_at <= batch_cost_as_of.at
		UNION ALL
		-- a corrected cost is that of a movement out of nothing, before the first that came after it
		SELECT COALESCE((SELECT min(m.id) FROM movement m WHERE m.created_at > c.changed_at), 9223372036854775807), false, c.id, -1, 0, c.new
		FROM primeinv.price_change c
		WHERE c.batch_id = batch_cost_as_of.batch_id AND c.column_name = 'cost' AND c.changed_at <= batch_cost_as_of.at
			AND EXISTS (SELECT FROM movement m WHERE m.created_at <= batch_cost_as_of.at)
	) x;
END;
COMMENT ON FUNCTION primeinv.batch_cost_as_of(bigint, timestamptz) IS 'The batch''s cost at an instant, worked out from its movements and the corrections of its cost; null if it had no movement by then.';

CREATE FUNCTION primeinv.stock_as_of(at timestamptz, outlet_id bigint DEFAULT NULL)
RETURNS TABLE (outlet_id bigint, variation_id bigint, quantity numeric, value numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000
BEGIN ATOMIC
	SELECT r.*
	FROM (SELECT primeinv.require_place(stock_as_of.outlet_id, NULL) AS today,
			primeinv.require_instant(stock_as_of.at) AS at OFFSET 0) asked
		CROSS JOIN LATERAL (
			WITH place AS MATERIALIZED (
				SELECT o.outlet_id, o.money_decimals
				FROM primeinv.outlet_today o
				WHERE (stock_as_of.outlet_id IS NULL OR o.outlet_id = stock_as_of.outlet_id) AND (asked.today IS NULL) = (stock_as_of.outlet_id IS NULL)
			), later AS MATERIALIZED (
				SELECT x.batch_id, sum(x.quantity) AS quantity, bool_or(x.revalued) AS revalued
				FROM (
					SELECT m.batch_id, m.quantity, m.quantity > 0 AS revalued
					FROM place p JOIN primeinv.stock_movement m ON m.outlet_id = p.outlet_id AND m.created_at > stock_as_of.at
					UNION ALL
					SELECT b.id, 0, true
					FROM primeinv.price_change c
						JOIN primeinv.batch b ON b.id = c.batch_id
						JOIN place p ON p.outlet_id = b.outlet_id
					WHERE c.batch_id IS NOT NULL AND c.column_name = 'cost' AND c.changed_at > stock_as_of.at
				) x
				GROUP BY x.batch_id
			), batch AS (
				SELECT b.outlet_id, b.variation_id, b.quantity, b.cost_price, true AS existed
				FROM place p JOIN primeinv.batch b ON b.outlet_id = p.outlet_id
				WHERE b.is_open AND NOT EXISTS (SELECT FROM later l WHERE l.batch_id = b.id)
				UNION ALL
				SELECT b.outlet_id, b.variation_id, b.quantity - l.quantity, COALESCE(c.cost, 0), c.cost IS NOT NULL
				FROM later l
					JOIN primeinv.batch b ON b.id = l.batch_id
					CROSS JOIN LATERAL (
						SELECT CASE WHEN l.revalued THEN primeinv.batch_cost_as_of(b.id, asked.at) ELSE b.cost_price END AS cost) c
			), counted AS (
				SELECT b.outlet_id, b.variation_id, bool_or(b.existed) AS existed, sum(b.quantity) AS quantity,
					sum(round(b.quantity * b.cost_price, p.money_decimals)) AS value
				FROM batch b JOIN place p ON p.outlet_id = b.outlet_id
				GROUP BY b.outlet_id, b.variation_id
			)
			SELECT l.outlet_id, l.variation_id, COALESCE(c.quantity, 0.000), COALESCE(c.value, round(0.0, p.money_decimals))
			FROM place p
				JOIN primeinv.location_stock l ON l.outlet_id = p.outlet_id
				LEFT JOIN counted c ON c.outlet_id = l.outlet_id AND c.variation_id = l.variation_id
			WHERE c.existed IS NOT FALSE OR EXISTS (
				SELECT FROM primeinv.batch b
				WHERE b.outlet_id = l.outlet_id AND b.variation_id = l.variation_id AND NOT b.is_open
					AND NOT EXISTS (SELECT FROM later t WHERE t.batch_id = b.id))
			ORDER BY l.outlet_id, l.variation_id
			OFFSET 0) r;
END;
COMMENT ON FUNCTION primeinv.stock_as_of(timestamptz, bigint) IS
'What was on hand at an instant, and its value at the batches'' cost then: what stock_level showed, a row per variation and outlet that had received it by then. Works back from now, so it reads the ledger from that instant on. P0002 no such outlet, 22023 no instant.';

CREATE FUNCTION primeinv.trace_batch(batch_id bigint)
RETURNS TABLE (movement_id bigint, created_at timestamptz, movement_type text, quantity numeric,
	sale_id bigint, receipt_number text, customer_id bigint, customer_name text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
	SELECT m.id, m.created_at, m.movement_type, m.quantity, s.id, s.receipt_number, c.id, c.name
	FROM primeinv.require_batch(trace_batch.batch_id) AS asked
		CROSS JOIN LATERAL (SELECT * FROM primeinv.stock_movement m WHERE m.batch_id = asked OFFSET 0) m
		LEFT JOIN primeinv.sale_item i ON i.id = m.sale_item_id
		LEFT JOIN primeinv.sale s ON s.id = i.sale_id
		LEFT JOIN primeinv.customer c ON c.id = s.customer_id
	ORDER BY m.id;
END;
COMMENT ON FUNCTION primeinv.trace_batch(bigint) IS
'Every movement of the batch in its order, with the sale and the customer that it went to or came back from: the recall list. What was transferred goes on in a batch at the other outlet, mostly of the same number. P0002 no such batch.';
