# 24 clients sell, pay, refund and void a few customers' sales in any order, here and at another outlet, change prices of batches, and
# pay their accounts: whatever is refused is refused for a reason of the contract, nothing deadlocks, nothing comes back twice, and the
# money adds up.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $node = new_node('stress_refund', conf => "log_min_messages = warning\n");
my ($tenant, $near, $far, $a, $b, $c) = open_shop($node, 3, 2000);
my $script = $node->basedir . '/sell.sql';

# Says how a call ended. What is not an answer of the contract (a deadlock, an internal error) ends the client, and the test.
$node->safe_psql('postgres', qq(
	INSERT INTO primeinv.customer (tenant_id, id, name, credit_limit) SELECT $tenant, 100 + n, 'Customer ' || n, 500 FROM generate_series(1, 4) n;
	UPDATE primeinv.variation SET price = 3.33;
	CREATE TABLE outcome (kind text, result text);
	CREATE FUNCTION attempt(kind text, call text) RETURNS void LANGUAGE plpgsql AS \$\$
	BEGIN
		EXECUTE call;
		INSERT INTO outcome VALUES (kind, 'done');
	EXCEPTION WHEN SQLSTATE '22023' OR SQLSTATE '55000' OR SQLSTATE 'PI001' OR SQLSTATE 'PI003' OR SQLSTATE 'P0002' THEN
		INSERT INTO outcome VALUES (kind, SQLSTATE);
	END \$\$;
	CREATE FUNCTION basket(n integer) RETURNS jsonb LANGUAGE sql RETURN (
		SELECT jsonb_agg(jsonb_build_object('variation_id', v, 'quantity', 1 + n % 5, 'unit_price', CASE WHEN n % 2 = 0 THEN 3.33 END, 'tax_rate', 7) ORDER BY random())
		FROM unnest(ARRAY[$a, $b, $c]) v);
	CREATE FUNCTION some_sale() RETURNS bigint LANGUAGE sql VOLATILE AS
		'SELECT id FROM primeinv.sale ORDER BY id DESC OFFSET (random() * 12)::int LIMIT 1';
	CREATE FUNCTION some_lines(sale bigint) RETURNS jsonb LANGUAGE sql RETURN (
		SELECT jsonb_agg(jsonb_build_object('sale_item_id', id, 'quantity', 1)) FROM primeinv.sale_item WHERE sale_id = sale AND id % 2 = 0);));

append_to_file($script, <<"END");
\\set kind random(1, 100)
\\set n random(1, 1000)
\\set customer random(101, 104)
\\if :kind <= 25
SELECT attempt('cash', format('SELECT primeinv.checkout($near, basket(%s), ''[{"method":"CASH","amount":100}]'', %s)', :n, :customer));
\\elif :kind <= 50
SELECT attempt('credit', format('SELECT primeinv.checkout($near, basket(%s), ''[{"method":"CARD","amount":1.5}]'', %s)', :n, :customer));
\\elif :kind <= 54
SELECT attempt('price', format('SELECT primeinv.set_batch_price(%s, %s, ''today'')', (SELECT id FROM primeinv.batch ORDER BY random() LIMIT 1), (ARRAY['1.5', '2', 'NULL'])[1 + :n % 3]));
SELECT attempt('transfer', format('SELECT primeinv.transfer_stock(%s, 1, $far, $near)', $a));
\\elif :kind <= 61
SELECT attempt('return', format('SELECT primeinv.return_items($far, %1\$L, some_lines(%1\$L), ''back there'', %2\$L)', some_sale(), (ARRAY['restock', 'quarantine', 'destroy'])[1 + :n % 3]));
\\elif :kind <= 68
SELECT attempt('refund', format('SELECT primeinv.refund_sale(%1\$L, some_lines(%1\$L), ''back'', %2\$L)', some_sale(), (ARRAY['restock', 'quarantine', 'destroy'])[1 + :n % 3]));
\\elif :kind <= 75
SELECT attempt('refund all', format('SELECT primeinv.refund_sale(%L, NULL, ''all back'')', some_sale()));
\\elif :kind <= 82
SELECT attempt('void', format('SELECT primeinv.void_sale(%L, ''slip'')', some_sale()));
\\elif :kind <= 92
SELECT attempt('pay', format('SELECT primeinv.record_payment(%L, 2.5, ''CARD'')', some_sale()));
\\elif :kind <= 96
SELECT attempt('reverse', format('SELECT primeinv.reverse_payment(%L, ''bounced'')', (SELECT max(id) - :n % 10 FROM primeinv.payment)));
\\else
SELECT attempt('account', format('SELECT primeinv.update_balance(%s, 40, ''PAYMENT'')', :customer));
\\endif
END

$node->command_ok([ 'pgbench', '-n', '-c', 24, '-j', 2, '-t', 100, '-f', $script, 'postgres' ], 'no call fails but for a reason of the contract');
is($node->safe_psql('postgres', q(SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres')), '0', 'no deadlock');
promises_hold($node, 'all promises hold');
is($node->safe_psql('postgres', q(SELECT string_agg(kind, ' ' ORDER BY kind) FROM (SELECT kind FROM outcome WHERE result = 'done' GROUP BY kind HAVING count(*) > 3) k)),
	'account cash credit pay price refund refund all return reverse transfer void', 'each kind of call was served several times');
diag($node->safe_psql('postgres', q(SELECT kind, result, count(*) FROM outcome GROUP BY 1, 2 ORDER BY 1, 2)));

# What each customer owes is what the audit log says, step by step.
is($node->safe_psql('postgres', q(
	SELECT count(*) FROM (
		SELECT (event_data->>'balance')::numeric - lag((event_data->>'balance')::numeric, 1, 0) OVER (PARTITION BY customer_id ORDER BY id)
			- (event_data->>'change')::numeric AS gap
		FROM primeinv.audit_log WHERE event_type = 'credit.adjusted') s WHERE gap <> 0)), '0', 'the audit log tells every step of each balance');

is($node->safe_psql('postgres', q(SELECT count(*) FROM primeinv.audit_log
	WHERE event_type = 'credit.adjusted' AND description = 'sale' AND (event_data->>'balance')::numeric > 500)), '0', 'no sale goes over a limit');

$node->stop;
done_testing();
