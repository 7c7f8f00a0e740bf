/*-------------------------------------------------------------------------
 *
 * statements.h
 *		The statements of this room.
 *
 * STATEMENT(name, text, parameter types...) finds its rows by key, SWEEP(...)
 * reads much of a table; base/plan.c plans them accordingly and runs them with
 * the search path shut, so they are plain SQL that names our schema.
 * COLUMNS(...) names what a statement returns.  What several statements return
 * alike, for one reader, is named once.
 *
 *-------------------------------------------------------------------------
 */
#include "base/statement_macros.h"

/* Places: for location_recount_changed. */
COLUMNS(PLACE_OUTLET, PLACE_VARIATION)

/* Places whose counters are wrong: for rebuild_locations. */
COLUMNS(WRONG_TENANT, WRONG_OUTLET, WRONG_VARIATION, WRONG_WAS, WRONG_BATCH_TOTAL)

/* A stock take, locked. */
COLUMNS(STOCK_TAKE_OUTLET, STOCK_TAKE_STATE)

/* location */
STATEMENT(LOCATION_CREATE,
		  "INSERT INTO primeinv.location_stock (tenant_id, variation_id, outlet_id)"
		  " VALUES ($1, $2, $3) ON CONFLICT (outlet_id, variation_id) DO NOTHING",
		  INT8OID, INT8OID, INT8OID)
STATEMENT(LOCATION_CREATE_MANY,
		  "INSERT INTO primeinv.location_stock (tenant_id, variation_id, outlet_id)"
		  " SELECT (SELECT o.tenant_id FROM primeinv.outlet o WHERE o.id = p.outlet_id), p.variation_id, p.outlet_id"
		  " FROM ROWS FROM (unnest($1), unnest($2)) AS p (outlet_id, variation_id)"
		  " ORDER BY p.outlet_id, p.variation_id"
		  " ON CONFLICT (outlet_id, variation_id) DO NOTHING",
		  INT8ARRAYOID, INT8ARRAYOID)

/*
 * Both find their rows by an array of ids: a join could be planned, for good,
 * as a loop over all places for each place, from statistics that say that there
 * are none.
 */
#define LOCATIONS_OF_PLACES \
		  " WHERE l.id = ANY (ARRAY (SELECT k.id FROM ROWS FROM (unnest($1), unnest($2)) AS p (outlet_id, variation_id)" \
		  " CROSS JOIN LATERAL (SELECT k.id FROM primeinv.location_stock k WHERE k.outlet_id = p.outlet_id" \
		  " AND k.variation_id = p.variation_id OFFSET 0) k))"

STATEMENT(LOCATION_LOCK_MANY,
		  "SELECT FROM primeinv.location_stock l"
		  LOCATIONS_OF_PLACES
		  " ORDER BY l.outlet_id, l.variation_id FOR NO KEY UPDATE OF l",
		  INT8ARRAYOID, INT8ARRAYOID)
STATEMENT(LOCATION_RECOUNT,
		  "UPDATE primeinv.location_stock l SET (quantity, sellable, sellable_on) = ("
		  "SELECT COALESCE(sum(b.quantity), 0), COALESCE(sum(b.quantity) FILTER (WHERE b.status = 'available'"
		  " AND primeinv.is_expired(b.expiry_date, d.today) IS NOT TRUE), 0), d.today"
		  " FROM (SELECT timezone(o.time_zone, $3)::date AS today FROM primeinv.outlet o WHERE o.id = l.outlet_id) d"
		  " LEFT JOIN primeinv.batch b ON b.outlet_id = l.outlet_id AND b.variation_id = l.variation_id AND b.is_open"
		  " GROUP BY d.today"
		  "), reserved = ("
		  "SELECT COALESCE(sum(r.quantity), 0) FROM primeinv.stock_reservation r WHERE r.outlet_id = l.outlet_id"
		  " AND r.variation_id = l.variation_id AND r.status = 'ACTIVE' AND r.expires_at > GREATEST($3, l.reserved_at)"
		  "), reserved_at = GREATEST($3, l.reserved_at), first_batch_id = NULL"
		  LOCATIONS_OF_PLACES,
		  INT8ARRAYOID, INT8ARRAYOID, TIMESTAMPTZOID)

/* alert: of what it is, for a person */
#define ALERT_GOODS(outlet, variation) \
	"(SELECT format('%s %s at %s', gp.name, gv.name, go.name)" \
	" FROM primeinv.variation gv, primeinv.product gp, primeinv.outlet go" \
	" WHERE gv.id = " variation " AND gp.id = gv.product_id AND go.id = " outlet ")"
STATEMENT(ALERT_AT_RISK,
		  "WITH hold AS ("
		  "SELECT r.id, sum(r.quantity) OVER (ORDER BY r.created_at, r.id) AS promised"
		  " FROM primeinv.stock_reservation r WHERE r.outlet_id = $2"
		  " AND r.variation_id = $3 AND r.status = 'ACTIVE'"
		  " AND r.expires_at > $5"
		  "), raised AS ("
		  "INSERT INTO primeinv.stock_alert (tenant_id, kind, outlet_id, variation_id, reservation_id, detail)"
		  " SELECT $1, 'reservation_at_risk', $2, $3, h.id,"
		  " format('%s: %s sellable, %s promised up to this hold', " ALERT_GOODS("$2", "$3") ","
		  " trim_scale($4), trim_scale(h.promised))"
		  " FROM hold h WHERE h.promised > $4 AND NOT EXISTS ("
		  "SELECT FROM primeinv.stock_alert a WHERE a.reservation_id = h.id AND a.resolved_at IS NULL)"
		  " ORDER BY h.id DESC RETURNING id"
		  ") SELECT pg_notify('primeinv_alert', r.id::text) FROM raised r",
		  INT8OID, INT8OID, INT8OID, NUMERICOID, TIMESTAMPTZOID)
STATEMENT(ALERT_VARIANCES,
		  "WITH raised AS ("
		  "INSERT INTO primeinv.stock_alert (tenant_id, kind, outlet_id, variation_id, detail)"
		  " SELECT v.tenant_id, 'variance', v.outlet_id, v.variation_id, format("
		  "'%s: batches %s, location stock %s, ledger %s', " ALERT_GOODS("v.outlet_id", "v.variation_id") ", trim_scale(v.batch_total),"
		  " trim_scale(v.location_stock), trim_scale(v.ledger_total))"
		  " FROM primeinv.reconciliation_variance v WHERE v.run_id = ANY ($1) AND v.flagged"
		  " ORDER BY v.outlet_id, v.variation_id"
		  " ON CONFLICT (outlet_id, variation_id, kind, batch_id, reservation_id, tenant_id, subject) WHERE resolved_at IS NULL DO NOTHING"
		  " RETURNING id"
		  "), over AS ("
		  "UPDATE primeinv.stock_alert a SET resolved_at = clock_timestamp()"
		  " FROM primeinv.reconciliation_outlet o WHERE o.run_id = ANY ($1)"
		  " AND a.outlet_id = o.outlet_id AND a.kind = 'variance'"
		  " AND a.resolved_at IS NULL AND NOT EXISTS ("
		  "SELECT FROM primeinv.reconciliation_variance v WHERE v.run_id = o.run_id"
		  " AND v.outlet_id = a.outlet_id AND v.variation_id = a.variation_id)"
		  ") SELECT pg_notify('primeinv_alert', r.id::text) FROM raised r",
		  INT8ARRAYOID)
STATEMENT(ALERT_VARIANCES_MENDED,
		  "UPDATE primeinv.stock_alert a SET resolved_at = clock_timestamp()"
		  " FROM primeinv.reconciliation_variance v WHERE v.run_id = ANY ($1)"
		  " AND v.ledger_total = v.batch_total AND EXISTS ("
		  "SELECT FROM primeinv.location_stock l WHERE l.outlet_id = v.outlet_id AND l.variation_id = v.variation_id"
		  " AND l.quantity = (SELECT COALESCE(sum(b.quantity), 0) FROM primeinv.batch b"
		  " WHERE b.outlet_id = v.outlet_id AND b.variation_id = v.variation_id AND b.is_open))"
		  " AND a.outlet_id = v.outlet_id AND a.variation_id = v.variation_id"
		  " AND a.kind = 'variance' AND a.resolved_at IS NULL",
		  INT8ARRAYOID)
STATEMENT(ALERT_OUTLET,
		  "SELECT o.id FROM primeinv.outlet o WHERE o.tenant_id = ANY ($1) AND o.id = $2 FOR NO KEY UPDATE",
		  INT8ARRAYOID, INT8OID)
SWEEP(ALERT_OUTLETS,
		  "SELECT o.id FROM primeinv.outlet o WHERE o.tenant_id = ANY ($1) ORDER BY o.id FOR NO KEY UPDATE SKIP LOCKED",
		  INT8ARRAYOID)
COLUMNS(ALERT_OUTLETS_ID)
/*
 * Of one outlet by "=", which the planner carries into every part of
 * stock_level: the jobs go from one outlet of thousands to the next.
 */
#define ALERT_REFRESH_OF(of) \
	"WITH here AS MATERIALIZED (" \
	"SELECT o.id AS outlet_id, o.expiry_alert_days AS days," \
	" timezone(o.time_zone, clock_timestamp())::date AS today" \
	" FROM primeinv.outlet o WHERE o.id = ANY ($1)" \
	"), wanted AS MATERIALIZED (" \
	"SELECT s.tenant_id, 'low_stock' AS kind, s.outlet_id, s.variation_id, NULL::bigint AS batch_id," \
	" format('%s left, threshold %s', trim_scale(s.available), trim_scale(s.threshold)) AS detail" \
	" FROM primeinv.stock_level s JOIN here h ON h.outlet_id = s.outlet_id" \
	" WHERE s.outlet_id " of " AND s.is_active AND s.available <= s.threshold" \
	" UNION ALL SELECT b.tenant_id," \
	" CASE WHEN primeinv.is_expired(b.expiry_date, h.today) THEN 'expired' ELSE 'expiring_soon' END," \
	" b.outlet_id, b.variation_id, b.id, format('batch %s of %s, %s left', b.batch_number," \
	" to_char(b.expiry_date, 'YYYY-MM-DD'), trim_scale(b.quantity))" \
	" FROM primeinv.batch b JOIN here h ON h.outlet_id = b.outlet_id" \
	" WHERE b.outlet_id " of " AND b.is_open AND (primeinv.is_expired(b.expiry_date, h.today) OR primeinv.expires_within(b.expiry_date, h.today, h.days))" \
	"), open AS (" \
	"SELECT a.id, a.kind, a.outlet_id, a.variation_id, a.batch_id FROM primeinv.stock_alert a" \
	" JOIN here h ON h.outlet_id = a.outlet_id WHERE a.outlet_id " of " AND a.resolved_at IS NULL" \
	" AND a.kind = ANY ('{low_stock,expiring_soon,expired}'::text[])" \
	"), news AS MATERIALIZED (" \
	"SELECT w.*, o.id AS alert_id FROM wanted w FULL JOIN open o ON o.kind = w.kind" \
	" AND o.outlet_id = w.outlet_id AND o.variation_id = w.variation_id" \
	" AND COALESCE(o.batch_id, 0) = COALESCE(w.batch_id, 0)" \
	" WHERE o.id IS NULL OR w.kind IS NULL" \
	"), raised AS (" \
	"INSERT INTO primeinv.stock_alert (tenant_id, kind, outlet_id, variation_id, batch_id, detail)" \
	" SELECT n.tenant_id, n.kind, n.outlet_id, n.variation_id, n.batch_id," \
	" format('%s: %s', " ALERT_GOODS("n.outlet_id", "n.variation_id") ", n.detail) FROM news n WHERE n.alert_id IS NULL" \
	" ORDER BY n.outlet_id, n.variation_id, n.kind, n.batch_id" \
	" ON CONFLICT (outlet_id, variation_id, kind, batch_id, reservation_id, tenant_id, subject) WHERE resolved_at IS NULL DO NOTHING" \
	" RETURNING id" \
	"), over AS (" \
	"UPDATE primeinv.stock_alert a SET resolved_at = clock_timestamp() FROM news n" \
	" WHERE a.id = n.alert_id" \
	"), safe AS (" \
	"UPDATE primeinv.stock_alert a SET resolved_at = clock_timestamp()" \
	" FROM primeinv.stock_reservation r, primeinv.location_stock l, here h" \
	" WHERE a.outlet_id = h.outlet_id AND a.outlet_id " of " AND a.resolved_at IS NULL" \
	" AND a.kind = 'reservation_at_risk' AND r.id = a.reservation_id" \
	" AND l.outlet_id = a.outlet_id AND l.variation_id = a.variation_id" \
	" AND (r.status <> 'ACTIVE' OR r.expires_at <= clock_timestamp()" \
	" OR l.sellable >= (" \
	"SELECT sum(e.quantity) FROM primeinv.stock_reservation e WHERE e.outlet_id = r.outlet_id" \
	" AND e.variation_id = r.variation_id AND e.status = 'ACTIVE'" \
	" AND e.expires_at > clock_timestamp()" \
	" AND (e.created_at < r.created_at OR (e.created_at = r.created_at" \
	" AND e.id <= r.id))))" \
	") SELECT count(pg_notify('primeinv_alert', r.id::text)::text) FROM raised r"
SWEEP(ALERT_REFRESH,
	  ALERT_REFRESH_OF("= ANY ($1)"),
	  INT8ARRAYOID)
SWEEP(ALERT_REFRESH_ONE,
	  ALERT_REFRESH_OF("= ($1)[1]"),
	  INT8ARRAYOID)
COLUMNS(ALERT_REFRESH_RAISED)

STATEMENT(ALERT_STOCK_TAKE,
		  "WITH raised AS ("
		  "INSERT INTO primeinv.stock_alert AS a (tenant_id, kind, outlet_id, detail)"
		  " SELECT o.tenant_id, 'stock_take', o.id, format('stock take %s at %s: %s of %s lines corrected', $2, o.name, $3, $4)"
		  " FROM primeinv.outlet o WHERE o.id = $1"
		  " ON CONFLICT (outlet_id, variation_id, kind, batch_id, reservation_id, tenant_id, subject) WHERE resolved_at IS NULL"
		  " DO UPDATE SET detail = EXCLUDED.detail, created_at = EXCLUDED.created_at"
		  " RETURNING a.id"
		  ") SELECT pg_notify('primeinv_alert', r.id::text) FROM raised r",
		  INT8OID, INT8OID, INT8OID, INT8OID)

/* overage */
STATEMENT(OVERAGE_GUESS,
		  "SELECT CASE WHEN b.id IS NULL THEN $4 + v.shelf_life_days ELSE b.expiry_date END,"
		  " COALESCE(b.cost_price, v.cost, 0)"
		  " FROM primeinv.variation v LEFT JOIN LATERAL ("
		  "SELECT b.id, b.expiry_date, b.cost_price FROM primeinv.batch b"
		  " WHERE b.outlet_id = $1 AND b.variation_id = v.id"
		  " AND primeinv.is_expired(b.expiry_date, $3) IS NOT TRUE"
		  " ORDER BY b.expiry_date, b.received_at, b.id LIMIT 1"
		  ") b ON true WHERE v.id = $2",
		  INT8OID, INT8OID, DATEOID, DATEOID)
COLUMNS(OVERAGE_GUESS_EXPIRY, OVERAGE_GUESS_COST)

/* expire */
SWEEP(EXPIRED_PLACES,
		  "SELECT DISTINCT b.outlet_id, b.variation_id"
		  " FROM primeinv.outlet o JOIN primeinv.batch b ON b.outlet_id = o.id"
		  " WHERE b.is_open AND primeinv.is_expired(b.expiry_date,"
		  " timezone(o.time_zone, clock_timestamp())::date)"
		  " AND o.tenant_id = ANY ($1) AND $2 IS NULL"
		  " AND ($3 IS NULL OR b.variation_id = $3)",
		  INT8ARRAYOID, INT8OID, INT8OID)
STATEMENT(EXPIRED_PLACES_AT,
		  "SELECT DISTINCT b.outlet_id, b.variation_id"
		  " FROM primeinv.outlet o JOIN primeinv.batch b ON b.outlet_id = o.id"
		  " WHERE b.is_open AND primeinv.is_expired(b.expiry_date,"
		  " timezone(o.time_zone, clock_timestamp())::date)"
		  " AND o.tenant_id = ANY ($1) AND o.id = $2"
		  " AND ($3 IS NULL OR b.variation_id = $3)",
		  INT8ARRAYOID, INT8OID, INT8OID)
SWEEP(EXPIRED_PLACES_FREE,
		  "WITH due AS MATERIALIZED ("
		  "SELECT DISTINCT b.outlet_id, b.variation_id"
		  " FROM primeinv.outlet o JOIN primeinv.batch b ON b.outlet_id = o.id"
		  " WHERE b.is_open AND primeinv.is_expired(b.expiry_date,"
		  " timezone(o.time_zone, clock_timestamp())::date)"
		  " AND o.tenant_id = ANY ($1)"
		  ") SELECT l.outlet_id, l.variation_id FROM due d"
		  " JOIN primeinv.location_stock l ON l.outlet_id = d.outlet_id AND l.variation_id = d.variation_id"
		  " JOIN primeinv.outlet o ON o.id = d.outlet_id JOIN primeinv.variation v ON v.id = d.variation_id"
		  " ORDER BY l.outlet_id, l.variation_id"
		  " FOR NO KEY UPDATE OF l SKIP LOCKED FOR KEY SHARE OF o, v SKIP LOCKED",
		  INT8ARRAYOID)
COLUMNS(EXPIRED_PLACES_OUTLET, EXPIRED_PLACES_VARIATION)

/* scan */
STATEMENT(SCAN_GOODS,
		  "SELECT f.variation_id, f.unit, f.lot, COALESCE(b.id, 0), COALESCE(f.expiry_date, f.best_before), f.quantity"
		  " FROM primeinv.find_barcode($1, $2) f LEFT JOIN primeinv.batch b"
		  " ON b.outlet_id = $1 AND b.variation_id = f.variation_id AND b.batch_number = f.lot",
		  INT8OID, TEXTOID)
COLUMNS(SCAN_GOODS_VARIATION, SCAN_GOODS_UNIT, SCAN_GOODS_LOT, SCAN_GOODS_BATCH, SCAN_GOODS_EXPIRY, SCAN_GOODS_QUANTITY)

/* batch */
STATEMENT(BATCH_TENANT,
		  "SELECT b.tenant_id FROM primeinv.batch b WHERE b.id = $1",
		  INT8OID)
STATEMENT(BATCH_PLACE,
		  "SELECT b.outlet_id, b.variation_id, b.status FROM primeinv.batch b WHERE b.id = $1",
		  INT8OID)
COLUMNS(BATCH_PLACE_OUTLET, BATCH_PLACE_VARIATION, BATCH_PLACE_STATUS)
STATEMENT(BATCH_JOURNAL,
		  "INSERT INTO primeinv.stock_movement (tenant_id, variation_id, outlet_id, batch_id, movement_type,"
		  " quantity, balance_after, unit_cost, reason, actor, db_role)"
		  " SELECT max(r.tenant_id), max(r.variation_id), max(r.outlet_id), r.id, 'adjustment',"
		  " sum(r.sign * r.quantity), sum(r.quantity) FILTER (WHERE r.sign = 1), max(r.cost_price) FILTER (WHERE r.sign = 1),"
		  " 'direct update', $1, $2 FROM ("
		  "SELECT 1 AS sign, n.* FROM new_rows n UNION ALL SELECT -1, o.* FROM old_rows o"
		  ") r GROUP BY r.id HAVING sum(r.sign * r.quantity) <> 0 ORDER BY r.id",
		  TEXTOID, TEXTOID)
STATEMENT(BATCH_UPDATED,
		  "SELECT r.tenant_id, jsonb_build_object('batch_id', r.id)"
		  " || CASE WHEN r.status[1] <> r.status[2] THEN jsonb_build_object('status',"
		  " jsonb_build_object('from', r.status[1], 'to', r.status[2])) ELSE '{}' END"
		  " || CASE WHEN r.expiry_date[1] IS DISTINCT FROM r.expiry_date[2] THEN jsonb_build_object('expiry_date',"
		  " jsonb_build_object('from', r.expiry_date[1], 'to', r.expiry_date[2])) ELSE '{}' END"
		  " || CASE WHEN r.cost_price[1] <> r.cost_price[2] THEN jsonb_build_object('cost_price',"
		  " jsonb_build_object('from', r.cost_price[1], 'to', r.cost_price[2])) ELSE '{}' END"
		  " || CASE WHEN r.batch_number[1] <> r.batch_number[2] THEN jsonb_build_object('batch_number',"
		  " jsonb_build_object('from', r.batch_number[1], 'to', r.batch_number[2])) ELSE '{}' END"
		  " || CASE WHEN r.received_at[1] <> r.received_at[2] THEN jsonb_build_object('received_at',"
		  " jsonb_build_object('from', r.received_at[1], 'to', r.received_at[2])) ELSE '{}' END"
		  " || CASE WHEN r.price[1] IS DISTINCT FROM r.price[2] THEN jsonb_build_object('price',"
		  " jsonb_build_object('from', r.price[1], 'to', r.price[2])) ELSE '{}' END"
		  " FROM (SELECT r.id, max(r.tenant_id) AS tenant_id, array_agg(r.status ORDER BY r.sign) AS status,"
		  " array_agg(r.expiry_date ORDER BY r.sign) AS expiry_date, array_agg(r.cost_price ORDER BY r.sign) AS cost_price,"
		  " array_agg(r.batch_number ORDER BY r.sign) AS batch_number, array_agg(r.received_at ORDER BY r.sign) AS received_at,"
		  " array_agg(r.price ORDER BY r.sign) AS price"
		  " FROM (SELECT 1 AS sign, n.* FROM new_rows n UNION ALL SELECT -1, o.* FROM old_rows o) r GROUP BY r.id) r"
		  " WHERE r.status[1] <> r.status[2] OR r.expiry_date[1] IS DISTINCT FROM r.expiry_date[2]"
		  " OR r.cost_price[1] <> r.cost_price[2] OR r.batch_number[1] <> r.batch_number[2]"
		  " OR r.received_at[1] <> r.received_at[2] OR r.price[1] IS DISTINCT FROM r.price[2] ORDER BY r.tenant_id, r.id")
COLUMNS(BATCH_UPDATED_TENANT, BATCH_UPDATED_DATA)
STATEMENT(BATCH_PRICE_CHANGED,
		  "INSERT INTO primeinv.price_change (tenant_id, variation_id, batch_id, column_name, old, new, actor, db_role)"
		  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		  INT8OID, INT8OID, INT8OID, TEXTOID, NUMERICOID, NUMERICOID, TEXTOID, TEXTOID)
STATEMENT(BATCH_PRICES_UPDATED,
		  "INSERT INTO primeinv.price_change (tenant_id, variation_id, batch_id, column_name, old, new, actor, db_role)"
		  " SELECT b.tenant_id, b.variation_id, b.id, c.name, c.state[1], c.state[2], $1, $2 FROM ("
		  "SELECT r.id, max(r.tenant_id) AS tenant_id, max(r.variation_id) AS variation_id,"
		  " array_agg(r.price ORDER BY r.sign) AS price, array_agg(r.cost_price ORDER BY r.sign) AS cost"
		  " FROM (SELECT 1 AS sign, n.* FROM new_rows n UNION ALL SELECT -1, o.* FROM old_rows o) r"
		  " GROUP BY r.id HAVING count(*) = 2"
		  ") b CROSS JOIN LATERAL (VALUES ('price', b.price), ('cost', b.cost)) AS c (name, state)"
		  " WHERE c.state[1] IS DISTINCT FROM c.state[2] ORDER BY b.id",
		  TEXTOID, TEXTOID)
STATEMENT(BATCH_PLACES_NEW,
		  "SELECT DISTINCT n.outlet_id, n.variation_id FROM new_rows n")
STATEMENT(BATCH_PLACES_OLD,
		  "SELECT DISTINCT o.outlet_id, o.variation_id FROM old_rows o")

/* reservation */
STATEMENT(RESERVATION_TENANT,
		  "SELECT r.tenant_id FROM primeinv.stock_reservation r WHERE r.id = $1",
		  INT8OID)
STATEMENT(RESERVATION_SWEPT,
		  "SELECT r.id FROM primeinv.stock_reservation r WHERE r.outlet_id = $1"
		  " AND r.cart_session_id = $2 AND r.status = 'RELEASED'"
		  " AND r.expires_at > $3 AND r.expires_at <= $4 AND r.released_at >= r.expires_at"
		  " ORDER BY r.id LIMIT 1",
		  INT8OID, TEXTOID, TIMESTAMPTZOID, TIMESTAMPTZOID)
COLUMNS(RESERVATION_SWEPT_ID)
STATEMENT(RESERVATION_LAST,
		  "SELECT r.id, r.status = 'RELEASED' AND r.released_at >= r.expires_at"
		  " FROM primeinv.stock_reservation r WHERE r.outlet_id = $1"
		  " AND r.cart_session_id = $2 AND r.status <> 'ACTIVE'"
		  " ORDER BY r.expires_at DESC LIMIT 1",
		  INT8OID, TEXTOID)
COLUMNS(RESERVATION_LAST_ID, RESERVATION_LAST_EXPIRED)
STATEMENT(RESERVATION_SWEEP,
		  "WITH due AS ("
		  "SELECT r.id, r.outlet_id, r.variation_id FROM primeinv.stock_reservation r"
		  " WHERE r.tenant_id = $1 AND r.status = 'ACTIVE'"
		  " AND r.expires_at <= clock_timestamp() ORDER BY r.expires_at LIMIT $2"
		  "), free AS MATERIALIZED ("
		  "SELECT l.outlet_id, l.variation_id FROM primeinv.location_stock l"
		  " JOIN (SELECT DISTINCT d.outlet_id, d.variation_id FROM due d) p"
		  " ON l.outlet_id = p.outlet_id AND l.variation_id = p.variation_id"
		  " FOR NO KEY UPDATE OF l SKIP LOCKED"
		  ") SELECT d.id, d.outlet_id, d.variation_id FROM due d JOIN free f"
		  " ON f.outlet_id = d.outlet_id AND f.variation_id = d.variation_id"
		  " ORDER BY d.id",
		  INT8OID, INT4OID)
COLUMNS(RESERVATION_SWEEP_ID, RESERVATION_SWEEP_OUTLET, RESERVATION_SWEEP_VARIATION)
STATEMENT(RESERVATION_PLACES_NEW,
		  "SELECT DISTINCT n.outlet_id, n.variation_id FROM new_rows n")
STATEMENT(RESERVATION_PLACES_OLD,
		  "SELECT DISTINCT o.outlet_id, o.variation_id FROM old_rows o")
STATEMENT(RESERVATION_PLACES_BOTH,
		  "SELECT n.outlet_id, n.variation_id FROM new_rows n UNION SELECT o.outlet_id, o.variation_id FROM old_rows o")

/* reconcile */
/*
 * Over all, everything is compared ($6 is null), and what is not asked for is
 * left out of the few rows that come of it.
 */
SWEEP(RECONCILE_RUN,
	  "WITH place AS MATERIALIZED ("
	  "SELECT c.* FROM primeinv.compare_stock($6) c WHERE c.tenant_id = ANY ($1) AND c.outlet_id = ANY ($5)"
	  "), found AS ("
	  "SELECT p.outlet_id, sum(p.checked)::bigint AS checked, count(p.variation_id) AS found"
	  " FROM place p GROUP BY p.outlet_id"
	  "), outlet AS MATERIALIZED ("
	  "SELECT o.tenant_id, o.id, o.name, COALESCE(f.checked, 0) AS checked, COALESCE(f.found, 0) AS found"
	  " FROM primeinv.outlet o LEFT JOIN found f ON f.outlet_id = o.id"
	  " WHERE o.tenant_id = ANY ($1) AND o.id = ANY ($5)"
	  "), run AS ("
	  "INSERT INTO primeinv.reconciliation_run (tenant_id, outlet_id, started_at, fixed,"
	  " total_variations_checked, variances_found)"
	  " SELECT t.id, $2, $4, $3, COALESCE(sum(o.checked), 0), COALESCE(sum(o.found), 0)"
	  " FROM unnest($1) AS t (id) LEFT JOIN outlet o ON o.tenant_id = t.id"
	  " GROUP BY t.id ORDER BY t.id RETURNING id, tenant_id"
	  "), kept AS ("
	  "INSERT INTO primeinv.reconciliation_outlet (tenant_id, run_id, outlet_id, variations_checked, variances_found)"
	  " SELECT o.tenant_id, r.id, o.id, o.checked, o.found"
	  " FROM outlet o JOIN run r ON r.tenant_id = o.tenant_id ORDER BY o.id"
	  "), variance AS ("
	  "INSERT INTO primeinv.reconciliation_variance (tenant_id, run_id, outlet_id, variation_id, batch_total,"
	  " location_stock, ledger_total, variance, variance_pct, flagged)"
	  " SELECT p.tenant_id, r.id, p.outlet_id, p.variation_id, p.batch_total, p.location_stock, p.ledger_total,"
	  " p.batch_total - p.location_stock, primeinv.variance_pct(p.batch_total, p.location_stock),"
	  " primeinv.variance_flagged(p.batch_total, p.location_stock, p.ledger_total, t.variance_percent)"
	  " FROM place p JOIN run r ON r.tenant_id = p.tenant_id JOIN primeinv.tenant t ON t.id = p.tenant_id"
	  " WHERE p.variation_id IS NOT NULL ORDER BY p.outlet_id, p.variation_id"
	  ") SELECT r.id, o.name, o.checked, o.found"
	  " FROM run r LEFT JOIN outlet o ON o.tenant_id = r.tenant_id ORDER BY r.id, o.id",
	  INT8ARRAYOID, INT8OID, BOOLOID, TIMESTAMPTZOID, INT8ARRAYOID, INT8ARRAYOID)
COLUMNS(RECONCILE_RUN_ID, RECONCILE_RUN_OUTLET, RECONCILE_RUN_CHECKED, RECONCILE_RUN_FOUND)
STATEMENT(RECONCILE_WRONG,
		  "SELECT v.tenant_id, v.outlet_id, v.variation_id, v.location_stock, v.batch_total"
		  " FROM primeinv.reconciliation_variance v WHERE v.run_id = ANY ($1)"
		  " AND v.variance <> 0 ORDER BY v.outlet_id, v.variation_id",
		  INT8ARRAYOID)
STATEMENT(RECONCILE_FINISH,
		  "UPDATE primeinv.reconciliation_run SET finished_at = $2 WHERE id = ANY ($1)",
		  INT8ARRAYOID, TIMESTAMPTZOID)

/* compare: of all that the caller sees, or of some outlets */
SWEEP(COMPARE_BATCHES,
	  "SELECT b.tenant_id, b.outlet_id, b.variation_id, b.id, b.quantity FROM primeinv.batch b")
STATEMENT(COMPARE_BATCHES_AT,
		  "SELECT b.tenant_id, b.outlet_id, b.variation_id, b.id, b.quantity FROM primeinv.batch b"
		  " WHERE b.outlet_id = ANY ($1)",
		  INT8ARRAYOID)
SWEEP(COMPARE_LOCATIONS,
	  "SELECT l.tenant_id, l.outlet_id, l.variation_id, 0::bigint, l.quantity FROM primeinv.location_stock l")
STATEMENT(COMPARE_LOCATIONS_AT,
		  "SELECT l.tenant_id, l.outlet_id, l.variation_id, 0::bigint, l.quantity FROM primeinv.location_stock l"
		  " WHERE l.outlet_id = ANY ($1)",
		  INT8ARRAYOID)
SWEEP(COMPARE_MOVEMENTS,
	  "SELECT m.tenant_id, m.outlet_id, m.variation_id, m.batch_id, m.quantity FROM primeinv.stock_movement m")
STATEMENT(COMPARE_MOVEMENTS_AT,
		  "SELECT m.tenant_id, m.outlet_id, m.variation_id, m.batch_id, m.quantity FROM primeinv.batch b"
		  " CROSS JOIN LATERAL (SELECT m.* FROM primeinv.stock_movement m WHERE m.batch_id = b.id OFFSET 0) m"
		  " WHERE b.outlet_id = ANY ($1)",
		  INT8ARRAYOID)
COLUMNS(COMPARE_TENANT, COMPARE_OUTLET, COMPARE_VARIATION, COMPARE_BATCH, COMPARE_QUANTITY)
STATEMENT(COMPARE_COUNT,
		  "SELECT (SELECT count(*) FROM primeinv.batch b WHERE b.outlet_id = ANY ($1)),"
		  " (SELECT count(*) FROM primeinv.location_stock l WHERE l.outlet_id = ANY ($1))",
		  INT8ARRAYOID)
COLUMNS(COMPARE_COUNT_BATCHES, COMPARE_COUNT_PLACES)

/* rebuild */
STATEMENT(REBUILD_FREE,
		  "WITH free AS MATERIALIZED ("
		  "SELECT l.outlet_id, l.variation_id FROM primeinv.location_stock l"
		  " JOIN (SELECT DISTINCT * FROM ROWS FROM (unnest($1), unnest($2)) AS p (outlet_id, variation_id)) p"
		  " ON p.outlet_id = l.outlet_id AND p.variation_id = l.variation_id"
		  " ORDER BY l.outlet_id, l.variation_id FOR NO KEY UPDATE OF l SKIP LOCKED"
		  ") SELECT EXISTS (SELECT FROM free f WHERE f.outlet_id = p.outlet_id AND f.variation_id = p.variation_id)"
		  " OR NOT EXISTS (SELECT FROM primeinv.location_stock l WHERE l.outlet_id = p.outlet_id AND l.variation_id = p.variation_id)"
		  " FROM ROWS FROM (unnest($1), unnest($2)) WITH ORDINALITY AS p (outlet_id, variation_id, place) ORDER BY p.place",
		  INT8ARRAYOID, INT8ARRAYOID)
COLUMNS(REBUILD_FREE_FREE)
SWEEP(REBUILD_WRONG_LOCATIONS,
		  "SELECT w.tenant_id, w.outlet_id, w.variation_id, w.kept, w.counted FROM primeinv.wrong_locations($1, $2) w",
		  INT8ARRAYOID, INT8OID)
SWEEP(REBUILD_WRONG_BATCHES,
		  "SELECT b.id, b.outlet_id, b.variation_id FROM primeinv.batch b"
		  " LEFT JOIN primeinv.batch_ledger m ON m.batch_id = b.id"
		  " WHERE b.tenant_id = ANY ($1) AND $2 IS NULL"
		  " AND (b.quantity <> COALESCE(m.quantity, 0) OR m.broken_movement_id IS NOT NULL)"
		  " ORDER BY b.id",
		  INT8ARRAYOID, INT8OID)
STATEMENT(REBUILD_WRONG_BATCHES_AT,
		  "SELECT b.id, b.outlet_id, b.variation_id FROM primeinv.batch b"
		  " LEFT JOIN LATERAL (SELECT m.* FROM primeinv.batch_ledger m WHERE m.batch_id = b.id OFFSET 0) m ON true"
		  " WHERE b.tenant_id = ANY ($1) AND b.outlet_id = $2"
		  " AND (b.quantity <> COALESCE(m.quantity, 0) OR m.broken_movement_id IS NOT NULL)"
		  " ORDER BY b.id",
		  INT8ARRAYOID, INT8OID)
COLUMNS(REBUILD_WRONG_BATCHES_ID, REBUILD_WRONG_BATCHES_OUTLET, REBUILD_WRONG_BATCHES_VARIATION)
STATEMENT(REBUILD_LEDGER_OF,
		  "SELECT b.tenant_id, b.quantity, COALESCE(m.quantity, 0), COALESCE(m.last_movement_id, 0)"
		  " FROM primeinv.batch b LEFT JOIN primeinv.batch_ledger m ON m.batch_id = b.id"
		  " WHERE b.id = $1"
		  " AND (b.quantity <> COALESCE(m.quantity, 0) OR m.broken_movement_id IS NOT NULL)",
		  INT8OID)
COLUMNS(REBUILD_LEDGER_OF_TENANT, REBUILD_LEDGER_OF_WAS, REBUILD_LEDGER_OF_QUANTITY, REBUILD_LEDGER_OF_MOVEMENT)
STATEMENT(REBUILD_NOTE,
		  "INSERT INTO primeinv.batch_rebuild (tenant_id, batch_id, movement_id, quantity) VALUES ($1, $2, $3, $4)",
		  INT8OID, INT8OID, INT8OID, NUMERICOID)

/* stock take */
STATEMENT(STOCK_TAKE_CREATE,
		  "INSERT INTO primeinv.stock_take (tenant_id, outlet_id, description, operating_date, actor, created_at)"
		  " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
		  INT8OID, INT8OID, TEXTOID, DATEOID, TEXTOID, TIMESTAMPTZOID)
COLUMNS(STOCK_TAKE_CREATE_ID)
STATEMENT(STOCK_TAKE_TENANT,
		  "SELECT t.tenant_id FROM primeinv.stock_take t WHERE t.id = $1",
		  INT8OID)
STATEMENT(STOCK_TAKE_SHARE,
		  "SELECT t.outlet_id, t.status FROM primeinv.stock_take t WHERE t.id = $1 FOR SHARE",
		  INT8OID)
STATEMENT(STOCK_TAKE_LOCK,
		  "SELECT t.outlet_id, t.status FROM primeinv.stock_take t WHERE t.id = $1 FOR NO KEY UPDATE",
		  INT8OID)
STATEMENT(STOCK_TAKE_STATUS,
		  "UPDATE primeinv.stock_take SET status = $2,"
		  " completed_at = CASE $2 WHEN 'completed' THEN $3 WHEN 'draft' THEN NULL ELSE completed_at END,"
		  " reconciled_at = CASE WHEN $2 = 'reconciled' THEN $3 ELSE reconciled_at END"
		  " WHERE id = $1",
		  INT8OID, TEXTOID, TIMESTAMPTZOID)
STATEMENT(STOCK_TAKE_STRANGE_BATCH,
		  "SELECT c.batch_id FROM ROWS FROM (unnest($2), unnest($3)) AS c (variation_id, batch_id)"
		  " WHERE c.batch_id <> 0 AND NOT EXISTS ("
		  "SELECT FROM primeinv.batch b WHERE b.id = c.batch_id"
		  " AND b.outlet_id = $1 AND b.variation_id = c.variation_id) LIMIT 1",
		  INT8OID, INT8ARRAYOID, INT8ARRAYOID)
COLUMNS(STOCK_TAKE_STRANGE_BATCH_BATCH)
STATEMENT(STOCK_TAKE_OTHER_WAY,
		  "SELECT c.variation_id FROM ROWS FROM (unnest($2), unnest($3)) AS c (variation_id, batch_id)"
		  " JOIN primeinv.stock_take_item i ON i.variation_id = c.variation_id"
		  " WHERE i.stock_take_id = $1"
		  " AND (i.batch_id IS NULL) <> (c.batch_id = 0) LIMIT 1",
		  INT8OID, INT8ARRAYOID, INT8ARRAYOID)
COLUMNS(STOCK_TAKE_OTHER_WAY_VARIATION)
STATEMENT(STOCK_TAKE_COUNT,
		  "WITH count AS ("
		  "SELECT c.variation_id, CASE WHEN c.batch_id <> 0 THEN c.batch_id END AS batch_id, c.counted, c.notes, c.line,"
		  " COALESCE(CASE WHEN c.batch_id = 0 THEN l.quantity ELSE b.quantity END, 0) AS expected,"
		  " GREATEST($9, l.reserved_at) AS counted_at"
		  " FROM ROWS FROM (unnest($4), unnest($5), unnest($6), unnest($7))"
		  " WITH ORDINALITY AS c (variation_id, batch_id, counted, notes, line)"
		  " LEFT JOIN primeinv.location_stock l ON l.outlet_id = $3"
		  " AND l.variation_id = c.variation_id"
		  " LEFT JOIN primeinv.batch b ON b.id = c.batch_id"
		  "), kept AS ("
		  "INSERT INTO primeinv.stock_take_item AS i (tenant_id, stock_take_id, variation_id, batch_id,"
		  " expected_quantity, counted_quantity, notes, counted_at, actor)"
		  " SELECT $1, $2, c.variation_id, c.batch_id, c.expected, c.counted, c.notes, c.counted_at, $8 FROM count c ORDER BY c.line"
		  " ON CONFLICT (stock_take_id, variation_id, batch_id) DO UPDATE SET expected_quantity = EXCLUDED.expected_quantity,"
		  " counted_quantity = EXCLUDED.counted_quantity, notes = EXCLUDED.notes,"
		  " counted_at = EXCLUDED.counted_at, actor = EXCLUDED.actor"
		  " RETURNING i.id, i.variation_id, i.batch_id, i.expected_quantity"
		  ") SELECT k.id, k.expected_quantity FROM count c JOIN kept k"
		  " ON k.variation_id = c.variation_id"
		  " AND COALESCE(k.batch_id, 0) = COALESCE(c.batch_id, 0) ORDER BY c.line",
		  INT8OID, INT8OID, INT8OID, INT8ARRAYOID, INT8ARRAYOID, NUMERICARRAYOID, TEXTARRAYOID, TEXTOID, TIMESTAMPTZOID)
COLUMNS(STOCK_TAKE_COUNT_ID, STOCK_TAKE_COUNT_EXPECTED)
STATEMENT(STOCK_TAKE_COUNTED,
		  "SELECT c.line, i.counted_quantity, i.notes FROM ROWS FROM (unnest($2), unnest($3))"
		  " WITH ORDINALITY AS c (variation_id, batch_id, line) JOIN primeinv.stock_take_item i"
		  " ON i.stock_take_id = $1 AND i.variation_id = c.variation_id AND COALESCE(i.batch_id, 0) = c.batch_id",
		  INT8OID, INT8ARRAYOID, INT8ARRAYOID)
COLUMNS(STOCK_TAKE_COUNTED_LINE, STOCK_TAKE_COUNTED_QUANTITY, STOCK_TAKE_COUNTED_NOTES)
STATEMENT(STOCK_TAKE_DESCRIBE,
		  "UPDATE primeinv.stock_take SET description = $2 WHERE id = $1",
		  INT8OID, TEXTOID)
STATEMENT(STOCK_TAKE_ITEM_TENANT,
		  "SELECT i.tenant_id FROM primeinv.stock_take_item i WHERE i.id = $1",
		  INT8OID)
STATEMENT(STOCK_TAKE_UNCOUNTED,
		  "SELECT r.tenant_id FROM primeinv.tenant t JOIN primeinv.request r ON r.tenant_id = t.id"
		  " AND r.function = 'uncount_item' AND r.request_id = $2"
		  " WHERE (r.arguments -> 'stock_take_item_id') = to_jsonb($1)"
		  " AND NOT EXISTS (SELECT FROM primeinv.stock_take_item i WHERE i.id = $1) LIMIT 1",
		  INT8OID, TEXTOID)
STATEMENT(STOCK_TAKE_ITEM,
		  "SELECT i.stock_take_id, i.variation_id, COALESCE(i.batch_id, 0) FROM primeinv.stock_take_item i WHERE i.id = $1",
		  INT8OID)
COLUMNS(STOCK_TAKE_ITEM_TAKE, STOCK_TAKE_ITEM_VARIATION, STOCK_TAKE_ITEM_BATCH)
STATEMENT(STOCK_TAKE_UNCOUNT,
		  "DELETE FROM primeinv.stock_take_item i WHERE i.id = $1 RETURNING i.counted_quantity",
		  INT8OID)
COLUMNS(STOCK_TAKE_UNCOUNT_QUANTITY)
STATEMENT(STOCK_TAKE_REASON,
		  "UPDATE primeinv.stock_take_item SET variance_reason = $2 WHERE id = $1",
		  INT8OID, TEXTOID)
STATEMENT(STOCK_TAKE_NOT_COUNTED,
		  "SELECT count(*) FROM primeinv.batch b WHERE b.outlet_id = $2 AND b.is_open"
		  " AND NOT EXISTS (SELECT FROM primeinv.stock_take_item i WHERE i.stock_take_id = $1"
		  " AND i.variation_id = b.variation_id"
		  " AND (i.batch_id IS NULL OR i.batch_id = b.id))",
		  INT8OID, INT8OID)
COLUMNS(STOCK_TAKE_NOT_COUNTED_BATCHES)
STATEMENT(STOCK_TAKE_LINES,
		  "SELECT i.id, i.variation_id, COALESCE(i.batch_id, 0), i.difference, i.counted_at, i.variance_reason"
		  " FROM primeinv.stock_take_item i WHERE i.stock_take_id = $1 ORDER BY i.id",
		  INT8OID)
COLUMNS(STOCK_TAKE_LINES_ID, STOCK_TAKE_LINES_VARIATION, STOCK_TAKE_LINES_BATCH, STOCK_TAKE_LINES_DIFFERENCE, STOCK_TAKE_LINES_COUNTED_AT,
		STOCK_TAKE_LINES_REASON)
STATEMENT(STOCK_TAKE_CORRECTED,
		  "WITH other AS MATERIALIZED ("
		  "SELECT o.id, o.variation_id FROM primeinv.stock_take_item o"
		  " WHERE o.applied_quantity <> 0 AND o.stock_take_id = ANY (ARRAY("
		  "SELECT t.id FROM primeinv.stock_take t"
		  " WHERE t.outlet_id = $2 AND t.status = 'reconciled' AND t.reconciled_at > ("
		  "SELECT min(i.counted_at) FROM primeinv.stock_take_item i WHERE i.stock_take_id = $1)))"
		  ") SELECT i.id, sum(m.quantity) FROM primeinv.stock_take_item i"
		  " JOIN other o ON o.variation_id = i.variation_id"
		  " JOIN primeinv.stock_movement m ON m.stock_take_item_id = o.id AND m.created_at > i.counted_at"
		  " AND (i.batch_id IS NULL OR m.batch_id = i.batch_id)"
		  " WHERE i.stock_take_id = $1 GROUP BY i.id HAVING sum(m.quantity) <> 0 ORDER BY i.id",
		  INT8OID, INT8OID)
COLUMNS(STOCK_TAKE_CORRECTED_ID, STOCK_TAKE_CORRECTED_QUANTITY)
STATEMENT(STOCK_TAKE_APPLIED,
		  "UPDATE primeinv.stock_take_item i SET applied_quantity = a.quantity,"
		  " variance_reason = COALESCE(a.reason, i.variance_reason)"
		  " FROM ROWS FROM (unnest($1), unnest($2), unnest($3)) AS a (id, quantity, reason)"
		  " WHERE i.id = a.id RETURNING i.id",
		  INT8ARRAYOID, NUMERICARRAYOID, TEXTARRAYOID)
