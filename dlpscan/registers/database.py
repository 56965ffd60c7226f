"""One database: how it is opened, who may open it, and what its failures are called.

Readers never wait for writers: PostgreSQL has versions, SQLite runs with a write-ahead log. Writers take
turns, so that two imports of one customer make one subject. Errors name the register and the class of what
happened, never a statement or a parameter.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from dlpscan.errors import ConfigurationError, KeyFileError, RegisterError, RegisterKeyError
from dlpscan.keys import Keys
from dlpscan.registers import schema

State = Literal["empty", "behind", "current", "ahead"]
# Any constant will do, as long as nobody else locks it in that database.
_WRITERS_LOCK = 0x646C7073
_KNOWN = ("sqlite", "postgresql")


class Database:
    """A register's database. Connects when first used; safe to share between threads.

    Raises `ConfigurationError` for a URL that cannot be one, and without an installation key.
    """

    def __init__(self, url: str, keys: Keys, *, timeout_s: float = 5.0) -> None:
        if not keys.is_persistent:
            raise KeyFileError(
                "registers need an installation key: what they hold is made under it. "
                "Make one with: dlpscan key init"
            )
        self.keys = keys
        self._url = _parsed(url)
        self.name = self._url.render_as_string(hide_password=True)
        self._timeout_s = timeout_s
        self._readers = self._engine(writes=False)
        self._writers = self._engine(writes=True)
        # Nobody has to remember to close a policy.
        self.close = weakref.finalize(self, _close, self._readers, self._writers)
        self._checked = False
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"Database({self.name!r})"

    @property
    def dialect(self) -> str:
        """Return `sqlite` or `postgresql`."""
        return self._url.get_backend_name()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment. Raises `RegisterError`, or `RegisterKeyError`."""
        self._refuse_missing_file()
        with self._named_failures(), self._readers.connect() as connection, connection.begin():
            self._check(connection)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept together when the block ends, or not at all.

        The register is made where there is none yet. Raises as `reading` does.
        """
        with self._transaction() as connection:
            if self._state(connection) == "empty":
                self._migrate(connection)
            self._check(connection)
            yield connection

    def upgrade(self) -> list[str]:
        """Bring the schema to that of this version, and return the titles of the steps taken."""
        with self._transaction() as connection:
            self._refuse_newer(connection)
            if self._state(connection) != "empty":
                self._check_key(connection)
            return self._migrate(connection)

    def refuse_other_key(self) -> None:
        """Raise `RegisterKeyError` for a register of another key; say nothing of one that cannot be read."""
        with suppress(RegisterError), self.reading():
            pass

    def state(self) -> State:
        """Return how the schema of the database stands to the one that this version knows."""
        if self._is_missing():
            return "empty"
        with self._named_failures(), self._readers.connect() as connection, connection.begin():
            return self._state(connection)

    # -- connections ---------------------------------------------------------------------------

    def _engine(self, *, writes: bool) -> Engine:
        options: dict[str, Any] = {"hide_parameters": True, "pool_timeout": self._timeout_s}
        if self.dialect == "postgresql":
            options["connect_args"] = {
                "connect_timeout": max(2, round(self._timeout_s)),
                "application_name": "dlpscan",
            }
            # A server that was restarted must not cost a verdict.
            options["pool_pre_ping"] = True
            if not writes:
                options["isolation_level"] = "REPEATABLE READ"
                options["connect_args"]["options"] = f"-c statement_timeout={round(self._timeout_s * 1000)}"
        else:
            options["connect_args"] = {"timeout": self._timeout_s}
        try:
            engine = sa.create_engine(self._url, **options)
        except (ImportError, NoSuchModuleError):
            raise ConfigurationError(
                f"the driver of {self.name} is not installed; pip install 'dlpscan[registers]'",
                "registers.url",
            ) from None
        if self.dialect == "sqlite":
            event.listen(engine, "connect", _set_up_sqlite if writes else _set_up_sqlite_reader)
            begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
            event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        return engine

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """Give a connection to the one writer there may be at a time."""
        self._make_file()
        with self._named_failures(), self._writers.connect() as connection, connection.begin():
            if self.dialect == "postgresql":
                connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})"))
            yield connection

    @contextmanager
    def _named_failures(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            origin = getattr(error, "orig", None)
            what = type(origin or error).__name__
            raise RegisterError(f"register {self.name} cannot be read: {what}{_reason(origin)}") from None

    def _is_missing(self) -> bool:
        # SQLite makes a file that it does not find, which would be a register where nobody consented.
        return self.dialect == "sqlite" and not Path(self._url.database or "").is_file()

    def _refuse_missing_file(self) -> None:
        if self._is_missing():
            raise RegisterError(f"register {self.name}: no such file; make it with: dlpscan registers init")

    def _make_file(self) -> None:
        """Make the file of a SQLite register readable by its owner only, before SQLite makes it for all."""
        if not self._is_missing():
            return
        path = Path(self._url.database or "")
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        except OSError as error:
            raise RegisterError(f"register {self.name} cannot be made: {error.strerror}") from None

    # -- schema and key ------------------------------------------------------------------------

    def _check(self, connection: Connection) -> None:
        """Refuse a register of another key or schema; asked once."""
        if self._checked:
            return
        with self._lock:
            state = self._state(connection)
            if state == "empty":
                raise RegisterError(f"register {self.name} is empty; make it with: dlpscan registers init")
            if state == "behind":
                raise RegisterError(
                    f"register {self.name} was made by an older version; bring it up with: "
                    "dlpscan registers upgrade"
                )
            self._refuse_newer(connection)
            self._check_key(connection)
            self._checked = True

    def _state(self, connection: Connection) -> State:
        if not sa.inspect(connection).has_table(schema.migration.name):
            return "empty"
        done = connection.scalar(sa.select(sa.func.max(schema.migration.c.number))) or 0
        newest = len(schema.MIGRATIONS)
        if done == 0:
            return "empty"
        return "behind" if done < newest else "current" if done == newest else "ahead"

    def _refuse_newer(self, connection: Connection) -> None:
        if self._state(connection) == "ahead":
            raise RegisterError(f"register {self.name} was made by a newer version of dlpscan; upgrade that")

    def _check_key(self, connection: Connection) -> None:
        rows = connection.execute(sa.select(schema.meta.c.name, schema.meta.c.value))
        held = {row.name: row.value for row in rows}
        made, digest = held.get("key_id", ""), held.get("digest", "")
        if made != self.keys.key_id:
            raise RegisterKeyError(
                f"register {self.name} was made under key {made!r}, and the key here is "
                f"{self.keys.key_id!r}: nobody in it would be found. Use the key it was made with"
            )
        if digest != self.keys.digest:
            raise RegisterKeyError(
                f"register {self.name} was made with digest {digest!r}, and the key here uses "
                f"{self.keys.digest!r}: nobody in it would be found"
            )

    def _migrate(self, connection: Connection) -> list[str]:
        words = schema.DIALECTS[self.dialect]
        connection.exec_driver_sql(schema.BOOKKEEPING.format_map(words))
        done = connection.scalar(sa.select(sa.func.max(schema.migration.c.number))) or 0
        steps = []
        for number, step in enumerate(schema.MIGRATIONS[done:], start=done + 1):
            for statement in step.statements:
                connection.exec_driver_sql(statement.format_map(words))
            row = {"number": number, "title": step.title, "applied": now()}
            connection.execute(sa.insert(schema.migration).values(row))
            steps.append(f"{number}: {step.title}")
        if done == 0:
            facts = {"key_id": self.keys.key_id, "digest": self.keys.digest}
            connection.execute(
                sa.insert(schema.meta), [{"name": name, "value": value} for name, value in facts.items()]
            )
        return steps


def _close(*engines: Engine) -> None:
    for engine in engines:
        engine.dispose()


def now() -> str:
    """Return the time of a record: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ConfigurationError(
            "is no database URL; an example: sqlite:///registers.db", "registers.url"
        ) from None
    if parsed.get_backend_name() not in _KNOWN:
        raise ConfigurationError(
            f"{parsed.get_backend_name()!r} is not known; use sqlite:/// or postgresql+psycopg://",
            "registers.url",
        )
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if not parsed.database or parsed.database == ":memory:":
        raise ConfigurationError("a register needs a file: sqlite:///registers.db", "registers.url")
    return parsed


def _reason(origin: BaseException | None) -> str:
    """Return what the driver says of a connection that failed; of a statement it could quote values."""
    text = str(origin).partition("\n")[0] if origin is not None else ""
    return next((f" ({known})" for known in _REASONS if known in text), "")


_REASONS = (
    "database is locked",
    "unable to open database file",
    "file is not a database",
    "database or disk is full",
    "readonly database",
    "Connection refused",
    "No such file or directory",
    "authentication failed",
    "does not exist",
    "statement timeout",
    "timeout expired",
)


def _set_up_sqlite(connection: Any, _: Any) -> None:
    # Transactions begin where we say so, not where the module guesses.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")
    # 64 MB: tokens are random, and an import of a million lines touches every page of their index.
    cursor.execute("PRAGMA cache_size = -65536")
    cursor.close()


def _set_up_sqlite_reader(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only = ON")
    cursor.close()
