"""Which findings describe one person: those of one table row, one line, one form block.

The count of people is an upper bound, as the thresholds of the law want it: what cannot be joined stays
apart. Two numbers of one kind are never one person, and two names are not either.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from dlpscan.model import Finding, Person, Segment

# A person has one of each; anything else (phones, cards, addresses) may be several.
_SINGLE = frozenset(
    {
        "PERSON",
        "CN_RESIDENT_ID",
        "CN_FOREIGNER_PR_CARD",
        "HK_ID_CARD",
        "MO_ID_CARD",
        "TW_ID_CARD",
        "CN_MILITARY_ID",
        "DATE_OF_BIRTH",
    }
)
# The identity that makes two mentions in one input the same person.
_STRONG = frozenset({"CN_RESIDENT_ID", "CN_FOREIGNER_PR_CARD", "HK_ID_CARD", "TW_ID_CARD", "CN_PASSPORT"})


_CONTACTS = frozenset({"PHONE_NUMBER", "EMAIL_ADDRESS"})
# Two lines with a blank one between them, or with more text than a form has, are two blocks.
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_FORM_LINES = 3


class Group:
    """The findings of one person so far, with what decides whether another fits."""

    __slots__ = ("_others", "_singles", "findings")

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._singles: dict[str, str] = {}
        self._others: set[str] = set()

    def fits(self, other: Group) -> bool:
        """Say whether both can be one person: no single thing twice, and no bare list of one thing."""
        small, large = sorted((self._singles, other._singles), key=len)
        if any(large.get(kind, mark) != mark for kind, mark in small.items()):
            return False
        # Two phones without a name or number of a person between them are a list of phones.
        return bool(self._singles) or not (self._others & other._others)

    def fits_one(self, finding: Finding) -> bool:
        """Say whether a group of this finding alone fits."""
        if finding.entity_type in _SINGLE:
            mark = self._singles.get(finding.entity_type)
            return mark is None or mark == finding.fingerprint
        return bool(self._singles) or finding.entity_type not in self._others

    def add(self, other: Group) -> None:
        """Take all findings of *other*."""
        self.findings.extend(other.findings)
        self._singles.update(other._singles)
        self._others.update(other._others)

    def add_one(self, finding: Finding) -> None:
        """Take a finding."""
        self.findings.append(finding)
        if finding.entity_type in _SINGLE:
            self._singles[finding.entity_type] = finding.fingerprint
        else:
            self._others.add(finding.entity_type)

    @property
    def marks(self) -> Iterable[tuple[str, ...]]:
        """Yield what tells that two groups are one person."""
        name = self._singles.get("PERSON")
        for finding in self.findings:
            if finding.entity_type in _STRONG:
                yield (finding.fingerprint,)
            elif name and finding.entity_type in _CONTACTS:
                yield name, finding.fingerprint


def in_segment(segment: Segment, findings: Sequence[Finding]) -> list[Group]:
    """Return the groups of findings of one segment, in order. *findings* are sorted by start.

    Signals are nobody's. A record belongs to the person whose identifier stands nearest before it, or else
    behind it: it tells nobody apart.
    """
    identifiers = [one for one in findings if one.kind == "identifier"]
    groups = _of_identifiers(segment, identifiers)
    if len(identifiers) == len(findings):
        return groups
    records = [one for one in findings if one.kind == "content"]
    if not groups:
        return _split(records)
    starts = [group.findings[0].start for group in groups]
    for one in records:
        groups[max(0, bisect_right(starts, one.start) - 1)].add_one(one)
    return groups


def _of_identifiers(segment: Segment, findings: Sequence[Finding]) -> list[Group]:
    if segment.kind != "text":
        return _split(findings)
    groups: list[Group] = []
    end = 0
    for line in _lines(segment, findings):
        parts = _split(line)
        between = segment.text[end : line[0].start - segment.offset]
        ends_block = _BLANK_LINE.search(between) or between.count("\n") > _FORM_LINES
        # The lines of a form block have different things in them; lines of a list repeat themselves.
        if groups and not ends_block and len(parts) == 1 and groups[-1].fits(parts[0]):
            groups[-1].add(parts[0])
        else:
            groups.extend(parts)
        end = line[-1].end - segment.offset
    return groups


def _lines(segment: Segment, findings: Sequence[Finding]) -> Iterable[list[Finding]]:
    """Yield the findings of each line that has any."""
    line: list[Finding] = []
    for finding in findings:
        if line:
            first, last = line[-1].end - segment.offset, finding.start - segment.offset
            if segment.text.find("\n", first, last) >= 0:
                yield line
                line = []
        line.append(finding)
    if line:
        yield line


def _split(findings: Sequence[Finding]) -> list[Group]:
    """Split the findings of a line wherever a second name or number of one kind begins a new person."""
    groups: list[Group] = []
    for finding in findings:
        if not groups or not groups[-1].fits_one(finding):
            groups.append(Group())
        groups[-1].add_one(finding)
    return groups


def gather(groups: Iterable[Group]) -> tuple[Person, ...]:
    """Return the people of all segments.

    Groups become one person where they share a strong identity, or a name together with a contact (a name
    alone, or a phone alone, is shared by many), and nothing in them says that they are two.
    """
    people: list[Group] = []
    known: dict[tuple[str, ...], int] = {}
    for group in groups:
        marks = [*group.marks]
        index = next((known[mark] for mark in marks if mark in known), len(people))
        if index == len(people) or not people[index].fits(group):
            index = len(people)
            people.append(group)
        else:
            people[index].add(group)
        for mark in marks:
            known.setdefault(mark, index)
    return tuple(Person(tuple(group.findings)) for group in people)
