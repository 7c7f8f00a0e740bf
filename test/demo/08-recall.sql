-- # The mill recalls a batch
-- RICE-C is held back at once: the next sale passes it by. The recall list says where its bags went.
\set ECHO none
SELECT set_batch_status(:rice_c, 'recalled', 'metal splinters, notice 17 of the mill') \g /dev/null
\set ECHO queries
SELECT * FROM explain_deduction(:rice, 10, :main);
SELECT movement_type, quantity, sale_id, customer_name FROM trace_batch(:rice_c);
\set ECHO none
