-- Customers: who may buy on credit, what they owe, and what moves it.
\set VERBOSITY terse
CREATE EXTENSION primeinv;
SET search_path = primeinv, public;

INSERT INTO tenant (id, name) VALUES (1, 'Corner Shops'), (2, 'Elsewhere');
INSERT INTO outlet (tenant_id, id, name) VALUES (1, 1, 'Main Store'), (1, 2, 'Harbour'), (2, 3, 'Far Away');
INSERT INTO product (tenant_id, id, name) VALUES (1, 1, 'Rice');
INSERT INTO variation (tenant_id, id, product_id, name, price) VALUES (1, 1, 1, '5kg Bag', 10);
INSERT INTO customer (tenant_id, id, name, credit_limit, credit_terms_days) VALUES
	(1, 1, 'Acme', 100, 14), (1, 2, 'Nobody', 0, 30), (1, 3, 'Any', NULL, 30), (2, 4, 'Foreign', 50, 30);
SELECT add_stock(1, 1000, 1, 'LOT', NULL, 6), add_stock(1, 1000, 2, 'LOT', NULL, 6);

-- the limit
SELECT * FROM can_purchase(1, 100);
SELECT * FROM can_purchase(1, 100.01);
SELECT * FROM can_purchase(1, 100.01, force => true);
SELECT * FROM can_purchase(2, 0.01);
SELECT * FROM can_purchase(3, 99999999);
SELECT status, payment_type, amount_due, due_date - completed_on AS terms FROM checkout(1, '[{"variation_id":1,"quantity":6}]', customer_id => 1);
SELECT * FROM can_purchase(1, 40);
SELECT * FROM can_purchase(1, 40.01);
\set VERBOSITY default
SELECT checkout(1, '[{"variation_id":1,"quantity":5}]', customer_id => 1);
\set VERBOSITY terse
SELECT status, manager_override, override_reason, override_by
FROM checkout(1, '[{"variation_id":1,"quantity":5}]', customer_id => 1, manager_override => true, override_reason => 'old friend', override_by => 'Ann');
-- credit is only asked for what stays due
SELECT status, payment_type FROM checkout(1, '[{"variation_id":1,"quantity":5}]', '[{"method":"CASH","amount":50}]', customer_id => 1);
SELECT customer_id, credit_limit, balance, credit_left, due_on_sales, overdue FROM customer_credit ORDER BY 1;

-- blocked and inactive
UPDATE customer SET credit_blocked = true WHERE id = 3;
SELECT * FROM can_purchase(3, 1);
SELECT * FROM can_purchase(3, 1, true);
UPDATE customer SET is_active = false WHERE id = 3;
SELECT * FROM can_purchase(3, 1, true);
\set VERBOSITY sqlstate
SELECT checkout(1, '[{"variation_id":1,"quantity":1}]', customer_id => 3, manager_override => true, override_reason => 'x', override_by => 'Ann');
\set VERBOSITY terse
UPDATE customer SET is_active = true, credit_blocked = false WHERE id = 3;

-- overdue by the outlet's date: the day after the due date
SELECT get_overdue_balance(1);
UPDATE sale SET due_date = (statement_timestamp() AT TIME ZONE 'UTC')::date WHERE id = 1;
SELECT get_overdue_balance(1);
UPDATE sale SET due_date = due_date - 1 WHERE id = 1;
SELECT get_overdue_balance(1);
UPDATE customer SET credit_limit = 1000 WHERE id = 1;
SELECT * FROM can_purchase(1, 1);
SELECT * FROM can_purchase(1, 1, true);
\set VERBOSITY default
SELECT checkout(1, '[{"variation_id":1,"quantity":1}]', customer_id => 1);
\set VERBOSITY terse
-- at an outlet where it is yesterday still, it is not yet
UPDATE outlet SET time_zone = 'Etc/GMT+12' WHERE id = 2;
SELECT id AS harbour FROM checkout(2, '[{"variation_id":1,"quantity":1}]', customer_id => 3) \gset
UPDATE sale SET due_date = (statement_timestamp() AT TIME ZONE 'Etc/GMT+12')::date WHERE id = :harbour;
SELECT get_overdue_balance(3);
UPDATE sale SET due_date = due_date - 1 WHERE id = :harbour;
SELECT get_overdue_balance(3);

-- a payment on the account goes to what has been due longest
SELECT update_balance(1, 70, 'PAYMENT', actor => 'Ann', request_id => 'pay-1');
SELECT update_balance(1, 70, 'PAYMENT', actor => 'Bob', request_id => 'pay-1');
SELECT id, status, total_amount, amount_paid, amount_due FROM sale WHERE customer_id = 1 ORDER BY id;
SELECT sale_id, method, amount, actor FROM payment ORDER BY id;
SELECT get_overdue_balance(1);
-- what is too much is credit in hand, and counts as such
SELECT update_balance(1, 90, 'PAYMENT');
SELECT type, amount, balance_after FROM customer_entry ORDER BY id;
SELECT outstanding_balance FROM customer WHERE id = 1;
SELECT update_balance(1, 200, 'OPENING'), update_balance(1, -25.50, 'ADJUSTMENT', actor => 'Ann');
SELECT type, amount, actor, balance_after FROM customer_entry ORDER BY id;
SELECT event_type, event_data, description, actor FROM audit_log WHERE customer_id = 1 AND event_type = 'credit.adjusted' ORDER BY id;

-- entries are for ever
\set VERBOSITY sqlstate
UPDATE customer_entry SET amount = 1;
DELETE FROM customer_entry;
TRUNCATE customer_entry;
SET session_replication_role = replica;
UPDATE customer_entry SET amount = 1;
DELETE FROM customer_entry;
TRUNCATE customer_entry;
RESET session_replication_role;

-- bad arguments change nothing
SELECT update_balance(1, 0, 'ADJUSTMENT');
SELECT update_balance(1, -1, 'PAYMENT');
SELECT update_balance(1, 1, 'GIFT');
SELECT update_balance(1, 1.005, 'ADJUSTMENT');
SELECT update_balance(1, 'NaN', 'ADJUSTMENT');
SELECT update_balance(1, 'Infinity', 'ADJUSTMENT');
SELECT update_balance(1, NULL, 'ADJUSTMENT');
SELECT update_balance(99, 1, 'ADJUSTMENT');
SELECT update_balance(1, 99999999999.99, 'ADJUSTMENT');
SELECT update_balance(1, 71, 'PAYMENT', request_id => 'pay-1');
SELECT can_purchase(99, 1);
SELECT can_purchase(1, -1);
SELECT can_purchase(1, NULL);
SELECT get_overdue_balance(99);
BEGIN READ ONLY;
SELECT allowed FROM can_purchase(3, 1, true);
SELECT get_overdue_balance(3);
SELECT update_balance(1, 1, 'ADJUSTMENT');
ROLLBACK;
-- a customer of another tenant
SELECT checkout(1, '[{"variation_id":1,"quantity":1}]', customer_id => 4);
-- and none at all: 0 is not a walk-in
SELECT checkout(1, '[{"variation_id":1,"quantity":1}]', '[{"method":"CASH","amount":99}]', customer_id => 0);
SELECT create_sale(1, customer_id => 0);
\set VERBOSITY terse

-- what is logged of a customer's row: which columns, never their values
INSERT INTO customer (tenant_id, id, name, phone, email) VALUES (1, 10, 'Secret Person', '555-1234', 'secret@example.com');
UPDATE customer SET phone = '555-9999', contact_person = 'Somebody' WHERE id = 10;
UPDATE customer SET phone = '555-9999' WHERE id = 10;
UPDATE customer SET credit_limit = credit_limit + 1 WHERE id IN (1, 10);
SET primeinv.actor = 'Cashier';
DELETE FROM customer WHERE id = 10;
RESET primeinv.actor;
SELECT event_type, customer_id, actor, event_data, description FROM audit_log
WHERE event_type LIKE 'customer.%' AND id > (SELECT min(id) FROM audit_log WHERE customer_id = 10) - 1 ORDER BY id;
SELECT count(*) FROM audit_log WHERE (to_jsonb(audit_log) - 'created_at')::text ~ 'Secret|555|secret|Somebody';
-- a balance written past the functions is logged, and reported
BEGIN;
UPDATE customer SET outstanding_balance = outstanding_balance + 5 WHERE id = 1;
SELECT event_type, event_data, description FROM audit_log ORDER BY id DESC LIMIT 1;
SELECT promise, tenant_id, subject FROM check_promises();
ROLLBACK;
-- a limit has the tenant's decimals
INSERT INTO customer (tenant_id, id, name, credit_limit) VALUES (1, 12, 'Limited', 100.5);
SELECT credit_limit, outstanding_balance, get_overdue_balance(id) FROM customer WHERE id = 12;
SELECT balance, credit_left, due_on_sales, overdue FROM customer_credit WHERE customer_id = 12;
UPDATE customer SET credit_limit = 100.005 WHERE id = 12;
UPDATE customer SET credit_limit = 'NaN' WHERE id = 12;
-- what can be written of a customer can be dumped and added to a date
\set VERBOSITY sqlstate
UPDATE customer SET credit_terms_days = 36501 WHERE id = 1;
UPDATE customer SET credit_terms_days = 2147483647 WHERE id = 1;
UPDATE customer SET name = repeat('x', 501) WHERE id = 1;
UPDATE customer SET phone = repeat('x', 101) WHERE id = 1;
UPDATE customer SET email = repeat('x', 501) WHERE id = 1;
UPDATE customer SET contact_person = repeat('x', 501) WHERE id = 1;
UPDATE customer SET external_id = repeat('x', 201) WHERE id = 1;
UPDATE customer SET credit_limit = 1e11 WHERE id = 1;
\set VERBOSITY terse
BEGIN;
UPDATE customer SET credit_terms_days = 36500, name = repeat('x', 500), credit_limit = 99999999999.99 WHERE id = 1;
SELECT due_date - completed_on AS terms FROM checkout(1, '[{"variation_id":1,"quantity":1}]', customer_id => 1);
ROLLBACK;

-- silent for the owner while row_security is off: restore sets it
SET row_security = off;
INSERT INTO customer (tenant_id, id, name) VALUES (1, 11, 'Restored');
RESET row_security;
SELECT count(*) FROM audit_log WHERE customer_id = 11;
-- for nobody else, however it is turned off
CREATE ROLE regress_clerk;
SELECT grant_tenant('regress_clerk', 1, 'manager');
SET ROLE regress_clerk;
BEGIN;
UPDATE customer SET credit_limit = 999999 WHERE id = 1 RETURNING set_config('row_security', 'off', true);
COMMIT;
INSERT INTO customer (tenant_id, name) VALUES (1, 'Unseen') RETURNING set_config('row_security', 'off', true) IS NULL;
RESET ROLE;
SELECT event_type, db_role, event_data FROM audit_log WHERE db_role = 'regress_clerk' ORDER BY id;
-- the functions of triggers run nowhere but where they belong
GRANT EXECUTE ON FUNCTION audit_customer(), fit_credit(), guard_credit(), fix_money(), check_barcode() TO regress_clerk;
CREATE TABLE public.mine (tenant_id text, id int, credit_limit int, outstanding_balance int, barcode int);
ALTER TABLE public.mine OWNER TO regress_clerk;
GRANT CREATE ON SCHEMA public TO regress_clerk;
SET ROLE regress_clerk;
DO $$
DECLARE
	fn text; kind text;
BEGIN
	FOREACH fn IN ARRAY '{audit_customer,fit_credit,guard_credit,fix_money,check_barcode}'::text[] LOOP
		FOREACH kind IN ARRAY '{BEFORE INSERT|ROW,AFTER INSERT|ROW,BEFORE INSERT|STATEMENT,AFTER INSERT|STATEMENT}'::text[] LOOP
			EXECUTE format('CREATE TRIGGER t %s ON public.mine FOR EACH %s EXECUTE FUNCTION primeinv.%I()',
				split_part(kind, '|', 1), split_part(kind, '|', 2), fn);
			BEGIN
				INSERT INTO public.mine VALUES ('1', 1, 1, 1, 1);
				RAISE NOTICE '% % ran', kind, fn;
			EXCEPTION WHEN OTHERS THEN
				IF SQLSTATE <> '39P01' THEN
					RAISE NOTICE '% %: % %', kind, fn, SQLSTATE, SQLERRM;
				END IF;
			END;
			DROP TRIGGER t ON public.mine;
		END LOOP;
	END LOOP;
END $$;
RESET ROLE;
\set VERBOSITY default
CREATE TRIGGER t AFTER DELETE ON customer FOR EACH ROW EXECUTE FUNCTION audit_customer();
BEGIN;
DELETE FROM customer WHERE id = 11;
ROLLBACK;
\set VERBOSITY terse
DROP TRIGGER t ON customer;
DROP TABLE public.mine;
REVOKE CREATE ON SCHEMA public FROM regress_clerk;
SELECT revoke_tenant('regress_clerk', 1);
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA primeinv FROM regress_clerk;
DROP ROLE regress_clerk;

SELECT * FROM check_promises();
DROP EXTENSION primeinv;
