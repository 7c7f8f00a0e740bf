-- Reconciling adds up in memory what the view adds up with SQL: on many places, with every kind of drift, they say the same; also
-- where the places do not fit into memory, for one outlet, and for a role of one tenant.
\set ECHO none
\set VERBOSITY terse
SET client_min_messages = warning;
CREATE EXTENSION primeinv;
\pset format unaligned
\pset tuples_only on
\set ECHO all
SET search_path = primeinv, public;
BEGIN;
SET LOCAL session_replication_role = replica;
INSERT INTO tenant (name) VALUES ('One'), ('Two');
INSERT INTO outlet (tenant_id, name) VALUES (1, 'A'), (1, 'B'), (2, 'C');
INSERT INTO product (tenant_id, name) VALUES (1, 'P'), (2, 'Q');
INSERT INTO variation (tenant_id, product_id, name) SELECT 1 + (n > 9000)::int, 1 + (n > 9000)::int, 'V' || n FROM generate_series(1, 10000) n;
INSERT INTO batch (tenant_id, variation_id, outlet_id, batch_number, quantity)
SELECT v.tenant_id, v.id, o.id, 'B' || k, v.id % 7 + k + 0.125 FROM variation v JOIN outlet o USING (tenant_id), generate_series(1, 2) k;
INSERT INTO stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role)
SELECT tenant_id, variation_id, outlet_id, id, 'adjustment', CASE k WHEN 1 THEN quantity + 1 ELSE -1 END, quantity + 2 - k, 0, 'a', 'a'
FROM batch, generate_series(1, 2) k ORDER BY k, id;
INSERT INTO location_stock (tenant_id, variation_id, outlet_id, quantity)
SELECT tenant_id, variation_id, outlet_id, sum(quantity) FROM batch GROUP BY 1, 2, 3;
COMMIT;
ANALYZE;
SELECT count(*) FROM batch;
SELECT count(*) FROM reconcile_all();
SELECT * FROM compare_stock(NULL) ORDER BY outlet_id;

-- By one whom no trigger and no CHECK sees: a batch, a location, a movement changed; each gone; a movement that names another place; one of
-- no batch; a place that only the locations know; a batch that has another tenant; more than a column could hold
BEGIN;
SET LOCAL session_replication_role = replica;
UPDATE batch SET quantity = quantity + 0.001 WHERE variation_id % 1000 = 1 AND batch_number = 'B1';
UPDATE batch SET quantity = 999999999999.999 WHERE variation_id = 22;
UPDATE location_stock SET quantity = 0 WHERE variation_id % 1000 = 2;
DELETE FROM batch WHERE variation_id % 1000 = 4 AND batch_number = 'B2';
DELETE FROM location_stock WHERE variation_id % 1000 = 5;
UPDATE batch SET tenant_id = 2 WHERE variation_id = 8 AND outlet_id = 1;
INSERT INTO variation (tenant_id, product_id, name) VALUES (1, 1, 'Nowhere'), (1, 1, 'Nothing');
INSERT INTO location_stock (tenant_id, variation_id, outlet_id, quantity) VALUES (1, 10001, 1, 0.5), (1, 10002, 1, 0);
ALTER TABLE stock_movement DISABLE TRIGGER primeinv_refuse, DISABLE TRIGGER primeinv_refuse_row;
UPDATE stock_movement SET quantity = quantity * 2 WHERE variation_id % 1000 = 3;
DELETE FROM stock_movement WHERE variation_id % 1000 = 6;
UPDATE stock_movement SET outlet_id = 3 - outlet_id WHERE variation_id % 1000 = 7 AND outlet_id < 3 AND quantity < 0;
INSERT INTO stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role)
SELECT tenant_id, variation_id, outlet_id, id, 'adjustment', 999999999999.999, 0, 0, 'a', 'a' FROM batch, generate_series(1, 10000) WHERE id = 100
UNION ALL SELECT 1, 1, 1, 999999, 'adjustment', 1, 0, 0, 'a', 'a';
ALTER TABLE stock_movement ENABLE ALWAYS TRIGGER primeinv_refuse, ENABLE ALWAYS TRIGGER primeinv_refuse_row;
COMMIT;
CREATE VIEW expected AS SELECT outlet_id, variation_id, batch_total, location_stock, ledger_total, 'variance' AS status FROM stock_reconciliation WHERE differs;
CREATE FUNCTION wrong(outlet bigint) RETURNS TABLE (outlet_id bigint, variation_id bigint, batch_total numeric, location_stock numeric, ledger_total numeric, status text) LANGUAGE sql AS
$$ SELECT outlet_id, variation_id, batch_total, location_stock, ledger_total, status FROM primeinv.reconcile_outlet(outlet) WHERE outlet IS NOT NULL
UNION ALL SELECT outlet_id, variation_id, batch_total, location_stock, ledger_total, status FROM primeinv.reconcile_all() WHERE outlet IS NULL $$;
SELECT count(*) FROM expected;
SELECT ledger_total FROM wrong(NULL) ORDER BY 1 DESC LIMIT 1;
-- without a temporary file
SET temp_file_limit = 0;
SELECT count(*) FROM reconcile_all();
RESET temp_file_limit;
(SELECT * FROM wrong(NULL) EXCEPT ALL SELECT * FROM expected) UNION ALL (SELECT * FROM expected EXCEPT ALL SELECT * FROM wrong(NULL));
-- in parts, which need files
SET maintenance_work_mem = '1MB';
SET temp_file_limit = 0;
\set VERBOSITY sqlstate
SELECT count(*) FROM reconcile_all();
\set VERBOSITY terse
RESET temp_file_limit;
(SELECT * FROM wrong(NULL) EXCEPT ALL SELECT * FROM expected) UNION ALL (SELECT * FROM expected EXCEPT ALL SELECT * FROM wrong(NULL));
SELECT outlet_id, checked FROM compare_stock(NULL) WHERE variation_id IS NULL ORDER BY 1, 2;
SELECT n, count(*) FROM generate_series(1, 3) n, wrong(n) GROUP BY n ORDER BY n;
RESET maintenance_work_mem;
-- one outlet: the large ones by reading all of the ledger, the small one by its batches
SELECT n, count(*) FROM generate_series(1, 3) n, wrong(n) GROUP BY n ORDER BY n;
(SELECT w.* FROM generate_series(1, 3) n, wrong(n) w EXCEPT ALL SELECT * FROM expected) UNION ALL (SELECT * FROM expected EXCEPT ALL SELECT w.* FROM generate_series(1, 3) n, wrong(n) w);
SELECT * FROM compare_stock('{}');
SELECT * FROM compare_stock('{77,NULL}');
SELECT sum(checked) FROM compare_stock('{1,2,2,77}');
-- a run, which is its tenant's
SET session_replication_role = replica;
UPDATE batch SET tenant_id = 1 WHERE variation_id = 8 AND outlet_id = 1;
RESET session_replication_role;
SELECT count(*) FROM run_reconcile();
SELECT outlet_id, variations_checked, variances_found FROM reconciliation_outlet ORDER BY id;
SELECT outlet_id, variation_id, batch_total, location_stock, ledger_total, variance_pct, flagged FROM reconciliation_variance
EXCEPT SELECT outlet_id, variation_id, batch_total, location_stock, ledger_total, variance_pct, flagged FROM stock_reconciliation;
-- who sees one tenant
CREATE ROLE regress_compare;
SELECT grant_tenant('regress_compare', 2, 'reader');
SET ROLE regress_compare;
SELECT count(*), count(DISTINCT outlet_id) FROM primeinv.reconcile_all();
SELECT outlet_id, checked FROM primeinv.compare_stock('{1,2,3}') WHERE variation_id IS NULL;
SELECT primeinv.variance_pct(5, 4), primeinv.variance_pct(0, 0), primeinv.variance_pct(1, 0), primeinv.variance_flagged(104, 100, 104, 4), primeinv.variance_flagged(105, 100, 105, 4), primeinv.variance_flagged(100, 100, 90, 4);
RESET ROLE;
\set ECHO none
DROP OWNED BY regress_compare;
DROP FUNCTION wrong;
DROP VIEW expected;
DROP EXTENSION primeinv;
DROP ROLE regress_compare;
