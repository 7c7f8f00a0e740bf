# An old shop in a database: the generator's tables (test/import), the old system's steps, and the shipped views (deploy/import).
package Oldshop;

use strict;
use warnings;

use Exporter 'import';
use Test::More;

our @EXPORT = qw(old_shop script planted expected_problems documented_views contents);

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

# What import_check() says of what was planted: { problem => rows }. Some of it is nobody's problem: another tenant's SKU, a location that
# is not there, a void or refunded sale, a due without a date, a receipt number like ours of a day that is over.
sub expected_problems
{
	my %n = planted(@_);
	return {
		variation_sku_duplicate => $n{duplicate_sku},
		variation_barcode_duplicate => $n{duplicate_barcode},
		product_name_missing => $n{blank_product_name},
		unit_inexact => $n{inexact_factor},
		batch_quantity_negative => $n{negative_quantity},
		batch_quantity_missing => $n{null_quantity},
		batch_expiry_missing => $n{missing_expiry},
		batch_expired => $n{expired_on_shelf},
		batch_cost_missing => $n{missing_cost},
		batch_cost_malformed => $n{negative_cost},
		batch_number_missing => $n{blank_batch_number},
		batch_refund => $n{refund_batch},
		batch_variation_unknown => $n{batch_elsewhere} + $n{batch_of_nobody},
		location_variation_unknown => $n{batch_elsewhere},
		location_differs => $n{location_out_of_step} + $n{expired_on_shelf} + $n{location_without_batches},
		movement_orphan => $n{orphan_movement} + $n{movement_elsewhere} + $n{batch_elsewhere} + $n{batch_of_nobody},
		movement_malformed => $n{movement_without_quantity},
		movement_differs => $n{negative_quantity} + $n{null_quantity} + $n{ledger_gap} + $n{movement_elsewhere} + $n{movement_unknown}
		  + $n{movement_without_quantity},
		past_sale_orphan => $n{due_of_another_tenants_customer},
		due_customer_unknown => $n{due_without_customer} + $n{due_of_another_tenants_customer},
		due_amount_malformed => $n{overpaid_due},
		due_receipt_duplicate => $n{receipt_twice},
		customer_balance_differs => $n{balance_not_dues},
	};
}

# A line for each of primeinv's tables: its name, how many rows it has, and a hash of them.
sub contents
{
	my ($node, $database) = @_;
	my $query = $node->safe_psql($database, q(
		SELECT string_agg(format('SELECT %L, count(*), sum(hashtextextended(t::text, 0)) FROM primeinv.%I t', relname, relname), ' UNION ALL ' ORDER BY relname)
		FROM pg_class WHERE relnamespace = 'primeinv'::regnamespace AND relkind = 'r'));
	return $node->safe_psql($database, "$query ORDER BY 1");
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
