-- # Rice moves to the harbour
-- What travels takes its batch number, expiry date and cost along.
\set ECHO queries
SELECT batch, quantity, expiry - current_date AS days_left, cost
FROM transfer_stock(:rice, 8, :main, :harbour, 'harbour runs low');
SELECT o.name AS outlet, b.batch_number AS batch, b.quantity, b.expiry_date - current_date AS days_left, b.cost_price
FROM batch b JOIN outlet o ON o.id = b.outlet_id
WHERE b.variation_id = :rice AND b.quantity > 0 ORDER BY o.id, b.expiry_date;
\set ECHO none
