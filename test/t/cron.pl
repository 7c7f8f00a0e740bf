# The jobs with the real pg_cron: registered, run, also in a database where pg_cron is not, and removed.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $node = PostgreSQL::Test::Cluster->new('cron');
$node->init;
$node->append_conf('postgresql.conf', "timezone = 'America/Lima'\nmax_connections = 60\n");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION primeinv');

my ($ret, $out, $err) = $node->psql('postgres', 'SELECT primeinv.schedule_jobs()');
like($err, qr/pg_cron is not installed in database "postgres"/, 'without pg_cron it says so');
like($err, qr/HINT:.*postgresql-\d+-cron.*shared_preload_libraries/, 'and what to install');

plan(skip_all => 'pg_cron is not installed here') unless -e $node->config_data('--pkglibdir') . '/pg_cron.so';

$node->append_conf('postgresql.conf', "shared_preload_libraries = 'pg_cron'\ncron.database_name = 'postgres'\ncron.use_background_workers = on\n");
$node->restart;
$node->safe_psql('postgres', 'CREATE EXTENSION pg_cron; CREATE DATABASE elsewhere');
$node->safe_psql('elsewhere', 'CREATE EXTENSION primeinv');

is($node->safe_psql('postgres', 'SELECT primeinv.schedule_jobs()'), '9', 'the jobs are registered');
is($node->safe_psql('postgres', 'SELECT primeinv.schedule_jobs(); SELECT count(*) FROM cron.job'), "9\n9", 'and once, however often');

# Of another database of the server, as its own jobs() says.
$node->safe_psql('postgres', $_) foreach split /\n/, $node->safe_psql('elsewhere', 'SELECT elsewhere FROM primeinv.jobs()');
is($node->safe_psql('postgres', q(SELECT count(*) FROM cron.job WHERE database = 'elsewhere')), '9', 'so are those of another database');

foreach my $database ('postgres', 'elsewhere')
{
	$node->safe_psql($database, q(
		INSERT INTO primeinv.tenant (name) VALUES ('Shop');
		INSERT INTO primeinv.outlet (tenant_id, name) SELECT max(id), 'Near' FROM primeinv.tenant;
		INSERT INTO primeinv.product (tenant_id, name) SELECT max(id), 'Rice' FROM primeinv.tenant;
		INSERT INTO primeinv.variation (tenant_id, product_id, name) SELECT tenant_id, id, 'Bag' FROM primeinv.product;
		SELECT FROM (SELECT primeinv.add_stock(v.id, 10, o.id) FROM primeinv.variation v, primeinv.outlet o) a;
		SELECT primeinv.reserve_stock(v.id, 4, o.id, 'cart', '1 second') FROM primeinv.variation v, primeinv.outlet o));
}

# The longest wait is for the full minute.
my $swept = 0;
foreach my $database ('postgres', 'elsewhere')
{
	$swept += $node->poll_query_until($database, q(SELECT bool_and(status = 'RELEASED') FROM primeinv.stock_reservation)) ? 1 : 0;
}
is($swept, 2, 'expired reservations are tidied up within minutes, in both databases');
ok( $node->poll_query_until('postgres', q(SELECT count(DISTINCT database) = 2 FROM cron.job_run_details
		WHERE command = 'CALL primeinv.run_job(''reservations'')' AND status = 'succeeded')),
	'by runs that cron has in its record');

# The jobs that do not run each minute, by the commands as registered.
foreach my $command (split /\n/, $node->safe_psql('postgres', q(SELECT command FROM cron.job WHERE database = 'postgres' ORDER BY jobid)))
{
	($ret) = $node->psql('postgres', $command);
	is($ret, 0, "$command runs");
}
is($node->safe_psql('postgres', q(SELECT count(*) FROM cron.job_run_details WHERE status = 'failed')), '0', 'no run failed');

# What a monitor is told of them, by what the tasks themselves keep: also where pg_cron is not.
foreach my $database ('postgres', 'elsewhere')
{
	is($node->safe_psql($database, q(SELECT "check", status, value < 300, detail FROM primeinv.health() WHERE "check" = 'job_reservations')),
		'job_reservations|ok|t|seconds since the last good run ended', 'health() knows the last good run');
	is($node->safe_psql($database, q(SELECT count(*) = (SELECT count(*) FROM primeinv.jobs()) FROM primeinv.health() WHERE "check" ~ '^job_')), 't', 'a row for each job');
}
is($node->safe_psql('postgres', q(SELECT string_agg(DISTINCT status, ',') FROM primeinv.health() WHERE "check" ~ '^job_')), 'ok', 'each has run');
$node->safe_psql('postgres', q(SELECT cron.unschedule(jobid) FROM cron.job WHERE database = 'postgres' AND jobname ~ 'requests';
	SELECT cron.alter_job(jobid, active => false) FROM cron.job WHERE database = 'postgres' AND jobname ~ 'overdue'));
like($node->safe_psql('postgres', q(SELECT status, detail FROM primeinv.health() WHERE "check" IN ('job_requests', 'job_overdue'))), qr/^(warning\|not registered.*\n?){2}$/,
	'and says which is missing, or asleep');
$node->safe_psql('postgres', q(SELECT primeinv.schedule_jobs(); SELECT cron.alter_job(jobid, active => true) FROM cron.job WHERE NOT active));
is($node->safe_psql('postgres', q(SELECT string_agg(DISTINCT status, ',') FROM primeinv.health() WHERE "check" ~ '^job_')), 'ok', 'until they are registered and awake');

# Under a role that is a member of the owner's, and owner of nothing itself.
$node->safe_psql('postgres', 'SELECT primeinv.unschedule_jobs(); CREATE ROLE keeper LOGIN; GRANT postgres TO keeper; GRANT USAGE ON SCHEMA cron TO keeper');
is($node->safe_psql('postgres', 'SELECT primeinv.schedule_jobs(); SELECT DISTINCT username FROM cron.job WHERE database = current_database()', extra_params => [ '-U', 'keeper' ]), "9\nkeeper", 'a member of the owner registers them');
foreach my $command (split /\n/, $node->safe_psql('postgres', 'SELECT command FROM primeinv.jobs()'))
{
	($ret, $out, $err) = $node->psql('postgres', $command, extra_params => [ '-U', 'keeper' ]);
	is($ret . $err, 0, "$command runs as keeper") unless $err =~ /NOTICE/;
}
is($node->safe_psql('postgres', q(SELECT count(*) FROM primeinv.stock_alert WHERE kind IN ('job', 'promise'))), '0', 'and none failed');
is($node->safe_psql('postgres', 'SELECT primeinv.unschedule_jobs()', extra_params => [ '-U', 'keeper' ]), '9', 'and removes them');
$node->safe_psql('postgres', 'SELECT primeinv.schedule_jobs()');

is($node->safe_psql('postgres', 'SELECT primeinv.unschedule_jobs()'), '9', 'they are removed');
is($node->safe_psql('postgres', 'SELECT DISTINCT database FROM cron.job'), 'elsewhere', 'and only they');

promises_hold($node, 'all promises hold');
promises_hold($node, 'there, too', 'elsewhere');
$node->stop;
done_testing();
