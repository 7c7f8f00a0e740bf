-- A shop with three hot variations at two outlets, and calls that may be refused only for want of stock.
CREATE SCHEMA stress;
INSERT INTO primeinv.tenant (name) VALUES ('Stress');
INSERT INTO primeinv.outlet (tenant_id, name) VALUES (1, 'Main Store'), (1, 'Side Store');
INSERT INTO primeinv.product (tenant_id, name) SELECT 1, 'Product ' || n FROM generate_series(1, 3) n;
INSERT INTO primeinv.variation (tenant_id, product_id, name, cost) SELECT 1, n, 'Each', 1 FROM generate_series(1, 3) n;

CREATE TABLE stress.outcome (call text, code text);

-- Makes a call. Short stock is part of life; any other error ends the client that met it.
CREATE FUNCTION stress.attempt(call text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	code text := 'done';
BEGIN
	BEGIN
		EXECUTE 'SELECT count(*) FROM primeinv.' || call;
	EXCEPTION WHEN SQLSTATE 'PI001' OR SQLSTATE 'PI002' THEN code := SQLSTATE;
	END;
	INSERT INTO stress.outcome VALUES (split_part(call, '(', 1), code);
END $$;

-- Every batch number has its expiry date, so that dates alone say what goes first.
CREATE FUNCTION stress.receive(v int, q int, o int, days int) RETURNS void LANGUAGE sql AS
$$ SELECT stress.attempt(format('add_stock(%s, %s, %s, %L, %L)', v, q, o, 'D' || days, current_date + days)) $$;

CREATE FUNCTION stress.resolve(way text) RETURNS void LANGUAGE sql AS $$
	SELECT stress.attempt(way || '(' || id || ')') FROM primeinv.stock_reservation
	WHERE status = 'ACTIVE' ORDER BY id DESC OFFSET floor(random() * 40) LIMIT 1
$$;

-- Sales that took from a batch while one that expires sooner had stock left. Ids of movements rise under the lock.
CREATE VIEW stress.out_of_order AS
WITH state AS (
	SELECT m.id, m.outlet_id, m.variation_id, m.batch_id, m.movement_type, m.balance_after, b.expiry_date,
		lead(m.id, 1, 9223372036854775807) OVER (PARTITION BY m.batch_id ORDER BY m.id) AS until
	FROM primeinv.stock_movement m JOIN primeinv.batch b ON b.id = m.batch_id
)
SELECT sale.id AS movement_id, sooner.batch_id
FROM state sale
JOIN state sooner ON sooner.outlet_id = sale.outlet_id AND sooner.variation_id = sale.variation_id
	AND sooner.batch_id <> sale.batch_id AND sooner.balance_after > 0
	AND sooner.id < sale.id AND sooner.until > sale.id
	AND sooner.expiry_date < sale.expiry_date AND sooner.expiry_date > current_date
WHERE sale.movement_type IN ('sale', 'transfer_out');
