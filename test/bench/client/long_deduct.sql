\set o 1 + :client_id % :outlets
\set v random_zipfian(1, :skus, 1.1)
SELECT * FROM primeinv.deduct_stock(:v, 1, :o, 'sale', NULL, 'till');
