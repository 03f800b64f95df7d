"""What it adds up to."""

from aggregates.models.total import Total

__all__ = ["Total"]
