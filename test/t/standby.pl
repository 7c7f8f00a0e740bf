# Readers work on a hot standby, for roles too, and a grant or revoke on the primary reaches its open sessions; changes are
# refused as in any read-only transaction.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1);
$primary->append_conf('postgresql.conf', "timezone = 'UTC'\nmax_connections = 60\n");
$primary->start;
$primary->safe_psql('postgres', 'CREATE EXTENSION primeinv');
my ($ours, $near, $far, @things) = open_shop($primary, 2, 20);
my ($theirs, $their_near) = open_shop($primary, 1, 20);
$primary->safe_psql('postgres', "CREATE ROLE till LOGIN; SELECT primeinv.grant_tenant('till', $ours, 'app'), primeinv.grant_tenant('till', $theirs, 'reader')");
$primary->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->start;
sub caught_up { $primary->wait_for_catchup($standby, 'replay', $primary->lsn('insert')) }

# One session stays open all the time.
my ($in, $out) = ('', '');
my $session = IPC::Run::start([ 'psql', '-XAtq', '-U', 'till', $standby->connstr('postgres') ], '<', \$in, '>', \$out, '2>&1', IPC::Run::timeout(60));
my $asked = 0;
sub ask
{
	my ($query) = @_;
	my $end = 'asked ' . ++$asked;
	$in .= "$query;\n\\echo $end\n";
	$session->pump until $out =~ /\Q$end\E\n/;
	my $answer = $out =~ s/\Q$end\E\n//r;
	$out = '';
	chomp $answer;
	return $answer;
}

caught_up();
is(ask('SELECT pg_is_in_recovery(), string_agg(DISTINCT tenant_id::text, \',\' ORDER BY tenant_id::text) FROM primeinv.batch'), "t|$ours,$theirs", 'a role sees its tenants');
is(ask("SELECT primeinv.get_available_stock($things[0], $near)"), '60.000', 'stock is read');
is(ask("SELECT count(*) FROM primeinv.get_fifo_batches($things[0], $near)"), '3', 'and batches');
is(ask("SELECT count(*) > 0 FROM primeinv.stock_level"), 't', 'and views');
is(ask('SELECT * FROM primeinv.check_promises()'), '', 'all promises hold, as far as the role sees');
like(ask("SELECT primeinv.deduct_stock($things[0], 1, $near)"), qr/cannot execute primeinv\.deduct_stock\(\) in a read-only transaction|during recovery/, 'nothing is sold');
is(ask("SET primeinv.tenant = '$theirs'; SELECT DISTINCT tenant_id FROM primeinv.batch"), $theirs, 'the setting narrows');
ask('RESET primeinv.tenant');

$primary->safe_psql('postgres', "SELECT count(*) FROM primeinv.deduct_stock($things[0], 1, $near); UPDATE primeinv.outlet SET is_active = false WHERE id = $far");
caught_up();
is(ask("SELECT primeinv.get_available_stock($things[0], $near), primeinv.get_available_stock($things[0], $far)"), '59.000|0.000', "what changed on the primary is seen");

# So does the monitoring, which is sent to each server.
$primary->safe_psql('postgres', q(CREATE ROLE monitor LOGIN; SELECT primeinv.grant_monitor('monitor'); CALL primeinv.run_job('alerts')));
caught_up();
is($standby->safe_psql('postgres', q(SELECT "check", status FROM primeinv.health() WHERE "check" IN ('job_alerts', 'promises', 'replication') ORDER BY 1), extra_params => [ '-U', 'monitor' ]),
	"job_alerts|ok\npromises|ok\nreplication|ok", 'health() answers, and knows the jobs of the primary');
like($primary->safe_psql('postgres', q(SELECT detail FROM primeinv.health() WHERE "check" = 'replication')), qr/standbys: 1;/, 'the primary counts its standbys');

$primary->safe_psql('postgres', "SELECT primeinv.revoke_tenant('till', $ours)");
caught_up();
is(ask('SELECT DISTINCT tenant_id FROM primeinv.batch'), $theirs, 'a revoke on the primary holds here, in a session that was open');
like(ask("SELECT primeinv.get_available_stock($things[0], $near)"), qr/outlet $near does not exist/, 'for functions too');
$primary->safe_psql('postgres', "SELECT primeinv.grant_tenant('till', $ours, 'reader')");
caught_up();
is(ask("SELECT primeinv.get_available_stock($things[0], $near)"), '59.000', 'and a grant');

$in .= "\\q\n";
$session->finish;
promises_hold($primary);
is($standby->safe_psql('postgres', 'SELECT * FROM primeinv.check_promises()'), '', 'all promises hold on the standby');
$standby->stop;
$primary->stop;
done_testing();
