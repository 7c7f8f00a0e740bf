-- Nothing is PUBLIC's; grant_tenant gives what a level may have.

REVOKE ALL ON ALL TABLES IN SCHEMA primeinv FROM PUBLIC;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA primeinv FROM PUBLIC;
REVOKE ALL ON ALL ROUTINES IN SCHEMA primeinv FROM PUBLIC;

-- A column of a table's row type would forbid to change that table.
REVOKE USAGE ON TYPE primeinv.tenant FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.outlet FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.product FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.variation FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.variation_unit FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.outlet_variation FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.customer FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.tenant_grant FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.request FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.audit_log FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.batch FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.location_stock FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.stock_movement FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.stock_reservation FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.sale FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.sale_item FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.refund FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.refund_item FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.payment FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.customer_entry FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.receipt_counter FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.stock_alert FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.batch_rebuild FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.reconciliation_run FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.reconciliation_outlet FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.reconciliation_variance FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.outlet_day FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.stock_take FROM PUBLIC;
REVOKE USAGE ON TYPE primeinv.stock_take_item FROM PUBLIC;
