-- A month of sales and some waste for pictures of the demo's shop. The calls are real ones; their dates are then moved into the past,
-- which only a superuser who disables triggers can do.
SET client_min_messages = warning;
CREATE TEMPORARY TABLE item AS
	SELECT v.id, row_number() OVER (ORDER BY v.id) - 1 AS number, count(*) OVER () AS items, o.id AS outlet_id, v.cost
	FROM primeinv.variation v JOIN primeinv.outlet o ON o.tenant_id = v.tenant_id AND o.name = 'Main Street'
	WHERE v.sku IN ('YOG-500', 'BUT-250', 'GOU-200', 'RYE-1', 'CRO-1', 'APP-1', 'BAN-1', 'TOM-500', 'PAS-500', 'FLO-1', 'OJ-1', 'COF-500');
CREATE TEMPORARY TABLE line AS
	SELECT DISTINCT ON (n, i.id) n, (n * 11 + n / 7) % 30 AS days_ago, i.id, i.outlet_id, i.cost, 1 + (n * k) % 4 AS quantity
	FROM generate_series(1, 190) n, generate_series(1, 6) k JOIN item i ON true
	WHERE k <= 1 + n % 6 AND i.number = (n * 7 + k * 5 + n / 12) % i.items;

-- What was sold then came then: all of it, and first to expire, so that today's shelves stay as they are.
SELECT count(primeinv.add_stock(id, sum, outlet_id, 'PAST-' || id, current_date + 1, cost, reason => 'earlier delivery'))
FROM (SELECT id, outlet_id, cost, sum(quantity) + 8 AS sum FROM line GROUP BY id, outlet_id, cost) AS past
\g (format=unaligned tuples_only=on) /dev/null
CREATE TEMPORARY TABLE past AS
	WITH basket AS MATERIALIZED (
		SELECT n, days_ago, outlet_id, jsonb_agg(jsonb_build_object('variation_id', id, 'quantity', quantity)) AS items
		FROM line GROUP BY n, days_ago, outlet_id)
	SELECT n, days_ago, sale.id
	FROM basket, LATERAL primeinv.checkout(outlet_id, items, '[{"method": "CASH", "amount": 1000}]', actor => 'clerk') AS sale;
SELECT count(*)
FROM item i JOIN primeinv.batch b ON b.batch_number = 'PAST-' || i.id,
	LATERAL primeinv.record_damage(i.id, 2 + i.number % 5, i.outlet_id,
		CASE i.number % 2 WHEN 0 THEN 'Broken' ELSE 'Cooling failed' END, batch_id => b.id, actor => 'clerk')
WHERE i.number IN (1, 3, 5, 6, 11)
\g (format=unaligned tuples_only=on) /dev/null
SELECT count(*)
FROM primeinv.batch b, LATERAL primeinv.adjust_stock(b.variation_id, -b.quantity, b.outlet_id, 'sold out', batch_id => b.id)
WHERE b.batch_number LIKE 'PAST-%' AND b.quantity > 0
\g (format=unaligned tuples_only=on) /dev/null

ALTER TABLE primeinv.sale DISABLE TRIGGER ALL;
ALTER TABLE primeinv.stock_movement DISABLE TRIGGER ALL;
UPDATE primeinv.sale s SET created_at = s.created_at - days_ago * interval '1 day', completed_at = s.completed_at - days_ago * interval '1 day',
	completed_on = s.completed_on - days_ago
FROM past WHERE past.id = s.id;
UPDATE primeinv.stock_movement m SET created_at = m.created_at - days_ago * interval '1 day'
FROM past JOIN primeinv.sale_item i ON i.sale_id = past.id WHERE m.sale_item_id = i.id;
UPDATE primeinv.stock_movement m SET created_at = m.created_at - interval '31 days'
FROM primeinv.batch b WHERE b.id = m.batch_id AND b.batch_number LIKE 'PAST-%' AND m.movement_type = 'purchase';
ALTER TABLE primeinv.sale ENABLE TRIGGER ALL;
ALTER TABLE primeinv.stock_movement ENABLE TRIGGER ALL;
SELECT primeinv.refresh_alerts()
\g (format=unaligned tuples_only=on) /dev/null
