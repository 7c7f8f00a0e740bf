-- Stock: received, taken out, read.

CREATE FUNCTION primeinv.add_stock(variation_id bigint, quantity numeric, outlet_id bigint,
	batch_number text DEFAULT NULL, expiry_date date DEFAULT NULL, cost_price numeric DEFAULT NULL,
	movement_type text DEFAULT 'purchase', reason text DEFAULT NULL, reference_id text DEFAULT NULL,
	actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS bigint
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_add_stock';
COMMENT ON FUNCTION primeinv.add_stock(bigint, numeric, bigint, text, date, numeric, text, text, text, text, text) IS
'Receives base units into the batch of that number, or makes it (no number: LOT-<id>); returns the batch''s id. No expiry date: the known batch''s, else never; no cost: the variation''s; another cost re-averages the batch. Types: opening, purchase, return. 22023 if a known batch has another expiry date; an expired date is taken with a WARNING.';

CREATE FUNCTION primeinv.add_stock_bulk(outlet_id bigint, items jsonb, movement_type text DEFAULT 'purchase',
	reason text DEFAULT NULL, reference_id text DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS TABLE (line integer, batch_id bigint)
LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 20 AS 'MODULE_PATHNAME', 'primeinv_add_stock_bulk';
COMMENT ON FUNCTION primeinv.add_stock_bulk(bigint, jsonb, text, text, text, text, text) IS
'add_stock for many lines at once, all or nothing. items: an array of objects with the keys variation_id, quantity, batch_number, expiry_date, cost_price, movement_type, reason, reference_id. Rows carry the line, from 1.';

CREATE FUNCTION primeinv.deduct_stock(variation_id bigint, quantity numeric, outlet_id bigint,
	movement_type text DEFAULT 'sale', reason text DEFAULT NULL, reference_id text DEFAULT NULL,
	batch_id bigint DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS TABLE (batch_id bigint, batch text, quantity numeric, expiry date, cost numeric)
LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 2 AS 'MODULE_PATHNAME', 'primeinv_deduct_stock';
COMMENT ON FUNCTION primeinv.deduct_stock(bigint, numeric, bigint, text, text, text, bigint, text, text) IS
'Takes base units of sellable stock, first expired, first out, or from one batch, and leaves what others have reserved; a row per batch. Types: sale, damage, adjustment. PI001 not enough, PI006 that batch cannot be sold, P0002 no such record, 22023 bad argument.';

CREATE FUNCTION primeinv.deduct_stock(request jsonb) RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_deduct_stock_json';
COMMENT ON FUNCTION primeinv.deduct_stock(jsonb) IS
'deduct_stock for callers that speak JSON: keys variation_id, quantity, outlet_id, movement_type, reason, reference_id, batch_id, actor, request_id; returns success and deductions (batch, quantity, expiry). Errors as the other form''s.';

CREATE FUNCTION primeinv.deduct_stock_bulk(outlet_id bigint, variation_ids bigint[], quantities numeric[],
	movement_type text DEFAULT 'sale', reason text DEFAULT NULL, reference_id text DEFAULT NULL,
	actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS TABLE (line integer, batch_id bigint, batch text, quantity numeric, expiry date, cost numeric)
LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 20 AS 'MODULE_PATHNAME', 'primeinv_deduct_stock_bulk';
COMMENT ON FUNCTION primeinv.deduct_stock_bulk(bigint, bigint[], numeric[], text, text, text, text, text) IS
'deduct_stock for many lines at once, all or nothing; the same variation may stand in several lines. Rows carry the line, from 1. PI001 names every short line.';

CREATE FUNCTION primeinv.get_available_stock(variation_id bigint, outlet_id bigint) RETURNS numeric
LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_get_available_stock';
COMMENT ON FUNCTION primeinv.get_available_stock(bigint, bigint) IS
'Base units that deduct_stock would accept now: sellable less reserved; null where stock is not tracked. P0002 no such record.';
