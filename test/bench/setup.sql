-- What the bench needs of its own: random draws, a stopwatch, baskets of a thousand lines.
CREATE SCHEMA bench;

CREATE FUNCTION bench.draw(calls bigint, skus bigint) RETURNS SETOF bigint LANGUAGE sql VOLATILE AS
$$ SELECT 1 + floor(random() * skus)::bigint FROM generate_series(1, calls) $$;

-- Microseconds a call of a statement whose $1 says how many calls it makes. It runs four times, each a transaction (row
-- versions of one transaction cannot be pruned in it, so that more calls would measure that), after a short one to warm up.
CREATE PROCEDURE bench.time(statement text, calls bigint, INOUT microseconds numeric DEFAULT 0) LANGUAGE plpgsql AS $$
DECLARE
	started timestamptz;
BEGIN
	EXECUTE statement USING (calls + 9) / 10;
	FOR i IN 1..4 LOOP
		COMMIT;
		started := clock_timestamp();
		EXECUTE statement USING calls;
		microseconds := microseconds + extract(epoch FROM clock_timestamp() - started) * 1e6 / calls / 4;
	END LOOP;
	microseconds := round(microseconds, 3);
END $$;

-- Counts the rows of a report, whole, in a statement of its own: where one statement asks eight times, the hash tables that
-- the first reading has filled serve the other seven.
CREATE FUNCTION bench.read(report text, of_outlet bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	rows bigint;
BEGIN
	EXECUTE format('SELECT count(r) FROM primeinv.%I r WHERE r.outlet_id = %s', report, of_outlet) INTO rows;
	RETURN rows;
END $$;

CREATE FUNCTION bench.refuse() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'insufficient stock'; END $$;

-- Rows only where a schema's batches, movements and locations part: the baselines' results are held against this.
CREATE FUNCTION bench.parted(of_schema text) RETURNS TABLE (subject text, id bigint) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format($q$
		SELECT 'batch', b.id FROM %1$I.batch b
		LEFT JOIN (SELECT batch_id, sum(quantity) AS total FROM %1$I.stock_movement GROUP BY 1) m ON m.batch_id = b.id
		WHERE b.quantity IS DISTINCT FROM m.total
		UNION ALL
		SELECT 'location', l.variation_id FROM %1$I.location_stock l
		LEFT JOIN (SELECT outlet_id, variation_id, sum(quantity) AS total FROM %1$I.batch GROUP BY 1, 2) b
			USING (outlet_id, variation_id)
		WHERE l.quantity IS DISTINCT FROM b.total$q$, of_schema);
END $$;

-- One shop, :skus variations, three batches each, so that the batches of variation v are 3v-2, 3v-1 and 3v in the order
-- in which they are sold; the first is never emptied.
INSERT INTO primeinv.tenant (name, currency) VALUES ('Bench', 'EUR');
INSERT INTO primeinv.outlet (tenant_id, name, time_zone) VALUES (1, 'Main Store', 'UTC');
INSERT INTO primeinv.product (tenant_id, name) SELECT 1, 'Product ' || v FROM generate_series(1, :skus) v;
INSERT INTO primeinv.variation (tenant_id, product_id, name, price, cost)
SELECT 1, v, 'Each', 2.50, 1.25 FROM generate_series(1, :skus) v;
INSERT INTO primeinv.batch (tenant_id, variation_id, outlet_id, batch_number, quantity, expiry_date, cost_price)
SELECT 1, v, 1, 'B' || k, CASE WHEN k = 1 THEN 10000000 ELSE 1000 END, current_date + 90 * k, 1.25
FROM generate_series(1, :skus) v, generate_series(1, 3) k
ORDER BY v, k;
INSERT INTO primeinv.stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after,
	unit_cost, actor, db_role)
SELECT tenant_id, variation_id, outlet_id, id, 'opening', quantity, quantity, cost_price, 'bench', 'bench' FROM primeinv.batch;

-- A row for one client to change.
CREATE TABLE bench.tick AS SELECT 0::bigint AS n;

CREATE TABLE bench.basket AS
SELECT n, array_agg(v) AS variations, array_fill(1::numeric, ARRAY[1000]) AS quantities
FROM generate_series(1, 10) n,
	LATERAL (SELECT v FROM generate_series(1, :skus) v WHERE n > 0 ORDER BY random() LIMIT 1000) s
GROUP BY n;

-- The shop has sold before: planned while it was empty, a look-up would read all of a table that has grown since.
CREATE PROCEDURE bench.trade(sales int) LANGUAGE plpgsql AS $$
BEGIN
	FOR i IN 1..sales LOOP
		PERFORM primeinv.checkout(1, '[{"variation_id": 1, "quantity": 1}, {"variation_id": 2, "quantity": 1}]',
			'[{"method": "CASH", "amount": 5}]');
		COMMIT;
	END LOOP;
END $$;
CALL bench.trade(1000);

-- Sales of ten lines, each a transaction, of as many variations.
CREATE PROCEDURE bench.sell_ten(sales int, skus int) LANGUAGE plpgsql AS $$
DECLARE
	items jsonb;
BEGIN
	FOR i IN 1..sales LOOP
		items := jsonb_agg(jsonb_build_object('variation_id', v, 'quantity', 1)) FROM (SELECT DISTINCT v FROM bench.draw(20, skus) v LIMIT 10) d;
		PERFORM primeinv.checkout(1, items, '[{"method": "CASH", "amount": 25}]');
		COMMIT;
	END LOOP;
END $$;

-- Counts so many variations, each one unit off, and applies the differences.
CREATE FUNCTION bench.stock_take(lines bigint) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
	take jsonb := primeinv.create_stock_take(jsonb_build_object('outlet_id', 1, 'items', (
		SELECT jsonb_agg(jsonb_build_object('variation_id', l.variation_id, 'counted_quantity', l.quantity - 1 + 2 * (l.variation_id % 2)))
		FROM primeinv.location_stock l WHERE l.outlet_id = 1 AND l.variation_id <= lines)));
BEGIN
	RETURN primeinv.reconcile_stock_take(jsonb_build_object('stock_take_id', take -> 'id', 'items', (
		SELECT jsonb_agg(jsonb_build_object('id', i -> 'id', 'variance_reason', 'counted')) FROM jsonb_array_elements(take -> 'items') i)));
END $$;

VACUUM ANALYZE;
