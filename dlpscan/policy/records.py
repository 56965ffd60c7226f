"""All that is on record for one transfer: the lists in the settings, and the register if there is one.

The register is asked once for all people. When it cannot be read, that is remembered: nothing is asked
again, what the settings say still counts, and whoever needs more is told that the register is out of reach.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from dlpscan.declare import (
    Consent,
    ConsentStore,
    KnownSubject,
    RecordedAgreement,
    RecordedApproval,
    RecordedQualification,
    RegisterStore,
)
from dlpscan.errors import RegisterError
from dlpscan.policy.addresses import Address, matches
from dlpscan.policy.subjects import Subject
from dlpscan.registers.telling import SINGLE, STRONG
from dlpscan.rulebook.settings import Partner

T = TypeVar("T")
_log = logging.getLogger("dlpscan.registers")


class Records:
    """Answers for one evaluation, on *day*, for the *recipients* and the people with the *fingerprints*.

    *parties* are the names of the partners among the recipients.
    """

    def __init__(
        self,
        store: ConsentStore,
        register: RegisterStore | None,
        fingerprints: Callable[[], frozenset[str]],
        day: date,
        recipients: Iterable[Address] = (),
        parties: Iterable[str] = (),
    ) -> None:
        self._day = day
        true = [one for one in recipients if one.domain and not one.tricks]
        self._mailboxes = frozenset(one.mailbox for one in true)
        self._domains = frozenset(one.domain for one in true)
        self._parties = frozenset(parties)
        self._agreements: tuple[RecordedAgreement, ...] | None = None
        self._qualifications: tuple[RecordedQualification, ...] | None = None
        self._approvals: dict[str, tuple[RecordedApproval, ...]] = {}
        self._store = store
        self._register = register
        self._fingerprints = fingerprints
        self._owners: dict[str, list[KnownSubject]] | None = None
        self.is_out_of_reach = False

    @property
    def keeps_qualifications(self) -> bool:
        """Say whether anybody keeps a register of qualified recipients."""
        return self._register is not None and self._register.keeps_qualifications

    def consents(self, subject: Subject) -> tuple[tuple[Consent, ...], bool]:
        """Return the customer's consents, and whether it cannot be told who the customer is.

        What belongs to one person only (an identity number, a card) tells who it is; a phone or a mailbox
        does while one subject has it. Where the register says that the data is of two people, it is of
        nobody.
        """
        listed = self._store.consents(subject.fingerprints)
        certain: dict[str, KnownSubject] = {}
        likely: dict[str, KnownSubject] = {}
        is_unclear = False
        for fingerprint in subject.fingerprints:
            owners = self._known().get(fingerprint, ())
            if len(owners) > 1:
                is_unclear = True
            for owner in owners if len(owners) == 1 else ():
                kind = owner.identifiers[fingerprint]
                target = certain if not kind or kind in STRONG else likely
                target[owner.pseudonym] = owner
        numbers = {one.entity_type: one.fingerprint for one in subject.findings if one.entity_type in SINGLE}
        sure = [*certain.values()]
        if any(_differ(numbers, _numbers(one)) for one in sure) or _are_two(sure):
            return listed, True
        rest = [
            one
            for name, one in likely.items()
            if name not in certain
            and not any(_differ(known, _numbers(one)) for known in (numbers, *map(_numbers, sure)))
        ]
        if _are_two(rest):
            is_unclear = True
            rest = []
        found = tuple(consent for one in (*sure, *rest) for consent in one.consents)
        return (*listed, *found), is_unclear and not found

    def address(self, fingerprint: str) -> str:
        """Return what the register's consents call the mailbox with this fingerprint, "" without one."""
        return self._register.address(fingerprint) if self._register else ""

    def agreements(self, partner: Partner | None, address: Address | None) -> tuple[RecordedAgreement, ...]:
        """Return every agreement with the partner: from the settings, and from the register."""
        found: list[RecordedAgreement] = []
        if partner is not None and partner.agreement is not None:
            signed = partner.agreement
            found.append(
                RecordedAgreement(
                    partner.name,
                    partner.domains,
                    signed.kind,
                    signed.signed,
                    signed.expires,
                    signed.categories,
                )
            )
        name = partner.name if partner else ""
        domain = address.domain if address is not None and not address.tricks else ""
        found += [one for one in self._on_record() if one.party == name or _is_of(one, domain)]
        return tuple(found)

    def partner(self, domain: str) -> Partner | None:
        """Return the party that the register of agreements knows under *domain*.

        A contract after PIPL 21 makes it a processor; any other agreement leaves it a handler. What holds on
        the day decides; where nothing does, what was signed last.
        """
        known = [one for one in self._on_record() if _is_of(one, domain)]
        if not known:
            return None
        holding = [one for one in known if self._holds(one)] or [max(known, key=lambda one: one.signed)]
        contracts = [one for one in holding if one.kind == "entrustment"]
        first = (contracts or holding)[0]
        return Partner(first.party, first.domains, "processor" if contracts else "handler")

    def _holds(self, agreement: RecordedAgreement) -> bool:
        has_ended = (agreement.expires is not None and agreement.expires < self._day) or (
            agreement.withdrawn is not None and agreement.withdrawn <= self._day
        )
        return agreement.signed <= self._day and not has_ended

    def qualifications(self, address: Address) -> tuple[RecordedQualification, ...]:
        """Return every qualification of the mailbox or its domain."""
        if self._qualifications is None:
            self._qualifications = self._ask(
                lambda register: register.qualifications(self._mailboxes, self._domains)
            )
        return tuple(one for one in self._qualifications if is_for(one.recipient, address))

    def approvals(self, rule: str) -> tuple[RecordedApproval, ...]:
        """Return every approval that lifts *rule*."""
        if rule not in self._approvals:
            self._approvals[rule] = self._ask(lambda register: register.approvals(rule))
        return self._approvals[rule]

    def _on_record(self) -> tuple[RecordedAgreement, ...]:
        """Return every agreement with any of the recipients."""
        if self._agreements is None:
            self._agreements = self._ask(lambda register: register.agreements(self._parties, self._domains))
        return self._agreements

    def _known(self) -> dict[str, list[KnownSubject]]:
        if self._owners is None:
            owners: defaultdict[str, list[KnownSubject]] = defaultdict(list)
            for one in self._ask(lambda register: register.subjects(self._fingerprints())):
                for fingerprint in one.identifiers:
                    owners[fingerprint].append(one)
            self._owners = dict(owners)
        return self._owners

    def _ask(self, question: Callable[[RegisterStore], tuple[T, ...]]) -> tuple[T, ...]:
        if self._register is None or self.is_out_of_reach:
            return ()
        try:
            return question(self._register)
        except RegisterError as error:
            # The verdict says that it is out of reach; why is for who runs this.
            _log.warning("%s", error)
            self.is_out_of_reach = True
            return ()


def is_for(recipient: str, address: Address) -> bool:
    """Say whether an entry for *recipient*, a mailbox or a domain, is for *address*."""
    return recipient == address.mailbox if "@" in recipient else matches(address.domain, recipient)


def _is_of(agreement: RecordedAgreement, domain: str) -> bool:
    return bool(domain) and any(matches(domain, listed) for listed in agreement.domains)


def _numbers(subject: KnownSubject) -> dict[str, str]:
    return {kind: fingerprint for fingerprint, kind in subject.identifiers.items() if kind in SINGLE}


def _differ(one: dict[str, str], other: dict[str, str]) -> bool:
    """Say whether both have a number of a kind that a person has one of, and not the same."""
    return any(other.get(kind, number) != number for kind, number in one.items())


def _are_two(subjects: list[KnownSubject]) -> bool:
    numbers = [*map(_numbers, subjects)]
    return any(_differ(one, other) for index, one in enumerate(numbers) for other in numbers[:index])
