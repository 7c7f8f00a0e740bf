# A tenant's idle transaction holds every lock that its roles can get; no other tenant's call waits, and no job stops for it.
# Whoever would wait gets an error from lock_timeout instead, so that nothing here is measured in time.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $node = new_node('neighbour', conf => "autovacuum = off\n");
my ($ours, $near, $far, @things) = open_shop($node, 3, 20);
my ($theirs, $their_near, $their_far, @their_things) = open_shop($node, 3, 20);
my %shops = (holder => [ $ours, $near, $things[0] ], neighbour => [ $theirs, $their_near, $their_things[0] ]);

$node->safe_psql('postgres', qq(
	CREATE ROLE holder LOGIN; CREATE ROLE neighbour LOGIN;
	SELECT primeinv.grant_tenant('holder', $ours, 'manager'), primeinv.grant_tenant('neighbour', $theirs, 'manager');
	INSERT INTO primeinv.customer (tenant_id, name, credit_limit) VALUES ($ours, 'Ours', 1000), ($theirs, 'Theirs', 1000);
	INSERT INTO primeinv.variation_unit (tenant_id, variation_id, unit, numerator) VALUES ($ours, $things[0], 'case', 12), ($theirs, $their_things[0], 'case', 12);
	INSERT INTO primeinv.outlet_variation (tenant_id, outlet_id, variation_id, low_stock_threshold)
	SELECT o.tenant_id, o.id, v.id, 1000 FROM primeinv.outlet o JOIN primeinv.variation v USING (tenant_id)));
# What the jobs find: goods that have expired, a hold that has, an alert that is due; by hand, for the functions would refuse it.
$node->safe_psql('postgres', qq(
	SET client_min_messages = error;
	SELECT primeinv.add_stock(v.id, 5, o.id, 'GONE', '2001-01-01') FROM primeinv.outlet o JOIN primeinv.variation v USING (tenant_id) ORDER BY o.id, v.id;
	INSERT INTO primeinv.stock_reservation (tenant_id, variation_id, outlet_id, quantity, cart_session_id, actor, created_at, expires_at)
	SELECT v.tenant_id, v.id, o.id, 1, 'gone', 'x', now() - interval '2 hours', now() - interval '1 hour' FROM primeinv.outlet o JOIN primeinv.variation v USING (tenant_id)));

# Counters that are wrong where the holder will hold the row, and at the neighbour's: by hand, too.
my $drift = 'UPDATE primeinv.location_stock SET quantity = quantity + 1 WHERE outlet_id = %s AND variation_id = %s';
$node->safe_psql('postgres', sprintf($drift, $far, $things[0]));

# calls ROLE: a day's work of a shop, as statements of that role; each is one test for the neighbour.
sub calls
{
	my ($role) = @_;
	my ($tenant, $outlet, $thing) = @{ $shops{$role} };
	my $other = $role eq 'holder' ? $far : $their_far;
	my $customer = "(SELECT min(id) FROM primeinv.customer)";
	return (
		"SELECT count(*) FROM primeinv.deduct_stock($thing, 1, $outlet, request_id => 'one')",
		"SELECT primeinv.add_stock($thing, 1, $outlet, 'LOT-1')",
		"SELECT primeinv.add_stock($thing, 1, $outlet)",
		"SELECT count(*) FROM primeinv.adjust_stock($thing, -1, $outlet, 'lost')",
		"SELECT count(*) FROM primeinv.transfer_stock($thing, 1, $outlet, $other)",
		"SELECT primeinv.set_batch_status((SELECT min(id) FROM primeinv.batch WHERE outlet_id = $outlet), 'hold', 'odd')",
		"SELECT primeinv.reserve_stock($thing, 1, $outlet, 'cart')",
		"SELECT count(*) FROM primeinv.commit_cart($outlet, 'cart')",
		"SELECT id FROM primeinv.checkout($outlet, '[{\"variation_id\": $thing, \"quantity\": 1, \"unit_price\": 5}]', '[{\"method\": \"CASH\", \"amount\": 5}]')",
		"SELECT id FROM primeinv.checkout($outlet, '[{\"variation_id\": $thing, \"quantity\": 1, \"unit_price\": 5}]', NULL, $customer)",
		"SELECT count(*) FROM primeinv.refund_sale((SELECT max(id) FROM primeinv.sale), NULL, 'broken')",
		"SELECT primeinv.create_stock_take($outlet, 'count', '[{\"variation_id\": $thing, \"counted_quantity\": 30}]')",
		"SELECT primeinv.complete_stock_take((SELECT max(id) FROM primeinv.stock_take)), primeinv.reconcile_stock_take((SELECT max(id) FROM primeinv.stock_take))",
		"SELECT primeinv.expire_batches($outlet)",
		"SELECT primeinv.refresh_alerts($outlet)",
		"SELECT count(*) FROM primeinv.run_reconcile($outlet, true)",
		"SELECT primeinv.rebuild_location_stock($outlet), primeinv.rebuild_batches($outlet)",
		"SELECT primeinv.log_event($tenant, 'till.opened')",
		"SELECT primeinv.expire_batches()",
		"SELECT primeinv.release_expired_reservations()",
		"SELECT primeinv.refresh_alerts()",
		"SELECT count(*) FROM primeinv.run_reconcile()",
		"SELECT count(*) FROM primeinv.stock_level",
		"SELECT count(*) FROM primeinv.check_promises()",
		"UPDATE primeinv.outlet SET name = name || '.' WHERE id = $outlet",
		"UPDATE primeinv.customer SET credit_limit = 2000",
		"INSERT INTO primeinv.product (tenant_id, name) VALUES ($tenant, 'New')");
}

# Everything that the holder can hold: rows of the tables that it may write, in the strongest mode, and what its calls lock.
my $holder = $node->background_psql('postgres', on_error_stop => 0, extra_params => [ '-U', 'holder' ]) if $node->can('background_psql');
my ($in, $out, $err) = ('', '', '');
my $timer = IPC::Run::timeout(180);
my $handle;
if (!$holder)
{
	$handle = IPC::Run::start([ 'psql', '-XqAt', '-d', $node->connstr('postgres'), '-U', 'holder' ], '<', \$in, '>', \$out, '2>', \$err, $timer);
}
my $script = "SET client_min_messages = error;\nBEGIN;\n";
$script .= "SAVEPOINT a;\n$_;\nRELEASE a;\n" foreach calls('holder');
$script .= "SELECT count(*) FROM (SELECT FROM primeinv.$_ FOR UPDATE) x;\n" foreach qw(outlet product variation variation_unit outlet_variation customer);
$script .= "SELECT pg_advisory_lock(n) FROM generate_series(0, 100) n;\n";
if ($holder) { $holder->query($script . "SELECT 'held'"); }
else
{
	$in .= $script . "\\echo held\n";
	IPC::Run::pump($handle) until $out =~ /^held$/m;
}
is($err, '', 'the holder holds') if !$holder;
cmp_ok($node->safe_psql('postgres', q(SELECT count(*) FROM pg_stat_activity WHERE usename = 'holder' AND state = 'idle in transaction')), '==', 1, 'and is idle in its transaction');

# run ROLE STATEMENT: 'done', or the error
sub run
{
	my ($role, $statement) = @_;
	my ($ret, $stdout, $stderr) = $node->psql('postgres', "SET lock_timeout = '4s'; SET client_min_messages = error; $statement",
		extra_params => $role eq '' ? [] : [ '-U', $role ]);
	return $ret == 0 ? 'done' : $stderr;
}

foreach my $call (calls('neighbour'))
{
	is(run('neighbour', $call), 'done', "the neighbour: $call");
}

# Jobs do the neighbour's work, and say of the holder's that it could not be done.
$node->safe_psql('postgres', qq(
	SET client_min_messages = error;
	SELECT primeinv.add_stock($their_things[1], 5, $their_near, 'GONE', '2001-01-01');
	INSERT INTO primeinv.stock_reservation (tenant_id, variation_id, outlet_id, quantity, cart_session_id, actor, created_at, expires_at)
	VALUES ($theirs, $their_things[1], $their_near, 1, 'gone', 'x', now() - interval '2 hours', now() - interval '1 hour')));
foreach my $task (split /\n/, $node->safe_psql('postgres', q(SELECT substring(command FROM '''(\w+)''') FROM primeinv.jobs() WHERE command LIKE '%run_job%')))
{
	is(run('', "CALL primeinv.run_job('$task')"), 'done', "job $task");
}
is($node->safe_psql('postgres', "SELECT count(*) FROM primeinv.batch WHERE tenant_id = $theirs AND batch_number = 'GONE' AND is_open"), '0', q(the neighbour's expired goods are written off));
is($node->safe_psql('postgres', "SELECT count(*) FROM primeinv.stock_reservation WHERE tenant_id = $theirs AND status = 'ACTIVE' AND expires_at < now()"), '0', 'its expired holds are released');
is($node->safe_psql('postgres', "SELECT count(*) FROM primeinv.stock_alert WHERE tenant_id = $theirs AND kind = 'job'"), '0', 'and no job failed for it');

# By hand over all tenants, which commits only at its end: it waits for nobody while it holds a neighbour's rows.
is(run('', 'SELECT primeinv.expire_batches()'), 'done', 'all expired goods by hand');
is(run('', 'SELECT primeinv.release_expired_reservations()'), 'done', 'all expired holds by hand');
is(run('', 'SELECT primeinv.refresh_alerts()'), 'done', 'all alerts by hand');
is(run('', 'SELECT count(*) FROM primeinv.run_reconcile()'), 'done', 'all outlets compared by hand');
is(run('', 'SELECT count(*) FROM primeinv.check_promises()'), 'done', 'the promises are checked');
$node->safe_psql('postgres', sprintf($drift, $their_far, $their_things[0]));
is(run('', 'SELECT primeinv.rebuild_batches()'), 'done', 'all batches mended by hand');
is(run('', 'SELECT primeinv.rebuild_location_stock()'), 'done', 'all locations counted by hand');
is($node->safe_psql('postgres', "SELECT string_agg(DISTINCT w.tenant_id::text, ' ') FROM primeinv.wrong_locations(ARRAY[$ours, $theirs], NULL) w"), $ours, q(the neighbour's are right, the holder's are left));

if ($holder) { $holder->query('ROLLBACK'); $holder->quit; }
else
{
	$in .= "ROLLBACK;\n\\q\n";
	IPC::Run::finish($handle);
}

# Afterwards the holder's work is done, too.
is(run('', "CALL primeinv.run_job('expiry_and_reconcile')"), 'done', 'later the job comes to the holder');
is(run('', 'SELECT primeinv.expire_batches()'), 'done', 'and whoever does it by hand');
is($node->safe_psql('postgres', "SELECT count(*) FROM primeinv.batch WHERE batch_number = 'GONE' AND is_open"), '0', 'all expired goods are written off');
is(run('', 'SELECT primeinv.rebuild_location_stock()'), 'done', 'the counters, too');
promises_hold($node);
$node->stop;
done_testing();
