# What the TAP tests share: a server with the extension in it, a small shop, and the check that ends every test.
package Primeinv;

use strict;
use warnings;

use Exporter 'import';
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(new_node open_shop promises_hold);

# A started server; the database postgres has the extension. conf => more lines for postgresql.conf.
sub new_node
{
	my ($name, %options) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);

	$node->init;
	$node->append_conf('postgresql.conf', "timezone = 'UTC'\nmax_connections = 60\n" . ($options{conf} // ''));
	$node->start;
	$node->safe_psql('postgres', 'CREATE EXTENSION primeinv');
	return $node;
}

# A tenant with two outlets and so many variations, each with three batches of the quantity given at both outlets.
# Returns (tenant, outlet, other outlet, variations...).
sub open_shop
{
	my ($node, $variations, $quantity) = @_;
	my $tenant = $node->safe_psql('postgres',
		q(INSERT INTO primeinv.tenant (name, currency) VALUES ('Shop ' || clock_timestamp(), 'EUR') RETURNING id));
	my @outlets = split /\n/, $node->safe_psql('postgres', qq(
		INSERT INTO primeinv.outlet (tenant_id, name, time_zone)
		VALUES ($tenant, 'Near', 'Europe/Vienna'), ($tenant, 'Far', 'Pacific/Kiritimati') RETURNING id));
	my @variations = split /\n/, $node->safe_psql('postgres', qq(
		WITH p AS (INSERT INTO primeinv.product (tenant_id, name) VALUES ($tenant, 'Thing') RETURNING id)
		INSERT INTO primeinv.variation (tenant_id, product_id, name, cost)
		SELECT $tenant, p.id, 'No. ' || n, 2.5 FROM p, generate_series(1, $variations) n RETURNING id));
	$node->safe_psql('postgres', qq(
		SELECT primeinv.add_stock(v.id, $quantity, o.id, 'LOT-' || lot, current_date + 10 * lot, 2 + lot)
		FROM primeinv.variation v, primeinv.outlet o, generate_series(1, 3) lot
		WHERE v.tenant_id = $tenant AND o.tenant_id = $tenant ORDER BY v.id, o.id, lot));
	return ($tenant, @outlets, @variations);
}

# One test: no promise of the extension is broken in that database.
sub promises_hold
{
	my ($node, $name, $database) = @_;
	is($node->safe_psql($database // 'postgres', 'SELECT * FROM primeinv.check_promises()'), '', $name // 'all promises hold');
}

1;
