-- A shop of version 1.0.0, traded in and left open: carts, a requested and an approved refund, remembered requests, counts in every
-- state, customers who owe. Dates are far away, so that the shop does not spoil.

-- What was answered to whom: the same call gets the same answer after the upgrade.
CREATE TABLE public.answer (id bigint GENERATED ALWAYS AS IDENTITY, call text, result jsonb);
CREATE FUNCTION public.ask(call text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	answer jsonb;
BEGIN
	EXECUTE format('SELECT jsonb_agg(to_jsonb(r)) FROM %s r', call) INTO answer;
	INSERT INTO public.answer (call, result) VALUES (call, answer);
END $$;

INSERT INTO primeinv.tenant (name, currency, external_id) VALUES ('Corner', 'EUR', 'corner'), ('Other', 'XXX', NULL);
INSERT INTO primeinv.outlet (tenant_id, name, time_zone, external_id) VALUES (1, 'Near', 'Europe/Vienna', 'near'), (1, 'Far', 'Pacific/Kiritimati', NULL), (2, 'Elsewhere', 'UTC', NULL);
INSERT INTO primeinv.product (tenant_id, name, sku, category) SELECT 1 + n / 7, 'Thing ' || n, 'T' || n, 'Things' FROM generate_series(1, 8) n;
INSERT INTO primeinv.variation (tenant_id, product_id, name, sku, barcode, price, wholesale_price, minimum_wholesale_quantity, cost, tax_rate)
SELECT tenant_id, id, 'Kind "' || id || '", (large)', 'V' || id, '40000000000' || id, 3.5 * id, 3 * id, 10, 2.25, 20 FROM primeinv.product ORDER BY id;
INSERT INTO primeinv.variation (tenant_id, product_id, name, price, track_inventory) VALUES (1, 1, 'Wrapping', 1, false);
INSERT INTO primeinv.variation_unit (tenant_id, variation_id, unit, numerator, barcode, price) VALUES (1, 1, 'box', 6, '5000000000001', 19);
INSERT INTO primeinv.outlet_variation (tenant_id, outlet_id, variation_id, price, low_stock_threshold, maximum_stock) VALUES (1, 1, 2, 6.5, 5000, 6000);
INSERT INTO primeinv.customer (tenant_id, name, phone, customer_type, credit_limit) VALUES (1, 'Cafe', '+43 1 1', 'WHOLESALE', 5000), (1, 'Mrs. O''Neill', NULL, 'RETAIL', 0);

SELECT count(primeinv.add_stock(v.id, 1000.125, o.id, 'LOT, "' || lot || '"', date '2999-01-01' + lot, 2 + lot))
FROM primeinv.variation v JOIN primeinv.outlet o USING (tenant_id), generate_series(1, 2) lot WHERE v.track_inventory;
SELECT primeinv.add_stock(1, 5, 1, 'OLD', '2001-01-01'), primeinv.add_stock(7, 3, 3, 'NEVER');

CREATE ROLE shop_till LOGIN;
CREATE ROLE shop_office LOGIN;
SELECT primeinv.grant_tenant('shop_till', 1, 'app'), primeinv.grant_tenant('shop_office', 1, 'manager'), primeinv.grant_tenant('shop_office', 2, 'reader');

-- Stock
SELECT public.ask($$primeinv.add_stock(1, 7, 1, 'LOT-3', '2999-05-05', 2.5, request_id => 'r1', actor => 'anna')$$);
SELECT public.ask($$primeinv.deduct_stock(1, 1500.5, 1, request_id => 'r2')$$);
SELECT public.ask($$primeinv.deduct_stock('{"variation_id": 2, "quantity": 1, "outlet_id": 1, "request_id": "r3"}')$$);
SELECT public.ask($$primeinv.deduct_stock_bulk(1, '{2,3}', '{1,2}', request_id => 'r4')$$);
SELECT public.ask($$primeinv.adjust_stock(2, -3, 1, 'miscounted', request_id => 'r5')$$);
SELECT public.ask($$primeinv.adjust_stock(2, 2, 1, 'found', request_id => 'r5b')$$);
SELECT public.ask($$primeinv.record_damage(3, 1, 2, 'dropped', request_id => 'r6')$$);
SELECT public.ask($$primeinv.transfer_stock(1, 7.5, 1, 2, 'more there', request_id => 'r7')$$);
SELECT public.ask($$primeinv.add_stock_bulk(1, '[{"variation_id": 4, "quantity": 5}, {"variation_id": 5, "quantity": 6, "batch_number": "X"}]', request_id => 'r8')$$);
SELECT public.ask($$primeinv.set_stock_level(5, 400, 2, 'count', request_id => 'r9')$$);
SELECT public.ask($$primeinv.log_event(1, 'app.opened', event_data => '{"a": 1}', request_id => 'r10')$$);
SELECT primeinv.set_batch_status((SELECT min(id) FROM primeinv.batch WHERE variation_id = 4 AND outlet_id = 2), 'quarantine', 'smells');
SELECT count(*) FROM primeinv.return_to_supplier((SELECT min(id) FROM primeinv.batch WHERE variation_id = 4 AND outlet_id = 1), 2, 'broken');
SELECT primeinv.expire_batches(1);

-- Holds
SELECT public.ask($$primeinv.reserve_stock(3, 2, 1, 'a cart', '1 day', request_id => 'r11')$$);
SELECT public.ask($$primeinv.extend_reservation(1, '2 days', request_id => 'r12')$$);
SELECT primeinv.reserve_stock(3, 1, 1, 'another cart', '1 day'), primeinv.reserve_stock(3, 4, 1, 'sold cart', '1 day');
SELECT public.ask($$primeinv.release_cart(1, 'another cart', request_id => 'r13')$$);
SELECT public.ask($$primeinv.commit_cart(1, 'sold cart', request_id => 'r14')$$);

-- Sales: 1 paid, 2 on credit, 3 voided, 4 with refunds of every kind, 5 and 6 drafts, 7 cancelled, 8 of the other tenant
SELECT public.ask($$primeinv.checkout(1, '[{"variation_id": 1, "quantity": 1, "unit": "box"}, {"variation_id": 2, "quantity": 2.5}, {"variation_id": 9, "quantity": 1}]', '[{"method": "CASH", "amount": 50}]', request_id => 's1')$$);
SELECT public.ask($$primeinv.checkout(2, '[{"variation_id": 2, "quantity": 40}]', customer_id => 1, type => 'WHOLESALE', request_id => 's2')$$);
SELECT public.ask($$primeinv.checkout(2, '[{"variation_id": 3, "quantity": 1, "unit_price": 2}]', '[{"method": "CARD", "amount": 2.4}]', request_id => 's3')$$);
SELECT public.ask($$primeinv.void_sale(3, 'wrong till', request_id => 's4')$$);
SELECT public.ask($$primeinv.checkout(1, '[{"variation_id": 5, "quantity": 10}, {"variation_id": 6, "quantity": 10}]', '[{"method": "CARD", "amount": 300}, {"method": "CASH", "amount": 200}]', request_id => 's5')$$);
SELECT public.ask($$primeinv.refund_sale(4, '[{"sale_item_id": 6, "quantity": 1}]', 'did not fit', request_id => 's6')$$);
SELECT public.ask($$primeinv.request_refund(4, '[{"sale_item_id": 6, "quantity": 2}]', 'torn', 'quarantine', request_id => 's7')$$);
SELECT primeinv.request_refund(4, '[{"sale_item_id": 7, "quantity": 1}]', 'wrong colour');
SELECT primeinv.request_refund(4, '[{"sale_item_id": 7, "quantity": 3}]', 'too many');
SELECT public.ask($$primeinv.approve_refund(3, request_id => 's8')$$);
SELECT public.ask($$primeinv.reject_refund(4, 'used', request_id => 's9')$$);
SELECT public.ask($$primeinv.create_sale(1, 1, cart_session_id => 'web', hold => '1 day', request_id => 's10')$$);
SELECT public.ask($$primeinv.add_sale_item(5, 3, 3, request_id => 's11')$$);
SELECT primeinv.add_sale_item(5, 1, 1, unit => 'box');
SELECT public.ask($$primeinv.update_sale_item(8, 4, request_id => 's12')$$);
SELECT public.ask($$primeinv.update_sale(5, discount_amount => 1, request_id => 's13')$$);
SELECT primeinv.create_sale(2, hold => '1 day');
SELECT primeinv.add_sale_item(6, 6, 3, 1.25);
SELECT primeinv.create_sale(2, hold => '1 day');
SELECT public.ask($$primeinv.cancel_sale(7, 'gone', request_id => 's14')$$);
SELECT count(*) FROM primeinv.checkout(3, '[{"variation_id": 7, "quantity": 3, "unit_price": 1}]', '[{"method": "CASH", "amount": 5}]');

-- Money
SELECT public.ask($$primeinv.record_payment(2, 15, 'CARD', request_id => 'm1')$$);
SELECT primeinv.record_payment(2, 5, 'CASH');
SELECT public.ask($$primeinv.reverse_payment(9, 'bounced', request_id => 'm2')$$);
SELECT public.ask($$primeinv.update_balance(1, 7.5, 'OPENING', request_id => 'm3')$$);
SELECT public.ask($$primeinv.update_balance(1, 2.5, 'PAYMENT', request_id => 'm4')$$);
SELECT primeinv.update_balance(2, -20, 'ADJUSTMENT');

-- Counts: 1 reconciled, 2 completed, 3 in draft, 4 given up
SELECT public.ask($$primeinv.create_stock_take(1, 'shelf 1', '[{"variation_id": 2, "counted_quantity": 1990}]', request_id => 'c1')$$);
SELECT public.ask($$primeinv.count_item(1, 3, 1985, request_id => 'c2')$$);
SELECT public.ask($$primeinv.complete_stock_take(1, request_id => 'c3')$$);
SELECT public.ask($$primeinv.reconcile_stock_take(1, request_id => 'c4')$$);
SELECT public.ask($$primeinv.create_stock_take('{"outlet_id": 2, "request_id": "c5", "items": [{"variation_id": 3, "physical_count": 1999}]}')$$);
SELECT primeinv.create_stock_take(1, 'shelf 3', '[{"variation_id": 4, "counted_quantity": 1900}, {"variation_id": 5, "counted_quantity": 2000}]');
SELECT primeinv.create_stock_take(2, 'given up', '[{"variation_id": 1, "counted_quantity": 1}]');
SELECT primeinv.cancel_stock_take(4);

-- Drift, found and mended; the day's jobs
UPDATE primeinv.location_stock SET quantity = quantity + 10 WHERE variation_id = 6 AND outlet_id = 1;
SELECT count(*) FROM primeinv.run_reconcile(1, fix => true);
SET session_replication_role = replica;
UPDATE primeinv.batch SET quantity = quantity - 1 WHERE variation_id = 6 AND outlet_id = 2;
RESET session_replication_role;
SELECT primeinv.rebuild_batches(2), primeinv.rebuild_location_stock(2);
SELECT primeinv.begin_day();
SELECT primeinv.refresh_alerts();
SELECT * FROM primeinv.check_promises();
