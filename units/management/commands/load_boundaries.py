"""`manage.py load_boundaries FILE.geojson [--from DATE] [--source TEXT]`: where units lie, for maps."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from units.actions.load_boundaries import load_boundaries
from units.errors import BadContent
from units.geojson import read_outlines


class Command(BaseCommand):
    help = (
        "Load boundaries from a GeoJSON FeatureCollection with `code` properties. A file that is wrong "
        "anywhere loads nothing; codes that name no unit are listed. Running it twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--from", dest="from_", type=date.fromisoformat,
            help="the day the codes are of and the boundaries hold from (YYYY-MM-DD); without it, codes are "
            "of today and the first boundary of a unit holds from the unit's first day",
        )  # fmt: skip
        parser.add_argument("--source", default="", help="whose boundaries these are")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outlines = read_outlines(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"Không đọc được tệp: {error.strerror}.") from error
        except BadContent as error:
            lines = [
                f"  đối tượng {problem['feature']} ({problem['unit'] or 'không có mã'}): {problem['message']}"
                for problem in error.problems
            ]
            raise CommandError("\n".join([*error.messages, *lines])) from error
        loaded = load_boundaries(
            outlines=outlines, from_=options["from_"], source=options["source"], by=None, at=timezone.now()
        )
        self.stdout.write(
            f"{loaded.new} ranh giới mới, {loaded.changed} thay đổi, {loaded.same} giữ nguyên, "
            f"{len(loaded.unknown)} không có đơn vị."
        )
        for outline in loaded.unknown:
            self.stdout.write(f"  đối tượng {outline.feature}: không có đơn vị mang mã {outline.code}")
