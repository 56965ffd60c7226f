"""What the policy asks of the database, with as few queries as there are kinds of things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from dlpscan.declare import Consent, KnownSubject, RecordedAgreement, RecordedApproval, RecordedQualification
from dlpscan.keys import Keys
from dlpscan.registers import schema
from dlpscan.registers.database import Database
from dlpscan.registers.fields import letter_of, split_words
from dlpscan.registers.telling import ADDRESS

T = TypeVar("T")

_AT_ONCE = 2000
"""Values in one query: PostgreSQL takes 65,535, SQLite 32,766 since 3.32 and 999 before; plans stay small."""


class DatabaseRegister:
    """The `dlpscan.declare.RegisterStore` of a database."""

    def __init__(self, database: Database, *, keeps_qualifications: bool = False) -> None:
        self._database = database
        self.keeps_qualifications = keeps_qualifications

    def __repr__(self) -> str:
        return f"DatabaseRegister({self._database.name!r})"

    def subjects(self, fingerprints: frozenset[str]) -> tuple[KnownSubject, ...]:
        """Return every subject that has one of *fingerprints*.

        *identifiers* of a subject hold the fingerprints that were asked for under their own name, and the
        others under the name that the register has for them.
        """
        if not fingerprints:
            return ()
        asked = {self._database.keys.subject_token(one): one for one in sorted(fingerprints)}
        telling, consent = schema.identifier.c, schema.consent.c
        with self._database.reading() as connection:
            found: set[int] = set()
            for tokens in _chunks([*asked]):
                owners = sa.select(telling.subject_id).where(telling.token.in_(tokens))
                found.update(connection.scalars(owners).all())
            identifiers: dict[int, dict[str, str]] = defaultdict(dict)
            consents: dict[int, list[Consent]] = defaultdict(list)
            for ids in _chunks(sorted(found)):
                held = sa.select(telling.subject_id, telling.token, telling.entity_type)
                for owner, token, kind in connection.execute(held.where(telling.subject_id.in_(ids))).all():
                    identifiers[owner][asked.get(token) or bytes(token).hex()] = kind
                given = sa.select(schema.consent).where(consent.subject_id.in_(ids)).order_by(consent.id)
                for row in connection.execute(given).all():
                    consents[row.subject_id].append(_consent(row, str(row.subject_id)))
        return tuple(
            KnownSubject(str(one), identifiers[one], tuple(consents.get(one, ()))) for one in sorted(found)
        )

    def address(self, fingerprint: str) -> str:
        """Return what a consent for one mailbox has as its recipient."""
        return address_of(self._database.keys, fingerprint)

    def agreements(self, parties: frozenset[str], domains: frozenset[str]) -> tuple[RecordedAgreement, ...]:
        """Return every agreement with one of *parties*, or for one of *domains*."""
        table, named = schema.agreement, schema.agreement_domain
        rows: dict[int, sa.Row[Any]] = {}
        with self._database.reading() as connection:
            for names in _chunks(_listings(domains)):
                ids = sa.select(named.c.agreement_id).where(named.c.domain.in_(names))
                found = connection.execute(sa.select(table).where(table.c.id.in_(ids)))
                rows.update((row.id, row) for row in found.all())
            for names in _chunks(sorted(parties)):
                found = connection.execute(sa.select(table).where(table.c.party.in_(names)))
                rows.update((row.id, row) for row in found.all())
        return tuple(
            RecordedAgreement(
                row.party,
                split_words(row.domains),
                row.kind,
                row.signed,
                row.expires,
                split_words(row.categories),
                row.withdrawn,
            )
            for _, row in sorted(rows.items())
        )

    def qualifications(
        self, mailboxes: frozenset[str], domains: frozenset[str]
    ) -> tuple[RecordedQualification, ...]:
        """Return every qualification of one of *mailboxes*, or of its whole domain."""
        columns = schema.qualification.c
        chosen = sa.select(columns.recipient, columns.granted, columns.expires, columns.withdrawn)
        found: list[RecordedQualification] = []
        with self._database.reading() as connection:
            for names in _chunks([*sorted(mailboxes), *_listings(domains)]):
                rows = connection.execute(chosen.where(columns.recipient.in_(names))).all()
                found += [RecordedQualification(*row) for row in rows]
        return tuple(found)

    def approvals(self, rule: str) -> tuple[RecordedApproval, ...]:
        """Return every approval that lifts *rule*."""
        table = schema.approval
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(table).where(table.c.rule == rule).order_by(table.c.id)).all()
        return tuple(
            RecordedApproval(
                f"{letter_of('approval')}-{row.id}",
                row.rule,
                row.recipient,
                row.approver,
                row.granted,
                row.expires,
                row.withdrawn,
            )
            for row in rows
        )


def address_of(keys: Keys, fingerprint: str) -> str:
    """Return the recipient of a consent for the mailbox with this fingerprint."""
    return ADDRESS + keys.subject_token(fingerprint).hex()


def _consent(row: sa.Row[tuple[object, ...]], subject: str) -> Consent:
    is_address = row.recipient_token is not None
    return Consent(
        subject=subject,
        categories=split_words(row.categories),
        recipient=ADDRESS + bytes(row.recipient_token).hex() if is_address else row.recipient,
        purpose=row.purpose,
        form=row.form,
        evidence=row.evidence,
        granted=row.granted,
        expires=row.expires,
        withdrawn=row.withdrawn,
        evidence_hash=row.evidence_hash,
    )


def _listings(domains: Iterable[str]) -> list[str]:
    """Return all that a list may say of *domains*: themselves, or `*.` and what they lie below."""
    found: set[str] = set()
    for domain in domains:
        labels = domain.split(".")
        found |= {domain, *(f"*.{'.'.join(labels[index:])}" for index in range(1, len(labels)))}
    return sorted(found)


def _chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
