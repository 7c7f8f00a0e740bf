-- The baselines that run in the server. Each takes stock first expired, first out, writes batch, movement and location,
-- refuses what is not there, and returns the rows that deduct_stock returns.

-- A: as people write it: a loop over the batches FOR UPDATE, and a row trigger that keeps the location's total.
CREATE FUNCTION bench_a.sync_location() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE bench_a.location_stock SET quantity = quantity + NEW.quantity - OLD.quantity
	WHERE outlet_id = NEW.outlet_id AND variation_id = NEW.variation_id;
	RETURN NULL;
END $$;

CREATE TRIGGER sync_location AFTER UPDATE OF quantity ON bench_a.batch
	FOR EACH ROW WHEN (OLD.quantity IS DISTINCT FROM NEW.quantity) EXECUTE FUNCTION bench_a.sync_location();

CREATE FUNCTION bench_a.deduct(p_variation bigint, p_quantity numeric, p_outlet bigint,
	p_type text DEFAULT 'sale', p_reason text DEFAULT NULL, p_reference text DEFAULT NULL)
RETURNS TABLE (batch_id bigint, batch text, quantity numeric, expiry date, cost numeric) LANGUAGE plpgsql AS $$
DECLARE
	b record;
	remaining numeric := p_quantity;
BEGIN
	FOR b IN
		SELECT t.* FROM bench_a.batch t
		WHERE t.outlet_id = p_outlet AND t.variation_id = p_variation AND t.is_open AND t.status = 'available'
			AND (t.expiry_date IS NULL OR t.expiry_date > current_date)
		ORDER BY t.expiry_date, t.received_at, t.id
		FOR UPDATE
	LOOP
		quantity := least(remaining, b.quantity);
		UPDATE bench_a.batch t SET quantity = b.quantity - deduct.quantity WHERE t.id = b.id;
		INSERT INTO bench_a.stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity,
			balance_after, unit_cost, reason, reference_id, actor, db_role)
		VALUES (b.tenant_id, p_variation, p_outlet, b.id, p_type, -quantity, b.quantity - quantity, b.cost_price,
			p_reason, p_reference, current_user, current_user);
		batch_id := b.id;
		batch := b.batch_number;
		expiry := b.expiry_date;
		cost := b.cost_price;
		RETURN NEXT;
		remaining := remaining - quantity;
		EXIT WHEN remaining = 0;
	END LOOP;
	IF remaining > 0 THEN
		RAISE EXCEPTION 'insufficient stock: % short', remaining;
	END IF;
END $$;

-- A': tuned: the location's row is the only lock and is written in line, no trigger, one batch at a time by LIMIT 1.
CREATE FUNCTION bench_t.deduct(p_variation bigint, p_quantity numeric, p_outlet bigint,
	p_type text DEFAULT 'sale', p_reason text DEFAULT NULL, p_reference text DEFAULT NULL)
RETURNS TABLE (batch_id bigint, batch text, quantity numeric, expiry date, cost numeric) LANGUAGE plpgsql AS $$
DECLARE
	remaining numeric := p_quantity;
	balance numeric;
	tenant bigint;
BEGIN
	UPDATE bench_t.location_stock l SET quantity = l.quantity - p_quantity
	WHERE l.outlet_id = p_outlet AND l.variation_id = p_variation
	RETURNING l.tenant_id INTO tenant;
	WHILE remaining > 0 LOOP
		SELECT t.id, t.batch_number, t.expiry_date, t.cost_price, t.quantity INTO batch_id, batch, expiry, cost, balance
		FROM bench_t.batch t
		WHERE t.outlet_id = p_outlet AND t.variation_id = p_variation AND t.is_open AND t.status = 'available'
			AND (t.expiry_date IS NULL OR t.expiry_date > current_date)
		ORDER BY t.expiry_date, t.received_at, t.id
		LIMIT 1;
		IF NOT FOUND THEN
			RAISE EXCEPTION 'insufficient stock: % short', remaining;
		END IF;
		quantity := least(remaining, balance);
		balance := balance - quantity;
		UPDATE bench_t.batch t SET quantity = balance WHERE t.id = batch_id;
		INSERT INTO bench_t.stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity,
			balance_after, unit_cost, reason, reference_id, actor, db_role)
		VALUES (tenant, p_variation, p_outlet, batch_id, p_type, -quantity, balance, cost,
			p_reason, p_reference, current_user, current_user);
		RETURN NEXT;
		remaining := remaining - quantity;
	END LOOP;
END $$;

-- B: one statement with window sums, location in line.
CREATE FUNCTION bench_b.deduct(p_variation bigint, p_quantity numeric, p_outlet bigint,
	p_type text DEFAULT 'sale', p_reason text DEFAULT NULL, p_reference text DEFAULT NULL)
RETURNS TABLE (batch_id bigint, batch text, quantity numeric, expiry date, cost numeric) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY
	WITH location AS (
		UPDATE bench_b.location_stock l SET quantity = l.quantity - p_quantity
		WHERE l.outlet_id = p_outlet AND l.variation_id = p_variation
		RETURNING l.variation_id
	), running AS (
		SELECT t.id, t.quantity AS held,
			sum(t.quantity) OVER (ORDER BY t.expiry_date, t.received_at, t.id) - t.quantity AS before
		FROM bench_b.batch t
		WHERE t.outlet_id = p_outlet AND t.variation_id = (SELECT variation_id FROM location)
			AND t.is_open AND t.status = 'available' AND (t.expiry_date IS NULL OR t.expiry_date > current_date)
	), taken AS (
		UPDATE bench_b.batch t SET quantity = t.quantity - least(r.held, p_quantity - r.before)
		FROM running r
		WHERE t.id = r.id AND r.before < p_quantity
		RETURNING least(r.held, p_quantity - r.before) AS took, t.*
	), journal AS (
		INSERT INTO bench_b.stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity,
			balance_after, unit_cost, reason, reference_id, actor, db_role)
		SELECT t.tenant_id, t.variation_id, t.outlet_id, t.id, p_type, -t.took, t.quantity, t.cost_price,
			p_reason, p_reference, current_user, current_user
		FROM taken t
	)
	SELECT t.id, t.batch_number, t.took, t.expiry_date, t.cost_price FROM taken t
	WHERE (SELECT sum(took) FROM taken) = p_quantity OR bench.refuse();
END $$;

-- The set-based statement: B for a basket of many lines, in which a variation stands once.
CREATE FUNCTION bench_b.deduct_bulk(p_outlet bigint, p_variations bigint[], p_quantities numeric[],
	p_type text DEFAULT 'sale', p_reason text DEFAULT NULL, p_reference text DEFAULT NULL)
RETURNS TABLE (line bigint, batch_id bigint, batch text, quantity numeric, expiry date, cost numeric) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY
	WITH wanted AS (
		SELECT w.line, w.variation_id, w.want
		FROM unnest(p_variations, p_quantities) WITH ORDINALITY w (variation_id, want, line)
	), location AS (
		UPDATE bench_b.location_stock l SET quantity = l.quantity - w.want
		FROM wanted w
		WHERE l.outlet_id = p_outlet AND l.variation_id = w.variation_id
		RETURNING l.variation_id, w.line, w.want
	), running AS (
		SELECT l.line, l.want, t.id, t.quantity AS held, sum(t.quantity) OVER (PARTITION BY l.line
			ORDER BY t.expiry_date, t.received_at, t.id) - t.quantity AS before
		FROM location l JOIN bench_b.batch t ON t.outlet_id = p_outlet AND t.variation_id = l.variation_id
		WHERE t.is_open AND t.status = 'available' AND (t.expiry_date IS NULL OR t.expiry_date > current_date)
	), taken AS (
		UPDATE bench_b.batch t SET quantity = t.quantity - least(r.held, r.want - r.before)
		FROM running r
		WHERE t.id = r.id AND r.before < r.want
		RETURNING r.line, least(r.held, r.want - r.before) AS took, t.*
	), journal AS (
		INSERT INTO bench_b.stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type, quantity,
			balance_after, unit_cost, reason, reference_id, actor, db_role)
		SELECT t.tenant_id, t.variation_id, t.outlet_id, t.id, p_type, -t.took, t.quantity, t.cost_price,
			p_reason, p_reference, current_user, current_user
		FROM taken t
	)
	SELECT t.line, t.id, t.batch_number, t.took, t.expiry_date, t.cost_price FROM taken t
	WHERE (SELECT sum(took) FROM taken) = (SELECT sum(want) FROM wanted) OR bench.refuse();
END $$;
