-- return_items: goods that one outlet sold come back to another, which pays.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
CREATE VIEW public.lies AS SELECT outlet_id AS o, variation_id AS v, batch_number AS number, trim_scale(quantity) AS q, trim_scale(cost_price) AS cost, status, expiry_date - current_date AS days FROM batch ORDER BY id;
CREATE VIEW public.moved AS SELECT id, outlet_id AS o, movement_type AS type, (SELECT batch_number FROM batch b WHERE b.id = batch_id) AS number, trim_scale(quantity) AS q, trim_scale(unit_cost) AS cost, regexp_replace(reason, '-\d{8}-', '-(day)-') AS reason, reference_id AS ref, sale_item_id AS line FROM stock_movement ORDER BY id;
CREATE FUNCTION public.line(sale bigint, q numeric, n integer DEFAULT 1) RETURNS jsonb LANGUAGE sql
	RETURN jsonb_build_array(jsonb_build_object('sale_item_id', (SELECT id FROM primeinv.sale_item WHERE sale_id = sale ORDER BY id OFFSET n - 1 LIMIT 1), 'quantity', q));
\set ECHO all
UPDATE variation SET price = 10 WHERE id = 1;
UPDATE variation SET price = 2 WHERE id = 2;
UPDATE variation SET price = 5, cost = 2 WHERE id = 4;
INSERT INTO customer (tenant_id, id, name, credit_limit) VALUES (1, 1, 'Acme', 1000);
SELECT add_stock(1, 4, 1, 'A', current_date + 20, 5) AS a, add_stock(1, 100, 1, 'B', current_date + 40, 6) AS b, add_stock(2, 10, 1, 'M', current_date + 5, 1) AS m,
	add_stock(1, 10, 2, 'A', current_date + 20, 7) AS a2, add_stock(1, 1, 2, 'B', current_date + 41, 7) AS other_b \gset
SELECT open_till(1, 'Till 1', 100, 'ann') AS here, open_till(2, 'Till 2', 50, 'bob') AS there \gset
SELECT id AS sale FROM checkout(1, '[{"variation_id": 1, "quantity": 6}, {"variation_id": 4, "quantity": 1}]', '[{"method": "CARD", "amount": 25}, {"method": "CASH", "amount": 40}]', actor => 'ann') \gset

-- What was taken last comes back first: two of B, whose number has another date here, and one of A, into the batch of that number.
SELECT status, amount, disposition, outlet_id, actor, decided_by, processed_by FROM return_items(2, :sale, line(:sale, 3), 'torn', actor => 'bob', request_id => 'r1');
SELECT status, amount, outlet_id FROM return_items(2, :sale, line(:sale, 3.0), 'torn', actor => 'bob', request_id => 'r1');
SELECT * FROM lies;
SELECT * FROM moved WHERE type = 'return';
SELECT method, amount, refund_id, outlet_id, till_session_id = :there AS in_till, actor FROM payment ORDER BY id;
SELECT outlet_id, method, actor, amount FROM daily_payments ORDER BY 1, 2, 3;
SELECT outlet_id, sales, gross, refunds, voids, net FROM daily_sales ORDER BY 1;
SELECT method, sales, refunds, expected FROM till_report(:here);
SELECT method, sales, refunds, expected FROM till_report(:there);
SELECT event_type, event_data - 'receipt_number' AS data, description FROM audit_log WHERE refund_id = 1 ORDER BY id;
SELECT quantity, base_amount, unit_cost, total_profit_amount FROM sale_item_profit ORDER BY sale_item_id;
SELECT outlet_id, reference_type, receipt_number IS NOT NULL AS receipt, reason ~ '^Refund for sale 1-\d+-0001: torn$' AS reason FROM stock_movement_history WHERE movement_type = 'return';
SELECT receipt -> 'refunds' -> 0 ->> 'outlet' AS refund_at, receipt -> 'payouts' -> 0 ->> 'outlet' AS paid_at FROM receipt(:sale);
SELECT substring(receipt_text(:sale) FROM 'Refund .* at [^ ]* [^ ]*') ~ ' at Back Room' AS printed;
-- The next return at home goes on where that one ended; then the rest here, by cash.
SELECT amount, outlet_id FROM refund_sale(:sale, line(:sale, 1), 'torn, too', actor => 'ann');
SELECT * FROM try(format('return_items(2, %s, line(%1$s, 3), $$x$$)', :sale));
SELECT amount, outlet_id FROM return_items(2, :sale, NULL, 'all of it', method => 'cash', actor => 'ann');
SELECT * FROM moved WHERE type = 'return' OFFSET 2;
SELECT method, amount, outlet_id, till_session_id = :here AS in_till FROM payment WHERE amount < 0 ORDER BY id;
SELECT status, refunded_amount, amount_paid, amount_due FROM sale WHERE id = :sale;
SELECT outlet_id, method, actor, amount FROM daily_payments ORDER BY 1, 2, 3;
SELECT * FROM check_promises();

-- At the outlet of the sale it is refund_sale.
SELECT id AS sale FROM checkout(1, '[{"variation_id": 1, "quantity": 2}]', '[{"method": "CASH", "amount": 20}]', actor => 'ann') \gset
SELECT amount, outlet_id FROM return_items(1, :sale, line(:sale, 1), 'home', actor => 'ann');
SELECT outlet_id, till_session_id = :here AS in_till FROM payment ORDER BY id DESC LIMIT 1;
-- What was recalled, is on hold or has expired where it was sold is not for sale where it comes back.
SELECT id AS sale FROM checkout(1, '[{"variation_id": 2, "quantity": 4}]', '[{"method": "CASH", "amount": 8}]', actor => 'ann') \gset
SELECT set_batch_status(:m, 'hold', 'smells'), add_stock(2, 1, 2, 'M', current_date + 5, 1) AS m2 \gset
SELECT amount FROM return_items(2, :sale, line(:sale, 1), 'smells', actor => 'bob');
SELECT amount FROM return_items(2, :sale, line(:sale, 1), 'smells', actor => 'bob');
SELECT * FROM lies WHERE v = 2;
SELECT get_available_stock(2, 2);
SELECT set_batch_status(:m2, 'recalled', 'here, too'), set_batch_status(:m, 'available', 'was nothing') \g /dev/null
SELECT amount FROM return_items(2, :sale, line(:sale, 1), 'recalled here', actor => 'bob');
SELECT correct_batch(:m, 'wrong date', current_date - 1) \g /dev/null
SELECT amount FROM return_items(2, :sale, line(:sale, 1), 'expired', actor => 'bob');
SELECT * FROM lies WHERE v = 2;
-- quarantine and destroy, at the cost at which they left
SELECT id AS sale FROM checkout(1, '[{"variation_id": 1, "quantity": 3}]', '[{"method": "CASH", "amount": 30}]', actor => 'ann') \gset
SELECT max(id) AS before FROM stock_movement \gset
SELECT amount, disposition FROM return_items(2, :sale, line(:sale, 1), 'look at it', 'quarantine', actor => 'bob');
SELECT amount, disposition FROM return_items(2, :sale, line(:sale, 1), 'broken', 'destroy', actor => 'bob');
SELECT type, regexp_replace(number, '\d+$', 'N') AS number, q, cost, line IS NOT NULL AS of_line FROM moved WHERE id > :before;
-- what was due is lowered first, and ACCOUNT gives credit in hand
SELECT id AS sale FROM checkout(1, '[{"variation_id": 1, "quantity": 1}]', NULL, 1, actor => 'ann') \gset
SELECT status, amount FROM return_items(2, :sale, NULL, 'not paid yet', actor => 'bob');
SELECT count(*) AS payouts FROM payment WHERE sale_id = :sale;
SELECT outstanding_balance FROM customer;
SELECT id AS sale FROM checkout(1, '[{"variation_id": 1, "quantity": 1}]', '[{"method": "CASH", "amount": 10}]', 1, actor => 'ann') \gset
SELECT status, amount, method FROM return_items(2, :sale, NULL, 'credit', method => 'ACCOUNT', actor => 'bob');
SELECT outstanding_balance FROM customer;
SELECT method, amount, outlet_id FROM payment WHERE sale_id = :sale ORDER BY id;
SELECT type, amount FROM customer_entry;
-- money on account is where the actor's till is; without a till it names no outlet
SELECT update_balance(1, 3, 'PAYMENT', actor => 'bob'), update_balance(1, 4, 'PAYMENT', 'CARD', actor => 'carl') \g /dev/null
SELECT outlet_id, method, amount FROM daily_payments WHERE method = 'CARD' AND actor = 'carl' OR actor = 'bob' AND method = 'CASH' ORDER BY 1;
-- and what it pays of a sale of another outlet, too
SELECT id AS owed FROM checkout(1, '[{"variation_id": 1, "quantity": 2}]', NULL, 1, actor => 'ann') \gset
SELECT record_payment(:owed, 5, 'CASH', actor => 'bob') > 0 AS paid;
SELECT outlet_id, till_session_id = :there AS in_till FROM payment ORDER BY id DESC LIMIT 1;
SELECT sum(amount) = (SELECT expected - opening_float FROM till_report(:there) WHERE method = 'CASH') AS drawer FROM daily_payments WHERE outlet_id = 2 AND method = 'CASH' AND actor = 'bob';
-- a void takes what is left after it
SELECT id AS sale FROM checkout(1, '[{"variation_id": 1, "quantity": 4}]', '[{"method": "CASH", "amount": 40}]', actor => 'ann') \gset
SELECT amount FROM return_items(2, :sale, line(:sale, 1), 'one', actor => 'bob');
SELECT status, refunded_amount FROM void_sale(:sale, 'slip', 'ann');
SELECT outlet_id, refunds, voids FROM daily_sales ORDER BY 1;
SELECT * FROM check_promises();
SELECT kind FROM verify_seals();

-- refused
\pset format unaligned
\pset tuples_only on
SELECT id AS sale FROM checkout(1, '[{"variation_id": 1, "quantity": 2}]', '[{"method": "CASH", "amount": 20}]') \gset
SELECT * FROM try(format('return_items(NULL, %s, NULL, $$x$$)', :sale));
SELECT * FROM try('return_items(2, NULL, NULL, $$x$$)');
SELECT * FROM try(format('return_items(77, %s, NULL, $$x$$)', :sale));
SELECT * FROM try('return_items(2, 7777, NULL, $$x$$)');
SELECT * FROM try(format('return_items(9, %s, NULL, $$x$$)', :sale));
SELECT * FROM try(format('return_items(3, %s, NULL, $$x$$)', :sale));
SELECT * FROM try(format('return_items(2, %s, NULL, $$ $$)', :sale));
SELECT * FROM try(format('return_items(2, %s, NULL, NULL)', :sale));
SELECT * FROM try(format('return_items(2, %s, $$[]$$, $$x$$)', :sale));
SELECT * FROM try(format('return_items(2, %s, $$[{"sale_item_id": 1, "quantity": 1}]$$, $$x$$)', :sale));
SELECT * FROM try(format('return_items(2, %s, NULL, $$x$$, $$burn$$)', :sale));
SELECT * FROM try(format('return_items(2, %s, NULL, $$x$$, method => $$MIXED$$)', :sale));
SELECT * FROM try(format('return_items(2, %s, NULL, $$x$$, method => $$ACCOUNT$$)', :sale));
SELECT * FROM try(format('return_items(2, %s, NULL, $$other$$, request_id => $$r1$$)', :sale));
SELECT * FROM try(format('return_items(2, %s, NULL, $$x$$)', create_sale(1)));
CREATE ROLE regress_return_app;
SELECT grant_tenant('regress_return_app', 1, 'app'), grant_tenant('regress_return_app', 2, 'manager') \g /dev/null
SET ROLE regress_return_app;
SELECT * FROM primeinv.return_items(2, 1, NULL, 'x');
RESET ROLE;
SELECT grant_tenant('regress_return_app', 1, 'manager') \g /dev/null
SET ROLE regress_return_app;
SELECT * FROM primeinv.return_items(9, 1, NULL, 'x');
RESET ROLE;
DROP OWNED BY regress_return_app;
DROP ROLE regress_return_app;
SELECT * FROM check_promises();
DROP VIEW public.lies, public.moved;
DROP FUNCTION public.line;
\set ECHO none
\i :end
