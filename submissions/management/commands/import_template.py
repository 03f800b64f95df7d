"""`manage.py import_template FILE.xlsx --code CODE [--json]`: an official form becomes a draft template."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators.recognised_words import as_json, lines_of
from indicators.recognition import recognise
from submissions.actions.import_template import import_template, read_form_file
from submissions.workbooks.package import MAX_FILE
from units.errors import BadContent, Conflict, NotWithinReach
from units.models import Unit
from units.queries import find_unit


class Command(BaseCommand):
    help = (
        "Import an agency's form from its Excel file as a draft template: prints what was recognised and "
        "what a person must decide. The same file twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--code", required=True, help="the template's code, such as 4/BCH")
        parser.add_argument("--owner", help="code of the agency whose officers go on with it")
        parser.add_argument("--json", action="store_true", help="print all that was recognised as JSON")
        parser.add_argument("--dry-run", action="store_true", help="recognise only, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                content = file.read(MAX_FILE + 1)
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {path}: {error.strerror}.") from error
        try:
            if options["dry_run"]:
                recognised = recognise(read_form_file(path.name, content).grids)
            else:
                recognised = import_template(
                    name=path.name, content=content, code=options["code"], owner=_owner(options["owner"]),
                    by=None, at=timezone.now(),
                ).recognised  # fmt: skip
        except BadContent as error:
            raise CommandError(" ".join(error.messages)) from error
        except Conflict as error:
            raise CommandError(error.message) from error
        if options["json"]:
            self.stdout.write(as_json(recognised, code=options["code"], file_name=path.name))
        else:
            self.stdout.write("\n".join(lines_of(recognised)))


def _owner(code: str | None) -> Unit | None:
    if not code:
        return None
    try:
        return find_unit(code, on=timezone.localdate(), scheme=None)
    except NotWithinReach as error:
        raise CommandError(str(error)) from error
