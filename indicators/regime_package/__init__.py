"""A regime as one file, from one installation to another (docs/decisions/024)."""
