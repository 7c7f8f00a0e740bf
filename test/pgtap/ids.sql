-- Another tenant's id, in every argument of every function that a manager may call, is answered word for word like an id that
-- does not exist. The calls are made from the catalog, so that a new function is tried without anybody's doing; an argument
-- that is not known here fails the test.
BEGIN;
SELECT no_plan();

-- Two shops, alike in everything.
CREATE TEMP TABLE id (shop text, name text, value bigint, PRIMARY KEY (shop, name));
CREATE TEMP TABLE shop (name text, tenant_id bigint);
CREATE FUNCTION pg_temp.keep(shop text, name text, value bigint) RETURNS void LANGUAGE sql AS 'INSERT INTO pg_temp.id VALUES ($1, $2, $3)';
CREATE FUNCTION pg_temp.of(shop text, name text) RETURNS bigint LANGUAGE sql AS 'SELECT value FROM pg_temp.id i WHERE i.shop = $1 AND i.name = $2';

CREATE FUNCTION pg_temp.open(shop text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	tenant bigint; outlet bigint; other bigint; product bigint; variation bigint; customer bigint; sale bigint; sold bigint; take bigint;
BEGIN
	INSERT INTO primeinv.tenant (name) VALUES (shop) RETURNING id INTO tenant;
	INSERT INTO primeinv.outlet (tenant_id, name) VALUES (tenant, 'near') RETURNING id INTO outlet;
	INSERT INTO primeinv.outlet (tenant_id, name) VALUES (tenant, 'far') RETURNING id INTO other;
	INSERT INTO primeinv.product (tenant_id, name) VALUES (tenant, 'thing') RETURNING id INTO product;
	INSERT INTO primeinv.variation (tenant_id, product_id, name, price, barcode) VALUES (tenant, product, 'big', 5, '4006381333931') RETURNING id INTO variation;
	INSERT INTO primeinv.variation_unit (tenant_id, variation_id, unit, numerator) VALUES (tenant, variation, 'case', 2);
	INSERT INTO primeinv.customer (tenant_id, name, credit_limit) VALUES (tenant, 'she', 1000) RETURNING id INTO customer;
	PERFORM pg_temp.keep(shop, 'tenant_id', tenant), pg_temp.keep(shop, 'outlet_id', outlet), pg_temp.keep(shop, 'from_outlet_id', outlet),
		pg_temp.keep(shop, 'to_outlet_id', other), pg_temp.keep(shop, 'variation_id', variation), pg_temp.keep(shop, 'customer_id', customer);
	PERFORM pg_temp.keep(shop, 'batch_id', primeinv.add_stock(variation, 100, outlet, 'one', current_date + 20, 2));
	PERFORM pg_temp.keep(shop, 'reservation_id', primeinv.reserve_stock(variation, 1, outlet, 'cart'));
	sale := primeinv.create_sale(outlet);
	PERFORM primeinv.add_sale_item(sale, variation, 1);
	sold := (primeinv.checkout(outlet, jsonb_build_array(jsonb_build_object('variation_id', variation, 'quantity', 4)), '[{"method": "CASH", "amount": 10}]', customer)).id;
	PERFORM pg_temp.keep(shop, 'draft_id', sale), pg_temp.keep(shop, 'sale_id', sold);
	PERFORM pg_temp.keep(shop, 'draft_item_id', (SELECT min(id) FROM primeinv.sale_item WHERE sale_id = sale));
	PERFORM pg_temp.keep(shop, 'sale_item_id', (SELECT min(id) FROM primeinv.sale_item WHERE sale_id = sold));
	PERFORM pg_temp.keep(shop, 'payment_id', (SELECT min(id) FROM primeinv.payment WHERE sale_id = sold));
	PERFORM pg_temp.keep(shop, 'refund_id', primeinv.request_refund(sold, jsonb_build_array(jsonb_build_object('sale_item_id', pg_temp.of(shop, 'sale_item_id'), 'quantity', 1)), 'broken'));
	take := primeinv.create_stock_take(outlet, 'count');
	PERFORM primeinv.count_item(take, variation, 90);
	PERFORM pg_temp.keep(shop, 'stock_take_id', take), pg_temp.keep(shop, 'stock_take_item_id', (SELECT min(id) FROM primeinv.stock_take_item WHERE stock_take_id = take));
	PERFORM pg_temp.keep(shop, 'till_session_id', primeinv.open_till(outlet, 'till', 0, shop));
	take := primeinv.create_stock_take(outlet, 'counted');
	PERFORM primeinv.count_item(take, variation, 90), primeinv.complete_stock_take(take);
	PERFORM pg_temp.keep(shop, 'completed_take_id', take), pg_temp.keep(shop, 'completed_take_item_id', (SELECT min(id) FROM primeinv.stock_take_item WHERE stock_take_id = take));
	INSERT INTO pg_temp.shop VALUES (shop, tenant);
END $$;
-- Ids of one shop must not be right in another table of the other: sequences far apart, and each number only once.
CREATE FUNCTION pg_temp.part(start bigint) RETURNS bigint LANGUAGE sql AS $$
	SELECT max(setval(s.oid::regclass, start + 1000 * n)) FROM (SELECT c.oid, row_number() OVER (ORDER BY relname) AS n FROM pg_class c
	WHERE relnamespace = 'primeinv'::regnamespace AND relkind = 'S') s $$;
SELECT cmp_ok(pg_temp.part(70100000), '>', 0::bigint, 'ids of ours');
SELECT lives_ok($$SELECT pg_temp.open('ours')$$, 'our shop');
SELECT cmp_ok(pg_temp.part(70200000), '>', 0::bigint, 'ids of theirs');
SELECT lives_ok($$SELECT pg_temp.open('theirs')$$, 'their shop');
INSERT INTO id SELECT 'none', name, value + 100000 FROM id WHERE shop = 'theirs';
CALL primeinv.seal_ledger(everything => true);

CREATE ROLE i_guest;
CREATE ROLE i_reader;
CREATE ROLE i_app;
CREATE ROLE i_manager;
CREATE ROLE i_twofold;
SELECT primeinv.grant_tenant('i_' || level, pg_temp.of('ours', 'tenant_id'), level) FROM unnest('{guest,reader,app,manager}'::text[]) AS level;
SELECT primeinv.grant_tenant('i_twofold', tenant_id, 'manager') FROM shop;

-- What a call needs besides ids. JSON is with the ids of the shop that is asked for put in for the words in angle brackets.
CREATE TEMP TABLE value (name text PRIMARY KEY, value text);
INSERT INTO value VALUES ('quantity', '1'), ('new_quantity', '5'), ('counted_quantity', '5'), ('quantities', '''{1}'''), ('reason', '''why'''), ('status', '''hold'''), ('new_batch_number', '''part'''), ('barcode', '''4006381333931'''), ('external_id', '''e'''), ('description', '''d'''), ('never_expires', 'true'),
	('cart_session_id', '''cart'''), ('expires_in', '''1 hour'''), ('method', '''CASH'''), ('amount', '1'), ('type', '''ADJUSTMENT'''), ('event_type', '''test.it'''), ('unit', '''case'''),
	('search', '''thing'''), ('start_date', 'current_date - 1'), ('end_date', 'current_date + 1'), ('at', 'now()'), ('days', '30'), ('min_level', '''reader'''),
	('cost', '1'), ('balance_after', '1'), ('unit_cost', '1'), ('code', '''4006381333931'''), ('lot', '''one'''), ('for_sale', 'false'), ('expiry_date', 'current_date'), ('today', 'current_date');
-- of reports
INSERT INTO value VALUES ('from', 'current_date - 1'), ('to', 'current_date'), ('by', '''day'''), ('what', '''word'''), ('word', '''a'''), ('words', '''{a}'''),
	('number', '1'), ('lowest', '0'), ('highest', '2'), ('left_text', '''l'''), ('right_text', '''r'''), ('line', '''l'''), ('width', '42'),
	('observed', '''{t}'''), ('batch_total', '5'), ('location_stock', '4'), ('ledger_total', '5'), ('variance_percent', '5'), ('first', 'current_date'), ('mean', '1'), ('variance', '1'), ('level', '0.9');
-- of seals
INSERT INTO value VALUES ('name', '''Till 2'''), ('float', '0'), ('kind', '''sale'''), ('old_size', '1'), ('new_size', '1');
CREATE TEMP TABLE json (function text, name text, template text, PRIMARY KEY (function, name));
INSERT INTO json VALUES
	('add_stock_bulk', 'items', '[{"variation_id": <variation_id>, "quantity": 1}]'),
	('adjust_stock_bulk', 'items', '[{"variation_id": <variation_id>, "quantity": 1, "batch_id": <batch_id>}]'),
	('checkout', 'items', '[{"variation_id": <variation_id>, "quantity": 1, "batch_id": <batch_id>}]'),
	('checkout', 'payments', '[{"method": "CASH", "amount": 5}]'),
	('complete_sale', 'payments', '[{"method": "CASH", "amount": 5}]'),
	('count_items', 'items', '[{"variation_id": <variation_id>, "counted_quantity": 5}]'),
	('create_stock_take', 'items', '[{"variation_id": <variation_id>, "counted_quantity": 5, "batch_id": <batch_id>}]'),
	('create_stock_take', 'request', '{"outlet_id": <outlet_id>, "items": [{"variation_id": <variation_id>, "physical_count": 45}]}'),
	('deduct_stock', 'request', '{"outlet_id": <outlet_id>, "variation_id": <variation_id>, "quantity": 1, "batch_id": <batch_id>}'),
	('log_event', 'event_data', '{}'),
	('verify_seals', 'digests', '[]'),
	('close_till', 'counted', '{"CASH": 5}'),
	('reconcile_stock_take', 'reasons', '[{"id": <completed_take_item_id>, "variance_reason": "why"}]'),
	('reconcile_stock_take', 'request', '{"stock_take_id": <completed_take_id>, "items": [{"id": <completed_take_item_id>, "variance_reason": "why"}]}'),
	('refund_sale', 'items', '[{"sale_item_id": <sale_item_id>, "quantity": 1}]'),
	('adjust_stock_json', 'request', '{"outlet_id": <outlet_id>, "variation_id": <variation_id>, "quantity": 1, "reason": "why", "batch_id": <batch_id>}'),
	('create_stock_take_json', 'request', '{"outlet_id": <outlet_id>, "items": [{"variation_id": <variation_id>, "physical_count": 45}]}'),
	('reconcile_stock_take_json', 'request', '{"stock_take_id": <completed_take_id>, "items": [{"id": <completed_take_item_id>, "variance_reason": "why"}]}'),
	('refund_sale_json', 'request', '{"sale_id": <sale_id>, "items": [{"sale_item_id": <sale_item_id>, "quantity": 1}], "reason": "why"}'),
	('return_items', 'items', '[{"sale_item_id": <sale_item_id>, "quantity": 1}]'),
	('checkout_json', 'request', '{"outlet_id": <outlet_id>, "customer_id": <customer_id>, "items": [{"variation_id": <variation_id>, "quantity": 1, "batch_id": <batch_id>}], "payments": [{"method": "CASH", "amount": 5}]}'),
	('void_sale_json', 'request', '{"sale_id": <sale_id>, "reason": "why"}'),
	('request_refund', 'items', '[{"sale_item_id": <sale_item_id>, "quantity": 1}]');
-- Functions that want a sale that is not completed yet.
CREATE TEMP TABLE wants_draft (function text PRIMARY KEY);
INSERT INTO wants_draft VALUES ('add_sale_item'), ('update_sale'), ('update_sale_item'), ('remove_sale_item'), ('complete_sale'), ('cancel_sale');
-- Arguments that are no ids, and are left to their defaults.
CREATE TEMP TABLE plain AS SELECT unnest('{actor,request_id,movement_type,reference_id,batch_number,expiry_date,cost_price,description,notes,unit_price,discount_percentage,tax_rate,hold,
	discount_amount,manager_override,override_reason,override_by,force,fix,max_rows,reference,disposition,required,size,scale_barcodes,money_decimals,received_at,add,price}'::text[]) AS name;
INSERT INTO plain SELECT unnest('{category,class,a_days,b_days,c_days,service_level}'::text[]); -- of reports

-- Every input argument of every function for roles; what it holds: a value, an id, ids in JSON, or nothing that matters.
CREATE TEMP VIEW argument AS
	SELECT p.oid, p.proname::text AS function, a.position, a.name, a.type::regtype AS type, a.position > p.pronargs - p.pronargdefaults AS optional, j.template,
		CASE WHEN d.function IS NOT NULL AND a.name IN ('sale_id', 'sale_item_id') THEN replace(replace(a.name, 'sale_item', 'draft_item'), 'sale_id', 'draft_id')
			WHEN p.proname IN ('reconcile_stock_take', 'reopen_stock_take') AND a.name = 'stock_take_id' THEN 'completed_take_id'
			WHEN p.proname = 'ledger_proof' AND a.name = 'id' THEN 'sale_id'
			WHEN a.name IN (SELECT name FROM id) THEN a.name WHEN a.name IN ('variation_ids', 'outlet_ids') THEN left(a.name, -1) END AS id_name
	FROM pg_proc p JOIN primeinv.rights() r ON r.kind = 'function' AND r.name = p.proname AND r.level <> 'owner'
		CROSS JOIN LATERAL unnest(p.proargtypes::oid[], p.proargnames[1 : p.pronargs]) WITH ORDINALITY AS a (type, name, position)
		LEFT JOIN json j ON j.function = p.proname AND j.name = a.name LEFT JOIN wants_draft d ON d.function = p.proname
	WHERE p.pronamespace = 'primeinv'::regnamespace AND p.prokind IN ('f', 'p');
SELECT is_empty($$SELECT function, name, type FROM argument WHERE id_name IS NULL AND template IS NULL AND name NOT IN (SELECT name FROM value) AND name NOT IN (SELECT name FROM plain)$$,
	'every argument is known here');
SELECT is_empty($$SELECT function, name FROM argument WHERE name ~ '_ids?$' AND id_name IS NULL AND name NOT IN ('reference_id', 'request_id', 'cart_session_id', 'external_id')$$, 'every id is');
SELECT is_empty($$SELECT function, name FROM argument WHERE type = 'jsonb'::regtype AND template IS NULL$$, 'and all JSON');

CREATE FUNCTION pg_temp.filled(template text, shop text, put text, from_shop text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	i record;
BEGIN
	FOR i IN SELECT * FROM pg_temp.id WHERE id.shop = filled.shop LOOP
		template := replace(template, '<' || i.name || '>', CASE WHEN i.name = put THEN pg_temp.of(from_shop, put) ELSE i.value END::text);
	END LOOP;
	RETURN template;
END $$;

-- The places where an id can be put: an argument, or a word of its JSON.
CREATE TEMP VIEW spot AS
	SELECT oid, function, position, name, id_name FROM argument WHERE id_name IS NOT NULL
	UNION ALL SELECT a.oid, function, position, name, w.word[1] FROM argument a, regexp_matches(template, '<(\w+)>', 'g') AS w (word);

-- The call with our ids, but the one at the spot (0: none), which comes from another shop.
CREATE FUNCTION pg_temp.call(called oid, spot_position bigint, spot_id text, from_shop text) RETURNS text LANGUAGE sql AS $$
	SELECT format(CASE WHEN (SELECT prokind FROM pg_proc WHERE oid = called) = 'p' THEN 'CALL primeinv.%I(%s)' ELSE 'SELECT json_agg(x) FROM primeinv.%I(%s) x' END,
		(SELECT proname FROM pg_proc WHERE oid = called),
		string_agg(format('%I => %s', name, given), ', ' ORDER BY position))
	FROM (
		SELECT name, position, CASE
			WHEN id_name IS NOT NULL AND type = 'bigint[]'::regtype THEN format('%L::bigint[]', ARRAY[pg_temp.of(CASE WHEN position = spot_position THEN from_shop ELSE 'ours' END, id_name)])
			WHEN id_name IS NOT NULL AND (NOT optional OR position = spot_position) THEN pg_temp.of(CASE WHEN position = spot_position THEN from_shop ELSE 'ours' END, id_name)::text
			WHEN template IS NOT NULL AND (NOT optional OR position = spot_position OR template !~ '<') THEN format('%L::%s', pg_temp.filled(template, 'ours', CASE WHEN position = spot_position THEN spot_id END, from_shop), type)
			WHEN (NOT optional OR name IN ('reason', 'never_expires')) AND type <> 'jsonb'::regtype THEN (SELECT '(' || v.value || ')::' || type FROM value v WHERE v.name = argument.name)
			END AS given
		FROM argument WHERE oid = called) a
	WHERE given IS NOT NULL $$;

-- Runs it as a role and takes it back; the outcome with ids of theirs and of nobody made one.
CREATE FUNCTION pg_temp.outcome(role name, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
	said_detail text;
	said_hint text;
BEGIN
	BEGIN
		EXECUTE format('SET LOCAL ROLE %I', role);
		IF statement ~ '^CALL' THEN
			EXECUTE statement;
			result := '';
		ELSE
			EXECUTE statement INTO result;
		END IF;
		IF current_user <> role THEN
			RAISE EXCEPTION 'the call left identity %', current_user;
		END IF;
		RAISE EXCEPTION USING ERRCODE = 'ZZZZZ', MESSAGE = coalesce(result, 'nothing');
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS said_detail = PG_EXCEPTION_DETAIL, said_hint = PG_EXCEPTION_HINT;
		RETURN regexp_replace(concat_ws(' ', CASE SQLSTATE WHEN 'ZZZZZ' THEN 'done' ELSE SQLSTATE END, SQLERRM, said_detail, said_hint), '70[23]\d{5}', '<id>', 'g');
	END;
END $$;

SELECT cmp_ok((SELECT count(*) FROM spot), '>', 50::bigint, 'there are many places for an id');

-- With our ids alone each call comes past the questions of right and existence; else what follows would show nothing.
CREATE TEMP TABLE plain_call AS SELECT DISTINCT ON (p.oid) p.oid, p.function, pg_temp.call(p.oid, 0, NULL, 'ours') AS statement FROM argument p;
SELECT is_empty($$SELECT function, statement, outcome FROM (SELECT c.*, pg_temp.outcome('i_manager', statement) AS outcome FROM plain_call c) o
	WHERE outcome !~ '^(done|55000|PI0|22023 insufficient)'$$, 'with our own ids every call is understood');
CREATE TEMP TABLE our_call AS SELECT s.*, pg_temp.call(oid, position, id_name, 'ours') AS statement FROM spot s;
SELECT is_empty($$SELECT function, statement, outcome FROM (SELECT c.*, pg_temp.outcome('i_manager', statement) AS outcome FROM our_call c) o
	WHERE outcome !~ '^(done|55000|PI0)'$$, 'and with each id in its place');

-- Each level comes as far with its own functions, and no further.
SELECT is_empty($$SELECT function, level, outcome FROM (SELECT c.*, l.level, pg_temp.outcome(('i_' || l.level)::name, statement) AS outcome FROM plain_call c
	JOIN primeinv.rights() r ON r.kind = 'function' AND r.name = c.function JOIN (VALUES ('guest', 1), ('reader', 2), ('app', 3)) AS l (level, rank) ON l.rank >= r.rank) o
	WHERE outcome !~ '^(done|55000|PI0)'$$, 'a guest can use what is a guest''s, a reader what is a reader''s, an app what is an app''s');
SELECT is_empty($$SELECT function, level, outcome FROM (SELECT c.*, l.level, pg_temp.outcome(('i_' || l.level)::name, statement) AS outcome FROM plain_call c
	JOIN primeinv.rights() r ON r.kind = 'function' AND r.name = c.function JOIN (VALUES ('guest', 1), ('reader', 2), ('app', 3)) AS l (level, rank) ON l.rank < r.rank) o
	WHERE outcome !~ '^42501'$$, 'and nothing else');

-- Each that takes a request id answers it twice with one result, changes nothing the second time, and is who it was.
CREATE FUNCTION pg_temp.twice(role name, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	first text; again text; movements bigint; events bigint; payments bigint; holds text;
BEGIN
	BEGIN
		EXECUTE format('SET LOCAL ROLE %I', role);
		EXECUTE statement INTO first;
		SELECT count(*) INTO movements FROM primeinv.stock_movement;
		SELECT count(*) INTO events FROM primeinv.audit_log;
		SELECT count(*) INTO payments FROM primeinv.payment;
		SELECT string_agg(r::text, ',' ORDER BY id) INTO holds FROM primeinv.stock_reservation r;
		EXECUTE statement INTO again;
		RAISE EXCEPTION USING ERRCODE = 'ZZZZZ', MESSAGE = CASE WHEN current_user <> role THEN 'the call left identity ' || current_user
			WHEN first IS DISTINCT FROM again THEN concat('first ', first, ' again ', again)
			WHEN (movements, events, payments, holds) IS DISTINCT FROM ((SELECT count(*) FROM primeinv.stock_movement), (SELECT count(*) FROM primeinv.audit_log),
				(SELECT count(*) FROM primeinv.payment), (SELECT string_agg(r::text, ',' ORDER BY id) FROM primeinv.stock_reservation r)) THEN 'done twice' ELSE 'once' END;
	EXCEPTION WHEN OTHERS THEN
		RETURN CASE SQLSTATE WHEN 'ZZZZZ' THEN '' ELSE SQLSTATE || ' ' END || SQLERRM;
	END;
END $$;
CREATE TEMP TABLE requested AS SELECT c.function, regexp_replace(statement, '\) x$', ', request_id => ''ids'') x') AS statement FROM plain_call c JOIN pg_proc p ON p.oid = c.oid
	WHERE 'request_id' = ANY (p.proargnames) AND p.prokind = 'f' AND statement ~ '=>';
SELECT is_empty($$SELECT function, statement, outcome FROM (SELECT r.*, pg_temp.twice('i_manager', statement) AS outcome FROM requested r) o
	WHERE outcome <> 'once' AND outcome !~ '^(55000|PI0\d\d|22023 request_id needs a tenant)'$$, 'a request id is answered once');
SELECT cmp_ok((SELECT count(*) FROM requested WHERE pg_temp.twice('i_manager', statement) = 'once'), '>', 25::bigint, 'by many functions');

CREATE TEMP TABLE tried AS SELECT s.*, pg_temp.call(oid, position, id_name, 'theirs') AS statement, pg_temp.call(oid, position, id_name, 'none') AS missing FROM spot s;
SELECT is_empty($$SELECT statement, a, b FROM (SELECT t.*, pg_temp.outcome('i_manager', statement) AS a, pg_temp.outcome('i_manager', missing) AS b FROM tried t) o WHERE a <> b$$,
	'another tenant''s id is answered like none');
-- (Parts of readers show nothing, under row-level security.)
SELECT is_empty($$SELECT statement, a FROM (SELECT t.*, pg_temp.outcome('i_manager', statement) AS a FROM tried t) o WHERE a !~ '^P0002 '
	AND NOT (function IN ('batch_cost_as_of') AND a ~ '^done \[null\]') AND NOT (function = 'sees_tenant' AND a ~ '^done \[false\]')
	AND NOT (function = 'compare_stock' AND a ~ '^done nothing')$$,
	'which is that it does not exist');

-- Nor does having rights for both help: a call is of one tenant.
CREATE TEMP TABLE mixed AS SELECT * FROM tried t WHERE (SELECT count(*) FROM spot s WHERE s.oid = t.oid AND pg_temp.call(s.oid, 0, NULL, 'ours') ~ pg_temp.of('ours', s.id_name)::text) > 1
	OR pg_temp.call(t.oid, 0, NULL, 'ours') !~ pg_temp.of('ours', id_name)::text AND pg_temp.call(t.oid, 0, NULL, 'ours') ~ '701\d{5}';
SELECT cmp_ok((SELECT count(*) FROM mixed), '>', 20::bigint, 'many calls name two things');
SELECT is_empty($$SELECT statement, a FROM (SELECT t.*, pg_temp.outcome('i_twofold', statement) AS a FROM mixed t) o WHERE a !~ '^P0002 '$$,
	'ids of two tenants in one call are an error, also for a role of both');

SELECT is_empty('SELECT * FROM primeinv.check_promises()', 'all promises hold');
SELECT * FROM finish();
ROLLBACK;
