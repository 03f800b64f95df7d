"""`manage.py load_country [--months 36] [--points 200]`: the country with made-up figures, for measuring."""

from argparse import ArgumentParser
from datetime import date, datetime, timedelta
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from aggregates.actions.recompute_all import recompute_all
from reporting.country.load import NotEmpty, Wanted, load_country
from units.loading.reorganisation import UnknownProvince
from units.loading.vietnam import SourceMissing, read_vietnam


class Command(BaseCommand):
    help = (
        "Load the real units of the country with made-up figures: 34 provinces and 3,321 communes from "
        "July 2025, the units of their time before. Refuses a database with reports in it unless told."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--months", type=int, default=36)
        parser.add_argument("--points", type=int, default=200)
        parser.add_argument("--until", help="the last month, as 2026-10; without it, the last full one")
        parser.add_argument("--provinces", type=int, help="only so many provinces of today")
        parser.add_argument("--province", action="append", help="only this one, by its code")
        parser.add_argument("--scale", type=int, default=1, help="so many copies of every province")
        parser.add_argument("--seed", type=int, default=2026)
        parser.add_argument("--no-totals", action="store_true", help="leave the totals to recompute_all")
        parser.add_argument("--anyway", action="store_true", help="beside the reports that are there")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            loaded = load_country(_wanted(options), anyway=options["anyway"], at=now, say=self.stdout.write)
        except NotEmpty as error:
            raise CommandError(
                f"Không nạp: {error}. Lệnh này cần cơ sở dữ liệu chưa có báo cáo; "
                "thêm --anyway để nạp cạnh dữ liệu đang có."
            ) from error
        except UnknownProvince as error:
            raise CommandError(f"Không có tỉnh, thành phố nào mang mã {error} từ 1/7/2025.") from error
        except SourceMissing as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{loaded.figures} số liệu của {loaded.units} đơn vị trong {loaded.months} tháng: "
            f"{loaded.seconds:.1f} giây, {loaded.rate:.0f} số liệu/giây, "
            f"{loaded.bytes_a_figure:.1f} byte mỗi số liệu kể cả chỉ mục"
        )
        if not options["no_totals"]:
            started = perf_counter()
            count = recompute_all(at=now)
            self.stdout.write(f"{count} số tổng hợp: {perf_counter() - started:.1f} giây")


def _wanted(options: dict[str, Any]) -> Wanted:
    provinces = options["province"]
    if options["provinces"]:
        provinces = sorted(read_vietnam().provinces)[: options["provinces"]]
    return Wanted(
        months=options["months"],
        points=options["points"],
        until=_month(options["until"]),
        provinces=provinces,
        scale=options["scale"],
        seed=options["seed"],
    )


def _month(code: str | None) -> date:
    if code is None:
        return timezone.localdate().replace(day=1) - timedelta(days=1)
    try:
        return datetime.strptime(code, "%Y-%m").date()  # noqa: DTZ007 a month has no time zone
    except ValueError as error:
        raise CommandError(f"--until {code}: cần dạng năm-tháng, ví dụ 2026-10.") from error
