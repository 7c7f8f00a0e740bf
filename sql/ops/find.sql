-- Finding what is sold, for a search box or a scanner.

-- By the start of a SKU, whatever its case and the database's collation.
CREATE INDEX variation_sku_start ON primeinv.variation (tenant_id, lower(sku) text_pattern_ops) WHERE sku <> '';
CREATE INDEX product_sku_start ON primeinv.product (tenant_id, lower(sku) text_pattern_ops) WHERE sku <> '';

-- By words and starts of words.
CREATE INDEX variation_words ON primeinv.variation USING gin (to_tsvector('simple', name));
CREATE INDEX product_words ON primeinv.product USING gin (to_tsvector('simple', name));

-- Each way of matching has its range of ranks, so that the surer way wins:
-- 1 the barcode, 0.9 the SKU, 0.7 to 0.9 its start, 0.3 to 0.6 words.
-- A name matches if every word of the search begins a word of the product's or
-- of the variation's name.  Each word is a bit: which words a product and a
-- variation have is read from the indexes, no name is parsed.  The more of the
-- name the search is, the better.
CREATE FUNCTION primeinv.search_catalogue(tenants bigint[], search text, sku_from text, sku_until text, max_rows integer)
RETURNS TABLE (variation_id bigint, unit text, product text, variation text, sku text, barcode text, price numeric,
	rank numeric, is_active boolean, tenant_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
BEGIN ATOMIC
	WITH word AS MATERIALIZED (
		SELECT 1::bigint << (row_number() OVER () - 1)::integer AS bit, quote::tsquery AS whole, (quote || ':*')::tsquery AS start
		FROM unnest(to_tsvector('simple', search_catalogue.search)),
			LATERAL (SELECT concat('''', replace(replace(lexeme, '\', '\\'), '''', ''''''), '''') AS quote) q
		LIMIT 60
	), asked AS MATERIALIZED (
		SELECT bit_or(bit) AS every FROM word
	), wanted AS MATERIALIZED (
		SELECT bit AS started, 0::bigint AS had, start AS query FROM word
		UNION ALL
		SELECT 0, bit, whole FROM word
	), product_hit AS MATERIALIZED (
		SELECT p.id, bit_or(w.started) AS started, bit_or(w.had) AS had
		FROM wanted w JOIN primeinv.product p ON to_tsvector('simple', p.name) @@ w.query
		WHERE p.tenant_id = ANY (search_catalogue.tenants)
		GROUP BY p.id
	), variation_hit AS MATERIALIZED (
		SELECT v.id, v.product_id, bit_or(w.started) AS started, bit_or(w.had) AS had
		FROM wanted w JOIN primeinv.variation v ON to_tsvector('simple', v.name) @@ w.query
		WHERE v.tenant_id = ANY (search_catalogue.tenants)
		GROUP BY v.id
	), named AS (
		SELECT n.id, bool_or(n.whole) AS whole
		FROM (
			SELECT v.id, p.had = a.every AS whole
			FROM asked a JOIN product_hit p ON p.started = a.every JOIN primeinv.variation v ON v.product_id = p.id
			UNION ALL
			SELECT v.id, v.had | COALESCE(p.had, 0) = a.every
			FROM asked a CROSS JOIN variation_hit v LEFT JOIN product_hit p ON p.id = v.product_id
			WHERE v.started | COALESCE(p.started, 0) = a.every
		) n
		GROUP BY n.id
	), hit AS (
		SELECT v.id AS variation_id, NULL::bigint AS unit_id, 1.0 AS rank
		FROM primeinv.variation v
		WHERE v.tenant_id = ANY (search_catalogue.tenants) AND v.barcode = search_catalogue.search AND v.barcode <> ''
		UNION ALL
		SELECT u.variation_id, u.id, 1.0
		FROM primeinv.variation_unit u
		WHERE u.tenant_id = ANY (search_catalogue.tenants) AND u.barcode = search_catalogue.search AND u.barcode <> ''
		UNION ALL
		SELECT v.id, NULL, 0.7 + 0.2 * length(search_catalogue.sku_from) / length(v.sku)
		FROM primeinv.variation v
		WHERE v.tenant_id = ANY (search_catalogue.tenants) AND v.sku <> ''
			AND lower(v.sku) ~>=~ search_catalogue.sku_from AND lower(v.sku) ~<~ search_catalogue.sku_until
		UNION ALL
		SELECT v.id, NULL, 0.65 + 0.2 * length(search_catalogue.sku_from) / length(p.sku)
		FROM primeinv.product p JOIN primeinv.variation v ON v.product_id = p.id
		WHERE p.tenant_id = ANY (search_catalogue.tenants) AND p.sku <> ''
			AND lower(p.sku) ~>=~ search_catalogue.sku_from AND lower(p.sku) ~<~ search_catalogue.sku_until
		UNION ALL
		SELECT n.id, NULL, 0.3 + 0.2 * n.whole::int
		FROM named n
	), best AS (
		SELECT variation_id, unit_id, max(rank) AS rank
		FROM hit
		GROUP BY variation_id, unit_id
	)
	SELECT v.id, u.unit, p.name, v.name, v.sku, COALESCE(u.barcode, v.barcode),
		CASE WHEN u.id IS NULL THEN v.price ELSE COALESCE(u.price, round(v.price * u.numerator / u.denominator, 4)) END,
		r.rank, v.is_active AND p.is_active, v.tenant_id
	FROM best b
		JOIN primeinv.variation v ON v.id = b.variation_id
		JOIN primeinv.product p ON p.id = v.product_id
		LEFT JOIN primeinv.variation_unit u ON u.id = b.unit_id
		CROSS JOIN LATERAL (
			SELECT round((b.rank + CASE
					WHEN b.rank > 0.5 THEN 0
					ELSE 0.1 * LEAST(length(search_catalogue.search)::numeric / (length(p.name) + length(v.name)), 1)
				END) / CASE WHEN v.is_active AND p.is_active OR b.rank = 1 THEN 1 ELSE 10 END, 3) AS rank) r
	ORDER BY r.rank DESC, p.name, v.name, v.id, u.id
	LIMIT search_catalogue.max_rows;
END;
COMMENT ON FUNCTION primeinv.search_catalogue(bigint[], text, text, text, integer) IS
'The search of find_variation among these tenants, whoever asks. For the owner.';

CREATE FUNCTION primeinv.find_variation(search text, max_rows integer DEFAULT 50)
RETURNS TABLE (variation_id bigint, unit text, product text, variation text, sku text, barcode text, price numeric,
	rank numeric, is_active boolean, tenant_id bigint)
LANGUAGE c STABLE PARALLEL SAFE ROWS 50 AS 'MODULE_PATHNAME', 'primeinv_find_variation';
COMMENT ON FUNCTION primeinv.find_variation(text, integer) IS
'Variations of the caller''s tenants by barcode (a unit''s too: unit names it, and price is the unit''s), by SKU or its start, or by words of the product''s and variation''s names or their starts, in any case and order; the best first, at most max_rows (null: all). rank: 1 the barcode, about 0.9 the SKU, 0.3 to 0.6 names; what is inactive has a tenth of that, unless its barcode is asked for. If nothing matches and pg_trgm is installed, the nearest names, rank below 0.3. Nothing for an empty search.';
