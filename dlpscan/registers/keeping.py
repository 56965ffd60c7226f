"""Writes in the registers: adds, withdraws, lists. Nothing is ever deleted, and every change is recorded.

Who a customer is, is decided here and never guessed: what belongs to one person only (an identity number, a
card) names its subject; a phone or a mailbox names one only while nobody else has it.
"""

from __future__ import annotations

import getpass
import hashlib
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dlpscan.keys import Keys
from dlpscan.model import Party
from dlpscan.registers import fields, schema
from dlpscan.registers.database import Database, now
from dlpscan.registers.fields import AGREEMENT, CONSENT, REGISTERS
from dlpscan.registers.telling import SINGLE, STRONG

AT_ONCE = 1000
"""Entries that are written with one round of statements."""

_TABLES = {
    CONSENT: schema.consent,
    AGREEMENT: schema.agreement,
    fields.QUALIFICATION: schema.qualification,
    fields.APPROVAL: schema.approval,
}


class Customer(NamedTuple):
    """Whose consent it is: a subject's pseudonym or the company's own number for them, and fingerprints.

    *identifiers* are (entity type, fingerprint); the type "" is not known.
    """

    subject: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        return f"Customer(identifiers={len(self.identifiers)})"


class Written(NamedTuple):
    """One entry on its way to a register, with the line that it stood in."""

    line: int
    entry: dict[str, Any]
    customer: Customer = Customer()

    def __repr__(self) -> str:
        return f"Written(line={self.line})"


class Fault(NamedTuple):
    """What is wrong with an entry. *column* is "" where it is the whole line."""

    line: int
    column: str
    what: str


class Tally(NamedTuple):
    """What became of the entries. *shared* contacts have two subjects; *first* is the first number."""

    added: int = 0
    known: int = 0
    withdrawn: int = 0
    shared: int = 0
    first: str = ""


class Keeper:
    """Writes in one transaction. *actor* is who does it: the account that runs the command."""

    def __init__(self, connection: Connection, database: Database, actor: str = "") -> None:
        self._connection = connection
        self._keys = database.keys
        self._actor = actor or _account()
        self._next: dict[str, int] = {}
        self._counts: Counter[str] = Counter()
        self._first = self._last = 0
        self._shared: set[bytes] = set()

    # -- adding --------------------------------------------------------------------------------

    def add(self, register: str, written: Iterable[Written]) -> list[Fault]:
        """Write entries, and return what is wrong with those that cannot be written.

        An entry that stands there already is left as it is; if it comes with a day of withdrawal, that is
        taken over, and never taken back.
        """
        faults: list[Fault] = []
        batch: list[Written] = []
        for one in written:
            batch.append(one)
            if len(batch) == AT_ONCE:
                faults += self._add_batch(register, batch)
                batch = []
        return faults + (self._add_batch(register, batch) if batch else [])

    def tally(self, register: str) -> Tally:
        """Return what was done since the beginning, and record it."""
        counts = self._counts
        if counts["added"]:
            self._record(register, self._first, self._last, "added")
        letter = fields.letter_of(register)
        first = f"{letter}-{self._first}" if counts["added"] else ""
        return Tally(counts["added"], counts["known"], counts["withdrawn"], len(self._shared), first)

    def _add_batch(self, register: str, batch: Sequence[Written]) -> list[Fault]:
        faults: list[Fault] = []
        rows: list[dict[str, Any]] = []
        if register == CONSENT:
            wanted = [self._tokens(one.customer) for one in batch]
            people = _People(self._connection, wanted, self._take_id)
            for one, who in zip(batch, wanted, strict=True):
                subject, trouble = people.find(*who)
                if trouble:
                    faults.append(Fault(one.line, "", trouble))
                    continue
                rows.append({**self._consent_row(one.entry), "subject_id": subject})
            people.save()
            self._shared |= people.shared
        else:
            rows = [dict(one.entry) for one in batch]
        self._insert(register, rows)
        return faults

    def _tokens(self, customer: Customer) -> tuple[str, dict[bytes, str]]:
        """Return the pseudonym that is asked for, if any, and the tokens with their types."""
        return pseudonym_of(self._keys, customer.subject), {
            self._keys.subject_token(fingerprint): kind for kind, fingerprint in customer.identifiers
        }

    def _consent_row(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Return an entry with a single mailbox as recipient not in clear: it may be the customer's."""
        recipient = entry["recipient"]
        if "@" not in recipient:
            return {**entry, "recipient_token": None}
        token = self._keys.subject_token(self._keys.fingerprint("EMAIL_ADDRESS", recipient))
        return {**entry, "recipient": Party(recipient).masked, "recipient_token": token}

    def _insert(self, register: str, rows: Sequence[dict[str, Any]]) -> None:
        table = _TABLES[register]
        for row in rows:
            row["digest"] = _digest(row)
        held = {
            bytes(digest): (number, withdrawn)
            for digest, number, withdrawn in self._connection.execute(
                sa.select(table.c.digest, table.c.id, table.c.withdrawn).where(
                    table.c.digest.in_([row["digest"] for row in rows])
                )
            )
        }
        new: dict[bytes, dict[str, Any]] = {}
        for row in rows:
            known = held.get(row["digest"])
            twin = new.get(row["digest"])
            if known is None and twin is None:
                new[row["digest"]] = row | {"id": self._take_id(table.name)}
                continue
            self._counts["known"] += 1
            until = row["withdrawn"]
            if twin is not None:
                twin["withdrawn"] = min(filter(None, (twin["withdrawn"], until)), default=None)
            elif known is not None and until and (known[1] is None or until < known[1]):
                self._end(register, [known[0]], until)
                self._record(register, known[0], known[0], f"withdrawn from {until} on, by import")
                held[row["digest"]] = (known[0], until)
        if not new:
            return
        self._connection.execute(sa.insert(table), [*new.values()])
        self._counts["added"] += len(new)
        numbers = [row["id"] for row in new.values()]
        self._first, self._last = self._first or numbers[0], numbers[-1]
        if register == AGREEMENT:
            self._connection.execute(
                sa.insert(schema.agreement_domain),
                [
                    {"domain": domain, "agreement_id": row["id"]}
                    for row in new.values()
                    for domain in fields.split_words(row["domains"])
                ],
            )

    # -- withdrawing ---------------------------------------------------------------------------

    def withdraw(self, register: str, numbers: Sequence[int], day: date, reason: str = "") -> int:
        """Let entries hold no more from *day* on. A day that stands there already only moves earlier."""
        table = _TABLES[register]
        open_ones = [
            number
            for chunk in _chunks(numbers)
            for number in self._connection.scalars(
                sa.select(table.c.id).where(
                    table.c.id.in_(chunk), (table.c.withdrawn.is_(None)) | (table.c.withdrawn > day)
                )
            )
        ]
        self._end(register, open_ones, day)
        for number in open_ones:
            self._record(
                register, number, number, f"withdrawn from {day} on" + (f": {reason}" if reason else "")
            )
        return len(open_ones)

    def forget(self, customer: Customer) -> int:
        """Take identifiers from their subjects, or all of a subject's if none is given; return how many.

        The entries stay, as the record of what was allowed; by what is forgotten nobody is found any more.
        """
        name, tokens = self._tokens(customer)
        telling, subject = schema.identifier.c, schema.subject.c
        query = sa.select(telling.token, telling.subject_id, telling.entity_type)
        if name:
            query = query.join(schema.subject, subject.id == telling.subject_id).where(
                subject.pseudonym == name
            )
        if tokens:
            query = query.where(telling.token.in_([*tokens]))
        found = self._connection.execute(query).all() if name or tokens else []
        for row in found:
            self._connection.execute(
                sa.delete(schema.identifier).where(
                    telling.token == row.token, telling.subject_id == row.subject_id
                )
            )
            what = f"{row.entity_type or 'fingerprint'} forgotten"
            self._record("subject", row.subject_id, row.subject_id, what)
        return len(found)

    def _end(self, register: str, numbers: Sequence[int], day: date) -> None:
        table = _TABLES[register]
        for chunk in _chunks(numbers):
            self._connection.execute(sa.update(table).where(table.c.id.in_(chunk)).values(withdrawn=day))
        self._counts["withdrawn"] += len(numbers)

    def _record(self, register: str, first: int, last: int, what: str) -> None:
        self._connection.execute(
            sa.insert(schema.event).values(
                id=self._take_id(schema.event.name),
                time=now(),
                actor=self._actor,
                register=register,
                first=first,
                last=last,
                what=what,
            )
        )

    def _take_id(self, table: str) -> int:
        # Writers take turns, so the highest number stays the highest until the transaction ends.
        if table not in self._next:
            column = schema.metadata.tables[table].c.id
            self._next[table] = (self._connection.scalar(sa.select(sa.func.max(column))) or 0) + 1
        number = self._next[table]
        self._next[table] = number + 1
        return number


class _People:
    """Whom the fingerprints of a batch belong to, with what the batch itself adds."""

    def __init__(
        self, connection: Connection, wanted: Sequence[tuple[str, dict[bytes, str]]], take_id: Any
    ) -> None:
        self._connection = connection
        self._take_id = take_id
        self._owners: dict[bytes, set[int]] = defaultdict(set)
        self._held: dict[int, dict[bytes, str]] = defaultdict(dict)
        self._by_pseudonym: dict[str, int] = {}
        self._new_subjects: list[dict[str, Any]] = []
        self._new_identifiers: list[dict[str, Any]] = []
        self.shared: set[bytes] = set()
        telling, subject = schema.identifier.c, schema.subject.c
        for chunk in _chunks(sorted({name for name, _ in wanted if name})):
            rows = connection.execute(
                sa.select(subject.pseudonym, subject.id).where(subject.pseudonym.in_(chunk))
            )
            self._by_pseudonym.update((name, number) for name, number in rows)
        found: set[int] = set(self._by_pseudonym.values())
        for chunk in _chunks(sorted({token for _, tokens in wanted for token in tokens})):
            found.update(connection.scalars(sa.select(telling.subject_id).where(telling.token.in_(chunk))))
        for ids in _chunks(sorted(found)):
            columns = (telling.subject_id, telling.token, telling.entity_type)
            for owner, token, kind in connection.execute(
                sa.select(*columns).where(telling.subject_id.in_(ids))
            ):
                self._give(owner, bytes(token), kind)

    def find(self, pseudonym: str, tokens: Mapping[bytes, str]) -> tuple[int, str]:
        """Return the subject, made if there is none; or what is wrong."""
        tokens = {token: kind or self._kind(token) for token, kind in tokens.items()}
        owner, trouble = self._owner(pseudonym, tokens)
        contradiction = self._contradiction(owner, tokens)
        if not trouble and contradiction:
            trouble = f"the register has another {contradiction} for this subject"
        if trouble:
            return 0, trouble
        if not owner:
            owner = self._take_id(schema.subject.name)
            name = pseudonym or f"S-{secrets.token_hex(16)}"
            self._new_subjects.append({"id": owner, "pseudonym": name})
            self._by_pseudonym[name] = owner
        for token, kind in tokens.items():
            if token not in self._held[owner]:
                self._give(owner, token, kind)
                self._new_identifiers.append({"token": token, "subject_id": owner, "entity_type": kind})
                if len(self._owners[token]) > 1:
                    self.shared.add(token)
        return owner, ""

    def _owner(self, pseudonym: str, tokens: Mapping[bytes, str]) -> tuple[int, str]:
        """Return the subject that is on record, 0 for none; or why it cannot be told."""
        strong = {token for token, kind in tokens.items() if _is_strong(kind)}
        owners = self._owners_of(strong)
        if len(owners) > 1:
            return 0, "the numbers of this line belong to two subjects of the register"
        if pseudonym:
            owner = self._by_pseudonym.get(pseudonym, 0)
            if owners - {owner}:
                return 0, "a number of this line belongs to another subject of the register"
            return owner, ""
        if owners or strong:
            return next(iter(owners), 0), ""
        owners = self._owners_of(tokens)
        if len(owners) > 1:
            return 0, "two subjects of the register share this; give an identity number as well"
        owner = next(iter(owners), 0)
        if any(_is_strong(kind) for kind in self._held.get(owner, {}).values()):
            # Whether the customer still has this phone, only a person can say.
            return 0, (
                "the register knows the one with this phone or mailbox by an identity number, too; "
                "give that number, or the subject"
            )
        return owner, ""

    def _kind(self, token: bytes) -> str:
        """Return the type that the register has for a fingerprint that came without one."""
        return next((self._held[owner][token] for owner in self._owners.get(token, ())), "")

    def _owners_of(self, tokens: Iterable[bytes]) -> set[int]:
        return {owner for token in tokens for owner in self._owners.get(token, ())}

    def save(self) -> None:
        """Write what is new."""
        if self._new_subjects:
            self._connection.execute(sa.insert(schema.subject), self._new_subjects)
        if self._new_identifiers:
            self._connection.execute(sa.insert(schema.identifier), self._new_identifiers)

    def _give(self, owner: int, token: bytes, kind: str) -> None:
        self._owners[token].add(owner)
        self._held[owner][token] = kind

    def _contradiction(self, owner: int, tokens: Mapping[bytes, str]) -> str:
        held = {kind: token for token, kind in self._held.get(owner, {}).items() if kind in SINGLE}
        return next((kind for token, kind in tokens.items() if held.get(kind, token) != token), "")


def _is_strong(kind: str) -> bool:
    # A fingerprint whose type nobody told is one subject's: it was given as that subject.
    return not kind or kind in STRONG


# -- looking ------------------------------------------------------------------------------------


class Wanted(NamedTuple):
    """Which entries to look at."""

    state: str = "all"
    subject: str = ""
    fingerprints: tuple[str, ...] = ()
    recipient: str = ""
    purpose: str = ""
    numbers: tuple[int, ...] = ()


def entries(
    connection: Connection, database: Database, register: str, wanted: Wanted, day: date
) -> Iterator[dict[str, Any]]:
    """Yield entries as they are stored, with `number` and `state` on *day*, and `subject` for consents."""
    table = _TABLES[register]
    query: sa.Select[Any] = sa.select(table)
    if register == CONSENT:
        subject = schema.subject.c
        query = sa.select(table, subject.pseudonym).join(schema.subject, subject.id == table.c.subject_id)
        query = _of_customer(query, database, wanted)
    if wanted.numbers:
        query = query.where(table.c.id.in_(wanted.numbers))
    if wanted.recipient:
        query = query.where(_recipient_is(database, register, wanted.recipient))
    if wanted.purpose and "purpose" in table.c:
        query = query.where(table.c.purpose == wanted.purpose)
    query = _in_state(query, register, wanted.state, day).order_by(table.c.id)
    letter = fields.letter_of(register)
    for row in connection.execution_options(yield_per=AT_ONCE).execute(query).mappings():
        entry = {"number": f"{letter}-{row['id']}", "state": fields.state_of(register, dict(row), day)}
        if register == CONSENT:
            entry["subject"] = row["pseudonym"]
        entry |= {field.name: row[field.name] for field in fields.FIELDS[register]}
        yield entry


def _of_customer(query: sa.Select[Any], database: Database, wanted: Wanted) -> sa.Select[Any]:
    keys, name = database.keys, wanted.subject
    fingerprints = wanted.fingerprints
    if fields.is_fingerprint(name):
        fingerprints, name = (*fingerprints, name), ""
    if name:
        query = query.where(schema.subject.c.pseudonym == pseudonym_of(keys, name))
    if fingerprints:
        telling = schema.identifier.c
        tokens = [keys.subject_token(one) for one in fingerprints]
        owners = sa.select(telling.subject_id).where(telling.token.in_(tokens))
        query = query.where(schema.consent.c.subject_id.in_(owners))
    return query


def pseudonym_of(keys: Keys, name: str) -> str:
    """Return the pseudonym of a subject: *name* is one, or the company's own number for a customer.

    Such a number is personal, too.
    """
    if not name or fields.is_pseudonym(name):
        return name
    return f"S-{keys.subject_token(f'customer {name}').hex()}"


def _recipient_is(database: Database, register: str, recipient: str) -> sa.ColumnElement[bool]:
    table = _TABLES[register]
    if register == AGREEMENT:
        ids = sa.select(schema.agreement_domain.c.agreement_id).where(
            schema.agreement_domain.c.domain == recipient
        )
        return (table.c.party == recipient) | table.c.id.in_(ids)
    if register == CONSENT and "@" in recipient:
        token = database.keys.subject_token(database.keys.fingerprint("EMAIL_ADDRESS", recipient.lower()))
        return schema.consent.c.recipient_token == token
    return table.c.recipient == (recipient.lower() if "@" in recipient else recipient)


def _in_state(query: sa.Select[Any], register: str, state: str, day: date) -> sa.Select[Any]:
    columns = _TABLES[register].c
    ended = columns.withdrawn <= day
    alive = columns.withdrawn.is_(None) | (columns.withdrawn > day)
    begun = columns[fields.start_of(register)] <= day
    over = columns.expires < day
    running = columns.expires.is_(None) | (columns.expires >= day)
    match state:
        case "valid":
            return query.where(alive, begun, running)
        case "withdrawn":
            return query.where(ended)
        case "future":
            return query.where(alive, ~begun)
        case "expired":
            return query.where(alive, begun, over)
    return query


def events(connection: Connection, register: str, number: int) -> list[tuple[str, str, str]]:
    """Return (time, who, what) for all that happened to an entry."""
    columns = schema.event.c
    condition = (columns.register == register) & (columns.first <= number) & (columns.last >= number)
    if register == CONSENT:
        owner = sa.select(schema.consent.c.subject_id).where(schema.consent.c.id == number).scalar_subquery()
        condition |= (columns.register == "subject") & (columns.first == owner)
    rows = connection.execute(
        sa.select(columns.time, columns.actor, columns.what).where(condition).order_by(columns.id)
    )
    return [tuple(row) for row in rows]


def identifier_counts(connection: Connection, pseudonym: str) -> list[tuple[str, int]]:
    """Return the types of what tells a subject, and how many of each."""
    telling, subject = schema.identifier.c, schema.subject.c
    rows = connection.execute(
        sa.select(telling.entity_type, sa.func.count())
        .join(schema.subject, subject.id == telling.subject_id)
        .where(subject.pseudonym == pseudonym)
        .group_by(telling.entity_type)
        .order_by(telling.entity_type)
    )
    return [tuple(row) for row in rows]


def recipients(connection: Connection) -> list[tuple[str, int]]:
    """Return whom consents are for, single mailboxes left out, and how many consents each has."""
    columns = schema.consent.c
    rows = connection.execute(
        sa.select(columns.recipient, sa.func.count())
        .where(columns.recipient_token.is_(None))
        .group_by(columns.recipient)
        .order_by(columns.recipient)
    )
    return [tuple(row) for row in rows]


class Ending(NamedTuple):
    """So many entries for one recipient that end on one day. *numbers* are the first of them."""

    register: str
    expires: date
    recipient: str
    entries: int
    number: str


def endings(connection: Connection, day: date, within: timedelta) -> list[Ending]:
    """Return what is valid on *day* and ends within the time given, soonest first."""
    found = []
    for register in REGISTERS:
        table = _TABLES[register]
        name = table.c.party if register == AGREEMENT else table.c.recipient
        query: sa.Select[Any] = (
            sa.select(table.c.expires, name, sa.func.count(), sa.func.min(table.c.id))
            .where(table.c.expires <= day + within)
            .group_by(table.c.expires, name)
        )
        letter = fields.letter_of(register)
        found += [
            Ending(register, expires, recipient, count, f"{letter}-{number}")
            for expires, recipient, count, number in connection.execute(
                _in_state(query, register, "valid", day)
            )
        ]
    return sorted(found, key=lambda one: (one.expires, one.register, one.recipient))


def counts(connection: Connection, register: str, day: date) -> dict[str, int]:
    """Return how many entries are in each state."""
    table = _TABLES[register]
    query: sa.Select[Any] = sa.select(sa.func.count()).select_from(table)
    return {
        state: connection.scalar(_in_state(query, register, state, day)) or 0
        for state in ("valid", "future", "expired", "withdrawn")
    }


def shared_contacts(connection: Connection) -> int:
    """Return how many phones and mailboxes two subjects have, so that they tell nobody."""
    telling = schema.identifier.c
    many = sa.select(telling.token).group_by(telling.token).having(sa.func.count() > 1).subquery()
    return connection.scalar(sa.select(sa.func.count()).select_from(many)) or 0


def _digest(row: Mapping[str, Any]) -> bytes:
    """Return what tells two entries apart: all of it but the end."""
    parts = [f"{name}={row[name]!r}" for name in sorted(row) if name not in ("withdrawn", "id", "digest")]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()[:16]


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account that no list names, in a container
        return "unknown"
