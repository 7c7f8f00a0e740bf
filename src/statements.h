/*-------------------------------------------------------------------------
 *
 * statements.h
 *		Every statement that the library sends to the executor.
 *
 * STATEMENT(name, text, parameter types...) finds its rows by key, SWEEP(...)
 * reads much of a table; plan.c plans them accordingly.  They run with the
 * owner's identity and the caller's search_path, so every table, function, type
 * and operator is qualified; a test reads this table and checks it.
 *
 *-------------------------------------------------------------------------
 */

/* schema */
STATEMENT(SCHEMA_STRANGERS,
		  "SELECT COALESCE(r.rolname, 'public')::pg_catalog.text FROM pg_catalog.pg_namespace n CROSS JOIN LATERAL ("
		  "SELECT n.nspowner AS role"
		  " UNION ALL SELECT a.grantee FROM pg_catalog.aclexplode(n.nspacl) a WHERE a.privilege_type OPERATOR(pg_catalog.=) 'CREATE'"
		  " UNION ALL SELECT p.proowner FROM pg_catalog.pg_proc p WHERE p.pronamespace OPERATOR(pg_catalog.=) n.oid"
		  " UNION ALL SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.relnamespace OPERATOR(pg_catalog.=) n.oid"
		  " UNION ALL SELECT t.typowner FROM pg_catalog.pg_type t WHERE t.typnamespace OPERATOR(pg_catalog.=) n.oid"
		  " UNION ALL SELECT o.oprowner FROM pg_catalog.pg_operator o WHERE o.oprnamespace OPERATOR(pg_catalog.=) n.oid"
		  ") x LEFT JOIN pg_catalog.pg_roles r ON r.oid OPERATOR(pg_catalog.=) x.role"
		  " WHERE n.nspname OPERATOR(pg_catalog.=) 'primeinv'"
		  " AND (r.oid IS NULL OR NOT (r.rolsuper OR r.oid OPERATOR(pg_catalog.=) $1)) ORDER BY 1 LIMIT 1",
		  OIDOID)

/* clock */
SWEEP(TIME_ZONE_KNOWN,
		  "SELECT FROM pg_catalog.pg_timezone_names z WHERE z.name OPERATOR(pg_catalog.=) $1 LIMIT 1",
		  TEXTOID)

/* catalogue */
STATEMENT(OUTLET_NAME,
		  "SELECT o.name FROM primeinv.outlet o WHERE o.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(VARIATION_NAME,
		  "SELECT pg_catalog.concat(p.name, ' - ', v.name)"
		  " FROM primeinv.variation v JOIN primeinv.product p ON p.id OPERATOR(pg_catalog.=) v.product_id"
		  " WHERE v.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(VARIATION_TENANT,
		  "SELECT v.tenant_id FROM primeinv.variation v WHERE v.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(VARIATION_COST,
		  "SELECT v.cost FROM primeinv.variation v WHERE v.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)

/* find */
SWEEP(FIND_VARIATION,
		  "SELECT f.* FROM primeinv.search_catalogue($1, $2, $3, $4, $5) f",
		  INT8ARRAYOID, TEXTOID, TEXTOID, TEXTOID, INT4OID)
SWEEP(FIND_TRIGRAM_SCHEMA,
		  "SELECT n.nspname::pg_catalog.text, e_owner.rolsuper AND (n_owner.rolsuper"
		  " OR (n_owner.rolname OPERATOR(pg_catalog.=) 'pg_database_owner' AND d_owner.rolsuper)),"
		  " pg_catalog.has_schema_privilege($1, n.oid, 'USAGE')"
		  " FROM pg_catalog.pg_extension e"
		  " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) e.extnamespace"
		  " JOIN pg_catalog.pg_database d ON d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()"
		  " JOIN pg_catalog.pg_roles e_owner ON e_owner.oid OPERATOR(pg_catalog.=) e.extowner"
		  " JOIN pg_catalog.pg_roles n_owner ON n_owner.oid OPERATOR(pg_catalog.=) n.nspowner"
		  " JOIN pg_catalog.pg_roles d_owner ON d_owner.oid OPERATOR(pg_catalog.=) d.datdba"
		  " WHERE e.extname OPERATOR(pg_catalog.=) 'pg_trgm'",
		  OIDOID)

/* sync */
SWEEP(SYNC_SEQUENCES,
		  "SELECT pg_catalog.format('%I.%I', n.nspname, t.relname), pg_catalog.format('%I.%I', n.nspname, s.relname)"
		  " FROM pg_catalog.pg_class s"
		  " JOIN pg_catalog.pg_depend d ON d.objid OPERATOR(pg_catalog.=) s.oid"
		  " AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass"
		  " AND d.refclassid OPERATOR(pg_catalog.=) d.classid AND d.deptype OPERATOR(pg_catalog.=) 'i'"
		  " JOIN pg_catalog.pg_class t ON t.oid OPERATOR(pg_catalog.=) d.refobjid"
		  " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) t.relnamespace"
		  " AND n.oid OPERATOR(pg_catalog.=) s.relnamespace"
		  " WHERE s.relkind OPERATOR(pg_catalog.=) 'S' AND n.nspname OPERATOR(pg_catalog.=) 'primeinv' ORDER BY 1")

STATEMENT(TENANT_DECIMALS,
		  "SELECT t.money_decimals FROM primeinv.tenant t WHERE t.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)

/* access */

/* grant */
STATEMENT(GRANT_SET,
		  "INSERT INTO primeinv.tenant_grant (tenant_id, role_name, level) VALUES ($1, $2, $3)"
		  " ON CONFLICT (tenant_id, role_name) DO UPDATE SET level = EXCLUDED.level",
		  INT8OID, NAMEOID, TEXTOID)
STATEMENT(GRANT_FORGET,
		  "DELETE FROM primeinv.tenant_grant g WHERE g.role_name OPERATOR(pg_catalog.=) $1 AND NOT EXISTS ("
		  "SELECT FROM pg_catalog.pg_namespace n CROSS JOIN LATERAL pg_catalog.aclexplode(n.nspacl) a"
		  " WHERE n.nspname OPERATOR(pg_catalog.=) 'primeinv' AND a.grantee OPERATOR(pg_catalog.=) $2)",
		  NAMEOID, OIDOID)
STATEMENT(GRANT_REMOVE,
		  "DELETE FROM primeinv.tenant_grant WHERE tenant_id OPERATOR(pg_catalog.=) $1"
		  " AND role_name OPERATOR(pg_catalog.=) $2",
		  INT8OID, NAMEOID)
SWEEP(GRANT_ROW_TYPES,
		  "SELECT t.typname::pg_catalog.text FROM pg_catalog.pg_type t"
		  " JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) t.typrelid"
		  " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace"
		  " WHERE n.nspname OPERATOR(pg_catalog.=) 'primeinv' AND c.relkind OPERATOR(pg_catalog.=) 'r'"
		  " AND t.typacl IS NULL")
SWEEP(GRANT_ROLES,
		  "SELECT DISTINCT g.role_name FROM primeinv.tenant_grant g ORDER BY g.role_name")
SWEEP(RIGHTS_DUE,
		  "WITH member AS ("
		  "SELECT d.classid, d.objid FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e"
		  " ON d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_extension'::pg_catalog.regclass"
		  " AND d.refobjid OPERATOR(pg_catalog.=) e.oid"
		  " WHERE e.extname OPERATOR(pg_catalog.=) 'primeinv' AND d.deptype OPERATOR(pg_catalog.=) 'e'"
		  "), relation AS ("
		  "SELECT c.oid, c.relname, c.relacl FROM member m JOIN pg_catalog.pg_class c"
		  " ON m.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass"
		  " AND m.objid OPERATOR(pg_catalog.=) c.oid"
		  " WHERE c.relkind OPERATOR(pg_catalog.=) ANY ('{r,v}'::pg_catalog.\"char\"[])"
		  "), due AS ("
		  "SELECT 1 AS kind, n.oid AS object, NULL::pg_catalog.name AS attname, 'USAGE' AS privilege,"
		  " 1 AS rank, n.nspacl AS acl FROM pg_catalog.pg_namespace n"
		  " WHERE n.nspname OPERATOR(pg_catalog.=) 'primeinv'"
		  " UNION ALL SELECT 2, p.oid, NULL, 'EXECUTE', r.rank, p.proacl FROM member m JOIN pg_catalog.pg_proc p"
		  " ON m.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_proc'::pg_catalog.regclass"
		  " AND m.objid OPERATOR(pg_catalog.=) p.oid"
		  " JOIN primeinv.rights() r ON r.kind OPERATOR(pg_catalog.=) 'function'"
		  " AND r.name OPERATOR(pg_catalog.=) p.proname"
		  " UNION ALL SELECT 3, c.oid, NULL, 'SELECT', 1, c.relacl FROM relation c"
		  " UNION ALL SELECT 3, c.oid, a.attname, w.privilege, COALESCE(k.rank, r.rank), a.attacl"
		  " FROM primeinv.rights() r JOIN relation c ON r.name OPERATOR(pg_catalog.=) c.relname"
		  " JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) c.oid"
		  " AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped AND a.attidentity OPERATOR(pg_catalog.=) ''"
		  " CROSS JOIN (VALUES ('INSERT'), ('UPDATE')) w (privilege)"
		  " LEFT JOIN primeinv.rights() k ON k.kind OPERATOR(pg_catalog.=) 'column'"
		  " AND k.name OPERATOR(pg_catalog.=) pg_catalog.concat(c.relname, '.', a.attname)"
		  " WHERE r.kind OPERATOR(pg_catalog.=) 'table'"
		  ") SELECT t.kind, t.object, t.privilege, t.rank OPERATOR(pg_catalog.<=) $2 AS given,"
		  " pg_catalog.array_agg(t.attname::pg_catalog.text) FILTER (WHERE t.attname IS NOT NULL) AS columns"
		  " FROM due t WHERE (t.rank OPERATOR(pg_catalog.<=) $2) OPERATOR(pg_catalog.<>) EXISTS ("
		  "SELECT FROM pg_catalog.aclexplode(t.acl) x WHERE x.grantee OPERATOR(pg_catalog.=) $1"
		  " AND x.privilege_type OPERATOR(pg_catalog.=) t.privilege)"
		  " GROUP BY t.kind, t.object, t.attname IS NULL, t.privilege, given ORDER BY t.kind, t.object",
		  OIDOID, INT4OID)

/* request */
STATEMENT(REQUEST_REGISTER,
		  "INSERT INTO primeinv.request (tenant_id, function, request_id, arguments)"
		  " VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, function, request_id) DO NOTHING RETURNING id",
		  INT8OID, TEXTOID, TEXTOID, JSONBOID)
STATEMENT(REQUEST_KNOWN,
		  "SELECT r.result, r.arguments OPERATOR(pg_catalog.=) $4 FROM primeinv.request r"
		  " WHERE r.tenant_id OPERATOR(pg_catalog.=) $1 AND r.function OPERATOR(pg_catalog.=) $2"
		  " AND r.request_id OPERATOR(pg_catalog.=) $3",
		  INT8OID, TEXTOID, TEXTOID, JSONBOID)
STATEMENT(REQUEST_RESULT,
		  "UPDATE primeinv.request SET result = $2 WHERE id OPERATOR(pg_catalog.=) $1",
		  INT8OID, TEXTARRAYOID)

/* location */
STATEMENT(LOCATION_CREATE,
		  "INSERT INTO primeinv.location_stock (tenant_id, variation_id, outlet_id)"
		  " VALUES ($1, $2, $3) ON CONFLICT (outlet_id, variation_id) DO NOTHING",
		  INT8OID, INT8OID, INT8OID)
STATEMENT(LOCATION_CREATE_MANY,
		  "INSERT INTO primeinv.location_stock (tenant_id, variation_id, outlet_id)"
		  " SELECT o.tenant_id, p.variation_id, p.outlet_id"
		  " FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2)) AS p (outlet_id, variation_id)"
		  " JOIN primeinv.outlet o ON o.id OPERATOR(pg_catalog.=) p.outlet_id"
		  " ORDER BY p.outlet_id, p.variation_id"
		  " ON CONFLICT (outlet_id, variation_id) DO NOTHING",
		  INT8ARRAYOID, INT8ARRAYOID)
STATEMENT(LOCATION_LOCK_MANY,
		  "SELECT FROM primeinv.location_stock l"
		  " JOIN ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2)) AS p (outlet_id, variation_id)"
		  " ON l.outlet_id OPERATOR(pg_catalog.=) p.outlet_id AND l.variation_id OPERATOR(pg_catalog.=) p.variation_id"
		  " ORDER BY l.outlet_id, l.variation_id FOR NO KEY UPDATE OF l",
		  INT8ARRAYOID, INT8ARRAYOID)
STATEMENT(LOCATION_RECOUNT,
		  "WITH place AS ("
		  "SELECT l.id, l.quantity AS was, l.outlet_id, l.variation_id,"
		  " GREATEST($3, l.reserved_at) AS instant,"
		  " pg_catalog.timezone(o.time_zone, $3)::pg_catalog.date AS today"
		  " FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2)) AS p (outlet_id, variation_id)"
		  " JOIN primeinv.location_stock l ON l.outlet_id OPERATOR(pg_catalog.=) p.outlet_id"
		  " AND l.variation_id OPERATOR(pg_catalog.=) p.variation_id"
		  " JOIN primeinv.outlet o ON o.id OPERATOR(pg_catalog.=) p.outlet_id"
		  "), counted AS ("
		  "UPDATE primeinv.location_stock l SET quantity = COALESCE(b.quantity, 0),"
		  " sellable = COALESCE(b.sellable, 0), sellable_on = c.today,"
		  " reserved = COALESCE(r.reserved, 0), reserved_at = c.instant"
		  " FROM place c LEFT JOIN LATERAL ("
		  "SELECT pg_catalog.sum(b.quantity) AS quantity, pg_catalog.sum(b.quantity)"
		  " FILTER (WHERE b.status OPERATOR(pg_catalog.=) 'available'"
		  " AND (b.expiry_date IS NULL OR b.expiry_date OPERATOR(pg_catalog.>) c.today)) AS sellable"
		  " FROM primeinv.batch b WHERE b.outlet_id OPERATOR(pg_catalog.=) c.outlet_id"
		  " AND b.variation_id OPERATOR(pg_catalog.=) c.variation_id AND b.is_open"
		  ") b ON true LEFT JOIN LATERAL ("
		  "SELECT pg_catalog.sum(r.quantity) AS reserved FROM primeinv.stock_reservation r"
		  " WHERE r.outlet_id OPERATOR(pg_catalog.=) c.outlet_id"
		  " AND r.variation_id OPERATOR(pg_catalog.=) c.variation_id"
		  " AND r.status OPERATOR(pg_catalog.=) 'ACTIVE' AND r.expires_at OPERATOR(pg_catalog.>) c.instant"
		  ") r ON true WHERE l.id OPERATOR(pg_catalog.=) c.id"
		  " RETURNING l.quantity OPERATOR(pg_catalog.<>) c.was AS wrong"
		  ") SELECT pg_catalog.count(*) FILTER (WHERE wrong) FROM counted",
		  INT8ARRAYOID, INT8ARRAYOID, TIMESTAMPTZOID)

/* alert */
STATEMENT(ALERT_AT_RISK,
		  "WITH hold AS ("
		  "SELECT r.id, pg_catalog.sum(r.quantity) OVER (ORDER BY r.created_at, r.id) AS promised"
		  " FROM primeinv.stock_reservation r WHERE r.outlet_id OPERATOR(pg_catalog.=) $2"
		  " AND r.variation_id OPERATOR(pg_catalog.=) $3 AND r.status OPERATOR(pg_catalog.=) 'ACTIVE'"
		  " AND r.expires_at OPERATOR(pg_catalog.>) $5"
		  "), raised AS ("
		  "INSERT INTO primeinv.stock_alert (tenant_id, kind, outlet_id, variation_id, reservation_id, detail)"
		  " SELECT $1, 'reservation_at_risk', $2, $3, h.id,"
		  " pg_catalog.format('%s sellable, %s promised up to this hold', pg_catalog.trim_scale($4), pg_catalog.trim_scale(h.promised))"
		  " FROM hold h WHERE h.promised OPERATOR(pg_catalog.>) $4 AND NOT EXISTS ("
		  "SELECT FROM primeinv.stock_alert a WHERE a.reservation_id OPERATOR(pg_catalog.=) h.id AND a.resolved_at IS NULL)"
		  " ORDER BY h.id DESC RETURNING id"
		  ") SELECT pg_catalog.pg_notify('primeinv_alert', r.id::pg_catalog.text) FROM raised r",
		  INT8OID, INT8OID, INT8OID, NUMERICOID, TIMESTAMPTZOID)
STATEMENT(ALERT_VARIANCES,
		  "WITH raised AS ("
		  "INSERT INTO primeinv.stock_alert (tenant_id, kind, outlet_id, variation_id, detail)"
		  " SELECT v.tenant_id, 'variance', v.outlet_id, v.variation_id, pg_catalog.format("
		  "'batches %s, location stock %s, ledger %s', pg_catalog.trim_scale(v.batch_total),"
		  " pg_catalog.trim_scale(v.location_stock), pg_catalog.trim_scale(v.ledger_total))"
		  " FROM primeinv.reconciliation_variance v WHERE v.run_id OPERATOR(pg_catalog.=) ANY ($1) AND v.flagged"
		  " ORDER BY v.outlet_id, v.variation_id"
		  " ON CONFLICT (outlet_id, variation_id, kind, batch_id, reservation_id) WHERE resolved_at IS NULL DO NOTHING"
		  " RETURNING id"
		  "), over AS ("
		  "UPDATE primeinv.stock_alert a SET resolved_at = pg_catalog.clock_timestamp()"
		  " FROM primeinv.reconciliation_outlet o WHERE o.run_id OPERATOR(pg_catalog.=) ANY ($1)"
		  " AND a.outlet_id OPERATOR(pg_catalog.=) o.outlet_id AND a.kind OPERATOR(pg_catalog.=) 'variance'"
		  " AND a.resolved_at IS NULL AND NOT EXISTS ("
		  "SELECT FROM primeinv.reconciliation_variance v WHERE v.run_id OPERATOR(pg_catalog.=) o.run_id"
		  " AND v.outlet_id OPERATOR(pg_catalog.=) a.outlet_id AND v.variation_id OPERATOR(pg_catalog.=) a.variation_id)"
		  ") SELECT pg_catalog.pg_notify('primeinv_alert', r.id::pg_catalog.text) FROM raised r",
		  INT8ARRAYOID)
STATEMENT(ALERT_VARIANCES_MENDED,
		  "UPDATE primeinv.stock_alert a SET resolved_at = pg_catalog.clock_timestamp()"
		  " FROM primeinv.reconciliation_variance v WHERE v.run_id OPERATOR(pg_catalog.=) ANY ($1)"
		  " AND v.ledger_total OPERATOR(pg_catalog.=) v.batch_total"
		  " AND a.outlet_id OPERATOR(pg_catalog.=) v.outlet_id AND a.variation_id OPERATOR(pg_catalog.=) v.variation_id"
		  " AND a.kind OPERATOR(pg_catalog.=) 'variance' AND a.resolved_at IS NULL",
		  INT8ARRAYOID)
SWEEP(ALERT_REFRESH,
		  "WITH here AS MATERIALIZED ("
		  "SELECT o.id AS outlet_id, o.expiry_alert_days AS days,"
		  " pg_catalog.timezone(o.time_zone, pg_catalog.clock_timestamp())::pg_catalog.date AS today"
		  " FROM primeinv.outlet o WHERE o.tenant_id OPERATOR(pg_catalog.=) ANY ($1)"
		  " AND ($2 IS NULL OR o.id OPERATOR(pg_catalog.=) $2)"
		  "), wanted AS MATERIALIZED ("
		  "SELECT s.tenant_id, 'low_stock' AS kind, s.outlet_id, s.variation_id, NULL::pg_catalog.int8 AS batch_id,"
		  " pg_catalog.format('%s available, threshold %s', pg_catalog.trim_scale(s.available), pg_catalog.trim_scale(s.threshold)) AS detail"
		  " FROM primeinv.stock_level s JOIN here h ON h.outlet_id OPERATOR(pg_catalog.=) s.outlet_id"
		  " WHERE s.is_active AND s.available OPERATOR(pg_catalog.<=) s.threshold"
		  " UNION ALL SELECT b.tenant_id,"
		  " CASE WHEN b.expiry_date OPERATOR(pg_catalog.<=) h.today THEN 'expired' ELSE 'expiring_soon' END,"
		  " b.outlet_id, b.variation_id, b.id, pg_catalog.format('batch %s of %s, %s left', b.batch_number,"
		  " pg_catalog.to_char(b.expiry_date, 'YYYY-MM-DD'), pg_catalog.trim_scale(b.quantity))"
		  " FROM primeinv.batch b JOIN here h ON h.outlet_id OPERATOR(pg_catalog.=) b.outlet_id"
		  " WHERE b.is_open AND b.expiry_date OPERATOR(pg_catalog.<=) (h.today OPERATOR(pg_catalog.+) h.days)"
		  "), open AS ("
		  "SELECT a.id, a.kind, a.outlet_id, a.variation_id, a.batch_id FROM primeinv.stock_alert a"
		  " JOIN here h ON h.outlet_id OPERATOR(pg_catalog.=) a.outlet_id WHERE a.resolved_at IS NULL"
		  " AND a.kind OPERATOR(pg_catalog.=) ANY ('{low_stock,expiring_soon,expired}'::pg_catalog.text[])"
		  "), news AS MATERIALIZED ("
		  "SELECT w.*, o.id AS alert_id FROM wanted w FULL JOIN open o ON o.kind OPERATOR(pg_catalog.=) w.kind"
		  " AND o.outlet_id OPERATOR(pg_catalog.=) w.outlet_id AND o.variation_id OPERATOR(pg_catalog.=) w.variation_id"
		  " AND COALESCE(o.batch_id, 0) OPERATOR(pg_catalog.=) COALESCE(w.batch_id, 0)"
		  " WHERE o.id IS NULL OR w.kind IS NULL"
		  "), raised AS ("
		  "INSERT INTO primeinv.stock_alert (tenant_id, kind, outlet_id, variation_id, batch_id, detail)"
		  " SELECT n.tenant_id, n.kind, n.outlet_id, n.variation_id, n.batch_id, n.detail FROM news n WHERE n.alert_id IS NULL"
		  " ORDER BY n.outlet_id, n.variation_id, n.kind, n.batch_id"
		  " ON CONFLICT (outlet_id, variation_id, kind, batch_id, reservation_id) WHERE resolved_at IS NULL DO NOTHING"
		  " RETURNING id"
		  "), over AS ("
		  "UPDATE primeinv.stock_alert a SET resolved_at = pg_catalog.clock_timestamp() FROM news n"
		  " WHERE a.id OPERATOR(pg_catalog.=) n.alert_id"
		  "), safe AS ("
		  "UPDATE primeinv.stock_alert a SET resolved_at = pg_catalog.clock_timestamp()"
		  " FROM primeinv.stock_reservation r, primeinv.location_stock l, here h"
		  " WHERE a.outlet_id OPERATOR(pg_catalog.=) h.outlet_id AND a.resolved_at IS NULL"
		  " AND a.kind OPERATOR(pg_catalog.=) 'reservation_at_risk' AND r.id OPERATOR(pg_catalog.=) a.reservation_id"
		  " AND l.outlet_id OPERATOR(pg_catalog.=) a.outlet_id AND l.variation_id OPERATOR(pg_catalog.=) a.variation_id"
		  " AND (r.status OPERATOR(pg_catalog.<>) 'ACTIVE' OR r.expires_at OPERATOR(pg_catalog.<=) pg_catalog.clock_timestamp()"
		  " OR l.sellable OPERATOR(pg_catalog.>=) ("
		  "SELECT pg_catalog.sum(e.quantity) FROM primeinv.stock_reservation e WHERE e.outlet_id OPERATOR(pg_catalog.=) r.outlet_id"
		  " AND e.variation_id OPERATOR(pg_catalog.=) r.variation_id AND e.status OPERATOR(pg_catalog.=) 'ACTIVE'"
		  " AND e.expires_at OPERATOR(pg_catalog.>) pg_catalog.clock_timestamp()"
		  " AND (e.created_at OPERATOR(pg_catalog.<) r.created_at OR (e.created_at OPERATOR(pg_catalog.=) r.created_at"
		  " AND e.id OPERATOR(pg_catalog.<=) r.id))))"
		  ") SELECT pg_catalog.count(pg_catalog.pg_notify('primeinv_alert', r.id::pg_catalog.text)::pg_catalog.text) FROM raised r",
		  INT8ARRAYOID, INT8OID)

/* overage */
STATEMENT(OVERAGE_GUESS,
		  "SELECT CASE WHEN b.id IS NULL THEN $4 OPERATOR(pg_catalog.+) v.shelf_life_days ELSE b.expiry_date END,"
		  " COALESCE(b.cost_price, v.cost, 0)"
		  " FROM primeinv.variation v LEFT JOIN LATERAL ("
		  "SELECT b.id, b.expiry_date, b.cost_price FROM primeinv.batch b"
		  " WHERE b.outlet_id OPERATOR(pg_catalog.=) $1 AND b.variation_id OPERATOR(pg_catalog.=) v.id"
		  " AND (b.expiry_date IS NULL OR b.expiry_date OPERATOR(pg_catalog.>) $3)"
		  " ORDER BY b.expiry_date, b.received_at, b.id LIMIT 1"
		  ") b ON true WHERE v.id OPERATOR(pg_catalog.=) $2",
		  INT8OID, INT8OID, DATEOID, DATEOID)

/* expire */
SWEEP(EXPIRED_PLACES,
		  "SELECT DISTINCT b.outlet_id, b.variation_id"
		  " FROM primeinv.outlet o JOIN primeinv.batch b ON b.outlet_id OPERATOR(pg_catalog.=) o.id"
		  " WHERE b.is_open AND b.expiry_date OPERATOR(pg_catalog.<=)"
		  " pg_catalog.timezone(o.time_zone, pg_catalog.clock_timestamp())::pg_catalog.date"
		  " AND ($1 IS NULL OR o.id OPERATOR(pg_catalog.=) $1)"
		  " AND ($2 IS NULL OR b.variation_id OPERATOR(pg_catalog.=) $2)",
		  INT8OID, INT8OID)

/* batch */
STATEMENT(BATCH_TENANT,
		  "SELECT b.tenant_id FROM primeinv.batch b WHERE b.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(BATCH_PLACE,
		  "SELECT b.outlet_id, b.variation_id, b.status FROM primeinv.batch b WHERE b.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(BATCH_JOURNAL,
		  "INSERT INTO primeinv.stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type,"
		  " quantity, balance_after, unit_cost, reason, actor, db_role)"
		  " SELECT n.tenant_id, n.variation_id, n.outlet_id, n.id, 'adjustment',"
		  " n.quantity OPERATOR(pg_catalog.-) o.quantity, n.quantity, n.cost_price, 'direct update', $1, $2"
		  " FROM new_rows n JOIN old_rows o ON o.id OPERATOR(pg_catalog.=) n.id"
		  " WHERE n.quantity OPERATOR(pg_catalog.<>) o.quantity ORDER BY n.id",
		  TEXTOID, TEXTOID)
STATEMENT(BATCH_PLACES_NEW,
		  "SELECT DISTINCT n.outlet_id, n.variation_id FROM new_rows n")
STATEMENT(BATCH_PLACES_OLD,
		  "SELECT DISTINCT o.outlet_id, o.variation_id FROM old_rows o")

/* reservation */
SWEEP(TENANTS,
		  "SELECT t.id FROM primeinv.tenant t ORDER BY t.id")
STATEMENT(RESERVATION_TENANT,
		  "SELECT r.tenant_id FROM primeinv.stock_reservation r WHERE r.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(RESERVATION_SWEPT,
		  "SELECT r.id FROM primeinv.stock_reservation r WHERE r.outlet_id OPERATOR(pg_catalog.=) $1"
		  " AND r.cart_session_id OPERATOR(pg_catalog.=) $2 AND r.status OPERATOR(pg_catalog.=) 'RELEASED'"
		  " AND r.expires_at OPERATOR(pg_catalog.>) $3 AND r.released_at OPERATOR(pg_catalog.>=) r.expires_at"
		  " ORDER BY r.id LIMIT 1",
		  INT8OID, TEXTOID, TIMESTAMPTZOID)
STATEMENT(RESERVATION_LAST,
		  "SELECT r.id, r.status OPERATOR(pg_catalog.=) 'RELEASED' AND r.released_at OPERATOR(pg_catalog.>=) r.expires_at"
		  " FROM primeinv.stock_reservation r WHERE r.outlet_id OPERATOR(pg_catalog.=) $1"
		  " AND r.cart_session_id OPERATOR(pg_catalog.=) $2 AND r.status OPERATOR(pg_catalog.<>) 'ACTIVE'"
		  " ORDER BY r.expires_at DESC LIMIT 1",
		  INT8OID, TEXTOID)
STATEMENT(RESERVATION_SWEEP,
		  "WITH due AS ("
		  "SELECT r.id, r.outlet_id, r.variation_id FROM primeinv.stock_reservation r"
		  " WHERE r.tenant_id OPERATOR(pg_catalog.=) $1 AND r.status OPERATOR(pg_catalog.=) 'ACTIVE'"
		  " AND r.expires_at OPERATOR(pg_catalog.<=) pg_catalog.clock_timestamp() ORDER BY r.expires_at LIMIT $2"
		  "), free AS MATERIALIZED ("
		  "SELECT l.outlet_id, l.variation_id FROM primeinv.location_stock l"
		  " JOIN (SELECT DISTINCT d.outlet_id, d.variation_id FROM due d) p"
		  " ON l.outlet_id OPERATOR(pg_catalog.=) p.outlet_id AND l.variation_id OPERATOR(pg_catalog.=) p.variation_id"
		  " FOR NO KEY UPDATE OF l SKIP LOCKED"
		  ") SELECT d.id, d.outlet_id, d.variation_id FROM due d JOIN free f"
		  " ON f.outlet_id OPERATOR(pg_catalog.=) d.outlet_id AND f.variation_id OPERATOR(pg_catalog.=) d.variation_id"
		  " ORDER BY d.id",
		  INT8OID, INT4OID)
STATEMENT(RESERVATION_PLACES_NEW,
		  "SELECT DISTINCT n.outlet_id, n.variation_id FROM new_rows n")
STATEMENT(RESERVATION_PLACES_OLD,
		  "SELECT DISTINCT o.outlet_id, o.variation_id FROM old_rows o")
STATEMENT(RESERVATION_PLACES_BOTH,
		  "SELECT n.outlet_id, n.variation_id FROM new_rows n UNION SELECT o.outlet_id, o.variation_id FROM old_rows o")

/* reconcile */
SWEEP(RECONCILE_RUN,
		  "WITH place AS MATERIALIZED ("
		  "SELECT s.* FROM primeinv.stock_reconciliation s WHERE s.tenant_id OPERATOR(pg_catalog.=) ANY ($1)"
		  " AND ($2 IS NULL OR s.outlet_id OPERATOR(pg_catalog.=) $2)"
		  "), found AS ("
		  "SELECT p.outlet_id, pg_catalog.count(*) AS checked, pg_catalog.count(*) FILTER (WHERE p.differs) AS found"
		  " FROM place p GROUP BY p.outlet_id"
		  "), outlet AS MATERIALIZED ("
		  "SELECT o.tenant_id, o.id, o.name, COALESCE(f.checked, 0) AS checked, COALESCE(f.found, 0) AS found"
		  " FROM primeinv.outlet o LEFT JOIN found f ON f.outlet_id OPERATOR(pg_catalog.=) o.id"
		  " WHERE o.tenant_id OPERATOR(pg_catalog.=) ANY ($1) AND ($2 IS NULL OR o.id OPERATOR(pg_catalog.=) $2)"
		  "), run AS ("
		  "INSERT INTO primeinv.reconciliation_run (tenant_id, outlet_id, started_at, fixed,"
		  " total_variations_checked, variances_found)"
		  " SELECT t.id, $2, $4, $3, COALESCE(pg_catalog.sum(o.checked), 0), COALESCE(pg_catalog.sum(o.found), 0)"
		  " FROM pg_catalog.unnest($1) AS t (id) LEFT JOIN outlet o ON o.tenant_id OPERATOR(pg_catalog.=) t.id"
		  " GROUP BY t.id ORDER BY t.id RETURNING id, tenant_id"
		  "), kept AS ("
		  "INSERT INTO primeinv.reconciliation_outlet (tenant_id, run_id, outlet_id, variations_checked, variances_found)"
		  " SELECT o.tenant_id, r.id, o.id, o.checked, o.found"
		  " FROM outlet o JOIN run r ON r.tenant_id OPERATOR(pg_catalog.=) o.tenant_id ORDER BY o.id"
		  "), variance AS ("
		  "INSERT INTO primeinv.reconciliation_variance (tenant_id, run_id, outlet_id, variation_id, batch_total,"
		  " location_stock, ledger_total, variance, variance_pct, flagged)"
		  " SELECT p.tenant_id, r.id, p.outlet_id, p.variation_id, p.batch_total, p.location_stock, p.ledger_total,"
		  " p.variance, p.variance_pct, p.flagged"
		  " FROM place p JOIN run r ON r.tenant_id OPERATOR(pg_catalog.=) p.tenant_id"
		  " WHERE p.differs ORDER BY p.outlet_id, p.variation_id"
		  ") SELECT r.id, o.name, o.checked, o.found"
		  " FROM run r LEFT JOIN outlet o ON o.tenant_id OPERATOR(pg_catalog.=) r.tenant_id ORDER BY r.id, o.id",
		  INT8ARRAYOID, INT8OID, BOOLOID, TIMESTAMPTZOID)
STATEMENT(RECONCILE_WRONG,
		  "SELECT v.tenant_id, v.outlet_id, v.variation_id, v.location_stock, v.batch_total"
		  " FROM primeinv.reconciliation_variance v WHERE v.run_id OPERATOR(pg_catalog.=) ANY ($1)"
		  " AND v.variance OPERATOR(pg_catalog.<>) 0 ORDER BY v.outlet_id, v.variation_id",
		  INT8ARRAYOID)
STATEMENT(RECONCILE_FINISH,
		  "UPDATE primeinv.reconciliation_run SET finished_at = $2 WHERE id OPERATOR(pg_catalog.=) ANY ($1)",
		  INT8ARRAYOID, TIMESTAMPTZOID)

/* rebuild */
SWEEP(REBUILD_WRONG_LOCATIONS,
		  "SELECT COALESCE(l.tenant_id, b.tenant_id), COALESCE(l.outlet_id, b.outlet_id),"
		  " COALESCE(l.variation_id, b.variation_id), l.quantity, COALESCE(b.quantity, 0)"
		  " FROM (SELECT * FROM primeinv.location_stock l WHERE l.tenant_id OPERATOR(pg_catalog.=) ANY ($1)"
		  " AND ($2 IS NULL OR l.outlet_id OPERATOR(pg_catalog.=) $2)) l FULL JOIN ("
		  "SELECT b.tenant_id, b.outlet_id, b.variation_id, pg_catalog.sum(b.quantity) AS quantity,"
		  " pg_catalog.sum(b.quantity) FILTER (WHERE b.status OPERATOR(pg_catalog.=) 'available'"
		  " AND (b.expiry_date IS NULL OR b.expiry_date OPERATOR(pg_catalog.>) l.sellable_on)) AS sellable"
		  " FROM primeinv.batch b LEFT JOIN primeinv.location_stock l ON l.outlet_id OPERATOR(pg_catalog.=) b.outlet_id"
		  " AND l.variation_id OPERATOR(pg_catalog.=) b.variation_id"
		  " WHERE b.tenant_id OPERATOR(pg_catalog.=) ANY ($1) AND ($2 IS NULL OR b.outlet_id OPERATOR(pg_catalog.=) $2)"
		  " GROUP BY b.tenant_id, b.outlet_id, b.variation_id"
		  ") b ON b.outlet_id OPERATOR(pg_catalog.=) l.outlet_id AND b.variation_id OPERATOR(pg_catalog.=) l.variation_id"
		  " LEFT JOIN ("
		  "SELECT r.outlet_id, r.variation_id, pg_catalog.sum(r.quantity) AS reserved"
		  " FROM primeinv.stock_reservation r JOIN primeinv.location_stock l ON l.outlet_id OPERATOR(pg_catalog.=) r.outlet_id"
		  " AND l.variation_id OPERATOR(pg_catalog.=) r.variation_id"
		  " WHERE r.status OPERATOR(pg_catalog.=) 'ACTIVE' AND r.expires_at OPERATOR(pg_catalog.>) l.reserved_at"
		  " AND r.tenant_id OPERATOR(pg_catalog.=) ANY ($1)"
		  " GROUP BY r.outlet_id, r.variation_id"
		  ") r ON r.outlet_id OPERATOR(pg_catalog.=) l.outlet_id AND r.variation_id OPERATOR(pg_catalog.=) l.variation_id"
		  " WHERE l.id IS NULL OR l.quantity OPERATOR(pg_catalog.<>) COALESCE(b.quantity, 0)"
		  " OR l.sellable OPERATOR(pg_catalog.<>) COALESCE(b.sellable, 0)"
		  " OR l.reserved OPERATOR(pg_catalog.<>) COALESCE(r.reserved, 0) ORDER BY 2, 3",
		  INT8ARRAYOID, INT8OID)
SWEEP(REBUILD_WRONG_BATCHES,
		  "SELECT b.id, b.outlet_id, b.variation_id FROM primeinv.batch b"
		  " LEFT JOIN primeinv.batch_ledger m ON m.batch_id OPERATOR(pg_catalog.=) b.id"
		  " WHERE b.tenant_id OPERATOR(pg_catalog.=) ANY ($1) AND ($2 IS NULL OR b.outlet_id OPERATOR(pg_catalog.=) $2)"
		  " AND (b.quantity OPERATOR(pg_catalog.<>) COALESCE(m.quantity, 0) OR m.broken_movement_id IS NOT NULL)"
		  " ORDER BY b.id",
		  INT8ARRAYOID, INT8OID)
STATEMENT(REBUILD_LEDGER_OF,
		  "SELECT b.tenant_id, b.quantity, COALESCE(m.quantity, 0), COALESCE(m.last_movement_id, 0)"
		  " FROM primeinv.batch b LEFT JOIN primeinv.batch_ledger m ON m.batch_id OPERATOR(pg_catalog.=) b.id"
		  " WHERE b.id OPERATOR(pg_catalog.=) $1"
		  " AND (b.quantity OPERATOR(pg_catalog.<>) COALESCE(m.quantity, 0) OR m.broken_movement_id IS NOT NULL)",
		  INT8OID)
STATEMENT(REBUILD_NOTE,
		  "INSERT INTO primeinv.batch_rebuild (tenant_id, batch_id, movement_id, quantity) VALUES ($1, $2, $3, $4)",
		  INT8OID, INT8OID, INT8OID, NUMERICOID)

/* job */
STATEMENT(JOB_SCHEDULE,
		  "SELECT cron.schedule(j.name, j.schedule, j.command) FROM primeinv.jobs() j ORDER BY j.name")
STATEMENT(JOB_UNSCHEDULE,
		  "SELECT cron.unschedule(c.jobid) FROM cron.job c JOIN primeinv.jobs() j"
		  " ON j.name OPERATOR(pg_catalog.=) c.jobname::pg_catalog.text"
		  " WHERE c.database OPERATOR(pg_catalog.=) pg_catalog.current_database()::pg_catalog.text ORDER BY c.jobid")
STATEMENT(REQUEST_PURGE,
		  "DELETE FROM primeinv.request r WHERE r.created_at OPERATOR(pg_catalog.<) $1",
		  TIMESTAMPTZOID)

/* stock take */
STATEMENT(STOCK_TAKE_CREATE,
		  "INSERT INTO primeinv.stock_take (tenant_id, outlet_id, description, operating_date, actor, created_at)"
		  " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
		  INT8OID, INT8OID, TEXTOID, DATEOID, TEXTOID, TIMESTAMPTZOID)
STATEMENT(STOCK_TAKE_TENANT,
		  "SELECT t.tenant_id FROM primeinv.stock_take t WHERE t.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(STOCK_TAKE_SHARE,
		  "SELECT t.outlet_id, t.status FROM primeinv.stock_take t WHERE t.id OPERATOR(pg_catalog.=) $1 FOR SHARE",
		  INT8OID)
STATEMENT(STOCK_TAKE_LOCK,
		  "SELECT t.outlet_id, t.status FROM primeinv.stock_take t WHERE t.id OPERATOR(pg_catalog.=) $1 FOR NO KEY UPDATE",
		  INT8OID)
STATEMENT(STOCK_TAKE_STATUS,
		  "UPDATE primeinv.stock_take SET status = $2,"
		  " completed_at = CASE WHEN $2 OPERATOR(pg_catalog.=) 'completed' THEN $3 ELSE completed_at END,"
		  " reconciled_at = CASE WHEN $2 OPERATOR(pg_catalog.=) 'reconciled' THEN $3 ELSE reconciled_at END"
		  " WHERE id OPERATOR(pg_catalog.=) $1",
		  INT8OID, TEXTOID, TIMESTAMPTZOID)
STATEMENT(STOCK_TAKE_STRANGE_BATCH,
		  "SELECT c.batch_id FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3)) AS c (variation_id, batch_id)"
		  " WHERE c.batch_id OPERATOR(pg_catalog.<>) 0 AND NOT EXISTS ("
		  "SELECT FROM primeinv.batch b WHERE b.id OPERATOR(pg_catalog.=) c.batch_id"
		  " AND b.outlet_id OPERATOR(pg_catalog.=) $1 AND b.variation_id OPERATOR(pg_catalog.=) c.variation_id) LIMIT 1",
		  INT8OID, INT8ARRAYOID, INT8ARRAYOID)
STATEMENT(STOCK_TAKE_OTHER_WAY,
		  "SELECT c.variation_id FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3)) AS c (variation_id, batch_id)"
		  " JOIN primeinv.stock_take_item i ON i.variation_id OPERATOR(pg_catalog.=) c.variation_id"
		  " WHERE i.stock_take_id OPERATOR(pg_catalog.=) $1"
		  " AND (i.batch_id IS NULL) OPERATOR(pg_catalog.<>) (c.batch_id OPERATOR(pg_catalog.=) 0) LIMIT 1",
		  INT8OID, INT8ARRAYOID, INT8ARRAYOID)
STATEMENT(STOCK_TAKE_COUNT,
		  "WITH count AS ("
		  "SELECT c.variation_id, CASE WHEN c.batch_id OPERATOR(pg_catalog.<>) 0 THEN c.batch_id END AS batch_id, c.counted, c.notes, c.line,"
		  " COALESCE(CASE WHEN c.batch_id OPERATOR(pg_catalog.=) 0 THEN l.quantity ELSE b.quantity END, 0) AS expected"
		  " FROM ROWS FROM (pg_catalog.unnest($4), pg_catalog.unnest($5), pg_catalog.unnest($6), pg_catalog.unnest($7))"
		  " WITH ORDINALITY AS c (variation_id, batch_id, counted, notes, line)"
		  " LEFT JOIN primeinv.location_stock l ON l.outlet_id OPERATOR(pg_catalog.=) $3"
		  " AND l.variation_id OPERATOR(pg_catalog.=) c.variation_id"
		  " LEFT JOIN primeinv.batch b ON b.id OPERATOR(pg_catalog.=) c.batch_id"
		  "), kept AS ("
		  "INSERT INTO primeinv.stock_take_item AS i (tenant_id, stock_take_id, variation_id, batch_id,"
		  " expected_quantity, counted_quantity, notes, counted_at, actor)"
		  " SELECT $1, $2, c.variation_id, c.batch_id, c.expected, c.counted, c.notes, $9, $8 FROM count c ORDER BY c.line"
		  " ON CONFLICT (stock_take_id, variation_id, batch_id) DO UPDATE SET expected_quantity = EXCLUDED.expected_quantity,"
		  " counted_quantity = EXCLUDED.counted_quantity, notes = EXCLUDED.notes,"
		  " counted_at = EXCLUDED.counted_at, actor = EXCLUDED.actor"
		  " RETURNING i.id, i.variation_id, i.batch_id, i.expected_quantity"
		  ") SELECT k.id, k.expected_quantity FROM count c JOIN kept k"
		  " ON k.variation_id OPERATOR(pg_catalog.=) c.variation_id"
		  " AND COALESCE(k.batch_id, 0) OPERATOR(pg_catalog.=) COALESCE(c.batch_id, 0) ORDER BY c.line",
		  INT8OID, INT8OID, INT8OID, INT8ARRAYOID, INT8ARRAYOID, NUMERICARRAYOID, TEXTARRAYOID, TEXTOID, TIMESTAMPTZOID)
STATEMENT(STOCK_TAKE_NOT_COUNTED,
		  "SELECT pg_catalog.count(*) FROM primeinv.batch b WHERE b.outlet_id OPERATOR(pg_catalog.=) $2 AND b.is_open"
		  " AND NOT EXISTS (SELECT FROM primeinv.stock_take_item i WHERE i.stock_take_id OPERATOR(pg_catalog.=) $1"
		  " AND i.variation_id OPERATOR(pg_catalog.=) b.variation_id"
		  " AND (i.batch_id IS NULL OR i.batch_id OPERATOR(pg_catalog.=) b.id))",
		  INT8OID, INT8OID)
STATEMENT(STOCK_TAKE_LINES,
		  "SELECT i.id, i.variation_id, COALESCE(i.batch_id, 0), i.difference, i.counted_at"
		  " FROM primeinv.stock_take_item i WHERE i.stock_take_id OPERATOR(pg_catalog.=) $1 ORDER BY i.id",
		  INT8OID)
STATEMENT(STOCK_TAKE_REASONS,
		  "UPDATE primeinv.stock_take_item i SET variance_reason = r.reason"
		  " FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2)) AS r (id, reason)"
		  " WHERE i.id OPERATOR(pg_catalog.=) r.id RETURNING i.id",
		  INT8ARRAYOID, TEXTARRAYOID)

/* customer */
STATEMENT(CUSTOMER_TENANT,
		  "SELECT c.tenant_id FROM primeinv.customer c WHERE c.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(CUSTOMER_READ,
		  "SELECT c.name, c.is_active, c.credit_blocked, c.credit_limit, c.credit_terms_days, c.outstanding_balance"
		  " FROM primeinv.customer c"
		  " WHERE c.id OPERATOR(pg_catalog.=) $1 AND c.tenant_id OPERATOR(pg_catalog.=) $2",
		  INT8OID, INT8OID)
STATEMENT(CUSTOMER_LOCK,
		  "SELECT c.name, c.is_active, c.credit_blocked, c.credit_limit, c.credit_terms_days, c.outstanding_balance"
		  " FROM primeinv.customer c"
		  " WHERE c.id OPERATOR(pg_catalog.=) $1 AND c.tenant_id OPERATOR(pg_catalog.=) $2 FOR NO KEY UPDATE",
		  INT8OID, INT8OID)
STATEMENT(CUSTOMER_OVERDUE,
		  "SELECT COALESCE(pg_catalog.sum(s.amount_due), 0)"
		  " FROM primeinv.sale s JOIN primeinv.outlet o ON o.id OPERATOR(pg_catalog.=) s.outlet_id"
		  " WHERE s.customer_id OPERATOR(pg_catalog.=) $1"
		  " AND (s.status OPERATOR(pg_catalog.=) 'PENDING' OR s.status OPERATOR(pg_catalog.=) 'PARTIAL')"
		  " AND s.due_date OPERATOR(pg_catalog.<) pg_catalog.timezone(o.time_zone, $2)::pg_catalog.date",
		  INT8OID, TIMESTAMPTZOID)
STATEMENT(CUSTOMER_SET_BALANCE,
		  "UPDATE primeinv.customer SET outstanding_balance = $2 WHERE id OPERATOR(pg_catalog.=) $1",
		  INT8OID, NUMERICOID)
STATEMENT(CUSTOMER_ENTRY,
		  "INSERT INTO primeinv.customer_entry (tenant_id, customer_id, type, amount, actor, db_role, balance_after)"
		  " VALUES ($1, $2, $3, $4, $5, $6, $7)",
		  INT8OID, INT8OID, TEXTOID, NUMERICOID, TEXTOID, TEXTOID, NUMERICOID)
STATEMENT(CUSTOMER_AUDIT_INSERT,
		  "INSERT INTO primeinv.audit_log (tenant_id, event_type, customer_id, actor, db_role, ip_address, user_agent)"
		  " SELECT n.tenant_id, 'customer.created', n.id, $1, $2, $3, $4 FROM new_rows n ORDER BY n.id",
		  TEXTOID, TEXTOID, INETOID, TEXTOID)
STATEMENT(CUSTOMER_AUDIT_DELETE,
		  "INSERT INTO primeinv.audit_log (tenant_id, event_type, customer_id, actor, db_role, ip_address, user_agent)"
		  " SELECT o.tenant_id, 'customer.deleted', o.id, $1, $2, $3, $4 FROM old_rows o ORDER BY o.id",
		  TEXTOID, TEXTOID, INETOID, TEXTOID)
STATEMENT(CUSTOMER_AUDIT_UPDATE,
		  "INSERT INTO primeinv.audit_log (tenant_id, event_type, customer_id, actor, db_role, ip_address, user_agent, event_data)"
		  " SELECT n.tenant_id, 'customer.updated', n.id, $1, $2, $3, $4, pg_catalog.jsonb_build_object('columns', c.names)"
		  " FROM new_rows n JOIN old_rows o ON o.id OPERATOR(pg_catalog.=) n.id CROSS JOIN LATERAL ("
		  "SELECT pg_catalog.jsonb_agg(k.key ORDER BY k.key) AS names FROM pg_catalog.jsonb_each(pg_catalog.to_jsonb(n)) k"
		  " WHERE k.value OPERATOR(pg_catalog.<>) (pg_catalog.to_jsonb(o) OPERATOR(pg_catalog.->) k.key)"
		  " AND k.key OPERATOR(pg_catalog.<>) 'outstanding_balance'"
		  ") c WHERE c.names IS NOT NULL ORDER BY n.id",
		  TEXTOID, TEXTOID, INETOID, TEXTOID)
STATEMENT(CUSTOMER_AUDIT_BALANCE,
		  "INSERT INTO primeinv.audit_log (tenant_id, event_type, customer_id, actor, db_role, ip_address, user_agent,"
		  " event_data, description)"
		  " SELECT n.tenant_id, 'credit.adjusted', n.id, $1, $2, $3, $4, pg_catalog.jsonb_build_object("
		  "'change', pg_catalog.trim_scale(n.outstanding_balance OPERATOR(pg_catalog.-) o.outstanding_balance),"
		  " 'balance', pg_catalog.trim_scale(n.outstanding_balance)), 'direct update'"
		  " FROM new_rows n JOIN old_rows o ON o.id OPERATOR(pg_catalog.=) n.id"
		  " WHERE n.outstanding_balance OPERATOR(pg_catalog.<>) o.outstanding_balance ORDER BY n.id",
		  TEXTOID, TEXTOID, INETOID, TEXTOID)

/* account */
STATEMENT(SALE_TENANT,
		  "SELECT s.tenant_id FROM primeinv.sale s WHERE s.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(ACCOUNT_LOCK,
		  "SELECT s.outlet_id, s.customer_id, s.status, s.total_amount, s.refunded_amount, s.amount_paid, s.receipt_number"
		  " FROM primeinv.sale s"
		  " WHERE s.id OPERATOR(pg_catalog.=) $1 AND s.tenant_id OPERATOR(pg_catalog.=) $2 FOR NO KEY UPDATE",
		  INT8OID, INT8OID)
STATEMENT(ACCOUNT_LOCK_DUE,
		  "SELECT s.id FROM primeinv.sale s"
		  " WHERE s.customer_id OPERATOR(pg_catalog.=) $1 AND s.tenant_id OPERATOR(pg_catalog.=) $2"
		  " AND (s.status OPERATOR(pg_catalog.=) 'PENDING' OR s.status OPERATOR(pg_catalog.=) 'PARTIAL')"
		  " ORDER BY s.id FOR NO KEY UPDATE",
		  INT8OID, INT8OID)
STATEMENT(ACCOUNT_READ_DUE,
		  "SELECT s.outlet_id, s.customer_id, s.status, s.total_amount, s.refunded_amount, s.amount_paid, s.receipt_number, s.id"
		  " FROM primeinv.sale s"
		  " WHERE s.id OPERATOR(pg_catalog.=) ANY ($1) AND s.amount_due OPERATOR(pg_catalog.>) 0"
		  " ORDER BY s.due_date, s.completed_at, s.id",
		  INT8ARRAYOID)
STATEMENT(ACCOUNT_WRITE,
		  "UPDATE primeinv.sale SET status = $2, refunded_amount = $3, amount_paid = $4,"
		  " due_date = CASE WHEN due_date IS NULL AND $5 IS NOT NULL THEN completed_on OPERATOR(pg_catalog.+) $5 ELSE due_date END,"
		  " closed_at = CASE WHEN $6 IS NULL THEN closed_at ELSE pg_catalog.clock_timestamp() END,"
		  " closed_by = COALESCE($6, closed_by), close_reason = COALESCE($7, close_reason)"
		  " WHERE id OPERATOR(pg_catalog.=) $1",
		  INT8OID, TEXTOID, NUMERICOID, NUMERICOID, INT4OID, TEXTOID, TEXTOID)
STATEMENT(SALE_ROW,
		  "SELECT s FROM primeinv.sale s WHERE s.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)

/* payment */
STATEMENT(PAYMENT_TENANT,
		  "SELECT p.tenant_id FROM primeinv.payment p WHERE p.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(PAYMENT_SALE,
		  "SELECT p.sale_id FROM primeinv.payment p WHERE p.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(PAYMENT_READ,
		  "SELECT p.amount, p.status FROM primeinv.payment p WHERE p.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(PAYMENT_METHODS,
		  "SELECT p.method, pg_catalog.sum(p.amount) FROM primeinv.payment p"
		  " WHERE p.sale_id OPERATOR(pg_catalog.=) $1 AND p.status OPERATOR(pg_catalog.=) 'COMPLETED'"
		  " GROUP BY p.method HAVING pg_catalog.sum(p.amount) OPERATOR(pg_catalog.>) 0"
		  " ORDER BY pg_catalog.max(p.id) FILTER (WHERE p.amount OPERATOR(pg_catalog.>) 0) DESC",
		  INT8OID)
STATEMENT(PAYMENT_REVERSE,
		  "UPDATE primeinv.payment SET status = 'REVERSED', reversed_at = pg_catalog.clock_timestamp(),"
		  " reversed_by = $2, reversal_reason = $3 WHERE id OPERATOR(pg_catalog.=) $1",
		  INT8OID, TEXTOID, TEXTOID)

/* refund */
STATEMENT(REFUND_SALE,
		  "SELECT r.sale_id FROM primeinv.refund r WHERE r.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(REFUND_LOCK,
		  "SELECT r.status, r.reason, r.disposition, r.method FROM primeinv.refund r"
		  " WHERE r.id OPERATOR(pg_catalog.=) $1 FOR NO KEY UPDATE",
		  INT8OID)
STATEMENT(REFUND_ROW,
		  "SELECT r FROM primeinv.refund r WHERE r.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(REFUND_INSERT,
		  "INSERT INTO primeinv.refund (tenant_id, sale_id, reason, disposition, amount, method, actor, db_role)"
		  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
		  INT8OID, INT8OID, TEXTOID, TEXTOID, NUMERICOID, TEXTOID, TEXTOID, TEXTOID)
STATEMENT(REFUND_ITEM_INSERT,
		  "INSERT INTO primeinv.refund_item (tenant_id, refund_id, sale_item_id, amount, tax_amount, quantity,"
		  " base_quantity, unit) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		  INT8OID, INT8OID, INT8OID, NUMERICOID, NUMERICOID, NUMERICOID, NUMERICOID, TEXTOID)
STATEMENT(REFUND_ITEM_VALUE,
		  "UPDATE primeinv.refund_item SET amount = $4, tax_amount = $5"
		  " WHERE tenant_id OPERATOR(pg_catalog.=) $1 AND refund_id OPERATOR(pg_catalog.=) $2"
		  " AND sale_item_id OPERATOR(pg_catalog.=) $3"
		  " AND (amount OPERATOR(pg_catalog.<>) $4 OR tax_amount OPERATOR(pg_catalog.<>) $5)",
		  INT8OID, INT8OID, INT8OID, NUMERICOID, NUMERICOID, NUMERICOID, NUMERICOID, TEXTOID)
STATEMENT(REFUND_DECIDE,
		  "UPDATE primeinv.refund SET status = $2, decided_by = $3, decided_at = pg_catalog.clock_timestamp(),"
		  " decision_reason = $4 WHERE id OPERATOR(pg_catalog.=) $1",
		  INT8OID, TEXTOID, TEXTOID, TEXTOID)
STATEMENT(REFUND_PROCESSED,
		  "UPDATE primeinv.refund SET status = 'PROCESSED', amount = $2, processed_by = $3,"
		  " processed_at = pg_catalog.clock_timestamp() WHERE id OPERATOR(pg_catalog.=) $1",
		  INT8OID, NUMERICOID, TEXTOID)
STATEMENT(REFUND_SOLD,
		  "SELECT i.id, i.variation_id, i.product_name, i.unit, i.quantity, i.base_quantity, i.total_price, i.tax_amount,"
		  " COALESCE(x.base_quantity, 0), COALESCE(x.amount, 0), COALESCE(x.tax_amount, 0)"
		  " FROM primeinv.sale_item i LEFT JOIN LATERAL ("
		  "SELECT pg_catalog.sum(r.base_quantity) AS base_quantity, pg_catalog.sum(r.amount) AS amount,"
		  " pg_catalog.sum(r.tax_amount) AS tax_amount"
		  " FROM primeinv.refund_item r JOIN primeinv.refund f ON f.id OPERATOR(pg_catalog.=) r.refund_id"
		  " WHERE r.sale_item_id OPERATOR(pg_catalog.=) i.id AND f.status OPERATOR(pg_catalog.=) 'PROCESSED'"
		  ") x ON true WHERE i.sale_id OPERATOR(pg_catalog.=) $1 ORDER BY i.id",
		  INT8OID)
STATEMENT(REFUND_ITEMS,
		  "SELECT r.sale_item_id, r.unit, r.quantity, r.base_quantity FROM primeinv.refund_item r"
		  " WHERE r.refund_id OPERATOR(pg_catalog.=) $1 ORDER BY r.id",
		  INT8OID)
STATEMENT(RESTOCK_SOURCES,
		  "SELECT m.sale_item_id, m.batch_id, m.outlet_id, m.variation_id, pg_catalog.sum(OPERATOR(pg_catalog.-) m.quantity),"
		  " pg_catalog.max(m.unit_cost) FILTER (WHERE m.movement_type OPERATOR(pg_catalog.=) 'sale')"
		  " FROM primeinv.stock_movement m WHERE m.sale_item_id OPERATOR(pg_catalog.=) ANY ($1)"
		  " AND (m.movement_type OPERATOR(pg_catalog.=) 'sale' OR m.movement_type OPERATOR(pg_catalog.=) 'return')"
		  " GROUP BY m.sale_item_id, m.batch_id, m.outlet_id, m.variation_id"
		  " ORDER BY pg_catalog.max(m.id) FILTER (WHERE m.movement_type OPERATOR(pg_catalog.=) 'sale') DESC",
		  INT8ARRAYOID)

/* log_event */
STATEMENT(TENANT_ID,
		  "SELECT t.id FROM primeinv.tenant t WHERE t.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(SALE_ITEM_TENANT,
		  "SELECT i.tenant_id FROM primeinv.sale_item i WHERE i.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(REFUND_TENANT,
		  "SELECT r.tenant_id FROM primeinv.refund r WHERE r.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)

/* unit */
STATEMENT(UNIT_RATIO,
		  "SELECT u.numerator, u.denominator FROM primeinv.variation_unit u WHERE u.variation_id OPERATOR(pg_catalog.=) "
		  "$1 AND u.unit OPERATOR(pg_catalog.=) $2",
		  INT8OID, TEXTOID)
STATEMENT(UNIT_NAMES,
		  "SELECT pg_catalog.string_agg(u.unit, ', ' ORDER BY u.unit) FROM primeinv.variation_unit u WHERE "
		  "u.variation_id OPERATOR(pg_catalog.=) $1",
		  INT8OID)

/* sale */
STATEMENT(TENANT_MONEY,
		  "SELECT t.money_decimals, t.prices_include_tax FROM primeinv.tenant t WHERE t.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(MONEY_OF_TENANT,
		  "SELECT FROM primeinv.sale s WHERE s.tenant_id OPERATOR(pg_catalog.=) $1"
		  " UNION ALL SELECT FROM primeinv.customer_entry e WHERE e.tenant_id OPERATOR(pg_catalog.=) $1 LIMIT 1",
		  INT8OID)
STATEMENT(SALE_LOCK,
		  "SELECT s.outlet_id, s.customer_id, s.type, s.status, s.cart_session_id, s.hold, s.sale_discount, "
		  "t.money_decimals, t.prices_include_tax FROM primeinv.sale s JOIN primeinv.tenant t ON t.id "
		  "OPERATOR(pg_catalog.=) s.tenant_id WHERE s.id OPERATOR(pg_catalog.=) $1 AND s.tenant_id "
		  "OPERATOR(pg_catalog.=) $2 FOR NO KEY UPDATE OF s",
		  INT8OID, INT8OID)
STATEMENT(SALE_LINES,
		  "SELECT i.id, i.variation_id, i.quantity, i.unit, i.base_quantity, i.list_price, i.unit_price, i.price_given, "
		  "i.price_rule, i.discount_percentage, i.tax_rate, i.batch_id, i.product_name, i.product_sku, i.unit_cost FROM "
		  "primeinv.sale_item i WHERE i.sale_id OPERATOR(pg_catalog.=) $1 ORDER BY i.id",
		  INT8OID)
STATEMENT(SALE_LINE_FACTS,
		  "SELECT pg_catalog.concat(p.name, ' - ', v.name), COALESCE(CASE WHEN v.sku OPERATOR(pg_catalog.<>) '' THEN v.sku END, p.sku), v.tax_rate, "
		  "COALESCE(v.cost, 0), v.price, v.wholesale_price, v.minimum_wholesale_quantity, o.price, u.price, "
		  "u.wholesale_price, u.numerator, u.denominator FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2)) "
		  "WITH ORDINALITY AS l (variation_id, unit, line) JOIN primeinv.variation v ON v.id OPERATOR(pg_catalog.=) "
		  "l.variation_id JOIN primeinv.product p ON p.id OPERATOR(pg_catalog.=) v.product_id LEFT JOIN "
		  "primeinv.outlet_variation o ON o.outlet_id OPERATOR(pg_catalog.=) $3 AND o.variation_id "
		  "OPERATOR(pg_catalog.=) l.variation_id LEFT JOIN primeinv.variation_unit u ON u.variation_id "
		  "OPERATOR(pg_catalog.=) l.variation_id AND u.unit OPERATOR(pg_catalog.=) l.unit ORDER BY l.line",
		  INT8ARRAYOID, TEXTARRAYOID, INT8OID)
STATEMENT(VARIATION_KEEP,
		  "SELECT FROM primeinv.variation v WHERE v.id OPERATOR(pg_catalog.=) ANY ($1) ORDER BY v.id FOR KEY SHARE",
		  INT8ARRAYOID)
STATEMENT(SALE_INSERT,
		  "INSERT INTO primeinv.sale (tenant_id, id, outlet_id, customer_id, type, cart_session_id, actor, hold, "
		  "db_role, subtotal, discount_amount, tax_amount, total_amount, amount_paid, refunded_amount, sale_discount) "
		  "SELECT $1, $2, $3, $4, $5, $6, $7, COALESCE($8, '30 minutes'), $9, $10, $10, $10, $10, $10, $10, $10 WHERE $4 IS NULL OR EXISTS (SELECT "
		  "FROM primeinv.customer c WHERE c.id OPERATOR(pg_catalog.=) $4 AND c.tenant_id OPERATOR(pg_catalog.=) $1)",
		  INT8OID, INT8OID, INT8OID, INT8OID, TEXTOID, TEXTOID, TEXTOID, INTERVALOID, TEXTOID, NUMERICOID)
STATEMENT(CUSTOMER_KEEP,
		  "SELECT FROM primeinv.customer c WHERE c.id OPERATOR(pg_catalog.=) $1 AND c.tenant_id OPERATOR(pg_catalog.=) $2"
		  " FOR KEY SHARE",
		  INT8OID, INT8OID)
STATEMENT(SALE_UPDATE,
		  "UPDATE primeinv.sale SET customer_id = $2, type = $3, sale_discount = $4, subtotal = $5, discount_amount = "
		  "$6, tax_amount = $7, total_amount = $8 WHERE id OPERATOR(pg_catalog.=) $1 AND ($2 IS NULL OR EXISTS (SELECT "
		  "FROM primeinv.customer c WHERE c.id OPERATOR(pg_catalog.=) $2 AND c.tenant_id OPERATOR(pg_catalog.=) "
		  "sale.tenant_id))",
		  INT8OID, INT8OID, TEXTOID, NUMERICOID, NUMERICOID, NUMERICOID, NUMERICOID, NUMERICOID)
STATEMENT(SALE_COMPLETE,
		  "UPDATE primeinv.sale SET status = $2, receipt_number = $3, payment_type = $4, sale_discount = $5, subtotal = "
		  "$6, discount_amount = $7, tax_amount = $8, total_amount = $9, amount_paid = $10, manager_override = $11, "
		  "override_reason = $12, override_by = $13, completed_at = $14, completed_on = $15, due_date = $16 WHERE id "
		  "OPERATOR(pg_catalog.=) $1",
		  INT8OID, TEXTOID, TEXTOID, TEXTOID, NUMERICOID, NUMERICOID, NUMERICOID, NUMERICOID, NUMERICOID, NUMERICOID, BOOLOID, TEXTOID, TEXTOID, TIMESTAMPTZOID, DATEOID, DATEOID)
STATEMENT(SALE_CANCEL,
		  "UPDATE primeinv.sale SET status = 'CANCELLED', closed_at = pg_catalog.clock_timestamp(), closed_by = $2, "
		  "close_reason = $3 WHERE id OPERATOR(pg_catalog.=) $1",
		  INT8OID, TEXTOID, TEXTOID)
STATEMENT(SALE_ITEM_SALE,
		  "SELECT i.tenant_id, i.sale_id FROM primeinv.sale_item i WHERE i.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(SALE_ITEM_REMOVED,
		  "SELECT r.tenant_id FROM primeinv.tenant t JOIN primeinv.request r ON r.tenant_id OPERATOR(pg_catalog.=) t.id"
		  " AND r.function OPERATOR(pg_catalog.=) 'remove_sale_item' AND r.request_id OPERATOR(pg_catalog.=) $2"
		  " WHERE (r.arguments OPERATOR(pg_catalog.->) 'sale_item_id') OPERATOR(pg_catalog.=) pg_catalog.to_jsonb($1)"
		  " AND NOT EXISTS (SELECT FROM primeinv.sale_item i WHERE i.id OPERATOR(pg_catalog.=) $1) LIMIT 1",
		  INT8OID, TEXTOID)
STATEMENT(SALE_ITEM_UPDATE,
		  "UPDATE primeinv.sale_item i SET quantity = n.quantity, base_quantity = n.base_quantity, list_price = "
		  "n.list_price, unit_price = n.unit_price, price_rule = n.price_rule, price_given = n.price_given, "
		  "discount_percentage = n.discount_percentage, discount_amount = n.discount_amount, tax_amount = n.tax_amount, "
		  "total_price = n.total_price, subtotal = n.subtotal, sale_discount = n.sale_discount FROM ROWS FROM "
		  "(pg_catalog.unnest($1), pg_catalog.unnest($2), pg_catalog.unnest($3), pg_catalog.unnest($4), "
		  "pg_catalog.unnest($5), pg_catalog.unnest($6), pg_catalog.unnest($7), pg_catalog.unnest($8), "
		  "pg_catalog.unnest($9), pg_catalog.unnest($10), pg_catalog.unnest($11), pg_catalog.unnest($12), "
		  "pg_catalog.unnest($13)) AS n (id, quantity, base_quantity, list_price, unit_price, price_rule, price_given, "
		  "discount_percentage, discount_amount, tax_amount, total_price, subtotal, sale_discount) WHERE i.id "
		  "OPERATOR(pg_catalog.=) n.id AND (i.quantity OPERATOR(pg_catalog.<>) n.quantity OR i.base_quantity "
		  "OPERATOR(pg_catalog.<>) n.base_quantity OR COALESCE(i.list_price, -1) OPERATOR(pg_catalog.<>) "
		  "COALESCE(n.list_price, -1) OR i.unit_price OPERATOR(pg_catalog.<>) n.unit_price OR i.price_rule "
		  "OPERATOR(pg_catalog.<>) n.price_rule OR i.price_given OPERATOR(pg_catalog.<>) n.price_given OR "
		  "i.discount_percentage OPERATOR(pg_catalog.<>) n.discount_percentage OR i.discount_amount "
		  "OPERATOR(pg_catalog.<>) n.discount_amount OR i.tax_amount OPERATOR(pg_catalog.<>) n.tax_amount OR "
		  "i.total_price OPERATOR(pg_catalog.<>) n.total_price OR i.subtotal OPERATOR(pg_catalog.<>) n.subtotal OR "
		  "i.sale_discount OPERATOR(pg_catalog.<>) n.sale_discount)",
		  INT8ARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, TEXTARRAYOID, BOOLARRAYOID,
		  NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID)
STATEMENT(SALE_ITEM_COSTS,
		  "UPDATE primeinv.sale_item i SET unit_cost = n.unit_cost FROM ROWS FROM (pg_catalog.unnest($1), "
		  "pg_catalog.unnest($2)) AS n (id, unit_cost) WHERE i.id OPERATOR(pg_catalog.=) n.id",
		  INT8ARRAYOID, NUMERICARRAYOID)
STATEMENT(SALE_ITEM_DELETE,
		  "DELETE FROM primeinv.sale_item WHERE id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(SALE_ITEM_ROW,
		  "SELECT i FROM primeinv.sale_item i WHERE i.id OPERATOR(pg_catalog.=) $1",
		  INT8OID)
STATEMENT(RECEIPT_NEXT,
		  "INSERT INTO primeinv.receipt_counter AS r (tenant_id, outlet_id, day, last) VALUES ($1, $2, $3, 1) ON "
		  "CONFLICT (outlet_id, day) DO UPDATE SET last = r.last OPERATOR(pg_catalog.+) 1 RETURNING "
		  "pg_catalog.format('%s-%s-%s', $2, pg_catalog.to_char($3::pg_catalog.timestamp, 'YYYYMMDD'), CASE WHEN last OPERATOR(pg_catalog.<) "
		  "10000 THEN pg_catalog.lpad(last::pg_catalog.text, 4, '0') ELSE last::pg_catalog.text END)",
		  INT8OID, INT8OID, DATEOID)
