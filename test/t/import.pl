# Moving in from the old back end's tables (test/import) by the shipped views (deploy/import), in the same database and through postgres_fdw:
# what
# was planted is found, is decided, and becomes what was decided; a load is whole or nothing.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;
use Oldshop;

my $node = new_node('import');
old_shop($node, 'postgres');
script($node, 'postgres', 'deploy/import/django.sql');
$node->safe_psql('postgres', 'CREATE DATABASE apart');
$node->safe_psql('apart', 'CREATE EXTENSION primeinv');
script($node, 'apart', 'deploy/import/django-fdw.sql', host => $node->host, port => $node->port, dbname => 'postgres', user => getpwuid($<) // 'postgres');

# --- The views

my %types = (text => qr/./, numeric => qr/^(numeric|integer|bigint|smallint)$/, bigint => qr/^(integer|bigint|smallint)$/, date => qr/^date$/,
	instant => qr/^timestamp with time zone$/, boolean => qr/^boolean$/, jsonb => qr/^jsonb$/);
my $documented = documented_views();
is(scalar(keys %$documented), 11, 'the page has eleven views');
foreach my $database ('postgres', 'apart')
{
	my @wrong;
	my @columns = split /\n/, $node->safe_psql($database, q(
		SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
		WHERE c.relnamespace = 'import'::regnamespace AND c.relkind = 'v' ORDER BY c.relname, a.attnum));
	foreach (@columns)
	{
		my ($view, $column, $type) = split /\|/;
		my $wanted = $documented->{$view}{$column};
		push @wrong, "$view.$column $type" unless defined $wanted && $type =~ $types{$wanted};
	}
	is("@wrong", '', "$database: every column is one of the page's, of its type");
	cmp_ok(scalar(@columns), '>', 80, "$database: they are there");
}
foreach my $view (sort keys %$documented)
{
	my $query = "SELECT count(*), sum(hashtextextended(v::text, 0)) FROM import.$view v";
	my $here = $node->safe_psql('postgres', $query);
	isnt($here, '0|', "$view has rows");
	is($node->safe_psql('apart', $query), $here, "$view shows the same through postgres_fdw");
}

# --- What the generator made adds up, but for what it planted: both figures of the old system agree where nothing was hurt

is($node->safe_psql('postgres', q(
	SELECT count(*) FROM inventory_batch b JOIN (SELECT batch, sum(quantity) AS total FROM import.movement GROUP BY batch) m ON m.batch = b.id
	WHERE m.total IS DISTINCT FROM b.quantity AND NOT EXISTS (SELECT FROM victim v WHERE v.j = b.product_id / 12))), '0', 'movements come to the batches');

# --- Check: all that was planted, as often, and nothing else

my $expected = expected_problems($node, 'postgres');
my $lines = join "\n", map { "$_|$expected->{$_}" } sort keys %$expected;
my $empty = contents($node, 'postgres');
foreach my $database ('postgres', 'apart')
{
	is($node->safe_psql($database, 'SELECT problem, rows FROM primeinv.import_check() ORDER BY problem COLLATE "C"'), $lines, "$database: what was planted is found");
	is($node->safe_psql($database, q(SELECT string_agg(problem, ' ') FROM primeinv.import_check() WHERE example = '' OR remedy = '' OR example IS NULL OR remedy IS NULL)),
		'', "$database: each with an example and a remedy");
}
is(contents($node, 'postgres'), $empty, 'a check changes nothing');
my $errors = $node->safe_psql('postgres', q(SELECT string_agg(problem, ' ' ORDER BY problem COLLATE "C") FROM primeinv.import_check() WHERE severity = 'error'));

# --- Decide: a load is refused until every error is decided, and changes nothing

my ($status, undef, $said) = $node->psql('postgres', 'SELECT * FROM primeinv.import_load()', extra_params => [ '-v', 'VERBOSITY=verbose' ]);
isnt($status, 0, 'a load is refused before the errors are decided');
like($said, qr/ERROR:  55000/, 'as the wrong state');
script($node, $_, 'test/import/decide.sql') foreach ('postgres', 'apart');
my $decided = do { local (@ARGV, $/) = 'test/import/decide.sql'; <> };
is(join(' ', sort $decided =~ /\('(\w+)', /g), $errors, 'what must be decided is what the test decides');

# --- Load: a dry run, one that fails at its end and one that is cancelled there leave every table as it was

$empty = contents($node, 'postgres');
my $dry = $node->safe_psql('postgres', 'SELECT entity, read, loaded, left_out FROM primeinv.import_load(dry_run => true)');
is(contents($node, 'postgres'), $empty, 'a dry run leaves nothing');
foreach ([ 'fails', q(RAISE 'no more'), 'P0001' ], [ 'is cancelled', 'PERFORM pg_cancel_backend(pg_backend_pid()), pg_sleep(10)', '57014' ])
{
	my ($what, $does, $sqlstate) = @$_;
	$node->safe_psql('postgres', qq(
		CREATE FUNCTION public.interfere() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN $does; RETURN NULL; END';
		CREATE CONSTRAINT TRIGGER interfere AFTER INSERT ON primeinv.past_sale FOR EACH ROW WHEN (NEW.external_id = '600') EXECUTE FUNCTION public.interfere()) =~ s/'no more'/''no more''/r);
	($status, undef, $said) = $node->psql('postgres', 'SELECT * FROM primeinv.import_load()', extra_params => [ '-v', 'VERBOSITY=verbose' ]);
	like($said, qr/ERROR:  $sqlstate/, "a load that $what");
	$node->safe_psql('postgres', 'DROP FUNCTION public.interfere CASCADE');
	is(contents($node, 'postgres'), $empty, "a load that $what leaves nothing");
}

# As an autovacuum leaves them after a dry run: pages, and not a row alive. Foreign keys must not be checked by walking through an index.
$node->safe_psql('postgres', q(
	UPDATE pg_class SET relpages = 1000, reltuples = 0 WHERE relnamespace = 'primeinv'::regnamespace AND relkind IN ('r', 'i'); SELECT pg_stat_reset()));
my $loaded = $node->safe_psql('postgres', 'SELECT entity, read, loaded, left_out FROM primeinv.import_load()');
is($loaded, $dry, 'the load does what the dry run said');
is($node->safe_psql('postgres', q(SELECT indexrelname, idx_scan, idx_tup_read FROM pg_stat_user_indexes WHERE schemaname = 'primeinv' AND idx_scan > 100 AND idx_tup_read > 10 * idx_scan)),
	'', 'no index is walked through row by row');
$node->safe_psql('apart', 'SELECT * FROM primeinv.import_load()');
my %n = planted($node, 'postgres');
my %left = (batch => $n{batch_elsewhere} + $n{batch_of_nobody}, due => $n{due_without_customer} + $n{due_of_another_tenants_customer} + $n{overpaid_due});
foreach (split /\n/, $loaded)
{
	my ($entity, $read, $in, $out) = split /\|/;
	next unless $documented->{$entity};
	is($read, $node->safe_psql('postgres', "SELECT count(*) FROM import.$entity"), "$entity: all are read");
	is($in + $out, $read, "$entity: each is loaded or left out");
	is($out, $left{$entity} // 0, "$entity: so many are left out") unless $entity =~ /^(location|movement)$/;
}

# --- What became of it

foreach my $database ('postgres', 'apart')
{
	promises_hold($node, "$database: all promises hold", $database);
	is($node->safe_psql($database, 'SELECT * FROM primeinv.verify_ledger()'), '', "$database: the ledger is right");
	is($node->safe_psql($database, 'SELECT * FROM primeinv.import_compare()'), '', "$database: both systems agree");
}
foreach (
	[ 'tenant', 'id, name, currency' ], [ 'outlet', 'id, name, time_zone' ], [ 'product', 'external_id, name, category' ], [ 'variation', 'external_id, name, sku, barcode, price, cost' ],
	[ 'variation_unit', 'external_id, numerator, denominator, price' ], [ 'customer', 'id, name, credit_limit, outstanding_balance' ],
	[ 'batch', 'id, outlet_id, variation_id, batch_number, expiry_date, quantity, cost_price, status, received_at' ],
	[ 'location_stock', 'outlet_id, variation_id, quantity' ], [ 'sale', 'id, receipt_number, customer_id, amount_due, due_date, completed_at' ])
{
	my ($table, $columns) = @$_;
	my $query = "SELECT count(*), sum(hashtextextended(($columns)::text, 0)) FROM primeinv.$table";
	is($node->safe_psql('apart', $query), $node->safe_psql('postgres', $query), "$table is the same through postgres_fdw");
}

# A query that returns no row where the anomaly became what was decided.
my %became = (
	'a SKU twice: the first has it' => q(SELECT p.id FROM products_product p JOIN primeinv.variation v ON v.id = p.id JOIN victim x ON x.anomaly = 'duplicate_sku' AND p.id / 12 = x.j
		WHERE p.sku LIKE 'TWICE%' AND v.sku IS DISTINCT FROM CASE WHEN p.id % 12 = 4 THEN p.sku END),
	'both are of one product' => q(SELECT p.sku FROM products_product p JOIN primeinv.variation v ON v.id = p.id WHERE p.sku <> '' GROUP BY p.tenant_id, p.sku HAVING count(DISTINCT v.product_id) > 1),
	'a barcode twice: the first has it' => q(SELECT p.id FROM products_product p JOIN primeinv.variation v ON v.id = p.id JOIN victim x ON x.anomaly = 'duplicate_barcode' AND p.id / 12 = x.j
		WHERE p.barcode LIKE '70%' AND v.barcode IS DISTINCT FROM CASE WHEN p.id % 12 = 4 THEN p.barcode END),
	'two tenants with one SKU: both have it' => q(SELECT p.id FROM products_product p JOIN primeinv.variation v ON v.id = p.id WHERE p.sku LIKE 'BOTH%' AND v.sku IS DISTINCT FROM p.sku),
	'no name: the key' => q(SELECT p.id FROM products_product p JOIN primeinv.variation v ON v.id = p.id JOIN primeinv.product g ON g.id = v.product_id WHERE p.name = '' AND g.name <> p.id::text),
	'3.3333 is ten thirds' => q(SELECT u.id FROM products_productunit u LEFT JOIN primeinv.variation_unit n ON n.external_id = u.id::text
		WHERE u.conversion_factor = 3.3333 AND (n.numerator, n.denominator) IS DISTINCT FROM (10::bigint, 3::bigint)),
	'whole factors are kept' => q(SELECT u.id FROM products_productunit u LEFT JOIN primeinv.variation_unit n ON n.external_id = u.id::text
		WHERE u.conversion_factor <> 3.3333 AND (n.numerator, n.denominator) IS DISTINCT FROM (u.conversion_factor::bigint, 1::bigint)),
	'quantities: none and below none are nothing, others as they are' => q(SELECT o.id FROM inventory_batch o JOIN primeinv.batch n ON n.id = o.id WHERE n.quantity <> GREATEST(o.quantity, 0)),
	'dates: as they are, none from 2099 on' => q(SELECT o.id FROM inventory_batch o JOIN primeinv.batch n ON n.id = o.id
		WHERE n.expiry_date IS DISTINCT FROM CASE WHEN o.expiry_date < '2099-01-01' THEN o.expiry_date END),
	'no date of goods that expire: on hold, nothing else is' => q(SELECT o.id FROM inventory_batch o JOIN primeinv.batch n ON n.id = o.id WHERE (n.status = 'hold') <> (o.expiry_date IS NULL)),
	'no cost or one below nothing: that of the product, else 0' => q(SELECT o.id FROM inventory_batch o JOIN primeinv.batch n ON n.id = o.id JOIN products_product p ON p.id = o.product_id
		WHERE n.cost_price <> COALESCE(CASE WHEN o.cost_price >= 0 THEN o.cost_price END, p.cost, 0)),
	'no batch number: one is made' => q(SELECT o.id FROM inventory_batch o JOIN primeinv.batch n ON n.id = o.id WHERE n.batch_number <> COALESCE(NULLIF(o.batch_number, ''), 'LOT-' || n.id)),
	'batches of nobody and elsewhere: left out, no others' => q(SELECT o.id FROM inventory_batch o LEFT JOIN primeinv.batch n ON n.id = o.id LEFT JOIN products_product p ON p.id = o.product_id
		WHERE (n.id IS NULL) <> (p.tenant_id IS DISTINCT FROM o.tenant_id)),
	'batches keep their outlets, products and tenants' => q(SELECT o.id FROM inventory_batch o JOIN primeinv.batch n ON n.id = o.id
		WHERE (o.tenant_id, o.outlet_id, o.product_id) <> (n.tenant_id, n.outlet_id, n.variation_id) OR o.created_at <> n.received_at),
	'locations: the batches are right' => q(SELECT n.outlet_id, n.variation_id FROM primeinv.location_stock n LEFT JOIN (SELECT outlet_id, product_id, sum(GREATEST(quantity, 0)) AS quantity FROM inventory_batch GROUP BY 1, 2) o
		ON (o.outlet_id, o.product_id) = (n.outlet_id, n.variation_id) WHERE n.quantity IS DISTINCT FROM o.quantity),
	'dues: open ones of known customers are sales with their numbers' => q(SELECT o.id FROM sales_sale o JOIN customers_customer c ON c.id = o.customer_id AND c.tenant_id = o.tenant_id LEFT JOIN primeinv.sale n ON n.id = o.id
		WHERE (o.payment_method = 'credit' AND o.status = 'pending' AND o.amount_paid < o.total) <> (n.id IS NOT NULL)
		OR n.amount_due <> o.total - o.amount_paid OR n.receipt_number NOT IN (o.receipt_number, o.receipt_number || '/' || o.id) OR n.completed_at <> o.created_at),
	'a receipt number twice: the second has a suffix' => q(SELECT o.receipt_number FROM sales_sale o JOIN primeinv.sale n ON n.id = o.id WHERE o.receipt_number LIKE 'T%'
		GROUP BY 1 HAVING count(*) <> 2 OR count(*) FILTER (WHERE n.receipt_number = o.receipt_number) <> 1),
	'no due date: by the terms of the customer' => q(SELECT n.id FROM sales_sale o JOIN primeinv.sale n ON n.id = o.id WHERE n.due_date <> COALESCE(o.due_date::date, o.created_at::date + 30)),
	'balances: as they were, the difference an entry' => q(SELECT o.id FROM customers_customer o JOIN primeinv.customer n ON n.id = o.id WHERE n.outstanding_balance <> o.outstanding_balance),
	'history: every movement with a quantity, voided sales and all' => q(SELECT 1 WHERE (SELECT count(*) FROM primeinv.past_movement) <> (SELECT count(quantity) FROM inventory_stockmovement)
		OR (SELECT count(*) FROM primeinv.past_sale) <> (SELECT count(*) FROM sales_sale) OR (SELECT count(*) FROM primeinv.past_sale WHERE status = 'voided') <> (SELECT count(*) FROM sales_sale WHERE is_void)),
);
is($node->safe_psql('postgres', "SELECT count(*) FROM ($became{$_}) q"), '0', $_) foreach sort keys %became;

# --- Again: a second load brings what is new, and nothing else

my $once = contents($node, 'postgres');
$node->safe_psql('postgres', 'SELECT * FROM primeinv.import_load()');
is(contents($node, 'postgres'), $once, 'a second load changes nothing');
$node->safe_psql('postgres', q(SELECT old_add(12, 1, 7, 'FRESH', current_date + 40, 3); SELECT * FROM primeinv.import_load()));
is($node->safe_psql('postgres', q(SELECT quantity FROM primeinv.batch WHERE batch_number = 'FRESH')), '7.000', 'what has come since comes with the next');
is($node->safe_psql('postgres', 'SELECT * FROM primeinv.import_compare()'), '', 'both systems agree');
promises_hold($node);

# --- History as ledger, where it fits

$node->safe_psql('postgres', 'CREATE DATABASE ledger');
$node->safe_psql('ledger', 'CREATE EXTENSION primeinv');
script($node, 'ledger', 'deploy/import/django-fdw.sql', host => $node->host, port => $node->port, dbname => 'postgres', user => getpwuid($<) // 'postgres');
script($node, 'ledger', 'test/import/decide.sql');
$node->safe_psql('ledger', q(SELECT * FROM primeinv.import_load(history => 'ledger')));
is($node->safe_psql('ledger', 'SELECT * FROM primeinv.verify_ledger()'), '', 'history as ledger: the ledger is right');
is($node->safe_psql('ledger', 'SELECT * FROM primeinv.import_compare()'), '', 'history as ledger: both systems agree');
cmp_ok($node->safe_psql('ledger', 'SELECT count(*) FROM primeinv.stock_movement'), '>', 11000, 'the movements are in it');
is($node->safe_psql('ledger', q(SELECT count(DISTINCT batch_id) FROM primeinv.past_movement m WHERE batch_id IS NOT NULL)), $expected->{movement_differs}, 'but those of batches that do not fit');
promises_hold($node, 'history as ledger: all promises hold', 'ledger');

promises_hold($node);
$node->stop;
done_testing();
