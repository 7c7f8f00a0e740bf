-- What reports ask first: they cannot raise an error of their own.

CREATE FUNCTION primeinv.require_sale(sale_id bigint) RETURNS bigint
LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_require_sale';
COMMENT ON FUNCTION primeinv.require_sale(bigint) IS 'The id of the sale. P0002 if it does not exist for the caller, 22023 if it is null.';

CREATE FUNCTION primeinv.require_stock_take(stock_take_id bigint) RETURNS bigint
LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_require_stock_take';
COMMENT ON FUNCTION primeinv.require_stock_take(bigint) IS 'The id of the stock take. P0002 if it does not exist for the caller, 22023 if it is null.';

CREATE FUNCTION primeinv.require_word(what text, word text, words text[]) RETURNS text
LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_require_word';
COMMENT ON FUNCTION primeinv.require_word(text, text, text[]) IS 'The word, null if it is. 22023 unless it is one of words; what names it in the message.';

CREATE FUNCTION primeinv.require_between(what text, number numeric, lowest numeric, highest numeric) RETURNS numeric
LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_require_between';
COMMENT ON FUNCTION primeinv.require_between(text, numeric, numeric, numeric) IS 'The number. 22023 if it is null or not between the other two; what names it in the message.';
