\set o 1 + :client_id % :outlets
\set v random_zipfian(1, :skus, 1.1)
\set w random_zipfian(1, :skus, 1.1)
\set end random(1, 20)
SELECT gen_random_uuid() AS cart \gset
SELECT primeinv.reserve_stock(:v, 1, :o, :cart, '30 seconds');
SELECT primeinv.reserve_stock(:w, 2, :o, :cart, '30 seconds');
-- one in ten is forgotten
\if :end <= 12
SELECT count(*) FROM primeinv.commit_cart(:o, :cart);
\elif :end <= 18
SELECT primeinv.release_cart(:o, :cart);
\endif
