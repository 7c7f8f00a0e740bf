# A backup with pgBackRest and a restore to a moment before an accident, as docs/backup.md has it: the books are those of that
# moment, the promises hold, and the shop goes on.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

plan skip_all => 'there is no pgbackrest: install it' unless grep { -x "$_/pgbackrest" } split /:/, $ENV{PATH};

my $repository = PostgreSQL::Test::Utils::tempdir;
my $conf = "$repository/pgbackrest.conf";
my $pgbackrest = "pgbackrest --config=$conf --stanza=shop";
my $node = new_node('shop', conf => "archive_mode = on\narchive_command = '$pgbackrest archive-push %p'\nfull_page_writes = on\nwal_level = replica\nmax_wal_senders = 2");
my ($tenant, $near, $far, @variations) = open_shop($node, 5, 20);

# The file that the page shows, for this server's directories.
mkdir "$repository/repo";
append_to_file($conf, "[global]\nrepo1-path=$repository/repo\nrepo1-retention-full=2\nlog-path=$repository\nlock-path=$repository\n"
	. "start-fast=y\ncompress-type=gz\nlog-level-console=warn\n[shop]\npg1-path=" . $node->data_dir . "\npg1-socket-path=" . $node->host . "\npg1-port=" . $node->port . "\n");
sub pgbackrest { my ($command, $name) = @_; return $node->command_ok([ split / /, "$pgbackrest $command" ], $name); }

pgbackrest('stanza-create', 'the repository is made');
pgbackrest('check', 'the archive takes a segment');
pgbackrest('backup --type=full', 'a full backup, while the shop is open');

# Trade after the backup is in the archive only: a sale, a cart, a count, a request.
$node->safe_psql('postgres', qq(
	SELECT count(*) FROM primeinv.checkout($near, '[{"variation_id":$variations[0],"quantity":4,"unit_price":10}]', '[{"method":"CASH","amount":40}]', request_id => 'till-1');
	SELECT primeinv.create_sale($far, hold => '1 day');
	SELECT primeinv.add_sale_item(2, $variations[1], 3, 1.25);
	SELECT primeinv.adjust_stock($variations[2], -2, $near, 'miscounted')));
pgbackrest('backup --type=incr', 'an incremental backup');
$node->safe_psql('postgres', qq(SELECT count(*) FROM primeinv.deduct_stock($variations[3], 25, $near, reference_id => 'before')));
promises_hold($node, 'all promises hold before the accident');
my $books = q(SELECT b.id, b.quantity, b.status FROM primeinv.batch b ORDER BY 1);
my $before = $node->safe_psql('postgres', $books);
my $available = $node->safe_psql('postgres', "SELECT primeinv.get_available_stock($variations[1], $far)");
my $moment = $node->safe_psql('postgres', 'SELECT clock_timestamp()');

# The accident: somebody sets the stock of everything to one, for a shop that is not the one meant.
$node->safe_psql('postgres', qq(SELECT count(*) FROM primeinv.variation v, primeinv.set_stock_level(v.id, 1, $near, 'wrong window', actor => 'ben');
	SELECT pg_switch_wal()));
isnt($node->safe_psql('postgres', $books), $before, 'the accident is in the books');
is($node->safe_psql('postgres', q(SELECT DISTINCT actor || ': ' || reason FROM primeinv.stock_movement WHERE created_at > ') . $moment . "'"),
	'ben: wrong window', 'the ledger says who and when: the moment to go back to is before');
$node->stop;

# Back to the moment, into another directory; the old one stays as evidence.
my $restored = PostgreSQL::Test::Cluster->new('restored');
mkdir $restored->data_dir, 0700 or die $!;
$node->command_ok([ split(/ /, "$pgbackrest --type=time --target-action=promote"), '--pg1-path=' . $restored->data_dir, "--target=$moment", 'restore' ],
	'the restore to that moment');
$restored->append_conf('postgresql.conf', 'port = ' . $restored->port . "\narchive_mode = off");
$restored->start;
ok($restored->poll_query_until('postgres', 'SELECT NOT pg_is_in_recovery()'), 'the server is open for business');

is($restored->safe_psql('postgres', $books), $before, 'the books are those of the moment');
promises_hold($restored, 'all promises hold');
is($restored->safe_psql('postgres', 'SELECT * FROM primeinv.verify_ledger()'), '', 'the ledger agrees with the batches');
is($restored->safe_psql('postgres', "SELECT primeinv.get_available_stock($variations[1], $far)"), $available, 'the open cart holds what it held');
is($restored->safe_psql('postgres', qq(SELECT id FROM primeinv.checkout($near, '[{"variation_id":$variations[0],"quantity":4,"unit_price":10}]', '[{"method":"CASH","amount":40}]', request_id => 'till-1'))),
	'1', 'a till that asks again gets its sale, not another one');
is($restored->safe_psql('postgres', qq(SELECT status, receipt_number <> '' FROM primeinv.checkout($near, '[{"variation_id":$variations[0],"quantity":1,"unit_price":10}]', '[{"method":"CASH","amount":10}]'))),
	'COMPLETED|t', 'and the shop goes on');
promises_hold($restored, 'all promises hold afterwards');
$restored->stop;
done_testing();
