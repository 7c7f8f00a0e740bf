-- Customers: who may buy on credit, what they owe, and what is logged of them.

CREATE FUNCTION primeinv.fit_credit() RETURNS trigger
LANGUAGE c AS 'MODULE_PATHNAME', 'primeinv_fit_credit';
COMMENT ON FUNCTION primeinv.fit_credit() IS 'Trigger: writes a customer''s money with the tenant''s decimals; more of them are refused (22023).';

CREATE TRIGGER primeinv_fit_credit BEFORE INSERT OR UPDATE OF credit_limit ON primeinv.customer
FOR EACH ROW EXECUTE FUNCTION primeinv.fit_credit();

CREATE FUNCTION primeinv.audit_customer() RETURNS trigger
LANGUAGE c AS 'MODULE_PATHNAME', 'primeinv_audit_customer';
COMMENT ON FUNCTION primeinv.audit_customer() IS 'Trigger: writes customer.created, customer.updated (the names of the columns), customer.deleted and, for a balance written past the functions, credit.adjusted. Silent while row_security is off.';

CREATE TRIGGER primeinv_audit_insert AFTER INSERT ON primeinv.customer
REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION primeinv.audit_customer();
CREATE TRIGGER primeinv_audit_update AFTER UPDATE ON primeinv.customer
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION primeinv.audit_customer();
CREATE TRIGGER primeinv_audit_delete AFTER DELETE ON primeinv.customer
REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION primeinv.audit_customer();

CREATE FUNCTION primeinv.can_purchase(customer_id bigint, amount numeric, force boolean DEFAULT false,
	OUT allowed boolean, OUT message text)
LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_can_purchase';
COMMENT ON FUNCTION primeinv.can_purchase(bigint, numeric, boolean) IS
'Whether the customer may buy for so much more on credit, and why not: inactive, blocked, over the limit, overdue. force overrides all but inactive. P0002 no such customer.';

CREATE FUNCTION primeinv.get_overdue_balance(customer_id bigint) RETURNS numeric
LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_get_overdue_balance';
COMMENT ON FUNCTION primeinv.get_overdue_balance(bigint) IS
'What is due on sales whose due date is before the outlet''s today, but no more than the customer''s balance. P0002 no such customer.';

CREATE FUNCTION primeinv.update_balance(customer_id bigint, amount numeric, type text,
	actor text DEFAULT NULL, request_id text DEFAULT NULL) RETURNS numeric
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_update_balance';
COMMENT ON FUNCTION primeinv.update_balance(bigint, numeric, text, text, text) IS
'Moves a customer''s balance other than by a sale and returns the new one. OPENING and ADJUSTMENT add a signed amount; PAYMENT, positive, pays the oldest due sales first (method ACCOUNT), and what is left over is credit in hand. P0002 no such customer, 22023 bad argument.';

-- What each customer owes, for whoever calls them up.
CREATE VIEW primeinv.customer_credit WITH (security_invoker = true) AS
SELECT c.tenant_id, c.id AS customer_id, c.name, c.customer_type, c.is_active, c.credit_blocked,
	c.credit_limit, c.outstanding_balance AS balance,
	CASE WHEN c.credit_limit IS NOT NULL
		THEN round(greatest(c.credit_limit - c.outstanding_balance, 0), t.money_decimals) END AS credit_left,
	round(coalesce(d.due, 0), t.money_decimals) AS due_on_sales,
	round(least(coalesce(d.overdue, 0), greatest(c.outstanding_balance, 0)), t.money_decimals) AS overdue,
	d.oldest_due
FROM primeinv.customer c
JOIN primeinv.tenant t ON t.id = c.tenant_id
LEFT JOIN LATERAL (
	SELECT sum(s.amount_due) AS due,
		sum(s.amount_due) FILTER (WHERE s.due_date < (statement_timestamp() AT TIME ZONE o.time_zone)::date) AS overdue,
		min(s.due_date) AS oldest_due
	FROM primeinv.sale s
	JOIN primeinv.outlet o ON o.id = s.outlet_id
	WHERE s.customer_id = c.id AND (s.status = 'PENDING' OR s.status = 'PARTIAL')
) d ON true;

COMMENT ON VIEW primeinv.customer_credit IS 'Limit, balance and what is overdue of each customer, in the tenant''s currency.';
COMMENT ON COLUMN primeinv.customer_credit.tenant_id IS 'The tenant.';
COMMENT ON COLUMN primeinv.customer_credit.customer_id IS 'The customer.';
COMMENT ON COLUMN primeinv.customer_credit.name IS 'The customer''s name.';
COMMENT ON COLUMN primeinv.customer_credit.customer_type IS 'RETAIL or WHOLESALE.';
COMMENT ON COLUMN primeinv.customer_credit.is_active IS 'Whether the customer may buy on credit at all.';
COMMENT ON COLUMN primeinv.customer_credit.credit_blocked IS 'Whether credit is blocked.';
COMMENT ON COLUMN primeinv.customer_credit.credit_limit IS 'Most that may be due at once; null: no limit.';
COMMENT ON COLUMN primeinv.customer_credit.balance IS 'What is due on sales plus the customer''s entries; negative: credit in hand.';
COMMENT ON COLUMN primeinv.customer_credit.credit_left IS 'How much more the limit allows; null: no limit.';
COMMENT ON COLUMN primeinv.customer_credit.due_on_sales IS 'What is due on the customer''s sales.';
COMMENT ON COLUMN primeinv.customer_credit.overdue IS 'What of it should have been paid by now, as get_overdue_balance().';
COMMENT ON COLUMN primeinv.customer_credit.oldest_due IS 'The earliest due date of a sale with something due.';
