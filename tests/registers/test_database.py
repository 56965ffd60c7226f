"""The database itself: its schema, its key, many users at a time, and what happens when it goes away."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import postgres
import pytest
import sqlalchemy as sa
from registers.keeping_people import WANG, ZHAO, add, judge, missing, policy, written

from dlpscan import Action, Scanner, keys
from dlpscan.errors import ConfigurationError, KeyFileError, RegisterError
from dlpscan.registers import schema
from dlpscan.registers.database import Database
from dlpscan.registers.keeping import Keeper

LATER = schema.Migration("a later step", ("ALTER TABLE dlpscan_consent ADD COLUMN channel VARCHAR(32)",))


def test_the_steps_make_the_tables_that_are_queried(database: Database) -> None:
    """Every table and column that the code knows is there, under the same name, and nothing else is."""
    with database.writing() as connection:
        inspector = sa.inspect(connection)
        made = {
            table: {column["name"]: column["nullable"] for column in inspector.get_columns(table)}
            for table in inspector.get_table_names()
        }
    known = {
        table.name: {column.name: bool(column.nullable) for column in table.columns}
        for table in schema.metadata.sorted_tables
    }
    # SQLite lets the columns of a primary key be nullable unless it is told otherwise.
    for name, columns in known.items():
        for column in schema.metadata.tables[name].primary_key:
            made[name][column.name] = columns[column.name] = False

    assert made == known


def test_an_older_register_is_brought_up_and_keeps_its_entries(
    database: Database, url: str, scanner: Scanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then nothing is read or written, and the error says what to do; two upgrades are one."""
    add(database, written("consent", WANG))
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, LATER))
    newer = Database(url, keys.current())
    with pytest.raises(RegisterError, match="dlpscan registers upgrade"), newer.reading():
        pass
    with pytest.raises(RegisterError, match="dlpscan registers upgrade"), newer.writing():
        pass
    steps = newer.upgrade(), newer.upgrade()

    assert steps == (["2: a later step"], [])
    assert judge(scanner, policy(url), "客户王伟,手机13971620485").action == Action.ALLOW


def test_a_newer_register_is_left_alone(database: Database, url: str) -> None:
    """An older version neither reads nor upgrades what it does not know."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, LATER))
        database.upgrade()
    older = Database(url, keys.current())
    for use in (older.reading, older.writing):
        with pytest.raises(RegisterError, match="newer version"), use():
            pass
    with pytest.raises(RegisterError, match="newer version"):
        older.upgrade()


def test_a_step_that_fails_leaves_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a schema would be worse than none."""
    broken = schema.Migration("broken", ("CREATE TABLE dlpscan_half (id BIGINT)", "NO SUCH STATEMENT"))
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
        with pytest.raises(RegisterError):
            database.upgrade()

    assert database.state() == "empty"


def test_two_who_write_one_customer_at_a_time_make_one_subject(url: str) -> None:
    """Eight writers, each with a connection of its own, and a register that is not made yet."""
    databases = [Database(url, keys.current(), timeout_s=30) for _ in range(8)]
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            assert add(databases[number], written("consent", WANG, evidence=f"DOC-{number}")) == []
        except BaseException as error:  # noqa: BLE001  (asserted below)
            failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with databases[0].reading() as connection:
        subjects = connection.scalar(sa.select(sa.func.count()).select_from(schema.subject))
        consents = connection.scalar(sa.select(sa.func.count()).select_from(schema.consent))

    assert (failures, subjects, consents) == ([], 1, 8)


def test_who_reads_does_not_wait_for_who_writes(database: Database, url: str, scanner: Scanner) -> None:
    """In the middle of an import a verdict is given, from what was there before."""
    add(database, written("consent", WANG))
    company = policy(url)
    with database.writing() as connection:
        Keeper(connection, database).add("consent", [written("consent", ZHAO)])
        verdicts = [
            judge(scanner, company, text).action
            for text in ("客户王伟,手机13971620485", "客户赵敏,手机13858107236")
        ]

    assert verdicts == [Action.ALLOW, Action.BLOCK]
    assert judge(scanner, company, "客户赵敏,手机13858107236").action == Action.ALLOW


@pytest.mark.e2e
def test_a_server_that_goes_and_comes_back(server: postgres.Postgres, scanner: Scanner) -> None:
    """While it is away transfers are held; once it is back the same policy goes on."""
    url = server.new_database()
    database = Database(url, keys.current())
    add(database, written("consent", WANG))
    company = policy(url)
    text = "客户王伟,手机13971620485"
    before = judge(scanner, company, text)
    server.stop()
    away = judge(scanner, company, text)
    with pytest.raises(RegisterError, match=r"OperationalError") as error, database.reading():
        pass
    server.start()
    after = judge(scanner, company, text)

    assert (before.action, away.action, after.action) == (Action.ALLOW, Action.HOLD, Action.ALLOW)
    assert missing(away) == [
        "register: the register cannot be read: whether the proof is on record is not known"
    ]
    assert "13971620485" not in str(error.value)


@pytest.mark.e2e
def test_who_only_asks_needs_only_to_read(server: postgres.Postgres, scanner: Scanner) -> None:
    """A gateway's account with SELECT gives verdicts, and can change nothing."""
    url = server.new_database()
    add(Database(url, keys.current()), written("consent", WANG))
    name = url.partition("///")[2].partition("?")[0]
    server.execute("CREATE ROLE gateway LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO gateway", name)
    asking = server.url(name, "gateway")

    assert judge(scanner, policy(asking), "客户王伟,手机13971620485").action == Action.ALLOW
    with pytest.raises(RegisterError, match="InsufficientPrivilege"):
        add(Database(asking, keys.current()), written("consent", ZHAO))


@pytest.mark.e2e
def test_no_password_in_an_error(server: postgres.Postgres) -> None:
    """The URL may hold one; what is shown of it does not."""
    url = server.url().replace("///", "//someone:geheim@/")
    database = Database(url + "&port=1", keys.current())
    with pytest.raises(RegisterError) as error, database.reading():
        pass

    assert "geheim" not in str(error.value) + repr(database)
    assert "***" in str(error.value)


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_a_new_file_is_its_owners_only(tmp_path: Path) -> None:
    """Nobody else may read who consented to what."""
    path = tmp_path / "registers.db"
    with Database(f"sqlite:///{path}", keys.current()).writing():
        pass

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://host/database", "'mysql' is not known"),
        ("sqlite://", "needs a file"),
        ("no url", "no database URL"),
    ],
)
def test_a_url_that_cannot_be_one(url: str, told: str) -> None:
    """It is refused before anything is opened."""
    with pytest.raises(ConfigurationError, match=told):
        Database(url, keys.current())


def test_without_an_installation_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A register under the random key of one process could never be read again."""
    monkeypatch.delenv("DLPSCAN_KEY_FILE")
    with pytest.raises(KeyFileError, match="dlpscan key init"):
        Database(f"sqlite:///{tmp_path / 'registers.db'}", keys.current())
