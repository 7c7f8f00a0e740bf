-- The stock functions once more, in the plainest SQL that says what they mean, over tables of its own: the oracle that
-- random sequences of calls are held against (play.sql). The same names, parameters, results and SQLSTATEs; one session.
-- New rows take the ids that primeinv gave them, so that calls with ids mean the same on both sides.
CREATE SCHEMA model;

CREATE TABLE model.batch (id bigint, variation_id bigint, outlet_id bigint, batch_number text, expiry_date date,
	quantity numeric NOT NULL CHECK (quantity >= 0), cost_price numeric, status text, received bigint);
CREATE TABLE model.movement (id bigint GENERATED ALWAYS AS IDENTITY, batch_id bigint, movement_type text, quantity numeric,
	balance_after numeric, unit_cost numeric, reason text, reference_id text);
CREATE TABLE model.hold (id bigint, variation_id bigint, outlet_id bigint, quantity numeric, cart_session_id text,
	status text, expired boolean);
CREATE INDEX ON model.batch (outlet_id, variation_id);
CREATE INDEX ON model.batch (id);
CREATE INDEX ON model.movement (batch_id);
CREATE INDEX ON model.hold (outlet_id, variation_id);
CREATE INDEX ON model.hold (id);
CREATE SEQUENCE model.clock; -- counts calls: what came in by an earlier call was received earlier

CREATE FUNCTION model.fail(code text) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = code; END $$;

CREATE FUNCTION model.today(at_outlet bigint) RETURNS date LANGUAGE sql AS
$$ SELECT (clock_timestamp() AT TIME ZONE time_zone)::date FROM primeinv.outlet o WHERE o.id = at_outlet $$;

CREATE FUNCTION model.is_quantity(q numeric) RETURNS boolean LANGUAGE sql AS
$$ SELECT coalesce(q < 1e12 AND q > -1e12 AND q = round(q, 3), false) $$;

CREATE FUNCTION model.need_positive(q numeric) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN IF NOT model.is_quantity(q) OR q <= 0 THEN PERFORM model.fail('22023'); END IF; END $$;

CREATE FUNCTION model.need_text(t text) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN IF coalesce(btrim(t), '') = '' THEN PERFORM model.fail('22023'); END IF; END $$;

CREATE FUNCTION model.need_place(of_variation bigint, at_outlet bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM primeinv.outlet o JOIN primeinv.variation v ON v.tenant_id = o.tenant_id
		WHERE o.id = at_outlet AND v.id = of_variation) THEN PERFORM model.fail('P0002'); END IF;
	IF NOT (SELECT track_inventory FROM primeinv.variation WHERE id = of_variation) THEN PERFORM model.fail('22023'); END IF;
END $$;

CREATE FUNCTION model.unexpired(b model.batch) RETURNS boolean LANGUAGE sql AS
$$ SELECT b.expiry_date IS NULL OR b.expiry_date > model.today(b.outlet_id) $$;

CREATE FUNCTION model.on_hand(of_variation bigint, at_outlet bigint) RETURNS numeric LANGUAGE sql AS
$$ SELECT coalesce(sum(quantity), 0) FROM model.batch WHERE variation_id = of_variation AND outlet_id = at_outlet $$;

CREATE FUNCTION model.sellable(of_variation bigint, at_outlet bigint) RETURNS numeric LANGUAGE sql AS $$
	SELECT coalesce(sum(quantity), 0) FROM model.batch b
	WHERE variation_id = of_variation AND outlet_id = at_outlet AND status = 'available' AND model.unexpired(b)
$$;

CREATE FUNCTION model.held(of_variation bigint, at_outlet bigint) RETURNS numeric LANGUAGE sql AS $$
	SELECT coalesce(sum(quantity), 0) FROM model.hold
	WHERE variation_id = of_variation AND outlet_id = at_outlet AND status = 'ACTIVE' AND NOT expired
$$;

CREATE FUNCTION model.get_available_stock(variation_id bigint, outlet_id bigint) RETURNS numeric LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
	tracked boolean := (SELECT track_inventory FROM primeinv.variation v WHERE v.id = variation_id);
BEGIN
	IF tracked IS NULL THEN PERFORM model.fail('P0002'); END IF;
	RETURN CASE WHEN tracked THEN greatest(model.sellable(variation_id, outlet_id) - model.held(variation_id, outlet_id), 0) END;
END $$;

-- The one place where a quantity changes: the batch and its movement.
CREATE FUNCTION model.move(of_batch bigint, delta numeric, kind text, reason text, reference text, cost numeric DEFAULT NULL)
RETURNS void LANGUAGE sql AS $$
	UPDATE model.batch SET quantity = quantity + delta WHERE id = of_batch;
	INSERT INTO model.movement (batch_id, movement_type, quantity, balance_after, unit_cost, reason, reference_id)
	SELECT id, kind, delta, quantity, coalesce(cost, cost_price), move.reason, reference FROM model.batch WHERE id = of_batch;
$$;

CREATE TYPE model.taken AS (batch_id bigint, batch text, quantity numeric, expiry date, cost numeric);
CREATE TYPE model.taken_line AS (line bigint, batch_id bigint, batch text, quantity numeric, expiry date, cost numeric);

-- Takes first expired, first out, from what may be taken; the caller has seen that there is enough.
CREATE FUNCTION model.take(of_variation bigint, at_outlet bigint, wanted numeric, everything boolean, only_batch bigint,
	kind text, reason text, reference text)
RETURNS SETOF model.taken LANGUAGE plpgsql AS $$
DECLARE
	b model.batch;
	part numeric;
BEGIN
	FOR b IN
		SELECT t.* FROM model.batch t
		WHERE t.variation_id = of_variation AND t.outlet_id = at_outlet AND t.quantity > 0
			AND (only_batch IS NULL OR t.id = only_batch)
			AND (everything OR t.status = 'available' AND model.unexpired(t))
		ORDER BY t.expiry_date, t.received, t.id
	LOOP
		EXIT WHEN wanted = 0;
		part := least(wanted, b.quantity);
		PERFORM model.move(b.id, -part, kind, reason, reference);
		RETURN NEXT (b.id, b.batch_number, part, b.expiry_date, b.cost_price)::model.taken;
		wanted := wanted - part;
	END LOOP;
	IF wanted > 0 THEN PERFORM model.fail('PI001'); END IF;
END $$;

-- Makes a batch that primeinv has just made: its id, and its number where none was given.
CREATE FUNCTION model.make(of_variation bigint, at_outlet bigint, number text, prefix text, expiry date, cost numeric, since bigint)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	new_id bigint := (SELECT min(b.id) FROM primeinv.batch b WHERE b.variation_id = of_variation AND b.outlet_id = at_outlet
		AND NOT EXISTS (SELECT FROM model.batch m WHERE m.id = b.id));
BEGIN
	INSERT INTO model.batch VALUES (new_id, of_variation, at_outlet, coalesce(number, prefix || new_id), expiry, 0,
		round(cost, 4), 'available', since);
	RETURN new_id;
END $$;

CREATE FUNCTION model.average(of_batch bigint, came numeric, cost numeric) RETURNS void LANGUAGE sql AS $$
	UPDATE model.batch SET cost_price = round((quantity * cost_price + came * cost) / (quantity + came), 4) WHERE id = of_batch
$$;

CREATE FUNCTION model.add_stock(variation_id bigint, quantity numeric, outlet_id bigint, batch_number text DEFAULT NULL,
	expiry_date date DEFAULT NULL, cost_price numeric DEFAULT NULL, movement_type text DEFAULT 'purchase',
	reason text DEFAULT NULL, reference_id text DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	known model.batch;
	price numeric;
	into_id bigint;
BEGIN
	PERFORM model.need_positive(add_stock.quantity);
	IF add_stock.movement_type NOT IN ('opening', 'purchase', 'return') THEN PERFORM model.fail('22023'); END IF;
	IF add_stock.cost_price < 0 OR add_stock.cost_price <> round(add_stock.cost_price, 4) THEN PERFORM model.fail('22023'); END IF;
	PERFORM model.need_place(add_stock.variation_id, add_stock.outlet_id);
	price := coalesce(add_stock.cost_price, (SELECT cost FROM primeinv.variation WHERE id = add_stock.variation_id), 0);
	SELECT * INTO known FROM model.batch b WHERE b.variation_id = add_stock.variation_id
		AND b.outlet_id = add_stock.outlet_id AND b.batch_number = add_stock.batch_number;
	IF known.id IS NULL THEN
		into_id := model.make(add_stock.variation_id, add_stock.outlet_id, add_stock.batch_number, 'LOT-',
			coalesce(add_stock.expiry_date, model.today(add_stock.outlet_id) + (SELECT shelf_life_days FROM primeinv.variation WHERE id = add_stock.variation_id)),
			price, nextval('model.clock'));
	ELSE
		IF add_stock.expiry_date <> known.expiry_date OR add_stock.expiry_date IS NOT NULL AND known.expiry_date IS NULL THEN
			PERFORM model.fail('22023');
		END IF;
		PERFORM model.average(known.id, add_stock.quantity, price);
		into_id := known.id;
	END IF;
	PERFORM model.move(into_id, add_stock.quantity, add_stock.movement_type, add_stock.reason, add_stock.reference_id, price);
	RETURN into_id;
END $$;

CREATE FUNCTION model.deduct_stock(variation_id bigint, quantity numeric, outlet_id bigint, movement_type text DEFAULT 'sale',
	reason text DEFAULT NULL, reference_id text DEFAULT NULL, batch_id bigint DEFAULT NULL)
RETURNS SETOF model.taken LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
	b model.batch;
BEGIN
	PERFORM model.need_positive(quantity);
	IF movement_type NOT IN ('sale', 'damage', 'adjustment') THEN PERFORM model.fail('22023'); END IF;
	IF movement_type <> 'sale' THEN PERFORM model.need_text(reason); END IF;
	PERFORM model.need_place(variation_id, outlet_id);
	IF batch_id IS NOT NULL THEN
		SELECT * INTO b FROM model.batch t WHERE t.id = batch_id AND t.variation_id = deduct_stock.variation_id
			AND t.outlet_id = deduct_stock.outlet_id;
		IF b.id IS NULL THEN PERFORM model.fail('P0002'); END IF;
		IF b.status <> 'available' OR NOT model.unexpired(b) THEN PERFORM model.fail('PI006'); END IF;
	END IF;
	IF quantity > model.get_available_stock(variation_id, outlet_id) THEN PERFORM model.fail('PI001'); END IF;
	RETURN QUERY SELECT * FROM model.take(variation_id, outlet_id, quantity, false, batch_id, movement_type, reason, reference_id);
END $$;

CREATE FUNCTION model.deduct_stock_bulk(outlet_id bigint, variation_ids bigint[], quantities numeric[],
	movement_type text DEFAULT 'sale', reason text DEFAULT NULL, reference_id text DEFAULT NULL)
RETURNS SETOF model.taken_line LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
	FOR i IN 1..cardinality(variation_ids) LOOP
		PERFORM model.need_positive(quantities[i]);
	END LOOP;
	FOR i IN 1..cardinality(variation_ids) LOOP
		RETURN QUERY SELECT i::bigint, * FROM model.deduct_stock(variation_ids[i], quantities[i], outlet_id, movement_type,
			reason, reference_id);
	END LOOP;
END $$;

-- Corrections reach everything on hand: expired, held and reserved stock too.
CREATE FUNCTION model.correct(of_variation bigint, wanted numeric, at_outlet bigint, kind text, reason text, only_batch bigint)
RETURNS SETOF model.taken LANGUAGE plpgsql AS $$
BEGIN
	IF only_batch IS NOT NULL AND NOT EXISTS (SELECT FROM model.batch b WHERE b.id = only_batch
		AND b.variation_id = of_variation AND b.outlet_id = at_outlet) THEN PERFORM model.fail('P0002'); END IF;
	RETURN QUERY SELECT * FROM model.take(of_variation, at_outlet, wanted, true, only_batch, kind, reason, NULL);
END $$;

CREATE FUNCTION model.record_damage(variation_id bigint, quantity numeric, outlet_id bigint, reason text,
	batch_id bigint DEFAULT NULL) RETURNS SETOF model.taken LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
	PERFORM model.need_positive(quantity), model.need_text(reason), model.need_place(variation_id, outlet_id);
	RETURN QUERY SELECT * FROM model.correct(variation_id, quantity, outlet_id, 'damage', reason, batch_id);
END $$;

-- What is found goes to the named batch, or to a new one with the soonest expiry of what lies there and has not expired.
CREATE FUNCTION model.find(of_variation bigint, came numeric, at_outlet bigint, reason text, into_batch bigint)
RETURNS SETOF model.taken LANGUAGE plpgsql AS $$
DECLARE
	b model.batch;
	v primeinv.variation;
BEGIN
	IF into_batch IS NULL THEN
		SELECT * INTO v FROM primeinv.variation WHERE id = of_variation;
		SELECT t.* INTO b FROM model.batch t
		WHERE t.variation_id = of_variation AND t.outlet_id = at_outlet AND model.unexpired(t)
		ORDER BY t.expiry_date, t.received, t.id LIMIT 1;
		IF b.id IS NULL THEN
			b.expiry_date := model.today(at_outlet) + v.shelf_life_days;
			b.cost_price := coalesce(v.cost, 0);
		END IF;
		into_batch := model.make(of_variation, at_outlet, NULL, 'ADJ-', b.expiry_date, b.cost_price, nextval('model.clock'));
	END IF;
	SELECT * INTO b FROM model.batch t WHERE t.id = into_batch AND t.variation_id = of_variation AND t.outlet_id = at_outlet;
	IF b.id IS NULL THEN PERFORM model.fail('P0002'); END IF;
	PERFORM model.move(b.id, came, 'adjustment', reason, NULL);
	RETURN NEXT (b.id, b.batch_number, came, b.expiry_date, b.cost_price)::model.taken;
END $$;

CREATE FUNCTION model.adjust_stock(variation_id bigint, quantity numeric, outlet_id bigint, reason text,
	batch_id bigint DEFAULT NULL) RETURNS SETOF model.taken LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
	PERFORM model.need_positive(abs(quantity)), model.need_text(reason), model.need_place(variation_id, outlet_id);
	IF quantity > 0 THEN
		RETURN QUERY SELECT * FROM model.find(variation_id, quantity, outlet_id, reason, batch_id);
	ELSE
		RETURN QUERY SELECT * FROM model.correct(variation_id, -quantity, outlet_id, 'adjustment', reason, batch_id);
	END IF;
END $$;

CREATE FUNCTION model.set_stock_level(variation_id bigint, new_quantity numeric, outlet_id bigint, reason text)
RETURNS SETOF model.taken LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
	difference numeric := new_quantity - model.on_hand(variation_id, outlet_id);
BEGIN
	IF NOT model.is_quantity(new_quantity) OR new_quantity < 0 THEN PERFORM model.fail('22023'); END IF;
	PERFORM model.need_text(reason), model.need_place(variation_id, outlet_id);
	IF difference <> 0 THEN
		RETURN QUERY SELECT * FROM model.adjust_stock(variation_id, difference, outlet_id, reason);
	END IF;
END $$;

CREATE FUNCTION model.return_to_supplier(batch_id bigint, quantity numeric, reason text, reference_id text DEFAULT NULL)
RETURNS SETOF model.taken LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
	b model.batch;
BEGIN
	PERFORM model.need_positive(quantity), model.need_text(reason);
	SELECT * INTO b FROM model.batch t WHERE t.id = batch_id;
	IF b.id IS NULL THEN PERFORM model.fail('P0002'); END IF;
	RETURN QUERY SELECT * FROM model.take(b.variation_id, b.outlet_id, quantity, true, b.id, 'supplier_return', reason,
		reference_id);
END $$;

CREATE FUNCTION model.transfer_stock(variation_id bigint, quantity numeric, from_outlet_id bigint, to_outlet_id bigint,
	reason text DEFAULT NULL, reference_id text DEFAULT NULL) RETURNS SETOF model.taken LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
	took model.taken;
	source model.batch;
	target model.batch;
	number text;
BEGIN
	PERFORM model.need_positive(quantity);
	IF from_outlet_id = to_outlet_id THEN PERFORM model.fail('22023'); END IF;
	PERFORM model.need_place(variation_id, from_outlet_id), model.need_place(variation_id, to_outlet_id);
	IF quantity > model.get_available_stock(variation_id, from_outlet_id) THEN PERFORM model.fail('PI001'); END IF;
	FOR took IN SELECT * FROM model.take(variation_id, from_outlet_id, quantity, false, NULL, 'transfer_out', reason, reference_id)
	LOOP
		SELECT * INTO source FROM model.batch WHERE id = took.batch_id;
		number := source.batch_number;
		SELECT * INTO target FROM model.batch t WHERE t.variation_id = source.variation_id AND t.outlet_id = to_outlet_id
			AND t.batch_number = number;
		IF target.expiry_date IS DISTINCT FROM source.expiry_date AND target.id IS NOT NULL THEN
			number := number || '/' || from_outlet_id;
			SELECT * INTO target FROM model.batch t WHERE t.variation_id = source.variation_id AND t.outlet_id = to_outlet_id
				AND t.batch_number = number;
		END IF;
		IF target.id IS NULL THEN
			target.id := model.make(variation_id, to_outlet_id, number, NULL, source.expiry_date, source.cost_price,
				source.received);
		END IF;
		PERFORM model.average(target.id, took.quantity, source.cost_price);
		UPDATE model.batch t SET received = least(t.received, source.received) WHERE t.id = target.id;
		PERFORM model.move(target.id, took.quantity, 'transfer_in', reason, reference_id, source.cost_price);
		RETURN NEXT took;
	END LOOP;
END $$;

CREATE FUNCTION model.set_batch_status(batch_id bigint, status text, reason text) RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
	IF status NOT IN ('available', 'hold', 'quarantine', 'recalled') THEN PERFORM model.fail('22023'); END IF;
	PERFORM model.need_text(reason);
	UPDATE model.batch t SET status = set_batch_status.status WHERE t.id = batch_id;
	IF NOT FOUND THEN PERFORM model.fail('P0002'); END IF;
END $$;

CREATE FUNCTION model.expire_batches(outlet_id bigint, variation_id bigint DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
	b model.batch;
	expired bigint := 0;
BEGIN
	FOR b IN
		SELECT t.* FROM model.batch t
		WHERE t.outlet_id = expire_batches.outlet_id AND t.quantity > 0 AND NOT model.unexpired(t)
			AND (expire_batches.variation_id IS NULL OR t.variation_id = expire_batches.variation_id)
	LOOP
		PERFORM model.move(b.id, -b.quantity, 'expiry', 'expired', 'expiry_' || model.today(b.outlet_id));
		expired := expired + 1;
	END LOOP;
	RETURN expired;
END $$;

CREATE FUNCTION model.reserve_stock(variation_id bigint, quantity numeric, outlet_id bigint, cart_session_id text,
	expires_in interval DEFAULT '30 minutes') RETURNS bigint LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
	new_id bigint;
BEGIN
	PERFORM model.need_positive(quantity), model.need_place(variation_id, outlet_id);
	IF quantity > model.get_available_stock(variation_id, outlet_id) THEN PERFORM model.fail('PI001'); END IF;
	SELECT max(r.id) INTO new_id FROM primeinv.stock_reservation r
	WHERE r.variation_id = reserve_stock.variation_id AND r.outlet_id = reserve_stock.outlet_id;
	INSERT INTO model.hold VALUES (new_id, variation_id, outlet_id, quantity, cart_session_id, 'ACTIVE',
		expires_in < interval '1 second');
	RETURN new_id;
END $$;

-- Gives a hold back, or refuses one that is resolved or has expired.
CREATE FUNCTION model.resolve(hold_id bigint, into_status text) RETURNS model.hold LANGUAGE plpgsql AS $$
DECLARE
	h model.hold;
BEGIN
	SELECT * INTO h FROM model.hold WHERE id = hold_id;
	IF h.id IS NULL THEN PERFORM model.fail('P0002'); END IF;
	IF h.status <> 'ACTIVE' OR h.expired THEN PERFORM model.fail('PI002'); END IF;
	UPDATE model.hold SET status = into_status WHERE id = hold_id;
	RETURN h;
END $$;

CREATE FUNCTION model.release_reservation(reservation_id bigint) RETURNS void LANGUAGE sql AS
$$ SELECT model.resolve(reservation_id, 'RELEASED') $$;

CREATE FUNCTION model.cancel_reservation(reservation_id bigint) RETURNS void LANGUAGE sql AS
$$ SELECT model.resolve(reservation_id, 'CANCELLED') $$;

CREATE FUNCTION model.commit_reservation(reservation_id bigint, reason text DEFAULT NULL, reference_id text DEFAULT NULL)
RETURNS SETOF model.taken LANGUAGE plpgsql AS $$
DECLARE
	h model.hold := model.resolve(reservation_id, 'COMMITTED');
BEGIN
	RETURN QUERY SELECT * FROM model.take(h.variation_id, h.outlet_id, h.quantity, false, NULL, 'sale', reason, reference_id);
END $$;
