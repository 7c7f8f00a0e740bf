# 32 clients at the till: checkouts, carts, payments, refunds, voids and counts of the same few goods and customers, all at once. No
# deadlock, nothing fails but for a reason of the shop's, receipt numbers have no gaps, and every promise holds.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $node = new_node('trade', conf => "log_min_messages = warning\n");
my ($tenant, $near, $far, @goods) = open_shop($node, 4, 500);
my ($first, $last) = ($goods[0], $goods[-1]);
$node->safe_psql('postgres', qq(
	UPDATE primeinv.variation SET price = 3.33, tax_rate = 7 WHERE tenant_id = $tenant;
	INSERT INTO primeinv.customer (tenant_id, name, credit_limit) SELECT $tenant, 'Customer ' || n, NULL FROM generate_series(1, 3) n;
	CREATE TABLE failure (state text, message text);
	-- What a shop may refuse; anything else ends the client, and the test.
	CREATE FUNCTION served(call text) RETURNS text LANGUAGE plpgsql AS \$\$
	DECLARE
		answer text;
	BEGIN
		EXECUTE call INTO answer;
		RETURN answer;
	EXCEPTION WHEN SQLSTATE 'PI001' OR SQLSTATE 'PI002' OR SQLSTATE 'P0002' OR SQLSTATE '55000' OR SQLSTATE '22023' THEN
		INSERT INTO failure VALUES (SQLSTATE, SQLERRM);
		RETURN NULL;
	END \$\$;
	-- A sale of late, the same for many clients.
	CREATE FUNCTION some_sale(n integer) RETURNS bigint LANGUAGE sql AS
	'SELECT coalesce((SELECT id FROM primeinv.sale ORDER BY id DESC OFFSET n LIMIT 1), 0)';));

my $file = $node->basedir . '/trade.sql';
append_to_file($file, <<"END");
\\set kind random(1, 20)
\\set a random($first, $last)
\\set b random($first, $last)
\\set q random(1, 24)
\\set customer random(1, 3)
\\set sale random(0, 20)
\\if :kind <= 6
SELECT served(format('SELECT primeinv.checkout($near, %L, %L)', jsonb_build_array(jsonb_build_object('variation_id', :a, 'quantity', :q / 8.0),
	jsonb_build_object('variation_id', :b, 'quantity', 1)), '[{"method":"CASH","amount":1000}]'));
\\elif :kind <= 9
SELECT served(format('SELECT primeinv.checkout($near, %L, %L, customer_id => %s)', jsonb_build_array(jsonb_build_object('variation_id', :a, 'quantity', 1),
	jsonb_build_object('variation_id', :b, 'quantity', :q / 4.0)), '[{"method":"CARD","amount":1}]', (SELECT min(id) - 1 + :customer FROM primeinv.customer)));
\\elif :kind <= 11
SELECT primeinv.create_sale($near, hold => interval '1 second') AS draft \\gset
SELECT served('SELECT primeinv.add_sale_item(' || :draft || ', ' || :a || ', 2)');
SELECT served('SELECT primeinv.add_sale_item(' || :draft || ', ' || :b || ', 1)');
SELECT served(format(CASE WHEN :q < 6 THEN 'SELECT primeinv.cancel_sale(%s)' ELSE 'SELECT primeinv.complete_sale(%s, %L)' END, :draft, '[{"method":"CASH","amount":100}]'));
\\elif :kind = 12
SELECT served(format('SELECT primeinv.record_payment(%s, 0.5, %L)', some_sale(:sale), 'CASH'));
\\elif :kind = 13
SELECT served(format('SELECT primeinv.void_sale(%s, %L)', some_sale(:sale), 'wrong customer'));
\\elif :kind <= 15
SELECT served(format('SELECT primeinv.refund_sale(%s, %L, %L, %L)', s.id, jsonb_build_array(jsonb_build_object('sale_item_id', i.id, 'quantity', 0.25)), 'broken',
	(ARRAY['restock', 'quarantine', 'destroy'])[1 + :q % 3])) FROM (SELECT some_sale(:sale) AS id) s JOIN primeinv.sale_item i ON i.sale_id = s.id LIMIT 1;
\\elif :kind = 16
SELECT served(format('SELECT primeinv.update_balance(%s, 1, %L)', (SELECT min(id) - 1 + :customer FROM primeinv.customer), 'PAYMENT'));
\\elif :kind = 17
SELECT served(format('SELECT primeinv.add_stock(%s, %s, $near, %L)', :a, :q * 5, 'LOT-' || :q % 3));
\\elif :kind = 18
SELECT served(format('SELECT primeinv.transfer_stock(%s, 2, %s, %s)', :a, CASE WHEN :q % 2 = 0 THEN $near ELSE $far END, CASE WHEN :q % 2 = 0 THEN $far ELSE $near END));
\\elif :kind = 19
SELECT served(format('SELECT primeinv.deduct_stock(%s, 1, $near, request_id => %L)', $first, 'r' || :q));
\\else
SELECT primeinv.release_expired_reservations(10);
\\endif
END
$node->command_ok([ 'pgbench', '-n', '-c', 32, '-j', 2, '-f', $file, '-T', 15, 'postgres' ], 'no call fails');
is($node->safe_psql('postgres', q(SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres')), '0', 'no deadlock');
note $node->safe_psql('postgres', q(SELECT state, count(*), min(message) FROM failure GROUP BY 1 ORDER BY 1));
cmp_ok($node->safe_psql('postgres', q(SELECT count(*) FROM primeinv.sale WHERE receipt_number IS NOT NULL)), '>', 100, 'the till was busy');
is($node->safe_psql('postgres', q(
	SELECT count(*) = max(split_part(receipt_number, '-', 3)::integer) FROM primeinv.sale WHERE receipt_number IS NOT NULL
	GROUP BY split_part(receipt_number, '-', 2))), 't', 'receipt numbers without a gap');
promises_hold($node);
is($node->safe_psql('postgres', 'SELECT count(*) FROM primeinv.verify_ledger()'), '0', 'the ledger agrees');

$node->stop;
done_testing();
