-- Stock that comes in.

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
