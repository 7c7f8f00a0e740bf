-- For sales: prices, taxes, categories, and each basket as checkout takes it. Paid in cash, with change; one in forty on credit.
SET search_path = public, primeinv;

UPDATE variation SET price = (50 + id * 37 % 900) / 100.0, tax_rate = CASE WHEN id % 3 = 0 THEN 20 ELSE 10 END;
UPDATE product SET category = CASE
	WHEN name ~ '(milk|yogurt|cheese|cream|butter|curd|margarine)' THEN 'Dairy'
	WHEN name ~ '(beef|pork|meat|sausage|ham|chicken|turkey|fish|liver)' THEN 'Meat and fish'
	WHEN name ~ '(fruit|vegetables|berries|grapes|onions|herbs|salad|nuts)' THEN 'Fruit and vegetables'
	WHEN name ~ '(bread|rolls|pastry|cake|waffles|zwieback)' THEN 'Bakery'
	WHEN name ~ '(beer|wine|soda|water|juice|coffee|tea|liquor|liqueur|cocoa|rum|whisky|brandy)' THEN 'Drinks'
	WHEN name ~ '(detergent|clean|soap|dish|napkin|towel|paper|bags|kitchen|hygiene|cosmetics|cream)' THEN 'Household'
	ELSE 'Other' END;
INSERT INTO customer (tenant_id, name, credit_limit, credit_terms_days) SELECT id, c.name, NULL, 14 FROM tenant, unnest('{Bistro Anna,Cafe Central,Mensa,Hotel Post,Kindergarten}'::text[]) WITH ORDINALITY AS c (name, n) ORDER BY c.n;
ALTER TABLE basket ADD items jsonb, ADD customer_id bigint;
UPDATE basket b SET customer_id = c.id FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM customer) c WHERE b.id % 40 = 11 AND b.id / 40 % 5 = c.n;
UPDATE basket SET items = (
	SELECT jsonb_agg(jsonb_build_object('variation_id', a.variation_id, 'quantity', a.quantity))
	FROM unnest(variation_ids, quantities) AS a (variation_id, quantity));
CREATE TABLE sold (basket integer PRIMARY KEY, sale bigint NOT NULL, cart boolean NOT NULL);
VACUUM ANALYZE;
