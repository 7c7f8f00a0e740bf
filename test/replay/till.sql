-- For the tills: the baskets as items of a checkout, and a price for everything.
SET search_path = public, primeinv;
UPDATE variation SET price = 2.45, tax_rate = 10;
ALTER TABLE basket ADD items jsonb;
UPDATE basket SET items = (SELECT jsonb_agg(jsonb_build_object('variation_id', v, 'quantity', q) ORDER BY v) FROM unnest(variation_ids, quantities) AS l (v, q));
VACUUM ANALYZE basket;
