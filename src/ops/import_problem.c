/*-------------------------------------------------------------------------
 *
 * import_problem.c
 *		What may be wrong with old data, and what was decided about it.
 *
 * A problem is a condition on the rows of a view; import_judge() works all of a
 * view's out in one pass, so that a check and a load cannot differ.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "catalog/pg_collation.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "base/value.h"
#include "ops/import.h"
#include "ops/import_statements.h"
#include "ops/statements.h"

/* import_decide(problem, action, actor, request_id) */
enum DecideArgument
{
	DECIDE_PROBLEM,
	DECIDE_ACTION
};

/* In the order in which a view's rows are looked at. */
const ImportProblem import_problems[] = {
	{IMPORT_TENANT, "tenant_key_malformed", "error", "skip",
		"r.key IS NULL OR btrim(r.key) = '' OR length(r.key) > 200",
		"left(r.key, 100)",
	"The key is null, blank or longer than 200 characters."},
	{IMPORT_TENANT, "tenant_key_duplicate", "error", "skip",
		"r.copy > 1",
		"r.key",
	"An earlier row of the tenant has the key; that one stays."},
	{IMPORT_TENANT, "tenant_keep_id_taken", "error", "new skip",
		"h.id IS NULL AND r.keep_id IS NOT NULL AND (r.copy_id > 1 OR k.id IS NOT NULL OR r.keep_id < 1 OR r.keep_id >= " IDS ")",
		"r.keep_id",
	"Another row has the id, or it is none; new: draw another one."},
	{IMPORT_TENANT, "tenant_name_missing", "warning", "key skip",
		NAME("r.name") " IS NULL",
		NULL,
	"Null or blank; key: the key becomes the name."},
	{IMPORT_TENANT, "tenant_text_too_long", "warning", "cut skip",
		"length(r.name) > 500",
		"left(r.name, 60)",
	"The name has more than 500 characters."},
	{IMPORT_TENANT, "tenant_currency_unknown", "warning", "unknown skip",
		"r.currency !~ '^[A-Z]{3}$'",
		"r.currency",
	"The currency is not three capitals; unknown: XXX."},
	{IMPORT_TENANT, "tenant_decimals_malformed", "error", "two skip",
		"r.money_decimals NOT BETWEEN 0 AND 4",
		"r.money_decimals",
	"money_decimals is not 0 to 4; two: 2."},
	{IMPORT_OUTLET, "outlet_key_malformed", "error", "skip",
		"r.key IS NULL OR btrim(r.key) = '' OR length(r.key) > 200",
		"left(r.key, 100)",
	"The key is null, blank or longer than 200 characters."},
	{IMPORT_OUTLET, "outlet_key_duplicate", "error", "skip",
		"r.copy > 1",
		"r.key",
	"An earlier row of the tenant has the key; that one stays."},
	{IMPORT_OUTLET, "outlet_tenant_unknown", "error", "skip",
		"t.key IS NULL",
		"r.tenant",
	"There is no such tenant, neither in the view nor here."},
	{IMPORT_OUTLET, "outlet_keep_id_taken", "error", "new skip",
		"h.id IS NULL AND r.keep_id IS NOT NULL AND (r.copy_id > 1 OR k.id IS NOT NULL OR r.keep_id < 1 OR r.keep_id >= " IDS ")",
		"r.keep_id",
	"Another row has the id, or it is none; new: draw another one."},
	{IMPORT_OUTLET, "outlet_name_missing", "warning", "key skip",
		NAME("r.name") " IS NULL",
		NULL,
	"Null or blank; key: the key becomes the name."},
	{IMPORT_OUTLET, "outlet_text_too_long", "warning", "cut skip",
		"length(r.name) > 500",
		"left(r.name, 60)",
	"The name has more than 500 characters."},
	{IMPORT_OUTLET, "outlet_time_zone_unknown", "error", "utc skip",
		"z.name IS NULL",
		"left(r.time_zone, 60)",
	"The time zone is not in pg_timezone_names, or is an abbreviation; it decides on which day something expires."},
	{IMPORT_OUTLET, "outlet_currency_mixed", "error", "take skip",
		"r.currency <> '' AND t.currency <> 'XXX' AND r.currency <> t.currency",
		"r.currency",
	"Amounts are not in the tenant's currency; take: as they are."},
	{IMPORT_PRODUCT, "product_key_malformed", "error", "skip",
		"r.key IS NULL OR btrim(r.key) = '' OR length(r.key) > 200",
		"left(r.key, 100)",
	"The key is null, blank or longer than 200 characters."},
	{IMPORT_PRODUCT, "product_key_duplicate", "error", "skip",
		"r.copy > 1",
		"r.key",
	"An earlier row of the tenant has the key; that one stays."},
	{IMPORT_PRODUCT, "product_tenant_unknown", "error", "skip",
		"t.key IS NULL",
		"r.tenant",
	"There is no such tenant, neither in the view nor here."},
	{IMPORT_PRODUCT, "product_keep_id_taken", "error", "new skip",
		"h.id IS NULL AND r.keep_id IS NOT NULL AND (r.copy_id > 1 OR k.id IS NOT NULL OR r.keep_id < 1 OR r.keep_id >= " IDS ")",
		"r.keep_id",
	"Another row has the id, or it is none; new: draw another one."},
	{IMPORT_PRODUCT, "product_name_missing", "warning", "key skip",
		NAME("r.name") " IS NULL",
		NULL,
	"Null or blank; key: the key becomes the name."},
	{IMPORT_PRODUCT, "product_text_too_long", "warning", "cut skip",
		"length(r.name) > 500 OR length(r.sku) > 200 OR length(r.category) > 200 OR length(r.image) > 2000",
		"left(r.name, 60)",
	"A name, category or image is too long; a SKU that is becomes null."},
	{IMPORT_PRODUCT, "product_sku_duplicate", "warning", "first none skip",
		"r.sku <> '' AND h.id IS NULL AND (r.copy_sku > 1 OR s.id IS NOT NULL)",
		"r.sku",
	"Another product of the tenant has the SKU; first: the first row keeps it, none: none does."},
	{IMPORT_VARIATION, "variation_key_malformed", "error", "skip",
		"r.key IS NULL OR btrim(r.key) = '' OR length(r.key) > 200",
		"left(r.key, 100)",
	"The key is null, blank or longer than 200 characters."},
	{IMPORT_VARIATION, "variation_key_duplicate", "error", "skip",
		"r.copy > 1",
		"r.key",
	"An earlier row of the tenant has the key; that one stays."},
	{IMPORT_VARIATION, "variation_tenant_unknown", "error", "skip",
		"t.key IS NULL",
		"r.tenant",
	"There is no such tenant, neither in the view nor here."},
	{IMPORT_VARIATION, "variation_keep_id_taken", "error", "new skip",
		"h.id IS NULL AND r.keep_id IS NOT NULL AND (r.copy_id > 1 OR k.id IS NOT NULL OR r.keep_id < 1 OR r.keep_id >= " IDS ")",
		"r.keep_id",
	"Another row has the id, or it is none; new: draw another one."},
	{IMPORT_VARIATION, "variation_product_unknown", "error", "skip",
		"p.key IS NULL",
		"r.product",
	"There is no such product."},
	{IMPORT_VARIATION, "variation_text_too_long", "warning", "cut skip",
		"length(r.name) > 500 OR length(r.sku) > 200 OR length(r.barcode) > 200",
		"left(r.name, 60)",
	"The name is too long; a SKU or barcode that is becomes null."},
	{IMPORT_VARIATION, "variation_sku_duplicate", "warning", "first none skip",
		"r.sku <> '' AND h.id IS NULL AND (r.copy_sku > 1 OR s.id IS NOT NULL)",
		"r.sku",
	"Another variation of the tenant has the SKU; first: the first row keeps it, none: none does."},
	{IMPORT_VARIATION, "variation_barcode_duplicate", "error", "first none skip",
		"r.barcode <> '' AND h.id IS NULL AND (r.copy_code > 1 OR c.id IS NOT NULL OR u.id IS NOT NULL)",
		"r.barcode",
	"Another variation or unit of the tenant has the barcode: what is scanned decides what is charged; first: the first row keeps it, none: none does."},
	{IMPORT_VARIATION, "variation_price_malformed", "error", "none skip",
		MALFORMED("r.price", PRICES) " OR " MALFORMED("r.wholesale_price", PRICES),
		"concat_ws(' ', r.price, r.wholesale_price)",
	"A price is negative, no number or too large; none: it must be given at each sale."},
	{IMPORT_VARIATION, "variation_price_zero", "warning", "keep none skip",
		"r.price = 0",
		NULL,
	"The price is 0; none: it must be given at each sale."},
	{IMPORT_VARIATION, "variation_price_inexact", "error", "round skip",
		INEXACT("r.price", "4") " OR " INEXACT("r.wholesale_price", "4"),
		"concat_ws(' ', r.price, r.wholesale_price)",
	"A price has more than four decimals."},
	{IMPORT_VARIATION, "variation_cost_malformed", "error", "none skip",
		MALFORMED("r.cost", PRICES),
		"r.cost",
	"The cost is negative, no number or too large; none: not known."},
	{IMPORT_VARIATION, "variation_cost_zero", "warning", "keep none skip",
		"r.cost = 0",
		NULL,
	"The cost is 0; none: not known."},
	{IMPORT_VARIATION, "variation_cost_inexact", "error", "round skip",
		INEXACT("r.cost", "4"),
		"r.cost",
	"The cost has more than four decimals."},
	{IMPORT_VARIATION, "variation_tax_rate_malformed", "error", "zero skip",
		"r.tax_rate IS NOT NULL AND NOT (r.tax_rate >= 0 AND r.tax_rate <= 100 AND r.tax_rate = round(r.tax_rate, 4))",
		"r.tax_rate",
	"The tax rate is not 0 to 100 percent, or has more than four decimals."},
	{IMPORT_VARIATION, "variation_setting_malformed", "warning", "none skip",
		MALFORMED("r.low_stock_threshold", QUANTITIES) " OR " MALFORMED("r.minimum_wholesale_quantity", QUANTITIES) " OR r.shelf_life_days NOT BETWEEN 0 AND 36500",
		"concat_ws(' ', r.low_stock_threshold, r.minimum_wholesale_quantity, r.shelf_life_days)",
	"A threshold, minimum or shelf life is out of range; none: it is left out."},
	{IMPORT_UNIT, "unit_tenant_unknown", "error", "skip",
		"t.key IS NULL",
		"r.tenant",
	"There is no such tenant, neither in the view nor here."},
	{IMPORT_UNIT, "unit_keep_id_taken", "error", "new skip",
		"h.id IS NULL AND r.keep_id IS NOT NULL AND (r.copy_id > 1 OR k.id IS NOT NULL OR r.keep_id < 1 OR r.keep_id >= " IDS ")",
		"r.keep_id",
	"Another row has the id, or it is none; new: draw another one."},
	{IMPORT_UNIT, "unit_key_duplicate", "error", "skip",
		"r.key IS NOT NULL AND h.id IS NULL AND (r.copy_key > 1 OR e.id IS NOT NULL OR btrim(r.key) = '' OR length(r.key) > 200)",
		"left(r.key, 100)",
	"Another unit of the tenant has the key, or it is none."},
	{IMPORT_UNIT, "unit_variation_unknown", "error", "skip",
		"v.key IS NULL",
		"r.variation",
	"There is no such variation."},
	{IMPORT_UNIT, "unit_duplicate", "error", "skip",
		"r.copy > 1",
		"r.unit",
	"An earlier row is of the same variation and unit; that one stays."},
	{IMPORT_UNIT, "unit_malformed", "error", "skip",
		"btrim(r.unit) = '' IS NOT FALSE OR length(r.unit) > 200 OR CASE WHEN r.numerator IS NULL THEN y.p BETWEEN 1 AND 1000000000000 ELSE r.numerator BETWEEN 1 AND 1000000000000 AND r.denominator BETWEEN 1 AND 1000000000000 END IS NOT TRUE",
		"concat_ws(' ', r.factor, r.numerator, r.denominator)",
	"It has no name or no ratio, or one that is not above 0 or too large."},
	{IMPORT_UNIT, "unit_inexact", "error", "ratio exact skip",
		"r.numerator IS NULL AND (x.p <> r.factor * x.q OR (scale(trim_scale(r.factor)) > 9 AND x.p IS NULL))",
		"r.factor",
	"The factor looks like a rounded one; ratio: the simple ratio next to it (3.3333: 10/3), exact: what is written."},
	{IMPORT_UNIT, "unit_barcode_duplicate", "error", "first none skip",
		"r.barcode <> '' AND h.id IS NULL AND (r.copy_code > 1 OR a.barcode IS NOT NULL OR c.id IS NOT NULL OR u.id IS NOT NULL)",
		"r.barcode",
	"A variation or another unit of the tenant has the barcode; first: the first row keeps it (a variation before a unit), none: no unit does."},
	{IMPORT_UNIT, "unit_price_malformed", "error", "none skip",
		MALFORMED("r.price", PRICES) " OR " MALFORMED("r.wholesale_price", PRICES),
		"concat_ws(' ', r.price, r.wholesale_price)",
	"A price is negative, no number or too large; none: the variation's times the ratio."},
	{IMPORT_UNIT, "unit_price_inexact", "error", "round skip",
		INEXACT("r.price", "4") " OR " INEXACT("r.wholesale_price", "4"),
		"concat_ws(' ', r.price, r.wholesale_price)",
	"A price has more than four decimals."},
	{IMPORT_CUSTOMER, "customer_key_malformed", "error", "skip",
		"r.key IS NULL OR btrim(r.key) = '' OR length(r.key) > 200",
		"left(r.key, 100)",
	"The key is null, blank or longer than 200 characters."},
	{IMPORT_CUSTOMER, "customer_key_duplicate", "error", "skip",
		"r.copy > 1",
		"r.key",
	"An earlier row of the tenant has the key; that one stays."},
	{IMPORT_CUSTOMER, "customer_tenant_unknown", "error", "skip",
		"t.key IS NULL",
		"r.tenant",
	"There is no such tenant, neither in the view nor here."},
	{IMPORT_CUSTOMER, "customer_keep_id_taken", "error", "new skip",
		"h.id IS NULL AND r.keep_id IS NOT NULL AND (r.copy_id > 1 OR k.id IS NOT NULL OR r.keep_id < 1 OR r.keep_id >= " IDS ")",
		"r.keep_id",
	"Another row has the id, or it is none; new: draw another one."},
	{IMPORT_CUSTOMER, "customer_name_missing", "warning", "key skip",
		NAME("r.name") " IS NULL",
		NULL,
	"Null or blank; key: the key becomes the name."},
	{IMPORT_CUSTOMER, "customer_text_too_long", "warning", "cut skip",
		"length(r.name) > 500 OR length(r.phone) > 100 OR length(r.email) > 500 OR length(r.contact_person) > 500",
		"left(r.name, 60)",
	"A name or address is too long."},
	{IMPORT_CUSTOMER, "customer_type_unknown", "warning", "retail wholesale skip",
		"r.customer_type IS NOT NULL AND " CUSTOMER_TYPE("r.customer_type") " IS NULL",
		"left(r.customer_type, 60)",
	"The type is neither RETAIL nor WHOLESALE."},
	{IMPORT_CUSTOMER, "customer_credit_limit_malformed", "error", "zero none skip",
		MALFORMED("r.credit_limit", PRICES) " OR " INEXACT("r.credit_limit", "t.money_decimals::integer"),
		"r.credit_limit",
	"The credit limit is negative, no number, too large or has more decimals than the tenant's money; zero: no credit, none: no limit."},
	{IMPORT_CUSTOMER, "customer_setting_malformed", "warning", "none skip",
		"r.credit_terms_days NOT BETWEEN 0 AND 36500",
		"r.credit_terms_days",
	"The terms are out of range; none: 30 days."},
	{IMPORT_DUE, "due_key_malformed", "error", "skip",
		"r.key IS NULL OR btrim(r.key) = '' OR length(r.key) > 200",
		"left(r.key, 100)",
	"The key is null, blank or longer than 200 characters."},
	{IMPORT_DUE, "due_key_duplicate", "error", "skip",
		"r.copy > 1",
		"r.key",
	"An earlier row of the tenant has the key; that one stays."},
	{IMPORT_DUE, "due_tenant_unknown", "error", "skip",
		"t.key IS NULL",
		"r.tenant",
	"There is no such tenant, neither in the view nor here."},
	{IMPORT_DUE, "due_keep_id_taken", "error", "new skip",
		"h.id IS NULL AND r.keep_id IS NOT NULL AND (r.copy_id > 1 OR k.id IS NOT NULL OR r.keep_id < 1 OR r.keep_id >= " IDS ")",
		"r.keep_id",
	"Another row has the id, or it is none; new: draw another one."},
	{IMPORT_DUE, "due_outlet_unknown", "error", "skip",
		"o.key IS NULL",
		"r.outlet",
	"There is no such outlet."},
	{IMPORT_DUE, "due_customer_unknown", "error", "skip",
		"c.key IS NULL",
		"r.customer",
	"There is no such customer."},
	{IMPORT_DUE, "due_amount_malformed", "error", "skip",
		"(round(r.amount, t.money_decimals::integer) > 0 AND r.amount < " AMOUNTS ") IS NOT TRUE",
		"r.amount",
	"The amount is null, not above 0, no number or too large."},
	{IMPORT_DUE, "due_amount_inexact", "error", "round skip",
		INEXACT("r.amount", "t.money_decimals::integer"),
		"r.amount",
	"The amount has more decimals than the tenant's money."},
	{IMPORT_DUE, "due_currency_mixed", "error", "take skip",
		"r.currency <> '' AND t.currency <> 'XXX' AND r.currency <> t.currency",
		"r.currency",
	"The amount is not in the tenant's currency; take: as it is."},
	{IMPORT_DUE, "due_sold_at_malformed", "warning", "now skip",
		"r.sold_at IS NULL OR " STRANGE_MOMENT("r.sold_at"),
		"r.sold_at",
	"Null, in the future or more than 100 years ago."},
	{IMPORT_DUE, "due_date_malformed", "warning", "terms skip",
		STRANGE_DATE("r.due_date"),
		"r.due_date",
	"The due date is infinite, before 1990 or after 2200; terms: the customer's."},
	{IMPORT_DUE, "due_receipt_missing", "warning", "make skip",
		"btrim(r.receipt_number) = '' IS NOT FALSE",
		NULL,
	"No receipt number; make: OLD- and the key."},
	{IMPORT_DUE, "due_receipt_duplicate", "warning", "suffix skip",
		"r.receipt_number <> '' AND h.id IS NULL AND (r.copy_receipt > 1 OR s.id IS NOT NULL OR g.id IS NOT NULL)",
		"r.receipt_number",
	"Another sale has the receipt number, or will be given it; suffix: a stroke and the key are put behind it."},
	{IMPORT_DUE, "due_text_too_long", "warning", "cut skip",
		"length(r.receipt_number) > 200",
		"left(r.receipt_number, 60)",
	"The receipt number has more than 200 characters."},
	{IMPORT_BALANCE, "customer_balance_malformed", "error", "dues round",
		"r.balance IS NOT NULL AND (NOT abs(r.balance) < " AMOUNTS " OR " INEXACT("r.balance", "r.money_decimals::integer") ")",
		"r.balance",
	"The balance is no number, too large or has more decimals than the tenant's money; dues: what is in due."},
	{IMPORT_BALANCE, "customer_balance_differs", "error", "entry dues",
		"abs(r.balance) < " AMOUNTS " AND " ROUND_BALANCE("r.balance") " <> COALESCE(d.amount, 0)",
		"concat(r.balance, ', dues ', r.dues)",
	"The balance is not what is in due; entry: the difference is booked as an OPENING entry, dues: what is in due."},
	{IMPORT_BATCH, "batch_key_malformed", "error", "skip",
		"r.key IS NULL OR btrim(r.key) = '' OR length(r.key) > 200",
		"left(r.key, 100)",
	"The key is null, blank or longer than 200 characters."},
	{IMPORT_BATCH, "batch_key_duplicate", "error", "skip",
		"r.copy > 1",
		"r.key",
	"An earlier row of the tenant has the key; that one stays."},
	{IMPORT_BATCH, "batch_tenant_unknown", "error", "skip",
		"t.key IS NULL",
		"r.tenant",
	"There is no such tenant, neither in the view nor here."},
	{IMPORT_BATCH, "batch_keep_id_taken", "error", "new skip",
		"h.id IS NULL AND r.keep_id IS NOT NULL AND (r.copy_id > 1 OR k.id IS NOT NULL OR r.keep_id < 1 OR r.keep_id >= " IDS ")",
		"r.keep_id",
	"Another row has the id, or it is none; new: draw another one."},
	{IMPORT_BATCH, "batch_outlet_unknown", "error", "skip",
		"o.key IS NULL",
		"r.outlet",
	"There is no such outlet."},
	{IMPORT_BATCH, "batch_variation_unknown", "error", "skip",
		"v.key IS NULL",
		"r.variation",
	"There is no such variation."},
	{IMPORT_BATCH, "batch_untracked", "error", "skip",
		"NOT v.track_inventory",
		"r.quantity",
	"The stock of its variation is not tracked."},
	{IMPORT_BATCH, "batch_quantity_missing", "error", "zero skip",
		"r.quantity IS NULL",
		NULL,
	"The quantity is null."},
	{IMPORT_BATCH, "batch_quantity_negative", "error", "zero skip",
		"r.quantity < 0 AND r.quantity > - " QUANTITIES,
		"r.quantity",
	"The quantity is below 0."},
	{IMPORT_BATCH, "batch_quantity_malformed", "error", "zero skip",
		"r.quantity IS NOT NULL AND NOT abs(r.quantity) < " QUANTITIES,
		"r.quantity",
	"The quantity is no number, or too large."},
	{IMPORT_BATCH, "batch_quantity_inexact", "error", "round skip",
		INEXACT("r.quantity", "3"),
		"r.quantity",
	"The quantity has more than three decimals."},
	{IMPORT_BATCH, "batch_cost_missing", "warning", "variation skip",
		"r.quantity > 0 AND r.cost_price IS NULL AND v.cost IS NULL",
		NULL,
	"Neither it nor its variation has a cost: it is 0."},
	{IMPORT_BATCH, "batch_cost_zero", "warning", "keep variation skip",
		"r.quantity > 0 AND r.cost_price = 0",
		NULL,
	"The cost is 0; variation: the variation's."},
	{IMPORT_BATCH, "batch_cost_malformed", "error", "variation zero skip",
		MALFORMED("r.cost_price", PRICES),
		"r.cost_price",
	"The cost is negative, no number or too large; variation: the variation's."},
	{IMPORT_BATCH, "batch_cost_inexact", "error", "round skip",
		INEXACT("r.cost_price", "4"),
		"r.cost_price",
	"The cost has more than four decimals."},
	{IMPORT_BATCH, "batch_number_missing", "warning", "make skip",
		"btrim(r.batch_number) = '' IS NOT FALSE",
		NULL,
	"No batch number; make: LOT- and its id."},
	{IMPORT_BATCH, "batch_number_duplicate", "warning", "suffix skip",
		"r.batch_number <> '' AND h.id IS NULL AND (r.copy_number > 1 OR b.id IS NOT NULL)",
		"left(r.batch_number, 60)",
	"Another batch of the variation at the outlet has the number; suffix: a stroke and the key are put behind it."},
	{IMPORT_BATCH, "batch_text_too_long", "warning", "cut skip",
		"length(r.batch_number) > 200",
		"left(r.batch_number, 60)",
	"The number has more than 200 characters."},
	{IMPORT_BATCH, "batch_expiry_missing", "error", "never shelf_life hold skip",
		"r.expiry_date IS NULL AND r.quantity > 0 AND (v.shelf_life_days IS NOT NULL OR r.dated > 0)",
		"r.quantity",
	"No expiry date, though the variation has a shelf life or its other batches have dates; shelf_life: by the day of receipt, hold: it is not sold."},
	{IMPORT_BATCH, "batch_expiry_malformed", "error", "never hold skip",
		STRANGE_DATE("r.expiry_date"),
		"r.expiry_date",
	"The expiry date is infinite, before 1990 or after 2200; hold: it never expires, but is not sold."},
	{IMPORT_BATCH, "batch_expired", "info", "keep skip",
		"r.quantity > 0 AND r.expiry_date <= timezone(o.time_zone, " SETTING("clock") ")::date",
		"r.expiry_date",
	"Something is left of it; it is not sold, and will be written off."},
	{IMPORT_BATCH, "batch_received_malformed", "warning", "now skip",
		STRANGE_MOMENT("r.received_at"),
		"r.received_at",
	"Received in the future, or more than 100 years ago."},
	{IMPORT_BATCH, "batch_status_unknown", "warning", "hold available skip",
		"lower(btrim(r.status)) NOT IN ('available', 'hold', 'quarantine', 'recalled')",
		"left(r.status, 60)",
	"The status is none of ours."},
	{IMPORT_BATCH, "batch_refund", "error", "keep hold skip",
		"r.quantity > 0 AND r.batch_number ~* '^refund'",
		"left(r.batch_number, 60)",
	"What customers brought back, kept as a batch of its own without its date; hold: it is not sold."},
	{IMPORT_LOCATION, "location_tenant_unknown", "error", "skip",
		"t.key IS NULL",
		"r.tenant",
	"There is no such tenant, neither in the view nor here."},
	{IMPORT_LOCATION, "location_outlet_unknown", "error", "skip",
		"o.key IS NULL",
		"r.outlet",
	"There is no such outlet."},
	{IMPORT_LOCATION, "location_variation_unknown", "error", "skip",
		"v.key IS NULL",
		"r.variation",
	"There is no such variation."},
	{IMPORT_LOCATION, "location_duplicate", "error", "skip",
		"r.copy > 1",
		"r.quantity",
	"An earlier row is of the same outlet and variation; that one stays."},
	{IMPORT_LOCATION, "location_quantity_malformed", "error", "batch skip",
		"NOT " GOOD_QUANTITY " AND r.quantity IS DISTINCT FROM b.quantity",
		"concat(r.quantity, ', batches ', r.batches)",
	"The quantity is negative, no number, too large or has more than three decimals; batch: the batches are right."},
	{IMPORT_LOCATION, "location_differs", "error", "batch location skip",
		SETTING("has_batches") " AND " GOOD_QUANTITY " AND r.quantity <> COALESCE(b.quantity, 0)",
		"concat(r.quantity, ', batches ', r.batches)",
	"The quantity is not what the batches come to; batch: the batches are right, location: what is missing is taken from them, first expired, first out, and what is over becomes a batch OPENING."},
	{IMPORT_LOCATION, "location_price_inexact", "error", "round skip",
		INEXACT("r.price", "4"),
		"r.price",
	"The price has more than four decimals."},
	{IMPORT_LOCATION, "location_setting_malformed", "warning", "none skip",
		MALFORMED("r.low_stock_threshold", QUANTITIES) " OR " MALFORMED("r.maximum_stock", QUANTITIES) " OR " MALFORMED("r.price", PRICES),
		"concat_ws(' ', r.low_stock_threshold, r.maximum_stock, r.price)",
	"A threshold, maximum or price is out of range; none: the variation's."},
	{IMPORT_MOVEMENT, "movement_key_malformed", "error", "skip",
		"r.key IS NULL OR btrim(r.key) = '' OR length(r.key) > 200",
		"left(r.key, 100)",
	"The key is null, blank or longer than 200 characters."},
	{IMPORT_MOVEMENT, "movement_key_duplicate", "error", "skip",
		"r.copy > 1",
		"r.key",
	"An earlier row of the tenant has the key; that one stays."},
	{IMPORT_MOVEMENT, "movement_tenant_unknown", "error", "skip",
		"t.key IS NULL",
		"r.tenant",
	"There is no such tenant, neither in the view nor here."},
	{IMPORT_MOVEMENT, "movement_orphan", "warning", "keep skip",
		"(r.outlet IS NOT NULL AND o.key IS NULL) OR (r.variation IS NOT NULL AND v.key IS NULL) OR (b.key IS NULL AND (r.batch IS NOT NULL OR " SETTING("has_batches") "))",
		"concat_ws(' ', r.outlet, r.variation, r.batch)",
	"Its outlet, variation or batch is not there, or it has no batch where others have; keep: aside, without."},
	{IMPORT_MOVEMENT, "movement_malformed", "warning", "skip",
		"(abs(r.quantity) < " QUANTITIES " AND isfinite(r.created_at) AND r.movement_type IS NOT NULL) IS NOT TRUE OR r.unit_cost IN ('NaN', 'Infinity', '-Infinity')",
		"concat_ws(' ', r.quantity, r.created_at)",
	"No quantity, no date or no type."},
	{IMPORT_HISTORY, "movement_differs", "info", "keep",
		"(x.balance = b.quantity AND x.fits AND s.tenant_id IS NULL) IS NOT TRUE",
		"r.key",
	"Batches whose movements do not come to their quantity, fall below 0 on the way, are no ledger of ours, or are older than a seal: with history ledger they get an opening movement, and their history is kept aside."},
	{IMPORT_PAST_SALE, "past_sale_key_malformed", "error", "skip",
		"r.key IS NULL OR btrim(r.key) = '' OR length(r.key) > 200",
		"left(r.key, 100)",
	"The key is null, blank or longer than 200 characters."},
	{IMPORT_PAST_SALE, "past_sale_key_duplicate", "error", "skip",
		"r.copy > 1",
		"r.key",
	"An earlier row of the tenant has the key; that one stays."},
	{IMPORT_PAST_SALE, "past_sale_tenant_unknown", "error", "skip",
		"t.key IS NULL",
		"r.tenant",
	"There is no such tenant, neither in the view nor here."},
	{IMPORT_PAST_SALE, "past_sale_orphan", "warning", "keep skip",
		"(r.outlet IS NOT NULL AND o.key IS NULL) OR (r.customer IS NOT NULL AND c.key IS NULL)",
		"concat_ws(' ', r.outlet, r.customer)",
	"Its outlet or customer is not there; keep: aside, without."},
	{IMPORT_PAST_SALE, "past_sale_malformed", "warning", "skip",
		"(abs(r.total_amount) < " PRICES " AND isfinite(r.sold_at)) IS NOT TRUE OR NOT COALESCE(abs(r.tax_amount) < " PRICES " AND abs(r.discount_amount) < " PRICES " AND abs(r.amount_paid) < " PRICES ", true) OR pg_column_size(r.items) > 1000000",
		"concat_ws(' ', r.total_amount, r.sold_at)",
	"No amount or no date, or more than a megabyte of lines."}
};

const int	import_problem_count = lengthof(import_problems);

static const char *const view_names[] = {
	"tenant", "outlet", "product", "variation", "unit", "customer", "due", "balance",
	"batch", "location", "movement", "history", "past_sale"
};

StaticAssertDecl(lengthof(view_names) == IMPORT_VIEWS, "one name for each view");

/* How each view is judged and mended; a view without mend is read as judged. */
static const struct
{
	const char *list;
	const char *from;
	const char *mend;
}			texts[IMPORT_VIEWS] = {
	[IMPORT_TENANT] = {JUDGE_TENANT, MEND_TENANT},
	[IMPORT_OUTLET] = {JUDGE_OUTLET, MEND_OUTLET},
	[IMPORT_PRODUCT] = {JUDGE_PRODUCT, MEND_PRODUCT},
	[IMPORT_VARIATION] = {JUDGE_VARIATION, MEND_VARIATION},
	[IMPORT_UNIT] = {JUDGE_UNIT, MEND_UNIT},
	[IMPORT_CUSTOMER] = {JUDGE_CUSTOMER, MEND_CUSTOMER},
	[IMPORT_DUE] = {JUDGE_DUE, MEND_DUE},
	[IMPORT_BALANCE] = {JUDGE_BALANCE, MEND_BALANCE},
	[IMPORT_BATCH] = {JUDGE_BATCH, MEND_BATCH},
	[IMPORT_LOCATION] = {JUDGE_LOCATION, MEND_LOCATION},
	[IMPORT_MOVEMENT] = {JUDGE_MOVEMENT, NULL},
	[IMPORT_HISTORY] = {JUDGE_HISTORY, MEND_HISTORY},
	[IMPORT_PAST_SALE] = {JUDGE_PAST_SALE, NULL}
};

static Datum decide(Call *call, const ImportProblem *problem, const char *action);
static const ImportProblem *problem_named(const char *word);
static void check_action(const ImportProblem *problem, const char *action);
static void count_problems(Import *import, ImportView view);
static char *example_of(ImportView view);
static void found(Import *import, const ImportProblem *problem, int64 rows, char *example);
static char *action_of(Import *import, const char *word);
static const char *remedy_of(const ImportProblem *problem, const char *action);

SQL_FUNCTION(primeinv_import_problems);
SQL_FUNCTION(primeinv_import_decide);

/*
 * A constant: not to be freed.
 */
const char *
import_view_name(ImportView view)
{
	return view_names[view];
}

/*
 * import_problems(): the table above, for who writes decisions and for the
 * statements that look them up.
 */
Datum
primeinv_import_problems(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < import_problem_count; i++)
	{
		const ImportProblem *problem = &import_problems[i];
		Datum		values[] = {CStringGetTextDatum(problem->word), CStringGetTextDatum(problem->severity),
			DirectFunctionCall2Coll(text_to_array, DEFAULT_COLLATION_OID, CStringGetTextDatum(problem->actions), CStringGetTextDatum(" ")),
			CStringGetTextDatum(problem->meaning)
		};
		bool		nulls[lengthof(values)] = {false};

		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * import_decide(problem, action, actor, request_id)
 */
Datum
primeinv_import_decide(PG_FUNCTION_ARGS)
{
	const ImportProblem *problem;
	char	   *action;

	access_require_owner();
	call_required(fcinfo, DECIDE_PROBLEM + 1);
	problem = problem_named(call_text(fcinfo, DECIDE_PROBLEM));
	action = call_text(fcinfo, DECIDE_ACTION);
	if (action != NULL)
		check_action(problem, action);
	return decide(call_begin_all(fcinfo), problem, action);
}

static Datum
decide(Call *call, const ImportProblem *problem, const char *action)
{
	Datum		values[] = {CStringGetTextDatum(problem->word),
		action == NULL ? (Datum) 0 : CStringGetTextDatum(action),
		CStringGetTextDatum(call->actor), CStringGetTextDatum(call->db_role)
	};

	if (action == NULL)
		plan_rows(&PLAN_IMPORT_UNDECIDE, values, NULL);
	else
		plan_rows(&PLAN_IMPORT_DECIDE, values, NULL);
	return call_end_null(call);
}

static const ImportProblem *
problem_named(const char *word)
{
	for (int i = 0; i < import_problem_count; i++)
		if (strcmp(import_problems[i].word, word) == 0)
			return &import_problems[i];
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%s\" is not a problem of an import", word),
			 errdetail("There are %d, each with a word of its own.", import_problem_count),
			 errhint("SELECT * FROM primeinv.import_problems() lists them.")));
}

static void
check_action(const ImportProblem *problem, const char *action)
{
	char	   *list = pstrdup(problem->actions);

	for (char *word = strtok(list, " "); word != NULL; word = strtok(NULL, " "))
		if (strcmp(word, action) == 0)
			return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%s\" is not what can be done about \"%s\"", action, problem->word),
			 errdetail("Actions are: %s.", problem->actions),
			 errhint("%s", problem->meaning)));
}

/*
 * The decisions as the statements see them: taken, or by default.
 */
void
import_decisions(Import *import)
{
	import_stage(import, "decision",
				 "SELECT p.problem, COALESCE(d.action, CASE WHEN p.severity <> 'error' THEN p.actions[1] END) AS action"
				 " FROM primeinv.import_problems() p LEFT JOIN primeinv.import_decision d ON d.problem = p.problem");
}

/*
 * Makes judged_<view>, with a column a problem, and says what was found.
 */
void
import_judge(Import *import, ImportView view)
{
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfoString(&text, texts[view].list);
	for (int i = 0; i < import_problem_count; i++)
		if (import_problems[i].view == view)
			appendStringInfo(&text, ", COALESCE(%s, false) AS %s", import_problems[i].found, import_problems[i].word);
	appendStringInfoString(&text, texts[view].from);
	import_stage(import, psprintf("judged_%s", view_names[view]), text.data);
	if (view != IMPORT_BALANCE && view != IMPORT_HISTORY)
		import_drop_stage(import, psprintf("raw_%s", view_names[view]));
	count_problems(import, view);
}

/*
 * One pass over what was judged.
 */
static void
count_problems(Import *import, ImportView view)
{
	StringInfoData text;
	int			column = 0;

	initStringInfo(&text);
	appendStringInfoString(&text, "SELECT count(*)");
	for (int i = 0; i < import_problem_count; i++)
		if (import_problems[i].view == view)
			appendStringInfo(&text, ", count(*) FILTER (WHERE r.%s), min(left(concat_ws(' ', %s, (%s)::text), 200)) FILTER (WHERE r.%s)",
							 import_problems[i].word, example_of(view), import_problems[i].shows, import_problems[i].word);
	appendStringInfo(&text, " FROM judged_%s r", view_names[view]);
	import_select(import, text.data);
	for (int i = 0; i < import_problem_count; i++)
	{
		bool		isnull;
		int64		rows;

		if (import_problems[i].view != view)
			continue;
		rows = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, column + 2, &isnull));
		if (rows > 0)
			found(import, &import_problems[i], rows, SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, column + 3));
		column += 2;
	}
}

/*
 * What names a row of the view to a person.
 */
static char *
example_of(ImportView view)
{
	if (view == IMPORT_TENANT)
		return "r.key";
	if (view == IMPORT_UNIT)
		return "r.tenant, r.variation, r.unit";
	if (view == IMPORT_LOCATION)
		return "r.tenant, r.outlet, r.variation";
	return "r.tenant, r.key";
}

/*
 * A row of import_check()'s result or, in a load, one thing more that stops it.
 * The table that SPI has returned is read on by the caller.
 */
static void
found(Import *import, const ImportProblem *problem, int64 rows, char *example)
{
	char	   *decided = action_of(import, problem->word);
	bool		is_error = strcmp(problem->severity, "error") == 0;
	Datum		values[5] = {
		CStringGetTextDatum(is_error && decided != NULL ? "info" : problem->severity),
		CStringGetTextDatum(problem->word), Int64GetDatum(rows), (Datum) 0,
		CStringGetTextDatum(remedy_of(problem, decided))
	};
	bool		nulls[5] = {false, false, false, example == NULL, false};

	if (example != NULL)
		values[3] = CStringGetTextDatum(example);
	if (import->task == IMPORT_CHECK)
		import_row(import, values, nulls);
	else if (is_error && decided == NULL)
		import->undecided = lappend(import->undecided, psprintf("%s (" INT64_FORMAT ")", problem->word, rows));
}

/*
 * What was decided, or goes without saying; NULL: nothing.
 */
static char *
action_of(Import *import, const char *word)
{
	ImportStage *stage = import_find_stage(import, "decision");
	TupleTableSlot *slot = MakeSingleTupleTableSlot(stage->desc, &TTSOpsMinimalTuple);
	char	   *action = NULL;
	bool		isnull;

	tuplestore_select_read_pointer(stage->store, 0);
	tuplestore_rescan(stage->store);
	while (tuplestore_gettupleslot(stage->store, true, false, slot))
		if (text_is(slot_getattr(slot, 1, &isnull), word))
		{
			Datum		value = slot_getattr(slot, 2, &isnull);

			action = isnull ? NULL : TextDatumGetCString(value);
			break;
		}
	ExecDropSingleTupleTableSlot(slot);
	return action;
}

static const char *
remedy_of(const ImportProblem *problem, const char *action)
{
	if (action == NULL)
		return psprintf("%s Decide: import_decide('%s', ...) with one of %s.", problem->meaning, problem->word, problem->actions);
	return psprintf("%s Done: %s, of %s.", problem->meaning, action, problem->actions);
}

/*
 * Where nothing else can be done a check leaves the row out, too, decided or
 * not: a second row of a key would double whatever refers to it.
 */
char *
import_skipped(ImportView view)
{
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfoString(&text, "false");
	for (int i = 0; i < import_problem_count; i++)
		if (import_problems[i].view == view && strstr(import_problems[i].actions, "skip") != NULL)
			appendStringInfo(&text, " OR (r.%s AND COALESCE((SELECT d.action FROM decision d WHERE d.problem = '%s'), '%s') = 'skip')",
							 import_problems[i].word, import_problems[i].word,
							 strcmp(import_problems[i].actions, "skip") == 0 ? "skip" : "");
	return text.data;
}

/*
 * Makes ok_<view>.
 */
void
import_mend(Import *import, ImportView view)
{
	if (texts[view].mend == NULL)
		return;
	import_stage(import, psprintf("ok_%s", view_names[view]),
				 psprintf("%s FROM judged_%s r WHERE NOT (%s)%s", texts[view].mend, view_names[view], import_skipped(view),
						  view != IMPORT_HISTORY ? "" : import->ledger ? " AND r.fits" : " AND false"));
	import_drop_stage(import, psprintf("judged_%s", view_names[view]));
}
