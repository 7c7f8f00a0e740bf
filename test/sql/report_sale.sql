-- The stock reports of whole sales, with refunds and a void: cost and revenue go back to the batches.
\set VERBOSITY terse
CREATE EXTENSION primeinv;
SET search_path = primeinv, public;
INSERT INTO tenant (id, name, currency) VALUES (1, 'One', 'EUR');
INSERT INTO outlet (tenant_id, id, name, time_zone) VALUES (1, 11, 'Main', 'Pacific/Kiritimati');
INSERT INTO product (tenant_id, id, name) VALUES (1, 101, 'Rice');
INSERT INTO variation (tenant_id, id, product_id, name, price, cost, tax_rate) VALUES (1, 1001, 101, '5kg Bag', 10, 6, 10), (1, 1002, 101, '1kg Bag', 3, 2, 0);
INSERT INTO customer (tenant_id, id, name) VALUES (1, 31, 'Anna');
SELECT sync_ids() > 0 AS synced;
SELECT add_stock(1001, 5, 11, 'A', today + 10, 6), add_stock(1001, 50, 11, 'B', today + 20, 7), add_stock(1002, 50, 11, 'C', NULL, 2)
FROM outlet_today WHERE outlet_id = 11 \g /dev/null

-- Sale 1: 8 bags at 10 less 5 % and 0.89 of the sale's discount of 1, that is 75.11 net; 3 small ones for 8.89.
SELECT id AS sale_1 FROM checkout(11, '[{"variation_id":1001,"quantity":8,"discount_percentage":5},{"variation_id":1002,"quantity":3}]',
	'[{"method":"CASH","amount":91.51}]', customer_id => 31, discount_amount => 1) \gset
SELECT id AS sale_2 FROM checkout(11, '[{"variation_id":1002,"quantity":4}]', '[{"method":"CASH","amount":12}]') \gset
SELECT id AS sale_3 FROM checkout(11, '[{"variation_id":1001,"quantity":2}]', '[{"method":"CASH","amount":22}]') \gset
SELECT batch_number, units_sold, cost_of_goods_sold, revenue, gross_profit, units_without_price FROM cogs_by_batch ORDER BY batch_id;

-- 3 bags come back to the shelf, 1 into quarantine, 1 small one is thrown away; sale 2 was a mistake
SELECT status FROM refund_sale(:sale_1, (SELECT jsonb_agg(jsonb_build_object('sale_item_id', id, 'quantity', 3)) FROM sale_item WHERE sale_id = :sale_1 AND variation_id = 1001), 'too many');
SELECT status FROM refund_sale(:sale_1, (SELECT jsonb_agg(jsonb_build_object('sale_item_id', id, 'quantity', 1)) FROM sale_item WHERE sale_id = :sale_1 AND variation_id = 1001), 'smells', 'quarantine');
SELECT status FROM refund_sale(:sale_1, (SELECT jsonb_agg(jsonb_build_object('sale_item_id', id, 'quantity', 1)) FROM sale_item WHERE sale_id = :sale_1 AND variation_id = 1002), 'torn', 'destroy');
SELECT status FROM void_sale(:sale_2, 'wrong customer');
-- Of A and B 6 bags stay sold, of C 2; their cost is 4 at 6, 2 at 7 and 2 at 2.
SELECT batch_number, units_sold, cost_of_goods_sold, revenue, gross_profit FROM cogs_by_batch ORDER BY batch_id;
SELECT c.cost = p.cost AS cost_agrees, abs(c.revenue - p.revenue) <= 0.01 * c.batches AS revenue_agrees
FROM (SELECT sum(cost_of_goods_sold) AS cost, sum(revenue) AS revenue, count(*) AS batches FROM cogs_by_batch) c,
	(SELECT sum(quantity * unit_cost) AS cost, sum(base_amount) AS revenue FROM sale_item_profit) p;
SELECT item, purchases, sales, returns, adjustments, damage, net_change, closing FROM outlet_today o, audit_report(o.today, o.today + 1, 11);
SELECT variation_id, on_hand, held, available, value FROM stock_level ORDER BY 1;
-- who has bags of A
SELECT t.movement_type, t.quantity, t.sale_id = :sale_1 AS of_sale_1, t.receipt_number IS NOT NULL AS has_receipt, t.customer_id, t.customer_name
FROM batch b, trace_batch(b.id) t WHERE b.batch_number = 'A' AND b.quantity = 0 ORDER BY t.movement_id;
SELECT completeness_pct FROM movement_completeness;
SELECT count(*) FROM ((SELECT outlet_id, variation_id, on_hand, value FROM stock_level EXCEPT SELECT * FROM stock_as_of(clock_timestamp()))) AS differ;

SELECT * FROM check_promises();
DROP EXTENSION primeinv;
