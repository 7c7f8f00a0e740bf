-- Corrections.

CREATE FUNCTION primeinv.adjust_stock(variation_id bigint, quantity numeric, outlet_id bigint, reason text,
	batch_id bigint DEFAULT NULL, unit text DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS TABLE (batch_id bigint, batch text, quantity numeric, expiry date, cost numeric)
LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 2 AS 'MODULE_PATHNAME', 'primeinv_adjust_stock';
COMMENT ON FUNCTION primeinv.adjust_stock(bigint, numeric, bigint, text, bigint, text, text, text) IS
'A signed correction in base units, or units, with a reason. Positive: into that batch, or a new one ADJ-<id> that expires as the soonest batch there. Negative: first expired first out, expired, held and reserved stock included. Rows as deduct_stock''s; quantity there has no sign. PI001 if less lies there; 22023 without a reason, no such unit or no exact conversion.';

CREATE FUNCTION primeinv.adjust_stock_json(request jsonb) RETURNS jsonb
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_call_json';
COMMENT ON FUNCTION primeinv.adjust_stock_json(jsonb) IS
'adjust_stock for callers that speak JSON: keys as its parameters; returns success and adjustments (batch, quantity, expiry). Errors as adjust_stock''s.';

CREATE FUNCTION primeinv.adjust_stock_bulk(outlet_id bigint, items jsonb, reason text,
	actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS TABLE (line integer, batch_id bigint, batch text, quantity numeric, expiry date, cost numeric)
LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 20 AS 'MODULE_PATHNAME', 'primeinv_adjust_stock_bulk';
COMMENT ON FUNCTION primeinv.adjust_stock_bulk(bigint, jsonb, text, text, text) IS
'adjust_stock for many lines at once, all or nothing. items: an array of objects with the keys variation_id, quantity, batch_id, reason, unit. Rows carry the line, from 1. PI001 names every short line.';

CREATE FUNCTION primeinv.set_stock_level(variation_id bigint, new_quantity numeric, outlet_id bigint, reason text,
	actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS TABLE (batch_id bigint, batch text, quantity numeric, expiry date, cost numeric)
LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 2 AS 'MODULE_PATHNAME', 'primeinv_set_stock_level';
COMMENT ON FUNCTION primeinv.set_stock_level(bigint, numeric, bigint, text, text, text) IS
'adjust_stock by whatever brings on hand to this total; no rows where it is that already.';

CREATE FUNCTION primeinv.set_available_stock(variation_id bigint, new_quantity numeric, outlet_id bigint, reason text,
	actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS TABLE (batch_id bigint, batch text, quantity numeric, expiry date, cost numeric)
LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 2 AS 'MODULE_PATHNAME', 'primeinv_set_available_stock';
COMMENT ON FUNCTION primeinv.set_available_stock(bigint, numeric, bigint, text, text, text) IS
'An adjustment by whatever brings what is available, beyond all holds, to this quantity of base units: from sellable stock first expired first out, or into a new batch ADJ-<id>; expired and held stock is not touched. Rows as adjust_stock''s; none where it is that already. P0002 no such record, 22023 bad argument or no reason.';

CREATE FUNCTION primeinv.record_damage(variation_id bigint, quantity numeric, outlet_id bigint, reason text,
	batch_id bigint DEFAULT NULL, unit text DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS TABLE (batch_id bigint, batch text, quantity numeric, expiry date, cost numeric)
LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 2 AS 'MODULE_PATHNAME', 'primeinv_record_damage';
COMMENT ON FUNCTION primeinv.record_damage(bigint, numeric, bigint, text, bigint, text, text, text) IS
'Takes damaged base units, or units, out, movement type damage, with the reach of a negative adjust_stock. PI001 if less lies there; 22023 without a reason.';
