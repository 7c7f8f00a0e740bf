-- What the tests start from: the extension, two tenants, a few goods, and try().
CREATE EXTENSION primeinv;
SET datestyle = ISO;
SET timezone = 'UTC'; -- the main store's, so that current_date is its day
SET search_path = primeinv, public;
INSERT INTO tenant (id, name) VALUES (1, 'Corner'), (2, 'Rival');
INSERT INTO outlet (tenant_id, id, name, time_zone, is_active) VALUES
	(1, 1, 'Main Store', 'UTC', true), (1, 2, 'Back Room', 'Asia/Tokyo', true),
	(1, 3, 'Closed Shop', 'UTC', false), (2, 9, 'Elsewhere', 'UTC', true);
INSERT INTO product (tenant_id, id, name, is_active) VALUES
	(1, 1, 'Rice', true), (1, 2, 'Milk', true), (1, 3, 'Relic', false), (2, 9, 'Rival''s', true);
INSERT INTO variation (tenant_id, id, product_id, name, cost, shelf_life_days, track_inventory, is_active) VALUES
	(1, 1, 1, '5kg Bag', 2.5, NULL, true, true), (1, 2, 2, 'Litre', NULL, 7, true, true),
	(1, 3, 1, 'Retired', 1, NULL, true, false), (1, 4, 2, 'Delivery', NULL, NULL, false, true),
	(1, 5, 3, 'Of a relic', 1, NULL, true, true), (2, 9, 9, 'Own', 1, NULL, true, true);
-- Runs a call and shows its rows or, with everything undone, its error.
CREATE FUNCTION public.try(call text) RETURNS SETOF text LANGUAGE plpgsql SET search_path = primeinv, public AS $$
DECLARE
	state text; message text; details text; hints text;
BEGIN
	RETURN QUERY EXECUTE 'SELECT coalesce(t::text, ''(null)'') FROM ' || call || ' t';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT,
		details = PG_EXCEPTION_DETAIL, hints = PG_EXCEPTION_HINT;
	RETURN NEXT state || ': ' || message;
	RETURN QUERY SELECT 'DETAIL: ' || details WHERE details <> '';
	RETURN QUERY SELECT 'HINT: ' || hints WHERE hints <> '';
END $$;
-- What lies where, and the ledger from some movement on.
CREATE VIEW public.on_hand AS
	SELECT outlet_id, variation_id, id, batch_number, expiry_date, quantity, cost_price, status FROM batch ORDER BY id;
CREATE FUNCTION public.ledger_from(bigint) RETURNS TABLE (id bigint, batch_id bigint, movement_type text, quantity numeric,
	balance_after numeric, unit_cost numeric, reason text, reference_id text, actor text) LANGUAGE sql AS $$
	SELECT id, batch_id, movement_type, quantity, balance_after, unit_cost, reason, reference_id, actor
	FROM stock_movement WHERE id >= $1 ORDER BY id $$;
SELECT set_config('primeinv.actor', 'tester', false) \g /dev/null
