\set v random_zipfian(1, :skus, 1.1)
\set w random_zipfian(1, :skus, 1.1)
\set end random(1, 20)
SELECT gen_random_uuid() AS cart \gset
SELECT primeinv.reserve_stock(:v, 1, 1, :cart, '30 seconds');
SELECT primeinv.reserve_stock(:w, 2, 1, :cart, '30 seconds');
-- one in ten is forgotten
\if :end <= 12
SELECT count(*) FROM primeinv.commit_cart(1, :cart);
\elif :end <= 18
SELECT primeinv.release_cart(1, :cart);
\endif
