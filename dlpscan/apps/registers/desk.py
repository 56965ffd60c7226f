"""What the commands of the registers do: open, write, look, remind. Prints no customer and no value."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from dlpscan import keys
from dlpscan.apps.exit_codes import FOUND, USAGE
from dlpscan.apps.registers import files
from dlpscan.apps.registers.importing import Reader
from dlpscan.errors import ConfigurationError
from dlpscan.registers import fields, keeping, schema
from dlpscan.registers.database import Database
from dlpscan.registers.fields import AGREEMENT, APPROVAL, CONSENT, QUALIFICATION, REGISTERS
from dlpscan.registers.keeping import Fault, Keeper, Wanted, Written
from dlpscan.rulebook import policies
from dlpscan.rulebook import settings as settings_file
from dlpscan.rulebook.settings import Settings
from dlpscan.text.masking import mask_roughly

SETTINGS_NAME = "dlpscan.yaml"
_MOST_FAULTS = 100
_PROGRESS_EVERY = 1000


class Desk:
    """The register that the settings name, or *url*. *policy* is a settings file, "" for the one here."""

    def __init__(self, policy: str, url: str) -> None:
        path = Path(policy or SETTINGS_NAME)
        self.settings = settings_file.load(path) if policy or path.exists() else Settings()
        configured = self.settings.registers
        if not (url or configured.url):
            raise ConfigurationError(
                "no register is configured. Write `registers: {url: sqlite:///registers.db}` in "
                f"{SETTINGS_NAME} and name that with --policy, or give --url",
                "registers.url",
            )
        self.database = Database(url or configured.url, keys.current(), timeout_s=configured.timeout_s)

    @property
    def today(self) -> date:
        """Return the day it is for the company."""
        return datetime.now(ZoneInfo(self.settings.company.timezone)).date()

    def _reader(self, register: str) -> Reader:
        rules = [one.id for one in policies.load()] if register == APPROVAL else []
        return Reader(register, known_rules=rules)

    # -- writing -------------------------------------------------------------------------------

    def add(
        self,
        register: str,
        written: Mapping[str, Any],
        subject: str = "",
        identifiers: Iterable[tuple[str, str]] = (),
    ) -> Iterator[str]:
        """Add one entry. Raises `ConfigurationError` naming what is wrong with it."""
        reader = self._reader(register)
        entry, faults = reader.entry(written)
        customer, more = reader.customer(subject, identifiers)
        _refuse(Fault(0, *one) for one in (*faults, *more))
        with self._keeper() as keeper:
            _refuse(keeper.add(register, [Written(0, entry, customer)]))
            tally = keeper.tally(register)
        if tally.shared:
            yield _SHARED.format(tally.shared)
        yield f"{tally.first} added" if tally.first else "on record already; nothing added"

    def load(
        self, register: str, file: str, sheet: str, ignored: Sequence[str], *, dry_run: bool
    ) -> tuple[int, list[str], list[str]]:
        """Import a file wholly or not at all. Return the exit code, and lines for output and errors."""
        path = Path(file)
        shown = mask_roughly(path.name)
        rows = files.read(path, sheet)
        header = next(rows, None)
        if header is None:
            raise ConfigurationError("holds nothing", shown)
        reader = self._reader(register)
        columns = reader.columns(header, ignored, f"{shown}:{header.line}")
        faults: list[Fault] = []
        try:
            with self._keeper() as keeper:
                written = _progress(reader.rows(rows, columns, faults), sys.stderr.isatty())
                faults += keeper.add(register, written)
                tally = keeper.tally(register)
                _undo_if(bool(faults) or dry_run)
        except _NothingKept:
            pass
        if faults:
            lines = sorted({one.line for one in faults})
            told = [
                f"{shown}:{one.line}: {one.column + ': ' if one.column else ''}{one.what}"
                for one in sorted(faults)[:_MOST_FAULTS]
            ]
            if len(faults) > _MOST_FAULTS:
                told.append(f"{shown}: and {len(faults) - _MOST_FAULTS} more")
            told.append(f"{len(lines)} lines are wrong: nothing was imported")
            return USAGE, [], told
        out = [_SHARED.format(tally.shared)] if tally.shared else []
        done = "would be added" if dry_run else "added"
        out.append(f"{tally.added} {done}, {tally.known} on record already, {tally.withdrawn} withdrawn")
        return 0, out, []

    def withdraw(
        self, register: str, numbers: Sequence[str], wanted: Wanted, day: date | None, reason: str
    ) -> str:
        """Let entries hold no more from *day* on."""
        start = day or self.today
        kind = Reader(register).customer_value(reason) if reason else ""
        if kind:
            raise ConfigurationError(f"holds what looks like a customer's {kind}", "--reason")
        with self._keeper() as keeper, self.database.reading() as connection:
            found = (
                [_number(register, one) for one in numbers]
                if numbers
                else [
                    _number(register, one["number"])
                    for one in keeping.entries(connection, self.database, register, wanted, start)
                ]
            )
            count = keeper.withdraw(register, found, start, reason)
        if not count:
            raise ConfigurationError("no such entry that still holds", register)
        return f"{count} withdrawn from {start} on"

    def forget(self, subject: str, identifiers: Sequence[tuple[str, str]]) -> str:
        """Take identifiers from their subjects, or all of a subject's if none is given."""
        customer, faults = Reader(CONSENT).customer(subject, identifiers)
        _refuse(Fault(0, *one) for one in faults)
        with self._keeper() as keeper:
            count = keeper.forget(customer)
        if not count:
            raise ConfigurationError("nothing of this is on record", "forget")
        return f"{count} identifiers forgotten; what was consented stays on record"

    # -- looking -------------------------------------------------------------------------------

    def listing(self, register: str, wanted: Wanted, form: str, limit: int) -> Iterator[str]:
        """Yield the entries as lines of text, JSON or CSV."""
        shown = 0
        with self.database.reading() as connection:
            for entry in keeping.entries(connection, self.database, register, wanted, self.today):
                if limit and shown == limit:
                    yield f"# more than {limit}; see --limit" if form == "text" else ""
                    return
                if form == "csv" and not shown:
                    yield _csv_cells(entry)
                yield _FORMS[form](entry)
                shown += 1
        if form == "text":
            yield f"{shown} entries"

    def page(self, register: str, number: str) -> Iterator[str]:
        """Yield all that is known of one entry, with what happened to it."""
        wanted = Wanted(numbers=(_number(register, number),))
        with self.database.reading() as connection:
            found = [*keeping.entries(connection, self.database, register, wanted, self.today)]
            if not found:
                raise ConfigurationError("no such entry", register)
            for name, value in found[0].items():
                if value not in ("", None):
                    yield f"{name}: {value}"
            if register == CONSENT:
                kinds = keeping.identifier_counts(connection, found[0]["subject"])
                yield "known by: " + ", ".join(f"{kind or 'fingerprint'} {n}" for kind, n in kinds)
            for time, actor, what in keeping.events(connection, register, wanted.numbers[0]):
                yield f"{time} {actor}: {what}"

    def initialise(self) -> Iterator[str]:
        """Make the register, or say that there is one."""
        state = self.database.state()
        with self.database.writing():
            pass
        made = "made" if state == "empty" else "stands here already"
        yield f"register {self.database.name} {made}, under key {self.database.keys.key_id}"

    def upgrade(self) -> Iterator[str]:
        """Bring the schema up to this version."""
        steps = self.database.upgrade()
        yield from (f"step {one}" for one in steps)
        yield f"register {self.database.name} is at step {len(schema.MIGRATIONS)}"

    def check(self) -> tuple[int, list[str]]:
        """Return the exit code and lines: that the register can be read, what is in it, what is odd."""
        day = self.today
        lines = [
            f"register {self.database.name}, key {self.database.keys.key_id}, step {len(schema.MIGRATIONS)}"
        ]
        with self.database.reading() as connection:
            totals = {}
            for register in REGISTERS:
                totals[register] = keeping.counts(connection, register, day)
                counted = ", ".join(f"{count} {state}" for state, count in totals[register].items())
                lines.append(f"{register}: {counted}")
            odd = [*self._oddities(connection, totals, day)]
        return (FOUND if odd else 0), lines + odd

    def _oddities(self, connection: Any, totals: Mapping[str, Mapping[str, int]], day: date) -> Iterator[str]:
        shared = keeping.shared_contacts(connection)
        if shared:
            yield f"note: {shared} phones or mailboxes belong to two subjects: by them alone nobody is known"
        held, domains = set(), set()
        for one in keeping.entries(connection, self.database, AGREEMENT, Wanted(state="valid"), day):
            held.add(one["party"])
            domains |= {*fields.split_words(one["domains"])}
        for partner in self.settings.partners:
            covered = partner.name in held or not domains.isdisjoint(partner.domains)
            if partner.role != "authority" and partner.agreement is None and not covered:
                yield f"note: partner {partner.name}: no agreement that holds"
        names = {one.name for one in self.settings.partners} | held
        known = {domain for one in self.settings.partners for domain in one.domains} | domains
        for recipient, count in keeping.recipients(connection):
            if recipient not in names and not any(_covers(listed, recipient) for listed in known):
                yield (
                    f"note: {count} consents are for {recipient}, which is neither a partner nor a party of "
                    "an agreement that holds: they allow nothing"
                )
        if self.settings.registers.qualifications and not totals[QUALIFICATION]["valid"]:
            yield "note: registers.qualifications is on and nobody is qualified: all internal mail is held"

    def expiring(self, within: str) -> tuple[int, list[str]]:
        """Return the exit code and a line for all that ends within the time given, soonest first."""
        match = re.fullmatch(r"([0-9]{1,4})([dw]?)", within)
        if not match:
            raise ConfigurationError("expected days or weeks, such as 30d or 6w", "--within")
        span = timedelta(days=int(match.group(1)) * (7 if match.group(2) == "w" else 1))
        with self.database.reading() as connection:
            found = keeping.endings(connection, self.today, span)
        lines = [
            f"{one.expires} {one.register} {one.recipient}: "
            + (one.number if one.entries == 1 else f"{one.entries} entries, the first {one.number}")
            for one in found
        ]
        lines += [
            f"{one.agreement.expires} agreement {one.name}: in {SETTINGS_NAME}"
            for one in self.settings.partners
            if one.agreement
            and one.agreement.expires
            and self.today <= one.agreement.expires <= self.today + span
        ]
        total = sum(one.entries for one in found) + len(lines) - len(found)
        return (FOUND if lines else 0), [*sorted(lines), f"{total} entries end within {span.days} days"]

    def fingerprints(self, identifiers: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """Return the fingerprints of what tells a customer. Raises `ConfigurationError` naming the type."""
        customer, faults = Reader(CONSENT).customer("", identifiers)
        _refuse(Fault(0, *one) for one in faults)
        return tuple(fingerprint for _, fingerprint in customer.identifiers)

    @contextmanager
    def _keeper(self) -> Iterator[Keeper]:
        with self.database.writing() as connection:
            yield Keeper(connection, self.database)


class _NothingKept(Exception):  # noqa: N818  (undoes the transaction, and goes no further)
    pass


def _undo_if(wanted: bool) -> None:  # noqa: FBT001  (private)
    if wanted:
        raise _NothingKept


_SHARED = (
    "note: {} phones or mailboxes belong to another subject as well; by them alone neither is known, "
    "and their consents need an identity number"
)


def _refuse(faults: Iterable[Fault]) -> None:
    told = [f"{one.column}: {one.what}" if one.column else one.what for one in faults]
    if told:
        raise ConfigurationError("; ".join(told))


def _number(register: str, written: str) -> int:
    match = re.fullmatch(rf"(?:{fields.letter_of(register)}-)?([0-9]{{1,15}})", written.strip().upper())
    if not match:
        raise ConfigurationError(
            f"entries of this register are called {fields.letter_of(register)}-1 and so on", register
        )
    return int(match.group(1))


def _covers(listed: str, recipient: str) -> bool:
    domain = recipient.rpartition("@")[2]
    return domain == listed or (listed.startswith("*.") and domain.endswith(listed[1:]))


def _progress(written: Iterator[Written], shown: bool) -> Iterator[Written]:  # noqa: FBT001  (private)
    for count, one in enumerate(written, start=1):
        if shown and count % _PROGRESS_EVERY == 0:
            sys.stderr.write(f"\r{count} lines")
            sys.stderr.flush()
        yield one
    if shown:
        sys.stderr.write("\r")


def _text_line(entry: Mapping[str, Any]) -> str:
    start = entry.get("signed") or entry.get("granted")
    parts = [entry["number"], entry["state"], f"{start}..{entry['expires'] or ''}"]
    names = ("subject", "rule", "party", "recipient", "domains", "kind", "categories", "purpose", "form",
             "evidence", "approver")  # fmt: skip
    return "  ".join([*parts, *(str(entry[name]) for name in names if entry.get(name))])


def _json_line(entry: Mapping[str, Any]) -> str:
    return msgspec.json.encode(entry).decode()


def _csv_cells(entry: Iterable[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(["" if one is None else one for one in entry])
    return out.getvalue()


_FORMS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "text": _text_line,
    "jsonl": _json_line,
    "csv": lambda entry: _csv_cells(entry.values()),
}
