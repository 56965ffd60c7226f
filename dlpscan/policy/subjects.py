"""Whose data a scan found, as far as a recipient is concerned.

Participants' own data never counts: the addresses of the transfer, the sender's signature block, staff.
What is left are customers. For each recipient, the data of the customer who *is* the recipient is left out
too (PIPL 45: people may have their own data).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import NamedTuple

from msgspec import Struct

from dlpscan.keys import Keys
from dlpscan.model import Finding, ScanResult
from dlpscan.policy.addresses import Address, matches
from dlpscan.rulebook.mailboxes import mailbox_class
from dlpscan.rulebook.policies import RuleTrigger
from dlpscan.rulebook.profiles import EntityClass, Profile
from dlpscan.rulebook.settings import Settings

_SIGNATURE_TYPES = frozenset({"PERSON", "PHONE_NUMBER", "EMAIL_ADDRESS", "ADDRESS", "WECHAT_ID", "QQ_NUMBER"})
# The sender's card has one name and a few numbers; more is a list of customers put below a closing formula.
_SIGNATURE_NAMES = 1
_SIGNATURE_CONTACTS = 5
# Labels that may stand on one's own card; 客户 never does.
_CARD_LABELS = frozenset({"", "姓名", "联系人", "name", "full name", "contact person"})
# A person has a few phones and mailboxes.
_OWN_CONTACTS = 5


class Subject(Struct, frozen=True):
    """One customer: what is known of them, by category."""

    findings: tuple[Finding, ...]
    categories: frozenset[str]
    sensitivities: frozenset[str]
    fingerprints: frozenset[str]
    """Fingerprints that say who it is: never of a name."""


class Parties(NamedTuple):
    """The addresses of a transfer, which are no customers'."""

    senders: tuple[Address, ...]
    recipients: tuple[Address, ...]


class Subjects:
    """The customers of one scan result, before and after a recipient's own data is taken out."""

    def __init__(
        self,
        result: ScanResult,
        parties: Parties,
        company: Settings,
        profile: Profile,
        keys: Keys,
    ) -> None:
        self._profile = profile
        self._keys = keys
        self._domains = company.company.domains
        staff = frozenset(company.company.staff)
        senders = frozenset(map(self._fingerprint, parties.senders))
        self._own = senders | frozenset(map(self._fingerprint, parties.recipients))
        self._people: list[tuple[Finding, ...]] = []
        self._answers: dict[Hashable, tuple[Subject, ...]] = {}
        self._claims: Counter[str] = Counter()
        signed = _signature_findings(result, senders)
        for person in result.people:
            # Staff is who has a staff member's identity number; a staff phone in a customer's row is only
            # a phone of staff, and the row stays a customer's.
            if any(one.fingerprint in staff and self._entity(one).alone for one in person.findings):
                continue
            facts = tuple(
                one
                for one in person.findings
                if not (
                    self._entity(one).public or one.allowed or one.id in signed or one.fingerprint in staff
                )
                and not self._is_at(one, self._domains)
            )
            if any(one.fingerprint not in self._own for one in facts):
                self._people.append(facts)
                self._claims.update({one.fingerprint for one in facts})

    def all(self, trigger: RuleTrigger) -> tuple[Subject, ...]:
        """Return the customers that count whoever receives them: none if the trigger is not reached."""
        return self._remembered((trigger,), self._people, trigger)

    def others(
        self, address: Address | None, sender: Address | None, trigger: RuleTrigger
    ) -> tuple[Subject, ...]:
        """Return the customers that count for one recipient.

        Left out are the customer who is the recipient, and mailboxes at the recipient's own company: those it
        has already (a mail that is answered quotes them).
        """
        asked = (address, sender, trigger)
        if asked in self._answers:
            return self._answers[asked]
        mine = self._fingerprint(address) if address is not None and _may_be_customer(address, sender) else ""
        people = [facts for facts in self._people if not self._is_of(facts, mine)]
        if address is not None and not address.tricks and not mailbox_class(address.domain):
            at = (address.domain,)
            people = [tuple(one for one in facts if not self._is_at(one, at)) for facts in people]
        return self._remembered(asked, people, trigger)

    def _remembered(
        self, asked: Hashable, people: Iterable[tuple[Finding, ...]], trigger: RuleTrigger
    ) -> tuple[Subject, ...]:
        # Every rule asks for every recipient: with a thousand people the answer takes 20 ms.
        if asked not in self._answers:
            self._answers[asked] = tuple(self._counted(people, trigger))
        return self._answers[asked]

    def fingerprints(self) -> frozenset[str]:
        """Return all fingerprints that can tell one of the people."""
        return frozenset().union(*(self._subject(facts).fingerprints for facts in self._people))

    def _is_at(self, finding: Finding, domains: tuple[str, ...]) -> bool:
        """Say whether a finding is a mailbox at one of *domains*, which its mask shows."""
        if finding.entity_type != "EMAIL_ADDRESS":
            return False
        domain = finding.masked.rpartition("@")[2]
        return any(matches(domain, listed) for listed in domains)

    def _entity(self, finding: Finding) -> EntityClass:
        # The policy's own profile, whichever the scanner had.
        return self._profile.entity(finding.entity_type)

    def _is_of(self, facts: tuple[Finding, ...], mine: str) -> bool:
        """Say whether a record gives the address *mine* as that of the person whom it describes.

        It must be a field of its own (a column, a label at the start of a line or clause), since in a
        sentence it is where somebody wants the data sent; and of one person: an address that many rows share
        is nobody's, and a record with many contacts is a list.
        """
        if not mine or self._claims[mine] != 1:
            return False
        contacts = {one.fingerprint for one in facts if self._category(one) == "contact"}
        return len(contacts) <= _OWN_CONTACTS and any(
            one.fingerprint == mine and one.is_field for one in facts
        )

    def _counted(self, people: Iterable[tuple[Finding, ...]], trigger: RuleTrigger) -> list[Subject]:
        strong = [
            tuple(one for one in facts if one.score >= trigger.min_score and one.fingerprint not in self._own)
            for facts in people
        ]
        return [self._subject(facts) for facts in self._triggering([one for one in strong if one], trigger)]

    def _triggering(
        self, people: list[tuple[Finding, ...]], trigger: RuleTrigger
    ) -> Iterable[tuple[Finding, ...]]:
        """Return the people that are customer information by themselves, or all contacts if they are many."""
        alone = [facts for facts in people if self._is_enough(facts)]
        contacts = {
            finding.fingerprint
            for facts in people
            for finding in facts
            if self._category(finding) == "contact"
        }
        if len(contacts) >= trigger.contacts:
            return [
                facts
                for facts in people
                if self._is_enough(facts) or any(self._category(finding) == "contact" for finding in facts)
            ]
        return alone

    def _is_enough(self, facts: tuple[Finding, ...]) -> bool:
        if any(self._entity(finding).alone for finding in facts):
            return True
        named = any(finding.entity_type == "PERSON" for finding in facts)
        return named and any(self._category(finding) == "contact" for finding in facts)

    def _category(self, finding: Finding) -> str:
        return self._entity(finding).category

    def _subject(self, facts: tuple[Finding, ...]) -> Subject:
        # A contact that two people of this very list share tells neither of them apart.
        telling = {
            finding.fingerprint
            for finding in facts
            if finding.entity_type not in ("PERSON", "ADDRESS", "DATE_OF_BIRTH")
            and (self._category(finding) != "contact" or self._claims[finding.fingerprint] == 1)
        }
        categories = frozenset(self._category(finding) for finding in facts)
        sensitivities = frozenset(self._entity(finding).sensitivity for finding in facts)
        return Subject(facts, categories, sensitivities, frozenset(telling))

    def _fingerprint(self, address: Address) -> str:
        return self._keys.fingerprint("EMAIL_ADDRESS", address.mailbox)


def _may_be_customer(address: Address, sender: Address | None) -> bool:
    """Say whether a recipient can be a customer at all: not behind a trick, and not the sender at home.

    The sender's own name at another domain is a mail to oneself, however the text calls it.
    """
    if address.tricks:
        return False
    return sender is None or address.local.lower() != sender.local.lower()


def _signature_findings(result: ScanResult, senders: frozenset[str]) -> frozenset[str]:
    """Return the ids of findings that are the sender's own card below the mail.

    Only a block that holds an address of the sender is one, and only with one name and few numbers.
    """
    found = [
        finding
        for finding in result.findings
        if finding.location.kind_of("signature") is not None and finding.entity_type in _SIGNATURE_TYPES
    ]
    names = [finding for finding in found if finding.entity_type == "PERSON"]
    is_card = (
        any(finding.fingerprint in senders for finding in found)
        and len({finding.fingerprint for finding in names}) <= _SIGNATURE_NAMES
        and len(found) - len(names) <= _SIGNATURE_CONTACTS
        and all(finding.label in _CARD_LABELS for finding in names)
    )
    return frozenset(finding.id for finding in found) if is_card else frozenset()
