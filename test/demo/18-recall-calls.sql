-- # A dairy recalls its milk: whom to call
-- MILK-C was sold this morning, to the bistro, to Carla, who brought hers back, and to somebody nobody knows.
\set ECHO none
UPDATE customer SET phone = '+43 1 2345' WHERE id = :bistro;
INSERT INTO customer (tenant_id, name, phone) VALUES (:tenant, 'Carla', '+43 1 9876') RETURNING id AS carla \gset
SELECT add_stock(:milk, 12, :main, 'MILK-C', current_date + 2, 1.05) AS milk_c \gset
SELECT id AS sold FROM checkout(:main, jsonb_build_array(jsonb_build_object('variation_id', :milk, 'quantity', 5)), '[{"method":"CARD","amount":9.50}]', customer_id => :bistro) \gset
SELECT id AS back FROM checkout(:main, jsonb_build_array(jsonb_build_object('variation_id', :milk, 'quantity', 2)), '[{"method":"CASH","amount":5}]', customer_id => :carla) \gset
SELECT id AS walk_in FROM checkout(:main, jsonb_build_array(jsonb_build_object('variation_id', :milk, 'quantity', 3)), '[{"method":"CASH","amount":10}]') \gset
SELECT status FROM refund_sale(:back, NULL, 'tastes odd', 'destroy') \g /dev/null
\set ECHO queries
SELECT set_batch_status(:milk_c, 'recalled', 'notice 4 of the dairy') \g /dev/null
SELECT quantity AS on_the_shelf, sellable_quantity FROM batch_status WHERE batch_id = :milk_c;
-- What is still with customers, and how to reach them. Carla has none left.
SELECT coalesce(t.customer_name, 'unknown') AS call, c.phone, -sum(t.quantity) AS bottles, string_agg(DISTINCT t.receipt_number, ', ') AS receipts
FROM trace_batch(:milk_c) t LEFT JOIN customer c ON c.id = t.customer_id
WHERE t.sale_id IS NOT NULL GROUP BY 1, 2 HAVING sum(t.quantity) < 0 ORDER BY 1;
\set ECHO none
