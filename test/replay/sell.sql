-- pgbench: each client sells every :clients-th basket.
\set turn :turn + 1
\set basket :turn * :clients + :client_id + 1
SELECT d.* FROM public.basket b, primeinv.deduct_stock_bulk(b.outlet_id, b.variation_ids, b.quantities, reference_id => 'basket ' || b.id, request_id => 'basket ' || b.id) d WHERE b.id = :basket;
