"""Which findings describe one person: those of one table row, one line, one form block.

The count of people is an upper bound, as the thresholds of the law want it: what cannot be joined stays
apart. Two numbers of one kind are never one person, and two names are not either.
"""

from __future__ import annotations

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


def in_segment(segment: Segment, findings: Sequence[Finding]) -> list[list[Finding]]:
    """Return the groups of findings of one segment, in order. *findings* are sorted by start."""
    if segment.kind in ("row", "field", "name", "trace"):
        return _split(findings)
    groups: list[list[Finding]] = []
    last_end = -1
    for line in _lines(segment, findings):
        parts = _split(line)
        gap = segment.text[max(0, last_end - segment.offset) : line[0].start - segment.offset]
        near = bool(groups) and last_end >= 0 and not _ends_block(gap)
        # The lines of a form block have different things in them; lines of a list repeat themselves.
        if near and len(parts) == 1 and not _conflict(groups[-1], parts[0]):
            groups[-1].extend(parts[0])
        else:
            groups.extend(parts)
        last_end = line[-1].end
    return groups


def _ends_block(gap: str) -> bool:
    """Say whether two lines do not belong together: a blank line, or more text than a form has."""
    return "\n\n" in gap.replace("\r", "").replace(" ", "") or gap.count("\n") > _FORM_LINES


_FORM_LINES = 3


def _lines(segment: Segment, findings: Sequence[Finding]) -> Iterable[list[Finding]]:
    """Yield the findings of each line that has any."""
    line: list[Finding] = []
    for finding in findings:
        if line:
            between = segment.text[line[-1].end - segment.offset : finding.start - segment.offset]
            if "\n" in between:
                yield line
                line = []
        line.append(finding)
    if line:
        yield line


def _conflict(group: Sequence[Finding], other: Sequence[Finding]) -> bool:
    """Say whether two groups cannot be one person: both have a single thing, and not the same."""
    singles = {
        finding.entity_type: finding.fingerprint for finding in group if finding.entity_type in _SINGLE
    }
    mine = {finding.entity_type for finding in group}
    theirs = {finding.entity_type for finding in other}
    if any(
        singles.get(finding.entity_type, finding.fingerprint) != finding.fingerprint
        for finding in other
        if finding.entity_type in _SINGLE
    ):
        return True
    # Two phones on two lines without a name between them are a list of phones, not one person.
    return bool(mine & theirs - _SINGLE) and not singles


def _split(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Split the findings of a line wherever a second name or number of one kind begins a new person."""
    groups: list[list[Finding]] = []
    for finding in findings:
        if groups and not _conflict(groups[-1], [finding]):
            groups[-1].append(finding)
        else:
            groups.append([finding])
    return groups


def gather(groups: Iterable[Sequence[Finding]]) -> tuple[Person, ...]:
    """Return the people of all segments.

    Groups become one person where they share a strong identity, or a name together with a contact: a name
    alone, or a phone alone, is shared by many.
    """
    people: list[list[Finding]] = []
    known: dict[tuple[str, ...], int] = {}
    for group in groups:
        marks = [*_marks(group)]
        index = next((known[mark] for mark in marks if mark in known), len(people))
        if index == len(people):
            people.append([])
        people[index].extend(group)
        known.update(dict.fromkeys(marks, index))
    return tuple(Person(tuple(group)) for group in people)


def _marks(group: Sequence[Finding]) -> Iterable[tuple[str, ...]]:
    """Yield what tells that two groups are one person."""
    names = [finding.fingerprint for finding in group if finding.entity_type == "PERSON"]
    for finding in group:
        if finding.entity_type in _STRONG:
            yield (finding.fingerprint,)
        elif finding.entity_type in _CONTACTS and len(names) == 1:
            yield names[0], finding.fingerprint


_CONTACTS = frozenset({"PHONE_NUMBER", "EMAIL_ADDRESS"})
