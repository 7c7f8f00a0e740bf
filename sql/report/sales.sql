-- What was sold: line by line, summed up, and what is still owed for it.

-- What the goods had cost comes from the ledger, by the very batches; a lateral
-- left join, so that who does not ask for cost or margin does not pay for it.
CREATE VIEW primeinv.sale_line WITH (security_invoker = true) AS
SELECT s.completed_on AS day, o.name AS outlet, c.name AS customer, s.receipt_number,
	p.category, p.name AS product, v.name AS variation, i.base_quantity AS quantity,
	i.total_price - i.tax_amount AS net, i.tax_amount AS tax, i.total_price AS gross,
	k.cost, i.total_price - i.tax_amount - k.cost AS margin,
	CASE WHEN s.status IN ('VOIDED', 'CANCELLED') THEN i.total_price ELSE COALESCE(r.amount, round(0.0, t.money_decimals)) END AS refunded,
	CASE WHEN s.status IN ('VOIDED', 'CANCELLED') THEN i.base_quantity ELSE COALESCE(r.quantity, 0.000) END AS refunded_quantity,
	i.discount_amount AS discount, i.tax_rate, s.type, s.status, s.payment_type, s.actor,
	s.completed_at, s.completed_at AT TIME ZONE o.time_zone AS local_time, t.currency,
	s.outlet_id, s.customer_id, v.product_id, i.variation_id, i.sale_id, i.id AS sale_item_id, i.tenant_id
FROM primeinv.sale_item i
	JOIN primeinv.sale s ON s.id = i.sale_id
	JOIN primeinv.outlet o ON o.id = s.outlet_id
	JOIN primeinv.tenant t ON t.id = s.tenant_id
	JOIN primeinv.variation v ON v.id = i.variation_id
	JOIN primeinv.product p ON p.id = v.product_id
	LEFT JOIN primeinv.customer c ON c.id = s.customer_id
	LEFT JOIN LATERAL (
		SELECT sum(x.amount) AS amount, sum(x.base_quantity) AS quantity
		FROM primeinv.refund_item x JOIN primeinv.refund f ON f.id = x.refund_id
		WHERE x.sale_item_id = i.id AND f.status = 'PROCESSED'
	) r ON true
	LEFT JOIN LATERAL (
		SELECT round(COALESCE(-sum(m.quantity * m.unit_cost), i.base_quantity * i.unit_cost, 0), t.money_decimals) AS cost
		FROM primeinv.stock_movement m
		WHERE m.sale_item_id = i.id AND m.movement_type = 'sale'
	) k ON true
WHERE s.completed_at IS NOT NULL;

COMMENT ON VIEW primeinv.sale_line IS 'Every line of every sale that was given out, voided ones too, as it was sold. Over many sales, filter by outlet_id and by completed_at against instants.';
COMMENT ON COLUMN primeinv.sale_line.day IS 'The outlet''s date of the sale.';
COMMENT ON COLUMN primeinv.sale_line.outlet IS 'The outlet''s name.';
COMMENT ON COLUMN primeinv.sale_line.customer IS 'The customer''s name; null: a walk-in.';
COMMENT ON COLUMN primeinv.sale_line.receipt_number IS 'The receipt''s number.';
COMMENT ON COLUMN primeinv.sale_line.category IS 'The product''s category, as it is now.';
COMMENT ON COLUMN primeinv.sale_line.product IS 'The product''s name, as it is now.';
COMMENT ON COLUMN primeinv.sale_line.variation IS 'The variation''s name, as it is now.';
COMMENT ON COLUMN primeinv.sale_line.quantity IS 'Base units sold.';
COMMENT ON COLUMN primeinv.sale_line.net IS 'What they were sold for, after discounts and without tax.';
COMMENT ON COLUMN primeinv.sale_line.tax IS 'The tax.';
COMMENT ON COLUMN primeinv.sale_line.gross IS 'net and tax: what the customer owed for the line.';
COMMENT ON COLUMN primeinv.sale_line.cost IS 'What they had cost, by the batches that they were taken from, rounded once a line.';
COMMENT ON COLUMN primeinv.sale_line.margin IS 'net less cost.';
COMMENT ON COLUMN primeinv.sale_line.refunded IS 'What of gross has been given back since, by refunds or a void.';
COMMENT ON COLUMN primeinv.sale_line.refunded_quantity IS 'Base units taken back since.';
COMMENT ON COLUMN primeinv.sale_line.discount IS 'The line''s discount and its share of the sale''s.';
COMMENT ON COLUMN primeinv.sale_line.tax_rate IS 'Tax in percent.';
COMMENT ON COLUMN primeinv.sale_line.type IS 'RETAIL or WHOLESALE.';
COMMENT ON COLUMN primeinv.sale_line.status IS 'The sale''s status.';
COMMENT ON COLUMN primeinv.sale_line.payment_type IS 'How the sale was paid at the till: a method, MIXED or CREDIT.';
COMMENT ON COLUMN primeinv.sale_line.actor IS 'Who made the sale.';
COMMENT ON COLUMN primeinv.sale_line.completed_at IS 'When it was sold.';
COMMENT ON COLUMN primeinv.sale_line.local_time IS 'The outlet''s clock then.';
COMMENT ON COLUMN primeinv.sale_line.currency IS 'Of the amounts.';
COMMENT ON COLUMN primeinv.sale_line.outlet_id IS 'The outlet.';
COMMENT ON COLUMN primeinv.sale_line.customer_id IS 'The customer.';
COMMENT ON COLUMN primeinv.sale_line.product_id IS 'The product.';
COMMENT ON COLUMN primeinv.sale_line.variation_id IS 'The variation.';
COMMENT ON COLUMN primeinv.sale_line.sale_id IS 'The sale.';
COMMENT ON COLUMN primeinv.sale_line.sale_item_id IS 'The line.';
COMMENT ON COLUMN primeinv.sale_line.tenant_id IS 'The tenant.';

-- Each outlet's sales by their index on the instant; no local day is further
-- than 14 hours from UTC's.
CREATE FUNCTION primeinv.sales_by("from" date, "to" date, "by" text, outlet_id bigint DEFAULT NULL)
RETURNS TABLE (key text, id bigint, sales bigint, quantity numeric, net numeric, tax numeric, gross numeric,
	cost numeric, margin numeric, margin_pct numeric, refunded numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
	SELECT r.*
	FROM (SELECT primeinv.require_place(sales_by.outlet_id, NULL) AS today,
			primeinv.require_period(sales_by."from", sales_by."to") AS first,
			primeinv.require_word('by', COALESCE(sales_by."by", ''), '{day,hour,weekday,product,category,actor,outlet,method}') AS known OFFSET 0) asked
		CROSS JOIN LATERAL (
			SELECT g.key, g.id, count(DISTINCT l.sale_id), sum(l.quantity), sum(l.net), sum(l.tax), sum(l.gross),
				sum(l.cost), sum(l.margin), round(100 * sum(l.margin) / NULLIF(sum(l.net), 0), 2), sum(l.refunded)
			FROM primeinv.outlet o
				JOIN primeinv.sale_line l ON l.outlet_id = o.id
					AND l.completed_at >= (asked.first - interval '14 hours') AT TIME ZONE 'UTC'
					AND l.completed_at < (sales_by."to" + interval '38 hours') AT TIME ZONE 'UTC'
					AND l.day BETWEEN asked.first AND sales_by."to"
				CROSS JOIN LATERAL (SELECT
					CASE sales_by."by"
						WHEN 'day' THEN l.day::text
						WHEN 'hour' THEN to_char(l.local_time, 'HH24')
						WHEN 'weekday' THEN (ARRAY['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])[extract(isodow FROM l.day)::integer]
						WHEN 'product' THEN l.product
						WHEN 'category' THEN l.category
						WHEN 'actor' THEN l.actor
						WHEN 'outlet' THEN l.outlet
						ELSE l.payment_type
					END AS key,
					CASE sales_by."by"
						WHEN 'hour' THEN extract(hour FROM l.local_time)::bigint
						WHEN 'weekday' THEN extract(isodow FROM l.day)::bigint
						WHEN 'product' THEN l.product_id
						WHEN 'outlet' THEN l.outlet_id
					END AS id) g
			WHERE asked.known IS NOT NULL AND (sales_by.outlet_id IS NULL OR o.id = sales_by.outlet_id) AND (asked.today IS NULL) = (sales_by.outlet_id IS NULL)
			GROUP BY g.key, g.id
			ORDER BY CASE WHEN sales_by."by" = 'day' THEN g.key END,
				CASE WHEN sales_by."by" IN ('hour', 'weekday') THEN g.id END, sum(l.gross) DESC, g.key, g.id
			OFFSET 0) r;
END;
COMMENT ON FUNCTION primeinv.sales_by(date, date, text, bigint) IS
'The lines of sales completed on the outlet''s days from the first to the last, summed by day, hour or weekday of the outlet''s clock, by product, category, actor (who made the sale), outlet or method (how the sale was paid at the till: a method, MIXED or CREDIT; daily_payments has the money itself). key is the name (null: no category), id the product''s or outlet''s, or the number of the hour or weekday (1: Monday). Columns are sums of sale_line''s: as sold, refunded is what was given back of it since; margin_pct in percent of net. All outlets unless one is named. P0002 no such outlet, 22023 not a period, or unknown by.';

CREATE VIEW primeinv.receivables_ageing WITH (security_invoker = true) AS
SELECT c.id AS customer_id, c.name AS customer,
	round(COALESCE(d.not_due, 0), t.money_decimals) AS not_due,
	round(COALESCE(d.days_1_30, 0), t.money_decimals) AS days_1_30,
	round(COALESCE(d.days_31_60, 0), t.money_decimals) AS days_31_60,
	round(COALESCE(d.days_61_90, 0), t.money_decimals) AS days_61_90,
	round(COALESCE(d.older, 0), t.money_decimals) AS older,
	round(COALESCE(d.due, 0), t.money_decimals) AS due_on_sales,
	round(c.outstanding_balance - COALESCE(d.due, 0), t.money_decimals) AS on_account,
	round(c.outstanding_balance, t.money_decimals) AS balance,
	COALESCE(d.sales, 0) AS sales, d.oldest_due, t.currency, c.tenant_id
FROM primeinv.customer c
	JOIN primeinv.tenant t ON t.id = c.tenant_id
	LEFT JOIN (
		SELECT a.customer_id, count(*) AS sales, sum(a.amount_due) AS due, min(a.due_date) AS oldest_due,
			sum(a.amount_due) FILTER (WHERE a.late <= 0) AS not_due,
			sum(a.amount_due) FILTER (WHERE a.late BETWEEN 1 AND 30) AS days_1_30,
			sum(a.amount_due) FILTER (WHERE a.late BETWEEN 31 AND 60) AS days_31_60,
			sum(a.amount_due) FILTER (WHERE a.late BETWEEN 61 AND 90) AS days_61_90,
			sum(a.amount_due) FILTER (WHERE a.late > 90) AS older
		FROM (
			SELECT s.customer_id, s.amount_due, s.due_date,
				(statement_timestamp() AT TIME ZONE o.time_zone)::date - COALESCE(s.due_date, s.completed_on) AS late
			FROM primeinv.sale s JOIN primeinv.outlet o ON o.id = s.outlet_id
			WHERE s.customer_id IS NOT NULL AND (s.status = 'PENDING' OR s.status = 'PARTIAL')
		) a
		GROUP BY a.customer_id
	) d ON d.customer_id = c.id
WHERE d.sales > 0 OR c.outstanding_balance <> 0;

COMMENT ON VIEW primeinv.receivables_ageing IS 'What customers owe by how late it is, by the outlet''s dates: a row per customer who owes something or has credit in hand.';
COMMENT ON COLUMN primeinv.receivables_ageing.customer_id IS 'The customer.';
COMMENT ON COLUMN primeinv.receivables_ageing.customer IS 'The customer''s name.';
COMMENT ON COLUMN primeinv.receivables_ageing.not_due IS 'Due today or later.';
COMMENT ON COLUMN primeinv.receivables_ageing.days_1_30 IS 'Due 1 to 30 days ago.';
COMMENT ON COLUMN primeinv.receivables_ageing.days_31_60 IS 'Due 31 to 60 days ago.';
COMMENT ON COLUMN primeinv.receivables_ageing.days_61_90 IS 'Due 61 to 90 days ago.';
COMMENT ON COLUMN primeinv.receivables_ageing.older IS 'Due more than 90 days ago.';
COMMENT ON COLUMN primeinv.receivables_ageing.due_on_sales IS 'All of these together.';
COMMENT ON COLUMN primeinv.receivables_ageing.on_account IS 'What the customer''s entries other than sales add: opening balances and adjustments; negative: credit in hand.';
COMMENT ON COLUMN primeinv.receivables_ageing.balance IS 'due_on_sales and on_account: what the customer owes.';
COMMENT ON COLUMN primeinv.receivables_ageing.sales IS 'Sales with something due.';
COMMENT ON COLUMN primeinv.receivables_ageing.oldest_due IS 'The earliest due date among them.';
COMMENT ON COLUMN primeinv.receivables_ageing.currency IS 'Of the amounts.';
COMMENT ON COLUMN primeinv.receivables_ageing.tenant_id IS 'The tenant.';
