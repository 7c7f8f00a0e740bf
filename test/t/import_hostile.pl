# Moving in from views that do their worst: every column at its extremes and loaded under each decision in turn; functions in a view that write,
# change settings, or want more than their writer may; a load that is cancelled at any moment; sales while a load runs.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;
use Oldshop;

my $node = new_node('import_hostile');
my $views = documented_views();

# --- Extremes

my %types = (text => 'text', numeric => 'numeric', bigint => 'bigint', date => 'date', instant => 'timestamptz', boolean => 'boolean', jsonb => 'jsonb');
my %extremes = (
	text => [ "''", "' '", 'NULL', "repeat('x', 1000000)", "repeat('é', 250)", "E'\\n'", "'REFUND-1'", "'1-20261121-0001'", "repeat('y', 199)", q('it''s \\ %s $1') ],
	numeric => [ "'NaN'", "'Infinity'", "'-Infinity'", '0', '-1', '1e-20', '1e-1000', '1e30', '123.4567891', '3.3333', '0.0833', 'NULL',
		'99999999999.99999', '999999999999.9999', '1000000000', '0.000000001' ],
	bigint => [ 'NULL', '-1', '0', '3', '9223372036854775807', '-9223372036854775808', '999999999999999' ],
	date => [ "'infinity'", "'-infinity'", "'4713-01-01 BC'", "'5874897-12-31'", 'NULL', "'2020-01-01'" ],
	instant => [ "'infinity'", "'-infinity'", "'4713-01-01 BC'", "'294276-12-31'", 'NULL', "'2020-01-01'" ],
	boolean => [ 'NULL', 'true', 'false' ],
	jsonb => [ 'NULL', "'[]'", "to_jsonb(repeat('z', 2000000))" ]);
my %usual = (tenant => "'t'", outlet => "'o'", product => "'p'", variation => "'v'", customer => "'c'", batch => "'b'", name => "'N'", time_zone => "'UTC'",
	unit => "'u'", factor => '12', amount => '5', quantity => '5', total_amount => '5', sold_at => "'2026-01-01'", created_at => "'2026-01-01'",
	movement_type => "'purchase'");
my %keys = (tenant => 't', outlet => 'o', product => 'p', variation => 'v', customer => 'c', batch => 'b', due => 'd', movement => 'm', past_sale => 's');
my $script = 'CREATE SCHEMA import;';
my $rows = 0;
foreach my $view (sort keys %$views)
{
	my $columns = $views->{$view};
	$script .= "CREATE TABLE import.$view (" . join(', ', map { "$_ $types{$columns->{$_}}" } sort keys %$columns) . ");\n";
	my %row = map { $_ => $usual{$_} } grep { exists $usual{$_} } keys %$columns;
	my $number = 0;
	my $add = sub {
		my %with = (%row, @_);
		$script .= "INSERT INTO import.$view (" . join(', ', sort keys %with) . ') VALUES (' . join(', ', map { $with{$_} } sort keys %with) . ");\n";
		$rows++;
	};
	$add->($keys{$view} ? (key => "'$keys{$view}'") : ());
	foreach my $column (sort keys %$columns)
	{
		foreach my $value (@{ $extremes{ $columns->{$column} } })
		{
			$number++;
			$add->(($view eq 'unit' ? (unit => "'u$number'") : exists $columns->{key} ? (key => "'k$number'") : ()),
				($column eq 'numerator' ? (denominator => 7) : ()), $column => $value);
		}
	}
}
$node->safe_psql('postgres', $script);
cmp_ok($rows, '>', 800, "$rows rows, one column of each at an extreme");

# Each problem with the action of that turn; a load, all checks, and a second load which finds nothing new.
$node->safe_psql('postgres', q(
	CREATE FUNCTION turn(nth integer, history text) RETURNS SETOF text LANGUAGE plpgsql SET client_min_messages = warning AS $$
	BEGIN
		PERFORM primeinv.import_decide(p.problem, p.actions[1 + nth % cardinality(p.actions)]) FROM primeinv.import_problems() p;
		RETURN QUERY SELECT format('%s loaded %s of %s', l.entity, l.loaded, l.read) FROM primeinv.import_load(history => turn.history) l
			WHERE l.left_out < 0 OR l.loaded < 0 OR (nth = 0 AND l.loaded = 0);
		RETURN QUERY SELECT 'promise ' || c::text FROM primeinv.check_promises() c;
		RETURN QUERY SELECT 'ledger ' || c::text FROM primeinv.verify_ledger() c;
		RETURN QUERY SELECT 'differs ' || c::text FROM primeinv.import_compare() c;
		RETURN QUERY SELECT format('%s loaded again: %s', l.entity, l.loaded) FROM primeinv.import_load(history => turn.history) l
			WHERE l.loaded > 0 AND l.entity <> 'location';
		RAISE EXCEPTION 'undo';
	EXCEPTION WHEN raise_exception THEN RETURN;
	END $$));
my @problems = split /\n/, $node->safe_psql('postgres', 'SELECT problem FROM primeinv.import_check()');
cmp_ok(scalar @problems, '>', 90, scalar(@problems) . ' problems are found');
foreach my $turn ([ 0, 'aside' ], [ 1, 'ledger' ], [ 2, 'ledger' ], [ 3, 'aside' ])
{
	is($node->safe_psql('postgres', "SELECT turn($turn->[0], '$turn->[1]')"), '', "decided in turn $turn->[0], history $turn->[1]: loaded, and all agrees");
}
is($node->safe_psql('postgres', 'SELECT count(*) FROM primeinv.tenant'), '0', 'nothing stays');

# --- The page lists the problems as they are

my @documented;
foreach my $line (split /\n/, slurp_file('docs/migration.md'))
{
	my ($word, $severity, $actions, $meaning) = $line =~ /^\| `(\w+)` \| (error|warning|info) \| ([`\w, ]+) \| (.*) \|$/ or next;
	push @documented, join('|', $word, $severity, $actions =~ s/[` ]//gr, $meaning);
}
is(join("\n", sort @documented), $node->safe_psql('postgres', q(SELECT problem, severity, array_to_string(actions, ','), meaning FROM primeinv.import_problems() ORDER BY concat_ws('|', problem, severity) COLLATE "C")),
	'docs/migration.md lists the problems as they are');

# --- Cancelled at any moment, a load leaves nothing; so does a dry run

$node->safe_psql('postgres', q(SELECT primeinv.import_decide(problem, CASE WHEN severity = 'error' THEN actions[1] END) FROM primeinv.import_problems()));
my ($cancelled, $finished) = (0, 0);
for (my $after = 4; $finished == 0 && $after < 60000; $after = int($after * 1.6) + 1)
{
	my ($ret, undef, $err) = $node->psql('postgres', "SET statement_timeout = $after; BEGIN; SELECT count(*) FROM primeinv.import_load(); ROLLBACK");
	$ret == 0 ? $finished++ : $err =~ /canceling statement/ ? $cancelled++ : BAIL_OUT("load: $err");
}
cmp_ok($cancelled, '>=', 3, "cancelled at $cancelled moments");
is($finished, 1, 'and finished when there was time');
$node->safe_psql('postgres', 'SELECT FROM primeinv.import_load(dry_run => true)');
my $tables = "unnest('{tenant,outlet,product,variation,variation_unit,customer,batch,stock_movement,location_stock,sale,sale_item,audit_log,past_movement,past_sale,receipt_counter,customer_entry}'::text[]) t";
is($node->safe_psql('postgres', "SELECT t, x FROM $tables, LATERAL (SELECT (xpath('/row/c/text()', query_to_xml('SELECT count(*) AS c FROM primeinv.' || t, false, true, '')))[1]::text) c (x) WHERE x <> '0'"),
	'', 'no table has a row');

# --- A view runs with the rights of who wrote it, and can change nothing

$node->safe_psql('postgres', q(
	CREATE ROLE writer LOGIN; CREATE SCHEMA theirs AUTHORIZATION writer; GRANT CREATE ON SCHEMA public TO writer;
	CREATE TABLE secret (s text); INSERT INTO secret VALUES ('told');
	SET ROLE writer;
	CREATE TABLE theirs.log (who text);
	CREATE VIEW theirs.tenant AS SELECT 'x' AS key, 'X' AS name));
my %does = (
	'read what the writer may not' => [ "RETURN (SELECT s FROM public.secret)", qr/permission denied for table secret/ ],
	'write' => [ "INSERT INTO theirs.log VALUES (current_user); RETURN 'x'", qr/read-only transaction/ ],
	'turn writing on' => [ "PERFORM set_config('transaction_read_only', 'off', false); RETURN 'x'", qr/read-write mode/ ],
	'make a temporary table' => [ "CREATE TEMP TABLE raw_batch (i int); RETURN 'x'", qr/read-only transaction|security-restricted operation/ ],
	'take a role' => [ "SET ROLE postgres; RETURN 'x'", qr/security-restricted|within security/ ],
	'draw a number' => [ "RETURN nextval('primeinv.tenant_id_seq')::text", qr/permission denied|read-only/ ],
	'load' => [ "PERFORM primeinv.import_load('theirs'); RETURN 'x'", qr/permission denied/ ],
	'find what stands in another schema by its name' => [ "RETURN evil()", qr/function evil\(\) does not exist/ ]);
$node->safe_psql('postgres', q(CREATE FUNCTION public.evil() RETURNS text LANGUAGE sql AS $$ SELECT 'evil' $$));
foreach my $what (sort keys %does)
{
	$node->safe_psql('postgres', "SET ROLE writer; CREATE OR REPLACE FUNCTION theirs.f() RETURNS text LANGUAGE plpgsql AS \$\$ BEGIN $does{$what}[0]; END \$\$;
		CREATE OR REPLACE VIEW theirs.tenant AS SELECT theirs.f() AS key, 'X'::text AS name");
	foreach my $call ("primeinv.import_check('theirs')", "primeinv.import_load('theirs')", "primeinv.import_compare('theirs')")
	{
		my ($ret, undef, $err) = $node->psql('postgres', "SET search_path = public; SELECT * FROM $call");
		like($err, $does{$what}[1], "$call does not let a view $what");
	}
}
$node->safe_psql('postgres', q(SET ROLE writer; CREATE OR REPLACE FUNCTION theirs.f() RETURNS text LANGUAGE plpgsql AS
	$$ BEGIN PERFORM set_config('primeinv.tenant', '1', false), set_config('search_path', 'theirs', false), set_config('work_mem', '64kB', false); RETURN current_user; END $$));
is($node->safe_psql('postgres', q(SELECT FROM primeinv.import_load('theirs'); SELECT current_setting('primeinv.tenant', true), current_setting('work_mem'), current_setting('search_path');
	SELECT current_user, external_id FROM primeinv.tenant)), qq(|4MB|"\$user", public\npostgres|writer), 'it runs as the writer, and the settings that it changes are put back');
$node->safe_psql('postgres', 'ALTER VIEW theirs.tenant RENAME TO spare; CREATE ROLE third; GRANT CREATE, USAGE ON SCHEMA theirs TO third; SET ROLE third; CREATE VIEW theirs.tenant AS SELECT 1 AS key, 2 AS name');
my (undef, undef, $refused) = $node->psql('postgres', "SELECT * FROM primeinv.import_check('theirs')");
like($refused, qr/"theirs.tenant" is not of the owner of its schema/, 'a third role slips nothing in');

# --- Sales while a load brings stock to the same places: nobody waits for ever, nothing is lost

my ($tenant, $near, $far, @things) = open_shop($node, 40, 50);
$node->safe_psql('postgres', qq(
	DROP SCHEMA import CASCADE; CREATE SCHEMA import; DELETE FROM primeinv.import_decision;
	UPDATE primeinv.tenant SET external_id = 'T' WHERE id = $tenant; UPDATE primeinv.outlet SET external_id = id WHERE tenant_id = $tenant;
	UPDATE primeinv.variation SET external_id = id, price = 1 WHERE tenant_id = $tenant;
	CREATE VIEW import.batch AS SELECT 'T' AS tenant, o.id || '/' || v.id || '/' || n AS key, o.id AS outlet, v.id AS variation, 2 AS quantity, 'OLD-' || n AS batch_number
		FROM primeinv.outlet o JOIN primeinv.variation v ON v.tenant_id = o.tenant_id CROSS JOIN generate_series(1, 100) n WHERE o.tenant_id = $tenant;));
my $before = $node->safe_psql('postgres', "SELECT sum(quantity) FROM primeinv.batch WHERE tenant_id = $tenant");
my $sales = $node->basedir . '/sales.sql';
append_to_file($sales, "\\set a random(0, 39)\n\\set o random(0, 1)\nSELECT count(*) FROM primeinv.deduct_stock($things[0] + :a, 1, $near + :o);\n");
my ($out, $err) = ('', '');
my $clients = IPC::Run::start([ $node->installed_command('pgbench'), '-n', '-c', '4', '-t', '150', '-f', $sales, '-h', $node->host, '-p', $node->port, 'postgres' ], '>', \$out, '2>', \$err);
is($node->safe_psql('postgres', "SELECT loaded FROM primeinv.import_load() WHERE entity = 'batch'"), '8000', 'the load is done');
$clients->finish;
like($out, qr{transactions actually processed: 600/600}, 'as are the sales');
unlike($err, qr/ERROR|FATAL/, 'without an error');
is($node->safe_psql('postgres', "SELECT sum(quantity) - $before - 16000 + 600 FROM primeinv.batch WHERE tenant_id = $tenant"), '0.000', 'all of both is there');

promises_hold($node);
$node->stop;
done_testing();
