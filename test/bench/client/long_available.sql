\set o 1 + :client_id % :outlets
\set v random_zipfian(1, :skus, 1.1)
SELECT primeinv.get_available_stock(:v, :o);
