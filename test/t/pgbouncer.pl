# One role serves a hundred tenants through pgbouncer in transaction mode, where a server's session goes from client to client
# after every transaction: SET LOCAL primeinv.tenant narrows that transaction and nothing else.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my ($bouncer) = grep { -x } map { "$_/pgbouncer" } split(/:/, $ENV{PATH}), '/usr/sbin', '/usr/local/sbin';
plan skip_all => 'there is no pgbouncer' unless $bouncer;

my ($tenants, $clients, $calls) = (100, 12, 60);
my $node = new_node('pooled');

$node->safe_psql('postgres', qq(
	CREATE ROLE pooled LOGIN;
	INSERT INTO primeinv.tenant (id, name) SELECT n, 'Shop ' || n FROM generate_series(1, $tenants) n;
	INSERT INTO primeinv.outlet (tenant_id, id, name) SELECT id, 1000 + id, 'Outlet' FROM primeinv.tenant;
	INSERT INTO primeinv.product (tenant_id, id, name) SELECT id, 2000 + id, 'Thing' FROM primeinv.tenant;
	INSERT INTO primeinv.variation (tenant_id, id, product_id, name) SELECT id, 3000 + id, 2000 + id, 'one' FROM primeinv.tenant;
	SELECT primeinv.sync_ids();
	SELECT primeinv.add_stock(3000 + id, 100000, 1000 + id, 'LOT'), primeinv.grant_tenant('pooled', id, 'app') FROM primeinv.tenant;
	CREATE TABLE public.seen (tenant_id bigint, backend integer);
	GRANT INSERT ON public.seen TO pooled;
));

# pgbouncer: fewer server sessions than clients, so that each goes through many hands
my $dir = PostgreSQL::Test::Utils::tempdir();
my $sockets = PostgreSQL::Test::Utils::tempdir_short();
my $port = PostgreSQL::Test::Cluster::get_free_port();
append_to_file("$dir/users.txt", qq("pooled" ""\n));
append_to_file("$dir/pgbouncer.ini", join "\n", '[databases]', 'postgres = host=' . $node->host . ' port=' . $node->port . ' dbname=postgres',
	'[pgbouncer]', "listen_port = $port", 'listen_addr =', "unix_socket_dir = $sockets", 'auth_type = trust', "auth_file = $dir/users.txt",
	'pool_mode = transaction', 'default_pool_size = 3', 'max_client_conn = 100', 'ignore_startup_parameters = extra_float_digits,options',
	"logfile = $dir/pgbouncer.log", "pidfile = $dir/pgbouncer.pid", '');
my $pooler = IPC::Run::start([ $bouncer, '-q', "$dir/pgbouncer.ini" ], '<', \undef, '>', "$dir/out", '2>&1');
my $connection = "host=$sockets port=$port user=pooled dbname=postgres";
my $up = 0;
for (1 .. 100)
{
	last if $up = system("psql -XAtqc 'SELECT 1' '$connection' >/dev/null 2>&1") == 0;
	select(undef, undef, undef, 0.1);
}
ok($up, 'pgbouncer is up') or diag(slurp_file("$dir/pgbouncer.log"));

# Each client: transactions of one tenant after another, in an order of its own. What is seen and what can be reached is printed.
sub script
{
	my ($client) = @_;
	my $script = '';

	foreach my $call (1 .. $calls)
	{
		my $tenant = 1 + ($client * 37 + $call * (7 + $client)) % $tenants;
		my $other = 1 + $tenant % $tenants;
		$script .= qq(BEGIN; SET LOCAL primeinv.tenant = '$tenant';
			INSERT INTO public.seen VALUES ($tenant, pg_backend_pid());
			SELECT 'seen $tenant', (SELECT string_agg(DISTINCT tenant_id::text, ',') FROM primeinv.batch), (SELECT string_agg(id::text, ',') FROM primeinv.outlet),
				(SELECT sum(quantity) FROM primeinv.deduct_stock(3000 + $tenant, 1, 1000 + $tenant, request_id => '$client-$call'));
			SAVEPOINT s; SELECT primeinv.deduct_stock(3000 + $other, 1, 1000 + $other); ROLLBACK TO s;
			COMMIT;
			);
		$script .= "SELECT 'all', count(*), current_setting('primeinv.tenant', true) FROM primeinv.outlet;\n" if $call % 5 == 0;
	}
	return $script;
}
my @runs = map { { client => $_, in => script($_), out => '', err => '' } } 1 .. $clients;
$_->{run} = IPC::Run::start([ 'psql', '-XAtq', $connection ], '<', \$_->{in}, '>', \$_->{out}, '2>', \$_->{err}) foreach @runs;
$_->{run}->finish foreach @runs;

my ($right, $wrong, $all, $refused) = (0, '', 0, 0);
foreach my $run (@runs)
{
	foreach (split /\n/, $run->{out})
	{
		if (/^seen (\d+)\|(\d+)\|(\d+)\|1\.000$/ && $2 == $1 && $3 == 1000 + $1) { $right++ }
		elsif (/^all\|$tenants\|$/) { $all++ }
		else { $wrong .= "$_\n" }
	}
	$refused += () = $run->{err} =~ /ERROR:  outlet \d+ does not exist/g;
	$wrong .= join "\n", grep { /ERROR|FATAL/ && !/outlet \d+ does not exist/ } split /\n/, $run->{err};
}
is($wrong, '', 'nothing else was seen or said');
is($right, $clients * $calls, 'every transaction saw its tenant, and sold there');
is($refused, $clients * $calls, 'and could not sell elsewhere');
is($all, $clients * $calls / 5, 'the next transaction is not narrowed any more');
cmp_ok($node->safe_psql('postgres', 'SELECT count(DISTINCT backend) FROM public.seen'), '<=', 3, 'clients shared three sessions');
cmp_ok($node->safe_psql('postgres', 'SELECT min(n) FROM (SELECT count(DISTINCT tenant_id) AS n FROM public.seen GROUP BY backend) s'), '>', $tenants / 3, 'each of which served many tenants');
is($node->safe_psql('postgres', q(SELECT count(*) FROM primeinv.stock_movement m WHERE movement_type = 'sale' AND (tenant_id, outlet_id, variation_id) IS DISTINCT FROM (tenant_id, 1000 + tenant_id, 3000 + tenant_id))),
	'0', "no sale was written to another tenant's outlet");
is($node->safe_psql('postgres', q(SELECT count(*) FROM (SELECT tenant_id, count(*) FROM primeinv.stock_movement WHERE movement_type = 'sale' GROUP BY 1 EXCEPT SELECT tenant_id, count(*) FROM public.seen GROUP BY 1) d)),
	'0', 'each tenant has as many as were made for it');

$pooler->signal('INT');
$pooler->finish;
promises_hold($node);
$node->stop;
done_testing();
