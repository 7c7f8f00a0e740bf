-- pgbench: each client sells every :clients-th basket.
\set turn :turn + 1
\set basket :turn * :clients + :client_id + 1
\set cart :basket % 100 = 7
\set refund :basket % 50 = 3
\if :cart
INSERT INTO public.sold SELECT b.id, primeinv.create_sale(b.outlet_id, cart_session_id => 'basket ' || b.id, hold => '3 seconds'), true FROM public.basket b WHERE b.id = :basket;
SELECT count(primeinv.add_sale_item(s.sale, i.variation_id, 1)) FROM public.basket b JOIN public.sold s ON s.basket = b.id, unnest(b.variation_ids) AS i (variation_id) WHERE b.id = :basket;
\else
INSERT INTO public.sold SELECT b.id, c.id, false FROM public.basket b, primeinv.checkout(b.outlet_id, b.items, CASE WHEN b.customer_id IS NULL THEN '[{"method":"CASH","amount":1000}]'::jsonb END, b.customer_id, request_id => 'basket ' || b.id) c WHERE b.id = :basket;
\endif
\if :refund
SELECT r.amount FROM public.sold s, primeinv.refund_sale(s.sale, (SELECT jsonb_build_array(jsonb_build_object('sale_item_id', min(i.id), 'quantity', 1)) FROM primeinv.sale_item i WHERE i.sale_id = s.sale), 'brought back') r WHERE s.basket = :basket;
\endif
