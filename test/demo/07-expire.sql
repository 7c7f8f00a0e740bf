-- # Old milk turns up
-- A crate found in the cellar expired last week. It counts as on hand, but nobody can sell it; the nightly job writes it off.
\set ECHO none
SET client_min_messages = error;
SELECT add_stock(:milk, 5, :main, 'MILK-OLD', current_date - 7, 1.10, 'opening', 'found in the cellar') AS milk_old \gset
RESET client_min_messages;
\set ECHO queries
SELECT l.quantity AS on_hand, get_available_stock(:milk, :main) AS available
FROM location_stock l WHERE l.variation_id = :milk AND l.outlet_id = :main;
SELECT expire_batches(:main) AS batches_written_off;
SELECT l.quantity AS on_hand, get_available_stock(:milk, :main) AS available
FROM location_stock l WHERE l.variation_id = :milk AND l.outlet_id = :main;
\set ECHO none
