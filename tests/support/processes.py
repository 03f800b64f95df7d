"""Real `manage.py …` and web processes for tests: started, waited for, killed, their output kept."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support.ports import free_port

REPOSITORY = Path(__file__).resolve().parent.parent.parent
START_TIMEOUT = 60.0
QUICK = {"demo": "tests.support.quick_demo"}
"""Settings that differ for tests only in what they compute for nothing."""


class Child:
    """A process in a group of its own, with its output in a file."""

    def __init__(self, *, name: str, command: list[str], environment: dict[str, str], log: Path) -> None:
        self.name = name
        self._log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                cwd=REPOSITORY,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def output(self) -> str:
        return self._log.read_text(errors="replace")

    def is_running(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        """Kill -9 the whole process group; nothing of it can tidy up."""
        self._signal(signal.SIGKILL)
        self.process.wait(timeout=10)

    def stop(self, *, timeout: float = 20) -> int:
        """Ask politely (SIGTERM) and return the exit code."""
        if self.is_running():
            self.process.terminate()
        return self.wait(timeout=timeout)

    def wait(self, *, timeout: float = 60) -> int:
        return self.process.wait(timeout=timeout)

    def wait_for_output(self, pattern: str, *, timeout: float = 20) -> re.Match[str]:
        """Return the first match of `pattern` in what the process has printed so far."""
        deadline = time.monotonic() + timeout
        while True:
            running = self.is_running()
            found = re.search(pattern, self.output)
            if found:
                return found
            if not running or time.monotonic() > deadline:
                raise AssertionError(f"{self.name} did not print {pattern!r}:\n{self.output}")
            time.sleep(0.05)

    def _signal(self, number: int) -> None:
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return


class Web(Child):
    """A web server on a free port of the loopback address."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def forget(self) -> None:
        """Kill the workers of a preloaded server: its next ones, ready at once, remember nothing."""
        for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split():
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)

    def wait_until_healthy(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while not self._answers():
            if not self.is_running() or time.monotonic() > deadline:
                raise AssertionError(f"the web process did not answer at {self.url}/healthz:\n{self.output}")
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


class Processes:
    """Starts children that share one folder for uploads and logs; see each method."""

    def __init__(self, *, folder: Path, static_root: Path) -> None:
        self.folder = folder
        self.children: list[Child] = []
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "static").symlink_to(static_root)

    def start_web(
        self,
        *,
        database_url: str,
        settings: str = "demo",
        environment: dict[str, str] | None = None,
        port: int | None = None,
        workers: int = 1,
        application: str = "reporting.wsgi:application",
        preload: bool = False,
    ) -> Web:
        """Start gunicorn as `make run` does, on a free port by default, and wait until /healthz answers.

        `preload`: let the master load the application and its workers be copies of it; see `Web.forget`.
        """
        port = port or free_port()
        command = [
            *(sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"),
            *(
                "--worker-class",
                "gthread",
                "--workers",
                str(workers),
                "--threads",
                "8",
                "--no-control-socket",
            ),
            *("--access-logfile", "-"),
            *(["--preload"] if preload else []),
        ]
        web = Web(
            name="web",
            command=command,
            environment=self._environment(database_url, settings, environment),
            log=self._log("web"),
        )
        web.port = port
        self.children.append(web)
        web.wait_until_healthy()
        return web

    def start_scheduler(self, *, database_url: str, environment: dict[str, str] | None = None) -> Child:
        return self.start("run_scheduler", database_url=database_url, environment=environment)

    def start_worker(self, *, database_url: str, environment: dict[str, str] | None = None) -> Child:
        return self.start("run_worker", database_url=database_url, environment=environment)

    def start(
        self,
        *arguments: str,
        database_url: str,
        settings: str = "demo",
        environment: dict[str, str] | None = None,
    ) -> Child:
        """Start `manage.py *arguments` and do not wait for it."""
        child = Child(
            name=" ".join(arguments),
            command=[sys.executable, "manage.py", *arguments],
            environment=self._environment(database_url, settings, environment),
            log=self._log(arguments[0]),
        )
        self.children.append(child)
        return child

    def start_paused(self, target: str, *arguments: str, database_url: str, before: bool = False) -> Child:
        """Start manage.py with `target` made to stop at its work; see tests/support/pause_at.py."""
        how = ["--before"] if before else []
        child = Child(
            name=" ".join(arguments),
            command=[sys.executable, "-m", "tests.support.pause_at", target, *how, "--", *arguments],
            environment=self._environment(database_url, "demo", None),
            log=self._log("paused"),
        )
        self.children.append(child)
        return child

    def manage(
        self,
        *arguments: str,
        database_url: str,
        settings: str = "demo",
        environment: dict[str, str] | None = None,
        check: bool = True,
        timeout: float = 300,
    ) -> subprocess.CompletedProcess[str]:
        """Run `manage.py *arguments` to its end; `check` raises with its output when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=REPOSITORY,
            env=self._environment(database_url, settings, environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done

    def kill_all(self) -> None:
        for child in self.children:
            child.kill()

    def print_output(self) -> None:
        """Pytest shows this beneath a test that failed."""
        for child in self.children:
            print(f"--- {child.name} ---\n{child.output}")

    def _log(self, name: str) -> Path:
        return self.folder / f"{len(self.children) + 1}-{name}.log"

    def _environment(self, url: str, settings: str, more: dict[str, str] | None) -> dict[str, str]:
        return child_environment(var=self.folder, settings=settings) | {"DATABASE_URL": url} | (more or {})


class KeptSites:
    """A web server for each address of a database, kept for the session: starting one takes seconds."""

    def __init__(self, *, folder: Path, static_root: Path) -> None:
        self._processes = Processes(folder=folder, static_root=static_root)
        self._on: dict[str, Web] = {}

    @contextmanager
    def on(self, database_url: str) -> Iterator[Web]:
        """Yield the server of the database that lies there now; afterwards none of its workers is left."""
        if database_url not in self._on:
            self._on[database_url] = self._processes.start_web(
                database_url=database_url, application="tests.support.warm:application", preload=True
            )
        web = self._on[database_url]
        web.wait_until_healthy()
        before = len(web.output)
        try:
            yield web
        finally:
            web.forget()
            print(f"--- {web.name} ---\n{web.output[before:]}")

    def stop(self) -> None:
        self._processes.kill_all()


def child_environment(*, var: Path, settings: str = "demo") -> dict[str, str]:
    """The environment of a child: ours, without what only this test process needs.

    Children keep the bytecode of our modules, whatever we do: compiling them all anew is a third of a start.
    """
    without = {"DJANGO_ALLOW_ASYNC_UNSAFE", "PYTHONDONTWRITEBYTECODE"}
    ours = {name: value for name, value in os.environ.items() if name not in without}
    return ours | {
        "VAR_DIR": str(var),
        "DJANGO_SETTINGS_MODULE": QUICK.get(settings, f"reporting.settings.{settings}"),
        "PYTHONUNBUFFERED": "1",
    }


def collect_static(*, into: Path) -> Path:
    """Collect the static files once and return the folder that holds them."""
    done = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
        cwd=REPOSITORY,
        env=child_environment(var=into) | {"DATABASE_URL": f"sqlite:///{into}/unused.sqlite3"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"collectstatic failed:\n{done.stdout}{done.stderr}")
    return into / "static"
