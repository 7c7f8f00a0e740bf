-- set_shard: one server of several; ids are interleaved, also after sync_ids.
\set VERBOSITY terse
CREATE EXTENSION primeinv;
SET search_path = primeinv, public;
SELECT set_shard(3, 8) = (SELECT count(*) FROM pg_class WHERE relnamespace = 'primeinv'::regnamespace AND relkind = 'S');
INSERT INTO tenant (name) VALUES ('One'), ('Two') RETURNING id;
INSERT INTO outlet (tenant_id, name) VALUES (3, 'Main') RETURNING id;
INSERT INTO product (tenant_id, name) VALUES (3, 'Rice') RETURNING id;
INSERT INTO variation (tenant_id, product_id, name) VALUES (3, 3, 'Bag') RETURNING id;
SELECT add_stock(3, 10, 3), add_stock(3, 10, 3);
SELECT id FROM stock_movement ORDER BY id;
-- A tenant of another server moves here; the sequences go on with ids of their own
INSERT INTO tenant (id, name) VALUES (1000, 'From number 8');
INSERT INTO outlet (tenant_id, id, name) VALUES (1000, 1003, 'Theirs');
SELECT sync_ids();
INSERT INTO tenant (name) VALUES ('Next') RETURNING id, id % 8;
INSERT INTO outlet (tenant_id, name) VALUES (3, 'Next') RETURNING id, id % 8;
SELECT sync_ids();
-- Places that do not fit into memory are dealt out to two files, each gets about half of them; that they have no batch saves no memory
SET session_replication_role = replica;
INSERT INTO variation (tenant_id, product_id, name) SELECT 3, 3, 'No. ' || n FROM generate_series(1, 12000) n;
INSERT INTO location_stock (tenant_id, variation_id, outlet_id) SELECT 3, id, 3 FROM variation WHERE name LIKE 'No.%';
RESET session_replication_role;
ANALYZE location_stock;
SET maintenance_work_mem = '1MB';
SET temp_file_limit = 0;
\set VERBOSITY sqlstate
SELECT checked FROM compare_stock(NULL) WHERE variation_id IS NULL;
SELECT checked FROM compare_stock('{3}') WHERE variation_id IS NULL;
\set VERBOSITY terse
RESET temp_file_limit;
SET log_temp_files = '300kB';
SET client_min_messages = log;
SELECT checked FROM compare_stock(NULL) WHERE variation_id IS NULL;
RESET client_min_messages;
RESET log_temp_files;
RESET maintenance_work_mem;

-- Once, before the first row, within bounds, by the owner
\set VERBOSITY default
SELECT set_shard(4, 8);
DROP EXTENSION primeinv;
CREATE EXTENSION primeinv;
SET search_path = primeinv, public;
SELECT set_shard(0);
SELECT set_shard(65);
SELECT set_shard(1, 0);
SELECT set_shard(1, 1025);
SELECT set_shard(2147483647, 2147483647);
SELECT set_shard(NULL);
SELECT set_shard(1, request_id => 'x');
INSERT INTO tenant (name) VALUES ('Too early');
SELECT set_shard(1);
CREATE ROLE regress_shard;
SELECT grant_tenant('regress_shard', 1, 'manager');
SET ROLE regress_shard;
SELECT set_shard(1);
SELECT count(*) FROM shard;
RESET ROLE;
GRANT EXECUTE ON FUNCTION set_shard TO regress_shard;
SET ROLE regress_shard;
SELECT set_shard(1);
RESET ROLE;
-- The trigger's function is of its table alone
CREATE TABLE public.fake (number integer);
CREATE TRIGGER fake BEFORE INSERT ON public.fake FOR EACH ROW EXECUTE FUNCTION primeinv.interleave_ids();
INSERT INTO public.fake VALUES (1);
DROP TABLE public.fake;
SELECT * FROM check_promises();
DROP OWNED BY regress_shard;
DROP ROLE regress_shard;
DROP EXTENSION primeinv;
