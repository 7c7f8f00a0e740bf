-- # The books are checked
-- Every batch against its movements, every shelf against its batches, every promise against the data. No rows: all is well.
\set ECHO queries
SELECT p.name AS product, o.name AS outlet, l.quantity AS on_hand, get_available_stock(l.variation_id, l.outlet_id) AS available
FROM location_stock l JOIN variation v ON v.id = l.variation_id JOIN product p ON p.id = v.product_id JOIN outlet o ON o.id = l.outlet_id
ORDER BY p.id, o.id;
\pset footer on
SELECT * FROM verify_ledger();
SELECT * FROM check_promises();
\pset footer off
\set ECHO none
