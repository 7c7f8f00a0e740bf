-- Rights that a column privilege cannot express.

CREATE FUNCTION primeinv.guard_credit() RETURNS trigger
LANGUAGE c AS 'MODULE_PATHNAME', 'primeinv_guard_credit';
COMMENT ON FUNCTION primeinv.guard_credit() IS 'Trigger: refuses a change of a customer''s credit limit or block, or of its tenant, by a role that is not a manager of that tenant (42501).';

CREATE TRIGGER primeinv_guard_credit_insert BEFORE INSERT ON primeinv.customer FOR EACH ROW
WHEN (NEW.credit_limit IS DISTINCT FROM 0 OR NEW.credit_blocked)
EXECUTE FUNCTION primeinv.guard_credit();
CREATE TRIGGER primeinv_guard_credit_update BEFORE UPDATE ON primeinv.customer FOR EACH ROW
WHEN ((OLD.tenant_id, OLD.credit_limit, OLD.credit_blocked) IS DISTINCT FROM (NEW.tenant_id, NEW.credit_limit, NEW.credit_blocked))
EXECUTE FUNCTION primeinv.guard_credit();
ALTER TABLE primeinv.customer ENABLE ALWAYS TRIGGER primeinv_guard_credit_insert;
ALTER TABLE primeinv.customer ENABLE ALWAYS TRIGGER primeinv_guard_credit_update;
