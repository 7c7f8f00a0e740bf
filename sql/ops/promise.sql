-- Do the promises hold?

-- Promises that data can show.  Add a promise by one more SELECT: the promise's
-- number in spec and README, the tenant, what is wrong, and how.
CREATE FUNCTION primeinv.check_promises()
RETURNS TABLE (promise integer, tenant_id bigint, subject text, detail text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 SET jit = off -- compiling all this takes longer than running it
BEGIN ATOMIC
	WITH ledger AS (
		SELECT m.* FROM primeinv.batch_ledger m
	), counted_batches AS (
		SELECT b.tenant_id, b.outlet_id, b.variation_id, sum(b.quantity) AS quantity,
			sum(b.quantity) FILTER (WHERE b.status = 'available'
				AND primeinv.is_expired(b.expiry_date, l.sellable_on) IS NOT TRUE) AS sellable,
			min(b.id) FILTER (WHERE f.id IS NOT NULL AND b.is_open AND b.status = 'available'
				AND primeinv.is_expired(b.expiry_date, l.sellable_on) IS NOT TRUE
				AND (coalesce(b.expiry_date, 'infinity'), b.received_at, b.id)
					< (coalesce(f.expiry_date, 'infinity'), f.received_at, f.id)) AS passed_over
		FROM primeinv.batch b
		LEFT JOIN primeinv.location_stock l ON l.outlet_id = b.outlet_id AND l.variation_id = b.variation_id
		LEFT JOIN primeinv.batch f ON f.id = l.first_batch_id
		GROUP BY b.tenant_id, b.outlet_id, b.variation_id
	), counted_holds AS (
		SELECT r.tenant_id, r.outlet_id, r.variation_id,
			sum(r.quantity) FILTER (WHERE l.reserved_at IS NULL OR r.expires_at > l.reserved_at) AS reserved
		FROM primeinv.stock_reservation r
		LEFT JOIN primeinv.location_stock l ON l.outlet_id = r.outlet_id AND l.variation_id = r.variation_id
		WHERE r.status = 'ACTIVE'
		GROUP BY r.tenant_id, r.outlet_id, r.variation_id
	), refunded AS (
		SELECT x.tenant_id, x.sale_item_id, sum(x.base_quantity) AS base_quantity, sum(x.amount) AS amount
		FROM primeinv.refund_item x
		JOIN primeinv.refund f ON f.id = x.refund_id
		WHERE f.status = 'PROCESSED'
		GROUP BY x.tenant_id, x.sale_item_id
	), batch_change AS MATERIALIZED (
		SELECT a.id, a.created_at, (a.event_data ->> 'batch_id')::bigint AS batch_id, a.event_data ? 'expiry_date' AS expires,
			coalesce(a.event_data ->> 'to', a.event_data -> 'status' ->> 'to') AS status
		FROM primeinv.audit_log a
		WHERE a.event_type IN ('batch.status_changed', 'batch.updated', 'batch.corrected')
	)
	-- 1. A batch's quantity is the sum of its movements, ...
	SELECT 1, coalesce(b.tenant_id, m.tenant_id),
		format('batch %s', coalesce(b.id, m.batch_id)),
		format('quantity %s, movements %s', coalesce(trim_scale(b.quantity)::text, 'none: no such batch'),
			coalesce(trim_scale(m.quantity)::text, 'none'))
	FROM primeinv.batch b
	FULL JOIN ledger m ON m.tenant_id = b.tenant_id AND m.batch_id = b.id
	WHERE coalesce(m.quantity, 0) IS DISTINCT FROM b.quantity

	-- ... each of which carries on from the one before, ...
	UNION ALL
	SELECT 1, m.tenant_id, format('batch %s', m.batch_id),
		format('movement %s does not carry on from the one before it', m.broken_movement_id)
	FROM ledger m
	WHERE m.broken_movement_id IS NOT NULL

	-- ... where the batch lies.
	UNION ALL
	SELECT 1, m.tenant_id, format('batch %s', m.batch_id),
		CASE
			WHEN m.moved_movement_id IS NOT NULL THEN
				format('movement %s names another place than the movements before it', m.moved_movement_id)
			ELSE format('lies at outlet %s as variation %s, its movements say outlet %s and variation %s',
				b.outlet_id, b.variation_id, m.outlet_id, m.variation_id)
		END
	FROM ledger m
	JOIN primeinv.batch b ON b.id = m.batch_id
	WHERE m.moved_movement_id IS NOT NULL OR (m.outlet_id, m.variation_id) <> (b.outlet_id, b.variation_id)

	-- A location holds what its batches and its holds add up to.
	UNION ALL
	SELECT 1, coalesce(l.tenant_id, b.tenant_id),
		format('outlet %s, variation %s', coalesce(l.outlet_id, b.outlet_id), coalesce(l.variation_id, b.variation_id)),
		format('%s %s, batches %s', w.what, coalesce(trim_scale(w.kept)::text, 'none: no location row'), trim_scale(w.counted))
	FROM primeinv.location_stock l
	FULL JOIN counted_batches b ON b.outlet_id = l.outlet_id AND b.variation_id = l.variation_id AND b.tenant_id = l.tenant_id
	CROSS JOIN LATERAL (VALUES
		('location stock', l.quantity, coalesce(b.quantity, 0)),
		('sellable stock', l.sellable, coalesce(b.sellable, 0))) AS w (what, kept, counted)
	WHERE w.kept IS DISTINCT FROM w.counted AND (l.id IS NOT NULL OR w.what = 'location stock')
	UNION ALL
	SELECT 1, coalesce(l.tenant_id, r.tenant_id),
		format('outlet %s, variation %s', coalesce(l.outlet_id, r.outlet_id), coalesce(l.variation_id, r.variation_id)),
		format('reserved %s, active reservations %s', coalesce(trim_scale(l.reserved)::text, 'none: no location row'),
			trim_scale(coalesce(r.reserved, 0)))
	FROM primeinv.location_stock l
	FULL JOIN counted_holds r ON r.outlet_id = l.outlet_id AND r.variation_id = l.variation_id AND r.tenant_id = l.tenant_id
	WHERE coalesce(l.reserved, 0) <> coalesce(r.reserved, 0)

	-- 2. Nothing is negative.
	UNION ALL
	SELECT 2, b.tenant_id, format('batch %s', b.id), format('quantity %s', trim_scale(b.quantity))
	FROM primeinv.batch b
	WHERE b.quantity < 0
	UNION ALL
	SELECT 2, l.tenant_id, format('outlet %s, variation %s', l.outlet_id, l.variation_id),
		format('quantity %s, sellable %s, reserved %s', trim_scale(l.quantity), trim_scale(l.sellable), trim_scale(l.reserved))
	FROM primeinv.location_stock l
	WHERE l.quantity < 0 OR l.sellable < 0 OR l.reserved < 0

	-- 3. No batch that can be sold comes before the one at which a sale begins to
	-- look.
	UNION ALL
	SELECT 3, l.tenant_id, format('outlet %s, variation %s', l.outlet_id, l.variation_id),
		format('a sale begins with batch %s and would pass over batch %s', l.first_batch_id, b.passed_over)
	FROM primeinv.location_stock l
	JOIN counted_batches b ON b.outlet_id = l.outlet_id AND b.variation_id = l.variation_id
	WHERE b.passed_over IS NOT NULL

	-- 6. What is append-only has the triggers that make it so.
	UNION ALL
	SELECT 6, NULL, t.name, 'the trigger that refuses changes is missing or is not ENABLE ALWAYS'
	FROM unnest('{stock_movement,audit_log,customer_entry,ledger_seal}'::text[]) AS t (name)
	JOIN pg_class c ON c.relname = t.name AND c.relnamespace = 'primeinv'::regnamespace
	WHERE 2 > (
		SELECT count(*) FROM pg_trigger g
		WHERE g.tgrelid = c.oid AND g.tgname IN ('primeinv_refuse', 'primeinv_refuse_row') AND g.tgenabled = 'A')

	-- 8. A reservation is resolved once, and never sold after it expired.
	UNION ALL
	SELECT 8, r.tenant_id, format('reservation %s', r.id),
		format('%s, expires %s, resolved %s', r.status, r.expires_at, coalesce(r.released_at::text, 'never'))
	FROM primeinv.stock_reservation r
	WHERE (r.status = 'ACTIVE') <> (r.released_at IS NULL)
		OR (r.status = 'COMMITTED' AND r.released_at >= r.expires_at)

	-- 5. A sale has given out all its goods or none: what was sold and has not
	-- come back is with the customer, by the ledger.
	UNION ALL
	SELECT 5, i.tenant_id, format('sale item %s', i.item_id),
		format('%s is %s with %s sold and %s refunded, movements say %s sold and %s returned', i.sale, i.status,
			trim_scale(i.base_quantity), trim_scale(i.refunded), trim_scale(i.went), trim_scale(i.came))
	FROM (
		SELECT i.tenant_id, i.id AS item_id, format('sale %s', s.id) AS sale, s.status, s.completed_at,
			i.base_quantity, coalesce(r.base_quantity, 0) AS refunded, m.went, m.came
		FROM (
			SELECT m.tenant_id, m.sale_item_id, coalesce(sum(-m.quantity) FILTER (WHERE m.movement_type = 'sale'), 0) AS went,
				coalesce(sum(m.quantity) FILTER (WHERE m.movement_type = 'return'), 0) AS came
			FROM primeinv.stock_movement m
			WHERE m.sale_item_id IS NOT NULL
			GROUP BY m.tenant_id, m.sale_item_id
		) m
		JOIN primeinv.sale_item i ON i.id = m.sale_item_id
		JOIN primeinv.sale s ON s.id = i.sale_id
		LEFT JOIN refunded r ON r.sale_item_id = i.id
	) i
	WHERE i.completed_at IS NULL OR i.went <> i.base_quantity
		OR i.came <> CASE WHEN i.status IN ('VOIDED', 'CANCELLED') THEN i.base_quantity ELSE i.refunded END
	UNION ALL
	SELECT 5, r.tenant_id, format('sale item %s', r.sale_item_id),
		format('%s sold, %s refunded', trim_scale(i.base_quantity), trim_scale(r.base_quantity))
	FROM refunded r
	JOIN primeinv.sale_item i ON i.id = r.sale_item_id
	WHERE r.base_quantity > i.base_quantity OR r.amount > i.total_price

	-- 4. Nothing was sold that had expired on the outlet's day, or that was held
	-- back. A date or a status that was changed later is in the log. The day is
	-- the outlet's as a sale keeps it; an outlet may since have moved to another
	-- zone, so without a sale it is the last place's on Earth to see that day.
	UNION ALL
	SELECT 4, m.tenant_id, format('movement %s', m.id),
		format('of batch %s, expired on %s, sold on %s', m.batch_id, b.expiry_date, d.day)
	FROM primeinv.stock_movement m
	JOIN primeinv.batch b ON b.id = m.batch_id
	LEFT JOIN primeinv.sale_item i ON i.id = m.sale_item_id
	LEFT JOIN primeinv.sale s ON s.id = i.sale_id
	CROSS JOIN LATERAL (
		SELECT coalesce(s.completed_on, (m.created_at AT TIME ZONE 'Etc/GMT+12')::date) AS day
	) d
	WHERE m.movement_type = 'sale' AND primeinv.is_expired(b.expiry_date, d.day)
		AND m.created_at <= statement_timestamp() -- else the clock went back, and the day with it
		AND NOT EXISTS (SELECT FROM batch_change c WHERE c.batch_id = b.id AND c.expires AND c.created_at > m.created_at)
	UNION ALL
	SELECT 4, m.tenant_id, format('movement %s', m.id), format('of batch %s, sold while its status was %s', m.batch_id, w.status)
	FROM (
		SELECT m.id, (
				SELECT c.status FROM batch_change c
				WHERE c.batch_id = m.batch_id AND c.status IS NOT NULL AND c.created_at <= m.created_at
				ORDER BY c.created_at DESC, c.id DESC LIMIT 1
			) AS status
		FROM primeinv.stock_movement m
		WHERE m.movement_type = 'sale' AND m.batch_id = ANY (ARRAY(SELECT c.batch_id FROM batch_change c WHERE c.status IS NOT NULL))
	) w
	JOIN primeinv.stock_movement m ON m.id = w.id
	WHERE w.status <> 'available'

	-- 7. Receipt numbers of an outlet's day have no gaps and no doubles.
	UNION ALL
	SELECT 7, coalesce(n.tenant_id, c.tenant_id),
		format('receipts of outlet %s on %s', coalesce(n.outlet_id, c.outlet_id), coalesce(n.day, c.day)),
		format('%s receipts with %s numbers up to %s, counted %s', n.receipts, n.numbers, n.highest, c.last - c.began)
	FROM (
		SELECT s.tenant_id, s.outlet_id, s.completed_on AS day, count(*) AS receipts,
			count(DISTINCT s.number) AS numbers, max(s.number) AS highest
		FROM (
			SELECT s.tenant_id, s.outlet_id, s.completed_on, s.receipt_number,
				substring(s.receipt_number FROM format('^%s-%s-([0-9]{4,18})$', s.outlet_id, to_char(s.completed_on, 'YYYYMMDD')))::bigint AS number
			FROM primeinv.sale s
			WHERE s.completed_at IS NOT NULL
				AND NOT EXISTS (SELECT FROM primeinv.past_sale p WHERE p.tenant_id = s.tenant_id AND p.sale_id = s.id) -- imported
		) s
		WHERE s.number IS NOT NULL OR s.receipt_number IS NULL
		GROUP BY s.tenant_id, s.outlet_id, s.completed_on
	) n
	FULL JOIN primeinv.receipt_counter c ON c.outlet_id = n.outlet_id AND c.day = n.day
	WHERE (n.receipts = n.numbers AND n.receipts = n.highest - c.began AND n.highest = c.last) IS NOT TRUE
		AND (n.receipts IS NOT NULL OR c.last <> c.began)

	-- 11. Money adds up: a sale's lines to its totals, its payments to what is
	-- paid, its refunds to what came off, and all of it to the balance.
	UNION ALL
	SELECT 11, s.tenant_id, format('sale %s', s.id), format('%s %s, by its lines %s', w.what, trim_scale(w.kept), trim_scale(w.counted))
	FROM primeinv.sale s
	LEFT JOIN (
		SELECT i.sale_id, sum(i.subtotal) AS subtotal, sum(i.discount_amount) AS discount_amount,
			sum(i.tax_amount) AS tax_amount, sum(i.total_price) AS total_price
		FROM primeinv.sale_item i
		GROUP BY i.sale_id
	) i ON i.sale_id = s.id
	CROSS JOIN LATERAL (VALUES
		('subtotal', s.subtotal, coalesce(i.subtotal, 0)),
		('discount', s.discount_amount, coalesce(i.discount_amount, 0)),
		('tax', s.tax_amount, coalesce(i.tax_amount, 0)),
		('total', s.total_amount, coalesce(i.total_price, 0))) AS w (what, kept, counted)
	WHERE w.kept <> w.counted
	UNION ALL
	SELECT 11, i.tenant_id, format('sale item %s', i.id),
		format('total %s of subtotal %s, discount %s, tax %s', trim_scale(i.total_price), trim_scale(i.subtotal),
			trim_scale(i.discount_amount), trim_scale(i.tax_amount))
	FROM primeinv.sale_item i
	JOIN primeinv.tenant t ON t.id = i.tenant_id
	WHERE i.total_price <> i.subtotal - i.discount_amount + CASE WHEN t.prices_include_tax THEN 0 ELSE i.tax_amount END
	UNION ALL
	SELECT 11, s.tenant_id, format('sale %s', s.id),
		format('paid %s, payments %s; refunded %s, refunds %s', trim_scale(s.amount_paid), trim_scale(coalesce(p.amount, 0)),
			trim_scale(s.refunded_amount), trim_scale(coalesce(r.amount, 0)))
	FROM primeinv.sale s
	LEFT JOIN (
		SELECT p.sale_id, sum(p.amount) AS amount
		FROM primeinv.payment p
		WHERE p.status = 'COMPLETED'
		GROUP BY p.sale_id
	) p ON p.sale_id = s.id
	LEFT JOIN (
		SELECT f.sale_id, sum(f.amount) AS amount
		FROM primeinv.refund f
		WHERE f.status = 'PROCESSED'
		GROUP BY f.sale_id
	) r ON r.sale_id = s.id
	WHERE s.amount_paid <> coalesce(p.amount, 0)
		OR s.refunded_amount <> CASE
			WHEN s.completed_at IS NOT NULL AND s.status IN ('VOIDED', 'CANCELLED') THEN s.total_amount
			ELSE coalesce(r.amount, 0) END
	UNION ALL
	SELECT 11, s.tenant_id, format('sale %s', s.id),
		format('%s with %s paid and %s due', s.status, trim_scale(s.amount_paid), trim_scale(s.amount_due))
	FROM primeinv.sale s
	WHERE CASE s.status
		WHEN 'DRAFT' THEN s.completed_at IS NOT NULL
		WHEN 'CANCELLED' THEN s.completed_at IS NOT NULL AND s.amount_due <> 0
		WHEN 'PENDING' THEN s.completed_at IS NULL OR s.amount_paid <> 0 OR s.amount_due = 0
		WHEN 'PARTIAL' THEN s.completed_at IS NULL OR s.amount_paid = 0 OR s.amount_due = 0
		ELSE s.completed_at IS NULL OR s.amount_due <> 0 END
	UNION ALL
	SELECT 11, c.tenant_id, format('customer %s', c.id),
		format('balance %s, due on sales %s, entries %s', trim_scale(c.outstanding_balance),
			trim_scale(coalesce(s.amount, 0)), trim_scale(coalesce(e.amount, 0)))
	FROM primeinv.customer c
	LEFT JOIN (
		SELECT s.customer_id, sum(s.amount_due) AS amount
		FROM primeinv.sale s
		WHERE s.customer_id IS NOT NULL AND s.completed_at IS NOT NULL
		GROUP BY s.customer_id
	) s ON s.customer_id = c.id
	LEFT JOIN (
		SELECT e.customer_id, sum(e.amount) AS amount
		FROM primeinv.customer_entry e
		GROUP BY e.customer_id
	) e ON e.customer_id = c.id
	WHERE c.outstanding_balance <> coalesce(s.amount, 0) + coalesce(e.amount, 0)

	-- ... and a till's to what its report said when it was closed.
	UNION ALL
	SELECT 11, s.tenant_id, format('till session %s', s.id),
		format('counted %s, expected %s when it was closed; now %s, and by its payments %s',
			a.event_data -> 'counted', a.event_data -> 'expected', s.counted, k.expected)
	FROM primeinv.audit_log a
	JOIN primeinv.till_session s ON s.id = (a.event_data ->> 'till_session_id')::bigint
	JOIN (
		SELECT k.till_session_id, jsonb_object_agg(k.method, k.expected) AS expected
		FROM primeinv.till_takings k
		WHERE k.expected IS NOT NULL
		GROUP BY k.till_session_id
	) k ON k.till_session_id = s.id
	WHERE a.event_type = 'till_session.closed'
		AND (a.event_data -> 'expected' <> k.expected OR a.event_data -> 'counted' IS DISTINCT FROM s.counted);
END;
COMMENT ON FUNCTION primeinv.check_promises() IS
'A row for each promise that data can show and that does not hold now; none when all hold. Sees the caller''s tenants, in one snapshot. Reads the whole ledger.';
