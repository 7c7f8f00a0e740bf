-- What was earned on a line, what a day brought, and what customers owe.

CREATE VIEW primeinv.sale_item_profit WITH (security_invoker = true) AS
SELECT i.tenant_id, i.id AS sale_item_id, i.sale_id, s.outlet_id, i.variation_id, i.product_name,
	s.completed_at, s.status,
	n.quantity, n.base_amount, n.gross_amount,
	round(u.unit_cost, 4) AS unit_cost,
	round(CASE WHEN n.quantity > 0 THEN n.base_amount / n.quantity - u.unit_cost ELSE 0 END, 4) AS profit_amount,
	CASE WHEN n.base_amount > 0 THEN round((n.base_amount - n.quantity * u.unit_cost) / n.base_amount * 100, 2) END AS profit_margin,
	round(n.base_amount - n.quantity * u.unit_cost, t.money_decimals) AS total_profit_amount
FROM primeinv.sale_item i
JOIN primeinv.sale s ON s.id = i.sale_id
JOIN primeinv.tenant t ON t.id = i.tenant_id
JOIN primeinv.outlet o ON o.id = s.outlet_id
CROSS JOIN LATERAL (
	SELECT coalesce(sum(r.base_quantity), 0) AS quantity, coalesce(sum(r.amount), 0) AS amount,
		coalesce(sum(r.tax_amount), 0) AS tax_amount
	FROM primeinv.refund_item r
	JOIN primeinv.refund f ON f.id = r.refund_id
	WHERE r.sale_item_id = i.id AND f.status = 'PROCESSED'
) r
CROSS JOIN LATERAL (
	SELECT -sum(m.quantity) AS quantity, -sum(m.quantity * m.unit_cost) AS cost,
		sum(m.quantity * m.unit_cost) FILTER (WHERE m.movement_type = 'sale')
			/ sum(m.quantity) FILTER (WHERE m.movement_type = 'sale') AS sold_cost
	FROM primeinv.stock_movement m
	WHERE m.sale_item_id = i.id AND m.movement_type IN ('sale', 'return')
) m
CROSS JOIN LATERAL (
	-- of a draft: what the batches cost that would be taken now, first expired, first out
	SELECT coalesce(sum(q.taken * q.cost_price) / nullif(sum(q.taken), 0), (SELECT v.cost FROM primeinv.variation v WHERE v.id = i.variation_id)) AS unit_cost
	FROM (
		SELECT b.cost_price, least(b.quantity, greatest(i.base_quantity - coalesce(sum(b.quantity) OVER (
			ORDER BY b.expiry_date, b.received_at, b.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0), 0)) AS taken
		FROM primeinv.batch b
		WHERE s.status = 'DRAFT' AND b.outlet_id = s.outlet_id AND b.variation_id = i.variation_id AND b.is_open AND b.status = 'available'
			AND primeinv.is_expired(b.expiry_date, (statement_timestamp() AT TIME ZONE o.time_zone)::date) IS NOT TRUE
			AND (i.batch_id IS NULL OR b.id = i.batch_id)
	) q
) e
CROSS JOIN LATERAL (
	SELECT k.kept * (i.base_quantity - r.quantity) AS quantity,
		k.kept * (i.total_price - i.tax_amount - (r.amount - r.tax_amount)) AS base_amount,
		k.kept * (i.total_price - r.amount) AS gross_amount
	FROM (SELECT CASE WHEN s.status IN ('CANCELLED', 'VOIDED') THEN 0 ELSE 1 END AS kept) k
) n
CROSS JOIN LATERAL (
	SELECT coalesce(CASE WHEN m.quantity > 0 THEN m.cost / m.quantity END, m.sold_cost, i.unit_cost, e.unit_cost, 0) AS unit_cost
) u
WHERE s.completed_at IS NOT NULL OR s.status = 'DRAFT';

COMMENT ON VIEW primeinv.sale_item_profit IS 'What each line of a completed sale earned, net of refunds and voids, at the cost of the very batches that served it; of a draft (status DRAFT, completed_at null) what it would earn now, at the cost of the batches that would be taken.';
COMMENT ON COLUMN primeinv.sale_item_profit.tenant_id IS 'The tenant.';
COMMENT ON COLUMN primeinv.sale_item_profit.sale_item_id IS 'The line.';
COMMENT ON COLUMN primeinv.sale_item_profit.sale_id IS 'Its sale.';
COMMENT ON COLUMN primeinv.sale_item_profit.outlet_id IS 'Where it was sold.';
COMMENT ON COLUMN primeinv.sale_item_profit.variation_id IS 'What was sold.';
COMMENT ON COLUMN primeinv.sale_item_profit.product_name IS 'Its name at the time.';
COMMENT ON COLUMN primeinv.sale_item_profit.completed_at IS 'When it was sold; null: a draft.';
COMMENT ON COLUMN primeinv.sale_item_profit.status IS 'The sale''s status.';
COMMENT ON COLUMN primeinv.sale_item_profit.quantity IS 'Base units sold and not given back.';
COMMENT ON COLUMN primeinv.sale_item_profit.base_amount IS 'What they were sold for, after discounts and without tax.';
COMMENT ON COLUMN primeinv.sale_item_profit.gross_amount IS 'The same with tax.';
COMMENT ON COLUMN primeinv.sale_item_profit.unit_cost IS 'Cost of a base unit: the average of the batches that served what was not given back; of a draft, of those that would be taken, else the variation''s usual cost.';
COMMENT ON COLUMN primeinv.sale_item_profit.profit_amount IS 'Profit on a base unit.';
COMMENT ON COLUMN primeinv.sale_item_profit.profit_margin IS 'Profit in percent of base_amount; null if that is 0.';
COMMENT ON COLUMN primeinv.sale_item_profit.total_profit_amount IS 'Profit on all of them.';

-- Sales, refunds and voids each count on their own day, so that a day that is
-- over does not change any more.
CREATE VIEW primeinv.daily_sales WITH (security_invoker = true) AS
SELECT e.tenant_id, e.outlet_id, e.day,
	sum(e.sales)::bigint AS sales, round(sum(e.gross), t.money_decimals) AS gross,
	round(sum(e.discount), t.money_decimals) AS discount, round(sum(e.tax), t.money_decimals) AS tax,
	round(sum(e.refunds), t.money_decimals) AS refunds, round(sum(e.voids), t.money_decimals) AS voids,
	round(sum(e.total) - sum(e.refunds) - sum(e.voids), t.money_decimals) AS net
FROM (
	SELECT s.tenant_id, s.outlet_id, s.completed_on AS day, 1 AS sales, s.subtotal AS gross,
		s.discount_amount AS discount, s.tax_amount AS tax, s.total_amount AS total, 0 AS refunds, 0 AS voids
	FROM primeinv.sale s
	WHERE s.completed_at IS NOT NULL
	UNION ALL
	SELECT s.tenant_id, o.id, (f.processed_at AT TIME ZONE o.time_zone)::date, 0, 0, 0, 0, 0, f.amount, 0
	FROM primeinv.refund f
	JOIN primeinv.sale s ON s.id = f.sale_id
	JOIN primeinv.outlet o ON o.id = COALESCE(f.outlet_id, s.outlet_id)
	WHERE f.status = 'PROCESSED'
	UNION ALL
	SELECT s.tenant_id, s.outlet_id, (s.closed_at AT TIME ZONE o.time_zone)::date, 0, 0, 0, 0, 0, 0,
		s.total_amount - coalesce((SELECT sum(f.amount) FROM primeinv.refund f WHERE f.sale_id = s.id AND f.status = 'PROCESSED'), 0)
	FROM primeinv.sale s
	JOIN primeinv.outlet o ON o.id = s.outlet_id
	WHERE s.completed_at IS NOT NULL AND s.status IN ('VOIDED', 'CANCELLED')
) e
JOIN primeinv.tenant t ON t.id = e.tenant_id
GROUP BY e.tenant_id, e.outlet_id, e.day, t.money_decimals;

COMMENT ON VIEW primeinv.daily_sales IS 'The day''s end of each outlet, by its dates, in the tenant''s currency. A refund or void counts on the day on which it happened, and a refund at the outlet that took the goods back.';
COMMENT ON COLUMN primeinv.daily_sales.tenant_id IS 'The tenant.';
COMMENT ON COLUMN primeinv.daily_sales.outlet_id IS 'The outlet.';
COMMENT ON COLUMN primeinv.daily_sales.day IS 'The outlet''s date.';
COMMENT ON COLUMN primeinv.daily_sales.sales IS 'Sales completed, those that were voided later, too.';
COMMENT ON COLUMN primeinv.daily_sales.gross IS 'Their amount before discounts (and before tax, unless prices contain it).';
COMMENT ON COLUMN primeinv.daily_sales.discount IS 'Their discounts.';
COMMENT ON COLUMN primeinv.daily_sales.tax IS 'Their tax.';
COMMENT ON COLUMN primeinv.daily_sales.refunds IS 'What was refunded that day at the outlet, tax included, be it sold there or at another one.';
COMMENT ON COLUMN primeinv.daily_sales.voids IS 'What was voided or cancelled that day, tax included.';
COMMENT ON COLUMN primeinv.daily_sales.net IS 'What customers owed for the day''s sales, tax included, less refunds and voids.';

CREATE VIEW primeinv.daily_payments WITH (security_invoker = true) AS
SELECT e.tenant_id, e.outlet_id, e.day, e.method, e.actor, sum(e.amount) AS amount
FROM (
	SELECT p.tenant_id, o.id AS outlet_id, (p.created_at AT TIME ZONE o.time_zone)::date AS day, p.method, p.actor, p.amount
	FROM primeinv.payment p
	JOIN primeinv.sale s ON s.id = p.sale_id
	JOIN primeinv.outlet o ON o.id = COALESCE(p.outlet_id, s.outlet_id)
	UNION ALL
	SELECT p.tenant_id, o.id, (p.reversed_at AT TIME ZONE o.time_zone)::date, p.method, p.actor, -p.amount
	FROM primeinv.payment p
	JOIN primeinv.sale s ON s.id = p.sale_id
	JOIN primeinv.outlet o ON o.id = COALESCE(p.outlet_id, s.outlet_id)
	WHERE p.status = 'REVERSED'
	UNION ALL
	-- money on account is in the actor's till; without one it names no outlet,
	-- and is that of a tenant's only one
	SELECT e.tenant_id, COALESCE(l.outlet_id, CASE WHEN o.outlets = 1 THEN o.outlet_id END),
		(e.created_at AT TIME ZONE z.time_zone)::date, e.method, e.actor, -e.amount
	FROM primeinv.customer_entry e
	LEFT JOIN primeinv.till_session l ON l.id = e.till_session_id
	JOIN (
		SELECT o.tenant_id, min(o.id) AS outlet_id, count(*) AS outlets
		FROM primeinv.outlet o
		GROUP BY o.tenant_id
	) o ON o.tenant_id = e.tenant_id
	JOIN primeinv.outlet z ON z.id = COALESCE(l.outlet_id, o.outlet_id)
	WHERE e.type = 'PAYMENT' AND e.method IS NOT NULL
) e
GROUP BY e.tenant_id, e.outlet_id, e.day, e.method, e.actor;

COMMENT ON VIEW primeinv.daily_payments IS 'What should be in each till at the day''s end: money taken less paid out, by outlet, its date, method and who took it.';
COMMENT ON COLUMN primeinv.daily_payments.tenant_id IS 'The tenant.';
COMMENT ON COLUMN primeinv.daily_payments.outlet_id IS 'The outlet in whose tills the money is: of a return, the one that paid it out; null: taken on account, without a till, by a tenant of several outlets.';
COMMENT ON COLUMN primeinv.daily_payments.day IS 'The outlet''s date; of money on account without an outlet the first one''s.';
COMMENT ON COLUMN primeinv.daily_payments.method IS 'The method; ACCOUNT, which is in no till: credit in hand that was used or given.';
COMMENT ON COLUMN primeinv.daily_payments.actor IS 'Who took or paid it out; a reversal counts for who took the payment.';
COMMENT ON COLUMN primeinv.daily_payments.amount IS 'Payments less payouts; a reversed payment counts off on the day of its reversal.';

-- What each customer owes, for whoever calls them up.
CREATE VIEW primeinv.customer_credit WITH (security_invoker = true) AS
SELECT c.tenant_id, c.id AS customer_id, c.name, c.customer_type, c.is_active, c.credit_blocked,
	c.credit_limit, c.outstanding_balance AS balance,
	CASE WHEN c.credit_limit IS NOT NULL
		THEN round(greatest(c.credit_limit - c.outstanding_balance, 0), t.money_decimals) END AS credit_left,
	round(coalesce(d.due, 0), t.money_decimals) AS due_on_sales,
	round(least(coalesce(d.overdue, 0), greatest(c.outstanding_balance, 0)), t.money_decimals) AS overdue,
	d.oldest_due
FROM primeinv.customer c
JOIN primeinv.tenant t ON t.id = c.tenant_id
LEFT JOIN LATERAL (
	SELECT sum(s.amount_due) AS due,
		sum(s.amount_due) FILTER (WHERE s.due_date < (statement_timestamp() AT TIME ZONE o.time_zone)::date) AS overdue,
		min(s.due_date) AS oldest_due
	FROM primeinv.sale s
	JOIN primeinv.outlet o ON o.id = s.outlet_id
	WHERE s.customer_id = c.id AND (s.status = 'PENDING' OR s.status = 'PARTIAL')
) d ON true;

COMMENT ON VIEW primeinv.customer_credit IS 'Limit, balance and what is overdue of each customer, in the tenant''s currency.';
COMMENT ON COLUMN primeinv.customer_credit.tenant_id IS 'The tenant.';
COMMENT ON COLUMN primeinv.customer_credit.customer_id IS 'The customer.';
COMMENT ON COLUMN primeinv.customer_credit.name IS 'The customer''s name.';
COMMENT ON COLUMN primeinv.customer_credit.customer_type IS 'RETAIL or WHOLESALE.';
COMMENT ON COLUMN primeinv.customer_credit.is_active IS 'Whether the customer may buy on credit at all.';
COMMENT ON COLUMN primeinv.customer_credit.credit_blocked IS 'Whether credit is blocked.';
COMMENT ON COLUMN primeinv.customer_credit.credit_limit IS 'Most that may be due at once; null: no limit.';
COMMENT ON COLUMN primeinv.customer_credit.balance IS 'What is due on sales plus the customer''s entries; negative: credit in hand.';
COMMENT ON COLUMN primeinv.customer_credit.credit_left IS 'How much more the limit allows; null: no limit.';
COMMENT ON COLUMN primeinv.customer_credit.due_on_sales IS 'What is due on the customer''s sales.';
COMMENT ON COLUMN primeinv.customer_credit.overdue IS 'What of it should have been paid by now, as get_overdue_balance().';
COMMENT ON COLUMN primeinv.customer_credit.oldest_due IS 'The earliest due date of a sale with something due.';
