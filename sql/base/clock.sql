-- Time zones.

-- A zone must be a name that pg_timezone_names knows: PostgreSQL would take
-- 'Blah5' for a POSIX zone and put the shop's midnight anywhere.
CREATE FUNCTION primeinv.check_time_zone() RETURNS trigger
LANGUAGE c AS 'MODULE_PATHNAME', 'primeinv_check_time_zone';
COMMENT ON FUNCTION primeinv.check_time_zone() IS 'Trigger: refuses an outlet whose time zone is not in pg_timezone_names (22023).';

-- Written so that the planner puts its body in its place, where an index on the
-- date still serves.
CREATE FUNCTION primeinv.is_expired(expiry_date date, today date) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN expiry_date <= today;
COMMENT ON FUNCTION primeinv.is_expired(date, date) IS 'Whether goods of that expiry date are not sold any more on that day: on the date itself they are expired. Null for what never expires, so ask IS NOT TRUE for what may be sold.';

CREATE FUNCTION primeinv.expires_within(expiry_date date, today date, days integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN NOT primeinv.is_expired(expiry_date, today) AND expiry_date - today <= days;
COMMENT ON FUNCTION primeinv.expires_within(date, date, integer) IS 'Whether goods of that expiry date have not expired on that day, but will within so many days. Null for what never expires.';
