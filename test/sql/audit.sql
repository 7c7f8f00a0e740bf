-- The audit log: who did what, from where; each event by doing the thing.
\set VERBOSITY terse
CREATE EXTENSION primeinv;
SET search_path = primeinv, public;
CREATE FUNCTION public.sqlstate_of(call text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE call;
	RETURN '00000';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END $$;

INSERT INTO tenant (id, name) VALUES (1, 'Corner Shops'), (2, 'Elsewhere');
INSERT INTO outlet (tenant_id, id, name) VALUES (1, 1, 'Main Store'), (2, 3, 'Far Away');
INSERT INTO product (tenant_id, id, name) VALUES (1, 1, 'Rice');
INSERT INTO variation (tenant_id, id, product_id, name, price) VALUES (1, 1, 1, '5kg Bag', 10), (1, 2, 1, '1kg Bag', 3);
INSERT INTO customer (tenant_id, id, name, credit_limit) VALUES (1, 1, 'Acme', 1000), (2, 2, 'Foreign', 0);
UPDATE customer SET phone = '1' WHERE id = 1;
SELECT add_stock(1, 100, 1, 'LOT', NULL, 6), add_stock(2, 100, 1, 'LOT', NULL, 2);

-- where it comes from: the settings, else the connection (none for a local socket) and application_name
SELECT log_event(1, 'till.opened', description => 'Till 1', event_data => '{"float": 100}') IS NOT NULL AS logged;
SET primeinv.client_ip = '203.0.113.9';
SET primeinv.user_agent = 'till/2.1';
SET primeinv.actor = 'Cashier';
SELECT log_event(1, 'till.opened', actor => 'Ann') IS NOT NULL AS logged;
SET primeinv.client_ip = '2001:db8::1';
SELECT log_event(1, 'till.opened') IS NOT NULL AS logged;
-- nonsense does not stop a sale
SET primeinv.client_ip = '203.0.113.9, 10.0.0.1';
SELECT log_event(1, 'till.opened') IS NOT NULL AS logged;
RESET primeinv.client_ip;
RESET primeinv.user_agent;
RESET primeinv.actor;
BEGIN;
SET LOCAL primeinv.client_ip = '198.51.100.7';
SELECT log_event(1, 'till.closed', request_id => 'e1') = log_event(1, 'till.closed', request_id => 'e1') AS once;
COMMIT;
SELECT event_type, actor, db_role, ip_address, user_agent, event_data, description FROM audit_log
WHERE event_type LIKE 'till.%' ORDER BY id;

-- a cart, sold and partly brought back
SELECT create_sale(1, customer_id => 1, cart_session_id => 'cart-1') AS sale \gset
SELECT add_sale_item(:sale, 1, 5) AS item \gset
SELECT add_sale_item(:sale, 2, 1) AS other \gset
DO $$BEGIN PERFORM primeinv.update_sale_item(min(id), quantity => 4) FROM primeinv.sale_item; END$$;
DO $$BEGIN PERFORM primeinv.remove_sale_item(max(id)) FROM primeinv.sale_item; END$$;
DO $$BEGIN PERFORM primeinv.update_sale(max(id), discount_amount => 2) FROM primeinv.sale; END$$;
SELECT status, total_amount, amount_due FROM complete_sale(:sale, '[{"method":"CASH","amount":20}]');
SELECT request_refund(:sale, jsonb_build_array(jsonb_build_object('sale_item_id', :item, 'quantity', 1)), 'torn', actor => 'Cashier') AS refund \gset
SELECT status FROM reject_refund(:refund, 'not ours', actor => 'Boss');
SELECT request_refund(:sale, jsonb_build_array(jsonb_build_object('sale_item_id', :item, 'quantity', 1)), 'torn', actor => 'Cashier') AS refund \gset
SELECT status FROM approve_refund(:refund, actor => 'Boss');
SELECT status FROM process_refund(:refund, actor => 'Cashier');
SELECT record_payment(:sale, 8.5, 'CARD', 'slip 7') AS payment \gset
SELECT status FROM reverse_payment(:payment, 'bounced', actor => 'Boss');
SELECT status FROM void_sale(:sale, 'wrong customer', actor => 'Boss');
-- a cart that is given up, and a hold on its own
SELECT create_sale(1, cart_session_id => 'cart-2') AS second \gset
SELECT add_sale_item(:second, 2, 1) IS NOT NULL AS added;
SELECT status FROM cancel_sale(:second, 'changed mind');
SELECT set_batch_status((SELECT min(id) FROM batch), 'hold', 'smells');

SELECT event_type, sale_id - :sale AS sale, customer_id, payment_id, refund_id, actor,
	regexp_replace(event_data::text, '1-\d{8}-', '1-<day>-') AS event_data, regexp_replace(description, '1-\d{8}-', '1-<day>-') AS description
FROM audit_log WHERE event_type NOT LIKE 'till.%' ORDER BY id;

-- every event of the contract has been written, and no type that log_event does not know for ours
SELECT t.type AS missing FROM unnest(ARRAY['sale.created', 'sale.updated', 'sale.completed', 'sale.cancelled',
	'sale_item.added', 'sale_item.updated', 'sale_item.removed', 'payment.created', 'payment.updated', 'refund.requested',
	'refund.approved', 'refund.rejected', 'refund.processed', 'stock.reserved', 'stock.committed', 'stock.released',
	'customer.created', 'customer.updated', 'credit.adjusted']) AS t (type)
WHERE NOT EXISTS (SELECT FROM audit_log a WHERE a.event_type = t.type);
DO $$
DECLARE t text;
BEGIN
	FOR t IN SELECT DISTINCT event_type FROM primeinv.audit_log WHERE event_type NOT LIKE 'till.%' LOOP
		BEGIN
			PERFORM primeinv.log_event(1, t);
			RAISE WARNING 'log_event takes %', t;
		EXCEPTION WHEN invalid_parameter_value THEN NULL;
		END;
	END LOOP;
END$$;
SELECT count(*) FROM audit_log WHERE tenant_id <> 1 AND event_type <> 'customer.created';

-- for ever
\set VERBOSITY sqlstate
UPDATE audit_log SET actor = 'nobody';
DELETE FROM audit_log;
TRUNCATE audit_log;
SET session_replication_role = replica;
UPDATE audit_log SET actor = 'nobody';
DELETE FROM audit_log;
TRUNCATE audit_log;
RESET session_replication_role;

-- what log_event refuses
SELECT log_event(1, 'sale.completed');
SELECT log_event(1, 'sale.voided');
SELECT log_event(1, '');
SELECT log_event(1, NULL);
SELECT log_event(99, 'till.opened');
SELECT log_event(1, 'till.opened', sale_id => 99);
SELECT log_event(1, 'till.opened', customer_id => 2);
SELECT log_event(1, 'till.opened', sale_item_id => 99);
SELECT log_event(1, 'till.opened', payment_id => 99);
SELECT log_event(1, 'till.opened', refund_id => 99);
SELECT log_event(1, 'till.opened', sale_id => 0);
SELECT log_event(1, 'till.opened', request_id => 'e1');
BEGIN READ ONLY;
SELECT log_event(1, 'till.opened');
ROLLBACK;
-- what failed has left no event
SELECT count(*) FROM audit_log WHERE event_type = 'till.opened';
\set VERBOSITY terse

-- an application's events: a type is what its name says, and data can be restored
\set VERBOSITY sqlstate
SELECT count(*) FROM unnest(ARRAY['sale.completed ', ' sale.completed', 'Sale.completed', 'SALE.COMPLETED', E'sale.\u200Bcompleted', E'sale.completed\u00A0',
	'till', 'till.', '.opened', 'till..opened', '1.2', 'till opened', 'till.öffnen', E'till.opened\n', '', repeat('a', 200) || '.b']) AS t (type),
	LATERAL (SELECT sqlstate_of(format('SELECT primeinv.log_event(%s, %L)', (SELECT min(id) FROM tenant), t.type))) AS s (state) WHERE state <> '22023';
SELECT count(log_event((SELECT min(id) FROM tenant), type)) FROM unnest('{till.opened,a.b,till.day_1.2}'::text[]) AS type;
SELECT sqlstate_of(format('SELECT primeinv.log_event(%s, %L, event_data => %L)', (SELECT min(id) FROM tenant), 'a.b', repeat('[', n) || repeat(']', n)))
FROM unnest('{32,33,5000}'::int[]) AS n;
SELECT sqlstate_of(format('SELECT primeinv.log_event(%s, %L, event_data => %L)', (SELECT min(id) FROM tenant), 'a.b', to_jsonb(repeat('x', n))))
FROM unnest('{65000,65536,5000000}'::int[]) AS n;
SELECT sqlstate_of(format('SELECT primeinv.log_event(%s, %L, description => %L)', (SELECT min(id) FROM tenant), 'a.b', repeat('x', n)))
FROM unnest('{65536,65537}'::int[]) AS n;
-- who a session says it is
SELECT set_config('primeinv.user_agent', repeat('x', 1001), false);
SELECT set_config('primeinv.actor', repeat('x', 1001), false);
SELECT set_config('primeinv.client_ip', repeat('x', 1001), false);
\set VERBOSITY terse

SELECT * FROM check_promises();
DROP EXTENSION primeinv;
