-- What the monitoring's exporter logs in as, and what it may read: health(), and open alerts of goods in a form fit for a mail.
-- For a superuser, once a database, in the shop's database:  psql -d shop -f roles.sql
-- Again replaces the function.  Taken back by: DROP SCHEMA primeinv_monitoring CASCADE; DROP OWNED BY primeinv_monitor,
-- primeinv_alerts; SELECT primeinv.revoke_tenant('primeinv_alerts', NULL); DROP ROLE primeinv_monitor, primeinv_alerts;

\set ON_ERROR_STOP on
BEGIN;
SET LOCAL client_min_messages = warning;

-- Roles are the server's, so another database of it may have made them.
SELECT format('CREATE ROLE %I LOGIN CONNECTION LIMIT 6', 'primeinv_monitor') WHERE to_regrole('primeinv_monitor') IS NULL \gexec
SELECT format('CREATE ROLE %I NOLOGIN', 'primeinv_alerts') WHERE to_regrole('primeinv_alerts') IS NULL \gexec

-- A question that hangs is given up, before the next ones pile up behind it.
ALTER ROLE primeinv_monitor SET statement_timeout = '10s';
ALTER ROLE primeinv_monitor SET lock_timeout = '2s';
ALTER ROLE primeinv_monitor SET default_transaction_read_only = on;
ALTER ROLE primeinv_monitor SET search_path = pg_catalog;
GRANT CONNECT ON DATABASE :"DBNAME" TO primeinv_monitor;
SELECT primeinv.grant_monitor('primeinv_monitor') \g /dev/null

-- Names of goods, outlets and tenants, which health() does not tell: for the buyer's mail.  Whoever does not want them in the
-- monitoring leaves out all that follows, and the job primeinv_goods of the exporter.
CREATE SCHEMA IF NOT EXISTS primeinv_monitoring;
REVOKE ALL ON SCHEMA primeinv_monitoring FROM PUBLIC;
GRANT USAGE ON SCHEMA primeinv_monitoring TO primeinv_monitor, primeinv_alerts;
SELECT primeinv.grant_tenant('primeinv_alerts', NULL, 'reader') \g /dev/null

-- One line of a mail, whatever somebody has called his goods: no line breaks, no invisible signs that turn text round.
CREATE OR REPLACE FUNCTION primeinv_monitoring.line(words text, longest integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT CASE WHEN length(w.line) > longest THEN left(w.line, longest - 1) || '…' ELSE w.line END
	FROM (SELECT btrim(regexp_replace(words,
		'[[:space:]\u0001-\u001f\u007f-\u00a0\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+', ' ', 'g')) AS line) w;
END;
REVOKE ALL ON FUNCTION primeinv_monitoring.line(text, integer) FROM PUBLIC;

-- The oldest open alerts of goods, at most 20 of a kind and outlet, and 10,000 in all: each is a time
-- series.  The oldest, because one that is pushed out by a newer one would be told to be over.
CREATE OR REPLACE FUNCTION primeinv_monitoring.goods_alerts()
RETURNS TABLE (tenant_id text, tenant text, outlet_id text, outlet text, kind text, alert_id text, detail text)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT a.tenant_id::text, primeinv_monitoring.line(t.name, 60), a.outlet_id::text, primeinv_monitoring.line(o.name, 60), a.kind,
		a.id::text, CASE WHEN a.place > 20 THEN 'and more' ELSE primeinv_monitoring.line(a.detail, 200) END
	FROM (
		SELECT a.*, row_number() OVER (PARTITION BY a.outlet_id, a.kind ORDER BY a.id) AS place
		FROM primeinv.stock_alert a
		WHERE a.resolved_at IS NULL AND a.kind IN ('low_stock', 'expiring_soon', 'expired')
	) a
		JOIN primeinv.outlet o ON o.id = a.outlet_id
		JOIN primeinv.tenant t ON t.id = a.tenant_id
	WHERE a.place <= 21
	ORDER BY a.id
	LIMIT 10000;
END;
ALTER FUNCTION primeinv_monitoring.line(text, integer) OWNER TO primeinv_alerts;
ALTER FUNCTION primeinv_monitoring.goods_alerts() OWNER TO primeinv_alerts;
REVOKE ALL ON FUNCTION primeinv_monitoring.goods_alerts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION primeinv_monitoring.goods_alerts() TO primeinv_monitor;
COMMIT;
