"""A register for each test: in SQLite, and, among the end-to-end tests, in a real PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest

from dlpscan import Scanner, keys
from dlpscan.registers.database import Database


@pytest.fixture(scope="session")
def session_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a key that lives as long as the tests."""
    path = tmp_path_factory.mktemp("key") / "dlpscan.key"
    keys.create(path)
    return path


@pytest.fixture(scope="session")
def scanner(session_key: Path) -> Scanner:
    """Return a Scanner under that key."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DLPSCAN_KEY_FILE", str(session_key))
        return Scanner(plugins=())


@pytest.fixture(autouse=True)
def _use_key(session_key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all that these tests build use the same key."""
    monkeypatch.setenv("DLPSCAN_KEY_FILE", str(session_key))


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Postgres]:
    """Run one PostgreSQL for all tests; a laptop without it skips them, in CI that is a failure."""
    if not postgres.is_available():
        if os.environ.get("CI"):
            pytest.fail("CI must have PostgreSQL: apt-get install postgresql")
        pytest.skip("needs PostgreSQL")
    with postgres.running() as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.e2e)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database in which nothing is yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'registers.db'}"
    server: postgres.Postgres = request.getfixturevalue("server")
    return server.new_database()


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """Return a register in which nothing is yet."""
    database = Database(url, keys.current())
    yield database
    database.close()
