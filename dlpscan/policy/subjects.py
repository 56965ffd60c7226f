"""Whose data a scan found, as far as a recipient is concerned.

Participants' own data never counts: the addresses of the transfer, the sender's signature block, staff.
What is left are customers. For each recipient, the data of the customer who *is* the recipient is left out
too (PIPL 45: people may have their own data).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from dlpscan.keys import Keys
from dlpscan.model import Finding, ScanResult
from dlpscan.policy.addresses import Address
from dlpscan.rulebook.policies import RuleTrigger
from dlpscan.rulebook.profiles import Profile

_SIGNATURE_TYPES = frozenset({"PERSON", "PHONE_NUMBER", "EMAIL_ADDRESS", "ADDRESS", "WECHAT_ID", "QQ_NUMBER"})
# One person's card: more than this in a signature block is a list of customers put there.
_SIGNATURE_NAMES = 2
_SIGNATURE_CONTACTS = 6


class Subject(Struct, frozen=True):
    """One customer: what is known of them, by category."""

    findings: tuple[Finding, ...]
    categories: frozenset[str]
    fingerprints: frozenset[str]
    """Fingerprints that say who it is: never of a name."""


class Subjects:
    """The customers of one scan result, before and after a recipient's own data is taken out."""

    def __init__(
        self,
        result: ScanResult,
        participants: Iterable[Address],
        staff: frozenset[str],
        profile: Profile,
        keys: Keys,
    ) -> None:
        self._profile = profile
        self._keys = keys
        self._own = frozenset(self._fingerprint(address) for address in participants)
        signed = _signature_findings(result)
        self._people: list[tuple[Finding, ...]] = []
        self._claims: Counter[str] = Counter()
        for person in result.people:
            facts = tuple(
                finding for finding in person.findings if not finding.public and finding.id not in signed
            )
            if any(finding.fingerprint in staff for finding in facts):
                continue
            if any(finding.fingerprint not in self._own for finding in facts):
                self._people.append(facts)
                self._claims.update({finding.fingerprint for finding in facts})

    def for_recipient(self, address: Address | None, trigger: RuleTrigger) -> tuple[list[Subject], bool]:
        """Return the customers that count for one recipient, and whether some data was their own.

        An empty list means that the trigger is not reached.
        """
        mine = self._fingerprint(address) if address is not None and not address.tricks else ""
        others = []
        is_own = False
        for facts in self._people:
            strong = tuple(finding for finding in facts if finding.score >= trigger.min_score)
            # A list that gives one address for many people makes it nobody's.
            if mine and self._claims[mine] == 1 and any(finding.fingerprint == mine for finding in strong):
                is_own = True
                continue
            counted = tuple(finding for finding in strong if finding.fingerprint not in self._own)
            if counted:
                others.append(counted)
        return [self._subject(facts) for facts in self._triggering(others, trigger)], is_own

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
        if any(self._profile.entity(finding.entity_type).alone for finding in facts):
            return True
        named = any(finding.entity_type == "PERSON" for finding in facts)
        return named and any(self._category(finding) == "contact" for finding in facts)

    def _category(self, finding: Finding) -> str:
        return self._profile.entity(finding.entity_type).category

    def _subject(self, facts: tuple[Finding, ...]) -> Subject:
        # A contact that two people of this very list share tells neither of them apart.
        telling = {
            finding.fingerprint
            for finding in facts
            if finding.entity_type not in ("PERSON", "ADDRESS", "DATE_OF_BIRTH")
            and (self._category(finding) != "contact" or self._claims[finding.fingerprint] == 1)
        }
        categories = frozenset(self._category(finding) for finding in facts)
        return Subject(facts, categories, frozenset(telling))

    def _fingerprint(self, address: Address) -> str:
        return self._keys.fingerprint("EMAIL_ADDRESS", address.mailbox)


def _signature_findings(result: ScanResult) -> frozenset[str]:
    """Return the ids of findings that are the sender's own card below the mail."""
    found = [
        finding
        for finding in result.findings
        if finding.location.kind_of("signature") is not None and finding.entity_type in _SIGNATURE_TYPES
    ]
    names = {finding.fingerprint for finding in found if finding.entity_type == "PERSON"}
    if len(names) > _SIGNATURE_NAMES or len(found) - len(names) > _SIGNATURE_CONTACTS:
        return frozenset()
    return frozenset(finding.id for finding in found)
