-- What a scanner has read: GTINs, element strings, Digital Links, in-store codes; and what is refused.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\set ECHO all

-- GTINs, each with its check digit (General Specifications, 7.9.1)
SELECT kind, gtin, raw FROM unnest(ARRAY['95200002', '614141000036', '9521321000018', '4006381333931', '10614141000415', ']E04006381333931', ']E495200002']) code,
	parse_barcode(code);
SELECT try($$parse_barcode('4006381333932')$$);
SELECT try($$parse_barcode('95200003')$$);

-- A shop's own numbers
SELECT kind, gtin, raw FROM unnest(ARRAY['RICE-5', '12345', 'x(01)', '(99', 'ä€', 'https://example.org', 'https://example.org/shop?id=7']) code, parse_barcode(code);

-- Element strings: with separators, with the symbology in front, in brackets, in one row
SELECT kind, gtin, lot, expiry_date, best_before, serial, raw FROM unnest(ARRAY[
	E'01095212345432131726123110ABC123\x1d2112345',
	']d201095212345432131726123110ABC123',
	E'\x1d010952123454321310ABC123\x1d1726123121S/N-1',
	'(01)09521234543213(17)261231(10)ABC(1)23(21)12345']) WITH ORDINALITY AS c (code, n), parse_barcode(code) ORDER BY n;
SELECT kind, raw FROM unnest(ARRAY['(00)006141411234567890', '(02)09521234543213(37)24(10)L', '(414)9521234567899', '(400)PO-77(8005)001250(91)x']) code, parse_barcode(code);

-- Weight, count and price; pounds are exact
SELECT quantity, weight, price FROM unnest(ARRAY['(01)99521234543216(3103)001250', '(01)99521234543216(3102)000125(3922)1299', '(01)99521234543216(3201)000100',
	'(01)09521234543213(30)12', '(02)09521234543213(37)48', '(01)99521234543216(3932)978150']) code, parse_barcode(code);

-- Dates: the month's last day, a leap year's, the time of day
SELECT code, expiry_date, best_before FROM unnest(ARRAY['(17)270200', '(17)280200', '(15)260930', '(7003)2612311530']) code, parse_barcode(code);
-- The century is the one nearest to now (7.12)
SELECT count(*) FROM generate_series(0, 99) y, parse_barcode('(17)' || lpad(y::text, 2, '0') || '0615') b
	WHERE extract(year FROM b.expiry_date) - extract(year FROM current_date) NOT BETWEEN -49 AND 50;
SELECT try($$parse_barcode('(17)261301')$$);
SELECT try($$parse_barcode('(17)260230')$$);
SELECT try($$parse_barcode('(7003)2602301530')$$);

-- Digital Links: the path, its qualifiers, the query; short GTINs; what is not of GS1 in them
SELECT kind, gtin, lot, serial, expiry_date, weight, raw FROM unnest(ARRAY[
	'https://id.gs1.org/01/09521234543213/10/ABC%2F1/21/12345?17=261231',
	'https://example.com/some/path/01/9521321000018?linkType=gs1:pip&3103=000189#top',
	'HTTP://id.gs1.org/00/006141411234567890',
	'https://id.gs1.org/414/9521234567899']) code, parse_barcode(code);
SELECT try($$parse_barcode('https://id.gs1.org/01/09521234543214')$$);
SELECT try($$parse_barcode('https://id.gs1.org/01/09521234543213/10/%FF')$$);
SELECT try($$parse_barcode('https://id.gs1.org/01/09521234543213/10/A%4')$$);
SELECT try($$parse_barcode('https://id.gs1.org/01/09521234543213/lot/A')$$);
SELECT try($$parse_barcode('https://id.gs1.org/01/09521234543213/10')$$);
SELECT try($$parse_barcode('https://id.gs1.org/01/')$$);

-- In-store codes, by the tenant's layouts
\set layouts '''20IIIIIPPPPPC 21IIIIIWWWWWC 22IIIINNNNNVC 23IIIIIWWWWWC:2'''
SELECT code, kind, quantity, weight, price, raw FROM unnest(ARRAY['2012345012998', '2112345012506', '2212340001274', '2312345012500', '2412345012507']) c (code),
	parse_barcode(code, :layouts, 2);
-- Without a layout, or with one for another prefix, it is the shop's own
SELECT kind, weight, raw FROM parse_barcode('2112345012506');
SELECT try($$parse_barcode('2112345012507')$$);
SELECT try($$parse_barcode('2112345012506', '21IIIIIWWWWW')$$);
SELECT try($$parse_barcode('2112345012506', '31IIIIIWWWWWC')$$);
SELECT try($$parse_barcode('2112345012506', '21IIIIIWWWWWC:9')$$);
SELECT try($$parse_barcode('2112345012506', '21IIIIIWWWWWC 22x')$$);
SELECT try($$parse_barcode('2112345012506', NULL, 7)$$);

-- Malformed: check digits, lengths, characters, identifiers, the same one twice
SELECT try($$parse_barcode('(01)09521234543214')$$);
SELECT try($$parse_barcode('(00)006141411234567891')$$);
SELECT try($$parse_barcode('(01)0952123454321')$$);
SELECT try($$parse_barcode('(10)123456789012345678901')$$);
SELECT try($$parse_barcode('(10)A B')$$);
SELECT try($$parse_barcode('(10)ä')$$);
SELECT try($$parse_barcode('(10)')$$);
SELECT try($$parse_barcode('(3103)12345')$$);
SELECT try($$parse_barcode('(10)A(05)1')$$);
SELECT try($$parse_barcode(E'10A\x1d05ä')$$);
SELECT try($$parse_barcode(E']C1')$$);
SELECT kind, lot FROM parse_barcode(']C110A');
SELECT kind, raw FROM parse_barcode('(01)09521234543213(10)A(10)A(01)09521234543213');
SELECT try($$parse_barcode('(10)A(10)B')$$);
SELECT try($$parse_barcode('')$$);
SELECT try($$parse_barcode(repeat('1', 2049))$$);
SELECT try($$parse_barcode((SELECT string_agg('(310' || a || ')000001(320' || a || ')000001(330' || a || ')000001(340' || a || ')000001', '') FROM generate_series(0, 9) a))$$);
SELECT b IS NULL FROM parse_barcode(NULL) b;

-- 100,000 codes with one to three characters changed, put in or taken out: each is understood or refused
CREATE FUNCTION public.mutations(count integer) RETURNS TABLE (outcome text, codes bigint) LANGUAGE plpgsql SET search_path = primeinv, public AS $$
DECLARE
	seeds text[] := ARRAY['4006381333931', E'01095212345432131726123110ABC123\x1d2112345', '(01)09521234543213(17)261231(10)ABC(1)23(21)12345',
		'(01)99521234543216(3102)000125(3922)1299', 'https://id.gs1.org/01/09521234543213/10/ABC%2F1/21/12345?17=261231', '2112345012506', ']d201095212345432131726123110ABC123'];
	characters text := E'0123456789ABab()/%?=&#:]\x1d ä.-';
	code text; at integer; understood bigint := 0; refused bigint := 0;
BEGIN
	PERFORM setseed(0.5);
	FOR i IN 1..count LOOP
		code := seeds[1 + i % cardinality(seeds)];
		FOR j IN 1..1 + i % 3 LOOP
			at := 1 + floor(random() * length(code));
			code := overlay(code PLACING CASE WHEN random() < 0.8 THEN substr(characters, 1 + floor(random() * length(characters))::integer, 1) ELSE '' END
				FROM at FOR floor(random() * 2)::integer);
		END LOOP;
		BEGIN
			PERFORM parse_barcode(code, '21IIIIIWWWWWC');
			understood := understood + 1;
		EXCEPTION WHEN invalid_parameter_value THEN refused := refused + 1;
		END;
	END LOOP;
	RETURN QUERY VALUES ('understood or refused', understood + refused), ('of them neither all nor none', (understood > 0 AND refused > 0)::integer::bigint);
END $$;
SELECT * FROM mutations(100000);

SELECT * FROM check_promises();
\set ECHO none
DROP FUNCTION public.mutations;
\i :end
