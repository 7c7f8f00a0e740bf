-- # A customer buys 14 bags of rice
-- First expired, first out: a dry run shows what would be taken from which batch, and why not from the others.
\set ECHO queries
SELECT * FROM explain_deduction(:rice, 14, :main);
-- Then the sale itself. It crosses from one batch into the next.
SELECT batch, quantity, expiry - current_date AS days_left, cost
FROM deduct_stock(variation_id => :rice, quantity => 14, outlet_id => :main, reference_id => 'till 1');
\set ECHO none
