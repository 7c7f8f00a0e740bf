-- # The mill recalls a batch
-- RICE-C is held back at once, at both outlets: the next sale passes it by. The recall list says where its bags went.
\set ECHO none
SELECT set_batch_status(id, 'recalled', 'notice 17 of the mill') FROM batch WHERE variation_id = :rice AND batch_number = 'RICE-C' \g /dev/null
\set ECHO queries
SELECT * FROM explain_deduction(:rice, 10, :main);
SELECT t.created_at::date - current_date AS day, o.name AS outlet, t.movement_type, t.quantity, t.receipt_number, t.customer_name
FROM batch b JOIN outlet o ON o.id = b.outlet_id, trace_batch(b.id) t
WHERE b.variation_id = :rice AND b.batch_number = 'RICE-C' ORDER BY t.movement_id;
\set ECHO none
