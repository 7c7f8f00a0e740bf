# Eight clients sell without a break while the shop is counted, 50 lines at a time with overages and shortages mixed, reconciled,
# compared and told of: no deadlock, no broken promise at any moment, and on hand is what was counted less what was sold since.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my ($clients, $lines, $takes) = (8, 50, 6);
my $node = new_node('stress_count', conf => "log_min_messages = warning\nautovacuum_naptime = 1s\n");
my ($tenant, $near, $far, @variations) = open_shop($node, $lines, 100000);
my ($first, $last) = @variations[ 0, -1 ];
my $script = $node->basedir . '/sell.sql';
my $counted_all = $node->basedir . '/counted';

append_to_file($script, <<"END");
\\set a random($first, $last)
\\set b random($first, $last)
\\set kind random(1, 4)
\\if :kind = 1
SELECT count(*) FROM primeinv.deduct_stock_bulk($near, ARRAY[:a, :b]::bigint[], ARRAY[1, 0.5]);
\\elif :kind = 2
SELECT primeinv.reserve_stock(:a, 2, $near, 'cart', '5 seconds');
\\elif :kind = 3
SELECT count(*) FROM primeinv.deduct_stock(:a, 3, $near);
\\else
SELECT count(*) FROM primeinv.transfer_stock(:a, 1, $near, $far);
\\endif
END

# Run after run until all is counted, and one more from then on.
my ($out, $err) = ('', '');
my $bench = IPC::Run::start([ 'sh', '-c', <<'END', $counted_all, 'pgbench', '-n', '-c', $clients, '-j', '2', '-T', '3', '-h', $node->host, '-p', $node->port, '-f', $script, 'postgres' ],
last=
until [ "$last" ]; do
	[ ! -e "$0" ] || last=1
	"$@" || exit
done
END
	'>', \$out, '2>', \$err);

# Lines whose location (or batch) does not hold what was counted and what happened to it since.
sub off
{
	my ($take, $kind) = @_;
	my ($held, $mine) = $kind eq 'batch'
	  ? ('SELECT b.quantity FROM primeinv.batch b WHERE b.id = i.batch_id', 'm.batch_id = i.batch_id')
	  : ("SELECT l.quantity FROM primeinv.location_stock l WHERE l.outlet_id = $near AND l.variation_id = i.variation_id",
		"m.outlet_id = $near AND m.variation_id = i.variation_id");
	return $node->safe_psql('postgres', qq(
		SELECT count(*) FROM primeinv.stock_take_item i WHERE i.stock_take_id = $take AND (i.batch_id IS NOT NULL) = ('$kind' = 'batch')
			AND ($held) IS DISTINCT FROM i.counted_quantity + (SELECT coalesce(sum(m.quantity), 0) FROM primeinv.stock_movement m
				WHERE $mine AND m.created_at > i.counted_at AND m.movement_type <> 'adjustment')));
}

my $take;
foreach my $round (1 .. $takes)
{
	$take = $node->safe_psql('postgres', qq(SELECT primeinv.create_stock_take($near)));

	# Whole variations, and every third by one of its batches; up to two more or fewer than the books say, or none.
	$node->safe_psql('postgres', qq(SELECT count(*) FROM primeinv.count_items($take, (
		SELECT jsonb_agg(jsonb_build_object('variation_id', l.variation_id, 'counted_quantity', l.quantity + l.variation_id % 5 - 2))
		FROM primeinv.location_stock l WHERE l.outlet_id = $near AND l.variation_id % 3 <> $round % 3))));
	$node->safe_psql('postgres', qq(SELECT count(*) FROM primeinv.count_items($take, (
		SELECT jsonb_agg(jsonb_build_object('variation_id', b.variation_id, 'batch_id', b.id, 'counted_quantity', b.quantity + b.variation_id % 5 - 2))
		FROM primeinv.batch b WHERE b.outlet_id = $near AND b.variation_id % 3 = $round % 3 AND b.batch_number = 'LOT-1'))));
	is($node->safe_psql('postgres', 'SELECT count(*) FROM primeinv.check_promises()'), '0', "take $round: all promises hold while it is counted");
	$node->safe_psql('postgres', "SELECT primeinv.complete_stock_take($take)");
	my $differing = $node->safe_psql('postgres', "SELECT count(*) FROM primeinv.stock_take_item WHERE stock_take_id = $take AND difference <> 0");
	is($node->safe_psql('postgres', "SELECT primeinv.reconcile_stock_take($take)"), $differing, "take $round: $differing lines of $lines are applied");
	$node->safe_psql('postgres', 'CALL primeinv.reconcile()');
	is($node->safe_psql('postgres', 'SELECT count(*) FROM primeinv.verify_ledger()'), '0', "take $round: nor for the ledger");
	$node->safe_psql('postgres', 'SELECT primeinv.refresh_alerts(), primeinv.release_expired_reservations(), primeinv.rebuild_location_stock(), primeinv.rebuild_batches()');
}
is(off($take, 'location'), '0', 'on hand is what was counted less what went since, while they sell');

append_to_file($counted_all, '');
$bench->finish;
is($bench->result(0), 0, 'no call of the sellers failed') or diag($err);
my $confirmed = 0;
$confirmed += $1 while $out =~ /transactions actually processed: (\d+)/g;
cmp_ok($confirmed, '>', 1000, "$confirmed calls were made meanwhile");
my $counted = $node->safe_psql('postgres', "SELECT max(counted_at) FROM primeinv.stock_take_item WHERE stock_take_id = $take");
cmp_ok($node->safe_psql('postgres', "SELECT count(*) FROM primeinv.stock_movement WHERE movement_type = 'sale' AND created_at > '$counted'"), '>', 0, 'some of them after the last count');
is($node->safe_psql('postgres', q(SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres')), '0', 'no deadlock');
is($node->safe_psql('postgres', 'SELECT sum(variances_found) FROM primeinv.reconciliation_run'), '0', 'no run of reconcile found a variance');
is(off($take, 'location'), '0', 'and so it is at the end');
is(off($take, 'batch'), '0', 'also for the batches that were counted');
promises_hold($node);
$node->stop;
done_testing();
