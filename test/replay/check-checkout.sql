-- What the books say after the replay, held against what the baskets asked for. Raises where they differ.
\pset footer off
SET search_path = public, primeinv;

SELECT current_setting('fsync') AS fsync,
	round(:elapsed / 1e6, 1) AS seconds, round(sum(cardinality(variation_ids)) / (:elapsed / 1e6)) AS lines_a_second,
	round(count(*) / (:elapsed / 1e6)) AS baskets_a_second, :clients AS clients
FROM basket;

-- The last carts run out by the clock; no job has run.
SELECT pg_sleep(greatest(0, extract(epoch FROM max(expires_at) - clock_timestamp()))) IS NOT NULL AS expired
FROM stock_reservation WHERE status = 'ACTIVE' \gset

CREATE TEMP VIEW wrong AS
	WITH asked AS (SELECT s.sale, s.cart, a.variation_id, a.quantity
			FROM basket b JOIN sold s ON s.basket = b.id, unnest(b.variation_ids, b.quantities) AS a (variation_id, quantity)),
		moved AS (SELECT i.sale_id AS sale, m.variation_id, -sum(m.quantity) FILTER (WHERE m.movement_type = 'sale') AS sold,
				coalesce(sum(m.quantity) FILTER (WHERE m.movement_type = 'return'), 0) AS returned
			FROM stock_movement m JOIN sale_item i ON i.id = m.sale_item_id GROUP BY 1, 2)
	SELECT 'basket without sale' AS what, b.id::text AS subject FROM basket b WHERE NOT EXISTS (SELECT FROM sold s WHERE s.basket = b.id)
	UNION ALL
	SELECT 'sale', a.sale::text FROM asked a LEFT JOIN moved m USING (sale, variation_id)
	WHERE m.sold IS DISTINCT FROM CASE WHEN NOT a.cart THEN a.quantity END
	UNION ALL
	SELECT 'left over', l.variation_id::text FROM location_stock l
	LEFT JOIN (SELECT variation_id, sum(quantity) AS quantity FROM asked WHERE cart GROUP BY 1) c USING (variation_id)
	LEFT JOIN (SELECT variation_id, sum(returned) AS quantity FROM moved GROUP BY 1) r USING (variation_id)
	WHERE l.quantity <> 15 + coalesce(c.quantity, 0) + coalesce(r.quantity, 0)
		OR get_available_stock(l.variation_id, l.outlet_id) <> l.quantity - 5
	UNION ALL
	SELECT 'expired batch', id::text FROM batch WHERE batch_number = 'LOT-0' AND quantity <> 5
	UNION ALL
	SELECT 'a cart is not a draft', id::text FROM sale JOIN sold s ON s.sale = id WHERE (status = 'DRAFT') <> s.cart
	UNION ALL
	SELECT 'refunds', count(*)::text FROM refund HAVING count(*) <> (SELECT count(*) FROM basket WHERE id % 50 = 3)
	UNION ALL
	SELECT 'the day''s end', d.net::text FROM (SELECT sum(net) AS net FROM daily_sales) d
	WHERE d.net <> (SELECT sum(amount) FROM daily_payments) + (SELECT sum(amount_due) FROM sale WHERE completed_at IS NOT NULL)
	UNION ALL
	SELECT 'promise ' || promise, subject || ': ' || detail FROM check_promises();

SELECT (SELECT count(*) FROM sale WHERE receipt_number IS NOT NULL) AS receipts, (SELECT sum(refunds) FROM daily_sales) AS refunded,
	(SELECT sum(net) FROM daily_sales) AS net, (SELECT count(*) FROM sold WHERE cart) AS carts,
	(SELECT count(*) FROM wrong) AS wrong;
-- Sweeping changes nothing of it.
SELECT release_expired_reservations() AS holds_swept;
SELECT count(*) AS wrong FROM wrong;

SELECT count(*) > 0 AS broken FROM wrong \gset
\if :broken
SELECT * FROM wrong LIMIT 20;
DO $$ BEGIN RAISE 'the replay went wrong'; END $$;
\endif
\echo all promises hold
