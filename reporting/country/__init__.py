"""A country of made-up figures on the real units: `load_country` writes it, `make bench-country` measures."""
