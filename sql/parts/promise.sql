-- Do the promises hold?  Readers that hold batches, ledger and locations
-- against each other, each in one snapshot.

-- One pass over the ledger: what its movements say of each batch.
CREATE VIEW primeinv.batch_ledger WITH (security_invoker = true) AS
SELECT m.tenant_id, m.batch_id,
	sum(m.quantity) AS quantity,
	count(*) AS movements,
	max(m.id) AS last_movement_id,
	min(m.id) FILTER (WHERE m.before + m.quantity <> m.balance_after) AS broken_movement_id,
	min(m.id) FILTER (WHERE m.outlet_id <> m.first_outlet_id OR m.variation_id <> m.first_variation_id) AS moved_movement_id,
	min(m.outlet_id) AS outlet_id,
	min(m.variation_id) AS variation_id
FROM (
	SELECT s.tenant_id, s.id, s.batch_id, s.outlet_id, s.variation_id, s.quantity, s.balance_after,
		lag(s.balance_after, 1, 0::numeric) OVER history AS before,
		first_value(s.outlet_id) OVER history AS first_outlet_id,
		first_value(s.variation_id) OVER history AS first_variation_id
	FROM primeinv.stock_movement s
	WINDOW history AS (PARTITION BY s.tenant_id, s.batch_id ORDER BY s.id)
) m
GROUP BY m.tenant_id, m.batch_id;

COMMENT ON VIEW primeinv.batch_ledger IS 'What the ledger says of each batch, and the first movement whose balance does not follow from the one before. Reads the whole ledger.';
COMMENT ON COLUMN primeinv.batch_ledger.tenant_id IS 'The tenant that owns the goods.';
COMMENT ON COLUMN primeinv.batch_ledger.batch_id IS 'The batch.';
COMMENT ON COLUMN primeinv.batch_ledger.quantity IS 'Sum of its movements, in base units.';
COMMENT ON COLUMN primeinv.batch_ledger.movements IS 'How many there are.';
COMMENT ON COLUMN primeinv.batch_ledger.last_movement_id IS 'The newest of them.';
COMMENT ON COLUMN primeinv.batch_ledger.broken_movement_id IS 'The first whose balance_after is not the balance before it and its quantity; null: the ledger is whole.';
COMMENT ON COLUMN primeinv.batch_ledger.moved_movement_id IS 'The first that names another outlet or variation than the batch''s first; null: none does.';
COMMENT ON COLUMN primeinv.batch_ledger.outlet_id IS 'The outlet that its movements name.';
COMMENT ON COLUMN primeinv.batch_ledger.variation_id IS 'The variation that its movements name.';

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

-- Batches, ledger and locations, three ways.
CREATE FUNCTION primeinv.verify_ledger(outlet_id bigint DEFAULT NULL)
RETURNS TABLE (tenant_id bigint, outlet_id bigint, variation_id bigint, batch_id bigint,
	batch_quantity numeric, ledger_quantity numeric, location_quantity numeric, movement_id bigint, detail text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
	WITH checked AS (
		SELECT coalesce(b.tenant_id, m.tenant_id) AS tenant_id,
			coalesce(b.outlet_id, m.outlet_id) AS outlet_id,
			coalesce(b.variation_id, m.variation_id) AS variation_id,
			coalesce(b.id, m.batch_id) AS batch_id,
			b.quantity AS batch_quantity, coalesce(m.quantity, 0) AS ledger_quantity,
			m.broken_movement_id, m.last_movement_id
		FROM primeinv.batch b
		FULL JOIN primeinv.batch_ledger m ON m.tenant_id = b.tenant_id AND m.batch_id = b.id
		WHERE verify_ledger.outlet_id IS NULL OR coalesce(b.outlet_id, m.outlet_id) = verify_ledger.outlet_id
	), place AS (
		SELECT c.tenant_id, c.outlet_id, c.variation_id, sum(c.batch_quantity) AS batch_quantity,
			sum(c.ledger_quantity) AS ledger_quantity
		FROM checked c
		GROUP BY c.tenant_id, c.outlet_id, c.variation_id
	)
	SELECT c.tenant_id, c.outlet_id, c.variation_id, c.batch_id, c.batch_quantity, c.ledger_quantity,
		NULL::numeric, coalesce(c.broken_movement_id, c.last_movement_id),
		CASE
			WHEN c.broken_movement_id IS NOT NULL THEN
				format('movement %s does not carry on from the one before it: one is missing, changed or was written by hand', c.broken_movement_id)
			WHEN c.batch_quantity IS NULL THEN 'there are movements, but no batch'
			WHEN c.last_movement_id IS NULL THEN 'the batch has no movements'
			ELSE format('the ledger is whole up to movement %s; the batch was changed after it without a movement, or later movements are missing', c.last_movement_id)
		END
	FROM checked c
	WHERE c.broken_movement_id IS NOT NULL OR c.batch_quantity IS DISTINCT FROM c.ledger_quantity
	UNION ALL
	SELECT coalesce(p.tenant_id, l.tenant_id), coalesce(p.outlet_id, l.outlet_id), coalesce(p.variation_id, l.variation_id), NULL,
		coalesce(p.batch_quantity, 0), coalesce(p.ledger_quantity, 0), l.quantity, NULL,
		CASE WHEN l.id IS NULL THEN 'there is no location row' ELSE 'location stock is not the sum of the batches' END
	FROM place p
	FULL JOIN (
		SELECT l.tenant_id, l.id, l.outlet_id, l.variation_id, l.quantity
		FROM primeinv.location_stock l
		WHERE verify_ledger.outlet_id IS NULL OR l.outlet_id = verify_ledger.outlet_id
	) l ON l.tenant_id = p.tenant_id AND l.outlet_id = p.outlet_id AND l.variation_id = p.variation_id
	WHERE l.quantity IS DISTINCT FROM coalesce(p.batch_quantity, 0)
	ORDER BY 1, 2, 3, 4 NULLS FIRST;
END;
COMMENT ON FUNCTION primeinv.verify_ledger(bigint) IS
'Three-way check of batches, ledger and location stock, of one outlet or all, in one snapshot: a row per batch or location (batch_id null) that disagrees, in base units. movement_id is the first movement at which batch and ledger part, or the last up to which they agree; detail says which. Reads the whole ledger.';
