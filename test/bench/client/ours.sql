\set v random(1, :skus)
SELECT * FROM primeinv.deduct_stock(:v, 1, 1, 'sale', NULL, 'till');
