-- What a user puts on our tables is honoured by the functions, which write below the executor, or refused by name.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\pset format unaligned
\pset tuples_only on
\set ECHO all

-- Columns: defaults, generated ones, identity, dropped ones; NOT NULL on one of ours.
ALTER TABLE stock_movement ALTER reason SET NOT NULL;
SELECT try('add_stock(1, 5, 1, ''A'', ''2998-01-01'', 1)') LIMIT 1;
SELECT add_stock(1, 5, 1, 'A', '2998-01-01', 1, reason => 'start');
ALTER TABLE stock_movement ALTER reason DROP NOT NULL;
SELECT add_stock(1, 5, 1, 'B', '2999-01-01', 2), add_stock(2, 9, 1, 'M');
ALTER TABLE batch ADD shelf text DEFAULT 'none', ADD double numeric GENERATED ALWAYS AS (quantity * 2) STORED, ADD gone int DEFAULT 7,
	ADD nothing text, ADD one int NOT NULL DEFAULT 1;
ALTER TABLE batch DROP gone;
ALTER TABLE stock_movement ADD note text DEFAULT 'made ' || 'here', ADD by name DEFAULT current_user,
	ADD turned numeric GENERATED ALWAYS AS (-quantity) STORED, ADD number int GENERATED ALWAYS AS IDENTITY (START 100);
ALTER TABLE location_stock ADD half numeric GENERATED ALWAYS AS (quantity / 2) STORED, ADD remark text DEFAULT 'r';
SELECT batch, quantity FROM deduct_stock_bulk(1, '{1,2,1}', '{4,1,2}');
SELECT add_stock(1, 1, 1, 'C');
SELECT transfer_stock(1, 1, 1, 2);
SELECT set_batch_status(2, 'hold', 'x'), set_batch_status(2, 'available', 'x');
SELECT id, quantity, is_open, shelf, double, nothing, one FROM batch ORDER BY id;
SELECT id, quantity, note, by = current_user, turned, number >= 100 FROM stock_movement ORDER BY id;
SELECT outlet_id, variation_id, quantity, trim_scale(half), remark FROM location_stock ORDER BY 1, 2;
ALTER TABLE batch DROP shelf, DROP double, DROP nothing;
ALTER TABLE batch ALTER one DROP DEFAULT;
SELECT left(try, 80) FROM try('add_stock(1, 5, 1, ''D'')') LIMIT 1;
ALTER TABLE batch ALTER one DROP NOT NULL;
SELECT count(*) FROM set_stock_level(1, 0, 1, 'cleared');
SELECT add_stock(1, 50, 1, 'D');

-- Checks.
ALTER TABLE batch ADD CONSTRAINT no_crumbs CHECK (quantity = trunc(quantity));
ALTER TABLE location_stock ADD CONSTRAINT full_house CHECK (quantity <= 100);
ALTER TABLE stock_movement ADD CONSTRAINT small_lots CHECK (abs(quantity) < 40) NOT VALID;
SELECT left(try, 120) FROM try('deduct_stock(1, 0.5, 1)') LIMIT 1;
SELECT left(try, 120) FROM try('add_stock(1, 1.5, 1)') LIMIT 1;
SELECT left(try, 120) FROM try('add_stock_bulk(1, ''[{"variation_id":2,"quantity":36},{"variation_id":2,"quantity":36},{"variation_id":2,"quantity":36}]'')') LIMIT 1;
SELECT left(try, 120) FROM try('add_stock(2, 41, 1)') LIMIT 1;
SELECT left(try, 120) FROM try('deduct_stock(1, 45, 1)') LIMIT 1;
SELECT batch, quantity FROM deduct_stock(1, 1, 1);
ALTER TABLE batch DROP CONSTRAINT no_crumbs;
ALTER TABLE location_stock DROP CONSTRAINT full_house;
ALTER TABLE stock_movement DROP CONSTRAINT small_lots;

-- Indexes: expression, partial, unique, covering, of other kinds; deferrable constraints; a foreign key out of the schema.
CREATE INDEX by_rest ON batch ((quantity % 3)) WHERE quantity > 1;
CREATE INDEX by_quantity ON location_stock USING brin (quantity);
CREATE INDEX by_hash ON stock_movement USING hash (batch_id);
CREATE UNIQUE INDEX one_doc ON stock_movement (reference_id, batch_id) INCLUDE (quantity);
SELECT batch, quantity FROM deduct_stock(1, 2, 1, reference_id => 'DOC-1');
SELECT try('deduct_stock(1, 1, 1, reference_id => ''DOC-1'')');
SELECT try('deduct_stock_bulk(1, ''{2,1,1}'', ''{1,1,1}'', reference_id => ''DOC-2'')');
DROP INDEX one_doc;
ALTER TABLE stock_movement ADD CONSTRAINT one_doc UNIQUE (reference_id, movement_type) DEFERRABLE;
SELECT try('deduct_stock(1, 1, 1, reference_id => ''DOC-1'')');
SELECT batch, quantity FROM deduct_stock(1, 1, 1, reference_id => 'DOC-3');
ALTER TABLE stock_movement DROP CONSTRAINT one_doc, ADD CONSTRAINT one_doc UNIQUE (reference_id, movement_type) DEFERRABLE INITIALLY DEFERRED;
BEGIN;
SELECT batch, quantity FROM deduct_stock(1, 1, 1, reference_id => 'DOC-3');
COMMIT;
ALTER TABLE stock_movement DROP CONSTRAINT one_doc;
SET enable_seqscan = off;
SELECT id, quantity, quantity % 3 FROM batch WHERE quantity % 3 IN (0, 1, 2) AND quantity > 1 ORDER BY id;
SELECT count(*) FROM location_stock WHERE quantity > 40;
SELECT count(*) FROM stock_movement WHERE batch_id = 8;
RESET enable_seqscan;
CREATE TABLE public.document (id text PRIMARY KEY);
INSERT INTO document SELECT DISTINCT reference_id FROM stock_movement WHERE reference_id IS NOT NULL;
ALTER TABLE stock_movement ADD CONSTRAINT known FOREIGN KEY (reference_id) REFERENCES document;
SELECT try('deduct_stock(1, 1, 1, reference_id => ''DOC-4'')');
INSERT INTO document VALUES ('DOC-4');
SELECT batch, quantity FROM deduct_stock(1, 1, 1, reference_id => 'DOC-4');
ALTER TABLE stock_movement DROP CONSTRAINT known;
-- a user's table that refers to ours
CREATE TABLE public.photo (batch_id bigint REFERENCES batch (id), movement_id bigint REFERENCES stock_movement (id));
INSERT INTO photo SELECT batch_id, id FROM stock_movement;
SELECT batch, quantity FROM deduct_stock(1, 1, 1);
DROP TABLE photo, document;

-- Triggers of single rows fire, those after them when the call is whole, as the owner; WHEN, UPDATE OF and deferral count.
CREATE TABLE public.seen (id int GENERATED ALWAYS AS IDENTITY, trigger text, operation text, old numeric, new numeric, role name);
CREATE FUNCTION public.see() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
	INSERT INTO public.seen (trigger, operation, old, new, role)
	VALUES (tg_name, tg_op, CASE WHEN tg_op = 'UPDATE' THEN old.quantity END, new.quantity, current_user);
	RETURN NULL;
END $$;
CREATE TRIGGER any_batch AFTER INSERT OR UPDATE ON batch FOR EACH ROW EXECUTE FUNCTION see();
CREATE TRIGGER less AFTER UPDATE ON batch FOR EACH ROW WHEN (NEW.quantity < OLD.quantity) EXECUTE FUNCTION see();
CREATE TRIGGER empty AFTER UPDATE OF is_open ON batch FOR EACH ROW WHEN (NOT NEW.is_open) EXECUTE FUNCTION see();
CREATE TRIGGER state AFTER UPDATE OF status ON batch FOR EACH ROW EXECUTE FUNCTION see();
CREATE TRIGGER out_only AFTER INSERT ON stock_movement FOR EACH ROW WHEN (NEW.quantity < 0) EXECUTE FUNCTION see();
CREATE CONSTRAINT TRIGGER later AFTER INSERT ON stock_movement DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION see();
CREATE TRIGGER place AFTER INSERT OR UPDATE ON location_stock FOR EACH ROW EXECUTE FUNCTION see();
CREATE TRIGGER off AFTER INSERT ON stock_movement FOR EACH ROW EXECUTE FUNCTION see();
ALTER TABLE stock_movement DISABLE TRIGGER off;
CREATE TRIGGER off_too BEFORE INSERT ON stock_movement FOR EACH ROW EXECUTE FUNCTION see();
ALTER TABLE stock_movement DISABLE TRIGGER off_too;
BEGIN;
SELECT batch, quantity FROM deduct_stock_bulk(1, '{2,2}', '{3,1}');
SELECT id, trigger, operation, old, new FROM seen ORDER BY id;
COMMIT;
SELECT add_stock(2, 1, 2, 'NEW');
SELECT set_batch_status(3, 'hold', 'x');
SELECT set_batch_status(3, 'available', 'x');
SELECT batch, quantity FROM deduct_stock(2, 4, 1);
SELECT id, trigger, operation, old, new FROM seen WHERE id > 5 ORDER BY id;
TRUNCATE seen;
-- a call that fails leaves nothing of them
SELECT left(try, 5) FROM try('deduct_stock_bulk(1, ''{1,2}'', ''{1,100}'')') LIMIT 1;
SELECT count(*) FROM seen;
-- one that calls the functions itself
CREATE FUNCTION public.refill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM primeinv.add_stock(NEW.variation_id, 2, NEW.outlet_id, 'REFILL', reason => 'empty');
	RETURN NULL;
END $$;
CREATE TRIGGER refill AFTER UPDATE ON location_stock FOR EACH ROW WHEN (NEW.quantity = 0) EXECUTE FUNCTION refill();
SELECT get_available_stock(2, 2);
SELECT batch, quantity FROM deduct_stock(2, 1, 2);
SELECT get_available_stock(2, 2);
SELECT movement_type, quantity, balance_after FROM stock_movement ORDER BY id DESC LIMIT 2;
DROP TRIGGER refill ON location_stock;
-- whose current_user is the owner: a caller needs no right to what they do (deferred ones run at commit, as whoever commits)
CREATE ROLE regress_direct;
SELECT grant_tenant('regress_direct', 1, 'app');
GRANT INSERT ON seen TO regress_direct;
TRUNCATE seen;
SET ROLE regress_direct;
SELECT batch, quantity FROM deduct_stock(1, 1, 1);
RESET ROLE;
SELECT trigger, role = 'regress_direct' AS caller FROM seen WHERE trigger <> 'later' ORDER BY id;
REVOKE INSERT ON seen FROM regress_direct;
DROP TRIGGER later ON stock_movement;
SET ROLE regress_direct;
SELECT batch, quantity FROM deduct_stock(1, 1, 1);
RESET ROLE;
SELECT revoke_tenant('regress_direct', 1);
DROP OWNED BY regress_direct;
DROP ROLE regress_direct;
-- one that refuses
CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not today'; END $$;
CREATE TRIGGER refuse AFTER INSERT ON stock_movement FOR EACH ROW EXECUTE FUNCTION refuse();
SELECT try('deduct_stock(1, 1, 1)');
DROP TRIGGER refuse ON stock_movement;
-- fired under session_replication_role = replica only if they are to be
ALTER TABLE batch ENABLE REPLICA TRIGGER any_batch;
ALTER TABLE batch ENABLE ALWAYS TRIGGER less;
TRUNCATE seen;
SELECT batch, quantity FROM deduct_stock(1, 1, 1);
SELECT trigger FROM seen ORDER BY id;
TRUNCATE seen;
SET session_replication_role = replica;
SELECT batch, quantity FROM deduct_stock(1, 1, 1);
RESET session_replication_role;
SELECT trigger FROM seen ORDER BY id;
SET client_min_messages = warning;
DROP FUNCTION see CASCADE;
RESET client_min_messages;

-- Triggers before a row may fill a user's columns and raise errors, and nothing else.
CREATE FUNCTION public.idle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER first BEFORE INSERT OR UPDATE ON batch FOR EACH ROW EXECUTE FUNCTION idle();
ALTER TABLE stock_movement ADD checked_by text;
CREATE FUNCTION public.fill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.checked_by := NEW.movement_type || '!'; RETURN NEW; END $$;
CREATE TRIGGER fill BEFORE INSERT ON stock_movement FOR EACH ROW EXECUTE FUNCTION fill();
SELECT batch, quantity FROM deduct_stock(1, 1, 1);
SELECT checked_by FROM stock_movement ORDER BY id DESC LIMIT 1;
DROP TRIGGER fill ON stock_movement;
ALTER TABLE stock_movement DROP checked_by;
DROP TRIGGER first ON batch;
CREATE FUNCTION public.spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.quantity := NEW.quantity + 1; RETURN NEW; END $$;
CREATE TRIGGER spoil BEFORE UPDATE ON batch FOR EACH ROW EXECUTE FUNCTION spoil();
SELECT try('deduct_stock(1, 1, 1)');
SELECT try('set_batch_status(8, ''hold'', ''x'')');
DROP TRIGGER spoil ON batch;
CREATE TRIGGER spoil BEFORE INSERT ON batch FOR EACH ROW EXECUTE FUNCTION spoil();
SELECT try('add_stock(1, 1, 1, ''SPOILED'')');
DROP TRIGGER spoil ON batch;
CREATE FUNCTION public.swallow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER swallow BEFORE INSERT ON stock_movement FOR EACH ROW EXECUTE FUNCTION swallow();
SELECT try('deduct_stock(1, 1, 1)');
DROP TRIGGER swallow ON stock_movement;
CREATE TRIGGER swallow BEFORE UPDATE ON location_stock FOR EACH ROW EXECUTE FUNCTION swallow();
SELECT try('deduct_stock(1, 1, 1)');
DROP TRIGGER swallow ON location_stock;
DROP FUNCTION fill, spoil, swallow;

-- What is ours is told by the function that a trigger runs, and by what a constraint says, not by names.
CREATE TABLE public.heard (trigger text);
CREATE FUNCTION public.hear() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.heard VALUES (tg_name); RETURN NULL; END $$;
CREATE TRIGGER primeinv_sync_later AFTER UPDATE ON batch FOR EACH ROW EXECUTE FUNCTION hear();
SELECT batch, quantity FROM deduct_stock(1, 1, 1);
SELECT * FROM heard;
DROP FUNCTION hear CASCADE;
ALTER TABLE batch DROP CONSTRAINT batch_status_check, ADD CONSTRAINT batch_status_check CHECK (status = 'available');
SELECT left(try, 80) FROM try('set_batch_status(8, ''hold'', ''x'')') LIMIT 1;
ALTER TABLE batch DROP CONSTRAINT batch_status_check, ADD CHECK (status IN ('available', 'hold', 'quarantine', 'recalled'));
-- a foreign key inside the schema, and a domain over a column of ours and over one of a user's
ALTER TABLE stock_movement ADD CONSTRAINT by_actor FOREIGN KEY (tenant_id, sale_item_id) REFERENCES batch (tenant_id, id);
SELECT left(try, 120) FROM try('checkout(1, ''[{"variation_id":1,"quantity":1,"unit_price":1}]'', ''[{"method":"CASH","amount":1}]'')') LIMIT 1;
ALTER TABLE stock_movement DROP CONSTRAINT by_actor;
CREATE DOMAIN public.told AS text CHECK (value <> 'nothing');
CREATE DOMAIN public.must AS int NOT NULL;
ALTER TABLE stock_movement ADD must public.must DEFAULT 1;
ALTER TABLE stock_movement ALTER must DROP DEFAULT;
SELECT try('deduct_stock(1, 1, 1)');
ALTER TABLE stock_movement DROP must;
ALTER TABLE stock_reservation ALTER cart_session_id TYPE public.told;
SELECT try('reserve_stock(1, 1, 1, ''nothing'')');
SELECT reserve_stock(1, 1, 1, 'something') > 0, release_cart(1, 'something');
ALTER TABLE stock_reservation ALTER cart_session_id TYPE text;
ALTER TABLE stock_reservation ALTER cart_session_id TYPE varchar(20);
SELECT try('reserve_stock(1, 1, 1, ''cart'')');
ALTER TABLE stock_reservation ALTER cart_session_id TYPE text;
SELECT reserve_stock(1, 1, 1, 'cart') > 0, release_cart(1, 'cart');
SELECT batch, quantity FROM deduct_stock(1, 1, 1);
DROP DOMAIN told, must;
DROP TABLE heard;

-- An index that is not the one that scans count on, and a column of another type.
ALTER INDEX batch_pick RENAME TO batch_pick_made;
CREATE INDEX batch_pick ON batch (variation_id, outlet_id, expiry_date);
SELECT try($$adjust_stock(1, -1, 1, 'counted')$$);
DROP INDEX batch_pick;
ALTER INDEX batch_pick_made RENAME TO batch_pick;
SELECT batch, quantity FROM deduct_stock(1, 1, 1);

-- Triggers and rules that would be passed over are refused.
CREATE TRIGGER statement AFTER UPDATE ON batch FOR EACH STATEMENT EXECUTE FUNCTION idle();
SELECT try('deduct_stock(1, 1, 1)');
SELECT try('add_stock(1, 1, 1)');
DROP TRIGGER statement ON batch;
CREATE TRIGGER rows AFTER UPDATE ON location_stock REFERENCING NEW TABLE AS news FOR EACH ROW EXECUTE FUNCTION idle();
SELECT try('deduct_stock(1, 1, 1)');
DROP TRIGGER rows ON location_stock;
CREATE RULE copied AS ON INSERT TO stock_movement DO ALSO NOTIFY x;
SELECT try('deduct_stock(1, 1, 1)');
DROP RULE copied ON stock_movement;
SELECT batch, quantity FROM deduct_stock(1, 1, 1);

-- Publications that an UPDATE would fail for.
SET client_min_messages = error;
CREATE PUBLICATION regress_available FOR TABLE batch WHERE (status = 'available');
RESET client_min_messages;
SELECT try('deduct_stock(1, 1, 1)');
DROP PUBLICATION regress_available;
ALTER TABLE batch REPLICA IDENTITY NOTHING;
SET client_min_messages = error;
CREATE PUBLICATION regress_all FOR TABLE batch, location_stock, stock_movement;
RESET client_min_messages;
SELECT try('deduct_stock(1, 1, 1)');
ALTER TABLE batch REPLICA IDENTITY DEFAULT;
SELECT batch, quantity FROM deduct_stock(1, 1, 1);
DROP PUBLICATION regress_all;

-- A statement that changes stock by itself and calls: the call sees what it has done, as a statement of its own would.
CREATE FUNCTION public.at_once() RETURNS SETOF numeric LANGUAGE sql AS
$$ UPDATE primeinv.batch SET cost_price = 3 WHERE id = 8 RETURNING (SELECT sum(quantity) FROM primeinv.deduct_stock(1, 1, 1)) $$;
SELECT try('at_once()');
DROP FUNCTION at_once;
SELECT batch, quantity FROM deduct_stock(1, 1, 1);

-- Where a row lies is remembered by the session, and where the first batch lies by its location: neither may lead astray.
SELECT add_stock(2, 5, 1, 'LATE', '2998-01-01') AS late \gset
SELECT add_stock(2, 5, 1, 'EARLY', '2997-01-01') AS early \gset
SELECT batch, quantity FROM deduct_stock(2, 1, 1);
CLUSTER batch USING batch_pkey;
SELECT batch, quantity FROM deduct_stock(2, 1, 1);
VACUUM FULL location_stock, batch;
SELECT batch, quantity FROM deduct_stock(2, 1, 1);
BEGIN;
UPDATE batch SET cost_price = cost_price;
SELECT batch, quantity FROM deduct_stock(2, 3, 1);
SELECT add_stock(2, 5, 1, 'FIRST', '2996-01-01') > 0, get_available_stock(2, 1);
SELECT batch, quantity FROM deduct_stock(2, 5, 1);
ROLLBACK;
SELECT batch, quantity FROM deduct_stock(2, 1, 1);
UPDATE location_stock SET first_batch_at = '(4294967290,1)';
SELECT batch, quantity FROM deduct_stock(2, 0.5, 1);
UPDATE location_stock SET first_batch_at = (SELECT ctid FROM batch WHERE id = :late);
SELECT batch, quantity FROM deduct_stock(2, 0.25, 1);
UPDATE location_stock SET first_batch_id = -1;
SELECT batch, quantity FROM deduct_stock(2, 0.125, 1);
SELECT first_batch_id = :early AS early, (first_batch_at::text::point)[0] = (SELECT (ctid::text::point)[0] FROM batch WHERE id = :early) AS on_its_page FROM location_stock WHERE outlet_id = 1 AND variation_id = 2;
-- What can be sold again, or comes in, before the first.
SELECT FROM set_batch_status(:early, 'hold', 'looked at');
SELECT batch, quantity FROM deduct_stock(2, 1, 1);
SELECT FROM set_batch_status(:early, 'available', 'looked at');
SELECT batch, quantity FROM deduct_stock(2, 0.125, 1);
SELECT FROM correct_batch(:late, 'misread', '2995-01-01');
SELECT batch, quantity FROM deduct_stock(2, 1, 1);
SELECT FROM correct_batch(:late, 'misread', never_expires => true);
SELECT batch, quantity FROM deduct_stock(2, 1, 1);
SELECT add_stock(2, 1, 1, 'EARLY', '2997-01-01') = :early;
SELECT batch, quantity FROM deduct_stock(2, 1, 1);
SELECT batch, quantity FROM deduct_stock(2, 1.5, 1);
SELECT add_stock(2, 1, 1, 'OLDER', '2996-01-01') > 0;
SELECT batch, quantity FROM deduct_stock(2, 0.5, 1);
SELECT * FROM check_promises();
-- A first batch that is not the first is a broken promise, and is mended.
UPDATE location_stock SET first_batch_id = :late WHERE outlet_id = 1 AND variation_id = 2;
SELECT promise, subject, regexp_replace(detail, '\d+', 'N', 'g') FROM check_promises();
SELECT rebuild_location_stock();
SELECT * FROM check_promises();
SELECT batch, quantity FROM deduct_stock(2, 1, 1);
-- More movements than are written at a time, by the executor.
ALTER TABLE stock_movement ADD CONSTRAINT own CHECK (quantity <> 0.123);
SELECT count(*) FROM add_stock_bulk(1, (SELECT jsonb_agg('{"variation_id": 2, "quantity": 1, "batch_number": "MANY"}'::jsonb) FROM generate_series(1, 2500)));
ALTER TABLE stock_movement DROP CONSTRAINT own;
SELECT * FROM check_promises();

-- A catalog of another version than the library's
SELECT extversion FROM pg_extension WHERE extname = 'primeinv' \gset
UPDATE pg_extension SET extversion = '0.9' WHERE extname = 'primeinv';
\connect -
SET search_path = primeinv, public;
SELECT regexp_replace(try, '\d+\.\d+\.\d+', 'N') FROM try('deduct_stock(1, 1, 1)');
SELECT regexp_replace(try, '\d+\.\d+\.\d+', 'N') FROM try('get_available_stock(1, 1)') LIMIT 1;
UPDATE pg_extension SET extversion = :'extversion' WHERE extname = 'primeinv';
SELECT batch, quantity FROM deduct_stock(1, 1, 1);

-- The extension made anew in the same session.
SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
DROP TABLE public.seen;
DROP FUNCTION public.refill, public.refuse, public.idle;
\set ECHO none
\i :shop
\set ECHO all
SELECT add_stock(1, 5, 1, 'A');
SELECT * FROM deduct_stock(1, 2, 1);
SELECT get_available_stock(1, 1);
SELECT * FROM check_promises();
\set ECHO none
\i :end
