-- Time zones.

-- A zone must be a name that pg_timezone_names knows: PostgreSQL would take
-- 'Blah5' for a POSIX zone and put the shop's midnight anywhere.
CREATE FUNCTION primeinv.check_time_zone() RETURNS trigger
LANGUAGE c AS 'MODULE_PATHNAME', 'primeinv_check_time_zone';
COMMENT ON FUNCTION primeinv.check_time_zone() IS 'Trigger: refuses an outlet whose time zone is not in pg_timezone_names (22023).';
