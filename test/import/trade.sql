-- The old system at work: what its helpers send to the database for each step, one statement after the other, as functions so that a
-- test can have both systems trade. Its habits are kept: today is UTC's, a movement has no sign, a correction downwards refers to
-- ADJ-..., what comes back goes into the batch that expires last, the location's total leaves out what has expired.

-- Brings location and product in step with the batches that can be sold.
CREATE FUNCTION old_sync(product bigint, outlet bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	sellable integer;
BEGIN
	SELECT COALESCE(sum(b.quantity), 0) INTO sellable FROM inventory_batch b
	WHERE b.product_id = product AND b.outlet_id = outlet AND b.expiry_date > (now() AT TIME ZONE 'UTC')::date AND b.quantity > 0;
	UPDATE inventory_locationstock SET quantity = sellable, updated_at = now() WHERE product_id = product AND outlet_id = outlet;
	IF NOT FOUND THEN
		INSERT INTO inventory_locationstock (tenant_id, outlet_id, product_id, quantity, updated_at)
		SELECT tenant_id, outlet, product, sellable, now() FROM outlets_outlet WHERE id = outlet;
	END IF;
	UPDATE products_product SET stock = sellable WHERE id = product;
END $$;

CREATE FUNCTION old_movement(batch bigint, type text, amount integer, why text, reference text) RETURNS void LANGUAGE sql AS $$
	INSERT INTO inventory_stockmovement (tenant_id, batch_id, product_id, outlet_id, user_id, movement_type, quantity, reason, reference_id, created_at)
	SELECT tenant_id, id, product_id, outlet_id, 1, type, amount, why, reference, now() FROM inventory_batch WHERE id = batch
$$;

-- Takes stock out, first expired first.
CREATE FUNCTION old_deduct(product bigint, outlet bigint, wanted integer, reference text, type text DEFAULT 'sale') RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	batch record;
	remaining integer := wanted;
	taken integer;
BEGIN
	FOR batch IN
		SELECT b.id, b.quantity FROM inventory_batch b
		WHERE b.product_id = product AND b.outlet_id = outlet AND b.expiry_date > (now() AT TIME ZONE 'UTC')::date AND b.quantity > 0
		ORDER BY b.expiry_date, b.created_at FOR UPDATE
	LOOP
		EXIT WHEN remaining <= 0;
		taken := least(batch.quantity, remaining);
		UPDATE inventory_batch SET quantity = quantity - taken, updated_at = now() WHERE id = batch.id;
		PERFORM old_movement(batch.id, type, taken, initcap(type) || ' ' || reference, reference);
		remaining := remaining - taken;
	END LOOP;
	IF remaining > 0 THEN
		RAISE 'Insufficient stock for product. Available: %, Requested: %', wanted - remaining, wanted;
	END IF;
	PERFORM old_sync(product, outlet);
END $$;

-- Receives into the batch of that number, or makes it; returns its id.
CREATE FUNCTION old_add(product bigint, outlet bigint, amount integer, number text, expiry date, cost numeric DEFAULT NULL, type text DEFAULT 'purchase',
	reference text DEFAULT '') RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	batch bigint;
BEGIN
	UPDATE inventory_batch b SET quantity = b.quantity + amount, cost_price = COALESCE(cost, b.cost_price), updated_at = now()
	WHERE b.product_id = product AND b.outlet_id = outlet AND b.batch_number = number RETURNING id INTO batch;
	IF NOT FOUND THEN
		INSERT INTO inventory_batch (tenant_id, outlet_id, product_id, batch_number, expiry_date, quantity, cost_price, created_at, updated_at)
		SELECT tenant_id, outlet, product, number, expiry, amount, cost, now(), now() FROM outlets_outlet WHERE id = outlet RETURNING id INTO batch;
	END IF;
	PERFORM old_movement(batch, type, amount, initcap(type) || ' - Batch ' || number, reference);
	PERFORM old_sync(product, outlet);
	RETURN batch;
END $$;

-- Brings what can be sold to a total: more goes into a batch ADJ-... that expires in a year, less leaves first expired first out.
CREATE FUNCTION old_adjust(product bigint, outlet bigint, total integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	today date := (now() AT TIME ZONE 'UTC')::date;
	number text := 'ADJ-' || to_char(today, 'YYYYMMDD') || '-' || product;
	difference integer;
BEGIN
	SELECT total - COALESCE(sum(b.quantity), 0) INTO difference FROM inventory_batch b
	WHERE b.product_id = product AND b.outlet_id = outlet AND b.expiry_date > today AND b.quantity > 0;
	IF difference > 0 THEN
		PERFORM old_add(product, outlet, difference, number, today + 365, NULL, 'adjustment');
	ELSIF difference < 0 THEN
		PERFORM old_deduct(product, outlet, -difference, number, 'adjustment');
	END IF;
END $$;

-- Takes goods back into the batch that expires last.
CREATE FUNCTION old_return(product bigint, outlet bigint, amount integer, reference text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	batch bigint;
BEGIN
	SELECT b.id INTO batch FROM inventory_batch b
	WHERE b.product_id = product AND b.outlet_id = outlet AND b.expiry_date > (now() AT TIME ZONE 'UTC')::date
	ORDER BY b.expiry_date DESC, b.id DESC LIMIT 1 FOR UPDATE;
	UPDATE inventory_batch SET quantity = quantity + amount, updated_at = now() WHERE id = batch;
	PERFORM old_movement(batch, 'return', amount, 'Refund', reference);
	PERFORM old_sync(product, outlet);
	RETURN batch;
END $$;

-- Sells one line, for cash or on credit; returns the sale's id.
CREATE FUNCTION old_sell(product bigint, outlet bigint, wanted integer, price numeric, customer bigint DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	sale bigint;
BEGIN
	INSERT INTO sales_sale (tenant_id, outlet_id, user_id, customer_id, receipt_number, subtotal, tax, discount, total, payment_method, status, due_date,
		amount_paid, payment_status, is_void, void_reason, notes, created_at, updated_at)
	SELECT tenant_id, outlet, 1, customer, 'R' || nextval('sales_sale_id_seq'), wanted * price, 0, 0, wanted * price, CASE WHEN customer IS NULL THEN 'cash' ELSE 'credit' END,
		CASE WHEN customer IS NULL THEN 'completed' ELSE 'pending' END, CASE WHEN customer IS NOT NULL THEN now() + interval '30 days' END,
		CASE WHEN customer IS NULL THEN wanted * price ELSE 0 END, CASE WHEN customer IS NULL THEN 'paid' ELSE 'unpaid' END, false, '', '', now(), now()
	FROM outlets_outlet WHERE id = outlet RETURNING id INTO sale;
	INSERT INTO sales_saleitem (sale_id, product_id, unit_id, product_name, unit_name, quantity, quantity_in_base_units, price, cost, discount, total, created_at)
	SELECT sale, product, NULL, name, 'piece', wanted, wanted, price, cost, 0, wanted * price, now() FROM products_product WHERE id = product;
	PERFORM old_deduct(product, outlet, wanted, sale::text);
	IF customer IS NOT NULL THEN
		UPDATE customers_customer SET outstanding_balance = outstanding_balance + wanted * price WHERE id = customer;
	END IF;
	RETURN sale;
END $$;

-- Somebody pays towards a sale on credit.
CREATE FUNCTION old_pay(sale bigint, amount numeric) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	UPDATE sales_sale SET amount_paid = amount_paid + amount, status = CASE WHEN amount_paid + amount >= total THEN 'completed' ELSE 'pending' END,
		payment_status = CASE WHEN amount_paid + amount >= total THEN 'paid' ELSE 'partially_paid' END, updated_at = now() WHERE id = sale;
	UPDATE customers_customer c SET outstanding_balance = c.outstanding_balance - amount FROM sales_sale s WHERE s.id = sale AND c.id = s.customer_id;
END $$;

-- Writes off what has expired; returns the number of batches.
CREATE FUNCTION old_expire(outlet bigint) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
	batch record;
	batches integer := 0;
BEGIN
	FOR batch IN SELECT * FROM inventory_batch b WHERE b.outlet_id = outlet AND b.expiry_date <= (now() AT TIME ZONE 'UTC')::date AND b.quantity > 0 ORDER BY id FOR UPDATE
	LOOP
		PERFORM old_movement(batch.id, 'expiry', batch.quantity, 'Batch expired on ' || batch.expiry_date, '');
		UPDATE inventory_batch SET quantity = 0, updated_at = now() WHERE id = batch.id;
		PERFORM old_sync(batch.product_id, batch.outlet_id);
		batches := batches + 1;
	END LOOP;
	RETURN batches;
END $$;
