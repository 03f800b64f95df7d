"""`manage.py reconcile_totals`: full recomputation, exit 1 and a list when it differs from what is stored."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from aggregates.actions.reconcile_totals import reconcile_totals
from aggregates.models import Total


class Command(BaseCommand):
    help = "Recompute every total from the accepted figures and compare with what is stored."

    def handle(self, *args: Any, **options: Any) -> None:
        differences = reconcile_totals()
        for difference in differences:
            self.stdout.write(str(difference))
        if differences:
            raise CommandError(f"{len(differences)} totals differ.", returncode=1)
        self.stdout.write(f"{Total.objects.count()} totals agree with the figures.")
