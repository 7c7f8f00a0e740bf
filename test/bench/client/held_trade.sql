\set kind random(1, 20)
\set v random_zipfian(1, :skus, 1.1)
\set w random_zipfian(1, :skus, 1.1)
\set x random_zipfian(1, :skus, 1.1)
\if :kind <= 10
SELECT receipt_number FROM primeinv.checkout(1, jsonb_build_array(jsonb_build_object('variation_id', :v::bigint, 'quantity', 1),
	jsonb_build_object('variation_id', :w::bigint, 'quantity', 1), jsonb_build_object('variation_id', :x::bigint, 'quantity', 1)), '[{"method": "CASH", "amount": 7.5}]');
\elif :kind <= 16
SELECT * FROM primeinv.deduct_stock(:v, 1, 1, 'sale', NULL, 'till');
\elif :kind <= 17
SELECT primeinv.add_stock(:v, 3, 1, NULL, current_date + 400, 1.25);
\else
SELECT primeinv.reserve_stock(:v, 1, 1, 'cart-' || :client_id, '30 minutes') AS hold \gset
SELECT primeinv.release_cart(1, 'cart-' || :client_id);
\endif
