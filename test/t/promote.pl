# A hot standby: every reader answers as the primary does, every function that changes something is refused; promoted, it goes on.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1);
$primary->append_conf('postgresql.conf', "timezone = 'UTC'\n");
$primary->start;
$primary->safe_psql('postgres', 'CREATE EXTENSION primeinv');
my ($tenant, $near, $far, @goods) = open_shop($primary, 2, 10);
$primary->safe_psql('postgres', qq(
	CREATE ROLE shop LOGIN;
	SELECT primeinv.grant_tenant('shop', $tenant, 'manager');
	SELECT primeinv.reserve_stock($goods[0], 4, $near, 'cart', '1 hour');));

$primary->backup('backup');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'backup', has_streaming => 1);
$standby->start;

# What both answer to a reader, as the owner and as the shop's role.
sub same
{
	my ($query, $name) = @_;
	for my $role ('postgres', 'shop')
	{
		my $there = $standby->safe_psql('postgres', "SET ROLE $role; $query");
		is($there, $primary->safe_psql('postgres', "SET ROLE $role; $query"), "$name, as $role");
		isnt($there, '', "$name, as $role: something");
	}
}

$primary->safe_psql('postgres', "SELECT primeinv.deduct_stock($goods[0], 7, $near)");
$primary->wait_for_catchup($standby, 'replay', $primary->lsn('flush'));
same("SELECT primeinv.get_available_stock($goods[0], $near)", 'get_available_stock');
same("SELECT batch_number, quantity FROM primeinv.get_fifo_batches($goods[0], $near)", 'get_fifo_batches');
same("SELECT * FROM primeinv.explain_deduction($goods[0], 5, $near)", 'explain_deduction');
same('SELECT count(*) FROM primeinv.get_expiring_soon(40)', 'get_expiring_soon');
same("SELECT * FROM primeinv.stock_level ORDER BY outlet_id, variation_id", 'stock_level');
same("SELECT * FROM primeinv.reconcile_stock($goods[0], $near)", 'reconcile_stock');
same("SELECT movement_type, quantity FROM primeinv.trace_batch((SELECT min(id) FROM primeinv.batch))", 'trace_batch');
same("SELECT * FROM primeinv.audit_report(current_date - 1, current_date + 1)", 'audit_report');
same("SELECT count(*) FROM primeinv.verify_ledger()", 'verify_ledger');
promises_hold($standby, 'promises hold on the standby');

# The date and a hold that expires are worked out by the reader: nothing has to be written for it.
$primary->safe_psql('postgres', "SELECT primeinv.reserve_stock($goods[1], 4, $near, 'short', '1 millisecond')");
$primary->wait_for_catchup($standby, 'replay', $primary->lsn('flush'));
is($standby->safe_psql('postgres', "SELECT primeinv.get_available_stock($goods[1], $near)"), '30.000', 'an expired hold holds nothing');

for my $call ("deduct_stock($goods[0], 1, $near)", "deduct_stock($goods[0], 1, $near, request_id => 'r')", "add_stock($goods[0], 1, $near)",
	"reserve_stock($goods[0], 1, $near, 'c')", 'expire_batches()', 'release_expired_reservations()', 'run_reconcile()',
	"checkout($near, '[]')", "set_batch_status(1, 'hold', 'r')", "create_stock_take($near)")
{
	my ($result, $out, $error) = $standby->psql('postgres', "\\set VERBOSITY sqlstate\nSELECT primeinv.$call");
	like($error, qr/25006/, "$call is refused");
}

# Promoted, it goes on from there.
$standby->promote;
is($standby->safe_psql('postgres', "SELECT sum(quantity) FROM primeinv.deduct_stock($goods[0], 5, $near)"), '5.000', 'the promoted standby sells');
promises_hold($standby, 'promises hold after the promotion');
$primary->stop('immediate');
$standby->stop;
done_testing();
