-- Do the promises hold?

-- Promises that data can show.  Add a promise by one more SELECT: the promise's
-- number in spec and README, the tenant, what is wrong, and how.
CREATE FUNCTION primeinv.check_promises()
RETURNS TABLE (promise integer, tenant_id bigint, subject text, detail text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
	WITH ledger AS (
		SELECT m.* FROM primeinv.batch_ledger m
	), counted_batches AS (
		SELECT b.tenant_id, b.outlet_id, b.variation_id, sum(b.quantity) AS quantity,
			sum(b.quantity) FILTER (WHERE b.status = 'available'
				AND (b.expiry_date IS NULL OR b.expiry_date > l.sellable_on)) AS sellable
		FROM primeinv.batch b
		LEFT JOIN primeinv.location_stock l ON l.outlet_id = b.outlet_id AND l.variation_id = b.variation_id
		GROUP BY b.tenant_id, b.outlet_id, b.variation_id
	), counted_holds AS (
		SELECT r.tenant_id, r.outlet_id, r.variation_id,
			sum(r.quantity) FILTER (WHERE l.reserved_at IS NULL OR r.expires_at > l.reserved_at) AS reserved
		FROM primeinv.stock_reservation r
		LEFT JOIN primeinv.location_stock l ON l.outlet_id = r.outlet_id AND l.variation_id = r.variation_id
		WHERE r.status = 'ACTIVE'
		GROUP BY r.tenant_id, r.outlet_id, r.variation_id
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
		coalesce(format('movement %s names another place than the movements before it', m.moved_movement_id),
			format('lies at outlet %s as variation %s, its movements say outlet %s and variation %s',
				b.outlet_id, b.variation_id, m.outlet_id, m.variation_id))
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
	WHERE w.kept IS DISTINCT FROM w.counted
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

	-- 6. What is append-only has the triggers that make it so.
	UNION ALL
	SELECT 6, NULL, t.name, 'the trigger that refuses changes is missing or is not ENABLE ALWAYS'
	FROM unnest('{stock_movement,audit_log,customer_entry}'::text[]) AS t (name)
	JOIN pg_class c ON c.relname = t.name AND c.relnamespace = 'primeinv'::regnamespace
	WHERE NOT EXISTS (
		SELECT FROM pg_trigger g
		WHERE g.tgrelid = c.oid AND g.tgname = 'primeinv_refuse' AND g.tgenabled = 'A')

	-- 8. A reservation is resolved once, and never sold after it expired.
	UNION ALL
	SELECT 8, r.tenant_id, format('reservation %s', r.id),
		format('%s, expires %s, resolved %s', r.status, r.expires_at, coalesce(r.released_at::text, 'never'))
	FROM primeinv.stock_reservation r
	WHERE (r.status = 'ACTIVE') <> (r.released_at IS NULL)
		OR (r.status = 'COMMITTED' AND r.released_at >= r.expires_at);
END;
COMMENT ON FUNCTION primeinv.check_promises() IS
'A row for each promise that data can show and that does not hold now; none when all hold. Sees the caller''s tenants, in one snapshot. Reads the whole ledger.';
