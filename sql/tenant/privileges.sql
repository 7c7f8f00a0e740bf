-- Nothing is PUBLIC's, nor anybody else's: grant_tenant gives what a level may
-- have.

CREATE FUNCTION primeinv.settle() RETURNS void
LANGUAGE c AS 'MODULE_PATHNAME', 'primeinv_settle';
SELECT primeinv.settle();
DROP FUNCTION primeinv.settle();
