-- A call of many lines does what as many calls of one line do: random baskets, deliveries and corrections at one outlet in one
-- call, at its twin line by line. Results, errors, batches and the ledger's rows must be the same.
BEGIN;
SELECT no_plan();
SET LOCAL client_min_messages = error;
SET LOCAL search_path = primeinv, public;

INSERT INTO tenant (id, name) VALUES (903, 'Corner');
INSERT INTO outlet (id, tenant_id, name) VALUES (903, 903, 'In one call'), (904, 903, 'Line by line');
INSERT INTO product (id, tenant_id, name) VALUES (903, 903, 'Rice');
INSERT INTO variation (id, tenant_id, product_id, name, cost, shelf_life_days)
SELECT 903000 + v, 903, 903, 'Bag ' || v, v, CASE WHEN v % 3 > 0 THEN 10 * v END FROM generate_series(1, 8) v;

CREATE TEMP TABLE line (n int, v bigint, q numeric, batch text, expiry date, cost numeric);
CREATE TEMP TABLE said (what text, n int, batch text, quantity numeric, expiry date, cost numeric);
CREATE TEMP TABLE outcome (kind text, result text);

-- A number that was made ends in an id.
CREATE FUNCTION pg_temp.number(batch text) RETURNS text LANGUAGE sql AS $$ SELECT regexp_replace(batch, '^(LOT|ADJ)-.*', '\1') $$;

-- Lines of all kinds; some batches have expired, some never will.
CREATE FUNCTION pg_temp.draw(kind text) RETURNS void LANGUAGE sql AS $$
	TRUNCATE line;
	INSERT INTO line
	SELECT n, 903001 + floor(random() * 8), round((1 + random() * CASE WHEN random() < 0.1 THEN 60 ELSE 6 END)::numeric, floor(random() * 4)::int)
			* CASE WHEN kind = 'adjust' AND random() < 0.5 THEN -1 ELSE 1 END,
		CASE WHEN random() < 0.8 THEN 'B' || (random() * 6)::int END,
		CASE WHEN random() < 0.2 THEN current_date + 20 * (random() * 4)::int - 10 END, CASE WHEN random() < 0.5 THEN round((random() * 5)::numeric, 4) END
	FROM generate_series(1, (1 + random() * 40)::int) n;
$$;

CREATE FUNCTION pg_temp.at_once(kind text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	CASE kind
		WHEN 'deduct' THEN
			INSERT INTO said SELECT 'once', d.line, pg_temp.number(d.batch), d.quantity, d.expiry, d.cost
			FROM deduct_stock_bulk(903, (SELECT array_agg(v ORDER BY n) FROM line), (SELECT array_agg(q ORDER BY n) FROM line)) d;
		WHEN 'add' THEN
			INSERT INTO said SELECT 'once', d.line, d.batch_id
			FROM add_stock_bulk(903, (SELECT jsonb_agg(jsonb_build_object('variation_id', v, 'quantity', q, 'batch_number', l.batch, 'expiry_date', l.expiry, 'cost_price', l.cost) ORDER BY n) FROM line l)) d;
		WHEN 'adjust' THEN
			INSERT INTO said SELECT 'once', d.line, pg_temp.number(d.batch), d.quantity, d.expiry, d.cost
			FROM adjust_stock_bulk(903, (SELECT jsonb_agg(jsonb_build_object('variation_id', v, 'quantity', q) ORDER BY n) FROM line), 'counted') d;
	END CASE;
END $$;

CREATE FUNCTION pg_temp.one_by_one(kind text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	l line;
BEGIN
	FOR l IN SELECT * FROM line ORDER BY n LOOP
		CASE kind
			WHEN 'deduct' THEN
				INSERT INTO said SELECT 'each', l.n, pg_temp.number(d.batch), d.quantity, d.expiry, d.cost FROM deduct_stock(l.v, l.q, 904) d;
			WHEN 'add' THEN
				INSERT INTO said SELECT 'each', l.n, add_stock(l.v, l.q, 904, l.batch, l.expiry, l.cost);
			WHEN 'adjust' THEN
				INSERT INTO said SELECT 'each', l.n, pg_temp.number(d.batch), d.quantity, d.expiry, d.cost FROM adjust_stock(l.v, l.q, 904, 'counted') d;
		END CASE;
	END LOOP;
END $$;

-- 'done', or what went wrong: of a shortage the first line, which a call of one line calls line 1.
CREATE FUNCTION pg_temp.outcome(kind text, once boolean) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
BEGIN
	IF once THEN PERFORM pg_temp.at_once(kind); ELSE PERFORM pg_temp.one_by_one(kind); END IF;
	RETURN 'done';
EXCEPTION WHEN SQLSTATE 'PI001' OR SQLSTATE '22023' OR SQLSTATE 'P0002' THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN SQLSTATE || CASE WHEN SQLSTATE = 'PI001' THEN format(': %s of %s, %s', detail::jsonb #> '{lines,0,requested}',
		detail::jsonb #> '{lines,0,variation_id}', detail::jsonb #> '{lines,0,available}') ELSE '' END;
END $$;

CREATE FUNCTION pg_temp.state(at_outlet bigint) RETURNS TABLE (what text, at bigint, a bigint, b text, c numeric, d numeric, e numeric, f text) LANGUAGE sql AS $$
	SELECT 'batch', row_number() OVER (ORDER BY id), variation_id, pg_temp.number(batch_number), quantity, cost_price, NULL, expiry_date::text
	FROM batch WHERE outlet_id = at_outlet
	UNION ALL
	SELECT 'movement', row_number() OVER (ORDER BY m.id), m.variation_id, pg_temp.number(b.batch_number), m.quantity, m.balance_after, m.unit_cost, m.movement_type || m.reason
	FROM stock_movement m JOIN batch b ON b.id = m.batch_id WHERE m.outlet_id = at_outlet
	UNION ALL
	SELECT 'place', NULL, variation_id, NULL, quantity, sellable, reserved, NULL FROM location_stock WHERE outlet_id = at_outlet
$$;

CREATE FUNCTION pg_temp.play(rounds int) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	kind text;
	once text;
	each text;
	seed float := random();
BEGIN
	PERFORM setseed(seed);
	FOR i IN 1..rounds LOOP
		kind := (ARRAY['add', 'add', 'deduct', 'deduct', 'deduct', 'adjust'])[1 + floor(random() * 6)::int];
		PERFORM pg_temp.draw(kind);
		TRUNCATE said;
		once := pg_temp.outcome(kind, true);
		each := pg_temp.outcome(kind, false);
		INSERT INTO outcome VALUES (kind, left(once, 5));
		IF kind = 'add' THEN -- which returns ids
			UPDATE said s SET batch = pg_temp.number(b.batch_number) FROM batch b WHERE b.id = s.batch::bigint;
		END IF;
		IF once <> each THEN
			RETURN NEXT format('seed %s, round %s, %s: %s in one call, %s line by line', seed, i, kind, once, each);
		END IF;
		RETURN QUERY SELECT format('seed %s, round %s, %s: %s', seed, i, kind, to_json(s)) FROM (
			SELECT n, batch, quantity, expiry, cost, sum(CASE what WHEN 'once' THEN 1 ELSE -1 END) AS more FROM said GROUP BY 1, 2, 3, 4, 5 HAVING sum(CASE what WHEN 'once' THEN 1 ELSE -1 END) <> 0) s;
		RETURN QUERY SELECT format('seed %s, round %s, %s: %s', seed, i, kind, to_json(s)) FROM (
			(SELECT * FROM pg_temp.state(903) EXCEPT ALL SELECT * FROM pg_temp.state(904)) UNION ALL
			(SELECT * FROM pg_temp.state(904) EXCEPT ALL SELECT * FROM pg_temp.state(903))) s WHERE i % 10 = 0;
	END LOOP;
END $$;

SELECT is_empty('SELECT * FROM pg_temp.play(120) LIMIT 20', 'many lines at once do what they do one by one');
SELECT cmp_ok((SELECT count(*) FROM outcome WHERE kind = k AND result = 'done'), '>', 3::bigint, k || ' was done') FROM unnest(ARRAY['add', 'deduct', 'adjust']) k;
SELECT cmp_ok((SELECT count(*) FROM outcome WHERE result = 'PI001'), '>', 3::bigint, 'stock was short, too');
SELECT is_empty('SELECT * FROM check_promises()', 'all promises hold');

SELECT * FROM finish();
ROLLBACK;
