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
SELECT try($$till_report(77)$$);
SELECT try($$till_report(NULL)$$);
DELETE FROM till_session;
TRUNCATE till_session CASCADE;

-- Ten random days: what the sessions took is what daily_payments has
SELECT setseed(0.25) \g /dev/null
DO $$
DECLARE
	session bigint; sold primeinv.sale; cashier text;
BEGIN
	FOR day IN 1..10 LOOP
		cashier := (ARRAY['dora', 'emil', 'fay'])[1 + day % 3];
		session := primeinv.open_till(1, 'Till ' || 7 + day % 2, 50, cashier);
		FOR n IN 1..5 + floor(random() * 10)::integer LOOP
			sold := primeinv.checkout(1, jsonb_build_array(jsonb_build_object('variation_id', 1, 'quantity', 1 + floor(random() * 3)::integer)),
				jsonb_build_array(jsonb_build_object('method', (ARRAY['CASH', 'CARD', 'VOUCHER'])[1 + floor(random() * 3)::integer], 'amount', 5)), 1, actor => cashier);
			IF random() < 0.2 THEN
				PERFORM primeinv.refund_sale(sold.id, NULL, 'random', actor => cashier);
			ELSIF random() < 0.2 THEN
				PERFORM primeinv.reverse_payment(min(id), 'random', actor => cashier) FROM primeinv.payment WHERE sale_id = sold.id;
			END IF;
		END LOOP;
		PERFORM primeinv.close_till(session, '{}', cashier);
	END LOOP;
END $$;
SELECT count(*) FROM (
	SELECT actor, method, sum(amount) FROM daily_payments WHERE actor IN ('dora', 'emil', 'fay') GROUP BY 1, 2
	EXCEPT
	SELECT s.actor, r.method, sum(r.sales + r.account_payments - r.refunds - r.reversed) FROM till_session s, till_report(s.id) r WHERE s.actor IN ('dora', 'emil', 'fay') GROUP BY 1, 2) wrong;
SELECT count(DISTINCT method) FROM daily_payments WHERE actor = 'emil';

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
