-- mostly a shelf, now and then the whole outlet
\set o 1 + :client_id % :outlets
\set v random(1, :skus)
\set kind random(1, 100)
\if :kind <= 50
SELECT count(*) FROM (SELECT * FROM primeinv.stock_level WHERE outlet_id = :o AND variation_id BETWEEN :v AND :v + 50) r;
\elif :kind <= 99
SELECT count(*) FROM (SELECT * FROM primeinv.batch_status WHERE outlet_id = :o AND variation_id BETWEEN :v AND :v + 50) r;
\else
SELECT * FROM primeinv.stock_dashboard WHERE outlet_id = :o;
\endif
