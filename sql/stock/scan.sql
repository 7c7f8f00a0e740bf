-- Scans: what a barcode stands for in a tenant's catalogue, and at an outlet.

-- A barcode that the catalogue has is that, whatever else it might mean; only
-- another one is taken apart.  GTINs of 8, 12, 13 and 14 digits are one number
-- with zeros in front, so it is looked for in each of its lengths.  Weighed
-- goods come in kilograms, by the variation's unit kg where it has one.
CREATE FUNCTION primeinv.find_barcode(outlet_id bigint, code text)
RETURNS TABLE (variation_id bigint, unit text, numerator bigint, denominator bigint, kind text, lot text, expiry_date date,
	best_before date, serial text, quantity numeric, amount numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
	WITH asked AS MATERIALIZED (
		SELECT t.id AS tenant_id, t.scale_barcodes, t.money_decimals
		FROM (
				SELECT CASE WHEN r.today IS NOT NULL THEN find_barcode.outlet_id END AS outlet_id
				FROM primeinv.require_place(find_barcode.outlet_id, NULL, 1) AS r (today) OFFSET 0
			) o
			JOIN primeinv.outlet here ON here.id = o.outlet_id
			JOIN primeinv.tenant t ON t.id = here.tenant_id
	), known AS (
		SELECT v.id AS variation_id, NULL::bigint AS unit_id
		FROM asked a JOIN primeinv.variation v
			ON v.tenant_id = a.tenant_id AND v.barcode = find_barcode.code AND v.barcode <> ''
		UNION ALL
		SELECT u.variation_id, u.id
		FROM asked a JOIN primeinv.variation_unit u
			ON u.tenant_id = a.tenant_id AND u.barcode = find_barcode.code AND u.barcode <> ''
	), parsed AS (
		SELECT p.kind, p.lot, p.expiry_date, p.best_before, p.serial, p.quantity, p.weight, p.price,
			COALESCE(p.raw ->> 'item', p.gtin) AS number, lpad(p.gtin, 14, '0') AS gtin
		FROM asked a, LATERAL primeinv.parse_barcode(
			CASE WHEN NOT EXISTS (SELECT FROM known) THEN find_barcode.code END, a.scale_barcodes, a.money_decimals) p
	), number AS (
		SELECT p.number AS barcode, 1 AS rank FROM parsed p
		UNION
		SELECT right(p.gtin, n.length), 2
		FROM parsed p, (VALUES (14), (13), (12), (8)) n (length)
		WHERE left(p.gtin, 14 - n.length) = repeat('0', 14 - n.length)
	), hit AS (
		SELECT k.variation_id, k.unit_id, 0 AS rank FROM known k
		UNION ALL
		SELECT v.id, NULL, n.rank
		FROM asked a CROSS JOIN number n JOIN primeinv.variation v
			ON v.tenant_id = a.tenant_id AND v.barcode = n.barcode AND v.barcode <> ''
		UNION ALL
		SELECT u.variation_id, u.id, n.rank
		FROM asked a CROSS JOIN number n JOIN primeinv.variation_unit u
			ON u.tenant_id = a.tenant_id AND u.barcode = n.barcode AND u.barcode <> ''
	)
	SELECT v.id, u.unit, COALESCE(u.numerator, 1), COALESCE(u.denominator, 1), p.kind,
		p.lot, p.expiry_date, p.best_before, p.serial,
		COALESCE(p.quantity, round(p.weight, 3), CASE WHEN v.price > 0 THEN round(p.price / v.price, 3) END, 1), p.price
	FROM hit h
		JOIN primeinv.variation v ON v.id = h.variation_id
		LEFT JOIN parsed p ON true
		LEFT JOIN primeinv.variation_unit kg
			ON kg.variation_id = v.id AND lower(kg.unit) = 'kg' AND h.unit_id IS NULL AND p.weight IS NOT NULL
		LEFT JOIN primeinv.variation_unit u ON u.id = COALESCE(h.unit_id, kg.id)
	ORDER BY h.rank, v.id, u.id
	LIMIT 1;
END;
COMMENT ON FUNCTION primeinv.find_barcode(bigint, text) IS
'What a barcode stands for in the catalogue of the outlet''s tenant: the variation and unit (null: the base unit; numerator/denominator base units each), with what parse_barcode found in it; quantity in that unit (pieces, kilograms to the gram, or the price on the label by the variation''s price; else 1), amount the price on the label, kind null where the catalogue has this very code. No row: no goods of the tenant have it. 22023 for a malformed code, P0002 no such outlet.';

CREATE FUNCTION primeinv.require_lot(for_sale boolean, outlet_id bigint, variation_id bigint, lot text, status text) RETURNS text
LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_require_lot';
COMMENT ON FUNCTION primeinv.require_lot(boolean, bigint, bigint, text, text) IS
'The status of a lot. PI006 if it is for sale and its status is expired, hold, quarantine or recalled; P0002 no such outlet or variation.';

-- A lot that is known here decides by its batch, one that is not by the date
-- in the code: that of best before where it has no other, as when it is received.
CREATE FUNCTION primeinv.scan(outlet_id bigint, code text, for_sale boolean DEFAULT false)
RETURNS TABLE (variation_id bigint, unit text, batch_id bigint, product text, variation text, sku text, quantity numeric,
	price numeric, amount numeric, available numeric, lot text, expiry_date date, status text, kind text, serial text,
	track_inventory boolean, list_price numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
	SELECT f.variation_id, f.unit, b.id, p.name, v.name, v.sku, f.quantity,
		COALESCE(round(COALESCE(b.price, CASE WHEN b.id IS NULL THEN n.price END) * f.numerator / f.denominator, 4), l.price), f.amount,
		CASE WHEN v.track_inventory THEN
			trunc(primeinv.get_available_stock(f.variation_id, o.id) * f.denominator / f.numerator, 3) END,
		COALESCE(b.batch_number, f.lot), s.expiry_date,
		primeinv.require_lot(COALESCE(scan.for_sale, false), o.id, f.variation_id, COALESCE(b.batch_number, f.lot), s.status),
		f.kind, f.serial, v.track_inventory, l.price
	FROM (
			SELECT a.today, CASE WHEN a.today IS NOT NULL THEN scan.outlet_id END AS outlet_id
			FROM primeinv.require_place(scan.outlet_id, NULL, 1) AS a (today) OFFSET 0
		) asked
		JOIN primeinv.outlet o ON o.id = asked.outlet_id
		CROSS JOIN LATERAL primeinv.find_barcode(o.id, scan.code) f
		JOIN primeinv.variation v ON v.id = f.variation_id
		JOIN primeinv.product p ON p.id = v.product_id
		LEFT JOIN primeinv.variation_unit u ON u.variation_id = f.variation_id AND u.unit = f.unit
		LEFT JOIN primeinv.outlet_variation ov ON ov.outlet_id = o.id AND ov.variation_id = f.variation_id
		LEFT JOIN primeinv.batch b ON b.outlet_id = o.id AND b.variation_id = f.variation_id AND b.batch_number = f.lot
		CROSS JOIN LATERAL (
			SELECT COALESCE(u.price::numeric, round(COALESCE(ov.price, v.price) * f.numerator / f.denominator, 4)) AS price
		) l
		LEFT JOIN LATERAL (
			SELECT q.price
			FROM primeinv.batch q
			WHERE q.outlet_id = o.id AND q.variation_id = f.variation_id AND q.is_open AND q.status = 'available'
				AND primeinv.is_expired(q.expiry_date, asked.today) IS NOT TRUE
			ORDER BY q.expiry_date, q.received_at, q.id
			LIMIT 1
		) n ON true
		CROSS JOIN LATERAL (
			SELECT d.expiry_date, CASE
				WHEN NOT (v.is_active AND p.is_active AND o.is_active) THEN 'inactive'
				WHEN primeinv.is_expired(d.expiry_date, asked.today) THEN 'expired'
				WHEN b.status <> 'available' THEN b.status
				WHEN f.lot IS NOT NULL AND b.id IS NULL THEN 'unknown lot'
				ELSE 'ok'
			END AS status
			FROM (SELECT COALESCE(b.expiry_date, f.expiry_date, f.best_before)) d (expiry_date)
		) s;
END;
COMMENT ON FUNCTION primeinv.scan(bigint, text, boolean) IS
'What a scanned code stands for at the outlet, for a till or a count: variation, unit (null: the base unit), the batch if the code names a lot that lies here, quantity in that unit (of weighed goods the weight), price of one such unit at retail: that of the lot''s batch, or without a lot of the batch that is sold next, if it has one, else list_price, the catalogue''s; amount on the label of a scale, available in that unit (null where stock is not tracked), lot, expiry_date (the batch''s, else that in the code, else its best before), status: ok, expired, hold, quarantine, recalled, unknown lot or inactive; kind as of parse_barcode, null where the catalogue has this very code. No row: no goods of the tenant have the code. With for_sale a lot that is expired or held back is PI006, though another lot of the goods could be sold. 22023 for a malformed code, P0002 no such outlet.';
