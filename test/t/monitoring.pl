# deploy/monitoring with Debian's exporter, Prometheus and Alertmanager: what is broken here becomes a mail to the one it concerns,
# in words that he understands, and another when it is over. Everything on loopback; intervals are made short, and nothing else.
use strict;
use warnings;

use Encode;
use HTTP::Tiny;
use JSON::PP;
use MIME::QuotedPrint;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep time);
use Primeinv;

my @missing = grep { !-x "/usr/bin/$_" } qw(prometheus promtool prometheus-alertmanager amtool prometheus-sql-exporter setpriv python3);
push @missing, 'python3-aiosmtpd' unless @missing || system("/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null") == 0;
plan skip_all => "not installed: @missing" if @missing;

my $shipped = 'deploy/monitoring';
my $dir = PostgreSQL::Test::Utils::tempdir;
my %port = map { $_ => PostgreSQL::Test::Cluster::get_free_port() } qw(exporter prometheus alertmanager smtp);
my $password = 'open sesame 4711';
my $parent = getppid;
my %pid;

# The programs end with us, however we do.
sub start
{
	my ($name, @command) = @_;
	my $pid = fork() // die "fork: $!";
	if (!$pid)
	{
		open STDIN, '<', '/dev/null';
		open STDOUT, '>>', "$dir/$name.log";
		open STDERR, '>&', \*STDOUT;
		exec 'setpriv', '--pdeathsig', 'KILL', @command or POSIX::_exit(127);
	}
	return $pid{$name} = $pid;
}
END
{
	my $status = $?;
	kill 'KILL', $_ foreach values %pid;
	waitpid $_, 0 foreach values %pid;
	$? = $status;
}

sub wait_for
{
	my ($what, $is_so) = @_;
	my $end = time + 60;
	my $answer;
	until ($answer = $is_so->())
	{
		die 'nobody waits for us any more' if getppid != $parent;
		last if time > $end;
		sleep 0.1;
	}
	ok($answer, $what);
	return $answer;
}

sub text_of { my ($file) = @_; open my $in, '<:encoding(UTF-8)', $file or die "$file: $!"; local $/; return scalar <$in>; }
sub write_file { my ($file, $text) = @_; open my $out, '>:encoding(UTF-8)', $file or die "$file: $!"; print $out $text; close $out; return $file; }

# A shipped file with something replaced that must be in it.
sub copy_of
{
	my ($name, @changes) = @_;
	my $text = text_of("$shipped/$name");
	while (my ($from, $to) = splice @changes, 0, 2) { $text =~ s/$from/$to/mg or die "$name has no $from"; }
	return write_file("$dir/$name", $text);
}

sub get { my ($name, $path) = @_; my $r = HTTP::Tiny->new(timeout => 5)->get("http://127.0.0.1:$port{$name}$path"); return $r->{success} ? decode_utf8($r->{content}) : ''; }

# A Prometheus query's series.
sub series
{
	my ($expr) = @_;
	my $r = HTTP::Tiny->new(timeout => 5)->post_form("http://127.0.0.1:$port{prometheus}/api/v1/query", { query => $expr });
	my $answer = eval { decode_json($r->{content}) } // {};
	return ($answer->{data}{result} // [], $answer->{error});
}

# What is firing: names, each once.
sub firing { my ($found) = series('ALERTS{alertstate="firing"}'); my %name = map { $_->{metric}{alertname} => 1 } @$found; return join ' ', sort keys %name; }

# The mails so far: to, subject, text, and the whole of it.
sub mails
{
	my @mails;
	foreach my $file (sort { -M $b <=> -M $a } glob("$dir/mail/new/*"))
	{
		my $whole = text_of($file);
		my ($head, $body) = split /\r?\n\r?\n/, $whole, 2;
		$head =~ s/\r?\n[ \t]+/ /g;
		my ($to) = $head =~ /^X-RcptTo: (.*?)\r?$/m;
		my ($subject) = $head =~ /^Subject: (.*?)\r?$/m;
		my ($text) = $body =~ m{^Content-Type: text/plain.*?\r?\n\r?\n(.*?)\r?\n--}ms;
		push @mails, { to => $to, subject => decode('MIME-Header', $subject), text => decode_utf8(decode_qp($text // '')) =~ s/\r//gr, whole => $whole };
	}
	return @mails;
}
sub mail
{
	my ($to, $subject, $text) = @_;
	my ($found) = grep { $_->{to} eq $to && $_->{subject} =~ $subject && (!$text || $_->{text} =~ $text) } mails();
	return $found;
}
sub mailed { my ($to, $subject, $text, $name) = @_; return wait_for($name // "$to: $subject", sub { mail($to, $subject, $text) }) || { text => '', subject => '' }; }

# --- What needs no server.
my $rules = text_of("$shipped/primeinv.rules.yml");
my %alert = map { $_ => 1 } $rules =~ /^  - alert: (\w+)$/mg;
cmp_ok(scalar keys %alert, '>', 20, 'there are rules');
command_ok([ 'promtool', 'check', 'rules', "$shipped/primeinv.rules.yml" ], 'the rules are well formed');
command_ok([ 'promtool', 'test', 'rules', 'test/monitoring/rules.yml' ], 'they fire when they should, and not before');
my $tested = text_of('test/monitoring/rules.yml');
is(join(' ', grep { $tested !~ /alertname: $_\b/ && $tested !~ /alertname="$_"/ } sort keys %alert), '', 'each of them');
command_ok([ 'amtool', 'check-config', "$shipped/alertmanager.yml" ], 'the routes are well formed');
foreach my $case ([ 'severity=critical audience=dba alertname=PrimeinvPromisesBroken', 'dba' ], [ 'alertname=SomethingElse', 'dba' ],
	[ 'audience=buyer alertname=PrimeinvLowStock kind=low_stock', 'buyer' ], [ 'audience=shop alertname=PrimeinvShopToLook', 'shop' ])
{
	my ($labels, $receiver) = @$case;
	like((run_command([ 'amtool', 'config', 'routes', 'test', "--config.file=$shipped/alertmanager.yml", split / /, $labels ]))[0], qr/^$receiver$/, "$labels goes to $receiver");
}
my $page = text_of('docs/operate.md');
my %heading = map { lc($_) => 1 } $page =~ /^#+ (\w+)$/mg;
is(join(' ', grep { !$heading{$_} } $rules =~ m{runbook_url: docs/operate\.md#(\S+)}g), '', 'every alert leads to its section of docs/operate.md');
is(join(' ', grep { $rules !~ m{runbook_url: docs/operate\.md#\L$_\E$}m } sort keys %alert), '', 'its own');

# --- A shop that is open, and its jobs.
my $node = PostgreSQL::Test::Cluster->new('shop');
my $cron = -e $node->config_data('--pkglibdir') . '/pg_cron.so';
$node->init;
$node->append_conf('postgresql.conf', "timezone = 'UTC'\ntrack_functions = all\nlog_connections = off\n"
	. ($cron ? "shared_preload_libraries = 'pg_cron'\ncron.database_name = 'shop'\ncron.use_background_workers = on\n" : ''));
write_file($node->data_dir . '/pg_hba.conf', "local all primeinv_monitor scram-sha-256\n" . text_of($node->data_dir . '/pg_hba.conf'));
$node->start;
$node->safe_psql('postgres', 'CREATE DATABASE shop');
sub sql { my ($statements) = @_; return $node->safe_psql('shop', $statements); }
sql('CREATE EXTENSION primeinv;' . ($cron ? 'CREATE EXTENSION pg_cron; SELECT primeinv.schedule_jobs()' : ''));

# Two tenants; the other one has given his goods a name that no mail should suffer from.
my $nasty = q(Bread <script>alert('x')</script> {{ .Labels }}) . "\nBcc: everybody\@example.com\n\n\x{202e}turned round " . 'and on ' x 40;
write_file("$dir/shop.sql", <<"END");
SET client_encoding = 'UTF8';
INSERT INTO primeinv.tenant (name, currency) VALUES ('Corner Shop', 'EUR'), ('Rival', 'EUR');
INSERT INTO primeinv.outlet (tenant_id, name) VALUES (1, 'Harbour'), (2, 'Hill');
INSERT INTO primeinv.product (tenant_id, name) VALUES (1, 'Milk'), (2, \$\$$nasty\$\$);
INSERT INTO primeinv.variation (tenant_id, product_id, name, price, low_stock_threshold) VALUES (1, 1, '1l', 2, 10), (2, 2, 'loaf', 3, 5);
SELECT primeinv.add_stock(1, 30, 1, 'M-1', current_date + 90, 1), primeinv.add_stock(2, 30, 2, 'B-1', current_date + 90, 1);
INSERT INTO primeinv.customer (tenant_id, name, phone) VALUES (1, 'Zsofia Geheim', '0664 1234567');
UPDATE primeinv.customer SET credit_limit = 100;
SELECT FROM primeinv.checkout(1, '[{"variation_id": 1, "quantity": 2}]', customer_id => 1);
END
$node->command_ok([ 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('shop'), '-f', "$dir/shop.sql" ], 'a shop of two tenants');
$node->command_ok([ 'psql', '-Xq', '-d', $node->connstr('shop'), '-f', "$shipped/roles.sql" ], 'the roles are made') foreach 1 .. 2;
sql("ALTER ROLE primeinv_monitor PASSWORD '$password'");
my @jobs = split /\n/, sql('SELECT command FROM primeinv.jobs()');
sub run_jobs { $node->psql('shop', $_) foreach @jobs; return; }
run_jobs();

# --- The programs, as Debian's units start them.
write_file("$dir/pgpass", "*:*:shop:primeinv_monitor:$password\n");
chmod 0600, "$dir/pgpass";
copy_of('prometheus-sql-exporter.yml', 'interval: \w+$' => 'interval: 1s');
copy_of('prometheus.yml', '_interval: 15s$' => '_interval: 1s', ':9237' => ":$port{exporter}", ':9093' => ":$port{alertmanager}");
copy_of('primeinv.rules.yml', '^    (?:for|keep_firing_for): .*\n' => '');
mkdir "$dir/alertmanager_templates";
write_file("$dir/alertmanager_templates/primeinv.tmpl", text_of("$shipped/primeinv.tmpl"));
copy_of('alertmanager.yml', 'localhost:25$' => "127.0.0.1:$port{smtp}", 'group_wait: \w+$' => 'group_wait: 1s', 'group_interval: \w+$' => 'group_interval: 1s');
my %environment = text_of("$shipped/prometheus-sql-exporter.default") =~ /^#?([A-Z]+(?:_[A-Z]+)*)=(.*)$/mg;
is($environment{ARGS}, '-web.listen-address=127.0.0.1:9237', 'the exporter listens on loopback only');
%environment = (%environment, CONFIG => "$dir/prometheus-sql-exporter.yml", PGHOST => $node->host, PGPORT => $node->port, PGPASSFILE => "$dir/pgpass");
start('smtp', '/usr/bin/python3', '-m', 'aiosmtpd', '-n', '-l', "127.0.0.1:$port{smtp}", '-c', 'aiosmtpd.handlers.Mailbox', "$dir/mail");
start('exporter', 'env', (map { "$_=$environment{$_}" } sort keys %environment), 'prometheus-sql-exporter', "-web.listen-address=127.0.0.1:$port{exporter}");
start('prometheus', 'prometheus', "--config.file=$dir/prometheus.yml", "--storage.tsdb.path=$dir/data", "--web.listen-address=127.0.0.1:$port{prometheus}");

# --- All is well.
wait_for('the checks arrive', sub { my ($found) = series('count(sql_primeinv_health)'); return @$found && $found->[0]{value}[1] == sql('SELECT count(*) FROM primeinv.health()'); });
wait_for('nothing is wrong', sub { firing() eq '' }) or diag firing();
start('alertmanager', 'prometheus-alertmanager', "--config.file=$dir/alertmanager.yml", "--storage.path=$dir/alerts", "--web.listen-address=127.0.0.1:$port{alertmanager}",
	'--cluster.listen-address=');
wait_for('Alertmanager is ready', sub { get('alertmanager', '/-/ready') });

# What it is asked as, sees nothing else.
sub as_monitor { my ($statement) = @_; local $ENV{PGPASSFILE} = "$dir/pgpass"; return $node->psql('shop', $statement, extra_params => [ '-U', 'primeinv_monitor' ]); }
my (undef, $may) = as_monitor(q(SELECT format('%s.%s', n.nspname, p.proname) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
	WHERE n.nspname ~ '^primeinv' AND has_schema_privilege(n.oid, 'USAGE') AND has_function_privilege(p.oid, 'EXECUTE')
	UNION ALL SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
	WHERE n.nspname ~ '^primeinv' AND c.relkind IN ('r', 'v') AND (has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT')) ORDER BY 1));
is($may, "primeinv.health\nprimeinv_monitoring.goods_alerts", 'the role of the monitoring may ask for two things');
is((as_monitor('SELECT count(*) FROM primeinv.customer'))[0], 3, 'not for customers');
is((as_monitor('SET ROLE primeinv_alerts'))[0], 3, 'nor become who may');

# The dashboard's queries, as its panels ask them.
my $dashboard = decode_json(encode_utf8(text_of("$shipped/grafana.json")));
my %id;
$id{$_->{id}}++ foreach @{ $dashboard->{panels} };
is(join(' ', grep { $id{$_} > 1 } keys %id), '', 'the panels have ids of their own');
is(join(' ', map { "$_->[0]{title}/$_->[1]{title}" } overlaps(@{ $dashboard->{panels} })), '', 'and places of their own');
sub overlaps
{
	my (@panels, @found) = @_;
	foreach my $i (0 .. $#panels)
	{
		foreach my $j (0 .. $i - 1)
		{
			my ($a, $b) = map { $_->{gridPos} } @panels[ $i, $j ];
			push @found, [ @panels[ $i, $j ] ] if $a->{x} < $b->{x} + $b->{w} && $b->{x} < $a->{x} + $a->{w} && $a->{y} < $b->{y} + $b->{h} && $b->{y} < $a->{y} + $a->{h};
		}
	}
	return @found;
}
my (%shown, @empty);
sub ask_dashboard
{
	@empty = ();
	foreach my $panel (@{ $dashboard->{panels} })
	{
		foreach my $target (@{ $panel->{targets} // [] })
		{
			my $expr = $target->{expr} =~ s/\$database/shop/gr =~ s/\$__rate_interval/1m/gr;
			my ($found, $error) = series($expr);
			push @empty, "$panel->{title}: " . ($error // 'nothing') unless @$found;
			next if $panel->{title} =~ /^Checks|^Worst/;
			$shown{ $_->{metric}{check} // '' } = 1 foreach @$found;
		}
	}
	return @empty == 0;
}
wait_for('every panel of the dashboard shows something', \&ask_dashboard) or diag join "\n", @empty;
is(join(' ', grep { !$shown{$_} } split /\n/, sql('SELECT "check" FROM primeinv.health() WHERE "check" <> \'version\'')), '', 'each check has a panel beside the list');
is(join(' ', map { $_->{subject} } mails()), '', 'nobody got a mail');
# What a query says instead of nothing hides a name that is wrong, so each name is asked for on its own; what is not so yet comes below.
my %selector;
$selector{ s/\$database/shop/gr }++ foreach map { $_->{expr} =~ /(\w+\{[^}]*\})/g } map { @{ $_->{targets} // [] } } @{ $dashboard->{panels} };
my @later = grep { /goods_alert|status="(?:warning|critical)"/ } sort keys %selector;
delete @selector{@later};
cmp_ok(scalar keys %selector, '>', 25, 'the dashboard asks for much');
is(join(' ', grep { my ($found) = series($_); !@$found } sort keys %selector), '', 'and for nothing that is not there');
my ($variable) = map { $_->{query}{query} } grep { $_->{name} eq 'database' } @{ $dashboard->{templating}{list} };
my ($metric, $label) = $variable =~ /^label_values\((\w+), (\w+)\)$/;
is(get('prometheus', "/api/v1/label/$label/values?match[]=$metric") =~ s/.*"data":(\[.*?\]).*/$1/sr, '["shop"]', 'it finds the database');

# --- Things break.
sql(q(SELECT FROM primeinv.checkout(1, '[{"variation_id": 1, "quantity": 25}]', '[{"method": "CASH", "amount": 50}]');
	SELECT FROM primeinv.checkout(2, '[{"variation_id": 2, "quantity": 26}]', '[{"method": "CASH", "amount": 78}]')));
sql(q(UPDATE primeinv.sale SET due_date = current_date - 10 WHERE customer_id IS NOT NULL));
# a superuser goes round the functions, in two tenants' books
sql(q(SET session_replication_role = replica; UPDATE primeinv.batch SET quantity = quantity + 3 WHERE id = 1; UPDATE primeinv.batch SET quantity = quantity + 4 WHERE id = 2));
# a job meets an error, the words of which are a customer's
sql(q(CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'Zsofia Geheim owes 4.00'; END $$;
	CREATE TRIGGER fail BEFORE UPDATE ON primeinv.outlet_day FOR EACH ROW WHEN (NEW.outlet_id = 1) EXECUTE FUNCTION fail();
	UPDATE primeinv.outlet_day SET day = day - 1 WHERE outlet_id = 2; SET session_replication_role = replica; UPDATE primeinv.outlet_day SET day = day - 1 WHERE outlet_id = 1));
run_jobs();
# the jobs stop, and time passes
sql(($cron ? 'SELECT primeinv.unschedule_jobs();' : '') . q(UPDATE primeinv.job_run SET ended_at = ended_at - interval '2 days'));

my %mail;
$mail{low} = mailed('buyer@shop.example', qr/^Low stock at Harbour$/);
like($mail{low}{text}, qr/^Low stock at Harbour \(Corner Shop\)\n\n- Milk 1l at Harbour: 3 left, threshold 10\n\nWhat to order: SELECT \* FROM primeinv\.reorder_proposal\(1\)$/m, 'what is low, where, and what to do');
$mail{nasty} = mailed('buyer@shop.example', qr/^Low stock at Hill$/);
like($mail{nasty}{text}, qr/^Low stock at Hill \(Rival\)\n\n- Bread <script>alert\('x'\)<\/script> \{\{ \.Labels \}\} Bcc: everybody\@example\.com turned round and on [^\n]{50,130}\x{2026}\n\nWhat to order/m,
	'a name of goods stays a line of text');
unlike($mail{nasty}{whole} // 'Bcc', qr/^Bcc:/mi, 'and makes no header');
$mail{promises} = mailed('dba@shop.example', qr/^critical: Promises of primeinv broken in shop: \d+$/);
like($mail{promises}{text}, qr/check_promises\(\).*^What it means, and what to do: docs\/operate\.md#primeinvpromisesbroken$/ms, 'what to do, and where it is written');
$mail{late} = mailed('dba@shop.example', qr/^(?:critical|warning): job_\w+ of shop: the last good run ended 2d 0h 0m \d+s ago \(9 in all\)$/);
my %late = map { $_ => 1 } $mail{late}{text} =~ /^(job_\w+) of shop: the last/mg;
is(join(' ', sort keys %late), join(' ', map { "job_$_" } split /\n/, sql('SELECT task FROM primeinv.jobs() ORDER BY 1')), 'one mail for all that stopped');
$mail{failed} = mailed('dba@shop.example', qr/^warning: Jobs of shop that failed: 1$/);
$mail{shop} = mailed('manager@shop.example', qr/^warning: Open alerts of shop, \w+: 1 \(2 in all\)$/);
like($mail{shop}{text}, qr/^Open alerts of shop, $_: 1\n  since 20/m, "$_, without names") foreach qw(overdue variance);
is(join(' ', sort grep { /Promises|Job|Low|Shop/ } split / /, firing()), 'PrimeinvJobFailed PrimeinvJobLate PrimeinvLowStock PrimeinvPromisesBroken PrimeinvShopToLook', 'these are firing');
foreach my $query (@later, map { $_->{expr} } @{ $dashboard->{annotations}{list} })
{
	my ($found) = series($query);
	ok(scalar @$found, "the dashboard finds $query");
}

# --- It is mended.
sql('DROP TRIGGER fail ON primeinv.outlet_day');
sql(q(SET session_replication_role = replica; UPDATE primeinv.batch SET quantity = quantity - 3 WHERE id = 1; UPDATE primeinv.batch SET quantity = quantity - 4 WHERE id = 2));
sql(q(SELECT primeinv.add_stock(1, 30, 1, 'M-2', current_date + 90, 1), primeinv.add_stock(2, 30, 2, 'B-2', current_date + 90, 1)));
sql(q(SELECT FROM primeinv.record_payment((SELECT id FROM primeinv.sale WHERE customer_id IS NOT NULL), 4, 'CASH')));
sql('SELECT primeinv.schedule_jobs()') if $cron;
run_jobs();
sql('SELECT FROM primeinv.run_reconcile()');
wait_for('nothing is wrong any more', sub { firing() eq '' }) or diag firing();
mailed('buyer@shop.example', qr/^Over: Low stock at Harbour$/, qr/^Over:\n\n- Milk 1l at Harbour/m);
mailed('buyer@shop.example', qr/^Over: Low stock at Hill$/);
mailed('dba@shop.example', qr/^Over: Promises of primeinv broken in shop/);
mailed('dba@shop.example', qr/^Over: job_\w+ of shop: the last/);
mailed('dba@shop.example', qr/^Over: Jobs of shop that failed/);
mailed('manager@shop.example', qr/^Over: Open alerts of shop/);

# --- The database does not answer: it lets nobody in, and is gone.
sql(q(ALTER ROLE primeinv_monitor PASSWORD 'changed'; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'primeinv_monitor'));
$mail{silent} = mailed('dba@shop.example', qr/^critical: Database shop does not answer the monitoring$/);
sql("ALTER ROLE primeinv_monitor PASSWORD '$password'");
mailed('dba@shop.example', qr/^Over: Database shop does not answer the monitoring$/);
my $times = grep { $_->{subject} =~ /^critical: Database shop does not/ } mails();
$node->stop('immediate');
wait_for('a mail when the server is gone', sub { $times < grep { $_->{subject} =~ /^critical: Database shop does not/ } mails() });
$node->start;
wait_for('and nothing is wrong when it is back', sub { firing() eq '' }) or diag firing();
kill 'KILL', $pid{exporter};
mailed('dba@shop.example', qr/^critical: The exporter of primeinv does not answer$/);

# --- However much is low, an outlet is a page of a mail.
sql(q(INSERT INTO primeinv.stock_alert (tenant_id, kind, outlet_id, variation_id, subject, detail) SELECT 1, 'low_stock', 1, 1, n, 'thing ' || n FROM generate_series(1, 30) n));
is((as_monitor(q(SELECT count(*), string_agg(detail, ',') FILTER (WHERE detail !~ 'thing') FROM primeinv_monitoring.goods_alerts())))[1], '21|and more', 'the first twenty, and that there are more');
is((as_monitor(q(SET primeinv.tenant = '2'; SELECT count(*) FROM primeinv_monitoring.goods_alerts())))[1], '0', 'a setting narrows it, and opens nothing');

# --- Who got what, and what nobody did.
my @mails = mails();
is(join(', ', sort map { $_->{subject} } grep { $_->{to} eq 'buyer@shop.example' && $_->{subject} !~ /^(Over: )?Low stock at (Harbour|Hill)$/ } @mails), '', 'the buyer hears of goods only');
is(join(', ', sort map { $_->{subject} } grep { $_->{to} ne 'buyer@shop.example' && $_->{whole} =~ /Milk|Bread/ } @mails), '', 'and nobody else of them');
is(scalar(grep { $_->{whole} =~ /Geheim|1234567|4\.00/ } @mails), 0, 'no mail has a word of a customer');
is(scalar(grep { $_->{whole} =~ m{text/html} } @mails), 0, 'none is HTML');
unlike($_->{text}, qr/<no value>|<nil>|%!|NaN: none.*NaN: none/, "$_->{subject} is whole") foreach grep { $_ } values %mail;
is(scalar(grep { text_of("$dir/$_.log") =~ /\Q$password\E|Geheim/ } qw(exporter prometheus alertmanager)), 0, 'no log has the password');
note(encode_utf8("to $_->{to}: $_->{subject}\n$_->{text}")) foreach grep { $_ && $_->{to} } values %mail;

promises_hold($node, 'all promises hold', 'shop');
$node->stop;
done_testing();
