-- What sales, stock and receipts say after the replay at the tills, held against the baskets. Raises where they differ.
\pset footer off
SET search_path = public, primeinv;

SELECT current_setting('fsync') AS fsync,
	round(:elapsed / 1e6, 1) AS seconds, round(sum(cardinality(variation_ids)) / (:elapsed / 1e6)) AS lines_a_second,
	round(count(*) / (:elapsed / 1e6)) AS baskets_a_second, :clients AS clients
FROM basket;

SELECT pg_sleep(greatest(0, extract(epoch FROM max(expires_at) - clock_timestamp()))) FROM stock_reservation \g /dev/null

CREATE TEMP VIEW wrong AS
	WITH fate AS (SELECT b.*, 'basket ' || b.id AS actor, b.id % 100 = 0 AS left_behind, b.id % 100 IN (25, 75) AS brought_back FROM basket b),
		asked AS (SELECT f.actor, a.variation_id, a.quantity - CASE WHEN f.brought_back AND a.n = 1 THEN 1 ELSE 0 END AS quantity
			FROM fate f, unnest(f.variation_ids, f.quantities) WITH ORDINALITY AS a (variation_id, quantity, n) WHERE NOT f.left_behind),
		sold AS (SELECT actor, variation_id, -sum(quantity) AS quantity FROM stock_movement WHERE movement_type IN ('sale', 'return') GROUP BY 1, 2),
		kept AS (SELECT a.variation_id, sum(a.quantity) FILTER (WHERE f.left_behind OR (f.brought_back AND a.n = 1)) AS quantity
			FROM fate f, unnest(f.variation_ids, f.quantities) WITH ORDINALITY AS a (variation_id, quantity, n) GROUP BY 1)
	SELECT 'basket' AS what, actor AS subject FROM asked NATURAL FULL JOIN (SELECT actor, variation_id, quantity AS sold FROM sold) s
	WHERE quantity IS DISTINCT FROM coalesce(sold, 0)
	UNION ALL
	SELECT 'left over', variation_id::text FROM location_stock l JOIN kept k USING (variation_id) WHERE l.quantity <> 15 + coalesce(k.quantity, 0)
	UNION ALL
	SELECT 'still held', variation_id::text FROM location_stock l WHERE get_available_stock(variation_id, outlet_id) <> l.quantity - 5
	UNION ALL
	SELECT 'total', f.actor FROM fate f LEFT JOIN sale s USING (actor)
	WHERE s.status IS DISTINCT FROM CASE WHEN left_behind THEN 'DRAFT' WHEN brought_back AND cardinality(variation_ids) = 1 THEN 'REFUNDED' ELSE 'COMPLETED' END
		OR s.total_amount IS DISTINCT FROM cardinality(variation_ids) * 2.70
		OR s.amount_paid IS DISTINCT FROM CASE WHEN left_behind THEN 0 ELSE (cardinality(variation_ids) - brought_back::int) * 2.70 END
	UNION ALL
	SELECT 'receipt', min(receipt_number) FROM sale s WHERE receipt_number IS NOT NULL GROUP BY completed_on
	HAVING count(*) <> max(split_part(receipt_number, '-', 3)::int) OR count(DISTINCT receipt_number) <> count(*)
	UNION ALL
	SELECT 'promise ' || promise, subject || ': ' || detail FROM check_promises();

SELECT count(*) FILTER (WHERE receipt_number IS NOT NULL) AS receipts, sum(amount_paid) AS taken, count(*) FILTER (WHERE refunded_amount > 0) AS refunded,
	count(*) FILTER (WHERE status = 'DRAFT') AS left_behind, (SELECT count(*) FROM wrong) AS wrong
FROM sale;

SELECT count(*) > 0 AS broken FROM wrong \gset
\if :broken
SELECT * FROM wrong LIMIT 20;
DO $$ BEGIN RAISE 'the replay went wrong'; END $$;
\endif
\echo all promises hold
