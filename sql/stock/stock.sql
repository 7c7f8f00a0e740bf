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

CREATE FUNCTION primeinv.adjust_stock(variation_id bigint, quantity numeric, outlet_id bigint, reason text,
	batch_id bigint DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS TABLE (batch_id bigint, batch text, quantity numeric, expiry date, cost numeric)
LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 2 AS 'MODULE_PATHNAME', 'primeinv_adjust_stock';
COMMENT ON FUNCTION primeinv.adjust_stock(bigint, numeric, bigint, text, bigint, text, text) IS
'A signed correction with a reason. Positive: into that batch, or a new one ADJ-<id> that expires as the soonest batch there. Negative: first expired first out, expired, held and reserved stock included. Rows as deduct_stock''s; quantity there has no sign. PI001 if less lies there; 22023 without a reason.';

CREATE FUNCTION primeinv.adjust_stock_bulk(outlet_id bigint, items jsonb, reason text,
	actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS TABLE (line integer, batch_id bigint, batch text, quantity numeric, expiry date, cost numeric)
LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 20 AS 'MODULE_PATHNAME', 'primeinv_adjust_stock_bulk';
COMMENT ON FUNCTION primeinv.adjust_stock_bulk(bigint, jsonb, text, text, text) IS
'adjust_stock for many lines at once, all or nothing. items: an array of objects with the keys variation_id, quantity, batch_id, reason. Rows carry the line, from 1. PI001 names every short line.';

CREATE FUNCTION primeinv.set_stock_level(variation_id bigint, new_quantity numeric, outlet_id bigint, reason text,
	actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS TABLE (batch_id bigint, batch text, quantity numeric, expiry date, cost numeric)
LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 2 AS 'MODULE_PATHNAME', 'primeinv_set_stock_level';
COMMENT ON FUNCTION primeinv.set_stock_level(bigint, numeric, bigint, text, text, text) IS
'adjust_stock by whatever brings on hand to this total; no rows where it is that already.';

CREATE FUNCTION primeinv.record_damage(variation_id bigint, quantity numeric, outlet_id bigint, reason text,
	batch_id bigint DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS TABLE (batch_id bigint, batch text, quantity numeric, expiry date, cost numeric)
LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 2 AS 'MODULE_PATHNAME', 'primeinv_record_damage';
COMMENT ON FUNCTION primeinv.record_damage(bigint, numeric, bigint, text, bigint, text, text) IS
'Takes damaged base units out, movement type damage, with the reach of a negative adjust_stock. PI001 if less lies there; 22023 without a reason.';

CREATE FUNCTION primeinv.return_to_supplier(batch_id bigint, quantity numeric, reason text,
	reference_id text DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS TABLE (batch_id bigint, batch text, quantity numeric, expiry date, cost numeric)
LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 1 AS 'MODULE_PATHNAME', 'primeinv_return_to_supplier';
COMMENT ON FUNCTION primeinv.return_to_supplier(bigint, numeric, text, text, text, text) IS
'Sends base units of a batch of any status back, movement type supplier_return. PI001 if less is left; 22023 without a reason.';

CREATE FUNCTION primeinv.transfer_stock(variation_id bigint, quantity numeric, from_outlet_id bigint, to_outlet_id bigint,
	reason text DEFAULT NULL, reference_id text DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS TABLE (batch_id bigint, batch text, quantity numeric, expiry date, cost numeric)
LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 2 AS 'MODULE_PATHNAME', 'primeinv_transfer_stock';
COMMENT ON FUNCTION primeinv.transfer_stock(bigint, numeric, bigint, bigint, text, text, text, text) IS
'Moves sellable base units to another outlet of the tenant; number, expiry, cost and received time travel along. Where the number is known there with another expiry, it becomes <number>/<from_outlet_id>. Rows: what left which batch. PI001 not enough.';

CREATE FUNCTION primeinv.set_batch_status(batch_id bigint, status text, reason text,
	actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS void
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_set_batch_status';
COMMENT ON FUNCTION primeinv.set_batch_status(bigint, text, text, text, text) IS
'Puts a batch on hold, in quarantine or on recall, or makes it available again; only available stock is sold. Audited as batch.status_changed. 22023 unknown status or no reason.';

CREATE FUNCTION primeinv.expire_batches(outlet_id bigint DEFAULT NULL, variation_id bigint DEFAULT NULL,
	actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS bigint
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_expire_batches';
COMMENT ON FUNCTION primeinv.expire_batches(bigint, bigint, text, text) IS
'Writes off what has expired by the outlet''s date, movement type expiry; null: everywhere the caller may. Returns the number of batches.';

CREATE FUNCTION primeinv.get_available_stock(variation_id bigint, outlet_id bigint) RETURNS numeric
LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_get_available_stock';
COMMENT ON FUNCTION primeinv.get_available_stock(bigint, bigint) IS
'Base units that deduct_stock would accept now: sellable less reserved; null where stock is not tracked. P0002 no such record.';
