# What reviews and attacks found in 1.0.0, each by what was done then: a test bears the number that docs/findings-1.0.md gives it. Only
# what 1.0.0 had is called, so that the file can be run there, too, where nearly all of it fails.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $node = new_node('findings', conf => "autovacuum = off\nrestart_after_crash = on\nmax_prepared_transactions = 5\nsuperuser_reserved_connections = 3\n");
my ($tenant, $near, $far, $thing, @more) = open_shop($node, 12, 100);
my ($other, $theirs, undef, $their_thing) = open_shop($node, 2, 100);
$node->safe_psql('postgres', join ';', map { "CREATE ROLE $_ LOGIN; GRANT USAGE ON SCHEMA public TO $_; SELECT primeinv.grant_tenant('$_', $tenant, '$_')" } qw(reader app manager));
$node->safe_psql('postgres', qq(
	UPDATE primeinv.variation SET price = 10;
	INSERT INTO primeinv.customer (tenant_id, id, name, credit_limit) VALUES ($tenant, 501, 'She', 1000), ($tenant, 502, 'He', 0);
	CREATE SCHEMA evil; GRANT ALL ON SCHEMA evil TO app; CREATE TABLE evil.ran (role name); GRANT ALL ON evil.ran TO PUBLIC;
	CREATE ROLE foreigner LOGIN; GRANT ALL ON SCHEMA public TO foreigner; GRANT USAGE ON SCHEMA primeinv TO foreigner));

# ask STATEMENTS [, ROLE [, DATABASE]]: the last line that they print, or the SQLSTATE of the first error; "crash" if the server died.
sub ask
{
	my ($sql, $role, $database) = @_;
	my ($status, $out, $said) = $node->psql($database // 'postgres', "\\set VERBOSITY sqlstate\nSET client_min_messages = error;\n$sql;\n",
		on_error_stop => 1, extra_params => defined $role ? [ '-U', $role ] : []);
	if ($status == 2)
	{
		$node->poll_query_until('postgres', 'SELECT true');
		return 'crash';
	}
	return $1 if ($said // '') =~ /ERROR:\s+(\w{5})/;
	return ($out // '') =~ /([^\n]*)\n*\z/ ? $1 : '';
}

# words STATEMENTS [, ROLE]: the messages of their errors, with DETAIL and HINT
sub words { return ($node->psql('postgres', $_[0], on_error_stop => 0, extra_params => defined $_[1] ? [ '-U', $_[1] ] : []))[2]; }

# fresh NAME: an empty database with the extension and one place: outlet 1, variation 1
$node->safe_psql('postgres', 'CREATE DATABASE place');
$node->safe_psql('place', q(CREATE EXTENSION primeinv;
	INSERT INTO primeinv.tenant (id, name) VALUES (1, 'T'); INSERT INTO primeinv.outlet (tenant_id, id, name) VALUES (1, 1, 'O');
	INSERT INTO primeinv.product (tenant_id, id, name) VALUES (1, 1, 'P'); INSERT INTO primeinv.variation (tenant_id, id, product_id, name, price) VALUES (1, 1, 1, 'V', 10)));
sub fresh { $node->safe_psql('postgres', "CREATE DATABASE $_[0] TEMPLATE place"); }

# elsewhere STATEMENT: in the midst of a script, another session does that and commits
sub elsewhere { return "\\! psql -XqAt -d postgres -c \"$_[0]\" >/dev/null\n"; }

# --- W: walls
isnt(ask("SELECT primeinv.require_place($near, $thing, 100000)", 'reader'), 'crash', 'W1: a helper of reports with a number that no report gives it');
my $helpers = $node->safe_psql('postgres', q(SELECT string_agg(format('SELECT primeinv.%I(%s)', proname, (SELECT string_agg('NULL::' || t::regtype, ', ') FROM unnest(proargtypes) t)), ';')
	FROM pg_proc WHERE pronamespace = 'primeinv'::regnamespace AND proname LIKE 'require\_%'));
unlike(words($helpers, 'reader'), qr/\(null\)|argument \d+ must/, 'W1: what must not be null is named');
is(ask("INSERT INTO primeinv.customer (tenant_id, name, credit_terms_days) VALUES ($tenant, 'X', 2147483647)", 'app'), '23514', 'W2: terms of millions of years');
is(ask("SELECT primeinv.create_sale($near, hold => '178000000 years')", 'app'), '22023', 'W2: a hold that interval_in cannot read back');
is(ask("SELECT primeinv.log_event($tenant, 'a.b', event_data => (repeat('[', 14000) || repeat(']', 14000))::jsonb)", 'app'), '22023', 'W2: event data nested 14,000 deep');
is(ask("INSERT INTO primeinv.customer (tenant_id, name) VALUES ($tenant, repeat('x', 10000000))", 'app'), '23514', 'W2: a name of 10 MB');

$node->safe_psql('postgres', q(CREATE FUNCTION public.short(t text) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RETURN t IS NULL OR length(t) < 100; END';
	ALTER TABLE primeinv.stock_take ADD CONSTRAINT short CHECK (public.short(description))));
ask("CREATE FUNCTION evil.length(text) RETURNS integer LANGUAGE plpgsql AS 'BEGIN INSERT INTO evil.ran VALUES (current_user); RETURN 1; END'", 'app');
ask("SET search_path = evil, pg_catalog; SELECT primeinv.create_stock_take($near, 'shelf')", 'app');
is($node->safe_psql('postgres', "SELECT string_agg(DISTINCT role, ' ') FROM evil.ran WHERE role <> 'app'"), '', q(W3: a DBA's CHECK does not run a caller's function as the owner));
$node->safe_psql('postgres', 'ALTER TABLE primeinv.stock_take DROP CONSTRAINT short');

my $events = q(SELECT count(*) FROM primeinv.audit_log WHERE event_type LIKE 'customer.%');
my $before = $node->safe_psql('postgres', $events);
ask("UPDATE primeinv.customer SET credit_limit = 77 WHERE id = 501 RETURNING set_config('row_security', 'off', true)", 'manager');
ask("UPDATE primeinv.customer SET credit_limit = 1000 WHERE id = 501", 'manager');
is($node->safe_psql('postgres', $events) - $before, 2, 'W4: an audit row that row_security would dodge');

ask("BEGIN; SELECT FROM primeinv.outlet WHERE id = $near FOR UPDATE; PREPARE TRANSACTION 'idle'");
is(ask("SET lock_timeout = '1s'; SELECT primeinv.refresh_alerts() >= 0"), 't', 'W5: a tenant that holds its outlet stops no job over all');
is(ask("SET lock_timeout = '1s'; SELECT count(*) >= 0 FROM primeinv.run_reconcile()"), 't', 'W5: nor a comparison of all');
ask("ROLLBACK PREPARED 'idle'");
is(ask("UPDATE primeinv.outlet SET expiry_alert_days = 2147483647", 'app'), '23514', 'W6: days that no date can be moved by');
ask('UPDATE primeinv.outlet SET expiry_alert_days = 30');
ask("CREATE TABLE public.lines AS SELECT array_agg(${thing}::bigint) AS v, array_agg(0.001) AS q FROM generate_series(1, 20000)");
is(ask("SET statement_timeout = '20ms'; SELECT count(*) FROM public.lines, primeinv.deduct_stock_bulk($near, v, q)"), '57014', 'W7: a loop over 20,000 lines can be interrupted');

ask('CREATE ROLE webapp');
ask('CREATE DATABASE beside');
ask('ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO webapp; CREATE EXTENSION primeinv', undef, 'beside');
is(ask("SELECT has_table_privilege('webapp', 'primeinv.batch', 'TRUNCATE') OR has_table_privilege('webapp', 'primeinv.batch', 'TRIGGER')", undef, 'beside'), 'f', 'W8: default privileges of who installs give nobody anything');
ask("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA primeinv TO foreigner");
ask("CREATE TABLE public.customer (id text, tenant_id bigint, name int, credit_limit int, credit_blocked text)", 'foreigner');
foreach my $function (qw(fit_credit audit_customer guard_credit))
{
	my $when = $function eq 'audit_customer' ? 'AFTER INSERT' : 'BEFORE INSERT';
	is(ask("DROP TRIGGER IF EXISTS t ON public.customer; CREATE TRIGGER t $when ON public.customer FOR EACH ROW EXECUTE FUNCTION primeinv.$function(); INSERT INTO public.customer VALUES ('1', $other, 1, 1, 'x')", 'foreigner'), '39P01', "W9: $function on a table of others");
}
ask('DROP TABLE public.customer');

my $looked = q(SELECT pg_stat_get_xact_numscans('primeinv.outlet_pkey'::regclass));
is(ask("BEGIN; SELECT primeinv.get_available_stock($thing, $near); $looked AS a \\gset\nUPDATE primeinv.outlet SET is_active = is_active WHERE false; UPDATE primeinv.outlet SET is_active = is_active, name = name || '!';\nSELECT primeinv.get_available_stock($thing, $near); SELECT pg_stat_get_xact_numscans('primeinv.outlet_pkey'::regclass) - :a"), '0', 'W10: an UPDATE that changes nothing of it makes nobody forget the outlet');
is(ask("BEGIN; CREATE TABLE public.parent (LIKE primeinv.audit_log); ALTER TABLE primeinv.audit_log INHERIT public.parent; UPDATE public.parent SET actor = 'nobody'"), 'PI005', 'W11: the audit log through a parent of it');
is(ask("SELECT primeinv.log_event($tenant, 'sale.completed ')", 'app'), '22023', 'W12: an event that looks like ours');
is(ask("UPDATE primeinv.outlet SET time_zone = 'CET' WHERE id = $near", 'app'), '22023', 'W13: a zone that is an abbreviation, too');
ask("CREATE ROLE again LOGIN; SELECT primeinv.grant_tenant('again', $tenant, 'manager'); DROP OWNED BY again; DROP ROLE again; CREATE ROLE again LOGIN;
	GRANT USAGE ON SCHEMA primeinv TO again; GRANT SELECT ON ALL TABLES IN SCHEMA primeinv TO again; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA primeinv TO again");
is(ask('SELECT count(*) FROM primeinv.outlet', 'again'), '0', 'W14: a role of a dropped one\'s name has not its tenants');

# --- C: correctness
my ($a, $b, $c, $d, $e, $f) = @more;
my $left = "SELECT sum(quantity)::int FROM primeinv.batch WHERE outlet_id = $near AND variation_id =";
ask("SELECT FROM primeinv.set_stock_level($a, 3, $near, 'begin')");
my @takes = map { ask("SELECT primeinv.create_stock_take($near, 'count', '[{\"variation_id\": $a, \"counted_quantity\": 10}]')") } 1 .. 2;
ask("SELECT primeinv.complete_stock_take($_)") foreach @takes;
ask("SELECT primeinv.reconcile_stock_take($_)") foreach @takes;
is(ask("$left $a"), '10', 'C1: two stock takes that found 10');

ask("SELECT primeinv.update_balance(501, 100, 'PAYMENT')");
ask("SELECT id FROM primeinv.checkout($near, '[{\"variation_id\": $b, \"quantity\": 6}]', '[{\"method\": \"ACCOUNT\", \"amount\": 60}]', 501)");
is(ask('SELECT outstanding_balance::int FROM primeinv.customer WHERE id = 501'), '-40', 'C2: 60 paid by ACCOUNT of 100 in hand');
is(ask("SELECT id FROM primeinv.checkout($near, '[{\"variation_id\": $b, \"quantity\": 6}]', '[{\"method\": \"ACCOUNT\", \"amount\": 60}]')"), '22023', 'C2: and by nobody\'s account');

fresh('plans');
ask(q(CREATE FUNCTION public.again() RETURNS trigger LANGUAGE plpgsql AS $$
	BEGIN
		IF pg_trigger_depth() > 2 THEN RETURN NULL; END IF;
		ANALYZE primeinv.sale;
		FOR i IN 1 .. 3 LOOP PERFORM primeinv.create_sale(NEW.outlet_id); END LOOP;
		RETURN NULL;
	END $$;
	CREATE TRIGGER again AFTER INSERT ON primeinv.sale FOR EACH ROW EXECUTE FUNCTION public.again()), undef, 'plans');
is(ask('SELECT primeinv.create_sale(1) > 0; SELECT primeinv.create_sale(1) > 0', undef, 'plans'), 't', 'C3: a plan is made anew while it runs');

my $sale = "SELECT id FROM primeinv.checkout(1, '[{\"variation_id\": 1, \"quantity\": 1}]', '[{\"method\": \"CASH\", \"amount\": 10}]', request_id => 'r')";
fresh('replay');
ask('SELECT primeinv.add_stock(1, 10, 1)', undef, 'replay');
my $sold = ask($sale, undef, 'replay');
ask('ALTER TABLE primeinv.sale ADD COLUMN mine integer', undef, 'replay');
is(ask($sale, undef, 'replay'), $sold, 'C4: a retry after a table has got a column');
is(ask("UPDATE primeinv.variation SET barcode = 'B-1' WHERE id = $a; INSERT INTO primeinv.variation_unit (tenant_id, variation_id, unit, numerator, barcode) VALUES ($tenant, $b, 'case', 12, 'B-1')"), '23505', 'C5: one barcode for two things');
fresh('added');
ask("SELECT primeinv.add_stock(1, 10, 1); ALTER TABLE primeinv.batch ADD COLUMN mine integer", undef, 'added');
is(ask('SELECT count(*) FROM primeinv.get_fifo_batches(1, 1)', undef, 'added'), '1', 'C6: readers of batch, with a column of a user\'s');
is(ask("CREATE TABLE public.fired (id bigint); CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.fired VALUES (NEW.id); RETURN NULL; END';
	CREATE TRIGGER primeinv_mine AFTER INSERT ON primeinv.stock_movement FOR EACH ROW EXECUTE FUNCTION public.note(); SELECT primeinv.add_stock(1, 1, 1); SELECT count(*) FROM public.fired", undef, 'added'), '1', 'C7: a user\'s trigger with a name like ours');
is(ask("CREATE TABLE public.staff (actor text PRIMARY KEY); ALTER TABLE primeinv.stock_movement ADD FOREIGN KEY (actor) REFERENCES public.staff NOT VALID; SELECT primeinv.add_stock(1, 1, 1, actor => 'nobody')", undef, 'replay'), '23503', 'C8: a user\'s foreign key');
fresh('domain');
is(ask("CREATE DOMAIN public.given AS text NOT NULL; ALTER TABLE primeinv.stock_movement ADD COLUMN mine public.given; SELECT primeinv.add_stock(1, 1, 1)", undef, 'domain'), '23502', 'C9: a column of a domain that is not null');

is(ask("BEGIN; SELECT count(*) FROM primeinv.deduct_stock($c, 1, $near);\n" . elsewhere("UPDATE primeinv.variation SET is_active = false WHERE id = $c") . "SELECT count(*) FROM primeinv.deduct_stock($c, 1, $near)"), '22023', 'C10: what was deactivated between two calls of a transaction is not sold');
fresh('wrap');
ask('UPDATE primeinv.tenant SET money_decimals = 4; UPDATE primeinv.variation SET track_inventory = false', undef, 'wrap');
like(ask(q(SELECT status FROM primeinv.checkout(1, (SELECT jsonb_agg(jsonb_build_object('variation_id', 1, 'quantity', 1, 'unit_price', CASE n WHEN 0 THEN 74407370967.0046 ELSE 99999999999.9999 END))
	FROM generate_series(0, 18446) n), '[{"method": "CASH", "amount": 9.9984}]')), undef, 'wrap'), qr/^22/, 'C11: prices that add up to 2^64 and 9.9984');
fresh('identity');
is(ask(q(CREATE TABLE public.seen (role name); GRANT ALL ON public.seen TO PUBLIC; CREATE ROLE shop LOGIN; SELECT primeinv.grant_tenant('shop', 1, 'app'); SELECT primeinv.add_stock(1, 10, 1);
	CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.seen VALUES (current_user); RETURN NULL; END';
	CREATE TRIGGER note AFTER INSERT ON primeinv.sale FOR EACH ROW EXECUTE FUNCTION public.note(); SET ROLE shop; SELECT primeinv.create_sale(1);
	) . $sale . '; RESET ROLE; SELECT count(DISTINCT role) FROM public.seen', undef, 'identity'), '1', 'C12: a trigger on sale has one identity');
ask("CREATE DATABASE turkish TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'tr' LOCALE 'C'");
ask(q(CREATE EXTENSION primeinv;
	INSERT INTO primeinv.tenant (id, name) VALUES (1, 'T'); INSERT INTO primeinv.outlet (tenant_id, id, name) VALUES (1, 1, 'O');
	INSERT INTO primeinv.product (tenant_id, id, name) VALUES (1, 1, 'P'); INSERT INTO primeinv.variation (tenant_id, id, product_id, name, price) VALUES (1, 1, 1, 'V', 10); SELECT primeinv.add_stock(1, 10, 1)), undef, 'turkish');
is(ask("SELECT FROM primeinv.checkout(1, '[{\"variation_id\": 1, \"quantity\": 1}]', '[{\"method\": \"gift\", \"amount\": 10}]'); SELECT method FROM primeinv.payment", undef, 'turkish'), 'GIFT', 'C14: capitals in a Turkish database');
is(ask("BEGIN; SET LOCAL search_path = public;\n" . join('', map { "SET LOCAL search_path = " . ($_ % 2 ? 'public, pg_catalog' : 'public') . "; SELECT status FROM primeinv.checkout($near, '[{\"variation_id\": $d, \"quantity\": 1}]', '[{\"method\": \"CASH\", \"amount\": 10}]');\n" } 1 .. 10)
	. "SELECT sum(pg_stat_get_xact_numscans(c)) FROM unnest('{primeinv.sale_item,primeinv.sale,primeinv.batch}'::regclass[]) c"), '0', 'C15: no table is read from end to end, whatever becomes of the path');
is(ask("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1;\n" . elsewhere("INSERT INTO primeinv.variation (tenant_id, id, product_id, name) SELECT tenant_id, 7001, product_id, 'late' FROM primeinv.variation WHERE id = $a; SELECT primeinv.add_stock(7001, 5, $near)") . "SELECT count(*) FROM primeinv.deduct_stock(7001, 1, $near)"), '40001', 'C19: a place that is younger than the snapshot');
is(ask('UPDATE primeinv.location_stock SET quantity = -1'), '23514', 'C20: a location below nothing, by the owner\'s hand');
my $audited = 'SELECT count(*) FROM primeinv.audit_log';
$before = $node->safe_psql('postgres', $audited);
ask("UPDATE primeinv.batch SET expiry_date = expiry_date + 1 WHERE outlet_id = $near AND variation_id = $e");
is($node->safe_psql('postgres', $audited) - $before, 3, 'C22: the owner\'s UPDATE of three expiry dates');
is(ask("SELECT count(*) FROM primeinv.deduct_stock($e, 1, $near, 'damage')", 'manager'), '22023', 'C23: damage without a reason');
is(ask("BEGIN; SET LOCAL session_replication_role = replica; UPDATE primeinv.batch SET expiry_date = '2001-01-01' WHERE outlet_id = $near AND variation_id = $b;
	SET LOCAL session_replication_role = origin; ALTER TABLE primeinv.audit_log DISABLE TRIGGER ALL; SELECT count(*) > 0 FROM primeinv.check_promises() WHERE promise::text = '4'"), 't', 'C24: goods that had expired when they were sold');
my ($first) = split /\n/, $node->safe_psql('postgres', "SELECT id FROM primeinv.batch WHERE outlet_id = $near AND variation_id = $f ORDER BY expiry_date LIMIT 1");
my $draft = ask("SELECT primeinv.create_sale($near)");
ask("SELECT primeinv.add_sale_item($draft, $f, 2, batch_id => $first)");
ask("SELECT count(*) FROM primeinv.deduct_stock($f, 99, $near, batch_id => $first)");
is(ask("SELECT status FROM primeinv.complete_sale($draft, '[{\"method\": \"CASH\", \"amount\": 20}]')"), 'PI006', 'C25: a line whose batch was sold meanwhile, though others have it');
my ($bill, $line) = split /\|/, ask("SELECT FROM primeinv.checkout($near, '[{\"variation_id\": $e, \"quantity\": 3}]', '[{\"method\": \"CASH\", \"amount\": 30}]'); SELECT sale_id, id FROM primeinv.sale_item ORDER BY id DESC LIMIT 1");
like(ask("SELECT primeinv.request_refund($bill, '[{\"sale_item_id\": $line, \"quantity\": 2}]', 'x') > 0"), qr/^t$/, 'C26: 2 of 3 are asked back');
like(ask("SELECT primeinv.request_refund($bill, '[{\"sale_item_id\": $line, \"quantity\": 2}]', 'x') > 0"), qr/^\w{5}$/, 'C26: 2 more are not there to be asked back');
like(ask("SELECT primeinv.create_stock_take('$near')"), qr/^(?!22P02|22023)/, 'C27: an untyped id begins a stock take');
unlike(words("SELECT primeinv.record_payment($bill, 5, 'CASH')"), qr/Only CASH/, 'C28: nothing is due, and that is what is said');
ask("INSERT INTO primeinv.sale (tenant_id, id, outlet_id, receipt_number, status, payment_type, subtotal, total_amount, amount_paid, actor, completed_at, completed_on) VALUES ($tenant, 90001, $near, 'RCP-00000040', 'COMPLETED', 'CASH', 50, 50, 50, 'import', '2026-01-05 10:00Z', '2026-01-05');
	INSERT INTO primeinv.sale_item (tenant_id, id, sale_id, variation_id, quantity, base_quantity, unit_price, subtotal, total_price, unit_cost, product_name) VALUES ($tenant, 90001, 90001, $e, 5, 5, 10, 50, 50, 2.5, 'Old');
	INSERT INTO primeinv.payment (tenant_id, sale_id, method, amount, actor) VALUES ($tenant, 90001, 'CASH', 50, 'import')");
is(ask("SELECT amount FROM primeinv.refund_sale(90001, '[{\"sale_item_id\": 90001, \"quantity\": 2}]', 'old'); SELECT sum(quantity)::int FROM primeinv.batch WHERE variation_id = $e AND batch_number LIKE 'RETURN-%'"), '2', 'C31: goods of an imported sale come back');
is(ask('SELECT count(*) FROM primeinv.check_promises()'), '0', 'C33: a receipt number of another form');

# --- A: what was expected
my $said = ask("SELECT string_agg(DISTINCT reference_id, ' ') FROM primeinv.stock_movement WHERE stock_take_item_id IS NOT NULL");
like($said, qr/^stock_?take_\d+/, 'A3: a stock take\'s reference says that it is one');
is(ask("UPDATE primeinv.variation SET shelf_life_days = 7 WHERE id = $a; SELECT primeinv.add_stock($a, 1, $near, 'MILK'); SELECT expiry_date IS NOT NULL FROM primeinv.batch WHERE batch_number = 'MILK'"), 't', 'A5: received without a date, milk expires');
is(ask("SELECT string_agg(DISTINCT coalesce(reason, 'none'), ' ') FROM primeinv.explain_deduction($b, 4, $near) WHERE take > 0"), 'none', 'A7: a batch that is taken from needs no reason');

# --- P: cost, as rows that are read
fresh('many');
ask(q(INSERT INTO primeinv.tenant (id, name) SELECT n, 'T ' || n FROM generate_series(2, 300) n; INSERT INTO primeinv.outlet (tenant_id, id, name) SELECT n, n, 'O' FROM generate_series(2, 300) n;
	INSERT INTO primeinv.product (tenant_id, id, name) SELECT n, n, 'P' FROM generate_series(2, 300) n; INSERT INTO primeinv.variation (tenant_id, id, product_id, name) SELECT n, n, n, 'V' FROM generate_series(2, 300) n;
	INSERT INTO primeinv.batch (tenant_id, variation_id, outlet_id, batch_number, quantity) SELECT n, n, n, 'B ' || k, 5 FROM generate_series(1, 300) n, generate_series(1, 20) k;
	CREATE ROLE chain LOGIN; SELECT primeinv.grant_tenant('chain', 1, 'reader'); INSERT INTO primeinv.tenant_grant (tenant_id, role_name, level) SELECT n, 'chain', 'reader' FROM generate_series(2, 300) n; ANALYZE), undef, 'many');
my $read = q(SELECT pg_stat_get_xact_tuples_returned('primeinv.%1$s'::regclass) + pg_stat_get_xact_tuples_fetched('primeinv.%1$s'::regclass) < %2$s);
is(ask('BEGIN; SET LOCAL enable_seqscan = off; SELECT count(*) FROM primeinv.batch_status WHERE outlet_id = 77; ' . sprintf($read, 'batch', 60), 'chain', 'many'), 't', 'P2: who has 300 tenants reads the batches of the outlet that is asked for');
is(ask('BEGIN; SET LOCAL enable_seqscan = off; SELECT count(*) FROM primeinv.stock_level WHERE outlet_id = 77; ' . sprintf($read, 'outlet', 30), undef, 'many'), 't', 'P3: a report of one outlet looks at one of 300');

promises_hold($node);
$node->stop;
done_testing();
