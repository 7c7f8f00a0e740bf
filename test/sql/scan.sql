-- What a scanned code stands for: the goods, the unit, the lot, whether it may be sold.
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
UPDATE tenant SET scale_barcodes = '20IIIIIPPPPPC 21IIIIIWWWWWC' WHERE id = 1;
UPDATE variation SET barcode = '4006381333931', price = 9.9 WHERE id = 1;
UPDATE variation SET barcode = '09521234543213', price = 1.49 WHERE id = 2;
INSERT INTO variation (tenant_id, id, product_id, name, barcode, price) VALUES (1, 20, 1, 'Loose', '2112345000008', 4), (1, 21, 1, 'Cheese', '2012345000001', 10), (1, 22, 1, 'Ham', '99521234543216', 20);
INSERT INTO variation_unit (tenant_id, variation_id, unit, numerator, denominator, barcode, price) VALUES
	(1, 1, 'case', 6, 1, '10614141000415', 55), (1, 22, 'kg', 1000, 1, NULL, NULL), (1, 22, 'slice', 20, 1, '95200002', NULL);
INSERT INTO variation (tenant_id, id, product_id, name, barcode) VALUES (2, 29, 9, 'Rival''s twin', '4006381333931');
SELECT add_stock(1, 20, 1, 'A', current_date + 90) > 0, add_stock(1, 4, 1, 'OLD', current_date + 1) > 0, add_stock(2, 10, 1, 'L1', current_date + 5) > 0,
	add_stock(2, 10, 1, 'L2', current_date + 9) > 0, add_stock(22, 5000, 1) > 0 \g /dev/null
SELECT set_batch_status((SELECT id FROM batch WHERE batch_number = 'L1'), 'recalled', 'glass') \g /dev/null
UPDATE batch SET expiry_date = current_date - 1 WHERE batch_number = 'OLD';
\pset null (null)
\set ECHO all

-- A variation's barcode, a unit's, with zeros in front or without; no lot
SELECT code, variation_id, unit, sku, quantity, price, available, status, kind FROM unnest(ARRAY['4006381333931', '04006381333931', '(01)04006381333931', '10614141000415', '9521234543213']) code, scan(1, code);

-- Lots: one that lies here, recalled, expired, not here; a date alone
SELECT b.batch_number = s.lot AS found, s.status, s.lot FROM unnest(ARRAY['(01)09521234543213(10)L1', '(01)09521234543213(10)L2', '(01)04006381333931(10)OLD']) code, scan(1, code) s JOIN batch b ON b.id = s.batch_id;
SELECT batch_id, status, lot, expiry_date FROM unnest(ARRAY['(01)09521234543213(10)L9(17)391231', '(01)09521234543213(10)L9(17)200101', '(01)09521234543213(17)200101', '(01)09521234543213(21)77']) code, scan(1, code);

-- At the till, the package in hand is refused although another lot could be sold
SELECT try($$scan(1, '(01)09521234543213(10)L1', true)$$);
SELECT try($$scan(1, '(01)04006381333931(10)OLD', true)$$);
SELECT try($$scan(1, '(01)09521234543213(10)L9(17)200101', true)$$);
-- by the date in the code alone, best before where it has no other
SELECT try($$scan(1, '(01)09521234543213(17)200101', true)$$);
SELECT lot, expiry_date, status FROM unnest(ARRAY['(01)09521234543213(15)200101', '(01)09521234543213(10)L3(15)200101', '(01)09521234543213(10)L3(17)391231(15)200101']) code, scan(1, code);
SELECT status FROM scan(1, '(01)09521234543213(10)L2', true);
SELECT status FROM scan(1, '(01)09521234543213(10)L9', true);
SELECT status FROM scan(3, '4006381333931', true);

-- Scales: the weight or the price on the label, pieces in a case
SELECT code, variation_id, unit, quantity, price, amount, available FROM unnest(ARRAY['2112345012506', '2012345012998', '(01)99521234543216(3103)001250', '95200002', '(01)10614141000415(30)3']) code, scan(1, code);

-- Nothing, and nobody else's
SELECT count(*) FROM unnest(ARRAY['999', '2199999012502', '(00)006141411234567890', 'https://example.org']) code, scan(1, code);
SELECT variation_id FROM scan(9, '4006381333931');
SELECT try($$scan(1, '4006381333930')$$);
SELECT try($$scan(1, '(01)')$$);
SELECT try($$scan(NULL, '4006381333931')$$);
SELECT try($$scan(77, '4006381333931')$$);
SELECT count(*) FROM scan(1, NULL);

-- The lot in hand is what the sale takes, though another expires sooner; held back meanwhile, it is not sold
INSERT INTO variation (tenant_id, id, product_id, name, barcode, price) VALUES (1, 23, 1, 'Yeast', '9521234500001', 2);
SELECT add_stock(23, 5, 1, 'SOON', current_date + 5) > 0, add_stock(23, 5, 1, 'LATER', current_date + 50) > 0 \g /dev/null
SELECT batch_id AS later FROM scan(1, '(01)09521234500001(10)LATER', true) \gset
SELECT set_batch_status(:later, 'quarantine', 'smell') \g /dev/null
SELECT try($$scan(1, '(01)09521234500001(10)LATER', true)$$);
SELECT try(format('(SELECT status FROM checkout(1, ''[{"variation_id":23,"quantity":2,"batch_id":%s}]'', ''[{"method":"CASH","amount":4}]''))', :later));
SELECT set_batch_status(:later, 'available', 'aired') \g /dev/null
SELECT try(format('(SELECT status FROM checkout(1, ''[{"variation_id":23,"quantity":2,"batch_id":%s}]'', ''[{"method":"CASH","amount":4}]''))', :later));
SELECT try(format('(SELECT status FROM checkout(1, ''[{"variation_id":23,"quantity":3,"batch_id":%s}]'', ''[{"method":"CASH","amount":6}]''))', :later));
SELECT batch_number, quantity FROM batch WHERE variation_id = 23 ORDER BY id;
-- its lot is sold out by the books: the till is told when it wants one more
SELECT batch_id = :later AS found, status, available FROM scan(1, '(01)09521234500001(10)LATER', true);
SELECT try(format('(SELECT status FROM checkout(1, ''[{"variation_id":23,"quantity":1,"batch_id":%s}]'', ''[{"method":"CASH","amount":2}]''))', :later));

-- Weights that no scale of grams has, and pounds, to the gram; layouts that overlap: the first counts
SELECT code, unit, quantity FROM unnest(ARRAY['(01)99521234543216(3105)123456', '(01)99521234543216(3201)000100', '(01)99521234543216(3205)000100']) code, scan(1, code);
SELECT receive_scan(1, '(01)99521234543216(3201)000100(10)LB') AS pounds \gset
SELECT quantity FROM batch WHERE id = :pounds;
SELECT try($$receive_scan(1, '(01)99521234543216(3205)000100(10)LB')$$);
SELECT layouts, weight, price FROM unnest(ARRAY['21IIIIIWWWWWC 2112345PPPPPC', '2112345PPPPPC 21IIIIIWWWWWC']) layouts, parse_barcode('2112345012506', layouts);

-- Layouts are checked where they are kept
DO $$ DECLARE layouts text; BEGIN
	FOREACH layouts IN ARRAY ARRAY['21IIIIIWWWWW', '21IIIIIWWWWWCC', '31IIIIIWWWWWC', '21IIIIIWWWWWC:9', '21IIIIIWWWWWC  22IIIIIWWWWWC', ' ', '', '21IIIIIWWWWWC 22'] LOOP
		BEGIN
			UPDATE primeinv.tenant SET scale_barcodes = layouts WHERE id = 1;
			RAISE NOTICE 'accepted: %', layouts;
		EXCEPTION WHEN check_violation THEN RAISE NOTICE 'refused: "%"', layouts;
		END;
	END LOOP;
	UPDATE primeinv.tenant SET scale_barcodes = '20IIIIIPPPPPC:2 22IIIINNNNNVC' WHERE id = 1;
END $$;

-- Of a role: its own tenant's goods only, and nobody's names by a helper
CREATE ROLE scan_reader;
SELECT grant_tenant('scan_reader', 2, 'reader');
SET ROLE scan_reader;
SELECT try($$scan(1, '4006381333931')$$);
SELECT variation_id FROM scan(9, '4006381333931');
SELECT try($$find_barcode(1, '4006381333931')$$);
SELECT try($$find_barcode(NULL, '4006381333931')$$);
SELECT try($$require_lot(true, 1, 1, 'x', 'expired')$$);
SELECT try($$require_lot(true, 9, 1, 'x', 'expired')$$);
SELECT try($$require_lot(true, NULL, 9, 'x', 'expired')$$);
SELECT try($$require_lot(NULL, NULL, NULL, NULL, NULL)$$);
RESET ROLE;

-- Received by scanning: lot and date are the code's.
UPDATE tenant SET scale_barcodes = '21IIIIIWWWWWC' WHERE id = 1;
SELECT receive_scan(1, '(01)09521234543213(17)600131(10)NEW-1', 3, 1.25) AS made \gset
SELECT variation_id, batch_number, expiry_date, quantity, cost_price FROM batch WHERE id = :made;
SELECT receive_scan(1, E'\x1d0109521234543213102NEW-1\x1d1760013130' || '4') AS again \gset
SELECT variation_id, batch_number, expiry_date, quantity FROM batch WHERE id = :again;
SELECT receive_scan(1, '(01)09521234543213(17)600131(10)NEW-1') = :made, quantity FROM batch WHERE id = :made;
SELECT receive_scan(1, 'https://id.example.org/01/09521234543213/10/LINK?15=600200') AS link \gset
SELECT batch_number, expiry_date, quantity FROM batch WHERE id = :link;
-- a unit's barcode, and the cost of one such unit; a label of a scale; a plain number, without a lot
SELECT receive_scan(1, '(01)10614141000415(10)CASE(17)600131', 2, 15) AS cases, receive_scan(1, '2112345012346', 2) AS weighed, receive_scan(1, '4006381333931') AS plain \gset
SELECT variation_id, replace(batch_number, id::text, '<id>'), expiry_date, quantity, cost_price FROM batch WHERE id IN (:cases, :weighed, :plain) ORDER BY id;
SELECT movement_type, quantity, unit_cost FROM stock_movement WHERE batch_id = :cases;
-- expired on arrival: taken, with a warning
SELECT receive_scan(1, '(01)09521234543213(17)010131(10)STALE') > 0;
SELECT receive_scan(1, '4006381333931', request_id => 's1') = receive_scan(1, '4006381333931', 1.0, request_id => 's1');
SELECT * FROM try('receive_scan(1, ''(01)09521234543213(17)600131(10)STALE'')');
SELECT * FROM try('receive_scan(1, ''(01)10614141000415(10)CASE(17)600131'', 1, 10)');
SELECT * FROM try('receive_scan(1, ''nothing'')');
SELECT * FROM try('receive_scan(1, ''(01)09521234543210'')');
SELECT * FROM try('receive_scan(1, ''4006381333931'', 0)');
SELECT * FROM try('receive_scan(1, ''4006381333931'', ''NaN'')');
SELECT * FROM try('receive_scan(1, ''4006381333931'', 1, -1)');
SELECT * FROM try('receive_scan(1, ''2112345012346'', 0.0005)');
SELECT * FROM try('receive_scan(1, ''2112345012346'', 0.001)');
SELECT * FROM try('receive_scan(1, NULL)');
SELECT * FROM try('receive_scan(9, ''4006381333931'')');
SELECT * FROM try('receive_scan(77, ''4006381333931'')');
BEGIN READ ONLY;
SELECT * FROM try('receive_scan(1, ''4006381333931'')');
ROLLBACK;

SELECT * FROM check_promises();
\set ECHO none
DROP OWNED BY scan_reader;
DROP ROLE scan_reader;
\i :end
