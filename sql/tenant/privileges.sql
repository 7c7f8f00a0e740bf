-- Nothing is PUBLIC's; grant_tenant gives what a level may have.

REVOKE ALL ON ALL TABLES IN SCHEMA primeinv FROM PUBLIC;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA primeinv FROM PUBLIC;
REVOKE ALL ON ALL ROUTINES IN SCHEMA primeinv FROM PUBLIC;

-- Nor anybody else's: ALTER DEFAULT PRIVILEGES of who installs may have given
-- each of them something as it was made.
CREATE FUNCTION primeinv.revoke_defaults() RETURNS void
LANGUAGE c AS 'MODULE_PATHNAME', 'primeinv_revoke_defaults';
SELECT primeinv.revoke_defaults();
DROP FUNCTION primeinv.revoke_defaults();
