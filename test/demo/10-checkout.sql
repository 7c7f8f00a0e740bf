-- # A checkout
-- Goods, price, payment, change and a receipt, in one call and one transaction: all of it or nothing.
\set ECHO queries
SELECT receipt_number, status, total_amount, amount_paid, amount_due
FROM checkout(:main, jsonb_build_array(jsonb_build_object('variation_id', :rice, 'quantity', 2, 'discount_percentage', 10)),
	'[{"method":"CASH","amount":20}]', actor => 'till 1');
SELECT method, amount, tendered, change_given FROM payment ORDER BY id DESC LIMIT 1;
SELECT event_type, actor, event_data FROM audit_log WHERE sale_id = (SELECT max(id) FROM sale) ORDER BY id;
\set ECHO none
