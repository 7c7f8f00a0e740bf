/*-------------------------------------------------------------------------
 *
 * statements.h
 *		The statements of this room.
 *
 * STATEMENT(name, text, parameter types...) finds its rows by key, SWEEP(...)
 * reads much of a table; base/plan.c plans them accordingly and runs them with
 * the search path shut, so they are plain SQL that names our schema.
 *
 *-------------------------------------------------------------------------
 */
#include "base/statement_macros.h"

/* customer */
STATEMENT(CUSTOMER_TENANT,
		  "SELECT c.tenant_id FROM primeinv.customer c WHERE c.id = $1",
		  INT8OID)
STATEMENT(CUSTOMER_READ,
		  "SELECT c.name, c.is_active, c.credit_blocked, c.credit_limit, c.credit_terms_days, c.outstanding_balance"
		  " FROM primeinv.customer c"
		  " WHERE c.id = $1 AND c.tenant_id = $2",
		  INT8OID, INT8OID)
STATEMENT(CUSTOMER_LOCK,
		  "SELECT c.name, c.is_active, c.credit_blocked, c.credit_limit, c.credit_terms_days, c.outstanding_balance"
		  " FROM primeinv.customer c"
		  " WHERE c.id = $1 AND c.tenant_id = $2 FOR NO KEY UPDATE",
		  INT8OID, INT8OID)
COLUMNS(CUSTOMER_ROW_NAME, CUSTOMER_ROW_ACTIVE, CUSTOMER_ROW_BLOCKED, CUSTOMER_ROW_LIMIT, CUSTOMER_ROW_TERMS,
		CUSTOMER_ROW_BALANCE)
STATEMENT(CUSTOMER_OVERDUE,
		  "SELECT COALESCE(sum(s.amount_due), 0)"
		  " FROM primeinv.sale s JOIN primeinv.outlet o ON o.id = s.outlet_id"
		  " WHERE s.customer_id = $1"
		  " AND (s.status = 'PENDING' OR s.status = 'PARTIAL')"
		  " AND s.due_date < timezone(o.time_zone, $2)::date",
		  INT8OID, TIMESTAMPTZOID)
COLUMNS(CUSTOMER_OVERDUE_AMOUNT)
STATEMENT(CUSTOMER_SET_BALANCE,
		  "UPDATE primeinv.customer SET outstanding_balance = $2 WHERE id = $1",
		  INT8OID, NUMERICOID)
STATEMENT(CUSTOMER_ENTRY,
		  "INSERT INTO primeinv.customer_entry (tenant_id, customer_id, type, amount, actor, db_role, balance_after,"
		  " method, reference, payment_id, till_session_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		  INT8OID, INT8OID, TEXTOID, NUMERICOID, TEXTOID, TEXTOID, NUMERICOID, TEXTOID, TEXTOID, INT8OID, INT8OID)
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
		  " SELECT n.tenant_id, 'customer.updated', n.id, $1, $2, $3, $4, jsonb_build_object('columns', c.names)"
		  " FROM new_rows n JOIN old_rows o ON o.id = n.id CROSS JOIN LATERAL ("
		  "SELECT jsonb_agg(k.key ORDER BY k.key) AS names FROM jsonb_each(to_jsonb(n)) k"
		  " WHERE k.value <> (to_jsonb(o) -> k.key)"
		  " AND k.key <> ALL ('{outstanding_balance,updated_at}'::text[])"
		  ") c WHERE c.names IS NOT NULL ORDER BY n.id",
		  TEXTOID, TEXTOID, INETOID, TEXTOID)
STATEMENT(CUSTOMER_AUDIT_BALANCE,
		  "INSERT INTO primeinv.audit_log (tenant_id, event_type, customer_id, actor, db_role, ip_address, user_agent,"
		  " event_data, description)"
		  " SELECT n.tenant_id, 'credit.adjusted', n.id, $1, $2, $3, $4, jsonb_build_object("
		  "'change', trim_scale(n.outstanding_balance - o.outstanding_balance),"
		  " 'balance', trim_scale(n.outstanding_balance)), 'direct update'"
		  " FROM new_rows n JOIN old_rows o ON o.id = n.id"
		  " WHERE n.outstanding_balance <> o.outstanding_balance ORDER BY n.id",
		  TEXTOID, TEXTOID, INETOID, TEXTOID)

/* sale_account */
STATEMENT(SALE_TENANT,
		  "SELECT s.tenant_id FROM primeinv.sale s WHERE s.id = $1",
		  INT8OID)
STATEMENT(ACCOUNT_LOCK,
		  "SELECT s.outlet_id, s.customer_id, s.status, s.total_amount, s.refunded_amount, s.amount_paid, s.receipt_number"
		  " FROM primeinv.sale s"
		  " WHERE s.id = $1 AND s.tenant_id = $2 FOR NO KEY UPDATE",
		  INT8OID, INT8OID)
STATEMENT(ACCOUNT_LOCK_DUE,
		  "SELECT s.id FROM primeinv.sale s"
		  " WHERE s.customer_id = $1 AND s.tenant_id = $2"
		  " AND (s.status = 'PENDING' OR s.status = 'PARTIAL')"
		  " ORDER BY s.id FOR NO KEY UPDATE",
		  INT8OID, INT8OID)
COLUMNS(ACCOUNT_LOCK_DUE_SALE)
STATEMENT(ACCOUNT_READ_DUE,
		  "SELECT s.outlet_id, s.customer_id, s.status, s.total_amount, s.refunded_amount, s.amount_paid, s.receipt_number, s.id"
		  " FROM primeinv.sale s"
		  " WHERE s.id = ANY ($1) AND s.amount_due > 0"
		  " ORDER BY s.due_date, s.completed_at, s.id",
		  INT8ARRAYOID)
COLUMNS(ACCOUNT_OUTLET, ACCOUNT_CUSTOMER, ACCOUNT_STATUS, ACCOUNT_TOTAL, ACCOUNT_REFUNDED, ACCOUNT_PAID,
		ACCOUNT_RECEIPT, ACCOUNT_SALE)
STATEMENT(ACCOUNT_WRITE,
		  "UPDATE primeinv.sale SET status = $2, refunded_amount = $3, amount_paid = $4,"
		  " due_date = CASE WHEN due_date IS NULL AND $5 IS NOT NULL THEN completed_on + $5 ELSE due_date END,"
		  " closed_at = CASE WHEN $6 IS NULL THEN closed_at ELSE clock_timestamp() END,"
		  " closed_by = COALESCE($6, closed_by), close_reason = COALESCE($7, close_reason)"
		  " WHERE id = $1",
		  INT8OID, TEXTOID, NUMERICOID, NUMERICOID, INT4OID, TEXTOID, TEXTOID)

/* payment */
STATEMENT(PAYMENT_TENANT,
		  "SELECT p.tenant_id FROM primeinv.payment p WHERE p.id = $1",
		  INT8OID)
STATEMENT(PAYMENT_SALE,
		  "SELECT p.sale_id FROM primeinv.payment p WHERE p.id = $1",
		  INT8OID)
COLUMNS(PAYMENT_SALE_ID)
STATEMENT(PAYMENT_READ,
		  "SELECT p.amount, p.status, p.method FROM primeinv.payment p WHERE p.id = $1",
		  INT8OID)
COLUMNS(PAYMENT_READ_AMOUNT, PAYMENT_READ_STATUS, PAYMENT_READ_METHOD)
STATEMENT(PAYMENT_METHODS,
		  "SELECT p.method, sum(p.amount) FROM primeinv.payment p"
		  " WHERE p.sale_id = $1 AND p.status = 'COMPLETED'"
		  " GROUP BY p.method HAVING sum(p.amount) > 0"
		  " ORDER BY max(p.id) FILTER (WHERE p.amount > 0) DESC",
		  INT8OID)
COLUMNS(PAYMENT_METHODS_METHOD, PAYMENT_METHODS_AMOUNT)
STATEMENT(PAYMENT_TILL_LOCK,
		  "SELECT t.id FROM primeinv.payment p JOIN primeinv.till_session t ON t.id = p.till_session_id WHERE p.id = $1"
		  " FOR SHARE OF t",
		  INT8OID)
STATEMENT(PAYMENT_REVERSE,
		  "UPDATE primeinv.payment p SET status = 'REVERSED', reversed_by = $2, reversal_reason = $3,"
		  " reversed_at = greatest(clock_timestamp(), (SELECT t.closed_at + interval '1 microsecond'"
		  " FROM primeinv.till_session t WHERE t.id = p.till_session_id)) WHERE p.id = $1",
		  INT8OID, TEXTOID, TEXTOID)

/* refund */
STATEMENT(REFUND_TENANT,
		  "SELECT r.tenant_id FROM primeinv.refund r WHERE r.id = $1",
		  INT8OID)
STATEMENT(REFUND_SALE,
		  "SELECT r.sale_id FROM primeinv.refund r WHERE r.id = $1",
		  INT8OID)
COLUMNS(REFUND_SALE_ID)
STATEMENT(REFUND_LOCK,
		  "SELECT r.status, r.reason, r.disposition, r.method FROM primeinv.refund r"
		  " WHERE r.id = $1 FOR NO KEY UPDATE",
		  INT8OID)
COLUMNS(REFUND_LOCK_STATUS, REFUND_LOCK_REASON, REFUND_LOCK_DISPOSITION, REFUND_LOCK_METHOD)
STATEMENT(REFUND_ROW,
		  "SELECT r FROM primeinv.refund r WHERE r.id = $1",
		  INT8OID)
COLUMNS(REFUND_ROW_RECORD)
STATEMENT(REFUND_INSERT,
		  "INSERT INTO primeinv.refund (tenant_id, sale_id, reason, disposition, amount, method, actor, db_role, outlet_id)"
		  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
		  INT8OID, INT8OID, TEXTOID, TEXTOID, NUMERICOID, TEXTOID, TEXTOID, TEXTOID, INT8OID)
COLUMNS(REFUND_INSERT_ID)
STATEMENT(REFUND_ITEM_INSERT,
		  "INSERT INTO primeinv.refund_item (tenant_id, refund_id, sale_item_id, amount, tax_amount, quantity,"
		  " base_quantity, unit) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		  INT8OID, INT8OID, INT8OID, NUMERICOID, NUMERICOID, NUMERICOID, NUMERICOID, TEXTOID)
STATEMENT(REFUND_ITEM_VALUE,
		  "UPDATE primeinv.refund_item SET amount = $4, tax_amount = $5"
		  " WHERE tenant_id = $1 AND refund_id = $2"
		  " AND sale_item_id = $3"
		  " AND (amount <> $4 OR tax_amount <> $5)",
		  INT8OID, INT8OID, INT8OID, NUMERICOID, NUMERICOID, NUMERICOID, NUMERICOID, TEXTOID)
STATEMENT(REFUND_DECIDE,
		  "UPDATE primeinv.refund SET status = $2, decided_by = $3, decided_at = clock_timestamp(),"
		  " decision_reason = $4 WHERE id = $1",
		  INT8OID, TEXTOID, TEXTOID, TEXTOID)
STATEMENT(REFUND_PROCESSED,
		  "UPDATE primeinv.refund SET status = 'PROCESSED', amount = $2, processed_by = $3,"
		  " processed_at = clock_timestamp() WHERE id = $1",
		  INT8OID, NUMERICOID, TEXTOID)
STATEMENT(REFUND_SOLD,
		  "SELECT i.id, i.variation_id, i.product_name, i.unit, i.quantity, i.base_quantity, i.total_price, i.tax_amount,"
		  " COALESCE(x.base_quantity, 0), COALESCE(x.amount, 0), COALESCE(x.tax_amount, 0), COALESCE(x.asked_for, 0),"
		  " i.unit_cost"
		  " FROM primeinv.sale_item i LEFT JOIN LATERAL ("
		  "SELECT sum(r.base_quantity) FILTER (WHERE f.status = 'PROCESSED') AS base_quantity,"
		  " sum(r.amount) FILTER (WHERE f.status = 'PROCESSED') AS amount,"
		  " sum(r.tax_amount) FILTER (WHERE f.status = 'PROCESSED') AS tax_amount,"
		  " sum(r.base_quantity) FILTER (WHERE f.status <> 'PROCESSED' AND f.id <> $2) AS asked_for"
		  " FROM primeinv.refund_item r JOIN primeinv.refund f ON f.id = r.refund_id"
		  " WHERE r.sale_item_id = i.id AND f.status <> 'REJECTED'"
		  ") x ON true WHERE i.sale_id = $1 ORDER BY i.id",
		  INT8OID, INT8OID)
COLUMNS(SOLD_ID, SOLD_VARIATION, SOLD_NAME, SOLD_UNIT, SOLD_QUANTITY, SOLD_BASE_QUANTITY, SOLD_TOTAL, SOLD_TAX,
		SOLD_REFUNDED_BASE, SOLD_REFUNDED_TOTAL, SOLD_REFUNDED_TAX, SOLD_ASKED_FOR, SOLD_UNIT_COST)
STATEMENT(REFUND_ITEMS,
		  "SELECT r.sale_item_id, r.unit, r.quantity, r.base_quantity FROM primeinv.refund_item r"
		  " WHERE r.refund_id = $1 ORDER BY r.id",
		  INT8OID)
COLUMNS(REFUND_ITEMS_SALE_ITEM, REFUND_ITEMS_UNIT, REFUND_ITEMS_QUANTITY, REFUND_ITEMS_BASE_QUANTITY)
STATEMENT(RESTOCK_SOURCES,
		  "SELECT s.sale_item_id, s.batch_id, s.outlet_id, s.variation_id, s.sold, s.unit_cost, s.returned FROM ("
		  "SELECT m.sale_item_id, m.batch_id, m.outlet_id, m.variation_id,"
		  " sum(-m.quantity) FILTER (WHERE m.movement_type = 'sale') AS sold,"
		  " max(m.unit_cost) FILTER (WHERE m.movement_type = 'sale') AS unit_cost,"
		  " max(m.id) FILTER (WHERE m.movement_type = 'sale') AS last,"
		  " COALESCE(sum(sum(m.quantity) FILTER (WHERE m.movement_type = 'return')) OVER (PARTITION BY m.sale_item_id), 0)"
		  " AS returned"
		  " FROM primeinv.stock_movement m WHERE m.sale_item_id = ANY ($1)"
		  " AND (m.movement_type = 'sale' OR m.movement_type = 'return')"
		  " GROUP BY m.sale_item_id, m.batch_id, m.outlet_id, m.variation_id"
		  ") s WHERE s.sold IS NOT NULL ORDER BY s.sale_item_id, s.last DESC",
		  INT8ARRAYOID)
COLUMNS(SOURCE_SALE_ITEM, SOURCE_BATCH, SOURCE_OUTLET, SOURCE_VARIATION, SOURCE_QUANTITY, SOURCE_UNIT_COST,
		SOURCE_RETURNED)

/* sale */
STATEMENT(MONEY_OF_TENANT,
		  "SELECT FROM primeinv.sale s WHERE s.tenant_id = $1"
		  " UNION ALL SELECT FROM primeinv.customer_entry e WHERE e.tenant_id = $1 LIMIT 1",
		  INT8OID)
STATEMENT(SALE_LOCK,
		  "SELECT s.outlet_id, s.customer_id, s.type, s.status, s.cart_session_id, "
		  "COALESCE(s.hold, make_interval(mins => t.hold_minutes)), s.sale_discount, "
		  "t.money_decimals, t.prices_include_tax, t.tax_rounding = 'invoice' FROM primeinv.sale s JOIN primeinv.tenant t ON t.id "
		  "= s.tenant_id WHERE s.id = $1 AND s.tenant_id "
		  "= $2 FOR NO KEY UPDATE OF s",
		  INT8OID, INT8OID)
COLUMNS(SALE_LOCK_OUTLET, SALE_LOCK_CUSTOMER, SALE_LOCK_TYPE, SALE_LOCK_STATUS, SALE_LOCK_CART, SALE_LOCK_HOLD,
		SALE_LOCK_DISCOUNT, SALE_LOCK_DECIMALS, SALE_LOCK_TAX_INCLUDED, SALE_LOCK_TAX_ON_INVOICE)
STATEMENT(SALE_LINES,
		  "SELECT i.id, i.variation_id, i.quantity, i.unit, i.base_quantity, i.list_price, i.unit_price, i.price_given, "
		  "i.price_rule, i.discount_percentage, i.tax_rate, i.batch_id, i.product_name, i.product_sku, i.unit_cost FROM "
		  "primeinv.sale_item i WHERE i.sale_id = $1 ORDER BY i.id",
		  INT8OID)
COLUMNS(LINE_ID, LINE_VARIATION, LINE_QUANTITY, LINE_UNIT, LINE_BASE_QUANTITY, LINE_LIST_PRICE, LINE_UNIT_PRICE,
		LINE_PRICE_GIVEN, LINE_PRICE_RULE, LINE_DISCOUNT_PERCENTAGE, LINE_TAX_RATE, LINE_BATCH, LINE_PRODUCT_NAME,
		LINE_PRODUCT_SKU, LINE_UNIT_COST)
STATEMENT(BATCH_PRICES,
		  "WITH priced AS MATERIALIZED (SELECT DISTINCT p.variation_id FROM primeinv.batch p"
		  " WHERE p.outlet_id = $1 AND p.variation_id = ANY ($2) AND p.is_open AND p.price IS NOT NULL)"
		  " SELECT b.variation_id, b.id, b.quantity, b.price FROM priced p"
		  " JOIN primeinv.batch b ON b.outlet_id = $1 AND b.variation_id = p.variation_id"
		  " WHERE b.is_open AND b.status = 'available' AND (b.expiry_date > $3 OR b.expiry_date IS NULL)"
		  " ORDER BY b.variation_id, b.expiry_date, b.received_at, b.id",
		  INT8OID, INT8ARRAYOID, DATEOID)
COLUMNS(BATCH_PRICES_VARIATION, BATCH_PRICES_BATCH, BATCH_PRICES_QUANTITY, BATCH_PRICES_PRICE)
STATEMENT(VARIATION_KEEP,
		  "SELECT FROM primeinv.variation v WHERE v.id = ANY ($1) ORDER BY v.id FOR KEY SHARE",
		  INT8ARRAYOID)
STATEMENT(SALE_RECEIPT,
		  "SELECT primeinv.receipt($1)",
		  INT8OID)
STATEMENT(SALE_INSERT,
		  "INSERT INTO primeinv.sale (tenant_id, id, outlet_id, customer_id, type, cart_session_id, actor, hold, "
		  "db_role, subtotal, discount_amount, tax_amount, total_amount, amount_paid, refunded_amount, sale_discount) "
		  "SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $10, $10, $10, $10, $10 WHERE $4 IS NULL OR EXISTS (SELECT "
		  "FROM primeinv.customer c WHERE c.id = $4 AND c.tenant_id = $1)",
		  INT8OID, INT8OID, INT8OID, INT8OID, TEXTOID, TEXTOID, TEXTOID, INTERVALOID, TEXTOID, NUMERICOID)
STATEMENT(CUSTOMER_KEEP,
		  "SELECT FROM primeinv.customer c WHERE c.id = $1 AND c.tenant_id = $2"
		  " FOR KEY SHARE",
		  INT8OID, INT8OID)
STATEMENT(SALE_UPDATE,
		  "UPDATE primeinv.sale SET customer_id = $2, type = $3, sale_discount = $4, subtotal = $5, discount_amount = "
		  "$6, tax_amount = $7, total_amount = $8 WHERE id = $1 AND ($2 IS NULL OR EXISTS (SELECT "
		  "FROM primeinv.customer c WHERE c.id = $2 AND c.tenant_id = "
		  "sale.tenant_id))",
		  INT8OID, INT8OID, TEXTOID, NUMERICOID, NUMERICOID, NUMERICOID, NUMERICOID, NUMERICOID)
STATEMENT(SALE_COMPLETE,
		  "UPDATE primeinv.sale SET status = $2, receipt_number = $3, payment_type = $4, sale_discount = $5, subtotal = "
		  "$6, discount_amount = $7, tax_amount = $8, total_amount = $9, amount_paid = $10, manager_override = $11, "
		  "override_reason = $12, override_by = $13, completed_at = $14, completed_on = $15, due_date = $16 WHERE id "
		  "= $1",
		  INT8OID, TEXTOID, TEXTOID, TEXTOID, NUMERICOID, NUMERICOID, NUMERICOID, NUMERICOID, NUMERICOID, NUMERICOID, BOOLOID, TEXTOID, TEXTOID, TIMESTAMPTZOID, DATEOID, DATEOID)
STATEMENT(SALE_CANCEL,
		  "UPDATE primeinv.sale SET status = 'CANCELLED', closed_at = clock_timestamp(), closed_by = $2, "
		  "close_reason = $3 WHERE id = $1",
		  INT8OID, TEXTOID, TEXTOID)
STATEMENT(SALE_ITEM_SALE,
		  "SELECT i.tenant_id, i.sale_id FROM primeinv.sale_item i WHERE i.id = $1",
		  INT8OID)
COLUMNS(SALE_ITEM_SALE_TENANT, SALE_ITEM_SALE_ID)
STATEMENT(SALE_ITEM_REMOVED,
		  "SELECT r.tenant_id FROM primeinv.tenant t JOIN primeinv.request r ON r.tenant_id = t.id"
		  " AND r.function = 'remove_sale_item' AND r.request_id = $2"
		  " WHERE (r.arguments -> 'sale_item_id') = to_jsonb($1)"
		  " AND NOT EXISTS (SELECT FROM primeinv.sale_item i WHERE i.id = $1) LIMIT 1",
		  INT8OID, TEXTOID)
STATEMENT(SALE_ITEM_UPDATE,
		  "UPDATE primeinv.sale_item i SET quantity = n.quantity, base_quantity = n.base_quantity, list_price = "
		  "n.list_price, unit_price = n.unit_price, price_rule = n.price_rule, price_given = n.price_given, "
		  "discount_percentage = n.discount_percentage, discount_amount = n.discount_amount, tax_amount = n.tax_amount, "
		  "total_price = n.total_price, subtotal = n.subtotal, sale_discount = n.sale_discount FROM ROWS FROM "
		  "(unnest($1), unnest($2), unnest($3), unnest($4), "
		  "unnest($5), unnest($6), unnest($7), unnest($8), "
		  "unnest($9), unnest($10), unnest($11), unnest($12), "
		  "unnest($13)) AS n (id, quantity, base_quantity, list_price, unit_price, price_rule, price_given, "
		  "discount_percentage, discount_amount, tax_amount, total_price, subtotal, sale_discount) WHERE i.id "
		  "= n.id AND (i.quantity <> n.quantity OR i.base_quantity "
		  "<> n.base_quantity OR COALESCE(i.list_price, -1) <> "
		  "COALESCE(n.list_price, -1) OR i.unit_price <> n.unit_price OR i.price_rule "
		  "<> n.price_rule OR i.price_given <> n.price_given OR "
		  "i.discount_percentage <> n.discount_percentage OR i.discount_amount "
		  "<> n.discount_amount OR i.tax_amount <> n.tax_amount OR "
		  "i.total_price <> n.total_price OR i.subtotal <> n.subtotal OR "
		  "i.sale_discount <> n.sale_discount)",
		  INT8ARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, TEXTARRAYOID, BOOLARRAYOID,
		  NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID, NUMERICARRAYOID)
STATEMENT(SALE_ITEM_COSTS,
		  "UPDATE primeinv.sale_item i SET unit_cost = n.unit_cost FROM ROWS FROM (unnest($1), "
		  "unnest($2)) AS n (id, unit_cost) WHERE i.id = n.id",
		  INT8ARRAYOID, NUMERICARRAYOID)
STATEMENT(SALE_ITEM_BASE_UNIT,
		  "UPDATE primeinv.sale_item SET unit = NULL WHERE id = $1 AND unit IS NOT NULL",
		  INT8OID)
STATEMENT(SALE_ITEM_DELETE,
		  "DELETE FROM primeinv.sale_item WHERE id = $1",
		  INT8OID)
STATEMENT(SALE_ITEM_ROW,
		  "SELECT i FROM primeinv.sale_item i WHERE i.id = $1",
		  INT8OID)
COLUMNS(SALE_ITEM_ROW_RECORD)
STATEMENT(RECEIPT_BEGIN,
		  "INSERT INTO primeinv.receipt_counter (tenant_id, outlet_id, day, last) VALUES ($1, $2, $3, 1)"
		  " ON CONFLICT (outlet_id, day) DO NOTHING RETURNING last",
		  INT8OID, INT8OID, DATEOID)

/* till */
STATEMENT(TILL_TENANT,
		  "SELECT t.tenant_id FROM primeinv.till_session t WHERE t.id = $1",
		  INT8OID)
STATEMENT(TILL_OPEN,
		  "INSERT INTO primeinv.till_session (tenant_id, outlet_id, name, actor, db_role, opening_float)"
		  " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id",
		  INT8OID, INT8OID, TEXTOID, TEXTOID, TEXTOID, NUMERICOID)
STATEMENT(TILL_IN_THE_WAY,
		  "SELECT t.id, t.name, t.actor, t.outlet_id = $2 AND lower(t.name) = lower($3) FROM primeinv.till_session t"
		  " WHERE t.tenant_id = $1 AND t.closed_at IS NULL AND ((t.outlet_id = $2 AND lower(t.name) = lower($3)) OR t.actor = $4)"
		  " ORDER BY 4 DESC LIMIT 1",
		  INT8OID, INT8OID, TEXTOID, TEXTOID)
COLUMNS(TILL_IN_THE_WAY_ID, TILL_IN_THE_WAY_NAME, TILL_IN_THE_WAY_ACTOR, TILL_IN_THE_WAY_SAME)
STATEMENT(TILL_LOCK,
		  "SELECT t.id FROM primeinv.till_session t WHERE t.id = $1 AND t.tenant_id = $2 FOR UPDATE",
		  INT8OID, INT8OID)
STATEMENT(TILL_CLOSE,
		  "UPDATE primeinv.till_session t SET closed_by = $3, counted = $4, closed_at = greatest(clock_timestamp(), t.opened_at,"
		  " (SELECT max(p.reversed_at) FROM primeinv.payment p WHERE p.till_session_id = $1))"
		  " WHERE t.id = $1 AND t.tenant_id = $2 AND t.closed_at IS NULL RETURNING t",
		  INT8OID, INT8OID, TEXTOID, JSONBOID)
STATEMENT(TILL_CLOSED,
		  "SELECT jsonb_build_object('till_session_id', t.id, 'outlet_id', t.outlet_id, 'name', t.name, 'counted', t.counted,"
		  " 'expected', (SELECT jsonb_object_agg(k.method, k.expected) FROM primeinv.till_takings k"
		  " WHERE k.till_session_id = $1 AND k.expected IS NOT NULL))"
		  " FROM primeinv.till_session t WHERE t.id = $1",
		  INT8OID)
