\set v random(1, :skus)
SELECT accum.register_post('stock', jsonb_build_object('recorder', 'till', 'period', now(), 'outlet', 1, 'variation', :v::bigint, 'quantity', -1));
