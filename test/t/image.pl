# make image: a server that has nothing of primeinv finds it in folders that are mounted into it, as CloudNativePG does, sells, and upgrades a
# database of 1.0.0 there. PostgreSQL 18 is the first with extension_control_path.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my ($major) = (run_command([ $ENV{PG_CONFIG} // 'pg_config', '--version' ]))[0] =~ /(\d+)/;
plan skip_all => "PostgreSQL $major has no extension_control_path" if $major < 18;

# The image, mounted
command_ok(['packaging/image'], 'make image');
my $mounted = PostgreSQL::Test::Utils::tempdir() . '/extensions/primeinv';
system("mkdir -p $mounted && cp -r dist/image/* $mounted") == 0 or die;
my ($files) = run_command([ 'find', $mounted, '-type', 'f', '-printf', '%P %m\n' ]);
is(join("\n", sort split /\n/, $files), <<'END' =~ s/\n\z//r, 'it has the library and the scripts, and nothing else');
lib/primeinv.so 644
share/extension/primeinv--1.0.0--1.1.0.sql 644
share/extension/primeinv--1.1.0.sql 644
share/extension/primeinv.control 644
END
my ($again) = run_command([ 'sh', '-c', 'packaging/image >/dev/null && diff -r dist/image ' . $mounted ]);
is($again, '', 'made once more it is the same, byte for byte');
command_ok([ 'cp', 'test/upgrade/primeinv--1.0.0.sql', "$mounted/share/extension" ], '1.0.0 is put there');

# A server without primeinv
my $copy = PostgreSQL::Test::Utils::tempdir() . '/pg';
my %at = copy_server($copy);
my $node = PostgreSQL::Test::Cluster->new('image', install_path => $copy . $at{bindir} =~ s{/bin$}{}r);
$node->init;
$node->append_conf('postgresql.conf', "timezone = 'UTC'\nmax_connections = 60\n");
$node->start;
is(($node->psql('postgres', 'CREATE EXTENSION primeinv'))[0], 3, 'the server itself has no primeinv');
$node->append_conf('postgresql.conf', "extension_control_path = '\$system:$mounted/share'\ndynamic_library_path = '\$libdir:$mounted/lib'\n");
$node->restart;

sub say_in
{
	my ($database, $sql) = @_;
	my ($status, $out, $error) = $node->psql($database, $sql);
	return $status == 0 ? $out : $error;
}

is(say_in('postgres', q(SELECT default_version, installed_version FROM pg_available_extensions WHERE name = 'primeinv')), '1.1.0|', 'it finds what is mounted');
is(say_in('postgres', 'CREATE EXTENSION primeinv'), '', 'CREATE EXTENSION');
my ($tenant, @shop) = open_shop($node, 2, 50);
is(say_in('postgres', qq(
	CREATE ROLE boss LOGIN;
	SELECT primeinv.grant_tenant('boss', $tenant, 'manager');
	INSERT INTO primeinv.variation_unit (tenant_id, variation_id, unit, numerator) VALUES ($tenant, $shop[2], 'case', 12);
	UPDATE primeinv.variation SET price = 10, low_stock_threshold = 5)), '', 'a shop');
my ($out, $said) = session($node, 'boss', every_call($tenant, @shop));
is($said, '', 'every kind of call runs');
is(say_in('postgres', q(SELECT count(*) > 0 FROM primeinv.stock_movement WHERE sale_item_id IS NOT NULL)), 't', 'goods were sold');
promises_hold($node, 'all promises hold');

# A database of 1.0.0, upgraded where the image is of the new version
$node->safe_psql('postgres', 'CREATE DATABASE old');
is(say_in('old', q(CREATE EXTENSION primeinv VERSION '1.0.0')), '', '1.0.0 is installed');
$node->command_ok([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', 'old', '-f', 'test/upgrade/rows.sql' ], 'with its shop');
like(say_in('old', 'SELECT primeinv.get_available_stock(5, 1)'), qr/HINT:  ALTER EXTENSION primeinv UPDATE/, 'it says to update');
is(say_in('old', 'ALTER EXTENSION primeinv UPDATE'), '', 'ALTER EXTENSION UPDATE');
is(say_in('old', q(SELECT extversion FROM pg_extension WHERE extname = 'primeinv')), '1.1.0', 'it is of the new version');
is(say_in('old', q(SELECT status FROM primeinv.complete_sale(5, '[{"method": "CASH", "amount": 1000}]'))), 'COMPLETED', 'a cart is paid');
is(say_in('old', q(SELECT sum(quantity) FROM primeinv.deduct_stock(5, 1, 1))), '1.000', 'goods are sold');
promises_hold($node, 'old: all promises hold', 'old');

# A dump restores, as CloudNativePG's import does
my $dump = $node->basedir . '/dump';
$node->command_ok([ 'pg_dump', '-f', $dump, 'old' ], 'pg_dump');
$node->safe_psql('postgres', 'CREATE DATABASE restored');
$node->command_ok([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', 'restored', '-f', $dump ], 'restored');
promises_hold($node, 'restored: all promises hold', 'restored');

$node->stop;
done_testing();
