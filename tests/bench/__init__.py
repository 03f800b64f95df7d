"""`make bench`: the speeds the README names, each beside its baseline of the same run."""
