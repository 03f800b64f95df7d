"""`manage.py load_history FILE --regime CODE --period CODE [--template CODE] [--dry-run]`: past figures."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators.models import Template
from submissions.actions.load_history import check_history, load_history
from submissions.history import HistoryPlan, rows_of
from submissions.many_units import Told
from submissions.workbooks.package import MAX_FILE
from units.errors import BadContent, Conflict

SHOWN = 200


class Command(BaseCommand):
    help = (
        "Load figures of a past period from a workbook with units as rows (or a sheet a unit). They count "
        "once the agency has approved them on the page of history. The same file twice is loaded once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--regime", required=True, help="code of the regime")
        parser.add_argument("--period", required=True, help="2025-9M, 2025-Q3, 2025-10, 2025 …")
        parser.add_argument("--template", help="code of the form, where the regime has several")
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        template = self._template(options)
        try:
            with path.open("rb") as file:
                content = file.read(MAX_FILE + 1)
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {path}: {error.strerror}.") from error
        try:
            if options["dry_run"]:
                plan = check_history(
                    template=template, period_code=options["period"], content=content, by=None
                )
                self._say_plan(plan)
                return
            load = load_history(
                template=template, period_code=options["period"], content=content, file_name=path.name,
                by=None, at=timezone.now(),
            )  # fmt: skip
        except BadContent as error:
            raise CommandError(error.messages[0]) from error
        except Conflict as error:
            raise CommandError(error.message) from error
        self.stdout.write(
            f"Đã nạp {len(rows_of(load))} đơn vị của kỳ {load.period_code}, chờ cơ quan chủ trì duyệt."
        )

    def _template(self, options: dict[str, Any]) -> Template:
        found = Template.objects.filter(regime__code=options["regime"]).select_related("regime__calendar")
        if options["template"]:
            found = found.filter(code=options["template"])
        templates = list(found.order_by("code"))
        if len(templates) == 1:
            return templates[0]
        if not templates:
            raise CommandError(f"Không có biểu nào của chế độ {options['regime']} như vậy.")
        codes = ", ".join(template.code for template in templates)
        raise CommandError(f"Chế độ có nhiều biểu; hãy chọn --template: {codes}.")

    def _say_plan(self, plan: HistoryPlan) -> None:
        for one in plan.told[:SHOWN]:
            self.stdout.write(_line(one))
        self.stdout.write(
            f"{len(plan.rows)}/{plan.expected} đơn vị nạp được, {len(plan.errors)} lỗi. Chưa ghi gì."
        )


def _line(told: Told) -> str:
    return f"{told.place} {told.unit}: {told.message}"
