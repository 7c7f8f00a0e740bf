# Every function and trigger function of the schema with random and hostile arguments, by a guest, a reader, an app, a manager, a
# stranger and the owner, who all may execute everything: the server lives, no internal error is raised, nothing that a role of one
# tenant does shows at another, and the promises hold. A few thousand calls; make attack makes 300,000 (HOSTILE_CALLS).

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $calls = $ENV{HOSTILE_CALLS} // 2400;
my $seed = $ENV{HOSTILE_SEED} // ($ENV{HOSTILE_CALLS} ? int(rand(1e6)) : 1);
my @roles = qw(n_guest n_reader n_app n_manager n_stranger postgres);
my $node = new_node('hostile', conf => 'log_min_messages = ' . ($ENV{HOSTILE_TRACE} ? 'debug1' : 'fatal') . "\nautovacuum = off\n");
my ($tenant, $near) = open_shop($node, 4, 1000);
my ($theirs, $their_near) = open_shop($node, 4, 1000);

note("seed $seed: HOSTILE_SEED=$seed repeats it");
$node->safe_psql('postgres', qq(
	UPDATE primeinv.variation SET price = 10, barcode = 4006381333900 + id;
	INSERT INTO primeinv.variation_unit (tenant_id, variation_id, unit, numerator) SELECT tenant_id, id, 'case', 12 FROM primeinv.variation;
	INSERT INTO primeinv.customer (tenant_id, name, credit_limit) SELECT id, 'Acme', 1000 FROM primeinv.tenant;
	DO \$\$
	DECLARE shop record; sold bigint; draft bigint; take bigint;
	BEGIN
		FOR shop IN SELECT t.id AS tenant, min(o.id) AS outlet, min(v.id) AS thing, min(c.id) AS customer FROM primeinv.tenant t JOIN primeinv.outlet o ON o.tenant_id = t.id
			JOIN primeinv.variation v ON v.tenant_id = t.id JOIN primeinv.customer c ON c.tenant_id = t.id GROUP BY 1 LOOP
			FOR i IN 1 .. 5 LOOP
				sold := (primeinv.checkout(shop.outlet, jsonb_build_array(jsonb_build_object('variation_id', shop.thing, 'quantity', 4)), '[{"method": "CASH", "amount": 10}]', shop.customer)).id;
				draft := primeinv.create_sale(shop.outlet, shop.customer);
				PERFORM primeinv.add_sale_item(draft, shop.thing, 2);
				PERFORM primeinv.request_refund(sold, jsonb_build_array(jsonb_build_object('sale_item_id', (SELECT min(id) FROM primeinv.sale_item WHERE sale_id = sold), 'quantity', 1)), 'x');
				take := primeinv.create_stock_take(shop.outlet);
				PERFORM primeinv.count_item(take, shop.thing, 900), primeinv.reserve_stock(shop.thing, 1, shop.outlet, 'cart' || i);
			END LOOP;
			PERFORM primeinv.complete_stock_take(take);
		END LOOP;
	END \$\$;
	CREATE ROLE n_guest; CREATE ROLE n_reader; CREATE ROLE n_app; CREATE ROLE n_manager; CREATE ROLE n_stranger;
	SELECT primeinv.grant_tenant('n_' || level, $tenant, level) FROM unnest('{guest,reader,app,manager}'::text[]) AS level));
$node->safe_psql('postgres', slurp_file("test/t/hostile.sql"));
$node->safe_psql('postgres', qq(GRANT USAGE, CREATE ON SCHEMA hostile TO PUBLIC; GRANT USAGE ON SCHEMA primeinv TO n_stranger;
	GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA primeinv TO $_; GRANT EXECUTE ON ALL PROCEDURES IN SCHEMA primeinv TO $_)) foreach grep { $_ ne 'postgres' } @roles;

# What the other tenant has, without what time changes by itself.
sub theirs
{
	return $node->safe_psql('postgres', qq(SELECT md5(string_agg(t, E'\\n' ORDER BY t)) FROM (
		SELECT to_jsonb(b)::text FROM primeinv.batch b WHERE tenant_id = $theirs UNION ALL SELECT to_jsonb(m)::text FROM primeinv.stock_movement m WHERE tenant_id = $theirs
		UNION ALL SELECT to_jsonb(s)::text FROM primeinv.sale s WHERE tenant_id = $theirs UNION ALL SELECT to_jsonb(i)::text FROM primeinv.sale_item i WHERE tenant_id = $theirs
		UNION ALL SELECT to_jsonb(p)::text FROM primeinv.payment p WHERE tenant_id = $theirs UNION ALL SELECT to_jsonb(r)::text FROM primeinv.refund r WHERE tenant_id = $theirs
		UNION ALL SELECT to_jsonb(c)::text FROM primeinv.customer c WHERE tenant_id = $theirs UNION ALL SELECT to_jsonb(e)::text FROM primeinv.customer_entry e WHERE tenant_id = $theirs
		UNION ALL SELECT to_jsonb(a)::text FROM primeinv.audit_log a WHERE tenant_id = $theirs UNION ALL SELECT to_jsonb(k)::text FROM primeinv.stock_take k WHERE tenant_id = $theirs
		UNION ALL SELECT to_jsonb(k)::text FROM primeinv.stock_take_item k WHERE tenant_id = $theirs UNION ALL SELECT to_jsonb(v)::text FROM primeinv.stock_reservation v WHERE tenant_id = $theirs
		UNION ALL SELECT to_jsonb(q)::text FROM primeinv.request q WHERE tenant_id = $theirs) x (t)));
}

my $before = theirs();
foreach my $role (@roles)
{
	my $each = int($calls / @roles);
	my ($ret, $out, $err) = $node->psql('postgres', "CALL hostile.attack('$role', $each, " . (($seed + 7 * length($role)) % 1e6 / 1e6) . ')');
	is($ret, 0, "$role: the server lives through $each calls") or diag($err);
	is(theirs(), $before, "$role: nothing of the other tenant has changed") unless $role eq 'postgres';
	($ret, $out, $err) = $node->psql('postgres', "CALL hostile.misplace('$role')");
	is($ret, 0, "$role: and through trigger functions where they do not belong") or diag($err);
}

is($node->safe_psql('postgres', q(SELECT role, function, state, calls, message FROM hostile.outcome WHERE state LIKE 'XX%' ORDER BY 1, 2 LIMIT 30)), '', 'no internal error');
is($node->safe_psql('postgres', q(SELECT role, function, message FROM hostile.outcome WHERE function LIKE 'trigger %' AND state = '00000' ORDER BY 1, 2 LIMIT 30)), '', 'no trigger function runs where it does not belong');
is($node->safe_psql('postgres', q(SELECT role, function, state, message FROM hostile.outcome WHERE state LIKE '53%' LIMIT 30)), '', 'none runs out of memory');
is($node->safe_psql('postgres', q(SELECT (c.function).proname FROM hostile.callable c WHERE NOT EXISTS (SELECT FROM hostile.outcome o WHERE o.function = (c.function).proname))), '', 'each function was called')
	if $calls >= 12000;
note($node->safe_psql('postgres', q(SELECT string_agg(format('%s: %s', state, n), ', ' ORDER BY n DESC) FROM (SELECT state, sum(calls) AS n FROM hostile.outcome GROUP BY 1) s)));
note($node->safe_psql('postgres', q(SELECT string_agg(format('%s: %s of %s done', role, done, n), ', ') FROM (SELECT role, sum(calls) AS n, sum(calls) FILTER (WHERE state = '00000') AS done FROM hostile.outcome GROUP BY 1) s)));
promises_hold($node);
$node->stop;
unlike(slurp_file($node->logfile), qr/was terminated by signal|PANIC|TRAP:/, 'no server process died');
done_testing();
