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
	unlike($text, qr/\bCREATE\s+OR\s+REPLACE\b/i, "$file: no CREATE OR REPLACE");
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
	CREATE FUNCTION cron.schedule(text, text, text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
	CREATE FUNCTION cron.unschedule(bigint) RETURNS boolean LANGUAGE sql AS 'SELECT true';
));

# --- Statements, with every operator and function shadowed
my $shadows = q(
	CREATE SCHEMA evil;
	-- VARIADIC "any" has no twin in PL/pgSQL; these take its place for texts.
	CREATE FUNCTION evil.concat(text, text) RETURNS text LANGUAGE sql AS 'SELECT $1';
	CREATE FUNCTION evil.concat(text, text, text) RETURNS text LANGUAGE sql AS 'SELECT $1';
	CREATE FUNCTION evil.format(text, text, text) RETURNS text LANGUAGE sql AS 'SELECT $1';
	CREATE TABLE evil.outlet (tenant_id bigint, id bigint);
	CREATE FUNCTION evil.shadow(name text, arguments text, result text) RETURNS void LANGUAGE plpgsql AS $$
	BEGIN
		EXECUTE format('CREATE FUNCTION evil.%I(%s) RETURNS %s LANGUAGE plpgsql AS %L', name, arguments, result, 'BEGIN RETURN NULL; END');
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
	SELECT count(evil.shadow(p.proname, pg_get_function_identity_arguments(p.oid), p.prorettype::regtype::text)) FROM pg_proc p
	WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind = 'f' AND NOT p.proretset
	AND (SELECT pg_catalog.bool_or(statement ~ ('\\m' || p.proname || '\\M')) FROM primeinv.statements() WHERE p.proname ~ '^\\w+$');
);
$node->safe_psql('postgres', "SET client_min_messages = error; $shadows");
$node->safe_psql('postgres', join ';', map { "CREATE DOMAIN evil.\"$_\" AS pg_catalog.\"$_\"" } qw(text int8 int4 numeric date bool timestamptz jsonb name regclass interval char regtype));
cmp_ok($node->safe_psql('postgres', q(SELECT count(*) FROM pg_operator WHERE oprnamespace = 'evil'::regnamespace)), '>', 500, 'operators are shadowed');
cmp_ok($node->safe_psql('postgres', q(SELECT count(*) FROM pg_proc WHERE pronamespace = 'evil'::regnamespace AND proname !~ '^op_')), '>', 20, 'functions are shadowed');

# What a statement means to a session with that path, by what the catalog says that a function made of it depends on.
# Statements of triggers name transition tables, which are tables of the table's own shape here.
sub meaning_of
{
	my ($text, $parameters, $transition, $path) = @_;
	my $tables = $transition ? "CREATE TABLE new_rows AS TABLE primeinv.$transition; CREATE TABLE old_rows AS TABLE primeinv.$transition;" : '';
	return $node->psql('postgres', qq(BEGIN;
		$tables
		SET LOCAL search_path = $path;
		CREATE FUNCTION public.probe($parameters) RETURNS void BEGIN ATOMIC $text; END;
		SET LOCAL search_path = pg_catalog;
		SELECT pg_describe_object(refclassid, refobjid, refobjsubid) FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = 'public.probe'::regproc
		AND refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_type'::regclass);
		ROLLBACK;), on_error_stop => 1);
}

my @statements = map { [ split /\|/, $_, 2 ] } split /\n/, $node->safe_psql('postgres', q(SELECT name || '|' || coalesce((SELECT string_agg('pg_catalog.' || quote_ident(typname), ', ' ORDER BY n)
	FROM unnest(parameters) WITH ORDINALITY AS p (oid, n) JOIN pg_type USING (oid)), '') FROM primeinv.statements()));
cmp_ok(scalar @statements, '>', 50, 'there are statements');
foreach (@statements)
{
	my ($name, $parameters) = @$_;
	my $text = $node->safe_psql('postgres', "SELECT statement FROM primeinv.statements() WHERE name = '$name'");
	my @transitions = $text =~ /\b(new|old)_rows\b/ ? qw(batch stock_reservation customer sale variation outlet product stock_take sale_item) : ('');
	my ($status, $meaning, $said);

	unlike($text, qr/\\/, "$name: no backslash, which standard_conforming_strings would change");
	foreach my $transition (@transitions)
	{
		($status, $meaning, $said) = meaning_of($text, $parameters, $transition, $transition ? 'pg_catalog, public' : 'pg_catalog, pg_temp');
		last if $status == 0;
	}
	is($status, 0, "$name: is understood with the path shut") or diag($said);
}

# --- Plans are kept: after many calls none was prepared twice
my @calls = ("SELECT count(*) FROM primeinv.deduct_stock($things[0], 1, $near)", "SELECT primeinv.add_stock($things[0], 1, $near)",
	"SELECT primeinv.add_stock($things[0], 1, $near, request_id => 'x')", "SELECT count(*) FROM primeinv.transfer_stock($things[0], 1, $near, $far, 'x')",
	"SELECT count(*) FROM primeinv.adjust_stock($things[0], 1, $near, 'x')", "SELECT primeinv.reserve_stock($things[0], 1, $near, 'cart')",
	"SELECT count(*) FROM primeinv.commit_cart($near, 'cart')", "UPDATE primeinv.batch SET quantity = quantity + 1 WHERE variation_id = $things[1]",
	"INSERT INTO primeinv.customer (tenant_id, name) VALUES ($tenant, 'x')", "SELECT count(*) FROM primeinv.check_promises()");
my $script = join ";\n", 'SET search_path = evil, pg_catalog', (@calls) x 4, 'RESET search_path', "SELECT 'prepared ' || name || ' ' || prepared FROM primeinv.statements() WHERE prepared > 0";
my (undef, $out, $said) = $node->psql('postgres', $script, on_error_stop => 1);
my %prepared = $out =~ /^prepared (\w+) (\d+)$/mg;
cmp_ok(scalar keys %prepared, '>', 5, 'statements were run') or diag($said);
is(join(' ', grep { $prepared{$_} != 1 } sort keys %prepared), '', 'each was prepared once');

promises_hold($node);
$node->stop;
done_testing();
