-- Stock that goes to another outlet.

CREATE FUNCTION primeinv.transfer_stock(variation_id bigint, quantity numeric, from_outlet_id bigint, to_outlet_id bigint,
	reason text DEFAULT NULL, reference_id text DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS TABLE (batch_id bigint, batch text, quantity numeric, expiry date, cost numeric)
LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 2 AS 'MODULE_PATHNAME', 'primeinv_transfer_stock';
COMMENT ON FUNCTION primeinv.transfer_stock(bigint, numeric, bigint, bigint, text, text, text, text) IS
'Moves sellable base units to another outlet of the tenant; number, expiry, cost and received time travel along. Where the number is known there with another expiry, it becomes <number>/<from_outlet_id>. Rows: what left which batch. PI001 not enough.';
