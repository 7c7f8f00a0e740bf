-- What a web shop or a price checker may know.

-- A guest has no right to any table, so this view, alone of all, reads its
-- tables as their owner, and asks itself whose rows the caller sees.  The
-- barrier keeps functions of the caller's from seeing others.  Base unit and
-- other units are alike from the start, so that a bar code finds either by its
-- index.  OFFSET 0: stock is asked once a row.
CREATE VIEW primeinv.product_availability WITH (security_barrier = true) AS
SELECT o.id AS outlet_id, s.variation_id, p.name AS product, v.name AS variation, s.unit,
	COALESCE(round(n.price * s.numerator / s.denominator, 4), l.price) AS price,
	s.barcode, COALESCE(a.available > 0, true) AS in_stock, CASE WHEN a.available > 10 THEN 10 ELSE a.available END AS available,
	o.name AS outlet, p.category, p.image, t.currency, o.tenant_id, l.price AS list_price
FROM (
		SELECT v.tenant_id, v.id AS variation_id, NULL::text AS unit, 1::bigint AS numerator, 1::bigint AS denominator,
			v.barcode, NULL::numeric AS own_price
		FROM primeinv.variation v
		UNION ALL
		SELECT u.tenant_id, u.variation_id, u.unit, u.numerator, u.denominator, u.barcode, u.price::numeric
		FROM primeinv.variation_unit u
	) s
	JOIN primeinv.variation v ON v.id = s.variation_id AND v.is_active
	JOIN primeinv.product p ON p.id = v.product_id AND p.is_active
	JOIN primeinv.outlet o ON o.tenant_id = s.tenant_id AND o.is_active
	JOIN primeinv.tenant t ON t.id = s.tenant_id
	LEFT JOIN primeinv.outlet_variation ov ON ov.outlet_id = o.id AND ov.variation_id = s.variation_id
	CROSS JOIN LATERAL (
		SELECT COALESCE(s.own_price, round(COALESCE(ov.price, v.price) * s.numerator / s.denominator, 4)) AS price
	) l
	LEFT JOIN LATERAL (
		-- the batch that the next sale takes from; is_expired() says the same, but guests may not call it
		SELECT b.price
		FROM primeinv.batch b
		WHERE b.outlet_id = o.id AND b.variation_id = s.variation_id AND b.is_open AND b.status = 'available' AND v.track_inventory
			AND (b.expiry_date > (statement_timestamp() AT TIME ZONE o.time_zone)::date OR b.expiry_date IS NULL)
		ORDER BY b.expiry_date, b.received_at, b.id
		LIMIT 1
	) n ON true
	CROSS JOIN LATERAL (
		SELECT CASE
			WHEN NOT v.track_inventory THEN NULL
			WHEN s.unit IS NULL THEN primeinv.get_available_stock(s.variation_id, o.id)
			ELSE trunc(primeinv.get_available_stock(s.variation_id, o.id) * s.denominator / s.numerator)
		END AS available
		OFFSET 0
	) a
WHERE primeinv.sees_tenant(s.tenant_id, 'guest');

COMMENT ON VIEW primeinv.product_availability IS 'What is sold where, in each of its units, at what price, and whether it is there: a row per active outlet, active variation and unit, for the level guest. No cost, no customer, no sale.';
COMMENT ON COLUMN primeinv.product_availability.outlet_id IS 'The outlet.';
COMMENT ON COLUMN primeinv.product_availability.variation_id IS 'The variation.';
COMMENT ON COLUMN primeinv.product_availability.product IS 'Name of its product.';
COMMENT ON COLUMN primeinv.product_availability.variation IS 'Its name.';
COMMENT ON COLUMN primeinv.product_availability.unit IS 'The unit that the row is about; null: the base unit.';
COMMENT ON COLUMN primeinv.product_availability.price IS 'Retail price of one such unit now: that of the batch that is sold next, if it has one, else list_price; null: none is set.';
COMMENT ON COLUMN primeinv.product_availability.barcode IS 'Bar code of that unit.';
COMMENT ON COLUMN primeinv.product_availability.in_stock IS 'Whether one such unit, or any of a base unit, can be had; true for what needs no stock.';
COMMENT ON COLUMN primeinv.product_availability.available IS 'How many can be had, at most 10 (10 means 10 or more): whole ones, of the base unit exactly; null for what needs no stock.';
COMMENT ON COLUMN primeinv.product_availability.outlet IS 'The outlet''s name.';
COMMENT ON COLUMN primeinv.product_availability.category IS 'The product''s category.';
COMMENT ON COLUMN primeinv.product_availability.image IS 'Address of the product''s picture.';
COMMENT ON COLUMN primeinv.product_availability.currency IS 'Of the price.';
COMMENT ON COLUMN primeinv.product_availability.tenant_id IS 'The tenant.';
COMMENT ON COLUMN primeinv.product_availability.list_price IS 'Retail price of one such unit by the catalogue: its own, else the outlet''s or the variation''s times the unit''s ratio.';
