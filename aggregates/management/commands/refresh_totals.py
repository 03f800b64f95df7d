"""`manage.py refresh_totals [--round ID]`: totals now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from aggregates.actions.mark_round import mark_round
from aggregates.actions.refresh_totals import refresh_totals
from indicators.models import ReportingRound


class Command(BaseCommand):
    help = "Refresh the totals that are marked; with --round, all totals of that round."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--round", type=int, metavar="ID")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["round"] is not None:
            rounds = ReportingRound.objects.select_related("template__regime", "period")
            chosen = rounds.filter(pk=options["round"]).first()
            if chosen is None:
                raise CommandError(f"There is no round {options['round']}.")
            mark_round(reporting_round=chosen)
        report = refresh_totals(at=timezone.now())
        self.stdout.write(str(report))
        if report.refused:
            raise CommandError("\n".join(report.refused))
