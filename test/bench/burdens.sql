-- Ten variations of each burden: 1 to 10 none, 11 to 20 with 5,000 batches that bench.deplete() empties, 21 to 30 with
-- 5,000 that have expired and are still open, 31 to 40 with 10,000 live carts.
SET client_min_messages = error;
SELECT count(primeinv.add_stock(v, 1, 1, 'D' || n, current_date + 10, 1.25))
FROM generate_series(11, 20) v, generate_series(1, 5000) n \g /dev/null
SELECT count(primeinv.add_stock(v, 1, 1, 'E' || n, current_date - 10, 1.25))
FROM generate_series(21, 30) v, generate_series(1, 5000) n \g /dev/null
SELECT count(primeinv.reserve_stock(v, 1, 1, 'cart-' || n, '1 day'))
FROM generate_series(31, 40) v, generate_series(1, 10000) n \g /dev/null

CREATE PROCEDURE bench.deplete() LANGUAGE sql AS
$$ SELECT count(*) FROM generate_series(11, 20) v, LATERAL primeinv.deduct_stock(v, 5000, 1) $$;
VACUUM ANALYZE;
