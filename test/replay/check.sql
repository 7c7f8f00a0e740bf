-- What the ledger says after the replay, held against what the baskets asked for. Raises where they differ.
\pset footer off
SET search_path = public, primeinv;

SELECT current_setting('fsync') AS fsync,
	round(:elapsed / 1e6, 1) AS seconds, round(sum(cardinality(variation_ids)) / (:elapsed / 1e6)) AS lines_a_second,
	round(count(*) / (:elapsed / 1e6)) AS baskets_a_second, :clients AS clients
FROM basket;

-- Baskets whose goods were not sold exactly as asked, goods of which not just ten and the expired five are left, sold expired ones.
CREATE TEMP VIEW wrong AS
	WITH asked AS (SELECT 'basket ' || b.id AS reference_id, a.variation_id, sum(a.quantity) AS quantity
			FROM basket b, unnest(b.variation_ids, b.quantities) AS a (variation_id, quantity) GROUP BY 1, 2),
		sold AS (SELECT reference_id, variation_id, -sum(quantity) AS quantity FROM stock_movement WHERE movement_type = 'sale' GROUP BY 1, 2)
	SELECT 'basket' AS what, reference_id AS subject FROM asked NATURAL FULL JOIN (SELECT reference_id, variation_id, quantity AS sold FROM sold) s
	WHERE quantity IS DISTINCT FROM sold
	UNION ALL
	SELECT 'left over', variation_id::text FROM location_stock WHERE quantity <> 15
	UNION ALL
	SELECT 'expired batch', id::text FROM batch WHERE batch_number = 'LOT-0' AND quantity <> 5
	UNION ALL
	SELECT 'promise ' || promise, subject || ': ' || detail FROM check_promises();

SELECT count(*) AS movements, -sum(quantity) FILTER (WHERE movement_type = 'sale') AS units_sold,
	(SELECT count(*) FROM wrong) AS wrong
FROM stock_movement;

SELECT count(*) > 0 AS broken FROM wrong \gset
\if :broken
SELECT * FROM wrong LIMIT 20;
DO $$ BEGIN RAISE 'the replay went wrong'; END $$;
\endif
\echo all promises hold
