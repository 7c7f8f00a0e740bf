-- # Goods arrive
-- Each delivery is a batch with its own expiry date and cost. Rice comes three times, milk twice.
\set ECHO none
SELECT add_stock(variation_id => :rice, quantity => 20, outlet_id => :main, batch_number => 'RICE-A', expiry_date => current_date + 90, cost_price => 6.00) AS rice_a \gset
SELECT add_stock(:rice, 10, :main, 'RICE-B', current_date + 30, 6.20) AS rice_b \gset
SELECT add_stock(:rice, 15, :main, 'RICE-C', current_date + 60, 5.90) AS rice_c \gset
SELECT add_stock(:milk, 24, :main, 'MILK-A', current_date + 5, 1.10) AS milk_a \gset
SELECT add_stock(:milk, 24, :main, 'MILK-B', current_date + 9, 1.15) AS milk_b \gset
\set ECHO queries
SELECT batch_number AS batch, expiry_date - current_date AS days_left, quantity, cost_price
FROM batch ORDER BY variation_id, expiry_date;
