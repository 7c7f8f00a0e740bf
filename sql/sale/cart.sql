-- The cart: a draft whose lines hold their stock.

CREATE FUNCTION primeinv.create_sale(outlet_id bigint, customer_id bigint DEFAULT NULL, type text DEFAULT 'RETAIL',
	cart_session_id text DEFAULT NULL, hold interval DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS bigint
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_create_sale';
COMMENT ON FUNCTION primeinv.create_sale(bigint, bigint, text, text, interval, text, text) IS
'Opens a DRAFT, the cart, and returns its id. hold is how long each change of the cart holds its stock (null: the tenant''s hold_minutes, 30 unless set); cart_session_id defaults to the sale''s id. P0002 no such record, 22023 bad argument or an inactive outlet.';

CREATE FUNCTION primeinv.add_sale_item(sale_id bigint, variation_id bigint, quantity numeric, unit_price numeric DEFAULT NULL,
	discount_percentage numeric DEFAULT 0, tax_rate numeric DEFAULT NULL, unit text DEFAULT NULL, batch_id bigint DEFAULT NULL,
	actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS bigint
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_add_sale_item';
COMMENT ON FUNCTION primeinv.add_sale_item(bigint, bigint, numeric, numeric, numeric, numeric, text, bigint, text, text) IS
'Adds a line of so many of a unit (the base unit, if none is named) to a draft, holds its stock and renews all holds of the cart; returns the line''s id. Price and tax rate default to the catalogue''s. PI001 not enough, PI006 that batch cannot be sold, 55000 no draft, P0002 no such record, 22023 bad argument, not sold, or no price.';

CREATE FUNCTION primeinv.update_sale_item(sale_item_id bigint, quantity numeric DEFAULT NULL, unit_price numeric DEFAULT NULL,
	discount_percentage numeric DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS primeinv.sale_item
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_update_sale_item';
COMMENT ON FUNCTION primeinv.update_sale_item(bigint, numeric, numeric, numeric, text, text) IS
'Changes a line of a draft and its hold (null: stays) and renews all holds of the cart; returns the line. PI001 not enough, 55000 no draft, P0002 no such line, 22023 bad argument.';

CREATE FUNCTION primeinv.remove_sale_item(sale_item_id bigint, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS void
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_remove_sale_item';
COMMENT ON FUNCTION primeinv.remove_sale_item(bigint, text, text) IS
'Takes a line out of a draft and gives its hold back. 55000 no draft, P0002 no such line.';

CREATE FUNCTION primeinv.update_sale(sale_id bigint, customer_id bigint DEFAULT NULL, type text DEFAULT NULL,
	discount_amount numeric DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS primeinv.sale
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_update_sale';
COMMENT ON FUNCTION primeinv.update_sale(bigint, bigint, text, numeric, text, text) IS
'Changes a draft (null: stays) and returns it. Prices that were not given follow the type; discount_amount is shared by the lines. 55000 no draft, P0002 no such record, 22023 bad argument.';

CREATE FUNCTION primeinv.cancel_sale(sale_id bigint, reason text DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS primeinv.sale
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_cancel_sale';
COMMENT ON FUNCTION primeinv.cancel_sale(bigint, text, text, text) IS
'Cancels a draft and gives its holds back, or takes a PENDING sale back as void_sale() does (which needs the level manager, 42501); returns the sale, CANCELLED. 55000 any other status, P0002 no such sale.';
