# Data::ICal gives values as octets, so the output is octets too.
use strict;
use warnings;
use Data::ICal;
my $calendar = Data::ICal->new(filename => $ARGV[0]) or die "it cannot be read";
sub value { my ($entry, $name) = @_; my $found = $entry->property($name); return $found ? $found->[0]->value : "" }
sub quoted {
    my $text = shift;
    $text =~ s/(["\\])/\\$1/g;
    $text =~ s/([\x00-\x1f])/sprintf("\\u%04x", ord $1)/ge;
    return "\"$text\"";
}
sub day { my $text = shift; $text =~ s/^(\d{4})(\d\d)(\d\d)$/$1-$2-$3/; return $text }
print "[", join(",", map {
    my $entry = $_;
    "[" . join(",", map { quoted($_) } value($entry, "uid"), day(value($entry, "dtstart")), day(value($entry, "dtend")),
        value($entry, "summary"), value($entry, "description")) . "]"
} grep { $_->ical_entry_type eq "VEVENT" } @{ $calendar->entries }), "]\n";
