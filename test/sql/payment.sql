-- Payments: several methods, change, partial payment, later payment, reversal.
\set VERBOSITY terse
CREATE EXTENSION primeinv;
SET search_path = primeinv, public;

INSERT INTO tenant (id, name, money_decimals) VALUES (1, 'Corner Shops', 2), (2, 'Tokyo', 0);
INSERT INTO outlet (tenant_id, id, name) VALUES (1, 1, 'Main Store'), (2, 2, 'Ginza');
INSERT INTO product (tenant_id, id, name) VALUES (1, 1, 'Rice'), (2, 2, 'Rice');
INSERT INTO variation (tenant_id, id, product_id, name, price) VALUES (1, 1, 1, '5kg Bag', 10), (2, 2, 2, '5kg Bag', 1500);
INSERT INTO customer (tenant_id, id, name, credit_limit) VALUES (1, 1, 'Acme', 1000);
SELECT add_stock(1, 1000, 1, 'LOT', NULL, 6), add_stock(2, 100, 2, 'LOT', NULL, 900);
CREATE VIEW paid AS SELECT sale_id, method, amount, tendered, change_given, reference, status FROM payment ORDER BY id;

-- at completion: each way of paying 100
SELECT id, status, payment_type, amount_paid, amount_due FROM checkout(1, '[{"variation_id":1,"quantity":10}]',
	'[{"method":"cash","amount":150}]');
SELECT id, status, payment_type, amount_paid, amount_due FROM checkout(1, '[{"variation_id":1,"quantity":10}]',
	'[{"method":"CASH","amount":60},{"method":"CARD","amount":"70.00","reference":"slip 1"}]');
SELECT id, status, payment_type, amount_paid, amount_due FROM checkout(1, '[{"variation_id":1,"quantity":10}]',
	'[{"method":"CARD","amount":60},{"method":"CARD","amount":40}]');
SELECT id, status, payment_type, amount_paid, amount_due FROM checkout(1, '[{"variation_id":1,"quantity":10}]',
	'[{"method":"CHEQUE","amount":30}]', customer_id => 1);
SELECT id, status, payment_type, amount_paid, amount_due FROM checkout(1, '[{"variation_id":1,"quantity":10}]', customer_id => 1);
SELECT * FROM paid;
SELECT outstanding_balance FROM customer WHERE id = 1;

-- refused, and nothing is left of it
\set VERBOSITY default
SELECT checkout(1, '[{"variation_id":1,"quantity":10}]', '[{"method":"CARD","amount":100.01}]');
SELECT checkout(1, '[{"variation_id":1,"quantity":10}]', '[{"method":"CREDIT","amount":100}]');
SELECT checkout(1, '[{"variation_id":1,"quantity":10}]', '[{"method":"CASH","amount":100.001}]');
SELECT checkout(1, '[{"variation_id":1,"quantity":10}]', '[{"method":"CASH","amount":50}]');
\set VERBOSITY sqlstate
SELECT checkout(1, '[{"variation_id":1,"quantity":10}]', '[{"method":"CARD","amount":60},{"method":"CHEQUE","amount":60}]');
SELECT checkout(1, '[{"variation_id":1,"quantity":10}]', '[{"method":"MIXED","amount":100}]');
SELECT checkout(1, '[{"variation_id":1,"quantity":10}]', '[{"method":" ","amount":100}]');
SELECT checkout(1, '[{"variation_id":1,"quantity":10}]', '[{"amount":100}]');
SELECT checkout(1, '[{"variation_id":1,"quantity":10}]', '[{"method":"CASH","amount":0}]');
SELECT checkout(1, '[{"variation_id":1,"quantity":10}]', '[{"method":"CASH","amount":-5}]');
SELECT checkout(1, '[{"variation_id":1,"quantity":10}]', '[{"method":"CASH","amount":"NaN"}]');
SELECT checkout(1, '[{"variation_id":1,"quantity":10}]', '[{"method":"CASH","amount":100,"currency":"EUR"}]');
SELECT checkout(1, '[{"variation_id":1,"quantity":10}]', '{"method":"CASH","amount":100}');
SELECT checkout(2, '[{"variation_id":2,"quantity":1}]', '[{"method":"CASH","amount":1500.5}]');
\set VERBOSITY terse
SELECT status, amount_paid FROM checkout(2, '[{"variation_id":2,"quantity":1}]', '[{"method":"CASH","amount":2000}]');
SELECT count(*) FROM sale;
SELECT count(*) FROM paid;

-- later: status and balance follow
SELECT id AS partial FROM sale WHERE status = 'PARTIAL' \gset
SELECT id AS pending FROM sale WHERE status = 'PENDING' \gset
SELECT record_payment(:pending, 40, 'card', 'slip 2', 'Ann', 'p1') = record_payment(:pending, 40, 'card', 'slip 2', 'Bob', 'p1') AS once;
SELECT status, payment_type, amount_paid, amount_due FROM sale WHERE id = :pending;
SELECT record_payment(:pending, 100, 'CASH') AS cash \gset
SELECT record_payment(:partial, 70, 'CHEQUE') AS cheque \gset
SELECT id, status, payment_type, amount_paid, amount_due FROM sale WHERE id IN (:partial, :pending) ORDER BY id;
SELECT outstanding_balance FROM customer WHERE id = 1;
SELECT * FROM paid OFFSET 7;

-- a cheque bounces: it is due again
SELECT id, status, amount_paid, amount_due, due_date - completed_on AS terms FROM reverse_payment(:cheque, 'bounced', 'Boss', 'r1');
SELECT status FROM reverse_payment(:cheque, 'bounced', 'Boss', 'r1');
SELECT status, reversed_by, reversal_reason, reversed_at IS NOT NULL AS dated FROM payment WHERE id = :cheque;
SELECT outstanding_balance FROM customer WHERE id = 1;
-- a slip of the key at the till: nothing was paid at all
SELECT id AS first_payment FROM payment WHERE sale_id = 1 \gset
SELECT status, amount_paid, amount_due, due_date FROM reverse_payment(:first_payment, 'was a card');
SELECT record_payment(1, 100, 'CARD') IS NOT NULL AS paid;
-- paid by a customer who owed nothing then: due by the terms from the day of the sale
SELECT id AS prompt FROM checkout(1, '[{"variation_id":1,"quantity":1}]', '[{"method":"CHEQUE","amount":10}]', customer_id => 1) \gset
SELECT status, due_date FROM sale WHERE id = :prompt;
SELECT status, due_date - completed_on AS terms FROM reverse_payment((SELECT id FROM payment WHERE sale_id = :prompt), 'bounced');

SELECT method, actor = current_user AS mine, amount FROM daily_payments WHERE outlet_id = 1 ORDER BY 1, 2, 3;
SELECT sales, gross, discount, tax, refunds, voids, net FROM daily_sales ORDER BY outlet_id;
SELECT event_type, sale_id, payment_id, customer_id, event_data, description FROM audit_log
WHERE event_type LIKE 'payment.%' OR event_type = 'credit.adjusted' ORDER BY id;

\set VERBOSITY sqlstate
SELECT record_payment(1, 10, 'CASH');
SELECT record_payment(:partial, 70.01, 'CARD');
SELECT record_payment(:partial, 0, 'CARD');
SELECT record_payment(:partial, 1.234, 'CARD');
SELECT record_payment(:partial, 1, 'MIXED');
SELECT record_payment(:partial, 1, E'\u00A0\u2003');
SELECT record_payment(:partial, 1, E'CA\x01SH');
SELECT record_payment(:partial, 1, E'CARD\n');
SELECT record_payment(:partial, 1, NULL);
SELECT record_payment(99, 1, 'CASH');
SELECT record_payment(create_sale(1), 1, 'CASH');
SELECT reverse_payment(:cheque, 'again');
SELECT reverse_payment(:cash, ' ');
SELECT reverse_payment(99, 'none');
BEGIN READ ONLY;
SELECT record_payment(:partial, 1, 'CASH');
ROLLBACK;
\set VERBOSITY terse

-- ACCOUNT moves the customer's balance, always
\set VERBOSITY terse
INSERT INTO customer (tenant_id, id, name, credit_limit) VALUES (1, 5, 'Saver', 1000);
CREATE VIEW entries AS SELECT type, amount, balance_after, method, reference, payment_id IS NOT NULL AS of_payment
	FROM customer_entry WHERE customer_id = 5 ORDER BY id;
SELECT update_balance(5, 100, 'PAYMENT', 'card', 'slip 9');
SELECT id AS by_account, status, payment_type, amount_paid FROM checkout(1, '[{"variation_id":1,"quantity":6}]',
	'[{"method":"account","amount":60}]', customer_id => 5) \gset
SELECT outstanding_balance FROM customer WHERE id = 5;
-- no more than is in hand, also in parts
\set VERBOSITY default
SELECT checkout(1, '[{"variation_id":1,"quantity":5}]', '[{"method":"ACCOUNT","amount":50}]', customer_id => 5);
SELECT checkout(1, '[{"variation_id":1,"quantity":5}]',
	'[{"method":"ACCOUNT","amount":25},{"method":"ACCOUNT","amount":25}]', customer_id => 5);
-- nor without a customer
SELECT checkout(1, '[{"variation_id":1,"quantity":1}]', '[{"method":"ACCOUNT","amount":10}]');
\set VERBOSITY terse
SELECT status, payment_type, amount_due FROM checkout(1, '[{"variation_id":1,"quantity":5}]',
	'[{"method":"ACCOUNT","amount":30},{"method":"CASH","amount":20}]', customer_id => 5);
SELECT outstanding_balance FROM customer WHERE id = 5;
-- a sale that is on the balance already does not use up what is in hand; a cart pays so, too
SELECT update_balance(5, 50, 'PAYMENT');
SELECT id AS owed FROM checkout(1, '[{"variation_id":1,"quantity":3}]', customer_id => 5) \gset
SELECT record_payment(:owed, 30, 'ACCOUNT') AS account_payment \gset
SELECT status, amount_due FROM sale WHERE id = :owed;
SELECT create_sale(1, 5) AS cart \gset
SELECT add_sale_item(:cart, 1, 2) IS NOT NULL AS added;
SELECT status, amount_due FROM complete_sale(:cart, '[{"method":"ACCOUNT","amount":10}]');
SELECT outstanding_balance FROM customer WHERE id = 5;
SELECT record_payment(:cart, 20, 'ACCOUNT');
-- back: as it was paid, or by choice
SELECT status, amount_due FROM reverse_payment(:account_payment, 'slip of the key');
SELECT outstanding_balance FROM customer WHERE id = 5;
SELECT amount FROM refund_sale(:by_account, reason => 'spoilt');
SELECT outstanding_balance FROM customer WHERE id = 5;
SELECT id AS by_cash FROM checkout(1, '[{"variation_id":1,"quantity":1}]', '[{"method":"CASH","amount":10}]', customer_id => 5) \gset
SELECT amount FROM refund_sale(:by_cash, reason => 'spoilt', method => 'account');
SELECT outstanding_balance FROM customer WHERE id = 5;
SELECT refund_sale(1, reason => 'spoilt', method => 'ACCOUNT');
SELECT * FROM entries;
SELECT p.sale_id, p.method, p.amount, p.status FROM payment p JOIN sale s ON s.id = p.sale_id WHERE s.customer_id = 5 ORDER BY p.id;
SELECT event_type, event_data ->> 'change' AS change, event_data ->> 'balance' AS balance, payment_id IS NOT NULL AS of_payment, description
FROM audit_log WHERE customer_id = 5 AND event_type = 'credit.adjusted' ORDER BY id;
-- money on account is in a till by its method: what paid sales at their outlet, the rest at the tenant's only one
SELECT outlet_id, method, amount FROM daily_payments WHERE method <> 'CASH' AND tenant_id = 1 ORDER BY 1, 2, 3;
INSERT INTO outlet (tenant_id, id, name) VALUES (1, 5, 'Second');
SELECT outlet_id, method, sum(amount) FROM daily_payments WHERE outlet_id IS NULL GROUP BY 1, 2 ORDER BY 1, 2;
\set VERBOSITY sqlstate
SELECT update_balance(5, 1, 'PAYMENT', 'ACCOUNT');
SELECT update_balance(5, 1, 'PAYMENT', 'CREDIT');
SELECT update_balance(5, 1, 'OPENING', 'CASH');
SELECT update_balance(5, 1, 'ADJUSTMENT', reference => 'x');
SELECT update_balance(5, 1, 'APPLIED');
INSERT INTO customer_entry (tenant_id, customer_id, type, amount, actor) VALUES (1, 5, 'APPLIED', 1, 'me');
-- nothing is due: cash, too
\set VERBOSITY default
SELECT record_payment(:by_account, 1, 'CASH');
SELECT record_payment(2, 1, 'CASH');
\set VERBOSITY terse

SELECT * FROM check_promises();
DROP EXTENSION primeinv CASCADE;

-- methods are in the capitals of ASCII, in a Turkish database, too
SET client_min_messages = warning;
SELECT current_database() AS home \gset
CREATE DATABASE primeinv_turkish TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'tr' LOCALE 'C';
\c primeinv_turkish
SELECT upper('credit') = 'CREDIT' AS ascii;
CREATE EXTENSION primeinv;
SET search_path = primeinv;
INSERT INTO tenant (id, name) VALUES (1, 'Bakkal');
INSERT INTO outlet (tenant_id, id, name) VALUES (1, 1, 'Istanbul');
INSERT INTO product (tenant_id, id, name) VALUES (1, 1, 'Tea');
INSERT INTO variation (tenant_id, id, product_id, name, price, track_inventory) VALUES (1, 1, 1, 'Glass', 1, false);
SELECT payment_type FROM checkout(1, '[{"variation_id":1,"quantity":1}]', '[{"method":"gift","amount":1}]');
\set VERBOSITY sqlstate
SELECT checkout(1, '[{"variation_id":1,"quantity":1}]', '[{"method":"credit","amount":1}]');
SELECT * FROM check_promises();
\c :home
DROP DATABASE primeinv_turkish;
