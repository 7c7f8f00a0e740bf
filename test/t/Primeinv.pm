# What the TAP tests share: a server with the extension in it, a small shop, and the check that ends every test.
package Primeinv;

use strict;
use warnings;

use Exporter 'import';
use File::Path qw(make_path);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(new_node copy_server open_shop every_call session session_in promises_hold);

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

# The server's programs without primeinv, under a folder, and where they are in it: bindir, pkglibdir, sharedir. Programs are copied, for they
# find the rest from where they lie; that is links.
sub copy_server
{
	my ($copy) = @_;
	my %at;
	foreach my $dir (qw(bindir pkglibdir sharedir))
	{
		($at{$dir}) = run_command([ $ENV{PG_CONFIG} // 'pg_config', "--$dir" ]);
		make_path("$copy$at{$dir}" =~ s{/[^/]+$}{}r);
		system('cp', $dir eq 'bindir' ? '-a' : '-as', $at{$dir}, "$copy$at{$dir}") == 0 or die "$at{$dir} cannot be copied";
	}
	system("rm -f $copy$at{pkglibdir}/primeinv.so $copy$at{sharedir}/extension/primeinv*") == 0 or die;
	return %at;
}

# A tenant with two outlets and so many variations, each with three batches of the quantity given at both outlets.
# Returns (tenant, outlet, other outlet, variations...).
sub open_shop
{
	my ($node, $variations, $quantity, $database) = @_;
	$database //= 'postgres';
	my $tenant = $node->safe_psql($database,
		q(INSERT INTO primeinv.tenant (name, currency) VALUES ('Shop ' || clock_timestamp(), 'EUR') RETURNING id));
	my @outlets = split /\n/, $node->safe_psql($database, qq(
		INSERT INTO primeinv.outlet (tenant_id, name, time_zone)
		VALUES ($tenant, 'Near', 'Europe/Vienna'), ($tenant, 'Far', 'Pacific/Kiritimati') RETURNING id));
	my @variations = split /\n/, $node->safe_psql($database, qq(
		WITH p AS (INSERT INTO primeinv.product (tenant_id, name) VALUES ($tenant, 'Thing') RETURNING id)
		INSERT INTO primeinv.variation (tenant_id, product_id, name, cost)
		SELECT $tenant, p.id, 'No. ' || n, 2.5 FROM p, generate_series(1, $variations) n RETURNING id));
	$node->safe_psql($database, qq(
		SELECT primeinv.add_stock(v.id, $quantity, o.id, 'LOT-' || lot, current_date + 10 * lot, 2 + lot)
		FROM primeinv.variation v, primeinv.outlet o, generate_series(1, 3) lot
		WHERE v.tenant_id = $tenant AND o.tenant_id = $tenant ORDER BY v.id, o.id, lot));
	return ($tenant, @outlets, @variations);
}

# Every kind of call of a manager, one a line for psql, in an order in which each finds what it needs. The first thing has a unit
# "case" and a price.
sub every_call
{
	my ($tenant, $near, $far, $thing, $other) = @_;
	return split /\n/, <<"END";
SELECT primeinv.add_stock($thing, 1000, $near, 'LOT-9', '2999-01-01')
SELECT primeinv.add_stock($thing, 7, $near, 'LOT-9', cost_price => 5, request_id => 'a')
SELECT primeinv.add_stock($thing, 7, $near, 'LOT-9', cost_price => 5, request_id => 'a')
SELECT FROM primeinv.add_stock_bulk($near, '[{"variation_id": $thing, "quantity": 5}, {"variation_id": $other, "quantity": 50, "batch_number": "X"}]')
SELECT FROM primeinv.deduct_stock($thing, 1, $near)
SELECT FROM primeinv.deduct_stock($thing, 1, $near, request_id => 'd')
SELECT FROM primeinv.deduct_stock($thing, 1, $near, request_id => 'd')
SELECT primeinv.deduct_stock('{"variation_id": $thing, "quantity": 1, "outlet_id": $near}')
SELECT FROM primeinv.deduct_stock_bulk($near, '{$thing,$other}', '{1,2}')
SELECT FROM primeinv.transfer_stock($thing, 1, $near, $far, 'x')
SELECT FROM primeinv.adjust_stock($thing, 1, $near, 'x')
SELECT FROM primeinv.adjust_stock($thing, -1, $near, 'x')
SELECT FROM primeinv.adjust_stock_bulk($near, '[{"variation_id": $thing, "quantity": 5}]', 'x')
SELECT FROM primeinv.set_stock_level($thing, 500, $near, 'x')
SELECT FROM primeinv.record_damage($thing, 1, $near, 'x')
SELECT min(id) AS batch FROM primeinv.get_fifo_batches($thing, $near) \\gset
SELECT primeinv.set_batch_status(:batch, 'hold', 'x')
SELECT FROM primeinv.return_to_supplier(:batch, 1, 'x')
SELECT primeinv.set_batch_status(:batch, 'available', 'x')
SELECT primeinv.add_stock($thing, 3, $near, 'OLD', '2001-01-01')
SELECT primeinv.expire_batches($near)
SELECT primeinv.reserve_stock($thing, 1, $near, 'cart') AS hold \\gset
SELECT primeinv.extend_reservation(:hold, '1 hour')
SELECT FROM primeinv.commit_cart($near, 'cart')
SELECT primeinv.reserve_stock($thing, 1, $near, 'cart2') AS hold \\gset
SELECT FROM primeinv.commit_reservation(:hold)
SELECT primeinv.reserve_stock($thing, 1, $near, 'cart3') AS hold \\gset
SELECT primeinv.release_reservation(:hold)
SELECT primeinv.reserve_stock($thing, 1, $near, 'cart3') AS hold \\gset
SELECT primeinv.cancel_reservation(:hold)
SELECT primeinv.reserve_stock($thing, 1, $near, 'cart3') AS hold \\gset
SELECT primeinv.release_cart($near, 'cart3')
SELECT primeinv.reserve_stock($thing, 1, $near, 'cart4', '1 second') AS hold \\gset
SELECT pg_sleep(1.1)
SELECT primeinv.release_expired_reservations()
INSERT INTO primeinv.customer (tenant_id, name) VALUES ($tenant, 'x') RETURNING id AS customer \\gset
UPDATE primeinv.customer SET credit_limit = 1000 WHERE name OPERATOR(pg_catalog.=) 'x'
SELECT primeinv.create_sale($near) AS sale \\gset
SELECT primeinv.add_sale_item(:sale, $thing, 1) AS item \\gset
SELECT primeinv.add_sale_item(:sale, $thing, 1, unit => 'case') AS second \\gset
SELECT FROM primeinv.update_sale_item(:item, 2)
SELECT FROM primeinv.remove_sale_item(:second)
SELECT FROM primeinv.update_sale(:sale, customer_id => :customer, discount_amount => 1)
SELECT FROM primeinv.complete_sale(:sale, '[{"method": "CASH", "amount": 5}]')
SELECT FROM primeinv.record_payment(:sale, 5, 'CASH')
SELECT max(id) AS payment FROM primeinv.payment \\gset
SELECT FROM primeinv.reverse_payment(:payment, 'x')
\\set items '[{"sale_item_id": ' :item ', "quantity": 1}]'
SELECT primeinv.request_refund(:sale, :'items', 'x') AS refund \\gset
SELECT FROM primeinv.approve_refund(:refund)
SELECT FROM primeinv.process_refund(:refund)
SELECT primeinv.request_refund(:sale, :'items', 'x') AS refund \\gset
SELECT FROM primeinv.reject_refund(:refund, 'x')
SELECT FROM primeinv.refund_sale(:sale, reason => 'x')
SELECT id AS sale FROM primeinv.checkout($near, '[{"variation_id": $thing, "quantity": 1}, {"variation_id": $other, "quantity": 1}]', '[{"method": "CASH", "amount": 50}]', request_id => 'c') \\gset
SELECT FROM primeinv.checkout($near, '[{"variation_id": $thing, "quantity": 1}, {"variation_id": $other, "quantity": 1}]', '[{"method": "CASH", "amount": 50}]', request_id => 'c')
SELECT FROM primeinv.checkout($near, '[{"variation_id": $thing, "quantity": 1}]', customer_id => :customer)
SELECT FROM primeinv.void_sale(:sale, 'x')
SELECT primeinv.create_sale($near) AS sale \\gset
SELECT FROM primeinv.cancel_sale(:sale)
SELECT primeinv.update_balance(:customer, 5, 'OPENING')
SELECT primeinv.update_balance(:customer, 3, 'PAYMENT')
SELECT FROM primeinv.can_purchase(:customer, 5)
SELECT primeinv.get_overdue_balance(:customer)
SELECT primeinv.log_event($tenant, 'app.event', event_data => '{"a": 1}')
SELECT primeinv.create_stock_take($near) AS take \\gset
SELECT primeinv.count_item(:take, $thing, 400)
SELECT primeinv.count_items(:take, '[{"variation_id": $other, "counted_quantity": 60}]')
SELECT primeinv.complete_stock_take(:take)
SELECT primeinv.reconcile_stock_take(:take)
SELECT primeinv.create_stock_take('{"outlet_id": $near, "items": [{"variation_id": $thing, "physical_count": 399}]}')
SELECT max(id) AS take FROM primeinv.stock_take \\gset
\\set request '{"stock_take_id": ' :take '}'
SELECT primeinv.reconcile_stock_take(:'request')
SELECT primeinv.create_stock_take($near) AS take \\gset
SELECT primeinv.cancel_stock_take(:take)
SELECT FROM primeinv.run_reconcile($near, true)
CALL primeinv.reconcile($near, true)
SELECT primeinv.rebuild_location_stock($near)
SELECT primeinv.rebuild_batches($near)
SELECT primeinv.refresh_alerts($near)
SELECT primeinv.get_available_stock($thing, $near)
SELECT FROM primeinv.find_variation('No. 1')
SELECT primeinv.to_base_units($thing, 2, 'case')
SELECT FROM primeinv.explain_deduction($thing, 5, $near)
SELECT FROM primeinv.trace_batch(:batch)
SELECT FROM primeinv.get_expiring_soon()
SELECT FROM primeinv.stock_as_of('2999-01-01')
SELECT FROM primeinv.audit_report('2001-01-01', '2999-01-01')
SELECT primeinv.audit_report_json('2001-01-01', '2999-01-01')
SELECT FROM primeinv.reconcile_all()
SELECT FROM primeinv.verify_ledger()
SELECT FROM primeinv.check_promises()
UPDATE primeinv.variation SET price = 11
UPDATE primeinv.outlet SET time_zone = 'Europe/Paris'
INSERT INTO primeinv.outlet (tenant_id, name, time_zone) VALUES ($tenant, 'New', 'Europe/Vienna')
INSERT INTO primeinv.product (tenant_id, name) VALUES ($tenant, 'New')
END
}

# Statements in one session of a role; returns what they print, and what goes wrong.
sub session
{
	my ($node, $role, @statements) = @_;
	return session_in('postgres', $node, $role, @statements);
}

sub session_in
{
	my ($database, $node, $role, @statements) = @_;
	my $script = join '', map { /^\\|\\gset$/ ? "$_\n" : "$_;\n" } 'SET client_min_messages = error', @statements;
	my ($status, $out, $said) = $node->psql($database, $script, on_error_stop => 1, extra_params => [ '-U', $role ]);
	return ($out // '', ($status == 0 ? '' : "status $status ") . $said);
}

# One test: no promise of the extension is broken in that database.
sub promises_hold
{
	my ($node, $name, $database) = @_;
	is($node->safe_psql($database // 'postgres', 'SELECT * FROM primeinv.check_promises()'), '', $name // 'all promises hold');
}

1;
