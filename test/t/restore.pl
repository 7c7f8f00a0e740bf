# A dump loaded into a new database has the same rows, and the extension goes on from there: plain SQL, custom format, and
# custom format with four jobs.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $node = new_node('restore');
$node->safe_psql('postgres', 'SELECT primeinv.set_shard(1, 1)');
my ($tenant, $near, $far, @variations) = open_shop($node, 5, 20);
my $dump = $node->basedir . '/dump';

# A bit of everything that leaves rows: sales, refusals, transfers, corrections, statuses, repeated requests.
$node->safe_psql('postgres', qq(
	SELECT count(*) FROM primeinv.variation v, primeinv.deduct_stock(v.id, 25.125, $near, reference_id => 'dumped') WHERE v.tenant_id = $tenant;
	SELECT count(*) FROM primeinv.transfer_stock($variations[0], 7.5, $near, $far, 'before the dump');
	SELECT primeinv.adjust_stock($variations[1], -3, $near, 'miscounted');
	SELECT primeinv.adjust_stock($variations[1], 2, $near, 'found', request_id => 'once');
	SELECT count(*) FROM primeinv.record_damage($variations[2], 1, $far, 'dropped');
	SELECT primeinv.set_batch_status(min(id), 'quarantine', 'smells') FROM primeinv.batch WHERE variation_id = $variations[3] AND outlet_id = $far;
	SELECT primeinv.add_stock($variations[4], 5, $near, 'OLD', current_date - 5);
	SELECT primeinv.add_stock($variations[4], 6, $near, 'SLIP', '2999-01-01', 3, received_at => now() - interval '2 days', status => 'hold') AS slip \\gset
	SELECT primeinv.correct_batch(:slip, 'typed wrong', '2998-01-01', 4), primeinv.split_batch(:slip, 2, 'SLIP/B', 'crushed', 'quarantine');
	UPDATE primeinv.batch SET external_id = 'batch of another system' WHERE id = :slip;
	UPDATE primeinv.variation SET cost = coalesce(cost, 0) + 1 WHERE id = $variations[4];
	SELECT primeinv.reserve_stock($variations[0], 2, $near, 'a cart', '1 day');
	SELECT primeinv.reserve_stock($variations[0], 1, $near, 'another cart');
	SELECT primeinv.release_cart($near, 'another cart');
	UPDATE primeinv.batch SET quantity = quantity + 1 WHERE batch_number = 'OLD';
));

# Sales: paid, on credit, refunded, voided, a cart still open; a customer's balance; a stock take; a reconciliation; alerts; a grant.
$node->safe_psql('postgres', qq(
	INSERT INTO primeinv.customer (tenant_id, name, customer_type, credit_limit) VALUES ($tenant, 'Cafe', 'WHOLESALE', 500);
	INSERT INTO primeinv.variation_unit (tenant_id, variation_id, unit, numerator, denominator) VALUES ($tenant, $variations[0], 'box', 6, 1);
	INSERT INTO primeinv.outlet_variation (tenant_id, outlet_id, variation_id, price, low_stock_threshold) VALUES ($tenant, $near, $variations[1], 3.5, 1000);
	SELECT count(*) FROM primeinv.checkout($near, '[{"variation_id":$variations[0],"quantity":1,"unit":"box","unit_price":12},{"variation_id":$variations[1],"quantity":2.5}]', '[{"method":"CASH","amount":50}]');
	SELECT count(*) FROM primeinv.checkout($far, '[{"variation_id":$variations[1],"quantity":4,"unit_price":10}]', customer_id => 1, type => 'WHOLESALE');
	SELECT count(*) FROM primeinv.refund_sale(1, NULL, 'did not fit');
	SELECT count(*) FROM primeinv.checkout($far, '[{"variation_id":$variations[2],"quantity":1,"unit_price":2}]', '[{"method":"CARD","amount":2}]');
	SELECT count(*) FROM primeinv.void_sale(3, 'wrong till');
	SELECT primeinv.record_payment(2, 15, 'CARD');
	SELECT primeinv.update_balance(1, 7.5, 'OPENING');
	SELECT primeinv.create_sale($far, hold => '1 day');
	SELECT primeinv.add_sale_item(4, $variations[2], 3, 1.25);
	SELECT primeinv.create_stock_take($near, 'shelf 1', '[{"variation_id":$variations[2],"counted_quantity":30}]');
	SELECT primeinv.complete_stock_take(1);
	SELECT primeinv.reconcile_stock_take(1);
	UPDATE primeinv.location_stock SET quantity = quantity + 10 WHERE variation_id = $variations[4] AND outlet_id = $near;
	SELECT * FROM primeinv.run_reconcile($near, fix => true);
	SET session_replication_role = replica;
	UPDATE primeinv.batch SET quantity = quantity - 1 WHERE variation_id = $variations[4] AND outlet_id = $far;
	RESET session_replication_role;
	SELECT primeinv.rebuild_batches($far);
	SELECT primeinv.rebuild_location_stock($far);
	CALL primeinv.run_job('expiry_and_reconcile');
	SELECT primeinv.refresh_alerts();
	SELECT primeinv.open_till($near, 'Till 1', 50);
	SELECT primeinv.open_till($near, repeat('\xc3\xa9', 100), 99999999999.99, repeat('\xc3\xa9', 200)) AS closed \\gset
	SELECT count(*) FROM primeinv.checkout($near, '[{"variation_id":$variations[3],"quantity":1,"unit_price":2}]', '[{"method":"CASH","amount":99999999999.99}]', actor => repeat('\xc3\xa9', 200));
	SELECT count(*) FROM primeinv.close_till(:closed, '{"CASH": 99999999999.99, "VOUCHER": 0}', 'manager');
	SELECT primeinv.set_batch_price(id, 1.5, 'short-dated') FROM primeinv.batch WHERE variation_id = $variations[3] AND outlet_id = $near;
	SELECT id AS sale FROM primeinv.checkout($near, '[{"variation_id":$variations[3],"quantity":1}]', '[{"method":"CASH","amount":50}]') \\gset
	SELECT count(*) FROM primeinv.return_items($far, :sale, NULL, 'bought over there');
	INSERT INTO primeinv.import_decision (problem, action, actor, db_role) VALUES ('a problem', 'leave out', 'owner', 'owner');
	INSERT INTO primeinv.import_refusal (schema_name, direction, view_name, sqlstate, message) VALUES ('import', 'import', 'batch', '22023', 'no');
	INSERT INTO primeinv.past_movement (tenant_id, external_id, created_at, movement_type, quantity) VALUES ($tenant, 'm 1', now() - interval '1 year', 'sold', -1);
	INSERT INTO primeinv.past_sale (tenant_id, external_id, sold_at, status, total_amount) VALUES ($tenant, 's 1', now() - interval '1 year', 'paid', 5);
	CALL primeinv.seal_ledger();
	CREATE ROLE till LOGIN;
	SELECT primeinv.grant_tenant('till', $tenant, 'app');
	SELECT primeinv.grant_tenant('till', NULL, 'guest');
));
promises_hold($node, 'all promises hold before the dump');

# The rows of a relation as text, in an order that does not depend on where they lie.
sub rows
{
	my ($database, $relation, $columns) = @_;
	return $node->safe_psql($database, "SELECT $columns FROM $relation t ORDER BY t::text");
}

my @dumped = split /\n/, $node->safe_psql('postgres', q(
	SELECT c.oid::regclass FROM pg_extension e, unnest(e.extconfig) AS t(oid) JOIN pg_class c USING (oid)
	WHERE e.extname = 'primeinv' AND c.relkind = 'r' ORDER BY 1));
my %before = map { $_ => rows('postgres', $_, 't') } @dumped;
is(join(' ', grep { $before{$_} eq '' } @dumped), '', 'every table that is dumped has rows');
my $stock = 'tenant_id, variation_id, outlet_id, quantity';
my $stock_before = $node->safe_psql('postgres', "SELECT $stock FROM primeinv.location_stock ORDER BY 1, 2, 3");
my $next_ids = q(SELECT sequencename || ' ' || coalesce(last_value, 0) FROM pg_sequences
	WHERE schemaname = 'primeinv' AND sequencename !~ '^location_stock' ORDER BY 1);
my $next_ids_before = $node->safe_psql('postgres', $next_ids);
my $tills = 'SELECT t.id, t.closed_at IS NULL, r.method, r.sales, r.refunds, r.expected, r.counted, r.difference FROM primeinv.till_session t, primeinv.till_report(t.id) r ORDER BY 1, 3';
my $tills_before = $node->safe_psql('postgres', $tills);
like($tills_before, qr/\|t\|CASH(.|\n)*\|f\|CASH.*\|99999999999\.99\|/, 'a till is open, and one is closed');

sub same_rows
{
	my ($database) = @_;

	is(rows($database, $_, 't'), $before{$_}, "$database: $_ is the same") foreach @dumped;
	is($node->safe_psql($database, $next_ids), $next_ids_before, "$database: ids go on where they were");
}

# The derived table agrees, and the functions work on.
sub alive
{
	my ($database) = @_;

	is($node->safe_psql($database, "SELECT $stock FROM primeinv.location_stock ORDER BY 1, 2, 3"),
		$stock_before, "$database: location_stock is the same");
	promises_hold($node, "$database: all promises hold", $database);

	is($node->safe_psql($database, $tills), $tills_before, "$database: the tills' reports are the same");

	my $available = $node->safe_psql('postgres', "SELECT primeinv.get_available_stock($variations[0], $near)");
	is($node->safe_psql($database, "SELECT primeinv.get_available_stock($variations[0], $near)"), $available, "$database: the same is available");
	my $last = $node->safe_psql($database, 'SELECT max(id) FROM primeinv.batch');
	my $new = $node->safe_psql($database, "SELECT primeinv.add_stock($variations[0], 10, $near, 'AFTER')");
	cmp_ok($new, '>', $last, "$database: a new batch has a new id");
	is($node->safe_psql($database, "SELECT sum(quantity) FROM primeinv.deduct_stock($variations[0], 11, $near)"), '11.000', "$database: stock can be sold");
	is($node->safe_psql($database, "SELECT primeinv.get_available_stock($variations[0], $near) = $available - 1"), 't', "$database: and is gone then");

	# A request answered before the dump is answered the same after it.
	my $movements = $node->safe_psql($database, 'SELECT count(*) FROM primeinv.stock_movement');
	$node->safe_psql($database, "SELECT primeinv.adjust_stock($variations[1], 2, $near, 'found', request_id => 'once')");
	is($node->safe_psql($database, 'SELECT count(*) FROM primeinv.stock_movement'), $movements, "$database: a request of before the dump is not done twice");

	my ($status, undef, $error) = $node->psql($database, 'DELETE FROM primeinv.stock_movement');
	isnt($status, 0, "$database: the ledger is append-only still");

	# The role's grant came along, with its SQL privileges and row-level security.
	my @till = (extra_params => [ '-U', 'till' ]);
	is($node->safe_psql($database, 'SELECT count(*) FROM primeinv.outlet', @till),
		$node->safe_psql($database, "SELECT count(*) FROM primeinv.outlet WHERE tenant_id = $tenant"), "$database: a role sees its tenant");
	is($node->safe_psql($database, "SELECT sum(quantity) FROM primeinv.deduct_stock($variations[0], 1, $near)", @till), '1.000', "$database: and sells");
	($status, undef, $error) = $node->psql($database, "SELECT primeinv.adjust_stock($variations[0], 1, $near, 'x')", @till);
	like($error, qr/permission denied for function adjust_stock/, "$database: but has no more than its level");
	promises_hold($node, "$database: all promises hold afterwards", $database);
}

$node->command_checks_all([ 'pg_dump', '-f', "$dump.sql", 'postgres' ], 0, [qr/^$/], [qr/^$/], 'pg_dump in plain format, without a warning');
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$dump.custom", 'postgres' ], 'pg_dump in custom format');
$node->safe_psql('postgres', "CREATE DATABASE $_") foreach qw(plain custom jobs);

$node->command_ok([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-f', "$dump.sql", 'plain' ], 'psql loads the plain dump');
same_rows('plain');
alive('plain');

$node->command_ok([ 'pg_restore', '--exit-on-error', '-d', 'custom', "$dump.custom" ], 'pg_restore loads the custom dump');
same_rows('custom');
alive('custom');

# With several jobs, tables are loaded in any order and the foreign keys are there already.
{
	local $ENV{PGOPTIONS} = '-c session_replication_role=replica';
	$node->command_ok([ 'pg_restore', '--exit-on-error', '-j', '4', '-d', 'jobs', "$dump.custom" ], 'pg_restore loads it with four jobs');
}
same_rows('jobs');
$node->safe_psql('jobs', 'SELECT primeinv.rebuild_location_stock()');
alive('jobs');

# What a user has put on our tables stays behind, as README says, and a table of the user's with a foreign key to ours does not.
$node->safe_psql('postgres', qq(
	CREATE TABLE public.shelf (tenant_id bigint, variation_id bigint, shelf text, FOREIGN KEY (tenant_id, variation_id) REFERENCES primeinv.variation (tenant_id, id));
	INSERT INTO public.shelf VALUES ($tenant, $variations[0], 'B 12');
	CREATE FUNCTION public.look() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
	CREATE TRIGGER look AFTER INSERT ON primeinv.stock_movement FOR EACH ROW EXECUTE FUNCTION public.look();
	ALTER TABLE primeinv.batch ADD CONSTRAINT round_lots CHECK (quantity < 1000000);
	CREATE INDEX shop_index ON primeinv.product (category);
	GRANT SELECT ON primeinv.outlet TO till WITH GRANT OPTION));
my $additions = q(SELECT (SELECT count(*) FROM pg_trigger WHERE tgname = 'look'), (SELECT count(*) FROM pg_constraint WHERE conname = 'round_lots'),
	(SELECT count(*) FROM pg_class WHERE relname = 'shop_index'), (SELECT shelf FROM public.shelf),
	has_table_privilege('till', 'primeinv.outlet', 'SELECT WITH GRANT OPTION'));
is($node->safe_psql('postgres', $additions), '1|1|1|B 12|t', 'a user has added a trigger, a constraint, an index, a table and a privilege');
$node->command_ok([ 'pg_dump', '-f', "$dump.sql", 'postgres' ], 'pg_dump of that');
$node->safe_psql('postgres', 'CREATE DATABASE added');
$node->command_ok([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-f', "$dump.sql", 'added' ], 'psql loads it');
is($node->safe_psql('added', $additions), '0|0|0|B 12|t', 'of these the table of the user\'s own and the privilege came along');
promises_hold($node, 'added: all promises hold', 'added');

# A column makes the load fail: the rows have it and the table has not, unless the user's script has added it first.
$node->safe_psql('postgres', 'ALTER TABLE primeinv.product ADD COLUMN colour text');
$node->command_ok([ 'pg_dump', '-f', "$dump.sql", 'postgres' ], 'pg_dump with a column more');
$node->safe_psql('postgres', 'CREATE DATABASE columned');
$node->command_fails_like([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-f', "$dump.sql", 'columned' ],
	qr/column "colour" of relation "product" does not exist/, 'psql cannot load it into a table without the column');

promises_hold($node, 'all promises hold in the database that was dumped');
$node->stop;
done_testing();
