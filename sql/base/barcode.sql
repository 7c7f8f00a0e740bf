-- Barcodes: what a scanner has read, taken apart without reading any table.

CREATE FUNCTION primeinv.parse_barcode(code text, scale_barcodes text DEFAULT NULL, money_decimals integer DEFAULT 2,
	OUT kind text, OUT gtin text, OUT lot text, OUT expiry_date date, OUT best_before date, OUT quantity numeric,
	OUT weight numeric, OUT price numeric, OUT serial text, OUT raw jsonb)
LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_parse_barcode';
COMMENT ON FUNCTION primeinv.parse_barcode(text, text, integer) IS
'Takes apart what a scanner has read: kind GTIN-8, GTIN-12, GTIN-13, GTIN-14, GS1 (element strings, with FNC1 as \x1d or in brackets), DIGITAL_LINK (a GS1 Digital Link URI), IN_STORE (prefixes 20 to 29, by the layouts in scale_barcodes) or OTHER (a number of the shop''s own). gtin as it stands in the code, lot (10), expiry_date (17, 7003: the sooner), best_before (15), quantity in pieces (37, else 30), weight in kilograms (310n, 320n), price in the shop''s currency (392n, 393n), serial (21); raw has every element by its application identifier, or the code, with a magazine''s add_on behind ]E3. A date YYMM00 is the month''s last day. By the GS1 General Specifications, Release 24.0, Digital Link URI Syntax, Release 1.2, and Barcode Syntax Dictionary, release 2026-01-27. 22023 for a wrong check digit, a malformed element, an unknown identifier, or two that contradict each other.';
