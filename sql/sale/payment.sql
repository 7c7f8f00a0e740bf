-- Payments: money that comes in for sales, or is paid out.

CREATE FUNCTION primeinv.record_payment(sale_id bigint, amount numeric, method text, reference text DEFAULT NULL,
	actor text DEFAULT NULL, request_id text DEFAULT NULL) RETURNS bigint
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_record_payment';
COMMENT ON FUNCTION primeinv.record_payment(bigint, numeric, text, text, text, text) IS
'Takes a later payment for a sale with something due and returns its id; status and balance follow. CASH may exceed what is due: the rest is change. P0002 no such sale, 55000 a draft or taken back, 22023 bad argument or overpaid.';

CREATE FUNCTION primeinv.reverse_payment(payment_id bigint, reason text,
	actor text DEFAULT NULL, request_id text DEFAULT NULL) RETURNS primeinv.sale
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_reverse_payment';
COMMENT ON FUNCTION primeinv.reverse_payment(bigint, text, text, text) IS
'Undoes a payment that bounced or was a slip of the key: it stays, as REVERSED, and is due again; returns the sale. P0002 no such payment, 55000 reversed already, a payout, or paid out since, 22023 no reason.';
