-- Readers of stock.  They see what row-level security lets the caller see.

-- A reader in SQL cannot raise an error of its own; these do it for them.
CREATE FUNCTION primeinv.require_place(outlet_id bigint, variation_id bigint, required integer DEFAULT 0) RETURNS date
LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_require_place';
COMMENT ON FUNCTION primeinv.require_place(bigint, bigint, integer) IS
'Today at the outlet, at the start of the statement; null if no outlet is named. 22023 if one of the first so many ids as are required is null, P0002 if the outlet or the variation does not exist for the caller, or they are of two tenants.';

CREATE FUNCTION primeinv.require_batch(batch_id bigint) RETURNS bigint
LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_require_batch';
COMMENT ON FUNCTION primeinv.require_batch(bigint) IS 'The id of the batch. P0002 if it does not exist for the caller.';

CREATE FUNCTION primeinv.require_quantity(quantity numeric) RETURNS numeric
LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_require_quantity';
COMMENT ON FUNCTION primeinv.require_quantity(numeric) IS 'The quantity. 22023 unless it is positive and has at most three decimals.';

CREATE FUNCTION primeinv.require_days(days integer) RETURNS integer
LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_require_days';
COMMENT ON FUNCTION primeinv.require_days(integer) IS 'The number of days. 22023 if it is null or negative.';

CREATE FUNCTION primeinv.require_instant(at timestamptz) RETURNS timestamptz
LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_require_instant';
COMMENT ON FUNCTION primeinv.require_instant(timestamptz) IS 'The instant. 22023 if it is null.';

CREATE FUNCTION primeinv.require_period(start_date date, end_date date) RETURNS date
LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_require_period';
COMMENT ON FUNCTION primeinv.require_period(date, date) IS 'The start of the period. 22023 if a date is null or infinite, or the start is after the end.';

-- OFFSET 0 keeps the planner from starting with the batches: an outlet without
-- any must meet the check, too.  A check's result must be used, or the planner
-- leaves the check out; so it does where nothing can equal a null, hence coalesce.
CREATE FUNCTION primeinv.get_fifo_batches(variation_id bigint, outlet_id bigint) RETURNS SETOF primeinv.batch
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
	SELECT b.*
	FROM primeinv.require_place(get_fifo_batches.outlet_id, get_fifo_batches.variation_id, 2) AS today, LATERAL (
		SELECT b.*
		FROM primeinv.batch b
			JOIN primeinv.outlet o ON o.id = b.outlet_id AND o.is_active
			JOIN primeinv.variation v ON v.id = b.variation_id AND v.is_active
			JOIN primeinv.product p ON p.id = v.product_id AND p.is_active
		WHERE b.outlet_id = coalesce(get_fifo_batches.outlet_id, 0) AND b.variation_id = coalesce(get_fifo_batches.variation_id, 0)
			AND b.is_open AND b.status = 'available' AND (b.expiry_date > today OR b.expiry_date IS NULL)
		OFFSET 0) b
	ORDER BY b.expiry_date, b.received_at, b.id;
END;
COMMENT ON FUNCTION primeinv.get_fifo_batches(bigint, bigint) IS
'The batches that a sale may take from, in the order in which it would: expiry date (never expires last), received, id. None where the variation, its product or the outlet is inactive. P0002 no such record, 22023 no id.';

CREATE FUNCTION primeinv.get_expiring_soon(days integer DEFAULT 30, variation_id bigint DEFAULT NULL, outlet_id bigint DEFAULT NULL)
RETURNS SETOF primeinv.batch
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
	SELECT b.*
	FROM (SELECT primeinv.require_days(get_expiring_soon.days) AS days,
			primeinv.require_place(get_expiring_soon.outlet_id, get_expiring_soon.variation_id) AS today OFFSET 0) AS asked, LATERAL (
		SELECT b.*
		FROM primeinv.outlet o
			CROSS JOIN LATERAL (SELECT (statement_timestamp() AT TIME ZONE o.time_zone)::date AS today) t
			JOIN primeinv.batch b ON b.outlet_id = o.id AND b.is_open
				AND b.expiry_date > t.today AND b.expiry_date - t.today <= asked.days
		WHERE (asked.today IS NULL OR o.id = get_expiring_soon.outlet_id)
			AND (get_expiring_soon.variation_id IS NULL OR b.variation_id = get_expiring_soon.variation_id)
		OFFSET 0) b
	ORDER BY b.expiry_date, b.outlet_id, b.variation_id, b.received_at, b.id;
END;
COMMENT ON FUNCTION primeinv.get_expiring_soon(integer, bigint, bigint) IS
'Batches with stock left, of any status, that have not expired but will within that many days of the outlet''s today, soonest first; of all outlets and variations unless said. P0002 no such record, 22023 days null or negative.';

CREATE FUNCTION primeinv.explain_deduction(variation_id bigint, quantity numeric, outlet_id bigint)
RETURNS TABLE (batch_id bigint, batch text, expiry date, quantity numeric, take numeric, cost numeric, status text, reason text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
	WITH asked AS MATERIALIZED (
		SELECT primeinv.require_place(explain_deduction.outlet_id, explain_deduction.variation_id, 2) AS today,
			primeinv.require_quantity(explain_deduction.quantity) AS wanted,
			primeinv.get_available_stock(explain_deduction.variation_id, explain_deduction.outlet_id) AS available
	), open AS (
		SELECT b.*
		FROM asked a, LATERAL (
			SELECT b.id, b.batch_number, b.expiry_date, b.quantity, b.cost_price, b.status, b.received_at,
				b.expiry_date <= a.today AS is_expired,
				o.is_active AND v.is_active AND p.is_active AS is_active
			FROM primeinv.batch b
				JOIN primeinv.outlet o ON o.id = b.outlet_id
				JOIN primeinv.variation v ON v.id = b.variation_id
				JOIN primeinv.product p ON p.id = v.product_id
			WHERE b.outlet_id = coalesce(explain_deduction.outlet_id, 0) AND b.variation_id = coalesce(explain_deduction.variation_id, 0) AND b.is_open
			OFFSET 0) b
	), queue AS (
		SELECT o.*, CASE
				WHEN is_expired THEN 'expired'
				WHEN status <> 'available' THEN 'held'
				WHEN NOT is_active THEN 'inactive'
			END AS unsellable,
			COALESCE(sum(o.quantity) FILTER (WHERE status = 'available' AND is_expired IS NOT TRUE AND is_active) OVER (
				ORDER BY expiry_date, received_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS ahead
		FROM open o
	), served AS (
		SELECT q.*, a.wanted, a.available, CASE
				WHEN unsellable IS NULL THEN GREATEST(LEAST(q.quantity, LEAST(a.wanted, a.available) - q.ahead), 0)
				ELSE 0
			END AS take
		FROM queue q, asked a
	)
	SELECT id, batch_number, expiry_date, s.quantity, take::numeric(15,3), cost_price, s.status, CASE
			WHEN unsellable IS NOT NULL THEN unsellable
			WHEN take = s.quantity THEN NULL
			WHEN wanted <= available THEN 'not needed'
			ELSE 'reserved'
		END
	FROM served s
	ORDER BY expiry_date, received_at, id;
END;
COMMENT ON FUNCTION primeinv.explain_deduction(bigint, numeric, bigint) IS
'What deduct_stock would do, without doing it: a row per batch with stock left, in the order in which they are taken; take is what it would give, reason why not the rest: expired, held (status says how), inactive, reserved, not needed; null where all of it is taken. If the takes add up to less than was asked for, deduct_stock would be refused. P0002 no such record, 22023 bad quantity.';

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
