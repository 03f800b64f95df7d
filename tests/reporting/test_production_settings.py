"""Production refuses to start with what the demo runs on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

WELL_SET = {
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "baocao.example.vn",
    "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
    "EMAIL_HOST": "mail.example.vn",
    "DEFAULT_FROM_EMAIL": "bao-cao-so@example.vn",
}


def start(repository: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import reporting.settings.production"],
        cwd=repository,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_production_starts_when_everything_is_named(repository: Path) -> None:
    done = start(repository, WELL_SET)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("missing", sorted(WELL_SET))
def test_production_refuses_to_start_without(repository: Path, missing: str) -> None:
    done = start(repository, {name: value for name, value in WELL_SET.items() if name != missing})
    assert done.returncode != 0
    assert missing in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "demo-only-this-key-is-public-and-production-refuses-it"),
        ("ALLOWED_HOSTS", "*"),
    ],
)
def test_production_refuses_a_default(repository: Path, name: str, value: str) -> None:
    done = start(repository, {**WELL_SET, name: value})
    assert done.returncode != 0
    assert name in done.stderr
