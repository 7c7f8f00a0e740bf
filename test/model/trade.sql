-- Random sales, at the till and by a cart, and what comes back of them anywhere: held against amounts that are worked out here in
-- plain SQL, from docs/sales.md alone. Four tenants: tax on top or contained, rounded a line or on the invoice.
CREATE TABLE model.shop (tenant_id bigint, outlets bigint[], included boolean, on_invoice boolean, decimals int);
CREATE TABLE model.line (n int, variation bigint, unit text, ratio numeric, quantity numeric, given numeric, percent numeric, rate numeric, list numeric);
CREATE TABLE model.part (n int, k int, place int, variation bigint, quantity numeric, unit text, base numeric, price numeric, rule text, percent numeric, rate numeric,
	subtotal numeric, share numeric, discount numeric, tax numeric, total numeric);

INSERT INTO primeinv.tenant (name, prices_include_tax, tax_rounding, money_decimals)
VALUES ('Trade', false, 'line', 2), ('Trade', true, 'line', 0), ('Trade', false, 'invoice', 2), ('Trade', true, 'invoice', 3);
INSERT INTO model.shop SELECT id, NULL, prices_include_tax, tax_rounding = 'invoice', money_decimals FROM primeinv.tenant WHERE name = 'Trade';
INSERT INTO primeinv.outlet (tenant_id, name) SELECT tenant_id, name FROM model.shop, (VALUES ('One'), ('Two')) o (name);
UPDATE model.shop s SET outlets = (SELECT array_agg(id ORDER BY id) FROM primeinv.outlet WHERE tenant_id = s.tenant_id);
INSERT INTO primeinv.product (tenant_id, name) SELECT tenant_id, 'Goods' FROM model.shop;
INSERT INTO primeinv.variation (tenant_id, product_id, name, price, tax_rate, cost)
SELECT tenant_id, product.id, v.name, v.price, v.rate, 1 FROM primeinv.product JOIN model.shop USING (tenant_id), (VALUES ('a', 9.99, 7.7), ('b', 0.35, 19), ('c', 12.4567, 7.7)) v (name, price, rate)
WHERE product.name = 'Goods';
INSERT INTO primeinv.variation_unit (tenant_id, variation_id, unit, numerator, price)
SELECT v.tenant_id, v.id, 'case', 6, CASE v.name WHEN 'a' THEN 55 END FROM primeinv.variation v JOIN model.shop USING (tenant_id);

-- A basket of one to six lines of goods that are there.
CREATE FUNCTION model.fill(shop model.shop, outlet bigint) RETURNS void LANGUAGE sql AS $$
	DELETE FROM model.line;
	INSERT INTO model.line
	SELECT n, v.id, CASE WHEN u THEN 'case' END, CASE WHEN u THEN 6 ELSE 1 END, CASE WHEN u THEN 1 ELSE model.one_of('1', '2', '5', '0.125', '7')::numeric END,
		CASE WHEN random() < 0.15 THEN round(random()::numeric * 20, 4) END, model.one_of('0', '0', '10', '33.3333')::numeric,
		CASE WHEN random() < 0.2 THEN 0 ELSE v.tax_rate END, CASE WHEN u THEN COALESCE(w.price, round(v.price * 6, 4)) ELSE v.price END
	FROM generate_series(1, 1 + floor(random() * 6)::int) AS n,
		LATERAL (SELECT v.*, random() < 0.2 + n * 0 AS u FROM primeinv.variation v WHERE tenant_id = shop.tenant_id ORDER BY random() + n * 0 LIMIT 1) v
		JOIN primeinv.variation_unit w ON w.variation_id = v.id
$$;

-- What each line comes from: first expired first, the lines in their order; a price that is given is one part.
CREATE FUNCTION model.split(outlet bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	l record; b record; wanted numeric; taken numeric; part numeric; spot int := (SELECT count(*) FROM model.line); whole boolean;
BEGIN
	DELETE FROM model.part;
	CREATE TEMP TABLE shelf ON COMMIT DROP AS SELECT id, variation_id, quantity AS rest, price, row_number() OVER (ORDER BY expiry_date, received_at, id) AS turn
		FROM primeinv.batch WHERE outlet_id = outlet AND quantity > 0 AND status = 'available' AND (expiry_date > current_date OR expiry_date IS NULL);
	FOR l IN SELECT * FROM model.line ORDER BY n LOOP
		wanted := l.quantity * l.ratio;
		FOR b IN SELECT * FROM shelf WHERE variation_id = l.variation ORDER BY turn LOOP
			taken := least(wanted, b.rest);
			CONTINUE WHEN taken = 0;
			UPDATE shelf SET rest = rest - taken WHERE id = b.id;
			wanted := wanted - taken;
			UPDATE model.part SET base = base + taken WHERE n = l.n AND (l.given IS NOT NULL OR price IS NOT DISTINCT FROM b.price);
			IF NOT FOUND THEN
				INSERT INTO model.part (n, k, variation, base, price, percent, rate)
				VALUES (l.n, (SELECT count(*) FROM model.part p WHERE p.n = l.n), l.variation, taken, CASE WHEN l.given IS NULL THEN b.price END, l.percent, l.rate);
			END IF;
		END LOOP;
		IF wanted > 0 THEN RAISE EXCEPTION 'the shelf is empty'; END IF;
		whole := (SELECT count(*) = 1 FROM model.part p WHERE p.n = l.n);
		-- the batch's price times the unit, or the line's own; a case that is broken is sold in pieces
		UPDATE model.part p SET rule = CASE WHEN p.price IS NOT NULL THEN 'batch' END,
			unit = CASE WHEN whole OR p.base % l.ratio = 0 THEN l.unit END,
			quantity = CASE WHEN whole OR p.base % l.ratio = 0 THEN p.base / l.ratio ELSE p.base END,
			price = round(COALESCE(p.price * CASE WHEN whole OR p.base % l.ratio = 0 THEN l.ratio ELSE 1 END,
				COALESCE(l.given, l.list) / CASE WHEN whole OR p.base % l.ratio = 0 THEN 1 ELSE l.ratio END), 4)
		WHERE p.n = l.n;
	END LOOP;
	DROP TABLE shelf;
	UPDATE model.part p SET place = o.place FROM (SELECT n, k, row_number() OVER (ORDER BY (k > 0), n, k) AS place FROM model.part) o WHERE o.n = p.n AND o.k = p.k;
END $$;

-- Discounts, taxes and totals of the parts; what rounding leaves of a discount goes to the largest, and on.
CREATE FUNCTION model.charge(shop model.shop, discount numeric) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	p record; net numeric; left_over numeric; give numeric;
BEGIN
	UPDATE model.part SET subtotal = round(quantity * price, shop.decimals);
	UPDATE model.part SET discount = round(subtotal * percent / 100, shop.decimals), share = 0;
	net := (SELECT sum(part.subtotal - part.discount) FROM model.part);
	IF discount > 0 AND net > 0 THEN
		UPDATE model.part x SET share = round(charge.discount * (x.subtotal - x.discount) / net, shop.decimals);
		left_over := discount - (SELECT sum(share) FROM model.part);
		FOR p IN SELECT * FROM model.part x ORDER BY x.subtotal - x.discount DESC, x.place LOOP
			give := least(greatest(p.share + left_over, 0), p.subtotal - p.discount) - p.share;
			UPDATE model.part x SET share = share + give WHERE x.place = p.place;
			left_over := left_over - give;
		END LOOP;
		UPDATE model.part x SET discount = x.discount + x.share;
	END IF;
	UPDATE model.part x SET tax = t.tax
	FROM (SELECT q.place, CASE WHEN shop.on_invoice THEN round(f.factor * sum(q.subtotal - q.discount) OVER w, shop.decimals)
				- round(f.factor * (sum(q.subtotal - q.discount) OVER w - (q.subtotal - q.discount)), shop.decimals)
			ELSE round(f.factor * (q.subtotal - q.discount), shop.decimals) END AS tax
		FROM model.part q, LATERAL (SELECT CASE WHEN shop.included THEN q.rate / (100 + q.rate) ELSE q.rate / 100 END AS factor) f
		WINDOW w AS (PARTITION BY q.rate ORDER BY q.place)) t
	WHERE t.place = x.place;
	UPDATE model.part SET total = subtotal - part.discount + CASE WHEN shop.included THEN 0 ELSE tax END;
END $$;

CREATE FUNCTION model.differ(what text, ours jsonb, twin jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF ours IS DISTINCT FROM twin THEN RAISE EXCEPTION '% is % and should be %', what, ours, twin; END IF;
END $$;

-- One sale, by a checkout or a cart, paid by card to the last unit of what the twin says; some of them come back.
CREATE FUNCTION model.sell(shop model.shop, turn int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	outlet bigint := shop.outlets[1 + turn % 2];
	discount numeric; total numeric; sold bigint; l record; cart boolean := random() < 0.4; r record; back record; given_back numeric;
BEGIN
	-- deliveries, and prices of batches that come and go
	PERFORM primeinv.add_stock(v.id, model.one_of('3', '8', '2.5', '60')::numeric, outlet, expiry_date => current_date + model.one_of('1', '5', '9', '30')::int)
	FROM primeinv.variation v WHERE v.tenant_id = shop.tenant_id AND (random() < 0.5 OR primeinv.get_available_stock(v.id, outlet) < 50);
	PERFORM primeinv.add_stock(v.id, 60, outlet) FROM primeinv.variation v WHERE v.tenant_id = shop.tenant_id AND primeinv.get_available_stock(v.id, outlet) < 50;
	PERFORM primeinv.set_batch_price(b.id, model.one_of('0.3', '4.4444', '7', '0', NULL)::numeric, 'turn') FROM primeinv.batch b WHERE b.outlet_id = outlet AND is_open AND random() < 0.2;
	PERFORM model.fill(shop, outlet);
	PERFORM model.split(outlet);
	discount := round((SELECT sum(quantity * price) FROM model.part) * model.one_of('0', '0', '0.1', '0.37')::numeric, shop.decimals);
	PERFORM model.charge(shop, 0);
	discount := least(discount, (SELECT sum(subtotal - p.discount) FROM model.part p));
	PERFORM model.charge(shop, discount);
	total := (SELECT sum(part.total) FROM model.part);
	IF cart THEN
		sold := primeinv.create_sale(outlet);
		FOR l IN SELECT * FROM model.line ORDER BY n LOOP
			PERFORM primeinv.add_sale_item(sold, l.variation, l.quantity, l.given, l.percent, l.rate, l.unit);
		END LOOP;
		PERFORM primeinv.update_sale(sold, discount_amount => discount);
		PERFORM model.differ('a cart of seed ' || turn, (SELECT to_jsonb(total_amount) FROM primeinv.sale WHERE id = sold), to_jsonb(total));
		PERFORM primeinv.complete_sale(sold, CASE WHEN total > 0 THEN jsonb_build_array(jsonb_build_object('method', 'CARD', 'amount', total)) END);
	ELSE
		sold := (primeinv.checkout(outlet, (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('variation_id', variation, 'quantity', quantity, 'unit', unit, 'unit_price', given,
			'discount_percentage', percent, 'tax_rate', rate)) ORDER BY n) FROM model.line), CASE WHEN total > 0 THEN jsonb_build_array(jsonb_build_object('method', 'CARD', 'amount', total)) END,
			discount_amount => discount)).id;
	END IF;
	PERFORM model.differ('sale ' || sold, (SELECT jsonb_agg(jsonb_build_array(variation_id, quantity, COALESCE(unit, ''), base_quantity, unit_price, price_rule = 'batch', subtotal, discount_amount, tax_amount, total_price) ORDER BY id)
		FROM primeinv.sale_item WHERE sale_id = sold),
		(SELECT jsonb_agg(jsonb_build_array(variation, quantity, COALESCE(unit, ''), base, price, rule IS NOT NULL, subtotal, p.discount, tax, p.total) ORDER BY place) FROM model.part p));
	PERFORM model.differ('the receipt of ' || sold, (SELECT jsonb_agg(jsonb_build_array(x -> 'rate', x -> 'tax', x -> 'gross') ORDER BY x -> 'rate') FROM jsonb_array_elements(primeinv.receipt(sold) -> 'tax_by_rate') x),
		(SELECT jsonb_agg(jsonb_build_array(rate, tax, gross) ORDER BY rate) FROM (SELECT trim_scale(rate) AS rate, CASE WHEN shop.on_invoice THEN round(sum(subtotal - p.discount)
			* CASE WHEN shop.included THEN rate / (100 + rate) ELSE rate / 100 END, shop.decimals) ELSE sum(tax) END AS tax, sum(p.total) AS gross FROM model.part p GROUP BY rate) x));
	INSERT INTO model.played VALUES (CASE WHEN cart THEN 'a cart' ELSE 'a checkout' END, (SELECT count(*) FILTER (WHERE k > 0) || ' lines split off' FROM model.part));
	-- it comes back in pieces, here or at the other outlet
	WHILE random() < 0.6 LOOP
		SELECT i.id, i.total_price, i.tax_amount, i.base_quantity, x.base AS gone, x.amount, x.tax,
			CASE WHEN random() < 0.4 THEN i.base_quantity - x.base ELSE least(i.base_quantity - x.base, round((i.base_quantity * random())::numeric, 3) + 0.001) END AS part
		INTO back FROM primeinv.sale_item i, LATERAL (SELECT COALESCE(sum(base_quantity), 0) AS base, COALESCE(sum(amount), 0) AS amount, COALESCE(sum(tax_amount), 0) AS tax
			FROM primeinv.refund_item WHERE sale_item_id = i.id) x
		WHERE i.sale_id = sold AND i.base_quantity > x.base ORDER BY random() LIMIT 1;
		EXIT WHEN back IS NULL;
		SELECT x.* INTO r FROM primeinv.return_items(shop.outlets[1 + (random() < 0.5)::int], sold, jsonb_build_array(jsonb_build_object('sale_item_id', back.id, 'quantity', back.part, 'unit', 'base')), 'back',
			model.one_of('restock', 'restock', 'quarantine', 'destroy')) x;
		given_back := CASE WHEN back.gone + back.part = back.base_quantity THEN back.total_price - back.amount
			ELSE least(round(back.total_price * back.part / back.base_quantity, shop.decimals), back.total_price - back.amount) END;
		PERFORM model.differ('a refund of sale ' || sold, to_jsonb(r.amount), to_jsonb(given_back));
		INSERT INTO model.played VALUES ('return_items', CASE WHEN r.outlet_id IS NULL THEN 'at the same outlet' ELSE 'at the other outlet' END);
	END LOOP;
END $$;

-- So many sales, and then what all of them come to: lines, days, taxes, money.
CREATE FUNCTION model.trade(sales int, seed int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	s model.shop; n int; d record;
BEGIN
	PERFORM setseed((seed % 100003)::float / 100003);
	FOR n IN 1 .. sales LOOP
		SELECT * INTO s FROM model.shop ORDER BY tenant_id OFFSET n % 4 LIMIT 1;
		PERFORM model.sell(s, n);
	END LOOP;
	FOR s IN SELECT * FROM model.shop LOOP
		PERFORM model.differ('the days of tenant ' || s.tenant_id,
			(SELECT jsonb_build_array(sum(gross), sum(discount), sum(tax), sum(refunds), sum(net)) FROM primeinv.daily_sales WHERE tenant_id = s.tenant_id),
			(SELECT jsonb_build_array(sum(i.subtotal), sum(i.discount_amount), sum(i.tax_amount), sum(r.amount), sum(i.total_price) - sum(r.amount))
				FROM primeinv.sale_item i, LATERAL (SELECT COALESCE(sum(amount), 0) AS amount FROM primeinv.refund_item WHERE sale_item_id = i.id) r WHERE i.tenant_id = s.tenant_id));
		PERFORM model.differ('the money of tenant ' || s.tenant_id,
			(SELECT jsonb_agg(jsonb_build_array(outlet_id, amount) ORDER BY outlet_id) FROM (SELECT outlet_id, sum(amount) AS amount FROM primeinv.daily_payments WHERE tenant_id = s.tenant_id GROUP BY 1) x),
			(SELECT jsonb_agg(jsonb_build_array(outlet_id, amount) ORDER BY outlet_id) FROM (SELECT outlet_id, sum(net) AS amount FROM primeinv.daily_sales WHERE tenant_id = s.tenant_id GROUP BY 1) x));
		IF EXISTS (SELECT FROM primeinv.sale_item i JOIN primeinv.sale x ON x.id = i.sale_id, LATERAL (SELECT sum(amount) AS amount, sum(tax_amount) AS tax FROM primeinv.refund_item WHERE sale_item_id = i.id) r
				WHERE x.tenant_id = s.tenant_id AND x.status = 'REFUNDED' AND (r.amount, r.tax) IS DISTINCT FROM (i.total_price, i.tax_amount)) THEN
			RAISE EXCEPTION 'a sale that came back wholly was not given back wholly';
		END IF;
	END LOOP;
END $$;
