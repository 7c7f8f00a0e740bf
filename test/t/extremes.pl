# As an app and as a manager, every column that the role may write is set to its extremes, and every text that a function keeps is as
# long as it may be; then all jobs, all reports and the checks run, and the dump loads into a new database with the same rows.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $node = new_node('extremes');
my ($ours, $near, $far, $thing, $other) = open_shop($node, 2, 1000);
my ($theirs, $their_near, $their_far, $their_thing) = open_shop($node, 1, 1000);

$node->safe_psql('postgres', qq(
	INSERT INTO primeinv.customer (tenant_id, name, credit_limit) VALUES ($ours, 'Acme', 1000);
	INSERT INTO primeinv.variation_unit (tenant_id, variation_id, unit, numerator) VALUES ($ours, $thing, 'case', 12);
	INSERT INTO primeinv.outlet_variation (tenant_id, outlet_id, variation_id) VALUES ($ours, $near, $thing);
	CREATE ROLE x_app LOGIN; CREATE ROLE x_manager LOGIN;
	SELECT primeinv.grant_tenant('x_app', $ours, 'app'), primeinv.grant_tenant('x_manager', $ours, 'manager')));

# Writes each column of each table that the role may write, with each extreme of its type, one at a time; what is refused is refused in
# a word, and what is accepted stays. Texts are tried from long to short, so that the longest that is accepted stays.
$node->safe_psql('postgres', q(
	CREATE TABLE public.written (role name, relation text, attribute text, value text, state text);
	GRANT ALL ON public.written TO PUBLIC;
	CREATE FUNCTION public.push_to_extremes(tenant bigint) RETURNS void LANGUAGE plpgsql AS $$
	DECLARE
		col record; tried text; done text; ended text;
	BEGIN
		FOR col IN SELECT c.oid::regclass AS relation, a.attname, format_type(a.atttypid, NULL) AS kind FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
			WHERE c.relnamespace = 'primeinv'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
			AND has_column_privilege(c.oid, a.attnum, 'UPDATE') AND a.attname NOT IN ('tenant_id', 'id') ORDER BY 1, 2
		LOOP
			FOREACH tried IN ARRAY string_to_array(CASE col.kind
				WHEN 'text' THEN 'repeat(chr(1), 5000000)~repeat(chr(127820), 70000)~repeat(chr(127820), 2000)~repeat(chr(1), 500)~repeat(chr(92), 320)~repeat(chr(127820), 200)~repeat(chr(9), 100)~'''''
				WHEN 'integer' THEN '2147483647~-2147483648~36501~36500~10000~3650~365~0'
				WHEN 'bigint' THEN '9223372036854775807~-9223372036854775808~1000000000000~0'
				WHEN 'numeric' THEN '''NaN''~''Infinity''~1e130000~99999999999.9999~99999999999.99~999999999999.999~999.9999~100~-1'
				WHEN 'boolean' THEN 'false~true'
				WHEN 'date' THEN '''infinity''~''5874897-12-31''~''4714-11-24 BC''~current_date'
				WHEN 'timestamp with time zone' THEN '''infinity''~''294276-12-31''~now()'
				WHEN 'interval' THEN '''178000000 years''~''1 year'''
				ELSE 'NULL' END, '~')
			LOOP
				ended := '00000';
				BEGIN
					EXECUTE format('UPDATE %s SET %I = (%s)::%s WHERE tenant_id = $1 AND ctid = (SELECT min(ctid) FROM %1$s WHERE tenant_id = $1)', col.relation, col.attname, tried, col.kind) USING tenant;
				EXCEPTION WHEN OTHERS THEN
					ended := SQLSTATE;
				END;
				INSERT INTO public.written VALUES (current_user, col.relation, col.attname, tried, ended);
				EXIT WHEN ended = '00000' AND col.kind <> 'boolean';
			END LOOP;
		END LOOP;
	END $$));

# Everything that a report, a job or a check has to cope with.
sub sound
{
	my $when = shift;

	foreach my $command (split /\n/, $node->safe_psql('postgres', 'SELECT command FROM primeinv.jobs()'))
	{
		my ($ret, $out, $err) = $node->psql('postgres', $command);
		is($ret, 0, "$when: $command") or diag($err);
	}
	is($node->safe_psql('postgres', q(SELECT subject, detail FROM primeinv.stock_alert WHERE kind IN ('job', 'promise') AND resolved_at IS NULL)), '', "$when: no job has failed, and nothing was found");
	foreach my $view (split /\n/, $node->safe_psql('postgres', q(SELECT relname FROM pg_class WHERE relnamespace = 'primeinv'::regnamespace AND relkind = 'v' ORDER BY 1)))
	{
		my ($ret, $out, $err) = $node->psql('postgres', "SELECT count(v::text) FROM primeinv.$view v");
		is($ret, 0, "$when: report $view") or diag($err);
	}
	foreach my $report ("audit_report(current_date - 30, current_date)", "audit_report_json(current_date - 30, current_date)", "stock_as_of(now())", 'verify_ledger()', 'reconcile_all()', 'health()')
	{
		my ($ret, $out, $err) = $node->psql('postgres', "SELECT count(r::text) FROM primeinv.$report r");
		is($ret, 0, "$when: $report") or diag($err);
	}
	promises_hold($node, "$when: all promises hold");
}

foreach my $role (qw(x_app x_manager))
{
	my ($ret, $out, $err) = $node->psql('postgres', "SET ROLE $role; SELECT public.push_to_extremes($ours)");
	is($ret, 0, "$role writes what it may") or diag($err);
	is($node->safe_psql('postgres', qq(SELECT relation, attribute, value, state FROM public.written WHERE role = '$role' AND state !~ '^(00000|23514|23502|23503|23505|22003|22023|22P02|42501|22008|55000|54000|2200[0-9A-Z])')), '', "$role: what is refused is refused in a word");

	# Calls that keep what they are given, as long and as large as they may.
	foreach my $call (
		"primeinv.create_sale($near, hold => '1 year', cart_session_id => repeat(chr(127820), 16000), actor => repeat(chr(1), 60000))",
		"primeinv.create_sale($near, hold => make_interval(years => 1, days => 0))",
		"primeinv.log_event($ours, 'a.b', event_data => (repeat('[', 32) || repeat(']', 32))::jsonb, description => repeat(chr(1), 65000))",
		"primeinv.log_event($ours, 'a.b', event_data => to_jsonb(repeat(chr(1), 60000)))",
		"primeinv.add_stock($other, 99999999999.999, $far, repeat('L', 200), current_date + 36500, 99999999999.9999, reason => repeat(chr(92), 65000))",
		"primeinv.add_stock($other, 1, $far, NULL, 'infinity')", "primeinv.add_stock($other, 1, $far, NULL, '5874897-12-31')", "primeinv.add_stock($other, 1, $far, NULL, '4713-01-01 BC')",
		"primeinv.checkout($near, jsonb_build_array(jsonb_build_object('variation_id', $other, 'quantity', 1, 'unit_price', 99999999999.99)), jsonb_build_array(jsonb_build_object('method', 'CASH', 'amount', 99999999999.99, 'reference', repeat(chr(1), 60000))))",
		"primeinv.checkout($near, (SELECT jsonb_agg(jsonb_build_object('variation_id', $other, 'quantity', 0.001, 'unit_price', 99999999999.99)) FROM generate_series(1, 18447)), '[{\"method\": \"CASH\", \"amount\": 9.99}]')",
		"primeinv.checkout($near, (SELECT jsonb_agg(jsonb_build_object('variation_id', $other, 'quantity', 1, 'unit_price', 50000000000)) FROM generate_series(1, 3)), '[{\"method\": \"CASH\", \"amount\": 1}]')",
		"primeinv.reserve_stock($other, 1, $near, repeat('c', 60000), '1 year')", "primeinv.create_stock_take($near, repeat(chr(127820), 16000))")
	{
		my ($ret, $out, $err) = $node->psql('postgres', "SET primeinv.user_agent = '" . ('x' x 1000) . "'; SET ROLE $role; SELECT count(f::text) FROM $call f", on_error_stop => 1);
		ok($ret == 0 || $err =~ /ERROR/, "$role: " . substr($call, 0, 60)) or diag($err);
		unlike($err, qr/internal error|cache lookup|server closed/, 'without an internal error');
	}
	is($node->safe_psql('postgres', q(SELECT count(*) FROM primeinv.sale WHERE total_amount < 10 AND completed_at IS NOT NULL)), '0', "$role: no sum has wrapped");
	sound($role);
}

# The neighbour's trade goes on, and all of it can be restored.
is($node->safe_psql('postgres', "SELECT quantity FROM primeinv.deduct_stock($their_thing, 1, $their_near)"), '1.000', 'the neighbour sells');
my $dump = $node->basedir . '/dump.sql';
command_ok([ 'pg_dump', '-d', $node->connstr('postgres'), '-f', $dump, '--exclude-table=public.written' ], 'pg_dump');
$node->safe_psql('postgres', 'CREATE DATABASE restored');
$node->command_ok([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', 'restored', '-f', $dump ], 'psql loads it');
foreach my $table (split /\n/, $node->safe_psql('postgres', q(SELECT c.relname FROM pg_class c JOIN pg_extension e ON c.oid = ANY (e.extconfig) WHERE c.relkind = 'r' AND e.extname = 'primeinv' ORDER BY 1)))
{
	my $sum = "SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM primeinv.$table t";

	is($node->safe_psql('restored', $sum), $node->safe_psql('postgres', $sum), "$table is the same");
}
promises_hold($node, 'all promises hold there', 'restored');
$node->stop;
done_testing();
