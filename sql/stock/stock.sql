-- What readers of stock ask first, and how much there is.

-- A reader in SQL cannot raise an error of its own; these do it for them.
CREATE FUNCTION primeinv.require_place(outlet_id bigint, variation_id bigint, required integer DEFAULT 0) RETURNS date
LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_require_place';
COMMENT ON FUNCTION primeinv.require_place(bigint, bigint, integer) IS
'Today at the outlet, at the start of the statement; null if no outlet is named. 22023 if one of the first so many ids as are required is null, P0002 if the outlet or the variation does not exist for the caller, or they are of two tenants.';

CREATE FUNCTION primeinv.require_batch(batch_id bigint) RETURNS bigint
LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_require_batch';
COMMENT ON FUNCTION primeinv.require_batch(bigint) IS 'The id of the batch. P0002 if it does not exist for the caller.';

CREATE FUNCTION primeinv.require_quantity(quantity numeric) RETURNS numeric
LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_require_quantity';
COMMENT ON FUNCTION primeinv.require_quantity(numeric) IS 'The quantity. 22023 unless it is positive and has at most three decimals.';

CREATE FUNCTION primeinv.require_days(days integer) RETURNS integer
LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_require_days';
COMMENT ON FUNCTION primeinv.require_days(integer) IS 'The number of days. 22023 if it is null or negative.';

CREATE FUNCTION primeinv.require_instant(at timestamptz) RETURNS timestamptz
LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_require_instant';
COMMENT ON FUNCTION primeinv.require_instant(timestamptz) IS 'The instant. 22023 if it is null.';

CREATE FUNCTION primeinv.require_period(start_date date, end_date date) RETURNS date
LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_require_period';
COMMENT ON FUNCTION primeinv.require_period(date, date) IS 'The start of the period. 22023 if a date is null or infinite, or the start is after the end.';

CREATE FUNCTION primeinv.get_available_stock(variation_id bigint, outlet_id bigint) RETURNS numeric
LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_get_available_stock';
COMMENT ON FUNCTION primeinv.get_available_stock(bigint, bigint) IS
'Base units that deduct_stock would accept now: sellable less reserved; null where stock is not tracked. P0002 no such record.';
