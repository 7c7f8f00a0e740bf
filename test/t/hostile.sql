-- What hostile.pl loads: makes random calls with hostile arguments, and says how they end.

CREATE SCHEMA hostile;
CREATE TABLE hostile.outcome (role text, function text, state text, message text, calls bigint, CONSTRAINT outcome_key UNIQUE (role, function, state, message));

-- Arguments by type: edges, nonsense, and what makes sense now and then.
CREATE TABLE hostile.value (type text, value text);
INSERT INTO hostile.value VALUES
	('bigint', 'NULL'), ('bigint', '0'), ('bigint', '-1'), ('bigint', '1'), ('bigint', '2'), ('bigint', '9223372036854775807'), ('bigint', '-9223372036854775808'), ('bigint', '987654321'),
	('integer', 'NULL'), ('integer', '0'), ('integer', '-1'), ('integer', '1'), ('integer', '4'), ('integer', '7'), ('integer', '30'), ('integer', '36500'), ('integer', '2147483647'), ('integer', '-2147483648'),
	('smallint', 'NULL'), ('smallint', '0'), ('smallint', '-32768'), ('smallint', '32767'),
	('numeric', 'NULL'), ('numeric', '0'), ('numeric', '1'), ('numeric', '-1'), ('numeric', '3'), ('numeric', '0.001'), ('numeric', '0.0005'), ('numeric', '2.50'), ('numeric', '1e-20'),
	('numeric', '99999999999.9999'), ('numeric', '999999999999.999'), ('numeric', '-99999999999.9999'), ('numeric', '1e30'), ('numeric', '1e4000'), ('numeric', '''NaN'''), ('numeric', '''Infinity'''), ('numeric', '''-Infinity'''),
	('double precision', 'NULL'), ('double precision', '0'), ('double precision', '''NaN'''), ('double precision', '''-Infinity'''), ('double precision', '1e300'), ('double precision', '0.95'),
	('boolean', 'NULL'), ('boolean', 'true'), ('boolean', 'false'),
	('date', 'NULL'), ('date', 'current_date'), ('date', 'current_date - 30'), ('date', 'current_date + 30'), ('date', '''infinity'''), ('date', '''-infinity'''), ('date', '''4714-11-24 BC'''), ('date', '''5874897-12-31'''),
	('timestamp with time zone', 'NULL'), ('timestamp with time zone', 'now()'), ('timestamp with time zone', '''infinity'''), ('timestamp with time zone', '''-infinity'''), ('timestamp with time zone', '''294276-12-31 23:59Z'''), ('timestamp with time zone', '''4713-01-02 BC'''),
	('interval', 'NULL'), ('interval', '''0'''), ('interval', '''30 minutes'''), ('interval', '''-1 day'''), ('interval', '''178000000 years'''), ('interval', '''-178000000 years'''), ('interval', '''1 year'''), ('interval', '''1 microsecond'''),
	('name', '''nobody'''), ('name', '''postgres'''), ('name', ''''''), ('name', 'NULL'), ('name', '''n_app'''), ('name', '''n_reader'''),
	('regclass', '''primeinv.batch'''), ('regclass', '''pg_class'''), ('regclass', 'NULL'), ('oid', '0'), ('oid', '4294967295'), ('bytea', '''\x00ff'''), ('bytea', 'NULL'), ('bytea', '''\x'''),
	('text', 'NULL'), ('text', ''''''), ('text', ''' '''), ('text', '''sale'''), ('text', '''damage'''), ('text', '''return'''), ('text', '''CASH'''), ('text', '''ACCOUNT'''), ('text', '''RETAIL'''), ('text', '''WHOLESALE'''),
	('text', '''PAYMENT'''), ('text', '''ADJUSTMENT'''), ('text', '''restock'''), ('text', '''quarantine'''), ('text', '''destroy'''), ('text', '''available'''), ('text', '''recalled'''), ('text', '''app'''), ('text', '''case'''),
	('text', '''LOT-1'''), ('text', '''a.b'''), ('text', '''17'''), ('text', '''%s%n%d'''), ('text', E'''\\\\ '''' "'''), ('text', 'repeat(''x'', 70000)'), ('text', 'repeat(''9'', 500)'), ('text', 'repeat(''['', 6000)'),
	('text', '''(01)04006381333931(10)LOT-1(17)291231'''), ('text', '''4006381333931'''), ('text', '''{"outlet_id": 1}'''), ('text', 'E''\U0001F34Eé\t\n'''), ('text', '''day'''), ('text', '''product'''), ('text', '''stock_movement'''),
	('jsonb', 'NULL'), ('jsonb', '''null'''), ('jsonb', '''{}'''), ('jsonb', '''[]'''), ('jsonb', '''[null]'''), ('jsonb', '''"x"'''), ('jsonb', '''7'''), ('jsonb', '''[[]]'''), ('jsonb', '''[{}]'''), ('jsonb', '''{"outlet_id": "x"}'''),
	('jsonb', '(repeat(''['', 3000) || repeat('']'', 3000))::jsonb'), ('jsonb', '''[{"method": "CASH", "amount": 5}]'''), ('jsonb', '''[{"method": "ACCOUNT", "amount": "1e9"}]'''), ('jsonb', '''[{"method": "CARD", "amount": 1e400}]'''),
	('jsonb', '''[{"quantity": "NaN", "variation_id": 1e30}]''');

-- Where an argument of that name finds a record.
CREATE TABLE hostile.record (argument text PRIMARY KEY, query text);
INSERT INTO hostile.record
SELECT replace(c.relname, 'stock_reservation', 'reservation') || '_id', format('SELECT id FROM primeinv.%I ORDER BY random() LIMIT 1', c.relname)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'id' AND a.atttypid = 'bigint'::regtype
WHERE c.relnamespace = 'primeinv'::regnamespace AND c.relkind = 'r';
INSERT INTO hostile.record SELECT argument, query FROM (VALUES
	('from_outlet_id', 'SELECT id FROM primeinv.outlet ORDER BY random() LIMIT 1'), ('to_outlet_id', 'SELECT id FROM primeinv.outlet ORDER BY random() LIMIT 1')) v (argument, query);

-- JSON of the right shape, mostly, with records of anybody's.
CREATE FUNCTION hostile.some_json() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result jsonb;
BEGIN
	SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
			CASE WHEN random() < 0.6 THEN 'variation_id' WHEN random() < 0.8 THEN 'sale_item_id' ELSE 'id' END,
			CASE WHEN random() < 0.9 THEN (SELECT id FROM primeinv.variation ORDER BY random() LIMIT 1) ELSE -7 END,
			CASE WHEN random() < 0.8 THEN 'quantity' WHEN random() < 0.5 THEN 'counted_quantity' ELSE 'variance_reason' END,
			CASE WHEN random() < 0.8 THEN to_jsonb(floor(random() * 4)) ELSE '"0.0005"' END,
			CASE WHEN random() < 0.1 THEN 'batch_id' WHEN random() < 0.1 THEN 'unit_price' WHEN random() < 0.1 THEN 'nonsense' ELSE 'unit' END,
			CASE WHEN random() < 0.2 THEN to_jsonb(floor(random() * 9)) WHEN random() < 0.1 THEN '"case"' END)))
	INTO result FROM generate_series(1, 1 + (random() * 3)::integer);
	RETURN quote_literal(result::text) || '::jsonb';
END $$;

CREATE FUNCTION hostile.argument(name text, type oid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	element oid;
	result text;
	kind text := format_type(type, NULL);
BEGIN
	SELECT typelem INTO element FROM pg_type WHERE oid = type AND typcategory = 'A';
	IF element <> 0 THEN
		RETURN CASE WHEN random() < 0.1 THEN 'NULL' WHEN random() < 0.1 THEN '''{}''' WHEN random() < 0.05 THEN format('ARRAY[[%s], [%1$s]]', hostile.argument(rtrim(name, 's'), element))
			ELSE (SELECT format('ARRAY[%s]', string_agg(hostile.argument(rtrim(name, 's'), element), ', ')) FROM generate_series(1, 1 + (random() * 2)::integer)) END || '::' || kind;
	END IF;
	IF random() < 0.7 AND EXISTS (SELECT FROM hostile.record r WHERE r.argument = name) THEN
		EXECUTE (SELECT query FROM hostile.record r WHERE r.argument = name) INTO result;
	ELSIF kind = 'jsonb' AND random() < 0.6 THEN
		result := hostile.some_json();
	ELSIF name = 'request_id' AND random() < 0.7 OR name = 'actor' AND random() < 0.5 THEN
		result := 'NULL';
	ELSE
		SELECT v.value INTO result FROM hostile.value v WHERE v.type = kind ORDER BY random() LIMIT 1;
	END IF;
	RETURN coalesce(result, 'NULL') || '::' || kind;
END $$;

-- One call of a function, with as many arguments as it has, or less where the rest have defaults.
CREATE FUNCTION hostile.call(function pg_proc) RETURNS text LANGUAGE sql AS $$
	SELECT format(CASE WHEN $1.prokind = 'p' THEN 'CALL primeinv.%I(%s)' WHEN $1.prorettype = 'trigger'::regtype THEN 'SELECT primeinv.%I(%s)' ELSE 'SELECT count(f::text) FROM primeinv.%I(%s) f' END,
		$1.proname, (SELECT string_agg(hostile.argument($1.proargnames[n], $1.proargtypes[n - 1]), ', ' ORDER BY n)
			FROM generate_series(1, CASE WHEN random() < 0.3 THEN $1.pronargs - $1.pronargdefaults ELSE $1.pronargs END) n))
$$;

-- Which functions: all that SQL can call. Some would take away what the attackers stand on, or are no attack (and api has no arguments, but takes a second).
CREATE VIEW hostile.callable AS
	SELECT p AS function FROM pg_proc p WHERE p.pronamespace = 'primeinv'::regnamespace AND p.prokind IN ('f', 'p')
	AND NOT 'internal'::regtype = ANY (p.proargtypes::oid[]) AND p.proname NOT IN ('revoke_tenant', 'revoke_monitor', 'refresh_grants', 'forget_tenant', 'set_shard', 'api');

-- So many calls by a role; what succeeds is undone half of the time.
CREATE PROCEDURE hostile.attack(by_role text, calls integer, seed double precision) LANGUAGE plpgsql AS $$
DECLARE
	callable pg_proc[] := ARRAY(SELECT function FROM hostile.callable ORDER BY (function).oid);
	fn pg_proc; call text; state text; said text;
BEGIN
	PERFORM setseed(seed);
	SET client_min_messages = error;
	FOR i IN 1 .. calls LOOP
		fn := callable[1 + floor(random() * array_length(callable, 1))::integer];
		call := hostile.call(fn);
		said := '';
		BEGIN
			EXECUTE format('SET LOCAL ROLE %I', by_role);
			RAISE DEBUG '% calls %', by_role, call; -- in the log with HOSTILE_TRACE=1
			EXECUTE call;
			state := '00000';
			IF random() < 0.5 THEN
				RAISE EXCEPTION USING ERRCODE = 'ZZ000';
			END IF;
			RESET ROLE;
		EXCEPTION WHEN OTHERS THEN
			state := CASE SQLSTATE WHEN 'ZZ000' THEN '00000' ELSE SQLSTATE END;
			IF state LIKE 'XX%' OR state LIKE '5[37]%' OR state LIKE '4000%' THEN
				said := SQLERRM || ' <- ' || left(call, 500);
			END IF;
		END;
		RESET ROLE;
		INSERT INTO hostile.outcome AS o VALUES (by_role, fn.proname, state, said, 1)
		ON CONFLICT ON CONSTRAINT outcome_key DO UPDATE SET calls = o.calls + 1;
		IF i % 20 = 0 THEN
			COMMIT;
		END IF;
	END LOOP;
END $$;

-- Every trigger function on tables that it was not made for: each event, level and time.
CREATE TABLE hostile.elsewhere (tenant_id text, id text, outlet_id integer, variation_id text, quantity text, credit_limit integer, outstanding_balance text, barcode integer, status integer, name text);
CREATE PROCEDURE hostile.misplace(by_role text) LANGUAGE plpgsql AS $$
DECLARE
	fn name; kind text; write text; state text; said text;
BEGIN
	SET client_min_messages = error;
	EXECUTE format('ALTER TABLE hostile.elsewhere OWNER TO %I', by_role);
	FOR fn IN SELECT proname FROM pg_proc WHERE pronamespace = 'primeinv'::regnamespace AND prorettype = 'trigger'::regtype ORDER BY 1 LOOP
		FOREACH kind IN ARRAY '{BEFORE %s|ROW,AFTER %s|ROW,BEFORE %s|STATEMENT,AFTER %s|STATEMENT}'::text[] LOOP
			FOREACH write IN ARRAY '{INSERT,UPDATE,DELETE,TRUNCATE}'::text[] LOOP
				CONTINUE WHEN write = 'TRUNCATE' AND kind LIKE '%ROW';
				BEGIN
					said := '';
					state := '00000';
					EXECUTE format('SET LOCAL ROLE %I', by_role);
					INSERT INTO hostile.elsewhere VALUES ('1', '1', 1, '1', '1', 1, '1', 1, 1, 'x');
					EXECUTE format('CREATE TRIGGER t %s ON hostile.elsewhere FOR EACH %s EXECUTE FUNCTION primeinv.%I()',
						format(split_part(kind, '|', 1), write), split_part(kind, '|', 2), fn);
					EXECUTE CASE write WHEN 'INSERT' THEN 'INSERT INTO hostile.elsewhere VALUES (NULL)' WHEN 'UPDATE' THEN 'UPDATE hostile.elsewhere SET tenant_id = ''2'', name = NULL'
						WHEN 'DELETE' THEN 'DELETE FROM hostile.elsewhere' ELSE 'TRUNCATE hostile.elsewhere' END;
					RAISE EXCEPTION USING ERRCODE = 'ZZ000';
				EXCEPTION WHEN OTHERS THEN
					state := CASE SQLSTATE WHEN 'ZZ000' THEN '00000' ELSE SQLSTATE END;
					IF state = '00000' OR state LIKE 'XX%' THEN
						said := SQLERRM || ' <- ' || format(kind, write);
					END IF;
				END;
				RESET ROLE;
				INSERT INTO hostile.outcome AS o VALUES (by_role, 'trigger ' || fn, state, said, 1)
				ON CONFLICT ON CONSTRAINT outcome_key DO UPDATE SET calls = o.calls + 1;
			END LOOP;
		END LOOP;
	END LOOP;
END $$;
