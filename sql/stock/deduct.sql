-- Stock that goes out, first expired first.

CREATE FUNCTION primeinv.deduct_stock(variation_id bigint, quantity numeric, outlet_id bigint,
	movement_type text DEFAULT 'sale', reason text DEFAULT NULL, reference_id text DEFAULT NULL,
	batch_id bigint DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS TABLE (batch_id bigint, batch text, quantity numeric, expiry date, cost numeric)
LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 2 AS 'MODULE_PATHNAME', 'primeinv_deduct_stock';
COMMENT ON FUNCTION primeinv.deduct_stock(bigint, numeric, bigint, text, text, text, bigint, text, text) IS
'Takes base units of sellable stock, first expired, first out, or from one batch, and leaves what others have reserved; a row per batch. Types: sale, damage, adjustment. PI001 not enough, PI006 that batch cannot be sold, P0002 no such record, 22023 bad argument.';

CREATE FUNCTION primeinv.deduct_stock(request jsonb) RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_deduct_stock_json';
COMMENT ON FUNCTION primeinv.deduct_stock(jsonb) IS
'deduct_stock for callers that speak JSON: keys variation_id, quantity, outlet_id, movement_type, reason, reference_id, batch_id, actor, request_id; returns success and deductions (batch, quantity, expiry). Errors as the other form''s.';

CREATE FUNCTION primeinv.deduct_stock_bulk(outlet_id bigint, variation_ids bigint[], quantities numeric[],
	movement_type text DEFAULT 'sale', reason text DEFAULT NULL, reference_id text DEFAULT NULL,
	actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS TABLE (line integer, batch_id bigint, batch text, quantity numeric, expiry date, cost numeric)
LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 20 AS 'MODULE_PATHNAME', 'primeinv_deduct_stock_bulk';
COMMENT ON FUNCTION primeinv.deduct_stock_bulk(bigint, bigint[], numeric[], text, text, text, text, text) IS
'deduct_stock for many lines at once, all or nothing; the same variation may stand in several lines. Rows carry the line, from 1. PI001 names every short line.';

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
				primeinv.is_expired(b.expiry_date, a.today) AS is_expired,
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
			WHEN take = s.quantity OR (take > 0 AND wanted <= available) THEN NULL
			WHEN wanted <= available THEN 'not needed'
			ELSE 'reserved'
		END
	FROM served s
	ORDER BY expiry_date, received_at, id;
END;
COMMENT ON FUNCTION primeinv.explain_deduction(bigint, numeric, bigint) IS
'What deduct_stock would do, without doing it: a row per batch with stock left, in the order in which they are taken; take is what it would give; reason says why it gives nothing, or less than was asked for: expired, held (status says how), inactive, reserved, not needed. If the takes add up to less than was asked for, deduct_stock would be refused. P0002 no such record, 22023 bad quantity.';
