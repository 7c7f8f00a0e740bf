-- An application's own events in the audit log.

CREATE FUNCTION primeinv.log_event(tenant_id bigint, event_type text, sale_id bigint DEFAULT NULL,
	customer_id bigint DEFAULT NULL, event_data jsonb DEFAULT NULL, description text DEFAULT NULL,
	sale_item_id bigint DEFAULT NULL, payment_id bigint DEFAULT NULL, refund_id bigint DEFAULT NULL,
	actor text DEFAULT NULL, request_id text DEFAULT NULL) RETURNS bigint
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_log_event';
COMMENT ON FUNCTION primeinv.log_event(bigint, text, bigint, bigint, jsonb, text, bigint, bigint, bigint, text, text) IS
'Writes an application''s own event and returns its id. Event types that primeinv writes itself are refused (22023); P0002 a record that is not the tenant''s.';
