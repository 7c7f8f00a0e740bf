-- For sales: prices, taxes, and each basket as checkout takes it. Paid in cash, with change.
SET search_path = public, primeinv;

UPDATE variation SET price = (50 + id * 37 % 900) / 100.0, tax_rate = CASE WHEN id % 3 = 0 THEN 20 ELSE 10 END;
ALTER TABLE basket ADD items jsonb;
UPDATE basket SET items = (
	SELECT jsonb_agg(jsonb_build_object('variation_id', a.variation_id, 'quantity', a.quantity))
	FROM unnest(variation_ids, quantities) AS a (variation_id, quantity));
CREATE TABLE sold (basket integer PRIMARY KEY, sale bigint NOT NULL, cart boolean NOT NULL);
VACUUM ANALYZE;
