"""Reorganisations of units (sắp xếp): what is asked for and what speaks against it. Pure, except `words`."""
