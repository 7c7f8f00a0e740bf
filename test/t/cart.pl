# Many at once on the same reservations, carts and last units. Each reservation resolves once, nothing is oversold at any
# isolation level, receipts have no gaps, and a thousand abandoned carts give everything back without being swept.
# PRIMEINV_RESERVATIONS=100000 makes the first part as long as one likes.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $node = new_node('cart', conf => "log_min_messages = fatal\nautovacuum_naptime = 1s\n");
my $holds = $ENV{PRIMEINV_RESERVATIONS} || 3000;
my $slower = $holds / 3000; # more of them are given as much more time

$node->safe_psql('postgres', q(
	INSERT INTO primeinv.tenant (id, name) VALUES (1, 'Corner');
	INSERT INTO primeinv.outlet (tenant_id, id, name) VALUES (1, 1, 'Main Store'), (1, 2, 'Back Room');
	INSERT INTO primeinv.product (tenant_id, id, name) VALUES (1, 1, 'Thing');
	INSERT INTO primeinv.variation (tenant_id, id, product_id, name, price) SELECT 1, n, 1, 'No. ' || n, 2 FROM generate_series(1, 40) n;
	CREATE TABLE outcome (what text, key bigint, ok boolean);
	CREATE INDEX ON outcome (key);
	-- whether a call was served; PI001 and PI002 say no, and anything else ends the client
	CREATE FUNCTION served(call text) RETURNS boolean LANGUAGE plpgsql AS $$
	BEGIN
		EXECUTE call;
		RETURN true;
	EXCEPTION WHEN SQLSTATE 'PI001' OR SQLSTATE 'PI002' THEN
		RETURN false;
	END $$;
	CREATE FUNCTION items(VARIADIC bigint[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
		SELECT jsonb_agg(jsonb_build_object('variation_id', v, 'quantity', 1)) FROM unnest($1) v $$;
	CREATE FUNCTION cash(numeric) RETURNS jsonb LANGUAGE sql IMMUTABLE
		RETURN jsonb_build_array(jsonb_build_object('method', 'CASH', 'amount', $1));));

# Runs a pgbench script, and fails unless every transaction of every client succeeds.
sub bench
{
	my ($name, $script, @options) = @_;
	my $file = $node->basedir . "/bench.sql";
	unlink $file;
	append_to_file($file, $script);
	$node->command_ok([ 'pgbench', '-n', '-j', 2, '-f', $file, @options, 'postgres' ], "$name: no call fails");
	is($node->safe_psql('postgres', q(SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres')), '0', "$name: no deadlock");
}

sub value
{
	my ($sql, $expected, $name) = @_;
	is($node->safe_psql('postgres', $sql), $expected, $name);
}

# Reservations that end within seconds, while everybody tries to resolve them.
$node->safe_psql('postgres', qq(
	SELECT count(primeinv.add_stock(v, $holds, 1)) FROM generate_series(1, 10) v;
	DO \$\$ BEGIN
		FOR n IN 1..$holds LOOP
			PERFORM primeinv.reserve_stock(1 + n % 10, 1 + n % 3, 1, 'cart ' || n, $slower * (0.5 + n % 40 / 10.0) * interval '1 second');
			IF n % 50 = 0 THEN COMMIT; END IF;
		END LOOP;
	END \$\$;));
bench('resolve', <<"END", '-c', 24, '-t', int($holds / 8));
\\set id random(1, $holds)
\\set kind random(1, 20)
\\if :kind <= 5
INSERT INTO outcome SELECT 'COMMITTED', :id, served('SELECT primeinv.commit_reservation(:id)');
\\elif :kind <= 8
INSERT INTO outcome SELECT 'COMMITTED', :id, served('SELECT primeinv.commit_cart(1, ''cart :id'')') WHERE EXISTS (SELECT FROM primeinv.stock_reservation WHERE id = :id AND status = 'ACTIVE');
\\elif :kind <= 12
INSERT INTO outcome SELECT 'RELEASED', :id, served('SELECT primeinv.release_reservation(:id)');
\\elif :kind <= 15
INSERT INTO outcome SELECT 'CANCELLED', :id, served('SELECT primeinv.cancel_reservation(:id)');
\\elif :kind <= 19
SELECT served('SELECT primeinv.extend_reservation(:id, $slower * interval ''0.2 seconds'')');
\\else
INSERT INTO outcome SELECT 'swept', primeinv.release_expired_reservations(20), true;
\\endif
END
promises_hold($node, 'resolve: all promises hold');
$node->safe_psql('postgres', q(SELECT pg_sleep(greatest(0, extract(epoch FROM max(expires_at) - clock_timestamp()))) FROM primeinv.stock_reservation));
value('SELECT sum(sellable - primeinv.get_available_stock(variation_id, outlet_id)) FROM primeinv.location_stock', '0.000', 'what has expired holds nothing');
$node->safe_psql('postgres', q(INSERT INTO outcome SELECT 'swept', primeinv.release_expired_reservations(1000000), true));
value(q(SELECT count(*) FROM (SELECT key FROM outcome WHERE ok AND what <> 'swept' GROUP BY key HAVING count(*) > 1) t), '0', 'no reservation was resolved twice');
value(q(SELECT count(*) FROM primeinv.stock_reservation r WHERE status <> coalesce((SELECT what FROM outcome WHERE key = r.id AND ok AND what <> 'swept'), 'RELEASED')),
	'0', 'each became what the one who was served was told');
value(q(SELECT count(*) - (SELECT sum(key) FROM outcome WHERE what = 'swept') FROM primeinv.stock_reservation r
	WHERE NOT EXISTS (SELECT FROM outcome WHERE key = r.id AND ok AND what <> 'swept')), '0', 'the sweeper counted the rest');
value(q(SELECT (SELECT sum(quantity) FROM primeinv.stock_reservation WHERE status = 'COMMITTED')
	+ (SELECT sum(quantity) FROM primeinv.stock_movement WHERE movement_type = 'sale')), '0.000', 'what was committed was sold, and nothing else');
value(q(SELECT count(*) FROM (SELECT count(*) FILTER (WHERE event_type = 'stock.reserved') AS reserved, count(*) AS events
	FROM primeinv.audit_log WHERE event_type LIKE 'stock.%' GROUP BY event_data->'reservation_id') t WHERE (reserved, events) <> (1, 2)),
	'0', 'the audit log has each reserved once and resolved once');

# The last units, by 48 sessions at each isolation level.
for my $level ('read committed', 'repeatable read', 'serializable')
{
	local $ENV{PGOPTIONS} = '-c default_transaction_isolation=' . ($level =~ s/ /\\ /r);
	my ($first, $second) = $level =~ /committed/ ? (11, 12) : $level =~ /repeatable/ ? (13, 14) : (15, 16);
	$node->safe_psql('postgres', "SELECT primeinv.add_stock($first, 10, 1), primeinv.add_stock($second, 10, 1), primeinv.reserve_stock($first, 4, 1, '$level')");
	bench("last units, $level", <<"END", '-c', 48, '-t', 2, '--max-tries=10000');
\\set kind random(1, 3)
\\if :kind = 1
INSERT INTO outcome SELECT '$level', 2, served('SELECT primeinv.checkout(1, items($first, $second), cash(4))');
\\elif :kind = 2
INSERT INTO outcome SELECT '$level', 2, served('SELECT primeinv.checkout(1, items($second, $first), cash(4))');
\\else
INSERT INTO outcome SELECT '$level', 1, served('SELECT primeinv.checkout(1, items($first), cash(2))');
\\endif
END
	value("SELECT sum(quantity) FROM primeinv.location_stock WHERE variation_id = $first AND outlet_id = 1", '4.000', "$level: all but what is held is sold");
	value("SELECT sum(key) + (SELECT sum(quantity) FROM primeinv.stock_movement WHERE movement_type = 'sale' AND variation_id IN ($first, $second)) FROM outcome WHERE what = '$level' AND ok",
		'0.000', "$level: what was told to be sold was");
	is($node->safe_psql('postgres', "SELECT sum(quantity) FROM primeinv.commit_cart(1, '$level')"), '4.000', "$level: the holder is served");
}
promises_hold($node, 'last units: all promises hold');

# A thousand carts are abandoned.
$node->safe_psql('postgres', 'SELECT count(primeinv.add_stock(v, 1000, 2)) FROM generate_series(21, 30) v');
my $before = '10000.000';
$node->safe_psql('postgres', q(
	SELECT count(primeinv.create_sale(2, cart_session_id => 'left ' || n, hold => '1 second')) FROM generate_series(1, 1000) n;
	SELECT count(primeinv.add_sale_item(id, 21 + id % 10, 2)), count(primeinv.add_sale_item(id, 21 + (id + 3) % 10, 1.5))
	FROM primeinv.sale WHERE status = 'DRAFT'));
$node->safe_psql('postgres', q(SELECT pg_sleep(greatest(0, extract(epoch FROM max(expires_at) - clock_timestamp()))) FROM primeinv.stock_reservation WHERE outlet_id = 2));
value('SELECT sum(primeinv.get_available_stock(v, 2)) FROM generate_series(21, 30) v', $before, 'abandoned carts hold nothing, though nobody has swept');
$node->safe_psql('postgres', 'TRUNCATE outcome');
value(q(SELECT count(*) FROM primeinv.stock_reservation WHERE status = 'ACTIVE' AND outlet_id = 2), '2000', 'their rows are still there');
bench('sweep', "INSERT INTO outcome SELECT 'swept', primeinv.release_expired_reservations(150), true;", '-c', 8, '-t', 12);
$node->safe_psql('postgres', q(INSERT INTO outcome SELECT 'swept', primeinv.release_expired_reservations(), true));
value('SELECT sum(key) FROM outcome', '2000', 'eight sweepers at once release each once');
value('SELECT sum(primeinv.get_available_stock(v, 2)), sum(l.reserved) FROM generate_series(21, 30) v JOIN primeinv.location_stock l ON l.variation_id = v AND l.outlet_id = 2',
	"$before|0.000", 'and nothing is free twice');
promises_hold($node, 'sweep: all promises hold');

# A busy day: carts, walk-ins, holds, and every eighth transaction is rolled back.
$node->safe_psql('postgres', 'SELECT count(primeinv.add_stock(v, 500, 1)) FROM generate_series(31, 40) v');
my $vacuum = IPC::Run::start([ 'psql', '-Xq', '-d', $node->connstr('postgres'), '-c',
		'VACUUM primeinv.batch, primeinv.location_stock, primeinv.stock_movement, primeinv.stock_reservation, primeinv.sale', '-c', '\\watch 0.2' ], '>', \my $vacuum_out, '2>&1');
bench('busy day', <<"END", '-c', 24, '-T', 12);
\\set kind random(1, 10)
\\set a random(31, 40)
\\set b random(31, 40)
\\set undo random(1, 8)
\\if :kind <= 2
SELECT primeinv.create_sale(1) AS s \\gset
SELECT served('SELECT primeinv.add_sale_item(:s, :a, 1)');
SELECT served('SELECT primeinv.add_sale_item(:s, :b, 1)');
SELECT served('SELECT primeinv.complete_sale(:s, cash(4))') WHERE EXISTS (SELECT FROM primeinv.sale_item WHERE sale_id = :s);
\\else
BEGIN;
\\if :kind <= 7
SELECT served('SELECT primeinv.checkout(1, items(:a, :b, 31), cash(6))');
\\elif :kind = 8
SELECT served('SELECT primeinv.reserve_stock(:a, 1, 1, ''day :b'', ''0.3 seconds'')');
\\elif :kind = 9
SELECT served('SELECT primeinv.release_cart(1, ''day :b'')');
\\else
SELECT served('SELECT primeinv.commit_cart(1, ''day :b'')') WHERE EXISTS (SELECT FROM primeinv.stock_reservation WHERE cart_session_id = 'day :b');
\\endif
\\if :undo = 1
ROLLBACK;
\\else
COMMIT;
\\endif
\\endif
END
$vacuum->kill_kill;
cmp_ok($node->safe_psql('postgres', "SELECT count(*) FROM primeinv.sale WHERE status = 'COMPLETED'"), '>', 100, 'something was sold');
value(q(SELECT count(*) FROM (
	SELECT split_part(receipt_number, '-', 3)::int - row_number() OVER (PARTITION BY outlet_id, completed_on ORDER BY split_part(receipt_number, '-', 3)::int) AS gap
	FROM primeinv.sale WHERE receipt_number IS NOT NULL) t WHERE gap <> 0), '0', 'receipts have neither gaps nor doubles');
value(q(SELECT count(*) FROM primeinv.sale s WHERE status = 'COMPLETED' AND (total_amount <> amount_paid
	OR total_amount <> (SELECT sum(amount) FROM primeinv.payment WHERE sale_id = s.id)
	OR (SELECT sum(base_quantity) FROM primeinv.sale_item WHERE sale_id = s.id)
		<> (SELECT -sum(m.quantity) FROM primeinv.stock_movement m JOIN primeinv.sale_item i ON i.id = m.sale_item_id WHERE i.sale_id = s.id))), '0',
	'every sale is paid, and its stock was taken');
promises_hold($node, 'busy day: all promises hold');
value('SELECT count(*) FROM primeinv.verify_ledger()', '0', 'the ledger agrees');

$node->stop;
done_testing();
