-- Whose rows a role sees and writes: those of its tenants.
-- The tables' owner and superusers pass by.  Every table has a policy; one
-- without shows nothing to anyone else.

ALTER TABLE primeinv.tenant ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.tenant FOR SELECT
	USING (primeinv.sees_tenant(id, 'reader'));
ALTER TABLE primeinv.outlet ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.outlet FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.product ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.product FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.variation ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.variation FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.variation_unit ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.variation_unit FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.price_change ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.price_change FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.outlet_variation ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.outlet_variation FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.customer ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.customer FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.tenant_grant ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.tenant_grant FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.till_session ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.till_session FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.ledger_seal ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.ledger_seal FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
-- Of no tenant: nobody's but the owner's.
ALTER TABLE primeinv.shard ENABLE ROW LEVEL SECURITY;
ALTER TABLE primeinv.seal_mark ENABLE ROW LEVEL SECURITY;
ALTER TABLE primeinv.seal_gap ENABLE ROW LEVEL SECURITY;
ALTER TABLE primeinv.job_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE primeinv.seal_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE primeinv.import_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE primeinv.import_refusal ENABLE ROW LEVEL SECURITY;
ALTER TABLE primeinv.past_movement ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.past_movement FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.past_sale ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.past_sale FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.request ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.request FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.audit_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.audit_log FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.batch ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.batch FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.location_stock ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.location_stock FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.stock_movement ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.stock_movement FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.stock_reservation ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.stock_reservation FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.sale ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.sale FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.sale_item ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.sale_item FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.refund ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.refund FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.refund_item ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.refund_item FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.payment ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.payment FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.customer_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.customer_entry FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.receipt_counter ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.receipt_counter FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.stock_alert ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.stock_alert FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.batch_rebuild ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.batch_rebuild FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.reconciliation_run ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.reconciliation_run FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.reconciliation_outlet ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.reconciliation_outlet FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.reconciliation_variance ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.reconciliation_variance FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.outlet_day ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.outlet_day FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.stock_take ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.stock_take FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));
ALTER TABLE primeinv.stock_take_item ENABLE ROW LEVEL SECURITY;
CREATE POLICY primeinv_read ON primeinv.stock_take_item FOR SELECT
	USING (primeinv.sees_tenant(tenant_id, 'reader'));

-- The catalogue is written with SQL.
CREATE POLICY primeinv_insert ON primeinv.outlet FOR INSERT
	WITH CHECK (primeinv.sees_tenant(tenant_id, 'app'));
CREATE POLICY primeinv_update ON primeinv.outlet FOR UPDATE
	USING (primeinv.sees_tenant(tenant_id, 'app'))
	WITH CHECK (primeinv.sees_tenant(tenant_id, 'app'));
CREATE POLICY primeinv_delete ON primeinv.outlet FOR DELETE
	USING (primeinv.sees_tenant(tenant_id, 'app'));
CREATE POLICY primeinv_insert ON primeinv.product FOR INSERT
	WITH CHECK (primeinv.sees_tenant(tenant_id, 'app'));
CREATE POLICY primeinv_update ON primeinv.product FOR UPDATE
	USING (primeinv.sees_tenant(tenant_id, 'app'))
	WITH CHECK (primeinv.sees_tenant(tenant_id, 'app'));
CREATE POLICY primeinv_delete ON primeinv.product FOR DELETE
	USING (primeinv.sees_tenant(tenant_id, 'app'));
CREATE POLICY primeinv_insert ON primeinv.variation FOR INSERT
	WITH CHECK (primeinv.sees_tenant(tenant_id, 'app'));
CREATE POLICY primeinv_update ON primeinv.variation FOR UPDATE
	USING (primeinv.sees_tenant(tenant_id, 'app'))
	WITH CHECK (primeinv.sees_tenant(tenant_id, 'app'));
CREATE POLICY primeinv_delete ON primeinv.variation FOR DELETE
	USING (primeinv.sees_tenant(tenant_id, 'app'));
CREATE POLICY primeinv_insert ON primeinv.customer FOR INSERT
	WITH CHECK (primeinv.sees_tenant(tenant_id, 'app'));
CREATE POLICY primeinv_update ON primeinv.customer FOR UPDATE
	USING (primeinv.sees_tenant(tenant_id, 'app'))
	WITH CHECK (primeinv.sees_tenant(tenant_id, 'app'));
CREATE POLICY primeinv_delete ON primeinv.customer FOR DELETE
	USING (primeinv.sees_tenant(tenant_id, 'app'));

-- Uniqueness here does not begin with the tenant.  What the row refers to is
-- asked before the unique index is, or its error would tell whether another
-- tenant has such a row.
CREATE POLICY primeinv_insert ON primeinv.variation_unit FOR INSERT
	WITH CHECK (primeinv.sees_tenant(tenant_id, 'app')
		AND EXISTS (SELECT FROM primeinv.variation v WHERE v.id = variation_unit.variation_id
			AND v.tenant_id = variation_unit.tenant_id));
CREATE POLICY primeinv_update ON primeinv.variation_unit FOR UPDATE
	USING (primeinv.sees_tenant(tenant_id, 'app'))
	WITH CHECK (primeinv.sees_tenant(tenant_id, 'app')
		AND EXISTS (SELECT FROM primeinv.variation v WHERE v.id = variation_unit.variation_id
			AND v.tenant_id = variation_unit.tenant_id));
CREATE POLICY primeinv_delete ON primeinv.variation_unit FOR DELETE
	USING (primeinv.sees_tenant(tenant_id, 'app'));
CREATE POLICY primeinv_insert ON primeinv.outlet_variation FOR INSERT
	WITH CHECK (primeinv.sees_tenant(tenant_id, 'app')
		AND EXISTS (SELECT FROM primeinv.outlet o WHERE o.id = outlet_variation.outlet_id
			AND o.tenant_id = outlet_variation.tenant_id)
		AND EXISTS (SELECT FROM primeinv.variation v WHERE v.id = outlet_variation.variation_id
			AND v.tenant_id = outlet_variation.tenant_id));
CREATE POLICY primeinv_update ON primeinv.outlet_variation FOR UPDATE
	USING (primeinv.sees_tenant(tenant_id, 'app'))
	WITH CHECK (primeinv.sees_tenant(tenant_id, 'app')
		AND EXISTS (SELECT FROM primeinv.outlet o WHERE o.id = outlet_variation.outlet_id
			AND o.tenant_id = outlet_variation.tenant_id)
		AND EXISTS (SELECT FROM primeinv.variation v WHERE v.id = outlet_variation.variation_id
			AND v.tenant_id = outlet_variation.tenant_id));
CREATE POLICY primeinv_delete ON primeinv.outlet_variation FOR DELETE
	USING (primeinv.sees_tenant(tenant_id, 'app'));
