"""A PostgreSQL server of its own for one session: real binaries, a temporary folder, a free loopback port."""

import getpass
import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.support.ports import free_port

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",  # the folder is thrown away: a crash of the machine may lose it
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "timezone": "UTC",
    # Most tests end in a rollback. Statistics taken in between say of tables full of dead rows that they are
    # empty, at moments that differ from run to run; without any, plans go by the size of the table.
    "autovacuum": "off",
}


class PostgresMissing(Exception):
    """No server binaries on this machine; the message names what to install."""


class Postgres:
    """Start with `Postgres()`, use `url("name")`, end with `stop()` (or by dying)."""

    def __init__(self, *, cluster: Path | None = None, **settings: str) -> None:
        """`cluster`: a folder that `keep_cluster` wrote, to start from a copy of it."""
        self.binaries = find_binaries()
        self.user = "postgres" if os.geteuid() == 0 else getpass.getuser()
        self.folder = Path(tempfile.mkdtemp(prefix="bcs-postgres-"))
        self.port = free_port()
        self.is_copy = cluster is not None
        self._options = " ".join(f"-c {name}={value}" for name, value in (SETTINGS | settings).items())
        if os.geteuid() == 0:
            shutil.chown(self.folder, self.user)
        self._keeper = self._start_keeper()
        if cluster:
            _copy_with_owners(cluster, self._data)
        else:
            self._run(
                *("initdb", "-D", self._data, "-U", "tests", "-A", "trust"),
                *("-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
            )
        self._start()

    def keep_cluster(self, into: Path) -> None:
        """Leave a copy of all databases in the new folder `into`, for other servers to start from."""
        self._run("pg_ctl", "-D", self._data, "-m", "fast", "-w", "stop")
        making = into.with_name(f"{into.name}.making")
        shutil.rmtree(making, ignore_errors=True)
        _copy_with_owners(self._data, making)
        making.rename(into)
        self._start()

    def _start(self) -> None:
        self._run(
            *("pg_ctl", "-D", self._data, "-w", "-t", "60", "-l", str(self.folder / "server.log")),
            *("-o", f"-p {self.port} -k {self.folder} {self._options}", "start"),
        )

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def url(self, name: str) -> str:
        return f"postgresql://tests@127.0.0.1:{self.port}/{name}"

    def execute(self, *statements: str, database: str = "postgres") -> None:
        """Run statements outside a transaction (CREATE DATABASE needs that)."""
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def value(self, query: str, *, database: str = "postgres") -> Any:
        """The one value that a query answers."""
        import psycopg

        with psycopg.connect(self.url(database)) as connection:
            row = connection.execute(query.encode()).fetchone()
        return row[0] if row else None

    def create_database(self, name: str, *, template: str = "template0") -> str:
        self.execute(
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
            f'CREATE DATABASE "{name}" TEMPLATE "{template}"',
        )
        return self.url(name)

    def drop_database(self, name: str) -> None:
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def stop(self) -> None:
        if self._keeper.stdin and not self._keeper.stdin.closed:
            self._keeper.stdin.close()
            self._keeper.wait(timeout=30)

    def _start_keeper(self) -> subprocess.Popen[bytes]:
        """Start the process that stops the server and removes its folder once our end of the pipe closes.

        The pipe closes however this process ends, kill -9 included.
        """
        stop = shlex.join(self._as_user("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop"))
        script = f"cat >/dev/null; {stop}; rm -rf {shlex.quote(str(self.folder))}"
        return subprocess.Popen(
            ["sh", "-c", script],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _as_user(self, program: str, *arguments: str) -> list[str]:
        command = [str(self.binaries / program), *arguments]
        return ["runuser", "-u", self.user, "--", *command] if os.geteuid() == 0 else command

    def _run(self, program: str, *arguments: str) -> None:
        command = self._as_user(program, *arguments)
        # Output goes to a file, not a pipe: the server inherits it, and a pipe would never close.
        with (self.folder / "commands.log").open("ab+") as log:
            done = subprocess.run(command, stdout=log, stderr=log, cwd=self.folder, check=False)
            if done.returncode:
                log.seek(0)
                raise RuntimeError(f"{' '.join(command)} failed:\n{log.read().decode()}{self._server_log()}")

    def _server_log(self) -> str:
        log = self.folder / "server.log"
        return log.read_text() if log.exists() else ""


def _copy_with_owners(folder: str | Path, copy: str | Path) -> None:
    subprocess.run(["cp", "-a", str(folder), str(copy)], check=True)


def find_binaries() -> Path:
    """Return the folder of the newest installed server's programs."""
    found = sorted(
        (folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if (folder / "initdb").exists()),
        key=lambda folder: float(folder.parent.name),
    )
    on_path = shutil.which("initdb")
    if found:
        return found[-1]
    if on_path:
        return Path(on_path).resolve().parent
    raise PostgresMissing("PostgreSQL server binaries are missing: apt-get install postgresql")
