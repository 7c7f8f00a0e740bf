-- twenty SKUs of a shelf, each one unit off
\set o 1 + :client_id % :outlets
\set v random(1, :skus - 20)
SELECT primeinv.create_stock_take(jsonb_build_object('outlet_id', :o::bigint, 'items', jsonb_agg(jsonb_build_object('variation_id', variation_id,
	'counted_quantity', quantity - 1 + 2 * (variation_id % 2))))) ->> 'id' AS take
FROM primeinv.location_stock WHERE outlet_id = :o AND variation_id BETWEEN :v AND :v + 19 \gset
SELECT primeinv.reconcile_stock_take(:take::bigint, jsonb_agg(jsonb_build_object('id', id, 'variance_reason', 'counted')))
FROM primeinv.stock_take_item WHERE stock_take_id = :take::bigint;
