-- Units: exact conversion.

CREATE FUNCTION primeinv.to_base_units(variation_id bigint, quantity numeric, unit text) RETURNS numeric
LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_to_base_units';
COMMENT ON FUNCTION primeinv.to_base_units(bigint, numeric, text) IS
'So many of a unit of the variation in base units, exactly; a null or empty unit is the base unit. 22023 no such unit, or it would have to be rounded, P0002 no such variation.';
