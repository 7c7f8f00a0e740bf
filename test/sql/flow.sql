-- How stock flows: waste, turnover, slow movers, demand, the stock card, and what movements refer to. Figures in comments are worked out by hand.
\set VERBOSITY terse
\getenv source PG_ABS_SRCDIR
\set shop :source /include/shop.sql
\set end :source /include/end.sql
\set ECHO none
\i :shop
\set ECHO all
SET client_min_messages = warning;
INSERT INTO outlet (tenant_id, id, name, time_zone) VALUES (1, 11, 'Line Islands', 'Pacific/Kiritimati'); -- UTC+14
INSERT INTO variation (tenant_id, id, product_id, name, cost) VALUES (1, 11, 1, '1kg Bag', 1), (1, 12, 1, '2kg Bag', 2);

-- A history at the Line Islands, as a migration writes it; times are that clock's. Batch 1 is sold out on 4 March and 3 came on the 6th; batch 3
-- expires on 3 March with 5 left, which were written off on the 4th.
INSERT INTO batch (tenant_id, id, outlet_id, variation_id, batch_number, expiry_date, quantity, cost_price, received_at) VALUES
	(1, 1, 11, 11, 'A', NULL, 0, 2, '2026-03-01 09:00+14'), (1, 2, 11, 11, 'B', NULL, 1, 3, '2026-03-06 18:00+14'),
	(1, 3, 11, 12, 'C', '2026-03-03', 0, 4, '2026-03-01 09:00+14'), (1, 4, 1, 11, 'D', NULL, 7, 2, '2026-03-01 09:00Z');
CREATE TEMP TABLE history (batch bigint, at timestamptz, type text, quantity numeric, reason text, reference text);
INSERT INTO history VALUES
	(1, '2026-03-01 09:00+14', 'purchase', 10, NULL, 'PO-1'), (1, '2026-03-02 00:00+14', 'sale', -4, NULL, NULL), (1, '2026-03-03 23:59+14', 'sale', -2, NULL, NULL),
	(1, '2026-03-04 10:00+14', 'damage', -1, 'torn', NULL), (1, '2026-03-04 23:59+14', 'sale', -3, NULL, NULL),
	(2, '2026-03-06 18:00+14', 'purchase', 3, NULL, NULL), (2, '2026-03-07 12:00+14', 'sale', -1, NULL, NULL), (2, '2026-03-08 12:00+14', 'damage', -1, 'spilt', 'refund_9'),
	(3, '2026-03-01 09:00+14', 'purchase', 9, NULL, NULL), (3, '2026-03-02 12:00+14', 'sale', -4, NULL, NULL), (3, '2026-03-04 00:05+14', 'expiry', -5, NULL, 'expiry_2026-03-04'),
	(4, '2026-03-01 09:00Z', 'purchase', 9, NULL, NULL), (4, '2026-03-01 09:00Z', 'damage', -2, 'torn', NULL);
INSERT INTO stock_movement (tenant_id, created_at, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, reason, reference_id, actor, db_role)
SELECT 1, at, variation_id, outlet_id, b.id, type, h.quantity, sum(h.quantity) OVER (PARTITION BY b.id ORDER BY at, h.quantity DESC), cost_price, h.reason, h.reference, 'till', 'till'
FROM history h JOIN batch b ON b.id = h.batch ORDER BY at, h.batch, h.quantity DESC;
SELECT sync_ids() > 0 AS synced;
SELECT * FROM check_promises();

-- 2 and 20 at the Line Islands, 4 at outlet 1, all told 29: torn 1 and 2 at 2, spilt 1 at 3, expired 5 at 4.
SELECT * FROM waste('2026-03-01', '2026-03-31');
SELECT product, variation, kind, reason, units, value, share FROM waste('2026-03-04', '2026-03-04', 11);
SELECT count(*) FROM waste('2026-03-05', '2026-03-07', 11);
SELECT sum(value) AS all_of_it, (SELECT sum(value) FROM expiry_waste) AS expired FROM waste('2026-03-01', '2026-03-31');

-- Small bags, 1 to 7 March: worth 20, 12, 8, 0, 0, 9, 6 at the days' ends, 55 / 7 = 7.86 on average; sold for 4 + 2 + 3 at 2 and 1 at 3: 21.
SELECT variation, units_sold, cost_of_goods_sold, average_stock, closing_stock, turnover, days_of_stock FROM stock_turnover('2026-03-01', '2026-03-07', 11);
SELECT variation, average_stock, closing_stock, turnover FROM stock_turnover('2026-03-03', '2026-03-03', 11);
SELECT outlet_id, variation_id, average_stock, turnover, days_of_stock FROM stock_turnover('2026-03-05', '2026-03-05');
SELECT count(*) FROM stock_turnover('2026-02-01', '2026-02-28');
-- a period that goes on is that until today
SELECT f.variation, f.average_stock = t.average_stock AS same FROM outlet_today o, stock_turnover('2026-03-01', '2999-12-31', 11) f JOIN LATERAL stock_turnover('2026-03-01', o.today, 11) t USING (variation_id) WHERE o.outlet_id = 11 ORDER BY 1;
SELECT count(*) FROM stock_turnover('2999-01-01', '2999-12-31', 11);

-- 4 March: something lay there when it began. 5 March: nothing did, and nothing came. 6 March: some came in the evening.
SELECT * FROM demand(11, 11, '2026-02-28', '2026-03-09');
-- what has expired cannot be asked for
SELECT * FROM demand(11, 12, '2026-03-01', '2026-03-05');
SELECT * FROM demand(1, 11, '2026-03-01', '2026-03-02');
SELECT count(*), min(day), max(day) - o.today AS to_today FROM outlet_today o, demand(11, 11, o.today - 9, o.today + 9) WHERE o.outlet_id = 11 GROUP BY o.today ORDER BY 1 \gset shown_
SELECT :shown_count AS days, :shown_to_today AS to_today;
SELECT d.at, sum(d.quantity) FROM (SELECT m.* FROM (SELECT 'days' AS at, quantity FROM demand(11, 11, '2026-01-01', '2026-04-01') UNION ALL SELECT 'ledger', -quantity FROM stock_movement WHERE outlet_id = 11 AND variation_id = 11 AND movement_type = 'sale') m) d GROUP BY 1 ORDER BY 1;

SELECT entry, local_time, movement_type, reference_type, reference_id, reason, batch_number, quantity, balance, unit_cost, actor FROM stock_card(11, 11, '2026-03-03', '2026-03-06');
SELECT entry, quantity, balance FROM stock_card(11, 11, '2026-03-07', '2026-03-07');
SELECT entry, quantity, balance FROM stock_card(11, 11, '2026-04-01', '2026-04-30');
SELECT entry, quantity, balance FROM stock_card(1, 1, '2026-04-01', '2026-04-30');
-- a card's closing is the next one's opening, and what audit_report says, in whatever zone the session is
SET TimeZone = 'Pacific/Pago_Pago';
SELECT count(*) AS days, count(*) FILTER (WHERE c.balance = n.balance AND c.balance = coalesce(a.closing, 0)) AS agree
FROM generate_series(timestamp '2026-02-27', '2026-03-10', '1 day') AS d
	CROSS JOIN LATERAL stock_card(11, 11, d::date, d::date) c CROSS JOIN LATERAL stock_card(11, 11, d::date + 1, d::date + 3) n
	LEFT JOIN LATERAL audit_report(d::date, d::date, 11) a ON a.variation_id = 11
WHERE c.entry = 'closing' AND n.entry = 'opening';
RESET TimeZone;

-- What movements refer to.
UPDATE variation SET price = 5 WHERE id IN (1, 2);
SELECT add_stock(1, 20, 1, 'R', NULL, 2, reference_id => '17') AS rice \gset
SELECT id AS sale, receipt_number AS receipt FROM checkout(1, '[{"variation_id":1,"quantity":3}]', '[{"method":"CASH","amount":15}]') \gset
SELECT id AS voided FROM checkout(1, '[{"variation_id":1,"quantity":2}]', '[{"method":"CASH","amount":10}]') \gset
SELECT status FROM void_sale(:voided, 'wrong goods');
SELECT status FROM refund_sale(:sale, (SELECT jsonb_agg(jsonb_build_object('sale_item_id', id, 'quantity', 1)) FROM sale_item WHERE sale_id = :sale), 'torn', 'destroy');
SELECT count(*) FROM transfer_stock(1, 2, 1, 2);
SELECT create_stock_take(1) AS take \gset
SELECT count_item(:take, 1, 12) > 0 AS counted, complete_stock_take(:take) >= 0 AS completed;
SELECT reconcile_stock_take(:take);
SELECT count(*) FROM deduct_stock(1, 1, 1, reference_id => :'sale');
SELECT movement_type, reference_type, receipt_number = :'receipt' AS of_the_sale, receipt_number IS NOT NULL AS has_receipt, quantity, reason = concat('Sale ', receipt_number) AS says_sale
FROM stock_movement_history WHERE variation_id = 1 ORDER BY movement_id;
SELECT entry, reference_type, quantity, balance FROM outlet_today o, stock_card(1, 1, o.today, o.today) WHERE o.outlet_id = 1;
SELECT product, kind, reason IS NOT NULL AS has_reason, units, value FROM outlet_today o, waste(o.today, o.today, 1) WHERE o.outlet_id = 1;
-- 3 were asked for, the voided 2 were not; 1 was taken without a sale
SELECT quantity, without_stock, opening FROM outlet_today o, demand(1, 1, o.today, o.today) WHERE o.outlet_id = 1;

-- Slow movers: rice of 40 days ago, of which 4 were sold and 1 came back in the last 30 days and 10 before: 12 would last 120 days.
-- Milk of 40 days ago that sells fast, and a bag that came yesterday, are not among them.
INSERT INTO batch (tenant_id, id, outlet_id, variation_id, batch_number, quantity, cost_price, received_at) VALUES
	(1, 101, 2, 11, 'OLD', 12, 2, now() - interval '960 hours'), (1, 102, 2, 2, 'OLD', 5, 1, now() - interval '960 hours'), (1, 103, 2, 12, 'NEW', 50, 1, now() - interval '24 hours'),
	(1, 104, 11, 12, 'OLD', 3, 1.005, now() - interval '9600 hours');
INSERT INTO stock_movement (tenant_id, created_at, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, actor, db_role)
SELECT 1, now() - ago * interval '24 hours', b.variation_id, b.outlet_id, b.id, type, h.quantity, sum(h.quantity) OVER (PARTITION BY b.id ORDER BY ago DESC), cost_price, 'x', 'x'
FROM (VALUES (101, 40, 'purchase', 25), (101, 35, 'sale', -10), (101, 10, 'sale', -2), (101, 5, 'sale', -1), (102, 40, 'purchase', 30), (102, 9, 'sale', -25), (103, 1, 'purchase', 50), (104, 400, 'purchase', 3)) AS h (batch, ago, type, quantity)
	JOIN batch b ON b.id = h.batch ORDER BY ago DESC, h.batch;
SELECT variation_id, on_hand, value, units_sold, o.today - last_sold AS days_ago, days_of_stock, o.today - oldest_received AS received FROM outlet_today o, slow_movers(30, 2) WHERE o.outlet_id = 2;
SELECT outlet_id, variation_id, on_hand, value, units_sold, last_sold, days_of_stock FROM slow_movers() WHERE last_sold IS NULL ORDER BY 1, 2;
SELECT outlet_id, variation_id, units_sold, days_of_stock FROM slow_movers(39) WHERE outlet_id = 2;

-- errors, each of its own
SELECT * FROM try('waste(''2026-03-02'', ''2026-03-01'')');
SELECT * FROM try('waste(''2026-03-01'', ''2026-03-02'', 77)');
SELECT * FROM try('waste(NULL, ''2026-03-02'')');
SELECT * FROM try('stock_turnover(''2026-03-02'', ''2026-03-01'')');
SELECT * FROM try('stock_turnover(''2026-03-01'', ''2026-03-02'', 77)');
SELECT * FROM try('slow_movers(0)');
SELECT * FROM try('slow_movers(NULL)');
SELECT * FROM try('slow_movers(2147483647)');
SELECT * FROM try('slow_movers(90, 77)');
SELECT * FROM try('demand(11, 77, ''2026-03-01'', ''2026-03-02'')');
SELECT * FROM try('demand(NULL, 11, ''2026-03-01'', ''2026-03-02'')');
SELECT * FROM try('demand(11, NULL, ''2026-03-01'', ''2026-03-02'')');
SELECT * FROM try('demand(11, 9, ''2026-03-01'', ''2026-03-02'')');
SELECT * FROM try('demand(11, 11, ''2026-03-02'', ''2026-03-01'')');
SELECT * FROM try('demand(11, 11, ''2000-01-01'', ''2026-03-01'')');
SELECT * FROM try('stock_card(77, 11, ''2026-03-01'', ''2026-03-02'')');
SELECT * FROM try('stock_card(11, 77, ''2026-03-01'', ''2026-03-02'')');
SELECT * FROM try('stock_card(11, NULL, ''2026-03-01'', ''2026-03-02'')');
SELECT * FROM try('stock_card(NULL, 11, ''2026-03-01'', ''2026-03-02'')');
SELECT * FROM try('stock_card(11, 11, ''2026-03-01'', ''infinity'')');
SELECT * FROM try('require_word(''w'', ''b'', ''{a,NULL}'')');
SELECT require_word(NULL, 'b', '{a}') IS NULL AND require_word('w', 'b', NULL) IS NULL AND require_word('w', NULL, '{a}') IS NULL AS nulls, require_word('w', 'a', '{b,a}'),
	require_between(NULL, 1, 2, 3) IS NULL AND require_between('n', 1, NULL, 3) IS NULL AND require_between('n', 1, 2, NULL) IS NULL AS no_bounds, require_between('n', 2.5, 2, 3);
SELECT * FROM try('require_between(''n'', ''NaN'', 2, 3)');
SELECT * FROM try('require_between(''n'', ''infinity'', 2, 3)');

SELECT * FROM check_promises();
\set ECHO none
\i :end
\set ECHO all
