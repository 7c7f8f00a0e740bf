# What roles try that should not: 0 of it may get through. Every try is a test; at the end the other tenant's rows, and all of
# stock, sales and audit, are what they were.
#
# Sessions are real logins, so that nothing is left over of a superuser's identity.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Primeinv;

my $node = new_node('attack', conf => "autovacuum = off\n");
my $superuser = $node->safe_psql('postgres', 'SELECT current_user');
my ($ours, $near, $far, @things) = open_shop($node, 3, 20);
my ($theirs, $their_near, $their_far, @their_things) = open_shop($node, 3, 20);

# Roles: each what the name says, of our tenant; twofold is manager of ours and app of theirs; replica may set
# session_replication_role; dbowner owns the database.
my @roles = qw(reader app manager outsider dbowner replica twofold);
$node->safe_psql('postgres', join '', map { "CREATE ROLE $_ LOGIN;\n" } @roles);
$node->safe_psql('postgres', qq(
	SELECT primeinv.grant_tenant('reader', $ours, 'reader'), primeinv.grant_tenant('app', $ours, 'app'),
		primeinv.grant_tenant('manager', $ours, 'manager'), primeinv.grant_tenant('replica', $ours, 'app'),
		primeinv.grant_tenant('twofold', $ours, 'manager'), primeinv.grant_tenant('twofold', $theirs, 'app');
	GRANT SET ON PARAMETER session_replication_role TO replica;
	ALTER DATABASE postgres OWNER TO dbowner;
	CREATE SCHEMA evil AUTHORIZATION app;
	GRANT ALL ON SCHEMA evil TO PUBLIC;
));
$node->safe_psql('postgres', qq(
	INSERT INTO primeinv.customer (tenant_id, name, phone, credit_limit)
	SELECT t, 'secret of ' || t, '0' || t, 100 FROM unnest('{$ours,$theirs}'::bigint[]) t, generate_series(1, 50);
	INSERT INTO primeinv.variation_unit (tenant_id, variation_id, unit, numerator) VALUES ($theirs, $their_things[0], 'case', 12);
	INSERT INTO primeinv.outlet_variation (tenant_id, outlet_id, variation_id) VALUES ($theirs, $their_near, $their_things[0]);
	SELECT count(*) FROM primeinv.deduct_stock($their_things[0], 1, $their_near, request_id => 'theirs');
	ANALYZE;
));
my ($customer, $their_customer) = map { $node->safe_psql('postgres', "SELECT min(id) FROM primeinv.customer WHERE tenant_id = $_") } $ours, $theirs;

# What must not change: every row of the other tenant, and every row of tables that only functions write.
sub state_of_things
{
	my $tables = $node->safe_psql('postgres', q(SELECT c.oid::regclass FROM pg_class c WHERE relnamespace = 'primeinv'::regnamespace AND relkind = 'r' ORDER BY 1));
	my $queries = join ";\n", map {
		my ($table) = /primeinv\.(\w+)/;
		my $written = $table =~ /^(outlet|product|variation|variation_unit|outlet_variation|customer|audit_log)$/;
		my $where = $written ? "WHERE tenant_id = $theirs" : '';
		"SELECT '$table', count(*), md5(string_agg(t::text, ',' ORDER BY t::text)) FROM $_ t $where";
	} split /\n/, $tables;
	return $node->safe_psql('postgres', $queries);
}
my $before = state_of_things();

# Runs statements in one session of a role; returns for each 'done <rows>' or its SQLSTATE and message.
sub attempt
{
	my ($role, $statements, %options) = @_;
	my $script = q(
		SET client_min_messages = error;
		CREATE FUNCTION pg_temp.try(statement text) RETURNS text LANGUAGE plpgsql AS $$
		DECLARE n bigint;
		BEGIN
			EXECUTE statement;
			GET DIAGNOSTICS n = ROW_COUNT;
			RETURN 'done ' || n;
		EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE || ' ' || replace(SQLERRM, chr(10), ' ');
		END $$;
	);
	$script .= ($options{before} // '') . ";\nSELECT pg_temp.try(\$try\$$_\$try\$);\n" foreach @$statements;
	local $ENV{PGOPTIONS} = $options{settings} // '';
	my ($status, $out, $error) = $node->psql('postgres', $script, extra_params => [ '-U', $role ]);
	my @outcomes = grep { /^(done|[0-9A-Z]{5} )/ } split /\n/, $out // '';
	is(scalar @outcomes, scalar @$statements, "$role: every try has an outcome") or diag($error);
	return @outcomes;
}

# Each must be refused: with one of these SQLSTATEs or, where row-level security hides the rows, with nothing done.
sub refused
{
	my ($role, $statements, %options) = @_;
	my $states = $options{states} // qr/^(42501|done 0)/;
	my @outcomes = attempt($role, $statements, %options);
	like($outcomes[$_] // 'none', $states, "$role: " . substr($statements->[$_] =~ s/\s+/ /gr, 0, 150)) foreach 0 .. $#$statements;
}

# --- Direct writes
my @tables = split /\n/, $node->safe_psql('postgres', q(SELECT relname FROM pg_class WHERE relnamespace = 'primeinv'::regnamespace AND relkind = 'r' ORDER BY 1));
my %of_tenant = map { $_ => 1 } split /\n/, $node->safe_psql('postgres', q(SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
	WHERE relnamespace = 'primeinv'::regnamespace AND relkind = 'r' AND attname = 'tenant_id'));
my %writable = map { $_ => 1 } split /\n/, $node->safe_psql('postgres', q(SELECT name FROM primeinv.rights() WHERE kind = 'table'));
foreach my $role (@roles)
{
	my @stock = grep { !$writable{$_} || $role =~ /^(reader|outsider|dbowner)$/ } @tables;
	my @statements = map { $of_tenant{$_} ? ("INSERT INTO primeinv.$_ (tenant_id) VALUES ($ours)", "UPDATE primeinv.$_ SET tenant_id = tenant_id") :
		("INSERT INTO primeinv.$_ DEFAULT VALUES", "SELECT * FROM primeinv.$_ FOR UPDATE") } @stock;
	push @statements, map { ("DELETE FROM primeinv.$_", "TRUNCATE primeinv.$_ CASCADE", "LOCK TABLE primeinv.$_ IN SHARE MODE",
		"ALTER TABLE primeinv.$_ DISABLE TRIGGER ALL", "ALTER TABLE primeinv.$_ DISABLE ROW LEVEL SECURITY") } @tables;
	refused($role, \@statements);
}

# --- The catalogue: only ours, no ids, no balances, no limits
refused('app', [
	"INSERT INTO primeinv.product (tenant_id, name) VALUES ($theirs, 'x')",
	"INSERT INTO primeinv.product (tenant_id, name) VALUES (987654321, 'x')",
	"INSERT INTO primeinv.product (tenant_id, id, name) VALUES ($ours, 4711, 'x')",
	"INSERT INTO primeinv.tenant (name) VALUES ('mine')",
	"UPDATE primeinv.tenant SET name = 'mine'",
	"UPDATE primeinv.product SET id = id + 1000",
	"UPDATE primeinv.product SET tenant_id = $theirs",
	"UPDATE primeinv.outlet SET tenant_id = $theirs WHERE id = $near",
	"UPDATE primeinv.outlet SET name = 'x' WHERE id = $their_near",
	"UPDATE primeinv.variation SET is_active = false WHERE id = $their_things[0]",
	"UPDATE primeinv.customer SET name = 'x' WHERE id = $their_customer",
	"UPDATE primeinv.customer SET credit_limit = 1000000 WHERE id = $customer",
	"UPDATE primeinv.customer SET credit_blocked = false WHERE id = $customer",
	"UPDATE primeinv.customer SET outstanding_balance = 0 WHERE id = $customer",
	"INSERT INTO primeinv.customer (tenant_id, name, credit_limit) VALUES ($ours, 'x', 1000000)",
	"INSERT INTO primeinv.customer (tenant_id, name, outstanding_balance) VALUES ($ours, 'x', -5)",
	"SELECT FROM primeinv.customer WHERE id = $their_customer FOR UPDATE",
	"MERGE INTO primeinv.customer c USING (SELECT) s ON c.id = $their_customer WHEN MATCHED THEN UPDATE SET name = 'x'",
	"COPY primeinv.product (tenant_id, name) TO PROGRAM 'cat'",
]);
refused('manager', [ "UPDATE primeinv.customer SET outstanding_balance = 0", "UPDATE primeinv.customer SET credit_limit = 5 WHERE id = $their_customer" ]);

# Manager here, app there: the column privilege is the role's, the level the tenant's.
refused('twofold', [
	"UPDATE primeinv.customer SET credit_limit = 1000000 WHERE id = $their_customer",
	"UPDATE primeinv.customer SET credit_blocked = true WHERE id = $their_customer",
	"INSERT INTO primeinv.customer (tenant_id, name, credit_limit) VALUES ($theirs, 'x', 1000000)",
	"INSERT INTO primeinv.customer (tenant_id, name, credit_limit) VALUES ($theirs, 'x', NULL)",
	"UPDATE primeinv.customer SET tenant_id = $theirs WHERE id = $customer",
	"SELECT primeinv.adjust_stock($their_things[0], 1, $their_near, 'x')",
	"SELECT primeinv.deduct_stock($their_things[0], 1, $their_near, 'adjustment')",
]);
is((attempt('twofold', ["UPDATE primeinv.customer SET credit_limit = 101 WHERE id = $customer"]))[0], 'done 1', 'twofold: a manager sets a limit where it is one');

# A unique index must not tell what row-level security hides.
foreach my $statement ("INSERT INTO primeinv.variation_unit (tenant_id, variation_id, unit, numerator) VALUES ($ours, %d, 'case', 12)",
	"INSERT INTO primeinv.outlet_variation (tenant_id, outlet_id, variation_id) VALUES ($ours, $their_near, %d)",
	"INSERT INTO primeinv.outlet_variation (tenant_id, outlet_id, variation_id) VALUES ($ours, $near, %d)",
	"INSERT INTO primeinv.variation (tenant_id, product_id, name) VALUES ($ours, %d, 'x')")
{
	my @outcomes = attempt('app', [ sprintf($statement, $their_things[0]), sprintf($statement, 987654321) ]);
	s/987654321|\b$their_things[0]\b/ID/g foreach @outcomes;
	is($outcomes[0], $outcomes[1], "app: the same for another tenant's id and none: $statement");
	unlike($outcomes[0], qr/^done/, 'and refused');
}

# --- Definitions
my @definitions = (
	'CREATE TRIGGER t AFTER INSERT ON primeinv.stock_movement EXECUTE FUNCTION evil.leak()',
	'CREATE RULE r AS ON INSERT TO primeinv.stock_movement DO INSTEAD NOTHING',
	'CREATE POLICY p ON primeinv.batch USING (true)', 'DROP POLICY primeinv_read ON primeinv.batch',
	'ALTER POLICY primeinv_read ON primeinv.batch USING (true)',
	'CREATE INDEX ON primeinv.batch (quantity)', 'CREATE STATISTICS evil.s ON tenant_id, quantity FROM primeinv.batch',
	'CREATE TABLE evil.child () INHERITS (primeinv.batch)', "CREATE TABLE evil.r (id bigint REFERENCES primeinv.outlet)",
	'CREATE TABLE evil.typed OF primeinv.batch', 'CREATE TABLE evil.holder (b primeinv.batch)',
	'CREATE FUNCTION primeinv.mine() RETURNS int LANGUAGE sql AS $$SELECT 1$$', 'CREATE TABLE primeinv.mine ()',
	'CREATE OR REPLACE FUNCTION primeinv.visible_tenants(min_level text) RETURNS bigint[] LANGUAGE sql AS $$SELECT NULL::bigint[]$$',
	'ALTER FUNCTION primeinv.visible_tenants(text) SECURITY DEFINER', 'ALTER FUNCTION primeinv.visible_tenants(text) OWNER TO CURRENT_USER',
	'ALTER TABLE primeinv.batch OWNER TO CURRENT_USER', 'ALTER TABLE primeinv.batch ADD COLUMN x int', 'ALTER TABLE primeinv.batch ALTER quantity DROP NOT NULL',
	'DROP TRIGGER primeinv_refuse ON primeinv.stock_movement', 'DROP TABLE primeinv.batch CASCADE', 'ALTER SCHEMA primeinv RENAME TO x', 'DROP SCHEMA primeinv CASCADE',
	'DROP EXTENSION primeinv CASCADE', 'ALTER EXTENSION primeinv DROP TABLE primeinv.batch', 'ALTER EXTENSION primeinv UPDATE',
	'REINDEX TABLE primeinv.batch', 'CLUSTER primeinv.batch USING batch_pkey', "COMMENT ON TABLE primeinv.batch IS 'x'",
	'ALTER SEQUENCE primeinv.batch_id_seq RESTART', "SELECT setval('primeinv.batch_id_seq', 1)", "SELECT nextval('primeinv.batch_id_seq')",
	'SELECT last_value FROM primeinv.batch_id_seq', 'CREATE PUBLICATION p FOR TABLE primeinv.batch',
	"CREATE FUNCTION evil.c() RETURNS void LANGUAGE c AS 'primeinv', 'primeinv_deduct_stock'",
	"SELECT lo_import('/etc/passwd')", "SELECT pg_read_file('/etc/passwd')",
);
$node->safe_psql('postgres', q(CREATE FUNCTION evil.leak() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA evil FROM PUBLIC; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA evil TO app, dbowner));
refused($_, \@definitions, states => qr/^(42501|42P01|42809)/) foreach qw(app outsider dbowner replica);

# GRANT by one who holds no grant option is a warning, and grants nothing.
attempt($_, [ 'GRANT SELECT ON primeinv.batch TO PUBLIC', 'GRANT ALL ON ALL TABLES IN SCHEMA primeinv TO outsider', 'GRANT USAGE ON SCHEMA primeinv TO outsider' ]) foreach qw(app manager dbowner);
is($node->safe_psql('postgres', q(SELECT count(*) FROM pg_class, aclexplode(relacl) a WHERE relnamespace = 'primeinv'::regnamespace AND a.grantee IN (0, 'outsider'::regrole))), '0', 'nobody granted anything');

# --- Identity
refused($_, [ "SET ROLE $superuser", "SET SESSION AUTHORIZATION $superuser", "SET ROLE manager", "SELECT primeinv.grant_tenant(current_user, $theirs, 'manager')",
	"SELECT primeinv.grant_tenant(current_user, $ours, 'manager')", "SELECT primeinv.revoke_tenant('reader', $ours)", 'SELECT primeinv.refresh_grants()',
	'SELECT * FROM primeinv.statements()', 'SELECT primeinv.sync_ids()', "INSERT INTO primeinv.tenant_grant (tenant_id, role_name, level) VALUES ($theirs, current_user, 'manager')",
	'SET primeinv.request_retention = 40000', "SET session_preload_libraries = 'evil'" ]) foreach qw(app outsider dbowner);
refused('reader', [ "SELECT primeinv.deduct_stock($things[0], 1, $near)", "SELECT primeinv.add_stock($things[0], 1, $near)" ]);
refused('app', [ "SELECT primeinv.adjust_stock($things[0], 1, $near, 'x')", "SELECT primeinv.deduct_stock($things[0], 1, $near, 'adjustment')",
	"SELECT primeinv.deduct_stock_bulk($near, '{$things[0]}', '{1}', 'adjustment')",
	qq(SELECT primeinv.deduct_stock('{"variation_id": $things[0], "quantity": 1, "outlet_id": $near, "movement_type": "adjustment"}'::jsonb)),
	"SELECT primeinv.set_batch_status(1, 'hold', 'x')" ]);
refused($_, [ "SELECT primeinv.deduct_stock($their_things[0], 1, $their_near)", "SELECT * FROM primeinv.batch", "SELECT * FROM primeinv.stock_level" ]) foreach qw(outsider dbowner);
$node->safe_psql('postgres', 'GRANT USAGE ON SCHEMA primeinv TO outsider; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA primeinv TO outsider; GRANT SELECT ON ALL TABLES IN SCHEMA primeinv TO outsider');
refused('outsider', [ "SELECT primeinv.deduct_stock($their_things[0], 1, $their_near)", "SELECT * FROM primeinv.batch", "SELECT * FROM primeinv.customer",
	"SELECT primeinv.grant_tenant('outsider', $ours, 'manager')", "SELECT primeinv.revoke_tenant('app', $ours)", 'SELECT primeinv.refresh_grants()', 'SELECT primeinv.sync_ids()',
	"SELECT primeinv.set_batch_status(min(id), 'hold', 'x') FROM generate_series(1, 5) id" ], states => qr/^(42501|P0002|done 0)/);
$node->safe_psql('postgres', 'REVOKE ALL ON ALL FUNCTIONS IN SCHEMA primeinv FROM outsider; REVOKE ALL ON ALL TABLES IN SCHEMA primeinv FROM outsider; REVOKE ALL ON SCHEMA primeinv FROM outsider');

# --- What is seen: in every table and view, only ours
my @relations = split /\n/, $node->safe_psql('postgres', q(SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
	WHERE c.relnamespace = 'primeinv'::regnamespace AND c.relkind IN ('r', 'v') ORDER BY 1));
refused($_, [ map { "SELECT FROM primeinv.$_ WHERE tenant_id <> $ours OR tenant_id IS NULL" } @relations ], states => qr/^done 0/) foreach qw(reader app manager);
my @no_tenant = split /\n/, $node->safe_psql('postgres', q(SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'primeinv'::regnamespace AND c.relkind = 'v'
	AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id') ORDER BY 1));
refused('reader', [ map { "SELECT FROM primeinv.$_ v WHERE v::text ~ '(secret of $theirs|\\m$their_near\\M.*Near|Far.*\\m$their_far\\M)'" } @no_tenant ], states => qr/^done 0/);
refused('app', [ 'SELECT * FROM primeinv.batch', "UPDATE primeinv.customer SET name = 'unaudited' WHERE id = $customer", "INSERT INTO primeinv.customer (tenant_id, name) VALUES ($ours, 'unaudited')" ],
	before => 'SET row_security = off');
refused($_, [ 'SELECT * FROM pg_statistic', "SELECT * FROM pg_stats WHERE schemaname = 'primeinv' AND tablename = 'customer'" ]) foreach qw(app dbowner);

# --- primeinv.tenant: narrows, never widens, nonsense closes; also when it is set before the library is loaded
my @look = ("SELECT FROM primeinv.outlet", "SELECT FROM primeinv.batch", "SELECT primeinv.get_available_stock($things[0], $near)",
	"SELECT primeinv.deduct_stock($things[0], 1, $near)", "SELECT primeinv.deduct_stock($their_things[0], 1, $their_near)", "SELECT primeinv.deduct_stock(1, 1, 987654321)");
foreach my $value ($theirs, 0, -1, 987654321, 'nonsense', "$ours,$theirs", "$ours\\ ", "$ours.0", "0x$ours", '99999999999999999999999', '*', "''")
{
	refused('app', \@look, settings => "-c primeinv.tenant=$value");
	my @outcomes = attempt('app', [ @look[4, 5] ], settings => "-c primeinv.tenant=$value");
	is($outcomes[0], $outcomes[1], "app: with primeinv.tenant = $value the answer does not depend on whether an outlet exists");
}
refused('app', [ "SET LOCAL primeinv.tenant = '$theirs'; SELECT * FROM primeinv.outlet" ]);
is((attempt('twofold', [ 'SELECT FROM primeinv.outlet' ], settings => "-c primeinv.tenant=$theirs"))[0], 'done 2', 'twofold: narrowed to one tenant');
is((attempt('twofold', [ 'SELECT FROM primeinv.outlet' ]))[0], 'done 4', 'twofold: not narrowed');
refused('twofold', [ "SELECT primeinv.deduct_stock($things[0], 1, $near)" ], settings => "-c primeinv.tenant=$theirs", states => qr/^P0002/);
refused('twofold', [ "INSERT INTO primeinv.product (tenant_id, name) VALUES ($ours, 'x')", "UPDATE primeinv.outlet SET name = 'x' WHERE id = $near" ], settings => "-c primeinv.tenant=$theirs");

# --- session_replication_role: triggers and foreign keys rest, these do not
refused('replica', [ (map { "DELETE FROM primeinv.$_" } @tables), "UPDATE primeinv.customer SET credit_limit = 1000000", "UPDATE primeinv.outlet SET name = 'x' WHERE id = $their_near",
	"INSERT INTO primeinv.product (tenant_id, name) VALUES ($theirs, 'x')", "SELECT primeinv.deduct_stock($their_things[0], 1, $their_near)" ],
	before => 'SET session_replication_role = replica', states => qr/^(42501|P0002|done 0)/);
my @append_only = ('UPDATE primeinv.stock_movement SET quantity = quantity', 'DELETE FROM primeinv.stock_movement', 'TRUNCATE primeinv.stock_movement CASCADE',
	'UPDATE primeinv.audit_log SET actor = actor', 'DELETE FROM primeinv.audit_log', 'TRUNCATE primeinv.audit_log CASCADE',
	'UPDATE primeinv.customer_entry SET actor = actor', 'DELETE FROM primeinv.customer_entry', 'TRUNCATE primeinv.customer_entry CASCADE');
my $superuser = $node->safe_psql('postgres', 'SELECT current_user');
refused($superuser, \@append_only, before => 'SET session_replication_role = replica', states => qr/^PI005/);
refused($superuser, \@append_only, states => qr/^PI005/);

# --- Shadows: schemas, tables, functions and operators of the caller's, first on the path, that note whose identity they run with
my $shadow = q(
	CREATE TABLE evil.loot (role name, note text);
	GRANT ALL ON evil.loot TO PUBLIC;
	CREATE FUNCTION evil.note(what text) RETURNS boolean LANGUAGE plpgsql SET search_path = pg_catalog AS $$
	BEGIN
		IF current_user <> session_user THEN INSERT INTO evil.loot VALUES (current_user, what); END IF;
		RETURN true;
	END $$;
	CREATE FUNCTION evil.shadow(name text, arguments text, result text) RETURNS void LANGUAGE plpgsql AS $$
	BEGIN
		EXECUTE format('CREATE FUNCTION evil.%I(%s) RETURNS %s LANGUAGE plpgsql AS %L', name, arguments, result,
			format('BEGIN PERFORM evil.note(%L); RETURN NULL; END', name || ' ' || arguments));
	EXCEPTION WHEN OTHERS THEN NULL;
	END $$;
	-- Operators of the types that we use, and every function that a statement of ours or a reader might mean.
	SELECT count(evil.shadow('op_' || o.oid, concat_ws(', ', nullif(o.oprleft, 0)::regtype, o.oprright::regtype), o.oprresult::regtype::text)) FROM pg_operator o
	WHERE o.oprnamespace = 'pg_catalog'::regnamespace AND o.oprkind = 'b' AND o.oprleft = ANY ('{text,bigint,integer,numeric,boolean,date,timestamptz,jsonb,name,interval,bigint[],text[],oid,"char"}'::regtype[]);
	DO $$
	DECLARE o record;
	BEGIN
		FOR o IN SELECT * FROM pg_operator WHERE to_regproc('evil.op_' || oid) IS NOT NULL LOOP
			EXECUTE format('CREATE OPERATOR evil.%s (FUNCTION = evil.%I, LEFTARG = %s, RIGHTARG = %s)', o.oprname, 'op_' || o.oid, o.oprleft::regtype, o.oprright::regtype);
		END LOOP;
	END $$;
	SELECT count(evil.shadow(p.proname, pg_get_function_identity_arguments(p.oid), p.prorettype::regtype::text)) FROM pg_proc p
	WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind = 'f' AND NOT p.proretset AND p.proname IN ('now', 'clock_timestamp', 'concat', 'format', 'trim_scale', 'timezone',
		'date', 'text', 'numeric', 'upper', 'lower', 'nextval', 'pg_notify', 'greatest', 'array_length', 'cardinality', 'round', 'abs', 'quote_ident', 'jsonb_build_object', 'to_char', 'length', 'coalesce');
	SET search_path = pg_catalog;
	DO $$
	DECLARE r record;
	BEGIN
		FOR r IN SELECT relname FROM pg_class WHERE relnamespace = 'primeinv'::regnamespace AND relkind IN ('r', 'v') LOOP
			EXECUTE format('CREATE TABLE evil.%I (tenant_id bigint, id bigint)', r.relname);
		END LOOP;
	END $$;
	CREATE DOMAIN evil.text AS pg_catalog.text;
	CREATE DOMAIN evil.int8 AS pg_catalog.int8;
	CREATE DOMAIN evil.numeric AS pg_catalog.numeric;
);
my ($status, undef, $error) = $node->psql('postgres', "SET client_min_messages = error;\n$shadow", extra_params => [ '-U', 'app' ], on_error_stop => 1);
is($status, 0, 'app: shadows are set up') or diag($error);
cmp_ok($node->safe_psql('postgres', q(SELECT count(*) FROM pg_operator WHERE oprnamespace = 'evil'::regnamespace)), '>', 200, 'of many operators');
$node->safe_psql('postgres', 'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA evil TO PUBLIC; GRANT ALL ON ALL TABLES IN SCHEMA evil TO PUBLIC');

# An administrator's trigger on every table, written without a thought of whose path it meets
$node->safe_psql('postgres', q(
	CREATE SCHEMA dba;
	GRANT USAGE ON SCHEMA dba TO PUBLIC;
	CREATE FUNCTION dba.watch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN IF NEW.tenant_id = 0 OR NEW.id < 0 THEN RAISE 'never %', now(); END IF; RETURN NULL; END$$;
	DO $$
	DECLARE t regclass;
	BEGIN
		FOR t IN SELECT oid FROM pg_class WHERE relnamespace = 'primeinv'::regnamespace AND relkind = 'r' AND relname <> 'tenant' LOOP
			EXECUTE format('CREATE TRIGGER watch AFTER INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION dba.watch()', t);
		END LOOP;
	END $$;
));

# A day's work of a manager with everything shadowed, rolled back at the end; run also in pg_temp's shadow of our tables.
my @work = split /;\n/, qq(SELECT primeinv.add_stock($things[0], 5, $near, 'SHADOW', current_date + 5);
SELECT primeinv.deduct_stock($things[0], 1, $near, request_id => 'shadow');
SELECT primeinv.deduct_stock($things[0], 1, $near, request_id => 'shadow');
SELECT primeinv.deduct_stock_bulk($near, '{$things[0],$things[1]}', '{1,2}');
SELECT primeinv.transfer_stock($things[0], 1, $near, $far, 'x');
SELECT primeinv.adjust_stock($things[0], -1, $near, 'x');
SELECT primeinv.record_damage($things[0], 1, $near, 'x');
SELECT primeinv.reserve_stock($things[0], 1, $near, 'cart');
SELECT primeinv.commit_cart($near, 'cart');
SELECT primeinv.get_available_stock($things[0], $near);
SELECT primeinv.expire_batches($near);
SELECT primeinv.reserve_stock($things[0], 1, $near, 'late', '1 microsecond');
SELECT primeinv.release_expired_reservations();
SELECT primeinv.get_fifo_batches($things[0], $near);
SELECT primeinv.explain_deduction($things[0], 1, $near);
SELECT primeinv.check_promises();
SELECT primeinv.create_sale($near, $customer);
SELECT primeinv.add_sale_item(pg_catalog.max(id), $things[0], 1, 10) FROM primeinv.sale;
SELECT primeinv.complete_sale(pg_catalog.max(id), '[{"method": "CASH", "amount": 5}]') FROM primeinv.sale;
SELECT primeinv.record_payment(pg_catalog.max(id), 1, 'CASH') FROM primeinv.sale;
SELECT primeinv.void_sale(pg_catalog.max(id), 'why') FROM primeinv.sale;
SELECT primeinv.checkout($near, pg_catalog.jsonb_build_array(pg_catalog.jsonb_build_object('variation_id', $things[0], 'quantity', 2, 'unit_price', 10)), '[{"method": "CASH", "amount": 20}]');
SELECT primeinv.refund_sale(pg_catalog.max(id), NULL, 'why') FROM primeinv.sale;
SELECT primeinv.create_stock_take($near);
SELECT primeinv.count_item(pg_catalog.max(id), $things[0], 5) FROM primeinv.stock_take;
SELECT primeinv.complete_stock_take(pg_catalog.max(id)) FROM primeinv.stock_take;
SELECT primeinv.reconcile_stock_take(pg_catalog.max(id)) FROM primeinv.stock_take;
SELECT primeinv.run_reconcile($near, true);
SELECT primeinv.refresh_alerts($near);
SELECT primeinv.update_balance($customer, 5, 'ADJUSTMENT');
INSERT INTO primeinv.customer (tenant_id, name) VALUES ($ours, 'shadow');
UPDATE primeinv.customer SET phone = '1' WHERE name OPERATOR(pg_catalog.=) 'shadow';
UPDATE primeinv.outlet SET time_zone = 'Europe/Rome' WHERE id OPERATOR(pg_catalog.=) $near);
my $paths = 'SET search_path = evil, pg_temp, pg_catalog';
my $temp = 'CREATE TEMP TABLE IF NOT EXISTS batch (id bigint); CREATE TEMP TABLE IF NOT EXISTS tenant_grant (tenant_id bigint, role_name name, level text);
	CREATE TEMP TABLE IF NOT EXISTS new_rows (id bigint); CREATE TEMP TABLE IF NOT EXISTS old_rows (id bigint)';
foreach my $path ('SET search_path = evil, pg_catalog', "$temp; $paths", 'SET search_path = pg_catalog, evil', "SET search_path = ''")
{
	my $script = "\\set ON_ERROR_ROLLBACK on\nBEGIN;\n$path;\n" . join('', map { "$_;\n" } @work) . "SET CONSTRAINTS ALL IMMEDIATE;\nSELECT 'loot', pg_catalog.count(*) FROM evil.loot;\nROLLBACK;\n";
	my (undef, $out, $said) = $node->psql('postgres', $script, extra_params => [ '-U', 'manager' ], on_error_stop => 0);
	like($out, qr/^loot\|0$/m, "manager: nothing ran with another identity: $path") or diag($said);
	my @failed = grep { /ERROR/ } split /\n/, $said // '';
	is("@failed", '', 'and the work was done');
}


# An error in the middle of a call, caught: identity and path are the caller's again.
$node->safe_psql('postgres', q(
	CREATE FUNCTION dba.refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN IF NEW.cart_session_id = 'refused' THEN RAISE 'refused with %', pg_catalog.current_setting('search_path'); END IF; RETURN NULL; END$$;
	CREATE TRIGGER refuse AFTER INSERT ON primeinv.sale FOR EACH ROW EXECUTE FUNCTION dba.refuse();
	CREATE TRIGGER refuse AFTER INSERT ON primeinv.stock_reservation FOR EACH ROW EXECUTE FUNCTION dba.refuse();
));
foreach my $call ("PERFORM primeinv.deduct_stock($things[0], 99999, $near)", "PERFORM primeinv.create_sale($near, cart_session_id => 'refused')",
	"PERFORM primeinv.reserve_stock($things[0], 1, $near, 'refused')", "PERFORM primeinv.deduct_stock($things[0], 1, $near, 'nonsense', request_id => 'caught')",
	"PERFORM primeinv.checkout($near, '[]')", "INSERT INTO primeinv.customer (tenant_id, name) VALUES ($ours, '')")
{
	my (undef, $out, $said) = $node->psql('postgres', qq(SET search_path = public, pg_catalog;
		DO \$\$BEGIN
			BEGIN $call; RAISE WARNING 'not refused'; EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'caught %', SQLERRM; END;
			RAISE NOTICE 'now % %', current_user, current_setting('search_path');
			BEGIN UPDATE primeinv.batch SET quantity = 0; RAISE WARNING 'not refused'; EXCEPTION WHEN insufficient_privilege THEN NULL; END;
		END\$\$;), extra_params => [ '-U', 'manager' ]);
	like($said, qr/now manager public, pg_catalog/, "manager: after an error it is who it was: $call");
	unlike($said, qr/WARNING/, 'and may not more');
}
$node->safe_psql('postgres', 'DROP SCHEMA dba CASCADE');

# --- Leaky functions and operators see our rows only, in execution, planning and estimates
$node->safe_psql('postgres', q(
	SET ROLE app;
	CREATE TABLE evil.seen (value text);
	CREATE FUNCTION evil.peek(value text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS 'BEGIN INSERT INTO evil.seen VALUES (value); RETURN true; END';
	CREATE FUNCTION evil.peek2(value text, other text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE COST 0.0000001 AS $$BEGIN PERFORM set_config('evil.seen', current_setting('evil.seen', true) || value, false); RETURN true; END$$;
	CREATE OPERATOR evil.=== (FUNCTION = evil.peek2, LEFTARG = text, RIGHTARG = text, RESTRICT = eqsel, JOIN = eqjoinsel);
));
attempt('app', [ 'SELECT FROM primeinv.customer WHERE evil.peek(name) AND evil.peek(phone)', 'SELECT FROM primeinv.customer c JOIN primeinv.outlet o ON evil.peek(c.name || o.name)',
	'SELECT FROM primeinv.stock_level WHERE evil.peek(outlet)', 'SELECT FROM primeinv.find_variation(\'x\') WHERE evil.peek(product)' ]);
is($node->safe_psql('postgres', "SELECT count(*) FROM evil.seen WHERE value ~ '$theirs'"), '0', 'a leaky function saw none of theirs');
cmp_ok($node->safe_psql('postgres', "SELECT count(*) FROM evil.seen WHERE value ~ '$ours'"), '>', 0, 'but ours');
my (undef, $seen) = $node->psql('postgres', q(SET evil.seen = ''; EXPLAIN SELECT FROM primeinv.customer WHERE name OPERATOR(evil.===) 'x'; SELECT current_setting('evil.seen')), extra_params => [ '-U', 'app' ]);
unlike($seen, qr/secret of $theirs/, 'estimates show a leaky operator none of theirs');
refused('app', [ 'DECLARE c CURSOR FOR SELECT FROM primeinv.customer WHERE tenant_id = ' . $theirs . '; FETCH ALL FROM c' ], states => qr/^done 0/);

# --- Code of the caller's that a superuser's maintenance runs
$node->safe_psql('postgres', qq(
	SET ROLE app;
	CREATE FUNCTION evil.trap(n bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS \$\$
	BEGIN
		BEGIN PERFORM primeinv.grant_tenant('app', $theirs, 'manager'); EXCEPTION WHEN OTHERS THEN NULL; END;
		BEGIN PERFORM primeinv.deduct_stock($their_things[0], 1, $their_near); EXCEPTION WHEN OTHERS THEN NULL; END;
		BEGIN UPDATE primeinv.batch SET quantity = 0; EXCEPTION WHEN OTHERS THEN NULL; END;
		BEGIN INSERT INTO evil.seen SELECT 'trap ' || name FROM primeinv.customer WHERE tenant_id = $theirs; EXCEPTION WHEN OTHERS THEN NULL; END;
		RETURN n;
	END \$\$;
	CREATE TABLE evil.bait AS SELECT n::bigint FROM generate_series(1, 3) n;
	CREATE INDEX bait_trap ON evil.bait (evil.trap(n));
	CREATE MATERIALIZED VIEW evil.copy AS SELECT * FROM primeinv.customer;
	CREATE VIEW evil.view AS SELECT * FROM primeinv.customer;
));
$node->safe_psql('postgres', $_) foreach 'REINDEX TABLE evil.bait', 'ANALYZE evil.bait', 'VACUUM FULL evil.bait', 'REFRESH MATERIALIZED VIEW evil.copy';
is($node->safe_psql('postgres', "SELECT count(*) FROM evil.copy WHERE tenant_id = $theirs"), '0', "a superuser's REFRESH fills app's materialized view with app's rows");
is($node->safe_psql('postgres', "SELECT count(*) FROM evil.seen WHERE value ~ '$theirs'"), '0', "code run by a superuser's maintenance saw none of theirs");
is($node->safe_psql('postgres', "SELECT count(*) FROM primeinv.tenant_grant WHERE role_name = 'app'"), '1', 'and granted nothing');

# --- Request ids: per tenant; the right is asked before a replay
my ($first) = attempt('app', ["SELECT primeinv.deduct_stock($their_things[0], 1, $their_near, request_id => 'theirs')"]);
like($first, qr/^P0002/, "app: another tenant's request is not replayed");
is((attempt('app', ["SELECT primeinv.deduct_stock($things[0], 9999, $near, request_id => 'theirs')"]))[0] =~ /^PI001/ ? 'tried' : 'replayed', 'tried', 'app: the same id of our own is another request');

# --- Nothing happened
is(state_of_things(), $before, "the other tenant's rows, and all of stock and audit, are what they were");

# A right that was taken back is asked before the replay of a call that had it.
is((attempt('app', ["SELECT primeinv.deduct_stock($things[0], 1, $near, request_id => 'ours')"]))[0], 'done 1', 'app: a call of its own');
$node->safe_psql('postgres', "SELECT primeinv.grant_tenant('app', $ours, 'reader'), primeinv.grant_tenant('app', $theirs, 'app')");
refused('app', ["SELECT primeinv.deduct_stock($things[0], 1, $near, request_id => 'ours')"]);
$node->safe_psql('postgres', "SELECT primeinv.revoke_tenant('app', $ours), primeinv.revoke_tenant('app', $theirs)");
refused('app', [ "SELECT primeinv.deduct_stock($things[0], 1, $near, request_id => 'ours')", 'SELECT * FROM primeinv.outlet' ]);

# --- A schema that somebody else made first, or has a say in
$node->safe_psql('postgres', "CREATE DATABASE squatted OWNER dbowner");
foreach my $squat ('SET ROLE dbowner; CREATE SCHEMA primeinv', 'CREATE SCHEMA primeinv; GRANT CREATE ON SCHEMA primeinv TO dbowner',
	'CREATE SCHEMA primeinv; CREATE FUNCTION primeinv.deduct_stock(int, int, int) RETURNS int LANGUAGE sql AS $$SELECT 1$$; ALTER FUNCTION primeinv.deduct_stock(int, int, int) OWNER TO dbowner')
{
	my (undef, undef, $said) = $node->psql('squatted', "$squat; RESET ROLE; CREATE EXTENSION primeinv");
	like($said, qr/schema "primeinv" is also of role "dbowner"/, "not installed into: $squat");
	$node->safe_psql('squatted', 'DROP SCHEMA primeinv CASCADE');
}

# --- COPY: into tables it is refused, out of them it shows what SELECT does
foreach my $table (qw(product batch stock_movement tenant_grant))
{
	my (undef, undef, $said) = $node->psql('postgres', "COPY primeinv.$table (tenant_id) FROM STDIN;\n$theirs\n\\.\n", extra_params => [ '-U', 'twofold' ]);
	like($said, qr/permission denied|not supported with row-level security/, "twofold: COPY FROM into $table is refused");
}
my (undef, $copied) = $node->psql('postgres', 'COPY primeinv.customer TO STDOUT', extra_params => [ '-U', 'reader' ]);
unlike($copied, qr/secret of $theirs/, 'reader: COPY TO shows none of theirs');
like($copied, qr/secret of $ours/, 'but ours');

promises_hold($node);
$node->stop;
done_testing();
