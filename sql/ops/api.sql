-- What an application may call, read and be refused: for people who write programs, and for programs that write clients.

CREATE FUNCTION primeinv.errors() RETURNS TABLE (sqlstate text, name text, meaning text, remedy text, detail jsonb)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 15
BEGIN ATOMIC
	SELECT e.sqlstate, e.name, e.meaning, e.remedy, e.detail
	FROM (VALUES
		('PI001', 'InsufficientStock', 'not enough stock; nothing was changed', 'offer what is available; explain_deduction() tells what each batch could give',
			'{"lines": [{"line": "integer", "variation_id": "bigint", "outlet_id": "bigint", "requested": "numeric", "available": "numeric"}]}'::jsonb),
		('PI002', 'ReservationResolved', 'the reservation has expired or is already resolved', 'reserve again',
			'{"reservation_id": "bigint", "status": "stock_reservation.status", "why": "expired|resolved"}'),
		('PI003', 'CreditRefused', 'the customer may not buy on credit', 'take a payment, or manager_override with a reason',
			'{"customer_id": "bigint", "why": "inactive|blocked|over_limit|overdue", "requested": "numeric", "balance": "numeric", "overdue": "numeric"}'),
		('PI004', 'RequestReused', 'the request id was used before with other arguments', 'a bug in the client: a new request needs a new id',
			'{"request_id": "text", "function": "text"}'),
		('PI005', 'RecordUnchangeable', 'the record cannot be changed: ledger, audit log, customer entries', 'correct it by a new record, with the functions',
			'{"table": "text"}'),
		('PI006', 'BatchNotSellable', 'that batch cannot be sold: expired, held, quarantined or recalled, or too little of it is left for a line that names it', 'name another batch, or none',
			'{"batch_id": "bigint", "batch": "text", "why": "expired|held|short", "batches": [{"batch_id": "bigint", "batch": "text", "quantity": "numeric"}]}'),
		('22023', 'BadArgument', 'a bad argument; for JSON the path of the key is named', 'correct it', NULL),
		('P0002', 'NotFound', 'no such record, or another tenant''s', 'check the id, and primeinv.tenant', NULL),
		('55000', 'WrongState', 'the record is in the wrong state for that', 'read the record again', NULL),
		('42501', 'NotAllowed', 'the role may not do that, or not for this tenant', 'grant_tenant(), or another level', NULL),
		('23514', 'CheckFailed', 'a value that the catalogue does not allow', 'correct it', NULL),
		('23505', 'Duplicate', 'a SKU, barcode, external id or the like is taken', 'choose another', NULL),
		('40001', 'Conflict', 'a conflict with another transaction', 'repeat the transaction, with the same request_id', NULL),
		('40P01', 'Deadlock', 'a deadlock, which transactions of several calls can meet', 'repeat the transaction, with the same request_id', NULL),
		('25006', 'ReadOnly', 'a change in a READ ONLY transaction or on a standby', 'send it to the primary', NULL)
	) AS e(sqlstate, name, meaning, remedy, detail);
END;
COMMENT ON FUNCTION primeinv.errors() IS
'The SQLSTATEs that an application should know: name (of the class that clients raise), meaning, remedy, and the shape of DETAIL where that is a JSON object: a key''s value is an SQL type, a column that has a list of values, or words between bars; [...] is an array of such objects.';

-- How types and defaults are written goes by the path and by these styles.
CREATE FUNCTION primeinv.api() RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET IntervalStyle = postgres SET DateStyle = ISO
BEGIN ATOMIC
	WITH RECURSIVE member AS (
		SELECT d.classid, d.objid
		FROM pg_depend d JOIN pg_extension x ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = x.oid
		WHERE x.extname = 'primeinv' AND d.deptype = 'e'
	), level AS (
		SELECT r.kind, r.name, r.level FROM primeinv.rights() r
	), relation AS (
		SELECT c.oid, c.relname::text AS name, c.relkind
		FROM pg_class c JOIN member m ON m.classid = 'pg_class'::regclass AND m.objid = c.oid
		WHERE c.relkind IN ('r', 'v')
	), base_column AS (
		SELECT r.oid AS relation, a.attnum, r.name AS relation_name, a.attname::text AS name, a.atttypid AS type, a.atttypmod AS typmod, r.relkind,
			a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid) AS default_value
		FROM relation r
			JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
			LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
	), listed AS ( -- CHECK (status = ANY (ARRAY['a'::text, 'b'::text]))
		SELECT k.conrelid AS relation, k.conkey[1] AS attnum,
			(SELECT jsonb_agg(replace(v.found[1], '''''', '''') ORDER BY v.position)
				FROM regexp_matches(pg_get_constraintdef(k.oid), '''((?:[^'']|'''')*)''::text', 'g') WITH ORDINALITY AS v(found, position)) AS list
		FROM pg_constraint k JOIN relation r ON r.oid = k.conrelid
		WHERE k.contype = 'c' AND cardinality(k.conkey) = 1
			AND pg_get_constraintdef(k.oid) ~ '^CHECK \(\((?:\(\w+ IS NULL\) OR \()?\w+ = ANY \(ARRAY\[(?:''(?:[^'']|'''')*''::text(?:, )?)+\]\)\)+$'
	), listed_column (relation, attnum, list) AS ( -- a view's column has the values of the column of the same name that it is made from
		SELECT l.relation, l.attnum, l.list FROM listed l
		UNION
		SELECT c.relation, c.attnum, l.list
		FROM listed_column l
			JOIN base_column b ON b.relation = l.relation AND b.attnum = l.attnum
			JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass
				AND d.refobjid = b.relation AND d.refobjsubid = b.attnum
			JOIN pg_rewrite w ON w.oid = d.objid
			JOIN base_column c ON c.relation = w.ev_class AND c.name = b.name AND c.type = b.type AND c.relkind = 'v'
	), column_list AS ( -- made from two columns of one name: neither's
		SELECT relation, attnum, min(list::text)::jsonb AS list FROM listed_column GROUP BY 1, 2 HAVING count(*) = 1
	), reference AS (
		SELECT DISTINCT ON (k.conrelid, a.attnum) k.conrelid AS relation, a.attnum, c.relname::text AS target
		FROM pg_constraint k
			JOIN relation r ON r.oid = k.conrelid
			JOIN pg_class c ON c.oid = k.confrelid
			JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[cardinality(k.conkey)]
		WHERE k.contype = 'f'
		ORDER BY k.conrelid, a.attnum, cardinality(k.conkey)
	), columns AS (
		SELECT b.relation, jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
			'name', b.name,
			'type', format_type(b.type, b.typmod),
			'nullable', NOT b.attnotnull,
			'default', CASE WHEN b.attgenerated = '' THEN b.default_value END,
			'generated', CASE WHEN b.attgenerated <> '' THEN 'always' WHEN b.attidentity <> '' THEN 'identity' END,
			'values', l.list,
			'references', f.target,
			'write', CASE WHEN b.attgenerated = '' AND b.attidentity = '' THEN nullif(coalesce(
				(SELECT v.level FROM level v WHERE v.kind = 'column' AND v.name = b.relation_name || '.' || b.name),
				(SELECT v.level FROM level v WHERE v.kind = 'table' AND v.name = b.relation_name)), 'owner') END,
			'comment', col_description(b.relation, b.attnum))) ORDER BY b.attnum) AS list
		FROM base_column b
			LEFT JOIN column_list l ON l.relation = b.relation AND l.attnum = b.attnum
			LEFT JOIN reference f ON f.relation = b.relation AND f.attnum = b.attnum
		GROUP BY b.relation
	), routine AS (
		SELECT p.oid, p.proname::text AS name, p.prokind, p.provolatile, p.proretset, p.prorettype, p.pronargs, p.pronargdefaults,
			coalesce(p.proallargtypes, p.proargtypes::oid[]) AS types, p.proargmodes AS modes, p.proargnames AS names
		FROM pg_proc p JOIN member m ON m.classid = 'pg_proc'::regclass AND m.objid = p.oid
		WHERE p.prokind IN ('f', 'p') AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype, 'internal'::regtype)
	), argument AS (
		SELECT r.oid, a.position, r.names[a.position] AS name, a.type, coalesce(r.modes[a.position], 'i') AS mode,
			count(*) FILTER (WHERE coalesce(r.modes[a.position], 'i') IN ('i', 'b', 'v')) OVER (PARTITION BY r.oid ORDER BY a.position) AS input
		FROM routine r, unnest(r.types) WITH ORDINALITY AS a(type, position)
	), parameters AS (
		SELECT r.oid, jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
			'name', a.name,
			'type', format_type(a.type, NULL),
			'required', a.input <= r.pronargs - r.pronargdefaults,
			'default', pg_get_function_arg_default(r.oid, a.position::integer))) ORDER BY a.position) AS list
		FROM routine r JOIN argument a ON a.oid = r.oid AND a.mode IN ('i', 'b', 'v')
		GROUP BY r.oid
	), results AS (
		SELECT a.oid, jsonb_agg(jsonb_build_object('name', a.name, 'type', format_type(a.type, NULL)) ORDER BY a.position) AS list
		FROM argument a WHERE a.mode IN ('o', 'b', 't')
		GROUP BY a.oid
	)
	SELECT jsonb_build_object(
		'version', (SELECT x.extversion FROM pg_extension x WHERE x.extname = 'primeinv'),
		'functions', (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
				'name', r.name,
				'kind', CASE r.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END,
				'level', coalesce(v.level, 'owner'),
				'changes', r.provolatile = 'v',
				'parameters', coalesce(p.list, '[]'),
				'returns', CASE WHEN r.prokind = 'f' THEN jsonb_build_object('set', r.proretset,
					'type', format_type(r.prorettype, NULL),
					'row', (SELECT t.name FROM relation t JOIN pg_type y ON y.typrelid = t.oid WHERE y.oid = r.prorettype),
					'columns', u.list) END,
				'comment', obj_description(r.oid, 'pg_proc'))) ORDER BY r.name COLLATE "C", coalesce(p.list, '[]')::text COLLATE "C")
			FROM routine r
				LEFT JOIN level v ON v.kind = 'function' AND v.name = r.name
				LEFT JOIN parameters p ON p.oid = r.oid
				LEFT JOIN results u ON u.oid = r.oid),
		'tables', (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
				'name', t.name,
				'kind', CASE t.relkind WHEN 'v' THEN 'view' ELSE 'table' END,
				'write', v.level,
				'key', (SELECT jsonb_agg(a.attname ORDER BY n.position)
					FROM pg_index i, unnest(i.indkey::smallint[]) WITH ORDINALITY AS n(attnum, position), pg_attribute a
					WHERE i.indrelid = t.oid AND i.indisprimary AND a.attrelid = t.oid AND a.attnum = n.attnum),
				'columns', c.list,
				'comment', obj_description(t.oid, 'pg_class'))) ORDER BY t.name COLLATE "C")
			FROM relation t
				JOIN columns c ON c.relation = t.oid
				LEFT JOIN level v ON v.kind = 'table' AND v.name = t.name),
		'values', (SELECT jsonb_object_agg(b.relation_name || '.' || b.name, l.list)
			FROM column_list l JOIN base_column b ON b.relation = l.relation AND b.attnum = l.attnum
			WHERE b.relkind = 'r'),
		'errors', (SELECT jsonb_agg(to_jsonb(e) ORDER BY e.sqlstate LIKE 'PI%' DESC, e.sqlstate) FROM primeinv.errors() e));
END;
COMMENT ON FUNCTION primeinv.api() IS
'All that a program needs to know to write a client: version; functions with level, parameters (type, default), what they return and comment; tables and views with their columns (write: the level that may write it; values: what it can be; references: the table that it refers to); values of every state and type, from the CHECK constraints; errors. Types are SQL''s.';
