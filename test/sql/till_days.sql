-- Random trading days: what the tills' reports say, and what was taken without a till, is what daily_payments has, by outlet, day, method and
-- cashier. A book is kept beside it, from docs/sales.md alone. More seeds: psql -v seeds=200 -f, in a database without the extension.
\getenv source PG_ABS_SRCDIR
\if :{?source} \else
	\set source test
\endif
\if :{?seeds} \else
	\set seeds 3
\endif
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
CREATE SCHEMA model;
CREATE SEQUENCE model.dice;
CREATE TABLE model.seen (what text);
CREATE TABLE model.till (id bigint PRIMARY KEY, tenant bigint, outlet bigint, name text, actor text, float numeric, opened timestamptz, closed timestamptz, report jsonb);
CREATE TABLE model.book (tenant bigint, payment bigint, outlet bigint, at timestamptz, method text, actor text, till bigint, kind text, amount numeric);
CREATE INDEX ON model.book (payment);
-- The same on every version of PostgreSQL, as random() is not.
CREATE FUNCTION model.roll(seed int, sides int) RETURNS int LANGUAGE sql VOLATILE
	RETURN (('x' || left(md5(seed || ':' || nextval('model.dice')), 7))::bit(28)::int % sides);
CREATE FUNCTION model.note(what text) RETURNS void LANGUAGE sql AS $$ INSERT INTO model.seen VALUES (what) $$;
CREATE FUNCTION model.report(till bigint) RETURNS jsonb LANGUAGE sql AS $$
	SELECT jsonb_object_agg(r.method, to_jsonb(r) - 'seals' - 'seal_head') FROM primeinv.till_report(till) r
$$;

-- Some days of a tenant, in 2025 about a change of the clocks: what happens now is dated back, step by step.
CREATE FUNCTION model.days(seed int, steps int) RETURNS void LANGUAGE plpgsql SET search_path = primeinv, public AS $$
DECLARE
	shop bigint := 1000 + seed; goods bigint := 1000 + seed; decimals int := (ARRAY[2, 0, 3])[1 + seed % 3];
	places bigint[] := CASE WHEN seed % 4 = 3 THEN ARRAY[shop * 10 + 1] ELSE ARRAY[shop * 10 + 1, shop * 10 + 2, shop * 10 + 3] END;
	moment timestamptz := CASE WHEN seed % 2 = 0 THEN timestamptz '2025-03-29 05:00Z' ELSE timestamptz '2025-10-31 20:00Z' END;
	before timestamptz; last_payment bigint; last_entry bigint;
	who text; place bigint; mine model.till; named text; buyer bigint; of_sale sale; price numeric; pieces int; total numeric; part numeric; in_hand numeric;
	act int; money jsonb; new_till bigint; other model.till; back bigint; what text; p record;
BEGIN
	PERFORM setval('model.dice', 1);
	INSERT INTO tenant (id, name, money_decimals) VALUES (shop, 'Days ' || seed, decimals);
	INSERT INTO outlet (tenant_id, id, name, time_zone)
		SELECT shop, o.id, 'Place ' || n, (ARRAY['Europe/Berlin', 'America/New_York', 'Pacific/Kiritimati'])[n] FROM unnest(places) WITH ORDINALITY AS o (id, n);
	INSERT INTO product (tenant_id, id, name) VALUES (shop, goods, 'Goods');
	INSERT INTO variation (tenant_id, id, product_id, name, price) VALUES (shop, goods, goods, 'Piece', 1);
	INSERT INTO customer (tenant_id, id, name, credit_limit) VALUES (shop, shop * 10 + 1, 'Ann', NULL), (shop, shop * 10 + 2, 'Bob', NULL);
	PERFORM add_stock(goods, 100000, o) FROM unnest(places) o;
	FOR step IN 1..steps LOOP
		moment := moment + make_interval(mins => 1 + model.roll(seed, 60));
		before := clock_timestamp();
		SELECT coalesce(max(id), 0) INTO last_payment FROM payment;
		SELECT coalesce(max(id), 0) INTO last_entry FROM customer_entry;
		who := (ARRAY['ada', 'ben', 'cem', 'dee', 'eve'])[1 + model.roll(seed, 5)];
		mine := NULL;
		SELECT t.* INTO mine FROM model.till t WHERE t.tenant = shop AND t.actor = who AND t.closed IS NULL;
		place := places[1 + model.roll(seed, cardinality(places))];
		IF mine.id IS NOT NULL AND model.roll(seed, 10) < 7 THEN
			place := mine.outlet;
		END IF;
		SELECT s.* INTO of_sale FROM sale s WHERE s.tenant_id = shop ORDER BY md5(seed || ' ' || step || ' ' || (s.id - (SELECT min(m.id) FROM sale m WHERE m.tenant_id = shop))) LIMIT 1;
		back := NULL;
		act := model.roll(seed, 100);
		what := CASE WHEN act < 15 THEN 'open' WHEN act < 20 THEN 'close' WHEN of_sale.id IS NULL OR act < 58 THEN 'sell' WHEN act < 66 THEN 'refund'
			WHEN act < 75 THEN 'return' WHEN act < 80 THEN 'void' WHEN act < 88 THEN 'reverse' WHEN act < 94 THEN 'pay' ELSE 'account' END;
		BEGIN
			IF what = 'open' THEN
				named := (ARRAY['Till 1', ' till  1', 'TILL 1 ', 'Till 2', 'Kasse 3'])[1 + model.roll(seed, 5)];
				what := CASE
					WHEN EXISTS (SELECT FROM model.till t WHERE t.outlet = place AND t.closed IS NULL AND lower(t.name) = lower(btrim(replace(named, '  ', ' ')))) THEN 'not opened: another has it'
					WHEN mine.id IS NOT NULL THEN 'not opened: has another' ELSE what END;
				price := model.roll(seed, 3) * 50;
				new_till := open_till(place, named, price, who);
				INSERT INTO model.till VALUES (new_till, shop, place, btrim(replace(named, '  ', ' ')), who, price, moment);
				UPDATE till_session SET opened_at = moment WHERE id = new_till;
			ELSIF what = 'close' AND mine.id IS NOT NULL THEN
				PERFORM close_till(mine.id, (SELECT jsonb_object_agg(method, greatest(expected + model.roll(seed, 3) - 1, 0)) FROM till_report(mine.id) WHERE expected IS NOT NULL),
					CASE WHEN model.roll(seed, 4) = 0 THEN 'boss' ELSE who END);
				UPDATE till_session SET closed_at = moment WHERE id = mine.id;
				UPDATE model.till SET closed = moment, report = model.report(mine.id) WHERE id = mine.id;
			ELSIF what = 'sell' THEN
				price := round((1 + model.roll(seed, 20000)) / 1000.0, decimals) + 1;
				pieces := 1 + model.roll(seed, 4);
				total := price * pieces;
				part := greatest(round(total / 3, decimals), 1);
				buyer := CASE model.roll(seed, 3) WHEN 0 THEN shop * 10 + 1 WHEN 1 THEN shop * 10 + 2 END;
				SELECT greatest(-c.outstanding_balance, 0) INTO in_hand FROM customer c WHERE c.id = buyer;
				money := CASE model.roll(seed, 6)
					WHEN 0 THEN jsonb_build_array(jsonb_build_object('method', 'CASH', 'amount', total))
					WHEN 1 THEN jsonb_build_array(jsonb_build_object('method', 'cash', 'amount', total + 20))
					WHEN 2 THEN jsonb_build_array(jsonb_build_object('method', 'CARD', 'amount', total))
					WHEN 3 THEN jsonb_build_array(jsonb_build_object('method', 'CARD', 'amount', part), jsonb_build_object('method', 'CASH', 'amount', total))
					WHEN 4 THEN CASE WHEN buyer IS NULL THEN jsonb_build_array(jsonb_build_object('method', 'VOUCHER', 'amount', total)) END
					ELSE jsonb_build_array(jsonb_build_object('method', 'VOUCHER', 'amount', part), jsonb_build_object('method', 'CASH', 'amount', CASE WHEN buyer IS NULL THEN total ELSE part END)) END;
				IF in_hand > 0 THEN
					money := jsonb_build_array(jsonb_build_object('method', 'ACCOUNT', 'amount', least(in_hand, total)));
				END IF;
				PERFORM checkout(place, jsonb_build_array(jsonb_build_object('variation_id', goods, 'quantity', pieces, 'unit_price', price)), money, buyer, actor => who);
			ELSIF what IN ('refund', 'return') THEN
				back := CASE WHEN what = 'return' THEN places[1 + model.roll(seed, cardinality(places))] ELSE of_sale.outlet_id END;
				PERFORM return_items(back, of_sale.id, (SELECT jsonb_build_array(jsonb_build_object('sale_item_id', min(i.id), 'quantity', 1)) FROM sale_item i WHERE i.sale_id = of_sale.id), 'torn',
					method => (ARRAY[NULL, NULL, 'CASH', CASE WHEN of_sale.customer_id IS NOT NULL THEN 'ACCOUNT' ELSE 'CARD' END])[1 + model.roll(seed, 4)], actor => who);
			ELSIF what = 'void' THEN
				PERFORM void_sale(of_sale.id, 'a slip', who);
			ELSIF what = 'reverse' THEN
				PERFORM reverse_payment((SELECT max(y.id) FROM payment y WHERE y.sale_id = of_sale.id AND y.amount > 0), 'bounced', 'boss');
			ELSIF what = 'pay' THEN
				PERFORM record_payment(of_sale.id, CASE WHEN model.roll(seed, 2) = 0 THEN of_sale.amount_due ELSE 1 END, (ARRAY['CASH', 'CARD'])[1 + model.roll(seed, 2)], actor => who);
			ELSIF what = 'account' THEN
				PERFORM update_balance(shop * 10 + 1 + model.roll(seed, 2), 1 + model.roll(seed, 60), 'PAYMENT', (ARRAY['CASH', 'CARD'])[1 + model.roll(seed, 2)], actor => who);
			END IF;
			PERFORM model.note(what);
		EXCEPTION WHEN SQLSTATE '55000' OR SQLSTATE '22023' THEN
			IF what IN ('open', 'close', 'sell', 'account') THEN
				RAISE;
			END IF;
			PERFORM model.note('refused: ' || what);
			CONTINUE;
		END;
		IF what LIKE 'not opened%' THEN
			RAISE 'seed %, step %: two at one till, or one at two', seed, step;
		END IF;
		-- The book: by whom, where and in which drawer, as the manual says.
		FOR p IN SELECT y.*, s.outlet_id AS sold_at FROM payment y JOIN sale s ON s.id = y.sale_id WHERE y.id > last_payment ORDER BY y.id LOOP
			INSERT INTO model.book VALUES (shop, p.id,
				CASE WHEN back <> p.sold_at THEN back ELSE coalesce(mine.outlet, p.sold_at) END, moment, p.method, who,
				CASE WHEN back IS NULL OR back = p.sold_at OR back = mine.outlet THEN mine.id END, CASE WHEN p.amount > 0 THEN 'sales' ELSE 'refunds' END, p.amount);
		END LOOP;
		INSERT INTO model.book
		SELECT shop, NULL, coalesce(mine.outlet, CASE WHEN cardinality(places) = 1 THEN places[1] END), moment, e.method, who, mine.id, 'account_payments', -e.amount
		FROM customer_entry e WHERE e.id > last_entry AND e.type = 'PAYMENT';
		INSERT INTO model.book
		SELECT shop, b.payment, b.outlet, moment, b.method, b.actor, CASE WHEN t.closed IS NULL THEN b.till END, CASE WHEN t.closed IS NULL THEN 'reversed' ELSE 'late' END, -b.amount
		FROM payment y JOIN model.book b ON b.payment = y.id LEFT JOIN model.till t ON t.id = b.till WHERE y.reversed_at >= before AND y.tenant_id = shop;
		UPDATE payment SET created_at = moment WHERE id > last_payment;
		UPDATE payment SET reversed_at = moment WHERE tenant_id = shop AND reversed_at >= before;
		UPDATE customer_entry SET created_at = moment WHERE id > last_entry;
	END LOOP;
END $$;

-- What differs between the book and what is reported.
CREATE VIEW model.zone AS SELECT o.id AS outlet, o.tenant_id, o.time_zone, o.id = min(o.id) OVER (PARTITION BY o.tenant_id) AS first FROM primeinv.outlet o;
CREATE VIEW model.wrong_days AS
	WITH booked AS (
		SELECT b.tenant, b.outlet, (b.at AT TIME ZONE z.time_zone)::date AS day, b.method, b.actor, sum(b.amount) AS amount
		FROM model.book b JOIN model.zone z ON z.tenant_id = b.tenant AND CASE WHEN b.outlet IS NULL THEN z.first ELSE z.outlet = b.outlet END GROUP BY 1, 2, 3, 4, 5
	), reported AS (SELECT tenant_id, outlet_id, day, method, actor, amount FROM primeinv.daily_payments WHERE tenant_id > 1000)
	(TABLE booked EXCEPT TABLE reported) UNION ALL (TABLE reported EXCEPT TABLE booked);
CREATE VIEW model.wrong_tills AS
	WITH booked AS (
		SELECT t.id, m.method, CASE WHEN m.method = 'CASH' THEN t.float ELSE 0 END AS opening_float, coalesce(sum(b.amount) FILTER (WHERE b.kind = 'sales'), 0) AS sales,
			coalesce(sum(b.amount) FILTER (WHERE b.kind = 'account_payments'), 0) AS account_payments, coalesce(-sum(b.amount) FILTER (WHERE b.kind = 'refunds'), 0) AS refunds,
			coalesce(-sum(b.amount) FILTER (WHERE b.kind = 'reversed'), 0) AS reversed,
			CASE WHEN m.method <> 'ACCOUNT' THEN CASE WHEN m.method = 'CASH' THEN t.float ELSE 0 END + coalesce(sum(b.amount), 0) END AS expected
		FROM model.till t JOIN (SELECT id AS till, 'CASH' AS method FROM model.till UNION SELECT till, method FROM model.book WHERE till IS NOT NULL) m ON m.till = t.id
			LEFT JOIN model.book b ON b.till = t.id AND b.method = m.method GROUP BY t.id, t.float, m.method
	), reported AS (
		SELECT t.id, r.method, r.opening_float, r.sales, r.account_payments, r.refunds, r.reversed, r.expected FROM model.till t, primeinv.till_report(t.id) r
	)
	(TABLE booked EXCEPT TABLE reported) UNION ALL (TABLE reported EXCEPT TABLE booked);
-- And among the reports alone: all tills, what was taken without one, and what was reversed when its till had been closed.
CREATE VIEW model.wrong_sums AS
	WITH z AS (
		SELECT s.tenant_id, s.outlet_id, r.method, sum(r.sales + r.account_payments - r.refunds - r.reversed) AS amount FROM primeinv.till_session s, primeinv.till_report(s.id) r GROUP BY 1, 2, 3
	), rest AS (
		SELECT p.tenant_id, coalesce(p.outlet_id, s.outlet_id), p.method, p.amount FROM primeinv.payment p JOIN primeinv.sale s ON s.id = p.sale_id WHERE p.till_session_id IS NULL
		UNION ALL
		SELECT p.tenant_id, coalesce(p.outlet_id, s.outlet_id), p.method, -p.amount FROM primeinv.payment p JOIN primeinv.sale s ON s.id = p.sale_id LEFT JOIN primeinv.till_session t ON t.id = p.till_session_id
		WHERE p.reversed_at > t.closed_at OR (p.reversed_at IS NOT NULL AND t.id IS NULL)
		UNION ALL
		SELECT e.tenant_id, CASE WHEN o.outlets = 1 THEN o.outlet END, e.method, -e.amount FROM primeinv.customer_entry e JOIN (SELECT tenant_id, min(id) AS outlet, count(*) AS outlets FROM primeinv.outlet GROUP BY 1) o USING (tenant_id)
		WHERE e.till_session_id IS NULL AND e.method IS NOT NULL
	), mine AS (SELECT tenant_id, outlet_id, method, sum(amount) FROM (TABLE z UNION ALL TABLE rest) x GROUP BY 1, 2, 3 HAVING sum(amount) <> 0),
	theirs AS (SELECT tenant_id, outlet_id, method, sum(amount) FROM primeinv.daily_payments GROUP BY 1, 2, 3 HAVING sum(amount) <> 0)
	(TABLE mine EXCEPT TABLE theirs) UNION ALL (TABLE theirs EXCEPT TABLE mine);
-- A receipt's payments are what is paid, and receipts add up to sales_by.
CREATE VIEW model.wrong_receipts AS
	WITH r AS (SELECT s.*, primeinv.receipt(s.id) AS paper FROM primeinv.sale s WHERE s.completed_at IS NOT NULL)
	SELECT r.id, 'paid' AS what FROM r WHERE (r.paper ->> 'paid')::numeric IS DISTINCT FROM
		(SELECT coalesce(sum((p ->> 'amount')::numeric), 0) FROM jsonb_array_elements(r.paper -> 'payments') p WHERE p ->> 'status' = 'COMPLETED')
		- (SELECT coalesce(sum((p ->> 'amount')::numeric), 0) FROM jsonb_array_elements(r.paper -> 'payouts') p)
	UNION ALL
	SELECT coalesce(x.outlet_id, b.id), 'gross' FROM (SELECT outlet_id, sum((paper ->> 'total')::numeric) AS gross FROM r GROUP BY 1) x
	FULL JOIN primeinv.sales_by((now() - interval '3 days')::date, (now() + interval '3 days')::date, 'outlet') b ON b.id = x.outlet_id WHERE x.gross IS DISTINCT FROM b.gross;

-- Entries of an account are not changed by anybody; here the day on which they were made is.
ALTER TABLE customer_entry DISABLE TRIGGER primeinv_refuse;
ALTER TABLE customer_entry DISABLE TRIGGER primeinv_refuse_row;
SELECT model.days(seed, 250) FROM generate_series(1, :seeds) seed \g /dev/null
ALTER TABLE customer_entry ENABLE ALWAYS TRIGGER primeinv_refuse;
ALTER TABLE customer_entry ENABLE ALWAYS TRIGGER primeinv_refuse_row;
\set ECHO all

-- Nothing of this differs
SELECT * FROM model.wrong_days ORDER BY 1, 2, 3, 4, 5;
SELECT * FROM model.wrong_tills ORDER BY 1, 2;
SELECT * FROM model.wrong_sums ORDER BY 1, 2, 3;
SELECT * FROM model.wrong_receipts ORDER BY 1;
-- What was reported when a till was closed is what its report says still, whatever was refunded, voided or reversed since
SELECT id FROM model.till WHERE closed IS NOT NULL AND report IS DISTINCT FROM model.report(id);
SELECT * FROM check_promises();
-- All of it happened
SELECT what FROM model.seen GROUP BY what ORDER BY what COLLATE "C";
SELECT kind, till IS NULL AS without_till, outlet IS NULL AS nowhere FROM model.book GROUP BY 1, 2, 3 ORDER BY kind COLLATE "C", 2, 3;
SELECT method, bool_or(till IS NOT NULL) AS in_till, bool_or(kind = 'refunds') AS paid_out, bool_or(kind = 'late') AS reversed_late FROM model.book GROUP BY method ORDER BY method COLLATE "C";
SELECT count(*) > 5 AS over_midnight, count(*) FILTER (WHERE (t.opened AT TIME ZONE z.time_zone)::date <= d AND (t.closed AT TIME ZONE z.time_zone)::date > d) > 0 AS while_the_clocks_change
FROM model.till t JOIN model.zone z USING (outlet), (VALUES (date '2025-03-29'), ('2025-11-01')) c (d)
WHERE (t.opened AT TIME ZONE z.time_zone)::date < (t.closed AT TIME ZONE z.time_zone)::date;
-- Goods that came back elsewhere were paid for there: out of the actor's till there, or of none, though the actor had one at another outlet
SELECT count(t.id) > 0 AS out_of_a_till, count(*) > count(t.id) AS out_of_none, count(a.id) FILTER (WHERE t.id IS NULL) > 0 AS with_one_elsewhere
FROM payment p JOIN sale s ON s.id = p.sale_id LEFT JOIN model.till t ON t.id = p.till_session_id
LEFT JOIN model.till a ON a.tenant = p.tenant_id AND a.actor = p.actor AND a.opened < p.created_at AND (a.closed IS NULL OR a.closed > p.created_at)
WHERE p.refund_id IS NOT NULL AND p.outlet_id <> s.outlet_id AND p.outlet_id = (SELECT f.outlet_id FROM refund f WHERE f.id = p.refund_id);
SELECT count(*) > 0 AS of_a_closed_till FROM payment p JOIN payment o ON o.sale_id = p.sale_id AND o.amount > 0 JOIN till_session t ON t.id = o.till_session_id WHERE p.amount < 0 AND p.created_at > t.closed_at;
SELECT count(*) > 0 AS closed_by_another FROM till_session WHERE closed_by <> actor;
\set ECHO none
SET client_min_messages = warning;
DROP SCHEMA model CASCADE;
\i :end
