"""Reorganisations of units (sắp xếp): what is asked, what speaks against it. Pure, but `words`, `facts`."""
