-- check_promises: each promise that data can show, broken and found. Drift of stock is in reconcile.sql.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\pset format unaligned
\pset tuples_only on
-- Shows what a statement breaks, and takes it back.
CREATE FUNCTION public.broken_by(statement text) RETURNS SETOF text LANGUAGE plpgsql SET search_path = primeinv, public AS $$
DECLARE
	found text[];
BEGIN
	BEGIN
		SET LOCAL session_replication_role = replica;
		EXECUTE statement;
		SELECT array_agg(regexp_replace(concat_ws('|', promise, subject, detail), '\d{4}-\d\d-\d\d( [^ ,]+)?', 'WHEN', 'g') ORDER BY promise, subject, detail) INTO found
		FROM check_promises() WHERE promise <> 6;
		RAISE 'take it back';
	EXCEPTION WHEN raise_exception THEN
		NULL;
	END;
	RETURN QUERY SELECT unnest(coalesce(found, '{nothing}'));
END $$;
\set ECHO all

UPDATE variation SET price = 10, tax_rate = 20;
INSERT INTO customer (tenant_id, id, name, credit_limit) VALUES (1, 1, 'Ann', NULL);
SELECT add_stock(1, 50, 1, 'A', NULL, 2), add_stock(2, 50, 1, 'B', '2998-01-01', 3);
SELECT id, status, total_amount FROM checkout(1, '[{"variation_id": 1, "quantity": 3}, {"variation_id": 2, "quantity": 2, "discount_percentage": 10}]', '[{"method": "CASH", "amount": 100}]');
SELECT id, status, total_amount FROM checkout(1, '[{"variation_id": 1, "quantity": 5}, {"variation_id": 4, "quantity": 1}]', '[{"method": "CARD", "amount": 20}]', customer_id => 1);
SELECT id, status, total_amount FROM checkout(1, '[{"variation_id": 2, "quantity": 4}]', customer_id => 1, discount_amount => 1);
SELECT status, amount FROM refund_sale(1, '[{"sale_item_id": 1, "quantity": 1}]', 'torn');
SELECT status, amount FROM refund_sale(2, '[{"sale_item_id": 3, "quantity": 2}]', 'wet', 'destroy');
SELECT status FROM void_sale(3, 'a slip');
SELECT update_balance(1, 7, 'OPENING'), update_balance(1, 3, 'PAYMENT');
SELECT create_sale(1, 1) AS draft \gset
SELECT add_sale_item(:draft, 1, 2);
SELECT reserve_stock(1, 1, 1, 'cart'), reserve_stock(1, 1, 1, 'other');
SELECT release_reservation(2);
SELECT movement_type, quantity, sale_item_id FROM stock_movement ORDER BY id;
SELECT * FROM check_promises();
-- nothing is broken by nothing
SELECT broken_by('SELECT 1');

-- 1 and 2: stock
SELECT broken_by('UPDATE batch SET quantity = 1 WHERE id = 1');
SELECT broken_by('UPDATE batch SET status = $$hold$$ WHERE id = 1');
SELECT broken_by('UPDATE batch SET expiry_date = $$2001-01-01$$ WHERE id = 2');
SELECT broken_by('DELETE FROM batch WHERE id = 2');
SELECT broken_by('UPDATE batch SET outlet_id = 2 WHERE id = 2');
-- 4: what was sold though it was held; what was held later was not
BEGIN;
SELECT FROM (SELECT set_batch_status(2, 'hold', 'odd')) s;
SELECT * FROM check_promises();
ALTER TABLE audit_log DISABLE TRIGGER ALL;
UPDATE audit_log SET created_at = created_at - interval '1 year' WHERE event_type = 'batch.status_changed';
SELECT * FROM check_promises();
ROLLBACK;
-- a date that was changed later says nothing of what was sold before
BEGIN;
UPDATE batch SET expiry_date = '2001-01-01' WHERE id = 2;
SELECT * FROM check_promises();
ROLLBACK;
\set VERBOSITY terse
UPDATE location_stock SET quantity = -1 WHERE variation_id = 1;
UPDATE location_stock SET sellable = -1 WHERE variation_id = 1;
UPDATE location_stock SET reserved = -1 WHERE variation_id = 1;
UPDATE location_stock SET quantity = 'NaN' WHERE variation_id = 1;
\set VERBOSITY default
SELECT broken_by('UPDATE location_stock SET quantity = 0.5 WHERE variation_id = 1');
SELECT broken_by('UPDATE location_stock SET sellable = 0.5 WHERE variation_id = 1');
SELECT broken_by('UPDATE location_stock SET reserved = 0.5 WHERE variation_id = 1');
SELECT broken_by('DELETE FROM location_stock WHERE variation_id = 1');
SELECT broken_by('ALTER TABLE batch DROP CONSTRAINT batch_quantity_check; UPDATE batch SET quantity = -1 WHERE id = 1');
SELECT broken_by('INSERT INTO stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role) VALUES (1, 1, 2, 1, $$return$$, 1, 46, 0, $$x$$, $$x$$)');

-- 6: append-only
BEGIN;
ALTER TABLE customer_entry ENABLE TRIGGER primeinv_refuse;
DROP TRIGGER primeinv_refuse ON audit_log;
SELECT promise, subject, detail FROM check_promises() ORDER BY subject;
ROLLBACK;

-- 8: reservations
SELECT broken_by('UPDATE stock_reservation SET released_at = NULL WHERE status <> $$ACTIVE$$');
SELECT broken_by('UPDATE stock_reservation SET released_at = now() WHERE status = $$ACTIVE$$ AND cart_session_id = $$other$$');
SELECT broken_by('UPDATE stock_reservation SET status = $$COMMITTED$$, expires_at = released_at - interval $$1 second$$ WHERE status = $$RELEASED$$');
SELECT broken_by('UPDATE stock_reservation SET status = $$RELEASED$$, released_at = now() WHERE status = $$ACTIVE$$ AND cart_session_id = $$other$$');
SELECT broken_by('UPDATE stock_reservation SET expires_at = now() - interval $$1 hour$$ WHERE status = $$ACTIVE$$ AND cart_session_id = $$other$$');

-- 5: what sales gave out
SELECT broken_by('UPDATE sale_item SET base_quantity = 4 WHERE id = 1');
SELECT broken_by('UPDATE refund SET status = $$APPROVED$$');
SELECT broken_by('UPDATE refund_item SET base_quantity = 9 WHERE sale_item_id = 1');
SELECT broken_by('UPDATE sale SET status = $$COMPLETED$$ WHERE id = 3');
SELECT broken_by('UPDATE sale SET completed_at = NULL WHERE id = 1');

-- 7: receipts
SELECT broken_by('UPDATE sale SET receipt_number = regexp_replace(receipt_number, $$\d{4}$$ || $$\Z$$, $$0009$$) WHERE id = 3');
SELECT broken_by('UPDATE sale SET receipt_number = $$2$$ || substr(receipt_number, 2) WHERE id = 3');
SELECT broken_by('UPDATE receipt_counter SET last = 7');
SELECT broken_by('DELETE FROM receipt_counter');

-- 11: money
SELECT broken_by('UPDATE sale SET subtotal = 1 WHERE id = 1');
SELECT broken_by('UPDATE sale SET total_amount = 1000 WHERE id = 1');
SELECT broken_by('UPDATE sale_item SET tax_amount = 0 WHERE id = 1');
SELECT broken_by('ALTER TABLE payment DISABLE TRIGGER ALL; DELETE FROM payment WHERE sale_id = 2');
SELECT broken_by('UPDATE sale SET refunded_amount = 1 WHERE id = 1');
SELECT broken_by('UPDATE sale SET status = $$PENDING$$ WHERE id = 2');
SELECT broken_by('UPDATE sale SET status = $$PARTIAL$$ WHERE id = 1');
SELECT broken_by('UPDATE customer SET outstanding_balance = 1');
SELECT broken_by('INSERT INTO customer_entry (tenant_id, customer_id, type, amount, actor, db_role) VALUES (1, 1, $$ADJUSTMENT$$, 5, $$x$$, $$x$$)');
-- A till's report is what it was when it was closed
SELECT open_till(1, 'Till 1', 10, 'ann') AS till \gset
SELECT status FROM checkout(1, '[{"variation_id": 2, "quantity": 1}]', '[{"method": "CASH", "amount": 20}]', actor => 'ann');
SELECT counted FROM close_till(:till, '{"CASH": 22}', 'ann');
SELECT broken_by('UPDATE till_session SET opening_float = 0');
SELECT broken_by('UPDATE till_session SET counted = $${"CASH": 30}$$');
SELECT broken_by('UPDATE payment SET till_session_id = NULL');
SELECT broken_by('UPDATE payment SET reversed_at = $$2001-01-01$$ WHERE till_session_id IS NOT NULL');

-- It sees the caller's tenants.
CREATE ROLE regress_promise;
SELECT grant_tenant('regress_promise', 1, 'reader');
UPDATE location_stock SET quantity = quantity + 1;
SELECT FROM (SELECT add_stock(9, 1, 9)) a;
UPDATE location_stock SET quantity = quantity + 1 WHERE tenant_id = 2;
SELECT count(DISTINCT tenant_id) FROM check_promises();
SET SESSION AUTHORIZATION regress_promise;
SELECT DISTINCT tenant_id FROM primeinv.check_promises();
SELECT DISTINCT tenant_id FROM primeinv.verify_ledger();
SELECT DISTINCT outlet_id FROM primeinv.reconcile_all();
RESET SESSION AUTHORIZATION;
SELECT revoke_tenant('regress_promise', 1);
SELECT rebuild_location_stock();
SELECT * FROM check_promises();
\set ECHO none
DROP FUNCTION public.broken_by;
DROP OWNED BY regress_promise;
\i :end
DROP ROLE regress_promise;
