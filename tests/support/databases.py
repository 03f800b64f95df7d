"""The two databases of the tests: which one `default` means now, and copies of it for real processes.

Each kind is migrated once a session into a template. The tests' own database and every further one are
copies of it (a file copy; CREATE DATABASE … TEMPLATE), so a copy costs milliseconds. Of several workers the
first to come makes the templates, in the folder `shared`; the others take them as they are.
"""

import itertools
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from reporting.settings.database import database_from_url
from tests.support.postgres import Postgres
from tests.support.processes import child_environment
from tests.support.shared import one_at_a_time

REPOSITORY = Path(__file__).resolve().parent.parent.parent

WORN = 8 * 1024 * 1024
"""Bytes of rows that were rolled back: some three hundred tests."""


def use(url: str) -> None:
    """Let `default` mean the database at `url`, in this process, from now on."""
    settings.DATABASES["default"] = database_from_url(url)
    connections.settings["default"] = connections.configure_settings(
        {"default": settings.DATABASES["default"]}
    )["default"]
    # While Playwright's loop runs in this thread Django keeps another connection than outside: both go.
    outside = connections._connections._storage
    for storage in (outside, getattr(outside, "cvar", None)):
        if storage is not None and hasattr(storage, "default"):
            storage.default.close()
            del storage.default


class Databases(ABC):
    """One kind of database, its migrated template, and copies of it."""

    kind: str

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._demos: dict[tuple[Sequence[str], ...], str] = {}
        self.template = self._migrated_template()
        self.tests = self.copy(self.template, "tests")

    @abstractmethod
    def create(self, name: str) -> str:
        """Return the URL of a new, empty database."""

    @abstractmethod
    def copy(self, template: str, name: str) -> str:
        """Return the URL of a copy of `template`; an older one of that name is replaced."""

    @abstractmethod
    def drop(self, url: str) -> None: ...

    def stop(self) -> None:  # noqa: B027 - a file needs no stopping
        """Leave nothing running."""

    def restore(self) -> None:
        """Put the tests' own database back as it was after the migrations."""
        connections["default"].close()
        self.copy(self.template, "tests")

    def restore_if_worn(self) -> None:  # noqa: B027 - a file is as it was after a rollback
        """Put it back now and then where rolled back rows stay in the tables and every count reads them."""

    def own_copy(self) -> str:
        return self.copy(self.template, f"own_{next(self._numbers)}")

    def demo_copy(self, *more: Sequence[str], name: str = "") -> str:
        """Return a copy with the demo province, and with what the commands `more` load on top of it.

        Loaded at the first call. `name` of the copy: a number by default.
        """
        if () not in self._demos:
            self._demos[()] = self._made_once("demo_template", self._load_demo)
        if more not in self._demos:
            url = self.copy(self._demos[()], f"demo_template_{len(self._demos)}")
            for command in more:
                _manage(*command, url=url)
            self._demos[more] = url
        return self.copy(self._demos[more], name or f"demo_{next(self._numbers)}")

    def _migrated_template(self) -> str:
        return self._made_once("template", self._migrate)

    def _made_once(self, name: str, make: Callable[[str], str]) -> str:
        """Return the URL of what `make` made under the name it was given: a database all copy from."""
        return make(name)

    def _migrate(self, name: str) -> str:
        url = self.create(name)
        use(url)
        call_command("migrate", verbosity=0, interactive=False)
        connections["default"].close()
        return url

    def _load_demo(self, name: str) -> str:
        url = self.copy(self.template, name)
        _manage("load_demo", url=url)
        return url


class SqliteDatabases(Databases):
    """Files, with the journal mode and locking of the settings; never memory."""

    kind = "sqlite"

    def __init__(self, *, folder: Path, shared: Path | None = None) -> None:
        self.folder, self.shared = folder, shared
        super().__init__()

    def _made_once(self, name: str, make: Callable[[str], str]) -> str:
        kept = self.shared / f"{name}.sqlite3" if self.shared else None
        with one_at_a_time(kept) as is_there:
            if kept is None:
                return make(name)
            if not is_there:
                make("making")
                for suffix in ("-wal", ""):
                    part = self.folder / f"making.sqlite3{suffix}"
                    if part.exists():
                        part.rename(f"{kept}{suffix}")
            return f"sqlite:///{kept}"

    def create(self, name: str) -> str:
        path = self._path(name)
        self._remove(path)
        return f"sqlite:///{path}"

    def copy(self, template: str, name: str) -> str:
        url = self.create(name)
        source = Path(template.removeprefix("sqlite:///"))
        for suffix in ("-wal", ""):  # a write-ahead log outlives its last connection when that was killed
            part = source.with_name(source.name + suffix)
            if part.exists():
                shutil.copyfile(part, f"{self._path(name)}{suffix}")
        return url

    def drop(self, url: str) -> None:
        self._remove(Path(url.removeprefix("sqlite:///")))

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"

    def _remove(self, path: Path) -> None:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


class PostgresqlDatabases(Databases):
    """Databases of one throwaway server."""

    kind = "postgresql"

    def __init__(self, *, shared: Path | None = None) -> None:
        self._kept = shared / "postgresql" if shared else None
        with one_at_a_time(self._kept) as is_there:
            self.server = Postgres(cluster=self._kept if is_there else None)
            super().__init__()

    def _migrated_template(self) -> str:
        if self.server.is_copy:
            return self.server.url("template")
        url = super()._migrated_template()
        if self._kept:
            self.server.keep_cluster(self._kept)
        return url

    def create(self, name: str) -> str:
        return self.server.create_database(name)

    def copy(self, template: str, name: str) -> str:
        return self.server.create_database(name, template=template.rsplit("/", 1)[1])

    def drop(self, url: str) -> None:
        self.server.drop_database(url.rsplit("/", 1)[1])

    def restore_if_worn(self) -> None:
        size = self.server.value("SELECT pg_database_size('tests') - pg_database_size('template')")
        if size > WORN:
            self.restore()

    def stop(self) -> None:
        connections["default"].close()
        self.server.stop()


class BothDatabases:
    """Both kinds, each made when first asked for."""

    def __init__(self, *, folder: Path, shared: Path | None = None) -> None:
        self._makers: dict[str, Callable[[], Databases]] = {
            "sqlite": lambda: SqliteDatabases(folder=folder, shared=shared),
            "postgresql": lambda: PostgresqlDatabases(shared=shared),
        }
        self._made: dict[str, Databases] = {}

    def of(self, kind: str) -> Databases:
        if kind not in self._made:
            self._made[kind] = self._makers[kind]()
        return self._made[kind]

    def stop(self) -> None:
        for databases in self._made.values():
            databases.stop()


def _manage(*arguments: str, url: str) -> None:
    environment = child_environment(var=REPOSITORY / "var") | {"DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=environment,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
