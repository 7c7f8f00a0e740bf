-- # What was earned
-- Each line at the cost of the very batches that served it, net of what came back; then the day's end of the till.
\set ECHO queries
SELECT sale_id, product_name, quantity, base_amount, unit_cost, profit_amount, profit_margin, total_profit_amount
FROM sale_item_profit ORDER BY sale_item_id;
SELECT o.name AS outlet, d.sales, d.gross, d.discount, d.refunds, d.voids, d.net FROM daily_sales d JOIN outlet o ON o.id = d.outlet_id;
SELECT o.name AS outlet, d.method, d.actor, d.amount FROM daily_payments d JOIN outlet o ON o.id = d.outlet_id ORDER BY 1, 2, 3;
\set ECHO none
