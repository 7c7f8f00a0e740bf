-- Tills: opened with a float, closed with a count, reported.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
UPDATE variation SET price = 5 WHERE tenant_id = 1;
INSERT INTO customer (tenant_id, id, name, credit_limit) VALUES (1, 1, 'Paul', 1000);
SELECT add_stock(1, 1000, 1), add_stock(1, 1000, 2) \g /dev/null
\pset null (null)
\set ECHO all

-- Anna has till 1 all day
SELECT open_till(1, 'Till 1', 100, 'anna');
SELECT status FROM checkout(1, '[{"variation_id": 1, "quantity": 2}]', '[{"method": "CASH", "amount": 20}]', actor => 'anna');
SELECT status FROM checkout(1, '[{"variation_id": 1, "quantity": 3}]', '[{"method": "card", "amount": 15}]', actor => 'anna');
SELECT status FROM checkout(1, '[{"variation_id": 1, "quantity": 4}]', NULL, 1, actor => 'anna');
SELECT record_payment(3, 5, 'CASH', actor => 'anna');
SELECT update_balance(1, 40, 'PAYMENT', 'CASH', actor => 'anna');
SELECT status FROM refund_sale(1, '[{"sale_item_id": 1, "quantity": 1}]', 'stale', actor => 'anna');
SELECT status FROM reverse_payment(2, 'card refused', actor => 'anna');
-- Ben takes money without a till
SELECT status FROM checkout(1, '[{"variation_id": 1, "quantity": 1}]', '[{"method": "CASH", "amount": 5}]', actor => 'ben');
SELECT id, method, amount, till_session_id FROM payment ORDER BY id;
SELECT type, amount, method, till_session_id FROM customer_entry ORDER BY id;
SELECT method, opening_float, sales, account_payments, refunds, reversed, expected, counted, difference FROM till_report(1);
SELECT closed_at > opened_at, closed_by, counted FROM close_till(1, '{"cash": 154.5, "CARD": "0"}', 'anna');
SELECT method, expected, counted, difference FROM till_report(1);
-- What is reversed later does not change what was reported
SELECT status FROM reverse_payment(3, 'slip of the key', actor => 'boss');
SELECT method, expected, difference FROM till_report(1);

-- One drawer, one holder; one cashier, one drawer
SELECT open_till(1, 'Till 1', 0, 'anna') AS again \gset
SELECT try($$open_till(1, 'Till 1', 0, 'ben')$$);
SELECT try($$open_till(1, 'Till 2', 0, 'anna')$$);
SELECT try($$open_till(2, 'Till 9', 0, 'anna')$$);
SELECT open_till(2, 'Till 1', 0, 'ben') AS ben \gset
SELECT set_config('test.ben', :'ben', false) \g /dev/null
SELECT try($$close_till(1, '{}')$$);
-- What people read alike is one till: capitals, spaces, how an accent is written
SELECT open_till(1, U&' Caf\00E9\00A0 1', 0, 'cleo') AS cafe \gset
SELECT name = U&'Caf\00E9 1' AS tidied FROM till_session WHERE id = :cafe;
SELECT count(*) AS refused FROM unnest(ARRAY[U&'cafe\0301 1', U&'CAF\00C9  1', E'Caf\u00E9\t1\n']) n, LATERAL try(format('open_till(1, %L, 0, %L)', n, 'other')) t WHERE t LIKE '55000: till %is open already';
SELECT open_till(2, U&'CAF\00C9 1', 0, 'other') > 0 AS elsewhere;
-- One actor has one till in all outlets, and who names nobody is the role
SELECT open_till(1, 'Till 5', actor => NULL) AS role \gset
SELECT actor = 'tester' FROM till_session WHERE id = :role;
SELECT try($$open_till(2, 'Till 6', actor => '')$$);
SELECT status FROM checkout(2, '[{"variation_id": 1, "quantity": 1}]', '[{"method": "CASH", "amount": 20}]');
SELECT method, sales, expected FROM till_report(:role);
-- a retry
SELECT open_till(1, 'Till 3', 0, 'carl', 'once') = open_till(1, 'Till 3', 0, 'carl', 'once');
SELECT c.id = d.id FROM close_till(:again, '{}', 'anna', 'once') c, close_till(:again, '{}', 'anna', 'once') d;
SELECT method, expected, counted, difference FROM till_report(:again);

-- Bad input
SELECT try($$open_till(NULL, 'x', 0)$$);
SELECT try($$open_till(1, NULL, 0)$$);
SELECT try($$open_till(1, ' ', 0)$$);
SELECT try($$open_till(1, E'\u00A0\u2003\u200B\t\n', 0)$$);
SELECT try($$open_till(1, repeat('x', 101), 0)$$);
SELECT try($$open_till(1, 'x', -1)$$);
SELECT try($$open_till(1, 'x', 0.001)$$);
SELECT try($$open_till(1, 'x', 'NaN')$$);
SELECT try($$open_till(1, 'x', 1e11)$$);
SELECT try($$open_till(1, 'x', 'Infinity')$$);
SELECT try($$open_till(1, 'x', 0, (SELECT string_agg(md5(n::text), '') FROM generate_series(1, 300) n))$$);
SELECT try($$open_till(3, 'x', 0)$$);
SELECT try($$open_till(77, 'x', 0)$$);
SELECT try($$close_till(77, '{}')$$);
SELECT try($$close_till(current_setting('test.ben')::bigint, '[]')$$);
SELECT try($$close_till(current_setting('test.ben')::bigint, '{"CASH": -1}')$$);
SELECT try($$close_till(current_setting('test.ben')::bigint, '{"CASH": true}')$$);
SELECT try($$close_till(current_setting('test.ben')::bigint, '{"CASH": "1.2.3"}')$$);
SELECT try($$close_till(current_setting('test.ben')::bigint, '{"CASH": {"a": 1}}')$$);
SELECT try($$close_till(current_setting('test.ben')::bigint, '{"CASH": 1, "cash": 2}')$$);
SELECT try($$close_till(current_setting('test.ben')::bigint, '{"MIXED": 1}')$$);
SELECT try($$close_till(current_setting('test.ben')::bigint, '{"CASH": 1e30}')$$);
SELECT try($$close_till(current_setting('test.ben')::bigint, (SELECT jsonb_object_agg('m' || n, 1) FROM generate_series(1, 51) n))$$);
SELECT c, t FROM (VALUES ('null'), ('5'), ('[[]]'), ('{"CASH": null}'), ('{"CASH": "NaN"}'), ('{"CASH": ""}'), ('{"CASH": "-5"}'), ('{"CASH": "1e5"}'), ('{"CASH": [5]}')) c (c),
	LATERAL try(format('close_till(current_setting($x$test.ben$x$)::bigint, %L)', c)) t WHERE t NOT LIKE 'HINT%' AND t NOT LIKE 'DETAIL%';
SELECT try($$close_till(current_setting('test.ben')::bigint, jsonb_build_object('CASH', repeat('9', 200000)))$$);
SELECT try($$close_till(current_setting('test.ben')::bigint, jsonb_build_object(repeat('m', 70000), 1))$$);
SELECT try($$close_till(current_setting('test.ben')::bigint, '{"": 1}')$$);
SELECT try($$close_till(current_setting('test.ben')::bigint, '{"CASH": 0.005}')$$);
SELECT try($$close_till(current_setting('test.ben')::bigint, NULL)$$);
SELECT try($$till_report(77)$$);
SELECT try($$till_report(NULL)$$);
DELETE FROM till_session;
TRUNCATE till_session CASCADE;

-- What is counted beside what was taken: a method that nobody paid by, and one that is in no drawer
SELECT open_till(1, 'Till 7', 0, 'dora') AS dora \gset
SELECT status FROM checkout(1, '[{"variation_id": 1, "quantity": 2}]', '[{"method": "CARD", "amount": 10}]', actor => 'dora');
SELECT counted, closed_by FROM close_till(:dora, '{"cheque": 3, "ACCOUNT": "5."}', 'boss');
SELECT method, expected, counted, difference FROM till_report(:dora);
-- The log has the count and what should have been there, and is sealed
SELECT actor, event_data - 'till_session_id' AS event_data FROM audit_log WHERE event_type = 'till_session.closed' AND (event_data ->> 'till_session_id')::bigint = :dora;

-- A sale of a closed till is voided: its report stands, and the money comes out of the till of who voids it
SELECT open_till(1, 'Till 8', 100, 'emil') AS emil \gset
SELECT id AS sale FROM checkout(1, '[{"variation_id": 1, "quantity": 2}]', '[{"method": "CASH", "amount": 50}]', actor => 'emil') \gset
SELECT counted FROM close_till(:emil, '{"CASH": 110}', 'emil');
SELECT open_till(1, 'Till 8', 110, 'fay') AS fay \gset
SELECT status FROM void_sale(:sale, 'wrong goods', 'fay');
SELECT method, sales, refunds, expected, difference FROM till_report(:emil);
SELECT method, sales, refunds, expected FROM till_report(:fay);
-- A closed report stands whatever the clock says: it was set back after the one, and before the other
SELECT id AS payment FROM payment WHERE till_session_id = :emil \gset
SELECT id AS other FROM checkout(1, '[{"variation_id": 1, "quantity": 1}]', '[{"method": "CASH", "amount": 5}]', actor => 'fay') \gset
SELECT open_till(1, 'Till 9', 0, 'gil') AS gil \gset
SELECT id AS late FROM checkout(1, '[{"variation_id": 1, "quantity": 1}]', '[{"method": "CASH", "amount": 5}]', actor => 'gil') \gset
SELECT counted FROM close_till(:gil, '{"CASH": 5}', 'gil');
UPDATE till_session SET closed_at = closed_at + interval '1 hour' WHERE id = :gil;
SELECT status FROM reverse_payment((SELECT id FROM payment WHERE sale_id = :late), 'bounced', 'boss');
SELECT method, sales, reversed, expected, difference FROM till_report(:gil);
SELECT status FROM reverse_payment((SELECT id FROM payment WHERE sale_id = :other), 'bounced', 'boss');
UPDATE payment SET reversed_at = reversed_at + interval '1 hour' WHERE sale_id = :other;
SELECT counted FROM close_till(:fay, '{"CASH": 100}', 'fay');
SELECT method, sales, refunds, reversed, expected, difference FROM till_report(:fay);

-- A refund at another outlet's till is that till's, whatever the sale's outlet
SELECT open_till(2, 'Far till', 20, 'gina') AS far \gset
SELECT id AS sale FROM checkout(1, '[{"variation_id": 1, "quantity": 2}]', '[{"method": "CASH", "amount": 10}]', actor => 'hugo') \gset
SELECT status FROM refund_sale(:sale, NULL, 'bought elsewhere', actor => 'gina');
SELECT method, refunds, expected FROM till_report(:far);
-- A till left open over midnight: one report, two days
SELECT status FROM checkout(2, '[{"variation_id": 1, "quantity": 2}]', '[{"method": "CASH", "amount": 10}]', actor => 'gina');
SELECT status FROM checkout(2, '[{"variation_id": 1, "quantity": 1}]', '[{"method": "CASH", "amount": 5}]', actor => 'gina');
UPDATE payment SET created_at = created_at - interval '1 day' WHERE id = (SELECT max(id) FROM payment);
SELECT count(DISTINCT day) AS days, sum(amount) FROM daily_payments WHERE actor = 'gina' AND outlet_id = 2;
SELECT method, sales, refunds, expected FROM till_report(:far);
SELECT counted FROM close_till(:far, '{"CASH": 25}', 'gina');
SELECT difference FROM till_report(:far);

-- Rights
CREATE ROLE till_app;
CREATE ROLE till_reader;
SELECT grant_tenant('till_app', 2, 'app'), grant_tenant('till_reader', 1, 'reader') \g /dev/null
SET ROLE till_app;
SELECT try($$close_till(current_setting('test.ben')::bigint, '{}')$$);
SELECT try($$till_report(1)$$);
SELECT open_till(9, 'Till 1', 0) > 0;
SELECT count(*) FROM till_session;
RESET ROLE;
SET ROLE till_reader;
SELECT method, expected FROM till_report(1);
SELECT try($$open_till(1, 'x', 0)$$);
RESET ROLE;

SELECT * FROM check_promises();
\set ECHO none
DROP OWNED BY till_app, till_reader;
DROP ROLE till_app, till_reader;
\i :end
