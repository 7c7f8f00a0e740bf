-- The shop of shop.sql as version 1.0.0 left it: what pg_dump wrote, loaded with the triggers out of action, and location_stock.
-- Made by test/t/upgrade.pl.
CREATE ROLE shop_till LOGIN;
CREATE ROLE shop_office LOGIN;
CREATE TEMP TABLE firing AS SELECT tgrelid::regclass AS relation, tgname AS name, CASE tgenabled WHEN 'A' THEN 'ALWAYS' ELSE '' END AS how
FROM pg_trigger WHERE tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'primeinv'::regnamespace) AND NOT tgisinternal;
SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', relation, name) FROM firing \gexec
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.ask(call text) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
	answer jsonb;
BEGIN
	EXECUTE format('SELECT jsonb_agg(to_jsonb(r)) FROM %s r', call) INTO answer;
	INSERT INTO public.answer (call, result) VALUES (call, answer);
END $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.answer (
    id bigint NOT NULL,
    call text,
    result jsonb
);
ALTER TABLE public.answer ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.answer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
COPY primeinv.tenant (id, name, currency, money_decimals, prices_include_tax, external_id) FROM stdin;
1	Corner	EUR	2	f	corner
2	Other	XXX	2	f	\N
\.
COPY primeinv.audit_log (tenant_id, id, event_type, sale_id, sale_item_id, customer_id, payment_id, refund_id, actor, db_role, ip_address, user_agent, event_data, description, created_at) FROM stdin;
1	1	customer.created	\N	\N	1	\N	\N	postgres	postgres	\N	upgrade.pl	\N	\N	2026-11-21 18:14:41.331533+00
1	2	customer.created	\N	\N	2	\N	\N	postgres	postgres	\N	upgrade.pl	\N	\N	2026-11-21 18:14:41.331798+00
1	3	access.granted	\N	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"role": "shop_till", "level": "app"}	\N	2026-11-21 18:14:41.370393+00
1	4	access.granted	\N	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"role": "shop_office", "level": "manager"}	\N	2026-11-21 18:14:41.392635+00
2	5	access.granted	\N	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"role": "shop_office", "level": "reader"}	\N	2026-11-21 18:14:41.401651+00
1	6	app.opened	\N	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"a": 1}	\N	2026-11-21 18:14:41.42715+00
1	7	batch.status_changed	\N	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"to": "quarantine", "from": "available", "batch_id": 9}	smells	2026-11-21 18:14:41.427654+00
1	8	stock.reserved	\N	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"quantity": 2, "outlet_id": 1, "variation_id": 3, "reservation_id": 1, "cart_session_id": "a cart"}	\N	2026-11-21 18:14:41.429214+00
1	9	stock.reserved	\N	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"quantity": 1, "outlet_id": 1, "variation_id": 3, "reservation_id": 2, "cart_session_id": "another cart"}	\N	2026-11-21 18:14:41.429833+00
1	10	stock.reserved	\N	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"quantity": 4, "outlet_id": 1, "variation_id": 3, "reservation_id": 3, "cart_session_id": "sold cart"}	\N	2026-11-21 18:14:41.429899+00
1	11	stock.released	\N	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"why": "released", "quantity": 1, "outlet_id": 1, "variation_id": 3, "reservation_id": 2, "cart_session_id": "another cart"}	\N	2026-11-21 18:14:41.434583+00
1	12	stock.committed	\N	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"quantity": 4, "outlet_id": 1, "variation_id": 3, "reservation_id": 3, "cart_session_id": "sold cart"}	\N	2026-11-21 18:14:41.438791+00
1	13	sale.created	1	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"type": "RETAIL", "outlet_id": 1, "total_amount": 43.30, "discount_amount": 0.00}	\N	2026-11-21 18:14:41.44191+00
1	14	sale_item.added	1	1	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"unit": "box", "quantity": 1, "unit_price": 19, "total_price": 22.80, "variation_id": 1}	\N	2026-11-21 18:14:41.44191+00
1	15	sale_item.added	1	2	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"quantity": 2.5, "unit_price": 6.5, "total_price": 19.50, "variation_id": 2}	\N	2026-11-21 18:14:41.44191+00
1	16	sale_item.added	1	3	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"quantity": 1, "unit_price": 1, "total_price": 1.00, "variation_id": 9}	\N	2026-11-21 18:14:41.44191+00
1	17	payment.created	1	\N	\N	1	\N	postgres	postgres	\N	upgrade.pl	{"amount": 43.30, "method": "CASH", "tendered": 50.00, "change_given": 6.70}	\N	2026-11-21 18:14:41.44191+00
1	18	sale.completed	1	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"type": "RETAIL", "outlet_id": 1, "total_amount": 43.30, "discount_amount": 0.00}	1-20261121-0001	2026-11-21 18:14:41.44191+00
1	19	sale.created	2	\N	1	\N	\N	postgres	postgres	\N	upgrade.pl	{"type": "WHOLESALE", "outlet_id": 2, "total_amount": 288.00, "discount_amount": 0.00}	\N	2026-11-21 18:14:41.446462+00
1	20	sale_item.added	2	4	1	\N	\N	postgres	postgres	\N	upgrade.pl	{"quantity": 40, "unit_price": 6, "total_price": 288.00, "variation_id": 2}	\N	2026-11-21 18:14:41.446462+00
1	21	credit.adjusted	2	\N	1	\N	\N	postgres	postgres	\N	upgrade.pl	{"change": 288.00, "balance": 288.00}	sale	2026-11-21 18:14:41.446462+00
1	22	sale.completed	2	\N	1	\N	\N	postgres	postgres	\N	upgrade.pl	{"type": "WHOLESALE", "outlet_id": 2, "total_amount": 288.00, "discount_amount": 0.00}	2-20261122-0001	2026-11-21 18:14:41.446462+00
1	23	sale.created	3	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"type": "RETAIL", "outlet_id": 2, "total_amount": 2.40, "discount_amount": 0.00}	\N	2026-11-21 18:14:41.452262+00
1	24	sale_item.added	3	5	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"quantity": 1, "unit_price": 2, "total_price": 2.40, "variation_id": 3}	\N	2026-11-21 18:14:41.452262+00
1	25	payment.created	3	\N	\N	2	\N	postgres	postgres	\N	upgrade.pl	{"amount": 2.40, "method": "CARD", "tendered": 2.40, "change_given": 0.00}	\N	2026-11-21 18:14:41.452262+00
1	26	sale.completed	3	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"type": "RETAIL", "outlet_id": 2, "total_amount": 2.40, "discount_amount": 0.00}	2-20261122-0002	2026-11-21 18:14:41.452262+00
1	27	payment.created	3	\N	\N	3	\N	postgres	postgres	\N	upgrade.pl	{"amount": -2.40, "method": "CARD"}	\N	2026-11-21 18:14:41.458513+00
1	28	sale.voided	3	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"amount": 2.40, "paid_out": 2.40, "receipt_number": "2-20261122-0002"}	wrong till	2026-11-21 18:14:41.458513+00
1	29	sale.created	4	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"type": "RETAIL", "outlet_id": 1, "total_amount": 462.00, "discount_amount": 0.00}	\N	2026-11-21 18:14:41.462865+00
1	30	sale_item.added	4	6	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"quantity": 10, "unit_price": 17.5, "total_price": 210.00, "variation_id": 5}	\N	2026-11-21 18:14:41.462865+00
1	31	sale_item.added	4	7	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"quantity": 10, "unit_price": 21, "total_price": 252.00, "variation_id": 6}	\N	2026-11-21 18:14:41.462865+00
1	32	payment.created	4	\N	\N	4	\N	postgres	postgres	\N	upgrade.pl	{"amount": 300.00, "method": "CARD", "tendered": 300.00, "change_given": 0.00}	\N	2026-11-21 18:14:41.462865+00
1	33	payment.created	4	\N	\N	5	\N	postgres	postgres	\N	upgrade.pl	{"amount": 162.00, "method": "CASH", "tendered": 200.00, "change_given": 38.00}	\N	2026-11-21 18:14:41.462865+00
1	34	sale.completed	4	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"type": "RETAIL", "outlet_id": 1, "total_amount": 462.00, "discount_amount": 0.00}	1-20261121-0002	2026-11-21 18:14:41.462865+00
1	35	refund.requested	4	\N	\N	\N	1	postgres	postgres	\N	upgrade.pl	{"lines": 1, "amount": 21.00, "disposition": "restock"}	did not fit	2026-11-21 18:14:41.465378+00
1	36	refund.approved	4	\N	\N	\N	1	postgres	postgres	\N	upgrade.pl	\N	\N	2026-11-21 18:14:41.465378+00
1	37	payment.created	4	\N	\N	6	1	postgres	postgres	\N	upgrade.pl	{"amount": -21.00, "method": "CASH"}	\N	2026-11-21 18:14:41.465378+00
1	38	refund.processed	4	\N	\N	\N	1	postgres	postgres	\N	upgrade.pl	{"amount": 21.00, "paid_out": 21.00}	did not fit	2026-11-21 18:14:41.465378+00
1	39	refund.requested	4	\N	\N	\N	2	postgres	postgres	\N	upgrade.pl	{"lines": 1, "amount": 42.00, "disposition": "quarantine"}	torn	2026-11-21 18:14:41.46595+00
1	40	refund.requested	4	\N	\N	\N	3	postgres	postgres	\N	upgrade.pl	{"lines": 1, "amount": 25.20, "disposition": "restock"}	wrong colour	2026-11-21 18:14:41.470646+00
1	41	refund.requested	4	\N	\N	\N	4	postgres	postgres	\N	upgrade.pl	{"lines": 1, "amount": 75.60, "disposition": "restock"}	too many	2026-11-21 18:14:41.471034+00
1	42	refund.approved	4	\N	\N	\N	3	postgres	postgres	\N	upgrade.pl	\N	\N	2026-11-21 18:14:41.471453+00
1	43	refund.rejected	4	\N	\N	\N	4	postgres	postgres	\N	upgrade.pl	\N	used	2026-11-21 18:14:41.471757+00
1	44	sale.created	5	\N	1	\N	\N	postgres	postgres	\N	upgrade.pl	{"type": "RETAIL", "outlet_id": 1, "total_amount": 0.00, "discount_amount": 0.00}	\N	2026-11-21 18:14:41.473087+00
1	45	sale_item.added	5	8	1	\N	\N	postgres	postgres	\N	upgrade.pl	{"quantity": 3, "unit_price": 10.5, "total_price": 37.80, "variation_id": 3}	\N	2026-11-21 18:14:41.479883+00
1	46	stock.reserved	5	8	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"quantity": 3, "outlet_id": 1, "variation_id": 3, "reservation_id": 4, "cart_session_id": "web"}	\N	2026-11-21 18:14:41.479883+00
1	47	sale_item.added	5	9	1	\N	\N	postgres	postgres	\N	upgrade.pl	{"unit": "box", "quantity": 1, "unit_price": 19, "total_price": 22.80, "variation_id": 1}	\N	2026-11-21 18:14:41.482827+00
1	48	stock.reserved	5	9	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"quantity": 6, "outlet_id": 1, "variation_id": 1, "reservation_id": 5, "cart_session_id": "web"}	\N	2026-11-21 18:14:41.482827+00
1	49	stock.reserved	5	8	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"quantity": 4, "outlet_id": 1, "variation_id": 3, "reservation_id": 4, "cart_session_id": "web"}	\N	2026-11-21 18:14:41.483925+00
1	50	sale_item.updated	5	8	1	\N	\N	postgres	postgres	\N	upgrade.pl	{"quantity": 4, "unit_price": 10.5, "total_price": 50.40, "variation_id": 3}	\N	2026-11-21 18:14:41.483925+00
1	51	sale.updated	5	\N	1	\N	\N	postgres	postgres	\N	upgrade.pl	{"type": "RETAIL", "outlet_id": 1, "total_amount": 72.00, "discount_amount": 1.00}	\N	2026-11-21 18:14:41.48451+00
1	52	sale.created	6	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"type": "RETAIL", "outlet_id": 2, "total_amount": 0.00, "discount_amount": 0.00}	\N	2026-11-21 18:14:41.484812+00
1	53	sale_item.added	6	10	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"quantity": 3, "unit_price": 1.25, "total_price": 4.50, "variation_id": 6}	\N	2026-11-21 18:14:41.49079+00
1	54	stock.reserved	6	10	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"quantity": 3, "outlet_id": 2, "variation_id": 6, "reservation_id": 6, "cart_session_id": "6"}	\N	2026-11-21 18:14:41.49079+00
1	55	sale.created	7	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"type": "RETAIL", "outlet_id": 2, "total_amount": 0.00, "discount_amount": 0.00}	\N	2026-11-21 18:14:41.494534+00
1	56	sale.cancelled	7	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"type": "RETAIL", "outlet_id": 2, "total_amount": 0.00, "discount_amount": 0.00}	gone	2026-11-21 18:14:41.495075+00
2	57	sale.created	8	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"type": "RETAIL", "outlet_id": 3, "total_amount": 3.60, "discount_amount": 0.00}	\N	2026-11-21 18:14:41.4956+00
2	58	sale_item.added	8	11	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"quantity": 3, "unit_price": 1, "total_price": 3.60, "variation_id": 7}	\N	2026-11-21 18:14:41.4956+00
2	59	payment.created	8	\N	\N	7	\N	postgres	postgres	\N	upgrade.pl	{"amount": 3.60, "method": "CASH", "tendered": 5.00, "change_given": 1.40}	\N	2026-11-21 18:14:41.4956+00
2	60	sale.completed	8	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"type": "RETAIL", "outlet_id": 3, "total_amount": 3.60, "discount_amount": 0.00}	3-20261121-0001	2026-11-21 18:14:41.4956+00
1	61	payment.created	2	\N	1	8	\N	postgres	postgres	\N	upgrade.pl	{"amount": 15.00, "method": "CARD", "tendered": 15.00, "change_given": 0.00}	\N	2026-11-21 18:14:41.496029+00
1	62	credit.adjusted	2	\N	1	8	\N	postgres	postgres	\N	upgrade.pl	{"change": -15.00, "balance": 273.00}	payment	2026-11-21 18:14:41.496029+00
1	63	payment.created	2	\N	1	9	\N	postgres	postgres	\N	upgrade.pl	{"amount": 5.00, "method": "CASH", "tendered": 5.00, "change_given": 0.00}	\N	2026-11-21 18:14:41.496281+00
1	64	credit.adjusted	2	\N	1	9	\N	postgres	postgres	\N	upgrade.pl	{"change": -5.00, "balance": 268.00}	payment	2026-11-21 18:14:41.496281+00
1	65	payment.updated	2	\N	1	9	\N	postgres	postgres	\N	upgrade.pl	{"amount": 5.00, "status": "REVERSED"}	bounced	2026-11-21 18:14:41.496852+00
1	66	credit.adjusted	2	\N	1	9	\N	postgres	postgres	\N	upgrade.pl	{"change": 5.00, "balance": 273.00}	bounced	2026-11-21 18:14:41.496852+00
1	67	credit.adjusted	\N	\N	1	\N	\N	postgres	postgres	\N	upgrade.pl	{"change": 7.50, "balance": 280.50}	update_balance OPENING	2026-11-21 18:14:41.497678+00
1	68	payment.created	2	\N	1	10	\N	postgres	postgres	\N	upgrade.pl	{"amount": 2.50, "method": "ACCOUNT", "tendered": 2.50, "change_given": 0.00}	\N	2026-11-21 18:14:41.502913+00
1	69	credit.adjusted	\N	\N	1	\N	\N	postgres	postgres	\N	upgrade.pl	{"change": -2.50, "balance": 278.00}	update_balance PAYMENT	2026-11-21 18:14:41.502913+00
1	70	credit.adjusted	\N	\N	2	\N	\N	postgres	postgres	\N	upgrade.pl	{"change": -20.00, "balance": -20.00}	update_balance ADJUSTMENT	2026-11-21 18:14:41.503256+00
1	71	stock_take.reconciled	\N	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"outlet_id": 1, "adjustments": 2, "stock_take_id": 1}	\N	2026-11-21 18:14:41.510801+00
1	72	location.rebuilt	\N	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"was": 2000.25, "outlet_id": 1, "batch_total": 1990.25, "variation_id": 6}	\N	2026-11-21 18:14:41.530797+00
1	73	batch.rebuilt	\N	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"was": 999.125, "batch_id": 7, "quantity": 1000.125, "movement_id": 7}	\N	2026-11-21 18:14:41.538623+00
1	74	batch.rebuilt	\N	\N	\N	\N	\N	postgres	postgres	\N	upgrade.pl	{"was": 999.125, "batch_id": 21, "quantity": 1000.125, "movement_id": 21}	\N	2026-11-21 18:14:41.538799+00
\.
COPY primeinv.outlet (tenant_id, id, name, time_zone, is_active, external_id, expiry_alert_days) FROM stdin;
1	1	Near	Europe/Vienna	t	near	30
1	2	Far	Pacific/Kiritimati	t	\N	30
2	3	Elsewhere	UTC	t	\N	30
\.
COPY primeinv.product (tenant_id, id, name, sku, category, image, is_active, external_id) FROM stdin;
1	1	Thing 1	T1	Things	\N	t	\N
1	2	Thing 2	T2	Things	\N	t	\N
1	3	Thing 3	T3	Things	\N	t	\N
1	4	Thing 4	T4	Things	\N	t	\N
1	5	Thing 5	T5	Things	\N	t	\N
1	6	Thing 6	T6	Things	\N	t	\N
2	7	Thing 7	T7	Things	\N	t	\N
2	8	Thing 8	T8	Things	\N	t	\N
\.
COPY primeinv.variation (tenant_id, id, product_id, name, sku, barcode, price, wholesale_price, minimum_wholesale_quantity, cost, tax_rate, track_inventory, low_stock_threshold, shelf_life_days, is_active, external_id) FROM stdin;
1	1	1	Kind "1", (large)	V1	400000000001	3.5000	3.0000	10.000	2.2500	20.0000	t	\N	\N	t	\N
1	2	2	Kind "2", (large)	V2	400000000002	7.0000	6.0000	10.000	2.2500	20.0000	t	\N	\N	t	\N
1	3	3	Kind "3", (large)	V3	400000000003	10.5000	9.0000	10.000	2.2500	20.0000	t	\N	\N	t	\N
1	4	4	Kind "4", (large)	V4	400000000004	14.0000	12.0000	10.000	2.2500	20.0000	t	\N	\N	t	\N
1	5	5	Kind "5", (large)	V5	400000000005	17.5000	15.0000	10.000	2.2500	20.0000	t	\N	\N	t	\N
1	6	6	Kind "6", (large)	V6	400000000006	21.0000	18.0000	10.000	2.2500	20.0000	t	\N	\N	t	\N
2	7	7	Kind "7", (large)	V7	400000000007	24.5000	21.0000	10.000	2.2500	20.0000	t	\N	\N	t	\N
2	8	8	Kind "8", (large)	V8	400000000008	28.0000	24.0000	10.000	2.2500	20.0000	t	\N	\N	t	\N
1	9	1	Wrapping	\N	\N	1.0000	\N	\N	\N	0.0000	f	\N	\N	t	\N
\.
COPY primeinv.batch (tenant_id, id, variation_id, outlet_id, batch_number, expiry_date, quantity, cost_price, status, received_at) FROM stdin;
1	12	1	2	LOT, "1"	2999-01-02	1000.125	3.0000	available	2026-11-21 18:14:41.344506+00
2	13	8	3	LOT, "1"	2999-01-02	1000.125	3.0000	available	2026-11-21 18:14:41.344558+00
1	15	6	1	LOT, "2"	2999-01-03	1000.125	4.0000	available	2026-11-21 18:14:41.344618+00
1	16	5	1	LOT, "2"	2999-01-03	1000.125	4.0000	available	2026-11-21 18:14:41.344644+00
1	17	4	1	LOT, "2"	2999-01-03	1000.125	4.0000	available	2026-11-21 18:14:41.344673+00
1	18	3	1	LOT, "2"	2999-01-03	1000.125	4.0000	available	2026-11-21 18:14:41.344691+00
1	19	2	1	LOT, "2"	2999-01-03	1000.125	4.0000	available	2026-11-21 18:14:41.34471+00
1	23	4	2	LOT, "2"	2999-01-03	1000.125	4.0000	available	2026-11-21 18:14:41.344786+00
1	24	3	2	LOT, "2"	2999-01-03	1000.125	4.0000	available	2026-11-21 18:14:41.344804+00
1	25	2	2	LOT, "2"	2999-01-03	1000.125	4.0000	available	2026-11-21 18:14:41.344825+00
2	27	8	3	LOT, "2"	2999-01-03	1000.125	4.0000	available	2026-11-21 18:14:41.344862+00
2	28	7	3	LOT, "2"	2999-01-03	1000.125	4.0000	available	2026-11-21 18:14:41.34488+00
2	30	7	3	NEVER	\N	3.000	2.2500	available	2026-11-21 18:14:41.345449+00
1	31	1	1	LOT-3	2999-05-05	7.000	2.5000	available	2026-11-21 18:14:41.411711+00
1	6	1	1	LOT, "1"	2999-01-02	0.000	3.0000	available	2026-11-21 18:14:41.336873+00
1	11	2	2	LOT, "1"	2999-01-02	960.125	3.0000	available	2026-11-21 18:14:41.344474+00
1	10	3	2	LOT, "1"	2999-01-02	999.125	3.0000	available	2026-11-21 18:14:41.344441+00
1	32	2	1	ADJ-32	2999-01-02	2.000	3.0000	available	2026-11-21 18:14:41.418781+00
1	26	1	2	LOT, "2"	2999-01-03	1007.625	4.0000	available	2026-11-21 18:14:41.344728+00
1	33	4	1	LOT-33	\N	5.000	2.2500	available	2026-11-21 18:14:41.420357+00
1	34	5	1	X	\N	6.000	2.2500	available	2026-11-21 18:14:41.420357+00
1	8	5	2	LOT, "1"	2999-01-02	0.000	3.0000	available	2026-11-21 18:14:41.344361+00
1	22	5	2	LOT, "2"	2999-01-03	400.000	4.0000	available	2026-11-21 18:14:41.344767+00
1	9	4	2	LOT, "1"	2999-01-02	1000.125	3.0000	quarantine	2026-11-21 18:14:41.344404+00
1	3	4	1	LOT, "1"	2999-01-02	998.125	3.0000	available	2026-11-21 18:14:41.336629+00
1	29	1	1	OLD	2001-01-01	0.000	2.2500	available	2026-11-21 18:14:41.34533+00
1	20	1	1	LOT, "2"	2999-01-03	486.250	4.0000	available	2026-11-21 18:14:41.344728+00
1	1	6	1	LOT, "1"	2999-01-02	990.125	3.0000	available	2026-11-21 18:14:41.335658+00
1	2	5	1	LOT, "1"	2999-01-02	991.125	3.0000	available	2026-11-21 18:14:41.336511+00
2	14	7	3	LOT, "1"	2999-01-02	997.125	3.0000	available	2026-11-21 18:14:41.344595+00
1	5	2	1	LOT, "1"	2999-01-02	987.875	3.0000	available	2026-11-21 18:14:41.336786+00
1	4	3	1	LOT, "1"	2999-01-02	984.875	3.0000	available	2026-11-21 18:14:41.336709+00
1	7	6	2	LOT, "1"	2999-01-02	1000.125	3.0000	available	2026-11-21 18:14:41.344239+00
1	21	6	2	LOT, "2"	2999-01-03	1000.125	4.0000	available	2026-11-21 18:14:41.344749+00
\.
COPY primeinv.batch_rebuild (tenant_id, id, batch_id, movement_id, quantity, created_at) FROM stdin;
1	1	7	7	1000.125	2026-11-21 18:14:41.538317+00
1	2	21	21	1000.125	2026-11-21 18:14:41.538754+00
\.
COPY primeinv.customer (tenant_id, id, name, phone, email, contact_person, customer_type, credit_limit, credit_terms_days, credit_blocked, outstanding_balance, is_active, external_id) FROM stdin;
1	1	Cafe	+43 1 1	\N	\N	WHOLESALE	5000.00	30	f	278.00	t	\N
1	2	Mrs. O'Neill	\N	\N	\N	RETAIL	0.00	30	f	-20.00	t	\N
\.
COPY primeinv.customer_entry (tenant_id, id, customer_id, type, amount, actor, created_at, db_role, balance_after) FROM stdin;
1	1	1	OPENING	7.50	postgres	2026-11-21 18:14:41.497374+00	postgres	280.50
1	2	2	ADJUSTMENT	-20.00	postgres	2026-11-21 18:14:41.503184+00	postgres	-20.00
\.
COPY primeinv.outlet_day (tenant_id, id, outlet_id, day) FROM stdin;
1	1	1	2026-11-21
1	2	2	2026-11-22
2	3	3	2026-11-21
\.
COPY primeinv.outlet_variation (tenant_id, id, outlet_id, variation_id, low_stock_threshold, maximum_stock, price, external_id) FROM stdin;
1	1	1	2	5000.000	6000.000	6.5000	\N
\.
COPY primeinv.sale (tenant_id, id, outlet_id, customer_id, receipt_number, type, status, payment_type, subtotal, discount_amount, tax_amount, total_amount, amount_paid, refunded_amount, manager_override, override_reason, override_by, cart_session_id, actor, created_at, completed_at, due_date, sale_discount, hold, db_role, completed_on, closed_at, closed_by, close_reason) FROM stdin;
1	1	1	\N	1-20261121-0001	RETAIL	COMPLETED	CASH	36.25	0.00	7.05	43.30	43.30	0.00	f	\N	\N	1	postgres	2026-11-21 18:14:41.440491+00	2026-11-21 18:14:41.440491+00	\N	0.00	00:30:00	postgres	2026-11-21	\N	\N	\N
1	3	2	\N	2-20261122-0002	RETAIL	VOIDED	CARD	2.00	0.00	0.40	2.40	0.00	2.40	f	\N	\N	3	postgres	2026-11-21 18:14:41.452136+00	2026-11-21 18:14:41.452136+00	\N	0.00	00:30:00	postgres	2026-11-22	2026-11-21 18:14:41.458358+00	postgres	wrong till
1	4	1	\N	1-20261121-0002	RETAIL	COMPLETED	MIXED	385.00	0.00	77.00	462.00	441.00	21.00	f	\N	\N	4	postgres	2026-11-21 18:14:41.462728+00	2026-11-21 18:14:41.462728+00	\N	0.00	00:30:00	postgres	2026-11-21	\N	\N	\N
1	5	1	1	\N	RETAIL	DRAFT	\N	61.00	1.00	12.00	72.00	0.00	0.00	f	\N	\N	web	postgres	2026-11-21 18:14:41.472881+00	\N	\N	1.00	1 day	postgres	\N	\N	\N	\N
1	6	2	\N	\N	RETAIL	DRAFT	\N	3.75	0.00	0.75	4.50	0.00	0.00	f	\N	\N	6	postgres	2026-11-21 18:14:41.484708+00	\N	\N	0.00	1 day	postgres	\N	\N	\N	\N
1	7	2	\N	\N	RETAIL	CANCELLED	\N	0.00	0.00	0.00	0.00	0.00	0.00	f	\N	\N	7	postgres	2026-11-21 18:14:41.494386+00	\N	\N	0.00	1 day	postgres	\N	2026-11-21 18:14:41.494995+00	postgres	gone
2	8	3	\N	3-20261121-0001	RETAIL	COMPLETED	CASH	3.00	0.00	0.60	3.60	3.60	0.00	f	\N	\N	8	postgres	2026-11-21 18:14:41.495453+00	2026-11-21 18:14:41.495453+00	\N	0.00	00:30:00	postgres	2026-11-21	\N	\N	\N
1	2	2	1	2-20261122-0001	WHOLESALE	PARTIAL	CREDIT	240.00	0.00	48.00	288.00	17.50	0.00	f	\N	\N	2	postgres	2026-11-21 18:14:41.445737+00	2026-11-21 18:14:41.445737+00	2026-12-22	0.00	00:30:00	postgres	2026-11-22	\N	\N	\N
\.
COPY primeinv.refund (tenant_id, id, sale_id, status, reason, disposition, amount, method, actor, created_at, db_role, decided_by, decided_at, decision_reason, processed_by, processed_at) FROM stdin;
1	1	4	PROCESSED	did not fit	restock	21.00	\N	postgres	2026-11-21 18:14:41.464347+00	postgres	postgres	2026-11-21 18:14:41.464948+00	\N	postgres	2026-11-21 18:14:41.465146+00
1	2	4	REQUESTED	torn	quarantine	42.00	\N	postgres	2026-11-21 18:14:41.465805+00	postgres	\N	\N	\N	\N	\N
1	3	4	APPROVED	wrong colour	restock	25.20	\N	postgres	2026-11-21 18:14:41.470457+00	postgres	postgres	2026-11-21 18:14:41.471409+00	\N	\N	\N
1	4	4	REJECTED	too many	restock	75.60	\N	postgres	2026-11-21 18:14:41.470901+00	postgres	postgres	2026-11-21 18:14:41.471724+00	used	\N	\N
\.
COPY primeinv.payment (tenant_id, id, sale_id, refund_id, method, amount, tendered, change_given, reference, status, actor, created_at, db_role, reversed_by, reversed_at, reversal_reason) FROM stdin;
1	1	1	\N	CASH	43.30	50.00	6.70	\N	COMPLETED	postgres	2026-11-21 18:14:41.440726+00	postgres	\N	\N	\N
1	2	3	\N	CARD	2.40	2.40	0.00	\N	COMPLETED	postgres	2026-11-21 18:14:41.452157+00	postgres	\N	\N	\N
1	3	3	\N	CARD	-2.40	\N	\N	\N	COMPLETED	postgres	2026-11-21 18:14:41.454091+00	postgres	\N	\N	\N
1	4	4	\N	CARD	300.00	300.00	0.00	\N	COMPLETED	postgres	2026-11-21 18:14:41.462754+00	postgres	\N	\N	\N
1	5	4	\N	CASH	162.00	200.00	38.00	\N	COMPLETED	postgres	2026-11-21 18:14:41.462756+00	postgres	\N	\N	\N
1	6	4	1	CASH	-21.00	\N	\N	\N	COMPLETED	postgres	2026-11-21 18:14:41.465222+00	postgres	\N	\N	\N
2	7	8	\N	CASH	3.60	5.00	1.40	\N	COMPLETED	postgres	2026-11-21 18:14:41.495469+00	postgres	\N	\N	\N
1	8	2	\N	CARD	15.00	15.00	0.00	\N	COMPLETED	postgres	2026-11-21 18:14:41.495876+00	postgres	\N	\N	\N
1	9	2	\N	CASH	5.00	5.00	0.00	\N	REVERSED	postgres	2026-11-21 18:14:41.496176+00	postgres	postgres	2026-11-21 18:14:41.496686+00	bounced
1	10	2	\N	ACCOUNT	2.50	2.50	0.00	\N	COMPLETED	postgres	2026-11-21 18:14:41.50276+00	postgres	\N	\N	\N
\.
COPY primeinv.receipt_counter (tenant_id, id, outlet_id, day, last) FROM stdin;
1	2	2	2026-11-22	2
1	1	1	2026-11-21	2
2	5	3	2026-11-21	1
\.
COPY primeinv.reconciliation_run (tenant_id, id, outlet_id, started_at, finished_at, fixed, total_variations_checked, variances_found) FROM stdin;
1	1	1	2026-11-21 18:14:41.514748+00	2026-11-21 18:14:41.531096+00	t	6	1
1	2	\N	2026-11-21 18:14:41.541057+00	2026-11-21 18:14:41.551721+00	f	12	0
2	3	\N	2026-11-21 18:14:41.541057+00	2026-11-21 18:14:41.551721+00	f	2	0
\.
COPY primeinv.reconciliation_outlet (tenant_id, id, run_id, outlet_id, variations_checked, variances_found) FROM stdin;
1	1	1	1	6	1
1	2	2	1	6	0
1	3	2	2	6	0
2	4	3	3	2	0
\.
COPY primeinv.reconciliation_variance (tenant_id, id, run_id, outlet_id, variation_id, batch_total, location_stock, ledger_total, variance, variance_pct, flagged) FROM stdin;
1	1	1	1	6	1990.250	2000.250	1990.250	-10.000	-0.50	f
\.
COPY primeinv.sale_item (tenant_id, id, sale_id, variation_id, quantity, unit, base_quantity, list_price, unit_price, discount_percentage, discount_amount, tax_rate, tax_amount, total_price, unit_cost, product_name, product_sku, batch_id, price_rule, price_given, subtotal, sale_discount) FROM stdin;
1	1	1	1	1.000	box	6.000	19.0000	19.0000	0.0000	0.00	20.0000	3.80	22.80	4.0000	Thing 1 - Kind "1", (large)	V1	\N	unit	f	19.00	0.00
1	2	1	2	2.500	\N	2.500	6.5000	6.5000	0.0000	0.00	20.0000	3.25	19.50	3.0000	Thing 2 - Kind "2", (large)	V2	\N	outlet	f	16.25	0.00
1	3	1	9	1.000	\N	1.000	1.0000	1.0000	0.0000	0.00	0.0000	0.00	1.00	0.0000	Thing 1 - Wrapping	T1	\N	variation	f	1.00	0.00
1	4	2	2	40.000	\N	40.000	6.0000	6.0000	0.0000	0.00	20.0000	48.00	288.00	3.0000	Thing 2 - Kind "2", (large)	V2	\N	wholesale	f	240.00	0.00
1	5	3	3	1.000	\N	1.000	10.5000	2.0000	0.0000	0.00	20.0000	0.40	2.40	3.0000	Thing 3 - Kind "3", (large)	V3	\N	variation	t	2.00	0.00
1	6	4	5	10.000	\N	10.000	17.5000	17.5000	0.0000	0.00	20.0000	35.00	210.00	3.0000	Thing 5 - Kind "5", (large)	V5	\N	variation	f	175.00	0.00
1	7	4	6	10.000	\N	10.000	21.0000	21.0000	0.0000	0.00	20.0000	42.00	252.00	3.0000	Thing 6 - Kind "6", (large)	V6	\N	variation	f	210.00	0.00
1	8	5	3	4.000	\N	4.000	10.5000	10.5000	0.0000	0.69	20.0000	8.26	49.57	\N	Thing 3 - Kind "3", (large)	V3	\N	variation	f	42.00	0.69
1	9	5	1	1.000	box	6.000	19.0000	19.0000	0.0000	0.31	20.0000	3.74	22.43	\N	Thing 1 - Kind "1", (large)	V1	\N	unit	f	19.00	0.31
1	10	6	6	3.000	\N	3.000	21.0000	1.2500	0.0000	0.00	20.0000	0.75	4.50	\N	Thing 6 - Kind "6", (large)	V6	\N	variation	t	3.75	0.00
2	11	8	7	3.000	\N	3.000	24.5000	1.0000	0.0000	0.00	20.0000	0.60	3.60	3.0000	Thing 7 - Kind "7", (large)	V7	\N	variation	t	3.00	0.00
\.
COPY primeinv.refund_item (tenant_id, id, refund_id, sale_item_id, quantity, base_quantity, amount, unit, tax_amount) FROM stdin;
1	1	1	6	1.000	1.000	21.00	\N	3.50
1	2	2	6	2.000	2.000	42.00	\N	7.00
1	3	3	7	1.000	1.000	25.20	\N	4.20
1	4	4	7	3.000	3.000	75.60	\N	12.60
\.
COPY primeinv.request (tenant_id, id, function, request_id, arguments, result, created_at) FROM stdin;
1	1	add_stock	r1	{"quantity": 7, "outlet_id": 1, "cost_price": 2.5, "expiry_date": "2999-05-05", "batch_number": "LOT-3", "variation_id": 1, "movement_type": "purchase"}	{31}	2026-11-21 18:14:41.411267+00
1	2	deduct_stock	r2	{"quantity": 1500.5, "outlet_id": 1, "variation_id": 1, "movement_type": "sale"}	{"(6,\\"LOT, \\"\\"1\\"\\"\\",1000.125,2999-01-02,3.0000)","(20,\\"LOT, \\"\\"2\\"\\"\\",500.375,2999-01-03,4.0000)"}	2026-11-21 18:14:41.414471+00
1	3	deduct_stock(jsonb)	r3	{"quantity": 1, "outlet_id": 1, "variation_id": 2}	{"{\\"success\\": true, \\"deductions\\": [{\\"batch\\": \\"LOT, \\\\\\"1\\\\\\"\\", \\"expiry\\": \\"2999-01-02\\", \\"quantity\\": 1}]}"}	2026-11-21 18:14:41.415026+00
1	4	deduct_stock_bulk	r4	{"outlet_id": 1, "quantities": [1, 2], "movement_type": "sale", "variation_ids": [2, 3]}	{"(1,5,\\"LOT, \\"\\"1\\"\\"\\",1.000,2999-01-02,3.0000)","(2,4,\\"LOT, \\"\\"1\\"\\"\\",2.000,2999-01-02,3.0000)"}	2026-11-21 18:14:41.415327+00
1	5	adjust_stock	r5	{"reason": "miscounted", "quantity": -3, "outlet_id": 1, "variation_id": 2}	{"(5,\\"LOT, \\"\\"1\\"\\"\\",3.000,2999-01-02,3.0000)"}	2026-11-21 18:14:41.418452+00
1	6	adjust_stock	r5b	{"reason": "found", "quantity": 2, "outlet_id": 1, "variation_id": 2}	{"(32,ADJ-32,2.000,2999-01-02,3.0000)"}	2026-11-21 18:14:41.418755+00
1	7	record_damage	r6	{"reason": "dropped", "quantity": 1, "outlet_id": 2, "variation_id": 3}	{"(10,\\"LOT, \\"\\"1\\"\\"\\",1.000,2999-01-02,3.0000)"}	2026-11-21 18:14:41.419791+00
1	8	transfer_stock	r7	{"reason": "more there", "quantity": 7.5, "to_outlet_id": 2, "variation_id": 1, "from_outlet_id": 1}	{"(20,\\"LOT, \\"\\"2\\"\\"\\",7.500,2999-01-03,4.0000)"}	2026-11-21 18:14:41.420009+00
1	9	add_stock_bulk	r8	{"items": [{"quantity": 5, "variation_id": 4}, {"quantity": 6, "batch_number": "X", "variation_id": 5}], "outlet_id": 1, "movement_type": "purchase"}	{"(1,33)","(2,34)"}	2026-11-21 18:14:41.420252+00
1	10	set_stock_level	r9	{"reason": "count", "outlet_id": 2, "new_quantity": 400, "variation_id": 5}	{"(8,\\"LOT, \\"\\"1\\"\\"\\",1000.125,2999-01-02,3.0000)","(22,\\"LOT, \\"\\"2\\"\\"\\",600.125,2999-01-03,4.0000)"}	2026-11-21 18:14:41.426485+00
1	11	log_event	r10	{"tenant_id": 1, "event_data": {"a": 1}, "event_type": "app.opened"}	{6}	2026-11-21 18:14:41.427124+00
1	12	reserve_stock	r11	{"quantity": 2, "outlet_id": 1, "expires_in": 86400.000000, "variation_id": 3, "cart_session_id": "a cart"}	{1}	2026-11-21 18:14:41.428482+00
1	13	extend_reservation	r12	{"expires_in": 172800.000000, "reservation_id": 1}	{"2026-11-23 18:14:41.429575+00"}	2026-11-21 18:14:41.429542+00
1	14	release_cart	r13	{"outlet_id": 1, "cart_session_id": "another cart"}	{1}	2026-11-21 18:14:41.434439+00
1	15	commit_cart	r14	{"outlet_id": 1, "cart_session_id": "sold cart"}	{"(4,\\"LOT, \\"\\"1\\"\\"\\",4.000,2999-01-02,3.0000)"}	2026-11-21 18:14:41.43843+00
1	16	checkout	s1	{"items": [{"unit": "box", "quantity": 1, "variation_id": 1}, {"quantity": 2.5, "variation_id": 2}, {"quantity": 1, "variation_id": 9}], "payments": [{"amount": 50, "method": "CASH"}], "outlet_id": 1, "manager_override": false}	{"(1,1,1,,1-20261121-0001,RETAIL,COMPLETED,CASH,36.25,0.00,7.05,43.30,43.30,0.00,0.00,f,,,1,postgres,\\"2026-11-21 18:14:41.440491+00\\",\\"2026-11-21 18:14:41.440491+00\\",,0.00,00:30:00,postgres,2026-11-21,,,)"}	2026-11-21 18:14:41.439269+00
1	17	checkout	s2	{"type": "WHOLESALE", "items": [{"quantity": 40, "variation_id": 2}], "outlet_id": 2, "customer_id": 1, "manager_override": false}	{"(1,2,2,1,2-20261122-0001,WHOLESALE,PENDING,CREDIT,240.00,0.00,48.00,288.00,0.00,0.00,288.00,f,,,2,postgres,\\"2026-11-21 18:14:41.445737+00\\",\\"2026-11-21 18:14:41.445737+00\\",2026-12-22,0.00,00:30:00,postgres,2026-11-22,,,)"}	2026-11-21 18:14:41.44527+00
1	18	checkout	s3	{"items": [{"quantity": 1, "unit_price": 2, "variation_id": 3}], "payments": [{"amount": 2.4, "method": "CARD"}], "outlet_id": 2, "manager_override": false}	{"(1,3,2,,2-20261122-0002,RETAIL,COMPLETED,CARD,2.00,0.00,0.40,2.40,2.40,0.00,0.00,f,,,3,postgres,\\"2026-11-21 18:14:41.452136+00\\",\\"2026-11-21 18:14:41.452136+00\\",,0.00,00:30:00,postgres,2026-11-22,,,)"}	2026-11-21 18:14:41.451926+00
1	19	void_sale	s4	{"reason": "wrong till", "sale_id": 3}	{"(1,3,2,,2-20261122-0002,RETAIL,VOIDED,CARD,2.00,0.00,0.40,2.40,0.00,2.40,0.00,f,,,3,postgres,\\"2026-11-21 18:14:41.452136+00\\",\\"2026-11-21 18:14:41.452136+00\\",,0.00,00:30:00,postgres,2026-11-22,\\"2026-11-21 18:14:41.458358+00\\",postgres,\\"wrong till\\")"}	2026-11-21 18:14:41.452696+00
1	20	checkout	s5	{"items": [{"quantity": 10, "variation_id": 5}, {"quantity": 10, "variation_id": 6}], "payments": [{"amount": 300, "method": "CARD"}, {"amount": 200, "method": "CASH"}], "outlet_id": 1, "manager_override": false}	{"(1,4,1,,1-20261121-0002,RETAIL,COMPLETED,MIXED,385.00,0.00,77.00,462.00,462.00,0.00,0.00,f,,,4,postgres,\\"2026-11-21 18:14:41.462728+00\\",\\"2026-11-21 18:14:41.462728+00\\",,0.00,00:30:00,postgres,2026-11-21,,,)"}	2026-11-21 18:14:41.462481+00
1	21	refund_sale	s6	{"items": [{"quantity": 1, "sale_item_id": 6}], "reason": "did not fit", "sale_id": 4, "disposition": "restock"}	{"(1,1,4,PROCESSED,\\"did not fit\\",restock,21.00,,postgres,\\"2026-11-21 18:14:41.464347+00\\",postgres,postgres,\\"2026-11-21 18:14:41.464948+00\\",,postgres,\\"2026-11-21 18:14:41.465146+00\\")"}	2026-11-21 18:14:41.46412+00
1	22	request_refund	s7	{"items": [{"quantity": 2, "sale_item_id": 6}], "reason": "torn", "sale_id": 4, "disposition": "quarantine"}	{2}	2026-11-21 18:14:41.465702+00
1	23	approve_refund	s8	{"refund_id": 3}	{"(1,3,4,APPROVED,\\"wrong colour\\",restock,25.20,,postgres,\\"2026-11-21 18:14:41.470457+00\\",postgres,postgres,\\"2026-11-21 18:14:41.471409+00\\",,,)"}	2026-11-21 18:14:41.471311+00
1	24	reject_refund	s9	{"reason": "used", "refund_id": 4}	{"(1,4,4,REJECTED,\\"too many\\",restock,75.60,,postgres,\\"2026-11-21 18:14:41.470901+00\\",postgres,postgres,\\"2026-11-21 18:14:41.471724+00\\",used,,)"}	2026-11-21 18:14:41.471683+00
1	25	create_sale	s10	{"hold": 86400.000000, "type": "RETAIL", "outlet_id": 1, "customer_id": 1, "cart_session_id": "web"}	{5}	2026-11-21 18:14:41.471948+00
1	26	add_sale_item	s11	{"sale_id": 5, "quantity": 3, "variation_id": 3, "discount_percentage": 0}	{8}	2026-11-21 18:14:41.478545+00
1	27	update_sale_item	s12	{"quantity": 4, "sale_item_id": 8}	{"(1,8,5,3,4.000,,4.000,10.5000,10.5000,0.0000,0.00,20.0000,8.40,50.40,,\\"Thing 3 - Kind \\"\\"3\\"\\", (large)\\",V3,,variation,f,42.00,0.00)"}	2026-11-21 18:14:41.48344+00
1	28	update_sale	s13	{"sale_id": 5, "discount_amount": 1}	{"(1,5,1,1,,RETAIL,DRAFT,,61.00,1.00,12.00,72.00,0.00,0.00,72.00,f,,,web,postgres,\\"2026-11-21 18:14:41.472881+00\\",,,1.00,\\"1 day\\",postgres,,,,)"}	2026-11-21 18:14:41.484215+00
1	29	cancel_sale	s14	{"reason": "gone", "sale_id": 7}	{"(1,7,2,,,RETAIL,CANCELLED,,0.00,0.00,0.00,0.00,0.00,0.00,0.00,f,,,7,postgres,\\"2026-11-21 18:14:41.494386+00\\",,,0.00,\\"1 day\\",postgres,,\\"2026-11-21 18:14:41.494995+00\\",postgres,gone)"}	2026-11-21 18:14:41.494844+00
1	30	record_payment	m1	{"amount": 15, "method": "CARD", "sale_id": 2}	{8}	2026-11-21 18:14:41.49583+00
1	31	reverse_payment	m2	{"reason": "bounced", "payment_id": 9}	{"(1,2,2,1,2-20261122-0001,WHOLESALE,PARTIAL,CREDIT,240.00,0.00,48.00,288.00,15.00,0.00,273.00,f,,,2,postgres,\\"2026-11-21 18:14:41.445737+00\\",\\"2026-11-21 18:14:41.445737+00\\",2026-12-22,0.00,00:30:00,postgres,2026-11-22,,,)"}	2026-11-21 18:14:41.496558+00
1	32	update_balance	m3	{"type": "OPENING", "amount": 7.5, "customer_id": 1}	{280.50}	2026-11-21 18:14:41.497137+00
1	33	update_balance	m4	{"type": "PAYMENT", "amount": 2.5, "customer_id": 1}	{278.00}	2026-11-21 18:14:41.502448+00
1	34	create_stock_take	c1	{"items": [{"variation_id": 2, "counted_quantity": 1990}], "outlet_id": 1, "description": "shelf 1"}	{1}	2026-11-21 18:14:41.503486+00
1	35	count_item	c2	{"variation_id": 3, "stock_take_id": 1, "counted_quantity": 1985}	{2}	2026-11-21 18:14:41.506062+00
1	36	complete_stock_take	c3	{"stock_take_id": 1}	{10}	2026-11-21 18:14:41.506644+00
1	37	reconcile_stock_take	c4	{"stock_take_id": 1}	{2}	2026-11-21 18:14:41.510563+00
1	38	create_stock_take(jsonb)	c5	{"items": [{"variation_id": 3, "physical_count": 1999}], "outlet_id": 2}	{"{\\"id\\": 2, \\"items\\": [{\\"id\\": 3, \\"counted\\": 1999, \\"expected\\": 1999.25, \\"variance\\": -0.25, \\"variation_id\\": 3}], \\"status\\": \\"completed\\", \\"outlet_id\\": 2}"}	2026-11-21 18:14:41.511055+00
\.
COPY primeinv.stock_reservation (tenant_id, id, variation_id, outlet_id, quantity, cart_session_id, sale_item_id, status, actor, created_at, expires_at, released_at) FROM stdin;
1	1	3	1	2.000	a cart	\N	ACTIVE	postgres	2026-11-21 18:14:41.428508+00	2026-11-23 18:14:41.429575+00	\N
1	2	3	1	1.000	another cart	\N	RELEASED	postgres	2026-11-21 18:14:41.429737+00	2026-11-22 18:14:41.429737+00	2026-11-21 18:14:41.434498+00
1	3	3	1	4.000	sold cart	\N	COMMITTED	postgres	2026-11-21 18:14:41.429851+00	2026-11-22 18:14:41.429851+00	2026-11-21 18:14:41.438478+00
1	4	3	1	4.000	web	8	ACTIVE	postgres	2026-11-21 18:14:41.479021+00	2026-11-22 18:14:41.484276+00	\N
1	5	1	1	6.000	web	9	ACTIVE	postgres	2026-11-21 18:14:41.482481+00	2026-11-22 18:14:41.484276+00	\N
1	6	6	2	3.000	6	10	ACTIVE	postgres	2026-11-21 18:14:41.490488+00	2026-11-22 18:14:41.490488+00	\N
\.
COPY primeinv.stock_alert (tenant_id, id, kind, outlet_id, variation_id, batch_id, reservation_id, detail, created_at, resolved_at) FROM stdin;
1	1	low_stock	1	2	\N	\N	1990 available, threshold 5000	2026-11-21 18:14:41.571423+00	\N
\.
COPY primeinv.stock_movement (tenant_id, id, created_at, variation_id, outlet_id, batch_id, movement_type, quantity, balance_after, unit_cost, reason, reference_id, actor, db_role, sale_item_id) FROM stdin;
1	1	2026-11-21 18:14:41.335658+00	6	1	1	purchase	1000.125	1000.125	3.0000	\N	\N	postgres	postgres	\N
1	2	2026-11-21 18:14:41.336511+00	5	1	2	purchase	1000.125	1000.125	3.0000	\N	\N	postgres	postgres	\N
1	3	2026-11-21 18:14:41.336629+00	4	1	3	purchase	1000.125	1000.125	3.0000	\N	\N	postgres	postgres	\N
1	4	2026-11-21 18:14:41.336709+00	3	1	4	purchase	1000.125	1000.125	3.0000	\N	\N	postgres	postgres	\N
1	5	2026-11-21 18:14:41.336786+00	2	1	5	purchase	1000.125	1000.125	3.0000	\N	\N	postgres	postgres	\N
1	6	2026-11-21 18:14:41.336873+00	1	1	6	purchase	1000.125	1000.125	3.0000	\N	\N	postgres	postgres	\N
1	7	2026-11-21 18:14:41.344239+00	6	2	7	purchase	1000.125	1000.125	3.0000	\N	\N	postgres	postgres	\N
1	8	2026-11-21 18:14:41.344361+00	5	2	8	purchase	1000.125	1000.125	3.0000	\N	\N	postgres	postgres	\N
1	9	2026-11-21 18:14:41.344404+00	4	2	9	purchase	1000.125	1000.125	3.0000	\N	\N	postgres	postgres	\N
1	10	2026-11-21 18:14:41.344441+00	3	2	10	purchase	1000.125	1000.125	3.0000	\N	\N	postgres	postgres	\N
1	11	2026-11-21 18:14:41.344474+00	2	2	11	purchase	1000.125	1000.125	3.0000	\N	\N	postgres	postgres	\N
1	12	2026-11-21 18:14:41.344506+00	1	2	12	purchase	1000.125	1000.125	3.0000	\N	\N	postgres	postgres	\N
2	13	2026-11-21 18:14:41.344558+00	8	3	13	purchase	1000.125	1000.125	3.0000	\N	\N	postgres	postgres	\N
2	14	2026-11-21 18:14:41.344595+00	7	3	14	purchase	1000.125	1000.125	3.0000	\N	\N	postgres	postgres	\N
1	15	2026-11-21 18:14:41.344618+00	6	1	15	purchase	1000.125	1000.125	4.0000	\N	\N	postgres	postgres	\N
1	16	2026-11-21 18:14:41.344644+00	5	1	16	purchase	1000.125	1000.125	4.0000	\N	\N	postgres	postgres	\N
1	17	2026-11-21 18:14:41.344673+00	4	1	17	purchase	1000.125	1000.125	4.0000	\N	\N	postgres	postgres	\N
1	18	2026-11-21 18:14:41.344691+00	3	1	18	purchase	1000.125	1000.125	4.0000	\N	\N	postgres	postgres	\N
1	19	2026-11-21 18:14:41.34471+00	2	1	19	purchase	1000.125	1000.125	4.0000	\N	\N	postgres	postgres	\N
1	20	2026-11-21 18:14:41.344728+00	1	1	20	purchase	1000.125	1000.125	4.0000	\N	\N	postgres	postgres	\N
1	21	2026-11-21 18:14:41.344749+00	6	2	21	purchase	1000.125	1000.125	4.0000	\N	\N	postgres	postgres	\N
1	22	2026-11-21 18:14:41.344767+00	5	2	22	purchase	1000.125	1000.125	4.0000	\N	\N	postgres	postgres	\N
1	23	2026-11-21 18:14:41.344786+00	4	2	23	purchase	1000.125	1000.125	4.0000	\N	\N	postgres	postgres	\N
1	24	2026-11-21 18:14:41.344804+00	3	2	24	purchase	1000.125	1000.125	4.0000	\N	\N	postgres	postgres	\N
1	25	2026-11-21 18:14:41.344825+00	2	2	25	purchase	1000.125	1000.125	4.0000	\N	\N	postgres	postgres	\N
1	26	2026-11-21 18:14:41.344843+00	1	2	26	purchase	1000.125	1000.125	4.0000	\N	\N	postgres	postgres	\N
2	27	2026-11-21 18:14:41.344862+00	8	3	27	purchase	1000.125	1000.125	4.0000	\N	\N	postgres	postgres	\N
2	28	2026-11-21 18:14:41.34488+00	7	3	28	purchase	1000.125	1000.125	4.0000	\N	\N	postgres	postgres	\N
1	29	2026-11-21 18:14:41.34533+00	1	1	29	purchase	5.000	5.000	2.2500	\N	\N	postgres	postgres	\N
2	30	2026-11-21 18:14:41.345449+00	7	3	30	purchase	3.000	3.000	2.2500	\N	\N	postgres	postgres	\N
1	31	2026-11-21 18:14:41.411711+00	1	1	31	purchase	7.000	7.000	2.5000	\N	\N	anna	postgres	\N
1	32	2026-11-21 18:14:41.414525+00	1	1	6	sale	-1000.125	0.000	3.0000	\N	\N	postgres	postgres	\N
1	33	2026-11-21 18:14:41.414525+00	1	1	20	sale	-500.375	499.750	4.0000	\N	\N	postgres	postgres	\N
1	34	2026-11-21 18:14:41.415073+00	2	1	5	sale	-1.000	999.125	3.0000	\N	\N	postgres	postgres	\N
1	35	2026-11-21 18:14:41.415361+00	2	1	5	sale	-1.000	998.125	3.0000	\N	\N	postgres	postgres	\N
1	36	2026-11-21 18:14:41.415361+00	3	1	4	sale	-2.000	998.125	3.0000	\N	\N	postgres	postgres	\N
1	37	2026-11-21 18:14:41.418502+00	2	1	5	adjustment	-3.000	995.125	3.0000	miscounted	\N	postgres	postgres	\N
1	38	2026-11-21 18:14:41.418781+00	2	1	32	adjustment	2.000	2.000	3.0000	found	\N	postgres	postgres	\N
1	39	2026-11-21 18:14:41.419818+00	3	2	10	damage	-1.000	999.125	3.0000	dropped	\N	postgres	postgres	\N
1	40	2026-11-21 18:14:41.420032+00	1	1	20	transfer_out	-7.500	492.250	4.0000	more there	\N	postgres	postgres	\N
1	41	2026-11-21 18:14:41.420032+00	1	2	26	transfer_in	7.500	1007.625	4.0000	more there	\N	postgres	postgres	\N
1	42	2026-11-21 18:14:41.420357+00	4	1	33	purchase	5.000	5.000	2.2500	\N	\N	postgres	postgres	\N
1	43	2026-11-21 18:14:41.420357+00	5	1	34	purchase	6.000	6.000	2.2500	\N	\N	postgres	postgres	\N
1	44	2026-11-21 18:14:41.42654+00	5	2	8	adjustment	-1000.125	0.000	3.0000	count	\N	postgres	postgres	\N
1	45	2026-11-21 18:14:41.42654+00	5	2	22	adjustment	-600.125	400.000	4.0000	count	\N	postgres	postgres	\N
1	46	2026-11-21 18:14:41.427898+00	4	1	3	supplier_return	-2.000	998.125	3.0000	broken	\N	postgres	postgres	\N
1	47	2026-11-21 18:14:41.42828+00	1	1	29	expiry	-5.000	0.000	2.2500	expired	\N	postgres	postgres	\N
1	48	2026-11-21 18:14:41.438478+00	3	1	4	sale	-4.000	994.125	3.0000	\N	\N	postgres	postgres	\N
1	49	2026-11-21 18:14:41.440383+00	1	1	20	sale	-6.000	486.250	4.0000	\N	1	postgres	postgres	1
1	50	2026-11-21 18:14:41.440383+00	2	1	5	sale	-2.500	992.625	3.0000	\N	1	postgres	postgres	2
1	51	2026-11-21 18:14:41.445692+00	2	2	11	sale	-40.000	960.125	3.0000	\N	2	postgres	postgres	4
1	52	2026-11-21 18:14:41.452096+00	3	2	10	sale	-1.000	998.125	3.0000	\N	3	postgres	postgres	5
1	53	2026-11-21 18:14:41.453745+00	3	2	10	return	1.000	999.125	3.0000	wrong till	\N	postgres	postgres	5
1	54	2026-11-21 18:14:41.462672+00	5	1	2	sale	-10.000	990.125	3.0000	\N	4	postgres	postgres	6
1	55	2026-11-21 18:14:41.462672+00	6	1	1	sale	-10.000	990.125	3.0000	\N	4	postgres	postgres	7
1	56	2026-11-21 18:14:41.46507+00	5	1	2	return	1.000	991.125	3.0000	did not fit	refund 1	postgres	postgres	6
2	57	2026-11-21 18:14:41.495405+00	7	3	14	sale	-3.000	997.125	3.0000	\N	8	postgres	postgres	11
1	58	2026-11-21 18:14:41.510702+00	2	1	5	adjustment	-4.750	987.875	3.0000	stock take	1	postgres	postgres	\N
1	59	2026-11-21 18:14:41.510702+00	3	1	4	adjustment	-9.250	984.875	3.0000	stock take	1	postgres	postgres	\N
\.
COPY primeinv.stock_take (tenant_id, id, outlet_id, status, description, operating_date, actor, created_at, completed_at, reconciled_at) FROM stdin;
1	1	1	reconciled	shelf 1	2026-11-21	postgres	2026-11-21 18:14:41.503506+00	2026-11-21 18:14:41.506713+00	2026-11-21 18:14:41.510764+00
1	2	2	completed	\N	2026-11-22	postgres	2026-11-21 18:14:41.511077+00	2026-11-21 18:14:41.511445+00	\N
1	3	1	draft	shelf 3	2026-11-21	postgres	2026-11-21 18:14:41.511628+00	\N	\N
1	4	2	cancelled	given up	2026-11-22	postgres	2026-11-21 18:14:41.512015+00	\N	\N
\.
COPY primeinv.stock_take_item (tenant_id, id, stock_take_id, variation_id, batch_id, expected_quantity, counted_quantity, variance_reason, notes, counted_at, actor) FROM stdin;
1	1	1	2	\N	1994.750	1990.000	\N	\N	2026-11-21 18:14:41.504401+00	postgres
1	2	1	3	\N	1994.250	1985.000	\N	\N	2026-11-21 18:14:41.506234+00	postgres
1	3	2	3	\N	1999.250	1999.000	\N	\N	2026-11-21 18:14:41.511228+00	postgres
1	4	3	4	\N	2003.250	1900.000	\N	\N	2026-11-21 18:14:41.511746+00	postgres
1	5	3	5	\N	1997.250	2000.000	\N	\N	2026-11-21 18:14:41.511746+00	postgres
1	6	4	1	\N	2007.750	1.000	\N	\N	2026-11-21 18:14:41.512111+00	postgres
\.
COPY primeinv.tenant_grant (tenant_id, id, role_name, level) FROM stdin;
1	1	shop_till	app
1	2	shop_office	manager
2	3	shop_office	reader
\.
COPY primeinv.variation_unit (tenant_id, id, variation_id, unit, numerator, denominator, barcode, price, wholesale_price, external_id) FROM stdin;
1	1	1	box	6	1	5000000000001	19.0000	\N	\N
\.
COPY public.answer (id, call, result) FROM stdin;
1	primeinv.add_stock(1, 7, 1, 'LOT-3', '2999-05-05', 2.5, request_id => 'r1', actor => 'anna')	[31]
2	primeinv.deduct_stock(1, 1500.5, 1, request_id => 'r2')	[{"cost": 3.0000, "batch": "LOT, \\"1\\"", "expiry": "2999-01-02", "batch_id": 6, "quantity": 1000.125}, {"cost": 4.0000, "batch": "LOT, \\"2\\"", "expiry": "2999-01-03", "batch_id": 20, "quantity": 500.375}]
3	primeinv.deduct_stock('{"variation_id": 2, "quantity": 1, "outlet_id": 1, "request_id": "r3"}')	[{"success": true, "deductions": [{"batch": "LOT, \\"1\\"", "expiry": "2999-01-02", "quantity": 1}]}]
4	primeinv.deduct_stock_bulk(1, '{2,3}', '{1,2}', request_id => 'r4')	[{"cost": 3.0000, "line": 1, "batch": "LOT, \\"1\\"", "expiry": "2999-01-02", "batch_id": 5, "quantity": 1.000}, {"cost": 3.0000, "line": 2, "batch": "LOT, \\"1\\"", "expiry": "2999-01-02", "batch_id": 4, "quantity": 2.000}]
5	primeinv.adjust_stock(2, -3, 1, 'miscounted', request_id => 'r5')	[{"cost": 3.0000, "batch": "LOT, \\"1\\"", "expiry": "2999-01-02", "batch_id": 5, "quantity": 3.000}]
6	primeinv.adjust_stock(2, 2, 1, 'found', request_id => 'r5b')	[{"cost": 3.0000, "batch": "ADJ-32", "expiry": "2999-01-02", "batch_id": 32, "quantity": 2.000}]
7	primeinv.record_damage(3, 1, 2, 'dropped', request_id => 'r6')	[{"cost": 3.0000, "batch": "LOT, \\"1\\"", "expiry": "2999-01-02", "batch_id": 10, "quantity": 1.000}]
8	primeinv.transfer_stock(1, 7.5, 1, 2, 'more there', request_id => 'r7')	[{"cost": 4.0000, "batch": "LOT, \\"2\\"", "expiry": "2999-01-03", "batch_id": 20, "quantity": 7.500}]
9	primeinv.add_stock_bulk(1, '[{"variation_id": 4, "quantity": 5}, {"variation_id": 5, "quantity": 6, "batch_number": "X"}]', request_id => 'r8')	[{"line": 1, "batch_id": 33}, {"line": 2, "batch_id": 34}]
10	primeinv.set_stock_level(5, 400, 2, 'count', request_id => 'r9')	[{"cost": 3.0000, "batch": "LOT, \\"1\\"", "expiry": "2999-01-02", "batch_id": 8, "quantity": 1000.125}, {"cost": 4.0000, "batch": "LOT, \\"2\\"", "expiry": "2999-01-03", "batch_id": 22, "quantity": 600.125}]
11	primeinv.log_event(1, 'app.opened', event_data => '{"a": 1}', request_id => 'r10')	[6]
12	primeinv.reserve_stock(3, 2, 1, 'a cart', '1 day', request_id => 'r11')	[1]
13	primeinv.extend_reservation(1, '2 days', request_id => 'r12')	["2026-11-23T18:14:41.429575+00:00"]
14	primeinv.release_cart(1, 'another cart', request_id => 'r13')	[1]
15	primeinv.commit_cart(1, 'sold cart', request_id => 'r14')	[{"cost": 3.0000, "batch": "LOT, \\"1\\"", "expiry": "2999-01-02", "batch_id": 4, "quantity": 4.000}]
16	primeinv.checkout(1, '[{"variation_id": 1, "quantity": 1, "unit": "box"}, {"variation_id": 2, "quantity": 2.5}, {"variation_id": 9, "quantity": 1}]', '[{"method": "CASH", "amount": 50}]', request_id => 's1')	[{"id": 1, "hold": "00:30:00", "type": "RETAIL", "actor": "postgres", "status": "COMPLETED", "db_role": "postgres", "due_date": null, "subtotal": 36.25, "closed_at": null, "closed_by": null, "outlet_id": 1, "tenant_id": 1, "amount_due": 0.00, "created_at": "2026-11-21T18:14:41.440491+00:00", "tax_amount": 7.05, "amount_paid": 43.30, "customer_id": null, "override_by": null, "close_reason": null, "completed_at": "2026-11-21T18:14:41.440491+00:00", "completed_on": "2026-11-21", "payment_type": "CASH", "total_amount": 43.30, "sale_discount": 0.00, "receipt_number": "1-20261121-0001", "cart_session_id": "1", "discount_amount": 0.00, "override_reason": null, "refunded_amount": 0.00, "manager_override": false}]
17	primeinv.checkout(2, '[{"variation_id": 2, "quantity": 40}]', customer_id => 1, type => 'WHOLESALE', request_id => 's2')	[{"id": 2, "hold": "00:30:00", "type": "WHOLESALE", "actor": "postgres", "status": "PENDING", "db_role": "postgres", "due_date": "2026-12-22", "subtotal": 240.00, "closed_at": null, "closed_by": null, "outlet_id": 2, "tenant_id": 1, "amount_due": 288.00, "created_at": "2026-11-21T18:14:41.445737+00:00", "tax_amount": 48.00, "amount_paid": 0.00, "customer_id": 1, "override_by": null, "close_reason": null, "completed_at": "2026-11-21T18:14:41.445737+00:00", "completed_on": "2026-11-22", "payment_type": "CREDIT", "total_amount": 288.00, "sale_discount": 0.00, "receipt_number": "2-20261122-0001", "cart_session_id": "2", "discount_amount": 0.00, "override_reason": null, "refunded_amount": 0.00, "manager_override": false}]
18	primeinv.checkout(2, '[{"variation_id": 3, "quantity": 1, "unit_price": 2}]', '[{"method": "CARD", "amount": 2.4}]', request_id => 's3')	[{"id": 3, "hold": "00:30:00", "type": "RETAIL", "actor": "postgres", "status": "COMPLETED", "db_role": "postgres", "due_date": null, "subtotal": 2.00, "closed_at": null, "closed_by": null, "outlet_id": 2, "tenant_id": 1, "amount_due": 0.00, "created_at": "2026-11-21T18:14:41.452136+00:00", "tax_amount": 0.40, "amount_paid": 2.40, "customer_id": null, "override_by": null, "close_reason": null, "completed_at": "2026-11-21T18:14:41.452136+00:00", "completed_on": "2026-11-22", "payment_type": "CARD", "total_amount": 2.40, "sale_discount": 0.00, "receipt_number": "2-20261122-0002", "cart_session_id": "3", "discount_amount": 0.00, "override_reason": null, "refunded_amount": 0.00, "manager_override": false}]
19	primeinv.void_sale(3, 'wrong till', request_id => 's4')	[{"id": 3, "hold": "00:30:00", "type": "RETAIL", "actor": "postgres", "status": "VOIDED", "db_role": "postgres", "due_date": null, "subtotal": 2.00, "closed_at": "2026-11-21T18:14:41.458358+00:00", "closed_by": "postgres", "outlet_id": 2, "tenant_id": 1, "amount_due": 0.00, "created_at": "2026-11-21T18:14:41.452136+00:00", "tax_amount": 0.40, "amount_paid": 0.00, "customer_id": null, "override_by": null, "close_reason": "wrong till", "completed_at": "2026-11-21T18:14:41.452136+00:00", "completed_on": "2026-11-22", "payment_type": "CARD", "total_amount": 2.40, "sale_discount": 0.00, "receipt_number": "2-20261122-0002", "cart_session_id": "3", "discount_amount": 0.00, "override_reason": null, "refunded_amount": 2.40, "manager_override": false}]
20	primeinv.checkout(1, '[{"variation_id": 5, "quantity": 10}, {"variation_id": 6, "quantity": 10}]', '[{"method": "CARD", "amount": 300}, {"method": "CASH", "amount": 200}]', request_id => 's5')	[{"id": 4, "hold": "00:30:00", "type": "RETAIL", "actor": "postgres", "status": "COMPLETED", "db_role": "postgres", "due_date": null, "subtotal": 385.00, "closed_at": null, "closed_by": null, "outlet_id": 1, "tenant_id": 1, "amount_due": 0.00, "created_at": "2026-11-21T18:14:41.462728+00:00", "tax_amount": 77.00, "amount_paid": 462.00, "customer_id": null, "override_by": null, "close_reason": null, "completed_at": "2026-11-21T18:14:41.462728+00:00", "completed_on": "2026-11-21", "payment_type": "MIXED", "total_amount": 462.00, "sale_discount": 0.00, "receipt_number": "1-20261121-0002", "cart_session_id": "4", "discount_amount": 0.00, "override_reason": null, "refunded_amount": 0.00, "manager_override": false}]
21	primeinv.refund_sale(4, '[{"sale_item_id": 6, "quantity": 1}]', 'did not fit', request_id => 's6')	[{"id": 1, "actor": "postgres", "amount": 21.00, "method": null, "reason": "did not fit", "status": "PROCESSED", "db_role": "postgres", "sale_id": 4, "tenant_id": 1, "created_at": "2026-11-21T18:14:41.464347+00:00", "decided_at": "2026-11-21T18:14:41.464948+00:00", "decided_by": "postgres", "disposition": "restock", "processed_at": "2026-11-21T18:14:41.465146+00:00", "processed_by": "postgres", "decision_reason": null}]
22	primeinv.request_refund(4, '[{"sale_item_id": 6, "quantity": 2}]', 'torn', 'quarantine', request_id => 's7')	[2]
23	primeinv.approve_refund(3, request_id => 's8')	[{"id": 3, "actor": "postgres", "amount": 25.20, "method": null, "reason": "wrong colour", "status": "APPROVED", "db_role": "postgres", "sale_id": 4, "tenant_id": 1, "created_at": "2026-11-21T18:14:41.470457+00:00", "decided_at": "2026-11-21T18:14:41.471409+00:00", "decided_by": "postgres", "disposition": "restock", "processed_at": null, "processed_by": null, "decision_reason": null}]
24	primeinv.reject_refund(4, 'used', request_id => 's9')	[{"id": 4, "actor": "postgres", "amount": 75.60, "method": null, "reason": "too many", "status": "REJECTED", "db_role": "postgres", "sale_id": 4, "tenant_id": 1, "created_at": "2026-11-21T18:14:41.470901+00:00", "decided_at": "2026-11-21T18:14:41.471724+00:00", "decided_by": "postgres", "disposition": "restock", "processed_at": null, "processed_by": null, "decision_reason": "used"}]
25	primeinv.create_sale(1, 1, cart_session_id => 'web', hold => '1 day', request_id => 's10')	[5]
26	primeinv.add_sale_item(5, 3, 3, request_id => 's11')	[8]
27	primeinv.update_sale_item(8, 4, request_id => 's12')	[{"id": 8, "unit": null, "sale_id": 5, "batch_id": null, "quantity": 4.000, "subtotal": 42.00, "tax_rate": 20.0000, "tenant_id": 1, "unit_cost": null, "list_price": 10.5000, "price_rule": "variation", "tax_amount": 8.40, "unit_price": 10.5000, "price_given": false, "product_sku": "V3", "total_price": 50.40, "product_name": "Thing 3 - Kind \\"3\\", (large)", "variation_id": 3, "base_quantity": 4.000, "sale_discount": 0.00, "discount_amount": 0.00, "discount_percentage": 0.0000}]
28	primeinv.update_sale(5, discount_amount => 1, request_id => 's13')	[{"id": 5, "hold": "1 day", "type": "RETAIL", "actor": "postgres", "status": "DRAFT", "db_role": "postgres", "due_date": null, "subtotal": 61.00, "closed_at": null, "closed_by": null, "outlet_id": 1, "tenant_id": 1, "amount_due": 72.00, "created_at": "2026-11-21T18:14:41.472881+00:00", "tax_amount": 12.00, "amount_paid": 0.00, "customer_id": 1, "override_by": null, "close_reason": null, "completed_at": null, "completed_on": null, "payment_type": null, "total_amount": 72.00, "sale_discount": 1.00, "receipt_number": null, "cart_session_id": "web", "discount_amount": 1.00, "override_reason": null, "refunded_amount": 0.00, "manager_override": false}]
29	primeinv.cancel_sale(7, 'gone', request_id => 's14')	[{"id": 7, "hold": "1 day", "type": "RETAIL", "actor": "postgres", "status": "CANCELLED", "db_role": "postgres", "due_date": null, "subtotal": 0.00, "closed_at": "2026-11-21T18:14:41.494995+00:00", "closed_by": "postgres", "outlet_id": 2, "tenant_id": 1, "amount_due": 0.00, "created_at": "2026-11-21T18:14:41.494386+00:00", "tax_amount": 0.00, "amount_paid": 0.00, "customer_id": null, "override_by": null, "close_reason": "gone", "completed_at": null, "completed_on": null, "payment_type": null, "total_amount": 0.00, "sale_discount": 0.00, "receipt_number": null, "cart_session_id": "7", "discount_amount": 0.00, "override_reason": null, "refunded_amount": 0.00, "manager_override": false}]
30	primeinv.record_payment(2, 15, 'CARD', request_id => 'm1')	[8]
31	primeinv.reverse_payment(9, 'bounced', request_id => 'm2')	[{"id": 2, "hold": "00:30:00", "type": "WHOLESALE", "actor": "postgres", "status": "PARTIAL", "db_role": "postgres", "due_date": "2026-12-22", "subtotal": 240.00, "closed_at": null, "closed_by": null, "outlet_id": 2, "tenant_id": 1, "amount_due": 273.00, "created_at": "2026-11-21T18:14:41.445737+00:00", "tax_amount": 48.00, "amount_paid": 15.00, "customer_id": 1, "override_by": null, "close_reason": null, "completed_at": "2026-11-21T18:14:41.445737+00:00", "completed_on": "2026-11-22", "payment_type": "CREDIT", "total_amount": 288.00, "sale_discount": 0.00, "receipt_number": "2-20261122-0001", "cart_session_id": "2", "discount_amount": 0.00, "override_reason": null, "refunded_amount": 0.00, "manager_override": false}]
32	primeinv.update_balance(1, 7.5, 'OPENING', request_id => 'm3')	[280.50]
33	primeinv.update_balance(1, 2.5, 'PAYMENT', request_id => 'm4')	[278.00]
34	primeinv.create_stock_take(1, 'shelf 1', '[{"variation_id": 2, "counted_quantity": 1990}]', request_id => 'c1')	[1]
35	primeinv.count_item(1, 3, 1985, request_id => 'c2')	[2]
36	primeinv.complete_stock_take(1, request_id => 'c3')	[10]
37	primeinv.reconcile_stock_take(1, request_id => 'c4')	[2]
38	primeinv.create_stock_take('{"outlet_id": 2, "request_id": "c5", "items": [{"variation_id": 3, "physical_count": 1999}]}')	[{"id": 2, "items": [{"id": 3, "counted": 1999, "expected": 1999.25, "variance": -0.25, "variation_id": 3}], "status": "completed", "outlet_id": 2}]
\.
SELECT pg_catalog.setval('primeinv.audit_log_id_seq', 74, true);
SELECT pg_catalog.setval('primeinv.batch_id_seq', 34, true);
SELECT pg_catalog.setval('primeinv.batch_rebuild_id_seq', 2, true);
SELECT pg_catalog.setval('primeinv.customer_entry_id_seq', 2, true);
SELECT pg_catalog.setval('primeinv.customer_id_seq', 2, true);
SELECT pg_catalog.setval('primeinv.outlet_day_id_seq', 3, true);
SELECT pg_catalog.setval('primeinv.outlet_id_seq', 3, true);
SELECT pg_catalog.setval('primeinv.outlet_variation_id_seq', 1, true);
SELECT pg_catalog.setval('primeinv.payment_id_seq', 10, true);
SELECT pg_catalog.setval('primeinv.product_id_seq', 8, true);
SELECT pg_catalog.setval('primeinv.receipt_counter_id_seq', 5, true);
SELECT pg_catalog.setval('primeinv.reconciliation_outlet_id_seq', 4, true);
SELECT pg_catalog.setval('primeinv.reconciliation_run_id_seq', 3, true);
SELECT pg_catalog.setval('primeinv.reconciliation_variance_id_seq', 1, true);
SELECT pg_catalog.setval('primeinv.refund_id_seq', 4, true);
SELECT pg_catalog.setval('primeinv.refund_item_id_seq', 4, true);
SELECT pg_catalog.setval('primeinv.request_id_seq', 38, true);
SELECT pg_catalog.setval('primeinv.sale_id_seq', 8, true);
SELECT pg_catalog.setval('primeinv.sale_item_id_seq', 11, true);
SELECT pg_catalog.setval('primeinv.stock_alert_id_seq', 1, true);
SELECT pg_catalog.setval('primeinv.stock_movement_id_seq', 59, true);
SELECT pg_catalog.setval('primeinv.stock_reservation_id_seq', 6, true);
SELECT pg_catalog.setval('primeinv.stock_take_id_seq', 4, true);
SELECT pg_catalog.setval('primeinv.stock_take_item_id_seq', 6, true);
SELECT pg_catalog.setval('primeinv.tenant_grant_id_seq', 3, true);
SELECT pg_catalog.setval('primeinv.tenant_id_seq', 2, true);
SELECT pg_catalog.setval('primeinv.variation_id_seq', 9, true);
SELECT pg_catalog.setval('primeinv.variation_unit_id_seq', 1, true);
SELECT pg_catalog.setval('public.answer_id_seq', 38, true);
GRANT USAGE ON SCHEMA primeinv TO shop_till;
GRANT USAGE ON SCHEMA primeinv TO shop_office;
GRANT ALL ON FUNCTION primeinv.add_sale_item(sale_id bigint, variation_id bigint, quantity numeric, unit_price numeric, discount_percentage numeric, tax_rate numeric, unit text, batch_id bigint, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.add_sale_item(sale_id bigint, variation_id bigint, quantity numeric, unit_price numeric, discount_percentage numeric, tax_rate numeric, unit text, batch_id bigint, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.add_stock(variation_id bigint, quantity numeric, outlet_id bigint, batch_number text, expiry_date date, cost_price numeric, movement_type text, reason text, reference_id text, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.add_stock(variation_id bigint, quantity numeric, outlet_id bigint, batch_number text, expiry_date date, cost_price numeric, movement_type text, reason text, reference_id text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.add_stock_bulk(outlet_id bigint, items jsonb, movement_type text, reason text, reference_id text, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.add_stock_bulk(outlet_id bigint, items jsonb, movement_type text, reason text, reference_id text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.adjust_stock(variation_id bigint, quantity numeric, outlet_id bigint, reason text, batch_id bigint, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.adjust_stock_bulk(outlet_id bigint, items jsonb, reason text, actor text, request_id text) TO shop_office;
GRANT SELECT ON TABLE primeinv.refund TO shop_till;
GRANT SELECT ON TABLE primeinv.refund TO shop_office;
GRANT ALL ON FUNCTION primeinv.approve_refund(refund_id bigint, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.require_period(start_date date, end_date date) TO shop_till;
GRANT ALL ON FUNCTION primeinv.require_period(start_date date, end_date date) TO shop_office;
GRANT ALL ON FUNCTION primeinv.require_place(outlet_id bigint, variation_id bigint, required integer) TO shop_till;
GRANT ALL ON FUNCTION primeinv.require_place(outlet_id bigint, variation_id bigint, required integer) TO shop_office;
GRANT SELECT ON TABLE primeinv.batch TO shop_till;
GRANT SELECT ON TABLE primeinv.batch TO shop_office;
GRANT SELECT ON TABLE primeinv.outlet TO shop_till;
GRANT SELECT ON TABLE primeinv.outlet TO shop_office;
GRANT INSERT(tenant_id),UPDATE(tenant_id) ON TABLE primeinv.outlet TO shop_till;
GRANT INSERT(tenant_id),UPDATE(tenant_id) ON TABLE primeinv.outlet TO shop_office;
GRANT INSERT(name),UPDATE(name) ON TABLE primeinv.outlet TO shop_till;
GRANT INSERT(name),UPDATE(name) ON TABLE primeinv.outlet TO shop_office;
GRANT INSERT(time_zone),UPDATE(time_zone) ON TABLE primeinv.outlet TO shop_till;
GRANT INSERT(time_zone),UPDATE(time_zone) ON TABLE primeinv.outlet TO shop_office;
GRANT INSERT(is_active),UPDATE(is_active) ON TABLE primeinv.outlet TO shop_till;
GRANT INSERT(is_active),UPDATE(is_active) ON TABLE primeinv.outlet TO shop_office;
GRANT INSERT(external_id),UPDATE(external_id) ON TABLE primeinv.outlet TO shop_till;
GRANT INSERT(external_id),UPDATE(external_id) ON TABLE primeinv.outlet TO shop_office;
GRANT INSERT(expiry_alert_days),UPDATE(expiry_alert_days) ON TABLE primeinv.outlet TO shop_till;
GRANT INSERT(expiry_alert_days),UPDATE(expiry_alert_days) ON TABLE primeinv.outlet TO shop_office;
GRANT SELECT ON TABLE primeinv.tenant TO shop_till;
GRANT SELECT ON TABLE primeinv.tenant TO shop_office;
GRANT SELECT ON TABLE primeinv.outlet_today TO shop_till;
GRANT SELECT ON TABLE primeinv.outlet_today TO shop_office;
GRANT SELECT ON TABLE primeinv.product TO shop_till;
GRANT SELECT ON TABLE primeinv.product TO shop_office;
GRANT INSERT(tenant_id),UPDATE(tenant_id) ON TABLE primeinv.product TO shop_till;
GRANT INSERT(tenant_id),UPDATE(tenant_id) ON TABLE primeinv.product TO shop_office;
GRANT INSERT(name),UPDATE(name) ON TABLE primeinv.product TO shop_till;
GRANT INSERT(name),UPDATE(name) ON TABLE primeinv.product TO shop_office;
GRANT INSERT(sku),UPDATE(sku) ON TABLE primeinv.product TO shop_till;
GRANT INSERT(sku),UPDATE(sku) ON TABLE primeinv.product TO shop_office;
GRANT INSERT(category),UPDATE(category) ON TABLE primeinv.product TO shop_till;
GRANT INSERT(category),UPDATE(category) ON TABLE primeinv.product TO shop_office;
GRANT INSERT(image),UPDATE(image) ON TABLE primeinv.product TO shop_till;
GRANT INSERT(image),UPDATE(image) ON TABLE primeinv.product TO shop_office;
GRANT INSERT(is_active),UPDATE(is_active) ON TABLE primeinv.product TO shop_till;
GRANT INSERT(is_active),UPDATE(is_active) ON TABLE primeinv.product TO shop_office;
GRANT INSERT(external_id),UPDATE(external_id) ON TABLE primeinv.product TO shop_till;
GRANT INSERT(external_id),UPDATE(external_id) ON TABLE primeinv.product TO shop_office;
GRANT SELECT ON TABLE primeinv.stock_movement TO shop_till;
GRANT SELECT ON TABLE primeinv.stock_movement TO shop_office;
GRANT SELECT ON TABLE primeinv.variation TO shop_till;
GRANT SELECT ON TABLE primeinv.variation TO shop_office;
GRANT INSERT(tenant_id),UPDATE(tenant_id) ON TABLE primeinv.variation TO shop_till;
GRANT INSERT(tenant_id),UPDATE(tenant_id) ON TABLE primeinv.variation TO shop_office;
GRANT INSERT(product_id),UPDATE(product_id) ON TABLE primeinv.variation TO shop_till;
GRANT INSERT(product_id),UPDATE(product_id) ON TABLE primeinv.variation TO shop_office;
GRANT INSERT(name),UPDATE(name) ON TABLE primeinv.variation TO shop_till;
GRANT INSERT(name),UPDATE(name) ON TABLE primeinv.variation TO shop_office;
GRANT INSERT(sku),UPDATE(sku) ON TABLE primeinv.variation TO shop_till;
GRANT INSERT(sku),UPDATE(sku) ON TABLE primeinv.variation TO shop_office;
GRANT INSERT(barcode),UPDATE(barcode) ON TABLE primeinv.variation TO shop_till;
GRANT INSERT(barcode),UPDATE(barcode) ON TABLE primeinv.variation TO shop_office;
GRANT INSERT(price),UPDATE(price) ON TABLE primeinv.variation TO shop_till;
GRANT INSERT(price),UPDATE(price) ON TABLE primeinv.variation TO shop_office;
GRANT INSERT(wholesale_price),UPDATE(wholesale_price) ON TABLE primeinv.variation TO shop_till;
GRANT INSERT(wholesale_price),UPDATE(wholesale_price) ON TABLE primeinv.variation TO shop_office;
GRANT INSERT(minimum_wholesale_quantity),UPDATE(minimum_wholesale_quantity) ON TABLE primeinv.variation TO shop_till;
GRANT INSERT(minimum_wholesale_quantity),UPDATE(minimum_wholesale_quantity) ON TABLE primeinv.variation TO shop_office;
GRANT INSERT(cost),UPDATE(cost) ON TABLE primeinv.variation TO shop_till;
GRANT INSERT(cost),UPDATE(cost) ON TABLE primeinv.variation TO shop_office;
GRANT INSERT(tax_rate),UPDATE(tax_rate) ON TABLE primeinv.variation TO shop_till;
GRANT INSERT(tax_rate),UPDATE(tax_rate) ON TABLE primeinv.variation TO shop_office;
GRANT INSERT(track_inventory),UPDATE(track_inventory) ON TABLE primeinv.variation TO shop_till;
GRANT INSERT(track_inventory),UPDATE(track_inventory) ON TABLE primeinv.variation TO shop_office;
GRANT INSERT(low_stock_threshold),UPDATE(low_stock_threshold) ON TABLE primeinv.variation TO shop_till;
GRANT INSERT(low_stock_threshold),UPDATE(low_stock_threshold) ON TABLE primeinv.variation TO shop_office;
GRANT INSERT(shelf_life_days),UPDATE(shelf_life_days) ON TABLE primeinv.variation TO shop_till;
GRANT INSERT(shelf_life_days),UPDATE(shelf_life_days) ON TABLE primeinv.variation TO shop_office;
GRANT INSERT(is_active),UPDATE(is_active) ON TABLE primeinv.variation TO shop_till;
GRANT INSERT(is_active),UPDATE(is_active) ON TABLE primeinv.variation TO shop_office;
GRANT INSERT(external_id),UPDATE(external_id) ON TABLE primeinv.variation TO shop_till;
GRANT INSERT(external_id),UPDATE(external_id) ON TABLE primeinv.variation TO shop_office;
GRANT ALL ON FUNCTION primeinv.audit_report(start_date date, end_date date, outlet_id bigint) TO shop_till;
GRANT ALL ON FUNCTION primeinv.audit_report(start_date date, end_date date, outlet_id bigint) TO shop_office;
GRANT ALL ON FUNCTION primeinv.audit_report_json(start_date date, end_date date, outlet_id bigint) TO shop_till;
GRANT ALL ON FUNCTION primeinv.audit_report_json(start_date date, end_date date, outlet_id bigint) TO shop_office;
GRANT ALL ON FUNCTION primeinv.average_cost_after(cost numeric, quantity numeric, balance_after numeric, unit_cost numeric) TO shop_till;
GRANT ALL ON FUNCTION primeinv.average_cost_after(cost numeric, quantity numeric, balance_after numeric, unit_cost numeric) TO shop_office;
GRANT ALL ON FUNCTION primeinv.average_cost(numeric, numeric, numeric) TO shop_till;
GRANT ALL ON FUNCTION primeinv.average_cost(numeric, numeric, numeric) TO shop_office;
GRANT ALL ON FUNCTION primeinv.batch_cost_as_of(batch_id bigint, at timestamp with time zone) TO shop_till;
GRANT ALL ON FUNCTION primeinv.batch_cost_as_of(batch_id bigint, at timestamp with time zone) TO shop_office;
GRANT ALL ON FUNCTION primeinv.expire_batches(outlet_id bigint, variation_id bigint, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.expire_batches(outlet_id bigint, variation_id bigint, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.run_reconcile(outlet_id bigint, fix boolean, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.run_reconcile(outlet_id bigint, fix boolean, actor text, request_id text) TO shop_office;
GRANT SELECT ON TABLE primeinv.outlet_day TO shop_till;
GRANT SELECT ON TABLE primeinv.outlet_day TO shop_office;
GRANT ALL ON FUNCTION primeinv.can_purchase(customer_id bigint, amount numeric, force boolean, OUT allowed boolean, OUT message text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.can_purchase(customer_id bigint, amount numeric, force boolean, OUT allowed boolean, OUT message text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.cancel_reservation(reservation_id bigint, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.cancel_reservation(reservation_id bigint, actor text, request_id text) TO shop_office;
GRANT SELECT ON TABLE primeinv.sale TO shop_till;
GRANT SELECT ON TABLE primeinv.sale TO shop_office;
GRANT ALL ON FUNCTION primeinv.cancel_sale(sale_id bigint, reason text, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.cancel_sale(sale_id bigint, reason text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.cancel_stock_take(stock_take_id bigint, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.cancel_stock_take(stock_take_id bigint, actor text, request_id text) TO shop_office;
GRANT SELECT ON TABLE primeinv.batch_rebuild TO shop_till;
GRANT SELECT ON TABLE primeinv.batch_rebuild TO shop_office;
GRANT SELECT ON TABLE primeinv.batch_ledger TO shop_till;
GRANT SELECT ON TABLE primeinv.batch_ledger TO shop_office;
GRANT SELECT ON TABLE primeinv.customer TO shop_till;
GRANT SELECT ON TABLE primeinv.customer TO shop_office;
GRANT INSERT(tenant_id),UPDATE(tenant_id) ON TABLE primeinv.customer TO shop_till;
GRANT INSERT(tenant_id),UPDATE(tenant_id) ON TABLE primeinv.customer TO shop_office;
GRANT INSERT(name),UPDATE(name) ON TABLE primeinv.customer TO shop_till;
GRANT INSERT(name),UPDATE(name) ON TABLE primeinv.customer TO shop_office;
GRANT INSERT(phone),UPDATE(phone) ON TABLE primeinv.customer TO shop_till;
GRANT INSERT(phone),UPDATE(phone) ON TABLE primeinv.customer TO shop_office;
GRANT INSERT(email),UPDATE(email) ON TABLE primeinv.customer TO shop_till;
GRANT INSERT(email),UPDATE(email) ON TABLE primeinv.customer TO shop_office;
GRANT INSERT(contact_person),UPDATE(contact_person) ON TABLE primeinv.customer TO shop_till;
GRANT INSERT(contact_person),UPDATE(contact_person) ON TABLE primeinv.customer TO shop_office;
GRANT INSERT(customer_type),UPDATE(customer_type) ON TABLE primeinv.customer TO shop_till;
GRANT INSERT(customer_type),UPDATE(customer_type) ON TABLE primeinv.customer TO shop_office;
GRANT INSERT(credit_limit),UPDATE(credit_limit) ON TABLE primeinv.customer TO shop_office;
GRANT INSERT(credit_terms_days),UPDATE(credit_terms_days) ON TABLE primeinv.customer TO shop_till;
GRANT INSERT(credit_terms_days),UPDATE(credit_terms_days) ON TABLE primeinv.customer TO shop_office;
GRANT INSERT(credit_blocked),UPDATE(credit_blocked) ON TABLE primeinv.customer TO shop_office;
GRANT INSERT(is_active),UPDATE(is_active) ON TABLE primeinv.customer TO shop_till;
GRANT INSERT(is_active),UPDATE(is_active) ON TABLE primeinv.customer TO shop_office;
GRANT INSERT(external_id),UPDATE(external_id) ON TABLE primeinv.customer TO shop_till;
GRANT INSERT(external_id),UPDATE(external_id) ON TABLE primeinv.customer TO shop_office;
GRANT SELECT ON TABLE primeinv.customer_entry TO shop_till;
GRANT SELECT ON TABLE primeinv.customer_entry TO shop_office;
GRANT SELECT ON TABLE primeinv.location_stock TO shop_till;
GRANT SELECT ON TABLE primeinv.location_stock TO shop_office;
GRANT SELECT ON TABLE primeinv.payment TO shop_till;
GRANT SELECT ON TABLE primeinv.payment TO shop_office;
GRANT SELECT ON TABLE primeinv.receipt_counter TO shop_till;
GRANT SELECT ON TABLE primeinv.receipt_counter TO shop_office;
GRANT SELECT ON TABLE primeinv.refund_item TO shop_till;
GRANT SELECT ON TABLE primeinv.refund_item TO shop_office;
GRANT SELECT ON TABLE primeinv.sale_item TO shop_till;
GRANT SELECT ON TABLE primeinv.sale_item TO shop_office;
GRANT SELECT ON TABLE primeinv.stock_reservation TO shop_till;
GRANT SELECT ON TABLE primeinv.stock_reservation TO shop_office;
GRANT ALL ON FUNCTION primeinv.check_promises() TO shop_till;
GRANT ALL ON FUNCTION primeinv.check_promises() TO shop_office;
GRANT ALL ON FUNCTION primeinv.checkout(outlet_id bigint, items jsonb, payments jsonb, customer_id bigint, type text, discount_amount numeric, manager_override boolean, override_reason text, override_by text, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.checkout(outlet_id bigint, items jsonb, payments jsonb, customer_id bigint, type text, discount_amount numeric, manager_override boolean, override_reason text, override_by text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.commit_cart(outlet_id bigint, cart_session_id text, reason text, reference_id text, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.commit_cart(outlet_id bigint, cart_session_id text, reason text, reference_id text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.commit_reservation(reservation_id bigint, reason text, reference_id text, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.commit_reservation(reservation_id bigint, reason text, reference_id text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.complete_sale(sale_id bigint, payments jsonb, manager_override boolean, override_reason text, override_by text, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.complete_sale(sale_id bigint, payments jsonb, manager_override boolean, override_reason text, override_by text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.complete_stock_take(stock_take_id bigint, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.complete_stock_take(stock_take_id bigint, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.count_item(stock_take_id bigint, variation_id bigint, counted_quantity numeric, batch_id bigint, notes text, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.count_item(stock_take_id bigint, variation_id bigint, counted_quantity numeric, batch_id bigint, notes text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.count_items(stock_take_id bigint, items jsonb, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.count_items(stock_take_id bigint, items jsonb, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.create_sale(outlet_id bigint, customer_id bigint, type text, cart_session_id text, hold interval, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.create_sale(outlet_id bigint, customer_id bigint, type text, cart_session_id text, hold interval, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.create_stock_take(request jsonb) TO shop_till;
GRANT ALL ON FUNCTION primeinv.create_stock_take(request jsonb) TO shop_office;
GRANT ALL ON FUNCTION primeinv.create_stock_take(request text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.create_stock_take(request text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.create_stock_take(outlet_id bigint, description text, items jsonb, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.create_stock_take(outlet_id bigint, description text, items jsonb, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.deduct_stock(request jsonb) TO shop_till;
GRANT ALL ON FUNCTION primeinv.deduct_stock(request jsonb) TO shop_office;
GRANT ALL ON FUNCTION primeinv.deduct_stock(variation_id bigint, quantity numeric, outlet_id bigint, movement_type text, reason text, reference_id text, batch_id bigint, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.deduct_stock(variation_id bigint, quantity numeric, outlet_id bigint, movement_type text, reason text, reference_id text, batch_id bigint, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.deduct_stock_bulk(outlet_id bigint, variation_ids bigint[], quantities numeric[], movement_type text, reason text, reference_id text, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.deduct_stock_bulk(outlet_id bigint, variation_ids bigint[], quantities numeric[], movement_type text, reason text, reference_id text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.get_available_stock(variation_id bigint, outlet_id bigint) TO shop_till;
GRANT ALL ON FUNCTION primeinv.get_available_stock(variation_id bigint, outlet_id bigint) TO shop_office;
GRANT ALL ON FUNCTION primeinv.require_quantity(quantity numeric) TO shop_till;
GRANT ALL ON FUNCTION primeinv.require_quantity(quantity numeric) TO shop_office;
GRANT ALL ON FUNCTION primeinv.explain_deduction(variation_id bigint, quantity numeric, outlet_id bigint) TO shop_till;
GRANT ALL ON FUNCTION primeinv.explain_deduction(variation_id bigint, quantity numeric, outlet_id bigint) TO shop_office;
GRANT ALL ON FUNCTION primeinv.extend_reservation(reservation_id bigint, expires_in interval, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.extend_reservation(reservation_id bigint, expires_in interval, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.find_variation(search text, max_rows integer) TO shop_till;
GRANT ALL ON FUNCTION primeinv.find_variation(search text, max_rows integer) TO shop_office;
GRANT ALL ON FUNCTION primeinv.require_days(days integer) TO shop_till;
GRANT ALL ON FUNCTION primeinv.require_days(days integer) TO shop_office;
GRANT ALL ON FUNCTION primeinv.get_expiring_soon(days integer, variation_id bigint, outlet_id bigint) TO shop_till;
GRANT ALL ON FUNCTION primeinv.get_expiring_soon(days integer, variation_id bigint, outlet_id bigint) TO shop_office;
GRANT ALL ON FUNCTION primeinv.get_fifo_batches(variation_id bigint, outlet_id bigint) TO shop_till;
GRANT ALL ON FUNCTION primeinv.get_fifo_batches(variation_id bigint, outlet_id bigint) TO shop_office;
GRANT ALL ON FUNCTION primeinv.get_overdue_balance(customer_id bigint) TO shop_till;
GRANT ALL ON FUNCTION primeinv.get_overdue_balance(customer_id bigint) TO shop_office;
GRANT ALL ON FUNCTION primeinv.log_event(tenant_id bigint, event_type text, sale_id bigint, customer_id bigint, event_data jsonb, description text, sale_item_id bigint, payment_id bigint, refund_id bigint, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.log_event(tenant_id bigint, event_type text, sale_id bigint, customer_id bigint, event_data jsonb, description text, sale_item_id bigint, payment_id bigint, refund_id bigint, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.process_refund(refund_id bigint, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.process_refund(refund_id bigint, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.rebuild_batches(outlet_id bigint, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.rebuild_location_stock(outlet_id bigint, actor text, request_id text) TO shop_office;
GRANT ALL ON PROCEDURE primeinv.reconcile(IN outlet_id bigint, IN fix boolean, IN actor text, IN request_id text) TO shop_till;
GRANT ALL ON PROCEDURE primeinv.reconcile(IN outlet_id bigint, IN fix boolean, IN actor text, IN request_id text) TO shop_office;
GRANT SELECT ON TABLE primeinv.stock_reconciliation TO shop_till;
GRANT SELECT ON TABLE primeinv.stock_reconciliation TO shop_office;
GRANT ALL ON FUNCTION primeinv.reconcile_all() TO shop_till;
GRANT ALL ON FUNCTION primeinv.reconcile_all() TO shop_office;
GRANT ALL ON FUNCTION primeinv.reconcile_outlet(outlet_id bigint) TO shop_till;
GRANT ALL ON FUNCTION primeinv.reconcile_outlet(outlet_id bigint) TO shop_office;
GRANT ALL ON FUNCTION primeinv.reconcile_stock(variation_id bigint, outlet_id bigint) TO shop_till;
GRANT ALL ON FUNCTION primeinv.reconcile_stock(variation_id bigint, outlet_id bigint) TO shop_office;
GRANT ALL ON FUNCTION primeinv.reconcile_stock_take(request jsonb) TO shop_office;
GRANT ALL ON FUNCTION primeinv.reconcile_stock_take(request text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.reconcile_stock_take(stock_take_id bigint, reasons jsonb, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.record_damage(variation_id bigint, quantity numeric, outlet_id bigint, reason text, batch_id bigint, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.record_damage(variation_id bigint, quantity numeric, outlet_id bigint, reason text, batch_id bigint, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.record_payment(sale_id bigint, amount numeric, method text, reference text, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.record_payment(sale_id bigint, amount numeric, method text, reference text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.refresh_alerts(outlet_id bigint, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.refresh_alerts(outlet_id bigint, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.refund_sale(sale_id bigint, items jsonb, reason text, disposition text, method text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.reject_refund(refund_id bigint, reason text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.release_cart(outlet_id bigint, cart_session_id text, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.release_cart(outlet_id bigint, cart_session_id text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.release_expired_reservations(max_rows integer, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.release_expired_reservations(max_rows integer, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.release_reservation(reservation_id bigint, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.release_reservation(reservation_id bigint, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.remove_sale_item(sale_item_id bigint, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.remove_sale_item(sale_item_id bigint, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.request_refund(sale_id bigint, items jsonb, reason text, disposition text, method text, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.request_refund(sale_id bigint, items jsonb, reason text, disposition text, method text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.require_batch(batch_id bigint) TO shop_till;
GRANT ALL ON FUNCTION primeinv.require_batch(batch_id bigint) TO shop_office;
GRANT ALL ON FUNCTION primeinv.require_instant(at timestamp with time zone) TO shop_till;
GRANT ALL ON FUNCTION primeinv.require_instant(at timestamp with time zone) TO shop_office;
GRANT ALL ON FUNCTION primeinv.reserve_stock(variation_id bigint, quantity numeric, outlet_id bigint, cart_session_id text, expires_in interval, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.reserve_stock(variation_id bigint, quantity numeric, outlet_id bigint, cart_session_id text, expires_in interval, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.return_to_supplier(batch_id bigint, quantity numeric, reason text, reference_id text, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.return_to_supplier(batch_id bigint, quantity numeric, reason text, reference_id text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.reverse_payment(payment_id bigint, reason text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.rights(OUT kind text, OUT name text, OUT level text, OUT rank integer) TO shop_till;
GRANT ALL ON FUNCTION primeinv.rights(OUT kind text, OUT name text, OUT level text, OUT rank integer) TO shop_office;
GRANT ALL ON FUNCTION primeinv.set_batch_status(batch_id bigint, status text, reason text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.set_stock_level(variation_id bigint, new_quantity numeric, outlet_id bigint, reason text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.stock_as_of(at timestamp with time zone, outlet_id bigint) TO shop_till;
GRANT ALL ON FUNCTION primeinv.stock_as_of(at timestamp with time zone, outlet_id bigint) TO shop_office;
GRANT ALL ON FUNCTION primeinv.to_base_units(variation_id bigint, quantity numeric, unit text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.to_base_units(variation_id bigint, quantity numeric, unit text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.trace_batch(batch_id bigint) TO shop_till;
GRANT ALL ON FUNCTION primeinv.trace_batch(batch_id bigint) TO shop_office;
GRANT ALL ON FUNCTION primeinv.transfer_stock(variation_id bigint, quantity numeric, from_outlet_id bigint, to_outlet_id bigint, reason text, reference_id text, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.transfer_stock(variation_id bigint, quantity numeric, from_outlet_id bigint, to_outlet_id bigint, reason text, reference_id text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.update_balance(customer_id bigint, amount numeric, type text, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.update_sale(sale_id bigint, customer_id bigint, type text, discount_amount numeric, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.update_sale(sale_id bigint, customer_id bigint, type text, discount_amount numeric, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.update_sale_item(sale_item_id bigint, quantity numeric, unit_price numeric, discount_percentage numeric, actor text, request_id text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.update_sale_item(sale_item_id bigint, quantity numeric, unit_price numeric, discount_percentage numeric, actor text, request_id text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.verify_ledger(outlet_id bigint) TO shop_till;
GRANT ALL ON FUNCTION primeinv.verify_ledger(outlet_id bigint) TO shop_office;
GRANT ALL ON FUNCTION primeinv.visible_tenants(min_level text) TO shop_till;
GRANT ALL ON FUNCTION primeinv.visible_tenants(min_level text) TO shop_office;
GRANT ALL ON FUNCTION primeinv.void_sale(sale_id bigint, reason text, actor text, request_id text) TO shop_office;
GRANT SELECT ON TABLE primeinv.audit_log TO shop_till;
GRANT SELECT ON TABLE primeinv.audit_log TO shop_office;
GRANT SELECT ON TABLE primeinv.batch_status TO shop_till;
GRANT SELECT ON TABLE primeinv.batch_status TO shop_office;
GRANT SELECT ON TABLE primeinv.cogs_by_batch TO shop_till;
GRANT SELECT ON TABLE primeinv.cogs_by_batch TO shop_office;
GRANT SELECT ON TABLE primeinv.stock_take TO shop_till;
GRANT SELECT ON TABLE primeinv.stock_take TO shop_office;
GRANT SELECT ON TABLE primeinv.stock_take_item TO shop_till;
GRANT SELECT ON TABLE primeinv.stock_take_item TO shop_office;
GRANT SELECT ON TABLE primeinv.count_accuracy TO shop_till;
GRANT SELECT ON TABLE primeinv.count_accuracy TO shop_office;
GRANT SELECT ON TABLE primeinv.customer_credit TO shop_till;
GRANT SELECT ON TABLE primeinv.customer_credit TO shop_office;
GRANT SELECT ON TABLE primeinv.daily_payments TO shop_till;
GRANT SELECT ON TABLE primeinv.daily_payments TO shop_office;
GRANT SELECT ON TABLE primeinv.daily_sales TO shop_till;
GRANT SELECT ON TABLE primeinv.daily_sales TO shop_office;
GRANT SELECT ON TABLE primeinv.expiry_waste TO shop_till;
GRANT SELECT ON TABLE primeinv.expiry_waste TO shop_office;
GRANT SELECT ON TABLE primeinv.outlet_variation TO shop_till;
GRANT SELECT ON TABLE primeinv.outlet_variation TO shop_office;
GRANT INSERT(tenant_id),UPDATE(tenant_id) ON TABLE primeinv.outlet_variation TO shop_till;
GRANT INSERT(tenant_id),UPDATE(tenant_id) ON TABLE primeinv.outlet_variation TO shop_office;
GRANT INSERT(outlet_id),UPDATE(outlet_id) ON TABLE primeinv.outlet_variation TO shop_till;
GRANT INSERT(outlet_id),UPDATE(outlet_id) ON TABLE primeinv.outlet_variation TO shop_office;
GRANT INSERT(variation_id),UPDATE(variation_id) ON TABLE primeinv.outlet_variation TO shop_till;
GRANT INSERT(variation_id),UPDATE(variation_id) ON TABLE primeinv.outlet_variation TO shop_office;
GRANT INSERT(low_stock_threshold),UPDATE(low_stock_threshold) ON TABLE primeinv.outlet_variation TO shop_till;
GRANT INSERT(low_stock_threshold),UPDATE(low_stock_threshold) ON TABLE primeinv.outlet_variation TO shop_office;
GRANT INSERT(maximum_stock),UPDATE(maximum_stock) ON TABLE primeinv.outlet_variation TO shop_till;
GRANT INSERT(maximum_stock),UPDATE(maximum_stock) ON TABLE primeinv.outlet_variation TO shop_office;
GRANT INSERT(price),UPDATE(price) ON TABLE primeinv.outlet_variation TO shop_till;
GRANT INSERT(price),UPDATE(price) ON TABLE primeinv.outlet_variation TO shop_office;
GRANT INSERT(external_id),UPDATE(external_id) ON TABLE primeinv.outlet_variation TO shop_till;
GRANT INSERT(external_id),UPDATE(external_id) ON TABLE primeinv.outlet_variation TO shop_office;
GRANT SELECT ON TABLE primeinv.stock_level TO shop_till;
GRANT SELECT ON TABLE primeinv.stock_level TO shop_office;
GRANT SELECT ON TABLE primeinv.low_stock TO shop_till;
GRANT SELECT ON TABLE primeinv.low_stock TO shop_office;
GRANT SELECT ON TABLE primeinv.movement_completeness TO shop_till;
GRANT SELECT ON TABLE primeinv.movement_completeness TO shop_office;
GRANT SELECT ON TABLE primeinv.reconciliation_outlet TO shop_till;
GRANT SELECT ON TABLE primeinv.reconciliation_outlet TO shop_office;
GRANT SELECT ON TABLE primeinv.reconciliation_run TO shop_till;
GRANT SELECT ON TABLE primeinv.reconciliation_run TO shop_office;
GRANT SELECT ON TABLE primeinv.reconciliation_variance TO shop_till;
GRANT SELECT ON TABLE primeinv.reconciliation_variance TO shop_office;
GRANT SELECT ON TABLE primeinv.outlet_reconciliation TO shop_till;
GRANT SELECT ON TABLE primeinv.outlet_reconciliation TO shop_office;
GRANT SELECT ON TABLE primeinv.request TO shop_till;
GRANT SELECT ON TABLE primeinv.request TO shop_office;
GRANT SELECT ON TABLE primeinv.sale_item_profit TO shop_till;
GRANT SELECT ON TABLE primeinv.sale_item_profit TO shop_office;
GRANT SELECT ON TABLE primeinv.stock_alert TO shop_till;
GRANT SELECT ON TABLE primeinv.stock_alert TO shop_office;
GRANT SELECT ON TABLE primeinv.stock_dashboard TO shop_till;
GRANT SELECT ON TABLE primeinv.stock_dashboard TO shop_office;
GRANT SELECT ON TABLE primeinv.stock_movement_history TO shop_till;
GRANT SELECT ON TABLE primeinv.stock_movement_history TO shop_office;
GRANT SELECT ON TABLE primeinv.stock_take_variance TO shop_till;
GRANT SELECT ON TABLE primeinv.stock_take_variance TO shop_office;
GRANT SELECT ON TABLE primeinv.stock_valuation TO shop_till;
GRANT SELECT ON TABLE primeinv.stock_valuation TO shop_office;
GRANT SELECT ON TABLE primeinv.tenant_grant TO shop_till;
GRANT SELECT ON TABLE primeinv.tenant_grant TO shop_office;
GRANT SELECT ON TABLE primeinv.variance_trend TO shop_till;
GRANT SELECT ON TABLE primeinv.variance_trend TO shop_office;
GRANT SELECT ON TABLE primeinv.variation_unit TO shop_till;
GRANT SELECT ON TABLE primeinv.variation_unit TO shop_office;
GRANT INSERT(tenant_id),UPDATE(tenant_id) ON TABLE primeinv.variation_unit TO shop_till;
GRANT INSERT(tenant_id),UPDATE(tenant_id) ON TABLE primeinv.variation_unit TO shop_office;
GRANT INSERT(variation_id),UPDATE(variation_id) ON TABLE primeinv.variation_unit TO shop_till;
GRANT INSERT(variation_id),UPDATE(variation_id) ON TABLE primeinv.variation_unit TO shop_office;
GRANT INSERT(unit),UPDATE(unit) ON TABLE primeinv.variation_unit TO shop_till;
GRANT INSERT(unit),UPDATE(unit) ON TABLE primeinv.variation_unit TO shop_office;
GRANT INSERT(numerator),UPDATE(numerator) ON TABLE primeinv.variation_unit TO shop_till;
GRANT INSERT(numerator),UPDATE(numerator) ON TABLE primeinv.variation_unit TO shop_office;
GRANT INSERT(denominator),UPDATE(denominator) ON TABLE primeinv.variation_unit TO shop_till;
GRANT INSERT(denominator),UPDATE(denominator) ON TABLE primeinv.variation_unit TO shop_office;
GRANT INSERT(barcode),UPDATE(barcode) ON TABLE primeinv.variation_unit TO shop_till;
GRANT INSERT(barcode),UPDATE(barcode) ON TABLE primeinv.variation_unit TO shop_office;
GRANT INSERT(price),UPDATE(price) ON TABLE primeinv.variation_unit TO shop_till;
GRANT INSERT(price),UPDATE(price) ON TABLE primeinv.variation_unit TO shop_office;
GRANT INSERT(wholesale_price),UPDATE(wholesale_price) ON TABLE primeinv.variation_unit TO shop_till;
GRANT INSERT(wholesale_price),UPDATE(wholesale_price) ON TABLE primeinv.variation_unit TO shop_office;
GRANT INSERT(external_id),UPDATE(external_id) ON TABLE primeinv.variation_unit TO shop_till;
GRANT INSERT(external_id),UPDATE(external_id) ON TABLE primeinv.variation_unit TO shop_office;
COPY primeinv.location_stock FROM stdin;
1	11	2	2	1960.250	1960.250	2026-11-22	0.000	2026-11-21 18:14:41.445692+00
1	10	3	2	1999.250	1999.250	2026-11-22	0.000	2026-11-21 18:14:41.453745+00
1	2	5	1	1997.250	1997.250	2026-11-21	0.000	2026-11-21 18:14:41.46507+00
1	6	1	1	493.250	493.250	2026-11-21	6.000	2026-11-21 18:14:41.484276+00
2	14	7	3	2000.250	2000.250	2026-11-21	0.000	2026-11-21 18:14:41.495405+00
1	5	2	1	1990.000	1990.000	2026-11-21	0.000	2026-11-21 18:14:41.510702+00
1	4	3	1	1985.000	1985.000	2026-11-21	6.000	2026-11-21 18:14:41.510702+00
2	13	8	3	2000.250	2000.250	2026-11-21	0.000	2026-11-21 18:14:41.344862+00
1	1	6	1	1990.250	1990.250	2026-11-21	0.000	2026-11-21 18:14:41.521767+00
1	7	6	2	2000.250	2000.250	2026-11-22	3.000	2026-11-21 18:14:41.533778+00
1	12	1	2	2007.750	2007.750	2026-11-22	0.000	2026-11-21 18:14:41.420032+00
1	8	5	2	400.000	400.000	2026-11-22	0.000	2026-11-21 18:14:41.42654+00
1	9	4	2	2000.250	1000.125	2026-11-22	0.000	2026-11-21 18:14:41.427634+00
1	3	4	1	2003.250	2003.250	2026-11-21	0.000	2026-11-21 18:14:41.427898+00
\.

-- Holds have as long to go as they had then.
UPDATE primeinv.stock_reservation SET expires_at = expires_at + (now() - (SELECT max(created_at) FROM primeinv.stock_reservation));
SELECT format('ALTER TABLE %s ENABLE %s TRIGGER %I', relation, how, name) FROM pg_temp.firing \gexec
