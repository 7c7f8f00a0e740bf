-- First of all: nothing in this script means an object that somebody else has
-- put into the way, and the schema is nobody else's.

SET LOCAL search_path = pg_catalog, pg_temp;

CREATE FUNCTION primeinv.check_schema() RETURNS void
LANGUAGE c AS 'MODULE_PATHNAME', 'primeinv_check_schema';
SELECT primeinv.check_schema();
DROP FUNCTION primeinv.check_schema();
