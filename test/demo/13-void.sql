-- # A sale on credit is voided
-- The bistro takes milk on credit, which has its limit. The till took the wrong customer: the goods go back, and nothing is owed.
\set ECHO queries
SELECT allowed, message FROM can_purchase(:bistro, 500);
SELECT status, amount_due, due_date - current_date AS due_in_days
FROM checkout(:main, jsonb_build_array(jsonb_build_object('variation_id', :milk, 'quantity', 4)), customer_id => :bistro);
\set ECHO none
SELECT max(id) AS wrong FROM sale WHERE customer_id = :bistro \gset
\set ECHO queries
SELECT balance, credit_left FROM customer_credit WHERE customer_id = :bistro;
SELECT status, refunded_amount, amount_due FROM void_sale(:wrong, 'wrong customer', actor => 'Manager');
SELECT balance, credit_left FROM customer_credit WHERE customer_id = :bistro;
-- Who did what is in the audit log, for good.
SELECT event_type, actor, description, event_data FROM audit_log WHERE sale_id = :wrong ORDER BY id;
\set ECHO none
