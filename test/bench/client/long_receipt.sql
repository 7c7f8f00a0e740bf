-- as much as is sold of it on the average, to be sold before what was there at first
\set o 1 + :client_id % :outlets
\set v random_zipfian(1, :skus, 1.1)
\set days random(10, 60)
SELECT primeinv.add_stock(:v, 38, :o, NULL, current_date + :days::integer, 1.25);
