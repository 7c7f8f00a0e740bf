# Readers work on a hot standby, for roles too, and a grant or revoke on the primary reaches its open sessions; changes are
# refused as in any read-only transaction.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1);
$primary->append_conf('postgresql.conf', "timezone = 'UTC'\nmax_connections = 60\n");
$primary->start;
$primary->safe_psql('postgres', 'CREATE EXTENSION primeinv');
my ($ours, $near, $far, @things) = open_shop($primary, 2, 20);
my ($theirs, $their_near) = open_shop($primary, 1, 20);
$primary->safe_psql('postgres', "CREATE ROLE till LOGIN; SELECT primeinv.grant_tenant('till', $ours, 'app'), primeinv.grant_tenant('till', $theirs, 'reader')");
$primary->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->start;
sub caught_up { $primary->wait_for_catchup($standby, 'replay', $primary->lsn('insert')) }

# One session stays open all the time.
my ($in, $out) = ('', '');
my $session = IPC::Run::start([ 'psql', '-XAtq', '-U', 'till', $standby->connstr('postgres') ], '<', \$in, '>', \$out, '2>&1', IPC::Run::timeout(60));
my $asked = 0;
sub ask
{
	my ($query) = @_;
	my $end = 'asked ' . ++$asked;
	$in .= "$query;\n\\echo $end\n";
	$session->pump until $out =~ /\Q$end\E\n/;
	my $answer = $out =~ s/\Q$end\E\n//r;
	$out = '';
	chomp $answer;
	return $answer;
}

caught_up();
is(ask('SELECT pg_is_in_recovery(), string_agg(DISTINCT tenant_id::text, \',\' ORDER BY tenant_id::text) FROM primeinv.batch'), "t|$ours,$theirs", 'a role sees its tenants');
is(ask("SELECT primeinv.get_available_stock($things[0], $near)"), '60.000', 'stock is read');
is(ask("SELECT count(*) FROM primeinv.get_fifo_batches($things[0], $near)"), '3', 'and batches');
is(ask("SELECT count(*) > 0 FROM primeinv.stock_level"), 't', 'and views');
is(ask('SELECT * FROM primeinv.check_promises()'), '', 'all promises hold, as far as the role sees');
like(ask("SELECT primeinv.deduct_stock($things[0], 1, $near)"), qr/cannot execute primeinv\.deduct_stock\(\) in a read-only transaction|during recovery/, 'nothing is sold');
is(ask("SET primeinv.tenant = '$theirs'; SELECT DISTINCT tenant_id FROM primeinv.batch"), $theirs, 'the setting narrows');
ask('RESET primeinv.tenant');

$primary->safe_psql('postgres', "SELECT count(*) FROM primeinv.deduct_stock($things[0], 1, $near); UPDATE primeinv.outlet SET is_active = false WHERE id = $far");
caught_up();
is(ask("SELECT primeinv.get_available_stock($things[0], $near), primeinv.get_available_stock($things[0], $far)"), '59.000|0.000', "what changed on the primary is seen");

# So does the monitoring, which is sent to each server.
$primary->safe_psql('postgres', q(CREATE ROLE monitor LOGIN; SELECT primeinv.grant_monitor('monitor'); CALL primeinv.run_job('alerts')));
caught_up();
is($standby->safe_psql('postgres', q(SELECT "check", status FROM primeinv.health() WHERE "check" IN ('job_alerts', 'promises', 'replication') ORDER BY 1), extra_params => [ '-U', 'monitor' ]),
	"job_alerts|ok\npromises|ok\nreplication|ok", 'health() answers, and knows the jobs of the primary');
like($primary->safe_psql('postgres', q(SELECT detail FROM primeinv.health() WHERE "check" = 'replication')), qr/standbys: 1;/, 'the primary counts its standbys');

$primary->safe_psql('postgres', "SELECT primeinv.revoke_tenant('till', $ours)");
caught_up();
is(ask('SELECT DISTINCT tenant_id FROM primeinv.batch'), $theirs, 'a revoke on the primary holds here, in a session that was open');
like(ask("SELECT primeinv.get_available_stock($things[0], $near)"), qr/outlet $near does not exist/, 'for functions too');
$primary->safe_psql('postgres', "SELECT primeinv.grant_tenant('till', $ours, 'reader')");
caught_up();
is(ask("SELECT primeinv.get_available_stock($things[0], $near)"), '59.000', 'and a grant');

$in .= "\\q\n";
$session->finish;

# Every view and every reader answers, and every function that changes something is refused: each is called with arguments of the
# right types, some of them ids that there are.
my $call = q(
CREATE FUNCTION public.called(f regprocedure) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	arguments text;
BEGIN
	SELECT string_agg(format('%I => %s::%s', n, CASE
		WHEN n = 'variation_id' THEN 'VARIATION' WHEN n IN ('outlet_id', 'from_outlet_id') THEN 'OUTLET' WHEN n = 'tenant_id' THEN 'TENANT'
		WHEN t IN ('bigint', 'integer', 'numeric') THEN '1' WHEN t = 'boolean' THEN 'true'
		WHEN t = 'jsonb' AND n = 'request' THEN quote_literal(jsonb_build_object('variation_id', VARIATION, 'outlet_id', OUTLET, 'quantity', 1, 'reason', 'x'))
		WHEN t = 'jsonb' THEN quote_literal(jsonb_build_array(jsonb_build_object('variation_id', VARIATION, 'quantity', 1)))
		WHEN t = 'bigint[]' THEN quote_literal(ARRAY[VARIATION]) WHEN t = 'numeric[]' THEN quote_literal(ARRAY[1]) WHEN t = 'text[]' THEN quote_literal(ARRAY['x'])
		WHEN t = 'interval' THEN quote_literal('1 hour') WHEN t IN ('date', 'timestamp with time zone') THEN 'current_date'
		WHEN t IN ('text', 'name') THEN quote_literal('x') ELSE 'NULL' END, t), ', ' ORDER BY at)
	INTO arguments
	FROM pg_proc p, unnest(p.proargnames[:p.pronargs], string_to_array(oidvectortypes(p.proargtypes), ', ')) WITH ORDINALITY AS a (n, t, at)
	WHERE p.oid = f AND at <= p.pronargs - p.pronargdefaults;
	EXECUTE format('SELECT count(*) FROM %s(%s)', f::oid::regproc, arguments);
	RETURN 'done';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END $$);
$call =~ s/VARIATION/$things[0]/g;
$call =~ s/OUTLET/$near/g;
$call =~ s/TENANT/$ours/g;
$primary->safe_psql('postgres', $call);
$primary->safe_psql('postgres', qq(
	INSERT INTO primeinv.customer (tenant_id, id, name) VALUES ($ours, 1, 'Anna');
	SELECT primeinv.reserve_stock($things[0], 1, $near, 'cart'), primeinv.create_stock_take($near), primeinv.open_till($near, 'Till');
	SELECT primeinv.count_item(1, $things[0], 60);
	SELECT primeinv.checkout($near, '[{"variation_id": $things[0], "quantity": 1, "unit_price": 2}]', customer_id => 1, payments => '[{"method": "CASH", "amount": 2}]');
	SELECT primeinv.request_refund(1, '[{"sale_item_id": 1, "quantity": 1}]', 'broken')));
caught_up();
is($standby->safe_psql('postgres', q(
	DO $$ DECLARE v regclass; n bigint; BEGIN
		FOR v IN SELECT oid FROM pg_class WHERE relnamespace = 'primeinv'::regnamespace AND relkind = 'v' LOOP EXECUTE format('SELECT count(*) FROM %s', v) INTO n; END LOOP;
	END $$; SELECT 'read')), 'read', 'every view is read');
my $calls = q(SELECT string_agg(DISTINCT proname, ' ' ORDER BY proname) FROM (
	SELECT proname, provolatile = 'v' AS changes, public.called(oid) AS outcome FROM pg_proc
	WHERE pronamespace = 'primeinv'::regnamespace AND prokind = 'f' AND prorettype <> 'trigger'::regtype OFFSET 0) p WHERE );
is($standby->safe_psql('postgres', "$calls NOT changes AND (outcome = '25006' OR outcome LIKE 'XX%')"), '', 'every reader answers');
is($standby->safe_psql('postgres', "$calls changes AND outcome NOT IN ('25006', '22023', '22P02', '3F000')"),
	'statements', 'what changes something is refused, or its arguments are; statements() only tells what is built in');
cmp_ok($standby->safe_psql('postgres', "SELECT array_length(string_to_array(names, ' '), 1) FROM ($calls outcome = '25006') c (names)"), '>=', 60,
	'as in any read-only transaction');

promises_hold($primary);
is($standby->safe_psql('postgres', 'SELECT * FROM primeinv.check_promises()'), '', 'all promises hold on the standby');
$standby->stop;
$primary->stop;
done_testing();
