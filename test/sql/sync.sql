-- sync_ids: generated ids go on behind explicit ones.
\set VERBOSITY terse
CREATE EXTENSION primeinv;
SET search_path = primeinv, public;

INSERT INTO tenant (id, name) VALUES (7000, 'Moved here');
INSERT INTO outlet (tenant_id, id, name) VALUES (7000, 7100, 'Main Store');
SELECT sync_ids();
SELECT sync_ids();
INSERT INTO tenant (name) VALUES ('Made here') RETURNING id;
INSERT INTO outlet (tenant_id, name) VALUES (7000, 'Second') RETURNING id;
-- never back
DELETE FROM outlet;
SELECT sync_ids();
INSERT INTO outlet (tenant_id, name) VALUES (7000, 'Third') RETURNING id;

-- an id behind which there are no others
INSERT INTO outlet (tenant_id, id, name) VALUES (7000, 9223372036854775807, 'Last');
SELECT sync_ids();
DELETE FROM outlet WHERE name = 'Last';
INSERT INTO outlet (tenant_id, id, name) VALUES (7000, -9223372036854775808, 'First');
SELECT sync_ids();

\set VERBOSITY sqlstate
SELECT sync_ids(request_id => 'r1');
BEGIN READ ONLY;
SELECT sync_ids();
ROLLBACK;
CREATE ROLE regress_sync;
GRANT USAGE ON SCHEMA primeinv TO regress_sync;
SET ROLE regress_sync;
SELECT primeinv.sync_ids();
RESET ROLE;
GRANT EXECUTE ON FUNCTION sync_ids TO regress_sync;
SET ROLE regress_sync;
SELECT primeinv.sync_ids();
RESET ROLE;
SELECT * FROM check_promises();
DROP OWNED BY regress_sync;
DROP ROLE regress_sync;
DROP EXTENSION primeinv;
