"""What is committed works anywhere: no addresses of registries, no folders of one machine."""

import re
import subprocess
from pathlib import Path

import pytest

# Written in pieces, so that this file does not find itself.
FORBIDDEN = {
    "the address of a registry": r"(?:registry\.npm" + r"js\.org|pypi" + r"\.org|python" + r"hosted\.org)",
    "a folder of the workplace": r"(?<![\w./-])/(?:wo" + r"rk|ro" + r"ot)(?![\w.-])",
    "a person's folder": r"(?<![\w.])/ho" + r"me/\w+",
    "a temporary workplace": r"/tmp/te" + r"am\b",
    "a local package index": r"/op" + r"t/(?:pypi|wheels)|--(?:extra-)?index" + r"-url|--find" + r"-links",
}
BESIDE = re.compile(r"\.\./sha" + r"red")


def committed_files(repository: Path) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=repository, capture_output=True, check=True, text=True
    )
    return [name for name in listed.stdout.split("\0") if name and (repository / name).is_file()]


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_file_mentions(what: str, repository: Path) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{name}: {match.group()}"
        for name in committed_files(repository)
        for match in [pattern.search(f"{name}\n{text_of(repository / name)}")]
        if match
    ]
    assert found == []


def test_only_tests_know_the_data_beside_the_checkout(repository: Path) -> None:
    others = [name for name in committed_files(repository) if not name.startswith("tests/")]
    assert [name for name in others if BESIDE.search(text_of(repository / name))] == []


def test_the_locks_hold_a_hash_for_every_package(repository: Path) -> None:
    for name in ("run", "dev", "data"):
        lines = (repository / f"requirements/{name}.txt").read_text().splitlines()
        packages = [position for position, line in enumerate(lines) if re.match(r"[A-Za-z0-9]", line)]
        assert packages
        for position in packages:
            assert "--hash=sha256:" in lines[position + 1], lines[position]
