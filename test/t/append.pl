# Index entries that go to the end of a b-tree together (src/base/direct_append.c): what is replayed after a crash is what was written,
# byte by byte; every index agrees with its table, while many sell at once, too; and a key that is there already is refused.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $node = new_node('append', conf => "restart_after_crash = off\nwal_consistency_checking = 'generic'\nfull_page_writes = on\n");
$node->safe_psql('postgres', 'CREATE EXTENSION amcheck; CREATE EXTENSION pg_walinspect');
my ($tenant, $near, $far, @variations) = open_shop($node, 20, 1000000);
my $items = '[' . join(',', map { qq({"variation_id": $_, "quantity": 1, "unit_price": 1}) } @variations) . ']';
my $lines = join(',', @variations);
my $script = $node->basedir . '/work.sql';

append_to_file($script, <<"END");
\\set kind random(1, 2)
\\if :kind = 1
SELECT id FROM primeinv.checkout($near, '$items', '[{"method": "CASH", "amount": 20}]');
\\else
SELECT count(*) FROM primeinv.deduct_stock_bulk($far, ARRAY[$lines], array_fill(1::numeric, ARRAY[20]));
\\endif
END

# Every entry of every b-tree, and of every row in each of them.
sub indexes_agree
{
	my ($what) = @_;
	is($node->safe_psql('postgres', q(SELECT count(bt_index_parent_check(c.oid, true, true)) > 100 FROM pg_class c JOIN pg_am a ON a.oid = c.relam
		WHERE a.amname = 'btree' AND c.relnamespace = 'primeinv'::regnamespace)), 't', $what);
}

my $before = $node->safe_psql('postgres', 'SELECT pg_current_wal_insert_lsn()');
$node->command_ok([ 'pgbench', '-n', '-c', '4', '-j', '2', '-t', '100', '-h', $node->host, '-p', $node->port, '-f', $script, 'postgres' ], 'four clients sell at once');
my $records = $node->safe_psql('postgres', qq(SELECT count(*) FROM pg_get_wal_records_info('$before', pg_current_wal_flush_lsn()) WHERE resource_manager = 'Generic'));
cmp_ok($records, '>', 500, "$records times entries were written together");
indexes_agree('every index agrees with its table');

# What is rolled back leaves entries at the end of each index; whoever looks one up marks it dead, which is not in the WAL.
my $more = "SELECT count(*) FROM primeinv.deduct_stock_bulk($near, ARRAY[$lines], array_fill(1::numeric, ARRAY[20]));";
my $last = $node->safe_psql('postgres', "BEGIN; $more SELECT max(id) FROM primeinv.stock_movement; ROLLBACK");
my $look = 'SET enable_seqscan = off; SET enable_bitmapscan = off; SELECT count(*) FROM primeinv.stock_movement WHERE id = ' . (split /\n/, $last)[-1];
$node->safe_psql('postgres', "$look; $look; $more");
$node->safe_psql('postgres', "VACUUM primeinv.stock_movement; $more");
my $rows = $node->safe_psql('postgres', 'SELECT count(*), max(id) FROM primeinv.stock_movement');

$node->stop('immediate');
ok($node->start(fail_ok => 1), 'replayed, each page is as it was written');
is($node->safe_psql('postgres', 'SELECT count(*), max(id) FROM primeinv.stock_movement'), $rows, 'and nothing is lost');
indexes_agree('every index agrees after that');

# The sequence is put back, so that the first of the next ids is the last that there is.
my $again = "SELECT setval('primeinv.stock_movement_id_seq', max(id), false) FROM primeinv.stock_movement;";
my $bulk = "SELECT count(*) FROM primeinv.deduct_stock_bulk($near, ARRAY[$lines], array_fill(1::numeric, ARRAY[20]))";
like(($node->psql('postgres', "$again $bulk"))[2], qr/duplicate key value violates unique constraint "stock_movement_pkey"/, 'a key that is there is refused');
$node->safe_psql('postgres', "SELECT setval('primeinv.stock_movement_id_seq', max(id)) FROM primeinv.stock_movement; $bulk");
indexes_agree('every index agrees after that, too');

promises_hold($node);
$node->stop;
done_testing();
