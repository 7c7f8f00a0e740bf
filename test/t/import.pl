# Moving in from the old back end's tables (test/import) by the shipped views (deploy/import), in the same database and through postgres_fdw:
# the views are what docs/migration.md says, and show the same rows either way.

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

promises_hold($node);
$node->stop;
done_testing();
