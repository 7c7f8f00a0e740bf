# A dump loaded into a new database has the same rows, and the extension goes on from there: plain SQL, custom format, and
# custom format with four jobs.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $node = new_node('restore');
my ($tenant, $near, $far, @variations) = open_shop($node, 5, 20);
my $dump = $node->basedir . '/dump';

# A bit of everything that leaves rows: sales, refusals, transfers, corrections, statuses, repeated requests.
$node->safe_psql('postgres', qq(
	SELECT count(*) FROM primeinv.variation v, primeinv.deduct_stock(v.id, 25.125, $near, reference_id => 'dumped') WHERE v.tenant_id = $tenant;
	SELECT count(*) FROM primeinv.transfer_stock($variations[0], 7.5, $near, $far, 'before the dump');
	SELECT primeinv.adjust_stock($variations[1], -3, $near, 'miscounted');
	SELECT primeinv.adjust_stock($variations[1], 2, $near, 'found', request_id => 'once');
	SELECT count(*) FROM primeinv.record_damage($variations[2], 1, $far, 'dropped');
	SELECT primeinv.set_batch_status(min(id), 'quarantine', 'smells') FROM primeinv.batch WHERE variation_id = $variations[3] AND outlet_id = $far;
	SELECT primeinv.add_stock($variations[4], 5, $near, 'OLD', current_date - 5);
	SELECT primeinv.reserve_stock($variations[0], 2, $near, 'a cart', '1 day');
	SELECT primeinv.reserve_stock($variations[0], 1, $near, 'another cart');
	SELECT primeinv.release_cart($near, 'another cart');
	UPDATE primeinv.batch SET quantity = quantity + 1 WHERE batch_number = 'OLD';
));
promises_hold($node, 'all promises hold before the dump');

# The rows of a relation as text, in an order that does not depend on where they lie.
sub rows
{
	my ($database, $relation, $columns) = @_;
	return $node->safe_psql($database, "SELECT $columns FROM $relation t ORDER BY t::text");
}

my @dumped = split /\n/, $node->safe_psql('postgres', q(
	SELECT c.oid::regclass FROM pg_extension e, unnest(e.extconfig) AS t(oid) JOIN pg_class c USING (oid)
	WHERE e.extname = 'primeinv' AND c.relkind = 'r' ORDER BY 1));
cmp_ok(scalar @dumped, '>', 5, 'tables are registered for the dump');
my $stock = 'tenant_id, variation_id, outlet_id, quantity';
my %before = map { $_ => rows('postgres', $_, 't') } @dumped;
my $stock_before = $node->safe_psql('postgres', "SELECT $stock FROM primeinv.location_stock ORDER BY 1, 2, 3");
my $next_ids = q(SELECT sequencename || ' ' || coalesce(last_value, 0) FROM pg_sequences
	WHERE schemaname = 'primeinv' AND sequencename !~ '^location_stock' ORDER BY 1);
my $next_ids_before = $node->safe_psql('postgres', $next_ids);

sub same_rows
{
	my ($database) = @_;

	is(rows($database, $_, 't'), $before{$_}, "$database: $_ is the same") foreach @dumped;
	is($node->safe_psql($database, $next_ids), $next_ids_before, "$database: ids go on where they were");
}

# The derived table agrees, and the functions work on.
sub alive
{
	my ($database) = @_;

	is($node->safe_psql($database, "SELECT $stock FROM primeinv.location_stock ORDER BY 1, 2, 3"),
		$stock_before, "$database: location_stock is the same");
	promises_hold($node, "$database: all promises hold", $database);

	my $available = $node->safe_psql('postgres', "SELECT primeinv.get_available_stock($variations[0], $near)");
	is($node->safe_psql($database, "SELECT primeinv.get_available_stock($variations[0], $near)"), $available, "$database: the same is available");
	my $last = $node->safe_psql($database, 'SELECT max(id) FROM primeinv.batch');
	my $new = $node->safe_psql($database, "SELECT primeinv.add_stock($variations[0], 10, $near, 'AFTER')");
	cmp_ok($new, '>', $last, "$database: a new batch has a new id");
	is($node->safe_psql($database, "SELECT sum(quantity) FROM primeinv.deduct_stock($variations[0], 11, $near)"), '11.000', "$database: stock can be sold");
	is($node->safe_psql($database, "SELECT primeinv.get_available_stock($variations[0], $near) = $available - 1"), 't', "$database: and is gone then");

	# A request answered before the dump is answered the same after it.
	my $movements = $node->safe_psql($database, 'SELECT count(*) FROM primeinv.stock_movement');
	$node->safe_psql($database, "SELECT primeinv.adjust_stock($variations[1], 2, $near, 'found', request_id => 'once')");
	is($node->safe_psql($database, 'SELECT count(*) FROM primeinv.stock_movement'), $movements, "$database: a request of before the dump is not done twice");

	my ($status, undef, $error) = $node->psql($database, 'DELETE FROM primeinv.stock_movement');
	isnt($status, 0, "$database: the ledger is append-only still");
	promises_hold($node, "$database: all promises hold afterwards", $database);
}

$node->command_ok([ 'pg_dump', '-f', "$dump.sql", 'postgres' ], 'pg_dump in plain format');
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$dump.custom", 'postgres' ], 'pg_dump in custom format');
$node->safe_psql('postgres', "CREATE DATABASE $_") foreach qw(plain custom jobs);

$node->command_ok([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-f', "$dump.sql", 'plain' ], 'psql loads the plain dump');
same_rows('plain');
alive('plain');

$node->command_ok([ 'pg_restore', '--exit-on-error', '-d', 'custom', "$dump.custom" ], 'pg_restore loads the custom dump');
same_rows('custom');
alive('custom');

# With several jobs, tables are loaded in any order and the foreign keys are there already.
{
	local $ENV{PGOPTIONS} = '-c session_replication_role=replica';
	$node->command_ok([ 'pg_restore', '--exit-on-error', '-j', '4', '-d', 'jobs', "$dump.custom" ], 'pg_restore loads it with four jobs');
}
same_rows('jobs');
$node->safe_psql('jobs', 'SELECT primeinv.rebuild_location_stock()');
alive('jobs');

promises_hold($node, 'all promises hold in the database that was dumped');
$node->stop;
done_testing();
