-- Ids that another system has for the same things.

CREATE FUNCTION primeinv.require_tenant(tenant_id bigint) RETURNS bigint
LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_require_tenant';
COMMENT ON FUNCTION primeinv.require_tenant(bigint) IS 'The tenant''s id. P0002 if there is none that the caller may read, 22023 if it is null.';

CREATE FUNCTION primeinv.id_of(kind text, tenant_id bigint, external_id text) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE asked.kind
		WHEN 'outlet' THEN (SELECT o.id FROM primeinv.outlet o WHERE o.tenant_id = asked.tenant_id AND o.external_id = id_of.external_id)
		WHEN 'product' THEN (SELECT p.id FROM primeinv.product p WHERE p.tenant_id = asked.tenant_id AND p.external_id = id_of.external_id)
		WHEN 'variation' THEN (SELECT v.id FROM primeinv.variation v WHERE v.tenant_id = asked.tenant_id AND v.external_id = id_of.external_id)
		WHEN 'variation_unit' THEN (SELECT u.id FROM primeinv.variation_unit u WHERE u.tenant_id = asked.tenant_id AND u.external_id = id_of.external_id)
		WHEN 'outlet_variation' THEN (SELECT w.id FROM primeinv.outlet_variation w WHERE w.tenant_id = asked.tenant_id AND w.external_id = id_of.external_id)
		WHEN 'customer' THEN (SELECT c.id FROM primeinv.customer c WHERE c.tenant_id = asked.tenant_id AND c.external_id = id_of.external_id)
		WHEN 'batch' THEN (SELECT b.id FROM primeinv.batch b WHERE b.tenant_id = asked.tenant_id AND b.external_id = id_of.external_id)
		WHEN 'sale' THEN (SELECT s.id FROM primeinv.sale s WHERE s.tenant_id = asked.tenant_id AND s.external_id = id_of.external_id)
	END
	FROM (
		SELECT primeinv.require_word('kind', COALESCE(id_of.kind, ''), '{outlet,product,variation,variation_unit,outlet_variation,customer,batch,sale}') AS kind,
			primeinv.require_tenant(id_of.tenant_id) AS tenant_id
		OFFSET 0) asked;
END;
COMMENT ON FUNCTION primeinv.id_of(text, bigint, text) IS
'The id of the outlet, product, variation, variation_unit, outlet_variation, customer, batch or sale for which another system has this external_id; null: there is none. P0002 no such tenant, 22023 unknown kind.';
