-- The receipt of a sale, as data and as a till prints it.

CREATE FUNCTION primeinv.receipt(sale_id bigint) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT r.receipt
	FROM (SELECT primeinv.require_sale(receipt.sale_id) AS id OFFSET 0) asked
		CROSS JOIN LATERAL (
			SELECT jsonb_build_object(
				'seller', jsonb_build_object('tenant', t.name, 'outlet', o.name, 'outlet_id', o.id, 'time_zone', o.time_zone),
				'sale_id', s.id, 'receipt_number', s.receipt_number, 'type', s.type, 'status', s.status, 'cashier', s.actor,
				'currency', t.currency, 'prices_include_tax', t.prices_include_tax,
				'created_at', s.created_at, 'completed_at', s.completed_at, 'day', s.completed_on,
				'local_time', to_char(COALESCE(s.completed_at, s.created_at) AT TIME ZONE o.time_zone, 'YYYY-MM-DD HH24:MI:SS'),
				'customer', (
					SELECT jsonb_build_object('id', c.id, 'name', c.name, 'contact_person', c.contact_person, 'phone', c.phone, 'email', c.email)
					FROM primeinv.customer c
					WHERE c.id = s.customer_id),
				'items', COALESCE((
					SELECT jsonb_agg(jsonb_build_object('sale_item_id', i.id, 'variation_id', i.variation_id, 'name', i.product_name, 'sku', i.product_sku,
						'quantity', trim_scale(i.quantity), 'unit', i.unit, 'unit_price', m.unit_price, 'discount', round(i.discount_amount, t.money_decimals),
						'tax_rate', trim_scale(i.tax_rate), 'tax', round(i.tax_amount, t.money_decimals), 'total', round(i.total_price, t.money_decimals),
						'subtotal', round(i.subtotal, t.money_decimals)) ORDER BY i.id)
					FROM primeinv.sale_item i
						CROSS JOIN LATERAL (SELECT CASE WHEN scale(trim_scale(i.unit_price)) > t.money_decimals
							THEN trim_scale(i.unit_price) ELSE round(i.unit_price, t.money_decimals) END AS unit_price) m
					WHERE i.sale_id = s.id), '[]'),
				'subtotal', round(s.subtotal, t.money_decimals), 'discount', round(s.discount_amount, t.money_decimals),
				'tax', round(s.tax_amount, t.money_decimals), 'total', round(s.total_amount, t.money_decimals),
				'tax_by_rate', COALESCE((
					SELECT jsonb_agg(jsonb_build_object('rate', trim_scale(x.tax_rate), 'net', round(x.gross - x.tax, t.money_decimals),
						'tax', round(x.tax, t.money_decimals), 'gross', round(x.gross, t.money_decimals)) ORDER BY x.tax_rate)
					FROM (
						SELECT i.tax_rate, sum(i.tax_amount) AS tax, sum(i.total_price) AS gross
						FROM primeinv.sale_item i
						WHERE i.sale_id = s.id
						GROUP BY i.tax_rate
					) x), '[]'),
				'payments', COALESCE((
					SELECT jsonb_agg(jsonb_build_object('payment_id', p.id, 'method', p.method, 'amount', round(p.amount, t.money_decimals),
						'tendered', round(p.tendered, t.money_decimals), 'change', round(p.change_given, t.money_decimals), 'reference', p.reference, 'status', p.status,
						'local_time', to_char(p.created_at AT TIME ZONE o.time_zone, 'YYYY-MM-DD HH24:MI:SS')) ORDER BY p.id)
					FROM primeinv.payment p
					WHERE p.sale_id = s.id AND p.amount > 0), '[]'),
				'refunds', COALESCE((
					SELECT jsonb_agg(jsonb_build_object('refund_id', f.id, 'amount', round(f.amount, t.money_decimals), 'reason', f.reason,
						'local_time', to_char(f.processed_at AT TIME ZONE z.time_zone, 'YYYY-MM-DD HH24:MI:SS'), 'outlet', z.name, 'outlet_id', z.id,
						'items', (
							SELECT jsonb_agg(jsonb_build_object('sale_item_id', x.sale_item_id, 'name', i.product_name, 'quantity', trim_scale(x.quantity),
								'unit', x.unit, 'amount', round(x.amount, t.money_decimals)) ORDER BY x.id)
							FROM primeinv.refund_item x JOIN primeinv.sale_item i ON i.id = x.sale_item_id
							WHERE x.refund_id = f.id)) ORDER BY f.id)
					FROM primeinv.refund f JOIN primeinv.outlet z ON z.id = COALESCE(f.outlet_id, s.outlet_id)
					WHERE f.sale_id = s.id AND f.status = 'PROCESSED'), '[]'),
				'payouts', COALESCE((
					SELECT jsonb_agg(jsonb_build_object('payment_id', p.id, 'refund_id', p.refund_id, 'method', p.method, 'amount', round(-p.amount, t.money_decimals), 'status', p.status,
						'local_time', to_char(p.created_at AT TIME ZONE z.time_zone, 'YYYY-MM-DD HH24:MI:SS'), 'outlet', z.name, 'outlet_id', z.id) ORDER BY p.id)
					FROM primeinv.payment p JOIN primeinv.outlet z ON z.id = COALESCE(p.outlet_id, s.outlet_id)
					WHERE p.sale_id = s.id AND p.amount < 0), '[]'),
				'paid', round(s.amount_paid, t.money_decimals), 'refunded', round(s.refunded_amount, t.money_decimals),
				'due', CASE WHEN s.completed_at IS NULL THEN round(0.0, t.money_decimals) ELSE round(s.amount_due, t.money_decimals) END,
				'due_date', CASE WHEN s.amount_due > 0 THEN s.due_date END,
				'closed_reason', s.close_reason) AS receipt
			FROM primeinv.sale s
				JOIN primeinv.tenant t ON t.id = s.tenant_id
				JOIN primeinv.outlet o ON o.id = s.outlet_id
			WHERE s.id = asked.id
			OFFSET 0) r;
END;
COMMENT ON FUNCTION primeinv.receipt(bigint) IS
'The receipt of a sale as it stands now, as one object: seller (tenant, outlet), receipt_number (null: a draft), times (instants, and local_time by the outlet''s clock), customer (null: a walk-in), items (name, sku, quantity, unit, unit_price, discount, tax_rate, tax, total, subtotal), subtotal, discount, tax, total, tax_by_rate (rate, net, tax, gross), payments (method, amount, tendered, change, status), refunds with their items and the outlet that took them back, payouts with the outlet that paid, paid, refunded, due, due_date. Amounts have the tenant''s decimals; those of items are as the sale charged them, discount is the line''s own and its share of the sale''s. P0002 no such sale, 22023 no id.';

-- A line of the receipt: left and right, at least a blank between them.  What
-- is too long on the left goes on lines of its own, broken at blanks where there
-- are any.
CREATE FUNCTION primeinv.receipt_row(left_text text, right_text text, width integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE
			WHEN length(l.txt) + length(r.txt) < receipt_row.width THEN l.txt || repeat(' ', LEAST(receipt_row.width, 200) - length(l.txt) - length(r.txt)) || r.txt
			WHEN r.txt = '' THEN l.lines
			ELSE l.lines || E'\n' || lpad(r.txt, LEAST(receipt_row.width, 200))
		END
	FROM (
			SELECT t.txt, CASE WHEN length(t.txt) <= receipt_row.width THEN t.txt ELSE (
				SELECT string_agg(l.part[1], E'\n' ORDER BY l.n)
				FROM regexp_matches(t.txt, format('(\S.{0,%s}\S(?=\s|$)|\S{1,%s})', receipt_row.width - 2, receipt_row.width), 'g') WITH ORDINALITY AS l (part, n)) END AS lines
			FROM (SELECT regexp_replace(COALESCE(receipt_row.left_text, ''), '[[:cntrl:]]+', ' ', 'g') AS txt) t
		) l,
		(SELECT left(regexp_replace(COALESCE(receipt_row.right_text, ''), '[[:cntrl:]]+', ' ', 'g'), receipt_row.width) AS txt) r;
END;
COMMENT ON FUNCTION primeinv.receipt_row(text, text, integer) IS
'A row of a printed receipt, so many characters wide: one text at the left, one at the right; control characters become blanks.';

CREATE FUNCTION primeinv.receipt_centred(line text, width integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT primeinv.receipt_row(repeat(' ', LEAST(GREATEST(receipt_centred.width - length(receipt_centred.line), 0), 200) / 2) || receipt_centred.line, '', receipt_centred.width);
END;
COMMENT ON FUNCTION primeinv.receipt_centred(text, integer) IS 'A row of a printed receipt with a text in its middle.';

-- Printed from receipt() alone, so that the two cannot differ.
CREATE FUNCTION primeinv.receipt_text(sale_id bigint, width integer DEFAULT 42) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH asked AS MATERIALIZED (
		SELECT primeinv.require_between('width', receipt_text.width, 24, 200)::integer AS width, primeinv.receipt(receipt_text.sale_id) AS r
	), row AS (
		SELECT 10 AS part, 0 AS line, 0 AS row, primeinv.receipt_centred(r -> 'seller' ->> 'tenant', width) AS txt FROM asked
		UNION ALL
		SELECT 11, 0, 0, primeinv.receipt_centred(r -> 'seller' ->> 'outlet', width) FROM asked
		UNION ALL
		SELECT 12, 0, 0, '' FROM asked
		UNION ALL
		SELECT 13, 0, 0, primeinv.receipt_row(COALESCE('Receipt ' || (r ->> 'receipt_number'), 'Not a receipt: ' || (r ->> 'status')), '', width) FROM asked
		UNION ALL
		SELECT 14, 0, 0, primeinv.receipt_row(left(r ->> 'local_time', 16), r ->> 'cashier', width) FROM asked
		UNION ALL
		SELECT 15, 0, 0, primeinv.receipt_row('Customer: ' || (r -> 'customer' ->> 'name'), '', width) FROM asked WHERE r -> 'customer' ->> 'name' IS NOT NULL
		UNION ALL
		SELECT 16, 0, 0, primeinv.receipt_centred(format('*** %s ***', r ->> 'status'), width) FROM asked WHERE r ->> 'receipt_number' IS NOT NULL AND r ->> 'status' IN ('VOIDED', 'CANCELLED', 'REFUNDED')
		UNION ALL
		SELECT 19, 0, 0, repeat('-', width) FROM asked
		UNION ALL
		SELECT 20, i.line::integer, 0, primeinv.receipt_row(i.item ->> 'name', '', width)
		FROM asked, jsonb_array_elements(r -> 'items') WITH ORDINALITY AS i (item, line)
		UNION ALL
		SELECT 20, i.line::integer, 1, primeinv.receipt_row(concat('  ', i.item ->> 'quantity', ' ' || (i.item ->> 'unit'), ' x ', i.item ->> 'unit_price'), i.item ->> 'subtotal', width)
		FROM asked, jsonb_array_elements(r -> 'items') WITH ORDINALITY AS i (item, line)
		UNION ALL
		SELECT 20, i.line::integer, 2, primeinv.receipt_row('  Discount', '-' || (i.item ->> 'discount'), width)
		FROM asked, jsonb_array_elements(r -> 'items') WITH ORDINALITY AS i (item, line)
		WHERE (i.item ->> 'discount')::numeric <> 0
		UNION ALL
		SELECT 30, 0, 0, repeat('-', width) FROM asked
		UNION ALL
		SELECT 31, 0, 0, primeinv.receipt_row('Subtotal', r ->> 'subtotal', width) FROM asked WHERE r ->> 'subtotal' <> r ->> 'total'
		UNION ALL
		SELECT 32, 0, 0, primeinv.receipt_row('Discount', '-' || (r ->> 'discount'), width) FROM asked WHERE (r ->> 'discount')::numeric <> 0
		UNION ALL
		SELECT 33, x.line::integer, 0, primeinv.receipt_row(format('Tax %s%% on %s', x.tax ->> 'rate', x.tax ->> 'net'), x.tax ->> 'tax', width)
		FROM asked, jsonb_array_elements(r -> 'tax_by_rate') WITH ORDINALITY AS x (tax, line)
		WHERE NOT (r ->> 'prices_include_tax')::boolean AND (x.tax ->> 'tax')::numeric <> 0
		UNION ALL
		SELECT 34, 0, 0, primeinv.receipt_row('TOTAL' || COALESCE(' ' || NULLIF(r ->> 'currency', 'XXX'), ''), r ->> 'total', width) FROM asked
		UNION ALL
		SELECT 35, x.line::integer, 0, primeinv.receipt_row(format('  with tax %s%% on %s', x.tax ->> 'rate', x.tax ->> 'net'), x.tax ->> 'tax', width)
		FROM asked, jsonb_array_elements(r -> 'tax_by_rate') WITH ORDINALITY AS x (tax, line)
		WHERE (r ->> 'prices_include_tax')::boolean AND (x.tax ->> 'tax')::numeric <> 0
		UNION ALL
		SELECT 40, p.line::integer, 0, primeinv.receipt_row(concat(p.payment ->> 'method', ' ' || (p.payment ->> 'reference')), COALESCE(p.payment ->> 'tendered', p.payment ->> 'amount'), width)
		FROM asked, jsonb_array_elements(r -> 'payments') WITH ORDINALITY AS p (payment, line)
		UNION ALL
		SELECT 40, p.line::integer, 1, primeinv.receipt_row('  Change', p.payment ->> 'change', width)
		FROM asked, jsonb_array_elements(r -> 'payments') WITH ORDINALITY AS p (payment, line)
		WHERE (p.payment ->> 'change')::numeric <> 0
		UNION ALL
		SELECT 40, p.line::integer, 2, primeinv.receipt_row('  Reversed', '-' || (p.payment ->> 'amount'), width)
		FROM asked, jsonb_array_elements(r -> 'payments') WITH ORDINALITY AS p (payment, line)
		WHERE p.payment ->> 'status' = 'REVERSED'
		UNION ALL
		SELECT 50, f.line::integer, 0, primeinv.receipt_row(concat('Refund ', left(f.refund ->> 'local_time', 10),
			CASE WHEN f.refund -> 'outlet_id' <> r -> 'seller' -> 'outlet_id' THEN ' at ' || (f.refund ->> 'outlet') END), '-' || (f.refund ->> 'amount'), width)
		FROM asked, jsonb_array_elements(r -> 'refunds') WITH ORDINALITY AS f (refund, line)
		UNION ALL
		SELECT 50, f.line::integer, i.line::integer, primeinv.receipt_row(concat('  ', i.item ->> 'quantity', ' ' || (i.item ->> 'unit'), ' ', i.item ->> 'name'), '', width)
		FROM asked, jsonb_array_elements(r -> 'refunds') WITH ORDINALITY AS f (refund, line), jsonb_array_elements(f.refund -> 'items') WITH ORDINALITY AS i (item, line)
		UNION ALL
		SELECT 51, p.line::integer, 0, primeinv.receipt_row('Paid out ' || (p.payment ->> 'method'), '-' || (p.payment ->> 'amount'), width)
		FROM asked, jsonb_array_elements(r -> 'payouts') WITH ORDINALITY AS p (payment, line)
		WHERE p.payment ->> 'status' = 'COMPLETED'
		UNION ALL
		SELECT 60, 0, 0, primeinv.receipt_row(concat('DUE', ' by ' || (r ->> 'due_date')), r ->> 'due', width) FROM asked WHERE (r ->> 'due')::numeric <> 0
	)
	SELECT string_agg(rtrim(txt), E'\n' ORDER BY part, line, row) FROM row;
END;
COMMENT ON FUNCTION primeinv.receipt_text(bigint, integer) IS
'The receipt of a sale for a receipt printer, width characters wide (24 to 200): seller, number, the outlet''s time, cashier, customer, items with their discounts, total, tax by rate, payments with tendered and change, refunds and payouts, what is due; lines end in newlines. A draft says that it is not a receipt. P0002 no such sale, 22023 width out of range.';
