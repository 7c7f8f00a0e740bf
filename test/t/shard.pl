# Tenants are fit to move: one of them is published while its neighbours, and it itself, go on selling; a dump keeps the steps of ids.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

sub server
{
	my ($name, $number) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init(allows_streaming => 'logical');
	$node->append_conf('postgresql.conf', "timezone = 'UTC'\nmax_connections = 40\n");
	$node->start;
	$node->safe_psql('postgres', "CREATE EXTENSION primeinv; SELECT primeinv.set_shard($number, 4)");
	return $node;
}
my ($source, $target) = (server('source', 1), server('target', 2));
my ($stays, $here, undef, @things) = open_shop($source, 5, 10000);
my ($moves, $there, undef, @goods) = open_shop($source, 5, 10000);
my ($lives, $their_near, undef, @theirs) = open_shop($target, 2, 100);
is($source->safe_psql('postgres', q(SELECT count(*) FROM primeinv.batch WHERE id % 4 <> 1)), '0', 'ids of the source leave its remainder');
is($target->safe_psql('postgres', q(SELECT count(*) FROM primeinv.batch WHERE id % 4 <> 2)), '0', 'those of the target its own');

# Every table of a tenant has a key that holds the tenant, too; tenant itself is that of its id, and a grant may be of no tenant.
my $of_none = q('shard', 'seal_mark', 'seal_gap', 'seal_log', 'job_run', 'import_decision', 'import_refusal'); # the server's own
my $tables = $source->safe_psql('postgres', qq(
	SELECT string_agg(format('%I', c.relname), ' ' ORDER BY c.relname) FROM pg_class c
	WHERE c.relnamespace = 'primeinv'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ($of_none)));
my $without = $source->safe_psql('postgres', qq(
	SELECT string_agg(c.relname, ' ') FROM pg_class c
	WHERE c.relnamespace = 'primeinv'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('tenant', 'tenant_grant', $of_none) AND NOT EXISTS (
		SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
		AND (SELECT attnum FROM pg_attribute WHERE attrelid = c.oid AND attname = 'tenant_id') = ANY (i.indkey)
		AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (i.indkey) AND NOT a.attnotnull))));
is($without, '', 'every table has a key with the tenant');
my $identities = $source->safe_psql('postgres', qq(
	SELECT string_agg(DISTINCT format('ALTER TABLE primeinv.%I REPLICA IDENTITY USING INDEX %I', c.relname,
		(SELECT min(x.relname::text) FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
		WHERE i.indrelid = c.oid AND i.indisunique AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
		AND (SELECT attnum FROM pg_attribute WHERE attrelid = c.oid AND attname = 'tenant_id') = ANY (i.indkey)
		AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (i.indkey) AND NOT a.attnotnull))), ';')
	FROM pg_class c WHERE c.relnamespace = 'primeinv'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('tenant', 'tenant_grant', $of_none)));
$identities .= '; ALTER TABLE primeinv.tenant_grant REPLICA IDENTITY FULL';
$_->safe_psql('postgres', $identities) foreach ($source, $target); # the target finds rows by the same columns
my $list = join ', ', map { $_ eq 'tenant' ? "primeinv.tenant WHERE (id = $moves)" : "primeinv.$_ WHERE (tenant_id = $moves)" } split / /, $tables;
$source->safe_psql('postgres', "CREATE PUBLICATION one_tenant FOR TABLE $list");

# --- Both tenants trade through it
my $scripts = PostgreSQL::Test::Utils::tempdir();
sub trade
{
	my ($file, $outlet, @of) = @_;
	my $array = join ',', @of;
	append_to_file("$scripts/$file", join "\n", '\set n random(1, 5)', "SELECT count(*) FROM primeinv.deduct_stock((ARRAY[$array])[:n], 1, $outlet);",
		"SELECT primeinv.add_stock((ARRAY[$array])[:n], 1, $outlet);", "SELECT primeinv.reserve_stock((ARRAY[$array])[:n], 1, $outlet, 'cart');",
		"SELECT id AS sale FROM primeinv.checkout($outlet, jsonb_build_array(jsonb_build_object('variation_id', (ARRAY[$array])[:n], 'quantity', 1, 'unit_price', 2)), '[{\"method\":\"CASH\",\"amount\":2}]') \\gset",
		'\\if :n = 1', "SELECT status FROM primeinv.refund_sale(:sale, NULL, 'test');", '\\endif', '');
}
trade('stays.sql', $here, @things);
trade('moves.sql', $there, @goods);
# Some of what will move is sealed at the source, some is not, and is older than what the target's job knows to be sealed.
$source->safe_psql('postgres', "CALL primeinv.seal_ledger(); SELECT count(*) FROM primeinv.deduct_stock($goods[0], 1, $there); SELECT primeinv.add_stock($goods[1], 1, $there)");
$target->safe_psql('postgres', 'CALL primeinv.seal_ledger(); CALL primeinv.seal_ledger()');
my $database = $source->connstr('postgres');
my $publisher = $database =~ s/'/''/gr;
my $pid = fork // die;
exec('bash', '-c', "pgbench -n -c 2 -T 8 -f $scripts/stays.sql \"$database\" & a=\$!; pgbench -n -c 1 -T 8 -f $scripts/moves.sql \"$database\"; b=\$?; wait \$a && exit \$b") if $pid == 0;
$target->safe_psql('postgres', "CREATE SUBSCRIPTION one_tenant CONNECTION '$publisher' PUBLICATION one_tenant");
waitpid $pid, 0;
is($?, 0, 'nobody at the source failed');
$target->poll_query_until('postgres', q(SELECT count(*) = 0 FROM pg_subscription_rel WHERE srsubstate NOT IN ('r', 's'))) or die 'the tables were not copied';
$source->wait_for_catchup('one_tenant');

# --- The tenant is there whole, and nobody else
foreach my $table (split / /, $tables)
{
	my $of = $table eq 'tenant' ? 'id' : 'tenant_id';
	my $query = "SELECT count(*), md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM primeinv.$table t WHERE $of = $moves";
	is($target->safe_psql('postgres', $query), $source->safe_psql('postgres', $query), "$table is the same");
}
is($target->safe_psql('postgres', "SELECT count(*) FROM primeinv.tenant WHERE id = $stays"), '0', 'its neighbour has not come along');

# --- A session at the subscriber hears of what comes by replication: what it has remembered is no longer so.
my $source_host = $source->host;
my $source_port = $source->port;
is($target->safe_psql('postgres', qq(SELECT primeinv.get_available_stock($goods[1], $there) > 0;
	\\! psql -XqAt -h $source_host -p $source_port -d postgres -c "UPDATE primeinv.variation SET is_active = false WHERE id = $goods[1]"
	DO \$\$ BEGIN
		LOOP
			EXIT WHEN NOT (SELECT is_active FROM primeinv.variation WHERE id = $goods[1]);
			PERFORM pg_sleep(0.05);
			COMMIT;
		END LOOP;
	END \$\$;
	SELECT primeinv.get_available_stock($goods[1], $there))), "t\n0.000", 'what was deactivated at the source is not sold at the subscriber');
$source->safe_psql('postgres', "UPDATE primeinv.variation SET is_active = true WHERE id = $goods[1]");
$source->wait_for_catchup('one_tenant');
$target->safe_psql('postgres', 'DROP SUBSCRIPTION one_tenant; SELECT primeinv.sync_ids()');
$target->safe_psql('postgres', "SELECT primeinv.add_stock($goods[0], 1, $there), primeinv.add_stock($theirs[0], 1, $their_near); SELECT count(*) FROM primeinv.deduct_stock($goods[0], 2, $there)");
is($target->safe_psql('postgres', "SELECT count(*) FROM (SELECT id FROM primeinv.batch ORDER BY id DESC LIMIT 2) b WHERE id % 4 <> 2"), '0', 'new ids are the target\'s own');
is($target->safe_psql('postgres', "SELECT count(*) FROM (SELECT id, lag(id) OVER (PARTITION BY batch_id ORDER BY created_at, id) AS before FROM primeinv.stock_movement) m WHERE before > id"), '0', 'a batch\'s movements stay in order');

# Its seals go on at the target: the digests of the source hold, nothing is sealed twice, and nothing looks dated back.
my $digests = $source->safe_psql('postgres', 'SELECT jsonb_agg(d) FROM primeinv.ledger_digest() d WHERE size > 0') =~ s/\\/\\\\/gr;
$target->safe_psql('postgres', $_) foreach ('CALL primeinv.seal_ledger(100)', "SELECT count(*) FROM primeinv.deduct_stock($goods[0], 1, $there)", 'CALL primeinv.seal_ledger(everything => true)');
is($target->safe_psql('postgres', "SELECT * FROM primeinv.verify_seals($moves, E'$digests')"), '', 'the tenant\'s seals verify at the target');
is($target->safe_psql('postgres', 'SELECT * FROM primeinv.verify_seals()'), '', 'and all others');
is($target->safe_psql('postgres', "SELECT count(*) - (SELECT sum(rows) FROM primeinv.ledger_seal WHERE kind = 'stock_movement') FROM primeinv.stock_movement"), '0', 'no movement is sealed twice');
is($source->safe_psql('postgres', 'CALL primeinv.seal_ledger(); SELECT * FROM primeinv.verify_seals()'), '', 'the source goes on, too');
promises_hold($target, 'all promises hold at the target');
promises_hold($source, 'and at the source');

# --- A dump keeps the steps
$target->safe_psql('postgres', 'CREATE DATABASE copy');
IPC::Run::run([ 'bash', '-c', 'set -o pipefail; pg_dump -d "$0" | psql -Xq -v ON_ERROR_STOP=1 -d "$1"', $target->connstr('postgres'), $target->connstr('copy') ], '>', '/dev/null') or die 'the dump does not restore';
is($target->safe_psql('copy', 'SELECT number, of FROM primeinv.shard'), '2|4', 'a restored server knows its number');
is($target->safe_psql('copy', "INSERT INTO primeinv.tenant (name) VALUES ('x') RETURNING id % 4"), '2', 'and goes on with ids of its own');
promises_hold($target, 'all promises hold in the copy', 'copy');
# also in parallel, where triggers are off but those that always run
$target->safe_psql('postgres', 'CREATE DATABASE parallel');
IPC::Run::run([ 'bash', '-c', 'set -o pipefail; pg_dump -Fc -f "$2" -d "$0" && PGOPTIONS="-c session_replication_role=replica" pg_restore -j4 -d "$1" "$2"',
	$target->connstr('postgres'), $target->connstr('parallel'), "$scripts/dump" ], '>', '/dev/null') or die 'the dump does not restore in parallel';
is($target->safe_psql('parallel', "SELECT string_agg(DISTINCT increment_by::text, ' ') FROM pg_sequences WHERE schemaname = 'primeinv'"), '4', 'a parallel restore keeps the steps');
is($target->safe_psql('parallel', "INSERT INTO primeinv.tenant (name) VALUES ('x'), ('y') RETURNING id % 4"), "2\n2", 'and its ids are its own');
$target->safe_psql('parallel', 'SELECT primeinv.rebuild_location_stock()');
promises_hold($target, 'all promises hold in it', 'parallel');
# data alone, without triggers, is not how it should be done; the steps are mended by hand then
$target->safe_psql('postgres', 'CREATE DATABASE data');
$target->safe_psql('data', 'CREATE EXTENSION primeinv');
IPC::Run::run([ 'pg_restore', '--data-only', '--disable-triggers', '-d', $target->connstr('data'), "$scripts/dump" ], '>', '/dev/null', '2>', '/dev/null');
is($target->safe_psql('data', "SELECT count(*) > 0 FROM primeinv.batch; SELECT string_agg(DISTINCT increment_by::text, ' ') FROM pg_sequences WHERE schemaname = 'primeinv'"), "t\n1", 'where the trigger was off, ids go on in steps of one');
$target->safe_psql('data', 'SELECT primeinv.sync_ids()');
is($target->safe_psql('data', "SELECT string_agg(DISTINCT increment_by::text, ' ') FROM pg_sequences WHERE schemaname = 'primeinv'"), '4', 'until sync_ids()');
is($target->safe_psql('data', "INSERT INTO primeinv.tenant (name) VALUES ('x'), ('y') RETURNING id % 4"), "2\n2", 'then they are its own');
$_->stop foreach ($source, $target);
done_testing();
