-- pgbench: each client rings up every :clients-th basket. One in a hundred is left behind as a cart, of one in fifty a thing comes back.
\set turn :turn + 1
\set basket :turn * :clients + :client_id + 1
\set kind :basket % 100
\if :basket > :baskets
SELECT 'the last round';
\elif :kind = 0
SELECT primeinv.create_sale(b.outlet_id, hold => '1 second', actor => 'basket ' || b.id) AS sale FROM public.basket b WHERE b.id = :basket \gset
SELECT count(primeinv.add_sale_item(:sale, v, 1)) FROM public.basket b, unnest(b.variation_ids) AS v WHERE b.id = :basket;
\elif :kind = 25 or :kind = 75
SELECT s.id AS sale FROM public.basket b, primeinv.checkout(b.outlet_id, b.items, '[{"method":"CASH","amount":1000}]', actor => 'basket ' || b.id, request_id => 'basket ' || b.id) s WHERE b.id = :basket \gset
SELECT primeinv.refund_sale(:sale, jsonb_build_array(jsonb_build_object('sale_item_id', min(i.id), 'quantity', 1)), 'not wanted', actor => 'basket ' || :basket) FROM primeinv.sale_item i WHERE i.sale_id = :sale;
\else
SELECT s.id FROM public.basket b, primeinv.checkout(b.outlet_id, b.items, '[{"method":"CASH","amount":1000}]', actor => 'basket ' || b.id, request_id => 'basket ' || b.id) s WHERE b.id = :basket;
\endif
