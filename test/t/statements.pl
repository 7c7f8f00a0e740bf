# What the library sends to the executor, and what the install script makes, means the same whatever the caller's search_path:
# the path is shut while it runs. And plans are prepared once.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $node = new_node('statements');
my ($tenant, $near, $far, @things) = open_shop($node, 2, 50);

# --- The install script's parts
foreach my $file (sort glob('sql/[a-t]*/*.sql sql/updates/*.sql'))
{
	my $text = slurp_file($file);

	$text =~ s/^\s*--.*$//mg;
	$text =~ s/'(?:[^']|'')*'/''/g; # comments, bodies and the like
	# An update replaces its own; what is there by the name and is not the extension's, PostgreSQL refuses.
	unlike($text, qr/\bCREATE\s+OR\s+REPLACE\b/i, "$file: no CREATE OR REPLACE") unless $file =~ /--\d.*--/;
	unlike($text, qr/\bIF\s+NOT\s+EXISTS\b/i, "$file: no IF NOT EXISTS");
	unlike($text, qr/\bSECURITY\s+DEFINER\b|\bplpgsql\b|^\s*DO\b/im, "$file: no SECURITY DEFINER, PL/pgSQL or DO");
	unlike($text, qr/\bGRANT\b.*\bTO\b/i, "$file: grants nothing");
	unlike($text, qr/\bSET\s+(SESSION\s+)?(AUTHORIZATION|ROLE)\b/i, "$file: stays who it is");
	my @unqualified = grep { !/^primeinv\./ } $text =~ /\bCREATE\s+(?:UNIQUE\s+)?(?:TABLE|VIEW|FUNCTION|PROCEDURE|SEQUENCE|TYPE|AGGREGATE|OPERATOR|CAST)\s+(\S+)/ig;
	is("@unqualified", '', "$file: makes things in its schema only");
}

# The script begins by leaving itself pg_catalog alone, so that a table or function of ours that is not qualified would not be
# found: that it installs at all says that there is none.
like(slurp_file('sql/base/schema.sql'), qr/^SET LOCAL search_path = pg_catalog, pg_temp;/m, 'the script sets its path');
my ($first) = grep { !/^#/ } split /\n/, slurp_file('sql/MANIFEST');
is($first, 'base/schema.sql', 'first of all');

# What statements name of pg_cron, where it is not installed
$node->safe_psql('postgres', q(
	CREATE SCHEMA cron;
	CREATE TABLE cron.job (jobid bigint, jobname name, database text);
	CREATE TABLE cron.job_run_details (jobid bigint, status text, end_time timestamptz);
	CREATE FUNCTION cron.schedule(text, text, text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
	CREATE FUNCTION cron.unschedule(bigint) RETURNS boolean LANGUAGE sql AS 'SELECT true';
));

# --- Shadows: every operator and plain function of pg_catalog, and the usual types, in a schema that callers put first. A shadow that is
# met raises an error, and tells the server's log in case somebody catches that.
my $shadows = q(
	CREATE SCHEMA evil;
	CREATE FUNCTION evil.met(what pg_catalog.text) RETURNS pg_catalog.bool LANGUAGE plpgsql AS
	$$ BEGIN RAISE LOG 'a shadow was met: %', what; RAISE EXCEPTION 'a shadow was met: %', what; END $$;
	CREATE FUNCTION evil.shadow(name text, arguments text, result text) RETURNS void LANGUAGE plpgsql AS $$
	BEGIN
		EXECUTE format('CREATE FUNCTION evil.%I(%s) RETURNS %s LANGUAGE plpgsql AS %L', name, arguments, result, format('BEGIN PERFORM evil.met(%L); END', name));
	EXCEPTION WHEN OTHERS THEN NULL;
	END $$;
	SELECT count(evil.shadow('op_' || o.oid, concat_ws(', ', nullif(o.oprleft, 0)::regtype, o.oprright::regtype), o.oprresult::regtype::text)) FROM pg_operator o
	WHERE o.oprnamespace = 'pg_catalog'::regnamespace;
	DO $$
	DECLARE o record;
	BEGIN
		FOR o IN SELECT * FROM pg_operator WHERE to_regproc('evil.op_' || oid) IS NOT NULL LOOP
			EXECUTE format('CREATE OPERATOR evil.%s (FUNCTION = evil.%I %s, RIGHTARG = %s)', o.oprname, 'op_' || o.oid, ', LEFTARG = ' || nullif(o.oprleft, 0)::regtype, o.oprright::regtype);
		END LOOP;
	END $$;
	-- VARIADIC "any" has no twin in PL/pgSQL; these take its place for texts.
	SELECT count(evil.shadow(f, array_to_string(array_fill('pg_catalog.text'::text, ARRAY[n]), ', '), 'pg_catalog.text')) FROM unnest('{concat,format,concat_ws,jsonb_build_object}'::text[]) f, generate_series(1, 8) n;
	SELECT count(evil.shadow(p.proname, pg_get_function_identity_arguments(p.oid), p.prorettype::regtype::text)) FROM pg_proc p
	WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind = 'f' AND NOT p.proretset
	AND (p.proname IN ('lower', 'upper', 'btrim', 'length') OR (SELECT pg_catalog.bool_or(statement ~ ('\\m' || p.proname || '\\M')) FROM primeinv.statements() WHERE p.proname ~ '^\\w+$'));
);
my @types = qw(text int8 int4 numeric date bool timestamptz jsonb name regclass interval char regtype);
$node->safe_psql('postgres', "SET client_min_messages = error; $shadows");
$node->safe_psql('postgres', join ';', map { qq(CREATE DOMAIN evil."$_" AS pg_catalog."$_" CHECK (evil.met('type $_'))) } @types);
cmp_ok($node->safe_psql('postgres', q(SELECT count(*) FROM pg_operator WHERE oprnamespace = 'evil'::regnamespace)), '>', 500, 'operators are shadowed');
cmp_ok($node->safe_psql('postgres', q(SELECT count(*) FROM pg_proc WHERE pronamespace = 'evil'::regnamespace AND proname !~ '^op_')), '>', 20, 'functions are shadowed');
my $evil = 'SET search_path = evil, pg_catalog';
foreach my $statement ('SELECT 1 + 1', q(SELECT lower('X'::pg_catalog.text)), "SELECT 'x'::text")
{
	my (undef, undef, $said) = $node->psql('postgres', "$evil; $statement");
	like($said, qr/a shadow was met/, "a session that says $statement meets its shadow");
}

# --- Every kind of call, by a manager whose path is the shadows'
my $manager = 'boss';
my $superuser = $node->safe_psql('postgres', 'SELECT current_user');
$node->safe_psql('postgres', qq(
	CREATE ROLE boss LOGIN;
	SELECT primeinv.grant_tenant('boss', $tenant, 'manager');
	GRANT USAGE ON SCHEMA evil TO PUBLIC;
	INSERT INTO primeinv.variation_unit (tenant_id, variation_id, unit, numerator) VALUES ($tenant, $things[0], 'case', 12);
	UPDATE primeinv.variation SET price = 10, low_stock_threshold = 5;
));
my @calls = every_call($tenant, $near, $far, @things);

my ($out, $said) = session($node, $manager, $evil, @calls);
is($said, '', 'every kind of call runs and meets no shadow');

# What only the owner does, likewise
($out, $said) = session($node, $superuser, $evil, "UPDATE primeinv.batch SET quantity = 77 WHERE id OPERATOR(pg_catalog.=) 1", 'SELECT primeinv.sync_ids()',
	'SELECT primeinv.refresh_grants()', "SELECT primeinv.grant_tenant('boss', $tenant, 'app')", "SELECT primeinv.revoke_tenant('boss', $tenant)",
	"SELECT primeinv.grant_tenant('boss', $tenant, 'manager')", 'SELECT primeinv.purge_requests()', "CALL primeinv.run_job('expiry_and_reconcile')",
	'SELECT primeinv.expire_batches()', 'SELECT primeinv.refresh_alerts()',
	'SELECT FROM primeinv.run_reconcile(fix => true)', 'SELECT FROM primeinv.check_promises()',
	"INSERT INTO primeinv.tenant (name, currency) VALUES ('New', 'EUR')", "DELETE FROM primeinv.customer WHERE name OPERATOR(pg_catalog.=) 'nobody'");
is($said, '', 'and so do those of the owner');

# Any other function, with whatever arguments: it may refuse them.
my @others = split /\n/, $node->safe_psql('postgres', q(
	SELECT format('%s primeinv.%I(%s)', CASE p.prokind WHEN 'p' THEN 'CALL' ELSE 'SELECT' END, p.proname, (SELECT string_agg(CASE t
			WHEN 'int8'::regtype THEN '1' WHEN 'int4'::regtype THEN '1' WHEN 'numeric'::regtype THEN '1' WHEN 'bool'::regtype THEN 'false'
			WHEN 'text'::regtype THEN '''x''::pg_catalog.text' WHEN 'date'::regtype THEN '''2001-01-01''::pg_catalog.date'
			ELSE 'NULL::' || (SELECT quote_ident(n.nspname) || '.' || quote_ident(typname) FROM pg_type y JOIN pg_namespace n ON n.oid = typnamespace WHERE y.oid = t) END, ', ' ORDER BY n)
		FROM unnest(p.proargtypes) WITH ORDINALITY u (t, n)))
	FROM pg_proc p WHERE p.pronamespace = 'primeinv'::regnamespace AND p.prorettype <> 'trigger'::regtype ORDER BY 1));
cmp_ok(scalar @others, '>', 70, 'there are functions');
foreach my $role ($manager, $superuser)
{
	$node->psql('postgres', join(";\n", 'SET client_min_messages = error', $evil, @others) . ";\n", on_error_stop => 0, extra_params => [ '-U', $role ]);
}
my @met = slurp_file($node->logfile) =~ /LOG:  a shadow was met: (.*)/g;
splice @met, 0, 3;				# our own three
is("@met", '', 'nor did any function with any argument');

# --- Plans are kept. What finds its rows by key is planned once, whatever the session does with its path.
my @sale = ("SELECT primeinv.add_stock($things[0], 50, $near, 'MORE')", "SELECT primeinv.create_sale($near) AS sale \\gset", "SELECT primeinv.add_sale_item(:sale, $things[0], 1) AS item \\gset",
	"SELECT FROM primeinv.update_sale_item(:item, 2)", "SELECT FROM primeinv.complete_sale(:sale, '[{\"method\": \"CASH\", \"amount\": 200}]')",
	"SELECT FROM primeinv.void_sale(:sale, 'x')", "SELECT FROM primeinv.checkout($near, '[{\"variation_id\": $things[0], \"quantity\": 1}]', '[{\"method\": \"CASH\", \"amount\": 50}]')");
my $planned = "SELECT 'planned ' || name || ' ' || planned FROM primeinv.statements() WHERE planned > 0 AND NOT sweeps";

# statement => how often planned, of a session that makes those sales after each of the settings
sub planned
{
	my ($out, $said) = session($node, $superuser, (map { ($_, @sale) } @_), 'RESET search_path', $planned);
	is($said, '', "sales after @_");
	return $out =~ /^planned (\w+) (\d+)$/mg;
}
my %planned = planned('SET search_path = public', $evil, 'SET search_path = pg_catalog, pg_temp', "SET search_path = ''", 'SET search_path = pg_temp, evil');
cmp_ok(scalar keys %planned, '>', 15, 'statements were run');
is(join(' ', grep { $planned{$_} != 1 } sort keys %planned), '', 'each was planned once');
# A first temporary table and row_security make PostgreSQL plan anew: by the same rule as before, so through an index.
$node->safe_psql('postgres', 'SELECT pg_stat_reset()');
%planned = planned('SET search_path = public', 'CREATE TEMP TABLE t (i int)', 'SET row_security = off', 'SET row_security = on');
cmp_ok((sort { $b <=> $a } values %planned)[0], '>', 1, 'some were planned anew');
is($node->safe_psql('postgres', q(SELECT string_agg(relname || ' ' || seq_scan, ' ') FROM pg_stat_user_tables WHERE schemaname = 'primeinv' AND seq_scan > 0
	AND relname IN ('payment', 'sale', 'sale_item', 'stock_reservation', 'batch', 'location_stock'))), '', 'and still read no table from end to end');

# --- A plan in use is made anew where it is: a trigger of a user's makes the same call from inside it, after an ANALYZE.
$node->safe_psql('postgres', qq(
	CREATE FUNCTION public.again() RETURNS trigger LANGUAGE plpgsql AS \$\$
	DECLARE i int;
	BEGIN
		IF pg_trigger_depth() > 2 THEN RETURN NULL; END IF;
		ANALYZE primeinv.sale; -- plans are invalid now
		FOR i IN 1 .. 3 LOOP PERFORM primeinv.create_sale(NEW.outlet_id); END LOOP;
		RETURN NULL;
	END \$\$;
	CREATE TRIGGER again AFTER INSERT OR UPDATE ON primeinv.sale FOR EACH ROW EXECUTE FUNCTION public.again();));
($out, $said) = session($node, $superuser, @sale, @sale);
is($said, '', 'calls from inside a statement whose plan is made anew');
$node->safe_psql('postgres', 'DROP FUNCTION public.again CASCADE');

promises_hold($node);
$node->stop;
done_testing();
