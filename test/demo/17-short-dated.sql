-- # Milk that expires tomorrow costs less, and one bottle comes back elsewhere
-- Four bottles get a price of their own. Who buys six has a line at each price; first expired, first out decides which.
\set ECHO none
SELECT add_stock(:milk, 4, :main, 'MILK-SHORT', current_date + 1, 1.05) AS short \gset
\set ECHO queries
SELECT set_batch_price(:short, 0.50, 'expires tomorrow', actor => 'Mo') \g /dev/null
SELECT id AS six FROM checkout(:main, jsonb_build_array(jsonb_build_object('variation_id', :milk, 'quantity', 6)), '[{"method":"CASH","amount":10}]', actor => 'till 1') \gset
SELECT quantity, unit_price, price_rule, total_price FROM sale_item WHERE sale_id = :six ORDER BY id;
-- At the harbour a customer brings a bottle of it back: goods and money are that outlet's.
SELECT f.status, f.amount, o.name AS outlet FROM return_items(:harbour, :six, (SELECT jsonb_build_array(jsonb_build_object('sale_item_id', min(id), 'quantity', 1)) FROM sale_item WHERE sale_id = :six),
	'leaks', 'destroy', actor => 'Kim') f JOIN outlet o ON o.id = f.outlet_id;
SELECT o.name AS outlet, m.movement_type, b.batch_number, m.quantity FROM stock_movement m JOIN batch b ON b.id = m.batch_id JOIN outlet o ON o.id = m.outlet_id
WHERE b.batch_number = 'MILK-SHORT' ORDER BY m.id;
SELECT o.name AS outlet, d.method, d.actor, d.amount FROM daily_payments d JOIN outlet o ON o.id = d.outlet_id WHERE d.actor = 'Kim';
\set ECHO none
