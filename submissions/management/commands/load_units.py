"""`manage.py load_units --source vietnam [--province 33] [--conversion FILE.csv]`: the real units."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from submissions.actions.load_conversion import load_conversion
from submissions.actions.load_units import load_units
from units.actions.load_units import Loaded
from units.conversion_words import refusal, report_lines
from units.loading.country import Country
from units.loading.reorganisation import UnknownProvince, plan_vietnam
from units.loading.table import MAX_FILE, FileRefused
from units.loading.vietnam import SourceMissing, read_vietnam

_HELP = """\
Nạp đơn vị hành chính trước và từ ngày 1/7/2025: mã, tên, loại hình, nơi trực thuộc, quan hệ kế thừa.
Nạp lại lần nữa không thay đổi gì.

--source vietnam     từ dữ liệu có sẵn (gói vietnamadminunits); đơn vị đã có được giữ nguyên như đang ghi.
--conversion TỆP     bảng chuyển đổi của Cục Thống kê (CSV, để nguyên như khi ban hành), đặt lên trên dữ liệu
                     có sẵn: chỗ nào khác nhau thì theo bảng, đơn vị đã có được sửa theo bảng, và mọi chỗ khác
                     được liệt kê ở cuối. Không có gói thì chỉ ghi những gì bảng nói; có --source vietnam thì
                     phải có gói. Tên, nơi trực thuộc do người dùng ghi sau ngày 1/7/2025 được giữ.
--province 33        chỉ tỉnh, thành phố ấy của ngày nay, cùng các đơn vị cũ của nó; không có thì cả nước, kể
                     cả khi trước đó mới nạp một tỉnh. Bản tổng hợp vẫn nói về toàn bộ bảng.
"""


class Command(BaseCommand):
    help = _HELP

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--source", choices=["vietnam"], help="dữ liệu có sẵn của cả nước (mặc định)")
        parser.add_argument("--conversion", metavar="TỆP.csv", type=Path, help="bảng chuyển đổi chính thức")
        parser.add_argument("--province", metavar="MÃ", help="mã hai chữ số của một tỉnh, thành phố ngày nay")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._load(options["conversion"], options["source"], options["province"])
        except FileRefused as error:
            raise CommandError(f"{options['conversion']}: {refusal(error)} Chưa ghi gì.") from error
        except UnknownProvince as error:
            raise CommandError(f"Không có tỉnh, thành phố nào mang mã {error} từ 1/7/2025.") from error
        except SourceMissing as error:
            raise CommandError(str(error)) from error
        except IntegrityError as error:
            raise CommandError(
                f"Không ghi được vì trái với điều đã có trong cơ sở dữ liệu: {error}. Chưa ghi gì."
            ) from error

    def _load(self, table: Path | None, source: str | None, province: str | None) -> None:
        now = timezone.now()
        if table is None:
            plan = plan_vietnam(read_vietnam(), province=province)
            self._say(load_units(plan=plan, by=None, at=now, tell=self._tell))
            return
        converted = load_conversion(
            content=_content(table),
            packaged=self._packaged(needed=source is not None),
            province=province,
            by=None,
            at=now,
            tell=self._tell,
        )
        for line in report_lines(converted.report):
            self.stdout.write(line)
        self._say(converted.loaded)

    def _tell(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def _packaged(self, *, needed: bool) -> Country | None:
        try:
            return read_vietnam()
        except SourceMissing:
            if needed:
                raise
            self._tell("Không có dữ liệu có sẵn: chỉ ghi những gì bảng nói.")
            return None

    def _say(self, loaded: Loaded) -> None:
        if not any(loaded):
            self.stdout.write("Không có gì thay đổi: mọi đơn vị đã được ghi như vậy.")
            return
        self.stdout.write(f"{loaded.units} đơn vị mới, {loaded.successions} quan hệ kế thừa mới.")
        if loaded.names or loaded.places or loaded.replaced:
            self.stdout.write(
                f"Sửa theo bảng: {loaded.names} tên, {loaded.places} nơi trực thuộc, "
                f"{loaded.replaced} quan hệ kế thừa cũ."
            )
        if loaded.marks:
            self.stdout.write(
                f"{loaded.marks} số tổng hợp sẽ được tính lại (tự động, hoặc chạy refresh_totals)."
            )


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise CommandError(f"Không có tệp {path}.")
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE + 1)
    except OSError as error:
        raise CommandError(f"Không mở được tệp {path}: {error.strerror}.") from error
