-- Dates are the outlet's, whatever the session's TimeZone.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\pset format unaligned
\pset tuples_only on
\set ECHO all

SET client_min_messages = error;
INSERT INTO outlet (tenant_id, id, name, time_zone) VALUES (1, 14, 'First', 'Pacific/Kiritimati'), (1, 11, 'Last', 'Pacific/Pago_Pago');
-- Their calendars are a day apart and, for an hour of each day, two.  Dates here count from each outlet's own today.
CREATE FUNCTION public.today(bigint, integer) RETURNS date LANGUAGE sql AS
$$ SELECT timezone(time_zone, clock_timestamp())::date + $2 FROM primeinv.outlet WHERE id = $1 $$;
-- Midnight at an outlet must not come between the lines of this test.
SELECT pg_sleep(40) FROM generate_series(1, 1) WHERE EXISTS (SELECT FROM outlet
	WHERE timezone(time_zone, clock_timestamp())::time > '23:59:25') \g /dev/null
SELECT count(add_stock(1, 8, o, 'YESTERDAY', today(o, -1), 1)), count(add_stock(1, 8, o, 'TODAY', today(o, 0), 1)),
	count(add_stock(1, 8, o, 'TOMORROW', today(o, 1), 1)) FROM unnest('{11,14}'::int[]) o;
-- Six TimeZones: what expires today is not sold, what expires tomorrow is, the day is the outlet's.
CREATE FUNCTION public.day() RETURNS TABLE (zone text, outlet bigint, available numeric, sold text, first text, batches text) LANGUAGE plpgsql AS $$
BEGIN
	FOREACH zone IN ARRAY ARRAY['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC', 'America/New_York', 'Asia/Kolkata', '<-13>+13'] LOOP
		PERFORM set_config('timezone', zone, true);
		FOREACH outlet IN ARRAY ARRAY[11, 14] LOOP
			available := get_available_stock(1, outlet);
			SELECT d.batch INTO sold FROM deduct_stock(1, 1, outlet) d;
			SELECT b.batch_number INTO first FROM get_fifo_batches(1, outlet) b;
			SELECT string_agg(batch_number, ' ' ORDER BY expiry_date) INTO batches FROM get_expiring_soon(1, 1, outlet);
			RETURN NEXT;
		END LOOP;
	END LOOP;
END $$;
SELECT * FROM day();
SET timezone = 'Pacific/Kiritimati';
SELECT left(try, 5) FROM try('deduct_stock(1, 1, 11, batch_id => (SELECT id FROM batch WHERE outlet_id = 11 AND batch_number = ''TODAY''))') LIMIT 1;
SET timezone = 'Pacific/Pago_Pago';
SELECT left(try, 5) FROM try('deduct_stock(1, 1, 14, batch_id => (SELECT id FROM batch WHERE outlet_id = 14 AND batch_number = ''TODAY''))') LIMIT 1;
SELECT outlet_id, batch_number FROM get_expiring_soon(0, 1);
-- a transfer to where it is later: what is sold here has expired there
SELECT today(14, 0) > today(11, 0);
SELECT count(*) FROM transfer_stock(1, 1, 11, 14);
SELECT batch_number, b.expiry_date <= today(14, 0) FROM batch b WHERE outlet_id = 14 AND batch_number LIKE 'TOMORROW%' ORDER BY id;
-- written off by each outlet's calendar
SET timezone = 'UTC';
SELECT expire_batches(11);
SELECT string_agg(batch_number, ' ' ORDER BY id) FROM batch WHERE outlet_id = 11 AND quantity > 0;
SET timezone = 'Pacific/Kiritimati';
SELECT expire_batches(14);
SELECT count(*) FROM batch WHERE outlet_id = 14 AND quantity > 0 AND expiry_date <= today(14, 0);
RESET timezone;

-- An outlet that moves to another zone: its stock is judged by the new calendar at once, and back.
INSERT INTO outlet (tenant_id, id, name, time_zone) VALUES (1, 20, 'Moving', 'Pacific/Pago_Pago');
SELECT count(add_stock(2, 5, 20, 'DAY', today(14, 0), 1));
SELECT get_available_stock(2, 20);
UPDATE outlet SET time_zone = 'Pacific/Kiritimati' WHERE id = 20;
SELECT get_available_stock(2, 20);
SELECT left(try, 5) FROM try('deduct_stock(2, 1, 20)') LIMIT 1;
SELECT quantity, sellable FROM location_stock WHERE outlet_id = 20;
SELECT batch, quantity FROM adjust_stock(2, 1, 20, 'touched', (SELECT id FROM batch WHERE outlet_id = 20));
SELECT quantity, sellable FROM location_stock WHERE outlet_id = 20;
UPDATE outlet SET time_zone = 'Pacific/Pago_Pago' WHERE id = 20;
SELECT get_available_stock(2, 20);
SELECT quantity FROM deduct_stock(2, 6, 20);
SELECT quantity, sellable FROM location_stock WHERE outlet_id = 20;
-- rolled back, the move is forgotten
BEGIN;
UPDATE outlet SET time_zone = 'Pacific/Kiritimati' WHERE id = 11;
SELECT get_available_stock(1, 11) = 0;
ROLLBACK;
SELECT get_available_stock(1, 11) > 0;
BEGIN;
INSERT INTO outlet (tenant_id, id, name, time_zone) VALUES (1, 21, 'Never was', 'UTC');
SELECT get_available_stock(1, 21);
ROLLBACK;
SELECT try('get_available_stock(1, 21)');
INSERT INTO outlet (tenant_id, id, name, is_active) VALUES (1, 21, 'Closed', false);
SELECT left(try, 5) FROM try('deduct_stock(1, 1, 21)') LIMIT 1;
UPDATE outlet SET is_active = true WHERE id = 21;
SELECT left(try, 5) FROM try('deduct_stock(1, 1, 21)') LIMIT 1;
DELETE FROM outlet WHERE id = 21;
SELECT left(try, 5) FROM try('deduct_stock(1, 1, 21)') LIMIT 1;

-- A date passes without anybody doing anything: as if the row had been counted yesterday.
SELECT count(add_stock(2, 5, 11, 'A', today(11, 5), 1)), count(add_stock(2, 7, 11, 'B', today(11, 0), 1)), count(add_stock(2, 9, 11, 'C', NULL, 1));
SET session_replication_role = replica;
UPDATE location_stock SET sellable_on = today(11, -1), sellable = 21 WHERE outlet_id = 11 AND variation_id = 2;
RESET session_replication_role;
SELECT get_available_stock(2, 11);
SELECT batch, quantity FROM deduct_stock(2, 14, 11);
-- the clock goes back: a later day and instant were seen here already
SET session_replication_role = replica;
UPDATE location_stock SET sellable_on = today(11, 30), sellable = 0, reserved_at = clock_timestamp() + '1 day' WHERE outlet_id = 11 AND variation_id = 1;
RESET session_replication_role;
SELECT get_available_stock(1, 11), (SELECT sum(quantity) FROM batch WHERE outlet_id = 11 AND variation_id = 1);
SELECT count(*) FROM deduct_stock(1, 0.5, 11);
SELECT sellable_on = today(11, 0), sellable, reserved_at > clock_timestamp() + '23 hours' FROM location_stock WHERE outlet_id = 11 AND variation_id = 1;
SELECT max(created_at) > clock_timestamp() + '23 hours' FROM stock_movement;

-- Only names of pg_timezone_names.
UPDATE outlet SET time_zone = 'Europe/Nowhere' WHERE id = 20;
UPDATE outlet SET time_zone = 'Blah5' WHERE id = 20;
\c
SET search_path = primeinv, public;
UPDATE outlet SET time_zone = '' WHERE id = 20; -- the first that this session looks at
UPDATE outlet SET time_zone = '+02:00' WHERE id = 20;
INSERT INTO outlet (tenant_id, id, name, time_zone) VALUES (1, 22, 'x', 'CEST');
\set VERBOSITY sqlstate
INSERT INTO outlet (tenant_id, id, name, time_zone) VALUES (1, 22, 'x', NULL);
\set VERBOSITY default
INSERT INTO outlet (tenant_id, id, name, time_zone) VALUES (1, 22, 'x', '');
CREATE FUNCTION public.zone(text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	UPDATE primeinv.outlet SET time_zone = $1 WHERE id = 20;
	RETURN 'taken';
EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE || ': ' || SQLERRM;
END $$;
SELECT name, zone(name) FROM unnest('{BLAH5,BLAH5SUM,EST5EDT4,"AAA3BBB,M3.2.0/2",europe/vienna,Europe/vienna,:Europe/Vienna,right/Europe/Vienna,Europe,Europe/,
	Europe/../Europe/Vienna,cet,UTC,GMT,Etc/UTC,Etc/GMT+5,America/Argentina/Ushuaia}'::text[]) AS name;
-- Names that a system may leave to a package of their own are known where it has them.
SELECT name, zone(name) = CASE WHEN name NOT IN (SELECT z.name FROM pg_timezone_names AS z) THEN format('22023: "%s" is not a time zone', name)
	WHEN name IN ('Japan', 'EST5EDT') THEN 'taken' ELSE format('22023: "%s" is a time zone and an abbreviation', name) END AS as_known
	FROM unnest('{CET,MET,EET,WET,EST,MST,HST,Japan,EST5EDT}'::text[]) AS name;
-- What SQL would take for an abbreviation is taken where it is one of UTC's names only.
SELECT name FROM pg_timezone_names WHERE upper(name) IN (SELECT upper(abbrev) FROM pg_timezone_abbrevs) AND name NOT IN ('UCT', 'Zulu') AND zone(name) = 'taken' ORDER BY 1;
-- Names of places are known without a look at pg_timezone_names, which reads every zone's file.
\connect -
SET search_path = primeinv, public;
SELECT count(zone('Europe/Vienna')), count(zone('Asia/Tokyo')), count(zone('Africa/Lagos')) FROM generate_series(1, 300);
SELECT planned FROM statements() WHERE name = 'TIME_ZONE_KNOWN';
DROP FUNCTION zone;

SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
DROP FUNCTION public.today, public.day;
