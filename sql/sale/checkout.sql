-- A sale: the completion of a cart, or all of it at once.

CREATE FUNCTION primeinv.complete_sale(sale_id bigint, payments jsonb DEFAULT NULL, manager_override boolean DEFAULT false,
	override_reason text DEFAULT NULL, override_by text DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS primeinv.sale
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_complete_sale';
COMMENT ON FUNCTION primeinv.complete_sale(bigint, jsonb, boolean, text, text, text, text) IS
'Sells a draft: takes its stock (its own holds first), checks credit, takes payments [{"method", "amount", "reference"}], numbers the receipt; returns the sale. CASH may exceed what is due: the rest is change. PI001 not enough, PI003 no credit, PI006 a named batch cannot be sold, 55000 no draft, P0002 no such sale, 22023 bad argument, overpaid, due without a customer; an override needs the level manager (42501).';

CREATE FUNCTION primeinv.checkout(outlet_id bigint, items jsonb, payments jsonb DEFAULT NULL, customer_id bigint DEFAULT NULL,
	type text DEFAULT NULL, discount_amount numeric DEFAULT NULL, manager_override boolean DEFAULT false,
	override_reason text DEFAULT NULL, override_by text DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS primeinv.sale
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_checkout';
COMMENT ON FUNCTION primeinv.checkout(bigint, jsonb, jsonb, bigint, text, numeric, boolean, text, text, text, text) IS
'create_sale, add_sale_item and complete_sale in one call, without holds in between: all of it or nothing; returns the sale. Keys of an item: variation_id, quantity, unit_price, discount_percentage, tax_rate, unit, batch_id. Errors as theirs; PI001 names every short line.';

CREATE FUNCTION primeinv.checkout_json(request jsonb) RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_checkout_json';
COMMENT ON FUNCTION primeinv.checkout_json(jsonb) IS
'checkout for callers that speak JSON: keys as its parameters; returns the receipt, as receipt() does. Errors as checkout''s; 22023 for an unknown key.';
