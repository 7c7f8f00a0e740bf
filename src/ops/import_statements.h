/*-------------------------------------------------------------------------
 *
 * import_statements.h
 *		What is asked of the views that are moved in, a view at a time.
 *
 * JUDGE: the rows of raw_<view>, each with what it refers to (t: its tenant, h:
 * the row here that it was loaded as before, k: the row here whose id it wants);
 * the problems of import_problem.c are conditions on these.  MEND: the rows r of
 * judged_<view> as they are loaded, without those that are skipped.  KNOWN: what
 * other views may refer to: what is here and, in a check, what would be.  LOAD:
 * statements that write.
 *
 * Run once a load, in the order of the views, and hence in no statements.h.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_IMPORT_STATEMENTS_H
#define PRIMEINV_IMPORT_STATEMENTS_H

/* What was decided about a problem, else its default; null: undecided. */
#define ACTION(word) "(SELECT d.action FROM decision d WHERE d.problem = '" word "')"

/* What the call itself is. */
#define SETTING(name) "(SELECT s." name " FROM setting s)"

/* The first that are too large, once they are rounded. */
#define PRICES	"99999999999.99995"
#define QUANTITIES	"999999999999.9995"
#define AMOUNTS	"99999999999"
#define IDS	"1000000000000000"

/* Neither null nor a number that a column takes; NaN is above all others. */
#define MALFORMED(x, most)	"(" x " IS NOT NULL AND NOT (" x " >= 0 AND " x " < " most "))"
#define INEXACT(x, decimals)	"(" x " <> round(" x ", " decimals "))"

/* null, where it is malformed. */
#define GOOD(x, most, decimals)	"CASE WHEN " x " >= 0 AND " x " < " most " THEN round(" x ", " decimals ") END"

/* A moment that something may have happened at. */
#define LONG_AGO	"interval '100 years'"
#define STRANGE_MOMENT(x)	"(" x " > " SETTING ("clock") " OR " x " < " SETTING ("clock") " - " LONG_AGO ")"
#define STRANGE_DATE(x)	"(" x " < '1990-01-01' OR " x " > '2200-01-01')"

#define OF_KEY	"r.tenant COLLATE \"C\", r.key COLLATE \"C\""
#define COPY(columns, name)	", row_number() OVER (PARTITION BY " columns " ORDER BY r.n) AS " name
#define COPIES(columns, name)	", count(*) OVER (PARTITION BY " columns ") AS " name

#define FROM_RAW(view, windows) \
	" FROM (SELECT r.*" windows " FROM raw_" view " r) r LEFT JOIN known_tenant t ON t.key = r.tenant"
#define FROM_KEYED(view, table, windows) \
	FROM_RAW (view, COPY (OF_KEY, "copy") COPY ("r.keep_id", "copy_id") windows) \
	" LEFT JOIN primeinv." table " h ON h.tenant_id = t.id AND h.external_id = r.key" \
	" LEFT JOIN primeinv." table " k ON k.id = r.keep_id"

#define KEEP_ID(word)	"CASE WHEN NOT r." word " THEN r.keep_id END AS keep_id"
#define NAME(x)	"NULLIF(btrim(left(" x ", 500)), '')"
#define NEW_ID(table)	"COALESCE(o.keep_id, nextval('primeinv." table "_id_seq'))"

/* tenant */
#define JUDGE_TENANT \
	"SELECT r.*, h.id AS here", \
	" FROM (SELECT r.*" COPY ("r.key COLLATE \"C\"", "copy") COPY ("r.keep_id", "copy_id") " FROM raw_tenant r) r" \
	" LEFT JOIN primeinv.tenant h ON h.external_id = r.key LEFT JOIN primeinv.tenant k ON k.id = r.keep_id"
#define MEND_TENANT \
	"SELECT r.n, r.key, COALESCE(" NAME ("r.name") ", r.key) AS name," \
	" CASE WHEN r.currency ~ '^[A-Z]{3}$' THEN r.currency ELSE 'XXX' END AS currency," \
	" CASE WHEN r.money_decimals BETWEEN 0 AND 4 THEN r.money_decimals ELSE 2 END::integer AS money_decimals," \
	" COALESCE(r.prices_include_tax, false) AS prices_include_tax, " KEEP_ID ("tenant_keep_id_taken") ", r.here"
#define KNOWN_TENANT \
	"SELECT t.external_id AS key, t.id, t.currency, t.money_decimals FROM primeinv.tenant t WHERE t.external_id IS NOT NULL" \
	" UNION ALL SELECT o.key, NULL, o.currency, o.money_decimals FROM ok_tenant o WHERE o.here IS NULL AND " SETTING ("planned")
#define LOAD_TENANT \
	"INSERT INTO primeinv.tenant (id, name, currency, money_decimals, prices_include_tax, external_id)" \
	" SELECT " NEW_ID ("tenant") ", o.name, o.currency, o.money_decimals, o.prices_include_tax, o.key" \
	" FROM ok_tenant o WHERE o.here IS NULL ORDER BY o.n"

/* outlet */
#define JUDGE_OUTLET \
	"SELECT r.*, t.id AS tenant_id, h.id AS here", \
	FROM_KEYED ("outlet", "outlet", "") \
	" LEFT JOIN (SELECT z.name FROM pg_timezone_names z WHERE z.name IN ('UTC', 'UCT', 'GMT', 'Zulu')" \
	" OR NOT EXISTS (SELECT FROM pg_timezone_abbrevs a WHERE upper(a.abbrev) = upper(z.name))) z ON z.name = r.time_zone"
#define MEND_OUTLET \
	"SELECT r.n, r.tenant, r.tenant_id, r.key, COALESCE(" NAME ("r.name") ", r.key) AS name," \
	" CASE WHEN r.outlet_time_zone_unknown THEN 'UTC' ELSE r.time_zone END AS time_zone," \
	" COALESCE(r.is_active, true) AS is_active, " KEEP_ID ("outlet_keep_id_taken") ", r.here"
#define KNOWN_OUTLET \
	"SELECT t.key AS tenant, h.external_id AS key, h.id, h.time_zone FROM primeinv.outlet h JOIN known_tenant t ON t.id = h.tenant_id" \
	" WHERE h.external_id IS NOT NULL" \
	" UNION ALL SELECT o.tenant, o.key, NULL, o.time_zone FROM ok_outlet o WHERE o.here IS NULL AND " SETTING ("planned")
#define LOAD_OUTLET \
	"INSERT INTO primeinv.outlet (tenant_id, id, name, time_zone, is_active, external_id)" \
	" SELECT o.tenant_id, " NEW_ID ("outlet") ", o.name, o.time_zone, o.is_active, o.key" \
	" FROM ok_outlet o WHERE o.here IS NULL ORDER BY o.n"

/* product */
#define OF_SKU	"r.tenant COLLATE \"C\", r.sku COLLATE \"C\""
#define WITH_SKU	COPY (OF_SKU, "copy_sku") COPIES (OF_SKU, "copies_sku")
#define SKU_ELSEWHERE(table) \
	" LEFT JOIN primeinv." table " s ON s.tenant_id = t.id AND s.sku = r.sku AND s.sku <> '' AND s.external_id IS DISTINCT FROM r.key"
#define CODE(x, flag, copies) \
	"CASE WHEN r." flag " OR length(" x ") > 200 OR (r." copies " > 1 AND " ACTION (flag) " = 'none') THEN NULL ELSE " x " END"
#define JUDGE_PRODUCT \
	"SELECT r.*, t.id AS tenant_id, h.id AS here", \
	FROM_KEYED ("product", "product", WITH_SKU) SKU_ELSEWHERE ("product")
#define MEND_PRODUCT \
	"SELECT r.n, r.tenant, r.tenant_id, r.key, COALESCE(" NAME ("r.name") ", r.key) AS name, " \
	CODE ("r.sku", "product_sku_duplicate", "copies_sku") " AS sku, left(r.category, 200) AS category," \
	" left(r.image, 2000) AS image, COALESCE(r.is_active, true) AS is_active, " KEEP_ID ("product_keep_id_taken") ", r.here"
#define KNOWN_PRODUCT \
	"SELECT t.key AS tenant, h.external_id AS key, h.id, h.name FROM primeinv.product h JOIN known_tenant t ON t.id = h.tenant_id" \
	" WHERE h.external_id IS NOT NULL" \
	" UNION ALL SELECT o.tenant, o.key, NULL, o.name FROM ok_product o WHERE o.here IS NULL AND " SETTING ("planned")
#define LOAD_PRODUCT \
	"INSERT INTO primeinv.product (tenant_id, id, name, sku, category, image, is_active, external_id)" \
	" SELECT o.tenant_id, " NEW_ID ("product") ", o.name, o.sku, o.category, o.image, o.is_active, o.key" \
	" FROM ok_product o WHERE o.here IS NULL ORDER BY o.n"

/* variation */
#define OF_CODE	"r.tenant COLLATE \"C\", r.barcode COLLATE \"C\""
#define WITH_CODE	COPY (OF_CODE, "copy_code") COPIES (OF_CODE, "copies_code")
#define JUDGE_VARIATION \
	"SELECT r.*, t.id AS tenant_id, p.id AS product_id, p.name AS product_name, h.id AS here", \
	FROM_KEYED ("variation", "variation", WITH_SKU WITH_CODE) SKU_ELSEWHERE ("variation") \
	" LEFT JOIN known_product p ON p.tenant = r.tenant AND p.key = r.product" \
	" LEFT JOIN primeinv.variation c ON c.tenant_id = t.id AND c.barcode = r.barcode AND c.barcode <> ''" \
	" AND c.external_id IS DISTINCT FROM r.key" \
	" LEFT JOIN primeinv.variation_unit u ON u.tenant_id = t.id AND u.barcode = r.barcode AND u.barcode <> ''"
#define PRICE(x, view) \
	"CASE WHEN " x " = 0 AND " ACTION (view "_price_zero") " = 'none' THEN NULL WHEN " x " >= 0 AND " x " < " PRICES \
	" THEN round(" x ", 4) END"
#define MEND_VARIATION \
	"SELECT r.n, r.tenant, r.tenant_id, r.key, r.product_id," \
	" COALESCE(" NAME ("r.name") ", r.product_name, r.key) AS name, " \
	CODE ("r.sku", "variation_sku_duplicate", "copies_sku") " AS sku, " \
	CODE ("r.barcode", "variation_barcode_duplicate", "copies_code") " AS barcode, " \
	PRICE ("r.price", "variation") " AS price, " GOOD ("r.wholesale_price", PRICES, "4") " AS wholesale_price," \
	" NULLIF(" GOOD ("r.minimum_wholesale_quantity", QUANTITIES, "3") ", 0) AS minimum_wholesale_quantity," \
	" CASE WHEN r.cost = 0 AND " ACTION ("variation_cost_zero") " = 'none' THEN NULL ELSE " GOOD ("r.cost", PRICES, "4") " END AS cost," \
	" CASE WHEN r.tax_rate BETWEEN 0 AND 100 AND NOT r.variation_tax_rate_malformed THEN r.tax_rate ELSE 0 END AS tax_rate," \
	" COALESCE(r.track_inventory, true) AS track_inventory, " \
	GOOD ("r.low_stock_threshold", QUANTITIES, "3") " AS low_stock_threshold," \
	" CASE WHEN r.shelf_life_days BETWEEN 0 AND 36500 THEN r.shelf_life_days END::integer AS shelf_life_days," \
	" COALESCE(r.is_active, true) AS is_active, " KEEP_ID ("variation_keep_id_taken") ", r.here"
#define KNOWN_VARIATION \
	"SELECT t.key AS tenant, h.external_id AS key, h.id, h.track_inventory, h.shelf_life_days, h.cost" \
	" FROM primeinv.variation h JOIN known_tenant t ON t.id = h.tenant_id WHERE h.external_id IS NOT NULL" \
	" UNION ALL SELECT o.tenant, o.key, NULL, o.track_inventory, o.shelf_life_days, o.cost" \
	" FROM ok_variation o WHERE o.here IS NULL AND " SETTING ("planned")
#define LOAD_VARIATION \
	"INSERT INTO primeinv.variation (tenant_id, id, product_id, name, sku, barcode, price, wholesale_price," \
	" minimum_wholesale_quantity, cost, tax_rate, track_inventory, low_stock_threshold, shelf_life_days, is_active, external_id)" \
	" SELECT o.tenant_id, " NEW_ID ("variation") ", o.product_id, o.name, o.sku, o.barcode, o.price, o.wholesale_price," \
	" o.minimum_wholesale_quantity, o.cost, o.tax_rate, o.track_inventory, o.low_stock_threshold, o.shelf_life_days, o.is_active, o.key" \
	" FROM ok_variation o WHERE o.here IS NULL ORDER BY o.n"

/*
 * unit.  x: the simplest ratio that is written so (3.3333: 10/3), up to three
 * dozen to one; y: just what is written.
 */
#define SIMPLEST_RATIO \
	" LEFT JOIN LATERAL (SELECT x.p, x.q FROM (SELECT round(r.factor * g) AS p, g AS q" \
	" FROM generate_series(1, CASE WHEN scale(trim_scale(r.factor)) > 1 THEN 36 ELSE 0 END) g) x" \
	" WHERE x.p >= 1 AND round(x.p / x.q, scale(trim_scale(r.factor))) = r.factor ORDER BY x.q LIMIT 1) x" \
	" ON r.numerator IS NULL AND r.factor > 0 AND r.factor <= 1000000000"
#define WRITTEN_RATIO \
	" CROSS JOIN LATERAL (SELECT CASE WHEN r.factor > 0 AND r.factor <= 1000000000" \
	" THEN (round(r.factor, 9) * 1000000000)::bigint END AS billionths) w" \
	" CROSS JOIN LATERAL (SELECT w.billionths / NULLIF(gcd(w.billionths, 1000000000), 0) AS p," \
	" 1000000000 / NULLIF(gcd(w.billionths, 1000000000), 0) AS q) y"
#define JUDGE_UNIT \
	"SELECT r.*, t.id AS tenant_id, v.id AS variation_id, x.p, x.q, y.p AS written_p, y.q AS written_q, h.id AS here", \
	FROM_RAW ("unit", COPY ("r.tenant COLLATE \"C\", r.variation COLLATE \"C\", r.unit COLLATE \"C\"", "copy") \
			  COPY (OF_KEY, "copy_key") COPY ("r.keep_id", "copy_id") WITH_CODE) \
	" LEFT JOIN known_variation v ON v.tenant = r.tenant AND v.key = r.variation" \
	" LEFT JOIN primeinv.variation_unit h ON h.variation_id = v.id AND h.unit = r.unit" \
	" LEFT JOIN primeinv.variation_unit k ON k.id = r.keep_id" \
	" LEFT JOIN primeinv.variation_unit e ON e.tenant_id = t.id AND e.external_id = r.key" \
	" LEFT JOIN (SELECT DISTINCT a.tenant, a.barcode FROM ok_variation a WHERE a.barcode <> '') a" \
	" ON a.tenant = r.tenant AND a.barcode = r.barcode" \
	" LEFT JOIN primeinv.variation c ON c.tenant_id = t.id AND c.barcode = r.barcode AND c.barcode <> ''" \
	" LEFT JOIN primeinv.variation_unit u ON u.tenant_id = t.id AND u.barcode = r.barcode AND u.barcode <> ''" \
	" AND u.id IS DISTINCT FROM h.id" \
	SIMPLEST_RATIO WRITTEN_RATIO
#define MEND_UNIT \
	"SELECT r.n, r.tenant, r.tenant_id, r.key, r.variation_id, btrim(left(r.unit, 200)) AS unit," \
	" CASE WHEN r.numerator IS NOT NULL THEN r.numerator" \
	" WHEN r.unit_inexact AND r.q IS NOT NULL AND " ACTION ("unit_inexact") " = 'ratio' THEN r.p::bigint ELSE r.written_p END AS numerator," \
	" CASE WHEN r.numerator IS NOT NULL THEN r.denominator" \
	" WHEN r.unit_inexact AND r.q IS NOT NULL AND " ACTION ("unit_inexact") " = 'ratio' THEN r.q ELSE r.written_q END AS denominator, " \
	CODE ("r.barcode", "unit_barcode_duplicate", "copies_code") " AS barcode, " \
	GOOD ("r.price", PRICES, "4") " AS price, " GOOD ("r.wholesale_price", PRICES, "4") " AS wholesale_price, " \
	KEEP_ID ("unit_keep_id_taken") ", r.here"
#define LOAD_UNIT \
	"INSERT INTO primeinv.variation_unit (tenant_id, id, variation_id, unit, numerator, denominator, barcode, price, wholesale_price, external_id)" \
	" SELECT o.tenant_id, " NEW_ID ("variation_unit") ", o.variation_id, o.unit, o.numerator, o.denominator, o.barcode, o.price," \
	" o.wholesale_price, o.key FROM ok_unit o WHERE o.here IS NULL ORDER BY o.n"

/* customer */
#define JUDGE_CUSTOMER \
	"SELECT r.*, t.id AS tenant_id, t.money_decimals, h.id AS here", \
	FROM_KEYED ("customer", "customer", "")
#define CUSTOMER_TYPE(x)	"CASE WHEN upper(btrim(" x ")) IN ('RETAIL', 'WHOLESALE') THEN upper(btrim(" x ")) END"
#define MEND_CUSTOMER \
	"SELECT r.n, r.tenant, r.tenant_id, r.key, r.money_decimals, COALESCE(" NAME ("r.name") ", r.key) AS name," \
	" left(r.phone, 100) AS phone, left(r.email, 500) AS email, left(r.contact_person, 500) AS contact_person," \
	" COALESCE(" CUSTOMER_TYPE ("r.customer_type") ", CASE WHEN r.customer_type_unknown AND " \
	ACTION ("customer_type_unknown") " = 'wholesale' THEN 'WHOLESALE' ELSE 'RETAIL' END) AS customer_type," \
	" CASE WHEN NOT r.customer_credit_limit_malformed THEN COALESCE(r.credit_limit, 0)" \
	" WHEN " ACTION ("customer_credit_limit_malformed") " = 'none' THEN NULL ELSE 0 END AS credit_limit," \
	" CASE WHEN r.credit_terms_days BETWEEN 0 AND 36500 THEN r.credit_terms_days ELSE 30 END::integer AS credit_terms_days," \
	" COALESCE(r.credit_blocked, false) AS credit_blocked, r.balance, COALESCE(r.is_active, true) AS is_active, " \
	KEEP_ID ("customer_keep_id_taken") ", r.here"
#define KNOWN_CUSTOMER \
	"SELECT t.key AS tenant, h.external_id AS key, h.id, h.credit_terms_days, h.customer_type" \
	" FROM primeinv.customer h JOIN known_tenant t ON t.id = h.tenant_id WHERE h.external_id IS NOT NULL" \
	" UNION ALL SELECT o.tenant, o.key, NULL, o.credit_terms_days, o.customer_type" \
	" FROM ok_customer o WHERE o.here IS NULL AND " SETTING ("planned")
#define LOAD_CUSTOMER \
	"INSERT INTO primeinv.customer (tenant_id, id, name, phone, email, contact_person, customer_type, credit_limit," \
	" credit_terms_days, credit_blocked, is_active, external_id)" \
	" SELECT o.tenant_id, " NEW_ID ("customer") ", o.name, o.phone, o.email, o.contact_person, o.customer_type, o.credit_limit," \
	" o.credit_terms_days, o.credit_blocked, o.is_active, o.key FROM ok_customer o WHERE o.here IS NULL ORDER BY o.n"

#define LOAD_CUSTOMER_EVENT \
	"INSERT INTO primeinv.audit_log (tenant_id, event_type, customer_id, actor, db_role)" \
	" SELECT o.tenant_id, 'customer.created', c.id, " SETTING ("actor") ", " SETTING ("db_role") \
	" FROM ok_customer o JOIN primeinv.customer c ON c.tenant_id = o.tenant_id AND c.external_id = o.key WHERE o.here IS NULL ORDER BY c.id"

/*
 * due.  s: another sale that has the number; g: where our numbers of that day
 * are given out already, and will come to it.
 */
#define OF_RECEIPT	"r.tenant COLLATE \"C\", r.receipt_number COLLATE \"C\""
#define JUDGE_DUE \
	"SELECT r.*, t.id AS tenant_id, t.money_decimals, o.id AS outlet_id, o.time_zone, c.id AS customer_id," \
	" c.credit_terms_days, c.customer_type," \
	" CASE WHEN " STRANGE_MOMENT ("r.sold_at") " IS NOT FALSE THEN " SETTING ("clock") " ELSE r.sold_at END AS moment, h.id AS here", \
	FROM_KEYED ("due", "sale", COPY (OF_RECEIPT, "copy_receipt")) \
	" LEFT JOIN known_outlet o ON o.tenant = r.tenant AND o.key = r.outlet" \
	" LEFT JOIN known_customer c ON c.tenant = r.tenant AND c.key = r.customer" \
	" LEFT JOIN primeinv.sale s ON s.tenant_id = t.id AND s.receipt_number = r.receipt_number AND s.external_id IS DISTINCT FROM r.key" \
	" LEFT JOIN primeinv.receipt_counter g ON g.tenant_id = t.id" \
	" AND starts_with(r.receipt_number, g.outlet_id || to_char(g.day, '-YYYYMMDD-'))" \
	" AND r.receipt_number ~ '-[0-9]{4,18}$' AND substring(r.receipt_number FROM '[0-9]{1,18}$')::bigint > g.began"
#define MEND_DUE \
	"SELECT r.n, r.tenant, r.tenant_id, r.key, r.outlet_id, r.customer, r.customer_id, round(r.amount, r.money_decimals::integer) AS amount," \
	" r.moment AS sold_at, timezone(r.time_zone, r.moment)::date AS sold_on," \
	" COALESCE(CASE WHEN NOT r.due_date_malformed THEN r.due_date END," \
	" timezone(r.time_zone, r.moment)::date + r.credit_terms_days) AS due_date," \
	" COALESCE(" CUSTOMER_TYPE ("r.type") ", r.customer_type) AS type," \
	" COALESCE(NULLIF(btrim(left(r.receipt_number, 200)), ''), 'OLD-' || r.key)" \
	" || CASE WHEN r.due_receipt_duplicate THEN '/' || r.key ELSE '' END AS receipt_number, " \
	KEEP_ID ("due_keep_id_taken") ", r.here"
/* What all of them are of; not sold, and not counted. */
#define LOAD_DUE_PRODUCT \
	"INSERT INTO primeinv.product (tenant_id, name, is_active, external_id)" \
	" SELECT DISTINCT o.tenant_id, 'Balance brought forward', false, '" BROUGHT_FORWARD "' FROM ok_due o WHERE o.here IS NULL" \
	" ON CONFLICT (external_id, tenant_id) DO NOTHING"
#define LOAD_DUE_VARIATION \
	"INSERT INTO primeinv.variation (tenant_id, product_id, name, track_inventory, is_active, external_id)" \
	" SELECT DISTINCT o.tenant_id, p.id, 'Balance brought forward', false, false, '" BROUGHT_FORWARD "' FROM ok_due o" \
	" JOIN primeinv.product p ON p.tenant_id = o.tenant_id AND p.external_id = '" BROUGHT_FORWARD "' WHERE o.here IS NULL" \
	" ON CONFLICT (external_id, tenant_id) DO NOTHING"
#define LOAD_DUE \
	"INSERT INTO primeinv.sale (tenant_id, id, outlet_id, customer_id, receipt_number, type, status, payment_type, subtotal, total_amount," \
	" actor, created_at, completed_at, completed_on, due_date, db_role, external_id)" \
	" SELECT o.tenant_id, " NEW_ID ("sale") ", o.outlet_id, o.customer_id, o.receipt_number, o.type, 'PENDING', 'CREDIT', o.amount, o.amount, " \
	SETTING ("actor") ", o.sold_at, o.sold_at, o.sold_on, o.due_date, " SETTING ("db_role") ", o.key" \
	" FROM ok_due o WHERE o.here IS NULL ORDER BY o.n"
#define LOADED_DUES \
	" FROM ok_due o JOIN primeinv.sale s ON s.tenant_id = o.tenant_id AND s.external_id = o.key WHERE o.here IS NULL"
#define LOAD_DUE_ITEM \
	"INSERT INTO primeinv.sale_item (tenant_id, sale_id, variation_id, quantity, base_quantity, unit_price, subtotal, total_price," \
	" unit_cost, product_name, price_given)" \
	" SELECT o.tenant_id, s.id, v.id, 1, 1, o.amount, o.amount, o.amount, 0, 'Balance brought forward', true" \
	" FROM ok_due o JOIN primeinv.sale s ON s.tenant_id = o.tenant_id AND s.external_id = o.key" \
	" JOIN primeinv.variation v ON v.tenant_id = o.tenant_id AND v.external_id = '" BROUGHT_FORWARD "' WHERE o.here IS NULL ORDER BY s.id"
#define LOAD_DUE_EVENT \
	"INSERT INTO primeinv.audit_log (tenant_id, event_type, sale_id, customer_id, actor, db_role, event_data, description)" \
	" SELECT o.tenant_id, 'sale.imported', s.id, o.customer_id, s.actor, s.db_role," \
	" jsonb_build_object('receipt_number', s.receipt_number, 'amount_due', o.amount, 'external_id', o.key), NULL" LOADED_DUES " ORDER BY s.id"

/*
 * balance.  No view of its own: what the old system says that a customer owes,
 * and what is in due.
 */
#define JUDGE_BALANCE \
	"SELECT r.n, r.tenant, r.key, r.tenant_id, r.here, r.balance, COALESCE(d.amount, 0) AS dues, c.id AS customer_id, r.money_decimals", \
	" FROM ok_customer r LEFT JOIN (SELECT d.tenant, d.customer, sum(d.amount) AS amount FROM ok_due d GROUP BY d.tenant, d.customer) d" \
	" ON d.tenant = r.tenant AND d.customer = r.key LEFT JOIN known_customer c ON c.tenant = r.tenant AND c.key = r.key"
#define ROUND_BALANCE(x)	"round(" x ", r.money_decimals::integer)"
#define MEND_BALANCE \
	"SELECT r.n, r.tenant_id, r.key, r.customer_id, r.here, r.dues, r.balance IS NOT NULL OR " SETTING ("has_dues") " AS is_told, CASE" \
	" WHEN abs(r.balance) < " AMOUNTS " IS NOT TRUE OR (r.customer_balance_malformed AND " ACTION ("customer_balance_malformed") " = 'dues') THEN 0" \
	" WHEN r.customer_balance_differs AND " ACTION ("customer_balance_differs") " = 'entry' THEN " ROUND_BALANCE ("r.balance") " - r.dues" \
	" ELSE 0 END AS entry"
#define LOAD_BALANCE_ENTRY \
	"INSERT INTO primeinv.customer_entry (tenant_id, customer_id, type, amount, actor, db_role, balance_after)" \
	" SELECT o.tenant_id, o.customer_id, 'OPENING', o.entry, " SETTING ("actor") ", " SETTING ("db_role") ", o.dues + o.entry" \
	" FROM ok_balance o WHERE o.here IS NULL AND o.entry <> 0 ORDER BY o.n"
#define BALANCE_CHANGES \
	" (SELECT x.customer_id, sum(x.amount) AS amount FROM (" \
	"SELECT d.customer_id, d.amount FROM ok_due d WHERE d.here IS NULL" \
	" UNION ALL SELECT o.customer_id, o.entry FROM ok_balance o WHERE o.here IS NULL) x GROUP BY x.customer_id) x" \
	" WHERE c.id = x.customer_id AND x.amount <> 0"
#define LOAD_BALANCE \
	"UPDATE primeinv.customer c SET outstanding_balance = c.outstanding_balance + x.amount FROM" BALANCE_CHANGES
#define LOAD_BALANCE_EVENT \
	"INSERT INTO primeinv.audit_log (tenant_id, event_type, customer_id, actor, db_role, event_data, description)" \
	" SELECT c.tenant_id, 'credit.adjusted', c.id, " SETTING ("actor") ", " SETTING ("db_role") "," \
	" jsonb_build_object('change', trim_scale(x.amount), 'balance', trim_scale(c.outstanding_balance)), 'import'" \
	" FROM primeinv.customer c," BALANCE_CHANGES " ORDER BY c.id"

/*
 * batch.  b: a batch here that has the number; dated: how many of the
 * variation's batches have an expiry date.
 */
#define JUDGE_BATCH \
	"SELECT r.*, t.id AS tenant_id, o.id AS outlet_id, o.time_zone, v.id AS variation_id, v.shelf_life_days, v.cost," \
	" CASE WHEN " STRANGE_MOMENT ("r.received_at") " IS NOT FALSE THEN " SETTING ("clock") " ELSE r.received_at END AS moment, h.id AS here", \
	FROM_KEYED ("batch", "batch", \
				COPY ("r.tenant COLLATE \"C\", r.outlet COLLATE \"C\", r.variation COLLATE \"C\", r.batch_number COLLATE \"C\"", "copy_number") \
				", count(r.expiry_date) OVER (PARTITION BY r.tenant COLLATE \"C\", r.variation COLLATE \"C\") AS dated") \
	" LEFT JOIN known_outlet o ON o.tenant = r.tenant AND o.key = r.outlet" \
	" LEFT JOIN known_variation v ON v.tenant = r.tenant AND v.key = r.variation" \
	" LEFT JOIN primeinv.batch b ON b.outlet_id = o.id AND b.variation_id = v.id AND b.batch_number = r.batch_number" \
	" AND b.external_id IS DISTINCT FROM r.key"
#define DECIDED(word, action)	"(r." word " AND " ACTION (word) " = '" action "')"
#define SHELF_LIFE \
	"CASE WHEN " DECIDED ("batch_expiry_missing", "shelf_life") " THEN timezone(r.time_zone, r.moment)::date + r.shelf_life_days END"
#define MEND_BATCH \
	"SELECT r.n, r.tenant, r.tenant_id, r.key, r.outlet, r.outlet_id, r.variation, r.variation_id," \
	" COALESCE(" GOOD ("r.quantity", QUANTITIES, "3") ", 0) AS quantity," \
	" NULLIF(btrim(left(r.batch_number, 200)), '') || CASE WHEN r.batch_number_duplicate THEN '/' || r.key ELSE '' END AS batch_number," \
	" CASE WHEN r.batch_expiry_malformed THEN NULL ELSE COALESCE(r.expiry_date, " SHELF_LIFE ") END AS expiry_date," \
	" COALESCE(CASE WHEN " DECIDED ("batch_cost_malformed", "zero") " THEN 0 WHEN NOT " DECIDED ("batch_cost_zero", "variation") \
	" THEN " GOOD ("r.cost_price", PRICES, "4") " END, r.cost, 0) AS cost_price," \
	" CASE WHEN " DECIDED ("batch_expiry_missing", "hold") " OR " DECIDED ("batch_expiry_malformed", "hold") " OR " DECIDED ("batch_refund", "hold") \
	" OR (" DECIDED ("batch_expiry_missing", "shelf_life") " AND r.shelf_life_days IS NULL) THEN 'hold'" \
	" WHEN r.batch_status_unknown THEN " ACTION ("batch_status_unknown") " ELSE COALESCE(lower(btrim(r.status)), 'available') END AS status," \
	" r.moment AS received_at, " KEEP_ID ("batch_keep_id_taken") ", r.here"

/*
 * location.  h: what the outlet has set already; a: stock that lies there
 * already, so that what the old location says is not of these batches alone.
 */
#define JUDGE_LOCATION \
	"SELECT r.*, t.id AS tenant_id, o.id AS outlet_id, v.id AS variation_id, COALESCE(b.quantity, 0) AS batches," \
	" a.id IS NOT NULL AS is_stocked, h.id AS here", \
	FROM_RAW ("location", COPY ("r.tenant COLLATE \"C\", r.outlet COLLATE \"C\", r.variation COLLATE \"C\"", "copy")) \
	" LEFT JOIN known_outlet o ON o.tenant = r.tenant AND o.key = r.outlet" \
	" LEFT JOIN known_variation v ON v.tenant = r.tenant AND v.key = r.variation" \
	" LEFT JOIN primeinv.outlet_variation h ON h.outlet_id = o.id AND h.variation_id = v.id" \
	" LEFT JOIN primeinv.location_stock a ON a.outlet_id = o.id AND a.variation_id = v.id" \
	" LEFT JOIN (SELECT b.tenant, b.outlet, b.variation, sum(b.quantity) AS quantity FROM ok_batch b" \
	" GROUP BY b.tenant, b.outlet, b.variation) b ON b.tenant = r.tenant AND b.outlet = r.outlet AND b.variation = r.variation"
#define GOOD_QUANTITY	"(r.quantity >= 0 AND r.quantity < " QUANTITIES " AND r.quantity = round(r.quantity, 3))"
#define MEND_LOCATION \
	"SELECT r.n, r.tenant, r.tenant_id, r.outlet, r.outlet_id, r.variation, r.variation_id, r.quantity, r.batches, r.is_stocked," \
	" COALESCE(" GOOD_QUANTITY " AND (NOT " SETTING ("has_batches") " OR " DECIDED ("location_differs", "location") "), false) AS decides, " \
	GOOD ("r.low_stock_threshold", QUANTITIES, "3") " AS low_stock_threshold, " \
	GOOD ("r.maximum_stock", QUANTITIES, "3") " AS maximum_stock, " GOOD ("r.price", PRICES, "4") " AS price, r.here"
#define LOAD_LOCATION \
	"INSERT INTO primeinv.outlet_variation (tenant_id, outlet_id, variation_id, low_stock_threshold, maximum_stock, price)" \
	" SELECT o.tenant_id, o.outlet_id, o.variation_id, o.low_stock_threshold, o.maximum_stock, o.price FROM ok_location o" \
	" WHERE o.here IS NULL AND (o.low_stock_threshold, o.maximum_stock, o.price) IS DISTINCT FROM (NULL::numeric, NULL::numeric, NULL::numeric)" \
	" ORDER BY o.n"

#define NEW_LOCATIONS \
	"SELECT FROM ok_location o WHERE o.here IS NULL AND NOT o.is_stocked"

/*
 * What comes in: the batches that are new, less what their location has not, and
 * what it has beyond them.  In the order of locks.
 */
#define STOCK \
	"SELECT s.* FROM (" \
	"SELECT b.n, b.tenant_id, b.tenant, b.outlet_id, b.variation_id, b.key, b.batch_number, b.expiry_date, b.cost_price, b.status, b.received_at, b.keep_id," \
	" b.quantity - CASE WHEN p.decides AND NOT p.is_stocked AND p.batches > p.quantity" \
	" THEN LEAST(b.quantity, GREATEST(p.batches - p.quantity - b.before, 0)) ELSE 0 END AS quantity" \
	" FROM (SELECT b.*, sum(b.quantity) OVER (PARTITION BY b.tenant COLLATE \"C\", b.outlet COLLATE \"C\", b.variation COLLATE \"C\"" \
	" ORDER BY b.expiry_date, b.received_at, b.n) - b.quantity AS before FROM ok_batch b) b" \
	" LEFT JOIN ok_location p ON p.tenant = b.tenant AND p.outlet = b.outlet AND p.variation = b.variation WHERE b.here IS NULL" \
	" UNION ALL SELECT NULL, p.tenant_id, p.tenant, p.outlet_id, p.variation_id, NULL, 'OPENING', b.expiry_date, COALESCE(v.cost, 0), 'available', " \
	SETTING ("clock") ", NULL, p.quantity - p.batches" \
	" FROM ok_location p JOIN known_variation v ON v.tenant = p.tenant AND v.key = p.variation" \
	" JOIN known_outlet o ON o.tenant = p.tenant AND o.key = p.outlet" \
	" LEFT JOIN (SELECT b.tenant, b.outlet, b.variation, min(b.expiry_date) AS expiry_date FROM ok_batch b" \
	" JOIN known_outlet o ON o.tenant = b.tenant AND o.key = b.outlet" \
	" WHERE b.quantity > 0 AND b.expiry_date > timezone(o.time_zone, " SETTING ("clock") ")::date GROUP BY b.tenant, b.outlet, b.variation) b" \
	" ON b.tenant = p.tenant AND b.outlet = p.outlet AND b.variation = p.variation" \
	" WHERE p.decides AND NOT p.is_stocked AND p.quantity > p.batches AND v.track_inventory" \
	") s ORDER BY s.outlet_id, s.variation_id, s.n"

/* What the old system says lies where, as it was decided. */
#define EXPECTED \
	"SELECT x.tenant, x.outlet, x.variation, CASE WHEN bool_or(x.decides) THEN sum(x.quantity) FILTER (WHERE x.decides)" \
	" ELSE sum(x.quantity) FILTER (WHERE NOT x.decides) END AS quantity FROM (" \
	"SELECT b.tenant, b.outlet, b.variation, b.quantity, false AS decides FROM ok_batch b" \
	" UNION ALL SELECT p.tenant, p.outlet, p.variation, p.quantity, true FROM ok_location p WHERE p.decides) x" \
	" GROUP BY x.tenant, x.outlet, x.variation"

#define HERE_OR_NOT(view, name) \
	" UNION ALL SELECT t.id, NULL, NULL, '" name " ' || o.key || ' is not here', 1, 0 FROM ok_" view " o" \
	" LEFT JOIN known_tenant t ON t.key = o.tenant WHERE o.here IS NULL"
#define DIFFERENCES \
	"SELECT d.* FROM (SELECT COALESCE(x.tenant_id, l.tenant_id) AS tenant_id, COALESCE(x.outlet_id, l.outlet_id) AS outlet_id," \
	" COALESCE(x.variation_id, l.variation_id) AS variation_id," \
	" CASE WHEN x.key IS NOT NULL AND (x.outlet_id IS NULL OR x.variation_id IS NULL) THEN 'on hand of ' || x.key ELSE 'on hand' END AS what," \
	" COALESCE(x.quantity, 0) AS theirs, COALESCE(l.quantity, 0) AS ours FROM (" \
	"SELECT t.id AS tenant_id, o.id AS outlet_id, v.id AS variation_id, x.variation || ' at ' || x.outlet AS key, x.quantity FROM expected x" \
	" LEFT JOIN known_tenant t ON t.key = x.tenant LEFT JOIN known_outlet o ON o.tenant = x.tenant AND o.key = x.outlet" \
	" LEFT JOIN known_variation v ON v.tenant = x.tenant AND v.key = x.variation) x" \
	" FULL JOIN (SELECT l.tenant_id, l.outlet_id, l.variation_id, l.quantity FROM primeinv.location_stock l" \
	" JOIN ok_outlet o ON o.here = l.outlet_id) l ON l.outlet_id = x.outlet_id AND l.variation_id = x.variation_id" \
	" WHERE COALESCE(x.quantity, 0) <> COALESCE(l.quantity, 0)" \
	HERE_OR_NOT ("outlet", "outlet") HERE_OR_NOT ("variation", "variation") HERE_OR_NOT ("customer", "customer") \
	" UNION ALL SELECT v.tenant_id, NULL, v.id, 'price', o.price, v.price FROM ok_variation o JOIN primeinv.variation v ON v.id = o.here" \
	" WHERE v.price IS DISTINCT FROM o.price" \
	" UNION ALL SELECT c.tenant_id, NULL, NULL, 'balance of customer ' || o.key, o.dues + o.entry, c.outstanding_balance" \
	" FROM ok_balance o JOIN primeinv.customer c ON c.id = o.here" \
	" WHERE o.is_told AND c.outstanding_balance <> o.dues + o.entry) d ORDER BY 1, 2, 3, 4"

/* movement */
#define JUDGE_MOVEMENT \
	"SELECT r.*, t.id AS tenant_id, o.id AS outlet_id, v.id AS variation_id, b.n AS batch_n, b.here IS NOT NULL AS is_told, h.id AS here," \
	" (r.outlet IS NOT NULL AND o.key IS NULL) OR (r.variation IS NOT NULL AND v.key IS NULL)" \
	" OR (r.batch IS NOT NULL AND b.key IS NULL) AS is_orphan," \
	" (r.outlet IS NULL OR r.outlet = b.outlet) AND (r.variation IS NULL OR r.variation = b.variation) AS is_in_place", \
	FROM_RAW ("movement", COPY (OF_KEY, "copy")) \
	" LEFT JOIN known_outlet o ON o.tenant = r.tenant AND o.key = r.outlet" \
	" LEFT JOIN known_variation v ON v.tenant = r.tenant AND v.key = r.variation" \
	" LEFT JOIN ok_batch b ON b.tenant = r.tenant AND b.key = r.batch" \
	" LEFT JOIN primeinv.past_movement h ON h.tenant_id = t.id AND h.external_id = r.key"

/*
 * history.  No view of its own: what the movements of a new batch come to.  One
 * that sold what had expired cannot be in our ledger, by the last day on Earth
 * on which it may have been; nor can what is older than a seal.
 */
#define IN_TURN	"r.created_at, length(r.key), r.key COLLATE \"C\""
#define JUDGE_HISTORY \
	"SELECT b.tenant, b.key, b.n, x.balance = b.quantity AND x.fits AND s.tenant_id IS NULL AS fits", \
	" FROM stock b LEFT JOIN primeinv.ledger_seal s ON s.tenant_id = b.tenant_id AND s.number = 1 LEFT JOIN (SELECT r.batch_n, min(r.balance) >= 0 AND bool_and(r.good) AS fits, sum(r.quantity) AS balance FROM (" \
	"SELECT r.batch_n, r.quantity, sum(r.quantity) OVER (PARTITION BY r.batch_n ORDER BY " IN_TURN " ROWS UNBOUNDED PRECEDING) AS balance," \
	" COALESCE(CASE WHEN r.quantity > 0 THEN r.movement_type IN (" TYPES_IN ", 'adjustment')" \
	" ELSE r.quantity < 0 AND r.movement_type IN (" TYPES_OUT ", 'adjustment') END" \
	" AND r.quantity < " QUANTITIES " AND r.quantity > - " QUANTITIES " AND r.quantity = round(r.quantity, 3)" \
	" AND COALESCE(r.unit_cost >= 0 AND r.unit_cost < " PRICES ", true)" \
	" AND NOT " STRANGE_MOMENT ("r.created_at") " AND r.is_in_place" \
	" AND (r.movement_type <> 'sale' OR s.expiry_date IS NULL" \
	" OR s.expiry_date > timezone('Etc/GMT+12', r.created_at)::date), false) AS good" \
	" FROM judged_movement r JOIN stock s ON s.n = r.batch_n" \
	" WHERE NOT r.movement_key_malformed AND NOT r.movement_key_duplicate) r GROUP BY r.batch_n) x ON x.batch_n = b.n" \
	" WHERE b.n IS NOT NULL AND (x.batch_n IS NOT NULL OR b.quantity > 0)"
#define MEND_HISTORY \
	"SELECT r.tenant, r.key, r.n"
/* In the order of stock. */
#define HISTORY \
	"SELECT s.n, r.created_at, r.movement_type, r.quantity, r.unit_cost, r.reason, r.reference_id, r.actor" \
	" FROM judged_movement r JOIN stock s ON s.n = r.batch_n JOIN ok_history f ON f.n = r.batch_n" \
	" ORDER BY s.outlet_id, s.variation_id, s.n, " IN_TURN
#define LOAD_MOVEMENT \
	"INSERT INTO primeinv.past_movement (tenant_id, external_id, created_at, outlet_id, variation_id, batch_id, movement_type," \
	" quantity, unit_cost, reason, reference_id, actor)" \
	" SELECT r.tenant_id, r.key, r.created_at, COALESCE(r.outlet_id, b.outlet_id), COALESCE(r.variation_id, b.variation_id), b.id," \
	" left(r.movement_type, 200), r.quantity, r.unit_cost, r.reason, left(r.reference_id, 500), left(r.actor, 200)" \
	" FROM judged_movement r LEFT JOIN primeinv.batch b ON b.tenant_id = r.tenant_id AND b.external_id = r.batch" \
	" LEFT JOIN ok_history f ON f.n = r.batch_n WHERE r.here IS NULL AND NOT r.is_told AND f.n IS NULL AND NOT (%s) ORDER BY r.n"

/* past_sale */
#define JUDGE_PAST_SALE \
	"SELECT r.*, t.id AS tenant_id, o.id AS outlet_id, c.id AS customer_id, h.id AS here," \
	" (r.outlet IS NOT NULL AND o.key IS NULL) OR (r.customer IS NOT NULL AND c.key IS NULL) AS is_orphan", \
	FROM_RAW ("past_sale", COPY (OF_KEY, "copy")) \
	" LEFT JOIN known_outlet o ON o.tenant = r.tenant AND o.key = r.outlet" \
	" LEFT JOIN known_customer c ON c.tenant = r.tenant AND c.key = r.customer" \
	" LEFT JOIN primeinv.past_sale h ON h.tenant_id = t.id AND h.external_id = r.key"
#define LOAD_PAST_SALE \
	"INSERT INTO primeinv.past_sale (tenant_id, external_id, outlet_id, customer_id, receipt_number, sold_at, status, payment_type," \
	" actor, currency, total_amount, tax_amount, discount_amount, amount_paid, items, sale_id)" \
	" SELECT r.tenant_id, r.key, r.outlet_id, r.customer_id, left(r.receipt_number, 500), r.sold_at, left(r.status, 200), left(r.payment_type, 200)," \
	" left(r.actor, 200), left(r.currency, 200), r.total_amount, r.tax_amount, r.discount_amount, r.amount_paid, r.items, s.id" \
	" FROM judged_past_sale r LEFT JOIN (SELECT s.id, s.tenant_id, s.external_id" LOADED_DUES ") s ON s.tenant_id = r.tenant_id AND s.external_id = r.key" \
	" WHERE r.here IS NULL AND NOT (%s) ORDER BY r.n"
/* A due that is not among the past sales is one, too: check_promises() leaves its number out. */
#define LOAD_PAST_DUE \
	"INSERT INTO primeinv.past_sale (tenant_id, external_id, outlet_id, customer_id, receipt_number, sold_at, status, actor, total_amount, sale_id)" \
	" SELECT s.tenant_id, s.external_id, s.outlet_id, s.customer_id, s.receipt_number, s.completed_at, 'due', s.actor, s.total_amount, s.id" \
	LOADED_DUES " ORDER BY s.id ON CONFLICT (tenant_id, external_id) DO UPDATE SET sale_id = EXCLUDED.sale_id"
/*
 * Where the old numbers have our form, ours of today go on behind them: else a
 * receipt would bear the number of another one.
 */
#define LOAD_RECEIPT_COUNTER \
	"INSERT INTO primeinv.receipt_counter (tenant_id, outlet_id, day, last, began)" \
	" SELECT p.tenant_id, p.outlet_id, p.day, max(p.number), max(p.number) FROM (" \
	"SELECT o.tenant_id, o.id AS outlet_id, d.day, substring(p.receipt_number FROM '[0-9]{4,18}$')::bigint AS number" \
	" FROM primeinv.past_sale p JOIN primeinv.outlet o ON o.tenant_id = p.tenant_id" \
	" CROSS JOIN LATERAL (SELECT timezone(o.time_zone, " SETTING ("clock") ")::date + g AS day FROM generate_series(-1, 1) g) d" \
	" WHERE p.sold_at > " SETTING ("clock") " - interval '4 days' AND p.receipt_number ~ '^[0-9]+-[0-9]{8}-[0-9]{4,18}$'" \
	" AND starts_with(p.receipt_number, o.id || to_char(d.day, '-YYYYMMDD-'))) p" \
	" WHERE p.number > 0 GROUP BY p.tenant_id, p.outlet_id, p.day ORDER BY p.outlet_id, p.day" \
	" ON CONFLICT (outlet_id, day) DO NOTHING"

#define OF_NEW	" WHERE o.here IS NULL"

/* Ids that are given out next lie behind those that are kept. */
#define SKIP_IDS(table, stage, new) \
	"SELECT setval('primeinv." table "_id_seq', m.id + mod(mod(c.number - m.id, c.of) + c.of, c.of))" \
	" FROM (SELECT max(o.keep_id) AS id FROM " stage " o" new ") m, setting c, primeinv." table "_id_seq s WHERE m.id >= s.last_value"

/* What the view shows of one batch, as it can be had here. */
#define SHOWN_BATCH \
	"SELECT r.tenant, r.outlet, r.variation, r.key, r.quantity, COALESCE(" GOOD ("r.quantity", QUANTITIES, "3") ", 0)," \
	" NULLIF(btrim(left(r.batch_number, 200)), ''), CASE WHEN NOT " STRANGE_DATE ("r.expiry_date") " THEN r.expiry_date END," \
	" COALESCE(" GOOD ("r.cost_price", PRICES, "4") ", 0), lower(btrim(r.status)), r.received_at FROM (%s WHERE v.key = $1) r"

/* A batch of ours that the old system does not know: the view, and its keys' types. */
#define EXPORT_BATCH \
	"INSERT INTO %s AS b (tenant, outlet, variation, quantity, batch_number, expiry_date, cost_price, received_at)" \
	" VALUES ($1::%s, $2::%s, $3::%s, $4, $5, $6, $7, $8) RETURNING b.key::text"

#define BROUGHT_FORWARD	"primeinv:brought forward"

/* movement types that bring stock in, and those that take it out */
#define TYPES_IN	"'opening', 'purchase', 'return', 'transfer_in'"
#define TYPES_OUT	"'sale', 'damage', 'expiry', 'transfer_out', 'supplier_return'"

#endif							/* PRIMEINV_IMPORT_STATEMENTS_H */
