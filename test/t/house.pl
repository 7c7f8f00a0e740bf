# The house: calls go down, a subject has one word, and functions are short. Needs no server.
use strict;
use warnings;

use File::Basename;
use Test::More;

my @rooms = qw(base tenant stock sale report ops);
my %floor = map { $rooms[$_] => $_ } 0 .. $#rooms;

sub text_of { local (@ARGV, $/) = @_; return scalar <>; }

# word_of FILE: the subject is the name's first word; a stock take is no part of stock.
sub word_of
{
	my ($name) = fileparse($_[0], qr/\.[^.]*/);
	return $name =~ /^(stock_take|[a-z]+)/ ? $1 : $name;
}

# --- Rooms: an include leads to one's own room or further down.
my @sources = (glob('src/*/*.c'), glob('src/*/*.h'));
cmp_ok(scalar @sources, '>', 50, 'there are sources');
my @upwards;
foreach my $file (@sources)
{
	my ($room) = $file =~ m{^src/(\w+)/};
	ok(exists $floor{$room}, "$file is in a room") or next;
	foreach my $line (split /\n/, text_of($file))
	{
		my ($path) = $line =~ /^\s*#\s*include\s*"([^"]+)"/ or next;
		my ($of) = $path =~ m{^(\w+)/} or next;
		push @upwards, "$file includes $path" if exists $floor{$of} && $floor{$of} > $floor{$room};
	}
}
is(join("\n", @upwards), '', 'no include leads upwards');

# --- Parts of the install script: all of them, room by room.
my @parts = grep { /\S/ } map { s/#.*//r =~ s/\s+$//r } split /\n/, text_of('sql/MANIFEST');
is_deeply([ sort @parts ], [ sort map { s{^sql/}{}r } grep { !m{^sql/updates/} } glob('sql/*/*.sql') ], 'every part is in the manifest, once');
my @last = qw(tenant/policy.sql tenant/privileges.sql); # they must see every table and function
is_deeply([ @parts[ -@last .. -1 ] ], \@last, 'policies and privileges come last');
my @order = map { $floor{ dirname($_) } } @parts[ 0 .. $#parts - @last ];
is_deeply(\@order, [ sort { $a <=> $b } @order ], 'the parts come room by room');

# --- Words: whoever knows the word finds all of it.
# What has no function or table of its own serves another subject, by whose test it is found and held.
my %serves = (
	# parts of the install script that must see the rest of it, or come before it
	policy => 'test/pgtap/access.sql', privileges => 'test/pgtap/access.sql',
	# what all subjects stand on
	primeinv => 'test/t/release.pl', compat => 'test/t/release.pl', tables => 'test/run/tables', executor => 'direct',
	quantity => 'deduct', value => 'request', json => 'deduct', call => 'request',
	rights => 'access', identity => 'access', trigger => 'audit',
	# what a sale is made of
	receipt => 'sales');
my (%where, %room);
foreach my $file (@sources, (grep { !m{^sql/updates/} } glob('sql/*/*.sql')), glob('test/sql/*.sql'))
{
	next if $file =~ m{/statement(s|_macros)\.h$}; # each room has its list
	my ($kind, $room) = $file =~ m{^(src|sql|test)/(\w+)/};
	my $word = word_of($file);
	$where{$word}{$kind} = $file;
	$room{$word}{$room} = $file if $kind ne 'test' && $room ne 'report'; # what a report in SQL cannot say, ops does
}
my @alone = grep { keys %{ $where{$_} } == 1 } sort keys %where;
is(join(' ', grep { !$serves{$_} } @alone), '', 'every subject is a word of two of src, sql and test, or serves one');
my %alone = map { $_ => 1 } @alone;
is(join(' ', grep { !$alone{$_} } sort keys %serves), '', 'none that is said to serve another is gone, or has a test of its own');
is(join(' ', grep { !-e ($serves{$_} =~ m{/} ? $serves{$_} : "test/sql/$serves{$_}.sql") } sort keys %serves), '', 'what they serve has a test');
is(join(' ', grep { keys %{ $room{$_} } > 1 } sort keys %room), '', 'a subject lies in one room');

# --- Pages: what they lead to is there.
my @astray;
foreach my $page (glob('*.md'), glob('docs/*.md'), glob('docs/*/*.md'), glob('test/*.md'), glob('test/*/*.md'), glob('web/*.md'), glob('clients/*/*.md'))
{
	my $text = text_of($page) =~ s/^```.*?^```//gmsr =~ s/`[^`\n]*`//gr;
	while ($text =~ /\]\(([^)\s]+)\)/g)
	{
		my ($path, $heading) = $1 =~ /^([^#]*)(?:#(.*))?$/;
		next if $path =~ /^[a-z]+:/;
		my $target = $path eq '' ? $page : dirname($page) . "/$path";
		if (!-e $target) { push @astray, "$page: $path"; next; }
		next unless defined $heading;
		my @headings = map { lc =~ s/[^\w -]//gr =~ s/ /-/gr } text_of($target) =~ /^#+ (.*)$/mg;
		push @astray, "$page: $path#$heading" unless grep { $_ eq $heading } @headings;
	}
}
is(join("\n", @astray), '', 'every link within the pages leads somewhere');
my $readme = text_of('README.md');
is(join(' ', grep { index($readme, "($_)") < 0 } glob('docs/*.md')), '', 'README leads to every page of docs');

# --- Functions: from the line of the name to the closing brace.
my %length;
foreach my $file (glob('src/*/*.c'))
{
	my ($name, $start);
	my @lines = split /\n/, text_of($file);
	foreach my $at (0 .. $#lines)
	{
		($name, $start) = ($1, $at) if $lines[$at] =~ /^([a-z_]\w*)\(/;
		next unless defined $name && $lines[$at] eq '}';
		$length{"$file: $name"} = $at - $start + 1;
		undef $name;
	}
}
my @lengths = sort { $a <=> $b } values %length;
cmp_ok(scalar @lengths, '>', 500, 'functions are found');
note(sprintf 'functions: %d, median %d lines, longest %d', scalar @lengths, $lengths[ $#lengths / 2 ], $lengths[-1]);
cmp_ok($lengths[ $#lengths / 2 ], '<=', 15, 'half of them are short');
is(join("\n", grep { $length{$_} > 60 } sort keys %length), '', 'none is longer than 60 lines');

done_testing();
