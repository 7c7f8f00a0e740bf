# Both systems at once: three days on which each trades by itself, and import_compare() finds what was made to differ and nothing else; then
# the old system with ours in its shadow; then the switch, outlet by outlet, ours with the old one in its shadow; and back: the old tables
# agree.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;
use Oldshop;

my $node = new_node('import_both');
old_shop($node, 'postgres');
$node->safe_psql('postgres', 'UPDATE products_product SET is_active = true'); # the old helpers sell what is not, ours do not
script($node, 'postgres', 'deploy/import/django.sql');
script($node, 'postgres', 'test/import/decide.sql');
$node->safe_psql('postgres', 'SELECT * FROM primeinv.import_load(); ANALYZE');

# What import_compare() finds: outlet, variation and by how much.
sub differences
{
	my ($schema) = @_;
	return $node->safe_psql('postgres', "SELECT outlet_id, variation_id, trim_scale(theirs - ours) FROM primeinv.import_compare('" . ($schema // 'import') . "') ORDER BY 1, 2, 3");
}
is(differences(), '', 'after the load they agree');

# --- Trade. Nothing is traded with that went wrong before; product p lies at outlet 1 + p % 12, and has its id here, too.

my $seed = 7;
sub chance { $seed = ($seed * 1103515245 + 12345) % 2**31; return int($seed / 65536) % $_[0]; }
my $unhurt = $node->safe_psql('postgres', 'SELECT max(j) + 1 FROM victim');
sub goods { my $p = 12 * ($unhurt + chance(99 - $unhurt)) + ($_[0] // chance(12)); return ($p, 1 + $p % 12); }

# So many trades, a pair of statements each: as the old system does it, and as it is done here.
sub trades
{
	my ($count, $lane) = @_;
	my @pairs;
	foreach my $turn (1 .. $count)
	{
		my ($p, $outlet) = goods($lane);
		my ($kind, $n, $number) = (chance(20), 1 + chance(5), 'DAY-' . chance(1000000));
		my $items = qq([{"variation_id": $p, "quantity": $n, "unit_price": 2}]);
		my $due = 12 * $unhurt;
		push @pairs,
		    $kind < 11 ? [ "SELECT old_sell($p, $outlet, $n, 2)", "SELECT count(*) FROM primeinv.checkout($outlet, '$items', '[{\"method\": \"CASH\", \"amount\": 100}]')" ]
		  : $kind < 13 ? [ "SELECT old_add($p, $outlet, 30, '$number', current_date + 90, 3)", "SELECT primeinv.add_stock($p, 30, $outlet, '$number', current_date + 90, 3)" ]
		  : $kind < 15 ? [ "SELECT old_adjust($p, $outlet, 60 + $n)", "SELECT count(*) FROM primeinv.set_available_stock($p, 60 + $n, $outlet, 'counted')" ]
		  : $kind < 17 ? [ "SELECT old_return($p, $outlet, $n, 'x')", "SELECT primeinv.add_stock($p, $n, $outlet, '$number', current_date + 90, movement_type => 'return')" ]
		  : $kind < 19 ? [ "SELECT old_deduct($p, $outlet, $n, '', 'damage')", "SELECT count(*) FROM primeinv.deduct_stock($p, $n, $outlet, 'damage', 'broken')" ]
		  : [ "SELECT old_expire($outlet)", "SELECT primeinv.expire_batches($outlet)" ];
	}
	return @pairs;
}
sub theirs { return join ";\n", map { $_->[0] } @_; }
sub ours { return join ";\n", map { $_->[1] } @_; }
sub at { my ($k, $p) = @_; return 12 * ($unhurt + $k) + $p; }

# --- Three days on which everything is typed twice

my @day = trades(60);
$node->safe_psql('postgres', theirs(@day) . ";\n" . ours(@day));
is(differences(), '', 'a day on which both did the same');

@day = trades(60);
$node->safe_psql('postgres', theirs(@day) . ";\n" . ours(@day));
my ($a, $b, $c, $d) = map { at($_, 4) } 1 .. 4; # at outlet 5
$node->safe_psql('postgres', "SELECT old_sell($a, 5, 2, 2); SELECT primeinv.add_stock($b, 5, 5, 'NEW', current_date + 90);
	UPDATE inventory_batch SET quantity = quantity - 1 WHERE id = 2 * $c; SELECT old_add($d, 5, 3, 'MORE', current_date + 90); SELECT count(*) FROM primeinv.adjust_stock($d, 1, 5, 'x')");
is(differences(), "5|$a|-2\n5|$b|-5\n5|$c|-1\n5|$d|2", 'a day with a sale only there, a receipt only here, a lost update there, different counts: found, and nothing else');

$node->safe_psql('postgres', "SELECT count(*) FROM primeinv.deduct_stock($a, 2, 5); SELECT count(*) FROM primeinv.adjust_stock($b, -5, 5, 'not delivered');
	SELECT count(*) FROM primeinv.adjust_stock($c, -1, 5, 'lost'); SELECT count(*) FROM primeinv.adjust_stock($d, 2, 5, 'recounted')");
@day = trades(60);
$node->safe_psql('postgres', theirs(@day) . ";\n" . ours(@day));
is(differences(), '', 'mended, and a third day');
promises_hold($node);

# --- The old system leads, ours is its shadow: in a shop of its own, so that the batches are the same

old_shop($node, 'lead');
$node->safe_psql('lead', 'UPDATE products_product SET is_active = true');
$node->safe_psql('lead', 'CREATE EXTENSION primeinv');
script($node, 'lead', 'deploy/import/django.sql');
script($node, 'lead', 'test/import/decide.sql');
script($node, 'lead', 'deploy/import/django.sql', schema => 'first', outlets => '{1,2,3,4}');
script($node, 'lead', 'deploy/import/django.sql', schema => 'rest', outlets => '{5,6,7,8,9,10,11,12}');
sub lead { return $node->safe_psql('lead', $_[0]); }

# A till of the old system in a session of its own.
sub till
{
	my ($script, $out) = (join(";\n", @_), '');
	return IPC::Run::start([ 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('lead') ], '<', \$script, '>', \$out, '2>&1');
}
sub all_went_well { return join(' ', map { IPC::Run::finish($_) ? 'ok' : 'failed' } @_); }

# Batches that are not the same in both, by the old system's id or ours; of the old ones only those that came in.
sub batches_differ
{
	return lead(q(
		SELECT COALESCE('old ' || o.id, 'new ' || n.id), o.quantity, trim_scale(n.quantity)
		FROM (SELECT b.id, GREATEST(b.quantity, 0) AS quantity FROM inventory_batch b JOIN products_product p ON p.id = b.product_id AND p.tenant_id = b.tenant_id) o
		FULL JOIN (SELECT id, external_id, quantity FROM primeinv.batch) n ON n.external_id = o.id::text WHERE COALESCE(o.quantity, 0) <> COALESCE(n.quantity, 0) ORDER BY 1));
}
sub compared { return lead("SELECT outlet_id, variation_id, what, theirs, ours FROM primeinv.import_compare('$_[0]') ORDER BY 1, 2, 3"); }

# Loaded while two tills sell: no sale is left out between what was read and what is followed.
my @tills = map { till(map { "$_->[0]; SELECT pg_sleep(0.005)" } trades(150, $_)) } 3, 8;
lead(q(SELECT pg_sleep(0.2); BEGIN; LOCK TABLE inventory_batch IN SHARE ROW EXCLUSIVE MODE; SELECT * FROM primeinv.import_load();
	SELECT primeinv.import_shadow('import', true); COMMIT; ANALYZE));
is(all_went_well(@tills), 'ok ok', 'two tills sold while it was loaded');
is(batches_differ(), '', 'nothing is left out');
lead(theirs(trades(100)));
is(batches_differ(), '', 'what the old system does is done here, batch by batch');
is(compared('import'), '', 'import_compare() agrees');
is(lead('SELECT count(*) FROM primeinv.import_refusal'), '0', 'nothing was refused');

my $before = contents($node, 'lead');
lead('BEGIN; ' . theirs(trades(10)) . '; ROLLBACK');
is(contents($node, 'lead'), $before, 'what it rolls back is not done here, either');

is(all_went_well(map { till(theirs(trades(30, $_))) } 0, 5, 6), 'ok ok ok', 'three tills at once');
is(batches_differ(), '', 'are followed');

# What cannot be so here: the old system goes on, and the refusal is noted.
my $e = 2 * at(5, 4);
lead("UPDATE inventory_batch SET quantity = -2 WHERE id = $e");
is(lead('SELECT count(*) FROM primeinv.import_refusal'), '1', 'a quantity below nothing is refused here, and noted');
is(lead("SELECT quantity FROM inventory_batch WHERE id = $e"), '-2', 'the old system has it all the same');
lead("UPDATE inventory_batch SET quantity = 30 WHERE id = $e");
is(batches_differ(), '', 'when it is right there, it is right here');

# --- The switch, outlet by outlet: first four of them, then the rest

lead(q(SELECT primeinv.import_shadow('import', false)));
lead(q(SELECT primeinv.export_shadow('first', true), primeinv.import_shadow('rest', true)));
foreach my $lane (0 .. 11)
{
	my @trades = trades(10, $lane);
	lead($lane < 4 ? ours(@trades) : theirs(@trades));
}
is(batches_differ(), '', 'four outlets trade here, eight there: both have all of it');
is(compared($_), '', "$_: import_compare() agrees") foreach ('first', 'rest');

lead(q(SELECT primeinv.import_shadow('rest', false)));
lead(q(SELECT primeinv.export_shadow('rest', true)));
lead(ours(trades(60)));
my ($t, $u) = (at(6, 4), at(7, 4)); # at outlet 5
lead(join ';', "SELECT count(*) FROM primeinv.transfer_stock($t, 3, 5, 6, 'over there')",
	"SELECT primeinv.reserve_stock($t, 2, 5, 'cart')", "SELECT count(*) FROM primeinv.commit_cart(5, 'cart')",
	"SELECT count(*) FROM primeinv.adjust_stock($t, -2, 5, 'broken')", "SELECT count(*) FROM primeinv.record_damage($t, 1, 5, 'fell')",
	"SELECT primeinv.create_stock_take('{\"outlet_id\": 5, \"items\": [{\"variation_id\": $u, \"physical_count\": 17}]}')",
	"SELECT primeinv.reconcile_stock_take(max(id)) FROM primeinv.stock_take");
my $sale = lead(qq(SELECT id FROM primeinv.checkout(5, '[{"variation_id": $t, "quantity": 2, "unit_price": 2}]', '[{"method": "CASH", "amount": 4}]')));
my $other = lead(qq(SELECT id FROM primeinv.checkout(5, '[{"variation_id": $u, "quantity": 2, "unit_price": 2}]', '[{"method": "CASH", "amount": 4}]')));
lead("SELECT count(*) FROM primeinv.refund_sale($sale, reason => 'x'); SELECT count(*) FROM primeinv.void_sale($other, 'x')");
is(batches_differ(), '', 'all trade here: the old tables have it, new batches and all');
is(compared('import'), '', 'import_compare() agrees');
$before = contents($node, 'lead');
my $old = lead('SELECT count(*), sum(hashint8extended(b.id, b.quantity)) FROM inventory_batch b');
lead("BEGIN; SELECT count(*) FROM primeinv.deduct_stock($t, 1, 5); ROLLBACK");
is(lead('SELECT count(*), sum(hashint8extended(b.id, b.quantity)) FROM inventory_batch b'), $old, 'what is rolled back here is not done there');
is(lead('SELECT count(*) FROM primeinv.import_refusal'), '1', 'nothing more was refused');

# --- And back: the old system has all it needs

lead(q(SELECT primeinv.export_shadow('first', false), primeinv.export_shadow('rest', false)));
lead(q(SELECT primeinv.import_shadow('import', true)));
lead("SELECT old_sync(product_id, outlet_id) FROM inventory_batch WHERE product_id IS NOT NULL GROUP BY product_id, outlet_id");
lead(theirs(trades(60)));
is(batches_differ(), '', 'the old system leads again');
is(compared('import'), '', 'import_compare() agrees');
lead(q(SELECT primeinv.import_shadow('import', false)));

promises_hold($node, 'all promises hold', 'lead');

# --- The old tables in another database: after the switch they are written through postgres_fdw

$node->safe_psql('postgres', 'CREATE DATABASE apart');
$node->safe_psql('apart', 'CREATE EXTENSION primeinv');
script($node, 'apart', 'deploy/import/django-fdw.sql', host => $node->host, port => $node->port, dbname => 'lead', user => getpwuid($<) // 'postgres');
script($node, 'apart', 'test/import/decide.sql');
$node->safe_psql('apart', "SELECT * FROM primeinv.import_load(); SELECT primeinv.export_shadow('import', true)");
$node->safe_psql('apart', ours(trades(30)));
is($node->safe_psql('apart', 'SELECT outlet_id, variation_id, what, theirs, ours FROM primeinv.import_compare()'), '', 'through postgres_fdw: what is done here is there');
is($node->safe_psql('apart', 'SELECT message FROM primeinv.import_refusal'), '', 'through postgres_fdw: nothing was refused');
is($node->safe_psql('apart', q(SELECT count(*) FROM primeinv.batch WHERE external_id IS NULL)), '0', 'through postgres_fdw: new batches have their keys');
cmp_ok(lead('SELECT count(*) FROM inventory_batch WHERE id >= 1000000000'), '>', 0, 'through postgres_fdw: new batches are there');
my ($status) = $node->psql('apart', "SELECT primeinv.import_shadow('import', true)");
isnt($status, 0, 'the other way needs the tables here');
promises_hold($node, 'all promises hold', 'apart');
$node->stop;
done_testing();
