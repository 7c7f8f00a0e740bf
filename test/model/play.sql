-- Random sequences of calls, each made to primeinv and to its twin. play(), step() and compare() raise where they differ.
CREATE TABLE model.sequence (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, seed bigint, outlets bigint[], variations bigint[]);
CREATE UNLOGGED TABLE model.played (function text, outcome text);

INSERT INTO primeinv.tenant (name) VALUES ('Model');

-- A sequence has two outlets, whose dates differ for most of the day, and three variations that nobody else uses.
CREATE FUNCTION model.begin_sequence(seed bigint) RETURNS bigint LANGUAGE sql AS $$
	WITH outlet AS (
		INSERT INTO primeinv.outlet (tenant_id, name, time_zone)
		VALUES (1, 'East', 'Pacific/Kiritimati'), (1, 'West', 'Pacific/Pago_Pago') RETURNING id
	), product AS (
		INSERT INTO primeinv.product (tenant_id, name) VALUES (1, 'Rice') RETURNING id
	), variation AS (
		INSERT INTO primeinv.variation (tenant_id, product_id, name, cost, shelf_life_days, track_inventory)
		SELECT 1, product.id, kind, cost, shelf_life, tracked
		FROM product, (VALUES ('Bag', 2.5, NULL, true), ('Box', NULL, 7, true), ('Delivery', 1, NULL, false))
			kind (kind, cost, shelf_life, tracked)
		RETURNING id
	)
	INSERT INTO model.sequence (seed, outlets, variations)
	SELECT seed, (SELECT array_agg(id ORDER BY id) FROM outlet), (SELECT array_agg(id ORDER BY id) FROM variation)
	RETURNING id
$$;

CREATE FUNCTION model.one_of(VARIADIC choices text[]) RETURNS text LANGUAGE sql VOLATILE AS
$$ SELECT choices[1 + floor(random() * cardinality(choices))] $$;

-- Mostly quantities that a shop sees, now and then just what is left or a little more.
CREATE FUNCTION model.some_quantity(variation bigint, outlet bigint) RETURNS numeric LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	dice float := random();
BEGIN
	RETURN CASE
		WHEN dice < 0.1 THEN greatest(model.get_available_stock(variation, outlet), 1) + model.one_of('0', '0', '0.001')::numeric
		WHEN dice < 0.15 THEN greatest(model.on_hand(variation, outlet), 1) + model.one_of('0', '0', '0.001')::numeric
		WHEN dice < 0.3 THEN floor(random() * 80 + 1) / 8
		WHEN dice < 0.4 THEN floor(random() * 60 + 13)
		ELSE floor(random() * 6 + 1) END;
END $$;

-- The text of a random call, without its schema. One in five has a fault that is refused, whatever else; never two, because
-- which of two is named is nobody's promise.
CREATE FUNCTION model.invent(outlets bigint[], variations bigint[]) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	dice float := random() * 100;
	fault text := model.one_of(VARIADIC array_fill('none'::text, ARRAY[28])
		|| '{variation, untracked, quantity, reason, word, batch, same outlet}'::text[]);
	side int := 1 + floor(random() * 2);
	o bigint := outlets[side];
	v bigint := variations[1 + floor(random() * 2)];
	other bigint := outlets[3 - side];
	q numeric := model.some_quantity(v, o);
	b bigint := (SELECT id FROM model.batch WHERE outlet_id = o AND variation_id = v ORDER BY random() LIMIT 1);
	maybe_b bigint;
	h bigint := (SELECT id FROM model.hold WHERE outlet_id = ANY (outlets) ORDER BY status = 'ACTIVE' DESC, random() LIMIT 1);
	reason text := model.one_of('broken', 'counted');
	kind text := model.one_of('sale', 'sale', 'damage', 'adjustment');
	receipt text := model.one_of('purchase', 'purchase', 'opening', 'return');
	status text := model.one_of('available', 'available', 'hold', 'quarantine', 'recalled');
BEGIN
	IF b IS NULL OR fault = 'batch' THEN
		b := CASE WHEN fault IN ('none', 'batch') THEN (SELECT min(id) FROM model.batch WHERE outlet_id = other) END;
	END IF;
	IF b IS NULL AND dice BETWEEN 61 AND 64 OR b IS NULL AND dice BETWEEN 73 AND 80 OR h IS NULL AND dice BETWEEN 90 AND 97 THEN
		RETURN format('get_available_stock(%L::bigint, %L::bigint)', v, o);
	END IF;
	maybe_b := CASE WHEN random() < 0.3 THEN b END;
	CASE fault
		WHEN 'variation' THEN v := -1; maybe_b := NULL;
		WHEN 'untracked' THEN v := variations[3]; maybe_b := NULL;
		WHEN 'quantity' THEN q := model.one_of('0', '1.0005', 'NaN', '1e13', 'Infinity', NULL)::numeric;
		WHEN 'reason' THEN reason := model.one_of('', ' ', NULL);
		WHEN 'word' THEN kind := 'purchase'; receipt := 'sale'; status := 'lost';
		WHEN 'same outlet' THEN other := o;
		ELSE NULL;
	END CASE;
	RETURN CASE
		WHEN dice < 20 THEN format('add_stock(%L::bigint, %L::numeric, %L::bigint, %L, %L::date, %L::numeric, %L, %L)', v, q * 6, o,
			model.one_of('A', 'B', 'C', 'D', NULL), model.today(o) + model.one_of('-1', '0', '1', '2', '30', NULL)::int,
			model.one_of('1', '2.5', '0', '3.3333', NULL), receipt, reason)
		WHEN dice < 40 THEN format('deduct_stock(%L::bigint, %L::numeric, %L::bigint, %L, %L, %L, %L::bigint)', v, q, o,
			kind, reason, 'doc', maybe_b)
		WHEN dice < 46 THEN format('deduct_stock_bulk(%L::bigint, %L::bigint[], %L::numeric[], %L)', o,
			ARRAY[v, variations[1], variations[2], v], ARRAY[q, 1, model.some_quantity(variations[2], o), 0.5], kind)
		WHEN dice < 54 THEN format('adjust_stock(%L::bigint, %L::numeric, %L::bigint, %L, %L::bigint)', v,
			q * model.one_of('1', '-1')::int, o, reason, maybe_b)
		WHEN dice < 57 THEN format('set_stock_level(%L::bigint, %L::numeric, %L::bigint, %L)', v,
			CASE q WHEN 0 THEN -1 ELSE q END, o, reason)
		WHEN dice < 61 THEN format('record_damage(%L::bigint, %L::numeric, %L::bigint, %L, %L::bigint)', v, q, o, reason, maybe_b)
		WHEN dice < 64 THEN format('return_to_supplier(%L::bigint, %L::numeric, %L)', b, q, reason)
		WHEN dice < 73 THEN format('transfer_stock(%L::bigint, %L::numeric, %L::bigint, %L::bigint, %L)', v, q, o, other, reason)
		WHEN dice < 80 THEN format('set_batch_status(%L::bigint, %L, %L)', b, status, reason)
		WHEN dice < 82 THEN format('expire_batches(%L::bigint, %L::bigint)', o, CASE WHEN random() < 0.5 THEN variations[1] END)
		WHEN dice < 90 THEN format('reserve_stock(%L::bigint, %L::numeric, %L::bigint, %L, %L::interval)', v, q, o,
			'cart', model.one_of('1 hour', '1 hour', '1 hour', '1 microsecond'))
		WHEN dice < 92 THEN format('release_reservation(%L::bigint)', h)
		WHEN dice < 93 THEN format('cancel_reservation(%L::bigint)', h)
		WHEN dice < 97 THEN format('commit_reservation(%L::bigint, %L)', h, reason)
		ELSE format('get_available_stock(%L::bigint, %L::bigint)', v, o) END;
END $$;

-- What a call gives: its rows, or its SQLSTATE.
CREATE FUNCTION model.attempt(of_schema text, call text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
	result jsonb;
BEGIN
	EXECUTE format('SELECT coalesce(jsonb_agg(to_jsonb(r)), ''[]'') FROM %I.%s r', of_schema, call) INTO result;
	RETURN CASE WHEN result IN ('[null]', '[""]') THEN '[]' ELSE result END; -- void or null
EXCEPTION WHEN OTHERS THEN
	IF SQLSTATE ~ '^(22023|P0002|PI00.|23514)$' THEN
		RETURN to_jsonb(SQLSTATE);
	END IF;
	RETURN to_jsonb(SQLSTATE || ' ' || SQLERRM);
END $$;

CREATE FUNCTION model.step(of_sequence bigint, step int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	s model.sequence;
	call text;
	real jsonb;
	twin jsonb;
BEGIN
	SELECT * INTO s FROM model.sequence WHERE id = of_sequence;
	PERFORM setseed((hashint8extended(s.seed, step) % 1000003)::float / 1000003);
	call := model.invent(s.outlets, s.variations);
	real := model.attempt('primeinv', call);
	twin := model.attempt('model', call);
	INSERT INTO model.played VALUES (split_part(call, '(', 1), CASE jsonb_typeof(real) WHEN 'string' THEN real #>> '{}' ELSE 'done' END);
	IF real IS DISTINCT FROM twin THEN
		RAISE EXCEPTION 'seed %, step %: % gives % and should give %', s.seed, step, call, real, twin;
	END IF;
END $$;

-- Everything that the sequence wrote, on both sides.
CREATE FUNCTION model.compare(of_sequence bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	s model.sequence;
	difference record;
BEGIN
	SELECT * INTO s FROM model.sequence WHERE id = of_sequence;
	FOR difference IN
		WITH real AS (
			SELECT 'batch' AS what, jsonb_build_array(id, variation_id, outlet_id, batch_number, expiry_date, quantity,
				cost_price, status) AS row
			FROM primeinv.batch WHERE outlet_id = ANY (s.outlets)
			UNION ALL
			SELECT 'movement', jsonb_build_array(batch_id, row_number() OVER (PARTITION BY batch_id ORDER BY id), movement_type,
				quantity, balance_after, unit_cost, reason, reference_id)
			FROM primeinv.stock_movement WHERE batch_id IN (SELECT id FROM primeinv.batch WHERE outlet_id = ANY (s.outlets))
			UNION ALL
			SELECT 'location', jsonb_build_array(outlet_id, variation_id, quantity)
			FROM primeinv.location_stock WHERE outlet_id = ANY (s.outlets) AND quantity <> 0
			UNION ALL
			SELECT 'available', jsonb_build_array(o, v, primeinv.get_available_stock(v, o))
			FROM unnest(s.outlets) o, unnest(s.variations) v
			UNION ALL
			SELECT 'hold', jsonb_build_array(id, variation_id, outlet_id, quantity,
				CASE WHEN expires_at > clock_timestamp() OR status <> 'ACTIVE' THEN status ELSE 'RELEASED' END)
			FROM primeinv.stock_reservation WHERE outlet_id = ANY (s.outlets)
		), twin AS (
			SELECT 'batch', jsonb_build_array(id, variation_id, outlet_id, batch_number, expiry_date, quantity, cost_price, status)
			FROM model.batch WHERE outlet_id = ANY (s.outlets)
			UNION ALL
			SELECT 'movement', jsonb_build_array(batch_id, row_number() OVER (PARTITION BY batch_id ORDER BY id), movement_type,
				quantity, balance_after, unit_cost, reason, reference_id)
			FROM model.movement WHERE batch_id IN (SELECT id FROM model.batch WHERE outlet_id = ANY (s.outlets))
			UNION ALL
			SELECT 'location', jsonb_build_array(outlet_id, variation_id, sum(quantity))
			FROM model.batch WHERE outlet_id = ANY (s.outlets) GROUP BY outlet_id, variation_id HAVING sum(quantity) <> 0
			UNION ALL
			SELECT 'available', jsonb_build_array(o, v, model.get_available_stock(v, o))
			FROM unnest(s.outlets) o, unnest(s.variations) v
			UNION ALL
			SELECT 'hold', jsonb_build_array(id, variation_id, outlet_id, quantity,
				CASE WHEN expired AND status = 'ACTIVE' THEN 'RELEASED' ELSE status END)
			FROM model.hold WHERE outlet_id = ANY (s.outlets)
		)
		(SELECT 'primeinv has' AS side, * FROM real EXCEPT SELECT 'primeinv has', * FROM twin)
		UNION ALL
		(SELECT 'the twin has', * FROM twin EXCEPT SELECT 'the twin has', * FROM real)
	LOOP
		RAISE EXCEPTION 'seed %: only % the % %', s.seed, difference.side, difference.what, difference.row;
	END LOOP;
END $$;
