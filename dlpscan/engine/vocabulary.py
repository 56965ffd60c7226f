"""Every word of every recogniser, and what it means to whom: anchor, label, word nearby, label of another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from dlpscan.declare import AfterLabel, Literals
from dlpscan.engine.compiled import Compiled
from dlpscan.engine.literals import is_ascii_letter, lowered

_NOBODY: frozenset[int] = frozenset()


class Beginnings(dict[str, bool]):
    """Whether a value may begin with a character, filled as characters are met."""

    def __init__(self, character_class: str) -> None:
        super().__init__()
        self._matches = re.compile(character_class).match

    def __missing__(self, character: str) -> bool:
        self[character] = may = self._matches(character) is not None
        return may


class Lead(NamedTuple):
    """What may stand before the word that a value begins with."""

    pattern: re.Pattern[str]
    longest: int


class Trigger(NamedTuple):
    """A recogniser to be tried at a word, behind its lead, if one of the beginnings follows."""

    compiled: Compiled
    lead: Lead | None
    then: Beginnings | None


class Word:
    """What one literal means to whom. In the sets, recognisers are given by their numbers in the plan."""

    __slots__ = (
        "after_label",
        "anchors",
        "ends_lettered",
        "foreign_to",
        "is_lettered",
        "label_of",
        "nearby_of",
        "text",
    )

    def __init__(self, text: str, anchors: Sequence[Trigger]) -> None:
        self.text = text
        self.ends_lettered = is_ascii_letter(text[-1])
        self.is_lettered = self.ends_lettered or is_ascii_letter(text[0])
        self.anchors = anchors
        self.label_of = _NOBODY
        self.nearby_of = _NOBODY
        self.foreign_to = _NOBODY
        self.after_label: tuple[tuple[Compiled, Beginnings | None], ...] = ()


class _Said:
    """What the declarations say of words, by word: the numbers of the recognisers, in rising order."""

    def __init__(self, recognisers: Iterable[Compiled]) -> None:
        self.anchors: dict[str, list[Trigger]] = {}
        self.labels: dict[str, list[int]] = {}
        self.nearby: dict[str, list[int]] = {}
        self.negative: dict[str, list[int]] = {}
        for one in recognisers:
            for anchor in one.declared.anchors:
                if isinstance(anchor, Literals):
                    then = Beginnings(anchor.then) if anchor.then else None
                    trigger = Trigger(one, _lead(anchor), then)
                    for text in anchor.words:
                        self.anchors.setdefault(lowered(text), []).append(trigger)
            context, number = one.declared.context, one.number
            for label in context.labels:
                for text in _printed(label):
                    self.labels.setdefault(lowered(text), []).append(number)
            for text in context.nearby:
                self.nearby.setdefault(lowered(text), []).append(number)
            for text in context.negative:
                self.negative.setdefault(lowered(text), []).append(number)


def words_of(recognisers: Sequence[Compiled]) -> list[Word]:
    """Return all words, the longest first: back ends give the hits of one end in this order."""
    said = _Said(recognisers)
    after_label = {
        one.number: (one, Beginnings(anchor.first) if anchor.first else None)
        for one in recognisers
        for anchor in one.declared.anchors
        if isinstance(anchor, AfterLabel)
    }
    numbers = frozenset(one.number for one in recognisers if one.is_number)
    types = [one.declared.entity_type for one in recognisers]

    # Words come in lists of one recogniser, so most of them mean the same as many others.
    @cache
    def set_of(found: tuple[int, ...]) -> frozenset[int]:
        return frozenset(found)

    @cache
    def starting(labelled: tuple[int, ...]) -> tuple[tuple[Compiled, Beginnings | None], ...]:
        return tuple(after_label[number] for number in dict.fromkeys(labelled) if number in after_label)

    @cache
    def foreign(labelled: tuple[int, ...]) -> frozenset[int]:
        """Return for whom a label speaks of something else: of another number, before a number."""
        named = {types[number] for number in labelled if number in numbers}
        return frozenset(number for number in numbers if named - {types[number]}) if named else _NOBODY

    made = []
    for text in {**said.anchors, **said.labels, **said.nearby, **said.negative}:
        labels, nearby = tuple(said.labels.get(text, ())), tuple(said.nearby.get(text, ()))
        word = Word(text, said.anchors.get(text, ()))
        word.label_of = set_of(labels)
        word.nearby_of = set_of(labels + nearby)
        word.after_label = starting(labels)
        own = {trigger.compiled.number for trigger in word.anchors}
        against = foreign(labels)
        if against:
            against = against - word.nearby_of - own
        word.foreign_to = against.union(said.negative.get(text, ()))
        made.append(word)
    return sorted(made, key=lambda word: (-len(word.text), word.text))


def _lead(anchor: Literals) -> Lead | None:
    if not anchor.lead:
        return None
    return Lead(re.compile(f"{anchor.lead}{{1,{anchor.lead_max}}}"), anchor.lead_max)


def _printed(word: str) -> tuple[str, ...]:
    """Return how a form prints a label: one of two Chinese characters is spaced to the width of four."""
    if len(word) == 2 and not word.isascii():  # noqa: PLR2004
        return word, " ".join(word), "  ".join(word)
    return (word,)
