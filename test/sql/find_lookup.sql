-- What people look up is found by an index, as a tenant's role with row-level security: customers by the start of a name, by telephone and
-- by e-mail; sales by outlet and day, by actor, by status and by customer; the audit log by sale and by customer.
\set VERBOSITY terse
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\set ECHO all
INSERT INTO customer (tenant_id, name, phone, email) SELECT 1 + i % 2, md5(i::text), '+43 ' || i, i || '@example.com' FROM generate_series(1, 2000) AS i;
INSERT INTO customer (tenant_id, name, phone, email) VALUES (1, 'Anna Berg', '+43 1 77', 'anna@example.com'), (2, 'Anna Berg', '+43 1 77', 'anna@example.com'), (1, 'No phone', '', NULL), (1, 'Nor I', '', NULL);
CREATE FUNCTION pg_temp.found_by(query text) RETURNS TABLE (line text) LANGUAGE plpgsql AS $$
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		IF line ~ '(Index .*Scan using|Index Scan on|Seq Scan|Bitmap Index Scan)' THEN line := regexp_replace(line, '^[ >-]*', ''); RETURN NEXT; END IF;
	END LOOP;
END $$;
CREATE ROLE regress_lookup;
SELECT grant_tenant('regress_lookup', 1, 'reader');
-- sales for the planner to choose among, until ROLLBACK
BEGIN;
INSERT INTO sale (tenant_id, outlet_id, customer_id, status, actor, completed_at)
	SELECT 1, 1, CASE WHEN i % 20 = 0 THEN 2 END, CASE WHEN i % 100 = 0 THEN 'PENDING' ELSE 'COMPLETED' END, CASE WHEN i % 50 = 3 THEN 'ann' ELSE 'test' END, now() - i * interval '1 hour'
	FROM generate_series(1, 2000) AS i;
ANALYZE;
SET ROLE regress_lookup;
SET enable_seqscan = off;
SELECT name, phone, tenant_id FROM customer WHERE name ^@ 'Anna' ORDER BY name;
SELECT name FROM customer WHERE phone = '+43 1 77';
SELECT name FROM customer WHERE email = 'anna@example.com';
SELECT * FROM pg_temp.found_by('SELECT * FROM primeinv.customer WHERE name ^@ ''Anna''');
SELECT * FROM pg_temp.found_by('SELECT * FROM primeinv.customer WHERE name = ''Anna Berg''');
SELECT * FROM pg_temp.found_by('SELECT * FROM primeinv.customer WHERE phone = ''+43 1 77''');
SELECT * FROM pg_temp.found_by('SELECT * FROM primeinv.customer WHERE email = ''anna@example.com''');
SELECT * FROM pg_temp.found_by('SELECT * FROM primeinv.sale WHERE outlet_id = 1 AND completed_at >= now() - interval ''1 day''');
SELECT * FROM pg_temp.found_by('SELECT * FROM primeinv.sale WHERE outlet_id = 1 AND actor = ''ann'' AND completed_at >= now() - interval ''30 days''');
SELECT * FROM pg_temp.found_by('SELECT * FROM primeinv.sale WHERE outlet_id = 1 AND status = ''PENDING'' AND created_at >= now() - interval ''30 days''');
SELECT * FROM pg_temp.found_by('SELECT * FROM primeinv.sale WHERE customer_id = 2');
SELECT * FROM pg_temp.found_by('SELECT * FROM primeinv.sale WHERE customer_id = 2 AND status = ''PENDING''');
SELECT * FROM pg_temp.found_by('SELECT * FROM primeinv.audit_log WHERE sale_id = 1');
SELECT * FROM pg_temp.found_by('SELECT * FROM primeinv.audit_log WHERE customer_id = 1');
ROLLBACK;
RESET enable_seqscan;
RESET ROLE;
SELECT revoke_tenant('regress_lookup', 1);
DROP ROLE regress_lookup;
SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
