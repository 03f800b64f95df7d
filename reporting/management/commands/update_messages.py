"""Collect every text of sources and templates into reporting/locale/; `--check` says what is missing.

Texts are written in Vietnamese, so the Vietnamese catalogue may stay untranslated; the English one may not.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

ROOMS = ("units", "indicators", "submissions", "aggregates", "reporting")
LANGUAGES = ("vi", "en")
LOCALE = Path("reporting/locale")
PLACE = re.compile(r"%(?:\(\w+\))?[sd]")


class Command(BaseCommand):
    help = "Collect texts into the catalogues, or check that none is missing or untranslated."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, name what is missing")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        base = Path(settings.BASE_DIR)
        with tempfile.TemporaryDirectory() as folder:
            collected = _collect(base, into=Path(folder))
            if check:
                problems = [*_problems_of(base, collected)]
                if problems:
                    raise CommandError("\n".join([*problems, "`make messages` collects; then translate."]))
                return
            for path in collected.rglob("*.po"):
                target = base / LOCALE / path.relative_to(collected)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        self.stdout.write("\n".join(_untranslated(base / _catalogue("en"))) or "Everything is translated.")


def _catalogue(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _collect(base: Path, *, into: Path) -> Path:
    """Return a copy of the catalogues with all texts of today merged in.

    The work is Django's makemessages (xgettext), run on a copy so that a check leaves the checkout as it is.
    """
    for room in ROOMS:
        ignore = shutil.ignore_patterns("static", "locale", "__pycache__", "migrations")
        shutil.copytree(base / room, into / room, ignore=ignore)
    locale = into / "locale"
    if (base / LOCALE).is_dir():
        shutil.copytree(base / LOCALE, locale, ignore=shutil.ignore_patterns("*.mo"))
    locale.mkdir(exist_ok=True)
    languages = [part for language in LANGUAGES for part in ("-l", language)]
    # Without settings, makemessages uses the folder `locale` it stands beside.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-m", "django", "makemessages", *languages, "--no-wrap", "--add-location", "file"],
        cwd=into,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"makemessages failed (is gettext installed?):\n{done.stdout}{done.stderr}")
    return locale


def _problems_of(base: Path, collected: Path) -> list[str]:
    problems: list[str] = []
    for language in LANGUAGES:
        ours = base / _catalogue(language)
        if not ours.is_file():
            problems.append(f"{_catalogue(language)} is missing")
            continue
        known = {_key(message) for message in _messages(ours)}
        wanted = _messages(collected / language / "LC_MESSAGES" / "django.po")
        problems += [f"{language}: not collected: {m.id!r}" for m in wanted if _key(m) not in known]
    return problems + _untranslated(base / _catalogue("en"))


def _untranslated(path: Path) -> list[str]:
    if not path.is_file():
        return []
    return [f"en: {_fault(message)}: {message.id!r}" for message in _messages(path) if _fault(message)]


def _fault(message: Message) -> str:
    if message.fuzzy:
        return "fuzzy"
    parts = _parts(message.string)
    if not all(parts):
        return "not translated"
    places = {place for part in _parts(message.id) for place in PLACE.findall(part)}
    # A singular may leave its number out ("one unit"); nothing may be named that the source lacks.
    named = [set(PLACE.findall(part)) for part in parts]
    return "" if named[-1] == places and all(names <= places for names in named) else "other placeholders"


def _parts(text: Any) -> list[str]:
    return list(text) if isinstance(text, (tuple, list)) else [text]


def _messages(path: Path) -> list[Message]:
    with path.open("rb") as file:
        catalogue: Catalog = read_po(file)
    return [message for message in catalogue if message.id]


def _key(message: Message) -> tuple[str | None, Any]:
    return (message.context, message.id if isinstance(message.id, str) else tuple(message.id))
