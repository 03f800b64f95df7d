"""`manage.py import_tree FILE [--scheme agency|gso] [--from DATE] [--dry-run]`: units from a CSV or .xlsx."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from submissions.actions.import_tree import import_tree
from units.actions.import_tree import SCHEMES, SHOWN, CheckedTree, TreeSource, check_tree
from units.codes import AGENCY
from units.errors import BadContent
from units.loading.table import MAX_FILE, FileRefused
from units.loading.written_days import day_of
from units.tree_words import line_words, refusal_words


class Command(BaseCommand):
    help = (
        "Import a tree of units from a file (CSV or .xlsx): all of it or nothing; running it twice changes "
        "nothing. Exit 1 and a list of problems by row and column when something is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--scheme", choices=SCHEMES, default=AGENCY, help="whose codes (agency)")
        parser.add_argument("--from", dest="start", help="first day of rows that name none, dd/mm/yyyy")
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        source = self._source(options)
        try:
            if options["dry_run"]:
                checked = check_tree(source)
                self._stop_at(checked)
            else:
                checked = import_tree(source=source, by=None, at=timezone.now())
        except FileRefused as refused:
            raise CommandError(refusal_words(refused)) from refused
        except BadContent as error:
            lines = [str(problem["message"]) for problem in error.problems]
            raise CommandError("\n".join([error.messages[0], *lines])) from error
        plan = checked.plan
        self.stdout.write(
            f"{checked.rows} dòng: {len(plan.units)} đơn vị mới, {len(plan.places)} quan hệ mới, "
            f"{plan.existing} đơn vị đã có sẵn."
            + (" Chưa ghi gì." if options["dry_run"] else "")
            + (f" Cột không dùng đến: {', '.join(checked.unread)}." if checked.unread else "")
        )

    def _source(self, options: dict[str, Any]) -> TreeSource:
        path: Path = options["file"]
        start = day_of(options["start"]) if options["start"] else None
        if options["start"] and start is None:
            raise CommandError(f"Ngày “{options['start']}” chưa đọc được. Hãy viết ngày/tháng/năm.")
        try:
            with path.open("rb") as file:
                content = file.read(MAX_FILE + 1)
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {path}: {error.strerror}.") from error
        return TreeSource(content, path.name, options["scheme"], start)

    def _stop_at(self, checked: CheckedTree) -> None:
        problems = checked.plan.problems
        if problems:
            said = f"Tệp có {len(problems)} chỗ cần sửa."
            raise CommandError("\n".join([said, *(line_words(problem) for problem in problems[:SHOWN])]))
