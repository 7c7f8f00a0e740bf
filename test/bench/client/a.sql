\set v random(1, :skus)
SELECT * FROM bench_a.deduct(:v, 1, 1, 'sale', NULL, 'till');
