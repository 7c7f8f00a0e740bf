-- # A crate of milk falls, and a count finds one bag too few
-- Damage and corrections need a reason; the ledger keeps it.
\set ECHO queries
SELECT batch, quantity FROM record_damage(:milk, 6, :main, 'crate dropped');
\set ECHO none
SELECT adjust_stock(:rice, -1, :main, 'one bag missing at the shelf count') \g /dev/null
\set ECHO queries
SELECT p.name AS product, b.batch_number AS batch, m.movement_type, m.quantity, m.balance_after, m.reason
FROM stock_movement m JOIN batch b ON b.id = m.batch_id JOIN variation v ON v.id = m.variation_id JOIN product p ON p.id = v.product_id
WHERE m.movement_type IN ('damage', 'adjustment') ORDER BY m.id;
\set ECHO none
