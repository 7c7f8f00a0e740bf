-- The Z report of a till, which carries the head of the seals.

-- A payment that was reversed while the session was open counts off;
-- one that is reversed later does not change what was reported.
CREATE FUNCTION primeinv.till_report(till_session_id bigint)
RETURNS TABLE (method text, opening_float numeric, sales numeric, account_payments numeric, refunds numeric, reversed numeric,
	expected numeric, counted numeric, difference numeric, seals bigint, seal_head bytea)
LANGUAGE sql STABLE PARALLEL RESTRICTED ROWS 3
BEGIN ATOMIC
	SELECT m.method, round(m.opening_float, t.money_decimals), round(m.sales, t.money_decimals),
		round(m.account_payments, t.money_decimals), round(m.refunds, t.money_decimals), round(m.reversed, t.money_decimals),
		e.expected, m.counted, m.counted - e.expected, d.size, d.head
	FROM (SELECT primeinv.require_till(till_report.till_session_id) AS id OFFSET 0) asked
		JOIN primeinv.till_session s ON s.id = asked.id
		JOIN primeinv.tenant t ON t.id = s.tenant_id
		CROSS JOIN LATERAL (
			SELECT x.method, sum(x.opening_float) AS opening_float, sum(x.sales) AS sales, sum(x.account_payments) AS account_payments,
				sum(x.refunds) AS refunds, sum(x.reversed) AS reversed, sum(x.counted) AS counted
			FROM (
				SELECT 'CASH' AS method, s.opening_float, 0::numeric AS sales, 0::numeric AS account_payments, 0::numeric AS refunds,
					0::numeric AS reversed, NULL::numeric AS counted
				UNION ALL
				SELECT p.method, 0, greatest(p.amount, 0), 0, greatest(-p.amount, 0),
					CASE WHEN p.reversed_at <= COALESCE(s.closed_at, p.reversed_at) THEN p.amount ELSE 0 END, NULL
				FROM primeinv.payment p
				WHERE p.till_session_id = s.id
				UNION ALL
				SELECT e.method, 0, 0, -e.amount, 0, 0, NULL
				FROM primeinv.customer_entry e
				WHERE e.till_session_id = s.id AND e.method IS NOT NULL
				UNION ALL
				SELECT c.key, 0, 0, 0, 0, 0, c.value::numeric
				FROM jsonb_each_text(s.counted) AS c (key, value)
			) x
			GROUP BY x.method
		) m
		CROSS JOIN LATERAL (
			SELECT CASE WHEN m.method <> 'ACCOUNT' THEN
				round(m.opening_float + m.sales + m.account_payments - m.refunds - m.reversed, t.money_decimals) END AS expected
		) e
		LEFT JOIN LATERAL primeinv.ledger_digest(s.tenant_id) d ON true
	ORDER BY m.method <> 'CASH', m.method;
END;
COMMENT ON FUNCTION primeinv.till_report(bigint) IS
'The Z report of a till session, a row a method: opening_float, sales, account_payments (taken on a customer''s account), refunds (paid out), reversed (payments reversed while it was open), expected in the drawer (null for ACCOUNT, which is in no drawer), counted and the difference (null while the till is open or the method was not counted), and the number and head of the tenant''s seals, to be printed with it. P0002 no such session.';
