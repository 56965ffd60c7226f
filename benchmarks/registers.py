"""What a register of a million consents costs a verdict, in SQLite and in a real PostgreSQL.

One mail has a table of 1,000 customers who consented, one 1,000 of whom nobody did, one an ordinary line; the
control is the first mail with the same policy and no register. Prints medians, the slowest of the runs and
the processor time; exits with 1 where a bar is missed. Needs PostgreSQL for the second half, which is left
out without it.

    python benchmarks/registers.py [consents]
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "e2e"))

import postgres

from dlpscan import Party, Policy, Scanner, ScanResult, Transfer, keys
from dlpscan.checks.iso7064 import mod_11_2
from dlpscan.registers.database import Database
from dlpscan.registers.keeping import Customer, Keeper, Written
from dlpscan.rulebook.settings import Agreement, Company, Partner, Registers, Settings

_PEOPLE = 1000
_RUNS = 15
_MOST_S = 1.0
_MOST_ORDINARY_S = 0.005
_ENTRY = {
    "recipient": "partner.example",
    "categories": "identity,contact",
    "purpose": "claims-service",
    "form": "written",
    "evidence_hash": "",
    "granted": date(2026, 2, 1),
    "expires": date(2099, 12, 31),
    "withdrawn": None,
}


def _number(index: int) -> str:
    year, month, day = 1950 + index // 336_000 % 50, 1 + index // 28_000 % 12, 1 + index // 1000 % 28
    digits = f"420106{year}{month:02}{day:02}{index % 1000:03}"
    return digits + mod_11_2(digits)


def _phone(index: int) -> str:
    return str(13_900_000_000 + index * 7 % 100_000_000)


def _consents(count: int, installation: keys.Keys) -> Iterator[Written]:
    """Yield consents of as many customers, each known by an identity number and a phone."""
    for index in range(count):
        identifiers = (
            ("CN_RESIDENT_ID", installation.fingerprint("CN_RESIDENT_ID", _number(index))),
            ("PHONE_NUMBER", installation.fingerprint("PHONE_NUMBER", _phone(index))),
        )
        yield Written(index, {**_ENTRY, "evidence": f"DOC-{index}"}, Customer("", identifiers))


def _table(first: int) -> bytes:
    rows = [
        f"王{'伟芳娜敏静'[index % 5]},{_number(index)},{_phone(index)}"
        for index in range(first, first + _PEOPLE)
    ]
    return ("姓名,身份证号,手机\n" + "\n".join(rows) + "\n").encode()


def _settings(url: str) -> Settings:
    every = ("identity", "contact")
    agreement = Agreement("nda", date(2026, 1, 1), date(2099, 12, 31), every)
    partner = Partner("示例合作方", ("partner.example",), "handler", agreement)
    return Settings(company=Company(("corp.example",)), partners=(partner,), registers=Registers(url))


def _timed(run: Callable[[], object]) -> tuple[float, float, float]:
    """Return the median and the slowest of several runs, and the median processor time, in seconds."""
    times, worked = [], []
    for _ in range(_RUNS):
        started, working = time.perf_counter(), time.process_time()
        run()
        times.append(time.perf_counter() - started)
        worked.append(time.process_time() - working)
    return statistics.median(times), max(times), statistics.median(worked)


def _measure(name: str, url: str, count: int, mails: dict[str, ScanResult], transfer: Transfer) -> bool:
    installation = keys.current()
    if url:
        database = Database(url, installation)
        started = time.perf_counter()
        with database.writing() as connection:
            keeper = Keeper(connection, database, "benchmark")
            faults = keeper.add("consent", _consents(count, installation))
            keeper.tally("consent")
        if faults:
            raise SystemExit(f"{faults[0]}")
        seconds = time.perf_counter() - started
        print(f"{name}: {count} consents written in {seconds:.0f} s, {count / seconds:.0f} a second")
        database.close()
    policy = Policy(_settings(url))
    good = True
    for mail, result in mails.items():
        if not url and mail != "consented":
            continue
        verdict = policy.evaluate(result, transfer)
        expected = "allow" if url and mail != "strangers" else "block"
        if str(verdict.action) != expected:
            raise SystemExit(f"{name}, {mail}: {verdict.action} instead of {expected}")
        median, slowest, worked = _timed(lambda result=result: policy.evaluate(result, transfer))
        people = len(result.people)
        times = f"median {median * 1e3:7.1f} ms, slowest {slowest * 1e3:7.1f} ms, CPU {worked * 1e3:6.1f} ms"
        print(f"{name}: {mail:9} {people:5} people: {times}", flush=True)
        # The smaller bar is that of SQLite: a server that is asked costs a round trip for each question.
        good &= median < (_MOST_ORDINARY_S if mail == "ordinary" and name == "SQLite" else _MOST_S)
    return good


def main() -> int:
    """Measure both databases, and say whether the bars hold."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DLPSCAN_KEY_FILE"] = f"{folder}/key"
        keys.create(Path(folder, "key"))
        scanner = Scanner(plugins=())
        mails = {
            "consented": scanner.scan_bytes(_table(count // 2), "customers.csv"),
            "strangers": scanner.scan_bytes(_table(count + 1), "customers.csv"),
            "ordinary": scanner.scan_text(f"客户王伟,身份证号{_number(7)},手机{_phone(7)}"),
        }
        transfer = Transfer(recipients=(Party("ops@partner.example"),), purpose="claims-service")
        transfer = Transfer(
            channel=type(transfer.channel)(managed=True),
            recipients=transfer.recipients,
            purpose=transfer.purpose,
        )
        good = _measure("no register", "", count, mails, transfer)
        good &= _measure("SQLite", f"sqlite:///{folder}/registers.db", count, mails, transfer)
        size = Path(folder, "registers.db").stat().st_size
        print(f"SQLite: the file has {size / 1e6:.0f} MB")
        if postgres.is_available():
            with postgres.running() as server:
                good &= _measure("PostgreSQL", server.new_database(), count, mails, transfer)
        else:
            print("PostgreSQL: not installed, not measured")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
