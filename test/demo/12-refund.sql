-- # A sale is partly brought back
-- Three bottles of milk and three bags of rice; cash, with change. Tomorrow one bag comes back unopened, and one torn.
\set ECHO none
INSERT INTO customer (tenant_id, name, customer_type, credit_limit) VALUES (:tenant, 'Bistro Anna', 'WHOLESALE', 100) RETURNING id AS bistro \gset
SELECT id AS basket FROM checkout(:main, jsonb_build_array(
	jsonb_build_object('variation_id', :rice, 'quantity', 3), jsonb_build_object('variation_id', :milk, 'quantity', 3)),
	'[{"method":"CASH","amount":50}]', actor => 'Ben') \gset
SELECT id AS bags FROM sale_item WHERE sale_id = :basket AND variation_id = :rice \gset
\set ECHO queries
SELECT s.receipt_number, s.status, s.total_amount, p.method, p.tendered, p.change_given FROM sale s JOIN payment p ON p.sale_id = s.id WHERE s.id = :basket;
-- The one goes back to the shelf, the other into quarantine: on hand, but not for sale.
SELECT status, amount, disposition FROM refund_sale(:basket, jsonb_build_array(jsonb_build_object('sale_item_id', :bags, 'quantity', 1)),
	'not needed', actor => 'Ben');
SELECT status, amount, disposition FROM refund_sale(:basket, jsonb_build_array(jsonb_build_object('sale_item_id', :bags, 'quantity', 1)),
	'torn bag', 'quarantine', actor => 'Ben');
SELECT m.movement_type, b.batch_number, m.quantity, m.unit_cost, m.reason FROM stock_movement m JOIN batch b ON b.id = m.batch_id
WHERE m.sale_item_id = :bags OR m.reference_id LIKE 'refund!_%' ESCAPE '!' ORDER BY m.id;
SELECT status, total_amount, refunded_amount, amount_paid FROM sale WHERE id = :basket;
\set ECHO none
