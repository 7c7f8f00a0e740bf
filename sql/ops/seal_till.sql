-- The Z report of a till, which carries the head of the seals.

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
			SELECT coalesce(k.method, c.key) AS method, coalesce(k.opening_float, 0) AS opening_float, coalesce(k.sales, 0) AS sales,
				coalesce(k.account_payments, 0) AS account_payments, coalesce(k.refunds, 0) AS refunds,
				coalesce(k.reversed, 0) AS reversed, coalesce(k.expected, 0) AS expected, c.value::numeric AS counted
			FROM (SELECT k.* FROM primeinv.till_takings k WHERE k.till_session_id = till_report.till_session_id) k
				FULL JOIN jsonb_each_text(s.counted) AS c (key, value) ON c.key = k.method
		) m
		CROSS JOIN LATERAL (
			SELECT CASE WHEN m.method <> 'ACCOUNT' THEN round(m.expected, t.money_decimals) END AS expected
		) e
		LEFT JOIN LATERAL primeinv.ledger_digest(s.tenant_id) d ON true
	ORDER BY m.method <> 'CASH', m.method;
END;
COMMENT ON FUNCTION primeinv.till_report(bigint) IS
'The Z report of a till session, a row a method: opening_float, sales, account_payments (taken on a customer''s account), refunds (paid out), reversed (payments reversed while it was open), expected in the drawer (null for ACCOUNT, which is in no drawer), counted and the difference (null while the till is open or the method was not counted), and the number and head of the tenant''s seals, to be printed with it. P0002 no such session.';
