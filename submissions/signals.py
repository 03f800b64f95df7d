"""For rooms above: what has happened here, told after the commit."""

from django.dispatch import Signal

figures_moved = Signal()
"""Figures that count have changed and dirty marks wait. Sent once a transaction, no arguments."""
