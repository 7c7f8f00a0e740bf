-- Seals: what is sealed, what a superuser's hand leaves behind, digests and proofs.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
UPDATE variation SET price = 5;
INSERT INTO customer (tenant_id, id, name, credit_limit) VALUES (1, 1, 'Paul', 1000);
-- What verify_seals finds while a superuser's change is there; it is undone again.
CREATE FUNCTION public.tampered(VARIADIC changes text[]) RETURNS TABLE (tenant_id bigint, number bigint, kind text, row_id bigint, finding text)
LANGUAGE plpgsql AS $$
DECLARE
	change text; found primeinv.ledger_seal; result jsonb;
BEGIN
	BEGIN
		SET LOCAL session_replication_role = replica;
		ALTER TABLE primeinv.stock_movement DISABLE TRIGGER ALL;
		ALTER TABLE primeinv.audit_log DISABLE TRIGGER ALL;
		ALTER TABLE primeinv.customer_entry DISABLE TRIGGER ALL;
		ALTER TABLE primeinv.ledger_seal DISABLE TRIGGER ALL;
		ALTER TABLE primeinv.payment DISABLE TRIGGER ALL;
		ALTER TABLE primeinv.refund DISABLE TRIGGER ALL;
		ALTER TABLE primeinv.refund_item DISABLE TRIGGER ALL;
		FOREACH change IN ARRAY changes LOOP
			EXECUTE change;
		END LOOP;
		SELECT jsonb_agg(f) INTO result FROM primeinv.verify_seals(NULL, (SELECT jsonb_agg(d) FROM public.digest d)) f;
		RAISE EXCEPTION 'undo';
	EXCEPTION WHEN raise_exception THEN NULL;
	END;
	RETURN QUERY SELECT f.tenant_id, f.number, f.kind, f.row_id, f.finding FROM jsonb_to_recordset(result) AS f (tenant_id bigint, number bigint, kind text, row_id bigint, finding text);
END $$;
\set ECHO all

-- A day's trade, sealed
SELECT add_stock(1, 1000, 1, 'A'), add_stock(9, 1000, 9, 'Z');
SELECT status FROM checkout(1, '[{"variation_id": 1, "quantity": 2}]', '[{"method": "CASH", "amount": 10}]');
SELECT status FROM checkout(1, '[{"variation_id": 1, "quantity": 3}]', NULL, 1);
SELECT update_balance(1, 7, 'OPENING');
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

-- A superuser with the triggers off
SELECT * FROM tampered('UPDATE primeinv.stock_movement SET quantity = -1 WHERE id = 3');
SELECT * FROM tampered('UPDATE primeinv.stock_movement SET quantity = -1, balance_after = 999 WHERE id = 3', 'UPDATE primeinv.batch SET quantity = quantity + 1 WHERE id = 1', 'UPDATE primeinv.location_stock SET quantity = quantity + 1 WHERE variation_id = 1');
SELECT finding, count(*) FROM tampered('DELETE FROM primeinv.stock_movement WHERE batch_id = 2', 'DELETE FROM primeinv.batch WHERE id = 2') GROUP BY 1;
SELECT * FROM tampered('DELETE FROM primeinv.stock_movement WHERE id = 3', $$INSERT INTO primeinv.stock_movement (tenant_id, id, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role) VALUES (1, 3, 1, 1, 1, 'damage', -1, 1, 1, 'x', 'x')$$);
SELECT row_id, finding FROM tampered('UPDATE primeinv.stock_movement SET id = CASE id WHEN 3 THEN 100000 WHEN 5 THEN 3 ELSE 5 END WHERE id IN (3, 5)', 'UPDATE primeinv.stock_movement SET id = 5 WHERE id = 100000');
SELECT * FROM tampered('UPDATE primeinv.audit_log SET actor = ''somebody else'' WHERE id = 1');
SELECT * FROM tampered('UPDATE primeinv.customer_entry SET amount = 8 WHERE id = 1');
SELECT * FROM tampered('UPDATE primeinv.sale SET actor = ''x'' WHERE id = 2');
SELECT * FROM tampered('UPDATE primeinv.payment SET amount = 9, tendered = 9 WHERE id = 1');
SELECT * FROM tampered('UPDATE primeinv.sale_item SET product_name = ''Caviar'' WHERE sale_id = 2');
SELECT * FROM tampered('UPDATE primeinv.refund SET reason = ''as new''');
SELECT * FROM tampered('DELETE FROM primeinv.refund_item', 'DELETE FROM primeinv.payment WHERE refund_id IS NOT NULL', 'DELETE FROM primeinv.refund');
SELECT kind, row_id, finding FROM tampered('UPDATE primeinv.stock_movement SET tenant_id = 2 WHERE id = 3');
-- with the seals rewritten: only the digests tell
SELECT tenant_id, number, kind, finding, count(*) FROM tampered('DELETE FROM primeinv.ledger_seal WHERE tenant_id = 1 AND number > 4') GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3;
SELECT tenant_id, number, finding FROM tampered('DELETE FROM primeinv.ledger_seal WHERE tenant_id = 1 AND number = 2') WHERE kind IS NULL;
SELECT * FROM tampered('UPDATE primeinv.ledger_seal SET sealed_at = sealed_at - interval ''1 day'' WHERE tenant_id = 1 AND number = 2');
SELECT * FROM tampered('UPDATE primeinv.ledger_seal SET prints = set_byte(prints, 0, (get_byte(prints, 0) + 1) % 256) WHERE tenant_id = 2 AND number = 1');
SELECT finding, count(*) FROM tampered('UPDATE primeinv.ledger_seal SET ids = ''\xffffffffffffffffffffff''::bytea, prints = ''\x00''::bytea WHERE tenant_id = 2 AND number = 1') GROUP BY 1 ORDER BY 1;
-- with numbers that no block can have: found, and nobody waits for 2^60 rows or seals
SELECT change, f.finding, count(*) FROM unnest(ARRAY['rows = 1::bigint << 60', 'rows = 1::bigint << 59', 'rows = (1::bigint << 59) + rows', 'rows = (1::bigint << 61) + rows', 'rows = 9223372036854775807',
	'rows = rows + 1', 'low_id = -9223372036854775808', 'rows = 3, ids = ''\xffffffffffffffffff01ffffffffffffffffff01''', 'rows = 2, high_id = 9223372036854775807, ids = ''\xffffffffffffffff7f''', 'root = decode(repeat(''00'', 32), ''hex'')']) WITH ORDINALITY c (change, n),
	LATERAL tampered('UPDATE primeinv.ledger_seal SET ' || change || ' WHERE tenant_id = 1 AND number <= 4') f WHERE f.kind IS NOT NULL GROUP BY n, 1, 2 ORDER BY n, 2;
SELECT f.finding, count(*), max(number) FROM tampered('UPDATE primeinv.ledger_seal SET number = 9223372036854775807 WHERE tenant_id = 2 AND number = (SELECT max(number) FROM primeinv.ledger_seal WHERE tenant_id = 2)') f WHERE kind IS NULL GROUP BY 1 ORDER BY 1;
SELECT tenant_id, number, finding FROM tampered('UPDATE primeinv.stock_movement SET reason = ''mended'' WHERE id = 1', 'DELETE FROM primeinv.ledger_seal', 'DELETE FROM primeinv.seal_mark', 'DELETE FROM primeinv.seal_gap', 'CALL primeinv.seal_ledger()') ORDER BY 1;
-- a pair dated back, sealed by the job
SELECT tenant_id, kind, row_id, finding FROM tampered($$INSERT INTO primeinv.stock_movement (tenant_id, created_at, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role) VALUES
	(1, now() - interval '1 year', 1, 1, 1, 'damage', -1, 5, 1, 'x', 'x'), (1, now() - interval '1 year', 1, 1, 1, 'return', 1, 6, 1, 'x', 'x')$$, 'CALL primeinv.seal_ledger()');
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
SELECT try($$ledger_proof('sale', 77)$$);
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
DROP FUNCTION public.tampered;
DROP TABLE public.digest;
\i :end
