# What a release says about itself agrees: control file, META.json, CHANGELOG.md, the manifest and the files.

use strict;
use warnings;

use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;

sub contents
{
	my ($file) = @_;
	open my $in, '<', $file or die "$file: $!";
	local $/;
	return scalar <$in>;
}

my ($version) = contents('primeinv.control') =~ /^default_version = '(\d+\.\d+\.\d+)'$/m;
my $meta = decode_json(contents('META.json'));

ok($version, 'the control file names a version');
is($meta->{version}, $version, 'META.json has the same version');
is($meta->{provides}{primeinv}{version}, $version, 'so has what it provides');
ok(-e $meta->{provides}{primeinv}{$_}, "$_ is there") foreach qw(file docfile);
like(contents('CHANGELOG.md'), qr/^## \[\Q$version\E\]/m, 'CHANGELOG.md has a heading for it');

my @listed = grep { /\S/ } map { s/#.*//r =~ s/\s+//gr } split /\n/, contents('sql/MANIFEST');
is_deeply([ sort map { "sql/$_" } @listed ], [ sort grep { !m{/updates/} } glob('sql/*/*.sql') ], 'the manifest lists every part once');
unlike(contents("sql/$_"), qr/OR\s+REPLACE|IF\s+NOT\s+EXISTS/i, "$_ replaces nothing that was there before it") foreach @listed;

# An installation that fails halfway, or that a session comes across, leaves what was there.
my $dir = tempdir(CLEANUP => 1);
system("head -c 3000000 /dev/zero >$dir/new.so && echo old >$dir/old.so") == 0 or die;
is(system("bash -c 'ulimit -f 100; sh packaging/put 755 $dir/new.so $dir/old.so' 2>/dev/null") == 0, '', 'where a library does not fit');
is(contents("$dir/old.so"), "old\n", 'the old one stays');
is(system("sh packaging/put 755 $dir/new.so $dir/old.so"), 0, 'where it does');
is(join(' ', map { s{.*/}{}r } glob("$dir/*")) . ' ' . -s "$dir/old.so", 'new.so old.so 3000000', 'it is there, and nothing else');
my $pg_config = $ENV{PG_CONFIG} // 'pg_config';
like(qx(make -n install DEVEL=1 PG_CONFIG=$pg_config), qr{packaging/put 755 primeinv\.so }, 'make install does it so');

done_testing();
