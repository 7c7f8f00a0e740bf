# Seals while the shop trades: rollbacks, slow commits, an open and a prepared transaction, a crash between chunks; a dump, a
# standby and a logical replica of other habits; and tools/verify-seals, which knows nothing of the database.

use strict;
use warnings;

use IPC::Run;
use JSON::PP;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $seconds = $ENV{SEAL_SECONDS} // 6;
my $node = PostgreSQL::Test::Cluster->new('seal');
$node->init(allows_streaming => 'logical');
$node->append_conf('postgresql.conf', "timezone = 'UTC'\nmax_connections = 60\nmax_prepared_transactions = 10\n");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION primeinv');
my ($tenant, $near, $far, @things) = open_shop($node, 20, 100000);
my ($other, $their_near, undef, @theirs) = open_shop($node, 5, 100000);
my $scripts = PostgreSQL::Test::Utils::tempdir();

sub verified
{
	my ($name, $where, %options) = @_;
	my $digests = $options{digests} // 'NULL';
	is($where->safe_psql($options{database} // 'postgres', "SELECT * FROM primeinv.verify_seals(digests => $digests)"), '', $name);
}

sub unsealed
{
	my ($where, $database) = @_;
	return $where->safe_psql($database // 'postgres', q(SELECT
		(SELECT count(*) FROM primeinv.stock_movement) - (SELECT sum(rows) FROM primeinv.ledger_seal WHERE kind = 'stock_movement'),
		(SELECT count(*) FROM primeinv.audit_log) - (SELECT sum(rows) FROM primeinv.ledger_seal WHERE kind = 'audit_log')));
}

# --- Trade, with a job that seals in small chunks
append_to_file("$scripts/trade.sql", join "\n", "\\set n random(1, 20)", "\\set r random(1, 100)", 'BEGIN;',
	"SELECT count(*) FROM primeinv.deduct_stock((ARRAY[" . join(',', @things) . "])[:n], 1, $near);",
	"SELECT status FROM primeinv.checkout($near, jsonb_build_array(jsonb_build_object('variation_id', (ARRAY[" . join(',', @things) . "])[:n], 'quantity', 2, 'unit_price', 3)), '[{\"method\":\"CASH\",\"amount\":6}]');",
	'\if :r <= 15', 'ROLLBACK;', '\else', '\if :r <= 20', 'SELECT pg_sleep(0.2);', '\endif', 'COMMIT;', '\endif', '');
append_to_file("$scripts/other.sql", "SELECT count(*) FROM primeinv.deduct_stock((ARRAY[" . join(',', @theirs) . "])[3 + floor(random() * 3)::int], 1, $their_near);\n");
append_to_file("$scripts/job.sql", "\\set all random(1, 20)\n\\if :all = 1\nCALL primeinv.seal_ledger(2000, everything => true);\n\\else\nCALL primeinv.seal_ledger(200);\n\\endif\nSELECT pg_sleep(0.1);\n");

my ($in, $out) = ('', '');
my $open = IPC::Run::start([ 'psql', '-XAtq', $node->connstr('postgres') ], '<', \$in, '>', \$out, '2>&1', IPC::Run::timeout(180));
$in .= "BEGIN; SELECT count(*) FROM primeinv.deduct_stock($theirs[0], 1, $their_near);\n\\echo is open\n";
$open->pump until $out =~ /is open/;
$node->safe_psql('postgres', "BEGIN; SELECT count(*) FROM primeinv.deduct_stock($theirs[1], 1, $their_near); PREPARE TRANSACTION 'later'");

# Seven tills, a neighbour and two jobs at once; how many of the three ended badly.
sub trading
{
	my ($for) = @_;
	my $pgbench = "pgbench -n -T $for -f $scripts";
	my $database = '"' . $node->connstr('postgres') . '"';
	return system('bash', '-c', "$pgbench/trade.sql -c 7 $database & a=\$!; $pgbench/other.sql $database & b=\$!; $pgbench/job.sql -c 2 $database & c=\$!
		bad=0; for p in \$a \$b \$c; do wait \$p || bad=\$((bad + 1)); done; exit \$bad") >> 8;
}
my $bad = trading($seconds);
sub blocks { return $node->safe_psql('postgres', 'SELECT count(*) FROM primeinv.ledger_seal'); }
foreach (1 .. 20) # on a busy machine there are few in that time
{
	last if blocks() > 20;
	$bad += trading($seconds);
}
is($bad, 0, 'trade and two jobs at once went on');
cmp_ok(blocks(), '>', 20, 'in many blocks');
verified('no false finding while two transactions are open', $node);
cmp_ok($node->safe_psql('postgres', q(SELECT count(*) FROM primeinv.seal_gap)), '>', 0, 'their ids are remembered');

# Whoever stops the job in the middle of a chunk loses that chunk's work and nothing else.
$node->psql('postgres', join "\n", map { "SET statement_timeout = $_; CALL primeinv.seal_ledger(100);" } map { $_ * 2 } 1 .. 20);
verified('nor where the job was stopped in the middle', $node);

# --- A crash while it seals
$in .= "COMMIT;\n\\echo is done\n";
$open->pump until $out =~ /is done/;
$in .= "\\q\n";
$open->finish;
my $pid = fork // die;
exec('bash', '-c', 'sleep 1; kill -QUIT $(head -n 1 "$0")', $node->data_dir . '/postmaster.pid') if $pid == 0;
cmp_ok(trading(30), '>', 0, 'the server went away');
waitpid $pid, 0;
$node->stop('immediate', fail_ok => 1);
$node->start;
$node->safe_psql('postgres', q(COMMIT PREPARED 'later'));
$node->safe_psql('postgres', 'CALL primeinv.seal_ledger(); CALL primeinv.seal_ledger()');
is(unsealed($node), '0|0', 'after a crash nothing stays unsealed, and nothing was sealed twice');
is($node->safe_psql('postgres', q(SELECT count(*) FROM primeinv.seal_gap)), '0', 'and no gap is left');
verified('and all is well', $node);
$node->safe_psql('postgres', 'CALL primeinv.seal_ledger(everything => true)');
is(unsealed($node), '0|0', 'looking through everything finds nothing more');
my $digests = $node->safe_psql('postgres', 'SELECT jsonb_agg(d) FROM primeinv.ledger_digest() d');
verified('its digests hold', $node, digests => "'$digests'");

# A session that does not tell when its transaction began: what others seal meanwhile must not make its rows look dated back.
($in, $out) = ('', '');
$open = IPC::Run::start([ 'psql', '-XAtq', $node->connstr('postgres') ], '<', \$in, '>', \$out, '2>&1', IPC::Run::timeout(180));
$in .= "SET track_activities = off; BEGIN; SELECT count(*) FROM primeinv.deduct_stock($theirs[0], 1, $their_near);\n\\echo is open\n";
$open->pump until $out =~ /is open/;
$node->safe_psql('postgres', 'CALL primeinv.seal_ledger(); CALL primeinv.seal_ledger()');
$in .= "COMMIT;\n\\q\n";
$open->finish;
$node->safe_psql('postgres', 'CALL primeinv.seal_ledger()');
verified('a session without track_activities is not found dated back', $node);

# With few gaps, and the planner told so, the job still looks into them and not through the ledger.
my $entries = q(SELECT pg_stat_get_tuples_returned('primeinv.stock_movement_pkey'::regclass));
$node->safe_psql('postgres', 'VACUUM ANALYZE primeinv.seal_gap; VACUUM ANALYZE primeinv.stock_movement');
my $before = $node->safe_psql('postgres', $entries);
$node->safe_psql('postgres', 'CALL primeinv.seal_ledger()');
cmp_ok($node->safe_psql('postgres', $entries) - $before, '<', 100, 'a run without new rows reads no more of the ledger than that');

# What a digest takes of the seals: the edge of the tree, which is that of all of them.
is($node->safe_psql('postgres', q(SELECT count(*) FROM primeinv.seal_log l JOIN primeinv.ledger_digest() d USING (tenant_id, size, sealed_at))),
	'2', 'the log is kept');
my $kept = $node->safe_psql('postgres', 'SELECT * FROM primeinv.ledger_digest()');
is($node->safe_psql('postgres', 'SET session_replication_role = replica; BEGIN; DELETE FROM primeinv.seal_log; SELECT * FROM primeinv.ledger_digest(); ROLLBACK'), $kept,
	'a digest of what is kept is one of all seals');

# --- A standby, a restored dump, a logical replica
$node->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($node, 'base', has_streaming => 1);
$standby->start;
$node->wait_for_catchup($standby, 'replay', $node->lsn('insert'));
verified('a standby verifies', $standby, digests => "'$digests'");
$standby->stop;

$node->safe_psql('postgres', 'CREATE DATABASE copy');
IPC::Run::run([ 'bash', '-c', 'set -o pipefail; pg_dump -d "$0" | psql -Xq -v ON_ERROR_STOP=1 -d "$1"', $node->connstr('postgres'), $node->connstr('copy') ], '>', '/dev/null') or die 'the dump does not restore';
verified('a restored dump verifies', $node, digests => "'$digests'", database => 'copy');
$node->safe_psql('copy', "SELECT count(*) FROM primeinv.deduct_stock($things[0], 1, $near); CALL primeinv.seal_ledger(300); CALL primeinv.seal_ledger(everything => true)");
is(unsealed($node, 'copy'), '0|0', 'and goes on from there: nothing is sealed twice');
verified('with the old digests', $node, digests => "'$digests'", database => 'copy');

my $replica = PostgreSQL::Test::Cluster->new('replica');
$replica->init;
$replica->append_conf('postgresql.conf', "timezone = 'Asia/Kolkata'\ndatestyle = 'SQL, DMY'\nmax_connections = 60\n");
$replica->start;
$replica->safe_psql('postgres', 'CREATE EXTENSION primeinv');
my $tables = $node->safe_psql('postgres', q(SELECT string_agg(format('primeinv.%I', relname), ', ') FROM pg_class
	WHERE relnamespace = 'primeinv'::regnamespace AND relkind = 'r' AND relname NOT IN ('seal_mark', 'seal_gap', 'seal_log', 'job_run')));
$node->safe_psql('postgres', "CREATE PUBLICATION shop FOR TABLE $tables");
my $publisher = $node->connstr('postgres') =~ s{'}{''}gr;
$replica->safe_psql('postgres', "CREATE SUBSCRIPTION shop CONNECTION '$publisher' PUBLICATION shop");
$replica->poll_query_until('postgres', q(SELECT count(*) = 0 FROM pg_subscription_rel WHERE srsubstate NOT IN ('r', 's'))) or die 'the tables were not copied';
verified('a logical replica verifies', $replica, digests => "'$digests'");
$node->safe_psql('postgres', "SELECT count(*) FROM primeinv.deduct_stock($things[0], 1, $near)");
$node->wait_for_catchup('shop');
verified('also what its publisher has not sealed yet', $replica, digests => "'$digests'");
$replica->safe_psql('postgres', 'DROP SUBSCRIPTION shop');
$replica->stop;

# --- Without the database
my $tool = 'tools/verify-seals';
sub tool { my ($out, $err) = ('', ''); IPC::Run::run([ 'python3', $tool, @_ ], '>', \$out, '2>', \$err); return $out . $err; }
sub proof { my ($query, $name) = @_; append_to_file("$scripts/$name", $node->safe_psql('postgres', $query)); return "$scripts/$name"; }
append_to_file("$scripts/digests.json", $digests);
my $row = $node->safe_psql('postgres', "SELECT max(low_id) FROM primeinv.ledger_seal WHERE kind = 'stock_movement' AND tenant_id = $tenant AND rows > 4");
my $sale = $node->safe_psql('postgres', q(SELECT max(id) FROM primeinv.sale));
my $size = $node->safe_psql('postgres', "SELECT size FROM primeinv.ledger_digest($tenant)");
is(tool('proof', proof("SELECT primeinv.ledger_proof('stock_movement', $row)", 'row.json'), '--digests', "$scripts/digests.json"), "verified: stock_movement $row of tenant $tenant\n", 'a proof of a row');
is(tool('proof', proof("SELECT primeinv.ledger_proof('sale', $sale)", 'sale.json')), "verified: sale $sale of tenant $tenant\n", 'and of a sale');
is($node->safe_psql('postgres', "SELECT count(*) FROM generate_series(1, $size, 7) n, LATERAL primeinv.ledger_consistency($tenant, n, $size) c WHERE c ->> 'new_head' IS NULL"), '0', 'consistency of many sizes');
foreach my $old (1, 2, 3, 8, int($size / 2), $size - 1, $size)
{
	is(tool('consistency', proof("SELECT primeinv.ledger_consistency($tenant, $old, $size)", "consistency$old.json")), "verified\n", "the log of $old seals grew to $size");
}

# The program that docs/seals.md prints, and ours, believe no forgery, and none keeps them busy.
my ($printed) = slurp_file('docs/seals.md') =~ /^```python\n(.*?)^```/ms;
append_to_file("$scripts/printed.py", $printed);
sub printed
{
	my ($file) = @_;
	my ($out, $err) = ('', '');
	return IPC::Run::run([ 'timeout', '20', 'python3', "$scripts/printed.py" ], '<', $file, '>', \$out, '2>', \$err) ? $out : '';
}
my %head = map { $_ => decode_json(slurp_file("$scripts/$_.json")) } qw(row sale consistency3 consistency8);
like(printed("$scripts/row.json"), qr{^primeinv/stock_movement/1\n.* is in the log with the head $head{row}{head}$}s, 'the printed program proves a row');
like(printed("$scripts/sale.json"), qr{^primeinv/sale/1\n.* is in the log with the head $head{sale}{head}$}s, 'and a sale');
like(printed("$scripts/consistency$_.json"), qr{^the log with the head \w{64} has grown to $head{consistency3}{new_head}$}, "and that $_ seals have grown")
	foreach (1, 2, 3, 8, int($size / 2), $size - 1, $size);
my $other_hash = '5e' x 32;
my %forgeries = (
	'another position' => [ row => sub { $_[0]{position} ^= 1 } ],
	'a position behind the rows' => [ row => sub { $_[0]{position} = $_[0]{rows} } ],
	'a position before the rows' => [ row => sub { $_[0]{position} = -1 } ],
	'no rows' => [ row => sub { $_[0]{rows} = 0 } ],
	'another row' => [ row => sub { $_[0]{row} =~ s/^(.{40})(.)/$1 . ($2 eq 'A' ? 'B' : 'A')/e } ],
	'a longer path' => [ row => sub { push @{ $_[0]{row_path} }, $other_hash } ],
	'a shorter path' => [ row => sub { pop @{ $_[0]{row_path} } } ],
	'a path that is too long for one row' => [ row => sub { $_[0]{rows} = 1; $_[0]{position} = 0 } ],
	'another header' => [ sale => sub { $_[0]{header} =~ s/^(.{60})(.)/$1 . ($2 eq 'A' ? 'B' : 'A')/e } ],
	'another block' => [ sale => sub { $_[0]{number} -= 1 } ],
	'another head' => [ sale => sub { $_[0]{head} = $other_hash } ],
	'another old head' => [ consistency3 => sub { $_[0]{old_head} = $other_hash } ],
	'another new head' => [ consistency8 => sub { $_[0]{new_head} = $other_hash } ],
	'a longer proof of growth' => [ consistency8 => sub { push @{ $_[0]{path} }, $other_hash } ],
	'a shorter one' => [ consistency3 => sub { pop @{ $_[0]{path} } } ],
	'growth from nothing' => [ consistency3 => sub { $_[0]{old_size} = 0 } ],
	'growth backwards' => [ consistency3 => sub { ($_[0]{old_size}, $_[0]{new_size}) = ($_[0]{new_size}, 3) } ],
	'no growth' => [ consistency3 => sub { $_[0]{new_size} = 3 } ]);
foreach my $name (sort keys %forgeries)
{
	my ($of, $forge) = @{ $forgeries{$name} };
	my $proof = decode_json(slurp_file("$scripts/$of.json"));
	my $file = "$scripts/forged-" . $name =~ tr/a-z/-/cr . '.json';
	$forge->($proof);
	append_to_file($file, encode_json($proof));
	is(printed($file), '', "the printed program refuses $name");
	unlike(tool($of =~ /^consistency/ ? 'consistency' : 'proof', $file), qr/^verified/m, "ours refuses $name");
}

# --- The columns that are sealed stand twice: what hashes them in the database, and in the tool that does not believe it
my %theirs = %{ decode_json(`python3 -c 'import json, runpy; print(json.dumps(runpy.run_path("$tool")["COLUMNS"]))'`) };
my $statements = slurp_file('src/ops/statements.h') =~ s/"[\s\\]*"//gr;
my %macro = (stock_movement => 'SEAL_MOVEMENT_COLUMNS', audit_log => 'SEAL_AUDIT_COLUMNS', customer_entry => 'SEAL_ENTRY_COLUMNS', ledger_seal => 'SEAL_COLUMNS');
my %statement = (sale => 'SEAL_SALES', sale_item => 'SEAL_SALE_ITEMS', payment => 'SEAL_PAYMENTS', refund => 'SEAL_REFUNDS', refund_item => 'SEAL_REFUND_ITEMS');
my $unsealed = '';
foreach my $table (sort keys %theirs)
{
	my ($ours) = $macro{$table} ? $statements =~ /#define $macro{$table}\s[\s\\]*"([^"]*)"/ : $statements =~ /STATEMENT\($statement{$table},\s*"SELECT (.*?) FROM/;
	my @ours = split /, /, ($ours // '') =~ s/\b[a-z]\.//gr;
	is("@ours", "@{ $theirs{$table} }", "the columns of $table are the same in both");
	my %sealed = map { $_ => 1 } @ours;
	$unsealed .= "$table.$_ " foreach grep { !$sealed{$_} } split /\n/, $node->safe_psql('postgres',
		"SELECT attname FROM pg_attribute WHERE attrelid = 'primeinv.$table'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum");
}
is($unsealed, 'sale.hold sale.external_id sale.updated_at sale_item.updated_at ', 'no column has come that is neither sealed nor known to change without an event');

# --- The page's table of attacks
my %attacks = map { $_ => 1 } slurp_file('test/sql/seal.sql') =~ /^-- attack: (.+)$/mg;
$attacks{$_} = 1 foreach map { "$_ (`test/t/seal.pl`)" } slurp_file('test/t/seal.pl') =~ /^# attack: (.+)$/mg;
my ($rows) = slurp_file('docs/seals.md') =~ /^\| --- \| --- \| --- \| --- \|\n((?:\|.*\n)+)/m;
is(join("\n", sort map { /\| ([^|]+) \|$/ } split /\n/, $rows), join("\n", sort keys %attacks), 'each row has a test, and each test a row');

$node->safe_psql('postgres', 'CALL primeinv.seal_ledger()');
sub export
{
	my ($folder, $database) = @_;
	mkdir "$scripts/$folder" or die;
	my $commands = tool('columns') =~ s/TO '/TO '$scripts\/$folder\//gr;
	$node->safe_psql($database // 'postgres', $commands);
	return tool('export', "$scripts/$folder", defined $database ? () : ('--digests', "$scripts/digests.json"));
}
is(export('whole'), "verified\n", 'a whole export verifies');

# attack: yesterday
# A real data directory is put back: alone it is what it was; a digest tells, also when as many seals have been made again.
sub seal_another { $node->safe_psql('postgres', "SELECT count(*) FROM primeinv.deduct_stock($things[1], $_[0], $near)") and $node->safe_psql('postgres', 'CALL primeinv.seal_ledger()'); }
my $data = $node->data_dir;
$node->stop;
system('cp', '-a', $data, "$data.yesterday") == 0 or die;
$node->start;
seal_another(1) foreach 1 .. 2;
my $today = $node->safe_psql('postgres', 'SELECT jsonb_agg(d) FROM primeinv.ledger_digest() d');
verified('today is well', $node, digests => "'$today'");
$node->stop;
rename $data, "$data.today" or die;
rename "$data.yesterday", $data or die;
$node->start;
verified('so is yesterday, alone', $node);
verified('and with the digests that were kept by then', $node, digests => "'$digests'");
my $lost = "SELECT tenant_id, finding FROM primeinv.verify_seals(digests => '$today')";
is($node->safe_psql('postgres', $lost), "$tenant|there are fewer seals than the digest counts", 'the digest of today finds it');
seal_another(2) foreach 1 .. 3;
is($node->safe_psql('postgres', $lost), "$tenant|the head is not the digest's: seals up to this one were changed", 'also when there are more seals than today');
$node->safe_psql('postgres', "SET session_replication_role = replica; ALTER TABLE primeinv.stock_movement DISABLE TRIGGER ALL; ALTER TABLE primeinv.ledger_seal DISABLE TRIGGER ALL;
	UPDATE primeinv.stock_movement SET reason = 'as if' WHERE id = $row; UPDATE primeinv.payment SET reference = 'x' WHERE sale_id = $sale; UPDATE primeinv.ledger_seal SET sealed_at = now() WHERE tenant_id = $other AND number = 2");
my $findings = export('tampered');
like($findings, qr/stock_movement $row: the row was changed/, 'one with a changed row does not');
like($findings, qr/sale $sale: the sale, a line, a payment or a refund of it was changed/, 'nor with a changed payment');
like($findings, qr/tenant $other: the head is not that of the digest/, 'nor with a changed seal');
is($node->safe_psql('postgres', "SELECT count(*) FROM primeinv.verify_seals(digests => '$digests')"), '3', 'as the database finds');

# --- A database that does not know its encoding: a byte that is no UTF-8 keeps nothing from being sealed
$node->safe_psql('postgres', q(CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'));
$node->safe_psql('ascii', q(CREATE EXTENSION primeinv; INSERT INTO primeinv.tenant (id, name) VALUES (1, 'Corner');
	INSERT INTO primeinv.outlet (tenant_id, id, name) VALUES (1, 1, 'Here'); INSERT INTO primeinv.product (tenant_id, id, name) VALUES (1, 1, 'P' || chr(228));
	INSERT INTO primeinv.variation (tenant_id, id, product_id, name, price) VALUES (1, 1, 1, 'V', 5);
	SELECT count(*) FROM primeinv.add_stock(1, 10, 1, 'A', actor => 'Ren' || chr(233));
	SELECT status FROM primeinv.checkout(1, '[{"variation_id": 1, "quantity": 2}]', '[{"method": "CASH", "amount": 10}]', actor => 'Ren' || chr(233));
	CALL primeinv.seal_ledger()));
verified('what is no UTF-8 is sealed', $node, database => 'ascii');
is(unsealed($node, 'ascii'), '0|0', 'all of it');
append_to_file("$scripts/ascii.json", $node->safe_psql('ascii', q(SELECT primeinv.ledger_proof('sale', 1))));
is(tool('proof', "$scripts/ascii.json"), "verified: sale 1 of tenant 1\n", 'and proved');
is(export('bytes', 'ascii'), "verified\n", 'and exported');

promises_hold($node, 'all promises hold in the copy', 'copy');
$node->stop;
done_testing();
