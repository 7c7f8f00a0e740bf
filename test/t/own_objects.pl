# What a DBA puts on our tables - CHECKs, defaults, generated columns, domains, index expressions, triggers, policies - runs with the
# rights and the path that docs/own-objects.md tells, whatever path the caller has; and it does run.
#
# Quick: everything on every table at once. LONG=1, as make attack has it: also each kind on each table by itself.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $node = new_node('own_objects', conf => "autovacuum = off\n");
my $superuser = $node->safe_psql('postgres', 'SELECT current_user');

# A shop, and what listens. hear() is an ordinary function of an ordinary DBA, who qualifies nothing that is PostgreSQL's: it notes who
# runs it with which path. The caller has put functions of the same names into evil, which note who runs them.
$node->safe_psql('postgres', q(
	CREATE ROLE dba; CREATE ROLE boss LOGIN;
	CREATE SCHEMA dba AUTHORIZATION dba; CREATE SCHEMA evil AUTHORIZATION boss;
	GRANT USAGE ON SCHEMA dba TO PUBLIC;
	SET ROLE dba;
	CREATE TABLE dba.heard (kind text, relation text, role name, path text, UNIQUE (kind, relation, role, path));
	GRANT SELECT, INSERT ON dba.heard TO PUBLIC;
	CREATE FUNCTION dba.hear(kind text, relation text) RETURNS boolean LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM lower('X'), btrim(' x ');
		INSERT INTO dba.heard VALUES (kind, relation, CURRENT_USER, pg_catalog.current_setting('search_path')) ON CONFLICT DO NOTHING;
		RETURN true;
	END $$;
	CREATE FUNCTION dba.hear(kind text, relation text, dummy text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS
	$$ BEGIN RETURN dba.hear(kind, relation); END $$;
	CREATE FUNCTION dba.on_row() RETURNS trigger LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM dba.hear(pg_catalog.lower(TG_WHEN) OPERATOR(pg_catalog.||) ' trigger', TG_RELNAME);
		IF TG_OP OPERATOR(pg_catalog.=) 'DELETE' THEN RETURN OLD; END IF;
		RETURN NEW;
	END $$;
	RESET ROLE;
	SET ROLE boss;
	CREATE TABLE evil.ran (role name);
	GRANT INSERT ON evil.ran TO PUBLIC;
	GRANT USAGE ON SCHEMA evil TO PUBLIC;
	CREATE FUNCTION evil.lower(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN INSERT INTO evil.ran VALUES (CURRENT_USER); RETURN 'x'; END $$;
	CREATE FUNCTION evil.btrim(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN INSERT INTO evil.ran VALUES (CURRENT_USER); RETURN 'x'; END $$;
	RESET ROLE;
));

# kind => what puts it on a table
my %kinds = (
	check => "ALTER TABLE primeinv.%s ADD CONSTRAINT own_check CHECK (dba.hear('check', '%s'))",
	default => "ALTER TABLE primeinv.%s ADD own_default boolean DEFAULT dba.hear('default', '%s')",
	domain => "CREATE DOMAIN dba.own_%s AS boolean CHECK (VALUE IS NULL OR dba.hear('domain', '%1\$s')); ALTER TABLE primeinv.%1\$s ADD own_domain dba.own_%1\$s DEFAULT true",
	generated => "ALTER TABLE primeinv.%s ADD own_generated boolean GENERATED ALWAYS AS (dba.hear('generated', '%s', %s::text)) STORED",
	index => "CREATE INDEX own_%s ON primeinv.%1\$s (dba.hear('index', '%1\$s', %3\$s::text))",
	'before trigger' => "CREATE TRIGGER own_before BEFORE INSERT OR UPDATE OR DELETE ON primeinv.%s FOR EACH ROW EXECUTE FUNCTION dba.on_row()",
	'after trigger' => "CREATE TRIGGER own_after AFTER INSERT OR UPDATE OR DELETE ON primeinv.%s FOR EACH ROW EXECUTE FUNCTION dba.on_row()",
	policy => "CREATE POLICY own_policy ON primeinv.%s AS RESTRICTIVE USING (dba.hear('policy', '%s')) WITH CHECK (dba.hear('policy', '%s'))",
);
my @tables = split /\n/, $node->safe_psql('postgres', q(SELECT relname FROM pg_class WHERE relnamespace = 'primeinv'::regnamespace AND relkind = 'r' ORDER BY 1));
my %column = map { split /\|/ } split /\n/, $node->safe_psql('postgres', q(SELECT attrelid::regclass::text, attname FROM pg_attribute
	JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = 'primeinv'::regnamespace AND relkind = 'r' AND attnum = 1) =~ s/attrelid::regclass::text/relname/r);

# A new shop sees all calls, with that on these tables; returns what went wrong.
sub calls_with
{
	my ($name, $definitions) = @_;
	my @shop = open_shop($node, 2, 50);

	$node->safe_psql('postgres', qq(
		SELECT primeinv.grant_tenant('boss', $shop[0], 'manager');
		INSERT INTO primeinv.variation_unit (tenant_id, variation_id, unit, numerator) VALUES ($shop[0], $shop[3], 'case', 12);
		UPDATE primeinv.variation SET price = 10, low_stock_threshold = 5 WHERE tenant_id = $shop[0];
	));
	$node->safe_psql('postgres', "SET client_min_messages = error; BEGIN; $_; COMMIT") foreach @$definitions;
	my (undef, $said) = session($node, 'boss', "SET primeinv.tenant = $shop[0]", 'SET search_path = evil, pg_catalog', every_call(@shop));
	is($said, '', "$name: every kind of call runs");
	# the owner's own statements, with the caller's path put on the session
	(undef, $said) = session($node, $superuser, "UPDATE primeinv.batch SET quantity = quantity + 1 WHERE tenant_id = $shop[0]", "CALL primeinv.run_job('expiry_and_reconcile')", 'SELECT primeinv.refresh_alerts()');
	is($said, '', "$name: so do those of the owner");
	(undef, $said) = session($node, $superuser, "SELECT primeinv.revoke_tenant('boss', $shop[0])");
	return;
}

# What must hold of all that was heard.
sub as_documented
{
	my ($name) = @_;
	is($node->safe_psql('postgres', "SELECT DISTINCT role FROM evil.ran WHERE role <> 'boss'"), '', "$name: no function of the caller's ran as anybody else");
	is($node->safe_psql('postgres', q(SELECT * FROM dba.heard WHERE role <> 'boss' AND path <> 'pg_catalog, pg_temp'
		AND NOT (path = '"$user", public' AND role = (SELECT usename FROM pg_user WHERE usesuper ORDER BY usesysid LIMIT 1)))), '', "$name: what runs as another than the caller runs with the path shut");
}

sub definition { my ($kind, $table) = @_; no warnings "redundant"; return sprintf($kinds{$kind}, $table, $table, $column{$table}); }

# --- Nothing on them: the calls themselves
calls_with('nothing', []);

# --- Everything on every table
calls_with('everything', [ map { my $table = $_; map { definition($_, $table) } sort keys %kinds } @tables ]);
as_documented('everything');

# In the functions it runs as the owner; in the caller's own statements on the catalogue, and for policies, as the caller.
my $as_owner = $node->safe_psql('postgres', "SELECT string_agg(DISTINCT relation, ' ' ORDER BY relation) FROM dba.heard WHERE role = '$superuser' AND path = 'pg_catalog, pg_temp' AND kind = 'after trigger'");
is($as_owner, join(' ', grep { " $as_owner " =~ / $_ / } @tables), "triggers as owner: $as_owner");
foreach my $table (qw(audit_log batch customer location_stock payment refund request sale sale_item stock_movement stock_reservation stock_take stock_take_item))
{
	foreach my $kind (sort keys %kinds)
	{
		next if $kind eq 'policy';
		next if $table eq 'customer' && $kind =~ /default|domain|index/; # which functions do not insert
		next if $table eq 'location_stock' && $kind eq 'index'; # of a column that does not change
		is($node->safe_psql('postgres', "SELECT count(*) FROM dba.heard WHERE kind = '$kind' AND relation = '$table' AND role = '$superuser' AND path = 'pg_catalog, pg_temp'"), 1,
			"$table: the $kind was asked, as the owner with the path shut");
	}
}
is($node->safe_psql('postgres', q(SELECT string_agg(DISTINCT kind, ', ' ORDER BY kind) FROM dba.heard WHERE role = 'boss' AND relation = 'customer')),
	'after trigger, before trigger, check, default, domain, generated, index, policy', "in a caller's own INSERT as the caller");
is($node->safe_psql('postgres', q(SELECT string_agg(DISTINCT relation, ' ' ORDER BY relation) FROM dba.heard WHERE role = 'boss' AND kind NOT IN ('policy')
	AND relation NOT IN (SELECT name FROM primeinv.rights() WHERE kind = 'table'))), '', 'and nothing else as the caller');
cmp_ok($node->safe_psql('postgres', "SELECT count(*) FROM evil.ran WHERE role = 'boss'"), '>', 0, "the caller's own functions ran in the caller's own statements");

# --- Each by itself
if ($ENV{LONG})
{
	foreach my $table (@tables)
	{
		foreach my $kind (sort keys %kinds)
		{
			$node->safe_psql('postgres', join ';', 'SET client_min_messages = error', undo());
			calls_with("$kind on $table", [ definition($kind, $table) ]);
			as_documented("$kind on $table");
		}
	}
}

# Statements that take everything off again.
sub undo
{
	return map { my $t = $_; ("DROP POLICY IF EXISTS own_policy ON primeinv.$t", "DROP TRIGGER IF EXISTS own_before ON primeinv.$t", "DROP TRIGGER IF EXISTS own_after ON primeinv.$t",
		"DROP INDEX IF EXISTS primeinv.own_$t", "ALTER TABLE primeinv.$t DROP CONSTRAINT IF EXISTS own_check, DROP COLUMN IF EXISTS own_default, DROP COLUMN IF EXISTS own_domain, DROP COLUMN IF EXISTS own_generated",
		"DROP DOMAIN IF EXISTS dba.own_$t") } @tables;
}

# --- Taken off, tables are as they were made, and the direct way is taken again.
$node->safe_psql('postgres', join ';', 'SET client_min_messages = error', undo());
$node->safe_psql('postgres', 'CREATE DATABASE fresh');
$node->safe_psql('fresh', 'CREATE EXTENSION primeinv');
foreach my $table (@tables)
{
	my @definitions = map { $node->safe_psql($_, "SELECT primeinv.table_definition('primeinv.$table')") } 'postgres', 'fresh';
	is($definitions[0], $definitions[1], "$table is as it was made");
}

# --- A dump has the values of a user's column and not the column: with it made in between, all is restored.
$node->safe_psql('postgres', "ALTER TABLE primeinv.batch ADD shelf text DEFAULT 'A 7'; ALTER TABLE primeinv.sale ADD colour text");
my $dump = $node->basedir . '/shop.dump';
$node->command_ok([ 'pg_dump', '-Fc', '-f', $dump, 'postgres' ], 'a dump');
$node->safe_psql('postgres', 'CREATE DATABASE restored');
$node->command_ok([ 'pg_restore', '--exit-on-error', '--section=pre-data', '-d', 'restored', $dump ], 'the first section, with CREATE EXTENSION');
$node->safe_psql('restored', 'ALTER TABLE primeinv.batch ADD shelf text; ALTER TABLE primeinv.sale ADD colour text');
$node->command_ok([ 'pg_restore', '--exit-on-error', '--section=data', '--section=post-data', '-d', 'restored', $dump ], 'the rest');
is($node->safe_psql('restored', 'SELECT count(*) > 5 AND bool_and(shelf IS NOT NULL) FROM primeinv.batch'), 't', "with the column's values");
promises_hold($node, 'and promises hold there', 'restored');

promises_hold($node);
$node->stop;
done_testing();
