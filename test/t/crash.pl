# The server dies at once while eight clients sell and receive, again and again. After each start every promise holds, and what a
# client was told is done is there.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(usleep);
use Primeinv;

my $clients = 8;
my $node = new_node('crash', conf => "restart_after_crash = off\n");
my ($tenant, $near, $far, @variations) = open_shop($node, 6, 1000000);
my $first = $variations[0];
my $script = $node->basedir . '/work.sql';

# One transaction is one call, and leaves one movement of the reference 'work' for each unit.
append_to_file($script, <<"END");
\\set variation $first + random(0, 5)
\\set kind random(1, 3)
\\if :kind = 1
SELECT primeinv.add_stock(:variation, 1, $near, 'NEW-' || :variation, reference_id => 'work');
\\elif :kind = 2
SELECT count(*) FROM primeinv.deduct_stock(:variation, 1, $near, reference_id => 'work');
\\else
SELECT count(*) FROM primeinv.deduct_stock_bulk($near, ARRAY[$variations[5], $first], ARRAY[0.5, 0.5], reference_id => 'half work');
\\endif
END

sub done
{
	return $node->safe_psql('postgres', q(SELECT coalesce(sum(CASE reference_id WHEN 'work' THEN 1 ELSE 0.5 END), 0)
		FROM primeinv.stock_movement WHERE reference_id IN ('work', 'half work')));
}

# The postmaster leaves shared memory behind when it is killed, and a new one waits until its last backend has seen it die.
sub start_again
{
	for (1 .. 100)
	{
		usleep(100_000);
		$node->{_pid} = undef;    # what a failed start takes for running may be the one just killed
		return 1 if $node->start(fail_ok => 1);
	}
	return 0;
}

foreach my $round (1 .. 6)
{
	my $hard = $round % 2;
	my $before = done();
	my ($out, $err) = ('', '');
	my $bench = IPC::Run::start([ 'pgbench', '-n', '-M', 'prepared', '-c', $clients, '-j', '2', '-T', '60', '-h', $node->host, '-p', $node->port,
			'-f', $script, 'postgres' ], '>', \$out, '2>', \$err);

	usleep(700_000 + 150_000 * $round);
	if ($hard) { $node->kill9; }
	else { $node->stop('immediate'); }
	$bench->finish;
	ok(start_again(), "round $round: the server comes up after " . ($hard ? 'kill -9' : 'an immediate stop')) or last;

	# Besides what was confirmed there may be, for each client, one call whose answer was lost.
	my ($confirmed) = $out =~ /transactions actually processed: (\d+)/;
	my $lasting = done() - $before;
	cmp_ok($confirmed, '>', 50, "round $round: $confirmed calls were confirmed before it");
	cmp_ok($lasting, '>=', $confirmed, "round $round: none of them is lost");
	cmp_ok($lasting, '<=', $confirmed + $clients, "round $round: and none is there twice");
	promises_hold($node, "round $round: all promises hold");
	is($node->safe_psql('postgres', 'SELECT count(*) FROM primeinv.verify_ledger()'), '0', "round $round: the ledger agrees");
}

$node->stop;
done_testing();
