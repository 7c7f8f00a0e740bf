# 32 clients on three variations, single calls and baskets in opposite orders, until everything is sold: no deadlock, nothing
# oversold, first expired first out to the letter. The same at the two higher isolation levels, with retries. Then everything at
# once while VACUUM runs in a loop, tables are written anew, and old snapshots are held.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $clients = 32;
my $node = new_node('stress', conf => "log_min_messages = warning\nautovacuum_naptime = 1s\n");
my ($tenant, $near, $far) = open_shop($node, 1, 1);
my ($a, $b, $c) = split /\n/, $node->safe_psql('postgres', qq(
	WITH p AS (INSERT INTO primeinv.product (tenant_id, name) VALUES ($tenant, 'Hot') RETURNING id)
	INSERT INTO primeinv.variation (tenant_id, product_id, name, cost) SELECT $tenant, p.id, 'No. ' || n, 1 FROM p, generate_series(1, 3) n RETURNING id));

# A call that may find too little stock, a hold that has expired or a cart that is empty: says whether it was served. Anything
# else ends the client, and the test.
$node->safe_psql('postgres', q(
	CREATE FUNCTION served(call text) RETURNS boolean LANGUAGE plpgsql AS $$
	BEGIN
		EXECUTE call;
		RETURN true;
	EXCEPTION WHEN SQLSTATE 'PI001' OR SQLSTATE 'PI002' OR SQLSTATE 'P0002' THEN
		RETURN false;
	END $$;
	CREATE TABLE outcome (units integer, ok boolean);));

# The batches' order by expiry is not the order of their ids.
$node->safe_psql('postgres', qq(
	SELECT primeinv.add_stock(v, 10, $near, 'LOT-' || n, current_date + 10 + (n * 37 % 100)) FROM unnest(ARRAY[$a, $b, $c]) v, generate_series(1, 100) n));

# Runs a pgbench script on so many clients, and fails unless every transaction of every client succeeds.
sub bench
{
	my ($name, $script, @options) = @_;
	my $file = $node->basedir . "/$name.sql";
	append_to_file($file, $script);
	$node->command_ok([ 'pgbench', '-n', '-c', $clients, '-j', 2, '-f', $file, @options, 'postgres' ], "$name: no call fails");
	is($node->safe_psql('postgres', q(SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres')), '0', "$name: no deadlock");
	promises_hold($node, "$name: all promises hold");
}

# 1 unit of one variation, or one of each, in either order.
my $till = <<"END";
\\set kind random(1, 4)
\\set variation random($a, $c)
\\if :kind = 1
INSERT INTO outcome SELECT 3, served('SELECT primeinv.deduct_stock_bulk($near, ''{$a,$b,$c}'', ''{1,1,1}'')');
\\elif :kind = 2
INSERT INTO outcome SELECT 3, served('SELECT primeinv.deduct_stock_bulk($near, ''{$c,$b,$a}'', ''{1,1,1}'')');
\\else
INSERT INTO outcome SELECT 1, served('SELECT primeinv.deduct_stock(' || :variation || ', 1, $near)');
\\endif
END

# What clients were told agrees with what happened, and each variation's batches went in their order.
sub sold_in_order
{
	my ($name) = @_;
	is($node->safe_psql('postgres', q(SELECT (SELECT sum(units) FROM outcome WHERE ok) = -sum(quantity) FROM primeinv.stock_movement WHERE movement_type = 'sale')),
		't', "$name: what calls were told was sold, was");
	is($node->safe_psql('postgres', qq(
		SELECT (SELECT sum(quantity) FROM primeinv.stock_movement m WHERE outlet_id = $near AND variation_id IN ($a, $b, $c)) = sum(quantity)
		FROM primeinv.location_stock WHERE outlet_id = $near AND variation_id IN ($a, $b, $c))), 't', "$name: and the rest is left");
	is($node->safe_psql('postgres', q(
		SELECT count(*) FROM (
			SELECT (b.expiry_date, b.received_at, b.id) < lag((b.expiry_date, b.received_at, b.id)) OVER (PARTITION BY m.variation_id ORDER BY m.id) AS back
			FROM primeinv.stock_movement m JOIN primeinv.batch b ON b.id = m.batch_id WHERE m.movement_type = 'sale') s WHERE back)),
		'0', "$name: every unit was taken from the batch that expired first");
}

# Of 3 x 1000 units, first some at the higher levels, where a conflict is retried; then the rest.
for my $level ('repeatable read', 'serializable')
{
	(my $option = $level) =~ s/ /\\ /;
	local $ENV{PGOPTIONS} = "-c default_transaction_isolation=$option";
	bench($level, $till, '-T', 4, '--max-tries=0');
	sold_in_order($level);
}
cmp_ok($node->safe_psql('postgres', 'SELECT sum(units) FROM outcome WHERE ok'), '>', 0, 'something was sold');
bench('sell out', $till, '-t', 70);
sold_in_order('sell out');
cmp_ok($node->safe_psql('postgres', 'SELECT sum(units) FROM outcome'), '>', 3000, 'more was asked for than there was');
is($node->safe_psql('postgres', qq(SELECT max(primeinv.get_available_stock(v, $near)) FROM unnest(ARRAY[$a, $b, $c]) v)), '0.000', 'everything is sold');

# Everything at once. VACUUM beside it: it moves what a reader of pages must not hold on to.
my $vacuum = IPC::Run::start([ 'psql', '-Xq', '-d', $node->connstr('postgres'), '-c',
		'VACUUM primeinv.batch, primeinv.location_stock, primeinv.stock_movement', '-c', '\\watch 0.2' ], '>', \my $vacuum_out, '2>&1');
my $anew = IPC::Run::start([ 'psql', '-Xq', '-d', $node->connstr('postgres'), '-c', 'VACUUM FULL primeinv.location_stock', '-c', '\\watch 0.7' ],
	'>', \my $anew_out, '2>&1');
my $cluster = IPC::Run::start([ 'psql', '-Xq', '-d', $node->connstr('postgres'), '-c', 'CLUSTER primeinv.batch USING batch_pkey', '-c', '\\watch 0.9' ],
	'>', \my $cluster_out, '2>&1');
my $old = IPC::Run::start([ 'psql', '-XqAt', '-d', $node->connstr('postgres'), '-c', 'BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT; SELECT pg_sleep(3); COMMIT', '-c', '\\watch 0.1' ],
	'>', \my $old_out, '2>&1');
bench('everything', <<"END", '-T', 15);
\\set kind random(1, 14)
\\set v random($a, $c)
\\set q random(1, 40)
\\if :kind <= 2
SELECT primeinv.add_stock(:v, :q + 5, $near, 'NEW-' || :q, current_date + 5 + :q, :q);
\\elif :kind <= 4
SELECT served(format('SELECT primeinv.deduct_stock(%s, %s, $near)', :v, :q / 8.0));
\\elif :kind = 5
SELECT served(format('SELECT primeinv.deduct_stock_bulk($near, %L, %L)', ARRAY[$c, $a, $b, $c], ARRAY[0.5, 1.25, :q, 2]));
\\elif :kind = 6
SELECT served(format('SELECT primeinv.transfer_stock(%s, 3, $near, $far)', :v));
\\elif :kind = 7
SELECT served(format('SELECT primeinv.transfer_stock(%s, 2, $far, $near)', :v));
\\elif :kind = 8
SELECT served(format('SELECT primeinv.adjust_stock(%s, %s, $near, ''counted'')', :v, 3 - :q % 7 + 0.125));
\\elif :kind = 9
SELECT served(format('SELECT primeinv.record_damage(%s, 0.5, $near, ''dropped'')', :v));
\\elif :kind = 10
SELECT served(format('SELECT primeinv.deduct_stock(%s, 1, $near, reference_id => %L, request_id => %L)', $a + :q % 3, 'once', 'r' || :q));
\\elif :kind = 11
SELECT served(format('SELECT primeinv.reserve_stock(%s, 2, $near, %L, %L)', :v, 'cart ' || :q % 8, '100 milliseconds'::interval * :q));
\\elif :kind = 12
SELECT served(format('SELECT primeinv.commit_cart($near, %L)', 'cart ' || :q % 8));
\\elif :kind = 13
SELECT CASE WHEN :q < 5 THEN primeinv.release_expired_reservations() ELSE primeinv.release_cart($near, 'cart ' || :q % 8) END;
\\else
SELECT primeinv.set_batch_status(id, CASE WHEN :q < 15 THEN 'hold' ELSE 'available' END, 'looked at')
FROM primeinv.batch WHERE batch_number = 'NEW-' || :q AND variation_id = :v AND outlet_id = $near;
\\endif
END
$_->kill_kill foreach $vacuum, $anew, $cluster, $old;
unlike("$vacuum_out$anew_out$cluster_out$old_out", qr/ERROR/, 'nothing failed beside it');
is($node->safe_psql('postgres', 'SELECT count(*) FROM primeinv.verify_ledger()'), '0', 'the ledger agrees');
is($node->safe_psql('postgres', q(
	SELECT (SELECT -sum(quantity) FROM primeinv.stock_movement WHERE reference_id = 'once') = count(*) AND count(*) > 0
	FROM primeinv.request WHERE request_id LIKE 'r%')), 't', 'each request was done once');

$node->stop;
done_testing();
