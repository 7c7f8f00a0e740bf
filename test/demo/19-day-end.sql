-- # The day's end
-- What was sold, what should be in the tills, what was lost, and how the shop stands. The day is the outlet's.
\set ECHO none
SELECT today FROM outlet_today WHERE outlet_id = :main \gset
\set ECHO queries
SELECT key AS product, sales, quantity, net, tax, gross, margin, margin_pct, refunded FROM sales_by(:'today', :'today', 'product', :main);
SELECT method, sum(amount) AS in_the_till FROM daily_payments WHERE outlet_id = :main AND day = :'today' GROUP BY 1 ORDER BY 1;
SELECT product, kind, reason, units, value FROM waste(:'today', :'today', :main);
SELECT measure, value, unit FROM kpi(:'today', :'today', :main) WHERE value IS NOT NULL;
-- One bottle's way through the day, as the ledger has it.
SELECT entry, movement_type, reference_type, reason, quantity, balance FROM stock_card(:milk, :main, :'today', :'today') WHERE entry <> 'movement' OR batch_number = 'MILK-C';
\set ECHO none
