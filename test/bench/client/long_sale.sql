\set o 1 + :client_id % :outlets
\set v random_zipfian(1, :skus, 1.1)
\set w random_zipfian(1, :skus, 1.1)
\set x random_zipfian(1, :skus, 1.1)
SELECT receipt_number FROM primeinv.checkout(:o, jsonb_build_array(jsonb_build_object('variation_id', :v::bigint, 'quantity', 1),
	jsonb_build_object('variation_id', :w::bigint, 'quantity', 1), jsonb_build_object('variation_id', :x::bigint, 'quantity', 1)),
	'[{"method": "CASH", "amount": 7.5}]', request_id => gen_random_uuid()::text);
