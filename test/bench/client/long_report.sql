\set v random(1, :skus)
\set kind random(1, 3)
\if :kind = 1
SELECT count(*) FROM primeinv.stock_level WHERE outlet_id = 1 AND variation_id BETWEEN :v AND :v + 50;
\elif :kind = 2
SELECT count(*) FROM primeinv.batch_status WHERE outlet_id = 1 AND variation_id BETWEEN :v AND :v + 50;
\else
SELECT primeinv.get_available_stock(:v, 1);
\endif
