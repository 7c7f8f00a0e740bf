-- Refunds and voids: goods and money that go back.

CREATE FUNCTION primeinv.request_refund(sale_id bigint, items jsonb, reason text, disposition text DEFAULT 'restock',
	method text DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL) RETURNS bigint
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_request_refund';
COMMENT ON FUNCTION primeinv.request_refund(bigint, jsonb, text, text, text, text, text) IS
'Asks to take back lines of a sale and returns the refund''s id. Items: sale_item_id, quantity, unit (the line''s unless given; "base": the base unit). Disposition restock, quarantine or destroy; method null: paid out as it was paid. 22023 no reason or more than is left, 55000 not given out or taken back, P0002 no such sale or line.';

CREATE FUNCTION primeinv.approve_refund(refund_id bigint, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS primeinv.refund
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_approve_refund';
COMMENT ON FUNCTION primeinv.approve_refund(bigint, text, text) IS
'Lets a requested refund be processed; returns its row. 55000 if it is not REQUESTED, P0002 no such refund.';

CREATE FUNCTION primeinv.reject_refund(refund_id bigint, reason text, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS primeinv.refund
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_reject_refund';
COMMENT ON FUNCTION primeinv.reject_refund(bigint, text, text, text) IS
'Turns a refund down that is not processed yet; returns its row. 55000 if it is processed or rejected, 22023 no reason, P0002 no such refund.';

CREATE FUNCTION primeinv.process_refund(refund_id bigint, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS primeinv.refund
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_process_refund';
COMMENT ON FUNCTION primeinv.process_refund(bigint, text, text) IS
'Takes the goods of an approved refund back into their batches, lowers what is due and pays the rest out; returns the refund''s row. 55000 if it is not APPROVED or the sale was taken back, 22023 if less is left by now, P0002 no such refund.';

CREATE FUNCTION primeinv.refund_sale(sale_id bigint, items jsonb DEFAULT NULL, reason text DEFAULT NULL,
	disposition text DEFAULT 'restock', method text DEFAULT NULL, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS primeinv.refund
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_refund_sale';
COMMENT ON FUNCTION primeinv.refund_sale(bigint, jsonb, text, text, text, text, text) IS
'Requests, approves and processes a refund at once; returns its row. items as for request_refund; null: everything left. A reason is required. Errors as those of the steps.';

CREATE FUNCTION primeinv.void_sale(sale_id bigint, reason text, actor text DEFAULT NULL, request_id text DEFAULT NULL)
RETURNS primeinv.sale
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_void_sale';
COMMENT ON FUNCTION primeinv.void_sale(bigint, text, text, text) IS
'Puts everything not yet refunded back into the batches that it came from, at their cost, and the money back; returns the sale, VOIDED. 55000 a draft, or refunded, cancelled or voided already; 22023 no reason; P0002 no such sale.';
