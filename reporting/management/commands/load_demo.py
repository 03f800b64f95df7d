"""`manage.py load_demo`: the demo province. Running it twice changes nothing."""

from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reporting.demo.load import EARLIEST, is_loaded, load
from units.loading.vietnam import SourceMissing
from units.models import User


class Command(BaseCommand):
    help = "Load the demo province with people, rounds and two years of history; only with the demo settings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--today", type=date.fromisoformat, metavar="YYYY-MM-DD", help="as if loaded on that day"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Dữ liệu demo chỉ nạp được với cấu hình demo (reporting.settings.demo).")
        if is_loaded():
            self.stdout.write("Dữ liệu demo đã có, không thay đổi gì.")
            return
        if User.objects.exists():
            raise CommandError("Cơ sở dữ liệu đã có người dùng thật. Dữ liệu demo cần cơ sở dữ liệu trống.")
        now = _moment(options["today"])
        if timezone.localdate(now) < EARLIEST:
            raise CommandError(f"Dữ liệu demo cần ngày nạp từ {EARLIEST:%d/%m/%Y} trở đi.")
        try:
            load(now=now, say=self._say)
        except SourceMissing as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Đã nạp dữ liệu demo.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _moment(day: date | None) -> datetime:
    if day is None:
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, time(10)))
