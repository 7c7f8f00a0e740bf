/*-------------------------------------------------------------------------
 *
 * statements.h
 *		The statements of this room.
 *
 * STATEMENT(name, text, parameter types...) finds its rows by key, SWEEP(...)
 * reads much of a table; base/plan.c plans them accordingly and runs them with
 * the search path shut, so they are plain SQL that names our schema.
 * COLUMNS(...) names what a statement returns.
 *
 *-------------------------------------------------------------------------
 */
#include "base/statement_macros.h"

/* Statements that lead from a record to its tenant: for access_tenant_of. */
COLUMNS(TENANT_OF)

/* catalogue */
STATEMENT(OUTLET_NAME,
		  "SELECT o.name FROM primeinv.outlet o WHERE o.id = $1",
		  INT8OID)
COLUMNS(RECORD_NAME)
STATEMENT(VARIATION_NAME,
		  "SELECT concat(p.name, ' - ', v.name)"
		  " FROM primeinv.variation v JOIN primeinv.product p ON p.id = v.product_id"
		  " WHERE v.id = $1",
		  INT8OID)
STATEMENT(VARIATION_RECEIPT,
		  "SELECT v.id, v.cost, v.shelf_life_days FROM primeinv.variation v WHERE v.id = ANY ($1) ORDER BY v.id",
		  INT8ARRAYOID)
COLUMNS(VARIATION_RECEIPT_ID, VARIATION_RECEIPT_COST, VARIATION_RECEIPT_SHELF_LIFE)
STATEMENT(TENANT_DECIMALS,
		  "SELECT t.money_decimals FROM primeinv.tenant t WHERE t.id = $1",
		  INT8OID)
COLUMNS(TENANT_DECIMALS_DECIMALS)
STATEMENT(TENANT_HOLD,
		  "SELECT make_interval(mins => t.hold_minutes) FROM primeinv.tenant t WHERE t.id = $1",
		  INT8OID)
COLUMNS(TENANT_HOLD_LENGTH)

/* barcode */
SWEEP(BARCODE_VARIATION_NEW,
	  "SELECT n.tenant_id, n.barcode FROM new_rows n WHERE n.barcode <> ''")
COLUMNS(BARCODE_TENANT, BARCODE_CODE)
SWEEP(BARCODE_UNIT_NEW,
	  "SELECT n.tenant_id, n.barcode FROM new_rows n WHERE n.barcode <> ''")
SWEEP(BARCODE_VARIATION_CHANGED,
	  "SELECT n.tenant_id, n.barcode FROM new_rows n WHERE n.barcode <> '' AND NOT EXISTS ("
	  "SELECT FROM old_rows o WHERE o.tenant_id = n.tenant_id AND o.barcode = n.barcode)")
SWEEP(BARCODE_UNIT_CHANGED,
	  "SELECT n.tenant_id, n.barcode FROM new_rows n WHERE n.barcode <> '' AND NOT EXISTS ("
	  "SELECT FROM old_rows o WHERE o.tenant_id = n.tenant_id AND o.barcode = n.barcode)")
STATEMENT(BARCODE_LOCK,
		  "SELECT FROM primeinv.tenant t WHERE t.id = ANY ($1) AND $2 IS NOT NULL ORDER BY t.id FOR NO KEY UPDATE",
		  INT8ARRAYOID, TEXTARRAYOID)
STATEMENT(BARCODE_OF_VARIATION,
		  "SELECT v.barcode, v.id, NULL::text FROM ROWS FROM (unnest($1), unnest($2)) AS n (tenant_id, barcode)"
		  " JOIN primeinv.variation v ON v.tenant_id = n.tenant_id AND v.barcode = n.barcode AND v.barcode <> '' LIMIT 1",
		  INT8ARRAYOID, TEXTARRAYOID)
COLUMNS(BARCODE_CLASH_CODE, BARCODE_CLASH_VARIATION, BARCODE_CLASH_UNIT)
STATEMENT(BARCODE_OF_UNIT,
		  "SELECT u.barcode, u.variation_id, u.unit FROM ROWS FROM (unnest($1), unnest($2)) AS n (tenant_id, barcode)"
		  " JOIN primeinv.variation_unit u ON u.tenant_id = n.tenant_id AND u.barcode = n.barcode AND u.barcode <> '' LIMIT 1",
		  INT8ARRAYOID, TEXTARRAYOID)

/* grant */
STATEMENT(GRANT_SET,
		  "INSERT INTO primeinv.tenant_grant (tenant_id, role_name, level) VALUES ($1, $2, $3)"
		  " ON CONFLICT (tenant_id, role_name) DO UPDATE SET level = EXCLUDED.level",
		  INT8OID, NAMEOID, TEXTOID)
STATEMENT(GRANT_FORGET,
		  "DELETE FROM primeinv.tenant_grant g WHERE g.role_name = $1 AND NOT EXISTS ("
		  "SELECT FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) a"
		  " WHERE n.nspname = 'primeinv' AND a.grantee = $2)",
		  NAMEOID, OIDOID)
STATEMENT(GRANT_REMOVE,
		  "DELETE FROM primeinv.tenant_grant WHERE tenant_id IS NOT DISTINCT FROM $1"
		  " AND role_name = $2",
		  INT8OID, NAMEOID)
SWEEP(GRANT_ROW_TYPES,
		  "SELECT t.typname::text FROM pg_type t"
		  " JOIN pg_class c ON c.oid = t.typrelid"
		  " JOIN pg_namespace n ON n.oid = c.relnamespace"
		  " WHERE n.nspname = 'primeinv' AND c.relkind = 'r'"
		  " AND t.typacl IS NULL")
COLUMNS(GRANT_ROW_TYPES_TYPE)
SWEEP(GRANT_KNOW,
		  "UPDATE primeinv.tenant_grant g SET level = g.level FROM pg_roles r WHERE r.rolname = g.role_name"
		  " AND g.role_oid IS DISTINCT FROM r.oid AND EXISTS ("
		  "SELECT FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) a"
		  " WHERE n.nspname = 'primeinv' AND a.grantee = r.oid)")
SWEEP(GRANT_ROLES,
		  "SELECT DISTINCT g.role_name FROM primeinv.tenant_grant g JOIN pg_roles r"
		  " ON r.oid = g.role_oid AND r.rolname = g.role_name ORDER BY g.role_name")
COLUMNS(GRANT_ROLES_ROLE)
SWEEP(RIGHTS_DUE,
		  "SELECT d.kind, d.object, d.privilege, d.given, d.columns FROM primeinv.rights_due($1, $2, $3) d",
		  OIDOID, INT4OID, INT4OID)
COLUMNS(RIGHTS_DUE_KIND, RIGHTS_DUE_OBJECT, RIGHTS_DUE_PRIVILEGE, RIGHTS_DUE_GIVEN, RIGHTS_DUE_COLUMNS)

/* request */
STATEMENT(REQUEST_REGISTER,
		  "INSERT INTO primeinv.request (tenant_id, function, request_id, arguments)"
		  " VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, function, request_id) DO NOTHING RETURNING id",
		  INT8OID, TEXTOID, TEXTOID, JSONBOID)
COLUMNS(REQUEST_REGISTER_ID)
STATEMENT(REQUEST_KNOWN,
		  "SELECT r.result, r.arguments = $4 FROM primeinv.request r"
		  " WHERE r.tenant_id = $1 AND r.function = $2"
		  " AND r.request_id = $3",
		  INT8OID, TEXTOID, TEXTOID, JSONBOID)
COLUMNS(REQUEST_KNOWN_RESULT, REQUEST_KNOWN_SAME)
STATEMENT(REQUEST_RESULT,
		  "UPDATE primeinv.request SET result = $2 WHERE id = $1",
		  INT8OID, JSONBOID)

/* price change: both states of a row side by side, without a join that could be planned as a loop over all for each */
STATEMENT(PRICE_VARIATION,
		  "INSERT INTO primeinv.price_change (tenant_id, variation_id, column_name, old, new, actor, db_role)"
		  " SELECT v.tenant_id, v.id, c.name, c.state[1], c.state[2], $1, $2 FROM ("
		  "SELECT r.id, max(r.tenant_id) AS tenant_id, array_agg(r.price ORDER BY r.sign) AS price,"
		  " array_agg(r.wholesale_price ORDER BY r.sign) AS wholesale_price,"
		  " array_agg(r.cost ORDER BY r.sign) AS cost, array_agg(r.tax_rate ORDER BY r.sign) AS tax_rate"
		  " FROM (SELECT 1 AS sign, n.* FROM new_rows n UNION ALL SELECT -1, o.* FROM old_rows o) r"
		  " GROUP BY r.id HAVING count(*) = 2"
		  ") v CROSS JOIN LATERAL (VALUES ('price', v.price), ('wholesale_price', v.wholesale_price), ('cost', v.cost),"
		  " ('tax_rate', v.tax_rate)) AS c (name, state) WHERE c.state[1] IS DISTINCT FROM c.state[2] ORDER BY v.id",
		  TEXTOID, TEXTOID)
STATEMENT(PRICE_UNIT,
		  "INSERT INTO primeinv.price_change (tenant_id, variation_id, unit, column_name, old, new, actor, db_role)"
		  " SELECT u.tenant_id, u.variation_id, u.unit, c.name, c.state[1], c.state[2], $1, $2 FROM ("
		  "SELECT r.id, max(r.tenant_id) AS tenant_id, max(r.variation_id) AS variation_id,"
		  " max(r.unit) FILTER (WHERE r.sign = 1) AS unit, array_agg(r.price ORDER BY r.sign) AS price,"
		  " array_agg(r.wholesale_price ORDER BY r.sign) AS wholesale_price"
		  " FROM (SELECT 1 AS sign, n.* FROM new_rows n UNION ALL SELECT -1, o.* FROM old_rows o) r"
		  " GROUP BY r.id HAVING count(*) = 2"
		  ") u CROSS JOIN LATERAL (VALUES ('price', u.price), ('wholesale_price', u.wholesale_price)) AS c (name, state)"
		  " WHERE c.state[1] IS DISTINCT FROM c.state[2] ORDER BY u.id",
		  TEXTOID, TEXTOID)

/* access */
SWEEP(TENANTS,
		  "SELECT t.id FROM primeinv.tenant t ORDER BY t.id")
COLUMNS(TENANTS_ID)
STATEMENT(TENANT_ID,
		  "SELECT t.id FROM primeinv.tenant t WHERE t.id = $1",
		  INT8OID)

/* unit */
STATEMENT(UNIT_RATIO,
		  "SELECT u.numerator, u.denominator FROM primeinv.variation_unit u WHERE u.variation_id = "
		  "$1 AND u.unit = $2",
		  INT8OID, TEXTOID)
COLUMNS(UNIT_RATIO_NUMERATOR, UNIT_RATIO_DENOMINATOR)
STATEMENT(UNIT_NAMES,
		  "SELECT string_agg(u.unit, ', ' ORDER BY u.unit) FROM primeinv.variation_unit u WHERE "
		  "u.variation_id = $1",
		  INT8OID)
COLUMNS(UNIT_NAMES_NAMES)
