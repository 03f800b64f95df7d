"""The commands in the README work when pasted, and its files exist."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import Processes, child_environment


def pasted(repository: Path) -> str:
    text = (repository / "README.md").read_text()
    blocks = re.findall(r"<!-- paste -->\n```bash\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 1
    return blocks[0]


def test_the_curl_examples_work_when_pasted(
    repository: Path, processes: Processes, demo_database_url: str, tmp_path: Path
) -> None:
    if shutil.which("curl") is None:
        pytest.fail("curl is needed: apt-get install curl")
    web = processes.start_web(database_url=demo_database_url)
    worker = processes.start_worker(database_url=demo_database_url)
    script = pasted(repository).replace("http://127.0.0.1:8000", web.url)
    script = script.replace("PY=.venv/bin/python", f"PY={sys.executable}")
    script = script.replace("$PY manage.py", f"$PY {repository}/manage.py").replace(
        "curl -sS", "curl -sS --fail-with-body"
    )
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env=child_environment(var=processes.folder) | {"DATABASE_URL": demo_database_url},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "4-BCH.xlsx").read_bytes().startswith(b"PK")
    assert '"status": "accepted"' in done.stdout.replace('":"', '": "')
    assert worker.is_running()


def test_every_file_the_readmes_name_exists(repository: Path) -> None:
    for readme in ("README.md", "README.vi.md"):
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", (repository / readme).read_text()):
            if "://" not in target:
                assert (repository / target).exists(), f"{readme} names {target}"
