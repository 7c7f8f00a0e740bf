# Nobody gets further than an error by calling what is not meant for calling: trigger functions on other tables and for other events,
# helpers of reports with arguments that no report gives them, any function with any argument. And who installs beside ALTER DEFAULT
# PRIVILEGES gives nobody anything.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $node = new_node('nonsense', conf => "autovacuum = off\n");
my $superuser = $node->safe_psql('postgres', 'SELECT current_user');
my ($tenant, $near, $far, @things) = open_shop($node, 2, 20);
my ($other, @theirs) = open_shop($node, 2, 20);

$node->safe_psql('postgres', join '', map { "CREATE ROLE $_ LOGIN; GRANT USAGE ON SCHEMA public, primeinv TO $_;\n" } qw(reader app manager foreigner));
$node->safe_psql('postgres', join '', map { "SELECT primeinv.grant_tenant('$_', $tenant, '$_');\n" } qw(reader app manager));

# --- Default privileges of who installs
$node->safe_psql('postgres', 'CREATE ROLE webapp; CREATE DATABASE beside');
$node->safe_psql('beside', join ';', map { "ALTER DEFAULT PRIVILEGES GRANT ALL ON $_ TO webapp" } qw(TABLES SEQUENCES ROUTINES TYPES));
$node->safe_psql('beside', 'CREATE EXTENSION primeinv');
is($node->safe_psql('beside', q(
	SELECT c.relname || ' ' || a.privilege_type FROM pg_class c, aclexplode(c.relacl) a WHERE relnamespace = 'primeinv'::regnamespace AND a.grantee <> c.relowner
	UNION ALL SELECT p.proname || ' ' || a.privilege_type FROM pg_proc p, aclexplode(p.proacl) a WHERE pronamespace = 'primeinv'::regnamespace AND a.grantee <> p.proowner
	UNION ALL SELECT n.nspname || ' ' || a.privilege_type FROM pg_namespace n, aclexplode(n.nspacl) a WHERE nspname = 'primeinv' AND a.grantee <> n.nspowner)), '', 'nobody has anything after CREATE EXTENSION');
is($node->safe_psql('beside', q(SELECT string_agg(relname, ' ') FROM pg_class WHERE relnamespace = 'primeinv'::regnamespace AND relkind IN ('r', 'v', 'S')
	AND has_table_privilege('webapp', oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'))), '', 'nor does webapp see a table');

# Who may create in new schemas could put something into ours, and is told of.
$node->safe_psql('postgres', 'CREATE DATABASE schemas');
$node->safe_psql('schemas', 'ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO webapp');
like(($node->psql('schemas', 'CREATE EXTENSION primeinv'))[2], qr/schema "primeinv" is also of role "webapp".*ALTER DEFAULT PRIVILEGES/s, 'default privileges on schemas are refused, by name');

# --- Trigger functions on tables of others, for every event, level and time
$node->safe_psql('postgres', 'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA primeinv TO foreigner; GRANT CREATE ON SCHEMA public TO foreigner');
my @triggers = split /\n/, $node->safe_psql('postgres', q(SELECT proname FROM pg_proc WHERE pronamespace = 'primeinv'::regnamespace AND prorettype = 'trigger'::regtype ORDER BY 1));
cmp_ok(scalar @triggers, '>', 8, 'there are trigger functions');
my @misuse = (q(SET client_min_messages = error;
	CREATE TABLE public.bait (tenant_id text, id text, time_zone int, credit_limit int, credit_blocked text, name int, quantity text, variation_id text, outlet_id text, barcode int, money_decimals text);
	CREATE TABLE public.customer (LIKE public.bait); CREATE TABLE public.batch (LIKE public.bait); CREATE TABLE public.outlet (LIKE public.bait);
	CREATE FUNCTION public.outcome(statement text) RETURNS text LANGUAGE plpgsql AS $$
	BEGIN EXECUTE statement; RETURN 'done'; EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE; END $$));
foreach my $function (@triggers)
{
	foreach my $table (qw(bait customer batch outlet))
	{
		foreach my $time (qw(BEFORE AFTER))
		{
			foreach my $event (qw(INSERT UPDATE DELETE TRUNCATE))
			{
				foreach my $level (qw(ROW STATEMENT))
				{
					next if $event eq 'TRUNCATE' && $level eq 'ROW';
					my $tables = $time eq 'AFTER' && $level eq 'STATEMENT' && $event ne 'TRUNCATE' ?
						'REFERENCING ' . join(' ', ($event ne 'INSERT' ? 'OLD TABLE AS old_rows' : ()), ($event ne 'DELETE' ? 'NEW TABLE AS new_rows' : ())) : '';
					my %statement = (INSERT => "INSERT INTO public.$table (tenant_id) VALUES ('$other')", UPDATE => "UPDATE public.$table SET id = 'x'", DELETE => "DELETE FROM public.$table", TRUNCATE => "TRUNCATE public.$table");
					push @misuse, "INSERT INTO public.$table VALUES ('$other', '1', 1, 1)", "CREATE TRIGGER t $time $event ON public.$table $tables FOR EACH $level EXECUTE FUNCTION primeinv.$function()",
						"SELECT '$function ' || public.outcome(\$s\$$statement{$event}\$s\$)", "DROP TRIGGER t ON public.$table", "TRUNCATE public.$table";
				}
			}
		}
	}
}
my $audited = $node->safe_psql('postgres', 'SELECT count(*) FROM primeinv.audit_log');
my ($status, $out, $said) = $node->psql('postgres', join(";\n", @misuse) . ";\n", on_error_stop => 1, extra_params => [ '-U', 'foreigner' ]);
is("$status $said", '0 ', 'trigger functions are put where they do not belong');
my %outcomes;
$outcomes{$_}++ foreach split /\n/, $out;
my @through = grep { !/ (39P01|PI005|42501|22023|55000)$/ } sort keys %outcomes;
is(join(', ', @through), '', 'and each says so');
is($node->safe_psql('postgres', 'SELECT count(*) FROM primeinv.audit_log'), $audited, 'nothing was forged');
# on our own tables, where the owner may have put them wrongly
my @wrong;
foreach my $function (@triggers)
{
	foreach my $place (['customer', 'BEFORE INSERT OR UPDATE', 'STATEMENT'], ['customer', 'AFTER INSERT OR UPDATE', 'ROW'], ['batch', 'AFTER UPDATE', 'ROW'], ['batch', 'BEFORE UPDATE', 'STATEMENT'], ['outlet', 'AFTER UPDATE', 'ROW'], ['outlet', 'BEFORE UPDATE', 'STATEMENT'],
		['product', 'BEFORE UPDATE', 'ROW'])
	{
		push @wrong, "BEGIN; CREATE TRIGGER t $place->[1] ON primeinv.$place->[0] FOR EACH $place->[2] EXECUTE FUNCTION primeinv.$function(); UPDATE primeinv.$place->[0] SET id = id; ROLLBACK";
	}
}
$node->psql('postgres', join(";\n", @wrong) . ";\n", on_error_stop => 0);
is($node->safe_psql('postgres', 'SELECT 1'), 1, 'misplaced on our own tables they leave the server alive');

# --- Every function with nonsense: nulls, zeros, extremes, other tenants' ids, in every position
my %nonsense = (
	bigint => [ 'NULL', '0', '-1', '11', '1001', '9223372036854775807', '-9223372036854775808', $near, $theirs[0] ],
	integer => [ 'NULL', '0', '-1', '4', '1000000', '2147483647', '-2147483648' ],
	numeric => [ 'NULL', '0', '-1', "'NaN'", "'Infinity'", '1e15', '0.0001', '1' ],
	text => [ 'NULL', "''", "' '", "repeat('x', 100000)", "E'\\u00e9\\u202e'", "'sale'", "'1'" ],
	jsonb => [ 'NULL', "'null'", "'[]'", "'{}'", "'[null]'", "'1'", "'[{\"variation_id\": null}]'", "'{\"outlet_id\": 1e400}'", "(repeat('[', 5000) || repeat(']', 5000))::jsonb" ],
	boolean => [ 'NULL', 'true', 'false' ],
	date => [ 'NULL', "'infinity'", "'-infinity'", "'5874897-12-31'", "'4713-01-01 BC'", "'2026-01-01'" ],
	interval => [ 'NULL', "'0'", "'-1 day'", "'178000000 years'", "'1 microsecond'" ],
	'timestamp with time zone' => [ 'NULL', "'infinity'", "'-infinity'", "'294276-12-31'", "'2026-01-01'" ],
	'bigint[]' => [ 'NULL', "'{}'", "'{NULL}'", "'{{1,2},{3,4}}'", "'{1,1,1}'" ],
	'numeric[]' => [ 'NULL', "'{}'", "'{NULL}'", "'{NaN}'", "'{1,1,1}'" ],
	name => [ 'NULL', "'nobody'", "'app'" ],
	regclass => [ 'NULL', '0', '1259', "'pg_stats'", "'primeinv.batch'", '4294967295' ],
);
my %signatures = map { split /\|/, $_, 2 } split /\n/, $node->safe_psql('postgres', q(
	SELECT format('%s %s', oid::regprocedure, prokind) || '|' || coalesce((SELECT string_agg(t::regtype::text, ',' ORDER BY n) FROM unnest(proargtypes) WITH ORDINALITY u (t, n)), '')
	FROM pg_proc WHERE pronamespace = 'primeinv'::regnamespace AND prorettype <> 'trigger'::regtype AND prokind <> 'a'
	-- what would take away what the others need
	AND proname NOT IN ('grant_tenant', 'revoke_tenant', 'forget_tenant', 'set_shard')));
cmp_ok(scalar keys %signatures, '>', 80, 'there are functions');
srand($ENV{SEED} // 42);
my $rounds = $ENV{LONG} ? 400 : 12;
foreach my $role (qw(reader app manager foreigner), $superuser)
{
	my @calls;
	foreach my $signature (sort keys %signatures)
	{
		my ($function, $kind) = $signature =~ /^([^(]+)\(.*\) (\w)$/;
		my @types = split /,/, $signatures{$signature};
		foreach (1 .. (@types ? $rounds : 1))
		{
			my $arguments = join ', ', map { my $values = $nonsense{$_} // ['NULL']; $values->[ rand @$values ] . "::$_" } @types;
			push @calls, ($kind eq 'p' ? 'CALL' : 'SELECT count(*) FROM') . " $function($arguments)";
		}
	}
	my $script = "SET client_min_messages = error;\nSET log_error_verbosity = verbose;\nSET statement_timeout = '20s';\n\\set VERBOSITY sqlstate\n" . join('', map { "$_;\n" } @calls);
	my ($status, $out, $said) = $node->psql('postgres', $script, on_error_stop => 0, extra_params => [ '-U', $role ]);
	my %states;
	$states{$_}++ foreach ($said // '') =~ /ERROR:\s+(\w{5})/g;
	note("$role: " . scalar(@calls) . ' calls, ' . join(', ', map { "$_ $states{$_}" } sort keys %states));
	is($status, 0, "$role: the server answers all calls") or diag(substr($said, -2000));
	is(join(' ', grep { /^(XX|58|53|57)/ } sort keys %states), '', "$role: none ends in an internal error");
}

promises_hold($node);
$node->stop;
done_testing();
