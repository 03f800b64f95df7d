"""For rooms above: what has happened here, told after the commit."""

from django.db import transaction
from django.dispatch import Signal

figures_moved = Signal()
"""Figures that count have changed and dirty marks wait. Sent once a transaction, no arguments."""


def tell_on_commit() -> None:
    """Send `figures_moved` when the transaction has committed."""
    transaction.on_commit(_tell)


def _tell() -> None:
    figures_moved.send(sender=None)
