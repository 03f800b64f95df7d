"""`manage.py export_openapi [--check]`: the API's description as a file: a change of it is seen in review."""

import difflib
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from reporting.api import api


class Command(BaseCommand):
    help = "Ghi mô tả API vào docs/openapi.json (write the API's description)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when the file differs from the code")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "openapi.json"
        with translation.override("en"):
            schema = api.get_openapi_schema(path_prefix="/api/v1/")
        text = json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        if not options["check"]:
            path.write_text(text, encoding="utf-8")
            return
        kept = path.read_text(encoding="utf-8") if path.exists() else ""
        if kept != text:
            lines = list(
                difflib.unified_diff(kept.splitlines(), text.splitlines(), "docs/openapi.json", "code", n=1)
            )
            raise CommandError(
                "\n".join([*lines[:40], "docs/openapi.json differs; run: manage.py export_openapi"])
            )
