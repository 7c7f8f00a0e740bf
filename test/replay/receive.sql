-- Receives stock for every kind of goods in the table till: what its baskets need and ten more, in four batches of different
-- dates, and five that expired yesterday, which must all lie there in the end.
SET search_path = public, primeinv;
SET client_min_messages = error; -- add_stock warns of the expired ones

INSERT INTO tenant (name, currency) VALUES ('Corner Grocery', 'EUR') RETURNING id AS tenant \gset
INSERT INTO outlet (tenant_id, name, time_zone) VALUES (:tenant, 'Main Street', 'Europe/Vienna') RETURNING id AS outlet \gset

CREATE TABLE line AS SELECT t.basket, g.goods FROM till t, string_to_table(t.goods, ',') AS g (goods);
INSERT INTO product (tenant_id, name) SELECT DISTINCT :tenant, goods FROM line ORDER BY goods;
INSERT INTO variation (tenant_id, product_id, name, cost) SELECT :tenant, id, 'Piece', 1.25 FROM product ORDER BY id;

CREATE TABLE basket AS
	SELECT l.basket AS id, :outlet::bigint AS outlet_id, array_agg(v.id ORDER BY v.id) AS variation_ids,
		array_agg(1::numeric ORDER BY v.id) AS quantities
	FROM line l JOIN product p ON p.name = l.goods JOIN variation v ON v.product_id = p.id
	GROUP BY l.basket;
ALTER TABLE basket ADD PRIMARY KEY (id);

CREATE TABLE delivery AS
	SELECT variation_id, lot, CASE lot WHEN 0 THEN 5 WHEN 4 THEN needed - 3 * (needed / 4) + 10 ELSE needed / 4 END AS quantity
	FROM (SELECT variation_id, count(*) AS needed FROM basket, unnest(variation_ids) AS variation_id GROUP BY variation_id) n,
		generate_series(0, 4) AS lot;
SELECT count(*) AS received
FROM add_stock_bulk(:outlet, (
	SELECT jsonb_agg(jsonb_build_object('variation_id', variation_id, 'quantity', quantity, 'batch_number', 'LOT-' || lot,
		'expiry_date', current_date + CASE lot WHEN 0 THEN -3 ELSE 10 * lot END) ORDER BY lot DESC, variation_id)
	FROM delivery WHERE quantity > 0)) \gset
ANALYZE;

SELECT count(*) AS baskets, sum(cardinality(variation_ids)) AS lines FROM basket \gset
SELECT count(*) AS goods FROM variation \gset
\echo received :received batches of :goods goods; now selling :baskets baskets, :lines lines
