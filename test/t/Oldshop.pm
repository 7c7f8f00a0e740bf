# An old shop in a database: the generator's tables (test/import), the old system's steps, and the shipped views (deploy/import).
package Oldshop;

use strict;
use warnings;

use Exporter 'import';
use Test::More;

our @EXPORT = qw(old_shop script planted documented_views);

# Runs a file with psql's variables in a database; returns what it prints.
sub script
{
	my ($node, $database, $file, %variables) = @_;
	my @set = map { ('-v', "$_=$variables{$_}") } sort keys %variables;
	my ($status, $out, $said) = $node->psql($database, "\\i $file\n", on_error_stop => 1, extra_params => \@set);
	die "$file: $said" unless $status == 0;
	return $out // '';
}

# Makes the database, if need be, and an old shop of so many products in its schema public, with the old system's functions.
sub old_shop
{
	my ($node, $database, %options) = @_;
	$node->safe_psql('postgres', "CREATE DATABASE $database")
	  unless $node->safe_psql('postgres', "SELECT count(*) FROM pg_database WHERE datname = '$database'");
	script($node, $database, 'test/import/schema.sql');
	script($node, $database, 'test/import/generate.sql', variations => 1200, seed => 1, %options);
	script($node, $database, $_) foreach ('test/import/keys.sql', 'test/import/trade.sql');
	return;
}

# How often each anomaly was planted.
sub planted
{
	my ($node, $database) = @_;
	return map { split /\|/ } split /\n/, $node->safe_psql($database, 'SELECT anomaly, rows FROM planted');
}

# The views of docs/migration.md: { view => { column => type } }.
sub documented_views
{
	my %views;
	my $view;
	open my $page, '<', 'docs/migration.md' or die "docs/migration.md: $!";
	while (<$page>)
	{
		last if /^## / && %views;
		$view = $1 if /^### (\w+)$/;
		next unless $view && /^\| `(.*)` \| (\w*) \|/;
		$views{$view}{$_} = $2 || 'bigint' foreach split /`, `/, $1;
	}
	close $page;
	return \%views;
}

1;
