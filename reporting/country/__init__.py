"""A country of made-up figures on the real units: what `load_country` writes and `make bench-country` measures."""
