-- Seals: what is sealed, what a superuser's hand leaves behind, digests and proofs.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
UPDATE variation SET price = 5;
INSERT INTO customer (tenant_id, id, name, credit_limit) VALUES (1, 1, 'Paul', 1000);
-- What verify_seals finds while a superuser's changes are there, with the digests that were kept or alone; they are undone again.
CREATE FUNCTION public.tamper(changes text[], digests jsonb, query text DEFAULT 'SELECT jsonb_agg(f) FROM primeinv.verify_seals(NULL, $1) f') RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
	change text; result jsonb;
BEGIN
	BEGIN
		SET LOCAL session_replication_role = replica;
		FOREACH change IN ARRAY changes LOOP
			EXECUTE change;
		END LOOP;
		EXECUTE query INTO result USING digests;
		RAISE EXCEPTION 'undo';
	EXCEPTION WHEN raise_exception THEN NULL;
		WHEN OTHERS THEN result := jsonb_build_array(jsonb_build_object('finding', SQLSTATE || ' ' || SQLERRM));
	END;
	RETURN result;
END $$;
CREATE FUNCTION public.findings(found jsonb) RETURNS TABLE (tenant_id bigint, number bigint, kind text, row_id bigint, finding text) LANGUAGE sql AS
$$ SELECT f.* FROM jsonb_to_recordset(found) AS f (tenant_id bigint, number bigint, kind text, row_id bigint, finding text) $$;
CREATE FUNCTION public.tampered(VARIADIC changes text[]) RETURNS TABLE (tenant_id bigint, number bigint, kind text, row_id bigint, finding text) LANGUAGE plpgsql AS
$$ BEGIN RETURN QUERY SELECT * FROM public.findings(public.tamper(changes, (SELECT jsonb_agg(d) FROM public.digest d))); END $$;
CREATE FUNCTION public.alone(VARIADIC changes text[]) RETURNS TABLE (tenant_id bigint, number bigint, kind text, row_id bigint, finding text) LANGUAGE sql AS
$$ SELECT * FROM public.findings(public.tamper(changes, NULL)) $$;
-- Switches off those that fire whatever session_replication_role says, and on again.
CREATE FUNCTION public.triggers(how text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	t record; count bigint := 0;
BEGIN
	FOR t IN SELECT tgrelid::regclass AS of, tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE c.relnamespace = 'primeinv'::regnamespace AND tgenabled = CASE how WHEN 'DISABLE' THEN 'A' ELSE 'D' END LOOP
		EXECUTE format('ALTER TABLE %s %s TRIGGER %I', t.of, how, t.tgname);
		count := count + 1;
	END LOOP;
	RETURN count;
END $$;
-- A movement out of nothing, of an id of its own or one that nobody has used, as of so long ago.
CREATE FUNCTION public.false_movement(age text, id text DEFAULT 'DEFAULT') RETURNS text LANGUAGE sql AS
$$ SELECT format('INSERT INTO primeinv.stock_movement (tenant_id, id, created_at, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role)
	VALUES (1, %s, clock_timestamp() - interval %L, 1, 1, 1, ''damage'', -1, 5, 1, ''x'', ''x'')', id, age) $$;
CREATE FUNCTION public.unused_id() RETURNS text LANGUAGE sql AS
$$ SELECT min(n)::text FROM generate_series(1, 100) n WHERE NOT EXISTS (SELECT FROM primeinv.stock_movement m WHERE m.id = n) $$;
\set ECHO all

-- A day's trade, sealed
SELECT add_stock(1, 1000, 1, 'A'), add_stock(9, 1000, 9, 'Z');
SELECT status FROM checkout(1, '[{"variation_id": 1, "quantity": 2}]', '[{"method": "CASH", "amount": 10}]');
SELECT status FROM checkout(1, '[{"variation_id": 1, "quantity": 3}]', NULL, 1);
SELECT update_balance(1, 7, 'OPENING');
-- an id that nobody will ever use
BEGIN;
SELECT count(*) FROM deduct_stock(1, 1, 1);
ROLLBACK;
SELECT count(*) FROM deduct_stock(1, 1, 1);
CALL seal_ledger();
SELECT tenant_id, number, kind, version, rows, low_id, high_id, length(ids) AS ids, length(prints) AS prints, not_before IS NULL AS first FROM ledger_seal ORDER BY 1, 2;
SELECT * FROM verify_seals();
-- Nothing new, no new seal
CALL seal_ledger();
SELECT count(*) FROM ledger_seal;
-- More trade: seals behind the first ones, dated; what the job has not come to yet is no finding
SELECT count(*) FROM generate_series(1, 10) n, LATERAL deduct_stock(1, 1 + 0 * n, 1);
SELECT status FROM refund_sale(1, NULL, 'stale');
SELECT * FROM verify_seals();
CALL seal_ledger();
SELECT * FROM verify_seals();
SELECT tenant_id, number, kind, rows, not_before IS NULL AS first FROM ledger_seal WHERE number > 4 ORDER BY 1, 2;
CREATE TABLE public.digest AS SELECT * FROM ledger_digest();
SELECT tenant_id, size, length(head) FROM public.digest ORDER BY 1;
-- In small chunks it is the same
SELECT count(*) FROM generate_series(1, 250) n, LATERAL deduct_stock(1, 1 + 0 * n, 1);
CALL seal_ledger(100);
SELECT rows FROM ledger_seal WHERE number > (SELECT size FROM public.digest WHERE tenant_id = 1) AND kind = 'stock_movement' ORDER BY tenant_id, number;
SELECT * FROM verify_seals(digests => (SELECT jsonb_agg(d) FROM public.digest d));
-- Ids that were given explicitly are found by everything
INSERT INTO customer_entry (tenant_id, id, customer_id, type, amount, actor) VALUES (1, 900, 1, 'ADJUSTMENT', 1, 'import'), (1, 901, 1, 'ADJUSTMENT', -1, 'import');
CALL seal_ledger();
SELECT rows, low_id, high_id FROM ledger_seal WHERE kind = 'customer_entry' ORDER BY number;
CALL seal_ledger(everything => true);
SELECT rows, low_id, high_id FROM ledger_seal WHERE kind = 'customer_entry' ORDER BY number;
SELECT update_balance(1, 2, 'ADJUSTMENT');
CALL seal_ledger();
CALL seal_ledger(everything => true);
SELECT rows, low_id, high_id FROM ledger_seal WHERE kind = 'customer_entry' ORDER BY number;
SELECT * FROM verify_seals(digests => (SELECT jsonb_agg(d) FROM public.digest d));

-- A superuser with the triggers off: docs/seals.md has a row for each of these
TRUNCATE public.digest;
INSERT INTO public.digest SELECT * FROM ledger_digest();
SELECT tenant_id, size FROM public.digest ORDER BY 1;
SELECT triggers('DISABLE') > 10 AS off;
-- attack: edited row
SELECT * FROM alone('UPDATE primeinv.stock_movement SET quantity = -1 WHERE id = 3');
SELECT * FROM alone('UPDATE primeinv.stock_movement SET reason = ''as if'' WHERE id = 3');
SELECT * FROM alone('UPDATE primeinv.audit_log SET actor = ''somebody else'' WHERE id = 1');
SELECT * FROM alone('UPDATE primeinv.customer_entry SET amount = 8 WHERE id = 1');
-- attack: edited and mended
\set mended '{UPDATE primeinv.stock_movement SET quantity = quantity + 1 WHERE id = 3,UPDATE primeinv.stock_movement SET balance_after = balance_after + 1 WHERE batch_id = 1 AND id >= 3,UPDATE primeinv.batch SET quantity = quantity + 1 WHERE id = 1,UPDATE primeinv.location_stock SET quantity = quantity + 1 WHERE variation_id = 1 AND outlet_id = 1}'
SELECT tamper(:'mended', NULL, 'SELECT jsonb_agg(v) FROM primeinv.verify_ledger() v') AS verify_ledger;
SELECT * FROM findings(tamper(:'mended', NULL)) LIMIT 1;
-- attack: deleted history
SELECT * FROM alone('DELETE FROM primeinv.stock_movement WHERE batch_id = 2', 'DELETE FROM primeinv.batch WHERE id = 2');
-- attack: replaced row
SELECT * FROM alone('DELETE FROM primeinv.stock_movement WHERE id = 3', false_movement('0', '3'));
-- attack: old id
SELECT tenant_id, number, kind, row_id = unused_id()::bigint AS it, finding FROM alone(false_movement('0', unused_id()));
SELECT count(*) FROM tampered(false_movement('0', unused_id()), 'CALL primeinv.seal_ledger(everything => true)');
-- attack: old id, dated back
SELECT tenant_id, number > 13 AS new, kind, row_id = unused_id()::bigint AS it, finding FROM alone(false_movement('1 year', unused_id()), 'CALL primeinv.seal_ledger(everything => true)');
-- attack: new ids, dated back
SELECT tenant_id, number > 13 AS new, kind, row_id > 200 AS new_id, finding FROM alone(false_movement('1 year'), false_movement('10 minutes'), 'CALL primeinv.seal_ledger()');
-- attack: swapped ids
SELECT * FROM alone('UPDATE primeinv.stock_movement SET id = CASE id WHEN 3 THEN 100000 WHEN 4 THEN 3 ELSE 4 END WHERE id IN (3, 4)', 'UPDATE primeinv.stock_movement SET id = 4 WHERE id = 100000');
-- attack: another tenant's
SELECT * FROM alone('UPDATE primeinv.stock_movement SET tenant_id = 2 WHERE id = 3');
-- attack: edited sale
SELECT * FROM alone('UPDATE primeinv.sale SET actor = ''x'' WHERE id = 2');
SELECT * FROM alone('UPDATE primeinv.payment SET amount = 9, tendered = 9 WHERE id = 1');
SELECT * FROM alone('UPDATE primeinv.sale_item SET product_name = ''Caviar'' WHERE sale_id = 2');
SELECT * FROM alone('UPDATE primeinv.refund SET reason = ''as new''');
SELECT * FROM alone('DELETE FROM primeinv.refund_item', 'DELETE FROM primeinv.payment WHERE refund_id IS NOT NULL', 'DELETE FROM primeinv.refund');
SELECT * FROM alone('DELETE FROM primeinv.payment', 'DELETE FROM primeinv.refund_item', 'DELETE FROM primeinv.refund', 'DELETE FROM primeinv.sale_item', 'DELETE FROM primeinv.sale');
SELECT * FROM alone($$INSERT INTO primeinv.payment (tenant_id, sale_id, method, amount, actor) VALUES (1, 2, 'CASH', 1, 'x')$$);
-- attack: edited sale with an event
SELECT * FROM tampered('UPDATE primeinv.payment SET reference = ''x'' WHERE id = 1', $$INSERT INTO primeinv.audit_log (tenant_id, event_type, sale_id, actor, db_role) VALUES (1, 'sale.seen', 1, 'x', 'x')$$, 'CALL primeinv.seal_ledger()');
-- attack: cut seals
SELECT tenant_id, number, kind, finding, count(*) FROM alone('DELETE FROM primeinv.ledger_seal WHERE tenant_id = 1 AND number > 4') GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3;
SELECT tenant_id, number, finding FROM tampered('DELETE FROM primeinv.ledger_seal WHERE tenant_id = 1 AND number > 4') WHERE kind IS NULL;
-- attack: cut seals and rows
\set cut '{DELETE FROM primeinv.customer_entry WHERE id > 1,DELETE FROM primeinv.audit_log WHERE id > 14,DELETE FROM primeinv.ledger_seal WHERE tenant_id = 1 AND number > 8,DELETE FROM primeinv.stock_movement m WHERE tenant_id = 1 AND id > (SELECT max(high_id) FROM primeinv.ledger_seal WHERE kind = ''stock_movement'' AND tenant_id = 1)}'
SELECT * FROM findings(tamper(:'cut', NULL));
SELECT * FROM findings(tamper(:'cut'::text[] || 'DELETE FROM primeinv.seal_log'::text, NULL));
SELECT * FROM tampered(VARIADIC :'cut'::text[] || 'DELETE FROM primeinv.seal_log'::text);
-- attack: seal taken out
SELECT tenant_id, number, finding FROM alone('DELETE FROM primeinv.ledger_seal WHERE tenant_id = 1 AND number = 2') WHERE kind IS NULL ORDER BY number;
-- attack: changed seal
SELECT * FROM tampered('UPDATE primeinv.ledger_seal SET sealed_at = sealed_at - interval ''1 day'' WHERE tenant_id = 1 AND number = 2');
SELECT * FROM alone('UPDATE primeinv.ledger_seal SET sealed_at = sealed_at - interval ''1 day'' WHERE tenant_id = 1 AND number = 2');
SELECT * FROM alone('UPDATE primeinv.ledger_seal SET sealed_at = sealed_at - interval ''1 day'' WHERE tenant_id = 1 AND number = 2', 'DELETE FROM primeinv.seal_log');
SELECT * FROM tampered('UPDATE primeinv.ledger_seal SET prints = set_byte(prints, 0, (get_byte(prints, 0) + 1) % 256) WHERE tenant_id = 2 AND number = 1');
SELECT finding, count(*) FROM tampered('UPDATE primeinv.ledger_seal SET ids = ''\xffffffffffffffffffffff''::bytea, prints = ''\x00''::bytea WHERE tenant_id = 2 AND number = 1') GROUP BY 1 ORDER BY 1;
-- with numbers that no block can have: found, and nobody waits for 2^60 rows or seals
SELECT change, f.finding, count(*) FROM unnest(ARRAY['rows = 1::bigint << 60', 'rows = 1::bigint << 59', 'rows = (1::bigint << 59) + rows', 'rows = (1::bigint << 61) + rows', 'rows = 9223372036854775807',
	'rows = rows + 1', 'low_id = -9223372036854775808', 'rows = 3, ids = ''\xffffffffffffffffff01ffffffffffffffffff01''', 'rows = 2, high_id = 9223372036854775807, ids = ''\xffffffffffffffff7f''', 'root = decode(repeat(''00'', 32), ''hex'')']) WITH ORDINALITY c (change, n),
	LATERAL tampered('UPDATE primeinv.ledger_seal SET ' || change || ' WHERE tenant_id = 1 AND number <= 4') f WHERE f.kind IS NOT NULL GROUP BY n, 1, 2 ORDER BY n, 2;
SELECT f.finding, count(*), max(number) FROM tampered('UPDATE primeinv.ledger_seal SET number = 9223372036854775807 WHERE tenant_id = 2 AND number = (SELECT max(number) FROM primeinv.ledger_seal WHERE tenant_id = 2)') f WHERE kind IS NULL GROUP BY 1 ORDER BY 1;
SELECT finding, count(*) FROM alone('ALTER TABLE primeinv.ledger_seal ALTER root DROP NOT NULL, ALTER ids DROP NOT NULL, ALTER prints DROP NOT NULL', 'UPDATE primeinv.ledger_seal SET root = NULL, ids = NULL, prints = NULL') WHERE kind IS NOT NULL GROUP BY 1 ORDER BY 1;
SELECT finding, count(*) FROM alone('UPDATE primeinv.seal_log SET size = 9223372036854775807', 'UPDATE primeinv.seal_log SET edge = ''\x00'' WHERE tenant_id = 2') GROUP BY 1;
SELECT finding, count(*) FROM tampered('UPDATE primeinv.seal_log SET size = 9223372036854775807, edge = decode(repeat(''00'', 63 * 32), ''hex'')', false_movement('0'), 'CALL primeinv.seal_ledger()') GROUP BY 1 ORDER BY 1;
SELECT finding, count(*) FROM tampered('UPDATE primeinv.ledger_seal SET number = 9223372036854775807 WHERE tenant_id = 1 AND number = 13', false_movement('0'), 'CALL primeinv.seal_ledger()') GROUP BY 1 ORDER BY 1;
-- attack: new chain
\set anew '{DELETE FROM primeinv.ledger_seal,DELETE FROM primeinv.seal_mark,DELETE FROM primeinv.seal_gap,UPDATE primeinv.stock_movement SET reason = ''mended'' WHERE id IN (1\\, 2),CALL primeinv.seal_ledger()}'
SELECT finding, count(*) FROM findings(tamper(:'anew', NULL)) GROUP BY 1;
SELECT finding, count(*) FROM findings(tamper('DELETE FROM primeinv.seal_log'::text || :'anew'::text[], NULL)) GROUP BY 1;
SELECT tenant_id, number, finding FROM tampered(VARIADIC 'DELETE FROM primeinv.seal_log'::text || :'anew'::text[]) ORDER BY 1;
-- attack: tenant gone
SELECT * FROM tampered('DELETE FROM primeinv.stock_movement WHERE tenant_id = 2', 'DELETE FROM primeinv.ledger_seal WHERE tenant_id = 2', 'DELETE FROM primeinv.seal_log WHERE tenant_id = 2', 'DELETE FROM primeinv.tenant WHERE id = 2');
-- attack: state emptied
\set emptied '{DELETE FROM primeinv.seal_mark,DELETE FROM primeinv.seal_gap,DELETE FROM primeinv.seal_log}'
SELECT * FROM tampered(VARIADIC :'emptied'::text[]);
SELECT * FROM tampered(VARIADIC :'emptied'::text[] || 'CALL primeinv.seal_ledger(everything => true)'::text);
SELECT kind, finding FROM alone(VARIADIC :'emptied'::text[] || ARRAY[false_movement('1 year'), false_movement('1 year', unused_id()), false_movement('1 year', '1000000'), 'CALL primeinv.seal_ledger(everything => true)']);
SELECT kind, finding FROM alone('UPDATE primeinv.seal_mark SET not_before = ''-infinity'', all_not_before = ''-infinity''', false_movement('1 year'), false_movement('1 year', unused_id()), 'CALL primeinv.seal_ledger(everything => true)');
SELECT kind, finding FROM alone('UPDATE primeinv.seal_mark SET high_id = 9223372036854775807', false_movement('0'));
SELECT kind, finding FROM alone($$INSERT INTO primeinv.seal_gap VALUES ('stock_movement', 1000, 9223372036854775807, '18446744073709551615')$$);
SELECT kind, finding FROM alone($$INSERT INTO primeinv.seal_gap VALUES ('stock_movement', 1000, 9223372036854775806, '18446744073709551615')$$, false_movement('1 year', '2000'), 'CALL primeinv.seal_ledger()');
-- attack: clock set back
SELECT kind, finding FROM alone('UPDATE primeinv.seal_mark SET not_before = now() + interval ''1 hour'', known_at = now() + interval ''1 hour''', 'SELECT primeinv.deduct_stock(1, 1, 1)', 'CALL primeinv.seal_ledger()');
-- attack: not sealed yet
SELECT * FROM tampered('SELECT primeinv.deduct_stock(1, 1, 1)', 'UPDATE primeinv.stock_movement SET quantity = -2 WHERE id = (SELECT max(id) FROM primeinv.stock_movement)', 'CALL primeinv.seal_ledger()');
-- attack: false entry
SELECT * FROM tampered(false_movement('0'), 'CALL primeinv.seal_ledger()');
-- attack: lying job
SELECT * FROM tampered('CREATE OR REPLACE PROCEDURE primeinv.seal_ledger(chunk integer DEFAULT 20000, everything boolean DEFAULT false) LANGUAGE sql AS ''SELECT''', false_movement('0'), 'CALL primeinv.seal_ledger()',
	'UPDATE primeinv.stock_movement SET quantity = -2 WHERE id = (SELECT max(id) FROM primeinv.stock_movement)');
-- It was all undone
SELECT triggers('ENABLE ALWAYS') > 10 AS on;
SELECT * FROM verify_seals(digests => (SELECT jsonb_agg(d) FROM public.digest d));

-- Append-only, as what they seal
UPDATE ledger_seal SET rows = 1;
DELETE FROM ledger_seal;
TRUNCATE ledger_seal;

-- Proofs
SELECT key FROM jsonb_object_keys(ledger_proof('stock_movement', 3)) key ORDER BY 1;
SELECT ledger_proof('sale', 1, 7) -> 'size', ledger_proof('sale', 1, 7) -> 'number', jsonb_array_length(ledger_proof('audit_log', 1) -> 'seal_path') > 2;
SELECT convert_from(decode(ledger_proof('customer_entry', 1) ->> 'row', 'base64'), 'UTF8') ~ E'^primeinv/customer_entry/1\n1:11:116:\\d{16}1:17:OPENING4:7\\.00';
SELECT ledger_consistency(1, 3, 3) -> 'path', ledger_consistency(1, 3, 7) ->> 'old_head' = ledger_consistency(1, 1, 3) ->> 'new_head' AS one_log;
SELECT try($$ledger_proof('nonsense', 1)$$);
SELECT length(try(format('ledger_proof(%L, 1)', repeat('ä', 1000000)))) < 250 AS short;
SELECT try($$ledger_proof('sale', 77)$$);
SELECT try($$ledger_proof('sale', 1, 0)$$);
SELECT try($$ledger_proof('sale', NULL)$$);
SELECT try($$ledger_proof('sale', 1, -1)$$);
SELECT try($$ledger_proof('sale', 1, 99)$$);
SELECT try($$ledger_proof('sale', 1, 1)$$);
SELECT try($$ledger_consistency(1, 0, 1)$$);
SELECT try($$ledger_consistency(1, 3, 2)$$);
SELECT try($$ledger_consistency(1, 1, 99)$$);
SELECT try($$ledger_consistency(77, 1, 1)$$);
SELECT try($$verify_seals(77)$$);
SELECT try($$verify_seals(1, '[{"tenant_id": 1}]')$$);
SELECT try($$verify_seals(1, '[{"tenant_id": 1, "size": -1}]')$$);
SELECT try($$verify_seals(1, '[{"tenant_id": 1, "size": 3}]')$$);
SELECT try($$verify_seals(1, '{"x": 1}')$$);
CALL seal_ledger(99);
CALL seal_ledger(NULL);
-- What does not hold has no proof, whatever the block says of itself
CREATE FUNCTION public.proof_of(kind text, change text) RETURNS text LANGUAGE plpgsql
AS $$
DECLARE
	answer text;
BEGIN
	BEGIN
		SET LOCAL session_replication_role = replica;
		ALTER TABLE primeinv.ledger_seal DISABLE TRIGGER ALL;
		EXECUTE change;
		answer := primeinv.ledger_proof(kind, 1) ->> 'rows';
		RAISE EXCEPTION 'undo';
	EXCEPTION WHEN raise_exception THEN NULL;
		WHEN OTHERS THEN answer := SQLSTATE || ' ' || SQLERRM;
	END;
	RETURN answer;
END $$;
SELECT kind, change, proof_of(kind, 'UPDATE primeinv.ledger_seal SET ' || change || ' WHERE tenant_id = 1') FROM unnest(ARRAY['stock_movement', 'sale']) kind,
	unnest(ARRAY['rows = 1::bigint << 59', 'rows = (1::bigint << 59) + rows', 'rows = (1::bigint << 61) + rows', 'rows = rows + 1', 'prints = ''\x00''', 'root = decode(repeat(''00'', 32), ''hex'')']) change;
SELECT proof_of('sale', 'DELETE FROM primeinv.ledger_seal WHERE tenant_id = 1 AND number = 1');
-- The text does not depend on the session
SELECT ledger_proof('stock_movement', 3) AS proof, ledger_proof('sale', 2) AS sale \gset
SET TimeZone = 'Pacific/Auckland';
SET DateStyle = 'SQL, DMY';
SET IntervalStyle = 'sql_standard';
SELECT ledger_proof('stock_movement', 3) = :'proof'::jsonb, ledger_proof('sale', 2) = :'sale'::jsonb;
RESET TimeZone;
SET DateStyle = ISO;

-- Roles: a reader verifies its own tenant; sealing is the owner's
CREATE ROLE seal_reader;
SELECT grant_tenant('seal_reader', 2, 'reader') \g /dev/null
SET ROLE seal_reader;
SELECT tenant_id, size FROM ledger_digest();
SELECT * FROM verify_seals();
SELECT try($$ledger_digest(1)$$);
SELECT try($$verify_seals(1)$$);
SELECT try($$ledger_proof('stock_movement', 3)$$);
SELECT try($$ledger_consistency(1, 1, 1)$$);
SELECT count(*) FROM ledger_seal WHERE tenant_id = 1;
SELECT count(*) FROM seal_mark;
CALL seal_ledger();
RESET ROLE;

SELECT * FROM check_promises();
\set ECHO none
DROP OWNED BY seal_reader;
DROP ROLE seal_reader;
DROP FUNCTION public.alone, public.tampered, public.findings, public.tamper, public.false_movement, public.unused_id, public.triggers;
DROP TABLE public.digest;
\i :end
