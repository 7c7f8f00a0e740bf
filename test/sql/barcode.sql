-- What a scanner has read: GTINs, element strings, Digital Links, in-store codes; and what is refused.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\set ECHO all

-- Examples name sections of the GS1 General Specifications, Release 24.0, and of the Digital Link Standard: URI Syntax, Release 1.2.
-- GTINs, each with its check digit (7.9.1), the symbology in front (5.1.2) or not; ]E3: with a magazine's issue
SELECT kind, gtin, raw FROM unnest(ARRAY['95200002', '614141000036', '9521321000018', '4006381333931', '10614141000415', ']E04006381333931', ']E495200002', ']I110614141000415', ']E3977123456700305', ']E3977123456700312345']) code,
	parse_barcode(code);
SELECT code, try(format('parse_barcode(%L)', code)) FROM unnest(ARRAY['4006381333932', '95200003', '614141000037', '10614141000416', ']E3977123456700405']) code;
-- Eight digits are a GTIN-8, not a UPC-E without the zeros that it leaves out: 04252614 is 042100005264, which a scanner sends whole
SELECT try($$parse_barcode('04252614')$$);
SELECT kind FROM parse_barcode(']E00042100005264');

-- A shop's own numbers
SELECT kind, gtin, raw FROM unnest(ARRAY['RICE-5', '12345', 'x(01)', '(99', 'ä€', 'https://example.org', 'https://example.org/shop?id=7']) code, parse_barcode(code);

-- Element strings (7.8): with separators, with the symbology in front (5.1.2), in brackets (4.14), in one row; the logistic unit of 7.9.1
SELECT kind, gtin, lot, expiry_date, best_before, serial, raw FROM unnest(ARRAY[
	E'01095212345432131726123110ABC123\x1d2112345',
	']d201095212345432131726123110ABC123',
	E'\x1d010952123454321310ABC123\x1d1726123121S/N-1',
	'(01)09521234543213(17)261231(10)ABC(1)23(21)12345']) WITH ORDINALITY AS c (code, n), parse_barcode(code) ORDER BY n;
SELECT kind, raw FROM unnest(ARRAY['00376104250021234569', ']C10109521234543213210A', ']e00109521234543213', ']Q30109521234543213', ']J10109521234543213', '(00)006141411234567890', '(02)09521234543213(37)24(10)L', '(414)9521234567899', '(400)PO-77(8005)001250(91)x']) code, parse_barcode(code);

-- Separators in front, behind, twice, and where none is needed (7.8.5); brackets within a value
SELECT raw FROM unnest(ARRAY[E']d2\x1d0109521234543213\x1d17261231\x1d10A\x1d\x1d21B\x1d', '(10)A(B)C(21)(91']) code, parse_barcode(code);
SELECT try($$parse_barcode(E']d210A21\x1d1726123')$$);
-- Weight, count and price (3.6); pounds are exact
SELECT quantity, weight, price FROM unnest(ARRAY['(01)99521234543216(3103)001250', '(01)99521234543216(3102)000125(3922)1299', '(01)99521234543216(3201)000100',
	'(01)09521234543213(30)12', '(02)09521234543213(37)48', '(01)99521234543216(3932)978150',
	'(02)09521234543213(37)48(30)6', '(3105)999999(3929)999999999999999', '(3205)999999(3930)8401', '(37)00000000']) code, parse_barcode(code);

-- Dates (3.4): the month's last day, a leap year's, the time of day, the sooner of two
SELECT code, expiry_date, best_before FROM unnest(ARRAY['(17)270200', '(17)280200', '(15)260930', '(17)280229', '(7003)2612311530', '(17)261231(7003)2701010000', '(7003)2612311530(17)270101']) code, parse_barcode(code);
-- The century is the one nearest to now (7.12)
SELECT count(*) FROM generate_series(0, 99) y, parse_barcode('(17)' || lpad(y::text, 2, '0') || '0615') b
	WHERE extract(year FROM b.expiry_date) - extract(year FROM current_date) NOT BETWEEN -49 AND 50;
SELECT code, try(format('parse_barcode(%L)', code)) FROM unnest(ARRAY['(17)261301', '(17)260001', '(17)260230', '(17)270229', '(17)261232', '(7003)2602301530', '(7003)2612001530', '(7003)2612312400', '(7003)2612311560']) code;

-- Digital Links: the examples of the standard, by its sections (URI Syntax, Release 1.2, chapter 5)
SELECT section, kind, gtin, lot, serial, expiry_date, weight, price, quantity, raw FROM (VALUES
	('5.1', 'https://id.gs1.org/01/09520123456788'),
	('5.2', 'https://id.gs1.org/01/09520123456788/22/2A'),
	('5.3', 'https://id.gs1.org/01/09520123456788/10/ABC123'),
	('5.4', 'https://id.gs1.org/01/09520123456788/21/12345'),
	('5.5', 'https://id.gs1.org/01/09520123456788/10/ABC1/21/12345?17=180426'),
	('5.6', 'https://id.gs1.org/01/09520123456788?3103=000195'),
	('5.7', 'https://example.com/01/9520123456788?3103=000195&3922=0299&17=201225'),
	('5.8', 'https://id.gs1.org/00/952012345678912345'),
	('5.9', 'https://id.gs1.org/00/952012345678912345?02=09520123456788&37=25&10=ABC123'),
	('5.10', 'https://id.gs1.org/414/9520123456788/254/32a%2Fb'),
	('5.11', 'https://example.com/8004/9520614141234567?01=9520123456788')) e (section, code), parse_barcode(code) ORDER BY split_part(section, '.', 2)::integer;
-- Qualifiers in their order only (4.9), each alternative by itself
SELECT raw FROM unnest(ARRAY['/01/09521234543213/22/V/10/L/21/S', '/01/09521234543213/235/T', '/8006/095212345432130102/10/L/21/S', '/8010/9521234-A/8011/7', '/8018/952123456700000017/8019/1',
	'/417/9521234567899/7040/1ABC', '/8003/09521234567899X', '/402/95212345670000011', '/401/9521234-1', '/255/95212345678991', '/253/9521234567899X']) path, parse_barcode('https://id.gs1.org' || path);
SELECT path, try(format('parse_barcode(%L)', 'https://id.gs1.org' || path)) FROM unnest(ARRAY['/01/09521234543213/10/L/22/V', '/01/09521234543213/235/T/21/S', '/01/09521234543213/17/261231', '/00/006141411234567890/10/L', '/8018/952123456700000017/10/L']) path;
-- Anything in front; keys and qualifiers whose values look like keys; schemes in capitals; a slash too many; what is not of GS1
SELECT kind, gtin, lot, serial, raw FROM unnest(ARRAY[
	'https://id.gs1.org/01/09521234543213/10/ABC%2F1/21/12345?17=261231',
	'https://example.com/some/path/01/9521321000018?linkType=gs1:pip&3103=000189;99=a%2Bb#top?17=000000',
	'https://example.com/01/shop/00/eu/01/09521234543213/10/00/21/01',
	'HTTPS://EXAMPLE.COM:8443/A%20B/01/95200002/',
	'HTTP://id.gs1.org/00/006141411234567890',
	'https://example.com/2026/01/sale.html', 'https://example.com/01/', 'https://example.com/01', 'https://id.gs1.org/ARFKk4XBoCBF', 'https://id.gs1.org/gtin/09521234543213', 'https:///', 'https://', 'https://example.com/?01=09521234543213']) WITH ORDINALITY c (code, n), parse_barcode(code) ORDER BY n;
SELECT path, try(format('parse_barcode(%L)', 'https://id.gs1.org' || path)) FROM unnest(ARRAY['/01/09521234543214', '/01/09521234543213/10/%FF', '/01/09521234543213/10/%00', '/01/09521234543213/10/A%4', '/01/09521234543213/10/%zz',
	'/01/09521234543213/10/A B', '/01/09521234543213/10/ä', '/01/09521234543213/lot/A', '/01/09521234543213/10', '/01/09521234543213/10//21/S', '/01/952123454321', '/01/09521234543213?17=', '/01/09521234543213?0999=1', '/01/09521234543213?10=A&10=B', '/01/09521234543213?01=09520123456788']) path;

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
SELECT count(*), try(format('parse_barcode(%L)', string_agg('(' || i || ')1', ''))) FROM unnest(ARRAY[10, 21, 22, 235, 240, 241, 242, 243, 250, 251, 254, 30, 37, 400, 401, 403, 420, 427, 7002, 7004, 710, 711, 712, 713, 714, 715, 716, 717, 90, 91, 92, 93, 94]) i;
-- Of what does not go together (4.13) that which leaves in doubt what is sold
SELECT code, try(format('parse_barcode(%L)', code)) FROM unnest(ARRAY['(01)09521234543213(02)09520123456788(37)2', '(01)09521234543213(03)09521234543213', '(01)99521234543216(3102)000125(3103)000125', '(01)99521234543216(3922)100(3932)978100', '(8020)A(3900)1(3901)1']) code;
SELECT raw FROM unnest(ARRAY['(01)99521234543216(3102)000125(3201)000028(3922)100', '(00)006141411234567890(3302)000125(3402)000276(02)09521234543213(37)2', '(01)09521234543213(37)2']) code, parse_barcode(code);
SELECT b IS NULL FROM parse_barcode(NULL) b;

-- Every identifier of two to four digits (3.2, GS1 Barcode Syntax Dictionary 2026-01-27) by the form of its value: accepted as short and as long as it may be,
-- refused shorter, longer, with a character of another set; in an element string with a separator behind, or followed at once by another where it needs none (7.8.5);
-- every other number is none
CREATE TABLE public.identifier (first integer, last integer, digits integer, form text, shortest integer, longest integer);
INSERT INTO public.identifier VALUES
	(0, 0, 2, 'key', 18, 18), (1, 3, 2, 'key', 14, 14), (10, 10, 2, 'text', 1, 20), (11, 13, 2, 'date', 6, 6), (15, 17, 2, 'date', 6, 6), (20, 20, 2, 'digits', 2, 2), (21, 22, 2, 'text', 1, 20),
	(235, 235, 3, 'text', 1, 28), (240, 241, 3, 'text', 1, 30), (242, 242, 3, 'digits', 1, 6), (243, 243, 3, 'text', 1, 20), (250, 251, 3, 'text', 1, 30), (254, 254, 3, 'text', 1, 20),
	(30, 30, 2, 'digits', 1, 8), (37, 37, 2, 'digits', 1, 8), (3900, 3909, 4, 'digits', 1, 15), (3910, 3919, 4, 'digits', 4, 18), (3920, 3929, 4, 'digits', 1, 15), (3930, 3939, 4, 'digits', 4, 18),
	(3940, 3943, 4, 'digits', 4, 4), (3950, 3955, 4, 'digits', 6, 6), (400, 401, 3, 'text', 1, 30), (402, 402, 3, 'key', 17, 17), (403, 403, 3, 'text', 1, 30), (410, 417, 3, 'key', 13, 13),
	(420, 420, 3, 'text', 1, 20), (422, 422, 3, 'digits', 3, 3), (424, 424, 3, 'digits', 3, 3), (426, 426, 3, 'digits', 3, 3), (427, 427, 3, 'text', 1, 3),
	(4300, 4301, 4, 'text', 1, 35), (4302, 4306, 4, 'text', 1, 70), (4307, 4307, 4, 'text', 2, 2), (4308, 4308, 4, 'text', 1, 30), (4309, 4309, 4, 'digits', 20, 20), (4310, 4311, 4, 'text', 1, 35),
	(4312, 4316, 4, 'text', 1, 70), (4317, 4317, 4, 'text', 2, 2), (4318, 4318, 4, 'text', 1, 20), (4319, 4319, 4, 'text', 1, 30), (4320, 4320, 4, 'text', 1, 35), (4321, 4323, 4, 'digits', 1, 1),
	(4326, 4326, 4, 'date', 6, 6), (7001, 7001, 4, 'digits', 13, 13), (7002, 7002, 4, 'text', 1, 30), (7004, 7004, 4, 'digits', 1, 4), (7005, 7005, 4, 'text', 1, 12), (7006, 7006, 4, 'date', 6, 6),
	(7008, 7008, 4, 'text', 1, 3), (7009, 7009, 4, 'text', 1, 10), (7010, 7010, 4, 'text', 1, 2), (7020, 7022, 4, 'text', 1, 20), (7023, 7023, 4, 'text', 1, 30), (7041, 7041, 4, 'text', 1, 4),
	(710, 717, 3, 'text', 1, 20), (7230, 7239, 4, 'text', 3, 30), (7240, 7240, 4, 'text', 1, 20), (7241, 7241, 4, 'digits', 2, 2), (7242, 7242, 4, 'text', 1, 25), (7250, 7250, 4, 'digits', 8, 8),
	(7251, 7251, 4, 'digits', 12, 12), (7252, 7252, 4, 'digits', 1, 1), (7253, 7254, 4, 'text', 1, 40), (7255, 7255, 4, 'text', 1, 10), (7256, 7256, 4, 'text', 1, 90), (7257, 7257, 4, 'text', 1, 70),
	(7258, 7258, 4, 'text', 3, 3), (7259, 7259, 4, 'text', 1, 40), (8001, 8001, 4, 'digits', 14, 14), (8002, 8002, 4, 'text', 1, 20), (8004, 8004, 4, 'text', 1, 30), (8005, 8005, 4, 'digits', 6, 6),
	(8007, 8007, 4, 'text', 1, 34), (8009, 8009, 4, 'text', 1, 50), (8010, 8010, 4, 'reference', 1, 30), (8011, 8011, 4, 'digits', 1, 12), (8012, 8012, 4, 'text', 1, 20), (8013, 8014, 4, 'text', 1, 25),
	(8017, 8018, 4, 'key', 18, 18), (8019, 8019, 4, 'digits', 1, 10), (8020, 8020, 4, 'text', 1, 25), (8030, 8030, 4, 'signature', 1, 90), (8040, 8041, 4, 'digits', 15, 15), (8042, 8042, 4, 'digits', 32, 32),
	(8043, 8043, 4, 'digits', 18, 20), (8110, 8110, 4, 'text', 1, 70), (8111, 8111, 4, 'digits', 4, 4), (8112, 8112, 4, 'text', 1, 70), (8200, 8200, 4, 'text', 1, 70), (90, 90, 2, 'text', 1, 30), (91, 99, 2, 'text', 1, 90);
INSERT INTO public.identifier SELECT m * 10, m * 10 + 5, 4, 'digits', 6, 6
	FROM generate_series(310, 369) m WHERE m NOT IN (317, 318, 319, 338, 339, 358, 359);
-- of several parts: what is accepted, what is not
CREATE TABLE public.part (code integer, accepted text[], refused text[]);
INSERT INTO public.part VALUES
	(253, '{9521234567899,9521234567899x,9521234567899xxxxxxxxxxxxxxxxx}', '{952123456789,9521234567898,9521234567899xxxxxxxxxxxxxxxxxx}'), (255, '{9521234567899,9521234567899123456789012}', '{9521234567898,9521234567899x,95212345678991234567890123}'),
	(421, '{528x,528xxxxxxxxx}', '{528,x28x,528xxxxxxxxxx}'), (423, '{528,528276,528276250056442}', '{52,5282,528276250056442380,52x}'), (425, '{528,528276250056442}', '{5282,528276250056442380}'),
	(4324, '{2612312359,2612000000}', '{261231,2612312400,2613010000}'), (4325, '{2612312359}', '{26123123}'), (4330, '{000123,000123-}', '{00012,000123+,000123--}'), (4331, '{000123-}', '{-000123}'), (4332, '{000123-}', '{}'), (4333, '{000123}', '{}'),
	(7003, '{2612312359}', '{2612002359,2612312360,261231,26123123}'), (7007, '{261231,261230261231}', '{261200,261231261200,2612312,26123126123}'), (7011, '{261231,2612312359}', '{261200,26123123,2612312400}'),
	(7040, '{1ABC}', '{1AB,xABC,1ABCD}'), (8003, '{09521234567899,09521234567899xxxxxxxxxxxxxxxx}', '{9521234567899,09521234567898,09521234567899xxxxxxxxxxxxxxxxx}'), (8006, '{095212345432130102}', '{095212345432140102,0952123454321301,09521234543213010x}'),
	(8008, '{26123123,2612312359,261231235959}', '{261231,26120023,26123124,2612312360,261231235960,26123123591}'), (8026, '{095212345432130102}', '{095212345432140102}');
INSERT INTO public.part SELECT c, '{528x,528xxxxxxxxxxxxxxxxxxxxxxxxxxx}', '{528,52x,xxxx,528xxxxxxxxxxxxxxxxxxxxxxxxxxxx}' FROM generate_series(7030, 7039) c;

CREATE FUNCTION public.accepted(code text) RETURNS boolean LANGUAGE plpgsql SET search_path = primeinv AS $$
BEGIN
	RETURN (SELECT p.kind = 'GS1' FROM parse_barcode(code) p);
EXCEPTION WHEN invalid_parameter_value THEN RETURN false;
END $$;
CREATE FUNCTION public.known(code text) RETURNS boolean LANGUAGE plpgsql SET search_path = primeinv AS $$
BEGIN
	RETURN (SELECT p.kind <> 'OTHER' FROM parse_barcode(code) p);
EXCEPTION WHEN invalid_parameter_value THEN RETURN true;
END $$;
CREATE FUNCTION public.value(form text, length integer) RETURNS text LANGUAGE sql AS $$
	SELECT CASE form WHEN 'date' THEN left(repeat('261231', 2), length) WHEN 'digits' THEN repeat('1', length) WHEN 'reference' THEN repeat('#', length) WHEN 'signature' THEN repeat('=', length)
		WHEN 'key' THEN repeat('1', length - 1) || (10 - (length / 2 * 3 + (length - 1) / 2) % 10) % 10 ELSE repeat('_', length) END $$;
WITH each AS (
	SELECT lpad(c::text, i.digits, '0') AS code, i.* FROM public.identifier i, generate_series(i.first, i.last) c
), wrong AS (
	SELECT code, 'refused' AS problem FROM each WHERE NOT public.accepted('(' || code || ')' || public.value(form, shortest)) OR NOT public.accepted(']C1' || code || public.value(form, longest) || E'\x1d' || CASE code WHEN '90' THEN '91x' ELSE '90x' END)
	UNION ALL
	SELECT code, 'accepted' FROM each WHERE public.accepted('(' || code || ')' || left(public.value(form, shortest), shortest - 1)) OR public.accepted('(' || code || ')' || public.value(form, longest + 1))
		OR public.accepted('(' || code || ')' || CASE form WHEN 'text' THEN '#' WHEN 'reference' THEN '_' WHEN 'signature' THEN '+' ELSE 'x' END || substr(public.value(form, shortest), 2))
	UNION ALL
	SELECT code, 'needs a separator, or none' FROM each
	WHERE public.accepted(']C1' || code || public.value(form, longest) || '90x') <>
		(left(code, 2) IN ('00', '01', '02', '03', '11', '12', '13', '15', '16', '17', '20', '31', '32', '33', '34', '35', '36', '41'))
	UNION ALL
	SELECT p.code::text, v FROM public.part p, unnest(p.accepted) v WHERE NOT public.accepted('(' || p.code || ')' || v)
	UNION ALL
	SELECT p.code::text, v FROM public.part p, unnest(p.refused) v WHERE public.accepted('(' || p.code || ')' || v)
)
SELECT (SELECT count(*) FROM each) + (SELECT count(*) FROM public.part) AS identifiers, count(*) AS wrong, array_agg(code || ' ' || problem) AS which FROM wrong;
SELECT d AS digits, count(*) FILTER (WHERE known) AS identifiers, count(*) FILTER (WHERE known <> listed) AS wrong
FROM generate_series(2, 4) d, generate_series(0, (10 ^ d)::integer - 1) c, LATERAL (SELECT public.known('(' || lpad(c::text, d, '0') || ')')) k (known),
	LATERAL (SELECT EXISTS (SELECT FROM public.identifier i WHERE i.digits = d AND c BETWEEN i.first AND i.last) OR EXISTS (SELECT FROM public.part p WHERE p.code = c AND d = length(c::text))) l (listed)
GROUP BY 1 ORDER BY 1;

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
DROP FUNCTION public.accepted, public.known, public.value;
DROP TABLE public.identifier, public.part;
\i :end
