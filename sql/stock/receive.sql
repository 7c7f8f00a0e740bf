-- Stock that comes in.

CREATE FUNCTION primeinv.add_stock(variation_id bigint, quantity numeric, outlet_id bigint,
	batch_number text DEFAULT NULL, expiry_date date DEFAULT NULL, cost_price numeric DEFAULT NULL,
	movement_type text DEFAULT 'purchase', reason text DEFAULT NULL, reference_id text DEFAULT NULL,
	unit text DEFAULT NULL, received_at timestamptz DEFAULT NULL, status text DEFAULT NULL,
	actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS bigint
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_add_stock';
COMMENT ON FUNCTION primeinv.add_stock(bigint, numeric, bigint, text, date, numeric, text, text, text, text, timestamptz, text, text, text) IS
'Receives base units, or units, into the batch of that number, or makes it (no number: LOT-<id>); returns the batch''s id. cost_price is per that unit. No expiry date: the known batch''s, else the outlet''s date when it was received (now, or received_at) plus the variation''s shelf_life_days, else never; no cost: the variation''s; another cost re-averages the batch; no status: the known batch''s, else available. Types: opening, purchase, return. 22023 if a known batch has another expiry date or status, or quantity or cost would have to be rounded; an expired date is taken with a WARNING.';

CREATE FUNCTION primeinv.add_stock_bulk(outlet_id bigint, items jsonb, movement_type text DEFAULT 'purchase',
	reason text DEFAULT NULL, reference_id text DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS TABLE (line integer, batch_id bigint)
LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 20 AS 'MODULE_PATHNAME', 'primeinv_add_stock_bulk';
COMMENT ON FUNCTION primeinv.add_stock_bulk(bigint, jsonb, text, text, text, text, text) IS
'add_stock for many lines at once, all or nothing. items: an array of objects with the keys variation_id, quantity, batch_number, expiry_date, cost_price, movement_type, reason, reference_id, unit, received_at (with its distance from UTC), status. One WARNING counts the lines whose goods have expired. Rows carry the line, from 1.';

CREATE FUNCTION primeinv.receive_scan(outlet_id bigint, code text, quantity numeric DEFAULT 1, cost numeric DEFAULT NULL,
	actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS bigint
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_receive_scan';
COMMENT ON FUNCTION primeinv.receive_scan(bigint, text, numeric, numeric, text, text) IS
'Receives what a scanner read, so many times, as a purchase: variation, unit, lot and expiry date (else best before) come from the code; returns the batch''s id. cost is that of one such unit; what code and caller leave out is as in add_stock. P0002 no goods have the code, or no such outlet; 22023 malformed code, or as add_stock.';
