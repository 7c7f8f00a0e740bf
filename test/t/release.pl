# What a release says about itself agrees: control file, META.json, CHANGELOG.md, the manifest and the files.

use strict;
use warnings;

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

done_testing();
