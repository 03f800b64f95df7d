"""Draw docs/workflow.md from the table of transitions; `--check` fails when the page differs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from submissions.diagram import workflow_page


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when it differs")

    def handle(self, *args: Any, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "workflow.md"
        drawn = workflow_page()
        if not options["check"]:
            page.parent.mkdir(exist_ok=True)
            page.write_text(drawn)
            self.stdout.write("docs/workflow.md")
        elif not page.exists() or page.read_text() != drawn:
            raise CommandError("docs/workflow.md is not what the table says: run manage.py draw_transitions")
