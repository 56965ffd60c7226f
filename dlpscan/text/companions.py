"""Records count beside a person: `诊断：糖尿病` is a text book's, until a name or number stands beside it.

A record of a person's health, money, studies or doings has no form of its own that would tell it from a
manual that speaks of such records. What makes it customer information is the identifier in its row, its
paragraph or within 60 characters. This pass runs when overlap is resolved, so that only readings that
stand make a companion.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from dlpscan.model import MIN_SCORE, FindingKind, Segment

_NEAR = 60
_PARAGRAPH = 400
"""How far a form or paragraph without a blank line reaches; minified text is one endless paragraph."""
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_STATED = 0.75
"""Below this a record is a statement in prose, which news make of people with names, too."""
_OF_A_NAME = 0.45


class EntityClass(Protocol):
    """What a legal profile says of a type."""

    @property
    def category(self) -> str:
        """Return the category of the type."""
        ...

    @property
    def alone(self) -> bool:
        """Say whether one finding of it is customer information without a name beside it."""
        ...

    @property
    def public(self) -> bool:
        """Say whether it is no personal data."""
        ...


class Companion(NamedTuple):
    """A reading that stands, by place: where, what kind, how sure, what the profile says of its type."""

    start: int
    end: int
    kind: FindingKind
    score: float
    entity: EntityClass
    entity_type: str = ""

    @property
    def is_person(self) -> bool:
        """Say whether it tells who somebody is. A password tells of no one."""
        return (
            self.kind == "identifier"
            and self.score >= MIN_SCORE
            and not self.entity.public
            and self.entity.category != "credential"
        )

    @property
    def is_number(self) -> bool:
        """Say whether it is more than a name: a document, an account, a way to reach the person.

        News are full of places, so an address is not.
        """
        return self.entity_type != "ADDRESS" and (self.entity.alone or self.entity.category == "contact")


Judged = tuple[float, tuple[str, ...]]
"""A score, and what to add to the evidence."""


def beside_people(segment: Segment, readings: Sequence[Companion]) -> list[Judged | None]:
    """Return the score of each reading and the evidence for it: of records by the person beside them.

    *readings* are sorted by start. A record without a person is nothing (None): a price list has thousands.
    A statement in prose needs more than a name. All others keep their scores. Time is n log n.
    """
    people = [one for one in readings if one.is_person]
    anyone = _Places(segment, people)
    numbers = _Places(segment, [one for one in people if one.is_number])
    judged: list[Judged | None] = []
    for one in readings:
        if one.kind != "content":
            judged.append((one.score, ()))
        elif numbers.has_near(one):
            judged.append((one.score, ("a person's identifier beside it",)))
        elif not anyone.has_near(one):
            judged.append(None)
        elif one.score < _STATED:
            judged.append((min(one.score, _OF_A_NAME), ("only a name beside it",)))
        else:
            judged.append((one.score, ("a person's name beside it",)))
    return judged


class _Places:
    """Where persons stand in a segment. *people* are sorted by start."""

    def __init__(self, segment: Segment, people: Sequence[Companion]) -> None:
        self._segment = segment
        self._starts = [one.start for one in people]
        self._ends = sorted(one.end for one in people)

    def has_near(self, one: Companion) -> bool:
        """Say whether a person stands in the row of *one*, in its paragraph, or within 60 characters."""
        if not self._starts:
            return False
        if self._segment.kind == "row":
            return True
        before = bisect_right(self._ends, one.start) - 1
        if before >= 0 and self._is_joined(self._ends[before], one.start):
            return True
        after = bisect_left(self._starts, one.start)
        return after < len(self._starts) and self._is_joined(one.end, self._starts[after])

    def _is_joined(self, end: int, start: int) -> bool:
        gap = start - end
        if gap <= _NEAR:
            return True
        return gap <= _PARAGRAPH and _BLANK_LINE.search(self._segment.text, end, start) is None
