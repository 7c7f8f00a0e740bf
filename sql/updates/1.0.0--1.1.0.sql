\echo Use "ALTER EXTENSION primeinv UPDATE" to load this file. \quit

-- From 1.0.0 to 1.1.0.

SET LOCAL search_path = pg_catalog, pg_temp;

-- In the order in which our functions take them: whoever has begun goes on to
-- the end, everybody else waits at the first that it needs and holds none that
-- we need.  Where two wait for each other after all, the other one is told so
-- before us, if it came later.
SET LOCAL deadlock_timeout = '5s';
LOCK TABLE primeinv.tenant_grant, primeinv.tenant, primeinv.outlet, primeinv.product, primeinv.variation, primeinv.request,
	primeinv.variation_unit, primeinv.outlet_variation, primeinv.sale, primeinv.sale_item, primeinv.refund, primeinv.refund_item,
	primeinv.stock_take, primeinv.stock_take_item, primeinv.location_stock, primeinv.stock_reservation, primeinv.batch,
	primeinv.stock_movement, primeinv.customer, primeinv.customer_entry, primeinv.payment, primeinv.receipt_counter, primeinv.audit_log,
	primeinv.stock_alert, primeinv.batch_rebuild, primeinv.reconciliation_run, primeinv.reconciliation_outlet,
	primeinv.reconciliation_variance, primeinv.outlet_day;

-- What the new version would refuse, and a restore of its dump, too.
CREATE FUNCTION primeinv.refuse_update(rows text) RETURNS void
LANGUAGE c STRICT AS 'MODULE_PATHNAME', 'primeinv_refuse_update';
SELECT primeinv.refuse_update(string_agg(w.line, E'\n' ORDER BY w.line))
FROM (
	SELECT format('%s %s%s: %s', b.kind, array_to_string((array_agg(b.id ORDER BY b.id))[1:20], ', '),
		CASE WHEN count(*) > 20 THEN format(' and %s more', count(*) - 20) END, b.rule) AS line
	FROM (
		SELECT 'outlet' AS kind, o.id, 'the time zone must be a name of pg_timezone_names that is no abbreviation' AS rule
		FROM primeinv.outlet o
		WHERE NOT EXISTS (SELECT FROM pg_timezone_names z WHERE z.name = o.time_zone)
			OR o.time_zone NOT IN ('UTC', 'UCT', 'GMT', 'Zulu')
				AND EXISTS (SELECT FROM pg_timezone_abbrevs a WHERE upper(a.abbrev) = upper(o.time_zone))
		UNION ALL
		SELECT 'variation_unit', u.id, 'the barcode must be no variation''s'
		FROM primeinv.variation_unit u
		JOIN primeinv.variation v ON v.tenant_id = u.tenant_id AND v.barcode = u.barcode
		WHERE u.barcode <> ''
		UNION ALL
-- (broken)
	) b (kind, id, rule)
	GROUP BY b.kind, b.rule
) w;
DROP FUNCTION primeinv.refuse_update(text);

-- (drop)

ALTER TABLE primeinv.tenant_grant DROP CONSTRAINT tenant_grant_tenant_id_role_name_key;

-- (alter)

-- Results are arrays of texts still, which the library knows (request.c).  A
-- retry has the arguments that a function has now, where they are not null.
ALTER TABLE primeinv.request
	ALTER result TYPE jsonb USING to_jsonb(result),
	ALTER arguments TYPE jsonb USING CASE function WHEN 'count_item' THEN '{"add": false}' ELSE '{}'::jsonb END || arguments;

-- What is known of when a row was made is better than when it got the column.
ALTER TABLE primeinv.batch ALTER created_at TYPE timestamptz USING received_at;

-- All that was found was applied.
UPDATE primeinv.stock_take_item i
SET applied_quantity = CASE WHEN v.track_inventory THEN i.difference ELSE 0 END
FROM primeinv.stock_take t, primeinv.variation v
WHERE t.id = i.stock_take_id AND t.status = 'reconciled' AND v.id = i.variation_id;

-- (make)

-- Roles may do what is new.
SELECT primeinv.refresh_grants();
