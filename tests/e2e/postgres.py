"""A private PostgreSQL on a UNIX socket in a temporary folder: the real server, started by the tests.

It refuses to run as root, so root hands it to the account that Debian's package makes, or to nobody.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
_NAMES = count(1)


def _program(name: str) -> str | None:
    return shutil.which(name, path=os.pathsep.join([*map(str, _BINARIES), os.environ.get("PATH", "")]))


def is_available() -> bool:
    """Say whether a private server can be started here."""
    return os.name == "posix" and all(map(_program, ("initdb", "pg_ctl", "postgres")))


class Postgres:
    """One server with its own data; connections come by socket only, from who may enter its folder."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dlpscan-pg-"))
        self._account: dict[str, object] = {}
        self._user = pwd.getpwuid(os.geteuid()).pw_name
        if os.geteuid() == 0:
            known = {entry.pw_name for entry in pwd.getpwall()}
            self._user = "postgres" if "postgres" in known else "nobody"
            entry = pwd.getpwnam(self._user)
            os.chown(self.folder, entry.pw_uid, entry.pw_gid)
            self._account = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": ()}
        self._data = self.folder / "data"
        try:
            options = ("-U", self._user, "-A", "trust", "-E", "UTF8", "--no-sync")
            self._run("initdb", "-D", str(self._data), *options)
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off -c max_connections=60"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self._data), "-l", log, "-o", options, "-w", "-t", "60", "start")

    def stop(self) -> None:
        """Stop it, as a server that crashes does."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")

    def remove(self) -> None:
        """Stop it, and remove all files."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str = "postgres", user: str = "") -> str:
        """Return the URL of a database, for its owner or another user."""
        return f"postgresql+psycopg:///{database}?host={self.folder}&user={user or self._user}"

    def new_database(self) -> str:
        """Make an empty database, and return its URL."""
        name = f"register_{next(_NAMES)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        return self.url(name)

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Run a statement as the server's owner."""
        import psycopg  # noqa: PLC0415  (not where the tests of PostgreSQL are skipped)

        with psycopg.connect(
            host=str(self.folder), user=self._user, dbname=database, autocommit=True
        ) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [_program(program) or program, *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            **self._account,  # type: ignore[call-overload]
        )


@contextlib.contextmanager
def running() -> Iterator[Postgres]:
    """Run a server for the length of a block."""
    server = Postgres()
    try:
        server.start()
        yield server
    finally:
        server.remove()
