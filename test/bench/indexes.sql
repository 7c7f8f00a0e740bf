-- Tables long enough that an index has the depth of a shop's: 200,000 rows of each.
SET search_path = primeinv, public;
SET session_replication_role = replica;
SELECT setseed(0.25);
UPDATE variation SET price = 5, tax_rate = 10;
INSERT INTO customer (tenant_id, name, phone, email, credit_limit) SELECT 1, md5(i::text), '+43 ' || i, md5(i::text) || '@example.com', NULL FROM generate_series(1, 200000) AS i;
INSERT INTO sale (tenant_id, outlet_id, receipt_number, status, payment_type, actor, created_at, completed_at, completed_on, subtotal, total_amount, amount_paid)
SELECT 1, 1, 'old-' || i, 'COMPLETED', 'CASH', 'till ' || i % 30, now() - i * interval '1 minute', now() - i * interval '1 minute', current_date, 1, 1, 1 FROM generate_series(200000, 1, -1) AS i;
INSERT INTO audit_log (tenant_id, event_type, actor, db_role, created_at)
SELECT 1, (ARRAY['sale.created', 'sale.completed', 'sale_item.added', 'payment.created', 'stock.committed'])[i % 5 + 1], 'till ' || i % 30, 'x', now() - i * interval '1 minute' FROM generate_series(200000, 1, -1) AS i;
INSERT INTO stock_movement (tenant_id, created_at, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role)
SELECT 1, now() - i * interval '1 minute', 1 + floor(random() * 1000)::bigint, 1, 1, 'sale', -1, 1, 1, 'till', 'x' FROM generate_series(200000, 1, -1) AS i;
RESET session_replication_role;
VACUUM ANALYZE;
