"""`manage.py load_units --source vietnam [--province 33]`: the real units, before and after 2025-07-01."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from units.actions.load_units import load_units
from units.loading.reorganisation import UnknownProvince, plan_vietnam
from units.loading.vietnam import SourceMissing, read_vietnam


class Command(BaseCommand):
    help = (
        "Load real units with their codes, names, places and successions; running it twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--source", choices=["vietnam"], default="vietnam")
        parser.add_argument("--province", help="two-digit code of a province of today; without it, all")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan = plan_vietnam(read_vietnam(), province=options["province"])
        except UnknownProvince as error:
            raise CommandError(f"Không có tỉnh, thành phố nào mang mã {error} từ 1/7/2025.") from error
        except SourceMissing as error:
            raise CommandError(str(error)) from error
        loaded = load_units(plan=plan, by=None, at=timezone.now())
        self.stdout.write(f"{loaded.units} đơn vị mới, {loaded.successions} quan hệ kế thừa mới.")
